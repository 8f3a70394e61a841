//! What every store promises: each of these is run on each of them.

use proptest::prelude::*;
use qiantai::domain::entry::{Decided, Entry, Family, Head, Kind};
use qiantai::domain::record::Record;
use qiantai::domain::time::Moment;
use qiantai::store::{
    Conflict, Deadline, Finding, Flaw, LimitQuery, ListView, Logs, Outcome, Place, Query, Question, Reached, Read,
    Store, StoreError, Transact,
};
use uuid::Uuid;

use crate::kit::logbook::{self, amend, fields, later, number, opening, save, stamp, visitor};

type Everything = (Option<Head>, Vec<Entry>, Vec<Record>, Vec<Deadline>, Vec<Reached>);

/// All that a store holds, as it can be read.
pub fn everything(store: &impl Store) -> Everything {
    let records = Family::ALL.iter().flat_map(|family| store.all(Query::new(*family, ListView::Newest, 100)).unwrap());
    (
        store.head().unwrap(),
        store.entries(0, 1_000).unwrap(),
        records.collect(),
        store.all_limits(LimitQuery::first(7)).unwrap(),
        store.rungs(Moment::from_millis(i64::MIN), Moment::from_millis(i64::MAX), 1_000).unwrap(),
    )
}

pub fn an_entry_is_read_back_as_it_was_written<S: Store>(mut store: S) {
    let new = opening(Kind::VisitorIn, 1, 1);
    let saved = save(&mut store, new.clone()).unwrap();
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
    assert!(record.inside());
    assert_eq!(store.by_number(Family::Visitor, number(1)).unwrap(), Some(record));
    assert_eq!(store.by_number(Family::Call, number(1)).unwrap(), None);
}

pub fn lists_are_in_the_order_that_they_promise<S: Store>(mut store: S) {
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
    assert_eq!(list(ListView::Due), [1, 2, 3, 5, 9], "due, then waiting for a calendar, then without a limit");
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
    assert_eq!(order, [(1, "T1"), (2, "T1"), (3, "T1"), (5, "T1"), (2, "T2"), (3, "T2"), (1, "T2")]);
    assert_eq!(store.last_ordinal(number(0), Family::Complaint).unwrap(), 9);
    assert_eq!(store.last_ordinal(number(0), Family::Note).unwrap(), 0);
}

