//! What the program has printed as a record's name, read on any later day: through the commands themselves, by a clock
//! that is a value.

use std::path::Path;

use proptest::prelude::*;
use qiantai::cli::{self, Command, Run, What};
use qiantai::domain::time::{Moment, parse_rfc3339};
use qiantai::locale::{Language, Locale};
use qiantai::store::sqlite::SqliteStore;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bench::Bench;

fn at(local: &str) -> Moment {
    parse_rfc3339(&format!("{}:00+08:00", local.replace(' ', "T"))).unwrap()
}

/// A logbook whose commands run at times of their own.
struct Book {
    folder: tempfile::TempDir,
}

impl Book {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        drop(SqliteStore::create(&folder.path().join("desk.db"), Uuid::from_u128(1)).unwrap());
        Self { folder }
    }

    fn run(&self, command: &Command, now: Moment, input: &str) -> (u8, Vec<Value>) {
        let locale = Locale::new(Language::Hans);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let run = Run {
            db: self.folder.path().join("desk.db"),
            house: &cli::demo::house().unwrap(),
            locale: &locale,
            post: None,
            operator: Some("王敏"),
            boot: Uuid::nil(),
            booted: || None,
            now: &|| now,
            uid: &Uuid::now_v7,
            open: &|path: &Path, _| Ok(Box::new(SqliteStore::open(path)?)),
            input: &mut input.as_bytes(),
            out: &mut out,
            err: &mut err,
        };
        let code = cli::run(command, run);
        let out = String::from_utf8(out).unwrap();
        (code, out.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    fn record(&self, now: Moment, line: &Value) -> Value {
        self.run(&Command::Record { schema: false }, now, &line.to_string()).1.remove(0)
    }

    fn shown(&self, now: Moment, id: &str) -> Value {
        let show = Command::Show { what: What::Record, id: vec![id.to_owned()], plate: None, json: true };
        self.run(&show, now, "").1.pop().unwrap_or_default()
    }
}

fn note(text: &str) -> Value {
    json!({ "kind": "note", "text": text })
}

#[test]
fn a_visitor_of_the_old_year_leaves_in_the_new_one() {
    let book = Book::new();
    let guest =
        json!({ "kind": "visitor_in", "visitor": "guest", "room": "3-2-101", "name": "王五", "check": "known" });
    for id in ["visitor-1231-01", "visitor-2026-1231-01", "visitor-s1-2026-1231-01", "s1-2026-1231-01", "1231-01"] {
        let book = Book::new();
        let came = book.record(at("2026-12-31 23:50"), &guest);
        assert_eq!(came["id"], "visitor-2026-1231-01");
        let left = book.record(at("2027-01-01 00:20"), &json!({ "kind": "visitor_out", "record": id }));
        assert_eq!((&left["result"], &left["uid"]), (&json!("ok"), &came["uid"]), "{id}");
    }
    assert_eq!(book.shown(at("2026-12-31 23:50"), "visitor-1231-01"), Value::Null);
}

#[test]
fn a_printed_id_goes_to_its_own_years_record_for_ever() {
    let book = Book::new();
    let old = book.record(at("2026-12-31 10:00"), &note("旧"));
    let id = old["id"].as_str().unwrap();
    assert_eq!(book.shown(at("2027-12-30 10:00"), "note-1231-01")["uid"], old["uid"], "none like it has come");
    assert_eq!(
        book.shown(at("2027-12-31 09:00"), "note-1231-01"),
        Value::Null,
        "today’s is not written, and no other is meant"
    );
    let new = book.record(at("2027-12-31 10:00"), &note("新"));
    let later = at("2027-12-31 11:00");
    assert_eq!(book.shown(later, "note-1231-01")["uid"], new["uid"]);
    for name in [id, "s1-2026-1231-01", "留言2026-1231-01"] {
        assert_eq!(book.shown(later, name)["uid"], old["uid"], "{name}");
    }
    let done = book.record(later, &json!({ "kind": "note_done", "record": id }));
    assert_eq!((&done["uid"], &done["fields"]["text"]), (&old["uid"], &json!("旧")));
}

#[test]
fn a_line_sent_again_means_the_record_that_it_meant() {
    let book = Book::new();
    let old = book.record(at("2026-12-31 10:00"), &note("旧"));
    let done = json!({ "kind": "note_done", "record": "note-1231-01", "uid": "event-1" });
    assert_eq!(book.record(at("2026-12-31 11:00"), &done)["result"], "ok");
    book.record(at("2027-12-31 10:00"), &note("新"));
    let again = book.record(at("2027-12-31 11:00"), &done);
    assert_eq!((&again["result"], &again["uid"]), (&json!("repeated"), &old["uid"]));
}

#[test]
fn by_a_clock_set_back_todays_record_is_not_taken_for_last_years() {
    let book = Book::new();
    book.record(at("2025-11-30 10:00"), &note("去年"));
    let today = book.record(at("2026-11-30 10:00"), &note("今天"));
    let done = book.record(at("2026-11-29 10:00"), &json!({ "kind": "note_done", "record": "note-1130-01" }));
    assert_eq!(done["uid"], today["uid"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Days about the turns of years and leap days: whatever a command has printed names that record on any later day.
    #[test]
    fn no_act_goes_to_another_years_record(
        mut days in prop::collection::vec(
            (2023..2033_i64, prop_oneof![Just(0_i64), Just(58), Just(59), Just(60), Just(364), Just(365)]), 2..6,
        ),
    ) {
        days.sort_unstable();
        let book = Book::new();
        let mut printed: Vec<(String, Value)> = Vec::new();
        for (n, (year, day)) in days.iter().enumerate() {
            let now = at(&format!("{year}-01-01 12:00")).plus_minutes(day * 1_440 + n as i64);
            let record = book.record(now, &note(&n.to_string()));
            printed.push((record["id"].as_str().unwrap().to_owned(), record["uid"].clone()));
            for (id, uid) in &printed {
                let amend = json!({ "kind": "amend", "record": id, "field": "text", "new": format!("{n} {id}"), "why": "x" });
                prop_assert_eq!(&book.record(now, &amend)["uid"], uid, "{}", id);
            }
            // The short form is that of the newest such day.
            let short = printed[n].0.replacen(|c: char| c.is_ascii_digit(), "", 4).replacen("--", "-", 1);
            prop_assert_eq!(&book.shown(now, &short)["uid"], &printed[n].1, "{}", short);
        }
    }
}

#[test]
fn a_withdrawal_strikes_the_event_that_its_uid_names_and_no_later_one() {
    for (opens, follows) in [
        (
            json!({ "kind": "visitor_in", "visitor": "guest", "name": "陈一", "room": "1-1-101", "count": 6, "check": "known" }),
            json!({ "kind": "visitor_out", "leaving": 2 }),
        ),
        (
            json!({ "kind": "visitor_in", "visitor": "guest", "name": "陈一", "room": "1-1-101", "check": "known" }),
            json!({ "kind": "visitor_out" }),
        ),
        (json!({ "kind": "note", "text": "停水" }), json!({ "kind": "note_done" })),
        (
            json!({ "kind": "walk_in", "reason": "enquiry", "name": "陈一" }),
            json!({ "kind": "walk_in_outcome", "outcome": "solved" }),
        ),
    ] {
        let bench = Bench::new();
        let with = |line: &Value, more: Value| {
            let mut line = line.clone();
            line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            line
        };
        let said = [
            with(&opens, json!({ "uid": "a" })),
            with(&follows, json!({ "record": "a", "uid": "b" })),
            json!({ "kind": "withdraw", "record": "a", "why": "登错" }),
            json!({ "kind": "withdraw", "record": "a", "why": "登错" }),
        ];
        let answers = bench.record(&said).json();
        assert_eq!((&answers[0]["result"], &answers[1]["result"]), (&json!("ok"), &json!("ok")), "{answers:?}");
        // Of a visit its exit stands, as of someone whom nobody saw come.
        let left = follows == json!({ "kind": "visitor_out" });
        let status = if left { "closed" } else { "void" };
        assert_eq!((&answers[2]["result"], &answers[2]["status"]), (&json!("ok"), &json!(status)), "{answers:?}");
        assert_eq!(answers[3]["code"], "already-withdrawn", "{answers:?}");
        assert_eq!(bench.ok(&["show", "inside", "--json"]).json().last().unwrap()["people"], 0);
    }
}

#[test]
fn an_exit_that_was_told_before_its_entry_is_corrected_by_its_uid() {
    let came = json!({ "kind": "visitor_in", "visitor": "guest", "name": "陈一", "room": "1-1-101", "check": "known",
        "uid": "turnstile-7:0042", "at": "09:00" });
    let left = json!({ "kind": "visitor_out", "record": "turnstile-7:0042", "uid": "turnstile-7:0043", "at": "10:00" });
    let amend = json!({ "kind": "amend", "record": "turnstile-7:0043", "field": "at", "new": "09:30", "why": "看错" });
    let withdraw = json!({ "kind": "withdraw", "record": "turnstile-7:0043", "why": "看错" });
    for told in [[&came, &left], [&left, &came]] {
        let book = Book::new();
        let now = at("2026-12-31 12:00");
        let lines: Vec<String> = told.into_iter().chain([&amend, &withdraw]).map(Value::to_string).collect();
        let (_, said) = book.run(&Command::Record { schema: false }, now, &lines.join("\n"));
        assert!(said.iter().all(|line| line["result"] == "ok"), "{said:?}");
        let left_at = said[2]["left_at"].as_str().unwrap();
        assert!(left_at.contains("09:30"), "{said:?}");
        assert_eq!((&said[3]["inside"], &said[3]["status"]), (&json!(true), &json!("open")), "{said:?}");
    }
}
