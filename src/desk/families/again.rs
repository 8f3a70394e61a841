//! A vehicle that stands at the barrier is read on and on. Readings the same way that follow each other within the time
//! that the site sets are one event, from the first to the last. Each of them is kept, so that an event that comes late may
//! still part them, or a reading bring two events together.

use uuid::Uuid;

use crate::desk::ActError;
use crate::desk::act_context::ActContext;
use crate::desk::correct::strike;
use crate::desk::families::events::tell;
use crate::desk::families::joins::link;
use crate::desk::families::readings::{
    self, SAME, add_own, again, by_record, first, keep, keep_as, lives, moves, reads,
};
use crate::desk::families::stays::{Around, Event, of_stay};
use crate::domain::entry::{Decided, Entry, Kind, LAST, OF, Seq};
use crate::domain::history::{AT, EntryView, resolve};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Status, Stay};
use crate::domain::refusal::Cause;
use crate::domain::time::Moment;
use crate::store::{Read, StoreError};

/// Random bits for the uids of an act's further entries: where an event ended, and what was united.
const ENDED: u128 = 0xca5a_8263_9512_0000;
const UNITED: u128 = 0x9fb2_1c65_1e98_0000;

/// One more reading of an event. The earliest instant is the event's; a later one only says that it lasted.
pub(super) fn read(
    cx: &mut ActContext<'_, '_>,
    event: &Event,
    at: Moment,
    parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    let subject = event.stay.subject;
    let parsed = ParsedForm { at: Some(at), ..of_stay(parsed) };
    let kind = match event.enters {
        enters if at >= event.at => again(enters),
        true => Kind::VehicleIn,
        false => Kind::VehicleOut,
    };
    add_own(cx, event, kind, at, parsed)?;
    if kind == Kind::VehicleOut {
        // An exit is told anew from there: it lasted until then all the same.
        end(cx, event, event.until)?;
    }
    Ok(subject)
}

/// Adds what a person says of an entry that was read already; it happened when it was read.
pub(super) fn complete(cx: &mut ActContext<'_, '_>, stay: &Record, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let event = Event::of(stay, &[]).into_iter().find(|event| event.enters).ok_or(Cause::NoSuchRecord)?;
    let mut parsed = ParsedForm { at: Some(event.at), ..of_stay(parsed) };
    parsed.plain.insert("again".to_owned(), SAME.to_owned());
    by_record(cx, stay, &mut parsed)?;
    add_own(cx, &event, again(true), event.at, parsed)?;
    Ok(stay.subject)
}

/// The readings of the event that a line of a stay tells; the line alone where it is one reading among others.
pub(super) fn of_line(cx: &ActContext<'_, '_>, stay: &Record, line: &EntryView) -> Result<Vec<EntryView>, ActError> {
    let enters = line.kind.enters() == Some(true);
    let event = Event::of(stay, &[]).into_iter().find(|event| event.enters == enters && event.at == line.at);
    let lines = event.filter(|_| !line.kind.reads_again()).map(|event| readings::of(cx.journal, &event)).transpose()?;
    Ok(lines.filter(|lines| !lines.is_empty()).unwrap_or_else(|| vec![line.clone()]))
}

/// Whether a line tells of an event that the stay still has.
pub(in crate::desk) fn stands(stay: &Record, line: &EntryView) -> bool {
    let of = |event: &Event| Some(event.enters) == line.kind.enters() && event.at <= line.at && line.at <= event.until;
    Event::of(stay, &[]).iter().any(of)
}

/// Whether the event that begins a stay would, of a plate at an instant, be one with another that was read near by, or
/// part what was read before and after it.
pub(in crate::desk) fn touches(
    cx: &ActContext<'_, '_>,
    stay: &Record,
    plate: &str,
    at: Moment,
) -> Result<bool, ActError> {
    let enters = stay.stay() != Some(Stay::OutOnly);
    let around = Around::read_but(cx, plate, (at, None), enters, |other| other.subject != stay.subject)?;
    let parts = around.last().is_some_and(|last| last.enters != enters && at < last.until);
    Ok(parts || around.near(cx, at, None, enters).into_iter().flatten().next().is_some())
}

/// The entry of an event, or of where a driver is, that an amendment corrected, itself or through others, and which field of it.
pub(in crate::desk) fn amended<'a>(by: &'a Entry, history: &'a [Entry]) -> Option<(&'a Entry, &'a str)> {
    let target = |by: &Entry| history.iter().find(|entry| Some(entry.seq) == by.decided.target);
    let amends = |entry: &&Entry| entry.kind == Kind::Amended;
    let first = std::iter::successors(Some(by).filter(amends), |by| target(by).filter(amends)).last()?;
    Some((target(first).filter(|event| moves(event.kind))?, first.get("field")))
}

