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
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

/// The terminal is ours: raw, on the alternate screen.
static TAKEN: AtomicBool = AtomicBool::new(false);
static GONE: AtomicBool = AtomicBool::new(false);
/// Someone else may have had it meanwhile.
static STALE: AtomicBool = AtomicBool::new(false);
/// A frame is not yet whole: nothing of it is sent.
static DRAWING: AtomicBool = AtomicBool::new(false);

/// Whether it is still there: anyone may send the signal by which a terminal hangs up.
#[cfg(unix)]
pub fn answers() -> bool {
    rustix::termios::tcgetattr(rustix::stdio::stdout()).is_ok()
}

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

/// The terminal's columns and rows.
pub fn size() -> io::Result<(u16, u16)> {
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(rustix::stdio::stdout()) {
        return Ok((size.ws_col, size.ws_row));
    }
    crossterm::terminal::size()
}

/// How a frame begins that is put over the one before.
const TOGETHER: &[u8] = b"\x1b[?2026h";

/// Standard output, sent a frame at a time; it swallows everything once the terminal is gone.
#[derive(Default)]
struct Out {
    frame: Vec<u8>,
    last: Vec<u8>,
}

impl Out {
    /// Whether the frame changes anything: not where it puts the same there once more. One that clears the screen first
    /// is always sent.
    fn is_new(&self) -> bool {
        self.frame != self.last || !self.frame.starts_with(TOGETHER)
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        if DRAWING.load(Ordering::SeqCst) {
            return Ok(());
        }
        let mut out = io::stdout();
        let sent = if self.is_new() && !GONE.load(Ordering::SeqCst) {
            out.write_all(&self.frame).and_then(|()| out.flush())
        } else {
            Ok(())
        };
        std::mem::swap(&mut self.frame, &mut self.last);
        self.frame.clear();
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
        let (columns, rows) = size()?;
        let area = Rect::new(0, 0, columns, rows);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_puts_the_same_there_once_more_is_not_sent() {
        let together = |cells: &str| [TOGETHER, cells.as_bytes()].concat();
        let out = |frame: &[u8], last: &[u8]| Out { frame: frame.to_vec(), last: last.to_vec() };
        assert!(!out(&together("7"), &together("7")).is_new());
        assert!(out(&together("8"), &together("7")).is_new());
        assert!(out(b"\x1b[2J7", b"\x1b[2J7").is_new(), "someone else may have had the terminal");
        assert!(out(b"\x07", b"\x07").is_new(), "each bell rings");
        let mut begun = Vec::new();
        queue!(begun, BeginSynchronizedUpdate).unwrap();
        assert_eq!(begun, TOGETHER);
    }
}
