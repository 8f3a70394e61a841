//! What the rows of every panel show: findable as it is shown, its marks and numbers whole at every width.

use ratatui::style::Style;

use super::parts;
use crate::app::Model;
use crate::app::panel::Panel;
use crate::cells;
use crate::domain::record::Record;
use crate::domain::search::{Search, Sought, is_telling};
use crate::domain::text::one_script;
use crate::locale::{Language, Locale};
use crate::ui::list::{Column, Row, Span, spans};
use crate::ui::samples::{at, crowded, drawn, in_panel, now};
use crate::ui::theme::Theme;
use crate::ui::{Scene, picture};

/// The model with every room in doubt, and too long for its column.
fn doubtful(panel: Panel, language: Language) -> Model {
    let mut model = in_panel(panel);
    model.language = language;
    let doubt = |record: &mut Record| {
        record.fields.insert("room".into(), "B2车库机房旁边小间C12".into());
        record.odd_room = true;
    };
    let snapshot = &mut model.snapshot;
    snapshot.list.iter_mut().for_each(doubt);
    snapshot.boxes.iter_mut().flat_map(|(_, list)| &mut list.rows).for_each(doubt);
    snapshot.urgent.iter_mut().chain(&mut snapshot.upcoming).for_each(|one| doubt(&mut one.record));
    snapshot.page.lines.iter_mut().for_each(|line| doubt(&mut line.record));
    model
}

/// What changes by itself from minute to minute, and what a mark without a word says.
const UNSAID: [&str; 6] = ["col-rest", "col-length", "col-stay", "col-mark", "col-clause", "col-lines"];

#[test]
fn what_a_row_shows_finds_it_as_it_is_shown() {
    let (mut unfound, mut live) = (std::collections::BTreeSet::new(), 0);
    for (panel, language) in Panel::all().flat_map(|panel| Language::ALL.map(|language| (panel, language))) {
        let telling = Locale::sentences(language).filter(|(key, _)| is_telling(key));
        let spoken: Vec<(&str, String)> = telling.map(|(key, said)| (key, one_script(&said))).collect();
        for mut model in [crowded(panel), in_panel(panel)] {
            model.language = language;
            let (locale, theme) = (Locale::new(language), Theme::new(false, true));
            let scene = Scene::new(&model, &locale, now(), &theme);
            for record in model.snapshot.list.iter().take(20) {
                let lives = !record.limits.is_empty() || record.inside();
                let next = || model.next_of(record).map(|next| next.step.clone()).unwrap_or_default();
                for part in parts(&scene, record, true) {
                    let (told, text) = (matches!(part.head, "field-outcome" | "col-state"), part.text);
                    // What is left of a limit passes; words as short as some English ones are no words to find by.
                    let short = language == Language::En && text.contains(' ') && (told || part.head == "col-stage");
                    let is_word = text.contains(char::is_alphanumeric) && !UNSAID.contains(&part.head);
                    if is_word && !short && !(told && lives) {
                        let sought = Sought::new(&text, &spoken);
                        if !Search::new(&sought, &model.house.site, now()).finds(record, next) {
                            unfound.insert(format!("{language:?} {} {text}", part.head));
                        }
                    }
                }
                // Of what passes, the words stay for a while.
                let late = record.limits.iter().any(|clock| clock.is_late(now()));
                let late = late.then(|| one_script(&locale.tr_args("count-late", &[("n", "")])));
                for said in [scene.alerts(record)].into_iter().chain(late).filter(|said| !said.is_empty()) {
                    live += 1;
                    if !Search::new(&Sought::new(&said, &spoken), &model.house.site, now()).finds(record, next) {
                        unfound.insert(format!("{language:?} {said}"));
                    }
                }
            }
        }
    }
    assert!(unfound.is_empty(), "{unfound:#?}");
    assert!(live > 20, "{live} limits tell what they have reached");
}

