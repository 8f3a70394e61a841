//! The three languages say the same things, every key that the program can ask for has a sentence, and no sentence is
//! left that nothing asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use qiantai::app::Notice;
use qiantai::app::command::TABLE;
use qiantai::app::layer::Group;
use qiantai::domain::duty::LEAVES;
use qiantai::domain::ended::{Basis, How};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::form::{self, Field, Input};
use qiantai::domain::handover::{Topic, Verdict};
use qiantai::domain::procedure::Procedures;
use qiantai::domain::record::Status;
use qiantai::domain::refusal::Cause;
use qiantai::domain::rules::{RuleFlaw, Wanted};
use qiantai::domain::staff::Role;
use qiantai::domain::text::ValueError;
use qiantai::domain::worktime::{DoubtKind, NoticeFlaw, TimetableError};
use qiantai::locale::{Language, Locale};
use qiantai::report::procedure::TOLD;
use qiantai::store::{Conflict, Flaw, StoreError};
use regex_lite::Regex;
use strum::VariantNames;

const ROOMS: [&str; 5] = ["domain", "app", "ui", "cli", "report"];

/// Words that stand for a value of the domain by themselves.
const WORDS: [&str; 14] = [
    "unit-wh",
    "unit-wm",
    "unit-wd",
    "unit-h",
    "unit-m",
    "unit-d",
    "unit-promise",
    "departure-unseen",
    "pending-calendar",
    "late-entry",
    "odd-room",
    "set-back",
    "clock-ahead",
    "void",
];

/// Variants that speak through what they hold.
const PASSED_ON: [&str; 7] = [
    "notice-refused",
    "notice-rules",
    "notice-store",
    "refused-value",
    "refused-notice",
    "rule-hours",
    "store-conflict",
];

/// The stages whose clause is quoted, whether procedures have them yet or not; with a part or a family where the clause
/// is another one there.
const QUOTED: &str = "T0 T1 T2 T3a T3b T3c T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15 T15-company T15-management T16 T17 T18 \
     T18-complaint T19 T20 T31";

/// The sentences that are given arguments, with the names of these.
const GIVEN: &[(&str, &[&str])] = &[
    ("refused-demanded", &["clause"]),
    ("refused-only-these", &["clause"]),
    ("refused-passed-on", &["times"]),
    ("refused-already-left", &["at"]),
    ("refused-after-next", &["at"]),
    ("refused-before-part", &["at"]),
    ("refused-of-part", &["number"]),
    ("refused-plate-inside", &["number"]),
    ("refused-which-vehicle", &["records"]),
    ("refused-which-more", &["n"]),
    ("refused-who-more", &["n"]),
    ("refused-stays-overlap", &["from", "number", "to"]),
    ("refused-person-inside", &["records"]),
    ("refused-step-done", &["at", "who"]),
    ("refused-step-first", &["clause", "steps"]),
    ("refused-not-lapsed", &["clause"]),
    ("refused-pause-too-long", &["at"]),
    ("refused-only-receiver", &["post"]),
    ("refused-gone-before", &["gone"]),
    ("refused-too-few-tries", &["tries"]),
    ("refused-first-receiver", &["who"]),
    ("refused-post-held", &["at", "who"]),
    ("refused-other-name", &["who"]),
    ("refused-handed-over", &["at"]),
    ("refused-other-role", &["roles"]),
    ("refused-not-staff", &["roles"]),
    ("refused-meanwhile", &["at", "what", "who"]),
    ("refused-outcome-there", &["at", "who"]),
    ("refused-already-noted", &["at", "who"]),
    ("refused-already-amended", &["at", "who"]),
    ("refused-already-withdrawn", &["at", "who"]),
    ("refused-unanswered", &["lines"]),
    ("refused-uid-conflict", &["record"]),
    ("refused-calendar-older", &["year"]),
    ("refused-next-notice", &["year"]),
    ("calendar-form", &["column", "line"]),
    ("calendar-off-and-makeup", &["date", "line"]),
    ("calendar-other-year", &["date", "line", "year"]),
    ("calendar-years", &["first", "last"]),
    ("calendar-backwards", &["first", "last", "line"]),
    ("refused-calendar-known", &["version", "year"]),
    ("doubt-unread", &["line", "text"]),
    ("doubt-days", &["found", "line", "said"]),
    ("doubt-not-off", &["date"]),
    ("doubt-year-named", &["line", "year"]),
    ("value-too-long", &["max"]),
    ("value-not-a-number", &["max", "min"]),
    ("value-not-a-decimal", &["max", "min"]),
    ("pending-calendar", &["year"]),
    ("store-newer", &["found", "known"]),
    ("store-older", &["found", "known"]),
    ("flaw-page", &["of"]),
    ("store-unreadable", &["seq"]),
    ("store-busy", &["pid", "post"]),
    ("store-behind", &["found", "known"]),
    ("store-gone", &["known"]),
    ("store-twice", &["one", "other"]),
    ("store-barred", &["file"]),
    ("store-linked", &["file"]),
    ("store-in-the-way", &["file"]),
    ("store-unfinished", &["file"]),
    ("store-closed", &["file"]),
    ("unit-wh", &["n"]),
    ("unit-d", &["n"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn file(language: Language, room: &str) -> String {
    fs::read_to_string(root().join(format!("data/locales/{language}/{room}.ftl"))).unwrap()
}

/// Key and text of each message of a file, in order.
fn messages(text: &str) -> Vec<(String, String)> {
    let opening = Regex::new(r"^([a-zA-Z][a-zA-Z0-9_-]*) *=(.*)$").unwrap();
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(parts) = opening.captures(line) {
            found.push((parts[1].to_owned(), parts[2].trim().to_owned()));
        } else if let Some((_, value)) = found.last_mut() {
            value.push_str(line);
        }
    }
    found
}

/// A language's keys with the names of their arguments.
fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let argument = Regex::new(r"\$([a-zA-Z][a-zA-Z0-9_-]*)").unwrap();
    let all = ROOMS.iter().flat_map(|room| messages(&file(language, room)));
    all.map(|(key, text)| (key, argument.captures_iter(&text).map(|found| found[1].to_owned()).collect())).collect()
}

/// The program's source without its tests, one text for each file.
fn sources() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    let read = |path: &PathBuf| fs::read_to_string(path).unwrap();
    found.iter().map(read).map(|text| text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()).collect()
}

