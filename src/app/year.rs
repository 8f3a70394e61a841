//! The working calendar in hand: the date that the eye rests on, and marks that are not saved yet. They outlive the
//! picture and last until they are saved, taken back, or the program ends.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use uuid::Uuid;

use crate::app::command::Command;
use crate::app::form::{FormState, Purpose};
use crate::app::{Effect, Model, Notice, Overlay};
use crate::desk::{ActTarget, Rebasing};
use crate::domain::entry::Kind;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::ValueError;
use crate::domain::time::Moment;
use crate::domain::worktime::{Calendar, CalendarYear, DayKind};

/// The years that can be looked at.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// The working calendar in hand.
#[derive(Debug, Default)]
pub struct YearState {
    pub date: NaiveDate,
    /// What re-basing would change, as counted when its form was opened.
    pub rebasing: Rebasing,
    /// Dates marked otherwise than the calendar has them.
    marks: BTreeMap<NaiveDate, DayKind>,
    /// The versions that each year's first mark was made on; 0 where there was none.
    based: BTreeMap<i32, u32>,
}

impl YearState {
    /// What a date is, marks included; `None` where nothing is known of it.
    pub fn kind(&self, calendar: &Calendar, date: NaiveDate) -> Option<DayKind> {
        self.mark(date).or_else(|| calendar.kind(date))
    }

    /// The mark on a date that is not saved yet.
    pub fn mark(&self, date: NaiveDate) -> Option<DayKind> {
        self.marks.get(&date).copied()
    }

    /// How many marks of a year are not saved.
    pub fn marked(&self, year: i32) -> usize {
        self.marks.keys().filter(|date| date.year() == year).count()
    }

    /// How many marks of all years are not saved.
    pub fn unsaved(&self) -> usize {
        self.marks.len()
    }

    /// Takes the marks of a year back.
    pub(super) fn unmark(&mut self, year: i32) {
        self.marks.retain(|date, _| date.year() != year);
        self.based.remove(&year);
    }

    /// Lets the marks of a year go onto whatever version is known when they are saved next.
    pub(super) fn forget_base(&mut self, year: i32) {
        self.based.remove(&year);
    }

    /// A year with its marks, and the version that they were made on.
    pub(super) fn revised(&self, calendar: &Calendar, year: i32) -> ActTarget {
        let known = calendar.year(year);
        let own = self.marks.iter().filter(|(date, _)| date.year() == year).map(|(date, kind)| (*date, *kind));
        let marked = known.map_or_else(|| CalendarYear::blank(year), Clone::clone).marked(&own.collect());
        let version = known.map_or(0, |known| known.version);
        ActTarget::Revised(marked, self.based.get(&year).copied().unwrap_or(version))
    }

    fn go(&mut self, to: Option<NaiveDate>) {
        if let Some(to) = to.filter(|to| YEARS.contains(&to.year())) {
            self.date = to;
        }
    }

    /// Goes so many days on, or back.
    fn days(&mut self, by: i64) {
        let days = Days::new(by.unsigned_abs());
        self.go(if by < 0 { self.date.checked_sub_days(days) } else { self.date.checked_add_days(days) });
    }

    /// Goes a row up or down, which is a month; a page, which is a year; to the first or last day of the month, and
    /// from there of the year.
    pub(super) fn step(&mut self, by: isize) {
        let (date, year) = (self.date, self.date.year());
        let end =
            |month| NaiveDate::from_ymd_opt(year, month, 1).and_then(|first| first.checked_add_months(Months::new(1)));
        let last = |month| end(month).and_then(|end| end.pred_opt());
        let to = match by {
            isize::MIN if date.day() > 1 => date.with_day(1),
            isize::MIN => NaiveDate::from_ymd_opt(year, 1, 1),
            isize::MAX if last(date.month()) != Some(date) => last(date.month()),
            isize::MAX => last(12),
            1 => date.checked_add_months(Months::new(1)),
            -1 => date.checked_sub_months(Months::new(1)),
            by if by > 0 => date.checked_add_months(Months::new(12)),
            _ => date.checked_sub_months(Months::new(12)),
        };
        self.go(to);
    }
}

