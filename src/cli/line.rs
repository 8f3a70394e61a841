//! One line of JSON as an act of the desk. What a line may hold beside the fields of its form stands in [`KEYS`].

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::cli::find::Names;
use crate::desk::{Act, ActError, ActTarget, Answer, Desk, Reading, StoreError, Who};
use crate::domain::entry::{Kind, Seq};
use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::refusal::Cause;
use crate::domain::site::Ending;
use crate::domain::text::{ValueError, clean, plate};
use crate::domain::time::Moment;
use crate::words::Voice;

/// The keys of a line that are no fields of a form.
pub(super) const KEYS: &[&str] =
    &["kind", "uid", "post", "operator", "record", "step", "from", "field", "seq", "answers"];

/// The kinds that may be written without a screen.
pub(super) fn kinds() -> impl Iterator<Item = Kind> {
    let inner = |kind: &Kind| !matches!(kind, Kind::Begun | Kind::Calendar | Kind::DueSettled | Kind::Rebased);
    Kind::ALL.iter().copied().filter(inner)
}

/// Who is meant where a line does not say.
pub(super) struct Default<'a> {
    pub(super) post: Option<&'a str>,
    pub(super) operator: Option<&'a str>,
    pub(super) boot: Uuid,
}

/// Why a line could not be done: at a field, as it is named in the line, where there is one.
pub(super) type LineError = (Option<String>, String);

type LineErrors = Vec<LineError>;

pub(super) struct Reader<'a> {
    pub(super) desk: &'a mut Desk,
    pub(super) voice: Voice<'a>,
    pub(super) names: &'a Names,
    pub(super) default: &'a Default<'a>,
    pub(super) fresh: &'a dyn Fn() -> Uuid,
}

