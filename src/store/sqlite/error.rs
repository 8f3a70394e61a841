//! What the errors of files and of the database are called at the port.

use rusqlite::{ErrorCode, ffi};

use crate::store::StoreError;
use crate::store::sqlite::guard;

/// The port's word for a file error; never a path.
pub(super) fn io(error: std::io::Error) -> StoreError {
    if guard::is_exhausted(&error) {
        return StoreError::Exhausted;
    }
    match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::Missing,
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => StoreError::Denied,
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded | std::io::ErrorKind::FileTooLarge => {
            StoreError::Full
        }
        kind => StoreError::Other(kind.to_string()),
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, text) = error else {
            // Their texts may quote values.
            return Self::Other("a statement or a column is not as it should be".to_owned());
        };
        match (failure.code, failure.extended_code) {
            // The index of the write-ahead log is made by giving it a length.
            (ErrorCode::DiskFull, _)
            | (
                ErrorCode::SystemIoFailure,
                ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_SHMOPEN,
            ) => Self::Full,
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Held,
            (ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied, _) => Self::Denied,
            // Of the write-ahead log a part is gone.
            (ErrorCode::DatabaseCorrupt, _) | (ErrorCode::SystemIoFailure, ffi::SQLITE_IOERR_SHORT_READ) => {
                Self::Damaged
            }
            (ErrorCode::NotADatabase, _) => Self::Foreign,
            // By its header.
            _ if text.as_deref() == Some("unsupported file format") => Self::Foreign,
            _ => Self::Other(text.unwrap_or_else(|| failure.to_string())),
        }
    }
}
