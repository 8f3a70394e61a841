//! A form put by: what is kept of it, and the form that it opens again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::form::{FieldState, FormState, Purpose};
use crate::app::{Effect, Model, Notice, Overlay, Pick, PickWhat};
use crate::desk::ActTarget;
use crate::domain::entry::{Family, Fields, Kind, Seq};
use crate::domain::number::Number;
use crate::domain::record::Record;
use crate::domain::refusal::Cause;
use crate::domain::time::{DAY, Moment};

/// How long a draft is kept, in milliseconds.
pub const LIFETIME: i64 = DAY;

/// A form put by, as it is kept on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The identity of what it will write.
    pub uid: Uuid,
    pub kind: Kind,
    #[serde(default)]
    pub step: String,
    #[serde(default)]
    pub subject: Option<Uuid>,
    /// The record that a complaint comes from.
    #[serde(default)]
    pub from: Option<Uuid>,
    /// When that was.
    #[serde(default)]
    pub contact: Option<Moment>,
    /// The entry that a correction strikes, and of an amendment which field.
    #[serde(default)]
    pub strikes: Option<(Seq, String)>,
    /// The number of the record it belongs to, for the title.
    #[serde(default)]
    pub about: Option<(Family, Number)>,
    /// The newest entry of its record that was seen.
    #[serde(default)]
    pub seen: Option<Seq>,
    pub fields: Fields,
    pub opened: Moment,
    /// For how many milliseconds it lay open.
    #[serde(default)]
    pub spent: i64,
    /// The field in which the cursor was, and before which of its characters.
    #[serde(default)]
    pub cursor: Option<(String, usize)>,
    /// When the times in it were typed, by field; where that is not said, when it was kept.
    #[serde(default)]
    pub typed: BTreeMap<String, Moment>,
    pub saved_at: Moment,
    /// When a start found it older than it may be: the clock that it was typed by may have been behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_old: Option<Moment>,
}

impl Draft {
    /// Since when it is kept: since it was typed, or since that was found to be long ago.
    pub fn kept_since(&self) -> Moment {
        self.found_old.unwrap_or(self.saved_at)
    }

    /// Until when it is kept.
    pub fn until(&self) -> Moment {
        Moment::from_millis(self.kept_since().millis().saturating_add(LIFETIME))
    }

    /// Whether it can be gone on with by itself: a correction is taken up where its value is shown.
    pub fn stands_alone(&self) -> bool {
        !matches!(self.kind, Kind::Amended | Kind::Withdrawn)
    }
}

impl FormState {
    /// A form put by, opened again.
    pub fn resume(draft: &Draft, now: Moment) -> Self {
        let mut form = Self::new(draft.uid, draft.kind, &draft.step, draft.opened);
        form.subject = draft.subject;
        (form.about, form.seen) = (draft.about, draft.seen);
        form.target = draft.from.map_or(ActTarget::None, ActTarget::From);
        form.contact = draft.contact;
        draft.fields.keys().for_each(|key| form.bring_back(key, draft));
        (form.put_by, form.since, form.before) = (true, now, draft.spent);
        form.focus = form.first_needed().unwrap_or(0);
        form.return_to(draft);
        form
    }

    /// Puts in what a draft holds of a field, with when it was typed.
    fn bring_back(&mut self, key: &str, draft: &Draft) {
        let text = draft.fields.get(key).map_or("", String::as_str);
        self.set(key, text);
        let at = draft.typed.get(key).copied().unwrap_or(draft.saved_at);
        let states = self.fields.iter_mut().filter(|state| state.field.key == key);
        states.for_each(|state| state.typed = Some((text.to_owned(), at)));
    }

    /// Goes to where the cursor was.
    fn return_to(&mut self, draft: &Draft) {
        let Some((key, at)) = &draft.cursor else { return };
        let asked = |state: &FieldState| state.field.key == *key && self.asks(state);
        let Some(to) = self.fields.iter().position(asked) else { return };
        self.focus = to;
        if let Some(state) = self.fields.get_mut(to) {
            state.line = std::mem::take(&mut state.line).with_cursor(*at);
        }
    }

