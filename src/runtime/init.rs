//! A site begun without a screen: an empty logbook in a file that is not there yet, and settings where there are none;
//! or settings alone, where a logbook has lost its own.

use std::path::{Path, PathBuf};

use crate::desk::{Act, ActError, Desk, StoreError, Who};
use crate::domain::entry::Kind;
use crate::domain::form::NAME_HOLDS;
use crate::domain::refusal::Cause;
use crate::domain::rules::{FileError, FileFlaw};
use crate::domain::site::{Post, Site};
use crate::domain::text::{ValueError, clean, shown};
use crate::domain::time::Moment;
use crate::locale::{Language, Locale};
use crate::runtime::open::{self, Access, open};
use crate::runtime::place::{is_there, private_folder, unwritten};
use crate::runtime::worker::Files;
use crate::runtime::{clock, rules, settings};

/// Who writes the first entry where no person is named.
pub const PROGRAM: &str = "qiantai";

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    Both,
    /// A logbook for settings that were there, of a site of this name.
    Logbook(String),
    /// Settings for a logbook that was there, and what is to be done with it before it is worked on.
    Settings(Option<StoreError>),
}

impl Begun {
    /// The key of its sentence, and the site's name where it has one.
    pub fn words(&self) -> (&'static str, &str) {
        match self {
            Self::Both => ("cli-init-done", ""),
            Self::Logbook(name) => ("cli-init-kept", name),
            Self::Settings(_) => ("cli-init-settings", ""),
        }
    }
}

/// Why a site is not begun; nothing is there then that was not there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InitError {
    /// A file is there, and stays as it is.
    There(PathBuf),
    /// The value of an option cannot be taken.
    Value(&'static str, ValueError),
    Rules(FileError),
    Store(StoreError),
    Refused(Cause),
}

impl InitError {
    /// What went wrong, in the user's language.
    pub fn said(&self, locale: &Locale) -> String {
        match self {
            Self::There(path) => locale.tr_args("cli-init-exists", &[("path", &shown(path))]),
            Self::Value(option, fault) => format!("{option}: {}", locale.say(fault.key(), &fault.args())),
            Self::Rules(error) => error.said(|key, args| locale.tr_args(key, args)),
            Self::Store(error) => {
                let (key, args) = error.words();
                locale.say(key, &args)
            }
            Self::Refused(cause) => locale.tr(cause.key()),
        }
    }
}

impl From<StoreError> for InitError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Writes the settings of a site with one post, and begins its logbook; whoever is named has the post. A language that
/// is named is the site's from then on. Settings that are there already stay as they are and are the site's; so does a
/// logbook that has none.
///
/// # Errors
/// Where both exist, the file of the logbook is none, a logbook is gone or something of one is left, a name cannot be
/// taken, settings that are there cannot be used or do not know the post, they are gone and a good copy is there, or a
/// file cannot be written.
pub fn init(
    files: &Files,
    site: &str,
    post: &str,
    person: Option<&str>,
    language: Option<Language>,
    now: Moment,
) -> Result<Begun, InitError> {
    let used = is_there(&files.db);
    if used && is_there(&files.site) {
        return Err(InitError::There(files.site.clone()));
    }
    if !used {
        open::is_free(&files.db)?;
    }
    let site = name("--name", site)?;
    let post = name("--post", post)?;
    let person = person.map(|person| name("--operator", person)).transpose()?;
    if rules::are_kept(&files.site) {
        return logbook(files, &post, person.as_deref(), now).map(Begun::Logbook);
    }
    // What is no logbook needs no settings; one that is only older, or to be accepted first, does.
    let first = match used.then(|| open::access(&files.db, Access::Read)) {
        Some(Err(error @ (StoreError::Older { .. } | StoreError::Behind { .. }))) => Some(error),
        Some(Err(error)) => return Err(error.into()),
        _ => None,
    };
    let text = settings::begun(&site, &post, person.as_deref(), language);
    // Settings that would not be read back are not written.
    Site::parse(&text).map_err(|error| {
        let flaw = FileFlaw::Rule(error);
        InitError::Rules(FileError { path: files.site.clone(), flaw })
    })?;
    settings::write(&files.site, &text).map_err(|error| unwritten(&error))?;
    if used {
        return Ok(Begun::Settings(first));
    }
    let begun = logbook(files, &post, person.as_deref(), now);
    if begun.is_err() {
        // They were made a moment ago, for a logbook that there is not.
        let _ = std::fs::remove_file(&files.site);
    }
    begun.map(|_| Begun::Both)
}

fn name(option: &'static str, text: &str) -> Result<String, InitError> {
    match clean(text, NAME_HOLDS) {
        Ok(name) if name.is_empty() => Err(InitError::Value(option, ValueError::Required)),
        Ok(name) => Ok(name),
        Err(fault) => Err(InitError::Value(option, fault)),
    }
}

/// Begins the logbook of a site with settings, and returns its name.
fn logbook(files: &Files, post: &str, person: Option<&str>, now: Moment) -> Result<String, InitError> {
    let rules = rules::load_for(&files.db, &files.site).map_err(InitError::Rules)?;
    if let Some(fault) = rules.house.faults.first() {
        return Err(InitError::Rules(fault.clone()));
    }
    if rules.house.site.post(post).is_none_or(Post::is_machine) {
        return Err(InitError::Refused(Cause::UnknownPost));
    }
    let folder = files.db.parent().filter(|folder| *folder != Path::new(""));
    folder.map_or(Ok(()), private_folder).map_err(|error| unwritten(&error))?;
    let mut desk = Desk::new(open(&files.db, Some(clock::new_uid()))?.store, rules.house.clone())?;
    desk.set_booted(clock::booted);
    let who = Who { post: post.to_owned(), operator: person.unwrap_or(PROGRAM).to_owned(), boot: clock::boot() };
    let act = |kind| Act::new(clock::new_uid(), kind);
    let duty =
        person.map(|person| Act { fields: [("person".to_owned(), person.to_owned())].into(), ..act(Kind::Duty) });
    let acts: Vec<Act> = std::iter::once(act(Kind::Begun)).chain(duty).collect();
    let acts: Vec<(&Act, &Who, Moment)> = acts.iter().map(|act| (act, &who, now)).collect();
    desk.act_all(&acts).map_err(|failure| match failure {
        ActError::Store(error) => InitError::Store(error),
        ActError::Refused(reasons) => {
            let first = reasons.into_iter().next().map(|reason| InitError::Refused(reason.cause));
            first.unwrap_or(InitError::Store(StoreError::Damaged))
        }
    })?;
    rules.keep();
    Ok(rules.house.site.name)
}
