//! The terminal: taken over once, given back on every way out.
//!
//! - It is given back on return, error and panic, by whichever thread comes first, and once.
//! - After a hang-up nothing more is written to it: a write could fail inside a panic, or block.
//! - It is never asked anything (cursor position, capabilities): slow and odd terminals do not answer.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};

/// The terminal is ours: raw, on the alternate screen.
static TAKEN: AtomicBool = AtomicBool::new(false);
static GONE: AtomicBool = AtomicBool::new(false);

/// From now on nothing is written to the terminal: it hung up.
pub fn abandon() {
    GONE.store(true, Ordering::SeqCst);
}

/// Gives the terminal back as it was, where it is ours and still there.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) || GONE.load(Ordering::SeqCst) {
        return;
    }
    // Each is tried whatever became of the others; there is nobody left to tell.
    let mut out = io::stdout();
    let _ = execute!(out, EndSynchronizedUpdate);
    let _ = execute!(out, DisableBracketedPaste);
    let _ = execute!(out, LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

/// Makes a panic give the terminal back first, and then tell its place alone: its message may hold personal data.
pub fn guard_panics() {
    std::panic::set_hook(Box::new(|panic| {
        restore();
        if !GONE.load(Ordering::SeqCst) {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(io::stderr(), "qiantai: panic at {place}");
        }
    }));
}

/// Standard output, which swallows everything once the terminal is gone.
struct Out(Stdout);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if GONE.load(Ordering::SeqCst) { Ok(bytes.len()) } else { self.0.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        if GONE.load(Ordering::SeqCst) { Ok(()) } else { self.0.flush() }
    }
}

/// The terminal while it is ours; dropping it gives it back.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Out>>>,
    size: Option<Size>,
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

impl Screen {
    /// Takes the terminal over.
    pub fn enter() -> io::Result<Self> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let parsed = Self::prepare();
        if parsed.is_err() {
            restore();
        }
        parsed
    }

    fn prepare() -> io::Result<Self> {
        execute!(io::stdout(), EnterAlternateScreen)?;
        // Old consoles have no bracketed paste; a paste is then a burst of keys.
        let _ = execute!(io::stdout(), EnableBracketedPaste);
        let out = BufWriter::with_capacity(1 << 16, Out(io::stdout()));
        Ok(Self { terminal: Terminal::new(CrosstermBackend::new(out))?, size: None })
    }

    /// Draws one frame; the terminal shows it all at once.
    ///
    /// # Errors
    /// Where the terminal cannot be written, or was given back or hung up meanwhile: the program should end.
    pub fn draw(&mut self, picture: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        if !TAKEN.load(Ordering::SeqCst) || GONE.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::NotConnected.into());
        }
        let size = Some(self.terminal.size()?);
        // A resize clears the screen, and some terminals lose what is cleared within a synchronized update.
        let together = self.size == size;
        self.size = size;
        if together {
            queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        }
        let drawn = self.terminal.draw(picture).map(|_| ());
        if together {
            execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        }
        drawn
    }

    /// Rings once.
    pub fn bell(&mut self) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        out.write_all(b"\x07")?;
        Write::flush(out)
    }
}
