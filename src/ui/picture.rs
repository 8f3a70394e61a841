//! A buffer as text, for tests, and as SVG, for the README. Wide characters are written once.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier};

/// The cells of a buffer that begin a character: column, row and cell. The cells behind a wide one are left out.
fn shown(buffer: &Buffer) -> impl Iterator<Item = (u16, u16, &Cell)> {
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

/// The cells of the picture, in pixels.
const CELL: (u32, u32) = (9, 19);
const GROUND: &str = "#16181d";
const INK: &str = "#d7dae0";

/// A buffer as SVG: every character at its own cell, wide ones over two.
pub fn svg(buffer: &Buffer) -> String {
    let (width, height) = (u32::from(buffer.area.width) * CELL.0, u32::from(buffer.area.height) * CELL.1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"'DejaVu Sans Mono','Sarasa Mono SC','Noto Sans Mono CJK SC',monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{GROUND}\"/>\n"
    );
    for (column, row, cell) in shown(buffer) {
        let x = u32::from(column - buffer.area.left()) * CELL.0;
        let y = u32::from(row - buffer.area.top()) * CELL.1;
        let wide = u32::from(cell.symbol().cell_width().max(1)) * CELL.0;
        let (mut ink, mut ground) = (colour(cell.fg, INK), colour(cell.bg, GROUND));
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut ink, &mut ground);
        }
        if ground != GROUND {
            let _ =
                writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{}\" fill=\"{ground}\"/>", CELL.1);
        }
        if cell.symbol().trim().is_empty() {
            continue;
        }
        let mut look = String::new();
        if cell.modifier.contains(Modifier::BOLD) {
            look.push_str(" font-weight=\"bold\"");
        }
        if cell.modifier.contains(Modifier::DIM) {
            look.push_str(" opacity=\"0.6\"");
        }
        if cell.modifier.contains(Modifier::CROSSED_OUT) {
            look.push_str(" text-decoration=\"line-through\"");
        } else if cell.modifier.contains(Modifier::UNDERLINED) {
            look.push_str(" text-decoration=\"underline\"");
        }
        let symbol = cell.symbol().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(out, "<text x=\"{x}\" y=\"{}\" fill=\"{ink}\"{look}>{symbol}</text>", y + 14);
    }
    out + "</svg>\n"
}

/// A colour of the terminal as SVG writes it.
fn colour(colour: Color, plain: &str) -> String {
    let (r, g, b) = match colour {
        Color::Indexed(index @ 16..=231) => {
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let index = index - 16;
            (level(index / 36), level(index / 6 % 6), level(index % 6))
        }
        Color::Indexed(index @ 232..) => {
            let level = 8 + 10 * (index - 232);
            (level, level, level)
        }
        Color::Rgb(r, g, b) => (r, g, b),
        _ => return plain.to_owned(),
    };
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

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

    #[test]
    fn the_svg_places_every_character_at_its_cell() {
        let svg = svg(&buffer());
        assert!(svg.contains("<text x=\"18\" y=\"14\" fill=\"#d7dae0\">台</text>"), "{svg}");
        assert!(svg.contains("<text x=\"36\" y=\"33\" fill=\"#d70000\" text-decoration=\"line-through\">&lt;</text>"));
    }
}
