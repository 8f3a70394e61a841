//! What guards and cameras say of one event is one record, whatever the order in which their lines come: what a person says
//! before what a machine says, of several persons the earliest, and who read it first, where and when, of one reading.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use qiantai::desk::{Act, ActTarget, Reply, Who};
use qiantai::domain::entry::Kind;
use qiantai::domain::record::{Record, Status, Stay};
use qiantai::domain::time::Zone;
use qiantai::store::{Read, Store};
use uuid::Uuid;

use crate::counter::{Counter, at, due};
use crate::passages::{EVENING, cars, instant, plate};

const ABOUT: i64 = 30;

/// Who reads: two guards and two cameras.
const EYES: [(&str, &str, &str); 4] = [
    ("服务中心", "王敏", ""),
    ("东门岗", "李强", ""),
    ("东门岗", "东门相机", "camera"),
    ("服务中心", "西门相机", "camera"),
];

/// One reading of a plate, and what is said with it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    uid: u128,
    plate: usize,
    enters: bool,
    second: i64,
    eye: usize,
    said: Vec<(&'static str, &'static str)>,
}

impl Line {
    fn says(&self, key: &str) -> bool {
        !self.get(key).is_empty() && (self.enters || key != "driver")
    }

    fn get(&self, key: &str) -> &'static str {
        self.said.iter().find(|(said, _)| *said == key).map_or("", |(_, text)| text)
    }
}

fn send(counter: &mut Counter, line: &Line) -> Reply {
    let (when, plate) = (Zone::default().rfc3339(instant(line.second)), plate(line.plate));
    let mut fields = vec![("plate", plate.as_str()), ("at", &when)];
    // An exit says otherwise where the driver is.
    fields.extend(line.said.iter().filter(|(key, _)| line.enters || *key != "driver"));
    if line.enters {
        fields.push(("again", "by_time"));
    }
    let (post, operator, source) = EYES[line.eye];
    let act = counter.form(if line.enters { Kind::VehicleIn } else { Kind::VehicleOut }, &fields);
    let act = Act { uid: Uuid::from_u128(line.uid), source: Some(source.into()), ..act };
    let who = Who { post: post.into(), operator: operator.into(), ..counter.who.clone() };
    counter.desk.act(&act, &who, at(EVENING)).unwrap_or_else(|why| panic!("{line:?}: {why:?}"))
}

fn send_all(lines: &[Line]) -> Counter {
    let mut counter = Counter::new();
    lines.iter().for_each(|line| drop(send(&mut counter, line)));
    assert_eq!(counter.store().verify().unwrap().findings, []);
    counter
}

/// A stay: its plate, when it began and ended, whether it lasts, by whom it was read first, what is said of it, and when
/// its limit is due.
type Told = (String, Option<i64>, Option<i64>, bool, [String; 3], BTreeMap<String, String>, Option<i64>);

fn told(counter: &Counter) -> BTreeSet<Told> {
    let told = |record: &Record| {
        let (began, at) = (Some(record.at.millis()), record.at.millis());
        let (began, ended) = match record.stay().unwrap() {
            Stay::Inside | Stay::LeftUnseen => (began, None),
            Stay::Left(left) => (began, Some(left.millis())),
            Stay::OutOnly => (None, Some(at)),
            Stay::Refused => panic!("nobody was refused"),
        };
        let mut said = record.fields.clone();
        let plate = said.remove("plate").unwrap();
        assert_eq!(said.remove("unseen").is_some(), record.stay() == Some(Stay::LeftUnseen), "{record:?}");
        let who = [&record.post, &record.operator, &record.source].map(String::clone);
        (plate, began, ended, record.inside(), who, said, due(record, "T31").map(|due| due.millis()))
    };
    let mut cars = cars(counter);
    cars.retain(|car| car.status != Status::Void);
    let stays: BTreeSet<_> = cars.iter().map(told).collect();
    assert_eq!(stays.len(), cars.len(), "no stay is there twice");
    stays
}

