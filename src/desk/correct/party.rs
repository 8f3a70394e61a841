//! What a correction makes of a party that leaves in parts: it is counted anew from the parts that stand.

use crate::domain::entry::{Entry, Family};
use crate::domain::history::resolve;
use crate::domain::record::{Status, fold};

/// How many of a party have left before the others, where as many came or fewer: then there are no others.
pub(super) fn nobody_stays(entries: &[Entry]) -> Option<u32> {
    let party = |family, status| family == Family::Visitor && status != Status::Void;
    let record = fold(entries).ok().filter(|record| party(record.family, record.status))?;
    let lines = resolve(entries);
    let standing = lines.iter().filter(|line| line.withdrawn.is_none());
    let left: u32 = standing.filter_map(|line| line.get("leaving").parse::<u32>().ok()).sum();
    // The last part has nobody left to stay.
    let before = if record.inside() { record.gone } else { record.gone.max(left.saturating_sub(1)) };
    (before >= record.came()).then_some(before)
}
