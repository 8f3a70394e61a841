//! What the entries say, in words for a page: times always with their date, telephone numbers masked.

use crate::desk::{House, phone};
use crate::domain::form::{self, Input};
use crate::domain::history::EntryView;
use crate::domain::record::LATE;
use crate::domain::text::when;
use crate::domain::time::{MINUTE, Moment, parse_rfc3339};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Due, Length};
use crate::locale::Locale;

/// From so many minutes on, a stretch of time is told in hours.
const HOURS: i64 = 120;

/// The words of one page.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) house: &'a House,
    pub(super) locale: &'a Locale,
}

impl Words<'_> {
    pub(super) fn tr(&self, key: &str) -> String {
        self.locale.tr(key)
    }

    pub(super) fn tr_args(&self, key: &str, args: &[(&str, String)]) -> String {
        self.locale.say(key, args)
    }

    pub(super) fn at(&self, at: Moment) -> String {
        when::long(at, self.house.site.zone)
    }

    /// When a limit is due, or which calendar it waits for.
    pub(super) fn due(&self, due: Due) -> String {
        match due {
            Due::At { at, .. } => self.at(at),
            Due::Pending { year } => self.tr_args("pending-calendar", &[("year", year.to_string())]),
        }
    }

    /// The words of a name; the name itself where it has none.
    pub(super) fn named(&self, kind: &str, name: &str) -> String {
        self.locale.named(kind, name)
    }

    /// What a line is: a step of the complaint, or its kind.
    pub(super) fn event(&self, line: &EntryView) -> String {
        match line.kind {
            kind if kind.is_step() => self.named("step", line.get("step")),
            kind => self.named("kind", kind.name()),
        }
    }

    /// A value of a line's field as a person reads it.
    pub(super) fn value(&self, line: &EntryView, key: &str, value: &str) -> String {
        let time = || parse_rfc3339(value).map_or_else(|| value.to_owned(), |at| self.at(at));
        match form::find(line.kind, line.get("step"), key).map(|field| field.input) {
            _ if value.is_empty() => String::new(),
            Some(Input::Choice(_)) => self.named(&format!("choice-{key}"), value),
            Some(Input::Phone) => phone(value, false),
            Some(Input::Department) => self.department(value).unwrap_or_else(|| value.to_owned()),
            Some(Input::When(_)) => time(),
            _ => value.to_owned(),
        }
    }

    /// The name of a department that the site has.
    pub(super) fn department(&self, id: &str) -> Option<String> {
        self.house.site.department(id).map(|known| known.name.clone())
    }

    /// Some fields of a line with their labels.
    pub(super) fn fields<'a>(&self, line: &EntryView, keys: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
        keys.map(|key| (self.named("field", key), self.value(line, key, line.get(key)))).collect()
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
        let signed = self.tr_args("paper-signed", &args);
        if late { format!("{signed}  {} {}", self.tr("late-entry"), self.at(line.written_at)) } else { signed }
    }

    pub(super) fn length(&self, length: Length) -> String {
        let (key, args) = length.words();
        self.tr_args(key, &args)
    }

    pub(super) fn minutes(&self, minutes: i64) -> String {
        if minutes < HOURS {
            return self.tr_args("unit-m", &[("n", minutes.to_string())]);
        }
        if minutes % 60 == 0 {
            return self.tr_args("unit-h", &[("n", (minutes / 60).to_string())]);
        }
        let parts = [("h", (minutes / 60).to_string()), ("m", (minutes % 60).to_string())];
        self.tr_args("paper-hours", &parts)
    }

    /// Whether what happened at an instant kept a limit, or by how much it was late.
    pub(super) fn judged(&self, clock: &TimeLimit, at: Moment) -> String {
        match clock.at() {
            Some(due) if due < at => self.late(at.since(due)),
            Some(_) => self.tr("paper-in-time"),
            None => self.due(clock.due),
        }
    }

    /// By how much something was late, in milliseconds; a minute begun is a minute.
    pub(super) fn late(&self, millis: i64) -> String {
        self.tr_args("paper-late", &[("time", self.minutes((millis + MINUTE - 1) / MINUTE))])
    }
}
