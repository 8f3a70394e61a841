//! The demonstration: a plausible logbook of any size, made through the desk itself, so that it obeys every rule. The
//! same plan gives the same records.

mod cast;
mod script;

use uuid::Uuid;

use cast::{Cast, Dice};
pub use cast::{SITE, house, site};
use script::{Agenda, DAY, Place, Script};

use crate::desk::StoreError;
use crate::desk::{Act, ActError, ActTarget, Answer, Desk, Who};
use crate::domain::entry::{Fields, Kind};
use crate::domain::handover::Verdict;
use crate::domain::time::Moment;

/// Acts in one transaction.
const BATCH: usize = 2_000;
/// Visits of the day that is made when nothing else is asked.
const VISITS: u64 = 56;
/// Visits a day in a large logbook.
const BUSY: u64 = 1_000;

/// What is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The instant at which everything ends.
    pub now: Moment,
    /// Visitors and vehicles, spread over as many days as they need; one day's where none is named.
    pub visits: Option<u64>,
    pub seed: u64,
}

impl Plan {
    /// The identity of the logbook.
    pub fn log(&self) -> Uuid {
        Dice::new(!self.seed).uid(self.now)
    }
}

/// Fills a logbook; returns how many acts were done.
///
/// # Errors
/// Where the logbook cannot be written, or the desk refuses, which a test keeps from happening.
pub fn fill(desk: &mut Desk, plan: Plan) -> Result<u64, ActError> {
    let unread = |error: toml::de::Error| StoreError::Other(error.message().to_owned());
    let (cast, script) = (Cast::builtin().map_err(unread)?, Script::builtin().map_err(unread)?);
    let zone = desk.house().site.zone;
    let agenda = Agenda::new(&cast, &script, Dice::new(plan.seed), zone);
    let mut stage = Stage { desk, agenda, boot: Dice::new(plan.seed ^ 1).uid(plan.now), guard: String::new(), done: 0 };
    let visits = plan.visits.unwrap_or(VISITS);
    let last = visits.min(VISITS);
    let earlier = visits - last;
    let days = earlier.div_ceil(BUSY);
    // The oldest complaint still open began two days before the last day.
    let before = i64::try_from(days).unwrap_or_default();
    let last_day = plan.now.plus_minutes(-DAY);
    stage.begin(last_day.plus_minutes(-DAY * before.max(3)))?;
    // Corrections and what is still open are about visits of their own.
    let extra = Some(script.fresh_visits()).filter(|extra| last > *extra).unwrap_or(0);
    if extra > 0 {
        stage.agenda.complaints(plan.now);
    }
    for day in 0..days {
        let start = last_day.plus_minutes(-DAY * (before - i64::try_from(day).unwrap_or_default()));
        let share = earlier / days + u64::from(day < earlier % days);
        stage.agenda.day(start, share);
        for _ in 0..(share / 200).max(1) {
            stage.agenda.past_complaint(start);
        }
        let change = stage.shift_change(start.plus_minutes(DAY));
        stage.play(change)?;
        stage.hand_over(Place::Gate, change)?;
    }
    stage.agenda.day(last_day, last - extra);
    if extra > 0 {
        stage.agenda.fresh(plan.now);
    }
    let change = stage.shift_change(plan.now);
    stage.play(change)?;
    stage.hand_over(Place::Counter, change)?;
    stage.hand_over(Place::Gate, change)?;
    stage.play(plan.now)?;
    Ok(stage.done)
}

/// The desk with the acts that are being played on it.
struct Stage<'a> {
    desk: &'a mut Desk,
    agenda: Agenda<'a>,
    boot: Uuid,
    /// Who has the gate, which is one person's.
    guard: String,
    done: u64,
}

