//! Instants as machines write them: RFC 3339 in all its forms, the same without its zone, seconds since 1970.

use chrono::{FixedOffset, NaiveDate, NaiveTime};

use super::{is_dash, plain};
use crate::domain::time::{Moment, Zone};

/// Whole numbers of 9 to 11 digits are seconds since 1970, those of 13 milliseconds: a smaller one may be a clock such as
/// 900, and those of 12 and 14 digits are a date and a time of day.
const SECONDS: std::ops::Range<f64> = 1e8..1e11;
const MILLIS: std::ops::Range<f64> = 1e12..1e13;

/// The instant of a date with a time of day (`T`, `t` or a blank between them, a fraction, `Z` or an offset with or
/// without its colon; without any it is the site's wall time; both with their signs or without), or of a number of
/// seconds or milliseconds since 1970.
pub fn parse(text: &str, zone: Zone) -> Option<Moment> {
    let text: String = plain(text).chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
    let text = text.trim();
    if let Some(at) = since_1970(text) {
        return Some(at);
    }
    let compact = matches!(text.len(), 12 | 14) && text.bytes().all(|byte| byte.is_ascii_digit());
    let (date, rest) = if compact { text.split_at_checked(8)? } else { text.split_once(['T', 't', ' ', '_'])? };
    // A year, a month and a day in full: 26-11-20 may be anything.
    let form = match date.len() {
        8 => "%Y%m%d",
        10 => "%Y-%m-%d",
        _ => return None,
    };
    let date = NaiveDate::parse_from_str(date, form).ok()?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(rest.len());
    let (time, offset) = rest.split_at_checked(end)?;
    let time = time.replace(',', ".");
    let whole = time.split('.').next().unwrap_or_default();
    // 215 may be anything.
    let forms: &[&str] = match whole.len() {
        _ if whole.contains(':') => &["%H:%M:%S%.f", "%H:%M"],
        6 => &["%H%M%S%.f"],
        4 => &["%H%M"],
        _ => return None,
    };
    let time = forms.iter().find_map(|form| NaiveTime::parse_from_str(&time, form).ok())?;
    let local = date.and_time(time);
    match offset.trim() {
        "" => Some(zone.moment(local)),
        "Z" | "z" => Some(Moment::from_millis(local.and_utc().timestamp_millis())),
        offset => {
            let at = local.and_local_timezone(east(offset)?).single()?;
            Some(Moment::from_millis(at.timestamp_millis()))
        }
    }
}

fn since_1970(text: &str) -> Option<Moment> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: f64 = text.parse().ok().filter(|_| plain)?;
    let millis = if SECONDS.contains(&number) { number * 1e3 } else { number };
    // Below 10¹³ every whole number is one of its own.
    (SECONDS.contains(&number) || MILLIS.contains(&number)).then(|| Moment::from_millis(millis.round() as i64))
}

/// An offset: `+08:00`, `+0800`, `+08`.
fn east(text: &str) -> Option<FixedOffset> {
    let (sign, digits) = match text.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, text.strip_prefix('-')?),
    };
    let digits = digits.replacen(':', "", 1);
    let number: i32 = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    let (hours, minutes) = match digits.len() {
        1 | 2 => (number, 0),
        4 => (number / 100, number % 100),
        _ => return None,
    };
    if minutes < 60 { FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60)) } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::samples;
    use crate::domain::time::parse_rfc3339;

    fn read(text: &str) -> Option<i64> {
        parse(text, Zone::default()).map(Moment::millis)
    }

    #[test]
    fn every_form_of_one_instant_is_read() {
        let at = parse_rfc3339("2026-11-26T11:21:39+08:00").unwrap().millis();
        for text in [
            "2026-11-26T11:21:39+08:00",
            "2026-11-26T11:21:39+0800",
            "2026-11-26T11:21:39+08",
            "2026-11-26T11:21:39 +08:00",
            "2026-11-26t03:21:39z",
            "2026-11-26T03:21:39Z",
            "2026-11-26 03:21:39Z",
            "2026-11-26 11:21:39",
            "2026-11-26T11:21:39",
            " 2026-11-26T11:21:39 ",
            "2026-11-25T22:51:39-04:30",
            "2026-11-26T11:21:39.000+08:00",
            "20261126112139",
            "20261126T112139",
            "20261126T112139+0800",
            "20261126T032139Z",
            "2026-11-26T112139",
            "1795663299",
            "1795663299.0",
            "1795663299000",
        ] {
            assert_eq!(read(text), Some(at), "{text}");
        }
        for text in ["2026-11-26T11:21:39.25+08:00", "2026-11-26 11:21:39,250", "1795663299.25", "1795663299250"] {
            assert_eq!(read(text), Some(at + 250), "{text}");
        }
    }

    #[test]
    fn twelve_digits_are_a_date_with_hour_and_minute() {
        let at = parse_rfc3339("2026-11-30T15:00:00+08:00").unwrap().millis();
        for text in ["202611301500", "２０２６１１３０１５００", "20261130 1500", "20261130T1500", "20261130T1500+0800"]
        {
            assert_eq!(read(text), Some(at), "{text}");
        }
    }

    #[test]
    fn a_clock_a_date_and_a_small_number_are_no_instants() {
        for text in [
            "",
            "900",
            "09:00",
            "99999999",
            "2026-11-26",
            "11-26 11:21",
            "+2h",
            "2026-13-26T11:21:39Z",
            "1e9",
            "NaN",
            "2026-11-26T11:21:39+8:0",
            "2026-11-26T11:21:39+08:99",
            "2026-11-26T11:21:39 CST",
            "100000000000000",
            "20261326112139",
            "2026-11-26 215",
            "2026-11-26T21513",
            "20261126T112",
            "202613261121",
            "202611262521",
            "999999999999",
            "202611301500.5",
            "20261126",
            "inf",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_instant_reads_back_however_it_is_written(millis in 1_000_000_000_000_i64..4_000_000_000_000) {
            let zone = Zone::default();
            let at = Moment::from_millis(millis);
            prop_assert_eq!(parse(&millis.to_string(), zone), Some(at));
            let second = millis - millis.rem_euclid(1000);
            let written = zone.rfc3339(at);
            for text in [written.clone(), written.replace("+08:00", "+0800"), written.replace("+08:00", ""), (second / 1000).to_string()] {
                prop_assert_eq!(parse(&text, zone).map(Moment::millis), Some(second), "{}", text);
            }
        }

        #[test]
        fn any_text_is_read_or_is_not(text in prop_oneof![samples::text(), "[0-9TtZz+:. -]{0,30}"]) {
            if let Some(at) = parse(&text, Zone::default()) {
                prop_assert!(at.millis() != i64::MAX);
            }
        }
    }
}
