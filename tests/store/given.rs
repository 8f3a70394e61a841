//! What an opening goes by, and what is looked at behind it: the file's own first page, the note of the name that was
//! given, whether there is a note at all, and the log beside the file, of which a part may be gone.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};

use crate::kit::logbook::{add, beside, fresh, later, outsider, over, save, visitor};
use qiantai::domain::entry::Kind;
use qiantai::store::sqlite::{Note, SqliteReader, SqliteRemains, SqliteStore};
use qiantai::store::{Flaw, Outcome, Read, Store, StoreError, Transact};
use tempfile::TempDir;

/// A logbook of so many entries, all in the file.
fn book(entries: u128) -> (TempDir, PathBuf) {
    let (folder, path, mut store) = fresh();
    (1..=entries).for_each(|id| assert!(add(&mut store, id).is_ok()));
    (folder, path)
}

#[allow(clippy::disallowed_methods)]
fn another(path: &Path, sql: &str) {
    rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

fn note(path: &Path) -> PathBuf {
    path.with_file_name("known").join(format!("{}.head", path.file_name().unwrap().display()))
}

/// A copy of all that a killed program leaves, where nobody has it open.
fn killed(path: &Path) -> (TempDir, PathBuf) {
    let to = tempfile::tempdir().unwrap();
    fs::create_dir(to.path().join("known")).unwrap();
    let there = to.path().join(path.file_name().unwrap());
    for end in ["", "-wal", "-shm", "-write", "-queue"] {
        let _ = fs::copy(beside(path, end), beside(&there, end));
    }
    let _ = fs::copy(note(path), note(&there));
    (to, there)
}

/// Every page is in the log: all that the database reads is whole, and nobody could open the file again.
#[test]
fn a_file_that_lost_its_first_page_is_told_though_every_page_is_in_the_log() {
    type Harm = fn(&[u8]) -> Vec<u8>;
    let harms: [(&str, Harm); 4] = [
        ("emptied", |_| Vec::new()),
        ("cut", |bytes| bytes[..bytes.len() / 2].to_vec()),
        ("first page", |bytes| [&[0; 4_096], &bytes[4_096..]].concat()),
        ("zeros", |bytes| vec![0; bytes.len()]),
    ];
    for (name, harm) in harms {
        let (_folder, path) = book(5);
        let mut store = SqliteStore::open(&path).unwrap();
        another(&path, "VACUUM");
        assert_eq!(add(&mut store, 10), Ok(6));
        over(&path, &harm(&fs::read(&path).unwrap()));
        for id in [11, 12] {
            assert_eq!(add(&mut store, id), Err(StoreError::Replaced), "{name}");
        }
        let (_copy, there) = killed(&path);
        let log = fs::read(beside(&there, "-wal")).unwrap();
        if name == "emptied" {
            // What there is of it is in the log, which is named; and it stays.
            assert_eq!(SqliteStore::open(&there).err(), Some(StoreError::Mixed));
            assert_eq!(SqliteReader::open_to_check(&there).err(), Some(StoreError::Mixed));
            assert!(SqliteRemains::open(&there).is_err());
        }
        assert!(fs::read(beside(&there, "-wal")).unwrap() == log, "{name}");
    }
}

#[test]
fn a_link_to_an_older_copy_is_held_against_the_note_of_its_own_name() {
    let (folder, path) = book(5);
    let older = folder.path().join("older.db");
    fs::copy(&path, &older).unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(add(&mut store, 10), Ok(6));
    drop(store);
    fs::rename(&path, folder.path().join("aside.db")).unwrap();
    std::os::unix::fs::symlink("older.db", &path).unwrap();
    let behind = |error: Option<StoreError>| match error {
        Some(StoreError::Behind { known, found }) => (known.seq, found.seq),
        other => panic!("not told: {other:?}"),
    };
    assert_eq!(behind(SqliteStore::open(&path).err()), (6, 5));
    assert_eq!(behind(SqliteReader::open(&path).err()), (6, 5));
    let report = SqliteReader::open_to_check(&path).unwrap().verify().unwrap();
    assert_eq!(
        report.findings.iter().map(|found| (found.seq, found.flaw)).collect::<Vec<_>>(),
        [(6, Flaw::HeadMissing)]
    );
    assert_eq!(qiantai::store::Remains::end(&SqliteRemains::open(&path).unwrap()), 6);
    // Until someone says that it is meant, and has written so.
    let mut store = SqliteStore::open_accepted(&path).unwrap();
    assert_eq!(add(&mut store, 20), Ok(6));
    drop(store);
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(add(&mut store, 21), Ok(7));
    drop(store);
    // A logbook that was moved, and is reached by its old name, lacks nothing.
    assert_eq!(SqliteStore::open(&path).unwrap().head().unwrap().unwrap().seq, 7);
}

#[test]
fn a_logbook_with_entries_and_no_note_is_told_once_whatever_lies_beside_it() {
    for gone in [&[][..], &["-write"], &["-queue"], &["-write", "-queue"]] {
        let (_folder, path) = book(3);
        assert_eq!(SqliteStore::open(&path).unwrap().note(), Note::Kept);
        fs::remove_dir_all(path.with_file_name("known")).unwrap();
        gone.iter().for_each(|end| fs::remove_file(beside(&path, end)).unwrap());
        assert_eq!(SqliteStore::open(&path).unwrap().note(), Note::Begun, "{gone:?}");
        assert_eq!(SqliteStore::open(&path).unwrap().note(), Note::Kept, "{gone:?}: told once");
        assert_eq!(SqliteReader::open_to_check(&path).unwrap().verify().unwrap().since, Some(3));
    }
    // One that has just begun has nothing to lack.
    let (_folder, path, store) = fresh();
    assert_eq!(store.note(), Note::Kept);
    drop(store);
    fs::remove_dir_all(path.with_file_name("known")).unwrap();
    fs::remove_file(beside(&path, "-write")).unwrap();
    assert_eq!(SqliteStore::open(&path).unwrap().note(), Note::Kept);
}

/// The note does not know of what was in the log, and the database overlooks what it cannot read of one.
#[test]
fn a_log_of_which_a_part_is_gone_stops_whoever_writes_as_it_fails_a_check() {
    type Harm = fn(&Path, &[u8]);
    let harms: [(&str, Harm); 5] = [
        ("another's bytes", |log, bytes| over(log, &vec![0x5A; bytes.len()])),
        ("no header", |log, bytes| over(log, &[&[0; 32], &bytes[32..]].concat())),
        ("half", |log, bytes| over(log, &bytes[..bytes.len() / 2])),
        ("emptied", |log, _| over(log, b"")),
        ("a byte", |log, bytes| over(log, &[&bytes[..2_000], &[!bytes[2_000]], &bytes[2_001..]].concat())),
    ];
    for lost in [false, true] {
        for (name, harm) in harms {
            let (_folder, path) = book(5);
            let older = fs::read(note(&path)).unwrap();
            let mut store = SqliteStore::open(&path).unwrap();
            (10..20).for_each(|id| assert!(add(&mut store, id).is_ok()));
            let (_copy, there) = killed(&path);
            if lost {
                fs::remove_file(note(&there)).unwrap();
            } else {
                fs::write(note(&there), &older).unwrap();
            }
            let log = beside(&there, "-wal");
            harm(&log, &fs::read(&log).unwrap());
            let files = || ["", "-wal", "-shm"].map(|end| fs::read(beside(&there, end)).ok());
            let before = files();
            for _ in 0..2 {
                let flawed = SqliteReader::open_to_check(&there).and_then(|reader| reader.verify());
                let found = flawed.map(|report| report.findings.iter().any(|found| found.flaw == Flaw::Log));
                assert!(matches!(found, Ok(true) | Err(StoreError::Cut)), "{name}: {found:?}");
                assert_eq!(SqliteStore::open(&there).err(), Some(StoreError::Cut), "{name}, note lost: {lost}");
            }
            assert!(files() == before, "{name}: not a byte is changed");
            // Whoever says that what is left is meant goes on with it; the log is kept aside.
            let mut store = SqliteStore::open_accepted(&there).unwrap();
            let seq = add(&mut store, 30).unwrap();
            assert!((6..15).contains(&seq), "{name}: {seq}");
            drop(store);
            assert_eq!(SqliteStore::open(&there).unwrap().verify().unwrap().findings, [], "{name}");
            assert_eq!(
                fs::read(beside(&there, ".wal")).ok(),
                before[1].clone().filter(|log| !log.is_empty()),
                "{name}"
            );
        }
    }
}

#[test]
fn what_is_known_of_a_log_that_cannot_be_read_is_accepted_with_its_own_end() {
    let (_folder, path) = book(5);
    let mut store = SqliteStore::open(&path).unwrap();
    (10..20).for_each(|id| assert!(add(&mut store, id).is_ok()));
    let (_copy, there) = killed(&path);
    let log = beside(&there, "-wal");
    let mut bytes = fs::read(&log).unwrap();
    bytes[0] ^= 1;
    fs::write(&log, bytes).unwrap();
    for _ in 0..2 {
        match SqliteStore::open(&there) {
            Err(StoreError::Behind { known, found }) => assert_eq!((known.seq, found.seq), (15, 5)),
            other => panic!("{:?}", other.err()),
        }
    }
    let mut store = SqliteStore::open_accepted(&there).unwrap();
    assert_eq!(add(&mut store, 30).unwrap(), 6);
}

#[test]
fn a_logbook_that_is_marked_as_of_an_older_format_meanwhile_is_not_written_to() {
    let (_folder, path) = book(3);
    let mut store = SqliteStore::open(&path).unwrap();
    assert!(add(&mut store, 10).is_ok());
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("PRAGMA user_version = 9").unwrap();
    assert_eq!(add(&mut store, 11).err(), Some(StoreError::Replaced));
}

#[test]
fn a_file_that_is_known_here_as_a_logbook_is_told_as_damaged_whatever_its_header_says() {
    let (_folder, path) = book(3);
    let whole = fs::read(&path).unwrap();
    for at in [0, 15, 16, 18, 19, 47, 60, 61, 68, 71] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xF0;
        fs::write(&path, bytes).unwrap();
        assert_eq!(SqliteStore::open(&path).err(), Some(StoreError::Damaged), "byte {at}");
        assert_eq!(SqliteReader::open_to_check(&path).err(), Some(StoreError::Damaged), "byte {at}");
    }
}

