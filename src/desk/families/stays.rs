//! The stays of a vehicle over time. What a gate reads of a plate are entries and exits; an exit ends the entry right
//! before it, and nothing else belongs together. So the stays of a plate never overlap, and come out the same in whatever
//! order their events are told: one that comes late takes its place by its own time, and its neighbours give way. An event
//! lasts from the first reading of it to the last ([`again`]).

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::families::again;
use crate::desk::families::ahead::{self, Reading, counted};
use crate::desk::families::gate::{depart, told_out};
use crate::desk::families::{parts, readings};
use crate::desk::{ActError, refuse_if};
use crate::domain::entry::{Decided, Family, Kind};
use crate::domain::form::{NO_VISIT, PART};
use crate::domain::history::EntryView;
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Record, Stay};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::{ValueError, plate};
use crate::domain::time::Moment;
use crate::store::{Question, Read};

/// How many stays on each side of an instant can touch it: stays do not overlap, and equal instants are rare.
pub(super) const NEAR: usize = 3;

/// What is asked about the stays of a plate around an instant; nothing of a plate that tells no vehicle from others.
pub(in crate::desk) fn question(plate: &str, at: Moment) -> Option<Question> {
    let key = plate::key(plate);
    (!key.is_empty()).then(|| Question::Stays(key.to_owned(), at, NEAR))
}

/// An entry or an exit of a stay.
pub(super) struct Event {
    pub(super) at: Moment,
    /// When it was read last.
    pub(super) until: Moment,
    /// What a clock that was ahead says of it, and of its last reading.
    read: Option<Reading>,
    read_last: Option<Reading>,
    pub(super) enters: bool,
    pub(super) stay: Record,
}

impl Event {
    /// The events of a stay in order, with what lines told by clocks that were ahead say of them.
    pub(super) fn of(stay: &Record, lines: &[EntryView]) -> Vec<Self> {
        let event = |at: Moment, enters| {
            let lasted = if enters { stay.read_for.coming } else { stay.read_for.leaving };
            let until = Moment::from_millis(at.millis().saturating_add(lasted));
            let [read, read_last] = [at, until].map(|at| {
                let line = lines.iter().rfind(|line| line.at == at && line.kind.enters() == Some(enters));
                line.and_then(Reading::told)
            });
            Self { at, until, read, read_last, enters, stay: stay.clone() }
        };
        match stay.stay() {
            Some(Stay::Inside | Stay::LeftUnseen) => vec![event(stay.at, true)],
            Some(Stay::Left(left)) => vec![event(stay.at, true), event(left, false)],
            Some(Stay::OutOnly) => vec![event(stay.at, false)],
            Some(Stay::Refused) | None => Vec::new(),
        }
    }
}

/// The stays around an instant, and what happened before it and after.
pub(super) struct Around {
    events: Vec<Event>,
    /// How many of the events come before.
    before: usize,
}

impl Around {
    /// Reads what lies around an event. Of the same instant, an entry comes after the exit of the stay before it, and
    /// what one clock says as that clock puts it.
    fn read(cx: &ActContext<'_, '_>, parsed: &ParsedForm, at: Moment, enters: bool) -> Result<Self, ActError> {
        let reading = Reading::of(cx, parsed, at);
        Self::read_but(cx, parsed.get("plate"), (at, reading.as_ref()), enters, |_| true)
    }

    /// As [`read`](Self::read), of some of the stays.
    pub(super) fn read_but(
        cx: &ActContext<'_, '_>,
        plate: &str,
        (at, reading): (Moment, Option<&Reading>),
        enters: bool,
        counts: impl Fn(&Record) -> bool,
    ) -> Result<Self, ActError> {
        let key = plate::key(plate);
        let mut stays = if key.is_empty() { Vec::new() } else { cx.journal.stays(key, at, NEAR)? };
        stays.retain(counts);
        Self::of(cx, stays, (at, reading), enters)
    }

