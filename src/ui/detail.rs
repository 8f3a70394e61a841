//! Under a long list of complaints: where the selected one stands, its running limits and the steps done.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::cells;
use crate::domain::entry::Kind;
use crate::domain::record::Record;
use crate::ui::list::{Column, List, Row};
use crate::ui::words::join;
use crate::ui::{Scene, frame as frames, put, top};

/// The rows that it takes, borders included.
pub(super) const ROWS: u16 = 13;
const SAID: u16 = 2;

pub(super) fn draw(scene: &Scene<'_>, area: Rect, record: &Record, frame: &mut Frame<'_>) {
    let inner = frames::block(scene, area, &scene.label(record.family, record.number), false, frame);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let (line, rest) = top(inner, 1);
    head(scene, line, record, frame);
    let (said, rest) = top(rest, SAID);
    for (y, text) in (said.y..said.bottom()).zip(cells::wrap(record.get("said"), usize::from(said.width))) {
        put(frame, Rect { y, height: 1, ..said }, 0, &text, scene.theme.calm);
    }
    let (_, rest) = top(rest, 1);
    let half = rest.width * 3 / 5;
    limits(scene, Rect { width: half, ..rest }, record, frame);
    steps(scene, Rect { x: rest.x + half, width: rest.width - half, ..rest }, record, frame);
}

/// Who complains, from where, and what kind of complaint it is.
fn head(scene: &Scene<'_>, line: Rect, record: &Record, frame: &mut Frame<'_>) {
    let whose = [scene.brief_room(record), record.get("name").to_owned(), scene.phone(record.get("phone"), false)];
    let x = put(frame, line, 0, &join(&whose, "  "), scene.theme.title);
    let kinds = ["class", "valid", "category", "channel", "intake"].map(|key| scene.choice(key, record.get(key)));
    put(frame, line, x + 3, &join(&kinds, " · "), scene.theme.dim);
}

/// Its running limits, the most urgent first.
fn limits(scene: &Scene<'_>, area: Rect, record: &Record, frame: &mut Frame<'_>) {
    let limits = record.limits();
    let stops = limits.iter().any(|clock| scene.stopped(clock).is_some());
    let rest = if stops { scene.wide(17, 22) } else { 11 };
    let columns = [
        Column::fixed(rest),
        Column::words(10),
        Column::upto(0, 12),
        Column::upto(0, 16).right(),
        Column::upto(0, 13).rank(1),
    ];
    let row = |at: usize| {
        let Some(clock) = limits.get(at) else { return Row::default() };
        let (rest, heat) = scene.rest_column(clock, 11);
        let (until, why) = scene.paused(record, clock);
        let length = if until.is_empty() { scene.length(clock.length) } else { why };
        Row::default()
            .cell(if until.is_empty() { rest } else { until }, scene.theme.heat(heat))
            .cell(format!("{} {}", scene.stage(&clock.name()), scene.alert(record, clock)), scene.theme.calm)
            .cell(length, scene.theme.dim)
            .cell(scene.due(clock.due), scene.theme.calm)
            .cell(clock.clause.clone(), scene.theme.dim)
    };
    List { columns: &columns, head: None, len: limits.len(), selected: None }.draw(scene, area, row, frame);
}

/// The steps done, the newest first, down to the first receiver 首问.
fn steps(scene: &Scene<'_>, area: Rect, record: &Record, frame: &mut Frame<'_>) {
    let opening = scene.kind(Kind::Complaint);
    let mut done: Vec<_> = vec![(record.at, opening, record.operator.as_str())];
    done.extend(record.steps.iter().map(|step| (step.at, scene.step(&step.step), step.operator.as_str())));
    done.reverse();
    let columns = [Column::upto(5, 16).right(), Column::upto(4, 8), Column::words(10)];
    let row = |at: usize| {
        let Some((when, step, who)) = done.get(at) else { return Row::default() };
        Row::default()
            .cell(scene.at(*when), scene.theme.dim)
            .cell(*who, scene.theme.calm)
            .cell(step.clone(), scene.theme.calm)
    };
    List { columns: &columns, head: None, len: done.len(), selected: None }.draw(scene, area, row, frame);
}
