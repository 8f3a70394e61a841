//! The desk: what one may do at the counter. The screen and the command line share it.
//!
//! One act = take the logbook's lock, load what it concerns, let the domain decide, append, commit. A refusal leaves
//! nothing behind; an act whose uid is already in the logbook is not done again but answered with its record, and refused
//! where it says something else.

mod acknowledge;
mod act_context;
mod calendar;
pub mod clock;
mod correct;
mod families;
mod find;
mod identity;
mod page;
mod prepared;
mod read;
mod seen;
mod view;
mod watch;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::entry::{Family, Fields, Kind, Seq};
use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::number::Number;
use crate::domain::procedure::Procedures;
use crate::domain::record::Record;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::rules::FileError;
use crate::domain::site::Site;
use crate::domain::time::{MINUTE, Moment};
use crate::domain::worktime::Working;
use crate::domain::worktime::{Calendar, CalendarYear, Timetable};
pub use crate::store::{
    Conflict, Cursor, Deadline, Finding, Flaw, ListView, Mark, Noted, Place, Remains, Store, StoreError, VerifyReport,
};
use crate::store::{Outcome, Query, Question, Read, Transact};

pub use calendar::Rebasing;
pub use find::{FindRequest, Found, SLICE};
pub use identity::conflict;
use prepared::Prepared;
pub use read::{Reading, phone};
pub use view::{CAP, Card, List, NextStep, Page, PageLine, Snapshot, SnapshotRequest, URGENT};

/// The rules that the desk works by, as they stand today.
#[derive(Debug, Clone)]
pub struct House {
    pub site: Site,
    /// The paths that records take.
    pub procedures: Arc<Procedures>,
    /// The years of the working calendar that are known.
    pub calendar: Calendar,
    /// The timetable of a department that has none of its own.
    pub fallback: Timetable,
    /// What is wrong with the files of rules, where their last good version is worked by.
    pub faults: Vec<FileError>,
}

impl House {
    /// The house of a site, with the calendars and procedures that come with the program.
    pub fn new(site: Site, procedures: Procedures) -> Self {
        let (procedures, calendar) = (procedures.into(), Calendar::builtin());
        Self { site, procedures, calendar, fallback: Timetable::default(), faults: Vec::new() }
    }

    /// Working time as it stands.
    pub const fn working(&self) -> Working<'_> {
        Working { site: &self.site, calendar: &self.calendar, fallback: &self.fallback }
    }
}

/// How far before the entry written last the clock must stand to have been set back, in milliseconds. Another window may
/// write while this one waits for its turn.
const CLOCK_TOLERANCE: i64 = MINUTE;

/// Who acts, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub post: String,
    pub operator: String,
    pub boot: Uuid,
}

/// The relief's answer to one line of a handover page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub line: HandoverItem,
    /// 接, 疑问 or 不接.
    pub verdict: Verdict,
    /// The question, or the reason for not taking it over.
    pub said: String,
    /// The outgoing person's answer to a question.
    pub reply: String,
}

/// What an act needs beside its fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ActTarget {
    #[default]
    None,
    /// The record that a complaint comes from.
    From(Uuid),
    /// The entry and field that an amendment strikes, as last seen.
    Strike(Seq, String),
    /// A field of the record that an amendment strikes, whatever it says now.
    Field(String),
    /// As [`Field`](Self::Field), of this entry and of no other.
    FieldOf(Seq, String),
    Entry(Seq),
    /// The visitor or vehicle of this number, which was seen to be inside: it is the one that leaves.
    Leaves(Family, Number),
    /// The entry that the line of this uid tells, which had not come when this was read: it is the one that leaves.
    Comes(Uuid),
    Answers(Vec<Answer>),
    /// A year of the calendar, as it comes in a file.
    Year(CalendarYear),
    /// A year of the calendar as corrected by hand, and the version that was corrected; 0 where there was none.
    Revised(CalendarYear, u32),
}

/// One thing that a person asks of the desk, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Made when the form opened; the same act twice is done once.
    pub uid: Uuid,
    pub kind: Kind,
    pub step: String,
    /// The record concerned, where the act opens none.
    pub subject: Option<Uuid>,
    pub fields: Fields,
    pub target: ActTarget,
    /// The newest entry of the record, or of the one that a complaint comes from, that whoever acts has seen; `None` of
    /// whoever looks at none.
    pub seen: Option<Seq>,
    /// `None` of what a person does at a screen. Else it is a line read without one, and this is what kind of machine
    /// says it, empty for none: what only a person can know is not asked then, and its clock may be ahead.
    pub source: Option<String>,
}

impl Act {
    /// An act that opens a record.
    pub fn new(uid: Uuid, kind: Kind) -> Self {
        let (step, subject, fields, source) = (String::new(), None, BTreeMap::new(), None);
        Self { uid, kind, step, subject, fields, target: ActTarget::None, seen: None, source }
    }

    /// What kind of machine says it; empty where a person does.
    pub fn machine(&self) -> &str {
        self.source.as_deref().unwrap_or_default()
    }
}

/// What came of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub record: Record,
    /// The act's own entry.
    pub seq: Seq,
    /// Its uid was already in the logbook; nothing was written.
    pub repeated: bool,
}

