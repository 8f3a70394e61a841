//! The working calendar in the clerk's hands: versions, reasons, and due times that move only where it is ordered.

use std::collections::BTreeMap;

use qiantai::desk::{Act, ActTarget, Rebasing};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::ValueError;
use qiantai::domain::time_limit::TimeLimit;
use qiantai::domain::worktime::{CalendarYear, DayKind, Due};
use qiantai::store::{LimitQuery, ListView, Query, Read, Store};

use crate::counter::{Counter, at, cause, due, next_year};

/// A correction by hand of a year as the counter knows it: these dates are of these kinds.
fn marking(counter: &mut Counter, year: i32, marks: &[(&str, DayKind)], fields: &[(&str, &str)]) -> Act {
    let known = counter.desk.house().calendar.year(year).cloned();
    let marks: BTreeMap<_, _> = marks.iter().map(|(date, kind)| (date.parse().unwrap(), *kind)).collect();
    let based = known.as_ref().map_or(0, |known| known.version);
    let marked = known.unwrap_or(CalendarYear::blank(year)).marked(&marks);
    Act { target: ActTarget::Revised(marked, based), ..counter.form(Kind::Calendar, fields) }
}

const WHY: &[(&str, &str)] = &[("why", "停水全员放假")];
const ORDER: &[(&str, &str)] = &[("person", "陈主任"), ("why", "停水全员放假")];

fn records(counter: &mut Counter) -> Vec<Record> {
    let store = counter.store();
    Family::ALL.iter().flat_map(|family| store.list(Query::new(*family, ListView::Newest, 100)).unwrap()).collect()
}

fn clock(record: &Record, stage: &str) -> TimeLimit {
    record.limits.iter().find(|clock| clock.stage == stage).unwrap().clone()
}

#[test]
fn a_year_marked_by_hand_is_one_entry_of_the_next_version_with_its_reason() {
    let mut counter = Counter::new();
    let act = marking(&mut counter, 2026, &[("2026-03-03", DayKind::Off), ("2026-02-14", DayKind::Plain)], &[]);
    assert_eq!(
        cause(counter.send("2026-03-02 09:00", &act)),
        (Some("why".into()), Cause::Value(ValueError::Required)),
        "a reason is asked for"
    );
    assert_eq!(counter.last(), 0, "nothing was written");
    let act = Act {
        fields: [("why".to_owned(), "停水".to_owned()), ("source".into(), "公司〔2026〕8号".into())].into(),
        ..act
    };
    let record = counter.send("2026-03-02 09:01", &act).unwrap().record;
    assert_eq!((record.get("year"), record.get("version"), record.get("why")), ("2026", "2", "停水"));
    assert_eq!(counter.last(), 1);
    let entry = counter.store().entry(1).unwrap().unwrap();
    let year = entry.decided.calendar.unwrap();
    assert_eq!((year.version, year.source.as_str()), (2, "公司〔2026〕8号"));
    let calendar = &counter.desk.house().calendar;
    assert_eq!(calendar.version_of(2026).unwrap(), "CN 2026 v2");
    assert_eq!(calendar.kind("2026-03-03".parse().unwrap()), Some(DayKind::Off));
    assert_eq!(calendar.kind("2026-02-14".parse().unwrap()), Some(DayKind::Plain));
    assert_eq!(calendar.kind("2026-02-28".parse().unwrap()), Some(DayKind::Makeup), "the rest stays");
    let later = counter.complaint("2026-03-02 17:00", &[]);
    assert_eq!(
        (due(&later, "T2"), clock(&later, "T2").calendar.to_string()),
        (Some(at("2026-03-04 09:30")), "CN 2026 v2".to_owned())
    );
}

#[test]
fn a_year_that_nobody_knew_is_made_by_hand_and_settles_what_waited() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-12-31 17:00", &[]);
    assert_eq!(clock(&complaint, "T2").due, Due::Pending { year: 2027 });
    let nothing = marking(&mut counter, 2027, &[], WHY);
    assert_eq!(cause(counter.send("2027-01-01 08:00", &nothing)), (None, Cause::Unchanged));
    let act = marking(&mut counter, 2027, &[("2027-01-01", DayKind::Off)], WHY);
    let record = counter.send("2027-01-01 09:00", &act).unwrap().record;
    assert_eq!(record.get("version"), "1");
    let settled = counter.card(&complaint, "2027-01-01 09:01").record;
    assert_eq!(due(&settled, "T2"), Some(at("2027-01-04 09:30")));
}

