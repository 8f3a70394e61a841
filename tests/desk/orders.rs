//! Visits, drivers and exits told in another order than they happened: what is asked, and what may be corrected, is the
//! same.

use qiantai::desk::{Act, ActError, ActTarget};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::store::{Read, Store};
use uuid::Uuid;

use crate::counter::{Counter, at, cause, who};

const NOW: &str = "2026-03-02 15:00";
const CAME: Uuid = Uuid::from_u128(0x1000);
const LEFT: Uuid = Uuid::from_u128(0x2000);

/// A line of a reader: its fields and, of an exit, the entry that it names, which may not have come.
fn tell(
    counter: &mut Counter,
    uid: Uuid,
    kind: Kind,
    fields: &[(&str, &str)],
    of: Option<Uuid>,
) -> Result<Record, ActError> {
    let came = of.and_then(|entry| counter.store().by_uid(entry).unwrap());
    let target = of.filter(|_| came.is_none()).map_or(ActTarget::None, ActTarget::Comes);
    let act = counter.form(kind, fields);
    let act = Act { uid, subject: came.map(|came| came.subject), target, source: Some(String::new()), ..act };
    counter.send(NOW, &act).map(|reply| reply.record)
}

fn comes(counter: &mut Counter, uid: Uuid, when: &str, more: &[(&str, &str)]) -> Result<Record, ActError> {
    let guest = [("visitor", "guest"), ("room", "2-1-302"), ("name", "孙悦"), ("check", "known"), ("at", when)];
    tell(counter, uid, Kind::VisitorIn, &[&guest[..], more].concat(), None)
}

fn leaves(counter: &mut Counter, uid: Uuid, when: &str, of: Uuid) -> Result<Record, ActError> {
    tell(counter, uid, Kind::VisitorOut, &[("at", when)], Some(of))
}

fn drives(counter: &mut Counter, when: &str, more: &[(&str, &str)]) -> Result<Record, ActError> {
    let car = [("plate", "沪C9X778"), ("use", "guest"), ("room", "2-1-302"), ("name", "孙悦"), ("at", when)];
    counter.act(NOW, Kind::VehicleIn, &[&car[..], more].concat())
}

/// Visitors and drivers inside; nothing is damaged, and a rebuild gives the same.
fn people(counter: &Counter) -> [usize; 2] {
    let people = || [Family::Visitor, Family::Vehicle].map(|family| counter.store().people(family).unwrap());
    assert_eq!(counter.store().verify().unwrap().findings, []);
    let before = people();
    counter.store().rebuild().unwrap();
    assert_eq!(people(), before);
    before
}

#[test]
fn an_entry_for_which_an_exit_has_waited_is_asked_about_who_was_inside_then() {
    let twin = Uuid::from_u128(0x3000);
    for (again, inside) in [("second", 1), ("missed", 0)] {
        let mut counter = Counter::new();
        leaves(&mut counter, LEFT, "2026-03-02 10:00", CAME).unwrap();
        let other = comes(&mut counter, twin, "2026-03-02 09:00", &[]).unwrap();
        assert_eq!(who(comes(&mut counter, CAME, "2026-03-02 09:00", &[])), [other.number]);
        // Who leaves by that line has left by its exit.
        for no in ["out", "left"] {
            let refused = cause(comes(&mut counter, CAME, "2026-03-02 09:00", &[("again", no)]));
            assert_eq!(refused.1, Cause::AlreadyLeft(Some(at("2026-03-02 10:00"))), "{no}");
        }
        let came = comes(&mut counter, CAME, "2026-03-02 09:00", &[("again", again)]).unwrap();
        assert_eq!(came.stay(), Some(Stay::Left(at("2026-03-02 10:00"))));
        assert_eq!(people(&counter), [inside, 0], "{again}");
        if again == "missed" {
            // What was concluded from the entry goes with it.
            counter.withdraw(NOW, &came, ActTarget::Entry(came.last)).unwrap();
            assert_eq!(people(&counter), [1, 0]);
        }
    }
    // Whoever came once that one had left is another visit.
    let mut counter = Counter::new();
    leaves(&mut counter, LEFT, "2026-03-02 10:00", CAME).unwrap();
    comes(&mut counter, twin, "2026-03-02 11:00", &[]).unwrap();
    comes(&mut counter, CAME, "2026-03-02 09:00", &[]).unwrap();
    assert_eq!(people(&counter), [1, 0]);
    // Or it is the driver of a vehicle.
    let mut counter = Counter::new();
    leaves(&mut counter, LEFT, "2026-03-02 10:00", CAME).unwrap();
    let car = drives(&mut counter, "2026-03-02 08:50", &[]).unwrap();
    assert_eq!(who(comes(&mut counter, CAME, "2026-03-02 09:00", &[])), [car.number]);
    let came = comes(&mut counter, CAME, "2026-03-02 09:00", &[("again", "driver")]).unwrap();
    assert_eq!(came.stay(), Some(Stay::Left(at("2026-03-02 10:00"))));
    assert_eq!(people(&counter), [0, 0], "he has left on foot");
}