pub fn a_record_is_found_by_its_key_newest_first<S: Store>(mut store: S) {
    for n in 1..=3 {
        save(&mut store, opening(Kind::VehicleIn, n.into(), n)).unwrap();
    }
    let found = store.list(Query::new(Family::Vehicle, ListView::Newest, 2).with_key("粤A12345")).unwrap();
    assert_eq!(found.iter().map(|record| record.number.n).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(store.list(Query::new(Family::Vehicle, ListView::Newest, 2).with_key("粤B00000")).unwrap(), []);
    assert_eq!(store.count(Query::new(Family::Vehicle, ListView::Inside, 0), 10).unwrap(), 3);
    let mut part = opening(Kind::VehicleIn, 4, 4);
    part.personal.insert("plate".to_owned(), "7766".to_owned());
    save(&mut store, part).unwrap();
    let keyless = |view| Query::new(Family::Vehicle, view, 9).with_key("");
    let found = store.list(keyless(ListView::Inside)).unwrap();
    assert_eq!(found.iter().map(|record| record.number.n).collect::<Vec<_>>(), [4], "inside, and of no key");
    assert_eq!(store.list(keyless(ListView::Newest)).unwrap(), []);
}

pub fn a_uid_or_a_number_is_never_taken_twice<S: Store>(mut store: S) {
    save(&mut store, opening(Kind::Call, 1, 1)).unwrap();
    let mut same_uid = opening(Kind::Call, 2, 2);
    same_uid.uid = Uuid::from_u128(1);
    assert_eq!(save(&mut store, same_uid), Err(StoreError::Conflict(Conflict::Uid)));
    assert_eq!(save(&mut store, opening(Kind::Call, 3, 1)), Err(StoreError::Conflict(Conflict::Number)));
    save(&mut store, opening(Kind::Note, 3, 1)).expect("another family counts for itself");
    assert_eq!(store.head().unwrap().unwrap().seq, 2);
}

pub fn two_people_cannot_fork_a_correction<S: Store>(mut store: S) {
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

pub fn nothing_remains_of_a_transaction_that_is_not_kept<S: Store>(mut store: S) {
    save(&mut store, opening(Kind::Call, 1, 1)).unwrap();
    let before = everything(&store);
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
    assert_eq!(everything(&store), before);
    assert_eq!(store.by_uid(Uuid::from_u128(5)).unwrap(), None);
}

pub fn the_journal_reads_what_it_has_just_appended<S: Store>(mut store: S) {
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

/// A list is the same whether it is read at once, page by page, or page by page from behind.
pub fn pages_follow_each_other_both_ways<S: Store>(mut store: S) {
    for n in 1..=23 {
        let kind = if n % 3 == 0 { Kind::VisitorIn } else { Kind::Complaint };
        let mut new = opening(kind, n.into(), n);
        if n % 4 == 0 {
            // Some happened, and are due, at the same instant.
            new.at = Moment::from_millis(logbook::START);
            new.decided.limits.truncate(0);
        }
        save(&mut store, new).unwrap();
    }
    for (family, view) in [
        (Family::Complaint, ListView::Newest),
        (Family::Complaint, ListView::Open),
        (Family::Complaint, ListView::Due),
        (Family::Visitor, ListView::Inside),
    ] {
        let query = || Query::new(family, view, 4);
        let whole = store.list(Query::new(family, view, 100)).unwrap();
        assert!(whole.len() > 5);
        assert_eq!(store.all(query()).unwrap(), whole);
        let (mut place, mut pages) = (Place::Last, Vec::new());
        loop {
            let page = store.page(query().at(place)).unwrap();
            let Some(first) = page.first else { break };
            assert!(!page.rows.is_empty() && page.rows.len() <= 4 && page.last.is_some());
            pages.splice(0..0, page.rows);
            place = Place::Before(first);
        }
        assert_eq!(pages, whole, "{family:?} {view:?}");
    }
    let limits = store.limits(LimitQuery::first(100)).unwrap().rows;
    assert_eq!(store.all_limits(LimitQuery::first(3)).unwrap(), limits);
    let waiting = store.all_limits(LimitQuery::first(3).waiting()).unwrap();
    assert!(waiting.len() > 3 && waiting.iter().all(|limit| limit.clock.at().is_none()));
}

/// Several logs may stand in one store; a list is of one of them, or of all.
pub fn a_list_is_of_one_log_or_of_all<S: Store>(mut store: S, beside: impl FnOnce(&S) -> S) {
    save(&mut store, opening(Kind::Complaint, 1, 1)).unwrap();
    let mut other = beside(&store);
    assert_ne!(other.log(), store.log());
    assert_eq!((other.head().unwrap(), other.last_ordinal(number(0), Family::Complaint).unwrap()), (None, 0));
    for id in [2, 3] {
        save(&mut other, opening(Kind::Complaint, id, u32::try_from(id).unwrap())).unwrap();
    }
    save(&mut store, opening(Kind::Complaint, 4, 4)).unwrap();
    let numbers = |store: &S, logs| -> Vec<u32> {
        let query = Query::new(Family::Complaint, ListView::Newest, 1).of(logs);
        store.all(query).unwrap().iter().map(|record| record.number.n).collect()
    };
    assert_eq!((numbers(&store, Logs::Own), numbers(&other, Logs::Own)), (vec![4, 1], vec![3, 2]));
    assert_eq!((numbers(&store, Logs::All), numbers(&other, Logs::All)), (vec![4, 3, 2, 1], vec![4, 3, 2, 1]));
    let limits = |logs| store.all_limits(LimitQuery::first(2).of(logs)).unwrap().len();
    assert_eq!((limits(Logs::Own), limits(Logs::All)), (4, 8));
    assert_eq!(store.by_number(Family::Complaint, number(2)).unwrap(), None, "a number is one log's own");
    assert_eq!(store.by_uid(Uuid::from_u128(2)).unwrap(), None);
    for store in [&mut store, &mut other] {
        // The program itself begins no second one.
        let report = store.verify().unwrap();
        assert_eq!((report.entries, report.findings), (2, vec![Finding { seq: 0, flaw: Flaw::Foreign }]));
        assert_eq!(store.rebuild().unwrap(), 2);
    }
    assert_eq!(numbers(&store, Logs::All), [4, 3, 2, 1]);
}

/// What was written by another handle is noticed once; what this one wrote is its own affair.
pub fn a_mark_tells_that_another_has_written<S: Store>(mut store: S, second: impl FnOnce(&S) -> S) {
    let mut other = second(&store);
    let (mark, answers) = store.snapshot(&[Question::Tail, Question::Seq(1)]).unwrap();
    assert_eq!(answers.len(), 2);
    save(&mut store, opening(Kind::Call, 1, 1)).unwrap();
    assert_eq!(store.changed_since(mark).unwrap(), None);
    save(&mut other, opening(Kind::Call, 2, 2)).unwrap();
    let now = store.changed_since(mark).unwrap();
    assert!(now.is_some_and(|now| now != mark));
    assert_eq!(store.changed_since(now.unwrap()).unwrap(), None);
    assert_eq!(store.head().unwrap().unwrap().seq, 2);
}

/// Every rung of every limit that runs is found at its instant, and no other.
pub fn rungs_are_found_at_their_instants<S: Store>(mut store: S) {
    for n in 1..=40 {
        save(&mut store, opening(Kind::Complaint, n.into(), n)).unwrap();
    }
    let at = |minutes| Moment::from_millis(logbook::START).plus_minutes(minutes);
    let reached = store.rungs(at(10), at(20), 100).unwrap();
    let due: Vec<i64> = reached.iter().map(|rung| rung.at.since(at(0)) / 60_000).collect();
    assert_eq!(due, (11..=20).collect::<Vec<i64>>(), "after the first instant, up to the last");
    assert_eq!(store.rungs(at(0), at(1_000), 3).unwrap().len(), 3);
    let first = opening(Kind::Complaint, 1, 1);
    save(&mut store, later(first.subject, 99, Kind::ComplaintStep, &[("step", "archived")], None)).unwrap();
    assert_eq!(store.rungs(at(0), at(1), 100).unwrap(), [], "what no longer runs is not reached");
}

/// What a history is made of; the numbers choose among what there is.
#[derive(Debug, Clone)]
pub enum Act {
    Begin(usize),
    Step(usize, usize),
    Amend(usize, usize, usize),
    Withdraw(usize, usize),
}

pub fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..6_usize).prop_map(Act::Begin),
        3 => (any::<usize>(), 0..3_usize).prop_map(|(record, step)| Act::Step(record, step)),
        4 => (any::<usize>(), any::<usize>(), 0..3_usize).prop_map(|(record, entry, f)| Act::Amend(record, entry, f)),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(record, entry)| Act::Withdraw(record, entry)),
    ]
}

pub fn perform<S: Store>(store: &mut S, id: u128, act: &Act) -> Result<(), StoreError> {
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

/// Any history, and what a rebuild makes of it.
pub fn a_rebuild_of_any_history_gives_the_same_rows<S: Store>(mut store: S, acts: &[Act]) {
    for (id, act) in (1..).zip(acts) {
        match perform(&mut store, id, act) {
            Ok(()) => {}
            Err(StoreError::Conflict(what)) => assert_eq!(what, Conflict::Strike),
            Err(error) => panic!("{error}"),
        }
    }
    let before = everything(&store);
    let report = store.verify().unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(store.rebuild().unwrap(), report.records);
    assert_eq!(everything(&store), before);
}
