//! Choices by digit: among what, and what follows from the one that is taken.

use uuid::Uuid;

use crate::app::form::{FieldState, FormState};
use crate::app::{Effect, Model, Notice, Overlay};
use crate::desk::ActTarget;
use crate::domain::entry::{Family, Kind};
use crate::domain::form::{DRIVER, NO_VISIT, PART, VISIT};
use crate::domain::number::Number;
use crate::domain::refusal::{Candidate, Cause, Refusal};
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
    /// would name; the last choice is none of them, by its name.
    Which { candidates: Vec<Candidate>, more: usize, none: &'static str },
    /// One who is inside may be the same person, and these words say how: out now, or as many of a party as were typed; a
    /// second person; of who comes in also that nobody saw them leave.
    Same { one: Candidate, leaving: Option<u32>, ways: &'static [&'static str] },
    /// One of these drafts, which began from a record, is taken up again; the last choice is the form that the key opens.
    Draft { left: Vec<Uuid>, kind: Kind, step: String, of: Option<Uuid> },
}

impl PickWhat {
    /// How many there are.
    pub const fn len(&self) -> usize {
        match self {
            Self::Step { steps, .. } => steps.len(),
            Self::Draft { left, .. } => left.len() + 1,
            Self::Which { candidates, .. } => candidates.len() + 1,
            Self::Again(_) => 3,
            Self::Same { ways, .. } => ways.len(),
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
        // A name that is put right makes nobody leave.
        Cause::PersonInside(candidates, _) if form.kind == Kind::Amended => {
            candidates.first().map(|one| same(form, one))
        }
        Cause::PersonInside(candidates, 0) if let [one] = candidates.as_slice() => Some(same(form, one)),
        Cause::WhichVehicle(candidates, more) => {
            let none = if form.kind == Kind::VehicleIn { "apart" } else { "other" };
            Some(PickWhat::Which { candidates: candidates.clone(), more: *more, none })
        }
        Cause::PersonInside(candidates, more) => {
            Some(PickWhat::Which { candidates: candidates.clone(), more: *more, none: "second" })
        }
        _ => None,
    }
}

/// What may be meant by a form of one who is inside.
const fn ways(form: &FormState, one: &Candidate) -> &'static [&'static str] {
    match (form.kind, one.family) {
        (Kind::Amended, _) => &["second"],
        // Whoever fetches a vehicle may be inside without his own.
        (Kind::VehicleOut | Kind::VehicleOutOnly, _) => &["drives", "second"],
        (Kind::VehicleIn, _) | (_, Family::Vehicle) => &["driver", "second"],
        // Nobody of it is inside: who was told late has left since.
        (Kind::VisitorIn, _) if one.people == 0 => &["left", "second"],
        (Kind::VisitorIn, _) => &["out", "second", "missed"],
        _ => &["out", "second"],
    }
}

/// A record by its number, as lines name it.
fn named(one: &Candidate) -> String {
    format!("{}-{}", one.family.name(), one.number.full())
}

fn same(form: &FormState, one: &Candidate) -> PickWhat {
    PickWhat::Same { one: one.clone(), leaving: form.leaving(), ways: ways(form, one) }
}

/// By what whoever was picked is known.
const PICKED_BY: [&str; 4] = ["plate", "name", "fetched_by", "driver"];

impl FormState {
    /// Edits the form by hand. Whoever was picked is not whom another name means.
    pub(super) fn edit<R>(&mut self, edit: impl FnOnce(&mut Self) -> R) -> R {
        let known = |form: &Self| PICKED_BY.map(|key| form.get(key).to_owned());
        let before = known(self);
        let done = edit(self);
        if known(self) != before {
            self.unpick();
        }
        done
    }

    /// Forgets who was picked where just that is refused: they may have left meanwhile.
    pub(super) fn unpick_refused(&mut self, reasons: &[Refusal]) {
        let at = |state: &&FieldState| reasons.iter().any(|reason| reason.field.as_deref() == Some(state.field.key));
        if self.fields.iter().filter(at).any(is_pick) {
            self.unpick();
        }
    }

    /// Forgets who was picked.
    fn unpick(&mut self) {
        let picked = self.fields.iter_mut().filter(|state| is_pick(state));
        picked.for_each(|state| *state = FieldState::new(state.field));
    }
}

/// Whether a field holds whoever was picked.
fn is_pick(state: &FieldState) -> bool {
    state.field.hidden && [VISIT.key, DRIVER.key, PART.key].contains(&state.field.key)
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
            PickWhat::Which { candidates, none, .. } => {
                let form = self.overlays.last_mut().and_then(Overlay::try_as_form_mut);
                let (Some(one), Some(form)) = (candidates.get(selected), form) else {
                    return self.meant(None, none, uid, now);
                };
                if none != "second" {
                    return self.meant(Some(one), if none == "apart" { none } else { "" }, uid, now);
                }
                match ways(form, one) {
                    // What is meant of that one is asked where there is more than one thing.
                    [_, _, _, ..] => {
                        let what = same(form, one);
                        self.overlays.push(Overlay::Pick(Pick { what, selected: None }));
                        Vec::new()
                    }
                    ways => self.meant(Some(one), ways.first().copied().unwrap_or_default(), uid, now),
                }
            }
            PickWhat::Again(number) => {
                if let (0, Some(Overlay::Form(form))) = (selected, self.overlays.last_mut()) {
                    form.target = ActTarget::Leaves(Family::Vehicle, number);
                    return self.save(uid, now);
                }
                self.meant(None, if selected == 1 { "missed" } else { "same" }, uid, now)
            }
            PickWhat::Same { one, ways, .. } => {
                let way = ways.get(selected).copied().unwrap_or_default();
                self.meant(Some(&one).filter(|_| way != "second"), way, uid, now)
            }
        }
    }

    /// Saves the form on top as what it was chosen to mean, of whoever was offered or of nobody inside. Whether they are
    /// still inside the desk looks at anew.
    fn meant(&mut self, one: Option<&Candidate>, way: &str, uid: Uuid, now: Moment) -> Vec<Effect> {
        if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            match (form.kind, way) {
                (Kind::VehicleIn, "driver") => {
                    form.set("driver", "visitor");
                    form.set(VISIT.key, &one.map_or_else(String::new, named));
                }
                (Kind::VehicleOut | Kind::VehicleOutOnly, "drives" | "second") => {
                    form.set(VISIT.key, &one.map_or_else(|| NO_VISIT.to_owned(), named));
                }
                (Kind::VehicleIn, "second") => form.set("driver", "another"),
                (Kind::Amended, way) => form.set("again", way),
                (Kind::VehicleIn, "apart") => {
                    form.set(PART.key, &one.map_or_else(|| NO_VISIT.to_owned(), named));
                }
                _ => {
                    form.target = one.map_or(ActTarget::None, |one| ActTarget::Leaves(one.family, one.number));
                    form.set("again", if way == "out" { "" } else { way });
                }
            }
        }
        self.save(uid, now)
    }
}
