//! Pictures of the model: what is drawn and how wide it is. Nothing here changes anything or reads a clock; one
//! [`Scene`] gives one picture.

mod ask;
mod card;
mod detail;
mod families;
mod footer;
mod form;
pub mod frame;
mod goto;
pub mod handover;
mod header;
mod help;
mod limits;
pub mod list;
pub mod overlay;
mod panels;
mod paper;
mod pick;
#[cfg(test)]
#[path = "../../tests/kit/picture.rs"]
mod picture;
mod question;
mod rows;
mod sheet;
mod strip;
pub mod theme;
mod today;
mod typed;
mod why;
pub mod words;
mod year;

#[cfg(test)]
#[path = "../../tests/kit/ui/samples.rs"]
mod samples;
#[cfg(test)]
#[path = "../../tests/kit/ui/staged.rs"]
mod staged;
#[cfg(test)]
mod tests;

use std::ops::Deref;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::command::Command;
use crate::app::key::Key;
use crate::app::panel::Panel;
use crate::app::{Model, Overlay};
use crate::cells;
use crate::domain::rules::FileError;
use crate::domain::time::Moment;
use crate::locale::Locale;
use crate::words::Voice;
use theme::Theme;

/// The smallest window that shows anything.
pub use crate::app::pace::LEAST;

/// Everything that one picture is made of.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub model: &'a Model,
    pub voice: Voice<'a>,
    pub theme: &'a Theme,
}

impl<'a> Scene<'a> {
    /// The scene of a model at an instant.
    pub const fn new(model: &'a Model, locale: &'a Locale, now: Moment, theme: &'a Theme) -> Self {
        Self { model, voice: Voice::new(locale, &model.house.site, now), theme }
    }
}

impl<'a> Deref for Scene<'a> {
    type Target = Voice<'a>;

    fn deref(&self) -> &Voice<'a> {
        &self.voice
    }
}

/// Draws the whole window.
pub fn view(scene: &Scene<'_>, frame: &mut Frame<'_>) {
    let area = frame.area();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        return too_small(scene, area, frame);
    }
    let (head, rest) = top(area, 1);
    let (limits, rest) = top(rest, 1);
    let (rest, foot) = bottom(rest, 1);
    let (body, said) = bottom(rest, 1);
    header::draw(scene, head, frame);
    strip::draw(scene, limits, frame);
    let body = faults(scene, body, frame);
    match scene.model.panel {
        Panel::Today => today::draw(scene, body, frame),
        Panel::Handover if !scene.model.page.past => handover::draw(scene, body, frame),
        _ => panels::draw(scene, overlay::list_area(scene.model, body), frame),
    }
    for overlay in &scene.model.overlays {
        match overlay {
            // The panel itself shows the filter, in its title.
            Overlay::Filter => {}
            Overlay::Help(scroll) => help::draw(scene, *scroll, body, frame),
            _ => overlay::draw(scene, overlay, body, frame),
        }
    }
    notice(scene, said, frame);
    footer::draw(scene, foot, frame);
    frame::sound(frame);
}

/// What is wrong with the files of rules, above the panel for as long as it is; returns the rest of the area.
fn faults(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) -> Rect {
    let faults = scene.model.house.faults.iter().flat_map(|fault| {
        let name = fault.path.file_name().map_or_else(|| fault.path.clone(), Into::into);
        let said = FileError { path: name, ..fault.clone() }.said(|key, args| scene.locale.tr_args(key, args));
        let said = scene.locale.tr_args("rule-kept", &[("fault", &said)]);
        cells::wrap(&said, usize::from(area.width.saturating_sub(2)).max(1))
    });
    faults.take(if area.height < 20 { 1 } else { 2 }).fold(area, |rest, text| {
        let (row, rest) = top(rest, 1);
        put(frame, row, 1, &text, scene.theme.soon);
        rest
    })
}

/// The message, on its own line.
fn notice(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let Some((notice, _)) = &scene.model.notice else { return };
    let style = if notice.is_error() { scene.theme.soon } else { scene.theme.title };
    put(frame, area, 1, &scene.notice(notice), style);
}

fn too_small(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let size = format!("{}×{} < {}×{}", area.width, area.height, LEAST.0, LEAST.1);
    let quit = scene.model.keys.keys(Command::Quit).first().map(Key::label).unwrap_or_default();
    let said = scene.locale.tr_args("ui-quit-small", &[("key", &quit)]);
    let lines = cells::wrap(&said, usize::from(area.width).max(1));
    for (row, text) in [scene.locale.tr("ui-too-small"), size].iter().chain(&lines).enumerate() {
        let row = u16::try_from(row).unwrap_or_default();
        let line = Rect { y: area.y + row, height: 1, ..area };
        if row < area.height {
            put(frame, line, 0, text, Style::new());
        }
    }
}

/// Writes one line of text into `area` from its cell `x` on, cut at the end. Returns the cell after it.
pub fn put(frame: &mut Frame<'_>, area: Rect, x: u16, text: &str, style: Style) -> u16 {
    let room = area.width.saturating_sub(x);
    if room == 0 || area.height == 0 {
        return x;
    }
    let text = cells::within(text, usize::from(room));
    let buffer = frame.buffer_mut();
    // Nearly every text; its characters need not be looked at once more.
    let Some(lone) = cells::lone(&text) else {
        let (end, _) = buffer.set_stringn(area.x + x, area.y, &text, usize::from(room), style);
        return end.saturating_sub(area.x);
    };
    let mut at = area.x + x;
    for (c, cells) in lone {
        if let Some(cell) = buffer.cell_mut((at, area.y)) {
            cell.set_char(c).set_style(style);
        }
        if let Some(second) = buffer.cell_mut((at + 1, area.y)).filter(|_| cells > 1) {
            second.reset();
        }
        at = at.saturating_add(u16::try_from(cells).unwrap_or_default());
    }
    at.saturating_sub(area.x)
}

/// The first `rows` rows of an area, and the rest.
pub fn top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// An area without its last `rows` rows, and those.
pub fn bottom(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    let above = area.height - rows;
    (Rect { height: above, ..area }, Rect { y: area.y + above, height: rows, ..area })
}
