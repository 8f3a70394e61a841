//! The projection: a subject's history folded into the rows of the registers. Nothing else writes a register, and no
//! row holds anything but what the fold gives, so that a rebuild ends where the appends did, row for row.

use std::collections::HashSet;

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::domain::entry::{Entry, Kind, Seq};
use crate::domain::record::{Record, Status, fold};
use crate::store::StoreError;
use crate::store::sqlite::{Book, int, read};

/// A row, in the order of its register's columns.
pub(super) type Values = Vec<Value>;

/// The statements of a register. Its first two columns are the subject and the entry that a flaw in the row is named by.
pub(super) struct Register {
    /// All rows, subject by subject.
    pub(super) all: &'static str,
    clear: &'static str,
    remove: &'static str,
    insert: &'static str,
}

/// Declares a register by its table, columns and their order within a subject.
macro_rules! register {
    ($table:literal, $columns:literal, $marks:literal, $order:literal) => {
        Register {
            all: concat!("SELECT ", $columns, " FROM ", $table, " ORDER BY ", $order),
            clear: concat!("DELETE FROM ", $table),
            remove: concat!("DELETE FROM ", $table, " WHERE subject = ?1"),
            insert: concat!("INSERT INTO ", $table, " (", $columns, ") VALUES (", $marks, ")"),
        }
    };
}

/// The registers.
pub(super) const REGISTERS: [Register; 3] = [
    register!(
        "record",
        "subject, seq, last, family, site, date, n, at, post, status, inside, key, due_order, state",
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?",
        "subject"
    ),
    register!("deadline", "subject, seq, n, stage, due_order, clock", "?, ?, ?, ?, ?, ?", "subject, n"),
    register!("struck", "subject, seq, target, field", "?, ?, ?, ?", "subject, target, field"),
];

/// The rows of one subject in each of the [`REGISTERS`], as a history amounts to.
///
/// # Errors
/// `Unreadable` where no record can be folded from it; names its first entry.
pub(super) fn rows(history: &[Entry]) -> Result<[Vec<Values>; 3], StoreError> {
    let record = fold(history).map_err(|broken| StoreError::Unreadable { seq: broken.seq })?;
    Ok([vec![row(&record)?], deadlines(&record)?, struck(history)])
}

fn row(record: &Record) -> Result<Values, StoreError> {
    let status = match record.status {
        Status::Open => "open",
        Status::Closed => "closed",
        Status::Void => "void",
    };
    let due = record.next_limit().filter(|_| record.status == Status::Open).map(|clock| clock.order());
    Ok(vec![
        record.subject.as_bytes().to_vec().into(),
        int(record.seq).into(),
        int(record.last).into(),
        record.family.name().to_owned().into(),
        record.number.site.into(),
        record.number.date.to_string().into(),
        record.number.n.into(),
        record.at.millis().into(),
        record.post.clone().into(),
        status.to_owned().into(),
        record.inside.into(),
        record.key().to_owned().into(),
        due.into(),
        json(record, record.seq)?.into(),
    ])
}

/// The limits of what was promised. How long someone may stay inside stands in the record's own row, so that a full
/// gate never comes before a complaint.
fn deadlines(record: &Record) -> Result<Vec<Values>, StoreError> {
    let promised = record.status == Status::Open && !record.family.at_gate();
    let running = if promised { record.limits.as_slice() } else { &[] };
    let row = |(n, clock): (usize, &crate::domain::time_limit::TimeLimit)| {
        Ok(vec![
            record.subject.as_bytes().to_vec().into(),
            int(record.seq).into(),
            int(n).into(),
            clock.name().into_owned().into(),
            clock.order().into(),
            json(clock, record.seq)?.into(),
        ])
    };
    running.iter().enumerate().map(row).collect()
}

