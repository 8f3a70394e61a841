//! The port to the logbook: what any store must be able to do, and what is built on it once. Nothing here names a
//! database.
//!
//! *Truth and registers.* Entries are appended, never changed; registers are folded from them as they are appended
//! (`domain::record::fold`) and are all that lists read.
//!
//! *One flight.* [`Read::ask`] answers all its questions from one moment. An act says beforehand what it will read: the
//! answers come with the lock, and what it appends leaves with the commit.
//!
//! *Above the adapters*, once: the chain, what an entry's row holds, the registers' rows, appending ([`Journal`]),
//! rebuilding, checking. An adapter keeps rows and finds them.

mod chain;
mod codec;
mod error;
mod journal;
mod query;
mod registers;
pub mod sqlite;
mod state;
mod verify;

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::entry::{Entry, Family, Head, Seq};
use crate::domain::number::Number;
use crate::domain::record::Record;
use crate::domain::time::Moment;

pub use codec::{RawEntry, StoredEntry};
pub use error::{Conflict, StoreError};
pub use journal::{Asked, Journal, Outcome, Transact};
pub use query::{Answer, Cursor, Deadline, LimitQuery, ListView, Logs, Place, Query, Question, Reached, Rows, Tail};
pub use registers::{BY_DRIVER, ITSELF, RecordRow, Registers};
pub use verify::{Finding, Flaw, Noted, VerifyReport};

/// What a store looked like: it is another as soon as someone else has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark(pub u64);

/// Unpacks the answer of the kind that a question has.
macro_rules! answer {
    ($read:expr, $question:expr, $kind:ident) => {
        match $read.ask(&[$question])?.pop() {
            Some(Answer::$kind(answer)) => Ok(answer),
            _ => Err(StoreError::Other("an answer to another question".to_owned())),
        }
    };
}

/// Reading: registers and entries.
pub trait Read {
    /// Answers all questions, in their order, from one moment.
    ///
    /// # Errors
    /// Where the storage fails, or an entry or a row cannot be read.
    fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError>;

