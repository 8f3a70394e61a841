//! Complaints 投诉: received, carried step by step, answered, followed up, archived.

mod steps;

use crate::domain::entry::{Family, Kind};
use crate::domain::families::{FamilySpec, FormSpec};
use crate::domain::form::{
    ACCUSED, CATEGORIES, CLASSES, DEPARTMENT, Field, Input, NEXT_REPLY, PERSON, PHONE, ROOM, STAFF, TEXT, field,
};
use crate::domain::handover::Topic;
use crate::domain::matter::MATTERS;
use crate::domain::record::ARCHIVED;
use crate::domain::staff::ANYONE;

const OPENING: &[Field] = &[
    ROOM,
    PERSON.must(),
    PHONE,
    field("said", TEXT).must(),
    field("category", Input::Choice(CATEGORIES)).must().clock(),
    field("accused", Input::Staff(ANYONE)).only("category", &["conduct"]),
    field("channel", Input::Choice(&["counter", "phone", "letter", "fax", "email", "media", "web", "transferred"]))
        .must()
        .clock(),
    field("intake", Input::Choice(&["office", "site", "department"])).must().clock(),
    field("received_by", Input::Department).must().only("intake", &["department"]),
    field("valid", Input::Choice(&["valid", "invalid"])).must().clock(),
    field("matter", Input::Choice(MATTERS)),
    field("class", Input::Choice(CLASSES)).must().clock(),
    NEXT_REPLY,
    DEPARTMENT,
    STAFF.differs(ACCUSED),
];

pub(super) const SPEC: FamilySpec = FamilySpec {
    opens: &[Kind::Complaint],
    forms: &[FormSpec(Kind::Complaint, "", OPENING)],
    steps: steps::STEPS,
    is_open: |record| !record.done(ARCHIVED),
    key: |record| record.get("matter").into(),
    topic: Some(Topic::Unsettled),
    gist: &["said"],
    ..FamilySpec::new(Family::Complaint)
};
