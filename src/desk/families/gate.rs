//! The gate: visitors 访客 and vehicles 车辆, in, out and turned away.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::{Act, ActError, refuse_if};
use crate::domain::entry::{Family, Kind};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Stay};
use crate::domain::refusal::{Cause, Refusal};
use crate::store::{ListView, Query, Read};

/// A visitor is let in or turned away. Without known identity, or suspicious, only the latter (000 制度3 三.3).
pub(in crate::desk) fn visitor(cx: &mut ActContext<'_, '_>, kind: Kind, parsed: ParsedForm) -> Result<Uuid, ActError> {
    check_identity(parsed.get("check"))?;
    let at = cx.happened(&parsed);
    cx.open(kind, at, parsed, |_| {})
}

/// Refuses an identity check that leaves only refusal.
pub(in crate::desk) fn check_identity(check: &str) -> Result<(), ActError> {
    refuse_if(matches!(check, "none" | "suspicious"), Refusal::at("check", Cause::OnlyRefusal))
}

/// A vehicle comes in. Where its plate is inside already, the field `again` says what that means: `out`, it leaves now;
/// `missed`, nobody saw it leave, and it comes in again.
pub(in crate::desk) fn vehicle(cx: &mut ActContext<'_, '_>, mut parsed: ParsedForm) -> Result<Uuid, ActError> {
    let again = parsed.plain.remove("again").unwrap_or_default();
    let at = cx.happened(&parsed);
    if let Some(inside) = inside(cx, parsed.get("plate"))? {
        match again.as_str() {
            "out" => {
                let leaving = ParsedForm { at: parsed.at, ..ParsedForm::default() };
                return depart(cx, cx.uid, Kind::VehicleOut, &inside, leaving);
            }
            "missed" => {
                let mut missed = ParsedForm { at: parsed.at, ..ParsedForm::default() };
                missed.plain.insert("unseen".into(), "yes".into());
                depart(cx, cx.derived_uid(1), Kind::VehicleOut, &inside, missed)?;
            }
            _ => return Err(Refusal::at("plate", Cause::PlateInside(inside.number)).into()),
        }
    }
    cx.open(Kind::VehicleIn, at, parsed, |_| {})
}

/// Who is inside with a plate; nobody has none.
pub(in crate::desk) fn inside_query(plate: &str) -> Query {
    Query::new(Family::Vehicle, ListView::Inside, 1).with_key(plate)
}

/// The record of a plate that is inside.
pub(in crate::desk) fn inside(cx: &ActContext<'_, '_>, plate: &str) -> Result<Option<Record>, ActError> {
    Ok(cx.journal.list(inside_query(plate))?.pop())
}

/// A visitor or vehicle left, or is found to have left unseen.
pub(in crate::desk) fn leave(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let family = act.kind.family().ok_or(Cause::UnknownKind)?;
    let record = cx.known(act.subject, family)?;
    depart(cx, cx.uid, act.kind, &record, parsed)
}

fn depart(
    cx: &mut ActContext<'_, '_>,
    uid: Uuid,
    kind: Kind,
    record: &Record,
    parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    match record.stay() {
        Some(Stay::Inside) => {}
        Some(Stay::Left(at)) => return Err(Cause::AlreadyLeft(Some(at)).into()),
        Some(Stay::LeftUnseen) => return Err(Cause::AlreadyLeft(None).into()),
        Some(Stay::Refused) | None => return Err(Cause::NotOpen.into()),
    }
    refuse_if(cx.happened_to(record, &parsed) < record.at, Refusal::at("at", Cause::BeforeArrival))?;
    cx.follow_with(uid, kind, record, parsed, |_| {})
}
