//! Reading: every look-up follows an index, at any size.

use chrono::{Datelike, NaiveDate};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, Params, Row, Rows as SqlRows, ToSql, params, params_from_iter};
use uuid::Uuid;

use crate::domain::entry::{Entry, Family};
use crate::domain::number::Number;
use crate::domain::record::{Record, Status};
use crate::domain::time::Moment;
use crate::store::chain::Cell;
use crate::store::codec::{self, RawEntry};
use crate::store::query::Tail;
use crate::store::sqlite::admission::RECENT;
use crate::store::sqlite::statement::{counted, paged, running};
use crate::store::sqlite::{Book, int, place};
use crate::store::{
    Answer, BY_DRIVER, Cursor, Deadline, LimitQuery, ListView, Query, Question, Reached, Read, RecordRow, Rows,
    StoreError,
};

/// Declares a query for entries: the columns that [`raw`] reads, and what follows.
macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "SELECT e.seq, e.prev, e.uid, e.at, e.written_at, e.offset, e.boot, e.post, e.operator, e.subject, e.kind, ",
            "e.version, e.body, e.commitment, e.format, e.hash, p.salt, p.json ",
            "FROM entry e LEFT JOIN personal p ON p.seq = e.seq ",
            $rest
        )
    };
}

/// Declares a query for records: the columns that [`record`] reads, and what follows.
macro_rules! records {
    ($more:literal, $rest:literal) => {
        concat!(
            "SELECT r.seq, r.subject, r.family, r.site, r.date, r.n, r.at, r.post, r.status, r.inside, r.state",
            $more,
            " FROM record r ",
            $rest
        )
    };
}

/// Records, without any condition.
pub(super) const RECORDS: &str = records!("", "");

const BY_UID: &str = entries!("WHERE e.uid = ?1 AND +e.seq BETWEEN ?2 AND ?3");
pub(super) const BY_SEQ: &str = entries!("WHERE e.seq = ?1");
/// An entry without its personal part.
pub(super) const BARE: &str = "SELECT seq, prev, uid, at, written_at, offset, boot, post, operator, subject, kind, version, body, commitment, \
     format, hash, NULL, NULL FROM entry WHERE seq = ?1";
const AFTER: &str = entries!("WHERE e.seq > ?1 AND e.seq < ?2 ORDER BY e.seq LIMIT ?3");
const OPENING: &str = entries!("WHERE e.uid = ?1 AND e.subject = ?1");
const FURTHER: &str = entries!("WHERE e.subject = ?1 AND e.subject <> e.uid ORDER BY e.seq");
/// Every entry of a log.
pub(super) const BY_PLACE: &str = entries!("WHERE e.seq BETWEEN ?1 AND ?2 ORDER BY e.seq");
/// Those of them that open a record, and what follows one of them.
pub(super) const OPENINGS: &str = entries!("WHERE e.seq BETWEEN ?1 AND ?2 AND e.subject = e.uid ORDER BY e.seq");
pub(super) const FOLLOWING: &str =
    entries!("WHERE e.subject = ?1 AND e.subject <> e.uid AND +e.seq BETWEEN ?2 AND ?3 ORDER BY e.seq");
/// Those that neither are nor follow such a one, subject by subject; only keys are sorted (a limit keeps them so).
pub(super) const OTHERS: &str = "SELECT e.seq, e.prev, e.uid, e.at, e.written_at, e.offset, e.boot, e.post, \
     e.operator, e.subject, e.kind, e.version, e.body, e.commitment, e.format, e.hash, p.salt, p.json \
     FROM (SELECT seq FROM entry f NOT INDEXED WHERE seq BETWEEN ?1 AND ?2 AND subject <> uid AND NOT EXISTS \
     (SELECT 1 FROM entry o WHERE o.uid = f.subject AND o.subject = o.uid AND +o.seq BETWEEN ?1 AND ?2) \
     ORDER BY subject, seq LIMIT -1) k CROSS JOIN entry e ON e.seq = k.seq LEFT JOIN personal p ON p.seq = e.seq";
const TAIL: &str =
    "SELECT seq, hash, written_at, boot, body FROM entry WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq DESC LIMIT 1";
const SUBJECT: &str = records!("", "WHERE r.seq = (SELECT seq FROM entry WHERE uid = ?1 AND subject = ?1)");
/// As [`SUBJECT`], where the opening entry has a uid of its own.
const NAMED: &str =
    records!("", "WHERE r.seq = (SELECT seq FROM entry WHERE subject = ?1 AND subject <> uid ORDER BY seq LIMIT 1)");
