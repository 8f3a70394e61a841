//! The strip under the header: the three most urgent time limits, as much of each as there is room for, and how many
//! are the supervisor's and the head's.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use uuid::Uuid;

use crate::app::tick::{STRIP, Urgency};
use crate::cells;
use crate::desk::Deadline;
use crate::desk::URGENT;
use crate::domain::handover::Topic;
use crate::domain::shift::ENDING;
use crate::domain::time::MINUTE;
use crate::ui::today::shown;
use crate::ui::{Scene, put};

/// In how many ways each may be told, the longest first.
const DETAILS: usize = 3;

pub(super) fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let area = lines(scene, area, frame);
    let mut x = put(frame, area, 1, &scene.locale.tr("strip-title"), scene.theme.title) + 2;
    let mut told: Vec<Told> = urgent(scene).map(|urgent| tell(scene, urgent)).collect();
    if told.is_empty() {
        if scene.model.loaded {
            put(frame, area, x, &scene.locale.tr("strip-none"), scene.theme.dim);
        }
        return;
    }
    let gap = if area.width < 72 { 2 } else { 3 };
    let room =
        |shown: usize| usize::from(area.width.saturating_sub(x + 1)).saturating_sub(usize::from(gap) * (shown - 1));
    let needs = |told: &[Told], detail: usize| {
        let widths =
            told.iter().map(|one| cells::width(&one.rest) + 1 + one.about.get(detail).map_or(0, |a| cells::width(a)));
        widths.sum::<usize>()
    };
    // Two that can be read are more than three that cannot.
    if told.len() == STRIP && needs(&told, DETAILS - 1) > room(STRIP) {
        told.pop();
    }
    let room = room(told.len());
    let fitting = (0..DETAILS).find(|detail| needs(&told, *detail) <= room);
    // Where even the least is too long, each is cut to its share.
    let share = u16::try_from(fitting.map_or(room / told.len(), |_| room)).unwrap_or(area.width);
    for one in &told {
        let place = Rect { width: x.saturating_add(share).min(area.width), ..area };
        x = put(frame, place, x, &one.rest, scene.theme.heat(one.heat)) + 1;
        let about = one.about.get(fitting.unwrap_or(DETAILS - 1)).map_or("", String::as_str);
        x = put(frame, place, x, about, scene.theme.calm) + gap;
    }
}

/// The most urgent limit of each of the most urgent records.
fn urgent<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a Deadline> {
    let mut seen = BTreeSet::new();
    scene.model.snapshot.urgent.iter().filter(move |one| seen.insert(one.record.subject)).take(STRIP)
}

/// That a shift of the post is about to end, or by how much it is over: its relief is late whoever looks.
fn shift_end(scene: &Scene<'_>) -> Option<(String, Style)> {
    let model = scene.model;
    let own = model.snapshot.watch.due(&model.house.site, &model.operator)?;
    let left = own.to.since(scene.now);
    if left > ENDING * MINUTE {
        return None;
    }
    let (rest, style) = if left > 0 {
        (scene.left(left), scene.theme.soon)
    } else {
        (scene.over(own.over(scene.now)), scene.theme.late)
    };
    Some((scene.locale.tr_args("strip-shift", &[("shift", &own.name), ("rest", &rest)]), style))
}

/// Writes at the right that the shift ends, and how many records are the supervisor's and the head's, where there are
/// any; what is left of the area.
fn lines(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) -> Rect {
    let urgent = &scene.model.snapshot.urgent;
    let told: BTreeMap<Uuid, Topic> =
        urgent.iter().filter_map(|one| Some((one.record.subject, one.record.escalation_level(scene.now)?))).collect();
    let more = urgent.len() >= URGENT && urgent.last().is_some_and(|last| last.clock.at() <= Some(scene.now));
    let mut parts: Vec<(&str, String, Style)> = Vec::new();
    parts.extend(shift_end(scene).map(|(text, style)| ("", text, style)));
    for (topic, style) in [(Topic::Supervisor, scene.theme.soon), (Topic::Head, scene.theme.late)] {
        let count = told.values().filter(|told| **told == topic).count();
        if count > 0 {
            let between = if parts.is_empty() { "" } else { " · " };
            parts.push((between, format!("{} {}", scene.locale.tr(topic.key()), shown((count, more))), style));
        }
    }
    let needs: usize = parts.iter().map(|(between, text, _)| cells::width(between) + cells::width(text)).sum();
    let left = area.width.saturating_sub(u16::try_from(needs + 1).unwrap_or(area.width));
    if parts.is_empty() {
        return area;
    }
    let mut x = left;
    for (between, text, style) in &parts {
        x = put(frame, area, x, between, scene.theme.dim);
        x = put(frame, area, x, text, *style);
    }
    Rect { width: left.saturating_sub(1), ..area }
}

struct Told {
    rest: String,
    heat: Urgency,
    /// What it is about: all of it, without the number, without the step.
    about: [String; DETAILS],
}

fn tell(scene: &Scene<'_>, deadline: &Deadline) -> Told {
    let record = &deadline.record;
    let rest = scene.rest(&deadline.clock);
    let place = if record.get("room").is_empty() { scene.who(record) } else { scene.brief_room(record) };
    // What no place and no name tells apart is told by its number.
    let (named, number) = if place.is_empty() {
        (scene.label(record.family, record.number), String::new())
    } else {
        (format!("{} {place}", scene.family(record.family)), scene.number(record.number))
    };
    let step = format!("{named} {}", scene.stage(&deadline.clock.name()));
    let about = [format!("{step} {number}").trim_end().to_owned(), step, named];
    Told { rest: rest.whole(), heat: rest.heat, about }
}
