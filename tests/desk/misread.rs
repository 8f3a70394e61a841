//! A misread plate put right or struck: the event goes alone, and what was concluded from it is taken back.

use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Stay};
use qiantai::domain::time::Moment;
use qiantai::store::{ListView, Query, Read, Store};
use uuid::Uuid;

use crate::ahead::orders;
use crate::counter::{Counter, at, due};

const CAR: &str = "粤A11111";
const OTHER: &str = "粤A11117";
const NOW: &str = "2026-03-02 12:00";

/// A camera's reading.
type Seen<'a> = (&'a str, Kind, &'a str, u128);

fn send(counter: &mut Counter, (plate, kind, when, uid): Seen<'_>) -> Record {
    let when = format!("2026-03-02 {when}");
    let mut fields = vec![("plate", plate), ("at", when.as_str()), ("device", "东门 2")];
    if kind == Kind::VehicleIn {
        fields.push(("again", "by_time"));
    }
    let act = Act { uid: Uuid::from_u128(uid), source: Some("camera".into()), ..counter.form(kind, &fields) };
    counter.send(NOW, &act).unwrap().record
}

/// Puts the plate of an event right, or strikes the event where there is none.
fn right(counter: &mut Counter, uid: u128, plate: Option<&str>) -> Act {
    let event = counter.store().by_uid(Uuid::from_u128(uid)).unwrap().unwrap();
    let (kind, target) = match plate {
        Some(_) => (Kind::Amended, ActTarget::FieldOf(event.seq, "plate".into())),
        None => (Kind::Withdrawn, ActTarget::Entry(event.seq)),
    };
    let fields: Vec<_> = [("why", "读错")].into_iter().chain(plate.map(|plate| ("new", plate))).collect();
    let act = counter.form(kind, &fields);
    let act = Act { subject: Some(event.subject), target, source: Some(String::new()), ..act };
    counter.send(NOW, &act).unwrap();
    act
}

type Told = (String, Moment, Stay);

/// The stays of all plates, each with whether a limit runs on it as it should.
fn stays(counter: &Counter) -> Vec<Told> {
    let cars = || counter.store().all(Query::new(Family::Vehicle, ListView::Newest, 99)).unwrap();
    let before = cars();
    assert_eq!(counter.store().verify().unwrap().findings, []);
    counter.store().rebuild().unwrap();
    assert_eq!(cars(), before);
    let told = |car: &Record| {
        let stay = car.stay()?;
        assert!(!car.inside() || car.get("unseen").is_empty());
        assert_eq!(car.get("unseen") == "yes", stay == Stay::LeftUnseen, "{car:?}");
        Some((car.get("plate").to_owned(), car.at, stay))
    };
    let mut stays: Vec<Told> = before.iter().filter_map(told).collect();
    stays.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    stays
}

#[test]
fn an_exit_of_another_plate_goes_alone() {
    for entered in [false, true] {
        let mut counter = Counter::new();
        let inside = send(&mut counter, (CAR, Kind::VehicleIn, "09:00", 1));
        if entered {
            send(&mut counter, (OTHER, Kind::VehicleIn, "09:30", 2));
        }
        send(&mut counter, (CAR, Kind::VehicleOut, "10:30", 3));
        let act = right(&mut counter, 3, Some(OTHER));
        let exit = if entered {
            (OTHER.to_owned(), at("2026-03-02 09:30"), Stay::Left(at("2026-03-02 10:30")))
        } else {
            (OTHER.to_owned(), at("2026-03-02 10:30"), Stay::OutOnly)
        };
        assert_eq!(stays(&counter), [(CAR.to_owned(), inside.at, Stay::Inside), exit]);
        let inside = counter.card(&inside, NOW).record;
        assert_eq!((inside.get("device"), inside.links.len()), ("东门 2", 1), "it names where its exit is told now");
        let entries = counter.last();
        assert!(counter.send(NOW, &act).unwrap().repeated && counter.last() == entries);
    }
}

#[test]
fn what_was_concluded_from_an_entry_is_taken_back_with_it() {
    for plate in [Some(OTHER), None] {
        for order in [[1, 2], [2, 1]] {
            let mut counter = Counter::new();
            for uid in order {
                send(&mut counter, (CAR, Kind::VehicleIn, if uid == 1 { "09:00" } else { "10:00" }, uid));
            }
            assert_eq!(stays(&counter)[0].2, Stay::LeftUnseen);
            right(&mut counter, 2, plate);
            let mut wanted = vec![(CAR.to_owned(), at("2026-03-02 09:00"), Stay::Inside)];
            wanted.extend(plate.map(|plate| (plate.to_owned(), at("2026-03-02 10:00"), Stay::Inside)));
            assert_eq!(stays(&counter), wanted, "{plate:?} {order:?}");
        }
    }
}

