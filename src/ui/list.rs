//! Tables: columns as wide as they say whatever is in them, one row in hand, only the visible rows built.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::cells;
use crate::ui::{Scene, put};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its cells; where it is flexible, its least.
    width: u16,
    /// Its share of the room that is left; 0 where it is fixed.
    share: u16,
    /// Whether its text stands at the right.
    right: bool,
}

impl Column {
    /// A column of so many cells.
    pub const fn fixed(width: u16) -> Self {
        Self { width, share: 0, right: false }
    }

    /// A column of so many cells whose text stands at the right.
    pub const fn right(width: u16) -> Self {
        Self { width, share: 0, right: true }
    }

    /// A column of at least so many cells that takes a share of what is left.
    pub const fn flex(least: u16, share: u16) -> Self {
        Self { width: least, share, right: false }
    }
}

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
    pub len: usize,
    /// The row in hand; `None` where the list is not in hand.
    pub selected: Option<usize>,
}

impl List<'_> {
    /// Draws the rows around the one in hand; `row` builds one of them.
    pub fn draw(&self, scene: &Scene<'_>, area: Rect, row: impl Fn(usize) -> Row, frame: &mut Frame<'_>) {
        let widths = widths(self.columns, area.width.saturating_sub(MARK), gap(area.width));
        for (y, at) in (0..area.height).zip(first(self.selected, self.len, area.height)..self.len) {
            let line = Rect { y: area.y + y, height: 1, ..area };
            let built = row(at);
            let selected = self.selected == Some(at);
            let under = if selected { scene.theme.selected } else { built.style };
            if selected {
                put(frame, line, 0, ">", scene.theme.selected);
            }
            let mut x = MARK;
            for ((column, width), (text, style)) in self.columns.iter().zip(&widths).zip(&built.cells) {
                let cells = usize::from(*width);
                let text = cells::within(text.trim_end(), cells);
                let inked = text.trim_start();
                let style = if selected && *style == scene.theme.dim { under } else { under.patch(*style) };
                // The blanks that fill a column carry no line and no colour.
                if !inked.is_empty() && *width > 0 {
                    let before = match column.right {
                        true => cells.saturating_sub(cells::width(inked)),
                        false if inked.len() == text.len() => 0,
                        false => cells::width(&text).saturating_sub(cells::width(inked)),
                    };
                    let indent = u16::try_from(before).unwrap_or_default();
                    put(frame, Rect { width: (x + width).min(line.width), ..line }, x + indent, inked, style);
                }
                x = x.saturating_add(*width).saturating_add(gap(area.width));
            }
        }
    }
}

/// The cells before the first column, in which the row in hand is marked.
const MARK: u16 = 2;

const fn gap(width: u16) -> u16 {
    if width < 76 { 1 } else { 2 }
}

/// The row at the top of a list of `len` rows of which `height` are visible, so that the one in hand is in the middle
/// where it can be.
pub fn first(selected: Option<usize>, len: usize, height: u16) -> usize {
    let height = usize::from(height);
    selected.unwrap_or(0).saturating_sub(height / 2).min(len.saturating_sub(height))
}

/// The cells of each column: fixed ones first, what is left by share; those that do not fit get none.
fn widths(columns: &[Column], room: u16, gap: u16) -> Vec<u16> {
    let mut left = room;
    let mut widths: Vec<u16> = Vec::with_capacity(columns.len());
    for (at, column) in columns.iter().enumerate() {
        let needs = column.width + if at == 0 { 0 } else { gap };
        let given = if needs <= left { column.width } else { left.saturating_sub(if at == 0 { 0 } else { gap }) };
        left = left.saturating_sub(needs);
        widths.push(given);
    }
    let shares: u16 = columns.iter().map(|column| column.share).sum();
    let spare = left;
    for (width, column) in widths.iter_mut().zip(columns).filter(|(_, column)| column.share > 0) {
        let more = spare * column.share / shares.max(1);
        *width += more;
        left -= more;
    }
    if let Some((width, _)) = widths.iter_mut().zip(columns).find(|(_, column)| column.share > 0) {
        *width += left;
    }
    widths
}
