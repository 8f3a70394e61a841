//! `date,kind` and what else there is: a heading may come first, a spreadsheet's commas, quotes and dates are taken.

use chrono::{Datelike, NaiveDate};

use super::days::Days;
use super::{Doubt, NoticeError, NoticeFlaw};
use crate::domain::worktime::{CalendarYear, DayKind};

const SEPARATORS: [char; 3] = [',', '，', '\t'];

/// Whether the first row is one of such a file.
pub(super) fn begins(text: &str) -> bool {
    rows(text).next().is_some_and(|(row, _)| {
        let first = cells(row).next().unwrap_or_default();
        is_heading(first) || dated(first).is_some()
    })
}

/// Whether the first row has columns at all.
pub(super) fn has_columns(text: &str) -> bool {
    rows(text).next().is_none_or(|(row, _)| row.contains(SEPARATORS))
}

/// Reads a file of rows.
pub(super) fn read(text: &str, wanted: Option<i32>) -> Result<(CalendarYear, Vec<Doubt>), NoticeError> {
    let mut days = Days::default();
    for (at, (row, line)) in rows(text).enumerate() {
        let fault = |column: &str, flaw| NoticeError { line, column: column.to_owned(), flaw };
        let mut cells = cells(row);
        let date = cells.next().unwrap_or_default();
        if at == 0 && is_heading(date) {
            continue;
        }
        let date = dated(date).ok_or_else(|| fault("date", NoticeFlaw::NotADate))?;
        let kind = kind(cells.next().unwrap_or_default()).ok_or_else(|| fault("kind", NoticeFlaw::NotAKind))?;
        days.add(date, kind, line).map_err(|error| NoticeError { column: "kind".into(), ..error })?;
    }
    days.most(wanted).map_err(|error| match error.flaw {
        NoticeFlaw::OtherYear(..) => NoticeError { column: "date".into(), ..error },
        _ => error,
    })
}

fn rows(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.lines().zip(1..).filter(|(row, _)| !row.trim().is_empty() && !row.starts_with('#'))
}

fn cells(row: &str) -> impl Iterator<Item = &str> {
    row.split(SEPARATORS).map(|cell| cell.trim().trim_matches('"').trim())
}

fn is_heading(cell: &str) -> bool {
    matches!(cell.to_lowercase().as_str(), "date" | "日期")
}

fn dated(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&text.replace(['/', '.'], "-"), "%Y-%m-%d").ok().filter(|date| date.year() > 999)
}

fn kind(text: &str) -> Option<DayKind> {
    match text.to_lowercase().as_str() {
        "休" | "off" => Some(DayKind::Off),
        "班" | "makeup" | "make-up" => Some(DayKind::Makeup),
        "半" | "half" => Some(DayKind::Half),
        _ => None,
    }
}
