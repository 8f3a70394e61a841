//! One record as a row: which columns there are in how much room, and what stands in them. Every list and every box of
//! the overview is made of these.

use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::cells;
use crate::domain::record::{Record, Status};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Due;
use crate::locale::Language;
use crate::ui::families::{self, call};
use crate::ui::list::{Column, List, Row};
use crate::ui::{Scene, put, top};

/// Where a row is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) width: u16,
    /// The cells of a rest: more where one waits for a calendar.
    pub(super) rest: u16,
    /// The cells of a telephone number: more while one can be read in full.
    pub(super) phone: u16,
    /// The cells of a stay: more where one is too long.
    pub(super) stay: u16,
    /// The cells of a number: more where one is of another year or site.
    pub(super) number: u16,
    /// Whether those who have left, and what is closed, are listed too.
    pub(super) all: bool,
}

/// One text of a row with its column and the locale key of the column's heading.
struct Part {
    head: &'static str,
    column: Column,
    text: String,
    style: Style,
}

/// The texts of a row, in order.
pub(super) struct Parts<'a> {
    pub(super) scene: &'a Scene<'a>,
    parts: Vec<Part>,
}

impl Parts<'_> {
    pub(super) fn add(&mut self, head: &'static str, column: Column, text: impl Into<String>, style: Style) {
        self.parts.push(Part { head, column, text: text.into(), style });
    }

    pub(super) fn plain(&mut self, head: &'static str, column: Column, text: impl Into<String>) {
        self.add(head, column, text, self.scene.theme.calm);
    }

    pub(super) fn dim(&mut self, head: &'static str, column: Column, text: impl Into<String>) {
        self.add(head, column, text, self.scene.theme.dim);
    }
}

/// Draws records, with headings where `headed`; `selected` is the one in hand, where the list is in hand.
pub(super) fn draw(
    scene: &Scene<'_>,
    area: Rect,
    records: &[&Record],
    selected: Option<usize>,
    look: Look,
    frame: &mut Frame<'_>,
) {
    let Some(sample) = records.first() else { return };
    // Right-aligned text keeps a blank before the border.
    let area = Rect { width: area.width.saturating_sub(1), ..area };
    let waits = |clock: &TimeLimit| matches!(clock.due, Due::Pending { .. });
    let pending = records.iter().any(|record| record.limits.iter().any(waits));
    let late = |clock: &TimeLimit| clock.is_late(scene.now);
    let over = records.iter().any(|record| record.inside() && record.limits.iter().any(late));
    let alone = records.iter().any(|record| record.is_there() && !record.inside());
    let revealed = scene.model.reveal.and_then(|(subject, _)| {
        records.iter().find(|record| record.subject == subject).map(|record| cells::width(&call::number(scene, record)))
    });
    let room = Room {
        width: area.width,
        rest: if pending { scene.wide(17, 25) } else { 11 },
        phone: revealed.and_then(|cells| u16::try_from(cells).ok()).unwrap_or_default().max(12),
        stay: match (over, area.width < families::BRIEF) {
            (_, false) if alone => scene.wide(17, 27),
            (_, true) if alone => scene.wide(7, 11),
            (false, _) => 7,
            (true, true) => scene.wide(7, 10),
            (true, false) => scene.wide(13, 16),
        },
        number: numbers(scene, records),
        all: look.all,
    };
    let sample = parts(scene, sample, room);
    let columns: Vec<Column> = sample.iter().map(|part| part.column).collect();
    let mut area = area;
    if look.headed {
        let (line, rest) = top(area, 1);
        let row = sample.iter().fold(Row::default(), |row, part| row.cell(scene.heading(part.head), scene.theme.dim));
        List { columns: &columns, len: 1, selected: None }.draw(scene, line, |_| row.clone(), frame);
        area = rest;
    }
    let row = |at: usize| {
        let Some(record) = records.get(at) else { return Row::default() };
        let void = record.status == Status::Void;
        let style = if void { scene.theme.dim.patch(scene.theme.struck) } else { Style::new() };
        let cells =
            parts(scene, record, room).into_iter().map(|part| (part.text, if void { style } else { part.style }));
        Row { cells: cells.collect(), style }
    };
    List { columns: &columns, len: records.len(), selected }.draw(scene, area, row, frame);
}

