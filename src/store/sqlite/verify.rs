//! Checking: the file and its guards, the chain, the personal parts, and every register against what the entries amount to.
//!
//! Nothing found stops the check, and every flaw names the entry it concerns. What a cut tail leaves behind is whole in
//! itself: only a head kept elsewhere tells of it.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, Rows};

use crate::domain::entry::{Head, Seq};
use crate::store::sqlite::project::{self, REGISTERS, Values};
use crate::store::sqlite::{Book, chain, schema};
use crate::store::{Finding, Flaw, StoreError, VerifyReport};

/// The most findings that a report holds.
const MOST: usize = 100;

/// Checks a logbook as it stands at one moment.
pub(super) fn verify(book: &Book) -> Result<VerifyReport, StoreError> {
    let _snapshot = book.conn.unchecked_transaction()?;
    let mut check = Check { book, report: VerifyReport::default() };
    for part in [Check::file, Check::chain, Check::strays, Check::registers] {
        match part(&mut check) {
            Err(StoreError::Damaged | StoreError::Foreign) => check.find(0, Flaw::File),
            done => done?,
        }
    }
    let mut report = check.report;
    report.findings.sort_by_key(|finding| finding.seq);
    Ok(report)
}

struct Check<'a> {
    book: &'a Book,
    report: VerifyReport,
}

impl Check<'_> {
    fn find(&mut self, seq: Seq, flaw: Flaw) {
        let finding = Finding { seq, flaw };
        if self.report.findings.len() < MOST && !self.report.findings.contains(&finding) {
            self.report.findings.push(finding);
        }
    }

    fn file(&mut self) -> Result<(), StoreError> {
        let word: String = self.book.conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let mut statement = self.book.conn.prepare("SELECT log FROM logbook")?;
        let logs: Vec<Vec<u8>> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let guarded = schema::guards(&self.book.conn)? == schema::guards_wanted()?;
        if word != "ok" || !guarded || logs != [self.book.log.as_bytes()] {
            self.find(0, Flaw::File);
        }
        Ok(())
    }

    fn chain(&mut self) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT e.hash, e.log, e.seq, e.commitment, p.salt, p.json, e.{} FROM entry e \
             LEFT JOIN personal p ON p.log = e.log AND p.seq = e.seq ORDER BY e.log, e.seq",
            chain::HASHED.replace(", ", ", e.")
        );
        let mut statement = self.book.conn.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut expected: Seq = 1;
        // What the next entry may follow: the hash as stored and as it should be; anything after a gap.
        let mut before: Option<[Vec<u8>; 2]> = Some([chain::START.to_vec(), chain::START.to_vec()]);
        while let Some(row) = rows.next()? {
            let seq = row.get::<_, i64>(2)?.cast_unsigned();
            self.report.entries += 1;
            self.personal(seq, row)?;
            if bytes(row, 1)? != self.book.log.as_bytes() {
                self.find(seq, Flaw::Chain);
                continue;
            }
            if seq != expected {
                self.find(expected, Flaw::Gap);
                before = None;
            }
            expected = seq.wrapping_add(1);
            let columns: Vec<ValueRef<'_>> =
                (6..6 + chain::COVERED).map(|column| row.get_ref(column)).collect::<Result<_, _>>()?;
            let hash = chain::hash(columns.iter().copied());
            let stored = bytes(row, 0)?;
            let prev = bytes(row, 6)?;
            let format = columns.last().copied();
            let follows = before.as_ref().is_none_or(|hashes| hashes.iter().any(|hash| hash == prev));
            if !follows || stored != hash || format != Some(ValueRef::Integer(chain::FORMAT)) {
                self.find(seq, Flaw::Chain);
            }
            self.report.head = Some(Head { seq, hash: chain::hex(stored) });
            before = Some([stored.to_vec(), hash.to_vec()]);
        }
        Ok(())
    }

    fn personal(&mut self, seq: Seq, row: &Row<'_>) -> Result<(), StoreError> {
        let (ValueRef::Blob(salt), ValueRef::Text(json)) = (row.get_ref(4)?, row.get_ref(5)?) else {
            self.find(seq, Flaw::PersonalMissing);
            return Ok(());
        };
        if bytes(row, 3)? != chain::commitment(salt, json) {
            self.find(seq, Flaw::Personal);
        }
        Ok(())
    }

    fn strays(&mut self) -> Result<(), StoreError> {
        let mut statement = self.book.conn.prepare(
            "SELECT p.seq FROM personal p LEFT JOIN entry e ON e.log = p.log AND e.seq = p.seq \
             WHERE e.seq IS NULL ORDER BY p.seq LIMIT 100",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            self.find(row.get::<_, i64>(0)?.cast_unsigned(), Flaw::PersonalStray);
        }
        Ok(())
    }

    fn registers(&mut self) -> Result<(), StoreError> {
        let [record, deadline, struck] = &REGISTERS;
        let mut statements = [
            self.book.conn.prepare(record.all)?,
            self.book.conn.prepare(deadline.all)?,
            self.book.conn.prepare(struck.all)?,
        ];
        let mut registers = Vec::new();
        for statement in &mut statements {
            registers.push(Walk { rows: statement.query([])?, next: None });
        }
        project::each_subject(self.book, |group| {
            for seq in &group.unreadable {
                self.find(*seq, Flaw::Unreadable);
            }
            let expected = project::rows(&group.entries);
            let opening = group.entries.first().map_or(0, |entry| entry.seq);
            let mut stored = Vec::new();
            for walk in &mut registers {
                walk.before(Some(&group.subject), |extra| self.find(extra, Flaw::Register))?;
                stored.push(walk.of(&group.subject)?);
            }
            match expected {
                // Without all its entries nothing can be said of its rows.
                _ if !group.unreadable.is_empty() => {}
                Err(StoreError::Unreadable { seq }) => self.find(seq, Flaw::Unreadable),
                Err(error) => return Err(error),
                Ok(expected) => {
                    self.report.records += 1;
                    if expected.as_slice() != stored {
                        self.find(opening, Flaw::Register);
                    }
                }
            }
            Ok(())
        })?;
        for walk in &mut registers {
            walk.before(None, |extra| self.find(extra, Flaw::Register))?;
        }
        Ok(())
    }
}

