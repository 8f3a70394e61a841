//! A car that stands at the barrier is read again and again. Readings the same way that follow each other closely are one
//! event, whatever the order in which they come, and whatever comes between them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::Kind;
use qiantai::domain::record::{Status, Stay};
use qiantai::store::{Read, Store};
use uuid::Uuid;

use crate::counter::Counter;
use crate::passages::{EVENING, PLATE, Reading, Told, cars, disturbed, instant, plate, stays, tell, tell_all};

/// The site's setting: as it comes with the program.
const ABOUT: i64 = 30;

/// The stays that readings amount to, worked out without the desk: those the same way that follow each other closely are
/// one event, at the first of them, and an exit ends the entry right before it.
pub fn expected(readings: &[Reading]) -> BTreeSet<Told> {
    let mut readings = readings.to_vec();
    readings.sort_by_key(|reading| (reading.plate, reading.second));
    let mut stays: Vec<Told> = Vec::new();
    let mut last: Option<Reading> = None;
    for reading in readings {
        let before = last.replace(reading).filter(|last| last.plate == reading.plate);
        if before.is_some_and(|last| last.enters == reading.enters && reading.second - last.second <= ABOUT) {
            continue;
        }
        let (plate, at) = (plate(reading.plate), Some(instant(reading.second).millis()));
        let inside = stays.iter_mut().find(|stay| stay.0 == plate && stay.3);
        match (inside, reading.enters) {
            (Some(open), false) => (open.2, open.3) = (at, false),
            (None, false) => stays.push((plate, None, at, false)),
            (open, true) => {
                open.into_iter().for_each(|open| open.3 = false);
                stays.push((plate, at, None, true));
            }
        }
    }
    stays.into_iter().collect()
}

/// Readings of some plates, never two of a plate in one second.
fn readings(plates: usize, gaps: &[i64], ways: &[bool]) -> Vec<Reading> {
    let mut clocks = vec![0_i64; plates];
    let read = |(n, (gap, enters)): (usize, (&i64, &bool))| {
        let plate = n % plates;
        clocks[plate] += gap;
        Reading { uid: 1_000 + 10 * n as u128, plate, enters: *enters, second: clocks[plate] }
    };
    gaps.iter().zip(ways).enumerate().map(read).collect()
}

fn chain(seconds: impl Iterator<Item = i64>, enters: bool) -> Vec<Reading> {
    seconds.map(|second| Reading { uid: 10_000 + second as u128 * 10, plate: 0, enters, second }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn readings_that_follow_each_other_closely_are_one_event_in_whatever_order_they_come(
        plates in 1..3_usize,
        gaps in prop::collection::vec(prop_oneof![3 => 1..40_i64, 1 => 31..600_i64], 1..40),
        ways in prop::collection::vec(any::<bool>(), 40),
        alike in 0..4_usize,
        again in prop::collection::vec(0..2_i64, 1..30),
        seed in any::<u64>(),
    ) {
        // Runs of the same way, the longer the more alike they are.
        let ways: Vec<bool> = (0..ways.len()).map(|n| ways[n >> alike]).collect();
        let day = readings(plates, &gaps, &ways);
        // Some are sent again.
        let mut sent = day.clone();
        sent.extend(day.iter().zip(again.iter().cycle()).filter(|(_, again)| **again > 0).map(|(reading, _)| *reading));
        let wanted = expected(&day);
        let told = tell_all(&disturbed(&sent, &[0], seed));
        prop_assert_eq!(stays(&told), wanted.clone(), "shuffled");
        prop_assert_eq!(stays(&tell_all(&day)), wanted.clone(), "in order");
        let back: Vec<Reading> = day.iter().rev().copied().collect();
        prop_assert_eq!(stays(&tell_all(&back)), wanted, "backwards");
        let before = cars(&told);
        told.store().rebuild().unwrap();
        prop_assert_eq!(cars(&told), before);
    }
}

/// What becomes of an event that a person has looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fix {
    Strike,
    Plate(usize),
}

/// What reaches the desk.
#[derive(Debug, Clone, Copy)]
enum Line {
    Read(Reading),
    Fix(u128, Fix),
}

