//! Corrections of the steps that stop limits, share them, report or promise: what is written anew counts, and nothing
//! of it lets a missed promise go.

use qiantai::store::Store;
use std::collections::BTreeMap;

use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::Kind;
use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;
use qiantai::domain::worktime::DayKind;

use crate::counter::{Counter, at, cause, due};
use crate::timers::{clock, has};

fn relayed(counter: &mut Counter, category: &str) -> Record {
    let complaint = counter.complaint("2026-03-02 08:40", &[("category", category)]);
    counter.step("2026-03-02 09:00", &complaint, "relayed").unwrap()
}

fn pause(counter: &mut Counter, when: &str, record: &Record, until: &str) -> Record {
    counter.say(when, record, "paused", &[("until", until)]).unwrap()
}

/// A day that the company takes off.
fn day_off(counter: &mut Counter, when: &str, date: &str) {
    let known = counter.desk.house().calendar.year(2026).unwrap().clone();
    let marked = known.marked(&BTreeMap::from([(date.parse().unwrap(), DayKind::Off)]));
    let form = counter.form(Kind::Calendar, &[("why", "停水")]);
    counter.send(when, &Act { target: ActTarget::Revised(marked, known.version), ..form }).unwrap();
}

fn rebase(counter: &mut Counter, when: &str) {
    let order = counter.form(Kind::Rebased, &[("person", "陈主任"), ("why", "停水")]);
    counter.send(when, &order).unwrap();
}

#[test]
fn the_end_of_a_pause_may_be_corrected_and_the_limit_is_due_by_it() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "conduct");
    pause(&mut counter, "2026-03-02 11:00", &record, "2026-03-04 10:00");
    let shorter = counter.amend("2026-03-02 11:30", &record, "until", "2026-03-03 10:00").unwrap();
    assert_eq!(due(&shorter, "T3a"), Some(at("2026-03-03 17:30")));
    assert_eq!(clock(&shorter, "T3a").pauses, [(at("2026-03-02 11:00"), at("2026-03-03 10:00"))]);
    let back = counter.withdraw("2026-03-02 11:40", &record, ActTarget::Entry(shorter.last)).unwrap();
    assert_eq!(due(&back, "T3a"), Some(at("2026-03-04 17:30")), "the correction struck, the first end holds");
    let never = counter.withdraw("2026-03-02 11:50", &record, ActTarget::None).unwrap();
    assert_eq!(clock(&never, "T3a"), clock(&record, "T3a"));
}

#[test]
fn a_pause_moved_to_an_earlier_beginning_lasts_no_longer_than_any() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "conduct");
    pause(&mut counter, "2026-03-03 11:00", &record, "2026-03-10 18:00");
    let paused = counter.card(&record, "2026-03-03 11:01").record.last;
    let fields = [("new", "2026-03-02 11:00"), ("why", "记错")];
    let longer =
        counter.on("2026-03-03 11:05", Kind::Amended, &record, &fields, ActTarget::Strike(paused, "at".into()));
    assert_eq!(cause(longer), (Some("new".into()), Cause::PauseTooLong(at("2026-03-09 18:00"))));
}

#[test]
fn a_rebased_limit_keeps_its_pause_and_a_correction_keeps_its_calendar() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "conduct");
    pause(&mut counter, "2026-03-02 11:00", &record, "2026-03-04 10:00");
    day_off(&mut counter, "2026-03-02 11:10", "2026-03-05");
    let later = counter.amend("2026-03-02 11:20", &record, "until", "2026-03-05 10:00").unwrap();
    assert_eq!(clock(&later, "T3a").calendar.to_string(), "CN 2026 v1", "no order, no other calendar");
    assert_eq!(due(&later, "T3a"), Some(at("2026-03-05 17:30")));
    rebase(&mut counter, "2026-03-02 11:30");
    let moved = counter.card(&record, "2026-03-02 11:31").record;
    assert_eq!(clock(&moved, "T3a").calendar.to_string(), "CN 2026 v2");
    assert_eq!(clock(&moved, "T3a").pauses, [(at("2026-03-02 11:00"), at("2026-03-05 10:00"))]);
    assert_eq!(due(&moved, "T3a"), Some(at("2026-03-06 16:00")));
    let resumed = counter.step("2026-03-02 14:00", &record, "resumed").unwrap();
    assert_eq!(due(&resumed, "T3a"), Some(at("2026-03-03 10:30")));
    counter.withdraw("2026-03-02 14:10", &record, ActTarget::None).unwrap();
    let never =
        counter.card(&record, "2026-03-02 14:11").lines.iter().rfind(|line| line.get("step") == "paused").unwrap().seq;
    let back = counter.withdraw("2026-03-02 14:12", &record, ActTarget::Entry(never)).unwrap();
    assert_eq!(
        (due(&back, "T3a"), clock(&back, "T3a").calendar.to_string()),
        (Some(at("2026-03-03 09:00")), "CN 2026 v2".to_owned())
    );
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn what_was_resumed_keeps_its_pause() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "conduct");
    let paused = pause(&mut counter, "2026-03-02 11:00", &record, "2026-03-04 10:00");
    counter.step("2026-03-02 14:00", &record, "resumed").unwrap();
    let refused = cause(counter.withdraw("2026-03-02 14:10", &record, ActTarget::Entry(paused.last)));
    assert_eq!(refused, (None, Cause::LaterFirst));
}

