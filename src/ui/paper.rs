//! A page of paper as it would be printed, in a box of its own width; folded where the window is narrower.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::paper::{PaperState, WIDE};
use crate::cells;
use crate::ui::{Scene, frame as boxes, overlay, put};

/// Draws the page in hand from the line to which it is scrolled.
pub(super) fn draw(scene: &Scene<'_>, paper: &PaperState, area: Rect, frame: &mut Frame<'_>) {
    let Some(sheet) = paper.sheet() else { return };
    let area = boxes::centred(area, WIDE, area.height);
    let (width, height) = (usize::from(area.width.saturating_sub(2)), usize::from(area.height.saturating_sub(2)));
    let folded =
        |lines: &[String]| -> Vec<String> { lines.iter().flat_map(|line| cells::wrap(line, width.max(1))).collect() };
    let (above, rest) = sheet.lines.split_at(paper.scroll.min(sheet.lines.len()));
    let rows = folded(rest);
    let hidden = folded(above).len() + rows.len().saturating_sub(height);
    let more = (hidden > 0).then(|| scene.locale.tr_args("overlay-more", &[("n", &hidden.to_string())]));
    let several = paper.sheets.len() > 1;
    let which = if several { format!("{}/{}", paper.shown + 1, paper.sheets.len()) } else { String::new() };
    let inner = overlay::boxed(scene, area, &sheet.title, &which, &more.unwrap_or_default(), frame);
    for (row, y) in rows.iter().zip(inner.top()..inner.bottom()) {
        put(frame, Rect { y, height: 1, ..inner }, 0, row, Style::new());
    }
}
