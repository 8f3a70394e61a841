//! `schema`: the JSON Schema of every line that `record` reads, made from the forms' own table.

use serde_json::{Map, Value, json};
use strum::VariantNames;

use crate::cli::line::{input, kinds};
use crate::cli::uid;
use crate::domain::entry::{Family, Kind};
use crate::domain::form::{self, AT, Field, Input, NAME_HOLDS};
use crate::domain::handover::Topic;
use crate::domain::site::Site;
use crate::domain::text::when::Tense;
use crate::locale::Locale;

/// A text that says nothing, a whole number in a text, and any number.
const BLANK: &str = "^\\s*$";
const WHOLE: &str = "^\\s*[+-]?[0-9]+\\s*$";
const DECIMAL: &str = "^\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*$";

/// The schema: a definition for each kind of line and each step of a record, chosen by `kind` and `step`, so that a
/// mistake is told of the line that was meant.
pub(super) fn schema(locale: &Locale, site: &Site) -> Value {
    let (mut chosen, mut definitions) = (Vec::new(), Map::new());
    for kind in kinds() {
        let is = json!({ "properties": { "kind": { "const": kind.name() } }, "required": ["kind"] });
        let steps = steps(kind);
        if kind.is_step() {
            let known = json!({ "required": ["step"], "properties": { "step": { "enum": steps } } });
            chosen.push(json!({ "if": is, "then": known }));
        }
        for step in &steps {
            let name = if kind.is_step() { format!("{}.{step}", kind.name()) } else { kind.name().to_owned() };
            let is = if kind.is_step() {
                json!({
                    "properties": { "kind": { "const": kind.name() }, "step": { "const": step } },
                    "required": ["kind", "step"],
                })
            } else {
                is.clone()
            };
            chosen.push(json!({ "if": is, "then": { "$ref": format!("#/$defs/{name}") } }));
            definitions.insert(name, line(kind, step, locale, site));
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": concat!("urn:qiantai:", env!("CARGO_PKG_VERSION"), ":line"),
        "title": locale.tr("cli-schema-title"),
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "enum": kinds().map(Kind::name).collect::<Vec<_>>() } },
        "allOf": chosen,
        "$defs": definitions,
    })
}

/// The steps that a line of a kind may name; of a signature, the form that has every field.
fn steps(kind: Kind) -> Vec<&'static str> {
    match kind {
        kind if kind.is_step() => {
            let families = Family::ALL.iter().filter(|family| family.step_kind() == kind);
            families.flat_map(|family| family.spec().steps).map(|(step, _)| *step).collect()
        }
        Kind::Handover | Kind::HandoverAccepted => vec!["override"],
        _ => vec![""],
    }
}

