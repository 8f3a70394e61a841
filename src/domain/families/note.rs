//! Notes for the next shift 留言.

use crate::domain::entry::{Family, Kind};
use crate::domain::families::{FamilySpec, FormSpec};
use crate::domain::form::{Field, REMARK, TEXT, field};
use crate::domain::handover::Topic;

pub(super) const SPEC: FamilySpec = FamilySpec {
    opens: &[Kind::Note],
    forms: &[FormSpec(Kind::Note, "", NOTE), FormSpec(Kind::NoteDone, "", &[REMARK])],
    at_once: Some(Kind::NoteDone),
    is_open: |record| !record.done(Kind::NoteDone.name()),
    topic: Some(Topic::Note),
    gist: &["text"],
    ..FamilySpec::new(Family::Note)
};

const NOTE: &[Field] = &[field("text", TEXT).must()];
