//! The guard at the door: a file is looked at before the database may touch it, and what a connection may do is listed.
//!
//! A refused file is left as it is, byte for byte. While this process has a logbook open, its file is not opened a
//! second time here: closing that second descriptor would drop the locks that the database holds on the first.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use crate::store::StoreError;
use crate::store::sqlite::io;
use crate::store::sqlite::turnstile::{beside, private};

/// Marks a file as a logbook: `QTAI`.
pub(super) const APPLICATION_ID: i32 = 0x5154_4149;

const MAGIC: &[u8] = b"SQLite format 3\0";

/// The logbooks that this process has open, one line for each handle.
static HELD: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A handle on a logbook, struck off the list when dropped.
pub(super) struct Held {
    path: PathBuf,
    file: (u64, u64),
}

impl Held {
    /// Refuses to go on where the path leads to another file by now: what is written to the open one would be lost.
    pub(super) fn in_place(&self) -> Result<(), StoreError> {
        if identity(&self.path).is_ok_and(|file| file == self.file) { Ok(()) } else { Err(StoreError::Replaced) }
    }
}

/// What tells a file from any other, without opening it.
#[cfg(unix)]
fn identity(path: &Path) -> Result<(u64, u64), StoreError> {
    use std::os::unix::fs::MetadataExt;
    let about = std::fs::metadata(path).map_err(io)?;
    Ok((about.dev(), about.ino()))
}

/// An open file cannot be removed here.
#[cfg(not(unix))]
fn identity(_: &Path) -> Result<(u64, u64), StoreError> {
    Ok((0, 0))
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = held();
        if let Some(place) = held.iter().position(|path| *path == self.path) {
            held.swap_remove(place);
        }
    }
}

fn held() -> MutexGuard<'static, Vec<PathBuf>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens an existing logbook with `open`, after looking at the file.
pub(super) fn admit<T>(
    path: &Path,
    known: i64,
    open: impl FnOnce(&Path) -> Result<T, StoreError>,
) -> Result<(T, Held), StoreError> {
    let mut held = held();
    if !held.iter().any(|open| open == path) {
        inspect(path, known)?;
    }
    let file = identity(path)?;
    let opened = open(path)?;
    held.push(path.to_owned());
    Ok((opened, Held { path: path.to_owned(), file }))
}

/// Makes a file that appears whole or not at all: `make` works under a passing name, so that neither a full disk nor a
/// power cut leaves half a file behind. What stands at the path is replaced only where it is empty.
pub(super) fn whole(path: &Path, make: impl FnOnce(&Path) -> Result<(), StoreError>) -> Result<(), StoreError> {
    match std::fs::metadata(path) {
        Ok(there) if there.len() > 0 || !there.is_file() => {
            return Err(StoreError::Other("a file exists at this path".to_owned()));
        }
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(io(error)),
        _ => {}
    }
    let part = beside(path, "-part");
    remove(&part)?;
    let made = private(&part).map(drop).and_then(|()| make(&part)).and_then(|()| {
        private(&part)?.sync_all().map_err(io)?;
        std::fs::rename(&part, path).map_err(io)?;
        // The new name, too, must survive a power cut.
        let folder = path.parent().map(File::open).transpose().map_err(io)?;
        folder.map_or(Ok(()), |folder| folder.sync_all().map_err(io))
    });
    if made.is_err() {
        let _ = remove(&part);
    }
    made
}

/// Removes what an attempt has left, its journal first, which would be taken for the next one's.
fn remove(part: &Path) -> Result<(), StoreError> {
    for left in [beside(part, "-journal"), part.to_owned()] {
        match std::fs::remove_file(left) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(io(error)),
            _ => {}
        }
    }
    Ok(())
}

/// The path that a file has, or will have, with every link followed.
///
/// # Errors
/// `Missing` where not even its folder exists.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, StoreError> {
    match path.canonicalize() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Ok(folder.canonicalize().map_err(io)?.join(path.file_name().ok_or(StoreError::Missing)?))
        }
        found => found.map_err(io),
    }
}

/// Refuses whatever is not a whole logbook of a known format; writes nothing.
fn inspect(path: &Path, known: i64) -> Result<(), StoreError> {
    let mut file = File::open(path).map_err(io)?;
    let about = file.metadata().map_err(io)?;
    if !about.is_file() {
        return Err(StoreError::Foreign);
    }
    if about.len() == 0 {
        return Err(StoreError::Empty);
    }
    let mut header = Vec::with_capacity(100);
    file.by_ref().take(100).read_to_end(&mut header).map_err(io)?;
    if !header.starts_with(MAGIC) {
        return Err(StoreError::Foreign);
    }
    if header.len() < 100 {
        return Err(StoreError::Damaged);
    }
    if number(&header, 68) != APPLICATION_ID.cast_unsigned() {
        return Err(StoreError::Foreign);
    }
    let found = i64::from(number(&header, 60).cast_signed());
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    // The page size is two bytes, where 1 stands for 65,536.
    let page = match number(&header, 16) >> 16 {
        1 => 65_536,
        size => u64::from(size),
    };
    // Pages may still stand in the log alone. The length comes last: whoever removes the log has lengthened the file.
    let logged = std::fs::metadata(beside(path, "-wal")).is_ok_and(|wal| wal.len() > 0);
    if !logged && file.metadata().map_err(io)?.len() < u64::from(number(&header, 28)) * page {
        return Err(StoreError::Damaged);
    }
    Ok(())
}

/// The big-endian number at a place of the header.
fn number(header: &[u8], place: usize) -> u32 {
    header.get(place..place + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// What a statement may do once the schema stands: read, append to the truth, write the registers.
pub(super) fn allow(context: AuthContext<'_>) -> Authorization {
    let register = |table| matches!(table, "record" | "deadline" | "rung" | "struck");
    let allowed = match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Transaction { .. }
        | AuthAction::Function { function_name: "count" | "sum" | "ifnull" } => true,
        AuthAction::Insert { table_name } => matches!(table_name, "entry" | "personal") || register(table_name),
        AuthAction::Update { table_name, .. } | AuthAction::Delete { table_name } => register(table_name),
        AuthAction::Pragma { pragma_name: "data_version" | "user_version", pragma_value } => pragma_value.is_none(),
        AuthAction::Pragma { pragma_name, .. } => pragma_name == "integrity_check",
        _ => false,
    };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}
