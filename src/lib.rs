//! Qiantai 前台: the duty desk's logbook of a property-management service centre.
//!
//! The screen, and which file of `ui` draws what:
//!
//! ```text
//! header    centre and site · what is amiss · shift · person · date and time
//! strip     the time limits that run out next · the end of the shift
//! panels    ┌─ F6 Visitors inside 2 late 1 ──────────────────────────────┐
//!  (today,  │  Time   No.      Name   Room     Kind           Stay       │  rows, list
//! handover, │> 14:21  1120-02  王五   3-2-101  Guest          0:31       │  families/visitor: the columns
//!   year)   │┌─ overlay: form, card, pick, why, paper, help … ───────────┐
//!           ││                                                           │
//!           └└───────────────────────────────────────────────────────────┘
//! notice    what came of the last key
//! footer    the keys that work now; Enter's label comes from app::primary
//! ```
//!
//! The rooms, and who may enter which (imports run downwards only):
//!
//! ```text
//! cli       the desk without a screen; cli::options has the commands
//! runtime   the impure edge: clock, terminal, signals, files of rules, the loop and its threads
//! report    what is printed on paper
//! ui        pictures of the model; ui::families has the columns
//! app       what the screen shows and what changes it; app::panel has the panels, app::command the keys
//! words     the model in words: what screen, paper and command line say alike
//! desk      use cases: load, let the domain decide, append; desk::families has what is forbidden, desk::page
//!           composes the handover page
//! store     the port to the logbook; store::sqlite is its adapter
//! domain    rules: pure functions and parsed types; domain::families has each family's forms and facts; its limits
//!           and steps are data, data/procedures.toml
//! ```
//!
//! Beside them stand `locale`, the sentences of data/locales (domain, store and desk say none), and `cells`, the one
//! measure of a text's width. What each room may import is held by the test `architecture`.
//!
//! One act from key to picture: Enter on a visitor who is inside.
//!
//! 1. `runtime/input.rs` `translate` makes a `Key` of what the terminal sends; `run.rs` `Shell::message` takes it, or
//!    holds it while an answer is awaited, and hands it to `app::update` with the time and a fresh uid.
//! 2. `app/update.rs` `press` looks the key up (`Model::command`, innermost layer first): `Command::Next`. `perform`
//!    calls `do_primary` in `app/primary.rs`, which finds `Primary::AtOnce(VisitorOut)`, as the footer has shown it.
//! 3. `app/act.rs` `follow_at_once` makes an `Act` and `send` returns it as `Effect::Act`; keys typed now wait.
//! 4. `runtime/worker.rs` `Worker::perform` receives it in its own thread and calls `Desk::act`.
//! 5. `desk/mod.rs` `act_all` reads the form before the lock (`Prepared::new`) and asks together for what the act will
//!    have to know (`Prepared::reads`); `store/journal.rs` `transact` takes the logbook's lock with those answers.
//! 6. `desk/prepared.rs` `perform` answers a uid that is known with its record (`identity.rs`). Else `families::decide` comes to
//!    `leave` in `desk/families/gate.rs`, which refuses or calls `ActContext::follow_with`: it ends and starts limits by
//!    the procedures and appends.
//! 7. `store/journal.rs` `insert` chains the entry, folds the record from its history (`registers::of`) and appends
//!    both; the adapter commits.
//! 8. `Event::Replied` comes back: `app/reply.rs` `replied` says so and asks for the lists anew with `Effect::Load`;
//!    `desk/view.rs` `snapshot` reads them at one mark; `Event::Loaded` puts them into the model.
//! 9. `Shell::draw` makes a `Scene` of model, words and time; `ui::view` draws it: `panels::draw`, `rows::draw`,
//!    `families/visitor.rs` `columns`.

pub mod app;
pub mod cells;
pub mod cli;
pub mod desk;
pub mod domain;
pub mod locale;
pub mod owner;
pub mod report;
pub mod runtime;
pub mod store;
pub mod ui;
pub mod words;
