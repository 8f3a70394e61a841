//! Why a limit is due when it is: the way to the instant that was decided, with a running sum of what counts, by the
//! calendar that it began with, and what today's would say. The stored instant holds whatever they say.

use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Working;
use crate::domain::worktime::{Due, LedgerRow, Length, Passage, in_minutes};

/// How a limit came to be due when it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The way from its start to its due instant; none where it waits for a calendar.
    pub rows: Vec<Counted>,
    /// When it would be due by the hours and the calendar of today, and by which version, where that is not when it is.
    pub today: Option<(Due, String)>,
}

/// A stretch of time with what it adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub row: LedgerRow,
    /// What it adds to the length; `None` where it is skipped.
    pub sum: Option<Sum>,
}

/// What a stretch of time adds, in whole minutes or in days; the parts add up to the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub part: i64,
    pub total: i64,
    pub days: bool,
}

/// What is left of a limit, or by how much it is late, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub late: bool,
    /// In working time; `None` where it runs by the clock, or the calendar does not reach.
    pub work: Option<i64>,
    pub clock: i64,
}

impl Working<'_> {
    /// How a limit came to be due when it is.
    pub fn why(&self, clock: &TimeLimit) -> Explanation {
        let then = self.calendar.as_of(&clock.calendar);
        let hours = Working { calendar: &then, ..*self }.hours(&clock.hours);
        let way =
            clock.at().map(|due| hours.ledger_rows(clock.start, clock.length, due, &clock.pauses)).unwrap_or_default();
        let (mut minutes, mut days) = (0, 0);
        let count = |row: LedgerRow| {
            let sum = if row.passage == Passage::Day {
                days += 1;
                Some(Sum { part: 1, total: days, days: true })
            } else {
                row.counts().then(|| {
                    minutes += row.minutes();
                    Sum { part: row.minutes(), total: minutes, days: false }
                })
            };
            Counted { row, sum }
        };
        let rows = in_minutes(way, clock.length).into_iter().map(count).collect();
        let again = self.recompute_with_current_calendar(clock);
        let differs = clock.length != Length::Promise && again.due != clock.due;
        Explanation { rows, today: differs.then_some((again.due, again.calendar.to_string())) }
    }

    /// What is left of a limit; `None` while it waits for a calendar.
    pub fn left(&self, clock: &TimeLimit, now: Moment) -> Option<Left> {
        let due = clock.at()?;
        let late = due <= now;
        let (from, to) = if late { (due, now) } else { (now, due) };
        let hours = self.hours(&clock.hours);
        let within = |(open, close): &(Moment, Moment)| hours.between((*open).max(from), (*close).min(to).max(from));
        let work = || {
            // A pause that lies ahead is no time to work in.
            let ahead = clock.pauses.iter().filter(|pause| !late && pause.1 > from && pause.0 < to);
            let paused: Option<i64> = ahead.map(within).sum();
            Some(hours.between(from, to)? - paused?)
        };
        // The hours of one that is counted in days say when it is heard.
        let works = !clock.hours.is_empty() && !matches!(clock.length, Length::Days(_));
        let work = if works { work() } else { None };
        Some(Left { late, work, clock: to.since(from) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::site::Site;
    use crate::domain::time::{MINUTE, parse_rfc3339};
    use crate::domain::worktime::{Calendar, CalendarYear, Timetable};

    fn at(local: &str) -> Moment {
        parse_rfc3339(&format!("2026-{}:00+08:00", local.replace(' ', "T"))).unwrap()
    }

    fn site() -> Site {
        let text = "[site]\nname = \"a\"\n[[post]]\nname = \"b\"\n[[department]]\nid = \"office\"\nname = \"o\"\n\
                    hours = \"mon-fri 08:30-12:00,13:30-18:00\"\n";
        Site::parse(text).unwrap()
    }

    fn clock(start: &str, length: &str, due: Due) -> TimeLimit {
        let mut clock = TimeLimit::new("T2", at(start), length.parse().unwrap(), due);
        clock.hours = "office".into();
        clock
    }

    /// A limit as it is decided with the calendar that came with the program.
    fn decided(start: &str, length: &str, pauses: &[(&str, &str)]) -> TimeLimit {
        let (site, calendar, fallback) = (site(), Calendar::builtin(), Timetable::default());
        let working = Working { site: &site, calendar: &calendar, fallback: &fallback };
        let mut clock = clock(start, length, Due::Pending { year: 0 });
        clock.pauses = pauses.iter().map(|(from, to)| (at(from), at(to))).collect();
        working.recompute(&clock)
    }

    fn told<T>(calendar: &Calendar, tell: impl FnOnce(&Working<'_>) -> T) -> T {
        let (site, fallback) = (site(), Timetable::default());
        tell(&Working { site: &site, calendar, fallback: &fallback })
    }

    #[test]
    fn what_counts_adds_up_to_the_length() {
        for (start, length, pauses, total) in [
            ("02-13 17:00", "2wh", &[][..], 120),
            ("04-30 11:00", "12wh", &[], 720),
            ("03-02 09:00", "8wh", &[("03-02 11:00", "03-04 10:00")], 480),
            ("03-02 14:00", "8wh", &[("03-02 18:00", "03-03 08:30")], 480),
            ("09-30 15:00", "3d", &[], 3),
            ("05-08 10:00", "1wd", &[], 1),
        ] {
            let why = told(&Calendar::builtin(), |working| working.why(&decided(start, length, pauses)));
            let sums: Vec<Sum> = why.rows.iter().filter_map(|row| row.sum).collect();
            assert_eq!(sums.last().unwrap().total, total, "{start} {length}");
            assert_eq!(sums.iter().map(|sum| sum.part).sum::<i64>(), total, "{start} {length}");
            assert_eq!(why.today, None);
        }
    }

    #[test]
    fn the_rows_of_a_limit_with_seconds_add_up_as_they_are_printed() {
        let mut clock = decided("02-13 17:00", "2wh", &[]);
        clock.start = Moment::from_millis(clock.start.millis() + 30_000);
        clock.due = Due::At { at: Moment::from_millis(at("02-14 09:30").millis() + 30_000), shown: None };
        let why = told(&Calendar::builtin(), |working| working.why(&clock));
        let parts: Vec<i64> = why.rows.iter().filter_map(|row| row.sum).map(|sum| sum.part).collect();
        assert_eq!(parts, [60, 60]);
    }

    proptest! {
        /// As limits were decided that started with the second, pauses included.
        #[test]
        fn the_rows_of_any_limit_are_whole_minutes_that_add_up(
            start in 0..40 * 86_400_i64,
            pauses in proptest::collection::vec((0..20 * 86_400_i64, 1..2 * 86_400_i64), 0..4),
            hours in 1..40_i64,
            works in any::<bool>(),
        ) {
            let second = |seconds: i64| Moment::from_millis(at("02-01 00:00").millis() + seconds * 1_000);
            let length = if works { Length::WorkMinutes(hours * 60) } else { Length::Minutes(hours * 60) };
            let pauses = pauses.iter().map(|(from, lasts)| (second(start + from), second(start + from + lasts)));
            let clock = TimeLimit {
                hours: if works { "office".into() } else { String::new() },
                pauses: pauses.collect(),
                ..TimeLimit::new("T2", second(start), length, Due::Pending { year: 0 })
            };
            let (clock, why) = told(&Calendar::builtin(), |working| {
                let decided = working.recompute(&clock);
                (decided.clone(), working.why(&decided))
            });
            let told: i64 = why.rows.iter().filter(|counted| counted.sum.is_some()).map(|c| c.row.minutes()).sum();
            prop_assert_eq!(told, hours * 60);
            prop_assert_eq!(why.rows.iter().filter_map(|counted| counted.sum).next_back().map(|sum| sum.total), Some(told));
            for pair in why.rows.windows(2) {
                prop_assert_eq!(pair[0].row.to, pair[1].row.from);
            }
            let ends = (why.rows.first().unwrap().row.from, why.rows.last().unwrap().row.to);
            prop_assert_eq!(ends, (clock.start.minute(), clock.at().unwrap().minute()));
        }
    }

    #[test]
    fn a_promise_is_as_long_as_its_minutes_tell() {
        let start = Moment::from_millis(at("11-20 11:03").millis() + 40_000);
        let promise = TimeLimit::new("T18", start, Length::Promise, Due::At { at: at("11-21 11:03"), shown: None });
        let why = told(&Calendar::builtin(), |working| working.why(&promise));
        assert_eq!(why.rows.iter().map(|row| row.sum.unwrap().total).collect::<Vec<_>>(), [24 * 60]);
    }

    #[test]
    fn a_calendar_that_has_changed_since_is_told_and_the_stored_instant_holds() {
        let clock = decided("02-13 17:00", "2wh", &[]);
        assert_eq!(clock.at(), Some(at("02-14 09:30")));
        let mut calendar = Calendar::builtin();
        let known = calendar.year(2026).unwrap();
        let no_makeup = CalendarYear { version: known.version + 1, makeup: Vec::new(), ..known.clone() };
        calendar.add_year(no_makeup);
        let why = told(&calendar, |working| working.why(&clock));
        let (due, version) = why.today.unwrap();
        assert_eq!(due, Due::At { at: at("02-24 09:30"), shown: None });
        assert_eq!(version, "CN 2026 v2");
        assert_eq!(why.rows.last().unwrap().row.to, at("02-14 09:30"));
        assert_eq!(why.rows.last().unwrap().sum.map(|sum| sum.total), Some(120), "by the calendar that it began with");
    }

    #[test]
    fn what_is_left_is_told_both_ways() {
        let clock = decided("04-30 11:00", "12wh", &[]);
        let left = |now| told(&Calendar::builtin(), |working| working.left(&clock, at(now))).unwrap();
        const HOUR: i64 = 60 * MINUTE;
        let (work, by_clock) = (12 * HOUR, (5 * 24 * 60 + 23 * 60 + 30 - 18 * 60) * MINUTE + 24 * HOUR);
        assert_eq!(left("04-30 11:00"), Left { late: false, work: Some(work), clock: by_clock });
        assert_eq!(left("05-06 16:30"), Left { late: true, work: Some(0), clock: 0 });
        assert_eq!(left("05-07 09:30"), Left { late: true, work: Some(150 * MINUTE), clock: 17 * HOUR });
    }

    #[test]
    fn of_days_by_the_calendar_the_evening_of_the_last_is_left_too() {
        let clock = decided("03-02 09:00", "3d", &[]);
        let left = told(&Calendar::builtin(), |working| working.left(&clock, at("03-05 20:00")));
        assert_eq!(left, Some(Left { late: false, work: None, clock: 4 * 60 * MINUTE }));
    }

    #[test]
    fn a_pause_ahead_is_no_time_left() {
        let clock = decided("03-02 09:00", "8wh", &[("03-02 11:00", "03-04 10:00")]);
        assert_eq!(clock.at(), Some(at("03-04 17:30")));
        let left = |now| told(&Calendar::builtin(), |working| working.left(&clock, at(now))).unwrap().work;
        assert_eq!(left("03-02 10:00"), Some(7 * 60 * MINUTE));
        assert_eq!(left("03-03 10:00"), Some(6 * 60 * MINUTE), "it stands still");
        assert_eq!(left("03-04 16:30"), Some(60 * MINUTE));
    }

    #[test]
    fn a_limit_that_waits_for_a_calendar_has_no_way_yet() {
        let waits = clock("02-13 17:00", "2wh", Due::Pending { year: 2026 });
        let why = told(&Calendar::default(), |working| working.why(&waits));
        assert_eq!(why, Explanation { rows: Vec::new(), today: None });
        assert_eq!(told(&Calendar::default(), |working| working.left(&waits, at("02-14 09:00"))), None);
    }
}
