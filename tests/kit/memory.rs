//! A store in memory, for tests and simulation: the port without a database. It counts its flights, so that a test can
//! hold an act and a screen to their number.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use qiantai::domain::entry::{Entry, Family, Seq};
use qiantai::domain::record::{Record, Status};
use qiantai::domain::time::Moment;
use qiantai::store::Registers;
use qiantai::store::{
    Answer, Conflict, Cursor, Deadline, Inspect, LimitQuery, Link, ListView, Mark, Order, Query, Question, Reached,
    Read, Rows, Share, Store, StoreError, Tx, Visit, Work,
};
use qiantai::store::{Logs, Place};
use qiantai::store::{RawEntry, StoredEntry};

/// Where the number of a log stands in an id, above the place in it.
const LOG: u32 = 40;

/// The logs that share a store.
#[derive(Default)]
struct Shelf {
    logs: Vec<Uuid>,
    entries: BTreeMap<i64, StoredEntry>,
    records: BTreeMap<i64, Registers>,
    writes: u64,
    /// How many rows of lists were read.
    rows: AtomicU64,
}

/// A handle on logs in memory; its clones share them.
#[derive(Clone)]
pub struct MemoryStore {
    shelf: Arc<Mutex<Shelf>>,
    log: Uuid,
    number: i64,
    own_writes: u64,
    flights: Arc<AtomicU64>,
}

impl MemoryStore {
    /// An empty logbook of identity `log`.
    pub fn new(log: Uuid) -> Self {
        let shelf = Shelf { logs: vec![log], ..Shelf::default() };
        Self { shelf: Arc::new(Mutex::new(shelf)), log, number: 0, own_writes: 0, flights: Arc::default() }
    }

    /// Another log in the same store.
    pub fn beside(&self, log: Uuid) -> Self {
        let mut shelf = self.shelf();
        shelf.logs.push(log);
        let number = shelf.logs.len() as i64 - 1;
        drop(shelf);
        Self { log, number, own_writes: 0, ..self.clone() }
    }

    /// How often the store was asked or told something and waited for its word.
    pub fn flights(&self) -> u64 {
        self.flights.load(Ordering::Relaxed)
    }

    /// How many rows of lists it has read.
    pub fn rows(&self) -> u64 {
        self.shelf().rows.load(Ordering::Relaxed)
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fly(&self) {
        self.flights.fetch_add(1, Ordering::Relaxed);
    }

    const fn mark(&self, shelf: &Shelf) -> Mark {
        Mark(shelf.writes.wrapping_sub(self.own_writes))
    }
}

impl Read for MemoryStore {
    fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
        Ok(self.snapshot(questions)?.1)
    }
}

impl Store for MemoryStore {
    fn log(&self) -> Uuid {
        self.log
    }

    fn snapshot(&self, questions: &[Question]) -> Result<(Mark, Vec<Answer>), StoreError> {
        self.fly();
        let shelf = self.shelf();
        let answers = questions.iter().map(|question| shelf.answer(self.number, question)).collect::<Result<_, _>>()?;
        Ok((self.mark(&shelf), answers))
    }

    fn changed_since(&self, mark: Mark) -> Result<Option<Mark>, StoreError> {
        self.fly();
        let now = self.mark(&self.shelf());
        Ok((now != mark).then_some(now))
    }

    fn lock(&mut self, questions: &[Question], work: Work<'_>) -> Result<(), StoreError> {
        self.fly();
        let shelf = Arc::clone(&self.shelf);
        let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = questions.iter().map(|question| shelf.answer(self.number, question)).collect::<Result<_, _>>()?;
        let open = Open { shelf: RefCell::new(&mut shelf), store: self, undo: RefCell::default() };
        let kept = work(&open, answers);
        let Open { shelf, undo, .. } = open;
        let shelf = shelf.into_inner();
        if kept == Ok(true) {
            self.fly();
            shelf.writes += 1;
            self.own_writes += 1;
        } else {
            undo.into_inner().into_iter().rev().for_each(|step| step.undo(shelf));
        }
        kept.map(drop)
    }

    fn inspect(&self, work: &mut dyn FnMut(&dyn Inspect) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let mut shelf = self.shelf();
        work(&Open { shelf: RefCell::new(&mut shelf), store: self, undo: RefCell::default() })
    }
}

/// What takes back one step of a transaction.
enum Undo {
    Entry(i64),
    Rows(i64, Option<Box<Registers>>),
}

