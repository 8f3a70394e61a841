//! Signals: asked to end (SIGTERM), hung up (SIGHUP), and resized (SIGWINCH). Where it is to end, the loop is told and has
//! [`GRACE`] to keep what is typed and leave; then the program ends whatever it is doing. Ctrl-C never quits, nor does
//! SIGINT.

use std::io;
use std::sync::mpsc::Sender;
use std::time::Duration;

use crate::runtime::input::Input;

/// How long the loop may take to leave.
pub const GRACE: Duration = Duration::from_secs(1);

/// Starts the thread `signals`, which sends what a signal means.
#[cfg(unix)]
pub fn listen<T: From<Input> + Send + 'static>(to: Sender<T>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};

    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM, SIGWINCH])?;
    let work = move || {
        for signal in signals.forever() {
            if signal == SIGWINCH {
                if let Ok((columns, rows)) = crossterm::terminal::size() {
                    let _ = to.send(Input::Resize(columns, rows).into());
                }
                continue;
            }
            let Some(input) = meaning(signal) else { continue };
            if input == Input::Hangup {
                // At once, before anyone draws again.
                super::terminal::abandon();
            }
            let _ = to.send(input.into());
            std::thread::sleep(GRACE);
            super::terminal::restore();
            signal_hook::low_level::exit(128 + signal);
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(work).map(|_| ())
}

/// There are no such signals here.
#[cfg(not(unix))]
pub fn listen<T: From<Input> + Send + 'static>(_to: Sender<T>) -> io::Result<()> {
    Ok(())
}

/// What a signal means; `None` where it is not obeyed.
#[cfg(unix)]
fn meaning(signal: i32) -> Option<Input> {
    match signal {
        signal_hook::consts::SIGHUP => Some(Input::Hangup),
        signal_hook::consts::SIGTERM => Some(Input::Closed),
        _ => None,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_interrupt_is_not_obeyed() {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        assert_eq!([SIGHUP, SIGTERM, SIGINT].map(meaning), [Some(Input::Hangup), Some(Input::Closed), None]);
    }
}
