//! Visitors 访客: let in, gone, or turned away.

use crate::domain::entry::{AWAITS, Family, Kind};
use crate::domain::families::{FETCHED, FamilySpec, FormSpec, UNSEEN};
use crate::domain::form::{
    CHECKS, CONFIDENCE, DEVICE, Field, HEADING, Input, LINE, NAME, PERSON, PHONE, PICTURE, REMARK, ROOM, TEXT, field,
};
use crate::domain::handover::Topic;
use crate::domain::record::Stay;
use crate::domain::text::person;

/// What is meant where someone of that name is inside.
const AGAIN: Field = field("again", Input::Choice(&["out", "second", "missed", "driver", "left"])).hidden();
const OUT_AGAIN: Field = field("again", Input::Choice(&["out", "second", "driver"])).hidden();
const VISITOR: Field =
    field("visitor", Input::Choice(&["guest", "courier", "delivery", "domestic", "renovation", "contractor", "other"]))
        .clock();
const HOST: Field = field("host", NAME);
const CHECK: Field = field("check", Input::Choice(CHECKS));
const TAIL: Field = field("tail", Input::Tail);
const PASS: Field = field("pass", Input::Text(20));
const PURPOSE: Field = field("purpose", LINE);
const VISITOR_IN: &[Field] = &[
    VISITOR.must(),
    ROOM.must(),
    PERSON.must().only("visitor", &["guest", "domestic", "renovation", "contractor", "other"]),
    HOST,
    // 各类人员验证登记后方可放行 (000-3 三.7); who only hands something over shows no paper.
    CHECK.must().waived("visitor", &["courier", "delivery"]),
    TAIL.must().only("check", &["id_card", "licence", "passport"]),
    PHONE,
    field("count", Input::Count(1, 200)),
    PASS,
    PURPOSE,
    AGAIN,
    CONFIDENCE,
    HEADING,
    DEVICE,
    PICTURE,
];
/// How many of a party leave, where the others stay.
const LEAVING: Field = field("leaving", Input::Count(1, 200));
/// The name and the flat by which who leaves was told to come in once more, where they are written in another way.
const CALLED: Field = field("called", NAME).hidden();
const CALLED_ROOM: Field = field("called_room", Input::Room).hidden();
/// What was typed of who was to come in and leaves: it is said of the stay where nobody had said it.
macro_rules! out {
    ($($own:expr),* $(,)?) => {
        &[
            $($own,)*
            VISITOR.hidden(),
            HOST.hidden(),
            CHECK.hidden(),
            TAIL.hidden(),
            PHONE.hidden(),
            PASS.hidden(),
            PURPOSE.hidden(),
        ]
    };
}
const VISITOR_OUT: &[Field] =
    out![LEAVING, UNSEEN, FETCHED, REMARK, CALLED, CALLED_ROOM, CONFIDENCE, HEADING, DEVICE, PICTURE];
const VISITOR_PART_OUT: &[Field] = out![LEAVING.must(), FETCHED, REMARK, CALLED, CALLED_ROOM];
/// An exit that names an entry which has not come yet says what it would have said of that stay.
const VISITOR_OUT_ONLY: &[Field] = &[
    PERSON,
    ROOM,
    field("count", Input::Count(1, 200)),
    PHONE,
    REMARK,
    OUT_AGAIN,
    FETCHED.hidden(),
    VISITOR.hidden(),
    HOST.hidden(),
    CHECK.hidden(),
    TAIL.hidden(),
    PASS.hidden(),
    PURPOSE.hidden(),
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
    HOST,
    field("description", TEXT),
];

/// The field in which an exit says how many leave.
pub const fn counted_as(exit: Kind) -> &'static str {
    if let Kind::VisitorOutOnly = exit { "count" } else { LEAVING.key }
}

/// The word by which a guest is found: the name, however it is written; empty for nobody.
pub fn known_by(name: &str) -> String {
    if name.is_empty() { String::new() } else { person::key(name) }
}

pub(super) const SPEC: FamilySpec = FamilySpec {
    opens: &[Kind::VisitorIn, Kind::VisitorOutOnly, Kind::VisitorRefused],
    forms: &[
        FormSpec(Kind::VisitorIn, "", VISITOR_IN),
        FormSpec(Kind::VisitorRefused, "", VISITOR_REFUSED),
        FormSpec(Kind::VisitorOut, "", VISITOR_OUT),
        FormSpec(Kind::VisitorPartOut, "", VISITOR_PART_OUT),
        FormSpec(Kind::VisitorOutOnly, "", VISITOR_OUT_ONLY),
    ],
    enters: Some(Kind::VisitorIn),
    at_once: Some(Kind::VisitorOut),
    is_open: |record| record.inside(),
    key: |record| {
        let awaits = record.get(AWAITS);
        if awaits.is_empty() || record.stay() != Some(Stay::OutOnly) {
            return known_by(record.get("name")).into();
        }
        awaits.into()
    },
    topic: Some(Topic::Inside),
    gist: &["visitor", "ground"],
    ..FamilySpec::new(Family::Visitor)
};
