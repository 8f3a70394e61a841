//! The write-ahead log stays small, however long a list stands open beside those who save.

use crate::kit::logbook::{fresh, visitor};
use qiantai::domain::entry::Family;
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{ListView, Outcome, Query, Read, Transact};

#[test]
fn the_log_stays_below_sixteen_megabytes_beside_a_list_that_stays_open() {
    let (_folder, path, mut store) = fresh();
    let list = SqliteStore::open(&path).unwrap();
    let mut largest = 0;
    for id in 1..=1_500 {
        store.transact(&[], |journal| visitor(journal, id).map(Outcome::Keep)).unwrap();
        if id % 5 == 0 {
            assert!(!list.list(Query::new(Family::Visitor, ListView::Inside, 60)).unwrap().is_empty());
        }
        let log = format!("{}-wal", path.display());
        largest = largest.max(std::fs::metadata(log).unwrap().len());
    }
    println!("largest log: {largest} bytes");
    assert!(largest < 16 << 20, "{largest}");
}
