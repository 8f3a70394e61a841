//! One line of JSON as an act of the desk. What a line may hold beside the fields of its form stands in [`KEYS`].

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::cli::answer::{LineError, LineErrors, LineFlaw, Reason};
use crate::cli::find::Names;
use crate::cli::uid;
use crate::desk::{Act, ActTarget, Desk, Reading, StoreError, Who, conflict};
use crate::domain::entry::{Entry, Family, Kind, Seq};
use crate::domain::form::{self, Input, NAME_HOLDS};
use crate::domain::record::Record;
use crate::domain::refusal::Cause;
use crate::domain::site::{Ending, Post};
use crate::domain::text::{ValueError, clean, instant};
use crate::domain::time::{Moment, Zone};
use crate::words::Voice;

/// The keys of a line that are no fields of a form.
pub(super) const KEYS: &[&str] =
    &["kind", "uid", "post", "operator", "record", "step", "from", "field", "seq", "answers"];

/// The kinds that may be written without a screen.
pub(super) fn kinds() -> impl Iterator<Item = Kind> {
    let inner = |kind: &Kind| {
        !matches!(
            kind,
            Kind::Begun | Kind::Restored | Kind::ClockJumped | Kind::Calendar | Kind::DueSettled | Kind::Rebased
        ) && !kind.reads_again()
    };
    Kind::ALL.iter().copied().filter(inner)
}

/// What a field of a kind of line holds; how a page is signed is seen only by its fields, and which rung is noted is
/// never said.
pub(super) fn input(kind: Kind, step: &str, key: &str) -> Option<Input> {
    if key == form::AT.key {
        return form::dated(kind).then_some(form::AT.input);
    }
    match (kind, key) {
        (Kind::Acknowledged, "percent") => return None,
        (Kind::VehicleOut, "plate") => return Some(Input::Plate),
        _ => {}
    }
    let field = form::find(kind, step, key).or_else(|| form::find(kind, "override", key));
    field.map(|field| field.input)
}

/// What the field of some form that has this name holds, for the new value of an amendment.
fn any_input(key: &str) -> Option<Input> {
    let steps = Family::ALL.iter().flat_map(|family| family.spec().steps).map(|(step, _)| *step);
    let steps: Vec<&str> = steps.chain([""]).collect();
    Kind::ALL
        .iter()
        .find_map(|kind| steps.iter().find_map(|step| form::find(*kind, step, key)))
        .map(|field| field.input)
}

/// Who is meant where a line does not say.
pub(super) struct Default<'a> {
    pub(super) post: Option<&'a str>,
    pub(super) operator: Option<&'a str>,
    pub(super) boot: Uuid,
}

pub(super) struct Reader<'a> {
    pub(super) desk: &'a mut Desk,
    pub(super) voice: Voice<'a>,
    pub(super) names: &'a Names,
    pub(super) default: &'a Default<'a>,
    pub(super) fresh: &'a dyn Fn() -> Uuid,
    /// When the line was done before; it is read as it was read then.
    pub(super) then: Option<Moment>,
}

/// The uid of a line, as it was sent; empty where it gives none, or none that is one.
pub(super) fn sent(object: &Map<String, Value>) -> &str {
    let sent = object.get("uid").and_then(Value::as_str).unwrap_or_default();
    if uid::read(sent).is_some() { sent } else { "" }
}

