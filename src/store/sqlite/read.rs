//! Reading: entries as they were written, records from the registers. Every look-up follows an index, at any size.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use rusqlite::{OptionalExtension, Params, Row, params};
use serde::Deserialize;
use uuid::Uuid;

use crate::domain::entry::{Decided, Entry, Family, Fields, Head, Kind, Seq};
use crate::domain::number::Number;
use crate::domain::record::Record;
use crate::domain::time::Moment;
use crate::store::sqlite::{Book, chain, int};
use crate::store::{Deadline, ListView, Read, StoreError};

/// Declares a query for entries: the columns that [`decode`] reads, and what follows.
macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "SELECT e.seq, e.uid, e.subject, e.at, e.written_at, e.offset, e.post, e.operator, e.kind, e.version, ",
            "e.body, p.json FROM entry e LEFT JOIN personal p ON p.log = e.log AND p.seq = e.seq ",
            $rest
        )
    };
}

/// Declares a query for records and the count of what it would give.
macro_rules! listed {
    ($name:ident, $count:ident, $where:literal, $order:literal) => {
        const $name: &str =
            concat!("SELECT state FROM record WHERE family = ?1", $where, " ORDER BY ", $order, " LIMIT ?2");
        const $count: &str =
            concat!("SELECT count(*) FROM (SELECT 1 FROM record WHERE family = ?1", $where, " LIMIT ?2)");
    };
}

const BY_UID: &str = entries!("WHERE e.uid = ?1 AND +e.log = ?2");
const BY_SEQ: &str = entries!("WHERE e.log = ?1 AND e.seq = ?2");
const AFTER: &str = entries!("WHERE e.log = ?1 AND e.seq > ?2 ORDER BY e.seq LIMIT ?3");
// The plus keeps the planner from walking the whole log instead of the subject.
const HISTORY: &str = entries!("WHERE e.subject = ?1 AND +e.log = ?2 ORDER BY e.seq");
/// Every entry of a logbook, subject by subject.
pub(super) const BY_SUBJECT: &str = entries!("WHERE +e.log = ?1 ORDER BY e.subject, e.seq");
/// The last entry and its hash.
pub(super) const HEAD: &str = "SELECT seq, hash FROM entry WHERE log = ?1 ORDER BY seq DESC LIMIT 1";

const RECORD: &str = "SELECT state FROM record WHERE subject = ?1";
const BY_NUMBER: &str = "SELECT state FROM record WHERE family = ?1 AND site = ?2 AND date = ?3 AND n = ?4";
const LAST: &str = "SELECT n FROM record WHERE family = ?1 AND site = ?2 AND date = ?3 ORDER BY n DESC LIMIT 1";
const BY_KEY: &str = "SELECT state FROM record WHERE family = ?1 AND key = ?2 AND key <> '' ORDER BY seq DESC LIMIT ?3";
const BETWEEN: &str = "SELECT state FROM record WHERE family = ?1 AND at >= ?2 AND at < ?3 \
                       ORDER BY at DESC, seq DESC LIMIT ?4";
const COUNT_BETWEEN: &str = "SELECT count(*) FROM (SELECT 1 FROM record WHERE family = ?1 AND at >= ?2 AND at < ?3 \
                             AND status <> 'void' LIMIT ?4)";
const DEADLINES: &str = "SELECT d.clock, r.state, d.seq FROM deadline d CROSS JOIN record r ON r.subject = d.subject \
                         ORDER BY d.due_order, d.seq, d.n LIMIT ?1";
const DUE_AFTER: &str = "SELECT d.clock, r.state, d.seq FROM deadline d CROSS JOIN record r ON r.subject = d.subject \
                         WHERE d.due_order > ?1 ORDER BY d.due_order, d.seq, d.n LIMIT ?2";
const NEXT_DUE: &str = "SELECT state FROM record WHERE family = ?1 AND status = 'open' AND (due_order IS NULL) = 0 \
                        AND due_order > ?2 ORDER BY due_order, seq LIMIT ?3";
const COUNT_DUE: &str = "SELECT count(*) FROM (SELECT 1 FROM record WHERE family = ?1 AND status = 'open' \
                         AND (due_order IS NULL) = 0 AND due_order > ?2 AND due_order <= ?3 LIMIT ?4)";
listed!(NEWEST, NEWEST_COUNT, "", "at DESC, seq DESC");
listed!(OPEN, OPEN_COUNT, " AND status = 'open'", "at, seq");
listed!(INSIDE, INSIDE_COUNT, " AND inside = 1", "at DESC, seq DESC");
listed!(DUE, DUE_COUNT, " AND status = 'open'", "due_order IS NULL, due_order, seq");

