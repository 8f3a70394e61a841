//! What must hold of procedures before anyone works by them: every name is known, every stage can be reckoned, and no
//! step waits for itself. Nothing here knows a step or stage by name.

use super::{RuleFlaw, UnplacedError};
use crate::domain::entry::{Family, Kind};
use crate::domain::form::LONG;
use crate::domain::procedure::{Procedures, REOPENED, StepRule};
use crate::domain::site::Site;
use crate::domain::text::clean;
use crate::domain::worktime::Length;

/// Checks procedures by themselves.
pub(in crate::domain) fn check(procedures: &Procedures) -> Result<(), UnplacedError> {
    for (n, step) in procedures.steps.iter().enumerate() {
        let wrong = |key, cause| Err(UnplacedError::nth("step", n, key, cause));
        if !is_step(step.family, &step.id) {
            return wrong("id", RuleFlaw::UnknownStep(step.id.clone()));
        }
        if let Some(unknown) = step.after.iter().find(|name| !is_step(step.family, name)) {
            return wrong("after", RuleFlaw::UnknownStep(unknown.clone()));
        }
        let ruled = |name: &str| procedures.steps.iter().any(|rule| rule.id == name);
        for (key, names) in [("requires", &step.requires), ("unless", &step.unless)] {
            if let Some(unknown) = names.iter().find(|name| !ruled(name)) {
                return wrong(key, RuleFlaw::UnknownStep(unknown.clone()));
            }
        }
        let known = procedures.stages.iter().any(|stage| stage.id == step.limit);
        if !known && (step.lapsed || !step.limit.is_empty()) {
            return wrong("limit", RuleFlaw::UnknownStage);
        }
        if step.clause.trim().is_empty() {
            return wrong("clause", RuleFlaw::NoClause);
        }
        if clean(&step.clause, LONG).is_err() {
            return wrong("clause", RuleFlaw::Text);
        }
    }
    for (n, stage) in procedures.stages.iter().enumerate() {
        let wrong = |key, cause| Err(UnplacedError::nth("stage", n, key, cause));
        for (key, names) in [("starts", &stage.starts), ("ends", &stage.ends)] {
            if let Some(unknown) = names.iter().find(|name| !is_event(stage.family, name)) {
                return wrong(key, RuleFlaw::UnknownStep(unknown.clone()));
            }
        }
        if stage.clause.trim().is_empty() {
            return wrong("clause", RuleFlaw::NoClause);
        }
        let texts = [("id", &stage.id), ("clause", &stage.clause), ("hours", &stage.hours), ("expiry", &stage.expiry)];
        for (key, text) in texts.into_iter().chain(stage.parts.iter().map(|part| ("parts", part))) {
            if clean(text, LONG).is_err() {
                return wrong(key, RuleFlaw::Text);
            }
        }
        if (stage.length == Length::Promise) == stage.promise.is_empty() {
            return wrong("promise", RuleFlaw::PromiseField);
        }
        if is_zero(stage.length) {
            return wrong("length", RuleFlaw::Zero);
        }
        match (works(stage.length), stage.hours.is_empty()) {
            (true, true) => return wrong("hours", RuleFlaw::HoursNeeded),
            (false, false) => return wrong("hours", RuleFlaw::HoursIdle),
            _ => {}
        }
    }
    if let Some(unknown) = procedures.reopens.iter().find(|name| !is_step(Family::Complaint, name)) {
        return Err(UnplacedError::new(&["reopens"], RuleFlaw::UnknownStep(unknown.clone())));
    }
    acyclic(&procedures.steps)
}

