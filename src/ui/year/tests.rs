//! The drawn year against the calendar itself, date by date.

use chrono::{Datelike, NaiveDate};

use crate::app::Overlay;
use crate::domain::worktime::DayKind;
use crate::locale::{Language, Locale};
use crate::ui::staged::{Drawn, draw_on, model};

/// The year drawn alone in a window of this size.
fn drawn(model: &crate::app::Model, size: (u16, u16)) -> Drawn {
    draw_on(model, size, 1, super::draw)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The mark drawn on a date: found by the month's name, and by counting cells from it.
fn mark(drawn: &Drawn, label: &str, day: u32, cell: u16) -> String {
    let (x, y) = drawn.find(&format!("│{label}")).unwrap();
    let x = x + 1 + 5 + u16::try_from(day - 1).unwrap() * cell;
    drawn.buffer[(x, y)].symbol().to_owned()
}

#[test]
fn every_day_of_the_drawn_year_bears_the_mark_of_its_kind() {
    for language in Language::ALL {
        let locale = Locale::new(language);
        for (size, cell) in [((80, 20), 2), ((120, 36), 3), ((160, 44), 4)] {
            for year in [2024, 2025, 2026, 2027] {
                let mut model = model();
                model.language = language;
                model.year.date = date(year, 7, 1);
                let shown = drawn(&model, size);
                let mut seen = 0;
                for day in date(year, 1, 1).iter_days().take_while(|day| day.year() == year) {
                    let wanted = match model.house.calendar.kind(day) {
                        Some(DayKind::Off) => locale.tr("year-off"),
                        Some(DayKind::Makeup) => locale.tr("year-makeup"),
                        Some(DayKind::Half) => locale.tr("year-half"),
                        Some(DayKind::Plain) if day.weekday().num_days_from_monday() == 5 => locale.tr("year-saturday"),
                        Some(DayKind::Plain) if day.weekday().num_days_from_monday() == 6 => locale.tr("year-sunday"),
                        Some(DayKind::Plain) => "·".into(),
                        None => "?".into(),
                    };
                    let label = locale.tr(&format!("month-{}", day.month()));
                    assert_eq!(mark(&shown, &label, day.day(), cell), wanted, "{day} {language}\n{}", shown.text());
                    seen += 1;
                }
                assert_eq!(seen, if year == 2024 { 366 } else { 365 });
            }
        }
    }
}

#[test]
fn the_festivals_of_2026_stand_where_the_notice_puts_them() {
    let mut model = model();
    model.year.date = date(2026, 11, 20);
    let shown = drawn(&model, (80, 20));
    let marked = |month: u32, wanted: &str| -> Vec<u32> {
        (1..=28).filter(|day| mark(&shown, &format!("{month}月"), *day, 2) == wanted).collect()
    };
    assert_eq!(marked(2, "休"), (15..=23).collect::<Vec<_>>());
    assert_eq!(marked(2, "班"), [14, 28]);
    assert_eq!(marked(10, "休"), (1..=7).collect::<Vec<_>>());
    assert_eq!(marked(10, "班"), [10]);
    assert_eq!(marked(1, "班"), [4]);
}

#[test]
fn a_year_without_notice_says_so_and_the_next_is_missed_in_time() {
    let mut model = model();
    model.year.date = date(2027, 1, 1);
    assert!(drawn(&model, (80, 20)).find("2027 年待定").is_some());
    model.year.date = date(2026, 11, 20);
    let shown = drawn(&model, (80, 20));
    assert!(shown.find("CN 2026 v1 · 国务院办公厅").is_some(), "{}", shown.text());
    assert!(shown.find("还没有 2027 年日历").is_some(), "41 days before the end: {}", shown.text());
}

#[test]
fn whatever_the_size_the_date_in_hand_is_seen_and_has_the_cursor() {
    for (day, month) in [(1, 1), (31, 12), (15, 6)] {
        for size in [(160, 44), (80, 20), (60, 14), (40, 10), (20, 6), (3, 3), (1, 1)] {
            let mut model = model();
            model.year.date = date(2026, month, day);
            model.overlays.push(Overlay::Year);
            let shown = drawn(&model, size);
            if size.0 >= 40 {
                let (x, y) = shown.cursor.unwrap();
                let cell = &shown.buffer[(x, y)];
                assert!(cell.modifier.contains(ratatui::style::Modifier::REVERSED), "{size:?}\n{}", shown.text());
            }
        }
    }
}
