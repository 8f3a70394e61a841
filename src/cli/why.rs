//! `why`: the ledger of a record's running limits, without a screen.

use serde_json::{Value, json};

use crate::cells::Table;
use crate::cli::due::{cells, stretch};
use crate::cli::find::Names;
use crate::cli::json::{self, Object};
use crate::cli::show::{WIDEST, limit};
use crate::cli::{CommandError, Run};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Due;
use crate::domain::worktime::Working;
use crate::words::Voice;

/// Prints why each limit of a record is due when it is, or the one of a stage. Returns whether there is any.
pub(super) fn why(run: &mut Run<'_>, id: &str, stage: Option<&str>, json: bool) -> Result<bool, CommandError> {
    let (desk, who) = (run.desk(None)?, run.who());
    let (house, voice) = (desk.house().clone(), run.voice());
    let found = Names::new().find(desk.reading(&who), id, None, voice, None).map_err(|error| run.store(&error))?;
    let record = found.map_err(|cause| CommandError::Refused(voice.cause(&cause)))?;
    let mut limits = record.limits();
    limits.retain(|clock| stage.is_none_or(|stage| [clock.stage.as_str(), &clock.name()].contains(&stage)));
    if limits.is_empty() {
        writeln!(run.err, "{}", voice.tr("cli-why-none"))?;
        return Ok(false);
    }
    for (n, clock) in limits.iter().enumerate() {
        if json {
            run.json(&object(&voice, clock, &house.working()))?;
            continue;
        }
        if n > 0 {
            run.say("")?;
        }
        lines(&voice, clock, &house.working()).iter().try_for_each(|line| run.say(line))?;
    }
    Ok(true)
}

/// A limit as lines: what is due when by which clause, the way there, and what today's calendar would say.
fn lines(voice: &Voice<'_>, clock: &TimeLimit, working: &Working<'_>) -> Vec<String> {
    let why = working.why(clock);
    let mut lines = vec![format!("{} {}", clock.name(), limit(voice, clock))];
    if let Due::At { shown: Some(shown), .. } = clock.due {
        lines.push(voice.say("cli-due-shown", &[("at", voice.long(shown))]));
    }
    let rows: Vec<Vec<String>> = why.rows.iter().map(|counted| cells(voice, &counted.row)).collect();
    lines.extend(Table(&rows).cut(WIDEST));
    if let Some((due, now)) = why.today {
        let at = Voice { dated: true, ..*voice }.due(due);
        lines.push(voice.say("why-changed", &[("then", clock.calendar.to_string()), ("now", now), ("at", at)]));
    }
    lines
}

fn object(voice: &Voice<'_>, clock: &TimeLimit, working: &Working<'_>) -> Object {
    let why = working.why(clock);
    let rows: Vec<Value> = why.rows.iter().map(|counted| stretch(voice.site.zone, &counted.row)).collect();
    let today = why.today.map(|(due, calendar)| match due {
        Due::At { at, .. } => json!({ "due": voice.site.zone.rfc3339(at), "calendar": calendar }),
        Due::Pending { year } => json!({ "pending": year }),
    });
    json::limit(voice, clock).with("rows", Some(rows)).with("today", Some(today))
}
