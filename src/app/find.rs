//! Finding by what is typed into a list: what was read is shown at once, then the whole register is looked through, what
//! is open before what is closed. Nothing is said to be nowhere before all of it was seen.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::app::choice::spoken;
use crate::app::key::Key;
use crate::app::panel::{ROWS, WINDOW};
use crate::app::primary::Primary;
use crate::app::{Effect, Model, Overlay};
use crate::desk::{FindRequest, Found, ListView, NextStep, Place};
use crate::domain::entry::Family;
use crate::domain::record::{Record, Status};
use crate::domain::search::{Search, Sought};
use crate::domain::time::Moment;

/// The most records that are listed of what was found; looking stops there and says so.
const MOST: usize = 500;

/// What is being found, as far as the register was looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    family: Family,
    sought: Sought,
    /// The list that is looked through first.
    first: ListView,
    rows: Vec<Record>,
    /// What those wait for.
    pub next: HashMap<Uuid, NextStep>,
    /// How many records were looked at in the list at hand, and back to when.
    pub looked: usize,
    pub back_to: Option<Moment>,
    /// Whether all of it was looked through.
    pub done: bool,
    /// Whether looking stopped before the end: too much was found, or the register could not be read on.
    pub full: bool,
    /// Whether something was written since it began.
    stale: bool,
}

impl Finding {
    fn request(&self, which: ListView) -> FindRequest {
        FindRequest { family: self.family, sought: self.sought.clone(), which, after: None }
    }
}

impl Model {
    /// Whether a character that is no command is text to find a record by.
    pub(super) fn finds(&self, key: Key) -> bool {
        self.overlays.is_empty() && self.listed() && key.typed().is_some_and(|c| !c.is_whitespace() && !c.is_control())
    }

    /// Begins to find anew.
    pub(super) fn find(&mut self) -> Vec<Effect> {
        let view = self.view_mut();
        view.filter.clear();
        let back = (view.place, view.rows) != (Place::First, ROWS);
        (view.selected, view.place, view.rows) = (0, Place::First, ROWS);
        self.finding = None;
        self.overlays.push(Overlay::Filter);
        if back { vec![Effect::Load(self.want())] } else { Vec::new() }
    }

    /// Does the next step of what was found; of several it waits until one of them is in hand.
    pub(super) fn act_on_found(&mut self, fresh: Uuid, now: Moment) -> Vec<Effect> {
        let several = self.primary(now) == Some(Primary::Which);
        self.overlays.pop();
        if several { Vec::new() } else { self.do_primary(fresh, now) }
    }

    /// Looks for what is typed now.
    pub(super) fn look_for(&mut self) -> Vec<Effect> {
        self.finding = None;
        let (family, words) = (self.panel.spec().family, self.view().filter);
        let Some(family) = family.filter(|_| !words.trim().is_empty()) else { return Vec::new() };
        let sought = Sought::new(&words, spoken(self.language));
        let first = self.want().which;
        let finding = Finding {
            family,
            sought,
            first,
            rows: Vec::new(),
            next: HashMap::new(),
            looked: 0,
            back_to: None,
            done: false,
            full: false,
            stale: false,
        };
        let request = finding.request(first);
        self.finding = Some(finding);
        vec![Effect::Find(request)]
    }

    /// Forgets what was looked for in the list in hand.
    pub(super) fn unfind(&mut self) {
        self.view_mut().filter.clear();
        self.finding = None;
    }

    /// Drops what was looked for; what was found stays in hand, where the list has it.
    pub(super) fn leave_find(&mut self) -> Vec<Effect> {
        let held = self.selected().map(|record| record.subject);
        self.unfind();
        if self.keep_selected(held) {
            return Vec::new();
        }
        // Perhaps further down than the list was read.
        self.follow = held;
        self.view_mut().rows = WINDOW;
        vec![Effect::Load(self.want())]
    }

