//! An event of a vehicle's stay that is struck, or turns out to be of another vehicle: it goes alone. What else a machine
//! read of the stay's plate is told of that plate anew, and what was concluded from the event is taken back.

use uuid::Uuid;

use crate::desk::act_context::{ActContext, derived_uid};
use crate::desk::correct::strike;
use crate::desk::families::joins::Join;
use crate::desk::families::stays::{self, Around, Event, left_unseen, of_stay};
use crate::desk::families::{again, readings};
use crate::desk::{ActError, ActTarget, refuse_if};
use crate::domain::entry::{BY, Kind, Link, Seq};
use crate::domain::history::{EntryView, resolve};
use crate::domain::record::{Record, Stay};
use crate::domain::refusal::Cause;
use crate::domain::text::plate;
use crate::domain::time::Moment;
use crate::store::{Read, StoreError};

/// Random bits for the uids of what is taken back.
const SETTLED: u128 = 0xbf58_476d_1ce4_e5b9_0000;
const UNITED: u128 = 0x9e37_79b9_7f4a_7c15_0000;
const GONE: u128 = 0x94d0_49bb_1331_11eb_0000;
const LOOSE: u128 = 0xc2b2_ae3d_27d4_eb4f_0000;
const PARTED: u128 = 0xbea2_25f9_eb34_556d_0000;
/// The place of an entry by which a correction ends a stay.
const UNSEEN: u128 = 3;

/// What goes another way than the rest of a stay.
#[derive(Default)]
pub(in crate::desk) struct Parting {
    /// The lines that are struck beside the correction itself.
    pub(in crate::desk) struck: Vec<Seq>,
    /// The event that is told anew, reading by reading, of this plate.
    told: Option<(Vec<EntryView>, String)>,
    /// The corrected event itself is what goes.
    pub(in crate::desk) alone: bool,
    /// Where its plate is looked at anew.
    around: Option<(String, Moment)>,
    /// The stay of which it was only concluded that it had ended, which is so of its old plate alone.
    loose: Option<Uuid>,
}

impl Parting {
    /// What parts from a stay, one of whose lines is given another plate, an empty one where it is struck; nothing where
    /// it keeps its own. By its uid an event is meant, by its number the whole stay.
    pub(in crate::desk) fn of(
        cx: &ActContext<'_, '_>,
        record: &Record,
        line: &EntryView,
        plate: Option<&str>,
        target: &ActTarget,
    ) -> Result<Self, ActError> {
        let old = record.get("plate").to_owned();
        let at = if line.kind == Kind::VehicleOut { line.at } else { record.at };
        let parting = Self { around: Some((old.clone(), at)), ..Self::default() };
        let Some(plate) = plate else { return Ok(parting) };
        let event = plate.is_empty() || line.seq != record.seq || matches!(target, ActTarget::FieldOf(..));
        if event && line.kind != Kind::VehicleIn && line.get("unseen") != "yes" {
            let around = Around::read_but(cx, &old, (line.at, None), false, |_| true)?;
            // What took it from this stay goes first.
            refuse_if(around.taken(record, line.at).is_some(), Cause::LaterFirst)?;
        }
        if line.seq != record.seq {
            // Its exit was found before it, and taken by a later entry: that goes first.
            let taken = line.kind == Kind::VehicleIn && record.stay() == Some(Stay::LeftUnseen);
            refuse_if(taken, Cause::LaterFirst)?;
            let readings = || again::of_line(cx, record, line);
            let told = (!plate.is_empty()).then(|| Ok::<_, ActError>((readings()?, plate.to_owned()))).transpose()?;
            let struck = told.iter().map(|_| line.seq).collect();
            return Ok(Self { alone: told.is_some(), struck, told, ..parting });
        }
        let enters = line.kind == Kind::VehicleIn;
        let mut lines = resolve(&cx.journal.history(record.subject)?);
        // What was concluded of its plate is so of no other, whichever event has begun the record.
        let goes = |other: &EntryView| {
            !other.kind.reads_again() && (other.kind.enters() == Some(!enters) || other.get("unseen") == "yes")
        };
        lines.retain(|other| other.withdrawn.is_none() && goes(other));
        let (mut struck, mut told, mut loose) = (Vec::new(), None, None);
        for other in lines {
            let concluded = concluded(cx, record.subject, other.seq)?;
            let unseen = other.get("unseen") == "yes";
            if !concluded && (unseen || !event || readings::is_by(&other, line)) {
                continue;
            }
            struck.push(other.seq);
            loose = loose.or(unseen.then_some(record.subject));
            // One that another stay has now is told there.
            if !unseen && again::stands(record, &other) {
                told = Some((again::of_line(cx, record, &other)?, old.clone()));
            }
        }
        if plate.is_empty() && told.is_none() {
            // All of it is struck.
            struck.clear();
        }
        Ok(Self { struck, told, loose, ..parting })
    }

