//! Where files live, and that only their owner may read them.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::iter;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, HomeDirError};

use crate::desk::StoreError;
use crate::owner;

const FOLDER: &str = "qiantai";

/// The program's own folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub data: PathBuf,
    pub config: PathBuf,
}

impl Place {
    /// The folders that the platform means for the user's data and settings; nothing is created.
    pub fn of_user() -> Result<Self, HomeDirError> {
        let base = etcetera::choose_base_strategy()?;
        Ok(Self { data: base.data_dir().join(FOLDER), config: base.config_dir().join(FOLDER) })
    }

    /// The logbook, where no other path is given.
    pub fn database(&self) -> PathBuf {
        self.data.join("logbook.db")
    }

    /// The settings, where no other path is given.
    pub fn settings(&self) -> PathBuf {
        self.config.join("site.toml")
    }
}

/// Creates a folder and those above it, for the owner alone (0700); one that is there stays as it is.
///
/// # Errors
/// `NotADirectory` where something else has its name; else why it cannot be made.
pub fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let new: Vec<&Path> = path.ancestors().take_while(|folder| !folder.exists()).collect();
    builder.create(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => ErrorKind::NotADirectory.into(),
        _ => error,
    })?;
    new.into_iter().rev().for_each(owner::give_folder);
    Ok(())
}

/// The same of a folder beside the logbook, whose files the program removes: a link in its place leads to another's.
///
/// # Errors
/// `NotADirectory` where something else has its name, a link too; else why it cannot be made.
pub(super) fn own_folder(path: &Path) -> io::Result<()> {
    private_folder(path)?;
    if path.symlink_metadata()?.is_dir() { Ok(()) } else { Err(ErrorKind::NotADirectory.into()) }
}

/// Whether anything has this name, be it a link that leads nowhere, or in a folder that may not be looked into.
pub fn is_there(path: &Path) -> bool {
    !path.symlink_metadata().is_err_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

/// Opens a file to write it anew, for the owner alone (0600); a link in its place is not followed, a pipe there is not
/// waited for.
pub fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    let file = options.open(path)?;
    owner::give(&file, path);
    Ok(file)
}

/// Writes a file for the owner alone, whole or not at all: first as `half`, beside it, then by its own name.
///
/// # Errors
/// Where it cannot be written; `half` is gone then.
pub fn write_whole(path: &Path, half: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private_file(half)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(half, path));
    if written.is_err() {
        let _ = fs::remove_file(half);
    }
    written
}

/// The permission bits of a file or folder, for tests.
#[cfg(all(test, unix))]
pub(super) fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(std::fs::metadata(path).ok()?.permissions().mode() & 0o777)
}

/// Why a file of the first start, or a draft, cannot be written.
pub(super) fn unwritten(error: &std::io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => StoreError::Full,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::Denied,
        kind => StoreError::Other(kind.to_string()),
    }
}

/// The same of a folder beside the logbook, and of what lies in it.
pub(super) fn barred(folder: &Path, error: &std::io::Error) -> StoreError {
    if error.kind() == ErrorKind::NotADirectory {
        return StoreError::in_the_way(folder);
    }
    let within = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    // A folder that is not there could not be made.
    let places = iter::once(folder.to_owned()).chain(within).chain(folder.parent().map(Path::to_owned));
    let named = |path: &Path| PathBuf::from(path.file_name().unwrap_or(path.as_os_str()));
    match owner::barring(places) {
        _ if error.kind() != ErrorKind::PermissionDenied => unwritten(error),
        None => unwritten(error),
        Some((file, whose)) if file.parent() == Some(folder) => StoreError::barred(&named(folder).join("*"), whose),
        Some((place, whose)) => StoreError::barred(&named(&place), whose),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn new_folders_are_for_the_owner_alone() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("a/b");
        private_folder(&inner).unwrap();
        private_folder(&inner).unwrap();
        assert_eq!((mode(&inner), mode(&root.path().join("a"))), (Some(0o700), Some(0o700)));
    }

    #[cfg(unix)]
    #[test]
    fn what_root_makes_belongs_to_whoever_has_the_folder() {
        use std::os::unix::fs::{MetadataExt, chown};
        if !rustix::process::geteuid().is_root() {
            eprintln!("not tried: only root makes files for others");
            return;
        }
        let root = tempfile::tempdir().unwrap();
        let owner = |path: &Path| path.symlink_metadata().map(|about| (about.uid(), about.gid())).unwrap();
        chown(root.path(), Some(65_534), Some(65_533)).unwrap();
        let folder = root.path().join("a/b");
        private_folder(&folder).unwrap();
        write_whole(&folder.join("c"), &folder.join("c.tmp"), b"c").unwrap();
        for path in ["a", "a/b", "a/b/c"] {
            assert_eq!(owner(&root.path().join(path)), (65_534, 65_533), "{path}");
        }
        // What has a second name may be anyone's, and so may what another owns.
        let (victim, own) = (root.path().join("victim"), root.path().join("own"));
        fs::write(&victim, "kept").unwrap();
        fs::hard_link(&victim, folder.join("d")).unwrap();
        fs::write(&own, "").unwrap();
        chown(&own, Some(7), Some(7)).unwrap();
        for (path, has) in [(folder.join("d"), (0, 0)), (own, (7, 7))] {
            private_file(&path).unwrap();
            assert_eq!(owner(&path), has);
        }
    }

    #[test]
    fn the_logbook_and_the_settings_have_their_names() {
        let place = Place { data: "d".into(), config: "c".into() };
        assert_eq!(place.database(), Path::new("d").join("logbook.db"));
        assert_eq!(place.settings(), Path::new("c").join("site.toml"));
    }
}
