//! Corrections: one field struck through, a whole entry struck 作废. Nothing else changes anything that was written.

use uuid::Uuid;

use crate::desk::case::Case;
use crate::desk::{Act, Detail, Failure, contact, gate, prohibited};
use crate::domain::clock::Clock;
use crate::domain::entry::{Decided, Entry, Family, Fields, Kind, Seq};
use crate::domain::form::{self, Field, Input};
use crate::domain::history::{AT, Line, resolve};
use crate::domain::intake::{self, Taken};
use crate::domain::procedure::{Consequences, Facts, Happening};
use crate::domain::record::{DELIVERED, Record, Status, fold, walk};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::Fault;
use crate::domain::worktime::Length;

/// The value that an amendment strikes.
struct Struck<'a> {
    line: &'a Line,
    field: &'static Field,
    old: String,
    head: (Seq, String),
}

/// Strikes one field through and writes the new value beside it.
pub(super) fn amend(case: &mut Case<'_>, act: &Act) -> Result<Uuid, Failure> {
    let (record, entries) = correctable(case, act.subject)?;
    let lines = resolve(&entries);
    let struck = find(case, &lines, &act.detail)?;
    let (site, now) = (&case.house.site, case.now);
    let typed = |key: &str| act.fields.get(key).map_or("", String::as_str);
    let value = intake::read(struck.field, typed("new"), site, now);
    let mut refusals = Vec::new();
    let mut keep = |key: &str, field: &Field, value: Result<String, Fault>| match value {
        Ok(value) => value,
        Err(fault) => {
            refusals.push(Refusal::at(key, Cause::of(fault, field.clause)));
            String::new()
        }
    };
    let new = keep("new", struck.field, value);
    let why = form::find(Kind::Amended, "", "why")
        .map(|field| keep("why", field, intake::read(field, typed("why"), site, now)));
    let why = why.unwrap_or_default();
    if !refusals.is_empty() {
        return Err(Failure::Refused(refusals));
    }
    if new == struck.old {
        return Err(Refusal::at("new", Cause::Unchanged).into());
    }
    permit(case, &record, &struck, &new)?;

    let mut taken = Taken::default();
    let (plain, personal) = (&mut taken.plain, &mut taken.personal);
    plain.insert("field".into(), struck.head.1.clone());
    personal.insert("why".into(), why);
    let values = if struck.field.plain { plain } else { personal };
    values.insert("old".into(), struck.old.clone());
    values.insert("new".into(), new);
    let mut decided = Decided { target: Some(struck.head.0), ..Decided::default() };
    decided.odd_room = struck.field.input == Input::Room && !site.room.matches(taken.get("new"));
    if struck.field.clock {
        let supposed = suppose(case, Kind::Amended, record.subject, &taken, &decided);
        if struck.field.key == "outcome" && !messages_stand(&entries, &supposed) {
            let delivered = taken.get("new") == DELIVERED;
            let cause = if delivered { Cause::NoMessage } else { Cause::LaterFirst };
            return Err(Refusal::at("new", cause).into());
        }
        (decided.clocks, decided.ended) = replan(case, &record, &entries, supposed)?;
    }
    case.append(case.uid, record.subject, now, Kind::Amended, taken, decided)?;
    Ok(record.subject)
}

/// Whether, with a correction, what was delivered 已转告 had been left to be passed on.
fn messages_stand(entries: &[Entry], supposed: &Entry) -> bool {
    let entries: Vec<Entry> = entries.iter().chain([supposed]).cloned().collect();
    contact::delivered_what_was_left(&resolve(&entries))
}

/// The record of a correction and its entries; signed pages, calendars and duties are never corrected.
fn correctable(case: &Case<'_>, subject: Option<Uuid>) -> Result<(Record, Vec<Entry>), Failure> {
    let record = case.record(subject.ok_or(Cause::NoSuchRecord)?)?;
    if matches!(record.family, Family::Handover | Family::Calendar | Family::Duty | Family::Logbook) {
        return Err(Cause::Sealed.into());
    }
    let entries = case.journal.history(record.subject)?;
    Ok((record, entries))
}

