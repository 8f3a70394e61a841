//! Whatever someone changes behind the program's back is found, and the entry it concerns is named.

use std::path::Path;

use crate::kit::logbook::{amend, fresh, number, opening, outsider, save, six, visitor};
use qiantai::domain::entry::{Family, Kind, NewEntry};
use qiantai::domain::record::Status;
use qiantai::store::sqlite::{SqliteReader, SqliteStore};
use qiantai::store::{Finding, Flaw, Outcome, Read, Store, StoreError, Transact};
use rusqlite::types::Value;

/// Flips one bit of one column of a row.
fn change(path: &Path, table: &str, column: &str, row: &str) {
    let conn = outsider(path);
    let old = conn.query_row(&format!("SELECT {column} FROM {table} WHERE {row}"), [], |row| row.get(0)).unwrap();
    let flip = |mut bytes: Vec<u8>| {
        bytes.resize(bytes.len().max(1), 0);
        bytes[0] ^= 1;
        Value::Blob(bytes)
    };
    let (new, mark) = match old {
        Value::Integer(number) => (Value::Integer(number ^ 64), "?1"),
        // Mostly no text any more.
        Value::Text(text) => (flip(text.into_bytes()), "CAST(?1 AS TEXT)"),
        Value::Blob(bytes) => (flip(bytes), "?1"),
        other => panic!("{column} holds {other:?}"),
    };
    assert_eq!(conn.execute(&format!("UPDATE {table} SET {column} = {mark} WHERE {row}"), [new]).unwrap(), 1);
}

fn columns(path: &Path, table: &str) -> Vec<String> {
    let conn = outsider(path);
    let mut statement = conn.prepare(&format!("SELECT name FROM pragma_table_info('{table}')")).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_changed_byte_in_any_column_is_found_and_its_entry_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.db");
    six(&path);
    let mut tried = 0;
    for table in ["entry", "personal"] {
        for column in columns(&path, table) {
            let copy = folder.path().join(format!("{table}-{column}.db"));
            std::fs::copy(&path, &copy).unwrap();
            change(&copy, table, &column, "seq = 3");
            let store = SqliteStore::open(&copy).unwrap();
            let findings = store.verify().unwrap().findings;
            let damage =
                |flaw| !matches!(flaw, Flaw::Register | Flaw::File) && (table == "entry" || flaw != Flaw::Chain);
            assert!(
                findings.iter().any(|finding| finding.seq == 3 && damage(finding.flaw)),
                "{table}.{column}: {findings:?}"
            );
            tried += 1;
        }
    }
    assert_eq!(tried, 19);
}

#[test]
fn a_changed_byte_in_any_register_is_found_and_its_record_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.db");
    six(&path);
    for (table, row, seq) in [
        ("record", "seq = 2", 2),
        ("deadline", "seq = 2 AND n = 0", 2),
        ("rung", "seq = 2 AND n = 0", 2),
        ("struck", "amend = 4", 2),
    ] {
        for column in columns(&path, table) {
            let copy = folder.path().join(format!("{table}-{column}.db"));
            std::fs::copy(&path, &copy).unwrap();
            change(&copy, table, &column, row);
            let mut store = SqliteStore::open(&copy).unwrap();
            let findings = store.verify().unwrap().findings;
            let found = Finding { seq, flaw: Flaw::Register };
            assert!(findings.contains(&found), "{table}.{column}: {findings:?}");
            assert_eq!(store.rebuild().unwrap(), 4);
            assert_eq!(store.verify().unwrap().findings, [], "{table}.{column}: a rebuild heals it");
        }
    }
}

#[test]
fn a_changed_byte_of_the_visits_that_a_vehicle_names_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.db");
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-9.db"), &path).unwrap();
    drop(SqliteStore::open(&path).unwrap());
    let seq = outsider(&path).query_row("SELECT min(seq) FROM named", [], |row| row.get::<_, u32>(0)).unwrap().into();
    for column in columns(&path, "named") {
        let copy = folder.path().join(format!("{column}.db"));
        std::fs::copy(&path, &copy).unwrap();
        change(&copy, "named", &column, &format!("seq = {seq}"));
        let mut store = SqliteStore::open(&copy).unwrap();
        let findings = store.verify().unwrap().findings;
        assert!(findings.contains(&Finding { seq, flaw: Flaw::Register }), "{column}: {findings:?}");
        store.rebuild().unwrap();
        assert_eq!(store.verify().unwrap().findings, [], "{column}: a rebuild heals it");
    }
}

