//! Refusals: why the desk will not do what was asked, said at the field where there is one. They carry no personal
//! data but the name of the colleague who was first.

use strum::{IntoStaticStr, VariantNames};

use crate::domain::entry::{Family, Kind, Link, Seq};
use crate::domain::number::Number;
use crate::domain::record::Stay;
use crate::domain::staff::Role;
use crate::domain::text::ValueError;
use crate::domain::time::Moment;
use crate::domain::worktime::NoticeError;

/// One reason, and the field that it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The field's name; `None` where it concerns the whole act.
    pub field: Option<String>,
    pub cause: Cause,
}

impl Refusal {
    /// A reason at a field.
    pub fn at(field: &str, cause: Cause) -> Self {
        Self { field: Some(field.to_owned()), cause }
    }
}

impl From<Cause> for Refusal {
    fn from(cause: Cause) -> Self {
        Self { field: None, cause }
    }
}

/// The name within a locale key: `refused-not-open` is `not-open`.
pub fn code(key: &'static str) -> &'static str {
    key.split_once('-').map_or(key, |(_, name)| name)
}

/// Who is inside and may be meant: the record, since when, with how many people, and the plate, or name and flat, which
/// are shown to whoever chooses and stand in no sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub family: Family,
    pub number: Number,
    pub since: Moment,
    pub told: String,
    pub people: u32,
}

/// What was written to a record since it was looked at: by whom, when, what came of it and what was promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newer {
    pub seq: Seq,
    pub who: String,
    pub at: Moment,
    pub kind: Kind,
    pub step: String,
    pub outcome: String,
    pub promise: Option<Moment>,
}

