//! Walk-ins 来访 and calls 来电: what was said, what came of it, what was promised.

use uuid::Uuid;

use crate::desk::case::Case;
use crate::desk::{Act, Failure};
use crate::domain::entry::{Family, Kind};
use crate::domain::intake::Taken;
use crate::domain::refusal::{Cause, Refusal};

/// Someone came, or the telephone rang.
pub(super) fn open(case: &mut Case<'_>, kind: Kind, taken: Taken) -> Result<Uuid, Failure> {
    if taken.get("outcome") == "complaint" {
        return Err(Refusal::at("outcome", Cause::OpenComplaint).into());
    }
    let at = case.happened(&taken);
    case.open(kind, at, taken, |_| {})
}

/// What became of a walk-in or call: once, or again after a promise.
pub(super) fn outcome(case: &mut Case<'_>, act: &Act, taken: Taken) -> Result<Uuid, Failure> {
    let record = case.known(act.subject, act.kind.family().ok_or(Cause::UnknownKind)?)?;
    if record.status != crate::domain::record::Status::Open {
        let last = record.steps.last();
        let cause = last.map_or(Cause::NotOpen, |step| Cause::OutcomeThere(step.operator.clone(), step.at));
        return Err(cause.into());
    }
    if taken.get("outcome") == "complaint" {
        return Err(Refusal::at("outcome", Cause::OpenComplaint).into());
    }
    case.follow(act.kind, &record, taken)
}

/// A promised call-back was made.
pub(super) fn call_back(case: &mut Case<'_>, act: &Act, taken: Taken) -> Result<Uuid, Failure> {
    let record = case.known(act.subject, Family::Call)?;
    if record.clocks.is_empty() {
        let made = record.steps.last();
        let cause = made.map_or(Cause::NothingPromised, |step| Cause::StepDone(step.operator.clone(), step.at));
        return Err(cause.into());
    }
    case.follow(act.kind, &record, taken)
}
