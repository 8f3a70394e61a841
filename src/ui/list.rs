//! Tables: columns that are given their cells in a strict order, so that a wider one never shows less; one row in hand,
//! only the visible rows built. What was said takes what is left, and a second line where rows are free.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::cells;
use crate::ui::{Scene, put};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The cells that it takes, and those that it grows to where its texts want them.
    least: u16,
    most: u16,
    /// Its turn: those of one rank are given their cells from the left.
    rank: u8,
    /// Whether its text stands at the right.
    right: bool,
    /// Whether it tells what was said: it takes what the others leave.
    words: bool,
}

impl Column {
    /// A column of so many cells.
    pub const fn fixed(cells: u16) -> Self {
        Self::upto(cells, cells)
    }

    /// A column as wide as its texts, within these bounds; none where it has no text and need have no cell.
    pub const fn upto(least: u16, most: u16) -> Self {
        Self { least, most, rank: 0, right: false, words: false }
    }

    /// A column of what was said.
    pub const fn words(least: u16) -> Self {
        Self { words: true, ..Self::upto(least, u16::MAX) }
    }

    /// The same column, its text at the right.
    pub const fn right(self) -> Self {
        Self { right: true, ..self }
    }

    /// The same column at another turn.
    pub const fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
}

/// From this rank on a column waits until what was said has so many cells, and columns stand two blanks apart.
pub(super) const APART: u8 = 4;
const TOLD: u16 = 24;
/// From this one on, until it has so many.
pub(super) const LAST: u8 = 8;
const TOLD_WELL: u16 = 40;

/// One row: a text with its style for each column.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub cells: Vec<(String, Style)>,
    /// The style of all of it, under those of its texts.
    pub style: Style,
}

impl Row {
    /// Adds a text.
    #[must_use]
    pub fn cell(mut self, text: impl Into<String>, style: Style) -> Self {
        self.cells.push((text.into(), style));
        self
    }
}

/// A list to be drawn.
pub struct List<'a> {
    pub columns: &'a [Column],
    /// The headings, where it has any.
    pub head: Option<Row>,
    pub len: usize,
    /// The row in hand; `None` where the list is not in hand.
    pub selected: Option<usize>,
}

impl List<'_> {
    /// Draws the rows around the one in hand; `row` builds one of them.
    pub fn draw(&self, scene: &Scene<'_>, area: Rect, row: impl Fn(usize) -> Row, frame: &mut Frame<'_>) {
        let height = area.height.saturating_sub(u16::from(self.head.is_some()));
        let from = first(self.selected, self.len, height);
        let to = self.len.min(from.saturating_add(usize::from(height)));
        let head = self.head.clone().map(|head| (None, head));
        let rows: Vec<(Option<usize>, Row)> =
            head.into_iter().chain((from..to).map(|at| (Some(at), row(at)))).collect();
        let spans = spans(self.columns, &rows, area.width.saturating_sub(MARK));
        // Rows that are free take what was said on.
        let mut free = usize::from(area.height).saturating_sub(rows.len());
        let mut line = Rect { height: 1, ..area };
        for (at, row) in rows {
            let selected = at.is_some() && self.selected == at;
            if selected {
                put(frame, line, 0, ">", scene.theme.selected);
            }
            let more = if at.is_some() && free > 0 { self.fold(&spans, &row) } else { None };
            free -= usize::from(more.is_some());
            for row in more.map_or_else(|| vec![row], |lines| lines.into()) {
                self.write(scene, line, &spans, (&row, selected), frame);
                line.y += 1;
            }
        }
    }

    /// A row in two lines, where what was said is cut in one.
    fn fold(&self, spans: &[Span], row: &Row) -> Option<[Row; 2]> {
        let mut lines = [row.clone(), Row { cells: Vec::new(), style: row.style }];
        let [whole, more] = &mut lines;
        let mut folds = false;
        for ((column, span), (text, style)) in self.columns.iter().zip(spans).zip(&mut whole.cells) {
            let cells = usize::from(span.cells);
            let mut rest = String::new();
            if column.words && cells > 0 && cells::width(text) > cells {
                let mut wrapped = cells::wrap(text, cells);
                rest = wrapped.split_off(1).concat();
                *text = wrapped.concat();
                folds = true;
            }
            more.cells.push((rest, *style));
        }
        folds.then_some(lines)
    }

    fn write(
        &self,
        scene: &Scene<'_>,
        line: Rect,
        spans: &[Span],
        (row, selected): (&Row, bool),
        frame: &mut Frame<'_>,
    ) {
        let under = if selected { scene.theme.selected } else { row.style };
        for ((column, span), (text, style)) in self.columns.iter().zip(spans).zip(&row.cells) {
            let cells = usize::from(span.cells);
            let text = cells::within(text.trim_end(), cells);
            let inked = text.trim_start();
            let style = if selected && *style == scene.theme.dim { under } else { under.patch(*style) };
            // The blanks that fill a column carry no line and no colour.
            if !inked.is_empty() && cells > 0 {
                let before = match column.right {
                    true => cells.saturating_sub(cells::width(inked)),
                    false if inked.len() == text.len() => 0,
                    false => cells::width(&text).saturating_sub(cells::width(inked)),
                };
                let indent = u16::try_from(before).unwrap_or_default();
                let end = (span.x + span.cells).min(line.width);
                put(frame, Rect { width: end, ..line }, span.x + indent, inked, style);
            }
        }
    }
}

