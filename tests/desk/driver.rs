//! Of a vehicle inside its driver is counted, once, and for as long as he is inside.

use qiantai::desk::{Act, ActTarget, Reply};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Driver, Record, Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::ValueError;
use qiantai::store::{ListView, Query, Read, Store};

use crate::counter::{Counter, at, cause, who};

type Said = Vec<(&'static str, &'static str)>;

fn car() -> Said {
    vec![("plate", "粤B12345"), ("use", "service"), ("room", "3-2-101"), ("name", "王五")]
}

fn guest() -> Said {
    vec![("visitor", "guest"), ("room", "3-2-101"), ("name", "王五"), ("check", "known")]
}

fn with<'a>(said: Vec<(&'a str, &'a str)>, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [said, more.to_vec()].concat()
}

/// Visitors and drivers inside.
fn people(counter: &Counter) -> [usize; 2] {
    [Family::Visitor, Family::Vehicle].map(|family| counter.store().people(family).unwrap())
}

fn visitors(counter: &Counter) -> Vec<Record> {
    counter.store().list(Query::new(Family::Visitor, ListView::Inside, 9)).unwrap()
}

fn whole(counter: &mut Counter) {
    let before = people(counter);
    assert_eq!(counter.store().verify().unwrap().findings, []);
    counter.store().rebuild().unwrap();
    assert_eq!(people(counter), before);
}

#[test]
fn a_driver_who_is_a_visitor_as_well_is_one_person_whichever_is_written_first() {
    // The vehicle first: the visitor may be its driver.
    let mut counter = Counter::new();
    let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()).unwrap();
    assert_eq!(who(counter.act("2026-03-02 09:05", Kind::VisitorIn, &guest())), [vehicle.number]);
    let act = counter.form(Kind::VisitorIn, &guest());
    let act = Act { target: ActTarget::Leaves(Family::Vehicle, vehicle.number), ..act };
    let visitor = counter.send("2026-03-02 09:05", &act).unwrap().record;
    assert!(visitor.inside() && counter.send("2026-03-02 09:06", &act).unwrap().repeated);
    assert_eq!(people(&counter), [1, 0]);
    // Now he is met as a visitor, and as no driver.
    assert_eq!(who(counter.act("2026-03-02 09:07", Kind::VisitorIn, &guest())), [visitor.number]);
    whole(&mut counter);

    // The visitor first: he may be the driver.
    let mut counter = Counter::new();
    let visitor = counter.act("2026-03-02 09:00", Kind::VisitorIn, &guest()).unwrap();
    assert_eq!(who(counter.act("2026-03-02 09:05", Kind::VehicleIn, &car())), [visitor.number]);
    let vehicle = counter.act("2026-03-02 09:05", Kind::VehicleIn, &with(car(), &[("driver", "visitor")])).unwrap();
    assert!(vehicle.inside());
    assert_eq!(people(&counter), [1, 0]);
    whole(&mut counter);

    // Another person of that name is counted by himself.
    for second in [true, false] {
        let mut counter = Counter::new();
        if second {
            counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()).unwrap();
            counter.act("2026-03-02 09:05", Kind::VisitorIn, &with(guest(), &[("again", "second")])).unwrap();
        } else {
            counter.act("2026-03-02 09:00", Kind::VisitorIn, &guest()).unwrap();
            counter.act("2026-03-02 09:05", Kind::VehicleIn, &with(car(), &[("driver", "another")])).unwrap();
        }
        assert_eq!(people(&counter), [1, 1]);
    }
}

