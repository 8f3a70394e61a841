//! The site's settings: its name, posts, people, departments and their timetables, as `site.toml` gives them.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Deserialize;

use crate::domain::rules::{self, Breach, RuleError, Wrong};
use crate::domain::text::room::Pattern;
use crate::domain::time::{Moment, Zone};
use crate::domain::time_limit::{Rung, TimeLimit};
use crate::domain::worktime::{Calendar, Due, Hours, Length, Timetable};

/// How a post's shift ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// A relief answers the page line by line before anyone leaves.
    #[default]
    Relief,
    /// The counter shuts; the page waits for the next day's first shift.
    DayClose,
}

/// A counter or a gate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    pub name: String,
    /// Whom it receives complaints for: `office`, `site` or `department`.
    #[serde(default = "office")]
    pub intake: String,
    #[serde(default)]
    pub ending: Ending,
    /// The panel it opens with, by the number of its F-key.
    #[serde(default = "today")]
    pub panel: u8,
}

/// A department and its working hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Department {
    /// What procedures call it, such as `office` or `works`.
    pub id: String,
    pub name: String,
    pub hours: Timetable,
}

/// A stretch of duty.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    pub name: String,
    /// From, `HH:MM`.
    pub from: String,
    /// To, `HH:MM`.
    pub to: String,
}

/// The settings of a site.
#[derive(Debug, Clone)]
pub struct Site {
    pub name: String,
    /// Its number in the company; part of every record number.
    pub number: u16,
    pub zone: Zone,
    pub room: Pattern,
    /// The province character put before a plate typed without one.
    pub province: Option<char>,
    /// `zh-Hans`, `zh-Hant` or `en`; empty for the machine's own.
    pub language: String,
    /// Borders and marks in ASCII, for terminals that draw them two cells wide.
    pub ascii: bool,
    pub posts: Vec<Post>,
    /// Names of those who may be on duty.
    pub staff: Vec<String>,
    pub shifts: Vec<Shift>,
    pub departments: Vec<Department>,
    /// Lengths of stages in place of the procedures' own, by the stage's name.
    pub lengths: BTreeMap<String, Length>,
    /// Keys that replace those of a command, by the command's name.
    pub keys: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    site: RawSite,
    #[serde(default, rename = "post")]
    posts: Vec<Post>,
    #[serde(default)]
    staff: Vec<String>,
    #[serde(default, rename = "shift")]
    shifts: Vec<Shift>,
    #[serde(default, rename = "department")]
    departments: Vec<RawDepartment>,
    #[serde(default)]
    lengths: BTreeMap<String, String>,
    #[serde(default)]
    keys: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSite {
    name: String,
    #[serde(default = "one")]
    number: u16,
    #[serde(default = "shanghai")]
    zone: String,
    #[serde(default = "room")]
    room: String,
    #[serde(default)]
    province: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    ascii: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDepartment {
    id: String,
    name: String,
    hours: String,
}

fn office() -> String {
    "office".into()
}
const fn today() -> u8 {
    12
}
const fn one() -> u16 {
    1
}
fn shanghai() -> String {
    "Asia/Shanghai".into()
}
fn room() -> String {
    r"\d{1,2}-\d{1,2}-\d{3,4}".into()
}

impl Site {
    /// Reads settings.
    ///
    /// # Errors
    /// Names the line, the key and the cause.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let raw: Raw = toml::from_str(text).map_err(|error| rules::toml_error(text, &error))?;
        Self::read(raw).map_err(|breach| breach.found(text))
    }

    fn read(raw: Raw) -> Result<Self, Breach> {
        let zone = raw.site.zone.parse().map_err(|_| Breach::new(&["site", "zone"], Wrong::Zone))?;
        let room = Pattern::new(&raw.site.room).map_err(|_| Breach::new(&["site", "room"], Wrong::Pattern))?;
        if raw.site.name.trim().is_empty() {
            return Err(Breach::new(&["site", "name"], Wrong::Empty));
        }
        if raw.posts.is_empty() {
            return Err(Breach::new(&["post"], Wrong::NoPost));
        }
        let known = |post: &Post| ["office", "site", "department"].contains(&post.intake.as_str());
        if let Some(n) = raw.posts.iter().position(|post| !known(post)) {
            return Err(Breach::nth("post", n, "intake", Wrong::Intake));
        }
        let mut departments = Vec::new();
        for (n, RawDepartment { id, name, hours }) in raw.departments.into_iter().enumerate() {
            let hours = Timetable::of_a_week(&hours);
            let hours = hours.map_err(|error| Breach::nth("department", n, "hours", Wrong::Hours(error)))?;
            departments.push(Department { id, name, hours });
        }
        let mut lengths = BTreeMap::new();
        for (stage, length) in raw.lengths {
            let length = length.parse().map_err(|_| Breach::new(&["lengths", &stage], Wrong::Length))?;
            lengths.insert(stage, length);
        }
        Ok(Self {
            name: raw.site.name,
            number: raw.site.number,
            zone,
            room,
            province: raw.site.province.chars().next(),
            language: raw.site.language,
            ascii: raw.site.ascii,
            posts: raw.posts,
            staff: raw.staff,
            shifts: raw.shifts,
            departments,
            lengths,
            keys: raw.keys,
        })
    }

    /// The post of a name.
    pub fn post(&self, name: &str) -> Option<&Post> {
        self.posts.iter().find(|post| post.name == name)
    }

    /// The department of an id or a name.
    pub fn department(&self, name: &str) -> Option<&Department> {
        self.departments.iter().find(|known| known.id == name || known.name == name)
    }

    /// The shift that a wall-clock minute of the day falls in.
    pub fn shift(&self, at: Moment) -> Option<&Shift> {
        let now = self.zone.local(at).format("%H:%M").to_string();
        self.shifts.iter().find(|shift| {
            if shift.from <= shift.to {
                shift.from <= now && now < shift.to
            } else {
                now >= shift.from || now < shift.to
            }
        })
    }
}

/// Working time as it stands: the site's timetables and the calendar.
#[derive(Debug, Clone, Copy)]
pub struct Working<'a> {
    pub site: &'a Site,
    pub calendar: &'a Calendar,
    /// The timetable of a department that has none of its own, and of time by the clock.
    pub fallback: &'a Timetable,
}