impl Reader<'_> {
    /// The act of one object, and who does it.
    pub(super) fn read(&mut self, object: &Map<String, Value>, now: Moment) -> Result<(Act, Who), LineErrors> {
        let kind = self.text(object, "kind")?;
        let kind = kinds().find(|known| known.name() == kind).ok_or_else(|| self.at("kind", Cause::UnknownKind))?;
        let uid = match self.text(object, "uid")?.as_str() {
            "" => (self.fresh)(),
            text => Uuid::parse_str(text).map_err(|_| self.sentence("uid", "cli-not-a-uid"))?,
        };
        let mut act = Act { step: self.text(object, "step")?, ..Act::new(uid, kind) };
        for key in object.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            let text = self.text(object, key)?;
            if !text.is_empty() {
                act.fields.insert(key.clone(), text);
            }
        }
        let who = self.who(object, &act)?;
        if let Some(done) = self.reading(&who, |desk| desk.done(uid))? {
            // Done before: the desk only looks up what came of it.
            act.subject = Some(done);
            return Ok((act, who));
        }
        self.record(object, &mut act, &who)?;
        self.detail(object, &mut act, &who, now)?;
        Ok((act, who))
    }

    fn record(&mut self, object: &Map<String, Value>, act: &mut Act, who: &Who) -> Result<(), LineErrors> {
        let said = self.text(object, "record")?;
        if act.kind.opens() {
            return if said.is_empty() { Ok(()) } else { Err(self.at("record", Cause::UnknownField)) };
        }
        if said.is_empty() && act.kind == Kind::VehicleOut {
            let typed = act.fields.remove("plate").unwrap_or_default();
            let province = self.desk.house().site.province;
            let plate = plate::parse(&typed, province).map_err(|fault| self.at("plate", Cause::Value(fault)))?;
            let newest = self.reading(who, |desk| desk.vehicle(&plate))?;
            act.subject = Some(newest.ok_or_else(|| self.at("plate", Cause::NoSuchRecord))?.subject);
            return Ok(());
        }
        if said.is_empty() {
            return Err(self.at("record", Cause::Value(ValueError::Required)));
        }
        act.subject = Some(self.named(&said, "record", who)?);
        Ok(())
    }

    fn detail(&mut self, object: &Map<String, Value>, act: &mut Act, who: &Who, now: Moment) -> Result<(), LineErrors> {
        let seq = match object.get("seq") {
            None | Some(Value::Null) => None,
            Some(seq) => Some(seq.as_u64().ok_or_else(|| self.sentence("seq", "cli-not-a-seq"))?),
        };
        let (from, field) = (self.text(object, "from")?, self.text(object, "field")?);
        let answers = object.get("answers").filter(|answers| !answers.is_null());
        let signs = matches!(act.kind, Kind::Handover | Kind::HandoverAccepted);
        let misplaced = [
            ("from", !from.is_empty() && act.kind != Kind::Complaint),
            ("field", !field.is_empty() && act.kind != Kind::Amended),
            ("seq", seq.is_some() && !matches!(act.kind, Kind::Amended | Kind::Withdrawn)),
            ("answers", answers.is_some() && !signs),
            ("step", !act.step.is_empty() && !act.kind.is_step()),
        ];
        if let Some((key, _)) = misplaced.into_iter().find(|(_, wrong)| *wrong) {
            return Err(self.at(key, Cause::UnknownField));
        }
        act.target = match act.kind {
            Kind::Complaint if !from.is_empty() => ActTarget::From(self.named(&from, "from", who)?),
            Kind::Amended if field.is_empty() => return Err(self.at("field", Cause::Value(ValueError::Required))),
            Kind::Amended => seq.map_or(ActTarget::Field(field.clone()), |seq: Seq| ActTarget::Strike(seq, field)),
            Kind::Withdrawn => seq.map_or(ActTarget::None, ActTarget::Entry),
            kind if kind.is_step() && act.step.is_empty() => {
                return Err(self.at("step", Cause::Value(ValueError::Required)));
            }
            Kind::Handover | Kind::HandoverAccepted => {
                act.step = self.signing(act, who);
                ActTarget::Answers(self.answers(answers, act, who, now)?)
            }
            _ => ActTarget::None,
        };
        Ok(())
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

    /// The relief's answers: `"accept"` for every line, or a list that names each by its place or by what it is.
    fn answers(&mut self, given: Option<&Value>, act: &Act, who: &Who, now: Moment) -> Result<Vec<Answer>, LineErrors> {
        let Some(given) = given else { return Ok(Vec::new()) };
        let lines: Vec<HandoverItem> = match act.subject {
            Some(subject) => self
                .reading(who, |desk| desk.record(subject))?
                .map(|record| record.lines().to_vec())
                .unwrap_or_default(),
            None => {
                let page = self.reading(who, |desk| desk.page(now))?;
                page.lines.into_iter().map(|line| line.line).collect()
            }
        };
        if given.as_str() == Some("accept") {
            let accept = |line| Answer { line, verdict: Verdict::Accepted, said: String::new(), reply: String::new() };
            return Ok(lines.into_iter().map(accept).collect());
        }
        let wrong = |reader: &Self| reader.sentence("answers", "cli-not-answers");
        let given = given.as_array().ok_or_else(|| wrong(self))?;
        let mut answers = Vec::new();
        for answer in given {
            let answer = answer.as_object().ok_or_else(|| wrong(self))?;
            let line = match answer.get("line") {
                Some(Value::Number(place)) => {
                    let place = place.as_u64().and_then(|place| usize::try_from(place).ok()?.checked_sub(1));
                    place.and_then(|place| lines.get(place)).cloned()
                }
                Some(Value::Object(named)) => {
                    let subject = self.named(&self.text(named, "record")?, "answers", who)?;
                    let (topic, stage) = (self.text(named, "topic")?, self.text(named, "stage")?);
                    let fits = |line: &&HandoverItem| {
                        line.subject == subject
                            && (stage.is_empty() || line.stage.as_deref() == Some(stage.as_str()))
                            && (topic.is_empty() || serde_json::to_value(line.topic).is_ok_and(|name| name == *topic))
                    };
                    lines.iter().find(fits).cloned()
                }
                _ => None,
            };
            let verdict = answer.get("verdict").and_then(|verdict| serde_json::from_value(verdict.clone()).ok());
            answers.push(Answer {
                line: line.ok_or_else(|| wrong(self))?,
                verdict: verdict.ok_or_else(|| wrong(self))?,
                said: self.text(answer, "said")?,
                reply: self.text(answer, "reply")?,
            });
        }
        Ok(answers)
    }

    /// Who acts: as the line says, else as the options say, else whoever has the post.
    fn who(&mut self, object: &Map<String, Value>, act: &Act) -> Result<Who, LineErrors> {
        let first = self.desk.house().site.posts.first().map_or("", |post| post.name.as_str());
        let post = match self.text(object, "post")? {
            said if said.is_empty() => self.default.post.unwrap_or(first).to_owned(),
            said => said,
        };
        if self.desk.house().site.post(&post).is_none() {
            return Err(self.at("post", Cause::UnknownPost));
        }
        let said = match self.text(object, "operator")? {
            said if said.is_empty() => self.default.operator.unwrap_or_default().to_owned(),
            said => said,
        };
        let mut operator = clean(&said, 40).map_err(|fault| self.at("operator", Cause::Value(fault)))?;
        if operator.is_empty() && act.kind == Kind::Duty {
            // Whoever takes the post writes it down.
            operator = act.fields.get("person").cloned().unwrap_or_default();
        }
        operator = self.desk.house().site.name_of(&operator).to_owned();
        if operator.is_empty() {
            operator = self.desk.on_duty(&post).map_err(|error| self.failed(&error.into()))?;
        }
        if operator.is_empty() && act.kind == Kind::HandoverAccepted {
            // The relief of a post that was shut is the first there.
            let relief = act.fields.get("relief").map_or("", |relief| relief.trim());
            operator = self.desk.house().site.name_of(relief).to_owned();
        }
        if operator.is_empty() {
            return Err(self.at("operator", Cause::NoOperator));
        }
        Ok(Who { post, operator, boot: self.default.boot })
    }

    /// A value as text: numbers and truth are taken as typed.
    fn text(&self, object: &Map<String, Value>, key: &str) -> Result<String, LineErrors> {
        match object.get(key) {
            None | Some(Value::Null | Value::Bool(false)) => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(Value::Bool(true)) => Ok("yes".to_owned()),
            Some(Value::Array(_) | Value::Object(_)) => Err(self.sentence(key, "cli-not-a-value")),
        }
    }

    fn named(&mut self, said: &str, key: &str, who: &Who) -> Result<Uuid, LineErrors> {
        let (names, voice) = (self.names, self.voice);
        let found = self.reading(who, |desk| names.find(desk, said, voice))?;
        found.map(|record| record.subject).map_err(|cause| self.at(key, cause))
    }

    fn reading<T>(&self, who: &Who, read: impl FnOnce(Reading<'_>) -> Result<T, StoreError>) -> Result<T, LineErrors> {
        read(self.desk.reading(who)).map_err(|error| self.failed(&error.into()))
    }

    fn failed(&self, failure: &ActError) -> LineErrors {
        self.voice.failure(failure)
    }

    fn at(&self, key: &str, cause: Cause) -> LineErrors {
        vec![(Some(key.to_owned()), self.voice.cause(&cause))]
    }

    fn sentence(&self, key: &str, sentence: &str) -> LineErrors {
        vec![(Some(key.to_owned()), self.voice.tr(sentence))]
    }
}
