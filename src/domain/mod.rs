//! The rules of the house: pure functions and parsed types. No I/O, no clock, no randomness.

pub mod text;
pub mod time;
pub mod worktime;
