//! What goes with an entry at the gate that is told anew.

use crate::desk::ActError;
use crate::desk::act_context::ActContext;
use crate::desk::families::again;
use crate::domain::history::EntryView;
use crate::domain::record::Record;
use crate::domain::time::Moment;

/// What was said of just one entry: more of it, what only its record finds, and where its driver was.
pub(super) struct Said {
    pub(super) with: Vec<EntryView>,
    pub(super) apart: Vec<EntryView>,
}

impl Said {
    /// Says it of the record that has the entry now, which happened then.
    pub(super) fn keep(
        mut self,
        cx: &mut ActContext<'_, '_>,
        now: &Record,
        (plate, at): (&str, Moment),
    ) -> Result<(), ActError> {
        let came = self.with.iter_mut().filter(|line| line.kind.enters() == Some(true));
        came.for_each(|line| line.at = at);
        again::tell_all(cx, plate, &self.with)?;
        again::keep_apart(cx, now.subject, &self.apart)
    }
}
