//! Working-time arithmetic against an oracle that walks minute by minute through worlds of its own, and the laws it keeps.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use qiantai::domain::time::{MINUTE, Moment, Zone};
use qiantai::domain::worktime::*;

use super::{HOUR, at};

const CHINA: i64 = 8 * HOUR;

/// A world of its own: pairs of minutes by weekday, and the two lists of dates; 2025 and 2026 are known.
#[derive(Debug, Clone)]
pub(super) struct World {
    week: Vec<Vec<(u16, u16)>>,
    makeup: Option<Vec<(u16, u16)>>,
    half: Option<Vec<(u16, u16)>>,
    off: Vec<NaiveDate>,
    extra: Vec<NaiveDate>,
    halved: Vec<NaiveDate>,
}

impl World {
    fn timetable(&self) -> Timetable {
        let hours = |pairs: &[(u16, u16)]| {
            let clock = |minute: u16| {
                let minute = if minute > 1440 { minute - 1440 } else { minute };
                format!("{:02}:{:02}", minute / 60, minute % 60)
            };
            pairs
                .iter()
                .map(|(open, close)| format!("{}-{}", clock(*open), clock(*close)))
                .collect::<Vec<_>>()
                .join(",")
        };
        let named = |name, pairs: &Option<Vec<(u16, u16)>>| pairs.as_ref().map(|pairs| (name, hours(pairs)));
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let week = names.into_iter().zip(self.week.iter().map(|pairs| hours(pairs)));
        let parts = week.chain(named("makeup", &self.makeup)).chain(named("half", &self.half));
        let parts = parts.filter(|(_, hours)| !hours.is_empty());
        parts.map(|(name, hours)| format!("{name} {hours}")).collect::<Vec<_>>().join("; ").parse().unwrap()
    }

    fn calendar(&self) -> Calendar {
        let mut calendar = Calendar::default();
        for year in [2025, 2026] {
            let of = |list: &[NaiveDate]| list.iter().copied().filter(|day| day.year() == year).collect();
            let (off, makeup, half) = (of(&self.off), of(&self.extra), of(&self.halved));
            calendar.add_year(CalendarYear { year, version: 1, source: String::new(), off, makeup, half });
        }
        calendar
    }

