//! Time on the screen: what rings, and when the picture changes next.

use crate::app::panel::Panel;
use crate::app::{Effect, Model, NOTICE, Overlay};
use crate::desk::Deadline;
use crate::domain::escalation::{BELL, HALF};
use crate::domain::record::Record;
use crate::domain::time::{MINUTE, Moment};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Working;

/// Below this many milliseconds, rests are shown in seconds.
pub const SECONDS: i64 = 10 * MINUTE;
/// How many limits the strip tells.
pub const STRIP: usize = 3;
/// How long an answer of the desk may take before the header says so, in milliseconds.
pub const PATIENCE: i64 = 1_000;

/// How urgent a time limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// It waits for a calendar.
    Pending,
    Late,
    Soon,
    Half,
    Calm,
}

/// What is left of a time limit at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remaining {
    pub heat: Urgency,
    /// Milliseconds left, or past where late; working time where `working`.
    pub millis: i64,
    /// Whether `millis` is working time.
    pub working: bool,
}

/// What is left of a clock.
pub fn rest(clock: &TimeLimit, now: Moment, working: &Working<'_>) -> Remaining {
    let Some(left) = working.left(clock, now) else {
        return Remaining { heat: Urgency::Pending, millis: 0, working: false };
    };
    if left.late {
        return Remaining { heat: Urgency::Late, millis: left.clock, working: false };
    }
    let (millis, is_working) = left.work.map_or((left.clock, false), |work| (work, true));
    let heat = match clock.rung(now) {
        _ if clock.ladder.is_empty() => {
            let whole = working.left(clock, clock.start).map_or(0, |whole| whole.work.unwrap_or(whole.clock));
            if millis.saturating_mul(5) <= whole { Urgency::Soon } else { Urgency::Calm }
        }
        BELL.. => Urgency::Soon,
        HALF.. => Urgency::Half,
        _ => Urgency::Calm,
    };
    Remaining { heat, millis, working: is_working }
}

/// Rings for what limits have just reached, and lets old messages go.
pub(super) fn tick(model: &mut Model, now: Moment) -> Vec<Effect> {
    if let Some((notice, since)) = &model.notice
        && !notice.is_error()
        && now.since(*since) >= NOTICE
    {
        model.notice = None;
    }
    if model.reveal.is_some_and(|(_, until)| until <= now) {
        model.reveal = None;
    }
    // The lists are put in order, the page has its lines, what is to be heard is read.
    if model.loaded && changed(model, now) { vec![Effect::Load(model.want())] } else { Vec::new() }
}

/// Whether a limit has reached a rung, or is to be heard again, or the day is another, since the lists were read.
fn changed(model: &Model, now: Moment) -> bool {
    let Some(read) = model.snapshot.now else { return false };
    let again = |bell: &Deadline| bell.clock.wakes(read).is_some_and(|at| at <= now);
    let opens = || model.muted && now.since(read) >= MINUTE;
    model.turned(now)
        || model.snapshot.next_rung.is_some_and(|at| at <= now)
        || model.snapshot.bells.iter().any(again)
        || opens()
}

/// Whether something is to be heard of what was read at an instant: a rung from four fifths on, or a late limit that
/// repeats itself, each once and until it is taken note of. What had come before the window opened is not; what comes
/// while its department is closed is heard when that opens.
pub(super) fn ring(model: &mut Model, read: Moment, opened: bool) -> bool {
    let working = model.house.working();
    let (mut new, mut muted) = (false, None::<Moment>);
    for Deadline { clock, record } in &model.snapshot.bells {
        let Some(at) = clock.bell(record.noted(clock), read) else { continue };
        let key = (record.subject, clock.name().into_owned());
        if model.rung.get(&key) == Some(&at) {
            continue;
        }
        if opened || !mute(clock, read, &working) {
            model.rung.insert(key, at);
            new = !opened;
        } else {
            muted = Some(muted.map_or(at, |first| first.min(at)));
        }
    }
    model.heard = Some(muted.map_or(read, |at| Moment::from_millis(at.millis() - 1)));
    model.muted = muted.is_some();
    new
}

