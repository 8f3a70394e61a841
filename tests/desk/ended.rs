//! Limits that have ended stay to be seen: due, done, by whom, kept or by how much too late in their own unit.

use qiantai::desk::ActTarget;
use qiantai::domain::ended::{Basis, Ended, How, ended};
use qiantai::domain::entry::Kind;
use qiantai::domain::record::Record;
use qiantai::domain::worktime::Length;

use crate::counter::{Counter, at};

/// The limits of a record that have ended.
fn over(counter: &Counter, record: &Record) -> Vec<Ended> {
    ended(&counter.card(record, "2026-12-31 12:00").lines)
}

/// Each by its name, how it ended and how late.
fn told(counter: &Counter, record: &Record) -> Vec<(String, How, Option<String>)> {
    let working = counter.desk.house().working();
    let late = |ended: &Ended| working.late_by(ended).map(|late| late.to_string());
    over(counter, record).iter().map(|ended| (ended.limit.name().into_owned(), ended.how, late(ended))).collect()
}

fn of(name: &str, how: How, late: Option<&str>) -> (String, How, Option<String>) {
    (name.to_owned(), how, late.map(str::to_owned))
}

#[test]
fn a_limit_that_was_met_says_when_and_by_whom_and_its_lateness_in_working_time() {
    let mut counter = Counter::new();
    // A Friday at four; two working hours end at the close, four over the weekend.
    let complaint = counter.complaint("2026-03-06 15:00", &[]);
    counter.who.operator = "刘洋".into();
    counter.step("2026-03-09 09:15", &complaint, "relayed").unwrap();
    let all = over(&counter, &complaint);
    let t2 = all.iter().find(|ended| ended.limit.stage == "T2").unwrap();
    assert_eq!((t2.limit.at(), t2.at), (Some(at("2026-03-06 17:00")), at("2026-03-09 09:15")));
    assert_eq!((t2.operator.as_str(), t2.event.as_str(), t2.begun_by.as_str()), ("刘洋", "relayed", "王敏"));
    let working = counter.desk.house().working();
    assert_eq!(working.late_by(t2), Some(Length::WorkMinutes(60 + 45)), "an hour of Friday and 45 minutes of Monday");
}

#[test]
fn each_unit_has_its_own_lateness() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 10:00", &[("channel", "phone"), ("next_reply", "2026-03-02 12:00")]);
    counter.say("2026-03-03 10:20", &complaint, "answered", &[("next_reply", "2026-03-04 10:00")]).unwrap();
    let all = told(&counter, &complaint);
    for wanted in [of("T14", How::Done, Some("20m")), of("T18", How::Done, Some("1340m")), of("T19", How::Done, None)] {
        assert!(all.contains(&wanted), "{wanted:?}: {all:?}");
    }
    let steps = [
        ("2026-03-03 10:30", "relayed"),
        ("2026-03-03 10:40", "resulted"),
        ("2026-03-03 10:50", "replied"),
        ("2026-03-03 11:00", "reported"),
        ("2026-03-03 11:10", "concluded"),
        // Three days end on the 6th, a Friday.
        ("2026-03-09 10:00", "followed_up"),
    ];
    counter.steps(&complaint, &steps);
    let all = told(&counter, &complaint);
    for wanted in [
        of("T2", How::Done, Some("390wm")),
        of("T3a", How::Done, None),
        of("T18", How::Over, None),
        of("T13", How::Done, Some("3d")),
    ] {
        assert!(all.contains(&wanted), "{wanted:?}: {all:?}");
    }
}

#[test]
fn what_is_done_in_the_minute_in_which_it_is_due_is_kept_and_after_the_close_it_is_late_by_the_clock() {
    for (when, late) in [("2026-03-02 17:59", None), ("2026-03-02 18:00", None), ("2026-03-02 18:20", Some("20m"))] {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-03-02 16:00", &[]);
        counter.step(when, &complaint, "relayed").unwrap();
        assert!(told(&counter, &complaint).contains(&of("T2", How::Done, late)), "{when}");
    }
}

