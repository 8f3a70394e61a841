//! `due --batch` against a walk that knows nothing of the program: it steps through the minutes of the wall clock, one
//! after the other, over ten thousand cases that follow from a seed.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike};

use crate::bench::Bench;

const CASES: u64 = 10_000;
const SEED: u64 = 20_260_213;
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A stream of numbers that follow from a seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }

    fn chance(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }

    /// One to three stretches between 06:00 and 24:00; the last may run past midnight, never to 06:00.
    fn hours(&mut self) -> Hours {
        let mut ends: Vec<u32> = (0..6).map(|_| 360 + self.below(1081) as u32).collect();
        ends.sort_unstable();
        ends.dedup();
        let pairs = 1 + self.below(3) as usize;
        let mut hours: Hours = ends.chunks_exact(2).take(pairs).map(|pair| (pair[0], pair[1])).collect();
        if self.chance(4) {
            hours.last_mut().unwrap().1 = 1441 + self.below(359) as u32;
        }
        hours
    }
}

/// Minutes `[open, close)` of the day they start on.
type Hours = Vec<(u32, u32)>;

fn written(hours: &Hours) -> String {
    let clock = |minute: u32| {
        let minute = if minute > 1440 { minute - 1440 } else { minute };
        format!("{:02}:{:02}", minute / 60, minute % 60)
    };
    let pairs: Vec<String> = hours.iter().map(|(open, close)| format!("{}-{}", clock(*open), clock(*close))).collect();
    pairs.join(",")
}

struct Case {
    start: NaiveDateTime,
    amount: u64,
    unit: &'static str,
    week: [Hours; 7],
    makeup: Option<Hours>,
    calendar: bool,
}

fn case(dice: &mut Dice) -> (Case, String) {
    let first = NaiveDate::from_ymd_opt(2004, 1, 2).unwrap();
    let date = first + Days::new(if dice.chance(20) { 8_390 + dice.below(9) } else { dice.below(8_390) });
    let start = date.and_hms_opt(dice.below(24) as u32, dice.below(60) as u32, 0).unwrap();
    let mut week: [Hours; 7] = Default::default();
    let (from, to) = (dice.below(2) as usize, 3 + dice.below(3) as usize);
    let mut text = String::new();
    let mut give = |week: &mut [Hours; 7], from: usize, to: usize, hours: Hours| {
        let days = if from == to { NAMES[from].to_owned() } else { format!("{}-{}", NAMES[from], NAMES[to]) };
        let mark = if text.is_empty() { "" } else { "; " };
        write!(text, "{mark}{days} {}", written(&hours)).unwrap();
        week[from..=to].fill(hours);
    };
    give(&mut week, from, to, dice.hours());
    if dice.chance(2) {
        give(&mut week, 6, 6, dice.hours());
    }
    let makeup = dice.chance(2).then(|| dice.hours());
    let (unit, most) = [("minutes", 900), ("hours", 16), ("days", 7)][dice.below(3) as usize];
    let amount = dice.below(most);
    let calendar = !dice.chance(4);
    let row = format!(
        "{}\t{amount}\t{unit}\t{text}\t{}\t{}",
        start.format("%Y-%m-%d %H:%M"),
        if calendar { "cn" } else { "none" },
        makeup.as_ref().map_or_else(|| "-".to_owned(), written),
    );
    (Case { start, amount, unit, week, makeup, calendar }, row)
}

/// What the notices name: `true` a day off, `false` a make-up day.
fn notices() -> BTreeMap<NaiveDate, bool> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/calendars");
    let mut named = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let (off, makeup) = text.split_once("makeup").unwrap();
        for (part, is_off) in [(off, true), (makeup, false)] {
            let dates = part.split('"').filter_map(|word| word.parse::<NaiveDate>().ok());
            named.extend(dates.map(|date| (date, is_off)));
        }
    }
    named
}