const NUMBER: &str =
    records!("", "WHERE r.family = ?1 AND r.date = ?2 AND r.site = ?3 AND r.n = ?4 AND +r.seq BETWEEN ?5 AND ?6");
const LAST: &str = "SELECT n FROM record WHERE family = ?1 AND date = ?2 AND site = ?3 AND +seq BETWEEN ?4 AND ?5 \
                    ORDER BY n DESC LIMIT 1";
// Of the last entries those that open a record which the registers do not have.
const UNKEPT: &str = "SELECT e.seq FROM entry e WHERE e.seq BETWEEN ?1 AND ?2 \
     AND NOT EXISTS (SELECT 1 FROM record r WHERE r.seq = e.seq) AND (e.subject = e.uid \
     OR NOT EXISTS (SELECT 1 FROM entry o WHERE o.uid = e.subject AND o.subject = o.uid) \
     AND NOT EXISTS (SELECT 1 FROM entry f WHERE f.subject = e.subject AND f.subject <> f.uid AND f.seq < e.seq))";
const PEOPLE: &str =
    "SELECT ifnull(sum(people), 0) FROM record WHERE family = ?1 AND inside > 0 AND +seq BETWEEN ?2 AND ?3";
// The number of the family stands in the text, as it does in the index.
const STAYS_UNTIL: &str = records!(
    "",
    "INDEXED BY record_stay WHERE r.family = 6 AND r.key <> '' AND r.key = ?1 AND r.at <= ?2 AND r.status <> 2 AND +r.seq BETWEEN ?3 AND ?4 \
     ORDER BY r.at DESC, r.seq DESC LIMIT ?5"
);
const STAYS_AFTER: &str = records!(
    "",
    "INDEXED BY record_stay WHERE r.family = 6 AND r.key <> '' AND r.key = ?1 AND r.at > ?2 AND r.status <> 2 AND +r.seq BETWEEN ?3 AND ?4 \
     ORDER BY r.at, r.seq LIMIT ?5"
);
const RUNGS: &str = records!(
    ", g.at, g.n, g.sound",
    "JOIN rung g ON g.seq = r.seq WHERE g.at > ?1 AND g.at <= ?2 AND +g.seq BETWEEN ?3 AND ?4 \
     ORDER BY g.at, g.seq, g.n LIMIT ?5"
);

const REPEATING: &str = records!(
    ", g.at, g.n, g.sound",
    "JOIN rung g INDEXED BY rung_repeating ON g.seq = r.seq WHERE g.sound > 0 AND g.at <= ?1 AND +g.seq BETWEEN ?2 AND ?3 \
     ORDER BY g.at, g.seq, g.n"
);

#[cfg(test)]
pub(super) mod tests;

impl Read for Book {
    fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
        questions.iter().map(|question| self.answer(question)).collect()
    }
}

