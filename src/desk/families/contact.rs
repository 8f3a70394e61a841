//! Walk-ins 来访 and calls 来电: what was said, what came of it, what was promised, what is to be passed on.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::{Act, ActError, refuse_if};
use crate::domain::entry::{Family, Kind};
use crate::domain::families::call;
use crate::domain::history::EntryView;
use crate::domain::intake::ParsedForm;
use crate::domain::record::{DELIVERED, MESSAGE};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::ValueError;

/// Someone came, or the telephone rang.
pub(in crate::desk) fn open(cx: &mut ActContext<'_, '_>, kind: Kind, parsed: ParsedForm) -> Result<Uuid, ActError> {
    refuse_if(parsed.get("outcome") == "complaint", Refusal::at("outcome", Cause::OpenComplaint))?;
    let text = if kind == Kind::Call { "topic" } else { "said" };
    refuse_if(
        parsed.get("outcome") == MESSAGE && parsed.get(text).is_empty(),
        Refusal::at(text, Cause::Value(ValueError::Required)),
    )?;
    // A machine may know no more than that it rang.
    let blank = cx.source.is_empty() && call::is_blank(|key| parsed.get(key));
    refuse_if(blank, Refusal::at("phone", Cause::MissedBlank))?;
    let at = cx.happened(&parsed);
    cx.open(kind, at, parsed, |_| {})
}

/// What became of a walk-in or call: once, or again after a promise or a message 转告.
pub(in crate::desk) fn outcome(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.known(act.subject, act.kind.family().ok_or(Cause::UnknownKind)?)?;
    if record.status != crate::domain::record::Status::Open {
        let last = record.steps.last();
        let cause = last.map_or(Cause::NotOpen, |step| Cause::OutcomeThere(step.operator.clone(), step.at));
        return Err(cause.into());
    }
    match parsed.get("outcome") {
        "complaint" => return Err(Refusal::at("outcome", Cause::OpenComplaint).into()),
        DELIVERED if !record.has_message() => return Err(Refusal::at("outcome", Cause::NoMessage).into()),
        // A message says something: here, or when it was taken.
        MESSAGE
            if parsed.get("result").is_empty() && record.get("said").is_empty() && record.get("topic").is_empty() =>
        {
            return Err(Refusal::at("result", Cause::Value(ValueError::Required)).into());
        }
        _ => {}
    }
    cx.follow(act.kind, &record, parsed)
}

/// Whether every message that was delivered had been left.
pub(in crate::desk) fn delivered_what_was_left(lines: &[EntryView]) -> bool {
    let outcomes = lines.iter().filter(|line| line.withdrawn.is_none()).map(|line| line.get("outcome"));
    let mut before = "";
    for outcome in outcomes.filter(|outcome| !outcome.is_empty()) {
        if outcome == DELIVERED && before != MESSAGE {
            return false;
        }
        before = outcome;
    }
    true
}

/// A promised call-back was made.
pub(in crate::desk) fn call_back(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.known(act.subject, Family::Call)?;
    if record.limits.is_empty() || record.has_message() {
        let made = record.steps.last().filter(|_| !record.has_message());
        let cause = made.map_or(Cause::NothingPromised, |step| Cause::StepDone(step.operator.clone(), step.at));
        return Err(cause.into());
    }
    cx.follow(act.kind, &record, parsed)
}
