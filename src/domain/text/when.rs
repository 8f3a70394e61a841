//! Typed times. A time is read in the tense of its field: what happened cannot lie ahead, what is promised cannot lie
//! behind, and neither is more than 366 days away.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::{ValueError, fold_width, is_dash, plain};
use crate::domain::text::instant;
use crate::domain::time::{MINUTE, Moment, Zone};

const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// How far on the wrong side of now a time without a year or a date is still taken for a slip, in milliseconds.
const SLIP: i64 = 12 * HOUR;

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
    fn accept(self, at: Moment, now: Moment) -> Result<Moment, ValueError> {
        match (self.ahead(at, now), self) {
            (ahead, _) if ahead > 366 * DAY => Err(ValueError::TooFar),
            (ahead, Self::Past) if ahead < -MINUTE => Err(ValueError::Future),
            (ahead, Self::Future) if ahead < -MINUTE => Err(ValueError::Past),
            _ => Ok(at),
        }
    }
}

/// The instant that is meant by 1430, 14:30, +2h, 11-20 14:30, 5.6 10, 11月20日 14:30, 2026-11-20 14:30 or as machines
/// write it ([`instant::parse`]).
///
/// A time alone is today's, or that of the day before or after where today's lies more than 12 hours on the wrong side
/// of now; a date without a year is in the nearest year by the same measure.
///
/// # Errors
/// `NotATime`, and by tense `Future` or `Past` (more than 60 s on the wrong side) or `TooFar` (more than 366 days).
pub fn parse(text: &str, tense: Tense, now: Moment, zone: Zone) -> Result<Moment, ValueError> {
    let text: String = plain(text).chars().map(|c| if is_dash(c) { '-' } else { fold_width(c) }).collect();
    let text = text.trim();
    let at = instant::parse(text, zone)
        .or_else(|| relative(text, now))
        .or_else(|| absolute(text, tense, now, zone))
        .ok_or(ValueError::NotATime)?;
    tense.accept(at, now)
}

/// `+2h`, `-10m`, `+1d`, with the units in Chinese as well.
fn relative(text: &str, now: Moment) -> Option<Moment> {
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = i64::from(number(rest.strip_suffix(unit)?, 1, 8)?);
    let minutes = match unit.trim() {
        "m" | "M" | "分" | "分钟" => 1,
        "h" | "H" | "时" | "小时" => 60,
        "d" | "D" | "天" | "日" => 24 * 60,
        _ => return None,
    };
    Some(now.plus_minutes(sign * count * minutes))
}

