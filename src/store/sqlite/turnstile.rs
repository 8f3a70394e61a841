//! The turnstile: whoever writes waits in line here, because the database's own waiting is no fair queue.
//!
//! Take the queue, take the write lock, let go of the queue: the next in line holds the queue while it waits, so that a
//! window that saves without pause cannot walk past it. The kernel frees both locks when a process dies. Without the
//! side files the database's own lock still keeps writers apart.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::store::StoreError;
use crate::store::sqlite::io;

/// The two side files of a logbook.
pub(super) struct Turnstile {
    queue: File,
    write: File,
    path: PathBuf,
}

/// A turn to write; over when dropped.
pub(super) struct Turn<'a>(&'a File);

impl Turnstile {
    /// Opens the side files of a logbook, making them where they are missing.
    pub(super) fn beside(logbook: &Path) -> Result<Self, StoreError> {
        let path = beside(logbook, "-write");
        Ok(Self { queue: private(&beside(logbook, "-queue"))?, write: private(&path)?, path })
    }

    /// Waits for a turn, however long that takes.
    pub(super) fn enter(&self) -> Result<Turn<'_>, StoreError> {
        wait(&self.queue)?;
        let held = wait(&self.write);
        let freed = self.queue.unlock().map_err(io);
        held?;
        let turn = Turn(&self.write);
        freed?;
        // A full disk must not keep anyone from writing what still fits: the name is a courtesy.
        let mut file = &self.write;
        let _ = file.rewind().and_then(|()| writeln!(file, "{:<10}", std::process::id()));
        Ok(turn)
    }

    /// The process that had the last turn; 0 where unknown.
    pub(super) fn holder(&self) -> u32 {
        let mut text = String::new();
        let read = File::open(&self.path).and_then(|file| file.take(16).read_to_string(&mut text));
        read.ok().and_then(|_| text.trim().parse().ok()).unwrap_or(0)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

fn wait(file: &File) -> Result<(), StoreError> {
    loop {
        match file.lock() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done.map_err(io),
        }
    }
}

/// The path of a file that stands beside the logbook.
pub(super) fn beside(logbook: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(logbook);
    name.push(suffix);
    name.into()
}

/// Opens a file for reading and writing; made where it is missing, for its owner alone.
pub(super) fn private(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(io)
}
