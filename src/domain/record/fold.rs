//! Folding: what the entries on one subject add up to.

use super::{Ack, Body, Record, Status, Stay, Step};
use crate::domain::entry::{Entry, Family, Fields, Kind, Seq};
use crate::domain::history::{EntryView, resolve};
use crate::domain::stages;

/// A history from which no record can be made; names the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq} does not belong to a record that was opened")]
pub struct BrokenHistory {
    /// The first entry of the history.
    pub seq: Seq,
}

/// The record that a subject's entries, all of them and in order, amount to.
///
/// # Errors
/// Where the first entry opens nothing or has no number.
pub fn fold(entries: &[Entry]) -> Result<Record, BrokenHistory> {
    walk(entries, |_, _| {})
}

/// As [`fold`], showing each line that stands with the record as it was before it.
pub fn walk(entries: &[Entry], mut before: impl FnMut(&Record, &EntryView)) -> Result<Record, BrokenHistory> {
    let first = entries.first().ok_or(BrokenHistory { seq: 0 })?;
    let broken = BrokenHistory { seq: first.seq };
    let lines = resolve(entries);
    let opening = lines.first().filter(|line| line.kind.opens()).ok_or(broken)?;
    let (Some(family), Some(number)) = (first.kind.family(), first.decided.number) else { return Err(broken) };
    let mut record = Record {
        subject: first.subject,
        family,
        number,
        seq: first.seq,
        last: entries.last().map_or(first.seq, |entry| entry.seq),
        at: opening.at,
        written_at: first.written_at,
        post: first.post.clone(),
        operator: first.operator.clone(),
        status: Status::Open,
        odd_room: odd_room(opening, entries),
        struck: entries.iter().any(|entry| matches!(entry.kind, Kind::Amended | Kind::Withdrawn)),
        clock_went_back: entries.iter().any(|entry| entry.decided.clock_went_back),
        ahead: entries.iter().map(|entry| entry.decided.ahead).max().unwrap_or_default(),
        source: first.decided.source.clone(),
        fields: Fields::new(),
        steps: Vec::new(),
        limits: Vec::new(),
        acks: Vec::new(),
        links: Vec::new(),
        gone: 0,
        body: match (family, opening.kind) {
            (Family::Complaint, _) => Body::Complaint { promises: 0, households: 0 },
            (Family::Handover, _) => Body::Handover { lines: first.decided.lines.clone(), verdicts: Vec::new() },
            (_, Kind::VisitorRefused | Kind::VehicleRefused) => Body::Gate(Stay::Refused),
            (_, Kind::VisitorOutOnly | Kind::VehicleOutOnly) => Body::Gate(Stay::OutOnly),
            (_, kind) if family.spec().enters == Some(kind) => Body::Gate(Stay::Inside),
            _ => Body::Plain,
        },
    };
    for line in lines.iter().filter(|line| line.withdrawn.is_none()) {
        before(&record, line);
        record.apply(line);
        let place = entries.partition_point(|entry| entry.seq < line.seq);
        if let Some(entry) = entries.get(place) {
            record.links.extend(entry.decided.link);
            match &mut record.body {
                Body::Complaint { households, .. } => *households = entry.decided.households.max(*households),
                Body::Handover { verdicts, .. } => verdicts.extend(&entry.decided.verdicts),
                Body::Plain | Body::Gate(_) => {}
            }
        }
    }
    // Where what was struck is told now.
    record.links.extend(entries.iter().filter(|entry| entry.kind == Kind::Withdrawn).filter_map(|by| by.decided.link));
    if opening.withdrawn.is_some() {
        record.fields = opening.fields();
        record.status = Status::Void;
        if record.stay().is_some_and(|stay| stay != Stay::Refused) {
            record.body = Body::Plain;
        }
        record.limits.clear();
    } else {
        record.status = record.judge();
    }
    Ok(record)
}

/// Whether the room that holds today was found odd by the entry that wrote it.
fn odd_room(opening: &EntryView, entries: &[Entry]) -> bool {
    let seq = opening.values.get("room").map_or(opening.seq, |room| room.head.0);
    entries.iter().any(|entry| entry.seq == seq && entry.decided.odd_room)
}

impl Record {
    fn apply(&mut self, line: &EntryView) {
        if line.kind == Kind::Acknowledged {
            let percent = line.get("percent").parse().unwrap_or(0);
            // Whoever wrote it down took note of it where nobody else is named.
            let who = Some(line.get("by")).filter(|by| !by.is_empty()).unwrap_or(&line.operator);
            let (clock, operator) = (line.get("clock").to_owned(), who.to_owned());
            self.acks.push(Ack { clock, percent, seq: line.seq, at: line.at, operator });
            return;
        }
        self.fields.extend(line.values.iter().map(|(key, value)| (key.clone(), value.text.clone())));
        self.limits.retain(|clock| {
            !line.ended.iter().any(|name| *name == clock.name())
                && !line.limits.iter().any(|new| new.name() == clock.name())
        });
        self.limits.extend(line.limits.iter().cloned());
        if let Body::Complaint { promises, .. } = &mut self.body {
            *promises += u32::from(line.limits.iter().any(|clock| clock.stage == stages::PROMISE));
        }
        if !line.kind.opens() {
            let step = line.kind.event(line.get("step")).to_owned();
            self.steps.iter_mut().filter(|done| line.undone.contains(&done.step)).for_each(|done| done.undone = true);
            let undone = line.undone.contains(&step);
            self.steps.push(Step { step, seq: line.seq, at: line.at, operator: line.operator.clone(), undone });
        }
        if self.family.at_gate() {
            self.pass(line);
        }
    }

    /// What a line of the gate says of a stay: the last word on its end stands. An entry that comes later belongs to an
    /// exit that waited for it, or was read once more and earlier; so does an exit's second, earlier reading.
    fn pass(&mut self, line: &EntryView) {
        let spec = self.family.spec();
        match (line.kind, &self.body) {
            (Kind::VisitorPartOut, _) => self.gone += line.get("leaving").parse().unwrap_or(0_u32),
            (kind, Body::Gate(stay)) if spec.enters == Some(kind) && line.seq != self.seq => {
                if *stay == Stay::OutOnly {
                    self.body = Body::Gate(Stay::Left(self.at));
                }
                self.at = line.at;
            }
            (kind, Body::Gate(Stay::OutOnly)) if spec.at_once == Some(kind) => self.at = line.at,
            (kind, _) if spec.at_once == Some(kind) => {
                let unseen = line.get("unseen") == "yes";
                if !unseen {
                    // Someone saw it after all.
                    self.fields.remove("unseen");
                }
                self.body = Body::Gate(if unseen { Stay::LeftUnseen } else { Stay::Left(line.at) });
            }
            _ => {}
        }
    }

    fn judge(&self) -> Status {
        if (self.family.spec().is_open)(self) { Status::Open } else { Status::Closed }
    }
}
