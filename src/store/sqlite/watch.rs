//! The files that an open logbook consists of are held to be the ones that were opened: the database writes to what it
//! has open, wherever the names lead by now, and what goes there after a file was removed, emptied or exchanged is lost.
//!
//! Looking costs microseconds: three names, and the write-ahead log against its index, frame by frame where there are new
//! ones; the first bytes of the logbook's file where it was changed, because a log that holds every page hides them. That
//! file and the index stay open for as long as the logbook is: to close them would drop the database's locks; the log
//! carries none.

use std::cell::{Cell, RefCell};
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use crate::store::StoreError;
use crate::store::sqlite::error::io;
use crate::store::sqlite::index::{Index, read_at};
use crate::store::sqlite::turnstile::{beside, patiently};
use crate::store::sqlite::{guard, sums};

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

/// What the write-ahead log looked like: nothing but a save changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Log {
    /// How many frames count in it.
    pub(super) frames: u64,
    /// As [`Main::written`].
    pub(super) written: u128,
}

/// The frames of the write-ahead log when it was looked at, and the salt of the run that they belong to.
struct Tail {
    salt: [u8; 8],
    frames: u64,
    /// The head of the last one, in which is the sum of all.
    last: [u8; 24],
    /// The page that each of them is of, as an index has them.
    pages: Vec<u8>,
}

/// The three files of an open logbook.
pub(super) struct Watch {
    paths: [PathBuf; 3],
    found: [(u64, u64); 3],
    /// The same files, for looking into them.
    main: Arc<File>,
    log: File,
    index: Arc<File>,
    page: u64,
    index_len: Cell<u64>,
    tail: RefCell<Option<Tail>>,
    /// The salts of the runs that are over: none of them comes again.
    over: RefCell<Vec<[u8; 8]>>,
    /// What the log looked like.
    log_left: Cell<Main>,
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
        let log = File::open(wal).map_err(gone)?;
        let index = guard::looked_into(path, shm, found[2])?;
        let page: i64 = conn.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        let page = u64::try_from(page).unwrap_or(4_096);
        let watch = Self {
            log_left: Cell::new(Main::of(wal)?),
            paths,
            main: guard::looked_into(path, path, found[0])?,
            found,
            log,
            index,
            page,
            index_len: Cell::new(0),
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
    /// `Replaced` where a name leads elsewhere, or bytes are gone that were written; `Linked` where a file has a second name,
    /// until it has none; `Damaged` where a frame that counts is of another run of the log.
    fn look(&self, conn: &Connection) -> Result<Main, StoreError> {
        let [db, wal, shm] = &self.paths;
        let [db, wal, shm] = [identity(db)?, identity(wal)?, identity(shm)?];
        // A part of the index that is gone kills whoever reads it: it is measured before the database does.
        let kept = shm.1.len() >= self.index_len.get();
        if [db.0, wal.0, shm.0] != self.found || !kept {
            return Err(StoreError::Replaced);
        }
        self.index_len.set(shm.1.len());
        self.frames(conn, wal.1.len())?;
        self.log_left.set(Main::from(&wal.1));
        Ok(Main::from(&db.1))
    }

    /// Looks at the first bytes of the logbook's file, which had a length before, and at its length.
    ///
    /// # Errors
    /// `Replaced` where it is no logbook any more, or shorter than it was and than it says.
    pub(super) fn is_headed(&self, before: u64) -> Result<(), StoreError> {
        let mut header = [0; 100];
        read_at(&self.main, &mut header, 0).map_err(gone)?;
        let len = self.main.metadata().map_err(io)?.len();
        let is_cut = len < before && len < guard::length(&header);
        if guard::is_marked(&header) && !is_cut { Ok(()) } else { Err(StoreError::Replaced) }
    }

    /// Holds every frame that counts against its sum: the database brings them into the file as they are.
    ///
    /// # Errors
    /// `Damaged` where one is not what was written; as [`look`](Self::look) where the index is not the log's.
    pub(super) fn is_sound(&self, conn: &Connection) -> Result<(), StoreError> {
        patiently(|| {
            self.is_indexed(conn)?;
            let page = usize::try_from(self.page).unwrap_or_default();
            let frames = self.count();
            let whole = frames == 0 || sums::hold(&self.log, page, frames).map_err(io)?;
            if whole { Ok(()) } else { Err(StoreError::Damaged) }
        })
    }

    /// Holds the index against the log alone.
    ///
    /// # Errors
    /// As [`look`](Self::look).
    pub(super) fn is_indexed(&self, conn: &Connection) -> Result<(), StoreError> {
        self.frames(conn, self.log.metadata().map_err(io)?.len())
    }

    /// As [`is_indexed`](Self::is_indexed), and that nobody has written to the log since the last look: else it is held
    /// against its sums, because a transaction that is too large for the memory writes to it before it ends.
    ///
    /// # Errors
    /// As [`is_sound`](Self::is_sound).
    pub(super) fn is_untouched(&self, conn: &Connection) -> Result<(), StoreError> {
        let now = Main::from(&self.log.metadata().map_err(io)?);
        if now == self.log_left.get() { self.frames(conn, now.len) } else { self.is_sound(conn) }
    }

    /// How many frames of the log counted at the last look.
    pub(super) fn count(&self) -> u64 {
        self.tail.borrow().as_ref().map_or(0, |tail| tail.frames)
    }

    /// What the log looked like at the last look.
    pub(super) fn log(&self) -> Log {
        Log { frames: self.count(), written: self.log_left.get().written }
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

    /// Holds the write-ahead log against its index, and both against what they were.
    fn frames(&self, conn: &Connection, len: u64) -> Result<(), StoreError> {
        let index = self.index(conn)?;
        if index.frames == 0 {
            self.over.borrow_mut().extend(self.tail.take().map(|tail| tail.salt));
            return Ok(());
        }
        let tail = self.follow(self.tail.borrow().as_ref(), index, len)?;
        let salt = tail.salt;
        let ended = self.tail.replace(Some(tail)).filter(|before| before.salt != salt);
        self.over.borrow_mut().extend(ended.map(|before| before.salt));
        Ok(())
    }

    /// The frames that an index counts, of which some may be known from before.
    fn follow(&self, before: Option<&Tail>, index: Index, len: u64) -> Result<Tail, StoreError> {
        let mut salt = [0; 8];
        self.bytes(16, &mut salt)?;
        let before = before.filter(|before| before.salt == salt);
        let (frames, mut last, known) =
            before.map_or((0, [0; 24], &[][..]), |before| (before.frames, before.last, &before.pages[..]));
        let is_over = before.is_none() && self.over.borrow().contains(&salt);
        // No run is without a salt, and the frames of one only become more.
        if is_over || salt == [0; 8] || index.salt != salt || index.frames < frames || len < self.end(index.frames) {
            return Err(StoreError::Replaced);
        }
        if frames > 0 && self.head(frames - 1)? != last {
            return Err(StoreError::Replaced);
        }
        let mut pages = Vec::new();
        for frame in frames..index.frames {
            last = self.head(frame)?;
            let ([page, _, of_run @ .., _, _], _) = last.as_chunks::<4>() else { return Err(StoreError::Replaced) };
            if of_run.as_flattened() != salt {
                return Err(StoreError::Damaged);
            }
            pages.extend(u32::from_be_bytes(*page).to_ne_bytes());
        }
        if !last.ends_with(&index.sum) || index.pages.strip_prefix(known) != Some(&pages) {
            return Err(StoreError::Replaced);
        }
        Ok(Tail { salt, frames: index.frames, last, pages: index.pages })
    }

    /// The index as it lies there; where its head is none, the database makes it anew when it reads.
    fn index(&self, conn: &Connection) -> Result<Index, StoreError> {
        let read = || Index::read(&self.index).map_err(gone);
        if let Some(index) = read()? {
            return Ok(index);
        }
        conn.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get::<_, i64>(0))?;
        read()?.ok_or(StoreError::Replaced)
    }

    /// Where so many frames end.
    const fn end(&self, frames: u64) -> u64 {
        HEADER + frames * (FRAME + self.page)
    }

    fn head(&self, frame: u64) -> Result<[u8; 24], StoreError> {
        let mut head = [0; 24];
        self.bytes(self.end(frame), &mut head).map(|()| head)
    }

    fn bytes(&self, at: u64, bytes: &mut [u8]) -> Result<(), StoreError> {
        read_at(&self.log, bytes, at).map_err(gone)
    }
}

/// That a file is not there any more, or has become too short for what was written to it.
fn gone(error: std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::UnexpectedEof => StoreError::Replaced,
        _ => io(error),
    }
}

