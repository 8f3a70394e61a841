//! A vehicle that stands at the barrier is read on and on. Readings the same way that follow each other within the time
//! that the site sets are one event, from the first to the last. Each of them is kept, so that an event that comes late may
//! still part them, or a reading bring two events together.

use uuid::Uuid;

use crate::desk::ActError;
use crate::desk::act_context::ActContext;
use crate::desk::correct::strike;
use crate::desk::families::events::{said, tell};
use crate::desk::families::joins::link;
use crate::desk::families::stays::{Around, Event, NEAR, of_stay};
use crate::domain::entry::{Decided, Entry, Kind, LAST, Seq};
use crate::domain::history::{EntryView, resolve};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Stay};
use crate::domain::text::plate;
use crate::domain::time::Moment;
use crate::store::Read;

/// Random bits for the uids of an act's further entries: what is kept of an event that another record has now, where an
/// event ended, what was united, and what is told anew of the readings behind.
const KEPT: u128 = 0xd6e8_feb8_6659_0000;
const ENDED: u128 = 0xca5a_8263_9512_0000;
const UNITED: u128 = 0x9fb2_1c65_1e98_0000;
const LATER: u128 = 0xff51_afd7_ed55_8ccd_0000;

/// The n-th of such entries.
const fn nth(kind: u128, n: u128) -> u128 {
    kind ^ n << 96
}

const fn again(enters: bool) -> Kind {
    if enters { Kind::VehicleInAgain } else { Kind::VehicleOutAgain }
}

/// One more reading of an event. The earliest instant is the event's; a later one only says that it lasted.
pub(super) fn read(
    cx: &mut ActContext<'_, '_>,
    event: &Event,
    at: Moment,
    parsed: ParsedForm,
) -> Result<Uuid, ActError> {
    let (stay, subject) = (&event.stay, event.stay.subject);
    let parsed = ParsedForm { at: Some(at), ..of_stay(parsed) };
    if at >= event.at {
        cx.repeats = true;
        keep_own(cx, subject, at, event.enters, parsed)?;
    } else if event.enters && stay.inside() {
        cx.begin_again(cx.uid, Kind::VehicleIn, stay, parsed)?;
    } else {
        let kind = if event.enters { Kind::VehicleIn } else { Kind::VehicleOut };
        cx.append(cx.uid, subject, at, kind, parsed, Decided::default())?;
        if kind == Kind::VehicleOut {
            // An exit is told anew from there: it lasted until then all the same.
            let (uid, until) = (cx.derived_uid(KEPT), event.until);
            cx.append(uid, subject, until, again(false), ParsedForm::default(), Decided::default())?;
        }
    }
    Ok(subject)
}

/// Keeps the reading that the act itself says.
pub(super) fn keep_own(
    cx: &mut ActContext<'_, '_>,
    subject: Uuid,
    at: Moment,
    enters: bool,
    parsed: ParsedForm,
) -> Result<(), ActError> {
    cx.append(cx.uid, subject, at, again(enters), parsed, Decided::default()).map(drop)
}

/// The readings that an event is made of, in order.
fn readings(cx: &ActContext<'_, '_>, event: &Event) -> Result<Vec<EntryView>, ActError> {
    let mut lines = resolve(&cx.journal.history(event.stay.subject)?);
    lines.retain(|line| {
        let within = event.at <= line.at && line.at <= event.until;
        within && line.withdrawn.is_none() && line.kind.enters() == Some(event.enters) && line.get("unseen") != "yes"
    });
    lines.sort_by_key(|line| line.at);
    lines.dedup_by_key(|line| line.at);
    Ok(lines)
}

