//! The program without a screen, from outside: what goes in, what comes out, and what nothing may do to a file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs
)]

mod bench;
mod due;
mod edges;
mod families;
mod files;
mod gate;
mod heads;
mod ids;
#[path = "../kit/mod.rs"]
mod kit;
mod language;
mod limits;
mod lines;
mod machines;
mod older;
#[cfg(target_os = "linux")]
mod owner;
mod prints;
mod remains;
mod restore;
mod rules;
mod said;
mod types;
mod walk;
