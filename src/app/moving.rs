//! Moving about: in whatever is in hand, by rows, pages and to either end; among the lists of the overview.

use crate::app::command::TABLE;
use crate::app::panel::{Panel, ROWS, WINDOW};
use crate::app::{Effect, Model, Overlay};
use crate::desk::Place;

/// Rows of a page when paging.
pub(super) const PAGE: isize = 10;

/// More rows than the help has beside its commands.
const HEADINGS: usize = 11;

impl Model {
    /// The list of the overview that comes so many after the focused one, round and round.
    pub(super) fn next_box(&mut self, by: isize) {
        let boxes: Vec<Panel> = Panel::boxes().collect();
        let at = boxes.iter().position(|panel| *panel == self.focus).unwrap_or(0);
        let next = at.saturating_add_signed(boxes.len().cast_signed() + by) % boxes.len().max(1);
        self.focus = boxes.get(next).copied().unwrap_or(self.focus);
    }

    /// Moves up or down in whatever is in hand.
    pub(super) fn step(&mut self, by: isize) -> Vec<Effect> {
        let live_page = self.live_page();
        match self.overlays.last_mut() {
            Some(Overlay::Card(card)) => {
                let len = card.page.as_ref().map_or_else(|| card.rows().len(), |page| page.lines.len());
                card.selected = moved(card.selected, by, len);
            }
            Some(Overlay::Pick(pick)) => {
                let len = pick.what.len();
                pick.selected = Some(pick.selected.map_or(if by < 0 { len - 1 } else { 0 }, |at| moved(at, by, len)));
            }
            Some(Overlay::Year) => self.year.step(by),
            Some(Overlay::Question(question)) => {
                question.selected = moved(question.selected, by, question.doubts.len());
            }
            Some(Overlay::Why(why)) => why.step(by, &self.house.working()),
            Some(Overlay::Paper(paper)) => paper.step(by, self.size),
            Some(Overlay::Help(scroll)) => *scroll = moved(*scroll, by, TABLE.len() + HEADINGS),
            _ if live_page => {
                self.page.selected = moved(self.page.selected, by, self.snapshot.page.lines.len());
            }
            _ => return self.step_list(by),
        }
        Vec::new()
    }

    /// Moves up or down in the list in hand; beyond what was read of it, it reads on.
    fn step_list(&mut self, by: isize) -> Vec<Effect> {
        let (len, whole) = (self.rows().len(), self.snapshot.list.len());
        let (today, filtered) = (self.panel == Panel::Today, self.filtered());
        let (first, last) = (self.snapshot.first, self.snapshot.last);
        let view = self.view_mut();
        let (full, was) = (whole >= view.rows, view.selected);
        view.step(by, len);
        let grows = view.rows < WINDOW && !view.place.is_backward();
        let to = match by {
            // What is looked for is read by itself.
            _ if today || filtered => None,
            isize::MIN if view.place != Place::First => Some((Place::First, ROWS, 0)),
            isize::MAX if full => Some((Place::Last, ROWS, usize::MAX)),
            1.. if full && grows && view.selected + 1 >= len => {
                Some((view.place, view.rows.saturating_add(ROWS * 3), view.selected))
            }
            1.. if full && !grows && was + 1 >= len => last.map(|last| (Place::After(last), ROWS, 0)),
            ..=-1 if full && was == 0 && view.place != Place::First => {
                first.map(|first| (Place::Before(first), ROWS, usize::MAX))
            }
            _ => None,
        };
        let Some(to) = to else { return Vec::new() };
        (view.place, view.rows, view.selected) = to;
        vec![Effect::Load(self.want())]
    }
}

/// So many rows on from one, or back, among `len`.
pub(super) fn moved(at: usize, by: isize, len: usize) -> usize {
    at.saturating_add_signed(by).min(len.saturating_sub(1))
}
