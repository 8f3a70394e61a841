//! The driver of a vehicle inside, who is counted once: by the vehicle, until he is known to have left it. Who is a visitor
//! as well is counted as that one; who stays where another drives the vehicle away becomes one.

use uuid::Uuid;

use crate::desk::act_context::{ActContext, derived_uid};
use crate::desk::correct::strike;
use crate::desk::families::gate::{self, depart, told_out};
use crate::desk::families::{stays, visitor};
use crate::desk::{Act, ActError, PAGE, refuse_if};
use crate::domain::entry::{Decided, Entry, Family, Kind};
use crate::domain::form::DRIVER;
use crate::domain::history::resolve;
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Status, fold, teller};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::{ValueError, person, plate};
use crate::store::{ListView, Query, Read};

/// Which of an exit's further entries is what it means for the driver.
const FOLLOWS: u128 = 3;
/// Random bits for the uids by which that is taken back.
const TAKEN_BACK: u128 = 0xe220_a839_7b1d_cdaf_0000;

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
        let more = parsed.get("count").parse().is_ok_and(|count: u32| count > 1);
        refuse_if(more, Refusal::at("count", Cause::Value(ValueError::NotANumber { min: 1, max: 1 })))?;
        return apart(cx, cx.uid, vehicle, ON_FOOT, told_out(Kind::DriverApart, parsed));
    }
    let when = ParsedForm { at: parsed.at.map(|at| at.max(vehicle.at)), ..ParsedForm::default() };
    apart(cx, cx.derived_uid(1), vehicle, VISITOR, when)?;
    let at = cx.happened(&parsed);
    cx.open(kind, at, parsed, |_| {})
}

/// He left the vehicle of a record. A visitor who is he must be inside.
pub(super) fn left(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let vehicle = cx.known(act.subject, Family::Vehicle)?;
    let how = parsed.get(DRIVER.key).to_owned();
    let nobody = how == VISITOR && as_visitor(cx, &vehicle)?.is_empty();
    refuse_if(nobody, Refusal::at(DRIVER.key, Cause::NoSuchRecord))?;
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
    let visits = vehicle.get(DRIVER.key) == VISITOR;
    let cause = if visits { Cause::DriverVisits } else { Cause::NotAsked };
    refuse_if(vehicle.inside() && vehicle.people() == 0, Refusal::at(DRIVER.key, cause))?;
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
    if parsed.get("again") == "out" {
        return goes(cx, Kind::VehicleIn, parsed, stays::enter);
    }
    stays::enter(cx, parsed)
}

/// A vehicle leaves, or only its driver.
pub(super) fn leave(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    if parsed.get(DRIVER.key) != ON_FOOT {
        return goes(cx, act.kind, parsed, |cx, parsed| gate::leave(cx, act, parsed));
    }
    let key = plate::key(parsed.get("plate"));
    let vehicle = match act.subject {
        Some(subject) => cx.known(Some(subject), Family::Vehicle)?,
        None if key.is_empty() => return Err(Refusal::at("plate", Cause::NoSuchRecord).into()),
        None => {
            let inside = cx.journal.list(Query::new(Family::Vehicle, ListView::Inside, 1).with_key(key))?.pop();
            inside.ok_or_else(|| Refusal::at("plate", Cause::NoSuchRecord))?
        }
    };
    apart(cx, cx.uid, &vehicle, ON_FOOT, told_out(Kind::DriverApart, parsed))
}

/// Does what may end a vehicle's stay. With it its driver leaves too, unless it is said, or another fetches it; where he is
/// a visitor who is still inside, a person must say it.
pub(super) fn goes<'j>(
    cx: &mut ActContext<'_, 'j>,
    kind: Kind,
    parsed: ParsedForm,
    work: impl FnOnce(&mut ActContext<'_, 'j>, ParsedForm) -> Result<Uuid, ActError>,
) -> Result<Uuid, ActError> {
    // Whose entry it is says nothing of the exit.
    let how = if kind == Kind::VehicleIn { "" } else { parsed.get(DRIVER.key) }.to_owned();
    let (fetched, at, machine) = (parsed.get("fetched_by").to_owned(), parsed.at, !cx.source.is_empty());
    let subject = work(cx, parsed)?;
    if machine && how.is_empty() && fetched.is_empty() {
        return Ok(subject);
    }
    let Some(before) = ended(cx)? else { return Ok(subject) };
    let vehicle = cx.record(subject)?;
    let name = vehicle.get("name");
    let by_another = ![name, &fetched].contains(&"") && !person::same_person(&fetched, name);
    let visits = if before.get(DRIVER.key) == VISITOR { as_visitor(cx, &before)? } else { Vec::new() };
    match (how.as_str(), visits.as_slice()) {
        ("with", [visitor]) => {
            let when = ParsedForm { at, ..ParsedForm::default() };
            depart(cx, cx.derived_uid(FOLLOWS), Kind::VisitorOut, visitor, when)?;
        }
        // Which of them drives it nobody has said.
        ("with", [_, ..]) => return Err(Refusal::at(DRIVER.key, Cause::DriverVisits).into()),
        ("", [_, ..]) if !by_another && !machine => {
            let asks = Refusal::at(DRIVER.key, Cause::Value(ValueError::Required));
            return Err(if kind == Kind::VehicleOut { asks } else { Cause::DriverVisits.into() }.into());
        }
        (how, []) if before.people() > 0 && (how == "stays" || how.is_empty() && by_another) => {
            stays_on(cx, &vehicle)?;
        }
        _ => {}
    }
    Ok(subject)
}

