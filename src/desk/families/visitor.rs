//! Visitors 访客: let in, gone in parts, turned away. Each person is counted once: someone of that name who is inside
//! already, for whatever flat, is asked about, unless a number tells the two apart.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::correct::nobody_stays;
use crate::desk::families::gate::{depart, lasts, told_out};
use crate::desk::families::joins::link;
use crate::desk::families::{candidates, driver};
use crate::desk::{Act, ActError, PAGE, refuse_if};
use crate::domain::entry::{AWAITS, Decided, Family, Kind, Link};
use crate::domain::families::visitor::{counted_as, known_by};
use crate::domain::history::{EntryView, resolve};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Stay, fold};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::{ValueError, plate, same_name};
use crate::domain::time::Moment;
use crate::store::{ListView, Query, Read};

/// A visitor is let in or turned away, or leaves whom nobody saw come. Without known identity, or suspicious, only the
/// latter (000 制度3 三.3). Where someone inside may be the same person, the field `again` says what is meant: `out`, they
/// leave now, or as many of them as are counted; `missed`, nobody saw them leave, and they come in again; `driver`, it is
/// the driver of a vehicle inside; `left`, it is the entry of who was seen to leave since; `second`, it is another person.
pub(super) fn open(cx: &mut ActContext<'_, '_>, act: &Act, mut parsed: ParsedForm) -> Result<Uuid, ActError> {
    let kind = act.kind;
    check_identity(parsed.get("check"))?;
    let again = parsed.plain.remove("again").unwrap_or_default();
    if again != "second" && kind != Kind::VisitorRefused {
        let mut inside = inside_already(cx, kind, &parsed)?;
        // Whoever came once this one had left is another visit.
        let until = waiting(cx, kind)?.map(|exit| exit.at);
        inside.retain(|one| until.is_none_or(|until| one.at < until));
        let drives = |one: &Record| one.family == Family::Vehicle;
        if again == "driver" && inside.is_empty() {
            inside = driver::again(cx, &parsed)?;
        }
        match (inside.as_slice(), again.as_str()) {
            ([], "driver") => return Err(Refusal::at("again", Cause::NotAsked).into()),
            ([], _) => {}
            ([one], "out" | "missed" | "left") if !drives(one) => return meant(cx, kind, one, &again, parsed),
            ([one], "driver") if drives(one) => return meant(cx, kind, one, &again, parsed),
            _ => return Err(Refusal::at("name", who(&inside)).into()),
        }
    }
    come(cx, kind, parsed, None)
}

/// The exits that wait for the entry which the line of a uid tells.
pub(in crate::desk) fn awaiting(entry: Uuid) -> Query {
    Query::new(Family::Visitor, ListView::Newest, PAGE).with_key(&entry.to_string())
}

/// Lines may come in any order: who leaves by an entry that has not come waits for it in a record of its own.
pub(super) fn leave_awaiting(
    cx: &mut ActContext<'_, '_>,
    entry: Uuid,
    mut parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    if let Some(entry) = cx.journal.by_uid(entry)? {
        let record = cx.known(Some(entry.subject), Family::Visitor)?;
        return depart(cx, cx.uid, Kind::VisitorOut, &record, parsed);
    }
    if let Some(exit) = waits(cx, entry)? {
        return Err(Cause::AlreadyLeft(Some(exit.at)).into());
    }
    // Nobody is known to be inside who could have left unseen.
    refuse_if(!parsed.get("unseen").is_empty(), Refusal::at("record", Cause::NoSuchRecord))?;
    parsed.plain.insert(AWAITS.to_owned(), entry.to_string());
    let at = cx.happened(&parsed);
    cx.open(Kind::VisitorOutOnly, at, parsed, |_| {})
}

/// The exit that waits for an entry.
fn waits(cx: &ActContext<'_, '_>, entry: Uuid) -> Result<Option<Record>, ActError> {
    let exits = cx.journal.list(awaiting(entry))?;
    Ok(exits.into_iter().find(|exit| exit.stay() == Some(Stay::OutOnly)))
}

/// The exit that waits for the entry which the act tells.
fn waiting(cx: &ActContext<'_, '_>, kind: Kind) -> Result<Option<Record>, ActError> {
    if kind == Kind::VisitorIn { waits(cx, cx.uid) } else { Ok(None) }
}