    fn record(&self, subject: Uuid) -> Result<Option<Record>, StoreError> {
        Ok(answer!(self, Question::Subject(subject), Record)?.map(|record| *record))
    }
    fn by_number(&self, family: Family, number: Number) -> Result<Option<Record>, StoreError> {
        Ok(answer!(self, Question::Number(family, number), Record)?.map(|record| *record))
    }
    fn by_uid(&self, uid: Uuid) -> Result<Option<Entry>, StoreError> {
        Ok(answer!(self, Question::Uid(uid), Entry)?.map(|entry| *entry))
    }
    /// The entry at a place in the logbook.
    fn entry(&self, seq: Seq) -> Result<Option<Entry>, StoreError> {
        Ok(answer!(self, Question::Seq(seq), Entry)?.map(|entry| *entry))
    }
    /// All entries of a subject, in order.
    fn history(&self, subject: Uuid) -> Result<Vec<Entry>, StoreError> {
        answer!(self, Question::History(subject), Entries)
    }
    /// Up to `limit` entries after `seq`, in order.
    fn entries(&self, after: Seq, limit: usize) -> Result<Vec<Entry>, StoreError> {
        answer!(self, Question::Entries(after, limit), Entries)
    }
    /// The records of a page of a list.
    fn list(&self, query: Query) -> Result<Vec<Record>, StoreError> {
        Ok(self.page(query)?.rows)
    }
    /// Every record of a list, however long it is.
    fn all(&self, query: Query) -> Result<Vec<Record>, StoreError> {
        let limit = query.limit;
        let mut page = self.page(query.clone())?;
        let mut rows = page.rows;
        while rows.len().is_multiple_of(limit)
            && let Some(last) = page.last
        {
            page = self.page(query.clone().at(Place::After(last)))?;
            rows.append(&mut page.rows);
        }
        Ok(rows)
    }
    /// Every limit that runs, however many do.
    fn all_limits(&self, query: LimitQuery) -> Result<Vec<Deadline>, StoreError> {
        let limit = query.limit;
        let mut page = self.limits(query.clone())?;
        let mut rows = page.rows;
        while rows.len().is_multiple_of(limit)
            && let Some(last) = page.last
        {
            page = self.limits(query.clone().after(Some(last)))?;
            rows.append(&mut page.rows);
        }
        Ok(rows)
    }
    fn page(&self, query: Query) -> Result<Rows<Record>, StoreError> {
        answer!(self, Question::List(query), List)
    }
    /// How many records a list has, counted up to `cap`.
    fn count(&self, query: Query, cap: usize) -> Result<usize, StoreError> {
        answer!(self, Question::Count(query, cap), Count)
    }
    /// How many people are inside by the records of a family.
    fn people(&self, family: Family) -> Result<usize, StoreError> {
        answer!(self, Question::People(family), Count)
    }
    /// The standing stays of the vehicle of a key that began last until an instant and first after it, up to `each` of
    /// both.
    fn stays(&self, key: &str, at: Moment, each: usize) -> Result<Vec<Record>, StoreError> {
        answer!(self, Question::Stays(key.to_owned(), at, each), Records)
    }
    /// A page of the limits that run.
    fn limits(&self, query: LimitQuery) -> Result<Rows<Deadline>, StoreError> {
        answer!(self, Question::Limits(query), Limits)
    }
    /// Up to `limit` rungs that are reached in `(after, until]`, the earliest first.
    fn rungs(&self, after: Moment, until: Moment, limit: usize) -> Result<Vec<Reached>, StoreError> {
        answer!(self, Question::Rungs(after, until, limit), Rungs)
    }
    /// The rungs that were reached by an instant and are heard again and again.
    fn repeating(&self, now: Moment) -> Result<Vec<Reached>, StoreError> {
        answer!(self, Question::Repeating(now), Rungs)
    }
    /// The highest ordinal given in a family on a date at a site; 0 where none was.
    fn last_ordinal(&self, number: Number, family: Family) -> Result<u32, StoreError> {
        answer!(self, Question::LastOrdinal(family, number), Ordinal)
    }
    /// When the newest entry was written; `None` while the logbook is empty.
    fn last_written(&self) -> Result<Option<Moment>, StoreError> {
        Ok(answer!(self, Question::Tail, Tail)?.map(|tail| tail.written_at))
    }
    /// The chain's head; `None` while the logbook is empty.
    fn head(&self) -> Result<Option<Head>, StoreError> {
        Ok(answer!(self, Question::Tail, Tail)?.map(|tail| tail.head()))
    }
}

/// In which order entries are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Seq,
    /// Subject by subject; those of a share.
    Subject(Share),
}

/// Which subjects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    All,
    /// Those that an entry opens by its own uid, at a place from `from` and before `to`.
    Opened {
        from: Seq,
        to: Seq,
    },
    /// Those that no entry opens so.
    Others,
}

