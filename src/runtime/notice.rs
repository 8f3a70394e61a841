//! A year's notice from a file that a person names.

use std::path::Path;

use crate::domain::worktime::notice::read as parse;
use crate::domain::worktime::{Notice, NoticeError, NoticeFlaw};
use crate::runtime::reading::{Unread, text_beside};

/// Reads a year of the calendar, of several in one file the one that is wanted, from a file that is none of the logbook
/// at `db`.
///
/// # Errors
/// It is no file, far too long, not text, or no notice.
pub fn read(db: &Path, path: &Path, wanted: Option<i32>) -> Result<Notice, NoticeError> {
    let text = text_beside(db, path).map_err(|unread| {
        NoticeError::whole(match unread {
            Unread::NotText => NoticeFlaw::NotText,
            Unread::Large => NoticeFlaw::Large,
            Unread::Missing | Unread::Odd | Unread::Failed => NoticeFlaw::NoFile,
        })
    })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    parse(&text, &name.unwrap_or_default(), wanted)
}
