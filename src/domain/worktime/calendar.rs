//! Days off 休, make-up workdays 班 and half days 半, a year at a time as the State Council's notices or the site give them.
//! What no notice covers is unknown, never guessed; a year's notice may also change December of the year before, and then
//! it wins there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// Embeds the years of these names.
macro_rules! years {
    ($($year:literal)*) => { [$(include_str!(concat!("../../../data/calendars/", $year, ".toml"))),*] };
}

/// The years that new deadlines may run through.
const RECENT: [&str; 3] = years!(2024 2025 2026);
/// The years before, which only old instants are asked about.
const EARLIER: [&str; 20] =
    years!(2004 2005 2006 2007 2008 2009 2010 2011 2012 2013 2014 2015 2016 2017 2018 2019 2020 2021 2022 2023);

/// What a calendar says of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DayKind {
    /// The notice does not name it: the weekday decides.
    Plain,
    /// A day off 休.
    Off,
    Makeup,
    /// A half day 半: work ends with its first stretch of hours.
    Half,
}

/// One year's notice. Read from text, the lists are sorted, share no date, and stay within the year and the December before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Draft")]
pub struct CalendarYear {
    pub year: i32,
    /// Rises with each correction of the data, from 1.
    pub version: u32,
    /// The notice's title or address.
    pub source: String,
    pub off: Vec<NaiveDate>,
    pub makeup: Vec<NaiveDate>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub half: Vec<NaiveDate>,
}

/// Why a year's notice cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Not the TOML of a calendar year.
    #[error("not a calendar year in TOML: {0}")]
    Toml(#[from] toml::de::Error),
    /// A date is both a day off and a make-up day.
    #[error("{0} is both a day off and a make-up day")]
    OffAndMakeup(NaiveDate),
    /// A half day is also a day off or a make-up day.
    #[error("{0} is a half day and another kind of day as well")]
    HalfAndOther(NaiveDate),
    /// A date lies outside the year and the December before it.
    #[error("{date} does not belong to the calendar of {year}")]
    OtherYear { date: NaiveDate, year: i32 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    year: i32,
    version: u32,
    source: String,
    off: BTreeSet<NaiveDate>,
    makeup: BTreeSet<NaiveDate>,
    #[serde(default)]
    half: BTreeSet<NaiveDate>,
}

impl TryFrom<Draft> for CalendarYear {
    type Error = CalendarError;

    fn try_from(draft: Draft) -> Result<Self, CalendarError> {
        let Draft { year, version, source, off, makeup, half } = draft;
        if let Some(date) = off.intersection(&makeup).next() {
            return Err(CalendarError::OffAndMakeup(*date));
        }
        if let Some(date) = half.iter().find(|date| off.contains(date) || makeup.contains(date)) {
            return Err(CalendarError::HalfAndOther(*date));
        }
        let foreign = |date: &&NaiveDate| !Self::may_name(year, **date);
        if let Some(&date) = off.iter().chain(&makeup).chain(&half).find(foreign) {
            return Err(CalendarError::OtherYear { date, year });
        }
        let [off, makeup, half] = [off, makeup, half].map(|dates| dates.into_iter().collect());
        Ok(Self { year, version, source, off, makeup, half })
    }
}

impl CalendarYear {
    /// Reads the TOML of `data/calendars`.
    pub fn from_toml(text: &str) -> Result<Self, CalendarError> {
        toml::from_str::<Draft>(text)?.try_into()
    }

    /// A year of which nothing is said yet, not even a version.
    pub const fn blank(year: i32) -> Self {
        Self { year, version: 0, source: String::new(), off: Vec::new(), makeup: Vec::new(), half: Vec::new() }
    }

    /// Whether a year's notice may name a date: one of the year or of the December before.
    pub fn may_name(year: i32, date: NaiveDate) -> bool {
        date.year() == year || (date.year() + 1 == year && date.month() == 12)
    }

    /// The year with these dates of these kinds, whatever they were. Dates that its notice may not name are left out.
    #[must_use]
    pub fn marked(&self, marks: &BTreeMap<NaiveDate, DayKind>) -> Self {
        let list = |dates: &[NaiveDate], kind| {
            let own = dates.iter().copied().filter(|date| !marks.contains_key(date));
            let new = marks.iter().filter(|(date, to)| **to == kind && Self::may_name(self.year, **date));
            own.chain(new.map(|(date, _)| *date)).collect::<BTreeSet<_>>().into_iter().collect()
        };
        Self {
            off: list(&self.off, DayKind::Off),
            makeup: list(&self.makeup, DayKind::Makeup),
            half: list(&self.half, DayKind::Half),
            ..self.clone()
        }
    }

    /// The days that it names, in their order.
    pub fn days(&self) -> BTreeMap<NaiveDate, DayKind> {
        let lists = [(&self.off, DayKind::Off), (&self.makeup, DayKind::Makeup), (&self.half, DayKind::Half)];
        lists.into_iter().flat_map(|(dates, kind)| dates.iter().map(move |date| (*date, kind))).collect()
    }

    /// Whether two notices name the same days.
    pub fn same_days(&self, other: &Self) -> bool {
        (&self.off, &self.makeup, &self.half) == (&other.off, &other.makeup, &other.half)
    }

    /// What its notice says of a date; `None` where it does not name it.
    pub(super) fn names(&self, date: NaiveDate) -> Option<DayKind> {
        let lists = [(&self.off, DayKind::Off), (&self.makeup, DayKind::Makeup), (&self.half, DayKind::Half)];
        lists.into_iter().find(|(dates, _)| dates.binary_search(&date).is_ok()).map(|(_, kind)| kind)
    }
}

/// The years that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, CalendarYear>,
    /// Versions that gave way, by year and version: limits that began under them keep them.
    earlier: BTreeMap<(i32, u32), CalendarYear>,
    plain: bool,
}

