//! From a start and a length to the due instant, and back to working time. Every answer comes from one walk over the
//! days crossed, and the walk ends where the calendar ends.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

use super::{Calendar, DayKind, Length, Timetable};
use crate::domain::time::{MINUTE, Moment, Zone};

/// The last year that is reckoned with, even where no calendar is asked: it keeps every walk finite.
const LAST_YEAR: i32 = 9999;
const END: Moment = Moment::from_millis(253_402_300_800_000);

/// When a length ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    At {
        at: Moment,
        /// The legal last day's 24:00, where a rest day moved the mark.
        shown: Option<Moment>,
    },
    /// It ends in or after a year whose calendar is not known yet.
    Pending {
        /// The first uncovered year that was reached.
        year: i32,
    },
}

/// The hours by which a department's limits run.
#[derive(Debug, Clone, Copy)]
pub struct Hours<'a> {
    pub timetable: &'a Timetable,
    pub calendar: &'a Calendar,
    pub zone: Zone,
}

/// The walk reached a day of a year that is not covered.
#[derive(Debug)]
pub(super) struct Uncovered(i32);

/// A stretch of time `[open, close)` that counts, with the day whose hours it is part of.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) day: NaiveDate,
    pub(super) kind: DayKind,
    pub(super) open: Moment,
    pub(super) close: Moment,
}

/// Pauses in order, none of them empty, no two touching.
pub(super) struct Pauses(Vec<(Moment, Moment)>);

impl Pauses {
    pub(super) const NONE: Self = Self(Vec::new());

    pub(super) fn new(pauses: &[(Moment, Moment)]) -> Self {
        let mut sorted: Vec<_> = pauses.iter().copied().filter(|(from, to)| from < to).collect();
        sorted.sort_unstable();
        let mut merged: Vec<(Moment, Moment)> = Vec::new();
        for (from, to) in sorted {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Self(merged)
    }

    /// A stretch of time cut at the pauses: each part in order, and whether it was paused.
    pub(super) fn cut(&self, whole: Span) -> impl Iterator<Item = (Span, bool)> {
        let mut open = whole.open;
        std::iter::from_fn(move || {
            let next = self.0.iter().find(|(from, to)| open < *to && *from < whole.close);
            let (close, paused) = match next {
                Some((from, to)) if *from <= open => ((*to).min(whole.close), true),
                Some((from, _)) => (*from, false),
                None => (whole.close, false),
            };
            let part = Span { open, close, ..whole };
            open = close;
            (part.open < part.close).then_some((part, paused))
        })
    }
}

impl Hours<'_> {
    /// When a length that starts at `start` is due. A promise is due as promised; one not given yet, at its start.
    pub fn due(&self, start: Moment, length: Length, promise: Option<Moment>) -> Due {
        match length {
            Length::Promise => Due::At { at: promise.unwrap_or(start), shown: None },
            _ => self.reckon(start, length, &Pauses::NONE),
        }
    }

    /// When a length is due whose running was paused.
    pub(super) fn reckon(&self, start: Moment, length: Length, pauses: &Pauses) -> Due {
        let date = self.zone.date(start);
        let plain = |at| (at, None);
        let due = match length {
            Length::Promise | Length::Days(0) => Ok(plain(start)),
            Length::WorkDays(0) => return self.reckon(start, Length::WorkMinutes(0), pauses),
            Length::WorkMinutes(minutes) if !self.timetable.is_always() => {
                after(self.spans(start, None), minutes, pauses).map(plain)
            }
            Length::WorkMinutes(minutes) | Length::Minutes(minutes) => {
                after([Ok(self.clock(start))], minutes, pauses).map(plain)
            }
            Length::WorkDays(days) => {
                days_after(date, 1).and_then(|next| self.nth_close(next, days, pauses)).map(plain)
            }
            Length::Days(days) => self.after_days(date, days, pauses),
        };
        match due {
            Ok((at, shown)) => Due::At { at, shown },
            Err(Uncovered(year)) => Due::Pending { year },
        }
    }

    /// The close of this office day, or of the next working day where `at` is on a rest day or not before the last close.
    pub fn close_of_day(&self, at: Moment) -> Due {
        let mut closes = self.first_day(at).iter_days().filter_map(|date| self.close(date).transpose());
        let close = closes.find(|close| close.as_ref().map_or(true, |close| *close > at));
        match close {
            Some(Ok(at)) => Due::At { at, shown: None },
            Some(Err(Uncovered(year))) => Due::Pending { year },
            None => Due::Pending { year: LAST_YEAR + 1 },
        }
    }

