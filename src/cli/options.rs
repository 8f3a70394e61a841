//! The command line's own form. What it is for is said in the user's language, from the locale by the names below.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDateTime;
use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::cli::due::wall;
use crate::cli::manual;
use crate::domain::entry::Head;
use crate::domain::head::NoHead;
use crate::domain::text::display;
use crate::domain::time::{Moment, parse_rfc3339};
use crate::domain::worktime::Length;
use crate::locale::{Language, Locale};

/// What was asked for on the command line.
#[derive(Debug, Clone, PartialEq, Eq, Parser)]
#[command(name = "qiantai", version, about = "cli-about", disable_help_subcommand = true)]
pub struct Options {
    #[arg(long, global = true, value_name = "FILE", help = "cli-help-db")]
    pub db: Option<PathBuf>,
    #[arg(long, global = true, value_name = "TAG", value_parser = language, help = "cli-help-lang")]
    pub lang: Option<Language>,
    #[arg(long, global = true, value_name = "NAME", help = "cli-help-post")]
    pub post: Option<String>,
    #[arg(long, global = true, value_name = "NAME", help = "cli-help-operator")]
    pub operator: Option<String>,
    #[arg(long, global = true, value_name = "FILE", help = "cli-help-site")]
    pub site: Option<PathBuf>,
    /// Opens the screen on a made-up day.
    #[arg(long, help = "cli-help-demo-screen")]
    pub demo: bool,
    /// What to do without a screen; `None` opens it.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a screen. What it is for stands as a locale key, and so does what each option is for.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum Command {
    #[command(about = "cli-help-record", after_help = "cli-help-record-more")]
    Record {
        #[arg(long, help = "cli-help-schema")]
        schema: bool,
    },
    #[command(about = "cli-help-schema-lines")]
    Schema {
        #[arg(long, help = "cli-help-schema-answers")]
        answers: bool,
    },
    /// Settings and a logbook, made without a screen.
    #[command(about = "cli-help-init")]
    Init {
        #[arg(long, value_name = "NAME", help = "cli-help-name")]
        name: String,
    },
    #[command(about = "cli-help-show")]
    Show {
        #[arg(help = "cli-help-what")]
        what: What,
        #[arg(help = "cli-help-id")]
        id: Vec<String>,
        #[arg(long, value_name = "PLATE", help = "cli-help-plate")]
        plate: Option<String>,
        #[arg(long, help = "cli-help-json")]
        json: bool,
    },
    #[command(about = "cli-help-log")]
    Log {
        #[arg(long, help = "cli-help-json")]
        json: bool,
    },
    #[command(about = "cli-help-verify")]
    Verify {
        /// A head that was kept elsewhere: `133:1f29…`.
        #[arg(long, value_name = "N:HEX", value_parser = head, help = "cli-help-head")]
        head: Vec<Head>,
    },
    #[command(about = "cli-help-rebuild")]
    Rebuild,
    #[command(about = "cli-help-accept")]
    Accept,
    #[command(about = "cli-help-calendar")]
    Calendar {
        #[command(subcommand)]
        action: CalendarAction,
    },
    #[command(about = "cli-help-due")]
    Due {
        /// When it starts: `YYYY-MM-DD HH:MM` in the site's time.
        #[arg(long, value_name = "TIME", value_parser = local, required_unless_present = "batch", help = "cli-help-from")]
        from: Option<NaiveDateTime>,
        /// How long it is: 2wh, 30wm, 3wd, 24h, 15m or 3d.
        #[arg(long = "for", value_name = "LENGTH", value_parser = length, required_unless_present = "batch")]
        #[arg(help = "cli-help-length")]
        length: Option<Length>,
        #[arg(long, value_name = "NAME", help = "cli-help-department")]
        department: Option<String>,
        #[arg(long, help = "cli-help-json")]
        json: bool,
        #[arg(long, conflicts_with_all = ["from", "length", "department", "json"], help = "cli-help-batch")]
        batch: bool,
    },
    #[command(about = "cli-help-why")]
    Why {
        #[arg(required = true, help = "cli-help-id")]
        id: Vec<String>,
        #[arg(long, value_name = "NAME", help = "cli-help-stage")]
        stage: Option<String>,
        #[arg(long, help = "cli-help-json")]
        json: bool,
    },
    #[command(about = "cli-help-workdays")]
    Workdays {
        #[arg(help = "cli-help-year")]
        year: i32,
        #[arg(long, help = "cli-help-json")]
        json: bool,
    },
    #[command(about = "cli-help-procedure")]
    Procedure {
        #[arg(long, help = "cli-help-json")]
        json: bool,
    },
    #[command(about = "cli-help-report")]
    Report {
        #[arg(help = "cli-help-page")]
        page: Paper,
        #[arg(required = true, help = "cli-help-id")]
        id: Vec<String>,
    },
    #[command(about = "cli-help-demo")]
    Demo {
        #[arg(long, value_name = "N", help = "cli-help-visits")]
        visits: Option<u64>,
        #[arg(long, value_name = "N", default_value_t = 1, help = "cli-help-seed")]
        seed: u64,
        /// The instant at which everything ends, RFC 3339.
        #[arg(long, value_name = "TIME", value_parser = instant, help = "cli-help-now")]
        now: Option<Moment>,
    },
}

