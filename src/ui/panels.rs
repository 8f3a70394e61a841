//! The panels that are lists: one register each, filtered in the title.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::Overlay;
use crate::app::command::Command;
use crate::app::panel::Panel;
use crate::cells;
use crate::ui::rows::{self, Look};
use crate::ui::{Scene, bottom, detail, footer, frame as frames, today};

/// The least rows of a list that has headings.
const HEADED: u16 = 6;

/// The least room in which the selected complaint is shown under the list, in columns and rows.
const DETAILED: (u16, u16) = (100, 28);

pub(super) fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let model = scene.model;
    let panel = model.panel;
    let view = model.view();
    let records = model.rows();
    let mut area = area;
    if panel == Panel::Complaints
        && area.width >= DETAILED.0
        && area.height >= DETAILED.1
        && let Some(record) = records.get(view.selected)
    {
        let (list, below) = bottom(area, detail::ROWS);
        detail::draw(scene, below, record, frame);
        area = list;
    }
    let typing = matches!(model.overlays.last(), Some(Overlay::Filter));
    let focused = typing || model.overlays.is_empty();
    let inner = frames::block(scene, area, "", focused, frame);
    let mut parts = title(scene, records.len(), focused);
    if typing || model.filtered() {
        let room = usize::from(area.width / 3);
        parts.push((format!("/{}", tail(&view.filter, room)), scene.theme.title));
    }
    let end = frames::write_title(area, &parts, frame);
    if typing {
        frame.set_cursor_position(Position::new(end.min(area.right().saturating_sub(1)), area.y));
    }
    if !model.loaded {
        return;
    }
    if records.is_empty() {
        let drop = footer::key(model, Command::Reset).or_else(|| footer::key(model, Command::Unfilter));
        let text = match drop {
            Some(key) if model.filtered() => scene.locale.tr_args("list-unfound", &[("key", &key.label())]),
            _ if model.filtered() => scene.locale.tr("list-none"),
            _ if panel == Panel::Handover => scene.locale.tr("list-none"),
            _ => today::empty(scene, panel, true),
        };
        return rows::empty(scene, inner, &text, frame);
    }
    let all = view.all || panel == Panel::Handover;
    let look = Look { headed: inner.height >= HEADED, all };
    rows::draw(scene, inner, &records, Some(view.selected), look, frame);
}

/// What the list is called, what it lists and how many there are.
fn title(scene: &Scene<'_>, rows: usize, focused: bool) -> Vec<(String, Style)> {
    let (model, locale) = (scene.model, scene.locale);
    let panel = model.panel;
    let what = match panel {
        _ if model.filtered() => locale.tr_args("title-found", &[("n", &rows.to_string())]),
        _ if model.view().all => locale.tr("title-all"),
        _ => locale.tr_args(panel.spec().title, &[("n", &today::count(scene, panel))]),
    };
    let name = format!("F{} {} {what}", panel.spec().number, locale.tr(&format!("panel-{}", panel.spec().name)));
    let mut parts = vec![(name, if focused { scene.theme.focus } else { scene.theme.title })];
    if matches!(panel, Panel::Complaints | Panel::Visitors | Panel::Vehicles) {
        parts.extend(today::urgency(scene, panel));
    }
    parts
}

/// The end of a text, in at most `n` cells.
fn tail(text: &str, n: usize) -> String {
    let mut tail = text.to_owned();
    while cells::width(&tail) > n && !tail.is_empty() {
        tail.remove(0);
    }
    tail
}