/// Tells lines as a camera does, and corrects them as a person does without a screen, by their uids.
fn carry(lines: &[Line]) -> Counter {
    let mut counter = Counter::new();
    for line in lines {
        let act = match *line {
            Line::Read(Reading { uid, plate: of, enters, second }) => {
                let act = crate::passages::told(&mut counter, &plate(of), uid, enters, instant(second));
                Act { source: Some("camera".into()), ..act }
            }
            Line::Fix(uid, fix) => {
                let event = counter.store().by_uid(Uuid::from_u128(uid)).unwrap().unwrap();
                let (kind, target, new) = match fix {
                    Fix::Strike => (Kind::Withdrawn, ActTarget::Entry(event.seq), None),
                    Fix::Plate(of) => (Kind::Amended, ActTarget::FieldOf(event.seq, "plate".into()), Some(plate(of))),
                };
                let mut fields = vec![("why", "读错")];
                fields.extend(new.as_deref().map(|new| ("new", new)));
                let act = counter.form(kind, &fields);
                let uid = Uuid::from_u128(uid << 64);
                Act { uid, subject: Some(event.subject), target, source: Some(String::new()), ..act }
            }
        };
        if let Err(refused) = counter.send(EVENING, &act) {
            panic!("{line:?} of {lines:?}: {refused:?}");
        }
    }
    assert_eq!(counter.store().verify().unwrap().findings, []);
    counter
}

/// The readings as they are once they are corrected.
fn corrected(lines: &[Line]) -> Vec<Reading> {
    let mut day: Vec<Reading> = Vec::new();
    for line in lines {
        match *line {
            Line::Read(reading) => day.push(reading),
            Line::Fix(uid, Fix::Strike) => day.retain(|reading| reading.uid != uid),
            Line::Fix(uid, Fix::Plate(of)) => {
                day.iter_mut().filter(|reading| reading.uid == uid).for_each(|reading| reading.plate = of);
            }
        }
    }
    day
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn corrected_events_are_the_stays_of_what_is_right_in_whatever_order_all_of_it_comes(
        gaps in prop::collection::vec(prop_oneof![3 => 1..40_i64, 1 => 31..600_i64], 1..12),
        plates in prop::collection::vec(0..2_usize, 12),
        ways in prop::collection::vec(any::<bool>(), 12),
        fixes in prop::collection::vec(prop::option::weighted(0.5, any::<bool>()), 12),
        places in prop::collection::vec((any::<u16>(), any::<u16>()), 12),
    ) {
        let mut second = 0;
        let mut placed = Vec::new();
        for (n, gap) in gaps.iter().enumerate() {
            second += gap;
            let reading = Reading { uid: 1_000 + 10 * n as u128, plate: plates[n], enters: ways[n], second };
            let (one, two) = places[n];
            placed.push((one.min(two), Line::Read(reading)));
            if let Some(strikes) = fixes[n] {
                let fix = if strikes { Fix::Strike } else { Fix::Plate(1 - plates[n]) };
                placed.push((one.max(two), Line::Fix(reading.uid, fix)));
            }
        }
        placed.sort_by_key(|(place, _)| *place);
        let lines: Vec<Line> = placed.into_iter().map(|(_, line)| line).collect();
        let told = carry(&lines);
        prop_assert_eq!(stays(&told), expected(&corrected(&lines)), "{:?}", lines);
        let before = cars(&told);
        told.store().rebuild().unwrap();
        prop_assert_eq!(cars(&told), before);
    }
}

#[test]
fn what_was_read_beside_a_corrected_event_stays_counted() {
    let read = |uid: u128, plate, enters, second| Line::Read(Reading { uid: 1_000 + 10 * uid, plate, enters, second });
    let fix = |uid: u128, fix| Line::Fix(1_000 + 10 * uid, fix);
    let (strike, other) = (Fix::Strike, Fix::Plate(1));
    let days = [
        // The first of several readings.
        vec![read(1, 0, true, 0), read(2, 0, true, 10), fix(1, strike)],
        vec![read(1, 0, true, 0), read(2, 0, true, 10), fix(1, other), read(3, 0, false, 200)],
        vec![read(1, 0, true, 0), read(2, 0, false, 200), read(3, 0, false, 210), fix(2, strike)],
        vec![read(1, 0, true, 0), read(2, 0, false, 200), read(3, 0, false, 210), fix(2, other)],
        // An exit that came before its stay.
        vec![read(3, 0, false, 2080), read(0, 0, true, 25), read(1, 0, false, 435), fix(0, strike), fix(1, other)],
        vec![read(3, 0, false, 2080), read(0, 0, true, 25), read(1, 0, false, 435), fix(0, other), fix(1, other)],
        vec![read(3, 0, false, 2080), read(0, 0, true, 25), read(1, 0, false, 435), fix(0, strike), fix(3, strike)],
        vec![read(3, 0, false, 2080), read(0, 0, true, 25), read(1, 0, false, 435), fix(0, strike), fix(3, other)],
        // One whose stay is told of the other plate already.
        vec![read(1, 0, true, 0), read(2, 0, false, 100), read(3, 1, true, 200), fix(1, other), fix(2, other)],
        vec![
            read(1, 0, true, 0),
            read(2, 0, true, 10),
            read(3, 0, false, 100),
            read(4, 0, false, 105),
            fix(1, other),
            fix(2, other),
            fix(3, other),
            fix(4, other),
        ],
        // An exit of several readings that an earlier exit parted from its stay.
        vec![
            read(0, 1, true, 1),
            read(3, 1, false, 34),
            read(4, 1, false, 64),
            read(6, 1, false, 66),
            read(7, 0, false, 67),
            read(1, 0, true, 32),
            fix(0, Fix::Plate(0)),
            read(5, 0, false, 65),
            read(2, 0, false, 33),
            fix(7, other),
        ],
    ];
    for day in days {
        assert_eq!(stays(&carry(&day)), expected(&corrected(&day)), "{day:?}");
    }
}

