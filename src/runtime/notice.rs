//! A year's notice from a file that a person names.

use std::path::Path;

use crate::domain::worktime::notice::read as parse;
use crate::domain::worktime::{CalendarYear, NoticeError, NoticeFlaw};
use crate::runtime::reading::{Unread, text_beside};

/// Reads a year of the calendar, from a file that is none of the logbook at `db`.
pub fn read(db: &Path, path: &Path) -> Result<CalendarYear, NoticeError> {
    let text = text_beside(db, path).map_err(|unread| {
        let text = matches!(unread, Unread::NotText);
        NoticeError::whole(if text { NoticeFlaw::NotText } else { NoticeFlaw::NoFile })
    })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    parse(&text, &name.unwrap_or_default())
}
