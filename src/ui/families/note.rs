//! The columns of notes 留言.

use crate::domain::record::{Record, Status};
use crate::ui::list::{APART, Column};
use crate::ui::rows::{Parts, marked, time};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record) {
    time(parts, record);
    let mark = if record.status == Status::Open { "[ ]" } else { "[x]" };
    parts.plain("col-mark", Column::fixed(3), mark);
    marked(parts, record, []);
    parts.plain("field-text", Column::words(10), record.get("text"));
    parts.dim("field-person", Column::upto(0, 12).rank(APART), record.operator.clone());
}
