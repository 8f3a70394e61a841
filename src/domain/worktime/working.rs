//! Working time as it stands at a site: its timetables and the calendar, and what a limit comes to by them.

use crate::domain::site::Site;
use crate::domain::time::Moment;
use crate::domain::time_limit::{Rung, TimeLimit};
use crate::domain::worktime::{Calendar, CalendarVersions, Due, Hours, Length, Timetable};

/// Working time as it stands: the site's timetables and the calendar.
#[derive(Debug, Clone, Copy)]
pub struct Working<'a> {
    pub site: &'a Site,
    pub calendar: &'a Calendar,
    /// The timetable of a department that has none of its own, and of time by the clock.
    pub fallback: &'a Timetable,
}

impl<'a> Working<'a> {
    /// The hours of a department; an unknown one works the fallback timetable.
    pub fn hours(&self, department: &str) -> Hours<'a> {
        let timetable = self.site.department(department).map_or(self.fallback, |department| &department.hours);
        Hours { timetable, calendar: self.calendar, zone: self.site.zone }
    }

    /// When a length that starts at `start` is due by a department's hours; `0wd` is the close of that working day, or of
    /// the next one. A promise is not reckoned here.
    pub fn due(&self, department: &str, start: Moment, length: Length) -> Due {
        let hours = self.hours(department);
        if length == Length::WorkDays(0) { hours.close_of_day(start) } else { hours.due(start, length, None) }
    }

    /// A clock reckoned from its start, length and pauses: when it is due, by which calendar, and its ladder. The
    /// versions of the calendar that it names are kept; where it names none, those of today count.
    pub fn recompute(&self, clock: &TimeLimit) -> TimeLimit {
        let kept = (!clock.calendar.is_empty()).then(|| self.calendar.as_of(&clock.calendar));
        let working = Working { calendar: kept.as_ref().unwrap_or(self.calendar), ..*self };
        let hours = working.hours(&clock.hours);
        let due = match clock.length {
            Length::Promise => clock.due,
            // The close of a day comes whatever is paused.
            length if clock.pauses.is_empty() || length == Length::WorkDays(0) => {
                working.due(&clock.hours, clock.start, length)
            }
            length => hours.ledger(clock.start, length, &clock.pauses).due,
        };
        let calendar =
            if clock.hours.is_empty() { CalendarVersions::default() } else { working.version(clock.start, due) };
        let mut again = TimeLimit { due, calendar, ..clock.clone() };
        let share = |percent| hours.share(again.start, again.length, again.at()?, &again.pauses, percent);
        again.ladder = clock.ladder.iter().map(|rung| Rung { at: share(rung.percent), ..*rung }).collect();
        again
    }

    /// The same by the calendar of today, whatever version it began with.
    pub fn recompute_with_current_calendar(&self, clock: &TimeLimit) -> TimeLimit {
        self.recompute(&TimeLimit { calendar: CalendarVersions::default(), ..clock.clone() })
    }

    /// The versions of the calendar years that a clock ran through.
    pub fn version(&self, from: Moment, due: Due) -> CalendarVersions {
        let first = self.site.zone.year(from);
        let last = match due {
            Due::At { at, .. } => self.calendar.last_notice(self.site.zone.date(at)),
            Due::Pending { year } => year,
        };
        self.calendar.versions(first..=last.max(first))
    }
}
