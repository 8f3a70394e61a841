//! The logbook in one SQLite file: the adapter behind the port, and the only folder that names the database.
//!
//! # Locking
//! Whoever writes passes the turnstile (`<file>-queue`, `<file>-write`), then begins its transaction as a writer; it
//! never turns a reader into one. `<file>-write` names the process that wrote last. Reading waits for nobody.
//!
//! # Compatibility
//! `application_id` says `QTAI`, `user_version` is the format. An older file is copied to `<file>.v<N>` and brought up,
//! its registers folded anew; a newer one is refused untouched. A kind or version of entry that this program does not
//! know stops what needs it and names its `seq`.
//!
//! # Durability
//! Write-ahead log with `synchronous=FULL`: what `transact` has returned from survives a power cut. Entries and personal
//! parts are only ever inserted: triggers refuse the rest, `recursive_triggers` keeps `INSERT OR REPLACE` from walking
//! past them, and the authorizer keeps a statement from removing either.
//!
//! # Reading alone
//! What only reads opens the file by [`SqliteReader`], which changes no byte and makes no file, also on a disk that
//! cannot be written.
//!
//! # Files
//! `<file>`, `<file>-wal` and `<file>-shm` (the database's), `<file>-queue`, `<file>-write`, `known/<file>.head`: mode
//! 0600, on one local file system, none of them a link. A copy of `<file>` alone is no backup. A process that has a
//! logbook open must not open `<file>` or `<file>-shm` in any other way, not even to read it: closing it again would drop
//! the database's locks. For looking into `-shm` it is opened once, and closed after the last handle (`guard`).
//!
//! # Whose files they are
//! Before each transaction, after its commit and before every answer the files are held to be those that were opened
//! (`watch`); what is not so is `Replaced`, and nothing is acknowledged until it is opened again. A file that another
//! program touched, or brought the log into, is read whole to tell it from an older one, without the turn to write, and
//! what it looks like then is noted for all others (`holding`). At the opening the logbook is held against the last entry
//! that was acknowledged at its path (`known`, `admission`). Until it is admitted, and from when its files are not ours,
//! nothing goes from the write-ahead log into the file.

mod admission;
mod connection;
mod error;
mod guard;
mod holding;
mod index;
mod known;
mod read;
mod reader;
mod remains;
mod schema;
mod statement;
mod sums;
#[cfg(test)]
mod tests;
mod turnstile;
mod watch;
mod write;

pub use guard::is_file_of;
pub use known::Note;
pub use reader::SqliteReader;
pub use remains::SqliteRemains;

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::path::Path;

use rusqlite::hooks::{AuthContext, Authorization};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use uuid::Uuid;

use crate::domain::entry::{Head, Seq};
use crate::store::sqlite::connection::{connect, write_ahead};
use crate::store::sqlite::holding::checkpoints_on_close;
use crate::store::{Answer, Inspect, Mark, Question, Read, Store, StoreError, Work, registers};

/// Where the number of a log stands in an entry's key, above its place in the log.
const LOG: u32 = 40;

/// A logbook in an SQLite file.
pub struct SqliteStore {
    // Dropped in this order: the file is struck off the list of open ones only after it is closed.
    book: Book,
    turnstile: turnstile::Turnstile,
    format: i64,
    watch: watch::Watch,
    known: known::Place,
    memory: holding::Memory,
    _held: guard::Held,
    migrated: bool,
    note: Note,
}

/// The connection and the logbook's identity: all that reading and appending need.
struct Book {
    conn: Connection,
    log: Uuid,
    number: i64,
    /// The last entry that the transaction under way has appended, and the post that it names.
    appended: RefCell<Option<(Head, String)>>,
    /// The key up to which the registers are known to have every record; 0 where anyone else may have changed them.
    kept: Cell<i64>,
}

impl Book {
    /// The first logbook of a file.
    fn of(conn: Connection) -> Result<Self, StoreError> {
        let log = conn
            .query_row("SELECT log FROM logbook WHERE rowid >= 0 ORDER BY rowid LIMIT 1", [], |row| row.get(0))
            .optional()?;
        Ok(Self::on(conn, Uuid::from_bytes(log.ok_or(StoreError::Damaged)?)))
    }

    const fn on(conn: Connection, log: Uuid) -> Self {
        Self { conn, log, number: 0, appended: RefCell::new(None), kept: Cell::new(0) }
    }

    /// The key of an entry of the own log.
    const fn id(&self, seq: Seq) -> i64 {
        self.number << LOG | seq.cast_signed()
    }

    /// The place of a key of the own log; none has the greatest number.
    const fn place(&self, id: i64) -> Seq {
        if id >> LOG == self.number { place(id) } else { Seq::MAX }
    }

    /// The first and the last key of the own log.
    const fn own(&self) -> [i64; 2] {
        [self.number << LOG, ((self.number + 1) << LOG) - 1]
    }
}

