//! What follows in another's record: with a vehicle one leaves by whose visit its driver, or whoever fetches it, is
//! counted; and whoever comes in again had left unseen. Such an entry carries the record that it was concluded from. After
//! each act what should stand is held against what stands, so that it is the same however the facts came to be told.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::desk::act_context::{ActContext, derived_uid};
use crate::desk::correct::strike;
use crate::desk::families::driver;
use crate::desk::families::joins::link;
use crate::desk::families::readings::nth;
use crate::desk::{ActError, PAGE};
use crate::domain::entry::{Decided, Entry, Family, Kind};
use crate::domain::form::{DRIVER, VISIT};
use crate::domain::history::{resolve, stands};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{Driver, Record, Status, leaving};
use crate::domain::text::person;
use crate::domain::time::Moment;
use crate::store::{ListView, Query, Read};

/// Random bits for the uids of what is concluded from a record, of who is counted with a vehicle again, and of each visit.
const CONCLUDED: u128 = 0xe220_a839_7b1d_cdaf_0000;
const COUNTED: u128 = 0xa5cb_9243_f0ae_ff15_0000;
const IN: u128 = 0x8bb8_4b93_962e_acc9_0000;
/// Which of an exit's further entries told in a visitor's record, before exits did, where the driver is.
const FOLLOWED: u128 = 3;

/// So many of a visit, or all who are inside, have left at an instant.
struct Leaving {
    visit: Uuid,
    at: Moment,
    count: Option<u32>,
    unseen: bool,
}

/// Brings what follows from the records that an act has touched up to what they say.
pub(in crate::desk) fn settle(cx: &mut ActContext<'_, '_>) -> Result<(), ActError> {
    let touched: BTreeSet<(Uuid, bool)> = std::mem::take(&mut cx.touched).into_iter().collect();
    let why = cx.journal.by_uid(cx.uid)?.map_or_else(String::new, |by| by.get("why").to_owned());
    let mut from = BTreeSet::new();
    for (subject, corrected) in touched {
        let record = cx.record(subject)?;
        match record.family {
            Family::Vehicle if !(corrected && counts(&record)) => drop(from.insert(subject)),
            Family::Visitor | Family::Vehicle if corrected => {
                let of = cx.journal.history(subject)?;
                from.extend(of.iter().filter_map(|entry| entry.decided.link).map(|link| link.subject));
                from.insert(subject);
                for (n, vehicle) in (0..).zip(driven(cx, &record)?) {
                    cx.within(nth(COUNTED, n), |cx| driver::counted_again(cx, vehicle, &record, &why))?;
                    from.insert(vehicle);
                }
            }
            Family::Visitor if !record.links.is_empty() => drop(from.insert(subject)),
            _ => {}
        }
    }
    // What no longer follows goes first: one record may say now what another did.
    let steps = [false, true].into_iter().flat_map(|writes| from.iter().map(move |subject| (*subject, writes)));
    for (n, (subject, writes)) in (0..).zip(steps) {
        cx.within(nth(CONCLUDED, n), |cx| conclude(cx, subject, writes, &why))?;
    }
    cx.touched.clear();
    Ok(())
}

/// Whether the driver of a vehicle may be counted by its record though he came with another; or he was, and it is void.
fn counts(vehicle: &Record) -> bool {
    vehicle.driver == Driver::Stays || vehicle.status == Status::Void
}

/// The vehicles of which the driver, or whoever fetched it, was said to be counted by a visit.
fn driven(cx: &ActContext<'_, '_>, visit: &Record) -> Result<BTreeSet<Uuid>, ActError> {
    let mut named = BTreeSet::new();
    let mut stays = cx.journal.all(Query::new(Family::Vehicle, ListView::Inside, PAGE))?;
    stays.extend(driver::came_since(cx, visit.at)?);
    for stay in stays.iter().filter(|stay| !stay.get(VISIT.key).is_empty()) {
        if visits(&cx.journal.history(stay.subject)?).contains(&visit.subject) {
            named.insert(stay.subject);
        }
    }
    Ok(named)
}

/// The visits that the entries of a vehicle have ever named.
fn visits(entries: &[Entry]) -> BTreeSet<Uuid> {
    let named = entries.iter().flat_map(|entry| [entry.get(VISIT.key), entry.get("old"), entry.get("new")]);
    named.filter_map(|text| text.parse().ok()).collect()
}

/// Strikes what does not follow from one record in visits, and writes what does.
fn conclude(cx: &mut ActContext<'_, '_>, subject: Uuid, writes: bool, why: &str) -> Result<(), ActError> {
    let (record, entries) = (cx.record(subject)?, cx.journal.history(subject)?);
    let (visits, wanted) = match record.family {
        Family::Vehicle => {
            if record.inside() || record.status == Status::Void {
                unfollow(cx, &entries, why)?;
            }
            let visits = visits(&entries);
            // Most vehicles have none.
            let leaving = if visits.is_empty() { Vec::new() } else { leaving(&entries) };
            let one = |(visit, at)| Leaving { visit, at, count: Some(1), unseen: false };
            (visits, leaving.into_iter().map(one).collect())
        }
        Family::Visitor => {
            let before = entries.first().and_then(|first| first.decided.link);
            let visits = before.iter().map(|before| before.subject).collect();
            (visits, missed(cx, &record, &entries)?.into_iter().collect::<Vec<_>>())
        }
        _ => return Ok(()),
    };
    for (n, visit) in (0..).zip(visits) {
        let wanted = wanted.iter().filter(|wanted| wanted.visit == visit).min_by_key(|wanted| wanted.at);
        cx.within(nth(IN, n), |cx| hold(cx, &record, visit, (wanted, writes), why))?;
    }
    Ok(())
}

