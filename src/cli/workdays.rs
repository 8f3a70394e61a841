//! `workdays`: what each date of a year is by the logbook's calendar, or the program's where there is no logbook, for an
//! office that works Monday to Friday.

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use crate::cli::calendar::{asked, told};
use crate::cli::{CommandError, Run};
use crate::domain::worktime::DayKind;

/// Lists a year. Returns whether it is known.
pub(super) fn workdays(run: &mut Run<'_>, year: i32, json: bool) -> Result<bool, CommandError> {
    let calendar = run.calendar()?;
    let first = NaiveDate::from_yo_opt(year, 1).filter(|_| calendar.covers(year));
    let Some(first) = first else {
        let said = run.voice().say("cli-due-beyond", &[("year", year.to_string())]);
        writeln!(run.err, "{said}")?;
        return Ok(false);
    };
    let from = asked(run, &calendar, year..=year);
    let origin = from.first().and_then(|year| year.get("from")).cloned();
    if !json {
        // Beside the lines, which programs read.
        for line in told(run, &calendar, year..=year) {
            writeln!(run.err, "{line}")?;
        }
    }
    for date in first.iter_days().take_while(|date| date.year() == year) {
        let kind = match calendar.kind(date) {
            Some(DayKind::Off) => "off_holiday",
            Some(DayKind::Makeup) => "makeup",
            Some(DayKind::Half) => "half",
            Some(DayKind::Plain) if date.weekday().num_days_from_monday() < 5 => "work",
            Some(DayKind::Plain) | None => "weekend",
        };
        if json {
            run.json(&json!({ "date": date, "kind": kind, "calendar": calendar.version_of(year), "from": origin }))?;
        } else {
            writeln!(run.out, "{date}\t{kind}")?;
        }
    }
    Ok(true)
}
