//! What only reads changes no byte and makes no file, whatever stands beside the logbook, and reads all of it.

use std::path::{Path, PathBuf};

use crate::kit::logbook::{amend, fresh, later, opening, outsider, save, six};
use crate::kit::print::print;
use crate::suite::everything;
use qiantai::domain::entry::{Kind, NewEntry};
use qiantai::store::sqlite::{SqliteReader, SqliteStore};
use qiantai::store::{Outcome, Read, Store, StoreError, Transact};
use tempfile::TempDir;

/// The files of a window that is still open, as a crash would leave them: some of them, in a folder of their own.
fn crashed(with: &[&str]) -> (TempDir, PathBuf, u64) {
    let (folder, path, mut store) = fresh();
    for n in 1..=5 {
        save(&mut store, opening(Kind::Call, n.into(), n)).unwrap();
    }
    let left = tempfile::tempdir().unwrap();
    for suffix in with {
        let name = format!("front.db{suffix}");
        std::fs::copy(folder.path().join(&name), left.path().join(&name)).unwrap();
    }
    let entries = store.verify().unwrap().entries;
    drop((store, path));
    let path = left.path().join("front.db");
    (left, path, entries)
}

/// Reads and checks everything; nothing in the folder is changed by it.
fn read(path: &Path) -> u64 {
    read_but(path, "")
}

/// The same, but for one file that this process has open to write.
fn read_but(path: &Path, own: &str) -> u64 {
    let print = |folder: &Path| {
        let mut print = print(folder);
        print.remove(own);
        print
    };
    let folder = path.parent().unwrap();
    let before = print(folder);
    let reader = SqliteReader::open(path).unwrap();
    let entries = everything(&reader).1.len() as u64;
    let report = reader.verify().unwrap();
    assert_eq!((report.findings, report.entries), (vec![], entries));
    drop(reader);
    assert_eq!(print(folder), before);
    entries
}

#[test]
fn a_logbook_that_nobody_has_open_is_read_as_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("名 字?#%20.db");
    six(&path);
    assert_eq!(read(&path), 6);
    std::fs::write(folder.path().join("名 字?#%20.db-wal"), "").unwrap();
    assert_eq!(read(&path), 6, "an empty log has nothing to be read");
}

#[test]
fn a_logbook_that_a_window_has_open_is_read_to_its_last_entry() {
    let (folder, path, mut store) = fresh();
    for n in 1..=5_u32 {
        save(&mut store, opening(Kind::Call, n.into(), n)).unwrap();
        // The database shares its index between the handles of a process.
        assert_eq!(read_but(&path, "front.db-shm"), u64::from(n));
    }
    // A handle that reads on sees what is written meanwhile, and keeps nobody from writing.
    let reader = SqliteReader::open(&path).unwrap();
    let (mark, _) = reader.snapshot(&[]).unwrap();
    save(&mut store, opening(Kind::Call, 6, 6)).unwrap();
    assert!(reader.changed_since(mark).unwrap().is_some());
    assert_eq!(reader.head().unwrap(), store.head().unwrap());
    drop((reader, store));
    assert!(!folder.path().join("front.db-wal").exists(), "whoever writes last leaves nothing behind");
}

#[test]
fn what_a_crash_left_in_the_log_is_read_and_stays_there() {
    for with in [&["", "-wal", "-shm"][..], &["", "-wal"]] {
        let (_folder, path, entries) = crashed(with);
        assert_eq!((read(&path), entries), (5, 5), "{with:?}");
        assert_eq!(SqliteStore::open(&path).unwrap().verify().unwrap().entries, 5, "{with:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_write_protected_copy_is_read() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    for with in [&["", "-wal", "-shm"][..], &["", "-wal"]] {
        let (folder, path, entries) = crashed(with);
        let protect = |mode| {
            for file in std::fs::read_dir(folder.path()).unwrap() {
                set_permissions(file.unwrap().path(), Permissions::from_mode(mode)).unwrap();
            }
            set_permissions(folder.path(), Permissions::from_mode(mode | 0o100)).unwrap();
        };
        protect(0o400);
        assert_eq!(read(&path), entries, "{with:?}");
        protect(0o600);
    }
}

#[test]
fn a_handle_that_reads_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    six(&path);
    let before = print(folder.path());
    let mut reader = SqliteReader::open(&path).unwrap();
    assert_eq!(reader.transact(&[], |_| Ok(Outcome::Keep(()))), Err(StoreError::ReadOnly));
    assert_eq!(reader.rebuild(), Err(StoreError::ReadOnly));
    drop(reader);
    assert_eq!(print(folder.path()), before);
}

#[test]
fn a_logbook_of_an_older_format_is_refused_with_its_format_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    six(&path);
    // Tampered with, and made to look as if all its registers were to be folded anew.
    outsider(&path).execute_batch("UPDATE deadline SET due_order = due_order + 1; PRAGMA user_version = 1").unwrap();
    let before = print(folder.path());
    assert_eq!(SqliteReader::open(&path).err(), Some(StoreError::Older { found: 1, known: 11 }));
    assert_eq!(print(folder.path()), before);
}

#[test]
fn nothing_is_told_of_a_file_that_changed_while_it_was_read_as_it_lay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    six(&path);
    let reader = SqliteReader::open(&path).unwrap();
    assert_eq!(reader.verify().unwrap().entries, 6);
    let mut window = SqliteStore::open(&path).unwrap();
    save(&mut window, opening(Kind::Call, 7, 7)).unwrap();
    drop(window);
    assert_eq!(reader.verify().err(), Some(StoreError::Busy { pid: 0, post: String::new() }));
    assert_eq!(reader.head().err(), Some(StoreError::Busy { pid: 0, post: String::new() }));
    assert_eq!(SqliteReader::open(&path).unwrap().verify().unwrap().entries, 7, "whoever asks anew is told");
}

/// A check looks at many moments; what is written between them is no flaw.
#[test]
fn a_check_while_others_write_finds_nothing() {
    let (_folder, path, mut store) = fresh();
    let own = |id: u32| {
        let new = opening(if id.is_multiple_of(3) { Kind::Complaint } else { Kind::VisitorIn }, id.into(), id);
        // Some are opened by their own uid, some are not.
        let subject = if id.is_multiple_of(5) { new.subject } else { new.uid };
        NewEntry { subject, ..new }
    };
    let write = |store: &mut SqliteStore, id: u32| {
        let new = own(id);
        save(store, new.clone()).unwrap();
        let kind = if new.kind == Kind::Complaint { Kind::ComplaintStep } else { Kind::VisitorOut };
        save(store, later(new.subject, (1_u128 << 90) + u128::from(id), kind, &[("step", "accepted")], None)).unwrap();
        if id > 40 {
            let earlier = own(id - 40);
            let mut corrected = amend(earlier.subject, (1_u128 << 91) + u128::from(id), 0, "name", "王五");
            corrected.decided.target = store.by_uid(earlier.uid).unwrap().map(|entry| entry.seq);
            save(store, corrected).unwrap();
        }
    };
    (1..=60).for_each(|id| write(&mut store, id));
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || (61..=400).for_each(|id| write(&mut store, id)));
        let mut seen = Vec::new();
        while !writer.is_finished() {
            let report = SqliteReader::open_to_check(&path).unwrap().verify().unwrap();
            assert_eq!(report.findings, []);
            seen.push(report.entries);
        }
        assert!(seen.is_sorted() && !seen.is_empty(), "{seen:?}");
    });
    let report = SqliteReader::open_to_check(&path).unwrap().verify().unwrap();
    assert_eq!((report.entries, report.records, report.findings), (1_160, 400, vec![]));
}
