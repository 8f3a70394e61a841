//! How every connection is opened: what was committed is on the disk, and nothing is trusted that a file says of itself.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::store::StoreError;
use crate::store::sqlite::holding::checkpoints_on_close;

/// The oldest SQLite that several processes may write with: those before it could lose the write-ahead log.
const SOUND: i32 = 3_051_003;

const PROFILE: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA recursive_triggers = ON;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;
    PRAGMA journal_size_limit = 16777216;
    PRAGMA wal_autocheckpoint = 0;
";

/// Opens a connection with the profile that every one has; the file must exist.
#[allow(clippy::disallowed_methods)]
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < SOUND {
        return Err(StoreError::Other("this SQLite is too old".to_owned()));
    }
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // The database would make do with reading, and make a log that nobody may write.
    if conn.is_readonly(rusqlite::MAIN_DB)? {
        return Err(StoreError::Denied);
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // A plan holds for every value: else a statement is prepared anew each time that values are bound to it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Not before it is known whose log it is.
    checkpoints_on_close(&conn, false)?;
    conn.execute_batch(PROFILE)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

/// Has it write ahead.
pub(super) fn write_ahead(conn: &Connection) -> Result<(), StoreError> {
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode == "wal" { Ok(()) } else { Err(StoreError::Other("no write-ahead log on this file system".to_owned())) }
}