impl<'a> Working<'a> {
    /// The hours of a department; an unknown one works the fallback timetable.
    pub fn hours(&self, department: &str) -> Hours<'a> {
        let timetable = self.site.department(department).map_or(self.fallback, |department| &department.hours);
        Hours { timetable, calendar: self.calendar, zone: self.site.zone }
    }

    /// When a length that starts at `start` is due by a department's hours; `0wd` is the close of that working day, or of
    /// the next one. A promise is not reckoned here.
    pub fn due(&self, department: &str, start: Moment, length: Length) -> Due {
        let hours = self.hours(department);
        if length == Length::WorkDays(0) { hours.close_of_day(start) } else { hours.due(start, length, None) }
    }

    /// A clock reckoned from its start, length and pauses: when it is due, by which calendar, and its ladder. The
    /// versions of the calendar that it names are kept; where it names none, those of today count.
    pub fn recompute(&self, clock: &TimeLimit) -> TimeLimit {
        let kept = (!clock.calendar.is_empty()).then(|| self.calendar.as_of(&clock.calendar));
        let working = Working { calendar: kept.as_ref().unwrap_or(self.calendar), ..*self };
        let hours = working.hours(&clock.hours);
        let due = match clock.length {
            Length::Promise => clock.due,
            // The close of a day comes whatever is paused.
            length if clock.pauses.is_empty() || length == Length::WorkDays(0) => {
                working.due(&clock.hours, clock.start, length)
            }
            length => hours.ledger(clock.start, length, &clock.pauses).due,
        };
        let calendar = if clock.hours.is_empty() { String::new() } else { working.version(clock.start, due) };
        let mut again = TimeLimit { due, calendar, ..clock.clone() };
        let share = |percent| hours.share(again.start, again.length, again.at()?, &again.pauses, percent);
        again.ladder = clock.ladder.iter().map(|rung| Rung { at: share(rung.percent), ..*rung }).collect();
        again
    }

    /// The year after, where its notice names days of this one, else this year.
    fn after(&self, year: i32) -> i32 {
        year + i32::from(self.calendar.reaches_back(year + 1))
    }

    /// The same by the calendar of today, whatever version it began with.
    pub fn recompute_with_current_calendar(&self, clock: &TimeLimit) -> TimeLimit {
        self.recompute(&TimeLimit { calendar: String::new(), ..clock.clone() })
    }

    /// The versions of the calendar years that a clock ran through.
    pub fn version(&self, from: Moment, due: Due) -> String {
        let first = self.site.zone.year(from);
        let last = match due {
            // A year's notice may have the last word on the December before.
            Due::At { at, .. } if self.site.zone.date(at).month() == 12 => self.after(self.site.zone.year(at)),
            Due::At { at, .. } => self.site.zone.year(at),
            Due::Pending { year } => year,
        };
        let versions: Vec<String> =
            (first..=last.max(first)).filter_map(|year| self.calendar.version_of(year)).collect();
        versions.join(" + ")
    }
}
