//! A form being typed: its fields, the one in focus, what is wrong with them. Nothing typed is ever lost: leaving a form
//! keeps it as a draft, a refusal leaves it open with its text.

use tui_input::Input as TextInput;
use uuid::Uuid;

pub use crate::app::field::FieldState;
use crate::desk::{Act, ActTarget};
use crate::domain::entry::{Family, Fields, Kind, Seq};
use crate::domain::families::call;
use crate::domain::form::{self, AT, Field, Input};
use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::history::EntryView;
use crate::domain::intake;
use crate::domain::matter;
use crate::domain::number::Number;
use crate::domain::record::Record;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::site::Site;
use crate::domain::text::{ValueError, number, plate};
use crate::domain::time::Moment;

/// The most characters that a field holds while it is typed; a key or paste that would bring more is refused, and the
/// field stays as it was.
pub const HOLDS: usize = 20_000;

/// What is written at once, and never happened earlier.
#[rustfmt::skip]
const UNTIMED: [Kind; 9] = [
    Kind::Amended, Kind::Withdrawn, Kind::Duty, Kind::Begun, Kind::Handover, Kind::HandoverAccepted, Kind::Calendar,
    Kind::Rebased, Kind::Acknowledged,
];

/// What becomes of a form when it is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    Act,
    /// An answer to a line of the handover page.
    Answer(HandoverItem, Verdict),
    Begin,
    /// A year of the calendar, from a file.
    Import,
}

/// The value that an amendment strikes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amends {
    /// Its field, by the name of its label.
    pub key: &'static str,
    /// The entry that says it, and when that happened.
    pub seq: Seq,
    pub at: Moment,
    /// When it was written, by a clock that had not been set back: nothing happened later than it was told.
    pub written_at: Option<Moment>,
    /// The entry and field that hold it.
    pub head: (Seq, String),
    /// As it is stored, and as it is typed.
    pub old: String,
    pub typed: String,
}

/// A choice that a digit made, and that moved the focus on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Led {
    pub from: usize,
    pub digit: char,
    /// Whether the field that came into focus held nothing.
    pub is_free: bool,
}

/// A form being typed.
#[derive(Debug, Clone)]
pub struct FormState {
    /// The identity of what it will write.
    pub uid: Uuid,
    pub kind: Kind,
    /// The step of a complaint, or how a handover is signed.
    pub step: String,
    pub subject: Option<Uuid>,
    /// That record's family and number, for the title.
    pub about: Option<(Family, Number)>,
    /// What the act needs beside its fields.
    pub target: ActTarget,
    pub purpose: Purpose,
    /// The newest entry of the record that was seen when it was opened.
    pub seen: Option<Seq>,
    /// Who is named in the record already, by field.
    pub people: Fields,
    /// For an amendment: the value that it strikes.
    pub amends: Option<Amends>,
    /// The rung of a limit that is taken note of, in percent.
    pub rung: u32,
    /// The line that a withdrawal strikes.
    pub strikes: Option<EntryView>,
    pub fields: Vec<FieldState>,
    pub focus: usize,
    /// The text that the key before would be, had it not chosen a name: where more is typed, it is that text.
    pub provisional: Option<String>,
    /// The choice from which a digit moved the focus here with the last key; it may have been the beginning of a text.
    pub led: Option<Led>,
    /// What is wrong with it as a whole.
    pub error: Option<Cause>,
    pub opened: Moment,
    /// When the walk-in or call was out of which a complaint comes.
    pub contact: Option<Moment>,
    /// Whether it was put by since, or left by a crash.
    pub put_by: bool,
    /// Since when it lies open, and for how many milliseconds it did before it was put by.
    pub since: Moment,
    pub before: i64,
    /// Whether it was sent to the desk and the answer is awaited.
    pub sent: bool,
    /// Whose post it was when it was opened, where another window has made it someone else's since and nobody was told yet.
    pub former: Option<String>,
}

impl FormState {
    /// An empty form.
    pub fn new(uid: Uuid, kind: Kind, step: &str, opened: Moment) -> Self {
        let asked = form::fields(kind, step).iter().copied();
        let fields = asked.chain((!UNTIMED.contains(&kind)).then_some(AT));
        Self {
            uid,
            kind,
            step: step.to_owned(),
            subject: None,
            about: None,
            target: ActTarget::None,
            purpose: Purpose::Act,
            seen: None,
            people: Fields::new(),
            amends: None,
            rung: 0,
            strikes: None,
            fields: fields.map(FieldState::new).collect(),
            focus: 0,
            provisional: None,
            led: None,
            error: None,
            opened,
            contact: None,
            put_by: false,
            since: opened,
            before: 0,
            sent: false,
            former: None,
        }
    }

    /// The same form about a record.
    #[must_use]
    pub fn on(self, record: &Record) -> Self {
        let known = |key: &&str| Some(((*key).to_owned(), record.fields.get(*key)?.clone()));
        // Of a complaint's people only the one complained of bars anyone; the one in charge may change.
        let keys: &[&str] = if record.family == Family::Complaint { &["accused"] } else { &["person"] };
        let people = keys.iter().filter_map(known).collect();
        Self { subject: Some(record.subject), about: Some((record.family, record.number)), people, ..self }
    }