/// What the readings of an entry and an exit say together.
fn said(came: &[&Line], left: &[&Line]) -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    for key in ["room", "use", "name", "remark", "fetched_by", "driver"] {
        let events = if key == "remark" { [left, came] } else { [came, left] };
        let all = || events.iter().flat_map(|event| event.iter()).filter(|line| line.says(key));
        let person = all().find(|line| EYES[line.eye].2.is_empty());
        if let Some(line) = person.or_else(|| all().next()) {
            said.insert(key.to_owned(), line.get(key).to_owned());
        }
    }
    let measured = |line: &&&Line| !line.get("picture").is_empty() || !line.get("device").is_empty();
    let measures = |event: &[&Line]| {
        let of =
            |machine: bool| event.iter().filter(measured).find(|line| EYES[line.eye].2.is_empty() != machine).copied();
        of(true).or_else(|| of(false)).cloned()
    };
    if let Some(line) = measures(left).or_else(|| measures(came)) {
        let keys = ["picture", "device"].map(|key| (key.to_owned(), line.get(key).to_owned()));
        said.extend(keys.into_iter().filter(|(_, text)| !text.is_empty()));
    }
    said
}

/// The stays that lines amount to, worked out without the desk.
fn expected(lines: &[Line]) -> BTreeSet<Told> {
    let mut lines: Vec<&Line> = lines.iter().collect();
    // Of one instant, by who they are and what they say.
    let name = |line: &Line| (EYES[line.eye].0, EYES[line.eye].1);
    lines.sort_by_key(|line| (line.plate, line.second, name(line)));
    let mut events: Vec<Vec<&Line>> = Vec::new();
    for line in lines {
        match events.last_mut().and_then(|event| Some((event.last().copied()?, event))) {
            Some((last, event))
                if last.plate == line.plate && last.enters == line.enters && line.second - last.second <= ABOUT =>
            {
                event.push(line);
            }
            _ => events.push(vec![line]),
        }
    }
    let mut stays = BTreeSet::new();
    let mut events = events.iter().peekable();
    while let Some(event) = events.next() {
        let begins = event[0];
        let mut next = events.peek().filter(|next| next[0].plate == begins.plate).copied();
        let when = |event: &Vec<&Line>| Some(instant(event[0].second).millis());
        let (came, left) = if begins.enters {
            let left = next.take_if(|next| !next[0].enters);
            if left.is_some() {
                events.next();
            }
            (Some(event), left)
        } else {
            (None, Some(event))
        };
        let inside = left.is_none() && next.is_none();
        let first = event.iter().filter(|line| line.second == begins.second);
        let first = first.min_by_key(|line| (EYES[line.eye].2.is_empty(), name(line))).unwrap();
        let (post, operator, source) = EYES[first.eye];
        let empty = Vec::new();
        let facts = said(came.unwrap_or(&empty), left.unwrap_or(&empty));
        let minutes = match facts.get("use").map(String::as_str).filter(|_| inside) {
            Some("taxi") => Some(30),
            Some("guest") => Some(24 * 60),
            _ => None,
        };
        let limit = minutes.map(|minutes| instant(begins.second / 60 * 60 + minutes * 60).millis());
        let who = [post, operator, source].map(str::to_owned);
        stays.insert((plate(begins.plate), came.and_then(when), left.and_then(when), inside, who, facts, limit));
    }
    stays
}

/// A part of what may be said of an event.
fn some() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let one = |key, values: &'static [&'static str]| {
        prop::option::weighted(0.4, prop::sample::select(values)).prop_map(move |value| value.map(|value| (key, value)))
    };
    let said = (
        one("room", &["1-1-101", "3-2-101"]),
        one("use", &["taxi", "guest"]),
        one("name", &["周晓云", "王五"]),
        one("remark", &["送家具", "空车"]),
        one("driver", &["another"]),
        one("picture", &["/1.jpg", "/2.jpg"]),
        one("device", &["东 1", "西 1"]),
    );
    said.prop_map(|(a, b, c, d, e, f, g)| [a, b, c, d, e, f, g].into_iter().flatten().collect())
}

