//! A damaged logbook: what can still be read of it is written out, what cannot is named, and no byte of it changes.

use rusqlite::Connection;
use serde_json::json;

use crate::bench::{Answer, Bench};
use crate::kit::print::print;

const PAGE: usize = 4_096;

/// The places of the entries that were written out.
fn places(answer: &Answer) -> Vec<u64> {
    answer.json().iter().map(|entry| entry["seq"].as_u64().unwrap()).collect()
}

/// The places that are named as not to be read, of those whose personal parts alone are lost none.
fn named(text: &str) -> Vec<u64> {
    let mut places = Vec::new();
    for line in text.lines().filter(|line| line.ends_with(" cannot be read") && !line.contains("personal")) {
        let range = line.split(' ').nth(1).unwrap();
        let (from, to) = range.split_once('–').unwrap_or((range, range));
        places.extend(from.parse::<u64>().unwrap()..=to.parse().unwrap());
    }
    places
}

/// The places whose rows can be read one by one.
fn readable(bench: &Bench, last: u64) -> Vec<u64> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_URI;
    let uri = format!("file:{}?immutable=1", bench.db.display());
    let Ok(conn) = Connection::open_with_flags(uri, flags) else { return Vec::new() };
    let read = "SELECT e.body, p.json FROM entry e JOIN personal p USING (seq) WHERE seq = ?1";
    let is_read = |seq: &u64| {
        let row = |row: &rusqlite::Row<'_>| row.get::<_, String>(0).and(row.get::<_, String>(1));
        conn.query_row(read, [i64::try_from(*seq).unwrap()], row).is_ok()
    };
    (1..=last).filter(is_read).collect()
}

#[test]
fn of_a_damaged_file_all_is_written_out_that_can_be_read_and_the_rest_is_named() {
    let bench = Bench::day();
    let whole = std::fs::read(&bench.db).unwrap();
    let entries = bench.ok(&["log", "--json"]).json();
    let last = entries.len() as u64;
    let end = entries.last().unwrap()["hash"].as_str().unwrap().to_owned();
    let with = |from: &[u8], to: &[u8]| {
        let at = whole.windows(from.len()).position(|part| part == from).unwrap();
        [&whole[..at], to, &whole[at + to.len()..]].concat()
    };
    let mut harms = vec![
        ("a byte short".to_owned(), whole[..whole.len() - 1].to_vec()),
        ("no format".to_owned(), [&whole[..60], &[0; 4], &whole[64..]].concat()),
        ("a table's text".to_owned(), with(b"CREATE TABLE deadline", b"CREATE TABLX deadline")),
    ];
    for page in (1..whole.len() / PAGE).step_by(7) {
        let zeroed = [&whole[..page * PAGE], &[0; PAGE], &whole[(page + 1) * PAGE..]].concat();
        harms.push((format!("page {}", page + 1), zeroed));
    }
    let first = [&whole[..PAGE], &vec![0; whole.len() - PAGE]].concat();
    harms.push(("page 1 alone".to_owned(), first));
    let mut lost = 0;
    for (harm, bytes) in &harms {
        std::fs::write(&bench.db, bytes).unwrap();
        let wanted = if harm.starts_with("page") { readable(&bench, last) } else { (1..=last).collect() };
        let before = print(bench.folder.path());
        let answer = bench.run(&["log", "--json", "--lang", "en"], b"");
        assert_eq!(print(bench.folder.path()), before, "{harm}");
        let written = places(&answer);
        assert!(wanted.iter().all(|seq| written.contains(seq)), "{harm}: {} of {}", written.len(), wanted.len());
        let unread = named(&answer.err);
        let mut all = [&written[..], &unread].concat();
        all.sort_unstable();
        assert_eq!(all, (1..=last).collect::<Vec<u64>>(), "{harm}: each is written out or named: {}", answer.err);
        // A page of a register or an index takes no entry along.
        let code = if written.is_empty() { 2 } else { i32::from(!answer.err.is_empty()) };
        assert_eq!(answer.code, code, "{harm}: {}", answer.err);
        lost += unread.len();
        let checked = bench.run(&["verify", "--lang", "en"], b"");
        assert_eq!(print(bench.folder.path()), before, "{harm}");
        assert!(checked.code > 0, "{harm}: {}", checked.out);
        assert_eq!(named(&checked.out), unread, "{harm}: {}", checked.out);
        let told = checked.out.contains("What can still be read: qiantai log --json");
        assert!(!told || !written.is_empty(), "{harm}: {}", checked.out);
        let head = checked.out.lines().find(|line| line.starts_with("Chain head"));
        assert!(head.is_none_or(|head| head.ends_with(&format!("{last}:{end}"))), "{harm}: {head:?}");
    }
    assert!(lost > 0, "some of them hold entries");
}

