//! One record in full: what it is about, its time limits, and every entry with what was struck in it, who struck it,
//! when and why. Telephone numbers are masked unless this record's is to be read.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::app::card::{CardRow, CardState};
use crate::cells;
use crate::domain::entry::Family;
use crate::domain::form::{AT, Field, Input};
use crate::domain::history::{EntryView, Strike, Value};
use crate::domain::record::{LATE, Record};
use crate::ui::overlay::{boxed, more, struck};
use crate::ui::sheet::Sheet;
use crate::ui::words::join;
use crate::ui::{Scene, handover, limits};

/// The cells before a row, in which the one in hand is marked.
const MARK: usize = 2;
/// The most rows of what was said at the top; the entries below have it whole.
const SAID: usize = 3;
const BECOMES: &str = " -> ";

/// Draws a card, or the signed page that it is.
pub(super) fn draw(scene: &Scene<'_>, state: &CardState, area: Rect, frame: &mut Frame<'_>) {
    if let Some(page) = &state.page {
        return handover::signed(scene, page, state.selected, area, frame);
    }
    let record = &state.card.record;
    let sheet = sheet(scene, state, usize::from(area.width.saturating_sub(2)));
    let foot = more(scene, &sheet, area.height.saturating_sub(2).into()).unwrap_or_default();
    let title = scene.label(record.family, record.number);
    let inner = boxed(scene, area, &title, &scene.tr(record.status.key()), &foot, frame);
    sheet.draw(inner, frame);
}

/// Spans in rows of at most `room` cells; one that does not fit beside those before it begins a row.
fn flow(parts: Vec<(String, Style)>, room: usize) -> Vec<Vec<Span<'static>>> {
    let (mut rows, mut used) = (vec![Vec::new()], 0);
    for (text, style) in parts {
        for line in cells::wrap(&text, room) {
            let breaks = used > 0 && used + cells::width(&line) > room;
            let line = if breaks { line.trim_start().to_owned() } else { line };
            if breaks {
                rows.push(Vec::new());
                used = 0;
            }
            used += cells::width(&line);
            if let Some(row) = rows.last_mut() {
                row.push(Span::styled(line, style));
            }
        }
    }
    rows
}

/// Whether the record's telephone number is to be read in full now.
fn revealed(scene: &Scene<'_>, record: &Record) -> bool {
    scene.model.reveal.is_some_and(|(subject, until)| subject == record.subject && scene.now < until)
}

fn sheet(scene: &Scene<'_>, state: &CardState, width: usize) -> Sheet {
    let mut sheet = Sheet::default();
    let record = &state.card.record;
    head(scene, record, width, &mut sheet);
    limits::draw(scene, &state.card, width, &mut sheet);
    if !sheet.is_empty() {
        sheet.row(Vec::new());
    }
    let rows = state.rows();
    let labels = rows.iter().filter_map(|row| row.field).map(|field| cells::width(&scene.field(field.key)));
    let entries = Entries { scene, record, labels: labels.max().unwrap_or(0).min(width / 3), width };
    for (at, row) in rows.iter().enumerate() {
        let selected = at == state.selected;
        let from = sheet.len();
        entries.row(row, selected, &mut sheet);
        if selected {
            sheet.hand(from);
        }
    }
    sheet
}

/// When, who and where; whom it is about; what it came from or became.
fn head(scene: &Scene<'_>, record: &Record, width: usize, sheet: &mut Sheet) {
    let (theme, room) = (scene.theme, width.saturating_sub(MARK + 1).max(1));
    let mut add = |parts: Vec<(String, Style)>, most: usize| {
        let told: Vec<_> = parts.into_iter().filter(|(text, _)| !text.trim().is_empty()).collect();
        if !told.is_empty() {
            for row in flow(told, room).into_iter().take(most) {
                sheet.row(std::iter::once(Span::raw("  ")).chain(row).collect());
            }
        }
    };
    let mut parts = vec![(format!("{}  {}  {}", scene.at(record.at), record.operator, record.post), theme.dim)];
    if record.late() {
        let written = scene.locale.tr_args("card-late", &[("at", &scene.at(record.written_at))]);
        parts.push((format!("  {written}"), theme.title));
    }
    if record.clock_went_back {
        parts.push((format!("  {}", scene.locale.tr("set-back")), theme.soon));
    }
    if record.ahead > 0 {
        parts.push((format!("  {}", scene.ahead(record.ahead)), theme.soon));
    }
    add(parts, 2);
    let number = record.get("phone");
    let number = scene.phone(number, revealed(scene, record));
    let odd = if record.odd_room { scene.locale.tr("odd-room") } else { String::new() };
    let said_by = [scene.room(record), record.get("name").to_owned(), number, odd];
    let marks = ["class", "valid", "category", "channel"].map(|key| scene.choice(key, record.get(key)));
    let whom = join(&said_by, "  ");
    let gap = if whom.is_empty() { "" } else { "    " };
    let marks =
        if record.family == Family::Complaint { format!("{gap}{}", join(&marks, " · ")) } else { String::new() };
    let passed_on = scene.passed_on(record).map(|said| format!("  {said}")).unwrap_or_default();
    let promised = format!("  {}", scene.promised(record));
    add(vec![(whom, theme.title), (marks, theme.calm), (promised, theme.calm), (passed_on, theme.soon)], 2);
    if record.family == Family::Complaint {
        add(vec![(record.get("said").to_owned(), theme.calm)], SAID);
    }
    let linked: Vec<String> = record.links.iter().map(|link| scene.label(link.family, link.number)).collect();
    if !linked.is_empty() {
        add(vec![(scene.locale.tr_args("card-linked", &[("records", &join(&linked, " · "))]), theme.calm)], 2);
    }
}