#[test]
fn a_driver_and_a_visitor_of_one_name_are_asked_about_whichever_is_told_late() {
    let (twelve, one) = ("2026-03-02 12:00", "2026-03-02 13:00");
    for (five_past, asked) in [("2026-03-02 12:05", true), (one, false), ("2026-03-02 11:30", false)] {
        let mut counter = Counter::new();
        let visit = comes(&mut counter, CAME, twelve, &[]).unwrap();
        leaves(&mut counter, LEFT, one, CAME).unwrap();
        let car = drives(&mut counter, five_past, &[]);
        if !asked {
            assert!(car.unwrap().inside(), "{five_past}");
            continue;
        }
        assert_eq!(who(car), [visit.number]);
        assert!(drives(&mut counter, five_past, &[("driver", "visitor")]).unwrap().inside());
        assert_eq!(people(&counter), [0, 0], "he left as a visitor");
    }
    for (ten_past, asked) in [("2026-03-02 12:10", true), (one, false), ("2026-03-02 11:30", false)] {
        let mut counter = Counter::new();
        let car = drives(&mut counter, "2026-03-02 12:05", &[]).unwrap();
        counter.follow(NOW, Kind::VehicleOut, &car, &[("at", one)]).unwrap();
        let visit = comes(&mut counter, CAME, ten_past, &[]);
        if !asked {
            assert!(visit.unwrap().inside(), "{ten_past}");
            continue;
        }
        assert_eq!(who(visit), [car.number]);
        assert!(comes(&mut counter, CAME, ten_past, &[("again", "second")]).unwrap().inside());
        assert_eq!(people(&counter), [1, 0]);
    }
}

#[test]
fn nobody_is_moved_to_before_the_visit_that_they_had_left_unseen() {
    let mut counter = Counter::new();
    let two = ("count", "2");
    let first = comes(&mut counter, CAME, "2026-03-02 12:00", &[two]).unwrap();
    let again = comes(&mut counter, LEFT, "2026-03-02 14:00", &[two, ("again", "missed")]).unwrap();
    assert_eq!(people(&counter), [2, 0]);
    let early = counter.amend(NOW, &again, "at", "2026-03-02 11:30");
    assert_eq!(cause(early), (Some("new".into()), Cause::BeforeArrival));
    assert_eq!(people(&counter), [2, 0]);
    let later = counter.amend(NOW, &again, "at", "2026-03-02 12:30").unwrap();
    assert_eq!((later.at, people(&counter)), (at("2026-03-02 12:30"), [2, 0]));
    // Once that visit is void, it holds nothing.
    counter.withdraw(NOW, &first, ActTarget::Entry(first.seq)).unwrap();
    assert!(counter.amend(NOW, &again, "at", "2026-03-02 11:30").is_ok());
    assert_eq!(people(&counter), [2, 0]);
}

#[test]
fn a_driver_is_counted_by_a_visit_whose_exit_was_told_first() {
    for first in [false, true] {
        let mut counter = Counter::new();
        if first {
            leaves(&mut counter, LEFT, "2026-03-02 10:30", CAME).unwrap();
        }
        comes(&mut counter, CAME, "2026-03-02 08:50", &[]).unwrap();
        if !first {
            leaves(&mut counter, LEFT, "2026-03-02 10:30", CAME).unwrap();
        }
        let car = drives(&mut counter, "2026-03-02 09:00", &[("driver", "visitor")]).unwrap();
        assert_eq!((car.people(), people(&counter)), (0, [0, 0]), "{first}");
    }
}

