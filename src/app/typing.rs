//! Text: a key or a paste goes to the field or the find box in focus, and what follows from more text.

use crate::app::key::{Code, Key};
use crate::app::{Effect, Model, Overlay};
use crate::domain::time::Moment;

/// Gives a key to the text in focus. Returns whether it was used.
pub(super) fn type_key(model: &mut Model, key: Key) -> bool {
    match model.overlays.last_mut() {
        Some(Overlay::Form(form)) if !form.sent => form.key(key, &model.house.site),
        Some(Overlay::Filter) => {
            let view = model.view_mut();
            match key.code {
                Code::Char(c) if key.is_text() => view.filter.push(c),
                Code::Backspace => {
                    view.filter.pop();
                }
                _ => return false,
            }
            view.selected = 0;
            true
        }
        _ => false,
    }
}

/// Gives pasted text to what is in focus.
pub(super) fn paste(model: &mut Model, text: &str) {
    match model.overlays.last_mut() {
        Some(Overlay::Form(form)) if !form.sent => form.paste(text),
        Some(Overlay::Filter) => {
            let short = text.chars().filter(|c| !c.is_control()).take(80);
            model.view_mut().filter.extend(short);
        }
        _ => {}
    }
}

/// What follows from more text: a form's is kept, a list's is looked for.
pub(super) fn typed(model: &mut Model, now: Moment) -> Vec<Effect> {
    if matches!(model.overlays.last(), Some(Overlay::Filter)) { model.look_for() } else { keep(model, now) }
}

/// Keeps what is typed in the form on top.
pub(super) fn keep(model: &Model, now: Moment) -> Vec<Effect> {
    let Some(form) = model.form() else { return Vec::new() };
    match form.draft(now) {
        Some(draft) => vec![Effect::Keep(Box::new(draft))],
        // What was typed was all taken back.
        None if form.typed().is_empty() => vec![Effect::Drop(form.uid)],
        None => Vec::new(),
    }
}
