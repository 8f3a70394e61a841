//! Rules read from files: settings, procedures and calendars. What is wrong with one is told by its file, line, key and
//! cause, in the person's language; what is right on its own must also fit the others.

mod check;
mod lengths;
mod locate;

use std::path::PathBuf;

use chrono::NaiveDate;
use strum::{IntoStaticStr, VariantNames};

use crate::domain::form::NAME_HOLDS;
use crate::domain::procedure::Procedures;
use crate::domain::site::Site;
use crate::domain::text::{clean, display, shown};
use crate::domain::worktime::{CalendarError, CalendarYear, TimetableError};

pub(super) use check::check;
pub(super) use locate::{Part, UnplacedError};
use locate::{column_at, locate};

/// A sentence of the locales: its key and its arguments.
pub type Words = (&'static str, Vec<(&'static str, String)>);

/// What is wrong with a file of rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {cause:?}")]
pub struct RuleError {
    /// The line, from 1, where one is to blame.
    pub line: Option<usize>,
    /// The key, such as `stage "T2" hours`.
    pub key: String,
    pub cause: RuleFlaw,
}

/// Why a rule cannot be used. Its sentence has the key `rule-` and its name.
#[derive(Debug, Clone, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(prefix = "rule-", serialize_all = "kebab-case")]
pub enum RuleFlaw {
    /// It is not the TOML that is expected: the column, from 1, and what would stand there, where that is known.
    Toml(usize, Option<Wanted>),
    Missing(String),
    UnknownKey(String),
    /// None of the words that are possible.
    UnknownWord(String),
    /// Another has it already.
    Twice(String),
    /// It is empty.
    Empty,
    /// It is too long for an entry, or holds characters that none may hold.
    Text,
    Zone,
    Pattern,
    NoPost,
    /// A post receives complaints for nobody known.
    Intake,
    /// A post opens with a panel that there is not.
    Panel,
    /// A machine belongs to no post where people are.
    Gate,
    /// Not a time of day.
    Time,
    /// The hours of a department are none.
    Hours(TimetableError),
    Length,
    UnknownStage,
    /// What was promised has no length of its own, and nothing else is as promised.
    Promised,
    /// Only the close of this working day, `0wd`, takes no time.
    Zero,
    /// Working time and days need `hours`.
    HoursNeeded,
    /// Time by the clock has no `hours`.
    HoursIdle,
    /// A promise needs the field that holds it, and only a promise has one.
    PromiseField,
    /// A step or stage has no clause.
    NoClause,
    /// No step or event has this name.
    UnknownStep(String),
    /// Each of these steps waits for the next, and the last for the first.
    Cycle(Vec<String>),
    /// The stage counts the hours of a department that the settings do not have.
    NoDepartment(String, String),
    /// A date is both a day off and a make-up day.
    OffAndMakeup(NaiveDate),
    /// A half day is also another kind of day.
    HalfAndOther(NaiveDate),
    /// A date does not belong to the year.
    OtherYear(NaiveDate, i32),
}

/// What a file should have at a place. Its sentence has the key `rule-toml-` and its name.
#[derive(Debug, Clone, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(prefix = "rule-toml-", serialize_all = "kebab-case")]
pub enum Wanted {
    /// One of these signs.
    Sign(String),
    Text,
    Number,
    Switch,
    List,
    Table,
}

impl Wanted {
    /// What the reader of TOML says that it expected.
    fn of(said: &str) -> Option<Self> {
        let (_, wanted) = said.split_once("expected ")?;
        let signs: Vec<&str> = wanted.split('`').skip(1).step_by(2).filter(|sign| !sign.trim().is_empty()).collect();
        let has = |words: &[&str]| words.iter().any(|word| wanted.contains(word));
        Some(match () {
            () if !signs.is_empty() && !has(&["struct"]) => Self::Sign(signs.join(" ")),
            () if has(&["string"]) => Self::Text,
            () if has(&["boolean"]) => Self::Switch,
            () if has(&["sequence", "array"]) => Self::List,
            () if has(&["map", "struct", "table"]) => Self::Table,
            () if wanted.starts_with(['u', 'i', 'f']) => Self::Number,
            () => return None,
        })
    }
}

impl RuleFlaw {
    /// Its sentence.
    pub fn words(&self) -> Words {
        let args = match self {
            Self::Hours(error) => return error.words(),
            Self::Toml(column, wanted) => {
                let column = ("column", column.to_string());
                let Some(wanted) = wanted else { return (self.into(), vec![column]) };
                let sign = if let Wanted::Sign(sign) = wanted { display(sign) } else { String::new() };
                return (wanted.into(), vec![column, ("sign", sign)]);
            }
            Self::Missing(name)
            | Self::UnknownKey(name)
            | Self::UnknownWord(name)
            | Self::Twice(name)
            | Self::UnknownStep(name) => vec![("name", display(name))],
            Self::Cycle(steps) => vec![("steps", display(&steps.join(" → ")))],
            Self::NoDepartment(stage, name) => vec![("stage", display(stage)), ("department", display(name))],
            Self::OffAndMakeup(date) | Self::HalfAndOther(date) => vec![("date", date.to_string())],
            Self::OtherYear(date, year) => vec![("date", date.to_string()), ("year", year.to_string())],
            _ => Vec::new(),
        };
        (self.into(), args)
    }
}

/// A file of rules that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {flaw:?}", shown(path))]
pub struct FileError {
    pub path: PathBuf,
    pub flaw: FileFlaw,
}

