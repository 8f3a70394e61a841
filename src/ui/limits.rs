//! The time limits of a record, done and running, as rows of its card: how long, due when, what is left, by which
//! clause; the obvious next step is marked.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::cells;
use crate::desk::Card;
use crate::domain::entry::{Family, Kind};
use crate::domain::escalation::HALF;
use crate::domain::record::{Record, Status};
use crate::domain::stages;
use crate::domain::time::{MINUTE, Moment};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Due;
use crate::ui::Scene;
use crate::ui::sheet::Sheet;
use crate::ui::words::hours;

const GAP: usize = 2;

/// The cells of each column; a clause of none stands on a row of its own.
struct Columns {
    stage: usize,
    length: usize,
    due: usize,
    rest: usize,
    clause: usize,
}

impl Columns {
    const fn new(width: usize) -> Self {
        let (length, due, rest, clause) = if width < 72 { (11, 12, 10, 0) } else { (11, 12, 12, 16) };
        let gaps = GAP * if clause > 0 { 4 } else { 3 };
        let fixed = length + due + rest + clause + gaps + 3;
        Self { stage: width.saturating_sub(fixed), length, due, rest, clause }
    }
}

#[derive(Default)]
struct Row {
    next: bool,
    stage: String,
    length: String,
    due: String,
    rest: (String, Style),
    clause: String,
    /// That it stands still, its legal last day, the rungs of its ladder that were reached.
    notes: Vec<String>,
    style: Style,
}

/// Adds the table, where there is any limit or step to tell of, and the next reply.
pub(super) fn draw(scene: &Scene<'_>, card: &Card, width: usize, sheet: &mut Sheet) {
    let rows: Vec<Row> = done(scene, card).into_iter().chain(running(scene, card)).collect();
    if rows.is_empty() && promise(card).is_none() {
        return;
    }
    sheet.row(Vec::new());
    let columns = Columns::new(width);
    if !rows.is_empty() {
        let dim = scene.theme.dim;
        let head = ["col-stage", "col-length", "card-due", "card-rest", "col-clause"].map(|key| scene.locale.tr(key));
        let [stage, length, due, rest, clause] = head;
        let head = Row { stage, length, due, rest: (rest, dim), clause, style: dim, ..Row::default() };
        let clause = if columns.clause > 0 { head.clause } else { String::new() };
        write(scene, &Row { clause, ..head }, &columns, sheet);
    }
    for row in &rows {
        write(scene, row, &columns, sheet);
        row.notes.iter().for_each(|note| under(scene, note, width, sheet));
    }
    if let Some(clock) = promise(card) {
        let at = clock.at().map(|at| scene.at(at)).unwrap_or_default();
        let rest = scene.rest(clock);
        let said = scene.locale.tr_args("card-next-reply", &[("at", &at)]);
        sheet.row(vec![
            Span::raw("  "),
            Span::styled(said + "  ", scene.theme.title),
            Span::styled(rest.whole(), scene.theme.heat(rest.heat)),
            Span::styled(format!("  {}", clock.clause), scene.theme.dim),
        ]);
        under(scene, &rungs(scene, &card.record, clock), width, sheet);
    }
}

/// A text on rows of its own, set in.
fn under(scene: &Scene<'_>, text: &str, width: usize, sheet: &mut Sheet) {
    for row in cells::wrap(text, width.saturating_sub(5).max(1)).into_iter().filter(|row| !row.is_empty()) {
        sheet.row(vec![Span::raw("    "), Span::styled(row, scene.theme.dim)]);
    }
}

/// The rungs worth telling of a limit, such as `80% 14:20 主管 王敏`: the highest reached, if it rings or more, and each
/// that someone took note of. The ledger has all of them.
fn rungs(scene: &Scene<'_>, record: &Record, clock: &TimeLimit) -> String {
    let highest = clock.rung(scene.now);
    let reached = clock.ladder.iter().filter_map(|rung| Some((rung.percent, rung.at.filter(|at| *at <= scene.now)?)));
    let is_noted = |percent: u32| record.acks_of(clock).any(|ack| ack.percent == percent);
    let worth = |(percent, _): &(u32, _)| *percent == highest && *percent > HALF || is_noted(*percent);
    let told = reached.filter(worth).map(|(percent, at)| {
        let ack = record.acks_of(clock).find(|ack| ack.percent == percent);
        let noted =
            ack.map(|ack| scene.locale.tr_args("rung-noted", &[("who", &ack.operator), ("at", &scene.at(ack.at))]));
        let line = Some(scene.alert(record, clock)).filter(|_| percent == clock.rung(scene.now));
        let said = noted.or(line).unwrap_or_default();
        format!("{percent}% {} {said}", scene.at(at)).trim_end().to_owned()
    });
    told.collect::<Vec<_>>().join(" · ")
}

fn write(scene: &Scene<'_>, row: &Row, columns: &Columns, sheet: &mut Sheet) {
    let gap = || Span::raw(" ".repeat(GAP));
    let text = |text: &str, cells: usize| Span::styled(cells::fit(text, cells), row.style);
    let (rest, heat) = &row.rest;
    // A limit without a due time says why in both columns.
    let (due_cells, rest_room) =
        if row.due.is_empty() { (0, columns.due + GAP + columns.rest) } else { (columns.due, columns.rest) };
    let rest_cells = cells::width(rest).min(rest_room);
    let mut spans = vec![
        Span::styled(if row.next { "> " } else { "  " }, scene.theme.selected),
        text(&row.stage, columns.stage),
        gap(),
        text(&row.length, columns.length),
        gap(),
        text(&row.due, due_cells),
        Span::raw(" ".repeat(if due_cells > 0 { GAP } else { 0 })),
        // Only the words are coloured, not the blanks that fill the column.
        Span::styled(cells::cut(rest, rest_room), *heat),
        Span::raw(" ".repeat(rest_room.saturating_sub(rest_cells))),
    ];
    if columns.clause > 0 {
        spans.extend([gap(), Span::styled(cells::fit(&row.clause, columns.clause), scene.theme.dim)]);
    }
    sheet.row(spans);
    if columns.clause == 0 && !row.clause.is_empty() {
        sheet.row(vec![Span::raw("    "), Span::styled(row.clause.clone(), scene.theme.dim)]);
    }
}

