//! What a correction makes of a party that leaves in parts: it is counted anew from the parts that stand.

use crate::desk::correct::beside::concluded;
use crate::domain::entry::{Entry, Family, Kind};
use crate::domain::history::{EntryView, resolve};
use crate::domain::record::{Status, fold};

/// How many of a party have left before the others, where as many came or fewer: then there are no others.
pub(super) fn nobody_stays(entries: &[Entry]) -> Option<u32> {
    let party = |family, status| family == Family::Visitor && status != Status::Void;
    let record = fold(entries).ok().filter(|record| party(record.family, record.status))?;
    let lines = resolve(entries);
    // What was only concluded is so of however many came.
    let leaving = |of: &dyn Fn(&EntryView) -> bool| -> u32 {
        let standing = lines.iter().filter(|line| line.withdrawn.is_none() && of(line));
        standing.filter_map(|line| line.get("leaving").parse::<u32>().ok()).sum()
    };
    let part = |line: &EntryView| line.kind == Kind::VisitorPartOut && concluded(entries, line);
    let gone = record.gone.saturating_sub(leaving(&part));
    // The last part has nobody left to stay.
    let last = leaving(&|line| !concluded(entries, line)).saturating_sub(1);
    let before = if record.inside() { gone } else { gone.max(last) };
    (before >= record.came()).then_some(before)
}
