//! Working-time arithmetic against an oracle that walks minute by minute through worlds of its own, and the laws it keeps.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use qiantai::domain::time::{MINUTE, Moment, Zone};
use qiantai::domain::worktime::*;

use super::{HOUR, at};

const CHINA: i64 = 8 * HOUR;

/// A world of its own: pairs of minutes by weekday, and the two lists of dates; 2025 and 2026 are known.
#[derive(Debug, Clone)]
struct World {
    week: Vec<Vec<(u16, u16)>>,
    makeup: Option<Vec<(u16, u16)>>,
    off: Vec<NaiveDate>,
    extra: Vec<NaiveDate>,
}

impl World {
    fn timetable(&self) -> Timetable {
        let hours = |pairs: &[(u16, u16)]| {
            let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
            pairs
                .iter()
                .map(|(open, close)| format!("{}-{}", clock(*open), clock(*close)))
                .collect::<Vec<_>>()
                .join(",")
        };
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "makeup"];
        let days = self.week.iter().chain(&self.makeup).map(|pairs| hours(pairs));
        let names = names.iter().take(7).chain(self.makeup.as_ref().map(|_| &names[7]));
        let parts = names.zip(days).filter(|(_, hours)| !hours.is_empty());
        parts.map(|(name, hours)| format!("{name} {hours}")).collect::<Vec<_>>().join("; ").parse().unwrap()
    }

    fn calendar(&self) -> Calendar {
        let mut calendar = Calendar::default();
        for year in [2025, 2026] {
            let of = |list: &[NaiveDate]| list.iter().copied().filter(|day| day.year() == year).collect();
            let (off, makeup) = (of(&self.off), of(&self.extra));
            calendar.with(CalendarYear { year, version: 1, source: String::new(), off, makeup });
        }
        calendar
    }

    fn ask<T>(&self, question: impl FnOnce(Hours<'_>) -> T) -> T {
        question(Hours { timetable: &self.timetable(), calendar: &self.calendar(), zone: Zone::default() })
    }

    /// The open minutes of the day so many days after 1970, or the year that is not known.
    fn minutes(&self, day: i64) -> Result<Vec<bool>, i32> {
        let date = NaiveDate::from_epoch_days(day as i32).unwrap();
        if !(2025..=2026).contains(&date.year()) {
            return Err(date.year());
        }
        let own = &self.week[date.weekday().num_days_from_monday() as usize];
        let pairs = if self.off.contains(&date) {
            &vec![]
        } else if !self.extra.contains(&date) {
            own
        } else if let Some(makeup) = &self.makeup {
            makeup
        } else if own.is_empty() {
            self.week.iter().find(|pairs| !pairs.is_empty()).unwrap()
        } else {
            own
        };
        Ok((0..1440).map(|minute| pairs.iter().any(|(open, close)| (*open..*close).contains(&minute))).collect())
    }

    /// Steps through the minutes from `start`; the visitor gets each piece and says whether that was enough.
    fn walk(&self, start: i64, mut enough: impl FnMut(i64, i64, bool) -> bool) -> Result<(), i32> {
        let mut now = start + CHINA;
        let mut known = (now.div_euclid(24 * HOUR), self.minutes(now.div_euclid(24 * HOUR))?);
        loop {
            let day = now.div_euclid(24 * HOUR);
            if day != known.0 {
                known = (day, self.minutes(day)?);
            }
            let next = (now.div_euclid(MINUTE) + 1) * MINUTE;
            let open = known.1[now.rem_euclid(24 * HOUR).div_euclid(MINUTE) as usize];
            if enough(now - CHINA, next - CHINA, open) {
                return Ok(());
            }
            now = next;
        }
    }

    fn due(&self, start: Moment, minutes: i64) -> Due {
        let (mut left, mut due) = (minutes * MINUTE, 0);
        let walked = self.walk(start.millis(), |from, to, open| {
            let worked = if open { left.min(to - from) } else { 0 };
            left -= worked;
            due = from + worked;
            left == 0
        });
        walked.map_or_else(|year| Due::Pending { year }, |()| Due::At { at: Moment::from_millis(due), shown: None })
    }

    fn between(&self, from: Moment, to: Moment) -> Option<i64> {
        let mut sum = 0;
        if from < to {
            let count = |now: i64, next: i64, open: bool| {
                sum += if open { next.min(to.millis()) - now } else { 0 };
                next >= to.millis()
            };
            self.walk(from.millis(), count).ok()?;
        }
        Some(sum)
    }

    fn next_open(&self, from: Moment) -> Option<Moment> {
        let mut found = 0;
        let look = |now, _, open| {
            found = now;
            open
        };
        self.walk(from.millis(), look).ok().map(|()| Moment::from_millis(found))
    }

    /// The close of the `nth` day with an open minute from a day on.
    fn nth_close(&self, mut day: i64, mut nth: u32) -> Result<i64, i32> {
        loop {
            if let Some(last) = self.minutes(day)?.iter().rposition(|open| *open) {
                nth -= 1;
                if nth == 0 {
                    return Ok(day * 24 * HOUR + (last as i64 + 1) * MINUTE - CHINA);
                }
            }
            day += 1;
        }
    }

    fn due_in_days(&self, start: Moment, days: u32) -> Due {
        let last = (start.millis() + CHINA).div_euclid(24 * HOUR) + i64::from(days);
        let end = (last + 1) * 24 * HOUR - CHINA;
        let moved = self
            .minutes(last)
            .and_then(|minutes| if minutes.contains(&true) { Ok(None) } else { self.nth_close(last, 1).map(Some) });
        match moved {
            Ok(None) => Due::At { at: Moment::from_millis(end), shown: None },
            Ok(Some(at)) => Due::At { at: Moment::from_millis(at), shown: Some(Moment::from_millis(end)) },
            Err(year) => Due::Pending { year },
        }
    }

    fn due_in_working_days(&self, start: Moment, days: u32) -> Due {
        let first = (start.millis() + CHINA).div_euclid(24 * HOUR) + 1;
        let close = self.nth_close(first, days);
        close.map_or_else(|year| Due::Pending { year }, |at| Due::At { at: Moment::from_millis(at), shown: None })
    }
}

