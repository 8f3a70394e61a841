//! Working time: lengths and due instants.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::time::Moment;

/// How long a stage may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Length {
    /// Working minutes.
    WorkMinutes(i64),
    /// Working days.
    WorkDays(u32),
    /// Clock minutes.
    Minutes(i64),
    /// Calendar days.
    Days(u32),
    /// As promised.
    Promise,
}
impl From<Length> for String {
    fn from(l: Length) -> Self {
        l.to_string()
    }
}
impl TryFrom<String> for Length {
    type Error = String;
    fn try_from(s: String) -> Result<Self, String> {
        s.parse()
    }
}
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WorkMinutes(m) => write!(f, "{m}wm"),
            Self::WorkDays(d) => write!(f, "{d}wd"),
            Self::Minutes(m) => write!(f, "{m}m"),
            Self::Days(d) => write!(f, "{d}d"),
            Self::Promise => f.write_str("promise"),
        }
    }
}
impl FromStr for Length {
    type Err = String;
    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Self::Promise)
    }
}

/// When a stage is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// At this instant.
    At {
        /// The instant that lateness is judged by.
        at: Moment,
        /// The legal last day's end, where a rest day moved the mark.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shown: Option<Moment>,
    },
    /// Beyond the calendar's data.
    Pending {
        /// The first year without data.
        year: i32,
    },
}

/// One year of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// Its version.
    pub version: u32,
    /// Where it comes from.
    pub source: String,
    /// Days off.
    pub off: Vec<NaiveDate>,
    /// Make-up workdays.
    pub makeup: Vec<NaiveDate>,
}
