//! The gate: who is inside, who may not come in, and how one leaves.

use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::store::{ListView, Query, Read};

use crate::counter::{Counter, at, cause};

const CAR: [(&str, &str); 3] = [("plate", "粤b·12345"), ("use", "guest"), ("room", "3-2-101")];
const GUEST: [(&str, &str); 4] = [("visitor", "guest"), ("room", "3-2-101"), ("name", "買買提"), ("check", "known")];

#[test]
fn a_plate_that_is_inside_asks_what_is_meant() {
    let mut counter = Counter::new();
    let first = counter.act("2026-03-02 09:00", Kind::VehicleIn, &CAR).unwrap();
    assert_eq!(first.get("plate"), "粤B12345");
    let same = [("plate", "粵Ｂ １２３４５"), ("use", "guest"), ("room", "3-2-101")];
    let refused = cause(counter.act("2026-03-02 10:00", Kind::VehicleIn, &same));
    assert_eq!(refused, (Some("plate".into()), Cause::PlateInside(first.number)));

    let missed: Vec<_> = CAR.into_iter().chain([("again", "missed")]).collect();
    let second = counter.act("2026-03-02 11:00", Kind::VehicleIn, &missed).unwrap();
    assert_ne!(second.subject, first.subject);
    assert!(second.inside() && !second.fields.contains_key("again"));
    let first = counter.card(&first, "2026-03-02 11:00").record;
    assert_eq!(first.stay(), Some(Stay::LeftUnseen));

    let out: Vec<_> = CAR.into_iter().chain([("again", "out")]).collect();
    let act = counter.form(Kind::VehicleIn, &out);
    let left = counter.send("2026-03-02 12:00", &act).unwrap().record;
    assert_eq!((left.subject, left.stay()), (second.subject, Some(Stay::Left(at("2026-03-02 12:00")))));
    assert_eq!(counter.store().list(Query::new(Family::Vehicle, ListView::Inside, 9)).unwrap(), []);
    assert!(counter.send("2026-03-02 12:01", &act).unwrap().repeated, "said twice, done once");
    assert_eq!(counter.store().list(Query::new(Family::Vehicle, ListView::Inside, 9)).unwrap(), []);
}

#[test]
fn without_identity_only_refusal_is_left() {
    let mut counter = Counter::new();
    for check in ["none", "suspicious"] {
        let fields = [("visitor", "guest"), ("room", "3-2-101"), ("name", "甲"), ("check", check)];
        let refused = cause(counter.act("2026-03-02 09:00", Kind::VisitorIn, &fields));
        assert_eq!(refused, (Some("check".into()), Cause::OnlyRefusal));
    }
    let refusal = counter.act("2026-03-02 09:00", Kind::VisitorRefused, &[("ground", "no_id")]).unwrap();
    assert!(refusal.stay() == Some(Stay::Refused));
    let inside = counter.act("2026-03-02 09:10", Kind::VisitorIn, &GUEST).unwrap();
    let amended = cause(counter.amend("2026-03-02 09:11", &inside, "check", "none"));
    assert_eq!(amended, (Some("new".into()), Cause::OnlyRefusal));
}

#[test]
fn only_the_end_of_a_document_number_is_kept() {
    let mut counter = Counter::new();
    let fields = [
        ("visitor", "guest"),
        ("room", "3-2-101"),
        ("name", "甲"),
        ("check", "id_card"),
        ("tail", "44030119900101123x"),
    ];
    assert_eq!(counter.act("2026-03-02 09:00", Kind::VisitorIn, &fields).unwrap().get("tail"), "123X");
}

