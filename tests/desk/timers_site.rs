//! Every limit of a complaint that runs by the clock at the site, and those that run beside both paths.

use qiantai::domain::handover::Topic;
use qiantai::domain::record::Status;
use qiantai::domain::refusal::Cause;

use crate::counter::{Counter, at, cause, due};
use crate::timers::{clock, has, held};

#[test]
fn t9_whoever_receives_it_takes_it_to_the_one_responsible_within_15_minutes_004_7_4_5_1() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-07 20:00", &[("intake", "site")]);
    let rungs = ["2026-03-07 20:07:30", "2026-03-07 20:12", "2026-03-07 20:15", "2026-03-07 20:30"];
    held(&counter, &complaint, "T9", "004-7 §4.5.1", "bell", &rungs);
    assert_eq!(counter.next(&complaint, "2026-03-07 20:15"), "accepted");
    assert!(!has(&counter.step("2026-03-07 20:14", &complaint, "accepted").unwrap(), "T9"));
}

#[test]
fn t10_service_is_put_right_within_the_hour_004_7_4_5_4a() {
    for category in ["conduct", "department"] {
        for end in ["resulted", "beyond", "declined"] {
            let mut counter = Counter::new();
            let complaint = counter.complaint("2026-03-07 20:00", &[("intake", "site"), ("category", category)]);
            let rungs = ["2026-03-07 20:30", "2026-03-07 20:48", "2026-03-07 21:00", "2026-03-07 22:00"];
            held(&counter, &complaint, "T10", "004-7 §4.5.4a", "beyond", &rungs);
            let accepted = counter.step("2026-03-07 20:05", &complaint, "accepted").unwrap();
            assert_eq!(counter.next(&accepted, "2026-03-07 20:59"), "resulted");
            assert_eq!(counter.next(&accepted, "2026-03-07 21:00"), "beyond");
            assert!(!has(&counter.step("2026-03-07 20:50", &complaint, end).unwrap(), "T10"), "{end}");
        }
    }
}

#[test]
fn t11_works_are_answered_within_6_hours_of_the_clock_004_7_4_5_4b() {
    for category in ["engineering", "warranty"] {
        for end in ["answered", "beyond", "declined"] {
            let mut counter = Counter::new();
            let complaint = counter.complaint("2026-03-07 20:00", &[("intake", "site"), ("category", category)]);
            let rungs = ["2026-03-07 23:00", "2026-03-08 00:48", "2026-03-08 02:00", "2026-03-08 08:00"];
            held(&counter, &complaint, "T11", "004-7 §4.5.4b", "beyond", &rungs);
            let accepted = counter.step("2026-03-07 20:05", &complaint, "accepted").unwrap();
            assert_eq!(counter.next(&accepted, "2026-03-08 01:59"), "answered", "{category}");
            assert_eq!(counter.next(&accepted, "2026-03-08 02:00"), "beyond");
            assert!(!has(&counter.step("2026-03-08 01:00", &complaint, end).unwrap(), "T11"), "{end}");
        }
    }
}

#[test]
fn t12_what_is_beyond_the_site_is_with_the_office_within_2_hours_004_7_4_5_4c() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-07 20:00", &[("intake", "site")]);
    let beyond = counter.steps(&complaint, &[("2026-03-07 20:05", "accepted"), ("2026-03-07 21:01", "beyond")]);
    let rungs = ["2026-03-07 22:01", "2026-03-07 22:37", "2026-03-07 23:01", "2026-03-08 01:01"];
    held(&counter, &beyond, "T12", "004-7 §4.5.4c", "head", &rungs);
    assert_eq!(counter.next(&beyond, "2026-03-07 23:01"), "transferred");
    let office = counter.step("2026-03-07 22:00", &complaint, "transferred").unwrap();
    assert_eq!((due(&office, "T12"), due(&office, "T2")), (None, Some(at("2026-03-09 10:30"))));
}

#[test]
fn t14_a_call_is_answered_within_24_hours_beside_the_others_002_二_3() {
    for end in ["answered", "replied"] {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-03-02 12:15", &[("channel", "phone")]);
        let rungs = ["2026-03-03 00:15", "2026-03-03 07:27", "2026-03-03 12:15", "2026-03-04 12:15"];
        held(&counter, &complaint, "T14", "002 二.3", "head", &rungs);
        // V5: both clocks run, the earlier is shown.
        assert_eq!(complaint.next_limit().map(|clock| clock.stage.as_str()), Some("T2"));
        assert_eq!(due(&complaint, "T2"), Some(at("2026-03-02 15:30")));
        let record = counter.steps(&complaint, &[("2026-03-02 14:00", "relayed"), ("2026-03-02 15:00", "resulted")]);
        assert!(has(&record, "T14"), "the result is no answer yet");
        assert!(!has(&counter.step("2026-03-02 16:00", &complaint, end).unwrap(), "T14"), "{end}");
    }
}

