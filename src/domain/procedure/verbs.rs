//! The few verbs that are not data: what an event starts, ends, pauses, plans anew and opens again.

use crate::domain::entry::{Family, Fields};
use crate::domain::procedure::{Facts, Procedures, Stage};
use crate::domain::record::{ARCHIVED, CONCLUDED, Record};
use crate::domain::time::{Moment, parse_rfc3339};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Working;

/// The step that stops the limits that may be stopped, until the time in its field `until` at the latest.
pub const PAUSED: &str = "paused";
/// The step that lets them run again.
pub const RESUMED: &str = "resumed";
/// The step that changes a complaint's class or category; what is passed stays, what is to come is planned anew.
pub const RECLASSED: &str = "reclassed";
/// The event by which a complaint is open again: its follow-up found the resident not satisfied.
pub const REOPENED: &str = "reopened";
const FOLLOWED_UP: &str = "followed_up";

/// Something that happens to a record.
#[derive(Debug, Clone, Copy)]
pub struct Happening<'a> {
    pub family: Family,
    /// The event: `opened`, a step, or the entry's kind.
    pub event: &'a str,
    pub at: Moment,
    /// What the event itself says: only that is promised by it.
    pub said: &'a Fields,
    pub before: Facts<'a>,
    pub after: Facts<'a>,
}

/// What an event does to the limits of its record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consequences {
    /// Limits that begin, or take the place of the running one of that name.
    pub limits: Vec<TimeLimit>,
    pub ended: Vec<String>,
    /// The steps that are to be done anew.
    pub undone: Vec<String>,
}

impl Procedures {
    /// What an event does to the limits that run.
    pub fn consequences(&self, what: &Happening<'_>, running: &[TimeLimit], working: &Working<'_>) -> Consequences {
        let mut ended = self.ended(what, running);
        let mut undone = Vec::new();
        let mut limits = self.started(what, working);
        match what.event {
            PAUSED => limits.extend(self.paused(what, running, working)),
            RESUMED => limits.extend(resumed(what.at, running, working)),
            RECLASSED => {
                let (begun, over) = self.planned_anew(what, running, working);
                limits.extend(begun);
                ended.extend(over);
            }
            FOLLOWED_UP if what.after.value("satisfied") == "no" => {
                undone.clone_from(&self.reopens);
                let done = |step: &&&str| !self.reopens.iter().any(|undone| undone == *step);
                let done: Vec<&str> = what.after.done.iter().filter(done).copied().collect();
                let after = Facts { fields: what.after.fields, done: &done };
                limits.extend(self.started(&Happening { event: REOPENED, after, ..*what }, working));
            }
            _ => {}
        }
        Consequences { limits, ended, undone }
    }

    /// The limits that an event starts.
    fn started(&self, what: &Happening<'_>, working: &Working<'_>) -> Vec<TimeLimit> {
        let stages = self.stages.iter().filter(|stage| stage.family == what.family && stage.begins(what.event));
        stages.filter(|stage| what.after.fulfil(&stage.when)).flat_map(|stage| stage.limits(what, working)).collect()
    }

    /// The limits among `running` that an event ends. The conclusion and archiving end them all.
    fn ended(&self, what: &Happening<'_>, running: &[TimeLimit]) -> Vec<String> {
        let ends = |clock: &&TimeLimit| {
            matches!(what.event, CONCLUDED | ARCHIVED)
                || self.stages.iter().any(|stage| {
                    let mine = stage.family == what.family && stage.id == clock.stage;
                    mine && stage.ends.iter().any(|end| end == what.event)
                        && what.after.fulfil(&stage.ends_when)
                        && (!stage.takes_share(what.event) || clock.part == what.after.value(&stage.part))
                })
        };
        running.iter().filter(ends).map(|clock| clock.name().into_owned()).collect()
    }

    /// The names of a record's limits that an event would end, whatever it says.
    pub fn would_end(&self, record: &Record, event: &str) -> Vec<String> {
        let done = record.steps_done();
        let facts = Facts { fields: &record.fields, done: &done };
        self.ended(
            &Happening {
                family: record.family,
                event,
                at: record.at,
                said: &record.fields,
                before: facts,
                after: facts,
            },
            &record.limits,
        )
    }

    /// Whether a limit may stand still.
    pub(super) fn is_pausable(&self, clock: &TimeLimit) -> bool {
        self.stages.iter().any(|stage| stage.id == clock.stage && stage.pausable)
    }

    /// The limits that may stand still, with a pause from now to its end.
    fn paused(&self, what: &Happening<'_>, running: &[TimeLimit], working: &Working<'_>) -> Vec<TimeLimit> {
        let Some(until) = parse_rfc3339(what.after.value("until")).map(Moment::minute) else { return Vec::new() };
        let from = what.at.minute();
        let stop = |clock: &TimeLimit| {
            let mut pauses = clock.pauses.clone();
            pauses.push((from, until.max(from)));
            working.recompute(&TimeLimit { pauses, ..clock.clone() })
        };
        running.iter().filter(|clock| self.is_pausable(clock)).map(stop).collect()
    }

    /// Limits that started with an earlier event but whose `when` became true with this one, and the names of those
    /// whose `when` became false.
    fn planned_anew(
        &self,
        what: &Happening<'_>,
        running: &[TimeLimit],
        working: &Working<'_>,
    ) -> (Vec<TimeLimit>, Vec<String>) {
        let (before, after) = (what.before, what.after);
        let done = |name: &String| name == "opened" || before.done.contains(&name.as_str());
        // A stage is over where it ended, not where it began again or only one share was done.
        let goes_on = |stage: &Stage, end: &String| stage.begins(end) || stage.takes_share(end);
        let has_begun = |stage: &Stage| {
            stage.starts.iter().any(done) && !stage.ends.iter().any(|end| done(end) && !goes_on(stage, end))
        };
        let stages = || self.stages.iter().filter(|stage| stage.family == what.family);
        let new = stages().filter(|stage| !before.fulfil(&stage.when) && after.fulfil(&stage.when) && has_begun(stage));
        let begun = new.flat_map(|stage| stage.limits(what, working)).collect();
        let counts = |stage: &Stage, clock: &TimeLimit| stage.parts.is_empty() || stage.parts.contains(&clock.part);
        let stands = |clock: &TimeLimit| {
            stages().any(|stage| stage.id == clock.stage && after.fulfil(&stage.when) && counts(stage, clock))
        };
        let over = running.iter().filter(|clock| !stands(clock)).map(|clock| clock.name().into_owned()).collect();
        (begun, over)
    }
}

/// The limits that stand still, running again from now.
fn resumed(at: Moment, running: &[TimeLimit], working: &Working<'_>) -> Vec<TimeLimit> {
    let at = at.minute();
    let still = running.iter().filter(|clock| clock.pause(at).is_some());
    let run = |clock: &TimeLimit| {
        let end = |(from, to): &(Moment, Moment)| (*from, (*to).min(at.max(*from)));
        let pauses = clock.pauses.iter().map(end).filter(|(from, to)| from < to).collect();
        working.recompute(&TimeLimit { pauses, ..clock.clone() })
    };
    still.map(run).collect()
}