#[test]
fn a_driver_who_leaves_on_foot_is_gone_and_his_vehicle_stays() {
    for by_name in [true, false] {
        let mut counter = Counter::new();
        let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()).unwrap();
        let act = if by_name {
            // Who leaves and was never seen to come in on foot is met as the driver.
            assert_eq!(
                who(counter.act("2026-03-02 10:00", Kind::VisitorOutOnly, &[("name", "王五")])),
                [vehicle.number]
            );
            counter.form(Kind::VisitorOutOnly, &[("name", "王五"), ("again", "driver"), ("remark", "走北门")])
        } else {
            let act = counter.form(Kind::VehicleOut, &[("driver", "on_foot"), ("remark", "走北门")]);
            Act { subject: Some(vehicle.subject), ..act }
        };
        let Reply { record: left, seq, .. } = counter.send("2026-03-02 10:01", &act).unwrap();
        assert_eq!((left.subject, left.inside(), left.get("remark")), (vehicle.subject, true, "走北门"));
        assert!(counter.send("2026-03-02 10:02", &act).unwrap().repeated);
        assert_eq!(people(&counter), [0, 0]);
        let twice = counter.follow("2026-03-02 10:03", Kind::VehicleOut, &vehicle, &[("driver", "on_foot")]);
        assert_eq!(cause(twice), (Some("driver".into()), Cause::NotAsked));
        // A mistake is struck like any other.
        counter.withdraw("2026-03-02 10:04", &vehicle, ActTarget::Entry(seq)).unwrap();
        assert_eq!(people(&counter), [0, 1]);
        let act = counter.form(Kind::VehicleOut, &[("driver", "on_foot")]);
        counter.send("2026-03-02 10:05", &Act { subject: Some(vehicle.subject), ..act }).unwrap();
        // Whoever drives it away, nobody is counted less.
        let gone = counter.follow("2026-03-02 11:00", Kind::VehicleOut, &vehicle, &[("fetched_by", "李强")]).unwrap();
        assert_eq!((gone.stay(), people(&counter)), (Some(Stay::Left(at("2026-03-02 11:00"))), [0, 0]));
        whole(&mut counter);
    }
}

#[test]
fn a_driver_whose_vehicle_another_drives_away_stays_until_he_leaves() {
    for (said, stays) in [
        (vec![("fetched_by", "李强")], true),
        (vec![("driver", "stays")], true),
        (vec![("fetched_by", "李强"), ("driver", "with")], false),
        (vec![("fetched_by", "王 五先生")], false),
        (vec![], false),
    ] {
        for by_plate in [false, true] {
            let mut counter = Counter::new();
            let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()).unwrap();
            let said = if by_plate { with(said.clone(), &[("plate", "粤B12345")]) } else { said.clone() };
            let act = counter.form(Kind::VehicleOut, &said);
            let act = Act { subject: (!by_plate).then_some(vehicle.subject), ..act };
            let gone = counter.send("2026-03-02 10:00", &act).unwrap().record;
            assert!(!gone.inside() && counter.send("2026-03-02 10:01", &act).unwrap().repeated);
            assert_eq!(people(&counter), [0, usize::from(stays)], "{said:?}");
            let there = counter.store().list(Query::new(Family::Vehicle, ListView::Inside, 9)).unwrap();
            assert_eq!(
                (there.len(), gone.status == Status::Open),
                (usize::from(stays), stays),
                "as long as he is there"
            );
            assert_eq!(visitors(&counter), []);
            if stays {
                let left = counter.follow("2026-03-02 12:00", Kind::DriverApart, &gone, &[("driver", "on_foot")]);
                let left = left.unwrap();
                assert_eq!((left.stay(), left.status), (gone.stay(), Status::Closed));
                assert_eq!(people(&counter), [0, 0]);
                let twice = counter.follow("2026-03-02 12:01", Kind::DriverApart, &gone, &[("driver", "on_foot")]);
                assert_eq!(cause(twice), (Some("driver".into()), Cause::NotAsked));
            }
            whole(&mut counter);
        }
    }
}

