//! Checking: the storage itself, the chain, the personal parts, every register against what the entries amount to, and
//! the heads that are known of the chain: those that signed pages print, and those that were kept elsewhere.
//!
//! Nothing found stops the check, and every flaw names the entry it concerns. What a cut tail leaves behind is whole in
//! itself, and so is a chain that was forged anew: only a head kept elsewhere tells of it.
//!
//! The check is cut into parts that know nothing of each other, each from one moment; where the store gives more handles,
//! as many are done at a time as there are cores. An entry is read once, with its record, and its hash held against its
//! bytes. That each follows the one before is seen by a sum, in whatever order they come: what is followed is added, what
//! follows is taken off, and nothing remains of a whole chain but its start. Only where more remains is all read once more,
//! in order, to say where. What is written meanwhile is not checked.

mod part;

pub(crate) use part::stand_lately;

use std::hash::{BuildHasher, RandomState};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use strum::{IntoStaticStr, VariantNames};
use uuid::Uuid;

use crate::domain::entry::{Entry, Hash, Head, Kind, Seq};
use crate::domain::rules::Words;
use crate::store::{Store, StoreError, chain};

/// The most findings that a report holds.
const MOST: usize = 100;

/// What `verify` found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The entry concerned; 0 where it concerns no entry.
    pub seq: Seq,
    pub flaw: Flaw,
}

/// What can be wrong with a logbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantNames)]
#[strum(prefix = "flaw-", serialize_all = "kebab-case")]
pub enum Flaw {
    /// The stored hash is not the hash of the stored bytes, or does not follow the one before.
    Chain,
    /// A number in the sequence is missing.
    Gap,
    /// The personal part does not match its commitment.
    Personal,
    /// The personal part is gone and no retention entry names it.
    PersonalMissing,
    /// A personal part belongs to no entry.
    PersonalStray,
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
    /// The note of the last entry acknowledged here cannot be read, and was not compared.
    Note,
    /// What was not yet brought into the storage is not what was written: it can be read while it is open, and not after.
    Log,
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

/// What someone has said of a logbook, and no flaw.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Noted {
    pub seq: Seq,
    pub operator: String,
    /// The last entry that was known and the last one that was found; `None` of lists that differed and were made anew.
    pub ends: Option<(Seq, Seq)>,
    /// How many records differed there; empty where a copy was accepted.
    pub records: String,
}

impl Noted {
    fn of(entry: &Entry) -> Option<Self> {
        let end = |which: &str| entry.get(which).split(':').next().and_then(|seq| seq.parse().ok());
        (entry.kind == Kind::Restored).then(|| Self {
            seq: entry.seq,
            operator: entry.operator.clone(),
            ends: end("known").zip(end("found")),
            records: entry.get("lists").to_owned(),
        })
    }
}

/// The result of checking a logbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    pub entries: u64,
    pub records: u64,
    pub head: Option<Head>,
    /// Whether it is known which entry was acknowledged last here, so that a missing end would have been found.
    pub compared: bool,
    /// The entry at which that began to be known anew, where what was known before was lost.
    pub since: Option<Seq>,
    /// Where a copy was accepted or the lists were mended, in the order of the logbook.
    pub noted: Vec<Noted>,
    /// What is wrong, in the order of the logbook; at most 100.
    pub findings: Vec<Finding>,
}

impl VerifyReport {
    /// Whether there may be more findings than are told.
    pub const fn is_full(&self) -> bool {
        self.findings.len() >= MOST
    }
}

/// How many shares the records are cut into at the most, so that no hand waits long for another, and how many places of
/// the logbook a share has at the least.
const SHARES: Seq = 256;
const LEAST: Seq = 1_000;

/// How many hands check at the most.
const HANDS: usize = 8;

/// A part of the check.
#[derive(Clone, Copy)]
enum Part {
    Storage,
    /// Which places hold something amiss.
    Places,
    Strays,
    Known,
    /// The records that are opened at these places, from and before.
    Opened(Seq, Seq),
    /// The records that no entry opens by its own uid.
    Others,
    /// Every entry by its place.
    Contents,
}

/// What is checked.
#[derive(Clone, Copy)]
struct Task<'t> {
    log: Uuid,
    /// The last entry when the check began.
    top: Seq,
    known: &'t [Head],
    /// Sums links; nobody can know how beforehand.
    sums: &'t RandomState,
}

/// Checks a logbook, also against heads that were kept elsewhere.
pub(crate) fn verify(store: &(impl Store + ?Sized), known: &[Head]) -> Result<VerifyReport, StoreError> {
    let head = store.head();
    // Where not even the tail can be read, the parts say so.
    let top = head.as_ref().map_or(Seq::MAX / 2, |head| head.as_ref().map_or(0, |head| head.seq));
    let task = Task { log: store.log(), top, known, sums: &RandomState::new() };
    let mut found = task.by_all_hands(store)?;
    if found.links == 0_u64.wrapping_sub(task.link(0, &chain::START)) {
        found.reached = found.visited;
        found.report = VerifyReport { entries: found.visited, head: head.unwrap_or_default(), ..found.report };
    } else {
        found.take(task.part(store, Part::Places)?);
    }
    if found.visited != found.reached {
        found.take(task.part(store, Part::Others)?);
    }
    // An index that has lost an entry must not make it be left out in silence.
    if found.visited != found.reached || found.findings.iter().any(|finding| finding.flaw == Flaw::File) {
        found.take(task.part(store, Part::Contents)?);
    }
    Ok(found.report())
}

