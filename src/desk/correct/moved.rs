//! What is said of a machine's event, other than its plate and its time, is corrected where the event is told now, and so
//! is where its driver is: other corrections may have left nothing of the record that told it first.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::correct::{amend_in_place, correctable, limits, struck_beside};
use crate::desk::families::again;
use crate::desk::families::joins::link;
use crate::desk::families::readings::{first, lives, moves, telling};
use crate::desk::{Act, ActError, ActTarget};
use crate::domain::entry::{Decided, Entry, Kind, OF, Seq};
use crate::domain::form::LONG;
use crate::domain::history::{AT, EntryView, resolve, struck_by};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Status};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::clean;
use crate::store::Read;

/// Random bits for the uid of the entry that gives back a value that was amended.
const BACK: u128 = 0xb492_b66f_be98_f273_0000;

/// The same amendment of the line in which the event is told now; `None` where that is the one that is named.
pub(super) fn amended(cx: &ActContext<'_, '_>, act: &Act) -> Result<Option<Act>, ActError> {
    let ActTarget::FieldOf(seq, key) = &act.target else { return Ok(None) };
    if act.source.is_none() {
        return Ok(None);
    }
    let there = |(home, told): (Record, EntryView)| Act {
        subject: Some(home.subject),
        target: ActTarget::FieldOf(told.seq, key.clone()),
        ..act.clone()
    };
    let told = elsewhere(cx, act.subject, *seq)?;
    Ok(told.filter(|(_, told)| told.kind == Kind::DriverApart || !matches!(key.as_str(), "plate" | AT)).map(there))
}

/// Strikes where a driver is in the line that tells it now, or takes back an amendment that was written where the event is
/// told no more.
pub(super) fn withdrawn(cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Option<Uuid>, ActError> {
    let ActTarget::Entry(seq) = act.target else { return Ok(None) };
    if act.source.is_none() {
        return Ok(None);
    }
    let (record, entries) = correctable(cx, act.subject)?;
    let Some(by) = entries.iter().find(|by| by.seq == seq && struck_by(&entries, seq).is_none()) else {
        return Ok(None);
    };
    let event = |line: &Entry, key| line.kind.enters().is_some() && matches!(key, "plate" | AT);
    let amended = again::amended(by, &entries).filter(|(line, key)| !event(line, key));
    let strikes = by.kind == Kind::DriverApart;
    let Some((line, key)) = amended.or(strikes.then_some((by, ""))) else { return Ok(None) };
    let Some((home, told)) = elsewhere(cx, act.subject, line.seq)? else { return Ok(None) };
    let why = clean(act.fields.get("why").map_or("", String::as_str), LONG);
    let why = why.map_err(|fault| Refusal::at("why", Cause::Value(fault)))?;
    let mut parsed = ParsedForm::default();
    parsed.personal.insert("why".to_owned(), why.clone());
    if strikes {
        parsed.plain.insert(OF.to_owned(), seq.to_string());
        let mut decided = Decided { target: Some(told.seq), ..Decided::default() };
        let supposed = struck_beside(cx, home.subject, told.seq);
        limits::recompute(cx, &home, &cx.journal.history(home.subject)?, supposed, &mut decided)?;
        cx.append(cx.uid, home.subject, cx.now, Kind::Withdrawn, parsed, decided)?;
        return Ok(Some(home.subject));
    }
    let says = if key == AT { cx.house.site.zone.rfc3339(told.at) } else { told.get(key).to_owned() };
    // What was said since stands.
    if says == by.get("new") {
        let fields = [("new", by.get("old")), ("why", &why)].map(|(key, text)| (key.to_owned(), text.to_owned()));
        let target = ActTarget::FieldOf(told.seq, key.to_owned());
        let back = Act { subject: Some(home.subject), target, fields: fields.into(), ..act.clone() };
        cx.within(BACK, |cx| amend_in_place(cx, &back, None))?;
    }
    let decided = Decided { target: Some(seq), link: link(&home), ..Decided::default() };
    cx.append(cx.uid, record.subject, cx.now, Kind::Withdrawn, parsed, decided)?;
    Ok(Some(home.subject))
}

/// Where the event of a line is told now, if that is no longer the line itself.
fn elsewhere(
    cx: &ActContext<'_, '_>,
    subject: Option<Uuid>,
    seq: Seq,
) -> Result<Option<(Record, EntryView)>, ActError> {
    let (record, entries) = correctable(cx, subject)?;
    let line = resolve(&entries).into_iter().find(|line| line.seq == seq && moves(line.kind));
    let gone = |line: &EntryView| record.status == Status::Void || line.withdrawn.is_some();
    let Some(line) = line.filter(gone) else { return Ok(None) };
    let home = lives(cx.journal, &line)?;
    let last = telling(cx.journal, first(&line))?.pop().filter(|last| last.seq != seq);
    if let Some(last) = last.filter(|last| home.is_none() && last.kind == Kind::DriverApart) {
        let lines = resolve(&cx.journal.history(last.subject)?);
        let told = lines.iter().find(|line| line.seq == last.seq).into_iter().chain(lines.first());
        let struck = told.filter_map(|line| line.withdrawn.clone()).next();
        struck.map_or(Ok(()), |by| Err(Cause::AlreadyWithdrawn(by.operator, by.at)))?;
    }
    Ok(home)
}
