//! What stands around the file: whatever becomes of the files beside the logbook, or of the logbook itself, nothing is
//! acknowledged that is lost, and a logbook that lacks what was acknowledged is told from one that does not.

use std::fs;
use std::path::{Path, PathBuf};

use crate::kit::logbook::{add, beside, fresh, visitor};
use qiantai::domain::entry::Seq;
use qiantai::store::sqlite::{SqliteReader, SqliteStore};
use qiantai::store::{Outcome, Read, Store, StoreError, Transact};
use tempfile::TempDir;

/// A logbook of so many entries, open.
fn book(entries: u128) -> (TempDir, PathBuf, SqliteStore) {
    let (folder, path, mut store) = fresh();
    (1..=entries).for_each(|id| assert!(add(&mut store, id).is_ok()));
    (folder, path, store)
}

fn behind(store: Result<SqliteStore, StoreError>) -> (Seq, Seq) {
    match store.err() {
        Some(StoreError::Behind { known, found }) => (known.seq, found.seq),
        other => panic!("not told: {other:?}"),
    }
}

/// Leaves the files as a killed program does: the handle is never closed.
fn kill(store: SqliteStore) {
    std::mem::forget(store);
}

#[cfg(unix)]
#[test]
fn nothing_is_acknowledged_or_read_beside_files_that_are_not_ours() {
    type Harm = fn(&Path);
    let harms: [(&str, Harm); 9] = [
        ("log removed", |path| fs::remove_file(beside(path, "-wal")).unwrap()),
        ("index removed", |path| fs::remove_file(beside(path, "-shm")).unwrap()),
        ("both removed", |path| ["-wal", "-shm"].iter().for_each(|end| fs::remove_file(beside(path, end)).unwrap())),
        ("log emptied", |path| drop(fs::File::create(beside(path, "-wal")).unwrap())),
        ("log cut", |path| {
            let log = fs::File::options().write(true).open(beside(path, "-wal")).unwrap();
            log.set_len(log.metadata().unwrap().len() / 2).unwrap();
        }),
        ("log replaced", |path| {
            fs::copy(beside(path, "-wal"), path.with_extension("copy")).unwrap();
            fs::rename(path.with_extension("copy"), beside(path, "-wal")).unwrap();
        }),
        ("index emptied", |path| drop(fs::File::create(beside(path, "-shm")).unwrap())),
        ("logbook emptied", |path| drop(fs::File::create(path).unwrap())),
        ("logbook removed", |path| fs::remove_file(path).unwrap()),
    ];
    for (name, harm) in harms {
        let (_folder, path, mut store) = book(5);
        let (mark, _) = store.snapshot(&[]).unwrap();
        harm(&path);
        assert_eq!(add(&mut store, 6), Err(StoreError::Replaced), "{name}");
        assert_eq!(store.changed_since(mark), Err(StoreError::Replaced), "{name}: a window that only looks is told");
        assert_eq!(store.head().err(), Some(StoreError::Replaced), "{name}");
        assert_eq!(store.verify().err(), Some(StoreError::Replaced), "{name}");
    }
}

/// A run of the log that ended is whole by itself: only the entries tell that it is over.
#[cfg(unix)]
#[test]
fn an_older_run_of_the_log_copied_over_the_open_one_is_not_written_to() {
    for unknown in [false, true] {
        let (_folder, path, mut store) = book(3);
        let copy = || ["-wal", "-shm"].map(|end| (beside(&path, end), fs::read(beside(&path, end)).unwrap()));
        let run = |[(_, log), _]: &[(PathBuf, Vec<u8>); 2]| log.get(16..24).unwrap().to_vec();
        let (mut kept, mut now, mut id) = (copy(), copy(), 3);
        while run(&kept) == run(&now) {
            id += 1;
            add(&mut store, id).unwrap();
            kept = std::mem::replace(&mut now, copy());
        }
        if unknown {
            fs::remove_dir_all(path.with_file_name("known")).unwrap();
        }
        for (place, bytes) in &kept {
            let mut file = fs::File::options().write(true).open(place).unwrap();
            std::io::Write::write_all(&mut file, bytes).unwrap();
        }
        assert_eq!(add(&mut store, id + 1), Err(StoreError::Replaced), "{unknown}");
        assert_eq!(add(&mut store, id + 2), Err(StoreError::Replaced), "{unknown}: nor afterwards");
    }
}

