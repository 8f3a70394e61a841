//! Forms that cannot be taken up again by themselves: whoever takes note, the reason of a recount or of a year's version,
//! an answer to a line of the handover page. Left half typed they wait, with whoever typed in them, for their key.

use crate::app::draft::Draft;
use crate::app::form::FormState;
use crate::app::{Effect, Model, Notice, Overlay};
use crate::desk::ActTarget;
use crate::domain::entry::{Fields, Kind};
use crate::domain::text::same_name;
use crate::domain::time::Moment;

/// A form that was left half typed.
#[derive(Debug, Clone)]
pub struct Aside {
    pub form: FormState,
    /// Who typed in it.
    pub person: String,
    pub left: Moment,
}

impl FormState {
    /// Whether anything is typed in it besides what was proposed.
    pub fn is_touched(&self) -> bool {
        let was = self.amends.as_ref().map_or("", |amends| &amends.typed);
        let as_was = |key| if key == "new" { was } else { "" };
        !self.fields.iter().all(|state| state.proposed || state.text() == as_was(state.field.key))
    }

    /// Whether it asks the same of the same record, limit, year or line.
    fn is_like(&self, other: &Self) -> bool {
        let year = |form: &Self| match &form.target {
            ActTarget::Revised(year, _) => Some(year.year),
            _ => None,
        };
        (self.kind, &self.step, self.subject, &self.purpose) == (other.kind, &other.step, other.subject, &other.purpose)
            && (self.get("clock"), year(self)) == (other.get("clock"), year(other))
    }

    /// Takes over what was typed in another, with the place of the cursor.
    fn take_over(&mut self, other: Self) {
        for left in other.fields.into_iter().filter(|left| !left.proposed && !left.text().is_empty()) {
            if let Some(state) = self.fields.iter_mut().find(|state| state.field.key == left.field.key) {
                // Who is on duty may be another by now: what is typed next takes the place of a name.
                state.proposed = self.kind == Kind::Duty;
                (state.line, state.picked, state.sought) = (left.line, left.picked, left.sought);
            }
        }
        self.focus = other.focus;
    }
}

impl Model {
    /// Puts a form aside that is no draft; the signatures of a page are kept with it.
    pub(super) fn put_aside(&mut self, form: FormState, now: Moment) {
        let touched = form.is_touched();
        if matches!(form.target, ActTarget::Answers(_)) {
            self.page.signing = if touched { form.typed() } else { Fields::new() };
        } else if touched {
            self.aside.push(Aside { form, person: self.operator.clone(), left: now });
        }
        if touched {
            self.say(Notice::Held, now);
        }
    }

    /// Lays a form over what is there, with what the same person left in it.
    pub(super) fn lay(&mut self, mut form: FormState, now: Moment) {
        let mine = |aside: &Aside| same_name(&aside.person, &self.operator) && aside.form.is_like(&form);
        if let Some(at) = self.aside.iter().rposition(mine) {
            let aside = self.aside.remove(at);
            form.take_over(aside.form);
            self.say(Notice::Resumed(aside.left), now);
        }
        self.overlays.push(Overlay::Form(Box::new(form)));
    }

    /// How many forms whoever is or was at the post has left half typed: drafts in any window, and what was put aside in
    /// this one. The person at the keyboard comes first.
    pub fn half_typed(&self) -> Vec<(&str, usize)> {
        let mut left = vec![(self.operator.as_str(), self.drafts.len())];
        for (person, drafts) in &self.snapshot.half_typed {
            match left.iter_mut().find(|(other, _)| same_name(other, person)) {
                Some((_, n)) => *n = (*n).max(*drafts),
                None => left.push((person, *drafts)),
            }
        }
        for Aside { person, .. } in &self.aside {
            match left.iter_mut().find(|(other, _)| same_name(other, person)) {
                Some((_, n)) => *n += 1,
                None => left.push((person, 1)),
            }
        }
        left.retain(|(_, n)| *n > 0);
        left
    }

    /// How many forms stay as drafts where the program ends now, and until when all of them do, where there is any; and how
    /// many are lost: the open ones with them, and the answered lines of a page that is not signed.
    pub fn at_end(&self, now: Moment) -> (Option<(usize, Moment)>, usize) {
        let open: Vec<_> = self.open().map(|form| form.draft(now)).collect();
        let drafts = || self.drafts.iter().chain(open.iter().flatten());
        let until = drafts().map(Draft::until).min().map(|until| (drafts().count(), until));
        let lost = open.iter().filter(|draft| draft.is_none()).count();
        let signing = usize::from(!self.page.signing.is_empty());
        (until, self.aside.len() + lost + signing + self.page.answers.len())
    }

    /// The forms that are open and in which something is typed.
    fn open(&self) -> impl Iterator<Item = &FormState> {
        let forms = self.overlays.iter().filter_map(Overlay::try_as_form_ref).map(Box::as_ref);
        forms.filter(|form| form.is_touched())
    }

    /// Keeps every form that is open, as of now.
    pub(super) fn keep_all(&self, now: Moment) -> impl Iterator<Item = Effect> {
        self.open().filter_map(move |form| form.draft(now)).map(|draft| Effect::Keep(Box::new(draft)))
    }
}
