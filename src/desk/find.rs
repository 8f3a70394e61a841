//! Finding in a whole register, a slice at a time, so that keys are never kept waiting: what was looked through is told,
//! and nothing is said of what was not.

use std::collections::HashMap;

use uuid::Uuid;

use crate::desk::{NextStep, Reading};
use crate::domain::entry::Family;
use crate::domain::record::Record;
use crate::domain::search::{Search, Sought};
use crate::domain::time::Moment;
use crate::store::{Cursor, ListView, Place, Query, StoreError};

/// How many records are looked through at a time.
pub const SLICE: usize = 2_000;
/// How many are read at once.
const READ: usize = 500;

/// What is to be found, and from where on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindRequest {
    pub family: Family,
    /// The words, as typed, and what they mean in the language shown.
    pub sought: Sought,
    pub which: ListView,
    /// The last record that was looked at.
    pub after: Option<Cursor>,
}

/// What one slice holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub asked: FindRequest,
    /// The records that are meant, in the order of the list.
    pub rows: Vec<Record>,
    /// What those records wait for.
    pub next: HashMap<Uuid, NextStep>,
    /// How many were looked at, and when the last of them happened.
    pub looked: usize,
    pub back_to: Option<Moment>,
    /// The last that was looked at, where there may be more; `None` at the end of the list.
    pub after: Option<Cursor>,
}

impl Reading<'_> {
    /// Looks through the next slice of a register.
    pub fn find(&self, asked: &FindRequest, now: Moment) -> Result<Found, StoreError> {
        let house = &self.desk.house;
        let search = Search::new(&asked.sought, &house.site, now);
        let next = |record: &Record| NextStep::of(&house.procedures, record, now);
        let (mut rows, mut looked, mut back_to, mut after) = (Vec::new(), 0, None, asked.after);
        while looked < SLICE {
            let query = Query::new(asked.family, asked.which, READ).at(after.map_or(Place::First, Place::After));
            let page = self.desk.store.page(query)?;
            let whole = page.rows.len() < READ;
            looked += page.rows.len();
            back_to = page.rows.last().map(|record| record.at).or(back_to);
            rows.extend(page.rows.into_iter().filter(|record| {
                let next = || next(record).map(|next| next.step).unwrap_or_default();
                search.finds(record, next)
            }));
            after = page.last.filter(|_| !whole);
            if after.is_none() {
                break;
            }
        }
        let next = rows.iter().filter_map(|record| Some((record.subject, next(record)?))).collect();
        Ok(Found { asked: asked.clone(), rows, next, looked, back_to, after })
    }
}
