//! The time limits of a record as rows of its card, those that have ended and those that run: for what, how long, due
//! when, done when and by whom, and whether it was kept or what is left; the obvious next step is marked.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::cells;
use crate::desk::Card;
use crate::domain::ended::{self, Ended, How};
use crate::domain::entry::{Family, Kind};
use crate::domain::escalation::HALF;
use crate::domain::record::{Record, Status};
use crate::domain::stages;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Due;
use crate::ui::Scene;
use crate::ui::sheet::Sheet;
use crate::ui::words::join;

const GAP: usize = 2;

/// The cells of each column; one of none is left out.
struct Columns {
    stage: usize,
    length: usize,
    due: usize,
    done: usize,
    who: usize,
    rest: usize,
    clause: usize,
}

impl Columns {
    fn new(scene: &Scene<'_>, width: usize, rows: &[Row]) -> Self {
        // A time of another year needs more, and is never cut.
        let times = rows.iter().flat_map(|row| [&row.due, &row.done]).map(|time| cells::width(time)).max();
        let time = times.unwrap_or_default().max(11);
        let [length, due, done, who, rest, clause] = match width {
            ..96 if width < 68 || time > 11 => [0, time, time, 0, 11, 0],
            ..96 => [usize::from(scene.wide(9, 11)), time, time, 6, 11, 0],
            _ => [11, time, time, 8, 12, 16],
        };
        let fixed: usize = [length, due, done, who, rest, clause].iter().filter(|n| **n > 0).map(|n| n + GAP).sum();
        Self { stage: width.saturating_sub(fixed + 3), length, due, done, who, rest, clause }
    }
}

#[derive(Default)]
struct Row {
    next: bool,
    stage: String,
    length: String,
    due: String,
    done: String,
    who: String,
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
    let columns = Columns::new(scene, width, &rows);
    if !rows.is_empty() {
        let dim = scene.theme.dim;
        let keys = ["col-stage", "col-length", "card-due", "card-done", "card-who", "card-rest", "col-clause"];
        let [stage, length, due, done, who, rest, clause] = keys.map(|key| scene.locale.tr(key));
        let head = Row { stage, length, due, done, who, rest: (rest, dim), clause, style: dim, ..Row::default() };
        write(scene, &head, &columns, sheet);
    }
    for row in &rows {
        write(scene, row, &columns, sheet);
        // What a narrow card has no column for.
        let length = Some(&row.length).filter(|_| columns.length == 0);
        let who = Some(&row.who).filter(|_| columns.who == 0);
        let clause = Some(&row.clause).filter(|_| columns.clause == 0 && row.done.is_empty());
        let notes: Vec<String> = length.into_iter().chain(who).chain(clause).chain(&row.notes).cloned().collect();
        under(scene, &join(&notes, "  "), width, sheet);
    }
    if let Some(clock) = promise(card) {
        let at = clock.at().map(|at| scene.until(at)).unwrap_or_default();
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

/// The rungs worth telling of a limit, such as 到期 14:20 主管: the highest reached, if it rings or more, and each
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
        format!("{} {} {said}", scene.voice.rung(&percent.to_string()), scene.until(at)).trim_end().to_owned()
    });
    told.collect::<Vec<_>>().join(" · ")
}

