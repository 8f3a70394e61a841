//! What is told when the file is not the logbook that was written here, and how a copy is accepted on purpose; what
//! paths and files a command does not open.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::bench::Bench;
use crate::kit::print::print;

/// A logbook of a made-up day in which an older copy was put back after two more records.
fn restored() -> Bench {
    let bench = Bench::new();
    let old = std::fs::read(&bench.db).unwrap();
    let note = json!({ "kind": "note", "text": "灯坏了" });
    assert_eq!(bench.record(&[note.clone(), note]).code, 0);
    std::fs::write(&bench.db, old).unwrap();
    bench
}

#[test]
fn no_command_works_on_a_copy_that_lacks_what_was_acknowledged() {
    let bench = restored();
    let bytes = std::fs::read(&bench.db).unwrap();
    for args in [&["record"][..], &["show", "today"], &["rebuild"]] {
        let answer = bench.run(&[args, &["--lang", "en"]].concat(), b"{\"kind\":\"note\",\"text\":\"a\"}\n");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}");
        assert!(answer.err.contains("was written here") && answer.err.contains("accept"), "{}", answer.err);
    }
    let checked = bench.run(&["verify", "--lang", "en"], b"");
    assert_eq!(checked.code, 1, "{}", checked.err);
    assert!(!checked.out.contains("All is well"), "{}", checked.out);
    assert!(checked.out.contains("was written here") && checked.out.contains("accept"), "{}", checked.out);
    // What there is can be written out all the same.
    let answer = bench.run(&["log", "--json", "--lang", "en"], b"");
    let written = answer.json().len();
    let missing = format!("entries {}–{} cannot be read", written + 1, written + 2);
    assert!(answer.code == 1 && written > 0 && answer.err.contains(&missing), "{}", answer.err);
    assert!(answer.err.contains("was written here") && answer.err.contains("accept"), "{}", answer.err);
    assert_eq!(std::fs::read(&bench.db).unwrap(), bytes);
}

#[test]
fn settings_for_a_copy_that_lacks_what_was_acknowledged_are_made_and_it_is_told() {
    let bench = restored();
    for file in ["desk.toml", "desk.toml.last"] {
        let _ = std::fs::remove_file(bench.folder.path().join(file));
    }
    let answer = bench.run(&["init", "--name", "锦绣花园", "--post", "东门岗", "--lang", "en"], b"");
    assert!(answer.code == 0 && answer.out.contains("stays as it is"), "{}", answer.err);
    assert!(answer.err.contains("was written here") && answer.err.contains("accept"), "{}", answer.err);
}

/// What is left of a logbook may be all that there is of its last entries.
#[test]
fn nothing_is_begun_over_what_is_left_of_a_logbook() {
    let bench = restored();
    let whole = print(bench.folder.path());
    let init = ["init", "--name", "锦绣花园", "--post", "东门岗", "--lang", "en"];
    for (name, told) in [
        ("known/desk.db.head", "is gone"),
        ("known/desk.db.head", "desk.db.head is in the way"),
        ("desk.db-wal", "do not belong together"),
        ("desk.db-journal", "did not finish"),
    ] {
        let bare = Bench::bare();
        let left = bare.folder.path().join(name);
        std::fs::create_dir_all(left.parent().unwrap()).unwrap();
        let note = bench.folder.path().join(name);
        let bytes = std::fs::read(note).ok().filter(|bytes| !bytes.is_empty()).unwrap_or(b"left".to_vec());
        std::fs::write(&left, if told.ends_with("is in the way") { b"torn" } else { &bytes[..] }).unwrap();
        let kept = std::fs::read(&left).unwrap();
        for args in [&init[..], &["demo", "--lang", "en"]] {
            is_refused(&bare, args, told);
        }
        // The same where the settings are there.
        std::fs::write(bare.folder.path().join("desk.toml"), qiantai::cli::demo::SITE).unwrap();
        is_refused(&bare, &init, told);
        std::fs::remove_file(bare.folder.path().join("desk.toml")).unwrap();
        assert_eq!(std::fs::read(&left).unwrap(), kept);
        // As it is told.
        let away = if name.starts_with("known") { left.parent().unwrap().to_owned() } else { left };
        std::fs::rename(&away, bare.folder.path().join("away")).unwrap();
        bare.ok(&init);
    }
    assert_eq!(print(bench.folder.path()), whole);
}

