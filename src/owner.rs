//! Whose a file is that the program makes: where root runs it, whoever owns the folder that the file lies in, so that one
//! start by root locks nobody out.

use std::fs::File;
use std::io;
use std::path::Path;

/// Gives a file at a path, just opened to be written, to the owner of its folder, where root made it. A folder is one,
/// too.
///
/// # Errors
/// Where the folder cannot be looked at, or the file cannot be given away.
#[cfg(unix)]
pub fn give(file: &File, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    if !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (made, folder) = (file.metadata()?, folder.metadata()?);
    // One with a second name may be anyone's.
    let ours = made.uid() == 0 && (made.is_dir() || made.nlink() == 1);
    if ours && folder.uid() != 0 { fchown(file, Some(folder.uid()), Some(folder.gid())) } else { Ok(()) }
}

/// There are no such owners here.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn give(_: &File, _: &Path) -> io::Result<()> {
    Ok(())
}

/// As [`give`], for a folder just made.
///
/// # Errors
/// As [`give`], and where it cannot be opened.
pub fn give_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { give(&File::open(path)?, path) } else { Ok(()) }
}
