//! The registers: what a record's history amounts to, as rows that lists are read from. Nothing else writes a register,
//! and no row holds anything but what the fold gives, so that a rebuild ends where the appends did, row for row.

use std::collections::HashSet;

use uuid::Uuid;

use crate::domain::entry::{Entry, Family, Kind, Seq};
use crate::domain::escalation::{BELL, HALF, WHOLE};
use crate::domain::number::Number;
use crate::domain::record::{Record, Status, fold, visits};
use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;
use crate::store::codec::RawEntry;
use crate::store::state::state;
use crate::store::{Conflict, Order, Share, StoreError, Tx};

/// What a record is of is inside.
pub const ITSELF: u8 = 1;
/// Only the driver is, whose vehicle is gone.
pub const BY_DRIVER: u8 = 2;

/// The rows of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registers {
    pub record: RecordRow,
    /// The order of each limit of what was promised, by its place in the record.
    pub limits: Vec<i64>,
    /// When each rung of each running limit is reached, the limit's place in the record, and what is heard then.
    pub rungs: Vec<(i64, i64, i64)>,
    /// The live amendment of each struck field, by its target: a second one would fork the correction.
    pub strikes: Vec<(Seq, String, Seq)>,
    /// The visits that the entries of a vehicle have named, whatever stands of them.
    pub visits: Vec<Uuid>,
    pub replaces: bool,
}

/// A record's own row: what lists sort and search by, and the rest as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    pub seq: Seq,
    pub subject: Uuid,
    pub family: Family,
    pub number: Number,
    pub at: Moment,
    pub post: String,
    pub status: Status,
    /// What of it is inside: [`ITSELF`], or, a vehicle gone, [`BY_DRIVER`] alone; else 0.
    pub inside: u8,
    /// How many people of it are inside.
    pub people: u32,
    /// By what the driver of a vehicle that is there is found ([`Record::driven_by`]).
    pub driver: String,
    pub key: String,
    /// When its first limit runs out, the greatest number where an open record has none; `None` where it is not open.
    pub due_order: Option<i64>,
    pub state: String,
}

/// The rows that a history amounts to, and the record.
///
/// # Errors
/// `Unreadable` where no record can be folded from it; names its first entry.
pub(crate) fn of(history: &[Entry]) -> Result<(Record, Registers), StoreError> {
    let record = fold(history).map_err(|broken| StoreError::Unreadable { seq: broken.seq })?;
    let open = record.status == Status::Open;
    let running = if open { record.limits.as_slice() } else { &[] };
    // How long someone may stay inside stands in the record's own row, so that a full gate never comes before a promise.
    let promised = if record.family.at_gate() { &[] } else { running };
    let due = record.next_limit().map_or(i64::MAX, TimeLimit::order);
    let row = RecordRow {
        seq: record.seq,
        subject: record.subject,
        family: record.family,
        number: record.number,
        at: record.at,
        post: record.post.clone(),
        status: record.status,
        inside: match record.is_there() {
            true if record.inside() => ITSELF,
            true => BY_DRIVER,
            false => 0,
        },
        people: record.people(),
        driver: record.driven_by(),
        key: record.key().into_owned(),
        due_order: open.then_some(due),
        state: state(&record)?,
    };
    let mut rungs: Vec<(i64, i64, i64)> =
        (0..).zip(running).flat_map(|(n, limit)| rungs(limit, record.noted(limit), n)).collect();
    rungs.sort_unstable_by_key(|(at, n, sound)| (*at, *n, -sound));
    rungs.dedup_by_key(|(at, n, _)| (*at, *n));
    let registers = Registers {
        limits: promised.iter().map(TimeLimit::order).collect(),
        rungs,
        strikes: strikes(history),
        visits: if record.family == Family::Vehicle { visits(history).into_iter().collect() } else { Vec::new() },
        replaces: history.len() > 1,
        record: row,
    };
    Ok((record, registers))
}

/// A rung that is seen and not heard.
const SILENT: i64 = -1;

/// The rungs of a limit that nobody has taken note of, and its due instant. From four fifths on they are heard, once or
/// every so many minutes.
fn rungs(limit: &TimeLimit, noted: u32, n: i64) -> Vec<(i64, i64, i64)> {
    let sound = |percent: u32| if percent >= BELL && percent > noted { i64::from(limit.repeat) } else { SILENT };
    let open = limit.ladder.iter().filter(|rung| rung.percent >= HALF && rung.percent > noted);
    let open = open.filter_map(|rung| Some((rung.at?, sound(rung.percent))));
    let due = limit.at().map(|at| (at, sound(WHOLE)));
    open.chain(due).map(|(at, sound)| (at.millis(), n, sound)).collect()
}