    /// Names the line that the withdrawal strikes.
    pub fn strike(&mut self, line: &EntryView) {
        self.target = ActTarget::Entry(line.seq);
        self.strikes = Some(line.clone());
    }

    /// Whether it is a withdrawal that does not say yet which line it strikes.
    pub fn is_unnamed(&self) -> bool {
        self.kind == Kind::Withdrawn && self.strikes.is_none()
    }

    /// For how many milliseconds it lay open.
    pub fn spent(&self, now: Moment) -> i64 {
        self.before + now.since(self.since).max(0)
    }

    /// When what it tells of happened, where nobody says: of a complaint out of a walk-in or call, when that was; of a call
    /// that was spoken and of whatever opens a record and was put by, when it was begun; `None` where that is when it is
    /// saved.
    pub fn begun(&self) -> Option<Moment> {
        let is_own = self.target == ActTarget::None && self.kind.opens() && !UNTIMED.contains(&self.kind);
        self.contact.or_else(|| (self.is_talk() || self.put_by && is_own).then_some(self.opened))
    }

    /// Puts a value into a field.
    pub fn set(&mut self, key: &str, value: &str) {
        if let Some(state) = self.fields.iter_mut().find(|state| state.field.key == key) {
            state.line = TextInput::new(value.to_owned());
            state.proposed = false;
            state.sought.clear();
        }
    }

    /// What is typed in a field; empty where the form has none of this name.
    pub fn get(&self, key: &str) -> &str {
        self.fields.iter().find(|state| state.field.key == key).map_or("", FieldState::text)
    }

    /// Who is named in a field of the form, or of its record where the form has nobody there.
    pub fn named(&self, key: &str) -> &str {
        let own = Some(self.get(key)).filter(|own| !own.is_empty());
        own.unwrap_or_else(|| self.people.get(key).map_or("", String::as_str))
    }

    /// How many of a party leave, where a number is typed: of who was to come in, as many as were counted.
    pub fn leaving(&self) -> Option<u32> {
        let typed = [self.get("leaving"), self.get("count")].into_iter().find(|typed| !typed.trim().is_empty())?;
        number(typed.trim()).parse().ok()
    }

    /// Whether a field is asked, given the others.
    pub fn asks(&self, state: &FieldState) -> bool {
        // What nobody must say of a missed call may have been left on the machine.
        let waived = state.field.is_waived(|key| self.get(key)) && !matches!(state.field.input, Input::Text(_));
        !state.field.hidden && !waived && state.field.asked(|key| self.get(key))
    }

    /// Whether a field may not be left empty, given the others.
    pub fn demands(&self, state: &FieldState) -> bool {
        state.field.demanded(|key| self.get(key), false)
    }

    /// All that is typed, of the fields that are asked and those that the program fills in.
    pub fn typed(&self) -> Fields {
        let used = self.fields.iter().filter(|state| state.field.hidden || self.asks(state));
        used.filter(|state| !state.text().is_empty())
            .map(|state| (state.field.key.to_owned(), state.text().to_owned()))
            .collect()
    }

    /// The act that it asks of the desk. A plate is handed over as it is shown while it is typed, and a time as well.
    pub fn act(&self, site: &Site, now: Moment) -> Act {
        let mut fields = self.typed();
        for state in &self.fields {
            let read = match state.field.input {
                Input::Plate => plate::typed(state.text(), site.province).ok(),
                Input::When(_) => self.said(state, site, now).map(|at| site.zone.rfc3339(at)),
                _ => None,
            };
            if let (Some(text), Some(read)) = (fields.get_mut(state.field.key), read) {
                *text = read;
            }
        }
        Act {
            uid: self.uid,
            kind: self.kind,
            step: self.step.clone(),
            subject: self.subject,
            fields,
            target: self.target.clone(),
            seen: self.seen,
            source: None,
        }
    }

    /// The same of when it was begun, where that is its time.
    pub fn act_as_begun(&self, site: &Site, now: Moment) -> Act {
        let mut act = self.act(site, now);
        if let Some(begun) = self.begun() {
            act.fields.entry(AT.key.into()).or_insert_with(|| site.zone.rfc3339(begun));
        }
        act
    }

    /// Asks for a field that need not be said of other records.
    pub(super) fn demand(&mut self, key: &str) {
        for state in self.fields.iter_mut().filter(|state| state.field.key == key) {
            state.field = Field { required: true, ..state.field };
        }
    }

    /// The field in focus.
    pub fn focused(&self) -> Option<&FieldState> {
        self.fields.get(self.focus)
    }

    /// Moves the focus to a field; what a digit chose before is chosen.
    pub(super) fn go(&mut self, to: usize) {
        (self.focus, self.provisional, self.led) = (to, None, None);
    }

