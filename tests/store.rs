//! The store keeps what it is given, gives it back in the order it promises, and refuses what is no logbook.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod logbook;

use logbook::{amend, fields, fresh, later, number, opening, registers, save, six, stamp, visitor};
use proptest::prelude::*;
use qiantai::domain::entry::{Decided, Family, Kind};
use qiantai::domain::time::Moment;
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{Conflict, LimitQuery, ListView, Outcome, Query, Read, Store, StoreError, Transact};
use uuid::Uuid;

#[test]
fn an_entry_is_read_back_as_it_was_written() {
    let (_folder, path, mut store) = fresh();
    let new = opening(Kind::VisitorIn, 1, 1);
    let saved = save(&mut store, new.clone()).unwrap();
    let store = (drop(store), SqliteStore::open(&path).unwrap()).1;
    assert_eq!((saved.seq, saved.uid, saved.subject, saved.at), (1, new.uid, new.subject, new.at));
    assert_eq!((saved.written_at, saved.offset), (stamp(100).written_at, 480));
    assert_eq!((saved.post.as_str(), saved.operator.as_str()), ("前台", "李敏"));
    assert_eq!((saved.get("room"), saved.get("name")), ("3-1201", "张三"));
    assert_eq!(saved.decided, new.decided);
    assert_eq!(store.by_uid(new.uid).unwrap().as_ref(), Some(&saved));
    assert_eq!(store.entry(1).unwrap().as_ref(), Some(&saved));
    assert_eq!(store.history(new.subject).unwrap(), std::slice::from_ref(&saved));
    assert_eq!(store.entries(0, 10).unwrap(), [saved]);
    assert_eq!(store.entries(1, 10).unwrap(), []);
    assert_eq!(store.head().unwrap().unwrap().seq, 1);
    let record = store.record(new.subject).unwrap().unwrap();
    assert!(record.inside);
    assert_eq!(store.by_number(Family::Visitor, number(1)).unwrap(), Some(record));
    assert_eq!(store.by_number(Family::Call, number(1)).unwrap(), None);
}

#[test]
fn lists_are_in_the_order_that_they_promise() {
    let (_folder, _path, mut store) = fresh();
    for n in [2, 3, 1] {
        save(&mut store, opening(Kind::Complaint, n.into(), n)).unwrap();
    }
    let mut calm = opening(Kind::Complaint, 9, 9);
    calm.decided.limits.clear();
    save(&mut store, calm).unwrap();
    let mut timed = opening(Kind::Complaint, 5, 5);
    timed.decided.limits.pop();
    save(&mut store, timed).unwrap();
    let closing = opening(Kind::Complaint, 8, 8);
    save(&mut store, closing.clone()).unwrap();
    save(&mut store, later(closing.subject, 80, Kind::ComplaintStep, &[("step", "archived")], None)).unwrap();
    let void = opening(Kind::Complaint, 7, 7);
    let seq = save(&mut store, void.clone()).unwrap().seq;
    save(&mut store, later(void.subject, 70, Kind::Withdrawn, &[], Some(seq))).unwrap();

    let list = |which| -> Vec<u32> {
        store.list(Query::new(Family::Complaint, which, 10)).unwrap().iter().map(|record| record.number.n).collect()
    };
    assert_eq!(list(ListView::Newest), [9, 8, 7, 5, 3, 2, 1]);
    assert_eq!(list(ListView::Open), [1, 2, 3, 5, 9]);
    assert_eq!(list(ListView::Due), [2, 3, 1, 5, 9], "waiting for a calendar, then due, then without a limit");
    assert!(list(ListView::Inside).is_empty());
    assert_eq!(store.count(Query::new(Family::Complaint, ListView::Newest, 0), 4).unwrap(), 4);
    assert_eq!(store.count(Query::new(Family::Complaint, ListView::Due, 0), 10).unwrap(), 5);
    let at = |minutes| Moment::from_millis(logbook::START).plus_minutes(minutes);
    let between = |limit| Query::new(Family::Complaint, ListView::Newest, limit).between(at(2), at(9));
    assert_eq!(store.count(between(0).standing(), 10).unwrap(), 4, "the void one is left out");
    let between = store.list(between(2)).unwrap();
    assert_eq!(between.iter().map(|record| record.number.n).collect::<Vec<_>>(), [8, 7]);
    let deadlines = store.limits(LimitQuery::first(100)).unwrap().rows;
    let order: Vec<_> = deadlines.iter().map(|each| (each.record.number.n, each.clock.stage.as_str())).collect();
    assert_eq!(order, [(2, "T2"), (3, "T2"), (1, "T2"), (1, "T1"), (2, "T1"), (3, "T1"), (5, "T1")]);
    assert_eq!(store.last_ordinal(number(0), Family::Complaint).unwrap(), 9);
    assert_eq!(store.last_ordinal(number(0), Family::Note).unwrap(), 0);
}

