//! Complaints on both paths, walk-ins and calls, and the limits they run under.

use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Status};
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::ValueError;
use qiantai::domain::worktime::Due;
use qiantai::store::{ListView, Query, Read, Store};

use crate::counter::{Counter, at, cause, due, next_year, notice};

/// Does what the card proposes, step by step, until nothing is left; each step a minute after the one before.
pub(crate) fn carry(counter: &mut Counter, mut record: Record) -> (Record, Vec<String>) {
    let mut steps = Vec::new();
    for minute in 10..60 {
        let when = format!("2026-03-02 10:{minute}");
        let Some(next) = counter.card(&record, &when).next else { return (record, steps) };
        record = counter.step(&when, &record, &next).unwrap();
        steps.push(next);
    }
    panic!("never archived: {steps:?}");
}

#[test]
fn the_office_path_leads_to_the_archive_whatever_it_is_about() {
    for (category, steps) in [
        ("conduct", &["relayed", "resulted"][..]),
        ("department", &["relayed", "resulted"]),
        ("engineering", &["relayed", "surveyed", "resulted"]),
    ] {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-03-02 10:05", &[("category", category)]);
        let (record, done) = carry(&mut counter, complaint);
        let rest = ["replied", "reported", "concluded", "followed_up", "archived"];
        assert_eq!(done, [steps, &rest].concat(), "{category}");
        assert_eq!((record.status, record.limits.len()), (Status::Closed, 0));
        assert!(counter.store().verify().unwrap().findings.is_empty());
    }
}

#[test]
fn the_site_path_leads_to_the_archive() {
    for (category, steps) in
        [("conduct", &["accepted", "resulted"][..]), ("engineering", &["accepted", "answered", "resulted"])]
    {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-03-02 10:05", &[("category", category), ("intake", "site")]);
        let (record, done) = carry(&mut counter, complaint);
        let rest = ["replied", "reported", "concluded", "followed_up", "archived"];
        assert_eq!(done, [steps, &rest].concat(), "{category}");
        assert_eq!((record.status, record.limits.len()), (Status::Closed, 0));
    }
}

#[test]
fn limits_of_the_office_path_count_working_time() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 12:15", &[]);
    assert_eq!(due(&complaint, "T2"), Some(at("2026-03-02 15:30")));
    let relayed = counter.step("2026-03-02 14:00", &complaint, "relayed").unwrap();
    assert_eq!((due(&relayed, "T2"), due(&relayed, "T3a")), (None, Some(at("2026-03-03 14:00"))));
}

#[test]
fn limits_at_the_site_count_by_the_clock_and_what_is_beyond_it_goes_to_the_office() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-07 20:00", &[("intake", "site")]);
    assert_eq!(
        (due(&complaint, "T9"), due(&complaint, "T10")),
        (Some(at("2026-03-07 20:15")), Some(at("2026-03-07 21:00")))
    );
    let accepted = counter.step("2026-03-07 20:05", &complaint, "accepted").unwrap();
    assert_eq!(counter.card(&accepted, "2026-03-07 20:59").next.as_deref(), Some("resulted"));
    assert_eq!(counter.card(&accepted, "2026-03-07 21:00").next.as_deref(), Some("beyond"), "the hour is over");
    let beyond = counter.step("2026-03-07 21:01", &accepted, "beyond").unwrap();
    assert_eq!((due(&beyond, "T10"), due(&beyond, "T12")), (None, Some(at("2026-03-07 23:01"))));
    assert_eq!(counter.card(&beyond, "2026-03-07 21:02").next.as_deref(), Some("transferred"));
    let office = counter.step("2026-03-07 22:00", &beyond, "transferred").unwrap();
    assert_eq!((due(&office, "T12"), due(&office, "T2")), (None, Some(at("2026-03-09 10:30"))));
    assert_eq!(counter.card(&office, "2026-03-07 22:01").next.as_deref(), Some("relayed"));
}

#[test]
fn nothing_is_concluded_without_the_reply_and_the_report() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    counter.step("2026-03-02 09:10", &complaint, "relayed").unwrap();
    let record = counter.step("2026-03-02 09:20", &complaint, "resulted").unwrap();
    let last = counter.last();
    let refused = cause(counter.step("2026-03-02 09:30", &record, "concluded"));
    assert_eq!(refused, (None, Cause::StepFirst(vec!["replied".into(), "reported".into()], "000-1 一.5".into())));
    counter.step("2026-03-02 09:40", &record, "replied").unwrap();
    let refused = cause(counter.step("2026-03-02 09:41", &record, "concluded"));
    assert_eq!(refused, (None, Cause::StepFirst(vec!["reported".into()], "000-1 一.5".into())));
    assert_eq!(counter.last(), last + 1, "a refusal writes nothing");
}

