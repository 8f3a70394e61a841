//! Forms: one table of what may be said about each kind of event. The screen's forms, the lines read without a screen,
//! their JSON Schema, the split into plain and personal data and every correction all read it.

mod steps;

use crate::domain::entry::Kind;
use crate::domain::matter::MATTERS;
use crate::domain::text::when::Tense;

pub use steps::STEPS;

/// How a field is typed and what it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Free text of at most so many characters.
    Text(usize),
    /// A room; one that does not match the site's pattern is kept and marked.
    Room,
    /// A number plate, province character included.
    Plate,
    /// A telephone number.
    Phone,
    /// The last four characters of a document's number.
    Tail,
    /// One of these, chosen by digit.
    Choice(&'static [&'static str]),
    /// A staff name; the settings' names are proposed by digit, others may be typed.
    Staff,
    /// A department of the settings, chosen by digit.
    Department,
    /// A time: of an event, or of a promise.
    When(Tense),
    /// A whole number.
    Count(i64, i64),
}

/// One field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name; `field-<key>` is its label.
    pub key: &'static str,
    /// How it is typed.
    pub input: Input,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether it holds no personal data.
    pub plain: bool,
    /// Whether a clock depends on it.
    pub clock: bool,
    /// It is asked only where another field has one of these values.
    pub only: Option<(&'static str, &'static [&'static str])>,
    /// The program fills it in; the screen does not ask.
    pub hidden: bool,
    /// The clause that demands it, or allows no other choice; empty where none does.
    pub clause: &'static str,
}

const fn field(key: &'static str, input: Input) -> Field {
    let plain = matches!(input, Input::Choice(_) | Input::Department | Input::When(_) | Input::Count(..));
    let clock = matches!(input, Input::When(Tense::Future));
    Field { key, input, required: false, plain, clock, only: None, hidden: false, clause: "" }
}

impl Field {
    const fn must(mut self) -> Self {
        self.required = true;
        self
    }

    const fn clock(mut self) -> Self {
        self.clock = true;
        self
    }

    const fn only(mut self, key: &'static str, values: &'static [&'static str]) -> Self {
        self.only = Some((key, values));
        self
    }

    const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    const fn by(mut self, clause: &'static str) -> Self {
        self.clause = clause;
        self
    }

    /// Whether it is asked, given the values of the other fields.
    pub fn asked<'a>(&self, value: impl Fn(&str) -> &'a str) -> bool {
        self.only.is_none_or(|(key, values)| values.contains(&value(key)))
    }
}

/// The longest free text, in characters.
pub const LONG: usize = 2_000;
const NAME: Input = Input::Text(40);
const LINE: Input = Input::Text(200);
const TEXT: Input = Input::Text(LONG);
const YES: &[&str] = &["yes"];

/// The time of the event itself, which every form has.
pub const AT: Field = field("at", Input::When(Tense::Past)).clock();

const ROOM: Field = field("room", Input::Room);
const PERSON: Field = field("name", NAME);
const PHONE: Field = field("phone", Input::Phone);
const REMARK: Field = field("remark", LINE);
const OUTCOME: Field =
    field("outcome", Input::Choice(&["solved", "passed", "promised", "complaint", "message"])).clock();
/// What may be written later: also that a message 转告 has reached its addressee (002 四.6).
const OUTCOME_LATER: Field =
    field("outcome", Input::Choice(&["solved", "passed", "promised", "complaint", "message", "delivered"])).clock();
const TO: Field = field("to", Input::Staff).must().only("outcome", &["passed", "message"]);
const PROMISE: Field = field("promise", Input::When(Tense::Future)).must();
const PROMISED: Field = PROMISE.only("outcome", &["promised"]);
const NEXT_REPLY: Field = field("next_reply", Input::When(Tense::Future)).must().by("000-2 1(3)");
const STAFF: Field = field("person", Input::Staff);
const DEPARTMENT: Field = field("department", Input::Department);
const UNSEEN: Field = field("unseen", Input::Choice(YES));

/// The reasons of a walk-in, in the order of their digits (001–003, clauses.md).
pub const REASONS: &[&str] =
    &["enquiry", "complaint", "repair", "suggestion", "payment", "collect", "business", "tour", "inspection"];

/// How an identity was checked; the last two leave only refusal (000 制度3 三.3).
pub const CHECKS: &[&str] = &["id_card", "licence", "passport", "badge", "known", "none", "suspicious"];

/// What a complaint is about: a path of its own each.
const CATEGORIES: &[&str] = &["conduct", "department", "engineering", "warranty"];
const CLASSES: &[&str] = &["general", "important", "hot", "major"];

const WALK_IN: &[Field] = &[
    ROOM,
    PERSON.must(),
    PHONE,
    field("reason", Input::Choice(REASONS)).must(),
    field("said", TEXT),
    OUTCOME,
    TO,
    PROMISED,
];
const WALK_IN_OUTCOME: &[Field] = &[OUTCOME_LATER.must(), TO, PROMISED, field("result", TEXT)];
const CALL: &[Field] = &[
    field("direction", Input::Choice(&["in", "out", "missed"])).must(),
    PHONE,
    PERSON,
    ROOM,
    field("topic", TEXT).must().only("direction", &["in", "out"]),
    OUTCOME,
    TO,
    PROMISED,
    field("seconds", Input::Count(0, 86_400)).hidden(),
];
const CALL_BACK: &[Field] = &[
    field("reached", Input::Choice(&["yes", "no"])).must().clock(),
    field("result", TEXT),
    PROMISE.only("reached", &["no"]),
];
const COMPLAINT: &[Field] = &[
    ROOM,
    PERSON.must(),
    PHONE,
    field("said", TEXT).must(),
    field("category", Input::Choice(CATEGORIES)).must().clock(),
    field("accused", Input::Staff).only("category", &["conduct"]),
    field("channel", Input::Choice(&["counter", "phone", "letter", "fax", "email", "media", "web", "transferred"]))
        .must()
        .clock(),
    field("intake", Input::Choice(&["office", "site", "department"])).must().clock(),
    field("received_by", Input::Department).must().only("intake", &["department"]),
    field("valid", Input::Choice(&["valid", "invalid"])).must().clock(),
    field("matter", Input::Choice(MATTERS)),
    field("class", Input::Choice(CLASSES)).must().clock(),
    NEXT_REPLY,
    DEPARTMENT,
    STAFF,
];
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
];
const VISITOR_REFUSED: &[Field] = &[
    field("ground", Input::Choice(&["no_id", "suspicious", "host_declined", "other"])).must(),
    ROOM,
    PERSON,
    PHONE,
    field("host", NAME),
    field("description", TEXT),
];
const VEHICLE_IN: &[Field] = &[
    field("plate", Input::Plate).must(),
    field("use", Input::Choice(&["guest", "delivery", "service", "renovation", "taxi", "other"])).must().clock(),
    ROOM.must(),
    field("host", NAME),
    PERSON,
    PHONE,
    REMARK,
    field("again", Input::Choice(&["out", "missed"])).hidden(),
];
const OUT: &[Field] = &[UNSEEN, REMARK];
const NOTE: &[Field] = &[field("text", TEXT).must()];
const NOTE_DONE: &[Field] = &[REMARK];
const DUTY: &[Field] = &[STAFF.must()];
const REMARKED: &[Field] = &[field("text", TEXT).must()];
const RELIEF: Field = field("relief", Input::Staff).must();
const HANDOVER: &[Field] = &[STAFF.must(), RELIEF];
const DAY_CLOSE: &[Field] = &[STAFF.must()];
const ACCEPT: &[Field] = &[RELIEF];
const OVERRIDE_BY: Field = field("override_by", Input::Staff).must();
const OVERRIDE_WHY: Field = field("override_why", LINE).must();
const HANDOVER_OVERRIDE: &[Field] = &[STAFF.must(), RELIEF, OVERRIDE_BY, OVERRIDE_WHY];
const ACCEPT_OVERRIDE: &[Field] = &[RELIEF, OVERRIDE_BY, OVERRIDE_WHY];
const SAID: Field = field("said", TEXT).must();
const QUERY: &[Field] = &[SAID, field("reply", TEXT).must()];
const REJECT: &[Field] = &[SAID];
const BEGIN: &[Field] = &[field("site", NAME).must(), field("post", NAME).must(), field("person", NAME).must()];
const ACKNOWLEDGED: &[Field] = &[
    REMARK,
    Field { plain: true, ..field("clock", NAME).must().hidden() },
    Field { plain: true, ..field("percent", NAME).hidden() },
];
const WHY: Field = field("why", LINE).must();
const CALENDAR: &[Field] = &[WHY, field("source", LINE)];
const CALENDAR_FILE: &[Field] = &[field("file", LINE).must()];
const REBASE: &[Field] = &[STAFF.must(), WHY];
const STRUCK_WHY: Field = field("why", LINE).must().by("004-3 §6.5.1.3");
const AMEND: &[Field] = &[field("new", TEXT), STRUCK_WHY];
const WITHDRAW: &[Field] = &[STRUCK_WHY];

