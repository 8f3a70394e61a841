//! The guard at the door: a file is looked at before the database may touch it, and what a connection may do is listed.
//!
//! A refused file is left as it is, byte for byte. While this process has a logbook open, its file is not opened a
//! second time here: closing that second descriptor would drop the locks that the database holds on the first.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use crate::store::StoreError;
use crate::store::sqlite::error::io;
use crate::store::sqlite::turnstile::{beside, private, unlinked};

/// Marks a file as a logbook: `QTAI`.
pub(super) const APPLICATION_ID: i32 = 0x5154_4149;

/// What stands beside a logbook, under its name and one of these.
const SIDES: [&str; 5] = ["-wal", "-shm", "-journal", "-queue", "-write"];

const MAGIC: &[u8] = b"SQLite format 3\0";

/// What this process has open.
struct Open {
    /// The logbooks, one line for each handle.
    books: Vec<PathBuf>,
    /// Their files that are looked into beside the database, and which they are.
    files: Vec<(PathBuf, (u64, u64), Arc<File>)>,
}

static OPEN: Mutex<Open> = Mutex::new(Open { books: Vec::new(), files: Vec::new() });

/// A handle on a logbook, struck off the list when dropped.
pub(super) struct Held(PathBuf);

impl Drop for Held {
    fn drop(&mut self) {
        let mut open = open();
        if let Some(place) = open.books.iter().position(|path| *path == self.0) {
            open.books.swap_remove(place);
        }
        if !open.books.contains(&self.0) {
            open.files.retain(|(path, ..)| *path != self.0);
        }
    }
}

fn open() -> MutexGuard<'static, Open> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file of an open logbook that carries locks, itself or the index of its write-ahead log, for looking into it. It is
/// opened once, and closed when no handle on the logbook is left: to close it drops the database's locks.
pub(super) fn looked_into(logbook: &Path, path: &Path, is: (u64, u64)) -> Result<Arc<File>, StoreError> {
    let mut open = open();
    if let Some((_, _, file)) = open.files.iter().find(|(of, found, _)| (&**of, *found) == (logbook, is)) {
        return Ok(Arc::clone(file));
    }
    let file = Arc::new(File::open(path).map_err(io)?);
    open.files.push((logbook.to_owned(), is, Arc::clone(&file)));
    Ok(file)
}

/// Whether this process has a logbook open.
pub(super) fn is_held(path: &Path) -> bool {
    open().books.iter().any(|open| open == path)
}

