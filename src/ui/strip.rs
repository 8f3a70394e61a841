//! The strip under the header: the three most urgent time limits, as much of each as there is room for.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::tick::Heat;
use crate::store::Deadline;
use crate::ui::{Scene, cells, put};

/// How many time limits are shown.
const SHOWN: usize = 3;
/// Draws the strip.
pub(super) fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let mut x = put(frame, area, 1, &scene.locale.t("strip-title"), scene.theme.title) + 2;
    let told: Vec<Told> = scene.model.snapshot.urgent.iter().take(SHOWN).map(|urgent| tell(scene, urgent)).collect();
    if told.is_empty() {
        if scene.model.loaded {
            put(frame, area, x, &scene.locale.t("strip-none"), scene.theme.dim);
        }
        return;
    }
    let gap = if area.width < 72 { 2 } else { 3 };
    let gaps = usize::from(gap) * (told.len() - 1);
    let room = usize::from(area.width.saturating_sub(x + 1)).saturating_sub(gaps);
    let needs = |detail: usize| {
        let widths =
            told.iter().map(|one| cells::width(&one.rest) + 1 + one.about.get(detail).map_or(0, |a| cells::width(a)));
        widths.sum::<usize>()
    };
    let fitting = (0..DETAILS).find(|detail| needs(*detail) <= room);
    // Where even the least is too long, each is cut to its share.
    let share = u16::try_from(fitting.map_or(room / told.len(), |_| room)).unwrap_or(area.width);
    for one in &told {
        let place = Rect { width: x.saturating_add(share).min(area.width), ..area };
        x = put(frame, place, x, &one.rest, scene.theme.heat(one.heat)) + 1;
        let about = one.about.get(fitting.unwrap_or(DETAILS - 1)).map_or("", String::as_str);
        x = put(frame, place, x, about, scene.theme.calm) + gap;
    }
}

const DETAILS: usize = 4;

/// A time limit in words.
struct Told {
    rest: String,
    heat: Heat,
    /// What it is about: everything, without the stage, the record alone, its number alone.
    about: [String; DETAILS],
}

fn tell(scene: &Scene<'_>, deadline: &Deadline) -> Told {
    let record = &deadline.record;
    let rest = scene.rest(&deadline.clock);
    let label = scene.label(record.family, record.number);
    let place = if record.get("room").is_empty() { scene.who(record) } else { scene.room(record) };
    let placed = [label.as_str(), &place].join(" ");
    let about =
        [format!("{placed} {}", scene.stage(&deadline.clock.name())), placed, label, scene.model.spoken(record.number)];
    Told { rest: rest.whole(), heat: rest.heat, about }
}
