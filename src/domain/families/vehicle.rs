//! Vehicles 车辆: in, out or turned away, by their plates as far as these can be read.

use crate::domain::entry::{Family, Kind};
use crate::domain::families::{FETCHED, FamilySpec, FormSpec, UNSEEN};
use crate::domain::form::{
    CONFIDENCE, DEVICE, DRIVER, Field, HEADING, Input, NAME, PART, PERSON, PHONE, PICTURE, REMARK, ROOM, TEXT, VISIT,
    field,
};
use crate::domain::handover::Topic;
use crate::domain::record::Stay;
use crate::domain::text::plate;

const PLATE: Field = field("plate", Input::Plate);
/// What tells a vehicle from others, the more so where its plate does not.
const COLOUR: Field = field(
    "colour",
    Input::Choice(&["white", "black", "silver", "grey", "red", "blue", "green", "yellow", "brown", "other"]),
);
const MAKE: Field = field("make", Input::Text(40));

const USE: Field =
    field("use", Input::Choice(&["guest", "delivery", "service", "renovation", "taxi", "other"])).human().clock();
const HOST: Field = field("host", NAME);

const VEHICLE_IN: &[Field] = &[
    PLATE.must(),
    USE.must(),
    ROOM.must().human(),
    HOST,
    PERSON,
    PHONE,
    COLOUR,
    MAKE,
    REMARK,
    Field { input: Input::Choice(&["visitor", "another"]), ..DRIVER }.hidden(),
    VISIT.only("driver", &["visitor"]),
    field("again", Input::Choice(&["out", "missed", "same", "by_time"])).hidden(),
    PART,
    CONFIDENCE,
    HEADING,
    DEVICE,
    PICTURE,
];
/// It is none of those inside whose plates may be meant.
const NONE_OF: Field = field("again", Input::Choice(&["other"])).hidden();
/// Who sees a vehicle leave may know what nobody said when it came.
const VEHICLE_OUT: &[Field] = &[
    UNSEEN,
    FETCHED,
    DRIVER,
    REMARK,
    PLATE.hidden(),
    USE.hidden(),
    ROOM.hidden(),
    HOST.hidden(),
    PERSON.hidden(),
    PHONE.hidden(),
    COLOUR.hidden(),
    MAKE.hidden(),
    VISIT,
    NONE_OF,
    CONFIDENCE,
    HEADING,
    DEVICE,
    PICTURE,
];
const VEHICLE_OUT_ONLY: &[Field] =
    &[PLATE.must(), ROOM, FETCHED, COLOUR, MAKE, REMARK, VISIT, NONE_OF, CONFIDENCE, HEADING, DEVICE, PICTURE];
const DRIVER_LEFT: Field = Field { input: Input::Choice(&["on_foot", "visitor"]), ..DRIVER };
const DRIVER_APART: &[Field] = &[
    DRIVER_LEFT.must(),
    FETCHED,
    REMARK,
    VISIT.only("driver", &["visitor"]),
    ROOM.hidden(),
    PERSON.hidden(),
    PHONE.hidden(),
];
const VEHICLE_REFUSED: &[Field] = &[
    PLATE.must(),
    field(
        "ground",
        Input::Choice(&["not_registered", "host_declined", "no_space", "dangerous", "suspicious", "other"]),
    )
    .must(),
    ROOM,
    HOST,
    COLOUR,
    MAKE,
    field("description", TEXT),
];

pub(super) const SPEC: FamilySpec = FamilySpec {
    opens: &[Kind::VehicleIn, Kind::VehicleOutOnly, Kind::VehicleRefused],
    forms: &[
        FormSpec(Kind::VehicleIn, "", VEHICLE_IN),
        FormSpec(Kind::VehicleOut, "", VEHICLE_OUT),
        FormSpec(Kind::VehicleOutOnly, "", VEHICLE_OUT_ONLY),
        FormSpec(Kind::DriverApart, "", DRIVER_APART),
        FormSpec(Kind::VehicleInAgain, "", VEHICLE_IN),
        FormSpec(Kind::VehicleOutAgain, "", VEHICLE_OUT),
        FormSpec(Kind::VehicleRefused, "", VEHICLE_REFUSED),
    ],
    enters: Some(Kind::VehicleIn),
    at_once: Some(Kind::VehicleOut),
    is_open: |record| record.is_there(),
    // Who was turned away had no stay.
    key: |record| if record.stay() == Some(Stay::Refused) { "" } else { plate::key(record.get("plate")) }.into(),
    topic: Some(Topic::Inside),
    gist: &["use", "ground"],
    ..FamilySpec::new(Family::Vehicle)
};
