//! The port to the logbook: what any store must be able to do. Nothing here names a database.
//!
//! *Truth and registers.* Entries are appended, never changed; registers are folded from them by the store as they are
//! appended (`domain::record::fold`) and are all that lists read.
//!
//! *Decide under the lock.* [`Store::transact`] takes the logbook’s lock, hands out a [`Journal`] to read from and
//! append to, and commits durably when the work returns `Ok(true)`; else nothing of it remains.

pub mod sqlite;

use uuid::Uuid;

use crate::domain::entry::{Entry, Family, Head, NewEntry, Seq, Stamp};
use crate::domain::number::Number;
use crate::domain::record::Record;
use crate::domain::rules::Words;
use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;

/// Why the store could not do what it was asked. Carries no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file does not exist.
    #[error("no logbook at this path")]
    Missing,
    /// The file is empty.
    #[error("the file is empty")]
    Empty,
    /// The file is shorter than it says, or damaged.
    #[error("the file is truncated or damaged")]
    Damaged,
    /// The file is not a logbook of this program.
    #[error("the file is not a logbook of this program")]
    Foreign,
    /// The file was written by a newer program.
    #[error("the file has format {found}; this program knows formats up to {known}")]
    Newer {
        /// The file's format.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// The logbook holds an entry that this program cannot read.
    #[error("entry {seq}: unknown kind or version, or not readable")]
    Unreadable {
        /// The entry.
        seq: Seq,
    },
    /// Another process held the lock for too long.
    #[error("another window holds the logbook (process {pid})")]
    Busy {
        /// The process that holds it, 0 where unknown.
        pid: u32,
    },
    /// The file or its folder may not be read or written.
    #[error("no permission for the logbook or its folder")]
    Denied,
    /// Another file, or none, has taken the place of the one that is open.
    #[error("the logbook's file was removed or replaced")]
    Replaced,
    /// No space is left.
    #[error("the disk is full")]
    Full,
    /// The database's own word for anything else.
    #[error("storage: {0}")]
    Other(String),
}

impl StoreError {
    /// The locale key of its sentence, and the sentence's arguments.
    pub fn words(&self) -> Words {
        match self {
            Self::Missing => ("store-missing", Vec::new()),
            Self::Empty => ("store-empty", Vec::new()),
            Self::Damaged => ("store-damaged", Vec::new()),
            Self::Foreign => ("store-foreign", Vec::new()),
            Self::Newer { found, known } => {
                ("store-newer", vec![("found", found.to_string()), ("known", known.to_string())])
            }
            Self::Unreadable { seq } => ("store-unreadable", vec![("seq", seq.to_string())]),
            Self::Busy { pid: 0 } => ("store-busy", vec![("pid", "?".to_owned())]),
            Self::Busy { pid } => ("store-busy", vec![("pid", pid.to_string())]),
            Self::Denied => ("store-denied", Vec::new()),
            Self::Replaced => ("store-replaced", Vec::new()),
            Self::Full => ("store-full", Vec::new()),
            Self::Other(_) => ("store-other", Vec::new()),
        }
    }
}

/// ListView records a list wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListView {
    /// All of the family, newest event first.
    Newest,
    /// Those still open, oldest event first.
    Open,
    /// People or vehicles inside, newest first.
    Inside,
    /// Those still open, by next due instant: what waits for a calendar first, then overdue ones.
    Due,
}

/// A time limit that runs, with the record it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The limit.
    pub clock: TimeLimit,
    /// The record.
    pub record: Record,
}

