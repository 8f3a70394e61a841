//! `calendar import`: a year's notice from a file, looked at before it is loaded; and where the years of a calendar come
//! from.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

use crate::cli::book::refused;
use crate::cli::{CalendarAction, CommandError, Run};
use crate::desk::{Act, ActError, ActTarget};
use crate::domain::entry::Kind;
use crate::domain::refusal::Cause;
use crate::domain::text::shown;
use crate::domain::worktime::{Calendar, CalendarYear, Doubt, DoubtKind};
use crate::runtime::notice;

/// Loads a year and settles what waited for it; or only prints its days. Returns whether all of it was understood and
/// can be right.
pub(super) fn import(run: &mut Run<'_>, action: &CalendarAction) -> Result<bool, CommandError> {
    let CalendarAction::Import { file, year, dry_run, yes, json } = action;
    let voice = run.voice();
    let notice = notice::read(&run.db, file, *year).map_err(|fault| {
        CommandError::Refused(format!("{}: {}", shown(file), voice.say(fault.key(), &fault.args())))
    })?;
    if let Some(wanted) = year.filter(|wanted| *wanted != notice.year.year) {
        let args = [("wanted", wanted.to_string()), ("year", notice.year.year.to_string())];
        return Err(CommandError::Refused(voice.say("cli-calendar-not-wanted", &args)));
    }
    for doubt in &notice.doubts {
        let (key, args) = doubt.words();
        writeln!(run.err, "{}", voice.say(key, &args))?;
    }
    // Whoever names the year has chosen what is left out.
    let left_out = |what: &DoubtKind| matches!(what, DoubtKind::LeftOut { .. } | DoubtKind::OtherYears { .. });
    let chosen = |doubt: &Doubt| year.is_some() && left_out(&doubt.what);
    let sure = notice.doubts.iter().all(chosen);
    if *dry_run {
        return days(run, &notice.year, *json).map(|()| sure);
    }
    if !sure && !yes {
        return Err(CommandError::Refused(
            voice.say("cli-calendar-doubtful", &[("year", notice.year.year.to_string())]),
        ));
    }
    load(run, notice.year, *json).map(|()| true)
}

/// The days that a notice names and their kinds, one a line.
fn days(run: &mut Run<'_>, year: &CalendarYear, json: bool) -> Result<(), CommandError> {
    for (date, kind) in year.days() {
        if json {
            run.json(&json!({ "date": date, "kind": kind }))?;
        } else {
            let kind: &str = kind.into();
            writeln!(run.out, "{date}\t{kind}")?;
        }
    }
    Ok(())
}

fn load(run: &mut Run<'_>, year: CalendarYear, json: bool) -> Result<(), CommandError> {
    let mut desk = run.desk(None)?;
    let who = run.acting(&desk)?;
    let act = Act { target: ActTarget::Year(year), ..Act::new((run.uid)(), Kind::Calendar) };
    let (year, version, key) = match desk.act(&act, &who, (run.now)()) {
        Ok(reply) => {
            let number = |key: &str| reply.record.get(key).parse().unwrap_or_default();
            (number("year"), number("version"), "cli-calendar-loaded")
        }
        Err(failure) => match known(&failure) {
            Some((year, version)) => (i64::from(year), i64::from(version), "refused-calendar-known"),
            None => return Err(refused(run, &failure)),
        },
    };
    if json {
        let loaded = key == "cli-calendar-loaded";
        return run.json(&json!({ "year": year, "version": version, "loaded": loaded }));
    }
    run.say(&run.voice().say(key, &[("year", year.to_string()), ("version", version.to_string())]))
}

/// The version as which these very days are known.
fn known(failure: &ActError) -> Option<(i32, u32)> {
    let ActError::Refused(reasons) = failure else { return None };
    reasons.iter().find_map(|reason| match reason.cause {
        Cause::CalendarKnown { year, version } => Some((year, version)),
        _ => None,
    })
}

/// Where a year of a calendar comes from: the key of its words is `cli-years-` and its name.
fn origin(run: &Run<'_>, calendar: &Calendar, year: i32) -> &'static str {
    let known = calendar.year(year);
    if known != Calendar::archive().year(year) {
        if known == run.house.calendar.year(year) { "settings" } else { "logbook" }
    } else {
        "builtin"
    }
}

/// The years of a calendar that were asked, each with its version and where it comes from.
pub(super) fn asked(run: &Run<'_>, calendar: &Calendar, years: RangeInclusive<i32>) -> Vec<Value> {
    let known = years.filter_map(|year| calendar.year(year));
    known
        .map(|known| json!({ "year": known.year, "version": known.version, "from": origin(run, calendar, known.year) }))
        .collect()
}

/// The same in words, a line for each.
pub(super) fn told(run: &Run<'_>, calendar: &Calendar, years: RangeInclusive<i32>) -> Vec<String> {
    let known = years.filter_map(|year| Some((year, calendar.version_of(year)?)));
    known
        .map(|(year, version)| {
            let key = match origin(run, calendar, year) {
                "logbook" => "cli-years-logbook",
                "settings" => "cli-years-settings",
                _ => "cli-years-builtin",
            };
            run.voice().say(key, &[("version", version)])
        })
        .collect()
}