fn pairs(least: usize) -> impl Strategy<Value = Vec<(u16, u16)>> {
    prop::collection::btree_set(0u16..=1440, least * 2..6).prop_map(|ends| {
        let ends: Vec<_> = ends.into_iter().collect();
        ends.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    })
}

fn days() -> impl Strategy<Value = Vec<NaiveDate>> {
    prop::collection::vec((2025i32..=2026, 1u32..=365), 0..60)
        .prop_map(|days| days.into_iter().map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap()).collect())
}

prop_compose! {
    fn world()(
        week in prop::collection::vec(prop_oneof![pairs(0), Just(vec![(510, 720), (810, 1080)])], 7),
        sure in (0usize..7, pairs(1)),
        makeup in prop::option::of(pairs(1)),
        off in days(),
        extra in days(),
    ) -> World {
        let mut week = week;
        if week.iter().all(Vec::is_empty) {
            week[sure.0] = sure.1;
        }
        let extra = extra.into_iter().filter(|day| !off.contains(day)).collect();
        World { week, makeup, off, extra }
    }
}

/// A start in the known years or a little outside, often on a whole minute and sometimes at the end of the data.
fn start() -> impl Strategy<Value = Moment> {
    let first = at("2024-12-31 00:00").millis();
    let days = prop_oneof![4 => 0i64..736, 1 => 715i64..736];
    let millis = prop_oneof![Just(0), 0..MINUTE];
    (days, 0i64..1440, millis)
        .prop_map(move |(day, minute, rest)| Moment::from_millis(first + day * 24 * HOUR + minute * MINUTE + rest))
}