/// The place of an entry in its log, by its key.
const fn place(id: i64) -> Seq {
    (id & ((1 << LOG) - 1)).cast_unsigned()
}

impl SqliteStore {
    /// Begins a logbook of identity `log` in a new file, or in an empty one.
    ///
    /// # Errors
    /// Where the path holds anything already, or what is left of a logbook, or the storage fails.
    pub fn create(path: &Path, log: Uuid) -> Result<Self, StoreError> {
        Self::is_free(path)?;
        let path = guard::resolve(path)?;
        let turnstile = turnstile::Turnstile::beside(&path)?;
        let turn = turnstile.enter()?;
        guard::whole(&path, |part| {
            let conn = connect(part)?;
            schema::migrate(&conn, part, schema::STEPS, || Ok(()))?;
            conn.execute("INSERT INTO logbook (n, log) VALUES (0, ?1)", [log.as_bytes()])?;
            conn.close().map_err(|(_, error)| error.into())
        })?;
        admission::begun(&path);
        drop(turn);
        Self::open(&path)
    }

    /// Looks, before anything is made, whether a logbook may be begun at a path at which there is none.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn is_free(path: &Path) -> Result<(), StoreError> {
        match guard::resolve(path) {
            // A folder that is not there holds nothing.
            Err(StoreError::Missing) => Ok(()),
            path => path.and_then(|path| guard::is_no_side(&path).and_then(|()| admission::is_free(&path))),
        }
    }

    /// Opens the logbook at a path.
    ///
    /// # Errors
    /// `Missing`, `Empty`, `Foreign`, `Damaged` or `Newer` where it is no whole logbook of a known format, which leaves
    /// it untouched; else where the storage fails.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_as(path, schema::STEPS, false)
    }

    /// Opens a logbook that lacks what was written at its path, which someone says is right so. Until an entry is
    /// written, any other opening is refused as before.
    ///
    /// # Errors
    /// As [`open`](Self::open), but for `Behind`.
    pub fn open_accepted(path: &Path) -> Result<Self, StoreError> {
        Self::open_as(path, schema::STEPS, true)
    }

    #[cfg(test)]
    fn open_with(path: &Path, steps: &[&str]) -> Result<Self, StoreError> {
        Self::open_as(path, steps, false)
    }

    fn open_as(path: &Path, steps: &[&str], accepted: bool) -> Result<Self, StoreError> {
        let mut migrated = false;
        let opened = Self::admit(path, steps, accepted, &mut migrated);
        opened.map_err(|error| if migrated { StoreError::Raised } else { error })
    }

    fn admit(asked: &Path, steps: &[&str], accepted: bool, migrated: &mut bool) -> Result<Self, StoreError> {
        let path = guard::resolve(asked)?;
        guard::is_no_side(&path)?;
        let format = schema::format(steps);
        let admission = admission::Admission::of(&path, asked, accepted)?;
        admission.is_uncut(asked)?;
        let told = |error| guard::cause(&path, admission.told(error));
        let (conn, held) = guard::admit(&path, format, connect).map_err(told)?;
        // Nothing of a log that may not be its own goes into the file.
        checkpoints_on_close(&conn, !admission.is_logged())?;
        let turnstile = turnstile::Turnstile::beside(&path).map_err(told)?;
        let found = schema::check(&conn, format).map_err(told)?;
        if found == 0 {
            return Err(told(StoreError::Damaged));
        }
        let mut book = Book::of(conn).map_err(told)?;
        // What may not be the logbook that was here is not brought up either.
        let waived = admission.admit(&book, &turnstile)?;
        if found < format {
            write_ahead(&book.conn)?;
            let _turn = turnstile.enter()?;
            *migrated = schema::migrate(&book.conn, &path, steps, || registers::refold(&book))?;
        }
        write_ahead(&book.conn).map_err(told)?;
        let watch = watch::Watch::begin(&path, &book.conn).map_err(told)?;
        watch.is_headed(0).and_then(|()| watch.is_sound(&book.conn)).map_err(told)?;
        let (known, note) = admission.settle(&book, &turnstile, found)?;
        checkpoints_on_close(&book.conn, true)?;
        book.conn.authorizer(Some(guard::allow))?;
        let memory = holding::Memory::begin(&book, watch.look_now(&book.conn)?, waived, (&known, note))?;
        let migrated = *migrated;
        Ok(Self { book, turnstile, format, watch, known, memory, _held: held, migrated, note })
    }

    /// Whether the file was of an older format when it was opened, and its registers were folded anew.
    pub const fn migrated(&self) -> bool {
        self.migrated
    }

    /// What became of the note of its last entry, which is kept outside the file, when it was opened.
    pub const fn note(&self) -> Note {
        self.note
    }

    /// Whether its tables, indexes or triggers are not those that it was made with.
    pub fn is_altered(&self) -> bool {
        !schema::is_ours(&self.book.conn).unwrap_or(false)
    }

    /// Whether that was lost and is begun anew.
    pub fn unknown(&self) -> bool {
        self.note == Note::Begun
    }

    /// The same file, opened on another of its logs, which is begun where it is not there.
    pub fn on_log(mut self, log: Uuid) -> Result<Self, StoreError> {
        let conn = &mut self.book.conn;
        let begin = "INSERT INTO logbook (n, log) SELECT n + 1, ?1 FROM logbook \
                     WHERE NOT EXISTS (SELECT 1 FROM logbook WHERE log = ?1) ORDER BY n DESC LIMIT 1";
        conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
        conn.execute(begin, [log.as_bytes()])?;
        self.book.number =
            conn.query_row("SELECT n FROM logbook WHERE log = ?1", [log.as_bytes()], |row| row.get(0))?;
        conn.authorizer(Some(guard::allow))?;
        self.book.log = log;
        Ok(self)
    }
}

