//! One record as a row: which columns there are in how much room, and what stands in them. Every list and every box of
//! the overview is made of these.

use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::tick::Heat;
use crate::domain::clock::Clock;
use crate::domain::entry::Family;
use crate::domain::handover::Verdict;
use crate::domain::record::{Departure, Record, Status};
use crate::domain::text::{phone, plate};
use crate::domain::time::parse_rfc3339;
use crate::domain::worktime::Due;
use crate::locale::Language;
use crate::ui::list::{Column, List, Row};
use crate::ui::{Scene, cells, put, top};

/// Where a row is drawn.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// The cells of the list.
    width: u16,
    /// The cells of a rest: more where one waits for a calendar.
    rest: u16,
    /// The cells of a telephone number: more while one can be read in full.
    phone: u16,
    /// The cells of a number: more where one is of another year or site.
    number: u16,
    /// Whether those who have left, and what is closed, are listed too.
    all: bool,
}

/// One text of a row with its column and the locale key of the column's heading.
struct Part {
    head: &'static str,
    column: Column,
    text: String,
    style: Style,
}

/// The texts of a row, in order.
struct Parts<'a> {
    scene: &'a Scene<'a>,
    parts: Vec<Part>,
}

impl Parts<'_> {
    fn add(&mut self, head: &'static str, column: Column, text: impl Into<String>, style: Style) {
        self.parts.push(Part { head, column, text: text.into(), style });
    }

    fn plain(&mut self, head: &'static str, column: Column, text: impl Into<String>) {
        self.add(head, column, text, self.scene.theme.calm);
    }

    fn dim(&mut self, head: &'static str, column: Column, text: impl Into<String>) {
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
    let waits = |clock: &Clock| matches!(clock.due, Due::Pending { .. });
    let pending = records.iter().any(|record| record.clocks.iter().any(waits));
    let revealed = scene.model.reveal.and_then(|(subject, _)| {
        records.iter().find(|record| record.subject == subject).map(|record| cells::width(&number(scene, record)))
    });
    let room = Room {
        width: area.width,
        rest: if pending { scene.wide(17, 25) } else { 11 },
        phone: revealed.and_then(|cells| u16::try_from(cells).ok()).unwrap_or_default().max(12),
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
    /// Headings over the columns.
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
    match record.family {
        Family::WalkIn => walk_in(&mut parts, record, room),
        Family::Call => call(&mut parts, record, room),
        Family::Complaint => complaint(&mut parts, record, room),
        Family::Visitor => visitor(&mut parts, record, room),
        Family::Vehicle => vehicle(&mut parts, record, room),
        Family::Handover => handover(&mut parts, record, room),
        Family::Note | Family::Logbook | Family::Duty | Family::Calendar => note(&mut parts, record, room),
    }
    parts.parts
}

fn walk_in(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    parts.plain("field-room", Column::fixed(9), scene.room(record));
    parts.plain("field-name", Column::flex(6, 1), scene.who(record));
    parts.plain("field-reason", Column::fixed(scene.wide(4, 10)), scene.choice("reason", record.get("reason")));
    if room.width >= 72 {
        parts.dim("field-said", Column::flex(8, 2), record.get("said"));
    }
    outcome(parts, record, room);
}

fn call(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    let style = if record.get("direction") == "missed" { scene.theme.soon } else { scene.theme.calm };
    let direction = scene.choice("direction", record.get("direction"));
    parts.add("col-direction", Column::fixed(scene.wide(4, 6)), direction, style);
    let revealed = scene.model.reveal.is_some_and(|(subject, _)| subject == record.subject);
    let style = if revealed { scene.theme.title } else { scene.theme.calm };
    parts.add("field-phone", Column::fixed(room.phone), number(scene, record), style);
    if room.width >= 72 {
        parts.plain("field-name", Column::flex(6, 1), record.get("name"));
    }
    if room.width >= 90 {
        parts.plain("field-room", Column::fixed(9), scene.room(record));
    }
    parts.dim("field-topic", Column::flex(6, 2), record.get("topic"));
    outcome(parts, record, room);
}

/// A call's number: masked, or in full with the seconds that it stays so.
fn number(scene: &Scene<'_>, record: &Record) -> String {
    let number = record.get("phone");
    let until = scene.model.reveal.filter(|(subject, until)| *subject == record.subject && *until > scene.now);
    match until {
        _ if number.is_empty() => String::new(),
        Some((_, until)) => {
            let seconds = (until.since(scene.now) + 999) / 1_000;
            format!("{number} {}", scene.locale.tx("rest-reveal", &[("s", &seconds.to_string())]))
        }
        None => phone::mask(number),
    }
}

fn complaint(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    let clock = record.next_clock();
    let (rest, style) = match (clock, record.status) {
        (Some(clock), Status::Open) => {
            let (text, heat) = scene.rest_column(clock, usize::from(room.rest));
            (text, scene.theme.heat(heat))
        }
        (_, Status::Open) => ("-".to_owned(), scene.theme.dim),
        (_, Status::Closed) => (scene.locale.t("status-closed"), scene.theme.dim),
        (_, Status::Void) => (scene.locale.t("void"), scene.theme.dim),
    };
    parts.add("col-rest", Column::fixed(room.rest), rest, style);
    numbered(parts, record, room);
    parts.plain("field-room", Column::fixed(9), scene.room(record));
    parts.plain("field-name", Column::fixed(if room.width < 72 { 6 } else { 8 }), scene.who(record));
    let mut said = marks(scene, record);
    if !matches!(record.get("class"), "" | "general") {
        said.push(scene.choice("class", record.get("class")));
    }
    said.push(record.get("said").to_owned());
    parts.plain("field-said", Column::flex(4, 1), said.join(" "));
    let stage = clock.map_or_else(
        || scene.model.house.procedures.next(record, scene.now).map(|rule| scene.step(&rule.id)).unwrap_or_default(),
        |clock| scene.stage(&clock.stage),
    );
    parts.plain("col-stage", Column::fixed(scene.wide(12, 15)), stage);
    if room.width >= 96 {
        let length = clock.map(|clock| scene.length(clock.length)).unwrap_or_default();
        parts.plain("col-length", Column::fixed(scene.wide(9, 12)), length);
        let whom = match (record.get("person"), record.get("department")) {
            ("", "") => record.operator.clone(),
            ("", department) => scene.department(department),
            (person, _) => person.to_owned(),
        };
        parts.plain("col-whom", Column::fixed(8), whom);
    }
    if room.width >= 112 {
        parts.dim("col-clause", Column::fixed(15), clock.map_or("", |clock| clock.clause.as_str()));
    }
}

fn visitor(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    let who = match (scene.who(record), record.get("count")) {
        (name, "" | "1") => name,
        (name, count) => scene.locale.tx("visitor-party", &[("name", &name), ("n", count)]),
    };
    parts.plain("field-name", Column::flex(8, 2), who.trim());
    parts.plain("field-room", Column::fixed(9), scene.room(record));
    parts.plain(
        "field-visitor",
        Column::fixed(scene.wide(4, if room.width < 96 { 8 } else { 13 })),
        scene.choice("visitor", record.get("visitor")),
    );
    if room.width >= 96 {
        parts.dim("field-host", Column::flex(6, 1), record.get("host"));
        parts.dim("field-check", Column::fixed(scene.wide(6, 10)), scene.choice("check", record.get("check")));
        parts.dim("field-pass", Column::fixed(6), record.get("pass"));
    }
    stay(parts, record, room);
}

fn vehicle(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    begin(parts, record, room);
    parts.plain("field-plate", Column::fixed(11), plate::show(record.get("plate")));
    parts.plain("field-room", Column::fixed(9), scene.room(record));
    parts.plain("field-use", Column::fixed(scene.wide(8, 10)), scene.choice("use", record.get("use")));
    if room.width >= 72 {
        parts.dim("field-host", Column::flex(6, 1), record.get("host"));
    }
    if room.width >= 96 {
        parts.dim("field-remark", Column::flex(6, 2), record.get("remark"));
    }
    stay(parts, record, room);
}

/// How long it has been inside; where those outside are listed too, how it left or why it was not let in.
fn stay(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    let told = marks(scene, record).join(" ");
    if !room.all {
        if !told.is_empty() || room.width >= 72 {
            parts.add("col-mark", Column::flex(0, 1), told, scene.theme.soon);
        } else {
            parts.plain("col-mark", Column::flex(0, 1), "");
        }
        parts.plain("col-stay", Column::right(7), scene.elapsed(record.at));
        return;
    }
    let (state, style) = match record.departure {
        _ if record.refused => {
            let ground = scene.choice("ground", record.get("ground"));
            (format!("{} {ground}", scene.locale.t("kind-visitor_refused")), scene.theme.soon)
        }
        Some(Departure::Unseen) => (scene.locale.t("departure-unseen"), scene.theme.soon),
        Some(Departure::Seen(at)) => (scene.locale.tx("left-at", &[("at", &scene.short(at))]), scene.theme.dim),
        None if record.inside => {
            let stay = scene.elapsed(record.at);
            (scene.locale.tx("inside-for", &[("time", &stay)]), scene.theme.calm)
        }
        None => (String::new(), scene.theme.calm),
    };
    let state = if told.is_empty() { state } else { format!("{told} {state}") };
    parts.add("col-state", Column::flex(14, 3), state, style);
}

fn note(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    parts.dim("field-at", Column::right(5), scene.time(record, 5));
    let mut text = marks(scene, record);
    text.push(record.get("text").to_owned());
    let mark = if record.status == Status::Open { "[ ]" } else { "[x]" };
    parts.plain("col-mark", Column::fixed(3), mark);
    parts.plain("field-text", Column::flex(10, 1), text.join(" "));
    if room.width >= 72 {
        parts.dim("field-person", Column::fixed(8), record.operator.clone());
    }
}

fn handover(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    parts.dim("field-at", Column::right(11), scene.time(record, 11));
    numbered(parts, record, room);
    parts.plain("col-post", Column::flex(8, 2), record.post.clone());
    parts.plain("col-from", Column::flex(6, 1), record.get("person"));
    parts.plain("field-relief", Column::flex(6, 1), record.get("relief"));
    parts.plain("col-lines", Column::right(5), record.lines.len().to_string());
    let count = |verdict| record.verdicts.iter().filter(|given| **given == verdict).count();
    let mut said = Vec::new();
    for (verdict, key) in [(Verdict::Queried, "verdict-queried"), (Verdict::Refused, "verdict-refused")] {
        if count(verdict) > 0 {
            said.push(format!("{} {}", scene.locale.t(key), count(verdict)));
        }
    }
    let waits = record.status == Status::Open;
    if waits {
        said.push(scene.locale.t("handover-waits"));
    }
    said.extend(marks(scene, record));
    let style = if said.is_empty() { scene.theme.calm } else { scene.theme.soon };
    parts.add("col-state", Column::flex(12, 2), said.join(" "), style);
}

/// The time and, where there is room, the number.
fn begin(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let wide = room.width >= 72;
    let n = if room.width >= 96 { 11 } else { 5 };
    let time = parts.scene.time(record, usize::from(n));
    parts.dim("field-at", Column::right(n), time);
    if wide {
        numbered(parts, record, room);
    }
}

/// The number, with a sign where something in the record was struck.
fn numbered(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let number = parts.scene.model.spoken(record.number);
    let text = if record.struck { format!("{number}*") } else { number };
    parts.plain("col-number", Column::fixed(room.number), text);
}

/// What became of a walk-in or call: amber while nothing has.
fn outcome(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    let mut told = Vec::new();
    let heat = record.next_clock().map(|clock| scene.rest(clock));
    let mut style = scene.theme.calm;
    let became = record.links.iter().find(|link| link.family == Family::Complaint);
    match record.get("outcome") {
        _ if became.is_some() => {
            let label = became.map(|link| scene.label(link.family, link.number)).unwrap_or_default();
            told.push(format!("> {label}"));
        }
        "" if record.family == Family::WalkIn && record.status == Status::Open => {
            style = scene.theme.soon;
            told.push(scene.locale.t("outcome-none"));
        }
        "passed" => {
            told.push(scene.choice("outcome", "passed"));
            told.push(record.get("to").to_owned());
        }
        "promised" if record.status == Status::Open => {
            let promise = parse_rfc3339(record.get("promise")).map(|at| scene.short(at)).unwrap_or_default();
            told.push(scene.locale.tx("outcome-promised", &[("at", &promise)]));
        }
        "" if record.get("reached").is_empty() => {}
        "" => told.push(scene.choice("reached", record.get("reached"))),
        value => told.push(scene.choice("outcome", value)),
    }
    if let Some(rest) = heat.filter(|rest| rest.heat < Heat::Calm) {
        style = scene.theme.heat(rest.heat);
        told.push(rest.whole());
    }
    told.extend(marks(scene, record));
    let column = if room.width < 72 { Column::flex(scene.wide(12, 14), 3) } else { Column::flex(20, 2) };
    parts.add("field-outcome", column, told.join(" "), style);
}

/// What must be said of a record besides: written late, odd room, struck as void.
fn marks(scene: &Scene<'_>, record: &Record) -> Vec<String> {
    let mut marks = Vec::new();
    if record.status == Status::Void {
        marks.push(scene.locale.t("void"));
    }
    if record.late() {
        marks.push(scene.locale.tx("mark-late", &[("at", &scene.short(record.written_at))]));
    }
    marks
}

impl Scene<'_> {
    /// When a record began, in at most `n` cells: where the time does not fit, the date.
    fn time(&self, record: &Record, n: usize) -> String {
        let short = self.short(record.at);
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
    fn wide(&self, chinese: u16, english: u16) -> u16 {
        if self.locale.language() == Language::En { english } else { chinese }
    }

    /// The heading of a column; marks have none.
    fn heading(&self, key: &str) -> String {
        if key == "col-mark" { String::new() } else { self.locale.t(key) }
    }
}
