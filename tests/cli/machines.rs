//! Cameras, telephone systems and scripts: what they send, what they are answered, and what they may leave out.

use std::io::Write;

use serde_json::{Value, json};

use crate::bench::{Answer, Bench};

/// A gate with a camera and a telephone system, and someone on duty.
pub(crate) fn gate() -> Bench {
    let bench = Bench::bare();
    bench.ok(&["init", "--name", "锦绣花园", "--post", "东门岗", "--operator", "李强"]);
    let site = bench.db.with_extension("toml");
    let machines = "[[post]]\nname = \"东门相机\"\nmachine = \"camera\"\ngate = \"东门岗\"\n\
        [[post]]\nname = \"话务台\"\nmachine = \"telephone\"\n";
    // A gate is one person's at a time; the guard who has it is not the camera.
    let text = std::fs::read_to_string(&site).unwrap();
    let text = text.replace("intake = \"office\"", "intake = \"site\"") + machines;
    std::fs::write(&site, text).unwrap();
    bench
}

#[test]
fn a_machine_that_is_ahead_loses_no_other_time_in_silence() {
    let bench = gate();
    let ahead = (clock(&bench) + chrono::TimeDelta::minutes(5)).to_rfc3339();
    let visit = json!({ "kind": "walk_in", "reason": "enquiry", "name": "张三", "outcome": "promised", "at": ahead });
    let past = bench.record(&[with(visit.clone(), json!({ "promise": "2020-01-01 10:00" }))]);
    assert_eq!(refusal(&past).1, "promise");
    let kept = one(&bench.record(&[with(visit, json!({ "promise": "+2h" }))]));
    assert!(kept["fields"]["promise"].is_string() && kept["ahead"].is_number(), "{kept}");
}

fn one(answer: &Answer) -> Value {
    let answers = answer.json();
    assert_eq!(answers.len(), 1, "{}", answer.out);
    answers[0].clone()
}

fn told(answer: &Answer) -> (String, String, String) {
    let answer = one(answer);
    let text = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
    (text("result"), text("code"), text("field"))
}

fn refusal(answer: &Answer) -> (String, String) {
    let (result, code, field) = told(answer);
    assert_eq!((answer.code, result.as_str()), (1, "refused"), "{}", answer.out);
    (code, field)
}

/// The time by the program's own clock.
pub(crate) fn clock(bench: &Bench) -> chrono::DateTime<chrono::FixedOffset> {
    let note = one(&bench.record(&[json!({ "kind": "note", "text": "x" })]));
    chrono::DateTime::parse_from_rfc3339(note["written_at"].as_str().unwrap()).unwrap()
}

pub(crate) fn with(mut line: Value, more: Value) -> Value {
    line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    line
}

#[test]
fn a_camera_says_what_it_knows_and_nothing_else_is_asked() {
    let bench = gate();
    let seen = json!({ "kind": "vehicle_in", "post": "东门相机", "plate": "粤B12345", "uid": "1701194718.030211-sszk97",
        "confidence": 0.934, "direction": "in", "device": "LPR-01", "picture": "/pic/2026/11/26/1.jpg" });
    let answer = bench.record(std::slice::from_ref(&seen));
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    let record = one(&answer);
    for (key, value) in [
        ("result", json!("ok")),
        ("line", json!(1)),
        ("sent", json!("1701194718.030211-sszk97")),
        ("operator", json!("东门相机")),
        ("post", json!("东门岗")),
        ("source", json!("camera")),
        ("inside", json!(true)),
    ] {
        assert_eq!(record[key], value, "{key}");
    }
    assert_eq!(record["fields"]["confidence"], "0.934");
    assert_eq!(record["fields"]["picture"], "/pic/2026/11/26/1.jpg");
    for lang in ["zh-Hans", "zh-Hant", "en"] {
        let card = bench.ok(&["show", "record", "粤B12345", "--lang", lang]).out;
        assert!(card.contains("0.934") && card.contains("LPR-01") && !card.contains('⟦'), "{card}");
    }
    let entry = bench.ok(&["log", "--json"]).json().pop().unwrap();
    assert_eq!((&entry["operator"], &entry["source"]), (&json!("东门相机"), &json!("camera")));
    // What it opened is named by its own key.
    let left =
        json!({ "kind": "vehicle_out", "post": "东门相机", "record": "1701194718.030211-sszk97", "device": "LPR-02" });
    assert_eq!(one(&bench.record(&[left]))["inside"], false);
    bench.ok(&["verify"]);
}

#[test]
fn a_machine_signs_with_no_guards_name_and_signs_nothing_else() {
    let bench = gate();
    let line = |kind: &str| json!({ "kind": kind, "post": "东门相机", "person": "王敏" });
    for kind in ["duty", "handover"] {
        assert_eq!(refusal(&bench.record(&[line(kind)])), ("machine-post".into(), "kind".into()), "{kind}");
    }
    let signed = json!({ "kind": "note", "post": "东门相机", "operator": "李强", "text": "镜头脏" });
    assert_eq!(refusal(&bench.record(&[signed])), ("not-asked".into(), "operator".into()));
    // Also where the options name a person.
    let note = json!({ "kind": "note", "text": "镜头脏" }).to_string();
    let answer = bench.run(&["record", "--post", "话务台", "--operator", "李强"], note.as_bytes());
    let note = one(&answer);
    assert_eq!(
        (&note["operator"], &note["post"], &note["source"]),
        (&json!("话务台"), &json!("话务台"), &json!("telephone"))
    );
    let screen = bench.run(&["--post", "东门相机"], b"");
    assert_eq!(screen.code, 2, "nobody sits at a machine's post");
}

#[test]
fn a_machine_must_belong_to_a_post_where_people_are() {
    for (gate, machine) in [("北门岗", "camera"), ("东门相机", "camera"), ("东门岗", "")] {
        let bench = gate_with(gate, machine);
        let answer = bench.run(&["record", "--lang", "en"], b"");
        assert!(answer.code == 2 && answer.err.contains("gate") && answer.err.contains("people"), "{}", answer.err);
    }
}

fn gate_with(gate: &str, machine: &str) -> Bench {
    let bench = Bench::bare();
    bench.ok(&["init", "--name", "锦绣花园", "--post", "东门岗"]);
    let site = bench.db.with_extension("toml");
    let post = format!("[[post]]\nname = \"东门相机\"\nmachine = \"{machine}\"\ngate = \"{gate}\"\n");
    std::fs::write(&site, std::fs::read_to_string(&site).unwrap() + &post).unwrap();
    std::fs::remove_file(bench.folder.path().join("desk.toml.last")).unwrap();
    bench
}

