//! What a gate reads of a plate, in any order: entries and exits late, doubled, sent again. The registers come out as if
//! everything had been told in order, and no two stays of a plate overlap.

use std::collections::BTreeSet;

use proptest::prelude::*;
use qiantai::desk::{Act, ActTarget, Reply};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::domain::time::{DAY, MINUTE, Moment, Zone};
use qiantai::store::{ListView, Query, Read, Store};
use uuid::Uuid;

use crate::counter::{Counter, at, cause, due};

pub const PLATE: &str = "粤B70002";
pub const EVENING: &str = "2026-03-12 23:00";

/// One reading of a plate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub uid: u128,
    pub plate: usize,
    pub enters: bool,
    /// Seconds after the start.
    pub second: i64,
}

pub fn start() -> Moment {
    at("2026-03-02 00:00")
}

pub fn instant(second: i64) -> Moment {
    Moment::from_millis(start().millis() + second * 1_000)
}

/// What a machine tells at the end of the day.
pub fn told(counter: &mut Counter, plate: &str, uid: u128, enters: bool, when: Moment) -> Act {
    let when = Zone::default().rfc3339(when);
    let mut fields = vec![("plate", plate), ("at", &when)];
    if enters {
        fields.extend([("use", "guest"), ("room", "3-2-101"), ("again", "by_time")]);
    }
    let kind = if enters { Kind::VehicleIn } else { Kind::VehicleOut };
    Act { uid: Uuid::from_u128(uid), ..counter.form(kind, &fields) }
}

pub fn tell(counter: &mut Counter, plate: &str, uid: u128, enters: bool, when: Moment) -> Reply {
    let act = told(counter, plate, uid, enters, when);
    counter.send(EVENING, &act).unwrap()
}

pub fn cars(counter: &Counter) -> Vec<Record> {
    counter.store().all(Query::new(Family::Vehicle, ListView::Newest, 500)).unwrap()
}

/// A stay: its plate, when it began and ended, as far as both are known, and whether it lasts.
pub type Told = (String, Option<i64>, Option<i64>, bool);

pub fn stays(counter: &Counter) -> BTreeSet<Told> {
    let told = |record: &Record| {
        let began = Some(record.at.millis());
        let plate = record.get("plate").to_owned();
        assert_eq!(
            due(record, "T31").is_some(),
            record.inside(),
            "a limit runs for who is inside, and for nobody else"
        );
        match record.stay().unwrap() {
            Stay::Inside => {
                assert_eq!(
                    due(record, "T31"),
                    Some(Moment::from_millis(record.at.millis() / MINUTE * MINUTE + DAY)),
                    "from the minute of the entry on"
                );
                (plate, began, None, true)
            }
            Stay::Left(left) => (plate, began, Some(left.millis()), false),
            Stay::LeftUnseen => (plate, began, None, false),
            Stay::OutOnly => (plate, None, began, false),
            Stay::Refused => panic!("nobody was refused"),
        }
    };
    let mut cars = cars(counter);
    cars.retain(|car| car.status != Status::Void);
    let stays: BTreeSet<_> = cars.iter().map(told).collect();
    assert_eq!(stays.len(), cars.len(), "no stay is there twice");
    stays
}

/// The stays of a day in order, worked out without the desk: an exit ends the entry right before it.
fn expected(day: &[Reading]) -> BTreeSet<Told> {
    let mut stays: Vec<Told> = Vec::new();
    for reading in day {
        let (plate, at) = (plate(reading.plate), Some(instant(reading.second).millis()));
        let inside = stays.iter_mut().find(|stay| stay.0 == plate && stay.3);
        match (inside, reading.enters) {
            (Some(open), false) => (open.2, open.3) = (at, false),
            (None, false) => stays.push((plate, None, at, false)),
            (open, true) => {
                if let Some(open) = open {
                    open.3 = false;
                }
                stays.push((plate, at, None, true));
            }
        }
    }
    stays.into_iter().collect()
}

pub fn plate(n: usize) -> String {
    format!("粤B{:05}", 10_000 + n)
}

