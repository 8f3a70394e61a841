//! Boxes: a border with a title, and the ground under a box that lies over others. No border is ever broken by a wide
//! character behind it.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border::Set;
use ratatui::widgets::{Block, Clear, Widget};

use crate::domain::text::{display, steers};
use crate::ui::{Scene, put};

/// Draws a border with its title and returns the area within.
pub fn block(scene: &Scene<'_>, area: Rect, title: &str, focused: bool, frame: &mut Frame<'_>) -> Rect {
    let theme = scene.theme;
    let style = if focused { theme.focus } else { theme.border };
    border(area, theme.lines, style, frame);
    let inner = Block::bordered().inner(area);
    write_title(area, &[(title.to_owned(), if focused { theme.focus } else { theme.title })], frame);
    inner
}

/// Draws the lines of a border, and touches nothing within.
fn border(area: Rect, lines: Set<'_>, style: Style, frame: &mut Frame<'_>) {
    let area = area.intersection(frame.area());
    let (Some(right), Some(bottom)) = (area.right().checked_sub(1), area.bottom().checked_sub(1)) else { return };
    let buffer = frame.buffer_mut();
    let mut put = |x: u16, y: u16, line: &str| {
        if let Some(cell) = buffer.cell_mut((x, y)).filter(|_| !area.is_empty()) {
            cell.set_symbol(line).set_style(style);
        }
    };
    for y in area.top()..area.bottom() {
        put(area.x, y, lines.vertical_left);
        put(right, y, lines.vertical_right);
    }
    for x in area.left()..area.right() {
        put(x, area.y, lines.horizontal_top);
        put(x, bottom, lines.horizontal_bottom);
    }
    put(area.x, area.y, lines.top_left);
    put(right, area.y, lines.top_right);
    put(area.x, bottom, lines.bottom_left);
    put(right, bottom, lines.bottom_right);
}

/// Writes the parts of a title into the upper border, which stays whole on both sides of it. Returns the column after
/// the last part.
pub fn write_title(area: Rect, parts: &[(String, Style)], frame: &mut Frame<'_>) -> u16 {
    let line = Rect { height: area.height.min(1), width: area.width.saturating_sub(2), ..area };
    let mut x = 2;
    for (text, style) in parts.iter().filter(|(text, _)| !text.is_empty()) {
        if line.width <= x + 2 {
            break;
        }
        x = put(frame, line, x, " ", Style::reset());
        let within = Rect { width: line.width.saturating_sub(1), ..line };
        x = put(frame, within, x, text, Style::reset().patch(*style));
        put(frame, line, x, " ", Style::reset());
    }
    area.x + x
}

/// Empties the ground for a box that lies over others: also what a wide character left of it would push into it.
pub fn blank_behind(area: Rect, frame: &mut Frame<'_>) {
    let area = area.intersection(frame.area());
    let buffer = frame.buffer_mut();
    if let Some(left) = area.x.checked_sub(1) {
        for y in area.top()..area.bottom() {
            if let Some(cell) = buffer.cell_mut((left, y)).filter(|cell| cell.symbol().cell_width() > 1) {
                cell.set_symbol(" ");
            }
        }
    }
    Clear.render(area, buffer);
}

/// Looks at every cell once more.
///
/// What could steer the terminal or hide in a line is taken out: text of an entry that was forged reaches some of them as
/// it is. The second half of a wide character on a coloured ground is given the look of its first half: what is written
/// over the first half alone, next time, is then seen to change the second half too, which would otherwise stay coloured.
pub fn sound(frame: &mut Frame<'_>) {
    let mut rest = frame.buffer_mut().content.as_mut_slice();
    while let Some((cell, after)) = rest.split_first_mut() {
        rest = after;
        // One byte is one plain cell.
        if cell.symbol().len() == 1 {
            continue;
        }
        if cell.symbol().chars().any(steers) {
            let shown = display(cell.symbol());
            cell.set_symbol(if shown.is_empty() { " " } else { &shown });
        }
        let coloured = cell.bg != Color::Reset || cell.modifier.contains(Modifier::REVERSED);
        if let Some(second) = rest.first_mut().filter(|_| coloured && cell.symbol().cell_width() > 1) {
            second.set_style(cell.style());
        }
    }
}

/// A box over others: empties its ground, draws its border in focus and returns the area within.
pub fn popup(scene: &Scene<'_>, area: Rect, title: &str, frame: &mut Frame<'_>) -> Rect {
    blank_behind(area, frame);
    block(scene, area, title, true, frame)
}

/// An area of at most `width` by `height` cells in the middle of another.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}
