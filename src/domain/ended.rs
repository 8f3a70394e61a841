//! Limits that have ended: when, by whom and with what, and whether they were kept, or by how much they were late in
//! their own unit. Read from a record's entries alone; what was struck has ended nothing.

use crate::domain::entry::{Kind, Seq};
use crate::domain::history::{AT, EntryView, Value};
use crate::domain::procedure::RECLASSED;
use crate::domain::record::{ARCHIVED, CONCLUDED};
use crate::domain::text::when;
use crate::domain::time::{MINUTE, Moment, parse_rfc3339};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Length, Working};

/// Steps with which a limit ends that nobody has met with them.
const OVER: [&str; 4] = [ARCHIVED, CONCLUDED, RECLASSED, "exempted"];

/// How a limit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(prefix = "ended-", serialize_all = "kebab-case")]
pub enum How {
    /// What it was for was done.
    Done,
    /// Another promise took its place.
    Replaced,
    /// Nothing waits for it any more.
    Over,
    /// Nobody knows when: someone left unseen.
    Unseen,
}

/// What a limit that has ended is judged by, where its beginning says another thing now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(prefix = "judged-by-", serialize_all = "kebab-case")]
pub enum Basis {
    /// The time of its beginning as it was before it was amended.
    Start,
    /// The promise as it stood when it ended: an amendment may have put it right or moved it.
    Promise,
}

/// A limit that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    pub limit: TimeLimit,
    /// The entry that ended it.
    pub seq: Seq,
    /// The step, or the entry's kind.
    pub event: String,
    pub at: Moment,
    pub operator: String,
    pub how: How,
    /// The entry that began it.
    pub begun: Seq,
    /// Who wrote that entry.
    pub begun_by: String,
    pub basis: Option<Basis>,
}

/// The limits of a record that have ended, in the order in which they did, by its entries with corrections applied.
pub fn ended(lines: &[EntryView]) -> Vec<Ended> {
    let (mut running, mut ended): (Vec<(&TimeLimit, &EntryView)>, Vec<Ended>) = (Vec::new(), Vec::new());
    if lines.first().is_some_and(|opening| opening.withdrawn.is_some()) {
        return ended;
    }
    let own = |line: &&EntryView| line.withdrawn.is_none() && !line.kind.corrects() && line.kind != Kind::Acknowledged;
    for line in lines.iter().filter(own) {
        let event = line.kind.event(line.get("step"));
        let end = |(limit, begun): (&TimeLimit, &EntryView), how| Ended {
            limit: limit.clone(),
            seq: line.seq,
            event: event.to_owned(),
            at: line.at,
            operator: line.operator.clone(),
            how,
            begun: begun.seq,
            begun_by: begun.operator.clone(),
            basis: basis(limit, begun),
        };
        let how = match event {
            _ if line.get("unseen") == "yes" => How::Unseen,
            _ if OVER.contains(&event) => How::Over,
            _ => How::Done,
        };
        let (over, goes_on): (Vec<_>, Vec<_>) =
            running.into_iter().partition(|(limit, _)| line.ended.iter().any(|name| *name == limit.name()));
        running = goes_on;
        ended.extend(over.into_iter().map(|old| end(old, how)));
        for new in &line.limits {
            let place = running.iter().position(|(old, _)| old.name() == new.name());
            match place.map(|place| running.remove(place)) {
                // A pause moves its end; it is the same limit.
                Some((old, begun)) if old.start.minute() == new.start.minute() => running.push((new, begun)),
                old => {
                    ended.extend(old.map(|old| end(old, How::Replaced)));
                    running.push((new, line));
                }
            }
        }
    }
    ended
}

/// By what a limit is judged that the entry which began it does not say any more.
fn basis(limit: &TimeLimit, begun: &EntryView) -> Option<Basis> {
    let minute = |text: &str| parse_rfc3339(text).map(Moment::minute);
    let due = limit.at().map(Moment::minute);
    let moved = |value: &Value| {
        minute(&value.text) != due && value.strikes.iter().any(|strike| due.is_some() && minute(&strike.old) == due)
    };
    if limit.length == Length::Promise {
        let promises = begun.values.iter().filter(|(key, _)| *key != AT);
        return promises.into_iter().any(|(_, value)| moved(value)).then_some(Basis::Promise);
    }
    (begun.values.contains_key(AT) && limit.start.minute() != begun.at.minute()).then_some(Basis::Start)
}

impl Working<'_> {
    /// By how much something that happened at an instant was too late for a limit, in the limit's own unit: working
    /// minutes, minutes by the clock, or days. `None` where it was kept: to the minute, as both are written.
    pub fn lateness(&self, limit: &TimeLimit, at: Moment) -> Option<Length> {
        let (due, at) = (limit.at()?.minute(), at.minute());
        if at <= due {
            return None;
        }
        let clock = Length::Minutes(at.since(due) / MINUTE);
        let zone = self.site.zone;
        let late = match limit.length {
            Length::Days(_) => {
                let days = zone.date(at).signed_duration_since(when::end(due, zone).0).num_days();
                u32::try_from(days).ok().filter(|days| *days > 0).map(Length::Days)
            }
            Length::WorkMinutes(_) | Length::WorkDays(_) if !limit.hours.is_empty() => {
                // Where no work has gone on since, it is late by the clock.
                let worked = self.hours(&limit.hours).between(due, at).filter(|millis| *millis > 0);
                worked.map(|millis| Length::WorkMinutes(millis / MINUTE))
            }
            _ => None,
        };
        Some(late.unwrap_or(clock))
    }

    /// By how much a limit that has ended was late; `None` where it was kept, or nobody can say.
    pub fn late_by(&self, ended: &Ended) -> Option<Length> {
        self.lateness(&ended.limit, ended.at).filter(|_| ended.how != How::Unseen)
    }
}
