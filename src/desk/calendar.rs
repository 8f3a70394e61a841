//! The working calendar at the desk: a year is loaded or corrected as one entry, what waited for it is settled, and due
//! times to come are counted again only where a supervisor orders it.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::{Act, ActError, ActTarget, Desk, PAGE, newer_calendar, refuse_if};
use crate::domain::entry::{Decided, Kind};
use crate::domain::form::LONG;
use crate::domain::intake::{self, ParsedForm};
use crate::domain::record::Record;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::clean;
use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Working;
use crate::domain::worktime::{Calendar, CalendarYear, Due};
use crate::store::{LimitQuery, Read, StoreError};

/// The first of the further entries of an act that settle due times, and of those that rebase them.
const SETTLED: u128 = 1 << 16;
const REBASED: u128 = 1 << 32;

/// What re-basing would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rebasing {
    pub stages: usize,
    pub records: usize,
    /// How many of the stages would be due earlier.
    pub earlier: usize,
}

/// Loads or corrects a year of the working calendar, and settles the due times that waited for it.
pub(super) fn load(cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Uuid, ActError> {
    let (mut year, parsed) = match &act.target {
        ActTarget::Year(year) => (year.clone(), ParsedForm::default()),
        ActTarget::Revised(year, based) => revised(cx, act, year, *based)?,
        _ => return Err(Cause::UnknownKind.into()),
    };
    year.source = clean(&year.source, LONG).map_err(|fault| Refusal::at("source", Cause::Value(fault)))?;
    if let Some(known) = cx.house.calendar.year(year.year) {
        let same = match act.target {
            ActTarget::Year(_) => Cause::CalendarKnown { year: known.year, version: known.version },
            _ => Cause::Unchanged,
        };
        refuse_if(known.same_days(&year), same)?;
        year.version = known.version.saturating_add(1);
    }
    let mut calendar = cx.house.calendar.clone();
    calendar.add_year(year.clone());
    let mut parsed = parsed;
    parsed.plain.insert("year".into(), year.year.to_string());
    parsed.plain.insert("version".into(), year.version.to_string());
    let subject = cx.open(Kind::Calendar, cx.now, parsed, |decided| decided.calendar = Some(year))?;

    settle(cx, &calendar)?;
    Ok(subject)
}

/// A year corrected by hand, with the reason; refused where another version than the one corrected is known by now.
fn revised(
    cx: &ActContext<'_, '_>,
    act: &Act,
    year: &CalendarYear,
    based: u32,
) -> Result<(CalendarYear, ParsedForm), ActError> {
    let mut parsed =
        intake::parse_form(act.kind, "", &act.fields, &cx.house.site, cx.now).map_err(ActError::Refused)?;
    let known = cx.house.calendar.year(year.year).map_or(0, |known| known.version);
    refuse_if(known != based, Cause::CalendarOlder(year.year))?;
    let mut year = year.clone();
    if based == 0 {
        refuse_if(year.same_days(&CalendarYear::blank(year.year)), Cause::Unchanged)?;
        year.version = 1;
    }
    // The source is the notice's own title, and belongs to the year.
    if let Some(source) = parsed.personal.remove("source") {
        year.source = source;
    }
    Ok((year, parsed))
}

/// What waits for a year of the calendar.
pub(super) const fn waiting() -> LimitQuery {
    LimitQuery::first(PAGE).waiting()
}

/// Whether anything waits for a year that came with the program, or with its files.
pub(super) fn is_behind(read: &impl Read, calendar: &Calendar) -> Result<bool, StoreError> {
    Ok(read.all_limits(waiting())?.iter().any(|first| is_settled(&first.clock, calendar)))
}

fn is_settled(clock: &TimeLimit, calendar: &Calendar) -> bool {
    matches!(clock.due, Due::Pending { year } if calendar.covers(year))
}

/// Counts again what waits for a year that `calendar` has, and writes it down.
pub(super) fn settle(cx: &mut ActContext<'_, '_>, calendar: &Calendar) -> Result<(), ActError> {
    let known = |clock: &TimeLimit| is_settled(clock, calendar);
    let working = Working { calendar, ..cx.house.working() };
    let mut waiting: Vec<Record> = cx.journal.all_limits(waiting())?.into_iter().map(|due| due.record).collect();
    waiting.retain(|record| record.limits.iter().any(known));
    let mut seen = HashSet::new();
    waiting.retain(|record| seen.insert(record.subject));
    for (n, record) in (SETTLED..).zip(waiting) {
        let limits = record.limits.iter().filter(|clock| known(clock)).map(|clock| working.recompute(clock)).collect();
        let decided = Decided { limits, target: Some(record.seq), ..Decided::default() };
        let (uid, now) = (cx.derived_uid(n), cx.now);
        cx.append(uid, record.subject, now, Kind::DueSettled, ParsedForm::default(), decided)?;
    }
    Ok(())
}

/// Counts the due instants to come again by the calendar as it stands: one entry for each record that changes, with who
/// ordered it and why.
pub(super) fn rebase(cx: &mut ActContext<'_, '_>, act: &Act) -> Result<Uuid, ActError> {
    let parsed = intake::parse_form(act.kind, "", &act.fields, &cx.house.site, cx.now).map_err(ActError::Refused)?;
    let moved = moved(&*cx.journal, &cx.house.working(), cx.now)?;
    let first = moved.first().map(|(record, _)| record.subject).ok_or(Cause::NothingMoves)?;
    for (n, (record, limits)) in (REBASED..).zip(moved) {
        // The act is known again by its own uid.
        let uid = if n == REBASED { cx.uid } else { cx.derived_uid(n) };
        let decided = Decided { limits, target: Some(record.seq), ..Decided::default() };
        cx.append(uid, record.subject, cx.now, Kind::Rebased, parsed.clone(), decided)?;
    }
    Ok(first)
}

/// The records with a stage that is still to fall due and would fall due at another instant, with such clocks as they
/// would be. What is promised is kept as promised.
fn moved(
    read: &(impl Read + ?Sized),
    working: &Working<'_>,
    now: Moment,
) -> Result<Vec<(Record, Vec<TimeLimit>)>, StoreError> {
    let mut moved: Vec<(Record, Vec<TimeLimit>)> = Vec::new();
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    for running in read.all_limits(LimitQuery::first(PAGE).due_after(now))? {
        let (old, record) = (running.clock, running.record);
        // What waited is settled, and moves from nowhere.
        if old.at().is_none() {
            continue;
        }
        let new = working.recompute_with_current_calendar(&old);
        if new.at() != old.at() {
            let place = *places.entry(record.subject).or_insert(moved.len());
            match moved.get_mut(place) {
                Some((_, limits)) => limits.push(new),
                None => moved.push((record, vec![new])),
            }
        }
    }
    Ok(moved)
}

impl Desk {
    /// What re-basing would change now.
    pub fn rebasing(&self, now: Moment) -> Result<Rebasing, StoreError> {
        let calendar = self.calendar()?;
        let working = Working { calendar: &calendar, ..self.house.working() };
        let mut rebasing = Rebasing::default();
        for (record, limits) in moved(&*self.store, &working, now)? {
            let was = |new: &TimeLimit| record.limits.iter().find(|old| old.name() == new.name()).map(TimeLimit::order);
            rebasing.records += 1;
            rebasing.stages += limits.len();
            rebasing.earlier += limits.iter().filter(|new| was(new).is_some_and(|was| new.order() < was)).count();
        }
        Ok(rebasing)
    }

    /// The working calendar with the years that other windows have written meanwhile.
    pub(super) fn calendar(&self) -> Result<Calendar, StoreError> {
        Ok(newer_calendar(&*self.store, &self.house.calendar)?.unwrap_or_else(|| self.house.calendar.clone()))
    }
}
