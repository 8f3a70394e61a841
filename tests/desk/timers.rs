//! Every limit of a complaint on the office path, from its start to beyond its end: when it is due, by which clause,
//! when it makes itself heard, what it proposes, and what ends it.

use chrono::NaiveDateTime;
use qiantai::app::tick::{Urgency, rest};
use qiantai::domain::record::Record;
use qiantai::domain::time::{Moment, Zone};
use qiantai::domain::time_limit::TimeLimit;
use qiantai::domain::worktime::{Due, Length};

use crate::counter::{Counter, at, due};

/// An instant to the second: `2026-03-07 20:07:30`.
fn second(text: &str) -> Moment {
    let text = if text.len() == 16 { format!("{text}:00") } else { text.to_owned() };
    Zone::default().moment(NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").unwrap())
}

/// A record's limit of a name.
pub(crate) fn clock<'a>(record: &'a Record, name: &str) -> &'a TimeLimit {
    record.limits.iter().find(|clock| clock.name() == name).unwrap_or_else(|| panic!("no {name}: {:?}", record.limits))
}

pub(crate) fn has(record: &Record, name: &str) -> bool {
    record.limits.iter().any(|clock| clock.name() == name)
}

/// Holds a running limit against what the clause says: who is told at its end, and the instants of its rungs, of which
/// the one of 100 % is its due instant. Not a millisecond before is it late.
pub(crate) fn held(counter: &Counter, record: &Record, name: &str, clause: &str, expiry: &str, rungs: &[&str]) {
    let clock = clock(record, name);
    let percents: &[u32] = if rungs.len() == 2 { &[80, 100] } else { &[50, 80, 100, 200] };
    let ladder: Vec<_> = clock.ladder.iter().map(|rung| (rung.percent, rung.at)).collect();
    let wanted: Vec<_> = percents.iter().zip(rungs).map(|(percent, at)| (*percent, Some(second(at)))).collect();
    assert_eq!(ladder, wanted, "{name}");
    let due = wanted.iter().find(|(percent, _)| *percent == 100).unwrap().1.unwrap();
    assert_eq!((clock.at(), clock.clause.as_str(), clock.expiry.as_str()), (Some(due), clause, expiry), "{name}");
    let before = Moment::from_millis(due.millis() - 1);
    let house = counter.desk.house();
    let heat = |now| rest(clock, now, &house.working()).heat;
    assert!(heat(before) > Urgency::Late && heat(due) == Urgency::Late, "{name}");
    assert_eq!((clock.rung(before), clock.rung(due)), (80, 100), "{name}");
    assert_eq!(clock.rung(Moment::from_millis(wanted[0].1.unwrap().millis() - 1)), 0, "{name}");
}

/// A relayed complaint: received a minute before it is passed on.
fn relayed(counter: &mut Counter, when: &str, category: &str) -> Record {
    let complaint = counter.complaint(when, &[("category", category)]);
    counter.step(when, &complaint, "relayed").unwrap()
}

#[test]
fn t0_a_complaint_at_the_site_is_looked_into_the_same_day_000_1_一_3() {
    for end in ["resulted", "declined", "beyond"] {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-03-02 10:00", &[("intake", "site")]);
        let rungs = ["2026-03-02 14:45", "2026-03-02 16:42", "2026-03-02 18:00", "2026-03-03 16:30"];
        held(&counter, &complaint, "T0", "000-1 一.3", "handover", &rungs);
        let accepted = counter.step("2026-03-02 10:05", &complaint, "accepted").unwrap();
        assert!(has(&accepted, "T0"));
        let ended = counter.step("2026-03-02 10:20", &complaint, end).unwrap();
        assert!(!has(&ended, "T0"), "{end}");
    }
    let night = Counter::new().complaint("2026-03-07 20:00", &[("intake", "site")]);
    assert_eq!(due(&night, "T0"), Some(at("2026-03-09 18:00")), "received on a Saturday night");
}

#[test]
fn t1_another_department_hands_it_over_within_4_working_hours_004_7_4_1_2() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-09-20 16:30", &[("intake", "department"), ("received_by", "works")]);
    // V4, on a make-up Sunday.
    let rungs = ["2026-09-21 09:00", "2026-09-21 10:12", "2026-09-21 11:00", "2026-09-21 16:30"];
    held(&counter, &complaint, "T1", "004-7 §4.1.2", "supervisor", &rungs);
    assert!(!has(&complaint, "T2"), "the office does not have it yet");
    assert_eq!(counter.next(&complaint, "2026-09-21 11:00"), "arrived");
    let arrived = counter.step("2026-09-21 11:30", &complaint, "arrived").unwrap();
    assert_eq!((due(&arrived, "T1"), due(&arrived, "T2")), (None, Some(at("2026-09-21 15:00"))));
}

