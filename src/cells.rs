//! The one place where text is measured in terminal cells, by the same measure the screen buffer uses. Whatever comes
//! out has passed `display`, so a column is as wide as it says whatever was stored.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text::display;

const CUT: &str = "…";

/// The cells of text that has passed `display`.
fn cells(text: &str) -> usize {
    plain(text).unwrap_or_else(|| text.graphemes(true).map(|g| usize::from(g.cell_width())).sum())
}

/// The cells of a character that always stands alone: nearly all that is ever drawn. Others are looked at as graphemes.
const fn alone(c: char) -> Option<usize> {
    match c {
        ' '..='~' | '·' | '…' => Some(1),
        '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}' => Some(2),
        _ => None,
    }
}

/// The cells of a text of such characters alone, which `display` leaves as it is.
fn plain(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |sum, c| Some(sum + alone(c)?))
}

/// The characters of a text, each with its cells, where every one of them stands alone.
pub fn lone(text: &str) -> Option<impl Iterator<Item = (char, usize)>> {
    plain(text).map(|_| text.chars().filter_map(|c| Some((c, alone(c)?))))
}

/// The cells a text takes when drawn.
pub fn width(text: &str) -> usize {
    plain(text).unwrap_or_else(|| cells(&display(text)))
}

/// What stands behind a text to mark it: that it was struck, or that it is in doubt.
const MARKS: [char; 2] = ['*', '?'];

/// A text in at most `n` cells, cut between characters and then ended by `…`; a mark at its end stays.
pub fn cut(text: &str, n: usize) -> String {
    within(text, n).into_owned()
}

/// The same, and the text itself where nothing of it is cut.
pub fn within(text: &str, n: usize) -> Cow<'_, str> {
    let known = plain(text);
    let text: Cow<'_, str> = if known.is_some() { text.into() } else { display(text).into() };
    if known.unwrap_or_else(|| cells(&text)) <= n {
        return text;
    }
    let mark = text.chars().next_back().filter(|last| MARKS.contains(last));
    let rooms = n.checked_sub(usize::from(mark.is_some()));
    let Some(room) = rooms.and_then(|room| room.checked_sub(1)) else {
        return mark.into_iter().take(n).chain(CUT.chars()).take(n).collect::<String>().into();
    };
    let mut used = 0;
    let fitting = text.graphemes(true).take_while(|g| {
        used += usize::from(g.cell_width());
        used <= room
    });
    fitting.chain([CUT]).map(str::to_owned).chain(mark.map(String::from)).collect::<String>().into()
}

fn blank(text: &str, n: usize) -> String {
    " ".repeat(n.saturating_sub(cells(text)))
}

/// A text in exactly `n` cells, at the left.
pub fn fit(text: &str, n: usize) -> String {
    let text = cut(text, n);
    let blank = blank(&text, n);
    text + &blank
}

/// A text in exactly `n` cells, at the right.
pub fn fit_right(text: &str, n: usize) -> String {
    let text = cut(text, n);
    blank(&text, n) + &text
}

/// A text in lines of at most `n` cells, broken beside wide characters and spaces, and inside a word only where it is
/// longer than a line. The lines joined are the whole text, spaces included; one character wider than `n` has a line
/// to itself.
pub fn wrap(text: &str, n: usize) -> Vec<String> {
    let text = display(text);
    let mut lines = Lines { full: Vec::new(), line: String::new(), used: 0, n };
    let mut word = String::new();
    for g in text.graphemes(true) {
        if g == " " || g.cell_width() > 1 {
            lines.push(&std::mem::take(&mut word));
            lines.push(g);
        } else {
            word.push_str(g);
        }
    }
    lines.push(&word);
    lines.finish()
}

struct Lines {
    full: Vec<String>,
    line: String,
    used: usize,
    n: usize,
}

impl Lines {
    fn push(&mut self, piece: &str) {
        let needs = cells(piece);
        if self.used + needs > self.n {
            self.end();
        }
        if needs <= self.n {
            self.line.push_str(piece);
            self.used += needs;
            return;
        }
        for g in piece.graphemes(true) {
            if g == piece {
                self.spell(piece);
            } else {
                self.push(g);
            }
        }
    }

    /// Puts down, character by character, what takes more than a line though it is one to the reader.
    fn spell(&mut self, piece: &str) {
        for c in piece.chars() {
            let longer: String = self.line.chars().chain([c]).collect();
            if cells(&longer) > self.n {
                self.end();
            }
            self.line.push(c);
            self.used = cells(&self.line);
        }
    }

    fn end(&mut self) {
        if !self.line.is_empty() {
            self.full.push(std::mem::take(&mut self.line));
        }
        self.used = 0;
    }

    fn finish(mut self) -> Vec<String> {
        if !self.line.is_empty() || self.full.is_empty() {
            self.full.push(self.line);
        }
        self.full
    }
}

/// Rows in columns, a gap between them, with no blanks at their ends; a column in which nothing stands is left out.
pub struct Table<'a>(pub &'a [Vec<String>]);

const GAP: usize = 2;
/// No column is made narrower than this to fit a page.
const NARROW: usize = 6;

