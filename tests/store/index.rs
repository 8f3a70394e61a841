//! An older index copied over the one that is in use: the database takes it at its word, and would overlook the frames that
//! it does not know of.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::crash::random;
use crate::kit::logbook::{add, fresh, visitor};
use crate::storm::Hand;
use qiantai::domain::entry::Seq;
use qiantai::store::sqlite::{SqliteReader, SqliteStore};
use qiantai::store::{Outcome, Read, Store, StoreError, Transact};
use uuid::Uuid;

fn index(path: &Path) -> PathBuf {
    format!("{}-shm", path.display()).into()
}

fn over(path: &Path, bytes: &[u8]) {
    File::options().write(true).open(path).and_then(|mut file| file.write_all(bytes)).unwrap();
}

/// Opens it anew: all that was acknowledged is there, the check is content, and work goes on.
fn goes_on(path: &Path, last: Seq) {
    let mut store = SqliteStore::open(path).unwrap();
    assert_eq!(store.head().unwrap().map(|head| head.seq), Some(last));
    assert_eq!(store.verify().unwrap().findings, []);
    assert_eq!(add(&mut store, 9_999), Ok(last + 1));
}

#[test]
fn an_older_index_is_told_before_anything_is_acknowledged_and_nothing_is_lost() {
    for since in [1, 2, 5, 60] {
        for by_another in [false, true] {
            let (_folder, path, mut store) = fresh();
            let mut other = SqliteStore::open(&path).unwrap();
            (1..=10).for_each(|id| assert_eq!(add(&mut store, id), Ok(id.try_into().unwrap())));
            let older = fs::read(index(&path)).unwrap();
            for id in 11..=10 + since {
                add(if by_another { &mut other } else { &mut store }, id).unwrap();
            }
            over(&index(&path), &older);
            assert_eq!(add(&mut store, 1_000), Err(StoreError::Replaced), "{since} {by_another}");
            assert_eq!(store.head().err(), Some(StoreError::Replaced), "{since} {by_another}");
            assert_eq!(add(&mut other, 1_001), Err(StoreError::Replaced), "{since} {by_another}");
            drop((store, other));
            goes_on(&path, u64::try_from(10 + since).unwrap());
        }
    }
}

#[test]
fn one_that_comes_amid_a_transaction_is_told_before_the_transaction_is_kept() {
    let (_folder, path, mut store) = fresh();
    (1..=10).for_each(|id| assert_eq!(add(&mut store, id), Ok(id.try_into().unwrap())));
    let older = fs::read(index(&path)).unwrap();
    (11..=20).for_each(|id| assert_eq!(add(&mut store, id), Ok(id.try_into().unwrap())));
    let done = store.transact(&[], |journal| {
        over(&index(&path), &older);
        Ok(Outcome::Keep(visitor(journal, 21)?.seq))
    });
    assert_eq!(done, Err(StoreError::Replaced));
    drop(store);
    goes_on(&path, 20);
}

/// What is not an index any more the database makes anew from the log.
#[test]
fn an_index_whose_head_was_wiped_out_is_made_anew() {
    let (_folder, path, mut store) = fresh();
    (1..=10).for_each(|id| assert_eq!(add(&mut store, id), Ok(id.try_into().unwrap())));
    over(&index(&path), &[0; 96]);
    assert_eq!(add(&mut store, 11), Ok(11));
    assert_eq!(store.verify().unwrap().findings, []);
}

/// More frames than one block of an index holds.
#[test]
fn a_long_log_is_followed_through_every_block_of_its_index() {
    let (_folder, path, mut store) = fresh();
    let reader = rusqlite::Connection::open(&path).unwrap();
    // Whoever reads keeps the log from going into the file.
    reader.execute_batch("BEGIN; SELECT count(*) FROM entry").unwrap();
    let frames = || fs::metadata(format!("{}-wal", path.display())).unwrap().len() / (24 + 4_096);
    let mut last = 0;
    while frames() < 8_300 {
        last += 1;
        assert_eq!(add(&mut store, last.into()), Ok(last));
    }
    let mut other = SqliteStore::open(&path).unwrap();
    assert_eq!((add(&mut other, 500_000), add(&mut store, 500_001)), (Ok(last + 1), Ok(last + 2)));
}

fn race(rounds: u64, seed: u64) {
    const EACH: u128 = 40;
    let (mut state, mut refused) = (seed, 0);
    for round in 0..rounds {
        let (_folder, path, mut store) = fresh();
        add(&mut store, 1).unwrap();
        // Whoever reads the index by itself loses the locks on it.
        drop(store);
        let mut hands = [Hand::start(&path), Hand::start(&path)];
        let ids = [1_000_u128, 2_000].map(|from| (from..from + EACH).collect::<Vec<_>>());
        // Both have it open.
        hands.iter_mut().zip([500, 501]).for_each(|(hand, id)| hand.tell(id));
        hands.iter_mut().for_each(|hand| assert!(hand.said().starts_with("saved")));
        hands.iter_mut().zip(&ids).for_each(|(hand, ids)| ids.iter().for_each(|id| hand.tell(*id)));
        for _ in 0..random(&mut state) % 3 + 1 {
            (0..random(&mut state) % 2_000_000).for_each(|_| std::hint::spin_loop());
            let older = fs::read(index(&path)).unwrap();
            (0..random(&mut state) % 20_000_000).for_each(|_| std::hint::spin_loop());
            over(&index(&path), &older);
        }
        let mut kept = vec![500, 501];
        for (hand, ids) in hands.iter_mut().zip(&ids) {
            kept.extend(ids.iter().filter(|_| hand.said().starts_with("saved")));
        }
        refused += u64::from(kept.len() < 2 + 2 * ids[0].len());
        hands.into_iter().for_each(|hand| hand.leave(false));
        let told = format!("seed {seed} round {round}");
        let reader = match SqliteReader::open(&path) {
            // Put there between the look and the write, it has frames overwritten: that is told, and nothing more is saved.
            Err(StoreError::Behind { .. }) if kept.len() < 2 + 2 * ids[0].len() => continue,
            reader => reader.unwrap_or_else(|error| panic!("{round}: {error:?}, nothing was refused")),
        };
        assert_eq!(reader.verify().unwrap().findings, [], "{told}");
        let found = reader.entries(0, usize::MAX).unwrap();
        let lost: Vec<_> = kept.iter().filter(|id| !found.iter().any(|e| e.uid == Uuid::from_u128(**id))).collect();
        assert!(lost.is_empty(), "{told}: {lost:?} were acknowledged and are lost");
    }
    println!("{rounds} rounds, refused in {refused}");
    assert!(refused > 0 || rounds < 100, "no index came in time");
}

#[test]
fn no_index_loses_what_two_processes_save_without_pause() {
    race(6, 0x1DE);
}

#[test]
#[ignore = "long: 200 rounds"]
fn no_index_loses_what_two_processes_save_without_pause_in_two_hundred_rounds() {
    race(200, 0xED1);
}
