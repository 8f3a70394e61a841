//! A form put by: what is kept of it, and the form that it opens again.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::form::{FormState, Purpose};
use crate::desk::ActTarget;
use crate::domain::entry::{Family, Fields, Kind};
use crate::domain::number::Number;
use crate::domain::time::Moment;

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
    /// The number of the record it belongs to, for the title.
    #[serde(default)]
    pub about: Option<(Family, Number)>,
    pub fields: Fields,
    pub opened: Moment,
    pub saved_at: Moment,
}

impl FormState {
    /// A form put by, opened again.
    pub fn resume(draft: &Draft) -> Self {
        let mut form = Self::new(draft.uid, draft.kind, &draft.step, draft.opened);
        form.subject = draft.subject;
        form.about = draft.about;
        form.target = draft.from.map_or(ActTarget::None, ActTarget::From);
        for (key, value) in &draft.fields {
            form.set(key, value);
        }
        form.focus = form.first_needed().unwrap_or(0);
        form
    }

    /// What is kept of it, no promise that was only proposed; `None` where nothing was typed besides what was proposed,
    /// or where it cannot be taken up again by itself.
    pub fn draft(&self, now: Moment) -> Option<Draft> {
        let at_once = matches!(self.kind, Kind::Amended | Kind::Withdrawn | Kind::Duty | Kind::Begun | Kind::Rebased);
        let kept = !at_once && self.kind != Kind::Acknowledged;
        let mut fields = self.typed();
        for state in self.fields.iter().filter(|state| state.unasked()) {
            fields.remove(state.field.key);
        }
        let untouched = self.fields.iter().all(|state| state.proposed || state.text().is_empty());
        if !kept
            || untouched
            || self.purpose != Purpose::Act
            || !matches!(self.target, ActTarget::None | ActTarget::From(_))
        {
            return None;
        }
        Some(Draft {
            uid: self.uid,
            kind: self.kind,
            step: self.step.clone(),
            subject: self.subject,
            from: self.origin(),
            about: self.about,
            fields,
            opened: self.opened,
            saved_at: now,
        })
    }

    /// Whether it is the form that a draft would open again.
    pub fn same(&self, draft: &Draft) -> bool {
        let about = (self.kind, self.step.as_str(), self.subject, self.origin());
        about == (draft.kind, draft.step.as_str(), draft.subject, draft.from)
    }

    /// The record that a complaint comes from.
    const fn origin(&self) -> Option<Uuid> {
        if let ActTarget::From(from) = self.target { Some(from) } else { None }
    }
}
