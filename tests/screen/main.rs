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

mod amending;
mod calendar;
mod clerk;
mod complaints;
mod drivers;
mod escalation;
mod failing;
mod find;
mod forms;
mod gate;
mod idle;
mod kept;
mod keymap;
#[path = "../kit/mod.rs"]
mod kit;
mod lists;
mod own_files;
mod pace;
mod paper;
mod paste;
mod picks;
mod post;
mod rounds;
mod said;
mod screen;
mod shift;
mod signing;
mod times;
mod walk;
mod why;
mod windows;