/// The fields of a kind of event; of a complaint's step where `step` names one.
pub fn fields(kind: Kind, step: &str) -> &'static [Field] {
    match kind {
        Kind::WalkIn => WALK_IN,
        Kind::WalkInOutcome | Kind::CallOutcome => WALK_IN_OUTCOME,
        Kind::Call => CALL,
        Kind::CallBack => CALL_BACK,
        Kind::Complaint => COMPLAINT,
        Kind::ComplaintStep => STEPS.iter().find(|(name, _)| *name == step).map_or(&[], |(_, fields)| fields),
        Kind::VisitorIn => VISITOR_IN,
        Kind::VisitorRefused => VISITOR_REFUSED,
        Kind::VehicleIn => VEHICLE_IN,
        Kind::VisitorOut | Kind::VehicleOut => OUT,
        Kind::Note => NOTE,
        Kind::NoteDone => NOTE_DONE,
        Kind::Duty => DUTY,
        Kind::Handover => match step {
            "day_close" => DAY_CLOSE,
            "override" => HANDOVER_OVERRIDE,
            _ => HANDOVER,
        },
        Kind::HandoverAccepted => match step {
            "override" => ACCEPT_OVERRIDE,
            "query" => QUERY,
            "reject" | "reason" => REJECT,
            _ => ACCEPT,
        },
        Kind::HandoverRemark => REMARKED,
        Kind::Amended => AMEND,
        Kind::Withdrawn => WITHDRAW,
        Kind::Acknowledged => ACKNOWLEDGED,
        Kind::Begun => BEGIN,
        Kind::Calendar => match step {
            "file" => CALENDAR_FILE,
            _ => CALENDAR,
        },
        Kind::Rebased => REBASE,
        Kind::DueSettled => &[],
    }
}

/// The field of a name in a kind's form, [`AT`] included.
pub fn find(kind: Kind, step: &str, key: &str) -> Option<&'static Field> {
    if key == AT.key {
        return Some(&AT);
    }
    fields(kind, step).iter().find(|field| field.key == key)
}