/// The cells before the first column, in which the row in hand is marked.
const MARK: u16 = 2;

/// The row at the top of a list of `len` rows of which `height` are visible, so that the one in hand is in the middle
/// where it can be.
pub fn first(selected: Option<usize>, len: usize, height: u16) -> usize {
    let height = usize::from(height);
    selected.unwrap_or(0).saturating_sub(height / 2).min(len.saturating_sub(height))
}

/// Where a column stands; one without cells is not shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    x: u16,
    pub(super) cells: u16,
}

/// Where the columns of these rows stand.
pub(super) fn spans(columns: &[Column], rows: &[(Option<usize>, Row)], room: u16) -> Vec<Span> {
    let text = |row: &Row, at: usize| row.cells.get(at).map_or(0, |(text, _)| cells::width(text.trim_end()));
    let wants = columns.iter().enumerate().map(|(at, column)| {
        if column.least == column.most {
            return column.least;
        }
        // A heading alone asks for no column.
        let told = rows.iter().filter(|(row, _)| row.is_some()).map(|(_, row)| text(row, at)).max();
        let head = rows.iter().filter(|(row, _)| row.is_none()).map(|(_, row)| text(row, at)).max();
        if !column.words && told.unwrap_or(0) == 0 {
            return 0;
        }
        let wanted = told.into_iter().chain(head).max().unwrap_or(0);
        let wanted = u16::try_from(wanted).unwrap_or(u16::MAX).min(column.most);
        if column.words { wanted.max(column.least) } else { wanted }
    });
    let wants: Vec<u16> = wants.collect();
    let mut purse = Purse { left: room, cells: vec![0; columns.len()], gap: 1, ends: false };
    purse.give(columns, &wants);
    let mut x = MARK;
    let place = |cells: u16| {
        let span = Span { x, cells };
        x = x.saturating_add(cells).saturating_add(if cells > 0 { purse.gap } else { 0 });
        span
    };
    purse.cells.into_iter().map(place).collect()
}

/// The cells that are left to be given. What does not fit ends the giving: of more cells none is ever less.
struct Purse {
    left: u16,
    cells: Vec<u16>,
    /// The blanks between two columns.
    gap: u16,
    ends: bool,
}

impl Purse {
    fn give(&mut self, columns: &[Column], wants: &[u16]) {
        self.open(0..APART, columns, wants);
        self.tell(columns, wants, TOLD);
        self.grow_all(0..APART, columns, wants);
        self.spread();
        for (ranks, told) in [(APART..LAST, TOLD_WELL), (LAST..u8::MAX, u16::MAX)] {
            self.open(ranks.clone(), columns, wants);
            self.grow_all(ranks, columns, wants);
            self.tell(columns, wants, told);
        }
        // What stands at the right stays there.
        if let Some(at) = columns.iter().position(|column| column.words) {
            self.grow(at, u16::MAX);
        }
    }

    /// Gives the columns of these ranks their least.
    fn open(&mut self, ranks: Range<u8>, columns: &[Column], wants: &[u16]) {
        for rank in ranks {
            for (at, _) in columns.iter().enumerate().filter(|(_, column)| column.rank == rank) {
                self.open_one(at, columns, wants);
            }
        }
    }

