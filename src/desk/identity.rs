//! One identity, one content: an act whose uid is in the logbook is that entry, and is answered with its record; one
//! that says anything else is refused, and nothing of it is lost by taking it for the other.
//!
//! What was asked is read as it was read then: `+2h` and `14:30` mean what they meant when the entry was written.

use crate::desk::act_context::derived_uid;
use crate::desk::families::readings::{SAME, home, telling};
use crate::desk::families::visits;
use crate::desk::{Act, ActError, ActTarget, Answer, House, Reply, Who, refuse_if};
use crate::domain::entry::{AWAITS, BY, Entry, Family, Kind, Link, OF};
use crate::domain::form::{self, Field, LONG, NO_VISIT, VISIT};
use crate::domain::intake::{self, ParsedForm};
use crate::domain::record::{Record, fold};
use crate::domain::refusal::Cause;
use crate::domain::text::{clean, plate, same_name};
use crate::domain::time::Moment;
use crate::store::{Read, StoreError};

/// What is filled in by the desk, or says how the others are meant; of a form on the screen, what the program measures.
const UNCOMPARED: [&str; 3] = ["again", "percent", "part"];
const MEASURED: &str = "seconds";

/// The record of an act that was done before; of an event at the gate, that which has it now.
///
/// # Errors
/// `UidConflict`, with the record, where its entry says something else.
pub(super) fn known(
    read: &impl Read,
    house: &House,
    entry: &Entry,
    (act, who): (&Act, &Who),
) -> Result<Reply, ActError> {
    let record = read.record(entry.subject)?.ok_or(Cause::NoSuchRecord)?;
    let home = home(read, entry)?;
    let comparison = Comparison { read, house, entry, record: &record, act };
    let same = same_sender(entry, act, who) && comparison.same()?;
    let record = home.unwrap_or(record);
    refuse_if(!same, conflict(&record))?;
    Ok(Reply { record, seq: entry.seq, repeated: true })
}

/// Another content has the identity of this record.
pub fn conflict(record: &Record) -> Cause {
    Cause::UidConflict(Link { subject: record.subject, family: record.family, number: record.number })
}

/// Whether an act comes from where its entry came from: the post and the kind of machine. What is of the whole logbook
/// and of no post, its beginning and its calendar, comes from anywhere.
fn same_sender(entry: &Entry, act: &Act, who: &Who) -> bool {
    let anywhere = matches!(act.kind.family(), Some(Family::Logbook | Family::Calendar));
    (anywhere || entry.post == who.post) && entry.decided.source == act.machine()
}

/// Whether an event of one kind may be kept as another: who comes in again may have been told to go out, an exit may have
/// found its entry or not, some of a party may have been the rest of it, and either may have been read before.
const fn kept_as(said: Kind, kept: Kind) -> bool {
    matches!(
        (said, kept),
        (Kind::VehicleIn | Kind::VehicleOutOnly, Kind::VehicleOut)
            | (Kind::VehicleOut, Kind::VehicleOutOnly)
            | (Kind::VehicleOut | Kind::VisitorOutOnly, Kind::DriverApart)
            | (Kind::VehicleIn, Kind::VehicleInAgain)
            | (Kind::VehicleOut | Kind::VehicleOutOnly, Kind::VehicleOutAgain)
            | (Kind::VisitorOut, Kind::VisitorPartOut | Kind::VisitorOutOnly)
            | (Kind::VisitorIn | Kind::VisitorOutOnly, Kind::VisitorPartOut | Kind::VisitorOut)
            | (Kind::VisitorPartOut, Kind::VisitorOut)
    )
}

struct Comparison<'a, R> {
    read: &'a R,
    house: &'a House,
    entry: &'a Entry,
    record: &'a Record,
    act: &'a Act,
}