/// Reading: registers and entries.
pub trait Read {
    /// The record of a subject.
    fn record(&self, subject: Uuid) -> Result<Option<Record>, StoreError>;
    /// The record of a number.
    fn by_number(&self, family: Family, number: Number) -> Result<Option<Record>, StoreError>;
    /// The entry with a uid.
    fn by_uid(&self, uid: Uuid) -> Result<Option<Entry>, StoreError>;
    /// The entry at a place in the logbook.
    fn entry(&self, seq: Seq) -> Result<Option<Entry>, StoreError>;
    /// All entries of a subject, in order.
    fn history(&self, subject: Uuid) -> Result<Vec<Entry>, StoreError>;
    /// Up to `limit` entries after `seq`, in order.
    fn entries(&self, after: Seq, limit: usize) -> Result<Vec<Entry>, StoreError>;
    /// Up to `limit` records of a family.
    fn list(&self, family: Family, which: ListView, limit: usize) -> Result<Vec<Record>, StoreError>;
    /// How many records a list without limit would have, counted up to `cap`.
    fn count(&self, family: Family, which: ListView, cap: usize) -> Result<usize, StoreError>;
    /// How many records of a family (void ones left out) happened in `[from, to)`, counted up to `cap`.
    fn count_between(&self, family: Family, from: Moment, to: Moment, cap: usize) -> Result<usize, StoreError>;
    /// Records of a family that happened in `[from, to)`, newest first, up to `limit`.
    fn between(&self, family: Family, from: Moment, to: Moment, limit: usize) -> Result<Vec<Record>, StoreError>;
    /// The `limit` most urgent deadlines of what was promised: what waits for a calendar first, then by due instant.
    fn deadlines(&self, limit: usize) -> Result<Vec<Deadline>, StoreError>;
    /// Those of them that run out next after an instant, `limit` at the most.
    fn due_after(&self, after: Moment, limit: usize) -> Result<Vec<Deadline>, StoreError>;
    /// The open records of a family whose first limit runs out next after an instant, up to `limit`.
    fn next_due(&self, family: Family, after: Moment, limit: usize) -> Result<Vec<Record>, StoreError>;
    /// How many open records of a family have a limit that ran out by an instant, counted up to `cap`.
    fn count_due(&self, family: Family, by: Moment, cap: usize) -> Result<usize, StoreError>;
    /// Records of a family with this key (`Record::key`), newest first, up to `limit`.
    fn by_key(&self, family: Family, key: &str, limit: usize) -> Result<Vec<Record>, StoreError>;
    /// The highest ordinal given in a family on a date at a site; 0 where none was.
    fn last_ordinal(&self, number: Number, family: Family) -> Result<u32, StoreError>;
    /// The chain's head; `None` while the logbook is empty.
    fn head(&self) -> Result<Option<Head>, StoreError>;
    /// A number that changes whenever another process has written.
    fn version(&self) -> Result<u64, StoreError>;
}

/// A transaction that may read and append.
pub trait Journal: Read {
    /// Appends an entry and folds its record into the registers.
    ///
    /// # Errors
    /// Where the entry's uid exists, a struck field is struck again, or the storage fails.
    fn append(&mut self, stamp: &Stamp, entry: NewEntry) -> Result<Entry, StoreError>;
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The entry concerned; 0 where it concerns no entry.
    pub seq: Seq,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What can be wrong with a logbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The stored hash is not the hash of the stored bytes, or does not follow the one before.
    Chain,
    /// The personal part does not match its commitment.
    Personal,
    /// The personal part is gone and no retention entry names it.
    PersonalMissing,
    /// A personal part belongs to no entry.
    PersonalStray,
    /// A number in the sequence is missing.
    Gap,
    /// The entry cannot be read by this program.
    Unreadable,
    /// A register differs from what the entries amount to.
    Register,
    /// The file itself is damaged.
    File,
}

/// The result of checking a logbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// Entries read.
    pub entries: u64,
    /// Records compared.
    pub records: u64,
    /// The chain's head.
    pub head: Option<Head>,
    /// What is wrong, in the order of the logbook; at most 100.
    pub findings: Vec<Finding>,
}

/// A logbook.
pub trait Store: Read + Send {
    /// Runs `work` under the logbook's lock; commits durably where it returns `Ok(true)`, else nothing of it remains.
    ///
    /// # Errors
    /// Where the lock or the storage fails.
    fn transact(
        &mut self,
        work: &mut dyn FnMut(&mut dyn Journal) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError>;
    /// Empties the registers and folds every entry again; gives the number of records.
    ///
    /// # Errors
    /// Where an entry cannot be read (its `seq` is named) or the storage fails.
    fn rebuild(&mut self) -> Result<u64, StoreError>;
    /// Checks the chain, the personal parts and the registers.
    ///
    /// # Errors
    /// Where the storage fails.
    fn verify(&self) -> Result<VerifyReport, StoreError>;
}
