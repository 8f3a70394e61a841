//! The working calendar in hand: the date that the eye rests on, and marks that are not saved yet, made by hand or by
//! the paste of a notice. They outlive the picture and last until they are saved, taken back, or the program ends.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use uuid::Uuid;

use crate::app::command::Command;
use crate::app::form::{FormState, Purpose};
use crate::app::{Effect, Model, Notice as Said, Overlay, Question, Then};
use crate::desk::{ActTarget, Rebasing};
use crate::domain::entry::Kind;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::ValueError;
use crate::domain::time::Moment;
use crate::domain::worktime::{Calendar, CalendarYear, DayKind, Doubt, Notice, notice};

/// From how many days before its end the last calendar year is reported.
const WARNED: u64 = 60;
/// The years that can be looked at.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// The days that a year's notice names.
type Days = BTreeMap<NaiveDate, DayKind>;

/// The working calendar in hand.
#[derive(Debug, Clone, Default)]
pub struct YearState {
    pub date: NaiveDate,
    /// What re-basing would change, as counted when its form was opened.
    pub rebasing: Rebasing,
    /// Dates marked otherwise than the calendar has them, with the year whose notice is to name them.
    marks: BTreeMap<NaiveDate, (i32, DayKind)>,
    /// The notice that was pasted last and not saved yet.
    pasted: Option<Notice>,
    /// The versions that each year's first mark was made on; 0 where there was none.
    based: BTreeMap<i32, u32>,
    /// What was in hand before the paste that is asked about.
    before: Option<Box<Self>>,
}

impl YearState {
    /// What a date is, marks included; `None` where nothing is known of it.
    pub fn kind(&self, calendar: &Calendar, date: NaiveDate) -> Option<DayKind> {
        let pasted = || self.pasted(date.year()).map(|_| DayKind::Plain);
        self.mark(date).or_else(|| calendar.kind(date)).or_else(pasted)
    }

    /// The mark on a date that is not saved yet.
    pub fn mark(&self, date: NaiveDate) -> Option<DayKind> {
        self.marks.get(&date).map(|(_, kind)| *kind)
    }

    /// How many marks of a year are not saved.
    pub fn marked(&self, year: i32) -> usize {
        self.marks.values().filter(|(of, _)| *of == year).count()
    }

    /// The notice of a year that was pasted and is not saved yet.
    pub fn pasted(&self, year: i32) -> Option<&Notice> {
        self.pasted.as_ref().filter(|pasted| pasted.year.year == year)
    }

    /// Marks the days of a notice over those known, and keeps the marks by hand that it does not speak of.
    fn paste(&mut self, calendar: &Calendar, pasted: Notice) {
        let (of, named) = (pasted.year.year, pasted.year.days());
        let known = calendar.year(of).map(CalendarYear::days).unwrap_or_default();
        // A paste takes the place of the one before.
        let last = self.pasted(of).map(|last| changes(of, &known, &last.year.days())).unwrap_or_default();
        self.marks.retain(|date, mark| last.get(date) != Some(mark) && !named.contains_key(date));
        self.marks.extend(changes(of, &known, &named));
        self.based.entry(of).or_insert(calendar.year(of).map_or(0, |known| known.version));
        if self.date.year() != of {
            self.go(NaiveDate::from_ymd_opt(of, 1, 1));
        }
        self.pasted = Some(pasted);
    }

    /// How many marks of all years are not saved.
    pub fn unsaved(&self) -> usize {
        self.marks.len()
    }

    /// Takes the marks of a year back.
    pub(super) fn unmark(&mut self, year: i32) {
        self.marks.retain(|_, (of, _)| *of != year);
        self.based.remove(&year);
        self.pasted.take_if(|pasted| pasted.year.year == year);
    }

    /// Lets the marks of a year go onto the version that is known when the lists are read next.
    pub(super) fn forget_base(&mut self, year: i32) {
        self.based.remove(&year);
    }

    /// Holds the marks against the calendar as it was read now, in place of the one `before`: those that it says anyway
    /// are dropped. A paste is of the whole year, which stays as it was seen. Returns the year of which that leaves
    /// none, and its version.
    fn settle(&mut self, before: &Calendar, calendar: &Calendar) -> Option<(i32, u32)> {
        if let Some(earlier) = &mut self.before {
            earlier.settle(before, calendar);
        }
        let years: BTreeSet<i32> = self.marks.values().map(|(of, _)| *of).collect();
        let mut settled = None;
        for known in years.into_iter().filter_map(|year| calendar.year(year)) {
            let (of, days) = (known.year, known.days());
            self.based.entry(of).or_insert(known.version);
            let over = if self.pasted(of).is_some() { before } else { calendar };
            let seen = self.marked_year(over, of).days();
            self.marks.retain(|_, (year, _)| *year != of);
            self.marks.extend(changes(of, &days, &seen));
            if self.marked(of) == 0 {
                self.unmark(of);
                settled = Some((of, known.version));
            }
        }
        settled
    }

