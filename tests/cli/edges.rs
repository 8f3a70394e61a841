//! Values at the edges: what the schema says of an event of the gate is what `record` does.

use serde_json::{Value, json};

use crate::machines::{gate, valid};

#[test]
fn of_a_gate_s_events_the_schema_takes_what_record_takes() {
    let bench = gate();
    let schema = &bench.ok(&["schema"]).json()[0];
    let (mut plates, mut uids) = (10_000, 0);
    let mut lines: Vec<Value> = Vec::new();
    let mut add = |kind: &str, key: &str, values: &[Value]| {
        for value in values {
            plates += 1;
            let mut line = json!({ "kind": kind });
            let fields = match kind {
                "vehicle_in" | "vehicle_out" => json!({ "plate": format!("粤B{plates}") }),
                "vehicle_refused" => json!({ "plate": format!("粤B{plates}"), "ground": "no_space" }),
                "visitor_in" => {
                    json!({ "visitor": "guest", "room": "3-2-101", "name": format!("甲{plates}"), "check": "known" })
                }
                _ => json!({}),
            };
            line.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            line[key] = value.clone();
            lines.push(line);
        }
    };
    let odd = [json!(true), json!([]), json!({}), json!(1.5)];
    for (kind, key) in [("visitor_in", "count"), ("visitor_out_only", "count")] {
        add(kind, key, &odd);
        let counts =
            [json!(0), json!(1), json!(1.0), json!(200), json!(201), json!(-1), json!("7"), json!("x1"), json!("1.5")];
        add(kind, key, &counts);
    }
    add(
        "vehicle_in",
        "confidence",
        &[json!(0.5), json!(100), json!(101), json!("0.5"), json!("x"), json!("1号"), json!([])],
    );
    for kind in ["vehicle_in", "vehicle_refused", "visitor_in", "visitor_out_only", "vehicle_out"] {
        for key in ["remark", "device", "at", "operator", "post", "host", "colour", "use", "phone", "again", "tail"] {
            if schema["$defs"][kind]["properties"].get(key).is_some() {
                add(kind, key, &[json!(""), Value::Null, json!([]), json!({})]);
            }
        }
        add(kind, "unknown", &[json!("x"), json!(1)]);
        uids += 1;
        let uid = |n: usize| json!(format!("{uids}{}", "u".repeat(n - 1)));
        add(kind, "uid", &[uid(64), uid(65), Value::Null, json!(7), json!(true)]);
    }
    add(
        "vehicle_in",
        "plate",
        &[json!(""), Value::Null, json!("  "), json!("无牌"), json!("??"), json!(7), json!(true)],
    );
    for key in ["use", "colour"] {
        add("vehicle_in", key, &[json!(" "), json!(""), Value::Null, json!("x")]);
    }
    for text in ["5.", ".5", "5", " 5.0 ", "1e1", ".", "x"] {
        add("vehicle_in", "confidence", &[json!(text)]);
    }
    add("visitor_in", "name", &[json!(""), Value::Null, json!(7)]);
    add("visitor_in", "check", &[json!(""), Value::Null, json!("x")]);
    for line in [
        json!({ "kind": "amend", "record": "x", "field": "plate", "new": null, "why": "x" }),
        json!({ "kind": "amend", "record": "x", "field": "plate", "new": "x", "why": "x", "unknown": "x" }),
        json!({ "kind": "amend", "record": "x", "new": "x", "why": "x" }),
        json!({ "kind": "withdraw", "record": "x", "why": "x", "unknown": "x" }),
        json!({ "kind": "withdraw", "record": "x", "why": "x", "seq": "1" }),
        json!({ "kind": "withdraw", "record": "x", "why": "x", "seq": 1.5 }),
    ] {
        assert!(!valid(schema, schema, &line), "{line}");
        lines.push(line);
    }
    for check in [json!({}), json!({ "check": null }), json!({ "check": "" }), json!({ "check": "badge" })] {
        for class in ["courier", "guest"] {
            plates += 1;
            let mut line =
                json!({ "kind": "visitor_in", "visitor": class, "room": "3-2-101", "name": format!("乙{plates}") });
            line.as_object_mut().unwrap().extend(check.as_object().unwrap().clone());
            lines.push(line);
        }
    }
    let answers = bench.record(&lines).json();
    assert_eq!(answers.len(), lines.len());
    let wrong: Vec<_> = lines
        .iter()
        .zip(&answers)
        .filter(|(line, answer)| valid(schema, schema, line) != (answer["result"] != "refused"))
        .map(|(line, answer)| format!("{line} {}", answer["errors"]))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}
