//! The terminal: taken over once, given back on every way out.
//!
//! - It is given back on return, error and panic, by whichever thread comes first, and once.
//! - After a hang-up nothing more is written to it: a write could fail inside a panic, or block.
//! - It is never asked anything (cursor position, capabilities): slow and odd terminals do not answer.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

/// The terminal is ours: raw, on the alternate screen.
static TAKEN: AtomicBool = AtomicBool::new(false);
static GONE: AtomicBool = AtomicBool::new(false);
/// Someone else may have had it meanwhile.
static STALE: AtomicBool = AtomicBool::new(false);
/// A frame is not yet whole: nothing of it is sent.
static DRAWING: AtomicBool = AtomicBool::new(false);

/// From now on nothing is written to the terminal: it hung up.
pub fn abandon() {
    GONE.store(true, Ordering::SeqCst);
}

/// Takes the terminal over anew with the next frame: the program was stopped, or another one wrote over the picture.
pub fn retake() {
    STALE.store(true, Ordering::SeqCst);
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

/// The alternate screen, and pastes that are said to be ones.
fn begin() -> io::Result<()> {
    execute!(io::stdout(), EnterAlternateScreen)?;
    // Old consoles have no bracketed paste; a paste is then a burst of keys.
    let _ = execute!(io::stdout(), EnableBracketedPaste);
    Ok(())
}

/// Standard output, sent a frame at a time; it swallows everything once the terminal is gone.
#[derive(Default)]
struct Out(Vec<u8>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        if DRAWING.load(Ordering::SeqCst) {
            return Ok(());
        }
        let mut out = io::stdout();
        let sent = if GONE.load(Ordering::SeqCst) { Ok(()) } else { out.write_all(&self.0).and_then(|()| out.flush()) };
        self.0.clear();
        sent
    }
}

/// The terminal while it is ours; dropping it gives it back.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Out>>,
    area: Rect,
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
        begin()?;
        // It takes the place that `draw` gives it, which is asked for once a frame.
        let (backend, area) = (CrosstermBackend::new(Out::default()), Rect::default());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport: Viewport::Fixed(area) })?;
        Ok(Self { terminal, area })
    }

    /// Draws one frame; the terminal shows it all at once.
    ///
    /// # Errors
    /// Where the terminal cannot be written, or was given back or hung up meanwhile: the program should end.
    pub fn draw(&mut self, picture: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        if !TAKEN.load(Ordering::SeqCst) || GONE.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::NotConnected.into());
        }
        if STALE.swap(false, Ordering::SeqCst) {
            // Else what was found at the start would be taken for what is there.
            disable_raw_mode()?;
            enable_raw_mode()?;
            begin()?;
            self.area = Rect::default();
        }
        DRAWING.store(true, Ordering::SeqCst);
        let drawn = self.frame(picture);
        DRAWING.store(false, Ordering::SeqCst);
        drawn.and(Write::flush(self.terminal.backend_mut()))
    }

    fn frame(&mut self, picture: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        let area = Rect::from((Position::ORIGIN, self.terminal.size()?));
        if self.area != area {
            // A resize clears the screen, and some terminals lose what is cleared within a synchronized update.
            self.area = area;
            self.terminal.resize(area)?;
            return self.terminal.draw(picture).map(drop);
        }
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(picture)?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// Rings once.
    pub fn bell(&mut self) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        out.write_all(b"\x07")?;
        Write::flush(out)
    }
}
