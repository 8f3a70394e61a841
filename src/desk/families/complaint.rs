//! Complaints 投诉: opened once, carried step by step to the archive.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::families::complaint_rules;
use crate::desk::{Act, ActError, ActTarget, House, PAGE, refuse_if};
use crate::domain::entry::{Decided, Family, Kind, Link};
use crate::domain::intake::ParsedForm;
use crate::domain::procedure::{RECLASSED, StepRule};
use crate::domain::record::{Record, Status};
use crate::domain::refusal::Cause;
use crate::domain::text::room;
use crate::domain::time::{DAY, Moment};
use crate::store::{ListView, Query, Read, StoreError};

/// A complaint was received, by itself or out of a walk-in or call, to which it is then linked both ways.
pub(in crate::desk) fn open(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    complaint_rules::open(&parsed)?;
    let households = households(cx, parsed.get("matter"), parsed.get("room"), cx.happened(&parsed))?;
    let decide = |decided: &mut Decided| decided.households = households;
    let ActTarget::From(origin) = act.target else {
        let at = cx.happened(&parsed);
        return cx.open(Kind::Complaint, at, parsed, decide);
    };
    let origin = cx.record(origin)?;
    refuse_if(!matches!(origin.family, Family::WalkIn | Family::Call), Cause::WrongRecord)?;
    refuse_if(origin.status == Status::Void || origin.get("outcome") == "complaint", Cause::NotOpen)?;
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
pub(in crate::desk) fn alike(house: &House, matter: &str, at: Moment) -> Option<Query> {
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
    let rooms = earlier.iter().map(|record| record.get("room")).chain([room]).filter(|room| !room.is_empty());
    // Older entries may spell a flat in another way.
    let rooms: BTreeSet<String> = rooms.map(|room| room::read(room, &cx.house.site.room)).collect();
    let count = u32::try_from(rooms.len()).unwrap_or(u32::MAX);
    Ok(if count >= cx.house.procedures.collective.households { count } else { 0 })
}

/// What a complaint forbids at a step, beside what every step has to keep to; how many households it is then.
pub(in crate::desk) fn check_step(
    cx: &ActContext<'_, '_>,
    record: &Record,
    rule: &StepRule,
    parsed: &ParsedForm,
) -> Result<u32, ActError> {
    complaint_rules::check(cx, record, rule, parsed)?;
    // A matter that is known only now may be many households' too.
    let matter = if rule.id == RECLASSED { parsed.get("matter") } else { "" };
    Ok(households(cx, matter, record.get("room"), record.at)?)
}
