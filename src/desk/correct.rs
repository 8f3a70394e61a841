//! Corrections: one field struck through, a whole entry struck 作废. Nothing else changes anything that was written.

mod anew;
mod back;
mod beside;
mod limits;
mod moved;
mod party;
mod said;
mod times;

pub(super) use beside::strike;
use beside::{part, reopen, struck_beside};
pub(super) use party::nobody_stays;

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::families::events::Parting;
use crate::desk::families::joins::{Join, Parted};
use crate::desk::families::{complaint_rules, contact, joins, parts, visitor, visits};
use crate::desk::{Act, ActError, ActTarget, acknowledge, refuse_if};
use crate::domain::entry::{ALONE, Decided, Entry, Family, Kind, OF, Seq};
use crate::domain::form::{self, Field, Input};
use crate::domain::history::{AT, EntryView, Line, newest, resolve, struck_by};
use crate::domain::intake::{self, ParsedForm};
use crate::domain::record::{DELIVERED, Record, Status, fold, teller, walk};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::ValueError;
use crate::domain::time::parse_rfc3339;
use crate::store::Read;

/// The place of the first entry that is struck beside a correction, among the further entries of its act.
const BESIDE: u128 = 16;

/// The value that an amendment strikes.
struct Struck<'a> {
    line: &'a EntryView,
    field: &'static Field,
    old: String,
    head: (Seq, String),
}

