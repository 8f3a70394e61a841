//! A model full of text, for tests.
