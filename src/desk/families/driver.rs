//! The driver of a vehicle, who is counted once: by its record, until he is known to have left, or by his visit where he is
//! a visitor. What follows for him in that visit stands in [`concluded`](super::concluded).

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::correct::strike;
use crate::desk::families::gate::{self, told_out};
use crate::desk::families::joins::link;
use crate::desk::families::readings::nth;
use crate::desk::families::stays::NEAR;
use crate::desk::families::visits::{as_visitor, linked, named, visit, visits, was_there};
use crate::desk::families::{ahead, stays, visitor};
use crate::desk::{Act, ActError, PAGE, refuse_if};
use crate::domain::entry::{Decided, Entry, Family, Kind, Link};
use crate::domain::form::{DRIVER, NO_VISIT, VISIT};
use crate::domain::history::{EntryView, resolve};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Driver, Record, Status, Stay, fold};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::{ValueError, person, plate};
use crate::domain::time::{DAY, Moment};
use crate::store::{ListView, Query, Read};

/// Which of an exit's further entries is what it means for the driver, and of an amendment's which visit is his.
const FOLLOWS: u128 = 3;
const VISITS: u128 = 0xd1b5_4a32_d192_ed03_0000;
const COUNTED: u128 = 0x91e1_0da5_c79e_7b1c_0000;

/// He is a visitor.
const VISITOR: &str = "visitor";
/// He left on foot, and the vehicle stays.
const ON_FOOT: &str = "on_foot";

/// The vehicles inside that are looked at where a visitor has a name: those of a driver of that name.
pub(in crate::desk) fn looked_at(kind: Kind, parsed: &ParsedForm, machine: bool) -> Option<Query> {
    let named = !machine && !parsed.get("name").is_empty();
    let visits = matches!(kind, Kind::VisitorIn | Kind::VisitorOutOnly);
    (named && visits).then(|| driven_by(parsed.get("name")))
}

/// The vehicles that are there, or whose driver is, of a driver of this name.
pub(in crate::desk) fn driven_by(name: &str) -> Query {
    Query::new(Family::Vehicle, ListView::Inside, PAGE).driven_by(person::key(name))
}

/// The vehicles that came within a day before who is told late, or at about that time.
pub(in crate::desk) fn came_before(parsed: &ParsedForm, now: Moment, about: i64) -> Option<Query> {
    let at = parsed.at.filter(|at| *at < now)?.millis();
    let [from, to] = [at.saturating_sub(DAY), at.saturating_add(about + 1)].map(Moment::from_millis);
    Some(Query::new(Family::Vehicle, ListView::Newest, PAGE).between(from, to).standing())
}

/// The vehicles whose driver, of the same name, is inside and counted with them, or was, of what is told late.
pub(super) fn namesakes(cx: &ActContext<'_, '_>, kind: Kind, parsed: &ParsedForm) -> Result<Vec<Record>, ActError> {
    let Some(query) = looked_at(kind, parsed, !cx.source.is_empty()) else { return Ok(Vec::new()) };
    let mut inside = cx.journal.all(query)?;
    inside.retain(|stay| stay.people() > 0);
    let (at, about) = (cx.happened(parsed), cx.house.site.same_reading);
    if let Some(before) = came_before(parsed, cx.now, about) {
        let then = |stay: &Record| {
            let lasted = matches!(stay.stay(), Some(Stay::Left(left)) if stay.at.since(at) <= about && at < left);
            lasted && stay.driver == Driver::With && is_named(stay, parsed.get("name"))
        };
        inside.extend(cx.journal.list(before)?.into_iter().filter(then));
    }
    Ok(inside)
}

