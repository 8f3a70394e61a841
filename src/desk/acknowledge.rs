//! Escalation: who took note of a limit's rung, and when. A rung is noted once.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::families::complaint_rules::refuse_accused;
use crate::desk::{Act, ActError, refuse_if};
use crate::domain::entry::{Decided, Kind};
use crate::domain::form;
use crate::domain::intake::ParsedForm;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::staff;

/// The highest rung that a record's limit has reached was taken note of.
pub(super) fn acknowledge(cx: &mut ActContext<'_, '_>, act: &Act, mut parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.record(act.subject.ok_or(Cause::NoSuchRecord)?)?;
    let clock = record.limits.iter().find(|clock| clock.name() == parsed.get("clock"));
    let clock = clock.ok_or_else(|| Refusal::at("clock", Cause::NoSuchLimit))?;
    let at = cx.happened(&parsed);
    let percent = clock.rung(at);
    refuse_if(percent == 0, Cause::NothingReached)?;
    if let Some(ack) = record.acks_of(clock).find(|ack| ack.percent >= percent) {
        return Err(Cause::AlreadyNoted(ack.operator.clone(), ack.at).into());
    }
    let who = Some(parsed.get("by")).filter(|by| !by.is_empty()).unwrap_or(&cx.stamp.operator);
    let told = record.told(clock, percent);
    refuse_if(!staff::may_be(&cx.house.site.staff, who, told), Refusal::at("by", Cause::OtherRole(told.to_vec())))?;
    refuse_accused(form::fields(Kind::Acknowledged, ""), |key| record.get(key), &parsed)?;
    parsed.plain.insert("percent".into(), percent.to_string());
    cx.append(cx.uid, record.subject, at, Kind::Acknowledged, parsed, Decided::default())?;
    Ok(record.subject)
}