    /// What lies around an event, of these stays.
    pub(super) fn of(
        cx: &ActContext<'_, '_>,
        stays: Vec<Record>,
        (at, reading): (Moment, Option<&Reading>),
        enters: bool,
    ) -> Result<Self, ActError> {
        let mut events = Vec::new();
        for stay in stays {
            let lines = ahead::told(cx, &stay)?;
            events.push(Event::of(&stay, &lines));
        }
        let begins = |stay: &Vec<Event>| stay.first().map(|one| (one.at, one.read.as_ref().map(|read| read.ahead)));
        events.sort_by_key(begins);
        let mut events: Vec<Event> = events.into_iter().flatten().collect();
        // What was read of an event after the next one is none of it.
        let next: Vec<Moment> = events.iter().skip(1).map(|event| event.at).collect();
        events.iter_mut().zip(next).for_each(|(event, next)| event.until = event.until.min(next).max(event.at));
        let waits = |event: &Event| event.stay.stay() == Some(Stay::OutOnly);
        let about = cx.house.site.same_reading;
        let first = |event: &Event| match reading.zip(event.read.as_ref()).and_then(|(new, old)| new.after(old, about))
        {
            _ if event.at != at => event.at < at,
            Some(gap) if gap != 0 => gap > 0,
            _ => !enters || !waits(event),
        };
        let before = events.iter().position(|event| !first(event)).unwrap_or(events.len());
        Ok(Self { events, before })
    }

    pub(super) fn last(&self) -> Option<&Event> {
        self.before.checked_sub(1).and_then(|at| self.events.get(at))
    }

    pub(super) fn next(&self) -> Option<&Event> {
        self.events.get(self.before)
    }

    /// An exit of this stay that another record has now.
    pub(super) fn taken(&self, from: &Record, at: Moment) -> Option<&Event> {
        self.events.iter().find(|event| event.at == at && !event.enters && event.stay.subject != from.subject)
    }

    /// The events that this one is one more reading of: the same way, so close, and nothing between. They are two where it
    /// brings them together.
    pub(super) fn near(
        &self,
        cx: &ActContext<'_, '_>,
        at: Moment,
        reading: Option<&Reading>,
        enters: bool,
    ) -> [Option<&Event>; 2] {
        let about = cx.house.site.same_reading;
        // Between two readings by one clock lies what lies between them by that clock.
        let gap = |read: &Option<Reading>, other: Moment| {
            let by_clock = reading.zip(read.as_ref()).and_then(|(new, old)| new.after(old, about));
            by_clock.unwrap_or_else(|| at.since(other))
        };
        let before = self.last().filter(|event| event.enters == enters && gap(&event.read_last, event.until) <= about);
        let after = self.next().filter(|event| event.enters == enters && -gap(&event.read, event.at) <= about);
        [before, after]
    }

    /// Tells one more reading of an event, where it is one. Who can be asked is, but where a machine has read it.
    fn read_again(
        &self,
        cx: &mut ActContext<'_, '_>,
        at: Moment,
        enters: bool,
        parsed: &ParsedForm,
        asks: bool,
    ) -> Result<Option<Uuid>, ActError> {
        let reading = Reading::of(cx, parsed, at);
        let part = parts::around(cx, parsed, (at, reading.as_ref()), enters)?;
        let mut near = part.as_ref().unwrap_or(self).near(cx, at, reading.as_ref(), enters);
        if parsed.at.is_none() && cx.now < at {
            // Told after it by a clock that was set back, it is near where that clock has told it too.
            for event in &mut near {
                let about = cx.house.site.same_reading;
                let told = event.map(|event| readings::of(cx.journal, event)).transpose()?.unwrap_or_default();
                let close = |line: &EntryView| cx.now.since(line.at.min(line.written_at)).abs() <= about;
                *event = event.filter(|_| told.iter().any(close));
            }
        }
        if asks {
            let mut readings = Vec::new();
            for event in near.into_iter().flatten() {
                readings.extend(readings::of(cx.journal, event)?);
            }
            if readings.iter().all(|line| line.source.is_empty()) {
                return Ok(None);
            }
        }
        match near {
            [None, None] => Ok(None),
            [Some(before), Some(after)] if again::are_one(before, after) => {
                let subject = again::unite(cx, before, after, "")?;
                let kept = cx.record(subject)?;
                let one = Event::of(&kept, &[]).into_iter().find(|event| event.enters == enters);
                let one = one.ok_or(Cause::NoSuchRecord)?;
                again::read(cx, &one, at, parsed.clone())?;
                // It brought them together.
                cx.repeats = false;
                Ok(Some(subject))
            }
            [Some(event), _] | [None, Some(event)] => again::read(cx, event, at, parsed.clone()).map(Some),
        }
    }
}

