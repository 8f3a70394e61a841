//! The columns of visitors 访客: who came to whom, of what kind, and how long they have stayed.

use crate::domain::record::Record;
use crate::ui::families::stay;
use crate::ui::list::{APART, Column, LAST};
use crate::ui::rows::{Parts, marked, numbered, rest, time};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record) {
    let scene = parts.scene;
    rest(parts, record);
    time(parts, record);
    numbered(parts, record);
    // How many they are is never cut with a long name.
    let (who, party) = (scene.who(record), scene.party(record));
    let count = party.strip_prefix(&who).unwrap_or_default().trim().to_owned();
    parts.plain("field-name", Column::upto(6, 20), who);
    parts.plain("field-count", Column::upto(0, 8), count);
    parts.plain("field-room", Column::upto(0, 9), scene.room(record));
    marked(parts, record, []);
    parts.plain("col-kind", Column::upto(4, 13).rank(1), scene.choice("visitor", record.get("visitor")));
    parts.plain("field-remark", Column::words(4).rank(3), record.get("remark"));
    parts.dim("field-host", Column::upto(0, 12).rank(APART), record.get("host"));
    parts.dim("field-check", Column::upto(0, 12).rank(LAST), scene.choice("check", record.get("check")));
    parts.dim("field-pass", Column::upto(0, 8).rank(LAST), record.get("pass"));
    stay(parts, record);
}
