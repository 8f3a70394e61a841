//! The desk: what one may do at the counter. The screen and the command line share it.
//!
//! One act = take the logbook's lock, load what it concerns, let the domain decide, append, commit. A refusal leaves
//! nothing behind; an act whose uid is already in the logbook is not done again but answered with its record.

mod acknowledge;
mod act_context;
mod calendar;
mod complaint;
mod complaint_rules;
mod contact;
mod correct;
mod gate;
mod handover;
mod view;

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::entry::{Entry, Family, Fields, Kind, Seq, Stamp};
use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::intake::{self, ParsedForm};
use crate::domain::procedure::Procedures;
use crate::domain::record::Record;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::rules::FileError;
use crate::domain::site::{Site, Working};
use crate::domain::time::{MINUTE, Moment};
use crate::domain::worktime::{Calendar, CalendarYear, Timetable};
use crate::store::{Journal, Store, StoreError};

use act_context::ActContext;
pub use calendar::Rebasing;
pub use view::{CAP, Card, List, ListView, Page, PageLine, Snapshot, SnapshotRequest, URGENT};

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
const CLOCK_TOLERANCE: i64 = MINUTE;

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
    pub target: ActTarget,
}

impl Act {
    /// An act that opens a record.
    pub fn new(uid: Uuid, kind: Kind) -> Self {
        Self { uid, kind, step: String::new(), subject: None, fields: BTreeMap::new(), target: ActTarget::None }
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
pub enum ActError {
    /// The rules refuse it: the reasons.
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
    pub fn act(&mut self, act: &Act, who: &Who, now: Moment) -> Result<Reply, ActError> {
        let mut replies = self.act_all(&[(act, who, now)])?;
        replies.pop().ok_or(ActError::Store(StoreError::Damaged))
    }

    /// Does several acts in one transaction, each by its own person at its own time: all of them, or nothing.
    ///
    /// # Errors
    /// As [`act`](Self::act); the first refusal ends the work.
    pub fn act_all(&mut self, acts: &[(&Act, &Who, Moment)]) -> Result<Vec<Reply>, ActError> {
        let mut refused = None;
        let mut replies = Vec::new();
        let house = &mut self.house;
        self.store.transact(&mut |journal| {
            load_calendars(journal, &mut house.calendar)?;
            for (act, who, now) in acts {
                match perform(journal, house, act, who, *now) {
                    Ok(reply) => replies.push(reply),
                    Err(ActError::Store(error)) => return Err(error),
                    Err(ActError::Refused(reasons)) => {
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
        refused.map_or(Ok(replies), |reasons| Err(ActError::Refused(reasons)))
    }
}

/// Adds the years that the logbook holds to those that came with the program.
fn load_calendars(read: &(impl crate::store::Read + ?Sized), calendar: &mut Calendar) -> Result<(), StoreError> {
    for record in read.list(Family::Calendar, crate::store::ListView::Newest, 100)?.iter().rev() {
        let key = record.get("year").parse().ok().zip(record.get("version").parse().ok());
        let loaded = key.is_some_and(|(year, version)| calendar.has(year, version));
        if !loaded
            && let Some(entry) = read.entry(record.seq)?
            && let Some(year) = entry.decided.calendar
        {
            calendar.add_year(year);
        }
    }
    Ok(())
}

fn perform(journal: &mut dyn Journal, house: &House, act: &Act, who: &Who, now: Moment) -> Result<Reply, ActError> {
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
    let clock_went_back = newest.is_some_and(|newest| newest.written_at.since(now) > CLOCK_TOLERANCE);
    let mut cx = ActContext { journal, house, stamp, now, uid: act.uid, clock_went_back };
    let subject = match act.kind {
        Kind::Amended => correct::amend(&mut cx, act)?,
        Kind::Withdrawn => correct::withdraw(&mut cx, act)?,
        Kind::Calendar => calendar::load(&mut cx, act)?,
        Kind::Rebased => calendar::rebase(&mut cx, act)?,
        Kind::Begun => cx.open(Kind::Begun, now, ParsedForm::default(), |_| {})?,
        _ => {
            let step = cx.step(act)?;
            let parsed =
                intake::parse_form(act.kind, &step, &act.fields, &house.site, now).map_err(ActError::Refused)?;
            decide(&mut cx, act, parsed)?
        }
    };
    if act.kind != Kind::Calendar {
        calendar::catch_up(&mut cx, &house.calendar)?;
    }
    let record = cx.record(subject)?;
    Ok(Reply { record, repeated: false })
}

fn decide(cx: &mut ActContext<'_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    match act.kind {
        Kind::WalkIn | Kind::Call => contact::open(cx, act.kind, parsed),
        Kind::WalkInOutcome | Kind::CallOutcome => contact::outcome(cx, act, parsed),
        Kind::CallBack => contact::call_back(cx, act, parsed),
        Kind::Complaint => complaint::open(cx, act, parsed),
        Kind::ComplaintStep => complaint::step(cx, act, parsed),
        Kind::VisitorIn | Kind::VisitorRefused => gate::visitor(cx, act.kind, parsed),
        Kind::VehicleIn => gate::vehicle(cx, parsed),
        Kind::VisitorOut | Kind::VehicleOut => gate::leave(cx, act, parsed),
        Kind::Note | Kind::Duty => {
            let at = cx.happened(&parsed);
            cx.open(act.kind, at, parsed, |_| {})
        }
        Kind::NoteDone => {
            let record = cx.open_record(act.subject, Family::Note)?;
            cx.follow(act.kind, &record, parsed)
        }
        Kind::Handover => handover::sign(cx, act, parsed),
        Kind::HandoverAccepted => handover::accept(cx, act, parsed),
        Kind::HandoverRemark => handover::remark(cx, act, parsed),
        Kind::Acknowledged => acknowledge::acknowledge(cx, act, parsed),
        Kind::Begun | Kind::Calendar | Kind::DueSettled | Kind::Rebased | Kind::Amended | Kind::Withdrawn => {
            Err(Cause::UnknownKind.into())
        }
    }
}

fn repeated(journal: &dyn Journal, entry: &Entry, act: &Act) -> Result<Reply, ActError> {
    // A plate that comes in again may have been told to go out.
    let left = (entry.kind, act.kind) == (Kind::VehicleOut, Kind::VehicleIn);
    if entry.kind != act.kind && !left {
        return Err(Cause::UidUsed(entry.kind).into());
    }
    let record = journal.record(entry.subject)?.ok_or(Cause::NoSuchRecord)?;
    Ok(Reply { record, repeated: true })
}