/// A vehicle comes in. Where its plate is inside then, the field `again` says what that means: `out`, it leaves now;
/// `missed`, nobody saw it leave, and it comes in again; `same`, it is the entry that was read already, and this is said
/// of it; `by_time`, as the times of all its events say. Where it may be another of whose plate a part was read, `part`
/// names that one, or says that it is none.
pub(in crate::desk) fn enter(cx: &mut ActContext<'_, '_>, mut parsed: ParsedForm) -> Result<Uuid, ActError> {
    let again = parsed.plain.remove("again").unwrap_or_default();
    let part = parsed.plain.remove(PART.key).unwrap_or_default();
    let at = counted(cx, &mut parsed)?;
    if !matches!(part.as_str(), "" | NO_VISIT) {
        return parts::enter_as(cx, &part, at, parsed);
    }
    let around = Around::read(cx, &parsed, at, true)?;
    let plate = parsed.get("plate").to_owned();
    let is_inside = around.last().is_some_and(|last| last.enters && last.stay.inside());
    if again.is_empty() && part.is_empty() && cx.source.is_empty() && !is_inside {
        let which = parts::entered(cx, &plate, at)?;
        which.map_or(Ok(()), |which| Err(Refusal::at("plate", which)))?;
    }
    let behind = again::part(cx, &around, at, true)?;
    if matches!(again.as_str(), "by_time" | "")
        && behind.is_empty()
        && let Some(subject) = around.read_again(cx, at, true, &parsed, again.is_empty())?
    {
        return Ok(subject);
    }
    let subject = enter_between(cx, &around, at, parsed, &again)?;
    again::tell_all(cx, &plate, &behind)?;
    Ok(subject)
}

/// A vehicle comes in between what happened before and after.
fn enter_between(
    cx: &mut ActContext<'_, '_>,
    around: &Around,
    at: Moment,
    parsed: ParsedForm,
    again: &str,
) -> Result<Uuid, ActError> {
    let next = around.next();
    let inside = around.last().filter(|last| last.enters).map(|last| &last.stay);
    let exit = next.filter(|next| !next.enters);
    match (inside, again) {
        (Some(open), "out") if open.inside() => {
            return depart(cx, cx.uid, Kind::VehicleOut, open, told_out(Kind::VehicleOut, parsed));
        }
        (Some(open), "same") if open.inside() => return again::complete(cx, open, parsed),
        (None, "same") => {
            let left = around.last().map(|last| last.at);
            return Err(left.map_or(Cause::NoSuchRecord, |left| Cause::AlreadyLeft(Some(left))).into());
        }
        (Some(_), "same") => return Err(Cause::AlreadyLeft(None).into()),
        (Some(open), "") if open.inside() => {
            return Err(Refusal::at("plate", Cause::PlateInside(open.number)).into());
        }
        (Some(over), "" | "out") if exit.is_some() => return Err(overlap("at", over)),
        _ => {}
    }
    let leaving = exit.map(|exit| readings::of(cx.journal, exit)).transpose()?.unwrap_or_default();
    let waiting = exit.map(|exit| &exit.stay).filter(|stay| stay.stay() == Some(Stay::OutOnly));
    if let Some(before) = inside.filter(|before| before.inside() || exit.is_some() && waiting.is_none()) {
        left_unseen(cx, cx.derived_uid(1), before, at)?;
    }
    if let Some(waiting) = waiting {
        // Its exit has waited for it.
        cx.append(cx.uid, waiting.subject, at, Kind::VehicleIn, of_stay(parsed), Decided::default())?;
        return Ok(waiting.subject);
    }
    let subject = cx.open(Kind::VehicleIn, at, parsed, |_| {})?;
    let uid = cx.derived_uid(2);
    match next {
        None => {}
        Some(next) if next.enters => {
            left_unseen(cx, uid, &cx.record(subject)?, next.at)?;
        }
        Some(_) => readings::leave(cx, &cx.record(subject)?, &leaving, None)?,
    }
    Ok(subject)
}

