//! What is printed, in which language, and for whom.

use std::io::Write;

use serde_json::{Value, json};

use crate::bench::Bench;

#[test]
fn the_schema_knows_every_kind_and_step() {
    let bench = Bench::bare();
    let schema = &bench.ok(&["schema", "--lang", "en"]).json()[0];
    assert_eq!(schema, &bench.ok(&["record", "--schema", "--lang", "en"]).json()[0]);
    let lines: Vec<&Value> = schema["$defs"].as_object().unwrap().values().collect();
    let kind = |name: &str| &schema["$defs"][name];
    let call = kind("call");
    assert_eq!(call["properties"]["direction"]["enum"], json!(["in", "out", "missed"]));
    assert!(call["required"].as_array().unwrap().contains(&json!("direction")));
    let asked = call["allOf"].as_array().unwrap();
    assert!(asked.iter().any(|when| when["if"]["properties"]["outcome"]["enum"] == json!(["promised"])
        && when["then"]["required"] == json!(["promise"])));
    assert_eq!(kind("note")["properties"]["text"]["maxLength"], 2_000);
    let steps = lines.iter().filter(|line| line["properties"]["kind"]["const"] == "complaint_step").count();
    assert_eq!(steps, qiantai::domain::entry::Family::Complaint.spec().steps.len());
    assert!(lines.iter().all(|line| line["additionalProperties"] == false));
    assert!(!schema.to_string().contains('⟦'), "every field has a label");
    assert!(!bench.db.exists());
}

/// The names that scripts read stay, whatever the code calls what they hold.
#[test]
fn the_keys_of_records_and_entries_stay() {
    let bench = Bench::day_until("2099-01-05T15:00:00+08:00");
    let written = bench.record(&[json!({ "kind": "note", "text": "by a clock set back" })]);
    assert_eq!(written.json()[0]["set_back"], true);
    let names = |objects: &[Value]| {
        let all = objects.iter().flat_map(|object| object.as_object().unwrap().keys().cloned());
        all.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
    };
    let log = bench.ok(&["log", "--json"]).json();
    let entry = "at clocks ended fields hash head kind lines link number operator post prev record seq set_back shifts target \
                 uid verdicts written_at";
    assert_eq!(names(&log), entry);
    let subjects = log.iter().filter_map(|line| line["number"].as_str().and(line["record"].as_str()));
    let shown = |uid| bench.ok(&["show", "record", uid, "--json"]).json().remove(0);
    let records: Vec<Value> = subjects.step_by(3).map(shown).collect();
    let record = "at clocks count ended family fields households id inside last late left_at lines links next number \
                  odd_room offered operator post promises refused seq set_back status steps struck transfers uid written_at";
    assert_eq!(names(&records), record);
    let bench = Bench::day_until("2026-11-20T15:00:00+08:00");
    let open = bench.ok(&["show", "complaints", "--json"]).json();
    let limits: Vec<Value> = open.iter().flat_map(|record| record["clocks"].as_array().unwrap().clone()).collect();
    assert_eq!(names(&limits), "calendar clause due expiry length part pauses shown stage start");
}

#[test]
fn lists_are_printed_in_columns_and_as_json() {
    let bench = Bench::day();
    let today = bench.ok(&["show", "today", "--lang", "zh-Hans"]).out;
    assert!(today.contains("投诉 10") && !today.contains('⟦') && !today.contains('\u{1b}'), "{today}");
    let json = &bench.ok(&["show", "today", "--json"]).json()[0];
    assert_eq!(json["complaints"]["count"], 10);
    let complaints = bench.ok(&["show", "complaints", "--json"]).json();
    assert_eq!(complaints.len(), 10);
    let first = |record: &Value| {
        record["clocks"].as_array().unwrap().iter().map(|clock| clock["due"].as_str().unwrap_or("").to_owned()).min()
    };
    assert!(complaints.windows(2).all(|pair| first(&pair[0]) <= first(&pair[1])), "by what is due first");
    let mut inside = bench.ok(&["show", "inside", "--json"]).json();
    let people = inside.pop().unwrap();
    let counted = |family: &str| {
        let own = inside.iter().filter(|record| record["family"] == family);
        own.map(|record| record["count"].as_u64().unwrap()).sum::<u64>()
    };
    let [visitors, drivers] = ["visitor", "vehicle"].map(counted);
    assert_eq!(people, serde_json::json!({ "people": visitors + drivers, "visitors": visitors, "drivers": drivers }));
    assert!(visitors > 0 && drivers > 0);
    assert!(inside.iter().all(|record| record["inside"] == true) && !inside.is_empty());
    let text = bench.ok(&["show", "inside", "--lang", "en"]).out;
    assert_eq!(text.lines().count(), inside.len() + 3, "two headings, and how many there are");
    for record in &inside {
        let phone = record["fields"]["phone"].as_str().unwrap_or("no phone");
        assert!(!text.contains(phone), "telephone numbers are masked");
    }
}