fn write(scene: &Scene<'_>, row: &Row, columns: &Columns, sheet: &mut Sheet) {
    let (rest, heat) = &row.rest;
    let mut spans = vec![
        Span::styled(if row.next { "> " } else { "  " }, scene.theme.selected),
        Span::styled(cells::fit(&row.stage, columns.stage), row.style),
    ];
    let mut cell = |text: &str, cells: usize, style: Style| {
        if cells > 0 {
            spans.extend([Span::raw(" ".repeat(GAP)), Span::styled(cells::fit(text, cells), style)]);
        }
    };
    cell(&row.length, columns.length, row.style);
    // A limit without a due time says why across the columns.
    let (between, rest_room) = if row.due.is_empty() && row.done.is_empty() {
        let own = [columns.due, columns.done, columns.who, columns.rest];
        (false, own.iter().filter(|n| **n > 0).map(|n| n + GAP).sum::<usize>() - GAP)
    } else {
        (true, columns.rest)
    };
    if between {
        cell(&row.due, columns.due, row.style);
        cell(&row.done, columns.done, row.style);
        cell(&row.who, columns.who, row.style);
    }
    // Only the words are coloured, not the blanks that fill the column.
    let told = cells::cut(rest, rest_room);
    let blank = rest_room.saturating_sub(cells::width(&told));
    spans.extend([Span::raw(" ".repeat(GAP)), Span::styled(told, *heat), Span::raw(" ".repeat(blank))]);
    if columns.clause > 0 {
        let clause = cells::fit(&row.clause, columns.clause);
        spans.extend([Span::raw(" ".repeat(GAP)), Span::styled(clause, scene.theme.dim)]);
    }
    sheet.row(spans);
}

/// The promised reply that runs; it has a line of its own.
fn promise(card: &Card) -> Option<&TimeLimit> {
    card.record.limits.iter().find(|clock| clock.stage == stages::REPLY)
}

fn due(scene: &Scene<'_>, clock: &TimeLimit) -> String {
    match clock.due {
        Due::At { at, .. } => scene.until(at),
        Due::Pending { .. } => String::new(),
    }
}

/// The legal last day of a limit that a rest day moved.
fn shown(scene: &Scene<'_>, clock: &TimeLimit) -> String {
    match clock.due {
        Due::At { shown: Some(shown), .. } => scene.locale.tr_args("due-shown", &[("at", &scene.until(shown))]),
        _ => String::new(),
    }
}

/// The limits that have ended, of a complaint with its receipt and the steps that were done.
fn done(scene: &Scene<'_>, card: &Card) -> Vec<Row> {
    let dim = scene.theme.dim;
    let all = ended::ended(&card.lines);
    let mut rows = Vec::new();
    for line in card.lines.iter().filter(|line| line.withdrawn.is_none() && !line.kind.corrects()) {
        let mut over: Vec<&Ended> = all.iter().filter(|ended| ended.seq == line.seq).collect();
        let step = match line.kind {
            Kind::Complaint => Some(scene.locale.tr("card-received")),
            kind if kind.is_step() && card.record.family == Family::Complaint => Some(scene.step(line.get("step"))),
            _ => None,
        };
        if let Some(stage) = step {
            // What any word to the resident ends, and what a step ended without doing it, is told by its own name.
            let own = |ended: &&Ended| {
                ended.how != How::Over && ![stages::REPLY, stages::CONTACT].contains(&ended.limit.stage.as_str())
            };
            let first = over.iter().position(own).map(|at| over.remove(at));
            let (done, who) = (scene.at(line.at), line.operator.clone());
            let bare = Row { done, who, style: dim, ..Row::default() };
            rows.push(Row { stage, ..first.map_or(bare, |ended| judged(scene, ended)) });
        }
        rows.extend(
            over.into_iter().map(|ended| Row { stage: scene.stage(&ended.limit.name()), ..judged(scene, ended) }),
        );
    }
    rows
}

/// A limit that has ended: in time, or by how much too late in its own unit.
fn judged(scene: &Scene<'_>, ended: &Ended) -> Row {
    let (dim, working) = (scene.theme.dim, scene.model.house.working());
    let late = working.late_by(ended).is_some();
    let clock = &ended.limit;
    Row {
        length: scene.length(clock.length),
        due: due(scene, clock),
        done: scene.at(ended.at),
        who: ended.operator.clone(),
        rest: (scene.verdict(ended, &working), if late { scene.theme.soon } else { dim }),
        clause: clock.clause.clone(),
        notes: vec![scene.voice.judged_by(ended)],
        style: dim,
        ..Row::default()
    }
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
            ..Row::default()
        });
    }
    rows
}
