//! The panels that are lists: one register each, filtered in the title.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::Overlay;
use crate::app::command::Command;
use crate::app::panel::Panel;
use crate::cells;
use crate::domain::entry::Family;
use crate::domain::record::Status;
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
            _ if model.filtered() && model.finding.as_ref().is_some_and(|finding| !finding.done || finding.full) => {
                scene.locale.tr("list-looking")
            }
            Some(key) if model.filtered() => scene.locale.tr_args("list-unfound", &[("key", &key.label())]),
            _ if model.filtered() => scene.locale.tr("list-none"),
            _ if panel == Panel::Handover => scene.locale.tr("list-none"),
            _ => today::empty(scene, panel, true),
        };
        return rows::empty(scene, inner, &text, frame);
    }
    // What is found may have left: then its state is told, not how long it has stayed.
    let all = view.all || panel == Panel::Handover || model.filtered();
    let look = Look { headed: inner.height >= HEADED, all };
    rows::draw(scene, inner, &records, Some(view.selected), look, frame);
}

/// What the list is called, what it lists and how many there are.
fn title(scene: &Scene<'_>, rows: usize, focused: bool) -> Vec<(String, Style)> {
    let (model, locale) = (scene.model, scene.locale);
    let panel = model.panel;
    let what = match panel {
        _ if model.filtered() => found(scene, rows),
        _ if model.view().all => locale.tr("title-all"),
        _ => {
            let [visitors, drivers] = [Family::Visitor, Family::Vehicle].map(|family| model.snapshot.of(family).people);
            let own = match panel {
                // Whoever leads everyone out counts all of them.
                Panel::Visitors if drivers > 0 => scene.people([visitors, drivers]),
                _ => locale.tr_args(panel.spec().title, &[("n", &today::count(scene, panel))]),
            };
            [own].into_iter().chain(today::left(scene, panel)).collect::<Vec<_>>().join(" · ")
        }
    };
    let name = format!("F{} {} {what}", panel.spec().number, locale.tr(&format!("panel-{}", panel.spec().name)));
    let mut parts = vec![(name, if focused { scene.theme.focus } else { scene.theme.title })];
    // What was found is another list than the one of which these are counted.
    if matches!(panel, Panel::Complaints | Panel::Visitors | Panel::Vehicles) && !model.filtered() {
        parts.extend(today::urgency(scene, panel));
    }
    parts
}

/// How many records were found, how many of them are closed, and how far the register was looked through.
fn found(scene: &Scene<'_>, rows: usize) -> String {
    let (model, locale) = (scene.model, scene.locale);
    let mut said = vec![locale.tr_args("title-found", &[("n", &rows.to_string())])];
    let closed = model.rows().iter().filter(|record| record.status != Status::Open).count();
    if closed > 0 && !model.view().all {
        said.push(locale.tr_args("title-found-closed", &[("n", &closed.to_string())]));
    }
    if let Some(finding) = &model.finding {
        let date = finding.back_to.map(|at| model.house.site.zone.date(at).to_string()).unwrap_or_default();
        let about = [("date", date.as_str()), ("n", &finding.looked.to_string())];
        said.push(match (finding.done, finding.full) {
            (_, true) => locale.tr_args("title-found-full", &about),
            (true, _) if finding.looked > 0 => locale.tr_args("title-found-all", &about),
            (true, _) => String::new(),
            (false, _) if date.is_empty() => locale.tr("list-looking"),
            (false, _) => locale.tr_args("title-found-until", &about),
        });
    }
    said.retain(|part| !part.is_empty());
    said.join(" · ")
}

/// The end of a text, in at most `n` cells.
fn tail(text: &str, n: usize) -> String {
    let mut tail = text.to_owned();
    while cells::width(&tail) > n && !tail.is_empty() {
        tail.remove(0);
    }
    tail
}
