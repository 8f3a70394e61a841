//! The footer: the commands that work now, by their keys, from the one table. Whatever it shows, its key does.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::command::{Command, Spec, TABLE};
use crate::app::key::Key;
use crate::app::layer::Group;
use crate::app::panel::Panel;
use crate::app::{Model, Overlay};
use crate::cells;
use crate::domain::entry::Kind;
use crate::domain::time::Moment;
use crate::ui::{Scene, put};

/// Draws as many items as fit whole, the help always last.
pub(super) fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let gap = if area.width < 100 { 2 } else { 3 };
    let (help, items): (Vec<_>, Vec<_>) = items(scene).into_iter().partition(|item| item.command == Command::Help);
    let needs = |item: &Item| u16::try_from(item.width()).unwrap_or(u16::MAX).saturating_add(gap);
    let mut left = area.width.saturating_sub(1);
    left = left.saturating_sub(help.iter().map(needs).sum());
    let mut x = 1;
    let fitting = items.iter().take_while(|item| {
        let fits = needs(item) <= left;
        left = left.saturating_sub(needs(item));
        fits
    });
    for item in fitting.chain(&help) {
        let end = put(frame, area, x, &item.key, scene.theme.title);
        x = put(frame, area, end + 1, &item.label, scene.theme.calm) + gap;
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) command: Command,
    pub(super) key: String,
    pub(super) label: String,
}

impl Item {
    fn width(&self) -> usize {
        cells::width(&self.key) + 1 + cells::width(&self.label)
    }
}

/// The items of the footer, the most important first.
pub(super) fn items(scene: &Scene<'_>) -> Vec<Item> {
    let model = scene.model;
    let mut specs: Vec<&Spec> = TABLE.iter().filter(|spec| spec.footer > 0 && !idle(model, spec, scene.now)).collect();
    specs.sort_by_key(|spec| spec.footer);
    let items = specs.into_iter().filter_map(|spec| {
        let key = key(model, spec.command)?;
        let label = label(scene, spec.command)?;
        Some(Item { command: spec.command, key: key.label(), label })
    });
    let mut shown: Vec<Item> = Vec::new();
    for item in items {
        if item.command == Command::Help || shown.iter().all(|other| other.label != item.label) {
            shown.push(item);
        }
    }
    shown
}

/// The first key of a command that asks for it now.
pub(super) fn key(model: &Model, command: Command) -> Option<Key> {
    model.keys.keys(command).iter().find(|key| model.command(**key) == Some(command)).copied()
}

/// Whether a command, though its key arrives, would change nothing now, or is not shown beside what lies over.
fn idle(model: &Model, spec: &Spec, now: Moment) -> bool {
    match spec.command {
        Command::Panel(panel) if let Some(beside) = panel.spec().beside => {
            model.panel != beside || !model.overlays.is_empty()
        }
        command => model.idle(command, now) || model.beginning && spec.group == Group::Panels,
    }
}

/// What a command will do on what is selected; `None` where that is nothing.
fn label(scene: &Scene<'_>, command: Command) -> Option<String> {
    let (model, locale) = (scene.model, scene.locale);
    let key = match command {
        Command::Next | Command::Found | Command::Accept | Command::Enter => {
            return model.primary(scene.now).map(|primary| locale.tr(&primary.label()));
        }
        Command::Acknowledge => {
            let record = model.selected()?;
            record.to_note(scene.now).filter(|clock| record.unnoted(clock, scene.now))?;
            "cmd-acknowledge"
        }
        Command::Confirm => match model.overlays.last()? {
            Overlay::Ask(question) => crate::ui::ask::label(*question),
            _ => return None,
        },
        Command::New if model.focused_panel().spec().opens == Kind::Note => "cmd-note",
        Command::Leave if model.beginning => "cmd-quit",
        Command::Leave if !model.form()?.is_touched() => "cmd-back",
        Command::Toggle if model.panel == Panel::Handover => {
            if model.page.past {
                "footer-live-page"
            } else {
                "footer-past-pages"
            }
        }
        Command::Toggle => {
            let inside = matches!(model.panel, Panel::Visitors | Panel::Vehicles);
            match model.view().all {
                true if inside => "footer-inside-only",
                true => "footer-open-only",
                false => "footer-all",
            }
        }
        _ => return command.spec().map(|spec| locale.tr(&format!("cmd-{}", spec.name))),
    };
    Some(locale.tr(key))
}

#[cfg(test)]
mod tests;
