//! What a complaint owes before it is concluded, after it, and when the resident is not satisfied.

use qiantai::desk::ActTarget;
use qiantai::domain::record::{Record, Status};
use qiantai::domain::refusal::Cause;

use crate::counter::{Counter, at, cause, due};
use crate::paths::carry;
use crate::timers::has;

/// A complaint with its result, its reply and its report.
fn reported(counter: &mut Counter, other: &[(&str, &str)]) -> Record {
    let complaint = counter.complaint("2026-03-02 09:00", other);
    let steps = [("2026-03-02 09:10", "relayed"), ("2026-03-02 09:20", "resulted"), ("2026-03-02 09:30", "replied")];
    counter.steps(&complaint, &steps);
    counter.step("2026-03-02 09:40", &complaint, "reported").unwrap()
}

fn concluded(counter: &mut Counter, other: &[(&str, &str)]) -> Record {
    let record = reported(counter, other);
    counter.step("2026-03-02 09:50", &record, "concluded").unwrap()
}

fn first(cause: (Option<String>, Cause)) -> Vec<String> {
    let Cause::StepFirst(steps, _) = cause.1 else { panic!("{cause:?}") };
    steps
}

#[test]
fn a_written_complaint_is_answered_in_writing_000_2_2_7() {
    for channel in ["letter", "fax", "email"] {
        let mut counter = Counter::new();
        let record = reported(&mut counter, &[("channel", channel)]);
        assert_eq!(first(cause(counter.step("2026-03-02 10:00", &record, "concluded"))), ["written"], "{channel}");
        let without = cause(counter.say("2026-03-02 10:01", &record, "written", &[("letter", "")]));
        assert_eq!(without, (Some("letter".into()), Cause::Demanded("000-2 2(7)")));
        counter.steps(&record, &[("2026-03-02 10:02", "written"), ("2026-03-02 10:03", "concluded")]);
    }
    let mut counter = Counter::new();
    let record = reported(&mut counter, &[]);
    assert_eq!(cause(counter.step("2026-03-02 10:00", &record, "written")), (None, Cause::StepUnknown));
}

#[test]
fn an_invalid_complaint_is_explained_and_has_no_result_004_7_4_2_1() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 10:05", &[("valid", "invalid")]);
    assert_eq!(first(cause(counter.step("2026-03-02 10:06", &complaint, "replied"))), ["explained"]);
    let without = cause(counter.say("2026-03-02 10:06", &complaint, "explained", &[("explained", "")]));
    assert_eq!(without, (Some("explained".into()), Cause::Demanded("004-7 §4.2.1")));
    for step in ["relayed", "resulted", "declined"] {
        assert_eq!(cause(counter.step("2026-03-02 10:07", &complaint, step)), (None, Cause::StepUnknown), "{step}");
    }
    let (record, steps) = carry(&mut counter, complaint);
    assert_eq!(steps, ["explained", "replied", "reported", "concluded", "followed_up", "archived"]);
    assert_eq!(record.status, Status::Closed);
}

#[test]
fn what_is_declined_says_why_and_goes_to_its_end_without_a_result_004_1_5() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 10:05", &[("category", "engineering")]);
    let without = cause(counter.say("2026-03-02 10:06", &complaint, "declined", &[("why", "")]));
    assert_eq!(without, (Some("why".into()), Cause::Demanded("004-1.5")));
    counter.step("2026-03-02 10:06", &complaint, "relayed").unwrap();
    let declined = counter.step("2026-03-02 10:07", &complaint, "declined").unwrap();
    assert!(!has(&declined, "T4"));
    for step in ["resulted", "surveyed"] {
        assert_eq!(cause(counter.step("2026-03-02 10:08", &complaint, step)), (None, Cause::StepUnknown), "{step}");
    }
    let (record, steps) = carry(&mut counter, declined);
    assert_eq!(steps, ["replied", "reported", "concluded", "followed_up", "archived"]);
    assert_eq!(record.status, Status::Closed);
}

#[test]
fn the_cause_and_the_responsible_post_stand_before_the_end_004_1_4() {
    let mut counter = Counter::new();
    let record = reported(&mut counter, &[]);
    for key in ["cause", "responsible"] {
        let refused = cause(counter.say("2026-03-02 10:00", &record, "concluded", &[(key, "")]));
        assert_eq!(refused, (Some(key.into()), Cause::Demanded("004-1.4")));
    }
}

