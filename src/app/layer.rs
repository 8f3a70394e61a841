//! Where a key is looked up, and under which heading the help has it.

use strum::{IntoStaticStr, VariantArray, VariantNames};

/// Where a key is looked up; the innermost layer that knows it wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    Global,
    List,
    Today,
    Complaints,
    Visitors,
    Vehicles,
    Page,
    Card,
    Form,
    /// The line in which a list is filtered.
    Filter,
    Pick,
    /// The panels by digit, after Ctrl-G.
    Goto,
    Year,
    Help,
    Why,
    Paper,
    /// A question that names what is doubtful.
    Question,
    Quit,
    /// A question before something final.
    Ask,
}

impl Layer {
    /// Whether a character typed there may be text.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Form | Self::Filter)
    }
}

/// Under which heading a command stands in the help, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, VariantArray, VariantNames)]
#[strum(prefix = "group-", serialize_all = "kebab-case")]
pub enum Group {
    Panels,
    Records,
    Gate,
    Handover,
    Calendar,
    Forms,
    Moving,
    Program,
}

impl Group {
    /// The locale key of its heading.
    pub fn key(self) -> &'static str {
        self.into()
    }
}