/// What is visited while the rows of a store are walked.
pub type Visit<'a> = &'a mut dyn FnMut(&RawEntry<'_>) -> Result<(), StoreError>;

/// The same of their places and hashes alone.
pub type Link<'a> = &'a mut dyn FnMut(Seq, &[u8], &[u8]) -> Result<(), StoreError>;

/// The rows that the registers hold of records, by their opening entries; `None` where they cannot be read.
pub type Stored = BTreeMap<Seq, Option<Registers>>;

/// The rows of one store, as they stand at one moment.
pub trait Inspect: Read {
    /// Every entry of the own log with its personal part, as stored.
    fn walk(&self, order: Order, visit: Visit<'_>) -> Result<(), StoreError>;
    /// Every entry's place in order, with the hash that it follows and its own, as stored.
    fn links(&self, visit: Link<'_>) -> Result<(), StoreError>;
    /// The rows that the registers hold of records whose opening entries stand from a place on and before another; `None`
    /// where they cannot be read, or the record's own is missing.
    fn registers(&self, from: Seq, to: Seq) -> Result<Stored, StoreError>;
    /// The personal parts from a place on that belong to no entry, 100 at the most.
    fn stray_personal(&self, from: Seq) -> Result<Vec<Seq>, StoreError>;
    /// The hash that an entry has, as stored.
    fn hash(&self, seq: Seq) -> Result<Option<Vec<u8>>, StoreError>;
    /// Whether a head is the hash of its entry; `None` where there is no such entry.
    fn stands(&self, head: &Head) -> Result<Option<bool>, StoreError> {
        Ok(self.hash(head.seq)?.map(|hash| head.is_of(&chain::hex(&hash))))
    }
    /// Whether the storage itself is as it was made.
    fn is_sound(&self) -> Result<bool, StoreError>;
    /// Whether the storage holds this log, and no row of another.
    fn is_alone(&self) -> Result<bool, StoreError>;
}

/// A transaction: the only one that writes.
pub trait Tx: Inspect {
    /// Keeps an entry, and the rows of its record in the place of those it had.
    fn append(&self, entry: &StoredEntry, rows: &Registers) -> Result<(), StoreError>;
    /// Puts the rows of a record in the place of those it had.
    fn put(&self, rows: &Registers) -> Result<(), StoreError>;
    /// Empties the registers of the own log.
    fn clear(&self) -> Result<(), StoreError>;
}

/// What is done under the lock: it may be run again, from the start, where the storage asks for it.
pub type Work<'a> = &'a mut dyn FnMut(&dyn Tx, Vec<Answer>) -> Result<bool, StoreError>;

/// What can still be read of a damaged logbook.
pub trait Remains {
    /// The last entry that is known to have been written; 0 where none is.
    fn end(&self) -> Seq;

    /// Up to `limit` entries after a place, in order, as far as they can be read, each with whether its personal part could
    /// be.
    fn after(&self, after: Seq, limit: usize) -> Vec<(Entry, bool)>;
}

/// A logbook.
pub trait Store: Read + Send {
    /// The log that it was opened on.
    fn log(&self) -> Uuid;

    /// Whether what was acknowledged last could be noted outside the logbook, where the store does so.
    fn is_noted(&self) -> bool {
        true
    }

    /// Looks at all that was acknowledged and is not yet where it stays; asked now and then, and when work ends.
    ///
    /// # Errors
    /// Where some of it would be lost.
    fn settled(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// As [`Read::ask`], with the mark of a moment before any of the answers.
    fn snapshot(&self, questions: &[Question]) -> Result<(Mark, Vec<Answer>), StoreError>;

    /// Whether anyone else has written since a mark was taken; gives the new mark then.
    fn changed_since(&self, mark: Mark) -> Result<Option<Mark>, StoreError>;

    /// Takes the lock, answers the questions and runs the work; commits durably where it returns true, else nothing of
    /// it remains.
    fn lock(&mut self, questions: &[Question], work: Work<'_>) -> Result<(), StoreError>;

    /// Shows the rows as they stand at one moment.
    fn inspect(&self, work: &mut dyn FnMut(&dyn Inspect) -> Result<(), StoreError>) -> Result<(), StoreError>;

    /// Empties the registers and folds every entry again; gives the number of records.
    ///
    /// # Errors
    /// Where an entry cannot be read (its `seq` is named) or the storage fails.
    fn rebuild(&mut self) -> Result<u64, StoreError> {
        let mut records = 0;
        self.lock(&[], &mut |tx, _| {
            records = registers::rebuild(tx)?;
            Ok(true)
        })?;
        Ok(records)
    }

    /// Another handle on the same logbook for reading, with which a check is done in half the time; `None` where there
    /// is none to be had.
    fn again(&self) -> Option<Box<dyn Store>> {
        None
    }

    /// Checks the chain, the personal parts, the registers, and the heads that signed pages print.
    fn verify(&self) -> Result<VerifyReport, StoreError> {
        self.verify_against(&[])
    }

    /// As [`verify`](Self::verify), and that the chain has these heads, which were kept elsewhere.
    fn verify_against(&self, known: &[Head]) -> Result<VerifyReport, StoreError> {
        verify::verify(self, known)
    }
}
