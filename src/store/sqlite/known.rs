//! The last entry that was acknowledged, kept outside the logbook: `known/<file>.head` in the folder that also holds
//! drafts and printed pages. It is the one thing that tells of a copy that is older than what was written, or of a tail
//! that is gone; window and command line keep the same one, because it goes by the logbook's path.
//!
//! It is written after each commit and before anything is acknowledged, in place and unsynced: it may lag behind the
//! logbook, never lead. A sum tells a torn one.

use std::fs::File;
use std::io::{ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::domain::entry::{Head, Seq};
use crate::owner;
use crate::store::sqlite::index::read_at;
use crate::store::sqlite::turnstile::{patiently, private_file, unlinked};
use crate::store::sqlite::watch::{Log, Main};
use crate::store::{StoreError, chain};

const FOLDER: &str = "known";

/// A note has this length at the least, so that few change the length of their file.
const WIDTH: usize = 180;

/// What is known of a logbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// The last entry and its hash; entry 0 while there is none.
    pub(super) head: Head,
    /// What its file looked like after the last checkpoint; `None` while one is under way.
    pub(super) main: Option<Main>,
    /// The salt of the write-ahead log's run that the entry went to; `None` where it was empty when that was noted.
    pub(super) salt: Option<u64>,
    /// What the log looked like then; `None` where that is not known.
    pub(super) log: Option<Log>,
    /// The entry that was the last one when the note was begun anew, because what was known until then was lost.
    pub(super) since: Option<Seq>,
}

/// What became of the note when a logbook was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// It is there; or it is the first.
    Kept,
    /// It was lost, and is begun anew.
    Begun,
    /// It cannot be written.
    Unkept,
}

/// A note that was read, and its file with its length, where it can be written over.
#[derive(Debug, Default)]
pub(super) struct Noted {
    pub(super) known: Option<Known>,
    file: Option<(File, u64)>,
}

/// Where the note of a logbook is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    at: PathBuf,
    /// Where that of the name is by which it was asked for, if that is a link and there is one: what was there before.
    given: Option<PathBuf>,
}

impl Place {
    /// The place of the note of the logbook at a path.
    pub(super) fn of(path: &Path) -> Self {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".head");
        Self { at: path.parent().unwrap_or(Path::new("")).join(FOLDER).join(name), given: None }
    }

    /// The same of one that was asked for by another name.
    pub(super) fn given(path: &Path, asked: &Path) -> Self {
        let given = asked.is_symlink().then(|| Self::of(asked).at);
        Self { given: given.filter(|at| at.symlink_metadata().is_ok()), ..Self::of(path) }
    }

    /// The last entries that are known: the logbook's own, and that of the name that was given.
    pub(super) fn heads(&self) -> impl Iterator<Item = Head> {
        let given = self.of_given().and_then(|given| given.read());
        self.read().into_iter().chain(given).map(|known| known.head)
    }

    /// Notes in the name that was given, too, what was acknowledged by it.
    pub(super) fn write_given(&self, known: &Known) {
        self.of_given().map(|given| given.write(known));
    }

    fn of_given(&self) -> Option<Self> {
        self.given.clone().map(|at| Self { at, given: None })
    }

    /// That what stands there is no note, or no folder of notes.
    pub(super) fn in_the_way(&self) -> StoreError {
        let folder = self.at.parent().filter(|folder| is_no_folder(folder));
        StoreError::in_the_way(folder.unwrap_or(&self.at))
    }

    /// What is known, where another may be writing it down: a note that is there is given time to be whole.
    pub(super) fn read(&self) -> Option<Known> {
        let whole = || match self.read_now() {
            None if self.exists() => Err(()),
            known => Ok(known),
        };
        patiently(whole).ok().flatten()
    }

    /// What is known; `None` where nothing is, or it cannot be read any more. The caller has the turn to write, or can do
    /// without.
    pub(super) fn read_now(&self) -> Option<Known> {
        let (file, len) = plain(unlinked().read(true).open(&self.at).ok()?).ok()?;
        said(&file, len)
    }

    /// As [`read_now`](Self::read_now), to be written over in the same turn.
    pub(super) fn take(&self) -> Noted {
        match unlinked().read(true).write(true).open(&self.at).and_then(plain) {
            Ok((file, len)) => Noted { known: said(&file, len), file: Some((file, len)) },
            Err(_) => Noted { known: self.read_now(), file: None },
        }
    }

    /// Whether there is a note, readable or not.
    pub(super) fn exists(&self) -> bool {
        // What is kept from us may be there, and so may what something in the folder's place hides.
        self.at.symlink_metadata().map_or_else(|error| !is_absent(&error), |_| true)
            || self.at.parent().is_some_and(is_no_folder)
    }

    /// Notes what is known; tells whether it could. That it cannot keeps nobody from working: it lags behind then.
    pub(super) fn write(&self, known: &Known) -> bool {
        self.write_over(Noted::default(), known)
    }

    /// As [`write`](Self::write), over what was read in the same turn.
    pub(super) fn write_over(&self, noted: Noted, known: &Known) -> bool {
        let text = format!("{:<width$}\n", line(known), width = WIDTH - 1);
        let len = text.len() as u64;
        let written = noted.file.map_or_else(|| self.open(), Ok).and_then(|(mut file, before)| {
            file.rewind()?;
            file.write_all(text.as_bytes())?;
            // Whatever else was put there would make it unreadable for good.
            if before <= len { Ok(()) } else { file.set_len(len) }
        });
        written.is_ok()
    }

    /// Whether a note that is there can be written over.
    pub(super) fn is_stuck(&self) -> bool {
        self.exists() && self.open().is_err()
    }

    fn open(&self) -> std::io::Result<(File, u64)> {
        let open = || private_file(&self.at);
        let file = open().or_else(|_| {
            let mut builder = std::fs::DirBuilder::new();
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            self.at.parent().map_or(Ok(()), |folder| builder.recursive(true).create(folder))?;
            self.at.parent().into_iter().for_each(owner::give_folder);
            open()
        });
        plain(file?)
    }
}

