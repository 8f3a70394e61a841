//! The part of a typed line that fits its place, and the cell of the cursor in it. The cursor is always inside, and what
//! may not be drawn stands as `�`, so that nothing typed is invisible.

use tui_input::Input;
use unicode_segmentation::UnicodeSegmentation;

use crate::cells;
use crate::domain::text::display;

const UNSEEN: &str = "\u{fffd}";

/// What is seen of a typed line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Typed {
    pub(super) text: String,
    /// Cells from its left to the cursor, less than the width it was made for.
    pub(super) cursor: usize,
}

/// The part of a line that fits `width` cells, moved along so that the cursor is inside.
pub(super) fn typed(line: &Input, width: usize) -> Typed {
    let (mut pieces, mut before, mut chars) = (Vec::new(), 0, 0);
    for g in line.value().graphemes(true) {
        if chars < line.cursor() {
            before = pieces.len() + 1;
        }
        chars += g.chars().count();
        let piece = shown(g);
        pieces.push((cells::width(&piece), piece));
    }
    let mut cursor: usize = pieces.iter().take(before).map(|(cells, _)| cells).sum();
    let mut first = 0;
    for (cells, _) in &pieces {
        if cursor < width.max(1) {
            break;
        }
        cursor = cursor.saturating_sub(*cells);
        first += 1;
    }
    let mut used = 0;
    let fitting = pieces.into_iter().skip(first).take_while(|(cells, _)| {
        used += cells;
        used <= width
    });
    Typed { text: fitting.map(|(_, piece)| piece).collect(), cursor }
}

fn shown(g: &str) -> String {
    let text = display(g);
    if text.is_empty() { UNSEEN.to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tui_input::InputRequest;

    use super::*;
    use crate::domain::text::samples;

    fn at(text: &str, width: usize) -> (String, usize) {
        let typed = typed(&Input::new(text.to_owned()), width);
        (typed.text, typed.cursor)
    }

    #[test]
    fn the_cursor_stands_behind_the_last_character() {
        assert_eq!(at("", 10), (String::new(), 0));
        assert_eq!(at("漏水a", 10), ("漏水a".into(), 5));
        assert_eq!(at("\u{1b}漏\u{202e}", 10), ("\u{fffd}漏\u{fffd}".into(), 4));
    }

    #[test]
    fn a_long_line_moves_along_in_whole_characters() {
        assert_eq!(at("三楼电梯", 8), ("楼电梯".into(), 6));
        assert_eq!(at("三楼电梯", 9), ("三楼电梯".into(), 8));
        assert_eq!(at("a三楼电梯", 8), ("楼电梯".into(), 6));
        let mut line = Input::new("三楼电梯停运".to_owned());
        line.handle(InputRequest::GoToStart);
        assert_eq!(typed(&line, 6), Typed { text: "三楼电".into(), cursor: 0 });
        line.handle(InputRequest::GoToNextChar);
        assert_eq!(typed(&line, 6).cursor, 2);
    }

    proptest! {
        #[test]
        fn the_cursor_is_inside_and_the_text_fits(text in samples::text(), back in 0..6_usize, width in 1..30_usize) {
            let mut line = Input::new(text);
            for _ in 0..back {
                line.handle(InputRequest::GoToPrevChar);
            }
            let typed = typed(&line, width);
            prop_assert!(typed.cursor < width);
            prop_assert!(cells::width(&typed.text) <= width.max(2), "{typed:?}");
        }
    }
}
