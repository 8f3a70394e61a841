//! Checking: the storage itself, the chain, the personal parts, every register against what the entries amount to, and
//! the heads that are known of the chain: those that signed pages print, and those that were kept elsewhere.
//!
//! Nothing found stops the check, and every flaw names the entry it concerns. What a cut tail leaves behind is whole in
//! itself, and so is a chain that was forged anew: only a head kept elsewhere tells of it. The check has two halves that
//! know nothing of each other; where the store gives a second handle, they are done at the same time.

use std::collections::HashSet;

use strum::{IntoStaticStr, VariantNames};
use uuid::Uuid;

use crate::domain::entry::{Entry, Head, Seq};
use crate::domain::rules::Words;
use crate::store::chain::{self, Cell};
use crate::store::codec::RawEntry;
use crate::store::{Inspect, Order, Store, StoreError, registers};

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
    /// A signed page prints a head that is not the hash of this entry.
    Page { of: Seq },
    /// A head that was kept elsewhere is not the hash of the entry.
    Head,
    /// A head was kept elsewhere of an entry that is not there.
    HeadMissing,
    /// The storage itself is damaged, or its tables are not laid out and guarded as they were made.
    File,
}

impl Flaw {
    const fn is_of_head(self) -> bool {
        matches!(self, Self::Page { .. } | Self::Head | Self::HeadMissing)
    }

    /// The locale key of its sentence, and the sentence's arguments.
    pub fn words(&self) -> Words {
        let args = if let Self::Page { of } = self { vec![("of", of.to_string())] } else { Vec::new() };
        (self.into(), args)
    }
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

/// Checks a logbook, also against heads that were kept elsewhere.
pub(crate) fn verify(store: &(impl Store + ?Sized), known: &[Head]) -> Result<VerifyReport, StoreError> {
    let log = store.log();
    let Some(other) = store.again() else {
        return Ok(VerifyReport::of(check(store, known, log, &FOLDED)?, check(store, known, log, &WRITTEN)?));
    };
    let gone = |_| StoreError::Other("the check was broken off".to_owned());
    let (folded, written) = std::thread::scope(|scope| {
        let folded = scope.spawn(move || check(&*other, known, log, &FOLDED));
        let written = check(store, known, log, &WRITTEN);
        (folded.join(), written)
    });
    Ok(VerifyReport::of(folded.map_err(gone)??, written?))
}

type Part = fn(&mut Check<'_>) -> Result<(), StoreError>;

/// What is worked out from the entries.
const FOLDED: [Part; 2] = [|check| check.registers(), |check| check.heads()];
/// What stands written.
const WRITTEN: [Part; 3] = [|check| check.storage(), |check| check.chain(), |check| check.strays()];

/// Checks one half from one moment.
fn check(store: &(impl Store + ?Sized), known: &[Head], log: Uuid, parts: &[Part]) -> Result<VerifyReport, StoreError> {
    let mut report = VerifyReport::default();
    store.inspect(&mut |rows| {
        let mut check = Check { rows, log, known, printed: Vec::new(), report: VerifyReport::default() };
        for part in parts {
            match part(&mut check) {
                Err(StoreError::Damaged | StoreError::Foreign) => check.find(0, Flaw::File),
                done => done?,
            }
        }
        report = check.report;
        Ok(())
    })?;
    Ok(report)
}

impl VerifyReport {
    /// Both halves.
    fn of(folded: Self, written: Self) -> Self {
        let (mut findings, registers): (Vec<_>, Vec<_>) =
            folded.findings.into_iter().partition(|found| found.flaw.is_of_head());
        for found in written.findings.into_iter().chain(registers) {
            if !findings.contains(&found) {
                findings.push(found);
            }
        }
        findings.truncate(MOST);
        findings.sort_by_key(|finding| finding.seq);
        Self { findings, records: folded.records, ..written }
    }
}

struct Check<'a> {
    rows: &'a dyn Inspect,
    log: Uuid,
    known: &'a [Head],
    /// The heads that pages print, each with the page's entry.
    printed: Vec<(Seq, Head)>,
    report: VerifyReport,
}

impl Check<'_> {
    fn find(&mut self, seq: Seq, flaw: Flaw) {
        let finding = Finding { seq, flaw };
        // What tells of a forged chain is never left out for what tells of a damaged one.
        if (self.report.findings.len() < MOST || flaw.is_of_head()) && !self.report.findings.contains(&finding) {
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
            let head = |entry: &Entry| Some((entry.seq, entry.decided.head.clone()?));
            self.printed.extend(group.entries.iter().filter_map(head));
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

    fn heads(&mut self) -> Result<(), StoreError> {
        let (rows, known) = (self.rows, self.known);
        let stands = |head: &Head| Ok::<_, StoreError>(rows.hash(head.seq)?.map(|hash| head.is_of(&chain::hex(&hash))));
        for (page, head) in std::mem::take(&mut self.printed) {
            if stands(&head)? != Some(true) {
                self.find(page, Flaw::Page { of: head.seq });
            }
        }
        for head in known {
            match stands(head)? {
                Some(true) => {}
                Some(false) => self.find(head.seq, Flaw::Head),
                None => self.find(head.seq, Flaw::HeadMissing),
            }
        }
        Ok(())
    }
}
