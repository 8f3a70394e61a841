//! The command line's own form. What it is for is said in the user's language, from the locale by the names below.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDateTime;
use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::cli::due::wall;
use crate::cli::manual;
use crate::cli::table::{COMMANDS, Needs, needs};
use crate::domain::text::display;
use crate::domain::time::{Moment, parse_rfc3339};
use crate::domain::worktime::Length;
use crate::locale::{Language, Locale};

/// What was asked for on the command line.
#[derive(Debug, Clone, PartialEq, Eq, Parser)]
#[command(name = "qiantai", version, disable_help_subcommand = true)]
pub struct Options {
    #[arg(long, global = true, value_name = "FILE")]
    pub db: Option<PathBuf>,
    #[arg(long, global = true, value_name = "TAG", value_parser = language)]
    pub lang: Option<Language>,
    #[arg(long, global = true, value_name = "NAME")]
    pub post: Option<String>,
    #[arg(long, global = true, value_name = "NAME")]
    pub operator: Option<String>,
    #[arg(long, global = true, value_name = "FILE")]
    pub site: Option<PathBuf>,
    /// Opens the screen on a made-up day.
    #[arg(long)]
    pub demo: bool,
    /// What to do without a screen; `None` opens it.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What the command works with.
    #[arg(skip)]
    pub needs: Needs,
}

/// What can be done without a screen.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum Command {
    Record {
        #[arg(long)]
        schema: bool,
    },
    Show {
        what: What,
        id: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    Log {
        #[arg(long)]
        json: bool,
    },
    Verify,
    Rebuild,
    Calendar {
        #[command(subcommand)]
        action: CalendarAction,
    },
    Due {
        /// When it starts: `YYYY-MM-DD HH:MM` in the site's time.
        #[arg(long, value_name = "TIME", value_parser = local, required_unless_present = "batch")]
        from: Option<NaiveDateTime>,
        /// How long it is: 2wh, 30wm, 3wd, 24h, 15m or 3d.
        #[arg(long = "for", value_name = "LENGTH", value_parser = length, required_unless_present = "batch")]
        length: Option<Length>,
        #[arg(long, value_name = "NAME")]
        department: Option<String>,
        #[arg(long)]
        json: bool,
        #[arg(long, conflicts_with_all = ["from", "length", "department", "json"])]
        batch: bool,
    },
    Why {
        #[arg(required = true)]
        id: Vec<String>,
        #[arg(long, value_name = "NAME")]
        stage: Option<String>,
        #[arg(long)]
        json: bool,
    },
    Workdays {
        year: i32,
        #[arg(long)]
        json: bool,
    },
    Procedure {
        #[arg(long)]
        json: bool,
    },
    Report {
        page: Paper,
        #[arg(required = true)]
        id: Vec<String>,
    },
    Demo {
        #[arg(long, value_name = "N")]
        visits: Option<u64>,
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
        /// The instant at which everything ends, RFC 3339.
        #[arg(long, value_name = "TIME", value_parser = instant)]
        now: Option<Moment>,
    },
}

/// What can be done with the working calendar.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum CalendarAction {
    Import { file: PathBuf },
}

/// What `show` shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    Today,
    Complaints,
    Inside,
    Handover,
    Record,
}

/// What `report` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Paper {
    Deemed,
    Incident,
}

/// A command line that asks for help or cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageError {
    pub text: String,
    pub asked: bool,
}

/// Reads the command line.
///
/// # Errors
/// What is printed without opening anything (help, completions, the manual), or what cannot be understood, in the user's
/// language.
pub fn parse(args: &[OsString], locale: &Locale) -> Result<Options, UsageError> {
    let refused = |error: clap::Error| usage_error(&error, locale);
    let matches = spoken(locale).try_get_matches_from(args).map_err(refused)?;
    if let Some(text) = manual::printed(&matches, locale) {
        return Err(UsageError { text, asked: true });
    }
    let mut options = Options::from_arg_matches(&matches).map_err(refused)?;
    options.needs = needs(&matches);
    Ok(options)
}

/// The whole command line in the user's words.
pub(super) fn spoken(locale: &Locale) -> clap::Command {
    speak(manual::add(Options::command()), &mut Vec::new(), locale)
}

/// The language that the arguments name, before anything else of them is read.
pub fn language_named(args: &[OsString]) -> Option<Language> {
    let mut args = args.iter().map(|arg| arg.to_string_lossy());
    while let Some(arg) = args.next() {
        let named =
            if arg == "--lang" { args.next() } else { arg.strip_prefix("--lang=").map(|tag| tag.to_owned().into()) };
        if let Some(named) = named {
            return named.parse().ok();
        }
    }
    None
}

/// Puts the user's words in the place of the program's own.
fn speak(mut command: clap::Command, path: &mut Vec<String>, locale: &Locale) -> clap::Command {
    let row = COMMANDS.iter().find(|row| path == row.path);
    command = command
        .help_template("{about-with-newline}\n{usage}\n\n{all-args}")
        .subcommand_help_heading(locale.tr("cli-heading-commands"))
        .about(row.map_or_else(String::new, |row| locale.tr(row.about)))
        .disable_help_flag(true)
        .disable_version_flag(true);
    if path.is_empty() {
        let help = clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).global(true);
        let version = clap::Arg::new("version").long("version").action(clap::ArgAction::Version);
        command = command.arg(help.help(locale.tr("cli-help-help")).help_heading(locale.tr("cli-heading-options")));
        command =
            command.arg(version.help(locale.tr("cli-help-version")).help_heading(locale.tr("cli-heading-options")));
    }
    command = command.mut_args(|arg| {
        let heading = locale.tr("cli-heading-options");
        let help = row.and_then(|row| row.options.iter().find(|(name, _)| arg.get_id() == name));
        let valued = arg.get_action().takes_values();
        let arg = arg.help_heading(heading).hide_possible_values(valued).hide_default_value(valued);
        match help {
            Some((_, key)) => arg.help(locale.tr(key)),
            None => arg,
        }
    });
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        path.push(name.clone());
        command = command.mut_subcommand(&name, |sub| speak(sub, path, locale));
        path.pop();
    }
    command
}

fn usage_error(error: &clap::Error, locale: &Locale) -> UsageError {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return UsageError { text: error.to_string(), asked: true };
    }
    let named = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand, ContextKind::ValidSubcommand];
    let what = named.into_iter().find_map(|kind| error.get(kind)).map(ToString::to_string).unwrap_or_default();
    let what = display(&what);
    let args: &[(&str, &str)] = &[("what", &what)];
    let text = match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => locale.tr_args("cli-usage-unknown", args),
        ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => locale.tr_args("cli-usage-missing", args),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => locale.tr_args("cli-usage-value", args),
        _ => locale.tr("cli-usage-other"),
    };
    UsageError { text: format!("{text}\n{}\n", locale.tr("cli-usage-try")), asked: false }
}

fn language(tag: &str) -> Result<Language, String> {
    tag.parse().map_err(|error: crate::locale::UnknownLanguage| error.to_string())
}

fn local(text: &str) -> Result<NaiveDateTime, String> {
    wall(text).ok_or_else(String::new)
}

fn length(text: &str) -> Result<Length, String> {
    text.parse().ok().filter(|length| *length != Length::Promise).ok_or_else(String::new)
}

fn instant(text: &str) -> Result<Moment, String> {
    parse_rfc3339(text).ok_or_else(String::new)
}
