//! Dates as a notice writes them: `2月14日（星期六）、15日`, `9月28日至10月4日`. A month or year that is left out is that
//! of the date before, and in the item of New Year December is last year's.

use chrono::{Datelike, NaiveDate};

use super::fold::WEEKDAY;

/// What a date without month or year goes on from.
#[derive(Clone, Copy)]
pub(super) struct Carry {
    year: i32,
    new_year: bool,
    last: Option<(i32, u32)>,
}

impl Carry {
    pub(super) const fn new(year: i32, new_year: bool) -> Self {
        Self { year, new_year, last: None }
    }

    fn date(&mut self, year: Option<i32>, month: Option<u32>, day: u32) -> Option<NaiveDate> {
        let (year, month) = match (year, month) {
            (Some(year), Some(month)) => (year, month),
            (None, Some(12)) if self.new_year => (self.year - 1, 12),
            (None, Some(month)) => (self.year, month),
            (_, None) => {
                let (year, month) = self.last?;
                // 1月29日至2月4日 …, 29日: the month before, where this one has no such day.
                let before = if month > 1 { (year, month - 1) } else { (year - 1, 12) };
                if NaiveDate::from_ymd_opt(year, month, day).is_some() { (year, month) } else { before }
            }
        };
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        self.last = Some((year, month));
        Some(date)
    }
}

/// Dates in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Dates {
    pub(super) all: Vec<NaiveDate>,
    /// Those written, without what lies between the ends of a range.
    named: Vec<NaiveDate>,
    /// Those that fall on another weekday than stands with them.
    pub(super) wrong: Vec<NaiveDate>,
}

impl Dates {
    pub(super) const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn join(&mut self, other: Self) {
        self.all.extend(other.all);
        self.named.extend(other.named);
        self.wrong.extend(other.wrong);
    }

    /// Reads the dates that a clause begins with. Returns them and the rest; `None` where there is no such date.
    pub(super) fn read<'a>(clause: &'a str, carry: &mut Carry) -> Option<(Self, &'a str)> {
        let mut dates = Self::default();
        let mut rest = clause;
        let mut through = None;
        loop {
            let Some((date, after)) = date(rest, carry, through.is_some()) else {
                return (dates.is_empty() && through.is_none()).then_some((dates, clause));
            };
            rest = dates.weekdays(date?, after);
            match through.take() {
                Some(first) => dates.range(first, date?)?,
                None => dates.all.push(date?),
            }
            if let Some(on) = range_mark(rest) {
                through = dates.named.last().copied();
                rest = on;
            } else if let Some(on) = rest.strip_prefix(['、', '和', '及', '与']).filter(|on| begins(on)) {
                rest = on;
            } else {
                return Some((dates, rest));
            }
        }
    }

    /// Adds what follows `first`, to and with `last`; `None` where that is no stretch of a notice.
    fn range(&mut self, first: NaiveDate, last: NaiveDate) -> Option<()> {
        let days = (last - first).num_days();
        (1..=31).contains(&days).then(|| self.all.extend(first.iter_days().skip(1).take_while(|date| *date <= last)))
    }

    /// Notes a date, and holds it and those before it to the weekdays behind it.
    fn weekdays<'a>(&mut self, date: NaiveDate, rest: &'a str) -> &'a str {
        self.named.push(date);
        let Some(days) = rest.strip_prefix(WEEKDAY) else { return rest };
        let behind = days.trim_start_matches(|c: char| c.is_ascii_digit());
        let said: Vec<u32> = days.chars().map_while(|c| c.to_digit(10)).collect();
        for (date, said) in self.named.iter().rev().zip(said.iter().rev()) {
            if date.weekday().number_from_monday() != *said {
                self.wrong.push(*date);
            }
        }
        behind
    }
}

/// Whether a text begins with a date.
fn begins(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// A date at the beginning of a text, `None` within where no calendar has it, and the rest.
fn date<'a>(text: &'a str, carry: &mut Carry, ends: bool) -> Option<(Option<NaiveDate>, &'a str)> {
    let part = |text: &'a str, mark: &[char]| {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = text.strip_suffix(rest).filter(|digits| (1..=4).contains(&digits.len()))?;
        Some((digits.parse::<u32>().ok()?, rest.strip_prefix(mark)?))
    };
    let (year, rest) = part(text, &['年']).map_or((None, text), |(year, rest)| (i32::try_from(year).ok(), rest));
    let (month, rest) = part(rest, &['月']).map_or((None, rest), |(month, rest)| (Some(month), rest));
    if let Some((day, rest)) = part(rest, &['日', '号']) {
        return Some((carry.date(year, month, day), rest));
    }
    // 1月1-3日: the first of a range may leave its 日 out.
    let rest_of_day = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let day = rest.strip_suffix(rest_of_day).filter(|_| !ends && range_mark(rest_of_day).is_some_and(begins))?;
    Some((carry.date(year, month, day.parse().ok()?), rest_of_day))
}

/// The rest behind a mark of a range.
fn range_mark(text: &str) -> Option<&str> {
    let dash = |c: char| matches!(c, '至' | '到' | '-' | '‐' | '‑' | '–' | '—' | '―' | '─' | '~' | '〜');
    let rest = text.trim_start_matches(dash);
    (rest.len() < text.len()).then_some(rest)
}
