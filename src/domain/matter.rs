//! What complaints are about: the matters of general ones (000-2 2(5)) and of those that are major 重大 by themselves
//! (000-2 2(6)).

/// Every matter, the general ones first.
pub const MATTERS: &[&str] = &[
    "noise",
    "facility",
    "indoor",
    "mail",
    "hygiene",
    "pests",
    "service",
    "fire",
    "trapped",
    "explosion",
    "blackout",
    "flood",
    "theft",
    "crime",
    "collective",
    "equipment",
    "structure",
];

/// How many of them are general.
const GENERAL: usize = 7;

/// Whether a matter makes its complaint a major one.
pub fn is_major(matter: &str) -> bool {
    MATTERS.iter().skip(GENERAL).any(|major| *major == matter)
}
