//! Why a limit is due when it is: every stretch between its start and its due instant, and what it counts as. The rows
//! follow one another without a gap, from the start to the due instant; those that count add up to the length.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::due::{Pauses, Span};
use super::{DayKind, Due, Hours, Length};
use crate::domain::time::{MINUTE, Moment};

/// How a due instant came about; beyond the calendar's data there are no rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    pub due: Due,
    pub rows: Vec<LedgerRow>,
}

/// One stretch of time `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerRow {
    /// The day whose hours it belongs to; the first of several days.
    pub day: NaiveDate,
    pub kind: DayKind,
    pub from: Moment,
    pub to: Moment,
    pub passage: Passage,
}

/// What a stretch of time counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Passage {
    Work,
    Clock,
    Day,
    /// The rest of the day on which days begin to be counted, not counted itself (民法典 §201).
    First,
    /// From a last day that is a rest day, on to the close of the next working day (民法典 §203).
    Moved,
    /// Between two stretches of hours of one day.
    Break,
    /// Before the first and after the last hours of working days.
    Closed,
    Rest,
    /// Paused, within time that would have counted.
    Pause,
}

impl LedgerRow {
    /// How long it is, in whole minutes.
    pub const fn minutes(&self) -> i64 {
        self.to.since(self.from) / MINUTE
    }

    /// Whether its minutes are part of the length.
    pub const fn counts(&self) -> bool {
        matches!(self.passage, Passage::Work | Passage::Clock)
    }

    /// Whether it is part of the length, by its minutes or as a day.
    pub const fn is_counted(&self) -> bool {
        self.counts() || matches!(self.passage, Passage::Day)
    }

    /// The key of what it is called.
    pub const fn key(&self) -> &'static str {
        match (self.passage, self.kind) {
            (Passage::Work, DayKind::Makeup) => "ledger-makeup",
            (Passage::Day, DayKind::Makeup) => "ledger-makeup-day",
            (Passage::Work, DayKind::Half) => "ledger-half",
            (Passage::Work, _) => "ledger-work",
            (Passage::Clock, _) => "ledger-clock",
            (Passage::Day, _) => "ledger-day",
            (Passage::First, _) => "ledger-first",
            (Passage::Moved, _) => "ledger-moved",
            (Passage::Break, _) => "ledger-break",
            (Passage::Closed, _) => "ledger-closed",
            (Passage::Rest, DayKind::Off) => "ledger-off",
            (Passage::Rest, _) => "ledger-weekend",
            (Passage::Pause, _) => "ledger-pause",
        }
    }
}

impl Hours<'_> {
    /// When a length is due that was paused from and to these instants, and why.
    pub fn ledger(&self, start: Moment, length: Length, pauses: &[(Moment, Moment)]) -> Ledger {
        let due = self.reckon(start, length, &Pauses::new(pauses));
        let rows = match due {
            Due::At { at, .. } => self.ledger_rows(start, length, at, pauses),
            Due::Pending { .. } => Vec::new(),
        };
        Ledger { due, rows }
    }

    /// The way from a start to a due instant that was decided. Working days of zero go there by working time.
    pub fn ledger_rows(
        &self,
        start: Moment,
        length: Length,
        due: Moment,
        pauses: &[(Moment, Moment)],
    ) -> Vec<LedgerRow> {
        let pauses = Pauses::new(pauses);
        let mut way = Way { hours: self, at: start, due, rows: Vec::new() };
        match length {
            Length::WorkDays(days @ 1..) => way.days(days, false, &pauses),
            Length::Days(days) => way.days(days, true, &pauses),
            Length::WorkMinutes(_) | Length::WorkDays(_) if !self.timetable.is_always() => {
                for span in self.spans(start, Some(due)).map_while(Result::ok) {
                    way.parts(span, Passage::Work, &pauses);
                }
            }
            _ => way.parts(self.clock(start), Passage::Clock, &pauses),
        }
        way.fill(due);
        way.rows
    }
}

