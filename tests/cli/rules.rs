//! A site's own rules: lengths, procedures, years; and files that are wrong.

use std::path::PathBuf;

use qiantai::cli::demo::SITE;

use crate::bench::Bench;

const PROCEDURES: &str = include_str!("../../data/procedures.toml");

fn settings(bench: &Bench) -> PathBuf {
    bench.db.with_extension("toml")
}

#[test]
fn a_wrong_rule_is_refused_with_file_line_key_and_cause_in_every_language() {
    let bench = Bench::new();
    let cases = [
        ("zone = \"Asia/Shanghai\"", "zone = \"Mars/Base\"", "site.zone"),
        ("hours = \"mon-fri 08:30-12:00,13:30-18:00\"", "hours = \"mon 08:30-12:00,11:00-18:00\"", "hours"),
        ("hours = \"mon-fri 08:30-12:00,13:30-18:00\"", "hours = \"sat 13:30-12:00\"", "hours"),
        ("id = \"works\"", "id = \"depot\"", "department"),
        ("intake = \"site\"", "intake = \"cellar\"", "intake"),
        ("[site]", "[lengths]\nT99 = \"2h\"\n[site]", "lengths.T99"),
    ];
    for (from, to, key) in cases {
        let bad = SITE.replacen(from, to, 1);
        std::fs::write(settings(&bench), &bad).unwrap();
        drop(std::fs::remove_file(bench.folder.path().join("desk.toml.last")));
        // A department that is missing is missed where the departments begin.
        let blamed =
            if key == "department" { "[[department]]" } else { to.lines().rfind(|part| *part != "[site]").unwrap() };
        let line = (bad.lines().position(|line| line == blamed).unwrap() + 1).to_string();
        for lang in ["zh-Hans", "zh-Hant", "en"] {
            let answer = bench.run(&["show", "today", "--lang", lang], b"");
            assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{to}");
            let parts = ["desk.toml", &line, key];
            assert!(parts.iter().all(|part| answer.err.contains(part)), "{to}: {}", answer.err);
            assert!(answer.err.lines().count() == 1 && !answer.err.contains('⟦'), "{}", answer.err);
        }
    }
}

#[test]
fn settings_cut_short_do_not_stop_the_work_and_are_told_until_they_are_mended() {
    let bench = Bench::new();
    // Whatever writes keeps a copy of what it works by; what only reads leaves no file.
    bench.ok(&["show", "today"]);
    assert!(!settings(&bench).with_extension("toml.last").exists());
    bench.ok(&["rebuild"]);
    std::fs::write(settings(&bench), &SITE.as_bytes()[..SITE.len() / 2]).unwrap();
    for _ in 0..2 {
        let answer = bench.run(&["show", "today", "--lang", "en"], b"");
        assert!(answer.code == 0 && answer.out.contains("锦绣花园"), "{}", answer.err);
        assert!(answer.err.starts_with("Still working by the last good files.") && answer.err.contains("desk.toml"));
    }
    std::fs::write(settings(&bench), SITE.replace("锦绣花园", "秀水苑")).unwrap();
    assert!(bench.ok(&["show", "today"]).out.contains("秀水苑"));
}

#[test]
fn a_limit_has_the_length_that_the_site_gives_it() {
    let bench = Bench::new();
    std::fs::write(settings(&bench), format!("{SITE}\n[lengths]\nT2 = \"3wh\"\nT14 = \"12h\"\n")).unwrap();
    let complaint = serde_json::json!({
        "kind": "complaint", "name": "陈静", "said": "楼道灯不亮", "category": "conduct", "channel": "phone",
        "intake": "office", "valid": "valid", "class": "general", "next_reply": "+2h",
    });
    let answer = bench.record(&[complaint]);
    let record = &answer.json()[0];
    let limits = record["clocks"].as_array().unwrap();
    let of = |stage: &str| limits.iter().find(|clock| clock["stage"] == stage).unwrap();
    assert_eq!((&of("T2")["length"], &of("T2")["clause"]), (&"3wh".into(), &"004-7 §4.2.2".into()));
    assert_eq!(of("T14")["length"], "12h");
    // Other settings later change nothing that was written.
    std::fs::write(settings(&bench), SITE).unwrap();
    bench.ok(&["rebuild"]);
    let shown = bench.ok(&["show", "record", record["id"].as_str().unwrap(), "--json"]).json();
    assert_eq!(shown[0]["clocks"], record["clocks"]);
}