#[test]
fn whether_a_driver_who_is_a_visitor_leaves_with_his_vehicle_is_asked() {
    for (said, stays) in
        [(vec![("driver", "with")], 0), (vec![("driver", "stays")], 1), (vec![("fetched_by", "李强")], 1)]
    {
        let mut counter = Counter::new();
        counter.act("2026-03-02 09:00", Kind::VisitorIn, &guest()).unwrap();
        let vehicle = counter.act("2026-03-02 09:05", Kind::VehicleIn, &with(car(), &[("driver", "visitor")])).unwrap();
        let asked = cause(counter.follow("2026-03-02 10:00", Kind::VehicleOut, &vehicle, &[]));
        assert_eq!(asked, (Some("driver".into()), Cause::Value(ValueError::Required)));
        counter.follow("2026-03-02 10:00", Kind::VehicleOut, &vehicle, &said).unwrap();
        assert_eq!(people(&counter), [stays, 0], "{said:?}");
        whole(&mut counter);
    }
    // Once he has left nothing is to be asked.
    let mut counter = Counter::new();
    let visitor = counter.act("2026-03-02 09:00", Kind::VisitorIn, &guest()).unwrap();
    let vehicle = counter.act("2026-03-02 09:05", Kind::VehicleIn, &with(car(), &[("driver", "visitor")])).unwrap();
    counter.follow("2026-03-02 09:30", Kind::VisitorOut, &visitor, &[]).unwrap();
    assert_eq!(people(&counter), [0, 0]);
    counter.follow("2026-03-02 10:00", Kind::VehicleOut, &vehicle, &[]).unwrap();
    // A machine cannot say it: the vehicle is gone, and the visitor is still there.
    let mut counter = Counter::new();
    counter.act("2026-03-02 09:00", Kind::VisitorIn, &guest()).unwrap();
    counter.act("2026-03-02 09:05", Kind::VehicleIn, &with(car(), &[("driver", "visitor")])).unwrap();
    let act = Act { source: Some("camera".into()), ..counter.form(Kind::VehicleOutOnly, &[("plate", "粤B12345")]) };
    assert!(!counter.send("2026-03-02 10:00", &act).unwrap().record.inside());
    assert_eq!(people(&counter), [1, 0]);
}

#[test]
fn a_guard_who_reads_the_entry_after_a_camera_says_who_the_driver_is() {
    for camera_first in [true, false] {
        for again in ["", "same"] {
            let mut counter = Counter::new();
            counter.act("2026-03-02 08:59", Kind::VisitorIn, &guest()).unwrap();
            let camera = counter.form(Kind::VehicleIn, &[("plate", "粤B12345"), ("at", "2026-03-02T09:00:00+08:00")]);
            let camera = Act { source: Some("camera".into()), ..camera };
            let guard = [("driver", "visitor"), ("at", "2026-03-02T09:00:10+08:00"), ("again", again)];
            let guard = counter.form(Kind::VehicleIn, &with(car(), &guard[..if again.is_empty() { 2 } else { 3 }]));
            let acts = if camera_first || again == "same" { [camera, guard] } else { [guard, camera] };
            for act in &acts {
                counter.send("2026-03-02 09:01", act).unwrap();
            }
            assert_eq!(people(&counter), [1, 0], "{camera_first} {again}");
            whole(&mut counter);
        }
    }
}

#[test]
fn an_exit_of_the_stay_before_says_nothing_of_the_driver_inside_now() {
    let mut counter = Counter::new();
    counter
        .act("2026-03-02 09:00", Kind::VehicleIn, &[("plate", "粤B12345"), ("use", "other"), ("room", "3-2-101")])
        .unwrap();
    let now = counter.act("2026-03-02 11:00", Kind::VehicleIn, &with(car(), &[("again", "missed")])).unwrap();
    let late = [("plate", "粤B12345"), ("at", "2026-03-02 10:00"), ("fetched_by", "李强")];
    counter.act("2026-03-02 12:00", Kind::VehicleOut, &late).unwrap();
    assert!(counter.store().record(now.subject).unwrap().unwrap().inside());
    assert_eq!(people(&counter), [0, 1]);
    whole(&mut counter);
}

