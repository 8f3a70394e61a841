//! Opening: which adapter a logbook has is decided here and nowhere else, from its location.

use std::path::Path;

use uuid::Uuid;

use crate::app::Notice;
use crate::desk::{Remains, Store, StoreError};
use crate::store::sqlite::{self, Note, SqliteReader, SqliteRemains, SqliteStore};

/// What a logbook is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To be read: no byte of it and of what stands beside it changes.
    Read,
    /// To be read as it is, though it may lack what was written at its path: a check says so.
    Check,
    Write,
    /// To be written, though it lacks what was written at its path, which someone says is right so.
    Accepted,
    /// To be begun, with this identity.
    Begin(Uuid),
}

/// A logbook just opened.
pub struct Opened {
    pub store: Box<dyn Store>,
    /// Whether it was of an older format, and was brought to today's.
    pub migrated: bool,
    /// What became of the note of its last entry.
    pub note: Note,
    /// Whether its tables are not laid out as they were made.
    pub altered: bool,
}

impl Opened {
    /// What is to be said of it.
    pub fn told(&self) -> Option<Notice> {
        match self.note {
            _ if self.migrated => Some(Notice::Migrated),
            Note::Begun => Some(Notice::Unknown),
            Note::Unkept => Some(Notice::Unnoted),
            Note::Kept => None,
        }
    }
}

/// Opens the logbook at a location, a file; one is begun only where its identity is given.
///
/// # Errors
/// As the adapter; `Elsewhere` where the location is no file's, such as `postgres://…`.
pub fn open(location: &Path, begin: Option<Uuid>) -> Result<Opened, StoreError> {
    access(location, begin.map_or(Access::Write, Access::Begin))
}

/// As [`open`], for what is to be done with it.
///
/// # Errors
/// As [`open`]; `Older` where a logbook to be read would have to be brought up first.
pub fn access(location: &Path, access: Access) -> Result<Opened, StoreError> {
    if location.to_str().is_some_and(|location| location.contains("://")) {
        return Err(StoreError::Elsewhere);
    }
    let store = match access {
        Access::Read => {
            let store = SqliteReader::open(location)?;
            let altered = store.is_altered();
            return Ok(Opened { store: Box::new(store), migrated: false, note: Note::Kept, altered });
        }
        Access::Begin(log) => SqliteStore::create(location, log)?,
        Access::Check => {
            let store = Box::new(SqliteReader::open_to_check(location)?);
            return Ok(Opened { store, migrated: false, note: Note::Kept, altered: false });
        }
        Access::Accepted => SqliteStore::open_accepted(location)?,
        Access::Write => SqliteStore::open(location)?,
    };
    let (migrated, note, altered) = (store.migrated(), store.note(), store.is_altered());
    Ok(Opened { store: Box::new(store), migrated, note, altered })
}

/// Looks, before anything is made, whether a logbook may be begun at a location.
///
/// # Errors
/// As the adapter, where something of another is left there.
pub fn is_free(location: &Path) -> Result<(), StoreError> {
    SqliteStore::is_free(location)
}

/// What is left of a damaged logbook, which nobody in this process has open.
///
/// # Errors
/// As the adapter.
pub fn remains(location: &Path) -> Result<Box<dyn Remains>, StoreError> {
    Ok(Box::new(SqliteRemains::open(location)?))
}

/// Whether a path leads to one of the files of the logbook at a location.
pub fn is_file_of(location: &Path, path: &Path) -> bool {
    sqlite::is_file_of(location, path)
}

/// Whether the pages of a logbook or its last entries are damaged, by a handle of its own. What cannot be looked at for
/// another reason is told by whoever works with it.
pub fn is_flawed(location: &Path) -> bool {
    let looked = SqliteReader::open_to_check(location).and_then(|reader| reader.check_recent());
    matches!(looked, Err(StoreError::Damaged | StoreError::Foreign))
}
