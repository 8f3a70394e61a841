//! Boxes: a border with a title, and the ground under a box that lies over others. No border is ever broken by a wide
//! character behind it.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Borders, Clear, Widget};

use crate::ui::{Scene, cells};

/// Draws a border with its title and returns the area within.
pub fn block(scene: &Scene<'_>, area: Rect, title: &str, focused: bool, frame: &mut Frame<'_>) -> Rect {
    let theme = scene.theme;
    let style = if focused { theme.focus } else { theme.border };
    let block = Block::new().borders(Borders::ALL).border_type(BorderType::Plain).border_set(theme.lines);
    let inner = block.inner(area);
    block.border_style(style).render(area, frame.buffer_mut());
    let title = cells::cut(title, usize::from(area.width.saturating_sub(6)));
    if !title.is_empty() && area.height > 0 && area.width > 6 {
        let style = if focused { theme.focus } else { theme.title };
        crate::ui::put(
            frame,
            Rect { x: area.x + 2, width: area.width - 4, height: 1, ..area },
            0,
            &format!(" {title} "),
            style,
        );
    }
    inner
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
