//! A small logbook to test with: entries built by hand, as a desk would decide them.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use qiantai::domain::entry::{Decided, Entry, Family, Fields, Kind, NewEntry, Seq, Stamp};
use qiantai::domain::number::Number;
use qiantai::domain::time::Moment;
use qiantai::domain::time_limit::TimeLimit;
use qiantai::domain::worktime::{Due, Length};
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{Journal, Outcome, Read, Store, StoreError, Transact};
use tempfile::TempDir;
use uuid::Uuid;

/// The instant at which the tests begin.
pub const START: i64 = 1_763_600_000_000;

/// An empty logbook in a folder that goes when dropped.
pub fn fresh() -> (TempDir, PathBuf, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("front.db");
    let store = SqliteStore::create(&path, Uuid::from_u128(0xF00)).unwrap();
    (folder, path, store)
}

/// Who writes, `minutes` after the start.
pub fn stamp(minutes: i64) -> Stamp {
    Stamp {
        written_at: Moment::from_millis(START).plus_minutes(minutes),
        offset: 480,
        boot: Uuid::from_u128(7),
        post: "前台".to_owned(),
        operator: "李敏".to_owned(),
    }
}

/// Names and values.
pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// The `n`th number of the day.
pub fn number(n: u32) -> Number {
    Number { site: 1, date: NaiveDate::from_ymd_opt(2025, 11, 20).unwrap(), n }
}

/// A clock of a stage, due `minutes` after the start, or waiting for a calendar.
pub fn clock(stage: &str, minutes: Option<i64>) -> TimeLimit {
    let start = Moment::from_millis(START);
    let due =
        minutes.map_or(Due::Pending { year: 2027 }, |minutes| Due::At { at: start.plus_minutes(minutes), shown: None });
    TimeLimit { clause: "3.2".to_owned(), ..TimeLimit::new(stage, start, Length::Promise, due) }
}

/// An entry that opens a record; uid and subject follow from `id`.
pub fn opening(kind: Kind, id: u128, n: u32) -> NewEntry {
    let limits = if kind == Kind::Complaint { vec![clock("T1", Some(n.into())), clock("T2", None)] } else { vec![] };
    NewEntry {
        uid: Uuid::from_u128(id),
        subject: Uuid::from_u128(id << 64 | 1),
        at: Moment::from_millis(START).plus_minutes(n.into()),
        kind,
        plain: fields(&[("room", "3-1201"), ("plate", if kind == Kind::VehicleIn { "粤A12345" } else { "" })]),
        personal: fields(&[("name", "张三"), ("phone", "13800005678")]),
        decided: Decided { number: Some(number(n)), limits, ..Decided::default() },
    }
}

/// A later entry of a record.
pub fn later(subject: Uuid, id: u128, kind: Kind, plain: &[(&str, &str)], target: Option<Seq>) -> NewEntry {
    NewEntry {
        uid: Uuid::from_u128(id),
        subject,
        at: Moment::from_millis(START).plus_minutes(90),
        kind,
        plain: fields(plain),
        personal: fields(&[("why", "写错了")]),
        decided: Decided { target, ..Decided::default() },
    }
}

/// An amendment of one field of one entry.
pub fn amend(subject: Uuid, id: u128, target: Seq, field: &str, new: &str) -> NewEntry {
    later(subject, id, Kind::Amended, &[("field", field), ("old", "?"), ("new", new)], Some(target))
}

/// Appends in a transaction of its own.
pub fn save<S: Store>(store: &mut S, entry: NewEntry) -> Result<Entry, StoreError> {
    store.transact(&[], |journal| Ok(Outcome::Keep(journal.append(&stamp(100), entry.clone())?.0)))
}

/// Appends a visitor with the next number, as a desk would.
pub fn visitor(journal: &mut Journal<'_>, id: u128) -> Result<Entry, StoreError> {
    let n = journal.last_ordinal(number(0), Family::Visitor)? + 1;
    Ok(journal.append(&stamp(n.into()), opening(Kind::VisitorIn, id, n))?.0)
}

/// Writes a visitor; gives the place of the entry.
pub fn add(store: &mut SqliteStore, id: u128) -> Result<Seq, StoreError> {
    store.transact(&[], |journal| Ok(Outcome::Keep(visitor(journal, id)?.seq)))
}

/// A file beside a logbook.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    format!("{}{suffix}", path.display()).into()
}

/// Writes over a file as it lies, so that it stays the same file.
pub fn over(path: &Path, bytes: &[u8]) {
    let mut file = std::fs::File::options().write(true).open(path).unwrap();
    std::io::Write::write_all(&mut file, bytes).unwrap();
    file.set_len(bytes.len() as u64).unwrap();
}

/// A connection that none of the program’s guards stand before; they stand again when it is dropped.
pub struct Outsider {
    conn: rusqlite::Connection,
    triggers: Vec<String>,
}

#[allow(clippy::disallowed_methods)]
pub fn outsider(path: &Path) -> Outsider {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let read = |column: &str| -> Vec<String> {
        let sql = format!("SELECT {column} FROM sqlite_schema WHERE type = 'trigger'");
        conn.prepare(&sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let triggers = read("sql");
    for name in read("name") {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    Outsider { conn, triggers }
}

impl std::ops::Deref for Outsider {
    type Target = rusqlite::Connection;

    fn deref(&self) -> &rusqlite::Connection {
        &self.conn
    }
}

impl Drop for Outsider {
    fn drop(&mut self) {
        self.conn.execute_batch(&self.triggers.join(";")).unwrap();
    }
}

/// Every register, row for row.
#[allow(clippy::disallowed_methods)]
pub fn registers(path: &Path) -> Vec<Vec<rusqlite::types::Value>> {
    let conn = rusqlite::Connection::open(path).unwrap();
    let mut dump = Vec::new();
    for sql in [
        "SELECT 'record', * FROM record ORDER BY seq",
        "SELECT 'deadline', * FROM deadline ORDER BY due_order, seq, n",
        "SELECT 'rung', * FROM rung ORDER BY at, seq, n",
        "SELECT 'struck', * FROM struck ORDER BY target, field",
    ] {
        let mut statement = conn.prepare(sql).unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| (0..width).map(|column| row.get(column)).collect()).unwrap();
        dump.extend(rows.map(Result::unwrap));
    }
    dump
}

/// A logbook of six entries, closed.
pub fn six(path: &Path) {
    let mut store = SqliteStore::create(path, Uuid::from_u128(0xF00)).unwrap();
    for n in 1..=3 {
        save(&mut store, opening(Kind::Complaint, n.into(), n)).unwrap();
    }
    let second = opening(Kind::Complaint, 2, 2).subject;
    save(&mut store, amend(second, 4, 2, "name", "李四")).unwrap();
    save(&mut store, amend(second, 5, 4, "new", "王五")).unwrap();
    save(&mut store, opening(Kind::VisitorIn, 6, 6)).unwrap();
    assert_eq!(store.verify().unwrap().findings, []);
}
