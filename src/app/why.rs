//! The ledger of a limit in hand: which record and limit it tells of, running or, out of a card, ended too, and the line
//! of it that the eye rests on.

use crate::app::moving::moved;
use crate::app::{Model, Overlay};
use crate::domain::ended::{self, Ended};
use crate::domain::entry::Seq;
use crate::domain::record::Record;
use crate::domain::time_limit::TimeLimit;
use crate::domain::why::{Counted, Explanation};
use crate::domain::worktime::Working;

/// The ledger being looked at.
#[derive(Debug, Clone)]
pub struct WhyState {
    pub record: Record,
    /// The limits of the record that have ended, the last first, where its card was open.
    pub ended: Vec<Ended>,
    /// The name of the limit, within the record.
    pub name: String,
    /// The entry that ended it; `None` while it runs.
    pub by: Option<Seq>,
    /// The line in hand, of [`items`].
    pub selected: usize,
}

/// One line of a ledger, which may be long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Row(Counted),
    /// It was decided by other hours or another calendar than today's.
    Changed,
    Clause,
    Calendar,
    Pauses,
    /// What happens when it runs out.
    Expiry,
    /// When it makes itself heard.
    Ladder,
}

/// The lines of a limit's ledger.
pub fn items(clock: &TimeLimit, why: &Explanation) -> Vec<Item> {
    let facts = [
        (why.today.is_some(), Item::Changed),
        (!clock.clause.is_empty(), Item::Clause),
        (!clock.calendar.is_empty(), Item::Calendar),
        (!clock.pauses.is_empty(), Item::Pauses),
        (!clock.expiry.is_empty(), Item::Expiry),
        (clock.ladder.iter().any(|rung| rung.at.is_some()), Item::Ladder),
    ];
    let facts = facts.into_iter().filter(|(told, _)| *told).map(|(_, item)| item);
    why.rows.iter().copied().map(Item::Row).chain(facts).collect()
}

impl WhyState {
    /// The ledger of the limit of a name, else of the most urgent; `None` where there is no limit.
    pub(crate) fn new(record: &Record, mut ended: Vec<Ended>, name: Option<&str>) -> Option<Self> {
        ended.reverse();
        let mut why = Self { record: record.clone(), ended, name: String::new(), by: None, selected: 0 };
        let all = why.all();
        let named = all.iter().position(|(limit, _)| name.is_some_and(|name| name == limit.name()));
        (why.name, why.by) = why.place(named.unwrap_or(0))?;
        Some(why)
    }

    /// The limits that run, the most urgent first, then those that have ended.
    fn all(&self) -> Vec<(&TimeLimit, Option<&Ended>)> {
        let running = self.record.limits().into_iter().map(|limit| (limit, None));
        running.chain(self.ended.iter().map(|ended| (&ended.limit, Some(ended)))).collect()
    }

    fn place(&self, at: usize) -> Option<(String, Option<Seq>)> {
        self.all().get(at).map(|(limit, ended)| (limit.name().into_owned(), ended.map(|ended| ended.seq)))
    }

    fn at(&self) -> Option<usize> {
        let own = |(limit, ended): &(&TimeLimit, Option<&Ended>)| {
            limit.name() == self.name && ended.map(|ended| ended.seq) == self.by
        };
        self.all().iter().position(own)
    }

    /// How many limits it can tell of.
    pub fn len(&self) -> usize {
        self.all().len()
    }

    /// Whether it can tell of none any more.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its limit, and which of how many it is, from 0.
    pub fn limit(&self) -> Option<(&TimeLimit, usize, usize)> {
        let at = self.at()?;
        let all = self.all();
        all.get(at).map(|(limit, _)| (*limit, at, all.len()))
    }

    /// How its limit has ended; `None` while it runs.
    pub fn ending(&self) -> Option<&Ended> {
        self.all().get(self.at()?)?.1
    }

    /// Goes on by so many limits, round and round.
    pub(super) fn turn(&mut self, by: isize) {
        let Some((_, at, len)) = self.limit() else { return };
        let next = at.cast_signed().saturating_add(by).rem_euclid(len.cast_signed()).cast_unsigned();
        if let Some((name, by)) = self.place(next) {
            (self.name, self.by) = (name, by);
            self.selected = 0;
        }
    }

    pub(super) fn step(&mut self, by: isize, working: &Working<'_>) {
        let len = self.limit().map_or(0, |(clock, ..)| items(clock, &working.why(clock)).len());
        self.selected = moved(self.selected, by, len);
    }
}

impl Model {
    /// The ledger on top.
    pub fn why(&self) -> Option<&WhyState> {
        self.overlays.last()?.try_as_why_ref().map(Box::as_ref)
    }

    /// The limits that have ended of the record whose card is open.
    fn ended_limits(&self) -> Vec<Ended> {
        let card = self.overlays.iter().rev().find_map(Overlay::try_as_card_ref);
        card.map_or_else(Vec::new, |card| ended::ended(&card.card.lines))
    }

    /// `?`: the ledger of the limit in hand, of a handover line's own where it has one.
    pub(super) fn ask_why(&mut self) {
        let line = self.page_line().filter(|_| self.card().is_none());
        let name = line.and_then(|line| line.line.stage.as_deref());
        let ended = self.ended_limits();
        if let Some(why) = self.selected().and_then(|record| WhyState::new(record, ended, name)) {
            self.overlays.push(Overlay::Why(Box::new(why)));
        }
    }

    /// Whether there is a limit to tell of.
    pub fn has_limits(&self) -> bool {
        let ended = || self.card().is_some_and(|card| !ended::ended(&card.card.lines).is_empty());
        self.selected().is_some_and(|record| !record.limits.is_empty()) || ended()
    }

    /// Brings the ledger up to date with what was read; where the limit has ended, and is not told of any more, the most
    /// urgent takes its place.
    pub(super) fn ask_why_again(&mut self) {
        let Some(Overlay::Why(old)) = self.overlays.iter().find(|overlay| matches!(overlay, Overlay::Why(_))) else {
            return;
        };
        let Some(record) = self.selected().filter(|record| record.subject == old.record.subject) else { return };
        let new = WhyState::new(record, self.ended_limits(), Some(&old.name)).map(|new| {
            let same = WhyState { name: old.name.clone(), by: old.by, selected: old.selected, ..new.clone() };
            if same.limit().is_some() { same } else { new }
        });
        self.overlays.retain_mut(|overlay| {
            let Overlay::Why(why) = overlay else { return true };
            let Some(new) = &new else { return false };
            **why = new.clone();
            true
        });
    }
}