impl Reader<'_> {
    /// The act of one object, and who does it. The record it concerns is kept in `meant` as soon as it is known.
    pub(super) fn read(
        &mut self,
        object: &Map<String, Value>,
        now: Moment,
        meant: &mut Option<Uuid>,
    ) -> Result<(Act, Who), LineErrors> {
        let kind = text(object, "kind")?;
        if kind.is_empty() {
            return Err(at("kind", Cause::Value(ValueError::Required)));
        }
        let kind = kinds().find(|known| known.name() == kind).ok_or_else(|| at("kind", Cause::UnknownKind))?;
        let uid = match text(object, "uid")?.as_str() {
            "" => None,
            said => {
                let fault = ValueError::TooLong { max: uid::LONGEST };
                Some(uid::read(said).ok_or_else(|| at("uid", Cause::Value(fault)))?)
            }
        };
        let mut errors = misplaced(object, kind);
        let mut act = Act::new(uid.unwrap_or_else(self.fresh), kind);
        act.step = text(object, "step").unwrap_or_default();
        for key in object.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            match value(object, &act, key) {
                Ok(text) if text.is_empty() => {}
                Ok(text) => drop(act.fields.insert(key.clone(), text)),
                Err(error) => errors.extend(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        self.names.write_uids(&mut act.fields, self.voice);
        let who = self.who(object, &mut act)?;
        // A line that names nothing else is compared under the lock alone.
        let names = !kind.opens() || ["from", "answers"].iter().any(|key| object.contains_key(*key));
        let known = uid.filter(|_| names).map_or(Ok(None), |uid| self.reading(&who, |desk| desk.done(uid)))?;
        let then = known.as_ref().map_or(now, |entry| entry.written_at);
        self.then = known.as_ref().map(|entry| entry.written_at);
        let read = self.record(object, &mut act, &who);
        *meant = act.subject;
        let read = read.and_then(|()| self.detail(object, &mut act, &who, then, known.as_ref()));
        match (read, known) {
            (Ok(()), _) => Ok((act, who)),
            (Err(errors), Some(entry)) if errors.iter().all(|error| !matches!(error.reason, Reason::Store(_))) => {
                let record = self.reading(&who, |desk| desk.record(entry.subject))?;
                Err(record.map_or(errors, |record| at("uid", conflict(&record))))
            }
            (Err(errors), _) => Err(errors),
        }
    }

    fn record(&self, object: &Map<String, Value>, act: &mut Act, who: &Who) -> Result<(), LineErrors> {
        let said = text(object, "record")?;
        if act.kind == Kind::VehicleIn {
            // Nobody is there to be asked: what a plate's events mean is told by their times.
            act.fields.entry("again".to_owned()).or_insert_with(|| "by_time".to_owned());
        }
        // The desk finds the stay of a vehicle that leaves by its plate.
        if act.kind.opens() || said.is_empty() && act.kind == Kind::VehicleOut {
            return Ok(());
        }
        if said.is_empty() {
            return Err(at("record", Cause::Value(ValueError::Required)));
        }
        let named = match self.named(&said, "record", act.kind.family(), who) {
            Ok(named) => named.subject,
            Err(errors) => {
                // Who leaves may be told before who comes.
                let all = act.kind == Kind::VisitorOut && !act.fields.contains_key("leaving");
                let awaited = self.names.still_to_come(&said, self.voice).filter(|_| all);
                act.target = ActTarget::Comes(awaited.ok_or(errors)?);
                return Ok(());
            }
        };
        // What is corrected of an event is found by the entry that told it first.
        let told = uid::read(&said).filter(|_| act.kind.corrects());
        let told = told.map_or(Ok(None), |uid| self.reading(who, |desk| desk.done(uid)))?;
        act.subject = Some(told.map_or(named, |told| told.subject));
        Ok(())
    }

    fn detail(
        &self,
        object: &Map<String, Value>,
        act: &mut Act,
        who: &Who,
        now: Moment,
        known: Option<&Entry>,
    ) -> Result<(), LineErrors> {
        let seq = object.get("seq").and_then(Value::as_u64);
        let (from, field) = (text(object, "from")?, text(object, "field")?);
        let answers = object.get("answers").filter(|answers| !answers.is_null());
        act.target = match act.kind {
            Kind::Complaint if !from.is_empty() => ActTarget::From(self.named(&from, "from", None, who)?.subject),
            Kind::Amended if field.is_empty() => return Err(at("field", Cause::Value(ValueError::Required))),
            // Emptied is only what is said to be empty.
            Kind::Amended if object.get("new").is_none_or(Value::is_null) => {
                return Err(at("new", Cause::Value(ValueError::Required)));
            }
            Kind::Amended => match (seq, self.event(object, act, who)?) {
                (Some(seq), event) if self.is_own(seq, event.as_ref(), act, who)? => ActTarget::FieldOf(seq, field),
                (Some(seq), _) => ActTarget::Strike(seq, field),
                (None, Some(event)) => ActTarget::FieldOf(event.seq, field),
                (None, None) => ActTarget::Field(field),
            },
            Kind::Withdrawn => {
                let event = self.event(object, act, who)?;
                seq.map_or(Ok(true), |seq| self.is_own(seq, event.as_ref(), act, who))?;
                seq.or(event.map(|event| event.seq)).map_or(ActTarget::None, ActTarget::Entry)
            }
            kind if kind.is_step() && act.step.is_empty() => {
                return Err(at("step", Cause::Value(ValueError::Required)));
            }
            Kind::Handover | Kind::HandoverAccepted => {
                act.step = self.signing(act, who);
                if act.step == "day_close" && answers.is_some() {
                    return Err(at("answers", Cause::NotAsked));
                }
                let page = known.map(|entry| entry.subject).or(act.subject);
                ActTarget::Answers(self.answers(answers, page, who, now)?)
            }
            _ => act.target.clone(),
        };
        Ok(())
    }

    /// The event that a correction names by its uid. That of an opening entry names the record as well: a value that is
    /// corrected is the record's, but for what is said of who passes a gate, which is the event's own.
    fn event(&self, object: &Map<String, Value>, act: &Act, who: &Who) -> Result<Option<Entry>, LineErrors> {
        let Some(uid) = uid::read(&text(object, "record")?) else { return Ok(None) };
        let (field, event) = (text(object, "field")?, self.reading(who, |desk| desk.done(uid))?);
        let named = |event: &Entry| match event.kind {
            _ if act.kind == Kind::Withdrawn => true,
            kind if !kind.opens() || kind.family() == Some(Family::Vehicle) => true,
            kind => kind.family() == Some(Family::Visitor) && form::find(kind, "", &field).is_some(),
        };
        Ok(event.filter(|event| Some(event.subject) == act.subject && named(event)))
    }

    /// Whether a number is that of the named event's own entry, which still says what it said; refused where it is that of
    /// no entry of the event. What names the record, too, has every entry of it.
    fn is_own(&self, seq: Seq, event: Option<&Entry>, act: &Act, who: &Who) -> Result<bool, LineErrors> {
        let history = self.reading(who, |desk| desk.history(act.subject.unwrap_or_default()))?;
        let entry = |seq| history.iter().find(|entry| entry.seq == seq);
        let mut chain = std::iter::successors(entry(seq), |by| by.decided.target.and_then(entry));
        let named = match event.filter(|event| !event.kind.opens()) {
            Some(event) => chain.any(|one| one.seq == event.seq),
            None => chain.next().is_some(),
        };
        if !named {
            return Err(at("seq", Cause::NoSuchEntry));
        }
        let said = !history.iter().any(|by| by.decided.target == Some(seq));
        Ok(event.is_some_and(|event| event.seq == seq) && said)
    }

    /// How a page is signed: overridden where someone overrides, at the close of a day where the post has no relief.
    fn signing(&self, act: &Act, who: &Who) -> String {
        let closes = self.desk.house().site.post(&who.post).is_some_and(|post| post.ending == Ending::DayClose);
        let said = |key: &str| act.fields.contains_key(key);
        if said("override_by") || said("override_why") {
            "override".to_owned()
        } else if act.kind == Kind::Handover && closes && !said("relief") {
            "day_close".to_owned()
        } else {
            String::new()
        }
    }

    /// Who acts: a machine in its own name; else as the line says, else as the options say, else whoever has the post.
    fn who(&self, object: &Map<String, Value>, act: &mut Act) -> Result<Who, LineErrors> {
        let site = &self.desk.house().site;
        let post = match text(object, "post")? {
            said if said.is_empty() => self.default.post.or(site.counter().map(|post| post.name.as_str())),
            said => site.post(&said).map(|post| post.name.as_str()),
        };
        let post = post.and_then(|post| site.post(post)).ok_or_else(|| at("post", Cause::UnknownPost))?;
        let said = text(object, "operator")?;
        act.source = Some(post.machine.clone());
        if post.is_machine() {
            return self.machine(post, &said, act.kind);
        }
        let said = if said.is_empty() { self.default.operator.unwrap_or_default() } else { &said };
        let mut operator = clean(said, NAME_HOLDS).map_err(|fault| at("operator", Cause::Value(fault)))?;
        if operator.is_empty() && act.kind == Kind::Duty {
            // Whoever takes the post writes it down.
            operator = act.fields.get("person").cloned().unwrap_or_default();
        }
        operator = self.desk.house().site.name_of(&operator).to_owned();
        if operator.is_empty() {
            operator = self.desk.on_duty(&post.name).map_err(|error| LineError::all(error.into()))?;
        }
        if operator.is_empty() && act.kind == Kind::HandoverAccepted {
            // The relief of a post that was shut is the first there.
            let relief = act.fields.get("relief").map_or("", |relief| relief.trim());
            operator = self.desk.house().site.name_of(relief).to_owned();
        }
        if operator.is_empty() {
            return Err(at("operator", Cause::NoOperator));
        }
        Ok(Who { post: post.name.clone(), operator, boot: self.default.boot })
    }

    /// A machine signs with its own name, at the gate it belongs to.
    fn machine(&self, post: &Post, operator: &str, kind: Kind) -> Result<Who, LineErrors> {
        let people = matches!(
            kind,
            Kind::Duty | Kind::Handover | Kind::HandoverAccepted | Kind::HandoverRemark | Kind::Acknowledged
        );
        if people {
            return Err(at("kind", Cause::MachinePost));
        }
        if !operator.is_empty() && operator != post.name {
            return Err(at("operator", Cause::NotAsked));
        }
        Ok(Who { post: post.at_gate().to_owned(), operator: post.name.clone(), boot: self.default.boot })
    }

    /// The record that a text names; a number by itself is of the family that is meant, where one is.
    pub(super) fn named(&self, said: &str, key: &str, meant: Option<Family>, who: &Who) -> Result<Record, LineErrors> {
        let (names, voice, then) = (self.names, self.voice, self.then);
        let found = self.reading(who, |desk| names.find(desk, said, meant, voice, then))?;
        found.map_err(|cause| match cause {
            Cause::NoSuchRecord if names.is_uid(said, voice) => LineError::at(key, Reason::Unsent),
            cause => at(key, cause),
        })
    }

    pub(super) fn reading<T>(
        &self,
        who: &Who,
        read: impl FnOnce(Reading<'_>) -> Result<T, StoreError>,
    ) -> Result<T, LineErrors> {
        read(self.desk.reading(who)).map_err(|error| LineError::all(error.into()))
    }
}

/// Text, and nothing else.
pub(super) fn text(object: &Map<String, Value>, key: &str) -> Result<String, LineErrors> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(flaw(key, LineFlaw::NotText)),
    }
}