/// A vehicle leaves, told by its plate; one that nobody saw come in has a record of its own, until its entry comes.
/// `by_time` allows that an earlier exit takes the place of a later one.
pub(in crate::desk) fn exit(
    cx: &mut ActContext<'_, '_>,
    mut parsed: ParsedForm,
    by_time: bool,
) -> Result<Uuid, ActError> {
    refuse_if(parsed.get("plate").is_empty(), Refusal::at("plate", Cause::Value(ValueError::Required)))?;
    let other = parsed.plain.remove("again").is_some();
    let at = counted(cx, &mut parsed)?;
    let around = Around::read(cx, &parsed, at, false)?;
    // A machine cannot know: its exit is kept, for a person to bring together with its entry.
    if !other && cx.source.is_empty() && around.last().is_none_or(|last| !last.enters) {
        // Whatever the clock says, who is inside came in before now.
        let until = parsed.at.map_or(Moment::from_millis(i64::MAX), |_| at);
        let which = parts::which(cx, parsed.get("plate"), until)?;
        which.map_or(Ok(()), |which| Err(Refusal::at("plate", which)))?;
    }
    let plate = parsed.get("plate").to_owned();
    let behind = again::part(cx, &around, at, false)?;
    if behind.is_empty()
        && let Some(subject) = around.read_again(cx, at, false, &parsed, !by_time)?
    {
        return Ok(subject);
    }
    let subject = exit_between(cx, &around, parsed, by_time, at)?;
    again::tell_all(cx, &plate, &behind)?;
    Ok(subject)
}

/// Of a stay that is named, one more reading of the exit that a machine has read.
pub(super) fn exit_again(
    cx: &mut ActContext<'_, '_>,
    stay: &Record,
    parsed: &ParsedForm,
) -> Result<Option<Uuid>, ActError> {
    if stay.family != Family::Vehicle || stay.inside() || parsed.get("unseen") == "yes" {
        return Ok(None);
    }
    let at = cx.happened_to(stay, parsed);
    let reading = Reading::of(cx, parsed, at);
    let around = Around::of(cx, vec![stay.clone()], (at, reading.as_ref()), false)?;
    around.read_again(cx, at, false, parsed, true)
}

/// A vehicle leaves between what happened before and after.
fn exit_between(
    cx: &mut ActContext<'_, '_>,
    around: &Around,
    parsed: ParsedForm,
    by_time: bool,
    at: Moment,
) -> Result<Uuid, ActError> {
    let Some(came) = around.last().filter(|came| came.enters) else {
        refuse_if(parsed.get("unseen") == "yes", Refusal::at("plate", Cause::NoSuchRecord))?;
        return cx.open(Kind::VehicleOutOnly, at, parsed, |_| {});
    };
    let taken = around.next().filter(|next| !next.enters && came.stay.stay() == Some(Stay::Left(next.at)));
    refuse_if(parsed.get("unseen") == "yes" && !came.stay.inside(), Cause::AlreadyLeft(taken.map(|exit| exit.at)))?;
    if taken.is_some() && !by_time {
        return Err(overlap("at", &came.stay));
    }
    let plate = parsed.get("plate").to_owned();
    let waiting = taken.map(|exit| readings::of(cx.journal, exit)).transpose()?.unwrap_or_default();
    let parsed = ParsedForm { at: Some(at), ..of_stay(parsed) };
    let subject = cx.follow_with(cx.uid, Kind::VehicleOut, &came.stay, parsed, |_| {})?;
    // That exit belongs to an entry that has not come yet.
    readings::wait(cx, &plate, &waiting, None)?;
    Ok(subject)
}

/// What an event of a stay says: all but the plate by which the stay was found, so that a correction of it holds.
pub(super) fn of_stay(mut parsed: ParsedForm) -> ParsedForm {
    parsed.personal.remove("plate");
    parsed
}

/// A stay whose exit nobody saw ended before its vehicle was seen to come in again.
pub(super) fn left_unseen(
    cx: &mut ActContext<'_, '_>,
    uid: Uuid,
    stay: &Record,
    again: Moment,
) -> Result<(), ActError> {
    let mut missed = ParsedForm { at: Some(again), ..ParsedForm::default() };
    missed.plain.insert("unseen".to_owned(), "yes".to_owned());
    cx.follow_with(uid, Kind::VehicleOut, stay, missed, |_| {}).map(drop)
}

fn overlap(field: &str, stay: &Record) -> ActError {
    Refusal::at(field, over(stay)).into()
}

/// Another stay lies over this one.
pub(in crate::desk) fn over(stay: &Record) -> Cause {
    Cause::StaysOverlap(stay.number, stay.at, stay.stay().unwrap_or(Stay::LeftUnseen))
}
