//! The time of an event that is amended: what began a record lies no later than what followed, which lies no earlier.

use crate::desk::act_context::ActContext;
use crate::desk::correct::{correctable, find};
use crate::desk::families::readings::is_by;
use crate::desk::families::{again, visitor};
use crate::desk::{Act, ActError, refuse_if};
use crate::domain::entry::{Family, Kind};
use crate::domain::form::{self, Input};
use crate::domain::history::{AT, EntryView, resolve};
use crate::domain::record::{Record, Status, Stay};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::when::Tense;
use crate::domain::time::{MINUTE, Moment, parse_rfc3339};
use crate::store::Read;

/// Whether a line began its record: of who passed a gate, the entry, also one for which an exit had waited.
fn begins(record: &Record, lines: &[EntryView], line: &EntryView) -> bool {
    let enters = |line: &EntryView| record.family.spec().enters == Some(line.kind);
    let standing = || lines.iter().filter(|line| line.withdrawn.is_none());
    let entry = standing().rfind(|line| enters(line)).or_else(|| standing().next());
    line.seq == entry.map_or(record.seq, |entry| entry.seq)
}

/// Refuses a time that the order of a record's events would not have taken.
pub(super) fn may_move(
    cx: &ActContext<'_, '_>,
    record: &Record,
    lines: &[EntryView],
    line: &EntryView,
    at: Moment,
) -> Result<(), ActError> {
    let next = if begins(record, lines, line) {
        refuse_if(
            missed(cx, record, line)?.is_some_and(|before| at < before.at.minute()),
            Refusal::at("new", Cause::BeforeArrival),
        )?;
        let left = if let Some(Stay::Left(left)) = record.stay() { Some(left) } else { None };
        record.steps.iter().filter(|step| step.seq != line.seq).map(|step| step.at).chain(left).min()
    } else {
        let begun = if record.family.at_gate() { record.at } else { record.at.minute() };
        refuse_if(at < begun, Refusal::at("new", Cause::BeforeArrival))?;
        let all = line.kind == Kind::VisitorOut && line.get("leaving").is_empty();
        let part = visitor::last_part(record).filter(|part| all && at < *part);
        part.map_or(Ok(()), |part| Err(Refusal::at("new", Cause::BeforePart(part))))?;
        None
    };
    let next = next.filter(|next| *next < at).or_else(|| promised_before(line, at));
    next.map_or(Ok(()), |next| Err(Refusal::at("new", Cause::AfterNext(next)).into()))
}

/// The visit that whoever came in again had left unseen.
fn missed(cx: &ActContext<'_, '_>, record: &Record, line: &EntryView) -> Result<Option<Record>, ActError> {
    let entry = cx.journal.entry(line.seq)?.filter(|_| record.family == Family::Visitor);
    let before = entry.and_then(|entry| entry.decided.link).map(|before| cx.record(before.subject)).transpose()?;
    Ok(before.filter(|before| before.status != Status::Void))
}

/// What an entry promises, or the end that it gives to a pause, where that would lie before an instant.
fn promised_before(line: &EntryView, at: Moment) -> Option<Moment> {
    let fields = form::fields(line.kind, line.get("step")).iter();
    let promised = fields.filter(|field| field.input == Input::When(Tense::Future)).map(|field| line.get(field.key));
    promised.filter_map(parse_rfc3339).filter(|promised| promised.since(at) < -MINUTE).min()
}

/// Refuses a time of an entry that lies after the exit that was told by its record, or of that exit, before its entry.
pub(super) fn by_record(cx: &ActContext<'_, '_>, stay: &Record, moved: &EntryView, at: Moment) -> Result<(), ActError> {
    for line in again::all(cx, stay)? {
        match (moved.kind.enters(), line.kind.enters()) {
            (Some(true), Some(false)) if is_by(&line, moved) => refuse_if(line.at < at, Cause::AfterNext(line.at))?,
            (Some(false), Some(true)) if is_by(moved, &line) => refuse_if(at < line.at, Cause::BeforeArrival)?,
            _ => {}
        }
    }
    Ok(())
}

/// The refusal of an amendment by which a vehicle would leave before it came, told of the entry where that is what is
/// amended.
pub(super) fn turned(cx: &ActContext<'_, '_>, act: &Act, refused: ActError) -> ActError {
    let behind = || {
        let (record, entries) = correctable(cx, act.subject).ok()?;
        let lines = resolve(&entries);
        let struck = find(cx, &entries, &lines, &act.target).ok()?;
        let entry = struck.field.key == AT && struck.line.kind.enters() == Some(true);
        if let Some(Stay::Left(left)) = record.stay().filter(|_| entry) { Some(left) } else { None }
    };
    match refused {
        ActError::Refused(mut reasons) if reasons.iter().any(|reason| reason.cause == Cause::BeforeArrival) => {
            let early = reasons.iter_mut().filter(|reason| reason.cause == Cause::BeforeArrival);
            if let Some(left) = behind() {
                early.for_each(|reason| reason.cause = Cause::AfterNext(left));
            }
            ActError::Refused(reasons)
        }
        refused => refused,
    }
}
