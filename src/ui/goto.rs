//! The panels by digit, and what else is asked for after Ctrl-G. The rows are those of the table of commands.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::command::{Command, TABLE};
use crate::app::key::Key;
use crate::app::layer::Layer;
use crate::cells;
use crate::ui::Scene;
use crate::ui::overlay::small;
use crate::ui::sheet::Sheet;

/// Draws the box over the body of the window.
pub(super) fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let title = scene.locale.tr("cmd-goto");
    let mut rows = Vec::new();
    for spec in TABLE.iter().filter(|spec| spec.layers.contains(&Layer::Goto) && spec.command != Command::Back) {
        let key = scene.model.keys.keys(spec.command).first().map(Key::label).unwrap_or_default();
        rows.push((key, scene.locale.tr(&format!("cmd-{}", spec.name))));
    }
    let keys = rows.iter().map(|(key, _)| cells::width(key)).max().unwrap_or(0);
    let labels = rows.iter().map(|(_, label)| cells::width(label)).max().unwrap_or(0);
    let width = (keys + labels + 4).max(cells::width(&title) + 6);
    let mut sheet = Sheet::default();
    for (key, label) in rows {
        let key = Span::styled(cells::fit_right(&key, keys), scene.theme.title);
        sheet.row(vec![Span::raw(" "), key, Span::raw("  "), Span::raw(label)]);
    }
    small(scene, &title, &sheet, width, area, frame);
}