/// The salt that a write-ahead log beside a logbook begins with; `None` where it is none.
pub(super) fn salt_of(logbook: &Path) -> Option<u64> {
    let mut bytes = [0; 8];
    read_at(&File::open(beside(logbook, "-wal")).ok()?, &mut bytes, 16).ok()?;
    Some(u64::from_be_bytes(bytes))
}

/// Whether a write-ahead log beside a logbook, open or not, begins as one and has every frame that its index counts as it
/// was written. An index of another run of the log says nothing of it, nor does what cannot be read.
pub(super) fn is_log_whole(logbook: &Path) -> bool {
    let [log, index] = ["-wal", "-shm"].map(|end| beside(logbook, end));
    let Ok(log) = File::open(log) else { return true };
    let index = identity(&index).ok().and_then(|(is, _)| guard::looked_into(logbook, &index, is).ok());
    let holds = |page, frames| sums::hold(&log, page, frames).unwrap_or(false).then_some(()).ok_or(());
    let whole = patiently(|| {
        let index = index.as_ref().and_then(|index| Index::read(index).ok().flatten());
        let mut salt = [0; 8];
        let is_another = read_at(&log, &mut salt, 16).is_ok_and(|()| index.as_ref().is_some_and(|is| is.salt != salt));
        let frames = index.filter(|_| !is_another).map_or(0, |index| index.frames);
        let len = log.metadata().map_or(0, |about| about.len());
        if frames == 0 && len <= HEADER {
            return Ok(());
        }
        holds(0, 0)?;
        let mut page = [0; 4];
        read_at(&log, &mut page, 8).map_err(drop)?;
        holds(u32::from_be_bytes(page).try_into().map_err(drop)?, frames)
    });
    whole.is_ok()
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
    if links == 1 { Ok((is, about)) } else { Err(StoreError::linked(path)) }
}