impl Book {
    fn answer(&self, question: &Question) -> Result<Answer, StoreError> {
        let [from, to] = self.own();
        Ok(match question {
            Question::Subject(subject) => Answer::Record(match self.record(SUBJECT, [subject.as_bytes()])? {
                Some(record) => Some(record),
                None => self.record(NAMED, [subject.as_bytes()])?,
            }),
            Question::Number(family, number) => {
                let key = params![family.code(), day(number.date), number.site, number.n, from, to];
                Answer::Record(self.record(NUMBER, key)?)
            }
            Question::Uid(uid) => Answer::Entry(self.entry(BY_UID, params![uid.as_bytes(), from, to])?),
            Question::Seq(seq) => Answer::Entry(self.entry(BY_SEQ, [self.id(*seq)])?),
            Question::History(subject) => {
                let mut entries = self.many(OPENING, [subject.as_bytes()])?;
                entries.extend(self.many(FURTHER, [subject.as_bytes()])?);
                Answer::Entries(entries)
            }
            Question::Entries(after, limit) => Answer::Entries(self.many(AFTER, [self.id(*after), to, int(*limit)])?),
            Question::List(query) => Answer::List(self.list(query)?),
            Question::Count(query, cap) => {
                let statement = counted(query, *cap, self.own());
                let mut prepared = self.conn.prepare_cached(&statement.sql)?;
                let count: i64 = prepared.query_row(params_from_iter(statement.values), |row| row.get(0))?;
                Answer::Count(usize::try_from(count).unwrap_or(0))
            }
            Question::People(family) => {
                let mut statement = self.conn.prepare_cached(PEOPLE)?;
                let people: i64 = statement.query_row(params![family.code(), from, to], |row| row.get(0))?;
                Answer::Count(usize::try_from(people).unwrap_or(0))
            }
            Question::Stays(key, at, each) => {
                let key = params![key, at.millis(), from, to, int(*each)];
                let mut stays = self.records(STAYS_UNTIL, key)?;
                stays.reverse();
                stays.extend(self.records(STAYS_AFTER, key)?);
                Answer::Records(stays)
            }
            Question::Limits(query) => Answer::Limits(self.limits(query)?),
            Question::Rungs(after, until, limit) => {
                Answer::Rungs(self.rungs(RUNGS, params![after.millis(), until.millis(), from, to, int(*limit)])?)
            }
            Question::Repeating(now) => Answer::Rungs(self.rungs(REPEATING, [now.millis(), from, to])?),
            Question::LastOrdinal(family, number) => {
                let mut statement = self.conn.prepare_cached(LAST)?;
                let key = params![family.code(), day(number.date), number.site, from, to];
                let kept: Option<u32> = statement.query_row(key, |row| row.get(0)).optional()?;
                Answer::Ordinal(kept.max(self.unkept(*family, *number)?).unwrap_or(0))
            }
            Question::Tail => {
                let mut statement = self.conn.prepare_cached(TAIL)?;
                let tail = statement.query_row([from, to], |row| {
                    let written_at = Moment::from_millis(row.get(2)?);
                    let boot = Uuid::from_slice(row.get_ref(3)?.as_bytes()?).unwrap_or_default();
                    let up = row.get_ref(4)?.as_str().ok().and_then(codec::up);
                    Ok(Tail { seq: place(row.get(0)?), hash: row.get(1)?, written_at, boot, up })
                });
                Answer::Tail(tail.optional()?)
            }
        })
    }

    /// The highest ordinal that an entry has whose record the registers have lost: it is not given again.
    fn unkept(&self, family: Family, day: Number) -> Result<Option<u32>, StoreError> {
        let [from, to] = self.own();
        let last: Option<i64> = self.conn.prepare_cached(TAIL)?.query_row([from, to], |row| row.get(0)).optional()?;
        let Some(last) = last else { return Ok(None) };
        let mut statement = self.conn.prepare_cached(UNKEPT)?;
        let since = from.max(last - int(RECENT)).max(self.kept.get() + 1);
        let seqs: Vec<i64> = statement.query_map([since, last], |row| row.get(0))?.collect::<Result<_, _>>()?;
        if seqs.is_empty() {
            self.kept.set(last);
        }
        let mut highest = None;
        for seq in seqs {
            // An entry that cannot be read has no number that could be given twice.
            let Ok(Some(entry)) = self.entry(BY_SEQ, [seq]) else { continue };
            let number = entry.decided.number.filter(|number| (number.site, number.date) == (day.site, day.date));
            highest = highest.max(number.filter(|_| entry.kind.family() == Some(family)).map(|number| number.n));
        }
        Ok(highest)
    }

    fn list(&self, query: &Query) -> Result<Rows<Record>, StoreError> {
        let statement = paged(query, self.own());
        let mut prepared = self.conn.prepare_cached(&statement.sql)?;
        let mut rows = prepared.query(params_from_iter(statement.values))?;
        let mut page = Rows::default();
        while let Some(row) = rows.next()? {
            let found = record(row)?;
            let order = match query.view {
                _ if query.as_written() => row.get(0)?,
                ListView::Due => found.next_limit().map_or(i64::MAX, |limit| limit.order()),
                ListView::Newest | ListView::Open | ListView::Inside => found.at.millis(),
            };
            let cursor = Some(Cursor { order, id: row.get(0)?, n: 0 });
            page.first = page.first.or(cursor);
            page.last = cursor;
            page.rows.push(found);
        }
        if query.place.is_backward() {
            page.rows.reverse();
            std::mem::swap(&mut page.first, &mut page.last);
        }
        Ok(page)
    }

    fn limits(&self, query: &LimitQuery) -> Result<Rows<Deadline>, StoreError> {
        let statement = running(query, self.own());
        let mut prepared = self.conn.prepare_cached(&statement.sql)?;
        let mut rows = prepared.query(params_from_iter(statement.values))?;
        let mut page = Rows::default();
        while let Some(row) = rows.next()? {
            let cursor = Some(Cursor { order: row.get(11)?, id: row.get(12)?, n: row.get(13)? });
            page.first = page.first.or(cursor);
            page.last = cursor;
            page.rows.push(Deadline::of(record(row)?, row.get(13)?)?);
        }
        Ok(page)
    }

