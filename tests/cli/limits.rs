//! Limits without a screen: what runs, what stands still, what has ended and how, and that it all adds up.

use serde_json::{Value, json};

use crate::bench::Bench;

/// A logbook whose departments always work, so that no answer depends on the day on which this runs.
fn always() -> Bench {
    let bench = Bench::new();
    let settings = bench.db.with_extension("toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let lines =
        text.lines().map(|line| if line.starts_with("hours") { "hours = \"mon-sun 00:00-24:00\"" } else { line });
    std::fs::write(&settings, lines.collect::<Vec<_>>().join("\n")).unwrap();
    bench
}

/// A complaint with these fields beside the usual ones; its id.
fn complaint(bench: &Bench, other: &Value) -> String {
    let mut line = json!({
        "kind": "complaint", "room": "3-2-101", "name": "张三", "said": "渗水", "category": "conduct",
        "channel": "phone", "intake": "office", "valid": "valid", "class": "general", "next_reply": "+1d",
    });
    line.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    let answer = bench.record(&[line]);
    answer.json()[0]["id"].as_str().unwrap_or_else(|| panic!("{}", answer.err)).to_owned()
}

fn step(bench: &Bench, id: &str, step: &str, fields: &Value) {
    let mut line = json!({ "kind": "complaint_step", "record": id, "step": step });
    line.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let answer = bench.record(&[line]);
    assert_eq!(answer.code, 0, "{}", answer.err);
}

#[test]
fn a_limit_that_has_ended_is_told_with_when_by_whom_and_how_late_in_its_own_unit() {
    let bench = always();
    let id = complaint(&bench, &json!({ "at": "-5h", "intake": "site", "class": "major" }));
    step(&bench, &id, "accepted", &json!({ "at": "-4h", "person": "李强", "operator": "孙主管" }));
    let told = json!({ "at": "-295m", "told": "manager", "contact": "陈经理", "means": "phone", "reached": "yes" });
    step(&bench, &id, "called", &told);
    let record = &bench.ok(&["show", "record", &id, "--json"]).json()[0];
    let ended = record["ended"].as_array().unwrap();
    let of = |stage: &str| ended.iter().find(|limit| limit["stage"] == stage).unwrap_or_else(|| panic!("{ended:?}"));
    let (t9, t15) = (of("T9"), of("T15"));
    let names = ["result", "late", "operator", "step"].map(|key| t9[key].as_str().unwrap_or_default());
    assert_eq!(names, ["late", "45m", "孙主管", "accepted"]);
    assert_eq!((&t15["part"], &t15["result"], &t15["late"]), (&json!("manager"), &json!("kept"), &Value::Null));
    let text = bench.ok(&["show", "record", &id, "--lang", "zh-Hans"]).out;
    let line = |part: &str| text.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}: {text}"));
    assert!(line("004-7 §4.5.1").contains("孙主管，迟 0:45"), "{text}");
    assert!(line("急报 部门经理").contains("按时"), "{text}");
    let runs = text.lines().any(|line| line.starts_with("超 ") && line.contains("急报 中心领导"));
    assert!(runs, "the other share still runs: {text}");
    assert!(!text.contains("T15"), "{text}");
    // The ledger tells of both kinds.
    let all = bench.ok(&["why", &id, "--json"]).json();
    let t9 = all.iter().find(|limit| limit["stage"] == "T9").unwrap();
    assert_eq!((&t9["late"], &t9["rows"][0]["minutes"]), (&json!("45m"), &json!(15)));
    assert!(all.iter().any(|limit| limit["part"] == "director" && limit["result"].is_null()), "and of what runs");
    let why = bench.ok(&["why", &id, "--stage", "责任人接单", "--lang", "zh-Hans"]).out;
    assert!(why.contains("迟 0:45") && why.contains("15 分"), "{why}");
    let page = bench.ok(&["show", "handover", "--lang", "zh-Hans"]).out;
    assert!(page.contains("急报 中心领导") && !page.contains("急报 部门经理"), "{page}");
}

#[test]
fn a_limit_that_stands_still_says_so_wherever_it_is_told() {
    let bench = always();
    let id = complaint(&bench, &json!({ "at": "-3h" }));
    step(&bench, &id, "relayed", &json!({ "at": "-2h", "department": "works" }));
    step(&bench, &id, "paused", &json!({ "pause": "access", "until": "+2h" }));
    for args in [&["show", "handover"][..], &["show", "record", &id], &["why", &id, "--stage", "T3a"]] {
        let text = bench.ok(&[args, &["--lang", "zh-Hans"]].concat()).out;
        let line = text.lines().find(|line| line.contains("反馈结果")).unwrap_or_else(|| panic!("{args:?}: {text}"));
        assert!(line.contains("停 至") && line.contains("无法入户"), "{args:?}: {text}");
    }
    let clocks = bench.ok(&["show", "record", &id, "--json"]).json()[0]["clocks"].clone();
    let paused = |stage: &str| {
        clocks.as_array().unwrap().iter().find(|clock| clock["stage"] == stage).unwrap()["paused"].clone()
    };
    assert!(paused("T3a").is_string() && paused("T18").is_null(), "{clocks}");
}

#[test]
fn the_minutes_of_every_ledger_add_up_to_its_length_as_printed() {
    let bench = always();
    let id = complaint(&bench, &json!({ "at": "-90m", "category": "department" }));
    step(&bench, &id, "relayed", &json!({ "at": "-80m", "department": "works" }));
    for limit in bench.ok(&["why", &id, "--json"]).json() {
        let length = limit["length"].as_str().unwrap();
        let rows = limit["rows"].as_array().unwrap();
        let minutes: i64 =
            rows.iter().filter(|row| row["counted"] == true).map(|row| row["minutes"].as_i64().unwrap()).sum();
        for instant in ["start", "due"].map(|key| limit[key].as_str().unwrap()) {
            assert!(instant.contains(":00+"), "on the whole minute: {instant}");
        }
        if let Some(hours) = length.strip_suffix("wh").or_else(|| length.strip_suffix('h')) {
            assert_eq!(minutes, hours.parse::<i64>().unwrap() * 60, "{limit}");
        }
    }
}

#[test]
fn todays_list_counts_what_it_lists_of_earlier_days_too() {
    let bench = Bench::new();
    let call = |name: &str, at: &str| json!({ "kind": "call", "direction": "missed", "name": name, "at": at });
    let written = bench.record(&[call("张三", "-30h"), call("李四", "-1m")]);
    assert_eq!(written.code, 0, "{}{}", written.err, written.out);
    let today = bench.ok(&["show", "today", "--lang", "zh-Hans"]).out;
    assert!(today.contains("来电 2\n") && today.contains("张三") && today.contains("李四"), "{today}");
}
