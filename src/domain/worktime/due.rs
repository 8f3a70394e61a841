//! From a start and a length to the due instant, and back to working time. Every answer comes from one walk over the
//! days crossed, and the walk ends where the calendar ends.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{Calendar, DayKind, Length, Timetable};
use crate::domain::time::{MINUTE, Moment, Zone};

/// The last year that is reckoned with, even where no calendar is asked: it keeps every walk finite.
const LAST_YEAR: i32 = 9999;

/// When a length ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// It ends at an instant.
    At {
        /// The due instant.
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
    /// The weekly hours.
    pub timetable: &'a Timetable,
    /// The days off and make-up days.
    pub calendar: &'a Calendar,
    /// The site's time zone.
    pub zone: Zone,
}

/// The walk reached a day of a year that is not covered.
#[derive(Debug)]
struct Uncovered(i32);

/// A stretch of open hours `[open, close)`.
#[derive(Clone, Copy)]
struct Span {
    open: Moment,
    close: Moment,
}

impl Hours<'_> {
    /// When a length that starts at `start` is due. A promise is due as promised; one not given yet, at its start.
    pub fn due(&self, start: Moment, length: Length, promise: Option<Moment>) -> Due {
        let date = self.zone.date(start);
        let plain = |at| (at, None);
        let due = match length {
            Length::Promise => Ok(plain(promise.unwrap_or(start))),
            Length::WorkMinutes(..=0) | Length::WorkDays(0) | Length::Minutes(..=0) | Length::Days(0) => {
                Ok(plain(start))
            }
            Length::Minutes(minutes) => Ok(plain(start.plus_minutes(minutes))),
            Length::WorkMinutes(minutes) => self.after_work(start, minutes.saturating_mul(MINUTE)).map(plain),
            Length::WorkDays(days) => self.nth_close(date, days).map(plain),
            Length::Days(days) => self.after_days(date, days),
        };
        match due {
            Ok((at, shown)) => Due::At { at, shown },
            Err(Uncovered(year)) => Due::Pending { year },
        }
    }

    /// The close of this office day, or of the next working day where `at` is on a rest day or not before the last close.
    pub fn close_of_day(&self, at: Moment) -> Due {
        let close = self.closes(self.first_day(at)).find(|close| close.as_ref().map_or(true, |close| *close > at));
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
        let days = self.first_day(from).iter_days().take_while(|date| self.zone.midnight(*date) < to);
        days.flat_map(|date| self.day(date)).try_fold(0, |sum, span| {
            let Span { open, close } = span.ok()?;
            Some(sum + close.min(to).since(open.max(from)).max(0))
        })
    }

    /// Whether work is going on at an instant; `None` where the calendar does not reach.
    pub fn is_open(&self, at: Moment) -> Option<bool> {
        let today = self.zone.date(at);
        let days = self.first_day(at).iter_days().take_while(|date| *date <= today);
        days.flat_map(|date| self.day(date)).try_fold(false, |found, span| {
            let Span { open, close } = span.ok()?;
            Some(found || (open <= at && at < close))
        })
    }

    /// The instant from which time counts: `at` itself while open, else the next opening; `None` where the calendar ends.
    pub fn next_open(&self, at: Moment) -> Option<Moment> {
        self.spans(at).next()?.ok().map(|span| span.open)
    }

    fn after_work(&self, start: Moment, mut millis: i64) -> Result<Moment, Uncovered> {
        if self.timetable.is_always() {
            return Ok(later(start, millis));
        }
        for span in self.spans(start) {
            let Span { open, close } = span?;
            let room = close.since(open);
            if millis <= room {
                return Ok(later(open, millis));
            }
            millis -= room;
        }
        Err(Uncovered(LAST_YEAR + 1))
    }

    /// The close of the `nth` working day (from 1) after a date.
    fn nth_close(&self, date: NaiveDate, nth: u32) -> Result<Moment, Uncovered> {
        let mut left = nth;
        for close in self.closes(days_after(date, 1)?) {
            let close = close?;
            left = left.saturating_sub(1);
            if left == 0 {
                return Ok(close);
            }
        }
        Err(Uncovered(LAST_YEAR + 1))
    }

    fn after_days(&self, date: NaiveDate, days: u32) -> Result<(Moment, Option<Moment>), Uncovered> {
        let last = days_after(date, days)?;
        let end = self.zone.midnight(days_after(last, 1)?);
        let working = self.day(last).next().transpose()?.is_some();
        if working { Ok((end, None)) } else { Ok((self.nth_close(last, 1)?, Some(end))) }
    }

    /// The day whose hours may be the first to reach beyond `at`.
    fn first_day(&self, at: Moment) -> NaiveDate {
        let date = self.zone.date(at);
        let back = u64::from(self.timetable.is_overnight());
        date.checked_sub_days(Days::new(back)).unwrap_or(date)
    }

    /// What is left of the open hours from an instant on, in order; an uncovered day is an error in its place.
    fn spans(&self, from: Moment) -> impl Iterator<Item = Result<Span, Uncovered>> {
        let days = self.first_day(from).iter_days().flat_map(|date| self.day(date));
        let rest = move |span: Span| Span { open: span.open.max(from), ..span };
        days.map(move |span| span.map(rest)).filter(|span| span.as_ref().map_or(true, |span| span.open < span.close))
    }

    /// The closes of the working days from a date on; an uncovered day is an error in its place.
    fn closes(&self, first: NaiveDate) -> impl Iterator<Item = Result<Moment, Uncovered>> {
        first.iter_days().filter_map(|date| self.day(date).last()).map(|span| span.map(|span| span.close))
    }

    /// The open hours of one day.
    fn day(&self, date: NaiveDate) -> impl Iterator<Item = Result<Span, Uncovered>> {
        let (intervals, gap) = match self.kind(date) {
            Ok(kind) => (self.timetable.intervals(date, kind), None),
            Err(gap) => (&[][..], Some(gap)),
        };
        let spans = intervals
            .iter()
            .map(move |hours| Span { open: self.wall(date, hours.open), close: self.wall(date, hours.close) });
        spans.map(Ok).chain(gap.map(Err))
    }

    fn kind(&self, date: NaiveDate) -> Result<DayKind, Uncovered> {
        let kind = if self.timetable.is_always() { Some(DayKind::Plain) } else { self.calendar.kind(date) };
        kind.filter(|_| date.year() <= LAST_YEAR).ok_or(Uncovered(date.year()))
    }

    fn wall(&self, date: NaiveDate, minutes: u16) -> Moment {
        let midnight = date.and_time(NaiveTime::MIN);
        self.zone.moment(midnight.checked_add_signed(TimeDelta::minutes(minutes.into())).unwrap_or(midnight))
    }
}

fn later(at: Moment, millis: i64) -> Moment {
    Moment::from_millis(at.millis().saturating_add(millis))
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
        let (timetable, calendar) = (Timetable::daily(22 * 60, 30 * 60), Calendar::builtin());
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