impl Undo {
    fn undo(self, shelf: &mut Shelf) {
        match self {
            Self::Entry(id) => drop(shelf.entries.remove(&id)),
            Self::Rows(id, None) => drop(shelf.records.remove(&id)),
            Self::Rows(id, Some(rows)) => drop(shelf.records.insert(id, *rows)),
        }
    }
}

struct Open<'a> {
    shelf: RefCell<&'a mut Shelf>,
    store: &'a MemoryStore,
    undo: RefCell<Vec<Undo>>,
}

impl Open<'_> {
    const fn id(&self, seq: Seq) -> i64 {
        id(self.store.number, seq)
    }
}

const fn id(log: i64, seq: Seq) -> i64 {
    log << LOG | seq.cast_signed()
}

impl Read for Open<'_> {
    fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
        self.store.fly();
        let shelf = self.shelf.borrow();
        questions.iter().map(|question| shelf.answer(self.store.number, question)).collect()
    }
}

impl Tx for Open<'_> {
    fn append(&self, entry: &StoredEntry, rows: &Registers) -> Result<(), StoreError> {
        let id = self.id(entry.seq);
        let mut shelf = self.shelf.borrow_mut();
        if shelf.entries.values().any(|other| other.uid == entry.uid) || shelf.entries.contains_key(&id) {
            return Err(StoreError::Conflict(Conflict::Uid));
        }
        shelf.entries.insert(id, entry.clone());
        self.undo.borrow_mut().push(Undo::Entry(id));
        drop(shelf);
        self.put(rows)
    }

    fn put(&self, rows: &Registers) -> Result<(), StoreError> {
        let id = self.id(rows.record.seq);
        let mut shelf = self.shelf.borrow_mut();
        for (_, other) in shelf.records.iter().filter(|(other, _)| **other >> LOG == id >> LOG && **other != id) {
            if (other.record.family, other.record.number) == (rows.record.family, rows.record.number) {
                return Err(StoreError::Conflict(Conflict::Number));
            }
        }
        let twice = rows.strikes.iter().zip(rows.strikes.iter().skip(1)).any(|(a, b)| (a.0, &a.1) == (b.0, &b.1));
        if twice {
            return Err(StoreError::Conflict(Conflict::Strike));
        }
        let before = shelf.records.insert(id, rows.clone());
        self.undo.borrow_mut().push(Undo::Rows(id, before.map(Box::new)));
        Ok(())
    }

    fn clear(&self) -> Result<(), StoreError> {
        let mut shelf = self.shelf.borrow_mut();
        let own: Vec<i64> = shelf.records.keys().copied().filter(|id| id >> LOG == self.store.number).collect();
        for id in own {
            let before = shelf.records.remove(&id);
            self.undo.borrow_mut().push(Undo::Rows(id, before.map(Box::new)));
        }
        Ok(())
    }
}

impl Inspect for Open<'_> {
    fn walk(&self, order: Order, visit: Visit<'_>) -> Result<(), StoreError> {
        let mut entries: Vec<StoredEntry> = self.shelf.borrow().own(self.store.number).cloned().collect();
        if let Order::Subject(share) = order {
            entries.sort_by_key(|entry| (entry.subject, entry.seq));
            let mut opens = BTreeMap::new();
            for entry in &entries {
                opens.entry(entry.subject).or_insert(entry.seq);
            }
            entries.retain(|entry| match share {
                Share::All => true,
                Share::Opened { from, to } => (from..to).contains(&opens[&entry.subject]),
                // What comes first opens it.
                Share::Others => false,
            });
        }
        entries.iter().try_for_each(|entry| visit(&entry.raw()))
    }

    fn links(&self, visit: Link<'_>) -> Result<(), StoreError> {
        let entries: Vec<StoredEntry> = self.shelf.borrow().own(self.store.number).cloned().collect();
        entries.iter().try_for_each(|entry| visit(entry.seq, &entry.prev, &entry.hash))
    }

    fn registers(&self, from: Seq, to: Seq) -> Result<BTreeMap<Seq, Option<Registers>>, StoreError> {
        let shelf = self.shelf.borrow();
        let own = shelf.records.iter().filter(|(id, _)| **id >> LOG == self.store.number).map(|(_, rows)| rows);
        let within = own.filter(|rows| (from..to).contains(&rows.record.seq));
        Ok(within.map(|rows| (rows.record.seq, Some(rows.clone()))).collect())
    }

    fn stray_personal(&self, _: Seq) -> Result<Vec<Seq>, StoreError> {
        Ok(Vec::new())
    }

    fn hash(&self, seq: Seq) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.shelf.borrow().entries.get(&self.id(seq)).map(|entry| entry.hash.to_vec()))
    }

    fn is_sound(&self) -> Result<bool, StoreError> {
        Ok(true)
    }

    fn is_alone(&self) -> Result<bool, StoreError> {
        Ok(self.shelf.borrow().logs.len() == 1)
    }
}