impl Case {
    /// The hours that start on a date; `None` where nothing is known of it.
    fn on(&self, date: NaiveDate, notices: &BTreeMap<NaiveDate, bool>) -> Option<Hours> {
        let own = &self.week[date.weekday().num_days_from_monday() as usize];
        if !self.calendar {
            return Some(own.clone());
        }
        let known = (2004..=2026).contains(&date.year());
        known.then(|| match notices.get(&date) {
            Some(true) => Vec::new(),
            None => own.clone(),
            Some(false) if self.makeup.is_some() => self.makeup.clone().unwrap(),
            Some(false) if own.is_empty() => self.week.iter().find(|hours| !hours.is_empty()).unwrap().clone(),
            Some(false) => own.clone(),
        })
    }

    /// The wall time at which it is due, minute after minute; `None` beyond what is known.
    fn due(&self, notices: &BTreeMap<NaiveDate, bool>) -> Option<NaiveDateTime> {
        let mut date = self.start.date();
        if self.unit == "days" && self.amount > 0 {
            let mut left = self.amount;
            loop {
                date = date.succ_opt().unwrap();
                if let Some((_, close)) = self.on(date, notices)?.last() {
                    left -= 1;
                    if left == 0 {
                        return Some(date.and_hms_opt(0, 0, 0).unwrap() + chrono::TimeDelta::minutes((*close).into()));
                    }
                }
            }
        }
        let mut left = if self.unit == "hours" { self.amount * 60 } else { self.amount };
        let mut minute = self.start.hour() * 60 + self.start.minute();
        let zero = left == 0;
        loop {
            let (own, before) = (self.on(date, notices), self.on(date.pred_opt().unwrap(), notices));
            let own_open: Option<Vec<bool>> = own.map(|own| open(&own, 0));
            let tail = open(&before.unwrap_or_default(), 1440);
            while minute < 1440 {
                let at = minute as usize;
                if tail[at] || own_open.as_ref()?[at] {
                    let now = date.and_hms_opt(minute / 60, minute % 60, 0).unwrap();
                    if zero {
                        return Some(now);
                    }
                    left -= 1;
                    if left == 0 {
                        return Some(now + chrono::TimeDelta::minutes(1));
                    }
                }
                minute += 1;
            }
            (date, minute) = (date.succ_opt().unwrap(), 0);
        }
    }
}

/// For each minute of a day whether these hours, begun so many minutes before it, are open.
fn open(hours: &Hours, earlier: u32) -> Vec<bool> {
    let mut minutes = vec![false; 1440];
    for (open, close) in hours {
        for minute in *open..*close {
            if let Some(slot) = minute.checked_sub(earlier).and_then(|minute| minutes.get_mut(minute as usize)) {
                *slot = true;
            }
        }
    }
    minutes
}

#[test]
fn ten_thousand_lines_are_answered_as_a_minute_by_minute_walk_answers_them() {
    let mut dice = Dice(SEED);
    let notices = notices();
    let mut input = String::from("id\tstart\tamount\tunit\thours\tcalendar\tmakeup\n");
    let mut cases = Vec::new();
    for id in 0..CASES {
        let (case, row) = case(&mut dice);
        writeln!(input, "{id}\t{row}").unwrap();
        cases.push((case, row));
    }
    let bench = Bench::bare();
    let answers = ["UTC", "America/New_York"]
        .map(|zone| bench.feed(bench.command(&["due", "--batch"]).env("TZ", zone), input.as_bytes()));
    assert!(answers[0].out == answers[1].out);
    let (mut beyond, mut seen) = (0, 0);
    for (line, (id, (case, row))) in answers[0].out.lines().zip((0..).zip(&cases)) {
        let due = case.due(&notices);
        beyond += u32::from(due.is_none());
        seen += 1;
        match due {
            Some(due) => assert_eq!(line, format!("{id}\t{}", due.format("%Y-%m-%d %H:%M")), "{row}"),
            None => assert!(line.starts_with(&format!("{id}\terror: ")), "{line} for {row}"),
        }
    }
    assert_eq!(seen, CASES);
    assert!(beyond > 50, "the end of the data is among the cases");
    assert_eq!(answers[0].code, 1);
}
