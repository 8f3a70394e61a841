//! Complaints 投诉: opened once, carried step by step to the archive.

use uuid::Uuid;

use crate::desk::case::Case;
use crate::desk::{Act, Detail, Failure};
use crate::domain::entry::{Family, Kind, Link};
use crate::domain::intake::Taken;
use crate::domain::record::Status;
use crate::domain::refusal::{Cause, Refusal};

/// A complaint was received, by itself or out of a walk-in or call, to which it is then linked both ways.
pub(super) fn open(case: &mut Case<'_>, act: &Act, taken: Taken) -> Result<Uuid, Failure> {
    let Detail::From(origin) = act.detail else {
        let at = case.happened(&taken);
        return case.open(Kind::Complaint, at, taken, |_| {});
    };
    let origin = case.record(origin)?;
    if !matches!(origin.family, Family::WalkIn | Family::Call) {
        return Err(Cause::WrongRecord.into());
    }
    if origin.status == Status::Void || origin.get("outcome") == "complaint" {
        return Err(Cause::NotOpen.into());
    }
    // It was received when the walk-in or call was: its clocks begin there.
    let at = taken.at.unwrap_or(origin.at);
    let back = Link { subject: origin.subject, family: origin.family, number: origin.number };
    let subject = case.open(Kind::Complaint, at, taken, |decided| decided.link = Some(back))?;
    let complaint = case.record(subject)?;
    let became = Link { subject, family: Family::Complaint, number: complaint.number };
    let mut outcome = Taken::default();
    outcome.plain.insert("outcome".into(), "complaint".into());
    let kind = if origin.family == Family::Call { Kind::CallOutcome } else { Kind::WalkInOutcome };
    case.follow_with(case.further(1), kind, &origin, outcome, |decided| decided.link = Some(became))?;
    Ok(subject)
}

/// A step of a complaint was done: only what belongs to it, in the order that the clauses demand, once.
pub(super) fn step(case: &mut Case<'_>, act: &Act, taken: Taken) -> Result<Uuid, Failure> {
    let record = case.known(act.subject, Family::Complaint)?;
    let done = record.steps.iter().rfind(|step| step.step == act.step);
    let rule = case.house.procedures.rule(&record, &act.step);
    if let Some(done) = done
        && rule.is_none_or(|rule| !rule.again)
    {
        return Err(Cause::StepDone(done.operator.clone(), done.at).into());
    }
    if record.status != Status::Open {
        return Err(Cause::NotOpen.into());
    }
    let rule = rule.ok_or(Cause::StepUnknown)?;
    let missing = case.house.procedures.missing(&record, rule);
    if !missing.is_empty() {
        return Err(Cause::StepFirst(missing).into());
    }
    if case.happened_to(&record, &taken) < record.at {
        return Err(Refusal::at("at", Cause::BeforeArrival).into());
    }
    case.follow(Kind::ComplaintStep, &record, taken)
}
