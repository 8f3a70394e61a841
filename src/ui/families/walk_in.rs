//! The columns of walk-ins 来访: who came from where, why, what was said, what came of it.

use crate::domain::record::Record;
use crate::ui::families::outcome;
use crate::ui::list::Column;
use crate::ui::rows::{Parts, Room, begin};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    parts.plain("field-room", Column::fixed(9), scene.room(record));
    parts.plain("field-name", Column::flex(6, 1), scene.who(record));
    parts.plain("field-reason", Column::fixed(scene.wide(4, 10)), scene.choice("reason", record.get("reason")));
    if room.width >= scene.wide(72, 84) {
        parts.dim("field-said", Column::flex(8, 2), record.get("said"));
    }
    outcome(parts, record, room);
}
