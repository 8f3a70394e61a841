//! The program without a screen, from outside: what goes in, what comes out, and what nothing may do to a file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const UID: &str = "01890000-0000-7000-8000-000000000001";

struct Bench {
    folder: TempDir,
    db: PathBuf,
}

struct Answer {
    code: i32,
    out: String,
    err: String,
}

impl Answer {
    fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Bench {
    /// A folder without a logbook.
    fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { db: folder.path().join("desk.db"), folder }
    }

    /// A logbook with nobody inside and someone on duty.
    fn new() -> Self {
        let bench = Self::bare();
        bench.ok(&["demo", "--visits", "0"]);
        bench
    }

    /// A made-up day.
    fn day() -> Self {
        let bench = Self::bare();
        bench.ok(&["demo"]);
        bench
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qiantai"));
        command.args(["--db", self.db.to_str().unwrap()]).args(args);
        command.env("HOME", self.folder.path()).env("LANG", "en").env_remove("XDG_CONFIG_HOME");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, args: &[&str], input: &[u8]) -> Answer {
        let mut child = self.command(args).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let feed = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        feed.join().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Answer { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
    }

    fn ok(&self, args: &[&str]) -> Answer {
        let answer = self.run(args, b"");
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{args:?}");
        answer
    }

    fn record(&self, lines: &[Value]) -> Answer {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.run(&["record", "--lang", "en"], text.as_bytes())
    }

    fn entries(&self) -> usize {
        self.ok(&["log", "--json"]).out.lines().count()
    }
}

fn guest() -> Value {
    json!({ "kind": "visitor_in", "visitor": "guest", "room": "3 2 101", "name": "欧阳倩", "check": "known", "count": 2 })
}

#[test]
fn a_line_becomes_a_record_and_is_printed() {
    let bench = Bench::new();
    let answer =
        bench.record(&[guest(), json!({ "kind": "note", "text": "𠮷", "operator": "買買提", "post": "东门岗" })]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    let records = answer.json();
    assert_eq!(records[0]["family"], "visitor");
    assert_eq!((&records[0]["inside"], &records[0]["repeated"]), (&json!(true), &json!(false)));
    assert_eq!(records[0]["fields"]["room"], "3-2-101");
    assert_eq!(records[0]["fields"]["count"], "2");
    assert!(records[0]["at"].as_str().unwrap().ends_with("+08:00"));
    assert_eq!((&records[1]["operator"], &records[1]["post"]), (&json!("買買提"), &json!("东门岗")));
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
    let sign = |answers: Value| json!({ "kind": "handover", "person": "王敏", "relief": "刘洋", "answers": answers });
    assert_eq!(bench.record(&[sign(json!([]))]).code, 1);
    let page = bench.record(&[sign(json!("accept"))]);
    assert_eq!(page.err, "");
    let page = page.json().remove(0);
    assert_eq!((&page["status"], &page["lines"][0]["verdict"]), (&json!("closed"), &json!("accepted")));
    let paper = bench.ok(&["show", "handover", page["id"].as_str().unwrap(), "--lang", "zh-Hans"]).out;
    for part in ["交班人：王敏", "接班人：刘洋", "未经口令核对", "链首 #", "漏水"] {
        assert!(paper.contains(part), "{part} in {paper}");
    }
    let card = bench.ok(&["show", "record", &spoken, "--lang", "zh-Hans"]).out;
    assert!(card.contains("~~渗水~~ 漏水") && card.contains("作废"), "{card}");
}

#[test]
fn the_schema_knows_every_kind_and_step() {
    let bench = Bench::bare();
    let schema = &bench.ok(&["record", "--schema", "--lang", "en"]).json()[0];
    let lines = schema["oneOf"].as_array().unwrap();
    let kind = |name: &str| lines.iter().find(|line| line["properties"]["kind"]["const"] == name).unwrap();
    let call = kind("call");
    assert_eq!(call["properties"]["direction"]["enum"], json!(["in", "out", "missed"]));
    assert!(call["required"].as_array().unwrap().contains(&json!("direction")));
    let asked = call["allOf"].as_array().unwrap();
    assert!(asked.iter().any(|when| when["if"]["properties"]["outcome"]["enum"] == json!(["promised"])
        && when["then"]["required"] == json!(["promise"])));
    assert_eq!(kind("note")["properties"]["text"]["maxLength"], 2_000);
    let steps = lines.iter().filter(|line| line["properties"]["kind"]["const"] == "complaint_step").count();
    assert_eq!(steps, 13);
    assert!(lines.iter().all(|line| line["additionalProperties"] == false));
    assert!(!schema.to_string().contains('⟦'), "every field has a label");
    assert!(!bench.db.exists());
}

#[test]
fn lists_are_printed_in_columns_and_as_json() {
    let bench = Bench::day();
    let today = bench.ok(&["show", "today", "--lang", "zh-Hans"]).out;
    assert!(today.contains("投诉 8") && !today.contains('⟦') && !today.contains('\u{1b}'), "{today}");
    let json = &bench.ok(&["show", "today", "--json"]).json()[0];
    assert_eq!(json["complaints"]["count"], 8);
    let complaints = bench.ok(&["show", "complaints", "--json"]).json();
    assert_eq!(complaints.len(), 8);
    let first = |record: &Value| {
        record["clocks"].as_array().unwrap().iter().map(|clock| clock["due"].as_str().unwrap_or("").to_owned()).min()
    };
    assert!(complaints.windows(2).all(|pair| first(&pair[0]) <= first(&pair[1])), "by what is due first");
    let inside = bench.ok(&["show", "inside", "--json"]).json();
    assert!(inside.iter().all(|record| record["inside"] == true) && !inside.is_empty());
    let text = bench.ok(&["show", "inside", "--lang", "en"]).out;
    assert_eq!(text.lines().count(), inside.len() + 2);
    for record in &inside {
        let phone = record["fields"]["phone"].as_str().unwrap_or("no phone");
        assert!(!text.contains(phone), "telephone numbers are masked");
    }
}

#[test]
fn the_demonstration_is_the_same_each_time_and_obeys_every_rule() {
    let args = ["demo", "--visits", "70", "--seed", "7", "--now", "2026-03-04T16:20:00+08:00"];
    let made = [Bench::bare(), Bench::bare()].map(|bench| {
        bench.ok(&args);
        assert_eq!(bench.run(&["verify"], b"").code, 0);
        let entries = bench.ok(&["log", "--json"]).json();
        let came = |entry: &&Value| entry["kind"] == "visitor_in" || entry["kind"] == "vehicle_in";
        assert_eq!(entries.iter().filter(came).count(), 70);
        for kind in ["amend", "withdraw", "handover_accepted", "visitor_refused", "note", "call_back", "complaint_step"]
        {
            assert!(entries.iter().any(|entry| entry["kind"] == kind), "no {kind}");
        }
        let hashless = |mut entry: Value| (entry.as_object_mut().unwrap().remove("head"), entry).1;
        entries.into_iter().map(hashless).collect::<Vec<_>>()
    });
    assert_eq!(made[0], made[1]);
}

#[test]
fn the_demonstration_never_writes_over_a_file() {
    let bench = Bench::bare();
    std::fs::write(&bench.db, "kept").unwrap();
    let answer = bench.run(&["demo", "--lang", "en"], b"");
    assert_eq!((answer.code, std::fs::read_to_string(&bench.db).unwrap().as_str()), (2, "kept"));
}

#[test]
fn a_file_that_is_no_logbook_is_refused_and_stays_as_it_was() {
    let whole = Bench::new();
    let mut cut = std::fs::read(&whole.db).unwrap();
    cut.truncate(cut.len() / 2);
    let mut newer = std::fs::read(&whole.db).unwrap();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    for (name, bytes) in
        [("empty", vec![]), ("foreign", b"not a logbook at all".repeat(99)), ("cut", cut), ("newer", newer)]
    {
        for args in [&["record"][..], &["show", "today"], &["log"], &["verify"], &["rebuild"]] {
            let bench = Bench::bare();
            std::fs::write(&bench.db, &bytes).unwrap();
            let answer = bench.run(&[args, &["--lang", "zh-Hans"]].concat(), b"{\"kind\":\"note\",\"text\":\"a\"}\n");
            assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{name} {args:?}");
            assert!(answer.err.contains("日志") && answer.err.lines().count() == 1, "{name}: {}", answer.err);
            assert_eq!(std::fs::read(&bench.db).unwrap(), bytes, "{name} {args:?}");
            assert_eq!(files(bench.folder.path()), ["desk.db"], "{name} {args:?}");
        }
    }
}

#[test]
fn a_missing_file_is_not_created() {
    let bench = Bench::bare();
    for args in [&["record"][..], &["show", "today"], &["verify"], &["calendar", "import", "none.json"]] {
        let answer = bench.run(&[args, &["--lang", "en"]].concat(), b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}");
        assert!(!answer.err.is_empty());
    }
    assert_eq!(files(bench.folder.path()), Vec::<String>::new());
}

fn files(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
#[allow(clippy::disallowed_methods)]
fn a_changed_byte_is_found_and_its_place_named() {
    let bench = Bench::new();
    assert_eq!(bench.record(&[json!({ "kind": "note", "text": "abcdefghij" })]).code, 0);
    let seq = bench.entries();
    let connection = rusqlite::Connection::open(&bench.db).unwrap();
    let triggers: Vec<String> = {
        let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
        names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for trigger in triggers {
        connection.execute_batch(&format!("DROP TRIGGER \"{trigger}\"")).unwrap();
    }
    connection
        .execute("UPDATE personal SET json = replace(json, 'abcdefghij', 'abcdefghix') WHERE seq = ?1", [seq as i64])
        .unwrap();
    drop(connection);
    let answer = bench.run(&["verify", "--lang", "en"], b"");
    assert_eq!(answer.code, 1);
    assert!(answer.out.contains(&format!("entry {seq}: ")), "{}", answer.out);
}

#[test]
fn registers_are_made_again_from_the_entries() {
    let bench = Bench::day();
    let before = bench.ok(&["show", "complaints", "--json"]).out;
    bench.ok(&["rebuild"]);
    assert_eq!(bench.ok(&["show", "complaints", "--json"]).out, before);
    bench.ok(&["verify"]);
}

#[test]
fn a_calendar_is_loaded_from_either_form_once() {
    let bench = Bench::new();
    let file = bench.folder.path().join("2031.json");
    let path = file.to_str().unwrap();
    std::fs::write(
        &file,
        r#"{"year":2031,"papers":["通知"],"days":[{"name":"元旦","date":"2031-01-01","isOffDay":true}]}"#,
    )
    .unwrap();
    assert!(bench.ok(&["calendar", "import", path, "--lang", "en"]).out.contains("2031"));
    assert_eq!(bench.run(&["calendar", "import", path], b"").code, 2, "the same again is refused");
    std::fs::write(&file, r#"{"year":2032,"days":[]}"#).unwrap();
    assert!(bench.run(&["calendar", "import", path, "--lang", "en"], b"").err.contains("2032"));
    std::fs::write(&file, "year = 2031\nversion = 1\nsource = \"改\"\noff = [\"2031-01-02\"]\nmakeup = []\n").unwrap();
    bench.ok(&["calendar", "import", path]);
}

#[test]
fn a_reader_that_goes_away_ends_the_command_quietly() {
    let bench = Bench::day();
    let mut child = bench.command(&["log", "--json"]).spawn().unwrap();
    drop(child.stdout.take());
    drop(child.stdin.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn each_record_is_printed_before_the_next_line_is_read() {
    use std::io::{BufRead, BufReader};
    let bench = Bench::new();
    let mut child = bench.command(&["record"]).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for n in 1..=3 {
        writeln!(input, "{}", json!({ "kind": "note", "text": "停水" })).unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let record: Value = serde_json::from_str(&line).unwrap();
        assert!(record["id"].as_str().unwrap().ends_with(&format!("-0{n}")));
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn settings_decide_who_and_where() {
    let bench = Bench::new();
    let site = bench.folder.path().join("site.toml");
    std::fs::write(&site, "staff = []\n[site]\nname = \"甲\"\nnumber = 7\n[[post]]\nname = \"北门\"\n").unwrap();
    let args = ["record", "--lang", "en", "--site", site.to_str().unwrap()];
    let line = b"{\"kind\":\"note\",\"text\":\"a\"}\n";
    let nobody = bench.run(&args, line);
    assert!(nobody.code == 1 && nobody.err.starts_with("line 1, operator: "), "nobody has the post: {}", nobody.err);
    let duty =
        bench.run(&args, "{\"kind\":\"duty\",\"person\":\"丁犇\"}\n{\"kind\":\"note\",\"text\":\"a\"}\n".as_bytes());
    let records = duty.json();
    assert_eq!((&records[1]["operator"], &records[1]["post"]), (&json!("丁犇"), &json!("北门")));
    assert!(records[1]["number"].as_str().unwrap().starts_with("s7-"));
    let unknown = bench.run(&[&args[..], &["--post", "南门"]].concat(), line);
    assert!(unknown.err.starts_with("line 1, post: "));
    std::fs::write(&site, "[site]\nname = 3\n").unwrap();
    let broken = bench.run(&args, line);
    assert!(broken.code == 2 && broken.err.contains("site.toml"));
}

#[test]
fn the_command_line_speaks_the_users_language() {
    let bench = Bench::bare();
    for (lang, word) in [("zh-Hans", "演示"), ("zh-Hant", "示範"), ("en", "made-up")] {
        let help = bench.ok(&["--help", "--lang", lang]).out;
        assert!(help.contains(word) && !help.contains('⟦'), "{help}");
        for command in ["record", "show", "log", "verify", "rebuild", "calendar", "demo"] {
            let help = bench.ok(&[command, "--help", "--lang", lang]).out;
            assert!(!help.contains('⟦') && !help.trim().is_empty(), "{command}: {help}");
        }
        let misuse = bench.run(&["--lang", lang, "--nonsense"], b"");
        assert!(misuse.code == 2 && misuse.err.contains("--nonsense") && !misuse.err.contains('⟦'), "{}", misuse.err);
    }
}