/// The event whose plate or time an amendment corrected, by the entry that told it first, and which of both.
pub(in crate::desk) fn corrected<'a>(by: &'a Entry, history: &'a [Entry]) -> Option<(Seq, &'a str)> {
    let moved = |event: &Entry, key: &str| event.kind.enters().is_some() && matches!(key, "plate" | AT);
    let (event, key) = amended(by, history).filter(|(event, key)| moved(event, key))?;
    Some((event.get(OF).parse().unwrap_or(event.seq), key))
}

/// All that was read of a stay.
pub(in crate::desk) fn all(cx: &ActContext<'_, '_>, stay: &Record) -> Result<Vec<EntryView>, ActError> {
    let mut lines = Vec::new();
    for event in Event::of(stay, &[]) {
        lines.extend(readings::of(cx.journal, &event)?);
    }
    Ok(lines)
}

/// Where the driver of a stay was said to be. What was only concluded of him is so of whatever stands.
pub(in crate::desk) fn apart(cx: &ActContext<'_, '_>, stay: &Record) -> Result<Vec<EntryView>, StoreError> {
    let entries = cx.journal.history(stay.subject)?;
    let said = |line: &EntryView| entries.iter().any(|entry| entry.seq == line.seq && entry.decided.link.is_none());
    let mut lines = resolve(&entries);
    lines.retain(|line| line.kind == Kind::DriverApart && line.withdrawn.is_none() && said(line));
    Ok(lines)
}

/// Says the same in the record that has his entry now.
pub(in crate::desk) fn keep_apart(
    cx: &mut ActContext<'_, '_>,
    stay: Uuid,
    apart: &[EntryView],
) -> Result<(), ActError> {
    apart.iter().try_for_each(|line| keep_as(cx, stay, Kind::DriverApart, line))
}

/// What is struck of a stay where one reading is taken from it, and what else was read there and is told anew.
pub(in crate::desk) struct TakenOut {
    pub(in crate::desk) struck: Vec<Seq>,
    pub(in crate::desk) beside: Vec<EntryView>,
}

/// What is struck in other stays, and what else was read there.
#[derive(Default)]
pub(in crate::desk) struct Copies {
    pub(in crate::desk) struck: Vec<(Uuid, Seq)>,
    pub(in crate::desk) beside: Vec<EntryView>,
}

/// Takes a reading from a stay. With the event that began the record all of it goes, with an exit all that was ever said
/// of it there: nothing that was overtaken comes to light again.
pub(in crate::desk) fn take_out(
    cx: &ActContext<'_, '_>,
    stay: &Record,
    told: &EntryView,
) -> Result<TakenOut, ActError> {
    let entries = cx.journal.history(stay.subject)?;
    let mut lines = resolve(&entries);
    let begun_by_exit = lines.first().is_some_and(|first| first.kind.enters() == Some(false));
    lines.retain(|line| line.withdrawn.is_none() && line.kind.enters() == told.kind.enters());
    let own = |line: &EntryView| first(line) == first(told);
    let again = lines.iter().filter(|line| own(line)).all(|line| line.kind.reads_again());
    let all = !again && (told.kind.enters() == Some(true) || begun_by_exit);
    let mut beside = Vec::new();
    for event in Event::of(stay, &[]) {
        if all || Some(event.enters) == told.kind.enters() && !again {
            beside.extend(readings::of(cx.journal, &event)?);
        }
    }
    // What a time that was put right has left out is told nowhere else.
    let righted = all && lines.iter().any(|line| !line.kind.reads_again() && line.values.contains_key(AT));
    for line in lines.iter().filter(|line| righted && line.kind.reads_again() && line.get(LAST) != "yes") {
        if !beside.iter().any(|other| first(other) == first(line)) && lives(cx.journal, line)?.is_none() {
            beside.push(line.clone());
        }
    }
    beside.retain(|line| !own(line));
    beside.sort_by_key(|line| line.at);
    if again {
        lines.retain(own);
    }
    let struck = if all { vec![stay.seq] } else { lines.iter().map(|line| line.seq).collect() };
    Ok(TakenOut { struck, beside })
}

/// What still stands of a reading in other stays, from which another took it before it was told here. Of a stay that it
/// began, all that is told there is told anew.
pub(in crate::desk) fn copies(cx: &ActContext<'_, '_>, home: &Record, told: &EntryView) -> Result<Copies, ActError> {
    let mut copies = Copies::default();
    for copy in readings::telling(cx.journal, first(told))?.iter().filter(|copy| copy.seq < told.seq) {
        let stay = cx.record(copy.subject)?;
        if stay.subject == home.subject || stay.status == Status::Void {
            continue;
        }
        let lines = resolve(&cx.journal.history(stay.subject)?);
        let stands = lines.iter().any(|line| line.seq == copy.seq && reads(line, told.kind.enters() == Some(true)));
        if stands && copy.seq == stay.seq {
            copies.beside.extend(all(cx, &stay)?);
            copies.beside.retain(|line| first(line) != first(told));
        }
        if stands {
            copies.struck.push((stay.subject, copy.seq));
        }
    }
    Ok(copies)
}

