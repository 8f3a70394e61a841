//! Whose a file is that the program makes: where root runs it, whoever owns the folder that the file lies in, so that one
//! start by root locks nobody out. What cannot be given away keeps nobody from working.

use std::fs::File;
use std::path::{Path, PathBuf};

/// Gives a file at a path, just opened to be written, to the owner of its folder, where root made it. A folder is one,
/// too.
#[cfg(unix)]
pub fn give(file: &File, path: &Path) {
    use std::os::unix::fs::{MetadataExt, fchown};

    if !rustix::process::geteuid().is_root() {
        return;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Ok(made), Ok(folder)) = (file.metadata(), folder.metadata()) else { return };
    // One with a second name may be anyone's.
    let ours = made.uid() == 0 && (made.is_dir() || made.nlink() == 1);
    if ours && folder.uid() != 0 {
        let _ = fchown(file, Some(folder.uid()), Some(folder.gid()));
    }
}

/// There are no such owners here.
#[cfg(not(unix))]
pub const fn give(_: &File, _: &Path) {}

/// As [`give`], for a folder just made.
pub fn give_folder(path: &Path) {
    if let Ok(folder) = File::open(path) {
        give(&folder, path);
    }
}

/// Whose a file is that may not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Ours,
    Anothers,
}

/// Which of these files and folders is the first that may not be read and written, and whose it is.
#[cfg(unix)]
pub fn barring(paths: impl IntoIterator<Item = PathBuf>) -> Option<(PathBuf, Whose)> {
    use std::os::unix::fs::MetadataExt;

    use rustix::fs::{Access, access};

    paths.into_iter().find_map(|path| {
        // One whose folder may not be looked into is not looked at.
        let about = path.metadata().ok()?;
        let needed = Access::READ_OK | Access::WRITE_OK;
        let needed = if about.is_dir() { needed | Access::EXEC_OK } else { needed };
        let whose = if about.uid() == rustix::process::geteuid().as_raw() { Whose::Ours } else { Whose::Anothers };
        (access(&path, needed) == Err(rustix::io::Errno::ACCESS)).then_some((path, whose))
    })
}

/// There are no such permissions here.
#[cfg(not(unix))]
pub fn barring(_: impl IntoIterator<Item = PathBuf>) -> Option<(PathBuf, Whose)> {
    None
}