#[test]
fn an_older_version_is_refused_and_nothing_is_written() {
    let mut counter = Counter::new();
    let mine = marking(&mut counter, 2026, &[("2026-03-03", DayKind::Off)], WHY);
    let theirs = marking(&mut counter, 2026, &[("2026-03-04", DayKind::Half)], WHY);
    counter.send("2026-03-02 09:00", &theirs).unwrap();
    assert_eq!(cause(counter.send("2026-03-02 09:01", &mine)), (None, Cause::CalendarOlder(2026)));
    assert_eq!(counter.last(), 1);
    let again = marking(&mut counter, 2026, &[("2026-03-03", DayKind::Off)], WHY);
    let record = counter.send("2026-03-02 09:02", &again).unwrap().record;
    assert_eq!(record.get("version"), "3");
    let kind = |date: &str| counter.desk.house().calendar.kind(date.parse().unwrap());
    assert_eq!((kind("2026-03-03"), kind("2026-03-04")), (Some(DayKind::Off), Some(DayKind::Half)));
}

#[test]
fn a_new_calendar_moves_no_stage_until_a_supervisor_orders_it() {
    let mut counter = Counter::new();
    let passed = counter.complaint("2026-03-02 09:00", &[]);
    let open = counter.complaint("2026-03-02 17:00", &[]);
    assert_eq!((due(&passed, "T2"), due(&open, "T2")), (Some(at("2026-03-02 11:00")), Some(at("2026-03-03 09:30"))));
    let before = records(&mut counter);
    let act = marking(&mut counter, 2026, &[("2026-03-02", DayKind::Off), ("2026-03-03", DayKind::Off)], WHY);
    counter.send("2026-03-02 17:05", &act).unwrap();
    let after: Vec<_> = records(&mut counter).into_iter().filter(|record| record.family != Family::Calendar).collect();
    assert_eq!(after, before, "without the order nothing changes");

    let would = counter.desk.rebasing(at("2026-03-02 17:06")).unwrap();
    assert!(would.stages >= 1 && would.records <= 2 && would.earlier == 0, "{would:?}");
    let missing = counter.form(Kind::Rebased, &[("person", "陈主任")]);
    assert_eq!(
        cause(counter.send("2026-03-02 17:06", &missing)),
        (Some("why".into()), Cause::Value(ValueError::Required))
    );
    let missing = counter.form(Kind::Rebased, &[("why", "停水")]);
    assert_eq!(
        cause(counter.send("2026-03-02 17:06", &missing)),
        (Some("person".into()), Cause::Value(ValueError::Required))
    );

    let last = counter.last();
    let order = counter.form(Kind::Rebased, ORDER);
    counter.send("2026-03-02 17:07", &order).unwrap();
    let now = at("2026-03-02 17:07");
    let moved = counter.card(&open, "2026-03-02 17:08").record;
    assert_eq!(clock(&moved, "T2").at(), Some(at("2026-03-04 10:30")));
    assert_eq!(clock(&moved, "T2").calendar.to_string(), "CN 2026 v2");
    let lines = counter.card(&open, "2026-03-02 17:08").lines;
    let order_line = lines.iter().find(|line| line.kind == Kind::Rebased).expect("who ordered it is on the card");
    assert_eq!((order_line.get("person"), order_line.get("why")), ("陈主任", "停水全员放假"));
    assert_eq!(moved.steps, open.steps, "and it is no step");
    let mut changed = 0;
    for old in [&passed, &open] {
        let new = counter.card(old, "2026-03-02 17:08").record;
        assert_eq!(new.limits.len(), old.limits.len());
        for was in &old.limits {
            let is = clock(&new, &was.stage);
            let runs = was.at().unwrap() > now && !was.hours.is_empty() && was.stage != "T18";
            let again = counter.desk.house().working().due(&was.hours, was.start, was.length);
            let wanted = if runs { again } else { was.due };
            assert_eq!(is.due, wanted, "{}", was.stage);
            changed += usize::from(is.at() != was.at());
        }
    }
    assert_eq!(changed, would.stages, "as it was foretold");
    assert_eq!(
        clock(&counter.card(&passed, "2026-03-02 17:08").record, "T2"),
        clock(&passed, "T2"),
        "passed is passed"
    );

    let entries = counter.store().entries(last, 9).unwrap();
    assert_eq!(entries.len(), would.records, "one for each record");
    for entry in &entries {
        assert_eq!((entry.kind, entry.operator.as_str()), (Kind::Rebased, "王敏"));
        assert_eq!((entry.get("person"), entry.get("why")), ("陈主任", "停水全员放假"));
    }
    assert!(counter.send("2026-03-02 17:09", &order).unwrap().repeated, "the same order twice is done once");
    assert_eq!(counter.desk.rebasing(at("2026-03-02 17:09")).unwrap(), Rebasing::default());
    let again = counter.form(Kind::Rebased, ORDER);
    assert_eq!(cause(counter.send("2026-03-02 17:09", &again)), (None, Cause::NothingMoves));
    let own = entries.iter().find(|entry| entry.subject == open.subject).unwrap().seq;
    assert_eq!(cause(counter.withdraw("2026-03-02 17:10", &open, ActTarget::Entry(own))), (None, Cause::Sealed));

    let before = records(&mut counter);
    counter.store().rebuild().unwrap();
    assert_eq!(records(&mut counter), before);
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn what_comes_forward_is_counted_apart() {
    let mut counter = Counter::new();
    let act = marking(&mut counter, 2026, &[("2026-03-03", DayKind::Off)], WHY);
    counter.send("2026-03-02 08:00", &act).unwrap();
    let open = counter.complaint("2026-03-02 17:00", &[]);
    assert_eq!(due(&open, "T2"), Some(at("2026-03-04 09:30")));
    let act = marking(&mut counter, 2026, &[("2026-03-03", DayKind::Plain)], WHY);
    counter.send("2026-03-02 17:01", &act).unwrap();
    let would = counter.desk.rebasing(at("2026-03-02 17:02")).unwrap();
    assert_eq!((would.records, would.earlier), (1, would.stages));
    let order = counter.form(Kind::Rebased, ORDER);
    let record = counter.send("2026-03-02 17:03", &order).unwrap().record;
    assert_eq!(due(&record, "T2"), Some(at("2026-03-03 09:30")));
}

#[test]
fn a_correction_after_a_rebase_counts_by_the_calendar_of_the_day() {
    let mut counter = Counter::new();
    let open = counter.complaint("2026-03-02 17:00", &[]);
    let act = marking(&mut counter, 2026, &[("2026-03-03", DayKind::Off)], WHY);
    counter.send("2026-03-02 17:01", &act).unwrap();
    let order = counter.form(Kind::Rebased, ORDER);
    counter.send("2026-03-02 17:02", &order).unwrap();
    let amended = counter.amend("2026-03-02 17:03", &open, "at", "2026-03-02 16:30").unwrap();
    assert_eq!(due(&amended, "T2"), Some(at("2026-03-04 09:00")));
    let back = counter.withdraw("2026-03-02 17:04", &amended, ActTarget::Entry(amended.last)).unwrap();
    assert_eq!(due(&back, "T2"), Some(at("2026-03-04 09:30")), "the order stands when the correction is struck");
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn what_waits_for_a_year_is_settled_also_behind_what_waits_for_a_later_one() {
    let mut counter = Counter::new();
    let ahead = counter.complaint("2031-01-06 09:00", &[]);
    let complaint = counter.complaint("2026-12-31 17:00", &[]);
    let stage = |record: &Record| clock(record, "T2").due;
    assert_eq!((stage(&ahead), stage(&complaint)), (Due::Pending { year: 2031 }, Due::Pending { year: 2027 }));
    let load = next_year(&mut counter);
    counter.send("2027-01-01 09:00", &load).unwrap();
    let settled =
        |counter: &mut Counter, record: &Record| stage(&counter.store().record(record.subject).unwrap().unwrap());
    assert_eq!(settled(&mut counter, &ahead), Due::Pending { year: 2031 });
    assert!(matches!(settled(&mut counter, &complaint), Due::At { .. }));
}

#[test]
fn every_version_of_the_calendar_is_known_however_many_there_are() {
    let mut counter = Counter::new();
    for n in 0..130 {
        let kind = if n % 2 == 0 { DayKind::Off } else { DayKind::Plain };
        let act = marking(&mut counter, 2026, &[("2026-03-03", kind)], &[("why", "停水")]);
        counter.send("2026-03-02 09:00", &act).unwrap();
    }
    let mut counter = counter.updated(|house| house.calendar = qiantai::domain::worktime::Calendar::builtin());
    assert_eq!(counter.desk.house().calendar.version_of(2026).unwrap(), "CN 2026 v131");
    let complaint = counter.complaint("2026-03-02 10:00", &[]);
    assert!(
        complaint.limits.iter().all(|limit| limit.calendar.is_empty() || limit.calendar.to_string() == "CN 2026 v131")
    );
}

/// A limit whose day nobody can know yet hides none that is late.
#[test]
fn what_waits_for_a_calendar_stands_behind_what_is_late() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-12-30 09:00", &[]);
    let pending = |record: &Record| record.limits.iter().filter(|clock| clock.at().is_none()).count();
    let late = counter.card(&complaint, "2026-12-31 16:00").record;
    assert!(pending(&late) > 0 && late.next_limit().unwrap().is_late(at("2026-12-31 16:00")));
    let lists = |when: &str| {
        let query = Query::new(Family::Complaint, ListView::Due, 9).late(at(when));
        let first = counter.store().limits(LimitQuery::first(1)).unwrap().rows.remove(0).clock;
        (counter.store().count(query, 9).unwrap(), first.is_late(at(when)))
    };
    assert_eq!(lists("2026-12-31 16:00"), (1, true));
}