/// Opens an existing logbook with `open`, after looking at the file.
pub(super) fn admit<T>(
    path: &Path,
    known: i64,
    open: impl FnOnce(&Path) -> Result<T, StoreError>,
) -> Result<(T, Held), StoreError> {
    let mut held = self::open();
    if !held.books.iter().any(|open| open == path) {
        // Whoever leaves last may make it shorter meanwhile: what it said of its length before counts no more.
        inspect(path, known).or_else(|_| inspect(path, known)).or_else(|_| inspect(path, known))?;
    }
    let opened = open(path)?;
    held.books.push(path.to_owned());
    Ok((opened, Held(path.to_owned())))
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

/// Gives a whole copy the first free name of a stem beside the logbook; nothing that has a name loses it.
pub(super) fn put_aside(path: &Path, part: &Path, stem: &str) -> Result<(), StoreError> {
    let names = (1..).map(|n: u32| if n == 1 { stem.to_owned() } else { format!("{stem}-{n}") });
    for name in names.map(|name| beside(path, &name)) {
        match name.symlink_metadata() {
            // An attempt that was cut short has left the same copy.
            Ok(about) if about.is_file() && same(part, &name).unwrap_or(false) => {
                std::fs::remove_file(part).map_err(io)?;
                break;
            }
            Ok(_) => {}
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
            Err(_) => {
                std::fs::rename(part, name).map_err(io)?;
                break;
            }
        }
    }
    // The new name, too, must survive a power cut before anything else is done.
    let folder = path.parent().map(File::open).transpose().map_err(io)?;
    folder.map_or(Ok(()), |folder| folder.sync_all().map_err(io))
}

/// Keeps a copy of the write-ahead log beside the logbook, before what cannot be read of it goes.
pub(super) fn keep_log(path: &Path) -> Result<(), StoreError> {
    let part = beside(path, ".wal-part");
    remove(&part)?;
    let mut log = unlinked().read(true).open(beside(path, "-wal")).map_err(io)?;
    let mut copy = private(&part)?;
    std::io::copy(&mut log, &mut copy).and_then(|_| copy.sync_all()).map_err(io)?;
    put_aside(path, &part, ".wal")
}

/// Whether two plain files hold the same.
fn same(one: &Path, other: &Path) -> std::io::Result<bool> {
    let [mut one, mut other] = [File::open(one)?, File::open(other)?];
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (Vec::new(), Vec::new());
    loop {
        a.clear();
        b.clear();
        let read = (&mut one).take(1 << 20).read_to_end(&mut a)? + (&mut other).take(1 << 20).read_to_end(&mut b)?;
        if read == 0 || a != b {
            return Ok(a == b);
        }
    }
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
    are_files(path)?;
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
    // By what reads and writes it: a journal, or a log.
    if header.get(18..20).is_none_or(|by| by.iter().any(|by| !matches!(by, 1 | 2))) {
        return Err(StoreError::Damaged);
    }
    // A logbook is written through its log alone: a journal beside it is none of ours.
    let journal = beside(path, "-journal");
    if header.get(18) == Some(&2) && std::fs::metadata(&journal).is_ok_and(|about| about.len() > 0) {
        return Err(StoreError::unfinished(&journal));
    }
    let found = i64::from(number(&header, 60).cast_signed());
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if found < 0 {
        return Err(StoreError::Damaged);
    }
    // Pages may still stand in the log alone. The length comes last: whoever removes the log has lengthened the file.
    let logged = std::fs::metadata(beside(path, "-wal")).is_ok_and(|wal| wal.len() > 0);
    if !logged && file.metadata().map_err(io)?.len() < length(&header) {
        return Err(StoreError::Damaged);
    }
    Ok(())
}

/// Whether a file that begins so is a logbook.
pub(super) fn is_marked(header: &[u8]) -> bool {
    header.starts_with(MAGIC) && number(header, 68) == APPLICATION_ID.cast_unsigned()
}

/// How long a file is by what its header says, in bytes.
pub(super) fn length(header: &[u8]) -> u64 {
    // The page size is two bytes, where 1 stands for 65,536.
    let page = match number(header, 16) >> 16 {
        1 => 65_536,
        size => u64::from(size),
    };
    u64::from(number(header, 28)) * page
}

/// Refuses what is no file, or has a second name, or beside which something else stands than a file of the database's
/// own: a pipe would wait for whoever writes to it, two names have two write-ahead logs, and through a link anyone's file
/// would be written to.
pub(super) fn are_files(path: &Path) -> Result<(), StoreError> {
    if !std::fs::metadata(path).map_err(io)?.is_file() {
        return Err(StoreError::Foreign);
    }
    are_own(path)
}

/// The same of what stands beside a logbook, be it there or not.
pub(super) fn are_own(path: &Path) -> Result<(), StoreError> {
    for file in std::iter::once(path.to_owned()).chain(SIDES.iter().map(|side| beside(path, side))) {
        match file.symlink_metadata() {
            Ok(about) if about.is_symlink() || about.is_file() && links(&about) > 1 => {
                return Err(StoreError::linked(&file));
            }
            Ok(about) if !about.is_file() => return Err(StoreError::in_the_way(&file)),
            _ => {}
        }
    }
    Ok(())
}

/// Refuses the name of a file that stands beside a logbook: a logbook so called would be taken for the other's.
pub(super) fn is_no_side(path: &Path) -> Result<(), StoreError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if SIDES.iter().any(|side| name.ends_with(side)) { Err(StoreError::Foreign) } else { Ok(()) }
}

