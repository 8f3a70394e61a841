//! One field of a form: what is typed in it, and how it came there.

use tui_input::Input as TextInput;

use crate::domain::form::{Field, Input};
use crate::domain::refusal::Cause;
use crate::domain::time::Moment;

/// One field of a form.
#[derive(Debug, Clone)]
pub struct FieldState {
    pub field: Field,
    pub line: TextInput,
    pub error: Option<Cause>,
    /// Whether the program proposed what it holds; the first character typed replaces it.
    pub proposed: bool,
    /// Whether a key chose it; the first character typed replaces it too.
    pub picked: bool,
    /// The text by which a choice was found.
    pub sought: String,
    /// Of a time: its text as it was typed last, and when that was.
    pub typed: Option<(String, Moment)>,
}

impl FieldState {
    pub(super) fn new(field: Field) -> Self {
        Self {
            field,
            line: TextInput::default(),
            error: None,
            proposed: false,
            picked: false,
            sought: String::new(),
            typed: None,
        }
    }

    /// Whether it holds one of a list.
    pub const fn is_choice(&self) -> bool {
        matches!(self.field.input, Input::Choice(_) | Input::Department)
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        self.line.value()
    }
}
