//! Instants and the site's time zone. An instant is UTC milliseconds; what a person reads is local to the site.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Milliseconds in one minute.
pub const MINUTE: i64 = 60_000;
/// A day of 24 hours, in milliseconds.
pub const DAY: i64 = 24 * 60 * MINUTE;

/// The second day of the year 0 and the last but one of 9999: their years have four digits in any zone.
const FIRST: i64 = -62_167_132_800_000;
const LAST: i64 = 253_402_214_400_000;

/// An instant: milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// The instant so many milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The instant `minutes` later (earlier where negative), saturating.
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(MINUTE)))
    }

    /// The beginning of the minute that it lies in.
    pub const fn minute(self) -> Self {
        Self(self.0 - self.0.rem_euclid(MINUTE))
    }

    /// Milliseconds from `earlier` to this instant; negative where this one is the earlier.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

/// The site's time zone (IANA), never the machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Default for Zone {
    fn default() -> Self {
        Self(Tz::Asia__Shanghai)
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        name.parse().map(Self).map_err(|_| UnknownZone(name.to_owned()))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// A time-zone name that the IANA list does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown time zone {0:?}")]
pub struct UnknownZone(pub String);

impl Zone {
    /// The wall time of an instant.
    pub fn local(&self, at: Moment) -> NaiveDateTime {
        at.utc().with_timezone(&self.0).naive_local()
    }

    /// The wall date of an instant.
    pub fn date(&self, at: Moment) -> NaiveDate {
        self.local(at).date()
    }

    /// The instant of a wall time: the earlier of two, and where clocks jump over it, the same distance after the jump.
    pub fn moment(&self, local: NaiveDateTime) -> Moment {
        // Universal time has nothing to be looked up.
        if self.0 == chrono_tz::UTC {
            return Moment(local.and_utc().timestamp_millis());
        }
        let found = self.0.from_local_datetime(&local).earliest();
        let at = found.map_or_else(
            || {
                let before = local.checked_sub_signed(chrono::TimeDelta::hours(3)).unwrap_or(local);
                let offset = self.0.offset_from_utc_datetime(&before).fix().local_minus_utc();
                local.and_utc().timestamp_millis() - i64::from(offset) * 1000
            },
            |at| at.timestamp_millis(),
        );
        Moment(at)
    }

    /// The first instant of a date.
    pub fn midnight(&self, date: NaiveDate) -> Moment {
        self.moment(date.and_time(NaiveTime::MIN))
    }

    /// The first instant of the date after the one that `at` falls on.
    pub fn next_midnight(&self, at: Moment) -> Moment {
        let date = self.date(at);
        self.midnight(date.checked_add_days(Days::new(1)).unwrap_or(date))
    }

    /// Minutes east of UTC at an instant.
    pub fn offset_minutes(&self, at: Moment) -> i32 {
        self.0.offset_from_utc_datetime(&at.utc().naive_utc()).fix().local_minus_utc() / 60
    }

    /// The year that an instant falls in.
    pub fn year(&self, at: Moment) -> i32 {
        self.date(at).year()
    }

    /// RFC 3339 with the site's offset and whole seconds, as the command line and stored fields write it. What lies
    /// beyond the years that it can write, 0 to 9999, is written as the first or last day that it can.
    pub fn rfc3339(&self, at: Moment) -> String {
        Moment(at.0.clamp(FIRST, LAST)).utc().with_timezone(&self.0).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
    }
}

/// Reads RFC 3339 with any offset.
pub fn parse_rfc3339(text: &str) -> Option<Moment> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| Moment(at.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever a clock or a file says, what is printed of it is RFC 3339, and the same where that can say it.
        #[test]
        fn any_instant_is_printed_as_rfc_3339(millis: i64, zone in prop::sample::select(vec![
            "Asia/Shanghai", "UTC", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu",
        ])) {
            let zone: Zone = zone.parse().unwrap();
            for millis in [millis, millis / 1_000, millis / 1_000_000, millis / 100_000_000] {
                let printed = zone.rfc3339(Moment(millis));
                prop_assert_eq!(printed.len().max(20), if printed.ends_with('Z') { 20 } else { 25 }, "{}", printed);
                let read = parse_rfc3339(&printed).unwrap();
                if (0..LAST).contains(&millis) {
                    prop_assert_eq!(read.0, millis.div_euclid(1_000) * 1_000);
                }
            }
        }
    }
}
