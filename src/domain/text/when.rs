//! Typed times. A time is read in the tense of its field: what happened cannot lie ahead, what is promised cannot lie
//! behind, and neither is more than 366 days away.

mod clock;
mod day;
mod span;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::numeral::in_digits;
use super::{ValueError, fold_width, is_dash, plain};
use crate::domain::text::instant;
use crate::domain::time::{MINUTE, Moment, Zone};

const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// How far on the wrong side of now a time of day, or a day without its month, is still taken for a slip, in milliseconds.
const SLIP: i64 = 12 * HOUR;
/// The same of a date without its year: a promise for 11-20 that is given on 11-29 is nine days late, not for next year.
const SLIP_OF_YEAR: i64 = 183 * DAY;

/// Which side of now a time belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    Past,
    Future,
}

impl Tense {
    /// Milliseconds from now to `at` in the direction of the tense; negative on the wrong side.
    fn ahead(self, at: Moment, now: Moment) -> i64 {
        match self {
            Self::Past => now.since(at),
            Self::Future => at.since(now),
        }
    }

    /// The time itself unless it lies more than a minute on the wrong side, or more than 366 days away.
    ///
    /// # Errors
    /// `Future`, `Past` or `TooFar`.
    pub fn accept(self, at: Moment, now: Moment) -> Result<Moment, ValueError> {
        match (self.ahead(at, now), self) {
            (ahead, _) if ahead > 366 * DAY => Err(ValueError::TooFar),
            (ahead, Self::Past) if ahead < -MINUTE => Err(ValueError::Future),
            (ahead, Self::Future) if ahead < -MINUTE => Err(ValueError::Past),
            _ => Ok(at),
        }
    }
}

/// The instant a person means by 1430, 14:30, 下午2点半, 明天9:00, 周五上午10点, 25号9点, +2h, +2小时, 11-20 14:30, 5.6 10, 11月20日 14:30,
/// 2026-11-20 14:30, or as machines write it ([`instant::parse`]).
///
/// A time alone is today's, or that of the day before or after where today's lies more than 12 hours on the wrong side
/// of now; a day without a month is in the nearest month by the same measure, a date without a year in the nearest year
/// where this one's lies more than half a year on the wrong side. `+2` is two hours, `+15` fifteen minutes.
///
/// # Errors
/// `NotATime`, and by tense `Future` or `Past` (more than 60 s on the wrong side) or `TooFar` (more than 366 days).
pub fn parse(text: &str, tense: Tense, now: Moment, zone: Zone) -> Result<Moment, ValueError> {
    tense.accept(read(text, tense, now, now, zone).ok_or(ValueError::NotATime)?, now)
}

/// As [`parse`], on whatever side of now it lies; a date without its year, and a day without its month, is the nearest to
/// `near` by the same measure.
pub fn read(text: &str, tense: Tense, now: Moment, near: Moment, zone: Zone) -> Option<Moment> {
    let text: String = plain(text).chars().map(|c| if is_dash(c) { '-' } else { fold_width(c) }).collect();
    let said = spoken(text.trim());
    instant::parse(text.trim(), zone)
        .or_else(|| span::relative(&in_digits(&said), now))
        .or_else(|| absolute(&said, tense, now, near, zone))
}

/// That an event happened before it was told, up to a minute.
///
/// # Errors
/// `AfterWritten`.
pub fn before_told(at: Moment, written: Moment) -> Result<(), ValueError> {
    if at.since(written) > MINUTE { Err(ValueError::AfterWritten) } else { Ok(()) }
}

/// A time of day alone, on the day of an instant: a correction of a time says nothing of its day. `None` for any other text.
pub fn on_the_day_of(text: &str, day: Moment, zone: Zone) -> Option<Moment> {
    let text: String = plain(text).chars().map(fold_width).collect();
    let time = clock::parse(&in_digits(&spoken(text.trim())), false)?;
    Some(zone.moment(midnight(zone.date(day)).checked_add_signed(time)?))
}

/// A time as it is said, in small letters and simplified characters.
fn spoken(text: &str) -> String {
    let simple = |c| match c {
        '時' => '时',
        '點' => '点',
        '鐘' => '钟',
        '頭' => '头',
        '兩' => '两',
        '號' => '号',
        '後' => '后',
        '個' => '个',
        '裡' => '里',
        '內' => '内',
        '週' => '周',
        '禮' => '礼',
        '這' => '这',
        other => other,
    };
    text.to_lowercase().chars().map(simple).collect()
}