#[test]
fn a_telephone_system_logs_a_call_while_it_rings_and_a_voicemail() {
    let bench = gate();
    let rings = json!({ "kind": "call", "post": "话务台", "direction": "in", "phone": "13800000008*1", "ring": 12,
        "extension": "8001", "recording": "/rec/1.wav", "device": "trunk-1" });
    let voicemail = json!({ "kind": "call", "post": "话务台", "direction": "missed", "phone": 13_800_000_009_u64,
        "topic": "请回电,谈装修押金" });
    let answer = bench.record(&[rings, voicemail]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    let calls = answer.json();
    let fields = &calls[0]["fields"];
    assert_eq!((&fields["phone"], &fields["dtmf"]), (&json!("13800000008"), &json!("*1")));
    assert_eq!((&fields["ring"], &fields["extension"]), (&json!("12"), &json!("8001")));
    assert_eq!(
        (&calls[1]["fields"]["topic"], &calls[1]["fields"]["phone"]),
        (&json!("请回电,谈装修押金"), &json!("13800000009"))
    );
    for phone in ["138000*0008x", "*1", "陈小姐#"] {
        let call = json!({ "kind": "call", "direction": "in", "phone": phone });
        let answer = bench.record(&[call]);
        assert!(
            phone == "138000*0008x" || refusal(&answer) == ("not-a-phone".into(), "phone".into()),
            "{}",
            answer.out
        );
    }
}

#[test]
fn a_person_at_the_screen_is_still_asked() {
    use qiantai::domain::entry::Kind;
    use qiantai::domain::intake::{parse, parse_form};
    let site = qiantai::cli::demo::site().unwrap();
    let now = qiantai::domain::time::parse_rfc3339("2026-11-26T11:21:39+08:00").unwrap();
    for (kind, fields, lacking) in [
        (Kind::VehicleIn, vec![("plate", "粤B12345")], vec!["use", "room"]),
        (Kind::Call, vec![("direction", "in")], vec!["topic"]),
        (Kind::Call, vec![("direction", "missed")], vec![]),
    ] {
        let fields = fields.into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
        assert!(parse(kind, "", &fields, true, &site, now).is_ok(), "{kind:?}");
        let asked = parse_form(kind, "", &fields, &site, now).err().unwrap_or_default();
        let asked: Vec<_> = asked.iter().filter_map(|refusal| refusal.field.as_deref()).collect();
        assert_eq!(asked, lacking, "{kind:?}");
    }
}

#[test]
fn the_same_uid_is_the_same_content_or_a_conflict() {
    let bench = gate();
    let uid = "event-42";
    let car = json!({ "kind": "vehicle_in", "uid": uid, "plate": "粤B10003", "use": "guest", "room": "3-2-101" });
    let first = one(&bench.record(std::slice::from_ref(&car)));
    let before = bench.entries();
    // However it is spelled, it says the same.
    let again = with(car.clone(), json!({ "plate": " 粤b·10003", "room": "3 2 101" }));
    for same in [&car, &again] {
        assert_eq!(told(&bench.record(std::slice::from_ref(same))).0, "repeated");
    }
    for other in [
        json!({ "plate": "粤B99999" }),
        json!({ "room": "9-9-909" }),
        json!({ "use": "taxi" }),
        json!({ "host": "陈先生" }),
        json!({ "at": "-30m" }),
        json!({ "kind": "note", "text": "粤B10003" }),
        json!({ "plate": "无法识别" }),
    ] {
        let mut line = with(car.clone(), other.clone());
        if line["kind"] == "note" {
            line = json!({ "kind": "note", "uid": uid, "text": "粤B10003" });
        }
        let answer = bench.record(&[line]);
        assert_eq!(refusal(&answer), ("uid-conflict".into(), "uid".into()), "{other}");
        assert_eq!(one(&answer)["record"], first["id"], "{other}");
        assert_eq!((&one(&answer)["sent"], &one(&answer)["uid"]), (&json!(uid), &json!(uid)));
    }
    let mut less = car.clone();
    less.as_object_mut().unwrap().remove("room");
    assert_eq!(refusal(&bench.record(&[less])).0, "uid-conflict", "said less");
    assert_eq!(bench.entries(), before, "nothing was written");
    // What came later changes nothing of what was said then.
    let id = &first["id"];
    let later = [
        json!({ "kind": "amend", "record": id, "field": "room", "new": "5-1-502", "why": "听错", "uid": "a" }),
        json!({ "kind": "vehicle_out", "plate": "粤B10003", "uid": "b" }),
        json!({ "kind": "vehicle_in", "uid": "c", "plate": "粤B10003" }),
        json!({ "kind": "amend", "record": id, "field": "room", "new": "6-1-601", "why": "再改", "uid": "d" }),
        json!({ "kind": "amend", "record": id, "field": "at", "new": "-5m", "why": "补记", "uid": "e" }),
        json!({ "kind": "amend", "record": id, "field": "plate", "new": "粤B10013", "why": "看错", "uid": "g" }),
        json!({ "kind": "withdraw", "record": "c", "why": "点错", "uid": "f" }),
    ];
    let written = bench.record(&later);
    assert_eq!(written.code, 0, "{}", written.err);
    let all: Vec<Value> = [car].into_iter().chain(later.clone()).collect();
    let answers = bench.record(&all).json();
    assert!(answers.iter().all(|answer| answer["result"] == "repeated"), "{answers:?}");
    for (n, other) in [
        (0, json!({ "new": "5-1-503" })),
        (0, json!({ "why": "写错" })),
        (0, json!({ "field": "host" })),
        (1, json!({ "plate": "粤B10004" })),
        (1, json!({ "unseen": true })),
        (2, json!({ "remark": "x" })),
        (3, json!({ "new": "5-1-502" })),
        (3, json!({ "record": "vehicle-2000-0101-01" })),
        (4, json!({ "new": "-6m" })),
        (5, json!({ "new": "粤B10014" })),
        (6, json!({ "why": "错" })),
        (6, json!({ "seq": 3 })),
    ] {
        assert_eq!(refusal(&bench.record(&[with(later[n].clone(), other.clone())])).0, "uid-conflict", "{other}");
    }
}

#[test]
fn what_is_said_relatively_means_what_it_meant() {
    let bench = Bench::new();
    let promised = json!({ "kind": "walk_in", "uid": "w-1", "name": "张三", "reason": "enquiry", "outcome": "promised",
        "promise": "+2h", "at": "-10m" });
    assert_eq!(told(&bench.record(std::slice::from_ref(&promised))).0, "ok");
    assert_eq!(told(&bench.record(std::slice::from_ref(&promised))).0, "repeated");
    let later = with(promised.clone(), json!({ "promise": "+3h" }));
    assert_eq!(refusal(&bench.record(&[later])).0, "uid-conflict");
    let earlier = with(promised, json!({ "at": "-20m" }));
    assert_eq!(refusal(&bench.record(&[earlier])).0, "uid-conflict");
}

#[test]
fn a_page_that_was_signed_is_repeated_with_its_own_answers_only() {
    let bench = Bench::new();
    bench.record(&[json!({ "kind": "note", "text": "停水" }), json!({ "kind": "note", "text": "停电" })]);
    let outgoing = bench.ok(&["show", "today", "--json"]).json()[0]["operator"].as_str().unwrap().to_owned();
    let relief = if outgoing == "刘洋" { "王敏" } else { "刘洋" };
    let sign = json!({ "kind": "handover", "person": outgoing, "relief": relief, "answers": "accept", "uid": "h-1" });
    let signed = bench.record(std::slice::from_ref(&sign));
    assert_eq!(told(&signed).0, "ok", "{}", signed.err);
    assert_eq!(told(&bench.record(std::slice::from_ref(&sign))).0, "repeated");
    let answers = |verdict: &str, said: &str| json!({ "answers": [{ "line": 1, "verdict": "accepted" }, { "line": 2, "verdict": verdict, "said": said, "reply": said }] });
    assert_eq!(told(&bench.record(&[with(sign.clone(), answers("accepted", ""))])).0, "repeated");
    for other in [answers("queried", "何时恢复"), json!({ "answers": [] }), json!({ "relief": "赵军" })] {
        assert_eq!(refusal(&bench.record(&[with(sign.clone(), other.clone())])).0, "uid-conflict", "{other}");
    }
}

#[test]
fn any_text_up_to_64_characters_is_a_uid() {
    let bench = gate();
    let note = |uid: Value| json!({ "kind": "note", "text": "x", "uid": uid });
    for uid in ["1701194718.030211-sszk97", " ", "事件", "a\tb", &"长".repeat(64), "\u{1f600}"] {
        let (first, second) = (bench.record(&[note(json!(uid))]), bench.record(&[note(json!(uid))]));
        assert_eq!((told(&first).0.as_str(), told(&second).0.as_str()), ("ok", "repeated"), "{uid:?}");
        assert_eq!(one(&first)["sent"], uid);
    }
    assert_eq!(refusal(&bench.record(&[note(json!("a".repeat(65)))])), ("too-long".into(), "uid".into()));
    for uid in [json!(true), json!(1.5), json!(7), json!([]), json!({})] {
        assert_eq!(refusal(&bench.record(&[note(uid.clone())])), ("not-text".into(), "uid".into()), "{uid}");
    }
}

#[test]
fn every_line_is_answered_with_what_came_of_it() {
    let bench = gate();
    let car = json!({ "kind": "vehicle_in", "plate": "粤B1D357" });
    let inside = one(&bench.record(std::slice::from_ref(&car)));
    let input = format!(
        "\u{feff}{}\n\nno json\n{}\n{}\n{}\n",
        with(car.clone(), json!({ "uid": "u-1" })),
        json!({ "kind": "note_done", "record": "note-0101-77", "uid": "u-2" }),
        json!({ "kind": "walk_in", "reason": "x", "phone": "y" }),
        json!({ "kind": "note", "text": "停水", "uid": "u-3" }),
    );
    let answer = bench.run(&["record", "--lang", "en"], input.as_bytes());
    let answers = answer.json();
    let lines: Vec<&Value> = answers.iter().map(|answer| &answer["line"]).collect();
    assert_eq!((answer.code, json!(lines)), (1, json!([1, 3, 4, 5, 6])), "a blank line is no line: {}", answer.out);
    assert_eq!(answers[0]["result"], "repeated", "a second reading");
    assert_eq!((&answers[0]["id"], &answers[0]["sent"]), (&inside["id"], &json!("u-1")), "with the open stay");
    assert_eq!(answers[1]["code"], "line-not-json");
    assert_eq!((&answers[2]["code"], &answers[2]["sent"]), (&json!("no-such-record"), &json!("u-2")));
    let reasons = answers[3]["errors"].as_array().unwrap();
    assert_eq!(reasons.len(), 3, "every reason is told: {reasons:?}");
    assert!(reasons.iter().all(|reason| reason["message"].as_str().is_some_and(|said| !said.contains('⟦'))));
    assert_eq!((&answers[4]["result"], &answers[4]["fields"]["text"]), (&json!("ok"), &json!("停水")));
    assert_eq!(answer.err.lines().count(), 5, "and in sentences for people: {}", answer.err);
    for told in [&["record", "--help"][..], &["man"]] {
        let manual = bench.ok(&[told, &["--lang", "en"]].concat()).out.replace('\n', " ");
        assert!(manual.contains("Exit status: 0") && manual.contains("nobody reads"), "{manual}");
    }
    let empty = bench.run(&["record"], b"");
    assert_eq!((empty.code, empty.out.as_str(), empty.err.as_str()), (0, "", ""));
    // A refused step names the record that was meant.
    let id = &inside["id"];
    let step = bench.record(&[json!({ "kind": "vehicle_out", "record": id, "at": "-3h" })]);
    assert_eq!((refusal(&step).0.as_str(), &one(&step)["record"]), ("before-arrival", id));
}

#[test]
fn a_reader_that_goes_away_is_no_success() {
    let bench = gate();
    let mut child = bench.command(&["record", "--lang", "en"]).spawn().unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    for n in 0..3 {
        // It may have ended by then.
        let _ = writeln!(input, "{}", json!({ "kind": "note", "text": format!("{n}") }));
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && said.contains("line 1"), "{said}");
}

#[test]
fn only_text_is_text() {
    let bench = Bench::new();
    let guest =
        json!({ "kind": "visitor_in", "visitor": "guest", "room": "3-2-101", "name": "王五", "check": "known" });
    for key in ["kind", "post", "operator", "room", "name", "visitor", "host", "purpose", "uid"] {
        for value in [json!(true), json!(1.5), json!(7), json!(["x"]), json!({ "a": 1 })] {
            let answer = bench.record(&[with(guest.clone(), json!({ key: value }))]);
            assert_eq!(refusal(&answer), ("not-text".into(), key.into()), "{key} {value}");
        }
    }
    assert_eq!(one(&bench.record(&[with(guest.clone(), json!({ "count": 3 }))]))["fields"]["count"], "3");
    assert_eq!(refusal(&bench.record(&[with(guest, json!({ "count": 1.5 }))])).1, "count");
    assert_eq!(refusal(&bench.record(&[json!({ "text": "x" })])), ("required".into(), "kind".into()));
    assert_eq!(refusal(&bench.record(&[json!({ "kind": "vehicle_out" })])), ("required".into(), "plate".into()));
    for sure in [json!("93%"), json!(101), json!("-1"), json!("NaN"), json!(1e9)] {
        let car = json!({ "kind": "vehicle_in", "plate": "粤B55557", "confidence": sure });
        assert_eq!(refusal(&bench.record(&[car])), ("not-a-decimal".into(), "confidence".into()), "{sure}");
    }
    let call = bench.record(&[json!({ "kind": "call", "direction": "out", "topic": "回电" })]);
    let back = json!({ "kind": "call_outcome", "record": one(&call)["id"], "outcome": "promised", "promise": "+1h" });
    let made = json!({ "kind": "call_back", "record": one(&call)["id"], "reached": false, "promise": "+2h" });
    assert_eq!(bench.record(&[back, made]).json()[1]["fields"]["reached"], "no");
}

#[test]
fn corrections_take_their_own_fields_only_and_empty_nothing_in_silence() {
    let bench = Bench::new();
    let note = one(&bench.record(&[json!({ "kind": "note", "text": "停水" })]));
    let id = &note["id"];
    let amend = json!({ "kind": "amend", "record": id, "field": "text", "new": "停电", "why": "听错" });
    let withdraw = json!({ "kind": "withdraw", "record": id, "why": "点错" });
    let before = bench.entries();
    for line in [&amend, &withdraw] {
        for more in
            [json!({ "at": "14:30" }), json!({ "at": "nonsense" }), json!({ "room": "1-1-101" }), json!({ "nwe": "x" })]
        {
            let key = more.as_object().unwrap().keys().next().unwrap().clone();
            assert_eq!(refusal(&bench.record(&[with(line.clone(), more)])), ("unknown-field".into(), key));
        }
    }
    for new in [json!({ "new": null }), json!({})] {
        let mut line = amend.clone();
        line.as_object_mut().unwrap().remove("new");
        assert_eq!(refusal(&bench.record(&[with(line, new)])), ("required".into(), "new".into()));
    }
    for new in [json!(true), json!(1.5), json!(7)] {
        assert_eq!(refusal(&bench.record(&[with(amend.clone(), json!({ "new": new }))])).0, "not-text");
    }
    let rung = json!({ "kind": "acknowledged", "record": id, "clock": "T2", "percent": "100" });
    assert_eq!(refusal(&bench.record(&[rung])), ("unknown-field".into(), "percent".into()));
    let clock = json!({ "kind": "acknowledged", "record": id, "clock": "T99" });
    assert_eq!(refusal(&bench.record(&[clock])), ("no-such-limit".into(), "clock".into()));
    assert_eq!(bench.entries(), before);
    assert_eq!(one(&bench.record(&[amend]))["fields"]["text"], "停电");
}

#[test]
fn a_wrong_answer_to_a_page_is_told_by_its_place() {
    let bench = Bench::new();
    bench.record(&[json!({ "kind": "note", "text": "停水" }), json!({ "kind": "note", "text": "停电" })]);
    let good = json!({ "line": 1, "verdict": "accepted" });
    let before = bench.entries();
    for (bad, code, field) in [
        (json!({ "line": 2, "verdict": "accepted", "remark": "x" }), "unknown-field", "answers.2.remark"),
        (json!({ "line": 2, "verdict": "fine" }), "not-a-choice", "answers.2.verdict"),
        (json!({ "line": 2 }), "required", "answers.2.verdict"),
        (json!({ "verdict": "accepted" }), "required", "answers.2.line"),
        (json!({ "line": 9, "verdict": "accepted" }), "no-such-line", "answers.2.line"),
        (json!({ "line": 1, "verdict": "accepted" }), "field-twice", "answers.2.line"),
        (json!({ "line": 2, "verdict": "queried", "said": 5 }), "not-text", "answers.2.said"),
        (json!({ "line": 2, "verdict": "queried", "said": "x", "reply": true }), "not-text", "answers.2.reply"),
        (
            json!({ "line": { "record": "note-9999-0101-01" }, "verdict": "accepted" }),
            "no-such-record",
            "answers.2.line",
        ),
        (json!({ "line": { "records": "x" }, "verdict": "accepted" }), "unknown-field", "answers.2.records"),
        (json!(7), "not-answers", "answers.2"),
    ] {
        let sign = json!({ "kind": "handover", "person": "王敏", "relief": "刘洋", "answers": [good, bad] });
        assert_eq!(refusal(&bench.record(&[sign])), (code.into(), field.into()), "{bad}");
    }
    let site = bench.db.with_extension("toml");
    let shuts = std::fs::read_to_string(&site).unwrap() + "[[post]]\nname = \"日间前台\"\nending = \"day_close\"\n";
    std::fs::write(&site, shuts).unwrap();
    let close =
        json!({ "kind": "handover", "person": "王敏", "operator": "王敏", "post": "日间前台", "answers": "accept" });
    assert_eq!(refusal(&bench.record(&[close])), ("not-asked".into(), "answers".into()), "nobody is there to answer");
    let sign = json!({ "kind": "handover", "person": "王敏", "relief": "刘洋", "answers": "accept", "at": "14:30" });
    assert_eq!(refusal(&bench.record(&[sign])), ("unknown-field".into(), "at".into()));
    assert_eq!(bench.entries(), before);
}

#[test]
fn a_machines_clock_is_read_in_every_form_and_one_that_is_ahead_is_marked() {
    let bench = gate();
    let now = clock(&bench);
    let at = |minutes: i64| now + chrono::TimeDelta::minutes(minutes);
    let note = |at: Value| json!({ "kind": "note", "text": "x", "at": at });
    let local = at(-60).with_timezone(&chrono::FixedOffset::east_opt(8 * 3600).unwrap());
    for form in ["%Y-%m-%dT%H:%M:%S+08:00", "%Y-%m-%dT%H:%M:%S%.3f+0800", "%Y-%m-%dt%H:%M:%S", "%Y-%m-%d %H:%M:%S"] {
        let record = one(&bench.record(&[note(json!(local.format(form).to_string()))]));
        let read = chrono::DateTime::parse_from_rfc3339(record["at"].as_str().unwrap()).unwrap();
        assert_eq!(read.timestamp(), local.timestamp(), "{form}");
        assert_eq!(record.get("ahead"), None);
    }
    for number in [json!(local.timestamp()), json!(local.timestamp_millis()), json!(local.timestamp() as f64 + 0.25)] {
        let record = one(&bench.record(&[note(number)]));
        let read = chrono::DateTime::parse_from_rfc3339(record["at"].as_str().unwrap()).unwrap();
        assert_eq!(read.timestamp(), local.timestamp());
    }
    for no_clock in [json!(900), json!(-1_700_000_000), json!(1e300), json!(0.5)] {
        assert_eq!(refusal(&bench.record(&[note(no_clock)])), ("not-a-time".into(), "at".into()));
    }
    for (minutes, most) in [(2, 121), (23 * 60, 82_801)] {
        let line = with(note(json!(at(minutes).to_rfc3339())), json!({ "uid": format!("ahead-{minutes}") }));
        let record = one(&bench.record(std::slice::from_ref(&line)));
        let ahead = record["ahead"].as_i64().unwrap();
        assert!(ahead <= most && ahead > most - 60, "{record}");
        let read = chrono::DateTime::parse_from_rfc3339(record["at"].as_str().unwrap()).unwrap();
        assert!((read.timestamp() - now.timestamp()).abs() < 60, "it counts as of now");
        assert_eq!(one(&bench.record(&[line]))["result"], "repeated", "said again it is the same");
        let card = bench.ok(&["show", "record", record["id"].as_str().unwrap(), "--lang", "en"]).out;
        assert!(card.contains("ahead"), "{card}");
    }
    let tomorrow = note(json!(at(24 * 60 + 5).to_rfc3339()));
    assert_eq!(refusal(&bench.record(&[tomorrow])), ("future".into(), "at".into()));
    // A time of day is no machine's clock.
    assert_eq!(refusal(&bench.record(&[note(json!("+2h"))])), ("future".into(), "at".into()));
}

#[test]
fn a_record_is_found_by_every_name_that_the_program_prints() {
    let bench = Bench::day_until("2026-11-20T15:00:00+08:00");
    let complaint = bench.ok(&["show", "complaints", "--json"]).json().remove(0);
    let (id, number) = (complaint["id"].as_str().unwrap(), complaint["number"].as_str().unwrap());
    assert!(id.starts_with("complaint-2026-11"), "{id}");
    let bare = id.strip_prefix("complaint-").unwrap();
    let names = [
        id.to_owned(),
        format!("投诉 {bare}"),
        format!("投诉{bare}"),
        format!("投訴{bare}"),
        format!("Complaint {bare}"),
        format!("complaint-{number}"),
        complaint["uid"].as_str().unwrap().to_owned(),
    ];
    for name in &names {
        let shown = bench.ok(&["show", "record", name, "--json"]).json().remove(0);
        assert_eq!(shown["uid"], complaint["uid"], "{name}");
    }
    // The number by itself is enough where only one kind is meant, or only one has it.
    let step = json!({ "kind": "complaint_step", "record": number, "step": "nonsense" });
    assert_eq!(one(&bench.record(&[step]))["record"], id);
    let walk_in = bench.ok(&["log", "--json"]).json().into_iter().find(|entry| entry["kind"] == "walk_in").unwrap();
    let number = walk_in["number"].as_str().unwrap();
    for name in ["walk-in", "walk_in", "walk in", "Walk-in", "来访"] {
        let shown = bench.ok(&["show", "record", &format!("{name} {number}"), "--json"]).json().remove(0);
        assert_eq!(shown["uid"], walk_in["record"], "{name}");
    }
    let twice = bench.run(&["show", "record", number, "--lang", "en"], b"");
    assert!(twice.code == 2 && twice.err.contains("More than one record"), "{}", twice.err);
}

#[test]
fn whether_a_plate_is_inside_is_a_question_that_can_be_asked() {
    let bench = gate();
    let (in_, out) =
        (json!({ "kind": "vehicle_in", "plate": "粤B70001" }), json!({ "kind": "vehicle_out", "plate": "粤B70001" }));
    let asked = |plate: &str| {
        let by_list = bench.run(&["show", "inside", "--plate", plate, "--json"], b"");
        let by_plate = bench.run(&["show", "record", plate, "--json"], b"");
        assert_eq!(by_list.code, by_plate.code, "{plate}");
        assert_eq!(by_list.json()[0]["inside"], json!(by_list.code == 0), "{}", by_list.out);
        assert_eq!(by_plate.json()[0]["inside"], json!(by_list.code == 0), "{}", by_plate.out);
        by_list.code
    };
    assert_eq!(asked("粤B70001"), 1, "it was never here");
    bench.record(std::slice::from_ref(&in_));
    assert_eq!((asked("粤B70001"), asked("粤b·70001"), asked("粤B70002")), (0, 0, 1));
    bench.record(&[out]);
    assert_eq!(asked("粤B70001"), 1, "it has left");
    let told = bench.run(&["show", "inside", "--plate", "粤B70001", "--lang", "en"], b"");
    assert!(told.code == 1 && told.out.contains("粤B·70001 is not inside"), "{}", told.out);
    for wrong in [&["show", "inside", "--plate", "什么"][..], &["show", "today", "--plate", "粤B70001"]] {
        assert_eq!(bench.run(wrong, b"").code, 2, "{wrong:?}");
    }
}

#[test]
fn a_car_inside_is_found_whatever_else_was_read_of_plates() {
    let bench = gate();
    let (in_, out) = ("vehicle_in", "vehicle_out");
    for (kind, plate, at) in
        [(in_, "B8F32K", "-3h"), (out, "B8F32K", "-2h"), (in_, "粤B8F32K", "-1h"), (in_, "无牌", "-50m")]
    {
        assert_eq!(bench.record(&[json!({ "kind": kind, "plate": plate, "at": at })]).err, "");
    }
    for plate in ["B8F32K", "粤B8F32K"] {
        let shown = bench.run(&["show", "inside", "--plate", plate, "--json"], b"");
        assert_eq!((shown.code, &shown.json()[0]["fields"]["plate"]), (0, &json!("粤B8F32K")), "{plate}");
    }
    for (plate, kind) in [("7766", in_), ("粤B1234", in_), ("AB123", in_), ("港XY12", in_)] {
        assert_eq!(bench.record(&[json!({ "kind": kind, "plate": plate, "at": "-40m" })]).err, "");
    }
    for plate in ["AB123", "..gxy12"] {
        assert_eq!(bench.run(&["show", "inside", "--plate", plate], b"").code, 0, "{plate}");
    }
    // A part is found as it was read, else those inside that it may be of are named.
    for (part, code, named) in [
        ("7766", 0, None),
        ("粤B1234", 0, None),
        ("1234", 2, Some("粤B1234")),
        ("8899", 1, None),
        ("粤B77661", 2, Some("7766")),
    ] {
        let shown = bench.run(&["show", "inside", "--plate", part, "--json"], b"");
        let inside = [json!(true), json!(false), json!(null)][usize::try_from(code).unwrap()].clone();
        assert_eq!((shown.code, &shown.json()[0]["inside"]), (code, &inside), "{part}");
        let similar = shown.json()[0]["similar"].as_array().cloned().unwrap_or_default();
        assert_eq!(similar.first().map(|one| one["plate"].as_str().unwrap()), named, "{part}");
    }
    for none in ["无牌", "粤B8?32K"] {
        let shown = bench.run(&["show", "inside", "--plate", none, "--lang", "en"], b"");
        assert!(shown.code == 2 && shown.err.contains("tells no vehicle from others"), "{none}: {}", shown.err);
    }
}

#[test]
fn a_site_is_begun_without_a_screen_once() {
    let bench = Bench::bare();
    let args = ["init", "--name", "锦绣花园", "--post", "东门岗"];
    for (missing, option) in [(&["init", "--post", "东门岗"][..], "--name"), (&["init", "--name", "x"], "--post")] {
        let answer = bench.run(&[missing, &["--lang", "en"]].concat(), b"");
        assert!(answer.code == 2 && answer.err.contains(option), "{}", answer.err);
    }
    for name in ["", " ", "\u{1b}[31m", "\u{202e}", &"长".repeat(41)] {
        let answer = bench.run(&["init", "--name", name, "--post", "东门岗"], b"");
        assert!(answer.code == 2 && answer.err.contains("--name"), "{name:?}: {}", answer.err);
    }
    let operator = bench.run(&[&args[..], &["--operator", ""]].concat(), b"");
    assert_eq!(operator.code, 2, "an empty name is nobody");
    assert_eq!(bench.folder.path().read_dir().unwrap().count(), 0, "nothing is written before all of it was checked");
    bench.ok(&args);
    assert_eq!(bench.run(&["verify"], b"").code, 0);
    let site = qiantai::domain::site::Site::parse(&std::fs::read_to_string(bench.db.with_extension("toml")).unwrap());
    assert!(site.unwrap().staff.is_empty());
    let again = bench.run(&args, b"");
    assert!(again.code == 2 && again.err.contains("desk.toml"), "{}", again.err);
    std::fs::remove_file(bench.db.with_extension("toml")).unwrap();
    let again = bench.run(&args, b"");
    assert!(again.code == 2 && again.err.contains("desk.toml.last") && !bench.db.with_extension("toml").exists());
}

/// What the schema says of a line, by the few words of it that the program's schemas use.
pub(crate) fn valid(schema: &Value, root: &Value, value: &Value) -> bool {
    let Some(words) = schema.as_object() else { return schema != &json!(false) };
    let object = value.as_object();
    let is = |name: &Value| match name.as_str().unwrap() {
        "string" => value.is_string(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other}"),
    };
    let all = |list: &Value, test: &dyn Fn(&Value) -> bool| list.as_array().unwrap().iter().all(test);
    let count = |list: &Value| list.as_array().unwrap().iter().filter(|one| valid(one, root, value)).count();
    words.iter().all(|(word, says)| match word.as_str() {
        "$ref" => valid(root.pointer(says.as_str().unwrap().trim_start_matches('#')).unwrap(), root, value),
        "type" => says.as_array().map_or_else(|| is(says), |names| names.iter().any(is)),
        "const" => value == says,
        "enum" => says.as_array().unwrap().contains(value),
        "required" => object.is_none_or(|object| all(says, &|key| object.contains_key(key.as_str().unwrap()))),
        "dependentRequired" => object.is_none_or(|object| {
            let given = says.as_object().unwrap().iter().filter(|(key, _)| object.contains_key(*key));
            given.into_iter().all(|(_, keys)| all(keys, &|key| object.contains_key(key.as_str().unwrap())))
        }),
        "properties" => object.is_none_or(|object| {
            says.as_object()
                .unwrap()
                .iter()
                .all(|(key, says)| object.get(key).is_none_or(|value| valid(says, root, value)))
        }),
        "additionalProperties" if says == &json!(false) => {
            object.is_none_or(|object| object.keys().all(|key| words["properties"].get(key).is_some()))
        }
        "additionalProperties" => object.is_none_or(|object| object.values().all(|value| valid(says, root, value))),
        "allOf" => count(says) == says.as_array().unwrap().len(),
        "anyOf" => count(says) > 0,
        "oneOf" => count(says) == 1,
        "if" => !valid(says, root, value) || words.get("then").is_none_or(|then| valid(then, root, value)),
        "then" | "$schema" | "$id" | "title" | "description" | "$defs" | "examples" | "format" => true,
        "minimum" => value.as_f64().is_none_or(|number| number >= says.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|number| number <= says.as_f64().unwrap()),
        "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= says.as_u64().unwrap()),
        "maxLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 <= says.as_u64().unwrap()),
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= says.as_u64().unwrap()),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| valid(says, root, item))),
        "pattern" => {
            value.as_str().is_none_or(|text| regex_lite::Regex::new(says.as_str().unwrap()).unwrap().is_match(text))
        }
        other => panic!("{other} is not known to this test"),
    })
}

