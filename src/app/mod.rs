//! What the screen shows and what changes it. Knows no terminal: keys come in and effects go out as plain values.

pub mod key;
