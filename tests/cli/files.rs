//! What may happen to files, and what may not.

use std::path::Path;

use serde_json::json;

use crate::bench::Bench;

#[test]
fn settings_in_another_encoding_are_told_from_those_that_may_not_be_read() {
    let bench = Bench::new();
    std::fs::write(bench.db.with_extension("toml"), b"[site]\nname = \"\xbd\xf5\xd0\xe5\"\n").unwrap();
    let answer = bench.run(&["show", "inside"], b"");
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("UTF-8"), "{}", answer.err);
}

#[test]
fn the_demonstration_never_writes_over_a_file() {
    let bench = Bench::bare();
    std::fs::write(&bench.db, "kept").unwrap();
    let answer = bench.run(&["demo", "--lang", "en"], b"");
    assert_eq!((answer.code, std::fs::read_to_string(&bench.db).unwrap().as_str()), (2, "kept"));
}

#[test]
fn a_demonstration_leaves_its_settings_and_keeps_those_that_are_there() {
    let bench = Bench::new();
    let beside = bench.db.with_extension("toml");
    assert_eq!(std::fs::read_to_string(&beside).unwrap(), qiantai::cli::demo::SITE);
    std::fs::write(&beside, "[site]\nname = \"甲\"\n[[post]]\nname = \"乙\"\n").unwrap();
    std::fs::remove_file(&bench.db).unwrap();
    std::fs::remove_dir_all(bench.folder.path().join("known")).unwrap();
    bench.ok(&["demo"]);
    assert!(std::fs::read_to_string(&beside).unwrap().contains('甲'));
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
            std::fs::write(bench.db.with_extension("toml"), qiantai::cli::demo::SITE).unwrap();
            let answer = bench.run(&[args, &["--lang", "zh-Hans"]].concat(), b"{\"kind\":\"note\",\"text\":\"a\"}\n");
            // Of a file cut short what is left is written out, and what is not is named.
            if name != "cut" || !["log", "verify"].contains(&args[0]) {
                assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{name} {args:?}");
                assert!(answer.err.lines().count() == 1, "{name}: {}", answer.err);
            }
            assert!(answer.code > 0 && answer.err.contains("日志"), "{name}: {}", answer.err);
            assert_eq!(std::fs::read(&bench.db).unwrap(), bytes, "{name} {args:?}");
            assert_eq!(files(bench.folder.path()), ["desk.db", "desk.toml"], "{name} {args:?}");
        }
    }
}