#[test]
fn a_car_that_stands_at_the_barrier_for_minutes_is_one_stay() {
    let stood = chain((0..=600).step_by(5), true);
    for readings in [stood.clone(), stood.iter().rev().copied().collect(), disturbed(&stood, &[0], 7)] {
        let counter = tell_all(&readings);
        assert_eq!(stays(&counter), BTreeSet::from([(plate(0), Some(instant(0).millis()), None, true)]));
        assert_eq!(cars(&counter).iter().filter(|car| car.status != Status::Void).count(), 1);
    }
}

#[test]
fn an_exit_that_was_read_twice_is_told_again_once_an_entry_comes_between() {
    let mut counter = Counter::new();
    let mut tell = |enters, second: i64| tell(&mut counter, PLATE, second as u128, enters, instant(second)).record;
    tell(true, 100);
    let first = tell(false, 110);
    tell(false, 118);
    let second = tell(true, 114);
    assert_ne!(first.subject, second.subject);
    assert_eq!(second.stay(), Some(Stay::Left(instant(118))), "nobody is inside for ever");
    assert_eq!(counter.card(&first, EVENING).record.stay(), Some(Stay::Left(instant(110))));
}

#[test]
fn a_reading_that_brings_two_stays_together_strikes_one_and_names_the_other() {
    let mut counter = Counter::new();
    let first = tell(&mut counter, PLATE, 1, true, instant(100)).record;
    let second = tell(&mut counter, PLATE, 2, true, instant(150)).record;
    assert_eq!(cars(&counter).len(), 2);
    let joined = tell(&mut counter, PLATE, 3, true, instant(125));
    assert_eq!((joined.record.subject, joined.record.at), (second.subject, instant(100)));
    let void = counter.card(&first, EVENING).record;
    assert_eq!((void.status, void.links[0].number), (Status::Void, second.number));
    // What brought them together is struck: they are two again.
    let seq = counter.store().by_uid(Uuid::from_u128(3)).unwrap().unwrap().seq;
    let act = counter.form(Kind::Withdrawn, &[("why", "读错")]);
    let act = Act { subject: Some(second.subject), target: ActTarget::Entry(seq), ..act };
    counter.send(EVENING, &act).unwrap();
    let began = |second: i64| Some(instant(second).millis());
    let wanted = [(PLATE.into(), began(100), None, false), (PLATE.into(), began(150), None, true)];
    assert_eq!(stays(&counter), BTreeSet::from(wanted));
}

#[test]
fn every_reading_is_known_again_by_its_uid_and_is_another_content_otherwise() {
    let day = chain([0, 5, 40, 20, 55].into_iter(), true);
    let mut counter = tell_all(&day);
    let entries = counter.last();
    for reading in &day {
        let again = tell(&mut counter, &plate(0), reading.uid, true, instant(reading.second));
        assert!(again.repeated, "{reading:?}");
        let other = crate::passages::told(&mut counter, &plate(0), reading.uid, true, instant(reading.second + 1));
        assert!(counter.send(EVENING, &other).is_err(), "{reading:?}");
        let other = crate::passages::told(&mut counter, &plate(0), reading.uid, false, instant(reading.second));
        assert!(counter.send(EVENING, &other).is_err(), "{reading:?}");
    }
    assert_eq!(counter.last(), entries);
}
