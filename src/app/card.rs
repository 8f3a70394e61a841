//! One record in full: every entry, every field with what was struck, one of them in hand.

use crate::desk::{Card, Page};
use crate::domain::entry::Seq;
use crate::domain::form::{self, AT, Field, VISIT};
use crate::domain::history::EntryView;

/// A record being looked at.
#[derive(Debug, Clone)]
pub struct CardState {
    pub card: Card,
    pub page: Option<Page>,
    /// The selected row of [`rows`](Self::rows).
    pub selected: usize,
}

/// One row of a card: an entry's head, or one of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardRow<'a> {
    pub line: &'a EntryView,
    /// The field; `None` for the head.
    pub field: Option<&'static Field>,
}

impl CardRow<'_> {
    /// What an amendment of the row strikes: the entry and field, as seen.
    pub fn head(&self) -> (Seq, String) {
        let key = self.field.map_or(AT.key, |field| field.key);
        self.line.values.get(key).map_or((self.line.seq, key.to_owned()), |value| value.head.clone())
    }
}

impl CardState {
    /// A card with its first field in hand.
    pub const fn new(card: Card) -> Self {
        Self { card, page: None, selected: 0 }
    }

    /// Its rows: each entry's head, then the fields that it has or may have.
    pub fn rows(&self) -> Vec<CardRow<'_>> {
        let mut rows = Vec::new();
        for line in &self.card.lines {
            rows.push(CardRow { line, field: None });
            let fields = form::fields(line.kind, line.get("step")).iter();
            let shown = fields.filter(|field| {
                line.values.contains_key(field.key) && field.key != VISIT.key
                    || !field.hidden && field.asked(|key| line.get(key))
            });
            rows.extend(shown.map(|field| CardRow { line, field: Some(field) }));
        }
        rows
    }

    /// The row in hand.
    pub fn row(&self) -> Option<CardRow<'_>> {
        self.rows().get(self.selected).copied()
    }
}
