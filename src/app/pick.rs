//! Choices by digit: among what, and what follows from the one that is taken.

use uuid::Uuid;

use crate::app::form::FormState;
use crate::app::{Effect, Model, Notice, Overlay};
use crate::desk::ActTarget;
use crate::domain::entry::{Family, Kind};
use crate::domain::number::Number;
use crate::domain::refusal::{Candidate, Cause};
use crate::domain::time::Moment;

/// A choice by digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    pub what: PickWhat,
    /// `None` until one is chosen, where none is the obvious one.
    pub selected: Option<usize>,
}

/// What a choice is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickWhat {
    /// The next step of a complaint, among these.
    Step { subject: Uuid, steps: Vec<String> },
    /// The plate typed is inside already: out now, or the last exit was missed, or it is that entry.
    Again(Number),
    /// Which of these inside is meant by what is known of a plate or a person, or of so many more that only more of it
    /// would name; the last choice is none of them.
    Which(Vec<Candidate>, usize),
    /// One who is inside may be the same person: out now, or as many of a party as were typed; a second person; of who
    /// comes in also that nobody saw them leave.
    Same { one: Candidate, leaving: Option<u32>, comes: bool },
    /// One of these drafts, which began from a record, is taken up again; the last choice is the form that the key opens.
    Draft { left: Vec<Uuid>, kind: Kind, step: String, of: Option<Uuid> },
}

impl PickWhat {
    /// How many there are.
    pub const fn len(&self) -> usize {
        match self {
            Self::Step { steps, .. } => steps.len(),
            Self::Draft { left, .. } => left.len() + 1,
            Self::Which(candidates, _) => candidates.len() + 1,
            Self::Again(_) => 3,
            Self::Same { comes, .. } => 2 + *comes as usize,
        }
    }

    /// Whether there is nothing to choose.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What is to be chosen where one who is inside may be meant by a form, or one of several.
pub(super) fn whom(form: &FormState, cause: &Cause) -> Option<PickWhat> {
    match cause {
        Cause::PlateInside(number) if form.kind == Kind::VehicleIn => Some(PickWhat::Again(*number)),
        Cause::PersonInside(candidates, 0) if let [one] = candidates.as_slice() => Some(same(form, one)),
        Cause::WhichVehicle(candidates, more) | Cause::PersonInside(candidates, more) => {
            Some(PickWhat::Which(candidates.clone(), *more))
        }
        _ => None,
    }
}

fn same(form: &FormState, one: &Candidate) -> PickWhat {
    PickWhat::Same { one: one.clone(), leaving: form.leaving(), comes: form.kind == Kind::VisitorIn }
}

impl Model {
    /// Takes what the choice on top rests on.
    pub(super) fn choose(&mut self, uid: Uuid, now: Moment) -> Vec<Effect> {
        let Some(Overlay::Pick(Pick { what, selected: Some(selected) })) = self.overlays.pop() else {
            return Vec::new();
        };
        match what {
            PickWhat::Step { subject, steps } => {
                // Another window may have changed the list meanwhile.
                let record = self.selected().filter(|record| record.subject == subject).cloned();
                match (steps.get(selected), record) {
                    (Some(step), Some(record)) => {
                        self.follow_form(record.family.step_kind(), step, &record, uid, now);
                    }
                    _ => self.say(Notice::Unopened, now),
                }
                Vec::new()
            }
            PickWhat::Draft { left, kind, step, of } => {
                self.take_up(left.get(selected).copied(), (kind, &step, of), uid, now);
                Vec::new()
            }
            PickWhat::Which(candidates, _) => {
                let visitors = candidates.iter().any(|one| one.family == Family::Visitor);
                let (one, form) = (candidates.get(selected), self.overlays.last_mut());
                let form = form.and_then(Overlay::try_as_form_mut);
                if let (Some(one), Some(form)) = (one, form)
                    && form.kind == Kind::VisitorIn
                {
                    let what = same(form, one);
                    self.overlays.push(Overlay::Pick(Pick { what, selected: None }));
                    return Vec::new();
                }
                let one = one.map(|one| (one.family, one.number));
                self.meant(
                    one,
                    if one.is_some() {
                        ""
                    } else if visitors {
                        "second"
                    } else {
                        "other"
                    },
                    uid,
                    now,
                )
            }
            PickWhat::Again(number) => {
                let again = ["", "missed", "same"].get(selected).copied().unwrap_or_default();
                self.meant(again.is_empty().then_some((Family::Vehicle, number)), again, uid, now)
            }
            PickWhat::Same { one, .. } => {
                let again = ["", "second", "missed"].get(selected).copied().unwrap_or_default();
                self.meant((again != "second").then_some((one.family, one.number)), again, uid, now)
            }
        }
    }

    /// Saves the form on top as what it was chosen to mean, of whoever was offered or of nobody inside. Whether they are
    /// still inside the desk looks at anew.
    fn meant(&mut self, one: Option<(Family, Number)>, again: &str, uid: Uuid, now: Moment) -> Vec<Effect> {
        if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            form.target = one.map_or(ActTarget::None, |(family, number)| ActTarget::Leaves(family, number));
            form.set("again", again);
        }
        self.save(uid, now)
    }
}
