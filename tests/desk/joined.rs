//! Whoever was seen to leave before anyone was told to have come: as many as were counted then are a part of the party
//! that is told late, whatever is corrected afterwards.

use qiantai::desk::{Act, ActError, ActTarget};
use qiantai::domain::entry::{Family, Kind, Seq};
use qiantai::domain::record::{Record, Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::store::{Read, Store};
use uuid::Uuid;

use crate::counter::{Counter, at, cause, who};

const NOW: &str = "2026-03-02 20:00";
const SIX: &str = "2026-03-02 18:00";
const SEVEN: &str = "2026-03-02 19:00";
const HALF_PAST: &str = "2026-03-02 19:30";

type Said<'s> = Vec<(&'s str, &'s str)>;

fn counted<'s>(said: &[(&'s str, &'s str)], count: &'s str) -> Said<'s> {
    let count = (!count.is_empty()).then_some(("count", count));
    said.iter().copied().chain(count).collect()
}

fn leaves(counter: &mut Counter, count: &str) -> Record {
    let said = counted(&[("name", "赵六"), ("room", "3-2-101"), ("at", SEVEN)], count);
    counter.act(NOW, Kind::VisitorOutOnly, &said).unwrap()
}

fn comes(counter: &mut Counter, count: &str, again: &str) -> Result<Record, ActError> {
    let said = [("visitor", "guest"), ("room", "3-2-101"), ("name", "赵六"), ("check", "known"), ("at", SIX)];
    counter.act(NOW, Kind::VisitorIn, &counted(&[&said[..], &[("again", again)]].concat(), count))
}

/// How many are inside; a limit runs for whoever is, nothing is damaged, and a rebuild gives the same.
fn people(counter: &Counter, visit: &Record) -> usize {
    let told = || {
        let visit = counter.store().record(visit.subject).unwrap().unwrap();
        (counter.store().people(Family::Visitor).unwrap(), visit)
    };
    assert_eq!(counter.store().verify().unwrap().findings, []);
    let before = told();
    counter.store().rebuild().unwrap();
    assert_eq!(told(), before);
    let (people, visit) = before;
    assert_eq!((visit.people() as usize, visit.inside(), visit.limits.len()), (people, people > 0, people.min(1)));
    people
}

fn amends(counter: &mut Counter, visit: &Record, seq: Seq, new: &str) -> Result<Record, ActError> {
    let target = ActTarget::FieldOf(seq, "count".into());
    counter.on(NOW, Kind::Amended, visit, &[("new", new), ("why", "数错")], target)
}

/// Two of a party of three have left when it is told that they had come.
fn two_of_three() -> (Counter, Record, [Seq; 2]) {
    let mut counter = Counter::new();
    let exit = leaves(&mut counter, "2");
    let visit = comes(&mut counter, "3", "left").unwrap();
    assert_eq!((visit.subject, people(&counter, &visit)), (exit.subject, 1));
    let entry = visit.last;
    (counter, visit, [exit.seq, entry])
}

#[test]
fn as_many_of_a_party_told_late_have_left_as_were_counted() {
    for (left, came, inside, all) in
        [("2", "3", 1, 3), ("", "3", 0, 3), ("3", "3", 0, 3), ("2", "", 0, 2), ("", "", 0, 1), ("1", "4", 3, 4)]
    {
        let mut counter = Counter::new();
        leaves(&mut counter, left);
        assert!(!who(comes(&mut counter, came, "")).is_empty(), "it is asked");
        let visit = comes(&mut counter, came, "left").unwrap();
        assert_eq!((people(&counter, &visit), visit.came(), visit.at), (inside, all, at(SIX)), "{left} {came}");
        let gone = if inside == 0 { Stay::Left(at(SEVEN)) } else { Stay::Inside };
        assert_eq!(visit.stay(), Some(gone), "{left} {came}");
    }
    for (left, came, least) in [("2", "1", 1), ("5", "3", 4)] {
        let mut counter = Counter::new();
        leaves(&mut counter, left);
        let refused = cause(comes(&mut counter, came, "left"));
        assert_eq!(refused, (Some("count".into()), Cause::GoneBefore(least)), "{left} {came}");
    }
    // Told in order, it is the same.
    let mut counter = Counter::new();
    let visit = comes(&mut counter, "3", "").unwrap();
    let out = [("name", "赵六"), ("room", "3-2-101"), ("at", SEVEN), ("count", "2"), ("again", "out")];
    counter.act(NOW, Kind::VisitorOutOnly, &out).unwrap();
    assert_eq!(people(&counter, &visit), 1);
}

