//! What was refused once stays refused until the logbook is opened again; what only looks like harm is looked into, and
//! is none.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::kit::logbook::{add, beside, fresh, over};
use qiantai::store::sqlite::{Note, SqliteReader, SqliteStore};
use qiantai::store::{Read, Store, StoreError};
use tempfile::TempDir;

/// A logbook of so many entries, open, of which some are in the file and some in the log.
fn book(entries: u128) -> (TempDir, PathBuf, SqliteStore) {
    let (folder, path, mut store) = fresh();
    (1..=entries).for_each(|id| assert!(add(&mut store, id).is_ok()));
    drop(store);
    let mut store = SqliteStore::open(&path).unwrap();
    (1..=3).for_each(|id| assert!(add(&mut store, entries + id).is_ok()));
    (folder, path, store)
}

/// Another program at the file.
#[allow(clippy::disallowed_methods)]
fn another(path: &Path, sql: &str) {
    let conn = rusqlite::Connection::open(path).unwrap();
    let mut statement = conn.prepare(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    while rows.next().unwrap().is_some() {}
}

#[cfg(unix)]
#[test]
fn whoever_was_told_that_the_files_are_not_ours_acknowledges_nothing_more() {
    type Harm = fn(&Path);
    let away = |path: &Path| path.with_extension("away");
    let harms: [(&str, Harm, Harm); 4] = [
        (
            "moved away and back",
            |path| fs::rename(path, path.with_extension("away")).unwrap(),
            |path| fs::rename(path.with_extension("away"), path).unwrap(),
        ),
        (
            "log moved away and back",
            |path| fs::rename(beside(path, "-wal"), path.with_extension("away")).unwrap(),
            |path| fs::rename(path.with_extension("away"), beside(path, "-wal")).unwrap(),
        ),
        (
            "emptied and written back",
            |path| {
                fs::copy(path, path.with_extension("away")).unwrap();
                over(path, b"");
            },
            |path| over(path, &fs::read(path.with_extension("away")).unwrap()),
        ),
        (
            "log emptied and written back",
            |path| {
                fs::copy(beside(path, "-wal"), path.with_extension("away")).unwrap();
                over(&beside(path, "-wal"), b"");
            },
            |path| over(&beside(path, "-wal"), &fs::read(path.with_extension("away")).unwrap()),
        ),
    ];
    for reading in [false, true] {
        for (name, harm, undo) in harms {
            let (_folder, path, mut store) = book(5);
            harm(&path);
            let told = if reading { store.head().map(drop) } else { add(&mut store, 90).map(drop) };
            assert_eq!(told, Err(StoreError::Replaced), "{name}");
            undo(&path);
            assert!(!away(&path).exists() || fs::remove_file(away(&path)).is_ok());
            assert_eq!(add(&mut store, 91), Err(StoreError::Replaced), "{name}: told once, while reading: {reading}");
            assert_eq!(store.rebuild(), Err(StoreError::Replaced), "{name}");
            // The lock is not held on to either.
            let mut other = SqliteStore::open(&path).unwrap();
            assert_eq!(add(&mut other, 92), Ok(9), "{name}: opened again");
            drop(store);
            assert_eq!(other.verify().unwrap().findings, [], "{name}");
        }
    }
}

#[test]
fn what_takes_nothing_away_is_not_told_as_a_replaced_logbook() {
    type Act = fn(&Path);
    let acts: [(&str, Act); 7] = [
        ("touched", |path| {
            fs::File::options().write(true).open(path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap()
        }),
        ("passive", |path| another(path, "PRAGMA wal_checkpoint(PASSIVE)")),
        ("full", |path| another(path, "PRAGMA wal_checkpoint(FULL)")),
        ("restart", |path| another(path, "PRAGMA wal_checkpoint(RESTART)")),
        ("truncate", |path| another(path, "PRAGMA wal_checkpoint(TRUNCATE)")),
        ("read", |path| another(path, "SELECT count(*) FROM entry")),
        ("copied over itself", |path| over(path, &fs::read(path).unwrap())),
    ];
    for (name, act) in acts {
        for unknown in [false, true] {
            let (_folder, path, mut store) = book(5);
            let mut other = SqliteStore::open(&path).unwrap();
            let (mark, _) = store.snapshot(&[]).unwrap();
            if unknown {
                fs::remove_dir_all(path.with_file_name("known")).unwrap();
            }
            act(&path);
            assert!(store.changed_since(mark).is_ok(), "{name}: a window that only looks");
            assert_eq!(store.head().unwrap().unwrap().seq, 8, "{name}");
            for id in 0..3 {
                assert_eq!(add(&mut store, 100 + 2 * id), Ok(u64::try_from(9 + 2 * id).unwrap()), "{name}");
                assert_eq!(add(&mut other, 101 + 2 * id), Ok(u64::try_from(10 + 2 * id).unwrap()), "{name}");
                act(&path);
            }
            drop((store, other));
            let store = SqliteStore::open(&path).unwrap();
            let report = store.verify().unwrap();
            assert_eq!((report.entries, report.findings), (14, vec![]), "{name}");
        }
    }
}

/// The older file has the last entry acknowledged, by the log; what stood only in the newer file is gone.
#[cfg(unix)]
#[test]
fn an_older_file_under_a_newer_log_is_told() {
    for back in [false, true] {
        let (folder, path, store) = book(5);
        drop(store);
        let old = fs::read(&path).unwrap();
        let mut store = SqliteStore::open(&path).unwrap();
        (20..=300).for_each(|id| assert!(add(&mut store, id).is_ok()));
        drop(store);
        let newer = fs::read(&path).unwrap();
        let mut store = SqliteStore::open(&path).unwrap();
        (400..403).for_each(|id| assert!(add(&mut store, id).is_ok()));
        over(&path, &old);
        if back {
            assert!(store.head().is_err());
            over(&path, &newer);
        }
        assert_eq!(add(&mut store, 500), Err(StoreError::Replaced), "back: {back}");
        drop(store);
        drop(folder);
    }
}

/// Both files of an older moment over the newer ones, and back: nothing that was read meanwhile is written on.
#[cfg(unix)]
#[test]
fn an_older_pair_of_files_is_told_and_the_newer_pair_put_back_loses_nothing() {
    for look in [false, true] {
        let (_folder, path, mut store) = book(5);
        let pair = || ["", "-wal"].map(|end| (beside(&path, end), fs::read(beside(&path, end)).unwrap()));
        let older = pair();
        (20..=40).for_each(|id| assert!(add(&mut store, id).is_ok()));
        let newer = pair();
        older.iter().for_each(|(file, bytes)| over(file, bytes));
        if look {
            assert_eq!(store.head().err(), Some(StoreError::Replaced));
        }
        newer.iter().for_each(|(file, bytes)| over(file, bytes));
        let told = add(&mut store, 500);
        assert_eq!(told, if look { Err(StoreError::Replaced) } else { Ok(30) });
        drop(store);
        let store = SqliteStore::open(&path).unwrap();
        let report = store.verify().unwrap();
        assert_eq!((report.entries, report.findings), (if look { 29 } else { 30 }, vec![]));
    }
}

/// What was accepted is this end of the logbook, and no other.
#[cfg(unix)]
#[test]
fn what_was_accepted_is_not_waived_of_another_file() {
    for (written, newer_back) in [(false, true), (true, true), (true, false)] {
        let (_folder, path, store) = book(5);
        drop(store);
        let old = fs::read(&path).unwrap();
        let mut store = SqliteStore::open(&path).unwrap();
        (20..=25).for_each(|id| assert!(add(&mut store, id).is_ok()));
        drop(store);
        let newer = fs::read(&path).unwrap();
        over(&path, &old);
        let mut store = SqliteStore::open_accepted(&path).unwrap();
        if written {
            assert_eq!(add(&mut store, 30), Ok(9));
            // Into the file, so that nothing of it is in the log.
            drop(store);
            store = SqliteStore::open(&path).unwrap();
        }
        over(&path, if newer_back { &newer } else { &old });
        assert_eq!(add(&mut store, 40), Err(StoreError::Replaced), "{written} {newer_back}");
        assert_eq!(add(&mut store, 41), Err(StoreError::Replaced), "{written} {newer_back}");
        drop(store);
        let again = SqliteStore::open(&path).err();
        assert_eq!(matches!(again, Some(StoreError::Behind { .. })), written, "{written} {newer_back}: {again:?}");
    }
}

/// Not lost and not begun: it cannot be written, which is another thing to be told.
#[test]
fn a_note_that_cannot_be_written_is_not_told_as_begun_anew() {
    let (_folder, path, store) = book(5);
    drop(store);
    let known = path.with_file_name("known");
    fs::remove_dir_all(&known).unwrap();
    fs::write(&known, "a file").unwrap();
    for _ in 0..2 {
        let mut store = SqliteStore::open(&path).unwrap();
        assert_eq!((store.unknown(), store.note()), (false, Note::Unkept));
        let last = store.head().unwrap().unwrap().seq;
        assert_eq!(add(&mut store, u128::from(last) << 32), Ok(last + 1));
    }
    fs::remove_file(&known).unwrap();
    assert_eq!(SqliteStore::open(&path).unwrap().note(), Note::Begun);
    assert_eq!(SqliteStore::open(&path).unwrap().note(), Note::Kept);
}

/// Without the note each process has its own memory.
#[cfg(unix)]
#[test]
fn whoever_acknowledged_an_entry_asks_for_it_though_there_is_no_note() {
    for blocked in [false, true] {
        let (_folder, path, mut store) = book(5);
        let [db, log, index] = ["", "-wal", "-shm"].map(|end| fs::read(beside(&path, end)).unwrap());
        assert_eq!(add(&mut store, 30), Ok(9));
        let known = path.with_file_name("known");
        fs::remove_dir_all(&known).unwrap();
        if blocked {
            fs::write(&known, "a file").unwrap();
        }
        [("", db), ("-wal", log), ("-shm", index)].iter().for_each(|(end, bytes)| over(&beside(&path, end), bytes));
        assert_eq!(add(&mut store, 31), Err(StoreError::Replaced));
        assert_eq!(add(&mut store, 32), Err(StoreError::Replaced));
    }
}

/// A run of the log that was seen to end does not come again, whatever the index says.
#[cfg(unix)]
#[test]
fn a_run_of_the_log_that_is_over_is_told_by_who_only_looks() {
    for by_another in [false, true] {
        let (_folder, path, mut store) = book(5);
        let older = fs::read(beside(&path, "-wal")).unwrap();
        let mut id = 100;
        if by_another {
            another(&path, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        while fs::read(beside(&path, "-wal")).unwrap().get(16..24) == older.get(16..24) || id == 100 {
            id += 1;
            add(&mut store, id).unwrap();
        }
        over(&beside(&path, "-wal"), &older);
        assert_eq!(store.head().err(), Some(StoreError::Replaced));
        assert_eq!(add(&mut store, 1_000), Err(StoreError::Replaced));
    }
}

/// Beside a newer file it is whole, and hides what the file has: it is put aside, and not accepted.
#[cfg(unix)]
#[test]
fn an_older_log_beside_a_newer_file_does_not_belong_to_it() {
    let (_folder, path, mut store) = book(5);
    let older = fs::read(beside(&path, "-wal")).unwrap();
    (100..300).for_each(|id| assert!(add(&mut store, id).is_ok()));
    drop(store);
    let file = fs::read(&path).unwrap();
    fs::write(beside(&path, "-wal"), &older).unwrap();
    assert_eq!(SqliteStore::open(&path).err(), Some(StoreError::Mixed));
    assert_eq!(SqliteStore::open_accepted(&path).err(), Some(StoreError::Mixed), "that cannot be accepted");
    assert_eq!(SqliteReader::open_to_check(&path).err(), Some(StoreError::Mixed));
    assert!(fs::read(&path).unwrap() == file);
    fs::remove_file(beside(&path, "-wal")).unwrap();
    assert_eq!(SqliteStore::open(&path).unwrap().verify().unwrap().entries, 208);
}

/// What a note has behind its end would make it unreadable at each start, and no older copy would be noticed.
#[test]
fn a_note_that_was_made_longer_is_mended_and_an_older_copy_is_noticed_again() {
    let (_folder, path, store) = book(5);
    drop(store);
    let old = fs::read(&path).unwrap();
    let note = path.with_file_name("known").join("front.db.head");
    let mut file = fs::File::options().append(true).open(&note).unwrap();
    file.write_all(b"x").unwrap();
    assert_eq!(SqliteStore::open(&path).unwrap().note(), Note::Begun);
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.note(), Note::Kept, "told once");
    file.write_all("and more\n".repeat(99).as_bytes()).unwrap();
    assert_eq!(add(&mut store, 20), Ok(9));
    drop(store);
    over(&path, &old);
    assert!(matches!(SqliteStore::open(&path).err(), Some(StoreError::Behind { .. })));
}

/// The note that was lost cannot be had again: a check says from where on there is one.
#[test]
fn that_a_note_was_begun_anew_is_kept_in_it() {
    let since = |path: &Path| SqliteReader::open_to_check(path).unwrap().verify().unwrap().since;
    for damaged in [false, true] {
        let (_folder, path, mut store) = book(5);
        let note = path.with_file_name("known").join("front.db.head");
        drop(SqliteStore::open(&path).unwrap());
        assert_eq!(since(&path), None);
        drop(store);
        if damaged {
            fs::write(&note, "x").unwrap()
        } else {
            fs::remove_file(&note).unwrap()
        }
        store = SqliteStore::open(&path).unwrap();
        assert_eq!((store.note(), since(&path)), (Note::Begun, Some(8)));
        assert_eq!(add(&mut store, 20), Ok(9));
        drop(store);
        store = SqliteStore::open(&path).unwrap();
        assert_eq!((store.note(), since(&path)), (Note::Kept, Some(8)), "after what was written since");
        fs::remove_file(&note).unwrap();
        assert_eq!((add(&mut store, 21), since(&path)), (Ok(10), Some(8)), "whoever has it open remembers");
    }
}

#[cfg(unix)]
#[test]
fn whoever_has_it_open_knows_that_the_note_can_no_longer_be_written() {
    for kind in ["folder is a file", "pipe", "link", "folder"] {
        let (_folder, path, mut store) = book(5);
        let (known, note) = (path.with_file_name("known"), path.with_file_name("known").join("front.db.head"));
        assert!(store.is_noted());
        fs::remove_file(&note).unwrap();
        match kind {
            "pipe" => assert!(std::process::Command::new("mkfifo").arg(&note).status().unwrap().success()),
            "link" => std::os::unix::fs::symlink("/dev/null", &note).unwrap(),
            "folder" => fs::create_dir(&note).unwrap(),
            _ => fs::remove_dir(&known).and_then(|()| fs::write(&known, "x")).unwrap(),
        }
        assert_eq!((add(&mut store, 20), store.is_noted()), (Ok(9), false), "{kind}");
        // Whoever reads from the pipe keeps no note.
        let _reader = (kind == "pipe").then(|| fs::File::options().read(true).write(true).open(&note).unwrap());
        assert_eq!((add(&mut store, 21), store.is_noted()), (Ok(10), false), "{kind}");
        drop(_reader);
        if known.is_dir() { fs::remove_dir_all(&known) } else { fs::remove_file(&known) }.unwrap();
        assert_eq!((add(&mut store, 22), store.is_noted()), (Ok(11), true), "{kind}");
    }
}
