//! Deadlines without a screen: one with its way, many as lines, and the days of a year.

use std::io::Write;

use crate::bench::{Answer, Bench};

const HEADER: &str = "id\tstart\tamount\tunit\thours\tcalendar\tmakeup\n";
const OFFICE: &str = "mon-fri 08:30-12:00,13:30-18:00";

fn batch(input: &[u8]) -> Answer {
    Bench::bare().run(&["due", "--batch", "--lang", "en"], input)
}

/// The answer to one row of these cells.
fn row(cells: [&str; 7]) -> (i32, String) {
    let answer = batch(format!("{HEADER}{}\n", cells.join("\t")).as_bytes());
    (answer.code, answer.out)
}

#[test]
fn the_due_instant_and_the_way_to_it_are_printed() {
    let bench = Bench::bare();
    let out = bench.ok(&["due", "--from", "2026-02-13 17:00", "--for", "2wh", "--lang", "en"]).out;
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!((lines.len(), lines[4]), (5, "CN 2026 v1, came with the program"), "{out}");
    assert_eq!(lines[0], "Due 2026-02-14 09:30");
    for (line, parts) in lines[1..4].iter().zip([
        ["Fri", "2026-02-13 17:00 – 18:00", "60 min"],
        ["Fri", "2026-02-13 18:00 – 02-14 08:30", "closed"],
        ["Sat", "2026-02-14 08:30 – 09:30", "make-up"],
    ]) {
        assert!(parts.iter().all(|part| line.contains(part)), "{line}");
    }
    for (lang, word) in [("zh-Hans", "调休上班"), ("zh-Hant", "調休上班")] {
        let out = bench.ok(&["due", "--from", "2026-02-13T17:00", "--for", "2wh", "--lang", lang]).out;
        assert!(out.contains(word) && !out.contains('⟦'), "{out}");
    }
    assert!(!bench.db.exists(), "nothing is made on the way");
}

#[test]
fn the_way_as_json_adds_up() {
    let args = ["due", "--from", "2026-04-30 11:00", "--for", "12wh", "--json"];
    let json = &Bench::bare().ok(&args).json()[0];
    assert_eq!((&json["due"], &json["calendar"]), (&"2026-05-06T16:30:00+08:00".into(), &"CN 2026 v1".into()));
    let rows = json["rows"].as_array().unwrap();
    let counted = rows.iter().filter(|row| row["counted"] == true);
    assert_eq!(counted.map(|row| row["minutes"].as_i64().unwrap()).sum::<i64>(), 12 * 60);
    assert!(rows.iter().any(|row| row["what"] == "rest" && row["kind"] == "off"));
    assert!(rows.windows(2).all(|pair| pair[0]["to"] == pair[1]["from"]));
    assert_eq!((&rows[0]["from"], &rows[rows.len() - 1]["to"]), (&json["from"], &json["due"]));
    let moved = &Bench::bare().ok(&["due", "--from", "2026-09-30 15:00", "--for", "3d", "--json"]).json()[0];
    assert_eq!(moved["shown"], "2026-10-04T00:00:00+08:00");
}

#[test]
fn the_end_of_a_day_is_24_00_of_that_day_and_names_the_rest_day_that_was_meant() {
    let bench = Bench::bare();
    let ask = |from: &str, length: &str| bench.ok(&["due", "--from", from, "--for", length, "--lang", "en"]).out;
    let out = ask("2026-11-26 09:50", "1d");
    assert!(out.contains("Due 2026-11-27 24:00") && out.contains("2026-11-27 00:00 – 24:00"), "{out}");
    // Three days end on a Sunday.
    let out = ask("2026-11-26 09:50", "3d");
    assert!(out.contains("Due 2026-11-30 18:00") && out.contains("2026-11-29 24:00"), "{out}");
    assert!(!out.contains("2026-11-30 00:00 is") && out.contains("00:00 – 24:00"), "{out}");
    let out = ask("2026-11-26 20:00", "4h");
    assert!(out.contains("Due 2026-11-26 24:00") && out.contains("20:00 – 24:00"), "{out}");
    // Programs read instants as before.
    let json = &bench.ok(&["due", "--from", "2026-11-26 09:50", "--for", "1d", "--json"]).json()[0];
    assert_eq!(json["due"], "2026-11-28T00:00:00+08:00");
    let (code, out) = row(["1", "2026-11-26 20:00", "4", "hours", "mon-sun 00:00-24:00", "none", "-"]);
    assert_eq!((code, out.as_str()), (0, "1\t2026-11-27 00:00\n"));
}

