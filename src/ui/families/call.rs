//! The columns of calls 来电: which way, whose number, about what, what came of it.

use crate::domain::record::Record;
use crate::ui::Scene;
use crate::ui::families::outcome;
use crate::ui::list::Column;
use crate::ui::rows::{Parts, Room, begin};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    let style = if record.get("direction") == "missed" { scene.theme.soon } else { scene.theme.calm };
    let direction = scene.choice("direction", record.get("direction"));
    parts.add("col-direction", Column::fixed(scene.wide(4, 6)), direction, style);
    let revealed = scene.model.reveal.is_some_and(|(subject, _)| subject == record.subject);
    let style = if revealed { scene.theme.title } else { scene.theme.calm };
    parts.add("field-phone", Column::fixed(room.phone), number(scene, record), style);
    if room.width >= 72 {
        parts.plain("field-name", Column::flex(6, 1), record.get("name"));
    }
    if room.width >= 90 {
        parts.plain("field-room", Column::fixed(9), scene.room(record));
    }
    if room.width < 72 || room.width >= scene.wide(72, 84) {
        parts.dim("field-topic", Column::flex(8, 2), record.get("topic"));
    }
    outcome(parts, record, room);
}

/// A call's number: masked, or in full with the seconds that it stays so.
pub(in crate::ui) fn number(scene: &Scene<'_>, record: &Record) -> String {
    let number = record.get("phone");
    let until = scene.model.reveal.filter(|(subject, until)| *subject == record.subject && *until > scene.now);
    match until {
        _ if number.is_empty() => String::new(),
        Some((_, until)) => {
            let seconds = (until.since(scene.now) + 999) / 1_000;
            format!(
                "{} {}",
                scene.phone(number, true),
                scene.locale.tr_args("rest-reveal", &[("s", &seconds.to_string())])
            )
        }
        None => scene.phone(number, false),
    }
}
