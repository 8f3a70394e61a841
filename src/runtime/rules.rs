//! The files of rules at one site: settings, procedures and calendars, read together at the start. A file that is
//! malformed or gone gives way to the copy of it that was good last, and says so until it is mended; nothing is ever half
//! read or replaced by the program's own in silence. Whoever takes a file away on purpose takes its copy away, too.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::desk::House;
use crate::domain::rules::{self, FileError, FileFlaw, RuleFile};
use crate::domain::worktime::CalendarYear;
use crate::runtime::open;
use crate::runtime::place::{is_there, private_folder, write_whole};
use crate::runtime::reading::{self, Unread};

/// What a copy's name ends in.
const LAST: &str = "last";

/// The rules that a start works by.
#[derive(Debug, Clone)]
pub struct Rules {
    pub house: House,
    /// What was read of the files that were good as they stand, with the place of the copy of each.
    good: Vec<(PathBuf, String)>,
}

/// One file as it stands and, where that is asked for, as it was good last.
struct Source {
    path: PathBuf,
    copy: PathBuf,
    now: Result<String, FileFlaw>,
    last: OnceCell<Option<String>>,
}

impl Source {
    fn read(path: PathBuf, copy: PathBuf) -> Self {
        let now = reading::text(&path).map_err(|unread| match unread {
            Unread::Missing if path.is_symlink() => FileFlaw::Dangling,
            Unread::Missing if is_there(&copy) => FileFlaw::Gone(copy.clone()),
            Unread::Missing => FileFlaw::Missing,
            Unread::Odd => FileFlaw::Odd,
            Unread::NotText => FileFlaw::NotText,
            Unread::Large => FileFlaw::Large,
            Unread::Failed => FileFlaw::Unread,
        });
        Self { path, copy, now, last: OnceCell::new() }
    }

    /// Whether there is none and never was.
    fn is_missing(&self) -> bool {
        self.now == Err(FileFlaw::Missing)
    }

    /// The text as it stands, or as it was good last.
    fn text(&self, last: bool) -> Option<Result<&str, FileFlaw>> {
        if last { self.last().map(Ok) } else { Some(self.now.as_deref().map_err(Clone::clone)) }
    }

    fn last(&self) -> Option<&str> {
        self.last.get_or_init(|| reading::text(&self.copy).ok()).as_deref()
    }

    fn wrong(&self, flaw: FileFlaw) -> FileError {
        FileError { path: self.path.clone(), flaw }
    }
}

/// Reads the rules beside these settings, which are none of the files of the logbook at `db`.
///
/// # Errors
/// As [`load`]; `Lost` where there are no settings, though there is a logbook.
pub fn load_for(db: &Path, settings: &Path) -> Result<Rules, FileError> {
    let wrong = |flaw| FileError { path: settings.to_owned(), flaw };
    if open::is_file_of(db, settings) {
        return Err(wrong(FileFlaw::Odd));
    }
    match load(settings) {
        Err(error) if error == wrong(FileFlaw::Missing) && is_there(db) => Err(wrong(FileFlaw::Lost)),
        loaded => loaded,
    }
}

/// Whether there are settings at a path, or were: a name that leads nowhere counts, and so does a good copy alone.
pub fn are_kept(settings: &Path) -> bool {
    is_there(settings) || is_there(&last(settings))
}

/// Reads the rules that stand beside these settings.
///
/// # Errors
/// Names the file, the line, the key and the cause, where no good copy of the file is left.
pub fn load(settings: &Path) -> Result<Rules, FileError> {
    let site = Source::read(settings.to_owned(), last(settings));
    if site.is_missing() {
        return Err(site.wrong(FileFlaw::Missing));
    }
    let own = procedures(settings);
    let own = Source::read(own.clone(), last(&own));
    let mut faults: Vec<FileError> = Vec::new();
    let mut found = None;
    for (old_site, old_own) in [(false, false), (false, true), (true, false), (true, true)] {
        let Some(site_text) = site.text(old_site) else { continue };
        let own_text = match own.text(old_own) {
            _ if own.is_missing() && !old_own => None,
            _ if own.is_missing() => continue,
            Some(text) => Some(text),
            None => continue,
        };
        let tried = site_text
            .map_err(|fault| site.wrong(fault))
            .and_then(|site_text| Ok((site_text, own_text.transpose().map_err(|fault| own.wrong(fault))?)))
            .and_then(|(site_text, own_text)| {
                rules::together(site_text, own_text).map_err(|(blame, error)| {
                    let file = if blame == RuleFile::Site { &site } else { &own };
                    file.wrong(FileFlaw::Rule(error))
                })
            });
        match tried {
            Ok((read, procedures)) => {
                found = Some((read, procedures, old_site, old_own));
                break;
            }
            Err(error) if faults.iter().all(|known| known.path != error.path) => faults.push(error),
            Err(_) => {}
        }
    }
    let Some((read, procedures, old_site, old_own)) = found else {
        let first = faults.into_iter().next();
        return Err(first.unwrap_or_else(|| site.wrong(FileFlaw::Unread)));
    };
    let mut house = House::new(read, procedures);
    house.faults = faults;
    let mut good = Vec::new();
    good.extend(site.now.ok().filter(|_| !old_site).map(|text| (site.copy, text)));
    good.extend(own.now.ok().filter(|_| !old_own).map(|text| (own.copy, text)));
    calendars(settings, &mut house, &mut good)?;
    Ok(Rules { house, good })
}

