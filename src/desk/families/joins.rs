//! What a correction makes of a vehicle's stay: a plate or a time put right may bring an exit that had a record to itself
//! together with the stay that it ends, and may lay no stay over another. Where that is undone, the exit has a record to
//! itself again.

use uuid::Uuid;

use crate::desk::act_context::{ActContext, derived_uid};
use crate::desk::families::stays::{Around, Event, NEAR, over};
use crate::desk::families::{again, readings};
use crate::desk::{ActError, refuse_if};
use crate::domain::entry::{Decided, Entry, Family, Kind, Link, Seq};
use crate::domain::history::{EntryView, resolve, stands};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Status, Stay, fold};
use crate::domain::refusal::Cause;
use crate::domain::text::plate;
use crate::domain::time::Moment;
use crate::store::Read;

/// Which of an act's further entries strikes the record that an exit had to itself, and strikes it from a stay.
const STRUCK: u128 = 2;
pub(in crate::desk) const PARTED: u128 = 3;

/// A stay, and the exit of it that had a record to itself.
pub(in crate::desk) struct Join {
    stay: Record,
    exit: Record,
    /// The stay has that exit by another reading already, no later than this one.
    known: bool,
}

impl Join {
    /// An exit that is to end a stay, or has ended it.
    pub(super) fn new(stay: Record, exit: Record) -> Self {
        let known = !stay.inside();
        Self { stay, exit, known }
    }

    /// What belongs together once a record is as it would be.
    fn of(cx: &ActContext<'_, '_>, after: &Record) -> Result<Option<Self>, ActError> {
        let enters = matches!(after.stay(), Some(Stay::Inside | Stay::LeftUnseen));
        if !enters && after.stay() != Some(Stay::OutOnly) {
            return Ok(None);
        }
        let others = |stay: &Record| stay.subject != after.subject;
        let around = Around::read_but(cx, after.get("plate"), (after.at, None), enters, others)?;
        if enters {
            let exit = around.next().filter(|next| next.stay.stay() == Some(Stay::OutOnly));
            return Ok(exit.map(|exit| Self { stay: after.clone(), exit: exit.stay.clone(), known: false }));
        }
        let twin = around.near(cx, after.at, None, false).into_iter().flatten().next();
        let known = twin.is_some_and(|twin| twin.at <= after.at);
        let came = || around.last().filter(|last| last.enters && !matches!(last.stay.stay(), Some(Stay::Left(_))));
        let stay = twin.or_else(came);
        Ok(stay.map(|event| Self { stay: event.stay.clone(), exit: after.clone(), known }))
    }

    /// Ends the stay with what the exit said of itself, and strikes the record that the exit had to itself; gives the stay.
    pub(in crate::desk) fn write(self, cx: &mut ActContext<'_, '_>, why: &str) -> Result<Uuid, ActError> {
        let Self { exit, known, .. } = self;
        // As the correction has left it.
        let stay = cx.record(self.stay.subject)?;
        let lines = again::of_exit(cx, &exit)?;
        if known {
            readings::keep(cx, stay.subject, &lines)?;
        } else {
            readings::leave(cx, &stay, &lines, link(&exit))?;
        }
        let decided = Decided { target: Some(exit.seq), link: link(&stay), ..Decided::default() };
        let mut parsed = ParsedForm::default();
        parsed.personal.insert("why".to_owned(), why.to_owned());
        cx.append(cx.derived_uid(STRUCK), exit.subject, cx.now, Kind::Withdrawn, parsed, decided)?;
        Ok(stay.subject)
    }
}

pub(in crate::desk) const fn link(to: &Record) -> Option<Link> {
    Some(Link { subject: to.subject, family: to.family, number: to.number })
}

/// An exit that a correction brought to a stay which, once that is undone, is another's.
pub(in crate::desk) struct Parted {
    pub(in crate::desk) stay: Record,
    /// The line of the stay that tells it.
    pub(in crate::desk) told: Option<Seq>,
    /// Its record, as it was before, and its readings.
    exit: Record,
    lines: Vec<EntryView>,
}

