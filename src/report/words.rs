//! What only a page says: who wrote an entry when, and whether a limit was kept.

use crate::domain::form;
use crate::domain::history::EntryView;
use crate::domain::record::LATE;
use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Length, Working};
use crate::words::Voice;

/// From so many minutes on, a stretch of time is told in hours.
const HOURS: i64 = 120;

impl Voice<'_> {
    /// What an entry is.
    pub(super) fn line(&self, line: &EntryView) -> String {
        self.event(line.kind, line.get("step"))
    }

    /// Some fields of a line with their labels.
    pub(super) fn fields<'a>(&self, line: &EntryView, keys: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
        keys.map(|key| (self.named("field", key), self.entry_value(line, key, line.get(key)))).collect()
    }

    /// All fields of a line with their labels, in the order of its form.
    pub(super) fn all(&self, line: &EntryView) -> Vec<(String, String)> {
        self.fields(line, form::fields(line.kind, line.get("step")).iter().map(|field| field.key))
    }

    /// When a line happened, who wrote it where, and its number; and when it was written, where that was later.
    pub(super) fn signed(&self, line: &EntryView) -> String {
        let late = line.written_at.since(line.at) > LATE;
        let args = [
            ("at", self.at(line.at)),
            ("who", line.operator.clone()),
            ("post", line.post.clone()),
            ("seq", line.seq.to_string()),
        ];
        let signed = self.say("paper-signed", &args);
        if late { format!("{signed}  {} {}", self.tr("late-entry"), self.at(line.written_at)) } else { signed }
    }

    pub(super) fn minutes(&self, minutes: i64) -> String {
        if minutes < HOURS {
            return self.say("unit-m", &[("n", minutes.to_string())]);
        }
        if minutes % 60 == 0 {
            return self.say("unit-h", &[("n", (minutes / 60).to_string())]);
        }
        let parts = [("h", (minutes / 60).to_string()), ("m", (minutes % 60).to_string())];
        self.say("paper-hours", &parts)
    }

    /// Whether what happened at an instant kept a limit, or by how much it was late in the limit's own unit.
    pub(super) fn judged(&self, working: &Working<'_>, clock: &TimeLimit, at: Moment) -> String {
        match working.lateness(clock, at) {
            Some(late) => self.overdue(late),
            None if clock.at().is_some() => self.tr("paper-in-time"),
            None => self.due(clock.due),
        }
    }

    /// By how much something was late.
    pub(super) fn overdue(&self, by: Length) -> String {
        match by {
            Length::WorkMinutes(minutes) => self.say("paper-late-work", &[("time", self.minutes(minutes))]),
            Length::Minutes(minutes) => self.say("paper-late", &[("time", self.minutes(minutes))]),
            _ => self.late(by),
        }
    }
}