impl Book {
    /// As `ask`, all from one moment.
    fn at_once(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
        match questions {
            // One statement is a moment by itself.
            [_] => self.ask(questions),
            _ => self.moment(|| self.ask(questions)),
        }
    }

    /// Works at one moment.
    fn moment<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        let _moment = self.conn.unchecked_transaction()?;
        work()
    }

    fn mark(&self) -> Result<Mark, StoreError> {
        let mut statement = self.conn.prepare_cached("PRAGMA data_version")?;
        Ok(Mark(statement.query_row([], |row| row.get(0)).map(i64::cast_unsigned)?))
    }

    fn snapshot(&self, questions: &[Question]) -> Result<(Mark, Vec<Answer>), StoreError> {
        // What is written between the two is read, and read once more.
        let mark = self.mark()?;
        Ok((mark, self.at_once(questions)?))
    }

    fn changed_since(&self, mark: Mark) -> Result<Option<Mark>, StoreError> {
        let now = self.mark()?;
        Ok((now != mark).then_some(now))
    }
}

impl Read for SqliteStore {
    fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
        self.in_place_now()?;
        self.book.at_once(questions).map_err(|error| self.told_of_reading(error))
    }
}

impl SqliteStore {
    /// Runs the work as a transaction; tells whether it was committed.
    fn write(
        &self,
        (turn, noted): (&File, Option<&known::Known>),
        questions: &[Question],
        work: Work<'_>,
    ) -> Result<bool, StoreError> {
        self.book.appended.take();
        let tx = Transaction::new_unchecked(&self.book.conn, TransactionBehavior::Immediate)?;
        // Brought up when it was opened, it is of no older format.
        if schema::check(&tx, self.format)? != self.format {
            return Err(StoreError::Replaced);
        }
        self.has_acknowledged(noted)?;
        let answers = self.book.ask(questions)?;
        let keep = work(&self.book, answers)?;
        if keep {
            if let Some((_, post)) = &*self.book.appended.borrow() {
                self.turnstile.sign(turn, post);
            }
            // What was read by files that were changed meanwhile is not written down.
            self.watch.is_untouched(&self.book.conn)?;
            tx.commit()?;
        }
        Ok(keep)
    }
}

impl Store for SqliteStore {
    fn log(&self) -> Uuid {
        self.book.log
    }

    fn is_noted(&self) -> bool {
        self.memory.noted.get()
    }

    fn settled(&self) -> Result<(), StoreError> {
        self.in_place_now()?;
        self.is_log_whole()
    }

    fn snapshot(&self, questions: &[Question]) -> Result<(Mark, Vec<Answer>), StoreError> {
        self.in_place_now()?;
        self.book.snapshot(questions).map_err(|error| self.told_of_reading(error))
    }

    fn changed_since(&self, mark: Mark) -> Result<Option<Mark>, StoreError> {
        self.settled()?;
        // Nobody has written to a log that is as it was.
        let seen = Some((mark, self.watch.log()));
        if self.memory.seen.get() == seen {
            return Ok(None);
        }
        let changed = self.book.changed_since(mark).map_err(|error| self.told_of_reading(error))?;
        self.memory.seen.set(seen.filter(|_| changed.is_none()));
        Ok(changed)
    }

    fn lock(&mut self, questions: &[Question], work: Work<'_>) -> Result<(), StoreError> {
        // Nobody else notes anything meanwhile.
        let (turn, noted) = self.turn()?;
        let done = self.write((&turn, noted.known.as_ref()), questions, work);
        if done != Ok(true) {
            // Other entries will stand in the places of those that were not kept.
            self.book.kept.set(0);
        }
        match done {
            Ok(true) => self.saved(noted),
            Ok(false) => Ok(()),
            Err(error) => {
                // To look into it may take long.
                drop(turn);
                Err(self.told(error))
            }
        }
    }

    fn inspect(&self, work: &mut dyn FnMut(&dyn Inspect) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.in_place_now()?;
        self.book.moment(|| work(&self.book)).map_err(|error| self.told_of_reading(error))
    }
}

/// A place in the logbook, or a limit, as the database counts.
fn int<N: TryInto<i64>>(number: N) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
