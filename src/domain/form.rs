//! Forms: one table of what may be said about each kind of event. The screen's forms, the lines read without a screen,
//! their JSON Schema, the split into plain and personal data and every correction all read it.

use crate::domain::entry::{Family, Kind};
use crate::domain::families::FormSpec;
use crate::domain::staff::{ANYONE, Roles, SUPERIORS};
use crate::domain::text::when::Tense;

/// How a field is typed and what it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Free text of at most so many characters.
    Text(usize),
    /// A room; one that does not match the site's pattern is kept and marked.
    Room,
    /// A number plate, province character included.
    Plate,
    Phone,
    /// The last four characters of a document's number.
    Tail,
    Choice(&'static [&'static str]),
    /// A staff name; those of the settings who have one of the roles are proposed by digit. Others may be typed, but nobody
    /// whom the settings know by another role.
    Staff(Roles),
    /// A department of the settings, chosen by digit.
    Department,
    /// A time: of an event, or of a promise.
    When(Tense),
    Count(i64, i64),
}

/// One field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name; `field-<key>` is its label.
    pub key: &'static str,
    pub input: Input,
    pub required: bool,
    /// Whether it holds no personal data.
    pub plain: bool,
    pub clock: bool,
    /// It is asked only where another field has one of these values.
    pub only: Option<(&'static str, &'static [&'static str])>,
    /// The program fills it in; the screen does not ask.
    pub hidden: bool,
    /// The fields, of the form or of its record, that name other people than this one.
    pub differs: &'static [&'static str],
    /// The clause that demands it, or allows no other choice; empty where none does.
    pub clause: &'static str,
}

pub(crate) const fn field(key: &'static str, input: Input) -> Field {
    let plain = matches!(input, Input::Choice(_) | Input::Department | Input::When(_) | Input::Count(..));
    let clock = matches!(input, Input::When(Tense::Future));
    Field { key, input, required: false, plain, clock, only: None, hidden: false, differs: &[], clause: "" }
}

impl Field {
    pub(crate) const fn must(mut self) -> Self {
        self.required = true;
        self
    }

    pub(crate) const fn clock(mut self) -> Self {
        self.clock = true;
        self
    }

    pub(crate) const fn only(mut self, key: &'static str, values: &'static [&'static str]) -> Self {
        self.only = Some((key, values));
        self
    }

    pub(crate) const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    pub(crate) const fn differs(mut self, from: &'static [&'static str]) -> Self {
        self.differs = from;
        self
    }

    pub(crate) const fn by(mut self, clause: &'static str) -> Self {
        self.clause = clause;
        self
    }

    /// Whether a name may not stand in it, given the values of the other fields.
    pub fn bars<'a>(&self, name: &str, value: impl Fn(&str) -> &'a str) -> bool {
        !name.is_empty() && self.differs.iter().any(|other| value(other) == name)
    }

    /// Whether it is asked, given the values of the other fields.
    pub fn asked<'a>(&self, value: impl Fn(&str) -> &'a str) -> bool {
        self.only.is_none_or(|(key, values)| values.contains(&value(key)))
    }
}

/// The longest free text, in characters.
pub const LONG: usize = 2_000;
pub(crate) const NAME: Input = Input::Text(40);
pub(crate) const LINE: Input = Input::Text(200);
pub(crate) const TEXT: Input = Input::Text(LONG);
pub(crate) const YES: &[&str] = &["yes"];

/// The time of the event itself, which every form has.
pub const AT: Field = field("at", Input::When(Tense::Past)).clock();

pub(crate) const ROOM: Field = field("room", Input::Room);
pub(crate) const PERSON: Field = field("name", NAME);
pub(crate) const PHONE: Field = field("phone", Input::Phone);
pub(crate) const REMARK: Field = field("remark", LINE);
pub(crate) const OUTCOME: Field =
    field("outcome", Input::Choice(&["solved", "passed", "promised", "complaint", "message"])).clock();
/// What may be written later: also that a message 转告 has reached its addressee (002 四.6).
pub(crate) const OUTCOME_LATER: Field =
    field("outcome", Input::Choice(&["solved", "passed", "promised", "complaint", "message", "delivered"])).clock();
pub(crate) const TO: Field = field("to", Input::Staff(ANYONE)).must().only("outcome", &["passed", "message"]);
pub(crate) const PROMISE: Field = field("promise", Input::When(Tense::Future)).must();
pub(crate) const PROMISED: Field = PROMISE.only("outcome", &["promised"]);
pub(crate) const NEXT_REPLY: Field = field("next_reply", Input::When(Tense::Future)).must().by("000-2 1(3)");
/// Whoever is complained of is none of those who handle the complaint or approve anything in it (004-7 §4.3.1a).
pub(crate) const ACCUSED: &[&str] = &["accused"];
pub(crate) const STAFF: Field = field("person", Input::Staff(ANYONE));
pub(crate) const DEPARTMENT: Field = field("department", Input::Department);
const UNSEEN: Field = field("unseen", Input::Choice(YES));

/// How an identity was checked; the last two leave only refusal (000 制度3 三.3).
pub const CHECKS: &[&str] = &["id_card", "licence", "passport", "badge", "known", "none", "suspicious"];

/// What a complaint is about: a path of its own each.
pub(crate) const CATEGORIES: &[&str] = &["conduct", "department", "engineering", "warranty"];
pub(crate) const CLASSES: &[&str] = &["general", "important", "hot", "major"];

pub(crate) const OUT: &[Field] = &[UNSEEN, REMARK];
const ACKNOWLEDGED: &[Field] = &[
    field("by", Input::Staff(ANYONE)).differs(ACCUSED),
    REMARK,
    Field { plain: true, ..field("clock", NAME).must().hidden() },
    Field { plain: true, ..field("percent", NAME).hidden() },
];
pub(crate) const WHY: Field = field("why", LINE).must();
const STRUCK_WHY: Field = field("why", LINE).must().by("004-3 §6.5.1.3");
const AMEND: &[Field] = &[field("new", TEXT), STRUCK_WHY];

/// The forms of corrections and of what may happen to any record.
const COMMON: &[FormSpec] = &[
    FormSpec(Kind::Amended, "", AMEND),
    FormSpec(Kind::Withdrawn, "", &[STRUCK_WHY]),
    FormSpec(Kind::Acknowledged, "", ACKNOWLEDGED),
    FormSpec(Kind::Rebased, "", &[field("person", Input::Staff(SUPERIORS)).must(), WHY]),
];

/// The fields of a kind of event; of a record's step where `step` names one.
pub fn fields(kind: Kind, step: &str) -> &'static [Field] {
    if kind.is_step() {
        let families = Family::ALL.iter().filter(|family| family.step_kind() == kind);
        return families.filter_map(|family| family.step_fields(step)).next().unwrap_or_default();
    }
    let forms = kind.family().map_or(COMMON, |family| family.spec().forms);
    let of = |step: &str| forms.iter().find(|form| form.0 == kind && form.1 == step);
    of(step).or_else(|| of("")).map_or(&[], |form| form.2)
}

/// The field of a name in a kind's form, [`AT`] included.
pub fn find(kind: Kind, step: &str, key: &str) -> Option<&'static Field> {
    if key == AT.key {
        return Some(&AT);
    }
    fields(kind, step).iter().find(|field| field.key == key)
}
