//! Escalation: what a running limit has reached on its ladder and nobody has taken note of yet. From four fifths on it
//! rings; run out it is a line for the supervisor 主管, late by its own length once more one for the head 主任.

use crate::domain::entry::Family;
use crate::domain::handover::Topic;
use crate::domain::record::{Ack, PASSES, Record, Status};
use crate::domain::staff::{ANYONE, Role, Roles};
use crate::domain::time::{MINUTE, Moment};
use crate::domain::time_limit::{Rung, TimeLimit};

/// From this share of its length on, in percent, a limit is seen in another colour.
pub const HALF: u32 = 50;
/// From this share on it rings.
pub const BELL: u32 = 80;
/// From this share on it is the supervisor's.
pub const WHOLE: u32 = 100;
/// From this share on it is the head's.
pub const TWICE: u32 = 200;

/// The expiry of a limit of which the head is told as soon as it runs out.
const HEAD: &str = "head";

impl TimeLimit {
    /// When it should have rung last by an instant, where that much was taken note of; `None` where it should not.
    pub fn bell(&self, noted: u32, now: Moment) -> Option<Moment> {
        let rungs = self.ladder.iter().filter(|rung| rung.percent >= BELL.max(noted + 1)).filter_map(|rung| rung.at);
        let due = self.at().filter(|_| noted < WHOLE);
        let last = rungs.chain(due).filter(|at| *at <= now).max()?;
        let repeats = self.at().filter(|due| *due <= now && self.repeat > 0);
        Some(repeats.map_or(last, |due| last.max(self.repeated(due, now.since(due) / self.every()))))
    }

    /// When it is heard or looks different next.
    pub fn wakes(&self, now: Moment) -> Option<Moment> {
        let rungs = self.ladder.iter().filter_map(|rung| rung.at).filter(|at| *at > now);
        let late = self.at().filter(|due| *due <= now && self.repeat > 0);
        rungs.chain(late.map(|due| self.repeated(due, now.since(due) / self.every() + 1))).min()
    }

    fn every(&self) -> i64 {
        i64::from(self.repeat.max(1)) * MINUTE
    }

    fn repeated(&self, due: Moment, times: i64) -> Moment {
        Moment::from_millis(due.millis().saturating_add(times.saturating_mul(self.every())))
    }
}

/// Whose line a limit of a family becomes at a rung. Who stays too long is nobody's but the gate's.
pub fn line(family: Option<Family>, percent: u32) -> Option<Topic> {
    match percent {
        _ if family.is_some_and(Family::at_gate) => None,
        TWICE.. => Some(Topic::Head),
        WHOLE.. => Some(Topic::Supervisor),
        _ => None,
    }
}

impl Record {
    /// Who took note of a running limit, and when; not of an earlier one of its name, nor of a rung that has been put
    /// off since.
    pub fn acks_of<'a>(&'a self, clock: &'a TimeLimit) -> impl Iterator<Item = &'a Ack> {
        let reached = |ack: &Ack| {
            let own = |rung: &Rung| rung.percent == ack.percent && rung.at.is_some_and(|at| at <= ack.at);
            clock.ladder.iter().any(own)
        };
        self.acks.iter().filter(move |ack| ack.clock == clock.name() && reached(ack))
    }

    /// The highest rung of a limit that was taken note of, in percent; 0 for none.
    pub fn noted(&self, clock: &TimeLimit) -> u32 {
        self.acks_of(clock).map(|ack| ack.percent).max().unwrap_or(0)
    }

    /// Whether a limit has reached a rung that nobody took note of.
    pub fn unnoted(&self, clock: &TimeLimit, now: Moment) -> bool {
        clock.rung(now) > self.noted(clock)
    }

    /// The limit that is to be taken note of first: one with an unnoted rung, then the most urgent.
    pub fn to_note(&self, now: Moment) -> Option<&TimeLimit> {
        self.limits.iter().min_by_key(|clock| (!self.unnoted(clock, now), clock.order()))
    }

    /// Who is told of a rung of a limit, and may take note of it. Below the whole, and of who stays too long, that is
    /// whoever has the post.
    pub fn told(&self, clock: &TimeLimit, percent: u32) -> Roles {
        match percent {
            _ if self.family.at_gate() => ANYONE,
            TWICE.. => &[Role::Head],
            WHOLE.. if clock.expiry == HEAD => &[Role::Supervisor, Role::Head],
            WHOLE.. => &[Role::Supervisor],
            _ => ANYONE,
        }
    }

    /// Whose line a limit is: the supervisor's or the head's, until it is taken note of.
    pub fn escalation_of(&self, clock: &TimeLimit, now: Moment) -> Option<Topic> {
        let waits = self.status == Status::Open && self.unnoted(clock, now);
        line(Some(self.family), clock.rung(now)).filter(|_| waits)
    }

    /// How often a complaint was passed on, where that is the supervisor's affair (000-1 一.5) and it is not archived yet.
    pub fn passed_on(&self) -> Option<usize> {
        let open = self.family == Family::Complaint && self.status == Status::Open;
        Some(self.transfers()).filter(|times| open && *times > PASSES)
    }

    /// Whose line the record is: the highest of its limits'.
    pub fn escalation_level(&self, now: Moment) -> Option<Topic> {
        let limits = self.limits.iter().filter_map(|clock| self.escalation_of(clock, now));
        limits.chain(self.passed_on().map(|_| Topic::Supervisor)).max()
    }
}
