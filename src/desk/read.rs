//! Reading at the desk: the only way to what the logbook holds, and always as someone, so that what may be seen is
//! decided here.

use uuid::Uuid;

use crate::desk::families::readings::told_by;
use crate::desk::{Desk, House, PAGE, Who, watch};
use crate::domain::duty::Watch;
use crate::domain::entry::{Entry, Family, Head, Seq};
use crate::domain::number::Number;
use crate::domain::record::Record;
use crate::domain::text::{phone, plate};
use crate::domain::time::Moment;
use crate::store::{ListView, Mark, Query, StoreError};

/// A telephone number as it may be seen: masked, unless it is to be read. Nothing else masks.
pub fn phone(number: &str, revealed: bool) -> String {
    if revealed || number.is_empty() { number.to_owned() } else { phone::mask(number) }
}

/// A desk, read by someone at a post.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub(super) desk: &'a Desk,
    pub(super) who: &'a Who,
}

impl Desk {
    /// Reads as someone.
    pub const fn reading<'a>(&'a self, who: &'a Who) -> Reading<'a> {
        Reading { desk: self, who }
    }

    /// Whether anyone else has written since a mark was taken; gives the new mark then.
    pub fn changed_since(&self, mark: Mark) -> Result<Option<Mark>, StoreError> {
        self.store.changed_since(mark)
    }

    /// Whether an act was done: an entry has its uid.
    pub fn is_done(&self, uid: Uuid) -> Result<bool, StoreError> {
        Ok(self.store.by_uid(uid)?.is_some())
    }

    /// Who has a post, and whether this person may act there.
    pub fn watch(&self, post: &str, person: &str) -> Result<Watch, StoreError> {
        watch::read(&*self.store, &self.house, &self.earlier, post, &[person])
    }

    /// Who is on duty at a post; empty where nobody is, be it that nobody has signed on or that the post was shut.
    pub fn on_duty(&self, post: &str) -> Result<String, StoreError> {
        let shared = self.house.site.is_shared(post);
        // Mostly the last turn tells.
        let last = Watch::new(shared, &self.store.list(watch::last_turn(post))?);
        let watch = if shared && last.holder().is_none() { self.watch(post, "")? } else { last };
        Ok(watch.holder().map_or_else(String::new, |turn| turn.person.clone()))
    }
}

/// Each fails where the logbook cannot be read.
#[allow(clippy::missing_errors_doc)]
impl Reading<'_> {
    /// The record of a subject, or of the entry with this uid.
    pub fn record(&self, uid: Uuid) -> Result<Option<Record>, StoreError> {
        let store = &self.desk.store;
        match store.record(uid)? {
            Some(record) => Ok(Some(record)),
            None => store.by_uid(uid)?.map_or(Ok(None), |entry| store.record(entry.subject)),
        }
    }

    /// The record that has the event of the entry with this uid now.
    pub fn event(&self, uid: Uuid) -> Result<Option<Record>, StoreError> {
        told_by(&*self.desk.store, uid)
    }

    /// The record of a number.
    pub fn by_number(&self, family: Family, number: Number) -> Result<Option<Record>, StoreError> {
        self.desk.store.by_number(family, number)
    }

    /// Every record of a family in a view.
    pub fn all(&self, family: Family, view: ListView) -> Result<Vec<Record>, StoreError> {
        self.desk.store.all(Query::new(family, view, PAGE))
    }

    /// The newest records of a family, so many as one page holds.
    pub fn newest(&self, family: Family) -> Result<Vec<Record>, StoreError> {
        self.desk.store.list(Query::new(family, ListView::Newest, PAGE))
    }

    /// The vehicle of a plate: the one inside, else the one that came last and was not struck. By a part of a plate only
    /// one inside that was read as the same.
    pub fn vehicle(&self, plate: &str) -> Result<Option<Record>, StoreError> {
        if plate::key(plate).is_empty() {
            let inside = self.all(Family::Vehicle, ListView::Inside)?;
            return Ok(inside.into_iter().find(|stay| stay.inside() && stay.get("plate") == plate));
        }
        let of = |view, limit| Query::new(Family::Vehicle, view, limit).with_key(plate);
        // Of one that is gone the driver may be there.
        match self.desk.store.all(of(ListView::Inside, PAGE))?.into_iter().find(Record::inside) {
            Some(inside) => Ok(Some(inside)),
            None => Ok(self.desk.store.list(of(ListView::Newest, 1).standing())?.pop()),
        }
    }

    /// The entry of an act that was done.
    pub fn done(&self, uid: Uuid) -> Result<Option<Entry>, StoreError> {
        self.desk.store.by_uid(uid)
    }

    /// When the newest entry was written; `None` while the logbook is empty.
    pub fn last_written(&self) -> Result<Option<Moment>, StoreError> {
        self.desk.store.last_written()
    }

    /// The rules of the house.
    pub const fn house(&self) -> &House {
        &self.desk.house
    }

    /// All entries of a record, in order.
    pub fn history(&self, subject: Uuid) -> Result<Vec<Entry>, StoreError> {
        self.desk.store.history(subject)
    }

    /// Up to `limit` entries after a place in the logbook, in order.
    pub fn entries(&self, after: Seq, limit: usize) -> Result<Vec<Entry>, StoreError> {
        self.desk.store.entries(after, limit)
    }

    /// The chain's head; `None` while the logbook is empty.
    pub fn head(&self) -> Result<Option<Head>, StoreError> {
        self.desk.store.head()
    }
}