/// Why an act was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActError {
    Refused(Vec<Refusal>),
    /// The logbook could not be written.
    Store(StoreError),
}

impl From<StoreError> for ActError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Cause> for ActError {
    fn from(cause: Cause) -> Self {
        Self::Refused(vec![cause.into()])
    }
}

impl From<Refusal> for ActError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

/// Refuses where something is so.
fn refuse_if(so: bool, why: impl Into<Refusal>) -> Result<(), ActError> {
    if so { Err(why.into().into()) } else { Ok(()) }
}

/// The desk at one window.
pub struct Desk {
    store: Box<dyn Store>,
    house: House,
    /// When the machine was started, as its clock has it.
    booted: Box<dyn Fn() -> Option<Moment> + Send>,
    /// When it was, as first seen in a boot.
    begun: Cell<Option<(Uuid, Moment)>>,
    earlier: watch::Earlier,
}

impl Desk {
    /// A desk on a logbook, working by the rules of `house` and the calendars that the logbook holds.
    pub fn new(store: Box<dyn Store>, mut house: House) -> Result<Self, StoreError> {
        if let Some(calendar) = newer_calendar(&*store, &house.calendar)? {
            house.calendar = calendar;
        }
        Ok(Self { store, house, booted: Box::new(|| None), begun: Cell::new(None), earlier: watch::Earlier::default() })
    }

    /// Whether what was done last could be noted outside the logbook.
    pub fn is_noted(&self) -> bool {
        self.store.is_noted()
    }

    /// Whether all that was acknowledged will stay.
    ///
    /// # Errors
    /// Where some of it would be lost.
    pub fn settled(&self) -> Result<(), StoreError> {
        self.store.settled()
    }

    /// The rules as they stand.
    pub const fn house(&self) -> &House {
        &self.house
    }

    /// Does one act: all of it, durably, or nothing.
    ///
    /// # Errors
    /// The reasons of a refusal, or why the logbook could not be written.
    pub fn act(&mut self, act: &Act, who: &Who, now: Moment) -> Result<Reply, ActError> {
        let mut replies = self.act_all(&[(act, who, now)])?;
        replies.pop().ok_or(ActError::Store(StoreError::Damaged))
    }

    /// Does several acts in one transaction, each by its own person at its own time: all of them, or nothing.
    ///
    /// # Errors
    /// As [`act`](Self::act); the first refusal ends the work.
    pub fn act_all(&mut self, acts: &[(&Act, &Who, Moment)]) -> Result<Vec<Reply>, ActError> {
        let started = (self.booted)();
        let booted: Vec<_> = acts.iter().map(|(_, who, _)| self.booted(who.boot, started)).collect();
        let acts: Vec<Prepared<'_>> = acts.iter().map(|act| Prepared::new(&self.house, *act)).collect();
        let mut questions = vec![Question::List(CALENDARS)];
        for act in &acts {
            let reads = act.reads(&self.house);
            questions.extend(reads.into_iter().filter(|question| !questions.contains(question)).collect::<Vec<_>>());
        }
        let (house, earlier) = (&self.house, &self.earlier);
        let (calendar, replies) = self.store.transact(&questions, |journal| {
            let newer = newer_calendar(journal, &house.calendar)?;
            let newer = newer.map(|calendar| House { calendar, ..house.clone() });
            let mut replies = Vec::new();
            for (act, booted) in acts.iter().zip(&booted) {
                match act.perform(journal, newer.as_ref().unwrap_or(house), *booted, earlier) {
                    Ok(reply) => replies.push(reply),
                    Err(ActError::Store(error)) => return Err(error),
                    Err(ActError::Refused(reasons)) => return Ok(Outcome::Undo((None, Err(reasons)))),
                }
            }
            // A year just loaded counts from the next act on.
            let calendar = if acts.iter().any(|act| act.act.kind == Kind::Calendar) {
                newer_calendar(journal, &house.calendar)?
            } else {
                newer.map(|house| house.calendar)
            };
            Ok(Outcome::Keep((calendar, Ok(replies))))
        })?;
        if let Some(calendar) = calendar {
            self.house.calendar = calendar;
        }
        replies.map_err(ActError::Refused)
    }
}

/// How many rows are read at a time where all are wanted.
const PAGE: usize = 500;

/// The years of the calendar that the logbook holds, the newest first.
const CALENDARS: Query = Query::new(Family::Calendar, ListView::Newest, PAGE);

/// A calendar with the years that the logbook holds beside those it has; `None` where it has them all.
fn newer_calendar(read: &(impl Read + ?Sized), calendar: &Calendar) -> Result<Option<Calendar>, StoreError> {
    let mut newer: Option<Calendar> = None;
    for record in read.all(CALENDARS)?.iter().rev() {
        let known = newer.as_ref().unwrap_or(calendar);
        let key = record.get("year").parse().ok().zip(record.get("version").parse().ok());
        let loaded = key.is_some_and(|(year, version)| known.has(year, version));
        if !loaded
            && let Some(entry) = read.entry(record.seq)?
            && let Some(year) = entry.decided.calendar
        {
            newer.get_or_insert_with(|| calendar.clone()).add_year(year);
        }
    }
    Ok(newer)
}
