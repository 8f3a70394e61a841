//! Lines in, records out.

use proptest::prelude::*;
use qiantai::domain::text::is_clean;
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
fn a_room_that_is_none_of_the_site_is_kept_and_marked_wherever_it_is_told() {
    let bench = Bench::new();
    let mut odd = guest();
    odd["room"] = json!("B2车库C12");
    odd["name"] = json!("欧阳明");
    let kept = bench.record(&[odd, guest()]).json();
    assert_eq!((&kept[0]["fields"]["room"], &kept[0]["odd_room"]), (&json!("B2车库C12"), &json!(true)));
    assert_eq!((&kept[1]["fields"]["room"], &kept[1]["odd_room"]), (&json!("3-2-101"), &json!(false)));
    let listed = bench.run(&["show", "inside", "--lang", "en"], b"").out;
    assert!(listed.contains("B2车库C12?") && !listed.contains("3-2-101?"), "{listed}");
    let told = |record: &Value| bench.run(&["show", "record", record["id"].as_str().unwrap(), "--lang", "en"], b"").out;
    assert!(told(&kept[0]).contains("Odd room") && !told(&kept[1]).contains("Odd room"));
}

#[test]
fn a_bad_line_names_line_field_and_cause_but_no_value_and_the_rest_is_done() {
    let bench = Bench::new();
    let before = bench.entries();
    let secret = json!({ "kind": "vehicle_in", "plate": "机密甲乙丙", "use": "guest", "room": "1-1-101" });
    let mut other = guest();
    other["name"] = json!("赵军");
    let answer = bench.record(&[guest(), secret, json!({ "kind": "dance" }), json!(["note"]), other]);
    let results: Vec<Value> = answer.json().iter().map(|answer| answer["result"].clone()).collect();
    assert_eq!((answer.code, json!(results)), (1, json!(["ok", "refused", "refused", "refused", "ok"])));
    let complaints: Vec<&str> = answer.err.lines().collect();
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    assert!(complaints[0].starts_with("line 2, plate: "), "{}", complaints[0]);
    assert!(complaints[1].starts_with("line 3, kind: ") && complaints[2].starts_with("line 4: "), "{complaints:?}");
    for told in [&answer.err, &answer.out] {
        assert!(!told.contains("机密") && !told.contains("dance"), "{told}");
    }
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
    let codes: Vec<String> =
        answer.json().iter().map(|answer| answer["code"].as_str().unwrap_or("-").to_owned()).collect();
    let told = "line-not-utf8 line-too-long line-not-json too-long control bidi future -";
    assert_eq!((answer.code, codes.join(" ").as_str()), (1, told));
    assert!(!answer.err.contains('\u{1b}') && !answer.out.contains('\u{1b}'));
    assert_eq!(bench.entries(), before + 1, "the last line needs no end");
}

