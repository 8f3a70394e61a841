//! Major complaints, changes of class and category, and complaints of several households.

use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;

use crate::counter::{Counter, at, cause, due};
use crate::timers::{clock, has};

fn names(record: &Record, stage: &str) -> Vec<String> {
    let mut parts: Vec<String> =
        record.limits.iter().filter(|clock| clock.stage == stage).map(|clock| clock.part.clone()).collect();
    parts.sort();
    parts
}

fn reclass(counter: &mut Counter, when: &str, record: &Record, key: &str, to: &str) -> Record {
    let fields = [("class", ""), (key, to)];
    counter.say(when, record, "reclassed", &fields).unwrap()
}

#[test]
fn a_complaint_that_turns_out_major_runs_its_limits_from_then_and_keeps_the_others() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let before = counter.step("2026-03-02 10:00", &complaint, "relayed").unwrap();
    let major = reclass(&mut counter, "2026-03-02 11:00", &complaint, "class", "major");
    assert_eq!(names(&major, "T15"), ["director", "manager"]);
    assert_eq!((due(&major, "T15"), due(&major, "T16")), (Some(at("2026-03-02 11:15")), Some(at("2026-03-02 11:30"))));
    assert!(before.limits.iter().all(|clock| major.limits.contains(clock)), "what runs is untouched");
    assert!(!has(&major, "T2"), "and what has passed");
    let general = reclass(&mut counter, "2026-03-02 11:10", &complaint, "class", "general");
    assert_eq!((names(&general, "T15"), has(&general, "T16")), (Vec::new(), false));
    assert_eq!(general.limits.len(), before.limits.len());
}

#[test]
fn from_important_to_major_the_heads_are_told_though_the_company_was() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("class", "important")]);
    counter.say("2026-03-02 09:10", &complaint, "called", &[("told", "company")]).unwrap();
    let major = reclass(&mut counter, "2026-03-02 09:20", &complaint, "class", "major");
    assert_eq!(names(&major, "T15"), ["director", "manager"]);
    assert_eq!(clock(&major, "T15 manager").at(), Some(at("2026-03-02 09:35")));
    let back = reclass(&mut counter, "2026-03-02 09:30", &complaint, "class", "hot");
    assert_eq!(names(&back, "T15"), ["company", "management"]);
}

#[test]
fn an_incident_reported_before_is_reported_again_when_it_is_major_again() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("class", "major")]);
    counter.step("2026-03-02 09:20", &complaint, "progress").unwrap();
    reclass(&mut counter, "2026-03-02 09:30", &complaint, "class", "general");
    let again = reclass(&mut counter, "2026-03-02 10:00", &complaint, "class", "major");
    assert_eq!(due(&again, "T16"), Some(at("2026-03-02 10:30")));
}

#[test]
fn another_category_takes_the_other_path_from_then_on() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    counter.step("2026-03-02 10:00", &complaint, "relayed").unwrap();
    let works = reclass(&mut counter, "2026-03-02 11:00", &complaint, "category", "engineering");
    assert_eq!((has(&works, "T2"), has(&works, "T3a")), (false, false));
    assert_eq!((clock(&works, "T4").start, due(&works, "T4")), (at("2026-03-02 11:00"), Some(at("2026-03-03 11:00"))));
    assert_eq!(counter.next(&works, "2026-03-02 11:01"), "surveyed");
    counter.step("2026-03-02 11:30", &complaint, "surveyed").unwrap();
    let warranty = reclass(&mut counter, "2026-03-02 11:40", &complaint, "category", "warranty");
    assert_eq!((has(&warranty, "T5"), clock(&warranty, "T6").start), (true, at("2026-03-02 11:40")));
}

#[test]
fn at_the_site_another_category_has_its_own_time() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-07 20:00", &[("intake", "site")]);
    let works = reclass(&mut counter, "2026-03-07 20:10", &complaint, "category", "engineering");
    assert_eq!((due(&works, "T10"), due(&works, "T11")), (None, Some(at("2026-03-08 02:10"))));
}

#[test]
fn what_has_a_result_starts_no_work_anew_when_its_category_changes() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let steps = [("2026-03-02 09:10", "relayed"), ("2026-03-02 10:00", "resulted")];
    let before = counter.steps(&complaint, &steps);
    for category in ["engineering", "warranty", "department"] {
        let after = reclass(&mut counter, "2026-03-02 11:00", &complaint, "category", category);
        assert_eq!(
            (after.limits.len(), counter.next(&after, "2026-03-02 11:01")),
            (before.limits.len(), "replied".into())
        );
    }
}

#[test]
fn reclassing_says_what_changes_and_why_and_only_while_it_is_open() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 10:05", &[]);
    let same = cause(counter.say("2026-03-02 10:06", &complaint, "reclassed", &[("class", "general")]));
    assert_eq!(same, (Some("class".into()), Cause::Unchanged));
    assert!(counter.say("2026-03-02 10:06", &complaint, "reclassed", &[("why", "")]).is_err());
    let steps = [
        ("2026-03-02 10:10", "relayed"),
        ("2026-03-02 10:20", "resulted"),
        ("2026-03-02 10:30", "replied"),
        ("2026-03-02 10:40", "reported"),
        ("2026-03-02 10:50", "concluded"),
    ];
    counter.steps(&complaint, &steps);
    assert_eq!(cause(counter.step("2026-03-02 11:00", &complaint, "reclassed")), (None, Cause::StepUnknown));
}

