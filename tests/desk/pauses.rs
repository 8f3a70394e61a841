//! Limits that stand still: for a reason, for no longer than the cap, and only those that may.

use qiantai::desk::ActTarget;
use qiantai::domain::entry::Kind;
use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::ValueError;

use crate::counter::{Counter, at, cause, due};
use crate::timers::clock;

/// A complaint of conduct that its department has had since then.
fn relayed(counter: &mut Counter, when: &str) -> Record {
    let complaint = counter.complaint(when, &[]);
    counter.step(when, &complaint, "relayed").unwrap()
}

fn pause(counter: &mut Counter, when: &str, record: &Record, until: &str) -> Record {
    counter.say(when, record, "paused", &[("until", until)]).unwrap()
}

#[test]
fn v9_a_pause_counts_by_its_working_time_and_ends_by_itself() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-03-02 09:00");
    let paused = pause(&mut counter, "2026-03-02 11:00", &record, "2026-03-04 10:00");
    assert_eq!(due(&paused, "T3a"), Some(at("2026-03-04 17:30")));
    let rungs: Vec<_> = clock(&paused, "T3a").ladder.iter().filter_map(|rung| rung.at).collect();
    assert_eq!(rungs[0], at("2026-03-04 12:00"), "half of the work is done only after the pause");
    let ids = |when: &str| counter.card(&record, when).offered;
    assert!(paused.paused(at("2026-03-04 09:59")) && !paused.paused(at("2026-03-04 10:00")));
    assert!(
        ids("2026-03-04 09:59").contains(&"resumed".to_owned()) && !ids("2026-03-04 09:59").contains(&"paused".into())
    );
    assert!(
        !ids("2026-03-04 10:00").contains(&"resumed".to_owned()) && ids("2026-03-04 10:00").contains(&"paused".into())
    );
    assert_eq!(cause(counter.step("2026-03-04 10:00", &record, "resumed")), (None, Cause::NotPaused));
    for stage in ["T18", "T19"] {
        assert_eq!(due(&paused, stage), due(&record, stage), "{stage} goes on");
    }
}

#[test]
fn v10_a_pause_across_the_night_adds_nothing() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-03-02 14:00");
    let paused = pause(&mut counter, "2026-03-02 18:00", &record, "2026-03-03 08:30");
    assert_eq!(
        (due(&record, "T3a"), due(&paused, "T3a")),
        (Some(at("2026-03-03 14:00")), Some(at("2026-03-03 14:00")))
    );
}

#[test]
fn resuming_early_gives_back_the_rest_of_the_pause() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-03-02 09:00");
    pause(&mut counter, "2026-03-02 11:00", &record, "2026-03-04 10:00");
    let resumed = counter.step("2026-03-03 09:00", &record, "resumed").unwrap();
    assert_eq!(due(&resumed, "T3a"), Some(at("2026-03-03 16:30")));
    assert_eq!(clock(&resumed, "T3a").pauses, [(at("2026-03-02 11:00"), at("2026-03-03 09:00"))]);
    let second = pause(&mut counter, "2026-03-03 10:00", &record, "2026-03-03 11:00");
    assert_eq!(due(&second, "T3a"), Some(at("2026-03-03 17:30")), "a second pause adds up");
}

#[test]
fn pausing_and_resuming_at_one_instant_changes_nothing() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-03-02 09:00");
    pause(&mut counter, "2026-03-02 11:00", &record, "2026-03-04 10:00");
    let resumed = counter.step("2026-03-02 11:00", &record, "resumed").unwrap();
    assert_eq!(resumed.limits.len(), record.limits.len());
    assert!(record.limits.iter().all(|clock| resumed.limits.contains(clock)));
}

#[test]
fn a_pause_struck_as_void_has_never_been() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-03-02 09:00");
    pause(&mut counter, "2026-03-02 11:00", &record, "2026-03-04 10:00");
    let back = counter.withdraw("2026-03-02 11:30", &record, ActTarget::None).unwrap();
    assert_eq!(clock(&back, "T3a"), clock(&record, "T3a"));
}

