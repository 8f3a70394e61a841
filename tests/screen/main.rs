//! The whole program on one thread, driven by its keys and looked at.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs
)]

mod calendar;
mod complaints;
mod escalation;
mod failing;
mod forms;
mod keymap;
#[path = "../kit/mod.rs"]
mod kit;
mod lists;
mod own_files;
mod paper;
mod screen;
mod shift;
mod walk;
mod why;
mod windows;
