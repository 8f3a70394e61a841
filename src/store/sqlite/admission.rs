//! Whether a file is the logbook that was here: held against the note of the last entry acknowledged at its path before
//! anything is shown, and before anything of a write-ahead log beside it may go into it.
//!
//! A log that is not empty belongs to whoever has the logbook open, or to one that was killed. Where the file does not
//! look as it did after the last checkpoint, it may belong to another copy: file and log are then read together as a
//! whole, which takes the longer the more entries there are, and is done after a killed checkpoint or a restored copy
//! alone.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::entry::{Head, Seq};
use crate::store::chain::{self, Cell};
use crate::store::sqlite::known::{Known, Note, Place};
use crate::store::sqlite::reader::{SqliteReader, as_it_lies, last_without_log};
use crate::store::sqlite::turnstile::{Turnstile, beside};
use crate::store::sqlite::watch::{self, Main, salt_of};
use crate::store::sqlite::{Book, guard, schema};
use crate::store::{Inspect, Read, StoreError};

/// The first format whose programs keep the note.
const NOTING: i64 = 4;

/// No format of this program is beyond that for long: the number itself is damaged.
const FORMATS: i64 = 255;

/// How long an opening waits for its turn to note what it found.
const SHORT: Duration = Duration::from_millis(500);

/// A note that cannot be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Torn;

/// An opening under way.
pub(super) struct Admission {
    path: PathBuf,
    place: Place,
    logged: bool,
    accepted: bool,
    /// The last entry of the file without the log, where that was looked at.
    alone: Option<Seq>,
}

impl Admission {
    /// The opening of a logbook, asked for by a name, of which nothing was touched yet.
    ///
    /// # Errors
    /// `Gone` where there was a logbook and is none; `Foreign`, `Linked` or `InTheWay` where it, or what stands beside it, is
    /// no plain file.
    pub(super) fn of(path: &Path, asked: &Path, accepted: bool) -> Result<Self, StoreError> {
        let place = Place::given(path, asked);
        is_not_gone(path, &place)?;
        // Whatever else stands there is not even opened.
        guard::are_files(path)?;
        let logged = holds(&beside(path, "-wal"));
        let mut admission = Self { path: path.to_owned(), place, logged, accepted, alone: None };
        if !admission.fits() && !guard::is_held(path) {
            admission.alone = last_without_log(path);
        }
        if accepted && logged && !guard::is_held(path) {
            guard::keep_log(path)?;
        }
        Ok(admission)
    }

    /// Whether there was a write-ahead log with something in it.
    pub(super) const fn is_logged(&self) -> bool {
        self.logged
    }

    /// What is told of an error that reading the file with its log came to.
    pub(super) fn told(&self, error: StoreError) -> StoreError {
        use StoreError::{Damaged, Empty, Foreign, Mixed, Newer, Other};
        let is_known = || self.place.heads().any(|head| head.seq > 0);
        match error {
            // All of an empty file may be in its log.
            Damaged | Foreign | Empty | Other(_) if self.logged => Mixed,
            Foreign if is_known() => Damaged,
            Newer { found, .. } if found > FORMATS && is_known() => Damaged,
            error => error,
        }
    }

    /// Refuses, before the database may write, a log of which a part is gone: what it cannot read of one it overlooks, and
    /// writes over.
    ///
    /// # Errors
    /// `Behind` where what is left lacks the entry that is known, else `Cut`, or what whoever only reads is told.
    pub(super) fn is_uncut(&self, asked: &Path) -> Result<(), StoreError> {
        if self.accepted || guard::is_held(&self.path) || watch::is_log_whole(&self.path) {
            return Ok(());
        }
        match SqliteReader::open(asked) {
            Ok(left) => Err(self.lacks(&left.book)?.unwrap_or(StoreError::Cut)),
            Err(StoreError::Older { .. }) => Err(StoreError::Cut),
            // Of the log nothing can be read: what is left is the file.
            Err(StoreError::Cut) => {
                let left = Book::of(as_it_lies(&self.path)?)?;
                Err(self.lacks(&left)?.unwrap_or(StoreError::Cut))
            }
            Err(error) => Err(error),
        }
    }