#[test]
fn beyond_the_calendar_it_refuses_in_words() {
    let args = ["due", "--from", "2026-12-31 17:00", "--for", "2wh", "--lang"];
    for (lang, words) in
        [("zh-Hans", "没有 2027 年的日历"), ("zh-Hant", "沒有 2027 年的日曆"), ("en", "no calendar for 2027")]
    {
        let answer = Bench::bare().run(&[&args[..], &[lang]].concat(), b"");
        assert_eq!((answer.code, answer.out.as_str()), (1, ""));
        assert!(answer.err.contains(words), "{}", answer.err);
    }
    assert!(Bench::bare().ok(&["due", "--from", "2026-12-31 17:00", "--for", "24h"]).out.contains("2027-01-01 17:00"));
}

#[test]
fn a_year_that_the_logbook_knows_is_reckoned_with_wherever_years_are_asked() {
    let bench = Bench::new();
    let file = bench.folder.path().join("a.csv");
    let load = |rows: &str| {
        std::fs::write(&file, rows).unwrap();
        let args = ["calendar", "import", file.to_str().unwrap(), "--operator", "王敏", "--yes"];
        assert_eq!(bench.run(&args, b"").code, 0);
    };
    load("2027-01-01,off\n2027-01-02,makeup\n");
    let due = |from: &str, lang: &str| bench.ok(&["due", "--from", from, "--for", "2wh", "--lang", lang]).out;
    let out = due("2026-12-31 17:00", "en");
    assert!(out.contains("2027-01-02 09:30"), "{out}");
    assert!(out.ends_with("CN 2026 v1, came with the program\nCN 2027 v1, from the logbook\n"), "{out}");
    let asked = &bench.ok(&["due", "--from", "2026-12-31 17:00", "--for", "2wh", "--json"]).json()[0];
    assert_eq!(asked["years"][1], serde_json::json!({ "year": 2027, "version": 1, "from": "logbook" }));
    let days = bench.run(&["workdays", "2027", "--lang", "en"], b"");
    assert!(days.out.contains("2027-01-01\toff_holiday\n2027-01-02\tmakeup\n2027-01-03\tweekend\n"), "{}", days.out);
    assert_eq!((days.code, days.err.as_str()), (0, "CN 2027 v1, from the logbook\n"));
    // A year that came with the program, corrected: also for an old one.
    load("2026-01-01,off\n2026-11-20,off\n");
    load("2020-01-01,off\n");
    assert!(due("2026-11-19 17:30", "zh-Hans").contains("CN 2026 v2，出自日志"));
    let days = bench.run(&["workdays", "2026", "--json"], b"").json();
    let day = serde_json::json!(
        { "date": "2026-11-20", "kind": "off_holiday", "calendar": "CN 2026 v2", "from": "logbook" }
    );
    assert!(days.contains(&day), "{days:?}");
    assert!(bench.run(&["workdays", "2020"], b"").err.contains("CN 2020 v1, from the logbook"));
    assert!(due("2020-01-23 17:00", "en").contains("2020-01-24 09:30"), "Spring Festival is not in the logbook's 2020");
}

