//! The steps of a complaint, and what is said at each.

use crate::domain::form::{
    ACCUSED, CATEGORIES, CLASSES, DEPARTMENT, Field, Input, LINE, NAME, NEXT_REPLY, PROMISE, REMARK, STAFF, TEXT, YES,
    field,
};
use crate::domain::matter::MATTERS;
use crate::domain::staff::{HEADS, SUPERIORS};
use crate::domain::text::when::Tense;

const SHARE: Field = field("share", Input::Department).must().clock();
const HANDLER: Field = STAFF.differs(ACCUSED);
const APPROVER: Field = field("approved_by", Input::Staff(HEADS)).differs(ACCUSED);
const PLAN: Field = field("plan", TEXT).must();
const AGREED: Field = field("agreed", Input::Choice(YES)).must();
const WAY: Field = field("way", Input::Choice(&["counter", "phone", "visit", "letter"])).must();
const ANSWER: Field = field("answer", TEXT).must();

/// The steps and what each asks.
pub(super) const STEPS: &[(&str, &[Field])] = &[
    ("arrived", &[REMARK]),
    ("accepted", &[HANDLER.must(), REMARK]),
    ("beyond", &[field("explained", TEXT).must()]),
    ("transferred", &[REMARK]),
    (
        "called",
        &[
            field("told", Input::Choice(&["manager", "director", "company", "management"])).must().clock(),
            field("contact", NAME).must(),
            field("means", Input::Choice(&["phone", "radio", "face", "form"])).must(),
            field("reached", Input::Choice(&["yes", "no"])).must().clock(),
            REMARK,
        ],
    ),
    ("progress", &[field("text", TEXT).must()]),
    ("controlled", &[field("text", TEXT).must()]),
    ("relayed", &[DEPARTMENT.must(), HANDLER]),
    ("rerouted", &[DEPARTMENT.must(), HANDLER, field("why", LINE).must().by("000-1 一.5"), APPROVER]),
    ("shared", &[SHARE, field("task", TEXT).must()]),
    ("share_done", &[SHARE, field("result", TEXT).must()]),
    (
        "surveyed",
        &[
            field("quantity", LINE).must(),
            field("period", LINE).must(),
            PLAN,
            PROMISE,
            field("confirmed", Input::Choice(YES)).must(),
            field("informed", Input::Choice(YES)).must(),
        ],
    ),
    ("planned", &[PLAN]),
    (
        "submitted",
        &[
            field("receiver", NAME).must(),
            field("proof", Input::Choice(&["signed", "courier", "fax", "email"])).must(),
            field("receipt", LINE).must(),
        ],
    ),
    ("opinion", &[field("developer", TEXT).must(), PROMISE, AGREED]),
    ("deemed", &[field("checked", LINE).must(), PLAN, PROMISE]),
    (
        "repromised",
        &[
            field("cause_late", TEXT).must().by("004-7 §4.3.2c"),
            field("responsible", LINE).must(),
            PLAN.by("004-7 §4.3.2c"),
            PROMISE,
            AGREED.by("004-7 §4.3.2c"),
        ],
    ),
    ("resulted", &[field("result", TEXT).must(), field("signed", Input::Choice(YES))]),
    ("explained", &[field("explained", TEXT).must().by("004-7 §4.2.1")]),
    ("declined", &[field("why", TEXT).must().by("004-1.5")]),
    ("contacted", &[WAY, field("text", TEXT).must()]),
    (
        "paused",
        &[
            field("pause", Input::Choice(&["owner", "access", "material", "weather", "third_party"])).must(),
            field("until", Input::When(Tense::Future)).must(),
            REMARK,
        ],
    ),
    ("resumed", &[REMARK]),
    (
        "reclassed",
        &[
            field("class", Input::Choice(CLASSES)).clock(),
            field("category", Input::Choice(CATEGORIES)).clock(),
            field("matter", Input::Choice(MATTERS)),
            field("why", LINE).must(),
        ],
    ),
    ("written", &[field("letter", LINE).must().by("000-2 2(7)"), REMARK]),
    ("published", &[field("area", LINE).must(), field("text", TEXT).must(), APPROVER.must().by("001 通知通告")]),
    ("tried", &[WAY, REMARK]),
    (
        "exempted",
        &[
            field("exempt", Input::Choice(&["unreachable", "inconvenient"])).must(),
            field("why", LINE).must().by("001 处理.3"),
            field("approved_by", Input::Staff(SUPERIORS)).differs(ACCUSED).must().by("001 处理.3"),
        ],
    ),
    ("special", &[field("volume", LINE).must().by("001 处理.2"), field("text", TEXT)]),
    ("answered", &[WAY, ANSWER, NEXT_REPLY]),
    // 不能解决的,确定下次回复: what was settled has its last reply, and says so.
    ("replied", &[WAY, ANSWER, field("last_reply", Input::Choice(YES)).clock(), NEXT_REPLY.only("last_reply", &[""])]),
    ("reported", &[field("head", Input::Staff(HEADS)).differs(ACCUSED).must(), REMARK]),
    (
        "concluded",
        &[
            field("cause", Input::Choice(&["supervision", "preparation", "work", "conduct", "equipment", "outside"]))
                .must()
                .by("004-1.4"),
            field("responsible", LINE).must().by("004-1.4"),
            REMARK,
        ],
    ),
    (
        "followed_up",
        &[
            field("method", Input::Choice(&["visit", "appointment"])).must().by("004-7 §4.8.1"),
            field("appointed", Input::When(Tense::Past)).must().by("004-7 §4.8.1").only("method", &["appointment"]),
            field("satisfied", Input::Choice(&["yes", "no"])).must(),
            field("opinion", TEXT),
            field("instead", LINE),
            field("next_reply", Input::When(Tense::Future)).only("satisfied", &["no"]),
        ],
    ),
    ("archived", &[field("volume", LINE)]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::Kind;
    use crate::domain::form::fields;

    /// What a step may say anew of the complaint itself; everything else that it says has a name of its own.
    const ANEW: [&str; 6] = ["class", "category", "matter", "person", "department", "next_reply"];

    #[test]
    fn no_step_speaks_over_what_the_complaint_says() {
        for (step, said) in STEPS {
            for field in said.iter().filter(|field| !ANEW.contains(&field.key)) {
                let opening = fields(Kind::Complaint, "").iter().any(|own| own.key == field.key);
                assert!(!opening, "{} of {step}", field.key);
            }
        }
    }
}
