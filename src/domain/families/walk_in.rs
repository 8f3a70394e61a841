//! Walk-ins 来访: who came to the counter, why, and what came of it.

use crate::domain::entry::{Family, Kind};
use crate::domain::families::{FamilySpec, FormSpec};
use crate::domain::form::{Field, Input, OUTCOME, PERSON, PHONE, PROMISED, ROOM, TEXT, TO, field};
use crate::domain::handover::Topic;
use crate::domain::record::{MESSAGE, Record};

/// The reasons of a walk-in, in the order of their digits (001–003, clauses.md).
pub const REASONS: &[&str] =
    &["enquiry", "complaint", "repair", "suggestion", "payment", "collect", "business", "tour", "inspection"];

const OPENING: &[Field] = &[
    ROOM,
    PERSON.must(),
    PHONE,
    field("reason", Input::Choice(REASONS)).must(),
    field("said", TEXT),
    OUTCOME,
    TO,
    PROMISED,
];

pub(super) const SPEC: FamilySpec = FamilySpec {
    opens: &[Kind::WalkIn],
    forms: &[FormSpec(Kind::WalkIn, "", OPENING), FormSpec(Kind::WalkInOutcome, "", super::OUTCOMES)],
    is_open,
    topic: Some(Topic::Unsettled),
    gist: &["reason", "said"],
    ..FamilySpec::new(Family::WalkIn)
};

/// Until something has come of it, and a message has reached its addressee.
fn is_open(record: &Record) -> bool {
    matches!(record.get("outcome"), "" | "promised" | MESSAGE)
}
