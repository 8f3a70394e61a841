//! The columns of complaints 投诉: what is left, where and who, what was said, the next stage and whose it is.

use crate::domain::record::{PASSES, Record, Status};
use crate::domain::stages;
use crate::ui::Scene;
use crate::ui::list::{APART, Column, LAST};
use crate::ui::rows::{Parts, marked, numbered};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record) {
    let scene = parts.scene;
    let clock = record.next_limit();
    let (rest, style) = match (clock, record.status) {
        (Some(clock), Status::Open) => {
            let (text, heat) = scene.rest_cell(clock);
            (text, scene.theme.heat(heat))
        }
        (_, Status::Open) => ("-".to_owned(), scene.theme.dim),
        (_, Status::Closed) => (scene.locale.tr("status-closed"), scene.theme.dim),
        (_, Status::Void) => (String::new(), scene.theme.dim),
    };
    parts.add("col-rest", Column::upto(0, 25), rest, style);
    numbered(parts, record);
    parts.plain("field-room", Column::upto(0, 9), scene.room(record));
    parts.plain("field-name", Column::upto(6, 12).rank(3), scene.who(record));
    let mut marks = Vec::new();
    if matches!(record.get("class"), "important" | "hot" | "major") {
        marks.push(scene.choice("class", record.get("class")));
    }
    if record.households() > 0 && record.get("class") != "major" {
        marks.push(scene.locale.tr_args("mark-collective", &[("n", &record.households().to_string())]));
    }
    marked(parts, record, marks);
    let mut said = Vec::new();
    if record.should_be_major() {
        said.push(scene.locale.tr("mark-major"));
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
    parts.plain("field-said", Column::words(8).rank(1), said.join(" "));
    parts.plain("col-stage", Column::upto(10, 20), stage(scene, record));
    let length = clock.map(|clock| scene.length(clock.length)).unwrap_or_default();
    parts.plain("col-length", Column::upto(6, 12).rank(APART), length);
    let whom = match (record.get("person"), record.get("department")) {
        ("", "") => record.operator.clone(),
        ("", department) => scene.department(department),
        (person, _) => person.to_owned(),
    };
    parts.plain("col-whom", Column::upto(6, 12).rank(APART), whom);
    parts.dim("col-clause", Column::upto(0, 15).rank(LAST), clock.map_or("", |clock| clock.clause.as_str()));
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
