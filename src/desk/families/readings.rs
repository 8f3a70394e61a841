//! The readings of an event: each is kept as whoever read it said it, wherever it is told, and known by the entry that
//! told it first. What a stay says follows from them alone (`domain::record`), whatever the order in which they came.

use std::cmp::Reverse;

use uuid::Uuid;

use crate::desk::ActError;
use crate::desk::act_context::{ActContext, derived_uid};
use crate::desk::correct::supposing;
use crate::desk::families::stays::Event;
use crate::domain::entry::{BY, Decided, Entry, Kind, LAST, Link, OF, Seq};
use crate::domain::form;
use crate::domain::history::{EntryView, resolve};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Status, is_known};
use crate::domain::refusal::Cause;
use crate::domain::time::Moment;
use crate::store::{Read, StoreError};

/// Random bits for the uids under which a reading is told anew.
const ANEW: u128 = 0xd6e8_feb8_6659_0000;

/// How a line is meant that says more of what was read already.
pub(in crate::desk) const SAME: &str = "same";

/// The n-th of such entries.
pub(in crate::desk) const fn nth(kind: u128, n: u128) -> u128 {
    kind ^ n << 96
}

pub(super) const fn again(enters: bool) -> Kind {
    if enters { Kind::VehicleInAgain } else { Kind::VehicleOutAgain }
}

/// The entry by which a reading was told first.
pub(in crate::desk) fn first(line: &EntryView) -> Seq {
    line.get(OF).parse().unwrap_or(line.seq)
}

/// Every entry that has told a reading, in order: the n-th is known by the uid of the first.
pub(in crate::desk) fn telling(read: &(impl Read + ?Sized), origin: Seq) -> Result<Vec<Entry>, StoreError> {
    let mut told = Vec::from_iter(read.entry(origin)?);
    while let Some(next) = anew(&told)
        && let Some(next) = read.by_uid(next)?
    {
        told.push(next);
    }
    Ok(told)
}

/// The uid under which a reading is told the next time.
fn anew(told: &[Entry]) -> Option<Uuid> {
    let n = u128::try_from(told.len()).ok()?;
    told.first().map(|first| derived_uid(first.uid, nth(ANEW, n)))
}

/// Tells a reading anew: in the name of whoever said it, and under its own next uid.
pub(super) fn tell<T>(
    cx: &mut ActContext<'_, '_>,
    line: &EntryView,
    work: impl FnOnce(&mut ActContext<'_, '_>) -> Result<T, ActError>,
) -> Result<T, ActError> {
    let uid = anew(&telling(cx.journal, first(line))?).ok_or(Cause::NoSuchRecord)?;
    cx.as_said(line, |cx| cx.under(uid, work))
}

/// Whether lines of a kind are told anew with their stay: its events, and where its driver is.
pub(in crate::desk) fn moves(kind: Kind) -> bool {
    kind.enters().is_some() || kind == Kind::DriverApart
}

/// Where a reading, or where a driver is, is told now, and by which line; `None` where nothing of it stands.
pub(in crate::desk) fn lives(
    read: &(impl Read + ?Sized),
    line: &EntryView,
) -> Result<Option<(Record, EntryView)>, StoreError> {
    for told in telling(read, first(line))?.iter().rev() {
        let Some(stay) = read.record(told.subject)? else { continue };
        if line.kind == Kind::DriverApart && stay.status != Status::Void {
            let stands = |line: &EntryView| line.seq == told.seq && line.withdrawn.is_none();
            if let Some(told) = resolve(&read.history(stay.subject)?).into_iter().find(stands) {
                return Ok(Some((stay, told)));
            }
        }
        for event in Event::of(&stay, &[]).iter().filter(|event| Some(event.enters) == line.kind.enters()) {
            if let Some(told) = of(read, event)?.into_iter().find(|told| first(told) == first(line)) {
                return Ok(Some((stay, told)));
            }
        }
    }
    Ok(None)
}

