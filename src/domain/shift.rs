//! Shifts: stretches of duty by the wall clock, and which of them someone is on, by when they took the post.

use chrono::{Days, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::domain::time::{MINUTE, Moment, Zone};

/// How long before a shift someone may come to it who takes the post by themselves, in minutes.
pub const EARLY: i64 = 60;
/// The same of someone who takes a page over: whoever relieves comes for the shift that follows.
pub const EARLY_RELIEF: i64 = 120;
/// How long before its end a shift is told to be ending, in minutes.
pub const ENDING: i64 = 10;

/// A stretch of duty of every day, over midnight where it ends before it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    pub name: String,
    pub from: NaiveTime,
    /// The same as `from` for the whole day; 24:00 is 00:00.
    pub to: NaiveTime,
}

impl Shift {
    /// Its hours, `07:00-15:00`.
    pub fn hours(&self) -> String {
        hours(self.from, self.to)
    }

    /// The one that begins on a date.
    fn on(&self, date: NaiveDate, zone: Zone) -> Stretch {
        let over = u64::from(self.to <= self.from);
        let end = date.checked_add_days(Days::new(over)).unwrap_or(date);
        let (from, to) = (zone.moment(date.and_time(self.from)), zone.moment(end.and_time(self.to)));
        Stretch { name: self.name.clone(), from, to }
    }
}

fn hours(from: NaiveTime, to: NaiveTime) -> String {
    format!("{}-{}", from.format("%H:%M"), to.format("%H:%M"))
}

/// A shift of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub name: String,
    pub from: Moment,
    pub to: Moment,
}

impl Stretch {
    /// Its hours by the wall clock, `23:00-07:00`.
    pub fn hours(&self, zone: Zone) -> String {
        hours(zone.local(self.from).time(), zone.local(self.to).time())
    }

    /// By how many whole minutes it is over; 0 where it is not.
    pub fn over(&self, now: Moment) -> i64 {
        now.since(self.to).max(0) / MINUTE
    }
}

/// The shifts between which a page was signed, as decided then.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ShiftChange {
    /// The shift that is handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Stretch>,
    /// The shift that the relief is on; `None` while the page waits for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Stretch>,
    /// By how many minutes the relief came after the former was over.
    #[serde(skip_serializing_if = "is_zero")]
    pub late: u32,
}

const fn is_zero(minutes: &u32) -> bool {
    *minutes == 0
}

/// The shift that someone is on who took the post at an instant: of those that run then, or begin within `early` minutes,
/// the one whose beginning is nearest; where there is none, the next.
pub fn stretch(shifts: &[Shift], zone: Zone, since: Moment, early: i64) -> Option<Stretch> {
    let date = zone.date(since);
    let days = [date.pred_opt(), Some(date), date.succ_opt()].into_iter().flatten();
    let all = days.flat_map(|day| shifts.iter().map(move |shift| shift.on(day, zone)));
    let all: Vec<Stretch> = all.filter(|stretch| since < stretch.to).collect();
    let runs = all.iter().filter(|stretch| stretch.from.plus_minutes(-early) <= since);
    let nearest = runs.min_by_key(|stretch| since.since(stretch.from).abs());
    nearest.or_else(|| all.iter().min_by_key(|stretch| stretch.from)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::parse_rfc3339;

    fn at(local: &str) -> Moment {
        parse_rfc3339(&format!("2026-{}:00+08:00", local.replace(' ', "T"))).unwrap()
    }

    fn shifts(all: &[(&str, u32, u32)]) -> Vec<Shift> {
        let time = |hour: u32| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        all.iter().map(|(name, from, to)| Shift { name: (*name).into(), from: time(*from), to: time(*to) }).collect()
    }

    fn on(all: &[(&str, u32, u32)], since: &str, early: i64) -> Option<(String, Moment)> {
        stretch(&shifts(all), Zone::default(), at(since), early).map(|stretch| (stretch.name, stretch.to))
    }

    const THREE: [(&str, u32, u32); 3] = [("早班", 7, 15), ("中班", 15, 23), ("夜班", 23, 7)];

    #[test]
    fn whoever_comes_early_or_late_is_on_the_shift_that_he_came_for() {
        for (since, early, name, until) in [
            ("11-26 23:57", EARLY, "夜班", "11-27 07:00"),
            ("11-26 22:50", EARLY, "夜班", "11-27 07:00"),
            ("11-26 22:00", EARLY, "夜班", "11-27 07:00"),
            ("11-26 21:59", EARLY, "中班", "11-26 23:00"),
            ("11-26 21:30", EARLY_RELIEF, "夜班", "11-27 07:00"),
            ("11-27 00:30", EARLY, "夜班", "11-27 07:00"),
            ("11-27 07:20", EARLY_RELIEF, "早班", "11-27 15:00"),
            ("11-27 10:00", EARLY_RELIEF, "早班", "11-27 15:00"),
            ("11-27 12:00", EARLY, "早班", "11-27 15:00"),
        ] {
            assert_eq!(on(&THREE, since, early), Some((name.to_owned(), at(until))), "{since}");
        }
    }

    #[test]
    fn a_shift_of_the_whole_day_and_one_with_gaps() {
        let whole = [("全天", 8, 8)];
        for (since, until) in
            [("11-27 07:50", "11-28 08:00"), ("11-27 08:20", "11-28 08:00"), ("11-27 03:00", "11-27 08:00")]
        {
            assert_eq!(on(&whole, since, EARLY), Some(("全天".to_owned(), at(until))), "{since}");
        }
        let day = [("日班", 9, 18)];
        for (since, until) in
            [("11-27 06:10", "11-27 18:00"), ("11-27 17:50", "11-27 18:00"), ("11-27 19:00", "11-28 18:00")]
        {
            assert_eq!(on(&day, since, EARLY), Some(("日班".to_owned(), at(until))), "{since}");
        }
        assert_eq!(on(&[], "11-27 07:20", EARLY), None);
    }

    #[test]
    fn a_stretch_tells_its_hours_and_by_how_much_it_is_over() {
        let night = stretch(&shifts(&THREE), Zone::default(), at("11-26 23:57"), EARLY).unwrap();
        assert_eq!(night.hours(Zone::default()), "23:00-07:00");
        assert_eq!([at("11-27 06:59"), at("11-27 07:00"), at("11-27 07:20")].map(|now| night.over(now)), [0, 0, 20]);
    }
}
