//! Opening: which adapter a logbook has is decided here and nowhere else, from its location.

use std::path::Path;

use uuid::Uuid;

use crate::desk::{Store, StoreError};
use crate::store::sqlite::{self, SqliteStore};

/// A logbook just opened.
pub struct Opened {
    pub store: Box<dyn Store>,
    /// Whether it was of an older format, and was brought to today's.
    pub migrated: bool,
    /// Whether the note of its last entry was lost, and is begun anew.
    pub unknown: bool,
}

/// Opens the logbook at a location, a file; one is begun only where its identity is given.
///
/// # Errors
/// As the adapter; `Elsewhere` where the location is no file's, such as `postgres://…`.
pub fn open(location: &Path, begin: Option<Uuid>) -> Result<Opened, StoreError> {
    elsewhere(location)?;
    match begin {
        Some(log) => SqliteStore::create(location, log),
        None => SqliteStore::open(location),
    }
    .map(opened)
}

/// Opens a logbook that lacks what was written at its path, which someone says is right so.
///
/// # Errors
/// As [`open`].
pub fn accepted(location: &Path) -> Result<Opened, StoreError> {
    elsewhere(location)?;
    SqliteStore::open_accepted(location).map(opened)
}

fn elsewhere(location: &Path) -> Result<(), StoreError> {
    let elsewhere = location.to_str().is_some_and(|location| location.contains("://"));
    if elsewhere { Err(StoreError::Elsewhere) } else { Ok(()) }
}

fn opened(store: SqliteStore) -> Opened {
    let (migrated, unknown) = (store.migrated(), store.unknown());
    Opened { store: Box::new(store), migrated, unknown }
}

/// Whether a path leads to one of the files of the logbook at a location.
pub fn is_file_of(location: &Path, path: &Path) -> bool {
    sqlite::is_file_of(location, path)
}
