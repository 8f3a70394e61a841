//! Appending: an entry chained to the one before, and its record folded into the registers. What an act has read and
//! appended is remembered, so that it asks for nothing twice.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::domain::entry::{Entry, NewEntry, Stamp};
use crate::domain::record::Record;
use crate::store::codec::StoredEntry;
use crate::store::{Answer, Mark, Question, Read, Store, StoreError, Tx, registers};

/// A store whose answers to some questions are there already; each is given once, and what is missing is asked for.
pub struct Asked<'a, S: ?Sized> {
    store: &'a S,
    known: RefCell<HashMap<Question, Answer>>,
}

impl<'a, S: Store + ?Sized> Asked<'a, S> {
    /// Asks all questions in one flight; gives the mark of a moment before the answers, too.
    pub fn together(store: &'a S, questions: Vec<Question>) -> Result<(Mark, Self), StoreError> {
        let (mark, answers) = store.snapshot(&questions)?;
        Ok((mark, Self { store, known: RefCell::new(questions.into_iter().zip(answers).collect()) }))
    }
}

impl<S: Store + ?Sized> Read for Asked<'_, S> {
    fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
        let known = questions.iter().map(|question| self.known.borrow_mut().remove(question)).collect();
        match known {
            Some(answers) => Ok(answers),
            None => self.store.ask(questions),
        }
    }
}

/// What is to become of what a transaction appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    Keep(T),
    Undo(T),
}

/// A transaction that may read and append.
pub struct Journal<'a> {
    tx: &'a dyn Tx,
    log: Uuid,
    /// What of other subjects and entries stands, whatever is appended.
    known: RefCell<HashMap<Question, Answer>>,
    /// Lists, which may hold what is appended.
    lists: RefCell<HashMap<Question, Answer>>,
    failed: Option<StoreError>,
    /// The records whose rows were held against their entries.
    held: HashSet<Uuid>,
}

/// Whether an append elsewhere leaves the answer as it is.
const fn stands(question: &Question) -> bool {
    match question {
        Question::Subject(_)
        | Question::History(_)
        | Question::Uid(_)
        | Question::Seq(_)
        | Question::LastOrdinal(..)
        | Question::Tail => true,
        Question::Number(..)
        | Question::Entries(..)
        | Question::List(_)
        | Question::Count(..)
        | Question::People(_)
        | Question::Stays(..)
        | Question::Limits(_)
        | Question::Rungs(..)
        | Question::Repeating(_) => false,
    }
}

impl Read for Journal<'_> {
    fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
        let answer = |question| self.answers(question).borrow().get(question).cloned();
        if let Some(answers) = questions.iter().map(answer).collect() {
            return Ok(answers);
        }
        let missing: Vec<Question> = questions.iter().filter(|question| answer(question).is_none()).cloned().collect();
        let answers = self.tx.ask(&missing)?;
        for (question, answer) in missing.into_iter().zip(answers) {
            self.answers(&question).borrow_mut().insert(question, answer);
        }
        questions.iter().map(|question| answer(question).ok_or(StoreError::Damaged)).collect()
    }
}

impl Journal<'_> {
    /// Where the answer to a question is remembered.
    const fn answers(&self, question: &Question) -> &RefCell<HashMap<Question, Answer>> {
        if stands(question) { &self.known } else { &self.lists }
    }

    /// Appends an entry and folds its record into the registers; gives both as they are now.
    ///
    /// # Errors
    /// `Conflict` where the entry's uid or the record's number is taken, or a struck field is struck again; else where
    /// the storage fails. The transaction is not kept then.
    pub fn append(&mut self, stamp: &Stamp, entry: NewEntry) -> Result<(Entry, Record), StoreError> {
        let appended = self.insert(stamp, &entry);
        if let Err(error) = &appended {
            self.failed.get_or_insert_with(|| error.clone());
        }
        appended
    }

    fn insert(&mut self, stamp: &Stamp, new: &NewEntry) -> Result<(Entry, Record), StoreError> {
        let Ok([Answer::Tail(tail), Answer::Entries(mut history)]) =
            <[Answer; 2]>::try_from(self.ask(&[Question::Tail, Question::History(new.subject)])?)
        else {
            return Err(StoreError::Damaged);
        };
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| StoreError::Other("no randomness to be had".to_owned()))?;
        let stored = StoredEntry::chained(self.log, tail.as_ref(), stamp, new, salt)?;
        // The entry as stored, not as handed in: a rebuild has nothing else.
        let entry = stored.raw().decode()?;
        let opens = history.is_empty();
        if self.held.insert(new.subject) && !opens {
            self.hold(&history)?;
        }
        history.push(entry.clone());
        let (record, rows) = registers::of(&history)?;
        self.tx.append(&stored, &rows)?;

        self.lists.borrow_mut().clear();
        let mut known = self.known.borrow_mut();
        if opens {
            let day = crate::domain::number::Number { n: 0, ..record.number };
            known.insert(Question::LastOrdinal(record.family, day), Answer::Ordinal(record.number.n));
        }
        known.insert(Question::Tail, Answer::Tail(Some(stored.tail())));
        known.insert(Question::History(new.subject), Answer::Entries(history));
        known.insert(Question::Uid(new.uid), Answer::Entry(Some(Box::new(entry.clone()))));
        known.insert(Question::Seq(entry.seq), Answer::Entry(Some(Box::new(entry.clone()))));
        known.insert(Question::Subject(new.subject), Answer::Record(Some(Box::new(record.clone()))));
        Ok((entry, record))
    }
}

impl Journal<'_> {
    /// Holds the rows of a record against its entries: whoever decided by them must not have gone by what is forged.
    ///
    /// # Errors
    /// `Damaged` where they differ, which a rebuild heals.
    fn hold(&self, history: &[Entry]) -> Result<(), StoreError> {
        let (_, expected) = registers::of(history)?;
        let opening = expected.record.seq;
        let stored = self.tx.registers(opening, opening.saturating_add(1))?.remove(&opening).flatten();
        if stored.is_some_and(|stored| stored.same_rows(&expected)) { Ok(()) } else { Err(StoreError::Damaged) }
    }
}

/// Work under a store's lock.
pub trait Transact: Store {
    /// Takes the lock and runs `work`, which finds the answers to `questions` without a further flight, and may be run
    /// again where the storage asks for it; gives what it gave.
    ///
    /// # Errors
    /// Where the lock or the storage fails, or the work or any of its appends does: nothing of it remains then.
    fn transact<T>(
        &mut self,
        questions: &[Question],
        mut work: impl FnMut(&mut Journal<'_>) -> Result<Outcome<T>, StoreError>,
    ) -> Result<T, StoreError> {
        let log = self.log();
        let mut given = None;
        self.lock(questions, &mut |tx, answers| {
            let answered = questions.iter().cloned().zip(answers);
            let (known, lists) = answered.partition(|(question, _)| stands(question));
            let (known, lists) = (RefCell::new(known), RefCell::new(lists));
            let mut journal = Journal { tx, log, known, lists, failed: None, held: HashSet::new() };
            let outcome = work(&mut journal)?;
            // An entry that was half written must not be committed by someone who looked away.
            if let Some(error) = journal.failed {
                return Err(error);
            }
            let (keep, value) = match outcome {
                Outcome::Keep(value) => (true, value),
                Outcome::Undo(value) => (false, value),
            };
            given = Some(value);
            Ok(keep)
        })?;
        given.ok_or(StoreError::Damaged)
    }
}

impl<S: Store + ?Sized> Transact for S {}
