//! A department's weekly hours (作息). A timetable always has hours on some weekday, sorted and without overlap.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use strum::{IntoStaticStr, VariantNames};

use super::DayKind;
use crate::domain::rules::Words;
use crate::domain::text::display;

/// Minutes in a day, and the latest close that can be written.
const DAY: u16 = 24 * 60;
const ALL_DAY: &[Interval] = &[Interval { open: 0, close: DAY }];
/// The longest stretch past midnight that a site can mean, in minutes.
const NIGHT: u16 = 18 * 60;
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Working hours `[open, close)` in minutes of the day they start on; a close above 1440 lies in the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The first working minute.
    pub open: u16,
    /// The minute at which work ends.
    pub close: u16,
}

/// The working intervals of the seven weekdays, and optionally those of a make-up day and of a half day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timetable {
    week: [Vec<Interval>; 7],
    makeup: Option<Vec<Interval>>,
    half: Option<Vec<Interval>>,
    always: bool,
}

impl Default for Timetable {
    /// The office: Monday to Friday 08:30–12:00 and 13:30–18:00, eight working hours.
    fn default() -> Self {
        let day = vec![Interval { open: 8 * 60 + 30, close: 12 * 60 }, Interval { open: 13 * 60 + 30, close: 18 * 60 }];
        let week = std::array::from_fn(|weekday| if weekday < 5 { day.clone() } else { Vec::new() });
        Self { week, makeup: None, half: None, always: false }
    }
}

impl Timetable {
    /// A post that never closes, not even on days off.
    pub fn around_the_clock() -> Self {
        Self { week: std::array::from_fn(|_| ALL_DAY.to_vec()), makeup: None, half: None, always: true }
    }

    /// The hours of a date: none on a day off; on a make-up day the make-up hours, else the weekday's own, else those of
    /// the first weekday that has any; on a half day the half day's hours, else the first stretch of those. A half day
    /// shortens a weekday and opens a weekend: from Monday to Friday, whoever does not work that day has none.
    pub fn intervals(&self, date: NaiveDate, kind: DayKind) -> &[Interval] {
        let weekday = date.weekday().num_days_from_monday();
        let own = || self.week.iter().zip(0..).find(|(_, day)| *day == weekday).map_or(&[][..], |(hours, _)| hours);
        let any = || {
            let first = || self.week.iter().find(|hours| !hours.is_empty()).map(Vec::as_slice);
            Some(own()).filter(|hours| !hours.is_empty()).or_else(first).unwrap_or_default()
        };
        match kind {
            _ if self.always => ALL_DAY,
            DayKind::Off => &[],
            DayKind::Plain => own(),
            DayKind::Makeup => self.makeup.as_deref().unwrap_or_else(any),
            DayKind::Half if own().is_empty() && weekday < 5 => &[],
            DayKind::Half => self.half.as_deref().unwrap_or_else(|| any().get(..1).unwrap_or_default()),
        }
    }

    /// Reads a site's hours: as any timetable, but a stretch past midnight so long that nobody can mean it is refused.
    pub fn of_a_week(text: &str) -> Result<Self, TimetableError> {
        let table: Self = text.parse()?;
        let mut hours = table.week.iter().chain(&table.makeup).chain(&table.half).flatten();
        match hours.find(|hours| hours.close > DAY && hours.close - hours.open > NIGHT) {
            Some(Interval { open, close }) => {
                let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
                Err(TimetableError::Backwards(format!("{}-{}", clock(*open), clock(close - DAY))))
            }
            None => Ok(table),
        }
    }

    /// The same hours with others on a make-up day, written as `09:00-12:00,13:30-18:00`.
    pub fn with_makeup(self, hours: &str) -> Result<Self, TimetableError> {
        Ok(Self { makeup: Some(read_hours(hours)?), ..self })
    }

    /// Whether the post never closes, so that no calendar matters.
    pub(super) fn is_always(&self) -> bool {
        self.always
    }

    /// The minutes past midnight that the latest hours of a day may reach into the next.
    pub(super) fn tail(&self) -> u16 {
        let hours = self.week.iter().chain(&self.makeup).chain(&self.half).flatten();
        hours.map(|hours| hours.close.saturating_sub(DAY)).max().unwrap_or_default()
    }
}

/// Why a timetable cannot be read; each names the offending part as written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(prefix = "hours-", serialize_all = "kebab-case")]
pub enum TimetableError {
    /// Neither weekdays, ranges of weekdays, `makeup` nor `half`.
    #[error("not a weekday, a range of weekdays, makeup or half: {0:?}")]
    Day(String),
    /// Not `HH:MM-HH:MM`, or later than 24:00.
    #[error("not a pair of times: {0:?}")]
    Time(String),
    /// Opens and closes at the same time.
    #[error("closes when it opens: {0:?}")]
    Void(String),
    /// Closes before it opens, and is no night.
    #[error("closes before it opens: {0:?}")]
    Backwards(String),
    /// Two intervals of one day overlap, or one runs past midnight into the next weekday's.
    #[error("intervals overlap: {0:?}")]
    Overlap(String),
    /// A day has hours already.
    #[error("hours given twice: {0:?}")]
    Repeated(String),
    /// No weekday has hours, so no amount of work would ever end.
    #[strum(serialize = "none")]
    #[error("no weekday has hours: {0:?}")]
    NoHours(String),
}

