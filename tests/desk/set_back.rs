//! The machine's clock is set back: what happens is kept, flagged and in the order of its numbers, and nothing lasts a
//! negative time.

use qiantai::desk::ActTarget;
use qiantai::domain::entry::{Decided, Kind};
use qiantai::domain::record::{Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::store::{Read, Store};

use crate::counter::{Counter, at, cause};

const GUEST: [(&str, &str); 4] = [("visitor", "guest"), ("room", "3-2-101"), ("name", "買買提"), ("check", "known")];
const CAR: [(&str, &str); 3] = [("plate", "粤b·12345"), ("use", "guest"), ("room", "3-2-101")];
const WALK_IN: [(&str, &str); 2] = [("name", "张三"), ("reason", "enquiry")];

/// Whether each entry is flagged, in the order of the logbook.
fn flags(store: &dyn Store) -> Vec<bool> {
    let entries = store.entries(0, 100).unwrap();
    assert!(entries.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    entries.iter().map(|entry| entry.decided.clock_went_back).collect()
}

#[test]
fn who_leaves_by_a_clock_that_was_set_back_has_stayed_no_time_at_all() {
    let mut counter = Counter::new();
    let guest = counter.act("2026-03-02 10:00", Kind::VisitorIn, &GUEST).unwrap();
    let car = counter.act("2026-03-02 10:05", Kind::VehicleIn, &CAR).unwrap();
    assert!(!guest.clock_went_back && !car.clock_went_back);
    let left = counter.on("2026-03-02 09:00", Kind::VisitorOut, &guest, &[], ActTarget::None).unwrap();
    assert_eq!((left.stay(), left.status), (Some(Stay::Left(at("2026-03-02 10:00"))), Status::Closed));
    assert!(left.clock_went_back);
    // The next act follows one that the same clock wrote.
    let left = counter.on("2026-03-02 09:01", Kind::VehicleOut, &car, &[], ActTarget::None).unwrap();
    assert_eq!(left.stay(), Some(Stay::Left(at("2026-03-02 10:05"))));
    let flags = flags(&counter.store());
    assert_eq!(flags[flags.len() - 4..], [false, false, true, false]);
    assert_eq!(counter.store().verify().unwrap().findings, []);
    let before = counter.store().record(guest.subject).unwrap();
    counter.store().rebuild().unwrap();
    assert_eq!(counter.store().record(guest.subject).unwrap(), before);
}

#[test]
fn an_earlier_time_that_was_typed_is_still_refused() {
    let mut counter = Counter::new();
    let guest = counter.act("2026-03-02 10:00", Kind::VisitorIn, &GUEST).unwrap();
    for now in ["2026-03-02 11:00", "2026-03-02 09:00"] {
        let typed = counter.on(now, Kind::VisitorOut, &guest, &[("at", "08:30")], ActTarget::None);
        assert_eq!(cause(typed), (Some("at".into()), Cause::BeforeArrival), "{now}");
    }
}

#[test]
fn a_plate_that_comes_again_by_a_clock_that_was_set_back_leaves_first() {
    let mut counter = Counter::new();
    let first = counter.act("2026-03-02 10:00", Kind::VehicleIn, &CAR).unwrap();
    let out: Vec<_> = CAR.into_iter().chain([("again", "out")]).collect();
    let left = counter.act("2026-03-02 09:00", Kind::VehicleIn, &out).unwrap();
    assert_eq!((left.subject, left.stay()), (first.subject, Some(Stay::Left(at("2026-03-02 10:00")))));
}

#[test]
fn a_plate_that_comes_again_unseen_by_a_clock_that_was_set_back_comes_no_earlier_than_before() {
    for again in ["missed", "by_time"] {
        let mut counter = Counter::new();
        let first = counter.act("2026-03-02 10:00", Kind::VehicleIn, &CAR).unwrap();
        let car: Vec<_> = CAR.into_iter().chain([("again", again)]).collect();
        let second = counter.act("2026-03-02 09:00", Kind::VehicleIn, &car).unwrap();
        assert_eq!((second.at, second.inside()), (at("2026-03-02 10:00"), true), "{again}");
        let first = counter.card(&first, "2026-03-02 10:10").record;
        assert_eq!((first.stay(), first.subject == second.subject), (Some(Stay::LeftUnseen), false), "{again}");
        assert_eq!(counter.store().verify().unwrap().findings, []);
    }
}

#[test]
fn steps_and_outcomes_never_come_before_what_they_follow() {
    let mut counter = Counter::new();
    let walk_in = counter.act("2026-03-02 10:00", Kind::WalkIn, &WALK_IN).unwrap();
    let solved = counter
        .on("2026-03-02 09:00", Kind::WalkInOutcome, &walk_in, &[("outcome", "solved")], ActTarget::None)
        .unwrap();
    assert_eq!((solved.steps[0].at, solved.clock_went_back), (at("2026-03-02 10:00"), true));
    // A record that is opened then has the time of the clock, and what follows it is not before it.
    let opened = counter.act("2026-03-02 08:00", Kind::WalkIn, &WALK_IN).unwrap();
    assert_eq!((opened.at, opened.clock_went_back), (at("2026-03-02 08:00"), true));
    assert!(opened.number.n > walk_in.number.n);
}

#[test]
fn a_window_that_waited_for_its_turn_is_no_clock_set_back() {
    let mut counter = Counter::new();
    counter.act("2026-03-02 10:00", Kind::WalkIn, &WALK_IN).unwrap();
    let near = counter.act("2026-03-02 09:59", Kind::WalkIn, &WALK_IN).unwrap();
    assert!(!near.clock_went_back);
    let back = counter.act("2026-03-02 09:57", Kind::WalkIn, &WALK_IN).unwrap();
    assert!(back.clock_went_back);
}

#[test]
fn entries_written_before_there_was_a_flag_read_as_not_flagged() {
    let decided: Decided = serde_json::from_str("{}").unwrap();
    assert!(!decided.clock_went_back);
    assert_eq!(serde_json::to_string(&decided).unwrap(), "{}");
}
