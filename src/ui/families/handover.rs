//! The columns of signed handover pages 交接.

use crate::domain::handover::Verdict;
use crate::domain::record::{Record, Status};
use crate::ui::list::Column;
use crate::ui::rows::{Parts, Room, marks, numbered};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record, room: Room) {
    let scene = parts.scene;
    parts.dim("field-at", Column::right(11), scene.time(record, 11));
    numbered(parts, record, room);
    parts.plain("col-post", Column::flex(8, 2), record.post.clone());
    parts.plain("col-from", Column::flex(6, 1), record.get("person"));
    parts.plain("field-relief", Column::flex(6, 1), record.get("relief"));
    parts.plain("col-lines", Column::right(5), record.lines().len().to_string());
    let count = |verdict| record.verdicts().iter().filter(|given| **given == verdict).count();
    let mut said = Vec::new();
    for verdict in [Verdict::Queried, Verdict::Refused] {
        if count(verdict) > 0 {
            said.push(format!("{} {}", scene.tr(verdict.key()), count(verdict)));
        }
    }
    let waits = record.status == Status::Open;
    if waits {
        said.push(scene.locale.tr("handover-waits"));
    }
    said.extend(marks(scene, record, room));
    let style = if said.is_empty() { scene.theme.calm } else { scene.theme.soon };
    parts.add("col-state", Column::flex(12, 2), said.join(" "), style);
}