impl Parted {
    /// What no longer belongs together once a record is corrected as supposed.
    pub(in crate::desk) fn of(
        cx: &ActContext<'_, '_>,
        record: &Record,
        entries: &[Entry],
        supposed: &Entry,
    ) -> Result<Option<Self>, ActError> {
        if record.family != Family::Vehicle {
            return Ok(None);
        }
        let corrected = [entries, std::slice::from_ref(supposed)].concat();
        if record.status == Status::Void {
            return Self::of_exit(cx, &corrected, supposed);
        }
        let after = fold(&corrected).map_err(|_| Cause::NoSuchRecord)?;
        let lines = resolve(entries);
        let ends = |line: &EntryView| line.withdrawn.is_none() && record.stay() == Some(Stay::Left(line.at));
        let told = entries.iter().rfind(|entry| {
            entry.kind == Kind::VehicleOut && lines.iter().any(|line| line.seq == entry.seq && ends(line))
        });
        let told = told.filter(|told| supposed.decided.target != Some(told.seq));
        let Some((told, exit)) = told.and_then(|told| Some((told, told.decided.link?))) else { return Ok(None) };
        // What brought it here was a correction of the stay, not of the exit.
        let mut alone = cx.journal.history(exit.subject)?;
        let went = alone.iter().rfind(|by| by.decided.link.is_some_and(|link| link.subject == record.subject));
        let cause = went.map_or(Ok(None), |went| cx.journal.by_uid(derived_uid(went.uid, STRUCK)))?;
        let here = cause.is_some_and(|cause| cause.kind.corrects() && cause.subject == record.subject);
        alone.retain(|entry| entry.decided.link.is_none_or(|link| link.subject != record.subject));
        let parted = Self::new(after, Some(told.seq), &alone)?;
        Ok(parted.filter(|parted| here || parted.stay.status == Status::Void))
    }

    /// As [`of`](Self::of), where the correction was of the exit.
    fn of_exit(cx: &ActContext<'_, '_>, corrected: &[Entry], supposed: &Entry) -> Result<Option<Self>, ActError> {
        let undone = corrected.iter().find(|entry| Some(entry.seq) == supposed.decided.target);
        let struck = undone.map(|undone| derived_uid(undone.uid, STRUCK));
        let strike = corrected.iter().find(|entry| Some(entry.uid) == struck && entry.kind == Kind::Withdrawn);
        let Some((strike, stay)) = strike.and_then(|strike| Some((strike, strike.decided.link?))) else {
            return Ok(None);
        };
        let alone: Vec<Entry> = corrected.iter().filter(|entry| entry.seq != strike.seq).cloned().collect();
        let exit = alone.first().map(|first| first.subject);
        let entries = cx.journal.history(stay.subject)?;
        let lines = resolve(&entries);
        let of = |entry: &&Entry| entry.decided.link.map(|link| link.subject) == exit && stands(&lines, entry.seq);
        let told = entries.iter().rfind(of);
        let stay = cx.record(stay.subject)?;
        if stay.status == Status::Void { Ok(None) } else { Self::new(stay, told.map(|told| told.seq), &alone) }
    }

    /// A stay and an exit, unless they still belong together.
    fn new(stay: Record, told: Option<Seq>, alone: &[Entry]) -> Result<Option<Self>, ActError> {
        let exit = fold(alone).map_err(|_| Cause::NoSuchRecord)?;
        let same = plate::key(stay.get("plate")) == plate::key(exit.get("plate")) && stay.at <= exit.at;
        if same && stay.status != Status::Void {
            return Ok(None);
        }
        let event = Event::of(&exit, &[]).into_iter().find(|event| !event.enters);
        let lines = event.map(|event| readings::among(resolve(alone), &event)).unwrap_or_default();
        Ok(Some(Self { stay, told, exit, lines }))
    }

    /// Gives the exit a place: a record to itself, or the stay that it ends now.
    pub(in crate::desk) fn write(self, cx: &mut ActContext<'_, '_>) -> Result<(), ActError> {
        let Self { exit, lines, .. } = self;
        match check(cx, &exit)? {
            Some(Join { known: true, .. }) => Ok(()),
            Some(Join { stay, .. }) => readings::leave(cx, &stay, &lines, link(&exit)),
            None => readings::wait(cx, exit.get("plate"), &lines, link(&exit)),
        }
    }
}

/// When a stay ends; never, while it goes on.
pub(in crate::desk) fn ends(stay: &Record) -> Moment {
    match stay.stay() {
        Some(Stay::Inside) => Moment::from_millis(i64::MAX),
        Some(Stay::Left(left)) => left,
        _ => stay.at,
    }
}

/// Judges what a correction would make of a vehicle's stay: refused where it would end before it began or lie over
/// another; told where it is one with an exit.
pub(in crate::desk) fn check(cx: &ActContext<'_, '_>, after: &Record) -> Result<Option<Join>, ActError> {
    let end = ends(after);
    refuse_if(end < after.at, Cause::BeforeArrival)?;
    let key = plate::key(after.get("plate"));
    if key.is_empty() || matches!(after.stay(), None | Some(Stay::Refused)) {
        return Ok(None);
    }
    let join = Join::of(cx, after)?;
    if join.is_some() {
        return Ok(join);
    }
    for other in cx.journal.stays(key, after.at, NEAR)?.iter().filter(|other| other.subject != after.subject) {
        let apart = ends(other) <= after.at || end <= other.at;
        if !apart && after.inside() && other.inside() {
            return Err(Cause::PlateInside(other.number).into());
        }
        refuse_if(!apart, over(other))?;
    }
    Ok(None)
}