impl Table<'_> {
    /// A line for each row; what is longer than `widest` cells is cut.
    pub fn cut(&self, widest: usize) -> Vec<String> {
        let widths: Vec<usize> = self.widths().into_iter().map(|width| width.min(widest)).collect();
        self.lines(&widths, |text, n| vec![cut(text, n)])
    }

    /// Every text whole, in lines of at most `room` cells where that can be: the widest columns are folded.
    pub fn folded(&self, room: usize) -> Vec<String> {
        let mut widths = self.widths();
        let shown = widths.iter().filter(|width| **width > 0).count();
        let room = (room + GAP).saturating_sub(GAP * shown);
        while widths.iter().sum::<usize>() > room
            && let Some(widest) = widths.iter_mut().max().filter(|width| **width > NARROW)
        {
            *widest -= 1;
        }
        self.lines(&widths, |text, n| wrap(text, n).iter().map(|line| line.trim().to_owned()).collect())
    }

    /// The cells of the widest text in each column.
    fn widths(&self) -> Vec<usize> {
        let columns = self.0.iter().map(Vec::len).max().unwrap_or_default();
        let widest = |column: usize| self.0.iter().filter_map(|row| Some(width(row.get(column)?))).max();
        (0..columns).map(|column| widest(column).unwrap_or_default()).collect()
    }

    fn lines(&self, widths: &[usize], pieces: fn(&str, usize) -> Vec<String>) -> Vec<String> {
        let mut lines = Vec::with_capacity(self.0.len());
        for row in self.0 {
            let cells = row.iter().zip(widths).filter(|(_, width)| **width > 0);
            let cells: Vec<_> = cells.map(|(cell, width)| (pieces(cell, *width), *width)).collect();
            for n in 0..cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or_default() {
                let piece =
                    |(lines, width): &(Vec<String>, usize)| fit(lines.get(n).map_or("", String::as_str), *width);
                let line = cells.iter().map(piece).collect::<Vec<_>>().join(&" ".repeat(GAP));
                lines.push(line.trim_end().to_owned());
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::samples;

    #[test]
    fn a_wide_character_takes_two_cells_and_a_mark_none() {
        assert_eq!(width("前台 F2"), 7);
        assert_eq!(width("e\u{301}…·"), 3);
        assert_eq!(width("\u{1b}\u{202e}a\r\nb"), 3);
        assert_eq!(width("😀"), 2);
    }

    #[test]
    fn what_stands_alone_has_the_cells_that_the_screen_gives_it() {
        for (c, n) in ('\0'..='\u{ffff}').filter_map(|c| Some((c.to_string(), alone(c)?))) {
            assert_eq!((usize::from(c.as_str().cell_width()), display(&c)), (n, c.clone()), "{c}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(fit("漏水报修", 6), "漏水… ");
        assert_eq!(fit("漏水报修", 7), "漏水报…");
        assert_eq!(fit("漏水报修", 8), "漏水报修");
        assert_eq!(fit("abc", 5), "abc  ");
        assert_eq!(fit_right("12", 4), "  12");
        assert_eq!(fit_right("漏水报修", 6), " 漏水…");
        assert_eq!(cut("漏水报修", 6), "漏水…");
        assert_eq!((cut("漏水", 1), cut("漏水", 0), cut("", 0)), ("…".into(), String::new(), String::new()));
        assert_eq!(cut("ae\u{301}bcd", 3), "ae\u{301}…");
    }

    #[test]
    fn a_mark_outlives_what_it_marks() {
        assert_eq!(cut("B2车库C12?", 9), "B2车库C…?");
        assert_eq!(cut("1120-01*", 6), "1120…*");
        assert_eq!((cut("号?", 2), cut("车库?", 1), cut("车库?", 0)), ("…?".into(), "?".into(), String::new()));
        let rows = vec![vec!["B2车库C12?".to_owned(), "张三".to_owned()]];
        assert_eq!(Table(&rows).cut(6), ["B2车…?  张三"]);
    }

    #[test]
    fn words_stay_whole_and_chinese_breaks_anywhere() {
        assert_eq!(wrap("the lift stands still", 10), ["the lift ", "stands ", "still"]);
        assert_eq!(wrap("三楼电梯停运", 5), ["三楼", "电梯", "停运"]);
        assert_eq!(wrap("电梯A1号停运", 7), ["电梯A1", "号停运"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("中a", 1), ["中", "a"]);
    }

    #[test]
    fn one_character_wider_than_a_line_is_spelled_over_several() {
        let jamo = "\u{1100}";
        assert_eq!(wrap(&format!("a{}b", jamo.repeat(3)), 4), ["a", &jamo.repeat(2), &format!("{jamo}b")]);
    }

    proptest! {
        #[test]
        fn a_fitted_text_has_exactly_its_cells(text in samples::text(), n in 0..50_usize) {
            prop_assert_eq!(width(&fit(&text, n)), n);
            prop_assert_eq!(width(&fit_right(&text, n)), n);
            prop_assert!(width(&cut(&text, n)) <= n);
        }

        #[test]
        fn a_mark_survives_every_width(text in samples::text(), mark in prop::sample::select(&MARKS[..]), n in 1..50_usize) {
            let text = format!("{text}{mark}");
            prop_assert!(cut(&text, n).ends_with(mark));
            prop_assert!(width(&cut(&text, n)) <= n);
        }

        #[test]
        fn wrapped_lines_fit_and_join_back(text in samples::text(), n in 3..30_usize) {
            let lines = wrap(&text, n);
            for line in &lines {
                prop_assert!(width(line) <= n, "{line:?}");
            }
            prop_assert_eq!(lines.concat(), display(&text));
        }

        #[test]
        fn no_width_is_too_small_to_wrap_to(text in samples::text(), n in 0..3_usize) {
            prop_assert_eq!(wrap(&text, n).concat(), display(&text));
        }
    }
}
