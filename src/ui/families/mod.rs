//! What is drawn of each family: its columns, in the order in which the eye wants them. A family without columns of its
//! own has the plain ones.

pub(super) mod call;
mod complaint;
mod handover;
mod note;
mod vehicle;
mod visitor;
mod walk_in;

use crate::app::tick::Urgency;
use crate::domain::entry::Family;
use crate::domain::record::{DELIVERED, MESSAGE, Record, Status, Stay};
use crate::domain::time::parse_rfc3339;
use crate::ui::list::Column;
use crate::ui::rows::{Parts, Room, begin, marks};

/// Below so many cells a row says only by how much someone has stayed too long.
pub(super) const BRIEF: u16 = 56;

/// The columns of a family without columns of its own: where, who, and what tells it in one line.
fn plain(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    parts.plain("field-room", Column::fixed(9), scene.room(record));
    parts.plain("field-name", Column::flex(6, 1), scene.who(record));
    let mut told = marks(scene, record, room);
    told.extend(record.gist().map(|(field, said)| scene.value(field, said)));
    parts.plain("col-state", Column::flex(10, 3), told.join(" "));
}

/// Puts the columns of a record together.
pub(super) fn columns(parts: &mut Parts<'_>, record: &Record, room: Room) {
    match record.family {
        Family::WalkIn => walk_in::columns(parts, record, room),
        Family::Call => call::columns(parts, record, room),
        Family::Complaint => complaint::columns(parts, record, room),
        Family::Visitor => visitor::columns(parts, record, room),
        Family::Vehicle => vehicle::columns(parts, record, room),
        Family::Handover => handover::columns(parts, record, room),
        Family::Note => note::columns(parts, record, room),
        _ => plain(parts, record, room),
    }
}

/// How long it has been inside; where those outside are listed too, how it left or why it was not let in.
pub(super) fn stay(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    let told = marks(scene, record, room).join(" ");
    let alone = record.is_there() && !record.inside();
    if !room.all {
        if !told.is_empty() || room.width >= 72 {
            parts.plain("col-mark", Column::flex(scene.wide(4, 5), 1), told);
        } else {
            parts.plain("col-mark", Column::flex(0, 1), "");
        }
        let brief = room.width < BRIEF;
        let (stay, style) = match alone {
            true if brief => (scene.locale.tr("departure-driver-brief"), scene.theme.soon),
            true => (scene.locale.tr("departure-driver-there"), scene.theme.soon),
            false => scene.stay(record, brief),
        };
        parts.add("col-stay", Column::right(room.stay), stay, style);
        return;
    }
    let (state, style) = match record.stay() {
        Some(Stay::Refused) => {
            let ground = scene.choice("ground", record.get("ground"));
            (format!("{} {ground}", scene.locale.tr("kind-visitor_refused")), scene.theme.soon)
        }
        _ if alone => (scene.locale.tr("departure-driver-there"), scene.theme.soon),
        Some(Stay::OutOnly) => (scene.locale.tr("departure-out-only"), scene.theme.soon),
        Some(Stay::LeftUnseen) => (scene.locale.tr("departure-unseen"), scene.theme.soon),
        Some(Stay::Left(at)) => (scene.locale.tr_args("left-at", &[("at", &scene.at(at))]), scene.theme.dim),
        Some(Stay::Inside) => {
            let (stay, style) = scene.stay(record, false);
            (scene.locale.tr_args("inside-for", &[("time", &stay)]), style)
        }
        None => (String::new(), scene.theme.calm),
    };
    let state = if told.is_empty() { state } else { format!("{told} {state}") };
    parts.add("col-state", Column::flex(scene.wide(17, 26), 3), state, style);
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
        "promised" if record.status == Status::Closed && record.called_back().is_some() => {
            let at = record.called_back().map(|at| scene.at(at)).unwrap_or_default();
            told.push(scene.locale.tr_args("outcome-called-back", &[("at", &at)]));
        }
        outcome @ ("passed" | MESSAGE | DELIVERED) => {
            told.push(scene.choice("outcome", outcome));
            told.push(record.get("to").to_owned());
        }
        "promised" if record.status == Status::Open => {
            let promise = parse_rfc3339(record.get("promise")).map(|at| scene.until(at)).unwrap_or_default();
            told.push(scene.locale.tr_args("outcome-promised", &[("at", &promise)]));
        }
        "" if record.get("reached").is_empty() => {}
        "" => told.push(scene.choice("reached", record.get("reached"))),
        _ => told.push(scene.outcome(record)),
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