#[cfg(unix)]
#[test]
fn what_happens_between_the_look_and_the_commit_is_not_acknowledged() {
    for cut in [0, 100, 5_000] {
        let (_folder, path, mut store) = book(5);
        let done = store.transact(&[], |journal| {
            let seq = visitor(journal, 6)?.seq;
            fs::File::options().write(true).open(beside(&path, "-wal")).unwrap().set_len(cut).unwrap();
            Ok(Outcome::Keep(seq))
        });
        assert_eq!(done, Err(StoreError::Replaced), "cut to {cut}");
    }
}

#[cfg(unix)]
#[test]
fn entries_of_a_log_that_lost_its_name_are_saved() {
    for both in [false, true] {
        let (_folder, path, mut store) = book(5);
        fs::remove_file(beside(&path, "-wal")).unwrap();
        if both {
            fs::remove_file(beside(&path, "-shm")).unwrap();
        }
        assert_eq!(add(&mut store, 6), Err(StoreError::Replaced));
        drop(store);
        let mut store = SqliteStore::open(&path).unwrap();
        assert_eq!((store.head().unwrap().unwrap().seq, store.verify().unwrap().findings), (5, vec![]), "both: {both}");
        assert_eq!(add(&mut store, 6), Ok(6));
    }
}

#[test]
fn a_logbook_that_lacks_what_was_acknowledged_is_refused_until_someone_accepts_it() {
    let (folder, path, store) = book(3);
    drop(store);
    let old = folder.path().join("old");
    fs::copy(&path, &old).unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    (4..=9).for_each(|id| assert!(add(&mut store, id).is_ok()));
    drop(store);
    fs::copy(&old, &path).unwrap();
    let bytes = fs::read(&path).unwrap();
    for _ in 0..2 {
        assert_eq!(behind(SqliteStore::open(&path)), (9, 3));
    }
    assert_eq!(fs::read(&path).unwrap(), bytes, "a refused file is left as it is");
    // Looked at, and not yet accepted by an entry.
    assert_eq!(SqliteStore::open_accepted(&path).unwrap().verify().unwrap().findings, []);
    assert_eq!(behind(SqliteStore::open(&path)), (9, 3));
    let mut store = SqliteStore::open_accepted(&path).unwrap();
    assert_eq!(add(&mut store, 10), Ok(4));
    drop(store);
    assert_eq!(SqliteStore::open(&path).unwrap().head().unwrap().unwrap().seq, 4);
    // Another logbook altogether, with as many entries.
    let (_other, stranger, store) = book(4);
    drop(store);
    fs::copy(&stranger, &path).unwrap();
    assert_eq!(behind(SqliteStore::open(&path)), (4, 4));
    fs::remove_file(&path).unwrap();
    assert_eq!(SqliteStore::open(&path).err(), Some(StoreError::Gone { known: 4 }));
}

#[test]
fn an_older_format_is_not_brought_up_before_it_is_known_to_be_the_logbook_that_was_here() {
    let (_folder, path, store) = book(3);
    drop(store);
    let old = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-3.db");
    fs::copy(old, &path).unwrap();
    assert!(matches!(SqliteStore::open(&path), Err(StoreError::Behind { .. })));
    assert_eq!(fs::read(&path).unwrap(), fs::read(old).unwrap());
}

