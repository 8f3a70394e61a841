//! The columns of complaints 投诉: what is left, where and who, what was said, the next stage and whose it is.

use crate::domain::record::{PASSES, Record, Status};
use crate::domain::stages;
use crate::ui::Scene;
use crate::ui::list::Column;
use crate::ui::rows::{Parts, Room, marks, numbered};

/// From so many cells on a complaint's row tells the name beside the room.
const NAMED: u16 = 112;

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    let clock = record.next_limit();
    let (rest, style) = match (clock, record.status) {
        (Some(clock), Status::Open) => {
            let (text, heat) = scene.rest_column(clock, usize::from(room.rest));
            (text, scene.theme.heat(heat))
        }
        (_, Status::Open) => ("-".to_owned(), scene.theme.dim),
        (_, Status::Closed) => (scene.locale.tr("status-closed"), scene.theme.dim),
        (_, Status::Void) => (scene.locale.tr("void"), scene.theme.dim),
    };
    parts.add("col-rest", Column::fixed(room.rest), rest, style);
    numbered(parts, record, room);
    let (narrow, wide) = (room.width < 64, room.width >= NAMED);
    let alerts = scene.alerts(record);
    // Between the two, what was said needs the cells of the name more: the room says who it is.
    let place = Some(scene.room(record)).filter(|place| narrow || wide || !place.is_empty());
    parts.plain("field-room", Column::fixed(9), place.unwrap_or_else(|| scene.who(record)));
    if narrow {
        parts.plain("field-name", Column::flex(6, 1), format!("{alerts} {}", scene.who(record)).trim());
    } else if wide {
        parts.plain("field-name", Column::fixed(8), scene.who(record));
    }
    let mut said: Vec<String> = Some(alerts).filter(|alerts| !alerts.is_empty()).into_iter().collect();
    said.extend(marks(scene, record, room));
    if !matches!(record.get("class"), "" | "general") {
        said.push(scene.choice("class", record.get("class")));
    }
    if record.should_be_major() {
        said.push(scene.locale.tr("mark-major"));
    }
    if record.households() > 0 && record.get("class") != "major" {
        said.push(scene.locale.tr_args("mark-collective", &[("n", &record.households().to_string())]));
    }
    if let Some(clock) = record.limits.iter().find(|clock| scene.stopped(clock).is_some()) {
        said.push(scene.locale.tr_args("mark-paused", &[("why", &scene.paused(record, clock).1)]));
    }
    if record.promises() > 1 {
        said.push(scene.promised(record));
    }
    if record.transfers() > PASSES {
        said.push(scene.locale.tr_args("mark-passed-on", &[("n", &record.transfers().to_string())]));
    }
    said.push(record.get("said").to_owned());
    if !narrow {
        parts.plain("field-said", Column::flex(4, 1), said.join(" "));
    }
    let stage_cells = match room.width {
        0..64 => 12,
        64..96 => scene.wide(15, 16),
        _ => scene.wide(15, 20),
    };
    parts.plain("col-stage", Column::fixed(stage_cells), stage(scene, record));
    if room.width >= 96 {
        let length = clock.map(|clock| scene.length(clock.length)).unwrap_or_default();
        parts.plain("col-length", Column::fixed(scene.wide(9, 12)), length);
        let whom = match (record.get("person"), record.get("department")) {
            ("", "") => record.operator.clone(),
            ("", department) => scene.department(department),
            (person, _) => person.to_owned(),
        };
        parts.plain("col-whom", Column::fixed(8), whom);
    }
    if room.width >= scene.wide(112, 130) {
        parts.dim("col-clause", Column::fixed(15), clock.map_or("", |clock| clock.clause.as_str()));
    }
}

/// What its next limit waits for; a promised reply does not say what is to be done, so the next step stands beside it.
fn stage(scene: &Scene<'_>, record: &Record) -> String {
    match (record.next_limit(), scene.model.next_of(record)) {
        (None, next) => next.map(|next| scene.step(&next.step)).unwrap_or_default(),
        (Some(clock), Some(next)) if clock.stage == stages::REPLY => {
            let step = scene.step(&next.step);
            if next.ends.contains(&clock.stage) {
                step
            } else {
                scene.locale.tr_args("stage-reply-and", &[("step", &step)])
            }
        }
        (Some(clock), _) => scene.stage(&clock.name()),
    }
}
