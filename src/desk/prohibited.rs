//! What the clauses forbid in a step of a complaint, beyond its order; each refusal names its clause.

use std::collections::BTreeSet;

use crate::desk::Failure;
use crate::desk::case::Case;
use crate::domain::clock::Clock;
use crate::domain::intake::Taken;
use crate::domain::procedure::{PAUSED, RECLASSED, RESUMED, StepRule};
use crate::domain::record::{PROMISE, Record};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::time::{Moment, parse_rfc3339};
use crate::domain::worktime::Due;

/// How often, and on how many days, a resident must have been sought before the follow-up is let off (001 处理.3).
const TRIES: (usize, usize) = (3, 2);

/// The stage of a department's share (004-7 §4.6).
const SHARE: &str = "T3c";

/// Refuses what a step may not say, or may not be said by whom.
pub(super) fn check(case: &Case<'_>, record: &Record, rule: &StepRule, taken: &Taken) -> Result<(), Failure> {
    let at = case.happened(taken);
    share(case, record, rule, taken)?;
    accused(case, record, rule, taken)?;
    match rule.id.as_str() {
        PAUSED | RESUMED => pause(case, record, rule, taken, at)?,
        RECLASSED => {
            let same = |key: &&str| taken.get(key).is_empty() || taken.get(key) == record.get(key);
            if ["class", "category", "matter"].iter().all(same) {
                return Err(Refusal::at("class", Cause::Unchanged).into());
            }
        }
        // 由投诉受理部门统一回复: the office, or the post that received it.
        "answered" | "replied" | "written" => {
            let own = case.stamp.post == record.post;
            let office = case.house.site.post(&case.stamp.post).is_none_or(|post| post.intake == "office");
            if !own && !office {
                return Err(Cause::OnlyReceiver(record.post.clone()).into());
            }
        }
        "published" => {
            let told = |key: &&str| record.get(key).chars().count() > 1 && taken.get("text").contains(record.get(key));
            if ["room", "name", "phone"].iter().any(told) {
                return Err(Refusal::at("text", Cause::Names).into());
            }
        }
        "exempted" if taken.get("exempt") == "unreachable" => {
            let zone = case.house.site.zone;
            let tries: Vec<Moment> =
                record.steps.iter().filter(|step| step.step == "tried" && !step.undone).map(|step| step.at).collect();
            let days: BTreeSet<_> = tries.iter().map(|at| zone.date(*at)).collect();
            if tries.len() < TRIES.0 || days.len() < TRIES.1 {
                return Err(Refusal::at("exempt", Cause::TooFewTries(tries.len())).into());
            }
        }
        // 由受诉人回访: whoever received it, or someone else who says why.
        "followed_up" if case.stamp.operator != record.operator && taken.get("instead").is_empty() => {
            return Err(Refusal::at("instead", Cause::FirstReceiver(record.operator.clone())).into());
        }
        _ => {}
    }
    Ok(())
}

/// What is said of one share must be said of one that is awaited.
fn share(case: &Case<'_>, record: &Record, rule: &StepRule, taken: &Taken) -> Result<(), Failure> {
    let stages = &case.house.procedures.stages;
    if rule.id == "shared" {
        let given = |clock: &Clock| clock.stage == SHARE && clock.part == taken.get("share");
        let twice = record.clocks.iter().any(given);
        return if twice { Err(Refusal::at("share", Cause::Shared).into()) } else { Ok(()) };
    }
    let Some(stage) = stages.iter().find(|stage| stage.id == rule.limit && !stage.part.is_empty()) else {
        return Ok(());
    };
    let part = taken.get(&stage.part);
    let awaited = record.clocks.iter().any(|clock| clock.stage == rule.limit && clock.part == part);
    if awaited { Ok(()) } else { Err(Refusal::at(&stage.part, Cause::NotAwaited).into()) }
}

/// Whoever is complained of does not handle the complaint (004-7 §4.3.1a).
fn accused(case: &Case<'_>, record: &Record, rule: &StepRule, taken: &Taken) -> Result<(), Failure> {
    let accused = record.get("accused");
    if accused.is_empty() {
        return Ok(());
    }
    if taken.get("person") == accused {
        return Err(Refusal::at("person", Cause::AccusedHandles).into());
    }
    if rule.id == "resulted" && case.stamp.operator == accused {
        return Err(Cause::AccusedHandles.into());
    }
    Ok(())
}

/// A pause is of something that runs and may stand still, and ends by itself before long.
fn pause(case: &Case<'_>, record: &Record, rule: &StepRule, taken: &Taken, at: Moment) -> Result<(), Failure> {
    if !case.house.procedures.can_pause(record, &rule.id, at) {
        let cause = if rule.id == RESUMED { Cause::NotPaused } else { Cause::NothingToPause };
        return Err(cause.into());
    }
    let longest = case.house.working().due("office", at, case.house.procedures.pause);
    match (longest, parse_rfc3339(taken.get("until"))) {
        (Due::At { at: longest, .. }, Some(until)) if longest < until => {
            Err(Refusal::at("until", Cause::PauseTooLong(longest)).into())
        }
        _ => Ok(()),
    }
}

/// A promise that was missed is not rewritten: it takes the written reason, the new plan and the consent (004-7
/// §4.3.2c). Whether the resident was satisfied has opened or closed the case: that line is struck whole.
pub(super) fn amend(record: &Record, key: &str, now: Moment) -> Result<(), Failure> {
    let missed = |clock: &Clock| clock.stage == PROMISE && clock.at().is_some_and(|due| due <= now);
    match key {
        "promise" if record.clocks.iter().any(missed) => Err(Refusal::at("new", Cause::PromiseMissed).into()),
        "satisfied" => Err(Refusal::at("new", Cause::StrikeWhole).into()),
        _ => Ok(()),
    }
}