#[test]
fn whoever_signs_is_named_in_characters_that_can_be_seen() {
    let bench = Bench::new();
    let before = bench.entries();
    let year = bench.folder.path().join("2028.csv");
    std::fs::write(&year, "2028-01-01,休\n").unwrap();
    for name in ["\u{1b}]0;pwned\u{7}\u{202e}王", "\u{ffa0}", "\u{fffd}\u{fffd}", &"王".repeat(20_000)] {
        let signed = ["--operator", name, "--lang", "zh-Hans"];
        let import = bench.run(&[&["calendar", "import", "--yes", year.to_str().unwrap()], &signed[..]].concat(), b"");
        assert!(import.code == 2 && import.err.contains("姓名"), "{}", import.err);
        let line = bench.run(&[&["record"], &signed[..]].concat(), br#"{"kind":"note","text":"a"}"#);
        assert_eq!((line.code, &line.json()[0]["result"]), (1, &json!("refused")), "{}", line.err);
        let window = bench.run(&signed, b"");
        assert!(window.code == 2 && window.err.starts_with("--operator"), "{}", window.err);
        assert!(![&import, &line, &window].iter().any(|answer| answer.err.contains(['\u{1b}', '\u{202e}'])));
    }
    assert_eq!(bench.entries(), before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn no_line_brings_anything_hidden_into_the_logbook(
        texts in prop::collection::vec(r"[王a ]{0,2}[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\x{fdd0}\x{fffd}]{0,1}.{0,6}", 40),
    ) {
        let bench = Bench::new();
        let lines: Vec<Value> = texts.iter().flat_map(|text| [
            json!({ "kind": "note", "text": text }),
            json!({ "kind": "note", "text": "a", "operator": text, "post": text }),
            json!({ "kind": "duty", "person": text }),
            json!({ "kind": "walk_in", "name": text, "room": text, "phone": text, "reason": "enquiry", "said": text }),
        ]).collect();
        let answer = bench.record(&lines);
        prop_assert!(answer.code < 2, "{}", answer.err);
        let log = bench.run(&["log", "--json"], b"");
        for entry in log.json() {
            let mut all: Vec<&Value> = entry["fields"].as_object().unwrap().values().collect();
            all.extend([&entry["operator"], &entry["post"]]);
            for text in all {
                prop_assert!(is_clean(text.as_str().unwrap(), 2_000), "{text:?}");
            }
        }
    }
}

#[test]
fn a_value_that_does_not_go_with_the_others_is_refused_and_not_dropped() {
    let bench = Bench::new();
    let line = br#"{"kind":"walk_in","name":"a","reason":"enquiry","outcome":"solved","to":"b"}"#;
    let answer = bench.run(&["record", "--lang", "en"], line);
    assert_eq!(
        (answer.code, &answer.json()[0]["code"], &answer.json()[0]["field"]),
        (1, &json!("not-asked"), &json!("to"))
    );
    assert!(answer.err.contains("to") && answer.err.contains("leave it empty"), "{}", answer.err);
}

#[test]
fn a_field_given_twice_is_refused_whichever_was_meant() {
    let bench = Bench::new();
    let before = bench.entries();
    let answer = bench.run(&["record"], b"{\"kind\":\"note\",\"text\":\"one\",\"text\":\"two\"}\n");
    assert_eq!((answer.code, &answer.json()[0]["code"]), (1, &json!("field-twice")));
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
fn a_vehicle_is_told_by_its_plate_and_read_twice_it_is_the_same() {
    let bench = Bench::new();
    let mut car = json!({ "kind": "vehicle_in", "plate": "粤b·12345", "use": "guest", "room": "1-1-101" });
    let inside = bench.record(&[car.clone()]).json().remove(0);
    let again = bench.record(&[car.clone()]).json().remove(0);
    assert_eq!((&again["repeated"], &again["uid"]), (&json!(true), &inside["uid"]));
    car["again"] = json!("missed");
    let second = bench.record(&[car]).json().remove(0);
    assert_ne!(second["uid"], inside["uid"]);
    let leave = json!({ "kind": "vehicle_out", "plate": "粵B12345", "uid": UID });
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
    for part in [&outgoing, &relief, "未经口令核对", "链首 ", "漏水", " -> "] {
        assert!(paper.contains(part), "{part} in {paper}");
    }
    let card = bench.ok(&["show", "record", &spoken, "--lang", "zh-Hans"]).out;
    assert!(card.contains("~~渗水~~ 漏水") && card.contains("作废"), "{card}");
}

#[test]
fn what_the_relief_said_of_a_line_is_called_a_question_only_where_it_was_one() {
    let bench = Bench::new();
    bench.record(&[json!({ "kind": "note", "text": "停水" }), json!({ "kind": "note", "text": "停电" })]);
    let lines = bench.ok(&["show", "handover", "--json"]).json()[0]["lines"].as_array().unwrap().len();
    let answer = |line: usize| match line {
        1 => json!({ "line": 1, "verdict": "queried", "said": "几点来水", "reply": "五点" }),
        2 => json!({ "line": 2, "verdict": "refused", "said": "没有钥匙" }),
        line => json!({ "line": line, "verdict": "accepted", "said": "看过" }),
    };
    let outgoing = bench.ok(&["show", "today", "--json"]).json()[0]["operator"].as_str().unwrap().to_owned();
    let relief = if outgoing == "刘洋" { "王敏" } else { "刘洋" };
    let answers: Vec<Value> = (1..=lines).map(answer).collect();
    let signed = bench.record(&[json!({
        "kind": "handover", "person": outgoing, "relief": relief, "answers": answers,
        "override_by": "陈主任", "override_why": "先接班",
    })]);
    assert_eq!(signed.err, "");
    let page = signed.json()[0]["id"].as_str().unwrap().to_owned();
    for (lang, words) in [
        ("zh-Hans", ["1 疑问", "1 答复", "2 原因"]),
        ("zh-Hant", ["1 疑問", "1 答覆", "2 原因"]),
        ("en", ["1 question", "1 answer", "2 reason"]),
    ] {
        let card = bench.ok(&["show", "record", &page, "--lang", lang]).out;
        let lines: Vec<&str> = card.lines().map(str::trim).collect();
        for (label, said) in words.iter().zip(["几点来水", "五点", "没有钥匙"]) {
            assert!(lines.iter().any(|line| line.starts_with(label) && line.ends_with(said)), "{label}\n{card}");
        }
    }
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
    let shut = record(&[
        json!({ "kind": "duty", "person": "李强" }),
        json!({ "kind": "handover", "person": "李强", "operator": "李强" }),
        json!({ "kind": "note", "text": "停水" }),
    ]);
    assert_eq!(shut.err, "");
    assert_eq!(shut.json()[2]["operator"], "刘洋", "who is there still");
}
