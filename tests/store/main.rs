//! The stores: what they keep and give back, what a damaged file, an older one or a killed process leaves.
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
mod crash;
mod damage;
mod doubt;
mod frames;
mod given;
mod heads;
#[cfg(unix)]
mod index;
#[path = "../kit/mod.rs"]
mod kit;
mod migrating;
mod numbers;
mod older;
#[cfg(target_os = "linux")]
mod power;
mod reading;
mod small;
mod storm;
mod suite;
mod three;
mod touched;
