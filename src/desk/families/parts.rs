//! A part of a plate tells no vehicle from others. Which of those inside it is, is asked where someone is there to say so;
//! of what a machine reads, no more is known than that its own readings of the same that follow each other closely are one
//! event.

use uuid::Uuid;

use crate::desk::act_context::{ActContext, derived_uid};
use crate::desk::families::ahead::Reading;
use crate::desk::families::gate::lasts;
use crate::desk::families::joins::{self, Join};
use crate::desk::families::readings::first;
use crate::desk::families::stays::{self, Around, Event, of_stay};
use crate::desk::families::{again, candidates, visits};
use crate::desk::{ActError, PAGE, refuse_if};
use crate::domain::entry::{Decided, Family, Kind};
use crate::domain::form::PART;
use crate::domain::history::EntryView;
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Stay};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::plate;
use crate::domain::time::Moment;
use crate::store::{ListView, Query, Read};

/// Asks which vehicle inside it is, the newest first; `None` where it may be none of them. Of a whole plate only one of
/// which a part was read may be another.
pub(super) fn which(cx: &ActContext<'_, '_>, part: &str, at: Moment) -> Result<Option<Cause>, ActError> {
    let mut inside = cx.journal.all(Query::new(Family::Vehicle, ListView::Inside, PAGE))?;
    inside.retain(|stay| stay.inside() && stay.at <= at && may_be(part, stay.get("plate")));
    Ok(asked(inside))
}

fn is_part(plate: &str) -> bool {
    plate::key(plate).is_empty()
}

/// Whether of two plates, one of them a part, one may be the other.
fn may_be(one: &str, other: &str) -> bool {
    (is_part(one) || is_part(other)) && plate::may_be(one, other)
}

/// Asks which of these it is, the newest first.
fn asked(mut stays: Vec<Record>) -> Option<Cause> {
    stays.sort_by_key(|stay| std::cmp::Reverse((stay.at, stay.seq)));
    let (named, more) = candidates(&stays, |stay| plate::show(stay.get("plate")));
    (!named.is_empty()).then_some(Cause::WhichVehicle(named, more))
}

/// The vehicles inside of whose plates a part was read.
pub(in crate::desk) fn inside() -> Query {
    Query::new(Family::Vehicle, ListView::Inside, PAGE).with_key("")
}

/// Asks of which vehicle an entry is: of one inside, of whose plate a part was read, or, where it is told late, of one that
/// was seen to leave since and not to come.
pub(super) fn entered(cx: &ActContext<'_, '_>, plate: &str, at: Moment) -> Result<Option<Cause>, ActError> {
    let mut stays = if is_part(plate) { Vec::new() } else { cx.journal.all(inside())? };
    stays.retain(Record::inside);
    if at < cx.now {
        let gone = cx.journal.list(Query::new(Family::Vehicle, ListView::Newest, PAGE).standing())?;
        stays.extend(gone.into_iter().filter(|stay| stay.stay() == Some(Stay::OutOnly) && at <= stay.at));
    }
    stays.retain(|stay| may_be(plate, stay.get("plate")));
    Ok(asked(stays))
}

/// An entry is of the vehicle of another record: what was read of a part of its plate belongs to the stay of the whole.
pub(super) fn enter_as(
    cx: &mut ActContext<'_, '_>,
    named: &str,
    at: Moment,
    mut parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    let other = visits::of_name(&*cx.journal, cx.house, named, cx.now)?.filter(|stay| stay.family == Family::Vehicle);
    let other = other.ok_or_else(|| Refusal::at(PART.key, Cause::NoSuchRecord))?;
    let plate = parsed.get("plate");
    refuse_if(!may_be(plate, other.get("plate")), Refusal::at(PART.key, Cause::WrongRecord))?;
    let left = other.stay() == Some(Stay::OutOnly);
    refuse_if(!left && !is_part(other.get("plate")), Refusal::at(PART.key, Cause::WrongRecord))?;
    if left {
        refuse_if(at > other.at, Refusal::at("at", Cause::AfterNext(other.at)))?;
    } else {
        lasts(&other, at.max(other.at))?;
    }
    if left && !is_part(other.get("plate")) {
        // The exit has waited for it.
        cx.append(cx.uid, other.subject, at, Kind::VehicleIn, of_stay(parsed), Decided::default())?;
        return Ok(other.subject);
    }
    parsed.plain.insert("again".to_owned(), "by_time".to_owned());
    let subject = stays::enter(cx, parsed)?;
    cx.repeats = false;
    let own = cx.record(subject)?;
    if left {
        return if own.inside() { Join::new(own, other).write(cx, "") } else { Ok(subject) };
    }
    let event = |stay: &Record| Event::of(stay, &[]).into_iter().find(|event| event.enters);
    match event(&other).zip(event(&own)).filter(|_| other.subject != subject) {
        Some((part, whole)) => again::unite(cx, &part, &whole, ""),
        None => Ok(subject),
    }
}

/// Refuses to strike a line of a stay that is one with what was read of a part of its plate, where that is so by one of
/// these lines: what is left would be of a plate that nobody has said, or nobody inside would be seen to leave.
pub(in crate::desk) fn alone<'l>(
    cx: &ActContext<'_, '_>,
    stay: &Record,
    struck: &EntryView,
    lines: impl IntoIterator<Item = &'l EntryView>,
) -> Result<(), ActError> {
    let by: &[u128] = match struck.kind.enters() {
        Some(true) => &[again::UNITED, joins::STRUCK],
        Some(false) => &[joins::STRUCK],
        None => &[],
    };
    for line in lines.into_iter().filter(|line| line.kind.enters() == Some(true)) {
        let Some(entry) = cx.journal.entry(first(line))? else { continue };
        for n in by {
            let gone = cx.journal.by_uid(derived_uid(entry.uid, *n))?.filter(|by| by.kind == Kind::Withdrawn);
            let Some(gone) = gone.map(|by| cx.record(by.subject)).transpose()? else { continue };
            let part = gone.get("plate");
            refuse_if(is_part(part) && part != stay.get("plate"), Cause::OfPart(stay.number))?;
        }
    }
    Ok(())
}

/// What the machine that tells an event read of the same part of a plate around it, or that there is none; `None` where the
/// plate is whole, or nothing of it could be read, or a person says it.
pub(super) fn around(
    cx: &ActContext<'_, '_>,
    parsed: &ParsedForm,
    event: (Moment, Option<&Reading>),
    enters: bool,
) -> Result<Option<Around>, ActError> {
    let part = parsed.get("plate");
    let read = part.chars().any(char::is_alphanumeric);
    if cx.source.is_empty() || !plate::key(part).is_empty() || !read {
        return Ok(None);
    }
    let mut stays = cx.journal.list(Query::new(Family::Vehicle, ListView::Newest, PAGE).standing())?;
    let machine = [&cx.source, &cx.stamp.post, &cx.stamp.operator];
    stays.retain(|stay| {
        let same = stay.get("plate") == part && stay.get("device") == parsed.get("device");
        same && [&stay.source, &stay.post, &stay.operator] == machine
    });
    Around::of(cx, stays, event, enters).map(Some)
}
