//! What a store is asked. Questions that are asked together are answered from one moment, and, behind a network, in one
//! flight.

use uuid::Uuid;

use crate::domain::entry::{Entry, Family, Head, Seq};
use crate::domain::number::Number;
use crate::domain::record::Record;
use crate::domain::time::Moment;
use crate::domain::time_limit::{TimeLimit, WAITING};
use crate::store::StoreError;
use crate::store::chain::{self, Hash};

/// Whose records: a store may hold the logs of several sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Logs {
    /// Those of the log that the store was opened on.
    #[default]
    Own,
    All,
}

/// Which records of a family a list has, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ListView {
    /// All of the family, newest event first.
    #[default]
    Newest,
    /// Those still open, oldest event first.
    Open,
    /// People or vehicles inside, newest first.
    Inside,
    /// Those still open, by next due instant, then what waits for a calendar, then what has no limit.
    Due,
}

/// The place of a row in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    pub order: i64,
    pub id: i64,
    pub n: i64,
}

/// Where a page of a list lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Place {
    #[default]
    First,
    Last,
    After(Cursor),
    Before(Cursor),
}

impl Place {
    /// Whether its rows are found from behind.
    pub const fn is_backward(self) -> bool {
        matches!(self, Self::Last | Self::Before(_))
    }

    /// The row that it follows or comes before.
    pub const fn cursor(self) -> Option<Cursor> {
        match self {
            Self::First | Self::Last => None,
            Self::After(cursor) | Self::Before(cursor) => Some(cursor),
        }
    }
}

/// A page of a list, with the places of its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T> {
    /// The rows, in the order of the list.
    pub rows: Vec<T>,
    pub first: Option<Cursor>,
    pub last: Option<Cursor>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), first: None, last: None }
    }
}

/// A list of records of one family. Instants are milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Query {
    pub logs: Logs,
    pub family: Family,
    pub view: ListView,
    pub from: Option<Moment>,
    pub to: Option<Moment>,
    pub due_after: Option<i64>,
    pub due_until: Option<i64>,
    pub key: Option<String>,
    pub driver: Option<String>,
    pub visit: Option<Uuid>,
    pub itself: bool,
    pub post: Option<String>,
    pub standing: bool,
    pub place: Place,
    pub limit: usize,
}

impl Query {
    /// The first `limit` records of a family in this view.
    pub const fn new(family: Family, view: ListView, limit: usize) -> Self {
        Self {
            logs: Logs::Own,
            family,
            view,
            from: None,
            to: None,
            due_after: None,
            due_until: None,
            key: None,
            driver: None,
            visit: None,
            itself: false,
            post: None,
            standing: false,
            place: Place::First,
            limit,
        }
    }

    /// Only what happened in `[from, to)`.
    pub fn between(self, from: Moment, to: Moment) -> Self {
        Self { from: Some(from), to: Some(to), ..self }
    }

    /// Only what has a first limit that runs out after an instant.
    pub fn due_after(self, after: Moment) -> Self {
        Self { due_after: Some(after.millis()), ..self }
    }

    /// Only what has a limit that has run out by an instant; what waits for a calendar has not.
    pub fn late(self, now: Moment) -> Self {
        Self { due_after: Some(i64::MIN), due_until: Some(now.millis()), ..self }
    }

    /// Only records with this key ([`Record::key`]), those written last first; of those inside the newest first, and by an
    /// empty one those that have none.
    pub fn with_key(self, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..self }
    }

    /// Of those inside only vehicles whose driver is found by this ([`Record::driven_by`]).
    pub fn driven_by(self, driver: String) -> Self {
        Self { driver: Some(driver), ..self }
    }

    /// Only vehicles whose entries have ever named a visit, those written last first.
    pub fn naming(self, visit: Uuid) -> Self {
        Self { visit: Some(visit), ..self }
    }

    /// Of those inside only what is so itself: no vehicle that is gone, and whose driver is inside.
    pub fn itself(self) -> Self {
        Self { itself: true, ..self }
    }

    /// Only records written at this post.
    pub fn at_post(self, post: &str) -> Self {
        Self { post: Some(post.to_owned()), ..self }
    }

    /// Void records are left out.
    pub fn standing(self) -> Self {
        Self { standing: true, ..self }
    }

    /// The page that lies here.
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The records of these logs.
    pub fn of(self, logs: Logs) -> Self {
        Self { logs, ..self }
    }

    /// Whether the rows stand in the order in which they were written.
    pub fn as_written(&self) -> bool {
        self.visit.is_some() || self.key.is_some() && self.view != ListView::Inside
    }

    /// Whether the greatest order comes first.
    pub const fn descends(&self) -> bool {
        self.key.is_some() || matches!(self.view, ListView::Newest | ListView::Inside)
    }
}

