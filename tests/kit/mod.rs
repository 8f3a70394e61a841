//! What the tests work with: windows of the whole program, logbooks made by hand, stores that stay in memory or fail.
//! `ui` has the samples of those tests that stand with the pictures themselves.
#![allow(dead_code, unused_imports, unreachable_pub)]

pub mod failing;
pub mod logbook;
mod look;
pub mod memory;
pub mod picture;
pub mod print;
mod window;

pub use look::{halved, look};
pub use window::*;