#[test]
fn a_day_that_the_next_years_notice_decides_is_said_to_be_its() {
    let bench = Bench::new();
    let file = bench.folder.path().join("a.csv");
    std::fs::write(&file, "2026-12-31,off\n2027-01-01,off\n2027-01-02,makeup\n").unwrap();
    assert_eq!(bench.run(&["calendar", "import", file.to_str().unwrap(), "--operator", "王敏", "--yes"], b"").code, 0);
    let days = bench.run(&["workdays", "2026", "--json"], b"").json();
    let day = |date: &str, kind: &str, calendar: &str, from: &str| serde_json::json!({ "date": date, "kind": kind, "calendar": calendar, "from": from });
    assert_eq!(days[364], day("2026-12-31", "off_holiday", "CN 2027 v1", "logbook"));
    assert_eq!(days[363], day("2026-12-30", "work", "CN 2026 v1", "builtin"));
    let told = "CN 2026 v1, came with the program\nCN 2027 v1, from the logbook\n";
    assert_eq!(bench.run(&["workdays", "2026", "--lang", "en"], b"").err, told);
    // The years of a limit that ends before the new year are those of its versions.
    let asked = &bench.ok(&["due", "--from", "2026-12-29 17:00", "--for", "1wd", "--json"]).json()[0];
    let years = asked["years"].as_array().unwrap();
    assert_eq!((&asked["calendar"], years.len()), (&"CN 2026 v1 + CN 2027 v1".into(), 2));
    assert!(bench.ok(&["due", "--from", "2026-12-29 17:00", "--for", "1wd", "--lang", "en"]).out.ends_with(told));
}

#[test]
fn what_is_said_of_a_stretch_in_words_is_said_of_it_in_json() {
    let bench = Bench::bare();
    let asked = |length: &str, from: &str| {
        let args = ["due", "--from", from, "--for", length];
        let rows = bench.ok(&[&args[..], &["--json"]].concat()).json()[0]["rows"].as_array().unwrap().clone();
        let words = ["en", "zh-Hans", "zh-Hant"].map(|lang| bench.ok(&[&args[..], &["--lang", lang]].concat()).out);
        let lines = words.map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
        (rows, lines)
    };
    // Friday to make-up Saturday.
    let (rows, [en, hans, hant]) = asked("1wd", "2026-02-13 17:00");
    let last = rows.last().unwrap();
    assert_eq!((&last["kind"], &last["what"], &last["counted"]), (&"makeup".into(), &"day".into(), &true.into()));
    for (lines, words) in
        [(en, "counted as a day (make-up day)"), (hans, "计一日（调休上班）"), (hant, "計一日（調休上班）")]
    {
        assert!(lines[rows.len()].ends_with(words), "{lines:?}");
    }
    let (rows, [en, ..]) = asked("3d", "2026-03-02 17:00");
    for (row, line) in rows.iter().zip(&en[1..]) {
        assert_eq!(row["counted"] == true, line.contains("counted as a day"), "{row} {line}");
    }
    assert_eq!(rows.iter().filter(|row| row["counted"] == true).count(), 3);
    // The evening of a make-up day is that day's; one row with the morning after.
    let (rows, _) = asked("8wh", "2026-05-09 17:00");
    let evening = rows.iter().find(|row| row["from"] == "2026-05-09T18:00:00+08:00").unwrap();
    assert_eq!((&evening["kind"], &evening["what"]), (&"makeup".into(), &"closed".into()));
}

#[test]
fn a_year_of_the_settings_is_said_to_be_theirs() {
    let bench = Bench::new();
    let folder = bench.folder.path().join("calendars");
    std::fs::create_dir(&folder).unwrap();
    let toml = "year = 2027\nversion = 3\nsource = \"\"\noff = [\"2027-01-01\"]\nmakeup = []\n";
    std::fs::write(folder.join("2027.toml"), toml).unwrap();
    let days = bench.run(&["workdays", "2027", "--lang", "en"], b"");
    assert_eq!((days.code, days.err.as_str()), (0, "CN 2027 v3, from the settings\n"));
}

