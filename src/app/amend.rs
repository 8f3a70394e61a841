//! A correction in hand: its form begins with what stands there, saves nothing where that was not changed, and says what
//! stands there now where another window was first.

use uuid::Uuid;

use crate::app::card::CardRow;
use crate::app::form::{Amends, FormState};
use crate::app::{Effect, Model, Notice, Overlay};
use crate::desk::ActTarget;
use crate::domain::entry::Kind;
use crate::domain::form::{AT, Field, Input};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::when::{self, Tense};
use crate::domain::time::{Moment, Zone, parse_rfc3339};

/// The value of a row of a card as an amendment strikes it.
fn struck(row: &CardRow<'_>, zone: Zone) -> Amends {
    let field = row.field.copied().unwrap_or(AT);
    let old = row.field.map_or_else(|| zone.rfc3339(row.line.at), |field| row.line.get(field.key).to_owned());
    let told = if field.input == Input::When(Tense::Future) { when::long_end } else { when::long };
    let at = parse_rfc3339(&old).filter(|_| matches!(field.input, Input::When(_)));
    let typed = at.map_or_else(|| old.clone(), |at| told(at, zone));
    let written_at = Some(row.line.written_at).filter(|_| !row.line.clock_went_back);
    Amends { key: field.key, seq: row.line.seq, at: row.line.at, written_at, head: row.head(), old, typed }
}

impl FormState {
    fn strikes(&mut self, amends: Amends) {
        let (seq, key) = amends.head.clone();
        self.target = ActTarget::Strike(seq, key);
        self.amends = Some(amends);
    }

    /// Says of an amendment that changes nothing that it does not. Returns whether that is so.
    pub(super) fn changes_nothing(&mut self) -> bool {
        let same = self.amends.as_ref().is_some_and(|amends| amends.typed == self.get("new"));
        if same {
            self.refuse(&[Refusal::at("new", Cause::Unchanged)]);
        }
        same
    }
}

impl Model {
    /// Delete: strikes the value in hand; from a list it shows the record first.
    pub(super) fn amend(&mut self, uid: Uuid, now: Moment) -> Vec<Effect> {
        let Some(card) = self.card() else { return self.show() };
        let Some(row) = card.row() else { return Vec::new() };
        if let Some(by) = &row.line.withdrawn {
            let cause = Cause::AlreadyWithdrawn(by.operator.clone(), by.at);
            self.say(Notice::Refused(cause), now);
            return Vec::new();
        }
        let amends = struck(&row, self.house.site.zone);
        let mut form = FormState::new(uid, Kind::Amended, "", now).on(&card.card.record);
        if let Some(state) = form.fields.first_mut() {
            // Asked by itself it depends on no other field, and shows what a machine filled in.
            let field = row.field.copied().unwrap_or(AT);
            state.field = Field { key: "new", only: None, waived: None, hidden: false, ..field };
        }
        form.set("new", &amends.typed);
        form.strikes(amends);
        self.overlays.push(Overlay::Form(Box::new(form)));
        self.recall(now);
        Vec::new()
    }

    /// The card was read again: an amendment that came too late strikes what stands there now, if it is saved once more.
    pub(super) fn strike_anew(&mut self) {
        let zone = self.house.site.zone;
        let late =
            |form: &FormState| form.fields.iter().any(|state| matches!(state.error, Some(Cause::AlreadyAmended(..))));
        let Some(form) = self.form().filter(|form| late(form)) else { return };
        let Some(was) = &form.amends else { return };
        let card = self.overlays.iter().find_map(Overlay::try_as_card_ref);
        let now = card.and_then(|card| {
            let here = |row: &CardRow<'_>| row.line.seq == was.seq && row.field.map_or(AT.key, |f| f.key) == was.key;
            card.rows().into_iter().find(here).map(|row| struck(&row, zone))
        });
        if let (Some(now), Some(Overlay::Form(form))) = (now, self.overlays.last_mut()) {
            form.strikes(now);
        }
    }

    /// The record that is shown in full, by its entries.
    pub(super) fn shown_card(&self) -> Option<Uuid> {
        let card = self.overlays.iter().find_map(Overlay::try_as_card_ref)?;
        card.page.is_none().then_some(card.card.record.subject)
    }
}
