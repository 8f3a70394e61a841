//! Text: a key or a paste goes to the field or the find box in focus, and what follows from more text.

use tui_input::{Input as TextInput, InputRequest};

use crate::app::choice::{Sequel, called, ends_name, picked, sequel, values};
use crate::app::form::{FieldState, FormState, HOLDS, Led};
use crate::app::key::{Code, Key};
use crate::app::{Effect, Model, Notice, Overlay};
use crate::domain::form::Input;
use crate::domain::refusal::Cause;
use crate::domain::site::Site;
use crate::domain::text::{ValueError, fold_width};
use crate::domain::time::Moment;
use crate::locale::Language;

/// What is said where a field holds no more.
const FULL: Cause = Cause::Value(ValueError::TooLong { max: HOLDS });

impl FormState {
    /// Chooses in the field in focus by a text: what it says is chosen, what is no choice stays and is told.
    fn choose_by(&mut self, sought: String, site: &Site, language: Language) {
        let Some(state) = self.fields.get(self.focus) else { return };
        let values = values(self, &state.field, site).unwrap_or_default();
        let called = called(self.label(&state.field), &values, &sought, language);
        let (value, none) = match called.as_slice() {
            [one] => ((*one).to_owned(), false),
            several => (sought.clone(), several.is_empty() && !sought.trim().is_empty()),
        };
        let Some(state) = self.fields.get_mut(self.focus) else { return };
        let error = none.then(|| Cause::of(ValueError::NotAChoice, state.field.clause));
        let picked = called.len() == 1;
        *state = FieldState { line: TextInput::new(value), error, picked, sought, ..FieldState::new(state.field) };
        self.error = None;
        self.preset();
    }

    /// The text by which the field in focus is chosen; `None` where one of its choices stands there by itself.
    pub fn sought(&self, state: &FieldState, site: &Site) -> Option<String> {
        let values = values(self, &state.field, site).filter(|_| state.is_choice())?;
        let chosen = state.text().is_empty() || state.proposed || values.contains(&state.text());
        Some(if chosen { state.sought.clone() } else { state.text().to_owned() }).filter(|text| !text.is_empty())
    }

    /// Whether a digit typed in a field now chooses: after any other text, as in 3号岗, it is text.
    pub fn is_chosen_by_digit(&self, state: &FieldState, site: &Site) -> bool {
        if state.is_choice() {
            return self.sought(state, site).is_none_or(|text| text.chars().all(|c| c.is_ascii_digit()));
        }
        // A name that stands there whole was chosen, also where a draft brought it back.
        let known = || site.staff.iter().any(|person| person.name == state.text());
        state.text().is_empty() || state.proposed || state.picked || known()
    }