#[test]
fn the_readmes_lines_are_lines() {
    let bench = gate();
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let lines = readme.split_once("```jsonl\n").unwrap().1.split_once("```").unwrap().0;
    let mut lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let schema = &bench.ok(&["schema"]).json()[0];
    assert!(lines.len() == 3 && lines.iter().all(|line| valid(schema, schema, line)));
    // Their time is that of the day they were written on.
    lines.iter_mut().for_each(|line| drop(line.as_object_mut().unwrap().remove("at")));
    let answer = bench.record(&lines);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
}

#[test]
fn the_schemas_say_what_the_program_does() {
    let bench = gate();
    let schema = &bench.ok(&["schema"]).json()[0];
    let answers = &bench.ok(&["schema", "--answers"]).json()[0];
    for (schema, of) in [(schema, ":line"), (answers, ":answer")] {
        let id = schema["$id"].as_str().unwrap();
        assert!(id.starts_with("urn:qiantai:") && id.ends_with(of) && id.contains(env!("CARGO_PKG_VERSION")), "{id}");
    }
    let lines = [
        json!({ "kind": "vehicle_in", "plate": "粤B12345", "uid": "x", "confidence": 0.9, "at": clock(&bench).timestamp() }),
        json!({ "kind": "vehicle_in", "plate": "粤B12346", "post": "东门相机", "at": "-1h" }),
        json!({ "kind": "vehicle_in" }),
        json!({ "kind": "vehicle_in", "plate": "粤B12347", "plait": "x" }),
        json!({ "kind": "vehicle_in", "plate": 7 }),
        json!({ "kind": "vehicle_in", "plate": "粤B12348", "at": 900 }),
        json!({ "kind": "vehicle_out", "plate": "粤B12345" }),
        json!({ "kind": "vehicle_out" }),
        json!({ "kind": "call", "direction": "missed", "phone": 13_800_000_008_u64, "topic": "x" }),
        json!({ "kind": "call", "direction": "in", "outcome": "promised" }),
        json!({ "kind": "call", "direction": "sideways" }),
        json!({ "kind": "note", "text": "x", "uid": "a".repeat(65) }),
        json!({ "kind": "note", "text": "x", "uid": 7 }),
        json!({ "kind": "note", "text": true }),
        json!({ "kind": "note", "text": "x", "operator": true }),
        json!({ "kind": "note", "text": "停水", "operator": "李强" }),
        json!({ "kind": "dance" }),
        json!({ "kind": "amend", "record": "note-0101-01", "field": "text", "why": "x" }),
        json!({ "kind": "amend", "record": "note-0101-01", "field": "text", "new": "", "why": "x", "at": "14:30" }),
        json!({ "kind": "withdraw", "record": "note-0101-01", "why": "x", "room": "x" }),
        json!({ "kind": "complaint_step", "record": "complaint-0101-01" }),
        json!({ "kind": "complaint_step", "record": "complaint-0101-01", "step": "danced" }),
        json!({ "kind": "handover", "person": "李强", "relief": "赵军", "answers": "accept" }),
        json!({ "kind": "handover", "person": "李强", "relief": "赵军", "answers": [{ "line": 1 }] }),
        json!({ "kind": "handover", "person": "李强", "relief": "赵军", "at": "14:30" }),
    ];
    let (mut taken, mut refused) = (0, 0);
    for line in &lines {
        let answer = one(&bench.record(std::slice::from_ref(line)));
        assert!(valid(answers, answers, &answer), "{answer}");
        let good = valid(schema, schema, line);
        match answer["result"].as_str().unwrap() {
            "ok" => taken += 1,
            _ => refused += 1,
        }
        assert_eq!(good, answer["result"] == "ok", "{line} {answer}");
        // A mistake is told of the kind that was meant, and of no other.
        if !good && line["kind"] != "dance" {
            let wrong = schema["allOf"].as_array().unwrap().iter().filter(|rule| !valid(rule, schema, line)).count();
            assert_eq!(wrong, 1, "{line}");
        }
    }
    assert!(taken > 5 && refused > 10, "{taken} {refused}");
}

