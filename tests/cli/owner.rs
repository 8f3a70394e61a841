//! Whose the files are: one start by root locks nobody out, and where it did, it is said which file and what to do.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};

use crate::bench::{Answer, Bench};

/// A user of the machine who is not root.
const CLERK: u32 = 65_534;

/// A clerk's folder with a program that the clerk can run; none where the tests are not run by root.
fn clerks() -> Option<(Bench, PathBuf)> {
    if !rustix::process::geteuid().is_root() {
        eprintln!("not tried: only root can be two users");
        return None;
    }
    let bench = Bench::bare();
    let program = bench.folder.path().join("qiantai");
    // By another process: a file that this one has open to write, another test's child would have open, too.
    let copied = std::process::Command::new("cp").arg(env!("CARGO_BIN_EXE_qiantai")).arg(&program).status();
    assert!(copied.unwrap().success());
    chown(bench.folder.path(), Some(CLERK), Some(CLERK)).unwrap();
    Some((bench, program))
}

fn run(bench: &Bench, program: &Path, user: u32, args: &[&str], input: &str) -> Answer {
    let mut command = std::process::Command::new(program);
    command.args(["--db", bench.db.to_str().unwrap()]).args(args).uid(user).gid(user);
    command.env("HOME", bench.folder.path()).env("LANG", "en").env_remove("XDG_CONFIG_HOME");
    command.stdin(std::process::Stdio::piped());
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    bench.feed(&mut command, input.as_bytes())
}

/// The files of a folder and all below it that are not the clerk's alone.
fn not_the_clerks(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let about = path.metadata().unwrap();
        if (about.uid(), about.gid(), about.mode() & 0o077) != (CLERK, CLERK, 0) {
            found.push(path.clone());
        }
        if about.is_dir() {
            found.extend(not_the_clerks(&path));
        }
    }
    found.retain(|path| !path.ends_with("qiantai"));
    found
}

const INIT: [&str; 7] = ["init", "--name", "锦绣花园", "--post", "前台", "--operator", "王敏"];
const NOTE: &str = "{\"kind\":\"note\",\"text\":\"停水\"}\n";

#[test]
fn what_root_does_in_a_clerks_folder_locks_the_clerk_out_of_nothing() {
    for begins in [CLERK, 0] {
        let Some((bench, program)) = clerks() else { return };
        assert_eq!(run(&bench, &program, begins, &INIT, "").code, 0);
        for command in [&["record"][..], &["verify"], &["rebuild"], &["log"]] {
            let answer = run(&bench, &program, 0, command, NOTE);
            assert_eq!(answer.code, 0, "{command:?}: {}", answer.err);
        }
        assert_eq!(not_the_clerks(bench.folder.path()), Vec::<PathBuf>::new(), "begun by {begins}");
        let answer = run(&bench, &program, CLERK, &["record"], NOTE);
        assert_eq!(answer.code, 0, "{}", answer.err);
    }
}

#[test]
fn a_file_that_root_keeps_is_named_with_what_to_do() {
    let Some((bench, program)) = clerks() else { return };
    assert_eq!(run(&bench, &program, CLERK, &INIT, "").code, 0);
    for side in ["-queue", "-write", "-wal", "-shm", ""] {
        let file = PathBuf::from(format!("{}{side}", bench.db.display()));
        let there = file.exists();
        std::fs::File::options().create(true).append(true).open(&file).unwrap();
        chown(&file, Some(0), Some(0)).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        for language in ["zh-Hans", "zh-Hant", "en"] {
            let refused = run(&bench, &program, CLERK, &["record", "--lang", language], NOTE);
            assert_eq!(refused.code, 2, "{side}");
            assert!(refused.err.contains(name) && refused.err.contains("chown"), "{}", refused.err);
        }
        if ["-queue", "-write"].contains(&side) {
            assert_eq!(run(&bench, &program, CLERK, &["verify"], "").code, 0, "who only reads needs no {side}");
        }
        if there {
            chown(&file, Some(CLERK), Some(CLERK)).unwrap()
        } else {
            std::fs::remove_file(&file).unwrap()
        }
        let answer = run(&bench, &program, CLERK, &["record"], NOTE);
        assert_eq!(answer.code, 0, "{}", answer.err);
    }
}

#[test]
fn what_is_the_clerks_own_is_not_said_to_be_anothers() {
    let Some((bench, program)) = clerks() else { return };
    assert_eq!(run(&bench, &program, CLERK, &INIT, "").code, 0);
    let set = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let queue = PathBuf::from(format!("{}-queue", bench.db.display()));
    let folder = bench.db.parent().unwrap();
    for (place, mode) in [(bench.db.as_path(), 0o400), (&queue, 0o200), (folder, 0o500)] {
        if place == folder {
            std::fs::remove_file(&queue).unwrap();
        }
        set(place, mode);
        let name = place.file_name().unwrap().to_str().unwrap();
        for language in ["zh-Hans", "zh-Hant", "en"] {
            let refused = run(&bench, &program, CLERK, &["record", "--lang", language], NOTE);
            assert_eq!(refused.code, 2, "{name}");
            assert!(refused.err.contains(name) && refused.err.contains("chmod u+rwX"), "{}", refused.err);
            assert!(!refused.err.contains("chown") && !refused.err.contains("sudo"), "{}", refused.err);
        }
        set(place, 0o700);
        let answer = run(&bench, &program, CLERK, &["record"], NOTE);
        assert_eq!(answer.code, 0, "{}", answer.err);
    }
}