fn absolute(said: &str, tense: Tense, now: Moment, near: Moment, zone: Zone) -> Option<Moment> {
    let today = zone.date(now);
    let at = |date, time| Some(zone.moment(midnight(date).checked_add_signed(time)?));
    if let Some((days, rest)) = day::named(said, tense, today) {
        let time = clock::parse(&in_digits(rest), true)?;
        let fits = |found: &Moment| tense.ahead(*found, now) >= -MINUTE;
        let found = || days.iter().filter_map(|date| at(*date, time));
        return found().find(fits).or_else(|| found().next());
    }
    let text = in_digits(said);
    let text = text.as_str();
    // A time alone may hold a space: 下午 3点, 3:30 pm.
    if let Some(time) = clock::parse(text, false) {
        let first = at(today, time)?;
        if tense.ahead(first, now) >= -SLIP {
            return Some(first);
        }
        return match tense {
            Tense::Past => at(today.checked_sub_days(Days::new(1))?, time),
            Tense::Future => at(today.checked_add_days(Days::new(1))?, time),
        };
    }
    let (date, time) = text.split_once(['日', '号']).or_else(|| text.split_once(char::is_whitespace))?;
    let is_day_alone = text.contains(['日', '号']) && number(date, 1, 2).is_some();
    let time = clock::parse(time, true)?;
    let today = zone.date(near);
    let nearest = |dates: &mut dyn Iterator<Item = NaiveDate>, slip: i64| {
        // What happened is of this year sooner than of the next.
        let slip = |date: NaiveDate| if tense == Tense::Past && date.year() != today.year() { SLIP } else { slip };
        let found = dates.filter_map(|date| Some((at(date, time)?, slip(date))));
        let found = found.map(|(found, slip)| (tense.ahead(found, near), slip, found));
        found.filter(|(ahead, slip, _)| *ahead >= -slip).min_by_key(|(ahead, ..)| *ahead).map(|(.., found)| found)
    };
    if is_day_alone {
        return nearest(&mut day::of_months(number(date, 1, 2)?, today), SLIP);
    }
    match date_parts(date)? {
        (Some(year), month, day) => at(NaiveDate::from_ymd_opt(year, month, day)?, time),
        // Eight years either way always hold a 29 February.
        (None, month, day) => {
            let dates = (-8..=8).filter_map(|years| NaiveDate::from_ymd_opt(today.year() + years, month, day));
            nearest(&mut { dates }, SLIP_OF_YEAR)
        }
    }
}

/// Year if written, month and day: 11-20, 5.6, 11/20, 11月20, 2026-11-20, 2026年11月20.
fn date_parts(text: &str) -> Option<(Option<i32>, u32, u32)> {
    let parts: Vec<&str> = text.split(['-', '.', '/', '年', '月']).map(str::trim).collect();
    match parts.as_slice() {
        [month, day] => Some((None, number(month, 1, 2)?, number(day, 1, 2)?)),
        [year, month, day] => {
            Some((Some(i32::try_from(number(year, 4, 4)?).ok()?), number(month, 1, 2)?, number(day, 1, 2)?))
        }
        _ => None,
    }
}

/// A number of so many ASCII digits and nothing else.
fn number(text: &str, least: usize, most: usize) -> Option<u32> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

/// As short as can be told apart from now: 14:30 on the same date, 11-21 14:30 in the same year, else with the year.
pub fn short(at: Moment, now: Moment, zone: Zone) -> String {
    let local = zone.local(at);
    brief(local.date(), &clock_of(local), now, zone)
}

/// The site's date and wall time to the minute: 2026-11-20 14:30.
pub fn long(at: Moment, zone: Zone) -> String {
    zone.local(at).format("%Y-%m-%d %H:%M").to_string()
}

/// The wall time of an instant on the day before now.
pub fn yesterday(at: Moment, now: Moment, zone: Zone) -> Option<String> {
    let local = zone.local(at);
    (local.date().succ_opt() == Some(zone.date(now))).then(|| clock_of(local))
}

/// As [`short`], of an instant at which something ends: midnight is 24:00 of the day that is over (民法典 §203).
pub fn short_end(at: Moment, now: Moment, zone: Zone) -> String {
    let (date, time) = end(at, zone);
    brief(date, &time, now, zone)
}

/// As [`long`], of an instant at which something ends: 2026-11-20 24:00.
pub fn long_end(at: Moment, zone: Zone) -> String {
    let (date, time) = end(at, zone);
    format!("{} {time}", date.format("%Y-%m-%d"))
}

/// The date on which something ends at an instant, and the time of day.
pub fn end(at: Moment, zone: Zone) -> (NaiveDate, String) {
    let local = zone.local(at);
    let over = local.date().pred_opt().filter(|_| zone.midnight(local.date()) == at);
    over.map_or_else(|| (local.date(), clock_of(local)), |day| (day, "24:00".to_owned()))
}

fn clock_of(local: NaiveDateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

fn brief(date: NaiveDate, time: &str, now: Moment, zone: Zone) -> String {
    let here = zone.date(now);
    if date == here {
        return time.to_owned();
    }
    if date.year() == here.year() {
        return format!("{:02}-{:02} {time}", date.month(), date.day());
    }
    format!("{} {time}", date.format("%Y-%m-%d"))
}

#[cfg(test)]
mod tests;