impl Stage<'_> {
    /// The first line of the logbook, and who is on duty.
    fn begin(&mut self, at: Moment) -> Result<(), ActError> {
        let begun = self.agenda.act(at, Kind::Begun, &Fields::new(), "");
        let who = self.who(Place::Counter, at);
        self.desk.act(&begun, &who, at)?;
        self.done += 1;
        self.on_duty(Place::Counter, at)?;
        self.on_duty(Place::Gate, at)
    }

    /// Someone takes over a post's keyboard.
    fn on_duty(&mut self, place: Place, at: Moment) -> Result<(), ActError> {
        let who = self.who(place, at);
        let act = self.agenda.act(at, Kind::Duty, &[("person".to_owned(), who.operator.clone())].into(), "");
        self.desk.act(&act, &who, at)?;
        self.done += 1;
        if place == Place::Gate {
            self.guard = who.operator;
        }
        Ok(())
    }

    /// What happens before `until`; at the gate the guards sign on in turn.
    fn due(&mut self, until: Moment) -> Vec<(Moment, Place, Act)> {
        let mut due = Vec::new();
        for (at, place, act) in self.agenda.before(until) {
            let guard = self.who(Place::Gate, at).operator;
            if place == Place::Gate && guard != self.guard {
                due.push((at, place, sign_on(place, at, &guard)));
                self.guard = guard;
            }
            due.push((at, place, act));
        }
        due
    }

    /// Does what happens before `until`.
    fn play(&mut self, until: Moment) -> Result<(), ActError> {
        let due = self.due(until);
        for batch in due.chunks(BATCH) {
            let who: Vec<Who> = batch.iter().map(|(at, place, _)| self.who(*place, *at)).collect();
            let acts: Vec<(&Act, &Who, Moment)> =
                batch.iter().zip(&who).map(|((at, _, act), who)| (act, who, *at)).collect();
            self.desk.act_all(&acts)?;
            self.done += acts.len() as u64;
        }
        Ok(())
    }

    /// A page answered by the relief: all taken over, the first with a question.
    fn hand_over(&mut self, place: Place, at: Moment) -> Result<(), ActError> {
        let (who, relief) = (self.who(place, at.plus_minutes(-1)), self.who(place, at).operator);
        if who.operator == relief {
            return Ok(());
        }
        if !self.desk.watch(&who.post, &who.operator)?.is_on(&who.operator) {
            let before = at.plus_minutes(-1);
            self.desk.act(&sign_on(place, before, &who.operator), &who, before)?;
            self.done += 1;
        }
        let page = self.desk.reading(&who).page(at)?;
        let dice = &mut self.agenda.dice;
        let [reason, question, reply] =
            ["reason", "question", "reply"].map(|said| self.agenda.cast.word(&format!("handover.{said}"), dice));
        let answers = page.lines.into_iter().enumerate().map(|(n, line)| {
            let asked = n == 0;
            let (verdict, said, reply) = if asked {
                (Verdict::Queried, question.clone(), reply.clone())
            } else if line.line.needs_reason() {
                (Verdict::Accepted, reason.clone(), String::new())
            } else {
                (Verdict::Accepted, String::new(), String::new())
            };
            Answer { line: line.line, verdict, said, reply }
        });
        let answers = ActTarget::Answers(answers.collect());
        let signed = [("person".to_owned(), who.operator.clone()), ("relief".to_owned(), relief)];
        let act = self.agenda.act(at, Kind::Handover, &signed.into(), "");
        self.desk.act(&Act { target: answers, ..act }, &who, at)?;
        self.done += 1;
        if place == Place::Gate {
            self.guard = self.who(place, at).operator;
        }
        Ok(())
    }

    /// The last change of shift before an instant.
    fn shift_change(&self, now: Moment) -> Moment {
        let zone = self.desk.house().site.zone;
        let midnight = zone.midnight(zone.date(now));
        let changes = [23 * 60, 15 * 60, 7 * 60, -60];
        let found = changes.into_iter().map(|minutes| midnight.plus_minutes(minutes)).find(|change| *change < now);
        found.unwrap_or(now)
    }

    /// Who has a post at an instant: the counter's and the gate's people take turns by shift.
    fn who(&self, place: Place, at: Moment) -> Who {
        let site = &self.desk.house().site;
        let hour: usize = site.zone.local(at).format("%H").to_string().parse().unwrap_or_default();
        let shift = (hour + 17) % 24 / 8;
        let (people, post) = match place {
            Place::Counter => (&self.agenda.cast.clerks, site.posts.first()),
            Place::Gate => (&self.agenda.cast.guards, site.posts.last()),
        };
        let operator = people.iter().cycle().nth(shift).cloned().unwrap_or_default();
        Who { post: post.map_or_else(String::new, |post| post.name.clone()), operator, boot: self.boot }
    }
}

/// Someone signs on, with an identity of its own, so that the rest of the plan stays as it is.
fn sign_on(place: Place, at: Moment, person: &str) -> Act {
    // Both posts may be signed on to in one instant.
    let seed = at.millis().unsigned_abs().wrapping_mul(2) | u64::from(place == Place::Gate);
    let fields = [("person".to_owned(), person.to_owned())].into();
    Act { fields, ..Act::new(Dice::new(seed).uid(at), Kind::Duty) }
}
