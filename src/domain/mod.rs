//! The rules of the house: pure functions and parsed types. No I/O, no clock, no randomness.

pub mod clock;
pub mod entry;
pub mod handover;
pub mod history;
pub mod number;
pub mod record;
pub mod time;
pub mod worktime;
