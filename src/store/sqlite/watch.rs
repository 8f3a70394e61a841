//! The files that an open logbook consists of are held to be the ones that were opened: the database writes to what it
//! has open, wherever the names lead by now, and what goes there after a file was removed, emptied or exchanged is lost.
//!
//! Looking costs microseconds: three names, the length of the write-ahead log against the frames that the database
//! counts in it, and the last of those frames against what it was. Neither the logbook's file nor its index is opened for
//! it, which would drop the database's locks when it is closed again; the log carries none.

use std::cell::{Cell, RefCell};
use std::fs::{File, Metadata};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::store::StoreError;
use crate::store::sqlite::error::io;
use crate::store::sqlite::sums;
use crate::store::sqlite::turnstile::{beside, patiently};

/// The bytes before the first frame of a write-ahead log, and before each page in it
/// (<https://www.sqlite.org/fileformat.html#the_write_ahead_log>).
const HEADER: u64 = 32;
const FRAME: u64 = 24;

/// What the logbook's own file looked like: nothing but a checkpoint changes it while anyone has it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Main {
    pub(super) len: u64,
    /// When it was last changed, in nanoseconds since 1970; where the system tells, by a time that no copy brings along.
    pub(super) written: u128,
}

impl Main {
    /// What a file looks like now, without opening it.
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        std::fs::symlink_metadata(path).map_err(io).map(|about| Self::from(&about))
    }

    fn from(about: &Metadata) -> Self {
        #[cfg(unix)]
        let since = {
            use std::os::unix::fs::MetadataExt;
            let part = |n: i64| u64::try_from(n).unwrap_or_default();
            Duration::from_secs(part(about.ctime())) + Duration::from_nanos(part(about.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let since =
            about.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
        Self { len: about.len(), written: since.as_nanos() }
    }
}

/// The last frame of the write-ahead log when it was looked at, and the salt of the run of frames that it belongs to.
struct Tail {
    salt: [u8; 8],
    frames: u64,
    last: Vec<u8>,
}

/// The three files of an open logbook.
pub(super) struct Watch {
    paths: [PathBuf; 3],
    found: [(u64, u64); 3],
    /// The same write-ahead log, for looking into it.
    log: File,
    page: u64,
    index: Cell<u64>,
    tail: RefCell<Option<Tail>>,
    /// The salts of the runs that are over: none of them comes again.
    over: RefCell<Vec<[u8; 8]>>,
}

impl Watch {
    /// Watches the files of a logbook that a connection is on.
    ///
    /// # Errors
    /// `Replaced` where one of them is gone already.
    pub(super) fn begin(path: &Path, conn: &Connection) -> Result<Self, StoreError> {
        // The log and its index are there from the first reading on.
        conn.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))?;
        let paths = [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")];
        let [db, wal, shm] = &paths;
        let found = [identity(db)?.0, identity(wal)?.0, identity(shm)?.0];
        let log = File::open(wal).map_err(|_| StoreError::Replaced)?;
        let page: i64 = conn.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        let page = u64::try_from(page).unwrap_or(4_096);
        let watch = Self {
            paths,
            found,
            log,
            page,
            index: Cell::new(0),
            tail: RefCell::new(None),
            over: RefCell::new(Vec::new()),
        };
        watch.look_now(conn).map(|_| watch)
    }

    /// As [`look`](Self::look), while others may write, who need not be this program: between two glances a log may have
    /// begun a new run, and a new run is announced only when its first frames are safe.
    pub(super) fn look_now(&self, conn: &Connection) -> Result<Main, StoreError> {
        patiently(|| self.look(conn))
    }

    /// Looks at all three; gives what the logbook's own file looks like.
    ///
    /// # Errors
    /// `Replaced` where a name leads elsewhere, a file has a second name, or bytes are gone that were written.
    fn look(&self, conn: &Connection) -> Result<Main, StoreError> {
        let [db, wal, shm] = &self.paths;
        let [db, wal, shm] = [identity(db)?, identity(wal)?, identity(shm)?];
        // A part of the index that is gone kills whoever reads it: it is measured before the database does.
        let kept = shm.1.len() >= self.index.get();
        if [db.0, wal.0, shm.0] != self.found || !kept {
            return Err(StoreError::Replaced);
        }
        self.index.set(shm.1.len());
        self.frames(conn, wal.1.len())?;
        Ok(Main::from(&db.1))
    }

    /// Holds every frame that counts against its sum: the database brings them into the file as they are.
    ///
    /// # Errors
    /// `Damaged` where one is not what was written.
    pub(super) fn is_sound(&self, conn: &Connection) -> Result<(), StoreError> {
        patiently(|| {
            let frames = count(conn)?.ok_or(StoreError::Held)?;
            let page = usize::try_from(self.page).unwrap_or_default();
            let whole = frames == 0 || sums::hold(&self.log, page, frames).map_err(io)?;
            if whole { Ok(()) } else { Err(StoreError::Damaged) }
        })
    }

    /// The logbook's file.
    pub(super) fn path(&self) -> &Path {
        let [db, ..] = &self.paths;
        db
    }

    /// The salt of the log's run, where it has any frames.
    pub(super) fn salt(&self) -> Option<u64> {
        self.tail.borrow().as_ref().map(|tail| u64::from_be_bytes(tail.salt))
    }

    /// Whether the log has no name any more, and nobody can write by another one: what is in it can be saved.
    pub(super) fn is_log_gone(&self) -> bool {
        let [db, wal, shm] = &self.paths;
        let ours = |path: &Path, found| identity(path).is_ok_and(|(is, _)| is == found);
        let [of_db, _, of_shm] = self.found;
        let gone =
            |path: &Path| path.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
        ours(db, of_db) && gone(wal) && (ours(shm, of_shm) || gone(shm))
    }

    /// Holds the write-ahead log against the frames that the database counts in it.
    fn frames(&self, conn: &Connection, len: u64) -> Result<(), StoreError> {
        let Some(frames) = count(conn)? else { return Ok(()) };
        if frames == 0 {
            self.over.borrow_mut().extend(self.tail.take().map(|tail| tail.salt));
            return Ok(());
        }
        let before = self.tail.borrow();
        let size = FRAME + self.page;
        if len < HEADER + frames * size {
            return Err(StoreError::Replaced);
        }
        let salt = self.bytes(16, 8)?;
        let last = self.bytes(HEADER + (frames - 1) * size, size)?;
        let same_run = before.as_ref().filter(|before| before.salt[..] == salt[..]);
        let kept = match same_run {
            // The frames of a run only become more, and none of them changes.
            Some(before) if before.frames < frames => {
                self.bytes(HEADER + (before.frames - 1) * size, size)? == before.last
            }
            Some(before) => before.frames == frames && before.last == last,
            None => !self.over.borrow().iter().any(|over| over[..] == salt[..]),
        };
        // Each frame carries the salt of its run, which no run is without.
        let belongs = last.get(8..16) == Some(&salt[..]) && salt.iter().any(|byte| *byte != 0);
        if !kept || !belongs {
            return Err(StoreError::Replaced);
        }
        let ended = same_run.is_none();
        drop(before);
        let salt = salt.try_into().map_err(|_| StoreError::Replaced)?;
        let before = self.tail.replace(Some(Tail { salt, frames, last }));
        self.over.borrow_mut().extend(before.filter(|_| ended).map(|tail| tail.salt));
        Ok(())
    }

    fn bytes(&self, at: u64, len: u64) -> Result<Vec<u8>, StoreError> {
        let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
        let mut log = &self.log;
        let read = log.seek(SeekFrom::Start(at)).and_then(|_| log.take(len).read_to_end(&mut bytes)).map_err(io)?;
        if u64::try_from(read) == Ok(len) { Ok(bytes) } else { Err(StoreError::Replaced) }
    }
}

/// The salt that a write-ahead log beside a logbook begins with; `None` where it is none.
pub(super) fn salt_of(logbook: &Path) -> Option<u64> {
    let mut bytes = [0; 8];
    let mut log = File::open(beside(logbook, "-wal")).ok()?;
    log.seek(SeekFrom::Start(16)).and_then(|_| log.read_exact(&mut bytes)).ok()?;
    Some(u64::from_be_bytes(bytes))
}

/// How many frames of the write-ahead log count, by the index; `None` while another is writing that down.
pub(super) fn count(conn: &Connection) -> Result<Option<u64>, StoreError> {
    let mut statement = conn.prepare_cached("PRAGMA wal_checkpoint(NOOP)")?;
    let frames: i64 = statement.query_row([], |row| row.get(1))?;
    Ok(u64::try_from(frames).ok())
}

/// What tells a file from any other, without opening it, and what else its name says; a second name is refused.
fn identity(path: &Path) -> Result<((u64, u64), Metadata), StoreError> {
    let about = std::fs::symlink_metadata(path).map_err(|_| StoreError::Replaced)?;
    #[cfg(unix)]
    let (is, links) = {
        use std::os::unix::fs::MetadataExt;
        ((about.dev(), about.ino()), about.nlink())
    };
    // An open file cannot be removed here.
    #[cfg(not(unix))]
    let (is, links) = ((0, 0), 1);
    if links == 1 { Ok((is, about)) } else { Err(StoreError::Replaced) }
}
