//! The panels, one row each in one table, and where the eye rests in each.

use uuid::Uuid;

use crate::app::moving::moved;
use crate::app::{Effect, Model};
use crate::desk::{ListView, Place};
use crate::domain::entry::{Family, Kind};

/// What fills the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Panel {
    Today,
    WalkIns,
    Calls,
    Complaints,
    Visitors,
    Vehicles,
    Handover,
}

/// Everything that is told of a panel: its keys, what it lists, what it writes, where it stands.
#[derive(Debug)]
pub struct PanelSpec {
    pub panel: Panel,
    /// Its name, as the site's own keys call it; `cmd-<name>` is its label, `panel-<name>` its title.
    pub name: &'static str,
    /// The name of the command that opens it after Ctrl-G.
    pub goto: &'static str,
    pub key: &'static str,
    /// The number of that key, by which the settings name it.
    pub number: u8,
    pub digit: &'static str,
    pub family: Option<Family>,
    pub opens: Kind,
    /// The list that it opens with, and the one that Tab changes to.
    pub views: (ListView, ListView),
    /// The locale key of what its list of open records is called.
    pub title: &'static str,
    /// The locale key of what its box on the overview is called.
    pub boxed: &'static str,
    /// Its place on the overview, the line from the top; `None` where it has none.
    pub band: Option<u8>,
    /// Its place in the footer: the lower, the earlier; 0 keeps it out.
    pub footer: u8,
    /// The panel beside which the footer shows it; on all of them where `None`.
    pub beside: Option<Panel>,
    /// Whether its key works now: on most panels also on the panel itself, where it leaves what lies over it.
    pub when: fn(&Model) -> bool,
}

const fn list(panel: Panel, names: [&'static str; 3], key: (&'static str, u8, &'static str), opens: Kind) -> PanelSpec {
    let [name, goto, boxed] = names;
    PanelSpec {
        panel,
        name,
        goto,
        key: key.0,
        number: key.1,
        digit: key.2,
        family: opens.family(),
        opens,
        views: (ListView::Newest, ListView::Newest),
        title: "title-open",
        boxed,
        band: None,
        footer: 0,
        beside: None,
        when: |_| true,
    }
}

/// Every panel, in the order of the help; the overview shows its boxes in this order too.
pub static PANELS: [PanelSpec; 7] = [
    PanelSpec {
        family: None,
        footer: 60,
        when: |model| model.panel != Panel::Today,
        ..list(Panel::Today, ["today", "goto-today", "panel-today"], ("f12", 12, "="), Kind::WalkIn)
    },
    PanelSpec {
        title: "title-today",
        band: Some(0),
        ..list(Panel::WalkIns, ["walk-ins", "goto-walk-ins", "panel-walk-ins"], ("f2", 2, "2"), Kind::WalkIn)
    },
    PanelSpec {
        title: "title-today",
        band: Some(0),
        ..list(Panel::Calls, ["calls", "goto-calls", "panel-calls"], ("f3", 3, "3"), Kind::Call)
    },
    PanelSpec {
        views: (ListView::Due, ListView::Newest),
        band: Some(1),
        ..list(
            Panel::Complaints,
            ["complaints", "goto-complaints", "panel-complaints"],
            ("f4", 4, "4"),
            Kind::Complaint,
        )
    },
    PanelSpec {
        views: (ListView::Inside, ListView::Newest),
        title: "title-people",
        band: Some(2),
        footer: 16,
        // At a gate the two panels are one work; elsewhere they are in the help.
        beside: Some(Panel::Vehicles),
        ..list(Panel::Visitors, ["visitors", "goto-visitors", "panel-visitors"], ("f6", 6, "6"), Kind::VisitorIn)
    },
    PanelSpec {
        views: (ListView::Inside, ListView::Newest),
        title: "title-inside",
        band: Some(2),
        footer: 16,
        beside: Some(Panel::Visitors),
        ..list(Panel::Vehicles, ["vehicles", "goto-vehicles", "panel-vehicles"], ("f7", 7, "7"), Kind::VehicleIn)
    },
    PanelSpec {
        family: Some(Family::Handover),
        title: "title-past",
        band: Some(3),
        footer: 61,
        when: |model| model.panel != Panel::Handover,
        ..list(Panel::Handover, ["handover", "goto-handover", "box-notes"], ("f8", 8, "8"), Kind::Note)
    },
];

impl Panel {
    /// Every panel, in the order of [`PANELS`].
    pub fn all() -> impl Iterator<Item = Self> {
        PANELS.iter().map(|spec| spec.panel)
    }

    /// The lists of the day's overview, in the order of Tab.
    pub fn boxes() -> impl Iterator<Item = Self> + Clone {
        PANELS.iter().filter(|spec| spec.band.is_some()).map(|spec| spec.panel)
    }

    /// Its row of [`PANELS`].
    pub fn spec(self) -> &'static PanelSpec {
        // The table has a row for each: a test holds it.
        PANELS.iter().find(|spec| spec.panel == self).unwrap_or(&PANELS[0])
    }

    /// The panel of an F-key's number.
    pub fn of(number: u8) -> Option<Self> {
        PANELS.iter().find(|spec| spec.number == number).map(|spec| spec.panel)
    }
}

/// Where the eye rests in a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    pub selected: usize,
    /// Whether Tab has changed to everything.
    pub all: bool,
    pub filter: String,
    pub rows: usize,
    /// Where they lie in the whole list.
    pub place: Place,
    /// The record in hand when the panel was left.
    pub left_at: Option<Uuid>,
}

/// How many rows a list begins with.
pub const ROWS: usize = 60;
/// How many it grows to at its end; beyond that it is read page by page.
pub const WINDOW: usize = 10 * ROWS;

impl Default for View {
    fn default() -> Self {
        Self { selected: 0, all: false, filter: String::new(), rows: ROWS, place: Place::First, left_at: None }
    }
}

impl View {
    /// Moves the selection by `by` rows within `len`.
    pub fn step(&mut self, by: isize, len: usize) {
        self.selected = moved(self.selected, by, len);
    }
}

impl Model {
    /// Fills the screen with a panel, whose record in hand is the one that it was left at. The overview begins with what
    /// is urgent, and leaves every panel as it was.
    pub(super) fn turn_to(&mut self, panel: Panel) {
        if self.panel != Panel::Today {
            self.view_mut().left_at = self.rows().get(self.view().selected).map(|record| record.subject);
        }
        self.panel = panel;
        self.follow = None;
        if panel != Panel::Today {
            self.focus = panel;
            self.follow = self.view().left_at;
            self.snapshot.list.clear();
        }
    }

    /// Changes the list in hand between what is open and everything; the handover between its page and past ones.
    pub(super) fn toggle(&mut self) -> Vec<Effect> {
        if self.panel == Panel::Handover {
            self.page.past = !self.page.past;
        } else {
            self.follow = self.selected().map(|record| record.subject);
            let view = self.view_mut();
            view.all = !view.all;
            (view.selected, view.rows, view.place) = (0, ROWS, Place::First);
        }
        self.snapshot.list.clear();
        vec![Effect::Load(self.want())]
    }
}
