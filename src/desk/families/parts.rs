//! A part of a plate tells no vehicle from others. Which of those inside it is, is asked where someone is there to say so;
//! of what a machine reads, no more is known than that its own readings of the same that follow each other closely are one
//! event.

use uuid::Uuid;

use crate::desk::act_context::{ActContext, derived_uid};
use crate::desk::families::ahead::Reading;
use crate::desk::families::gate::lasts;
use crate::desk::families::readings::first;
use crate::desk::families::stays::{self, Around, of_stay, over};
use crate::desk::families::{again, candidates, visits};
use crate::desk::{Act, ActError, ActTarget, PAGE, correct, refuse_if};
use crate::domain::entry::{Decided, Entry, Family, Kind};
use crate::domain::form::PART;
use crate::domain::history::{AT, EntryView, resolve, struck_by};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Stay};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::plate;
use crate::domain::time::Moment;
use crate::store::{ListView, Query, Read};

/// Random bits for the uids under which what is known of a stay is put right.
const WHOLE: u128 = 0x5b1c_93d7_42ae_6f08_0000;

const UNSAID: u128 = 0x71c4_0e2d_95ba_3f68_0000;

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
pub(super) fn may_be(one: &str, other: &str) -> bool {
    (is_part(one) || is_part(other)) && plate::may_be(one, other)
}

/// Whether of two plates one is a part of the other, or both were read as the same part: nothing that was read is lost
/// where one is told for both.
fn is_of(one: &str, other: &str) -> bool {
    may_be(one, other) && (one == other || is_part(one) != is_part(other))
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
    stays.retain(|stay| is_of(plate, stay.get("plate")));
    Ok(asked(stays))
}

/// An entry is of the vehicle of another record, of whose plate a part was read, or of which a part is read now: one stay,
/// of the whole plate.
pub(super) fn enter_as(
    cx: &mut ActContext<'_, '_>,
    named: &str,
    at: Moment,
    mut parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    let other = visits::of_name(&*cx.journal, cx.house, named, (cx.now, Family::Vehicle))?;
    let other = other.filter(|stay| stay.family == Family::Vehicle);
    let other = other.ok_or_else(|| Refusal::at(PART.key, Cause::NoSuchRecord))?;
    let plate = parsed.get("plate").to_owned();
    let left = other.stay() == Some(Stay::OutOnly);
    let fits = is_of(&plate, other.get("plate")) && (left || is_part(other.get("plate")));
    refuse_if(!fits, Refusal::at(PART.key, Cause::WrongRecord))?;
    if !left {
        lasts(&other, at.max(other.at))?;
        let other = whole(cx, other, &plate)?;
        if at < other.at {
            amended(cx, &other, AT, &cx.house.site.zone.rfc3339(at))?;
        }
        let other = cx.record(other.subject)?;
        let subject = again::complete(cx, &other, parsed)?;
        cx.repeats = false;
        return Ok(subject);
    }
    refuse_if(at > other.at, Refusal::at("at", Cause::AfterNext(other.at)))?;
    let other = whole(cx, other, &plate)?;
    if !is_part(other.get("plate")) {
        parsed.personal.insert("plate".to_owned(), other.get("plate").to_owned());
        parsed.plain.insert("again".to_owned(), "by_time".to_owned());
        let subject = stays::enter(cx, parsed)?;
        refuse_if(subject != other.subject, Refusal::at("at", over(&other)))?;
        return Ok(subject);
    }
    // The exit has waited for it.
    cx.append(cx.uid, other.subject, at, Kind::VehicleIn, of_stay(parsed), Decided::default())?;
    Ok(other.subject)
}

/// Puts the whole plate in the place of a part that was read, as whoever says it does; gives the stay as it is then.
pub(super) fn whole(cx: &mut ActContext<'_, '_>, stay: Record, plate: &str) -> Result<Record, ActError> {
    if !is_part(stay.get("plate")) || is_part(plate) {
        return Ok(stay);
    }
    amended(cx, &stay, "plate", plate)?;
    cx.record(stay.subject)
}

/// Amends a field of a stay in the act by which more of it is known.
fn amended(cx: &mut ActContext<'_, '_>, stay: &Record, key: &str, new: &str) -> Result<(), ActError> {
    let fields = [("new".to_owned(), new.to_owned())].into();
    let target = ActTarget::Field(key.to_owned());
    let act = Act { subject: Some(stay.subject), target, fields, ..Act::new(cx.uid, Kind::VehicleIn) };
    let done = cx.within(WHOLE ^ u128::from(key == AT), |cx| correct::amend(cx, &act));
    done.map(drop).map_err(|refused| correct::at_field(refused, key))
}

/// The entry by which a line told more of a stay: its whole plate, or when it began.
fn known(cx: &ActContext<'_, '_>, stay: &Record, line: &EntryView, entries: &[Entry]) -> Result<Vec<Entry>, ActError> {
    let Some(origin) = cx.journal.entry(first(line))? else { return Ok(Vec::new()) };
    let mut known = Vec::new();
    for more in [WHOLE, WHOLE ^ 1] {
        known.extend(cx.journal.by_uid(derived_uid(origin.uid, more))?);
    }
    known.retain(|known| known.subject == stay.subject && struck_by(entries, known.seq).is_none());
    Ok(known)
}

/// Refuses to give another plate to an entry alone, or to strike it alone, where the whole plate of its stay was told of a
/// part: what is left would be of a plate that nobody has said.
pub(in crate::desk) fn alone(cx: &ActContext<'_, '_>, stay: &Record, line: &EntryView) -> Result<(), ActError> {
    if line.kind.enters() != Some(true) {
        return Ok(());
    }
    let entries = cx.journal.history(stay.subject)?;
    for line in resolve(&entries).iter().filter(|line| line.withdrawn.is_none() && line.kind.enters().is_some()) {
        refuse_if(!known(cx, stay, line, &entries)?.is_empty(), Cause::OfPart(stay.number))?;
    }
    Ok(())
}

/// Takes back what an exit told of its stay, once that is struck.
pub(in crate::desk) fn unsay(
    cx: &mut ActContext<'_, '_>,
    stay: Uuid,
    line: Option<&EntryView>,
    why: &str,
) -> Result<(), ActError> {
    let Some(line) = line.filter(|line| line.kind == Kind::VehicleOut) else { return Ok(()) };
    let told = known(cx, &cx.record(stay)?, line, &cx.journal.history(stay)?)?;
    for (n, told) in (UNSAID..).zip(told) {
        correct::strike(cx, n, stay, told.seq, why, None)?;
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
