//! A file that another program only touched: it is read whole once, and not by each window; nobody waits for that; and
//! what is no file is not opened at all.
#![cfg(unix)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::kit::logbook::{fresh, outsider, visitor};
use qiantai::domain::entry::{Family, Seq};
use qiantai::store::sqlite::{SqliteReader, SqliteStore};
use qiantai::store::{ListView, Outcome, Query, Read, Store, StoreError, Transact};
use tempfile::TempDir;

fn add(store: &mut SqliteStore, id: u128) -> Result<Seq, StoreError> {
    store.transact(&[], |journal| Ok(Outcome::Keep(visitor(journal, id)?.seq)))
}

/// A logbook of so many entries that reading it whole takes its time, open, with some of them in the log.
fn long() -> (TempDir, PathBuf, SqliteStore) {
    let (folder, path, mut store) = fresh();
    let all = store.transact(&[], |journal| {
        (1..=3_000).try_for_each(|id| visitor(journal, id).map(drop))?;
        Ok(Outcome::Keep(()))
    });
    assert_eq!(all, Ok(()));
    drop(store);
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(add(&mut store, 4_000), Ok(3_001));
    (folder, path, store)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    format!("{}{suffix}", path.display()).into()
}

/// Changes nothing but when the file was changed last.
fn touch(path: &Path) {
    std::thread::sleep(Duration::from_millis(20));
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

/// How long something takes.
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let done = work();
    (begun.elapsed(), done)
}

#[test]
fn what_one_window_has_read_whole_no_other_reads() {
    for saves in [false, true] {
        let (_folder, path, mut store) = long();
        let other = SqliteStore::open(&path).unwrap();
        let (mark, _) = other.snapshot(&[]).unwrap();
        touch(&path);
        assert_eq!(if saves { add(&mut store, 5_000) } else { store.head().map(|head| head.unwrap().seq) }.err(), None);
        // To read it whole would take a turn.
        let queue = File::open(beside(&path, "-queue")).unwrap();
        queue.lock().unwrap();
        assert_eq!(other.changed_since(mark).map(|mark| mark.is_some()), Ok(saves));
        assert_eq!(other.head().unwrap().unwrap().seq, 3_001 + u64::from(saves));
    }
}

#[test]
fn nobody_waits_for_a_turn_while_a_touched_file_is_read_whole() {
    type Act = fn(&Path, SqliteStore) -> SqliteStore;
    let acts: [(&str, Act); 3] = [
        ("reading", |_, store| store.head().map(|_| store).unwrap()),
        ("saving", |_, mut store| add(&mut store, 5_000).map(|_| store).unwrap()),
        ("opening after a kill", |path, store| {
            std::mem::forget(store);
            SqliteStore::open(path).unwrap()
        }),
    ];
    for (name, act) in acts {
        let (_folder, path, store) = long();
        touch(&path);
        let (taken, over) = (File::open(beside(&path, "-write")).unwrap(), AtomicBool::new(false));
        let (held, all, store) = std::thread::scope(|scope| {
            let watching = scope.spawn(|| {
                let (mut held, pause) = (Duration::ZERO, Duration::from_micros(200));
                while !over.load(Ordering::Relaxed) {
                    let (passed, free) = timed(|| {
                        let free = taken.try_lock().is_ok();
                        let _ = taken.unlock();
                        std::thread::sleep(pause);
                        free
                    });
                    held += if free { Duration::ZERO } else { passed };
                }
                held
            });
            let (all, store) = timed(|| act(&path, store));
            over.store(true, Ordering::Relaxed);
            (watching.join().unwrap(), all, store)
        });
        assert!(held < all / 2, "{name}: the turn was kept for {held:?} of {all:?}");
        assert_eq!(store.verify().unwrap().findings, [], "{name}");
    }
}

/// What is looked into once, because a row cannot be read, is not looked into again.
#[test]
fn a_row_that_cannot_be_read_costs_one_look_at_the_whole_logbook() {
    let (_folder, path, store) = long();
    drop(store);
    outsider(&path).execute_batch("UPDATE record SET status = 77 WHERE seq = 3000").unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    let list = |store: &SqliteStore| timed(|| store.list(Query::new(Family::Visitor, ListView::Newest, 50)).err());
    let (first, told) = list(&store);
    assert_eq!(told, Some(StoreError::Damaged));
    for id in 5_000..5_003 {
        let (again, told) = list(&store);
        assert_eq!(told, Some(StoreError::Damaged));
        assert!(again < first / 4, "first {first:?}, again {again:?}");
        assert!(add(&mut store, id).is_ok(), "it keeps nobody from working");
    }
}

