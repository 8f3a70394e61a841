//! Keys that would do nothing: whatever is pressed, something is done or said.

use crate::app::command::Command;
use crate::app::key::{Code, Key};
use crate::app::layer::Layer;
use crate::app::{Model, Notice, Overlay};
use crate::domain::entry::Kind;
use crate::domain::time::Moment;

impl Model {
    /// Whether a command, though its key arrives, would change nothing now.
    pub fn idle(&self, command: Command, now: Moment) -> bool {
        match command {
            Command::Note => self.form().is_some(),
            Command::Operator => self.beginning || self.form().is_some_and(|form| form.kind == Kind::Duty),
            Command::Panel(_) | Command::Goto(_) | Command::GotoMenu => self.beginning,
            Command::Help => matches!(self.overlays.last(), Some(Overlay::Help(_))),
            Command::NextField | Command::PreviousField => {
                self.form().is_some_and(|form| form.fields.iter().filter(|field| form.asks(field)).count() < 2)
            }
            Command::Next | Command::Found | Command::Accept => self.primary(now).is_none(),
            Command::Steps => {
                self.selected().is_none_or(|record| self.house.procedures.offered(record, now).is_empty())
            }
            _ => false,
        }
    }

    /// Says of a key that it does nothing here; not of one that leaves where there is nothing to leave, or goes to where
    /// one is.
    pub(super) fn say_idle(&mut self, key: Key, now: Moment) {
        match self.form() {
            Some(form) if form.sent => self.say(Notice::TooSoon, now),
            _ if key == Key::plain(Code::Esc) => {}
            _ if self.keys.get(Layer::Global, key) == Some(Command::Panel(self.panel)) => {}
            _ => self.say(Notice::Idle(key), now),
        }
    }
}
