//! A form: one line a field, what is wrong with it right under it, the terminal's cursor where the next character goes.
//! Only fields that are asked are shown, and the field in focus always is.

mod hint;

use std::mem::take;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use tui_input::Input as TextInput;

use crate::app::choice;
use crate::app::form::{FieldState, FormState, Purpose};
use crate::cells;
use crate::desk::{ActTarget, Rebasing};
use crate::domain::entry::{Family, Kind};
use crate::domain::form::{Field, Input};
use crate::ui::overlay::{boxed, more, struck};
use crate::ui::sheet::Sheet;
use crate::ui::typed::typed;
use crate::ui::{Scene, put, top};

/// The cells before a label, in which a field that must be filled in is marked.
const MARK: usize = 2;
const GAP: usize = 2;
/// How many rows of the fields stay in sight under a long heading.
const FIELDS: usize = 3;
const ARROW: &str = "-> ";
/// The tenth choice has the digit 0; those of another page have none, but the first of them has the key that turns to it.
const DIGITS: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/// The rows that a form takes within its border in a box of so many columns.
pub(super) fn rows(scene: &Scene<'_>, form: &FormState, width: u16) -> u16 {
    let width = usize::from(width.saturating_sub(2));
    let rows = heading(scene, form, width).len() + sheet(scene, form, width).len();
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// Draws a form into a box of its own.
pub(super) fn draw(scene: &Scene<'_>, form: &FormState, area: Rect, frame: &mut Frame<'_>) {
    let width = usize::from(area.width.saturating_sub(2));
    let sheet = sheet(scene, form, width);
    let heading = heading(scene, form, width);
    let fields = sheet.len().min(FIELDS);
    let kept = usize::from(area.height.saturating_sub(2)).saturating_sub(fields).max(1).min(heading.len());
    let seen = usize::from(area.height.saturating_sub(2)).saturating_sub(kept);
    let drafts = scene.model.drafts.len();
    let put_by = (drafts > 0).then(|| scene.locale.tr_args("form-drafts", &[("n", &drafts.to_string())]));
    let foot = more(scene, &sheet, seen).into_iter().chain(put_by).collect::<Vec<_>>().join(" · ");
    let inner = boxed(scene, area, &title(scene, form), &state(scene, form), &foot, frame);
    let (head, body) = top(inner, u16::try_from(kept).unwrap_or(inner.height));
    for ((text, style), y) in heading.iter().zip(head.top()..head.bottom()) {
        put(frame, Rect { y, height: 1, ..head }, 1, text, *style);
    }
    sheet.draw(body, frame);
}

/// What is written, and on which record.
fn title(scene: &Scene<'_>, form: &FormState) -> String {
    let locale = scene.locale;
    let what = match (form.kind, form.step.as_str()) {
        _ if form.purpose == Purpose::Begin => locale.tr("form-begin"),
        (Kind::Acknowledged, _) => {
            let family = form.about.map(|(family, _)| family);
            format!("{} · {}", scene.kind(form.kind), scene.rung(family, form.get("clock"), form.rung))
        }
        (kind, step) if kind.is_step() => scene.step(step),
        (Kind::Withdrawn, _) => match &form.strikes {
            Some(line) => {
                let by = Some(line.get("by")).filter(|by| line.kind == Kind::Acknowledged && !by.is_empty());
                let who = by.unwrap_or(&line.operator);
                let about = [
                    ("what", scene.event(line.kind, line.get("step"))),
                    ("at", scene.at(line.at)),
                    ("who", who.to_owned()),
                ];
                scene.say("form-withdraws", &about)
            }
            None => scene.kind(form.kind),
        },
        (Kind::Calendar, "file") => locale.tr("cmd-import"),
        (Kind::HandoverAccepted, "query") => locale.tr("verdict-queried"),
        (Kind::HandoverAccepted, "reject") => locale.tr("verdict-refused"),
        (kind, _) => scene.kind(kind),
    };
    match form.about {
        Some((family, number)) if matches!(form.target, ActTarget::From(_)) => {
            scene.say("form-from", &[("what", what), ("record", scene.label(family, number))])
        }
        Some((family, number)) => {
            let subject = scene.model.selected().filter(|record| Some(record.subject) == form.subject);
            let whose = subject.map(|record| match family {
                Family::Vehicle => scene.plate(record.get("plate")),
                _ => scene.who(record),
            });
            format!("{what} · {}  {}", scene.label(family, number), whose.unwrap_or_default()).trim_end().to_owned()
        }
        None => what,
    }
}

/// Being written or being saved; of a call also how long it lasts.
fn state(scene: &Scene<'_>, form: &FormState) -> String {
    let state = scene.locale.tr(if form.sent { "form-sent" } else { "form-open" });
    if !form.is_talk() {
        return state;
    }
    let seconds = form.spent(scene.now) / 1_000;
    let time = format!("{}:{:02}", seconds / 60, seconds % 60);
    format!("{} · {state}", scene.locale.tr_args("form-call", &[("time", &time)]))
}

/// What stands over the fields: the welcome of the first start, what is wrong with the form as a whole.
fn heading(scene: &Scene<'_>, form: &FormState, width: usize) -> Vec<(String, Style)> {
    let mut rows = Vec::new();
    let mut say = |text: &str, style| {
        rows.extend(cells::wrap(text, width.saturating_sub(2)).into_iter().map(|line| (line, style)));
    };
    if form.purpose == Purpose::Begin {
        say(&scene.locale.tr("form-welcome"), scene.theme.title);
        say(&scene.locale.tr("form-welcome-how"), scene.theme.dim);
    }
    if let ActTarget::Revised(year, _) = &form.target
        && let ActTarget::Revised(year, based) = scene.model.year.revised(&scene.model.house.calendar, year.year)
    {
        let marks = scene.model.year.marked(year.year).to_string();
        let (year, based, next) = (year.year.to_string(), based.to_string(), based.saturating_add(1).to_string());
        let about = [("year", year.as_str()), ("based", &based), ("next", &next), ("n", &marks)];
        say(&scene.locale.tr_args("form-year", &about), scene.theme.title);
    }
    if form.kind == Kind::Rebased {
        let Rebasing { stages, records, earlier } = scene.model.year.rebasing;
        let counts = [records, stages, earlier, stages.saturating_sub(earlier)].map(|n| n.to_string());
        let [records, stages, earlier, later] = &counts;
        let about = [("records", records.as_str()), ("stages", stages), ("earlier", earlier), ("later", later)];
        say(&scene.locale.tr_args("form-rebased", &about), scene.theme.title);
    }
    if let Some(cause) = &form.error {
        say(&scene.cause(cause), scene.theme.soon);
    }
    rows
}

fn sheet(scene: &Scene<'_>, form: &FormState, width: usize) -> Sheet {
    let asked: Vec<_> = form.fields.iter().enumerate().filter(|(_, state)| form.asks(state)).collect();
    let labels = asked.iter().map(|(_, state)| cells::width(&label(scene, form, state))).max().unwrap_or(0);
    let label_cells = labels.min(width / 3);
    let indent = MARK + label_cells + GAP;
    let room = width.saturating_sub(indent + 1).max(1);
    let mut sheet = Sheet::default();
    for (at, state) in asked {
        let focused = at == form.focus;
        let from = sheet.len();
        let value = Value::new(scene, form, state, focused, room);
        let missing = form.demands(state) && state.text().trim().is_empty();
        let mark = Span::styled(if missing { "* " } else { "  " }, scene.theme.soon);
        let named = cells::fit(&label(scene, form, state), label_cells);
        let named = Span::styled(named + "  ", if focused { scene.theme.title } else { scene.theme.calm });
        let blank = Span::raw(" ".repeat(indent));
        let mut begin = vec![mark, named];
        for row in value.rows {
            let begin = if begin.is_empty() { vec![blank.clone()] } else { take(&mut begin) };
            sheet.row(begin.into_iter().chain(row).collect());
        }
        if focused && state.unasked() {
            for line in cells::wrap(&scene.locale.tr("form-proposed"), room) {
                sheet.row(vec![blank.clone(), Span::styled(line, scene.theme.soon)]);
            }
        }
        if let Some(recounted) = hint::recounted(scene, form, state) {
            for line in cells::wrap(&recounted, room) {
                sheet.row(vec![blank.clone(), Span::styled(line, scene.theme.soon)]);
            }
        }
        if let Some(inside) = hint::inside(scene, form, state) {
            for line in cells::wrap(&inside, room) {
                sheet.row(vec![blank.clone(), Span::styled(line, scene.theme.soon)]);
            }
        }
        if let Some(cause) = hint::fault(scene, form, state, focused) {
            for line in cells::wrap(&scene.cause(&cause), room) {
                sheet.row(vec![blank.clone(), Span::styled(line, scene.theme.soon)]);
            }
        }
        if focused {
            sheet.hand(from);
            sheet.cursor(from + value.cursor.0, indent + value.cursor.1);
        }
    }
    sheet
}

/// A field's label, in this form's own words where it has them.
fn label(scene: &Scene<'_>, form: &FormState, state: &FieldState) -> String {
    let key = form.label(&state.field);
    let own = [form.step.as_str(), form.kind.name()].map(|name| format!("form-label-{name}-{key}"));
    own.iter().find(|own| scene.locale.has(own)).map_or_else(|| scene.field(key), |own| scene.locale.tr(own))
}

/// The rows of one value, and where the cursor stands in them.
#[derive(Default)]
struct Value {
    rows: Vec<Vec<Span<'static>>>,
    cursor: (usize, usize),
}

impl Value {
    fn new(scene: &Scene<'_>, form: &FormState, state: &FieldState, focused: bool, room: usize) -> Self {
        let mut value = Self::default();
        let mut indent = 0;
        if let Some(amends) = form.amends.as_ref().filter(|_| state.field.key == "new") {
            let was = scene.value(&Field { key: amends.key, ..state.field }, &amends.old);
            let was = if was.is_empty() { scene.locale.tr("form-nothing") } else { was };
            value.rows.push(vec![struck(scene, &cells::cut(&was, room))]);
            indent = ARROW.len();
            value.rows.push(vec![Span::styled(ARROW, scene.theme.dim)]);
        } else {
            value.rows.push(Vec::new());
        }
        let room = room.saturating_sub(indent).max(1);
        match options(scene, form, state) {
            Some(options) if focused && options.iter().all(|option| !option.chosen) && !state.text().is_empty() => {
                value.sought(scene, state, &options, (indent, room));
            }
            // A long list is shown where something is chosen from it.
            Some(options) if focused || state.text().is_empty() && options.len() <= DIGITS.len() => {
                value.choice(scene, &options, focused, indent, room);
            }
            Some(options) => {
                let chosen = options.iter().find(|option| option.chosen);
                let text = chosen.map_or(state.text(), |option| &option.label);
                value.add(Span::raw(cells::cut(text, room)));
                let made = form.led.and_then(|led| form.fields.get(led.from));
                if made.is_some_and(|made| made.field.key == state.field.key) {
                    value.add(Span::styled(format!("  {}", scene.locale.tr("form-led")), scene.theme.dim));
                }
            }
            None => value.text(scene, form, state, (focused, indent, room)),
        }
        value
    }

    fn add(&mut self, span: Span<'static>) {
        if let Some(row) = self.rows.last_mut() {
            row.push(span);
        }
    }

    /// What is typed and is no choice yet, and under it the choices that it may become.
    fn sought(&mut self, scene: &Scene<'_>, state: &FieldState, options: &[Choice], (indent, room): (usize, usize)) {
        let typed = typed(&TextInput::new(state.text().to_owned()), room);
        let cursor = (self.rows.len() - 1, indent + typed.cursor);
        self.add(Span::raw(typed.text));
        self.rows.push(vec![Span::raw(" ".repeat(indent))]);
        self.choice(scene, options, true, indent, room);
        self.cursor = cursor;
    }

    /// Every choice with its digit, in as many rows as it takes.
    fn choice(&mut self, scene: &Scene<'_>, options: &[Choice], focused: bool, indent: usize, room: usize) {
        let texts: Vec<String> = options
            .iter()
            .map(|option| cells::cut(format!("{} {}", option.digit, option.label).trim_start(), room))
            .collect();
        // Closer together where all of them then stand in one row.
        let whole: usize = texts.iter().map(|text| cells::width(text) + 1).sum();
        let is_tight = whole <= room + 1 && whole + texts.len() > room + GAP;
        let gap = if is_tight { 1 } else { GAP };
        let mut used = 0;
        for (at, (option, text)) in options.iter().zip(texts).enumerate() {
            let needs = cells::width(&text);
            if used > 0 && used + gap + needs > room {
                self.rows.push(vec![Span::raw(" ".repeat(indent))]);
                used = 0;
            } else if used > 0 {
                self.add(Span::raw(" ".repeat(gap)));
                used += gap;
            }
            if option.chosen || at == 0 {
                self.cursor = (self.rows.len() - 1, indent + used);
            }
            let style = match (option.chosen, focused) {
                (true, _) => scene.theme.selected,
                (false, true) => scene.theme.calm,
                (false, false) => scene.theme.dim,
            };
            self.add(Span::styled(text, style));
            used += needs;
        }
    }

    /// What is typed, then in dim how it is understood or what may be typed, then the names proposed by digit.
    fn text(
        &mut self,
        scene: &Scene<'_>,
        form: &FormState,
        state: &FieldState,
        (focused, indent, room): (bool, usize, usize),
    ) {
        let dim = scene.theme.dim;
        let hint = hint::hint(scene, form, state);
        let aside = if state.text().is_empty() || hint.is_empty() { 0 } else { cells::width(&hint) + GAP };
        let (own, aside) = if aside > room / 2 { (room, false) } else { (room - aside, aside > 0) };
        let style = if state.proposed { dim } else { Style::new() };
        if focused {
            let typed = typed(&state.line, own);
            self.cursor = (self.rows.len() - 1, indent + typed.cursor);
            self.add(Span::styled(typed.text, style));
        } else {
            self.add(Span::styled(cells::cut(state.text(), own), style));
        }
        if state.text().is_empty() {
            self.add(Span::styled(cells::cut(&hint, room), dim));
        } else if aside {
            self.add(Span::styled(format!("  {hint}"), dim));
        }
        if focused && matches!(state.field.input, Input::Staff(_)) {
            let staff = choice::values(form, &state.field, &scene.model.house.site).unwrap_or_default();
            let digits = form.provisional.is_none() && form.is_chosen_by_digit(state, &scene.model.house.site);
            let proposed = DIGITS.iter().zip(staff).map(|(digit, name)| Choice {
                digit: if digits { digit } else { "" },
                label: name.to_owned(),
                chosen: name == state.text(),
            });
            let proposed: Vec<Choice> = proposed.collect();
            if !proposed.is_empty() {
                let cursor = self.cursor;
                self.rows.push(vec![Span::raw(" ".repeat(indent))]);
                self.choice(scene, &proposed, false, indent, room);
                self.cursor = cursor;
            }
        }
    }
}

/// One thing that a digit chooses.
struct Choice {
    digit: &'static str,
    label: String,
    chosen: bool,
}

/// What may be chosen in a field; `None` where it is typed.
fn options(scene: &Scene<'_>, form: &FormState, state: &FieldState) -> Option<Vec<Choice>> {
    let typed = matches!(state.field.input, Input::Staff(_));
    let values = choice::values(form, &state.field, &scene.model.house.site).filter(|_| !typed)?;
    let sought = form.sought(state, &scene.model.house.site).unwrap_or_default();
    let narrowed = choice::called(form.label(&state.field), &values, &sought, scene.locale.language());
    // Once text is typed a digit is text.
    let spoken = !form.is_chosen_by_digit(state, &scene.model.house.site);
    let values = if narrowed.len() > 1 { narrowed } else { values };
    let page = choice::page(values.iter().position(|value| *value == state.text()));
    let digit = |at: usize| match at.checked_sub(page) {
        _ if spoken => "",
        Some(of_page @ 0..choice::PAGE) => DIGITS.get(of_page).copied().unwrap_or_default(),
        _ if at == page + choice::PAGE => "PgDn",
        _ if at + choice::PAGE == page => "PgUp",
        _ => "",
    };
    let label = |value: &str| match state.field.input {
        Input::Choice(_) => scene.choice(form.label(&state.field), value),
        _ => value.to_owned(),
    };
    let choice =
        |(at, value): (usize, &str)| Choice { digit: digit(at), label: label(value), chosen: value == state.text() };
    Some(values.into_iter().enumerate().map(choice).collect())
}

#[cfg(test)]
mod tests;
