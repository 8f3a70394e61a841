//! What may happen to files, and what may not.

use std::path::Path;

use serde_json::json;

use crate::bench::Bench;

#[test]
fn settings_in_another_encoding_are_told_from_those_that_may_not_be_read() {
    let bench = Bench::new();
    std::fs::write(bench.db.with_extension("toml"), b"[site]\nname = \"\xbd\xf5\xd0\xe5\"\n").unwrap();
    let answer = bench.run(&["show", "inside"], b"");
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("UTF-8"), "{}", answer.err);
}

#[test]
fn the_demonstration_never_writes_over_a_file() {
    let bench = Bench::bare();
    std::fs::write(&bench.db, "kept").unwrap();
    let answer = bench.run(&["demo", "--lang", "en"], b"");
    assert_eq!((answer.code, std::fs::read_to_string(&bench.db).unwrap().as_str()), (2, "kept"));
}

#[test]
fn a_demonstration_leaves_its_settings_and_keeps_those_that_are_there() {
    let bench = Bench::new();
    let beside = bench.db.with_extension("toml");
    assert_eq!(std::fs::read_to_string(&beside).unwrap(), qiantai::cli::demo::SITE);
    std::fs::write(&beside, "[site]\nname = \"甲\"\n[[post]]\nname = \"乙\"\n").unwrap();
    std::fs::remove_file(&bench.db).unwrap();
    for rest in ["desk.db-wal", "desk.db-shm"] {
        drop(std::fs::remove_file(bench.folder.path().join(rest)));
    }
    bench.ok(&["demo"]);
    assert!(std::fs::read_to_string(&beside).unwrap().contains('甲'));
}

#[test]
fn a_file_that_is_no_logbook_is_refused_and_stays_as_it_was() {
    let whole = Bench::new();
    let mut cut = std::fs::read(&whole.db).unwrap();
    cut.truncate(cut.len() / 2);
    let mut newer = std::fs::read(&whole.db).unwrap();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    for (name, bytes) in
        [("empty", vec![]), ("foreign", b"not a logbook at all".repeat(99)), ("cut", cut), ("newer", newer)]
    {
        for args in [&["record"][..], &["show", "today"], &["log"], &["verify"], &["rebuild"]] {
            let bench = Bench::bare();
            std::fs::write(&bench.db, &bytes).unwrap();
            std::fs::write(bench.db.with_extension("toml"), qiantai::cli::demo::SITE).unwrap();
            let answer = bench.run(&[args, &["--lang", "zh-Hans"]].concat(), b"{\"kind\":\"note\",\"text\":\"a\"}\n");
            assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{name} {args:?}");
            assert!(answer.err.contains("日志") && answer.err.lines().count() == 1, "{name}: {}", answer.err);
            assert_eq!(std::fs::read(&bench.db).unwrap(), bytes, "{name} {args:?}");
            assert_eq!(files(bench.folder.path()), ["desk.db", "desk.toml"], "{name} {args:?}");
        }
    }
}

#[test]
fn a_missing_file_is_not_created() {
    let bench = Bench::bare();
    for args in [&["record"][..], &["show", "today"], &["verify"], &["calendar", "import", "none.json"]] {
        let answer = bench.run(&[args, &["--lang", "en"]].concat(), b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}");
        let said = if args[0] == "calendar" { "cannot be read" } else { "No logbook" };
        assert!(answer.err.contains(said), "{args:?}: {}", answer.err);
    }
    assert_eq!(files(bench.folder.path()), Vec::<String>::new());
    std::fs::write(bench.db.with_extension("toml"), qiantai::cli::demo::SITE).unwrap();
    let answer = bench.run(&["record", "--lang", "en"], b"{\"kind\":\"note\",\"text\":\"a\"}\n");
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    assert_eq!(files(bench.folder.path()), ["desk.toml"]);
}

fn files(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
#[allow(clippy::disallowed_methods)]
fn a_changed_byte_is_found_and_its_place_named() {
    let bench = Bench::new();
    assert_eq!(bench.record(&[json!({ "kind": "note", "text": "abcdefghij" })]).code, 0);
    let seq = bench.entries();
    let connection = rusqlite::Connection::open(&bench.db).unwrap();
    let triggers: Vec<String> = {
        let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
        names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for trigger in triggers {
        connection.execute_batch(&format!("DROP TRIGGER \"{trigger}\"")).unwrap();
    }
    connection
        .execute("UPDATE personal SET json = replace(json, 'abcdefghij', 'abcdefghix') WHERE seq = ?1", [seq as i64])
        .unwrap();
    drop(connection);
    let answer = bench.run(&["verify", "--lang", "en"], b"");
    assert_eq!(answer.code, 1);
    assert!(answer.out.contains(&format!("entry {seq}: ")), "{}", answer.out);
}

#[test]
fn registers_are_made_again_from_the_entries() {
    let bench = Bench::day();
    let before = bench.ok(&["show", "complaints", "--json"]).out;
    bench.ok(&["rebuild"]);
    assert_eq!(bench.ok(&["show", "complaints", "--json"]).out, before);
    bench.ok(&["verify"]);
}

#[test]
fn a_calendar_is_loaded_from_either_form_once() {
    let bench = Bench::new();
    let file = bench.folder.path().join("2031.json");
    let path = file.to_str().unwrap();
    std::fs::write(
        &file,
        r#"{"year":2031,"papers":["通知"],"days":[{"name":"元旦","date":"2031-01-01","isOffDay":true}]}"#,
    )
    .unwrap();
    assert!(bench.ok(&["calendar", "import", path, "--lang", "en"]).out.contains("2031"));
    assert_eq!(bench.run(&["calendar", "import", path], b"").code, 2, "the same again is refused");
    std::fs::write(&file, r#"{"year":2032,"days":[]}"#).unwrap();
    assert!(bench.run(&["calendar", "import", path, "--lang", "en"], b"").err.contains("2032"));
    std::fs::write(&file, "year = 2031\nversion = 1\nsource = \"改\"\noff = [\"2031-01-02\"]\nmakeup = []\n").unwrap();
    bench.ok(&["calendar", "import", path]);
}

#[test]
fn a_calendar_in_csv_is_loaded_and_a_wrong_line_is_named() {
    let bench = Bench::new();
    let file = bench.folder.path().join("2031.csv");
    let path = file.to_str().unwrap();
    let import = |text: &str| {
        std::fs::write(&file, text).unwrap();
        bench.run(&["calendar", "import", path, "--lang", "en"], b"")
    };
    let entries = bench.entries();
    for (text, said) in [
        ("date,kind\n2031-01-01,off\n2031-01-99,off\n", "Line 3, column date: not a date"),
        ("2031-01-01,off\n2031-01-02,holiday\n", "Line 2, column kind: neither off nor makeup nor half"),
        ("2031-01-01,off\n2031-01-02,off\n2031-01-01,makeup\n", "Line 3: 2031-01-01 is both"),
        ("{\"year\":2031,\n\"days\":[{]}", "Line 2, column"),
        ("year = 2031\nversion = 1\nsource = \"\"\noff = [1]\nmakeup = []\n", "Line 4, column"),
    ] {
        let answer = import(text);
        assert_eq!(answer.code, 2, "{text}");
        assert!(answer.err.contains(said) && answer.err.contains("2031.csv"), "{text}: {}", answer.err);
    }
    assert_eq!(bench.entries(), entries, "nothing was written");
    assert!(import("\u{feff}2031-01-01,休,元旦\r\n2031-01-04,班\r\n").out.contains("2031, version 1"));
    assert!(import("2031-01-01,off\n2031-01-04,half\n").out.contains("2031, version 2"));
}
