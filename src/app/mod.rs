//! What the screen shows and what changes it: [`Model`], [`Event`], [`Command`], [`Effect`]. Nothing here draws, reads
//! a clock or touches the logbook; time and identities come with each event.

mod act;
mod amend;
pub mod aside;
pub mod card;
pub mod choice;
pub mod command;
pub mod draft;
mod event;
mod field;
mod find;
pub mod form;
mod handover;
mod idle;
pub mod key;
pub mod keymap;
pub mod layer;
mod moving;
mod overlay;
pub mod pace;
pub mod panel;
pub mod paper;
pub mod pick;
pub mod primary;
mod proposal;
mod reply;
pub mod tick;
mod times;
mod typing;
mod update;
pub mod why;
pub mod year;

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::desk::{House, PageLine, Snapshot, SnapshotRequest};
use crate::domain::entry::Family;
use crate::domain::number::Number;
use crate::domain::record::{Record, Status};
use crate::domain::site::Ending;
use crate::domain::time::Moment;
use crate::locale::Language;

use aside::Aside;
use card::CardState;
use command::Command;
use draft::Draft;
pub use event::{Effect, Event};
pub use find::Finding;
use form::FormState;
use key::Key;
use keymap::Keymap;
use layer::Layer;
pub use overlay::{Ask, Notice, Overlay, PageState, Question, Then};
use pace::Pace;
use panel::{Panel, View};
pub use pick::{Pick, PickWhat};
pub use update::update;
use year::YearState;

/// How long a telephone number stays readable, in milliseconds.
pub const REVEAL: i64 = 15_000;
/// How long a message stays, in milliseconds.
pub const NOTICE: i64 = 6_000;

/// Everything that the screen shows.
#[derive(Debug)]
pub struct Model {
    pub house: House,
    pub keys: Keymap,
    pub language: Language,
    pub post: String,
    /// Who is on duty here; empty until someone says so.
    pub operator: String,
    /// Who worked here until the post was seen to be another's; the key that changes the person proposes them.
    pub former: Option<String>,
    pub panel: Panel,
    /// The list of the overview in hand.
    pub focus: Panel,
    /// Where the eye rests in each panel.
    pub views: BTreeMap<Panel, View>,
    pub page: PageState,
    pub snapshot: Snapshot,
    /// Whether it has said anything yet.
    pub loaded: bool,
    /// What lies over the panel, the topmost last.
    pub overlays: Vec<Overlay>,
    pub drafts: Vec<Draft>,
    /// Whose they are.
    pub drafts_of: String,
    /// Forms that were left half typed and are no drafts: they last until the program ends.
    pub aside: Vec<Aside>,
    pub notice: Option<(Notice, Moment)>,
    /// The call whose number can be read, until when.
    pub reveal: Option<(Uuid, Moment)>,
    /// Since when an answer of the desk is awaited.
    pub waiting: Option<Moment>,
    /// When a record's limit rang last, by the limit's name.
    pub rung: HashMap<(Uuid, String), Moment>,
    /// Since when rungs are still to be heard.
    pub heard: Option<Moment>,
    /// Whether something is to be heard as soon as its department opens.
    pub muted: bool,
    /// The record that was asked for, to be shown in full.
    pub awaited: Option<Uuid>,
    /// The record written by the last key; the next key may strike it, or else it is forgotten.
    pub written: Option<(Uuid, Family, Number)>,
    /// The record to select when the lists are read again.
    pub follow: Option<Uuid>,
    /// The window's columns and rows.
    pub size: (u16, u16),
    /// Whether the site is yet to be begun.
    pub beginning: bool,
    /// The walk-in or call out of which a complaint is opened once it is written.
    pub then_complain: Option<Uuid>,
    pub year: YearState,
    /// What is looked for in the list in hand.
    pub finding: Option<Finding>,
    /// What keys must wait for.
    pub pace: Pace,
    /// Whether the logbook was found to be damaged when the window opened.
    pub flawed: bool,
    /// Whether it can only be read, because the disk was full or protected when the window opened.
    pub read_only: bool,
    /// By how many milliseconds the machine's clock jumped last, and since when the header says so.
    pub clock_jumped: Option<(i64, Moment)>,
}

