//! The columns of vehicles 车辆: plate, where to, what for, and how long they have stayed.

use crate::domain::record::Record;
use crate::domain::text::plate;
use crate::ui::families::stay;
use crate::ui::list::Column;
use crate::ui::rows::{Parts, Room, begin};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    parts.plain("field-plate", Column::fixed(11), scene.plate(record.get("plate")));
    parts.plain("field-room", Column::fixed(9), scene.room(record));
    parts.plain("field-use", Column::fixed(scene.wide(8, 10)), scene.choice("use", record.get("use")));
    let colour = || scene.choice("colour", record.get("colour"));
    if room.width >= if room.all { 96 } else { 72 } {
        // What is not told by its plate is told by its looks.
        let known = room.width >= 96 || !plate::key(record.get("plate")).is_empty();
        let told = if known { record.get("host").to_owned() } else { format!("{} {}", colour(), record.get("make")) };
        parts.dim("field-host", Column::flex(6, 1), told.trim());
    }
    if room.width >= 96 {
        let told = [colour(), record.get("make").into(), record.get("remark").into()];
        let told: Vec<String> = told.into_iter().filter(|word| !word.is_empty()).collect();
        parts.dim("field-remark", Column::flex(6, 2), told.join(" "));
    }
    stay(parts, record, room);
}
