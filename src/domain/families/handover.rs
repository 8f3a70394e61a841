//! Handovers 交接: a page signed by the outgoing person, answered and signed by the relief.

use crate::domain::entry::{Family, Kind};
use crate::domain::families::{FamilySpec, FormSpec};
use crate::domain::form::{Field, Input, LINE, STAFF, TEXT, field};
use crate::domain::staff::{IN_CHARGE, ON_POST};

const RELIEF: Field = field("relief", Input::Staff(ON_POST)).must().differs(&["person"]);
const OVERRIDE_BY: Field = field("override_by", Input::Staff(IN_CHARGE)).must().differs(&["person", "relief"]);
const OVERRIDE_WHY: Field = field("override_why", LINE).must();
const SAID: Field = field("said", TEXT).must();

pub(super) const SPEC: FamilySpec = FamilySpec {
    opens: &[Kind::Handover],
    forms: &[
        FormSpec(Kind::Handover, "", &[STAFF.must(), RELIEF]),
        FormSpec(Kind::Handover, "day_close", &[STAFF.must()]),
        FormSpec(Kind::Handover, "override", &[STAFF.must(), RELIEF, OVERRIDE_BY, OVERRIDE_WHY]),
        FormSpec(Kind::HandoverAccepted, "", &[RELIEF]),
        FormSpec(Kind::HandoverAccepted, "override", &[RELIEF, OVERRIDE_BY, OVERRIDE_WHY]),
        FormSpec(Kind::HandoverAccepted, "query", &[SAID, field("reply", TEXT).must()]),
        FormSpec(Kind::HandoverAccepted, "reject", &[SAID]),
        FormSpec(Kind::HandoverAccepted, "reason", &[SAID]),
        FormSpec(Kind::HandoverRemark, "", &[field("text", TEXT).must()]),
    ],
    is_open: |record| !record.done(Kind::HandoverAccepted.name()),
    sealed: true,
    gist: &["person", "relief"],
    ..FamilySpec::new(Family::Handover)
};
