//! Visitors told in any order by whoever reads them without a screen: an exit that names an entry to come waits for it,
//! and what a name alone cannot tell is asked and never guessed.

use std::collections::BTreeSet;

use proptest::prelude::*;
use qiantai::desk::{Act, ActError, ActTarget, Reply};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::domain::time::Zone;
use qiantai::store::{ListView, Query, Read, Store};
use uuid::Uuid;

use crate::counter::{Counter, at, cause, who};
use crate::passages::{EVENING, instant};

const NAMES: [&str; 3] = ["王五", "李伟", "买买提"];

/// What a reader tells of a visit: who comes in, or that whoever came by that line leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    uid: u128,
    person: usize,
    /// Seconds after the start.
    second: i64,
    /// The line of the entry, of an exit.
    leaves: Option<u128>,
}

fn told(counter: &mut Counter, line: Line) -> Act {
    let when = Zone::default().rfc3339(instant(line.second));
    let mut fields = vec![("at", when.as_str())];
    let kind = if line.leaves.is_some() { Kind::VisitorOut } else { Kind::VisitorIn };
    if line.leaves.is_none() {
        let name = NAMES[line.person];
        fields.extend([("visitor", "guest"), ("room", "3-2-101"), ("name", name), ("check", "known")]);
    }
    // As a reader finds the record.
    let leaves = line.leaves.map(Uuid::from_u128);
    let came = leaves.and_then(|entry| counter.store().by_uid(entry).unwrap());
    let target = leaves.filter(|_| came.is_none()).map_or(ActTarget::None, ActTarget::Comes);
    let (uid, subject) = (Uuid::from_u128(line.uid), came.map(|came| came.subject));
    Act { uid, subject, target, source: Some("kiosk".into()), ..counter.form(kind, &fields) }
}

fn tell(counter: &mut Counter, line: Line) -> Result<Reply, ActError> {
    let act = told(counter, line);
    counter.send(EVENING, &act)
}

fn visitors(counter: &Counter) -> Vec<Record> {
    let mut all = counter.store().all(Query::new(Family::Visitor, ListView::Newest, 500)).unwrap();
    all.retain(|record| record.status != Status::Void);
    all
}

/// The visits: of whom, from when, until when, as far as both are known.
type Visit = (String, Option<i64>, Option<i64>);

fn visits(counter: &Counter) -> BTreeSet<Visit> {
    let visit = |record: &Record| {
        let (name, at) = (record.get("name").to_owned(), Some(record.at.millis()));
        assert_eq!(record.limits.is_empty(), !record.inside(), "a limit runs for who is inside");
        match record.stay().unwrap() {
            Stay::Inside => (name, at, None),
            Stay::Left(left) => (name, at, Some(left.millis())),
            Stay::OutOnly => (name, None, at),
            other => panic!("{other:?}"),
        }
    };
    let all = visitors(counter);
    let visits: BTreeSet<Visit> = all.iter().map(visit).collect();
    assert_eq!(visits.len(), all.len(), "nobody is there twice");
    visits
}

const CAME: Line = Line { uid: 0x1000, person: 0, second: 3_600, leaves: None };
const LEFT: Line = Line { uid: 0x2000, person: 0, second: 7_200, leaves: Some(0x1000) };