#[test]
fn an_exit_by_a_part_of_a_plate_is_answered_with_those_inside() {
    let bench = gate();
    let inside = ["粤B77661", "7766", "粤B12345"].map(|plate| {
        one(&bench.record(&[json!({ "kind": "vehicle_in", "post": "东门相机", "plate": plate })]))["id"].clone()
    });
    let exit = json!({ "kind": "vehicle_out", "plate": "7766", "uid": "x-1" });
    let answer = bench.record(std::slice::from_ref(&exit));
    assert_eq!(refusal(&answer), ("which-vehicle".into(), "plate".into()));
    assert_eq!(one(&answer)["candidates"], json!([inside[1], inside[0]]));
    assert_eq!(one(&answer)["record"], Value::Null, "none of them stands for the others");
    let single = bench.record(&[json!({ "kind": "vehicle_out", "plate": "12345" })]);
    assert_eq!((refusal(&single).0.as_str(), &one(&single)["record"]), ("which-vehicle", &inside[2]));
    assert!(!answer.err.contains("7766"), "no plate in an error: {}", answer.err);
    let named = with(exit, json!({ "record": inside[0], "uid": "x-2" }));
    assert_eq!(one(&bench.record(&[named]))["id"], inside[0]);
    let other = json!({ "kind": "vehicle_out", "plate": "7766", "again": "other" });
    assert_eq!(one(&bench.record(&[other]))["entry_unseen"], true);
}