fn when(due: Due) -> i64 {
    match due {
        Due::At { at, .. } => at.millis(),
        Due::Pending { .. } => i64::MAX,
    }
}

fn kinds(amount: u32) -> [Length; 4] {
    let minutes = i64::from(amount);
    [Length::WorkMinutes(minutes), Length::Minutes(minutes), Length::WorkDays(amount), Length::Days(amount)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_due_instant_is_the_one_a_minute_by_minute_walk_finds(
        world in world(), start in start(), minutes in 1i64..1500,
    ) {
        let due = world.ask(|hours| hours.due(start, Length::WorkMinutes(minutes), None));
        prop_assert_eq!(due, world.due(start, minutes));
    }

    #[test]
    fn days_and_working_days_end_where_counting_dates_ends(world in world(), start in start(), days in 1u32..20) {
        world.ask(|hours| {
            prop_assert_eq!(hours.due(start, Length::Days(days), None), world.due_in_days(start, days));
            prop_assert_eq!(hours.due(start, Length::WorkDays(days), None), world.due_in_working_days(start, days));
            Ok(())
        })?;
    }

    #[test]
    fn the_time_between_is_the_one_a_minute_by_minute_walk_finds(
        world in world(), from in start(), length in 0..10 * 24 * HOUR,
    ) {
        let to = Moment::from_millis(from.millis() + length);
        let expected = world.between(from, to);
        world.ask(|hours| {
            prop_assert_eq!(hours.between(from, to), expected);
            prop_assert_eq!(hours.between(to, from), expected.map(|millis| -millis));
            Ok(())
        })?;
    }

    #[test]
    fn opening_is_the_one_a_minute_by_minute_walk_finds(world in world(), at in start()) {
        let next = world.next_open(at);
        let day = (at.millis() + CHINA).div_euclid(24 * HOUR);
        let known = world.minutes(day).is_ok();
        world.ask(|hours| {
            prop_assert_eq!(hours.next_open(at), next);
            prop_assert_eq!(hours.is_open(at), known.then_some(next == Some(at)));
            Ok(())
        })?;
    }

    #[test]
    fn two_amounts_one_after_the_other_are_their_sum(
        world in world(), start in start(), first in 1i64..2000, second in 1i64..2000,
    ) {
        world.ask(|hours| {
            let whole = hours.due(start, Length::WorkMinutes(first + second), None);
            let half = hours.due(start, Length::WorkMinutes(first), None);
            let parts = match half {
                Due::At { at, .. } => hours.due(at, Length::WorkMinutes(second), None),
                pending => pending,
            };
            prop_assert_eq!(parts, whole);
            Ok(())
        })?;
    }

    #[test]
    fn the_time_between_start_and_due_is_the_amount(world in world(), start in start(), minutes in 0i64..5000) {
        world.ask(|hours| {
            if let Due::At { at, .. } = hours.due(start, Length::WorkMinutes(minutes), None) {
                let known = minutes > 0 || hours.is_open(start).is_some();
                prop_assert_eq!(hours.between(start, at), (known || at == start).then_some(minutes * MINUTE));
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_later_start_or_a_larger_amount_is_never_due_earlier(
        world in world(), start in start(), later in 0..3 * 24 * HOUR, amount in 0u32..40, more in 0u32..40,
    ) {
        let second = Moment::from_millis(start.millis() + later);
        prop_assume!(world.minutes((start.millis() + CHINA).div_euclid(24 * HOUR)).is_ok());
        world.ask(|hours| {
            for (small, large) in kinds(amount).into_iter().zip(kinds(amount + more)) {
                let due = hours.due(start, small, None);
                prop_assert!(when(due) >= start.millis());
                prop_assert!(when(due) <= when(hours.due(start, large, None)), "{small} {large}");
                prop_assert!(when(due) <= when(hours.due(second, small, None)), "{small}");
            }
            prop_assert!(when(hours.close_of_day(start)) <= when(hours.close_of_day(second)));
            Ok(())
        })?;
    }
}
