//! Boxes: a border with a title, and the ground under a box that lies over others. No border is ever broken by a wide
//! character behind it.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::widgets::{Block, Borders, Clear, Widget};

use crate::domain::text::{display, steers};
use crate::ui::{Scene, put};

/// Draws a border with its title and returns the area within.
pub fn block(scene: &Scene<'_>, area: Rect, title: &str, focused: bool, frame: &mut Frame<'_>) -> Rect {
    let theme = scene.theme;
    let style = if focused { theme.focus } else { theme.border };
    let block = Block::new().borders(Borders::ALL).border_set(theme.lines).border_style(style);
    let inner = block.inner(area);
    block.render(area, frame.buffer_mut());
    write_title(area, &[(title.to_owned(), if focused { theme.focus } else { theme.title })], frame);
    inner
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

/// Gives the second half of each wide character on a coloured ground the look of its first half. What is written over
/// the first half alone, next time, is then seen to change the second half too, which would otherwise stay coloured.
pub fn whole_grounds(frame: &mut Frame<'_>) {
    let buffer = frame.buffer_mut();
    for at in 1..buffer.content.len() {
        let Some([first, second]) = buffer.content.get_mut(at - 1..=at) else { return };
        let coloured = first.bg != Color::Reset || first.modifier.contains(Modifier::REVERSED);
        if coloured && first.symbol().cell_width() > 1 {
            second.set_style(first.style());
        }
    }
}

/// Takes from every cell what could steer the terminal or hide in a line: text of an entry that was forged reaches some
/// of them as it is.
pub fn still(frame: &mut Frame<'_>) {
    for cell in &mut frame.buffer_mut().content {
        if !cell.symbol().is_ascii() && cell.symbol().chars().any(steers) {
            let shown = display(cell.symbol());
            cell.set_symbol(if shown.is_empty() { " " } else { &shown });
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
