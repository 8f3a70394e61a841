//! The columns of vehicles 车辆: plate, where to, what for, and how long they have stayed.

use crate::domain::record::Record;
use crate::domain::text::plate;
use crate::ui::families::stay;
use crate::ui::list::Column;
use crate::ui::rows::{Parts, Room, begin};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    parts.plain("field-plate", Column::fixed(11), plate::show(record.get("plate")));
    parts.plain("field-room", Column::fixed(9), scene.room(record));
    parts.plain("field-use", Column::fixed(scene.wide(8, 10)), scene.choice("use", record.get("use")));
    if room.width >= if room.all { 96 } else { 72 } {
        parts.dim("field-host", Column::flex(6, 1), record.get("host"));
    }
    if room.width >= 96 {
        parts.dim("field-remark", Column::flex(6, 2), record.get("remark"));
    }
    stay(parts, record, room);
}
