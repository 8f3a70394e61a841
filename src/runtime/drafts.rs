//! Drafts: what was typed and not yet written, so that no crash loses it. Each window keeps its own, in a file for each
//! post and person, for the owner alone; a file of locks says which windows are alive. Another window is offered a draft
//! once its own is gone. A draft is kept for a day, whoever comes next, and where a start finds it older for another, since
//! the clock may have been behind; one that cannot be read is put aside, never a reason to stop.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::app::draft::{Draft, LIFETIME};
use crate::desk::Who;
use crate::domain::duty::Watch;
use crate::domain::site::Site;
use crate::domain::time::Moment;
use crate::runtime::place::{own_folder, private_file};
use crate::runtime::reading::plain;
use crate::runtime::worker::Files;

/// The folder beside the logbook.
pub(super) const FOLDER: &str = "drafts";

/// The drafts of one window.
#[derive(Debug)]
pub struct Drafts {
    folder: PathBuf,
    /// The logbook's file name: two logbooks in one folder have nothing in common.
    book: Vec<u8>,
    window: Uuid,
    /// Held for as long as the window lives.
    alive: Option<File>,
    /// Whether a file was put aside, which nobody was told of.
    aside: bool,
    /// What was counted in the files of all windows, as they were then.
    counted: HashMap<PathBuf, Counted>,
}

/// When a file was written, its length, and what each draft in it is and how old.
type Counted = ((SystemTime, u64), Vec<(Uuid, Moment)>);

impl Drop for Drafts {
    fn drop(&mut self) {
        if self.alive.take().is_some() {
            let _ = fs::remove_file(lock(&self.folder, self.window));
        }
    }
}

/// Who typed, and where.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    pub post: &'a str,
    pub person: &'a str,
}

impl Drafts {
    /// The place of a window's drafts, beside the logbook. Nothing is made there before there is something to keep.
    pub fn new(files: &Files, window: Uuid) -> Self {
        let book = files.db.file_name().unwrap_or_default().as_encoded_bytes().to_owned();
        Self { folder: files.state.join(FOLDER), book, window, alive: None, aside: false, counted: HashMap::new() }
    }

    /// The name of an owner's files, which tells neither post nor person.
    fn name(&self, owner: Owner<'_>) -> String {
        let mut hash = Sha256::new();
        for part in [&self.book, owner.post.as_bytes()] {
            hash.update(part);
            hash.update([0]);
        }
        hash.update(owner.person);
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn own(&self, owner: Owner<'_>) -> PathBuf {
        self.folder.join(format!("{}.{}.json", self.name(owner), self.window))
    }

    /// Keeps a draft in place of the one of the same form; a crash leaves the one or the other.
    pub fn keep(&mut self, owner: Owner<'_>, draft: &Draft) -> io::Result<()> {
        let path = self.own(owner);
        let mut kept = self.read(&path)?;
        let before = kept.len();
        kept.retain(|other| other.uid != draft.uid);
        let is_new = kept.len() == before;
        kept.push(draft.clone());
        self.write(&path, &kept)?;
        // Once it is here, it is nowhere else.
        if is_new { self.remove(draft.uid, Some(&path)) } else { Ok(()) }
    }

    /// Removes the draft of a form that was saved, or given up, whoever began it; others stay.
    pub fn drop(&mut self, uid: Uuid) -> io::Result<()> {
        self.remove(uid, None)
    }

    /// Removes what this window has kept of a form, but for one file: a handover may have made it another person's.
    fn remove(&mut self, uid: Uuid, but: Option<&Path>) -> io::Result<()> {
        let own = |path: &PathBuf| window_of(path) == Some(self.window) && Some(path.as_path()) != but;
        for path in self.files()?.into_iter().filter(own).collect::<Vec<_>>() {
            if path.extension().is_none_or(|end| end != "json") {
                continue;
            }
            let mut kept = self.read(&path)?;
            let before = kept.len();
            kept.retain(|draft| draft.uid != uid);
            match kept.len() {
                len if len == before => {}
                0 => fs::remove_file(path)?,
                _ => self.write(&path, &kept)?,
            }
        }
        Ok(())
    }

    /// The owner's drafts of this window and of windows that are gone, the newest last; they are this window's from now on.
    /// Whatever anyone has left that is older than [`LIFETIME`], and was so that long ago, is removed.
    ///
    /// # Errors
    /// Where a file is there and cannot be read.
    pub fn load(&mut self, owner: Owner<'_>, now: Moment) -> io::Result<Vec<Draft>> {
        self.tidy(now);
        let (own, name) = (self.own(owner), self.name(owner));
        let mut kept = self.read(&own)?;
        for path in self.files()?.into_iter().filter(|path| *path != own && named(path, &name)) {
            // Held until it is taken over.
            let Some(_gone) = gone(&path) else { continue };
            self.live()?;
            // Of several windows that begin at once, one takes it over.
            let taken = own.with_file_name(format!("{name}.{}+.json", self.window));
            match fs::rename(&path, &taken) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                renamed => renamed?,
            }
            // Where a crash has left a draft in both, the later one is whole.
            for draft in self.read(&taken)? {
                let known = kept.iter().position(|other| other.uid == draft.uid);
                match known.and_then(|at| kept.get_mut(at)) {
                    Some(other) if other.saved_at < draft.saved_at => *other = draft,
                    Some(_) => {}
                    None => kept.push(draft),
                }
            }
            kept.sort_by_key(|draft| draft.saved_at);
            self.write(&own, &kept)?;
            fs::remove_file(&taken).or_else(absent)?;
            window_of(&path).map_or(Ok(()), |window| fs::remove_file(lock(&self.folder, window))).or_else(absent)?;
        }
        // What was typed by a clock that was ahead is offered, too.
        if still(&mut kept, now) {
            self.write(&own, &kept)?;
        }
        Ok(kept)
    }