/// The record that has the event of an entry now: of what a vehicle's gate tells, and of its corrections. `None` where
/// nothing of it stands.
pub(in crate::desk) fn home(read: &(impl Read + ?Sized), entry: &Entry) -> Result<Option<Record>, StoreError> {
    let mut told = Some(entry.clone());
    while let Some(by) = told.take_if(|by| by.kind.corrects()) {
        told = by.decided.target.map_or(Ok(None), |target| read.entry(target))?;
    }
    let Some(told) = told.filter(|told| moves(told.kind)) else { return Ok(None) };
    let lines = resolve(&read.history(told.subject)?);
    let line = lines.iter().find(|line| line.seq == told.seq);
    Ok(line.map_or(Ok(None), |line| lives(read, line))?.map(|(home, _)| home))
}

/// The record that has the event of the entry with a uid now.
pub(in crate::desk) fn told_by(read: &(impl Read + ?Sized), uid: Uuid) -> Result<Option<Record>, StoreError> {
    let Some(entry) = read.by_uid(uid)? else { return Ok(None) };
    home(read, &entry)?.map_or_else(|| read.record(entry.subject), |home| Ok(Some(home)))
}

/// Says that something was told by the record of a stay: of the entry that it has.
pub(super) fn by_record(cx: &ActContext<'_, '_>, stay: &Record, parsed: &mut ParsedForm) -> Result<(), StoreError> {
    if let Some(entry) = Event::of(stay, &[]).iter().find(|event| event.enters)
        && let Some(line) = of(cx.journal, entry)?.first()
    {
        parsed.plain.insert(BY.to_owned(), first(line).to_string());
    }
    Ok(())
}

/// Whether a line was told by the record of an entry.
pub(in crate::desk) fn is_by(line: &EntryView, entry: &EntryView) -> bool {
    line.get(BY) == first(entry).to_string()
}

/// Whether a line is a reading of an event: nothing that was concluded, or says only that one ended.
pub(in crate::desk) fn reads(line: &EntryView, enters: bool) -> bool {
    let concluded = line.get("unseen") == "yes" || line.get(LAST) == "yes";
    line.withdrawn.is_none() && line.kind.enters() == Some(enters) && !concluded
}

/// Of these lines the readings of an event, in order, each once.
pub(super) fn among(mut lines: Vec<EntryView>, event: &Event) -> Vec<EntryView> {
    lines.retain(|line| event.at <= line.at && line.at <= event.until && reads(line, event.enters));
    lines.sort_by_key(|line| (line.at, first(line), line.kind.reads_again(), Reverse(line.seq)));
    lines.dedup_by_key(|line| first(line));
    lines
}

/// The readings that an event is made of, in order.
pub(super) fn of(read: &(impl Read + ?Sized), event: &Event) -> Result<Vec<EntryView>, StoreError> {
    Ok(among(resolve(&read.history(event.stay.subject)?), event))
}

/// What a reading says, beside the plate and how the others are meant.
pub(super) fn said(cx: &ActContext<'_, '_>, line: &EntryView) -> ParsedForm {
    let mut parsed = ParsedForm { at: Some(line.at), ahead: line.ahead, ..ParsedForm::default() };
    for (key, text) in line.fields().into_iter().filter(|(_, text)| !text.is_empty()) {
        // An exit may have been told by the form of one whose entry nobody saw.
        let mut forms = [line.kind, Kind::VehicleOutOnly, Kind::VehicleIn].into_iter();
        let field = forms.find_map(|kind| form::find(kind, "", &key));
        let meant = |key: &str| matches!(key, "plate" | "unseen" | "at") || key == "again" && text != SAME;
        if let Some(field) = field.filter(|field| !meant(field.key)) {
            if field.plain { &mut parsed.plain } else { &mut parsed.personal }.insert(key, text);
        }
    }
    let by = Some(line.get(BY)).filter(|by| !by.is_empty()).map(|by| (BY.to_owned(), by.to_owned()));
    parsed.plain.extend(by);
    parsed.plain.insert(OF.to_owned(), first(line).to_string());
    let room = parsed.get("room");
    parsed.odd_room = !room.is_empty() && !cx.house.site.room.matches(room);
    parsed
}

