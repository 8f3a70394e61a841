//! Rows that may be more than their place holds. The ones in hand are always seen, and so is the cursor.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Rows to be drawn, and which of them are in hand.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    rows: Vec<Line<'static>>,
    hand: Range<usize>,
    cursor: Option<(usize, usize)>,
}

impl Sheet {
    pub(super) fn row(&mut self, spans: Vec<Span<'static>>) {
        self.rows.push(Line::from(spans));
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Says that the rows from `from` to the newest are in hand.
    pub(super) fn hand(&mut self, from: usize) {
        self.hand = from..self.rows.len();
    }

    /// Puts the terminal's cursor into a row, so many cells from its left.
    pub(super) const fn cursor(&mut self, row: usize, cell: usize) {
        self.cursor = Some((row, cell));
    }

    /// The first row seen in a place of so many rows: the top where that shows what is in hand, else one row below the
    /// hand is the last; of a hand longer than the place the beginning is seen.
    pub(super) fn first(&self, height: usize) -> usize {
        let most = self.rows.len().saturating_sub(height);
        (self.hand.end + 1).saturating_sub(height).min(most).min(self.hand.start)
    }

    /// How many rows a place of so many does not show, above and below.
    pub(super) fn hidden(&self, height: usize) -> (usize, usize) {
        let first = self.first(height);
        (first, self.rows.len().saturating_sub(first + height))
    }

    pub(super) fn draw(&self, area: Rect, frame: &mut Frame<'_>) {
        let first = self.first(area.height.into());
        for (row, y) in self.rows.iter().skip(first).zip(area.top()..area.bottom()) {
            frame.buffer_mut().set_line(area.x, y, row, area.width);
        }
        let Some((row, cell)) = self.cursor else { return };
        let place = row.checked_sub(first).and_then(|row| u16::try_from(row).ok()).filter(|row| *row < area.height);
        let cell = u16::try_from(cell).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
        if let Some(row) = place {
            frame.set_cursor_position((area.x + cell, area.y + row));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: usize, hand: Range<usize>) -> Sheet {
        Sheet { rows: vec![Line::default(); rows], hand, cursor: None }
    }

    #[test]
    fn what_is_in_hand_is_seen_whole_where_it_fits() {
        for (rows, hand, height, first) in [
            (5, 0..1, 9, 0),
            (20, 3..5, 9, 0),
            (20, 10..12, 9, 4),
            (20, 19..20, 9, 11),
            (20, 4..16, 9, 4),
            (20, 0..0, 9, 0),
            (3, 2..3, 0, 2),
        ] {
            assert_eq!(sheet(rows, hand.clone()).first(height), first, "{hand:?}");
        }
    }

    #[test]
    fn what_is_not_seen_is_counted() {
        assert_eq!(sheet(20, 10..12).hidden(9), (4, 7));
        assert_eq!(sheet(4, 0..1).hidden(9), (0, 0));
    }
}
