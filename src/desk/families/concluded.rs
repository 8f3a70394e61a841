//! What follows in another's record: with a vehicle one leaves by whose visit its driver, or whoever fetches it, is
//! counted; and whoever comes in again had left unseen. Such an entry carries the record that it was concluded from. After
//! each act what should stand is held against what stands, so that it is the same however the facts came to be told.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::desk::act_context::{ActContext, derived_uid};
use crate::desk::correct::strike;
use crate::desk::families::driver;
use crate::desk::families::joins::link;
use crate::desk::families::readings::{add, again, nth};
use crate::desk::{ActError, PAGE};
use crate::domain::entry::{Decided, Entry, Family, Kind, Link};
use crate::domain::form::DRIVER;
use crate::domain::history::{resolve, stands};
use crate::domain::intake::ParsedForm;
use crate::domain::record::{self, Driver, Record, Status, visits};
use crate::domain::text::person;
use crate::domain::time::Moment;
use crate::store::{ListView, Query, Read};

/// Random bits for the uids of what is concluded from a record, of how its driver is counted, of each visit, and of an exit
/// that counts for the driver.
const CONCLUDED: u128 = 0xe220_a839_7b1d_cdaf_0000;
const COUNTED: u128 = 0xa5cb_9243_f0ae_ff15_0000;
const IN: u128 = 0x8bb8_4b93_962e_acc9_0000;
const ANEW: u128 = 0xf1bb_cdcb_fa53_e0ad_0000;
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
        let vehicle = record.family == Family::Vehicle;
        if !record.family.at_gate() || vehicle && !counts(&record) {
            from.extend(vehicle.then_some(subject));
            continue;
        }
        if vehicle || corrected || !record.links.is_empty() {
            from.insert(subject);
        }
        if corrected {
            let of = cx.journal.history(subject)?;
            from.extend(of.iter().filter_map(|entry| entry.decided.link).map(|link| link.subject));
        }
        // Since whoever leaves now was there no vehicle has come.
        if corrected || !record.is_there() && record.latest() < cx.now {
            from.extend(driven(cx, &record)?);
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
    vehicle.driver != Driver::With || vehicle.status == Status::Void
}

/// The vehicles of which the driver, or whoever fetched it, was said to be counted by a visit.
fn driven(cx: &ActContext<'_, '_>, visit: &Record) -> Result<BTreeSet<Uuid>, ActError> {
    let named = cx.journal.all(Query::new(Family::Vehicle, ListView::Newest, PAGE).naming(visit.subject))?;
    Ok(named.into_iter().map(|vehicle| vehicle.subject).collect())
}

/// Strikes what does not follow from one record in visits, and writes what does.
fn conclude(cx: &mut ActContext<'_, '_>, subject: Uuid, writes: bool, why: &str) -> Result<(), ActError> {
    let (mut record, mut entries) = (cx.record(subject)?, cx.journal.history(subject)?);
    let (visits, wanted) = match record.family {
        Family::Vehicle => {
            unfollow(cx, &record, &entries, why)?;
            let visits = visits(&entries);
            for (n, visit) in (0..).zip(visits.iter().filter(|_| !writes)) {
                cx.within(nth(COUNTED, n), |cx| driver::counted_by(cx, subject, *visit, why))?;
            }
            // Most vehicles have none.
            let mut leaving = Vec::new();
            if !visits.is_empty() {
                (record, entries) = (cx.record(subject)?, cx.journal.history(subject)?);
                leaving = record::leaving(&entries);
            }
            let one = |(visit, at)| Leaving { visit, at, count: Some(1), unseen: false };
            (visits, leaving.into_iter().map(one).collect())
        }
        Family::Visitor => {
            let visits = again_in(&entries).map(|(_, before)| before.subject).collect();
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

/// Strikes what older programs wrote of the driver for the exits of a vehicle that are none any more, or say otherwise
/// of him by now: he is counted by what these say from then on.
fn unfollow(cx: &mut ActContext<'_, '_>, record: &Record, entries: &[Entry], why: &str) -> Result<(), ActError> {
    let none = record.inside() || record.status == Status::Void;
    let exits = entries.iter().filter(|entry| entry.kind.enters() == Some(false));
    let (counts, older): (Vec<&Entry>, Vec<&Entry>) = exits.partition(|exit| exit.decided.driver);
    let lines = resolve(entries);
    for (n, exit) in (0..).zip(older.into_iter().filter(|exit| exit.kind == Kind::VehicleOut)) {
        let line = lines.iter().find(|line| line.seq == exit.seq && line.withdrawn.is_none());
        let name = record.get("name");
        let anew = line.filter(|line| stays(name, |key| exit.get(key)) != stays(name, |key| line.get(key)));
        if !none && anew.is_none() {
            continue;
        }
        if let Some(told) = cx.journal.by_uid(derived_uid(exit.uid, FOLLOWED))?
            && stands(&resolve(&cx.journal.history(told.subject)?), told.seq)
            && matches!(told.kind, Kind::VisitorIn | Kind::VisitorOut)
        {
            strike(cx, n, told.subject, told.seq, why, None)?;
        }
        if let Some(line) = anew.filter(|_| !none && counts.is_empty()) {
            cx.within(nth(ANEW, n), |cx| add(cx, record.subject, again(false), line.at, ParsedForm::default()))?;
        }
    }
    Ok(())
}

/// Whether by an exit the driver stays; `None` where nothing is said of him.
fn stays<'e>(name: &str, says: impl Fn(&str) -> &'e str) -> Option<bool> {
    match (says(DRIVER.key), says("fetched_by")) {
        ("", by) if by.is_empty() || name.is_empty() || person::same_person(by, name) => None,
        (how, _) => Some(how != "with"),
    }
}

/// The entries of who came in again, and of which record they had left unseen.
fn again_in(entries: &[Entry]) -> impl Iterator<Item = (&Entry, Link)> {
    entries.iter().filter(|entry| entry.kind.opens()).filter_map(|entry| Some((entry, entry.decided.link?)))
}

/// Whoever comes in again had left before: as many as come now, where they are counted, else all.
fn missed(cx: &ActContext<'_, '_>, record: &Record, entries: &[Entry]) -> Result<Option<Leaving>, ActError> {
    let lines = || resolve(entries);
    let Some((opening, before)) = again_in(entries).find(|(entry, _)| stands(&lines(), entry.seq)) else {
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
