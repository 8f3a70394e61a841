//! Each command and option of the table is in the help, the completions and the manual, in every language.

use std::ffi::OsString;
use std::io::Write;
use std::process::{Command, Stdio};

use super::*;
use crate::cli::options::{UsageError, parse, spoken};
use crate::locale::{Language, Locale};

fn printed(args: &[&str], locale: &Locale) -> String {
    let args: Vec<OsString> = std::iter::once(&"qiantai").chain(args).map(OsString::from).collect();
    let Err(UsageError { text, asked: true }) = parse(&args, locale) else { panic!("{args:?} prints nothing") };
    text
}

/// The words by which an option is found: `--for` and the like, or the name of what stands by itself.
fn shown(command: &clap::Command, row: &Row, option: &str) -> String {
    let found = row.path.iter().fold(command, |at, name| at.find_subcommand(name).unwrap());
    let arg = found.get_arguments().find(|arg| arg.get_id() == option);
    let arg = arg.unwrap_or_else(|| panic!("{:?} has no {option}", row.path));
    arg.get_long().map_or_else(|| option.to_uppercase(), |long| format!("--{long}"))
}

#[test]
fn help_and_manual_say_every_command_and_option_in_every_language() {
    for language in [Language::Hans, Language::Hant, Language::En] {
        let locale = Locale::new(language);
        let (command, man) = (spoken(&locale), printed(&["man"], &locale));
        let plain = man.replace("\\-", "-").replace("\\&", "");
        for row in COMMANDS {
            let help = printed(&[row.path, &["--help"]].concat(), &locale);
            let mut words = vec![locale.tr(row.about), row.path.join(" ")];
            words.extend(row.options.iter().flat_map(|(name, key)| [shown(&command, row, name), locale.tr(key)]));
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
fn the_table_knows_every_command_and_option_of_the_parser() {
    fn walk(command: &clap::Command, path: &mut Vec<String>) {
        let row = COMMANDS.iter().find(|row| row.path == *path).unwrap_or_else(|| panic!("{path:?} is in the table"));
        for arg in command.get_arguments() {
            assert!(row.options.iter().any(|(name, _)| arg.get_id() == name), "{path:?} {} has words", arg.get_id());
        }
        for sub in command.get_subcommands() {
            path.push(sub.get_name().to_owned());
            walk(sub, path);
            path.pop();
        }
    }
    walk(&spoken(&Locale::new(Language::En)), &mut Vec::new());
}

#[test]
fn completions_know_every_command_and_option() {
    let locale = Locale::new(Language::En);
    let command = spoken(&locale);
    for shell in ["bash", "zsh", "fish"] {
        let script = printed(&["completions", shell], &locale);
        for row in COMMANDS {
            assert!(row.path.iter().all(|name| script.contains(name)), "{shell}: {:?}", row.path);
            for option in row.options.iter().map(|(name, _)| shown(&command, row, name)) {
                let Some(long) = option.strip_prefix("--") else { continue };
                let word = if shell == "fish" { format!("-l {long}") } else { option.clone() };
                assert!(script.contains(&word), "{shell}: {word}");
            }
        }
    }
}

/// Runs a checker over a text. `None` where this machine has no such program.
fn checked(program: &str, args: &[&str], text: &str) -> Option<(bool, String)> {
    let mut child = Command::new(program)
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
        parse(&args, &locale).unwrap().needs
    };
    assert_eq!(needs(&["record"]), Needs::Book);
    assert_eq!(needs(&["record", "--schema"]), Needs::Entries);
    assert_eq!(needs(&["due", "--batch"]), Needs::Nothing);
    assert_eq!(needs(&["calendar", "import", "2027.json"]), Needs::Book);
    assert_eq!(needs(&["demo"]), Needs::NewBook);
    assert_eq!(needs(&["procedure"]), Needs::Rules);
}
