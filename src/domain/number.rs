//! Record numbers that a person can say on the phone: `1120-03` is the third of its family written on 20 November.
//!
//! A number carries its year and site, which are left out where they are the current ones, and is never given twice.
//! Where a program reads it, the year is never left out: [`dated`](Number::dated).

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The number of a record within its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Number {
    /// The site's number in its company.
    pub site: u16,
    /// The local date on which the record was written.
    pub date: NaiveDate,
    /// The ordinal of that day, from 1.
    pub n: u32,
}

impl Number {
    /// As said on the phone at `site` in `year`: `1120-03`, `2025-1120-03`, `s2-1120-03`, `s2-2025-1120-03`.
    pub fn spoken(&self, site: u16, year: i32) -> String {
        if self.date.year() != year {
            return self.dated(site);
        }
        let short = format!("{:02}{:02}-{:02}", self.date.month(), self.date.day(), self.n);
        if self.site == site { short } else { format!("s{}-{short}", self.site) }
    }

    /// With its year, and its site where that is another: `2025-1120-03`, `s2-2025-1120-03`.
    pub fn dated(&self, site: u16) -> String {
        let dated = format!("{}-{:02}{:02}-{:02}", self.date.year(), self.date.month(), self.date.day(), self.n);
        if self.site == site { dated } else { format!("s{}-{dated}", self.site) }
    }

    /// With year and site, whatever the current ones are.
    pub fn full(&self) -> String {
        format!("s{}-{}-{:02}{:02}-{:02}", self.site, self.date.year(), self.date.month(), self.date.day(), self.n)
    }

    /// Whether a text, folded, says the number: its beginning as it is spoken, `1120`, or its end, `03`; with what stands
    /// before, `2026-1120-03`, as far as it has the day. A year by itself says no number.
    pub fn is_said(&self, text: &str) -> bool {
        let (short, dated) = (self.spoken(self.site, self.date.year()), self.dated(self.site));
        let (day, n) = short.split_once('-').unwrap_or_default();
        let longer = || {
            let joined = dated.replacen('-', "", 1);
            let of_site = |said: &String| format!("s{}-{said}", self.site);
            [of_site(&short), of_site(&dated), of_site(&joined)].iter().any(|said| said.contains(text))
        };
        !text.is_empty() && (short.starts_with(text) || n.ends_with(text) || text.contains(day) && longer())
    }

    /// Reads what [`spoken`](Self::spoken), [`dated`](Self::dated) and [`full`](Self::full) write. A site that is left
    /// out is `site`; a day without its year is the newest such day up to `today`.
    pub fn parse(text: &str, site: u16, today: NaiveDate) -> Option<Self> {
        let mut parts: Vec<&str> = text.trim().split('-').collect();
        let site = match parts.first().and_then(|first| first.strip_prefix(['s', 'S'])) {
            Some(said) => {
                let site = digits(said, 1..=5)?;
                parts.remove(0);
                u16::try_from(site).ok()?
            }
            None => site,
        };
        let (year, day, n) = match parts.as_slice() {
            [day, n] => (None, *day, *n),
            [year, day, n] => (Some(i32::try_from(digits(year, 4..=4)?).ok()?), *day, *n),
            _ => return None,
        };
        let day = digits(day, 4..=4)?;
        let date = |year| NaiveDate::from_ymd_opt(year, day / 100, day % 100);
        let date = match year {
            Some(year) => date(year)?,
            // Eight years back always hold a 29 February.
            None => (0..=8).filter_map(|back| date(today.year() - back)).find(|date| *date <= today)?,
        };
        Some(Self { site, date, n: digits(n, 1..=9)? })
    }
}