fn line(kind: Kind, step: &str, locale: &Locale, site: &Site) -> Value {
    let mut properties = Map::new();
    let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
    put("kind", json!({ "const": kind.name() }));
    put(
        "uid",
        json!({ "type": ["string", "null"], "maxLength": uid::LONGEST, "description": locale.tr("cli-schema-uid") }),
    );
    put("post", optional(json!({ "enum": site.posts.iter().map(|post| &post.name).collect::<Vec<_>>() })));
    put("operator", optional(json!({ "type": "string", "maxLength": NAME_HOLDS })));
    let mut required = vec!["kind"];
    if !kind.opens() {
        put("record", json!({ "type": "string", "description": locale.tr("cli-schema-record") }));
        if kind != Kind::VehicleOut {
            required.push("record");
        }
    }
    let signs = matches!(kind, Kind::Handover | Kind::HandoverAccepted);
    let mut conditions = Vec::new();
    let taken = |field: &&Field| input(kind, step, field.key).is_some();
    for field in form::fields(kind, step).iter().filter(taken).chain(form::dated(kind).then_some(&AT)) {
        let needed = signs || field.required && !field.human && field.only.is_none() && field.waived.is_none();
        let strict = value(field, locale, site);
        put(field.key, if needed { strict.clone() } else { optional(strict.clone()) });
        if let Some((key, values)) = field.only.filter(|_| !signs) {
            // What does not go with the other values stays empty.
            conditions.push(json!({ "anyOf": [
                { "properties": { key: { "enum": values } }, "required": [key] },
                { "properties": { field.key: { "type": ["string", "null"], "pattern": BLANK } } },
            ] }));
        }
        match field.only {
            // Whether a page has a relief is the post's, and an override is only where one is said.
            _ if signs && field.key != "person" && (field.key, kind) != ("relief", Kind::HandoverAccepted) => {}
            None if field.required && !field.human => match field.waived {
                None => required.push(field.key),
                Some((key, values)) => conditions.push(json!({ "anyOf": [
                    { "properties": { key: { "enum": values } }, "required": [key] },
                    { "required": [field.key], "properties": { field.key: strict } },
                ] })),
            },
            Some((key, values)) if field.required && !field.human => conditions.push(json!({
                "if": { "properties": { key: { "enum": values } }, "required": [key] },
                "then": { "required": [field.key], "properties": { field.key: strict } },
            })),
            _ => {}
        }
    }
    let seq = || json!({ "type": "integer", "minimum": 1, "description": locale.tr("cli-schema-seq") });
    match kind {
        kind if kind.is_step() => {
            put("step", json!({ "const": step, "title": locale.tr(&format!("step-{step}")) }));
            required.push("step");
        }
        Kind::Complaint => {
            put("from", json!({ "type": "string", "description": locale.tr("cli-schema-from") }));
        }
        Kind::Amended => {
            put("field", json!({ "type": "string", "description": locale.tr("cli-schema-field") }));
            put("new", json!({ "type": ["string", "number", "boolean"], "description": locale.tr("field-new") }));
            put("seq", seq());
            required.extend(["field", "new"]);
        }
        Kind::Withdrawn => {
            put("seq", seq());
        }
        _ if signs => {
            put("answers", answers(locale));
        }
        _ => {}
    }
    let mut line = json!({
        "title": locale.tr(&format!("kind-{}", kind.name())),
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    if let Some(line) = line.as_object_mut() {
        if !conditions.is_empty() {
            line.insert("allOf".to_owned(), Value::Array(conditions));
        }
        if signs {
            let both = json!({ "override_by": ["override_why"], "override_why": ["override_by"] });
            line.insert("dependentRequired".to_owned(), both);
        }
        if kind == Kind::VehicleOut {
            line.insert("oneOf".to_owned(), json!([{ "required": ["record"] }, { "required": ["plate"] }]));
        }
    }
    line
}

/// What may also be left empty, or null: both say nothing, as leaving it out does.
fn optional(mut value: Value) -> Value {
    let Some(words) = value.as_object_mut() else { return value };
    if let Some(mut known) = words.remove("enum") {
        known.as_array_mut().into_iter().for_each(|known| known.push(Value::Null));
        words.insert("anyOf".to_owned(), json!([{ "enum": known }, { "type": "string", "pattern": BLANK }]));
    }
    match words.get_mut("type") {
        Some(Value::Array(types)) => types.push(json!("null")),
        Some(only) => *only = json!([*only, "null"]),
        None => {}
    }
    let shortest = words.remove("minLength").and_then(|least| least.as_u64());
    let pattern = words.get("pattern").and_then(Value::as_str).map(str::to_owned);
    if let Some(pattern) = pattern.or_else(|| shortest.map(|least| format!(".{{{least}}}"))) {
        words.insert("pattern".to_owned(), json!(format!("{BLANK}|{pattern}")));
    }
    value
}

fn plate(locale: &Locale) -> Value {
    json!({ "type": "string", "maxLength": 80, "pattern": "\\S", "description": locale.tr("field-plate") })
}

fn value(field: &Field, locale: &Locale, site: &Site) -> Value {
    let mut value = match field.input {
        Input::Text(max) => json!({ "type": "string", "maxLength": max }),
        Input::Room => json!({ "type": "string", "maxLength": 80 }),
        Input::Staff(_) => json!({ "type": "string", "maxLength": NAME_HOLDS }),
        Input::Plate => plate(locale),
        Input::Phone => json!({ "type": ["string", "integer"], "maxLength": 80 }),
        Input::Tail => json!({ "type": "string", "minLength": 4, "maxLength": 80 }),
        Input::Choice(["yes"]) => json!({ "enum": ["yes", true, false] }),
        Input::Choice(["yes", "no"]) => json!({ "enum": ["yes", "no", true, false] }),
        Input::Choice(choices) => json!({ "enum": choices }),
        Input::Department => {
            let known = site.departments.iter().flat_map(|department| [&department.id, &department.name]);
            json!({ "enum": known.collect::<Vec<_>>() })
        }
        Input::When(tense) => json!({
            "type": ["string", "number"],
            "maxLength": 80,
            "pattern": "[0-9\u{ff10}-\u{ff19}]",
            "minimum": 1e8,
            "examples": match tense {
                Tense::Past => json!(["2026-11-20T14:30:00+08:00", "2026-11-20 14:30:00", "14:30", 1_795_663_299]),
                Tense::Future => json!(["2026-11-20T14:30:00+08:00", "14:30", "+2h"]),
            },
        }),
        Input::Count(min, max) => {
            json!({ "type": ["integer", "string"], "minimum": min, "maximum": max, "pattern": WHOLE })
        }
        Input::Decimal(min, max) => {
            json!({ "type": ["number", "string"], "minimum": min, "maximum": max, "pattern": DECIMAL })
        }
    };
    if field.required
        && !field.human
        && let Some(text) = value.as_object_mut().filter(|text| text.contains_key("maxLength"))
    {
        text.entry("minLength").or_insert(json!(1));
    }
    if let Some(object) = value.as_object_mut() {
        object.insert("description".to_owned(), Value::String(locale.tr(&format!("field-{}", field.key))));
    }
    value
}

fn answers(locale: &Locale) -> Value {
    let topics = Topic::VARIANTS.iter().map(|key| key.trim_start_matches("topic-"));
    json!({
        "description": locale.tr("cli-schema-answers"),
        "oneOf": [
            { "const": "accept" },
            { "type": "array", "items": {
                "type": "object",
                "required": ["line", "verdict"],
                "additionalProperties": false,
                "properties": {
                    "line": { "oneOf": [
                        { "type": "integer", "minimum": 1 },
                        { "type": "object", "required": ["record"], "additionalProperties": false, "properties": {
                            "record": { "type": "string" },
                            "topic": { "enum": topics.collect::<Vec<_>>() },
                            "stage": { "type": "string" },
                        } },
                    ] },
                    "verdict": { "enum": ["accepted", "queried", "refused"] },
                    "said": { "type": "string", "maxLength": form::LONG },
                    "reply": { "type": "string", "maxLength": form::LONG },
                },
            } },
        ],
    })
}