#[test]
fn an_exit_is_corrected_alike_whichever_was_told_first() {
    for first in [false, true] {
        let told = |counter: &mut Counter| {
            let exit = first.then(|| leaves(counter, LEFT, "2026-03-02 10:00", CAME).unwrap());
            let came = comes(counter, CAME, "2026-03-02 09:00", &[]).unwrap();
            exit.map_or_else(|| leaves(counter, LEFT, "2026-03-02 10:00", CAME).unwrap(), |_| came)
        };
        let mut counter = Counter::new();
        let visit = told(&mut counter);
        let seq = |counter: &Counter, uid| counter.store().by_uid(uid).unwrap().unwrap().seq;
        let (exit, entry) = (seq(&counter, LEFT), seq(&counter, CAME));
        for (new, ok) in [("2026-03-02 10:30", true), ("2026-03-02 08:30", false)] {
            let said = [("new", new), ("why", "看错")];
            let moved = counter.on(NOW, Kind::Amended, &visit, &said, ActTarget::FieldOf(exit, "at".into()));
            assert_eq!(moved.is_ok(), ok, "{first} {new}: {moved:?}");
        }
        let back = counter.withdraw(NOW, &visit, ActTarget::Entry(exit)).unwrap();
        assert_eq!((back.inside(), back.at, back.get("name")), (true, at("2026-03-02 09:00"), "孙悦"), "{first}");
        assert_eq!((back.limits.is_empty(), people(&counter)), (false, [1, 0]));
        let other = leaves(&mut counter, Uuid::from_u128(0x2100), "2026-03-02 11:00", CAME).unwrap();
        assert_eq!(other.stay(), Some(Stay::Left(at("2026-03-02 11:00"))));
        let again = counter.withdraw(NOW, &visit, ActTarget::Entry(other.last)).unwrap();
        assert_eq!((again.inside(), people(&counter)), (true, [1, 0]));
        let void = counter.withdraw(NOW, &visit, ActTarget::Entry(entry)).unwrap();
        assert_eq!((void.status, people(&counter)), (Status::Void, [0, 0]), "{first}");
    }
}

#[test]
fn an_entry_that_is_struck_alone_leaves_its_exit_to_the_one_that_is_told_anew() {
    for (first, whole) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut counter = Counter::new();
        if first {
            leaves(&mut counter, LEFT, "2026-03-02 10:00", CAME).unwrap();
        }
        let came = comes(&mut counter, CAME, "2026-03-02 09:00", &[]).unwrap();
        if !first {
            leaves(&mut counter, LEFT, "2026-03-02 10:00", CAME).unwrap();
        }
        let entry = counter.store().by_uid(CAME).unwrap().unwrap().seq;
        let gone = counter.withdraw(NOW, &came, ActTarget::Entry(entry)).unwrap();
        assert_eq!((gone.stay(), gone.at, gone.status), (Some(Stay::OutOnly), at("2026-03-02 10:00"), Status::Closed));
        assert_eq!((gone.get("name"), people(&counter)), ("孙悦", [0, 0]));
        let anew = Uuid::from_u128(0x9000);
        assert_eq!(who(comes(&mut counter, anew, "2026-03-02 09:00", &[])), [gone.number], "{first}");
        let back = comes(&mut counter, anew, "2026-03-02 09:05", &[("again", "left")]).unwrap();
        assert_eq!((back.subject, back.stay()), (came.subject, Some(Stay::Left(at("2026-03-02 10:00")))), "{first}");
        assert_eq!((back.at, people(&counter)), (at("2026-03-02 09:05"), [0, 0]));
        if whole {
            let act = counter.form(Kind::Withdrawn, &[("why", "点错")]);
            let act = Act { subject: Some(back.subject), source: Some(String::new()), ..act };
            assert_eq!(counter.send(NOW, &act).unwrap().record.status, Status::Void);
            assert_eq!(people(&counter), [0, 0]);
            continue;
        }
        // What is left of it is struck in turn.
        let exit = counter.store().by_uid(LEFT).unwrap().unwrap().seq;
        assert!(counter.withdraw(NOW, &back, ActTarget::Entry(exit)).unwrap().inside());
        assert_eq!(people(&counter), [1, 0]);
        let entry = counter.store().by_uid(anew).unwrap().unwrap().seq;
        assert_eq!(counter.withdraw(NOW, &back, ActTarget::Entry(entry)).unwrap().status, Status::Void);
        assert_eq!(people(&counter), [0, 0]);
    }
}
