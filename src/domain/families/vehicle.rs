//! Vehicles 车辆: in and out by their plates.

use crate::domain::entry::{Family, Kind};
use crate::domain::families::{FamilySpec, FormSpec};
use crate::domain::form::{
    CONFIDENCE, DEVICE, Field, HEADING, Input, NAME, OUT, PERSON, PHONE, PICTURE, REMARK, ROOM, field,
};
use crate::domain::handover::Topic;

const VEHICLE_IN: &[Field] = &[
    field("plate", Input::Plate).must(),
    field("use", Input::Choice(&["guest", "delivery", "service", "renovation", "taxi", "other"]))
        .must()
        .human()
        .clock(),
    ROOM.must().human(),
    field("host", NAME),
    PERSON,
    PHONE,
    REMARK,
    field("again", Input::Choice(&["out", "missed"])).hidden(),
    CONFIDENCE,
    HEADING,
    DEVICE,
    PICTURE,
];

pub(super) const SPEC: FamilySpec = FamilySpec {
    opens: &[Kind::VehicleIn],
    forms: &[FormSpec(Kind::VehicleIn, "", VEHICLE_IN), FormSpec(Kind::VehicleOut, "", OUT)],
    enters: Some(Kind::VehicleIn),
    at_once: Some(Kind::VehicleOut),
    is_open: |record| record.inside(),
    key: |record| record.get("plate"),
    topic: Some(Topic::Inside),
    gist: &["use"],
    ..FamilySpec::new(Family::Vehicle)
};
