//! What the terminal sends, as the program means it. Reading has a thread of its own: half an escape sequence or half
//! a character may keep it waiting for ever, which must stop neither countdowns nor the idle lock.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::key::{Code, Key};

/// The longest paste that is taken, in characters; the rest is cut off. Any field holds less and says so.
pub const LONGEST_PASTE: usize = 100_000;

/// What came from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed, or is held down.
    Key(Key),
    /// Text was pasted, as it came; the form says at the field what it cannot take.
    Paste(String),
    /// The terminal has so many columns and rows now.
    Resize(u16, u16),
    /// No more input will come, or the program was asked to end: end, and give the terminal back.
    Closed,
    /// The terminal is gone: keep what is typed and end, writing nothing to it.
    Hangup,
}

/// Starts the thread `keys`, which sends all input until it ends or nobody listens.
pub fn listen<T: From<Input> + Send + 'static>(to: Sender<T>) -> io::Result<()> {
    let work = move || {
        loop {
            let input = match event::read() {
                Ok(event) => translate(event),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => None,
                Err(_) => Some(Input::Closed),
            };
            let Some(input) = input else { continue };
            let last = input == Input::Closed;
            if to.send(input.into()).is_err() || last {
                return;
            }
        }
    };
    thread::Builder::new().name("keys".into()).spawn(work).map(|_| ())
}

/// What an event means; `None` where it means nothing here.
fn translate(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => translate_key(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text.chars().take(LONGEST_PASTE).collect())),
        Event::Resize(columns, rows) => Some(Input::Resize(columns, rows)),
        _ => None,
    }
}

fn translate_key(event: KeyEvent) -> Option<Key> {
    let held = |modifier| event.modifiers.contains(modifier);
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    let (ctrl, alt) = (held(KeyModifiers::CONTROL), held(KeyModifiers::ALT));
    if ctrl && alt && matches!(code, Code::Char(c) if !c.is_ascii_alphanumeric()) {
        // AltGr, which some systems report as both: what counts is the character.
        return Some(Key::plain(code));
    }
    let shift = held(KeyModifiers::SHIFT) || event.code == KeyCode::BackTab;
    Some(Key { code, ctrl, alt, shift }.normal())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<Input> {
        translate(Event::Key(KeyEvent::new(code, modifiers)))
    }

    fn key(text: &str) -> Option<Input> {
        Some(Input::Key(text.parse().unwrap()))
    }

    #[test]
    fn keys_of_the_terminal_become_keys_of_the_program() {
        for (code, modifiers, expected) in [
            (KeyCode::F(4), KeyModifiers::NONE, "f4"),
            (KeyCode::Char('g'), KeyModifiers::CONTROL, "ctrl-g"),
            (KeyCode::Char('h'), KeyModifiers::CONTROL, "backspace"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "shift-tab"),
            (KeyCode::BackTab, KeyModifiers::NONE, "shift-tab"),
            (KeyCode::Char('E'), KeyModifiers::SHIFT, "E"),
            (KeyCode::Char('中'), KeyModifiers::NONE, "中"),
            (KeyCode::Char('@'), KeyModifiers::CONTROL.union(KeyModifiers::ALT), "@"),
            (KeyCode::Char('x'), KeyModifiers::ALT, "alt-x"),
            (KeyCode::Insert, KeyModifiers::NONE, "insert"),
        ] {
            assert_eq!(press(code, modifiers), key(expected), "{code:?} {modifiers:?}");
        }
        assert_eq!(press(KeyCode::CapsLock, KeyModifiers::NONE), None);
    }

    #[test]
    fn releases_are_dropped_and_repeats_are_kept() {
        let of = |kind| translate(Event::Key(KeyEvent::new_with_kind(KeyCode::Down, KeyModifiers::NONE, kind)));
        assert_eq!(of(KeyEventKind::Release), None);
        assert_eq!(of(KeyEventKind::Repeat), key("down"));
    }

    #[test]
    fn a_paste_comes_as_it_is_up_to_its_limit() {
        let paste = |text: &str| translate(Event::Paste(text.to_owned()));
        assert_eq!(paste("漏水\u{1b}[31m三楼"), Some(Input::Paste("漏水\u{1b}[31m三楼".into())));
        let long = "水".repeat(LONGEST_PASTE + 1);
        assert_eq!(paste(&long), Some(Input::Paste("水".repeat(LONGEST_PASTE))));
    }
}
