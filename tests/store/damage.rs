//! Whatever someone changes behind the program's back is found, and the entry it concerns is named.

use std::path::Path;

use crate::kit::logbook::{fresh, number, outsider, six, visitor};
use qiantai::domain::entry::Family;
use qiantai::domain::record::Status;
use qiantai::store::sqlite::SqliteStore;
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
        "ANALYZE",
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
