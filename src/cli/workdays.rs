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
    let years = || year..=first.with_month(12).map_or(year, |last| calendar.last_notice(last));
    let from = asked(run, &calendar, years());
    if !json {
        // Beside the lines, which programs read.
        for line in told(run, &calendar, years()) {
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
            let notice = if calendar.next_notice(date).is_some() { year + 1 } else { year };
            let known = from.iter().find(|known| known.get("year") == Some(&notice.into()));
            let origin = known.and_then(|known| known.get("from"));
            run.json(&json!({ "date": date, "kind": kind, "calendar": calendar.version_of(notice), "from": origin }))?;
        } else {
            writeln!(run.out, "{date}\t{kind}")?;
        }
    }
    Ok(true)
}