/// The value to strike: the one that was seen, if it still stands, or what the field says now.
fn find<'a>(case: &Case<'_>, lines: &'a [Line], detail: &Detail) -> Result<Struck<'a>, Failure> {
    let live = || lines.iter().filter(|line| line.withdrawn.is_none());
    let field_of = |line: &Line, key: &str| form::find(line.kind, line.get("step"), key);
    let value_of = |line: &'a Line, field: &'static Field| {
        let found = line.values.get(field.key);
        let own = if field.key == AT { case.house.site.zone.rfc3339(line.at) } else { String::new() };
        let old = found.map_or(own, |value| value.text.clone());
        let head = found.map_or((line.seq, field.key.to_owned()), |value| value.head.clone());
        Struck { line, field, old, head }
    };
    match detail {
        Detail::Field(key) => {
            let line = live().rfind(|line| line.values.contains_key(key));
            let line = line.or_else(|| live().find(|line| field_of(line, key).is_some()));
            let found = line.and_then(|line| Some(value_of(line, field_of(line, key)?)));
            found.ok_or_else(|| Refusal::at("field", Cause::UnknownField).into())
        }
        Detail::Strike(seq, key) => {
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
fn permit(case: &Case<'_>, record: &Record, struck: &Struck<'_>, new: &str) -> Result<(), Failure> {
    prohibited::amend(case, record, struck.line, struck.field.key, new)?;
    match struck.field.key {
        "check" => gate::check_identity(new).map_err(|_| Refusal::at("new", Cause::OnlyRefusal).into()),
        "outcome" if new == "complaint" || struck.old == "complaint" => {
            Err(Refusal::at("new", Cause::OpenComplaint).into())
        }
        // Nobody saw it: there is no time to put in its place.
        "unseen" if new.is_empty() => Err(Refusal::at("new", Cause::Fault(Fault::Required)).into()),
        "plate" if record.inside => match gate::inside(case, new)? {
            Some(other) => Err(Refusal::at("new", Cause::PlateInside(other.number)).into()),
            None => Ok(()),
        },
        AT => {
            let at = crate::domain::time::parse_rfc3339(new).unwrap_or(case.now);
            let opening = struck.line.seq == record.seq;
            let early = if opening { record.steps.iter().any(|step| step.at < at) } else { at < record.at };
            if early { Err(Refusal::at("new", Cause::BeforeArrival).into()) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

/// The entry that a correction is about to become, to see what would follow from it.
fn suppose(case: &Case<'_>, kind: Kind, subject: Uuid, taken: &Taken, decided: &Decided) -> Entry {
    Entry {
        seq: Seq::MAX,
        uid: case.uid,
        subject,
        at: case.now,
        written_at: case.now,
        offset: case.stamp.offset,
        post: case.stamp.post.clone(),
        operator: case.stamp.operator.clone(),
        kind,
        fields: taken.fields(),
        decided: decided.clone(),
    }
}

/// The clocks that change, and the stages that no longer run, once `supposed` stands: what the procedures want of the
/// entries as corrected, against what would run without it. Stages that have passed are left as they were, and a stage
/// that goes on keeps its calendar.
fn replan(
    case: &Case<'_>,
    record: &Record,
    entries: &[Entry],
    supposed: Entry,
) -> Result<(Vec<Clock>, Vec<String>), Failure> {
    let mut entries = entries.to_vec();
    entries.push(supposed);
    let after = fold(&entries).map_err(|_| Cause::NoSuchRecord)?;
    if after.status == Status::Void {
        return Ok(Default::default());
    }
    let lines: Vec<Line> = resolve(&entries).into_iter().filter(|line| line.withdrawn.is_none()).collect();
    let (procedures, working) = (&case.house.procedures, case.house.working());
    let mut wanted: Vec<Clock> = Vec::new();
    let mut fields = Fields::new();
    let mut done: Vec<&str> = Vec::new();
    for line in lines.iter().filter(|line| line.kind != Kind::Acknowledged) {
        let event = event(line);
        let (earlier, then) = (fields.clone(), done.clone());
        fields.extend(line.fields());
        done.retain(|step| !line.undone.iter().any(|undone| undone == step));
        if !line.kind.opens() {
            done.push(event);
        }
        let before = Facts { fields: &earlier, done: &then };
        let what = Happening {
            family: after.family,
            event,
            at: line.at,
            before,
            after: Facts { fields: &fields, done: &done },
        };
        let Consequences { clocks, ended, .. } = procedures.consequences(&what, &wanted, &working);
        let again = |old: &Clock| clocks.iter().any(|new| new.name() == old.name());
        wanted.retain(|old| !ended.iter().any(|name| *name == old.name()) && !again(old));
        wanted.extend(clocks);
    }
    if prohibited::missed(&record.clocks, case.now).is_some_and(|missed| wanted.iter().all(|new| new.due != missed.due))
    {
        return Err(Cause::PromiseMissed.into());
    }
    let gone = after.clocks.iter().filter(|old| wanted.iter().all(|new| new.name() != old.name()));
    let gone = gone.map(|old| old.name().into_owned()).collect();
    wanted.retain(|new| !after.clocks.iter().any(|old| same_input(old, new)));
    let kept = |new: Clock| match record.clocks.iter().find(|old| old.name() == new.name()) {
        Some(old) => working.again(&Clock { calendar: old.calendar.clone(), ..new }),
        None => new,
    };
    Ok((wanted.into_iter().map(kept).collect(), gone))
}

/// What happened, as procedures call it.
fn event(line: &Line) -> &str {
    if line.kind.opens() { "opened" } else { line.kind.event(line.get("step")) }
}

/// Whether two clocks were set by the same input: a calendar that has changed since does not count, a year that was
/// waited for does.
fn same_input(old: &Clock, new: &Clock) -> bool {
    let promised = old.length != Length::Promise || old.due == new.due;
    let waited = old.at().is_none() && new.at().is_some();
    let same = (old.name(), old.start, old.length, &old.pauses) == (new.name(), new.start, new.length, &new.pauses);
    same && promised && !waited
}

/// Strikes a whole entry; what it changed is as before.
pub(super) fn withdraw(case: &mut Case<'_>, act: &Act) -> Result<Uuid, Failure> {
    let (record, entries) = correctable(case, act.subject)?;
    let typed = act.fields.get("why").map_or("", String::as_str);
    let taken = {
        let typed = Fields::from([("why".to_owned(), typed.to_owned())]);
        intake::take(Kind::Withdrawn, "", &typed, &case.house.site, case.now).map_err(Failure::Refused)?
    };
    let lines = resolve(&entries);
    let newest = || lines.iter().rfind(|line| line.withdrawn.is_none()).map(|line| line.seq);
    let target = match act.detail {
        Detail::Entry(seq) => Some(seq),
        _ => newest(),
    };
    let target = entries.iter().find(|entry| Some(entry.seq) == target).ok_or(Cause::NoSuchRecord)?;
    let earlier =
        entries.iter().find(|entry| entry.kind == Kind::Withdrawn && entry.decided.target == Some(target.seq));
    if let Some(by) = earlier {
        return Err(Cause::AlreadyWithdrawn(by.operator.clone(), by.written_at).into());
    }
    if target.kind.corrects() && target.kind != Kind::Amended {
        return Err(Cause::Sealed.into());
    }
    let mut decided = Decided { target: Some(target.seq), ..Decided::default() };
    let supposed = suppose(case, Kind::Withdrawn, record.subject, &taken, &decided);
    unsupported(case, target, &entries, supposed.clone())?;
    (decided.clocks, decided.ended) = replan(case, &record, &entries, supposed)?;
    case.append(case.uid, record.subject, case.now, Kind::Withdrawn, taken, decided)?;
    Ok(record.subject)
}

/// Refuses to withdraw what later entries rest on.
fn unsupported(case: &Case<'_>, target: &Entry, entries: &[Entry], supposed: Entry) -> Result<(), Failure> {
    let live =
        |entry: &&Entry| !entries.iter().any(|by| by.kind == Kind::Withdrawn && by.decided.target == Some(entry.seq));
    if entries.iter().filter(live).any(|entry| entry.kind == Kind::Amended && entry.decided.target == Some(target.seq))
        && target.kind == Kind::Amended
    {
        return Err(Cause::LaterFirst.into());
    }
    // What a visit or call became goes first.
    if let Some(became) = target.decided.link.filter(|_| !target.kind.opens())
        && case.record(became.subject)?.status != Status::Void
    {
        return Err(Cause::LaterFirst.into());
    }
    if !target.kind.opens() && !messages_stand(entries, &supposed) {
        return Err(Cause::LaterFirst.into());
    }
    let mut corrected = entries.to_vec();
    corrected.push(supposed);
    let after = fold(&corrected).map_err(|_| Cause::NoSuchRecord)?;
    if after.family == Family::Vehicle
        && after.inside
        && let Some(other) = gate::inside(case, after.get("plate"))?
        && other.subject != after.subject
    {
        return Err(Cause::PlateInside(other.number).into());
    }
    if after.family == Family::Complaint && after.status != Status::Void {
        let (had, has) = (founded(case, entries), founded(case, &corrected));
        if after.steps.iter().any(|step| had.contains(&step.seq) && !has.contains(&step.seq)) {
            return Err(Cause::LaterFirst.into());
        }
    }
    Ok(())
}

/// The steps of a complaint that what was written before them allows, each judged as the record stood then.
fn founded(case: &Case<'_>, entries: &[Entry]) -> Vec<Seq> {
    let procedures = &case.house.procedures;
    let stands = |then: &Record, line: &Line| {
        let step = line.get("step");
        let rule = procedures.rule(then, step);
        if line.get("exempt") == "unreachable" && prohibited::sought(case, then, "exempt").is_err() {
            return false;
        }
        rule.is_some_and(|rule| {
            (rule.again || !then.done(step))
                && procedures.missing(then, rule).is_empty()
                && procedures.can_pause(then, step, line.at)
                && prohibited::awaited(case, then, rule, |key| line.get(key)).is_ok()
        })
    };
    let mut founded = Vec::new();
    let walked = walk(entries, |then, line| {
        if line.kind == Kind::ComplaintStep && stands(then, line) {
            founded.push(line.seq);
        }
    });
    walked.map_or_else(|_| Vec::new(), |_| founded)
}
