//! The parts of a check: what each of them looks at.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::domain::entry::{Entry, Family, Hash, Head, Seq};
use crate::store::chain::{self, Cell};
use crate::store::codec::RawEntry;
use crate::store::registers::{self, Group};
use crate::store::verify::{Flaw, Found, Noted, Part, Task};
use crate::store::{Inspect, ListView, Order, Query, Registers, Share, Store, StoreError, Stored};

impl Task<'_> {
    /// Does one part, from one moment.
    pub(super) fn part(self, store: &(impl Store + ?Sized), part: Part) -> Result<Found, StoreError> {
        let mut found = Found::default();
        store.inspect(&mut |rows| {
            let mut check = Check { rows, task: self, found: Found::default() };
            match check.part(part) {
                Err(StoreError::Damaged | StoreError::Foreign) => check.found.find(0, Flaw::File),
                done => done?,
            }
            found = check.found;
            Ok(())
        })?;
        Ok(found)
    }
}

struct Check<'a> {
    rows: &'a dyn Inspect,
    task: Task<'a>,
    found: Found,
}

impl Check<'_> {
    fn part(&mut self, part: Part) -> Result<(), StoreError> {
        match part {
            Part::Storage => self.storage(),
            Part::Places => self.links().and_then(|()| self.stray_personal(0)),
            Part::Strays => self.strays(),
            Part::Known => self.known(),
            Part::Opened(from, to) => {
                let stored = self.rows.registers(from, to)?;
                self.records(Share::Opened { from, to }, stored)
            }
            Part::Others => self.records(Share::Others, Stored::new()),
            Part::Contents => self.contents(),
        }
    }

    fn storage(&mut self) -> Result<(), StoreError> {
        if !self.rows.is_sound()? {
            self.found.find(0, Flaw::File);
        }
        if !self.rows.is_alone()? {
            self.found.find(0, Flaw::Foreign);
        }
        Ok(())
    }

    /// Which place is empty, and which entry does not follow the one before.
    fn links(&mut self) -> Result<(), StoreError> {
        let (mut last, mut before): (Seq, Hash) = (0, chain::START);
        let mut end = None;
        let rows = self.rows;
        rows.links(&mut |seq, prev, hash| {
            let found = &mut self.found;
            found.report.entries += 1;
            found.reached += u64::from(seq <= self.task.top);
            if seq != last + 1 {
                // Anything may follow what is not there.
                found.find(last + 1, Flaw::Gap);
            } else if prev != before {
                match Hash::try_from(prev) {
                    Ok(prev) => found.broken.push((last, prev)),
                    Err(_) => found.find(seq, Flaw::Chain),
                }
            }
            last = seq;
            // One of another length is not that of its entry, which is told there.
            before = Hash::try_from(hash).unwrap_or_default();
            end = Some(Head { seq, hash: chain::hex(hash) });
            Ok(())
        })?;
        // What could not be walked to its end has none that is known.
        self.found.report.head = end;
        Ok(())
    }

    /// What belongs to no entry.
    fn strays(&mut self) -> Result<(), StoreError> {
        // Without a gap none stands before.
        self.stray_personal(self.task.top + 1)?;
        for seq in self.rows.registers(self.task.top + 1, Seq::MAX)?.into_keys() {
            if self.rows.hash(seq)?.is_none() {
                self.found.find(seq, Flaw::Register);
            }
        }
        Ok(())
    }

    fn stray_personal(&mut self, from: Seq) -> Result<(), StoreError> {
        for seq in self.rows.stray_personal(from)? {
            self.found.find(seq, Flaw::PersonalStray);
        }
        Ok(())
    }

    fn known(&mut self) -> Result<(), StoreError> {
        for head in self.task.known {
            match self.rows.stands(head)? {
                Some(true) => {}
                Some(false) => self.found.find(head.seq, Flaw::Head),
                None => self.found.find(head.seq, Flaw::HeadMissing),
            }
        }
        Ok(())
    }

    /// The entries of a share and the records that they amount to, whose rows are `stored`.
    fn records(&mut self, share: Share, stored: Stored) -> Result<(), StoreError> {
        let (rows, task) = (self.rows, self.task);
        // Both come in the order of the entries that open them.
        let mut stored = stored.into_iter().peekable();
        let mut contents = Found::default();
        let mut printed = Vec::new();
        let look = &mut |raw: &RawEntry<'_>| task.look(raw, &mut contents);
        registers::each_subject(rows, share, look, &mut |group| {
            let opening = group.opening();
            if share == Share::Others {
                stored = rows.registers(opening, opening.saturating_add(1))?.into_iter().peekable();
                self.found.openings.push(opening);
            }
            while let Some((stray, _)) = stored.next_if(|(seq, _)| *seq < opening) {
                self.found.strays.push(stray);
            }
            let head = |entry: &Entry| Some((entry.seq, entry.decided.head.clone()?));
            self.found.report.noted.extend(group.entries.iter().filter_map(Noted::of));
            printed.extend(group.entries.iter().filter_map(head));
            self.record(group, stored.next_if(|(seq, _)| *seq == opening).and_then(|(_, stored)| stored));
            Ok(())
        })?;
        self.found.take(contents);
        self.found.strays.extend(stored.map(|(seq, _)| seq));
        for (page, head) in printed {
            if rows.stands(&head)? != Some(true) {
                self.found.find(page, Flaw::Page { of: head.seq });
            }
        }
        Ok(())
    }

    /// One record against its rows; none where they cannot be read.
    fn record(&mut self, group: &Group, stored: Option<Registers>) {
        for seq in &group.unreadable {
            self.found.find(*seq, Flaw::Unreadable);
        }
        // Without all its entries nothing can be said of its rows.
        if !group.unreadable.is_empty() {
            return;
        }
        let Ok((_, expected)) = registers::of(&group.entries) else {
            return self.found.find(group.opening(), Flaw::Unreadable);
        };
        self.found.report.records += 1;
        if stored.is_none_or(|stored| !stored.same_rows(&expected)) {
            self.found.find(group.opening(), Flaw::Register);
        }
    }

    fn contents(&mut self) -> Result<(), StoreError> {
        let rows = self.rows;
        rows.walk(Order::Seq, &mut |raw| {
            self.task.look(raw, &mut self.found);
            Ok(())
        })
    }
}

