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
                let inside = |at: Moment| at.max(start).min(due);
                let within = |(from, to): &(Moment, Moment)| self.between(inside(*from), inside(*to));
                let paused: Option<i64> = pauses.iter().map(within).sum();
                of(self.between(start, due)? - paused?) / MINUTE
            }
        };
        match self.reckon(start, Length::WorkMinutes(minutes), &Pauses::new(pauses)) {
            Due::At { at, .. } => Some(at),
            Due::Pending { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::time::Zone;
    use crate::domain::worktime::{Calendar, Timetable};

    #[test]
    fn a_pause_after_the_due_instant_takes_nothing_from_the_way_there() {
        let (timetable, calendar) = (Timetable::default(), Calendar::builtin());
        let hours = Hours { timetable: &timetable, calendar: &calendar, zone: Zone::default() };
        let at = |day, hour, minute| {
            let local = NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, minute, 0).unwrap();
            Zone::default().moment(local)
        };
        let pauses = [(at(2, 10, 0), at(2, 11, 0)), (at(4, 9, 0), at(4, 10, 0))];
        let half = hours.share(at(2, 9, 0), Length::WorkDays(1), at(3, 18, 0), &pauses, 50);
        assert_eq!(half, Some(at(3, 9, 15)));
    }
}
