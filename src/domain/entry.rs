//! The logbook's entries: immutable lines of what happened, when, when it was written, by whom and at which post.
//!
//! An entry's fields are text, normalised by the form that took them (`domain::form`); what the program decided with
//! them (numbers, due instants, links) stands beside them in [`Decided`] and is never worked out again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::number::Number;
use crate::domain::shift::ShiftChange;
use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::CalendarYear;

/// The key of an entry in its logbook, from 1 without gaps.
pub type Seq = u64;

/// A SHA-256.
pub type Hash = [u8; 32];

/// Named values as text: what was typed, normalised.
pub type Fields = BTreeMap<String, String>;

/// The field of a reading that says that its event ended with it.
pub const LAST: &str = "last";

/// The field of a correction that names the entry by which its event was first told, where another tells it now.
pub const OF: &str = "of";

/// The field that names the entry of which something was said, where it was said by its record and not by a plate.
pub const BY: &str = "by_record";

/// The field of a visitor's exit that names the uid of the entry for which it waits.
pub const AWAITS: &str = "awaits";

/// The field of a withdrawal that strikes an entry or exit of a visitor alone: what else its record tells stands.
pub const ALONE: &str = "alone";

/// The fields that say how a line was told and nothing of what happened.
pub const TELLING: [&str; 5] = [LAST, OF, BY, AWAITS, ALONE];

/// Declares the kinds of entry once: variant, stored name, family.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal in $family:ident,)*) => {
        /// What an entry says happened. A kind never changes its meaning; a new shape is a new version.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name under which it is stored.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The family of records it belongs to; `None` for corrections, which belong to any.
            pub const fn family(self) -> Option<Family> {
                match self { $(Self::$variant => kinds!(@family $family)),* }
            }
        }
    };
    (@family Any) => { None };
    (@family $family:ident) => { Some(Family::$family) };
}

kinds! {
    Begun = "begun" in Logbook,
    /// A logbook that lacks what was written at its path was accepted as the right one; both ends are named.
    Restored = "restored" in Logbook,
    /// The machine's clock was set back or ahead since the entry before.
    ClockJumped = "clock_jumped" in Logbook,
    /// Someone took over a post's keyboard.
    Duty = "duty" in Duty,
    /// Someone came to the counter.
    WalkIn = "walk_in" in WalkIn,
    WalkInOutcome = "walk_in_outcome" in WalkIn,
    Call = "call" in Call,
    CallOutcome = "call_outcome" in Call,
    CallBack = "call_back" in Call,
    Complaint = "complaint" in Complaint,
    ComplaintStep = "complaint_step" in Complaint,
    /// A visitor was let in.
    VisitorIn = "visitor_in" in Visitor,
    /// A visitor left, or was found to have left unseen.
    VisitorOut = "visitor_out" in Visitor,
    /// Some of a party left; the others stay.
    VisitorPartOut = "visitor_part_out" in Visitor,
    /// A visitor left whom nobody saw come.
    VisitorOutOnly = "visitor_out_only" in Visitor,
    /// A visitor was turned away.
    VisitorRefused = "visitor_refused" in Visitor,
    VehicleIn = "vehicle_in" in Vehicle,
    /// A vehicle left, or was found to have left unseen.
    VehicleOut = "vehicle_out" in Vehicle,
    /// The driver of a vehicle that stays left it: he went on foot, or is a visitor.
    DriverApart = "driver_apart" in Vehicle,
    /// A vehicle left that nobody saw come in; where its entry comes later, it is the same stay.
    VehicleOutOnly = "vehicle_out_only" in Vehicle,
    /// A vehicle that had come in was read once more: readings that follow each other closely are one entry.
    VehicleInAgain = "vehicle_in_again" in Vehicle,
    /// A vehicle that had left was read once more: readings that follow each other closely are one exit.
    VehicleOutAgain = "vehicle_out_again" in Vehicle,
    /// A vehicle was turned away.
    VehicleRefused = "vehicle_refused" in Vehicle,
    /// A note for the next shift.
    Note = "note" in Note,
    NoteDone = "note_done" in Note,
    /// The outgoing person signed a handover page.
    Handover = "handover" in Handover,
    /// The relief answered the page's lines and signed it.
    HandoverAccepted = "handover_accepted" in Handover,
    /// A later remark 补记 on a signed page.
    HandoverRemark = "handover_remark" in Handover,
    /// One year of the working calendar was loaded.
    Calendar = "calendar" in Calendar,
    /// A step of a record was done, of a family that has no older kind for its steps.
    Step = "step" in Any,
    /// Someone took note of a limit's escalation.
    Acknowledged = "acknowledged" in Any,
    /// A due instant beyond the calendar's data was settled.
    DueSettled = "due_settled" in Any,
    /// Due instants to come were counted again by the calendar as it stands, by a supervisor's order.
    Rebased = "rebased" in Any,
    /// One field of an earlier entry was struck through and its new value written beside it.
    Amended = "amend" in Any,
    /// A whole earlier entry was struck 作废.
    Withdrawn = "withdraw" in Any,
}

impl Kind {
    /// Whether it is a step that the procedures name.
    pub const fn is_step(self) -> bool {
        matches!(self, Self::ComplaintStep | Self::Step)
    }

    /// What happened, as procedures call it: a step, else the kind itself.
    pub fn event(self, step: &str) -> &str {
        if self.is_step() { step } else { self.name() }
    }

    /// The version of its shape that is written today.
    pub const fn version(self) -> u16 {
        1
    }