fn literals(pattern: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).unwrap();
    let sources = sources();
    sources.iter().flat_map(|text| pattern.captures_iter(text).map(|found| found[1].to_owned())).collect()
}

/// Every step of every family.
fn steps() -> impl Iterator<Item = (&'static str, &'static [Field])> {
    Family::ALL.iter().flat_map(|family| family.spec().steps).copied()
}

/// Every field of every form.
fn fields() -> Vec<Field> {
    let steps: Vec<&str> =
        steps().map(|(step, _)| step).chain(["", "day_close", "override", "query", "reject", "file"]).collect();
    let forms = Kind::ALL.iter().flat_map(|kind| steps.iter().map(|step| form::fields(*kind, step)));
    forms.flatten().copied().chain([form::AT]).collect()
}

/// Every key that follows from the tables of the domain.
fn derived() -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = WORDS.map(str::to_owned).into();
    keys.extend(Kind::ALL.iter().map(|kind| format!("kind-{}", kind.name())));
    keys.extend(Family::ALL.iter().map(|family| format!("family-{}", family.name())));
    for field in fields() {
        keys.insert(format!("field-{}", field.key));
        if let Input::Choice(choices) = field.input {
            keys.extend(choices.iter().map(|choice| format!("choice-{}-{choice}", field.key)));
        }
    }
    // What the desk adds of its own to what a form says.
    keys.extend([LEAVES, "year", "version"].map(|key| format!("field-{key}")));
    keys.extend(Family::ALL.iter().map(|family| format!("record-{}", family.name())));
    keys.extend((0..7).map(|day| format!("weekday-{day}")));
    keys.extend((1..13).map(|month| format!("month-{month}")));
    keys.extend(TABLE.iter().map(|spec| format!("cmd-{}", spec.name)));
    keys.extend(steps().map(|(step, _)| format!("step-{step}")));
    let procedures = Procedures::builtin().unwrap();
    keys.extend(procedures.steps.iter().map(|step| format!("step-{}", step.id)));
    keys.extend(procedures.stages.iter().map(|stage| format!("stage-{}", stage.id)));
    keys.extend(procedures.stages.iter().map(|stage| format!("expiry-{}", stage.expiry)));
    keys.extend(procedures.stages.iter().flat_map(|stage| &stage.warn).map(|percent| format!("rung-{percent}")));
    keys.extend(procedures.stages.iter().flat_map(|stage| &stage.parts).map(|part| format!("part-{part}")));
    keys.extend(form::fields(Kind::Begun, "").iter().map(|field| format!("form-begin-{}", field.key)));
    keys.extend(QUOTED.split(' ').map(|stage| format!("clause-{stage}")));
    keys.extend(TOLD.iter().map(|key| format!("procedure-{}", key.replace('_', "-"))));
    let told = [
        Cause::VARIANTS,
        Conflict::VARIANTS,
        ValueError::VARIANTS,
        Flaw::VARIANTS,
        How::VARIANTS,
        Basis::VARIANTS,
        <Group as VariantNames>::VARIANTS,
        Notice::VARIANTS,
        DoubtKind::VARIANTS,
        NoticeFlaw::VARIANTS,
        Status::VARIANTS,
        StoreError::VARIANTS,
        TimetableError::VARIANTS,
        Topic::VARIANTS,
        Verdict::VARIANTS,
        RuleFlaw::VARIANTS,
        Wanted::VARIANTS,
        Role::VARIANTS,
    ];
    keys.extend(told.concat().into_iter().filter(|key| !PASSED_ON.contains(key)).map(str::to_owned));
    keys
}

