//! The columns of walk-ins 来访: who came from where, why, what was said, what came of it.

use crate::domain::record::Record;
use crate::ui::families::outcome;
use crate::ui::list::Column;
use crate::ui::rows::{Parts, marked, numbered, rest, time};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record) {
    let scene = parts.scene;
    rest(parts, record);
    time(parts, record);
    numbered(parts, record);
    parts.plain("field-room", Column::upto(0, 9), scene.room(record));
    parts.plain("field-name", Column::upto(6, 14).rank(3), scene.who(record));
    marked(parts, record, []);
    parts.plain("field-reason", Column::upto(4, 10).rank(3), scene.choice("reason", record.get("reason")));
    parts.plain("field-said", Column::words(8).rank(1), record.get("said"));
    outcome(parts, record);
}