#[test]
fn of_many_that_a_part_of_a_plate_may_be_some_are_named_and_the_others_counted() {
    let bench = gate();
    let cars: Vec<Value> = (0..13)
        .map(|n| json!({ "kind": "vehicle_in", "plate": format!("粤B7000{}", n % 10), "again": "missed" }))
        .collect();
    bench.record(&cars);
    let answers = &bench.ok(&["schema", "--answers"]).json()[0];
    for (part, named, more) in [("7", 9, json!(1)), ("70001", 1, Value::Null)] {
        let answer = one(&bench.record(&[json!({ "kind": "vehicle_out", "plate": part })]));
        assert_eq!((answer["candidates"].as_array().unwrap().len(), &answer["more"]), (named, &more), "{part}");
        assert!(valid(answers, answers, &answer), "{answer}");
    }
}

#[test]
fn a_machine_is_not_asked_which_vehicle_a_part_of_a_plate_is() {
    let bench = gate();
    let tell = |kind: &str, plate: &str, seconds: i64, more: Value| {
        let at = (clock(&bench) - chrono::TimeDelta::seconds(seconds)).to_rfc3339();
        one(&bench.record(&[with(json!({ "kind": kind, "post": "东门相机", "plate": plate, "at": at }), more)]))
    };
    let car = tell("vehicle_in", "粤B77661", 600, json!({}));
    // Its exit has a place, whatever the machine calls it; read again it is the same.
    let line = json!({ "uid": "x-1" });
    let exit = tell("vehicle_out", "粤B7?661", 300, line);
    assert_eq!((&exit["result"], &exit["entry_unseen"]), (&json!("ok"), &json!(true)), "{exit}");
    for (kind, before) in [("vehicle_out", 290), ("vehicle_out_only", 270)] {
        let again = tell(kind, "粤B7?661", before, json!({}));
        assert_eq!((&again["result"], &again["id"]), (&json!("repeated"), &exit["id"]), "{again}");
    }
    assert_ne!(tell("vehicle_out", "粤B7?661", 100, json!({}))["id"], exit["id"], "it left again");
    let shown = bench.run(&["show", "inside", "--plate", "粤B77661", "--json"], b"");
    assert_eq!((shown.code, &shown.json()[0]["id"]), (0, &car["id"]), "nobody is signed out by a part");
}

