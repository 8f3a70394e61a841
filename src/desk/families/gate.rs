//! The gate: visitors 访客, in, out, in parts and turned away; and how anyone leaves by the record in hand. Vehicles that
//! are named by their plates stand in [`stays`](super::stays).

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::families::stays;
use crate::desk::{Act, ActError, PAGE, refuse_if};
use crate::domain::entry::{Family, Kind};
use crate::domain::families::visitor::known_by;
use crate::domain::form;
use crate::domain::intake::ParsedForm;
use crate::domain::number::Number;
use crate::domain::record::{Record, Stay};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::{ValueError, person, plate, same_name};
use crate::store::{ListView, Query, Read};

/// A visitor is let in or turned away, or leaves whom nobody saw come. Without known identity, or suspicious, only the latter (000 制度3 三.3). Where
/// someone of that name is inside in that room already, the field `again` says what is meant: `out`, they leave now, or as
/// many of them as are counted; `second`, it is another person.
pub(in crate::desk) fn visitor(
    cx: &mut ActContext<'_, '_>,
    kind: Kind,
    mut parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    check_identity(parsed.get("check"))?;
    let again = parsed.plain.remove("again").unwrap_or_default();
    if again != "second"
        && kind != Kind::VisitorRefused
        && let Some(inside) = inside_already(cx, &parsed)?
    {
        if again == "out" {
            return go_out(cx, &inside, parsed);
        }
        return Err(Refusal::at("name", Cause::PersonInside(inside.number, inside.at, inside.people())).into());
    }
    let at = cx.happened(&parsed);
    cx.open(kind, at, parsed, |_| {})
}

/// Who is inside and was offered to whoever wrote another form leaves, if still inside.
pub(super) fn offered(
    cx: &mut ActContext<'_, '_>,
    kind: Kind,
    number: Number,
    mut parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    let family = kind.family().ok_or(Cause::UnknownKind)?;
    let inside = cx.journal.by_number(family, number)?.ok_or(Cause::NoSuchRecord)?;
    parsed.plain.remove("again");
    match family {
        Family::Visitor => go_out(cx, &inside, parsed),
        _ => depart(cx, cx.uid, Kind::VehicleOut, &inside, told_out(Kind::VehicleOut, parsed)),
    }
}

/// Who was said to come in, or to leave without having been seen to come, leaves: as many as were counted, else all.
fn go_out(cx: &mut ActContext<'_, '_>, inside: &Record, mut parsed: ParsedForm) -> Result<Uuid, ActError> {
    if let Some(count) = parsed.plain.remove("count") {
        parsed.plain.insert("leaving".to_owned(), count);
    }
    let name = parsed.get("name").to_owned();
    let kind = leaving(inside, &parsed, "count")?;
    let mut said = told_out(kind, parsed);
    if !same_name(inside.get("name"), &name) {
        said.personal.insert("called".to_owned(), name);
    }
    depart(cx, cx.uid, kind, inside, said)
}

/// What was said of who comes in and was told to go out: as much as the form for going out takes, without the plate.
pub(super) fn told_out(kind: Kind, mut parsed: ParsedForm) -> ParsedForm {
    let taken = |key: &String, _: &mut String| key != "plate" && form::find(kind, "", key).is_some();
    parsed.plain.retain(taken);
    parsed.personal.retain(taken);
    parsed
}

/// How many of one name in one flat are looked at: they are the same person, but for a number that tells them apart.
const NAMESAKES: usize = 32;

/// The visitors inside of a name, however it is written, for a flat; nobody is told by no name.
pub(in crate::desk) fn namesakes(parsed: &ParsedForm) -> Option<Query> {
    let key = known_by(parsed.get("name"), parsed.get("room"));
    (!key.is_empty()).then(|| Query::new(Family::Visitor, ListView::Inside, NAMESAKES).with_key(&key))
}