/// Whoever comes, or leaves whom nobody saw come, has a record of their own, or that of the exit that has waited.
pub(super) fn come(
    cx: &mut ActContext<'_, '_>,
    kind: Kind,
    parsed: ParsedForm,
    link: Option<Link>,
) -> Result<Uuid, ActError> {
    if let Some(exit) = waiting(cx, kind)? {
        return join(cx, &exit, parsed, link);
    }
    let at = cx.happened(&parsed);
    cx.open(kind, at, parsed, |decided| decided.link = link)
}

/// The entry joins the exit that has waited for it; of a party that is more than left by it the others are inside.
fn join(cx: &mut ActContext<'_, '_>, exit: &Record, parsed: ParsedForm, link: Option<Link>) -> Result<Uuid, ActError> {
    let at = cx.happened(&parsed);
    refuse_if(at > exit.at, Refusal::at("at", Cause::AfterNext(exit.at)))?;
    let mut decided = Decided { link, ..Decided::default() };
    let mut entries = cx.journal.history(exit.subject)?;
    entries.push(cx.supposed(Kind::VisitorIn, exit.subject, at, &parsed, &decided));
    nobody_stays(&entries).map_or(Ok(()), |gone| Err(Refusal::at("count", Cause::GoneBefore(gone))))?;
    if fold(&entries).is_ok_and(|joined| joined.inside()) {
        decided.limits = cx.opening_limits(Family::Visitor, at, &parsed.fields());
    }
    cx.append(cx.uid, exit.subject, at, Kind::VisitorIn, parsed, decided)?;
    Ok(exit.subject)
}

/// Asks which of those inside it is, if any.
pub(super) fn who(inside: &[Record]) -> Cause {
    let told =
        |one: &Record| [&plate::show(one.get("plate")), one.get("name"), one.get("room")].join(" ").trim().to_owned();
    let (named, more) = candidates(inside, told);
    Cause::PersonInside(named, more)
}

/// Whoever is inside was meant: they leave, or have left unseen and come in again.
pub(super) fn meant(
    cx: &mut ActContext<'_, '_>,
    kind: Kind,
    inside: &Record,
    again: &str,
    mut parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    if inside.family == Family::Vehicle {
        return driver::is_meant(cx, kind, inside, parsed);
    }
    // Whoever leaves by this line's exit neither leaves now nor had left by another.
    if again != "missed"
        && let Some(exit) = waiting(cx, kind)?
    {
        return Err(Cause::AlreadyLeft(Some(exit.at)).into());
    }
    match again {
        "missed" => {}
        "left" if kind == Kind::VisitorIn && inside.stay() == Some(Stay::OutOnly) => {
            return join(cx, inside, parsed, None);
        }
        // Whose others are inside has come by another line.
        "left" if inside.inside() => {
            return Err(Refusal::at("name", who(std::slice::from_ref(inside))).into());
        }
        _ => return go_out(cx, inside, parsed),
    }
    // What that means for those inside is concluded from it: all of a party, where nobody has counted them.
    let at = cx.happened(&parsed);
    if parsed.get("count").is_empty() && inside.people() > 1 {
        parsed.plain.insert("count".to_owned(), inside.people().to_string());
    }
    lasts(inside, at)?;
    come(cx, kind, parsed, link(inside))
}

/// Who was said to come in, or to leave without having been seen to come, leaves: as many as were counted, else all.
fn go_out(cx: &mut ActContext<'_, '_>, inside: &Record, mut parsed: ParsedForm) -> Result<Uuid, ActError> {
    if let Some(count) = parsed.plain.remove("count") {
        parsed.plain.insert("leaving".to_owned(), count);
    }
    let [name, room] = ["name", "room"].map(|key| parsed.get(key).to_owned());
    let kind = leaving(inside, &parsed, "count")?;
    let mut said = told_out(kind, parsed);
    if !name.is_empty() && !same_name(inside.get("name"), &name) {
        said.personal.insert("called".to_owned(), name);
    }
    if !room.is_empty() && room != inside.get("room") {
        said.personal.insert("called_room".to_owned(), room);
    }
    depart(cx, cx.uid, kind, inside, said)
}

