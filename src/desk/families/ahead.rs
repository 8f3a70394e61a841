//! Machines whose clock is ahead: what they say counts as of now, and what one clock says stays in the order in which it
//! puts it. Clocks of different machines, or one that was put right meanwhile, tell nothing of one another. Where it is
//! this clock that was ahead, or is set back, what is told as now comes after what was told before.

use crate::desk::ActError;
use crate::desk::act_context::ActContext;
use crate::desk::families::stays::{Event, NEAR};
use crate::domain::history::{AT, EntryView, resolve};
use crate::domain::intake::ParsedForm;
use crate::domain::record::Record;
use crate::domain::text::plate;
use crate::domain::time::Moment;
use crate::store::{Read, StoreError};

/// What a machine whose clock is ahead says of an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The post, who signs there, the kind of machine and which one it is.
    machine: [String; 4],
    at: Moment,
    /// By how many milliseconds it is ahead.
    pub(super) ahead: i64,
    written_at: Moment,
}

impl Reading {
    /// What the act says, of an event that counts as of an instant; none where no clock is ahead.
    pub(super) fn of(cx: &ActContext<'_, '_>, parsed: &ParsedForm, at: Moment) -> Option<Self> {
        let (stamp, device) = (&cx.stamp, parsed.get("device").to_owned());
        let machine = [stamp.post.clone(), stamp.operator.clone(), cx.source.clone(), device];
        (parsed.ahead > 0).then_some(Self { machine, at, ahead: parsed.ahead, written_at: cx.now })
    }

    /// What a line says; none of a time that a person has put right.
    pub(super) fn told(line: &EntryView) -> Option<Self> {
        let device = line.get("device").to_owned();
        let machine = [line.post.clone(), line.operator.clone(), line.source.clone(), device];
        let own = line.ahead > 0 && !line.values.contains_key(AT);
        own.then_some(Self { machine, at: line.at, ahead: line.ahead, written_at: line.written_at })
    }

    /// By how many milliseconds this comes after another by the clock of both; `None` where that is not known to be one:
    /// the machine is the same, and it was ahead by about as much, or told both at about the same time.
    pub(super) fn after(&self, other: &Self, about: i64) -> Option<i64> {
        let steady = (self.ahead - other.ahead).abs() <= about;
        let at_once = self.written_at.since(other.written_at).abs() <= about;
        let gap = self.at.since(other.at) + self.ahead - other.ahead;
        (self.machine == other.machine && (steady || at_once)).then_some(gap)
    }
}

/// The lines of a stay that stand and were told by clocks that were ahead.
pub(super) fn told(cx: &ActContext<'_, '_>, stay: &Record) -> Result<Vec<EntryView>, ActError> {
    if stay.ahead == 0 {
        return Ok(Vec::new());
    }
    let mut lines = resolve(&cx.journal.history(stay.subject)?);
    lines.retain(|line| line.ahead > 0 && line.withdrawn.is_none());
    Ok(lines)
}

/// When an event of a vehicle happened: as said, else now, but after all that the logbook has of its plate.
pub(super) fn happened(cx: &ActContext<'_, '_>, parsed: &ParsedForm) -> Result<Moment, StoreError> {
    let (at, key) = (cx.happened(parsed), plate::key(parsed.get("plate")));
    if parsed.at.is_some() || key.is_empty() {
        return Ok(at);
    }
    let last = |at: Moment| -> Result<Option<Event>, StoreError> {
        Ok(cx.journal.stays(key, at, NEAR)?.iter().flat_map(|stay| Event::of(stay, &[])).last())
    };
    let is_behind = last(at)?.is_some_and(|last| at <= last.until);
    let last = if is_behind { last(Moment::from_millis(i64::MAX))? } else { None };
    // Of the same instant, an entry comes before the exit.
    Ok(last.map_or(at, |last| at.max(Moment::from_millis(last.until.millis() + i64::from(!last.enters)))))
}

/// When an event of a vehicle counts as happened: as of now by a clock that is ahead, but no later than what it puts
/// after it, and no earlier than what it puts before.
pub(super) fn counted(cx: &ActContext<'_, '_>, parsed: &mut ParsedForm) -> Result<Moment, ActError> {
    let (at, key) = (happened(cx, parsed)?, plate::key(parsed.get("plate")));
    let Some(reading) = Reading::of(cx, parsed, at).filter(|_| !key.is_empty()) else { return Ok(at) };
    let (mut latest, mut earliest) = (at.millis(), i64::MIN);
    for stay in cx.journal.stays(key, at, NEAR)? {
        for other in told(cx, &stay)?.iter().filter_map(Reading::told) {
            match reading.after(&other, cx.house.site.same_reading) {
                Some(gap) if gap < 0 => latest = latest.min(other.at.millis() + gap),
                Some(_) => earliest = earliest.max(other.at.millis()),
                None => {}
            }
        }
    }
    let counts = Moment::from_millis(latest.max(earliest).min(at.millis()));
    (parsed.at, parsed.ahead) = (Some(counts), parsed.ahead + at.since(counts));
    Ok(counts)
}