/// What a command works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Neither settings nor a logbook.
    Nothing,
    /// A logbook, with the site's settings where there are any: it reads or folds entries alone.
    Entries,
    /// The rules of this very site.
    Rules,
    /// A logbook and the site's settings.
    Book,
    /// A new logbook in a file that must be named; it brings its own settings.
    NewBook,
}

impl Command {
    /// Whether it only reads: it changes no file.
    pub const fn only_reads(&self) -> bool {
        !matches!(self, Self::Record { schema: false } | Self::Rebuild | Self::Calendar { .. } | Self::Demo { .. })
    }

    /// What it works with.
    pub const fn needs(&self) -> Needs {
        match self {
            Self::Calendar { action: CalendarAction::Import { dry_run: true, .. } } | Self::Init { .. } => {
                Needs::Nothing
            }
            Self::Schema { .. }
            | Self::Record { schema: true }
            | Self::Log { .. }
            | Self::Verify { .. }
            | Self::Rebuild
            | Self::Due { .. }
            | Self::Workdays { .. } => Needs::Entries,
            Self::Procedure { .. } => Needs::Rules,
            Self::Record { .. }
            | Self::Show { .. }
            | Self::Calendar { .. }
            | Self::Accept
            | Self::Why { .. }
            | Self::Report { .. } => Needs::Book,
            Self::Demo { .. } => Needs::NewBook,
        }
    }
}

/// What can be done with the working calendar.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum CalendarAction {
    #[command(about = "cli-help-calendar")]
    Import {
        #[arg(help = "cli-help-file")]
        file: PathBuf,
        /// Of a file with several years, or of a text without a title, this one.
        #[arg(long, value_name = "YEAR", help = "cli-help-import-year")]
        year: Option<i32>,
        #[arg(long, help = "cli-help-dry-run")]
        dry_run: bool,
        #[arg(long, help = "cli-help-yes")]
        yes: bool,
        #[arg(long, help = "cli-help-json")]
        json: bool,
    },
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
    Options::from_arg_matches(&matches).map_err(refused)
}

/// The whole command line in the user's words.
pub(super) fn spoken(locale: &Locale) -> clap::Command {
    speak(manual::add(Options::command()), true, locale)
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

/// Puts the user's words in the place of the program's own and of the keys.
fn speak(command: clap::Command, top: bool, locale: &Locale) -> clap::Command {
    let about = command.get_about().map(|key| locale.tr(&key.to_string())).unwrap_or_default();
    let more = command.get_after_help().map(|key| locale.tr(&key.to_string())).unwrap_or_default();
    let mut command = command
        .help_template("{about-with-newline}\n{usage}\n\n{all-args}{after-help}")
        .after_help(more)
        .subcommand_help_heading(locale.tr("cli-heading-commands"))
        .about(about)
        .disable_help_flag(true)
        .disable_version_flag(true);
    if top {
        let help = clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).global(true);
        let version = clap::Arg::new("version").long("version").action(clap::ArgAction::Version);
        command = command.arg(help.help("cli-help-help")).arg(version.help("cli-help-version"));
    }
    let speak_arg = |arg: clap::Arg| {
        let help = arg.get_help().map(|key| locale.tr(&key.to_string())).unwrap_or_default();
        let valued = arg.get_action().takes_values();
        let arg = arg.help(help).help_heading(locale.tr("cli-heading-options"));
        arg.hide_possible_values(valued).hide_default_value(valued)
    };
    command.mut_args(speak_arg).mut_subcommands(|sub| speak(sub, false, locale))
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

fn head(text: &str) -> Result<Head, String> {
    text.parse().map_err(|error: NoHead| error.to_string())
}

fn instant(text: &str) -> Result<Moment, String> {
    parse_rfc3339(text).ok_or_else(String::new)
}

#[cfg(test)]
mod tests;
