//! What the terminal sends, as the program means it. Reading has a thread of its own: it may wait for ever, which must
//! stop neither countdowns nor the idle lock.

use std::io;
use std::sync::mpsc::{Receiver, Sender, sync_channel};
use std::thread;

use terminput::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::key::{Code, Key};

/// The longest paste that is taken, in characters; the rest is cut off. Any field holds less and says so.
pub const LONGEST_PASTE: usize = 100_000;

/// How many keys wait to be taken at the most; what comes beyond them stays in the terminal.
const WAITING: usize = 1_024;
/// So many bytes that were pasted wait like one key.
const PASTED: usize = 256;

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

impl Input {
    /// How many places it takes while it waits; none where it is neither a key nor a paste.
    pub fn places(&self) -> usize {
        match self {
            Self::Key(_) => 1,
            Self::Paste(text) => (1 + text.len() / PASTED).min(WAITING),
            _ => 0,
        }
    }
}

/// Starts the thread `keys`, which sends all input until it ends or nobody listens. Whoever took a key or a paste takes
/// its places from what is returned, for the next one.
pub fn listen<T: From<Input> + Send + 'static>(to: Sender<T>) -> io::Result<Receiver<()>> {
    let mut source = source::Source::open()?;
    let (place, places) = sync_channel(WAITING);
    let work = move || {
        loop {
            let inputs = source.read().unwrap_or_else(|_| vec![Input::Closed]);
            for input in inputs {
                let last = input == Input::Closed;
                let has_place = (0..input.places()).all(|_| place.send(()).is_ok());
                if !has_place || to.send(input.into()).is_err() || last {
                    return;
                }
            }
        }
    };
    thread::Builder::new().name("keys".into()).spawn(work).map(|_| places)
}

/// Bytes of the terminal. A resize comes as a signal, whatever the bytes are about.
#[cfg(unix)]
mod source {
    use std::fs::File;
    use std::io::{self, IsTerminal};
    use std::os::fd::OwnedFd;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    use super::Input;
    use crate::runtime::decode::Decoder;

    pub(super) struct Source {
        terminal: OwnedFd,
        decoder: Decoder,
        bytes: Vec<u8>,
    }

    impl Source {
        pub(super) fn open() -> io::Result<Self> {
            let terminal = if io::stdin().is_terminal() {
                rustix::io::dup(rustix::stdio::stdin())?
            } else {
                File::open("/dev/tty")?.into()
            };
            Ok(Self { terminal, decoder: Decoder::default(), bytes: vec![0; 1 << 12] })
        }

        /// Waits for what comes next.
        pub(super) fn read(&mut self) -> io::Result<Vec<Input>> {
            let patience = self.decoder.patience().and_then(|patience| Timespec::try_from(patience).ok());
            let mut ready = [PollFd::new(&self.terminal, PollFlags::IN)];
            match poll(&mut ready, patience.as_ref()) {
                Ok(0) => return Ok(self.decoder.silence()),
                Err(Errno::INTR) => return Ok(Vec::new()),
                ready => ready?,
            };
            match rustix::io::read(&self.terminal, &mut self.bytes) {
                Ok(0) => Ok(vec![Input::Closed]),
                Ok(length) => Ok(self.decoder.take(self.bytes.get(..length).unwrap_or_default())),
                Err(Errno::INTR | Errno::AGAIN) => Ok(Vec::new()),
                Err(error) => Err(error.into()),
            }
        }
    }
}

/// Events of the console.
#[cfg(not(unix))]
mod source {
    use std::io;

    use crossterm::event;

    use super::{Input, translate};

    pub(super) struct Source;

    impl Source {
        pub(super) fn open() -> io::Result<Self> {
            Ok(Self)
        }

        /// Waits for what comes next.
        pub(super) fn read(&mut self) -> io::Result<Vec<Input>> {
            let event = match event::read() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(Vec::new()),
                event => event?,
            };
            Ok(terminput_crossterm::to_terminput(event).ok().and_then(translate).into_iter().collect())
        }
    }
}

/// What an event means; `None` where it means nothing here.
pub(super) fn translate(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => translate_key(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text.chars().take(LONGEST_PASTE).collect())),
        Event::Resize { cols, rows } => {
            Some(Input::Resize(u16::try_from(cols).unwrap_or(u16::MAX), u16::try_from(rows).unwrap_or(u16::MAX)))
        }
        _ => None,
    }
}

fn translate_key(event: KeyEvent) -> Option<Key> {
    let held = |modifier| event.modifiers.contains(modifier);
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
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
    let (ctrl, alt) = (held(KeyModifiers::CTRL), held(KeyModifiers::ALT));
    if ctrl && alt && matches!(code, Code::Char(c) if !c.is_ascii_alphanumeric()) {
        // AltGr, which some systems report as both: what counts is the character.
        return Some(Key::plain(code));
    }
    Some(Key { code, ctrl, alt, shift: held(KeyModifiers::SHIFT) }.normal())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<Input> {
        translate(Event::Key(KeyEvent::new(code).modifiers(modifiers)))
    }

    fn key(text: &str) -> Option<Input> {
        Some(Input::Key(text.parse().unwrap()))
    }

    #[test]
    fn keys_of_the_terminal_become_keys_of_the_program() {
        for (code, modifiers, expected) in [
            (KeyCode::F(4), KeyModifiers::NONE, "f4"),
            (KeyCode::Char('g'), KeyModifiers::CTRL, "ctrl-g"),
            (KeyCode::Char('h'), KeyModifiers::CTRL, "backspace"),
            (KeyCode::Tab, KeyModifiers::SHIFT, "shift-tab"),
            (KeyCode::Char('E'), KeyModifiers::SHIFT, "E"),
            (KeyCode::Char('中'), KeyModifiers::NONE, "中"),
            (KeyCode::Char('@'), KeyModifiers::CTRL.union(KeyModifiers::ALT), "@"),
            (KeyCode::Char('x'), KeyModifiers::ALT, "alt-x"),
            (KeyCode::Insert, KeyModifiers::NONE, "insert"),
        ] {
            assert_eq!(press(code, modifiers), key(expected), "{code:?} {modifiers:?}");
        }
        assert_eq!(press(KeyCode::CapsLock, KeyModifiers::NONE), None);
    }

    #[test]
    fn releases_are_dropped_and_repeats_are_kept() {
        let of = |kind| translate(Event::Key(KeyEvent::new(KeyCode::Down).kind(kind)));
        assert_eq!(of(KeyEventKind::Release), None);
        assert_eq!(of(KeyEventKind::Repeat), key("down"));
    }
}
