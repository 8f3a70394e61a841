//! The gate: visitors 访客 and vehicles 车辆, in, out and turned away.

use uuid::Uuid;

use crate::desk::case::Case;
use crate::desk::{Act, Failure};
use crate::domain::entry::{Family, Kind};
use crate::domain::intake::Taken;
use crate::domain::record::{Departure, Record};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::time::Moment;

/// A visitor is let in or turned away. Without known identity, or suspicious, only the latter (000 制度3 三.3).
pub(super) fn visitor(case: &mut Case<'_>, kind: Kind, taken: Taken) -> Result<Uuid, Failure> {
    check_identity(taken.get("check"))?;
    let at = case.happened(&taken);
    case.open(kind, at, taken, |_| {})
}

/// Refuses an identity check that leaves only refusal.
pub(super) fn check_identity(check: &str) -> Result<(), Failure> {
    if matches!(check, "none" | "suspicious") {
        return Err(Refusal::at("check", Cause::OnlyRefusal).into());
    }
    Ok(())
}

/// A vehicle comes in. Where its plate is inside already, the field `again` says what that means: `out`, it leaves now;
/// `missed`, nobody saw it leave, and it comes in again.
pub(super) fn vehicle(case: &mut Case<'_>, mut taken: Taken) -> Result<Uuid, Failure> {
    let again = taken.plain.remove("again").unwrap_or_default();
    let at = case.happened(&taken);
    if let Some(inside) = inside(case, taken.get("plate"))? {
        match again.as_str() {
            "out" => {
                let leaving = Taken { at: taken.at, ..Taken::default() };
                return depart(case, case.uid, Kind::VehicleOut, &inside, leaving);
            }
            "missed" => {
                let mut missed = Taken { at: taken.at, ..Taken::default() };
                missed.plain.insert("unseen".into(), "yes".into());
                depart(case, case.further(1), Kind::VehicleOut, &inside, missed)?;
            }
            _ => return Err(Refusal::at("plate", Cause::PlateInside(inside.number)).into()),
        }
    }
    case.open(Kind::VehicleIn, at, taken, |_| {})
}

/// The record of a plate that is inside.
pub(super) fn inside(case: &Case<'_>, plate: &str) -> Result<Option<Record>, Failure> {
    Ok(case.journal.by_key(Family::Vehicle, plate, 20)?.into_iter().find(|record| record.inside))
}

/// A visitor or vehicle left, or is found to have left unseen.
pub(super) fn leave(case: &mut Case<'_>, act: &Act, taken: Taken) -> Result<Uuid, Failure> {
    let family = act.kind.family().ok_or(Cause::UnknownKind)?;
    let record = case.known(act.subject, family)?;
    depart(case, case.uid, act.kind, &record, taken)
}

fn depart(case: &mut Case<'_>, uid: Uuid, kind: Kind, record: &Record, taken: Taken) -> Result<Uuid, Failure> {
    if let Some(departure) = record.departure {
        return Err(Cause::AlreadyLeft(seen(departure)).into());
    }
    if !record.inside {
        return Err(Cause::NotOpen.into());
    }
    if case.happened_to(record, &taken) < record.at {
        return Err(Refusal::at("at", Cause::BeforeArrival).into());
    }
    case.follow_with(uid, kind, record, taken, |_| {})
}

const fn seen(departure: Departure) -> Option<Moment> {
    match departure {
        Departure::Seen(at) => Some(at),
        Departure::Unseen => None,
    }
}