/// Lines of some plates; of one instant they go the same way.
fn lines(longest: usize) -> impl Strategy<Value = Vec<Line>> {
    let gap = prop_oneof![1 => Just(0_i64), 4 => 1..40_i64, 1 => 31..600_i64];
    let line = (gap, 0..2_usize, any::<bool>(), 0..EYES.len(), some());
    prop::collection::vec(line, 1..longest).prop_map(|lines| {
        let mut clocks = [(0_i64, false); 2];
        let line = |(n, (gap, plate, enters, eye, said)): (usize, (i64, usize, bool, usize, Vec<_>))| {
            let (second, way) = &mut clocks[plate];
            *second += gap;
            *way = if gap == 0 { *way } else { enters };
            // What differs in nothing but its value is told apart by nothing but its value: one of each at an instant.
            Line { uid: 1_000 + 10 * n as u128, plate, enters: *way, second: *second, eye, said }
        };
        let mut lines: Vec<Line> = lines.into_iter().enumerate().map(line).collect();
        let mut seen = BTreeSet::new();
        lines.retain(|line| seen.insert((line.plate, line.second, line.eye)));
        lines
    })
}

fn shuffled(lines: &[Line], seed: u64) -> Vec<Line> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 16
    };
    let mut keyed: Vec<_> = lines.iter().map(|line| (next(), line.clone())).collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, line)| line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_of_an_event_is_one_record_whoever_says_it_in_whatever_order(
        day in lines(14),
        again in prop::collection::vec(0..4_u8, 14),
        seed in any::<u64>(),
    ) {
        // Some are sent again, some come twice.
        let mut sent = day.clone();
        for (line, again) in day.iter().zip(again) {
            let twin = Line { uid: line.uid + 1, ..line.clone() };
            sent.extend([twin, line.clone()].into_iter().take(usize::from(again / 2)));
        }
        let wanted = expected(&day);
        let counter = send_all(&shuffled(&sent, seed));
        prop_assert_eq!(told(&counter), wanted.clone(), "shuffled");
        prop_assert_eq!(told(&send_all(&day)), wanted.clone(), "in order");
        let back: Vec<Line> = day.iter().rev().cloned().collect();
        prop_assert_eq!(told(&send_all(&back)), wanted, "backwards");
        let before = cars(&counter);
        counter.store().rebuild().unwrap();
        prop_assert_eq!(cars(&counter), before);
    }
}