#[test]
fn an_exit_that_a_machine_calls_one_without_entry_is_read_again_as_any_other() {
    let bench = gate();
    let at = |seconds: i64| (clock(&bench) - chrono::TimeDelta::seconds(seconds)).to_rfc3339();
    let line = |uid: &str, seconds: i64| {
        let line = json!({ "kind": "vehicle_out_only", "post": "东门相机", "plate": "粤B70009", "room": "3-2-101" });
        with(line, json!({ "at": at(seconds), "uid": uid }))
    };
    let first = one(&bench.record(&[line("a", 200)]));
    let second = line("b", 190);
    let told = one(&bench.record(std::slice::from_ref(&second)));
    assert_eq!((&told["result"], &told["id"]), (&json!("repeated"), &first["id"]));
    assert_eq!(one(&bench.record(std::slice::from_ref(&second)))["result"], "repeated", "sent again");
    assert_eq!(refusal(&bench.record(&[with(second, json!({ "room": "3-2-102" }))])).0, "uid-conflict");
}

/// Lines come in any order: an exit waits for the entry whose uid it names, and a name or a wrong number is none.
#[test]
fn a_visitor_may_be_told_to_leave_before_he_is_told_to_come() {
    let bench = gate();
    let out = json!({ "kind": "visitor_out", "record": "turnstile-7:0042", "uid": "turnstile-7:0043",
        "at": "2026-11-20 10:00", "device": "turnstile-7" });
    let came = json!({ "kind": "visitor_in", "uid": "turnstile-7:0042", "visitor": "guest", "room": "3-2-101",
        "name": "王五", "check": "known", "at": "2026-11-20 09:00" });
    let waits = one(&bench.record(std::slice::from_ref(&out)));
    assert_eq!((&waits["result"], &waits["inside"]), (&json!("ok"), &json!(false)), "{waits}");
    assert_eq!(one(&bench.record(std::slice::from_ref(&out)))["result"], "repeated");
    let joined = one(&bench.record(std::slice::from_ref(&came)));
    assert_eq!((&joined["id"], &joined["inside"]), (&waits["id"], &json!(false)), "{joined}");
    assert!(joined["at"].as_str().unwrap().starts_with("2026-11-20T09:00"), "{joined}");
    let again = bench.record(&[out.clone(), came]).json();
    assert!(again.iter().all(|one| one["result"] == "repeated" && one["id"] == waits["id"]), "{again:?}");
    for lang in ["zh-Hans", "zh-Hant", "en"] {
        let card = bench.ok(&["show", "record", "turnstile-7:0042", "--lang", lang]).out;
        assert!(card.contains("王五") && card.contains("turnstile-7") && !card.contains('⟦'), "{card}");
    }
    let before = bench.entries();
    for name in ["王五", "访客9999-77", "visitor-1340-01", "Li Wei 2"] {
        let unknown = with(out.clone(), json!({ "record": name, "uid": "x" }));
        assert_eq!(refusal(&bench.record(&[unknown])), ("no-such-record".into(), "record".into()), "{name}");
    }
    for (key, value) in [("leaving", json!(2)), ("unseen", json!(true))] {
        let part = with(out.clone(), json!({ "record": "turnstile-7:0099", "uid": "x", key: value }));
        assert_eq!(refusal(&bench.record(&[part])), ("no-such-record".into(), "record".into()), "{key}");
    }
    assert_eq!(bench.entries(), before);
    bench.ok(&["verify"]);
}

