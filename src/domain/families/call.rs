//! Calls 来电: in, out and missed, and whom to call back.

use crate::domain::entry::{Family, Kind};
use crate::domain::families::{FamilySpec, FormSpec};
use crate::domain::form::{
    DEVICE, DTMF, EXTENSION, Field, Input, OUTCOME, PERSON, PHONE, PROMISE, PROMISED, RECORDING, RING, ROOM, TEXT, TO,
    field,
};
use crate::domain::handover::Topic;
use crate::domain::record::{MESSAGE, Record};

const OPENING: &[Field] = &[
    field("direction", Input::Choice(&["in", "out", "missed"])).must(),
    PHONE,
    PERSON,
    ROOM,
    // Of a missed call it is what was left on the machine.
    field("topic", TEXT).must().human().waived("direction", &["missed"]),
    OUTCOME,
    TO,
    PROMISED,
    field("seconds", Input::Count(0, 86_400)).hidden(),
    RING,
    EXTENSION,
    RECORDING,
    DEVICE,
    DTMF,
];
const CALL_BACK: &[Field] = &[
    field("reached", Input::Choice(&["yes", "no"])).must().clock(),
    field("result", TEXT),
    PROMISE.only("reached", &["no"]),
];

pub(super) const SPEC: FamilySpec = FamilySpec {
    opens: &[Kind::Call],
    forms: &[
        FormSpec(Kind::Call, "", OPENING),
        FormSpec(Kind::CallOutcome, "", super::OUTCOMES),
        FormSpec(Kind::CallBack, "", CALL_BACK),
    ],
    is_open,
    topic: Some(Topic::Unsettled),
    gist: &["topic"],
    ..FamilySpec::new(Family::Call)
};

/// Whether a missed call tells neither whose it was nor what was left.
pub fn is_blank<'a>(get: impl Fn(&'static str) -> &'a str) -> bool {
    get("direction") == "missed" && ["phone", "name", "room", "topic"].iter().all(|key| get(key).trim().is_empty())
}

/// Until something has come of it, the promised call was made, and a message has reached its addressee.
fn is_open(record: &Record) -> bool {
    let outcome = record.get("outcome");
    // Promised, but not yet for when: that is still to be written.
    let promised = outcome == "promised" && record.get("promise").is_empty();
    promised || matches!(outcome, "" | MESSAGE) || !record.limits.is_empty()
}