#[test]
fn what_followed_for_a_driver_is_taken_back_with_the_exit_or_the_visitor() {
    // Of an exit the driver who stayed, and the visitor who left with it.
    for (visits, how) in [(false, "stays"), (true, "with")] {
        let mut counter = Counter::new();
        let mut said = car();
        if visits {
            counter.act("2026-03-02 08:59", Kind::VisitorIn, &guest()).unwrap();
            said.push(("driver", "visitor"));
        }
        let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &said).unwrap();
        let act = counter.form(Kind::VehicleOut, &[("driver", how)]);
        let exit = counter.send("2026-03-02 10:00", &Act { subject: Some(vehicle.subject), ..act }).unwrap();
        assert_eq!(people(&counter), [0, usize::from(!visits)]);
        counter.withdraw("2026-03-02 10:05", &vehicle, ActTarget::Entry(exit.seq)).unwrap();
        assert_eq!(people(&counter), if visits { [1, 0] } else { [0, 1] }, "{how}");
        whole(&mut counter);
        // It leaves again.
        counter.follow("2026-03-02 11:00", Kind::VehicleOut, &vehicle, &[("driver", how)]).unwrap();
        assert_eq!(people(&counter), [0, usize::from(!visits)], "{how}");
    }
    // Of a visitor who is the driver, whichever was written first.
    for vehicle_first in [true, false] {
        let mut counter = Counter::new();
        let visitor = if vehicle_first {
            let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()).unwrap();
            let act = counter.form(Kind::VisitorIn, &guest());
            let act = Act { target: ActTarget::Leaves(Family::Vehicle, vehicle.number), ..act };
            counter.send("2026-03-02 09:05", &act).unwrap().record
        } else {
            let visitor = counter.act("2026-03-02 09:00", Kind::VisitorIn, &guest()).unwrap();
            counter.act("2026-03-02 09:05", Kind::VehicleIn, &with(car(), &[("driver", "visitor")])).unwrap();
            visitor
        };
        assert_eq!(people(&counter), [1, 0]);
        counter.withdraw("2026-03-02 10:05", &visitor, ActTarget::Entry(visitor.seq)).unwrap();
        assert_eq!(people(&counter), [0, 1], "{vehicle_first}");
        whole(&mut counter);
    }
}

#[test]
fn of_two_namesakes_none_is_signed_out_with_a_vehicle() {
    let mut counter = Counter::new();
    let first = counter.act("2026-03-02 08:50", Kind::VisitorIn, &guest()).unwrap();
    let second = counter.act("2026-03-02 08:55", Kind::VisitorIn, &with(guest(), &[("again", "second")])).unwrap();
    let entry = with(car(), &[("driver", "visitor")]);
    let asked = who(counter.act("2026-03-02 09:00", Kind::VehicleIn, &entry));
    assert_eq!(asked.len(), 2, "which of them is to be said");
    let number = format!("visitor-{}", second.number.dated(1));
    let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &with(entry, &[("visit", &number)])).unwrap();
    assert_eq!(vehicle.get("visit"), second.subject.to_string());
    let mut act = counter.form(Kind::VehicleIn, &with(car(), &[("driver", "visitor"), ("visit", &number)]));
    act.uid = vehicle.subject;
    assert!(counter.send("2026-03-02 09:01", &act).unwrap().repeated);
    act.fields.insert("visit".into(), first.number.dated(1));
    assert!(matches!(cause(counter.send("2026-03-02 09:01", &act)).1, Cause::UidConflict(_)));
    // Who is told from others already need not be named again.
    let other = [("driver", "stays"), ("visit", number.as_str())];
    let asked = cause(counter.follow("2026-03-02 09:30", Kind::VehicleOut, &vehicle, &other));
    assert_eq!(asked, (Some("visit".into()), Cause::NotAsked));
    counter.follow("2026-03-02 10:00", Kind::VehicleOut, &vehicle, &[("driver", "with")]).unwrap();
    assert_eq!(people(&counter), [1, 0]);
    assert_eq!(visitors(&counter)[0].subject, first.subject, "the other one has left");
    whole(&mut counter);
}

