//! Checking: the storage itself, the chain, the personal parts, every register against what the entries amount to, and
//! the heads that are known of the chain: those that signed pages print, and those that were kept elsewhere.
//!
//! Nothing found stops the check, and every flaw names the entry it concerns. What a cut tail leaves behind is whole in
//! itself, and so is a chain that was forged anew: only a head kept elsewhere tells of it. The check has two halves that
//! know nothing of each other; where the store gives a second handle, they are done at the same time.

use strum::{IntoStaticStr, VariantNames};
use uuid::Uuid;

use crate::domain::entry::{Entry, Head, Seq};
use crate::domain::rules::Words;
use crate::store::chain::{self, Cell};
use crate::store::codec::RawEntry;
use crate::store::{Inspect, Order, Share, Store, StoreError, registers};

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
    /// The storage names another logbook, or holds rows that are not of this one.
    Foreign,
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

/// How much of the subjects is folded by the half that also follows the chain: the part that makes both take as long.
const EARLY: u64 = 4;

/// Checks a logbook, also against heads that were kept elsewhere.
pub(crate) fn verify(store: &(impl Store + ?Sized), known: &[Head]) -> Result<VerifyReport, StoreError> {
    // Where not even the tail can be read, the halves say so.
    let cut = store.head().ok().flatten().map_or(1, |head| head.seq / EARLY);
    let log = store.log();
    let late = |rows: &dyn Inspect| {
        let parts: [Part<'_>; 3] =
            [&|check| check.subjects(Share::From(cut)), &|check| check.registered(), &|check| check.kept(known)];
        half(rows, log, &parts)
    };
    let early = |rows: &dyn Inspect| {
        let parts: [Part<'_>; 4] =
            [&|check| check.storage(), &|check| check.chain(), &|check| check.strays(), &|check| {
                check.subjects(Share::Before(cut))
            }];
        half(rows, log, &parts)
    };
    let Some(other) = store.again() else {
        return Ok(VerifyReport::of(seen(store, late)?, seen(store, early)?));
    };
    let gone = |_| StoreError::Other("the check was broken off".to_owned());
    let (late, early) = std::thread::scope(|scope| {
        let late = scope.spawn(move || seen(&*other, late));
        let early = seen(store, early);
        (late.join(), early)
    });
    Ok(VerifyReport::of(late.map_err(gone)??, early?))
}

/// Checks one half from one moment.
fn seen(
    store: &(impl Store + ?Sized),
    half: impl Fn(&dyn Inspect) -> Result<Half, StoreError>,
) -> Result<Half, StoreError> {
    let mut found = Half::default();
    store.inspect(&mut |rows| {
        found = half(rows)?;
        Ok(())
    })?;
    Ok(found)
}

type Part<'p> = &'p dyn Fn(&mut Check<'_>) -> Result<(), StoreError>;

fn half(rows: &dyn Inspect, log: Uuid, parts: &[Part<'_>]) -> Result<Half, StoreError> {
    let mut check = Check { rows, log, half: Half::default() };
    for part in parts {
        match part(&mut check) {
            Err(StoreError::Damaged | StoreError::Foreign) => check.find(0, Flaw::File),
            done => done?,
        }
    }
    Ok(check.half)
}

/// What one half has found.
#[derive(Default)]
struct Half {
    report: VerifyReport,
    /// The opening entries of the subjects that were folded, and the records that registers have a row of.
    openings: Vec<Seq>,
    registered: Vec<Seq>,
}

impl VerifyReport {
    /// Both halves. What tells of a forged chain is never left out for what tells of a damaged one.
    fn of(late: Half, early: Half) -> Self {
        let mut openings = [late.openings, early.openings].concat();
        openings.sort_unstable();
        let strays = late.registered.into_iter().filter(|seq| openings.binary_search(seq).is_err());
        let strays = strays.map(|seq| Finding { seq, flaw: Flaw::Register });
        let found = early.report.findings.into_iter().chain(late.report.findings).chain(strays);
        let rank =
            |found: &Finding| (!found.flaw.is_of_head(), matches!(found.flaw, Flaw::Register | Flaw::Unreadable));
        let mut all: Vec<Finding> = Vec::new();
        for found in found {
            // Whoever looks for more than is told has more to do than to read on.
            if all.len() < 3 * MOST && !all.contains(&found) {
                all.push(found);
            }
        }
        all.sort_by_key(rank);
        all.truncate(MOST);
        all.sort_by_key(|finding| finding.seq);
        let records = early.report.records + late.report.records;
        Self { findings: all, records, ..early.report }
    }
}

struct Check<'a> {
    rows: &'a dyn Inspect,
    log: Uuid,
    half: Half,
}

impl Check<'_> {
    fn find(&mut self, seq: Seq, flaw: Flaw) {
        let finding = Finding { seq, flaw };
        // What tells of a forged chain is never left out for what tells of a damaged one.
        let findings = &mut self.half.report.findings;
        if (findings.len() < MOST || flaw.is_of_head()) && !findings.contains(&finding) {
            findings.push(finding);
        }
    }

    fn storage(&mut self) -> Result<(), StoreError> {
        if !self.rows.is_sound()? {
            self.find(0, Flaw::File);
        }
        if !self.rows.is_alone()? {
            self.find(0, Flaw::Foreign);
        }
        Ok(())
    }

    fn chain(&mut self) -> Result<(), StoreError> {
        let (mut expected, mut last): (Seq, Seq) = (1, 0);
        // What the next entry may follow: the hash as stored and as it should be; anything after a gap.
        let mut before: Option<[Vec<u8>; 2]> = Some([chain::START.to_vec(), chain::START.to_vec()]);
        let rows = self.rows;
        rows.walk(Order::Seq, &mut |raw| {
            let seq = raw.seq();
            self.half.report.entries += 1;
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
            last = seq;
            before = Some([raw.hash.to_vec(), hash.to_vec()]);
            Ok(())
        })?;
        let head = before.filter(|_| last > 0).map(|[hash, _]| Head { seq: last, hash: chain::hex(&hash) });
        self.half.report.head = head;
        Ok(())
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

    fn subjects(&mut self, share: Share) -> Result<(), StoreError> {
        let rows = self.rows;
        let mut printed = Vec::new();
        registers::each_subject(rows, share, &mut |group| {
            let first =
                group.entries.first().map(|entry| entry.seq).into_iter().chain(group.unreadable.first().copied());
            let opening = first.min().unwrap_or(0);
            self.half.openings.push(opening);
            for seq in &group.unreadable {
                self.find(*seq, Flaw::Unreadable);
            }
            let head = |entry: &Entry| Some((entry.seq, entry.decided.head.clone()?));
            printed.extend(group.entries.iter().filter_map(head));
            // Without all its entries nothing can be said of its rows.
            if !group.unreadable.is_empty() {
                return Ok(());
            }
            let Ok((_, expected)) = registers::of(&group.entries) else {
                self.find(opening, Flaw::Unreadable);
                return Ok(());
            };
            self.half.report.records += 1;
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
        for (page, head) in printed {
            if self.rows.stands(&head)? != Some(true) {
                self.find(page, Flaw::Page { of: head.seq });
            }
        }
        Ok(())
    }

    fn registered(&mut self) -> Result<(), StoreError> {
        self.half.registered = self.rows.registered()?;
        Ok(())
    }

    fn kept(&mut self, known: &[Head]) -> Result<(), StoreError> {
        for head in known {
            match self.rows.stands(head)? {
                Some(true) => {}
                Some(false) => self.find(head.seq, Flaw::Head),
                None => self.find(head.seq, Flaw::HeadMissing),
            }
        }
        Ok(())
    }
}