/// Strikes what older programs wrote of the driver for the exits of a vehicle that are none any more.
fn unfollow(cx: &mut ActContext<'_, '_>, entries: &[Entry], why: &str) -> Result<(), ActError> {
    let older = |entry: &&Entry| entry.kind == Kind::VehicleOut && !entry.decided.driver;
    for (n, exit) in (0..).zip(entries.iter().filter(older)) {
        let Some(told) = cx.journal.by_uid(derived_uid(exit.uid, FOLLOWED))? else { continue };
        let lines = resolve(&cx.journal.history(told.subject)?);
        if stands(&lines, told.seq) && matches!(told.kind, Kind::VisitorIn | Kind::VisitorOut) {
            strike(cx, n, told.subject, told.seq, why, None)?;
        }
    }
    Ok(())
}

/// Whoever comes in again had left before: as many as come now, where they are counted, else all.
fn missed(cx: &ActContext<'_, '_>, record: &Record, entries: &[Entry]) -> Result<Option<Leaving>, ActError> {
    let Some((opening, before)) = entries.first().and_then(|first| Some((first, first.decided.link?))) else {
        return Ok(None);
    };
    let names = [opening.get("name").to_owned(), cx.record(before.subject)?.get("name").to_owned()];
    // Renamed, it is another person, whom nobody has met before.
    let same = names.iter().any(|name| person::same_person(name, record.get("name")));
    let count = record.get("count").parse().ok();
    let leaving = Leaving { visit: before.subject, at: record.at, count, unseen: true };
    Ok((same && record.status != Status::Void).then_some(leaving))
}

/// Holds what stands in a visit against what should.
fn hold(
    cx: &mut ActContext<'_, '_>,
    from: &Record,
    visit: Uuid,
    (wanted, writes): (Option<&Leaving>, bool),
    why: &str,
) -> Result<(), ActError> {
    // What was typed elsewhere may look like one.
    let Some(there) = cx.journal.record(visit)?.filter(|record| record.family.at_gate()) else { return Ok(()) };
    let entries = cx.journal.history(visit)?;
    let lines = resolve(&entries);
    let left = |entry: &&Entry| matches!(entry.kind, Kind::VisitorOut | Kind::VisitorPartOut | Kind::DriverApart);
    let of = |entry: &&Entry| entry.decided.link.is_some_and(|link| link.subject == from.subject);
    let standing: Vec<&Entry> =
        entries.iter().filter(left).filter(of).filter(|entry| stands(&lines, entry.seq)).collect();
    let people = there.people();
    let is_so = |entry: &Entry| {
        let left = entry.get("leaving").parse().ok();
        let count = |wanted: &Leaving| wanted.count.map(|count| count.min(people + left.unwrap_or(0)));
        let all = entry.kind == Kind::DriverApart;
        // As many came as were counted, which may have been put right since.
        let whole = entry.kind == Kind::VisitorPartOut && there.gone >= there.came();
        !whole && wanted.is_some_and(|wanted| entry.at == wanted.at && (all || left == count(wanted)))
    };
    if let [one] = standing.as_slice()
        && is_so(one)
    {
        return Ok(());
    }
    for (n, entry) in (1..).zip(standing) {
        strike(cx, n, visit, entry.seq, why, None)?;
    }
    let visit = cx.record(visit)?;
    let Some(wanted) = wanted.filter(|wanted| writes && visit.is_there() && visit.at.minute() <= wanted.at) else {
        return Ok(());
    };
    if visit.family == Family::Vehicle {
        let mut said = ParsedForm { at: Some(wanted.at), ..ParsedForm::default() };
        said.plain.insert(DRIVER.key.to_owned(), "on_foot".to_owned());
        let follow = |decided: &mut Decided| decided.link = link(from);
        return cx.follow_with(cx.derived_uid(0), Kind::DriverApart, &visit, said, follow).map(drop);
    }
    let people = visit.people();
    let count = wanted.count.map(|count| count.min(people));
    let kind = if count.is_none_or(|count| count == people) { Kind::VisitorOut } else { Kind::VisitorPartOut };
    let mut said = ParsedForm { at: Some(wanted.at), ..ParsedForm::default() };
    said.plain.extend(count.map(|count| ("leaving".to_owned(), count.to_string())));
    if wanted.unseen && kind == Kind::VisitorOut {
        said.plain.insert("unseen".to_owned(), "yes".to_owned());
    }
    cx.follow_with(cx.derived_uid(0), kind, &visit, said, |decided| decided.link = link(from)).map(drop)
}
