//! The plans that the statements of reading must follow.

use super::*;

/// Every fixed statement of reading with the index it must follow.
pub(in crate::store::sqlite) const PLANS: &[(&str, &str)] = &[
    (BY_UID, "sqlite_autoindex_entry_1 (uid=?)"),
    (BY_SEQ, "INTEGER PRIMARY KEY (rowid=?)"),
    (AFTER, "INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
    (OPENING, "sqlite_autoindex_entry_1 (uid=?)"),
    (FURTHER, "entry_subject (subject=?)"),
    (BY_PLACE, "INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
    (TAIL, "INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
    (SUBJECT, "INTEGER PRIMARY KEY (rowid=?)"),
    (NAMED, "INTEGER PRIMARY KEY (rowid=?)"),
    (NUMBER, "record_number (family=? AND date=? AND site=? AND n=?)"),
    (LAST, "record_number (family=? AND date=? AND site=?)"),
    (PEOPLE, "record_inside (family=?"),
    (STAYS_UNTIL, "record_stay (key=? AND at<?)"),
    (STAYS_AFTER, "record_stay (key=? AND at>?)"),
    (RUNGS, "PRIMARY KEY (at>? AND at<?)"),
    (REPEATING, "rung_repeating"),
];