#[test]
fn t15_two_heads_are_told_of_a_major_complaint_at_once_each_until_reached_000_2_1_6() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-07 20:00", &[("class", "major")]);
    let rungs = ["2026-03-07 20:07:30", "2026-03-07 20:12", "2026-03-07 20:15", "2026-03-07 20:30"];
    for part in ["T15 manager", "T15 director"] {
        held(&counter, &complaint, part, "000-2 1(6)", "called", &rungs);
    }
    assert_eq!(counter.next(&complaint, "2026-03-07 20:01"), "called", "before anything else");
    let missed = counter.say("2026-03-07 20:02", &complaint, "called", &[("reached", "no")]).unwrap();
    assert!(has(&missed, "T15 manager"), "not reached is not told");
    let one = counter.step("2026-03-07 20:04", &complaint, "called").unwrap();
    assert!(!has(&one, "T15 manager") && has(&one, "T15 director"));
    assert_eq!(counter.next(&one, "2026-03-07 20:15"), "called");
    let both = counter.say("2026-03-07 20:16", &complaint, "called", &[("told", "director")]).unwrap();
    assert!(!both.limits.iter().any(|clock| clock.stage == "T15"));
    assert_ne!(counter.next(&both, "2026-03-07 20:17"), "called");
    let stage = counter.desk.house().procedures.stages.iter().find(|stage| stage.id == "T15").unwrap();
    assert_eq!(stage.repeat, 5, "it rings every five minutes");
}

#[test]
fn t15_the_company_hears_of_important_and_hot_complaints_within_2_working_hours_001_受理_1() {
    for class in ["important", "hot"] {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-03-02 10:00", &[("class", class)]);
        let rungs = ["2026-03-02 11:00", "2026-03-02 11:36", "2026-03-02 12:00", "2026-03-02 15:30"];
        for part in ["T15 company", "T15 management"] {
            held(&counter, &complaint, part, "001 受理.1", "called", &rungs);
        }
        let one = counter.say("2026-03-02 10:30", &complaint, "called", &[("told", "company")]).unwrap();
        assert!(!has(&one, "T15 company") && has(&one, "T15 management"));
    }
    assert!(Counter::new().complaint("2026-03-02 10:00", &[]).limits.iter().all(|clock| clock.stage != "T15"));
}

#[test]
fn t16_an_open_major_incident_is_reported_every_half_hour_until_under_control_000_3_三_1() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-07 20:00", &[("class", "major")]);
    let rungs = ["2026-03-07 20:15", "2026-03-07 20:24", "2026-03-07 20:30", "2026-03-07 21:00"];
    held(&counter, &complaint, "T16", "000-3 三.1", "progress", &rungs);
    counter.step("2026-03-07 20:02", &complaint, "called").unwrap();
    counter.say("2026-03-07 20:03", &complaint, "called", &[("told", "director")]).unwrap();
    assert_ne!(counter.next(&complaint, "2026-03-07 20:29"), "progress");
    assert_eq!(counter.next(&complaint, "2026-03-07 20:30"), "progress");
    for (when, next) in [("2026-03-07 20:31", "2026-03-07 21:01"), ("2026-03-07 20:50", "2026-03-07 21:20")] {
        let again = counter.step(when, &complaint, "progress").unwrap();
        assert_eq!(due(&again, "T16"), Some(at(next)));
    }
    let controlled = counter.step("2026-03-07 21:10", &complaint, "controlled").unwrap();
    assert!(!has(&controlled, "T16"));
    assert!(counter.step("2026-03-07 21:11", &complaint, "progress").is_err(), "nothing is left to report");
}