    /// A year with its marks.
    fn marked_year(&self, calendar: &Calendar, year: i32) -> CalendarYear {
        let own = self.marks.iter().filter(|(_, (of, _))| *of == year).map(|(date, (_, kind))| (*date, *kind));
        calendar.year(year).map_or_else(|| CalendarYear::blank(year), Clone::clone).marked(&own.collect())
    }

    /// A year with its marks, and the version that they were made on.
    pub fn revised(&self, calendar: &Calendar, year: i32) -> ActTarget {
        let version = calendar.year(year).map_or(0, |known| known.version);
        ActTarget::Revised(self.marked_year(calendar, year), self.based.get(&year).copied().unwrap_or(version))
    }

    fn go(&mut self, to: Option<NaiveDate>) {
        if let Some(to) = to.filter(|to| YEARS.contains(&to.year())) {
            self.date = to;
        }
    }

    /// Goes so many days on, or back.
    fn days(&mut self, by: i64) {
        let days = chrono::Days::new(by.unsigned_abs());
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

/// The marks that make of one year's days the other's.
fn changes(of: i32, from: &Days, to: &Days) -> BTreeMap<NaiveDate, (i32, DayKind)> {
    let kind = |days: &Days, date: &NaiveDate| days.get(date).copied().unwrap_or(DayKind::Plain);
    let all: BTreeSet<NaiveDate> = from.keys().chain(to.keys()).copied().collect();
    let changed = all.into_iter().filter(|date| kind(from, date) != kind(to, date));
    changed.map(|date| (date, (of, kind(to, &date)))).collect()
}

impl Model {
    pub(super) fn calendar(&mut self, command: Command, uid: Uuid, now: Moment) -> Vec<Effect> {
        match command {
            Command::GoOn => return self.confirm(uid, now),
            Command::Refrain => self.refrain(),
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

    /// The first year without a calendar, from 60 days before it begins.
    pub fn missing_year(&self, now: Moment) -> Option<i32> {
        let today = self.house.site.zone.date(now);
        let Some(last) = self.house.calendar.last_year() else { return Some(today.year()) };
        let end = NaiveDate::from_ymd_opt(last, 12, 31)?;
        (today.checked_add_days(chrono::Days::new(WARNED))? >= end).then_some(last + 1)
    }

    /// Shows the year, at the marks that are not saved, else at today; of the year whose calendar is missing at that day,
    /// from which it is a page to today.
    fn open_year(&mut self, now: Moment) {
        if self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Year)) {
            return;
        }
        if self.year.unsaved() == 0 {
            let today = self.house.site.zone.date(now);
            let ahead =
                self.missing_year(now).and_then(|year| u32::try_from(year - today.year()).ok()).unwrap_or_default();
            self.year.go(today.checked_add_months(Months::new(12 * ahead)));
        }
        self.overlays.push(Overlay::Year);
    }

    /// Leaves the year; marks are kept.
    pub(super) fn leave_year(&mut self, now: Moment) {
        self.overlays.pop();
        if self.year.unsaved() > 0 {
            self.say(Said::Marked(self.year.unsaved()), now);
        }
    }

    /// Marks the date in hand; a mark that says what the calendar says anyway is none.
    fn mark(&mut self, kind: DayKind, now: Moment) {
        let (date, calendar) = (self.year.date, &self.house.calendar);
        let year = self.year.marks.get(&date).map_or(date.year(), |(of, _)| *of);
        if calendar.next_notice(date).is_some() && year == date.year() {
            return self.say(Said::Refused(Cause::NextNotice(year + 1)), now);
        }
        let known = calendar.kind(date);
        if known.unwrap_or(DayKind::Plain) == kind {
            self.year.marks.remove(&date);
        } else {
            self.year.marks.insert(date, (year, kind));
            let version = calendar.year(year).map_or(0, |known| known.version);
            self.year.based.entry(year).or_insert(version);
        }
        if self.year.marked(year) == 0 {
            self.year.unmark(year);
        }
    }

    /// Takes the calendar as it was read now, and lets go of marks that another window has made true; says so where
    /// none is left.
    pub(super) fn take_calendar(&mut self, calendar: Calendar, now: Moment) {
        let before = std::mem::replace(&mut self.house.calendar, calendar);
        if let Some((year, version)) = self.year.settle(&before, &self.house.calendar) {
            self.say(Said::Refused(Cause::CalendarKnown { year, version }), now);
        }
    }

    /// Asks why the year in hand is as it is marked; first what is doubtful of it, where the marks made it so.
    fn save_year(&mut self, uid: Uuid, now: Moment) {
        let year = self.year.date.year();
        let ActTarget::Revised(marked, _) = self.year.revised(&self.house.calendar, year) else { return };
        let before = match self.year.pasted(year) {
            // Of what was pasted it was asked then.
            Some(pasted) => pasted.year.doubts(),
            None => self.house.calendar.year(year).map(CalendarYear::doubts).unwrap_or_default(),
        };
        let doubts: Vec<Doubt> = marked.doubts().into_iter().filter(|doubt| !before.contains(doubt)).collect();
        if doubts.is_empty() { self.year_form(uid, now) } else { self.ask(year, doubts, Then::SaveYear) }
    }

    fn year_form(&mut self, uid: Uuid, now: Moment) {
        let year = self.year.date.year();
        let mut form = FormState::new(uid, Kind::Calendar, "", now);
        let known = self.house.calendar.year(year).map_or(0, |known| known.version);
        if self.year.based.insert(year, known).is_some_and(|based| based != known) {
            form.error = Some(Cause::CalendarOlder(year));
        }
        form.target = self.year.revised(&self.house.calendar, year);
        if let Some(pasted) = self.year.pasted(year) {
            form.propose("source", &pasted.year.source);
        }
        self.lay(form, now);
    }

    fn ask(&mut self, year: i32, doubts: Vec<Doubt>, then: Then) {
        self.overlays.push(Overlay::Question(Box::new(Question { year, doubts, selected: 0, then })));
    }

    /// Marks the days of a notice that was pasted, and shows what is doubtful of it; nothing is saved.
    pub(super) fn paste_notice(&mut self, text: &str, now: Moment) {
        let read = notice::read(text, "", Some(self.year.date.year()));
        let pasted = match read {
            Ok(pasted) => pasted,
            Err(fault) => return self.say(Said::Refused(Cause::Notice(fault)), now),
        };
        let (of, calendar) = (pasted.year.year, &self.house.calendar);
        if let Some(known) = calendar.year(of).filter(|known| known.same_days(&pasted.year)) {
            let known = Cause::CalendarKnown { year: of, version: known.version };
            return self.say(Said::Refused(known), now);
        }
        let doubts = pasted.doubts.clone();
        let before = YearState { before: None, ..self.year.clone() };
        self.year.paste(&self.house.calendar, pasted);
        if !doubts.is_empty() {
            self.year.before = Some(Box::new(before));
            self.ask(of, doubts, Then::KeepMarks);
        }
    }

    /// Shows what is doubtful of a year in a file, over the form that names the file.
    pub(super) fn doubtful(&mut self, uid: Uuid, year: i32, doubts: Vec<Doubt>) {
        self.waiting = None;
        let form = self.overlays.last_mut().and_then(Overlay::try_as_form_mut);
        if let Some(form) = form.filter(|form| form.uid == uid) {
            form.sent = false;
            self.ask(year, doubts, Then::Import);
        }
    }

    /// Does what was asked about.
    fn confirm(&mut self, uid: Uuid, now: Moment) -> Vec<Effect> {
        let Some(Overlay::Question(question)) = self.overlays.pop() else { return Vec::new() };
        match question.then {
            Then::Import => return self.import(question.doubts, now),
            Then::SaveYear => self.year_form(uid, now),
            Then::KeepMarks => {}
        }
        Vec::new()
    }

    /// Leaves what was asked about undone; what was typed or marked by hand stays.
    pub(super) fn refrain(&mut self) {
        if let Some(Overlay::Question(question)) = self.overlays.pop()
            && question.then == Then::KeepMarks
            && let Some(before) = self.year.before.take()
        {
            self.year = *before;
        }
    }

    /// Asks for the file of a year's notice.
    fn ask_file(&mut self, uid: Uuid, now: Moment) {
        let mut form = FormState::new(uid, Kind::Calendar, "file", now);
        form.purpose = Purpose::Import;
        self.lay(form, now);
    }

    /// Loads the file in the form on top; `told` is what was found doubtful of it and is loaded all the same.
    pub(super) fn import(&mut self, told: Vec<Doubt>, now: Moment) -> Vec<Effect> {
        let year = self.year.date.year();
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return Vec::new() };
        let file = form.get("file").trim().to_owned();
        if file.is_empty() {
            form.refuse(&[Refusal::at("file", Cause::Value(ValueError::Required))]);
            return Vec::new();
        }
        form.sent = true;
        self.waiting = Some(now);
        vec![Effect::Import { uid: form.uid, file, year, told }]
    }

    /// Asks who orders the re-basing and why, where it would change anything.
    pub(super) fn rebasing(&mut self, rebasing: Rebasing, uid: Uuid, now: Moment) {
        if !matches!(self.overlays.last(), Some(Overlay::Year)) {
            return;
        }
        if rebasing.stages == 0 {
            return self.say(Said::Refused(Cause::NothingMoves), now);
        }
        self.year.rebasing = rebasing;
        let form = FormState::new(uid, Kind::Rebased, "", now);
        self.lay(form, now);
    }
}