#[test]
fn a_driver_is_asked_about_whichever_form_ends_the_stay() {
    let mut counter = Counter::new();
    counter.act("2026-03-02 08:59", Kind::VisitorIn, &guest()).unwrap();
    let entry = with(car(), &[("driver", "visitor")]);
    let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &entry).unwrap();
    let again = counter.act("2026-03-02 10:00", Kind::VehicleIn, &with(entry, &[("again", "out")]));
    assert_eq!(cause(again), (None, Cause::DriverVisits));
    assert_eq!(
        cause(counter.act("2026-03-02 10:00", Kind::VehicleOutOnly, &[("plate", "粤B12345")])).1,
        Cause::DriverVisits
    );
    let offered = counter.form(Kind::VehicleIn, &car());
    let offered = Act { target: ActTarget::Leaves(Family::Vehicle, vehicle.number), ..offered };
    assert_eq!(cause(counter.send("2026-03-02 10:00", &offered)).1, Cause::DriverVisits);
    assert_eq!(people(&counter), [1, 0]);

    // Another fetches a vehicle that is told as one whose entry nobody saw.
    let mut counter = Counter::new();
    counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()).unwrap();
    let fetched = [("plate", "粤B12345"), ("fetched_by", "李强")];
    assert!(!counter.act("2026-03-02 10:00", Kind::VehicleOutOnly, &fetched).unwrap().inside());
    assert_eq!(people(&counter), [0, 1]);

    // Where nobody knows the driver's name, nothing tells that it was another.
    let mut counter = Counter::new();
    let vehicle = counter.act(
        "2026-03-02 09:00",
        Kind::VehicleIn,
        &[("plate", "粤B12345"), ("use", "other"), ("room", "3-2-101")],
    );
    counter.follow("2026-03-02 10:00", Kind::VehicleOut, &vehicle.unwrap(), &[("fetched_by", "李强")]).unwrap();
    assert_eq!(people(&counter), [0, 0]);

    // What is said of the driver where the vehicle comes in is no word of its exit, and the line may come twice.
    let mut counter = Counter::new();
    counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()).unwrap();
    let out = counter.form(Kind::VehicleIn, &with(car(), &[("driver", "another"), ("again", "out")]));
    let left = counter.send("2026-03-02 10:00", &out).unwrap().record;
    assert_eq!((left.inside(), left.get("driver")), (false, ""));
    assert!(counter.send("2026-03-02 10:01", &out).unwrap().repeated);

    // Nor is the visit by which he was picked as a visitor.
    for offered in [false, true] {
        let mut counter = Counter::new();
        let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()[..3]).unwrap();
        let visitor = counter.act("2026-03-02 09:30", Kind::VisitorIn, &guest()).unwrap();
        let visit = format!("visitor-{}", visitor.number.dated(1));
        let said = [("driver", "visitor"), ("visit", &*visit), ("again", if offered { "" } else { "out" })];
        let out = counter.form(Kind::VehicleIn, &with(car(), &said));
        let target = if offered { ActTarget::Leaves(Family::Vehicle, vehicle.number) } else { ActTarget::None };
        let out = Act { target, ..out };
        let left = counter.send("2026-03-02 10:00", &out).unwrap().record;
        assert_eq!((left.inside(), left.get("visit"), people(&counter)), (false, "", [1, 0]));
        assert!(counter.send("2026-03-02 10:01", &out).unwrap().repeated);
    }
}