/// The rows of a way as they are printed, in whole minutes that add up to the length. A limit that was decided by the second
/// keeps its instants; where rounding all of them down would be a minute out, an end of a pause is rounded up.
pub(in crate::domain) fn in_minutes(mut rows: Vec<LedgerRow>, length: Length) -> Vec<LedgerRow> {
    let counted =
        |rows: &[LedgerRow]| -> i64 { rows.iter().filter(|row| row.counts()).map(|row| row.to.since(row.from)).sum() };
    let whole = match length {
        Length::WorkMinutes(minutes) | Length::Minutes(minutes) => Some(minutes.saturating_mul(MINUTE)),
        _ => None,
    };
    let adds_up = whole == Some(counted(&rows));
    let exact: Vec<Moment> = rows.iter().map(|row| row.from).collect();
    for row in &mut rows {
        (row.from, row.to) = (row.from.minute(), row.to.minute());
    }
    let mut over = whole.filter(|_| adds_up).map_or(0, |whole| counted(&rows) - whole);
    for (at, exact) in exact.iter().enumerate().skip(1) {
        let Some([before, after]) = rows.get_mut(at - 1..=at) else { break };
        let shorter = !before.counts() && after.counts() && over > 0;
        let longer = before.counts() && !after.counts() && over < 0;
        if (shorter || longer) && exact.minute() < *exact {
            (before.to, after.from) = (before.to.plus_minutes(1), after.from.plus_minutes(1));
            over += if longer { MINUTE } else { -MINUTE };
        }
    }
    rows.retain(|row| row.from < row.to);
    rows
}

/// The rows so far, up to `at`; none goes beyond `due`.
struct Way<'a> {
    hours: &'a Hours<'a>,
    at: Moment,
    due: Moment,
    rows: Vec<LedgerRow>,
}

impl Way<'_> {
    /// A stretch that counts but for its pauses, and whatever lies before it.
    fn parts(&mut self, span: Span, counted: Passage, pauses: &Pauses) {
        for (part, paused) in pauses.cut(Span { close: span.close.min(self.due), ..span }) {
            self.fill(part.open);
            self.push(part.day, part.kind, part.close, if paused { Passage::Pause } else { counted });
        }
    }

    /// So many days, or working days, after the day of the start.
    fn days(&mut self, days: u32, rest_counts: bool, pauses: &Pauses) {
        let mut left = days;
        let first = self.hours.zone.date(self.at);
        for day in first.iter_days() {
            if self.due <= self.at {
                break;
            }
            let kind = self.kind(day);
            let rests = self.hours.timetable.intervals(day, kind).is_empty();
            let passage = if day == first {
                Passage::First
            } else if self.hours.is_paused(day, pauses).unwrap_or(false) {
                Passage::Pause
            } else if rests && (left == 0 || !rest_counts) {
                Passage::Rest
            } else if left == 0 {
                Passage::Moved
            } else {
                left -= 1;
                Passage::Day
            };
            // The last working day ends at its close, be that before or after midnight.
            let ends = passage == Passage::Moved || (passage == Passage::Day && left == 0 && !rest_counts);
            self.push(day, kind, if ends { self.due } else { self.midnight_after(day) }, passage);
        }
    }

    /// Time that does not count, up to an instant.
    fn fill(&mut self, to: Moment) {
        while self.at < to.min(self.due) {
            let day = self.hours.zone.date(self.at);
            let kind = self.kind(day);
            let part = self.midnight_after(day).min(to);
            let mut hours = self.hours.day(day).map_while(Result::ok);
            let (first, last) = (hours.next(), hours.last());
            match (first, last) {
                (None, _) => self.push(day, kind, part, Passage::Rest),
                (Some(first), Some(last)) if first.open < self.at && part < last.close => {
                    self.push(day, kind, part, Passage::Break);
                }
                _ => self.push(day, kind, part, Passage::Closed),
            }
        }
    }

    /// Goes on to an instant; a night or a run of rest days is one row.
    fn push(&mut self, day: NaiveDate, kind: DayKind, to: Moment, passage: Passage) {
        let (from, to) = (self.at, to.min(self.due));
        if to <= from {
            return;
        }
        self.at = to;
        let goes_on = |last: &LedgerRow| match passage {
            Passage::Rest => (last.passage, last.kind) == (passage, kind),
            // An evening and the morning after, of whatever kinds their days are.
            Passage::Closed => last.passage == passage,
            _ => false,
        };
        match self.rows.last_mut() {
            Some(last) if goes_on(last) => last.to = to,
            _ => self.rows.push(LedgerRow { day, kind, from, to, passage }),
        }
    }

    fn kind(&self, day: NaiveDate) -> DayKind {
        self.hours.kind(day).unwrap_or(DayKind::Plain)
    }

    fn midnight_after(&self, day: NaiveDate) -> Moment {
        self.hours.zone.midnight(day.checked_add_days(Days::new(1)).unwrap_or(day))
    }
}
