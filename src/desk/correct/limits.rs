//! What a correction does to the limits of a record.

use std::collections::HashMap;

use crate::desk::act_context::ActContext;
use crate::desk::families::complaint_rules;
use crate::desk::{ActError, refuse_if};
use crate::domain::ended::{self, Ended};
use crate::domain::entry::{Decided, Entry, Family, Fields, Kind, Seq};
use crate::domain::history::{EntryView, resolve};
use crate::domain::procedure::{Consequences, Facts, Happening};
use crate::domain::record::{Record, Status, fold};
use crate::domain::refusal::Cause;
use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Length, Working};

/// Limits as if `supposed` had been written from the start: those that change, the stages that no longer run, and those
/// that have ended and began or stood still at another time. Else what has ended is left as it was; every one keeps its
/// calendar.
pub(super) fn recompute(
    cx: &ActContext<'_, '_>,
    record: &Record,
    entries: &[Entry],
    supposed: Entry,
    decided: &mut Decided,
) -> Result<(), ActError> {
    let mut entries = entries.to_vec();
    entries.push(supposed);
    let after = fold(&entries).map_err(|_| Cause::NoSuchRecord)?;
    if after.status == Status::Void {
        return Ok(());
    }
    let lines: Vec<EntryView> = resolve(&entries).into_iter().filter(|line| line.withdrawn.is_none()).collect();
    let (procedures, working) = (&cx.house.procedures, cx.house.working());
    let (mut wanted, mut begun): (Vec<TimeLimit>, HashMap<String, Seq>) = Default::default();
    let mut over: Vec<(Seq, Seq, TimeLimit)> = Vec::new();
    let mut fields = Fields::new();
    let mut done: Vec<&str> = Vec::new();
    for line in lines.iter().filter(|line| line.kind != Kind::Acknowledged && !line.kind.reads_again()) {
        // Of a party whose others are inside, every exit is of a part.
        let part = line.kind == Kind::VisitorOut && after.inside();
        let event = if part { Kind::VisitorPartOut.event("") } else { event(line) };
        let (earlier, then) = (fields.clone(), done.clone());
        let said = line.fields();
        fields.extend(said.clone());
        done.retain(|step| !line.undone.iter().any(|undone| undone == step));
        if !line.kind.opens() {
            done.push(event);
        }
        let before = Facts { fields: &earlier, done: &then };
        let what = Happening {
            family: after.family,
            event,
            at: line.at,
            said: &said,
            before,
            after: Facts { fields: &fields, done: &done },
        };
        let Consequences { limits, ended, .. } = procedures.consequences(&what, &wanted, &working);
        let again = |old: &TimeLimit| limits.iter().any(|new| new.name() == old.name());
        let same = |old: &TimeLimit| limits.iter().any(|new| new.name() == old.name() && new.start == old.start);
        let (gone, stay): (Vec<_>, Vec<_>) = std::mem::take(&mut wanted)
            .into_iter()
            .partition(|old| ended.iter().any(|name| *name == old.name()) || (again(old) && !same(old)));
        over.extend(gone.into_iter().filter_map(|old| Some((begun.remove(&*old.name())?, line.seq, old))));
        wanted = stay.into_iter().filter(|old| !again(old)).collect();
        for new in &limits {
            begun.entry(new.name().into_owned()).or_insert(line.seq);
        }
        wanted.extend(limits);
    }
    if after.family == Family::Vehicle {
        // By all that is said of it.
        wanted = cx.opening_limits(after.family, after.at, &after.fields);
    }
    if after.family.at_gate() && !after.inside() {
        wanted.clear();
    }
    let missed = complaint_rules::overdue_promise(&record.limits, cx.now);
    let moved = missed.is_some_and(|missed| wanted.iter().all(|new| !new.is_due_with(missed)));
    refuse_if(moved, Cause::PromiseMissed)?;
    let gone = after.limits.iter().filter(|old| wanted.iter().all(|new| new.name() != old.name()));
    let gone = gone.map(|old| old.name().into_owned()).collect();
    wanted.retain(|new| !after.limits.iter().any(|old| same_input(old, new)));
    let kept = |new: TimeLimit| match record.limits.iter().find(|old| old.name() == new.name()) {
        Some(old) => working.recompute(&TimeLimit { calendar: old.calendar.clone(), ..new }),
        None => new,
    };
    (decided.limits, decided.ended) = (wanted.into_iter().map(kept).collect(), gone);
    decided.over =
        ended::ended(&lines).into_iter().filter_map(|old| Some((old.begun, judged(&old, &over, working)?))).collect();
    Ok(())
}

/// A limit that has ended as it is judged now, where it began or stood still at another time than was thought.
fn judged(old: &Ended, over: &[(Seq, Seq, TimeLimit)], working: Working<'_>) -> Option<TimeLimit> {
    let own = |(begun, seq, new): &&(Seq, Seq, TimeLimit)| {
        (*begun, *seq) == (old.begun, old.seq) && new.name() == old.limit.name()
    };
    let (.., new) = over.iter().find(own)?;
    let differs = (new.start.minute(), stood_still(new)) != (old.limit.start.minute(), stood_still(&old.limit));
    let judged = TimeLimit { start: new.start, pauses: new.pauses.clone(), ..old.limit.clone() };
    differs.then(|| working.recompute(&judged))
}

/// What happened, as procedures call it.
pub(super) fn event(line: &EntryView) -> &str {
    if line.kind.opens() { "opened" } else { line.kind.event(line.get("step")) }
}

/// Whether two clocks were set by the same input, to the minute: a calendar that has changed since does not count, a year
/// that was waited for does.
fn same_input(old: &TimeLimit, new: &TimeLimit) -> bool {
    let promised = old.length != Length::Promise || old.is_due_with(new);
    let waited = old.at().is_none() && new.at().is_some();
    let input = |clock: &TimeLimit| (clock.name().into_owned(), clock.start.minute(), clock.length, stood_still(clock));
    input(old) == input(new) && promised && !waited
}

/// The pauses of a limit, to the minute.
fn stood_still(clock: &TimeLimit) -> Vec<(Moment, Moment)> {
    clock.pauses.iter().map(|(from, to)| (from.minute(), to.minute())).filter(|(from, to)| from < to).collect()
}