#[test]
fn a_misread_that_is_put_right_leaves_all_as_if_it_had_been_right_or_never_been() {
    let (a, b) = (CAR, OTHER);
    let (enters, leaves) = (Kind::VehicleIn, Kind::VehicleOut);
    let days: [&[Seen<'_>]; 4] = [
        &[(a, enters, "08:00", 1), (b, enters, "08:30", 2), (a, leaves, "09:00", 3), (b, leaves, "09:30", 4)],
        &[(a, enters, "08:00", 1), (b, enters, "08:30", 2), (b, leaves, "09:00", 3), (a, leaves, "09:30", 4)],
        &[(a, enters, "08:00", 1), (b, leaves, "08:30", 2), (a, enters, "09:00", 3), (b, leaves, "09:30", 4)],
        &[(a, leaves, "08:00", 1), (a, enters, "08:30", 2), (b, enters, "09:00", 3), (a, leaves, "09:30", 4)],
    ];
    let (mut done, mut refused) = (0, 0);
    for day in days {
        for order in orders(4).into_iter().step_by(5) {
            for (wrong, strikes) in (0..4).flat_map(|wrong| [(wrong, false), (wrong, true)]) {
                let (mut counter, mut wanted) = (Counter::new(), Counter::new());
                for n in &order {
                    let (plate, kind, when, uid) = day[*n];
                    let misread = if plate == a { b } else { a };
                    send(&mut counter, (if *n == wrong { misread } else { plate }, kind, when, uid));
                    if !(strikes && *n == wrong) {
                        send(&mut wanted, day[*n]);
                    }
                }
                let (plate, _, _, uid) = day[wrong];
                let event = counter.store().by_uid(Uuid::from_u128(uid)).unwrap().unwrap();
                let act = if strikes {
                    let act = counter.form(Kind::Withdrawn, &[("why", "读错")]);
                    Act { subject: Some(event.subject), target: ActTarget::Entry(event.seq), ..act }
                } else {
                    let act = counter.form(Kind::Amended, &[("why", "读错"), ("new", plate)]);
                    let target = ActTarget::FieldOf(event.seq, "plate".into());
                    Act { subject: Some(event.subject), target, ..act }
                };
                let before = stays(&counter);
                match counter.send(NOW, &act) {
                    Ok(_) => {
                        done += 1;
                        assert_eq!(stays(&counter), stays(&wanted), "{day:?} {order:?} {wrong} {strikes} {before:#?}");
                    }
                    Err(_) => {
                        refused += 1;
                        assert_eq!(stays(&counter), before, "nothing is left of a refusal");
                    }
                }
            }
        }
    }
    assert!(done > 4 * refused, "{done} {refused}");
}

#[test]
fn a_limit_runs_again_for_who_is_inside_again() {
    let mut counter = Counter::new();
    let taxi = [("plate", CAR), ("use", "taxi"), ("room", "3-2-101"), ("at", "2026-03-02 09:00")];
    let taxi = counter.act(NOW, Kind::VehicleIn, &taxi).unwrap();
    send(&mut counter, (CAR, Kind::VehicleOut, "09:10", 3));
    right(&mut counter, 3, Some(OTHER));
    assert_eq!(due(&counter.card(&taxi, NOW).record, "T31"), Some(at("2026-03-02 09:30")));
}

/// Two cars whose plates were taken for one another: each correction may need the other first.
#[test]
fn two_misreads_are_put_right_in_either_order_whatever_came_first() {
    let (a, b) = (CAR, OTHER);
    let (enters, leaves) = (Kind::VehicleIn, Kind::VehicleOut);
    let days: [&[Seen<'_>]; 5] = [
        &[(a, enters, "08:00", 1), (b, enters, "08:30", 2), (a, leaves, "09:00", 3), (b, leaves, "09:30", 4)],
        &[(a, enters, "08:00", 1), (b, enters, "08:30", 2), (b, leaves, "09:00", 3), (a, leaves, "09:30", 4)],
        &[(a, enters, "08:00", 1), (b, leaves, "08:30", 2), (a, enters, "09:00", 3), (b, leaves, "09:30", 4)],
        &[(a, leaves, "08:00", 1), (a, enters, "08:30", 2), (b, enters, "09:00", 3), (a, leaves, "09:30", 4)],
        &[(a, enters, "08:00", 1), (b, enters, "08:30", 2), (a, enters, "09:00", 3), (b, enters, "09:30", 4)],
    ];
    for (n, day) in days.into_iter().enumerate() {
        for order in orders(4).into_iter().skip(n).step_by(12) {
            for (one, two) in (0..4).flat_map(|one| (0..4).filter(move |two| *two != one).map(move |two| (one, two))) {
                let (mut counter, mut wanted) = (Counter::new(), Counter::new());
                for n in &order {
                    let (plate, kind, when, uid) = day[*n];
                    let misread = if plate == a { b } else { a };
                    send(&mut counter, (if *n == one || *n == two { misread } else { plate }, kind, when, uid));
                    send(&mut wanted, day[*n]);
                }
                for wrong in [one, two] {
                    let (plate, _, _, uid) = day[wrong];
                    let act = right(&mut counter, uid, Some(plate));
                    let entries = counter.last();
                    assert!(counter.send(NOW, &act).unwrap().repeated && counter.last() == entries);
                }
                assert_eq!(stays(&counter), stays(&wanted), "{day:?} {order:?} {one} {two}");
            }
        }
    }
}

#[test]
fn an_amendment_that_is_withdrawn_finds_its_neighbours_as_they_are_now() {
    // By a person, of the whole stay; the car before was only concluded to have left.
    for left in [false, true] {
        let mut counter = Counter::new();
        send(&mut counter, (CAR, Kind::VehicleIn, "09:00", 1));
        let second = send(&mut counter, (CAR, Kind::VehicleIn, "10:00", 2));
        if left {
            send(&mut counter, (CAR, Kind::VehicleOut, "11:00", 3));
        }
        let before = stays(&counter);
        counter.amend(NOW, &second, "plate", OTHER).unwrap();
        assert_eq!(stays(&counter)[0].2, Stay::Inside, "nothing says any more that it left");
        let entries = counter.store().history(second.subject).unwrap();
        let amended = entries.iter().rfind(|entry| entry.kind == Kind::Amended).unwrap().seq;
        let act = counter.form(Kind::Withdrawn, &[("why", "看错")]);
        let act = Act { subject: Some(second.subject), target: ActTarget::Entry(amended), ..act };
        counter.send(NOW, &act).unwrap();
        assert_eq!(stays(&counter), before);
        let entries = counter.last();
        assert!(counter.send(NOW, &act).unwrap().repeated && counter.last() == entries);
    }
}
