//! The footer: the commands that work now, by their keys, from the one table. Whatever it shows, its key does.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::command::{Command, Spec, TABLE};
use crate::app::key::Key;
use crate::app::layer::Group;
use crate::app::panel::Panel;
use crate::app::{Model, Overlay};
use crate::domain::entry::{Family, Kind};
use crate::domain::record::Record;
use crate::ui::{Scene, cells, put};

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

/// One command of the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// What it does.
    pub(super) command: Command,
    /// Its key.
    pub(super) key: String,
    /// What it will do now.
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
    let mut specs: Vec<&Spec> = TABLE.iter().filter(|spec| spec.footer > 0 && !idle(model, spec)).collect();
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
    let asks = |key: &&Key| {
        let found = model.layers().into_iter().find_map(|layer| {
            let found = model.keys.get(layer, **key).filter(|_| !(model.typing() && key.is_text()))?;
            found.spec().is_some_and(|spec| (spec.when)(model)).then_some(found)
        });
        found == Some(command)
    };
    model.keys.keys(command).iter().find(asks).copied()
}

/// Whether a command, though its key arrives, would change nothing now.
fn idle(model: &Model, spec: &Spec) -> bool {
    match spec.command {
        Command::Note => model.form().is_some(),
        Command::Operator => model.beginning || model.form().is_some_and(|form| form.kind == Kind::Duty),
        // At a gate the two panels are one work; elsewhere the others are in the help.
        Command::Visitors => model.panel != Panel::Vehicles || !model.overlays.is_empty(),
        Command::Vehicles => model.panel != Panel::Visitors || !model.overlays.is_empty(),
        Command::Help => matches!(model.overlays.last(), Some(Overlay::Help(_))),
        Command::NextField | Command::PreviousField => {
            model.form().is_some_and(|form| form.fields.iter().filter(|field| form.asks(field)).count() < 2)
        }
        _ => model.beginning && spec.group == Group::Panels,
    }
}

/// What a command will do on what is selected; `None` where that is nothing.
fn label(scene: &Scene<'_>, command: Command) -> Option<String> {
    let (model, locale) = (scene.model, scene.locale);
    let key = match command {
        Command::Next => return next(scene, model.selected()?),
        Command::Accept => {
            let line = model.page_line().map(|line| &line.line);
            let seen = line.is_some_and(|line| model.page.answers.contains_key(line));
            let signs = line.is_none() || !model.answering() || seen && model.unanswered() == 0;
            if signs { "cmd-sign" } else { "cmd-accept" }
        }
        Command::Acknowledge => {
            let record = model.selected()?;
            record.to_note(scene.now).filter(|clock| record.unnoted(clock, scene.now))?;
            "cmd-acknowledge"
        }
        Command::Enter => {
            let form = model.form()?;
            match form.enters() {
                Some(_) if model.beginning => "cmd-next-field",
                Some(_) => "footer-next-needed",
                None => "cmd-save",
            }
        }
        Command::Leave if model.beginning => "cmd-quit",
        Command::Leave if model.form()?.draft(scene.now).is_none() => "cmd-back",
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

/// What Enter will do on a record.
fn next(scene: &Scene<'_>, record: &Record) -> Option<String> {
    let (model, locale) = (scene.model, scene.locale);
    let key = match record.family {
        Family::Complaint => {
            return model.house.procedures.next(record, scene.now).map(|rule| scene.step(&rule.id));
        }
        Family::WalkIn | Family::Call if record.has_message() => "choice-outcome-delivered",
        Family::WalkIn => "kind-walk_in_outcome",
        Family::Call if record.limits.is_empty() => "kind-call_outcome",
        Family::Call if model.reveal.is_some_and(|(subject, _)| subject == record.subject) => "kind-call_back",
        Family::Call => "footer-reveal",
        Family::Visitor => "kind-visitor_out",
        Family::Vehicle => "kind-vehicle_out",
        Family::Note => "kind-note_done",
        Family::Handover => "cmd-open",
        Family::Logbook | Family::Duty | Family::Calendar => return None,
    };
    Some(locale.tr(key))
}
