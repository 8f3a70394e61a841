//! Escalation: who took note of a limit's rung, and when. A rung is noted once.

use uuid::Uuid;

use crate::desk::case::Case;
use crate::desk::{Act, Failure};
use crate::domain::entry::{Decided, Kind};
use crate::domain::intake::Taken;
use crate::domain::refusal::{Cause, Refusal};

/// The highest rung that a record's limit has reached was taken note of.
pub(super) fn acknowledge(case: &mut Case<'_>, act: &Act, mut taken: Taken) -> Result<Uuid, Failure> {
    let record = case.record(act.subject.ok_or(Cause::NoSuchRecord)?)?;
    let clock = record.clocks.iter().find(|clock| clock.name() == taken.get("clock"));
    let clock = clock.ok_or_else(|| Refusal::at("clock", Cause::NotOpen))?;
    let percent = clock.rung(case.now);
    if percent == 0 {
        return Err(Cause::NothingReached.into());
    }
    if let Some(ack) = record.acks_of(clock).find(|ack| ack.percent >= percent) {
        return Err(Cause::AlreadyNoted(ack.operator.clone(), ack.at).into());
    }
    taken.plain.insert("percent".into(), percent.to_string());
    let at = case.now;
    case.append(case.uid, record.subject, at, Kind::Acknowledged, taken, Decided::default())?;
    Ok(record.subject)
}
