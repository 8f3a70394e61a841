//! What `record` answers: one JSON object for each line, with what came of it. A reason has a code that programs know
//! it by and a sentence for people.

use serde_json::{Value, json};
use strum::VariantNames;

use crate::cli::json::{self, Object};
use crate::desk::{ActError, Conflict, Reading, Reply, StoreError};
use crate::domain::refusal::{Cause, Refusal, code};
use crate::domain::text::{ValueError, display};
use crate::words::Voice;

/// What is wrong with a line itself, before the desk sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineFlaw {
    TooLong,
    NotUtf8,
    NotJson,
    /// A field is given twice.
    Twice,
    /// A value is neither text nor what its field holds otherwise.
    NotText,
    NotASeq,
    NotAnswers,
    /// The answers name no line of the page there.
    NoSuchLine,
}

impl LineFlaw {
    const ALL: [Self; 8] = [
        Self::TooLong,
        Self::NotUtf8,
        Self::NotJson,
        Self::Twice,
        Self::NotText,
        Self::NotASeq,
        Self::NotAnswers,
        Self::NoSuchLine,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::TooLong => "cli-line-too-long",
            Self::NotUtf8 => "cli-line-not-utf8",
            Self::NotJson => "cli-line-not-json",
            Self::Twice => "cli-field-twice",
            Self::NotText => "cli-not-text",
            Self::NotASeq => "cli-not-a-seq",
            Self::NotAnswers => "cli-not-answers",
            Self::NoSuchLine => "cli-no-such-line",
        }
    }
}

/// Why a line was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reason {
    Line(LineFlaw),
    Desk(Cause),
    Store(StoreError),
    /// No line has the uid that should name a record: its own may be still to come.
    Unsent,
}

/// One reason, at a field as it is named in the line, where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineError {
    pub(super) field: Option<String>,
    pub(super) reason: Reason,
}

pub(super) type LineErrors = Vec<LineError>;

impl LineError {
    pub(super) fn whole(flaw: LineFlaw) -> LineErrors {
        vec![Self { field: None, reason: Reason::Line(flaw) }]
    }

    pub(super) fn at(field: &str, reason: Reason) -> LineErrors {
        vec![Self { field: Some(field.to_owned()), reason }]
    }

    /// The reasons of an act that was not done.
    pub(super) fn all(failure: ActError) -> LineErrors {
        match failure {
            ActError::Refused(reasons) => {
                let error = |Refusal { field, cause }| Self { field, reason: Reason::Desk(cause) };
                reasons.into_iter().map(error).collect()
            }
            ActError::Store(error) => vec![Self { field: None, reason: Reason::Store(error) }],
        }
    }

    fn code(&self) -> &'static str {
        match &self.reason {
            Reason::Line(flaw) => code(flaw.key()),
            Reason::Desk(cause) => cause.code(),
            Reason::Store(error) => code(error.words().0),
            Reason::Unsent => Cause::NoSuchRecord.code(),
        }
    }

    /// Its sentence, and its field as a person may see it: a name from the line is trusted no more than its values.
    pub(super) fn said(&self, voice: &Voice<'_>) -> (Option<String>, String) {
        let sentence = match &self.reason {
            Reason::Line(flaw) => voice.tr(flaw.key()),
            Reason::Desk(cause) => voice.cause(cause),
            Reason::Store(error) => voice.store_error(error),
            Reason::Unsent => voice.tr("cli-unsent"),
        };
        (self.field.as_ref().map(|field| crate::cells::cut(&display(field), 40)), sentence)
    }
}

/// Every code that a refused line may have.
pub(super) fn codes() -> Vec<&'static str> {
    let told = [Cause::VARIANTS, ValueError::VARIANTS, StoreError::VARIANTS, Conflict::VARIANTS].concat();
    let through = ["refused-value", "refused-notice", "store-conflict"];
    let own = told.into_iter().filter(|key| !through.contains(key)).chain(["refused-already-left-unseen"]);
    own.map(code).chain(LineFlaw::ALL.map(|flaw| code(flaw.key()))).collect()
}

/// The answer to a line that was done, now or before: the record, as every command prints it, with the `seq` of the
/// line's own entry.
pub(super) fn done(voice: &Voice<'_>, line: u64, sent: &str, reply: &Reply) -> Object {
    let result = if reply.repeated { "repeated" } else { "ok" };
    Object::new(json!({ "line": line, "result": result }))
        .with_any("sent", sent)
        .and(json::record(voice, &reply.record))
        .with("seq", Some(reply.seq))
        .with("repeated", Some(reply.repeated))
}

/// The answer to a line that was refused: its first reason, all of them, and the record concerned.
pub(super) fn refused(
    voice: &Voice<'_>,
    line: u64,
    sent: &str,
    errors: &[LineError],
    concerned: Option<String>,
) -> Object {
    let told = |error: &LineError| {
        let (field, message) = error.said(voice);
        Object::new(json!({ "code": error.code() })).with("field", field).with("message", Some(message))
    };
    let first = errors.first();
    let (field, message) = first.map(|error| error.said(voice)).unwrap_or_default();
    Object::new(json!({ "line": line, "result": "refused" }))
        .with_any("sent", sent)
        .with_any("uid", sent)
        .with("code", first.map(LineError::code))
        .with("field", field)
        .with("message", Some(message))
        .with("record", concerned)
        .with_any("candidates", candidates(voice, errors))
        .with("more", more(errors))
        .with("errors", Some(errors.iter().map(told).collect::<Vec<_>>()))
}

