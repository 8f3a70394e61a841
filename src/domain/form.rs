//! Forms: one table of what may be said about each kind of event. The screen's forms, the lines read without a screen,
//! their JSON Schema, the split into plain and personal data and every correction all read it.

use crate::domain::entry::{Family, Kind};
use crate::domain::families::FormSpec;
use crate::domain::staff::{ANYONE, Roles, SUPERIORS};
use crate::domain::text::same_name;
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
    /// A staff name; those of the settings who have one of the roles are proposed by digit, and where a role is asked for
    /// nobody else may be typed.
    Staff(Roles),
    /// A department of the settings, chosen by digit.
    Department,
    /// A time: of an event, or of a promise.
    When(Tense),
    Count(i64, i64),
    /// A number as a machine gives it, with or without a fraction.
    Decimal(i64, i64),
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
    /// It is not demanded, and but for a text not asked, where another field has one of these values; said all the same, it
    /// is kept.
    pub waived: Option<(&'static str, &'static [&'static str])>,
    /// Only a person can know it: it is not demanded of a machine.
    pub human: bool,
    /// The program or a machine fills it in; the screen does not ask.
    pub hidden: bool,
    /// The fields, of the form or of its record, that name other people than this one.
    pub differs: &'static [&'static str],
    /// The clause that demands it, or allows no other choice; empty where none does.
    pub clause: &'static str,
}

pub(crate) const fn field(key: &'static str, input: Input) -> Field {
    let plain =
        matches!(input, Input::Choice(_) | Input::Department | Input::When(_) | Input::Count(..) | Input::Decimal(..));
    let clock = matches!(input, Input::When(Tense::Future));
    Field {
        key,
        input,
        required: false,
        plain,
        clock,
        only: None,
        waived: None,
        human: false,
        hidden: false,
        differs: &[],
        clause: "",
    }
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

    pub(crate) const fn waived(mut self, key: &'static str, values: &'static [&'static str]) -> Self {
        self.waived = Some((key, values));
        self
    }

    pub(crate) const fn human(mut self) -> Self {
        self.human = true;
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

    /// Whether nobody must say it, given the values of the other fields.
    pub fn is_waived<'a>(&self, value: impl Fn(&str) -> &'a str) -> bool {
        self.waived.is_some_and(|(key, values)| values.contains(&value(key)))
    }

    /// Whether a name may not stand in it, given the values of the other fields.
    pub fn bars<'a>(&self, name: &str, value: impl Fn(&str) -> &'a str) -> bool {
        !name.is_empty() && self.differs.iter().any(|other| same_name(value(other), name))
    }

    /// Whether it may be said, given the values of the other fields.
    pub fn asked<'a>(&self, value: impl Fn(&str) -> &'a str) -> bool {
        self.only.is_none_or(|(key, values)| values.contains(&value(key)))
    }

    /// Whether it may not be left empty, given the values of the other fields; `machine` where a machine says them.
    pub fn demanded<'a>(&self, value: impl Fn(&str) -> &'a str, machine: bool) -> bool {
        self.required && !self.is_waived(&value) && !(self.human && machine)
    }
}

/// The longest free text, in characters.
pub const LONG: usize = 2_000;
/// The longest name, also of whoever signs, in characters.
pub const NAME_HOLDS: usize = 40;
pub(crate) const NAME: Input = Input::Text(NAME_HOLDS);
pub(crate) const LINE: Input = Input::Text(200);
pub(crate) const TEXT: Input = Input::Text(LONG);
const PATH: Input = Input::Text(500);
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

/// How an identity was checked; the last two leave only refusal (000 制度3 三.3).
pub const CHECKS: &[&str] = &["id_card", "licence", "passport", "badge", "known", "none", "suspicious"];

/// What a complaint is about: a path of its own each.
pub(crate) const CATEGORIES: &[&str] = &["conduct", "department", "engineering", "warranty"];
pub(crate) const CLASSES: &[&str] = &["general", "important", "hot", "major"];

/// Where the driver of a vehicle is: he leaves with it, stays where another drives it, has left on foot, or is a visitor.
pub(crate) const DRIVER: Field = field("driver", Input::Choice(&["with", "stays", "on_foot"]));
/// The visit by which the driver of a vehicle, or whoever fetched it, is counted: its number as it is said, its subject as
/// it is kept.
pub(crate) const VISIT: Field = Field { plain: true, ..field("visit", NAME).hidden() };
/// What is said as a visit where none of those inside is meant.
pub(crate) const NO_VISIT: &str = "none";
/// The record of which a part of the plate was read, or `none`: whether an entry is of that vehicle.
pub(crate) const PART: Field = Field { plain: true, ..field("part", NAME).hidden() };
/// How sure a camera or a reader is, as it says so itself: of 1, or of 100.
pub(crate) const CONFIDENCE: Field = field("confidence", Input::Decimal(0, 100)).hidden();
/// Which way what a camera saw was going, in the camera's word.
pub(crate) const HEADING: Field = field("direction", NAME).hidden();
/// Which camera, reader or line it was.
pub(crate) const DEVICE: Field = field("device", LINE).hidden();
/// Where the picture lies that was taken.
pub(crate) const PICTURE: Field = field("picture", PATH).hidden();
/// Where the recording of a call lies.
pub(crate) const RECORDING: Field = field("recording", PATH).hidden();
/// How many seconds it rang.
pub(crate) const RING: Field = field("ring", Input::Count(0, 86_400)).hidden();
pub(crate) const EXTENSION: Field = field("extension", Input::Text(20)).hidden();
/// The keys pressed after the number, as telephone systems append them to it.
pub(crate) const DTMF: Field = field("dtmf", NAME).hidden();
const ACKNOWLEDGED: &[Field] = &[
    field("by", Input::Staff(ANYONE)).differs(ACCUSED),
    REMARK,
    Field { plain: true, ..field("clock", NAME).must().hidden() },
    Field { plain: true, ..field("percent", NAME).hidden() },
];
pub(crate) const WHY: Field = field("why", LINE).must();
const STRUCK_WHY: Field = field("why", LINE).must().by("004-3 §6.5.1.3");
const AMEND: &[Field] = &[field("new", TEXT), STRUCK_WHY, field("again", Input::Choice(&["second"])).hidden()];

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

/// Whether a kind of event may have happened earlier than it is written.
pub const fn dated(kind: Kind) -> bool {
    use Kind::{Amended, Calendar, Handover, Rebased, Withdrawn};
    !matches!(kind, Amended | Withdrawn | Handover | Calendar | Rebased)
}

/// Whether a value may be given under this name with a kind of event.
pub fn takes(kind: Kind, step: &str, key: &str) -> bool {
    if key == AT.key { dated(kind) } else { find(kind, step, key).is_some() }
}

/// The field of a name in a kind's form, [`AT`] included.
pub fn find(kind: Kind, step: &str, key: &str) -> Option<&'static Field> {
    if key == AT.key {
        return Some(&AT);
    }
    fields(kind, step).iter().find(|field| field.key == key)
}