impl Model {
    /// A window at a post, before anything was read.
    pub fn new(house: House, keys: Keymap, language: Language, post: String, operator: String) -> Self {
        let panel = house.site.post(&post).and_then(|post| Panel::of(post.panel)).unwrap_or(Panel::Today);
        Self {
            house,
            keys,
            language,
            post,
            drafts_of: operator.clone(),
            operator,
            former: None,
            panel,
            focus: Panel::Complaints,
            views: Panel::all().map(|panel| (panel, View::default())).collect(),
            page: PageState::default(),
            snapshot: Snapshot::default(),
            loaded: false,
            overlays: Vec::new(),
            drafts: Vec::new(),
            aside: Vec::new(),
            notice: None,
            reveal: None,
            waiting: None,
            rung: HashMap::new(),
            heard: None,
            muted: false,
            awaited: None,
            written: None,
            follow: None,
            size: (80, 24),
            beginning: false,
            then_complain: None,
            year: YearState::default(),
            finding: None,
            pace: Pace::default(),
            flawed: false,
            read_only: false,
            clock_jumped: None,
        }
    }

    /// What is to be read for the panel in hand.
    pub fn want(&self) -> SnapshotRequest {
        let view = self.view();
        let (open, all) = self.panel.spec().views;
        SnapshotRequest {
            family: self.panel.spec().family.filter(|family| *family != Family::Handover || self.page.past),
            which: if view.all { all } else { open },
            rows: view.rows,
            place: view.place,
            overview: self.panel == Panel::Today,
            page: self.live_page(),
            heard: self.heard,
        }
    }

    /// The list in hand: on the overview the focused one's.
    pub fn focused_panel(&self) -> Panel {
        if self.panel == Panel::Today { self.focus } else { self.panel }
    }

    /// Where the eye rests in the list in hand.
    pub fn view(&self) -> View {
        self.views.get(&self.focused_panel()).cloned().unwrap_or_default()
    }

    fn view_mut(&mut self) -> &mut View {
        let hand = self.focused_panel();
        self.views.entry(hand).or_default()
    }

    /// The rows of a box of the overview.
    pub fn boxed(&self, panel: Panel) -> &[Record] {
        let family = panel.spec().opens.family().filter(|_| panel != Panel::Today);
        family.map_or(&[], |family| &self.snapshot.of(family).rows)
    }

    /// The rows of the list in hand, as filtered.
    pub fn rows(&self) -> Vec<&Record> {
        if self.panel == Panel::Today {
            return self.boxed(self.focus).iter().collect();
        }
        if self.filtered() { self.found_rows() } else { self.snapshot.list.iter().collect() }
    }

    /// Whether the handover page as it would be signed now is shown.
    pub fn live_page(&self) -> bool {
        self.panel == Panel::Handover && !self.page.past
    }

    /// Whether that page has been read: before, nothing of it can be answered or signed.
    pub fn page_read(&self) -> bool {
        self.live_page() && self.snapshot.asked.page
    }

    /// The line of the live handover page in hand.
    pub fn page_line(&self) -> Option<&PageLine> {
        self.snapshot.page.lines.get(self.page.selected).filter(|_| self.page_read())
    }

    /// The open note of the line in hand.
    pub fn page_note(&self) -> Option<&Record> {
        let record = &self.page_line()?.record;
        (record.family == Family::Note && record.status == Status::Open).then_some(record)
    }

    /// Whether the page in hand can be answered: with a relief, or one that waits for it.
    pub fn answering(&self) -> bool {
        self.ending() == Ending::Relief || self.snapshot.page.signed.is_some()
    }

    /// How this post's shift ends.
    pub fn ending(&self) -> Ending {
        self.house.site.post(&self.post).map_or(Ending::Relief, |post| post.ending)
    }

