//! What a correction strikes beside its own line, in the same act.

use uuid::Uuid;

use crate::desk::ActError;
use crate::desk::act_context::ActContext;
use crate::desk::correct::{hypothetical_entry, limits};
use crate::desk::families::joins::{PARTED, Parted};
use crate::domain::entry::{Decided, Entry, Kind, Link, Seq};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Status};
use crate::store::Read;

/// Strikes from a stay the exit that a correction brought to it and that is another's once that is undone.
pub(super) fn part(
    cx: &mut ActContext<'_, '_>,
    record: &Record,
    entries: &[Entry],
    supposed: &Entry,
    why: &str,
) -> Result<Option<Parted>, ActError> {
    let parted = Parted::of(cx, record, entries, supposed)?;
    if let Some((stay, told)) = parted.as_ref().and_then(|parted| Some((parted.stay.subject, parted.told?))) {
        strike(cx, PARTED, stay, told, why, None)?;
    }
    Ok(parted)
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
    let (limits, ended) = limits::recompute(cx, &record, &entries, struck_beside(cx, subject, target))?;
    let decided = Decided { target: Some(target), link, limits, ended, ..Decided::default() };
    let mut parsed = ParsedForm::default();
    parsed.personal.insert("why".to_owned(), why.to_owned());
    cx.append(cx.derived_uid(n), subject, cx.now, Kind::Withdrawn, parsed, decided)?;
    Ok(())
}

/// The entry that strikes another, as it is about to be.
pub(super) fn struck_beside(cx: &ActContext<'_, '_>, subject: Uuid, target: Seq) -> Entry {
    let decided = Decided { target: Some(target), ..Decided::default() };
    hypothetical_entry(cx, Kind::Withdrawn, subject, &ParsedForm::default(), &decided)
}

/// Strikes that a walk-in or call became a complaint which is void: it is open as before.
pub(super) fn reopen(cx: &mut ActContext<'_, '_>, origin: Uuid, complaint: &Record, why: &str) -> Result<(), ActError> {
    let origin = cx.record(origin)?;
    if origin.status == Status::Void {
        return Ok(());
    }
    let entries = cx.journal.history(origin.subject)?;
    let struck =
        |entry: &Entry| entries.iter().any(|by| by.kind == Kind::Withdrawn && by.decided.target == Some(entry.seq));
    let became = |entry: &&Entry| {
        !entry.kind.opens() && entry.decided.link.is_some_and(|link| link.subject == complaint.subject)
    };
    let Some(became) = entries.iter().filter(became).find(|entry| !struck(entry)) else { return Ok(()) };
    strike(cx, 1, origin.subject, became.seq, why, None)
}
