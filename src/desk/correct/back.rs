//! An amendment of a vehicle's event that is taken back: what the event is without it.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::families::again;
use crate::desk::families::readings::telling;
use crate::domain::entry::{Entry, Kind, Seq};
use crate::domain::history::EntryView;
use crate::store::{Read, StoreError};

/// An amendment that is taken back.
pub(super) struct Back {
    /// The record in which it stands.
    pub(super) subject: Uuid,
    pub(super) seq: Seq,
    pub(super) key: String,
    /// What stands again without it; of a time, by how much its clock was ahead.
    pub(super) value: String,
    pub(super) ahead: i64,
    /// What its own amendments say with it.
    pub(super) own: String,
    /// What was told of the stay before this entry goes back with the event.
    pub(super) with: Seq,
}

impl Back {
    /// What was written in all the records in which an event was told.
    pub(super) fn told(cx: &ActContext<'_, '_>, origin: Seq) -> Result<Vec<Vec<Entry>>, StoreError> {
        let mut told: Vec<Uuid> = telling(cx.journal, origin)?.iter().map(|told| told.subject).collect();
        told.sort_unstable();
        told.dedup();
        told.into_iter().map(|subject| cx.journal.history(subject)).collect()
    }

    /// What an event is without an amendment that stands, among those of the records in which it was told.
    pub(super) fn of((subject, seq): (Uuid, Seq), key: &str, records: &[Vec<Entry>], line: &EntryView) -> Option<Self> {
        let about = |entries: &[Entry], by: &&Entry| again::corrected(by, entries) == Some((line.seq, key));
        let mut amended: Vec<&Entry> =
            records.iter().flat_map(|entries| entries.iter().filter(move |by| about(entries, by))).collect();
        amended.sort_by_key(|by| by.seq);
        let struck = |by: &Entry| {
            let strikes = |other: &Entry| other.kind == Kind::Withdrawn && other.decided.target == Some(by.seq);
            records.iter().any(|entries| entries.iter().any(strikes))
        };
        let mut standing: Vec<&Entry> = amended.iter().copied().filter(|by| !struck(by)).collect();
        let own = standing.last()?.get("new").to_owned();
        standing.remove(standing.iter().position(|by| by.seq == seq)?);
        let value = match standing.last() {
            Some(last) => last.get("new"),
            None => amended.first()?.get("old"),
        };
        let ahead = if standing.is_empty() { line.ahead } else { 0 };
        Some(Self { subject, seq, key: key.to_owned(), value: value.to_owned(), ahead, own, with: seq })
    }
}
