//! Folding: what the entries on one subject add up to.

use super::said::{Righted, comes_with};
use super::{Ack, Body, Driver, ReadFor, Record, Status, Stay, Step};
use crate::domain::entry::{ALONE, AWAITS, Entry, Family, Fields, Kind, LAST, Seq, TELLING};
use crate::domain::families::visitor::counted_as;
use crate::domain::history::{AT, Line, lines};
use crate::domain::stages;
use crate::domain::time::Moment;

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
pub fn walk(entries: &[Entry], mut before: impl FnMut(&Record, &Line<'_>)) -> Result<Record, BrokenHistory> {
    let first = entries.first().ok_or(BrokenHistory { seq: 0 })?;
    let broken = BrokenHistory { seq: first.seq };
    let lines = lines(entries);
    let opening = lines.first().filter(|line| line.entry.kind.opens()).ok_or(broken)?;
    let (Some(family), Some(number)) = (first.kind.family(), first.decided.number) else { return Err(broken) };
    let passes = |line: &&Line<'_>| line.withdrawn.is_none() && (line.entry.kind.opens() || exits(line));
    let rest = alone(opening).then(|| lines.iter().find(passes)).flatten();
    // Who was seen to leave first is told as if the entry had come before.
    let enters = |line: &&Line<'_>| line.withdrawn.is_none() && line.entry.kind == Kind::VisitorIn;
    let void = opening.withdrawn.is_some() && !alone(opening);
    let begins = lines.iter().find(enters).filter(|_| !void).or(rest).unwrap_or(opening);
    let mut record = Record {
        subject: first.subject,
        family,
        number,
        seq: first.seq,
        last: entries.last().map_or(first.seq, |entry| entry.seq),
        at: begins.at,
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
        read_for: ReadFor::default(),
        driver: Driver::default(),
        body: match (family, begins.entry.kind) {
            (Family::Complaint, _) => Body::Complaint { promises: 0, households: 0 },
            (Family::Handover, _) => Body::Handover { lines: first.decided.lines.clone(), verdicts: Vec::new() },
            (_, Kind::VisitorRefused | Kind::VehicleRefused) => Body::Gate(Stay::Refused),
            (_, Kind::VisitorOutOnly | Kind::VisitorOut | Kind::VehicleOutOnly) => Body::Gate(Stay::OutOnly),
            (_, kind) if family.spec().enters == Some(kind) => Body::Gate(Stay::Inside),
            _ => Body::Plain,
        },
    };
    // Where a person has put the time of an event right, other readings of it say nothing of that.
    let righted = Righted::of(&lines);
    let later = lines.iter().filter(|line| line.entry.seq != begins.entry.seq);
    for line in std::iter::once(begins).chain(later).filter(|line| line.withdrawn.is_none()) {
        if righted.overrules(line) && line.entry.seq != record.seq {
            record.run(line);
            continue;
        }
        before(&record, line);
        record.apply(line, begins.entry.seq);
        let decided = &line.entry.decided;
        record.links.extend(decided.link);
        match &mut record.body {
            Body::Complaint { households, .. } => *households = decided.households.max(*households),
            Body::Handover { verdicts, .. } => verdicts.extend(&decided.verdicts),
            Body::Plain | Body::Gate(_) => {}
        }
    }
    // Where what was struck or amended is told now.
    let corrects = |entry: &&Entry| matches!(entry.kind, Kind::Withdrawn | Kind::Amended);
    for link in entries.iter().filter(corrects).filter_map(|by| by.decided.link) {
        if !record.links.contains(&link) {
            record.links.push(link);
        }
    }
    if begins.withdrawn.is_some() {
        record.fields = opening.fields().filter(|(key, _)| !TELLING.contains(&key.as_str())).collect();
        record.status = Status::Void;
        if record.stay().is_some_and(|stay| stay != Stay::Refused) {
            record.body = Body::Plain;
        }
        record.read_for = ReadFor::default();
        record.limits.clear();
    } else {
        if family == Family::Vehicle && record.stay().is_some_and(|stay| stay != Stay::Refused) {
            record.say(entries, &lines, &righted);
        }
        record.named_by(lines.iter().rfind(|line| line.entry.kind == Kind::VisitorIn && alone(line)));
        record.status = record.judge();
    }
    Ok(record)
}

/// Whether an entry or exit was struck alone.
fn alone(line: &Line<'_>) -> bool {
    line.withdrawn.is_some_and(|by| by.get(ALONE) == "yes")
}

/// Whether a line tells of the exit of a visitor: nothing that was concluded, or that nobody saw.
fn exits(line: &Line<'_>) -> bool {
    line.entry.kind == Kind::VisitorOut && line.entry.decided.link.is_none() && line.get("unseen") != "yes"
}

/// Whether the room that holds today was found odd by the entry that wrote it.
fn odd_room(opening: &Line<'_>, entries: &[Entry]) -> bool {
    let seq = opening.amended.get("room").map_or(opening.entry.seq, |room| room.head.0);
    entries.iter().any(|entry| entry.seq == seq && entry.decided.odd_room)
}

impl Record {
    /// Whoever left is still the one whose entry was struck alone, and waits for it no more.
    fn named_by(&mut self, struck: Option<&Line<'_>>) {
        let Some(struck) = struck.filter(|_| self.stay() == Some(Stay::OutOnly)) else { return };
        self.fields.remove(AWAITS);
        for key in ["name", "room", "phone", "tail"] {
            if self.get(key).is_empty() && !struck.get(key).is_empty() {
                self.fields.insert(key.to_owned(), struck.get(key).to_owned());
            }
        }
    }

    /// Takes what a line says, of a record that begins with the entry `first`.
    fn apply(&mut self, line: &Line<'_>, first: Seq) {
        let entry = line.entry;
        if entry.kind.reads_again() {
            self.run(line);
            return self.read_on(line);
        }
        if entry.kind == Kind::Acknowledged {
            let percent = line.get("percent").parse().unwrap_or(0);
            // Whoever wrote it down took note of it where nobody else is named.
            let who = Some(line.get("by")).filter(|by| !by.is_empty()).unwrap_or(&entry.operator);
            let (clock, operator) = (line.get("clock").to_owned(), who.to_owned());
            self.acks.push(Ack { clock, percent, seq: entry.seq, at: line.at, operator });
            return;
        }
        let leaves = matches!(entry.kind, Kind::VisitorOut | Kind::VisitorPartOut | Kind::VisitorOutOnly);
        let leaves = leaves && entry.seq != first;
        for (key, text) in line.fields() {
            // An exit may hold what was typed for an entry: it counts where the entry says nothing of it.
            if !(leaves && comes_with(&key) && !self.get(&key).is_empty()) {
                self.fields.insert(key, text);
            }
        }
        self.run(line);
        if let Body::Complaint { promises, .. } = &mut self.body {
            *promises += u32::from(line.limits.iter().any(|clock| clock.stage == stages::PROMISE));
        }
        if !entry.kind.opens() {
            let step = entry.kind.event(line.get("step")).to_owned();
            let undoes = &entry.decided.undone;
            self.steps.iter_mut().filter(|done| undoes.contains(&done.step)).for_each(|done| done.undone = true);
            let undone = undoes.contains(&step);
            self.steps.push(Step { step, seq: entry.seq, at: line.at, operator: entry.operator.clone(), undone });
        }
        if self.family.at_gate() {
            self.pass(line, first);
        }
    }

    /// Ends the limits that a line ends, and starts those that it starts.
    fn run(&mut self, line: &Line<'_>) {
        self.limits.retain(|clock| {
            !line.ended.iter().any(|name| *name == clock.name())
                && !line.limits.iter().any(|new| new.name() == clock.name())
        });
        self.limits.extend(line.limits.iter().map(|limit| (*limit).clone()));
    }

    /// What a line of the gate says of a stay: the last word on its end stands. An entry that comes later belongs to an
    /// exit that waited for it, or was read once more and earlier; so does an exit's second, earlier reading.
    fn pass(&mut self, line: &Line<'_>, first: Seq) {
        let spec = self.family.spec();
        let leaving = line.get(counted_as(line.entry.kind)).parse().unwrap_or(0_u32);
        match (line.entry.kind, &self.body) {
            (Kind::VisitorPartOut, _) => {
                self.gone += leaving;
                if let Body::Gate(Stay::Left(left)) = &mut self.body {
                    *left = line.at.max(*left);
                }
            }
            (kind, Body::Gate(stay)) if spec.enters == Some(kind) && line.entry.seq != first => {
                if *stay == Stay::OutOnly {
                    self.body = Body::Gate(Stay::Left(self.at));
                } else if line.amended.contains_key(AT) {
                    self.read_for.coming = 0;
                } else {
                    self.read_for.coming = (self.read_for.coming + self.at.since(line.at)).max(0);
                }
                self.at = line.at;
            }
            (kind, Body::Gate(Stay::OutOnly)) if spec.at_once == Some(kind) && line.get("unseen") == "yes" => {
                // Nobody is there to have left unseen: the entry that it was said of is struck.
                self.fields.remove("unseen");
            }
            (kind, Body::Gate(Stay::OutOnly)) if spec.at_once == Some(kind) => {
                self.read_for.leaving = (self.read_for.leaving + self.at.since(line.at)).max(0);
                self.at = line.at;
            }
            // The last part of a party, which was not: those of another part are inside after all.
            (Kind::VisitorOut, _) if (1..self.rest()).contains(&leaving) => {
                self.gone += leaving;
            }
            (Kind::VisitorOutOnly, Body::Gate(Stay::Inside)) if (1..self.rest()).contains(&leaving) => {
                self.gone += leaving;
                let (step, operator) = (Kind::VisitorPartOut.name().to_owned(), line.entry.operator.clone());
                self.steps.push(Step { step, seq: line.entry.seq, at: line.at, operator, undone: false });
            }
            (kind, _) if spec.at_once == Some(kind) || kind == Kind::VisitorOutOnly && line.entry.seq != first => {
                let unseen = line.get("unseen") == "yes";
                if !unseen {
                    // Someone saw it after all.
                    self.fields.remove("unseen");
                }
                // Those of a party who were told last may have left before others.
                let parts = self.steps.iter().filter(|step| step.step == Kind::VisitorPartOut.name());
                let left = parts.map(|step| step.at).fold(line.at, Moment::max);
                self.body = Body::Gate(if unseen { Stay::LeftUnseen } else { Stay::Left(left) });
                self.read_for.leaving = 0;
            }
            _ => {}
        }
    }

    /// A vehicle at the barrier is read on and on: from the first reading to the last it is one event. Where another event
    /// came between, `last` says that it ended with this reading.
    fn read_on(&mut self, line: &Line<'_>) {
        let coming = line.entry.kind.enters() == Some(true);
        let (began, read_for) = match self.stay() {
            Some(Stay::Left(left)) if !coming => (left, &mut self.read_for.leaving),
            Some(Stay::OutOnly) if !coming => (self.at, &mut self.read_for.leaving),
            Some(Stay::Inside | Stay::Left(_) | Stay::LeftUnseen) if coming => (self.at, &mut self.read_for.coming),
            _ => return,
        };
        let lasted = line.at.since(began).max(0);
        *read_for = if line.get(LAST) == "yes" { lasted } else { lasted.max(*read_for) };
    }

    fn judge(&self) -> Status {
        if (self.family.spec().is_open)(self) { Status::Open } else { Status::Closed }
    }
}