#[test]
fn a_promise_replaced_a_pause_and_a_path_left_are_told_as_what_they_are() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("category", "engineering")]);
    counter.step("2026-03-02 09:10", &complaint, "relayed").unwrap();
    counter.say("2026-03-02 09:20", &complaint, "paused", &[("until", "2026-03-02 11:20")]).unwrap();
    assert!(told(&counter, &complaint).iter().all(|(name, ..)| name != "T4"), "a pause ends nothing");
    counter.say("2026-03-02 14:00", &complaint, "surveyed", &[("promise", "2026-03-04 10:00")]).unwrap();
    counter.say("2026-03-03 10:00", &complaint, "repromised", &[("promise", "2026-03-05 10:00")]).unwrap();
    let all = over(&counter, &complaint);
    let t4 = all.iter().find(|ended| ended.limit.stage == "T4").unwrap();
    assert_eq!(t4.limit.pauses.len(), 1, "as it was due in the end");
    assert!(told(&counter, &complaint).contains(&of("T5", How::Replaced, None)));
    let other = counter.complaint("2026-03-02 09:00", &[("class", "hot")]);
    counter.say("2026-03-02 09:10", &other, "reclassed", &[("class", "general")]).unwrap();
    assert!(told(&counter, &other).contains(&of("T15 company", How::Over, None)));
}

#[test]
fn what_was_struck_has_ended_nothing() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let relayed = counter.step("2026-03-02 09:10", &complaint, "relayed").unwrap();
    counter.withdraw("2026-03-02 09:20", &relayed, ActTarget::None).unwrap();
    assert_eq!(over(&counter, &complaint), []);
    counter.step("2026-03-02 09:30", &complaint, "relayed").unwrap();
    assert_eq!(told(&counter, &complaint), [of("T2", How::Done, None)]);
}

#[test]
fn a_stay_that_was_over_is_told_and_one_that_nobody_saw_end_is_not_judged() {
    for (unseen, how, late) in [("", How::Done, Some("1h")), ("yes", How::Unseen, None)] {
        let mut counter = Counter::new();
        let taxi = [("plate", "粤B12345"), ("use", "taxi"), ("room", "3-2-101")];
        let taxi = counter.act("2026-03-02 10:00", Kind::VehicleIn, &taxi).unwrap();
        counter.follow("2026-03-02 11:30", Kind::VehicleOut, &taxi, &[("unseen", unseen)]).unwrap();
        assert_eq!(told(&counter, &taxi), [of("T31", how, late)]);
    }
}

#[test]
fn what_has_ended_is_judged_by_the_time_of_its_beginning_as_amended_and_again_as_before_where_that_is_taken_back() {
    let day = |time: &str| format!("2026-03-02 {time}");
    let cases =
        [("18:25", "20:00", "10:00", "12:00", Some("270wm")), ("14:00", "15:30", "09:00", "11:00", Some("3wh"))];
    for (told_at, done, amended, due, late) in cases {
        let mut counter = Counter::new();
        let complaint = counter.complaint(&day(told_at), &[]);
        counter.step(&day(done), &complaint, "relayed").unwrap();
        let before = over(&counter, &complaint);
        counter.amend("2026-03-03 09:00", &complaint, "at", &day(amended)).unwrap();
        let amendment = counter.last();
        let t2 = over(&counter, &complaint).into_iter().find(|ended| ended.limit.stage == "T2").unwrap();
        assert_eq!((t2.limit.start, t2.limit.at()), (at(&day(amended)), Some(at(&day(due)))), "{told_at}");
        assert_eq!(told(&counter, &complaint), [of("T2", How::Done, late)], "{told_at}");
        assert!(counter.card(&complaint, "2026-03-03 09:00").record.limits.iter().all(|limit| limit.stage != "T2"));
        // And later again: it was in time after all.
        counter.amend("2026-03-03 09:05", &complaint, "at", &day(told_at)).unwrap();
        let again = counter.last();
        assert_eq!(over(&counter, &complaint), before, "{told_at}");
        counter.withdraw("2026-03-03 09:10", &complaint, ActTarget::Entry(again)).unwrap();
        assert_eq!(told(&counter, &complaint), [of("T2", How::Done, late)], "{told_at}");
        counter.withdraw("2026-03-03 09:20", &complaint, ActTarget::Entry(amendment)).unwrap();
        assert_eq!(over(&counter, &complaint), before, "{told_at}");
        assert_eq!(told(&counter, &complaint), [of("T2", How::Done, None)], "{told_at}");
    }
}