/// A number of so many digits and nothing else.
fn digits(text: &str, lengths: RangeInclusive<usize>) -> Option<u32> {
    let fits = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_number_reads_back_whatever_the_current_site_and_year() {
        let number = Number { site: 2, date: day(2025, 11, 20), n: 3 };
        for (site, year, text) in
            [(2, 2025, "1120-03"), (2, 2026, "2025-1120-03"), (1, 2025, "s2-1120-03"), (1, 2026, "s2-2025-1120-03")]
        {
            assert_eq!(number.spoken(site, year), text);
            assert_eq!(Number::parse(text, site, day(year, 12, 31)), Some(number));
        }
        assert_eq!(Number::parse(&number.full(), 1, day(1999, 1, 1)), Some(number));
        for nonsense in ["", "1120", "1320-01", "0230-01", "a-b", "s-1120-01", "+26-1120-01", "26-1120-01", "1120-+1"] {
            assert_eq!(Number::parse(nonsense, 1, day(2026, 11, 20)), None, "{nonsense}");
        }
    }

    #[test]
    fn a_number_is_said_by_its_day_and_never_by_its_year() {
        let number = Number { site: 1, date: day(2026, 12, 31), n: 20 };
        for text in [
            "1231-20",
            "1231",
            "1231-2",
            "20",
            "2026-1231-20",
            "20261231-20",
            "s1-2026-1231-20",
            "s1-1231-20",
            "2026-1231",
        ] {
            assert!(number.is_said(text), "{text}");
        }
        for text in
            ["", "202", "2026", "26", "s", "s1", "1-2", "1-20", "2026-1", "1231-21", "s2-1231-20", "2025-1231-20"]
        {
            assert!(!number.is_said(text), "{text}");
        }
    }

    #[test]
    fn a_day_without_its_year_is_the_newest_that_has_come() {
        let read = |text, today| Number::parse(text, 1, today).unwrap().date;
        assert_eq!(read("1231-01", day(2027, 1, 1)), day(2026, 12, 31));
        assert_eq!(read("1231-01", day(2026, 12, 31)), day(2026, 12, 31));
        assert_eq!(read("1231-01", day(2026, 12, 30)), day(2025, 12, 31));
        assert_eq!(read("0229-01", day(2027, 6, 1)), day(2024, 2, 29));
        assert_eq!(read("0229-01", day(2028, 2, 28)), day(2024, 2, 29));
        assert_eq!(read("0229-01", day(2104, 2, 28)), day(2096, 2, 29), "1900 and 2100 have none");
    }

    /// Days about the turn of a year and about leap days, and any others.
    fn dates() -> impl Strategy<Value = NaiveDate> {
        let around = |date: NaiveDate| (0..9_u64).prop_map(move |n| date + Days::new(n) - Days::new(4));
        let edges = (1996..2110).prop_flat_map(move |year| {
            prop_oneof![around(day(year, 1, 1)), around(day(year, 3, 1)), around(day(year, 12, 31))]
        });
        prop_oneof![edges, (0..40_000_u64).prop_map(|n| day(1996, 1, 1) + Days::new(n))]
    }

    proptest! {
        #[test]
        fn what_is_shown_on_any_later_day_names_the_same_record(
            written in dates(), after in prop_oneof![0..800_u64, 0..9_000_u64],
            n in 1..2_000_u32, own in 1..4_u16, site in 1..4_u16,
        ) {
            let number = Number { site, date: written, n };
            let today = written + Days::new(after);
            for text in [number.spoken(own, today.year()), number.dated(own), number.full()] {
                prop_assert_eq!(Number::parse(&text, own, today), Some(number), "{}", text);
            }
            // With its year it is for ever the same, read on whatever day.
            prop_assert_eq!(Number::parse(&number.dated(own), own, day(1990, 1, 1)), Some(number));
        }

        #[test]
        fn a_day_without_its_year_has_come_and_none_like_it_since(date in dates(), today in dates()) {
            let text = Number { site: 1, date, n: 1 }.spoken(1, date.year());
            if let Some(read) = Number::parse(&text, 1, today) {
                prop_assert!(read.date <= today);
                prop_assert_eq!((read.date.month(), read.date.day()), (date.month(), date.day()));
                let later = (read.date.year() + 1..=today.year())
                    .filter_map(|year| NaiveDate::from_ymd_opt(year, date.month(), date.day()));
                prop_assert!(later.filter(|later| *later <= today).count() == 0);
            }
        }
    }
}