#[test]
fn the_languages_have_the_same_keys_and_arguments() {
    let hans = keys(Language::Hans);
    for language in [Language::Hant, Language::En] {
        let other = keys(language);
        let (own, theirs): (BTreeSet<_>, BTreeSet<_>) = (hans.keys().collect(), other.keys().collect());
        assert_eq!(own.symmetric_difference(&theirs).collect::<Vec<_>>(), Vec::<&&String>::new(), "{language}");
        for (key, arguments) in &hans {
            assert_eq!(Some(arguments), other.get(key), "{language} {key}");
        }
    }
}

#[test]
fn every_file_is_read_without_a_fault() {
    for language in Language::ALL {
        for room in ROOMS {
            let text = file(language, room);
            let faults = FluentResource::try_new(text.clone()).map_err(|(_, faults)| faults).err();
            assert_eq!(faults, None, "{language}/{room}.ftl");
            for (key, value) in messages(&text) {
                assert!(!value.trim().is_empty(), "{language} {key} is empty");
            }
        }
    }
}

#[test]
fn no_key_is_given_twice() {
    for language in Language::ALL {
        let mut seen = BTreeSet::new();
        for (key, _) in ROOMS.iter().flat_map(|room| messages(&file(language, room))) {
            assert!(seen.insert(key.clone()), "{language} {key}");
        }
    }
}

#[test]
fn every_value_of_the_domain_has_a_name() {
    for language in Language::ALL {
        let locale = Locale::new(language);
        for key in derived().into_iter().chain(literals(r#""(ledger-[a-z-]+)""#)) {
            assert!(locale.has(&key), "{language} lacks {key}");
        }
    }
}

#[test]
fn every_key_asked_for_has_a_sentence() {
    let locale = Locale::new(Language::Hans);
    let asked = literals(r#"\b(?:tr|tr_args|say)\(\s*"([^"]+)""#);
    assert!(asked.len() > 200, "{} keys are found at all", asked.len());
    for key in asked {
        assert!(locale.has(&key), "no sentence for {key}");
    }
}

#[test]
fn every_sentence_is_asked_for() {
    let (derived, literals, own) = (derived(), literals(r#""([a-z][a-zA-Z0-9_-]*)""#), own_labels());
    let asked = |key: &String| derived.contains(key) || literals.contains(key) || own.contains(key);
    let idle: Vec<String> = keys(Language::Hans).into_keys().filter(|key| !asked(key)).collect();
    assert_eq!(idle, Vec::<String>::new(), "nothing asks for these");
}

/// The labels that a form may give to a field in place of the field's own.
fn own_labels() -> BTreeSet<String> {
    let steps = steps().map(|(step, _)| step).chain(["day_close", "override", "query", "reject", "reason"]);
    let names = steps.chain(Kind::ALL.iter().map(|kind| kind.name()));
    let keys: BTreeSet<&str> = fields().iter().map(|field| field.key).collect();
    names.flat_map(|name| keys.iter().map(move |key| format!("form-label-{name}-{key}"))).collect()
}

#[test]
fn sentences_take_the_arguments_that_are_given_to_them() {
    let keys = keys(Language::Hans);
    for &(key, given) in GIVEN {
        assert_eq!(keys[key].iter().map(String::as_str).collect::<Vec<_>>(), given, "{key}");
    }
    let domain = messages(&file(Language::Hans, "domain"));
    for (key, text) in
        domain.iter().filter(|(key, _)| ["refused-", "value-", "store-"].iter().any(|p| key.starts_with(p)))
    {
        assert_eq!(text.contains('$'), GIVEN.iter().any(|(given, _)| given == key), "{key}");
    }
}
