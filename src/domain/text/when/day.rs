//! Days as they are said: 明天, 周五, 下周一, 25号.

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};

use super::Tense;

/// The days that are said by their distance from today, the longer before what it begins with.
const DAYS: [(&str, i64); 15] = [
    ("大后天", 3),
    ("后天", 2),
    ("明天", 1),
    ("明日", 1),
    ("明", 1),
    ("今天", 0),
    ("今日", 0),
    ("今", 0),
    ("昨天", -1),
    ("昨日", -1),
    ("昨", -1),
    ("前天", -2),
    ("tomorrow", 1),
    ("today", 0),
    ("yesterday", -1),
];

const WEEKS: [(&str, i64); 4] = [("下", 1), ("本", 0), ("这", 0), ("上", -1)];
const WEEK: [&str; 3] = ["周", "星期", "礼拜"];
const WEEKDAYS: &str = "一二三四五六日";

/// The day that a text begins with, and what follows it; a weekday without its week is this week's, else that of the
/// next or the last by tense.
pub(super) fn named(text: &str, tense: Tense, today: NaiveDate) -> Option<(Vec<NaiveDate>, &str)> {
    if let Some((rest, days)) = DAYS.iter().find_map(|(day, days)| Some((text.strip_prefix(day)?, *days))) {
        return Some((vec![today.checked_add_signed(TimeDelta::days(days))?], rest));
    }
    let week = WEEKS.iter().find_map(|(word, weeks)| Some((text.strip_prefix(word)?, Some(*weeks))));
    let (rest, weeks) = week.unwrap_or((text, None));
    let rest = WEEK.iter().find_map(|word| rest.strip_prefix(word))?;
    let day = rest.chars().next()?;
    let rest = rest.strip_prefix(day)?;
    let day = if day == '天' { '日' } else { day };
    let ahead = WEEKDAYS.chars().zip(0..).find(|(weekday, _)| *weekday == day).map(|(_, ahead)| ahead)?;
    let monday = today.checked_sub_days(Days::new(today.weekday().num_days_from_monday().into()))?;
    let of = |weeks: i64| monday.checked_add_signed(TimeDelta::days(7 * weeks + ahead));
    let other = if tense == Tense::Future { 1 } else { -1 };
    let dates = weeks.map_or(vec![of(0)?, of(other)?], |weeks| of(weeks).into_iter().collect());
    Some((dates, rest))
}

/// A day of the months around today.
pub(super) fn of_months(day: u32, today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let first = today.with_day(1);
    // Of any two months in a row one has 31 days.
    let back = (0..=2).filter_map(move |months| first?.checked_sub_months(Months::new(months)));
    let on = (1..=2).filter_map(move |months| first?.checked_add_months(Months::new(months)));
    back.chain(on).filter_map(move |month| month.with_day(day))
}
