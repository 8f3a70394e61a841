//! What was told of a vehicle by its record, and not by a plate, is of that record whatever its plate says.

use qiantai::desk::{Act, ActError, ActTarget, Reply};
use qiantai::domain::entry::Kind;
use qiantai::domain::record::{Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::store::{Read, Store};

use crate::counter::{Counter, at, cause};
use crate::passages::cars;

const NOW: &str = "2026-03-02 12:00";

/// Says something of what is named, by its uid or by the number of its record, as a line does; gives its entry.
fn says_of(counter: &mut Counter, seq: u64, target: ActTarget, fields: &[(&str, &str)]) -> Result<Reply, ActError> {
    let subject = counter.store().entry(seq).unwrap().map(|entry| entry.subject);
    let kind = if matches!(target, ActTarget::Entry(_)) { Kind::Withdrawn } else { Kind::Amended };
    let act = counter.form(kind, &[fields, &[("why", "读错")]].concat());
    counter.send(NOW, &Act { subject, target, source: Some(String::new()), ..act })
}

/// A vehicle that came at nine, and whose exit at ten was told by its record; the entries of both.
fn gone_by_record(counter: &mut Counter, plate: &str) -> (u64, u64) {
    let fields = [("plate", plate), ("use", "guest"), ("room", "3-2-101")];
    let car = counter.act("2026-03-02 09:00", Kind::VehicleIn, &fields).unwrap();
    let left = counter.form(Kind::VehicleOut, &[]);
    let left = Act { subject: Some(car.subject), source: Some(String::new()), ..left };
    let left = counter.send("2026-03-02 10:00", &left).unwrap();
    (car.seq, left.seq)
}

/// The plates, entries and exits of the stays.
fn all(counter: &Counter) -> Vec<(String, String, Option<Stay>)> {
    assert_eq!(counter.store().verify().unwrap().findings, []);
    let mut cars = cars(counter);
    cars.retain(|car| car.status != Status::Void);
    let zone = qiantai::domain::time::Zone::default();
    cars.iter().map(|car| (car.get("plate").to_owned(), zone.rfc3339(car.at), car.stay())).collect()
}

#[test]
fn an_exit_told_by_the_record_goes_with_it_whatever_its_plate_says() {
    let (part, none, whole, other) = ("7766", "无牌", "粤B17766", "粤B99999");
    for (from, to) in [(part, whole), (none, whole), (part, other), (part, none), (whole, other), (whole, part)] {
        for by_uid in [false, true] {
            // What went to another record is taken back on the screen by what stands there.
            for screen in if by_uid { &[false][..] } else { &[false, true] } {
                let mut counter = Counter::new();
                let (came, left) = gone_by_record(&mut counter, from);
                let before = all(&counter);
                let by = |seq| {
                    if by_uid { ActTarget::FieldOf(seq, "plate".into()) } else { ActTarget::Field("plate".into()) }
                };
                let amended = says_of(&mut counter, came, by(came), &[("new", to)]).unwrap();
                let plates = [to.to_owned()];
                let at_ten = Some(Stay::Left(at("2026-03-02 10:00")));
                let now = all(&counter);
                assert_eq!(now.iter().map(|stay| stay.0.clone()).collect::<Vec<_>>(), plates, "{from} {to} {by_uid}");
                assert_eq!(now[0].2, at_ten, "{from} {to} {by_uid}");
                if *screen {
                    let entry = counter.store().entry(amended.seq).unwrap().unwrap();
                    let record = counter.store().record(entry.subject).unwrap().unwrap();
                    counter.withdraw(NOW, &record, ActTarget::Entry(amended.seq)).unwrap();
                } else {
                    says_of(&mut counter, amended.seq, ActTarget::Entry(amended.seq), &[]).unwrap();
                }
                assert_eq!(all(&counter), before, "{from} {to} {by_uid} {screen}");
                // Then again, to another time, and back.
                let time = [("new", "2026-03-02T09:30:00+08:00")];
                let at = |seq| ActTarget::FieldOf(seq, "at".into());
                for seq in [came, left] {
                    let amended = says_of(&mut counter, seq, at(seq), &time).unwrap();
                    assert_eq!(all(&counter).len(), 1, "{from} {to} {by_uid} {screen}");
                    assert_ne!(all(&counter), before);
                    says_of(&mut counter, amended.seq, ActTarget::Entry(amended.seq), &[]).unwrap();
                    assert_eq!(all(&counter), before, "{from} {to} {by_uid} {screen}");
                }
                let struck = says_of(&mut counter, left, ActTarget::Entry(left), &[]).unwrap();
                assert!(struck.record.inside() && all(&counter).len() == 1, "{from} {to} {by_uid} {screen}");
            }
        }
    }
}

#[test]
fn an_exit_told_by_the_record_is_not_put_before_its_entry() {
    for plate in ["7766", "粤B17766"] {
        let mut counter = Counter::new();
        let (came, left) = gone_by_record(&mut counter, plate);
        let at = |seq| ActTarget::FieldOf(seq, "at".into());
        let before = all(&counter);
        let early = says_of(&mut counter, left, at(left), &[("new", "2026-03-02T08:30:00+08:00")]);
        assert_eq!(cause(early), (Some("new".into()), Cause::BeforeArrival), "{plate}");
        let late = says_of(&mut counter, came, at(came), &[("new", "2026-03-02T10:30:00+08:00")]);
        let ten = crate::counter::at("2026-03-02 10:00");
        assert_eq!(cause(late), (Some("new".into()), Cause::AfterNext(ten)), "{plate}");
        // Nor by taking back what was put right.
        let later = says_of(&mut counter, left, at(left), &[("new", "2026-03-02T11:00:00+08:00")]).unwrap();
        says_of(&mut counter, came, at(came), &[("new", "2026-03-02T10:30:00+08:00")]).unwrap();
        let back = cause(says_of(&mut counter, later.seq, ActTarget::Entry(later.seq), &[]));
        assert_eq!(back.1, Cause::BeforeArrival, "{plate}");
        assert!(all(&counter) != before && all(&counter).len() == 1);
    }
}
