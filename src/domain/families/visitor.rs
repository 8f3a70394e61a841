//! Visitors 访客: let in, gone, or turned away.

use crate::domain::entry::{Family, Kind};
use crate::domain::families::{FamilySpec, FormSpec};
use crate::domain::form::{
    CHECKS, CONFIDENCE, DEVICE, Field, HEADING, Input, LINE, NAME, OUT, PERSON, PHONE, PICTURE, ROOM, TEXT, field,
};
use crate::domain::handover::Topic;

const VISITOR_IN: &[Field] = &[
    field("visitor", Input::Choice(&["guest", "courier", "delivery", "domestic", "renovation", "contractor", "other"]))
        .must()
        .clock(),
    ROOM.must(),
    PERSON.must().only("visitor", &["guest", "domestic", "renovation", "contractor", "other"]),
    field("host", NAME),
    field("check", Input::Choice(CHECKS)).must(),
    field("tail", Input::Tail).must().only("check", &["id_card", "licence", "passport"]),
    PHONE,
    field("count", Input::Count(1, 200)),
    field("pass", Input::Text(20)),
    field("purpose", LINE),
    CONFIDENCE,
    HEADING,
    DEVICE,
    PICTURE,
];
const VISITOR_REFUSED: &[Field] = &[
    field("ground", Input::Choice(&["no_id", "suspicious", "host_declined", "other"])).must(),
    ROOM,
    PERSON,
    PHONE,
    field("host", NAME),
    field("description", TEXT),
];

pub(super) const SPEC: FamilySpec = FamilySpec {
    opens: &[Kind::VisitorIn, Kind::VisitorRefused],
    forms: &[
        FormSpec(Kind::VisitorIn, "", VISITOR_IN),
        FormSpec(Kind::VisitorRefused, "", VISITOR_REFUSED),
        FormSpec(Kind::VisitorOut, "", OUT),
    ],
    enters: Some(Kind::VisitorIn),
    at_once: Some(Kind::VisitorOut),
    is_open: |record| record.inside(),
    topic: Some(Topic::Inside),
    gist: &["visitor", "ground"],
    ..FamilySpec::new(Family::Visitor)
};
