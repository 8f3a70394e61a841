//! What a form says beside a field: how what is typed is understood, what may be typed, why it could not be kept.

use crate::app::form::{FieldState, FormState, Purpose};
use crate::domain::entry::{Family, Kind};
use crate::domain::form::{AT, Input};
use crate::domain::intake;
use crate::domain::record::Record;
use crate::domain::refusal::Cause;
use crate::domain::text::when::Tense;
use crate::domain::text::{plate, when};
use crate::ui::Scene;

/// How what is typed is understood, where it is not kept as it stands; of an empty field, what it then says or what may
/// be typed.
pub(super) fn hint(scene: &Scene<'_>, form: &FormState, state: &FieldState) -> String {
    if form.purpose == Purpose::Begin && state.text().is_empty() {
        return scene.locale.tr(&format!("form-begin-{}", state.field.key));
    }
    if state.field.input == Input::Plate {
        return plate_hint(scene, state.text());
    }
    let (site, typed) = (&scene.model.house.site, state.text().trim());
    let read = || intake::read(&state.field, typed, site, scene.now).ok();
    let understood = match state.field.input {
        Input::When(_) if typed.is_empty() && state.field.key == AT.key => {
            let begun = form.begun().map(|at| scene.at(at)).filter(|at| *at != scene.at(scene.now));
            let said = if form.contact.is_some() { "form-contact-at" } else { "form-begun-at" };
            return begun.map_or_else(|| scene.locale.tr("form-now"), |at| scene.locale.tr_args(said, &[("at", &at)]));
        }
        Input::When(tense) => match form.said(state, site, scene.now) {
            Some(at) if tense == Tense::Future => Some(when::long_end(at, site.zone)),
            Some(at) => Some(when::long(at, site.zone)),
            None if tense == Tense::Future => return scene.locale.tr("form-when"),
            None => return scene.locale.tr("form-when-past"),
        },
        Input::Room => match read() {
            Some(room) if !room.is_empty() && !site.room.matches(&room) => return scene.locale.tr("form-odd-room"),
            room => room,
        },
        Input::Phone => read().map(|number| scene.phone(&number, true)),
        _ => None,
    };
    match understood {
        Some(understood) if !understood.is_empty() && understood != typed => {
            scene.locale.tr_args("form-read", &[("at", &understood)])
        }
        _ => String::new(),
    }
}

/// What a promise would be from when it was typed, and what it is by the time of the event that was typed, where these differ.
pub(super) fn recounted(scene: &Scene<'_>, form: &FormState, state: &FieldState) -> Option<String> {
    let told = state.field.input == Input::When(Tense::Future) && !form.get(AT.key).trim().is_empty();
    let (site, typed) = (&scene.model.house.site, Some(state.text().trim()).filter(|typed| told && !typed.is_empty())?);
    let (from, at) = (form.own_time(site, scene.now)?, state.typed_at(scene.now));
    let was = when::read(typed, Tense::Future, at, at, site.zone).map(|at| when::long_end(at, site.zone))?;
    let is = form.said(state, site, scene.now).map(|at| when::long_end(at, site.zone))?;
    (was != is).then(|| scene.say("form-recounted", &[("from", scene.at(from)), ("was", was), ("is", is)]))
}

/// Of a plate that comes in, that its vehicle is inside already, as far as the list knows.
pub(super) fn inside(scene: &Scene<'_>, form: &FormState, state: &FieldState) -> Option<String> {
    let comes = form.kind == Kind::VehicleIn && state.field.input == Input::Plate && state.error.is_none();
    let typed = plate::typed(state.text(), scene.model.house.site.province).ok().filter(|_| comes)?;
    let same = |one: &&Record| one.family == Family::Vehicle && one.inside() && one.get("plate") == typed;
    let one = scene.model.snapshot.list.iter().find(same).filter(|_| !plate::key(&typed).is_empty())?;
    Some(scene.say("pick-inside", &[("record", scene.label(Family::Vehicle, one.number))]))
}

/// Why what was left in a field could not be kept; nothing while it is being typed.
pub(super) fn fault(scene: &Scene<'_>, form: &FormState, state: &FieldState, focused: bool) -> Option<Cause> {
    let left = !focused && !state.text().trim().is_empty();
    let read = || form.fault_of(state, &scene.model.house.site, scene.now);
    state.error.clone().or_else(|| left.then(read)?)
}

/// A plate as it will be stored, where that is not what is typed or has no shape that is known.
fn plate_hint(scene: &Scene<'_>, text: &str) -> String {
    if text.is_empty() {
        return scene.locale.tr("form-plate");
    }
    match plate::typed(text, scene.model.house.site.province) {
        Ok(plate) if plate == text => {
            if plate::is_odd(&plate) {
                scene.locale.tr("form-plate-odd")
            } else {
                String::new()
            }
        }
        Ok(plate) if plate::is_odd(&plate) => {
            scene.locale.tr_args("form-plate-read-odd", &[("plate", &plate::show(&plate))])
        }
        Ok(plate) => scene.locale.tr_args("form-plate-read", &[("plate", &scene.plate(&plate))]),
        Err(_) => scene.locale.tr("form-plate"),
    }
}
