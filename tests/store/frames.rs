//! Bytes that were changed inside the write-ahead log: the database itself leaves out what comes after them, in silence.
//! The last entry that was acknowledged tells, and it is noted beside the logbook as well as known to who acknowledged it.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use crate::kit::logbook::{add, beside, fresh, visitor};
use qiantai::domain::entry::Seq;
use qiantai::store::sqlite::{SqliteReader, SqliteStore};
use qiantai::store::{Finding, Flaw, Outcome, Read, Store, StoreError, Transact};
use tempfile::TempDir;

const LAST: Seq = 30;

/// A logbook of 30 entries that a window has open, which are in its log.
fn book() -> (TempDir, PathBuf, SqliteStore) {
    let (folder, path, mut store) = fresh();
    (1..=LAST).for_each(|id| assert_eq!(add(&mut store, id.into()), Ok(id)));
    (folder, path, store)
}

/// Changes one byte of a frame of the log: of its head (a page's number, the sums) or of its page.
fn change(path: &Path, frame: u64, byte: u64) {
    let log = fs::File::options().read(true).write(true).open(beside(path, "-wal")).unwrap();
    let at = 32 + frame * (24 + 4_096) + byte;
    let mut old = [0];
    log.read_exact_at(&mut old, at).unwrap();
    log.write_all_at(&[old[0] ^ 1], at).unwrap();
}

fn frames(path: &Path) -> u64 {
    (beside(path, "-wal").metadata().unwrap().len() - 32) / (24 + 4_096)
}

/// As a killed window leaves them: the files, with or without the log's index, and the note.
fn killed(path: &Path, index: bool) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("front.db");
    fs::create_dir(folder.path().join("known")).unwrap();
    for end in ["", "-wal", "-shm", "-queue", "-write"].iter().filter(|end| index || **end != "-shm") {
        fs::copy(beside(path, end), beside(&there, end)).unwrap();
    }
    let note = "known/front.db.head";
    fs::copy(path.with_file_name(note), there.with_file_name(note)).unwrap();
    (folder, there)
}

/// Whether a start and a check tell that the last entry is not there.
fn is_told(path: &Path) -> bool {
    let missing = Finding { seq: LAST, flaw: Flaw::HeadMissing };
    let checked = SqliteReader::open_to_check(path).unwrap().verify().unwrap();
    checked.findings.contains(&missing)
        && matches!(SqliteReader::open(path).err(), Some(StoreError::Behind { .. }))
        && matches!(SqliteStore::open(path).err(), Some(StoreError::Behind { .. }))
}

#[test]
fn what_a_changed_byte_of_the_log_makes_the_database_leave_out_is_told_at_the_next_start() {
    let (_keep, path, _store) = book();
    let last = frames(&path) - 1;
    for index in [false, true] {
        for frame in [1, last / 2, last] {
            for byte in [4, 9, 17, 24, 2_000, 24 + 4_095] {
                let (_folder, path) = killed(&path, index);
                change(&path, frame, byte);
                assert!(is_told(&path), "byte {byte} of frame {frame} of {last}, index {index}");
            }
        }
    }
}

/// The log is read anew by its sums while a window has it open, because its index was harmed as well.
#[test]
fn a_window_whose_log_lost_its_end_acknowledges_nothing_more() {
    let (_probe, path, store) = book();
    let last = frames(&path) - 1;
    drop(store);
    for frame in [1, last / 2, last] {
        let (_folder, path, mut store) = book();
        change(&path, frame, 2_000);
        let index = fs::File::options().write(true).open(beside(&path, "-shm")).unwrap();
        index.write_all_at(&[0; 96], 0).unwrap();
        assert_eq!(add(&mut store, 31), Err(StoreError::Replaced), "frame {frame} of {last}");
        assert_eq!(store.head().err(), Some(StoreError::Replaced), "frame {frame} of {last}");
        drop(store);
        assert!(is_told(&path), "frame {frame} of {last}");
    }
}

/// Its index still leads to every frame, so the window reads and writes on; whoever starts after it is told.
#[test]
fn what_was_changed_in_the_log_of_an_open_window_is_told_after_it() {
    let (_keep, path, mut store) = book();
    change(&path, frames(&path) / 2, 9);
    let _ = add(&mut store, 31);
    let known = store.head().ok().flatten().map_or(LAST, |head| head.seq);
    let (_folder, path) = killed(&path, true);
    match SqliteStore::open(&path).err() {
        Some(StoreError::Behind { known: told, found }) => assert!(told.seq == known && found.seq < LAST),
        other => panic!("not told: {other:?}"),
    }
}