impl<R: Read> Comparison<'_, R> {
    fn same(&self) -> Result<bool, StoreError> {
        let Self { entry, act, .. } = self;
        if entry.kind != act.kind && !kept_as(act.kind, entry.kind) {
            return Ok(false);
        }
        // A vehicle that leaves may be told by its plate.
        let by_plate = act.fields.get("plate").is_some_and(|plate| !plate.trim().is_empty());
        let told = act.subject.or_else(|| by_plate.then_some(entry.subject));
        if let Some(moved) = self.same_moved() {
            return Ok(moved);
        }
        // An exit that was told by a record is known by what that one's entry has become.
        let by = entry.get(BY).parse().map_or(Ok(None), |by| self.read.entry(by))?;
        let by = by.map_or(Ok(None), |by| home(self.read, &by))?;
        // So is where a driver was said to be, wherever it was told.
        let apart = entry.kind == Kind::DriverApart && told.is_some_and(|told| told != entry.subject);
        let anew = if apart { telling(self.read, entry.seq)? } else { Vec::new() };
        let there = |told| by.is_some_and(|by| by.subject == told) || anew.iter().any(|anew| anew.subject == told);
        let named = told.is_some_and(|told| told == entry.subject || there(told))
            || matches!(act.target, ActTarget::Comes(awaited) if entry.get(AWAITS) == awaited.to_string());
        if !act.kind.opens() && act.kind != Kind::Rebased && !named {
            return Ok(false);
        }
        match act.kind {
            Kind::Begun => Ok(true),
            Kind::Calendar => Ok(match (&act.target, &entry.decided.calendar) {
                (ActTarget::Year(asked) | ActTarget::Revised(asked, _), Some(kept)) => asked.same_days(kept),
                _ => false,
            }),
            Kind::Amended => self.same_amendment(),
            Kind::Withdrawn => {
                let whole = !matches!(act.target, ActTarget::Entry(seq) if entry.decided.target != Some(seq));
                Ok(whole && self.same_text("why"))
            }
            _ => Ok(self.same_form()? && self.same_target()? && self.same_answers()?),
        }
    }

    /// Whether a value that the entry does not repeat is one by which its record is found, or was found once.
    fn found_by(&self, key: &str, value: &str) -> Result<bool, StoreError> {
        let part = key == "plate" && plate::key(value).is_empty();
        let is = |kept: &str| match key {
            "name" => same_name(kept, value),
            _ => kept == value || part && plate::may_be(value, kept),
        };
        let had = |entry: &Entry| {
            is(entry.get(key)) || entry.get("field") == key && ["old", "new"].iter().any(|key| is(entry.get(key)))
        };
        Ok(is(self.record.get(key)) || self.read.history(self.entry.subject)?.iter().any(had))
    }

    /// Whether as many leave as the entry says: where it says that all do, as many as were still inside then.
    fn same_leaving(&self, asked: &str) -> Result<bool, StoreError> {
        if self.entry.kind != Kind::VisitorOut {
            return Ok(asked == self.entry.get("leaving"));
        }
        let mut history = self.read.history(self.entry.subject)?;
        history.retain(|earlier| earlier.seq < self.entry.seq);
        let inside = fold(&history).map_or(0, |then| then.people());
        Ok(asked.is_empty() || asked == inside.to_string())
    }

    /// Whether a visit that is named is the one that the entry names, or what followed from it.
    fn same_visit(&self, asked: &str) -> Result<bool, StoreError> {
        let visit = visits::of_name(self.read, self.house, asked, (self.entry.written_at, Family::Visitor))?;
        let Some(visit) = visit.map(|visit| visit.subject.to_string()) else {
            return Ok(asked.is_empty() || asked == NO_VISIT && self.entry.get(VISIT.key).is_empty());
        };
        Ok(self.read.history(self.entry.subject)?.iter().any(|entry| entry.get(VISIT.key) == visit))
    }

    /// Whether every field of the form, and the time of the event, say what the entry says.
    fn same_form(&self) -> Result<bool, StoreError> {
        let Self { entry, act, house, .. } = self;
        let asked =
            intake::parse_again(act.kind, &act.step, &act.fields, act.source.is_some(), &house.site, entry.written_at);
        let Ok(asked) = asked else { return Ok(false) };
        let measured = |key: &str| act.source.is_none() && key == MEASURED;
        if !self.same_time(&asked) || act.step != entry.get("step") {
            return Ok(false);
        }
        for field in form::fields(act.kind, &act.step) {
            let asked = asked.get(field.key);
            let same = match field.key {
                key if UNCOMPARED.contains(&key) || measured(key) => true,
                "leaving" => self.same_leaving(asked)?,
                // Whose entry it was said to be, the exit does not repeat.
                "visit" if (act.kind, entry.kind) == (Kind::VehicleIn, Kind::VehicleOut) => true,
                "visit" => self.same_visit(asked)?,
                "count" if self.goes_out() => self.same_leaving(asked)?,
                _ if self.same_value(field, asked) => true,
                // An entry that joins a stay does not repeat the plate that found it.
                "plate" => self.found_by("plate", asked)?,
                key if self.goes_out() => match key {
                    "driver" => act.kind == Kind::VehicleIn,
                    "name" if !entry.get("called").is_empty() => same_name(entry.get("called"), asked),
                    "room" if !entry.get("called_room").is_empty() => entry.get("called_room") == asked,
                    // Who left without a name, or from no flat, was found by the rest.
                    "name" | "room" if matches!(act.kind, Kind::VisitorIn | Kind::VisitorOutOnly) => {
                        asked.is_empty() || self.found_by(key, asked)?
                    }
                    _ => form::find(entry.kind, "", key).is_none(),
                },
                _ => false,
            };
            if !same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether who was said to come in was told to go out: of the form for coming in, what that for going out lacks was
    /// said of no stay.
    fn goes_out(&self) -> bool {
        let enters = || self.act.kind.family().is_some_and(|family| family.spec().enters == Some(self.act.kind));
        self.entry.kind != self.act.kind && (self.act.kind == Kind::VisitorOutOnly || enters())
    }

    /// A time that was not said was the time of writing, or that of what it comes from.
    fn same_time(&self, asked: &ParsedForm) -> bool {
        let Entry { at, written_at, decided, .. } = self.entry;
        let said = Moment::from_millis(at.millis().saturating_add(decided.ahead));
        match asked.at {
            // What is said of an event that was read already happened then.
            _ if self.entry.get("again") == SAME => true,
            Some(at) => {
                let asked = at.millis().saturating_add(asked.ahead);
                // Older programs kept whole seconds.
                [asked, asked - asked.rem_euclid(1_000)].contains(&said.millis())
            }
            None => said >= *written_at && decided.ahead == 0 || matches!(self.act.target, ActTarget::From(_)),
        }
    }

    /// Whether a value is the entry's, which may be of an older spelling.
    fn same_value(&self, field: &Field, asked: &str) -> bool {
        let kept = self.entry.get(field.key);
        let field = Field { required: false, ..*field };
        asked == kept || intake::read(&field, kept, &self.house.site, self.entry.written_at).as_deref() == Ok(asked)
    }

    /// Whether what is typed in a field of a correction, cleaned, is the entry's.
    fn same_text(&self, key: &str) -> bool {
        let typed = self.act.fields.get(key).map_or("", String::as_str);
        clean(typed, LONG).as_deref() == Ok(self.entry.get(key))
    }

    /// Of a correction of an event that another entry tells now than the one that was named: whether it is the same.
    fn same_moved(&self) -> Option<bool> {
        let Self { entry, act, house, .. } = self;
        let of = Some(entry.get(OF)).filter(|of| !of.is_empty())?;
        Some(match &act.target {
            ActTarget::Entry(seq) => seq.to_string() == of && self.same_text("why"),
            ActTarget::FieldOf(seq, key) => {
                let typed = act.fields.get("new").map_or("", String::as_str);
                let field = [Kind::VehicleIn, Kind::VehicleOut, Kind::DriverApart]
                    .iter()
                    .find_map(|kind| form::find(*kind, "", key));
                let new = field.map(|field| intake::read(field, typed, &house.site, entry.written_at));
                let same = new.is_some_and(|new| new.as_deref() == Ok(entry.get("new")));
                // What was corrected before is struck by its new value.
                let same = same && [key.as_str(), "new"].contains(&entry.get("field"));
                seq.to_string() == of && same && self.same_text("why")
            }
            _ => false,
        })
    }

    fn same_amendment(&self) -> Result<bool, StoreError> {
        let Self { entry, act, house, .. } = self;
        let history = self.read.history(entry.subject)?;
        // The field that a chain of amendments began with.
        let mut struck = *entry;
        while let Some(by) = history.iter().find(|by| struck.decided.target == Some(by.seq)) {
            if by.kind == Kind::Amended {
                struck = by;
                continue;
            }
            let key = struck.get("field");
            let same_place = match &act.target {
                ActTarget::Field(field) => field == key,
                ActTarget::FieldOf(seq, field) => by.seq == *seq && field == key,
                ActTarget::Strike(seq, field) => entry.decided.target == Some(*seq) && field == entry.get("field"),
                _ => false,
            };
            let Some(field) = form::find(by.kind, by.get("step"), key) else { return Ok(false) };
            let field = Field { required: false, ..*field };
            let typed = act.fields.get("new").map_or("", String::as_str);
            let new = intake::read_amended(&field, typed, (entry.get("old"), None), &house.site, entry.written_at);
            return Ok(same_place && self.same_text("why") && new.as_deref() == Ok(entry.get("new")));
        }
        Ok(false)
    }

    /// What a complaint comes from; who was offered to leave.
    fn same_target(&self) -> Result<bool, StoreError> {
        if let (ActTarget::Leaves(_, number), false) = (&self.act.target, self.entry.kind.opens()) {
            return Ok(*number == self.record.number);
        }
        let from = if let ActTarget::From(from) = self.act.target { Some(from) } else { None };
        let comes = self.act.kind == Kind::Complaint;
        Ok(!comes || self.entry.decided.link.map(|link| link.subject) == from)
    }

    /// The relief's answers to a page.
    fn same_answers(&self) -> Result<bool, StoreError> {
        let uid = match self.act.kind {
            Kind::Handover => derived_uid(self.entry.uid, 1),
            Kind::HandoverAccepted => self.entry.uid,
            _ => return Ok(true),
        };
        let given: &[Answer] = if let ActTarget::Answers(given) = &self.act.target { given } else { &[] };
        let history = self.read.history(self.entry.subject)?;
        let Some(signed) = history.iter().find(|entry| entry.uid == uid) else { return Ok(given.is_empty()) };
        let lines = self.record.lines();
        let same = lines.iter().zip(&signed.decided.verdicts).enumerate().all(|(n, (line, verdict))| {
            given.iter().find(|answer| answer.line == *line).is_some_and(|answer| {
                let kept =
                    |key: &str, said: &str| clean(said, LONG).as_deref() == Ok(signed.get(&format!("{key}.{n}")));
                answer.verdict == *verdict && kept("said", &answer.said) && kept("reply", &answer.reply)
            })
        });
        Ok(same && given.len() == lines.len())
    }
}
