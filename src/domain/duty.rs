//! Who has a post 当值, as its duty records say. A post of one is theirs who signed on last; at a post of several
//! everyone who signed on has it until they hand over.

use crate::domain::record::Record;
use crate::domain::refusal::Cause;
use crate::domain::shift::{self, EARLY, EARLY_RELIEF, ShiftChange, Stretch};
use crate::domain::site::Site;
use crate::domain::time::Moment;

/// The field of a duty record that names who is off duty with it: the outgoing person of a page.
pub const LEAVES: &str = "leaves";

/// One duty record: someone came, someone left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who has signed on; empty where the post was shut for the day.
    pub person: String,
    pub since: Moment,
    /// Who handed the post over; empty where nobody did.
    pub leaves: String,
}

/// Who has a post.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Watch {
    shared: bool,
    /// The earlier ones first.
    turns: Vec<Turn>,
}

impl Watch {
    /// From a post's newest duty records, the newest first.
    pub fn new(shared: bool, newest: &[Record]) -> Self {
        let turn = |duty: &Record| Turn {
            person: duty.get("person").to_owned(),
            since: duty.written_at,
            leaves: duty.get(LEAVES).to_owned(),
        };
        Self { shared, turns: newest.iter().rev().map(turn).collect() }
    }

    /// Who has the post: at one of several, whoever of them came last.
    pub fn holder(&self) -> Option<&Turn> {
        let last = self.turns.last().filter(|last| !last.person.is_empty())?;
        if self.shared { self.turns.iter().rev().find(|turn| self.is_on(&turn.person)) } else { Some(last) }
    }

    /// Whether someone signed on and has not handed over since; at a post of one, also that nobody has taken it since.
    pub fn is_on(&self, person: &str) -> bool {
        if person.is_empty() {
            return false;
        }
        if !self.shared {
            return self.turns.last().is_some_and(|last| last.person == person);
        }
        let last = self.turns.iter().rev().find(|turn| turn.person == person || turn.leaves == person);
        last.is_some_and(|last| last.person == person)
    }

    /// The turn with which someone handed the post over, where they have not come back since.
    fn left(&self, person: &str) -> Option<&Turn> {
        let last = self.turns.iter().rev().find(|turn| turn.person == person || turn.leaves == person);
        last.filter(|last| last.person != person && !person.is_empty())
    }

    /// Why someone may not act here. Where nobody has signed on anyone may: a logbook that is just begun, or is written
    /// without a screen, says nothing of who has the post, and what is not known is held against no one.
    pub fn refusal(&self, person: &str) -> Option<Cause> {
        match self.holder() {
            Some(holder) if !self.shared && holder.person != person => {
                Some(Cause::PostHeld(holder.person.clone(), holder.since))
            }
            _ => self.left(person).map(|turn| Cause::HandedOver(turn.since)),
        }
    }

    /// Who is to be shown at a window in which someone worked who may not act here any more: their relief, or whoever has
    /// the post; empty where nobody has. `None` where they may act.
    pub fn instead_of(&self, person: &str) -> Option<&str> {
        if !person.is_empty() {
            self.refusal(person)?;
        }
        let relief = self.left(person).map(|turn| turn.person.as_str()).filter(|relief| self.is_on(relief));
        relief.or_else(|| self.holder().map(|turn| turn.person.as_str())).or(Some(""))
    }

    /// The shift that someone is on, by when they took the post. Whoever comes back before that shift is over is on it still.
    pub fn stretch(&self, site: &Site, person: &str) -> Option<Stretch> {
        let mut own: Option<Stretch> = None;
        for turn in &self.turns {
            own = own.filter(|_| turn.leaves != person);
            if turn.person == person {
                let early = if turn.leaves.is_empty() { EARLY } else { EARLY_RELIEF };
                own = own.filter(|own| turn.since < own.to);
                own = own.or_else(|| shift::stretch(&site.shifts, site.zone, turn.since, early));
            }
        }
        own.filter(|_| self.is_on(person))
    }

    /// The shifts between which someone hands over at an instant. Where it is not known when they came, the shift is the
    /// clock's, and the next is the relief's.
    pub fn change(&self, site: &Site, outgoing: &str, at: Moment) -> ShiftChange {
        let Some(from) = self.stretch(site, outgoing) else {
            let from = shift::stretch(&site.shifts, site.zone, at, 0).filter(|from| from.from <= at);
            let to = from.as_ref().and_then(|from| shift::stretch(&site.shifts, site.zone, from.to, 0));
            return ShiftChange { from, to, late: 0 };
        };
        let to = shift::stretch(&site.shifts, site.zone, at, EARLY_RELIEF);
        let late = u32::try_from(from.over(at)).unwrap_or(u32::MAX);
        ShiftChange { from: Some(from), to, late }
    }
}
