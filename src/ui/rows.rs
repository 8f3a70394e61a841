//! One record as a row: which columns there are in how much room, and what stands in them. Every list and every box of
//! the overview is made of these.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::tick::Urgency;
use crate::domain::record::{Record, Status};
use crate::domain::text::when;
use crate::domain::time::Moment;
use crate::locale::Language;
use crate::ui::families;
use crate::ui::list::{Column, List, Row};
use crate::ui::words::join;
use crate::ui::{Scene, put, top};

/// One text of a row with its column and the locale key of the column's heading.
struct Part {
    head: &'static str,
    column: Column,
    text: String,
    style: Style,
}

/// The texts of a row, in order.
pub(super) struct Parts<'a> {
    pub(super) scene: &'a Scene<'a>,
    /// Whether those who have left, and what is closed, are listed too.
    pub(super) all: bool,
    parts: Vec<Part>,
}

impl Parts<'_> {
    pub(super) fn add(&mut self, head: &'static str, column: Column, text: impl Into<String>, style: Style) {
        self.parts.push(Part { head, column, text: text.into(), style });
    }

    pub(super) fn plain(&mut self, head: &'static str, column: Column, text: impl Into<String>) {
        self.add(head, column, text, self.scene.theme.calm);
    }

    pub(super) fn dim(&mut self, head: &'static str, column: Column, text: impl Into<String>) {
        self.add(head, column, text, self.scene.theme.dim);
    }
}

/// Draws records, with headings where `headed`; `selected` is the one in hand, where the list is in hand.
pub(super) fn draw(
    scene: &Scene<'_>,
    area: Rect,
    records: &[&Record],
    selected: Option<usize>,
    look: Look,
    frame: &mut Frame<'_>,
) {
    let Some(sample) = records.first() else { return };
    // Right-aligned text keeps a blank before the border.
    let area = Rect { width: area.width.saturating_sub(1), ..area };
    let sample = parts(scene, sample, look.all);
    let columns: Vec<Column> = sample.iter().map(|part| part.column).collect();
    let head = look
        .headed
        .then(|| sample.iter().fold(Row::default(), |row, part| row.cell(scene.heading(part.head), scene.theme.dim)));
    let row = |at: usize| {
        let Some(record) = records.get(at) else { return Row::default() };
        let void = record.status == Status::Void;
        let style = if void { scene.theme.dim.patch(scene.theme.struck) } else { Style::new() };
        let cells =
            parts(scene, record, look.all).into_iter().map(|part| (part.text, if void { style } else { part.style }));
        Row { cells: cells.collect(), style }
    };
    List { columns: &columns, head, len: records.len(), selected }.draw(scene, area, row, frame);
}

/// What a list shows besides its rows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub(super) headed: bool,
    /// What became of those who have left.
    pub(super) all: bool,
}

/// Says what an empty list means.
pub(super) fn empty(scene: &Scene<'_>, area: Rect, text: &str, frame: &mut Frame<'_>) {
    let (line, _) = top(area, 1);
    put(frame, line, 2, text, scene.theme.dim);
}

fn parts(scene: &Scene<'_>, record: &Record, all: bool) -> Vec<Part> {
    let mut parts = Parts { scene, all, parts: Vec::with_capacity(10) };
    families::columns(&mut parts, record);
    parts.parts
}

/// When it began.
pub(super) fn time(parts: &mut Parts<'_>, record: &Record) {
    let time = parts.scene.listed(record.at);
    parts.dim("field-at", Column::upto(0, 16).right(), time);
}

/// The number, with a sign where something in the record was struck.
pub(super) fn numbered(parts: &mut Parts<'_>, record: &Record) {
    let number = parts.scene.number(record.number);
    let text = if record.struck { format!("{number}*") } else { number };
    parts.plain("col-number", Column::upto(0, 20).rank(3), text);
}

/// What is left of the limit that is next, where it is late or soon will be: the same where the eye looks first.
pub(super) fn rest(parts: &mut Parts<'_>, record: &Record) {
    let scene = parts.scene;
    let clock = record.next_limit().map(|clock| (clock, scene.rest(clock)));
    let open = record.status == Status::Open;
    let near = clock.filter(|(clock, rest)| open && rest.heat <= Urgency::Soon && scene.stopped(clock).is_none());
    let (text, style) = near.map_or_else(Default::default, |(_, rest)| (rest.whole(), scene.theme.heat(rest.heat)));
    parts.add("col-rest", Column::upto(0, 25).right(), text, style);
}

/// What marks a record, in a column of its own and never cut: whose line it is, void, written late, and what a family
/// marks besides. The card says all of it in words.
pub(super) fn marked(parts: &mut Parts<'_>, record: &Record, more: impl IntoIterator<Item = String>) {
    let scene = parts.scene;
    let mut marks = vec![scene.alerts(record)];
    if record.status == Status::Void {
        marks.push(scene.locale.tr("void"));
    }
    if record.late() {
        marks.push(scene.locale.tr("mark-late"));
    }
    marks.extend(more);
    parts.add("col-mark", Column::upto(0, 40), join(&marks, " "), scene.theme.soon);
}

impl Scene<'_> {
    /// An instant as a list tells it: of yesterday with that word.
    pub(super) fn listed(&self, at: Moment) -> String {
        let yesterday = when::yesterday(at, self.now, self.model.house.site.zone);
        yesterday.map_or_else(|| self.at(at), |at| self.locale.tr_args("time-yesterday", &[("at", &at)]))
    }

    /// Cells that a column takes in Chinese, and in English.
    pub(in crate::ui) fn wide(&self, chinese: u16, english: u16) -> u16 {
        if self.locale.language() == Language::En { english } else { chinese }
    }

    /// The heading of a column; marks have none.
    fn heading(&self, key: &str) -> String {
        if key == "col-mark" { String::new() } else { self.locale.tr(key) }
    }
}

#[cfg(test)]
mod tests;