#[test]
fn a_page_of_a_complaint_is_printed_and_what_has_none_is_refused_in_words() {
    let bench = Bench::new();
    let complaint = |class: &str| {
        json!({ "kind": "complaint", "name": "张三", "phone": "13912348812", "said": "停电", "category": "conduct",
            "channel": "phone", "intake": "office", "valid": "valid", "class": class, "next_reply": "+1d" })
    };
    assert_eq!(bench.record(&[complaint("major"), complaint("general")]).code, 0);
    let complaints = bench.ok(&["show", "complaints", "--json"]).json();
    let id = |class: &str| {
        let found = complaints.iter().find(|record| record["fields"]["class"] == class).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    let (major, general) = (id("major"), id("general"));
    let page = bench.ok(&["report", "incident", &major, "--lang", "zh-Hans"]).out;
    assert!(page.contains("重大投诉报告") && page.contains("139****8812") && !page.contains('⟦'), "{page}");
    assert!(page.lines().count() <= 60 && page.contains("张三"), "{page}");
    let bare = major.strip_prefix("complaint-").unwrap();
    assert!(bench.ok(&["report", "incident", bare, "--lang", "en"]).out.contains("major incident"));
    for (form, id, said) in [
        ("incident", general.as_str(), "not important"),
        ("deemed", &major, "no evidence page"),
        ("deemed", "0101-99", "no such record"),
        ("nonsense", &major, "usage"),
    ] {
        let answer = bench.run(&["report", form, id, "--lang", "en"], b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{form} {id}");
        assert!(!answer.err.contains("张三") && !answer.err.is_empty(), "{said}: {}", answer.err);
        assert!(form == "nonsense" || answer.err.to_lowercase().contains(said), "{said}: {}", answer.err);
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
        // Salts are random, and with them every hash.
        let hashless = |mut entry: Value| {
            entry.as_object_mut().unwrap().retain(|key, _| !["head", "prev", "hash"].contains(&key.as_str()));
            entry
        };
        entries.into_iter().map(hashless).collect::<Vec<_>>()
    });
    assert_eq!(made[0], made[1]);
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
    let mut ids = std::collections::BTreeSet::new();
    for n in 1..=3 {
        writeln!(input, "{}", json!({ "kind": "note", "text": format!("停水 {n}") })).unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let record: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(record["fields"]["text"], format!("停水 {n}"));
        assert!(ids.insert(record["id"].as_str().unwrap().to_owned()), "each has a number of its own");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn settings_decide_who_and_where() {
    let bench = Bench::new();
    let site = bench.folder.path().join("site.toml");
    let departments = qiantai::cli::demo::SITE.split_once("[[department]]").unwrap().1;
    let text = "staff = []\n[site]\nname = \"甲\"\nnumber = 7\n[[post]]\nname = \"北门\"\n[[department]]";
    std::fs::write(&site, format!("{text}{departments}")).unwrap();
    let args = ["record", "--lang", "en", "--site", site.to_str().unwrap()];
    let line = b"{\"kind\":\"note\",\"text\":\"a\"}\n";
    let nobody = bench.run(&args, line);
    assert!(nobody.code == 1 && nobody.err.starts_with("line 1, operator: "), "nobody has the post: {}", nobody.err);
    let duty =
        bench.run(&args, "{\"kind\":\"duty\",\"person\":\"丁犇\"}\n{\"kind\":\"note\",\"text\":\"a\"}\n".as_bytes());
    let records = duty.json();
    assert_eq!((&records[1]["operator"], &records[1]["post"]), (&json!("丁犇"), &json!("北门")));
    assert!(records[1]["number"].as_str().unwrap().starts_with("s7-"));
    let unknown = bench.run(&[&args[..], &["--post", "南门"]].concat(), b"");
    assert!(unknown.code == 2 && unknown.err.contains("post"), "also where no line says so: {}", unknown.err);
    std::fs::write(&site, "[site]\nname = 3\n").unwrap();
    std::fs::remove_file(bench.folder.path().join("site.toml.last")).unwrap();
    let broken = bench.run(&args, line);
    assert!(broken.code == 2 && broken.err.contains("site.toml"));
}

#[test]
fn nothing_is_told_or_done_at_a_post_that_the_settings_do_not_know() {
    let bench = Bench::new();
    for args in [&["show", "today"][..], &["show", "handover"], &["record"], &["show", "inside", "--json"]] {
        let answer = bench.run(&[args, &["--post", "北门"]].concat(), b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}");
        assert!(!answer.err.is_empty());
        assert_eq!(bench.run(&[args, &["--post", "东门岗"]].concat(), b"").code, 0, "{args:?}");
    }
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

#[test]
fn a_signed_page_reads_the_same_whenever_it_is_printed() {
    use chrono::{DateTime, TimeDelta};
    use qiantai::cli::{self, Command, Run, What};
    use qiantai::domain::time::Moment;
    use qiantai::locale::{Language, Locale};
    use qiantai::store::sqlite::SqliteStore;

    let bench = Bench::day_until("2026-03-04T16:20:00+08:00");
    let entries = bench.ok(&["log", "--json"]).json();
    let page = entries.iter().rfind(|entry| entry["kind"] == "handover").unwrap();
    let command = Command::Show {
        what: What::Handover,
        id: vec![page["record"].as_str().unwrap().into()],
        plate: None,
        json: false,
    };
    let signed = DateTime::parse_from_rfc3339(page["at"].as_str().unwrap()).unwrap();
    let printed = |days: i64| {
        let now = Moment::from_millis((signed + TimeDelta::days(days)).timestamp_millis());
        let locale = Locale::new(Language::Hans);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let run = Run {
            db: bench.db.clone(),
            house: &cli::demo::house().unwrap(),
            locale: &locale,
            post: None,
            operator: None,
            boot: uuid::Uuid::nil(),
            now: &|| now,
            booted: || None,
            uid: &uuid::Uuid::nil,
            open: &|path, _| Ok(Box::new(SqliteStore::open(path)?)),
            input: &mut &b""[..],
            out: &mut out,
            err: &mut err,
        };
        assert_eq!((cli::run(&command, run), err), (0, Vec::new()));
        String::from_utf8(out).unwrap()
    };
    let first = printed(0);
    assert!(first.contains("接班人："), "{first}");
    assert_eq!((printed(3), printed(400)), (first.clone(), first));
}

#[test]
fn a_record_tells_its_promises_and_pauses() {
    let bench = Bench::new();
    let complaint = json!({ "kind": "complaint", "name": "张三", "said": "渗水", "category": "engineering",
        "channel": "counter", "intake": "office", "valid": "valid", "class": "general", "next_reply": "+1d" });
    assert_eq!(bench.record(&[complaint]).code, 0);
    let id = bench.ok(&["show", "complaints", "--json"]).json()[0]["id"].as_str().unwrap().to_owned();
    let step = |step: &str, said: Value| {
        let mut line = json!({ "kind": "complaint_step", "record": id, "step": step });
        line.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        line
    };
    let relayed = step("relayed", json!({ "department": "works" }));
    let paused = step("paused", json!({ "pause": "access", "until": "+1h" }));
    assert_eq!(bench.record(&[relayed, paused]).code, 0);
    let shown = |id: &str| bench.ok(&["show", "record", id, "--json"]).json()[0].clone();
    let limits = shown(&id)["clocks"].as_array().unwrap().clone();
    assert!(limits.iter().any(|clock| clock["stage"] == "T4" && clock["pauses"][0].is_array()), "{limits:?}");
    let surveyed = step(
        "surveyed",
        json!({ "quantity": "2 处", "period": "2 天", "plan": "防水", "promise": "+2d", "confirmed": "yes", "informed": "yes" }),
    );
    assert_eq!(bench.record(&[surveyed]).code, 0);
    assert_eq!((&shown(&id)["promises"], &shown(&id)["transfers"]), (&json!(1), &json!(1)));
    let text = bench.ok(&["show", "record", &id, "--lang", "en"]).out;
    assert!(text.contains("promised 1×") && text.contains("passed on 1×"), "{text}");
}