#[test]
fn an_exit_waits_for_the_entry_that_it_names() {
    let mut counter = Counter::new();
    let waits = tell(&mut counter, LEFT).unwrap();
    assert_eq!((waits.repeated, waits.record.stay()), (false, Some(Stay::OutOnly)));
    assert!(tell(&mut counter, LEFT).unwrap().repeated);
    let twice = tell(&mut counter, Line { uid: 0x2100, ..LEFT });
    assert_eq!(cause(twice).1, Cause::AlreadyLeft(Some(instant(LEFT.second))), "as of one whose entry has come");
    // Who came is not who had left before.
    let late = tell(&mut counter, Line { second: LEFT.second + 60, ..CAME });
    assert_eq!(cause(late), (Some("at".into()), Cause::AfterNext(instant(LEFT.second))));
    let came = tell(&mut counter, CAME).unwrap();
    assert_eq!((came.record.subject, came.record.number), (waits.record.subject, waits.record.number));
    assert_eq!((came.record.at, came.record.stay()), (instant(3_600), Some(Stay::Left(instant(7_200)))));
    assert_eq!((came.record.get("name"), came.record.get("room")), ("王五", "3-2-101"));
    for line in [CAME, LEFT] {
        let again = tell(&mut counter, line).unwrap();
        assert!(again.repeated && again.record.subject == waits.record.subject);
    }
    let other = tell(&mut counter, Line { second: 3_700, ..CAME });
    assert!(matches!(cause(other).1, Cause::UidConflict(_)));
    assert_eq!(counter.store().people(Family::Visitor).unwrap(), 0);
    // Both times are put right, each on its side of the other.
    for (key, new, ok) in [("at", "2026-03-02 02:30", false), ("at", "2026-03-02 00:30", true)] {
        let moved = counter.amend(EVENING, &came.record, key, new);
        assert_eq!(moved.is_ok(), ok, "{moved:?}");
    }
    let exit = ActTarget::Strike(waits.seq, "at".into());
    let fields = [("new", "2026-03-02 00:20"), ("why", "记错")];
    let early = counter.on(EVENING, Kind::Amended, &came.record, &fields, exit.clone());
    assert_eq!(cause(early), (Some("new".into()), Cause::BeforeArrival));
    let later = counter.on(EVENING, Kind::Amended, &came.record, &[("new", "2026-03-02 02:20"), fields[1]], exit);
    assert_eq!(later.unwrap().stay(), Some(Stay::Left(at("2026-03-02 02:20"))));
    // The entry is struck alone, and the exit stands.
    let left = counter.withdraw(EVENING, &came.record, ActTarget::Entry(came.seq)).unwrap();
    assert_eq!(left.stay(), Some(Stay::OutOnly));
    assert_eq!(counter.withdraw(EVENING, &left, ActTarget::Entry(waits.seq)).unwrap().status, Status::Void);
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn what_an_exit_waits_for_is_a_visitors_entry_and_nothing_else() {
    let mut counter = Counter::new();
    tell(&mut counter, LEFT).unwrap();
    let uid = Uuid::from_u128(CAME.uid);
    let note = Act { uid, ..counter.form(Kind::Note, &[("text", "停水")]) };
    assert!(counter.send(EVENING, &note).is_ok());
    assert_eq!(cause(tell(&mut counter, Line { uid: 0x2200, ..LEFT })).1, Cause::WrongRecord);
    let mut counter = Counter::new();
    let waits = tell(&mut counter, LEFT).unwrap().record;
    // Once it was struck, whoever comes is inside, and leaves.
    counter.withdraw(EVENING, &waits, ActTarget::Entry(waits.seq)).unwrap();
    let came = tell(&mut counter, CAME).unwrap().record;
    assert!(came.inside() && came.subject != waits.subject);
    assert!(tell(&mut counter, CAME).unwrap().repeated);
    // Nobody is found to have left unseen before anyone is known to have come.
    let unseen = told(&mut counter, Line { uid: 0x3000, leaves: Some(0x3100), ..LEFT });
    for (key, text) in [("unseen", "yes"), ("leaving", "2")] {
        let mut one = unseen.clone();
        one.fields.insert(key.into(), text.into());
        let refused = cause(counter.send(EVENING, &one).map(|reply| reply.record));
        assert_eq!(refused.1, Cause::NoSuchRecord, "{key}");
    }
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn an_entry_told_late_is_held_against_who_was_inside_then_and_who_left_since() {
    let guest = |room| [("visitor", "guest"), ("room", room), ("name", "王五"), ("check", "known")];
    for source in [None, Some("kiosk".to_owned())] {
        let mut counter = Counter::new();
        let gone = [("name", "王五"), ("room", "3-2-101"), ("at", "2026-03-02 10:00")];
        let gone = counter.act("2026-03-02 12:00", Kind::VisitorOutOnly, &gone).unwrap();
        let tell = |counter: &mut Counter, more: &[(&str, &str)], target| {
            let act = counter.form(Kind::VisitorIn, &[&guest("3-2-101")[..], more].concat());
            counter.send("2026-03-02 12:00", &Act { source: source.clone(), target, ..act }).map(|reply| reply.record)
        };
        let nine = ("at", "2026-03-02 09:00");
        assert_eq!(who(tell(&mut counter, &[nine], ActTarget::None)), [gone.number], "is it he?");
        let missed = tell(&mut counter, &[nine, ("again", "missed")], ActTarget::None);
        assert_eq!(cause(missed).1, Cause::AlreadyLeft(Some(at("2026-03-02 10:00"))));
        let late = tell(&mut counter, &[("at", "2026-03-02 10:30")], ActTarget::None).unwrap();
        assert!(late.inside(), "he came later");
        counter.withdraw("2026-03-02 12:00", &late, ActTarget::Entry(late.seq)).unwrap();
        let target = ActTarget::Leaves(Family::Visitor, gone.number);
        let joined = tell(&mut counter, &[nine, ("again", "left")], target).unwrap();
        assert_eq!((joined.subject, joined.at), (gone.subject, at("2026-03-02 09:00")));
        assert_eq!(joined.stay(), Some(Stay::Left(at("2026-03-02 10:00"))));
        // Told once more by another line, he was inside then, or as good as inside.
        let again = [("at", "2026-03-02 09:01")];
        for when in ["2026-03-02 09:01", "2026-03-02T08:59:52+08:00"] {
            assert_eq!(who(tell(&mut counter, &[("at", when)], ActTarget::None)), [gone.number], "{when}");
        }
        let twin = tell(&mut counter, &[again[0], ("again", "left")], ActTarget::None);
        assert_eq!(cause(twin).1, Cause::AlreadyLeft(Some(at("2026-03-02 10:00"))));
        let second = tell(&mut counter, &[again[0], ("again", "second")], ActTarget::None).unwrap();
        assert!(second.inside() && second.subject != gone.subject);
        assert_eq!(counter.store().verify().unwrap().findings, []);
    }
    // A name alone is no key: a machine is asked only where the flat or a number says so, too.
    let mut counter = Counter::new();
    let gone = [("name", "王五"), ("room", "3-2-101"), ("at", "2026-03-02 10:00")];
    counter.act("2026-03-02 12:00", Kind::VisitorOutOnly, &gone).unwrap();
    let came = counter.form(Kind::VisitorIn, &[&guest("5-1-102")[..], &[("at", "2026-03-02 09:00")]].concat());
    let came = Act { source: Some("kiosk".into()), ..came };
    assert!(counter.send("2026-03-02 12:00", &came).unwrap().record.inside());
}

/// The visits of a day, in order: everybody comes and goes again and again; some entries are lost, and who came last may
/// stay.
fn day(gaps: &[i64], lost: &[bool], stays: bool) -> Vec<Line> {
    let (mut lines, mut clocks) = (Vec::new(), [0_i64; NAMES.len()]);
    for (n, (gap, lost)) in gaps.iter().zip(lost).enumerate() {
        let person = n % NAMES.len();
        let uid = 0x1_0000 * (n as u128 + 1);
        let came = clocks[person] + gap;
        clocks[person] = came + gap * 2;
        if !lost {
            lines.push(Line { uid, person, second: came, leaves: None });
        }
        if !stays || n + NAMES.len() < gaps.len() {
            lines.push(Line { uid: uid + 0x100, person, second: clocks[person], leaves: Some(uid) });
        }
    }
    lines.sort_by_key(|line| line.second);
    lines
}

/// The visits without the desk.
fn expected(day: &[Line]) -> BTreeSet<Visit> {
    let millis = |line: &Line| instant(line.second).millis();
    let left = |uid: u128| day.iter().find(|line| line.leaves == Some(uid)).map(millis);
    let came = |uid: u128| day.iter().any(|line| line.leaves.is_none() && line.uid == uid);
    let entries = day.iter().filter(|line| line.leaves.is_none());
    let entries = entries.map(|line| (NAMES[line.person].to_owned(), Some(millis(line)), left(line.uid)));
    let alone = day.iter().filter(|line| line.leaves.is_some_and(|uid| !came(uid)));
    entries.chain(alone.map(|line| (String::new(), None, Some(millis(line))))).collect()
}

/// Tells all lines; who is asked sends the line again after the others, as a reader does.
fn tell_all(lines: &[Line]) -> Counter {
    let mut counter = Counter::new();
    let mut open = lines.to_vec();
    while !open.is_empty() {
        let before = open.len();
        open.retain(|line| match tell(&mut counter, *line) {
            Ok(_) => false,
            Err(ActError::Refused(reasons)) => {
                assert!(matches!(reasons[0].cause, Cause::PersonInside(..)), "{reasons:?}");
                true
            }
            Err(failed) => panic!("{failed:?}"),
        });
        assert!(open.len() < before, "{open:?}");
    }
    assert_eq!(counter.store().verify().unwrap().findings, []);
    counter
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn lines_in_any_order_and_sent_again_give_the_visits_of_a_day_in_order(
        gaps in prop::collection::vec(1..2_000_i64, 1..12),
        lost in prop::collection::vec(prop::bool::weighted(0.15), 12),
        stays in any::<bool>(),
        order in prop::collection::vec(any::<u32>(), 48),
    ) {
        let day = day(&gaps, &lost, stays);
        let mut keyed: Vec<_> = day.iter().chain(&day).zip(&order).collect();
        keyed.sort_by_key(|(_, key)| **key);
        let lines: Vec<Line> = keyed.into_iter().map(|(line, _)| *line).collect();
        let told = tell_all(&lines);
        prop_assert_eq!(visits(&told), expected(&day));
        prop_assert_eq!(visits(&tell_all(&day)), expected(&day));
        let before = visitors(&told);
        told.store().rebuild().unwrap();
        prop_assert_eq!(visitors(&told), before);
    }
}

/// Who came with a driver is counted anew once he has left, whatever that makes of his leaving.
#[test]
fn the_count_of_a_visit_is_amended_after_its_driver_has_left() {
    let numbers = ["1", "2", "3", "4"];
    for (from, to) in (0..4).flat_map(|from| (0..4).map(move |to| (from, to))).filter(|(from, to)| from != to) {
        let mut counter = Counter::new();
        let guest = [("visitor", "guest"), ("room", "3-2-101"), ("name", "王五"), ("check", "known")];
        let guest = [&guest[..], &[("count", numbers[from])]].concat();
        let visit = counter.act("2026-03-02 09:00", Kind::VisitorIn, &guest).unwrap();
        let car =
            [("plate", "粤B12345"), ("use", "guest"), ("room", "3-2-101"), ("name", "王五"), ("driver", "visitor")];
        let car = counter.act("2026-03-02 09:05", Kind::VehicleIn, &car).unwrap();
        counter.follow("2026-03-02 10:00", Kind::VehicleOut, &car, &[("driver", "with")]).unwrap();
        let people = |counter: &Counter| counter.store().people(Family::Visitor).unwrap();
        assert_eq!(people(&counter), from, "{}", numbers[from]);
        for now in [to, from] {
            let amended = counter.amend("2026-03-02 10:30", &visit, "count", numbers[now]);
            let amended = amended.unwrap_or_else(|refused| panic!("{from} {to}: {refused:?}"));
            assert_eq!((people(&counter), amended.inside()), (now, now > 0), "{from} {to}");
            let left = Some(Stay::Left(at("2026-03-02 10:00")));
            assert!(now > 0 || amended.stay() == left, "{amended:?}");
        }
        assert_eq!(counter.store().verify().unwrap().findings, []);
    }
}
