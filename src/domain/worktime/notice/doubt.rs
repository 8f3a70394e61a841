//! What a person must look at before a year is loaded: a line that was not understood, and what no notice has said yet.

use chrono::{Datelike, NaiveDate};
use strum::{IntoStaticStr, VariantNames};

use crate::domain::rules::Words;
use crate::domain::text::display;
use crate::domain::worktime::{CalendarYear, DayKind};

/// How much of a line that was not understood is shown, in characters.
const SHOWN: usize = 40;
/// The days off that a year can have; since 2004 every year had 18 to 33.
const OFF: std::ops::RangeInclusive<usize> = 10..=45;
/// The first day of December that a next year's notice may be expected to name.
pub(super) const LATE: u32 = 24;
/// The days that every notice has given off: New Year, Labour Day, National Day.
const ALWAYS: [(u32, u32); 3] = [(1, 1), (5, 1), (10, 1)];

/// Something of a notice that may not be as meant, and the line it stands on, from 1; 0 where it concerns the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    pub line: usize,
    pub what: DoubtKind,
}

/// What is doubtful. Its sentence has the key `doubt-` and its name.
#[derive(Debug, Clone, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(prefix = "doubt-", serialize_all = "kebab-case")]
pub enum DoubtKind {
    /// This was not understood.
    Unread(String),
    /// The date falls on another weekday than the text says.
    Weekday(NaiveDate),
    /// The text says how many days it gives off; it names another number.
    Days { said: usize, found: usize },
    /// New Year, Labour Day or National Day is worked.
    NotOff(NaiveDate),
    /// No day off where Spring Festival lies in this year.
    NoSpring(i32),
    /// A make-up workday that is a workday anyway.
    WorkedAnyway(NaiveDate),
    /// A day off on a weekend, with no day beside it that would else be worked.
    FreeAnyway(NaiveDate),
    /// A day of last December too far from New Year.
    FarDecember(NaiveDate),
    /// Far fewer or more days off than any year had.
    OffDays(usize),
    /// The text names this year, and what was read is of another.
    YearNamed(i32),
    /// Days of another year than the one that was chosen.
    LeftOut { first: NaiveDate, last: NaiveDate, n: usize },
    /// Whole other years than the one that was chosen.
    OtherYears { others: Vec<i32>, taken: i32 },
}

impl Doubt {
    /// One that concerns a line.
    pub(super) const fn at(line: usize, what: DoubtKind) -> Self {
        Self { line, what }
    }

    /// A text that was not understood.
    pub(super) fn unread(line: usize, text: &str) -> Self {
        Self::at(line, DoubtKind::Unread(display(text).chars().take(SHOWN).collect()))
    }

    /// Its sentence.
    pub fn words(&self) -> Words {
        let mut args = vec![("line", self.line.to_string())];
        match &self.what {
            DoubtKind::Unread(text) => args.push(("text", text.clone())),
            DoubtKind::Days { said, found } => {
                args.extend([("said", said.to_string()), ("found", found.to_string())]);
            }
            DoubtKind::LeftOut { first, last, n } => {
                args.extend([("first", first.to_string()), ("last", last.to_string()), ("n", n.to_string())]);
            }
            DoubtKind::OtherYears { others, taken } => {
                let others: Vec<String> = others.iter().map(i32::to_string).collect();
                args.extend([("others", others.join(" ")), ("taken", taken.to_string())]);
            }
            DoubtKind::NoSpring(year) | DoubtKind::YearNamed(year) => args.push(("year", year.to_string())),
            DoubtKind::OffDays(n) => args.push(("n", n.to_string())),
            DoubtKind::Weekday(date)
            | DoubtKind::NotOff(date)
            | DoubtKind::WorkedAnyway(date)
            | DoubtKind::FreeAnyway(date)
            | DoubtKind::FarDecember(date) => args.push(("date", date.to_string())),
        }
        ((&self.what).into(), args)
    }
}

impl CalendarYear {
    /// What no notice has said yet of any year, day by day: a year with such a thing cannot be right.
    pub fn doubts(&self) -> Vec<Doubt> {
        let mut found = Vec::new();
        let day = |month, day| NaiveDate::from_ymd_opt(self.year, month, day);
        let off = |date: &NaiveDate| self.names(*date) == Some(DayKind::Off);
        let always = ALWAYS.iter().filter_map(|(month, of)| day(*month, *of));
        found.extend(always.filter(|date| !off(date)).map(DoubtKind::NotOff));
        let spring = day(1, 21).zip(day(2, 21));
        if !spring.is_some_and(|(first, last)| self.off.iter().any(|date| (first..=last).contains(date))) {
            found.push(DoubtKind::NoSpring(self.year));
        }
        found.extend(self.makeup.iter().filter(|date| !weekend(**date)).copied().map(DoubtKind::WorkedAnyway));
        found.extend(self.off.iter().filter(|date| self.is_free_anyway(**date)).copied().map(DoubtKind::FreeAnyway));
        let named = self.off.iter().chain(&self.makeup).chain(&self.half);
        let far = named.filter(|date| date.year() < self.year && date.day() < LATE);
        found.extend(far.copied().map(DoubtKind::FarDecember));
        if !OFF.contains(&self.off.len()) {
            found.push(DoubtKind::OffDays(self.off.len()));
        }
        found.into_iter().map(|what| Doubt::at(0, what)).collect()
    }

    /// Whether a day off lies on a weekend and the days off that it belongs to free no day that would else be worked.
    fn is_free_anyway(&self, date: NaiveDate) -> bool {
        let free = |date: &NaiveDate| match self.names(*date) {
            None | Some(DayKind::Plain) => weekend(*date),
            kind => kind == Some(DayKind::Off),
        };
        let run = |date: NaiveDate, on: fn(&NaiveDate) -> Option<NaiveDate>| {
            std::iter::successors(Some(date), on).take_while(move |date| free(date))
        };
        let mut run = run(date, NaiveDate::pred_opt).chain(run(date, NaiveDate::succ_opt));
        weekend(date) && run.all(weekend)
    }
}

fn weekend(date: NaiveDate) -> bool {
    date.weekday().num_days_from_monday() > 4
}