/// The vehicles whose driver, of that name, is known to have left or is counted as a visitor, or that are gone, and were
/// inside when this happened: by a word alone it is he again.
pub(super) fn again(cx: &ActContext<'_, '_>, parsed: &ParsedForm) -> Result<Vec<Record>, ActError> {
    let at = cx.happened(parsed);
    let mut stays = cx.journal.all(driven_by(parsed.get("name")))?;
    stays.extend(came_since(cx, at)?.into_iter().filter(|stay| !stay.is_there()));
    let was_there =
        |stay: &Record| stay.inside() || matches!(stay.stay(), Some(Stay::Left(left)) if stay.at <= at && at < left);
    let mut free = Vec::new();
    for stay in stays.into_iter().filter(|stay| is_named(stay, parsed.get("name"))) {
        if (was_there(&stay) || stay.driver != Driver::With) && !visits(cx, &stay)? {
            free.push(stay);
        }
    }
    // Of those that were gone by then, the last.
    free.sort_by_key(|stay| (was_there(stay), stay.at));
    match free.pop() {
        Some(last) if !was_there(&last) => Ok(vec![last]),
        last => Ok(free.into_iter().filter(was_there).chain(last).collect()),
    }
}

fn is_named(stay: &Record, name: &str) -> bool {
    !stay.get("name").is_empty() && person::same_person(stay.get("name"), name)
}

/// The vehicles that came within a day before an instant, or since.
fn came_since(cx: &ActContext<'_, '_>, at: Moment) -> Result<Vec<Record>, ActError> {
    let from = Moment::from_millis(at.millis().saturating_sub(DAY));
    let since = Query::new(Family::Vehicle, ListView::Newest, PAGE).between(from, Moment::from_millis(i64::MAX));
    Ok(cx.journal.all(since.standing())?)
}

/// Whoever comes as a visitor, or leaves on foot, is the driver of a vehicle.
pub(super) fn is_meant(
    cx: &mut ActContext<'_, '_>,
    kind: Kind,
    vehicle: &Record,
    parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    if kind == Kind::VisitorOutOnly {
        let more = parsed.get("count").parse().is_ok_and(|count: u32| count > 1);
        refuse_if(more, Refusal::at("count", Cause::Value(ValueError::NotANumber { min: 1, max: 1 })))?;
        return apart(cx, cx.uid, vehicle, None, told_out(Kind::DriverApart, parsed));
    }
    let when = ParsedForm { at: parsed.at.map(|at| at.max(vehicle.at)), ..ParsedForm::default() };
    let visit = visitor::come(cx, kind, parsed, None)?;
    apart(cx, cx.derived_uid(1), vehicle, Some(visit), when)?;
    Ok(visit)
}

/// He left the vehicle of a record, or its exit has left him inside, and now he goes.
pub(super) fn left(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let vehicle = cx.known(act.subject, Family::Vehicle)?;
    let visits = parsed.get(DRIVER.key) == VISITOR;
    let at = cx.happened_to(&vehicle, &parsed);
    let visit = visits.then(|| visit(cx, |key| vehicle.get(key), parsed.get(VISIT.key), at)).transpose()?;
    apart(cx, cx.uid, &vehicle, visit, parsed)
}

/// The driver is no longer counted with the vehicle: he is a visitor, or has left on foot.
fn apart(
    cx: &mut ActContext<'_, '_>,
    uid: Uuid,
    vehicle: &Record,
    visit: Option<Uuid>,
    mut said: ParsedForm,
) -> Result<Uuid, ActError> {
    let at = cx.happened_to(vehicle, &said);
    match vehicle.stay() {
        // He stayed, or it is told late.
        Some(Stay::Left(_) | Stay::LeftUnseen) if vehicle.driver != Driver::With => {}
        Some(Stay::Left(left)) if at < left => {}
        _ => gate::is_inside(vehicle)?,
    }
    refuse_if(visits(cx, vehicle)?, Refusal::at(DRIVER.key, Cause::DriverVisits))?;
    let gone = visit.is_none() && matches!(vehicle.driver, Driver::Visits | Driver::Left);
    refuse_if(gone, Refusal::at(DRIVER.key, Cause::NotAsked))?;
    refuse_if(at < vehicle.at, Refusal::at("at", Cause::BeforeArrival))?;
    let how = if visit.is_some() { VISITOR } else { ON_FOOT };
    said.plain.insert(DRIVER.key.to_owned(), how.to_owned());
    said.plain.extend(visit.map(|visit| (VISIT.key.to_owned(), visit.to_string())));
    cx.follow_with(uid, Kind::DriverApart, vehicle, said, |_| {})
}

