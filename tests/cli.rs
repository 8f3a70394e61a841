//! The program without a screen, from outside: what goes in, what comes out, and what nothing may do to a file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "cli/bench.rs"]
mod bench;
#[path = "cli/due.rs"]
mod due;
#[path = "cli/families.rs"]
mod families;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/lines.rs"]
mod lines;
#[path = "cli/prints.rs"]
mod prints;
#[path = "cli/rules.rs"]
mod rules;
#[path = "support/mod.rs"]
mod support;
#[path = "cli/walk.rs"]
mod walk;