#[test]
fn the_follow_up_is_the_first_receivers_or_says_why_not_and_an_appointment_has_its_time_004_7_4_8_1() {
    let mut counter = Counter::new();
    let record = concluded(&mut counter, &[]);
    counter.who.operator = "刘洋".into();
    let other = cause(counter.step("2026-03-03 10:00", &record, "followed_up"));
    assert_eq!(other, (Some("instead".into()), Cause::FirstReceiver("王敏".into())));
    let appointment = [("method", "appointment"), ("instead", "王敏休假")];
    let untimed = cause(counter.say("2026-03-03 10:00", &record, "followed_up", &appointment));
    assert_eq!(untimed, (Some("appointed".into()), Cause::Demanded("004-7 §4.8.1")));
    let visit = [("appointed", "2026-03-03 09:00"), ("instead", "王敏休假")];
    assert_eq!(cause(counter.say("2026-03-03 10:00", &record, "followed_up", &visit)).1, Cause::NotAsked);
    let kept = [appointment[0], appointment[1], ("appointed", "2026-03-03 09:00")];
    counter.say("2026-03-03 10:00", &record, "followed_up", &kept).unwrap();
    let cleared = cause(counter.amend("2026-03-03 10:10", &record, "instead", ""));
    assert_eq!(cleared, (Some("new".into()), Cause::FirstReceiver("王敏".into())), "nor is the reason taken back");
}

#[test]
fn nobody_is_let_off_before_three_tries_on_two_days_001_处理_3() {
    let mut counter = Counter::new();
    let record = concluded(&mut counter, &[]);
    let sought = [("exempt", "unreachable")];
    let few = |tries| (Some("exempt".into()), Cause::TooFewTries(tries));
    assert_eq!(cause(counter.say("2026-03-02 10:00", &record, "exempted", &sought)), few(0));
    for minute in 1..4 {
        counter.step(&format!("2026-03-02 10:0{minute}"), &record, "tried").unwrap();
    }
    assert_eq!(cause(counter.say("2026-03-02 10:10", &record, "exempted", &sought)), few(3), "on one day only");
    let last = counter.step("2026-03-03 10:00", &record, "tried").unwrap();
    let off = counter.say("2026-03-03 10:10", &record, "exempted", &sought).unwrap();
    assert!(!has(&off, "T13"));
    assert_eq!(counter.next(&off, "2026-03-03 10:11"), "archived");
    assert_eq!(cause(counter.step("2026-03-03 10:12", &record, "followed_up")), (None, Cause::StepUnknown));
    let refused = cause(counter.withdraw("2026-03-03 10:13", &record, ActTarget::Entry(last.last)));
    assert_eq!(refused, (None, Cause::LaterFirst), "the tries it rests on stay");
}

#[test]
fn who_is_not_to_be_disturbed_is_let_off_with_a_reason_and_an_approver_001_处理_3() {
    let mut counter = Counter::new();
    let record = concluded(&mut counter, &[]);
    for key in ["why", "approved_by"] {
        let refused = cause(counter.say("2026-03-02 10:00", &record, "exempted", &[(key, "")]));
        assert_eq!(refused, (Some(key.into()), Cause::Demanded("001 处理.3")));
    }
    counter.step("2026-03-02 10:00", &record, "exempted").unwrap();
    let other = cause(counter.amend("2026-03-02 10:10", &record, "exempt", "unreachable"));
    assert_eq!(other, (Some("new".into()), Cause::TooFewTries(0)), "nor by a correction");
}

#[test]
fn whoever_is_not_satisfied_opens_the_case_again_and_all_is_done_anew_002_七_4() {
    let mut counter = Counter::new();
    let record = concluded(&mut counter, &[]);
    assert_eq!(due(&record, "T13"), Some(at("2026-03-06 00:00")));
    let again = counter.say("2026-03-03 10:00", &record, "followed_up", &[("satisfied", "no")]).unwrap();
    assert_eq!((again.status, due(&again, "T13")), (Status::Open, None));
    assert_eq!((due(&again, "T2"), due(&again, "T19")), (Some(at("2026-03-03 12:00")), Some(at("2026-03-05 18:00"))));
    assert!(!again.done("relayed") && !again.done("concluded") && !again.done("followed_up"));
    assert_eq!(again.steps.len(), 6, "what was done stays legible");
    assert_eq!(first(cause(counter.step("2026-03-03 10:01", &record, "archived"))), ["concluded", "followed_up"]);
    let steps = [
        ("2026-03-03 11:00", "relayed"),
        ("2026-03-03 14:00", "resulted"),
        ("2026-03-03 14:10", "replied"),
        ("2026-03-03 14:20", "reported"),
    ];
    for (when, step) in steps {
        assert_eq!(counter.next(&record, when), step);
        counter.step(when, &record, step).unwrap();
    }
    let second = counter.step("2026-03-04 10:00", &record, "concluded").unwrap();
    // The third day is a Saturday.
    assert_eq!(due(&second, "T13"), Some(at("2026-03-09 18:00")), "the follow-up is owed again, from then");
    let satisfied = counter.step("2026-03-05 10:00", &record, "followed_up").unwrap();
    assert_eq!(counter.next(&satisfied, "2026-03-05 10:01"), "archived");
}