    /// What is kept of it, no promise that was only proposed; `None` where nothing was typed besides what was proposed,
    /// or where it cannot be taken up again by itself.
    pub fn draft(&self, now: Moment) -> Option<Draft> {
        let kept = !matches!(self.kind, Kind::Duty | Kind::Begun | Kind::Rebased | Kind::Acknowledged);
        let corrects = matches!(self.kind, Kind::Amended | Kind::Withdrawn);
        let mut fields = self.typed();
        for state in self.fields.iter().filter(|state| state.unasked()) {
            fields.remove(state.field.key);
        }
        if !kept
            || !self.is_touched()
            || self.purpose != Purpose::Act
            || !(corrects || matches!(self.target, ActTarget::None | ActTarget::From(_)))
        {
            return None;
        }
        Some(Draft {
            uid: self.uid,
            kind: self.kind,
            step: self.step.clone(),
            subject: self.subject,
            from: self.origin(),
            contact: self.contact,
            strikes: self.struck(),
            about: self.about,
            seen: self.seen,
            fields,
            opened: self.opened,
            spent: self.spent(now),
            typed: self.times(now),
            cursor: self.focused().map(|state| (state.field.key.to_owned(), state.line.cursor())),
            saved_at: now,
            found_old: None,
        })
    }

    /// Whether it is the form that a draft would open again.
    pub fn same(&self, draft: &Draft) -> bool {
        let about = (self.kind, self.step.as_str(), self.subject, self.origin());
        about == (draft.kind, draft.step.as_str(), draft.subject, draft.from) && self.struck() == draft.strikes
    }

    /// The entry that it strikes, and of an amendment which field.
    fn struck(&self) -> Option<(Seq, String)> {
        let value = self.amends.as_ref().map(|amends| (amends.seq, amends.key.to_owned()));
        value.or_else(|| self.strikes.as_ref().map(|line| (line.seq, String::new())))
    }

    /// The record that a complaint comes from.
    const fn origin(&self) -> Option<Uuid> {
        if let ActTarget::From(from) = self.target { Some(from) } else { None }
    }
}

impl Model {
    /// Asks for the drafts of whoever has the keyboard now, where those at hand are another's.
    pub(super) fn ask_for_drafts(&mut self) -> Option<Effect> {
        let other = !self.operator.is_empty() && self.drafts_of != self.operator;
        other.then(|| {
            self.drafts_of.clone_from(&self.operator);
            Effect::Left
        })
    }

    /// Offers what was left to whoever asked, but for what lies open here.
    pub(super) fn offer_left(&mut self, person: &str, left: Vec<Draft>, unread: Option<Box<Notice>>, now: Moment) {
        if person != self.operator {
            return;
        }
        let forms = self.overlays.iter().filter_map(Overlay::try_as_form_ref).map(|form| form.uid);
        let known: Vec<Uuid> = forms.chain(self.drafts.iter().map(|draft| draft.uid)).collect();
        self.drafts.splice(0..0, left.into_iter().filter(|draft| !known.contains(&draft.uid)));
        if let Some(unread) = unread {
            self.say(*unread, now);
        }
    }

    /// A draft at hand opened again.
    pub(super) fn resumed(&mut self, at: usize, now: Moment) -> FormState {
        let draft = self.drafts.remove(at);
        self.resume(&draft, now)
    }

    /// A draft opened again, with what a form of today proposes to promise.
    pub fn resume(&mut self, draft: &Draft, now: Moment) -> FormState {
        self.say(Notice::Resumed(draft.saved_at), now);
        let mut form = FormState::resume(draft, now);
        self.promise(&mut form, now);
        form
    }

