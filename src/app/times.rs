//! The times typed in a form. Words such as 明天 and +1小时 are counted from when they were typed, however long the form then
//! waits; those of an event whose own time is typed, from that. What is shown beside a field is what the desk is handed.

use std::collections::BTreeMap;

use crate::app::form::{FieldState, FormState};
use crate::app::{Model, Overlay};
use crate::domain::form::{AT, Field, Input};
use crate::domain::intake;
use crate::domain::refusal::Cause;
use crate::domain::site::Site;
use crate::domain::text::{ValueError, when};
use crate::domain::time::{Moment, parse_rfc3339};

impl FieldState {
    /// When what stands in it was typed: now, where nobody has said.
    pub fn typed_at(&self, now: Moment) -> Moment {
        self.typed.as_ref().filter(|(text, _)| text == self.text()).map_or(now, |(_, at)| *at)
    }
}

impl FormState {
    /// Keeps when the times in it were typed.
    pub(super) fn stamp(&mut self, now: Moment) {
        for state in self.fields.iter_mut().filter(|state| matches!(state.field.input, Input::When(_))) {
            state.typed = Some((state.text().to_owned(), state.typed_at(now)));
        }
    }

    /// When each of them was typed.
    pub(super) fn times(&self, now: Moment) -> BTreeMap<String, Moment> {
        let times = self.fields.iter().filter(|state| matches!(state.field.input, Input::When(_)));
        let typed = times.filter(|state| !state.text().is_empty());
        typed.map(|state| (state.field.key.to_owned(), state.typed_at(now))).collect()
    }

    /// The event's own time, where one is typed that may be.
    pub fn own_time(&self, site: &Site, now: Moment) -> Option<Moment> {
        let at = self.fields.iter().find(|state| state.field.key == AT.key)?;
        self.instant(at, site, now).ok()
    }

    /// The instant that a time typed in a field says, whether or not it may stand there. Of a value that is amended, dates
    /// without a year are those nearest to its event.
    pub fn said(&self, state: &FieldState, site: &Site, now: Moment) -> Option<Moment> {
        let Input::When(tense) = state.field.input else { return None };
        let old = self.amends.as_ref().and_then(|amends| parse_rfc3339(&amends.old));
        if let Some(at) = old.and_then(|day| when::on_the_day_of(state.text(), day, site.zone)) {
            return Some(at);
        }
        let own = if state.field.key == AT.key { None } else { self.own_time(site, now) };
        let from = own.unwrap_or_else(|| state.typed_at(now));
        let near = self.amended_event().unwrap_or(from);
        when::read(state.text().trim(), tense, from, near, site.zone)
    }

    /// The same, judged as the desk will.
    pub fn instant(&self, state: &FieldState, site: &Site, now: Moment) -> Result<Moment, ValueError> {
        let Input::When(tense) = state.field.input else { return Err(ValueError::NotATime) };
        let at = self.said(state, site, now).ok_or(ValueError::NotATime)?;
        let at = tense.accept(at, self.judged_at(&state.field, site, now))?;
        let told = self.amends.as_ref().filter(|amends| amends.key == AT.key);
        told.and_then(|amends| amends.written_at).map_or(Ok(()), |written| when::before_told(at, written))?;
        Ok(at)
    }

    /// When the event happened of which another value than its own time is amended.
    fn amended_event(&self) -> Option<Moment> {
        self.amends.as_ref().filter(|amends| amends.key != AT.key).map(|amends| amends.at)
    }

    /// The instant against which a time typed into a field is judged: that of the event, and of the event's own time now.
    fn judged_at(&self, field: &Field, site: &Site, now: Moment) -> Moment {
        if field.key == AT.key {
            return now;
        }
        self.amended_event().or_else(|| self.own_time(site, now)).or_else(|| self.begun()).unwrap_or(now)
    }

    /// What is wrong with what is typed in a field by itself.
    pub fn fault_of(&self, state: &FieldState, site: &Site, now: Moment) -> Option<Cause> {
        let fault = match state.field.input {
            Input::When(_) => self.instant(state, site, now).err(),
            _ => intake::read(&state.field, state.text(), site, now).err(),
        };
        fault.map(|fault| Cause::of(fault, state.field.clause))
    }

    /// What is wrong with the field in focus by itself.
    pub(super) fn fault(&self, site: &Site, now: Moment) -> Option<Cause> {
        self.fault_at(self.focus, site, now)
    }

    /// The first field that holds something wrong by itself.
    pub(super) fn first_faulty(&self, site: &Site, now: Moment) -> Option<usize> {
        (0..self.fields.len()).find(|at| self.fault_at(*at, site, now).is_some())
    }

    fn fault_at(&self, at: usize, site: &Site, now: Moment) -> Option<Cause> {
        let state = self.fields.get(at).filter(|state| !state.text().trim().is_empty() && self.asks(state))?;
        self.fault_of(state, site, now)
    }
}

impl Model {
    /// Keeps when the times were typed in the forms that are open.
    pub(super) fn stamp(&mut self, now: Moment) {
        self.overlays.iter_mut().filter_map(Overlay::try_as_form_mut).for_each(|form| form.stamp(now));
    }
}
