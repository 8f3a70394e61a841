//! Who has what in hand: shares of several departments, the developer, promises, passing on.

use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;

use crate::counter::{Counter, at, cause, due};
use crate::timers::{clock, has};

fn relayed(counter: &mut Counter, category: &str) -> Record {
    let complaint = counter.complaint("2026-03-02 09:00", &[("category", category)]);
    counter.step("2026-03-02 09:00", &complaint, "relayed").unwrap()
}

#[test]
fn the_result_waits_for_every_department_and_each_has_its_own_limit() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "conduct");
    counter.step("2026-03-02 10:00", &record, "shared").unwrap();
    let two = counter.say("2026-03-02 11:00", &record, "shared", &[("share", "cleaning")]).unwrap();
    let limits = |record: &Record| {
        let shares = record.limits.iter().filter(|clock| clock.stage == "T3c");
        shares.map(|clock| (clock.part.clone(), clock.at().unwrap())).collect::<Vec<_>>()
    };
    let (security, cleaning) = (at("2026-03-03 15:30"), at("2026-03-03 16:30"));
    assert_eq!(limits(&two), [("安全部".to_owned(), security), ("保洁部".to_owned(), cleaning)]);
    let first = (None, Cause::StepFirst(vec!["share_done".into()], "004-7 §4.3".into()));
    assert_eq!(cause(counter.step("2026-03-02 12:00", &record, "resulted")), first);
    assert_eq!(counter.next(&record, "2026-03-02 12:00"), "share_done");
    let one = counter.step("2026-03-02 14:00", &record, "share_done").unwrap();
    assert_eq!(limits(&one), [("保洁部".to_owned(), cleaning)]);
    assert_eq!(cause(counter.step("2026-03-02 14:10", &record, "resulted")), first, "one is still awaited");
    let twice = cause(counter.step("2026-03-02 14:11", &record, "share_done"));
    assert_eq!(twice, (Some("share".into()), Cause::NotAwaited));
    counter.say("2026-03-02 15:00", &record, "share_done", &[("share", "cleaning")]).unwrap();
    assert!(!has(&counter.step("2026-03-02 15:10", &record, "resulted").unwrap(), "T3a"));
}

#[test]
fn a_department_is_given_one_thing_to_do() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "conduct");
    let shared = |field: &str| (Some(field.to_owned()), Cause::Shared);
    let own = cause(counter.say("2026-03-02 10:00", &record, "shared", &[("share", "works")]));
    assert_eq!(own, shared("share"), "it has the whole in hand");
    counter.step("2026-03-02 10:00", &record, "shared").unwrap();
    assert_eq!(cause(counter.step("2026-03-02 10:10", &record, "shared")), shared("share"));
    let over = cause(counter.say("2026-03-02 10:20", &record, "rerouted", &[("department", "security")]));
    assert_eq!(over, shared("department"));
}

#[test]
fn declining_ends_every_share() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "conduct");
    counter.step("2026-03-02 10:00", &record, "shared").unwrap();
    counter.say("2026-03-02 11:00", &record, "shared", &[("share", "cleaning")]).unwrap();
    let declined = counter.step("2026-03-02 12:00", &record, "declined").unwrap();
    assert!(declined.limits.iter().all(|clock| clock.stage != "T3c"), "{:?}", declined.limits);
    assert_eq!(counter.next(&record, "2026-03-02 12:01"), "replied");
}

#[test]
fn silence_counts_as_consent_only_once_the_developers_time_is_over() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "warranty");
    let first = (None, Cause::StepFirst(vec!["submitted".into()], "004-7 §4.4.2".into()));
    counter.step("2026-03-02 09:30", &record, "planned").unwrap();
    assert_eq!(cause(counter.step("2026-03-02 09:40", &record, "opinion")), first);
    assert_eq!(cause(counter.step("2026-03-02 09:40", &record, "deemed")), (None, Cause::StepUnknown));
    let submitted = counter.step("2026-03-02 10:00", &record, "submitted").unwrap();
    assert_eq!(due(&submitted, "T8"), Some(at("2026-03-03 10:00")));
    let early = (None, Cause::NotLapsed("004-7 §4.4.4".into()));
    assert_eq!(cause(counter.step("2026-03-03 09:59", &record, "deemed")), early);
    let back = cause(counter.say("2026-03-03 10:05", &record, "deemed", &[("at", "2026-03-03 09:59")]));
    assert_eq!(back, early, "not by writing an earlier time either");
    counter.step("2026-03-03 10:00", &record, "deemed").unwrap();
    assert_eq!(cause(counter.step("2026-03-03 10:01", &record, "opinion")), (None, Cause::StepUnknown));
    assert_eq!(counter.next(&record, "2026-03-03 10:01"), "resulted");
}

