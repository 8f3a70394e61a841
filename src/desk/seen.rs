//! What whoever acts on a record has not seen of it: it is told before anything is saved over it. A second time it is meant.

use crate::desk::{Act, ActTarget};
use crate::domain::entry::{Entry, Kind};
use crate::domain::refusal::{Cause, Newer};
use crate::domain::time::parse_rfc3339;
use crate::store::{Read, StoreError};

/// What was written to the record of an act since it was seen.
pub(super) fn unseen(read: &impl Read, act: &Act) -> Result<Option<Cause>, StoreError> {
    let origin = if let ActTarget::From(origin) = act.target { Some(origin) } else { None };
    let Some((subject, seen)) = act.subject.or(origin).zip(act.seen) else { return Ok(None) };
    let history = read.history(subject)?;
    // Whoever takes note, and a limit that is counted again, changes nothing of what was said.
    let silent =
        |kind: Kind| matches!(kind, Kind::Acknowledged | Kind::DueSettled | Kind::Rebased) || kind.reads_again();
    let newer = history.iter().rfind(|entry| entry.seq > seen && !silent(entry.kind));
    Ok(newer.map(cause))
}

fn cause(entry: &Entry) -> Cause {
    Cause::Meanwhile(Box::new(Newer {
        seq: entry.seq,
        who: entry.operator.clone(),
        at: entry.written_at,
        kind: entry.kind,
        step: entry.get("step").to_owned(),
        outcome: entry.get("outcome").to_owned(),
        promise: parse_rfc3339(entry.get("promise")),
    }))
}
