//! Machines whose clock is ahead: what they say counts as of now, and in the order in which their clock puts it.

use qiantai::desk::Act;
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::Stay;
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
            assert!(cars.iter().all(|car| car.at.millis() <= at(NOW).millis() + MINUTE && car.ahead > 0));
            // Said again, each is known.
            for act in &acts {
                assert!(counter.send(NOW, act).unwrap().repeated);
            }
            assert_eq!(counter.store().verify().unwrap().findings, []);
        }
    }
}