/// How much of what was written is shown, in characters.
const SHOWN: usize = 60;

impl TimetableError {
    /// Its sentence.
    pub fn words(&self) -> Words {
        let (Self::Day(part)
        | Self::Time(part)
        | Self::Void(part)
        | Self::Backwards(part)
        | Self::Overlap(part)
        | Self::Repeated(part)
        | Self::NoHours(part)) = self;
        // A whole line of hours is no sentence.
        let shown: String = part.chars().take(SHOWN).collect();
        (self.into(), vec![("part", display(&shown))])
    }
}

impl FromStr for Timetable {
    type Err = TimetableError;

    /// Reads `mon-wed,fri 08:30-12:00,13:30-18:00; sat 22:00-06:00; makeup 09:00-12:00; half 08:30-12:00`. Hours that
    /// close before they open run past midnight.
    fn from_str(text: &str) -> Result<Self, TimetableError> {
        let mut table = Self { week: Default::default(), makeup: None, half: None, always: false };
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (days, hours) = split_days(part).ok_or_else(|| TimetableError::Time(part.to_owned()))?;
            let hours = read_hours(hours)?;
            let repeated = || TimetableError::Repeated(part.to_owned());
            let single = [("makeup", &mut table.makeup), ("half", &mut table.half)];
            let single = single.into_iter().find(|(name, _)| days.eq_ignore_ascii_case(name));
            if let Some((_, single)) = single {
                single.replace(hours).map_or(Ok(()), |_| Err(repeated()))?;
                continue;
            }
            for range in days.split(',') {
                let within = read_days(range.trim())?;
                for (_, own) in (0..).zip(&mut table.week).filter(|(day, _)| within(*day)) {
                    if !own.is_empty() {
                        return Err(repeated());
                    }
                    own.clone_from(&hours);
                }
            }
        }
        if table.week.iter().all(Vec::is_empty) {
            return Err(TimetableError::NoHours(text.to_owned()));
        }
        let runs_into = |(day, next): (&Vec<Interval>, &Vec<Interval>)| {
            day.last().zip(next.first()).is_some_and(|(last, first)| first.open + DAY < last.close)
        };
        if table.week.iter().zip(table.week.iter().cycle().skip(1)).any(runs_into) {
            return Err(TimetableError::Overlap(text.to_owned()));
        }
        Ok(table)
    }
}

/// The days and the hours of a part: the days end at the first space that stands beside no comma.
fn split_days(part: &str) -> Option<(&str, &str)> {
    let spaces = part.match_indices(char::is_whitespace);
    let mut halves = spaces.filter_map(|(at, _)| part.split_at_checked(at));
    halves.find(|(days, hours)| !days.trim_end().ends_with(',') && !hours.trim_start().starts_with(','))
}

/// Whether a day, from Monday 0, is the one named or within the range, which may run over the week's end: `fri-mon`.
fn read_days(text: &str) -> Result<impl Fn(usize) -> bool + use<>, TimetableError> {
    let find = |name: &str| WEEKDAYS.iter().position(|day| day.eq_ignore_ascii_case(name.trim()));
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = find(first).zip(find(last)).ok_or_else(|| TimetableError::Day(text.to_owned()))?;
    Ok(move |day| if first <= last { (first..=last).contains(&day) } else { day >= first || day <= last })
}

fn read_hours(text: &str) -> Result<Vec<Interval>, TimetableError> {
    let mut hours = text.split(',').map(|pair| read_interval(pair.trim())).collect::<Result<Vec<_>, _>>()?;
    hours.sort_by_key(|interval| interval.open);
    let overlap = hours.iter().zip(hours.iter().skip(1)).any(|(before, after)| after.open < before.close);
    if overlap { Err(TimetableError::Overlap(text.trim().to_owned())) } else { Ok(hours) }
}

fn read_interval(text: &str) -> Result<Interval, TimetableError> {
    let (open, close) = text
        .split_once('-')
        .and_then(|(open, close)| Some((read_minute(open)?, read_minute(close)?)))
        .ok_or_else(|| TimetableError::Time(text.to_owned()))?;
    match close {
        _ if open == DAY => Err(TimetableError::Time(text.to_owned())),
        _ if open == close => Err(TimetableError::Void(text.to_owned())),
        _ if close < open => Ok(Interval { open, close: close + DAY }),
        _ => Ok(Interval { open, close }),
    }
}

fn read_minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |digits: &str| {
        let plain = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse::<u16>().ok()).flatten()
    };
    let minute = number(minute).filter(|minute| *minute < 60)?;
    Some(number(hour)? * 60 + minute).filter(|minutes| *minutes <= DAY)
}