/// Every statement of this file with the index it must follow.
#[cfg(test)]
pub(super) const PLANS: &[(&str, &str)] = &[
    (BY_UID, "sqlite_autoindex_entry_1 (uid=?)"),
    (BY_SEQ, "sqlite_autoindex_entry_2 (log=? AND seq=?)"),
    (AFTER, "sqlite_autoindex_entry_2 (log=? AND seq>?)"),
    (HISTORY, "entry_subject (subject=?)"),
    (BY_SUBJECT, "entry_subject"),
    (HEAD, "sqlite_autoindex_entry_2 (log=?)"),
    (RECORD, "sqlite_autoindex_record_1 (subject=?)"),
    (BY_NUMBER, "record_number (family=? AND site=? AND date=? AND n=?)"),
    (LAST, "record_number (family=? AND site=? AND date=?)"),
    (BY_KEY, "record_key (family=? AND key=?)"),
    (BETWEEN, "record_newest (family=? AND at>? AND at<?)"),
    (COUNT_BETWEEN, "COVERING INDEX record_newest (family=? AND at>? AND at<?)"),
    (DEADLINES, "deadline_due"),
    (DUE_AFTER, "deadline_due (due_order>?)"),
    (NEXT_DUE, "record_due (family=? AND <expr>=? AND due_order>?)"),
    (COUNT_DUE, "COVERING INDEX record_due (family=? AND <expr>=? AND due_order>? AND due_order<?)"),
    (NEWEST, "record_newest (family=?)"),
    (NEWEST_COUNT, "COVERING INDEX"),
    (OPEN, "record_open (family=?)"),
    (OPEN_COUNT, "record_due (family=?)"),
    (INSIDE, "record_inside (family=?)"),
    (INSIDE_COUNT, "record_inside (family=?)"),
    (DUE, "record_due (family=?)"),
    (DUE_COUNT, "record_due (family=?)"),
];

/// Whoever holds the logbook may read it.
pub(super) trait Holds {
    /// The logbook.
    fn book(&self) -> &Book;
}

impl<T: Holds> Read for T {
    fn record(&self, subject: Uuid) -> Result<Option<Record>, StoreError> {
        self.book().one(RECORD, [subject.as_bytes()])
    }

    fn by_number(&self, family: Family, number: Number) -> Result<Option<Record>, StoreError> {
        let date = number.date.to_string();
        self.book().one(BY_NUMBER, params![family.name(), number.site, date, number.n])
    }

    fn by_uid(&self, uid: Uuid) -> Result<Option<Entry>, StoreError> {
        let book = self.book();
        Ok(book.query_entries(BY_UID, [uid.as_bytes(), book.log.as_bytes()])?.pop())
    }

    fn entry(&self, seq: Seq) -> Result<Option<Entry>, StoreError> {
        let book = self.book();
        Ok(book.query_entries(BY_SEQ, params![book.log.as_bytes(), int(seq)])?.pop())
    }

    fn history(&self, subject: Uuid) -> Result<Vec<Entry>, StoreError> {
        let book = self.book();
        book.query_entries(HISTORY, [subject.as_bytes(), book.log.as_bytes()])
    }

    fn entries(&self, after: Seq, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let book = self.book();
        book.query_entries(AFTER, params![book.log.as_bytes(), int(after), int(limit)])
    }

    fn list(&self, family: Family, which: ListView, limit: usize) -> Result<Vec<Record>, StoreError> {
        let sql = match which {
            ListView::Newest => NEWEST,
            ListView::Open => OPEN,
            ListView::Inside => INSIDE,
            ListView::Due => DUE,
        };
        self.book().many(sql, params![family.name(), int(limit)])
    }

    fn count(&self, family: Family, which: ListView, cap: usize) -> Result<usize, StoreError> {
        let sql = match which {
            ListView::Newest => NEWEST_COUNT,
            ListView::Open => OPEN_COUNT,
            ListView::Inside => INSIDE_COUNT,
            ListView::Due => DUE_COUNT,
        };
        self.book().counted(sql, params![family.name(), int(cap)])
    }

    fn count_between(&self, family: Family, from: Moment, to: Moment, cap: usize) -> Result<usize, StoreError> {
        self.book().counted(COUNT_BETWEEN, params![family.name(), from.millis(), to.millis(), int(cap)])
    }

    fn between(&self, family: Family, from: Moment, to: Moment, limit: usize) -> Result<Vec<Record>, StoreError> {
        self.book().many(BETWEEN, params![family.name(), from.millis(), to.millis(), int(limit)])
    }

    fn deadlines(&self, limit: usize) -> Result<Vec<Deadline>, StoreError> {
        self.book().due(DEADLINES, [int(limit)])
    }

    fn due_after(&self, after: Moment, limit: usize) -> Result<Vec<Deadline>, StoreError> {
        self.book().due(DUE_AFTER, (after.millis(), int(limit)))
    }