#[test]
fn who_leaves_on_foot_is_one_person_and_what_was_said_of_him_is_kept() {
    let mut counter = Counter::new();
    let bare = [("plate", "粤B12345"), ("use", "other"), ("room", "3-2-101"), ("name", "王五")];
    counter.act("2026-03-02 09:00", Kind::VehicleIn, &bare).unwrap();
    let several = [("name", "王五"), ("count", "3"), ("again", "driver")];
    let refused = cause(counter.act("2026-03-02 10:00", Kind::VisitorOutOnly, &several));
    assert_eq!(refused, (Some("count".into()), Cause::Value(ValueError::NotANumber { min: 1, max: 1 })));
    let one = [("name", "王五先生"), ("phone", "13800138000"), ("again", "driver")];
    let act = counter.form(Kind::VisitorOutOnly, &one);
    let left = counter.send("2026-03-02 10:00", &act).unwrap().record;
    assert_eq!((left.get("name"), left.get("phone")), ("王五", "13800138000"));
    assert!(counter.send("2026-03-02 10:01", &act).unwrap().repeated);
    assert_eq!(people(&counter), [0, 0]);
    whole(&mut counter);
}

#[test]
fn a_driver_is_a_visitor_only_where_one_is_inside() {
    let mut counter = Counter::new();
    let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()).unwrap();
    let apart = |counter: &mut Counter| {
        counter.follow("2026-03-02 10:00", Kind::DriverApart, &vehicle, &[("driver", "visitor")])
    };
    assert_eq!(cause(apart(&mut counter)), (Some("driver".into()), Cause::NoVisitor));
    assert_eq!(people(&counter), [0, 1]);
    counter.act("2026-03-02 09:30", Kind::VisitorIn, &with(guest(), &[("again", "second")])).unwrap();
    apart(&mut counter).unwrap();
    assert_eq!(people(&counter), [1, 0]);
    let on_foot = cause(counter.follow("2026-03-02 11:00", Kind::VehicleOut, &vehicle, &[("driver", "on_foot")]));
    assert_eq!(on_foot, (Some("driver".into()), Cause::DriverVisits));
}

#[test]
fn nobody_is_the_driver_of_no_vehicle() {
    let mut counter = Counter::new();
    for (kind, said) in [(Kind::VisitorIn, guest()), (Kind::VisitorOutOnly, vec![("name", "王五")])] {
        let refused = cause(counter.act("2026-03-02 09:00", kind, &with(said, &[("again", "driver")])));
        assert_eq!(refused, (Some("again".into()), Cause::NotAsked), "{kind:?}");
    }
    assert_eq!(people(&counter), [0, 0]);
}

#[test]
fn who_saw_an_exit_that_a_camera_read_says_by_its_record_where_the_driver_is() {
    for (second, again) in [("10:00:20", true), ("10:20:00", false)] {
        let mut counter = Counter::new();
        let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()).unwrap();
        let camera = counter.form(Kind::VehicleOut, &[("plate", "粤B12345"), ("at", "2026-03-02T10:00:00+08:00")]);
        let exit = counter.send("2026-03-02 10:01", &Act { source: Some("camera".into()), ..camera }).unwrap();
        assert_eq!(people(&counter), [0, 0]);
        let then = format!("2026-03-02T{second}+08:00");
        let told =
            counter.follow("2026-03-02 10:30", Kind::VehicleOut, &vehicle, &[("at", &then), ("driver", "stays")]);
        let left = at("2026-03-02 10:00");
        if again {
            assert_eq!(told.unwrap().stay(), Some(Stay::Left(left)));
        } else {
            assert_eq!(cause(told).1, Cause::AlreadyLeft(Some(left)));
        }
        assert_eq!(people(&counter), [0, usize::from(again)]);
        counter.withdraw("2026-03-02 10:40", &vehicle, ActTarget::Entry(exit.seq)).unwrap();
        whole(&mut counter);
    }
}