#[test]
fn a_class_or_category_that_was_written_wrong_counts_from_the_beginning() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let major = counter.amend("2026-03-02 09:05", &complaint, "class", "major").unwrap();
    assert_eq!((due(&major, "T15"), due(&major, "T16")), (Some(at("2026-03-02 09:15")), Some(at("2026-03-02 09:30"))));
    let relayed = counter.step("2026-03-02 10:00", &complaint, "relayed").unwrap();
    assert!(has(&relayed, "T3a"));
    let works = counter.amend("2026-03-02 11:00", &complaint, "category", "engineering").unwrap();
    assert_eq!((has(&works, "T2"), has(&works, "T3a")), (false, false), "what has passed stays passed");
    assert_eq!(clock(&works, "T4").start, at("2026-03-02 10:00"), "from when it was passed on");
    let general = counter.amend("2026-03-02 11:10", &complaint, "class", "general").unwrap();
    assert_eq!((names(&general, "T15"), has(&general, "T16")), (Vec::new(), false));
}

/// Complains of the lifts, from a room.
fn lifts(counter: &mut Counter, when: &str, room: &str) -> Record {
    counter.complaint(when, &[("room", room), ("matter", "equipment")])
}

#[test]
fn three_households_on_one_matter_within_7_days_are_proposed_as_one_000_2_2_6() {
    let mut counter = Counter::new();
    assert_eq!(lifts(&mut counter, "2026-03-02 09:00", "3-2-101").households(), 0);
    assert_eq!(lifts(&mut counter, "2026-03-05 09:00", "3-2-102").households(), 0, "two are too few");
    let third = lifts(&mut counter, "2026-03-09 09:00", "3-2-103");
    assert_eq!((third.households(), third.get("class")), (3, "general"), "proposed, not decided");
    assert!(counter.card(&third, "2026-03-09 09:01").offered.contains(&"reclassed".to_owned()));
    let other = counter.complaint("2026-03-09 09:02", &[("room", "3-2-104"), ("matter", "noise")]);
    assert_eq!(other.households(), 0, "of another matter");
}

#[test]
fn the_same_room_an_older_complaint_and_a_void_one_do_not_count_000_2_2_6() {
    let mut counter = Counter::new();
    lifts(&mut counter, "2026-03-02 08:59", "3-2-101");
    let void = lifts(&mut counter, "2026-03-05 09:00", "3-2-102");
    lifts(&mut counter, "2026-03-05 10:00", "3-2-103");
    counter.withdraw("2026-03-05 11:00", &void, qiantai::desk::ActTarget::None).unwrap();
    assert_eq!(lifts(&mut counter, "2026-03-09 09:00", "3-2-103").households(), 0, "the same room twice");
    assert_eq!(
        lifts(&mut counter, "2026-03-09 09:00", "3-2-104").households(),
        0,
        "one of three is 7 days and a minute old"
    );
    assert_eq!(lifts(&mut counter, "2026-03-09 09:10", "3-2-105").households(), 3);
}

#[test]
fn a_complaint_written_late_is_counted_with_those_of_its_own_week() {
    let mut counter = Counter::new();
    for room in ["3-2-101", "3-2-102", "3-2-103"] {
        lifts(&mut counter, "2026-03-02 09:00", room);
    }
    // Received 40 days before these, and written after them.
    let late = counter
        .complaint("2026-03-02 10:00", &[("room", "3-2-104"), ("matter", "equipment"), ("at", "2026-01-21 10:00")]);
    assert_eq!((late.households(), late.at), (0, crate::counter::at("2026-01-21 10:00")));
    let then = counter
        .complaint("2026-03-02 10:01", &[("room", "3-2-105"), ("matter", "equipment"), ("at", "2026-03-02 08:59")]);
    assert_eq!(then.households(), 0, "what came after it is not counted with it");
    assert_eq!(lifts(&mut counter, "2026-03-02 10:02", "3-2-106").households(), 5);
}

#[test]
fn a_matter_that_is_known_later_is_many_households_too() {
    let mut counter = Counter::new();
    for room in ["3-2-101", "3-2-102"] {
        counter.complaint("2026-03-02 09:00", &[("room", room), ("matter", "noise")]);
    }
    let third = counter.complaint("2026-03-02 10:00", &[("room", "3-2-103")]);
    assert_eq!(third.households(), 0, "nobody said what it is about");
    assert_eq!(reclass(&mut counter, "2026-03-02 10:10", &third, "matter", "noise").households(), 3);
    let struck = counter.withdraw("2026-03-02 10:20", &third, qiantai::desk::ActTarget::None).unwrap();
    assert_eq!(struck.households(), 0);
}
