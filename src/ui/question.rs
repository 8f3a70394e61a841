//! The question whether to go on in spite of what is doubtful of a year of the calendar, each thing by itself.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::{Question, Then};
use crate::cells;
use crate::ui::overlay::boxed;
use crate::ui::sheet::Sheet;
use crate::ui::{Scene, frame as boxes};

/// The columns of the box, where there is room.
const WIDTH: u16 = 74;

/// Draws the box over the body of the window.
pub(super) fn draw(scene: &Scene<'_>, question: &Question, area: Rect, frame: &mut Frame<'_>) {
    let locale = scene.locale;
    let width = WIDTH.min(area.width);
    let room = usize::from(width.saturating_sub(4)).max(1);
    let mut sheet = Sheet::default();
    for (at, doubt) in question.doubts.iter().enumerate() {
        let from = sheet.len();
        let (key, args) = doubt.words();
        for line in cells::wrap(&locale.say(key, &args), room) {
            sheet.row(vec![Span::raw(" "), Span::styled(line, scene.theme.calm)]);
        }
        if at == question.selected {
            sheet.hand(from);
        }
    }
    let key = match question.then {
        Then::Import => "question-import",
        Then::KeepMarks => "question-keep",
        Then::SaveYear => "question-save",
    };
    let title = locale.tr_args(key, &[("year", &question.year.to_string())]);
    let state = locale.tr_args("question-doubts", &[("n", &question.doubts.len().to_string())]);
    let rows = u16::try_from(sheet.len()).unwrap_or(u16::MAX).saturating_add(2);
    let inner = boxed(scene, boxes::centred(area, width, rows), &title, &state, "", frame);
    sheet.draw(inner, frame);
}