    pub(super) fn ask<T>(&self, question: impl FnOnce(Hours<'_>) -> T) -> T {
        question(Hours { timetable: &self.timetable(), calendar: &self.calendar(), zone: Zone::default() })
    }

    /// The hours that start on the day so many days after 1970, or the year that is not known.
    fn pairs(&self, day: i64) -> Result<&[(u16, u16)], i32> {
        let date = NaiveDate::from_epoch_days(day as i32).unwrap();
        if !(2025..=2026).contains(&date.year()) {
            return Err(date.year());
        }
        let own = &self.week[date.weekday().num_days_from_monday() as usize];
        let any = if own.is_empty() { self.week.iter().find(|pairs| !pairs.is_empty()).unwrap() } else { own };
        Ok(if self.off.contains(&date) {
            &[]
        } else if self.extra.contains(&date) {
            self.makeup.as_ref().unwrap_or(any)
        } else if self.halved.contains(&date) {
            let rests = own.is_empty() && date.weekday().num_days_from_monday() < 5;
            if rests { &[] } else { self.half.as_deref().unwrap_or(&any[..1]) }
        } else {
            own
        })
    }

    /// The minutes of that day, those that the day before reaches into among them: open or not, or the year that is not
    /// known.
    fn minutes(&self, day: i64) -> Vec<Result<bool, i32>> {
        let (own, before) = (self.pairs(day), self.pairs(day - 1));
        let tables = self.week.iter().chain(&self.makeup).chain(&self.half).flatten();
        let tail = tables.map(|(_, close)| *close).max().unwrap().max(1440) - 1440;
        let within = |pairs: &[(u16, u16)], minute| pairs.iter().any(|(open, close)| (*open..*close).contains(&minute));
        let open = |minute| {
            if minute < tail && within(before?, minute + 1440) { Ok(true) } else { Ok(within(own?, minute)) }
        };
        (0..1440).map(open).collect()
    }

    fn works_nights(&self) -> bool {
        self.week.iter().chain(&self.makeup).chain(&self.half).flatten().any(|(_, close)| *close > 1440)
    }

    fn is_open(&self, at: Moment) -> Result<bool, i32> {
        let local = at.millis() + CHINA;
        self.minutes(local.div_euclid(24 * HOUR))[local.rem_euclid(24 * HOUR).div_euclid(MINUTE) as usize]
    }

    /// Steps through the minutes from `start`; the visitor gets each piece and says whether that was enough.
    pub(super) fn walk(&self, start: i64, mut enough: impl FnMut(i64, i64, bool) -> bool) -> Result<(), i32> {
        let mut now = start + CHINA;
        let mut known = (now.div_euclid(24 * HOUR), self.minutes(now.div_euclid(24 * HOUR)));
        loop {
            let day = now.div_euclid(24 * HOUR);
            if day != known.0 {
                known = (day, self.minutes(day));
            }
            let next = (now.div_euclid(MINUTE) + 1) * MINUTE;
            let open = known.1[now.rem_euclid(24 * HOUR).div_euclid(MINUTE) as usize]?;
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
            if let Some((_, close)) = self.pairs(day)?.last() {
                nth -= 1;
                if nth == 0 {
                    return Ok(day * 24 * HOUR + i64::from(*close) * MINUTE - CHINA);
                }
            }
            day += 1;
        }
    }

    fn due_in_days(&self, start: Moment, days: u32) -> Due {
        let last = (start.millis() + CHINA).div_euclid(24 * HOUR) + i64::from(days);
        let end = (last + 1) * 24 * HOUR - CHINA;
        let moved = self
            .pairs(last)
            .and_then(|pairs| if !pairs.is_empty() { Ok(None) } else { self.nth_close(last, 1).map(Some) });
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
    pub(super) fn world()(
        week in prop::collection::vec(prop_oneof![pairs(0), Just(vec![(510, 720), (810, 1080)])], 7),
        sure in (0usize..7, pairs(1)),
        makeup in prop::option::of(pairs(1)),
        half in prop::option::of(pairs(1)),
        nights in prop::collection::vec(prop_oneof![3 => Just(0u16), 1 => 1u16..900], 9),
        off in days(),
        extra in days(),
        halved in days(),
    ) -> World {
        let mut week = week;
        if week.iter().all(Vec::is_empty) {
            week[sure.0] = sure.1;
        }
        let free: Vec<u16> = (1..8).map(|next| week[next % 7].first().map_or(1440, |(open, _)| *open)).collect();
        let (mut makeup, mut half) = (makeup, half);
        let single = makeup.iter_mut().chain(half.iter_mut()).map(|pairs| (pairs, 1440));
        for ((pairs, free), night) in week.iter_mut().zip(free).chain(single).zip(nights) {
            if let Some((open, close)) = pairs.last_mut() {
                let night = night.min(free).min(open.saturating_sub(1));
                *close = if night > 0 { 1440 + night } else { *close };
            }
        }
        let extra: Vec<_> = extra.into_iter().filter(|day| !off.contains(day)).collect();
        let halved = halved.into_iter().filter(|day| !off.contains(day) && !extra.contains(day)).collect();
        World { week, makeup, half, off, extra, halved }
    }
}

/// A start in the known years or a little outside, often on a whole minute and sometimes at the end of the data.
pub(super) fn start() -> impl Strategy<Value = Moment> {
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
        world.ask(|hours| {
            prop_assert_eq!(hours.next_open(at), next);
            prop_assert_eq!(hours.is_open(at), world.is_open(at).ok());
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
                prop_assert_eq!(hours.between(start, at), Some(minutes * MINUTE));
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_later_start_or_a_larger_amount_is_never_due_earlier(
        world in world(), start in start(), later in 0..3 * 24 * HOUR, amount in 0u32..40, more in 0u32..40,
    ) {
        let second = Moment::from_millis(start.millis() + later);
        prop_assume!(world.is_open(start).is_ok());
        world.ask(|hours| {
            for (small, large) in kinds(amount).into_iter().zip(kinds(amount + more)) {
                let due = hours.due(start, small, None);
                prop_assert!(when(due) >= start.millis());
                // Days that end after midnight may end later than the next one: than its 24:00, where a rest day moved
                // the mark, or than its close, where a changed day's hours lie within the night's.
                if !matches!(small, Length::Days(_) | Length::WorkDays(_)) || !world.works_nights() {
                    prop_assert!(when(due) <= when(hours.due(start, large, None)), "{small} {large}");
                    prop_assert!(when(due) <= when(hours.due(second, small, None)), "{small}");
                }
            }
            prop_assert!(when(hours.close_of_day(start)) <= when(hours.close_of_day(second)));
            Ok(())
        })?;
    }
}
