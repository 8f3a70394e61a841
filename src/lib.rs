//! Qiantai 前台: the duty desk's logbook of a property-management service centre.
//!
//! The rooms, and who may enter which (imports run downwards only):
//!
//! ```text
//! runtime   the only impure room: clock, terminal, signals, settings, the loop
//! cli  ui   the desk without a screen · pictures of the model
//! app       what the screen shows and what changes it
//! report    what is printed on paper
//! desk      use cases: load, let the domain decide, append
//! store     the port to the logbook; store::sqlite is its adapter
//! domain    rules: pure functions and parsed types
//! ```

pub mod app;
pub mod cli;
pub mod desk;
pub mod domain;
pub mod locale;
pub mod report;
pub mod runtime;
pub mod store;
pub mod ui;
