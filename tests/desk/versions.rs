//! A limit keeps the version of the calendar that it began with, whatever becomes of it later.

use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::Kind;
use qiantai::domain::record::Record;
use qiantai::domain::worktime::CalendarYear;
use qiantai::store::{Read, Store};

use crate::counter::{Counter, at, due};

/// Takes a Tuesday off in March 2026.
fn a_day_off(counter: &mut Counter) -> Act {
    let known = counter.desk.house().calendar.year(2026).unwrap().clone();
    let mut off = known.off.clone();
    off.push("2026-03-03".parse().unwrap());
    let year = CalendarYear { off, ..known };
    Act { target: ActTarget::Year(year), ..counter.form(Kind::Calendar, &[]) }
}

#[test]
fn a_pause_does_not_bring_a_limit_under_a_newer_calendar() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 08:30", &[]);
    let relayed = counter.step("2026-03-02 09:00", &complaint, "relayed").unwrap();
    assert_eq!(due(&relayed, "T3a"), Some(at("2026-03-03 09:00")));
    let year = a_day_off(&mut counter);
    counter.send("2026-03-02 10:00", &year).unwrap();
    let paused = counter.step("2026-03-02 11:00", &relayed, "paused").unwrap();
    assert_eq!(due(&paused, "T3a"), Some(at("2026-03-04 09:00")), "a whole working day, Tuesday's");
    let resumed = counter.step("2026-03-02 11:00", &paused, "resumed").unwrap();
    let clock = resumed.limits.iter().find(|clock| clock.stage == "T3a").unwrap();
    assert_eq!((clock.at(), clock.calendar.to_string()), (Some(at("2026-03-03 09:00")), "CN 2026 v1".to_owned()));
    let next = counter.complaint("2026-03-02 11:30", &[]);
    let next = counter.step("2026-03-02 11:40", &next, "relayed").unwrap();
    let clock = next.limits.iter().find(|clock| clock.stage == "T3a").unwrap();
    assert_eq!((clock.at(), clock.calendar.to_string()), (Some(at("2026-03-04 11:40")), "CN 2026 v2".to_owned()));
    let mut store = counter.store();
    let before = store.record(complaint.subject).unwrap();
    store.rebuild().unwrap();
    assert_eq!(store.record(complaint.subject).unwrap(), before);
}

#[test]
fn the_next_years_word_on_december_counts_only_for_what_begins_after_it() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-12-28 08:30", &[]);
    counter.step("2026-12-28 09:00", &complaint, "relayed").unwrap();
    let off = vec!["2026-12-29".parse().unwrap(), "2027-01-01".parse().unwrap()];
    let year = CalendarYear { version: 1, source: "通知".into(), off, ..CalendarYear::blank(2027) };
    let load = Act { target: ActTarget::Year(year), ..counter.form(Kind::Calendar, &[]) };
    counter.send("2026-12-28 10:00", &load).unwrap();
    let limit = |record: &Record| {
        let clock = record.limits.iter().find(|clock| clock.stage == "T3a").unwrap();
        (clock.at().unwrap(), clock.calendar.to_string())
    };
    let paused = counter.step("2026-12-28 11:00", &complaint, "paused").unwrap();
    assert_eq!(limit(&paused), (at("2026-12-30 09:00"), "CN 2026 v1".to_owned()), "the 29th is a working day to it");
    let next = counter.complaint("2026-12-28 11:30", &[]);
    let next = counter.step("2026-12-28 11:40", &next, "relayed").unwrap();
    assert_eq!(limit(&next), (at("2026-12-30 11:40"), "CN 2026 v1 + CN 2027 v1".to_owned()));
}