#[test]
fn a_message_passed_on_and_a_limit_that_stood_still_are_judged_by_their_time_as_amended() {
    let mut counter = Counter::new();
    let left = [("name", "张三"), ("reason", "enquiry"), ("said", "请回电"), ("outcome", "message"), ("to", "李强")];
    let walk_in = counter.act("2026-03-02 14:00", Kind::WalkIn, &left).unwrap();
    counter.follow("2026-03-02 15:30", Kind::WalkInOutcome, &walk_in, &[("outcome", "delivered")]).unwrap();
    assert_eq!(told(&counter, &walk_in), [of("T20", How::Done, None)]);
    counter.amend("2026-03-02 15:40", &walk_in, "at", "2026-03-02 09:00").unwrap();
    assert_eq!(told(&counter, &walk_in), [of("T20", How::Done, Some("3wh"))]);
    assert_eq!(counter.card(&walk_in, "2026-03-02 15:45").record.limits, []);

    let complaint = counter.complaint("2026-03-02 09:00", &[("category", "engineering")]);
    counter.step("2026-03-02 09:10", &complaint, "relayed").unwrap();
    let relayed = counter.last();
    counter.say("2026-03-02 09:30", &complaint, "paused", &[("until", "2026-03-02 11:00")]).unwrap();
    counter.say("2026-03-04 17:00", &complaint, "surveyed", &[("promise", "2026-03-05 10:00")]).unwrap();
    let t4 = |counter: &Counter| {
        let t4 = over(counter, &complaint).into_iter().find(|ended| ended.limit.stage == "T4").unwrap();
        (t4.limit.start, t4.limit.at().unwrap(), t4.limit.pauses, t4.basis)
    };
    let before = t4(&counter);
    counter
        .on(
            "2026-03-04 17:30",
            Kind::Amended,
            &complaint,
            &[("new", "2026-03-02 09:05"), ("why", "听错")],
            ActTarget::FieldOf(relayed, "at".into()),
        )
        .unwrap();
    let after = t4(&counter);
    assert_eq!(after.1.since(before.1), after.0.since(before.0), "{before:?} {after:?}");
    assert_ne!(before.0, after.0);
    assert_eq!((&after.2, after.3), (&before.2, None), "it stood still as long");
}

#[test]
fn a_promise_that_was_kept_is_judged_as_it_stood_and_says_so_where_it_was_amended_since() {
    let mut counter = Counter::new();
    let promised = [("direction", "in"), ("topic", "停水"), ("outcome", "promised"), ("promise", "2026-03-02 16:00")];
    let call = counter.act("2026-03-02 14:00", Kind::Call, &promised).unwrap();
    counter.follow("2026-03-02 15:30", Kind::CallBack, &call, &[("reached", "yes")]).unwrap();
    let kept = over(&counter, &call);
    assert_eq!(kept.iter().map(|ended| ended.basis).collect::<Vec<_>>(), [None]);
    counter.amend("2026-03-02 15:40", &call, "promise", "2026-03-02 17:00").unwrap();
    let told: Vec<_> = over(&counter, &call).iter().map(|ended| (ended.limit.at(), ended.basis)).collect();
    assert_eq!(told, [(Some(at("2026-03-02 16:00")), Some(Basis::Promise))]);
}
