//! What the desk shows: the lists of the counter, one record in full, a handover page as it was signed.

use uuid::Uuid;

use crate::desk::{Desk, handover};
use crate::domain::entry::{Entry, Family, Head, Kind};
use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::history;
use crate::domain::record::{Record, Status, fold};
use crate::domain::time::Moment;
use crate::domain::worktime::Calendar;
pub use crate::store::ListView;
use crate::store::{Deadline, StoreError};

/// Counting stops here; the screen shows `1000+`.
pub const CAP: usize = 1_000;
/// How many rows a list on the day's overview needs at the most.
const OVERVIEW: usize = 12;

/// How many of the most urgent deadlines are read.
pub const URGENT: usize = 32;
/// How many deadlines to come are read, of promises and of each gate register.
const COMING: usize = 8;

/// What a window wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRequest {
    /// The register of the panel in hand; `None` for the overview.
    pub family: Option<Family>,
    /// ListView of its records.
    pub which: ListView,
    /// How many rows of it.
    pub rows: usize,
    /// Whether the lists of the day's overview are wanted; their counts always come.
    pub overview: bool,
    /// Whether the post's handover page is wanted.
    pub page: bool,
    /// The post.
    pub post: String,
}

/// A short list of the overview and how many there are in all, up to [`CAP`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// Its first rows.
    pub rows: Vec<Record>,
    /// How many there are.
    pub count: usize,
    /// How many of the family have a limit that has run out, up to [`CAP`].
    pub late: usize,
}

/// One line of a handover page with what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLine {
    /// The reference.
    pub line: HandoverItem,
    /// The record, as of the page.
    pub record: Record,
    /// The relief's verdict, where it was given.
    pub verdict: Option<Verdict>,
    /// The question or the reason.
    pub said: String,
    /// The outgoing person's answer.
    pub reply: String,
}

/// A handover page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The signed page; `None` while it is being written.
    pub signed: Option<Box<Record>>,
    /// Its lines.
    pub lines: Vec<PageLine>,
    /// The chain's head when it was last signed: kept on paper, it dates the logbook.
    pub head: Option<Head>,
    /// Later remarks 补记: when, by whom, what.
    pub remarks: Vec<(Moment, String, String)>,
}

/// What a window shows at one moment.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// Walk-ins of today, newest first.
    pub walk_ins: List,
    /// Calls of today, newest first.
    pub calls: List,
    /// Open complaints by next due.
    pub complaints: List,
    /// Visitors inside, newest first.
    pub visitors: List,
    /// Vehicles inside, newest first.
    pub vehicles: List,
    /// Open notes, oldest first.
    pub notes: List,
    /// The most urgent deadlines of all that was promised.
    pub urgent: Vec<Deadline>,
    /// Those that run out next; after them those of who is inside.
    pub upcoming: Vec<Deadline>,
    /// The records of the panel in hand.
    pub list: Vec<Record>,
    /// The post's page as it would be signed now, or one that waits for its relief.
    pub page: Page,
    /// Who has the post.
    pub duty: Option<Record>,
    /// The working calendar as it stands.
    pub calendar: Calendar,
    /// When it was read.
    pub now: Option<Moment>,
    /// Changes whenever another window has written.
    pub version: u64,
}

/// One record in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The record.
    pub record: Record,
    /// Its entries with their corrections, and the orders to count its due times again.
    pub lines: Vec<history::EntryView>,
    /// The obvious next step of a complaint.
    pub next: Option<String>,
    /// The steps of a complaint that may be done now.
    pub offered: Vec<String>,
}