#[test]
fn every_kind_of_damage_is_told_apart_and_none_hides_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("front.db");
    six(&path);
    let conn = outsider(&path);
    conn.execute_batch(
        "DELETE FROM personal WHERE seq = 1; DELETE FROM entry WHERE seq = 3; \
         UPDATE entry SET kind = 'unheard' WHERE seq = 6;
         INSERT INTO struck (seq, amend, target, field) VALUES (77, 78, 76, 'name')",
    )
    .unwrap();
    drop(conn);
    let mut store = SqliteStore::open(&path).unwrap();
    let report = store.verify().unwrap();
    let found: Vec<_> = report.findings.iter().map(|finding| (finding.seq, finding.flaw)).collect();
    assert_eq!(
        found,
        [
            (1, Flaw::PersonalMissing),
            (1, Flaw::Register),
            (3, Flaw::Gap),
            (3, Flaw::PersonalStray),
            (3, Flaw::Register),
            (6, Flaw::Chain),
            (6, Flaw::Unreadable),
            (77, Flaw::Register),
        ]
    );
    assert_eq!((report.entries, report.head.unwrap().seq), (5, 6));
    assert_eq!(store.rebuild(), Err(StoreError::Unreadable { seq: 6 }));
    assert_eq!(store.entry(6), Err(StoreError::Unreadable { seq: 6 }));
    assert_eq!(store.by_number(Family::Visitor, number(6)).unwrap().map(|record| record.status), Some(Status::Open));
}

#[test]
fn a_report_holds_at_most_a_hundred_findings() {
    let (_folder, path, mut store) = fresh();
    store
        .transact(&[], |journal| (1..=120).try_for_each(|id| visitor(journal, id).map(drop)).map(Outcome::Keep))
        .unwrap();
    outsider(&path).execute_batch("UPDATE entry SET post = 'x'").unwrap();
    let report = store.verify().unwrap();
    assert_eq!((report.entries, report.findings.len()), (120, 100));
    assert_eq!(report.findings[99], Finding { seq: 100, flaw: Flaw::Chain });
}

#[test]
fn a_table_or_a_guard_that_was_taken_away_changed_or_added_is_found() {
    for sql in [
        "DROP TRIGGER entry_no_update",
        "DROP INDEX record_open",
        "DROP INDEX record_open; CREATE INDEX record_open ON record (family, at) WHERE status = 1",
        "CREATE TRIGGER more AFTER INSERT ON entry BEGIN DELETE FROM record; END",
        "CREATE TABLE more (a INTEGER) STRICT",
        "CREATE VIEW more AS SELECT seq FROM entry",
        "CREATE INDEX more ON entry (post)",
        "ALTER TABLE record ADD COLUMN more TEXT DEFAULT ''",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'post       TEXT    NOT NULL', \
         'post       TEXT    NOT NULL DEFAULT ''x''') WHERE name = 'entry'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', 'strict') WHERE name = 'struck'",
        "CREATE TRIGGER more BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TABLE more (a INTEGER PRIMARY KEY AUTOINCREMENT) STRICT",
        "CREATE VIRTUAL TABLE more USING fts5 (a)",
        "ALTER TABLE entry ADD COLUMN more TEXT AS (post)",
        "ANALYZE; CREATE VIEW more AS SELECT tbl FROM sqlite_stat1",
        "PRAGMA writable_schema = ON; ANALYZE; UPDATE sqlite_schema SET sql = 'CREATE TABLE sqlite_stat1(tbl,idx,stat,more)' \
         WHERE name = 'sqlite_stat1'",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("whole.db");
        six(&path);
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let findings = SqliteStore::open(&path).unwrap().verify().unwrap().findings;
        assert_eq!(findings, [Finding { seq: 0, flaw: Flaw::File }], "{sql}");
    }
}

#[test]
fn a_row_that_an_index_has_lost_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.db");
    six(&path);
    let conn = rusqlite::Connection::open(&path).unwrap();
    let rename = |now: &str| {
        format!("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '{now}' WHERE name = 'record_open'")
    };
    let right: String =
        conn.query_row("SELECT sql FROM sqlite_schema WHERE name = 'record_open'", [], |row| row.get(0)).unwrap();
    // While it is rebuilt, the list of what is open holds none.
    conn.execute_batch(&rename(&right.replace("status = 0", "status = 9").replace('\'', "''"))).unwrap();
    drop(conn);
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(&format!("REINDEX record_open; {}", rename(&right.replace('\'', "''")))).unwrap();
    drop(conn);
    let findings = SqliteStore::open(&path).unwrap().verify().unwrap().findings;
    assert_eq!(findings, [Finding { seq: 0, flaw: Flaw::File }]);
}

/// What another program leaves that only made room, counted or ordered anew: the same logbook.
#[test]
fn what_another_program_did_to_the_file_alone_is_no_flaw() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.db");
    six(&path);
    for sql in ["ANALYZE", "VACUUM", "REINDEX", "PRAGMA optimize(0x10002)", "PRAGMA journal_mode = DELETE"] {
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let looked = SqliteReader::open_to_check(&path).unwrap().verify().unwrap();
        assert_eq!((looked.entries, looked.findings), (6, vec![]), "{sql}: by one that only reads");
        assert_eq!(SqliteStore::open(&path).unwrap().verify().unwrap().findings, [], "{sql}");
    }
    let mut store = SqliteStore::open(&path).unwrap();
    store.transact(&[], |journal| visitor(journal, 70).map(Outcome::Keep)).unwrap();
    assert_eq!(store.verify().unwrap().findings, []);
}

