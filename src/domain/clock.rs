//! Clocks: a stage's time limit as it was decided when the stage began. What is stored is the instant, never the rest.

use serde::{Deserialize, Serialize};

use crate::domain::time::Moment;
use crate::domain::worktime::{Due, Length};

/// A running time limit, with the clause and the calendar that set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The stage's name in the procedures, such as `T2`.
    pub stage: String,
    /// When it began.
    pub start: Moment,
    /// How long it may take.
    pub length: Length,
    /// The department whose timetable counts; empty for time by the clock.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// The version of the calendar that was used; empty for time by the clock.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub calendar: String,
    /// The clause that sets it.
    pub clause: String,
    /// Who is told, or what is proposed, when it runs out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expiry: String,
    /// When it is due.
    pub due: Due,
}

impl Clock {
    /// The due instant; `None` while it waits for a calendar.
    pub const fn at(&self) -> Option<Moment> {
        match self.due {
            Due::At { at, .. } => Some(at),
            Due::Pending { .. } => None,
        }
    }

    /// The key that lists sort by: what waits for a calendar first, then by due instant.
    pub const fn order(&self) -> i64 {
        match self.due {
            Due::At { at, .. } => at.millis(),
            Due::Pending { .. } => i64::MIN,
        }
    }
}
