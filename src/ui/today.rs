//! The day's overview: all lists at once where the window is large, else the one in hand and a line about the others.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::command::Command;
use crate::app::panel::{PANELS, Panel, PanelSpec};
use crate::desk::Deadline;
use crate::desk::{CAP, List, URGENT};
use crate::domain::entry::Family;
use crate::domain::record::Record;
use crate::domain::time::MINUTE;
use crate::ui::rows::{self, Look};
use crate::ui::{Scene, bottom, footer, frame as frames, put, top};

/// The least window in which all lists are shown, in columns and rows.
const ALL: (u16, u16) = (100, 30);

pub(super) fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let window = frame.area();
    if window.width < ALL.0 || window.height < ALL.1 {
        let (list, others) = bottom(area, 1);
        one(scene, list, scene.model.focus, frame);
        return strip(scene, others, frame);
    }
    let boxes: Vec<&PanelSpec> = PANELS.iter().filter(|spec| spec.band.is_some()).collect();
    let bands: Vec<&[&PanelSpec]> = boxes.chunk_by(|a, b| a.band == b.band).collect();
    let count = u16::try_from(bands.len()).unwrap_or(1).max(1);
    let mut rest = area;
    for (at, band) in (0_u16..).zip(bands) {
        // Rows that do not divide go to the upper ones.
        let (line, below) = top(rest, area.height / count + u16::from(at < area.height % count));
        rest = below;
        match band {
            [left, right] => {
                let half = line.width / 2;
                one(scene, Rect { width: half, ..line }, left.panel, frame);
                one(scene, Rect { x: line.x + half, width: line.width - half, ..line }, right.panel, frame);
            }
            alone => alone.iter().for_each(|spec| one(scene, line, spec.panel, frame)),
        }
    }
}

/// One list in its box.
fn one(scene: &Scene<'_>, area: Rect, panel: Panel, frame: &mut Frame<'_>) {
    let (model, theme) = (scene.model, scene.theme);
    let focused = model.focus == panel;
    let inner = frames::block(scene, area, "", focused, frame);
    frames::write_title(area, &title(scene, panel, focused), frame);
    let records: Vec<&Record> = model.boxed(panel).iter().collect();
    if records.is_empty() {
        if model.loaded {
            rows::empty(scene, inner, &empty(scene, panel, focused), frame);
        }
        return;
    }
    let selected = focused.then(|| model.view().selected);
    rows::draw(scene, inner, &records, selected, Look::default(), frame);
    let listed = list(scene, panel);
    let hidden = records.len().max(listed.count + listed.left).saturating_sub(usize::from(inner.height));
    if hidden > 0 {
        let (_, line) = bottom(area, 1);
        frames::write_title(
            line,
            &[(scene.locale.tr_args("overlay-more", &[("n", &capped(hidden))]), theme.dim)],
            frame,
        );
    }
}

/// What a box is called, how many there are and how many are late.
fn title(scene: &Scene<'_>, panel: Panel, focused: bool) -> Vec<(String, Style)> {
    let theme = scene.theme;
    let name = scene.locale.tr(panel.spec().boxed);
    let key = format!("F{}", panel.spec().number);
    let count = all(scene, panel);
    let mut parts = vec![(format!("{key} {name} {count}"), if focused { theme.focus } else { theme.title })];
    parts.extend(urgency(scene, panel));
    parts
}

/// How many of a panel's records are late, and of complaints how many will be within an hour.
pub(super) fn urgency(scene: &Scene<'_>, panel: Panel) -> Vec<(String, Style)> {
    let theme = scene.theme;
    let late = late(scene, panel);
    let mut parts = Vec::new();
    if panel == Panel::Complaints || late.0 > 0 {
        let style = if late.0 > 0 { theme.late } else { theme.dim };
        parts.push((scene.locale.tr_args("count-late", &[("n", &shown(late))]), style));
    }
    if panel == Panel::Complaints {
        let soon = within(scene, panel, |left| (1..=60 * MINUTE).contains(&left));
        let style = if soon.0 > 0 { theme.soon } else { theme.dim };
        parts.push((scene.locale.tr_args("count-soon", &[("n", &shown(soon))]), style));
    }
    parts
}

