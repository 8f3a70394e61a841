//! A printed page as it grows: every row fits the width of a page, whatever was typed, and nothing is cut off.

use crate::cells::{self, Table};

/// The widest row, in cells: it prints at 80 columns and shows whole in a box on a screen of 80.
pub const WIDTH: usize = 78;
const GAP: usize = 2;

#[derive(Default)]
pub(super) struct Sheet {
    pub(super) lines: Vec<String>,
}

impl Sheet {
    /// A text in as many rows as it needs.
    pub(super) fn text(&mut self, text: &str) {
        self.beside("", text);
    }

    /// One text at the left end of a row and one at its right end; on two rows where they do not fit beside one another.
    pub(super) fn ends(&mut self, left: &str, right: &str) {
        match WIDTH.checked_sub(cells::width(left) + cells::width(right)) {
            Some(gap @ GAP..) => self.lines.push(format!("{left}{}{right}", " ".repeat(gap))),
            _ => {
                self.text(left);
                self.text(right);
            }
        }
    }

    /// The title of a part, after an empty row.
    pub(super) fn heading(&mut self, text: &str) {
        self.blank();
        self.text(text);
    }

    pub(super) fn blank(&mut self) {
        self.lines.push(String::new());
    }

    pub(super) fn rule(&mut self) {
        self.lines.push("-".repeat(WIDTH));
    }

    /// A text in rows beside what stands before the first.
    pub(super) fn beside(&mut self, before: &str, text: &str) {
        let indent = cells::width(before);
        for (n, line) in cells::wrap(text, WIDTH.saturating_sub(indent).max(1)).iter().enumerate() {
            let start = if n == 0 { before.to_owned() } else { " ".repeat(indent) };
            self.push(format!("{start}{}", line.trim()));
        }
    }

    /// Labels with their values under one another; one without value has no row.
    pub(super) fn facts(&mut self, facts: &[(String, String)]) {
        let said = || facts.iter().filter(|(_, value)| !value.is_empty());
        let label = said().map(|(label, _)| cells::width(label)).max().unwrap_or_default().min(WIDTH / 3);
        for (name, value) in said() {
            self.beside(&format!("  {}  ", cells::fit(name, label)), value);
        }
    }

    /// Rows in columns; where they are too wide together, the widest is folded.
    pub(super) fn table(&mut self, rows: &[Vec<String>]) {
        self.lines.extend(Table(rows).folded(WIDTH - GAP).iter().map(|line| format!("  {line}")));
    }

    fn push(&mut self, line: String) {
        self.lines.push(line.trim_end().to_owned());
    }
}
