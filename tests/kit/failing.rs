//! A store that fails when it is told to: for tests of what becomes of an act, a screen or a draft then.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use uuid::Uuid;

use qiantai::domain::entry::Seq;
use qiantai::store::Registers;
use qiantai::store::StoredEntry;
use qiantai::store::{Answer, Inspect, Link, Mark, Order, Question, Read, Store, StoreError, Tx, Visit, Work};

/// When a [`FailingStore`] fails; its clones are of the same store.
#[derive(Clone, Default)]
pub struct Failure(Arc<AtomicI64>);

impl Failure {
    /// The `n`th call from now on fails, and no other; from 1.
    pub fn at_call(&self, n: i64) {
        self.0.store(n, Ordering::Relaxed);
    }

    /// Whether the call that was to fail has come.
    pub fn is_past(&self) -> bool {
        self.0.load(Ordering::Relaxed) <= 0
    }
}

/// A store of which one call fails with a given error.
pub struct FailingStore<S> {
    inner: S,
    failure: Failure,
    error: StoreError,
}

impl<S: Store> FailingStore<S> {
    /// A store that works as `inner` does, but for the call that `failure` names.
    pub const fn new(inner: S, failure: Failure, error: StoreError) -> Self {
        Self { inner, failure, error }
    }
}

fn call(failure: &Failure, error: &StoreError) -> Result<(), StoreError> {
    if failure.0.fetch_sub(1, Ordering::Relaxed) == 1 { Err(error.clone()) } else { Ok(()) }
}

impl<S: Store> Read for FailingStore<S> {
    fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
        call(&self.failure, &self.error)?;
        self.inner.ask(questions)
    }
}

impl<S: Store> Store for FailingStore<S> {
    fn log(&self) -> Uuid {
        self.inner.log()
    }

    fn snapshot(&self, questions: &[Question]) -> Result<(Mark, Vec<Answer>), StoreError> {
        call(&self.failure, &self.error)?;
        self.inner.snapshot(questions)
    }

    fn changed_since(&self, mark: Mark) -> Result<Option<Mark>, StoreError> {
        call(&self.failure, &self.error)?;
        self.inner.changed_since(mark)
    }

    fn lock(&mut self, questions: &[Question], work: Work<'_>) -> Result<(), StoreError> {
        let (failure, error) = (&self.failure, &self.error);
        call(failure, error)?;
        self.inner.lock(questions, &mut |tx, answers| {
            let keep = work(&Failing { tx, failure, error }, answers)?;
            // The commit.
            call(failure, error).map(|()| keep)
        })
    }

    fn inspect(&self, work: &mut dyn FnMut(&dyn Inspect) -> Result<(), StoreError>) -> Result<(), StoreError> {
        call(&self.failure, &self.error)?;
        self.inner.inspect(work)
    }
}

struct Failing<'a> {
    tx: &'a dyn Tx,
    failure: &'a Failure,
    error: &'a StoreError,
}

impl Failing<'_> {
    fn next(&self) -> Result<&dyn Tx, StoreError> {
        call(self.failure, self.error).map(|()| self.tx)
    }
}

impl Read for Failing<'_> {
    fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
        self.next()?.ask(questions)
    }
}

impl Inspect for Failing<'_> {
    fn walk(&self, order: Order, visit: Visit<'_>) -> Result<(), StoreError> {
        self.next()?.walk(order, visit)
    }
    fn links(&self, visit: Link<'_>) -> Result<(), StoreError> {
        self.next()?.links(visit)
    }
    fn registers(&self, from: Seq, to: Seq) -> Result<BTreeMap<Seq, Option<Registers>>, StoreError> {
        self.next()?.registers(from, to)
    }
    fn stray_personal(&self, from: Seq) -> Result<Vec<Seq>, StoreError> {
        self.next()?.stray_personal(from)
    }
    fn hash(&self, seq: Seq) -> Result<Option<Vec<u8>>, StoreError> {
        self.next()?.hash(seq)
    }
    fn is_sound(&self) -> Result<bool, StoreError> {
        self.next()?.is_sound()
    }

    fn is_alone(&self) -> Result<bool, StoreError> {
        self.next()?.is_alone()
    }
}

impl Tx for Failing<'_> {
    fn append(&self, entry: &StoredEntry, rows: &Registers) -> Result<(), StoreError> {
        self.next()?.append(entry, rows)
    }
    fn put(&self, rows: &Registers) -> Result<(), StoreError> {
        self.next()?.put(rows)
    }
    fn clear(&self) -> Result<(), StoreError> {
        self.next()?.clear()
    }
}