/// The record of a vehicle inside that this act's exit ended, as it was before.
fn ended(cx: &ActContext<'_, '_>) -> Result<Option<Record>, ActError> {
    let Some(exit) = cx.journal.by_uid(cx.uid)?.filter(|exit| exit.kind == Kind::VehicleOut) else { return Ok(None) };
    let mut history = cx.journal.history(exit.subject)?;
    history.retain(|entry| entry.seq < exit.seq);
    Ok(fold(&history).ok().filter(Record::inside))
}

/// The visitors inside who may be the driver of a vehicle.
fn as_visitor(cx: &ActContext<'_, '_>, vehicle: &Record) -> Result<Vec<Record>, ActError> {
    let mut said = ParsedForm::default();
    for key in ["name", "room", "phone"] {
        said.personal.insert(key.to_owned(), vehicle.get(key).to_owned());
    }
    visitor::inside_already(cx, Kind::VehicleIn, &said)
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
    cx.open_as(cx.derived_uid(FOLLOWS), Kind::VisitorIn, vehicle.at, said, |_: &mut Decided| {}).map(drop)
}

/// Takes back, once a correction is written, what followed for a driver: of an exit that is none any more, and of a visitor
/// who is no longer counted.
pub(in crate::desk) fn settle(cx: &mut ActContext<'_, '_>, before: &Record) -> Result<(), ActError> {
    let now = cx.record(before.subject)?;
    let by = cx.journal.by_uid(cx.uid)?;
    let why = by.as_ref().map_or("", |by| by.get("why"));
    let struck = by.as_ref().filter(|by| by.kind == Kind::Withdrawn).and_then(|by| by.decided.target);
    let struck = struck.map(|struck| cx.journal.entry(struck)).transpose()?.flatten();
    // What an amendment that is taken back had moved is told elsewhere.
    let void = now.status == Status::Void && struck.is_some_and(|struck| struck.kind != Kind::Amended);
    cx.within(TAKEN_BACK, |cx| match before.family {
        Family::Vehicle if void || now.inside() => unfollow(cx, before, why),
        Family::Visitor if void && before.inside() => counted_again(cx, before, why),
        _ => Ok(()),
    })
}

/// Strikes what followed from the exits of a vehicle.
fn unfollow(cx: &mut ActContext<'_, '_>, vehicle: &Record, why: &str) -> Result<(), ActError> {
    let mut history = cx.journal.history(vehicle.subject)?;
    history.retain(|entry| entry.kind == Kind::VehicleOut);
    for (n, exit) in (0..).zip(history) {
        let follows = |entry: &Entry| matches!(entry.kind, Kind::VisitorIn | Kind::VisitorOut);
        let Some(entry) = cx.journal.by_uid(derived_uid(exit.uid, FOLLOWS))?.filter(follows) else { continue };
        let lines = resolve(&cx.journal.history(entry.subject)?);
        if lines.iter().any(|line| line.seq == entry.seq && line.withdrawn.is_none()) {
            strike(cx, n, entry.subject, entry.seq, why, None)?;
        }
    }
    Ok(())
}

/// Counts the driver of a vehicle with it again who was a visitor that is void.
fn counted_again(cx: &mut ActContext<'_, '_>, visitor: &Record, why: &str) -> Result<(), ActError> {
    let mut inside = cx.journal.all(Query::new(Family::Vehicle, ListView::Inside, PAGE))?;
    let name = visitor.get("name");
    inside.retain(|one| one.get(DRIVER.key) == VISITOR && person::same_person(one.get("name"), name));
    for vehicle in inside {
        let history = cx.journal.history(vehicle.subject)?;
        let told = teller(&history, DRIVER.key);
        let line = resolve(&history).into_iter().find(|line| Some(line.seq) == told);
        let Some(line) = line.filter(|_| !name.is_empty()) else { continue };
        if !as_visitor(cx, &vehicle)?.is_empty() {
            continue;
        }
        if line.kind == Kind::DriverApart {
            return strike(cx, 0, vehicle.subject, line.seq, why, None);
        }
        let Some((target, field)) = line.values.get(DRIVER.key).map(|value| value.head.clone()) else { continue };
        let said = [("field", field.as_str()), ("old", VISITOR), ("new", "another")];
        let mut parsed = ParsedForm::default();
        parsed.plain.extend(said.map(|(key, text)| (key.to_owned(), text.to_owned())));
        parsed.personal.insert("why".to_owned(), why.to_owned());
        let decided = Decided { target: Some(target), ..Decided::default() };
        cx.append(cx.derived_uid(0), vehicle.subject, cx.now, Kind::Amended, parsed, decided)?;
        return Ok(());
    }
    Ok(())
}