/// The visitors inside who are looked at: those of the name, however it is written. Of who leaves without a name all who
/// may be for the flat; nobody is told by nothing.
pub(in crate::desk) fn looked_at(kind: Kind, parsed: &ParsedForm) -> Option<Query> {
    let inside = Query::new(Family::Visitor, ListView::Inside, PAGE);
    let key = known_by(parsed.get("name"));
    let nameless = kind == Kind::VisitorOutOnly && !(parsed.get("room").is_empty() && parsed.get("phone").is_empty());
    if key.is_empty() { nameless.then_some(inside) } else { Some(inside.with_key(&key)) }
}

/// Those of the name who may have left since, of a visitor or driver who is told late.
pub(in crate::desk) fn left_since(kind: Kind, parsed: &ParsedForm, now: Moment) -> Option<Query> {
    let late = parsed.at.is_some_and(|at| at < now) && kind != Kind::VisitorRefused;
    let key = known_by(parsed.get("name"));
    let all = Query::new(Family::Visitor, ListView::Newest, PAGE).standing();
    (late && !key.is_empty()).then(|| all.with_key(&key))
}

/// Who inside may be the same person, those for the same flat first; of what is told late, also who was inside then, and
/// who was seen to leave since and not to come. A machine, which cannot answer, is asked only where
/// flat or number say so as well.
pub(super) fn inside_already(
    cx: &ActContext<'_, '_>,
    kind: Kind,
    parsed: &ParsedForm,
) -> Result<Vec<Record>, ActError> {
    let Some(query) = looked_at(kind, parsed) else { return Ok(Vec::new()) };
    let (named, room) = (!parsed.get("name").is_empty(), parsed.get("room"));
    let elsewhere = |record: &Record| !room.is_empty() && record.get("room") != room;
    let may_be = |record: &Record| {
        let same = ["phone", "tail"].map(|key| {
            let (had, has) = (record.get(key), parsed.get(key));
            (!had.is_empty() && !has.is_empty()).then(|| had == has)
        });
        let near = !room.is_empty() && !elsewhere(record) || same.contains(&Some(true));
        let asked = named && cx.source.is_empty();
        !same.contains(&Some(false)) && (near || asked)
    };
    let mut inside = cx.journal.all(query)?;
    inside.extend(driver::namesakes(cx, kind, parsed)?);
    if let Some(since) = left_since(kind, parsed, cx.now) {
        let (at, about) = (cx.happened(parsed), cx.house.site.same_reading);
        let then = |visit: &Record| match visit.stay() {
            Some(Stay::Left(left)) => visit.at.since(at) <= about && at < left,
            Some(Stay::OutOnly) => kind == Kind::VisitorIn && at <= visit.at,
            _ => false,
        };
        inside.extend(cx.journal.list(since)?.into_iter().filter(then));
    }
    inside.retain(may_be);
    inside.sort_by_key(elsewhere);
    Ok(inside)
}

/// Refuses an identity check that leaves only refusal.
pub(in crate::desk) fn check_identity(check: &str) -> Result<(), ActError> {
    refuse_if(matches!(check, "none" | "suspicious"), Refusal::at("check", Cause::OnlyRefusal))
}

/// When a part of a party left last.
pub(in crate::desk) fn last_part(record: &Record) -> Option<Moment> {
    record.steps.iter().filter(|step| step.step == Kind::VisitorPartOut.name()).map(|step| step.at).max()
}

/// Some of a party left; with the last of them, all have. Told after that, those of an earlier part leave as many as left
/// last, or one at the least.
pub(in crate::desk) fn part(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.known(act.subject, Family::Visitor)?;
    let at = cx.happened(&parsed);
    if matches!(record.stay(), Some(Stay::Left(left)) if record.at.minute() <= at && at < left) {
        let lines = resolve(&cx.journal.history(record.subject)?);
        let exits = |line: &&EntryView| matches!(line.kind, Kind::VisitorOut | Kind::VisitorOutOnly);
        let last = lines.iter().filter(exits).rfind(|line| line.withdrawn.is_none());
        let last = last.and_then(|line| line.get(counted_as(line.kind)).parse().ok()).unwrap_or(1_u32);
        let most = record.came().saturating_sub(record.gone + last);
        let leaving = parsed.get("leaving").parse().unwrap_or(u32::MAX);
        if leaving <= most && parsed.get("unseen").is_empty() {
            return cx.follow_with(cx.uid, Kind::VisitorPartOut, &record, parsed, |_| {});
        }
    }
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