/// The promised reply that runs; it has a line of its own.
fn promise(card: &Card) -> Option<&TimeLimit> {
    card.record.limits.iter().find(|clock| clock.stage == stages::REPLY)
}

fn due(scene: &Scene<'_>, clock: &TimeLimit) -> String {
    match clock.due {
        Due::At { at, .. } => scene.at(at),
        Due::Pending { .. } => String::new(),
    }
}

/// The legal last day of a limit that a rest day moved.
fn shown(scene: &Scene<'_>, clock: &TimeLimit) -> String {
    match clock.due {
        Due::At { shown: Some(shown), .. } => scene.locale.tr_args("due-shown", &[("at", &scene.at(shown))]),
        _ => String::new(),
    }
}

/// The receipt and the steps done, each with the limit that it ended.
fn done(scene: &Scene<'_>, card: &Card) -> Vec<Row> {
    if card.record.family != Family::Complaint {
        return Vec::new();
    }
    let dim = scene.theme.dim;
    let mut rows = Vec::new();
    let mut started: Vec<&TimeLimit> = Vec::new();
    for line in card.lines.iter().filter(|line| line.withdrawn.is_none()) {
        let ended: Vec<&TimeLimit> = line
            .ended
            .iter()
            .filter(|stage| *stage != stages::REPLY)
            .filter_map(|name| started.iter().rev().find(|clock| clock.name() == *name).copied())
            .collect();
        started.extend(&line.limits);
        let step = match line.kind {
            Kind::Complaint => scene.locale.tr("card-received"),
            kind if kind.is_step() => scene.step(line.get("step")),
            _ => continue,
        };
        let by = (line.operator.clone(), dim);
        let row = Row { stage: step, due: scene.at(line.at), rest: by, style: dim, ..Row::default() };
        match ended.split_first() {
            None => rows.push(row),
            Some((first, others)) => {
                rows.push(Row { stage: row.stage, ..judged(scene, first, line.at) });
                let more = others
                    .iter()
                    .map(|clock| Row { stage: scene.stage(&clock.name()), ..judged(scene, clock, line.at) });
                rows.extend(more);
            }
        }
    }
    rows
}

/// A limit that ended at `at`: in time, or by how much too late.
fn judged(scene: &Scene<'_>, clock: &TimeLimit, at: Moment) -> Row {
    let (dim, locale) = (scene.theme.dim, scene.locale);
    let over = clock.at().map_or(0, |due| at.since(due).max(0)) / MINUTE;
    let time = hours(over, 2);
    let rest = match (clock.at(), over) {
        (None, _) => (String::new(), dim),
        (_, 0) => (locale.tr("card-in-time"), dim),
        _ => (locale.tr_args("rest-late", &[("time", &time)]), scene.theme.soon),
    };
    let length = scene.length(clock.length);
    Row { length, due: due(scene, clock), rest, clause: clock.clause.clone(), style: dim, ..Row::default() }
}

/// The limits that run, and the next step where no limit waits for it.
fn running(scene: &Scene<'_>, card: &Card) -> Vec<Row> {
    let record = &card.record;
    let next = card.next.as_deref().filter(|_| record.status == Status::Open);
    let mut awaited = card.awaits.as_ref().map(|next| next.ends.clone()).unwrap_or_default();
    awaited.retain(|stage| stage != stages::REPLY);
    let mut limits = record.limits();
    limits.retain(|clock| clock.stage != stages::REPLY);
    // What a step says may decide which of its limits ends, as with whom is told: then the first of them is the next.
    let own = card.awaits.as_ref().map(|next| next.stage.as_str());
    let ends = |clock: &TimeLimit| awaited.iter().any(|name| *name == clock.name());
    let first =
        limits.iter().find(|clock| ends(clock)).or_else(|| limits.iter().find(|clock| own == Some(&clock.stage)));
    let first = first.map(|clock| clock.name());
    let mut rows = Vec::new();
    if let (Some(step), None) = (next, &first) {
        rows.push(Row { next: true, stage: scene.step(step), style: scene.theme.title, ..Row::default() });
    }
    for clock in limits {
        let rest = scene.rest(clock);
        let (until, why) = scene.paused(record, clock);
        let is_next = first.as_ref() == Some(&clock.name());
        rows.push(Row {
            next: is_next,
            stage: next
                .filter(|_| is_next && clock.part.is_empty())
                .map_or_else(|| scene.stage(&clock.name()), |step| scene.step(step)),
            length: scene.length(clock.length),
            due: due(scene, clock),
            rest: (rest.whole(), scene.theme.heat(rest.heat)),
            clause: clock.clause.clone(),
            notes: vec![[until, why].join(" ").trim().to_owned(), shown(scene, clock), rungs(scene, record, clock)],
            style: if is_next { scene.theme.title } else { scene.theme.calm },
        });
    }
    rows
}