/// Whether the rows of records are what their entries say: of those that so many of the last entries tell of, and as many
/// of each family that are open or inside.
pub(crate) fn stand_lately(rows: &impl Inspect, last: Seq) -> Result<bool, StoreError> {
    let most = usize::try_from(last).unwrap_or(usize::MAX);
    let before = rows.head()?.map_or(0, |head| head.seq.saturating_sub(last));
    let entries = rows.entries(before, most)?;
    let mut subjects: BTreeSet<Uuid> = entries.into_iter().map(|entry| entry.subject).collect();
    for family in Family::ALL {
        for view in [ListView::Open, ListView::Inside] {
            subjects.extend(rows.list(Query::new(*family, view, most))?.into_iter().map(|record| record.subject));
        }
    }
    for subject in subjects {
        let history = rows.history(subject)?;
        // A row of a record that no entry tells of.
        let Some(opening) = history.first().map(|entry| entry.seq) else { return Ok(false) };
        let stored = rows.registers(opening, opening + 1)?.remove(&opening).flatten();
        let (_, expected) = registers::of(&history)?;
        if stored.is_none_or(|stored| !stored.same_rows(&expected)) {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Task<'_> {
    /// One entry against its hash, and its personal part against its commitment.
    fn look(self, raw: &RawEntry<'_>, found: &mut Found) {
        let seq = raw.seq();
        let hash = chain::hash(&raw.cells);
        let [prev, log, .., commitment, format] = raw.cells;
        if seq <= self.top {
            found.visited += 1;
            let follows = if let Cell::Blob(prev) = prev { self.link(seq.saturating_sub(1), prev) } else { 0 };
            let is = if seq < self.top { self.link(seq, raw.hash) } else { 0 };
            found.links = found.links.wrapping_add(is).wrapping_sub(follows);
        }
        if raw.hash != hash {
            found.odd.push((seq, hash));
        }
        if raw.hash != hash || log != Cell::Blob(self.log.as_bytes()) || format != Cell::Int(chain::FORMAT) {
            found.find(seq, Flaw::Chain);
        }
        match raw.personal {
            None => found.find(seq, Flaw::PersonalMissing),
            Some((salt, json)) if commitment != Cell::Blob(&chain::commitment(salt, json)) => {
                found.find(seq, Flaw::Personal);
            }
            Some(_) => {}
        }
    }
}