#[test]
fn a_restored_copy_beside_a_newer_log_is_refused_and_not_a_byte_of_it_changed() {
    let (folder, path, store) = book(40);
    drop(store);
    let old = folder.path().join("old");
    fs::copy(&path, &old).unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    // Long enough for the log to have gone into the file in between.
    for id in 41..=400 {
        add(&mut store, id).unwrap();
    }
    drop(store);
    let mut store = SqliteStore::open(&path).unwrap();
    (401..=410).for_each(|id| assert!(add(&mut store, id).is_ok()));
    let log = fs::read(beside(&path, "-wal")).unwrap();
    let newest = fs::read(&path).unwrap();
    drop(store);
    // As a killed process leaves them, with the older copy in the place of the file.
    fs::write(beside(&path, "-wal"), &log).unwrap();
    fs::copy(&old, &path).unwrap();
    let bytes = fs::read(&path).unwrap();
    for _ in 0..3 {
        assert_eq!(SqliteStore::open(&path).err(), Some(StoreError::Mixed));
        assert_eq!(SqliteStore::open_accepted(&path).err(), Some(StoreError::Mixed), "that cannot be accepted");
    }
    assert!(fs::read(&path).unwrap() == bytes && fs::read(beside(&path, "-wal")).unwrap() == log);
    // The right file put back: nothing is lost.
    fs::write(&path, newest).unwrap();
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!((store.head().unwrap().unwrap().seq, store.verify().unwrap().findings), (410, vec![]));
    drop(store);
    // Or the log put aside: the older copy, told as such.
    fs::copy(&old, &path).unwrap();
    assert_eq!(behind(SqliteStore::open(&path)), (410, 40));
}

#[test]
fn a_log_of_another_logbook_is_refused() {
    let (_one, path, store) = book(30);
    drop(store);
    let bytes = fs::read(&path).unwrap();
    let (_two, stranger, store) = book(1);
    fs::copy(beside(&stranger, "-wal"), beside(&path, "-wal")).unwrap();
    drop(store);
    assert_eq!(SqliteStore::open(&path).err(), Some(StoreError::Mixed));
    assert!(fs::read(&path).unwrap() == bytes);
    fs::remove_file(beside(&path, "-wal")).unwrap();
    assert_eq!(SqliteStore::open(&path).unwrap().verify().unwrap().entries, 30);
}

#[test]
fn a_log_that_is_lost_or_cut_after_a_kill_is_told() {
    for cut in [None, Some(0), Some(3)] {
        let (_folder, path, store) = book(30);
        kill(store);
        let log = beside(&path, "-wal");
        // The killed process of the test still has them open, and its index: as after a restart of the machine.
        let copy = tempfile::tempdir().unwrap();
        let there = copy.path().join("front.db");
        for end in ["", "-wal"] {
            fs::copy(beside(&path, end), beside(&there, end)).unwrap();
        }
        fs::create_dir(copy.path().join("known")).unwrap();
        let note = "known/front.db.head";
        fs::copy(path.with_file_name(note), there.with_file_name(note)).unwrap();
        let len = log.metadata().unwrap().len();
        let there_log = beside(&there, "-wal");
        match cut {
            None => fs::remove_file(there_log).unwrap(),
            Some(part) => fs::File::options().write(true).open(there_log).unwrap().set_len(len * part / 4).unwrap(),
        }
        let (known, found) = behind(SqliteStore::open(&there));
        assert!(known == 30 && found < 30, "{cut:?}: {found}");
    }
}

#[test]
fn a_note_that_is_lost_or_torn_is_told_once_and_begun_anew() {
    for torn in [false, true] {
        let (folder, path, store) = book(3);
        assert!(!store.unknown());
        drop(store);
        let note = folder.path().join("known/front.db.head");
        if torn {
            let mut bytes = fs::read(&note).unwrap();
            bytes[20] ^= 1;
            fs::write(&note, bytes).unwrap();
        } else {
            fs::remove_file(&note).unwrap();
        }
        assert!(SqliteStore::open(&path).unwrap().unknown());
        assert!(!SqliteStore::open(&path).unwrap().unknown());
    }
}

