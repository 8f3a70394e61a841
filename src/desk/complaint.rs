//! Complaints 投诉: opened once, carried step by step to the archive.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::{Act, ActError, ActTarget, House, PAGE, complaint_rules};
use crate::domain::entry::{Decided, Family, Kind, Link};
use crate::domain::intake::ParsedForm;
use crate::domain::procedure::{Procedures, RECLASSED};
use crate::domain::record::Status;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::time::{DAY, Moment};
use crate::store::{ListView, Query, Read, StoreError};

/// A complaint was received, by itself or out of a walk-in or call, to which it is then linked both ways.
pub(super) fn open(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    complaint_rules::open(&parsed)?;
    let households = households(cx, parsed.get("matter"), parsed.get("room"), cx.happened(&parsed))?;
    let decide = |decided: &mut Decided| decided.households = households;
    let ActTarget::From(origin) = act.target else {
        let at = cx.happened(&parsed);
        return cx.open(Kind::Complaint, at, parsed, decide);
    };
    let origin = cx.record(origin)?;
    if !matches!(origin.family, Family::WalkIn | Family::Call) {
        return Err(Cause::WrongRecord.into());
    }
    if origin.status == Status::Void || origin.get("outcome") == "complaint" {
        return Err(Cause::NotOpen.into());
    }
    // It was received when the walk-in or call was: its clocks begin there.
    let at = parsed.at.unwrap_or(origin.at);
    let back = Link { subject: origin.subject, family: origin.family, number: origin.number };
    let subject = cx.open(Kind::Complaint, at, parsed, |decided| {
        decide(decided);
        decided.link = Some(back);
    })?;
    let complaint = cx.record(subject)?;
    let became = Link { subject, family: Family::Complaint, number: complaint.number };
    let mut outcome = ParsedForm::default();
    outcome.plain.insert("outcome".into(), "complaint".into());
    let kind = if origin.family == Family::Call { Kind::CallOutcome } else { Kind::WalkInOutcome };
    cx.follow_with(cx.derived_uid(1), kind, &origin, outcome, |decided| decided.link = Some(became))?;
    Ok(subject)
}

/// The complaints of a matter within the days, up to when one more is received, that make them one complaint; none
/// without a matter.
pub(super) fn alike(house: &House, matter: &str, at: Moment) -> Option<Query> {
    let since = Moment::from_millis(at.millis() - i64::from(house.procedures.collective.days) * DAY);
    // A query's end is open.
    let until = Moment::from_millis(at.millis() + 1);
    let query = Query::new(Family::Complaint, ListView::Newest, PAGE).with_key(matter).between(since, until);
    (!matter.is_empty()).then(|| query.standing())
}

/// How many households have complained of a matter within the days that make them one complaint; 0 where too few.
fn households(cx: &ActContext<'_, '_>, matter: &str, room: &str, at: Moment) -> Result<u32, StoreError> {
    let Some(alike) = alike(cx.house, matter, at).filter(|_| !room.is_empty()) else { return Ok(0) };
    let earlier = cx.journal.all(alike)?;
    let rooms = earlier.iter().map(|record| record.get("room")).chain([room]);
    let rooms: BTreeSet<&str> = rooms.filter(|room| !room.is_empty()).collect();
    let count = u32::try_from(rooms.len()).unwrap_or(u32::MAX);
    Ok(if count >= cx.house.procedures.collective.households { count } else { 0 })
}

/// A step of a complaint was done: only what belongs to it, in the order that the clauses demand, once.
pub(super) fn step(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.known(act.subject, Family::Complaint)?;
    let procedures = &cx.house.procedures;
    let done = record.steps.iter().rfind(|step| step.step == act.step && !step.undone);
    let rule = procedures.rule(&record, &act.step);
    if let Some(done) = done
        && rule.is_none_or(|rule| !rule.again)
    {
        return Err(Cause::StepDone(done.operator.clone(), done.at).into());
    }
    if record.status != Status::Open {
        return Err(Cause::NotOpen.into());
    }
    let rule = rule.ok_or(Cause::StepUnknown)?;
    let missing = procedures.missing(&record, rule);
    if !missing.is_empty() {
        return Err(Cause::StepFirst(missing, rule.clause.clone()).into());
    }
    if Procedures::is_early(rule, &record, cx.happened(&parsed)) {
        return Err(Cause::NotLapsed(rule.clause.clone()).into());
    }
    if cx.happened_to(&record, &parsed) < record.at {
        return Err(Refusal::at("at", Cause::BeforeArrival).into());
    }
    complaint_rules::check(cx, &record, rule, &parsed)?;
    // A matter that is known only now may be many households' too.
    let matter = if rule.id == RECLASSED { parsed.get("matter") } else { "" };
    let households = households(cx, matter, record.get("room"), record.at)?;
    cx.follow_with(cx.uid, Kind::ComplaintStep, &record, parsed, |decided| decided.households = households)
}