    /// Lets all of these ranks that are open grow to what they want.
    fn grow_all(&mut self, ranks: Range<u8>, columns: &[Column], wants: &[u16]) {
        for (at, (column, want)) in columns.iter().zip(wants).enumerate() {
            if !column.words && ranks.contains(&column.rank) {
                self.grow(at, *want);
            }
        }
    }

    /// Gives a column its least; the first of all what there is.
    fn open_one(&mut self, at: usize, columns: &[Column], wants: &[u16]) {
        let Some((column, want)) = columns.get(at).zip(wants.get(at).copied()).filter(|(_, want)| *want > 0) else {
            return;
        };
        // What need not be there is there whole.
        let least = if column.least == 0 && !column.words { want } else { column.least.clamp(1, want) };
        let none = self.cells.iter().all(|cells| *cells == 0);
        let gap = if none { 0 } else { self.gap };
        if self.ends || !none && least + gap > self.left {
            self.ends = true;
            return;
        }
        let given = least.min(self.left);
        self.left -= given + gap;
        if let Some(cells) = self.cells.get_mut(at) {
            *cells = given;
        }
    }

    /// Lets a column that is open grow to so many cells.
    fn grow(&mut self, at: usize, to: u16) {
        let Some(cells) = self.cells.get_mut(at).filter(|cells| **cells > 0 && !self.ends) else { return };
        let more = to.saturating_sub(*cells);
        self.ends = more > self.left;
        let more = more.min(self.left);
        *cells += more;
        self.left -= more;
    }

    /// Lets what was said grow to so many cells, where it has so much to say.
    fn tell(&mut self, columns: &[Column], wants: &[u16], to: u16) {
        for (at, want) in wants.iter().enumerate() {
            if columns.get(at).is_some_and(|column| column.words) {
                self.grow(at, to.min(*want));
            }
        }
    }

    /// A second blank between the columns.
    fn spread(&mut self) {
        let open = self.cells.iter().filter(|cells| **cells > 0).count();
        let blanks = u16::try_from(open.saturating_sub(1)).unwrap_or_default();
        self.ends |= blanks > self.left;
        if !self.ends {
            self.left -= blanks;
            self.gap = 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn column() -> impl Strategy<Value = Column> {
        (0..20_u16, 0..20_u16, 0..10_u8, any::<bool>()).prop_map(|(least, more, rank, words)| {
            if words { Column::words(least) } else { Column::upto(least, least + more).rank(rank) }
        })
    }

    proptest! {
        #[test]
        fn what_folds_is_told_whole_in_its_lines(text in "[a-z卫生间，。 ]{0,60}", cells in 8..40_u16) {
            let columns = [Column::words(8)];
            let list = List { columns: &columns, head: None, len: 1, selected: None };
            let row = Row::default().cell(text.clone(), Style::new());
            match list.fold(&[Span { x: 0, cells }], &row) {
                None => prop_assert!(cells::width(&text) <= usize::from(cells)),
                Some([one, more]) => {
                    prop_assert_eq!(format!("{}{}", one.cells[0].0, more.cells[0].0), text);
                    prop_assert!(cells::width(&one.cells[0].0) <= usize::from(cells));
                }
            }
        }

        #[test]
        fn a_wider_list_never_shows_less_and_no_column_lies_over_another(
            columns in prop::collection::vec(column(), 1..12),
            texts in prop::collection::vec(prop::collection::vec(0..60_usize, 12), 1..6),
        ) {
            let row = |cells: &Vec<usize>| {
                cells.iter().take(columns.len()).fold(Row::default(), |row, n| row.cell("x".repeat(*n), Style::new()))
            };
            let rows: Vec<(Option<usize>, Row)> = texts.iter().enumerate().map(|(n, cells)| (Some(n), row(cells))).collect();
            let mut before = vec![0; columns.len()];
            for room in 0..240 {
                let spans = spans(&columns, &rows, room);
                for (at, span) in spans.iter().enumerate() {
                    prop_assert!(span.cells >= before[at], "{at} of {columns:?} in {room}");
                    before[at] = span.cells;
                }
                let shown: Vec<&Span> = spans.iter().filter(|span| span.cells > 0).collect();
                for pair in shown.windows(2) {
                    prop_assert!(pair[0].x + pair[0].cells < pair[1].x, "{pair:?}");
                }
                let end = shown.last().map_or(0, |last| last.x + last.cells);
                prop_assert!(end <= MARK + room, "{spans:?} in {room}");
            }
        }
    }
}
