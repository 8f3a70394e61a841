//! Paper: what the house prints for people to read, sign or post on a wall. Nothing here is decided or stored.

pub mod complaint;
pub mod procedure;
mod sheet;
mod words;