    /// Types a key into the field in focus. Returns whether it was used.
    pub fn key(&mut self, key: Key, site: &Site, language: Language) -> bool {
        // Whatever is typed next, it is known what the digit before it was.
        let (provisional, led) = (self.provisional.take(), self.led.take());
        let Some(state) = self.fields.get(self.focus) else { return false };
        if let Some(led) = led.filter(|led| !led.is_free || state.text().is_empty())
            && key == Key::plain(Code::Backspace)
        {
            self.take_back(led);
            return true;
        }
        if key.typed().is_some_and(|c| self.passes(provisional.as_deref(), c)) {
            return self.key(key, site, language);
        }
        let Some(state) = self.fields.get(self.focus) else { return false };
        let (field, is_choice) = (state.field, state.is_choice());
        let sought = self.sought(state, site);
        // A digit after digits that choose nothing is meant anew.
        let typed = provisional.is_some() || !self.is_chosen_by_digit(state, site);
        let values = values(self, &field, site).unwrap_or_default();
        // An arrow goes among those that the text has left, and never puts one in the place of a text that is none.
        let left = called(self.label(&field), &values, sought.as_deref().unwrap_or_default(), language);
        let narrowed = left.len() > 1;
        let chosen = picked(&field, key, state.text(), typed, if narrowed { &left } else { &values });
        let goes = !matches!(key.folded().code, Code::Char('0'..='9'));
        let Some(state) = self.fields.get_mut(self.focus) else { return false };
        if is_choice && chosen.is_some() && goes && sought.is_some() && left.is_empty() {
            state.error = Some(Cause::of(ValueError::NotAChoice, field.clause));
            return true;
        }
        if let Some((value, moves)) = chosen {
            let before = if state.proposed || state.picked { "" } else { state.text() };
            self.provisional = key.typed().filter(|_| !is_choice).map(|digit| format!("{before}{digit}"));
            let sought = sought.filter(|_| narrowed && goes).unwrap_or_default();
            let line = TextInput::new(value.to_owned());
            *state = FieldState { line, picked: true, sought, ..FieldState::new(field) };
            self.preset();
            let here = self.focus;
            if moves {
                self.step(false);
                // A choice made in the last field does not lead back to the first.
                self.focus = self.focus.max(here);
                let is_free = self.focused().is_some_and(|state| state.text().is_empty());
                let digit = key.folded().typed().filter(|c| c.is_ascii_digit() && self.focus > here);
                self.led = digit.map(|digit| Led { from: here, digit, is_free });
            }
            return true;
        }
        if state.is_choice() {
            let mut sought = sought.unwrap_or_default();
            match key.code {
                Code::Char(c) if key.is_text() => extend(&mut sought, std::iter::once(c)),
                Code::Backspace => drop(sought.pop()),
                Code::Delete => sought.clear(),
                _ => return false,
            }
            self.choose_by(sought, site, language);
            return true;
        }
        let request = match key.code {
            Code::Char(c) if key.is_text() => InputRequest::InsertChar(c),
            Code::Backspace if key.ctrl || key.alt => InputRequest::DeletePrevWord,
            Code::Backspace => InputRequest::DeletePrevChar,
            Code::Delete => InputRequest::DeleteNextChar,
            Code::Left if key.ctrl => InputRequest::GoToPrevWord,
            Code::Right if key.ctrl => InputRequest::GoToNextWord,
            Code::Left => InputRequest::GoToPrevChar,
            Code::Right => InputRequest::GoToNextChar,
            Code::Home => InputRequest::GoToStart,
            Code::End => InputRequest::GoToEnd,
            _ => return false,
        };
        if matches!(request, InputRequest::InsertChar(_)) && state.text().chars().count() >= HOLDS {
            state.error = Some(FULL);
            return true;
        }
        let replaced = std::mem::take(&mut state.proposed) | std::mem::take(&mut state.picked);
        match (provisional, request) {
            (Some(text), InputRequest::InsertChar(_) | InputRequest::DeletePrevChar) => {
                state.line = TextInput::new(text);
            }
            (None, InputRequest::InsertChar(_)) if replaced => state.line = TextInput::default(),
            _ => {}
        }
        state.line.handle(request);
        state.error = None;
        self.error = None;
        if matches!(request, InputRequest::InsertChar(_)) {
            self.led = led;
        }
        true
    }

    /// Goes on to the next field where a digit alone chose a name, and what comes after it is no part of one: the name
    /// stands. Returns whether it did.
    fn passes(&mut self, provisional: Option<&str>, c: char) -> bool {
        let here = self.focus;
        if provisional.is_some_and(|text| text.chars().count() == 1) && ends_name(c) {
            self.step(false);
            if self.focus < here {
                self.go(here);
            }
        }
        self.focus > here
    }

    /// Empties a choice that a digit made, and goes back to it.
    fn take_back(&mut self, led: Led) {
        self.go(led.from);
        self.clear();
        self.preset();
    }

    /// Gives the digit that made a choice back to the text that it began, where what was typed since says so: 7号楼.
    /// Returns what is to be said of the digit and of the field that it chose in.
    pub(super) fn give_back(&mut self) -> Option<Notice> {
        let led = self.led.filter(|led| led.is_free)?;
        let here = self.focused().filter(|state| matches!(state.field.input, Input::Text(_) | Input::Room))?;
        let (text, is_room) = (here.text().to_owned(), here.field.input == Input::Room);
        let sequel = sequel(&text)?;
        self.led = None;
        let chosen = self.fields.get(led.from)?.field.key;
        match sequel {
            Sequel::Own => return None,
            // A room begins with a digit anyway.
            Sequel::Either => return (!is_room).then_some(Notice::Chose(led.digit, chosen)),
            Sequel::Rest => {}
        }
        let at = self.focus;
        self.take_back(led);
        self.go(at);
        if let Some(state) = self.fields.get_mut(at) {
            state.line = TextInput::new(format!("{}{text}", led.digit));
        }
        Some(Notice::Begins(led.digit, chosen))
    }

