//! Each command and option is in the help, the completions and the manual, in every language.

use std::ffi::OsString;
use std::io::Write;
use std::process::{Command as Process, Stdio};

use super::*;
use crate::locale::{Language, Locale};

fn printed(args: &[&str], locale: &Locale) -> String {
    let args: Vec<OsString> = std::iter::once(&"qiantai").chain(args).map(OsString::from).collect();
    let Err(UsageError { text, asked: true }) = parse(&args, locale) else { panic!("{args:?} prints nothing") };
    text
}

/// Every command below one, by its path, with the one itself.
fn commands(command: &clap::Command, path: &[&str]) -> Vec<(Vec<String>, clap::Command)> {
    let own: Vec<String> = path.iter().map(|name| (*name).to_owned()).collect();
    let below = command.get_subcommands().flat_map(|sub| commands(sub, &[path, &[sub.get_name()]].concat()));
    std::iter::once((own, command.clone())).chain(below).collect()
}

/// The words by which an option is found: `--for` and the like, or the name of what stands by itself.
fn shown(arg: &clap::Arg) -> String {
    arg.get_long().map_or_else(|| arg.get_id().to_string().to_uppercase(), |long| format!("--{long}"))
}

#[test]
fn help_and_manual_say_every_command_and_option_in_every_language() {
    for language in [Language::Hans, Language::Hant, Language::En] {
        let locale = Locale::new(language);
        let man = printed(&["man"], &locale);
        let plain = man.replace("\\-", "-").replace("\\&", "");
        let all = commands(&spoken(&locale), &[]);
        assert!(all.len() > 12, "the commands are found");
        for (path, command) in all {
            let asked: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
            let help = printed(&asked, &locale);
            let mut words = vec![command.get_about().unwrap().to_string(), path.join(" ")];
            for arg in command.get_arguments() {
                words.extend([shown(arg), arg.get_help().unwrap().to_string()]);
            }
            let flat = help.split_whitespace().collect::<String>();
            for word in words {
                assert!(!word.contains('⟦') && plain.contains(&word), "{word} in the manual:\n{man}");
                let word: String = word.split_whitespace().collect();
                assert!(flat.contains(&word), "{word} in the help:\n{help}");
            }
        }
    }
}

#[test]
fn every_command_and_option_is_given_a_key() {
    for (path, command) in commands(&manual::add(Options::command()), &[]) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(about.starts_with("cli-"), "{path:?}: {about}");
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.starts_with("cli-help-"), "{path:?} {}: {help}", arg.get_id());
        }
    }
}

#[test]
fn completions_know_every_command_and_option() {
    let locale = Locale::new(Language::En);
    for shell in ["bash", "zsh", "fish"] {
        let script = printed(&["completions", shell], &locale);
        for (path, command) in commands(&spoken(&locale), &[]) {
            assert!(path.iter().all(|name| script.contains(name)), "{shell}: {path:?}");
            for long in command.get_arguments().filter_map(clap::Arg::get_long) {
                let word = if shell == "fish" { format!("-l {long}") } else { format!("--{long}") };
                assert!(script.contains(&word), "{shell}: {word}");
            }
        }
    }
}

/// Runs a checker over a text. `None` where this machine has no such program.
fn checked(program: &str, args: &[&str], text: &str) -> Option<(bool, String)> {
    let mut child = Process::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    Some((out.status.success(), String::from_utf8_lossy(&out.stderr).into_owned()))
}

#[test]
fn shells_and_formatters_take_what_is_printed() {
    for language in [Language::Hans, Language::Hant, Language::En] {
        let locale = Locale::new(language);
        let bash = printed(&["completions", "bash"], &locale);
        if let Some((good, said)) = checked("bash", &["-n"], &bash) {
            assert!(good && said.is_empty(), "{said}");
        }
        let man = printed(&["man"], &locale);
        if let Some((good, said)) = checked("groff", &["-man", "-Kutf8", "-Tutf8", "-ww", "-z"], &man) {
            assert!(good && said.is_empty(), "{said}");
        }
        if let Some((good, said)) = checked("mandoc", &["-Tlint", "-Werror"], &man) {
            assert!(good, "{said}");
        }
    }
}

#[test]
fn a_flag_can_need_less_than_its_command() {
    let locale = Locale::new(Language::En);
    let needs = |args: &[&str]| {
        let args: Vec<OsString> = std::iter::once(&"qiantai").chain(args).map(OsString::from).collect();
        parse(&args, &locale).unwrap().command.unwrap().needs()
    };
    assert_eq!(needs(&["record"]), Needs::Book);
    assert_eq!(needs(&["record", "--schema"]), Needs::Entries);
    assert_eq!(needs(&["due", "--batch"]), Needs::Entries);
    assert_eq!(needs(&["calendar", "import", "2027.json"]), Needs::Book);
    assert_eq!(needs(&["calendar", "import", "2027.json", "--dry-run"]), Needs::Nothing);
    assert_eq!(needs(&["workdays", "2027"]), Needs::Entries);
    assert_eq!(needs(&["demo"]), Needs::NewBook);
    assert_eq!(needs(&["procedure"]), Needs::Rules);
}
