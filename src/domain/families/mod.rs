//! The families of records, one file each, read through one table. A fact stands here where two rooms or three families
//! ask for it; what is drawn of a family stands in `ui/families`, what is forbidden in `desk/families`.

pub mod call;
mod complaint;
mod handover;
mod inner;
mod note;
mod vehicle;
pub mod visitor;
pub mod walk_in;

use std::borrow::Cow;

use crate::domain::entry::{Family, Kind};
use crate::domain::form::{Field, Input, NAME, OUTCOME_LATER, PROMISED, TEXT, TO, YES, field};
use crate::domain::handover::Topic;
use crate::domain::record::Record;

/// A form: of a kind of event, of a variant of it where that is named.
#[derive(Debug, Clone, Copy)]
pub struct FormSpec(pub Kind, pub &'static str, pub &'static [Field]);

/// What is true of every record of a family.
#[derive(Debug, Clone, Copy)]
pub struct FamilySpec {
    pub family: Family,
    pub opens: &'static [Kind],
    /// What is asked at each kind of event.
    pub forms: &'static [FormSpec],
    /// Its steps in the procedures, and what is asked at each.
    pub steps: &'static [(&'static str, &'static [Field])],
    /// The kind after which someone is inside.
    pub enters: Option<Kind>,
    /// The kind that ends it with one key, nothing typed; where it enters, by leaving.
    pub at_once: Option<Kind>,
    /// Whether something is still to be done.
    pub is_open: fn(&Record) -> bool,
    /// The word by which the register finds it; empty for none.
    pub key: fn(&Record) -> Cow<'_, str>,
    /// Where it stands on a handover page while it is open, if nothing else puts it there.
    pub topic: Option<Topic>,
    /// The fields that tell it in one line, those that it has.
    pub gist: &'static [&'static str],
    /// Nothing in it is ever corrected.
    pub sealed: bool,
}

impl FamilySpec {
    /// A family of which nothing is asked, and which is over as soon as it is written.
    const fn new(family: Family) -> Self {
        Self {
            family,
            opens: &[],
            forms: &[],
            steps: &[],
            enters: None,
            at_once: None,
            is_open: |_| false,
            key: |_| "".into(),
            topic: None,
            gist: &[],
            sealed: false,
        }
    }
}

impl Family {
    /// What is true of its records.
    pub const fn spec(self) -> &'static FamilySpec {
        match self {
            Self::Logbook => &inner::LOGBOOK,
            Self::Duty => &inner::DUTY,
            Self::WalkIn => &walk_in::SPEC,
            Self::Call => &call::SPEC,
            Self::Complaint => &complaint::SPEC,
            Self::Visitor => &visitor::SPEC,
            Self::Vehicle => &vehicle::SPEC,
            Self::Note => &note::SPEC,
            Self::Handover => &handover::SPEC,
            Self::Calendar => &inner::CALENDAR,
        }
    }

    /// Whether its records are of who is inside: they have one limit, how long they may stay, and no promise.
    pub const fn at_gate(self) -> bool {
        self.spec().enters.is_some()
    }

    /// The kind under which its steps are written.
    pub const fn step_kind(self) -> Kind {
        match self {
            Self::Complaint => Kind::ComplaintStep,
            _ => Kind::Step,
        }
    }

    /// What is asked at a step; `None` where it has no such step.
    pub fn step_fields(self, step: &str) -> Option<&'static [Field]> {
        self.spec().steps.iter().find(|(name, _)| *name == step).map(|(_, fields)| *fields)
    }
}

/// What is asked when someone leaves.
const UNSEEN: Field = field("unseen", Input::Choice(YES));
/// Who fetched them, or drove away, where that is not who came.
const FETCHED: Field = field("fetched_by", NAME);

/// What came of a walk-in or call, written later.
const OUTCOMES: &[Field] = &[OUTCOME_LATER.must(), TO, PROMISED, field("result", TEXT)];