/// A vehicle comes in. Where its driver has the name of a visitor inside, the field `driver` says whether he is that one.
pub(super) fn enter(cx: &mut ActContext<'_, '_>, mut parsed: ParsedForm) -> Result<Uuid, ActError> {
    let asks = cx.source.is_empty() && parsed.get(DRIVER.key).is_empty() && !parsed.get("name").is_empty();
    if asks {
        let inside = as_visitor(cx, parsed.at, |key| parsed.get(key))?;
        refuse_if(!inside.is_empty(), Refusal::at("name", visitor::who(&inside)))?;
    }
    if parsed.get("again") == "out" {
        return goes(cx, Kind::VehicleIn, parsed, stays::enter);
    }
    if parsed.get(DRIVER.key) == VISITOR {
        let visit = visit(cx, |key| parsed.get(key), parsed.get(VISIT.key), cx.happened(&parsed))?;
        parsed.plain.insert(VISIT.key.to_owned(), visit.to_string());
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
        None => last_stay(cx, key, ahead::happened(cx, &parsed)?)?
            .ok_or_else(|| Refusal::at("plate", Cause::NoSuchRecord))?,
    };
    refuse_if(vehicle.driver == Driver::Stays, Cause::AlreadyLeft(None))?;
    apart(cx, cx.uid, &vehicle, None, told_out(Kind::DriverApart, parsed))
}

/// The stay of a plate that had begun last by then, to the minute; else the one that lasts.
fn last_stay(cx: &ActContext<'_, '_>, key: &str, at: Moment) -> Result<Option<Record>, ActError> {
    let mut stays = cx.journal.stays(key, at, NEAR)?;
    stays.retain(|stay| matches!(stay.stay(), Some(Stay::Inside | Stay::Left(_) | Stay::LeftUnseen)));
    let begun = stays.iter().filter(|stay| stay.at.minute() <= at).max_by_key(|stay| stay.at).cloned();
    Ok(begun.or_else(|| stays.into_iter().find(Record::inside)))
}

/// Does what may end a vehicle's stay. With it its driver leaves too, unless it is said, or another fetches it; where he is
/// a visitor who is still inside, a person must say it. So must who finds that whoever fetched it may be a visitor inside.
pub(super) fn goes<'j>(
    cx: &mut ActContext<'_, 'j>,
    kind: Kind,
    mut parsed: ParsedForm,
    work: impl FnOnce(&mut ActContext<'_, 'j>, ParsedForm) -> Result<Uuid, ActError>,
) -> Result<Uuid, ActError> {
    // Whose entry it is says nothing of the exit.
    let how = if kind == Kind::VehicleIn { "" } else { parsed.get(DRIVER.key) }.to_owned();
    let named = parsed.plain.remove(VISIT.key).filter(|_| kind != Kind::VehicleIn).unwrap_or_default();
    let (fetched, at, person) = (parsed.get("fetched_by").to_owned(), cx.happened(&parsed), cx.source.is_empty());
    let asks = person || !named.is_empty();
    refuse_if(!named.is_empty() && fetched.is_empty() && how != "with", Refusal::at(VISIT.key, Cause::NotAsked))?;
    if asks && !fetched.is_empty() && how != "with" {
        let by = fetcher(cx, &fetched, &named, at)?;
        parsed.plain.extend(by.map(|visit| (VISIT.key.to_owned(), visit.to_string())));
    }
    let subject = work(cx, parsed)?;
    let Some((before, at)) = ended(cx)?.filter(|_| person || how == "with") else { return Ok(subject) };
    let by_another = !before.get("name").is_empty() && !fetched.is_empty() && !is_named(&before, &fetched);
    match (how.as_str(), may_drive(cx, &before)?.as_slice()) {
        ("with", _) => drives(cx, &before, &named, at)?,
        ("", [_, ..]) if !by_another => {
            let asks = Refusal::at(DRIVER.key, Cause::Value(ValueError::Required));
            return Err(if kind == Kind::VehicleOut { asks } else { Cause::DriverVisits.into() }.into());
        }
        _ => {}
    }
    Ok(subject)
}