/// What was withdrawn comes back by being told anew.
#[test]
fn a_withdrawal_is_withdrawn_by_nobody_and_says_so() {
    let bench = gate();
    let lines = [
        json!({ "kind": "visitor_in", "uid": "v-1", "visitor": "guest", "room": "3-2-101", "name": "王五", "check": "known" }),
        json!({ "kind": "vehicle_in", "uid": "c-1", "post": "东门相机", "plate": "粤B12345" }),
        json!({ "kind": "note", "uid": "n-1", "text": "x" }),
    ];
    assert_eq!(bench.record(&lines).code, 0);
    for key in ["v-1", "c-1", "n-1"] {
        let withdraw = |of: &str, uid: &str| json!({ "kind": "withdraw", "record": of, "uid": uid, "why": "记错" });
        let first = bench.record(&[withdraw(key, &format!("w-{key}"))]);
        assert_eq!(one(&first)["status"], "void", "{}", first.out);
        let before = bench.entries();
        let back = bench.record(&[withdraw(&format!("w-{key}"), &format!("x-{key}"))]);
        assert_eq!(told(&back).1, "withdrawal-stands", "{}", back.out);
        assert_eq!(bench.entries(), before);
    }
    bench.ok(&["verify"]);
}

/// A camera that tells its milliseconds has gone out and come in within one second.
#[test]
fn a_machines_time_has_its_milliseconds() {
    let bench = gate();
    let read = |kind: &str, uid: &str, at: &str| json!({ "kind": kind, "uid": uid, "post": "东门相机", "plate": "粤B12345", "at": format!("2026-11-20T10:00:{at}+08:00") });
    let lines = [
        read("vehicle_in", "c-1", "00.000"),
        read("vehicle_in", "c-3", "59.900"),
        read("vehicle_out", "c-2", "59.100"),
    ];
    let answers = bench.record(&lines).json();
    assert!(answers.iter().all(|one| one["result"] == "ok"), "{answers:?}");
    assert_eq!((&answers[2]["id"], &answers[2]["inside"]), (&answers[0]["id"], &json!(false)), "{answers:?}");
    let inside = bench.ok(&["show", "inside", "--plate", "粤B12345", "--json"]).json();
    assert_eq!(inside[0]["id"], answers[1]["id"], "{inside:?}");
    assert!(bench.record(&lines).json().iter().all(|one| one["result"] == "repeated"));
    bench.ok(&["verify"]);
}
