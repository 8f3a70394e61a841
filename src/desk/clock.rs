//! Jumps of the machine's clock, both ways: noticed under the lock, before anything is written by the new time, and
//! written down as an entry of the logbook's own.
//!
//! Each entry keeps how long the machine had been running when it was written ([`Decided::up`]). The time of day less
//! that is when the machine was started, as its clock has it, and it stays the same until someone sets the clock: sleep
//! moves both alike, and so does a clock that is slowly put right. So what an entry of this boot says, and what the clock
//! says now, differ by just what the clock has jumped. An entry of another boot, or of a program that did not keep it,
//! tells only whether the clock stands before it; until this boot has one, a desk goes by what it saw first. A jump never
//! keeps anyone from saving.
//!
//! [`Decided::up`]: crate::domain::entry::Decided::up

use uuid::Uuid;

use crate::desk::act_context::{ActContext, derived_uid};
use crate::desk::watch::Earlier;
use crate::desk::{ActError, CLOCK_TOLERANCE, Desk, House, Who};
use crate::domain::entry::{Kind, Stamp};
use crate::domain::intake::ParsedForm;
use crate::domain::time::{MINUTE, Moment};
use crate::store::{Answer, Journal, Outcome, Question, Read, StoreError, Transact};

/// How far a clock is set back before it counts, in milliseconds.
const BACK: i64 = 2_000;
/// How far it is set ahead.
const AHEAD: i64 = MINUTE;

/// The further entry of an act that tells of a jump before it.
const JUMPED: u128 = 1 << 48;

/// By how many milliseconds a clock that has the machine started at `now` jumped since it had it started at `then`;
/// negative where it was set back.
pub fn jump(then: Moment, now: Moment) -> Option<i64> {
    let by = now.since(then);
    (!(-BACK..=AHEAD).contains(&by)).then_some(by)
}

/// When the machine was started, as its clock has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Booted {
    /// When the desk looked first in this boot.
    first: Option<Moment>,
    pub(super) now: Option<Moment>,
}

/// By how much the clock jumped since the entry written last, or since the desk looked first.
pub(super) fn jumped(
    read: &(impl Read + ?Sized),
    boot: Uuid,
    now: Moment,
    booted: Booted,
) -> Result<Option<i64>, StoreError> {
    let Some(Answer::Tail(Some(tail))) = read.ask(&[Question::Tail])?.pop() else { return Ok(None) };
    if let Some((booted, up)) = booted.now.zip(tail.up).filter(|_| tail.boot == boot) {
        return Ok(jump(Moment::from_millis(tail.written_at.millis().saturating_sub(up)), booted));
    }
    let by = now.since(tail.written_at);
    let seen = booted.first.zip(booted.now).and_then(|(first, now)| jump(first, now));
    Ok(seen.or((by < -CLOCK_TOLERANCE).then_some(by)))
}

/// Writes down that the clock jumped, as an entry before those of an act.
pub(super) fn note(cx: &mut ActContext<'_, '_>, by: i64) -> Result<(), ActError> {
    let expected = Moment::from_millis(cx.now.millis().saturating_sub(by));
    let mut parsed = ParsedForm::default();
    parsed.plain.insert("expected".into(), cx.house.site.zone.rfc3339(expected));
    parsed.plain.insert("jumped".into(), format!("{:+}", by / 1_000));
    let uid = derived_uid(cx.uid, JUMPED);
    let mut note = ActContext {
        uid,
        stamp: cx.stamp.clone(),
        journal: cx.journal,
        source: cx.source.clone(),
        clock_went_back: false,
        touched: Vec::new(),
        ..*cx
    };
    let at = note.now;
    note.open(Kind::ClockJumped, at, parsed, |_| {}).map(drop)
}

impl Desk {
    /// Says how the machine's clock tells when the machine was started; without it only a clock that stands before the
    /// entry written last is noticed.
    pub fn set_booted(&mut self, booted: impl Fn() -> Option<Moment> + Send + 'static) {
        self.booted = Box::new(booted);
    }

    /// What is known of a boot where the machine was started at `now`, as its clock has it.
    pub(super) fn booted(&self, boot: Uuid, now: Option<Moment>) -> Booted {
        let seen = self.begun.get().filter(|(seen, _)| *seen == boot).or(now.map(|now| (boot, now)));
        self.begun.set(seen);
        Booted { first: seen.map(|(_, first)| first), now }
    }

    /// By how many milliseconds the clock jumped since the entry written last; negative where it was set back.
    ///
    /// # Errors
    /// Where the logbook cannot be read.
    pub fn clock_jumped(&self, boot: Uuid, now: Moment) -> Result<Option<i64>, StoreError> {
        jumped(&*self.store, boot, now, self.booted(boot, (self.booted)()))
    }

    /// Writes down that the clock jumped, where it did and nobody has written it down.
    ///
    /// # Errors
    /// Where the logbook cannot be written; the next act writes it then.
    pub fn note_clock(&mut self, uid: Uuid, who: &Who, now: Moment) -> Result<(), StoreError> {
        let booted = self.booted(who.boot, (self.booted)());
        if who.operator.is_empty() || jumped(&*self.store, who.boot, now, booted)?.is_none() {
            return Ok(());
        }
        let (house, earlier) = (&self.house, &self.earlier);
        self.store.transact(&[Question::Tail], |journal| {
            let Some(by) = jumped(&*journal, who.boot, now, booted)? else { return Ok(Outcome::Undo(())) };
            match note(&mut context(journal, house, earlier, who, uid, now, booted.now), by) {
                Ok(()) => Ok(Outcome::Keep(())),
                Err(ActError::Store(error)) => Err(error),
                Err(ActError::Refused(_)) => Ok(Outcome::Undo(())),
            }
        })
    }
}

/// What an act of someone at a time is written with.
pub(super) fn context<'a, 'j>(
    journal: &'a mut Journal<'j>,
    house: &'a House,
    earlier: &'a Earlier,
    who: &Who,
    uid: Uuid,
    now: Moment,
    booted: Option<Moment>,
) -> ActContext<'a, 'j> {
    let stamp = Stamp {
        written_at: now,
        offset: house.site.zone.offset_minutes(now),
        boot: who.boot,
        post: who.post.clone(),
        operator: who.operator.clone(),
    };
    let up = booted.map(|booted| now.since(booted));
    ActContext {
        journal,
        house,
        earlier,
        stamp,
        now,
        uid,
        source: String::new(),
        clock_went_back: false,
        up,
        repeats: false,
        touched: Vec::new(),
    }
}