#[test]
fn a_sites_own_procedures_and_years_are_worked_by() {
    let bench = Bench::new();
    let own = bench.folder.path().join("desk.procedures.toml");
    std::fs::write(&own, PROCEDURES.replace("after = [\"arrived\"", "after = [\"archived\"")).unwrap();
    let answer = bench.run(&["show", "today", "--lang", "en"], b"");
    let told = answer.err.contains("desk.procedures.toml") && answer.err.contains("wait for each other");
    assert!(answer.code == 2 && told, "{}", answer.err);
    std::fs::write(&own, PROCEDURES).unwrap();
    bench.ok(&["show", "today"]);
    let years = bench.folder.path().join("calendars");
    std::fs::create_dir(&years).unwrap();
    let year = "year = 2027\nversion = 1\nsource = \"\"\noff = [\"2027-01-01\"]\nmakeup = []\n";
    std::fs::write(years.join("2027.toml"), year).unwrap();
    let out = bench.ok(&["due", "--from", "2026-12-31 17:00", "--for", "2wh"]).out;
    assert!(out.contains("2027-01-04 09:30"), "{out}");
    std::fs::write(years.join("2028.toml"), year.replace("makeup = []", "makeup = [\"2027-01-01\"]")).unwrap();
    let answer = bench.run(&["show", "today", "--lang", "en"], b"");
    let told = ["2028.toml, line 5, makeup", "2027-01-01 is both"].iter().all(|part| answer.err.contains(part));
    assert!(answer.code == 2 && told, "{}", answer.err);
}

#[test]
fn the_procedures_are_printed_as_they_stand_at_the_site() {
    let bench = Bench::new();
    std::fs::write(settings(&bench), format!("{SITE}\n[lengths]\nT10 = \"2h\"\n")).unwrap();
    std::fs::remove_file(&bench.db).unwrap();
    for (lang, words) in [("zh-Hans", "原为 1 小时"), ("zh-Hant", "原為 1 小時"), ("en", "was 1 h")] {
        let out = bench.ok(&["procedure", "--lang", lang]).out;
        assert!(out.contains(words) && out.contains("锦绣花园") && !out.contains('⟦'), "{out}");
    }
    let json = &bench.ok(&["procedure", "--json"]).json()[0];
    let stages = json["stages"].as_array().unwrap();
    let solve = stages.iter().find(|stage| stage["id"] == "T10").unwrap();
    assert_eq!((&solve["length"], &solve["usual"]), (&"2h".into(), &"1h".into()));
    assert!(!bench.db.exists(), "no logbook is asked for or made");
    let bare = Bench::bare();
    let answer = bare.run(&["procedure", "--lang", "en"], b"");
    assert!(answer.code == 2 && answer.err.contains("settings"), "of no site, nothing is told: {}", answer.err);
}

#[test]
fn a_stage_of_the_sites_own_is_told_by_its_name() {
    let bench = Bench::new();
    let own = bench.folder.path().join("desk.procedures.toml");
    std::fs::write(&own, PROCEDURES.replace("id = \"T14\"", "id = \"Z1\"")).unwrap();
    let complaint = serde_json::json!({
        "kind": "complaint", "name": "陈静", "said": "楼道灯不亮", "category": "conduct", "channel": "phone",
        "intake": "office", "valid": "valid", "class": "general", "next_reply": "+2h",
    });
    let record = &bench.record(&[complaint]).json()[0];
    let shown = bench.ok(&["show", "record", record["id"].as_str().unwrap()]).out;
    assert!(shown.contains(" Z1 ") && !shown.contains('⟦'), "{shown}");
    assert!(bench.ok(&["procedure"]).out.contains("\nZ1 "));
}

/// Whoever works with the logbook named and loses its settings does not go on by somebody else's.
#[test]
fn a_logbook_that_was_named_is_never_worked_on_by_other_settings_because_its_own_are_gone() {
    let bench = Bench::new();
    bench.ok(&["rebuild"]);
    let others = bench.folder.path().join(".config/qiantai/site.toml");
    std::fs::create_dir_all(others.parent().unwrap()).unwrap();
    std::fs::write(&others, SITE.replace("锦绣花园", "别处")).unwrap();
    let (own, copy) = (settings(&bench), bench.folder.path().join("desk.toml.last"));
    let works = |said: &str| {
        for args in [&["show", "today"][..], &["record"], &["log"], &["rebuild"]] {
            let answer = bench.run(&[args, &["--lang", "en"]].concat(), b"{\"kind\":\"note\",\"text\":\"a\"}\n");
            assert!(answer.code == 0 && answer.err.contains(said), "{args:?}: {}", answer.err);
            assert!(!answer.out.contains("别处"), "{args:?}: {}", answer.out);
        }
        assert_eq!(std::fs::read_to_string(&copy).unwrap(), SITE);
    };
    std::fs::remove_file(&own).unwrap();
    works("desk.toml is gone");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/nowhere/site.toml", &own).unwrap();
        works("desk.toml is a link that leads nowhere");
        std::fs::remove_file(&copy).unwrap();
        let answer = bench.run(&["show", "today", "--lang", "en"], b"");
        assert!(answer.code == 2 && answer.err.contains("leads nowhere"), "{}", answer.err);
        // With neither, it is a logbook that never had any of its own.
        std::fs::remove_file(&own).unwrap();
        let answer = bench.run(&["show", "today", "--lang", "en"], b"");
        assert!(answer.code == 0 && answer.out.contains("别处"), "{}", answer.err);
        let told =
            answer.err.contains("No settings beside the logbook") && answer.err.contains(".config/qiantai/site.toml");
        assert!(told, "and says by whose it is worked on: {}", answer.err);
        assert_eq!(bench.run(&["log"], b"").err, "", "what needs no settings asks for none");
    }
}