    /// Says of a form put by that its step was done meanwhile: it can be read and given up, and never saved.
    pub(super) fn tell_done(&mut self, record: &Record) {
        let forms = self.overlays.iter_mut().filter_map(Overlay::try_as_form_mut);
        let put_by = |form: &&mut Box<FormState>| form.put_by && form.subject == Some(record.subject);
        for form in forms.filter(put_by).filter(|form| form.kind.is_step() && form.error.is_none()) {
            let again = self.house.procedures.rule(record, &form.step).is_some_and(|rule| rule.again);
            let done = record.steps.iter().rfind(|step| step.step == form.step && !step.undone && !again);
            if let Some(done) = done {
                form.refuse(&[Cause::StepDone(done.operator.clone(), done.at).into()]);
            }
        }
    }

    /// Takes up in the correction on top what was left of the same one, where nothing is typed in it yet.
    pub(super) fn recall(&mut self, now: Moment) {
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return };
        let left = self.drafts.iter().position(|draft| form.same(draft));
        let Some(at) = left.filter(|_| form.draft(now).is_none()) else { return };
        let draft = self.drafts.remove(at);
        form.uid = draft.uid;
        ["new", "why"].iter().for_each(|key| form.bring_back(key, &draft));
        form.return_to(&draft);
        self.say(Notice::Resumed(draft.saved_at), now);
    }

    /// The last draft that the form on top could go on with instead.
    pub(super) fn left(&self) -> Option<usize> {
        let form = self.form().filter(|form| !form.sent && form.purpose == Purpose::Act)?;
        self.drafts.iter().rposition(|draft| form.same(draft) && draft.uid != form.uid)
    }

    /// Goes on with that draft; what is typed is put by before all others.
    pub(super) fn take_left(&mut self, now: Moment) -> Vec<Effect> {
        let Some(at) = self.left() else { return Vec::new() };
        let Some(Overlay::Form(form)) = self.overlays.pop() else { return Vec::new() };
        let resumed = self.resumed(at, now);
        self.overlays.push(Overlay::Form(Box::new(resumed)));
        let Some(draft) = form.draft(now) else { return Vec::new() };
        self.drafts.insert(0, draft.clone());
        vec![Effect::Keep(Box::new(draft))]
    }

    /// Offers, before a form opens, what was left of others beside an empty one: on a panel those that write its records, on
    /// a record those that began from it. Returns whether there is any.
    pub(super) fn offer(&mut self, kind: Kind, step: &str, of: Option<Uuid>) -> bool {
        let begun = |draft: &&Draft| match of {
            Some(_) => draft.from == of,
            None => draft.kind == kind && draft.subject.is_none(),
        };
        let left: Vec<Uuid> = self.drafts.iter().rev().filter(begun).map(|draft| draft.uid).collect();
        let any = !left.is_empty();
        if any {
            let what = PickWhat::Draft { left, kind, step: step.to_owned(), of };
            self.overlays.push(Overlay::Pick(Pick { what, selected: Some(0) }));
        }
        any
    }

    /// Opens the draft that was chosen, or the form in whose place it was offered.
    pub(super) fn take_up(
        &mut self,
        draft: Option<Uuid>,
        (kind, step, of): (Kind, &str, Option<Uuid>),
        uid: Uuid,
        now: Moment,
    ) {
        let record = self.selected().filter(|record| Some(record.subject) == of).cloned();
        match self.drafts.iter().position(|other| Some(other.uid) == draft) {
            Some(at) => {
                let form = self.resumed(at, now);
                self.overlays.push(Overlay::Form(Box::new(form)));
            }
            None => match record.filter(|_| draft.is_none()) {
                Some(record) => self.follow_form(kind, step, &record, uid, now),
                None if draft.or(of).is_none() => {
                    let form = self.opening(kind, uid, now);
                    self.overlays.push(Overlay::Form(Box::new(form)));
                }
                None => self.say(Notice::Unopened, now),
            },
        }
    }
}
