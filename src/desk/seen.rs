//! What whoever acts on a record has not seen of it: it is told before anything is saved over it. Whoever saves once more
//! has been told, and the act is done.

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
    // Whoever takes note, a limit that is counted again, and what a machine reads on change nothing of what was said.
    let silent = |entry: &Entry| {
        matches!(entry.kind, Kind::Acknowledged | Kind::DueSettled | Kind::Rebased)
            || entry.kind.reads_again() && !entry.decided.source.is_empty()
    };
    let newer = history.iter().rfind(|entry| entry.seq > seen && !silent(entry));
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
