//! The columns of vehicles 车辆: plate, where to, what for, and how long they have stayed.

use crate::domain::record::Record;
use crate::ui::families::stay;
use crate::ui::list::{APART, Column};
use crate::ui::rows::{Parts, marked, numbered, rest, time};
use crate::ui::words::join;

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record) {
    let scene = parts.scene;
    rest(parts, record);
    time(parts, record);
    numbered(parts, record);
    parts.plain("field-plate", Column::upto(0, 14), scene.plate(record.get("plate")));
    parts.plain("field-room", Column::upto(0, 9), scene.room(record));
    marked(parts, record, []);
    parts.plain("field-use", Column::upto(4, 10).rank(1), scene.choice("use", record.get("use")));
    // What is not told by its plate is told by its looks.
    let looks = [scene.choice("colour", record.get("colour")), record.get("make").into(), record.get("remark").into()];
    parts.plain("field-remark", Column::words(4).rank(3), join(&looks, " "));
    parts.dim("field-host", Column::upto(0, 12).rank(APART), record.get("host"));
    stay(parts, record);
}
