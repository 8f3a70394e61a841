//! People inside are people: each is counted once, by what stands, whatever was corrected, taken back or told late.

use proptest::prelude::*;
use qiantai::desk::{Act, ActError, ActTarget, Reply};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::ValueError;
use qiantai::store::{ListView, Query, Read, Store};

use crate::counter::{Counter, at, cause, who};

const CAR: &[(&str, &str)] = &[("plate", "粤B12345"), ("use", "service"), ("room", "3-2-101"), ("name", "王五")];
const VISIT: &[(&str, &str)] = &[("visitor", "guest"), ("room", "3-2-101"), ("name", "王五"), ("check", "known")];

type Said<'a> = Vec<(&'a str, &'a str)>;

fn and<'a>(said: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Said<'a> {
    let more_says = |key: &str| more.iter().any(|(other, _)| *other == key);
    said.iter().filter(|(key, _)| !more_says(key)).chain(more).copied().collect()
}

/// How many people are inside, and whether the registers are those of a rebuild.
fn people(counter: &Counter) -> usize {
    let count = |store: &qiantai::store::sqlite::SqliteStore| -> usize {
        [Family::Visitor, Family::Vehicle].map(|family| store.people(family).unwrap()).iter().sum()
    };
    let mut store = counter.store();
    let before = count(&store);
    assert_eq!(store.verify().unwrap().findings, []);
    store.rebuild().unwrap();
    assert_eq!(count(&store), before);
    let listed = [Family::Visitor, Family::Vehicle]
        .map(|family| store.list(Query::new(family, ListView::Inside, 99)).unwrap())
        .concat();
    assert_eq!(listed.iter().map(|record| record.people() as usize).sum::<usize>(), before, "nobody is unlisted");
    before
}

/// A counter at which a vehicle has come in.
fn with_car(more: &[(&str, &str)]) -> (Counter, Record) {
    let mut counter = Counter::new();
    let car = counter.act("2026-03-02 09:00", Kind::VehicleIn, &and(CAR, more)).unwrap();
    (counter, car)
}

/// A line without a screen.
fn line(
    counter: &mut Counter,
    when: &str,
    kind: Kind,
    said: &[(&str, &str)],
    subject: Option<&Record>,
) -> Result<Reply, ActError> {
    let act = counter.form(kind, said);
    let act = Act { source: Some(String::new()), subject: subject.map(|record| record.subject), ..act };
    counter.send(when, &act)
}

fn leaves(counter: &mut Counter, when: &str, car: &Record, said: &[(&str, &str)]) -> Reply {
    line(counter, when, Kind::VehicleOut, said, Some(car)).unwrap()
}

/// Amends a field of an entry from the screen; gives the amendment.
fn amends(counter: &mut Counter, when: &str, record: &Record, seq: u64, (key, new): (&str, &str)) -> u64 {
    let act = counter.form(Kind::Amended, &[("new", new), ("why", "听错")]);
    let target = ActTarget::FieldOf(seq, key.into());
    counter.send(when, &Act { subject: Some(record.subject), target, ..act }).unwrap().seq
}

fn again(counter: &Counter, record: &Record) -> Record {
    counter.store().record(record.subject).unwrap().unwrap()
}

#[test]
fn what_an_exit_means_for_the_driver_follows_its_amendments() {
    for (said, field, new, before, after) in [
        (vec![], "driver", "stays", 0, 1),
        (vec![], "fetched_by", "李四", 0, 1),
        (vec![], "fetched_by", "王五", 0, 0),
        (vec![("driver", "stays")], "driver", "with", 1, 0),
        (vec![("fetched_by", "李四")], "driver", "with", 1, 0),
        (vec![("fetched_by", "李四")], "fetched_by", "", 1, 0),
    ] {
        let (mut counter, car) = with_car(&[]);
        let exit = leaves(&mut counter, "2026-03-02 10:00", &car, &said);
        assert_eq!(people(&counter), before, "{said:?}");
        let target = ActTarget::FieldOf(exit.seq, field.into());
        let amended = counter.on("2026-03-02 10:30", Kind::Amended, &car, &[("new", new), ("why", "听错")], target);
        let seq = amended.unwrap().last;
        assert_eq!(people(&counter), after, "{said:?} {field} {new}");
        counter.withdraw("2026-03-02 10:40", &car, ActTarget::Entry(seq)).unwrap();
        assert_eq!(people(&counter), before, "and back");
        counter.withdraw("2026-03-02 10:50", &car, ActTarget::Entry(exit.seq)).unwrap();
        assert_eq!(people(&counter), 1);
    }
    // By its exit the vehicle is gone: he has not walked away from one that stays.
    let (mut counter, car) = with_car(&[]);
    let exit = leaves(&mut counter, "2026-03-02 10:00", &car, &[]);
    let target = ActTarget::FieldOf(exit.seq, "driver".into());
    let walked = counter.on("2026-03-02 10:30", Kind::Amended, &car, &[("new", "on_foot"), ("why", "听错")], target);
    assert_eq!(cause(walked), (Some("new".into()), Cause::AlreadyLeft(Some(at("2026-03-02 10:00")))));
}