    /// Working milliseconds in `[from, to)`, negative where `to` is earlier; `None` where the calendar does not reach.
    pub fn between(&self, from: Moment, to: Moment) -> Option<i64> {
        if to < from {
            return self.between(to, from).map(|millis| -millis);
        }
        let mut sum = 0;
        for span in self.spans(from, Some(to)) {
            let Span { open, close, .. } = span.ok()?;
            sum += close.min(to).since(open).max(0);
            if to <= close {
                break;
            }
        }
        Some(sum)
    }

    /// Whether work is going on at an instant; `None` where the calendar does not reach.
    pub fn is_open(&self, at: Moment) -> Option<bool> {
        let mut spans = self.spans(at, Some(Moment::from_millis(at.millis().saturating_add(1))));
        let found = spans.find(|span| span.as_ref().map_or(true, |span| span.open == at));
        found.map_or(Some(false), |span| span.ok().map(|_| true))
    }

    /// The instant from which time counts: `at` itself while open, else the next opening; `None` where the calendar ends.
    pub fn next_open(&self, at: Moment) -> Option<Moment> {
        self.spans(at, None).next()?.ok().map(|span| span.open)
    }

    /// The first quarter of an hour from an instant on at which work goes on; `None` where the calendar ends, or a week of
    /// openings has none.
    pub fn next_quarter(&self, at: Moment) -> Option<Moment> {
        const QUARTER: i64 = 15 * MINUTE;
        let quarter = |at: Moment| Moment::from_millis(at.millis() + (-at.millis()).rem_euclid(QUARTER));
        let mut next = quarter(at);
        for _ in 0..7 * 24 {
            if self.is_open(next)? {
                return Some(next);
            }
            next = quarter(self.next_open(next)?);
        }
        None
    }

    /// The close of the `nth` working day (from 1) from a date on.
    fn nth_close(&self, first: NaiveDate, nth: u32, pauses: &Pauses) -> Result<Moment, Uncovered> {
        let mut left = nth;
        for date in first.iter_days() {
            // Only the last day's close is reckoned.
            let Some(last) = self.timetable.intervals(date, self.kind(date)?).last() else { continue };
            if self.is_paused(date, pauses)? {
                continue;
            }
            left = left.saturating_sub(1);
            if left == 0 {
                return Ok(self.wall(date, last.close));
            }
        }
        Err(Uncovered(LAST_YEAR + 1))
    }

    fn after_days(&self, date: NaiveDate, days: u32, pauses: &Pauses) -> Result<(Moment, Option<Moment>), Uncovered> {
        let mut last = days_after(date, days)?;
        let mut day = date;
        while day < last && !pauses.0.is_empty() {
            day = days_after(day, 1)?;
            last = days_after(last, u32::from(self.is_paused(day, pauses)?))?;
        }
        let end = self.zone.midnight(days_after(last, 1)?);
        let working = self.close(last)?.is_some();
        if working { Ok((end, None)) } else { Ok((self.nth_close(last, 1, pauses)?, Some(end))) }
    }

    /// Whether a day has working hours and all of them are paused.
    pub(super) fn is_paused(&self, date: NaiveDate, pauses: &Pauses) -> Result<bool, Uncovered> {
        if pauses.0.is_empty() {
            return Ok(false);
        }
        let mut any = false;
        for span in self.day(date) {
            let span = span?;
            any = true;
            if pauses.cut(span).any(|(_, paused)| !paused) {
                return Ok(false);
            }
        }
        Ok(any)
    }

    /// The day whose hours may be the first to reach beyond `at`.
    fn first_day(&self, at: Moment) -> NaiveDate {
        let local = self.zone.local(at);
        let back = local.hour() * 60 + local.minute() < self.timetable.tail().into();
        let date = local.date();
        date.checked_sub_days(Days::new(back.into())).unwrap_or(date)
    }

    /// The open hours from one instant on, before another where one is given, in order and without overlap; an uncovered
    /// day is an error in its place.
    pub(super) fn spans(&self, from: Moment, to: Option<Moment>) -> impl Iterator<Item = Result<Span, Uncovered>> {
        let within = move |date: &NaiveDate| to.is_none_or(|to| self.zone.midnight(*date) < to);
        let days = self.first_day(from).iter_days().take_while(within);
        let mut reached = from;
        days.flat_map(|date| self.day(date)).filter_map(move |span| {
            let Ok(span) = span else { return Some(span) };
            let open = span.open.max(reached);
            reached = reached.max(span.close);
            (open < span.close).then_some(Ok(Span { open, ..span }))
        })
    }