/// What a panel's box stands for: of the family that the panel opens.
fn list<'a>(scene: &Scene<'a>, panel: Panel) -> &'a List {
    scene.model.snapshot.of(panel.spec().opens.family().unwrap_or(Family::Note))
}

/// How many records a panel's box stands for, as shown; of visitors, how many people.
pub(super) fn count(scene: &Scene<'_>, panel: Panel) -> String {
    let list = list(scene, panel);
    if panel == Panel::Visitors { list.people.to_string() } else { capped(list.count) }
}

/// The same of a box, where what is left open of earlier days counts too.
fn all(scene: &Scene<'_>, panel: Panel) -> String {
    let list = list(scene, panel);
    if list.left > 0 { capped(list.count + list.left) } else { count(scene, panel) }
}

fn capped(count: usize) -> String {
    if count >= CAP { format!("{CAP}+") } else { count.to_string() }
}

/// How many records of a panel are left open of earlier days; `None` where there are none.
pub(super) fn left(scene: &Scene<'_>, panel: Panel) -> Option<String> {
    let left = list(scene, panel).left;
    (left > 0).then(|| scene.locale.tr_args("title-left", &[("n", &capped(left))]))
}

/// How many records of a panel have a time limit that has run out, and whether there may be more.
fn late(scene: &Scene<'_>, panel: Panel) -> (usize, bool) {
    let late = list(scene, panel).late;
    (late, late >= CAP)
}

/// How many records of a panel have a time limit with so much left; the most urgent limits of all are counted, so that
/// there may be more where all of them are meant.
fn within(scene: &Scene<'_>, panel: Panel, left: impl Fn(i64) -> bool) -> (usize, bool) {
    let urgent = &scene.model.snapshot.urgent;
    let meant = |deadline: &&Deadline| deadline.clock.at().is_some_and(|at| left(at.since(scene.now)));
    let all: Vec<&Deadline> = urgent.iter().filter(meant).collect();
    let family = panel.spec().family.unwrap_or(Family::Note);
    let mut subjects: Vec<_> = all
        .iter()
        .filter(|deadline| deadline.record.family == family)
        .map(|deadline| deadline.record.subject)
        .collect();
    subjects.sort_unstable();
    subjects.dedup();
    (subjects.len(), urgent.len() >= URGENT && urgent.last().is_some_and(|last| meant(&last)))
}

/// A count in words: `32+` where there may be more.
pub(super) fn shown((count, more): (usize, bool)) -> String {
    if more { format!("{count}+") } else { count.to_string() }
}

/// The line about the lists that are not shown.
fn strip(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let mut x = 1;
    for panel in Panel::boxes().filter(|panel| *panel != scene.model.focus) {
        let name = scene.locale.tr(panel.spec().boxed);
        let text = format!("F{} {name} {}", panel.spec().number, all(scene, panel));
        x = put(frame, area, x, &text, scene.theme.calm);
        let late = late(scene, panel);
        if late.0 > 0 {
            let text = scene.locale.tr_args("count-late", &[("n", &shown(late))]);
            x = put(frame, area, x + 1, &text, scene.theme.late);
        }
        x += 2;
    }
}

/// What an empty list says: in hand, which key writes the first.
pub(super) fn empty(scene: &Scene<'_>, panel: Panel, in_hand: bool) -> String {
    let kind = scene.kind(panel.spec().opens);
    let key = footer::key(scene.model, Command::New).filter(|_| in_hand);
    match key {
        Some(key) => scene.locale.tr_args("list-empty", &[("key", &key.label()), ("kind", &kind)]),
        None => scene.locale.tr("list-none"),
    }
}