#[test]
fn a_missing_file_is_not_created() {
    let bench = Bench::bare();
    for args in [&["record"][..], &["show", "today"], &["verify"], &["calendar", "import", "none.json"]] {
        let answer = bench.run(&[args, &["--lang", "en"]].concat(), b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}");
        let said = if args[0] == "calendar" { "cannot be read" } else { "No logbook" };
        assert!(answer.err.contains(said), "{args:?}: {}", answer.err);
    }
    assert_eq!(files(bench.folder.path()), Vec::<String>::new());
    std::fs::write(bench.db.with_extension("toml"), qiantai::cli::demo::SITE).unwrap();
    let answer = bench.run(&["record", "--lang", "en"], b"{\"kind\":\"note\",\"text\":\"a\"}\n");
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    assert_eq!(files(bench.folder.path()), ["desk.toml"]);
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
fn a_calendar_is_loaded_once_and_the_same_again_is_no_fault() {
    let bench = Bench::new();
    let file = bench.folder.path().join("2031.json");
    let path = file.to_str().unwrap();
    std::fs::write(
        &file,
        r#"{"year":2031,"papers":["通知"],"days":[{"name":"元旦","date":"2031-01-01","isOffDay":true}]}"#,
    )
    .unwrap();
    let import =
        |args: &[&str]| bench.run(&[&["calendar", "import", path, "--lang", "en", "--yes"], args].concat(), b"");
    assert_eq!(import(&[]).out, "Loaded the calendar of 2031, version 1.\n");
    let entries = bench.entries();
    let again = import(&[]);
    assert_eq!((again.code, again.out.as_str()), (0, "The calendar of 2031 is already loaded, version 1.\n"));
    let known = serde_json::json!({ "year": 2031, "version": 1, "loaded": false });
    assert_eq!(import(&["--json"]).json(), [known]);
    assert_eq!(bench.entries(), entries, "nothing was written");
    std::fs::write(&file, r#"{"year":2032,"days":[]}"#).unwrap();
    assert!(bench.run(&["calendar", "import", path, "--lang", "en"], b"").err.contains("2032"));
    std::fs::write(&file, "year = 2031\nversion = 1\nsource = \"改\"\noff = [\"2031-01-02\"]\nmakeup = []\n").unwrap();
    let loaded = serde_json::json!({ "year": 2031, "version": 2, "loaded": true });
    assert_eq!(import(&["--json"]).json(), [loaded]);
}

#[test]
fn a_year_that_came_with_the_program_is_loaded_already() {
    let bench = Bench::new();
    let file = bench.folder.path().join("2026.toml");
    std::fs::copy(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/calendars/2026.toml"), &file).unwrap();
    let out = bench.ok(&["calendar", "import", file.to_str().unwrap(), "--lang", "en"]).out;
    assert_eq!(out, "The calendar of 2026 is already loaded, version 1.\n");
}

/// A notice as a clerk copies it from a page.
const NOTICE: &str = "国务院办公厅关于2027年部分节假日安排的通知\n国办发明电〔2026〕9号\n\n\
    一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n\
    二、春节：2月5日（农历除夕、周五）至12日（周五）放假调休，共8天。1月31日（周日）、2月14日（周日）上班。\n\
    三、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。\n\
    四、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。\n\n\
    国务院办公厅\n2026年11月2日\n";

#[test]
fn the_text_of_a_notice_is_looked_at_and_then_loaded() {
    let bench = Bench::new();
    let file = bench.folder.path().join("notice.txt");
    let path = file.to_str().unwrap();
    std::fs::write(&file, NOTICE).unwrap();
    let entries = bench.entries();
    let out = bench.ok(&["calendar", "import", path, "--dry-run"]).out;
    let days: Vec<&str> = out.lines().collect();
    assert_eq!((days.len(), days[0], days[3]), (28, "2027-01-01\toff", "2027-01-31\tmakeup"), "{out}");
    let json = bench.ok(&["calendar", "import", path, "--dry-run", "--json"]).json();
    assert_eq!(json[3], serde_json::json!({ "date": "2027-01-31", "kind": "makeup" }));
    assert_eq!(bench.entries(), entries, "nothing is stored");
    // What was printed is a calendar file itself.
    let rows = bench.folder.path().join("rows.tsv");
    std::fs::write(&rows, &out).unwrap();
    assert_eq!(bench.ok(&["calendar", "import", rows.to_str().unwrap(), "--dry-run"]).out, out);
    let out = bench.ok(&["calendar", "import", path, "--lang", "zh-Hans"]).out;
    assert_eq!(out, "已载入 2027 年日历，第 1 版。\n");
    let out = bench.ok(&["calendar", "import", rows.to_str().unwrap(), "--lang", "zh-Hans"]).out;
    assert_eq!(out, "2027 年日历已载入，就是第 1 版，没有改动。\n");
    let other = bench.run(&["calendar", "import", path, "--year", "2026", "--lang", "en"], b"");
    assert_eq!((other.code, other.err.trim()), (2, "This is the notice of 2027, not of 2026; it was not loaded."));
    // Neither logbook nor settings are needed to look.
    let bare = Bench::bare();
    assert_eq!(bare.ok(&["calendar", "import", path, "--dry-run"]).out.lines().count(), 28);
    assert!(!bare.db.exists());
}

#[test]
fn a_year_that_cannot_be_right_is_told_and_loaded_only_when_said_so() {
    let bench = Bench::new();
    let file = bench.folder.path().join("notice.txt");
    let path = file.to_str().unwrap();
    let entries = bench.entries();
    for (from, to, told) in [
        ("至3日（周日）放假，共3天", "至3日（周日）放假，共4天", "Line 4: says 4 days off, names 3"),
        ("1月1日（周五）至3日", "1月2日（周六）至3日", "2027-01-01 is not a day off"),
        ("5月8日（周六）上班", "5月7日（周五）上班", "2027-05-07 is worked anyway, and is named as a make-up workday"),
        ("5月8日（周六）上班", "5月8日（周五）上班", "Line 6: 2027-05-08 is not the weekday in the brackets"),
        ("5月8日（周六）上班", "5月8日（周六）再议", "Line 6 was not understood: 5月8日(周六)再议"),
        ("5月8日（周六）上班", "5月8日（周六）放假", "2027-05-08 is a weekend anyway, and no day beside it is off"),
        (
            "二、春节：2月5日（农历除夕、周五）至12日（周五）放假调休，共8天。",
            "二、春节：",
            "Spring Festival of 2027 is not off",
        ),
    ] {
        let changed = NOTICE.replacen(from, to, 1);
        assert_ne!(changed, NOTICE);
        std::fs::write(&file, changed).unwrap();
        let answer = bench.run(&["calendar", "import", path, "--lang", "en"], b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{to}");
        assert!(answer.err.lines().any(|line| line == told), "{told}: {}", answer.err);
        assert!(answer.err.contains("was not loaded") && answer.err.contains("--yes"), "{}", answer.err);
        let dry = bench.run(&["calendar", "import", path, "--lang", "en", "--dry-run"], b"");
        assert!(dry.code == 1 && dry.err.contains(told) && dry.out.starts_with("2027-01-0"), "{}", dry.err);
        assert_eq!(bench.entries(), entries, "nothing was written");
    }
    let few = "2027-01-01,off\n2027-05-01,off\n2027-02-05,off\n2027-10-01,off\n2026-12-02,off\n";
    std::fs::write(&file, few).unwrap();
    let answer = bench.run(&["calendar", "import", path, "--lang", "en", "--yes"], b"");
    assert_eq!((answer.code, answer.out.as_str()), (0, "Loaded the calendar of 2027, version 1.\n"));
    for told in ["5 days off in a year", "2026-12-02 is too far from New Year"] {
        assert!(answer.err.contains(told), "{}", answer.err);
    }
}

#[test]
fn whoever_loads_a_calendar_has_a_name_that_can_be_written() {
    let bench = Bench::new();
    let file = bench.folder.path().join("notice.txt");
    std::fs::write(&file, NOTICE).unwrap();
    let entries = bench.entries();
    let long = "长".repeat(20_000);
    for operator in ["\u{1b}]0;pwned\u{7}\u{202e}王", "\u{202e}王", &long, "王\u{200b}敏"] {
        let args = ["calendar", "import", file.to_str().unwrap(), "--operator", operator, "--lang", "en"];
        let answer = bench.run(&args, b"");
        assert_eq!((answer.code, answer.out.as_str()), (2, ""));
        assert!(answer.err.starts_with("The name of who is on duty") && answer.err.len() < 200, "{}", answer.err);
    }
    assert_eq!(bench.entries(), entries, "nothing was written");
    bench.ok(&["calendar", "import", file.to_str().unwrap(), "--operator", " 王敏 "]);
    let log = bench.ok(&["log", "--json"]).json();
    assert_eq!(log.last().unwrap()["operator"], "王敏");
}

#[test]
fn whoever_acts_is_named_by_name_or_by_number_in_every_command_that_writes() {
    let bench = Bench::bare();
    bench.ok(&["init", "--name", "锦绣花园", "--post", "前台"]);
    let settings = bench.db.with_extension("toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let staff = "staff = [\"王敏\", { id = \"07\", name = \"陈主任\", role = \"head\" }]";
    assert!(text.contains("staff = []"));
    std::fs::write(&settings, text.replace("staff = []", staff)).unwrap();
    let file = bench.folder.path().join("notice.txt");
    let import = ["calendar", "import", file.to_str().unwrap(), "--year", "2027"];
    let note = json!({ "kind": "note", "text": "停水" });
    let copy = bench.folder.path().join("copy.db");
    std::fs::copy(&bench.db, &copy).unwrap();
    let by = || bench.ok(&["log", "--json"]).json().last().unwrap()["operator"].clone();
    // Where nobody has the post and nobody is named, it is said what is missing.
    std::fs::write(&file, NOTICE).unwrap();
    let nobody = bench.run(&[&import[..], &["--lang", "en"]].concat(), b"");
    assert!(nobody.code == 2 && nobody.err.contains("on duty"), "{}", nobody.err);
    let mut days = 0;
    for (said, who) in [("07", "陈主任"), ("陈主任", "陈主任"), ("王敏", "王敏"), ("买买提", "买买提"), ("7", "7")]
    {
        // Another version each time.
        days += 1;
        std::fs::write(&file, format!("{NOTICE}2027-11-{days:02},off\n")).unwrap();
        let listed = !["买买提", "7"].contains(&said);
        let only = |is_one: bool, why: &str, args: &[&str]| {
            let answer = bench.run(&[args, &["--operator", said, "--lang", "en"]].concat(), b"");
            let refused = answer.code == 2 && answer.err.contains(why);
            assert!(if is_one { answer.code == 0 && by() == who } else { refused }, "{args:?} {said}: {}", answer.err);
        };
        let stranger = "does not have this person";
        only(listed, stranger, &[&import[..], &["--yes"]].concat());
        let answer = bench.run(&["record", "--operator", said], format!("{note}\n").as_bytes());
        assert_eq!((answer.code, by()), (0, who.into()), "record by {said}: {}", answer.err);
        // An older copy is put in its place, which someone accepts.
        std::fs::copy(&copy, &bench.db).unwrap();
        let superior = who == "陈主任";
        only(superior, if listed { "by another role" } else { stranger }, &["accept"]);
        if !superior {
            bench.ok(&["accept", "--operator", "07"]);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_a_device_or_an_endless_file_is_no_calendar() {
    let bench = Bench::new();
    let pipe = bench.folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let big = bench.folder.path().join("big.csv");
    std::fs::write(&big, "2027-01-01,off\n".repeat(80_000)).unwrap();
    for path in [pipe.as_path(), Path::new("/dev/zero"), Path::new("/dev/stdin"), bench.folder.path(), &big] {
        for more in [&[][..], &["--dry-run"]] {
            let args = [&["calendar", "import", path.to_str().unwrap(), "--lang", "en"], more].concat();
            let answer = bench.run(&args, b"");
            assert_eq!((answer.code, answer.err.contains("1 MiB")), (2, *path == *big), "{}", answer.err);
        }
    }
}

#[test]
fn a_calendar_in_csv_is_loaded_and_a_wrong_line_is_named() {
    let bench = Bench::new();
    let file = bench.folder.path().join("2031.csv");
    let path = file.to_str().unwrap();
    let import = |text: &str| {
        std::fs::write(&file, text).unwrap();
        bench.run(&["calendar", "import", path, "--lang", "en", "--yes"], b"")
    };
    let entries = bench.entries();
    for (text, said) in [
        ("date,kind\n2031-01-01,off\n2031-01-99,off\n", "Line 3, column date: not a date"),
        ("2031-01-01,off\n2031-01-02,holiday\n", "Line 2, column kind: neither off nor makeup nor half"),
        ("2031-01-01,off\n2031-01-02,off\n2031-01-01,makeup\n", "Line 3: 2031-01-01 is both"),
        ("{\"year\":2031,\n\"days\":[{]}", "Line 2, column"),
        ("year = 2031\nversion = 1\nsource = \"\"\noff = [1]\nmakeup = []\n", "Line 4, column"),
    ] {
        let answer = import(text);
        assert_eq!(answer.code, 2, "{text}");
        assert!(answer.err.contains(said) && answer.err.contains("2031.csv"), "{text}: {}", answer.err);
    }
    assert_eq!(bench.entries(), entries, "nothing was written");
    assert!(import("\u{feff}2031-01-01,休,元旦\r\n2031-01-04,班\r\n").out.contains("2031, version 1"));
    assert!(import("2031-01-01,off\n2031-01-04,half\n").out.contains("2031, version 2"));
}

#[test]
fn a_year_chosen_of_a_file_with_days_of_another_is_loaded_and_what_is_left_out_is_told() {
    let bench = Bench::new();
    let file = bench.folder.path().join("a.csv");
    let days = |days: &str| -> String { days.split(' ').map(|day| format!("2027-{day},off\n")).collect() };
    let year = days("01-01 02-05 02-06 02-07 02-08 02-09 02-10 02-11 02-12 05-01 05-02 05-03 10-01 10-02 10-03");
    std::fs::write(&file, format!("2026-01-01,off\n2026-01-02,off\n{year}")).unwrap();
    let import = |more: &[&str]| {
        let args = ["calendar", "import", file.to_str().unwrap(), "--operator", "王敏", "--lang", "en"];
        bench.run(&[&args[..], more].concat(), b"")
    };
    assert_eq!(import(&[]).code, 2);
    let told = "Line 1: 2 days of another year, 2026-01-01 to 2026-01-02, are left out\n";
    let shown = import(&["--year", "2027", "--dry-run"]);
    assert_eq!((shown.code, shown.err.as_str(), shown.out.lines().count()), (0, told, 15));
    let loaded = import(&["--year", "2027"]);
    assert_eq!((loaded.code, loaded.err.as_str()), (0, told), "{}", loaded.out);
}

#[test]
fn settings_without_a_logbook_are_begun_with_and_never_written_over() {
    let bench = Bench::bare();
    let settings = bench.db.with_extension("toml");
    let init = |name: &str, post: &str| {
        let site = settings.to_str().unwrap();
        bench.run(&["init", "--name", name, "--post", post, "--operator", "王敏", "--site", site, "--lang", "en"], b"")
    };
    std::fs::write(&settings, qiantai::cli::demo::SITE).unwrap();
    let own = qiantai::domain::site::Site::parse(qiantai::cli::demo::SITE).unwrap();
    let unknown = init("锦绣花园", "南门岗");
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""), "{}", unknown.err);
    assert_eq!(files(bench.folder.path()), ["desk.db", "desk.toml"][1..], "nothing is begun at a post that is none");
    let begun = init("别的名字", &own.posts[0].name);
    assert_eq!((begun.code, begun.err.as_str()), (0, ""));
    assert!(begun.out.contains(&own.name) && begun.out.contains("stay as they are"), "{}", begun.out);
    assert_eq!(std::fs::read_to_string(&settings).unwrap(), qiantai::cli::demo::SITE);
    assert_eq!(bench.run(&["verify"], b"").code, 0);
    assert!(init("锦绣花园", &own.posts[0].name).err.contains("desk.toml is there already"));
    // Settings that cannot be read are no reason to write others.
    for broken in ["[site]\n", "no toml ="] {
        let bench = Bench::bare();
        let settings = bench.db.with_extension("toml");
        std::fs::write(&settings, broken).unwrap();
        let answer = bench.run(&["init", "--name", "锦绣花园", "--post", "前台", "--lang", "en"], b"");
        assert!(answer.code == 2 && answer.err.contains("desk.toml"), "{}", answer.err);
        assert_eq!((std::fs::read_to_string(&settings).unwrap().as_str(), bench.db.exists()), (broken, false));
    }
}

#[test]
fn where_a_calendar_is_wrong_has_a_line_and_a_column() {
    let bench = Bench::bare();
    let file = bench.folder.path().join("a.ics");
    let event = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270141\nSUMMARY:休\nEND:VEVENT\nEND:VCALENDAR\n";
    for (text, said) in [
        (event, "Line 3, column DTSTART: not a date"),
        (&event.replace("0141", "0101\nDTEND:2027"), "Line 4, column DTEND: not a date"),
        ("[{\"range\":[],\n\"type\":\"holiday\"}]", "Line 1, column range: not a calendar file"),
        ("{\"2027-13-01\":\"休\"}", "Line 1, column 2027-13-01: not a date"),
        ("{\"2027-01-01\":\"请\"}", "Line 1, column 2027-01-01: neither off"),
        ("{\"Years\":{\n\"\":[]}}", "Line 2, column \"\": not a date"),
        ("{\n\"\":true}", "Line 2, column \"\": not a date"),
        ("{\"2027-01-01\":true,\n\"2027\":true}", "Line 2, column 2027: not a date"),
    ] {
        std::fs::write(&file, text).unwrap();
        let args = ["calendar", "import", file.to_str().unwrap(), "--dry-run", "--lang", "en"];
        let answer = bench.run(&args, b"");
        assert!(answer.code == 2 && answer.err.contains(said), "{said}: {}", answer.err);
    }
}

/// A name may hold anything, and a terminal does what it is told.
#[cfg(unix)]
#[test]
fn no_path_that_is_printed_commands_the_terminal() {
    let bench = Bench::bare();
    let odd = |end: &str| bench.folder.path().join(format!("q\u{1b}]0;p\u{7}\u{202e}{end}"));
    let db = odd(".db");
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_qiantai"));
        command.arg("--db").arg(&db).args(args).args(["--lang", "en"]).env("HOME", bench.folder.path());
        command.stdin(std::process::Stdio::piped());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let answer = bench.feed(&mut command, b"");
        let said = answer.out.clone() + &answer.err;
        assert!(!said.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{args:?}: {said:?}");
        answer
    };
    let init = ["init", "--name", "锦绣花园", "--post", "前台", "--operator", "王敏"];
    assert!(run(&init).out.contains("The settings are in"));
    assert_eq!(run(&init).code, 2);
    assert_eq!(run(&["calendar", "import", odd(".csv").to_str().unwrap()]).code, 2);
    let wal = odd(".db-wal");
    std::fs::create_dir(&wal).unwrap();
    assert!(run(&["verify"]).err.contains("in the way"));
    std::fs::remove_dir(wal).unwrap();
    std::fs::write(odd(".toml"), "[site").unwrap();
    run(&["show", "today"]);
}
