//! What the row of a record shows besides its values: days and times of day, and the complaint that it became.

use chrono::{Datelike, Timelike};

use crate::domain::entry::{Family, Link};
use crate::domain::record::{Record, Stay};
use crate::domain::text::when;
use crate::domain::time::{Moment, Zone, parse_rfc3339};

/// A day or a time of day as it is shown, or said: 11-27, 2025-11-27, 11月27日, 14:30.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hour {
    Day(Option<i32>, u32, u32),
    Clock(u32, u32),
}

impl Hour {
    pub(super) fn read(text: &str) -> Option<Self> {
        let part = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() == 2);
        if let Some((hour, minute)) = text.split_once(':') {
            return Some(Self::Clock(part(hour)?, part(minute)?));
        }
        if let Some(said) = Self::said(text) {
            return Some(said);
        }
        let (rest, day) = text.rsplit_once('-')?;
        let Some((year, month)) = rest.split_once('-') else { return Some(Self::Day(None, part(rest)?, part(day)?)) };
        let year = year.parse().ok().filter(|_| year.len() == 4)?;
        Some(Self::Day(Some(year), part(month)?, part(day)?))
    }

    /// A day as it is said: 11月27日, 2025年1月5号.
    fn said(text: &str) -> Option<Self> {
        let (rest, day) = text.split_once('月')?;
        let day = day.strip_suffix(['日', '号', '號']).unwrap_or(day);
        let (year, month) = rest.split_once('年').map_or((None, rest), |(year, month)| (Some(year), month));
        let part = |text: &str| text.parse::<u32>().ok().filter(|_| (1..=2).contains(&text.len()));
        let year = year.map(|year| year.parse().ok().filter(|_| year.len() == 4).ok_or(())).transpose().ok()?;
        Some(Self::Day(year, part(month)?, part(day)?))
    }

    /// Whether an instant is shown by it, also as one at which something ends: 24:00 of the day before.
    pub(super) fn shows(self, at: Moment, zone: Zone) -> bool {
        let local = zone.local(at);
        let (date, time) = when::end(at, zone);
        match self {
            Self::Day(year, month, day) => [local.date(), date]
                .iter()
                .any(|date| year.is_none_or(|year| year == date.year()) && (date.month(), date.day()) == (month, day)),
            Self::Clock(hour, minute) => {
                (local.hour(), local.minute()) == (hour, minute) || Self::read(&time) == Some(self)
            }
        }
    }
}

/// The instants that a row shows: when it began, what was promised, when that was kept, when someone left.
pub(super) fn shown(record: &Record) -> impl Iterator<Item = Moment> {
    let left = match record.stay() {
        Some(Stay::Left(at)) => Some(at),
        _ => None,
    };
    let promised = parse_rfc3339(record.get("promise"));
    [Some(record.at), promised, record.called_back(), left].into_iter().flatten()
}

/// The complaint that a walk-in or call became, as its row shows it.
pub(super) fn became(record: &Record) -> Option<&Link> {
    let told = matches!(record.family, Family::WalkIn | Family::Call);
    record.links.iter().find(|link| told && link.family == Family::Complaint)
}