#[test]
fn a_record_is_found_by_its_key_newest_first() {
    let (_folder, _path, mut store) = fresh();
    for n in 1..=3 {
        save(&mut store, opening(Kind::VehicleIn, n.into(), n)).unwrap();
    }
    let found = store.list(Query::new(Family::Vehicle, ListView::Newest, 2).with_key("粤A12345")).unwrap();
    assert_eq!(found.iter().map(|record| record.number.n).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(store.list(Query::new(Family::Vehicle, ListView::Newest, 2).with_key("粤B00000")).unwrap(), []);
    assert_eq!(store.count(Query::new(Family::Vehicle, ListView::Inside, 0), 10).unwrap(), 3);
}

#[test]
fn a_uid_or_a_number_is_never_taken_twice() {
    let (_folder, _path, mut store) = fresh();
    save(&mut store, opening(Kind::Call, 1, 1)).unwrap();
    let mut same_uid = opening(Kind::Call, 2, 2);
    same_uid.uid = Uuid::from_u128(1);
    assert_eq!(save(&mut store, same_uid), Err(StoreError::Conflict(Conflict::Uid)));
    assert_eq!(save(&mut store, opening(Kind::Call, 3, 1)), Err(StoreError::Conflict(Conflict::Number)));
    save(&mut store, opening(Kind::Note, 3, 1)).expect("another family counts for itself");
    assert_eq!(store.head().unwrap().unwrap().seq, 2);
}

#[test]
fn two_people_cannot_fork_a_correction() {
    let (_folder, _path, mut store) = fresh();
    let call = opening(Kind::Call, 1, 1);
    save(&mut store, call.clone()).unwrap();
    save(&mut store, amend(call.subject, 2, 1, "name", "李四")).unwrap();
    let forked = save(&mut store, amend(call.subject, 3, 1, "name", "王五"));
    assert_eq!(forked, Err(StoreError::Conflict(Conflict::Strike)));
    save(&mut store, amend(call.subject, 4, 2, "new", "王五")).unwrap();
    assert_eq!(store.record(call.subject).unwrap().unwrap().get("name"), "王五");
    // What a withdrawn amendment struck may be struck again.
    save(&mut store, later(call.subject, 5, Kind::Withdrawn, &[], Some(2))).unwrap();
    save(&mut store, amend(call.subject, 6, 1, "name", "赵六")).unwrap();
    assert_eq!(store.record(call.subject).unwrap().unwrap().get("name"), "赵六");
    assert_eq!(store.verify().unwrap().findings, []);
}

#[test]
fn nothing_remains_of_a_transaction_that_is_not_kept() {
    let (_folder, path, mut store) = fresh();
    save(&mut store, opening(Kind::Call, 1, 1)).unwrap();
    let before = (store.head().unwrap(), registers(&path));
    store.transact(&[], |journal| visitor(journal, 2).map(Outcome::Undo)).unwrap();
    let failed = store.transact(&[], |journal| {
        visitor(journal, 2)?;
        Err::<Outcome<()>, _>(StoreError::Full)
    });
    assert_eq!(failed, Err(StoreError::Full));
    let ignored = store.transact(&[], |journal| {
        let _ = journal.append(&stamp(1), later(Uuid::from_u128(99), 5, Kind::CallBack, &[], None));
        Ok(Outcome::Keep(()))
    });
    assert_eq!(ignored, Err(StoreError::Unreadable { seq: 2 }), "an append that failed is not committed");
    assert_eq!((store.head().unwrap(), registers(&path)), before);
    assert_eq!(store.by_uid(Uuid::from_u128(5)).unwrap(), None);
}

#[test]
fn the_journal_reads_what_it_has_just_appended() {
    let (_folder, _path, mut store) = fresh();
    store
        .transact(&[], |journal| {
            visitor(journal, 1)?;
            assert_eq!(visitor(journal, 2)?.decided.number, Some(number(2)));
            assert_eq!(journal.head()?.map(|head| head.seq), Some(2));
            Ok(Outcome::Keep(()))
        })
        .unwrap();
    assert_eq!(store.count(Query::new(Family::Visitor, ListView::Inside, 0), 10).unwrap(), 2);
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
        ("newer", with(60, &[0, 0, 0, 99]), StoreError::Newer { found: 99, known: 3 }),
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
    for file in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["front.db", "front.db-queue", "front.db-shm", "front.db-wal", "front.db-write"]);
    assert_eq!(
        std::fs::read_to_string(folder.path().join("front.db-write")).unwrap().trim(),
        std::process::id().to_string()
    );
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

/// What a history is made of; the numbers choose among what there is.
#[derive(Debug, Clone)]
enum Act {
    Begin(usize),
    Step(usize, usize),
    Amend(usize, usize, usize),
    Withdraw(usize, usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..6_usize).prop_map(Act::Begin),
        3 => (any::<usize>(), 0..3_usize).prop_map(|(record, step)| Act::Step(record, step)),
        4 => (any::<usize>(), any::<usize>(), 0..3_usize).prop_map(|(record, entry, f)| Act::Amend(record, entry, f)),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(record, entry)| Act::Withdraw(record, entry)),
    ]
}

