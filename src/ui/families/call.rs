//! The columns of calls 来电: which way, whose number, about what, what came of it.

use crate::domain::record::Record;
use crate::ui::Scene;
use crate::ui::families::outcome;
use crate::ui::list::Column;
use crate::ui::rows::{Parts, marked, numbered, rest, time};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record) {
    let scene = parts.scene;
    rest(parts, record);
    time(parts, record);
    numbered(parts, record);
    let style = if record.get("direction") == "missed" { scene.theme.soon } else { scene.theme.calm };
    let direction = scene.choice("direction", record.get("direction"));
    parts.add("col-direction", Column::upto(0, 6).rank(2), direction, style);
    let revealed = scene.model.reveal.is_some_and(|(subject, _)| subject == record.subject);
    let style = if revealed { scene.theme.title } else { scene.theme.calm };
    parts.add("field-phone", Column::upto(0, 30), number(scene, record), style);
    marked(parts, record, []);
    parts.plain("field-name", Column::upto(6, 12).rank(3), record.get("name"));
    parts.plain("field-room", Column::upto(0, 9).rank(3), scene.room(record));
    parts.plain("field-topic", Column::words(8).rank(1), record.get("topic"));
    outcome(parts, record);
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
