//! The turnstile: whoever writes waits in line here, because the database's own waiting is no fair queue.
//!
//! Take the queue, take the write lock, let go of the queue: the next in line holds the queue while it waits, so that a
//! window that saves without pause cannot walk past it. The kernel frees both locks when a process dies. One that is
//! stopped keeps them: after [`PATIENCE`] the wait is given up, and the process that had the last turn is named.
//! Without the side files the database's own lock still keeps writers apart.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use crate::owner;
use crate::store::StoreError;
use crate::store::sqlite::error::io;

/// How long a turn is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The two side files of a logbook.
pub(super) struct Turnstile {
    queue: PathBuf,
    write: PathBuf,
    /// The post at which was written last.
    post: RefCell<String>,
    pub(super) patience: Duration,
}

impl Turnstile {
    /// The side files of a logbook, made where they are missing.
    pub(super) fn beside(logbook: &Path) -> Result<Self, StoreError> {
        let (queue, write) = (beside(logbook, "-queue"), beside(logbook, "-write"));
        let turnstile = Self { queue, write, post: RefCell::default(), patience: PATIENCE };
        turnstile.files().map(|_| turnstile)
    }

    fn files(&self) -> Result<(File, File), StoreError> {
        Ok((private(&self.queue)?, private(&self.write)?))
    }

    /// Waits for a turn to write, which is over when the file is closed.
    ///
    /// # Errors
    /// `Busy` with the process that is in the way, where none comes in time.
    pub(super) fn enter(&self) -> Result<File, StoreError> {
        self.enter_within(self.patience)
    }

    /// As [`enter`](Self::enter), with another patience.
    pub(super) fn enter_within(&self, patience: Duration) -> Result<File, StoreError> {
        // Files of this turn's own, so that a wait that was given up leaves no lock to a later one.
        let (queue, write) = self.files()?;
        let turn = if parsed(&queue)? && parsed(&write)? { write } else { self.wait(queue, write, patience)? };
        name(&turn, &self.post.borrow());
        Ok(turn)
    }

    /// Says at which post the one who has the turn writes, and will write again.
    pub(super) fn sign(&self, turn: &File, post: &str) {
        if *self.post.borrow() != post {
            name(turn, post);
            self.post.replace(post.to_owned());
        }
    }

    /// Waits in line on a thread, because the kernel's line has no end of patience and asking again and again no order.
    fn wait(&self, queue: File, write: File, patience: Duration) -> Result<File, StoreError> {
        let (to, turn) = mpsc::channel();
        let line = move || {
            let turn = lock(&queue).and_then(|()| lock(&write)).map(|()| write);
            // Nobody there any more: the turn passes on with the closed file.
            let _ = to.send(turn);
        };
        std::thread::Builder::new().name("turn".into()).spawn(line).map_err(io)?;
        turn.recv_timeout(patience).unwrap_or_else(|_| Err(self.holder()))
    }

    /// That the one who had the last turn, as far as it is known, has it still; where that one is gone, that another
    /// program is in the way.
    fn holder(&self) -> StoreError {
        let mut text = Vec::new();
        let _ = private(&self.write).map(|file| file.take(256).read_to_end(&mut text));
        // Behind the two lines may stand what is left of longer ones.
        let text = String::from_utf8_lossy(&text);
        let mut lines = text.lines();
        let pid = lines.next().and_then(|pid| pid.trim().parse().ok()).unwrap_or(0);
        let post = lines.next().unwrap_or_default();
        if is_gone(pid) { StoreError::Held } else { StoreError::Busy { pid, post: post.trim().to_owned() } }
    }
}

/// Whether there is no process of this number.
#[cfg(unix)]
fn is_gone(pid: u32) -> bool {
    use rustix::process::{Pid, test_kill_process};
    let pid = pid.try_into().ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| test_kill_process(pid) == Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn is_gone(_: u32) -> bool {
    false
}

/// Writes down who has the turn, in two lines. A full disk must not keep anyone from writing what still fits: it is a
/// courtesy.
fn name(mut turn: &File, post: &str) {
    let post: String = post.chars().filter(|c| !c.is_control()).take(40).collect();
    let text = format!("{:<10}\n{post}\n", std::process::id());
    let _ = turn.rewind().and_then(|()| turn.write_all(text.as_bytes()));
}

/// Takes a lock that is free.
fn parsed(file: &File) -> Result<bool, StoreError> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(io(error)),
    }
}

fn lock(file: &File) -> Result<(), StoreError> {
    loop {
        match file.lock() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done.map_err(io),
        }
    }
}

/// Asks again, for a few milliseconds, what another may be writing down just now.
pub(super) fn patiently<T, E>(ask: impl Fn() -> Result<T, E>) -> Result<T, E> {
    [0, 0, 1, 2, 4, 8, 16].into_iter().fold(ask(), |found, pause| {
        found.or_else(|_| {
            std::thread::sleep(Duration::from_millis(pause));
            ask()
        })
    })
}

/// The path of a file that stands beside the logbook.
pub(super) fn beside(logbook: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(logbook);
    name.push(suffix);
    name.into()
}

/// Opens a side file for reading and writing; made where it is missing, for its owner alone. A link in its place could
/// lead to anyone's file.
pub(super) fn private(path: &Path) -> Result<File, StoreError> {
    private_file(path).map_err(io)
}

/// As [`private`], with what the system says of an error.
pub(super) fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = unlinked();
    options.read(true).write(true);
    options.open(path).or_else(|_| {
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.create(true).open(path).inspect(|file| owner::give(file, path))
    })
}

/// How a side file is opened: not through a link, and without waiting for a pipe.
pub(super) fn unlinked() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        (rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK).bits().cast_signed(),
    );
    options
}
