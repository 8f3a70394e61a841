//! The only impure room: the clock, the terminal, signals, files and settings. What it learns it hands down as values.

mod begin;
pub mod clock;
pub mod decode;
pub mod drafts;
pub mod init;
pub mod input;
pub mod notice;
pub mod open;
pub mod pages;
pub mod place;
pub mod process;
pub mod reading;
pub mod rules;
pub mod run;
pub mod settings;
pub mod signals;
pub mod start;
pub mod terminal;
pub mod worker;
