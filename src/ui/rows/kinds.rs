//! The columns of each kind of record, in the order in which the eye wants them.

use crate::app::tick::Urgency;
use crate::desk::phone;
use crate::domain::entry::Family;
use crate::domain::handover::Verdict;
use crate::domain::procedure::stages;
use crate::domain::record::{DELIVERED, Departure, MESSAGE, PASSES, Record, Status};
use crate::domain::text::plate;
use crate::domain::time::parse_rfc3339;
use crate::ui::Scene;
use crate::ui::list::Column;

use super::{Parts, Room, begin, marks, numbered};

/// From so many cells on a complaint's row tells the name beside the room.
const NAMED: u16 = 112;
/// Below so many cells a row says only by how much someone has stayed too long.
pub(super) const BRIEF: u16 = 56;

pub(super) fn walk_in(parts: &mut Parts<'_>, record: &Record, room: Room) {
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

pub(super) fn call(parts: &mut Parts<'_>, record: &Record, room: Room) {
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
pub(super) fn number(scene: &Scene<'_>, record: &Record) -> String {
    let number = record.get("phone");
    let until = scene.model.reveal.filter(|(subject, until)| *subject == record.subject && *until > scene.now);
    match until {
        _ if number.is_empty() => String::new(),
        Some((_, until)) => {
            let seconds = (until.since(scene.now) + 999) / 1_000;
            format!("{number} {}", scene.locale.tr_args("rest-reveal", &[("s", &seconds.to_string())]))
        }
        None => phone(number, false),
    }
}

pub(super) fn complaint(parts: &mut Parts<'_>, record: &Record, room: Room) {
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
    if record.households > 0 && record.get("class") != "major" {
        said.push(scene.locale.tr_args("mark-collective", &[("n", &record.households.to_string())]));
    }
    if let Some(clock) = record.limits.iter().find(|clock| scene.stopped(clock).is_some()) {
        said.push(scene.locale.tr_args("mark-paused", &[("why", &scene.paused(record, clock).1)]));
    }
    if record.promises > 1 {
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
    let procedures = &scene.model.house.procedures;
    let next = procedures.next(record, scene.now).map(|rule| rule.id.as_str());
    match (record.next_limit(), next) {
        (None, next) => next.map(|step| scene.step(step)).unwrap_or_default(),
        (Some(clock), Some(step)) if clock.stage == stages::REPLY => {
            let replies = procedures.would_end(record, step).contains(&clock.stage);
            let step = scene.step(step);
            if replies { step } else { scene.locale.tr_args("stage-reply-and", &[("step", &step)]) }
        }
        (Some(clock), _) => scene.stage(&clock.name()),
    }
}

pub(super) fn visitor(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    let who = match (scene.who(record), record.get("count")) {
        (name, "" | "1") => name,
        (name, count) => scene.locale.tr_args("visitor-party", &[("name", &name), ("n", count)]),
    };
    parts.plain("field-name", Column::flex(8, 2), who.trim());
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

pub(super) fn vehicle(parts: &mut Parts<'_>, record: &Record, room: Room) {
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

/// How long it has been inside; where those outside are listed too, how it left or why it was not let in.
pub(super) fn stay(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    let told = marks(scene, record, room).join(" ");
    if !room.all {
        if !told.is_empty() || room.width >= 72 {
            parts.plain("col-mark", Column::flex(scene.wide(4, 5), 1), told);
        } else {
            parts.plain("col-mark", Column::flex(0, 1), "");
        }
        let (stay, style) = scene.stay(record, room.width < BRIEF);
        parts.add("col-stay", Column::right(room.stay), stay, style);
        return;
    }
    let (state, style) = match record.departure {
        _ if record.refused => {
            let ground = scene.choice("ground", record.get("ground"));
            (format!("{} {ground}", scene.locale.tr("kind-visitor_refused")), scene.theme.soon)
        }
        Some(Departure::Unseen) => (scene.locale.tr("departure-unseen"), scene.theme.soon),
        Some(Departure::Seen(at)) => (scene.locale.tr_args("left-at", &[("at", &scene.short(at))]), scene.theme.dim),
        None if record.inside => {
            let (stay, style) = scene.stay(record, false);
            (scene.locale.tr_args("inside-for", &[("time", &stay)]), style)
        }
        None => (String::new(), scene.theme.calm),
    };
    let state = if told.is_empty() { state } else { format!("{told} {state}") };
    parts.add("col-state", Column::flex(scene.wide(17, 26), 3), state, style);
}

pub(super) fn note(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    parts.dim("field-at", Column::right(5), scene.time(record, 5));
    let mut text = marks(scene, record, room);
    text.push(record.get("text").to_owned());
    let mark = if record.status == Status::Open { "[ ]" } else { "[x]" };
    parts.plain("col-mark", Column::fixed(3), mark);
    parts.plain("field-text", Column::flex(10, 1), text.join(" "));
    if room.width >= 72 {
        parts.dim("field-person", Column::fixed(8), record.operator.clone());
    }
}

pub(super) fn handover(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    parts.dim("field-at", Column::right(11), scene.time(record, 11));
    numbered(parts, record, room);
    parts.plain("col-post", Column::flex(8, 2), record.post.clone());
    parts.plain("col-from", Column::flex(6, 1), record.get("person"));
    parts.plain("field-relief", Column::flex(6, 1), record.get("relief"));
    parts.plain("col-lines", Column::right(5), record.lines.len().to_string());
    let count = |verdict| record.verdicts.iter().filter(|given| **given == verdict).count();
    let mut said = Vec::new();
    for (verdict, key) in [(Verdict::Queried, "verdict-queried"), (Verdict::Refused, "verdict-refused")] {
        if count(verdict) > 0 {
            said.push(format!("{} {}", scene.locale.tr(key), count(verdict)));
        }
    }
    let waits = record.status == Status::Open;
    if waits {
        said.push(scene.locale.tr("handover-waits"));
    }
    said.extend(marks(scene, record, room));
    let style = if said.is_empty() { scene.theme.calm } else { scene.theme.soon };
    parts.add("col-state", Column::flex(12, 2), said.join(" "), style);
}

/// What became of a walk-in or call: amber while nothing has.
pub(super) fn outcome(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    let mut told = Vec::new();
    let heat = record.next_limit().map(|clock| scene.rest(clock));
    let mut style = scene.theme.calm;
    let became = record.links.iter().find(|link| link.family == Family::Complaint);
    match record.get("outcome") {
        _ if became.is_some() => {
            let label = became.map(|link| scene.label(link.family, link.number)).unwrap_or_default();
            told.push(format!("> {label}"));
        }
        "" if record.status == Status::Open => {
            style = scene.theme.soon;
            told.push(scene.locale.tr("outcome-none"));
        }
        outcome @ ("passed" | MESSAGE | DELIVERED) => {
            told.push(scene.choice("outcome", outcome));
            told.push(record.get("to").to_owned());
        }
        "promised" if record.status == Status::Open => {
            let promise = parse_rfc3339(record.get("promise")).map(|at| scene.short(at)).unwrap_or_default();
            told.push(scene.locale.tr_args("outcome-promised", &[("at", &promise)]));
        }
        "" if record.get("reached").is_empty() => {}
        "" => told.push(scene.choice("reached", record.get("reached"))),
        value => told.push(scene.choice("outcome", value)),
    }
    if let Some(rest) = heat.filter(|rest| rest.heat <= Urgency::Soon) {
        style = scene.theme.heat(rest.heat);
        // What is left tells the time promised; both would not fit.
        if room.width < 96 && record.get("outcome") == "promised" {
            told.clear();
        }
        told.insert(0, rest.whole());
    }
    let alerts = scene.alerts(record);
    if !alerts.is_empty() {
        told.insert(0, alerts);
    }
    told.extend(marks(scene, record, room));
    let column =
        if room.width < 72 { Column::flex(scene.wide(12, 14), 3) } else { Column::flex(scene.wide(18, 25), 2) };
    parts.add("field-outcome", column, told.join(" "), style);
}