#[test]
fn at_the_site_it_opens_again_with_the_sites_own_limits() {
    for (category, stage, over) in [("conduct", "T10", "2026-03-03 11:00"), ("engineering", "T11", "2026-03-03 16:00")]
    {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-03-02 09:00", &[("intake", "site"), ("category", category)]);
        let steps = [
            ("2026-03-02 09:05", "accepted"),
            ("2026-03-02 09:08", "answered"),
            ("2026-03-02 09:10", "resulted"),
            ("2026-03-02 09:20", "replied"),
            ("2026-03-02 09:30", "reported"),
            ("2026-03-02 09:40", "concluded"),
        ];
        counter.steps(&complaint, &steps);
        let again = counter.say("2026-03-03 10:00", &complaint, "followed_up", &[("satisfied", "no")]).unwrap();
        assert_eq!((due(&again, stage), has(&again, "T9")), (Some(at(over)), false), "{category}");
        let next = if category == "conduct" { "resulted" } else { "answered" };
        assert_eq!(counter.next(&again, "2026-03-03 10:01"), next);
    }
}

#[test]
fn what_opened_the_case_again_is_not_struck_from_under_the_second_round() {
    let mut counter = Counter::new();
    let record = concluded(&mut counter, &[]);
    let again = counter.say("2026-03-03 10:00", &record, "followed_up", &[("satisfied", "no")]).unwrap();
    counter.step("2026-03-03 11:00", &record, "relayed").unwrap();
    let refused = cause(counter.withdraw("2026-03-03 11:10", &record, ActTarget::Entry(again.last)));
    assert_eq!(refused, (None, Cause::LaterFirst));
    counter.withdraw("2026-03-03 11:20", &record, ActTarget::None).unwrap();
    let back = counter.withdraw("2026-03-03 11:30", &record, ActTarget::Entry(again.last)).unwrap();
    assert!(back.done("concluded") && has(&back, "T13") && !has(&back, "T2"));
    let changed = counter.step("2026-03-03 11:40", &record, "followed_up").unwrap();
    let refused = cause(counter.amend("2026-03-03 11:50", &changed, "satisfied", "no"));
    assert_eq!(refused, (Some("new".into()), Cause::StrikeWhole));
}

#[test]
fn what_was_important_hot_or_major_is_archived_with_its_own_report_001_处理_2() {
    for (class, told) in [
        ("important", ["company", "management"]),
        ("hot", ["company", "management"]),
        ("major", ["manager", "director"]),
    ] {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-03-02 09:00", &[("class", class)]);
        counter.steps(&complaint, &[("2026-03-02 09:01", "relayed"), ("2026-03-02 09:02", "resulted")]);
        counter.steps(&complaint, &[("2026-03-02 09:03", "replied"), ("2026-03-02 09:04", "reported")]);
        let owed = if class == "major" { vec!["called", "controlled"] } else { vec!["called"] };
        assert_eq!(first(cause(counter.step("2026-03-02 09:05", &complaint, "concluded"))), owed, "{class}");
        for told in told {
            counter.say("2026-03-02 09:06", &complaint, "called", &[("told", told)]).unwrap();
        }
        if class == "major" {
            counter.step("2026-03-02 09:07", &complaint, "controlled").unwrap();
        }
        counter.steps(&complaint, &[("2026-03-02 09:08", "concluded"), ("2026-03-03 09:00", "followed_up")]);
        assert_eq!(counter.next(&complaint, "2026-03-03 09:01"), "special");
        assert_eq!(first(cause(counter.step("2026-03-03 09:01", &complaint, "archived"))), ["special"], "{class}");
        let without = cause(counter.say("2026-03-03 09:02", &complaint, "special", &[("volume", "")]));
        assert_eq!(without, (Some("volume".into()), Cause::Demanded("001 处理.2")));
        let done = counter.steps(&complaint, &[("2026-03-03 09:03", "special"), ("2026-03-03 09:04", "archived")]);
        assert_eq!((done.status, done.limits.len()), (Status::Closed, 0));
    }
}
