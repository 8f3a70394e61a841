//! The relief's answers to a page, as a line gives them: `"accept"` for every line, or a list that names each by its
//! place or by what it is. What is wrong with one is told by its place in the list, `answers.2.verdict`.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::cli::answer::{LineErrors, LineFlaw};
use crate::cli::line::{Reader, at, flaw, text};
use crate::desk::{Answer, Who};
use crate::domain::form::LONG;
use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::refusal::Cause;
use crate::domain::text::{ValueError, clean};
use crate::domain::time::Moment;

/// What an answer may hold, and what the name of a line may.
const KEYS: &[&str] = &["line", "verdict", "said", "reply"];
const NAMED: &[&str] = &["record", "topic", "stage"];

impl Reader<'_> {
    /// The answers to the lines of a page that was signed, or of the post's as it stands.
    pub(super) fn answers(
        &self,
        given: Option<&Value>,
        page: Option<Uuid>,
        who: &Who,
        now: Moment,
    ) -> Result<Vec<Answer>, LineErrors> {
        let Some(given) = given else { return Ok(Vec::new()) };
        let lines: Vec<HandoverItem> = match page {
            Some(subject) => {
                let record = self.reading(who, |desk| desk.record(subject))?;
                record.map(|record| record.lines().to_vec()).unwrap_or_default()
            }
            None => {
                let page = self.reading(who, |desk| desk.page(now))?;
                page.lines.into_iter().map(|line| line.line).collect()
            }
        };
        if given.as_str() == Some("accept") {
            let accept = |line| Answer { line, verdict: Verdict::Accepted, said: String::new(), reply: String::new() };
            return Ok(lines.into_iter().map(accept).collect());
        }
        let given = given.as_array().ok_or_else(|| flaw("answers", LineFlaw::NotAnswers))?;
        let mut answers: Vec<Answer> = Vec::new();
        for (n, answer) in (1..).zip(given) {
            let answer = self.answer(answer, &lines, who).map_err(|errors| placed(errors, n))?;
            if answers.iter().any(|known| known.line == answer.line) {
                return Err(placed(flaw("line", LineFlaw::Twice), n));
            }
            answers.push(answer);
        }
        Ok(answers)
    }

    fn answer(&self, answer: &Value, lines: &[HandoverItem], who: &Who) -> Result<Answer, LineErrors> {
        let answer = answer.as_object().ok_or_else(|| flaw("", LineFlaw::NotAnswers))?;
        only(answer, KEYS)?;
        let line = match answer.get("line") {
            Some(Value::Number(place)) => {
                let place = place.as_u64().and_then(|place| usize::try_from(place).ok()?.checked_sub(1));
                place.and_then(|place| lines.get(place)).cloned()
            }
            Some(Value::Object(named)) => {
                only(named, NAMED)?;
                let subject = self.named(&text(named, "record")?, "line", None, who)?.subject;
                let (topic, stage) = (text(named, "topic")?, text(named, "stage")?);
                let fits = |line: &&HandoverItem| {
                    line.subject == subject
                        && (stage.is_empty() || line.stage.as_deref() == Some(stage.as_str()))
                        && (topic.is_empty() || serde_json::to_value(line.topic).is_ok_and(|name| name == *topic))
                };
                lines.iter().find(fits).cloned()
            }
            None => return Err(at("line", Cause::Value(ValueError::Required))),
            Some(_) => return Err(flaw("line", LineFlaw::NotAnswers)),
        };
        let line = line.ok_or_else(|| flaw("line", LineFlaw::NoSuchLine))?;
        let verdict = match answer.get("verdict") {
            None => return Err(at("verdict", Cause::Value(ValueError::Required))),
            Some(verdict) => serde_json::from_value(verdict.clone()),
        };
        let verdict = verdict.map_err(|_| at("verdict", Cause::Value(ValueError::NotAChoice)))?;
        let answer = Answer { line, verdict, said: said(answer, "said")?, reply: said(answer, "reply")? };
        let missing = |key: &str, cause| Err(at(key, cause));
        match verdict {
            Verdict::Accepted if answer.said.is_empty() && answer.line.needs_reason() => {
                missing("said", Cause::ReasonNeeded)
            }
            Verdict::Queried | Verdict::Refused if answer.said.is_empty() => {
                missing("said", Cause::Value(ValueError::Required))
            }
            Verdict::Queried if answer.reply.is_empty() => missing("reply", Cause::Value(ValueError::Required)),
            _ => Ok(answer),
        }
    }
}

/// What is said in an answer, as it will be kept.
fn said(answer: &Map<String, Value>, key: &str) -> Result<String, LineErrors> {
    clean(&text(answer, key)?, LONG).map_err(|fault| at(key, Cause::Value(fault)))
}

fn only(object: &Map<String, Value>, known: &[&str]) -> Result<(), LineErrors> {
    let unknown = object.keys().find(|key| !known.contains(&key.as_str()));
    unknown.map_or(Ok(()), |key| Err(at(key, Cause::UnknownField)))
}

/// The same reasons at the n-th answer.
fn placed(mut errors: LineErrors, n: usize) -> LineErrors {
    for error in &mut errors {
        let key = error.field.take().unwrap_or_default();
        error.field = Some(format!("answers.{n}.{key}").trim_end_matches('.').to_owned());
    }
    errors
}