impl Shelf {
    fn own(&self, log: i64) -> impl DoubleEndedIterator<Item = &StoredEntry> {
        self.entries.range(id(log, 0)..id(log + 1, 0)).map(|(_, entry)| entry)
    }

    fn answer(&self, log: i64, question: &Question) -> Result<Answer, StoreError> {
        let record = |rows: Option<&Registers>| rows.map(|rows| rows.record.clone().record().map(Box::new)).transpose();
        let entry = |entry: Option<&StoredEntry>| entry.map(|entry| entry.raw().decode().map(Box::new)).transpose();
        Ok(match question {
            Question::Subject(subject) => {
                Answer::Record(record(self.records.values().find(|rows| rows.record.subject == *subject))?)
            }
            Question::Number(family, number) => {
                let found = |(at, rows): &(&i64, &Registers)| {
                    **at >> LOG == log && (rows.record.family, rows.record.number) == (*family, *number)
                };
                Answer::Record(record(self.records.iter().find(found).map(|(_, rows)| rows))?)
            }
            Question::Uid(uid) => Answer::Entry(entry(self.own(log).find(|entry| entry.uid == *uid))?),
            Question::Seq(seq) => Answer::Entry(entry(self.entries.get(&id(log, *seq)))?),
            Question::History(subject) => {
                Answer::Entries(decoded(self.own(log).filter(|entry| entry.subject == *subject))?)
            }
            Question::Entries(after, limit) => {
                Answer::Entries(decoded(self.own(log).filter(|entry| entry.seq > *after).take(*limit))?)
            }
            Question::List(query) => {
                let list = self.list(log, query)?;
                self.rows.fetch_add(list.rows.len() as u64, Ordering::Relaxed);
                Answer::List(list)
            }
            Question::Count(query, cap) => {
                Answer::Count(self.records.iter().filter(|(id, rows)| holds(query, log, **id, rows)).take(*cap).count())
            }
            Question::People(family) => {
                let own = self.records.iter().filter(|(id, _)| **id >> LOG == log).map(|(_, rows)| &rows.record);
                Answer::Count(own.filter(|row| row.family == *family).map(|row| row.people as usize).sum())
            }
            Question::Stays(key, at, each) => {
                let own = self.records.iter().filter(|(id, _)| **id >> LOG == log).map(|(_, rows)| &rows.record);
                let mut stays: Vec<_> = own
                    .filter(|row| row.family == Family::Vehicle && row.status != Status::Void)
                    .filter(|row| row.key == *key && !key.is_empty())
                    .collect();
                stays.sort_by_key(|row| (row.at, row.seq));
                let (until, after) = stays.split_at(stays.partition_point(|row| row.at <= *at));
                let near = until.iter().skip(until.len().saturating_sub(*each)).chain(after.iter().take(*each));
                Answer::Records(near.map(|row| (*row).clone().record()).collect::<Result<_, _>>()?)
            }
            Question::Limits(query) => Answer::Limits(self.limits(log, query)?),
            Question::Rungs(after, until, limit) => {
                Answer::Rungs(self.rungs(log, *limit, |at, _| after.millis() < at && at <= until.millis())?)
            }
            Question::Repeating(now) => {
                Answer::Rungs(self.rungs(log, usize::MAX, |at, sound| at <= now.millis() && sound > 0)?)
            }
            Question::LastOrdinal(family, number) => {
                let own = self.records.iter().filter(|(id, _)| **id >> LOG == log).map(|(_, rows)| &rows.record);
                let day = own.filter(|row| {
                    row.family == *family && (row.number.site, row.number.date) == (number.site, number.date)
                });
                Answer::Ordinal(day.map(|row| row.number.n).max().unwrap_or(0))
            }
            Question::Tail => Answer::Tail(self.own(log).next_back().map(StoredEntry::tail)),
        })
    }

    fn rungs(&self, log: i64, limit: usize, wanted: impl Fn(i64, i64) -> bool) -> Result<Vec<Reached>, StoreError> {
        let own = self.records.iter().filter(|(id, _)| **id >> LOG == log);
        let rungs = own.flat_map(|(id, rows)| rows.rungs.iter().map(move |rung| (*rung, *id, rows)));
        let mut rungs: Vec<_> = rungs.filter(|((at, _, sound), ..)| wanted(*at, *sound)).collect();
        rungs.sort_by_key(|((at, n, _), id, _)| (*at, *id, *n));
        let reached = |((at, n, sound), _, rows): ((i64, i64, i64), i64, &Registers)| {
            let deadline = Deadline::of(rows.record.clone().record()?, n)?;
            Ok(Reached { at: Moment::from_millis(at), heard: sound >= 0, deadline })
        };
        rungs.into_iter().take(limit).map(reached).collect()
    }

