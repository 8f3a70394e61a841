//! The gate: who is inside, who may not come in, and how one leaves.

use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::handover::Topic;
use qiantai::domain::record::{Record, Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::ValueError;
use qiantai::store::{ListView, Query, Read, Store};

use crate::counter::{Counter, at, cause, who};

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
fn a_number_is_taken_as_an_input_method_sends_it() {
    let mut counter = Counter::new();
    for (n, (count, tail, kept)) in
        [("１２", "１２３ｘ", ("12", "123X")), ("十二", "0012", ("12", "0012")), (" 3 ", "4403０1990", ("3", "1990"))]
            .into_iter()
            .enumerate()
    {
        let name = ["甲", "乙", "丙"][n];
        let fields = [
            ("visitor", "guest"),
            ("room", "3-2-101"),
            ("name", name),
            ("check", "id_card"),
            ("tail", tail),
            ("count", count),
        ];
        let crew = counter.act("2026-03-02 09:00", Kind::VisitorIn, &fields).unwrap();
        assert_eq!((crew.get("count"), crew.get("tail")), kept);
        let two = counter.follow("2026-03-02 09:01", Kind::VisitorOut, &crew, &[("leaving", "２")]).unwrap();
        assert_eq!(two.people() + 2, crew.people());
    }
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
    let restored = counter.withdraw("2026-03-02 09:31", &guest, ActTarget::None).unwrap();
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
    let refused = cause(counter.withdraw("2026-03-02 10:01", &first, ActTarget::None));
    assert_eq!(refused, (None, Cause::PlateInside(second.number)));
}

#[test]
fn a_withdrawn_plate_is_refused_where_it_is_inside_by_another_entry() {
    let mut counter = Counter::new();
    let first = counter.act("2026-03-02 09:00", Kind::VehicleIn, &CAR).unwrap();
    let amended = counter.amend("2026-03-02 09:10", &first, "plate", "粤B99999").unwrap();
    let second = counter.act("2026-03-02 09:20", Kind::VehicleIn, &CAR).unwrap();
    let undo = ActTarget::Entry(amended.last);
    assert_eq!(cause(counter.withdraw("2026-03-02 09:30", &first, undo)), (None, Cause::PlateInside(second.number)));
}

#[test]
fn a_camera_may_count_its_uids() {
    let mut counter = Counter::new();
    let arrives = |counter: &mut Counter, when: &str, uid: u128| {
        let again: Vec<_> = CAR.into_iter().chain([("again", "missed")]).collect();
        let act = Act { uid: uuid::Uuid::from_u128(uid), ..counter.form(Kind::VehicleIn, &again) };
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

fn people(counter: &Counter) -> [usize; 2] {
    [Family::Visitor, Family::Vehicle].map(|family| counter.store().people(family).unwrap())
}

#[test]
fn a_crew_leaves_in_parts_and_is_counted_by_heads() {
    let mut counter = Counter::new();
    let crew = [("visitor", "renovation"), ("room", "3-2-101"), ("name", "林师傅"), ("check", "known"), ("count", "4")];
    let crew = counter.act("2026-03-02 09:00", Kind::VisitorIn, &crew).unwrap();
    counter.act("2026-03-02 09:01", Kind::VisitorIn, &GUEST).unwrap();
    counter.act("2026-03-02 09:02", Kind::VehicleIn, &CAR).unwrap();
    assert_eq!(people(&counter), [5, 1], "people, not entries; of a car its driver");
    let three = counter.follow("2026-03-02 10:00", Kind::VisitorOut, &crew, &[("leaving", "3")]).unwrap();
    assert_eq!((three.inside(), three.people(), three.limits.len()), (true, 1, 1), "one stays, and so does the limit");
    assert_eq!(people(&counter), [2, 1]);
    let many = cause(counter.follow("2026-03-02 10:01", Kind::VisitorOut, &crew, &[("leaving", "2")]));
    assert_eq!(many, (Some("leaving".into()), Cause::Value(ValueError::NotANumber { min: 1, max: 1 })));
    // More came than were counted: those who left have left all the same.
    let five = counter.amend("2026-03-02 10:02", &crew, "count", "5").unwrap();
    assert_eq!(five.people(), 2);
    let undone = counter.withdraw("2026-03-02 10:03", &crew, ActTarget::Entry(three.last)).unwrap();
    assert_eq!(undone.people(), 5);
    let act = counter.form(Kind::VisitorPartOut, &[("leaving", "5")]);
    let act = Act { subject: Some(crew.subject), ..act };
    let all = counter.send("2026-03-02 11:00", &act).unwrap();
    assert_eq!(all.record.stay(), Some(Stay::Left(at("2026-03-02 11:00"))), "with the last of them all have left");
    assert!(counter.send("2026-03-02 11:00", &act).unwrap().repeated);
    assert_eq!((people(&counter), all.record.limits.len()), ([1, 1], 0));
    let gone = cause(counter.follow("2026-03-02 11:01", Kind::VisitorOut, &crew, &[("leaving", "1")]));
    assert_eq!(gone, (None, Cause::AlreadyLeft(Some(at("2026-03-02 11:00")))));
    assert_eq!(counter.store().verify().unwrap().findings, []);
    counter.store().rebuild().unwrap();
    assert_eq!(people(&counter), [1, 1]);
}

#[test]
fn who_fetches_is_written_beside_who_came() {
    let mut counter = Counter::new();
    let guest = counter.act("2026-03-02 09:00", Kind::VisitorIn, &GUEST).unwrap();
    let left = counter.follow("2026-03-02 10:00", Kind::VisitorOut, &guest, &[("fetched_by", "外婆 李芳")]).unwrap();
    assert_eq!((left.get("name"), left.get("fetched_by")), ("買買提", "外婆 李芳"));
    let car = counter.act("2026-03-02 09:00", Kind::VehicleIn, &CAR).unwrap();
    let left = counter.follow("2026-03-02 10:00", Kind::VehicleOut, &car, &[("fetched_by", "王五")]).unwrap();
    assert_eq!((left.get("name"), left.get("fetched_by"), left.inside()), ("", "王五", false));
}

#[test]
fn the_same_person_twice_asks_what_is_meant() {
    let mut counter = Counter::new();
    let first = counter.act("2026-03-02 11:24", Kind::VisitorIn, &GUEST).unwrap();
    assert_eq!(who(counter.act("2026-03-02 11:30", Kind::VisitorIn, &GUEST)), [first.number]);
    let with = |more: &[(&'static str, &'static str)]| GUEST.iter().chain(more).copied().collect::<Vec<_>>();
    let second = counter.act("2026-03-02 11:31", Kind::VisitorIn, &with(&[("again", "second")])).unwrap();
    assert!(second.subject != first.subject && !second.fields.contains_key("again"));
    assert_eq!(people(&counter), [2, 0]);
    // Of two that may be meant none is taken for the other.
    let act = counter.form(Kind::VisitorIn, &with(&[("again", "out")]));
    let two = [second.number, first.number];
    assert_eq!(who(counter.send("2026-03-02 11:40", &act).map(|reply| reply.record)), two);
    let leaves = ActTarget::Leaves(Family::Visitor, second.number);
    let act = Act { target: leaves, ..counter.form(Kind::VisitorIn, &GUEST) };
    let left = counter.send("2026-03-02 11:40", &act).unwrap().record;
    assert_eq!((left.subject, left.stay()), (second.subject, Some(Stay::Left(at("2026-03-02 11:40")))));
    assert!(counter.send("2026-03-02 11:40", &act).unwrap().repeated);
    let other = Act { target: ActTarget::Leaves(Family::Visitor, first.number), ..act };
    assert!(counter.send("2026-03-02 11:40", &other).is_err(), "another is meant");
    assert_eq!(people(&counter), [1, 0]);
    // However the name is written.
    for name in ["买买提", " 買 買 提", "買買提先生"] {
        let same = [("visitor", "guest"), ("room", "3-2-101"), ("name", name), ("check", "known")];
        assert_eq!(who(counter.act("2026-03-02 11:40", Kind::VisitorIn, &same)), [first.number], "{name}");
    }
    // Another name or another number is another person; who left may come again.
    let numbered =
        |phone| [("visitor", "guest"), ("room", "5-1-101"), ("name", "王五"), ("check", "known"), ("phone", phone)];
    counter.act("2026-03-02 11:42", Kind::VisitorIn, &numbered("13912348812")).unwrap();
    counter.act("2026-03-02 11:43", Kind::VisitorIn, &numbered("13800001111")).unwrap();
    assert_eq!(
        cause(counter.act("2026-03-02 11:44", Kind::VisitorIn, &numbered("13912348812"))).0,
        Some("name".into())
    );
    // Couriers have no name.
    for _ in 0..2 {
        counter.act("2026-03-02 11:45", Kind::VisitorIn, &[("visitor", "courier"), ("room", "3-2-101")]).unwrap();
    }
}

fn li_wei(room: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![("visitor", "guest"), ("room", room), ("name", "李伟"), ("check", "known")]
}

#[test]
fn one_person_for_several_flats_is_asked_about_at_each_of_them() {
    let mut counter = Counter::new();
    let first = counter.act("2026-03-02 09:00", Kind::VisitorIn, &li_wei("2-301")).unwrap();
    for room in ["5-102", "6-1204"] {
        assert_eq!(who(counter.act("2026-03-02 09:05", Kind::VisitorIn, &li_wei(room))), [first.number], "{room}");
    }
    // A namesake is let in as one.
    let namesake = [li_wei("5-102"), vec![("again", "second")]].concat();
    let namesake = counter.act("2026-03-02 09:06", Kind::VisitorIn, &namesake).unwrap();
    assert_eq!(people(&counter), [2, 0]);
    // Both are named from then on, whose flat it is before the others; also to who leaves unseen to have come.
    for (kind, room, named) in [
        (Kind::VisitorIn, "2-301", [&first, &namesake]),
        (Kind::VisitorIn, "6-1204", [&namesake, &first]),
        (Kind::VisitorOutOnly, "2-301", [&first, &namesake]),
        (Kind::VisitorOutOnly, "", [&namesake, &first]),
    ] {
        let said = if kind == Kind::VisitorIn { li_wei(room) } else { vec![("name", "李伟"), ("room", room)] };
        let asked = who(counter.act("2026-03-02 09:07", kind, &said));
        assert_eq!(asked, named.map(|one| one.number), "{kind:?} {room}");
    }
    // The same person goes on to another flat: whoever is inside is one person, for the flat said last.
    let target = ActTarget::Leaves(Family::Visitor, first.number);
    let act = counter.form(Kind::VisitorIn, &[li_wei("6-1204"), vec![("again", "missed")]].concat());
    let act = Act { target, ..act };
    let moved = counter.send("2026-03-02 09:10", &act).unwrap();
    assert!(moved.record.inside() && moved.record.get("room") == "6-1204");
    assert!(counter.send("2026-03-02 09:10", &act).unwrap().repeated);
    assert_eq!(counter.card(&first, "2026-03-02 09:10").record.stay(), Some(Stay::LeftUnseen));
    assert_eq!(people(&counter), [2, 0]);
    // Only those at whom no number points elsewhere are the same person.
    let told = |phone| [li_wei("7-101"), vec![("phone", phone), ("again", "second")]].concat();
    let with = counter.act("2026-03-02 09:11", Kind::VisitorIn, &told("13912348812")).unwrap();
    let same = |phone| [li_wei("8-101"), vec![("phone", phone)]].concat();
    let other = who(counter.act("2026-03-02 09:12", Kind::VisitorIn, &same("13800001111")));
    assert_eq!(other, [moved.record.number, namesake.number]);
    assert!(who(counter.act("2026-03-02 09:12", Kind::VisitorIn, &same("13912348812"))).contains(&with.number));
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn who_leaves_without_a_name_may_be_anyone_inside_for_the_flat() {
    let mut counter = Counter::new();
    let courier =
        counter.act("2026-03-02 09:00", Kind::VisitorIn, &[("visitor", "courier"), ("room", "2-301")]).unwrap();
    counter.act("2026-03-02 09:01", Kind::VisitorIn, &li_wei("5-102")).unwrap();
    assert_eq!(who(counter.act("2026-03-02 09:10", Kind::VisitorOutOnly, &[("room", "2-301")])), [courier.number]);
    let out = counter.form(Kind::VisitorOutOnly, &[("room", "2-301"), ("again", "out")]);
    let left = counter.send("2026-03-02 09:11", &out).unwrap().record;
    assert_eq!((left.subject, left.inside()), (courier.subject, false));
    assert!(counter.send("2026-03-02 09:12", &out).unwrap().repeated);
    // Of nobody's flat nobody is offered.
    assert!(counter.act("2026-03-02 09:13", Kind::VisitorOutOnly, &[("remark", "一人")]).is_ok());
}

#[test]
fn a_machine_is_asked_only_where_more_than_a_name_says_that_it_is_the_same_person() {
    let mut counter = Counter::new();
    let mut told = |room, phone| {
        let fields = [li_wei(room), vec![("phone", phone)]].concat();
        let act = Act { source: Some("kiosk".into()), ..counter.form(Kind::VisitorIn, &fields) };
        counter.send("2026-03-02 09:00", &act).map(|reply| reply.record)
    };
    let first = told("2-301", "").unwrap();
    told("5-102", "13912348812").unwrap();
    assert_eq!(who(told("2-301", ""))[0], first.number);
    assert_eq!(who(told("6-1204", "13912348812")).len(), 1);
}

#[test]
fn whoever_only_hands_something_over_shows_no_paper_and_all_others_do() {
    let mut counter = Counter::new();
    for class in ["courier", "delivery"] {
        counter.act("2026-03-02 09:00", Kind::VisitorIn, &[("visitor", class), ("room", "3-2-101")]).unwrap();
        let shown = [("visitor", class), ("room", "3-2-101"), ("check", "badge")];
        assert_eq!(
            counter.act("2026-03-02 09:01", Kind::VisitorIn, &shown).unwrap().get("check"),
            "badge",
            "kept if said"
        );
        let suspect = [("visitor", class), ("room", "3-2-101"), ("check", "suspicious")];
        assert_eq!(cause(counter.act("2026-03-02 09:02", Kind::VisitorIn, &suspect)).1, Cause::OnlyRefusal);
    }
    for class in ["guest", "domestic", "renovation", "contractor", "other"] {
        let fields = [("visitor", class), ("room", "3-2-101"), ("name", "王五")];
        let refused = cause(counter.act("2026-03-02 09:03", Kind::VisitorIn, &fields));
        assert_eq!(refused, (Some("check".into()), Cause::Value(ValueError::Required)), "{class}");
    }
}

#[test]
fn an_exit_that_nobody_saw_come_and_a_vehicle_turned_away_have_a_place() {
    let mut counter = Counter::new();
    let gone = counter.act("2026-03-02 09:00", Kind::VisitorOutOnly, &[("name", "王五"), ("room", "3-2-101")]).unwrap();
    assert_eq!((gone.stay(), gone.status, gone.people()), (Some(Stay::OutOnly), Status::Closed, 0));
    let twice = cause(counter.follow("2026-03-02 09:01", Kind::VisitorOut, &gone, &[]));
    assert_eq!(twice, (None, Cause::AlreadyLeft(Some(at("2026-03-02 09:00")))));
    let refused = [("plate", "粤B12345"), ("ground", "not_registered"), ("colour", "white"), ("make", "五菱")];
    let refused = counter.act("2026-03-02 09:02", Kind::VehicleRefused, &refused).unwrap();
    assert_eq!((refused.stay(), refused.status), (Some(Stay::Refused), Status::Closed));
    assert_eq!(people(&counter), [0, 0]);
    let page = counter.reading().page(at("2026-03-02 10:00")).unwrap();
    let told: Vec<_> = page.lines.iter().map(|line| (line.line.topic, line.record.subject)).collect();
    assert_eq!(told, [(Topic::Refusal, refused.subject)], "the relief is told");
    // Turned away, it may come in an hour later.
    assert!(counter.act("2026-03-02 10:00", Kind::VehicleIn, &CAR).unwrap().inside());
}

#[test]
fn a_vehicle_whose_plate_tells_it_from_no_other_is_logged_as_seen() {
    let mut counter = Counter::new();
    let seen =
        |plate| [("plate", plate), ("use", "delivery"), ("room", "3-2-101"), ("colour", "white"), ("make", "五菱")];
    let mut inside = Vec::new();
    for plate in ["无牌", "-", "粤B8?32K", "粤B8?32K"] {
        inside.push(counter.act("2026-03-02 09:00", Kind::VehicleIn, &seen(plate)).unwrap());
    }
    assert_eq!(people(&counter), [0, 4], "none is taken for another");
    let first = &inside[0];
    assert_eq!((first.get("plate"), first.get("make"), &*first.key()), ("无牌", "五菱", ""));
    let left = counter.follow("2026-03-02 10:00", Kind::VehicleOut, first, &[]).unwrap();
    assert_eq!(left.stay(), Some(Stay::Left(at("2026-03-02 10:00"))));
    let unknown = counter.act("2026-03-02 10:01", Kind::VehicleOutOnly, &[("plate", "无牌")]).unwrap();
    assert_eq!((unknown.stay(), people(&counter)), (Some(Stay::OutOnly), [0, 3]));
    // Read whole, also without its province, a plate is found again as it was read; nothing is added to it.
    for plate in ["AB1234", "MX1234", "港AB1234", "B00003", "VA12345"] {
        let car = counter.act("2026-03-02 11:00", Kind::VehicleIn, &seen(plate)).unwrap();
        assert_eq!(car.get("plate"), plate);
        let twice = cause(counter.act("2026-03-02 11:05", Kind::VehicleIn, &seen(plate)));
        assert_eq!(twice.1, Cause::PlateInside(car.number));
    }
    assert_eq!(counter.act("2026-03-02 11:10", Kind::VehicleIn, &seen("粵B·99999")).unwrap().get("plate"), "粤B99999");
}

/// A party of five, of whom three have left.
fn two_of_five(counter: &mut Counter) -> Record {
    let crew = [("visitor", "renovation"), ("room", "3-2-101"), ("name", "李强"), ("check", "known"), ("count", "5")];
    let crew = counter.act("2026-03-02 09:00", Kind::VisitorIn, &crew).unwrap();
    counter.follow("2026-03-02 10:00", Kind::VisitorOut, &crew, &[("leaving", "3")]).unwrap()
}

/// What the exits of a party of four say, told in this order; the others when the last was refused.
fn party(told: &[(&str, &str)]) -> (Counter, Record, Option<Cause>) {
    let mut counter = Counter::new();
    let crew = [("visitor", "renovation"), ("room", "3-2-101"), ("name", "李强"), ("check", "known"), ("count", "4")];
    let crew = counter.act("2026-03-02 09:00", Kind::VisitorIn, &crew).unwrap();
    let mut refused = None;
    for (minute, leaving) in told {
        let when = format!("2026-03-02 {minute}");
        let said = [("at", &*when), ("leaving", *leaving)];
        let kind = if leaving.is_empty() { Kind::VisitorOut } else { Kind::VisitorPartOut };
        refused =
            counter.follow("2026-03-02 12:00", kind, &crew, &said).err().map(|error| cause(Err::<(), _>(error)).1);
    }
    let crew = counter.card(&crew, "2026-03-02 12:00").record;
    assert_eq!(counter.store().verify().unwrap().findings, []);
    (counter, crew, refused)
}

#[test]
fn the_parts_of_a_party_leave_in_whatever_order_they_are_told() {
    for told in [
        [("09:10", "1"), ("09:30", "")],
        [("09:30", ""), ("09:10", "1")],
        [("09:10", "1"), ("09:30", "3")],
        [("09:30", "3"), ("09:10", "1")],
    ] {
        let (counter, crew, refused) = party(&told);
        assert_eq!((refused, crew.stay()), (None, Some(Stay::Left(at("2026-03-02 09:30")))), "{told:?}");
        assert_eq!((crew.status, people(&counter)), (Status::Closed, [0, 0]));
    }
    // All cannot have left before one of them.
    let (counter, crew, refused) = party(&[("09:30", "1"), ("09:10", "")]);
    assert_eq!((refused, crew.inside()), (Some(Cause::BeforePart(at("2026-03-02 09:30"))), true));
    assert_eq!(people(&counter), [3, 0]);
    let (mut counter, crew, refused) = party(&[("09:10", ""), ("09:30", "1")]);
    assert_eq!(refused, Some(Cause::AlreadyLeft(Some(at("2026-03-02 09:10")))));
    // Somebody has left last, and as many as were counted.
    let four = [("at", "2026-03-02 09:05"), ("leaving", "4")];
    let four = counter.follow("2026-03-02 12:00", Kind::VisitorPartOut, &crew, &four);
    assert_eq!(cause(four).1, Cause::AlreadyLeft(Some(at("2026-03-02 09:10"))));
    let (_, _, refused) = party(&[("09:05", "1"), ("09:30", "3"), ("09:10", "1")]);
    assert_eq!(refused, Some(Cause::AlreadyLeft(Some(at("2026-03-02 09:30")))));
    // Nor is it amended so.
    let (mut counter, crew, _) = party(&[("09:10", "1"), ("09:30", "")]);
    let (exit, fields) = (ActTarget::Strike(crew.last, "at".into()), [("new", "2026-03-02 09:05"), ("why", "记错")]);
    let early = counter.on("2026-03-02 12:10", Kind::Amended, &crew, &fields, exit);
    assert_eq!(cause(early), (Some("new".into()), Cause::BeforePart(at("2026-03-02 09:10"))));
}

#[test]
fn a_party_was_always_more_than_those_who_left_before_the_others() {
    let mut counter = Counter::new();
    let crew = two_of_five(&mut counter);
    for few in ["1", "3", ""] {
        let refused = cause(counter.amend("2026-03-02 10:10", &crew, "count", few));
        assert_eq!(refused, (Some("new".into()), Cause::GoneBefore(3)), "{few}");
    }
    let refused = cause(counter.amend("2026-03-02 10:11", &crew, "leaving", "5"));
    assert_eq!(refused, (Some("new".into()), Cause::GoneBefore(5)));
    let four = counter.amend("2026-03-02 10:12", &crew, "count", "4").unwrap();
    assert_eq!(four.people(), 1);
    // A correction on which an exit rests is struck after it.
    let six = counter.amend("2026-03-02 10:13", &crew, "count", "6").unwrap();
    counter.follow("2026-03-02 10:20", Kind::VisitorOut, &crew, &[("leaving", "2")]).unwrap();
    let refused = cause(counter.withdraw("2026-03-02 10:30", &crew, ActTarget::Entry(six.last)));
    assert_eq!(refused, (None, Cause::LaterFirst));
}

#[test]
fn some_of_a_party_do_not_leave_unseen() {
    let mut counter = Counter::new();
    let crew = two_of_five(&mut counter);
    let refused =
        cause(counter.follow("2026-03-02 11:00", Kind::VisitorOut, &crew, &[("leaving", "1"), ("unseen", "yes")]));
    assert_eq!(refused, (Some("unseen".into()), Cause::NotAsked));
}

/// A crew of four.
fn four(counter: &mut Counter) -> Record {
    let crew = [("visitor", "renovation"), ("room", "3-2-101"), ("name", "林师傅"), ("check", "known"), ("count", "4")];
    counter.act("2026-03-02 09:00", Kind::VisitorIn, &crew).unwrap()
}

fn part(counter: &mut Counter, when: &str, crew: &Record, n: &str) -> Record {
    counter.follow(when, Kind::VisitorPartOut, crew, &[("leaving", n)]).unwrap()
}

#[test]
fn a_party_is_counted_anew_from_the_parts_that_stand() {
    for struck in [0, 1] {
        let mut counter = Counter::new();
        let crew = four(&mut counter);
        let first = part(&mut counter, "2026-03-02 10:00", &crew, "2");
        let second = part(&mut counter, "2026-03-02 11:00", &crew, "2");
        assert_eq!((second.people(), second.limits.len(), second.get("leaving")), (0, 0, "2"));
        let line = [first.last, second.last][struck];
        let two = counter.withdraw("2026-03-02 11:10", &crew, ActTarget::Entry(line)).unwrap();
        assert_eq!((two.people(), two.limits.clone()), (2, crew.limits.clone()), "{struck}: the limit runs again");
        let last = part(&mut counter, "2026-03-02 11:20", &crew, "2");
        assert_eq!((last.stay(), last.limits.len()), (Some(Stay::Left(at("2026-03-02 11:20"))), 0));
    }
    for line in [0, 1] {
        let mut counter = Counter::new();
        let crew = four(&mut counter);
        let parts = ["10:00", "11:00"].map(|time| part(&mut counter, &format!("2026-03-02 {time}"), &crew, "2").last);
        let amend = |counter: &mut Counter, when: &str, seq, new| {
            let target = ActTarget::FieldOf(seq, "leaving".into());
            counter.on(when, Kind::Amended, &crew, &[("new", new), ("why", "看错")], target)
        };
        let fewer = amend(&mut counter, "2026-03-02 11:10", parts[line], "1").unwrap();
        assert_eq!((fewer.people(), fewer.limits.clone()), (1, crew.limits.clone()));
        let back = amend(&mut counter, "2026-03-02 11:11", parts[line], "2").unwrap();
        assert_eq!((back.people(), back.limits.len()), (0, 0), "{line}");
        let more = cause(amend(&mut counter, "2026-03-02 11:12", parts[line], "3"));
        assert_eq!(more.1, Cause::GoneBefore(4), "five of four have not left");
        let five = counter.amend("2026-03-02 11:13", &crew, "count", "5").unwrap();
        assert_eq!((five.people(), five.limits.len()), (1, 1), "one more came than have left");
        let gone = cause(counter.amend("2026-03-02 11:14", &crew, "count", "3"));
        assert_eq!(gone.1, Cause::GoneBefore(3));
        counter.store().rebuild().unwrap();
        assert_eq!(people(&counter)[0], 1);
        assert_eq!(counter.store().verify().unwrap().findings, []);
    }
    // Without a number all leave, whatever is told of the parts before.
    let mut counter = Counter::new();
    let crew = four(&mut counter);
    let first = part(&mut counter, "2026-03-02 10:00", &crew, "2");
    counter.follow("2026-03-02 11:00", Kind::VisitorOut, &crew, &[]).unwrap();
    assert_eq!(counter.withdraw("2026-03-02 11:10", &crew, ActTarget::Entry(first.last)).unwrap().people(), 0);
}

#[test]
fn as_many_leave_of_those_inside_as_are_said() {
    for kind in [Kind::VisitorOutOnly, Kind::VisitorIn] {
        let mut counter = Counter::new();
        let crew = four(&mut counter);
        let said = |name, count| {
            let came = [("visitor", "renovation"), ("check", "known")];
            let said = [("name", name), ("room", "3-2-101"), ("again", "out"), ("count", count)];
            if kind == Kind::VisitorIn { [&came[..], &said].concat() } else { said.to_vec() }
        };
        let many = cause(counter.act("2026-03-02 10:00", kind, &said("林师傅", "5")));
        assert_eq!(many, (Some("count".into()), Cause::Value(ValueError::NotANumber { min: 1, max: 4 })));
        let out = counter.form(kind, &said("林師傅", "1"));
        let left = counter.send("2026-03-02 10:01", &out).unwrap().record;
        assert_eq!((left.subject, left.people(), left.limits.len()), (crew.subject, 3, 1), "{kind:?}: the rest stays");
        assert!(counter.send("2026-03-02 10:02", &out).unwrap().repeated);
        for (key, value) in [("count", "2"), ("name", "张三")] {
            let mut other = out.clone();
            other.fields.insert(key.into(), value.into());
            assert!(counter.send("2026-03-02 10:03", &other).is_err(), "{key}");
        }
        let out = counter.form(kind, &said("林师傅", "3"));
        let all = counter.send("2026-03-02 11:00", &out).unwrap().record;
        assert_eq!((all.stay(), all.get("leaving")), (Some(Stay::Left(at("2026-03-02 11:00"))), "3"));
        assert!(counter.send("2026-03-02 11:01", &out).unwrap().repeated);
        assert_eq!(people(&counter)[0], 0);
    }
}