/// A logbook that is used never passes for a first start, and no copy of its settings is written over.
#[test]
fn settings_that_are_lost_are_told_and_put_back_or_made_anew() {
    let bench = Bench::bare();
    let home = bench.folder.path();
    let run = |args: &[&str], input: &[u8]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_qiantai"));
        command.args(args).args(["--lang", "en"]).env("HOME", home).env("LANG", "en");
        command.env_remove("XDG_CONFIG_HOME").env_remove("XDG_DATA_HOME").stdin(std::process::Stdio::piped());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        bench.feed(&mut command, input)
    };
    let init = || run(&["init", "--name", "秀水苑", "--post", "前台", "--operator", "王敏"], b"");
    assert_eq!(init().code, 0);
    let note = b"{\"kind\":\"note\",\"text\":\"a\"}\n";
    let site = home.join(".config/qiantai/site.toml");
    let (first, copy) = (std::fs::read_to_string(&site).unwrap(), site.with_extension("toml.last"));
    std::fs::remove_file(&site).unwrap();
    for (args, code) in [(&["show", "today"][..], 0), (&["record"], 0), (&["init", "--name", "x", "--post", "y"], 2)] {
        let answer = run(args, note);
        assert!(answer.code == code && answer.err.contains("site.toml is gone"), "{args:?}: {}", answer.err);
        assert!(answer.err.contains("site.toml.last"), "{args:?}: {}", answer.err);
        assert_eq!((std::fs::read_to_string(&copy).unwrap(), site.exists()), (first.clone(), false));
    }
    std::fs::remove_file(&copy).unwrap();
    for args in [&["show", "today"][..], &["record"], &[]] {
        let answer = run(args, note);
        assert!(answer.code == 2 && answer.err.contains("but not its settings"), "{args:?}: {}", answer.err);
    }
    assert_eq!(run(&["verify"], b"").code, 0, "what needs no settings asks for none");
    let made = init();
    assert!(made.code == 0 && made.out.contains("stays as it is"), "{}{}", made.out, made.err);
    assert_eq!(run(&["record"], note).code, 0);
}

#[test]
fn beside_what_is_no_logbook_no_settings_are_made() {
    for bytes in [&b""[..], b"not a logbook"] {
        let bench = Bench::bare();
        std::fs::write(&bench.db, bytes).unwrap();
        let answer = bench.run(&["init", "--name", "秀水苑", "--post", "前台"], b"");
        assert!(answer.code == 2 && answer.out.is_empty() && !answer.err.is_empty(), "{}{}", answer.out, answer.err);
        assert!(!settings(&bench).exists() && std::fs::read(&bench.db).unwrap() == bytes);
    }
}

/// Whoever must accept an older copy needs settings for it.
#[test]
fn settings_are_made_beside_an_older_copy_that_is_to_be_accepted() {
    let bench = Bench::new();
    let older = std::fs::read(&bench.db).unwrap();
    assert_eq!(bench.record(&[serde_json::json!({ "kind": "note", "text": "后来" })]).err, "");
    std::fs::write(&bench.db, older).unwrap();
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", bench.db.display()));
    }
    for kept in [settings(&bench), settings(&bench).with_extension("toml.last")] {
        let _ = std::fs::remove_file(kept);
    }
    let begun = bench.run(&["init", "--name", "秀水苑", "--post", "前台"], b"");
    assert_eq!(begun.code, 0, "{}", begun.err);
    let accepted = bench.run(&["accept", "--operator", "李强"], b"");
    assert_eq!(accepted.code, 0, "{}", accepted.err);
}

#[test]
fn what_is_no_toml_is_told_in_the_users_language() {
    let bench = Bench::new();
    for (from, to) in [
        ("zone = ", "zone "),
        ("zone = \"Asia/Shanghai\"", "zone = \"Asia/Shanghai"),
        ("zone = \"Asia/Shanghai\"", "zone = 8"),
        ("zone = \"Asia/Shanghai\"", "zone = "),
        ("[site]", "[site"),
        ("[site]", "[site]\nascii = \"no\""),
        ("[site]", "[site]\nascii = tru"),
        ("[site]", "[site]\nnumber = 99999"),
    ] {
        std::fs::write(settings(&bench), SITE.replacen(from, to, 1)).unwrap();
        for lang in ["zh-Hans", "zh-Hant"] {
            let answer = bench.run(&["show", "today", "--lang", lang], b"");
            let words = ["expected", "invalid", "missing", "with", "key", "type"];
            assert!(answer.code == 2 && words.iter().all(|word| !answer.err.contains(word)), "{to}: {}", answer.err);
            assert!(answer.err.contains("第 ") && !answer.err.contains('⟦'), "{to}: {}", answer.err);
        }
    }
}