/// The readings of an exit that had a record to itself.
pub(super) fn of_exit(cx: &ActContext<'_, '_>, exit: &Record) -> Result<Vec<EntryView>, StoreError> {
    let event = Event::of(exit, &[]).into_iter().find(|event| !event.enters);
    event.map_or(Ok(Vec::new()), |event| readings::of(cx.journal, &event))
}

/// Whether two events are one, now that this lies between them or nothing does.
pub(super) fn are_one(before: &Event, after: &Event) -> bool {
    let alone = match before.enters {
        true => matches!(before.stay.stay(), Some(Stay::Inside | Stay::LeftUnseen)),
        false => after.stay.stay() == Some(Stay::OutOnly),
    };
    alone && before.enters == after.enters && before.stay.subject != after.stay.subject
}

/// Two events turn out to be one: the stay of which nothing but that event is known is struck, and what was read of it
/// belongs to the other.
pub(super) fn unite(cx: &mut ActContext<'_, '_>, before: &Event, after: &Event, why: &str) -> Result<Uuid, ActError> {
    let (gone, kept) = if before.enters { (before, after) } else { (after, before) };
    let (lines, apart) = (readings::of(cx.journal, gone)?, apart(cx, &gone.stay)?);
    strike(cx, UNITED, gone.stay.subject, gone.stay.seq, why, link(&kept.stay))?;
    let later = match lines.split_first().filter(|_| gone.enters) {
        Some((line, later)) => {
            keep_as(cx, kept.stay.subject, Kind::VehicleIn, line)?;
            later
        }
        None => lines.as_slice(),
    };
    keep(cx, kept.stay.subject, later)?;
    keep_apart(cx, kept.stay.subject, &apart)?;
    Ok(kept.stay.subject)
}

/// Ends an event with a reading of it; what was read of it later is told anew.
pub(super) fn end(cx: &mut ActContext<'_, '_>, event: &Event, last: Moment) -> Result<(), ActError> {
    let mut parsed = ParsedForm::default();
    parsed.plain.insert(LAST.to_owned(), "yes".to_owned());
    cx.append(cx.derived_uid(ENDED), event.stay.subject, last, again(event.enters), parsed, Decided::default())?;
    Ok(())
}

/// An event from which its last reading was taken lasts until the one before.
pub(in crate::desk) fn shorten(cx: &mut ActContext<'_, '_>, stay: Uuid, enters: bool) -> Result<(), ActError> {
    for event in Event::of(&cx.record(stay)?, &[]).iter().filter(|event| event.enters == enters) {
        let last = readings::of(cx.journal, event)?.last().map(|line| line.at);
        if let Some(last) = last.filter(|last| *last < event.until) {
            end(cx, event, last)?;
        }
    }
    Ok(())
}

/// Ends the event the other way around an instant, and gives what was read of it later.
pub(super) fn part(
    cx: &mut ActContext<'_, '_>,
    around: &Around,
    at: Moment,
    enters: bool,
) -> Result<Vec<EntryView>, ActError> {
    let Some(event) = around.last().filter(|last| last.enters != enters && at < last.until) else {
        return Ok(Vec::new());
    };
    let (before, behind): (Vec<_>, Vec<_>) =
        readings::of(cx.journal, event)?.into_iter().partition(|line| line.at <= at);
    if !behind.is_empty() {
        end(cx, event, before.last().map_or(event.at, |line| line.at))?;
    }
    Ok(behind)
}

/// Looks at an event from which a reading was taken: what no longer follows closely is an event of its own.
pub(super) fn loosen(cx: &mut ActContext<'_, '_>, event: &Event, plate: &str) -> Result<(), ActError> {
    if event.until <= event.at {
        return Ok(());
    }
    let lines = readings::of(cx.journal, event)?;
    let about = cx.house.site.same_reading;
    let gap = lines.windows(2).position(|pair| matches!(pair, [one, next] if next.at.since(one.at) > about));
    let Some((before, behind)) = gap.and_then(|gap| lines.split_at_checked(gap + 1)) else { return Ok(()) };
    end(cx, event, before.last().map_or(event.at, |line| line.at))?;
    tell_all(cx, plate, behind).map(drop)
}

/// Tells readings anew, of a plate; gives the record of the first.
pub(in crate::desk) fn tell_all(
    cx: &mut ActContext<'_, '_>,
    plate: &str,
    lines: &[EntryView],
) -> Result<Option<Uuid>, ActError> {
    let mut first = None;
    for line in lines {
        first.get_or_insert(tell(cx, line, plate)?);
    }
    Ok(first)
}