/// The visitors inside by whose visit the driver of a vehicle is counted, or may be: who has left may have come back.
fn may_drive(cx: &ActContext<'_, '_>, vehicle: &Record) -> Result<Vec<Record>, ActError> {
    match vehicle.driver {
        Driver::With | Driver::Stays => Ok(Vec::new()),
        Driver::Visits | Driver::Left => match linked(cx, vehicle)?.filter(Record::is_there) {
            Some(visit) => Ok(vec![visit]),
            None => as_visitor(cx, None, |key| vehicle.get(key)),
        },
    }
}

/// He leaves with his vehicle, as it was before. Who has come back as a visitor is known by that visit from now on.
fn drives(cx: &mut ActContext<'_, '_>, before: &Record, named: &str, at: Moment) -> Result<(), ActError> {
    let may = may_drive(cx, before)?;
    if may.is_empty() || named == NO_VISIT || visits(cx, before)? {
        return refuse_if(!matches!(named, "" | NO_VISIT), Refusal::at(VISIT.key, Cause::NotAsked));
    }
    let visit = match may.as_slice() {
        [one] if named.is_empty() => one.subject,
        _ => visit(cx, |key| before.get(key), named, at)?,
    };
    let (vehicle, when) = (cx.record(before.subject)?, ParsedForm { at: Some(at), ..ParsedForm::default() });
    apart(cx, cx.derived_uid(FOLLOWS), &vehicle, Some(visit), when).map(drop)
}

/// The record of a vehicle inside that this act's exit ended, as it was before, and when that was.
fn ended(cx: &ActContext<'_, '_>) -> Result<Option<(Record, Moment)>, ActError> {
    let Some(exit) = cx.journal.by_uid(cx.uid)?.filter(|exit| exit.kind == Kind::VehicleOut) else { return Ok(None) };
    let mut history = cx.journal.history(exit.subject)?;
    history.retain(|entry| entry.seq < exit.seq);
    Ok(fold(&history).ok().filter(Record::inside).map(|before| (before, exit.at)))
}

/// The visit of whoever fetches a vehicle, where a visitor inside has that name.
fn fetcher(cx: &ActContext<'_, '_>, name: &str, said: &str, at: Moment) -> Result<Option<Uuid>, ActError> {
    if !said.is_empty() {
        return if said == NO_VISIT { Ok(None) } else { named(cx, said, at).map(Some) };
    }
    let inside = as_visitor(cx, None, |key| if key == "name" { name } else { "" })?;
    if inside.is_empty() { Ok(None) } else { Err(Refusal::at("fetched_by", visitor::who(&inside)).into()) }
}