    /// How many forms each of those who are or were at a post has left half typed there, in any window; who has left none
    /// is not named. What cannot be read is told by whoever loads it. A file is read once, until it changes.
    pub fn half_typed(&mut self, who: &Who, site: &Site, watch: &Watch, now: Moment) -> Vec<(String, usize)> {
        let staff = site.staff.iter().map(|person| person.name.as_str());
        let people: BTreeSet<&str> = staff.chain(watch.people()).chain([who.operator.as_str()]).collect();
        let files = self.files().unwrap_or_default();
        let mut before = std::mem::take(&mut self.counted);
        let read = |path: &PathBuf| {
            let about = path.symlink_metadata().ok()?;
            let state = (about.modified().ok()?, about.len());
            let known = before.remove(path).filter(|(then, _)| *then == state).map(|(_, counted)| counted);
            let counted =
                || plain_list(path).unwrap_or_default().iter().map(|draft| (draft.uid, draft.kept_since())).collect();
            Some((path.clone(), (state, known.unwrap_or_else(counted))))
        };
        self.counted = files.iter().filter_map(read).collect();
        let left = |person: &str| {
            let name = self.name(Owner { post: &who.post, person });
            let of = self.counted.iter().filter(|(path, _)| named(path, &name)).flat_map(|(_, (_, counted))| counted);
            let fresh = of.filter(|(_, since)| now.since(*since) <= LIFETIME);
            let mut uids: Vec<Uuid> = fresh.map(|(uid, _)| *uid).collect();
            uids.sort_unstable();
            uids.dedup();
            (person.to_owned(), uids.len())
        };
        people.into_iter().map(left).filter(|(_, n)| *n > 0).collect()
    }

    /// Removes what windows that are gone have left for longer than [`LIFETIME`], but for drafts that nobody has found to
    /// be old before.
    fn tidy(&self, now: Moment) {
        let age = Duration::from_millis(LIFETIME.unsigned_abs());
        let clock = SystemTime::UNIX_EPOCH + Duration::from_millis(now.millis().max(0).unsigned_abs());
        let old = |path: &Path| {
            let written = path.symlink_metadata().and_then(|about| about.modified()).ok();
            written.is_some_and(|at| clock.duration_since(at).is_ok_and(|passed| passed > age))
        };
        for path in self.files().unwrap_or_default() {
            // Held until it is removed, so that nobody takes the lock meanwhile.
            if old(&path)
                && let Some(_gone) = gone(&path)
            {
                // Where that is not possible, the next window tries again.
                let mut left = plain_list(&path).unwrap_or_default();
                let changed = still(&mut left, now);
                let _ = match (left.is_empty(), changed) {
                    (true, _) => fs::remove_file(path),
                    (false, true) => put(&path, &left),
                    (false, false) => Ok(()),
                };
            }
        }
    }

    /// What a file holds. One that is no list is put aside, and so is a pipe or a device, which may never end; of a list
    /// that holds drafts that this program does not know, a copy is.
    fn read(&mut self, path: &Path) -> io::Result<Vec<Draft>> {
        let mut bytes = Vec::new();
        let list = match plain(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Ok(None) if path.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            file => file?.map(|mut file| file.read_to_end(&mut bytes)).transpose()?,
        };
        let list = list.and_then(|_| serde_json::from_slice::<Vec<serde_json::Value>>(&bytes).ok());
        let Some(list) = list else {
            fs::rename(path, path.with_extension("bad"))?;
            self.aside = true;
            return Ok(Vec::new());
        };
        let count = list.len();
        let known: Vec<Draft> = list.into_iter().filter_map(|draft| serde_json::from_value(draft).ok()).collect();
        if known.len() < count {
            private_file(&path.with_extension("bad"))?.write_all(&bytes)?;
            self.aside = true;
        }
        Ok(known)
    }