impl Calendar {
    /// The recent years that came with the program.
    pub fn builtin() -> Self {
        Self::read(&RECENT)
    }

    /// All the years that came with the program, from 2004.
    pub fn archive() -> Self {
        let mut calendar = Self::read(&EARLIER);
        calendar.merge(&Self::builtin());
        calendar
    }

    /// No calendar at all: the weekday decides on every date of every year.
    pub fn plain() -> Self {
        Self { plain: true, ..Self::default() }
    }

    fn read(texts: &[&str]) -> Self {
        let mut calendar = Self::default();
        texts.iter().filter_map(|text| CalendarYear::from_toml(text).ok()).for_each(|year| calendar.add_year(year));
        calendar
    }

    /// Lays the years of another calendar over its own.
    fn merge(&mut self, other: &Self) {
        other.years.values().for_each(|year| self.override_year(year.clone()));
    }

    /// The same with the years that came with the program, of those that it does not have.
    #[must_use]
    pub fn with_archive(mut self) -> Self {
        for year in Self::archive().years.into_values() {
            self.years.entry(year.year).or_insert(year);
        }
        self
    }

    /// Lays a year over what is known of it, whatever its version.
    pub fn override_year(&mut self, year: CalendarYear) {
        self.years.insert(year.year, year);
    }

    /// Adds a year; one that is there already gives way only to an equal or higher version.
    pub fn add_year(&mut self, mut year: CalendarYear) {
        // Dates are looked up by halving.
        for dates in [&mut year.off, &mut year.makeup, &mut year.half] {
            dates.sort_unstable();
        }
        let newest = self.years.get(&year.year).is_none_or(|known| known.version <= year.version);
        let other = if newest { self.years.insert(year.year, year) } else { Some(year) };
        if let Some(other) = other {
            self.earlier.insert((other.year, other.version), other);
        }
    }

    /// Whether a version of a year is known.
    pub fn has(&self, year: i32, version: u32) -> bool {
        self.years.get(&year).is_some_and(|known| known.version == version)
            || self.earlier.contains_key(&(year, version))
    }

    /// The calendar in which the years that a limit names, such as `CN 2026 v1`, have the version that it names. What
    /// the notice of the year after them says of their last December counts only where that year is named too.
    pub fn as_of(&self, versions: &CalendarVersions) -> Self {
        let mut then = self.clone();
        for key in &versions.0 {
            if let Some(known) = self.earlier.get(key) {
                then.years.insert(known.year, known.clone());
            }
        }
        let last = versions.0.last().map(|(year, _)| *year);
        if let Some(next) = last.and_then(|last| then.years.get_mut(&(last + 1))) {
            for dates in [&mut next.off, &mut next.makeup, &mut next.half] {
                dates.retain(|date| date.year() == next.year);
            }
        }
        then
    }

    /// Whether a year's notice names days of the December before it.
    pub fn reaches_back(&self, year: i32) -> bool {
        let dates = |known: &CalendarYear| [&known.off, &known.makeup, &known.half].map(|dates| dates.first().copied());
        self.years.get(&year).is_some_and(|known| dates(known).into_iter().flatten().any(|date| date.year() < year))
    }

    /// The year of the last notice that may have a word on the days up to a date: for a December the year after, where
    /// its notice names days of it.
    pub fn last_notice(&self, date: NaiveDate) -> i32 {
        let next = date.year() + 1;
        if date.month() == 12 && self.reaches_back(next) { next } else { date.year() }
    }

    /// What a date is; `None` where its year is not covered and the next year's notice does not name it.
    pub fn kind(&self, date: NaiveDate) -> Option<DayKind> {
        if self.plain {
            return Some(DayKind::Plain);
        }
        let own = || self.years.get(&date.year()).map(|own| own.names(date).unwrap_or(DayKind::Plain));
        self.next_notice(date).or_else(own)
    }

    /// What the next year's notice says of a date in December; `None` where it does not name it.
    pub fn next_notice(&self, date: NaiveDate) -> Option<DayKind> {
        let next = self.years.get(&(date.year() + 1)).filter(|_| date.month() == 12);
        next.and_then(|next| next.names(date))
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
        let known = self.years.get(&year)?;
        Some(CalendarVersions(vec![(known.year, known.version)]).to_string())
    }

    /// The versions of these years, of those that are known.
    pub fn versions(&self, years: impl Iterator<Item = i32>) -> CalendarVersions {
        CalendarVersions(years.filter_map(|year| Some((year, self.years.get(&year)?.version))).collect())
    }
}

/// The versions of the years by which something was reckoned, in order: `CN 2026 v1 + CN 2027 v1`; none where it was
/// reckoned by the clock.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CalendarVersions(Vec<(i32, u32)>);

impl CalendarVersions {
    /// Whether no calendar was asked.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for CalendarVersions {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<String> = self.0.iter().map(|(year, version)| format!("CN {year} v{version}")).collect();
        to.write_str(&names.join(" + "))
    }
}

impl From<CalendarVersions> for String {
    fn from(versions: CalendarVersions) -> Self {
        versions.to_string()
    }
}

/// What is stored is no list of calendar versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a list of calendar versions")]
pub struct VersionsError;

impl TryFrom<String> for CalendarVersions {
    type Error = VersionsError;

    fn try_from(text: String) -> Result<Self, VersionsError> {
        let version = |name: &str| {
            let (year, version) = name.strip_prefix("CN ")?.split_once(" v")?;
            Some((year.parse().ok()?, version.parse().ok()?))
        };
        let names = text.split(" + ").filter(|name| !name.is_empty());
        names.map(version).collect::<Option<_>>().map(Self).ok_or(VersionsError)
    }
}