    /// Time by the clock from an instant on.
    pub(super) fn clock(&self, from: Moment) -> Span {
        Span { day: self.zone.date(from), kind: DayKind::Plain, open: from, close: END }
    }

    /// The last close of a day; `None` on a rest day.
    fn close(&self, date: NaiveDate) -> Result<Option<Moment>, Uncovered> {
        let last = self.timetable.intervals(date, self.kind(date)?).last();
        Ok(last.map(|hours| self.wall(date, hours.close)))
    }

    /// The open hours of one day.
    pub(super) fn day(&self, day: NaiveDate) -> impl Iterator<Item = Result<Span, Uncovered>> {
        let (kind, intervals, gap) = match self.kind(day) {
            Ok(kind) => (kind, self.timetable.intervals(day, kind), None),
            Err(gap) => (DayKind::Plain, &[][..], Some(gap)),
        };
        let spans = intervals.iter().map(move |hours| Span {
            day,
            kind,
            open: self.wall(day, hours.open),
            close: self.wall(day, hours.close),
        });
        spans.map(Ok).chain(gap.map(Err))
    }

    pub(super) fn kind(&self, date: NaiveDate) -> Result<DayKind, Uncovered> {
        let kind = if self.timetable.is_always() { Some(DayKind::Plain) } else { self.calendar.kind(date) };
        kind.filter(|_| date.year() <= LAST_YEAR).ok_or(Uncovered(date.year()))
    }

    fn wall(&self, date: NaiveDate, minutes: u16) -> Moment {
        let midnight = date.and_time(NaiveTime::MIN);
        self.zone.moment(midnight.checked_add_signed(TimeDelta::minutes(minutes.into())).unwrap_or(midnight))
    }
}

/// Where so many minutes of these stretches end, pauses left out.
fn after(
    spans: impl IntoIterator<Item = Result<Span, Uncovered>>,
    minutes: i64,
    pauses: &Pauses,
) -> Result<Moment, Uncovered> {
    let mut left = minutes.max(0).saturating_mul(MINUTE);
    for span in spans {
        for (part, _) in pauses.cut(span?).filter(|(_, paused)| !paused) {
            let room = part.close.since(part.open);
            if left <= room {
                return Ok(Moment::from_millis(part.open.millis().saturating_add(left)));
            }
            left -= room;
        }
    }
    Err(Uncovered(LAST_YEAR + 1))
}

fn days_after(date: NaiveDate, days: u32) -> Result<NaiveDate, Uncovered> {
    let found = date.checked_add_days(Days::new(days.into()));
    found.filter(|date| date.year() <= LAST_YEAR).ok_or(Uncovered(LAST_YEAR + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An instant of March 2026 in China.
    fn march(day: u32, hour: u32, minute: u32) -> Moment {
        let local = NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, minute, 0).unwrap();
        Zone::default().moment(local)
    }

    #[test]
    fn hours_past_midnight_belong_to_the_day_they_start_on() {
        let (timetable, calendar) = ("mon-sun 22:00-06:00".parse().unwrap(), Calendar::builtin());
        let hours = Hours { timetable: &timetable, calendar: &calendar, zone: Zone::default() };
        let at = |at| Due::At { at, shown: None };
        assert_eq!(hours.due(march(3, 5, 0), Length::WorkMinutes(120), None), at(march(3, 23, 0)));
        assert_eq!(hours.due(march(3, 23, 0), Length::WorkMinutes(420), None), at(march(4, 6, 0)));
        assert_eq!(hours.due(march(3, 23, 0), Length::WorkDays(1), None), at(march(5, 6, 0)));
        assert_eq!(hours.close_of_day(march(3, 3, 0)), at(march(3, 6, 0)));
        assert_eq!(hours.close_of_day(march(3, 6, 0)), at(march(4, 6, 0)));
        assert_eq!(hours.between(march(3, 5, 0), march(4, 5, 0)), Some(8 * 60 * MINUTE));
        assert_eq!(hours.is_open(march(3, 5, 59)), Some(true));
        assert_eq!(hours.is_open(march(3, 6, 0)), Some(false));
        assert_eq!(hours.next_open(march(3, 5, 0)), Some(march(3, 5, 0)));
        assert_eq!(hours.next_open(march(3, 6, 0)), Some(march(3, 22, 0)));
    }
}
