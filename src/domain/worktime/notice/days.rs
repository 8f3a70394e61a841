//! The days that a notice names, gathered one by one with the lines they stand on.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::doubt::LATE;
use super::{NoticeError, NoticeFlaw};
use crate::domain::worktime::{CalendarYear, DayKind};

/// From so many days on, a year of a file with several is meant as a whole, not a slip.
const WHOLE: usize = 10;

/// The days of a notice, each of one kind.
#[derive(Default)]
pub(super) struct Days {
    days: BTreeMap<NaiveDate, (DayKind, usize)>,
}

impl Days {
    /// Adds a day.
    ///
    /// # Errors
    /// The day is of another kind already.
    pub(super) fn add(&mut self, date: NaiveDate, kind: DayKind, line: usize) -> Result<(), NoticeError> {
        match self.days.insert(date, (kind, line)) {
            Some((other, _)) if other != kind => {
                let half = kind == DayKind::Half || other == DayKind::Half;
                let flaw = if half { NoticeFlaw::HalfAndOther(date) } else { NoticeFlaw::OffAndMakeup(date) };
                Err(NoticeError { line, column: String::new(), flaw })
            }
            _ => Ok(()),
        }
    }

    /// Adds the days from one to another.
    ///
    /// # Errors
    /// The last comes before the first, or one is of another kind already.
    pub(super) fn add_all(
        &mut self,
        (first, last): (NaiveDate, NaiveDate),
        kind: DayKind,
        line: usize,
    ) -> Result<(), NoticeError> {
        if last < first || (last - first).num_days() > 366 {
            return Err(NoticeError { line, column: String::new(), flaw: NoticeFlaw::Backwards(first, last) });
        }
        first.iter_days().take_while(|date| *date <= last).try_for_each(|date| self.add(date, kind, line))
    }

    /// What a day is.
    pub(super) fn get(&self, date: NaiveDate) -> Option<DayKind> {
        self.days.get(&date).map(|(kind, _)| *kind)
    }

    /// The year that most of the days are of, and its notice. Of a file with several whole years it is the one wanted.
    ///
    /// # Errors
    /// There are no days; several years, none of them wanted; or a day that the year's notice may not name.
    pub(super) fn most(mut self, wanted: Option<i32>) -> Result<CalendarYear, NoticeError> {
        let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
        self.days.keys().for_each(|date| *counts.entry(date.year()).or_default() += 1);
        let whole: Vec<i32> = counts.iter().filter(|(_, count)| **count >= WHOLE).map(|(year, _)| *year).collect();
        if let [first, .., last] = whole.as_slice() {
            let year = wanted.filter(|year| whole.contains(year));
            let year = year.ok_or(NoticeError::whole(NoticeFlaw::Years(*first, *last)))?;
            // The last days of a December are the next year's notice's, where that is in the file too.
            let notice = |date: &NaiveDate| date.year() + i32::from(date.month() == 12 && date.day() >= LATE);
            let of = |date: &NaiveDate| Some(notice(date)).filter(|next| whole.contains(next)).unwrap_or(date.year());
            self.days.retain(|date, _| of(date) == year);
            return self.of(year);
        }
        let most = counts.iter().max_by_key(|(_, count)| **count);
        let year = most.map(|(year, _)| *year).ok_or(NoticeError::whole(NoticeFlaw::NoDays))?;
        self.of(year)
    }

    /// The notice of a year.
    ///
    /// # Errors
    /// There is a day that it may not name.
    pub(super) fn of(self, year: i32) -> Result<CalendarYear, NoticeError> {
        if let Some((&date, &(_, line))) = self.days.iter().find(|(date, _)| !CalendarYear::may_name(year, **date)) {
            let flaw = NoticeFlaw::OtherYear(date, year);
            return Err(NoticeError { line, column: String::new(), flaw });
        }
        let marks = self.days.into_iter().map(|(date, (kind, _))| (date, kind)).collect();
        Ok(CalendarYear { version: 1, ..CalendarYear::blank(year).marked(&marks) })
    }
}
