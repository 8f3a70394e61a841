//! A part of a plate, as a guard heard it or a camera read half of it, tells no vehicle from others; and who leaves whom
//! nobody saw come may be inside all the same.

use qiantai::desk::{Act, ActError, ActTarget, Reply};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Status, Stay};
use qiantai::domain::refusal::{Candidate, Cause};
use qiantai::domain::time::Moment;
use qiantai::store::{ListView, Query, Read, Store};

use crate::counter::{Counter, at, cause, who};
use crate::passages::{EVENING, cars, instant, told};

const NOW: &str = "2026-03-02 12:00";

fn came(counter: &mut Counter, when: &str, plate: &str) -> Record {
    let fields = [("plate", plate), ("use", "guest"), ("room", "3-2-101"), ("again", "by_time")];
    counter.act(when, Kind::VehicleIn, &fields).unwrap()
}

fn inside(counter: &Counter) -> usize {
    counter.store().count(Query::new(Family::Vehicle, ListView::Inside, 0), 99).unwrap()
}

/// The vehicles that may be meant.
fn which(result: Result<Record, ActError>) -> Vec<Candidate> {
    match cause(result) {
        (Some(field), Cause::WhichVehicle(candidates, 0)) if field == "plate" => candidates,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_part_of_a_plate_opens_a_stay_of_its_own_and_ends_none() {
    let mut counter = Counter::new();
    for (n, plate) in ["7766", "7766", "粤B7766?", "粤C1A23", "粤C1A23", "无牌", "无牌"].into_iter().enumerate()
    {
        let car = came(&mut counter, &format!("2026-03-02 09:{n:02}"), plate);
        assert!(car.inside() && inside(&counter) == n + 1, "{plate}");
    }
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn an_exit_by_a_part_of_a_plate_names_those_inside_that_may_be_meant() {
    for kind in [Kind::VehicleOut, Kind::VehicleOutOnly] {
        let mut counter = Counter::new();
        let one = came(&mut counter, "2026-03-02 09:00", "粤B77661");
        let two = came(&mut counter, "2026-03-02 09:10", "7766");
        came(&mut counter, "2026-03-02 09:20", "粤B12345");
        came(&mut counter, "2026-03-02 11:00", "粤A17766");
        let entries = counter.last();
        let asked = [("plate", "7766"), ("at", "2026-03-02 10:00")];
        let candidates = which(counter.act(NOW, kind, &asked));
        let told: Vec<_> = candidates.iter().map(|one| (one.number, one.since, one.told.as_str())).collect();
        assert_eq!(told, [(two.number, two.at, "7766"), (one.number, one.at, "粤B·77661")], "who was inside then");
        assert_eq!(counter.last(), entries, "nobody is signed out");
        // One is enough to ask.
        let part = [("plate", "粤A?7766")];
        assert_eq!(which(counter.act(NOW, kind, &part)).len(), 2);
        // Whoever names the record may say the part as well.
        let act = counter.form(Kind::VehicleOut, &asked);
        let act = Act { subject: Some(one.subject), target: ActTarget::None, ..act };
        let left = counter.send(NOW, &act).unwrap().record;
        assert_eq!((left.subject, left.stay()), (one.subject, Some(Stay::Left(at("2026-03-02 10:00")))));
        assert!(counter.send(NOW, &act).unwrap().repeated);
        let wrong = counter.follow(NOW, Kind::VehicleOut, &two, &[("plate", "8899")]);
        assert_eq!(cause(wrong).1, Cause::WrongRecord);
        // None of them.
        let other = [asked[0], asked[1], ("again", "other")];
        let exit = counter.act(NOW, kind, &other).unwrap();
        assert_eq!((exit.stay(), inside(&counter)), (Some(Stay::OutOnly), 3));
        // Where nobody inside may be meant there is nothing to ask.
        let unknown = counter.act(NOW, kind, &[("plate", "8899")]).unwrap();
        assert_eq!(unknown.stay(), Some(Stay::OutOnly));
        assert_eq!(counter.store().verify().unwrap().findings, []);
    }
}

#[test]
fn a_visitor_who_leaves_unseen_to_have_come_is_held_against_those_inside() {
    let mut counter = Counter::new();
    let guest = [("visitor", "guest"), ("room", "3-2-101"), ("name", "买买提"), ("check", "known")];
    let guest = counter.act("2026-03-02 09:00", Kind::VisitorIn, &guest).unwrap();
    let said = [("name", "買買提"), ("room", "3-2-101"), ("remark", "走北门")];
    for said in [&said[..1], &said[..]] {
        let asked = who(counter.act(NOW, Kind::VisitorOutOnly, said));
        assert_eq!(asked, vec![guest.number]);
    }
    let second = [said[0], said[1], ("again", "second")];
    let other = counter.act(NOW, Kind::VisitorOutOnly, &second).unwrap();
    assert_eq!(other.stay(), Some(Stay::OutOnly), "another person");
    let out = counter.form(Kind::VisitorOutOnly, &[&said[..], &[("again", "out")]].concat());
    let left = counter.send(NOW, &out).unwrap().record;
    assert_eq!((left.subject, left.stay()), (guest.subject, Some(Stay::Left(at(NOW)))));
    assert_eq!((left.get("remark"), left.get("called")), ("走北门", "買買提"));
    assert!(counter.send(NOW, &out).unwrap().repeated);
    for (key, value) in [("name", "张三"), ("room", "3-2-102"), ("remark", "走东门")] {
        let mut changed = out.clone();
        changed.fields.insert(key.into(), value.into());
        assert!(counter.send(NOW, &changed).is_err(), "{key}");
    }
    let elsewhere = counter.act(NOW, Kind::VisitorOutOnly, &[("name", "张三"), ("room", "3-2-101")]).unwrap();
    assert_eq!(elsewhere.stay(), Some(Stay::OutOnly));
    assert_eq!(counter.store().people(Family::Visitor).unwrap(), 0);
}

/// What a camera reads of a plate.
fn read(counter: &mut Counter, uid: u128, (second, enters): (i64, bool), (plate, device): (&str, &str)) -> Reply {
    let act = told(counter, plate, uid, enters, instant(second));
    let mut act = Act { source: Some("camera".into()), ..act };
    act.fields.insert("device".into(), device.into());
    counter.send(EVENING, &act).unwrap()
}

#[test]
fn a_part_of_a_plate_that_stands_at_the_barrier_is_one_event_of_its_machine() {
    for enters in [true, false] {
        for turned in [false, true] {
            let mut counter = Counter::new();
            let mut seconds: Vec<i64> = (0..=100).step_by(5).collect();
            if turned {
                // Every other one comes late.
                seconds.sort_by_key(|second| second % 10 == 0);
            }
            for second in seconds {
                read(&mut counter, 1_000 + second as u128, (second, enters), ("7766", "LPR-1"));
            }
            let standing = |counter: &Counter| cars(counter).iter().filter(|car| car.status != Status::Void).count();
            assert_eq!(standing(&counter), 1);
            let car = cars(&counter).into_iter().find(|car| car.status != Status::Void).unwrap();
            assert_eq!((car.at, car.inside()), (instant(0), enters));
            // Another plate, another machine, another time, and none at all: another vehicle.
            let others = [(50, "7768", "LPR-1"), (50, "7766", "LPR-2"), (131, "7766", "LPR-1"), (50, "无牌", "LPR-1")];
            for (n, (second, plate, device)) in others.into_iter().enumerate() {
                read(&mut counter, n as u128 + 1, (second, enters), (plate, device));
                assert_eq!(standing(&counter), n + 2, "{plate} {device}");
            }
            // The other way is no reading of it.
            read(&mut counter, 9, (55, !enters), ("7766", "LPR-1"));
            assert_eq!(standing(&counter), 6);
            assert_eq!(counter.store().verify().unwrap().findings, []);
        }
    }
}

#[test]
fn a_vehicle_without_a_plate_that_stands_at_the_barrier_is_one_event_of_its_machine() {
    for enters in [true, false] {
        let mut counter = Counter::new();
        let first = read(&mut counter, 1, (0, enters), ("无牌", "LPR-1")).record;
        for (n, none) in (1..).zip(["unknown", "none", "N/A"]) {
            let again = read(&mut counter, 1 + n as u128, (n, enters), (none, "LPR-1"));
            assert!(again.repeated && again.record.subject == first.subject, "{none}");
        }
        let people = usize::from(enters);
        assert_eq!((cars(&counter).len(), counter.store().people(Family::Vehicle).unwrap()), (1, people));
        // Another machine, another time, the other way, and whatever a guard types: a vehicle of its own.
        read(&mut counter, 11, (5, enters), ("无牌", "LPR-2"));
        read(&mut counter, 12, (40, enters), ("无牌", "LPR-1"));
        read(&mut counter, 13, (41, !enters), ("无牌", "LPR-1"));
        for uid in [14, 15] {
            let typed = told(&mut counter, "无牌", uid, enters, instant(4));
            counter.send(EVENING, &typed).unwrap();
        }
        assert_eq!(cars(&counter).len(), 6);
        assert!(cars(&counter).iter().all(|car| car.inside() || car.stay() == Some(Stay::OutOnly)), "none is closed");
        assert_eq!(counter.store().verify().unwrap().findings, []);
    }
}

#[test]
fn a_reading_at_the_very_instant_of_another_is_known_by_its_uid() {
    const PLATE: (&str, &str) = ("粤B70001", "LPR-1");
    for enters in [true, false] {
        for second in [100, 110] {
            let mut counter = Counter::new();
            let first = read(&mut counter, 1, (100, enters), PLATE).record;
            read(&mut counter, 2, (110, enters), PLATE);
            let twin = read(&mut counter, 3, (second, enters), PLATE);
            assert!(twin.repeated && twin.record.subject == first.subject);
            let entries = counter.last();
            let other = told(&mut counter, "粤B70002", 3, enters, instant(second));
            let other = counter.send(EVENING, &Act { source: Some("camera".into()), ..other });
            assert!(matches!(cause(other.map(|reply| reply.record)).1, Cause::UidConflict(_)));
            // Struck, it comes back by none of its readings.
            counter.withdraw(EVENING, &first, ActTarget::None).unwrap();
            for (uid, second) in [(1, 100), (2, 110), (3, second)] {
                assert!(read(&mut counter, uid, (second, enters), PLATE).repeated);
            }
            assert!(cars(&counter).iter().all(|car| car.status == Status::Void) && counter.last() > entries);
            assert_eq!(counter.store().verify().unwrap().findings, []);
        }
    }
}

/// A camera read half of the plate that a guard now reads whole.
#[test]
fn an_exit_by_a_plate_that_is_not_inside_names_those_of_which_a_part_was_read() {
    let mut counter = Counter::new();
    let half = came(&mut counter, "2026-03-02 09:00", "粤B1?345");
    came(&mut counter, "2026-03-02 09:10", "粤B12346");
    let whole = [("plate", "粤B12345"), ("at", "2026-03-02 10:00")];
    let candidates = which(counter.act(NOW, Kind::VehicleOut, &whole));
    assert_eq!(candidates.iter().map(|one| one.number).collect::<Vec<_>>(), [half.number]);
    let exit = counter.act(NOW, Kind::VehicleOut, &[whole[0], whole[1], ("again", "other")]).unwrap();
    assert_eq!((exit.stay(), inside(&counter)), (Some(Stay::OutOnly), 2));
    // What is inside by its whole plate is meant, whatever else was read.
    let own = came(&mut counter, "2026-03-02 11:00", "粤B12345");
    let left = counter.act(NOW, Kind::VehicleOut, &[("plate", "粤B12345")]).unwrap();
    assert_eq!((left.subject, inside(&counter)), (own.subject, 2));
}

/// A guard's entry of a whole plate at a time, with how it is meant.
fn enters(counter: &mut Counter, plate: &str, when: &str, part: &str) -> Result<Record, ActError> {
    let fields = [("plate", plate), ("use", "guest"), ("room", "3-2-101"), ("at", when), ("part", part)];
    counter.act(NOW, Kind::VehicleIn, &fields)
}

fn named(record: &Record) -> String {
    format!("vehicle-{}", record.number.full())
}

#[test]
fn an_entry_by_a_whole_plate_names_those_inside_of_which_a_part_was_read() {
    let mut counter = Counter::new();
    let camera = told(&mut counter, "F32K", 0x9000, true, at("2026-03-02 09:00"));
    let camera = Act { source: Some("camera".into()), ..camera };
    let half = counter.send(NOW, &camera).unwrap().record;
    came(&mut counter, "2026-03-02 09:10", "7766");
    let entries = counter.last();
    let asked = which(enters(&mut counter, "粤B8F32K", "2026-03-02 09:01", ""));
    assert_eq!(asked.iter().map(|one| one.number).collect::<Vec<_>>(), [half.number]);
    assert_eq!(counter.last(), entries);
    let wrong = enters(&mut counter, "粤B12345", "2026-03-02 09:01", &named(&half));
    assert_eq!(cause(wrong), (Some("part".into()), Cause::WrongRecord));
    // The same vehicle: one stay, by its whole plate, from when the camera saw it.
    let fields = [("plate", "粤B8F32K"), ("use", "guest"), ("room", "3-2-101"), ("at", "2026-03-02 09:01")];
    let act = counter.form(Kind::VehicleIn, &[&fields[..], &[("part", &named(&half))]].concat());
    let one = counter.send(NOW, &act).unwrap();
    assert!(!one.repeated && one.record.inside());
    assert_eq!((one.record.get("plate"), one.record.at), ("粤B8F32K", at("2026-03-02 09:00")));
    assert_eq!((one.record.get("room"), inside(&counter)), ("3-2-101", 2));
    assert_eq!(one.record.subject, half.subject, "one stay, and its plate as it was read stays legible");
    assert!(one.record.struck && counter.card(&half, NOW).lines[0].values["plate"].strikes[0].old == "F32K");
    for act in [&act, &camera] {
        let again = counter.send(NOW, act).unwrap();
        assert!(again.repeated && again.record.subject == one.record.subject);
    }
    let left = counter.act(NOW, Kind::VehicleOut, &[("plate", "粤B8F32K")]).unwrap();
    assert_eq!((left.subject, inside(&counter)), (one.record.subject, 1));
    // Another vehicle.
    let other = came(&mut counter, "2026-03-02 11:00", "9K?12");
    which(enters(&mut counter, "粤B9K312", "2026-03-02 11:10", ""));
    let apart = enters(&mut counter, "粤B9K312", "2026-03-02 11:10", "none").unwrap();
    assert!(apart.inside() && apart.subject != other.subject && inside(&counter) == 3);
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn an_entry_told_late_names_those_that_were_seen_to_leave_since_where_a_part_was_read() {
    for (exit, entry) in [("粤B8F32K", "F32K"), ("F32K", "粤B8F32K")] {
        let mut counter = Counter::new();
        let ten = ("at", "2026-03-02 10:00");
        let gone = counter.act(NOW, Kind::VehicleOutOnly, &[("plate", exit), ten]).unwrap();
        let candidates = which(enters(&mut counter, entry, "2026-03-02 09:00", ""));
        assert_eq!(candidates.iter().map(|one| one.number).collect::<Vec<_>>(), [gone.number]);
        let late = enters(&mut counter, entry, "2026-03-02 10:01", &named(&gone));
        assert_eq!(cause(late), (Some("at".into()), Cause::AfterNext(at(ten.1))));
        let fields = [("plate", entry), ("use", "guest"), ("room", "3-2-101"), ("at", "2026-03-02 09:00")];
        let act = counter.form(Kind::VehicleIn, &[&fields[..], &[("part", &named(&gone))]].concat());
        let one = counter.send(NOW, &act).unwrap().record;
        assert_eq!((one.get("plate"), one.at), ("粤B8F32K", at("2026-03-02 09:00")));
        assert_eq!((one.stay(), inside(&counter)), (Some(Stay::Left(at(ten.1))), 0));
        assert!(counter.send(NOW, &act).unwrap().repeated);
        // Who came after it left is not asked about.
        assert!(enters(&mut counter, entry, "2026-03-02 11:00", "").unwrap().inside());
        assert_eq!(counter.store().verify().unwrap().findings, []);
    }
}

#[test]
fn what_a_machine_reads_of_a_part_is_joined_to_nothing_and_lost_nowhere() {
    let mut counter = Counter::new();
    let camera = ("粤B8F32K", "LPR-1");
    // The exit of the whole, then the entry of a part that comes late.
    let gone = read(&mut counter, 1, (7_200, false), camera).record;
    let late = read(&mut counter, 2, (3_600, true), ("F32K", "LPR-1")).record;
    assert_eq!((gone.stay(), late.inside(), late.at), (Some(Stay::OutOnly), true, instant(3_600)));
    // A part that is inside, then the entry of the whole.
    let whole = read(&mut counter, 3, (9_000, true), camera).record;
    assert!(whole.inside() && whole.subject != late.subject && inside(&counter) == 2);
    assert!(read(&mut counter, 2, (3_600, true), ("F32K", "LPR-1")).repeated);
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

/// A line of a person, which has a uid and is corrected by it.
fn tells(counter: &mut Counter, kind: Kind, fields: &[(&str, &str)]) -> Record {
    let act = counter.form(kind, fields);
    counter.send(NOW, &Act { source: Some(String::new()), ..act }).unwrap().record
}

/// Corrects a line by its uid, or a record by its number, or the newest line on a screen: amends a field, or withdraws.
fn corrects(counter: &mut Counter, of: &Record, change: Option<(&str, &str)>, way: Way) -> Result<Record, ActError> {
    let (target, fields) = match (change, way) {
        (Some((key, new)), Way::Uid(seq)) => (ActTarget::FieldOf(seq, key.into()), vec![("new", new)]),
        (Some((key, new)), _) => (ActTarget::Field(key.into()), vec![("new", new)]),
        (None, Way::Uid(seq)) => (ActTarget::Entry(seq), vec![]),
        (None, _) => (ActTarget::None, vec![]),
    };
    let kind = if change.is_some() { Kind::Amended } else { Kind::Withdrawn };
    let act = counter.form(kind, &[&fields[..], &[("why", "看错")]].concat());
    let source = (way != Way::Screen).then(String::new);
    counter.send(NOW, &Act { subject: Some(of.subject), target, source, ..act }).map(|reply| reply.record)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Uid(u64),
    Number,
    Screen,
}

/// The plates that stand, with their drivers, since when, and whether they are inside.
fn standing(counter: &Counter) -> Vec<(String, String, Moment, bool)> {
    assert_eq!(counter.store().verify().unwrap().findings, []);
    let cars = cars(counter).into_iter().filter(|car| car.stay().is_some());
    cars.map(|car| (car.get("plate").to_owned(), car.get("name").to_owned(), car.at, car.inside())).collect()
}

const NINE: (&str, &str) = ("at", "2026-03-02 09:00");
const TEN: (&str, &str) = ("at", "2026-03-02 09:10");

/// A part of a plate that came at nine, and the whole of it at ten past: the same vehicle.
fn joined(counter: &mut Counter) -> (Record, Record) {
    let fields = [("plate", "7K9"), ("name", "何山"), ("use", "guest"), NINE];
    let part = tells(counter, Kind::VehicleIn, &fields);
    let fields = [("plate", "浙A7K902"), ("use", "guest"), TEN, ("part", &named(&part))];
    let whole = tells(counter, Kind::VehicleIn, &fields);
    assert_eq!(whole.subject, part.subject);
    (part, whole)
}

fn is(plate: &str, inside: bool) -> [(String, String, Moment, bool); 1] {
    [(plate.to_owned(), "何山".to_owned(), at(NINE.1), inside)]
}

#[test]
fn a_stay_that_is_one_with_a_part_stays_one_whatever_is_corrected() {
    let exit = ("at", "2026-03-02 10:00");
    for way in 0..6 {
        let mut counter = Counter::new();
        let (part, whole) = joined(&mut counter);
        assert_eq!(standing(&counter), is("浙A7K902", true));
        let by_record = tells_of(&mut counter, Kind::VehicleOut, &[exit], (way % 2 == 0).then_some(&whole));
        assert_eq!(standing(&counter), is("浙A7K902", false));
        let out = counter.last();
        match way {
            0 | 1 => corrects(&mut counter, &by_record, None, Way::Uid(out)),
            2 => corrects(&mut counter, &by_record, None, Way::Screen),
            3 => corrects(&mut counter, &by_record, Some(("at", "2026-03-02 10:30")), Way::Uid(out)),
            4 => corrects(&mut counter, &part, Some(("at", "2026-03-02 08:50")), Way::Uid(part.seq)),
            _ => corrects(&mut counter, &part, Some(("room", "3-2-102")), Way::Uid(part.seq)),
        }
        .unwrap();
        let mut wanted = is("浙A7K902", way > 2);
        wanted[0].3 = way <= 2;
        if way == 4 {
            wanted[0].2 = at("2026-03-02 08:50");
        }
        assert_eq!(standing(&counter), wanted, "{way}");
        let last = counter.last();
        if let Some(amended) = counter.store().entry(last).unwrap().filter(|entry| entry.kind == Kind::Amended) {
            corrects(&mut counter, &part, None, Way::Uid(amended.seq)).unwrap();
            assert_eq!(standing(&counter), is("浙A7K902", false), "{way}");
        }
    }
}

/// A line of a person, of a record or by the plate.
fn tells_of(counter: &mut Counter, kind: Kind, fields: &[(&str, &str)], of: Option<&Record>) -> Record {
    let by_plate = [fields, &[("plate", "浙A7K902")]].concat();
    let act = counter.form(kind, if of.is_some() { fields } else { &by_plate });
    let act = Act { subject: of.map(|of| of.subject), source: Some(String::new()), ..act };
    counter.send(NOW, &act).unwrap().record
}

#[test]
fn the_entry_that_told_the_whole_plate_is_not_corrected_alone() {
    let mut counter = Counter::new();
    let (part, whole) = joined(&mut counter);
    let entry = counter.last();
    let refused = corrects(&mut counter, &whole, Some(("plate", "7K8")), Way::Uid(part.seq));
    assert_eq!(cause(refused), (None, Cause::OfPart(whole.number)), "nor the part");
    for change in [Some(("plate", "浙A7K903")), Some(("plate", "浙A55555")), None] {
        let refused = corrects(&mut counter, &whole, change, Way::Uid(entry));
        assert_eq!(cause(refused), (None, Cause::OfPart(whole.number)), "{change:?}");
    }
    assert_eq!(counter.last(), entry);
    for plate in ["浙A7K903", "7K9"] {
        corrects(&mut counter, &whole, Some(("plate", plate)), Way::Screen).unwrap();
        assert_eq!(standing(&counter), is(plate, true));
    }
    corrects(&mut counter, &whole, None, Way::Number).unwrap();
    assert_eq!(standing(&counter), []);
}

#[test]
fn an_entry_earlier_than_the_part_is_when_the_stay_began() {
    let mut counter = Counter::new();
    let part = tells(&mut counter, Kind::VehicleIn, &[("plate", "7K9"), ("name", "何山"), ("use", "guest"), TEN]);
    // As the number is printed, of a vehicle.
    let number = part.number.full().to_string();
    let fields = [("plate", "浙A7K902"), ("use", "guest"), NINE, ("part", &*number)];
    tells(&mut counter, Kind::VehicleIn, &fields);
    assert_eq!(standing(&counter), is("浙A7K902", true));
}

#[test]
fn whoever_walked_away_from_a_part_has_walked_away_from_the_whole() {
    let mut counter = Counter::new();
    let part = tells(&mut counter, Kind::VehicleIn, &[("plate", "7K9"), ("name", "何山"), ("use", "guest"), NINE]);
    counter.follow("2026-03-02 09:05", Kind::DriverApart, &part, &[("driver", "on_foot")]).unwrap();
    let apart = counter.last();
    let fields = [("plate", "浙A7K902"), ("use", "guest"), TEN, ("part", &named(&part))];
    tells(&mut counter, Kind::VehicleIn, &fields);
    assert_eq!(counter.store().people(Family::Vehicle).unwrap(), 0);
    corrects(&mut counter, &part, None, Way::Uid(apart)).unwrap();
    assert_eq!(counter.store().people(Family::Vehicle).unwrap(), 1);
}

#[test]
fn a_whole_plate_that_is_said_at_the_exit_is_kept() {
    for offered in [false, true] {
        let mut counter = Counter::new();
        let fields = [("plate", "7K9"), ("name", "何山"), ("use", "guest"), NINE];
        let part = tells(&mut counter, Kind::VehicleIn, &fields);
        let said = [("plate", "浙A7K902"), TEN];
        if offered {
            let act = counter.form(Kind::VehicleOutOnly, &said);
            let target = ActTarget::Leaves(Family::Vehicle, part.number);
            counter.send(NOW, &Act { target, ..act }).unwrap();
        } else {
            tells_of(&mut counter, Kind::VehicleOut, &said, Some(&part));
        }
        assert_eq!(standing(&counter), is("浙A7K902", false));
    }
    // Of a vehicle of that plate that is inside by another record it is no part.
    let mut counter = Counter::new();
    let part = came(&mut counter, NINE.1, "7K9");
    let whole = came(&mut counter, TEN.1, "浙A7K902");
    let entries = counter.last();
    let act = counter.form(Kind::VehicleOut, &[("plate", "浙A7K902"), ("at", "2026-03-02 10:00")]);
    let refused = counter.send(NOW, &Act { subject: Some(part.subject), ..act }).map(|reply| reply.record);
    assert_eq!(cause(refused), (Some("plate".into()), Cause::PlateInside(whole.number)));
    let refused = enters(&mut counter, "浙A7K902", "2026-03-02 10:00", &named(&part));
    assert_eq!(cause(refused), (Some("plate".into()), Cause::PlateInside(whole.number)));
    assert_eq!(counter.last(), entries);
    // A vehicle inside by its whole plate is no part.
    let refused = enters(&mut counter, "7K9", "2026-03-02 10:00", &named(&whole));
    assert_eq!(cause(refused), (Some("part".into()), Cause::WrongRecord));
}

#[test]
fn an_exit_that_told_the_whole_plate_is_corrected_as_any_other() {
    for way in 0..3 {
        let mut counter = Counter::new();
        let fields = [("plate", "7K9"), ("name", "何山"), ("use", "guest"), NINE];
        let part = tells(&mut counter, Kind::VehicleIn, &fields);
        tells_of(&mut counter, Kind::VehicleOut, &[("plate", "浙A7K902"), TEN], Some(&part));
        let exit = counter.last();
        let later = ("at", "2026-03-02 10:00");
        let change = (way == 0).then_some(later);
        let by = if way == 2 { Way::Screen } else { Way::Uid(exit) };
        let changed = corrects(&mut counter, &part, change, by).unwrap();
        // What a struck exit alone had said is said no more.
        assert_eq!(standing(&counter), is(if way == 0 { "浙A7K902" } else { "7K9" }, way > 0));
        assert_eq!(changed.stay(), Some(if way > 0 { Stay::Inside } else { Stay::Left(at(later.1)) }));
    }
}

#[test]
fn two_parts_that_differ_are_not_one() {
    let mut counter = Counter::new();
    let part = came(&mut counter, NINE.1, "7K9");
    let entries = counter.last();
    let refused = enters(&mut counter, "浙A7?9", TEN.1, &named(&part));
    assert_eq!(cause(refused), (Some("part".into()), Cause::WrongRecord));
    assert_eq!(counter.last(), entries);
}
