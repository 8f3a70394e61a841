//! Days off 休 and make-up workdays 班, a year at a time as the State Council's notices give them. What no notice covers
//! is unknown, never guessed; a year's notice may also change December of the year before, and then it wins there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

const BUILTIN: [&str; 3] = [
    include_str!("../../../data/calendars/2024.toml"),
    include_str!("../../../data/calendars/2025.toml"),
    include_str!("../../../data/calendars/2026.toml"),
];

/// What a calendar says of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// The notice does not name it: the weekday decides.
    Plain,
    /// A day off 休.
    Off,
    /// A make-up workday 班.
    Makeup,
}

/// One year's notice. Read from text, both lists are sorted, share no date, and stay within the year and the December before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Draft")]
pub struct CalendarYear {
    /// The year the notice is for.
    pub year: i32,
    /// Rises with each correction of the data, from 1.
    pub version: u32,
    /// The notice's title or address.
    pub source: String,
    /// Days off.
    pub off: Vec<NaiveDate>,
    /// Make-up workdays.
    pub makeup: Vec<NaiveDate>,
}

/// Why a year's notice cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Not the TOML of a calendar year.
    #[error("not a calendar year in TOML: {0}")]
    Toml(#[from] toml::de::Error),
    /// Not the JSON of a calendar year.
    #[error("not a calendar year in JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A file without days is a year whose notice is not out yet.
    #[error("no days are given for {0}")]
    Empty(i32),
    /// A date is both a day off and a make-up day.
    #[error("{0} is both a day off and a make-up day")]
    OffAndMakeup(NaiveDate),
    /// A date lies outside the year and the December before it.
    #[error("{date} does not belong to the calendar of {year}")]
    OtherYear {
        /// The date as given.
        date: NaiveDate,
        /// The notice's year.
        year: i32,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    year: i32,
    version: u32,
    source: String,
    off: BTreeSet<NaiveDate>,
    makeup: BTreeSet<NaiveDate>,
}

impl TryFrom<Draft> for CalendarYear {
    type Error = CalendarError;

    fn try_from(draft: Draft) -> Result<Self, CalendarError> {
        let Draft { year, version, source, off, makeup } = draft;
        if let Some(date) = off.intersection(&makeup).next() {
            return Err(CalendarError::OffAndMakeup(*date));
        }
        let belongs = |date: &NaiveDate| date.year() == year || (date.year() + 1 == year && date.month() == 12);
        if let Some(&date) = off.iter().chain(&makeup).find(|date| !belongs(date)) {
            return Err(CalendarError::OtherYear { date, year });
        }
        Ok(Self { year, version, source, off: off.into_iter().collect(), makeup: makeup.into_iter().collect() })
    }
}

#[derive(Deserialize)]
struct Published {
    year: i32,
    #[serde(default)]
    papers: Vec<String>,
    days: Vec<PublishedDay>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PublishedDay {
    date: NaiveDate,
    is_off_day: bool,
}

impl CalendarYear {
    /// Reads the TOML of `data/calendars`.
    pub fn from_toml(text: &str) -> Result<Self, CalendarError> {
        toml::from_str::<Draft>(text)?.try_into()
    }

    /// Reads the JSON that holiday-cn publishes, as version 1; refused where it has no days.
    pub fn from_json(text: &str) -> Result<Self, CalendarError> {
        let Published { year, papers, days } = serde_json::from_str(text)?;
        if days.is_empty() {
            return Err(CalendarError::Empty(year));
        }
        let of = |off: bool| days.iter().filter(|day| day.is_off_day == off).map(|day| day.date).collect();
        Draft { year, version: 1, source: papers.join(" "), off: of(true), makeup: of(false) }.try_into()
    }

    fn names(&self, date: NaiveDate) -> Option<DayKind> {
        if self.off.contains(&date) {
            Some(DayKind::Off)
        } else {
            self.makeup.contains(&date).then_some(DayKind::Makeup)
        }
    }
}

/// The years that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, CalendarYear>,
}

impl Calendar {
    /// The years that came with the program.
    pub fn builtin() -> Self {
        let mut calendar = Self::default();
        BUILTIN.iter().filter_map(|text| CalendarYear::from_toml(text).ok()).for_each(|year| calendar.with(year));
        calendar
    }

    /// Adds a year; one that is there already gives way only to an equal or higher version.
    pub fn with(&mut self, year: CalendarYear) {
        if self.years.get(&year.year).is_none_or(|known| known.version <= year.version) {
            self.years.insert(year.year, year);
        }
    }

    /// What a date is; `None` where its year is not covered and the next year's notice does not name it.
    pub fn kind(&self, date: NaiveDate) -> Option<DayKind> {
        let later = self.years.get(&(date.year() + 1)).and_then(|next| next.names(date));
        later.or_else(|| self.years.get(&date.year()).map(|own| own.names(date).unwrap_or(DayKind::Plain)))
    }

    /// Whether a year's notice is known.
    pub fn covers(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// The last year whose notice is known.
    pub fn last_year(&self) -> Option<i32> {
        self.years.last_key_value().map(|(year, _)| *year)
    }

    /// What is known of a year.
    pub fn year(&self, year: i32) -> Option<&CalendarYear> {
        self.years.get(&year)
    }

    /// The name under which a deadline records the data it was computed from, such as `CN 2026 v1`.
    pub fn version_of(&self, year: i32) -> Option<String> {
        self.years.get(&year).map(|known| format!("CN {} v{}", known.year, known.version))
    }
}
