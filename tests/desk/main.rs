//! The desk on a real logbook, at fixed instants: what may be done, in which order, and what becomes of the clocks.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs
)]

mod ahead;
mod barrier;
mod by_record;
mod calendar;
mod clock;
mod closing;
mod correct;
mod counter;
mod demo;
mod driver;
mod ended;
mod flights;
mod gate;
mod handover;
mod identity;
mod inside;
mod joined;
mod joins;
#[path = "../kit/mod.rs"]
mod kit;
mod late;
mod lives;
mod major;
mod message;
mod misread;
mod orders;
mod paper;
mod parts;
mod passages;
mod paths;
mod pauses;
mod post;
mod prohibitions;
mod races;
mod random;
mod roles;
mod said;
mod set_back;
mod shares;
mod spelling;
mod stays;
mod steps_corrected;
mod taken_back;
mod timers;
mod timers_site;
mod versions;
mod visitors;
mod watch;
mod withdraw;