/// A refused attempt leaves all as it was, the folder, too.
fn is_refused(bench: &Bench, args: &[&str], told: &str) {
    let look = || (print(bench.folder.path()), bench.folder.path().metadata().unwrap().modified().unwrap());
    let before = look();
    let answer = bench.run(args, b"");
    assert!(answer.code == 2 && answer.err.contains(told), "{args:?} {told}: {} {}", answer.code, answer.err);
    assert_eq!(look(), before, "{args:?} {told}");
}

#[cfg(unix)]
#[test]
fn nothing_is_begun_beside_a_pipe_or_a_link() {
    for side in ["-wal", "-shm", "-queue"] {
        let bare = Bench::bare();
        let place = bare.folder.path().join(format!("desk.db{side}"));
        std::os::unix::fs::symlink("nowhere", &place).unwrap();
        let look = || bare.folder.path().metadata().unwrap().modified().unwrap();
        let before = look();
        let answer = bare.run(&["init", "--name", "锦绣花园", "--post", "东门岗", "--lang", "en"], b"");
        assert!(answer.code == 2 && answer.err.contains("is a link"), "{side}: {}", answer.err);
        assert_eq!(look(), before, "{side}");
    }
}

#[test]
fn a_copy_is_accepted_by_an_entry_that_names_both_ends() {
    let bench = restored();
    // Whoever puts a copy back need not have the post.
    let answer = bench.run(&["accept", "--post", "东门岗", "--operator", "陈主任", "--lang", "en"], b"");
    assert_eq!(answer.code, 0, "{}", answer.err);
    bench.ok(&["verify"]);
    let entries = bench.ok(&["log", "--json"]).json();
    let (last, before) = (&entries[entries.len() - 1], entries.len() as u64 - 1);
    assert_eq!((&last["kind"], &last["operator"]), (&json!("restored"), &json!("陈主任")));
    let end = |which: &str| last["fields"][which].as_str().unwrap().split_once(':').unwrap();
    let of = |which: &str| end(which).0.parse::<u64>().unwrap();
    assert_eq!((of("known"), of("found")), (before + 2, before));
    assert_eq!([end("known").1.len(), end("found").1.len()], [64, 64]);
    let again = bench.run(&["accept", "--lang", "en"], b"");
    assert_eq!((again.code, bench.entries()), (0, entries.len()), "there is nothing to accept any more");
    assert!(again.out.contains("Nothing to accept"));
}

/// Where nothing tells which entry was the last, it is said so, and not passed over.
#[test]
fn only_superiors_of_the_settings_accept_a_copy_and_every_check_tells_of_it() {
    let bench = restored();
    let bytes = std::fs::read(&bench.db).unwrap();
    let accept = |operator: &str| bench.run(&["accept", "--operator", operator, "--lang", "en"], b"");
    for (operator, told) in [("路人甲", "does not have this person"), ("王敏", "by another role")] {
        let answer = accept(operator);
        assert!(answer.code == 2 && answer.err.contains(told), "{operator}: {}", answer.err);
        assert_eq!(std::fs::read(&bench.db).unwrap(), bytes, "{operator}");
    }
    assert_eq!(accept("孙主管").code, 0);
    let last = bench.entries();
    let told =
        format!("Accepted at entry {last} by 孙主管: the logbook ended at {} and goes on from {}", last + 1, last - 1);
    let checked = bench.ok(&["verify", "--lang", "en"]).out;
    assert!(checked.contains(&told) && checked.contains("All is well"), "{checked}");
}