/// Whether a limit is not heard now: its department is closed, and not just closing.
fn mute(clock: &TimeLimit, now: Moment, working: &Working<'_>) -> bool {
    let hours = working.hours(&clock.hours);
    let shut = |at| hours.is_open(at) == Some(false);
    !clock.hours.is_empty() && shut(now) && shut(now.plus_minutes(-1))
}

impl Model {
    /// Whether the lists were read on another day, so that what they call today is none.
    pub(super) fn turned(&self, now: Moment) -> bool {
        let zone = self.house.site.zone;
        self.snapshot.now.is_some_and(|read| zone.date(read) != zone.date(now))
    }

    /// When the picture changes by itself next: a minute turns, a rest in sight or a running call counts, a number is
    /// masked again, a message goes. Nothing that is out of sight, or that stays, wakes a window.
    pub fn wake(&self, now: Moment) -> Moment {
        let next = |unit: i64| Moment::from_millis((now.millis().div_euclid(unit) + 1) * unit);
        let mut wake = next(MINUTE);
        let mut sooner = |at: Moment| wake = wake.min(at);
        let running = |overlay: &Overlay| matches!(overlay, Overlay::Form(form) if form.is_talk());
        if self.overlays.iter().any(running) {
            sooner(next(1_000));
        }
        let late = self.waiting.map(|since| Moment::from_millis(since.millis() + PATIENCE + 1));
        late.filter(|at| *at > now).into_iter().for_each(&mut sooner);
        if let Some((_, until)) = self.reveal {
            sooner(next(1_000).min(until));
        }
        if let Some((_, since)) = self.notice.as_ref().filter(|(notice, _)| !notice.is_error()) {
            sooner(Moment::from_millis(since.millis() + NOTICE).max(next(1_000)));
        }
        self.snapshot.next_rung.into_iter().for_each(&mut sooner);
        let told = self.why().and_then(|why| why.limit()).map(|(clock, ..)| clock);
        for deadline in self.snapshot.urgent.iter().chain(&self.snapshot.upcoming) {
            deadline.clock.wakes(now).into_iter().for_each(&mut sooner);
            deadline.clock.at().filter(|due| *due > now).into_iter().for_each(&mut sooner);
        }
        for clock in self.counted().into_iter().chain(told) {
            clock.wakes(now).into_iter().for_each(&mut sooner);
            let Some(due) = clock.at() else { continue };
            let left = due.since(now);
            if let Some((_, until)) = clock.pause(now).filter(|_| left > 0) {
                sooner(until);
            } else if (0..=SECONDS).contains(&left) {
                sooner(next(1_000));
            } else if left > SECONDS {
                // Rests are counted down in whole minutes from the due instant.
                let part = left.rem_euclid(MINUTE);
                sooner(Moment::from_millis(now.millis() + if part > 0 { part } else { MINUTE }));
            }
        }
        wake
    }

    /// The limits of which the screen tells what is left: in the strip, in the rows around the one in hand, on the page,
    /// on a card. A row of the gate tells none before it is late.
    fn counted(&self) -> Vec<&TimeLimit> {
        let mut counted: Vec<&TimeLimit> = self.snapshot.urgent.iter().take(STRIP).map(|one| &one.clock).collect();
        if self.live_page() {
            counted.extend(self.snapshot.page.lines.iter().flat_map(|line| &line.record.limits));
        }
        let seen = usize::from(self.size.1);
        let first = self.view().selected.saturating_sub(seen);
        let rows: Vec<&Record> = if self.panel == Panel::Today {
            let first = |panel| if panel == self.focus { first } else { 0 };
            Panel::boxes().flat_map(|panel| self.boxed(panel).iter().skip(first(panel)).take(2 * seen)).collect()
        } else {
            self.rows().into_iter().skip(first).take(2 * seen).collect()
        };
        counted.extend(rows.into_iter().filter(|row| !row.family.at_gate()).filter_map(Record::next_limit));
        counted.extend(
            self.overlays.iter().filter_map(Overlay::try_as_card_ref).flat_map(|card| &card.card.record.limits),
        );
        counted
    }
}
