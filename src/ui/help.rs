//! The help: every command of the table with all its keys, by group, and what this window is working on.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use strum::VariantArray;

use crate::app::command::{Command, Spec, TABLE};
use crate::app::layer::{Group, Layer};
use crate::domain::text::plate;
use crate::ui::{Scene, frame as frames, put};

/// The least width at which there are two columns.
const TWO: u16 = 100;

/// How many spellings of a plate's first character stand in a line.
const SPELT: usize = 6;

/// One line: a heading, or keys with what they do and the command's own name.
enum Line {
    Heading(String),
    Fact(String),
    Keys { keys: String, label: String, name: &'static str },
}

/// Draws the help, scrolled by so many lines.
pub(super) fn draw(scene: &Scene<'_>, scroll: usize, area: Rect, frame: &mut Frame<'_>) {
    let inner = frames::popup(scene, area, &scene.locale.tr("cmd-help"), frame);
    let lines = lines(scene);
    let columns = if inner.width >= TWO { 2 } else { 1 };
    let per = lines.len().div_ceil(columns);
    let height = usize::from(inner.height);
    let first = scroll.min(per.saturating_sub(height));
    let width = inner.width / u16::try_from(columns).unwrap_or(1);
    for (column, part) in (0_u16..).zip(lines.chunks(per.max(1))) {
        let x = inner.x + column * width;
        for (y, line) in (0..inner.height).zip(part.iter().skip(first)) {
            draw_line(scene, line, Rect { x, y: inner.y + y, width, height: 1 }, frame);
        }
    }
    if first + height < per {
        let more = scene.locale.tr_args("help-more", &[("n", &(per - first - height).to_string())]);
        let foot = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
        frames::write_title(foot, &[(more, scene.theme.dim)], frame);
    }
}

fn draw_line(scene: &Scene<'_>, line: &Line, area: Rect, frame: &mut Frame<'_>) {
    let theme = scene.theme;
    match line {
        Line::Heading(text) => {
            put(frame, area, 1, text, theme.focus);
        }
        Line::Fact(text) => {
            put(frame, area, 1, text, Style::new());
        }
        Line::Keys { keys, label, name } => {
            let (keyed, labelled) = (18, area.width.saturating_sub(20 + 17));
            put(frame, Rect { width: keyed.min(area.width), ..area }, 2, keys, theme.title);
            put(frame, Rect { width: (keyed + 1 + labelled).min(area.width), ..area }, keyed + 1, label, Style::new());
            put(frame, area, keyed + 2 + labelled, name, theme.dim);
        }
    }
}

fn lines(scene: &Scene<'_>) -> Vec<Line> {
    let mut lines = facts(scene);
    for group in Group::VARIANTS {
        lines.push(Line::Heading(scene.locale.tr(group.key())));
        lines.extend(TABLE.iter().filter(|spec| spec.group == *group).map(|spec| keys(scene, spec)));
    }
    lines.push(Line::Heading(scene.locale.tr("help-plates")));
    let spelt = plate::SPELLINGS.iter().flat_map(|(letter, row)| {
        row.chars().zip(1..).map(move |(sign, dots)| format!("{}{letter} {sign}", ".".repeat(dots)))
    });
    let spelt: Vec<String> = spelt.collect();
    lines.extend(spelt.chunks(SPELT).map(|some| Line::Fact(some.join("  "))));
    lines
}

fn keys(scene: &Scene<'_>, spec: &Spec) -> Line {
    let labels: Vec<String> = scene.model.keys.keys(spec.command).iter().map(crate::app::key::Key::label).collect();
    let mut keys = labels.join(" ");
    if spec.layers == [Layer::Goto] {
        let before = scene.model.keys.keys(Command::GotoMenu).first().map(crate::app::key::Key::label);
        keys = format!("{} {keys}", before.unwrap_or_default());
    }
    Line::Keys { keys, label: scene.locale.tr(&format!("cmd-{}", spec.name)), name: spec.name }
}

/// Whose window this is, where it stands and which calendar it knows.
fn facts(scene: &Scene<'_>) -> Vec<Line> {
    let (model, locale) = (scene.model, scene.locale);
    let site = &model.house.site;
    let number = site.number.to_string();
    let place = [("site", site.name.as_str()), ("number", &number), ("zone", &site.zone.to_string())];
    let year = model.house.calendar.last_year().map_or_else(|| "-".to_owned(), |year| year.to_string());
    let person = if model.operator.is_empty() { locale.tr("header-nobody") } else { model.operator.clone() };
    vec![
        Line::Fact(locale.tr_args("help-site", &place)),
        Line::Fact(locale.tr_args("help-post", &[("post", &model.post), ("person", &person)])),
        Line::Fact(locale.tr_args("help-file", &[("year", &year)])),
        Line::Fact(locale.tr("help-names")),
    ]
}
