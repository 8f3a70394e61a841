//! The working calendar, a year at a time: a row for each month, a column for each date, as a duty roster has it. A day
//! off, make-up workday or half day stands by its mark and in its colour, so that a whole year is seen in one window.

use chrono::{Datelike, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use crate::app::command::Command;
use crate::cells;
use crate::domain::worktime::DayKind;
use crate::ui::overlay::boxed;
use crate::ui::sheet::Sheet;
use crate::ui::{Scene, bottom, footer, put, top};

/// The cells before the first date: the month's name.
const LABEL: usize = 5;
/// The cells behind the last: how many marks of the month are not saved.
const TAIL: usize = 4;
/// The rows of the grid: the dates' numbers and twelve months.
const GRID: u16 = 13;

/// Draws the year in hand over the body of the window.
pub(super) fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let (locale, year) = (scene.locale, scene.model.year.date.year());
    let unsaved = scene.model.year.unsaved();
    let state =
        if unsaved > 0 { locale.tr_args("year-unsaved", &[("n", &unsaved.to_string())]) } else { String::new() };
    let title = locale.tr_args("year-title", &[("year", &year.to_string())]);
    let inner = boxed(scene, area, &title, &state, &moves(scene), frame);
    let (head, rest) = top(inner, if inner.height < GRID + 4 { 1 } else { 2 });
    let (grid, foot) = bottom(rest, 2);
    let told = told(scene, year);
    for ((text, style), y) in told.iter().zip(head.top()..head.bottom()) {
        put(frame, Rect { y, height: 1, ..head }, 1, text, *style);
    }
    months(scene, grid).draw(grid, frame);
    let (day, legend) = top(foot, 1);
    in_hand(scene, day, frame);
    explain(scene, legend, frame);
}

