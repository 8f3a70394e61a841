//! A page of paper on the screen: what would be printed of a record, read line by line and kept as a file.

use uuid::Uuid;

use crate::app::{Effect, Model, Notice, Overlay};
use crate::domain::entry::Family;
use crate::domain::record::Status;
use crate::domain::refusal::Cause;
use crate::domain::time::Moment;

/// The rows of a window around what a page shows of itself: header, limits, message, footer and the border.
const AROUND: u16 = 6;
/// The columns of a page and its border; in fewer a line is folded, into three rows at the most.
pub const WIDE: u16 = 80;

/// One page as it would be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub file: String,
    pub title: String,
    pub lines: Vec<String>,
}

/// The pages of a record being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperState {
    pub subject: Uuid,
    pub sheets: Vec<Sheet>,
    pub shown: usize,
    /// How many of its lines lie above the window.
    pub scroll: usize,
}

impl PaperState {
    /// The page in hand.
    pub fn sheet(&self) -> Option<&Sheet> {
        self.sheets.get(self.shown)
    }

    /// Scrolls, in a window of so many columns and rows, until its last line is in sight.
    pub(super) fn step(&mut self, by: isize, (columns, rows): (u16, u16)) {
        let lines = self.sheet().map_or(0, |sheet| sheet.lines.len());
        let height = rows.saturating_sub(AROUND) / if columns < WIDE { 3 } else { 1 };
        let most = lines.saturating_sub(height.into());
        self.scroll = self.scroll.saturating_add_signed(by).min(most);
    }
}

impl Model {
    /// The page on top.
    pub fn paper(&self) -> Option<&PaperState> {
        self.overlays.last()?.try_as_paper_ref()
    }

    /// Whether the record in hand may have a page: a complaint that went to the developer, or whose heads are told.
    pub fn has_paper(&self) -> bool {
        self.selected().is_some_and(|record| {
            let told = |step: &str| matches!(step, "submitted" | "called");
            let heavy = matches!(record.get("class"), "important" | "hot" | "major");
            let complaint = record.family == Family::Complaint && record.status != Status::Void;
            complaint && (heavy || record.steps.iter().any(|done| told(&done.step)))
        })
    }

    /// Asks for the pages of the record in hand, in the language of the screen.
    pub(super) fn ask_paper(&self) -> Vec<Effect> {
        let subject = self.paper().map(|paper| paper.subject).or_else(|| self.selected().map(|record| record.subject));
        subject.map(|subject| Effect::Paper(subject, self.language)).into_iter().collect()
    }

    /// Keeps the page in hand as a file.
    pub(super) fn file_paper(&self) -> Vec<Effect> {
        let sheet = self.paper().and_then(PaperState::sheet).cloned();
        sheet.map(|sheet| Effect::File(Box::new(sheet))).into_iter().collect()
    }

    /// The next page, from its beginning.
    pub(super) fn turn_paper(&mut self) {
        if let Some(Overlay::Paper(paper)) = self.overlays.last_mut() {
            paper.shown = (paper.shown + 1) % paper.sheets.len().max(1);
            paper.scroll = 0;
        }
    }

    /// The pages have come, or why there is none. What was asked for and left meanwhile is not shown.
    pub(super) fn show_paper(&mut self, subject: Uuid, pages: Result<Vec<Sheet>, Cause>, now: Moment) {
        let sheets = match pages {
            Ok(sheets) => sheets,
            Err(cause) => return self.say(Notice::Refused(cause), now),
        };
        let asked = self.form().is_none() && self.selected().is_some_and(|record| record.subject == subject);
        match self.overlays.last_mut() {
            Some(Overlay::Paper(paper)) if paper.subject == subject => paper.sheets = sheets,
            Some(Overlay::Paper(_)) => {}
            _ if asked => self.overlays.push(Overlay::Paper(PaperState { subject, sheets, shown: 0, scroll: 0 })),
            _ => {}
        }
    }
}
