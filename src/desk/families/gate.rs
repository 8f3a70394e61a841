//! The gate: how anyone leaves by the record in hand. Visitors who come in or are turned away stand in
//! [`visitor`](super::visitor), vehicles that are named by their plates in [`stays`](super::stays).

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::families::readings::by_record;
use crate::desk::families::{parts, stays, visitor};
use crate::desk::{Act, ActError, ActTarget, refuse_if};
use crate::domain::entry::{Family, Kind};
use crate::domain::form;
use crate::domain::intake::ParsedForm;
use crate::domain::number::Number;
use crate::domain::record::{Record, Stay};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::time::Moment;
use crate::store::Read;

/// Who is inside and was offered to whoever wrote another form leaves, if still inside; a visitor may as well have left
/// unseen, and come in again.
pub(super) fn offered(
    cx: &mut ActContext<'_, '_>,
    kind: Kind,
    (family, number): (Family, Number),
    mut parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    let inside = cx.journal.by_number(family, number)?.ok_or(Cause::NoSuchRecord)?;
    let again = parsed.plain.remove("again").unwrap_or_default();
    match kind.family() {
        Some(Family::Visitor) => visitor::meant(cx, kind, &inside, &again, parsed),
        _ => {
            let inside = parts::whole(cx, inside, parsed.get("plate"))?;
            let mut said = told_out(Kind::VehicleOut, parsed);
            by_record(cx, &inside, &mut said)?;
            depart(cx, cx.uid, Kind::VehicleOut, &inside, said)
        }
    }
}

/// What was said of who comes in and was told to go out: as much as the form for going out takes, without the plate,
/// and without who drives, which has other choices there, and by which visit.
pub(super) fn told_out(kind: Kind, mut parsed: ParsedForm) -> ParsedForm {
    let taken = |key: &String, _: &mut String| {
        !matches!(key.as_str(), "plate" | "driver" | "visit") && form::find(kind, "", key).is_some()
    };
    parsed.plain.retain(taken);
    parsed.personal.retain(taken);
    parsed
}

/// A visitor or vehicle left, or is found to have left unseen; a vehicle whose record is not named, by its plate. What a
/// person saw of an exit that a machine has read is said of that one.
pub(in crate::desk) fn leave(cx: &mut ActContext<'_, '_>, act: &Act, mut parsed: ParsedForm) -> Result<Uuid, ActError> {
    if act.kind == Kind::VehicleOut && act.subject.is_none() {
        return stays::exit(cx, parsed, true);
    }
    let family = act.kind.family().ok_or(Cause::UnknownKind)?;
    if let (ActTarget::Comes(entry), Family::Visitor) = (&act.target, family) {
        return visitor::leave_awaiting(cx, *entry, parsed);
    }
    let record = cx.known(act.subject, family)?;
    let plate = parsed.personal.remove("plate").unwrap_or_default();
    let had = record.get("plate");
    // Of a record that is named, a part of its plate is its plate, and the whole of which it has a part.
    let same = plate.is_empty() || plate == had || parts::may_be(&plate, had);
    refuse_if(!same, Refusal::at("plate", Cause::WrongRecord))?;
    let record = parts::whole(cx, record, &plate)?;
    if let Some(subject) = stays::exit_again(cx, &record, &parsed)? {
        return Ok(subject);
    }
    by_record(cx, &record, &mut parsed)?;
    depart(cx, cx.uid, act.kind, &record, parsed)
}

/// Refuses what happens to a stay that has ended.
pub(super) fn is_inside(record: &Record) -> Result<(), ActError> {
    let left = match record.stay() {
        Some(Stay::Inside) => return Ok(()),
        Some(Stay::Left(at)) => Some(at),
        Some(Stay::OutOnly) => Some(record.at),
        Some(Stay::LeftUnseen) => None,
        Some(Stay::Refused) | None => return Err(Cause::NotOpen.into()),
    };
    Err(Cause::AlreadyLeft(left).into())
}

/// As [`is_inside`], and what happens before it began.
pub(super) fn lasts(record: &Record, at: Moment) -> Result<(), ActError> {
    is_inside(record)?;
    refuse_if(at < record.at, Refusal::at("at", Cause::BeforeArrival))
}

/// The end of a stay that lasts, or of a part of it, not before it began.
pub(super) fn depart(
    cx: &mut ActContext<'_, '_>,
    uid: Uuid,
    kind: Kind,
    record: &Record,
    parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    let at = cx.happened_to(record, &parsed);
    lasts(record, at)?;
    // Who are not counted are all that were there.
    let all = kind == Kind::VisitorOut && parsed.get("leaving").is_empty();
    let part = visitor::last_part(record).filter(|part| all && at < *part);
    part.map_or(Ok(()), |part| Err(Refusal::at("at", Cause::BeforePart(part))))?;
    cx.follow_with(uid, kind, record, parsed, |_| {})
}