#[test]
fn t2_a_valid_complaint_is_passed_on_within_2_working_hours_004_7_4_2_2() {
    for end in ["relayed", "declined"] {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-02-13 17:00", &[]);
        // V1: the make-up Saturday before Spring Festival counts.
        let rungs = ["2026-02-13 18:00", "2026-02-14 09:06", "2026-02-14 09:30", "2026-02-14 11:30"];
        held(&counter, &complaint, "T2", "004-7 §4.2.2", "supervisor", &rungs);
        assert_eq!(counter.next(&complaint, "2026-02-14 09:30"), "relayed");
        assert!(!has(&counter.step("2026-02-14 10:00", &complaint, end).unwrap(), "T2"), "{end}");
    }
    assert!(!has(&Counter::new().complaint("2026-02-13 17:00", &[("valid", "invalid")]), "T2"));
}

#[test]
fn t3a_a_complaint_of_conduct_comes_back_within_8_working_hours_004_7_4_3_1a() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-02-14 14:00", "conduct");
    // V2: over Spring Festival.
    let rungs = ["2026-02-14 18:00", "2026-02-24 10:54", "2026-02-24 14:00", "2026-02-25 14:00"];
    held(&counter, &record, "T3a", "004-7 §4.3.1a", "head", &rungs);
    assert_eq!(counter.next(&record, "2026-02-24 14:00"), "resulted");
    assert!(!has(&counter.step("2026-02-24 14:30", &record, "resulted").unwrap(), "T3a"));
}

#[test]
fn t3b_a_complaint_of_a_department_is_done_within_12_working_hours_004_7_4_3_1b() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-04-30 11:00", "department");
    // V3: over lunch and Labour Day.
    let rungs = ["2026-05-06 09:00", "2026-05-06 14:06", "2026-05-06 16:30", "2026-05-08 11:00"];
    held(&counter, &record, "T3b", "004-7 §4.3.1b", "representative", &rungs);
    assert!(!has(&counter.step("2026-05-06 15:00", &record, "resulted").unwrap(), "T3b"));
}

#[test]
fn t4_the_works_are_on_site_with_a_plan_within_8_working_hours_004_7_4_3_2a() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-03-02 12:15", "engineering");
    let rungs = ["2026-03-02 17:30", "2026-03-03 10:24", "2026-03-03 12:00", "2026-03-04 12:00"];
    held(&counter, &record, "T4", "004-7 §4.3.2a", "office", &rungs);
    assert_eq!(counter.next(&record, "2026-03-03 12:00"), "surveyed");
    let surveyed = counter.step("2026-03-03 11:59", &record, "surveyed").unwrap();
    assert!(!has(&surveyed, "T4") && has(&surveyed, "T5"));
}

#[test]
fn t5_it_is_done_as_promised_or_promised_anew_004_7_4_3_2b() {
    let mut counter = Counter::new();
    let complaint = relayed(&mut counter, "2026-03-03 09:00", "engineering");
    let record = counter.say("2026-03-03 10:00", &complaint, "surveyed", &[("promise", "2026-03-05 10:00")]).unwrap();
    let rungs = ["2026-03-04 10:00", "2026-03-05 00:24", "2026-03-05 10:00", "2026-03-07 10:00"];
    held(&counter, &record, "T5", "004-7 §4.3.2b", "repromised", &rungs);
    assert_eq!(counter.next(&record, "2026-03-05 09:59"), "resulted");
    assert_eq!(counter.next(&record, "2026-03-05 10:00"), "repromised");
    let again = counter.say("2026-03-05 10:30", &complaint, "repromised", &[("promise", "2026-03-06 10:30")]).unwrap();
    assert_eq!((due(&again, "T5"), again.promises()), (Some(at("2026-03-06 10:30")), 2));
    assert_eq!(clock(&again, "T5").start, at("2026-03-05 10:30"));
    let done = counter.step("2026-03-06 09:00", &complaint, "resulted").unwrap();
    assert_eq!((due(&done, "T5"), done.promises()), (None, 2));
}

