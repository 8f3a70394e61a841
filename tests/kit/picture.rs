//! A buffer as text: what a picture is compared by. Wide characters are written once.
#![allow(dead_code)]

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::Color;

/// The cells of a buffer that begin a character: column, row and cell. The cells behind a wide one are left out.
pub fn shown(buffer: &Buffer) -> impl Iterator<Item = (u16, u16, &Cell)> {
    let area = buffer.area;
    (area.top()..area.bottom()).flat_map(move |y| {
        let mut next = area.left();
        (area.left()..area.right()).filter_map(move |x| {
            let cell = buffer.cell((x, y)).filter(|_| x >= next)?;
            next = x + cell.symbol().cell_width().max(1);
            Some((x, y, cell))
        })
    })
}

/// The text of a buffer, row by row without blanks at the ends, then a map of its styles and what each letter in the
/// map stands for.
pub fn picture(buffer: &Buffer) -> String {
    let mut styles: Vec<String> = Vec::new();
    let height = usize::from(buffer.area.height);
    let (mut text, mut map) = (vec![String::new(); height], vec![String::new(); height]);
    for (_, y, cell) in shown(buffer) {
        let row = usize::from(y - buffer.area.top());
        let style = described(cell);
        let letter = if style.is_empty() {
            '.'
        } else {
            let at = styles.iter().position(|known| *known == style).unwrap_or_else(|| {
                styles.push(style);
                styles.len() - 1
            });
            ('a'..='z').chain('A'..='Z').nth(at).unwrap_or('?')
        };
        if let (Some(text), Some(map)) = (text.get_mut(row), map.get_mut(row)) {
            text.push_str(cell.symbol());
            map.extend(std::iter::repeat_n(letter, usize::from(cell.symbol().cell_width().max(1))));
        }
    }
    let mut out = String::new();
    for line in text.iter().map(|line| line.trim_end()).chain(map.iter().map(|line| line.trim_end_matches('.'))) {
        out.push_str(line);
        out.push('\n');
    }
    for (letter, style) in ('a'..='z').chain('A'..='Z').zip(&styles) {
        let _ = writeln!(out, "{letter} = {style}");
    }
    out
}

/// The text of a buffer alone.
pub fn text(buffer: &Buffer) -> String {
    let picture = picture(buffer);
    let lines: Vec<&str> = picture.lines().take(usize::from(buffer.area.height)).collect();
    lines.join("\n")
}

fn described(cell: &Cell) -> String {
    let mut parts = Vec::new();
    if cell.fg != Color::Reset {
        parts.push(format!("{}", cell.fg));
    }
    if cell.bg != Color::Reset {
        parts.push(format!("on {}", cell.bg));
    }
    parts.extend(cell.modifier.iter_names().map(|(name, _)| name.to_lowercase()));
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::{Modifier, Style};

    use super::*;

    fn buffer() -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        buffer.set_string(0, 0, "前台 a", Style::new());
        let struck = Style::new().fg(Color::Indexed(160)).add_modifier(Modifier::CROSSED_OUT);
        buffer.set_string(2, 1, "旧<", struck);
        buffer
    }

    #[test]
    fn a_wide_character_is_written_once_and_its_style_told() {
        assert_eq!(picture(&buffer()), "前台 a\n  旧<\n\n..aaa\na = 160 crossed_out\n");
    }
}
