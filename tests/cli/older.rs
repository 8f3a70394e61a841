//! A logbook that an older program wrote is brought up whole or not at all, and what is said of it is so.

use crate::bench::{Answer, Bench};

/// Written by the program of format 2.
const FORMAT_2: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-2.db");
const UNSAVED: &str = "nothing was saved";
const BROUGHT_UP: &str = "last used with an older program";

fn older(with_settings: bool) -> Bench {
    let bench = Bench::bare();
    if with_settings {
        bench.ok(&["init", "--name", "锦绣花园", "--post", "前台"]);
        for side in ["", "-queue", "-write"] {
            std::fs::remove_file(format!("{}{side}", bench.db.display())).unwrap();
        }
        std::fs::remove_dir_all(bench.folder.path().join("known")).unwrap();
    }
    std::fs::copy(FORMAT_2, &bench.db).unwrap();
    bench
}

#[test]
fn what_lacks_settings_is_not_brought_up_on_the_way() {
    let bench = older(false);
    let refused = bench.run(&["record", "--lang", "en"], b"");
    assert!(refused.code == 2 && refused.err.contains("settings"), "{}", refused.err);
    assert!(std::fs::read(&bench.db).unwrap() == std::fs::read(FORMAT_2).unwrap(), "not a byte of it changed");
    assert_eq!(std::fs::read_dir(bench.folder.path()).unwrap().count(), 1, "and nothing stands beside it");
}

#[cfg(unix)]
#[test]
fn on_a_disk_that_fills_it_is_brought_up_whole_or_not_at_all() {
    let mut seen = [0, 0];
    for blocks in (0..1_000).step_by(60).chain((760..840).step_by(5)) {
        let bench = older(true);
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &format!("ulimit -f {blocks}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_qiantai")]);
        let plain = bench.command(&["record", "--lang", "en"]);
        command.args(plain.get_args()).env("HOME", bench.folder.path());
        command.stdin(std::process::Stdio::piped());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let Answer { code, err, .. } = bench.feed(&mut command, b"");
        let looked = bench.run(&["log", "--lang", "en"], b"");
        if looked.code == 0 {
            assert!(!err.contains(UNSAVED), "{blocks}: {err}");
            assert!(code == 0 && err.contains(BROUGHT_UP) || err.contains("brought up"), "{blocks}: {err}");
            assert_eq!(bench.ok(&["verify"]).code, 0);
        } else {
            assert!(looked.err.contains("format 2") && code == 2 && err.contains(UNSAVED), "{blocks}: {err}");
            let again = bench.run(&["record", "--lang", "en"], b"");
            assert!(again.code == 0 && again.err.contains(BROUGHT_UP), "{blocks}: {}", again.err);
        }
        seen[usize::from(looked.code == 0)] += 1;
    }
    assert!(seen.iter().all(|times| *times > 5), "{seen:?}");
}
