//! The logbook's own families: its beginning and the jumps of its clock, who is on duty, the years of its calendar. They
//! are no one's errand.

use crate::domain::entry::{Family, Kind};
use crate::domain::families::{FamilySpec, FormSpec};
use crate::domain::form::{Field, Input, LINE, NAME, STAFF, WHY, field};
use crate::domain::staff::LISTED;

const BEGIN: &[Field] = &[field("site", NAME).must(), field("post", NAME).must(), STAFF.must()];

/// The last entry that was acknowledged, and the last one of the copy: number and hash. Or how many records stood
/// otherwise in the lists than in the entries, before these were made anew.
const RESTORED: &[Field] = &[field("known", LINE), field("found", LINE), field("lists", LINE)];

/// What the clock would have said, and by how many seconds it was set ahead (`+`) or back (`-`).
const JUMP: &[Field] = &[field("expected", LINE), field("jumped", LINE)];

pub(super) const LOGBOOK: FamilySpec = FamilySpec {
    opens: &[Kind::Begun, Kind::Restored, Kind::ClockJumped],
    forms: &[
        FormSpec(Kind::Begun, "", BEGIN),
        FormSpec(Kind::Restored, "", RESTORED),
        FormSpec(Kind::ClockJumped, "", JUMP),
    ],
    sealed: true,
    ..FamilySpec::new(Family::Logbook)
};

/// Whoever takes a post, of any role.
const ON_DUTY: Field = field("person", Input::Staff(LISTED)).must();

pub(super) const DUTY: FamilySpec = FamilySpec {
    opens: &[Kind::Duty],
    forms: &[FormSpec(Kind::Duty, "", &[ON_DUTY])],
    key: |record| record.post.as_str().into(),
    sealed: true,
    gist: &["person"],
    ..FamilySpec::new(Family::Duty)
};

pub(super) const CALENDAR: FamilySpec = FamilySpec {
    opens: &[Kind::Calendar],
    forms: &[
        FormSpec(Kind::Calendar, "", &[WHY, field("source", LINE)]),
        FormSpec(Kind::Calendar, "file", &[field("file", LINE).must()]),
    ],
    key: |record| record.get("year").into(),
    sealed: true,
    ..FamilySpec::new(Family::Calendar)
};