/// What becomes of a reading: another plate, or nothing.
fn fix(counter: &mut Counter, uid: u128, new: Option<usize>, n: u128) {
    let event = counter.store().by_uid(Uuid::from_u128(uid)).unwrap().unwrap();
    let new = new.map(plate);
    let mut fields = vec![("why", "读错")];
    fields.extend(new.as_deref().map(|new| ("new", new)));
    let (kind, target) = match new {
        Some(_) => (Kind::Amended, ActTarget::FieldOf(event.seq, "plate".into())),
        None => (Kind::Withdrawn, ActTarget::Entry(event.seq)),
    };
    let act = counter.form(kind, &fields);
    let uid = Uuid::from_u128((uid + n) << 64);
    let act = Act { uid, subject: Some(event.subject), target, source: Some(String::new()), ..act };
    counter.send(EVENING, &act).unwrap_or_else(|why| panic!("{kind:?} {event:?}: {why:?}"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_beside_a_corrected_reading_stays_said(
        day in lines(10),
        // Struck, or of the other plate; and struck then.
        fixes in prop::collection::vec(prop::option::weighted(0.4, (any::<bool>(), any::<bool>())), 10),
        places in prop::collection::vec(prop::collection::vec(any::<u16>(), 3), 10),
    ) {
        let mut placed: Vec<(u16, usize, usize, Option<Option<usize>>)> = Vec::new();
        let mut right = Vec::new();
        for (n, line) in day.iter().enumerate() {
            let (mut places, mut now) = (places[n].clone(), Some(line.plate));
            places.sort_unstable();
            placed.push((places[0], n, 0, None));
            let one = fixes[n].map(|(strikes, _)| strikes);
            let two = fixes[n].and_then(|(strikes, then)| (then && !strikes).then_some(true));
            for (m, strikes) in [one, two].into_iter().flatten().enumerate() {
                now = now.filter(|_| !strikes).map(|plate| 1 - plate);
                placed.push((places[m + 1], n, m + 1, Some(now)));
            }
            right.extend(now.map(|plate| Line { plate, ..line.clone() }));
        }
        // Two ways at one instant tell no order.
        let ways: BTreeMap<_, _> = right.iter().map(|line| ((line.plate, line.second), line.enters)).collect();
        prop_assume!(right.iter().all(|line| ways[&(line.plate, line.second)] == line.enters));
        // Nor do two readings of one instant by one eye.
        let readings: BTreeSet<_> = right.iter().map(|line| (line.plate, line.second, line.eye)).collect();
        prop_assume!(readings.len() == right.len());
        placed.sort_by_key(|(place, n, m, _)| (*place, *n, *m));
        let mut counter = Counter::new();
        for (_, n, m, fixed) in &placed {
            match fixed {
                Some(plate) => fix(&mut counter, day[*n].uid, *plate, *m as u128),
                None => drop(send(&mut counter, &day[*n])),
            }
        }
        prop_assert_eq!(told(&counter), expected(&right), "{:?}", placed);
        prop_assert_eq!(counter.store().verify().unwrap().findings, []);
        let before = cars(&counter);
        counter.store().rebuild().unwrap();
        prop_assert_eq!(cars(&counter), before);
    }
}

/// A line of the first plate by a camera.
fn camera(uid: u128, enters: bool, second: i64) -> Line {
    Line { uid: 1_000 + 10 * uid, plate: 0, enters, second, eye: 2, said: Vec::new() }
}

#[test]
fn of_two_readings_of_one_instant_one_is_struck() {
    for enters in [true, false] {
        for struck in [1, 2] {
            let day = [camera(1, enters, 0), camera(2, enters, 0)];
            let mut counter = send_all(&day);
            fix(&mut counter, 1_000 + 10 * struck, None, 0);
            assert_eq!(told(&counter), expected(&day[..1]), "{enters} {struck}");
            fix(&mut counter, 1_000 + 10 * (3 - struck), None, 0);
            assert_eq!(told(&counter), BTreeSet::new());
        }
    }
}

#[test]
fn a_record_that_is_struck_by_its_number_goes_with_all_that_was_read_of_it() {
    let day =
        [camera(1, true, 0), camera(2, false, 100), camera(3, true, 200), camera(4, true, 210), camera(5, false, 300)];
    let day = [&day[..], &[camera(6, true, 400), camera(7, false, 500)]].concat();
    // Whatever took its exit, or gave it one, for a while.
    for seed in 0..40 {
        let mut counter = send_all(&shuffled(&day, seed));
        let stay = cars(&counter).into_iter().find(|car| car.at == instant(200) && car.status != Status::Void).unwrap();
        let act = counter.form(Kind::Withdrawn, &[("why", "看错")]);
        let act = Act { subject: Some(stay.subject), source: Some(String::new()), ..act };
        counter.send(EVENING, &act).unwrap();
        assert!(counter.send(EVENING, &act).unwrap().repeated);
        let rest = [&day[..2], &day[5..]].concat();
        assert_eq!(told(&counter), expected(&rest), "{seed}");
        for line in &day {
            assert!(send(&mut counter, line).repeated, "nothing of it comes back");
        }
        assert_eq!(told(&counter), expected(&rest), "{seed}");
        assert_eq!(counter.store().verify().unwrap().findings, []);
    }
}
