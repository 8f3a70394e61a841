//! Opening: which adapter a logbook has is decided here and nowhere else, from its location.

use std::path::Path;

use uuid::Uuid;

use crate::desk::{Store, StoreError};
use crate::store::sqlite::{SqliteReader, SqliteStore};

/// What a logbook is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To be read: no byte of it and of what stands beside it changes.
    Read,
    Write,
    /// To be begun, with this identity.
    Begin(Uuid),
}

/// A logbook just opened.
pub struct Opened {
    pub store: Box<dyn Store>,
    /// Whether it was of an older format, and was brought to today's.
    pub migrated: bool,
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
            return Ok(Opened { store: Box::new(SqliteReader::open(location)?), migrated: false });
        }
        Access::Begin(log) => SqliteStore::create(location, log)?,
        Access::Write => SqliteStore::open(location)?,
    };
    let migrated = store.migrated();
    Ok(Opened { store: Box::new(store), migrated })
}