/// What of a line's own keys belongs to another kind, or is of another type. What is empty says nothing.
fn misplaced(object: &Map<String, Value>, kind: Kind) -> LineErrors {
    let said = object.iter().filter(|(key, value)| KEYS.contains(&key.as_str()) && !value.is_null() && *value != "");
    said.flat_map(|(key, value)| {
        let own = match key.as_str() {
            "record" => !kind.opens(),
            "step" => kind.is_step(),
            "from" => kind == Kind::Complaint,
            "field" => kind == Kind::Amended,
            "seq" => matches!(kind, Kind::Amended | Kind::Withdrawn),
            "answers" => matches!(kind, Kind::Handover | Kind::HandoverAccepted),
            _ => true,
        };
        match key.as_str() {
            _ if !own => at(key, Cause::UnknownField),
            "seq" if !value.is_u64() => flaw(key, LineFlaw::NotASeq),
            "answers" if !value.is_array() && *value != "accept" => flaw(key, LineFlaw::NotAnswers),
            "seq" | "answers" => LineErrors::new(),
            _ if !value.is_string() => flaw(key, LineFlaw::NotText),
            _ => LineErrors::new(),
        }
    })
    .collect()
}

/// Whether a number is whole, and so small that it is written out.
fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < 1e16
}

/// A value of a field as text: a whole number where one is meant, a number of seconds where a time is, truth where yes
/// or no is.
fn value(object: &Map<String, Value>, act: &Act, key: &str) -> Result<String, LineErrors> {
    let own = input(act.kind, &act.step, key);
    // A step that is not known is told as such, and not by its fields.
    let known = !act.kind.is_step() || Family::ALL.iter().any(|family| family.step_fields(&act.step).is_some());
    if own.is_none() && known {
        return Err(at(key, Cause::UnknownField));
    }
    let new = act.kind == Kind::Amended && key == "new";
    let input = if new { any_input(&text(object, "field")?) } else { own };
    match (object.get(key), input) {
        (Some(Value::Number(number)), Some(Input::When(_))) => {
            let is_time = instant::parse(&number.to_string(), Zone::default()).is_some();
            if is_time { Ok(number.to_string()) } else { Err(at(key, Cause::Value(ValueError::NotATime))) }
        }
        (Some(Value::Number(number)), Some(Input::Decimal(..))) => Ok(number.to_string()),
        (Some(Value::Number(number)), Some(Input::Count(..) | Input::Phone))
            if number.as_f64().is_some_and(is_whole) =>
        {
            // 4.0 is a whole number to JSON.
            Ok(number.to_string().trim_end_matches(".0").to_owned())
        }
        (Some(Value::Bool(truth)), Some(Input::Choice(choices))) if choices.contains(&"yes") => Ok(match truth {
            true => "yes".to_owned(),
            false if choices.contains(&"no") => "no".to_owned(),
            false => String::new(),
        }),
        _ => text(object, key),
    }
}

pub(super) fn at(key: &str, cause: Cause) -> LineErrors {
    LineError::at(key, Reason::Desk(cause))
}

pub(super) fn flaw(key: &str, flaw: LineFlaw) -> LineErrors {
    LineError::at(key, Reason::Line(flaw))
}
