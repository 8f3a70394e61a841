//! The store keeps what it is given, gives it back in the order it promises, and refuses what is no logbook.

use crate::kit::failing::{FailingStore, Failure};
use crate::kit::logbook::{fresh, opening, save, six, visitor};
use crate::kit::memory::MemoryStore;
use crate::suite;
use proptest::prelude::*;
use qiantai::domain::entry::Kind;
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{Outcome, Read, Store, StoreError, Transact};
use tempfile::TempDir;
use uuid::Uuid;

/// Runs the suite on a kind of store: how a fresh one is made, how another handle on it, how one on another log.
macro_rules! suite {
    ($($module:ident: $fresh:expr, $second:expr, $beside:expr;)*) => {
        $(mod $module {
            use super::*;

            suite!(@each $fresh;
                an_entry_is_read_back_as_it_was_written,
                lists_are_in_the_order_that_they_promise,
                a_record_is_found_by_its_key_newest_first,
                a_uid_or_a_number_is_never_taken_twice,
                two_people_cannot_fork_a_correction,
                nothing_remains_of_a_transaction_that_is_not_kept,
                the_journal_reads_what_it_has_just_appended,
                pages_follow_each_other_both_ways,
                rungs_are_found_at_their_instants,
            );

            #[test]
            fn a_list_is_of_one_log_or_of_all() {
                let (keep, store) = $fresh;
                suite::a_list_is_of_one_log_or_of_all(store, |_| $beside(&keep));
            }

            #[test]
            fn a_mark_tells_that_another_has_written() {
                let (keep, store) = $fresh;
                suite::a_mark_tells_that_another_has_written(store, |_| $second(&keep));
            }

            proptest! {
                #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

                #[test]
                fn a_rebuild_of_any_history_gives_the_same_rows(acts in proptest::collection::vec(suite::act(), 1..40)) {
                    let (_keep, store) = $fresh;
                    suite::a_rebuild_of_any_history_gives_the_same_rows(store, &acts);
                }
            }
        })*
    };
    (@each $fresh:expr; $($name:ident,)*) => {
        $(#[test]
        fn $name() {
            let (_keep, store) = $fresh;
            suite::$name(store);
        })*
    };
}

const OTHER: Uuid = Uuid::from_u128(0xF01);

fn file() -> (TempDir, SqliteStore) {
    let (folder, _, store) = fresh();
    (folder, store)
}

/// A handle of its own on the same file.
fn again(folder: &TempDir) -> SqliteStore {
    SqliteStore::open(&folder.path().join("front.db")).unwrap()
}

fn memory() -> (MemoryStore, MemoryStore) {
    let store = MemoryStore::new(Uuid::from_u128(0xF00));
    (store.clone(), store)
}

/// A store that could fail, and does not.
fn could_fail(store: MemoryStore) -> FailingStore<MemoryStore> {
    FailingStore::new(store, Failure::default(), StoreError::Full)
}

fn calm() -> (MemoryStore, FailingStore<MemoryStore>) {
    let (keep, store) = memory();
    (keep, could_fail(store))
}

suite! {
    sqlite: file(), again, |folder: &TempDir| again(folder).on_log(OTHER).unwrap();
    in_memory: memory(), MemoryStore::clone, |store: &MemoryStore| store.beside(OTHER);
    failing: calm(), |store: &MemoryStore| could_fail(store.clone()),
        |store: &MemoryStore| could_fail(store.beside(OTHER));
}

