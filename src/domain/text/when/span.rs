//! A stretch of time from now: `+2h`, `-10m`, +1小时30分, +2:00, 半小时后.

use super::number;
use crate::domain::time::Moment;

/// The units by how they are said, in minutes, the longer before what it begins with.
const UNITS: [(&str, i64); 15] = [
    ("小时", 60),
    ("钟头", 60),
    ("时", 60),
    ("hours", 60),
    ("hour", 60),
    ("h", 60),
    ("刻钟", 15),
    ("刻", 15),
    ("分钟", 1),
    ("分", 1),
    ("min", 1),
    ("m", 1),
    ("天", 24 * 60),
    ("日", 24 * 60),
    ("d", 24 * 60),
];

/// The instant so far from now.
pub(super) fn relative(text: &str, now: Moment) -> Option<Moment> {
    let (sign, length) = if let Some(length) = text.strip_prefix('+') {
        (1, length)
    } else if let Some(length) = text.strip_prefix('-') {
        (-1, length)
    } else if let Some(length) = text.strip_suffix(['后', '内']) {
        (1, length.strip_suffix("以").unwrap_or(length))
    } else {
        let length = text.strip_suffix('前')?;
        (-1, length.strip_suffix("以").unwrap_or(length))
    };
    let minutes = if text.starts_with(['+', '-']) { bare(length).or_else(|| units(length)) } else { units(length) };
    let at = now.plus_minutes(sign * minutes?);
    // What lies ahead is told to the minute.
    Some(if sign > 0 { at.minute() } else { at })
}

/// Without a unit: one digit is hours, two or three are minutes, and 2:30 is both.
fn bare(length: &str) -> Option<i64> {
    if let Some((hours, minutes)) = length.split_once(':') {
        let minutes = number(minutes, 2, 2).filter(|minutes| *minutes < 60)?;
        return Some(i64::from(number(hours, 1, 3)? * 60 + minutes));
    }
    let n = i64::from(number(length, 1, 3)?);
    Some(if length.len() == 1 { n * 60 } else { n })
}

/// Numbers with their units, one after the other; 半 is half of one.
fn units(length: &str) -> Option<i64> {
    let mut rest = length.trim();
    let mut minutes = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = rest.strip_suffix(behind)?;
        let behind = behind.trim_start();
        let behind = behind.strip_prefix('个').unwrap_or(behind);
        let (behind, before) = behind.strip_prefix('半').map_or((behind, false), |behind| (behind, true));
        let behind = behind.strip_prefix('个').unwrap_or(behind);
        let count = if digits.is_empty() && before { 0 } else { i64::from(number(digits, 1, 8)?) };
        let (behind, unit) = UNITS.iter().find_map(|(word, unit)| Some((behind.strip_prefix(word)?, *unit)))?;
        let (behind, after) = behind.strip_prefix('半').map_or((behind, false), |behind| (behind, true));
        minutes += count * unit + if before || after { unit / 2 } else { 0 };
        rest = behind.trim_start();
    }
    Some(minutes)
}