/// The records of which one may be meant.
fn candidates(voice: &Voice<'_>, errors: &[LineError]) -> Vec<String> {
    let may = errors.iter().filter_map(|error| match &error.reason {
        Reason::Desk(Cause::WhichVehicle(candidates, _) | Cause::PersonInside(candidates, _)) => Some(candidates),
        _ => None,
    });
    may.flatten().map(|one| json::id(voice, one.family, one.number)).collect()
}

/// How many more may be meant than are named.
fn more(errors: &[LineError]) -> Option<usize> {
    errors.iter().find_map(|error| match error.reason {
        Reason::Desk(Cause::WhichVehicle(_, more) | Cause::PersonInside(_, more)) => {
            Some(more).filter(|more| *more > 0)
        }
        _ => None,
    })
}

/// The name of the record that stands in the way, else of the one that was meant.
pub(super) fn concerned(
    voice: &Voice<'_>,
    reading: Reading<'_>,
    errors: &[LineError],
    meant: Option<uuid::Uuid>,
) -> Result<Option<String>, StoreError> {
    let stands =
        errors.iter().find_map(|error| if let Reason::Desk(cause) = &error.reason { cause.record() } else { None });
    let stands = match (stands, meant) {
        (None, Some(subject)) => reading.record(subject)?.map(|record| (record.family, record.number)),
        (stands, _) => stands,
    };
    Ok(stands.map(|(family, number)| json::id(voice, family, number)))
}

/// The JSON Schema of the answers.
pub(super) fn schema(title: &str) -> Value {
    let is = |results: &[&str]| json!({ "properties": { "result": { "enum": results } }, "required": ["result"] });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": concat!("urn:qiantai:", env!("CARGO_PKG_VERSION"), ":answer"),
        "title": title,
        "type": "object",
        "required": ["line", "result"],
        "properties": {
            "line": { "type": "integer", "minimum": 1 },
            "result": { "enum": ["ok", "repeated", "refused"] },
            "sent": { "type": "string", "maxLength": super::uid::LONGEST },
        },
        "allOf": [
            { "if": is(&["ok", "repeated"]), "then": { "$ref": "#/$defs/done" } },
            { "if": is(&["refused"]), "then": { "$ref": "#/$defs/refused" } },
        ],
        "$defs": {
            "code": { "enum": codes() },
            "id": { "type": "string", "pattern": "^[a-z_]+-(s[0-9]+-)?[0-9]{4}-[0-9]{4}-[0-9]{2,}$" },
            "done": {
                "required": ["id", "number", "family", "uid", "at", "status", "inside", "fields", "repeated"],
                "properties": {
                    "id": { "$ref": "#/$defs/id" },
                    "number": { "type": "string", "pattern": "^s[0-9]+-[0-9]{4}-[0-9]{4}-[0-9]{2,}$" },
                    "uid": { "type": "string", "format": "uuid" },
                    "seq": { "type": "integer", "minimum": 1 },
                    "at": { "type": "string", "format": "date-time" },
                    "written_at": { "type": "string", "format": "date-time" },
                    "status": { "enum": ["open", "closed", "void"] },
                    "inside": { "type": "boolean" },
                    "ahead": { "type": "integer", "minimum": 0 },
                    "source": { "type": "string" },
                    "fields": { "type": "object", "additionalProperties": { "type": "string" } },
                    "repeated": { "type": "boolean" },
                },
            },
            "refused": {
                "required": ["code", "message", "errors"],
                "properties": {
                    "uid": { "type": "string", "maxLength": super::uid::LONGEST },
                    "code": { "$ref": "#/$defs/code" },
                    "field": { "type": "string" },
                    "message": { "type": "string" },
                    "record": { "$ref": "#/$defs/id" },
                    "candidates": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/id" } },
                    "more": { "type": "integer", "minimum": 1 },
                    "errors": { "type": "array", "minItems": 1, "items": {
                        "type": "object",
                        "required": ["code", "message"],
                        "properties": {
                            "code": { "$ref": "#/$defs/code" },
                            "field": { "type": "string" },
                            "message": { "type": "string" },
                        },
                    } },
                },
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes that programs have been told of: none of them ever goes.
    const TOLD: &str = "accused-handles already-amended already-left already-left-unseen already-noted already-withdrawn \
        ambiguous before-arrival bidi busy calendar-older conflict-number conflict-strike conflict-uid control damaged \
        demanded denied elsewhere empty field-twice first-receiver foreign full future later-first line-not-json \
        line-not-utf8 line-too-long machine-post meanwhile missing names newer next-notice no-deemed-page no-incident-page \
        no-message no-operator no-such-entry no-such-limit no-such-line no-such-record not-a-choice not-a-decimal not-a-number \
        not-a-phone not-a-plate not-a-seq not-a-time not-answers not-asked not-awaited not-four-characters not-lapsed \
        not-open not-paused not-text nothing-moves nothing-promised nothing-reached nothing-to-pause only-receiver \
        only-refusal only-these open-complaint other outcome-there override-needed page-waits passed-on past \
        pause-too-long plate-inside promise-missed reason-needed replaced required same-person sealed shared step-done \
        step-first step-unknown strike-whole too-far too-few-tries too-long uid-conflict unanswered unchanged \
        unknown-field unknown-kind unknown-post unreadable which-vehicle wrong-record";

    #[test]
    fn a_code_means_one_thing_for_ever() {
        let codes = codes();
        let once: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(once.len(), codes.len(), "{codes:?}");
        let gone: Vec<&str> = TOLD.split_whitespace().filter(|told| !codes.contains(told)).collect();
        assert_eq!(gone, Vec::<&str>::new());
        assert!(
            codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
        );
    }
}
