//! The length of a time limit with its unit, as procedures write it: `2wh 30wm 1wd 24h 15m 3d promise`. Never negative
//! when read; whole hours are written as hours.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::rules::Words;

/// How long a stage may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Length {
    /// Working minutes of the stage's timetable (工作时).
    WorkMinutes(i64),
    /// Working days, to the close of the last (工作日).
    WorkDays(u32),
    /// Minutes by the clock (小时, 分钟).
    Minutes(i64),
    /// Calendar days, the first not counted (日).
    Days(u32),
    Promise,
}

/// A length that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a length such as 2wh, 30wm, 1wd, 24h, 15m, 3d or promise: {0:?}")]
pub struct LengthError(pub String);

impl FromStr for Length {
    type Err = LengthError;

    fn from_str(text: &str) -> Result<Self, LengthError> {
        let unit = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let amount = text.strip_suffix(unit).unwrap_or_default();
        let number = || amount.parse::<i64>().ok();
        let hours = || number()?.checked_mul(60);
        let days = || amount.parse::<u32>().ok();
        let length = match unit {
            "wh" => hours().map(Self::WorkMinutes),
            "wm" => number().map(Self::WorkMinutes),
            "wd" => days().map(Self::WorkDays),
            "h" => hours().map(Self::Minutes),
            "m" => number().map(Self::Minutes),
            "d" => days().map(Self::Days),
            "promise" if amount.is_empty() => Some(Self::Promise),
            _ => None,
        };
        length.ok_or_else(|| LengthError(text.to_owned()))
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole_hours = |minutes: i64| minutes != 0 && minutes % 60 == 0;
        match *self {
            Self::WorkMinutes(minutes) if whole_hours(minutes) => write!(f, "{}wh", minutes / 60),
            Self::WorkMinutes(minutes) => write!(f, "{minutes}wm"),
            Self::WorkDays(days) => write!(f, "{days}wd"),
            Self::Minutes(minutes) if whole_hours(minutes) => write!(f, "{}h", minutes / 60),
            Self::Minutes(minutes) => write!(f, "{minutes}m"),
            Self::Days(days) => write!(f, "{days}d"),
            Self::Promise => f.write_str("promise"),
        }
    }
}

impl Length {
    /// The sentence of its amount and unit.
    pub fn words(self) -> Words {
        let written = self.to_string();
        let unit = written.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let key = match unit {
            "wh" => "unit-wh",
            "wm" => "unit-wm",
            "wd" => "unit-wd",
            "h" => "unit-h",
            "m" => "unit-m",
            "d" => "unit-d",
            _ => "unit-promise",
        };
        (key, vec![("n", written.strip_suffix(unit).unwrap_or_default().to_owned())])
    }
}

impl TryFrom<String> for Length {
    type Error = LengthError;

    fn try_from(text: String) -> Result<Self, LengthError> {
        text.parse()
    }
}

impl From<Length> for String {
    fn from(length: Length) -> Self {
        length.to_string()
    }
}