/// Strikes one field through and writes the new value beside it.
pub(super) fn amend(cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Uuid, ActError> {
    let amended = beside::apart(cx, act, |cx| match (anew::event(cx, act)?, moved::amended(cx, act)?) {
        (Some(subject), _) => Ok(subject),
        (None, Some(there)) => amend_in_place(cx, &there, Some(&act.target)),
        (None, None) => amend_in_place(cx, act, None).or_else(|refused| anew::otherwise(cx, act, refused)),
    });
    amended.map_err(|refused| times::turned(cx, act, refused))
}

/// Amends a line where it stands, which may be another than the one that was named.
fn amend_in_place(cx: &mut ActContext<'_, '_>, act: &Act, named: Option<&ActTarget>) -> Result<Uuid, ActError> {
    let (record, entries) = correctable(cx, act.subject)?;
    if let Some(key) = act.fields.keys().find(|key| !form::takes(Kind::Amended, "", key)) {
        return Err(Refusal::at(key, Cause::UnknownField).into());
    }
    let lines = resolve(&entries);
    let struck = find(cx, &entries, &lines, &act.target)?;
    let (site, now) = (&cx.house.site, cx.now);
    let typed = |key: &str| act.fields.get(key).map_or("", String::as_str);
    // What an event says is judged against its own time; that time itself against now and when it was told.
    let then = if struck.field.key == AT { now } else { struck.line.at };
    let written = Some(struck.line.written_at).filter(|_| struck.field.key == AT && !struck.line.clock_went_back);
    let value = intake::read_amended(struck.field, typed("new"), (&struck.old, written), site, then);
    let mut refusals = Vec::new();
    let mut keep = |key: &str, field: &Field, value: Result<String, ValueError>| match value {
        Ok(value) => value,
        Err(fault) => {
            refusals.push(Refusal::at(key, Cause::of(fault, field.clause)));
            String::new()
        }
    };
    let new = keep("new", struck.field, value);
    // An act of another kind by which more is known says why itself.
    let why = form::find(Kind::Amended, "", "why").filter(|_| act.kind == Kind::Amended);
    let why = why.map_or_else(String::new, |field| keep("why", field, intake::read(field, typed("why"), site, now)));
    if !refusals.is_empty() {
        return Err(ActError::Refused(refusals));
    }
    refuse_if(new == struck.old, Refusal::at("new", Cause::Unchanged))?;
    intake::other_role(struck.field, &new, site).map_or(Ok(()), |cause| Err(Refusal::at("new", cause)))?;
    may_amend(cx, &record, &lines, &struck, &new)?;
    if struck.field.key == "name" && typed("again") != "second" {
        visits::renamed(cx, &record, &new)?;
    }

    let mut parsed = ParsedForm::default();
    let (plain, personal) = (&mut parsed.plain, &mut parsed.personal);
    plain.insert("field".into(), struck.head.1.clone());
    if let Some(ActTarget::FieldOf(seq, _)) = named {
        plain.insert(OF.into(), seq.to_string());
    }
    personal.insert("why".into(), why);
    let values = if struck.field.plain { plain } else { personal };
    values.insert("old".into(), struck.old.clone());
    values.insert("new".into(), new);
    let mut decided = Decided { target: Some(struck.head.0), ..Decided::default() };
    decided.odd_room = struck.field.input == Input::Room && !site.room.matches(parsed.get("new"));
    let supposed = cx.supposed(Kind::Amended, record.subject, cx.now, &parsed, &decided);
    let parted = part(cx, &record, &entries, &supposed, parsed.get("why"))?;
    let (record, entries) = correctable(cx, act.subject)?;
    let (mut join, mut parting) = (None, Parting::default());
    if record.family == Family::Vehicle && matches!(struck.field.key, "plate" | AT) {
        let plate = (struck.field.key == "plate").then(|| parsed.get("new"));
        parting = Parting::of(cx, &record, struck.line, plate, &act.target)?;
        if parting.alone {
            let old = record.get("plate");
            refuse_if(parsed.get("new") == old, Refusal::at("new", Cause::Unchanged))?;
            parsed.personal.insert("old".into(), old.to_owned());
        } else {
            let parts = parting.struck.iter().map(|seq| struck_beside(cx, record.subject, *seq));
            let after = supposing(&entries, parts.chain([supposed.clone()]))?;
            join = joins::check(cx, &after).map_err(|refused| at_field(refused, "new"))?;
        }
    }
    let party = record.family == Family::Visitor && matches!(struck.field.key, "count" | "leaving");
    if party {
        let after = [entries.as_slice(), std::slice::from_ref(&supposed)].concat();
        nobody_stays(&after).map_or(Ok(()), |gone| Err(Refusal::at("new", Cause::GoneBefore(gone))))?;
    }
    if struck.field.clock || party {
        if struck.field.key == "outcome" && !messages_still_valid(&entries, &supposed) {
            let delivered = parsed.get("new") == DELIVERED;
            let cause = if delivered { Cause::NoMessage } else { Cause::LaterFirst };
            return Err(Refusal::at("new", cause).into());
        }
        limits::recompute(cx, &record, &entries, supposed, &mut decided)?;
    }
    correct(cx, &record, (Kind::Amended, parsed, decided), (join, parted, parting))
}

/// Writes a correction, and what it brings together and parts.
fn correct(
    cx: &mut ActContext<'_, '_>,
    record: &Record,
    (kind, parsed, decided): (Kind, ParsedForm, Decided),
    (join, parted, mut parting): (Option<Join>, Option<Parted>, Parting),
) -> Result<Uuid, ActError> {
    let why = parsed.get("why").to_owned();
    let link = parting.go(cx)?;
    for (n, seq) in (BESIDE..).zip(&parting.struck) {
        strike(cx, n, record.subject, *seq, &why, link)?;
    }
    cx.append(cx.uid, record.subject, cx.now, kind, parsed, decided)?;
    let joined = join.map(|join| join.write(cx, &why)).transpose()?;
    parted.map_or(Ok(()), |parted| parted.write(cx))?;
    parting.settle(cx, &why)?;
    Ok(joined.unwrap_or(record.subject))
}

/// The record as it would be with corrections.
pub(super) fn supposing(entries: &[Entry], supposed: impl IntoIterator<Item = Entry>) -> Result<Record, ActError> {
    let entries: Vec<Entry> = entries.iter().cloned().chain(supposed).collect();
    Ok(fold(&entries).map_err(|_| Cause::NoSuchRecord)?)
}

/// The same refusal, said at a field.
pub(super) fn at_field(refused: ActError, key: &str) -> ActError {
    match refused {
        ActError::Refused(reasons) => {
            ActError::Refused(reasons.into_iter().map(|reason| Refusal::at(key, reason.cause)).collect())
        }
        failed @ ActError::Store(_) => failed,
    }
}

/// Whether, with a correction, what was delivered 已转告 had been left to be passed on.
fn messages_still_valid(entries: &[Entry], supposed: &Entry) -> bool {
    let entries: Vec<Entry> = entries.iter().chain([supposed]).cloned().collect();
    contact::delivered_what_was_left(&resolve(&entries))
}

/// The record of a correction and its entries; signed pages, calendars and duties are never corrected.
fn correctable(cx: &ActContext<'_, '_>, subject: Option<Uuid>) -> Result<(Record, Vec<Entry>), ActError> {
    let record = cx.record(subject.ok_or(Cause::NoSuchRecord)?)?;
    refuse_if(record.family.spec().sealed, Cause::Sealed)?;
    let entries = cx.journal.history(record.subject)?;
    Ok((record, entries))
}

/// The value to strike: the one that was seen, if it still stands, or what the field says now.
fn find<'a>(
    cx: &ActContext<'_, '_>,
    entries: &[Entry],
    lines: &'a [EntryView],
    detail: &ActTarget,
) -> Result<Struck<'a>, ActError> {
    let live = || lines.iter().filter(|line| line.withdrawn.is_none());
    let field_of = |line: &EntryView, key: &str| form::find(line.kind, line.get("step"), key);
    let value_of = |line: &'a EntryView, field: &'static Field| {
        let found = line.values.get(field.key);
        let own = if field.key == AT { cx.house.site.zone.rfc3339(line.at) } else { String::new() };
        let old = found.map_or(own, |value| value.text.clone());
        let head = found.map_or((line.seq, field.key.to_owned()), |value| value.head.clone());
        Struck { line, field, old, head }
    };
    match detail {
        ActTarget::FieldOf(seq, key) => {
            let line = lines.iter().find(|line| line.seq == *seq).ok_or(Cause::NoSuchRecord)?;
            let struck = line.values.get(key).and_then(|value| value.strikes.last());
            if let Some(by) = line.withdrawn.as_ref().map(|by| struck.unwrap_or(by)) {
                return Err(Cause::AlreadyAmended(by.operator.clone(), by.at).into());
            }
            let field = field_of(line, key).ok_or_else(|| Refusal::at("field", Cause::UnknownField))?;
            Ok(value_of(line, field))
        }
        ActTarget::Field(key) => {
            // Of what several say of a stay, what it holds.
            let teller = teller(entries, key);
            let line = live().find(|line| Some(line.seq) == teller);
            // The time of a record is that of its beginning, whatever else was put right, and whenever that was told.
            let line = line.or_else(|| live().find(|line| key == AT && line.kind == Kind::VisitorIn));
            let line = line.or_else(|| live().rfind(|line| key != AT && line.values.contains_key(key)));
            let line = line.or_else(|| live().find(|line| field_of(line, key).is_some()));
            let found = line.and_then(|line| Some(value_of(line, field_of(line, key)?)));
            found.ok_or_else(|| Refusal::at("field", Cause::UnknownField).into())
        }
        ActTarget::Strike(seq, key) => {
            for line in live() {
                for (name, value) in &line.values {
                    if value.head == (*seq, key.clone()) {
                        let field = field_of(line, name).ok_or(Cause::UnknownField)?;
                        return Ok(value_of(line, field));
                    }
                }
            }
            let line = live().find(|line| line.seq == *seq).ok_or(Cause::NoSuchRecord)?;
            match line.values.get(key).and_then(|value| value.strikes.last()) {
                Some(strike) => Err(Cause::AlreadyAmended(strike.operator.clone(), strike.at).into()),
                None => Ok(value_of(line, field_of(line, key).ok_or(Cause::UnknownField)?)),
            }
        }
        _ => Err(Cause::UnknownField.into()),
    }
}

