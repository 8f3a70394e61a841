//! `due`: when a length that starts at an instant is due by a department's hours, and every stretch of time on the way.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use crate::cells::Table;
use crate::cli::calendar::{asked, told};
use crate::cli::show::WIDEST;
use crate::cli::{CommandError, Run};
use crate::domain::time::Zone;
use crate::domain::worktime::Working;
use crate::domain::worktime::{Due, LedgerRow, Length, Timetable};
use crate::words::Voice;

/// The department whose hours count where none is named.
const OFFICE: &str = "office";

/// Prints the due instant and the way to it. Returns whether the calendar reaches that far.
pub(super) fn due(
    run: &mut Run<'_>,
    from: NaiveDateTime,
    length: Length,
    department: Option<&str>,
    json: bool,
) -> Result<bool, CommandError> {
    let calendar = run.calendar()?;
    let site = &run.house.site;
    if let Some(name) = department
        && site.department(name).is_none()
    {
        return Err(CommandError::Refused(run.locale.tr("cli-due-department")));
    }
    let department = department.unwrap_or(OFFICE);
    let working = Working { site, calendar: &calendar, fallback: &Timetable::default() };
    let start = site.zone.moment(from);
    let ledger = working.hours(department).ledger(start, length, &[]);
    let voice = run.voice();
    let (at, shown) = match ledger.due {
        Due::At { at, shown } => (at, shown),
        Due::Pending { year } => {
            let said = voice.say("cli-due-beyond", &[("year", year.to_string())]);
            writeln!(run.err, "{said}")?;
            return Ok(false);
        }
    };
    let years = from.year()..=calendar.last_notice(site.zone.date(at));
    if json {
        run.json(&json!({
            "from": site.zone.rfc3339(start),
            "for": length,
            "department": department,
            "due": site.zone.rfc3339(at),
            "shown": shown.map(|shown| site.zone.rfc3339(shown)),
            "calendar": working.version(start, ledger.due),
            "years": asked(run, &calendar, years),
            "rows": ledger.rows.iter().map(|row| stretch(site.zone, row)).collect::<Vec<_>>(),
        }))?;
        return Ok(true);
    }
    let mut lines = vec![voice.say("cli-due-at", &[("at", voice.long_until(at))])];
    lines.extend(shown.map(|shown| voice.say("cli-due-shown", &[("at", voice.long_until(shown))])));
    let rows: Vec<Vec<String>> = ledger.rows.iter().map(|row| cells(&voice, row)).collect();
    lines.extend(Table(&rows).cut(WIDEST));
    lines.extend(told(run, &calendar, years));
    lines.iter().try_for_each(|line| run.say(line)).map(|()| true)
}

pub(super) fn stretch(zone: Zone, row: &LedgerRow) -> Value {
    json!({
        "day": row.day, "kind": row.kind, "from": zone.rfc3339(row.from), "to": zone.rfc3339(row.to),
        "what": row.passage, "counted": row.is_counted(), "minutes": row.minutes(),
    })
}

/// A row: its weekday, from when to when, what it counts as, and the minutes that count.
pub(super) fn cells(voice: &Voice<'_>, row: &LedgerRow) -> Vec<String> {
    let minutes = row.counts().then(|| voice.say("cli-due-minutes", &[("n", row.minutes().to_string())]));
    voice.stretch(row, " – ").into_iter().chain(minutes).collect()
}

/// Reads `2026-02-13 17:00`, or with a T between; 24:00 is the next day's 00:00.
pub(super) fn wall(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let (year, rest) = date.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let (hour, minute) = time.split_once(':')?;
    let date = NaiveDate::from_ymd_opt(number(year, 4)?.try_into().ok()?, number(month, 2)?, number(day, 2)?)?;
    match (number(hour, 2)?, number(minute, 2)?) {
        (24, 0) => date.succ_opt()?.and_hms_opt(0, 0, 0),
        (hour, minute) => date.and_hms_opt(hour, minute, 0),
    }
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