#[test]
fn a_pause_needs_its_reason_and_lasts_no_longer_than_5_working_days() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-03-02 09:00");
    let without = cause(counter.say("2026-03-02 11:00", &record, "paused", &[("pause", "")]));
    assert_eq!(without, (Some("pause".into()), Cause::Value(ValueError::Required)));
    let long = cause(counter.say("2026-03-02 11:00", &record, "paused", &[("until", "2026-03-09 18:01")]));
    assert_eq!(long, (Some("until".into()), Cause::PauseTooLong(at("2026-03-09 18:00"))));
    pause(&mut counter, "2026-03-02 11:00", &record, "2026-03-09 18:00");
    let longer = cause(counter.amend("2026-03-02 11:30", &record, "until", "2026-03-09 18:01"));
    assert_eq!(longer, (Some("new".into()), Cause::PauseTooLong(at("2026-03-09 18:00"))), "nor by a correction");
    let twice = cause(counter.step("2026-03-02 12:00", &record, "paused"));
    assert_eq!(twice, (None, Cause::NothingToPause), "it stands still already");
}

#[test]
fn what_is_promised_or_owed_to_the_resident_cannot_be_paused() {
    let nothing = (None, Cause::NothingToPause);
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("category", "engineering"), ("channel", "phone")]);
    assert_eq!(cause(counter.step("2026-03-02 09:10", &complaint, "paused")), nothing, "T2, T14, T18, T19");
    counter.steps(&complaint, &[("2026-03-02 09:20", "relayed"), ("2026-03-02 09:30", "surveyed")]);
    assert_eq!(cause(counter.step("2026-03-02 09:40", &complaint, "paused")), nothing, "T5");
    let steps = [
        ("2026-03-02 10:00", "resulted"),
        ("2026-03-02 10:10", "replied"),
        ("2026-03-02 10:20", "reported"),
        ("2026-03-02 10:30", "concluded"),
    ];
    counter.steps(&complaint, &steps);
    assert_eq!(cause(counter.step("2026-03-02 10:40", &complaint, "paused")), (None, Cause::StepUnknown), "T13");
    let site = counter.complaint("2026-03-02 09:00", &[("intake", "site")]);
    counter.step("2026-03-02 09:05", &site, "accepted").unwrap();
    assert_eq!(cause(counter.step("2026-03-02 09:06", &site, "paused")), nothing, "T10");
}

#[test]
fn the_plan_for_a_warranty_may_be_paused_and_the_developer_may_not() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("category", "warranty")]);
    counter.step("2026-03-02 09:00", &complaint, "relayed").unwrap();
    let paused = pause(&mut counter, "2026-03-02 10:00", &complaint, "2026-03-02 11:00");
    assert_eq!(due(&paused, "T6"), Some(at("2026-03-02 17:30")));
    counter.steps(&complaint, &[("2026-03-02 13:00", "planned"), ("2026-03-02 14:00", "submitted")]);
    assert_eq!(cause(counter.step("2026-03-02 15:00", &complaint, "paused")), (None, Cause::NothingToPause));
}

#[test]
fn a_rung_that_is_put_off_is_heard_again_though_it_was_noted() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-03-02 09:00");
    let noted = counter.follow("2026-03-02 14:40", Kind::Acknowledged, &record, &[("clock", "T3a")]).unwrap();
    assert_eq!(noted.noted(clock(&noted, "T3a")), 50);
    let fields = [("at", "2026-03-02 14:00"), ("until", "2026-03-03 14:00")];
    let paused = counter.say("2026-03-02 14:45", &record, "paused", &fields).unwrap();
    let limit = clock(&paused, "T3a");
    assert_eq!(limit.ladder[0].at, Some(at("2026-03-03 14:30")));
    assert_eq!(paused.noted(limit), 0);
    assert!(paused.unnoted(limit, at("2026-03-03 14:30")) && !paused.unnoted(limit, at("2026-03-03 14:29")));
}
