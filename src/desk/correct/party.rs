//! What a correction makes of a party that leaves in parts: it is counted anew from the parts that stand.

use crate::desk::correct::beside::concluded;
use crate::domain::entry::{Entry, Family, Kind};
use crate::domain::families::visitor::counted_as;
use crate::domain::history::{EntryView, resolve};
use crate::domain::record::{Status, Stay, fold};

/// How many of a party have left before the others, where as many came or fewer: then there are no others. Of whom no
/// entry is told nobody knows how many came.
pub(in crate::desk) fn nobody_stays(entries: &[Entry]) -> Option<u32> {
    let record = fold(entries).ok().filter(|record| record.family == Family::Visitor)?;
    if record.status == Status::Void || record.stay() == Some(Stay::OutOnly) {
        return None;
    }
    let lines = resolve(entries);
    // What was only concluded is so of however many came.
    let leaving = |of: &dyn Fn(&EntryView) -> bool| -> u32 {
        let standing = lines.iter().filter(|line| line.withdrawn.is_none() && of(line));
        standing.filter_map(|line| line.get(counted_as(line.kind)).parse::<u32>().ok()).sum()
    };
    let part = |line: &EntryView| line.kind == Kind::VisitorPartOut && concluded(entries, line);
    let gone = record.gone.saturating_sub(leaving(&part));
    // The last part has nobody left to stay; who are not counted are one at the least.
    let told = |line: &EntryView| line.withdrawn.is_none() && !concluded(entries, line);
    let uncounted =
        lines.iter().any(|line| line.kind == Kind::VisitorOut && told(line) && line.get("leaving").is_empty());
    let last = (leaving(&told) + u32::from(uncounted)).saturating_sub(1);
    let before = if record.inside() { gone } else { gone.max(last) };
    (before >= record.came()).then_some(before)
}
