//! The ledger of a limit as it is drawn: both dates of a moved last day, who promised, what waits, and whole borders.

use crate::app::why::WhyState;
use crate::app::{Model, Overlay};
use crate::domain::entry::Family;
use crate::domain::time::{Moment, parse_rfc3339};
use crate::domain::time_limit::{Rung, TimeLimit};
use crate::domain::worktime::{Due, Length};
use crate::ui::samples::record;
use crate::ui::staged::{Drawn, SIZES, drawn, model, over};

fn day(local: &str) -> Moment {
    parse_rfc3339(&format!("2026-{}:00+08:00", local.replace(' ', "T"))).unwrap()
}

/// The ledger of these limits of a complaint, of which the first is in hand.
fn told(limits: Vec<TimeLimit>) -> Model {
    let name = limits[0].name().into_owned();
    let name = Some(name.as_str());
    let mut record = record(Family::Complaint, 3, "11-20 14:20", &[]);
    record.limits = limits;
    over(model(), Overlay::Why(Box::new(WhyState::new(&record, Vec::new(), name).unwrap())))
}

fn limit(stage: &str, start: &str, length: Length, due: Due) -> TimeLimit {
    TimeLimit { clause: "004-7 §4.8.1".into(), ..TimeLimit::new(stage, day(start), length, due) }
}

fn has(drawn: &Drawn, words: &[&str]) {
    for word in words {
        assert!(drawn.find(word).is_some(), "{word}\n{}", drawn.text());
    }
}

#[test]
fn a_last_day_that_is_a_rest_day_shows_both_dates() {
    let due = Due::At { at: day("10-08 18:00"), shown: Some(day("10-04 00:00")) };
    let mut clock = limit("T13", "09-30 15:00", Length::Days(3), due);
    clock.hours = "office".into();
    for size in SIZES {
        let drawn = drawn(&told(vec![clock.clone()]), size);
        has(&drawn, &["到期 周四 2026-10-08 18:00", "周六 2026-10-03 24:00", "3 日", "末日休息"]);
        has(&drawn, &["周四 10-01", "周五 10-02", "周六 10-03"]);
    }
}

#[test]
fn a_promise_says_who_gave_it_when() {
    let due = Due::At { at: day("11-20 16:00"), shown: None };
    for size in SIZES {
        let drawn = drawn(&told(vec![limit("T18", "11-20 14:20", Length::Promise, due)]), size);
        has(&drawn, &["王敏 于 周五 2026-11-20 14:20 承诺", "到期 周五 2026-11-20 16:00", "余 1:28"]);
        // The words of the complaint's own clause, not of that of calls.
        has(&drawn, &["确定下次"]);
    }
}

#[test]
fn what_waits_for_a_calendar_names_the_year() {
    let clock = limit("T2", "11-20 14:20", Length::WorkMinutes(120), Due::Pending { year: 2027 });
    for size in SIZES {
        has(&drawn(&told(vec![clock.clone()]), size), &["到期待定", "2027 年", "004-7 §4.8.1"]);
    }
}

#[test]
fn a_pause_and_the_ladder_are_told() {
    let due = Due::At { at: day("11-20 18:00"), shown: None };
    let mut clock = limit("T3a", "11-20 13:30", Length::WorkMinutes(150), due);
    (clock.hours, clock.calendar) = ("office".into(), "CN 2026 v1".to_owned().try_into().unwrap());
    clock.pauses = vec![(day("11-20 14:00"), day("11-20 16:00"))];
    clock.ladder = vec![Rung { percent: 50, at: Some(day("11-20 16:45")) }, Rung { percent: 200, at: None }];
    let drawn = drawn(&told(vec![clock]), (80, 24));
    has(&drawn, &["暂停中，最迟 周五 2026-11-20 16:00 恢复计时", "14:00 - 16:00", "过半 16:45", "CN 2026 v1"]);
    has(&drawn, &["余 2:00 工作时间，按钟点 3:28"]);
    assert!(drawn.find("超一倍").is_none(), "what the calendar does not reach is not told");
}

#[test]
fn borders_stay_whole_and_columns_aligned() {
    let due = Due::At { at: day("12-31 18:00"), shown: None };
    let mut clock = limit("T3b", "11-02 09:00", Length::WorkMinutes(60), due);
    clock.hours = "office".into();
    let late = limit("T18", "11-19 09:00", Length::Promise, Due::At { at: day("11-20 09:00"), shown: None });
    for size in SIZES {
        let mut model = told(vec![clock.clone(), late.clone()]);
        for selected in [0, 40, 200] {
            if let Some(Overlay::Why(why)) = model.overlays.last_mut() {
                why.selected = selected;
            }
            let drawn = drawn(&model, size);
            let (x, y) = drawn.find("┌").unwrap();
            assert!(drawn.is_whole(x, y), "{}", drawn.text());
            has(&drawn, &["为什么是这个时间", "2/2", "另有"]);
        }
    }
}
