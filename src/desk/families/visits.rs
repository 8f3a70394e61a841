//! By which visit a driver is counted: the one that is named, else the only one that may be his.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::families::driver::driven_by;
use crate::desk::families::readings::told_by;
use crate::desk::families::visitor;
use crate::desk::{ActError, House, PAGE, refuse_if};
use crate::domain::entry::{Family, Kind};
use crate::domain::families::visitor::known_by;
use crate::domain::form::{DRIVER, VISIT};
use crate::domain::intake::ParsedForm;
use crate::domain::number::Number;
use crate::domain::record::{Driver, Record, Stay, visit_of};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::same_name;
use crate::domain::time::Moment;
use crate::store::{ListView, Query, Read, StoreError};

/// The visit by which the driver of a vehicle is counted.
pub(super) fn linked(cx: &ActContext<'_, '_>, vehicle: &Record) -> Result<Option<Record>, ActError> {
    let visit = if vehicle.driver == Driver::Visits { visit_of(&cx.journal.history(vehicle.subject)?) } else { None };
    visit.map_or(Ok(None), |(visit, _)| Ok(cx.journal.record(visit)?))
}

/// Whether the driver of a vehicle is a visitor who is inside.
pub(super) fn visits(cx: &ActContext<'_, '_>, vehicle: &Record) -> Result<bool, ActError> {
    Ok(linked(cx, vehicle)?.is_some_and(|visit| visit.is_there()))
}

/// Who inside may be the driver of a vehicle, by what is said of him: a visitor, also one who was inside at an instant, or
/// whoever stayed without his own.
pub(super) fn as_visitor<'s>(
    cx: &ActContext<'_, '_>,
    at: Option<Moment>,
    said: impl Fn(&str) -> &'s str,
) -> Result<Vec<Record>, ActError> {
    let mut parsed = ParsedForm { at, ..ParsedForm::default() };
    for key in ["name", "room", "phone"] {
        parsed.personal.insert(key.to_owned(), said(key).to_owned());
    }
    let mut inside = visitor::inside_already(cx, Kind::VehicleIn, &parsed)?;
    if cx.source.is_empty() && !said("name").is_empty() {
        let mut stays = cx.journal.all(driven_by(said("name")))?;
        stays.retain(|stay| stay.driver == Driver::Stays);
        inside.append(&mut stays);
    }
    Ok(inside)
}

/// Asks who inside may be the person of a record whose name is put right, as of one who comes in.
pub(in crate::desk) fn renamed(cx: &ActContext<'_, '_>, record: &Record, name: &str) -> Result<(), ActError> {
    if record.people() == 0 || name.is_empty() || same_name(record.get("name"), name) {
        return Ok(());
    }
    let mut inside = if record.family == Family::Vehicle {
        as_visitor(cx, None, |key| if key == "name" { name } else { record.get(key) })?
    } else {
        let mut said = ParsedForm { personal: record.fields.clone(), ..ParsedForm::default() };
        said.personal.insert("name".to_owned(), name.to_owned());
        visitor::inside_already(cx, Kind::VisitorIn, &said)?
    };
    inside.retain(|one| one.subject != record.subject);
    refuse_if(!inside.is_empty(), Refusal::at("new", visitor::who(&inside)))
}

/// The visit of a driver: the one that is named, else the only one that may be his.
pub(super) fn visit<'s>(
    cx: &ActContext<'_, '_>,
    said: impl Fn(&str) -> &'s str,
    named: &str,
    at: Moment,
) -> Result<Uuid, ActError> {
    if !named.is_empty() {
        return self::named(cx, named, at);
    }
    let mut inside = as_visitor(cx, None, &said)?;
    if inside.is_empty() && at < cx.now && !said("name").is_empty() {
        // Told late, he may have left since.
        let all = Query::new(Family::Visitor, ListView::Newest, PAGE).with_key(&known_by(said("name")));
        inside = cx.journal.list(all.standing())?;
        inside.retain(|visit| was_there(visit, at));
    }
    match inside.as_slice() {
        [one] => Ok(one.subject),
        [] => Err(Refusal::at(DRIVER.key, Cause::NoVisitor).into()),
        _ => Err(Refusal::at("name", visitor::who(&inside)).into()),
    }
}

/// The visit of a number, or of a uid, that lasted at an instant.
pub(super) fn named(cx: &ActContext<'_, '_>, named: &str, at: Moment) -> Result<Uuid, ActError> {
    let there = of_name(&*cx.journal, cx.house, named, (cx.now, Family::Visitor))?.filter(|visit| was_there(visit, at));
    Ok(there.ok_or_else(|| Refusal::at(VISIT.key, Cause::NoVisitor))?.subject)
}

/// The visit that is named by its number, or by the uid of one of its lines.
pub(in crate::desk) fn of_name(
    read: &impl Read,
    house: &House,
    named: &str,
    (now, family): (Moment, Family),
) -> Result<Option<Record>, StoreError> {
    let (family, number) = match named.split_once('-') {
        Some((family, number)) if family == Family::Vehicle.name() => (Family::Vehicle, number),
        Some((family, number)) if family == Family::Visitor.name() => (Family::Visitor, number),
        _ => (family, named),
    };
    let found = match (named.parse(), Number::parse(number, house.site.number, house.site.zone.date(now))) {
        (Ok(uid), _) => told_by(read, uid)?,
        (_, Some(number)) => read.by_number(family, number)?,
        _ => None,
    };
    Ok(found.filter(|visit| visit.family.at_gate()))
}

/// Whether a visit lasted at an instant, or has begun since.
pub(super) fn was_there(visit: &Record, at: Moment) -> bool {
    // Whom nobody saw leave was found to be gone then.
    visit.is_there() || matches!(visit.stay(), Some(Stay::Left(_) | Stay::LeftUnseen)) && at < visit.latest()
}