/// Opens it on a thread of its own, because a pipe would be waited for until the end of days.
fn open(path: &Path, read: bool) -> Option<StoreError> {
    let (to, told) = mpsc::channel();
    let path = path.to_owned();
    std::thread::spawn(move || {
        to.send(if read { SqliteReader::open(&path).err() } else { SqliteStore::open(&path).err() })
    });
    told.recv_timeout(Duration::from_secs(5)).expect("told at once")
}

fn pipe(path: &Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_pipe_is_not_waited_for_whatever_stands_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("front.db");
    pipe(&path);
    fs::write(beside(&path, "-wal"), "something").unwrap();
    for read in [false, true] {
        assert_eq!(open(&path, read), Some(StoreError::Foreign));
    }
    // A link in the place of the log that leads to one.
    let (folder, path, store) = long();
    std::mem::forget(store);
    pipe(&folder.path().join("pipe"));
    fs::remove_file(beside(&path, "-wal")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("pipe"), beside(&path, "-wal")).unwrap();
    for read in [false, true] {
        assert_eq!(open(&path, read), Some(StoreError::Linked { file: "front.db-wal".into() }));
    }
}

/// Whoever has it open says which name to remove, and goes on when it is gone.
#[test]
fn a_second_name_is_told_as_such_until_it_is_removed() {
    let (folder, path, mut store) = long();
    let second = folder.path().join("second.db");
    fs::hard_link(&path, &second).unwrap();
    let linked = StoreError::Linked { file: "front.db".into() };
    assert_eq!((store.settled().err(), add(&mut store, 5_000).err()), (Some(linked.clone()), Some(linked)));
    fs::remove_file(second).unwrap();
    assert_eq!((store.settled(), add(&mut store, 5_000)), (Ok(()), Ok(3_002)));
}

/// What is gone of the log is told as that, also to whoever comes only then.
#[test]
fn a_log_that_was_emptied_beside_a_window_is_told_as_damage() {
    let (_folder, path, store) = long();
    // In the same process the window's own handle would be asked.
    std::mem::forget(store);
    fs::write(beside(&path, "-wal"), "").unwrap();
    let told = [open(&path, true), open(&path, false)];
    assert!(told.iter().all(|told| matches!(told, Some(StoreError::Damaged | StoreError::Mixed))), "{told:?}");
}

/// Whoever only reads cannot make the index anew, and waits for nobody to do so.
#[test]
fn a_log_that_does_not_begin_as_one_is_told_at_once_by_whoever_reads() {
    for (at, byte) in [(0, 0), (3, 1), (8, 7), (10, 1), (31, 1)] {
        let (_folder, path, store) = long();
        std::mem::forget(store);
        let log = beside(&path, "-wal");
        let mut bytes = fs::read(&log).unwrap();
        bytes[at] ^= byte | 1;
        fs::write(&log, bytes).unwrap();
        let (took, told) = timed(|| open(&path, true));
        assert!(matches!(told, Some(StoreError::Damaged | StoreError::Cut)), "{at}: {told:?}");
        assert!(took < Duration::from_secs(5), "{at}: {took:?}");
    }
}

/// What an outsider lays beside the tables, or takes from them, is seen at the next start.
#[test]
fn another_trigger_view_or_table_or_a_lost_index_is_found_by_each_start() {
    for harm in [
        "CREATE TRIGGER more AFTER INSERT ON entry BEGIN SELECT 1; END",
        "CREATE VIEW more AS SELECT * FROM entry",
        "CREATE TABLE more (a)",
        "CREATE INDEX more ON entry (post)",
        "DROP INDEX record_stay",
    ] {
        let (_folder, path, store) = fresh();
        drop(store);
        let check = || SqliteReader::open_to_check(&path).and_then(|reader| reader.check_recent());
        assert_eq!(check(), Ok(()));
        rusqlite::Connection::open(&path).unwrap().execute_batch(harm).unwrap();
        assert_eq!(check(), Err(StoreError::Damaged), "{harm}");
    }
}
