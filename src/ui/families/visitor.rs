//! The columns of visitors 访客: who came to whom, of what kind, and how long they have stayed.

use crate::domain::record::Record;
use crate::ui::families::stay;
use crate::ui::list::Column;
use crate::ui::rows::{Parts, Room, begin};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    parts.plain("field-name", Column::flex(8, 2), scene.party(record));
    parts.plain("field-room", Column::fixed(9), scene.room(record));
    parts.plain(
        "col-kind",
        Column::fixed(scene.wide(4, if room.width < 96 { 8 } else { 13 })),
        scene.choice("visitor", record.get("visitor")),
    );
    if room.width >= 96 {
        parts.dim("field-host", Column::flex(6, 1), record.get("host"));
        parts.dim("field-check", Column::fixed(scene.wide(8, 10)), scene.choice("check", record.get("check")));
        parts.dim("field-pass", Column::fixed(8), record.get("pass"));
    }
    stay(parts, record, room);
}
