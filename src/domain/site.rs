//! The site's settings: its name, posts, people, departments and their timetables, as `site.toml` gives them.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveTime;
use serde::Deserialize;

use crate::domain::rules::{self, RuleError, RuleFlaw, UnplacedError};
use crate::domain::shift::Shift;
use crate::domain::staff::{Person, Role};
use crate::domain::text::room::Pattern;
use crate::domain::text::same_name;
use crate::domain::time::{Moment, Zone};
use crate::domain::worktime::{Length, Timetable};

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
    /// What kind of machine it is, such as `camera` or `telephone`; empty for a post where people are.
    #[serde(default)]
    pub machine: String,
    /// The post that a machine belongs to: what it sees counts there. Its own, where it is empty.
    #[serde(default)]
    pub gate: String,
    /// Whether several people may have it at once; an office's counter where nothing is said.
    #[serde(default)]
    several: Option<bool>,
}

impl Post {
    /// Whether no person is there: what it says is signed with its own name.
    pub const fn is_machine(&self) -> bool {
        !self.machine.is_empty()
    }

    /// The post at which what happens here counts.
    pub fn at_gate(&self) -> &str {
        if self.gate.is_empty() { &self.name } else { &self.gate }
    }

    /// Whether several people may have it at once; at the others it is one person's, who hands it over.
    pub fn is_shared(&self) -> bool {
        self.several.unwrap_or(self.intake == OFFICE)
    }
}

const OFFICE: &str = "office";

/// A department and its working hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Department {
    /// What procedures call it, such as `office` or `works`.
    pub id: String,
    pub name: String,
    pub hours: Timetable,
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
    /// Within how many milliseconds a second reading of a plate, the same way, is the same event.
    pub same_reading: i64,
    /// `zh-Hans`, `zh-Hant` or `en`; empty for the machine's own.
    pub language: String,
    /// Borders and marks in ASCII, for terminals that draw them two cells wide.
    pub ascii: bool,
    pub posts: Vec<Post>,
    /// Those who may be on duty, or be named.
    pub staff: Vec<Person>,
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
    staff: Vec<Person>,
    #[serde(default, rename = "shift")]
    shifts: Vec<RawShift>,
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
    #[serde(default = "half_a_minute")]
    same_reading: u16,
    #[serde(default)]
    language: String,
    #[serde(default)]
    ascii: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShift {
    name: String,
    from: String,
    to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDepartment {
    id: String,
    name: String,
    hours: String,
}

/// The panels that a post may open with, by their F-keys.
pub const PANELS: [u8; 7] = [2, 3, 4, 6, 7, 8, 12];

/// A time of day as it is written: `7:00`, `07:00`; 24:00 is midnight.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |part: &str, most| part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour, 2) || !digits(minute, 2) || minute.len() != 2 {
        return None;
    }
    match (hour.parse().ok()?, minute.parse().ok()?) {
        (24, 0) => Some(NaiveTime::MIN),
        (hour, minute) => NaiveTime::from_hms_opt(hour, minute, 0),
    }
}