/// What an amendment of where the driver is needs: of one who becomes a visitor, or leaves with it, which visit that is. No exit is amended
/// into one by which the vehicle stays.
pub(in crate::desk) fn amended(
    cx: &mut ActContext<'_, '_>,
    record: &Record,
    entries: &[Entry],
    by: &Entry,
) -> Result<(), ActError> {
    let head = (by.decided.target.unwrap_or_default(), by.get("field").to_owned());
    let lines = resolve(entries);
    let amends = |line: &&EntryView| line.values.get(DRIVER.key).is_some_and(|value| value.head == head);
    let own = |line: &&EntryView| head == (line.seq, DRIVER.key.to_owned());
    let line = lines.iter().find(|line| amends(line) || own(line));
    let Some(line) = line.filter(|_| by.kind == Kind::Amended && record.family == Family::Vehicle) else {
        return Ok(());
    };
    let new = by.get("new");
    refuse_if(
        new == ON_FOOT && line.kind.enters() == Some(false),
        Refusal::at("new", Cause::AlreadyLeft(Some(line.at))),
    )?;
    if new == "with" {
        return drives(cx, record, "", line.at);
    }
    if new != VISITOR {
        return Ok(());
    }
    let visit = visit(cx, |key| record.get(key), "", line.at).map_err(|refused| match refused {
        ActError::Refused(reasons) => {
            ActError::Refused(reasons.into_iter().map(|reason| Refusal::at("new", reason.cause)).collect())
        }
        failed @ ActError::Store(_) => failed,
    })?;
    relink(cx, record.subject, line, (VISIT.key, &visit.to_string()), by.get("why"), None)
}

/// Strikes one plain field of a line through, as a further entry of the act.
fn relink(
    cx: &mut ActContext<'_, '_>,
    subject: Uuid,
    line: &EntryView,
    (key, new): (&str, &str),
    why: &str,
    link: Option<Link>,
) -> Result<(), ActError> {
    let value = line.values.get(key);
    let (old, (target, field)) =
        value.map_or_else(|| ("", (line.seq, key.to_owned())), |value| (value.text.as_str(), value.head.clone()));
    if old == new {
        return Ok(());
    }
    let said = [("field", field.as_str()), ("old", old), ("new", new)];
    let mut parsed = ParsedForm::default();
    parsed.plain.extend(said.map(|(key, text)| (key.to_owned(), text.to_owned())));
    parsed.personal.insert("why".to_owned(), why.to_owned());
    let decided = Decided { target: Some(target), link, ..Decided::default() };
    cx.append(cx.derived_uid(VISITS), subject, cx.now, Kind::Amended, parsed, decided).map(drop)
}

/// By a visit that is void, or was over when its vehicle came, no driver is counted, but with the vehicle; by one that
/// turns out to have lasted, as it was said.
pub(super) fn counted_by(cx: &mut ActContext<'_, '_>, vehicle: Uuid, visit: Uuid, why: &str) -> Result<(), ActError> {
    let Some(visit) = cx.journal.record(visit)?.filter(|visit| visit.family.at_gate()) else { return Ok(()) };
    let (vehicle, history) = (cx.record(vehicle)?, cx.journal.history(vehicle)?);
    let named = visit.subject.to_string();
    let lines = resolve(&history).into_iter().filter(|line| line.withdrawn.is_none() && line.get(VISIT.key) == named);
    for (n, line) in (0..).zip(lines) {
        let apart = line.kind == Kind::DriverApart;
        let since = if apart { vehicle.at.max(line.at) } else { vehicle.at };
        // It may be over by the exit of just this vehicle.
        let lasted = was_there(&visit, since) || vehicle.stay() == Some(Stay::Left(since));
        let counts = visit.status != Status::Void && lasted;
        let head = line.values.get(DRIVER.key).map(|value| value.head.0);
        let by_visit = |by: &&Entry| by.decided.link.is_some_and(|link| link.subject == visit.subject);
        let by = history.iter().filter(|by| Some(by.seq) == head && by.kind == Kind::Amended).find(by_visit);
        match by {
            Some(by) if counts => strike(cx, n, vehicle.subject, by.seq, why, None)?,
            None if !counts && line.get(DRIVER.key) == VISITOR => {
                let new = (DRIVER.key, if apart { "" } else { "another" });
                cx.within(nth(COUNTED, n), |cx| relink(cx, vehicle.subject, &line, new, why, link(&visit)))?;
            }
            _ => {}
        }
    }
    Ok(())
}
