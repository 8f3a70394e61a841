//! Where a key is looked up, and under which heading the help has it.

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
    Quit,
}

impl Layer {
    /// Every layer.
    pub const ALL: &'static [Self] = &[
        Self::Global,
        Self::List,
        Self::Today,
        Self::Complaints,
        Self::Visitors,
        Self::Vehicles,
        Self::Page,
        Self::Card,
        Self::Form,
        Self::Filter,
        Self::Pick,
        Self::Goto,
        Self::Year,
        Self::Help,
        Self::Why,
        Self::Paper,
        Self::Quit,
    ];

    /// Whether a character typed there may be text.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Form | Self::Filter)
    }
}

/// Under which heading a command stands in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Panels,
    Moving,
    Records,
    Gate,
    Handover,
    Calendar,
    Forms,
    Program,
}

impl Group {
    /// Every group, in the order of the help.
    pub const ALL: &'static [Self] = &[
        Self::Panels,
        Self::Records,
        Self::Gate,
        Self::Handover,
        Self::Calendar,
        Self::Forms,
        Self::Moving,
        Self::Program,
    ];

    /// The locale key of its heading.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Panels => "group-panels",
            Self::Moving => "group-moving",
            Self::Records => "group-records",
            Self::Gate => "group-gate",
            Self::Handover => "group-handover",
            Self::Calendar => "group-calendar",
            Self::Forms => "group-forms",
            Self::Program => "group-program",
        }
    }
}
