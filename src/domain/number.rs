//! Record numbers that a person can say on the phone: `1120-03` is the third of its family written on 20 November.
//!
//! A number carries its year and site, which are left out where they are the current ones, and is never given twice.

use std::str::FromStr;

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
        let short = format!("{:02}{:02}-{:02}", self.date.month(), self.date.day(), self.n);
        let dated = if self.date.year() == year { short } else { format!("{}-{short}", self.date.year()) };
        if self.site == site { dated } else { format!("s{}-{dated}", self.site) }
    }

    /// With year and site, whatever the current ones are.
    pub fn full(&self) -> String {
        format!("s{}-{}-{:02}{:02}-{:02}", self.site, self.date.year(), self.date.month(), self.date.day(), self.n)
    }

    /// Reads what [`spoken`](Self::spoken) and [`full`](Self::full) write, filling in the current `site` and `year`.
    pub fn parse(text: &str, site: u16, year: i32) -> Option<Self> {
        let mut parts: Vec<&str> = text.trim().split('-').collect();
        let site = match parts.first().and_then(|first| first.strip_prefix('s')) {
            Some(digits) => {
                let site = u16::from_str(digits).ok()?;
                parts.remove(0);
                site
            }
            None => site,
        };
        let (year, day, n) = match parts.as_slice() {
            [day, n] => (year, *day, *n),
            [year, day, n] => (year.parse().ok()?, *day, *n),
            _ => return None,
        };
        if day.len() != 4 {
            return None;
        }
        let day: u32 = day.parse().ok()?;
        let date = NaiveDate::from_ymd_opt(year, day / 100, day % 100)?;
        Some(Self { site, date, n: n.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_whatever_the_current_site_and_year() {
        let number = Number { site: 2, date: NaiveDate::from_ymd_opt(2025, 11, 20).unwrap(), n: 3 };
        for (site, year, text) in
            [(2, 2025, "1120-03"), (2, 2026, "2025-1120-03"), (1, 2025, "s2-1120-03"), (1, 2026, "s2-2025-1120-03")]
        {
            assert_eq!(number.spoken(site, year), text);
            assert_eq!(Number::parse(text, site, year), Some(number));
        }
        assert_eq!(Number::parse(&number.full(), 1, 1999), Some(number));
        for nonsense in ["", "1120", "1320-01", "0230-01", "a-b", "s-1120-01"] {
            assert_eq!(Number::parse(nonsense, 1, 2026), None, "{nonsense}");
        }
    }
}
