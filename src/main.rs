//! The `qiantai` program.

fn main() {}