#[test]
fn a_logbook_that_another_program_marks_as_its_own_is_not_written_to() {
    let (_folder, path) = book(3);
    let mut store = SqliteStore::open(&path).unwrap();
    another(&path, "PRAGMA application_id = 5");
    assert_eq!(add(&mut store, 10), Err(StoreError::Replaced));
    assert_eq!(add(&mut store, 11), Err(StoreError::Replaced));
}

/// The lists are believed by whoever looks, and need not be what the entries say.
#[test]
fn lists_that_another_program_changed_are_found_by_the_look_of_each_start() {
    let found = |path: &Path| SqliteReader::open_to_check(path).unwrap().check_recent().err();
    let forged = [
        "UPDATE record SET inside = 0",
        "UPDATE record SET people = people + 1 WHERE seq = 1102",
        "UPDATE record SET at = at - 1 WHERE seq = 1102",
        "UPDATE record SET key = 'X' WHERE seq = 1102",
        "DELETE FROM record WHERE seq = 1102",
        // Of an older record, because it is inside, or because someone wrote of it lately.
        "UPDATE record SET state = replace(state, '1201', '9999') WHERE seq = 7",
        "UPDATE record SET inside = 1, status = 0 WHERE seq = 2",
    ];
    for forged in forged {
        let (_folder, path, mut store) = fresh();
        let all = store.transact(&[], |journal| {
            (1..=1_100).try_for_each(|id| visitor(journal, id).map(drop))?;
            Ok(Outcome::Keep(()))
        });
        assert_eq!(all, Ok(()));
        let left = |id: u128| later(uuid::Uuid::from_u128(id << 64 | 1), 5_000 + id, Kind::VisitorOut, &[], None);
        assert_eq!(save(&mut store, left(2)).map(|entry| entry.seq), Ok(1_101));
        assert_eq!(add(&mut store, 6_000), Ok(1_102));
        drop(store);
        assert_eq!(found(&path), None);
        outsider(&path).execute_batch(forged).unwrap();
        assert_eq!(found(&path), Some(StoreError::Damaged), "{forged}");
    }
}
