//! The desk: what one may do at the counter. The screen and the command line share it.
//!
//! One act = take the logbook's lock, load what it concerns, let the domain decide, append, commit. A refusal leaves
//! nothing behind; an act whose uid is already in the logbook is not done again but answered with its record.

mod calendar;
mod case;
mod complaint;
mod contact;
mod correct;
mod gate;
mod handover;
mod ladder;
mod prohibited;
mod view;

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::entry::{Entry, Family, Fields, Kind, Seq, Stamp};
use crate::domain::handover::{Line, Verdict};
use crate::domain::intake::{self, Taken};
use crate::domain::procedure::Procedures;
use crate::domain::record::Record;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::rules::FileError;
use crate::domain::site::{Site, Working};
use crate::domain::time::{MINUTE, Moment};
use crate::domain::worktime::{Calendar, CalendarYear, Timetable};
use crate::store::{Journal, Store, StoreError};

pub use calendar::Rebasing;
use case::Case;
pub use view::{CAP, Card, List, Page, PageLine, Snapshot, URGENT, Want, Which};

/// The rules that the desk works by, as they stand today.
#[derive(Debug, Clone)]
pub struct House {
    /// The site's settings.
    pub site: Site,
    /// The paths that records take.
    pub procedures: Procedures,
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
        Self { site, procedures, calendar: Calendar::builtin(), fallback: Timetable::default(), faults: Vec::new() }
    }

    /// Working time as it stands.
    pub const fn working(&self) -> Working<'_> {
        Working { site: &self.site, calendar: &self.calendar, fallback: &self.fallback }
    }
}

/// How far before the entry written last the clock must stand to have been set back, in milliseconds. Another window may
/// write while this one waits for its turn.
const SET_BACK: i64 = MINUTE;

/// Who acts, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The post.
    pub post: String,
    /// The person.
    pub operator: String,
    /// The machine's boot.
    pub boot: Uuid,
}

/// The relief's answer to one line of a handover page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The line.
    pub line: Line,
    /// 接, 疑问 or 不接.
    pub verdict: Verdict,
    /// The question, or the reason for not taking it over.
    pub said: String,
    /// The outgoing person's answer to a question.
    pub reply: String,
}

/// What an act needs beside its fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Detail {
    /// Nothing.
    #[default]
    None,
    /// The record that a complaint comes from.
    From(Uuid),
    /// The entry and field that an amendment strikes, as last seen.
    Strike(Seq, String),
    /// A field of the record that an amendment strikes, whatever it says now.
    Field(String),
    /// The entry that is withdrawn.
    Entry(Seq),
    /// The answers to a handover page.
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
    /// What happened.
    pub kind: Kind,
    /// The step of a complaint.
    pub step: String,
    /// The record concerned, where the act opens none.
    pub subject: Option<Uuid>,
    /// What was typed, by field.
    pub fields: Fields,
    /// What else it needs.
    pub detail: Detail,
}

impl Act {
    /// An act that opens a record.
    pub fn new(uid: Uuid, kind: Kind) -> Self {
        Self { uid, kind, step: String::new(), subject: None, fields: BTreeMap::new(), detail: Detail::None }
    }
}

/// What came of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The record as it stands now.
    pub record: Record,
    /// Its uid was already in the logbook; nothing was written.
    pub repeated: bool,
}

