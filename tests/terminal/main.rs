//! Real windows: the program in a terminal, and several that write at once.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs
)]

mod around;
mod fair;
mod kept;
#[path = "../kit/mod.rs"]
mod kit;
mod noise;
mod stuck;
mod windows;