#[test]
fn whatever_is_no_whole_logbook_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.db");
    six(&good);
    let bytes = std::fs::read(&good).unwrap();
    let with = |place: usize, new: &[u8]| {
        let mut bytes = bytes.clone();
        bytes[place..place + new.len()].copy_from_slice(new);
        bytes
    };
    let cases = [
        ("empty", Vec::new(), StoreError::Empty),
        ("text", "前台的登记本\n".as_bytes().to_vec(), StoreError::Foreign),
        ("zeros", vec![0; 8192], StoreError::Foreign),
        ("other-magic", with(0, b"SQLite format 4\0"), StoreError::Foreign),
        ("other-program", with(68, &[0, 0, 0, 1]), StoreError::Foreign),
        ("newer", with(60, &[0, 0, 0, 99]), StoreError::Newer { found: 99, known: 11 }),
        ("header-only", bytes[..60].to_vec(), StoreError::Damaged),
        ("one-page", bytes[..4096].to_vec(), StoreError::Damaged),
        ("one-byte-short", bytes[..bytes.len() - 1].to_vec(), StoreError::Damaged),
    ];
    for (name, content, error) in cases {
        let path = folder.path().join(name);
        std::fs::write(&path, &content).unwrap();
        assert_eq!(SqliteStore::open(&path).err(), Some(error), "{name}");
        assert_eq!(std::fs::read(&path).unwrap(), content, "{name}");
        for suffix in ["-queue", "-write", "-wal", "-shm", "-journal"] {
            assert!(!folder.path().join(format!("{name}{suffix}")).exists(), "{name}{suffix}");
        }
    }
    assert_eq!(SqliteStore::open(&folder.path().join("nowhere.db")).err(), Some(StoreError::Missing));
    assert_eq!(SqliteStore::open(folder.path()).err(), Some(StoreError::Foreign));
    assert!(SqliteStore::create(&good, Uuid::nil()).is_err(), "a logbook is never begun over another");
    assert_eq!(std::fs::read(&good).unwrap(), bytes);
}

#[test]
fn a_logbook_that_was_killed_before_its_first_checkpoint_opens() {
    let (folder, path, mut store) = fresh();
    save(&mut store, opening(Kind::Call, 1, 1)).unwrap();
    let copy = folder.path().join("copy.db");
    std::fs::copy(&path, &copy).unwrap();
    std::fs::copy(folder.path().join("front.db-wal"), folder.path().join("copy.db-wal")).unwrap();
    assert_eq!(SqliteStore::open(&copy).unwrap().head().unwrap(), store.head().unwrap());
}

#[cfg(unix)]
#[test]
fn every_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _path, mut store) = fresh();
    save(&mut store, opening(Kind::Call, 1, 1)).unwrap();
    let mut names = Vec::new();
    let known = folder.path().join("known");
    assert_eq!(known.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    let in_folders = [folder.path(), &known].map(|folder| std::fs::read_dir(folder).unwrap().map(Result::unwrap));
    for file in in_folders.into_iter().flatten().filter(|file| file.path().is_file()) {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(
        names,
        ["front.db", "front.db-queue", "front.db-shm", "front.db-wal", "front.db-write", "front.db.head"]
    );
    let written = std::fs::read_to_string(folder.path().join("front.db-write")).unwrap();
    assert_eq!(written, format!("{:<10}\n前台\n", std::process::id()), "who writes, and at which post");
}

#[test]
fn two_handles_take_turns_and_notice_each_other() {
    let (_folder, path, store) = fresh();
    let other = SqliteStore::open(&path).unwrap();
    let (mark, _) = other.snapshot(&[]).unwrap();
    assert_eq!(other.changed_since(mark).unwrap(), None);
    std::thread::scope(|scope| {
        for (hand, mut store) in [(1, store), (2, SqliteStore::open(&path).unwrap())] {
            scope.spawn(move || {
                for id in 0..200 {
                    store.transact(&[], |journal| visitor(journal, hand << 32 | id).map(Outcome::Keep)).unwrap();
                }
            });
        }
    });
    let changed = other.changed_since(mark).unwrap();
    assert!(changed.is_some_and(|now| now != mark));
    let report = other.verify().unwrap();
    assert_eq!((report.entries, report.records, report.findings), (400, 400, vec![]));
    assert_eq!(other.changed_since(changed.unwrap()).unwrap(), None);
}