impl Model {
    pub(super) fn calendar(&mut self, command: Command, uid: Uuid, now: Moment) -> Vec<Effect> {
        match command {
            Command::Year => self.open_year(now),
            Command::GotoYear => {
                self.overlays.pop();
                self.open_year(now);
            }
            Command::DayOff => self.mark(DayKind::Off, now),
            Command::DayMakeup => self.mark(DayKind::Makeup, now),
            Command::DayHalf => self.mark(DayKind::Half, now),
            Command::DayPlain => self.mark(DayKind::Plain, now),
            Command::SaveYear => self.save_year(uid, now),
            Command::Unmark => self.year.unmark(self.year.date.year()),
            Command::Import => self.ask_file(uid, now),
            Command::Rebase => return vec![Effect::Rebasing],
            Command::LeaveYear => self.leave_year(now),
            Command::DayBack => self.year.days(-1),
            Command::DayOn => self.year.days(1),
            Command::WeekBack => self.year.days(-7),
            Command::WeekOn => self.year.days(7),
            _ => {}
        }
        Vec::new()
    }

    /// Shows the year, at today or at the marks that are not saved.
    fn open_year(&mut self, now: Moment) {
        if self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Year)) {
            return;
        }
        if self.year.unsaved() == 0 {
            self.year.go(Some(self.house.site.zone.date(now)));
        }
        self.overlays.push(Overlay::Year);
    }

    /// Leaves the year; marks are kept.
    pub(super) fn leave_year(&mut self, now: Moment) {
        self.overlays.pop();
        if self.year.unsaved() > 0 {
            self.say(Notice::Marked(self.year.unsaved()), now);
        }
    }

    /// Marks the date in hand; a mark that says what the calendar says anyway is none.
    fn mark(&mut self, kind: DayKind, now: Moment) {
        let (date, calendar) = (self.year.date, &self.house.calendar);
        let year = date.year();
        if calendar.next_notice(date).is_some() {
            return self.say(Notice::Refused(Cause::NextNotice(year + 1)), now);
        }
        let known = calendar.kind(date);
        if known.unwrap_or(DayKind::Plain) == kind {
            self.year.marks.remove(&date);
        } else {
            self.year.marks.insert(date, kind);
            let version = calendar.year(year).map_or(0, |known| known.version);
            self.year.based.entry(year).or_insert(version);
        }
        if self.year.marked(year) == 0 {
            self.year.forget_base(year);
        }
    }

    /// Asks why the year in hand is as it is marked.
    fn save_year(&mut self, uid: Uuid, now: Moment) {
        let mut form = FormState::new(uid, Kind::Calendar, "", now);
        form.target = self.year.revised(&self.house.calendar, self.year.date.year());
        self.overlays.push(Overlay::Form(Box::new(form)));
    }

    /// Asks for the file of a year's notice.
    fn ask_file(&mut self, uid: Uuid, now: Moment) {
        let mut form = FormState::new(uid, Kind::Calendar, "file", now);
        form.purpose = Purpose::Import;
        self.overlays.push(Overlay::Form(Box::new(form)));
    }

    pub(super) fn import(&mut self, now: Moment) -> Vec<Effect> {
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return Vec::new() };
        let file = form.get("file").trim().to_owned();
        if file.is_empty() {
            form.refuse(&[Refusal::at("file", Cause::Value(ValueError::Required))]);
            return Vec::new();
        }
        form.sent = true;
        self.waiting = Some(now);
        vec![Effect::Import { uid: form.uid, file }]
    }

    /// Asks who orders the re-basing and why, where it would change anything.
    pub(super) fn rebasing(&mut self, rebasing: Rebasing, uid: Uuid, now: Moment) {
        if !matches!(self.overlays.last(), Some(Overlay::Year)) {
            return;
        }
        if rebasing.stages == 0 {
            return self.say(Notice::Refused(Cause::NothingMoves), now);
        }
        self.year.rebasing = rebasing;
        let form = FormState::new(uid, Kind::Rebased, "", now);
        self.overlays.push(Overlay::Form(Box::new(form)));
    }
}
