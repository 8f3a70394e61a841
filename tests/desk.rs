//! The desk on a real logbook, at fixed instants: what may be done, in which order, and what becomes of the clocks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::string_slice)]

#[path = "desk/calendar.rs"]
mod calendar;
#[path = "desk/closing.rs"]
mod closing;
#[path = "desk/correct.rs"]
mod correct;
#[path = "desk/counter.rs"]
mod counter;
#[path = "desk/demo.rs"]
mod demo;
#[path = "desk/flights.rs"]
mod flights;
#[path = "desk/gate.rs"]
mod gate;
#[path = "desk/handover.rs"]
mod handover;
#[path = "desk/lives.rs"]
mod lives;
#[path = "desk/major.rs"]
mod major;
#[path = "desk/message.rs"]
mod message;
#[path = "desk/paper.rs"]
mod paper;
#[path = "desk/paths.rs"]
mod paths;
#[path = "desk/pauses.rs"]
mod pauses;
#[path = "desk/prohibitions.rs"]
mod prohibitions;
#[path = "desk/random.rs"]
mod random;
#[path = "desk/set_back.rs"]
mod set_back;
#[path = "desk/shares.rs"]
mod shares;
#[path = "desk/stays.rs"]
mod stays;
#[path = "desk/steps_corrected.rs"]
mod steps_corrected;
mod stores;
mod support;
#[path = "desk/timers.rs"]
mod timers;
#[path = "desk/timers_site.rs"]
mod timers_site;
#[path = "desk/versions.rs"]
mod versions;
#[path = "desk/withdraw.rs"]
mod withdraw;