#[test]
fn t18_the_agreed_reply_time_rings_until_the_last_reply_or_the_conclusion_000_2_1_3() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 10:00", &[("next_reply", "2026-03-04 10:00")]);
    let rungs = ["2026-03-03 10:00", "2026-03-04 00:24", "2026-03-04 10:00", "2026-03-06 10:00"];
    held(&counter, &complaint, "T18", "000-2 1(3)", "bell", &rungs);
    let reply = [("next_reply", "2026-03-05 09:00")];
    let answered = counter.say("2026-03-02 11:00", &complaint, "answered", &reply).unwrap();
    assert_eq!(
        (due(&answered, "T18"), clock(&answered, "T18").start),
        (Some(at("2026-03-05 09:00")), at("2026-03-02 11:00"))
    );
    let steps = [
        ("2026-03-02 11:10", "relayed"),
        ("2026-03-02 14:00", "resulted"),
        ("2026-03-02 14:10", "replied"),
        ("2026-03-02 14:20", "reported"),
    ];
    let record = counter.steps(&complaint, &steps);
    assert_eq!(due(&record, "T18"), Some(at("2026-03-03 14:10")), "until it is concluded");
    let last = [("last_reply", "yes"), ("next_reply", "")];
    let replied = counter.say("2026-03-02 14:25", &complaint, "replied", &last).unwrap();
    assert_eq!(due(&replied, "T18"), None, "whoever says that it is the last reply promises no other");
    let both = counter.say("2026-03-02 14:26", &complaint, "replied", &[("last_reply", "yes")]);
    assert_eq!(cause(both), (Some("next_reply".into()), Cause::NotAsked));
    let again = counter.step("2026-03-02 14:27", &complaint, "replied").unwrap();
    assert_eq!(due(&again, "T18"), Some(at("2026-03-03 14:27")), "and may promise one again");
    let concluded = counter.step("2026-03-02 14:30", &complaint, "concluded").unwrap();
    assert_eq!(due(&concluded, "T18"), None);
    let promised = [("satisfied", "no"), ("next_reply", "2026-03-04 09:00")];
    let reopened = counter.say("2026-03-03 09:00", &complaint, "followed_up", &promised).unwrap();
    assert_eq!(due(&reopened, "T18"), Some(at("2026-03-04 09:00")), "what is open again may be promised a reply");
    let steps = [
        ("2026-03-03 09:10", "relayed"),
        ("2026-03-03 09:20", "resulted"),
        ("2026-03-03 09:30", "replied"),
        ("2026-03-03 09:40", "reported"),
        ("2026-03-03 09:50", "concluded"),
        ("2026-03-03 10:00", "followed_up"),
    ];
    let followed_up = counter.steps(&complaint, &steps);
    assert_eq!(followed_up.limits, [], "nothing is due");
    let page = counter.reading().page(at("2026-03-03 10:05")).unwrap();
    let lines: Vec<_> = page.lines.iter().map(|line| (line.line.topic, line.line.subject)).collect();
    assert_eq!(lines, [(Topic::Unsettled, complaint.subject)], "but to be archived, and not lost to the relief");
    let archived = counter.step("2026-03-03 10:10", &complaint, "archived").unwrap();
    assert_eq!((archived.limits, archived.status), (Vec::new(), Status::Closed));
}

#[test]
fn t19_the_resident_hears_of_it_every_2_working_days_while_it_is_open_001_处理_1() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 10:00", &[]);
    held(&counter, &complaint, "T19", "001 处理.1", "amber", &["2026-03-04 12:00", "2026-03-04 18:00"]);
    let relayed = counter.step("2026-03-02 11:00", &complaint, "relayed").unwrap();
    assert_eq!(due(&relayed, "T19"), Some(at("2026-03-04 18:00")), "passing it on tells the resident nothing");
    let told = counter.step("2026-03-04 17:00", &complaint, "contacted").unwrap();
    assert_eq!(due(&told, "T19"), Some(at("2026-03-06 18:00")));
    let steps = [("2026-03-05 09:00", "resulted"), ("2026-03-05 09:10", "replied"), ("2026-03-05 09:20", "reported")];
    assert_eq!(due(&counter.steps(&complaint, &steps), "T19"), Some(at("2026-03-09 18:00")));
    assert!(!has(&counter.step("2026-03-05 09:30", &complaint, "concluded").unwrap(), "T19"));
}

#[test]
fn moving_between_hands_does_not_put_off_what_the_resident_is_owed_001_处理_1() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 10:00", &[("intake", "site")]);
    let steps = [("2026-03-02 10:05", "accepted"), ("2026-03-03 10:00", "beyond"), ("2026-03-03 11:00", "transferred")];
    assert_eq!(due(&counter.steps(&complaint, &steps), "T19"), Some(at("2026-03-04 18:00")));
}
