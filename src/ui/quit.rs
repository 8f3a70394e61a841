//! The question whether to quit, with what stays behind; its keys are those of the table of commands.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::command::Command;
use crate::app::key::Key;
use crate::cells;
use crate::ui::Scene;
use crate::ui::overlay::small;
use crate::ui::sheet::Sheet;

/// Draws the box over the body of the window.
pub(super) fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let locale = scene.locale;
    let mut sheet = Sheet::default();
    let mut width = 0;
    let mut say = |spans: Vec<Span<'static>>| {
        width = width.max(spans.iter().map(|span| cells::width(&span.content)).sum::<usize>() + 1);
        sheet.row(spans);
    };
    let drafts = scene.model.drafts.len();
    if drafts > 0 {
        say(vec![Span::raw(" "), Span::raw(locale.tr_args("quit-drafts", &[("n", &drafts.to_string())]))]);
    }
    let unsaved = scene.model.year.unsaved();
    if unsaved > 0 {
        let lost = locale.tr_args("quit-unsaved", &[("n", &unsaved.to_string())]);
        say(vec![Span::raw(" "), Span::styled(lost, scene.theme.soon)]);
    }
    let mut keys = vec![Span::raw(" ")];
    for command in [Command::QuitNow, Command::Back] {
        let Some(spec) = command.spec() else { continue };
        let key = scene.model.keys.keys(command).first().map(Key::label).unwrap_or_default();
        keys.push(Span::styled(key, scene.theme.title));
        keys.push(Span::raw(format!(" {}   ", locale.tr(&format!("cmd-{}", spec.name)))));
    }
    say(keys);
    small(scene, &locale.tr("quit-title"), &sheet, width.max(24), area, frame);
}