/// The live amendments: those that no later entry withdrew.
fn struck(history: &[Entry]) -> Vec<Values> {
    let withdrawn: HashSet<Seq> =
        history.iter().filter(|entry| entry.kind == Kind::Withdrawn).filter_map(|entry| entry.decided.target).collect();
    let mut live: Vec<(Seq, &str, &Entry)> = history
        .iter()
        .filter(|entry| entry.kind == Kind::Amended && !withdrawn.contains(&entry.seq))
        .filter_map(|entry| Some((entry.decided.target?, entry.get("field"), entry)))
        .collect();
    live.sort_by_key(|(target, field, _)| (*target, *field));
    let row = |(target, field, entry): (Seq, &str, &Entry)| {
        let subject = entry.subject.as_bytes().to_vec();
        vec![subject.into(), int(entry.seq).into(), int(target).into(), field.to_owned().into()]
    };
    live.into_iter().map(row).collect()
}

fn json(value: &impl serde::Serialize, seq: Seq) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable { seq })
}

/// Puts the rows of a history, all of one subject's entries, in the place of those it had before its last entry.
pub(super) fn write(book: &Book, history: &[Entry]) -> Result<(), StoreError> {
    let rows = rows(history)?;
    let before = history.split_last().and_then(|(last, before)| (!before.is_empty()).then_some(last.subject));
    replace(book, before.as_ref().map(|subject| subject.as_bytes().as_slice()), rows)
}

/// Writes rows in the place of those that a subject had, if it had any.
fn replace(book: &Book, before: Option<&[u8]>, rows: [Vec<Values>; 3]) -> Result<(), StoreError> {
    for (register, rows) in REGISTERS.iter().zip(rows) {
        if let Some(subject) = before {
            book.conn.prepare_cached(register.remove)?.execute([subject])?;
        }
        insert(book, register, rows)?;
    }
    Ok(())
}

fn insert(book: &Book, register: &Register, rows: Vec<Values>) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut statement = book.conn.prepare_cached(register.insert)?;
    for row in rows {
        statement.execute(params_from_iter(row))?;
    }
    Ok(())
}

/// The entries of one subject, with the places of those that cannot be read.
#[derive(Default)]
pub(super) struct Group {
    /// The subject's stored bytes.
    pub(super) subject: Vec<u8>,
    /// Its entries, in order.
    pub(super) entries: Vec<Entry>,
    /// Those that this program cannot read.
    pub(super) unreadable: Vec<Seq>,
}

/// Walks the whole logbook once, subject by subject.
pub(super) fn each_subject(
    book: &Book,
    mut visit: impl FnMut(Group) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = book.conn.prepare_cached(read::BY_SUBJECT)?;
    let mut rows = statement.query([book.log.as_bytes()])?;
    let mut group: Option<Group> = None;
    while let Some(row) = rows.next()? {
        let subject = row.get_ref(2)?.as_bytes().unwrap_or_default();
        if let Some(done) = group.take_if(|group| group.subject != subject) {
            visit(done)?;
        }
        let group = group.get_or_insert_with(|| Group { subject: subject.to_vec(), ..Group::default() });
        match read::decode(row) {
            Ok(entry) => group.entries.push(entry),
            Err(StoreError::Unreadable { seq }) => group.unreadable.push(seq),
            Err(error) => return Err(error),
        }
    }
    group.map_or(Ok(()), visit)
}

/// Folds every subject by today's rules, after these have changed; one that cannot be read keeps the rows that it has.
pub(super) fn refold(book: &Book) -> Result<(), StoreError> {
    let each = each_subject(book, |group| {
        let Ok(rows) = rows(&group.entries) else { return Ok(()) };
        if group.unreadable.is_empty() {
            replace(book, Some(&group.subject), rows)?;
        }
        Ok(())
    });
    // Rows that belong to no entry may be in the way.
    each.or_else(|_| rebuild(book).map(|_| ()))
}

/// Empties the registers and folds every subject again; gives the number of records.
pub(super) fn rebuild(book: &Book) -> Result<u64, StoreError> {
    for register in &REGISTERS {
        book.conn.execute(register.clear, [])?;
    }
    let mut records = 0;
    each_subject(book, |group| {
        if let Some(seq) = group.unreadable.first() {
            return Err(StoreError::Unreadable { seq: *seq });
        }
        for (register, rows) in REGISTERS.iter().zip(rows(&group.entries)?) {
            insert(book, register, rows)?;
        }
        records += 1;
        Ok(())
    })?;
    Ok(records)
}
