//! Lines in, records out.

use serde_json::{Value, json};

use crate::bench::Bench;

const UID: &str = "01890000-0000-7000-8000-000000000001";

fn guest() -> Value {
    json!({ "kind": "visitor_in", "visitor": "guest", "room": "3 2 101", "name": "欧阳倩", "check": "known", "count": 2 })
}

#[test]
fn a_line_becomes_a_record_and_is_printed() {
    let bench = Bench::new();
    let answer =
        bench.record(&[guest(), json!({ "kind": "note", "text": "𠮷", "operator": "買買提", "post": "服务中心" })]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    let records = answer.json();
    assert_eq!(records[0]["family"], "visitor");
    assert_eq!((&records[0]["inside"], &records[0]["repeated"]), (&json!(true), &json!(false)));
    assert_eq!(records[0]["fields"]["room"], "3-2-101");
    assert_eq!(records[0]["fields"]["count"], "2");
    assert!(records[0]["at"].as_str().unwrap().ends_with("+08:00"));
    assert_eq!((&records[1]["operator"], &records[1]["post"]), (&json!("買買提"), &json!("服务中心")));
    let id = records[0]["id"].as_str().unwrap();
    let again = bench.record(&[json!({ "kind": "visitor_out", "record": id, "unseen": true })]);
    assert_eq!(again.json()[0]["left_unseen"], true);
}

#[test]
fn a_bad_line_names_line_field_and_cause_but_no_value_and_the_rest_is_done() {
    let bench = Bench::new();
    let before = bench.entries();
    let secret = json!({ "kind": "vehicle_in", "plate": "机密甲乙丙", "use": "guest", "room": "1-1-101" });
    let answer = bench.record(&[guest(), secret, json!({ "kind": "dance" }), json!(["note"]), guest()]);
    assert_eq!((answer.code, answer.out.lines().count()), (1, 2));
    let complaints: Vec<&str> = answer.err.lines().collect();
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    assert!(complaints[0].starts_with("line 2, plate: "), "{}", complaints[0]);
    assert!(complaints[1].starts_with("line 3, kind: ") && complaints[2].starts_with("line 4: "), "{complaints:?}");
    assert!(!answer.err.contains("机密") && !answer.err.contains("dance"));
    assert_eq!(bench.entries(), before + 2, "nothing of a bad line is stored");
}

#[test]
fn lines_that_are_no_text_or_too_long_are_refused_by_themselves() {
    let bench = Bench::new();
    let before = bench.entries();
    let mut input = b"{\"kind\":\"note\",\"text\":\"\xff\xfe\"}\n".to_vec();
    input.extend(format!("{{\"kind\":\"note\",\"text\":\"{}\"}}\n", "a".repeat(1 << 20)).bytes());
    input.extend("{\"kind\":\"note\",\"text\":\"\n\n".bytes());
    input.extend(format!("{{\"kind\":\"note\",\"text\":\"{}\"}}\n", "长".repeat(10_000)).bytes());
    input.extend("{\"kind\":\"note\",\"text\":\"a\\u001b[31m\"}\n{\"kind\":\"note\",\"text\":\"a\\u202eb\"}\n".bytes());
    input.extend("{\"kind\":\"note\",\"text\":\"停水\",\"at\":\"2099-01-01 09:00\"}\n".bytes());
    input.extend("{\"kind\":\"note\",\"text\":\"停水\"}".bytes());
    let answer = bench.run(&["record", "--lang", "zh-Hans"], &input);
    let heads: Vec<&str> = answer.err.lines().map(|line| line.split('：').next().unwrap()).collect();
    assert_eq!(
        heads,
        ["第 1 行", "第 2 行", "第 3 行", "第 5 行，text", "第 6 行，text", "第 7 行，text", "第 8 行，at"],
        "{}",
        answer.err
    );
    assert_eq!((answer.code, answer.out.lines().count()), (1, 1));
    assert!(!answer.err.contains('\u{1b}'));
    assert_eq!(bench.entries(), before + 1, "the last line needs no end");
}

#[test]
fn a_value_that_does_not_go_with_the_others_is_refused_and_not_dropped() {
    let bench = Bench::new();
    let line = br#"{"kind":"walk_in","name":"a","reason":"enquiry","outcome":"solved","to":"b"}"#;
    let answer = bench.run(&["record", "--lang", "en"], line);
    assert_eq!((answer.code, answer.out.as_str()), (1, ""));
    assert!(answer.err.contains("to") && answer.err.contains("leave it empty"), "{}", answer.err);
}

#[test]
fn a_field_given_twice_is_refused_whichever_was_meant() {
    let bench = Bench::new();
    let before = bench.entries();
    let answer = bench.run(&["record"], b"{\"kind\":\"note\",\"text\":\"one\",\"text\":\"two\"}\n");
    assert_eq!((answer.code, answer.out.as_str()), (1, ""));
    assert!(answer.err.starts_with("line 1, text: "), "{}", answer.err);
    assert_eq!(bench.entries(), before);
}

#[test]
fn the_same_uid_prints_the_record_again() {
    let bench = Bench::new();
    let mut line = guest();
    line["uid"] = json!(UID);
    let first = bench.record(&[line.clone()]).json().remove(0);
    let before = bench.entries();
    let second = bench.record(&[line.clone()]).json().remove(0);
    assert_eq!((&first["repeated"], &second["repeated"]), (&json!(false), &json!(true)));
    assert_eq!((&first["number"], &first["uid"]), (&second["number"], &json!(UID)));
    line["kind"] = json!("note");
    assert!(bench.record(&[line]).err.starts_with("line 1"));
    assert_eq!(bench.entries(), before);
}

#[test]
fn a_vehicle_leaves_by_its_plate_and_one_inside_asks() {
    let bench = Bench::new();
    let mut car = json!({ "kind": "vehicle_in", "plate": "粤b·12345", "use": "guest", "room": "1-1-101" });
    let inside = bench.record(&[car.clone()]).json().remove(0);
    let refused = bench.record(&[car.clone()]);
    assert!(refused.err.contains("plate") && refused.code == 1);
    car["again"] = json!("missed");
    let second = bench.record(&[car]).json().remove(0);
    assert_ne!(second["uid"], inside["uid"]);
    let leave = json!({ "kind": "vehicle_out", "plate": "B12345", "uid": UID });
    let left = bench.record(std::slice::from_ref(&leave)).json().remove(0);
    assert_eq!((&left["uid"], &left["inside"]), (&second["uid"], &json!(false)));
    assert_eq!(bench.record(&[leave]).json()[0]["repeated"], true);
}

#[test]
fn a_complaint_is_carried_corrected_and_handed_over_without_a_screen() {
    let bench = Bench::new();
    let opened = bench.record(&[
        json!({ "kind": "walk_in", "name": "张三", "reason": "complaint", "uid": UID }),
        json!({ "kind": "complaint", "from": UID, "name": "张三", "said": "渗水", "category": "conduct",
                "channel": "counter", "intake": "office", "valid": "valid", "class": "general", "next_reply": "+1d" }),
    ]);
    assert_eq!(opened.err, "");
    let complaint = opened.json().remove(1);
    let id = complaint["id"].as_str().unwrap();
    assert!(complaint["links"][0]["id"].as_str().unwrap().starts_with("walk_in-"));
    assert!(complaint["clocks"][0]["due"].is_string() || complaint["clocks"][0]["pending"].is_number());
    let spoken = id.replace("complaint-", "投诉 ");
    let early = bench.record(&[json!({ "kind": "complaint_step", "record": spoken, "step": "concluded" })]);
    assert_eq!(early.code, 1);
    let done = bench.record(&[
        json!({ "kind": "complaint_step", "record": spoken, "step": "relayed", "department": "works" }),
        json!({ "kind": "amend", "record": id, "field": "said", "new": "漏水", "why": "听错" }),
        json!({ "kind": "withdraw", "record": id, "why": "点错" }),
    ]);
    assert_eq!(done.err, "");
    let records = done.json();
    assert_eq!(records[0]["steps"][0]["step"], "relayed");
    assert_eq!((&records[1]["fields"]["said"], &records[1]["struck"]), (&json!("漏水"), &json!(true)));
    assert_eq!(records[2]["steps"], json!([]), "the newest entry that may be withdrawn is the step");
    let outgoing = bench.ok(&["show", "today", "--json"]).json()[0]["operator"].as_str().unwrap().to_owned();
    let relief = if outgoing == "刘洋" { "王敏" } else { "刘洋" };
    let sign = |answers: Value| json!({ "kind": "handover", "person": outgoing, "relief": relief, "answers": answers });
    assert_eq!(bench.record(&[sign(json!([]))]).code, 1);
    let page = bench.record(&[sign(json!("accept"))]);
    assert_eq!(page.err, "");
    let page = page.json().remove(0);
    assert_eq!((&page["status"], &page["lines"][0]["verdict"]), (&json!("closed"), &json!("accepted")));
    let paper = bench.ok(&["show", "handover", page["id"].as_str().unwrap(), "--lang", "zh-Hans"]).out;
    let (outgoing, relief) = (format!("交班人：{outgoing}"), format!("接班人：{relief}"));
    for part in [&outgoing, &relief, "未经口令核对", "链首 #", "漏水", " -> "] {
        assert!(paper.contains(part), "{part} in {paper}");
    }
    let card = bench.ok(&["show", "record", &spoken, "--lang", "zh-Hans"]).out;
    assert!(card.contains("~~渗水~~ 漏水") && card.contains("作废"), "{card}");
}

#[test]
fn a_post_that_was_shut_is_taken_over_by_its_relief_and_says_who_has_it() {
    let bench = Bench::new();
    let site = bench.folder.path().join("site.toml");
    let text = format!("{}\n[[post]]\nname = \"日间前台\"\nending = \"day_close\"\n", qiantai::cli::demo::SITE);
    std::fs::write(&site, text).unwrap();
    let record = |lines: &[Value]| {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let args = ["record", "--lang", "en", "--site", site.to_str().unwrap(), "--post", "日间前台"];
        bench.run(&args, text.as_bytes())
    };
    let shut = record(&[
        json!({ "kind": "duty", "person": "王敏" }),
        json!({ "kind": "note", "text": "钥匙在抽屉" }),
        json!({ "kind": "handover", "person": "王敏" }),
    ]);
    assert_eq!(shut.err, "");
    let nobody = record(&[json!({ "kind": "note", "text": "停水" })]);
    assert!(nobody.code == 1 && nobody.err.starts_with("line 1, operator: "), "{}", nobody.err);
    let left = record(&[json!({ "kind": "note", "text": "停水", "operator": "王敏" })]);
    assert!(left.code == 1 && left.err.starts_with("line 1: Handed over at "), "{}", left.err);
    let page = shut.json().remove(2);
    let taken = record(&[
        json!({ "kind": "handover_accepted", "record": page["id"], "relief": "刘洋", "answers": "accept" }),
        json!({ "kind": "note", "text": "停水" }),
    ]);
    assert_eq!(taken.err, "");
    let operators: Vec<Value> = taken.json().into_iter().map(|record| record["operator"].clone()).collect();
    assert_eq!(operators, [json!("王敏"), json!("刘洋")], "who signed the page first, and who has the post now");
}
