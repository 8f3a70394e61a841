//! What is printed about the command line itself: a shell's completions and the manual page.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::{Shell, generate};

use crate::cli::options::spoken;
use crate::locale::Locale;

/// Adds the commands that print the command line's own form.
pub(super) fn add(command: Command) -> Command {
    let shells = Arg::new("shell")
        .value_name("SHELL")
        .required(true)
        .help("cli-help-shell")
        .value_parser(PossibleValuesParser::new(["bash", "zsh", "fish"]));
    let completions = Command::new("completions").about("cli-help-completions").arg(shells);
    command.subcommand(completions).subcommand(Command::new("man").about("cli-help-man"))
}

/// What one of those commands prints, where one was given.
pub(super) fn printed(matches: &ArgMatches, locale: &Locale) -> Option<String> {
    match matches.subcommand()? {
        ("completions", given) => Some(completions(given.get_one::<String>("shell")?.parse().ok()?, locale)),
        ("man", _) => Some(man(locale)),
        _ => None,
    }
}

fn completions(shell: Shell, locale: &Locale) -> String {
    let mut text = Vec::new();
    generate(shell, &mut spoken(locale), "qiantai", &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// The manual page: `qiantai man | man -l -`.
fn man(locale: &Locale) -> String {
    let mut command = spoken(locale);
    command.build();
    let mut page = format!(".TH QIANTAI 1 \"\" \"qiantai {}\"\n", env!("CARGO_PKG_VERSION"));
    let about = escaped(&about(&command));
    page += &format!(".SH {}\nqiantai \\- {about}\n", locale.tr("cli-man-name"));
    page += &format!(".SH {}\n.B {}\n", locale.tr("cli-man-synopsis"), usage(&mut command));
    page += &format!(".SH {}\n{}", locale.tr("cli-heading-options"), options(&command, true));
    page += &format!(".SH {}\n", locale.tr("cli-heading-commands"));
    command.get_subcommands_mut().for_each(|sub| section(sub, &mut page));
    page
}

/// A command's part of the page, and those of the commands below it.
fn section(command: &mut Command, page: &mut String) {
    let usage = usage(command);
    *page += &format!(".SS {usage}\n{}\n{}", escaped(&about(command)), options(command, false));
    let more = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    more.lines().for_each(|line| *page += &format!(".PP\n{}\n", escaped(line)));
    command.get_subcommands_mut().for_each(|sub| section(sub, page));
}

/// Options and arguments, one paragraph each. Those that hold everywhere stand once, at the top.
fn options(command: &Command, top: bool) -> String {
    let own = command.get_arguments().filter(|arg| top || !arg.is_global_set());
    own.map(|arg| {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        format!(".TP\n.B {}\n{}\n", escaped(&arg.to_string()), escaped(&help))
    })
    .collect()
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

fn usage(command: &mut Command) -> String {
    let usage = command.render_usage().to_string();
    let words: Vec<&str> = usage.split_whitespace().skip(1).collect();
    escaped(&words.join(" "))
}

/// Text as roff takes it: nothing in it is a request.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