/// The readings of the event that a line of a stay tells; the line alone where it is one reading among others.
pub(super) fn of_line(cx: &ActContext<'_, '_>, stay: &Record, line: &EntryView) -> Result<Vec<EntryView>, ActError> {
    let enters = line.kind.enters() == Some(true);
    let event = Event::of(stay, &[]).into_iter().find(|event| event.enters == enters && event.at == line.at);
    match event.filter(|event| !line.kind.reads_again() && event.until > event.at) {
        Some(event) => readings(cx, &event),
        None => Ok(vec![line.clone()]),
    }
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

/// Where an event is told now that a line of a record told first: in that record, or in a stay of a plate that the record
/// ever had.
pub(in crate::desk) fn lives(
    cx: &ActContext<'_, '_>,
    record: &Record,
    entries: &[Entry],
    line: &EntryView,
) -> Result<Option<(Record, EntryView)>, ActError> {
    let amended = entries.iter().filter(|entry| entry.get("field") == "plate");
    let plates = amended.flat_map(|entry| ["old", "new"].map(|key| entry.get(key)));
    let mut keys: Vec<&str> =
        plates.chain([record.get("plate")]).map(plate::key).filter(|key| !key.is_empty()).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut stays = vec![record.clone()];
    for key in keys {
        stays.extend(cx.journal.stays(key, line.at, NEAR)?);
    }
    for stay in stays {
        let own = |event: &Event| Some(event.enters) == line.kind.enters();
        for event in Event::of(&stay, &[]).iter().filter(|event| own(event)) {
            if let Some(told) = readings(cx, event)?.into_iter().find(|told| told.at == line.at) {
                return Ok(Some((stay, told)));
            }
        }
    }
    Ok(None)
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
    let mut lines = resolve(&cx.journal.history(stay.subject)?);
    let begun_by_exit = lines.first().is_some_and(|first| first.kind.enters() == Some(false));
    lines.retain(|line| line.withdrawn.is_none() && line.kind.enters() == told.kind.enters());
    let all = !told.kind.reads_again() && (told.kind.enters() == Some(true) || begun_by_exit);
    let mut beside = Vec::new();
    for event in Event::of(stay, &[]) {
        if all || Some(event.enters) == told.kind.enters() && !told.kind.reads_again() {
            beside.extend(readings(cx, &event)?);
        }
    }
    beside.retain(|line| line.at != told.at || line.kind.enters() != told.kind.enters());
    beside.sort_by_key(|line| line.at);
    if told.kind.reads_again() {
        lines.retain(|line| line.at == told.at);
    }
    let struck = if all { vec![stay.seq] } else { lines.iter().map(|line| line.seq).collect() };
    Ok(TakenOut { struck, beside })
}

/// What still stands of a reading in other stays near by, which another took from them. Of a stay that it began, all
/// that is told there is told anew.
pub(in crate::desk) fn copies(cx: &ActContext<'_, '_>, home: &Record, told: &EntryView) -> Result<Copies, ActError> {
    let mut copies = Copies::default();
    let key = plate::key(home.get("plate"));
    let stays = if key.is_empty() { Vec::new() } else { cx.journal.stays(key, told.at, NEAR)? };
    for stay in stays.iter().filter(|stay| stay.subject != home.subject) {
        let mut lines = resolve(&cx.journal.history(stay.subject)?);
        lines.retain(|line| {
            let same = line.at == told.at && line.kind.enters() == told.kind.enters();
            same && line.withdrawn.is_none() && line.get("unseen") != "yes"
        });
        if lines.iter().any(|line| line.seq == stay.seq) {
            copies.struck.push((stay.subject, stay.seq));
            for event in Event::of(stay, &[]) {
                copies.beside.extend(readings(cx, &event)?);
            }
            copies.beside.retain(|line| line.at != told.at || line.kind.enters() != told.kind.enters());
        } else {
            copies.struck.extend(lines.iter().map(|line| (stay.subject, line.seq)));
        }
    }
    Ok(copies)
}

/// What else was read of an exit that had a record to itself; all of it where that is known by another reading.
pub(super) fn of_exit(cx: &ActContext<'_, '_>, exit: &Record, known: bool) -> Result<Vec<EntryView>, ActError> {
    let event = Event::of(exit, &[]).into_iter().find(|event| known || event.until > event.at);
    let mut lines = event.map(|event| readings(cx, &event)).transpose()?.unwrap_or_default();
    lines.retain(|line| known || line.at > exit.at);
    Ok(lines)
}

/// Those after the first.
pub(super) fn later(cx: &ActContext<'_, '_>, event: &Event) -> Result<Vec<EntryView>, ActError> {
    if event.until <= event.at {
        return Ok(Vec::new());
    }
    let mut lines = readings(cx, event)?;
    lines.retain(|line| line.at > event.at);
    Ok(lines)
}

/// Keeps the readings of an event with the record that has it now.
pub(super) fn keep(cx: &mut ActContext<'_, '_>, subject: Uuid, lines: &[EntryView]) -> Result<(), ActError> {
    for (n, line) in (1..).zip(lines) {
        let kind = again(line.kind.enters() == Some(true));
        let uid = cx.derived_uid(nth(KEPT, n));
        cx.as_said(&line.source, |cx| cx.append(uid, subject, line.at, kind, said(line), Decided::default()))?;
    }
    Ok(())
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
    let mut lines = readings(cx, gone)?;
    strike(cx, UNITED, gone.stay.subject, gone.stay.seq, why, link(&kept.stay))?;
    if gone.enters {
        let mut entry = ParsedForm { at: Some(gone.at), ..ParsedForm::default() };
        for line in lines.iter().filter(|line| line.kind == Kind::VehicleIn) {
            let ParsedForm { plain, personal, ahead, .. } = said(line);
            entry.plain.extend(plain);
            entry.personal.extend(personal);
            entry.ahead = ahead;
        }
        lines.retain(|line| line.at > gone.at);
        let uid = cx.derived_uid(nth(UNITED, 1));
        if kept.stay.inside() {
            cx.begin_again(uid, Kind::VehicleIn, &kept.stay, entry)?;
        } else {
            cx.append(uid, kept.stay.subject, gone.at, Kind::VehicleIn, entry, Decided::default())?;
        }
    }
    keep(cx, kept.stay.subject, &lines)?;
    Ok(kept.stay.subject)
}

/// Ends an event with a reading of it; what was read of it later is told anew.
pub(super) fn end(cx: &mut ActContext<'_, '_>, event: &Event, last: Moment) -> Result<(), ActError> {
    let mut parsed = ParsedForm::default();
    parsed.plain.insert(LAST.to_owned(), "yes".to_owned());
    cx.append(cx.derived_uid(ENDED), event.stay.subject, last, again(event.enters), parsed, Decided::default())?;
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
    let (before, behind): (Vec<_>, Vec<_>) = readings(cx, event)?.into_iter().partition(|line| line.at <= at);
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
    let lines = readings(cx, event)?;
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
    for (n, line) in (0..).zip(lines) {
        let subject = cx.within(nth(LATER, n), |cx| tell(cx, line, plate))?;
        first.get_or_insert(subject);
    }
    Ok(first)
}