    /// Nothing parts; the neighbours of the stay as it was are looked at anew.
    pub(in crate::desk) fn around(record: &Record) -> Self {
        Self { around: Some((record.get("plate").to_owned(), record.at)), ..Self::default() }
    }

    /// Tells the corrected event anew where it is the one that goes; gives the record that it is in.
    pub(in crate::desk) fn go(&mut self, cx: &mut ActContext<'_, '_>) -> Result<Option<Link>, ActError> {
        let told = self.told.take_if(|_| self.alone);
        let subject = told.map(|(lines, plate)| again::tell_all(cx, &plate, &lines)).transpose()?.flatten();
        let record = subject.map(|subject| cx.record(subject)).transpose()?;
        Ok(record.map(|to| Link { subject: to.subject, family: to.family, number: to.number }))
    }

    /// Once the correction is written: tells what stays with the old plate, and takes back what was concluded.
    pub(in crate::desk) fn settle(self, cx: &mut ActContext<'_, '_>, why: &str) -> Result<(), ActError> {
        self.told.map(|(lines, plate)| again::tell_all(cx, &plate, &lines)).transpose()?;
        if let Some(stay) = self.loose.map(|stay| cx.record(stay)).transpose()? {
            cx.within(PARTED, |cx| without_gone(cx, stay.subject, stay.get("plate"), why))?;
        }
        self.around.map_or(Ok(()), |(plate, at)| settle(cx, &plate, at, why))
    }
}

