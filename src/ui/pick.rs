//! A choice by digit in a small box; the cursor stands on the digit in hand.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;
use uuid::Uuid;

use crate::app::draft::Draft;
use crate::app::{Pick, PickWhat};
use crate::cells;
use crate::domain::entry::Family;
use crate::domain::refusal::Candidate;
use crate::domain::text::display;
use crate::ui::overlay::small;
use crate::ui::sheet::Sheet;
use crate::ui::{Scene, top};

/// The most columns of a box.
const WIDTH: usize = 60;

/// A draft by when it was left, from what it began and whom it names, or which flat.
fn told(scene: &Scene<'_>, draft: &Draft) -> String {
    let name = ["name", "room"].iter().find_map(|key| draft.fields.get(*key)).cloned().unwrap_or_default();
    let record = draft.about.map(|(family, number)| scene.label(family, number));
    let key = if record.is_some() { "pick-draft-of" } else { "pick-draft-bare" };
    let about = [("at", scene.at(draft.saved_at)), ("record", record.unwrap_or_default()), ("name", display(&name))];
    scene.say(key, &about).trim().to_owned()
}

/// Draws the choice over the body of the window.
pub(super) fn draw(scene: &Scene<'_>, pick: &Pick, area: Rect, frame: &mut Frame<'_>) {
    let locale = scene.locale;
    let (title, said, labels) = match &pick.what {
        PickWhat::Step { steps, .. } => {
            (locale.tr("pick-step"), String::new(), steps.iter().map(|step| scene.step(step)).collect::<Vec<_>>())
        }
        PickWhat::Draft { left, kind, step, of } => {
            // One that is gone keeps its digit.
            let find = |uid: &Uuid| scene.model.drafts.iter().find(|draft| draft.uid == *uid);
            let gone = || locale.tr("pick-draft-gone");
            let drafts = left.iter().map(|uid| find(uid).map_or_else(gone, |draft| told(scene, draft)));
            let new = scene.event(*kind, step);
            let new = [if of.is_some() { new } else { scene.say("pick-draft-new", &[("what", new)]) }];
            (locale.tr("pick-draft"), String::new(), drafts.chain(new).collect())
        }
        PickWhat::Again(number) => (
            locale.tr("field-again"),
            locale.tr_args("pick-inside", &[("record", &scene.label(Family::Vehicle, *number))]),
            ["out", "missed", "same"].map(|value| scene.choice("again", value)).to_vec(),
        ),
        PickWhat::Which { candidates, more, none } => {
            let one = |one: &Candidate| {
                format!("{}  {}  {}", display(&one.told), scene.at(one.since), scene.label(one.family, one.number))
            };
            let [title, rest] = match *none {
                "second" => ["pick-who", "pick-who-more"],
                "apart" => ["pick-vehicle", "pick-which-more"],
                _ => ["pick-which", "pick-which-more"],
            };
            let none = if *none == "apart" { locale.tr("pick-apart") } else { scene.choice("again", none) };
            let labels = candidates.iter().map(one).chain([none]).collect();
            let more = (*more > 0).then(|| scene.say(rest, &[("n", more.to_string())]));
            (locale.tr(title), more.unwrap_or_default(), labels)
        }
        PickWhat::Same { one, leaving, ways } => {
            let about = [("record", scene.label(one.family, one.number)), ("at", scene.at(one.since))];
            let party = |n: u32| {
                let party = [("name", String::new()), ("n", n.to_string())];
                if one.people > 1 { format!("  {}", scene.say("visitor-party", &party).trim()) } else { String::new() }
            };
            let leaving = leaving.unwrap_or(one.people);
            let rest = one.people.saturating_sub(leaving);
            let stay = if rest > 0 {
                format!("  {}", scene.say("pick-rest", &[("n", rest.to_string())]))
            } else {
                String::new()
            };
            let way = |way: &&str| {
                let said = if *way == "drives" { locale.tr("pick-drives") } else { scene.choice("again", way) };
                match *way {
                    "out" => format!("{said}{}{stay}", party(leaving)),
                    "missed" => said + &party(one.people),
                    _ => said,
                }
            };
            let labels = ways.iter().map(way).collect();
            let [title, since] =
                if ways.contains(&"left") { ["pick-who", "pick-same-left"] } else { ["pick-same", "pick-same-since"] };
            let said = format!("{}  {}", display(&one.told), scene.say(since, &about));
            (locale.tr(title), said, labels)
        }
    };
    let widest = labels.iter().map(|label| cells::width(label) + 6).max().unwrap_or(0);
    let width = widest.max(cells::width(&said) + 2).max(cells::width(&title) + 6).min(WIDTH);
    let mut sheet = Sheet::default();
    if !said.is_empty() {
        for line in cells::wrap(&said, width.saturating_sub(2)) {
            sheet.row(vec![Span::raw(" "), Span::raw(line)]);
        }
    }
    for (at, label) in labels.iter().enumerate() {
        let selected = Some(at) == pick.selected;
        let style = if selected { scene.theme.selected } else { scene.theme.calm };
        let digit = if at < 10 { ((at + 1) % 10).to_string() } else { " ".to_owned() };
        let mark = if selected { "> " } else { "  " };
        let from = sheet.len();
        sheet.row(vec![
            Span::styled(mark, scene.theme.selected),
            Span::styled(format!("{digit}  {}", cells::cut(label, width.saturating_sub(6))), style),
        ]);
        if selected {
            sheet.hand(from);
            sheet.cursor(from, 2);
        }
    }
    // The plate in question stands in the form below and stays in sight.
    let high = u16::try_from(sheet.len()).unwrap_or(u16::MAX).saturating_add(2);
    let area = if matches!(pick.what, PickWhat::Again(_) | PickWhat::Which { .. } | PickWhat::Same { .. }) {
        top(area, high).0
    } else {
        area
    };
    small(scene, &title, &sheet, width, area, frame);
}
