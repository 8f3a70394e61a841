//! The rules of the house: pure functions and parsed types. No I/O, no clock, no randomness.

pub mod duty;
pub mod ended;
pub mod entry;
pub mod escalation;
pub mod families;
pub mod form;
pub mod handover;
pub mod head;
pub mod history;
pub mod intake;
pub mod matter;
pub mod number;
pub mod procedure;
pub mod record;
pub mod refusal;
pub mod rules;
pub mod search;
pub mod shift;
pub mod site;
pub mod staff;
pub mod stages;
pub mod text;
pub mod time;
pub mod time_limit;
pub mod why;
pub mod worktime;