#[cfg(unix)]
#[test]
fn no_side_file_follows_a_link_and_no_logbook_has_two_names() {
    for side in ["-wal", "-shm", "-queue", "-write"] {
        let (folder, path, store) = book(2);
        drop(store);
        drop(fs::remove_file(beside(&path, side)));
        let victim = folder.path().join("victim");
        fs::write(&victim, "kept").unwrap();
        std::os::unix::fs::symlink(&victim, beside(&path, side)).unwrap();
        assert_eq!(
            SqliteStore::open(&path).err(),
            Some(StoreError::Linked { file: format!("front.db{side}") }),
            "{side}"
        );
        assert_eq!(fs::read(&victim).unwrap(), b"kept", "{side}");
    }
    // What is no file at all is named, too.
    for side in ["-wal", "-shm", "-queue", "-write"] {
        let (_folder, path, store) = book(2);
        drop(store);
        drop(fs::remove_file(beside(&path, side)));
        fs::create_dir(beside(&path, side)).unwrap();
        let told = Some(StoreError::InTheWay { file: format!("front.db{side}") });
        assert_eq!((SqliteStore::open(&path).err(), SqliteReader::open(&path).err()), (told.clone(), told));
    }
    let (folder, path, store) = book(2);
    drop(store);
    fs::hard_link(&path, folder.path().join("second.db")).unwrap();
    assert_eq!(SqliteStore::open(&path).err(), Some(StoreError::Linked { file: "front.db".into() }));
}

/// A copy of all that a killed program has left, with what is known of it, where nobody has it open.
fn left(entries: u128) -> (TempDir, PathBuf) {
    let (from, path, store) = book(entries);
    let (to, name) = (tempfile::tempdir().unwrap(), path.file_name().unwrap());
    fs::create_dir(to.path().join("known")).unwrap();
    for folder in ["", "known"] {
        for file in fs::read_dir(from.path().join(folder)).unwrap().map(|file| file.unwrap().path()) {
            if file.is_file() {
                fs::copy(&file, to.path().join(folder).join(file.file_name().unwrap())).unwrap();
            }
        }
    }
    drop(store);
    let path = to.path().join(name);
    (to, path)
}

/// Only a database that writes without a log has a journal: opened with one beside it, the file would be changed.
#[test]
fn an_unfinished_change_of_another_program_is_never_carried_out() {
    for log in [true, false] {
        let (_folder, path) = left(3);
        if !log {
            ["-wal", "-shm"].iter().for_each(|end| fs::remove_file(beside(&path, end)).unwrap());
            fs::remove_dir_all(path.with_file_name("known")).unwrap();
        }
        // One page of zeros is put back at the place of the second: a header and a page with its number and sum.
        let pages = u32::try_from(fs::metadata(&path).unwrap().len() / 4_096).unwrap();
        let mut journal = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7".to_vec();
        [1, 0, pages, 512, 4_096].iter().for_each(|word: &u32| journal.extend(word.to_be_bytes()));
        journal.resize(512, 0);
        journal.extend(2_u32.to_be_bytes());
        journal.resize(journal.len() + 4_096 + 4, 0);
        fs::write(beside(&path, "-journal"), &journal).unwrap();
        let before = fs::read(&path).unwrap();
        let told = StoreError::Unfinished { file: format!("{}-journal", path.file_name().unwrap().display()) };
        assert_eq!(SqliteStore::open(&path).err(), Some(told.clone()), "{log}");
        assert_eq!(SqliteReader::open_to_check(&path).err(), Some(told), "{log}");
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(fs::read(beside(&path, "-journal")).unwrap(), journal);
        fs::remove_file(beside(&path, "-journal")).unwrap();
        assert!(SqliteStore::open(&path).is_ok());
    }
}

/// The head alone of a log that was cut holds nothing: whoever reads is told what is missing, at once.
#[cfg(unix)]
#[test]
fn a_log_of_which_the_head_alone_is_left_keeps_nobody_waiting() {
    let (_folder, path) = left(3);
    fs::File::options().write(true).open(beside(&path, "-wal")).unwrap().set_len(32).unwrap();
    let begun = std::time::Instant::now();
    assert!(matches!(SqliteReader::open(&path).err(), Some(StoreError::Behind { .. })));
    assert_ne!(SqliteReader::open_to_check(&path).unwrap().verify().unwrap().findings, []);
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
}