/// Lays the years of `calendars/` over those that come with the program. Their copies lie in a folder of its own, so that
/// they are there where all of it is gone.
fn calendars(settings: &Path, house: &mut House, good: &mut Vec<(PathBuf, String)>) -> Result<(), FileError> {
    let folder = settings.with_file_name("calendars");
    let copies = last(&folder);
    let now = listed(&folder).map_err(|_| FileError { path: folder.clone(), flaw: FileFlaw::Unread })?;
    let names: BTreeSet<OsString> = now.into_iter().chain(listed(&copies).unwrap_or_default()).collect();
    let files: Vec<Source> =
        names.into_iter().map(|name| Source::read(folder.join(&name), copies.join(&name))).collect();
    let read = |file: &Source, text: &str| rules::calendar(text).map_err(|error| file.wrong(FileFlaw::Rule(error)));
    let years: Vec<Result<CalendarYear, FileError>> =
        files.iter().map(|file| read(file, file.now.as_deref().map_err(|fault| file.wrong(fault.clone()))?)).collect();
    let twin = |file: &Source, year: &CalendarYear| {
        let says = |other: &CalendarYear| other.year == year.year;
        let mut others = files.iter().zip(&years).filter(|(other, _)| other.path != file.path);
        others.find(|(_, other)| other.as_ref().is_ok_and(says)).map(|(other, _)| other)
    };
    let mut whole = Vec::new();
    for (file, year) in files.iter().zip(&years) {
        let (error, twin) = match year {
            Err(error) => (error.clone(), None),
            Ok(year) => match twin(file, year) {
                Some(twin) => (file.wrong(FileFlaw::SameYear(twin.path.clone(), year.year)), Some(twin)),
                None => {
                    whole.push(year.clone());
                    good.extend(file.now.clone().ok().map(|text| (file.copy.clone(), text)));
                    continue;
                }
            },
        };
        match file.last().and_then(|text| read(file, text).ok()) {
            Some(year) => house.calendar.override_year(year),
            // The copy of the one that was there before is worked by.
            None if twin.is_some_and(|twin| twin.last().is_some()) => {}
            None => return Err(error),
        }
        house.faults.push(error);
    }
    // A file that is there goes before the copy of one that is not.
    whole.into_iter().for_each(|year| house.calendar.override_year(year));
    Ok(())
}

/// The names of the calendars in a folder; none where there is no folder, or something else in its place.
fn listed(folder: &Path) -> io::Result<Vec<OsString>> {
    let names = fs::read_dir(folder).and_then(|files| files.map(|file| Ok(file?.file_name())).collect());
    let mut names: Vec<OsString> = match names {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Vec::new()),
        names => names?,
    };
    // What begins with a dot is an editor's, or the system's.
    names.retain(|name| {
        !name.as_encoded_bytes().starts_with(b".") && Path::new(name).extension() == Some("toml".as_ref())
    });
    Ok(names)
}

impl From<House> for Rules {
    /// Rules that stand in no file.
    fn from(house: House) -> Self {
        Self { house, good: Vec::new() }
    }
}

impl Rules {
    /// Keeps a copy of each file as it was read, now that the start has come off. A folder that may not be written to
    /// keeps none; that stops nobody.
    pub fn keep(&self) {
        for (copy, text) in &self.good {
            if !reading::text(copy).is_ok_and(|known| known == *text) {
                // Under a name of its own first: another window may be starting too.
                let part = beside(copy, &format!("{}.part", std::process::id()));
                let _ = copy.parent().map(private_folder);
                let _ = write_whole(copy, &part, text.as_bytes());
            }
        }
    }
}

/// A site's own procedures: `procedures.toml` beside `site.toml`, `day.procedures.toml` beside `day.toml`.
fn procedures(settings: &Path) -> PathBuf {
    match settings.file_stem().and_then(|stem| stem.to_str()) {
        Some("site") | None => settings.with_file_name("procedures.toml"),
        Some(stem) => settings.with_file_name(format!("{stem}.procedures.toml")),
    }
}

/// Where the copy of a file is that was good last.
fn last(path: &Path) -> PathBuf {
    beside(path, LAST)
}

/// A file's name with an ending of its own.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(end);
    name.into()
}

#[cfg(test)]
mod tests;
