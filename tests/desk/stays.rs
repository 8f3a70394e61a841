//! How long a visitor or vehicle may stay: the company's own limit of each class, from coming in to leaving.

use qiantai::desk::{ActTarget, Place, SnapshotRequest};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::handover::Topic;
use qiantai::domain::procedure::Procedures;
use qiantai::domain::record::{Record, Status};
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read, Store};

use crate::counter::{Counter, at, due};
use crate::kit::{App, look};

const IN: &str = "2026-03-02 09:00";

fn visitor(counter: &mut Counter, when: &str, class: &str) -> Record {
    let mut fields = vec![("visitor", class), ("room", "3-2-101")];
    if !matches!(class, "courier" | "delivery") {
        fields.extend([("name", class), ("check", "known")]);
    }
    counter.act(when, Kind::VisitorIn, &fields).unwrap()
}

fn snapshot(counter: &Counter, when: &str) -> qiantai::desk::Snapshot {
    let want = SnapshotRequest {
        family: None,
        which: ListView::Newest,
        rows: 0,
        place: Place::First,
        overview: true,
        page: true,
        heard: None,
    };
    counter.reading().snapshot(&want, at(when)).unwrap()
}

#[test]
fn each_class_has_the_company_s_own_limit_by_the_clock() {
    let mut counter = Counter::new();
    for (class, until) in [
        ("delivery", "2026-03-02 09:20"),
        ("courier", "2026-03-02 09:30"),
        ("other", "2026-03-02 13:00"),
        ("domestic", "2026-03-02 19:00"),
        ("renovation", "2026-03-02 19:00"),
        ("contractor", "2026-03-02 19:00"),
        ("guest", "2026-03-03 09:00"),
    ] {
        let inside = visitor(&mut counter, IN, class);
        assert_eq!(due(&inside, "T31"), Some(at(until)), "{class}");
        assert_eq!((inside.limits[0].clause.as_str(), inside.limits[0].expiry.as_str()), ("本公司自定", "overstay"));
        assert_eq!(inside.limits[0].ladder.len(), 1, "heard once, when it runs out");
    }
    for (n, (purpose, until)) in (10_000_u32..).zip([
        ("taxi", "2026-03-02 09:30"),
        ("delivery", "2026-03-02 10:00"),
        ("service", "2026-03-02 13:00"),
        ("renovation", "2026-03-02 19:00"),
        ("guest", "2026-03-03 09:00"),
        ("other", "2026-03-03 09:00"),
    ]) {
        let plate = format!("粤B{n}");
        let fields = [("plate", plate.as_str()), ("use", purpose), ("room", "3-2-101")];
        assert_eq!(due(&counter.act(IN, Kind::VehicleIn, &fields).unwrap(), "T31"), Some(at(until)), "{purpose}");
    }
    let refused = counter.act(IN, Kind::VisitorRefused, &[("ground", "no_id")]).unwrap();
    assert_eq!(refused.limits, [], "who is turned away does not stay");
}

#[test]
fn the_limit_ends_with_the_departure_and_comes_back_where_that_was_an_error() {
    let mut counter = Counter::new();
    let inside = visitor(&mut counter, IN, "courier");
    let left = counter.follow("2026-03-02 09:40", Kind::VisitorOut, &inside, &[]).unwrap();
    assert_eq!((left.limits.len(), left.status), (0, Status::Closed));
    let back = counter.withdraw("2026-03-02 09:41", &left, ActTarget::Entry(left.last)).unwrap();
    assert_eq!((due(&back, "T31"), back.inside()), (Some(at("2026-03-02 09:30")), true));
    let gone = counter.withdraw("2026-03-02 09:42", &back, ActTarget::Entry(back.seq)).unwrap();
    assert_eq!((gone.limits.len(), gone.status), (0, Status::Void));
}

#[test]
fn another_class_or_time_is_another_limit() {
    let mut counter = Counter::new();
    let inside = visitor(&mut counter, IN, "guest");
    let courier = counter.amend("2026-03-02 09:05", &inside, "visitor", "renovation").unwrap();
    assert_eq!((due(&courier, "T31"), courier.limits.len()), (Some(at("2026-03-02 19:00")), 1));
    let guest = counter.withdraw("2026-03-02 09:06", &courier, ActTarget::Entry(courier.last)).unwrap();
    assert_eq!((due(&guest, "T31"), guest.limits.len()), (Some(at("2026-03-03 09:00")), 1));
    let earlier = counter.amend("2026-03-02 09:07", &inside, "at", "2026-03-02 08:30").unwrap();
    assert_eq!(due(&earlier, "T31"), Some(at("2026-03-03 08:30")));
    let car = [("plate", "粤B12345"), ("use", "guest"), ("room", "3-2-101")];
    let car = counter.act(IN, Kind::VehicleIn, &car).unwrap();
    let taxi = counter.amend("2026-03-02 09:05", &car, "use", "taxi").unwrap();
    assert_eq!((due(&taxi, "T31"), taxi.limits.len()), (Some(at("2026-03-02 09:30")), 1));
    assert_eq!(counter.store().verify().unwrap().findings, []);
    let before: Vec<_> = counter.store().list(Query::new(Family::Visitor, ListView::Newest, 9)).unwrap();
    counter.store().rebuild().unwrap();
    assert_eq!(counter.store().list(Query::new(Family::Visitor, ListView::Newest, 9)).unwrap(), before);
}