#[test]
fn a_department_works_its_own_hours_and_an_unknown_one_is_refused() {
    let bench = Bench::new();
    let settings = bench.db.with_extension("toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let nights = format!("{text}\n[[department]]\nid = \"watch\"\nname = \"夜巡\"\nhours = \"mon-sun 22:00-06:00\"\n");
    std::fs::write(&settings, nights).unwrap();
    for name in ["watch", "夜巡"] {
        let out = bench.ok(&["due", "--from", "2026-03-02 23:00", "--for", "8wh", "--department", name]).out;
        assert!(out.contains("2026-03-03 23:00"), "{out}");
    }
    let args = ["due", "--from", "2026-03-02 23:00", "--for", "8wh", "--department", "cellar", "--lang", "en"];
    let answer = bench.run(&args, b"");
    assert_eq!((answer.code, answer.err.trim()), (2, "The settings have no such department."));
}

#[test]
fn what_cannot_be_asked_is_said() {
    let asked: [&[&str]; 7] = [
        &["due"],
        &["due", "--from", "2026-02-13 17:00"],
        &["due", "--from", "2026-02-30 17:00", "--for", "2wh"],
        &["due", "--from", "17:00", "--for", "2wh"],
        &["due", "--from", "2026-02-13 17:00", "--for", "-2wh"],
        &["due", "--from", "2026-02-13 17:00", "--for", "promise"],
        &["due", "--batch", "--json"],
    ];
    for args in asked {
        let answer = Bench::bare().run(args, b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}");
        assert!(!answer.err.is_empty());
    }
}

#[test]
fn every_date_of_a_year_is_listed() {
    let bench = Bench::bare();
    let listed = bench.run(&["workdays", "2026", "--lang", "en"], b"");
    assert_eq!((listed.code, listed.err.as_str()), (0, "CN 2026 v1, came with the program\n"));
    let text = listed.out;
    let days: Vec<(&str, &str)> = text.lines().map(|line| line.split_once('\t').unwrap()).collect();
    let of = |kind| days.iter().filter(|day| day.1 == kind).count();
    assert_eq!((days.len(), of("off_holiday"), of("makeup")), (365, 33, 6));
    assert_eq!((of("work") + of("makeup"), of("weekend")), (248, 84));
    for day in [
        ("2026-02-14", "makeup"),
        ("2026-02-15", "off_holiday"),
        ("2026-03-07", "weekend"),
        ("2026-03-09", "work"),
        ("2026-12-31", "work"),
    ] {
        assert!(days.contains(&day), "{day:?}");
    }
    let json = bench.ok(&["workdays", "2006", "--json"]).json();
    assert_eq!(json.len(), 365);
    let last =
        serde_json::json!({ "date": "2006-12-31", "kind": "makeup", "calendar": "CN 2007 v1", "from": "builtin" });
    assert_eq!(json[364], last);
    let last = &bench.ok(&["workdays", "2005", "--json"]).json()[364];
    let by = serde_json::json!({ "date": "2005-12-31", "kind": "makeup", "calendar": "CN 2006 v2", "from": "builtin" });
    assert_eq!(last, &by, "by the notice for 2006");
    let due = bench.ok(&["due", "--from", "2005-12-30 17:30", "--for", "1wh", "--lang", "en"]).out;
    assert!(due.starts_with("Due 2005-12-31 09:00\n"), "{due}");
    let answer = bench.run(&["workdays", "2027", "--lang", "en"], b"");
    assert_eq!((answer.code, answer.out.as_str()), (1, ""));
    assert!(answer.err.contains("2027"));
}