    /// Moves the focus to the next field that is asked, or with `back` to the one before; it goes round.
    pub fn step(&mut self, back: bool) {
        let len = self.fields.len().max(1);
        let mut to = self.focus;
        for _ in 0..len {
            to = if back { to.checked_sub(1).unwrap_or(len - 1) } else { (to + 1) % len };
            if self.fields.get(to).is_some_and(|state| self.asks(state)) {
                break;
            }
        }
        self.go(to);
    }

    /// The first field that must be filled in and is empty, from the focus on and round.
    pub fn first_needed(&self) -> Option<usize> {
        self.needed_from(self.focus)
    }

    /// The next that must be filled in and is empty; then the next promise that was only proposed.
    pub(super) fn needed_from(&self, from: usize) -> Option<usize> {
        let find = |needs: &dyn Fn(&FieldState) -> bool| {
            let mut order = (from..self.fields.len()).chain(0..from);
            order.find(|at| self.fields.get(*at).is_some_and(|state| needs(state) && self.asks(state)))
        };
        find(&|state| self.demands(state) && state.text().trim().is_empty())
            .or_else(|| self.blank())
            .or_else(|| find(&FieldState::unasked))
    }

    /// The field to fill in first where the call that is told of was missed, and nothing is said of it.
    fn blank(&self) -> Option<usize> {
        let blank = self.kind == Kind::Call && call::is_blank(|key| self.get(key));
        self.fields.iter().position(|state| blank && state.field.key == "phone")
    }

    /// Whether it is of a call that is spoken.
    pub fn is_talk(&self) -> bool {
        self.kind == Kind::Call && self.get("direction") != "missed"
    }

    /// The field that Enter goes to: the one in focus where it must be filled in first, then the next that must be, at
    /// the first start simply the next; `None` where Enter saves.
    pub fn enters(&self) -> Option<usize> {
        let here = self.focused().is_some_and(|state| self.demands(state) && state.text().trim().is_empty());
        if here || self.blank() == Some(self.focus) {
            return Some(self.focus);
        }
        let next = Some(self.focus + 1).filter(|next| self.purpose == Purpose::Begin && *next < self.fields.len());
        self.needed_from(self.focus + 1).filter(|needed| *needed != self.focus).or(next)
    }

    /// Empties the field in focus. Returns whether it held anything.
    pub fn clear(&mut self) -> bool {
        (self.error, self.provisional, self.led) = (None, None, None);
        let Some(state) = self.fields.get_mut(self.focus) else { return false };
        let held = !state.text().is_empty();
        *state = FieldState::new(state.field);
        held
    }

    /// Says that the field in focus must be filled in.
    pub(super) fn require(&mut self) {
        let blank = self.blank() == Some(self.focus);
        if let Some(state) = self.fields.get_mut(self.focus) {
            state.error = Some(if blank { Cause::MissedBlank } else { Cause::Value(ValueError::Required) });
        }
    }

    /// What is wrong with each of its fields by itself.
    pub(super) fn faults(&self, site: &Site, now: Moment) -> Vec<Refusal> {
        let asked = self.fields.iter().filter(|state| self.asks(state));
        let read = asked.map(|state| (state.field, intake::read(&state.field, state.text(), site, now)));
        read.filter_map(|(field, read)| read.err().map(|fault| Refusal::at(field.key, Cause::of(fault, field.clause))))
            .collect()
    }

    /// Shows reasons at their fields, those without one that is shown at the form, and goes to the first.
    pub fn refuse(&mut self, reasons: &[Refusal]) {
        self.sent = false;
        self.error = None;
        let shown = self.fields.iter().filter(|state| self.asks(state));
        let keys: Vec<&str> = shown.map(|state| state.field.key).collect();
        // Whatever stands against an amendment stands against its new value.
        let rest = (self.kind == Kind::Amended).then_some("new");
        let at = |reason: &Refusal| {
            reason.field.as_deref().and_then(|key| keys.iter().copied().find(|k| *k == key)).or(rest)
        };
        let of = |key| reasons.iter().find(|reason| at(reason) == key).map(|reason| reason.cause.clone());
        for state in &mut self.fields {
            state.error = of(Some(state.field.key));
        }
        self.error = of(None);
        // It is told now.
        let newer = reasons.iter().find_map(|reason| match &reason.cause {
            Cause::Meanwhile(newer) => Some(newer.seq),
            _ => None,
        });
        self.seen = newer.or(self.seen);
        if let Some(at) = self.fields.iter().position(|state| state.error.is_some()) {
            self.go(at);
        }
    }

    /// The class that a matter has by itself, or a complaint in public (001 受理.1), until another is chosen.
    pub(super) fn preset(&mut self) {
        let is_major = matter::is_major(self.get("matter"));
        let usual = if matches!(self.get("channel"), "media" | "web") { "hot" } else { "general" };
        if let Some(class) = self.fields.iter().find(|state| state.field.key == "class")
            && (class.proposed || class.text().is_empty() && is_major)
        {
            self.propose("class", if is_major { "major" } else { usual });
        }
    }

    /// The name of a field's label: an amendment's is that of the field it strikes.
    pub fn label(&self, field: &Field) -> &'static str {
        self.amends.as_ref().filter(|_| field.key == "new").map_or(field.key, |amends| amends.key)
    }
}
