//! What is asked about a plate: whether its vehicle is inside, and which others may be taken for it.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::cli::json;
use crate::cli::show::{card, table};
use crate::cli::{CommandError, Run};
use crate::desk::{ListView, Reading};
use crate::domain::entry::Family;
use crate::domain::record::{Record, Status};
use crate::domain::refusal::Cause;
use crate::domain::text::{alike, plate};
use crate::words::Voice;

/// The most vehicles that are named as similar.
const SIMILAR: usize = 10;

/// Whether what is of no known shape may be meant as a plate: a vehicle was read so, or similar.
pub(super) fn is_read(run: &Run<'_>, desk: Reading<'_>, id: &str) -> Result<bool, CommandError> {
    let plate = plate::parse(id).ok().filter(|plate| plate.chars().any(char::is_alphabetic) && !id.contains('-'));
    let Some(plate) = plate.filter(|plate| !plate::key(plate).is_empty()) else { return Ok(false) };
    let read = desk.vehicle(&plate).map_err(|error| run.store(&error))?;
    Ok(read.is_some() || !similar(run, desk, &plate, true)?.is_empty())
}

/// The vehicles whose plates may be taken for this one, the most alike first: of those inside, or of the last ones too.
fn similar(run: &Run<'_>, desk: Reading<'_>, plate: &str, gone: bool) -> Result<Vec<Record>, CommandError> {
    let mut rows = desk.all(Family::Vehicle, ListView::Inside).map_err(|error| run.store(&error))?;
    rows.retain(Record::inside);
    if gone {
        rows.extend(desk.newest(Family::Vehicle).map_err(|error| run.store(&error))?);
    }
    let standing = rows.into_iter().filter(|row| row.status != Status::Void);
    // A part may be of a plate that looks otherwise.
    let part = |other: &str| other != plate && may_be_part(plate, other);
    let far = |other: &str| alike::distance(plate, other).or_else(|| part(other).then_some(u8::MAX));
    let mut rows: Vec<_> = standing.filter_map(|row| Some((far(row.get("plate"))?, row))).collect();
    rows.sort_by_key(|(distance, row)| (*distance, !row.inside()));
    let mut plates = HashSet::new();
    rows.retain(|(_, row)| plates.insert(row.get("plate").to_owned()));
    Ok(rows.into_iter().map(|(_, row)| row).take(SIMILAR).collect())
}

/// Whether either is a part of a plate that may be the other's.
fn may_be_part(plate: &str, other: &str) -> bool {
    [plate, other].iter().any(|one| plate::key(one).is_empty()) && plate::may_be(plate, other)
}

/// Whether the vehicle of a plate is inside, with its record, or the last it had.
///
/// # Errors
/// For no plate, and for a part that one inside may have: they are named first.
pub(super) fn vehicle(
    run: &mut Run<'_>,
    desk: Reading<'_>,
    voice: &Voice<'_>,
    said: &str,
    whole: bool,
    json: bool,
) -> Result<bool, CommandError> {
    let fault = |fault| CommandError::Refused(voice.cause(&Cause::Value(fault)));
    let plate = plate::parse(said).map_err(fault)?;
    let tells_none = || CommandError::Refused(voice.say("cli-plate-tells-none", &[("plate", plate::show(&plate))]));
    if plate == plate::NONE || plate.contains('?') {
        return Err(tells_none());
    }
    let mut found = desk.vehicle(&plate).map_err(|error| run.store(&error))?;
    if !found.as_ref().is_some_and(Record::inside) {
        // As a person says it who leaves the site's own province out.
        let lent = plate::typed(said, voice.site.province).map_err(fault)?;
        let other = desk.vehicle(&lent).map_err(|error| run.store(&error))?;
        found = other.filter(|other| found.is_none() || other.inside()).or(found);
    }
    let inside = found.as_ref().is_some_and(Record::inside);
    let alike = if inside { Vec::new() } else { similar(run, desk, &plate, whole && found.is_none())? };
    let named: Vec<Value> = alike
        .iter()
        .map(|row| json!({ "plate": row.get("plate"), "id": json::id(voice, row.family, row.number), "inside": row.inside() }))
        .collect();
    // One of those inside may be meant by a part, or a part was read of it.
    let unknown = alike.iter().any(|row| row.inside() && may_be_part(&plate, row.get("plate")));
    if !inside && !unknown && !json {
        run.say(&voice.say("cli-not-inside", &[("plate", plate::show(&plate))]))?;
    }
    match found {
        Some(record) if whole => card(run, desk, voice, &record, named, json)?,
        Some(record) if json => run.json(&json::record(voice, &record).with_any("similar", named))?,
        Some(record) => table(run, voice, &[record])?,
        None if json => {
            let inside = (!unknown).then_some(false);
            run.json(&json!({ "plate": plate, "inside": inside, "similar": named }))?;
        }
        None => {}
    }
    if !json && !alike.is_empty() {
        run.say("")?;
        run.say(&voice.tr("cli-similar"))?;
        table(run, voice, &alike)?;
    }
    if unknown && !whole { Err(tells_none()) } else { Ok(inside) }
}
