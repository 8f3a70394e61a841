//! What is said of a machine's event, other than its plate and its time, is corrected where the event is told now: other
//! corrections may have left nothing of the record that told it first.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::correct::{amend_in_place, correctable};
use crate::desk::families::again;
use crate::desk::families::joins::link;
use crate::desk::families::readings::lives;
use crate::desk::{Act, ActError, ActTarget};
use crate::domain::entry::{Decided, Entry, Kind, Seq};
use crate::domain::form::LONG;
use crate::domain::history::{AT, EntryView, resolve};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Status};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::clean;

/// Random bits for the uid of the entry that gives back a value that was amended.
const BACK: u128 = 0xb492_b66f_be98_f273_0000;

/// The same amendment of the line in which the event is told now; `None` where that is the one that is named.
pub(super) fn amended(cx: &ActContext<'_, '_>, act: &Act) -> Result<Option<Act>, ActError> {
    let ActTarget::FieldOf(seq, key) = &act.target else { return Ok(None) };
    if act.source.is_none() || matches!(key.as_str(), "plate" | AT) {
        return Ok(None);
    }
    let there = |(home, told): (Record, EntryView)| Act {
        subject: Some(home.subject),
        target: ActTarget::FieldOf(told.seq, key.clone()),
        ..act.clone()
    };
    Ok(elsewhere(cx, act.subject, *seq)?.map(there))
}

/// Takes back an amendment that was written where the event is told no more.
pub(super) fn withdrawn(cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Option<Uuid>, ActError> {
    let ActTarget::Entry(seq) = act.target else { return Ok(None) };
    if act.source.is_none() {
        return Ok(None);
    }
    let (record, entries) = correctable(cx, act.subject)?;
    let struck =
        |by: &Entry| entries.iter().any(|other| other.kind == Kind::Withdrawn && other.decided.target == Some(by.seq));
    let Some(by) = entries.iter().find(|by| by.seq == seq && !struck(by)) else { return Ok(None) };
    let amended = again::amended(by, &entries).filter(|(_, key)| !matches!(*key, "plate" | AT));
    let Some((line, key)) = amended else { return Ok(None) };
    let Some((home, told)) = elsewhere(cx, act.subject, line.seq)? else { return Ok(None) };
    let why = clean(act.fields.get("why").map_or("", String::as_str), LONG);
    let why = why.map_err(|fault| Refusal::at("why", Cause::Value(fault)))?;
    // What was said since stands.
    if told.get(key) == by.get("new") {
        let fields = [("new", by.get("old")), ("why", &why)].map(|(key, text)| (key.to_owned(), text.to_owned()));
        let target = ActTarget::FieldOf(told.seq, key.to_owned());
        let back = Act { subject: Some(home.subject), target, fields: fields.into(), ..act.clone() };
        cx.within(BACK, |cx| amend_in_place(cx, &back, None))?;
    }
    let mut parsed = ParsedForm::default();
    parsed.personal.insert("why".to_owned(), why);
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
    let line = resolve(&entries).into_iter().find(|line| line.seq == seq && line.kind.enters().is_some());
    let gone = |line: &EntryView| record.status == Status::Void || line.withdrawn.is_some();
    Ok(line.filter(gone).map_or(Ok(None), |line| lives(cx.journal, &line))?)
}
