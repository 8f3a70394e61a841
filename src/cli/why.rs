//! `why`: the ledger of a record's limits, those that run and those that have ended, without a screen.

use serde_json::{Value, json};

use crate::cells::Table;
use crate::cli::due::{cells, stretch};
use crate::cli::find::Names;
use crate::cli::json::{self, Object};
use crate::cli::show::{WIDEST, limit, over};
use crate::cli::{CommandError, Run};
use crate::domain::ended::{self, Ended};
use crate::domain::history::resolve;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Due;
use crate::domain::worktime::Working;
use crate::words::Voice;

/// Prints why each limit of a record is due when it is, or the one of a stage; then of those that have ended, the last
/// first. Returns whether there is any.
pub(super) fn why(run: &mut Run<'_>, id: &str, stage: Option<&str>, json: bool) -> Result<bool, CommandError> {
    let (desk, who) = (run.reading_desk()?, run.who());
    let (house, voice) = (desk.house().clone(), run.voice());
    let calendar = house.calendar.clone().with_archive();
    let working = Working { calendar: &calendar, ..house.working() };
    let found = Names::new().find(desk.reading(&who), id, None, voice, None).map_err(|error| run.store(&error))?;
    let record = found.map_err(|cause| CommandError::Refused(voice.cause(&cause)))?;
    let history = desk.reading(&who).history(record.subject).map_err(|error| run.store(&error))?;
    let ended = ended::ended(&resolve(&history));
    let wanted = |clock: &TimeLimit| {
        let named = |stage| [clock.stage.as_str(), &clock.name(), &voice.stage(&clock.name())].contains(&stage);
        stage.is_none_or(named)
    };
    let running = record.limits().into_iter().map(|clock| (clock, None));
    let over_ones = ended.iter().rev().map(|ended| (&ended.limit, Some(ended)));
    let all: Vec<(&TimeLimit, Option<&Ended>)> = running.chain(over_ones).filter(|(clock, _)| wanted(clock)).collect();
    if all.is_empty() {
        writeln!(run.err, "{}", voice.tr("cli-why-none"))?;
        return Ok(false);
    }
    for (n, (clock, ended)) in all.into_iter().enumerate() {
        if json {
            run.json(&object(&voice, (clock, ended), &working))?;
            continue;
        }
        if n > 0 {
            run.say("")?;
        }
        let head = ended.map_or_else(|| limit(&voice, &record, clock), |ended| over(&voice, &working, ended));
        // The name by which one limit is asked for.
        run.say(&format!("{head} ({})", clock.stage))?;
        if let (Due::At { shown: Some(shown), .. }, true) = (clock.due, ended.is_some()) {
            run.say(&voice.say("cli-due-shown", &[("at", voice.long_until(shown))]))?;
        }
        lines(&voice, clock, &working).iter().try_for_each(|line| run.say(line))?;
    }
    Ok(true)
}

/// A limit as lines: the way to when it is due, and what today's calendar would say.
fn lines(voice: &Voice<'_>, clock: &TimeLimit, working: &Working<'_>) -> Vec<String> {
    let why = working.why(clock);
    let rows: Vec<Vec<String>> = why.rows.iter().map(|counted| cells(voice, &counted.row)).collect();
    let mut lines = Table(&rows).cut(WIDEST);
    if let Some((due, now)) = why.today {
        let at = Voice { dated: true, ..*voice }.due(due);
        lines.push(voice.say("why-changed", &[("then", clock.calendar.to_string()), ("now", now), ("at", at)]));
    }
    lines
}

fn object(voice: &Voice<'_>, (clock, ended): (&TimeLimit, Option<&Ended>), working: &Working<'_>) -> Object {
    let why = working.why(clock);
    let rows: Vec<Value> = why.rows.iter().map(|counted| stretch(voice.site.zone, &counted.row)).collect();
    let today = why.today.map(|(due, calendar)| match due {
        Due::At { at, .. } => json!({ "due": voice.site.zone.rfc3339(at), "calendar": calendar }),
        Due::Pending { year } => json!({ "pending": year }),
    });
    let told = ended.map_or_else(|| json::limit(voice, clock), |ended| json::ended(voice, working, ended));
    told.with("rows", Some(rows)).with("today", Some(today))
}