    fn list(&self, log: i64, query: &Query) -> Result<Rows<Record>, StoreError> {
        let held = self.records.iter().filter(|(id, rows)| holds(query, log, **id, rows));
        let mut found: Vec<(Cursor, &Registers)> = held.map(|(id, rows)| (place(query, *id, rows), rows)).collect();
        found.sort_by_key(|(cursor, _)| *cursor);
        if query.descends() {
            found.reverse();
        }
        let follows = |cursor: &Cursor, other: &Cursor| if query.descends() { cursor < other } else { cursor > other };
        match query.place {
            Place::First | Place::Last => {}
            Place::After(place) => found.retain(|(cursor, _)| follows(cursor, &place)),
            Place::Before(place) => found.retain(|(cursor, _)| follows(&place, cursor)),
        }
        let cut = if query.place.is_backward() { found.len().saturating_sub(query.limit) } else { 0 };
        let page: Vec<_> = found.into_iter().skip(cut).take(query.limit).collect();
        let rows = page.iter().map(|(_, rows)| rows.record.clone().record()).collect::<Result<_, StoreError>>()?;
        Ok(Rows { rows, first: page.first().map(|row| row.0), last: page.last().map(|row| row.0) })
    }

    fn limits(&self, log: i64, query: &LimitQuery) -> Result<Rows<Deadline>, StoreError> {
        let held = self.records.iter().filter(|(id, _)| query.logs == Logs::All || **id >> LOG == log);
        let limits = held.flat_map(|(id, rows)| {
            (0..).zip(&rows.limits).map(move |(n, order)| (Cursor { order: *order, id: *id, n }, rows))
        });
        let wanted = |(cursor, _): &(Cursor, &Registers)| {
            query.due_after.is_none_or(|after| cursor.order > after)
                && query.due_until.is_none_or(|until| cursor.order <= until)
                && query.after.is_none_or(|after| *cursor > after)
        };
        let mut limits: Vec<_> = limits.filter(wanted).collect();
        limits.sort_by_key(|(cursor, _)| *cursor);
        limits.truncate(query.limit);
        let rows = limits.iter().map(|(cursor, rows)| Deadline::of(rows.record.clone().record()?, cursor.n));
        let rows = rows.collect::<Result<_, StoreError>>()?;
        Ok(Rows { rows, first: limits.first().map(|row| row.0), last: limits.last().map(|row| row.0) })
    }
}

fn decoded<'a>(entries: impl Iterator<Item = &'a StoredEntry>) -> Result<Vec<Entry>, StoreError> {
    entries.map(|entry| RawEntry::decode(&entry.raw())).collect()
}

fn holds(query: &Query, log: i64, id: i64, rows: &Registers) -> bool {
    let row = &rows.record;
    let view = match query.view {
        ListView::Newest => true,
        ListView::Open | ListView::Due => row.status == Status::Open,
        ListView::Inside => row.inside > 0,
    };
    view && (query.logs == Logs::All || id >> LOG == log)
        && row.family == query.family
        && query.from.is_none_or(|from| row.at >= from)
        && query.to.is_none_or(|to| row.at < to)
        && query.due_after.is_none_or(|after| row.due_order.is_some_and(|due| after < due && due < i64::MAX))
        && query.due_until.is_none_or(|until| row.due_order.is_some_and(|due| due <= until))
        && query.key.as_ref().is_none_or(|key| row.key == *key && (!key.is_empty() || query.view == ListView::Inside))
        && query.driver.as_ref().is_none_or(|driver| row.driver == *driver && !driver.is_empty())
        && query.visit.is_none_or(|visit| rows.visits.contains(&visit))
        && (!query.itself || row.inside == 1)
        && query.post.as_ref().is_none_or(|post| row.post == *post)
        && !(query.standing && row.status == Status::Void)
}

fn place(query: &Query, id: i64, rows: &Registers) -> Cursor {
    let order = match query.view {
        _ if query.as_written() => id,
        ListView::Due => rows.record.due_order.unwrap_or(i64::MAX),
        ListView::Newest | ListView::Open | ListView::Inside => rows.record.at.millis(),
    };
    Cursor { order, id, n: 0 }
}