/// Refuses a new value that the record's own rules would not have taken.
fn may_amend(
    cx: &ActContext<'_, '_>,
    record: &Record,
    lines: &[EntryView],
    struck: &Struck<'_>,
    new: &str,
) -> Result<(), ActError> {
    complaint_rules::amend(cx, record, lines, struck.line, struck.field, new)?;
    match struck.field.key {
        // Who took note is one of those who were told of that rung.
        "by" => acknowledge::may_note(cx, record, lines, struck.line, new),
        "check" => visitor::check_identity(new).map_err(|_| Refusal::at("new", Cause::OnlyRefusal).into()),
        "outcome" if new == "complaint" || struck.old == "complaint" => {
            Err(Refusal::at("new", Cause::OpenComplaint).into())
        }
        // Nobody saw it: there is no time to put in its place.
        "unseen" if new.is_empty() => Err(Refusal::at("new", Cause::Value(ValueError::Required)).into()),
        // Judged with the other stays of its plate.
        AT if record.family == Family::Vehicle => Ok(()),
        AT => times::may_move(cx, record, lines, struck.line, parse_rfc3339(new).unwrap_or(cx.now)),
        _ => Ok(()),
    }
}

/// Strikes a whole entry; what it changed is as before.
pub(super) fn withdraw(cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Uuid, ActError> {
    beside::apart(cx, act, |cx| {
        match anew::event(cx, act)?.map_or_else(|| moved::withdrawn(cx, act), |done| Ok(Some(done)))? {
            Some(subject) => Ok(subject),
            None if act.target == ActTarget::None => withdraw_whole(cx, act),
            None => withdraw_in_place(cx, act, false).or_else(|refused| anew::otherwise(cx, act, refused)),
        }
    })
}

/// Strikes what a record is named for: of a stay that is named without a screen all of it, else what was written last.
fn withdraw_whole(cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Uuid, ActError> {
    let (record, entries) = correctable(cx, act.subject)?;
    let whole = record.family.at_gate() && act.source.is_some();
    let mut lines = resolve(&entries);
    lines.retain(|line| !line.kind.reads_again());
    let why = act.fields.get("why").map_or("", String::as_str);
    let target = match newest(&lines) {
        _ if whole => beside::with_all(cx, &record, &lines, why)?,
        newest => newest.ok_or(Cause::NoSuchRecord)?.seq,
    };
    let target = ActTarget::Entry(target);
    match record.family {
        Family::Vehicle if whole && record.status != Status::Void => anew::whole(cx, act, &record),
        _ => {
            let act = Act { target, ..act.clone() };
            withdraw_in_place(cx, &act, whole).or_else(|refused| anew::otherwise(cx, &act, refused))
        }
    }
}

/// Strikes an entry; where that is `whole`, with all of its record.
fn withdraw_in_place(cx: &mut ActContext<'_, '_>, act: &Act, whole: bool) -> Result<Uuid, ActError> {
    let (record, entries) = correctable(cx, act.subject)?;
    let parsed = intake::parse_form(Kind::Withdrawn, "", &act.fields, &cx.house.site, cx.now);
    let mut parsed = parsed.map_err(ActError::Refused)?;
    let target = if let ActTarget::Entry(seq) = act.target { Some(seq) } else { None };
    let target = entries.iter().find(|entry| Some(entry.seq) == target).ok_or(Cause::NoSuchRecord)?;
    if let Some(by) = struck_by(&entries, target.seq) {
        return Err(Cause::AlreadyWithdrawn(by.operator.clone(), by.written_at).into());
    }
    refuse_if(target.kind == Kind::Withdrawn, Cause::WithdrawalStands)?;
    refuse_if(target.kind.corrects() && target.kind != Kind::Amended, Cause::Sealed)?;
    if !whole && beside::leaves_more(&entries, target) {
        parsed.plain.insert(ALONE.to_owned(), "yes".to_owned());
    }
    let mut decided = Decided { target: Some(target.seq), ..Decided::default() };
    let supposed = cx.supposed(Kind::Withdrawn, record.subject, cx.now, &parsed, &decided);
    let target = target.clone();
    let parted = part(cx, &record, &entries, &supposed, parsed.get("why"))?;
    let (record, entries) = correctable(cx, act.subject)?;
    let lines = resolve(&entries);
    let mut parting = Parting::default();
    if let Some(line) = lines.iter().find(|line| line.seq == target.seq).filter(|_| record.family == Family::Vehicle) {
        parting = Parting::of(cx, &record, line, Some(""), &act.target)?;
    } else if record.family == Family::Vehicle {
        parting = Parting::around(&record);
    }
    let join = ensure_nothing_depends_on(cx, &target, &entries, supposed.clone(), &parting)?;
    limits::recompute(cx, &record, &entries, supposed, &mut decided)?;
    let why = parsed.get("why").to_owned();
    let origin = target.decided.link.filter(|_| record.family == Family::Complaint && target.kind.opens());
    let subject = correct(cx, &record, (Kind::Withdrawn, parsed, decided), (join, parted, parting))?;
    parts::unsay(cx, record.subject, lines.iter().find(|line| line.seq == target.seq), &why)?;
    origin.map_or(Ok(()), |origin| reopen(cx, origin.subject, &record, &why))?;
    Ok(subject)
}

/// Refuses to withdraw what later entries rest on; tells what a withdrawal brings together.
fn ensure_nothing_depends_on(
    cx: &ActContext<'_, '_>,
    target: &Entry,
    entries: &[Entry],
    supposed: Entry,
    parting: &Parting,
) -> Result<Option<Join>, ActError> {
    let struck = |by: &Entry, kind, entry: &Entry| by.kind == kind && by.decided.target == Some(entry.seq);
    let lives = |entry: &Entry| !entries.iter().any(|by| struck(by, Kind::Withdrawn, entry));
    let amended = entries.iter().any(|entry| struck(entry, Kind::Amended, target) && lives(entry));
    refuse_if(target.kind == Kind::Amended && amended, Cause::LaterFirst)?;
    // Of an event that is told of another plate now, that goes first.
    let gone = |by: &Entry| by.kind == Kind::Withdrawn && by.decided.target == target.decided.target;
    let line = entries.iter().find(|line| Some(line.seq) == target.decided.target && !line.kind.opens());
    refuse_if(line.is_some() && entries.iter().any(|by| gone(by) && by.decided.link.is_some()), Cause::LaterFirst)?;
    // What a visit or call became goes first.
    if let Some(became) = target.decided.link.filter(|_| !target.kind.opens())
        && cx.record(became.subject)?.status != Status::Void
    {
        return Err(Cause::LaterFirst.into());
    }
    refuse_if(!target.kind.opens() && !messages_still_valid(entries, &supposed), Cause::LaterFirst)?;
    let mut corrected = entries.to_vec();
    corrected.push(supposed);
    let after = fold(&corrected).map_err(|_| Cause::NoSuchRecord)?;
    let mut join = None;
    if after.family == Family::Vehicle {
        // The entry that found its exit goes first.
        let joined = |entry: &Entry| entry.kind == Kind::VehicleIn && entry.seq != target.seq && lives(entry);
        let opens = entries.first().is_some_and(|first| first.seq == target.seq);
        refuse_if(opens && parting.struck.is_empty() && entries.iter().any(joined), Cause::LaterFirst)?;
        join = joins::check(cx, &after)?;
    }
    refuse_if(nobody_stays(&corrected).is_some() && nobody_stays(entries).is_none(), Cause::LaterFirst)?;
    if after.family == Family::Complaint && after.status != Status::Void {
        let (had, has) = (justified_steps(cx, entries), justified_steps(cx, &corrected));
        let lost = after.steps.iter().any(|step| had.contains(&step.seq) && !has.contains(&step.seq));
        refuse_if(lost, Cause::LaterFirst)?;
    }
    Ok(join)
}

/// The steps of a complaint that what was written before them allows, each judged as the record stood then.
fn justified_steps(cx: &ActContext<'_, '_>, entries: &[Entry]) -> Vec<Seq> {
    let procedures = &cx.house.procedures;
    let stands = |then: &Record, line: &Line<'_>| {
        let step = line.get("step");
        let rule = procedures.rule(then, step);
        if line.get("exempt") == "unreachable" && complaint_rules::require_attempts(cx, then, "exempt").is_err() {
            return false;
        }
        rule.is_some_and(|rule| {
            (rule.again || !then.done(step))
                && procedures.missing(then, rule).is_empty()
                && procedures.can_pause(then, step, line.at)
                && complaint_rules::require_awaited_share(cx, then, rule, |key| line.get(key)).is_ok()
        })
    };
    let mut founded = Vec::new();
    let walked = walk(entries, |then, line| {
        founded.extend(Some(line.entry.seq).filter(|_| line.entry.kind.is_step() && stands(then, line)));
    });
    walked.map_or_else(|_| Vec::new(), |_| founded)
}