/// Why the desk refuses. Its sentence has the key `refused-` and its name.
#[derive(Debug, Clone, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(prefix = "refused-", serialize_all = "kebab-case")]
pub enum Cause {
    /// The value cannot be taken.
    Value(ValueError),
    Demanded(&'static str),
    /// This clause allows none but the values offered.
    OnlyThese(&'static str),
    UnknownField,
    /// The field does not go with what the others say.
    NotAsked,
    /// The driver of the vehicle is a visitor, who leaves by a record of his own.
    DriverVisits,
    /// No visitor who may be the driver is inside.
    NoVisitor,
    /// There is no such kind of event.
    UnknownKind,
    NoSuchRecord,
    /// The record, or the event that was named, has no entry of this number.
    NoSuchEntry,
    /// Records of several families have the number.
    Ambiguous,
    /// No limit of this name runs on the record.
    NoSuchLimit,
    /// The event does not belong to that kind of record.
    WrongRecord,
    BeforeArrival,
    /// What follows it, or was promised then, is of this earlier time.
    AfterNext(Moment),
    /// Some of the party left only then: the others were not all gone before.
    BeforePart(Moment),
    /// It has left already, at this time where anyone saw it.
    AlreadyLeft(Option<Moment>),
    PlateInside(Number),
    /// The plate tells no vehicle from others, and may be that of each of these inside, and of so many more.
    WhichVehicle(Vec<Candidate>, usize),
    /// That vehicle's stay of this record, from then on, which ended so or lasts, lies over this time.
    StaysOverlap(Number, Moment, Stay),
    /// Each of these inside may be the same person, and so many more: one of them, or another?
    PersonInside(Vec<Candidate>, usize),
    /// So many of a party left before the others: it had more people than that.
    GoneBefore(u32),
    /// Without known identity, or suspicious: only refusal is left (000 制度3 三.3).
    OnlyRefusal,
    StepDone(String, Moment),
    /// The step does not belong to this complaint.
    StepUnknown,
    /// Other steps come first, by this clause.
    StepFirst(Vec<String>, String),
    /// The limit that must have run out before, by this clause, has not.
    NotLapsed(String),
    /// The share is not awaited: it was done, or never given.
    NotAwaited,
    Shared,
    /// No limit runs that may stand still.
    NothingToPause,
    NotPaused,
    /// A pause may last until then at the most.
    PauseTooLong(Moment),
    /// Whoever is complained of does not handle it (004-7 §4.3.1a).
    AccusedHandles,
    /// Only the department that received it, this post's, replies (001 受理.4).
    OnlyReceiver(String),
    /// What is put up in public names a room or a person (001 受理.3).
    Names,
    /// Passed on so often already, it is passed on again only with the head's word (000-1 一.5).
    PassedOn(usize),
    /// Too few tries to let the follow-up off; so many were made (001 处理.3).
    TooFewTries(usize),
    /// The follow-up is the first receiver's (004-7 §4.8.1).
    FirstReceiver(String),
    /// A missed promise is replaced with its reason, not corrected (004-7 §4.3.2c).
    PromiseMissed,
    /// What this value decided has happened: its whole line is struck instead.
    StrikeWhole,
    /// The record is closed or void.
    NotOpen,
    /// Someone wrote an outcome already: who and when.
    OutcomeThere(String, Moment),
    /// This was written to the record since it was looked at.
    Meanwhile(Box<Newer>),
    /// A complaint is opened from the walk-in or call, not written as its outcome.
    OpenComplaint,
    /// Someone took note of it already: who and when.
    AlreadyNoted(String, Moment),
    /// The limit has reached no rung of its ladder.
    NothingReached,
    NothingPromised,
    /// No message waits to be passed on.
    NoMessage,
    /// A missed call tells neither whose it was nor what was left.
    MissedBlank,
    /// Someone corrected the field meanwhile: who and when.
    AlreadyAmended(String, Moment),
    AlreadyWithdrawn(String, Moment),
    /// What was withdrawn stays so: it is told anew instead.
    WithdrawalStands,
    /// The new value is the old one.
    Unchanged,
    /// These very days of the year are known, as this version.
    CalendarKnown {
        year: i32,
        version: u32,
    },
    /// Signed pages, calendars and duties are never corrected.
    Sealed,
    /// What came later and rests on it must be withdrawn first.
    LaterFirst,
    /// It is one stay with what was read of a part of its plate: that stay is corrected by its number, and as a whole.
    OfPart(Number),
    /// So many lines of the page are not answered.
    Unanswered(usize),
    /// A line that was not settled on its day is handed over only with the reason (000-1 一.3).
    ReasonNeeded,
    /// A refused line needs a named override with its reason.
    OverrideNeeded,
    /// A signed page waits for its relief; there cannot be a second.
    PageWaits,
    SamePerson,
    /// Whoever approves is neither of the two that hand over.
    OwnApproval,
    /// Whoever is complained of approves nothing in the complaint.
    AccusedApproves,
    /// A post of this name does not exist.
    UnknownPost,
    /// Someone else has the post: who, since when.
    PostHeld(String, Moment),
    /// The post is another's since the form was opened: it would bear this name.
    OtherName(String),
    /// Whoever acts has handed the post over, at this time.
    HandedOver(Moment),
    /// The settings know this person by another role than these, one of which is asked for.
    OtherRole(Vec<Role>),
    /// The settings name the staff, and not this person; one of these roles is asked for.
    NotStaff(Vec<Role>),
    /// Nobody is named as being on duty.
    NoOperator,
    /// The name of whoever is on duty cannot be kept as it stands.
    OperatorName,
    /// A machine takes over no post, signs nothing and takes note of nothing.
    MachinePost,
    /// This uid is of an entry of that record, which says something else.
    UidConflict(Link),
    /// A newer version of this calendar year is known.
    CalendarOlder(i32),
    /// This year's notice decides the date, not that of the date's own year.
    NextNotice(i32),
    /// No due time would change.
    NothingMoves,
    /// The file is no year of the calendar.
    Notice(NoticeError),
    /// The complaint was never with the developer beyond its limit: there is no evidence page (004-7 §4.4.4).
    NoDeemedPage,
    /// The complaint was never important, hot or major: there is no report page (001 受理.1).
    NoIncidentPage,
}

impl Cause {
    /// Why a field's value cannot be taken, with the clause where one stands behind it.
    pub const fn of(fault: ValueError, clause: &'static str) -> Self {
        match fault {
            ValueError::Required if !clause.is_empty() => Self::Demanded(clause),
            ValueError::NotAChoice if !clause.is_empty() => Self::OnlyThese(clause),
            fault => Self::Value(fault),
        }
    }

    /// The name by which programs know it: for ever the same.
    pub fn code(&self) -> &'static str {
        code(self.key())
    }

    /// The record that stands in the way, where one does.
    pub fn record(&self) -> Option<(Family, Number)> {
        match self {
            // Of several none stands for the others.
            Self::WhichVehicle(candidates, _) | Self::PersonInside(candidates, _) => match candidates.as_slice() {
                [one] => Some((one.family, one.number)),
                _ => None,
            },
            Self::UidConflict(link) => Some((link.family, link.number)),
            Self::PlateInside(number) | Self::StaysOverlap(number, ..) | Self::OfPart(number) => {
                Some((Family::Vehicle, *number))
            }
            _ => None,
        }
    }

    /// The locale key of its sentence.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Value(fault) => fault.key(),
            Self::Notice(fault) => fault.key(),
            Self::AlreadyLeft(None) => "refused-already-left-unseen",
            other => other.into(),
        }
    }
}
