//! The columns of signed handover pages 交接.

use crate::domain::handover::Verdict;
use crate::domain::record::{Record, Status};
use crate::ui::list::Column;
use crate::ui::rows::{Parts, marked, numbered, time};

pub(super) fn columns(parts: &mut Parts<'_>, record: &Record) {
    let scene = parts.scene;
    time(parts, record);
    numbered(parts, record);
    parts.plain("col-post", Column::upto(8, 16), record.post.clone());
    parts.plain("col-from", Column::upto(6, 14), record.get("person"));
    parts.plain("field-relief", Column::upto(6, 14), record.get("relief"));
    parts.plain("col-lines", Column::upto(3, 5).right().rank(1), record.lines().len().to_string());
    marked(parts, record, []);
    let count = |verdict| record.verdicts().iter().filter(|given| **given == verdict).count();
    let mut said = Vec::new();
    for verdict in [Verdict::Queried, Verdict::Refused] {
        if count(verdict) > 0 {
            said.push(format!("{} {}", scene.tr(verdict.key()), count(verdict)));
        }
    }
    if record.status == Status::Open {
        said.push(scene.locale.tr("handover-waits"));
    }
    let style = if said.is_empty() { scene.theme.calm } else { scene.theme.soon };
    parts.add("col-state", Column::words(8), said.join(" "), style);
}