    fn next_due(&self, family: Family, after: Moment, limit: usize) -> Result<Vec<Record>, StoreError> {
        self.book().many(NEXT_DUE, params![family.name(), after.millis(), int(limit)])
    }

    fn count_due(&self, family: Family, by: Moment, cap: usize) -> Result<usize, StoreError> {
        // What waits for a calendar is not late.
        self.book().counted(COUNT_DUE, params![family.name(), i64::MIN, by.millis(), int(cap)])
    }

    fn by_key(&self, family: Family, key: &str, limit: usize) -> Result<Vec<Record>, StoreError> {
        self.book().many(BY_KEY, params![family.name(), key, int(limit)])
    }

    fn last_ordinal(&self, number: Number, family: Family) -> Result<u32, StoreError> {
        let mut statement = self.book().conn.prepare_cached(LAST)?;
        let key = params![family.name(), number.site, number.date.to_string()];
        Ok(statement.query_row(key, |row| row.get(0)).optional()?.unwrap_or(0))
    }

    fn head(&self) -> Result<Option<Head>, StoreError> {
        let book = self.book();
        let mut statement = book.conn.prepare_cached(HEAD)?;
        let head = statement
            .query_row([book.log.as_bytes()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, chain::Hash>(1)?)));
        Ok(head.optional()?.map(|(seq, hash)| Head { seq: seq.cast_unsigned(), hash: chain::hex(&hash) }))
    }

    fn version(&self) -> Result<u64, StoreError> {
        let mut statement = self.book().conn.prepare_cached("PRAGMA data_version")?;
        Ok(statement.query_row([], |row| row.get(0)).map(i64::cast_unsigned)?)
    }
}

impl Book {
    fn one(&self, sql: &str, params: impl Params) -> Result<Option<Record>, StoreError> {
        Ok(self.many(sql, params)?.pop())
    }

    fn many(&self, sql: &str, params: impl Params) -> Result<Vec<Record>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(stored(row, 0)?);
        }
        Ok(records)
    }

    fn due(&self, sql: &str, params: impl Params) -> Result<Vec<Deadline>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut deadlines = Vec::new();
        // A record with several limits is read once.
        let mut records: HashMap<i64, Record> = HashMap::new();
        while let Some(row) = rows.next()? {
            let record = match records.entry(row.get(2)?) {
                Slot::Occupied(known) => known.get().clone(),
                Slot::Vacant(new) => new.insert(stored(row, 1)?).clone(),
            };
            deadlines.push(Deadline { clock: stored(row, 0)?, record });
        }
        Ok(deadlines)
    }

    fn counted(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        let count: i64 = self.conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    fn query_entries(&self, sql: &str, params: impl Params) -> Result<Vec<Entry>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(decode(row)?);
        }
        Ok(entries)
    }
}

/// A register's value; one that cannot be read is damage that a rebuild heals.
fn stored<T: for<'de> Deserialize<'de>>(row: &Row<'_>, column: usize) -> Result<T, StoreError> {
    let bytes = row.get_ref(column)?.as_bytes().map_err(|_| StoreError::Damaged)?;
    serde_json::from_slice(bytes).map_err(|_| StoreError::Damaged)
}

/// An entry of a query made with `entries!`.
pub(super) fn decode(row: &Row<'_>) -> Result<Entry, StoreError> {
    let seq = row.get::<_, i64>(0)?.cast_unsigned();
    parse(row, seq).ok_or(StoreError::Unreadable { seq })
}

/// What an entry's `body` holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    fields: Fields,
    decided: Decided,
}

fn parse(row: &Row<'_>, seq: Seq) -> Option<Entry> {
    let number = |column| row.get_ref(column).ok()?.as_i64().ok();
    let text = |column| row.get_ref(column).ok()?.as_str().ok();
    let uuid = |column| Uuid::from_slice(row.get_ref(column).ok()?.as_blob().ok()?).ok();
    let kind = Kind::read(text(8)?, u16::try_from(number(9)?).ok()?)?;
    let mut body: Body = serde_json::from_str(text(10)?).ok()?;
    if let Some(personal) = row.get_ref(11).ok()?.as_str_or_null().ok()? {
        body.fields.extend(serde_json::from_str::<Fields>(personal).ok()?);
    }
    Some(Entry {
        seq,
        uid: uuid(1)?,
        subject: uuid(2)?,
        at: Moment::from_millis(number(3)?),
        written_at: Moment::from_millis(number(4)?),
        offset: i32::try_from(number(5)?).ok()?,
        post: text(6)?.to_owned(),
        operator: text(7)?.to_owned(),
        kind,
        fields: body.fields,
        decided: body.decided,
    })
}
