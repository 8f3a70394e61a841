//! Printed pages kept as files: in `pages/` of the state folder, for the owner alone, each written once and never over
//! another.

use std::io;
use std::path::Path;

use crate::app::paper::Sheet;
use crate::runtime::place::{is_there, own_folder, write_whole};

/// The folder beside the logbook.
pub(super) const FOLDER: &str = "pages";

/// Writes a page whole or not at all.
///
/// # Errors
/// `AlreadyExists` where there is a file of its name; else why it cannot be written.
pub fn keep(state: &Path, sheet: &Sheet) -> io::Result<()> {
    let folder = state.join(FOLDER);
    own_folder(&folder)?;
    let (path, half) = (folder.join(&sheet.file), folder.join(format!("{}.tmp", sheet.file)));
    if is_there(&path) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    write_whole(&path, &half, (sheet.lines.join("\n") + "\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::desk::StoreError;

    fn sheet() -> Sheet {
        Sheet {
            file: "deemed-1.txt".into(), title: "视为默认".into(), lines: vec!["渗水".into(), "到期".into()]
        }
    }

    #[test]
    fn a_page_is_written_once_for_the_owner_alone() {
        let root = tempfile::tempdir().unwrap();
        keep(root.path(), &sheet()).unwrap();
        let path = root.path().join("pages/deemed-1.txt");
        assert_eq!(fs::read_to_string(&path).unwrap(), "渗水\n到期\n");
        #[cfg(unix)]
        {
            use crate::runtime::place::mode;
            assert_eq!((mode(&root.path().join("pages")), mode(&path)), (Some(0o700), Some(0o600)));
        }
        let other = Sheet { lines: Vec::new(), ..sheet() };
        assert_eq!(keep(root.path(), &other).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "渗水\n到期\n");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_folder_is_told_as_such() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("pages");
        let told = || {
            let error = keep(root.path(), &sheet()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::NotADirectory);
            crate::runtime::place::barred(&folder, &error)
        };
        fs::write(&folder, "a file").unwrap();
        assert_eq!(told(), StoreError::InTheWay { file: "pages".into() });
        fs::remove_file(&folder).unwrap();
        for target in ["nowhere", "elsewhere"] {
            std::os::unix::fs::symlink(root.path().join(target), &folder).unwrap();
            assert_eq!(told(), StoreError::InTheWay { file: "pages".into() });
            fs::remove_file(&folder).unwrap();
            let _ = fs::create_dir(root.path().join("elsewhere"));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_page_is_not_written_through_a_link() {
        let root = tempfile::tempdir().unwrap();
        let (folder, victim) = (root.path().join("pages"), root.path().join("victim"));
        fs::create_dir(&folder).unwrap();
        fs::write(&victim, "kept").unwrap();
        std::os::unix::fs::symlink(&victim, folder.join("deemed-1.txt.tmp")).unwrap();
        assert!(keep(root.path(), &sheet()).is_err());
        assert_eq!(fs::read(&victim).unwrap(), b"kept");
        assert!(!folder.join("deemed-1.txt").exists());
    }
}