    fn rungs(&self, sql: &str, params: impl Params) -> Result<Vec<Reached>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut reached = Vec::new();
        while let Some(row) = rows.next()? {
            let at = Moment::from_millis(row.get(11)?);
            let deadline = Deadline::of(record(row)?, row.get(12)?)?;
            reached.push(Reached { at, heard: row.get::<_, i64>(13)? >= 0, deadline });
        }
        Ok(reached)
    }

    fn record(&self, sql: &str, params: impl Params) -> Result<Option<Box<Record>>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(|row| record(row).map(Box::new)).transpose()
    }

    fn records(&self, sql: &str, params: impl Params) -> Result<Vec<Record>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(record(row)?);
        }
        Ok(records)
    }

    fn entry(&self, sql: &str, params: impl Params) -> Result<Option<Box<Entry>>, StoreError> {
        Ok(self.many(sql, params)?.pop().map(Box::new))
    }

    fn many(&self, sql: &str, params: impl Params) -> Result<Vec<Entry>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut entries = Vec::new();
        self.each(statement.query(params)?, &mut |raw| {
            entries.push(raw.decode()?);
            Ok(())
        })?;
        Ok(entries)
    }

    /// Visits the rows of a query made with `entries!`.
    pub(super) fn each(
        &self,
        mut rows: SqlRows<'_>,
        visit: &mut dyn FnMut(&RawEntry<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        while let Some(row) = rows.next()? {
            visit(&self.raw(row)?)?;
        }
        Ok(())
    }

    pub(super) fn raw<'r>(&'r self, row: &'r Row<'_>) -> Result<RawEntry<'r>, StoreError> {
        let cell = |column| match row.get_ref(column) {
            Ok(ValueRef::Integer(number)) => Cell::Int(number),
            Ok(ValueRef::Text(bytes)) => Cell::Text(bytes),
            Ok(ValueRef::Blob(bytes)) => Cell::Blob(bytes),
            _ => Cell::Odd,
        };
        let bytes = |column| Ok::<_, StoreError>(row.get_ref(column)?.as_bytes().ok());
        let seq = place(row.get(0)?);
        Ok(RawEntry {
            cells: std::array::from_fn(|at| match at {
                0 => cell(1),
                1 => Cell::Blob(self.log.as_bytes()),
                2 => Cell::Int(seq.cast_signed()),
                _ => cell(at - 1),
            }),
            // Nothing else than bytes is a hash.
            hash: row.get_ref(15)?.as_blob().unwrap_or_default(),
            personal: bytes(16)?.zip(bytes(17)?),
        })
    }
}

/// A date as the registers sort it: 20251120.
pub(super) fn day(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month() * 100 + date.day())
}

/// A row of a query made with `records!`; one that cannot be read is damage that a rebuild heals.
fn record(row: &Row<'_>) -> Result<Record, StoreError> {
    row_of(row).ok_or(StoreError::Damaged)?.record()
}

/// The row itself; its `key`, `due_order`, `people` and `driver`, which are not read, are left empty.
pub(super) fn row_of(row: &Row<'_>) -> Option<RecordRow> {
    let number = |column| row.get_ref(column).ok()?.as_i64().ok();
    let date = number(4)?;
    let part = |divisor: i64, modulo: i64| u32::try_from(date / divisor % modulo).ok();
    let date = NaiveDate::from_ymd_opt(i32::try_from(date / 10_000).ok()?, part(100, 100)?, part(1, 100)?)?;
    let text = |column| Some(std::str::from_utf8(row.get_ref(column).ok()?.as_bytes().ok()?).ok()?.to_owned());
    Some(RecordRow {
        seq: place(number(0)?),
        subject: Uuid::from_slice(row.get_ref(1).ok()?.as_blob().ok()?).ok()?,
        family: Family::of_code(number(2)?)?,
        number: Number { site: u16::try_from(number(3)?).ok()?, date, n: u32::try_from(number(5)?).ok()? },
        at: Moment::from_millis(number(6)?),
        post: text(7)?,
        status: Status::from_repr(u8::try_from(number(8)?).ok()?)?,
        inside: u8::try_from(number(9)?).ok().filter(|inside| *inside <= BY_DRIVER)?,
        state: text(10)?,
        people: 0,
        driver: String::new(),
        key: String::new(),
        due_order: None,
    })
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(bytes) => ValueRef::Text(bytes),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
            Self::Odd => ValueRef::Null,
        }))
    }
}
