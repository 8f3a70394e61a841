//! Opening: which adapter a logbook has is decided here and nowhere else, from its location.

use std::path::Path;

use uuid::Uuid;

use crate::desk::{Store, StoreError};
use crate::store::sqlite::SqliteStore;

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
    if location.to_str().is_some_and(|location| location.contains("://")) {
        return Err(StoreError::Elsewhere);
    }
    let store = match begin {
        Some(log) => SqliteStore::create(location, log)?,
        None => SqliteStore::open(location)?,
    };
    let migrated = store.migrated();
    Ok(Opened { store: Box::new(store), migrated })
}