/// A register read in the order of its subjects.
struct Walk<'s> {
    rows: Rows<'s>,
    next: Option<Values>,
}

impl Walk<'_> {
    fn peek(&mut self) -> Result<Option<&Values>, StoreError> {
        if self.next.is_none() {
            self.next = match self.rows.next()? {
                Some(row) => Some((0..row.as_ref().column_count()).map(|n| value(row, n)).collect::<Result<_, _>>()?),
                None => None,
            };
        }
        Ok(self.next.as_ref())
    }

    /// Passes the rows of subjects before this one, or all; they belong to no entry.
    fn before(&mut self, subject: Option<&[u8]>, mut extra: impl FnMut(Seq)) -> Result<(), StoreError> {
        while let Some(row) = self.peek()?
            && subject.is_none_or(|subject| key(row) < subject)
        {
            extra(match row.get(1) {
                Some(Value::Integer(seq)) => seq.cast_unsigned(),
                _ => 0,
            });
            self.next = None;
        }
        Ok(())
    }

    /// The rows of this subject.
    fn of(&mut self, subject: &[u8]) -> Result<Vec<Values>, StoreError> {
        let mut rows = Vec::new();
        while self.peek()?.is_some_and(|row| key(row) == subject) {
            rows.extend(self.next.take());
        }
        Ok(rows)
    }
}

fn key(row: &Values) -> &[u8] {
    match row.first() {
        Some(Value::Blob(bytes)) => bytes,
        _ => &[],
    }
}

/// A column's value; text that is none is told from any text by being bytes.
fn value(row: &Row<'_>, column: usize) -> Result<Value, StoreError> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) => {
            String::from_utf8(bytes.to_vec()).map_or_else(|error| Value::Blob(error.into_bytes()), Value::Text)
        }
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Null => Value::Null,
    })
}

/// A column's bytes; none where it holds no bytes.
fn bytes<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r [u8], StoreError> {
    Ok(row.get_ref(column)?.as_bytes().unwrap_or_default())
}