/// Checks that the settings have every department whose hours count; a stage that names another in its place counts by
/// that one's.
pub(super) fn departments(procedures: &mut Procedures, site: &Site) -> Result<(), UnplacedError> {
    let has = |name: &str| site.department(name).is_some();
    for (n, stage) in procedures.stages.iter_mut().enumerate().filter(|(_, stage)| !stage.hours.is_empty()) {
        if !has(&stage.hours) && has(&stage.hours_else) {
            stage.hours.clone_from(&stage.hours_else);
        }
        if !has(&stage.hours) {
            let cause = RuleFlaw::NoDepartment(stage.id.clone(), stage.hours.clone());
            return Err(UnplacedError::nth("stage", n, "hours", cause));
        }
    }
    Ok(())
}

/// Whether a length counts by a department's hours.
pub(super) const fn works(length: Length) -> bool {
    matches!(length, Length::WorkMinutes(_) | Length::WorkDays(_) | Length::Days(_))
}

/// Whether a length takes no time at all; `0wd` ends with the working day.
pub(super) const fn is_zero(length: Length) -> bool {
    matches!(length, Length::WorkMinutes(0) | Length::Minutes(0) | Length::Days(0))
}

fn is_step(family: Family, name: &str) -> bool {
    family.step_fields(name).is_some()
}

/// Whether an event of this name happens to records of a family.
fn is_event(family: Family, name: &str) -> bool {
    let is_kind = || Kind::ALL.iter().any(|kind| kind.name() == name && kind.family() == Some(family));
    let reopened = family == Family::Complaint && name == REOPENED;
    name == "opened" || is_step(family, name) || reopened || is_kind()
}

/// Refuses steps that wait for each other in a ring.
fn acyclic(steps: &[StepRule]) -> Result<(), UnplacedError> {
    let mut reached: Vec<&StepRule> = Vec::new();
    while let Some(next) = steps.iter().find(|rule| !is_among(&reached, rule) && waits(steps, &reached, rule).is_none())
    {
        reached.push(next);
    }
    // From a step that is never reached to what it waits for, until one comes again.
    let stuck = |id: &str| steps.iter().find(|rule| rule.id == id && !is_among(&reached, rule));
    let mut way: Vec<&StepRule> = Vec::new();
    let mut next = steps.iter().find(|rule| !is_among(&reached, rule));
    while let Some(rule) = next {
        let ring = way.iter().skip_while(|earlier| earlier.id != rule.id);
        let mut names: Vec<String> = ring.map(|earlier| earlier.id.clone()).collect();
        if !names.is_empty() {
            names.push(rule.id.clone());
            let n = steps.iter().position(|step| step == rule).unwrap_or_default();
            let key = if rule.after.is_empty() { "requires" } else { "after" };
            return Err(UnplacedError::nth("step", n, key, RuleFlaw::Cycle(names)));
        }
        way.push(rule);
        next = waits(steps, &reached, rule).and_then(stuck);
    }
    Ok(())
}

/// Whether a rule is one of some: itself, and none that says the same.
fn is_among(some: &[&StepRule], rule: &StepRule) -> bool {
    some.iter().any(|one| std::ptr::eq(*one, rule))
}

/// A step that keeps a rule from ever being done: one that it requires, none of whose rules is reached; or one that
/// comes before it on the same complaints, none of whose rules for these is.
fn waits<'a>(steps: &[StepRule], reached: &[&StepRule], rule: &'a StepRule) -> Option<&'a str> {
    let closed = |name: &&String| !reached.iter().any(|other| other.id == **name);
    let before = |name: &&String| {
        let mut same = steps.iter().filter(|other| other.id == **name && meet(rule, other));
        same.clone().any(|other| !other.optional) && !same.any(|other| is_among(reached, other))
    };
    rule.requires.iter().find(closed).or_else(|| rule.after.iter().find(before)).map(String::as_str)
}

/// Whether two rules may belong to the same complaint: no field is wanted with values that exclude each other.
fn meet(one: &StepRule, other: &StepRule) -> bool {
    one.when
        .iter()
        .all(|(key, values)| other.when.get(key).is_none_or(|others| values.iter().any(|value| others.contains(value))))
}
