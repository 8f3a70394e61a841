//! `record --schema`: the JSON Schema of every line that `record` reads, made from the forms' own table.

use serde_json::{Map, Value, json};
use strum::VariantNames;

use crate::cli::line::kinds;
use crate::domain::entry::{Family, Kind};
use crate::domain::form::{self, AT, Field, Input};
use crate::domain::handover::Topic;
use crate::domain::site::Site;
use crate::locale::Locale;

/// The schema: one alternative for each kind of line, and for each step of a record.
pub(super) fn schema(locale: &Locale, site: &Site) -> Value {
    let lines = kinds().flat_map(|kind| {
        let steps: Vec<&str> = match kind {
            kind if kind.is_step() => {
                let families = Family::ALL.iter().filter(|family| family.step_kind() == kind);
                families.flat_map(|family| family.spec().steps).map(|(step, _)| *step).collect()
            }
            Kind::Handover => vec!["", "day_close", "override"],
            Kind::HandoverAccepted => vec!["", "override"],
            _ => vec![""],
        };
        steps.into_iter().map(move |step| line(kind, step, locale, site))
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": locale.tr("cli-schema-title"),
        "type": "object",
        "required": ["kind"],
        "oneOf": lines.collect::<Vec<_>>(),
    })
}

fn line(kind: Kind, step: &str, locale: &Locale, site: &Site) -> Value {
    let mut properties = Map::new();
    let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
    put("kind", json!({ "const": kind.name() }));
    put("uid", json!({ "type": "string", "format": "uuid", "description": locale.tr("cli-schema-uid") }));
    put("post", json!({ "enum": site.posts.iter().map(|post| &post.name).collect::<Vec<_>>() }));
    put("operator", json!({ "type": "string", "maxLength": 40 }));
    let mut required = vec!["kind"];
    if !kind.opens() {
        put("record", json!({ "type": "string", "description": locale.tr("cli-schema-record") }));
        if kind == Kind::VehicleOut {
            put("plate", json!({ "type": "string", "description": locale.tr("field-plate") }));
        } else {
            required.push("record");
        }
    }
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
            put("seq", json!({ "type": "integer", "minimum": 1, "description": locale.tr("cli-schema-seq") }));
            required.push("field");
        }
        Kind::Withdrawn => {
            put("seq", json!({ "type": "integer", "minimum": 1, "description": locale.tr("cli-schema-seq") }));
        }
        Kind::Handover | Kind::HandoverAccepted if step != "day_close" => {
            put("answers", answers(locale));
        }
        _ => {}
    }
    let mut conditions = Vec::new();
    for field in form::fields(kind, step).iter().chain([&AT]) {
        put(field.key, value(field, locale, site));
        match field.only {
            None if field.required => required.push(field.key),
            Some((key, values)) if field.required => conditions.push(json!({
                "if": { "properties": { key: { "enum": values } }, "required": [key] },
                "then": { "required": [field.key] },
            })),
            _ => {}
        }
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
        if kind == Kind::VehicleOut {
            line.insert("oneOf".to_owned(), json!([{ "required": ["record"] }, { "required": ["plate"] }]));
        }
    }
    line
}

fn value(field: &Field, locale: &Locale, site: &Site) -> Value {
    let mut value = match field.input {
        Input::Text(max) => json!({ "type": "string", "maxLength": max }),
        Input::Room | Input::Plate | Input::Phone | Input::Staff(_) => json!({ "type": "string", "maxLength": 80 }),
        Input::Tail => json!({ "type": "string", "minLength": 4, "maxLength": 80 }),
        Input::Choice(["yes"]) => json!({ "enum": ["yes", true, false] }),
        Input::Choice(choices) => json!({ "enum": choices }),
        Input::Department => {
            let known = site.departments.iter().flat_map(|department| [&department.id, &department.name]);
            json!({ "enum": known.collect::<Vec<_>>() })
        }
        Input::When(_) => json!({ "type": "string", "examples": ["2026-11-20T14:30:00+08:00", "14:30", "+2h"] }),
        Input::Count(min, max) => json!({ "type": ["integer", "string"], "minimum": min, "maximum": max }),
    };
    if matches!(field.input, Input::Choice(choices) if choices.contains(&"yes") && choices.len() > 1) {
        value = json!({ "enum": ["yes", "no", true] });
    }
    if field.required
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
                        { "type": "object", "required": ["record"], "properties": {
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
