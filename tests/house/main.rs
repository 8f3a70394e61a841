//! The house as it is written: its rooms, its words, its README.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs
)]

mod architecture;
mod locales;
mod promises;
mod readme;
