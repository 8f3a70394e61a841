//! Appending: one entry and its personal part, chained to the one before, and its record folded into the registers.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, params, params_from_iter};
use serde::Serialize;

use crate::domain::entry::{Decided, Entry, Fields, NewEntry, Stamp};
use crate::store::sqlite::chain::{self, Hash};
use crate::store::sqlite::{Book, int, project, read};
use crate::store::{Journal, Read, StoreError};

const INSERT: &str = "INSERT INTO entry (prev, log, seq, uid, at, written_at, offset, boot, post, operator, subject, \
                      kind, version, body, commitment, format, hash) \
                      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const INSERT_PERSONAL: &str = "INSERT INTO personal (log, seq, salt, json) VALUES (?1, ?2, ?3, ?4)";

/// What an entry's `body` holds.
#[derive(Serialize)]
struct Body<'a> {
    fields: &'a Fields,
    decided: &'a Decided,
}

/// The journal inside a transaction; remembers the first append that failed.
pub(super) struct Open<'a> {
    book: &'a Book,
    failed: Option<StoreError>,
}

impl<'a> Open<'a> {
    pub(super) const fn new(book: &'a Book) -> Self {
        Self { book, failed: None }
    }

    /// Fails as the first failed append did.
    pub(super) fn sound(self) -> Result<(), StoreError> {
        self.failed.map_or(Ok(()), Err)
    }
}

impl read::Holds for Open<'_> {
    fn book(&self) -> &Book {
        self.book
    }
}

impl Journal for Open<'_> {
    fn append(&mut self, stamp: &Stamp, entry: NewEntry) -> Result<Entry, StoreError> {
        let subject = entry.subject;
        let appended = insert(self.book, stamp, &entry).and_then(|()| {
            // The history as stored, not as handed in: a rebuild has nothing else.
            let mut history = self.history(subject)?;
            project::write(self.book, &history)?;
            history.pop().ok_or(StoreError::Damaged)
        });
        if let Err(error) = &appended {
            self.failed.get_or_insert_with(|| error.clone());
        }
        appended
    }
}

fn insert(book: &Book, stamp: &Stamp, entry: &NewEntry) -> Result<(), StoreError> {
    let log = book.log.as_bytes();
    let tail: Option<(i64, Hash)> =
        book.conn.prepare_cached(read::HEAD)?.query_row([log], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (last, prev) = tail.unwrap_or((0, chain::START));
    let seq = last + 1;

    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| StoreError::Other("no randomness to be had".to_owned()))?;
    let personal = json(&entry.personal)?;
    let body = json(&Body { fields: &entry.plain, decided: &entry.decided })?;
    let commitment = chain::commitment(&salt, personal.as_bytes());

    let columns: [ValueRef<'_>; chain::COVERED] = [
        ValueRef::Blob(&prev),
        ValueRef::Blob(log),
        ValueRef::Integer(seq),
        ValueRef::Blob(entry.uid.as_bytes()),
        ValueRef::Integer(entry.at.millis()),
        ValueRef::Integer(stamp.written_at.millis()),
        ValueRef::Integer(int(stamp.offset)),
        ValueRef::Blob(stamp.boot.as_bytes()),
        ValueRef::Text(stamp.post.as_bytes()),
        ValueRef::Text(stamp.operator.as_bytes()),
        ValueRef::Blob(entry.subject.as_bytes()),
        ValueRef::Text(entry.kind.name().as_bytes()),
        ValueRef::Integer(int(entry.kind.version())),
        ValueRef::Text(body.as_bytes()),
        ValueRef::Blob(&commitment),
        ValueRef::Integer(chain::FORMAT),
    ];
    let hash = chain::hash(columns);
    let row = columns.into_iter().chain([ValueRef::Blob(&hash)]).map(ToSqlOutput::Borrowed);
    book.conn.prepare_cached(INSERT)?.execute(params_from_iter(row))?;
    book.conn.prepare_cached(INSERT_PERSONAL)?.execute(params![log, seq, salt, personal])?;
    Ok(())
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Other("an entry cannot be written down".to_owned()))
}
