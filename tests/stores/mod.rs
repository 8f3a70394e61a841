//! Stores for tests and simulation, on the same port as the product's own.
#![allow(dead_code, unreachable_pub)]

pub mod failing;
pub mod memory;
