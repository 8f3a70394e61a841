//! The days that a notice names, gathered one by one with the lines they stand on.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::doubt::LATE;
use super::{Doubt, DoubtKind, NoticeError, NoticeFlaw};
use crate::domain::worktime::{CalendarYear, DayKind};

/// From so many days on, a year of a file with several is meant as a whole, not a slip.
const WHOLE: usize = 10;

/// Whether so many days of a year are meant as the whole of it.
pub(super) const fn is_whole(days: usize) -> bool {
    days >= WHOLE
}

/// The year with the most days, the last of several; of several whole ones the one wanted, and that the others are left
/// out.
///
/// # Errors
/// There is none; or several, none of them wanted.
pub(super) fn whole_year(
    counts: &BTreeMap<i32, usize>,
    wanted: Option<i32>,
) -> Result<(i32, Option<Doubt>), NoticeError> {
    let whole: Vec<i32> = counts.iter().filter(|(_, count)| is_whole(**count)).map(|(year, _)| *year).collect();
    if whole.len() > 1 {
        return one_of(&whole, wanted);
    }
    let most = counts.iter().max_by_key(|(_, count)| **count);
    most.map(|(year, _)| (*year, None)).ok_or(NoticeError::whole(NoticeFlaw::NoDays))
}

/// Of years in their order the only one, or the one wanted and that the others are left out.
///
/// # Errors
/// There is none; or several, none of them wanted.
pub(super) fn one_of(years: &[i32], wanted: Option<i32>) -> Result<(i32, Option<Doubt>), NoticeError> {
    let (first, last) = match years {
        [] => return Err(NoticeError::whole(NoticeFlaw::NoDays)),
        [only] => return Ok((*only, None)),
        [first, .., last] => (*first, *last),
    };
    let taken = wanted.filter(|year| years.contains(year)).ok_or(NoticeError::whole(NoticeFlaw::Years(first, last)))?;
    let others = years.iter().copied().filter(|year| *year != taken).collect();
    Ok((taken, Some(Doubt::at(0, DoubtKind::OtherYears { others, taken }))))
}

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

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.days.len()
    }

    /// That they were left out, where there are any.
    pub(super) fn left_out(&self) -> Option<Doubt> {
        let (first, &(_, line)) = self.days.first_key_value()?;
        let (last, _) = self.days.last_key_value()?;
        Some(Doubt::at(line, DoubtKind::LeftOut { first: *first, last: *last, n: self.days.len() }))
    }

    /// The notice of the year that most of the days are of; of a file with several whole years of the one wanted. Days
    /// that the notice of a year that is wanted may not name are left out, and told where they are no other whole year's.
    ///
    /// # Errors
    /// There are no days; several years, none of them wanted; or a day that the year's notice may not name.
    pub(super) fn most(mut self, wanted: Option<i32>) -> Result<(CalendarYear, Vec<Doubt>), NoticeError> {
        let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
        self.days.keys().for_each(|date| *counts.entry(date.year()).or_default() += 1);
        let (year, others) = whole_year(&counts, wanted)?;
        let whole = |of: &i32| *of == year || counts.get(of).is_some_and(|count| is_whole(*count));
        let mut left = Self::default();
        if wanted == Some(year) {
            // The last days of a December are the next year's notice's, where that is in the file too.
            let notice = |date: &NaiveDate| date.year() + i32::from(date.month() == 12 && date.day() >= LATE);
            let of = |date: &NaiveDate| Some(notice(date)).filter(|next| whole(next)).unwrap_or(date.year());
            let own = |date: &NaiveDate| of(date) == year || (CalendarYear::may_name(year, *date) && !whole(&of(date)));
            let (own, others) = self.days.into_iter().partition(|(date, _)| own(date));
            self.days = own;
            left.days = others;
            left.days.retain(|date, _| !whole(&of(date)));
        }
        Ok((self.of(year)?, others.into_iter().chain(left.left_out()).collect()))
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
