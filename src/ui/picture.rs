//! A buffer as text.
