//! Reading a text file that a person names. What is no plain file is never opened: a pipe may never end, a device may
//! have no end; nor is one of the logbook's own files, whose locks its closing would drop.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::runtime::open;

/// The most bytes that are read; settings and calendars have a hundredth of it.
pub const MOST: u64 = 1 << 20;

/// As many bytes as nearly every file has.
const USUAL: usize = 1 << 14;

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    Missing,
    /// It is no plain file, or one of the logbook's own.
    Odd,
    /// It is larger than [`MOST`].
    Large,
    /// It is not UTF-8.
    NotText,
    /// It may not be read, or the disk fails.
    Failed,
}

impl From<std::io::Error> for Unread {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::Missing,
            ErrorKind::InvalidData => Self::NotText,
            _ => Self::Failed,
        }
    }
}

/// Reads a file that is not one of those of the logbook at `db`.
///
/// # Errors
/// Why it is not read; at once, whatever the file is.
pub fn text_beside(db: &Path, path: &Path) -> Result<String, Unread> {
    if open::is_file_of(db, path) { Err(Unread::Odd) } else { text(path) }
}

/// Reads a file.
///
/// # Errors
/// Why it is not read; at once, whatever the file is.
pub fn text(path: &Path) -> Result<String, Unread> {
    let file = plain(path)?.ok_or(Unread::Odd)?;
    let mut bytes = Vec::with_capacity(USUAL);
    file.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(Unread::Large);
    }
    String::from_utf8(bytes).map_err(|_| Unread::NotText)
}

/// Opens a file to read it; `None` where it is no plain one.
pub(super) fn plain(path: &Path) -> std::io::Result<Option<File>> {
    if !std::fs::metadata(path)?.is_file() {
        return Ok(None);
    }
    let mut options = OpenOptions::new();
    options.read(true);
    // It may have become a pipe since, and some files of the system wait for news.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        (rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY).bits().cast_signed(),
    );
    let file = options.open(path)?;
    Ok(file.metadata()?.is_file().then_some(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_measure() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        assert_eq!(text(&path), Err(Unread::Missing));
        assert_eq!(text(folder.path()), Err(Unread::Odd));
        for (bytes, read) in [(MOST, None), (MOST + 1, Some(Unread::Large)), (64 << 20, Some(Unread::Large))] {
            std::fs::File::create(&path).unwrap().set_len(bytes).unwrap();
            assert_eq!(text(&path).err(), read, "{bytes}");
        }
        std::fs::write(&path, b"\xbd\xf5").unwrap();
        assert_eq!(text(&path), Err(Unread::NotText));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn pipes_devices_and_files_of_the_system_are_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in
            [&pipe, Path::new("/dev/zero"), Path::new("/dev/urandom"), Path::new("/dev/full"), Path::new("/dev/ptmx")]
        {
            assert_eq!(text(path), Err(Unread::Odd), "{}", path.display());
        }
        assert!(text(Path::new("/proc/kcore")).is_err() && text(Path::new("/proc/kmsg")).is_err());
    }

    #[test]
    fn none_of_the_logbooks_own_files_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let db = folder.path().join("a.db");
        for name in ["a.db", "a.db-wal", "a.db-shm", "a.db-journal", "a.db-queue", "a.db-write"] {
            std::fs::write(folder.path().join(name), "text").unwrap();
            assert_eq!(text_beside(&db, &folder.path().join(name)), Err(Unread::Odd), "{name}");
            #[cfg(unix)]
            for (link, made) in [
                ("soft", std::os::unix::fs::symlink(folder.path().join(name), folder.path().join("soft"))),
                ("hard", std::fs::hard_link(folder.path().join(name), folder.path().join("hard"))),
            ] {
                made.unwrap();
                assert_eq!(text_beside(&db, &folder.path().join(link)), Err(Unread::Odd), "{name} {link}");
                std::fs::remove_file(folder.path().join(link)).unwrap();
            }
        }
        std::fs::write(folder.path().join("b"), "text").unwrap();
        assert_eq!(text_beside(&db, &folder.path().join("b")), Ok("text".to_owned()));
    }
}
