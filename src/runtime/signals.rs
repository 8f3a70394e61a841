//! Signals: asked to end, by whichever, hung up (SIGHUP), resized (SIGWINCH), and gone on with after a stop (SIGCONT).
//! Where it is to end, the loop is told and has [`GRACE`] to keep what is typed and leave; then the program ends whatever
//! it is doing. Ctrl-C never quits, nor does SIGINT; nor does SIGTSTP stop it, since other windows would wait for its
//! turn to write. What is stopped by SIGSTOP has the terminal again when it goes on.
//!
//! Every signal that would end the program is caught, but SIGKILL and those by which the processor stops it (SIGSEGV,
//! SIGILL, SIGFPE): after these `stty sane` and `tput rmcup` give the terminal back.

use std::io;
use std::sync::mpsc::Sender;
use std::time::Duration;

use crate::runtime::input::Input;

/// How long the loop may take to leave.
pub const GRACE: Duration = Duration::from_secs(1);

/// Starts the thread `signals`, which sends what a signal means.
#[cfg(unix)]
pub fn listen<T: From<Input> + Send + 'static>(to: Sender<T>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGWINCH};

    let mut signals = signal_hook::iterator::Signals::new([SIGWINCH, SIGCONT])?;
    for signal in caught() {
        // Some systems keep some for themselves, and end nothing by them.
        let _ = signals.add_signal(signal);
    }
    let work = move || {
        for signal in signals.forever() {
            if signal == SIGCONT {
                super::terminal::retake();
            }
            if [SIGWINCH, SIGCONT].contains(&signal) {
                if let Ok((columns, rows)) = super::terminal::size() {
                    let _ = to.send(Input::Resize(columns, rows).into());
                }
                continue;
            }
            let Some(input) = meaning(signal) else { continue };
            if input == Input::Hangup && !super::terminal::answers() {
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

/// The signals that would else end or stop the program and leave the terminal as it is.
#[cfg(unix)]
fn caught() -> Vec<i32> {
    use signal_hook::consts::{
        SIGABRT, SIGALRM, SIGBUS, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP, SIGUSR1,
        SIGUSR2, SIGVTALRM, SIGXCPU,
    };

    let mut caught = vec![
        SIGABRT, SIGALRM, SIGBUS, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP, SIGUSR1,
        SIGUSR2, SIGVTALRM, SIGXCPU,
    ];
    #[cfg(target_os = "linux")]
    {
        use rustix::process::Signal;
        caught.push(Signal::POWER.as_raw());
        // Those that have a number alone.
        caught.extend(34..=64);
    }
    caught
}

/// What a signal means; `None` where it is not obeyed.
#[cfg(unix)]
fn meaning(signal: i32) -> Option<Input> {
    match signal {
        signal_hook::consts::SIGHUP => Some(Input::Hangup),
        signal_hook::consts::SIGINT | signal_hook::consts::SIGTSTP => None,
        _ => Some(Input::Closed),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_interrupt_or_a_stop_is_not_obeyed() {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
        let meant = [SIGHUP, SIGTERM, SIGINT, SIGTSTP].map(meaning);
        assert_eq!(meant, [Some(Input::Hangup), Some(Input::Closed), None, None]);
    }
}
