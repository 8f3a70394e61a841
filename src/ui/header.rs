//! The header: where, who and when, on one line; and what is wrong with the calendar or the logbook's pace.

use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::tick::PATIENCE;
use crate::cells;
use crate::domain::time::MINUTE;
use crate::domain::time_limit::TimeLimit;
use crate::ui::{Scene, put};

/// The department whose clocks the header tells of.
const OFFICE: &str = "office";
/// How long the header says that the clock jumped, in milliseconds.
const JUMPED: i64 = 60 * MINUTE;

pub(super) fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let (model, locale, theme) = (scene.model, scene.locale, scene.theme);
    let zone = model.house.site.zone;
    let local = zone.local(scene.now);
    let weekday = locale.weekday(local);
    let (month, day) = (local.month().to_string(), local.day().to_string());
    let about = [("month", month.as_str()), ("day", &day), ("weekday", &weekday)];
    let brief = locale.tr_args("header-date-brief", &about);

    let room = usize::from(area.width);
    let share = room / 5;
    let mut right: Vec<Part> = Vec::new();
    let mut add = |rank, text: String, style| right.push(Part { rank, text, style });
    if model.waiting.is_some_and(|since| scene.now.since(since) > PATIENCE) {
        add(1, locale.tr("header-waiting"), theme.soon);
    }
    for (so, key) in [(model.flawed, "header-flawed"), (model.read_only, "header-read-only")] {
        if so {
            add(0, locale.tr(key), theme.late);
        }
    }
    if let Some((by, since)) = model.clock_jumped
        && (0..JUMPED).contains(&scene.now.since(since))
    {
        let key = if by < 0 { "header-clock-back" } else { "header-clock-ahead" };
        add(0, locale.tr_args(key, &[("by", &length(by.abs()))]), theme.late);
    }
    if let Some(year) = scene.model.missing_year(scene.now) {
        add(4, locale.tr_args("header-calendar", &[("year", &year.to_string())]), theme.soon);
    }
    if let Some(notice) = office(scene) {
        add(3, notice, theme.title);
    }
    // The shift that the person is on; the clock's where nobody knows since when they are.
    let site = &model.house.site;
    let own = model.snapshot.watch.stretch(site, &model.operator).map(|own| scene.shift(&own));
    let clocks = || site.shift(scene.now).map(|shift| format!("{} {}", shift.name, shift.hours()));
    if let Some(shift) = own.or_else(clocks) {
        add(SHIFT, shift, theme.dim);
    }
    match model.operator.as_str() {
        "" if model.beginning => {}
        "" => add(0, locale.tr("header-nobody"), theme.soon),
        name => add(0, cells::cut(name, share), theme.calm),
    }
    add(DATE, locale.tr_args("header-date", &about), theme.calm);
    add(0, local.format("%H:%M").to_string(), theme.title);

    // The post comes first: a long name of the site may be cut.
    let left: Vec<&str> = [model.post.as_str(), &model.house.site.name].into_iter().filter(|t| !t.is_empty()).collect();
    let left = left.join(" · ");
    let needs = |right: &[Part]| right.iter().map(|part| cells::width(&part.text) + 2).sum::<usize>();
    let dropped = |right: &[Part]| right.iter().map(|part| part.rank).max().filter(|rank| *rank > 0);
    while let Some(last) = dropped(&right) {
        // The shift, which the time tells, goes before anything of the left is cut.
        let least = if last == SHIFT { room } else { share };
        if needs(&right) + cells::width(&left).min(least) < room {
            break;
        }
        // The date is told in few cells before anything but the shift goes.
        match right.iter_mut().find(|part| last != SHIFT && part.rank == DATE && part.text != brief) {
            Some(date) => date.text.clone_from(&brief),
            None => right.retain(|part| part.rank != last),
        }
    }
    let start = area.width.saturating_sub(u16::try_from(needs(&right)).unwrap_or(area.width));
    put(frame, Rect { width: start, ..area }, 1, &left, theme.title);
    let mut x = start + 1;
    for part in &right {
        x = put(frame, area, x, &part.text, part.style) + 2;
    }
}

/// That the office is closed and until when its clocks stand, where one of them runs.
fn office(scene: &Scene<'_>) -> Option<String> {
    let (model, now) = (scene.model, scene.now);
    let runs = |clock: &TimeLimit| clock.hours == OFFICE && clock.at().is_none_or(|due| due > now);
    let mut limits = model.snapshot.urgent.iter().chain(&model.snapshot.upcoming);
    limits.any(|limit| runs(&limit.clock)).then_some(())?;
    let hours = model.house.working().hours(OFFICE);
    let open = if hours.is_open(now)? { None } else { hours.next_open(now) }?;
    let zone = model.house.site.zone;
    // Within a week the weekday tells the date.
    let at = match (zone.date(open) - zone.date(now)).num_days() {
        1..=6 => format!("{} {}", scene.locale.weekday(zone.date(open)), zone.local(open).format("%H:%M")),
        _ => scene.at(open),
    };
    Some(scene.locale.tr_args("header-office", &[("at", &at)]))
}

/// A length as the header says it: days and hours of a long one, hours, minutes and seconds of a short one.
fn length(millis: i64) -> String {
    let seconds = millis / 1_000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    if days > 0 { format!("{days}d {hours}h") } else { format!("{hours}:{minutes:02}:{:02}", seconds % 60) }
}

const DATE: u8 = 2;
const SHIFT: u8 = 5;

/// A part of the right side; where the line is short, those of the highest rank go first, and those of rank 0 never.
struct Part {
    rank: u8,
    text: String,
    style: Style,
}