impl Desk {
    /// What a window shows now.
    ///
    /// # Errors
    /// Where the logbook cannot be read.
    pub fn snapshot(&self, want: &SnapshotRequest, now: Moment) -> Result<Snapshot, StoreError> {
        let zone = self.house.site.zone;
        let today = (zone.midnight(zone.date(now)), zone.next_midnight(now));
        let store = &*self.store;
        let of_today = |family| -> Result<List, StoreError> {
            let rows = if want.overview { store.between(family, today.0, today.1, OVERVIEW)? } else { Vec::new() };
            let count = store.count_between(family, today.0, today.1, CAP)?;
            Ok(List { rows, count, late: store.count_due(family, now, CAP)? })
        };
        let of = |family, which| -> Result<List, StoreError> {
            let rows = if want.overview { store.list(family, which, OVERVIEW)? } else { Vec::new() };
            Ok(List { rows, count: store.count(family, which, CAP)?, late: store.count_due(family, now, CAP)? })
        };
        let mut coming = store.due_after(now, COMING)?;
        for family in [Family::Visitor, Family::Vehicle] {
            for record in store.next_due(family, now, COMING)? {
                coming.extend(record.next_limit().cloned().map(|clock| Deadline { clock, record }));
            }
        }
        let mut snapshot = Snapshot {
            walk_ins: of_today(Family::WalkIn)?,
            calls: of_today(Family::Call)?,
            complaints: of(Family::Complaint, ListView::Due)?,
            visitors: of(Family::Visitor, ListView::Inside)?,
            vehicles: of(Family::Vehicle, ListView::Inside)?,
            notes: of(Family::Note, ListView::Open)?,
            urgent: store.deadlines(URGENT)?,
            duty: store.by_key(Family::Duty, &want.post, 1)?.pop(),
            upcoming: coming,
            calendar: self.calendar()?,
            now: Some(now),
            version: store.version()?,
            ..Snapshot::default()
        };
        if let Some(family) = want.family {
            snapshot.list = store.list(family, want.which, want.rows)?;
        }
        if want.page {
            let waiting = store.list(Family::Handover, ListView::Open, 50)?;
            snapshot.page = match waiting.into_iter().find(|record| record.post == want.post) {
                Some(record) => self.signed(record)?,
                None => self.page(&want.post, now)?,
            };
        }
        Ok(snapshot)
    }

    /// The page that a post would sign now.
    ///
    /// # Errors
    /// Where the logbook cannot be read.
    pub fn page(&self, post: &str, now: Moment) -> Result<Page, StoreError> {
        let lines = handover::compile(&*self.store, post, now)?;
        let bare = |(line, record)| PageLine { line, record, verdict: None, said: String::new(), reply: String::new() };
        Ok(Page { lines: lines.into_iter().map(bare).collect(), ..Page::default() })
    }

    /// A signed page, rendered as of its entry.
    ///
    /// # Errors
    /// Where the logbook cannot be read.
    pub fn signed(&self, record: Record) -> Result<Page, StoreError> {
        let mut lines = Vec::with_capacity(record.lines.len());
        for (index, line) in record.lines.iter().enumerate() {
            let mut entries: Vec<Entry> = self.store.history(line.subject)?;
            entries.retain(|entry| entry.seq < record.seq);
            let then = fold(&entries).map_err(|broken| StoreError::Unreadable { seq: broken.seq })?;
            lines.push(PageLine {
                line: line.clone(),
                record: then,
                verdict: record.verdicts.get(index).copied(),
                said: record.get(&format!("said.{index}")).to_owned(),
                reply: record.get(&format!("reply.{index}")).to_owned(),
            });
        }
        let own = self.store.history(record.subject)?;
        let head = own.iter().rev().find_map(|entry| entry.decided.head.clone());
        let remark = |entry: &Entry| (entry.at, entry.operator.clone(), entry.get("text").to_owned());
        let remarks = own.iter().filter(|entry| entry.kind == Kind::HandoverRemark).map(remark).collect();
        Ok(Page { signed: Some(Box::new(record)), lines, head, remarks })
    }

    /// One record in full; `None` where there is none.
    ///
    /// # Errors
    /// Where the logbook cannot be read.
    pub fn card(&self, subject: Uuid, now: Moment) -> Result<Option<Card>, StoreError> {
        let Some(record) = self.store.record(subject)? else { return Ok(None) };
        let lines = history::with_orders(&self.store.history(subject)?);
        let procedures = &self.house.procedures;
        let (next, offered) = if record.family == Family::Complaint && record.status == Status::Open {
            let offered = procedures.offered(&record, now).into_iter().map(|rule| rule.id.clone()).collect();
            (procedures.next(&record, now).map(|rule| rule.id.clone()), offered)
        } else {
            (None, Vec::new())
        };
        Ok(Some(Card { record, lines, next, offered }))
    }
}
