//! A year's notice from a file that a person names.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::domain::worktime::notice::read as parse;
use crate::domain::worktime::{Notice, NoticeError, NoticeFlaw};

/// The most bytes that a notice may have; a year's is a hundredth of it.
const MOST: u64 = 1 << 20;

/// Reads a year of the calendar: of several in one file the one that is wanted.
///
/// # Errors
/// It is no file, far too long, not text, or no notice.
pub fn read(path: &Path, wanted: Option<i32>) -> Result<Notice, NoticeError> {
    // A pipe or a device may never end.
    if !fs::metadata(path).is_ok_and(|found| found.is_file()) {
        return Err(NoticeError::whole(NoticeFlaw::NoFile));
    }
    let whole = |error: std::io::Error| {
        let text = matches!(error.kind(), ErrorKind::InvalidData);
        NoticeError::whole(if text { NoticeFlaw::NotText } else { NoticeFlaw::NoFile })
    };
    let mut text = String::new();
    let size = File::open(path).and_then(|file| file.take(MOST).read_to_string(&mut text)).map_err(whole)?;
    if u64::try_from(size).is_ok_and(|size| size >= MOST) {
        return Err(NoticeError::whole(NoticeFlaw::NotText));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    parse(&text, &name.unwrap_or_default(), wanted)
}