/// Why an act was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The rules refuse it: the reasons.
    Refused(Vec<Refusal>),
    /// The logbook could not be written.
    Store(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Cause> for Failure {
    fn from(cause: Cause) -> Self {
        Self::Refused(vec![cause.into()])
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

/// The desk at one window.
pub struct Desk {
    store: Box<dyn Store>,
    house: House,
}

impl Desk {
    /// A desk on a logbook, working by the rules of `house` and the calendars that the logbook holds.
    ///
    /// # Errors
    /// Where the logbook cannot be read.
    pub fn new(store: Box<dyn Store>, mut house: House) -> Result<Self, StoreError> {
        load_calendars(&*store, &mut house.calendar)?;
        Ok(Self { store, house })
    }

    /// The rules as they stand.
    pub const fn house(&self) -> &House {
        &self.house
    }

    /// The logbook, to read, check or rebuild.
    pub fn store(&mut self) -> &mut dyn Store {
        &mut *self.store
    }

    /// Does one act: all of it, durably, or nothing.
    ///
    /// # Errors
    /// The reasons of a refusal, or why the logbook could not be written.
    pub fn act(&mut self, act: &Act, who: &Who, now: Moment) -> Result<Reply, Failure> {
        let mut replies = self.act_all(&[(act, who, now)])?;
        replies.pop().ok_or(Failure::Store(StoreError::Damaged))
    }

    /// Does several acts in one transaction, each by its own person at its own time: all of them, or nothing.
    ///
    /// # Errors
    /// As [`act`](Self::act); the first refusal ends the work.
    pub fn act_all(&mut self, acts: &[(&Act, &Who, Moment)]) -> Result<Vec<Reply>, Failure> {
        let mut refused = None;
        let mut replies = Vec::new();
        let house = &mut self.house;
        self.store.transact(&mut |journal| {
            load_calendars(journal, &mut house.calendar)?;
            for (act, who, now) in acts {
                match perform(journal, house, act, who, *now) {
                    Ok(reply) => replies.push(reply),
                    Err(Failure::Store(error)) => return Err(error),
                    Err(Failure::Refused(reasons)) => {
                        refused = Some(reasons);
                        return Ok(false);
                    }
                }
            }
            Ok(true)
        })?;
        if acts.iter().any(|(act, ..)| act.kind == Kind::Calendar) {
            // A year just loaded counts from the next act on.
            load_calendars(&*self.store, &mut self.house.calendar)?;
        }
        refused.map_or(Ok(replies), |reasons| Err(Failure::Refused(reasons)))
    }
}

/// Adds the years that the logbook holds to those that came with the program.
fn load_calendars(read: &(impl crate::store::Read + ?Sized), calendar: &mut Calendar) -> Result<(), StoreError> {
    for record in read.list(Family::Calendar, crate::store::Which::Newest, 100)?.iter().rev() {
        let key = record.get("year").parse().ok().zip(record.get("version").parse().ok());
        let loaded = key.is_some_and(|(year, version)| calendar.has(year, version));
        if !loaded
            && let Some(entry) = read.entry(record.seq)?
            && let Some(year) = entry.decided.calendar
        {
            calendar.with(year);
        }
    }
    Ok(())
}

fn perform(journal: &mut dyn Journal, house: &House, act: &Act, who: &Who, now: Moment) -> Result<Reply, Failure> {
    if let Some(entry) = journal.by_uid(act.uid)? {
        return repeated(journal, &entry, act);
    }
    if who.operator.trim().is_empty() {
        return Err(Cause::NoOperator.into());
    }
    let stamp = Stamp {
        written_at: now,
        offset: house.site.zone.offset_minutes(now),
        boot: who.boot,
        post: who.post.clone(),
        operator: who.operator.clone(),
    };
    let newest = journal.head()?.map(|head| journal.entry(head.seq)).transpose()?.flatten();
    let set_back = newest.is_some_and(|newest| newest.written_at.since(now) > SET_BACK);
    let mut case = Case { journal, house, stamp, now, uid: act.uid, set_back };
    let subject = match act.kind {
        Kind::Amended => correct::amend(&mut case, act)?,
        Kind::Withdrawn => correct::withdraw(&mut case, act)?,
        Kind::Calendar => calendar::load(&mut case, act)?,
        Kind::Rebased => calendar::rebase(&mut case, act)?,
        Kind::Begun => case.open(Kind::Begun, now, Taken::default(), |_| {})?,
        _ => {
            let step = case.step(act)?;
            let taken = intake::take(act.kind, &step, &act.fields, &house.site, now).map_err(Failure::Refused)?;
            decide(&mut case, act, taken)?
        }
    };
    if act.kind != Kind::Calendar {
        calendar::catch_up(&mut case, &house.calendar)?;
    }
    let record = case.record(subject)?;
    Ok(Reply { record, repeated: false })
}

fn decide(case: &mut Case<'_>, act: &Act, taken: Taken) -> Result<Uuid, Failure> {
    match act.kind {
        Kind::WalkIn | Kind::Call => contact::open(case, act.kind, taken),
        Kind::WalkInOutcome | Kind::CallOutcome => contact::outcome(case, act, taken),
        Kind::CallBack => contact::call_back(case, act, taken),
        Kind::Complaint => complaint::open(case, act, taken),
        Kind::ComplaintStep => complaint::step(case, act, taken),
        Kind::VisitorIn | Kind::VisitorRefused => gate::visitor(case, act.kind, taken),
        Kind::VehicleIn => gate::vehicle(case, taken),
        Kind::VisitorOut | Kind::VehicleOut => gate::leave(case, act, taken),
        Kind::Note | Kind::Duty => {
            let at = case.happened(&taken);
            case.open(act.kind, at, taken, |_| {})
        }
        Kind::NoteDone => {
            let record = case.open_record(act.subject, Family::Note)?;
            case.follow(act.kind, &record, taken)
        }
        Kind::Handover => handover::sign(case, act, taken),
        Kind::HandoverAccepted => handover::accept(case, act, taken),
        Kind::HandoverRemark => handover::remark(case, act, taken),
        Kind::Acknowledged => ladder::acknowledge(case, act, taken),
        Kind::Begun | Kind::Calendar | Kind::DueSettled | Kind::Rebased | Kind::Amended | Kind::Withdrawn => {
            Err(Cause::UnknownKind.into())
        }
    }
}

fn repeated(journal: &dyn Journal, entry: &Entry, act: &Act) -> Result<Reply, Failure> {
    // A plate that comes in again may have been told to go out.
    let left = (entry.kind, act.kind) == (Kind::VehicleOut, Kind::VehicleIn);
    if entry.kind != act.kind && !left {
        return Err(Cause::UidUsed(entry.kind).into());
    }
    let record = journal.record(entry.subject)?.ok_or(Cause::NoSuchRecord)?;
    Ok(Reply { record, repeated: true })
}
