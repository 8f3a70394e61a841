//! `verify --head`: a head that was kept, in whatever form it was printed, is compared with the chain; and checking and
//! reading without a screen leave no trace in the folder.

use rusqlite::Connection;
use serde_json::json;

use crate::bench::Bench;
use crate::kit::print::print;

/// The head that a text prints last.
fn printed(text: &str) -> String {
    let word = text.split_whitespace().rfind(|word| word.contains(':') && word.len() > 60);
    word.unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[test]
fn a_head_is_taken_as_verify_and_signed_pages_print_it() {
    let bench = Bench::day();
    for lang in ["en", "zh-Hans", "zh-Hant"] {
        let head = printed(&bench.ok(&["verify", "--lang", lang]).out);
        let page = printed(&bench.ok(&["show", "handover", "--lang", lang]).out);
        let brief: String = page.chars().take(page.find(':').unwrap() + 1 + 16).collect();
        let (upper, spoken) = (head.to_uppercase(), format!("#{}", brief.replace(':', " ")));
        let heads = [head.as_str(), &page, &brief, &upper, &spoken];
        let args: Vec<&str> = ["verify"].into_iter().chain(heads.iter().flat_map(|head| ["--head", head])).collect();
        bench.ok(&args);
    }
}

#[test]
fn any_entrys_hash_fits_and_a_wrong_or_missing_one_is_named_with_its_place() {
    let bench = Bench::day();
    let log = bench.ok(&["log", "--json"]).json();
    assert!(log.windows(2).all(|pair| pair[1]["prev"] == pair[0]["hash"]));
    let head = |seq: usize| format!("{}:{}", log[seq - 1]["seq"], log[seq - 1]["hash"].as_str().unwrap());
    for seq in [1, 2, log.len() / 2, log.len()] {
        bench.ok(&["verify", "--head", &head(seq)]);
    }
    for entry in log.iter().filter(|entry| !entry["head"].is_null()) {
        bench.ok(&[
            "verify",
            "--head",
            &format!("{}:{}", entry["head"]["seq"], entry["head"]["hash"].as_str().unwrap()),
        ]);
    }
    let wrong = format!("3:{}", log[1]["hash"].as_str().unwrap());
    let beyond = format!("{}:{}", log.len() + 1, log[1]["hash"].as_str().unwrap());
    let answer = bench.run(&["verify", "--lang", "en", "--head", &head(2), "--head", &wrong, "--head", &beyond], b"");
    assert_eq!(answer.code, 1);
    assert!(
        answer.out.contains("entry 3: ") && answer.out.contains(&format!("entry {}: ", log.len() + 1)),
        "{}",
        answer.out
    );
    assert!(!answer.out.contains("entry 2: ") && answer.out.contains("wrong"), "{}", answer.out);
    for bad in ["", "3", "3:", "3:abc", "x:1f29a0c4", "3:1f29a0cg", "0:1f29a0c4", "3:1f29a0c4 5"] {
        let answer = bench.run(&["verify", "--lang", "en", "--head", bad], b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{bad}");
        assert!(answer.err.contains("--head"), "{bad}: {}", answer.err);
    }
}

#[test]
fn what_only_reads_changes_no_byte_of_the_folder() {
    let bench = Bench::day_until("2026-11-20T15:00:00+08:00");
    let complaint = bench.ok(&["show", "complaints", "--json"]).json()[0]["id"].as_str().unwrap().to_owned();
    let commands: [&[&str]; 13] = [
        &["verify"],
        &["verify", "--head", "1:00000000"],
        &["log"],
        &["log", "--json"],
        &["show", "today"],
        &["show", "complaints", "--json"],
        &["show", "inside"],
        &["show", "handover"],
        &["show", "record", &complaint],
        &["why", &complaint],
        &["due", "--from", "2026-02-13 17:00", "--for", "2wh"],
        &["procedure"],
        &["report", "deemed", &complaint],
    ];
    let check = |what: &str| {
        for args in commands {
            let before = print(bench.folder.path());
            let answer = bench.run(args, b"");
            assert!(answer.code < 2 || args[0] == "report", "{what} {args:?}: {}", answer.err);
            assert_eq!(print(bench.folder.path()), before, "{what} {args:?}");
        }
    };
    check("closed");
    // A window, or a gate's camera, that has it open and has just written.
    let mut camera = bench.command(&["record"]).spawn().unwrap();
    let mut to = camera.stdin.take().unwrap();
    std::io::Write::write_all(&mut to, format!("{}\n", json!({ "kind": "note", "text": "a" })).as_bytes()).unwrap();
    std::io::Read::read(&mut camera.stdout.take().unwrap(), &mut [0; 9]).unwrap();
    check("open");
    camera.kill().unwrap();
    camera.wait().unwrap();
    assert!(bench.folder.path().join("desk.db-wal").metadata().unwrap().len() > 0, "a crash leaves what it wrote");
    check("crashed");
    assert!(bench.ok(&["log", "--json"]).json().iter().any(|entry| entry["fields"]["text"] == "a"), "and it is read");
}

#[test]
#[allow(clippy::disallowed_methods)]
fn a_logbook_of_an_older_format_is_read_by_nobody_before_it_was_brought_up() {
    let bench = Bench::day();
    Connection::open(&bench.db).unwrap().execute_batch("PRAGMA user_version = 2").unwrap();
    let before = print(bench.folder.path());
    for args in [&["verify"][..], &["log"], &["show", "today"]] {
        let answer = bench.run(&[args, &["--lang", "en"]].concat(), b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}");
        assert!(answer.err.contains("format 2") && answer.err.contains("rebuild"), "{}", answer.err);
        assert_eq!(print(bench.folder.path()), before, "{args:?}");
    }
}

#[test]
fn whoever_is_not_heard_says_so_by_the_exit_code() {
    let bench = Bench::day();
    Connection::open(&bench.db).unwrap().execute_batch("CREATE TABLE more (a)").unwrap();
    // Nobody listens any more; what was found is still the answer.
    let mut command = bench.command(&["verify"]);
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
    #[cfg(target_os = "linux")]
    for args in [&["--help"][..], &["--version"], &["verify", "--help"], &["man"], &["completions", "bash"], &["log"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = bench.command(&[args, &["--lang", "en"]].concat());
        command.stdout(full);
        let answer = bench.feed(&mut command, b"");
        assert_eq!(answer.code, 2, "{args:?}");
        assert!(answer.err.contains("cannot be written"), "{args:?}: {}", answer.err);
    }
}

/// Does what the README says under its heading on backups, word for word, with a logbook where it lies by itself.
#[cfg(unix)]
#[test]
fn the_steps_that_the_readme_gives_for_backup_and_restore_hold() {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::process::{Command, Stdio};

    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, section) = readme.split_once("## Backup, restore, checking").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let mut blocks = section.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
    let (_check, backup, restore) = (blocks.next().unwrap(), blocks.next().unwrap(), blocks.next().unwrap());
    let restore = &format!("who=陈主任\n{restore}");
    let bench = Bench::bare();
    let home = bench.folder.path();
    let (data, config) = (home.join(".local/share/qiantai"), home.join(".config/qiantai"));
    std::fs::create_dir_all(&data).unwrap();
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("site.toml"), qiantai::cli::demo::SITE).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_qiantai"));
    // The date is what stands in a file.
    let date = home.join("date");
    std::fs::write(&date, "#!/bin/sh\ncat ~/now\n").unwrap();
    std::fs::set_permissions(&date, std::fs::Permissions::from_mode(0o700)).unwrap();
    let folder = program.parent().unwrap().display();
    let path = format!("{}:{folder}:{}", home.display(), std::env::var("PATH").unwrap());
    let sh = |script: &str| {
        let mut command = Command::new("sh");
        command.args(["-ec", script]).env("HOME", home).env("PATH", &path).env("LANG", "en");
        command.env_remove("LC_ALL").env_remove("XDG_CONFIG_HOME").env_remove("XDG_DATA_HOME");
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let logbook = data.join("logbook.db");
    let begun = sh(&format!("qiantai demo --visits 3 --db {}", logbook.display()));
    assert_eq!(begun.0, Some(0), "{}", begun.2);
    let (at, log) = (|now: &str| std::fs::write(home.join("now"), now).unwrap(), || sh("qiantai log --json").1);
    let done = |lines: &str, now: &str| {
        at(now);
        let (code, out, err) = sh(lines);
        assert_eq!((code, out.contains("All is well")), (Some(0), true), "{out}{err}");
    };
    done(backup, "2026-11-20-180000");
    // A second one at once, or lines copied twice, copy nothing over the first.
    let first = home.join("backup/2026-11-20-180000");
    let before = print(&first);
    assert_ne!(sh(backup).0, Some(0));
    assert_eq!(print(&first), before);
    // A crash leaves a log, which the next backup has.
    let mut killed = Command::new(program)
        .args(["record", "--operator", "周文"])
        .env("HOME", home)
        .env("LANG", "en")
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_DATA_HOME")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = killed.stdin.take().unwrap();
    std::io::Write::write_all(&mut to, "{\"kind\":\"note\",\"text\":\"断电前\"}\n".as_bytes()).unwrap();
    std::io::Read::read(&mut killed.stdout.take().unwrap(), &mut [0; 9]).unwrap();
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(data.join("logbook.db-wal").metadata().unwrap().len() > 0);
    done(backup, "2026-11-21-180000");
    assert_eq!(print(&first), before);
    let (code, _, err) = sh("echo '{\"kind\":\"note\",\"text\":\"后来\",\"operator\":\"周文\"}' | qiantai record");
    assert_eq!(code, Some(0), "{err}");
    // The log of the newer file is left lying.
    std::fs::write(data.join("logbook.db-wal"), "left").unwrap();
    done(restore, "2026-11-22-090000");
    assert_eq!(std::fs::read(data.join("aside-2026-11-22-090000/logbook.db-wal")).unwrap(), b"left");
    assert!(!log().contains("后来") && log().contains("断电前"), "the newest backup is what is open now");
    // Done again it loses nothing, whether it comes off or not.
    let here = log();
    assert_ne!(sh(restore).0, Some(0), "in the same second");
    assert_eq!(log(), here);
    done(restore, "2026-11-22-091500");
    assert!(data.join("aside-2026-11-22-090000/logbook.db").exists());
    let aside = data.join("aside-2026-11-22-091500/logbook.db");
    assert_eq!(sh(&format!("qiantai log --json --db {}", aside.display())).1, here);
    // Where the logbook is gone, or the machine is another.
    sh("rm ~/.local/share/qiantai/logbook.db*");
    done(restore, "2026-11-22-093000");
    assert!(log().contains("断电前") && log().contains("restored"));
    std::fs::remove_dir_all(&data).unwrap();
    done(restore, "2026-11-22-094500");
    assert!(log().contains("断电前"));
    std::fs::remove_dir_all(home.join("backup")).unwrap();
    let here = log();
    at("2026-11-22-100000");
    assert_ne!(sh(restore).0, Some(0), "without a backup");
    assert_eq!(log(), here);
}