#[test]
fn entries_whose_personal_parts_are_lost_are_written_out_and_named() {
    let bench = Bench::day();
    let last = bench.entries() as u64;
    let conn = Connection::open(&bench.db).unwrap();
    let sql: String = conn
        .query_row("SELECT sql FROM sqlite_schema WHERE name = 'personal_no_update'", [], |row| row.get(0))
        .unwrap();
    let harm = "DROP TRIGGER personal_no_update; UPDATE personal SET json = '{' WHERE seq IN (5, 7, 8);";
    conn.execute_batch(&format!("{harm} {sql}")).unwrap();
    drop(conn);
    let answer = bench.run(&["log", "--json", "--lang", "en"], b"");
    assert_eq!((answer.code, places(&answer)), (1, (1..=last).collect::<Vec<u64>>()), "{}", answer.err);
    for named in ["entry 5: the personal part cannot", "entries 7–8: the personal part cannot"] {
        assert!(answer.err.contains(named), "{}", answer.err);
    }
}

/// What a stream has written to a log that is cut behind its back, or after it was killed.
#[test]
fn of_a_log_that_is_cut_all_is_written_out_that_is_left_and_the_end_is_named() {
    use std::io::{BufRead, BufReader, Write};
    for open in [true, false] {
        let bench = Bench::new();
        let begun = bench.entries() as u64;
        let mut camera = bench.command(&["record"]).spawn().unwrap();
        let (mut to, mut from) = (camera.stdin.take().unwrap(), BufReader::new(camera.stdout.take().unwrap()));
        for n in 0..8 {
            writeln!(to, "{}", json!({ "kind": "note", "text": format!("灯坏了{n}") })).unwrap();
            from.read_line(&mut String::new()).unwrap();
        }
        if !open {
            camera.kill().unwrap();
            camera.wait().unwrap();
        }
        let log = format!("{}-wal", bench.db.display());
        let len = std::fs::metadata(&log).unwrap().len();
        for left in [len * 3 / 4, len / 2, 32, 10, 0] {
            if open && (left == 32 || left == 10) {
                continue;
            }
            std::fs::OpenOptions::new().write(true).open(&log).unwrap().set_len(left).unwrap();
            let before = print(bench.folder.path());
            // What a check says to do can be done.
            let checked = bench.run(&["verify", "--lang", "en"], b"");
            assert!(checked.code > 0 && checked.out.contains("qiantai log --json"), "{left}: {}", checked.out);
            let answer = bench.run(&["log", "--json", "--lang", "en"], b"");
            let written = places(&answer);
            assert!(written.len() as u64 >= begun && written.len() as u64 <= begun + 8, "{left}: {written:?}");
            assert_eq!(written, (1..=written.len() as u64).collect::<Vec<u64>>());
            let rest: Vec<u64> = (written.len() as u64 + 1..=begun + 8).collect();
            assert_eq!((answer.code, named(&answer.err)), (1, rest), "{left}: {}", answer.err);
            assert!(open || print(bench.folder.path()) == before, "{left}");
        }
        let _ = camera.kill();
        camera.wait().unwrap();
        assert_eq!(bench.run(&["accept", "--operator", "陈主任"], b"").code, 0);
        bench.ok(&["verify"]);
    }
}

/// Where the system gives no thread, the work is done in the one that there is.
#[cfg(target_os = "linux")]
#[test]
fn a_check_needs_no_thread_of_its_own() {
    use std::os::unix::fs::chown;
    use std::os::unix::process::CommandExt;
    let bench = Bench::day();
    let program = bench.folder.path().join("qiantai");
    assert!(
        std::process::Command::new("cp").arg(env!("CARGO_BIN_EXE_qiantai")).arg(&program).status().unwrap().success()
    );
    let mut command = std::process::Command::new("prlimit");
    command.args(["--nproc=1:1", "--"]).arg(&program).args(["verify", "--db"]).arg(&bench.db);
    command.env("HOME", bench.folder.path()).env("LANG", "en").stdin(std::process::Stdio::piped());
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    // No limit of this kind holds root.
    if rustix::process::geteuid().is_root() {
        let known = bench.folder.path().join("known");
        let within = [bench.folder.path(), &known].map(|folder| std::fs::read_dir(folder).unwrap());
        for path in within.into_iter().flatten().map(|entry| entry.unwrap().path()) {
            chown(path, Some(65_533), Some(65_533)).unwrap();
        }
        chown(bench.folder.path(), Some(65_533), Some(65_533)).unwrap();
        command.uid(65_533).gid(65_533);
    }
    let answer = bench.feed(&mut command, b"");
    assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{}", answer.out);
}