#[test]
fn a_head_who_was_not_reached_after_all_is_called_again() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("class", "major")]);
    let called = counter.step("2026-03-02 09:05", &complaint, "called").unwrap();
    assert!(!has(&called, "T15 manager"));
    let not = counter.amend("2026-03-02 09:06", &complaint, "reached", "no").unwrap();
    assert_eq!(clock(&not, "T15 manager").at(), Some(at("2026-03-02 09:15")));
    let other = counter.amend("2026-03-02 09:07", &complaint, "reached", "yes").unwrap();
    assert!(!has(&other, "T15 manager"));
    let told = counter.amend("2026-03-02 09:08", &complaint, "told", "director").unwrap();
    assert_eq!((has(&told, "T15 manager"), has(&told, "T15 director")), (true, false));
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn what_a_department_has_done_keeps_its_share() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "conduct");
    let security = counter.step("2026-03-02 10:00", &record, "shared").unwrap();
    counter.say("2026-03-02 10:10", &record, "shared", &[("share", "cleaning")]).unwrap();
    counter.step("2026-03-02 11:00", &record, "share_done").unwrap();
    let refused = cause(counter.withdraw("2026-03-02 11:10", &record, ActTarget::Entry(security.last)));
    assert_eq!(refused, (None, Cause::LaterFirst));
}

#[test]
fn a_share_is_corrected_to_a_department_that_has_none() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "conduct");
    counter.step("2026-03-02 10:00", &record, "shared").unwrap();
    counter.say("2026-03-02 10:10", &record, "shared", &[("share", "cleaning")]).unwrap();
    for own in ["works", "security"] {
        let twice = cause(counter.amend("2026-03-02 10:20", &record, "share", own));
        assert_eq!(twice, (Some("new".into()), Cause::Shared), "{own}");
    }
    let moved = counter.amend("2026-03-02 10:30", &record, "share", "开发商").unwrap();
    assert_eq!((has(&moved, "T3c 保洁部"), has(&moved, "T3c 开发商")), (false, true));
}

#[test]
fn a_missed_promise_is_not_struck_to_promise_anew() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "engineering");
    let one = counter.step("2026-03-02 10:00", &record, "surveyed").unwrap();
    let missed = cause(counter.withdraw("2026-03-04 10:00", &record, ActTarget::Entry(one.last)));
    assert_eq!(missed, (None, Cause::PromiseMissed));
    let mut other = Counter::new();
    let record = relayed(&mut other, "engineering");
    other.step("2026-03-02 10:00", &record, "surveyed").unwrap();
    let back = other.withdraw("2026-03-04 09:59", &record, ActTarget::None).unwrap();
    assert!(!has(&back, "T5"), "in time it may be");
}

#[test]
fn another_path_does_not_let_a_missed_promise_go() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "engineering");
    counter.step("2026-03-02 10:00", &record, "surveyed").unwrap();
    counter.say("2026-03-02 10:10", &record, "reclassed", &[("class", ""), ("category", "warranty")]).unwrap();
    counter.steps(&record, &[("2026-03-02 10:20", "planned"), ("2026-03-02 10:30", "submitted")]);
    let missed = cause(counter.step("2026-03-04 10:30", &record, "opinion"));
    assert_eq!(missed, (Some("promise".into()), Cause::PromiseMissed));
    counter.step("2026-03-04 10:40", &record, "repromised").unwrap();
    let kept = counter.step("2026-03-04 10:50", &record, "opinion").unwrap();
    assert_eq!(kept.promises(), 3);
}
