//! What the tests work with: windows of the whole program, logbooks made by hand, stores that stay in memory or fail.
#![allow(dead_code, unused_imports, unreachable_pub)]

pub mod failing;
pub mod logbook;
mod look;
pub mod memory;
pub mod picture;
mod window;

pub use look::look;
pub use window::*;
