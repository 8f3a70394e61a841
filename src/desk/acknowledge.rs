//! Escalation: who took note of a limit's rung, and when. A rung is noted once.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::{Act, ActError, refuse_if};
use crate::domain::entry::{Decided, Kind};
use crate::domain::history::EntryView;
use crate::domain::intake::ParsedForm;
use crate::domain::record::Record;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::staff;
use crate::domain::text::same_name;

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
    let who = noter(parsed.get("by"), &cx.stamp.operator);
    let barred = staff::refusal(&cx.house.site.staff, who, record.told(clock, percent));
    barred.map_or(Ok(()), |cause| Err(Refusal::at("by", cause)))?;
    refuse_if(is_accused(&record, who), Refusal::at("by", Cause::AccusedApproves))?;
    parsed.plain.insert("percent".into(), percent.to_string());
    cx.append(cx.uid, record.subject, at, Kind::Acknowledged, parsed, Decided::default())?;
    Ok(record.subject)
}

/// Who took note: whoever is named, else who wrote it.
pub(super) const fn noter<'a>(by: &'a str, operator: &'a str) -> &'a str {
    if by.is_empty() { operator } else { by }
}

fn is_accused(record: &Record, who: &str) -> bool {
    !who.is_empty() && same_name(record.get("accused"), who)
}

/// Refuses to write down as having taken note of a rung whoever was not told of it.
pub(super) fn may_note(
    cx: &ActContext<'_, '_>,
    record: &Record,
    lines: &[EntryView],
    noted: &EntryView,
    by: &str,
) -> Result<(), ActError> {
    let percent = noted.get("percent").parse().unwrap_or_default();
    let limits = lines.iter().filter(|line| line.seq < noted.seq).rev().flat_map(|line| &line.limits);
    let clock = record.limits.iter().chain(limits).find(|clock| clock.name() == noted.get("clock"));
    let who = noter(by, &noted.operator);
    refuse_if(is_accused(record, who), Refusal::at("new", Cause::AccusedApproves))?;
    let barred = clock.and_then(|clock| staff::refusal(&cx.house.site.staff, who, record.told(clock, percent)));
    barred.map_or(Ok(()), |cause| Err(Refusal::at("new", cause).into()))
}