/// A time limit that runs, with the record it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    pub clock: TimeLimit,
    pub record: Record,
}

impl Deadline {
    /// The limit that stands at a place in a record.
    ///
    /// # Errors
    /// `Damaged` where none stands there.
    pub fn of(record: Record, n: i64) -> Result<Self, StoreError> {
        let limit = usize::try_from(n).ok().and_then(|n| record.limits.get(n)).cloned();
        Ok(Self { clock: limit.ok_or(StoreError::Damaged)?, record })
    }
}

/// A list of what was promised and runs: by due instant, what waits for a calendar last.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LimitQuery {
    pub logs: Logs,
    pub due_after: Option<i64>,
    pub due_until: Option<i64>,
    pub after: Option<Cursor>,
    pub limit: usize,
}

impl LimitQuery {
    /// The `limit` most urgent.
    pub const fn first(limit: usize) -> Self {
        Self { logs: Logs::Own, due_after: None, due_until: None, after: None, limit }
    }

    /// Only those that run out after an instant, or wait for a calendar.
    pub const fn due_after(self, after: Moment) -> Self {
        Self { due_after: Some(after.millis()), ..self }
    }

    /// Only those that wait for a calendar.
    pub const fn waiting(self) -> Self {
        Self { due_after: Some(WAITING - 1), ..self }
    }

    /// Those that follow a row.
    pub const fn after(self, cursor: Option<Cursor>) -> Self {
        Self { after: cursor, ..self }
    }

    /// The limits of these logs.
    pub const fn of(self, logs: Logs) -> Self {
        Self { logs, ..self }
    }
}

/// A rung of a running limit, at the instant at which it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    pub at: Moment,
    pub heard: bool,
    pub deadline: Deadline,
}

/// The chain's last entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tail {
    pub(crate) seq: Seq,
    pub(crate) hash: Hash,
    pub(crate) written_at: Moment,
    /// The boot of the machine that wrote it.
    pub(crate) boot: Uuid,
    /// How long that had been running then, in milliseconds, where it is known.
    pub(crate) up: Option<i64>,
}

impl Tail {
    pub(crate) fn head(&self) -> Head {
        Head { seq: self.seq, hash: chain::hex(&self.hash) }
    }
}

/// One question to a store.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Question {
    Subject(Uuid),
    Number(Family, Number),
    Uid(Uuid),
    /// The entry at a place in the logbook.
    Seq(Seq),
    /// All entries of a subject, in order.
    History(Uuid),
    /// Up to so many entries after a place, in order.
    Entries(Seq, usize),
    List(Query),
    /// How many records a list has, counted up to a cap.
    Count(Query, usize),
    /// How many people are inside by the records of a family.
    People(Family),
    /// The standing stays of a vehicle around an instant, by when they began: up to so many until then and after it.
    Stays(String, Moment, usize),
    Limits(LimitQuery),
    /// The rungs that are reached in `(after, until]`, of limits of every family, the earliest first, up to so many.
    Rungs(Moment, Moment, usize),
    /// The rungs that were reached by an instant and are heard again and again.
    Repeating(Moment),
    /// The highest ordinal given in a family on a number's date at its site; 0 where none was.
    LastOrdinal(Family, Number),
    Tail,
}

/// The answer to a [`Question`], of the kind that it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// To `Subject` and `Number`.
    Record(Option<Box<Record>>),
    /// To `Uid` and `Seq`.
    Entry(Option<Box<Entry>>),
    /// To `History` and `Entries`.
    Entries(Vec<Entry>),
    List(Rows<Record>),
    /// To `Stays`, the earliest first.
    Records(Vec<Record>),
    /// To `Count` and `People`.
    Count(usize),
    Limits(Rows<Deadline>),
    /// To `Rungs` and `Repeating`.
    Rungs(Vec<Reached>),
    Ordinal(u32),
    Tail(Option<Tail>),
}