    /// The card on top.
    pub fn card(&self) -> Option<&CardState> {
        self.overlays.last()?.try_as_card_ref().map(Box::as_ref)
    }

    /// The form on top.
    pub fn form(&self) -> Option<&FormState> {
        self.overlays.last()?.try_as_form_ref().map(Box::as_ref)
    }

    /// Whether the card on top is a signed handover page.
    pub fn signed_card(&self) -> bool {
        self.card().is_some_and(|card| card.page.is_some())
    }

    /// The record in hand: the card's, the page line's, or the selected row's.
    pub fn selected(&self) -> Option<&Record> {
        if let Some(card) = self.overlays.iter().rev().find_map(Overlay::try_as_card_ref) {
            return Some(&card.card.record);
        }
        if let Some(line) = self.page_line() {
            return Some(&line.record);
        }
        if self.live_page() {
            return None;
        }
        let view = self.views.get(&self.focused_panel())?;
        match self.panel {
            Panel::Today => self.boxed(self.focus).get(view.selected),
            _ if view.filter.is_empty() => self.snapshot.list.get(view.selected),
            _ => self.rows().get(view.selected).copied(),
        }
    }

    /// Whether a list of records is shown, in which one may be found.
    pub fn listed(&self) -> bool {
        match self.panel {
            Panel::Today => false,
            Panel::Handover => self.page.past,
            _ => true,
        }
    }

    /// Whether Tab changes the list in hand.
    pub fn has_views(&self) -> bool {
        let (open, all) = self.panel.spec().views;
        open != all || self.panel == Panel::Handover
    }

    /// Whether the list in hand is filtered.
    pub fn filtered(&self) -> bool {
        self.panel != Panel::Today && !self.view().filter.is_empty()
    }

    /// The layers in which a key is looked up, the innermost first.
    pub fn layers(&self) -> Vec<Layer> {
        let top = self.overlays.last().map(|overlay| match overlay {
            Overlay::Form(_) => Layer::Form,
            Overlay::Card(_) => Layer::Card,
            Overlay::Pick(_) => Layer::Pick,
            Overlay::Filter => Layer::Filter,
            Overlay::Goto => Layer::Goto,
            Overlay::Year => Layer::Year,
            Overlay::Help(_) => Layer::Help,
            Overlay::Why(_) => Layer::Why,
            Overlay::Paper(_) => Layer::Paper,
            Overlay::Ask(Ask::Quit) => Layer::Quit,
            Overlay::Ask(_) => Layer::Ask,
            Overlay::Question(_) => Layer::Question,
        });
        let mut layers = match top {
            Some(top) => vec![top],
            None => match self.panel {
                Panel::Today => vec![Layer::Today],
                Panel::Complaints => vec![Layer::Complaints, Layer::List],
                Panel::Visitors => vec![Layer::Visitors, Layer::List],
                Panel::Vehicles => vec![Layer::Vehicles, Layer::List],
                Panel::Handover if self.live_page() => vec![Layer::Page],
                _ => vec![Layer::List],
            },
        };
        layers.push(Layer::Global);
        layers
    }

    /// Whether a character pressed now is text.
    pub fn typing(&self) -> bool {
        match self.overlays.last() {
            Some(Overlay::Filter) => true,
            Some(Overlay::Form(form)) => form.focused().is_some(),
            _ => false,
        }
    }

    /// What a key asks for now: the innermost layer that knows it, where its command works now. Where text is typed,
    /// characters ask for nothing.
    pub fn command(&self, key: Key) -> Option<Command> {
        if self.typing() && key.is_text() {
            return None;
        }
        self.layers().into_iter().find_map(|layer| {
            let found = self.keys.get(layer, key.folded())?;
            found.spec().is_some_and(|spec| (spec.when)(self)).then_some(found)
        })
    }

    fn say(&mut self, notice: Notice, now: Moment) {
        self.notice = Some((notice, now));
    }
}