struct Entries<'a> {
    scene: &'a Scene<'a>,
    record: &'a Record,
    labels: usize,
    width: usize,
}

impl Entries<'_> {
    fn row(&self, row: &CardRow<'_>, selected: bool, sheet: &mut Sheet) {
        let theme = self.scene.theme;
        let (label, parts) = match row.field {
            None => (String::new(), self.head(row.line)),
            Some(field) => (cells::fit(&self.scene.field(field.key), self.labels) + "  ", self.value(row.line, field)),
        };
        let label = if row.field.is_some() { format!("  {label}") } else { label };
        let indent = MARK + cells::width(&label);
        let style = if selected { theme.selected } else { theme.dim };
        let mark = Span::styled(if selected { "> " } else { "  " }, theme.selected);
        let mut begin = vec![mark, Span::styled(label, style)];
        let parts = if row.line.withdrawn.is_some() { self.crossed(parts) } else { parts };
        for spans in flow(parts, self.width.saturating_sub(indent + 1).max(1)) {
            let begin = std::mem::take(&mut begin);
            let begin = if begin.is_empty() { vec![Span::raw(" ".repeat(indent))] } else { begin };
            sheet.row(begin.into_iter().chain(spans).collect());
        }
        if let (None, Some(strike)) = (row.field, &row.line.withdrawn) {
            let said = format!("{} {}", self.scene.locale.tr("void"), self.why(strike));
            for spans in flow(vec![(said, theme.calm)], self.width.saturating_sub(MARK + 3).max(1)) {
                sheet.row(std::iter::once(Span::raw("    ")).chain(spans).collect());
            }
        }
    }

    /// When, who and what, and when it was written where that was much later.
    fn head(&self, line: &EntryView) -> Vec<(String, Style)> {
        let (scene, theme) = (self.scene, self.scene.theme);
        let what = scene.event(line.kind, line.get("step"));
        let mut parts = Vec::new();
        let strikes = line.values.get(AT.key).map_or(&[][..], |value| &value.strikes);
        for strike in strikes {
            let old = struck(scene, &scene.value(&AT, &strike.old));
            parts.extend([(old.content.into_owned(), theme.struck), (BECOMES.into(), theme.dim)]);
        }
        parts.push((format!("{}  {}  {what}", scene.at(line.at), line.operator), theme.title));
        if line.post != self.record.post {
            parts.push((format!("  {}", line.post), theme.dim));
        }
        if line.written_at.since(line.at) > LATE {
            let at = scene.at(line.written_at);
            parts.push((format!("  {}", scene.locale.tr_args("card-late", &[("at", &at)])), theme.title));
        }
        if line.clock_went_back {
            parts.push((format!("  {}", scene.locale.tr("set-back")), theme.soon));
        }
        if line.ahead > 0 {
            parts.push((format!("  {}", scene.ahead(line.ahead)), theme.soon));
        }
        parts.extend(strikes.iter().map(|strike| (format!("  ({})", self.why(strike)), theme.dim)));
        parts
    }

    /// A field's value, beside all that was struck before it.
    fn value(&self, line: &EntryView, field: &Field) -> Vec<(String, Style)> {
        let theme = self.scene.theme;
        let none = || ("-".to_owned(), theme.dim);
        let Some(Value { text, strikes, .. }) = line.values.get(field.key) else { return vec![none()] };
        let mut parts = Vec::new();
        for strike in strikes.iter().filter(|strike| !strike.old.is_empty()) {
            let old = struck(self.scene, &self.shown(field, &strike.old));
            parts.extend([(old.content.into_owned(), theme.struck), (BECOMES.into(), theme.dim)]);
        }
        parts.push(if text.is_empty() { none() } else { (self.shown(field, text), theme.calm) });
        parts.extend(strikes.iter().map(|strike| (format!("  ({})", self.why(strike)), theme.dim)));
        parts
    }

    fn shown(&self, field: &Field, text: &str) -> String {
        match field.input {
            Input::Phone => self.scene.phone(text, revealed(self.scene, self.record)),
            _ => self.scene.value(field, text),
        }
    }

    /// Who struck it, when and why.
    fn why(&self, strike: &Strike) -> String {
        join(&[strike.operator.clone(), self.scene.at(strike.at), strike.why.clone()], " ")
    }

    /// The same, struck as a whole.
    fn crossed(&self, parts: Vec<(String, Style)>) -> Vec<(String, Style)> {
        let cross =
            |(text, _): (String, Style)| (struck(self.scene, &text).content.into_owned(), self.scene.theme.struck);
        parts.into_iter().map(cross).collect()
    }
}

#[cfg(test)]
mod tests;