#[test]
fn rows_are_answered_whatever_the_order_and_number_of_columns() {
    let text = "note\tcalendar\thours\tid\tmakeup\tunit\tamount\tstart\tmore\n\
        x\tcn\tmon-fri 08:30-12:00,13:30-18:00\ta\t-\thours\t2\t2026-02-13 17:00\ty\n\
        x\tnone\tmon-fri 08:30-12:00,13:30-18:00\tb\t-\thours\t2\t2026-02-13 17:00\ty\n\
        \tcn\tmon-fri 08:30-12:00,13:30-18:00\tc\t10:00-10:30\tminutes\t120\t2026-02-13 17:00\n\
        \tcn\tmon-fri 22:00-06:00\td\t-\tdays\t1\t2026-03-02 12:00\n\
        \tcn\tmon-fri 13:30-24:00\te\t-\tminutes\t0\t2026-03-06 24:00\n\
        \tcn\tmon-fri 13:30-24:00\tf\t-\thours\t1\t2026-03-06 23:00\n";
    let answer = batch(text.as_bytes());
    let lines = [
        "a\t2026-02-14 09:30",
        "b\t2026-02-16 09:30",
        "c\t2026-02-24 09:00",
        "d\t2026-03-04 06:00",
        "e\t2026-03-09 13:30",
        "f\t2026-03-07 00:00",
    ];
    assert_eq!(answer.out.lines().collect::<Vec<_>>(), lines);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
}

#[test]
fn marks_line_ends_and_blank_lines_of_other_machines_are_no_trouble() {
    let mut text = b"\xef\xbb\xbfid\tx\tstart\tamount\tunit\thours\tcalendar\tmakeup\r\n\r\n".to_vec();
    text.extend_from_slice(b"a\t\xff\xfe\t2026-03-02 09:00\t1\thours\tmon-fri 08:30-12:00\tcn\t-\r\n \r\n");
    text.extend_from_slice(b"b\t\t2026-03-02 09:00\t1\thours\tmon-fri 08:30-12:00\tcn\t-");
    let answer = batch(&text);
    assert_eq!((answer.code, answer.out.as_str()), (0, "a\t2026-03-02 10:00\nb\t2026-03-02 10:00\n"));
}

#[test]
fn a_row_that_cannot_be_honoured_says_why_and_the_others_are_answered() {
    let good = ["1", "2026-03-02 09:00", "1", "hours", OFFICE, "cn", "-"];
    let bad: [(usize, &str, &str); 20] = [
        (0, "", "id"),
        (1, "2026-02-30 09:00", "start"),
        (1, "2026-03-02 9:00", "start"),
        (1, "2026-03-02 24:01", "start"),
        (2, "", "amount"),
        (2, "-1", "amount"),
        (2, "1.5", "amount"),
        (2, "1e3", "amount"),
        (2, "9223372036854775807", "amount"),
        (3, "weeks", "unit"),
        (4, "mon 09:00", "09:00"),
        (4, "fri-mo 09:00-10:00", "fri-mo"),
        (4, "mon 09:00-11:00,10:00-12:00", "overlap"),
        (4, "mon-tue 22:00-06:00,05:00-07:00", "overlap"),
        (4, ";", "no weekday"),
        (5, "us", "calendar"),
        (6, "", "makeup"),
        (6, "25:00-26:00", "makeup"),
        (1, "2026-12-31 17:30", "2027"),
        (1, "2003-12-31 17:30", "2003"),
    ];
    for (column, value, word) in bad {
        let mut cells = good;
        cells[column] = value;
        let (code, out) = row(cells);
        let (_, cause) = out.trim_end().split_once("\terror: ").unwrap_or_else(|| panic!("{out}"));
        assert_eq!(code, 1);
        assert!(cause.contains(word), "{value}: {cause}");
    }
    assert_eq!(row(good), (0, "1\t2026-03-02 10:00\n".into()));
    let endless = format!("mon 09:00-11:00{}", ",10:00-12:00".repeat(900));
    let (_, out) = row(["1", good[1], "1", "hours", &endless, "cn", "-"]);
    assert!(out.contains("overlap") && out.len() < 200, "a sentence, not the line: {out}");
    let both = format!("{HEADER}a\n{}\n", good.join("\t"));
    let answer = batch(both.as_bytes());
    assert_eq!((answer.code, answer.out.as_str()), (1, "a\terror: missing: start\n1\t2026-03-02 10:00\n"));
}

