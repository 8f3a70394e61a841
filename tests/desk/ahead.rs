//! Machines whose clock is ahead: what they say counts as of now, and in the order in which their clock puts it.

use qiantai::desk::Act;
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Stay};
use qiantai::domain::time::{MINUTE, Moment, Zone};
use qiantai::store::{ListView, Query, Read, Store};

use crate::counter::{Counter, at};

const NOW: &str = "2026-03-02 12:00";

/// Every order of so many.
pub fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(n - 1);
    shorter
        .iter()
        .flat_map(|order| {
            (0..n).map(|place| {
                let mut order = order.clone();
                order.insert(place, n - 1);
                order
            })
        })
        .collect()
}

#[test]
fn events_of_a_clock_that_is_ahead_keep_their_order_in_whatever_order_they_are_told() {
    for entered in [0, 1] {
        for order in orders(4) {
            let mut counter = Counter::new();
            let told = |counter: &mut Counter, n: usize| {
                let own = Moment::from_millis(at(NOW).millis() + (5 + 2 * n as i64) * MINUTE);
                let own = Zone::default().rfc3339(own);
                let enters = n % 2 == entered;
                let mut fields = vec![("plate", "粤B12345"), ("at", own.as_str())];
                if enters {
                    fields.push(("again", "by_time"));
                }
                let kind = if enters { Kind::VehicleIn } else { Kind::VehicleOut };
                Act { source: Some("camera".into()), ..counter.form(kind, &fields) }
            };
            let acts: Vec<Act> = order.iter().map(|n| told(&mut counter, *n)).collect();
            let batch: Vec<_> = acts.iter().map(|act| (act, &counter.who, at(NOW))).collect();
            counter.desk.act_all(&batch).unwrap();
            let cars = counter.store().all(Query::new(Family::Vehicle, ListView::Newest, 9)).unwrap();
            let count = |is: fn(&Stay) -> bool| cars.iter().filter_map(|car| car.stay()).filter(is).count();
            let left = count(|stay| matches!(stay, Stay::Left(_)));
            let (out, inside) = (count(|stay| *stay == Stay::OutOnly), count(|stay| *stay == Stay::Inside));
            let expected = if entered == 0 { (2, 0, 0, 2) } else { (1, 1, 1, 3) };
            assert_eq!((left, out, inside, cars.len()), expected, "{entered} {order:?}: {cars:#?}");
            assert!(cars.iter().all(|car| car.at <= at(NOW) && car.latest() <= at(NOW) && car.ahead > 0));
            // Said again, each is known.
            for act in &acts {
                assert!(counter.send(NOW, act).unwrap().repeated);
            }
            assert_eq!(counter.store().verify().unwrap().findings, []);
        }
    }
}

/// What a camera says of a plate: the real time, by how much its clock is ahead, and which way.
fn told(counter: &mut Counter, camera: &str, real: Moment, ahead: i64, kind: Kind) -> Record {
    let own = Zone::default().rfc3339(Moment::from_millis(real.millis() + ahead));
    let mut fields = vec![("plate", "粤B12345"), ("at", own.as_str()), ("device", camera)];
    fields.extend((kind == Kind::VehicleIn).then_some(("again", "by_time")));
    let act = Act { source: Some("camera".into()), ..counter.form(kind, &fields) };
    counter.desk.act(&act, &counter.who, real).unwrap().record
}

#[test]
fn clocks_of_different_machines_are_not_compared() {
    let second = |n: i64| Moment::from_millis(at("2026-03-02 10:00").millis() + n * 1_000);
    // Two cameras that are ahead by different amounts; one whose clock was put right, or put ahead, meanwhile.
    for (out, before, after) in [
        ("西门", 300_000, 1_000),
        ("东门", 300_000, 1_000),
        ("西门", 1_000, 300_000),
        ("东门", 1_000, 300_000),
        ("西门", 80_000_000, 1_000),
    ] {
        let mut counter = Counter::new();
        told(&mut counter, "东门", second(0), before, Kind::VehicleIn);
        let left = told(&mut counter, out, second(180), after, Kind::VehicleOut);
        assert_eq!((left.at, left.stay()), (second(0), Some(Stay::Left(second(180)))), "{out} {before} {after}");
        let card = counter.card(&left, NOW);
        assert_eq!(card.lines.iter().map(|line| line.ahead).collect::<Vec<_>>(), [before, after]);
        told(&mut counter, "东门", second(400), before, Kind::VehicleIn);
        let cars = counter.store().all(Query::new(Family::Vehicle, ListView::Newest, 9)).unwrap();
        assert_eq!(
            cars.iter().map(|car| (car.at, car.inside())).collect::<Vec<_>>(),
            [(second(400), true), (second(0), false)]
        );
        assert_eq!(counter.store().verify().unwrap().findings, []);
    }
}

#[test]
fn two_cameras_that_are_ahead_by_different_amounts_read_one_entry() {
    let mut counter = Counter::new();
    let real = at("2026-03-02 10:00");
    let first = told(&mut counter, "东门", real, 300_000, Kind::VehicleIn);
    let soon = Moment::from_millis(real.millis() + 2_000);
    let second = told(&mut counter, "西门", soon, 1_000, Kind::VehicleIn);
    assert_eq!((second.subject, second.at, second.inside()), (first.subject, real, true));
}

#[test]
fn nothing_that_a_clock_ahead_says_lies_in_the_future() {
    for gap in [1, MINUTE, 20 * 60 * MINUTE] {
        let (mut counter, now) = (Counter::new(), at(NOW));
        for n in 0..4 {
            let kind = if n % 2 == 0 { Kind::VehicleIn } else { Kind::VehicleOut };
            let own = Moment::from_millis(now.millis() + MINUTE + n * gap / 4);
            let own = Zone::default().rfc3339(own);
            let mut fields = vec![("plate", "粤B12345"), ("at", own.as_str())];
            fields.extend((n % 2 == 0).then_some(("again", "")));
            let act = Act { source: Some("camera".into()), ..counter.form(kind, &fields) };
            counter.desk.act(&act, &counter.who, now).unwrap();
        }
        let cars = counter.store().all(Query::new(Family::Vehicle, ListView::Newest, 9)).unwrap();
        let left: Vec<_> = cars.iter().map(|car| (car.at <= now && car.latest() <= now, car.stay())).collect();
        assert_eq!(left, [(true, Some(Stay::Left(now))); 2], "{gap}");
    }
}