#[test]
fn a_full_gate_comes_before_no_complaint() {
    let mut counter = Counter::new();
    for _ in 0..40 {
        visitor(&mut counter, IN, "delivery");
    }
    let complaint = counter.complaint("2026-03-02 09:10", &[]);
    let late = snapshot(&counter, "2026-03-02 11:30");
    assert!(late.urgent.iter().all(|deadline| deadline.record.subject == complaint.subject));
    let limits = complaint.limits.len();
    assert_eq!((late.urgent.len(), late.of(Family::Complaint).late, late.of(Family::Visitor).late), (limits, 1, 40));
    let lines = &late.page.lines;
    assert_eq!(lines.iter().filter(|line| line.line.topic == Topic::Inside).count(), 40);
    assert_eq!(lines.iter().filter(|line| line.record.family == Family::Visitor).count(), 40, "one line each");
    let early = snapshot(&counter, "2026-03-02 09:15");
    let (promised, inside): (Vec<_>, Vec<_>) =
        early.upcoming.iter().partition(|deadline| deadline.record.family == Family::Complaint);
    assert_eq!(
        (promised.len(), inside.len(), early.of(Family::Visitor).late),
        (limits, 8, 0),
        "the complaint's and the gate's next"
    );
    assert_eq!(snapshot(&counter, "2026-03-02 09:20").of(Family::Visitor).late, 40, "late from the due instant on");
}

#[test]
fn who_came_in_before_there_were_limits_leaves_as_before() {
    let mut counter = Counter::new().ruled(|procedures| procedures.stages.retain(|stage| stage.id != "T31"));
    let first = visitor(&mut counter, IN, "courier");
    let second = visitor(&mut counter, IN, "guest");
    assert_eq!((first.limits.len(), second.limits.len()), (0, 0));
    let mut counter = counter.ruled(|procedures| *procedures = Procedures::builtin().unwrap());
    let page = snapshot(&counter, "2026-03-02 12:00");
    assert_eq!((page.of(Family::Visitor).count, page.of(Family::Visitor).late, page.page.lines.len()), (2, 0, 2));
    let left = counter.follow("2026-03-02 12:00", Kind::VisitorOut, &first, &[]).unwrap();
    assert_eq!((left.limits.len(), left.status), (0, Status::Closed));
    let amended = counter.amend("2026-03-02 12:00", &second, "visitor", "renovation").unwrap();
    assert_eq!(due(&amended, "T31"), Some(at("2026-03-02 19:00")), "a corrected class has its limit");
    counter.store().rebuild().unwrap();
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn on_the_screen_the_company_s_own_limit_rings_once_and_says_by_how_much_it_was_passed() {
    for language in Language::ALL {
        for size in [(120, 40), (80, 24)] {
            let mut app = App::new(language, size);
            app.keys("<f6><insert>35-1-101<enter>").pass(1);
            app.keys("<insert>13-2-101<enter>王五<enter>5<enter>");
            app.keys("<f7><insert>b8f32k<enter>53-2-101<enter>");
            app.pass(18);
            assert_eq!(app.bells, 0, "nothing has run out");
            app.pass(1);
            assert_eq!(app.bells, 1, "twenty minutes have passed");
            app.pass(1).pass(5);
            assert_eq!(app.bells, 1, "once");
            app.pass(5).pass(1);
            assert_eq!(app.bells, 2, "the taxi's half hour");
            app.keys("<f6>");
            look(&mut app, "overstay-visitors");
            app.keys("<tab>");
            look(&mut app, "overstay-all");
            app.keys("<tab><f12>");
            look(&mut app, "overstay-today");
            app.keys("<f8>");
            look(&mut app, "overstay-page");
            // Who leaves is no longer late.
            app.keys("<f6><end><enter>").pass(1);
            assert!(
                app.model.snapshot.of(Family::Visitor).late == 0 && app.model.snapshot.of(Family::Vehicle).late == 1
            );
        }
    }
}