fn perform(store: &mut SqliteStore, id: u128, act: &Act) -> Result<(), StoreError> {
    const KINDS: [Kind; 6] = [Kind::WalkIn, Kind::Call, Kind::Complaint, Kind::VisitorIn, Kind::VehicleIn, Kind::Note];
    let head = store.head()?.map_or(0, |head| head.seq);
    let pick = |n: usize| -> Result<_, StoreError> {
        let all = store.entries(0, 1000)?;
        let subjects: Vec<Uuid> = all.iter().filter(|entry| entry.kind.opens()).map(|entry| entry.subject).collect();
        let history = store.history(subjects[n % subjects.len()])?;
        Ok((history[0].subject, history))
    };
    let new = match *act {
        _ if head == 0 => opening(Kind::Complaint, id, 1),
        Act::Begin(kind) => {
            let kind = KINDS[kind];
            let n = store.last_ordinal(number(0), kind.family().unwrap())? + 1;
            opening(kind, id, n)
        }
        Act::Step(record, step) => {
            let (subject, history) = pick(record)?;
            let mut new = match history[0].kind {
                Kind::Complaint => later(
                    subject,
                    id,
                    Kind::ComplaintStep,
                    &[("step", ["accepted", "replied", "archived"][step])],
                    None,
                ),
                Kind::WalkIn => later(subject, id, Kind::WalkInOutcome, &[("outcome", "done")], None),
                Kind::Call => later(subject, id, Kind::CallBack, &[], None),
                Kind::VisitorIn => later(subject, id, Kind::VisitorOut, &[("unseen", ["", "yes", ""][step])], None),
                Kind::VehicleIn => later(subject, id, Kind::VehicleOut, &[], None),
                _ => later(subject, id, Kind::NoteDone, &[], None),
            };
            new.decided.ended = vec![["T1", "T2", "T3"][step].to_owned()];
            new.decided.limits = vec![logbook::clock("T3", Some(id.try_into().unwrap()))];
            new
        }
        Act::Amend(record, entry, field) => {
            let (subject, history) = pick(record)?;
            let target = &history[entry % history.len()];
            let field = if target.kind == Kind::Amended { "new" } else { ["name", "at", "plate"][field] };
            let mut new = amend(subject, id, target.seq, field, "2025-11-20T10:00:00+08:00");
            new.decided = Decided { limits: vec![logbook::clock("T1", None)], ..new.decided };
            new.personal = fields(&[("why", "听错了\u{1F600}")]);
            new
        }
        Act::Withdraw(record, entry) => {
            let (subject, history) = pick(record)?;
            later(subject, id, Kind::Withdrawn, &[], Some(history[entry % history.len()].seq))
        }
    };
    save(store, new).map(drop)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rebuild_of_any_history_gives_the_same_rows(acts in proptest::collection::vec(act(), 1..40)) {
        let (_folder, path, mut store) = fresh();
        for (id, act) in (1..).zip(&acts) {
            match perform(&mut store, id, act) {
                Ok(()) => {}
                Err(StoreError::Conflict(what)) => prop_assert_eq!(what, Conflict::Strike),
                Err(error) => prop_assert!(false, "{}", error),
            }
        }
        let before = registers(&path);
        let report = store.verify().unwrap();
        prop_assert_eq!(&report.findings, &vec![]);
        prop_assert_eq!(store.rebuild().unwrap(), report.records);
        prop_assert_eq!(registers(&path), before);
    }
}