#[test]
fn the_others_of_a_party_told_late_leave_later_and_have_come_by_no_other_line() {
    let (mut counter, visit, _) = two_of_three();
    let early = counter.follow(NOW, Kind::VisitorOut, &visit, &[("at", "2026-03-02 18:30")]);
    assert_eq!(cause(early), (Some("at".into()), Cause::BeforePart(at(SEVEN))));
    assert_eq!(cause(counter.amend(NOW, &visit, "at", HALF_PAST)).1, Cause::AfterNext(at(SEVEN)));
    assert_eq!(who(comes(&mut counter, "1", "left")), [visit.number], "it has its entry");
    assert_eq!(people(&counter, &visit), 1);
    let gone = counter.follow(NOW, Kind::VisitorOut, &visit, &[("at", HALF_PAST)]).unwrap();
    assert_eq!((gone.stay(), people(&counter, &visit)), (Some(Stay::Left(at(HALF_PAST))), 0));
    // Some of all who were counted have not left before.
    let mut counter = Counter::new();
    leaves(&mut counter, "3");
    let visit = comes(&mut counter, "3", "left").unwrap();
    let part = [("at", "2026-03-02 18:30"), ("leaving", "1")];
    let part = counter.follow(NOW, Kind::VisitorPartOut, &visit, &part);
    assert_eq!(cause(part).1, Cause::AlreadyLeft(Some(at(SEVEN))));
}

#[test]
fn the_numbers_of_a_party_told_late_are_put_right_and_taken_back() {
    for (exit, new, inside) in [
        (true, "1", Ok(2)),
        (true, "3", Ok(0)),
        (true, "", Ok(0)),
        (true, "4", Err(3)),
        (false, "5", Ok(3)),
        (false, "2", Ok(0)),
        (false, "", Ok(0)),
        (false, "1", Err(1)),
    ] {
        let (mut counter, visit, seqs) = two_of_three();
        match (amends(&mut counter, &visit, seqs[usize::from(!exit)], new), inside) {
            (Ok(amended), Ok(inside)) => {
                assert_eq!(people(&counter, &visit), inside, "{exit} {new}");
                counter.withdraw(NOW, &visit, ActTarget::Entry(amended.last)).unwrap();
            }
            (refused, Err(gone)) => {
                assert_eq!(cause(refused), (Some("new".into()), Cause::GoneBefore(gone)), "{exit} {new}");
            }
            (refused, _) => panic!("{exit} {new}: {refused:?}"),
        }
        assert_eq!(people(&counter, &visit), 1, "{exit} {new}");
    }
    // By the number of the record its own values are put right: what the entry says.
    let (mut counter, visit, _) = two_of_three();
    for (key, new) in [("count", "4"), ("name", "赵七"), ("room", "3-2-102")] {
        assert_eq!(counter.amend(NOW, &visit, key, new).unwrap().get(key), new);
    }
    assert_eq!(people(&counter, &visit), 2);
}

#[test]
fn the_entry_and_the_exit_of_a_party_told_late_are_struck_each_alone_or_together() {
    for gone in [false, true] {
        let told = || {
            let (mut counter, visit, seqs) = two_of_three();
            if gone {
                counter.follow(NOW, Kind::VisitorOut, &visit, &[("at", HALF_PAST)]).unwrap();
                let few = cause(amends(&mut counter, &visit, seqs[1], "2"));
                assert_eq!(few.1, Cause::GoneBefore(2), "who left last came, too");
            }
            (counter, visit, seqs)
        };
        let (mut counter, visit, [exit, _]) = told();
        counter.withdraw(NOW, &visit, ActTarget::Entry(exit)).unwrap();
        assert_eq!(people(&counter, &visit), if gone { 0 } else { 3 });
        let (mut counter, visit, [_, entry]) = told();
        let left = counter.withdraw(NOW, &visit, ActTarget::Entry(entry)).unwrap();
        assert_eq!((left.stay(), people(&counter, &visit)), (Some(Stay::OutOnly), 0));
        let anew = comes(&mut counter, "4", "left").unwrap();
        assert_eq!((anew.subject, people(&counter, &anew)), (visit.subject, if gone { 0 } else { 2 }));
        let (mut counter, visit, _) = told();
        let act = counter.form(Kind::Withdrawn, &[("why", "点错")]);
        let act = Act { subject: Some(visit.subject), source: Some(String::new()), ..act };
        assert_eq!(counter.send(NOW, &act).unwrap().record.status, Status::Void);
        assert_eq!(people(&counter, &visit), 0);
    }
}

#[test]
fn an_exit_that_waited_for_its_entry_is_counted_where_that_is_amended() {
    let (entry, exit) = (Uuid::from_u128(0x1000), Uuid::from_u128(0x2000));
    let mut counter = Counter::new();
    let out = counter.form(Kind::VisitorOut, &[("at", SEVEN)]);
    let out = Act { uid: exit, target: ActTarget::Comes(entry), source: Some(String::new()), ..out };
    let waits = counter.send(NOW, &out).unwrap();
    let came = [("visitor", "guest"), ("room", "3-2-101"), ("name", "赵六"), ("check", "known"), ("count", "3")];
    let came = counter.form(Kind::VisitorIn, &[&came[..], &[("at", SIX)]].concat());
    let visit = counter.send(NOW, &Act { uid: entry, ..came }).unwrap().record;
    assert_eq!((visit.subject, people(&counter, &visit)), (waits.record.subject, 0));
    amends(&mut counter, &visit, waits.seq, "1").unwrap();
    assert_eq!(people(&counter, &visit), 2);
}
