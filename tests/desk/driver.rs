//! Of a vehicle inside its driver is counted, once, and for as long as he is inside.

use qiantai::desk::{Act, ActTarget, Reply};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Stay};
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

fn with(said: Said, more: &[(&'static str, &'static str)]) -> Said {
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
            assert_eq!(people(&counter), [usize::from(stays), 0], "{said:?}");
            if stays {
                let driver = visitors(&counter).remove(0);
                let told = (driver.get("name"), driver.get("room"), driver.get("visitor"), driver.at);
                assert_eq!(told, ("王五", "3-2-101", "contractor", vehicle.at));
                counter.follow("2026-03-02 12:00", Kind::VisitorOut, &driver, &[]).unwrap();
                assert_eq!(people(&counter), [0, 0]);
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
