//! The rooms of the house hold: imports run one way, the few impure things stay where they belong, files stay small.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may import beside itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("locale", &[]),
    ("owner", &[]),
    ("store", &["domain", "owner"]),
    ("desk", &["domain", "store"]),
    ("cells", &["domain"]),
    ("words", &["desk", "domain", "locale"]),
    ("app", &["desk", "domain", "locale"]),
    ("ui", &["app", "cells", "desk", "domain", "locale", "words"]),
    ("report", &["cells", "desk", "domain", "locale", "words"]),
    ("cli", &["cells", "desk", "domain", "locale", "report", "runtime", "words"]),
    ("runtime", &["app", "desk", "domain", "owner", "store", "locale", "ui", "report"]),
];

/// Words that may stand only in these places, with the reason.
const ONLY: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["store/sqlite/"], "SQL has one folder"),
    ("crossterm", &["runtime/"], "the terminal has one room"),
    ("ratatui", &["ui/", "runtime/", "cells.rs"], "pictures have one room, and what they measure by"),
    ("SystemTime::now", &["runtime/clock.rs"], "the clock is read in one place"),
    ("Instant::now", &[], "the clock is read in one place"),
    ("now_v7", &["runtime/clock.rs"], "identities are made in one place"),
    ("getrandom", &["store/journal.rs"], "salts are made where entries are"),
    (
        "store::",
        &["store/", "desk/", "runtime/open.rs"],
        "the desk is the only door, and adapters are chosen in one place",
    ),
    ("phone::mask", &["desk/read.rs"], "what is masked is decided once"),
    (
        "std::thread",
        &["runtime/", "store/sqlite/turnstile.rs", "store/sqlite/tests.rs", "store/verify.rs"],
        "threads have one room; beside it the wait for a turn, and a check's other half",
    ),
    ("std::env", &["runtime/", "cli/", "main.rs"], "the environment is read at the edge"),
];

fn sources(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file by its path within `src`.
fn files() -> Vec<(String, String)> {
    let src = src();
    sources(&src)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).unwrap();
            (name, text)
        })
        .collect()
}

/// A file without the tests at its end.
fn product(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap()
}

fn code(text: &str) -> String {
    product(text).lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The rooms that a text names after `crate::`, also within braces.
fn imports(text: &str) -> Vec<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(list.split('}').next().unwrap().split(',').map(|item| word(item.trim()))),
            None => found.push(word(rest)),
        }
    }
    found
}

#[test]
fn imports_run_one_way() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, text) in files() {
        let room = name.split('/').next().unwrap().trim_end_matches(".rs");
        if ["lib", "main"].contains(&room) {
            continue;
        }
        let (_, allowed) =
            ROOMS.iter().find(|(known, _)| *known == room).unwrap_or_else(|| panic!("unknown room {room}"));
        for import in imports(&code(&text)) {
            seen += 1;
            if import != room && !allowed.contains(&import.as_str()) {
                wrong.push(format!("{name} imports {import}"));
            }
        }
    }
    assert!(seen > 100, "the imports are found at all");
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn impure_things_stay_in_their_places() {
    let mut wrong = Vec::new();
    for (name, text) in files() {
        let code = code(&text);
        for (word, places, why) in ONLY {
            if code.contains(word) && !places.iter().any(|place| name.starts_with(place)) {
                wrong.push(format!("{name} names {word}: {why}"));
            }
        }
        let pictures = !name.ends_with("tests.rs");
        if name.starts_with("ui/") && pictures && code.contains("domain::procedure") {
            wrong
                .push(format!("{name} names domain::procedure: what a record waits for is worked out when it is read"));
        }
        if name.starts_with("domain/") {
            for word in ["std::fs", "std::io", "std::net", "std::process", "std::time", "SystemTime"] {
                if code.contains(word) {
                    wrong.push(format!("{name} names {word}: the domain is pure"));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_file_says_why_it_exists_and_stays_small() {
    let mut wrong = Vec::new();
    for (name, text) in files() {
        if !text.starts_with("//!") {
            wrong.push(format!("{name} does not say why it exists"));
        }
        if text.lines().count() > 400 {
            wrong.push(format!("{name} has {} lines", text.lines().count()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Whether a line begins a public item that has something to promise; a field or variant is documented where its name
/// does not say it all.
fn promises(line: &str) -> bool {
    let item = line.trim_start();
    ["pub fn ", "pub const fn ", "pub struct ", "pub enum ", "pub trait ", "pub const ", "pub static ", "pub type "]
        .iter()
        .any(|start| item.starts_with(start))
}

#[test]
fn whatever_is_public_says_what_it_promises() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, text) in files() {
        let lines: Vec<&str> = product(&text).lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| promises(line)) {
            seen += 1;
            let above = lines[..at].iter().rev().map(|line| line.trim_start());
            let said = above.clone().find(|line| !line.starts_with("#[") && !line.ends_with(")]"));
            if !said.is_some_and(|line| line.starts_with("///")) {
                wrong.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    assert!(seen > 500, "{seen} public items are found at all");
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_forbidden_import_would_be_found() {
    assert_eq!(imports("use crate::{desk, store::Read};\nlet x = crate::ui::view();"), ["desk", "store", "ui"]);
    assert_eq!(code("a\n// crate::ui\n#[cfg(test)]\nmod tests { crate::ui }"), "a");
}
