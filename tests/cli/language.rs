//! What a person reads is in their language: the one chosen at the beginning, and nothing in the program's own words.

use std::collections::BTreeSet;

use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::form::{self, Field, Input};
use qiantai::domain::site::Site;
use qiantai::domain::time::Moment;
use qiantai::locale::{Language, Locale};
use qiantai::words::Voice;
use serde_json::Value;

use crate::bench::Bench;

#[test]
fn the_language_of_the_beginning_is_the_sites_and_a_later_one_of_its_run() {
    for language in Language::ALL {
        let bench = Bench::bare();
        bench.ok(&["init", "--name", "锦绣花园", "--post", "东门岗", "--lang", language.tag()]);
        let title = |args: &[&str]| bench.ok(&[&["show", "inside"], args].concat()).out;
        let own = title(&[]);
        assert_eq!(own, title(&["--lang", language.tag()]), "kept");
        let other = language.next();
        assert!(title(&["--lang", other.tag()]) != own && title(&[]) == own, "of that run alone");
        let settings = std::fs::read_to_string(bench.db.with_extension("toml")).unwrap();
        assert_eq!(Site::parse(&settings).unwrap().language, language.tag());
    }
    let bench = Bench::bare();
    bench.ok(&["init", "--name", "锦绣花园", "--post", "东门岗"]);
    let settings = std::fs::read_to_string(bench.db.with_extension("toml")).unwrap();
    assert_eq!(Site::parse(&settings).unwrap().language, "", "none was chosen: the machine's own");
}

/// Every field of every form, once for each.
fn fields() -> Vec<(Kind, &'static str, &'static Field)> {
    let steps = Family::ALL.iter().flat_map(|family| family.spec().steps).map(|(step, _)| *step);
    let steps: Vec<&str> = steps.chain(["", "override", "query", "day_close", "file"]).collect();
    let forms = Kind::ALL.iter().flat_map(|kind| steps.iter().map(|step| (*kind, *step)));
    forms.flat_map(|(kind, step)| form::fields(kind, step).iter().map(move |field| (kind, step, field))).collect()
}

#[test]
fn every_choice_of_every_field_has_words_in_every_language() {
    let site = Site::parse(qiantai::cli::demo::SITE).unwrap();
    for language in Language::ALL {
        let locale = Locale::new(language);
        let voice = Voice::new(&locale, &site, Moment::default());
        for (kind, step, field) in fields() {
            let place = format!("{language} {kind:?} {step} {}", field.key);
            assert!(!voice.field(field.key).contains('⟦'), "{place}");
            let Input::Choice(choices) = field.input else { continue };
            for choice in choices {
                let said = voice.value(field, choice);
                assert!(!said.is_empty() && !said.contains(['⟦', '_']) && said != *choice, "{place} {choice}: {said}");
            }
        }
    }
}

#[test]
fn a_record_is_shown_without_a_key_of_the_program_in_any_language() {
    let bench = Bench::day_until("2026-11-20T15:00:00+08:00");
    let year = bench.folder.path().join("2028.csv");
    std::fs::write(&year, "2028-01-01,休\n").unwrap();
    bench.run(&["calendar", "import", "--yes", year.to_str().unwrap(), "--operator", "王敏"], b"");
    let entries = bench.ok(&["log", "--json"]).json();
    let records: BTreeSet<&str> = entries.iter().filter_map(|entry| entry["record"].as_str()).collect();
    let kinds: BTreeSet<&str> = entries.iter().filter_map(|entry| entry["kind"].as_str()).collect();
    assert!(kinds.len() > 15, "{kinds:?}");
    // Whatever stands in a field is the people's own.
    let typed: BTreeSet<&str> = entries
        .iter()
        .filter_map(|entry| entry["fields"].as_object())
        .flat_map(|all| all.values())
        .filter_map(Value::as_str)
        .collect();
    let choices: BTreeSet<&str> = fields()
        .iter()
        .filter_map(|(_, _, field)| if let Input::Choice(choices) = field.input { Some(choices) } else { None })
        .flat_map(|choices| choices.iter().copied())
        .collect();
    let is_key =
        |word: &str| word.contains('⟦') || word.contains('_') || choices.contains(word) && typed.contains(word);
    for record in records {
        for language in ["zh-Hans", "zh-Hant"] {
            let shown = bench.ok(&["show", "record", record, "--lang", language]).out;
            let raw: Vec<&str> = shown.split_whitespace().filter(|word| is_key(word)).collect();
            assert!(raw.is_empty(), "{raw:?}\n{shown}");
        }
        let shown = bench.ok(&["show", "record", record, "--lang", "en"]).out;
        assert!(!shown.contains('⟦'), "{shown}");
    }
}
