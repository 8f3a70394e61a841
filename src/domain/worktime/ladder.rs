//! Points on the way to a due instant and beyond it: half of the length, four fifths, once more. Where working time
//! counts they fall into working time, so that nothing is heard at night of a limit that stands still.

use super::due::Pauses;
use super::{Due, Hours, Length};
use crate::domain::time::{MINUTE, Moment};

impl Hours<'_> {
    /// When so many percent of a length that ends at `due` have passed; `None` where the calendar does not reach.
    pub fn share(
        &self,
        start: Moment,
        length: Length,
        due: Moment,
        pauses: &[(Moment, Moment)],
        percent: u32,
    ) -> Option<Moment> {
        let of = |whole: i64| whole.saturating_mul(percent.into()) / 100;
        let minutes = match length {
            _ if percent == 100 => return Some(due),
            Length::Minutes(_) | Length::Promise => {
                let whole = due.since(start).max(0);
                return Some(Moment::from_millis(due.millis().saturating_add(of(whole) - whole)));
            }
            Length::WorkMinutes(minutes) => of(minutes),
            Length::WorkDays(_) | Length::Days(_) => {
                let paused: Option<i64> =
                    pauses.iter().map(|(from, to)| self.between((*from).max(start), (*to).min(due))).sum();
                of(self.between(start, due)? - paused?.max(0)) / MINUTE
            }
        };
        match self.reckon(start, Length::WorkMinutes(minutes), &Pauses::new(pauses)) {
            Due::At { at, .. } => Some(at),
            Due::Pending { .. } => None,
        }
    }
}
