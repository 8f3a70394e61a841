//! What a correction strikes beside its own line, in the same act.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::correct::{BESIDE, limits};
use crate::desk::families::driver;
use crate::desk::families::joins::{PARTED, Parted, ends};
use crate::desk::families::stays::over;
use crate::desk::{Act, ActError};
use crate::domain::entry::{Decided, Entry, Family, Kind, Link, Seq};
use crate::domain::history::{EntryView, resolve, struck_by};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Status, Stay};
use crate::domain::refusal::Cause;
use crate::domain::text::plate;
use crate::store::Read;

/// How many stays of a plate on either side of an instant are looked at.
const AROUND: usize = 32;

/// Does a correction, and refuses it where more stays of a plate lie over one another, or end before they begin, than did.
pub(super) fn apart<'j>(
    cx: &mut ActContext<'_, 'j>,
    act: &Act,
    work: impl FnOnce(&mut ActContext<'_, 'j>) -> Result<Uuid, ActError>,
) -> Result<Uuid, ActError> {
    let before = act.subject.map_or(Ok(None), |subject| cx.journal.record(subject))?;
    let Some(before) = before.filter(|record| record.family.at_gate()) else { return work(cx) };
    let lay = laid(cx, &before)?.len();
    let subject = work(cx)?;
    let after = cx.record(subject)?;
    let lies = [laid(cx, &before)?, laid(cx, &after)?].into_iter().max_by_key(Vec::len).unwrap_or_default();
    match lies.first().filter(|_| lies.len() > lay) {
        Some(over) => Err(over.clone().into()),
        None => Ok(subject),
    }
}

/// What is wrong with the stays of a record's plate: one lies over that before it, or ends before it begins.
fn laid(cx: &ActContext<'_, '_>, record: &Record) -> Result<Vec<Cause>, ActError> {
    let key = plate::key(record.get("plate"));
    if key.is_empty() || record.family != Family::Vehicle {
        return Ok(Vec::new());
    }
    let mut stays = cx.journal.stays(key, record.at, AROUND)?;
    stays.retain(|stay| !matches!(stay.stay(), None | Some(Stay::Refused)));
    stays.sort_by_key(|stay| (stay.at, ends(stay)));
    let turned = stays.iter().filter(|stay| ends(stay) < stay.at).map(|_| Cause::BeforeArrival);
    let pairs = stays.iter().zip(stays.iter().skip(1)).filter(|(one, other)| ends(one) > other.at);
    Ok(pairs.map(|(_, other)| over(other)).chain(turned).collect())
}

/// Strikes from a stay the exit that a correction brought to it and that is another's once that is undone.
pub(super) fn part(
    cx: &mut ActContext<'_, '_>,
    record: &Record,
    entries: &[Entry],
    supposed: &Entry,
    why: &str,
) -> Result<Option<Parted>, ActError> {
    driver::amended(cx, record, entries, supposed)?;
    let parted = Parted::of(cx, record, entries, supposed)?;
    if let Some((stay, told)) = parted.as_ref().and_then(|parted| Some((parted.stay.subject, parted.told?))) {
        strike(cx, PARTED, stay, told, why, None)?;
    }
    Ok(parted)
}

/// The entry with which all of a record is struck. Where the one that began it was struck alone, all but one of those that
/// stand are struck beside it.
pub(super) fn with_all(
    cx: &mut ActContext<'_, '_>,
    record: &Record,
    lines: &[EntryView],
    why: &str,
) -> Result<Seq, ActError> {
    let standing = lines.iter().filter(|line| line.withdrawn.is_none()).map(|line| line.seq);
    let rest: Vec<Seq> = standing.filter(|_| record.family == Family::Visitor).collect();
    let Some((last, rest)) = rest.split_first().filter(|(first, _)| **first != record.seq) else {
        return Ok(record.seq);
    };
    for (n, seq) in (BESIDE..).zip(rest) {
        strike(cx, n, record.subject, *seq, why, None)?;
    }
    Ok(*last)
}

/// Whether a line of a visitor's record was concluded from another's.
pub(super) fn concluded(entries: &[Entry], line: &EntryView) -> bool {
    entries.iter().any(|by| by.seq == line.seq && by.decided.link.is_some())
}

/// Whether a visitor's record tells an exit beside the entry, or an entry beside the exit, that is to be struck.
pub(super) fn leaves_more(entries: &[Entry], target: &Entry) -> bool {
    let lines = resolve(entries);
    lines.iter().filter(|line| line.withdrawn.is_none()).any(|line| match (target.kind, line.kind) {
        (Kind::VisitorIn, Kind::VisitorOut) => line.get("unseen") != "yes" && !concluded(entries, line),
        (Kind::VisitorIn, Kind::VisitorOutOnly) | (Kind::VisitorOutOnly, Kind::VisitorIn) => true,
        _ => false,
    })
}

/// Strikes an entry as the n-th further one of an act; tells where what it said is told now.
pub(in crate::desk) fn strike(
    cx: &mut ActContext<'_, '_>,
    n: u128,
    subject: Uuid,
    target: Seq,
    why: &str,
    link: Option<Link>,
) -> Result<(), ActError> {
    let (record, entries) = (cx.record(subject)?, cx.journal.history(subject)?);
    let mut decided = Decided { target: Some(target), link, ..Decided::default() };
    limits::recompute(cx, &record, &entries, struck_beside(cx, subject, target), &mut decided)?;
    let mut parsed = ParsedForm::default();
    parsed.personal.insert("why".to_owned(), why.to_owned());
    cx.append(cx.derived_uid(n), subject, cx.now, Kind::Withdrawn, parsed, decided)?;
    Ok(())
}

/// The entry that strikes another, as it is about to be.
pub(super) fn struck_beside(cx: &ActContext<'_, '_>, subject: Uuid, target: Seq) -> Entry {
    let decided = Decided { target: Some(target), ..Decided::default() };
    cx.supposed(Kind::Withdrawn, subject, cx.now, &ParsedForm::default(), &decided)
}

/// Strikes that a walk-in or call became a complaint which is void: it is open as before.
pub(super) fn reopen(cx: &mut ActContext<'_, '_>, origin: Uuid, complaint: &Record, why: &str) -> Result<(), ActError> {
    let origin = cx.record(origin)?;
    if origin.status == Status::Void {
        return Ok(());
    }
    let entries = cx.journal.history(origin.subject)?;
    let became = |entry: &&Entry| {
        !entry.kind.opens() && entry.decided.link.is_some_and(|link| link.subject == complaint.subject)
    };
    let Some(became) = entries.iter().filter(became).find(|entry| struck_by(&entries, entry.seq).is_none()) else {
        return Ok(());
    };
    strike(cx, 1, origin.subject, became.seq, why, None)
}