#[test]
fn what_rests_on_the_developers_silence_keeps_the_receipt() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "warranty");
    counter.step("2026-03-02 09:30", &record, "planned").unwrap();
    let submitted = counter.step("2026-03-02 10:00", &record, "submitted").unwrap();
    counter.step("2026-03-03 10:00", &record, "deemed").unwrap();
    let detail = qiantai::desk::ActTarget::Entry(submitted.last);
    assert_eq!(cause(counter.withdraw("2026-03-03 10:10", &record, detail)), (None, Cause::LaterFirst));
    let back = counter.withdraw("2026-03-03 10:11", &record, qiantai::desk::ActTarget::None).unwrap();
    assert_eq!(clock(&back, "T8"), clock(&submitted, "T8"), "the silence itself may be struck");
}

#[test]
fn a_new_promise_takes_the_reason_the_new_plan_and_the_consent() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "engineering");
    let one = counter.step("2026-03-02 10:00", &record, "surveyed").unwrap();
    assert_eq!(one.promises(), 1);
    for missing in ["cause_late", "plan", "agreed"] {
        let refused = cause(counter.say("2026-03-04 11:00", &record, "repromised", &[(missing, "")]));
        assert_eq!(refused, (Some(missing.into()), Cause::Demanded("004-7 §4.3.2c")));
    }
    counter.step("2026-03-04 11:00", &record, "repromised").unwrap();
    let third = counter.step("2026-03-06 12:00", &record, "repromised").unwrap();
    assert_eq!(third.promises(), 3);
    counter.step("2026-03-06 13:00", &record, "resulted").unwrap();
    let kept = counter.step("2026-03-06 13:01", &record, "repromised");
    assert!(kept.is_err(), "nothing is promised any more");
}

#[test]
fn every_passing_on_is_counted() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("intake", "site")]);
    let steps = [("2026-03-02 09:05", "accepted"), ("2026-03-02 09:10", "beyond"), ("2026-03-02 09:20", "transferred")];
    assert_eq!(counter.steps(&complaint, &steps).transfers(), 1);
    assert_eq!(counter.step("2026-03-02 09:30", &complaint, "relayed").unwrap().transfers(), 2);
    let third = counter.say("2026-03-02 10:00", &complaint, "rerouted", &[("approved_by", "陈主任")]).unwrap();
    assert_eq!((third.transfers(), third.get("department")), (3, "保洁部"));
    assert_eq!(clock(&third, "T3a").start, at("2026-03-02 10:00"), "the new department has its own time");
    let same = cause(counter.say("2026-03-02 10:10", &complaint, "rerouted", &[("approved_by", "陈主任")]));
    assert_eq!(same, (Some("department".into()), Cause::Unchanged));
}

#[test]
fn what_is_beyond_the_site_is_transferred_before_anything_is_decided() {
    for step in ["resulted", "declined"] {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-03-02 09:00", &[("intake", "site")]);
        counter.steps(&complaint, &[("2026-03-02 09:05", "accepted"), ("2026-03-02 09:10", "beyond")]);
        let refused = cause(counter.step("2026-03-02 09:20", &complaint, step));
        let Cause::StepFirst(first, _) = refused.1 else { panic!("{refused:?}") };
        assert_eq!(first, ["transferred"], "{step}");
    }
}

#[test]
fn the_whole_waits_for_every_share_though_it_turns_out_invalid() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "conduct");
    counter.step("2026-03-02 10:00", &record, "shared").unwrap();
    counter.amend("2026-03-02 11:00", &record, "valid", "invalid").unwrap();
    let steps = [("2026-03-02 11:10", "explained"), ("2026-03-02 11:20", "replied"), ("2026-03-02 11:30", "reported")];
    counter.steps(&record, &steps);
    let first = (None, Cause::StepFirst(vec!["share_done".into()], "000-1 一.5".into()));
    assert_eq!(cause(counter.step("2026-03-02 11:40", &record, "concluded")), first);
    counter.steps(&record, &[("2026-03-02 11:50", "share_done"), ("2026-03-02 12:00", "concluded")]);
}
