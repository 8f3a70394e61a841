//! Working-time arithmetic: from a start and a length to the instant it falls due. Pure; the data stand in `data/calendars`.
//!
//! Conventions, the same everywhere:
//! - Working intervals are `[open, close)`. An amount that ends exactly at closing is due at closing.
//! - A start outside the hours counts from the next opening; seconds and milliseconds of a start that has any are kept.
//!   A record's limit starts with the minute in which its event lies, and so do its pauses: the register names the minute
//!   (年月日时分), by which the limit adds up on paper, and none is due later than by the second.
//! - N working days end at the close of the Nth working day after the start's date.
//! - N days (日): the first day is not counted, the end is 24:00 of the last, stored as 00:00 of the next. When that last
//!   day is a rest day the mark moves to the close of the next working day, and `shown` keeps the 24:00 (民法典 §200–203).
//! - A working day is one on which the timetable has hours; any other is a rest day. Hours past midnight belong to the
//!   day they start on; where a changed day makes them run into the next day's, the time counts once.
//! - Minutes and hours without "working" are clock time.
//! - No working time at all, `0wm` or `0wd`, is due at the next opening, or now if open; no clock time and no days, now.
//! - Of a pause only what would have counted is left out: working time of working time, clock time of clock time, and of
//!   days those working days whose every hour was paused.
//! - Nothing is guessed beyond the data: a walk that reaches a day of an uncovered year is `Pending` with that year. A
//!   timetable open around the clock asks no calendar.

mod calendar;
mod due;
mod ledger;
mod length;
mod milestones;
pub mod notice;
mod timetable;
mod working;

pub use calendar::{Calendar, CalendarError, CalendarVersions, CalendarYear, DayKind};
pub use due::{Due, Hours};
pub(in crate::domain) use ledger::in_minutes;
pub use ledger::{Ledger, LedgerRow, Passage};
pub use length::{Length, LengthError};
pub use notice::{Doubt, DoubtKind, Notice, NoticeError, NoticeFlaw};
pub use timetable::{Interval, Timetable, TimetableError};
pub use working::Working;
