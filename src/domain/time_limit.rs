//! A stage's time limit as it was decided when the stage began. What is stored is the instant, never the rest.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::time::Moment;
use crate::domain::worktime::{CalendarVersions, Due, Length};

/// A running time limit, with the clause and the calendar that set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLimit {
    /// The stage's name in the procedures, such as `T2`.
    pub stage: String,
    /// Whose share of the stage it is, such as a department's; empty where the stage is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub part: String,
    pub start: Moment,
    pub length: Length,
    /// The department whose timetable counts; empty for time by the clock.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// The version of the calendar that was used; empty for time by the clock.
    #[serde(default, skip_serializing_if = "CalendarVersions::is_empty")]
    pub calendar: CalendarVersions,
    pub clause: String,
    /// Who is told, or what is proposed, when it runs out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expiry: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<(Moment, Moment)>,
    /// The rungs of its escalation, the lowest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ladder: Vec<Rung>,
    /// Every so many minutes it rings again once it is late; 0 for once.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub repeat: u32,
    pub due: Due,
}

const fn is_zero(minutes: &u32) -> bool {
    *minutes == 0
}

/// A point at which a limit makes itself heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// How much of the length has passed there, in percent; beyond 100 it is late.
    pub percent: u32,
    /// When; `None` where the calendar does not reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
}

/// [`TimeLimit::order`] of what waits for a calendar: after every instant, and before what has no limit.
pub const WAITING: i64 = i64::MAX - 1;

impl TimeLimit {
    /// A limit by the clock, without clause, expiry or ladder.
    pub fn new(stage: &str, start: Moment, length: Length, due: Due) -> Self {
        Self {
            stage: stage.to_owned(),
            part: String::new(),
            start,
            length,
            hours: String::new(),
            calendar: CalendarVersions::default(),
            clause: String::new(),
            expiry: String::new(),
            pauses: Vec::new(),
            ladder: Vec::new(),
            repeat: 0,
            due,
        }
    }

    /// The due instant; `None` while it waits for a calendar.
    pub const fn at(&self) -> Option<Moment> {
        match self.due {
            Due::At { at, .. } => Some(at),
            Due::Pending { .. } => None,
        }
    }

    /// Whether it is due in the same minute as another.
    pub fn is_due_with(&self, other: &Self) -> bool {
        self.at().map(Moment::minute) == other.at().map(Moment::minute)
    }

    /// Whether it has run out by an instant; what waits for a calendar has not.
    pub fn is_late(&self, now: Moment) -> bool {
        self.at().is_some_and(|due| due <= now)
    }

    /// The key that lists sort by: by due instant; what waits for a calendar hides nothing that is late.
    pub const fn order(&self) -> i64 {
        match self.due {
            Due::At { at, .. } => at.millis(),
            Due::Pending { .. } => WAITING,
        }
    }

    /// What it is known by within its record: its stage, and its part where it has one.
    pub fn name(&self) -> Cow<'_, str> {
        if self.part.is_empty() { Cow::Borrowed(&self.stage) } else { format!("{} {}", self.stage, self.part).into() }
    }

    /// The stage and the part, empty for none, of a stored [`name`](Self::name).
    pub fn named(name: &str) -> (&str, &str) {
        name.split_once(' ').unwrap_or((name, ""))
    }

    /// The pause that it is in at an instant.
    pub fn pause(&self, now: Moment) -> Option<(Moment, Moment)> {
        self.pauses.iter().copied().find(|(from, to)| *from <= now && now < *to)
    }

    /// The highest rung that was reached by an instant, in percent; 0 before the first.
    pub fn rung(&self, now: Moment) -> u32 {
        let reached = self.ladder.iter().filter(|rung| rung.at.is_some_and(|at| at <= now));
        reached.map(|rung| rung.percent).max().unwrap_or(0)
    }
}
