//! The machine's clock is set back: what happens is kept, flagged and in the order of its numbers, and nothing lasts a
//! negative time.

use proptest::prelude::*;
use qiantai::desk::{Act, ActTarget, Who};
use qiantai::domain::entry::{Decided, Kind};
use qiantai::domain::record::{Record, Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::domain::time::Moment;
use qiantai::store::{Read, Store};

use crate::counter::{Counter, at, cause};
use crate::passages::cars;

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

/// The stays of all plates in the order of their numbers, and whether that is the order of their times.
fn in_order(counter: &Counter) -> (Vec<char>, bool) {
    let mut cars = cars(counter);
    cars.retain(|car| car.status != Status::Void);
    cars.sort_by_key(|car| car.seq);
    let ordered = cars.windows(2).all(|pair| pair[0].latest() <= pair[1].at);
    let kind = |car: &Record| match car.stay().unwrap() {
        Stay::Inside => 'i',
        Stay::Left(_) => 'l',
        Stay::LeftUnseen => 'u',
        Stay::OutOnly => 'o',
        Stay::Refused => panic!("nobody was refused"),
    };
    (cars.iter().map(kind).collect(), ordered)
}

#[test]
fn what_is_told_as_now_comes_after_what_a_clock_that_was_ahead_told_of_the_plate() {
    let plate = [CAR[0]];
    for days in [0, 4] {
        let ahead =
            |minute: i64| Moment::from_millis(at("2026-03-02 10:00").millis() + days * 86_400_000 + minute * 60_000);
        let mut counter = Counter::new();
        let who = counter.who.clone();
        let mut does = |when: Moment, kind, said: &[(&str, &str)]| {
            let act = counter.form(kind, said);
            counter.desk.act(&act, &who, when).unwrap().record
        };
        does(ahead(0), Kind::VehicleIn, &CAR);
        does(ahead(2), Kind::VehicleOut, &plate);
        let again = does(at("2026-03-02 09:52"), Kind::VehicleIn, &CAR);
        assert!(again.inside() && again.at >= ahead(2), "{days}: {again:?}");
        // Its driver leaves on foot: of the stay that lasts.
        let on_foot = does(at("2026-03-02 09:53"), Kind::VehicleOut, &[CAR[0], ("driver", "on_foot")]);
        assert_eq!((on_foot.subject, on_foot.inside(), on_foot.people()), (again.subject, true, 0));
        let left = does(at("2026-03-02 09:55"), Kind::VehicleOut, &plate);
        assert_eq!((left.subject, left.stay()), (again.subject, Some(Stay::Left(again.at))));
        assert_eq!(in_order(&counter), (vec!['l', 'l'], true));
        // What is told with its time goes by it.
        let late: Vec<_> = CAR.into_iter().chain([("at", "09:40")]).collect();
        let late = counter.act("2026-03-02 09:56", Kind::VehicleIn, &late).unwrap();
        assert_eq!((late.at, late.stay()), (at("2026-03-02 09:40"), Some(Stay::LeftUnseen)));
    }
}

#[test]
fn an_exit_told_as_now_ends_the_entry_that_was_told_last() {
    let mut counter = Counter::new();
    counter.act("2026-03-02 10:00", Kind::VehicleIn, &CAR).unwrap();
    let car: Vec<_> = CAR.into_iter().chain([("again", "missed")]).collect();
    let second = counter.act("2026-03-02 09:52", Kind::VehicleIn, &car).unwrap();
    let left = counter.act("2026-03-02 09:53", Kind::VehicleOut, &[CAR[0]]).unwrap();
    assert_eq!((left.subject, left.stay()), (second.subject, Some(Stay::Left(at("2026-03-02 10:00")))));
    assert_eq!(in_order(&counter).0, ['u', 'l']);
    // By a part of its plate it is asked which one it is.
    let inside = counter.act("2026-03-02 09:54", Kind::VehicleIn, &CAR).unwrap();
    let part = cause(counter.act("2026-03-02 09:55", Kind::VehicleOut, &[("plate", "2345")]));
    assert!(matches!(part.1, Cause::WhichVehicle(which, 0) if which[0].number == inside.number));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// However the clock jumps between: the stays are those of the events in the order in which they were told. Of each,
    /// how many seconds passed, by how many hours the clock is wrong, whether a camera reads it, and which way.
    #[test]
    fn events_told_as_now_give_the_stays_in_the_order_in_which_they_were_told(
        told in proptest::collection::vec((60_i64..300, -60_i64..60, any::<bool>(), any::<bool>()), 1..9),
    ) {
        let mut counter = Counter::new();
        let (mut passed, mut stays) = (0, Vec::new());
        for (after, hours, camera, enters) in told {
            passed += after;
            let now = Moment::from_millis(at("2026-03-02 10:00").millis() + passed * 1_000 + hours * 3_600_000);
            let inside = stays.last() == Some(&'i');
            let mut said = if enters { CAR.to_vec() } else { vec![CAR[0]] };
            said.extend((enters && inside).then_some(("again", if camera { "by_time" } else { "missed" })));
            let form = counter.form(if enters { Kind::VehicleIn } else { Kind::VehicleOut }, &said);
            let who = if camera {
                Who { post: "东门岗".into(), operator: "东门相机".into(), ..counter.who.clone() }
            } else {
                counter.who.clone()
            };
            let source = camera.then(|| "camera".to_owned());
            counter.desk.act(&Act { source, ..form }, &who, now).unwrap();
            match (enters, stays.last_mut().filter(|_| inside)) {
                (true, open) => {
                    open.into_iter().for_each(|open| *open = 'u');
                    stays.push('i');
                }
                (false, Some(open)) => *open = 'l',
                (false, None) => stays.push('o'),
            }
            prop_assert_eq!(in_order(&counter), (stays.clone(), true));
        }
        prop_assert_eq!(counter.store().verify().unwrap().findings, []);
        counter.store().rebuild().unwrap();
        prop_assert_eq!(in_order(&counter), (stays, true));
    }
}