/// Whether something else stands in a folder's place.
fn is_no_folder(folder: &Path) -> bool {
    folder.symlink_metadata().is_ok() && !folder.is_dir()
}

/// Whether an error says that there is nothing.
fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// A file with its length. What is written into a pipe is kept by nobody.
fn plain(file: File) -> std::io::Result<(File, u64)> {
    let about = file.metadata()?;
    if about.is_file() { Ok((file, about.len())) } else { Err(ErrorKind::InvalidInput.into()) }
}

/// What a file of so many bytes says is known.
fn said(file: &File, len: u64) -> Option<Known> {
    let mut text = vec![0; usize::try_from(len).ok()?.min(1_024)];
    read_at(file, &mut text, 0).ok()?;
    parse(std::str::from_utf8(&text).ok()?)
}

/// The sum, the entry and its hash, the length and the time of the file, the salt, the frames and the time of the log; where
/// it was begun anew, the entry since which.
fn line(known: &Known) -> String {
    let Known { head: Head { seq, hash }, main, salt, log, since } = known;
    let main = main.map_or("- -".to_owned(), |main| format!("{} {}", main.len, main.written));
    let salt = salt.map_or("-".to_owned(), |salt| format!("{salt:x}"));
    let log = log.map_or_else(String::new, |log| format!("@{}@{}", log.frames, log.written));
    let since = since.map_or_else(String::new, |seq| format!(" {seq}"));
    let said = format!("{seq} {hash} {main} {salt}{log}{since}");
    format!("{} {said}", sum(&said))
}

fn sum(said: &str) -> String {
    let digest = Sha256::digest(said);
    let (begin, _) = digest.split_at(8);
    chain::hex(begin)
}

fn parse(text: &str) -> Option<Known> {
    let (sum_said, said) = text.trim_end().split_once(' ')?;
    if sum(said) != sum_said {
        return None;
    }
    let words: Vec<&str> = said.split(' ').collect();
    let [seq, hash, len, written, salt, ref since @ ..] = words[..] else { return None };
    // A shorter one would be taken for any that begins so.
    if hash.len() != 64 {
        return None;
    }
    let (salt, log) = salt.split_once('@').unwrap_or((salt, ""));
    let log = log.split_once('@').and_then(|(frames, written)| frames.parse().ok().zip(written.parse().ok()));
    let main = len.parse().ok().zip(written.parse().ok()).map(|(len, written)| Main { len, written });
    Some(Known {
        head: Head { seq: seq.parse().ok()?, hash: hash.to_owned() },
        main,
        salt: u64::from_str_radix(salt, 16).ok(),
        log: log.map(|(frames, written)| Log { frames, written }),
        since: since.first().and_then(|seq| seq.parse().ok()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn known(seq: u64) -> Known {
        let main = Some(Main { len: 4_096, written: 17 });
        Known { head: Head { seq, hash: "ab".repeat(32) }, main, salt: Some(seq), log: None, since: None }
    }

    #[test]
    fn what_was_noted_last_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("front.db"));
        assert_eq!(place.read(), None);
        let long = Known {
            head: Head { seq: u64::MAX, hash: "ab".repeat(32) },
            main: Some(Main { len: u64::MAX, written: u64::MAX.into() }),
            salt: Some(u64::MAX),
            log: Some(Log { frames: u64::MAX, written: u64::MAX.into() }),
            since: Some(u64::MAX),
        };
        for noted in [known(1), long, Known { main: None, ..known(2) }, Known { since: Some(1), ..known(3) }] {
            place.write(&noted);
            assert_eq!(place.read(), Some(noted));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_its_place_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (place, victim) = (Place::of(&folder.path().join("front.db")), folder.path().join("victim"));
        place.write(&known(1));
        std::fs::write(&victim, "kept").unwrap();
        std::fs::remove_file(&place.at).unwrap();
        std::os::unix::fs::symlink(&victim, &place.at).unwrap();
        place.write(&known(2));
        assert_eq!((place.read(), std::fs::read(&victim).unwrap()), (None, b"kept".to_vec()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_torn_note_is_no_note(cut in 0_usize..WIDTH, other in 3_u64..1_000_000) {
            let whole = |seq| format!("{:<width$}\n", line(&known(seq)), width = WIDTH - 1);
            let (old, new) = (whole(1), whole(other));
            let torn: String = new.chars().take(cut).chain(old.chars().skip(cut)).collect();
            let read = parse(&torn);
            prop_assert!(read.is_none() || read == Some(known(1)) || read == Some(known(other)), "{torn}");
        }
    }
}
