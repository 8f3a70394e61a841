//! What forms propose. Nothing promises by itself: a time to come that is proposed is looked at before it is saved, and no
//! draft keeps it.

use crate::app::Model;
use crate::app::form::{FieldState, FormState};
use crate::domain::entry::Kind;
use crate::domain::form::Input;
use crate::domain::text::when::{self, Tense};
use crate::domain::time::Moment;

/// How far ahead the next reply is proposed, in minutes, but for the office's hours: the 24 hours of 002 二.3.
const NEXT_REPLY: i64 = 24 * 60;
/// How long a pause is proposed to last, in minutes, but for the office's hours.
const PAUSE: i64 = 24 * 60;
/// Whose hours a proposal keeps to.
const OFFICE: &str = "office";

/// The time to come that a form proposes to promise: its field, and how many minutes ahead.
fn promised(kind: Kind, step: &str) -> Option<(&'static str, i64)> {
    match (kind, step) {
        (Kind::Complaint, _) | (_, "answered" | "followed_up") => Some(("next_reply", NEXT_REPLY)),
        (_, "paused") => Some(("until", PAUSE)),
        _ => None,
    }
}

impl FieldState {
    /// Whether it holds a time to come that was proposed and that nobody has looked at: nothing is promised by itself.
    pub fn unasked(&self) -> bool {
        self.proposed && self.field.input == Input::When(Tense::Future)
    }
}

impl FormState {
    /// Puts a value into a field that typing replaces; where there is none, nothing is proposed.
    pub fn propose(&mut self, key: &str, value: &str) {
        self.set(key, value);
        let states = self.fields.iter_mut().filter(|state| state.field.key == key);
        states.for_each(|state| state.proposed = !value.is_empty());
    }

    /// Goes to a promise that was only proposed, where nothing else is missing. Returns whether there is one that the focus
    /// is not on.
    pub(super) fn ask(&mut self) -> bool {
        let needed = self.needed_from(0).filter(|at| *at != self.focus);
        let unasked = needed.filter(|at| self.fields.get(*at).is_some_and(FieldState::unasked));
        self.focus = unasked.unwrap_or(self.focus);
        unasked.is_some()
    }
}

impl Model {
    /// Proposes what a form is to promise, counted from now, where it says nothing of it.
    pub(super) fn promise(&self, form: &mut FormState, now: Moment) {
        if let Some((key, minutes)) = promised(form.kind, &form.step).filter(|(key, _)| form.get(key).is_empty()) {
            form.propose(key, &self.proposal(now, minutes));
        }
    }

    /// A time to promise, so many minutes ahead or at the next quarter of an hour at which the office works; empty where
    /// the calendar does not reach.
    fn proposal(&self, now: Moment, minutes: i64) -> String {
        let quarter = self.house.working().hours(OFFICE).next_quarter(now.plus_minutes(minutes));
        quarter.map_or_else(String::new, |at| when::long(at, self.house.site.zone))
    }
}