#[test]
fn t6_and_t7_a_plan_in_6_working_hours_and_with_the_developer_in_4_more_004_7_4_4_1() {
    let mut counter = Counter::new();
    let record = relayed(&mut counter, "2026-09-30 16:00", "warranty");
    // V7: the chain ends exactly at closing time after National Day.
    let rungs = ["2026-10-08 09:30", "2026-10-08 11:18", "2026-10-08 14:00", "2026-10-09 10:30"];
    held(&counter, &record, "T6", "004-7 §4.4.1", "office", &rungs);
    assert_eq!(counter.next(&record, "2026-10-08 14:00"), "planned");
    let planned = counter.step("2026-10-08 14:00", &record, "planned").unwrap();
    assert!(!has(&planned, "T6"));
    let rungs = ["2026-10-08 16:00", "2026-10-08 17:12", "2026-10-08 18:00", "2026-10-09 14:00"];
    held(&counter, &planned, "T7", "004-7 §4.4.1", "head", &rungs);
    assert_eq!(counter.next(&planned, "2026-10-08 18:00"), "submitted");
    let submitted = counter.step("2026-10-08 18:00", &record, "submitted").unwrap();
    assert!(!has(&submitted, "T7") && has(&submitted, "T8"));
}

/// A complaint that the developer received on Friday 30 January 2026 at 16:00.
fn submitted(counter: &mut Counter) -> Record {
    let record = relayed(counter, "2026-01-30 15:00", "warranty");
    counter.steps(&record, &[("2026-01-30 15:30", "planned"), ("2026-01-30 16:00", "submitted")])
}

#[test]
fn t8_the_developer_answers_within_8_hours_of_his_work_or_is_taken_to_agree_004_7_4_4_2() {
    let mut counter = Counter::new();
    let record = submitted(&mut counter);
    // V8, in working time.
    let rungs = ["2026-02-02 10:30", "2026-02-02 14:24", "2026-02-02 16:00", "2026-02-03 16:00"];
    held(&counter, &record, "T8", "004-7 §4.4.2", "deemed", &rungs);
    assert_eq!(clock(&record, "T8").hours, "developer");
    assert_eq!(counter.next(&record, "2026-02-02 15:59"), "opinion");
    assert_eq!(counter.next(&record, "2026-02-02 16:00"), "deemed");
    let deemed = counter.step("2026-02-02 16:00", &record, "deemed").unwrap();
    assert!(!has(&deemed, "T8") && has(&deemed, "T5"));

    let mut counter = Counter::new();
    let record = submitted(&mut counter);
    let answered = counter.step("2026-02-02 17:00", &record, "opinion").unwrap();
    assert!(!has(&answered, "T8") && has(&answered, "T5"), "late, but answered");
}

#[test]
fn t8_counts_the_developers_own_hours_and_the_clock_where_the_house_says_so() {
    let mut counter = Counter::new().updated(|house| {
        let developer = house.site.departments.iter_mut().find(|department| department.id == "developer").unwrap();
        developer.hours = "mon-sat 09:00-17:00".parse().unwrap();
    });
    assert_eq!(due(&submitted(&mut counter), "T8"), Some(at("2026-01-31 16:00")), "on a Saturday");

    let mut counter = Counter::new().ruled(|procedures| {
        let stage = procedures.stages.iter_mut().find(|stage| stage.id == "T8").unwrap();
        (stage.length, stage.hours) = (Length::Minutes(8 * 60), String::new());
    });
    let record = submitted(&mut counter);
    // V8, by the clock.
    let rungs = ["2026-01-30 20:00", "2026-01-30 22:24", "2026-01-31 00:00", "2026-01-31 08:00"];
    held(&counter, &record, "T8", "004-7 §4.4.2", "deemed", &rungs);
}

#[test]
fn t13_the_resident_is_visited_within_3_days_and_a_rest_day_moves_the_mark_004_7_4_8_1() {
    for (end, lasting) in [("followed_up", false), ("exempted", false), ("tried", true)] {
        let mut counter = Counter::new();
        let complaint = relayed(&mut counter, "2026-09-30 14:00", "conduct");
        let steps =
            [("2026-09-30 14:30", "resulted"), ("2026-09-30 14:40", "replied"), ("2026-09-30 14:50", "reported")];
        assert!(!has(&counter.steps(&complaint, &steps), "T13"));
        let record = counter.step("2026-09-30 15:00", &complaint, "concluded").unwrap();
        // V11: the third day ends on a holiday.
        let rungs = ["2026-10-08 11:00", "2026-10-08 15:48", "2026-10-08 18:00", "2026-10-10 11:30"];
        held(&counter, &record, "T13", "004-7 §4.8.1", "open", &rungs);
        let shown = Due::At { at: at("2026-10-08 18:00"), shown: Some(at("2026-10-04 00:00")) };
        assert_eq!(clock(&record, "T13").due, shown);
        assert_eq!(counter.next(&record, "2026-10-08 18:00"), "followed_up");
        assert_eq!(has(&counter.step("2026-10-08 18:01", &record, end).unwrap(), "T13"), lasting, "{end}");
    }
}