/// Why a file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFlaw {
    /// There is none yet.
    Missing,
    /// There are no settings, though there is a logbook.
    Lost,
    /// It is gone, though the copy of it that was good last is there, at this path.
    Gone(PathBuf),
    /// Another file tells of the same year.
    SameYear(PathBuf, i32),
    /// It is a link that leads nowhere.
    Dangling,
    /// It is not UTF-8.
    NotText,
    /// It is no plain file, or one of the logbook's own.
    Odd,
    /// It is far too large.
    Large,
    Unread,
    Rule(RuleError),
}

impl FileError {
    /// What is wrong, said in the words of a locale.
    pub fn said(&self, say: impl Fn(&str, &[(&str, &str)]) -> String) -> String {
        let path = shown(&self.path);
        let error = match &self.flaw {
            FileFlaw::Missing => return say("rule-file-missing", &[("path", &path)]),
            FileFlaw::Lost => return say("rule-file-lost", &[("path", &path)]),
            FileFlaw::Gone(copy) => return say("rule-file-gone", &[("path", &path), ("copy", &shown(copy))]),
            FileFlaw::SameYear(other, year) => {
                let args = [("path", path.as_str()), ("other", &shown(other)), ("year", &year.to_string())];
                return say("rule-file-same-year", &args);
            }
            FileFlaw::Dangling => return say("rule-file-dangling", &[("path", &path)]),
            FileFlaw::Large => return say("rule-file-large", &[("path", &path)]),
            FileFlaw::NotText => return say("rule-file-not-text", &[("path", &path)]),
            FileFlaw::Odd => return say("rule-file-odd", &[("path", &path)]),
            FileFlaw::Unread => return say("rule-file-unread", &[("path", &path)]),
            FileFlaw::Rule(error) => error,
        };
        let (key, args) = error.cause.words();
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let cause = say(key, &args);
        let line = error.line.map_or_else(|| "?".to_owned(), |line| line.to_string());
        let args = [("path", path.as_str()), ("line", &line), ("key", &display(&error.key)), ("cause", &cause)];
        say("rule-file-wrong", &args)
    }
}

/// Which of the files that must fit each other is to blame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleFile {
    Site,
    Procedures,
}

/// Reads a site's settings with its own procedures, or with those that come with the program; the lengths that the
/// settings give stand in the procedures then.
///
/// # Errors
/// Names the file to blame, and what is wrong with it.
pub fn together(site: &str, procedures: Option<&str>) -> Result<(Site, Procedures), (RuleFile, RuleError)> {
    let settings = Site::parse(site).map_err(|error| (RuleFile::Site, error))?;
    let own = procedures.map_or_else(Procedures::builtin, Procedures::parse);
    let mut own = own.map_err(|error| (RuleFile::Procedures, error))?;
    lengths::set(&mut own, &settings.lengths).map_err(|breach| (RuleFile::Site, breach.found(site)))?;
    check::departments(&mut own, &settings).map_err(|breach| match procedures {
        Some(text) => (RuleFile::Procedures, breach.found(text)),
        None => (RuleFile::Site, UnplacedError { path: vec![Part::Key("department".into())], ..breach }.found(site)),
    })?;
    Ok((settings, own))
}

/// A name of the settings as entries carry it.
pub(super) fn name(text: &str) -> Result<String, RuleFlaw> {
    match clean(text, NAME_HOLDS).map_err(|_| RuleFlaw::Text)? {
        name if name.is_empty() => Err(RuleFlaw::Empty),
        name => Ok(name),
    }
}

/// Reads a file of `calendars/`.
///
/// # Errors
/// Names the line, the key and the cause.
pub fn calendar(text: &str) -> Result<CalendarYear, RuleError> {
    CalendarYear::from_toml(text).map_err(|error| {
        let at = |lists: &[&str], date: NaiveDate, cause| locate::dated(text, lists, date, cause);
        match error {
            CalendarError::Toml(error) => toml_error(text, &error),
            CalendarError::OffAndMakeup(date) => at(&["makeup", "off"], date, RuleFlaw::OffAndMakeup(date)),
            CalendarError::HalfAndOther(date) => at(&["half"], date, RuleFlaw::HalfAndOther(date)),
            CalendarError::OtherYear { date, year } => {
                at(&["off", "makeup", "half"], date, RuleFlaw::OtherYear(date, year))
            }
        }
    })
}

/// What the reader of TOML says, at its line and key, in the program's own words.
pub(super) fn toml_error(text: &str, error: &toml::de::Error) -> RuleError {
    let at = error.span().map_or(0, |span| span.start);
    let (line, key) = if error.span().is_some() { locate(text, at) } else { (None, String::new()) };
    let said = error.message().lines().map(str::trim).collect::<Vec<_>>().join(", ");
    let quoted = said.split('`').nth(1).unwrap_or_default().to_owned();
    let cause = match said.split('`').next().unwrap_or_default() {
        "missing field " => RuleFlaw::Missing(quoted),
        "unknown field " => RuleFlaw::UnknownKey(quoted),
        "unknown variant " => RuleFlaw::UnknownWord(quoted),
        _ if said.starts_with("not a length") => RuleFlaw::Length,
        "duplicate key" => RuleFlaw::Twice(key.clone()),
        _ => RuleFlaw::Toml(column_at(text, at), Wanted::of(&said)),
    };
    RuleError { line, key, cause }
}

#[cfg(test)]
mod tests;