    /// Whether a file was put aside since that was asked last.
    pub fn put_aside(&mut self) -> bool {
        std::mem::take(&mut self.aside)
    }

    /// The files that windows have made in the folder; what else lies there is nobody's concern.
    fn files(&self) -> io::Result<Vec<PathBuf>> {
        match self.folder.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Ok(about) if !about.is_dir() => return Err(io::ErrorKind::NotADirectory.into()),
            about => about?,
        };
        let paths = fs::read_dir(&self.folder)?.map(|entry| entry.map(|entry| entry.path()));
        let mut files: Vec<PathBuf> =
            paths.filter(|path| path.as_ref().map_or(true, |path| is_ours(path))).collect::<io::Result<_>>()?;
        files.sort();
        Ok(files)
    }

    /// Says that this window lives.
    fn live(&mut self) -> io::Result<()> {
        own_folder(&self.folder)?;
        let path = lock(&self.folder, self.window);
        while self.alive.is_none() {
            let file = private_file(&path)?;
            file.lock()?;
            // Whoever held it before has removed it.
            self.alive = is_at(&file, &path).then_some(file);
        }
        Ok(())
    }

    fn write(&mut self, path: &Path, drafts: &[Draft]) -> io::Result<()> {
        self.live()?;
        put(path, drafts)
    }
}

fn put(path: &Path, drafts: &[Draft]) -> io::Result<()> {
    let half = path.with_extension("tmp");
    let mut file = private_file(&half)?;
    file.write_all(&serde_json::to_vec(drafts)?)?;
    // Not synced: typing must not wait for the disk, and a killed program loses nothing by it.
    fs::rename(half, path)
}

/// The drafts in a file, where it is a list of nothing else.
fn plain_list(path: &Path) -> Option<Vec<Draft>> {
    let mut bytes = Vec::new();
    plain(path).ok()??.read_to_end(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn is_old(draft: &Draft, now: Moment) -> bool {
    now.since(draft.kept_since()) > LIFETIME
}

/// Keeps of drafts those whose time is not over, and says of the others when they were first found to be old; those that
/// were found so before go. Returns whether that changed any.
fn still(drafts: &mut Vec<Draft>, now: Moment) -> bool {
    let before = drafts.len();
    drafts.retain(|draft| draft.found_old.is_none() || !is_old(draft, now));
    let mut changed = drafts.len() < before;
    for draft in drafts.iter_mut().filter(|draft| is_old(draft, now)) {
        (draft.found_old, changed) = (Some(now), true);
    }
    changed
}

/// The file that a window holds locked while it lives.
fn lock(folder: &Path, window: Uuid) -> PathBuf {
    folder.join(format!("{window}.lock"))
}

/// Whether a file has a name that a window gives: an owner's and its own, or its lock's.
fn is_ours(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let window = |text: &str| text.trim_end_matches('+').parse::<Uuid>().is_ok();
    let (name, of) = stem.split_once('.').unwrap_or((stem, ""));
    match path.extension().and_then(|end| end.to_str()) {
        Some("lock") => window(stem),
        Some("json" | "tmp" | "bad") => {
            name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit()) && (of.is_empty() || window(of))
        }
        _ => false,
    }
}

/// Whether a file holds drafts of this name, of whatever window.
fn named(path: &Path, name: &str) -> bool {
    let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
    file.strip_suffix(".json")
        .is_some_and(|file| file == name || file.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

/// The window whose file it is; `None` for one that an earlier version has left.
fn window_of(path: &Path) -> Option<Uuid> {
    let stem = path.file_stem()?.to_str()?;
    stem.rsplit('.').next()?.trim_end_matches('+').parse().ok()
}

/// Proof that the window of a file is gone, good for as long as it is held; `None` where that window lives.
fn gone(path: &Path) -> Option<Option<File>> {
    let folder = path.parent()?;
    let Some(window) = window_of(path) else { return Some(None) };
    match plain(&lock(folder, window)) {
        Ok(Some(file)) => file.try_lock().ok().map(|()| Some(file)),
        // No window has made that.
        Ok(None) => Some(None),
        Err(error) => (error.kind() == io::ErrorKind::NotFound).then_some(None),
    }
}

/// Whether a file is the one at a path.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let is = |about: fs::Metadata| (about.dev(), about.ino());
        path.symlink_metadata().is_ok_and(|there| file.metadata().is_ok_and(|about| is(about) == is(there)))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        path.exists()
    }
}

fn absent(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

#[cfg(test)]
mod tests;