    /// The kind of a stored name and version; `None` where this program does not know them.
    pub fn read(name: &str, version: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name && version == kind.version())
    }

    /// Whether it changes what other entries of its record say and is no line of its own.
    pub const fn corrects(self) -> bool {
        matches!(self, Self::Amended | Self::Withdrawn | Self::DueSettled | Self::Rebased)
    }

    /// Whether it says of an event only that it was read once more.
    pub const fn reads_again(self) -> bool {
        matches!(self, Self::VehicleInAgain | Self::VehicleOutAgain)
    }

    /// Whether a vehicle comes in by it, or leaves; `None` of everything else.
    pub const fn enters(self) -> Option<bool> {
        match self {
            Self::VehicleIn | Self::VehicleInAgain => Some(true),
            Self::VehicleOut | Self::VehicleOutOnly | Self::VehicleOutAgain => Some(false),
            _ => None,
        }
    }

    /// Whether it begins a record of its family.
    pub fn opens(self) -> bool {
        self.family().is_some_and(|family| family.spec().opens.contains(&self))
    }
}

/// Declares the families of records once.
macro_rules! families {
    ($($(#[$doc:meta])* $variant:ident = $name:literal $code:literal,)*) => {
        /// A family of records: what one register, and mostly one panel, holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Family {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Family {
            /// Every family.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name under which it is stored and spoken to without a screen.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The number under which registers file it: never given to another.
            pub(crate) const fn code(self) -> i64 {
                match self { $(Self::$variant => $code),* }
            }

            /// The family of a register's number.
            pub(crate) const fn of_code(code: i64) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }

            /// The family of a stored name.
            pub fn read(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|family| family.name() == name)
            }
        }
    };
}

families! {
    Logbook = "logbook" 0,
    Duty = "duty" 1,
    /// Walk-ins 来访.
    WalkIn = "walk_in" 2,
    /// Calls 来电.
    Call = "call" 3,
    /// Complaints 投诉.
    Complaint = "complaint" 4,
    /// Visitors 访客.
    Visitor = "visitor" 5,
    /// Vehicles 车辆.
    Vehicle = "vehicle" 6,
    /// Notes for the next shift 留言.
    Note = "note" 7,
    /// Handovers 交接.
    Handover = "handover" 8,
    /// Years of the working calendar 日历.
    Calendar = "calendar" 9,
}

/// Another record that an entry points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub subject: Uuid,
    pub family: Family,
    pub number: Number,
}

/// A chain head: an entry that was the last of a logbook, and its hash in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub seq: Seq,
    /// Its hash: 64 hexadecimal digits, or its first 8 and more where it was kept cut short.
    pub hash: String,
}

const fn is_zero(count: &u32) -> bool {
    *count == 0
}

const fn is_none(millis: &i64) -> bool {
    *millis == 0
}

/// What the program decided when the entry was written; a rebuild copies it and never decides again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decided {
    /// The number of the record that the entry opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// Clocks that start with the entry (or, on an amendment, a settled or a rebased due time, replace those that did).
    #[serde(rename = "clocks", skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<TimeLimit>,
    /// The running limits that end with the entry, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ended: Vec<String>,
    /// On a correction, limits that have ended and are judged by another start or other pauses now, each with the entry
    /// that began it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<(Seq, TimeLimit)>,
    /// Steps that the entry undoes, to be done anew.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<String>,
    /// How many households complained of the topic within a week, this one among them, where that is too many.
    #[serde(skip_serializing_if = "is_zero")]
    pub households: u32,
    /// The entry that is struck, amended or settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Seq>,
    /// The record this one came from or became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// The room does not match the site's pattern.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub odd_room: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<HandoverItem>,
    /// The relief's verdicts, one for each line of the page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<Verdict>,
    /// The shifts between which a handover page was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shifts: Option<ShiftChange>,
    /// The chain head that a handover page prints.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<Head>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarYear>,
    /// The machine's clock stood before the entry written last: it had been set back.
    #[serde(rename = "set_back", skip_serializing_if = "std::ops::Not::not")]
    pub clock_went_back: bool,
    /// How many milliseconds the machine had been running, sleep included, when the entry was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up: Option<i64>,
    /// By how many milliseconds the clock of the machine that says it was ahead; the event counts as of its writing.
    #[serde(skip_serializing_if = "is_none")]
    pub ahead: i64,
    /// The kind of machine that says it, such as `camera`; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// A vehicle's exit tells by itself where the driver is. Before exits did, who stayed had a visitor's record of his own.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub driver: bool,
}

/// An entry about to be appended. `personal` holds names, numbers, plates and everything typed freely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// Made when the form opened, so that a record typed twice is recognised.
    pub uid: Uuid,
    pub subject: Uuid,
    pub at: Moment,
    pub kind: Kind,
    pub plain: Fields,
    pub personal: Fields,
    pub decided: Decided,
}

/// Who writes, where and when: the same for every entry of one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub written_at: Moment,
    /// Minutes east of UTC at the site.
    pub offset: i32,
    pub boot: Uuid,
    pub post: String,
    pub operator: String,
}

/// One immutable line of the logbook, as read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub seq: Seq,
    pub uid: Uuid,
    pub subject: Uuid,
    pub at: Moment,
    pub written_at: Moment,
    /// Minutes east of UTC at the site when it was written.
    pub offset: i32,
    pub post: String,
    pub operator: String,
    pub kind: Kind,
    /// Plain and personal fields together.
    pub fields: Fields,
    pub decided: Decided,
    /// The hash of the entry before it.
    pub prev: Hash,
    pub hash: Hash,
}

impl Entry {
    /// A field's value; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        self.fields.get(key).map_or("", String::as_str)
    }
}