#[test]
fn a_step_of_another_path_is_refused_and_a_step_is_done_once() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    for step in ["surveyed", "accepted", "arrived", "transferred", "nonsense"] {
        assert_eq!(cause(counter.step("2026-03-02 09:10", &complaint, step)), (None, Cause::StepUnknown), "{step}");
    }
    counter.step("2026-03-02 09:10", &complaint, "relayed").unwrap();
    let again = cause(counter.step("2026-03-02 09:11", &complaint, "relayed"));
    assert_eq!(again, (None, Cause::StepDone("王敏".into(), at("2026-03-02 09:10"))));
}

#[test]
fn a_walk_in_is_due_at_the_close_of_the_office_day() {
    let mut counter = Counter::new();
    let mut open = |when: &str| {
        let fields = [("name", "欧阳倩"), ("reason", "enquiry")];
        due(&counter.act(when, Kind::WalkIn, &fields).unwrap(), "T0")
    };
    assert_eq!(open("2026-03-06 10:00"), Some(at("2026-03-06 18:00")));
    assert_eq!(open("2026-03-06 18:00"), Some(at("2026-03-09 18:00")), "after closing");
    assert_eq!(open("2026-03-07 10:00"), Some(at("2026-03-09 18:00")), "on a Saturday");
    assert_eq!(open("2026-02-14 10:00"), Some(at("2026-02-14 18:00")), "on a make-up Saturday");
}

#[test]
fn a_promised_call_rings_until_the_call_back() {
    let mut counter = Counter::new();
    let fields = [
        ("direction", "in"),
        ("topic", "停水"),
        ("phone", "139 1234 8812"),
        ("outcome", "promised"),
        ("promise", "15:00"),
    ];
    let call = counter.act("2026-03-02 14:00", Kind::Call, &fields).unwrap();
    assert_eq!((due(&call, "T18"), call.status), (Some(at("2026-03-02 15:00")), Status::Open));
    let missed = counter.follow("2026-03-02 15:00", Kind::CallBack, &call, &[("reached", "no"), ("promise", "16:00")]);
    assert_eq!(due(&missed.unwrap(), "T18"), Some(at("2026-03-02 16:00")));
    let made = counter.follow("2026-03-02 15:55", Kind::CallBack, &call, &[("reached", "yes")]).unwrap();
    assert_eq!((due(&made, "T18"), made.status), (None, Status::Closed));
}

#[test]
fn a_promise_in_the_past_and_an_event_in_the_future_are_refused() {
    let mut counter = Counter::new();
    let promise = [("direction", "in"), ("topic", "停水"), ("outcome", "promised"), ("promise", "2026-03-02 13:00")];
    let refused = cause(counter.act("2026-03-02 14:00", Kind::Call, &promise));
    assert_eq!(refused, (Some("promise".into()), Cause::Value(ValueError::Past)));
    let event = [("text", "停水通知"), ("at", "2026-03-02 14:05")];
    let refused = cause(counter.act("2026-03-02 14:00", Kind::Note, &event));
    assert_eq!(refused, (Some("at".into()), Cause::Value(ValueError::Future)));
    let far = [("direction", "in"), ("topic", "停水"), ("outcome", "promised"), ("promise", "2099-01-01 09:00")];
    let refused = cause(counter.act("2026-03-02 14:00", Kind::Call, &far));
    assert_eq!(refused, (Some("promise".into()), Cause::Value(ValueError::TooFar)));
    assert_eq!(counter.last(), 0);
}

#[test]
fn a_complaint_out_of_a_walk_in_is_linked_both_ways_and_runs_from_its_time() {
    let mut counter = Counter::new();
    let walk_in = counter.act("2026-03-02 09:00", Kind::WalkIn, &[("name", "张三"), ("reason", "complaint")]).unwrap();
    let fields = counter.complaint("2026-03-02 09:01", &[]).fields;
    let fields: Vec<(&str, &str)> = fields.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    let act = counter.form(Kind::Complaint, &fields);
    let act = Act { target: ActTarget::From(walk_in.subject), ..act };
    let complaint = counter.send("2026-03-02 09:20", &act).unwrap().record;
    assert_eq!((complaint.at, due(&complaint, "T2")), (at("2026-03-02 09:00"), Some(at("2026-03-02 11:00"))));
    let walk_in = counter.card(&walk_in, "2026-03-02 09:21").record;
    assert_eq!((walk_in.get("outcome"), walk_in.status), ("complaint", Status::Closed));
    assert_eq!((walk_in.links[0].subject, complaint.links[0].subject), (complaint.subject, walk_in.subject));
    assert_eq!(walk_in.limits, []);
    let again = Act { uid: uuid::Uuid::from_u128(7), ..act.clone() };
    assert_eq!(cause(counter.send("2026-03-02 09:25", &again)), (None, Cause::NotOpen));
    let last = counter.last();
    assert!(counter.send("2026-03-02 09:26", &act).unwrap().repeated);
    assert_eq!(counter.last(), last);
}