/// The keys that go about.
fn moves(scene: &Scene<'_>) -> String {
    let keys = |back, on| {
        let labels = [back, on].map(|command| footer::key(scene.model, command).map(|key| key.label()));
        labels.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let (days, months) = (keys(Command::DayBack, Command::DayOn), keys(Command::Up, Command::Down));
    let (weeks, years) = (keys(Command::WeekBack, Command::WeekOn), keys(Command::PageUp, Command::PageDown));
    if days.is_empty() {
        return String::new();
    }
    let args = [("days", days.as_str()), ("weeks", &weeks), ("months", &months), ("years", &years)];
    scene.locale.tr_args("year-moves", &args)
}

/// Which notice the year is by, or that there is none; and that the next one is missing.
fn told(scene: &Scene<'_>, year: i32) -> Vec<(String, Style)> {
    let (locale, theme) = (scene.locale, scene.theme);
    let calendar = &scene.model.house.calendar;
    let key = footer::key(scene.model, Command::Import).map_or_else(String::new, |key| key.label());
    let mut told = match calendar.year(year).zip(calendar.version_of(year)) {
        Some((known, version)) => vec![(format!("{version} · {}", known.source), theme.calm)],
        None => vec![(locale.tr_args("year-unknown", &[("year", &year.to_string()), ("key", &key)]), theme.soon)],
    };
    if let Some(pasted) = scene.model.year.pasted(year) {
        let days = pasted.year.days();
        let count = |kind| days.values().filter(|day| **day == kind).count().to_string();
        let [off, makeup, half] = [DayKind::Off, DayKind::Makeup, DayKind::Half].map(count);
        let doubts = pasted.doubts.len().to_string();
        let args = [("off", off.as_str()), ("makeup", &makeup), ("half", &half), ("doubts", &doubts)];
        told.insert(0, (locale.tr_args("year-pasted", &args), theme.soon));
    }
    if let Some(missing) = scene.model.missing_year(scene.now).filter(|missing| *missing != year) {
        told.push((locale.tr_args("year-missing", &[("year", &missing.to_string())]), theme.soon));
    }
    told
}

/// The grid; as wide and as airy as there is room for.
fn months(scene: &Scene<'_>, area: Rect) -> Sheet {
    let (state, year) = (&scene.model.year, scene.model.year.date.year());
    let width = usize::from(area.width);
    let cell = (width.saturating_sub(LABEL + TAIL) / 31).clamp(2, 4);
    let shown = (width.saturating_sub(LABEL) / cell).clamp(1, 31);
    // Where not every column has room, the one in hand does.
    let day = usize::try_from(state.date.day()).unwrap_or(1);
    let first = day.saturating_sub(shown) + 1;
    let last = (first + shown - 1).min(31);
    let mut sheet = Sheet::default();
    let mut head = vec![Span::raw(" ".repeat(LABEL))];
    for n in first..=last {
        // Numbers that would touch each other are left out.
        let text = if cell > 2 || n < 10 || n % 2 == 0 { n.to_string() } else { String::new() };
        head.push(Span::styled(cells::fit(&text, cell), scene.theme.dim));
    }
    sheet.row(head);
    for month in 1..=12 {
        let from = sheet.len();
        let hand = month == state.date.month();
        let style = if hand { scene.theme.title } else { scene.theme.calm };
        let mut row = vec![Span::styled(cells::fit(&scene.locale.tr(&format!("month-{month}")), LABEL), style)];
        let mut marked = 0;
        for day in first..=last {
            let date = u32::try_from(day).ok().and_then(|day| NaiveDate::from_ymd_opt(year, month, day));
            let Some(date) = date else { continue };
            marked += usize::from(state.mark(date).is_some());
            let (text, style) = look(scene, date);
            let gap = " ".repeat(cell.saturating_sub(cells::width(&text)));
            row.extend([Span::styled(text, style), Span::raw(gap)]);
        }
        if marked > 0 {
            row.push(Span::styled(format!(" *{marked}"), scene.theme.soon));
        }
        sheet.row(row);
        if hand {
            sheet.hand(from);
            sheet.cursor(from, LABEL + (day - first) * cell);
        }
        if area.height >= GRID * 2 - 1 && month < 12 {
            sheet.row(Vec::new());
        }
    }
    sheet
}

/// The mark of a date and its look.
fn look(scene: &Scene<'_>, date: NaiveDate) -> (String, Style) {
    let (state, calendar) = (&scene.model.year, &scene.model.house.calendar);
    let (text, mut style) = kind(scene, state.kind(calendar, date), date);
    if state.mark(date).is_some() {
        style = scene.theme.soon;
    }
    if date == scene.model.house.site.zone.date(scene.now) {
        style = style.add_modifier(Modifier::UNDERLINED);
    }
    if date == state.date {
        style = style.add_modifier(Modifier::REVERSED);
    }
    (text, style)
}

/// How a kind of day is marked on a date.
fn kind(scene: &Scene<'_>, kind: Option<DayKind>, date: NaiveDate) -> (String, Style) {
    let (locale, theme) = (scene.locale, scene.theme);
    match kind {
        Some(DayKind::Off) => (locale.tr("year-off"), theme.off),
        Some(DayKind::Makeup) => (locale.tr("year-makeup"), theme.makeup),
        Some(DayKind::Half) => (locale.tr("year-half"), theme.half_day),
        Some(DayKind::Plain) => match date.weekday().num_days_from_monday() {
            5 => (locale.tr("year-saturday"), theme.dim),
            6 => (locale.tr("year-sunday"), theme.dim),
            _ => (if theme.ascii { "." } else { "·" }.to_owned(), theme.calm),
        },
        None => ("?".to_owned(), theme.dim),
    }
}

/// The date in hand in words: what it is, and what it was before it was marked.
fn in_hand(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let (locale, state, calendar) = (scene.locale, &scene.model.year, &scene.model.house.calendar);
    let date = state.date;
    let weekday = locale.weekday(date);
    let today = date == scene.model.house.site.zone.date(scene.now);
    let today = if today { format!(" {}", locale.tr("panel-today")) } else { String::new() };
    let x = put(frame, area, 1, &format!("{date} {weekday}{today}"), scene.theme.title) + 2;
    let x = put(frame, area, x, &named(scene, state.kind(calendar, date), date), scene.theme.calm) + 2;
    if state.mark(date).is_some() {
        let was = named(scene, calendar.kind(date), date);
        put(frame, area, x, &locale.tr_args("year-was", &[("kind", &was)]), scene.theme.soon);
    }
}

/// What a date is, in words.
fn named(scene: &Scene<'_>, kind: Option<DayKind>, date: NaiveDate) -> String {
    scene.locale.tr(match kind {
        Some(DayKind::Off) => "day-off",
        Some(DayKind::Makeup) => "day-makeup",
        Some(DayKind::Half) => "day-half",
        Some(DayKind::Plain) if date.weekday().num_days_from_monday() > 4 => "day-weekend",
        Some(DayKind::Plain) => "day-work",
        None => "day-unknown",
    })
}

/// What each mark means.
fn explain(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    // A Monday and a Saturday.
    let plain = (NaiveDate::from_ymd_opt(2024, 1, 1), NaiveDate::from_ymd_opt(2024, 1, 6));
    let (Some(monday), Some(saturday)) = plain else { return };
    let kinds = [
        (Some(DayKind::Off), monday),
        (Some(DayKind::Makeup), monday),
        (Some(DayKind::Half), monday),
        (Some(DayKind::Plain), monday),
        (Some(DayKind::Plain), saturday),
        (None, monday),
    ];
    let mut x = 1;
    for (known, date) in kinds {
        let (mark, style) = kind(scene, known, date);
        x = put(frame, area, x, &mark, style) + 1;
        x = put(frame, area, x, &named(scene, known, date), scene.theme.dim) + 2;
    }
    put(frame, area, x, &scene.locale.tr("panel-today"), scene.theme.dim.add_modifier(Modifier::UNDERLINED));
}

#[cfg(test)]
mod tests;