/// Adds a reading to a stay. The limits of one that lasts run as all its readings say.
pub(super) fn add(
    cx: &mut ActContext<'_, '_>,
    subject: Uuid,
    kind: Kind,
    at: Moment,
    parsed: ParsedForm,
) -> Result<(), ActError> {
    let stay = cx.record(subject)?;
    let mut decided = Decided::default();
    let clock = |key: &String| form::find(kind, "", key).is_some_and(|field| field.clock);
    if stay.inside() && kind.enters() == Some(true) && (at < stay.at || parsed.plain.keys().any(clock)) {
        let entry = cx.supposed(kind, subject, at, &parsed, &decided);
        let after = supposing(&cx.journal.history(subject)?, [entry])?;
        let limits = cx.opening_limits(after.family, after.at, &after.fields);
        let gone = stay.limits.iter().filter(|old| limits.iter().all(|new| new.name() != old.name()));
        decided.ended = gone.map(|old| old.name().into_owned()).collect();
        decided.limits = limits;
        decided.limits.retain(|new| !stay.limits.contains(new));
    }
    cx.append(cx.uid, subject, at, kind, parsed, decided).map(drop)
}

/// Keeps the reading that the act itself says, and whether it says anything new: of the stay as it stands, or that a
/// person had not said.
pub(super) fn add_own(
    cx: &mut ActContext<'_, '_>,
    event: &Event,
    kind: Kind,
    at: Moment,
    parsed: ParsedForm,
) -> Result<(), ActError> {
    let subject = event.stay.subject;
    let (before, said, others) = (cx.record(subject)?, parsed.fields(), of(cx.journal, event)?);
    add(cx, subject, kind, at, parsed)?;
    let after = cx.record(subject)?;
    let unsaid = said.iter().any(|(key, text)| is_known(key) && !others.iter().any(|other| other.get(key) == text));
    let new = before.fields != after.fields || before.at != after.at || before.stay() != after.stay();
    cx.repeats = !(new || unsaid && cx.source.is_empty());
    Ok(())
}

/// Keeps readings with the record that has their event now.
pub(super) fn keep(cx: &mut ActContext<'_, '_>, subject: Uuid, lines: &[EntryView]) -> Result<(), ActError> {
    lines.iter().try_for_each(|line| keep_as(cx, subject, again(line.kind.enters() == Some(true)), line))
}

/// Keeps a reading as one of a kind.
pub(super) fn keep_as(
    cx: &mut ActContext<'_, '_>,
    subject: Uuid,
    kind: Kind,
    line: &EntryView,
) -> Result<(), ActError> {
    let parsed = said(cx, line);
    tell(cx, line, |cx| add(cx, subject, kind, line.at, parsed))
}

/// Ends a stay with an exit, by its readings.
pub(super) fn leave(
    cx: &mut ActContext<'_, '_>,
    stay: &Record,
    exit: &[EntryView],
    link: Option<Link>,
) -> Result<(), ActError> {
    let Some((line, later)) = exit.split_first() else { return Ok(()) };
    let parsed = said(cx, line);
    tell(cx, line, |cx| cx.follow_with(cx.uid, Kind::VehicleOut, stay, parsed, |decided| decided.link = link))?;
    keep(cx, stay.subject, later)
}

/// Gives an exit a record to itself, by its readings.
pub(super) fn wait(
    cx: &mut ActContext<'_, '_>,
    plate: &str,
    exit: &[EntryView],
    link: Option<Link>,
) -> Result<(), ActError> {
    let Some((line, later)) = exit.split_first() else { return Ok(()) };
    let mut parsed = said(cx, line);
    parsed.personal.insert("plate".to_owned(), plate.to_owned());
    let open =
        |cx: &mut ActContext<'_, '_>| cx.open(Kind::VehicleOutOnly, line.at, parsed, |decided| decided.link = link);
    let waiting = tell(cx, line, open)?;
    keep(cx, waiting, later)
}