/// What a camera has read since takes nothing from what was seen before.
#[test]
fn that_a_driver_left_on_foot_is_told_after_his_vehicle_has_left() {
    let on_foot = |when| [("plate", "粤B12345"), ("driver", "on_foot"), ("at", when)];
    let mut counter = Counter::new();
    let vehicle = counter.act("2026-03-02 09:00", Kind::VehicleIn, &car()).unwrap();
    counter.act("2026-03-02 10:00", Kind::VehicleOut, &[("plate", "粤B12345")]).unwrap();
    let late = counter.act("2026-03-02 12:00", Kind::VehicleOut, &on_foot("2026-03-02 10:30"));
    assert_eq!(cause(late).1, Cause::AlreadyLeft(Some(at("2026-03-02 10:00"))), "with it");
    for back in [false, true] {
        if back {
            // Also where it has come in again since.
            counter.act("2026-03-02 11:00", Kind::VehicleIn, &with(car(), &[("name", "张三")])).unwrap();
        }
        let act = counter.form(Kind::VehicleOut, &on_foot("2026-03-02 09:30"));
        let told = counter.send("2026-03-02 12:00", &act);
        if back {
            assert_eq!(cause(told.map(|told| told.record)), (Some("driver".into()), Cause::NotAsked), "as it was said");
            continue;
        }
        let told = told.unwrap();
        assert_eq!((told.record.subject, told.record.driver), (vehicle.subject, Driver::Left));
        assert!(counter.send("2026-03-02 12:01", &act).unwrap().repeated);
        whole(&mut counter);
    }
    assert_eq!(people(&counter), [0, 1]);
    // Of one that never came there is nothing.
    let early = counter.act("2026-03-02 12:00", Kind::VehicleOut, &on_foot("2026-03-02 08:30"));
    assert_eq!(cause(early), (Some("at".into()), Cause::BeforeArrival));
    let other = [("plate", "粤B54321"), ("driver", "on_foot")];
    assert_eq!(cause(counter.act("2026-03-02 12:00", Kind::VehicleOut, &other)).1, Cause::NoSuchRecord);
    whole(&mut counter);
}

#[test]
fn a_name_that_is_put_right_is_asked_about_as_one_that_comes_in() {
    for vehicle in [false, true] {
        let mut counter = Counter::new();
        let inside = counter.act("2026-03-02 09:00", Kind::VisitorIn, &guest()).unwrap();
        let other = if vehicle {
            counter.act("2026-03-02 09:05", Kind::VehicleIn, &with(car(), &[("name", "王武")]))
        } else {
            counter.act("2026-03-02 09:05", Kind::VisitorIn, &with(guest(), &[("name", "王武")]))
        };
        let other = other.unwrap();
        let refused = cause(counter.amend("2026-03-02 09:10", &other, "name", "王五"));
        match refused {
            (Some(field), Cause::PersonInside(candidates, 0)) if field == "new" => {
                assert_eq!(candidates.iter().map(|one| one.number).collect::<Vec<_>>(), [inside.number]);
            }
            refused => panic!("{refused:?}"),
        }
        // A name that nobody inside has, his own in other words, and that of whoever has left: nothing is asked.
        counter.amend("2026-03-02 09:11", &other, "name", "王武先生").unwrap();
        counter.amend("2026-03-02 09:12", &other, "name", "张三").unwrap();
        let second = [("new", "王五"), ("why", "同名"), ("again", "second")];
        let renamed = counter.on("2026-03-02 09:13", Kind::Amended, &other, &second, ActTarget::Field("name".into()));
        assert_eq!(renamed.unwrap().get("name"), "王五");
        assert_eq!(people(&counter), [2 - usize::from(vehicle), usize::from(vehicle)], "it is another person");
        whole(&mut counter);
        let mut counter = Counter::new();
        let gone = counter.act("2026-03-02 09:00", Kind::VisitorIn, &guest()).unwrap();
        counter.follow("2026-03-02 09:01", Kind::VisitorOut, &gone, &[]).unwrap();
        let other = counter.act("2026-03-02 09:05", Kind::VehicleIn, &with(car(), &[("name", "王武")])).unwrap();
        counter.amend("2026-03-02 09:06", &other, "name", "王五").unwrap();
    }
}
