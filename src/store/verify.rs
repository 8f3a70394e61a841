//! Checking: the storage itself, the chain, the personal parts, and every register against what the entries amount to.
//!
//! Nothing found stops the check, and every flaw names the entry it concerns. What a cut tail leaves behind is whole in
//! itself: only a head kept elsewhere tells of it.

use std::collections::HashSet;

use strum::{IntoStaticStr, VariantNames};
use uuid::Uuid;

use crate::domain::entry::{Head, Seq};
use crate::store::chain::{self, Cell};
use crate::store::codec::RawEntry;
use crate::store::{Inspect, Order, StoreError, registers};

/// The most findings that a report holds.
const MOST: usize = 100;

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The entry concerned; 0 where it concerns no entry.
    pub seq: Seq,
    pub flaw: Flaw,
}

/// What can be wrong with a logbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(prefix = "flaw-", serialize_all = "kebab-case")]
pub enum Flaw {
    /// The stored hash is not the hash of the stored bytes, or does not follow the one before.
    Chain,
    /// The personal part does not match its commitment.
    Personal,
    /// The personal part is gone and no retention entry names it.
    PersonalMissing,
    /// A personal part belongs to no entry.
    PersonalStray,
    /// A number in the sequence is missing.
    Gap,
    /// The entry cannot be read by this program.
    Unreadable,
    /// A register differs from what the entries amount to.
    Register,
    /// The storage itself is damaged, or not guarded as it was made.
    File,
}

/// The result of checking a logbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    pub entries: u64,
    pub records: u64,
    pub head: Option<Head>,
    /// What is wrong, in the order of the logbook; at most 100.
    pub findings: Vec<Finding>,
}

/// Checks the rows of one log.
pub(crate) fn verify(rows: &dyn Inspect, log: Uuid) -> Result<VerifyReport, StoreError> {
    let mut check = Check { rows, log, report: VerifyReport::default() };
    for part in [Check::storage, Check::chain, Check::strays, Check::registers] {
        match part(&mut check) {
            Err(StoreError::Damaged | StoreError::Foreign) => check.find(0, Flaw::File),
            done => done?,
        }
    }
    let mut report = check.report;
    report.findings.sort_by_key(|finding| finding.seq);
    Ok(report)
}

struct Check<'a> {
    rows: &'a dyn Inspect,
    log: Uuid,
    report: VerifyReport,
}

impl Check<'_> {
    fn find(&mut self, seq: Seq, flaw: Flaw) {
        let finding = Finding { seq, flaw };
        if self.report.findings.len() < MOST && !self.report.findings.contains(&finding) {
            self.report.findings.push(finding);
        }
    }

    fn storage(&mut self) -> Result<(), StoreError> {
        if !self.rows.is_sound()? {
            self.find(0, Flaw::File);
        }
        Ok(())
    }

    fn chain(&mut self) -> Result<(), StoreError> {
        let mut expected: Seq = 1;
        // What the next entry may follow: the hash as stored and as it should be; anything after a gap.
        let mut before: Option<[Vec<u8>; 2]> = Some([chain::START.to_vec(), chain::START.to_vec()]);
        let rows = self.rows;
        rows.walk(Order::Seq, &mut |raw| {
            let seq = raw.seq();
            self.report.entries += 1;
            self.personal(seq, raw);
            if seq != expected {
                self.find(expected, Flaw::Gap);
                before = None;
            }
            expected = seq.wrapping_add(1);
            let hash = chain::hash(&raw.cells);
            let [prev, log, .., format] = raw.cells;
            let follows = before.as_ref().is_none_or(|hashes| hashes.iter().any(|hash| Cell::Blob(hash) == prev));
            let own = log == Cell::Blob(self.log.as_bytes()) && format == Cell::Int(chain::FORMAT);
            if !follows || !own || raw.hash != hash {
                self.find(seq, Flaw::Chain);
            }
            self.report.head = Some(Head { seq, hash: chain::hex(raw.hash) });
            before = Some([raw.hash.to_vec(), hash.to_vec()]);
            Ok(())
        })
    }

    fn personal(&mut self, seq: Seq, raw: &RawEntry<'_>) {
        let Some((salt, json)) = raw.personal else { return self.find(seq, Flaw::PersonalMissing) };
        let [.., commitment, _] = raw.cells;
        if commitment != Cell::Blob(&chain::commitment(salt, json)) {
            self.find(seq, Flaw::Personal);
        }
    }

    fn strays(&mut self) -> Result<(), StoreError> {
        for seq in self.rows.stray_personal()? {
            self.find(seq, Flaw::PersonalStray);
        }
        Ok(())
    }

    fn registers(&mut self) -> Result<(), StoreError> {
        let mut openings = HashSet::new();
        let rows = self.rows;
        registers::each_subject(rows, &mut |group| {
            let first =
                group.entries.first().map(|entry| entry.seq).into_iter().chain(group.unreadable.first().copied());
            let opening = first.min().unwrap_or(0);
            openings.insert(opening);
            for seq in &group.unreadable {
                self.find(*seq, Flaw::Unreadable);
            }
            // Without all its entries nothing can be said of its rows.
            if !group.unreadable.is_empty() {
                return Ok(());
            }
            let Ok((_, expected)) = registers::of(&group.entries) else {
                self.find(opening, Flaw::Unreadable);
                return Ok(());
            };
            self.report.records += 1;
            // A row whose columns cannot be read is not what it should be.
            let stored = match rows.registers(opening) {
                Err(StoreError::Damaged) => None,
                stored => stored?,
            };
            if stored.is_none_or(|stored| !stored.same_rows(&expected)) {
                self.find(opening, Flaw::Register);
            }
            Ok(())
        })?;
        for stray in self.rows.registered()?.into_iter().filter(|seq| !openings.contains(seq)) {
            self.find(stray, Flaw::Register);
        }
        Ok(())
    }
}