/// Who is inside with the same name, however it is written, for the same room, unless two telephone numbers tell them apart.
fn inside_already(cx: &ActContext<'_, '_>, parsed: &ParsedForm) -> Result<Option<Record>, ActError> {
    let differ = |record: &Record, key| {
        let (had, has) = (record.get(key), parsed.get(key));
        had != has && !had.is_empty() && !has.is_empty()
    };
    let name = parsed.get("name");
    let inside = match namesakes(parsed) {
        // Who leaves may not say from where.
        Some(_) if parsed.get("room").is_empty() => {
            let mut inside = cx.journal.all(Query::new(Family::Visitor, ListView::Inside, PAGE))?;
            inside.retain(|record| person::key(record.get("name")) == person::key(name));
            inside
        }
        Some(query) => cx.journal.list(query)?,
        None => return Ok(None),
    };
    Ok(inside.into_iter().find(|record| !differ(record, "phone") && !differ(record, "tail")))
}

/// Refuses an identity check that leaves only refusal.
pub(in crate::desk) fn check_identity(check: &str) -> Result<(), ActError> {
    refuse_if(matches!(check, "none" | "suspicious"), Refusal::at("check", Cause::OnlyRefusal))
}

/// A visitor or vehicle left, or is found to have left unseen; a vehicle whose record is not named, by its plate.
pub(in crate::desk) fn leave(cx: &mut ActContext<'_, '_>, act: &Act, mut parsed: ParsedForm) -> Result<Uuid, ActError> {
    if act.kind == Kind::VehicleOut && act.subject.is_none() {
        return stays::exit(cx, parsed, true);
    }
    let family = act.kind.family().ok_or(Cause::UnknownKind)?;
    let record = cx.known(act.subject, family)?;
    let plate = parsed.personal.remove("plate").unwrap_or_default();
    let had = record.get("plate");
    // Of a record that is named, a part of its plate is its plate.
    let same = plate.is_empty() || plate == had || plate::key(&plate).is_empty() && plate::may_be(&plate, had);
    refuse_if(!same, Refusal::at("plate", Cause::WrongRecord))?;
    depart(cx, cx.uid, act.kind, &record, parsed)
}

/// Some of a party left; with the last of them, all have.
pub(in crate::desk) fn part(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.known(act.subject, Family::Visitor)?;
    let kind = leaving(&record, &parsed, "leaving")?;
    // Of a party whose others stay, nobody is found to have left.
    let part = kind == Kind::VisitorPartOut && !parsed.get("unseen").is_empty();
    refuse_if(part, Refusal::at("unseen", Cause::NotAsked))?;
    depart(cx, cx.uid, kind, &record, parsed)
}

/// Whether so many of those inside as leave are all of them, or a part; `key` is where the number was typed.
fn leaving(record: &Record, parsed: &ParsedForm, key: &str) -> Result<Kind, ActError> {
    let people = record.people();
    let leaving = parsed.get("leaving").parse().unwrap_or(people);
    let bounds = ValueError::NotANumber { min: 1, max: people.into() };
    refuse_if(record.inside() && leaving > people, Refusal::at(key, Cause::Value(bounds)))?;
    Ok(if leaving == people { Kind::VisitorOut } else { Kind::VisitorPartOut })
}

/// The end of a stay that lasts, or of a part of it, not before it began.
pub(super) fn depart(
    cx: &mut ActContext<'_, '_>,
    uid: Uuid,
    kind: Kind,
    record: &Record,
    parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    match record.stay() {
        Some(Stay::Inside) => {}
        Some(Stay::Left(at)) => return Err(Cause::AlreadyLeft(Some(at)).into()),
        Some(Stay::OutOnly) => return Err(Cause::AlreadyLeft(Some(record.at)).into()),
        Some(Stay::LeftUnseen) => return Err(Cause::AlreadyLeft(None).into()),
        Some(Stay::Refused) | None => return Err(Cause::NotOpen.into()),
    }
    refuse_if(cx.happened_to(record, &parsed) < record.at, Refusal::at("at", Cause::BeforeArrival))?;
    cx.follow_with(uid, kind, record, parsed, |_| {})
}