#[test]
fn bytes_that_are_no_text_are_refused_where_they_are_read() {
    let mut text = HEADER.as_bytes().to_vec();
    text.extend_from_slice(b"a\t2026-03-02 09:00\t1\thours\tmon\xff 08:30-12:00\tcn\t-\n");
    text.extend_from_slice(b"\xff\x1b[31m\t2026-03-02 09:00\t1\thours\tmon 08:30-12:00\tcn\t-\n");
    text.resize(text.len() + (1 << 20) + 9, b'x');
    text.extend_from_slice(b"\nb\t2026-03-02 09:00\t1\thours\tmon-fri 08:30-12:00\tcn\t-\n");
    let answer = batch(&text);
    assert_eq!(answer.code, 1);
    let lines: Vec<&str> = answer.out.lines().collect();
    assert!(lines.len() == 4 && lines[..3].iter().all(|line| line.contains("\terror: ")), "{}", answer.out);
    assert!(!answer.out.contains('\u{1b}'));
    assert_eq!(lines[3], "b\t2026-03-02 10:00");
}

#[test]
fn missing_columns_are_named_all_at_once() {
    for (input, named) in
        [("", "id start amount unit hours calendar makeup"), ("id\tstart\tamount\tunit\thours\n", "calendar makeup")]
    {
        let answer = batch(input.as_bytes());
        assert_eq!((answer.code, answer.out.as_str(), answer.err.trim()), (1, "", &*format!("missing: {named}")));
    }
}

#[test]
fn a_column_given_twice_is_refused() {
    let answer = batch(format!("start\t{HEADER}").as_bytes());
    assert_eq!((answer.code, answer.out.as_str(), answer.err.trim()), (1, "", "given twice: start"));
}

#[test]
fn neither_settings_nor_a_logbook_are_needed_where_there_are_none_and_what_cannot_be_opened_is_told() {
    let bench = Bench::bare();
    let row = ["1", "2026-03-02 09:00", "1", "hours", OFFICE, "cn", "-"].join("\t");
    let asked: [&[&str]; 3] =
        [&["due", "--batch"], &["workdays", "2026"], &["due", "--from", "2026-03-02 09:00", "--for", "1wh"]];
    let answers = |place: &[&str]| {
        asked.map(|args| {
            let answer = bench.run(&[args, place, &["--lang", "en"]].concat(), format!("{HEADER}{row}\n").as_bytes());
            (answer.code, answer.err.lines().count(), answer.out.is_empty())
        })
    };
    let site = ["--site", "/no/such/site.toml"];
    assert_eq!(answers(&site), [(0, 0, false), (0, 1, false), (0, 0, false)]);
    std::fs::write(&bench.db, "no logbook").unwrap();
    assert_eq!(answers(&site), [(2, 1, true); 3]);
    assert_eq!(answers(&["--db", "postgres://a/b"]), [(2, 1, true); 3]);
}