fn absolute(text: &str, tense: Tense, now: Moment, zone: Zone) -> Option<Moment> {
    let today = zone.date(now);
    let at = |date, time| Some(zone.moment(midnight(date).checked_add_signed(time)?));
    let Some((date, time)) = text.split_once(['日', '号']).or_else(|| text.split_once(char::is_whitespace)) else {
        let time = clock(text, false)?;
        let first = at(today, time)?;
        if tense.ahead(first, now) >= -SLIP {
            return Some(first);
        }
        return match tense {
            Tense::Past => at(today.checked_sub_days(Days::new(1))?, time),
            Tense::Future => at(today.checked_add_days(Days::new(1))?, time),
        };
    };
    let time = clock(time.trim(), true)?;
    match date_parts(date)? {
        (Some(year), month, day) => at(NaiveDate::from_ymd_opt(year, month, day)?, time),
        // Eight years either way always hold a 29 February.
        (None, month, day) => (-8..=8)
            .filter_map(|years| at(NaiveDate::from_ymd_opt(today.year() + years, month, day)?, time))
            .filter(|found| tense.ahead(*found, now) >= -SLIP)
            .min_by_key(|found| tense.ahead(*found, now)),
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

/// The time since midnight of 1430, 930, 14:30, 14:30:00 or 14点30分, up to 24:00; `hour` allows the hour alone.
fn clock(text: &str, hour: bool) -> Option<TimeDelta> {
    let text = text.trim_end_matches('分').replace(['点', '时'], ":");
    let parts: Vec<&str> = text.split(':').collect();
    let (h, m, s) = match parts.as_slice() {
        [digits] => match number(digits, 1, 4)? {
            whole if digits.len() <= 2 => (hour.then_some(whole)?, 0, 0),
            whole => (whole / 100, whole % 100, 0),
        },
        [h, ""] if hour => (number(h, 1, 2)?, 0, 0),
        [h, m] => (number(h, 1, 2)?, number(m, 2, 2)?, 0),
        [h, m, s] => (number(h, 1, 2)?, number(m, 2, 2)?, number(s, 2, 2)?),
        _ => return None,
    };
    let seconds = h * 3600 + m * 60 + s;
    (m < 60 && s < 60 && seconds <= 86_400).then(|| TimeDelta::seconds(i64::from(seconds)))
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
    let (there, here) = (zone.local(at), zone.local(now));
    let form = if there.date() == here.date() {
        "%H:%M"
    } else if there.year() == here.year() {
        "%m-%d %H:%M"
    } else {
        "%Y-%m-%d %H:%M"
    };
    there.format(form).to_string()
}

/// The site's date and wall time to the minute: 2026-11-20 14:30.
pub fn long(at: Moment, zone: Zone) -> String {
    zone.local(at).format("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::samples;
    use crate::domain::time::parse_rfc3339;

    fn at(local: &str) -> Moment {
        parse_rfc3339(&format!("{}:00+08:00", local.replace(' ', "T"))).unwrap()
    }

    fn read(text: &str, tense: Tense, now: &str) -> Result<String, ValueError> {
        parse(text, tense, at(now), Zone::default()).map(|at| long(at, Zone::default()))
    }

    fn past(text: &str) -> Result<String, ValueError> {
        read(text, Tense::Past, "2026-11-20 15:00")
    }

    fn future(text: &str) -> Result<String, ValueError> {
        read(text, Tense::Future, "2026-11-20 15:00")
    }

    #[test]
    fn every_form_of_one_time_is_read() {
        for text in [
            "1430",
            "14:30",
            "14：30",
            "１４３０",
            "-30m",
            "－30分钟",
            "11-20 14:30",
            "11.20 1430",
            "11。20 1430",
            "11月20日 14:30",
            "11月20日14点30分",
            "11/20 14:30",
            "2026-11-20 14:30",
            "2026年11月20日 14:30",
            "2026-11-20 14:30:00",
            "2026-11-20T14:30:00+08:00",
            "2026-11-20T06:30:00Z",
            " 1430 ",
        ] {
            assert_eq!(past(text).as_deref(), Ok("2026-11-20 14:30"), "{text}");
        }
        assert_eq!(past("930").as_deref(), Ok("2026-11-20 09:30"));
        assert_eq!(past("5.6 10").as_deref(), Ok("2026-05-06 10:00"));
        assert_eq!(past("5.6 1030").as_deref(), Ok("2026-05-06 10:30"));
        assert_eq!(past("5月6日10点").as_deref(), Ok("2026-05-06 10:00"));
        assert_eq!(future("+2h").as_deref(), Ok("2026-11-20 17:00"));
        assert_eq!(future("+30m").as_deref(), Ok("2026-11-20 15:30"));
        assert_eq!(future("+1d").as_deref(), Ok("2026-11-21 15:00"));
    }

    #[test]
    fn a_time_alone_crosses_midnight_with_its_tense() {
        assert_eq!(read("2350", Tense::Past, "2026-11-20 00:10").as_deref(), Ok("2026-11-19 23:50"));
        assert_eq!(read("0010", Tense::Future, "2026-11-20 23:50").as_deref(), Ok("2026-11-21 00:10"));
        assert_eq!(read("24:00", Tense::Past, "2026-11-20 00:10").as_deref(), Ok("2026-11-20 00:00"));
        assert_eq!(future("2400").as_deref(), Ok("2026-11-21 00:00"));
        assert_eq!(past("1600"), Err(ValueError::Future));
        assert_eq!(future("1400"), Err(ValueError::Past));
        assert_eq!(read("2101", Tense::Past, "2026-11-20 09:00").as_deref(), Ok("2026-11-19 21:01"));
        assert_eq!(read("2100", Tense::Past, "2026-11-20 09:00"), Err(ValueError::Future));
    }

    #[test]
    fn a_date_alone_takes_the_nearest_year_of_its_tense() {
        assert_eq!(past("12-31 10:00").as_deref(), Ok("2025-12-31 10:00"));
        assert_eq!(future("1-2 14:30").as_deref(), Ok("2027-01-02 14:30"));
        assert_eq!(read("12-31 24:00", Tense::Past, "2027-01-01 09:00").as_deref(), Ok("2027-01-01 00:00"));
        assert_eq!(past("11-20 16:00"), Err(ValueError::Future), "an hour ahead is a slip, not last year");
        assert_eq!(past("2-29 10:00"), Err(ValueError::TooFar));
    }

    #[test]
    fn a_minute_of_grace_and_366_days_are_the_bounds() {
        let now = at("2026-11-20 15:00");
        let read =
            |text: &str, tense, millis| parse(text, tense, Moment::from_millis(now.millis() + millis), Zone::default());
        assert!(read("1500", Tense::Past, -60_000).is_ok());
        assert_eq!(read("1500", Tense::Past, -60_001), Err(ValueError::Future));
        assert!(read("1500", Tense::Future, 60_000).is_ok());
        assert_eq!(read("1500", Tense::Future, 60_001), Err(ValueError::Past));
        assert!(past("-366d").is_ok() && future("+366d").is_ok());
        assert_eq!((past("-367d"), future("+367d")), (Err(ValueError::TooFar), Err(ValueError::TooFar)));
        assert_eq!(future("2099-01-01 10:00"), Err(ValueError::TooFar));
        assert_eq!((past("+10m"), future("-10m")), (Err(ValueError::Future), Err(ValueError::Past)));
        assert_eq!(future("+99999999d"), Err(ValueError::TooFar));
    }

    #[test]
    fn nonsense_and_times_no_clock_shows_are_refused() {
        for text in [
            "",
            "10",
            "9",
            "25:00",
            "2401",
            "1460",
            "14:3",
            "14:30:60",
            "24:00:01",
            "2-30 10:00",
            "13-1 10:00",
            "11-20",
            "2026-11-20",
            "26-11-20 14:30",
            "+h",
            "+2",
            "2h",
            "+2w",
            "--2h",
            "+123456789d",
            "14:30 11-20",
            "明天",
            "14:",
            "٠٩٣٠",
            "日",
            "月日",
        ] {
            assert_eq!(past(text), Err(ValueError::NotATime), "{text}");
        }
    }

    #[test]
    fn a_time_is_shown_no_longer_than_needed() {
        let short = |local| short(at(local), at("2026-11-20 15:00"), Zone::default());
        assert_eq!(short("2026-11-20 14:30"), "14:30");
        assert_eq!(short("2026-11-21 14:30"), "11-21 14:30");
        assert_eq!(short("2027-01-02 14:30"), "2027-01-02 14:30");
    }

    #[test]
    fn the_date_is_that_of_the_site() {
        let now = at("2026-11-20 03:00");
        let away: Zone = "America/New_York".parse().unwrap();
        let found = parse("1330", Tense::Past, now, away).unwrap();
        assert_eq!(long(found, away), "2026-11-19 13:30");
    }

    proptest! {
        #[test]
        fn the_long_form_reads_back_to_the_minute(now in 946_684_800_000..4_102_444_800_000_i64, back in 0..366 * DAY - MINUTE) {
            let (zone, then, now) = (Zone::default(), Moment::from_millis(now - back), Moment::from_millis(now));
            let minute = Moment::from_millis(then.millis() - then.millis().rem_euclid(MINUTE));
            prop_assert_eq!(parse(&long(then, zone), Tense::Past, now, zone), Ok(minute));
            prop_assert_eq!(parse(&short(then, now, zone), Tense::Past, now, zone), Ok(minute));
        }

        #[test]
        fn no_text_and_no_clock_is_a_surprise(
            text in prop_oneof![samples::text(), "[-+0-9:. TZ月日/]{0,16}", "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} [0-9]{2}:[0-9]{2}"],
            now in any::<i64>(),
        ) {
            let (zone, now) = (Zone::default(), Moment::from_millis(now));
            for tense in [Tense::Past, Tense::Future] {
                if let Ok(at) = parse(&text, tense, now, zone) {
                    prop_assert!(tense.accept(at, now).is_ok());
                    short(at, now, zone);
                }
            }
        }
    }
}
