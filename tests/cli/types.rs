//! What a line may hold: nothing but its own fields, each of its own type; what is wrong is told at its field.

use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::form::{self, Input};
use serde_json::{Map, Value, json};

use crate::bench::Bench;

/// The kinds of lines that are not the gate's, with each step that they may name.
fn lines() -> Vec<(Kind, &'static str)> {
    let inner = [Kind::Begun, Kind::Restored, Kind::ClockJumped, Kind::Calendar, Kind::DueSettled, Kind::Rebased];
    let gate = |kind: &Kind| kind.family().is_some_and(Family::at_gate);
    let kinds = Kind::ALL.iter().filter(|kind| !inner.contains(kind) && !gate(kind));
    kinds
        .flat_map(|kind| {
            let families = Family::ALL.iter().filter(|family| kind.is_step() && family.step_kind() == *kind);
            let steps: Vec<&str> = families.flat_map(|family| family.spec().steps).map(|(step, _)| *step).collect();
            let steps = if kind.is_step() { steps } else { vec![""] };
            steps.into_iter().map(|step| (*kind, step))
        })
        .collect()
}

fn line(kind: Kind, step: &str, key: &str, value: &Value) -> Value {
    let mut line = Map::from_iter([("kind".to_owned(), json!(kind.name()))]);
    if !step.is_empty() {
        line.insert("step".to_owned(), json!(step));
    }
    if kind == Kind::Amended && key == "new" {
        line.insert("field".to_owned(), json!("said"));
    }
    line.insert(key.to_owned(), value.clone());
    Value::Object(line)
}

/// Whether a field of this kind takes a value that is no text.
fn takes(input: Input, value: &Value) -> bool {
    match input {
        Input::When(_) => value.as_f64().is_some_and(|seconds| seconds >= 1e8),
        Input::Count(..) | Input::Phone => value.is_u64(),
        Input::Decimal(..) => value.is_number(),
        Input::Choice(choices) => value.is_boolean() && choices.contains(&"yes"),
        _ => false,
    }
}

#[test]
fn every_line_takes_its_own_fields_alone_and_each_in_its_own_type() {
    let bench = Bench::new();
    let before = bench.entries();
    let (mut sent, mut expected) = (Vec::new(), Vec::new());
    let mut send = |line: Value, key: &str, codes: &'static [&'static str]| {
        sent.push(line);
        expected.push((key.to_owned(), codes));
    };
    let odd = [json!(true), json!(1.5), json!(7), json!(["a"]), json!({ "a": 1 })];
    for (kind, step) in lines() {
        let unknown = [json!("x"), json!(""), Value::Null, json!(true), json!(1.5), json!([])];
        for key in ["zzz", "Kind", "text ", "percent"] {
            unknown.iter().for_each(|value| send(line(kind, step, key, value), key, &["unknown-field"]));
        }
        if !form::dated(kind) {
            odd.iter()
                .chain([&json!("10:00")])
                .for_each(|at| send(line(kind, step, "at", at), "at", &["unknown-field"]));
        }
        for field in form::fields(kind, step).iter().filter(|field| field.key != "percent") {
            for value in odd.iter().filter(|value| !takes(field.input, value)) {
                send(line(kind, step, field.key, value), field.key, &["not-text", "not-a-time"]);
            }
        }
        for key in ["uid", "post", "operator"] {
            odd.iter().for_each(|value| send(line(kind, step, key, value), key, &["not-text"]));
        }
        for key in ["record", "from", "field", "seq", "answers"] {
            let own = match key {
                "record" => !kind.opens(),
                "from" => kind == Kind::Complaint,
                "field" => kind == Kind::Amended,
                "seq" => matches!(kind, Kind::Amended | Kind::Withdrawn),
                _ => matches!(kind, Kind::Handover | Kind::HandoverAccepted),
            };
            let codes: &[&str] = match (own, key) {
                (false, _) => &["unknown-field"],
                (true, "seq") => &["not-a-seq"],
                (true, "answers") => &["not-answers"],
                (true, _) => &["not-text"],
            };
            for value in odd.iter().filter(|value| !own || !(key == "seq" && value.is_u64() || value.is_array())) {
                send(line(kind, step, key, value), key, codes);
            }
        }
    }
    let answer = bench.record(&sent);
    let mut missed = Vec::new();
    for (n, told) in answer.json().iter().enumerate() {
        let (key, codes) = &expected[n];
        let at = told["errors"].as_array().is_some_and(|errors| {
            errors.iter().any(|error| error["field"] == **key && codes.contains(&error["code"].as_str().unwrap()))
        });
        if !at {
            missed.push(format!("{} {}", sent[n], told["errors"]));
        }
    }
    assert!(missed.is_empty(), "{} of {}: {missed:#?}", missed.len(), sent.len());
    assert_eq!(bench.entries(), before, "nothing of them was written");
}

#[test]
fn a_wrong_answer_is_told_by_its_place_on_the_page() {
    let bench = Bench::new();
    bench.record(&[json!({ "kind": "note", "text": "一" }), json!({ "kind": "note", "text": "二" })]);
    let outgoing = bench.ok(&["show", "today", "--json"]).json()[0]["operator"].as_str().unwrap().to_owned();
    let relief = if outgoing == "刘洋" { "王敏" } else { "刘洋" };
    let before = bench.entries();
    for (answer, place, code) in [
        (json!({ "line": 2, "verdict": "refused" }), "answers.2.said", "required"),
        (json!({ "line": 2, "verdict": "refused", "said": " " }), "answers.2.said", "required"),
        (json!({ "line": 2, "verdict": "queried", "said": "?" }), "answers.2.reply", "required"),
        (json!({ "line": 2, "verdict": "queried", "said": "a\u{1b}", "reply": "b" }), "answers.2.said", "control"),
        (
            json!({ "line": 2, "verdict": "queried", "said": "a", "reply": "长".repeat(2_001) }),
            "answers.2.reply",
            "too-long",
        ),
        (json!({ "line": 2, "verdict": "accepted", "said": true }), "answers.2.said", "not-text"),
        (json!({ "line": 2, "verdict": "accepted", "reply": 1.5 }), "answers.2.reply", "not-text"),
        (json!({ "line": 2, "verdict": true }), "answers.2.verdict", "not-a-choice"),
        (json!({ "line": 2, "verdict": "accepted", "zzz": null }), "answers.2.zzz", "unknown-field"),
        (json!({ "line": 1, "verdict": "accepted" }), "answers.2.line", "field-twice"),
        (json!({ "line": 99, "verdict": "accepted" }), "answers.2.line", "no-such-line"),
        (json!({ "line": 1.5, "verdict": "accepted" }), "answers.2.line", "no-such-line"),
        (json!({ "line": true, "verdict": "accepted" }), "answers.2.line", "not-answers"),
        (json!(true), "answers.2", "not-answers"),
    ] {
        let answers = json!([{ "line": 1, "verdict": "accepted" }, answer]);
        let told =
            bench.record(&[json!({ "kind": "handover", "person": outgoing, "relief": relief, "answers": answers })]);
        let told = &told.json()[0];
        assert_eq!((&told["field"], &told["code"]), (&json!(place), &json!(code)), "{answer}");
    }
    assert_eq!(bench.entries(), before);
}