#[test]
fn rows_are_reckoned_with_the_years_of_the_logbook_and_of_the_settings() {
    let bench = Bench::new();
    let file = bench.folder.path().join("a.csv");
    let load = |rows: &str| {
        std::fs::write(&file, rows).unwrap();
        let args = ["calendar", "import", file.to_str().unwrap(), "--operator", "王敏", "--yes"];
        assert_eq!(bench.run(&args, b"").code, 0);
    };
    let both = |from: &str, length: (&str, &str)| {
        let row = ["1", from, length.0, length.1, OFFICE, "cn", "-"].join("\t");
        let answer = bench.run(&["due", "--batch", "--lang", "en"], format!("{HEADER}{row}\n").as_bytes());
        let length = format!("{}{}", length.0, if length.1 == "hours" { "wh" } else { "wd" });
        let alone = bench.run(&["due", "--from", from, "--for", &length, "--lang", "en"], b"");
        let alone = alone.out.lines().next().map(|line| line.replacen("Due ", "", 1)).unwrap_or_default();
        (alone, answer.out.trim_end().replacen("1\t", "", 1))
    };
    load("2026-12-10,off\n2026-12-11,half\n");
    load("2027-01-01,off\n2027-01-02,makeup\n");
    let folder = bench.folder.path().join("calendars");
    std::fs::create_dir(&folder).unwrap();
    let toml = "year = 2028\nversion = 3\nsource = \"\"\noff = [\"2028-01-03\"]\nmakeup = []\n";
    std::fs::write(folder.join("2028.toml"), toml).unwrap();
    for (from, length, due) in [
        ("2026-12-10 11:00", ("2", "hours"), "2026-12-11 10:30"),
        ("2026-12-11 11:00", ("2", "hours"), "2026-12-14 09:30"),
        ("2026-12-09 11:00", ("2", "days"), "2026-12-14 18:00"),
        ("2026-12-31 17:00", ("2", "hours"), "2027-01-02 09:30"),
        ("2027-12-31 17:00", ("2", "hours"), "2028-01-04 09:30"),
    ] {
        let (alone, row) = both(from, length);
        assert_eq!((alone.as_str(), row.as_str()), (due, due), "{from}");
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_lines_quietly() {
    let bench = Bench::bare();
    let mut child = bench.command(&["due", "--batch"]).spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let line = format!("a\t2026-03-02 09:00\t1\thours\t{OFFICE}\tcn\t-\n");
    // It may be gone before it has read everything.
    let _ = stdin.write_all(format!("{HEADER}{}", line.repeat(5_000)).as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn the_answers_do_not_depend_on_the_machines_time_zone() {
    let asked: [(&[&str], &str); 3] = [
        (&["due", "--from", "2026-03-07 20:00", "--for", "4wh", "--json"], ""),
        (&["workdays", "2026", "--json"], ""),
        (&["due", "--batch"], "a\t2026-03-08 02:30\t1\tminutes\tmon-sun 00:00-24:00\tnone\t-\n"),
    ];
    for (args, input) in asked {
        let input = format!("{HEADER}{input}");
        let answers = ["UTC", "America/New_York", "Asia/Shanghai"].map(|zone| {
            let bench = Bench::bare();
            let answer = bench.feed(bench.command(args).env("TZ", zone), input.as_bytes());
            assert_eq!((answer.code, answer.err.as_str()), (0, ""));
            answer.out
        });
        assert!(answers[0] == answers[1] && answers[1] == answers[2] && !answers[0].is_empty(), "{args:?}");
    }
}

#[test]
fn the_limits_of_a_record_tell_why() {
    let bench = Bench::new();
    // By the clock, so that it is due on whatever day this runs.
    let complaint = serde_json::json!({
        "kind": "complaint", "room": "3-2-101", "name": "张三", "said": "渗水", "category": "engineering",
        "channel": "phone", "intake": "office", "valid": "valid", "class": "general", "next_reply": "+2d",
    });
    let answer = bench.record(&[complaint]);
    let id = answer.json()[0]["id"].as_str().unwrap_or_else(|| panic!("{}", answer.err)).to_owned();
    let text = bench.ok(&["why", &id, "--stage", "T14", "--lang", "en"]).out;
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() == 2 && lines[0].contains("T14") && lines[0].contains("002 二.3"), "{text}");
    assert!(lines[1].contains("by the clock") && lines[1].contains("1440 min"), "{text}");
    let all = bench.ok(&["why", &id, "--json"]).json();
    assert!(all.len() > 1 && all.iter().all(|limit| limit["today"].is_null()));
    let answered = all.iter().find(|limit| limit["stage"] == "T14").unwrap();
    assert_eq!(answered["rows"][0]["minutes"], 1440);
    assert_eq!(answered["rows"][0]["to"], answered["due"]);
    let none = bench.run(&["why", &id, "--stage", "T99", "--lang", "en"], b"");
    assert_eq!((none.code, none.err.trim()), (1, "No such limit is running."));
    assert_eq!(bench.run(&["why"], b"").code, 2);
}
