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
use crate::ui::rows::{Parts, marked, numbered, time};

/// The columns of a family without columns of its own: where, who, and what tells it in one line.
fn plain(parts: &mut Parts<'_>, record: &Record) {
    let scene = parts.scene;
    time(parts, record);
    numbered(parts, record);
    parts.plain("field-room", Column::upto(0, 9), scene.room(record));
    parts.plain("field-name", Column::upto(6, 12), scene.who(record));
    marked(parts, record, []);
    let told: Vec<String> = record.gist().map(|(field, said)| scene.value(field, said)).collect();
    parts.plain("col-state", Column::words(10), told.join(" "));
}

/// Puts the columns of a record together.
pub(super) fn columns(parts: &mut Parts<'_>, record: &Record) {
    match record.family {
        Family::WalkIn => walk_in::columns(parts, record),
        Family::Call => call::columns(parts, record),
        Family::Complaint => complaint::columns(parts, record),
        Family::Visitor => visitor::columns(parts, record),
        Family::Vehicle => vehicle::columns(parts, record),
        Family::Handover => handover::columns(parts, record),
        Family::Note => note::columns(parts, record),
        _ => plain(parts, record),
    }
}

/// How long it has been inside; where those outside are listed too, how it left or why it was not let in.
pub(super) fn stay(parts: &mut Parts<'_>, record: &Record) {
    let scene = parts.scene;
    let inside = record.inside();
    let stay = if inside { scene.elapsed(record.at) } else { String::new() };
    let late = record.next_limit().is_some_and(|clock| clock.is_late(scene.now));
    parts.add("col-stay", Column::upto(0, 9).right(), stay, if late { scene.theme.late } else { scene.theme.calm });
    let alone = record.is_there() && !inside;
    let soon = scene.theme.soon;
    let (state, style) = match record.stay() {
        Some(Stay::Refused) => {
            let ground = scene.choice("ground", record.get("ground"));
            (format!("{} {ground}", scene.locale.tr("kind-visitor_refused")), soon)
        }
        _ if alone => (scene.locale.tr("departure-driver-there"), soon),
        Some(Stay::OutOnly) => (scene.locale.tr("departure-out-only"), soon),
        Some(Stay::LeftUnseen) => (scene.locale.tr("departure-unseen"), soon),
        Some(Stay::Left(at)) => (scene.locale.tr_args("left-at", &[("at", &scene.listed(at))]), scene.theme.dim),
        Some(Stay::Inside) if parts.all => (scene.locale.tr("inside-now"), scene.theme.calm),
        Some(Stay::Inside) | None => (String::new(), scene.theme.calm),
    };
    parts.add("col-state", Column::upto(6, 30), state, style);
}

/// What became of a walk-in or call: amber while nothing has.
pub(super) fn outcome(parts: &mut Parts<'_>, record: &Record) {
    let scene = parts.scene;
    let mut told = Vec::new();
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
    if record.next_limit().is_some_and(|clock| scene.rest(clock).heat <= Urgency::Soon) {
        style = scene.theme.soon;
    }
    parts.add("field-outcome", Column::upto(14, 30), told.join(" "), style);
}