    /// That what is left lacks an entry that is known, where it does.
    fn lacks(&self, left: &Book) -> Result<Option<StoreError>, StoreError> {
        for known in self.heads() {
            if left.stands(&known)? != Some(true) {
                let found = Box::new(head(left)?);
                return Ok(Some(StoreError::Behind { known: Box::new(known), found }));
            }
        }
        Ok(None)
    }

    /// Holds the logbook against what is known of it; gives what is known and missing, which someone accepted.
    ///
    /// # Errors
    /// `Mixed` where the log is not its own, `Behind` where it lacks the entry that is known and nobody accepted that.
    pub(super) fn admit(&self, book: &Book, turnstile: &Turnstile) -> Result<Option<Head>, StoreError> {
        if !self.fits() {
            // Whoever was about to note a checkpoint has done so by then. Others write while all is read.
            drop(turnstile.enter()?);
            self.look(book)?;
        }
        self.compare(book)
    }

    /// Holds the file against the log beside it, by one that only reads.
    ///
    /// # Errors
    /// `Mixed` where they do not belong together.
    pub(super) fn look(&self, book: &Book) -> Result<(), StoreError> {
        if self.fits() {
            return Ok(());
        }
        whole(book).map_err(|error| self.told(error))?;
        // A log only adds to what the file has.
        if self.alone > Some(head(book)?.seq) { Err(StoreError::Mixed) } else { Ok(()) }
    }

    /// Whether file and log are those that were noted. Where they are not, a process may have been killed before it
    /// noted them: only reading them tells.
    fn fits(&self) -> bool {
        !self.logged
            || self.place.read().is_some_and(|known| {
                self.is_noted(Some(&known)) && known.salt.is_some() && known.salt == salt_of(&self.path)
            })
    }

    /// The last entry that was acknowledged at the path, entry 0 where none was yet; `None` where that is not known.
    ///
    /// # Errors
    /// Where a note of it is there, and cannot be read.
    pub(super) fn acknowledged(&self) -> Result<Option<Known>, Torn> {
        let known = self.place.read();
        if known.is_none() && self.place.exists() { Err(Torn) } else { Ok(known) }
    }

    /// Holds its entries against the notes alone.
    pub(super) fn compare(&self, book: &Book) -> Result<Option<Head>, StoreError> {
        let mut waived = None;
        for known in self.place.heads() {
            // The hash covers the log's identity, too.
            let there = known.seq == 0 || book.stands(&known).map_err(|error| self.told(error))? == Some(true);
            if there {
                continue;
            }
            if !self.accepted {
                let found = head(book).map_err(|error| self.told(error))?;
                return Err(StoreError::Behind { known: Box::new(known), found: Box::new(found) });
            }
            // The logbook's own comes first, and is the one that is asked for at each save.
            waived.get_or_insert(known);
        }
        Ok(waived)
    }

    /// The last entries that are known.
    pub(super) fn heads(&self) -> Vec<Head> {
        self.place.heads().filter(|head| head.seq > 0).collect()
    }

    fn is_noted(&self, known: Option<&Known>) -> bool {
        known.is_some_and(|known| known.main.is_some() && known.main == Main::of(&self.path).ok())
    }

    /// Notes what the file looks like where that is not known, or changed when its last user left; begins the note where
    /// it is lost, which it can be where the program that the file is of, by its format, kept one. What it knows of entries
    /// stays: only what is written later goes beyond it.
    pub(super) fn settle(&self, book: &Book, turnstile: &Turnstile, format: i64) -> Result<(Place, Note), StoreError> {
        let mut note = Note::Kept;
        let is_settled = |known: &Known| self.is_noted(Some(known)) && known.salt.is_some() == self.logged;
        if !self.place.read().is_some_and(|known| is_settled(&known))
            // Whoever has the turn for so long has noted it, and what is written next waits for it anyway.
            && let Ok(_turn) = turnstile.enter_within(SHORT)
        {
            let was_kept = self.place.exists() || format >= NOTING;
            let known = self.place.read_now();
            let is_lost = known.is_none() && was_kept;
            let (head, mut since) = match known {
                Some(known) => (known.head, known.since),
                None => (head(book)?, None),
            };
            if is_lost && head.seq > 0 {
                (note, since) = (Note::Begun, Some(head.seq));
            }
            let main = Some(Main::of(&self.path)?);
            if !self.place.write(&Known { head, main, salt: salt_of(&self.path), log: None, since }) {
                note = Note::Unkept;
            }
        }
        Ok((self.place.clone(), if self.place.is_stuck() { Note::Unkept } else { note }))
    }
}

