//! Qiantai 前台: the duty desk's logbook of a property-management service centre.
//!
//! The rooms, and who may enter which (imports run downwards only):
//!
//! ```text
//! cli       the desk without a screen
//! runtime   the only impure room: clock, terminal, signals, files of rules, the loop
//! report    what is printed on paper, measured in the cells of ui
//! ui        pictures of the model
//! app       what the screen shows and what changes it
//! desk      use cases: load, let the domain decide, append
//! store     the port to the logbook; store::sqlite is its adapter
//! domain    rules: pure functions and parsed types
//! ```
//!
//! Beside them stands `locale`, the words of all in three languages; domain, store and desk say none. What each room may
//! import is held by the test `architecture`.

pub mod app;
pub mod cli;
pub mod desk;
pub mod domain;
pub mod locale;
pub mod report;
pub mod runtime;
pub mod store;
pub mod ui;