/// Older programs wrote a visitor's record for the driver whose vehicle another drove away.
#[test]
fn an_exit_of_an_older_program_that_is_taken_back_counts_its_driver_once() {
    let mut counter = Counter::older(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-7.db"));
    assert_eq!(people(&counter), 4);
    let gone = counter.store().all(Query::new(Family::Vehicle, ListView::Newest, 9)).unwrap();
    let gone: Vec<Record> = gone.into_iter().filter(|stay| !stay.inside()).collect();
    assert_eq!(gone.len(), 2);
    for (n, car) in (1..).zip(&gone) {
        counter.withdraw("2026-12-01 14:00", car, ActTarget::Entry(car.last)).unwrap();
        assert!(again(&counter, car).inside());
        assert_eq!(people(&counter), 4);
        let visitors = counter.store().people(Family::Visitor).unwrap();
        assert_eq!(visitors, 3 - n, "he is no visitor by an exit that never was");
    }
}

#[test]
fn what_an_exit_of_an_older_program_says_of_the_driver_is_amended_and_taken_back() {
    let mut counter = Counter::older(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-7.db"));
    let gone = counter.store().all(Query::new(Family::Vehicle, ListView::Newest, 9)).unwrap();
    for car in gone.into_iter().filter(|stay| !stay.inside()) {
        let before = people(&counter);
        let with = ("driver", "with");
        let amended = amends(&mut counter, "2026-12-01 14:00", &car, car.last, with);
        assert_eq!((people(&counter), again(&counter, &car).people()), (before - 1, 0));
        counter.withdraw("2026-12-01 14:10", &car, ActTarget::Entry(amended)).unwrap();
        assert_eq!((people(&counter), again(&counter, &car).people()), (before, 1), "he is of his vehicle's record");
        amends(&mut counter, "2026-12-01 14:20", &car, car.last, with);
        assert_eq!(people(&counter), before - 1);
    }
}

#[test]
fn a_driver_stays_whoever_reads_the_exit_and_in_whatever_order_it_is_told() {
    // Two guards read one exit.
    for (first, second) in [(vec![], vec![("driver", "stays")]), (vec![("driver", "stays")], vec![])] {
        let (mut counter, _) = with_car(&[]);
        for (said, when) in [(first, "2026-03-02T10:00:00+08:00"), (second, "2026-03-02T10:00:20+08:00")] {
            let said = and(&[("plate", "粤B12345"), ("at", when)], &said);
            line(&mut counter, "2026-03-02 10:01", Kind::VehicleOut, &said, None).unwrap();
        }
        assert_eq!(people(&counter), 1);
    }
    // The exit is told before the entry.
    for said in [("driver", "stays"), ("fetched_by", "李四")] {
        let mut counter = Counter::new();
        let exit = and(&[("plate", "粤B12345"), ("at", "2026-03-02 10:00")], &[said]);
        line(&mut counter, "2026-03-02 10:00", Kind::VehicleOut, &exit, None).unwrap();
        assert_eq!(people(&counter), 0, "nobody is known");
        let entry = and(CAR, &[("at", "2026-03-02 09:00")]);
        line(&mut counter, "2026-03-02 10:05", Kind::VehicleIn, &entry, None).unwrap();
        assert_eq!(people(&counter), 1, "{said:?}");
    }
    // Who was a visitor since before it left, is told late.
    for (how, stays) in [("with", 0), ("stays", 1)] {
        let (mut counter, car) = with_car(&[]);
        let exit = leaves(&mut counter, "2026-03-02 10:00", &car, &[("driver", how)]);
        let said = and(VISIT, &[("at", "2026-03-02 09:30"), ("again", "driver")]);
        let visit = line(&mut counter, "2026-03-02 10:10", Kind::VisitorIn, &said, None).unwrap().record;
        assert_eq!(people(&counter), stays, "{how}");
        assert_eq!(again(&counter, &visit).inside(), stays == 1);
        counter.withdraw("2026-03-02 10:20", &car, ActTarget::Entry(exit.seq)).unwrap();
        assert_eq!((people(&counter), again(&counter, &visit).people()), (1, 1));
    }
}

#[test]
fn who_comes_back_as_a_visitor_and_drives_away_is_asked_about_and_leaves() {
    let (mut counter, car) = with_car(&[]);
    counter.follow("2026-03-02 09:30", Kind::DriverApart, &car, &[("driver", "on_foot")]).unwrap();
    let visit = counter.act("2026-03-02 10:00", Kind::VisitorIn, VISIT).unwrap();
    assert_eq!(people(&counter), 1);
    let asked = cause(counter.follow("2026-03-02 11:00", Kind::VehicleOut, &car, &[]));
    assert_eq!(asked, (Some("driver".into()), Cause::Value(ValueError::Required)));
    let exit = leaves(&mut counter, "2026-03-02 11:00", &car, &[("driver", "with")]);
    assert_eq!(people(&counter), 0);
    assert_eq!(again(&counter, &visit).stay(), Some(Stay::Left(at("2026-03-02 11:00"))));
    counter.withdraw("2026-03-02 11:10", &car, ActTarget::Entry(exit.seq)).unwrap();
    assert_eq!((people(&counter), again(&counter, &visit).inside()), (1, true));
}

#[test]
fn of_a_party_one_leaves_with_the_vehicle() {
    let mut counter = Counter::new();
    let crew = counter.act("2026-03-02 08:55", Kind::VisitorIn, &and(VISIT, &[("count", "4")])).unwrap();
    let car = counter.act("2026-03-02 09:00", Kind::VehicleIn, &and(CAR, &[("driver", "visitor")])).unwrap();
    assert_eq!(people(&counter), 4);
    let exit = leaves(&mut counter, "2026-03-02 10:00", &car, &[("driver", "with")]);
    assert_eq!((people(&counter), again(&counter, &crew).inside()), (3, true));
    // What followed from the exit is corrected there.
    let followed = again(&counter, &crew).last;
    assert_eq!(cause(counter.withdraw("2026-03-02 10:10", &crew, ActTarget::Entry(followed))).1, Cause::LaterFirst);
    let target = ActTarget::FieldOf(exit.seq, "driver".into());
    let stays = [("new", "stays"), ("why", "听错")];
    counter.on("2026-03-02 10:20", Kind::Amended, &car, &stays, target.clone()).unwrap();
    assert_eq!(people(&counter), 4);
    let with = [("new", "with"), ("why", "听错")];
    counter.on("2026-03-02 10:30", Kind::Amended, &car, &with, target).unwrap();
    assert_eq!(people(&counter), 3);
    counter
        .on(
            "2026-03-02 10:40",
            Kind::Amended,
            &car,
            &[("new", "09:55"), ("why", "听错")],
            ActTarget::FieldOf(exit.seq, "at".into()),
        )
        .unwrap();
    assert_eq!((people(&counter), again(&counter, &crew).latest()), (3, at("2026-03-02 09:55")), "it left then");
    counter.withdraw("2026-03-02 10:50", &car, ActTarget::Entry(exit.seq)).unwrap();
    assert_eq!(people(&counter), 4);
}

#[test]
fn what_was_found_missed_goes_with_the_visit_by_which_it_was_found() {
    for (count, left) in [(None, 4), (Some("1"), 1), (Some("4"), 4), (Some("9"), 4)] {
        let mut counter = Counter::new();
        let before = counter.act("2026-03-02 09:00", Kind::VisitorIn, &and(VISIT, &[("count", "4")])).unwrap();
        let came = count.map(|count| ("count", count));
        let said = and(VISIT, &[&[("again", "missed")][..], &came.into_iter().collect::<Vec<_>>()].concat());
        let visit = counter.act("2026-03-02 11:00", Kind::VisitorIn, &said).unwrap();
        let new = visit.people() as usize;
        assert_eq!(people(&counter), 4 - left + new, "{count:?}");
        if left == 4 {
            assert_eq!(again(&counter, &before).stay(), Some(Stay::LeftUnseen));
        }
        // A name that was misheard is another person.
        let renamed = counter.amend("2026-03-02 11:10", &visit, "name", "赵六").unwrap();
        assert_eq!(people(&counter), 4 + new, "{count:?}");
        counter.withdraw("2026-03-02 11:20", &visit, ActTarget::Entry(renamed.last)).unwrap();
        assert_eq!(people(&counter), 4 - left + new, "{count:?}");
        counter.withdraw("2026-03-02 11:30", &visit, ActTarget::Entry(visit.seq)).unwrap();
        assert_eq!(people(&counter), 4, "{count:?}");
    }
}

#[test]
fn nobody_is_a_visitor_by_a_word_alone() {
    let mut counter = Counter::new();
    let entry = counter.act("2026-03-02 09:00", Kind::VehicleIn, &and(CAR, &[("driver", "visitor")]));
    assert_eq!(cause(entry), (Some("driver".into()), Cause::NoVisitor));
    let (mut counter, car) = with_car(&[("driver", "another")]);
    let visits = |counter: &mut Counter| counter.amend("2026-03-02 09:40", &car, "driver", "visitor");
    assert_eq!(cause(visits(&mut counter)), (Some("new".into()), Cause::NoVisitor));
    counter.act("2026-03-02 09:30", Kind::VisitorIn, &and(VISIT, &[("again", "second")])).unwrap();
    assert_eq!(people(&counter), 2);
    let amended = visits(&mut counter).unwrap();
    assert_eq!(people(&counter), 1);
    leaves(&mut counter, "2026-03-02 10:00", &car, &[("driver", "with")]);
    assert_eq!(people(&counter), 0);
    assert!(amended.inside());
}

#[test]
fn what_a_guard_saw_later_stays_where_the_exit_is_taken_back() {
    let (mut counter, car) = with_car(&[]);
    let exit = leaves(&mut counter, "2026-03-02 10:00", &car, &[("driver", "stays")]);
    let said = [("name", "王五"), ("again", "driver")];
    let left = line(&mut counter, "2026-03-02 11:00", Kind::VisitorOutOnly, &said, None).unwrap();
    assert_eq!((left.record.subject, people(&counter)), (car.subject, 0));
    let car = counter.withdraw("2026-03-02 11:10", &car, ActTarget::Entry(exit.seq)).unwrap();
    assert_eq!((people(&counter), car.inside(), car.get("driver")), (0, true, "on_foot"));
}

#[test]
fn a_visit_that_is_void_gives_the_driver_back_whatever_came_of_either() {
    for first in ["car", "visit"] {
        for left in [false, true] {
            for how in [None, Some("with"), Some("stays")] {
                let mut counter = Counter::new();
                let (car, visit) = if first == "car" {
                    let car = counter.act("2026-03-02 09:00", Kind::VehicleIn, CAR).unwrap();
                    let said = and(VISIT, &[("again", "driver")]);
                    (car, line(&mut counter, "2026-03-02 09:05", Kind::VisitorIn, &said, None).unwrap().record)
                } else {
                    let visit = counter.act("2026-03-02 09:00", Kind::VisitorIn, VISIT).unwrap();
                    let said = and(CAR, &[("driver", "visitor")]);
                    (counter.act("2026-03-02 09:05", Kind::VehicleIn, &said).unwrap(), visit)
                };
                if left {
                    counter.follow("2026-03-02 09:30", Kind::VisitorOut, &visit, &[]).unwrap();
                }
                if let Some(how) = how {
                    leaves(&mut counter, "2026-03-02 10:00", &car, &[("driver", how)]);
                }
                let inside = usize::from(!left && how != Some("with"));
                assert_eq!(people(&counter), inside, "{first} {left} {how:?}");
                counter.withdraw("2026-03-02 10:10", &visit, ActTarget::Entry(visit.seq)).unwrap();
                assert_eq!(people(&counter), usize::from(how != Some("with")), "{first} {left} {how:?}");
            }
        }
    }
}

#[test]
fn a_name_that_is_spelt_anew_cuts_nobody_from_the_vehicle() {
    for of_car in [true, false] {
        let mut counter = Counter::new();
        let visit = counter.act("2026-03-02 08:55", Kind::VisitorIn, VISIT).unwrap();
        let car = counter.act("2026-03-02 09:00", Kind::VehicleIn, &and(CAR, &[("driver", "visitor")])).unwrap();
        counter.amend("2026-03-02 09:10", if of_car { &car } else { &visit }, "name", "汪武").unwrap();
        let asked = cause(counter.follow("2026-03-02 10:00", Kind::VehicleOut, &car, &[]));
        assert_eq!(asked, (Some("driver".into()), Cause::Value(ValueError::Required)));
        leaves(&mut counter, "2026-03-02 10:00", &car, &[("driver", "with")]);
        assert_eq!(people(&counter), 0);
    }
}

#[test]
fn whoever_fetches_a_vehicle_and_is_a_visitor_inside_is_asked_about() {
    let (mut counter, car) = with_car(&[]);
    let visit = counter.act("2026-03-02 09:30", Kind::VisitorIn, &and(VISIT, &[("name", "李四")])).unwrap();
    assert_eq!(people(&counter), 2);
    let said = [("fetched_by", "李四")];
    let asked = cause(counter.follow("2026-03-02 10:00", Kind::VehicleOut, &car, &said));
    let (field, Cause::PersonInside(candidates, 0)) = asked else { panic!("{asked:?}") };
    assert_eq!((field.as_deref(), candidates[0].number), (Some("fetched_by"), visit.number));
    let number = visit.number.dated(1);
    let exit = leaves(&mut counter, "2026-03-02 10:00", &car, &and(&said, &[("visit", &number)]));
    assert_eq!((people(&counter), again(&counter, &visit).inside()), (1, false));
    // Fetched by another, it was not he.
    let target = ActTarget::FieldOf(exit.seq, "fetched_by".into());
    counter.on("2026-03-02 10:30", Kind::Amended, &car, &[("new", "赵六"), ("why", "听错")], target).unwrap();
    assert_eq!((people(&counter), again(&counter, &visit).inside()), (2, true));

    let (mut counter, car) = with_car(&[]);
    counter.act("2026-03-02 09:30", Kind::VisitorIn, &and(VISIT, &[("name", "李四")])).unwrap();
    leaves(&mut counter, "2026-03-02 10:00", &car, &and(&said, &[("visit", "none")]));
    assert_eq!(people(&counter), 2, "another of that name");
}

#[test]
fn a_driver_who_stayed_and_comes_in_with_another_vehicle_is_still_one_person() {
    let (mut counter, car) = with_car(&[]);
    leaves(&mut counter, "2026-03-02 10:00", &car, &[("driver", "stays")]);
    let other = and(CAR, &[("plate", "粤B67890")]);
    assert_eq!(who(counter.act("2026-03-02 11:00", Kind::VehicleIn, &other)), [car.number]);
    let said = and(&other, &[("driver", "visitor")]);
    let second = line(&mut counter, "2026-03-02 11:00", Kind::VehicleIn, &said, None).unwrap().record;
    assert_eq!((people(&counter), second.inside()), (1, true));
    let exit = leaves(&mut counter, "2026-03-02 12:00", &second, &[("driver", "with")]);
    assert_eq!(people(&counter), 0);
    counter.withdraw("2026-03-02 12:10", &second, ActTarget::Entry(exit.seq)).unwrap();
    assert_eq!(people(&counter), 1);
    // He is with the second where the first is struck.
    line(&mut counter, "2026-03-02 12:20", Kind::Withdrawn, &[("why", "点错")], Some(&car)).unwrap();
    assert_eq!((people(&counter), again(&counter, &second).people()), (1, 1));

    let (mut counter, car) = with_car(&[]);
    leaves(&mut counter, "2026-03-02 10:00", &car, &[("driver", "stays")]);
    counter.act("2026-03-02 11:00", Kind::VehicleIn, &and(&other, &[("driver", "another")])).unwrap();
    assert_eq!(people(&counter), 2);
}

#[test]
fn a_visit_that_was_over_before_the_vehicle_came_takes_no_driver() {
    for apart in [false, true] {
        let mut counter = Counter::new();
        let driver = [("at", "2026-03-02 09:30"), ("driver", "visitor")];
        let car = and(CAR, if apart { &driver[..1] } else { &driver });
        let visits = |counter: &mut Counter, said: &[(&str, &str)]| {
            let said = and(VISIT, &[said, &[("at", "2026-03-02 09:00")]].concat());
            line(counter, "2026-03-02 09:55", Kind::VisitorIn, &said, None).unwrap().record
        };
        let before = (!apart).then(|| visits(&mut counter, &[]));
        let car = line(&mut counter, "2026-03-02 09:55", Kind::VehicleIn, &car, None).unwrap().record;
        let visit = before.unwrap_or_else(|| visits(&mut counter, &[("again", "driver")]));
        let counted =
            |counter: &Counter| (people(counter), again(counter, &visit).people(), again(counter, &car).people());
        assert_eq!(counted(&counter), (1, 1, 0), "{apart}");
        // It is told late that he had left by then.
        let early = [("at", "2026-03-02 09:20")];
        let left = line(&mut counter, "2026-03-02 10:00", Kind::VisitorOut, &early, Some(&visit)).unwrap();
        assert_eq!(counted(&counter), (1, 0, 1), "{apart}");
        takes_back(&mut counter, left.seq);
        assert_eq!(counted(&counter), (1, 1, 0), "{apart}");
        // So it is where either time is put right.
        let left = line(&mut counter, "2026-03-02 12:40", Kind::VisitorOut, &[], Some(&visit)).unwrap();
        assert_eq!(counted(&counter), (0, 0, 0), "{apart}");
        let seq = amends(&mut counter, "2026-03-02 12:50", &visit, left.seq, ("at", "2026-03-02 09:20"));
        assert_eq!(counted(&counter), (1, 0, 1), "{apart}");
        counter.withdraw("2026-03-02 12:51", &visit, ActTarget::Entry(seq)).unwrap();
        assert_eq!(counted(&counter), (0, 0, 0), "{apart}");
        amends(&mut counter, "2026-03-02 12:52", &visit, left.seq, ("at", "2026-03-02 09:40"));
        let seq = amends(&mut counter, "2026-03-02 12:53", &car, car.seq, ("at", "2026-03-02 09:50"));
        assert_eq!(counted(&counter), (1, 0, 1), "{apart}");
        counter.withdraw("2026-03-02 12:54", &car, ActTarget::Entry(seq)).unwrap();
        assert_eq!(counted(&counter), (0, 0, 0), "{apart}");
        // Nor does one that is void, whatever it was.
        line(&mut counter, "2026-03-02 12:55", Kind::Withdrawn, &[("why", "点错")], Some(&visit)).unwrap();
        assert_eq!(people(&counter), 1, "{apart}");
    }
}

#[test]
fn a_visit_of_days_later_gives_the_driver_back_to_the_vehicle_that_was_gone_by_then() {
    let (mut counter, car) = with_car(&[]);
    leaves(&mut counter, "2026-03-02 10:00", &car, &[("driver", "stays")]);
    let said = and(VISIT, &[("again", "driver")]);
    let visit = line(&mut counter, "2026-03-05 09:00", Kind::VisitorIn, &said, None).unwrap().record;
    assert_eq!((people(&counter), again(&counter, &car).people()), (1, 0));
    counter.withdraw("2026-03-05 09:10", &visit, ActTarget::Entry(visit.seq)).unwrap();
    assert_eq!((people(&counter), again(&counter, &car).people()), (1, 1));
}

/// What is known of the exit of the vehicle on paper.
#[derive(Debug, Clone, Default)]
struct Exit {
    seq: u64,
    at: i64,
    /// What is said of the driver: by who amended it last, else by the first of those who read it.
    amended: Vec<(&'static str, u64)>,
    said: String,
    fetched: bool,
    doubled: bool,
}

impl Exit {
    fn word(&self) -> &str {
        self.amended.last().map_or(self.said.as_str(), |(said, _)| said)
    }
}

#[derive(Debug, Clone)]
struct Visit {
    record: Record,
    at: i64,
    left: Option<u64>,
    void: bool,
    /// It is known whose driver that is: his vehicle was inside, or he had stayed without it.
    drives: bool,
}

/// One driver and his vehicle, as one would keep them on paper.
#[derive(Debug, Clone, Default)]
struct Paper {
    visits: Vec<Visit>,
    /// The entry by which he was seen to leave on foot, and when.
    on_foot: Option<(u64, i64)>,
    exit: Option<Exit>,
}

impl Paper {
    fn people(&self) -> usize {
        let standing: Vec<&Visit> = self.visits.iter().filter(|visit| !visit.void).collect();
        let with = self.exit.as_ref().filter(|exit| exit.word() == "with");
        let driver = standing.iter().rfind(|visit| visit.drives);
        let taken = with.and_then(|exit| driver.filter(|visit| visit.at <= exit.at)).map(|visit| visit.at);
        let by_visits = standing.iter().filter(|visit| !self.has_left(visit) && Some(visit.at) != taken).count();
        let alone = driver.is_none() && self.on_foot.is_none();
        by_visits + usize::from(alone && self.stays())
    }

    /// Whether he was signed out, or the driver was seen to leave on foot since.
    fn has_left(&self, visit: &Visit) -> bool {
        visit.left.is_some() || visit.drives && self.on_foot.is_some_and(|(_, at)| visit.at < at)
    }

    /// Whether he is inside by what is said of the exit.
    fn stays(&self) -> bool {
        self.exit.as_ref().is_none_or(|exit| match exit.word() {
            "stays" => true,
            "with" => false,
            _ => exit.fetched,
        })
    }

    /// He was seen to leave with it. Who had left, and has come back as a visitor, is known to be the driver.
    fn drove(&mut self) {
        let left = self.visits.iter().rfind(|visit| !visit.void && visit.drives).map(|visit| self.has_left(visit));
        if let Some(visit) = self.visits.iter_mut().rfind(|visit| !visit.void && visit.left.is_none())
            && left.unwrap_or(self.on_foot.is_some())
        {
            visit.drives = true;
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Op {
    OnFoot,
    Comes { late: bool },
    Goes,
    Leaves { said: usize, late: bool },
    Reads { said: usize },
    Amends { said: usize },
    TakeBack { what: usize },
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        1 => Just(Op::OnFoot),
        3 => any::<bool>().prop_map(|late| Op::Comes { late }),
        2 => Just(Op::Goes),
        4 => (0..5_usize, any::<bool>()).prop_map(|(said, late)| Op::Leaves { said, late }),
        1 => (0..3_usize).prop_map(|said| Op::Reads { said }),
        2 => (0..2_usize).prop_map(|said| Op::Amends { said }),
        4 => (0..5_usize).prop_map(|what| Op::TakeBack { what }),
    ];
    prop::collection::vec(op, 1..14)
}

/// Does one thing at the counter and on paper, unless the counter refuses it.
fn does(counter: &mut Counter, paper: &mut Paper, car: &Record, now: i64, op: Op) {
    let time = |minute: i64| format!("2026-03-02 {:02}:{:02}", 9 + minute / 60, minute % 60);
    let (when, then) = (time(now), paper.clone());
    match op {
        Op::OnFoot => {
            let said = [("driver", "on_foot")];
            if let Ok(reply) = line(counter, &when, Kind::DriverApart, &said, Some(car)) {
                paper.on_foot = Some((reply.seq, now));
            }
        }
        Op::Comes { late } => {
            // Late, before the vehicle left.
            let at = then.exit.as_ref().filter(|_| late && then.visits.is_empty()).map_or(now, |exit| exit.at - 2);
            let said = time(at);
            let said = and(VISIT, &[("at", &said), ("again", "driver")]);
            if let Ok(reply) = line(counter, &when, Kind::VisitorIn, &said, None) {
                let known = then.on_foot.is_some() || then.visits.iter().any(|visit| !visit.void && visit.drives);
                let drives = then.exit.as_ref().is_none_or(|exit| at < exit.at) || then.stays() || known;
                paper.visits.push(Visit { record: reply.record, at, left: None, void: false, drives });
            }
        }
        Op::Goes => {
            let Some(visit) = paper.visits.iter_mut().rfind(|visit| !visit.void) else { return };
            if let Ok(reply) = line(counter, &when, Kind::VisitorOut, &[], Some(&visit.record)) {
                visit.left = Some(reply.seq);
            }
        }
        Op::Leaves { said, late } => {
            let at = if late { now - 3 } else { now };
            let said: Said = match said {
                0 => vec![],
                1 => vec![("driver", "with")],
                2 => vec![("driver", "stays")],
                3 => vec![("fetched_by", "李四")],
                _ => vec![("source", "camera")],
            };
            let camera = said.contains(&("source", "camera"));
            let text = time(at);
            let fields: Said =
                said.iter().filter(|(key, _)| *key != "source").copied().chain([("at", &*text)]).collect();
            let act = counter.form(Kind::VehicleOut, &fields);
            let source = if camera { "camera" } else { "" };
            let act = Act { source: Some(source.into()), subject: Some(car.subject), ..act };
            if let Ok(reply) = counter.send(&when, &act) {
                let word = |key: &str| said.iter().find(|(other, _)| *other == key).map_or("", |(_, word)| *word);
                let (said, fetched) = (word("driver").to_owned(), !word("fetched_by").is_empty());
                paper.exit = Some(Exit { seq: reply.seq, at, said, fetched, ..Exit::default() });
                if paper.exit.as_ref().is_some_and(|exit| exit.said == "with") {
                    paper.drove();
                }
            }
        }
        Op::Reads { said } => {
            let Some(exit) = paper.exit.as_mut().filter(|exit| !exit.doubled) else { return };
            let word = ["", "stays", "with"][said];
            let at = format!("2026-03-02T{:02}:{:02}:10+08:00", 9 + exit.at / 60, exit.at % 60);
            let fields = [("plate", "粤B12345"), ("at", &*at), ("driver", word)];
            if line(counter, &when, Kind::VehicleOut, &fields[..if said == 0 { 2 } else { 3 }], None).is_ok() {
                exit.doubled = true;
                if exit.said.is_empty() {
                    exit.said = word.to_owned();
                }
            }
        }
        Op::Amends { said } => {
            let Some(exit) = paper.exit.as_mut() else { return };
            let new = ["with", "stays"][said];
            let target = ActTarget::FieldOf(exit.seq, "driver".into());
            let act = counter.form(Kind::Amended, &[("new", new), ("why", "听错")]);
            let act = Act { subject: Some(car.subject), target, source: Some(String::new()), ..act };
            if let Ok(reply) = counter.send(&when, &act) {
                exit.amended.push((new, reply.seq));
                if new == "with" {
                    paper.drove();
                }
            }
        }
        Op::TakeBack { what } => {
            let last = paper.visits.iter_mut().rfind(|visit| !visit.void);
            let (record, seq) = match (what, last) {
                (0, _) => (car.clone(), paper.on_foot.map(|(seq, _)| seq)),
                (1, Some(visit)) => (visit.record.clone(), Some(visit.record.seq)),
                (2, Some(visit)) => (visit.record.clone(), visit.left),
                (3, _) => (car.clone(), paper.exit.as_ref().filter(|exit| !exit.doubled).map(|exit| exit.seq)),
                (4, _) => (car.clone(), paper.exit.as_ref().and_then(|exit| Some(exit.amended.last()?.1))),
                _ => return,
            };
            let Some(seq) = seq else { return };
            if counter.withdraw(&when, &record, ActTarget::Entry(seq)).is_err() {
                return;
            }
            match (what, paper.visits.iter_mut().rfind(|visit| !visit.void)) {
                (0, _) => paper.on_foot = None,
                (1, Some(visit)) => visit.void = true,
                (2, Some(visit)) => visit.left = None,
                (3, _) => paper.exit = None,
                _ => drop(paper.exit.as_mut().and_then(|exit| exit.amended.pop())),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whoever_is_inside_on_paper_is_counted_once_whatever_is_told_and_taken_back(ops in ops()) {
        let (mut counter, car) = with_car(&[]);
        let mut paper = Paper::default();
        for (n, op) in (1..).zip(&ops) {
            does(&mut counter, &mut paper, &car, n * 6, *op);
            prop_assert_eq!(people(&counter), paper.people(), "after {} of {:?}: {:?}", n, ops, paper);
        }
    }
}

/// Amends an entry, as a camera does by its uid, or a guard by the record's number.
fn puts_right(counter: &mut Counter, car: &Record, by_uid: bool, (key, new): (&str, &str)) -> Reply {
    let target = if by_uid { ActTarget::FieldOf(car.seq, key.into()) } else { ActTarget::Field(key.into()) };
    let act = counter.form(Kind::Amended, &[("new", new), ("why", "读错")]);
    let act = Act { source: Some(String::new()), subject: Some(car.subject), target, ..act };
    counter.send("2026-03-02 12:00", &act).unwrap()
}

/// Takes an entry back by its uid.
fn takes_back(counter: &mut Counter, seq: u64) {
    let entry = counter.store().entry(seq).unwrap().unwrap();
    let act = counter.form(Kind::Withdrawn, &[("why", "点错")]);
    let target = ActTarget::Entry(seq);
    let act = Act { source: Some(String::new()), subject: Some(entry.subject), target, ..act };
    counter.send("2026-03-02 12:30", &act).unwrap();
}

#[test]
fn what_was_told_of_the_driver_goes_with_his_entry_wherever_that_is_told() {
    type Told = (&'static [&'static str], usize);
    const TOLD: &[Told] = &[
        (&["visits"], 1),
        (&["on foot"], 0),
        (&["visits", "with"], 0),
        (&["visits", "stays"], 1),
        (&["stays"], 1),
        (&["stays", "on foot after"], 0),
        (&["other", "fetched"], 1),
        (&["party", "with"], 2),
        (&["crew", "fetched"], 3),
        (&["on foot", "visits after", "with"], 0),
    ];
    for (told, inside) in TOLD {
        for by_uid in [true, false] {
            for right in [("plate", "粤B99999"), ("at", "2026-03-02T09:00:12+08:00")] {
                let party = and(VISIT, &[("count", "3")]);
                let mut counter = Counter::new();
                let by_party = told.contains(&"party");
                if by_party {
                    counter.act("2026-03-02 08:50", Kind::VisitorIn, &party).unwrap();
                }
                let driver: &[(&str, &str)] = if by_party { &[("driver", "visitor")] } else { &[] };
                let car =
                    line(&mut counter, "2026-03-02 09:00", Kind::VehicleIn, &and(CAR, driver), None).unwrap().record;
                let mut visits = Vec::new();
                for word in *told {
                    let as_driver = and(VISIT, &[("again", "driver")]);
                    let other = and(VISIT, &[("name", "李四")]);
                    let crew = and(&other, &[("count", "3")]);
                    let number = visits.last().map_or_else(String::new, |visit: &Record| visit.number.dated(1));
                    let on_foot = [("name", "王五"), ("again", "driver")];
                    let fetched = [("fetched_by", "李四"), ("visit", &*number)];
                    let mut does = |when, kind, said: &[(&str, &str)], of: Option<&Record>| {
                        line(&mut counter, when, kind, said, of).unwrap().record
                    };
                    match *word {
                        "visits" => visits.push(does("2026-03-02 09:10", Kind::VisitorIn, &as_driver, None)),
                        "visits after" => visits.push(does("2026-03-02 09:30", Kind::VisitorIn, VISIT, None)),
                        "other" => visits.push(does("2026-03-02 09:10", Kind::VisitorIn, &other, None)),
                        "crew" => visits.push(does("2026-03-02 09:10", Kind::VisitorIn, &crew, None)),
                        "on foot" => {
                            drop(does("2026-03-02 09:20", Kind::DriverApart, &[("driver", "on_foot")], Some(&car)))
                        }
                        "on foot after" => drop(does("2026-03-02 11:00", Kind::VisitorOutOnly, &on_foot, None)),
                        "fetched" => drop(does("2026-03-02 10:00", Kind::VehicleOut, &fetched, Some(&car))),
                        "with" | "stays" => {
                            drop(does("2026-03-02 10:00", Kind::VehicleOut, &[("driver", word)], Some(&car)));
                        }
                        _ => {}
                    }
                }
                let mut counts = vec![people(&counter)];
                for _ in 0..if by_uid { 2 } else { 1 } {
                    let amended = puts_right(&mut counter, &car, by_uid, right);
                    counts.push(people(&counter));
                    takes_back(&mut counter, amended.seq);
                    counts.push(people(&counter));
                }
                assert!(counts.iter().all(|count| count == inside), "{told:?} {by_uid} {right:?}: {counts:?}");
            }
        }
    }
}

#[test]
fn who_fetches_a_vehicle_that_nobody_saw_come_leaves_with_it() {
    let mut counter = Counter::new();
    let visit = counter.act("2026-03-02 09:30", Kind::VisitorIn, &and(VISIT, &[("name", "李四")])).unwrap();
    let number = visit.number.dated(1);
    let said = [("plate", "粤B12345"), ("fetched_by", "李四"), ("visit", &*number)];
    let gone = line(&mut counter, "2026-03-02 10:00", Kind::VehicleOut, &said, None).unwrap();
    assert_eq!(gone.record.stay(), Some(Stay::OutOnly));
    assert_eq!((people(&counter), again(&counter, &visit).stay()), (0, Some(Stay::Left(at("2026-03-02 10:00")))));
    // Its entry is told late: the driver has stayed.
    let entry = and(CAR, &[("at", "2026-03-02 09:00")]);
    line(&mut counter, "2026-03-02 10:30", Kind::VehicleIn, &entry, None).unwrap();
    assert_eq!((people(&counter), again(&counter, &visit).inside()), (1, false));
    takes_back(&mut counter, gone.seq);
    assert!(again(&counter, &visit).inside());
}

#[test]
fn the_visit_by_which_a_vehicle_was_fetched_stands_whatever_the_names_say() {
    let (mut counter, car) = with_car(&[]);
    let visit = and(VISIT, &[("name", "赵六"), ("count", "3")]);
    let visit = counter.act("2026-03-02 09:30", Kind::VisitorIn, &visit).unwrap();
    let number = visit.number.dated(1);
    let said = [("fetched_by", "赵六"), ("visit", &*number)];
    let exit = leaves(&mut counter, "2026-03-02 10:00", &car, &said);
    let counted = |counter: &Counter| (people(counter), again(counter, &visit).people(), again(counter, &car).people());
    assert_eq!(counted(&counter), (3, 2, 1));
    let renamed = [("new", "赵六"), ("why", "听错"), ("again", "second")];
    let target = ActTarget::Field("name".into());
    let renamed = counter.on("2026-03-02 10:10", Kind::Amended, &car, &renamed, target).unwrap();
    assert_eq!(counted(&counter), (3, 2, 1), "he is another of that name");
    counter.withdraw("2026-03-02 10:20", &car, ActTarget::Entry(renamed.last)).unwrap();
    assert_eq!(counted(&counter), (3, 2, 1));
    // By whom it was fetched is put right: by the driver himself.
    amends(&mut counter, "2026-03-02 10:30", &car, exit.seq, ("fetched_by", "王五"));
    assert_eq!(counted(&counter), (3, 3, 0));
}

/// Says something of an event that is named by its uid, and that it is known when it is sent again; gives its entry.
fn says_of(counter: &mut Counter, seq: u64, field: Option<(&str, &str)>) -> Result<u64, ActError> {
    let entry = counter.store().entry(seq).unwrap().unwrap();
    let kind = if field.is_some() { Kind::Amended } else { Kind::Withdrawn };
    let new = field.map(|(_, new)| ("new", new));
    let act = counter.form(kind, &[("why", "读错")].into_iter().chain(new).collect::<Vec<_>>());
    let target = field.map_or(ActTarget::Entry(seq), |(key, _)| ActTarget::FieldOf(seq, key.into()));
    let act = Act { source: Some(String::new()), subject: Some(entry.subject), target, ..act };
    let said = counter.send("2026-03-02 12:00", &act)?;
    let again = counter.send("2026-03-02 12:01", &act)?;
    assert_eq!((again.repeated, again.record.subject), (true, said.record.subject));
    Ok(said.seq)
}

#[test]
fn what_is_corrected_of_a_driver_is_corrected_where_it_is_told_now() {
    for back in [false, true] {
        let mut counter = Counter::new();
        let car = line(&mut counter, "2026-03-02 09:00", Kind::VehicleIn, CAR, None).unwrap().record;
        let act = counter.form(Kind::DriverApart, &[("driver", "on_foot")]);
        let act = Act { source: Some(String::new()), subject: Some(car.subject), ..act };
        let on_foot = counter.send("2026-03-02 09:10", &act).unwrap();
        let other = and(CAR, &[("name", "赵六"), ("again", "by_time")]);
        line(&mut counter, "2026-03-02 09:20", Kind::VehicleIn, &other, None).unwrap();
        let amended = says_of(&mut counter, car.seq, Some(("plate", "粤B33333"))).unwrap();
        if back {
            says_of(&mut counter, amended, None).unwrap();
        }
        let home = |counter: &Counter, seq: u64| {
            let uid = counter.store().entry(seq).unwrap().unwrap().uid;
            counter.reading().event(uid).unwrap().unwrap()
        };
        let (inside, without) = if back { (1, 1) } else { (1, 2) };
        assert_eq!(people(&counter), inside, "{back}");
        let now = home(&counter, car.seq);
        assert_ne!(now.subject, car.subject);
        assert_eq!(home(&counter, on_foot.seq).subject, now.subject, "{back}");
        // Its time, its remark, and itself.
        let later = "2026-03-02T09:15:00+08:00";
        let time = says_of(&mut counter, on_foot.seq, Some(("at", later))).unwrap();
        let told = |counter: &Counter| {
            let entries = counter.store().history(home(counter, car.seq).subject).unwrap();
            let lines = qiantai::domain::history::resolve(&entries);
            let apart = lines.iter().find(|line| line.kind == Kind::DriverApart && line.withdrawn.is_none());
            apart.map(|line| line.at)
        };
        assert_eq!(told(&counter), Some(at("2026-03-02 09:15")), "{back}");
        says_of(&mut counter, time, None).unwrap();
        assert_eq!(told(&counter), Some(at("2026-03-02 09:10")), "{back}");
        says_of(&mut counter, on_foot.seq, None).unwrap();
        assert_eq!((told(&counter), people(&counter)), (None, without), "{back}");
        // It is known when it is sent again, of the record that has its entry now.
        let act = Act { subject: Some(now.subject), ..act };
        assert!(counter.send("2026-03-02 12:10", &act).unwrap().repeated, "{back}");
        // It is struck once.
        assert!(matches!(cause(says_of(&mut counter, on_foot.seq, None)).1, Cause::AlreadyWithdrawn(..)), "{back}");
    }
}