/// The last entry; entry 0 where there is none.
fn head(book: &Book) -> Result<Head, StoreError> {
    Ok(book.head()?.unwrap_or_else(|| Head { seq: 0, hash: chain::hex(&chain::START) }))
}

/// Refuses a path at which there was a logbook and is none.
fn is_not_gone(path: &Path, place: &Place) -> Result<(), StoreError> {
    let known = place.read().map_or(0, |known| known.head.seq);
    let is_gone = path.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    if known > 0 && is_gone { Err(StoreError::Gone { known }) } else { Ok(()) }
}

fn holds(file: &Path) -> bool {
    file.symlink_metadata().is_ok_and(|about| about.len() > 0)
}

/// Refuses to begin a logbook where one is gone, or beside what the database would take for the new one's and throw
/// away: it may be all that is left of another.
pub(super) fn is_free(path: &Path) -> Result<(), StoreError> {
    let place = Place::of(path);
    is_not_gone(path, &place)?;
    // A note that cannot be read may be of any.
    if !holds(path) && place.read().is_none() && place.exists() {
        return Err(place.in_the_way());
    }
    guard::are_own(path)?;
    let [journal, log] = ["-journal", "-wal"].map(|side| beside(path, side));
    let left = [holds(&journal).then(|| StoreError::unfinished(&journal)), holds(&log).then_some(StoreError::Mixed)];
    // Whoever begins one at this moment makes its file first.
    left.into_iter().flatten().next().filter(|_| !holds(path)).map_or(Ok(()), Err)
}

/// Notes that a logbook was begun at a path.
pub(super) fn begun(path: &Path) {
    let head = Head { seq: 0, hash: chain::hex(&chain::START) };
    Place::of(path).write(&Known { head, main: None, salt: None, log: None, since: None });
}

/// How many of the last entries a start looks at, and whoever gives a number.
pub(super) const RECENT: Seq = 1_000;

/// Refuses a file whose pages are out of place, whose tables, indexes or triggers are not those that it was made with, or
/// whose last entries are no chain; personal parts that were changed among them.
pub(super) fn recent(book: &Book) -> Result<(), StoreError> {
    let last = book.head()?.map_or(0, |head| head.seq);
    chained(book, last.saturating_sub(RECENT))?;
    let word: String = book.conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    // What someone else has laid beside our tables, or taken from them, may change whatever is written.
    if word == "ok" && schema::is_ours(&book.conn)? { Ok(()) } else { Err(StoreError::Damaged) }
}

/// Refuses a file of which pages are missing or out of place, or whose entries are no chain.
pub(super) fn whole(book: &Book) -> Result<(), StoreError> {
    let word: String = book.conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if word == "ok" { chained(book, 0) } else { Err(StoreError::Damaged) }
}

/// Refuses entries after a place that are no chain.
pub(super) fn chained(book: &Book, after: Seq) -> Result<(), StoreError> {
    let mut before: Option<(Seq, Vec<u8>)> = (after == 0).then(|| (0, chain::START.to_vec()));
    book.walk_after(after, &mut |raw| {
        let [prev, ..] = raw.cells;
        let follows = before.take().is_none_or(|(seq, hash)| raw.seq() == seq + 1 && prev == Cell::Blob(&hash));
        let [.., commitment, _] = raw.cells;
        let personal = raw.personal.is_none_or(|(salt, json)| commitment == Cell::Blob(&chain::commitment(salt, json)));
        if !follows || !personal || raw.hash != chain::hash(&raw.cells) {
            return Err(StoreError::Damaged);
        }
        before = Some((raw.seq(), raw.hash.to_vec()));
        Ok(())
    })
}