#[test]
fn a_mark_of_the_format_that_was_changed_while_it_is_open_is_found() {
    for sql in ["PRAGMA application_id = 7", "PRAGMA user_version = 3"] {
        let (_folder, path, mut store) = fresh();
        store.transact(&[], |journal| visitor(journal, 1).map(Outcome::Keep)).unwrap();
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        assert_eq!(store.verify().unwrap().findings, [Finding { seq: 0, flaw: Flaw::File }], "{sql}");
    }
}

/// A file holds one logbook: neither a second name for it, nor rows of any table that belong to another.
#[test]
fn rows_of_another_logbook_in_the_file_are_found_in_every_table() {
    let copies = |table: &str, columns: &str, key: i64| {
        format!("INSERT INTO {table} SELECT seq + {key} {columns} FROM {table} WHERE seq = 2 LIMIT 1")
    };
    let entry = ", randomblob(16), at, written_at, offset, boot, post, operator, subject, kind, version, body, \
                 commitment, format, prev, hash";
    let record = ", subject, family, site, date, n, at, post, status, inside, key, due_order, state, people, driver";
    for key in [1_i64 << 40, 7 << 40, -(1 << 40)] {
        let n = key >> 40;
        let beside = |table: &str, columns: &str| {
            format!(
                "INSERT INTO {table} ({columns}, seq) SELECT {columns}, seq + {key} FROM {table} WHERE seq = 2 LIMIT 1"
            )
        };
        for sql in [
            format!("INSERT INTO logbook (n, log) VALUES ({n}, zeroblob(16))"),
            format!("INSERT INTO logbook (n, log) VALUES ({n}, randomblob(16)); {}", copies("entry", entry, key)),
            copies("entry", entry, key),
            copies("personal", ", salt, json", key),
            copies("record", record, key),
            beside("deadline", "due_order, n"),
            beside("rung", "at, n, sound"),
            format!("INSERT INTO named (visit, seq) VALUES (randomblob(16), {key} + 2)"),
            format!(
                "INSERT INTO struck (target, field, amend, seq) SELECT target + 1, field, amend, seq + {key} FROM struck"
            ),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("whole.db");
            six(&path);
            outsider(&path).execute_batch(&sql).unwrap();
            let findings = SqliteStore::open(&path).unwrap().verify().unwrap().findings;
            assert_eq!(findings, [Finding { seq: 0, flaw: Flaw::Foreign }], "{sql}");
        }
        // A row of the own record that names another log's entry.
        for column in ["target", "amend"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("whole.db");
            six(&path);
            outsider(&path).execute_batch(&format!("UPDATE struck SET {column} = {column} + {key}")).unwrap();
            let findings = SqliteStore::open(&path).unwrap().verify().unwrap().findings;
            assert_eq!(findings, [Finding { seq: 2, flaw: Flaw::Register }], "{column}");
        }
    }
}

#[test]
fn nothing_is_acknowledged_that_a_trigger_has_eaten() {
    for table in ["entry", "personal", "record"] {
        let (_folder, path, mut store) = fresh();
        store.transact(&[], |journal| visitor(journal, 1).map(Outcome::Keep)).unwrap();
        let eats = format!("CREATE TRIGGER more BEFORE INSERT ON {table} BEGIN SELECT RAISE(IGNORE); END");
        rusqlite::Connection::open(&path).unwrap().execute_batch(&eats).unwrap();
        let saved = store.transact(&[], |journal| visitor(journal, 2).map(Outcome::Keep));
        assert_eq!(saved.err(), Some(StoreError::Damaged), "{table}");
        assert_eq!(store.head().unwrap().map(|head| head.seq), Some(1), "{table}");
        assert_eq!(store.verify().unwrap().findings, [Finding { seq: 0, flaw: Flaw::File }], "{table}");
    }
}

/// Entries are mostly read by way of an index; where it has lost one, that one is looked at all the same.
#[test]
fn a_changed_entry_that_an_index_has_lost_is_found() {
    let (_folder, path, mut store) = fresh();
    let first = opening(Kind::Complaint, 1, 1);
    let subject = first.uid;
    save(&mut store, NewEntry { subject, ..first }).unwrap();
    save(&mut store, amend(subject, 2, 1, "name", "李四")).unwrap();
    assert_eq!(store.verify().unwrap().findings, []);
    drop(store);
    let conn = outsider(&path);
    conn.execute_batch("UPDATE entry SET operator = '某人' WHERE seq = 2").unwrap();
    let rewrite = |conn: &rusqlite::Connection, from: &str, to: &str| {
        let sql = format!(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '{from}', '{to}') \
             WHERE name = 'entry_subject'"
        );
        conn.execute_batch(&sql).unwrap();
    };
    rewrite(&conn, "<> uid", "<> uid AND 0");
    drop(conn);
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("REINDEX entry_subject").unwrap();
    rewrite(&conn, "<> uid AND 0", "<> uid");
    drop(conn);
    let findings = SqliteReader::open_to_check(&path).unwrap().verify().unwrap().findings;
    assert!(findings.contains(&Finding { seq: 0, flaw: Flaw::File }), "{findings:?}");
    assert!(findings.contains(&Finding { seq: 2, flaw: Flaw::Chain }), "{findings:?}");
}