/// Whether a path leads to one of the files of a logbook.
pub fn is_file_of(logbook: &Path, path: &Path) -> bool {
    let Ok(logbook) = resolve(logbook) else { return false };
    let files = SIDES.iter().map(|side| beside(&logbook, side)).chain([logbook.clone()]);
    files.into_iter().any(|file| same_file(&file, path))
}

#[cfg(unix)]
fn same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let is = |path: &Path| path.metadata().map(|about| (about.dev(), about.ino())).ok();
    is(one).is_some_and(|one| is(other) == Some(one))
}

#[cfg(not(unix))]
fn same_file(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

#[cfg(unix)]
fn links(about: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(about)
}

#[cfg(not(unix))]
fn links(_: &std::fs::Metadata) -> u64 {
    1
}

/// Whether no more files can be opened, by this process or on this machine.
#[cfg(unix)]
pub(super) fn is_exhausted(error: &std::io::Error) -> bool {
    use rustix::io::Errno;
    let codes = [Errno::MFILE, Errno::NFILE].map(Errno::raw_os_error);
    error.raw_os_error().is_some_and(|code| codes.contains(&code))
}

#[cfg(not(unix))]
pub(super) fn is_exhausted(_: &std::io::Error) -> bool {
    false
}

/// The cause of an error by which the database says no more than that it cannot open a file.
#[cfg(unix)]
pub(super) fn cause(path: &Path, error: StoreError) -> StoreError {
    if error != StoreError::Denied {
        return error;
    }
    // As many as an opening takes, all at once.
    let probes: std::io::Result<Vec<File>> = (0..8).map(|_| File::open("/dev/null")).collect();
    if probes.is_err_and(|error| is_exhausted(&error)) {
        return StoreError::Exhausted;
    }
    let full = |disk: rustix::fs::StatVfs| disk.f_bavail == 0 || disk.f_files > 0 && disk.f_favail == 0;
    if rustix::fs::statvfs(path).is_ok_and(full) { StoreError::Full } else { barred(path).unwrap_or(error) }
}

/// Which of the logbook's files, or whether its folder, is kept from us.
#[cfg(unix)]
fn barred(path: &Path) -> Option<StoreError> {
    let files = SIDES.iter().map(|side| beside(path, side)).chain([path.to_owned()]);
    let (file, whose) = crate::owner::barring(files.chain(path.parent().map(Path::to_owned)))?;
    Some(StoreError::barred(Path::new(file.file_name()?), whose))
}

/// Keeps others from reading the files of a logbook: earlier programs left that to the system.
pub(super) fn tighten(path: &Path) {
    #[cfg(unix)]
    for file in SIDES.iter().map(|side| beside(path, side)).chain([path.to_owned()]) {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        // Where they are another's, that is for them to do.
        let _ = std::fs::set_permissions(file, mode);
    }
    #[cfg(not(unix))]
    let _ = path;
}

#[cfg(not(unix))]
pub(super) fn cause(_: &Path, error: StoreError) -> StoreError {
    error
}

/// The big-endian number at a place of the header.
fn number(header: &[u8], place: usize) -> u32 {
    header.get(place..place + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// What a statement may do once the schema stands: read, append to the truth, write the registers.
pub(super) fn allow(context: AuthContext<'_>) -> Authorization {
    let register = |table| matches!(table, "record" | "deadline" | "rung" | "struck" | "named");
    let allowed = match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Transaction { .. }
        | AuthAction::Function { function_name: "count" | "sum" | "ifnull" } => true,
        AuthAction::Insert { table_name } => matches!(table_name, "entry" | "personal") || register(table_name),
        AuthAction::Update { table_name, .. } | AuthAction::Delete { table_name } => register(table_name),
        AuthAction::Pragma {
            pragma_name: "data_version" | "user_version" | "application_id" | "page_size",
            pragma_value,
        } => pragma_value.is_none(),
        AuthAction::Pragma { pragma_name: "wal_checkpoint", pragma_value } => {
            matches!(pragma_value, Some("NOOP" | "PASSIVE"))
        }
        AuthAction::Pragma { pragma_name, .. } => {
            matches!(pragma_name, "integrity_check" | "quick_check" | "shrink_memory")
        }
        _ => false,
    };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}