    /// Puts pasted text into the field in focus; line ends become spaces and never save. Too much is refused at the field
    /// and what was typed stays; a choice is found by it.
    pub fn paste(&mut self, text: &str, site: &Site, language: Language) {
        let text: String = text.split(['\r', '\n', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let (provisional, led) = (self.provisional.take(), self.led.take());
        if text.chars().next().is_some_and(|c| self.passes(provisional.as_deref(), c)) {
            return self.paste(&text, site, language);
        }
        let provisional = provisional.unwrap_or_default();
        let Some(state) = self.fields.get(self.focus) else { return };
        let sought = state.is_choice().then(|| self.sought(state, site).unwrap_or_default() + &text);
        if let Some(sought) = sought.filter(|sought| sought.chars().count() <= HOLDS) {
            return self.choose_by(sought, site, language);
        }
        let Some(state) = self.fields.get_mut(self.focus) else { return };
        let replaced = state.proposed || state.picked;
        let (now, cursor) =
            if replaced { (&*provisional, provisional.chars().count()) } else { (state.text(), state.line.cursor()) };
        if now.chars().count() + text.chars().count() > HOLDS {
            state.error = Some(FULL);
            return;
        }
        let value: String = now.chars().take(cursor).chain(text.chars()).chain(now.chars().skip(cursor)).collect();
        state.line = TextInput::new(value).with_cursor(cursor + text.chars().count());
        (state.proposed, state.picked) = (false, false);
        state.error = None;
        self.led = led;
    }
}

/// How many characters are looked for: more than any value that a list shows.
const SOUGHT: usize = 80;

/// Adds to what is looked for, as far as it holds.
fn extend(sought: &mut String, more: impl Iterator<Item = char>) {
    let rest = SOUGHT.saturating_sub(sought.chars().count());
    sought.extend(more.take(rest));
}

/// Gives a key to the text in focus. Returns whether it was used.
pub(super) fn type_key(model: &mut Model, key: Key, now: Moment) -> bool {
    match model.overlays.last_mut() {
        Some(Overlay::Form(form)) if !form.sent => {
            let used = form.edit(|form| form.key(key, &model.house.site, model.language));
            give_back(model, now);
            regain(model, key);
            used
        }
        Some(Overlay::Filter) => {
            let view = model.view_mut();
            match key.code {
                Code::Char(c) if key.is_text() => extend(&mut view.filter, std::iter::once(c)),
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

/// Where a digit turned out to be the beginning of a text, or may be, says so.
fn give_back(model: &mut Model, now: Moment) {
    let form = model.overlays.last_mut().and_then(Overlay::try_as_form_mut);
    if let Some(notice) = form.and_then(|form| form.edit(FormState::give_back)) {
        model.say(notice, now);
    }
}

/// A character that was said to be left out is missed no longer where it was typed after all.
fn regain(model: &mut Model, key: Key) {
    let first = model.form().and_then(FormState::focused).and_then(|state| state.text().chars().next());
    let (first, typed) = (first.map(fold_width), key.folded().typed());
    model.notice.take_if(|(notice, _)| match notice {
        Notice::Bounced(c) => typed == Some(*c),
        Notice::Chose(digit, _) => first == Some(*digit),
        _ => false,
    });
}

/// Gives pasted text to what is in focus.
pub(super) fn paste(model: &mut Model, text: &str, now: Moment) {
    match model.overlays.last_mut() {
        Some(Overlay::Form(form)) if !form.sent => {
            form.edit(|form| form.paste(text, &model.house.site, model.language));
            give_back(model, now);
        }
        Some(Overlay::Filter) => {
            extend(&mut model.view_mut().filter, text.chars().filter(|c| !c.is_control()));
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
    // What was typed last stays out.
    if form.focused().is_some_and(|state| state.error == Some(FULL)) {
        return Vec::new();
    }
    match form.draft(now) {
        Some(draft) => vec![Effect::Keep(Box::new(draft))],
        // What was typed was all taken back.
        None if !form.is_touched() => vec![Effect::Drop(form.uid)],
        None => Vec::new(),
    }
}