/// Whether an entry of a stay was concluded from another event, and not told: its uid is derived from that event's.
fn concluded(cx: &ActContext<'_, '_>, subject: Uuid, seq: Seq) -> Result<bool, StoreError> {
    let history = cx.journal.history(subject)?;
    let Some(entry) = history.iter().find(|entry| entry.seq == seq && entry.kind == Kind::VehicleOut) else {
        return Ok(false);
    };
    for n in 1..=UNSEEN {
        if let Some(ground) = cx.journal.by_uid(derived_uid(entry.uid, n))?
            && (ground.kind == Kind::VehicleIn || n == UNSEEN && ground.kind.corrects())
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The stay by whose record a line was told of an event, and that event where the stay has it. Asked of a part of a plate,
/// by which no stay is found.
fn by_record(
    cx: &ActContext<'_, '_>,
    line: &EntryView,
    part: &str,
) -> Result<Option<(Record, Option<Event>)>, StoreError> {
    let entry = line.get(BY).parse().ok().filter(|_| plate::key(part).is_empty());
    let entry = entry.map_or(Ok(None), |entry| cx.journal.entry(entry))?;
    let stay = entry.map_or(Ok(None), |entry| readings::home(cx.journal, &entry))?;
    let Some(stay) = stay.filter(|stay| stay.get("plate") == part) else { return Ok(None) };
    let event = Event::of(&stay, &[]).into_iter().find(|event| Some(event.enters) == line.kind.enters());
    let about = cx.house.site.same_reading;
    let fits = match &event {
        Some(event) => event.at.since(line.at) <= about && line.at.since(event.until) <= about,
        None => stay.inside(),
    };
    Ok(fits.then_some((stay, event)))
}

/// Tells an event anew, of a plate.
pub(super) fn tell(cx: &mut ActContext<'_, '_>, line: &EntryView, plate: &str) -> Result<Uuid, ActError> {
    let by = by_record(cx, line, plate)?;
    let mut parsed = readings::said(cx, line);
    parsed.personal.insert("plate".to_owned(), plate.to_owned());
    let anew = |cx: &mut ActContext<'_, '_>| match by {
        Some((_, Some(event))) => again::read(cx, &event, line.at, parsed),
        Some((stay, None)) => cx.follow_with(cx.uid, Kind::VehicleOut, &stay, of_stay(parsed), |_| {}),
        None if line.kind.enters() == Some(true) => {
            parsed.plain.insert("again".to_owned(), "by_time".to_owned());
            stays::enter(cx, parsed)
        }
        None => {
            parsed.plain.insert("again".to_owned(), "other".to_owned());
            stays::exit(cx, parsed, true)
        }
    };
    readings::tell(cx, line, anew)
}

/// A stay without the exits that come to light again and are another's by now; where one began its record, what else was
/// read of it is told anew.
fn without_gone(cx: &mut ActContext<'_, '_>, subject: Uuid, plate: &str, why: &str) -> Result<Record, ActError> {
    let mut n = 0;
    loop {
        let stay = cx.record(subject)?;
        let mut gone = None;
        for line in again::of_exit(cx, &stay)? {
            let home = readings::lives(cx.journal, &line)?.map(|(home, _)| home);
            let waits = |home: &Record| home.stay() == Some(Stay::OutOnly) && home.get("plate") == stay.get("plate");
            if home.is_some_and(|home| home.subject != subject && !waits(&home)) {
                gone.get_or_insert(line.seq);
            }
        }
        let Some(gone) = gone else { return Ok(stay) };
        let mut beside = if gone == stay.seq { again::all(cx, &stay)? } else { Vec::new() };
        beside.retain(|line| line.kind.enters() == Some(true));
        let apart = if gone == stay.seq { again::apart(cx, &stay)? } else { Vec::new() };
        strike(cx, n, subject, gone, why, None)?;
        if let Some(entry) = again::tell_all(cx, plate, &beside)? {
            again::keep_apart(cx, entry, &apart)?;
        }
        n += 1;
    }
}

/// Looks at the last stay before an instant from which an event was taken. Where it was only concluded that it had ended,
/// and nothing says so any more, it lasts or has the exit that comes next; where its exit was taken, it has the one that
/// waits, or an entry that comes next says that it ended unseen.
pub(in crate::desk) fn settle(cx: &mut ActContext<'_, '_>, plate: &str, at: Moment, why: &str) -> Result<(), ActError> {
    let mut around = Around::read_but(cx, plate, (at, None), true, |_| true)?;
    if let Some((before, after)) = around.last().zip(around.next())
        && after.at.since(before.until) <= cx.house.site.same_reading
        && again::are_one(before, after)
    {
        cx.within(UNITED, |cx| again::unite(cx, before, after, why))?;
        around = Around::read_but(cx, plate, (at, None), true, |_| true)?;
    }
    if let Some(last) = around.last() {
        cx.within(LOOSE, |cx| again::loosen(cx, last, plate))?;
    }
    let Some(last) = around.last().filter(|last| last.enters) else { return Ok(()) };
    let next = around.next();
    let again = next.filter(|next| next.enters);
    let mut stay = last.stay.clone();
    if stay.stay() == Some(Stay::LeftUnseen) && again.is_none() {
        let missed = resolve(&cx.journal.history(stay.subject)?);
        let missed = missed.iter().rfind(|line| line.withdrawn.is_none() && line.get("unseen") == "yes");
        if let Some(missed) = missed
            && concluded(cx, stay.subject, missed.seq)?
        {
            cx.within(SETTLED, |cx| strike(cx, 0, stay.subject, missed.seq, why, None))?;
            stay = cx.within(GONE, |cx| without_gone(cx, stay.subject, plate, why))?;
        }
    }
    let left = if let Some(Stay::Left(left)) = stay.stay() { Some(left) } else { None };
    if let Some(again) = again.filter(|again| stay.inside() || left.is_some_and(|left| left > again.at)) {
        let uid = cx.derived_uid(UNSEEN);
        return left_unseen(cx, uid, &stay, again.at);
    }
    // The exit that it has again need not wait any more.
    let exit = if stay.inside() { next } else { left.and_then(|left| around.taken(&stay, left)) };
    let join =
        exit.filter(|exit| exit.stay.stay() == Some(Stay::OutOnly)).map(|exit| Join::new(stay, exit.stay.clone()));
    join.map_or(Ok(()), |join| cx.within(SETTLED, |cx| join.write(cx, why)).map(drop))
}