#[test]
fn a_limit_beyond_the_calendar_waits_until_the_year_is_loaded() {
    let mut counter = Counter::new();
    let before = counter.complaint("2026-12-29 10:00", &[]);
    let complaint = counter.complaint("2026-12-31 17:00", &[]);
    let clock = |record: &Record| record.limits.iter().find(|clock| clock.stage == "T2").unwrap().clone();
    assert_eq!(clock(&complaint).due, Due::Pending { year: 2027 });
    assert!(due(&before, "T2").is_some());
    let walk_in = counter.act("2026-12-31 18:30", Kind::WalkIn, &[("name", "欧阳倩"), ("reason", "enquiry")]).unwrap();
    let order: Vec<_> = counter.store().list(Query::new(Family::Complaint, ListView::Due, 9)).unwrap();
    assert_eq!(order[0].subject, before.subject, "it hides none that is due");
    let load = next_year(&mut counter);
    counter.send("2027-01-01 09:00", &load).unwrap();
    let settled = counter.card(&complaint, "2027-01-01 09:01").record;
    assert_eq!(due(&settled, "T2"), Some(at("2027-01-04 09:30")));
    assert_eq!(clock(&settled).calendar.to_string(), "CN 2026 v1 + CN 2027 v1");
    let walk_in = counter.card(&walk_in, "2027-01-01 09:01").record;
    assert_eq!(due(&walk_in, "T0"), Some(at("2027-01-04 18:00")), "the close of the next working day");
    let later = counter.complaint("2027-01-01 10:00", &[]);
    assert_eq!(due(&later, "T2"), Some(at("2027-01-04 10:30")), "the year counts from now on");
    let again = Act { uid: uuid::Uuid::from_u128(99), ..load };
    assert_eq!(
        cause(counter.send("2027-01-01 11:00", &again)),
        (None, Cause::CalendarKnown { year: 2027, version: 1 })
    );
}

#[test]
fn a_year_that_comes_with_the_program_settles_what_waited_for_it() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-12-31 17:00", &[]);
    let mut counter = counter.updated(|house| house.calendar.add_year(notice()));
    let note = counter.act("2027-01-01 09:00", Kind::Note, &[("text", "元旦值班")]).unwrap();
    let settled = counter.card(&complaint, "2027-01-01 09:01").record;
    assert_eq!(due(&settled, "T2"), Some(at("2027-01-04 09:30")));
    assert_eq!((note.family, counter.last()), (Family::Note, 3));
    counter.act("2027-01-01 09:02", Kind::Note, &[("text", "照明已修")]).unwrap();
    assert_eq!(counter.last(), 4, "settled once");
}

#[test]
fn a_call_that_becomes_a_complaint_after_nobody_answered_promises_no_call_back_any_more() {
    let mut counter = Counter::new();
    let call = [("direction", "in"), ("topic", "漏水"), ("outcome", "promised"), ("promise", "+1h")];
    let call = counter.act("2026-03-02 09:00", Kind::Call, &call).unwrap();
    let again = [("reached", "no"), ("promise", "+1h")];
    let tried = counter.follow("2026-03-02 10:00", Kind::CallBack, &call, &again).unwrap();
    assert_eq!(due(&tried, "T18"), Some(at("2026-03-02 11:00")));
    counter.complaint_from("2026-03-02 10:30", &call);
    let became = counter.card(&call, "2026-03-02 10:31").record;
    assert_eq!((became.status, became.limits), (Status::Closed, Vec::new()));
}

#[test]
fn a_complaint_that_is_not_concluded_always_has_its_next_reply_time() {
    for intake in ["office", "site"] {
        let mut counter = Counter::new();
        let mut complaint =
            counter.complaint("2026-03-02 10:00", &[("intake", intake), ("next_reply", "2026-03-04 10:00")]);
        for minute in 1..30 {
            if complaint.status != Status::Open {
                break;
            }
            let waits = complaint.limits.iter().filter(|clock| clock.stage == "T18").count();
            let promised = usize::from(!complaint.done("concluded"));
            assert_eq!(waits, promised, "{intake}: {:?}", complaint.steps.last());
            let when = format!("2026-03-02 10:{minute:02}");
            let next = counter.card(&complaint, &when).next.expect("a next step");
            complaint = counter.step(&when, &complaint, &next).unwrap();
        }
        assert_eq!((complaint.status, complaint.limits.len()), (Status::Closed, 0), "{intake}");
    }
}