fn office() -> String {
    OFFICE.into()
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
const fn half_a_minute() -> u16 {
    30
}
fn room() -> String {
    r"\d{1,2}-\d{1,2}-\d{3,4}".into()
}

/// That no two of a list have the same, which would be taken for one; what is empty is none.
fn once<'a>(list: &str, key: &str, of: impl Iterator<Item = &'a String>) -> Result<(), UnplacedError> {
    let mut known = HashSet::new();
    let twice = of.enumerate().find(|(_, one)| !one.is_empty() && !known.insert(*one));
    twice.map_or(Ok(()), |(n, twice)| Err(UnplacedError::nth(list, n, key, RuleFlaw::Twice(twice.clone()))))
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

    fn read(raw: Raw) -> Result<Self, UnplacedError> {
        let zone = raw.site.zone.parse().map_err(|_| UnplacedError::new(&["site", "zone"], RuleFlaw::Zone))?;
        let room =
            Pattern::new(&raw.site.room).map_err(|_| UnplacedError::new(&["site", "room"], RuleFlaw::Pattern))?;
        let named = |list, n, name: &str| rules::name(name).map_err(|flaw| UnplacedError::nth(list, n, "name", flaw));
        let site = rules::name(&raw.site.name).map_err(|flaw| UnplacedError::new(&["site", "name"], flaw))?;
        let mut posts = Vec::new();
        for (n, post) in raw.posts.into_iter().enumerate() {
            posts.push(Post { name: named("post", n, &post.name)?, ..post });
        }
        let mut staff: Vec<Person> = Vec::new();
        for person in raw.staff {
            let name = rules::name(&person.name).map_err(|flaw| UnplacedError::new(&["staff"], flaw))?;
            staff.push(Person { name, ..person });
        }
        if posts.iter().all(Post::is_machine) {
            return Err(UnplacedError::new(&["post"], RuleFlaw::NoPost));
        }
        let known = |post: &Post| ["office", "site", "department"].contains(&post.intake.as_str());
        if let Some(n) = posts.iter().position(|post| !known(post)) {
            return Err(UnplacedError::nth("post", n, "intake", RuleFlaw::Intake));
        }
        if let Some(n) = posts.iter().position(|post| !PANELS.contains(&post.panel)) {
            return Err(UnplacedError::nth("post", n, "panel", RuleFlaw::Panel));
        }
        let people = |name: &str| posts.iter().any(|post| post.name == name && !post.is_machine());
        let placed = |post: &Post| post.gate.is_empty() || post.is_machine() && people(&post.gate);
        if let Some(n) = posts.iter().position(|post| !placed(post)) {
            return Err(UnplacedError::nth("post", n, "gate", RuleFlaw::Gate));
        }
        once("staff", "id", staff.iter().map(|person| &person.id))?;
        let mut shifts = Vec::new();
        for (n, RawShift { name, from, to }) in raw.shifts.into_iter().enumerate() {
            let time =
                |key, text: &str| time_of_day(text).ok_or_else(|| UnplacedError::nth("shift", n, key, RuleFlaw::Time));
            shifts.push(Shift { name: named("shift", n, &name)?, from: time("from", &from)?, to: time("to", &to)? });
        }
        let mut departments = Vec::new();
        for (n, RawDepartment { id, name, hours }) in raw.departments.into_iter().enumerate() {
            let hours = Timetable::of_a_week(&hours);
            let hours = hours.map_err(|error| UnplacedError::nth("department", n, "hours", RuleFlaw::Hours(error)))?;
            let id = rules::name(&id).map_err(|flaw| UnplacedError::nth("department", n, "id", flaw))?;
            departments.push(Department { id, name: named("department", n, &name)?, hours });
        }
        once("post", "name", posts.iter().map(|post| &post.name))?;
        once("shift", "name", shifts.iter().map(|shift| &shift.name))?;
        once("department", "id", departments.iter().map(|department| &department.id))?;
        once("department", "name", departments.iter().map(|department| &department.name))?;
        let mut lengths = BTreeMap::new();
        for (stage, length) in raw.lengths {
            let length = length.parse().map_err(|_| UnplacedError::new(&["lengths", &stage], RuleFlaw::Length))?;
            lengths.insert(stage, length);
        }
        Ok(Self {
            name: site,
            number: raw.site.number,
            zone,
            room,
            province: raw.site.province.chars().next(),
            same_reading: i64::from(raw.site.same_reading) * 1_000,
            language: raw.site.language,
            ascii: raw.site.ascii,
            posts,
            staff,
            shifts,
            departments,
            lengths,
            keys: raw.keys,
        })
    }

    /// The post of a name.
    pub fn post(&self, name: &str) -> Option<&Post> {
        self.posts.iter().find(|post| post.name == name)
    }

    /// The first post where people are.
    pub fn counter(&self) -> Option<&Post> {
        self.posts.iter().find(|post| !post.is_machine())
    }

    /// Whether several people may have a post at once.
    pub fn is_shared(&self, post: &str) -> bool {
        self.post(post).is_some_and(Post::is_shared)
    }

    /// Those who may be named where these roles are asked for.
    pub fn people(&self, roles: &'static [Role]) -> impl Iterator<Item = &Person> {
        self.staff.iter().filter(move |person| person.is_one_of(roles))
    }

    /// The name, as the settings write it, of the one of the staff with this number or name; the text itself where nobody
    /// has it.
    pub fn name_of<'a>(&'a self, text: &'a str) -> &'a str {
        let numbered = self.staff.iter().find(|person| !person.id.is_empty() && same_name(&person.id, text));
        let known = numbered.or_else(|| self.staff.iter().find(|person| same_name(&person.name, text)));
        known.map_or(text, |person| &person.name)
    }

    /// The department of an id or a name.
    pub fn department(&self, name: &str) -> Option<&Department> {
        self.departments.iter().find(|known| known.id == name || known.name == name)
    }

    /// The shift that a wall-clock minute of the day falls in.
    pub fn shift(&self, at: Moment) -> Option<&Shift> {
        let now = self.zone.local(at).time();
        self.shifts.iter().find(|shift| {
            if shift.from < shift.to {
                shift.from <= now && now < shift.to
            } else {
                now >= shift.from || now < shift.to
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::parse_rfc3339;

    fn site(shifts: &str, panel: &str) -> Result<Site, RuleError> {
        Site::parse(&format!("[site]\nname = \"锦绣花园\"\n[[post]]\nname = \"前台\"\npanel = {panel}\n{shifts}"))
    }

    fn shift(from: &str, to: &str) -> String {
        format!("[[shift]]\nname = \"{from}\"\nfrom = \"{from}\"\nto = \"{to}\"\n")
    }

    #[test]
    fn a_shift_is_told_by_times_and_not_by_texts() {
        let site = site(&(shift("7:00", "15:00") + &shift("15:00", "23:00") + &shift("23:00", "7:00")), "12").unwrap();
        let at = |time: &str| parse_rfc3339(&format!("2026-03-02T{time}:00+08:00")).unwrap();
        let name = |time| site.shift(at(time)).map(|shift| shift.name.as_str());
        for (time, shift) in
            [("06:59", "23:00"), ("07:00", "7:00"), ("14:59", "7:00"), ("22:59", "15:00"), ("23:00", "23:00")]
        {
            assert_eq!(name(time), Some(shift), "{time}");
        }
        assert_eq!(site.shifts[0].hours(), "07:00-15:00");
        let whole = |from, to| self::site(&shift(from, to), "12").unwrap().shift(at("23:59")).is_some();
        assert!(whole("00:00", "24:00") && whole("8:00", "8:00") && !whole("8:00", "23:00"), "the whole day, or not");
        assert_eq!(time_of_day("24:00"), time_of_day("0:00"));
    }

    #[test]
    fn what_is_no_time_and_no_panel_is_refused_by_name() {
        for text in ["25:99", "7", "7:0", "24:01", "07:60", "-1:00", "七点", "", "07:00:00"] {
            let refused = site(&shift("07:00", text), "12").unwrap_err();
            assert_eq!((refused.cause, refused.line), (RuleFlaw::Time, Some(9)), "{text}");
            assert!(refused.key.contains("to"), "{}", refused.key);
        }
        for panel in ["99", "1", "0", "5"] {
            let refused = site("", panel).unwrap_err();
            assert_eq!((refused.cause, refused.line), (RuleFlaw::Panel, Some(5)), "{panel}");
        }
        PANELS.iter().for_each(|panel| drop(site("", &panel.to_string()).unwrap()));
    }
}
