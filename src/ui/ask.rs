//! The questions before something final, with what it will be; their keys are those of the table of commands.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::app::Ask;
use crate::app::command::Command;
use crate::app::key::Key;
use crate::cells;
use crate::ui::Scene;
use crate::ui::overlay::small;
use crate::ui::sheet::Sheet;

/// Draws the box over the body of the window.
pub(super) fn draw(scene: &Scene<'_>, ask: Ask, area: Rect, frame: &mut Frame<'_>) {
    let locale = scene.locale;
    let mut sheet = Sheet::default();
    let mut width = 0;
    let mut say = |spans: Vec<Span<'static>>| {
        width = width.max(spans.iter().map(|span| cells::width(&span.content)).sum::<usize>() + 1);
        sheet.row(spans);
    };
    for (text, style) in told(scene, ask) {
        for line in cells::wrap(&text, usize::from(area.width.saturating_sub(6)).max(1)) {
            say(vec![Span::raw(" "), Span::styled(line, style)]);
        }
    }
    let mut keys = vec![Span::raw(" ")];
    let does = if ask == Ask::Quit { Command::QuitNow } else { Command::Confirm };
    let beside = if ask == Ask::Discard { (Command::Discard, "cmd-discard") } else { (Command::Back, "cmd-back") };
    for (command, label) in [(does, label(ask)), beside] {
        let key = scene.model.keys.keys(command).first().map(Key::label).unwrap_or_default();
        keys.push(Span::styled(key, scene.theme.title));
        keys.push(Span::raw(format!(" {}   ", locale.tr(label))));
    }
    say(keys);
    let title = match ask {
        Ask::Quit => "quit-title",
        Ask::Discard => "discard-title",
        Ask::Close => "close-title",
    };
    small(scene, &locale.tr(title), &sheet, width.max(24), area, frame);
}

/// The locale key of what Enter does.
pub(super) const fn label(ask: Ask) -> &'static str {
    match ask {
        Ask::Quit => "cmd-quit-now",
        Ask::Discard => "discard-keep",
        Ask::Close => "close-do",
    }
}

/// What stays behind, or will be final.
fn told(scene: &Scene<'_>, ask: Ask) -> Vec<(String, Style)> {
    let (model, locale, theme) = (scene.model, scene.locale, scene.theme);
    match ask {
        Ask::Quit => {
            let (drafts, aside) = model.at_end(scene.now);
            let kept =
                drafts.map(|(n, until)| scene.say("quit-drafts", &[("n", n.to_string()), ("at", scene.at(until))]));
            let unsaved = model.year.unsaved();
            let marks = (unsaved > 0).then(|| locale.tr_args("quit-unsaved", &[("n", &unsaved.to_string())]));
            let typed = (aside > 0).then(|| locale.tr_args("quit-typed", &[("n", &aside.to_string())]));
            let lost = marks.into_iter().chain(typed).map(|text| (text, theme.soon));
            kept.map(|text| (text, Style::new())).into_iter().chain(lost).collect()
        }
        Ask::Discard => vec![(locale.tr("discard-lost"), theme.soon)],
        Ask::Close => {
            let lines = model.snapshot.page.lines.len().to_string();
            vec![
                (locale.tr_args("close-lines", &[("post", &model.post), ("n", &lines)]), Style::new()),
                (locale.tr("close-final"), theme.soon),
            ]
        }
    }
}
