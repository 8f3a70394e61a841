//! The ledger of a limit in hand: which record and limit it tells of, and the line of it that the eye rests on.

use crate::app::moving::moved;
use crate::app::{Model, Overlay};
use crate::domain::record::Record;
use crate::domain::time_limit::TimeLimit;
use crate::domain::why::{Counted, Explanation};
use crate::domain::worktime::Working;

/// The ledger being looked at.
#[derive(Debug, Clone)]
pub struct WhyState {
    pub record: Record,
    /// The name of the limit, within the record.
    pub name: String,
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
    /// The ledger of the limit of a name, else of the most urgent; `None` where no limit runs.
    fn new(record: &Record, name: Option<&str>) -> Option<Self> {
        let limits = record.limits();
        let named = limits.iter().find(|clock| name.is_some_and(|name| name == clock.name()));
        let name = named.or(limits.first())?.name().into_owned();
        Some(Self { record: record.clone(), name, selected: 0 })
    }

    /// Its limit, and which of how many it is, from 0.
    pub fn limit(&self) -> Option<(&TimeLimit, usize, usize)> {
        let limits = self.record.limits();
        let at = limits.iter().position(|clock| clock.name() == self.name)?;
        limits.get(at).map(|clock| (*clock, at, limits.len()))
    }

    /// Goes on by so many limits, round and round.
    pub(super) fn turn(&mut self, by: isize) {
        let Some((_, at, len)) = self.limit() else { return };
        let next = at.cast_signed().saturating_add(by).rem_euclid(len.cast_signed()).cast_unsigned();
        if let Some(name) = self.record.limits().get(next).map(|clock| clock.name().into_owned()) {
            self.name = name;
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

    /// `?`: the ledger of the limit in hand, of a handover line's own where it has one.
    pub(super) fn ask_why(&mut self) {
        let line = self.page_line().filter(|_| self.card().is_none());
        let name = line.and_then(|line| line.line.stage.as_deref());
        if let Some(why) = self.selected().and_then(|record| WhyState::new(record, name)) {
            self.overlays.push(Overlay::Why(Box::new(why)));
        }
    }

    /// Brings the ledger up to date with what was read; where the limit has ended, the most urgent takes its place.
    pub(super) fn ask_why_again(&mut self) {
        let Some(Overlay::Why(old)) = self.overlays.iter().find(|overlay| matches!(overlay, Overlay::Why(_))) else {
            return;
        };
        let Some(record) = self.selected().filter(|record| record.subject == old.record.subject) else { return };
        let new = WhyState::new(record, Some(&old.name));
        let selected = old.selected;
        self.overlays.retain_mut(|overlay| {
            let Overlay::Why(why) = overlay else { return true };
            let Some(new) = &new else { return false };
            let selected = if new.name == why.name { selected } else { 0 };
            **why = WhyState { selected, ..new.clone() };
            true
        });
    }
}