#[test]
fn nobody_leaves_twice_or_before_arriving() {
    let mut counter = Counter::new();
    let guest = counter.act("2026-03-02 09:00", Kind::VisitorIn, &GUEST).unwrap();
    let early = cause(counter.follow("2026-03-02 09:30", Kind::VisitorOut, &guest, &[("at", "08:50")]));
    assert_eq!(early, (Some("at".into()), Cause::BeforeArrival));
    counter.follow("2026-03-02 09:30", Kind::VisitorOut, &guest, &[]).unwrap();
    let twice = cause(counter.follow("2026-03-02 09:31", Kind::VisitorOut, &guest, &[]));
    assert_eq!(twice, (None, Cause::AlreadyLeft(Some(at("2026-03-02 09:30")))));
    let wrong = cause(counter.follow("2026-03-02 09:31", Kind::VehicleOut, &guest, &[]));
    assert_eq!(wrong, (None, Cause::WrongRecord));
}

#[test]
fn a_withdrawn_sign_out_leaves_the_visitor_inside() {
    let mut counter = Counter::new();
    let guest = counter.act("2026-03-02 09:00", Kind::VisitorIn, &GUEST).unwrap();
    let before = counter.card(&guest, "2026-03-02 09:00").record;
    counter.follow("2026-03-02 09:30", Kind::VisitorOut, &guest, &[]).unwrap();
    let restored = counter.withdraw("2026-03-02 09:31", &guest, qiantai::desk::ActTarget::None).unwrap();
    assert_eq!((restored.stay(), restored.status), (Some(Stay::Inside), Status::Open));
    assert_eq!((restored.fields, restored.steps), (before.fields, before.steps));
    assert_eq!(counter.store().list(Query::new(Family::Visitor, ListView::Inside, 9)).unwrap().len(), 1);
}

#[test]
fn a_withdrawn_exit_is_refused_where_the_plate_is_inside_again() {
    let mut counter = Counter::new();
    let first = counter.act("2026-03-02 09:00", Kind::VehicleIn, &CAR).unwrap();
    counter.follow("2026-03-02 09:30", Kind::VehicleOut, &first, &[]).unwrap();
    let second = counter.act("2026-03-02 10:00", Kind::VehicleIn, &CAR).unwrap();
    let refused = cause(counter.withdraw("2026-03-02 10:01", &first, qiantai::desk::ActTarget::None));
    assert_eq!(refused, (None, Cause::PlateInside(second.number)));
}

#[test]
fn a_withdrawn_plate_is_refused_where_it_is_inside_by_another_entry() {
    let mut counter = Counter::new();
    let first = counter.act("2026-03-02 09:00", Kind::VehicleIn, &CAR).unwrap();
    let amended = counter.amend("2026-03-02 09:10", &first, "plate", "粤B99999").unwrap();
    let second = counter.act("2026-03-02 09:20", Kind::VehicleIn, &CAR).unwrap();
    let undo = qiantai::desk::ActTarget::Entry(amended.last);
    assert_eq!(cause(counter.withdraw("2026-03-02 09:30", &first, undo)), (None, Cause::PlateInside(second.number)));
}

#[test]
fn a_camera_may_count_its_uids() {
    let mut counter = Counter::new();
    let arrives = |counter: &mut Counter, when: &str, uid: u128| {
        let again: Vec<_> = CAR.into_iter().chain([("again", "missed")]).collect();
        let act = qiantai::desk::Act { uid: uuid::Uuid::from_u128(uid), ..counter.form(Kind::VehicleIn, &again) };
        counter.send(when, &act).unwrap()
    };
    arrives(&mut counter, "2026-03-02 09:00", 10);
    arrives(&mut counter, "2026-03-02 10:00", 12);
    let third = arrives(&mut counter, "2026-03-02 11:00", 13);
    assert_eq!((third.repeated, third.record.number.n, third.record.inside()), (false, 3, true));
}

#[test]
fn an_entry_written_long_after_the_event_is_late() {
    let mut counter = Counter::new();
    let late: Vec<_> = GUEST.into_iter().chain([("at", "08:30")]).collect();
    let record = counter.act("2026-03-02 09:00", Kind::VisitorIn, &late).unwrap();
    assert_eq!((record.at, record.written_at), (at("2026-03-02 08:30"), at("2026-03-02 09:00")));
    assert!(record.late());
}
