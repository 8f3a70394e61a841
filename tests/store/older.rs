//! A logbook that an older program wrote opens, is whole, and has the registers that it had.

use std::path::Path;

use qiantai::domain::record::Record;
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{Read, Store};

/// Written by the program of format 2: a made-up day with every family but the calendar's.
const FORMAT_2: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-2.db");

/// The records as format 2 kept them.
fn kept(path: &Path) -> Vec<Record> {
    let conn = rusqlite::Connection::open(path).unwrap();
    let mut statement = conn.prepare("SELECT state FROM record ORDER BY seq").unwrap();
    let states: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    states.iter().map(|state| serde_json::from_str(state).unwrap()).collect()
}

/// Opens a copy, and gives the number of its entries and the hash of its head.
fn carried_over(original: &Path) -> (u64, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    std::fs::copy(original, &path).unwrap();
    let kept = kept(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    assert!(store.migrated() && folder.path().join("old.db.v2").exists(), "the old file is kept beside it");
    let report = store.verify().unwrap();
    assert_eq!((report.findings, report.records), (vec![], kept.len() as u64));
    let same = |store: &SqliteStore| {
        for record in &kept {
            assert_eq!(store.record(record.subject).unwrap().as_ref(), Some(record));
            assert_eq!(store.by_number(record.family, record.number).unwrap().as_ref(), Some(record));
        }
    };
    same(&store);
    assert_eq!(store.rebuild().unwrap(), report.records);
    same(&store);
    assert_eq!(store.verify().unwrap().findings, []);
    (report.entries, report.head.unwrap().hash)
}

#[test]
fn a_logbook_of_format_2_is_whole_and_has_its_registers() {
    let (entries, head) = carried_over(Path::new(FORMAT_2));
    // As the program that wrote it told them.
    assert_eq!(entries, 138);
    assert_eq!(head, "08a3847b4636ee6345cf36abceae2f07ba2f8dc47a0940320d7d8aee55c87de9");
}

/// `QIANTAI_OLD=… cargo test --test store older -- --ignored`
#[test]
#[ignore = "needs a large logbook of format 2, named by QIANTAI_OLD"]
fn so_is_a_large_one() {
    let path = std::env::var_os("QIANTAI_OLD").expect("QIANTAI_OLD names it");
    println!("{:?}", carried_over(Path::new(&path)));
}