/// Whoever has no role is nobody's superior, though they may be named wherever any role is asked for.
#[test]
fn where_the_settings_name_a_superior_no_plain_name_accepts_a_copy() {
    let bench = restored();
    let settings = bench.folder.path().join("desk.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let (before, rest) = text.split_once("\nstaff = [").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    let accept = |who: &[&str]| bench.run(&[&["accept", "--lang", "en"], who].concat(), b"");
    let staff = r#"["李强", "王敏", { id = "07", name = "陈主任", role = "head" }]"#;
    std::fs::write(&settings, format!("{before}\nstaff = {staff}{after}")).unwrap();
    let bytes = std::fs::read(&bench.db).unwrap();
    for who in [&[][..], &["--operator", "李强"], &["--operator", "王敏"], &["--operator", "路人甲"]] {
        let answer = accept(who);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{who:?}: {}", answer.err);
        assert_eq!(std::fs::read(&bench.db).unwrap(), bytes, "{who:?}");
    }
    assert_eq!(accept(&["--operator", "07"]).code, 0);
}

#[test]
fn what_is_left_of_a_log_that_was_cut_is_accepted_by_an_entry_and_the_log_kept_aside() {
    use std::io::{BufRead, BufReader, Write};
    let bench = Bench::new();
    let (begun, note) = (bench.entries(), bench.folder.path().join("known/desk.db.head"));
    let mut camera = bench.command(&["record"]).spawn().unwrap();
    let (mut to, mut from) = (camera.stdin.take().unwrap(), BufReader::new(camera.stdout.take().unwrap()));
    for n in 0..8 {
        writeln!(to, "{}", json!({ "kind": "note", "text": format!("灯坏了{n}") })).unwrap();
        from.read_line(&mut String::new()).unwrap();
    }
    camera.kill().unwrap();
    camera.wait().unwrap();
    let log = format!("{}-wal", bench.db.display());
    let bytes = std::fs::read(&log).unwrap();
    std::fs::write(&log, &bytes[..bytes.len() / 2]).unwrap();
    std::fs::remove_file(&note).unwrap();
    let line = b"{\"kind\":\"note\",\"text\":\"a\"}\n";
    let answer = bench.run(&["record", "--lang", "en"], line);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{}", answer.err);
    assert!(answer.err.contains("-wal") && answer.err.contains("qiantai accept"), "{}", answer.err);
    assert_eq!(bench.run(&["accept", "--operator", "孙主管"], b"").code, 0);
    let last = bench.ok(&["log", "--json"]).json().pop().unwrap();
    assert_eq!(last["kind"], json!("restored"));
    assert!((begun as u64 + 1..begun as u64 + 9).contains(&last["seq"].as_u64().unwrap()), "{last}");
    assert_eq!(std::fs::read(format!("{}.wal", bench.db.display())).unwrap(), bytes[..bytes.len() / 2]);
    assert_eq!(bench.run(&["record"], line).code, 0);
    bench.ok(&["verify"]);
}

#[test]
fn lists_that_were_forged_are_told_when_they_are_made_anew_and_ever_after() {
    let bench = Bench::day();
    let before = bench.entries();
    bench.ok(&["rebuild"]);
    assert_eq!(bench.entries(), before, "lists that are right are no news");
    let forge = "UPDATE record SET key = 'forged' WHERE seq IN (SELECT seq FROM record ORDER BY seq DESC LIMIT 3)";
    rusqlite::Connection::open(&bench.db).unwrap().execute_batch(forge).unwrap();
    assert_eq!(bench.run(&["verify"], b"").code, 1);
    let answer = bench.run(&["rebuild", "--lang", "en"], b"");
    assert!(answer.code == 0 && answer.out.contains("3 of them stood otherwise"), "{} {}", answer.out, answer.err);
    assert_eq!(bench.entries(), before + 1);
    let checked = bench.ok(&["verify", "--lang", "en"]).out;
    assert!(checked.contains("3 records differed before") && checked.contains("All is well"), "{checked}");
}

#[test]
fn whoever_records_or_looks_beside_a_foreign_trigger_is_told() {
    let bench = Bench::new();
    let foreign = "CREATE TRIGGER foreign_one AFTER INSERT ON record BEGIN SELECT 1; END";
    rusqlite::Connection::open(&bench.db).unwrap().execute_batch(foreign).unwrap();
    let note = json!({ "kind": "note", "text": "灯坏了" });
    for answer in [bench.record(&[note]), bench.run(&["show", "today", "--lang", "en"], b"")] {
        assert_eq!((answer.code, answer.err.lines().count()), (0, 1), "{}", answer.err);
        assert!(answer.err.contains("triggers are not as the program made them"), "{}", answer.err);
    }
}

#[cfg(unix)]
#[test]
fn what_stands_in_the_place_of_the_notes_is_told_like_a_damaged_one() {
    let bench = Bench::new();
    let known = bench.folder.path().join("known");
    std::fs::remove_dir_all(&known).unwrap();
    std::fs::write(&known, "").unwrap();
    let told = |what: &str| {
        let checked = bench.run(&["verify", "--lang", "en"], b"");
        assert!(checked.code == 1 && checked.out.contains("is damaged and cannot be read"), "{what}: {}", checked.out);
        std::fs::remove_file(&known).unwrap();
    };
    told("a file");
    std::os::unix::fs::symlink("nowhere", &known).unwrap();
    told("a link");
    assert!(std::process::Command::new("mkfifo").arg(&known).status().unwrap().success());
    told("a pipe");
}

/// Another program has the queue, and whoever wrote last is long gone.
#[test]
fn nobody_who_is_gone_is_said_to_hold_the_logbook() {
    let bench = Bench::new();
    let queue = std::fs::File::options().write(true).open(format!("{}-queue", bench.db.display())).unwrap();
    queue.lock().unwrap();
    let since = Instant::now();
    let answer = bench.record(&[json!({ "kind": "note", "text": "灯坏了" })]);
    let waited = since.elapsed();
    assert!(answer.code > 0 && !answer.err.contains("(process"), "{}{}", answer.out, answer.err);
    assert!((answer.out + &answer.err).contains("Another program"));
    assert!(waited < Duration::from_secs(9), "{waited:?}");
}

#[test]
fn a_check_says_whether_the_end_was_compared() {
    let bench = Bench::new();
    let check = |lang: &str| bench.run(&["verify", "--lang", lang], b"");
    assert!(!check("en").out.contains("Not compared"));
    let known = bench.folder.path().join("known");
    let note = known.join("desk.db.head");
    let bytes = std::fs::read(&note).unwrap();
    for (torn, code) in [(Some(&bytes[..20]), 1), (Some(&b""[..]), 1), (None, 0)] {
        match torn {
            Some(torn) => std::fs::write(&note, torn).unwrap(),
            None => std::fs::remove_dir_all(&known).unwrap(),
        }
        for (lang, said, damaged) in
            [("en", "Not compared", "damaged"), ("zh-Hans", "未比对", "已损坏"), ("zh-Hant", "未比對", "已損壞")]
        {
            let answer = check(lang);
            assert_eq!((answer.code, answer.err.as_str()), (code, ""), "{lang}: {}", answer.out);
            assert!(answer.out.contains(said), "{}", answer.out);
            assert_eq!(answer.out.contains(damaged), code == 1, "{}", answer.out);
        }
        assert_eq!(check("en").out.contains("All is well"), code == 0);
        assert_eq!(std::fs::read(&note).ok().as_deref(), torn, "a check changes nothing");
    }
    assert!(bench.record(&[json!({ "kind": "note", "text": "灯坏了" })]).err.contains("begun anew"));
    assert!(!check("en").out.contains("Not compared"));
    for (lang, said) in [("en", "begun anew at entry"), ("zh-Hans", "行起重新记"), ("zh-Hant", "行起重新記")]
    {
        let answer = check(lang);
        assert!(answer.code == 0 && answer.out.contains(said), "and a check goes on to say so: {}", answer.out);
    }
}

/// A camera may write for months.
#[test]
fn whoever_records_on_is_told_once_that_the_note_can_no_longer_be_written() {
    use std::io::{BufRead, BufReader, Read, Write};
    let bench = Bench::new();
    let mut camera = bench.command(&["record", "--lang", "en"]).spawn().unwrap();
    let (mut to, mut from) = (camera.stdin.take().unwrap(), BufReader::new(camera.stdout.take().unwrap()));
    let known = bench.folder.path().join("known");
    for n in 0..3 {
        writeln!(to, "{}", json!({ "kind": "note", "text": format!("灯坏了{n}") })).unwrap();
        let mut answer = String::new();
        from.read_line(&mut answer).unwrap();
        assert!(answer.contains("\"done\"") || answer.contains("灯坏了"), "{answer}");
        if n == 0 {
            std::fs::remove_dir_all(&known).unwrap();
            std::fs::write(&known, "x").unwrap();
        }
    }
    drop(to);
    let mut said = String::new();
    camera.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(camera.wait().unwrap().success());
    assert_eq!(said.matches("cannot be written").count(), 1, "{said}");
}

#[test]
fn nobody_can_write_an_acceptance_as_a_line() {
    let bench = Bench::new();
    let before = bench.entries();
    let answer = bench.record(&[json!({ "kind": "restored", "known": "1:00", "operator": "王敏" })]);
    assert_eq!((answer.code, bench.entries()), (1, before));
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_the_logbooks_own_files_are_refused_at_once_and_left_alone() {
    let bench = Bench::day();
    let folder = bench.folder.path();
    let pipe = folder.join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let named = |end: &str| format!("{}{end}", bench.db.display());
    let side = named("-write");
    std::fs::write(folder.join("large.csv"), vec![b'a'; (1 << 20) + 1]).unwrap();
    let large = folder.join("large.csv");
    let [pipe, large] = [&pipe, &large].map(|path| path.to_str().unwrap());
    let db = named("");
    for args in [
        &["verify", "--db", pipe][..],
        &["record", "--db", "/dev/zero"],
        &["show", "today", "--db", &side],
        &["demo", "--db", &named("-wal")],
        &["show", "today", "--site", pipe],
        &["show", "today", "--site", "/dev/zero"],
        &["show", "today", "--site", "/proc/kcore"],
        &["show", "today", "--site", &db],
        &["show", "today", "--site", &side],
        &["calendar", "import", pipe],
        &["calendar", "import", "/dev/urandom"],
        &["calendar", "import", &db],
        &["calendar", "import", &side],
        &["calendar", "import", large],
    ] {
        let bytes = std::fs::read(&bench.db).unwrap();
        let since = Instant::now();
        // The last `--db` would be told twice: each is given its own.
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_qiantai"));
        if !args.contains(&"--db") {
            command.args(["--db", &db]);
        }
        command.env("HOME", folder).env("LANG", "en").stdin(std::process::Stdio::piped());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let answer = bench.feed(command.args(args), b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}: {}", answer.err);
        let told = answer.err.trim().lines().filter(|line| !line.starts_with("No settings beside"));
        assert_eq!(told.count(), 1, "{args:?}: {}", answer.err);
        assert!(since.elapsed() < Duration::from_secs(1), "{args:?}: {:?}", since.elapsed());
        assert!(std::fs::read(&bench.db).unwrap() == bytes, "{args:?}");
    }
}