/// The cells of the longest number, with the sign that it was struck.
fn numbers(scene: &Scene<'_>, records: &[&Record]) -> u16 {
    let digits = if records.iter().any(|record| record.number.n > 99) { 2 } else { 0 };
    let whole = if records.iter().any(|record| scene.foreign(record)) { 15 } else { 8 };
    whole + digits
}

/// What a list shows besides its rows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub(super) headed: bool,
    /// What became of those who have left.
    pub(super) all: bool,
}

/// Says what an empty list means.
pub(super) fn empty(scene: &Scene<'_>, area: Rect, text: &str, frame: &mut Frame<'_>) {
    let (line, _) = top(area, 1);
    put(frame, line, 2, text, scene.theme.dim);
}

fn parts(scene: &Scene<'_>, record: &Record, room: Room) -> Vec<Part> {
    let mut parts = Parts { scene, parts: Vec::with_capacity(10) };
    families::columns(&mut parts, record, room);
    parts.parts
}

/// The time and, where there is room, the number.
pub(super) fn begin(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let wide = room.width >= 72;
    let n = if room.width >= 96 { 11 } else { 5 };
    let time = parts.scene.time(record, usize::from(n));
    parts.dim("field-at", Column::right(n), time);
    if wide {
        numbered(parts, record, room);
    }
}

/// The number, with a sign where something in the record was struck.
pub(super) fn numbered(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let number = parts.scene.number(record.number);
    let text = if record.struck { format!("{number}*") } else { number };
    parts.plain("col-number", Column::fixed(room.number), text);
}

/// Badges of a record: void, written late and, where there is room, when it was written. The card always says when.
pub(super) fn marks(scene: &Scene<'_>, record: &Record, room: Room) -> Vec<String> {
    let mut marks = Vec::new();
    if record.status == Status::Void {
        marks.push(scene.locale.tr("void"));
    }
    if record.late() {
        let at = scene.at(record.written_at);
        let wide = room.width >= 96;
        marks.push(if wide {
            scene.locale.tr_args("mark-late-at", &[("at", &at)])
        } else {
            scene.locale.tr("mark-late")
        });
    }
    marks
}

impl Scene<'_> {
    /// When a record began, in at most `n` cells: where the time does not fit, the date.
    pub(super) fn time(&self, record: &Record, n: usize) -> String {
        let short = self.at(record.at);
        if cells::width(&short) <= n {
            return short;
        }
        let date = short.split_whitespace().next().unwrap_or_default();
        date.split_once('-').filter(|_| cells::width(date) > n).map_or(date, |(_, rest)| rest).to_owned()
    }

    /// Whether a record's number says its year or site.
    fn foreign(&self, record: &Record) -> bool {
        let (site, now) = (&self.model.house.site, self.now);
        record.number.site != site.number || record.number.date.year() != site.zone.year(now)
    }

    /// Cells that a column takes in Chinese, and in English.
    pub(in crate::ui) fn wide(&self, chinese: u16, english: u16) -> u16 {
        if self.locale.language() == Language::En { english } else { chinese }
    }

    /// The heading of a column; marks have none.
    fn heading(&self, key: &str) -> String {
        if key == "col-mark" { String::new() } else { self.locale.tr(key) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Room, parts};
    use crate::app::Model;
    use crate::app::panel::Panel;
    use crate::domain::record::Record;
    use crate::domain::search::{Search, Sought, is_telling};
    use crate::domain::text::one_script;
    use crate::locale::{Language, Locale};
    use crate::ui::samples::{crowded, drawn, in_panel, now};
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
                for (record, width) in model.snapshot.list.iter().take(20).zip([78, 118, 158].into_iter().cycle()) {
                    let room = Room { width, rest: 17, phone: 12, stay: 16, number: 15, all: true };
                    let lives = !record.limits.is_empty() || record.inside();
                    let next = || model.next_of(record).map(|next| next.step.clone()).unwrap_or_default();
                    for part in parts(&scene, record, room) {
                        let (told, text) = (matches!(part.head, "field-outcome" | "col-state"), part.text);
                        // What is left of a limit passes; words as short as some English ones are no words to find by.
                        let short =
                            language == Language::En && text.contains(' ') && (told || part.head == "col-stage");
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
}
