//! The panels, and where the eye rests in each.

use crate::app::moving::moved;
use crate::app::{Effect, Model};
use crate::domain::entry::{Family, Kind};
use crate::store::ListView;

/// What fills the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Panel {
    /// The day's overview.
    Today,
    /// Walk-ins.
    WalkIns,
    /// Calls.
    Calls,
    /// Complaints.
    Complaints,
    /// Visitors.
    Visitors,
    /// Vehicles.
    Vehicles,
    /// Handover.
    Handover,
}

impl Panel {
    /// Every panel, in the order of the F-keys.
    pub const ALL: &'static [Self] =
        &[Self::WalkIns, Self::Calls, Self::Complaints, Self::Visitors, Self::Vehicles, Self::Handover, Self::Today];
    /// The lists of the day's overview, in the order of Tab.
    pub const BOXES: &'static [Self] =
        &[Self::WalkIns, Self::Calls, Self::Complaints, Self::Visitors, Self::Vehicles, Self::Handover];

    /// The number of its F-key.
    pub const fn number(self) -> u8 {
        match self {
            Self::WalkIns => 2,
            Self::Calls => 3,
            Self::Complaints => 4,
            Self::Visitors => 6,
            Self::Vehicles => 7,
            Self::Handover => 8,
            Self::Today => 12,
        }
    }

    /// The panel of an F-key's number.
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|panel| panel.number() == number)
    }

    /// The register that it lists; the overview's handover box lists notes.
    pub const fn family(self) -> Option<Family> {
        match self {
            Self::Today => None,
            Self::WalkIns => Some(Family::WalkIn),
            Self::Calls => Some(Family::Call),
            Self::Complaints => Some(Family::Complaint),
            Self::Visitors => Some(Family::Visitor),
            Self::Vehicles => Some(Family::Vehicle),
            Self::Handover => Some(Family::Handover),
        }
    }

    /// What its Insert writes.
    pub const fn opens(self) -> Kind {
        match self {
            Self::Today | Self::WalkIns => Kind::WalkIn,
            Self::Calls => Kind::Call,
            Self::Complaints => Kind::Complaint,
            Self::Visitors => Kind::VisitorIn,
            Self::Vehicles => Kind::VehicleIn,
            Self::Handover => Kind::Note,
        }
    }

    /// The list that it opens with, and the one that Tab changes to.
    pub const fn views(self) -> (ListView, ListView) {
        match self {
            Self::Complaints => (ListView::Due, ListView::Newest),
            Self::Visitors | Self::Vehicles => (ListView::Inside, ListView::Newest),
            Self::Today | Self::WalkIns | Self::Calls | Self::Handover => (ListView::Newest, ListView::Newest),
        }
    }

    /// The locale key of its title.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Today => "panel-today",
            Self::WalkIns => "panel-walk-ins",
            Self::Calls => "panel-calls",
            Self::Complaints => "panel-complaints",
            Self::Visitors => "panel-visitors",
            Self::Vehicles => "panel-vehicles",
            Self::Handover => "panel-handover",
        }
    }
}

/// Where the eye rests in a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The selected row.
    pub selected: usize,
    /// Whether Tab has changed to everything.
    pub all: bool,
    /// What the list is filtered by.
    pub filter: String,
    /// How many rows are wanted.
    pub rows: usize,
}

/// How many rows a list begins with, and how many more are fetched at its end.
pub const ROWS: usize = 60;

impl Default for View {
    fn default() -> Self {
        Self { selected: 0, all: false, filter: String::new(), rows: ROWS }
    }
}

impl View {
    /// Moves the selection by `by` rows within `len`.
    pub fn step(&mut self, by: isize, len: usize) {
        self.selected = moved(self.selected, by, len);
    }
}

impl Model {
    /// Changes the list in hand between what is open and everything; the handover between its page and past ones.
    pub(super) fn toggle(&mut self) -> Vec<Effect> {
        if self.panel == Panel::Handover {
            self.page.past = !self.page.past;
        } else {
            let view = self.view_mut();
            view.all = !view.all;
            view.selected = 0;
        }
        self.snapshot.list.clear();
        vec![Effect::Load(self.want())]
    }
}