/// The database would bring such a page into the file as it is, and take every other entry along.
#[test]
fn nothing_of_a_log_that_was_changed_goes_into_the_file_when_a_window_leaves() {
    for (frame, byte) in [(0, 24 + 4_095), (0, 24 + 1), (0, 9), (3, 24 + 100), (5, 17)] {
        let (_folder, path, store) = book();
        let other = SqliteStore::open(&path).unwrap();
        change(&path, frame, byte);
        let before = fs::read(beside(&path, "-wal")).unwrap();
        assert_eq!(SqliteStore::open(&path).err(), Some(StoreError::Mixed), "byte {byte} of frame {frame}");
        drop((other, store));
        assert_eq!(fs::read(beside(&path, "-wal")).ok(), Some(before), "byte {byte} of frame {frame}");
        assert!(is_told(&path) || frame == 0, "byte {byte} of frame {frame}");
        assert!(SqliteStore::open(&path).is_err());
    }
}

/// Whatever is written behind such a frame is left out at a start after a crash.
#[test]
fn nothing_is_acknowledged_behind_a_frame_that_was_changed_whoever_saves() {
    for (frame, byte) in [(0, 24 + 4_095), (3, 24 + 100), (5, 17), (7, 4)] {
        let (_folder, path, mut store) = book();
        let mut other = SqliteStore::open(&path).unwrap();
        assert_eq!((add(&mut other, 31), add(&mut store, 32)), (Ok(31), Ok(32)));
        change(&path, frame, byte);
        let before = fs::read(beside(&path, "-wal")).unwrap();
        let file = path.metadata().unwrap().modified().unwrap();
        for store in [&mut store, &mut other] {
            assert_eq!(add(store, 33), Err(StoreError::Damaged), "byte {byte} of frame {frame}");
            assert_eq!((add(store, 34), store.head().err()), (Err(StoreError::Damaged), Some(StoreError::Damaged)));
        }
        drop((other, store));
        assert_eq!(path.metadata().unwrap().modified().unwrap(), file);
        assert_eq!(fs::read(beside(&path, "-wal")).ok(), Some(before), "left for whoever can save it");
    }
}

#[test]
fn a_log_that_was_only_touched_is_read_and_gone_on_with() {
    let (_folder, path, mut store) = book();
    let log = fs::File::options().write(true).open(beside(&path, "-wal")).unwrap();
    log.set_modified(std::time::UNIX_EPOCH).unwrap();
    assert_eq!((add(&mut store, 31), add(&mut store, 32)), (Ok(31), Ok(32)));
}

#[test]
fn what_is_changed_amid_a_transaction_is_told_before_it_is_kept() {
    let (_folder, path, mut store) = book();
    let done = store.transact(&[], |journal| {
        change(&path, 3, 24 + 100);
        Ok(Outcome::Keep(visitor(journal, 31)?.seq))
    });
    assert_eq!((done, store.head().err()), (Err(StoreError::Damaged), Some(StoreError::Damaged)));
}

/// What is changed while a save is being written looks like the save itself.
#[test]
fn whoever_looks_for_news_or_ends_is_told_of_a_frame_that_was_changed() {
    let (_folder, path, mut store) = book();
    let mark = store.snapshot(&[]).unwrap().0;
    assert_eq!((store.changed_since(mark), store.settled()), (Ok(None), Ok(())));
    assert_eq!(add(&mut store, 31), Ok(31));
    change(&path, 3, 24 + 100);
    assert_eq!(store.changed_since(mark), Err(StoreError::Damaged));
    assert_eq!((store.settled(), add(&mut store, 32)), (Err(StoreError::Damaged), Err(StoreError::Damaged)));
}

/// The index still leads to every entry, which is the last that can be had of them.
#[test]
fn a_check_beside_an_open_window_is_not_content_with_a_log_that_was_changed() {
    let (_folder, path, store) = book();
    let check = || SqliteReader::open_to_check(&path).unwrap().verify().unwrap();
    assert_eq!(check().findings, []);
    change(&path, 3, 24 + 100);
    let told = check();
    assert_eq!(told.entries, LAST);
    assert!(told.findings.contains(&Finding { seq: 0, flaw: Flaw::Log }), "{:?}", told.findings);
    drop(store);
}

#[test]
fn what_is_in_a_log_that_cannot_be_read_is_kept_when_its_loss_is_accepted() {
    let (_folder, open, _store) = book();
    let (_killed, path) = killed(&open, true);
    change(&path, 3, 24 + 100);
    assert!(matches!(SqliteStore::open(&path).err(), Some(StoreError::Behind { .. })));
    let log = fs::read(beside(&path, "-wal")).unwrap();
    drop(SqliteStore::open_accepted(&path).unwrap());
    assert_eq!(fs::read(beside(&path, ".wal")).unwrap(), log);
    drop(SqliteStore::open_accepted(&path).unwrap());
    assert!(!beside(&path, ".wal-2").exists(), "nothing was in the log the second time");
}