#[test]
fn a_room_in_doubt_is_marked_on_every_list_and_width() {
    let mut seen = 0;
    for panel in Panel::all() {
        let models = Language::ALL.map(|language| doubtful(panel, language));
        for (width, model) in (60..=170).zip(models.iter().cycle()) {
            let picture = picture::text(&drawn(model, (width, 40)));
            for line in picture.lines().filter(|line| line.contains("B2")) {
                let (rooms, marks) = (line.matches("B2").count(), line.matches('?').count());
                assert!(marks >= rooms, "{panel:?} {width}\n{line}");
                seen += rooms;
            }
        }
    }
    assert!(seen > 500, "{seen} rooms are seen at all");
}

/// What is shown whole, or not at all.
const WHOLE: [&str; 9] = [
    "field-count",
    "col-number",
    "col-mark",
    "col-rest",
    "col-stay",
    "field-at",
    "field-phone",
    "field-plate",
    "col-lines",
];
/// What was said.
const SAID: [&str; 4] = ["field-said", "field-topic", "field-text", "col-state"];

/// A column under the key of its heading.
type Headed = (&'static str, Column);

/// The rows of a panel as they are on a day: their headings, columns and texts.
fn listed(scene: &Scene<'_>, model: &Model, all: bool) -> (Vec<Headed>, Vec<(Option<usize>, Row)>) {
    let rows: Vec<Vec<super::Part>> =
        model.snapshot.list.iter().take(20).map(|record| parts(scene, record, all)).collect();
    let columns = rows.first().map(|row| row.iter().map(|part| (part.head, part.column)).collect()).unwrap_or_default();
    let text =
        |row: Vec<super::Part>| row.into_iter().fold(Row::default(), |row, part| row.cell(part.text, Style::new()));
    (columns, rows.into_iter().enumerate().map(|(n, row)| (Some(n), text(row))).collect())
}

#[test]
fn no_mark_or_number_is_cut_and_what_was_said_has_its_cells_at_every_width() {
    let mut told = 0;
    for (panel, language) in Panel::all().flat_map(|panel| Language::ALL.map(|language| (panel, language))) {
        // In the middle of a day, and around the turn of the year.
        for (now, all) in [(now(), false), (now(), true), (at("12-31 10:00"), true)] {
            let mut model = in_panel(panel);
            model.language = language;
            for (n, record) in model.snapshot.list.iter_mut().enumerate() {
                for key in ["said", "topic", "text"].into_iter().filter(|_| n % 2 == 0) {
                    record.fields.insert(key.into(), "卫生间顶板渗水，楼上装修后出现，要求先电话再上门".into());
                }
                record.struck = n % 3 == 0;
            }
            let (locale, theme) = (Locale::new(language), Theme::new(false, true));
            let scene = Scene::new(&model, &locale, now, &theme);
            let (columns, rows) = listed(&scene, &model, all);
            let own: Vec<Column> = columns.iter().map(|(_, column)| *column).collect();
            let width = |row: &Row, at: usize| cells::width(row.cells[at].0.trim());
            let wants = |at: usize| rows.iter().map(|(_, row)| width(row, at)).max().unwrap_or(0);
            let mut before = vec![0; columns.len()];
            for room in 44..240_u16 {
                let spans = spans(&own, &rows, room);
                for (at, (head, _)) in columns.iter().enumerate() {
                    let Span { cells, .. } = spans[at];
                    assert!(cells >= before[at], "{panel:?} {language:?} {head} shows less in {room}");
                    before[at] = cells;
                    let wanted = wants(at);
                    let whole = cells == 0 || usize::from(cells) >= wanted;
                    assert!(whole || !WHOLE.contains(head), "{panel:?} {language:?} {head} is cut in {room}");
                    if !SAID.contains(head) {
                        continue;
                    }
                    let others = (0..own.len()).filter(|other| *other != at && spans[*other].cells > 0);
                    let used: usize = others.map(|other| wants(other).min(usize::from(spans[other].cells)) + 1).sum();
                    let free = usize::from(room).saturating_sub(used);
                    told += usize::from(wanted >= 24);
                    let shown = usize::from(cells) >= wanted.min(24);
                    assert!(shown || free < 30, "{panel:?} {language:?} {head} {cells} of {free} free in {room}");
                }
            }
        }
    }
    assert!(told > 1_000, "{told}: something long was said");
}