pub fn tell_all(readings: &[Reading]) -> Counter {
    let mut counter = Counter::new();
    let act = |reading: &Reading| {
        told(&mut counter, &plate(reading.plate), reading.uid, reading.enters, instant(reading.second))
    };
    let acts: Vec<Act> = readings.iter().map(act).collect();
    for some in acts.chunks(100) {
        let some: Vec<_> = some.iter().map(|act| (act, &counter.who, at(EVENING))).collect();
        counter.desk.act_all(&some).unwrap();
    }
    assert_eq!(counter.store().verify().unwrap().findings, []);
    counter
}

/// A day at a gate, in order: every plate comes and goes; some readings are missing for ever, some stays last.
fn day(plates: usize, gaps: &[i64], lost: &[bool]) -> Vec<Reading> {
    let mut readings = Vec::new();
    let mut clocks = vec![0_i64; plates];
    for (n, (gap, lost)) in gaps.iter().zip(lost).enumerate() {
        let plate = n % plates;
        clocks[plate] += gap;
        let enters = (n / plates).is_multiple_of(2);
        if !lost {
            readings.push(Reading { uid: 1_000 + 10 * n as u128, plate, enters, second: clocks[plate] });
        }
    }
    readings.sort_by_key(|reading| reading.second);
    readings
}

/// The same readings with some read twice, some sent again, all of it in another order.
pub fn disturbed(day: &[Reading], doubled: &[i64], seed: u64) -> Vec<Reading> {
    let mut readings = day.to_vec();
    for (reading, after) in day.iter().zip(doubled.iter().cycle()).filter(|(_, after)| **after > 0) {
        readings.push(Reading { uid: reading.uid + 1, second: reading.second + after, ..*reading });
        if after % 2 == 0 {
            readings.push(*reading);
        }
    }
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 16
    };
    let mut keyed: Vec<_> = readings.into_iter().map(|reading| (reading, next())).collect();
    keyed.sort_by_key(|(_, key)| *key);
    keyed.into_iter().map(|(reading, _)| reading).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn readings_in_any_order_doubled_and_sent_again_give_the_same_stays(
        plates in 1..4_usize,
        gaps in prop::collection::vec(61..4_000_i64, 1..40),
        lost in prop::collection::vec(prop::bool::weighted(0.15), 40),
        doubled in prop::collection::vec(0..=30_i64, 1..30),
        seed in any::<u64>(),
    ) {
        let day = day(plates, &gaps, &lost);
        let told = tell_all(&disturbed(&day, &doubled, seed));
        prop_assert_eq!(stays(&told), expected(&day));
        prop_assert_eq!(stays(&tell_all(&day)), expected(&day));
        let before = cars(&told);
        told.store().rebuild().unwrap();
        prop_assert_eq!(cars(&told), before);
    }
}

#[test]
fn a_thousand_readings_shuffled_without_bound_give_the_registers_of_a_day_in_order() {
    for seed in [1_u64, 2, 3] {
        let gaps: Vec<i64> = (0..1_000_u64).map(|n| 61 + (n.wrapping_mul(7_919 + seed) % 3_000) as i64).collect();
        let day = day(50, &gaps, &vec![false; 1_000]);
        let doubled: Vec<i64> = (0..20).map(|n| if n % 3 == 0 { 8 + n } else { 0 }).collect();
        let disturbed = disturbed(&day, &doubled, seed);
        assert!(disturbed.len() > 1_300 && disturbed.windows(2).any(|pair| pair[0].second > pair[1].second + 3_600));
        let told = tell_all(&disturbed);
        assert_eq!(stays(&told), expected(&day), "seed {seed}");
        let inside = expected(&day).iter().filter(|stay| stay.3).count();
        assert_eq!(told.store().count(Query::new(Family::Vehicle, ListView::Inside, 0), 999).unwrap(), inside);
        assert_eq!(told.store().people(Family::Vehicle).unwrap(), inside, "a driver each");
    }
}

