//! The columns of notes 留言.

use crate::domain::record::{Record, Status};
use crate::ui::list::Column;
use crate::ui::rows::{Parts, Room, marks};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    parts.dim("field-at", Column::right(5), scene.time(record, 5));
    let mut text = marks(scene, record, room);
    text.push(record.get("text").to_owned());
    let mark = if record.status == Status::Open { "[ ]" } else { "[x]" };
    parts.plain("col-mark", Column::fixed(3), mark);
    parts.plain("field-text", Column::flex(10, 1), text.join(" "));
    if room.width >= 72 {
        parts.dim("field-person", Column::fixed(8), record.operator.clone());
    }
}
