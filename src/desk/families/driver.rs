//! The driver of a vehicle inside, who is counted once: by the vehicle, until he is known to have left it. Who is a visitor
//! as well is counted as that one; who stays where another drives the vehicle away becomes one.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::families::gate::{self, depart, told_out};
use crate::desk::families::{stays, visitor};
use crate::desk::{Act, ActError, PAGE, refuse_if};
use crate::domain::entry::{Decided, Family, Kind};
use crate::domain::form::DRIVER;
use crate::domain::intake::ParsedForm;
use crate::domain::record::Record;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::{ValueError, person, plate};
use crate::store::{ListView, Query, Read};

/// He is a visitor.
const VISITOR: &str = "visitor";
/// He left on foot, and the vehicle stays.
const ON_FOOT: &str = "on_foot";

/// The vehicles inside, whose drivers are looked at where a visitor has a name.
pub(in crate::desk) fn looked_at(kind: Kind, parsed: &ParsedForm, machine: bool) -> Option<Query> {
    let named = !machine && !parsed.get("name").is_empty();
    let visits = matches!(kind, Kind::VisitorIn | Kind::VisitorOutOnly);
    (named && visits).then(|| Query::new(Family::Vehicle, ListView::Inside, PAGE))
}

/// The vehicles inside whose driver, of the same name, is counted with them.
pub(super) fn namesakes(cx: &ActContext<'_, '_>, kind: Kind, parsed: &ParsedForm) -> Result<Vec<Record>, ActError> {
    let Some(query) = looked_at(kind, parsed, !cx.source.is_empty()) else { return Ok(Vec::new()) };
    let mut inside = cx.journal.all(query)?;
    let name = person::key(parsed.get("name"));
    inside.retain(|stay| stay.people() > 0 && !stay.get("name").is_empty() && person::key(stay.get("name")) == name);
    Ok(inside)
}

/// Whoever comes as a visitor, or leaves on foot, is the driver of a vehicle inside.
pub(super) fn is_meant(
    cx: &mut ActContext<'_, '_>,
    kind: Kind,
    vehicle: &Record,
    parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    if kind == Kind::VisitorOutOnly {
        return apart(cx, cx.uid, vehicle, ON_FOOT, told_out(Kind::DriverApart, parsed));
    }
    let when = ParsedForm { at: parsed.at.map(|at| at.max(vehicle.at)), ..ParsedForm::default() };
    apart(cx, cx.derived_uid(1), vehicle, VISITOR, when)?;
    let at = cx.happened(&parsed);
    cx.open(kind, at, parsed, |_| {})
}

/// He left the vehicle of a record.
pub(super) fn left(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let vehicle = cx.known(act.subject, Family::Vehicle)?;
    let how = parsed.get(DRIVER.key).to_owned();
    apart(cx, cx.uid, &vehicle, &how, parsed)
}

/// The driver is no longer counted with the vehicle.
fn apart(
    cx: &mut ActContext<'_, '_>,
    uid: Uuid,
    vehicle: &Record,
    how: &str,
    mut said: ParsedForm,
) -> Result<Uuid, ActError> {
    refuse_if(vehicle.inside() && vehicle.people() == 0, Refusal::at(DRIVER.key, Cause::NotAsked))?;
    said.plain.insert(DRIVER.key.to_owned(), how.to_owned());
    depart(cx, uid, Kind::DriverApart, vehicle, said)
}

/// A vehicle comes in. Where its driver has the name of a visitor inside, the field `driver` says whether he is that one.
pub(super) fn enter(cx: &mut ActContext<'_, '_>, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let asks = cx.source.is_empty() && parsed.get(DRIVER.key).is_empty() && !parsed.get("name").is_empty();
    if asks {
        let inside = visitor::inside_already(cx, Kind::VehicleIn, &parsed)?;
        refuse_if(!inside.is_empty(), Refusal::at("name", visitor::who(&inside)))?;
    }
    stays::enter(cx, parsed)
}

/// A vehicle leaves, or only its driver. With the vehicle he leaves too, unless it is said, or another fetches it; where he
/// is a visitor who is still inside, it must be said.
pub(super) fn leave(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let vehicle = match act.subject {
        Some(subject) => cx.journal.record(subject)?,
        None => {
            let key = plate::key(parsed.get("plate"));
            let query = Query::new(Family::Vehicle, ListView::Inside, 1).with_key(key);
            if key.is_empty() { None } else { cx.journal.list(query)?.pop() }
        }
    };
    let Some(vehicle) = vehicle.filter(|vehicle| vehicle.family == Family::Vehicle && vehicle.inside()) else {
        return gate::leave(cx, act, parsed);
    };
    let (how, at) = (parsed.get(DRIVER.key).to_owned(), parsed.at);
    if how == ON_FOOT {
        return apart(cx, cx.uid, &vehicle, ON_FOOT, told_out(Kind::DriverApart, parsed));
    }
    let fetched = parsed.get("fetched_by");
    let by_another = !fetched.is_empty() && !person::same_person(fetched, vehicle.get("name"));
    let visits = if vehicle.get(DRIVER.key) == VISITOR { as_visitor(cx, &vehicle)? } else { None };
    let asks = how.is_empty() && !by_another && cx.source.is_empty();
    refuse_if(asks && visits.is_some(), Refusal::at(DRIVER.key, Cause::Value(ValueError::Required)))?;
    let subject = gate::leave(cx, act, parsed)?;
    match visits {
        Some(visitor) if how == "with" => {
            let when = ParsedForm { at, ..ParsedForm::default() };
            depart(cx, cx.derived_uid(3), Kind::VisitorOut, &visitor, when)?;
        }
        None if vehicle.people() > 0 && (how == "stays" || how.is_empty() && by_another) => stays_on(cx, &vehicle)?,
        _ => {}
    }
    Ok(subject)
}

/// The visitor inside who is the driver of a vehicle.
fn as_visitor(cx: &ActContext<'_, '_>, vehicle: &Record) -> Result<Option<Record>, ActError> {
    let mut said = ParsedForm::default();
    for key in ["name", "room", "phone"] {
        said.personal.insert(key.to_owned(), vehicle.get(key).to_owned());
    }
    Ok(visitor::inside_already(cx, Kind::VehicleIn, &said)?.into_iter().next())
}

/// Another has driven the vehicle away: its driver is a visitor from when he came.
fn stays_on(cx: &mut ActContext<'_, '_>, vehicle: &Record) -> Result<(), ActError> {
    let mut said = ParsedForm { at: Some(vehicle.at), odd_room: vehicle.odd_room, ..ParsedForm::default() };
    let class = match vehicle.get("use") {
        class @ ("guest" | "delivery" | "renovation") => class,
        "service" => "contractor",
        _ => "other",
    };
    said.plain.insert("visitor".to_owned(), class.to_owned());
    for key in ["name", "room", "phone", "host"] {
        let text = vehicle.get(key);
        if !text.is_empty() {
            said.personal.insert(key.to_owned(), text.to_owned());
        }
    }
    cx.open_as(cx.derived_uid(3), Kind::VisitorIn, vehicle.at, said, |_: &mut Decided| {}).map(drop)
}