/// What a camera or a person may do about one of two plates, at some minute of the day.
#[derive(Debug, Clone)]
enum Deed {
    Enter(usize, i64, &'static str),
    Exit(usize, i64, Kind),
    /// The n-th record leaves by its row.
    Depart(usize, i64),
    /// The time of the n-th record's line is corrected.
    Move(usize, usize, i64),
    Rename(usize, usize),
    Withdraw(usize, usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let minute = || 0..600_i64;
    let again = prop::sample::select(&["by_time", "by_time", "", "missed", "out"][..]);
    prop_oneof![
        4 => (0..2_usize, minute(), again).prop_map(|(plate, at, again)| Deed::Enter(plate, at, again)),
        4 => (0..2_usize, minute(), prop::sample::select(&[Kind::VehicleOut, Kind::VehicleOutOnly][..]))
            .prop_map(|(plate, at, kind)| Deed::Exit(plate, at, kind)),
        1 => (0..9_usize, minute()).prop_map(|(n, at)| Deed::Depart(n, at)),
        2 => (0..9_usize, 0..3_usize, minute()).prop_map(|(n, line, at)| Deed::Move(n, line, at)),
        1 => (0..9_usize, 0..2_usize).prop_map(|(n, plate)| Deed::Rename(n, plate)),
        2 => (0..9_usize, 0..4_usize).prop_map(|(n, entry)| Deed::Withdraw(n, entry)),
    ]
}

/// Does a deed; what the desk refuses is refused.
fn carry_out(counter: &mut Counter, deed: &Deed) {
    let text = |minute: i64| Zone::default().rfc3339(instant(minute * 60));
    let cars = cars(counter);
    let nth = |n: usize| cars.get(n % cars.len().max(1)).cloned();
    match *deed {
        Deed::Enter(of, minute, again) => {
            let (plate, when) = (plate(of), text(minute));
            let fields =
                [("plate", plate.as_str()), ("at", &when), ("use", "taxi"), ("room", "1-1-101"), ("again", again)];
            drop(counter.act(EVENING, Kind::VehicleIn, &fields));
        }
        Deed::Exit(of, minute, kind) => {
            drop(counter.act(EVENING, kind, &[("plate", plate(of).as_str()), ("at", &text(minute))]));
        }
        Deed::Depart(n, minute) => {
            let Some(car) = nth(n) else { return };
            drop(counter.follow(EVENING, Kind::VehicleOut, &car, &[("at", &text(minute))]));
        }
        Deed::Move(n, line, minute) => {
            let Some(car) = nth(n) else { return };
            let lines = counter.card(&car, EVENING).lines;
            let line = &lines[line % lines.len()];
            let head = line.values.get("at").map_or((line.seq, "at".to_owned()), |value| value.head.clone());
            let fields = [("new", text(minute)), ("why", "记错".to_owned())];
            let fields = fields.each_ref().map(|(key, value)| (*key, value.as_str()));
            drop(counter.on(EVENING, Kind::Amended, &car, &fields, ActTarget::Strike(head.0, head.1)));
        }
        Deed::Rename(n, of) => {
            let Some(car) = nth(n) else { return };
            drop(counter.amend(EVENING, &car, "plate", &plate(of)));
        }
        Deed::Withdraw(n, entry) => {
            let Some(car) = nth(n) else { return };
            let entries = counter.store().history(car.subject).unwrap();
            let seq = entries[entry % entries.len()].seq;
            drop(counter.withdraw(EVENING, &car, ActTarget::Entry(seq)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_told_corrected_or_struck_no_two_stays_of_a_plate_overlap(
        deeds in prop::collection::vec(deed(), 1..40),
    ) {
        let mut counter = Counter::new();
        for deed in &deeds {
            carry_out(&mut counter, deed);
            for of in 0..2 {
                let mut spans: Vec<(i64, i64)> = Vec::new();
                for car in cars(&counter).iter().filter(|car| car.get("plate") == plate(of)) {
                    let end = match car.stay() {
                        Some(Stay::Inside) => i64::MAX,
                        Some(Stay::Left(left)) => left.millis(),
                        Some(Stay::LeftUnseen | Stay::OutOnly) => car.at.millis(),
                        Some(Stay::Refused) | None => continue,
                    };
                    prop_assert!(car.at.millis() <= end, "{car:?}");
                    prop_assert_eq!(due(car, "T31").is_some(), car.inside());
                    spans.push((car.at.millis(), end));
                }
                spans.sort_unstable();
                prop_assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{deed:?}: {spans:?}");
            }
        }
        let before = cars(&counter);
        prop_assert_eq!(counter.store().verify().unwrap().findings, []);
        counter.store().rebuild().unwrap();
        prop_assert_eq!(cars(&counter), before);
    }
}

#[test]
fn a_whole_stay_that_comes_late_is_taken_while_the_car_is_inside_now() {
    let mut counter = Counter::new();
    let now = tell(&mut counter, PLATE, 1, true, at("2026-03-02 12:00")).record;
    let late = tell(&mut counter, PLATE, 2, true, at("2026-03-02 10:00")).record;
    assert_eq!(late.stay(), Some(Stay::LeftUnseen), "it was seen to come in again later");
    let late = tell(&mut counter, PLATE, 3, false, at("2026-03-02 10:50")).record;
    assert_eq!((late.at, late.stay()), (at("2026-03-02 10:00"), Some(Stay::Left(at("2026-03-02 10:50")))));
    assert!(counter.card(&now, "2026-03-02 12:01").record.inside());
}

#[test]
fn an_entry_within_a_stay_takes_its_exit_and_leaves_nobody_inside() {
    let mut counter = Counter::new();
    let first = tell(&mut counter, PLATE, 1, true, at("2026-03-02 09:00")).record;
    tell(&mut counter, PLATE, 2, false, at("2026-03-02 09:10"));
    let second = tell(&mut counter, PLATE, 3, true, at("2026-03-02 09:05")).record;
    assert_eq!(second.stay(), Some(Stay::Left(at("2026-03-02 09:10"))));
    let first = counter.card(&first, "2026-03-02 12:00").record;
    assert_eq!((first.stay(), first.people()), (Some(Stay::LeftUnseen), 0));
    assert_eq!(counter.store().count(Query::new(Family::Vehicle, ListView::Inside, 0), 9).unwrap(), 0);
}

#[test]
fn an_exit_waits_for_its_entry_and_is_one_stay_with_it() {
    let mut counter = Counter::new();
    let exit = tell(&mut counter, PLATE, 1, false, at("2026-03-02 09:30")).record;
    assert_eq!((exit.stay(), exit.at, exit.people()), (Some(Stay::OutOnly), at("2026-03-02 09:30"), 0));
    let again = tell(&mut counter, PLATE, 1, false, at("2026-03-02 09:30"));
    assert!(again.repeated && again.record.subject == exit.subject);
    let joined = tell(&mut counter, PLATE, 2, true, at("2026-03-02 09:00"));
    assert!(joined.record.subject == exit.subject && !joined.repeated);
    assert_eq!(
        (joined.record.at, joined.record.stay()),
        (at("2026-03-02 09:00"), Some(Stay::Left(at("2026-03-02 09:30"))))
    );
    assert_eq!((joined.record.get("room"), joined.record.limits.len()), ("3-2-101", 0), "it has left: nothing runs");
    assert!(tell(&mut counter, PLATE, 2, true, at("2026-03-02 09:00")).repeated);
    // What is corrected later does not begin a limit for who has left.
    let taxi = counter.amend("2026-03-02 12:00", &exit, "use", "taxi").unwrap();
    assert_eq!((taxi.limits.len(), taxi.stay()), (0, Some(Stay::Left(at("2026-03-02 09:30")))));
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn of_two_readings_the_earlier_instant_stays() {
    let mut counter = Counter::new();
    let first = tell(&mut counter, PLATE, 1, true, instant(3_600)).record;
    let later = tell(&mut counter, PLATE, 2, true, instant(3_630));
    assert!(later.repeated && later.record.subject == first.subject);
    assert_eq!((later.record.at, later.record.fields), (first.at, first.fields.clone()), "nothing else is said of it");
    assert_eq!(counter.card(&first, EVENING).lines.len(), 1, "and nothing is shown");
    let entries = counter.last();
    assert!(
        tell(&mut counter, PLATE, 20, true, instant(3_630)).repeated && counter.last() > entries,
        "kept by its uid"
    );
    let earlier = tell(&mut counter, PLATE, 3, true, instant(3_592));
    assert!(!earlier.repeated && earlier.record.subject == first.subject);
    assert_eq!((earlier.record.at, earlier.record.struck), (instant(3_592), false));
    // With its minute.
    let limit = instant(3_592 / 60 * 60 + 24 * 3_600);
    assert_eq!(
        (due(&earlier.record, "T31"), earlier.record.limits.len()),
        (Some(limit), 1),
        "its limit runs from there"
    );
    tell(&mut counter, PLATE, 4, false, instant(7_220));
    let left = tell(&mut counter, PLATE, 5, false, instant(7_200));
    assert_eq!((left.record.subject, left.record.stay()), (first.subject, Some(Stay::Left(instant(7_200)))));
    assert_eq!(cars(&counter).len(), 1);
    // Beyond the window it is another event.
    let second = tell(&mut counter, PLATE, 6, true, instant(10_000)).record;
    let third = tell(&mut counter, PLATE, 7, true, instant(10_031)).record;
    assert_ne!(second.subject, third.subject);
    let mut counter = counter.updated(|house| house.site.same_reading = 120_000);
    assert!(tell(&mut counter, PLATE, 8, true, instant(10_150)).repeated, "the site says how long");
}

#[test]
fn a_person_is_asked_where_the_plate_was_inside_at_that_time() {
    let mut counter = Counter::new();
    let first = tell(&mut counter, PLATE, 1, true, at("2026-03-02 09:00")).record;
    let typed = |counter: &mut Counter, when: &str, kind, more: &[(&str, &str)]| {
        let car = [("plate", PLATE), ("use", "guest"), ("room", "3-2-101")];
        let asked = if kind == Kind::VehicleIn { &car[..] } else { &car[..1] };
        let fields: Vec<_> = asked.iter().chain(more).copied().collect();
        counter.act(when, kind, &fields)
    };
    let inside = cause(typed(&mut counter, "2026-03-02 10:00", Kind::VehicleIn, &[]));
    assert_eq!(inside, (Some("plate".into()), Cause::PlateInside(first.number)));
    // Before it came in, it was not inside: a late entry is taken.
    let earlier = typed(&mut counter, "2026-03-02 10:00", Kind::VehicleIn, &[("at", "08:00")]).unwrap();
    assert_eq!(earlier.stay(), Some(Stay::LeftUnseen));
    tell(&mut counter, PLATE, 2, false, at("2026-03-02 10:30"));
    let over = cause(typed(&mut counter, "2026-03-02 11:00", Kind::VehicleIn, &[("at", "09:30")]));
    let overlap = Cause::StaysOverlap(first.number, first.at, Stay::Left(at("2026-03-02 10:30")));
    assert_eq!(over, (Some("at".into()), overlap.clone()));
    let out = cause(typed(&mut counter, "2026-03-02 11:00", Kind::VehicleOutOnly, &[("at", "09:30")]));
    assert_eq!(out, (Some("at".into()), overlap));
    // The exit of the earlier stay comes to light.
    let closed = typed(&mut counter, "2026-03-02 11:00", Kind::VehicleOutOnly, &[("at", "08:20")]).unwrap();
    assert_eq!((closed.subject, closed.stay()), (earlier.subject, Some(Stay::Left(at("2026-03-02 08:20")))));
    let unknown = typed(&mut counter, "2026-03-02 11:10", Kind::VehicleOutOnly, &[]).unwrap();
    assert_eq!((unknown.stay(), unknown.inside()), (Some(Stay::OutOnly), false));
}

#[test]
fn no_correction_lays_one_stay_over_another() {
    let mut counter = Counter::new();
    let first = tell(&mut counter, PLATE, 1, true, at("2026-03-02 09:00")).record;
    tell(&mut counter, PLATE, 2, false, at("2026-03-02 10:00"));
    let second = tell(&mut counter, PLATE, 3, true, at("2026-03-02 11:00")).record;
    let over = Cause::StaysOverlap(first.number, first.at, Stay::Left(at("2026-03-02 10:00")));
    let earlier = cause(counter.amend("2026-03-02 12:00", &second, "at", "2026-03-02 09:30"));
    assert_eq!(earlier, (Some("new".into()), over.clone()));
    counter.amend("2026-03-02 12:00", &second, "at", "2026-03-02 10:30").unwrap();
    let other = counter.act(
        "2026-03-02 12:01",
        Kind::VehicleIn,
        &[("plate", "粤B99999"), ("use", "taxi"), ("room", "1-1-101")],
    );
    let other = other.unwrap();
    let same = cause(counter.amend("2026-03-02 12:02", &other, "plate", PLATE));
    assert_eq!(same.1, Cause::PlateInside(second.number));
    // An exit is moved behind the next entry, or before its own: neither is a stay.
    for (new, why) in [
        ("2026-03-02 10:45", Cause::StaysOverlap(second.number, at("2026-03-02 10:30"), Stay::Inside)),
        ("2026-03-02 08:00", Cause::BeforeArrival),
    ] {
        let line = counter.card(&first, "2026-03-02 12:03").lines[1].seq;
        let target = ActTarget::Strike(line, "at".into());
        let refused = counter.on("2026-03-02 12:03", Kind::Amended, &first, &[("new", new), ("why", "记错")], target);
        assert_eq!(cause(refused), (Some("new".into()), why));
    }
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

/// What of an exit itself a stay holds.
fn exit_facts(counter: &Counter, stay: &Record) -> [String; 4] {
    let stay = counter.card(stay, EVENING).record;
    ["picture", "device", "fetched_by", "remark"].map(|key| stay.get(key).to_owned())
}

#[test]
fn what_an_exit_says_of_itself_goes_with_it_to_the_stay_that_it_ends() {
    let facts = |n: &str| ["12.jpg", "东门", "李强", n].map(str::to_owned);
    let leave = |counter: &mut Counter, when: &str, uid: u128, remark: &str| {
        let mut act = told(counter, PLATE, uid, false, at(when));
        for (key, value) in ["picture", "device", "fetched_by", "remark"].into_iter().zip(facts(remark)) {
            act.fields.insert(key.to_owned(), value);
        }
        counter.send(EVENING, &act).unwrap().record
    };
    // A late entry takes the exit, and what was said with it.
    let mut counter = Counter::new();
    let first = tell(&mut counter, PLATE, 1, true, at("2026-03-02 08:00")).record;
    leave(&mut counter, "2026-03-02 12:00", 20, "载货");
    let second = tell(&mut counter, PLATE, 3, true, at("2026-03-02 11:00")).record;
    assert_eq!(exit_facts(&counter, &second), facts("载货"));
    assert_eq!(exit_facts(&counter, &first), [""; 4].map(str::to_owned), "nobody saw it leave");
    // Its own exit comes to light, and then an entry between these two.
    leave(&mut counter, "2026-03-02 10:00", 40, "空车");
    assert_eq!(exit_facts(&counter, &first), facts("空车"));
    let between = tell(&mut counter, PLATE, 5, true, at("2026-03-02 09:00")).record;
    assert_eq!(exit_facts(&counter, &between), facts("空车"));
    assert_eq!(exit_facts(&counter, &first), [""; 4].map(str::to_owned));
    assert_eq!(exit_facts(&counter, &second), facts("载货"));
    // An earlier exit takes the place of a later one, which waits for its entry with what was said of it.
    let mut counter = Counter::new();
    let stay = tell(&mut counter, PLATE, 1, true, at("2026-03-02 08:00")).record;
    leave(&mut counter, "2026-03-02 12:00", 20, "载货");
    tell(&mut counter, PLATE, 3, false, at("2026-03-02 10:00"));
    assert_eq!(exit_facts(&counter, &stay), [""; 4].map(str::to_owned));
    let waiting = cars(&counter).into_iter().find(|car| car.stay() == Some(Stay::OutOnly)).unwrap();
    assert_eq!(exit_facts(&counter, &waiting), facts("载货"));
    assert!(tell(&mut counter, PLATE, 3, false, at("2026-03-02 10:00")).repeated);
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn a_refusal_over_another_stay_names_its_record() {
    let mut counter = Counter::new();
    let first = tell(&mut counter, PLATE, 1, true, at("2026-03-02 09:00")).record;
    tell(&mut counter, PLATE, 2, false, at("2026-03-02 10:00"));
    let car = [("plate", PLATE), ("use", "guest"), ("room", "3-2-101"), ("at", "09:30")];
    let over = cause(counter.act("2026-03-02 11:00", Kind::VehicleIn, &car)).1;
    assert_eq!(over.record(), Some((Family::Vehicle, first.number)));
    let guest = [("visitor", "guest"), ("room", "3-2-101"), ("name", "张三"), ("check", "known")];
    let inside = counter.act("2026-03-02 11:00", Kind::VisitorIn, &guest).unwrap();
    let again = cause(counter.act("2026-03-02 11:05", Kind::VisitorIn, &guest)).1;
    assert_eq!(again.record(), Some((Family::Visitor, inside.number)));
}