/// The live amendments: those that no later entry withdrew.
fn strikes(history: &[Entry]) -> Vec<(Seq, String, Seq)> {
    let withdrawn: HashSet<Seq> =
        history.iter().filter(|entry| entry.kind == Kind::Withdrawn).filter_map(|entry| entry.decided.target).collect();
    let amended = history.iter().filter(|entry| entry.kind == Kind::Amended && !withdrawn.contains(&entry.seq));
    let mut live: Vec<_> =
        amended.filter_map(|entry| Some((entry.decided.target?, entry.get("field").to_owned(), entry.seq))).collect();
    live.sort();
    live
}

impl Registers {
    pub(crate) fn same_rows(&self, other: &Self) -> bool {
        self.record == other.record
            && self.limits == other.limits
            && self.rungs == other.rungs
            && self.strikes == other.strikes
            && self.visits == other.visits
    }
}

/// The entries of one subject, with the places of those that cannot be read.
#[derive(Default)]
pub(crate) struct Group {
    pub subject: Vec<u8>,
    pub entries: Vec<Entry>,
    pub unreadable: Vec<Seq>,
}

impl Group {
    fn begin(&mut self, subject: &[u8]) {
        self.subject.clear();
        self.subject.extend(subject);
        self.entries.clear();
        self.unreadable.clear();
    }

    const fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.unreadable.is_empty()
    }

    /// The place of its first entry.
    pub(crate) fn opening(&self) -> Seq {
        let first = self.entries.first().map(|entry| entry.seq);
        first.into_iter().chain(self.unreadable.first().copied()).min().unwrap_or(0)
    }
}

/// Walks the subjects of a share once, one by one, and shows each entry as it is stored first.
pub(crate) fn each_subject<T: super::Inspect + ?Sized>(
    rows: &T,
    share: Share,
    look: &mut dyn FnMut(&RawEntry<'_>),
    visit: &mut dyn FnMut(&Group) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    // One for all of them: to make each anew takes longer than to fold it.
    let mut group = Group::default();
    rows.walk(Order::Subject(share), &mut |raw| {
        look(raw);
        if group.subject != raw.subject() {
            if !group.is_empty() {
                visit(&group)?;
            }
            group.begin(raw.subject());
        }
        match raw.decode() {
            Ok(entry) => group.entries.push(entry),
            Err(_) => group.unreadable.push(raw.seq()),
        }
        Ok(())
    })?;
    if group.is_empty() { Ok(()) } else { visit(&group) }
}

/// Empties the registers and folds every subject again; gives the number of records.
///
/// # Errors
/// `Unreadable` where an entry cannot be read, `Twice` where two have the same number.
pub(crate) fn rebuild(tx: &dyn Tx) -> Result<u64, StoreError> {
    tx.clear()?;
    let mut records = 0;
    each_subject(tx, Share::All, &mut |_| {}, &mut |group| {
        if let Some(seq) = group.unreadable.first() {
            return Err(StoreError::Unreadable { seq: *seq });
        }
        let (record, rows) = of(&group.entries)?;
        records += 1;
        let put = tx.put(&Registers { replaces: false, ..rows });
        match put {
            Err(error @ StoreError::Conflict(Conflict::Number)) => {
                let first = tx.by_number(record.family, record.number)?;
                Err(first.map_or(error, |first| StoreError::Twice { one: first.seq, other: record.seq }))
            }
            put => put,
        }
    })?;
    Ok(records)
}

/// Folds every subject by today's rules, after these have changed; one that cannot be read keeps the rows that it has.
pub(crate) fn refold(tx: &dyn Tx) -> Result<(), StoreError> {
    let each = each_subject(tx, Share::All, &mut |_| {}, &mut |group| match of(&group.entries) {
        Ok((_, rows)) if group.unreadable.is_empty() => tx.put(&Registers { replaces: true, ..rows }),
        _ => Ok(()),
    });
    // Rows that belong to no entry may be in the way.
    each.or_else(|_| rebuild(tx).map(|_| ()))
}