    /// The register could not be read on: looking stops where it is, and is begun again with the next change.
    pub(super) fn stop_finding(&mut self) {
        if let Some(finding) = &mut self.finding {
            (finding.done, finding.full) = (true, true);
        }
    }

    /// Another window has written: what was found may be another by now.
    pub(super) fn find_again(&mut self) -> Vec<Effect> {
        let Some(finding) = &mut self.finding else { return Vec::new() };
        finding.stale = true;
        if finding.done { vec![Effect::Find(finding.request(finding.first))] } else { Vec::new() }
    }

    /// A slice was looked through.
    pub(super) fn found(&mut self, found: Found) -> Vec<Effect> {
        let held = self.selected().map(|record| record.subject);
        let words = self.view().filter;
        let Some(finding) = self.finding.as_mut().filter(|finding| {
            finding.family == found.asked.family
                && finding.sought == found.asked.sought
                && found.asked.sought.text == words
        }) else {
            return Vec::new();
        };
        let begins = found.asked.after.is_none();
        if begins && found.asked.which == finding.first {
            // From the beginning: what was found before is found again.
            finding.rows.clear();
            (finding.done, finding.full, finding.stale) = (false, false, false);
        }
        if begins {
            finding.looked = 0;
        }
        let known: HashSet<Uuid> = finding.rows.iter().map(|record| record.subject).collect();
        finding.rows.extend(found.rows.into_iter().filter(|record| !known.contains(&record.subject)));
        finding.next.extend(found.next);
        finding.looked += found.looked;
        finding.back_to = found.back_to.or(finding.back_to);
        finding.full = finding.rows.len() >= MOST;
        let request = match found.after {
            _ if finding.full => None,
            Some(after) => Some(FindRequest { after: Some(after), ..found.asked }),
            None if found.asked.which != ListView::Newest => Some(finding.request(ListView::Newest)),
            None => None,
        };
        finding.done = request.is_none();
        let request = request.or_else(|| finding.stale.then(|| finding.request(finding.first)));
        self.keep_selected(held);
        request.map(Effect::Find).into_iter().collect()
    }

    /// The eye stays on a record wherever its row has gone. Returns whether it is still there.
    pub(super) fn keep_selected(&mut self, held: Option<Uuid>) -> bool {
        let rows = self.rows();
        let len = rows.len();
        let at = held.and_then(|held| rows.iter().position(|record| record.subject == held));
        let view = self.view_mut();
        view.selected = at.unwrap_or(view.selected).min(len.saturating_sub(1));
        at.is_some() || held.is_none() || len == 0
    }

    /// The rows of the list in hand that are meant: those that were read, then what was found besides, what is open first.
    pub(super) fn found_rows(&self) -> Vec<&Record> {
        let view = self.view();
        let sought = self.finding.as_ref().map(|finding| &finding.sought);
        let sought = sought.cloned().unwrap_or_else(|| view.filter.as_str().into());
        let search = Search::new(&sought, &self.house.site, self.snapshot.now.unwrap_or_default());
        let next = |record: &Record| self.next_of(record).map(|next| next.step.clone()).unwrap_or_default();
        let meant = |record: &&Record| search.finds(record, || next(record));
        let mut rows: Vec<&Record> = self.snapshot.list.iter().filter(meant).collect();
        let known: HashSet<Uuid> = rows.iter().map(|record| record.subject).collect();
        let finding = self.finding.iter().flat_map(|finding| &finding.rows);
        let (open, closed): (Vec<&Record>, Vec<&Record>) = finding
            .filter(|record| !known.contains(&record.subject))
            .partition(|record| view.all || record.status == Status::Open);
        rows.extend(open);
        rows.extend(closed);
        rows
    }

    /// What a record of a list waits for.
    pub fn next_of(&self, record: &Record) -> Option<&NextStep> {
        let read = self.snapshot.next.get(&record.subject);
        read.or_else(|| self.finding.as_ref()?.next.get(&record.subject))
    }
}