impl Task<'_> {
    /// An entry's place and hash as a number to be summed up.
    fn link(self, seq: Seq, hash: &[u8]) -> u64 {
        self.sums.hash_one((seq, hash))
    }

    fn by_all_hands(self, store: &(impl Store + ?Sized)) -> Result<Found, StoreError> {
        let share = (self.top / SHARES).max(LEAST);
        let opened = (0..=self.top / share).map(|n| Part::Opened(n * share, ((n + 1) * share).min(self.top + 1)));
        let parts: Vec<Part> = [Part::Storage, Part::Strays, Part::Known].into_iter().chain(opened).collect();
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let others: Vec<_> = (1..cores.min(HANDS)).map_while(|_| store.again()).collect();
        let next = AtomicUsize::new(0);
        let todo = || std::iter::from_fn(|| parts.get(next.fetch_add(1, Ordering::Relaxed)));
        thread::scope(|scope| {
            let hands: Vec<_> = others
                .into_iter()
                // Where no thread is to be had, fewer hands do all of it.
                .map_while(|other| {
                    let work = move || self.by_hand(&*other, todo());
                    thread::Builder::new().spawn_scoped(scope, work).ok()
                })
                .collect();
            let mut found = self.by_hand(store, todo())?;
            for hand in hands {
                let gone = |_| StoreError::Other("the check was broken off".to_owned());
                found.take(hand.join().map_err(gone)??);
            }
            Ok(found)
        })
    }

    fn by_hand<'p>(
        self,
        store: &(impl Store + ?Sized),
        parts: impl Iterator<Item = &'p Part>,
    ) -> Result<Found, StoreError> {
        let mut found = Found::default();
        for part in parts {
            found.take(self.part(store, *part)?);
        }
        Ok(found)
    }
}

/// What parts of a check have found.
#[derive(Default)]
struct Found {
    report: VerifyReport,
    findings: Vec<Finding>,
    /// How many of the entries up to the last are there, and how many of them were read.
    reached: u64,
    visited: u64,
    /// The sum of their links: what is followed, less what follows.
    links: u64,
    /// Entries whose hash is not that of their bytes, with the one that is.
    odd: Vec<(Seq, Hash)>,
    /// Entries that are not followed by the next one, with the hash that it follows.
    broken: Vec<(Seq, Hash)>,
    /// The rows of registers that belong to no record of their share, by its opening entry, and the entries that open the
    /// records of no share.
    strays: Vec<Seq>,
    openings: Vec<Seq>,
}

impl Found {
    fn find(&mut self, seq: Seq, flaw: Flaw) {
        let finding = Finding { seq, flaw };
        // What tells of a forged chain is never left out for what tells of a damaged one.
        if (self.findings.len() < MOST || flaw.is_of_head()) && !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn take(&mut self, other: Self) {
        self.report.entries += other.report.entries;
        self.report.records += other.report.records;
        self.report.head = self.report.head.take().or(other.report.head);
        self.report.noted.extend(other.report.noted);
        self.reached += other.reached;
        self.visited += other.visited;
        self.links = self.links.wrapping_add(other.links);
        self.findings.extend(other.findings);
        self.odd.extend(other.odd);
        self.broken.extend(other.broken);
        self.strays.extend(other.strays);
        self.openings.extend(other.openings);
    }

    fn report(mut self) -> VerifyReport {
        self.odd.sort_unstable();
        self.openings.sort_unstable();
        // Where an entry's hash alone was changed, the next one still follows what it should be.
        let broken = self.broken.iter().filter(|link| self.odd.binary_search(link).is_err());
        let strays = self.strays.iter().filter(|seq| self.openings.binary_search(seq).is_err());
        let broken = broken.map(|(seq, _)| Finding { seq: seq + 1, flaw: Flaw::Chain });
        let strays = strays.map(|seq| Finding { seq: *seq, flaw: Flaw::Register });
        let mut all: Vec<Finding> = broken.chain(strays).chain(self.findings).collect();
        let rank =
            |found: &Finding| (!found.flaw.is_of_head(), matches!(found.flaw, Flaw::Register | Flaw::Unreadable));
        all.sort_unstable_by_key(|found| (rank(found), *found));
        all.dedup();
        // Whoever looks for more than is told has more to do than to read on.
        all.truncate(MOST);
        all.sort_unstable();
        self.report.noted.sort_unstable();
        self.report.noted.dedup();
        VerifyReport { findings: all, ..self.report }
    }
}
