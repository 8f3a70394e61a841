//! What Enter does: one value from which the footer takes its label and the key its act, so that they cannot disagree.

use uuid::Uuid;

use crate::app::{Effect, Model, Overlay, REVEAL};
use crate::domain::entry::{Family, Kind};
use crate::domain::record::{Driver, Record, Status};
use crate::domain::time::Moment;

/// What Enter does now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Primary {
    /// Opens the form of an event, or of a step, of the selected record.
    Form(Kind, String),
    /// Opens the form in which a message 转告 is said to have reached its addressee (002 四.6).
    Deliver(Kind),
    /// Writes an event of the selected record at once.
    AtOnce(Kind),
    /// Shows a masked telephone number for [`REVEAL`] milliseconds.
    Reveal,
    /// Goes to what was found, of which nothing says yet which is meant.
    Which,
    /// Shows the selected record in full.
    Show,
    /// 接: takes the selected line of the handover page over.
    Accept,
    /// Goes on from a line that is answered to the next that is not.
    NextLine,
    /// Asks for the signatures of the handover page.
    Sign,
    /// Stays and says that the field in hand must be filled in.
    Required,
    /// Stays and says what is wrong with the field in hand.
    Faulty,
    /// Goes to this field of the form, the next that must be filled in.
    Needed(usize),
    /// Goes to this field of the form, which cannot be saved as it is.
    Wrong(usize),
    /// Goes to this field of the first form of all.
    NextField(usize),
    Save,
}

impl Primary {
    /// The locale key of its label.
    pub fn label(&self) -> String {
        match self {
            Self::Form(kind, step) if step.is_empty() => format!("kind-{}", kind.name()),
            Self::Form(_, step) => format!("step-{step}"),
            Self::AtOnce(Kind::DriverApart) => "footer-driver-leaves".into(),
            Self::AtOnce(kind) => format!("kind-{}", kind.name()),
            Self::Deliver(_) => "choice-outcome-delivered".into(),
            Self::Reveal => "footer-reveal".into(),
            Self::Which => "footer-which".into(),
            Self::Show => "cmd-open".into(),
            Self::Accept => "cmd-accept".into(),
            Self::NextLine => "footer-next-line".into(),
            Self::Sign => "cmd-sign".into(),
            Self::Required => "footer-required".into(),
            Self::Faulty => "footer-faulty".into(),
            Self::Wrong(_) => "footer-wrong".into(),
            Self::Needed(_) => "footer-next-needed".into(),
            Self::NextField(_) => "cmd-next-field".into(),
            Self::Save => "cmd-save".into(),
        }
    }
}

impl Model {
    /// What Enter does now: in the form on top, on the handover page, on the selected record; `None` where that is
    /// nothing.
    pub fn primary(&self, now: Moment) -> Option<Primary> {
        match self.overlays.last() {
            Some(Overlay::Form(form)) => Some(match form.enters() {
                Some(field) if field != form.focus && form.fault(&self.house.site, now).is_some() => Primary::Faulty,
                Some(field) if field == form.focus => Primary::Required,
                Some(field) if self.beginning => Primary::NextField(field),
                Some(field) => Primary::Needed(field),
                None => match form.first_faulty(&self.house.site, now) {
                    Some(_) if form.fault(&self.house.site, now).is_some() => Primary::Faulty,
                    Some(field) => Primary::Wrong(field),
                    None => Primary::Save,
                },
            }),
            Some(Overlay::Filter) => {
                let found = self.rows();
                let own = self.record_primary(found.get(self.view().selected)?, now);
                let several = found.iter().filter(|found| found.status == Status::Open).count() > 1;
                // With what is over there is nothing to do but to look at it.
                if several { Some(Primary::Which) } else { own.or(Some(Primary::Which)) }
            }
            Some(Overlay::Card(_)) if !self.signed_card() => self.record_primary(self.selected()?, now),
            Some(_) => None,
            None if self.live_page() => self.page_read().then(|| self.page_primary()),
            None => self.record_primary(self.selected()?, now),
        }
    }

    fn page_primary(&self) -> Primary {
        let Some(line) = self.page_line().filter(|_| self.answering()) else { return Primary::Sign };
        match (self.page.answers.contains_key(&line.line), self.unanswered()) {
            (true, 0) => Primary::Sign,
            (true, _) => Primary::NextLine,
            (false, _) => Primary::Accept,
        }
    }

    /// The obvious next step of a record.
    fn record_primary(&self, record: &Record, now: Moment) -> Option<Primary> {
        if record.family == Family::Handover {
            return Some(Primary::Show);
        }
        if record.status != Status::Open {
            return None;
        }
        let message = record.has_message();
        match record.family {
            Family::WalkIn if message => Some(Primary::Deliver(Kind::WalkInOutcome)),
            Family::WalkIn => Some(Primary::Form(Kind::WalkInOutcome, String::new())),
            Family::Call if message => Some(Primary::Deliver(Kind::CallOutcome)),
            Family::Call if record.limits.is_empty() => Some(Primary::Form(Kind::CallOutcome, String::new())),
            Family::Call if self.reveal.is_none_or(|(subject, _)| subject != record.subject) => Some(Primary::Reveal),
            Family::Call => Some(Primary::Form(Kind::CallBack, String::new())),
            // As the table says: one key ends it, or the procedure knows what comes next.
            family => match family.spec().at_once {
                // Whether its driver, a visitor, leaves with it is asked; who has left may have come back as one.
                Some(kind) if record.inside() && matches!(record.driver, Driver::Visits | Driver::Left) => {
                    Some(Primary::Form(kind, String::new()))
                }
                // The vehicle is gone, and its driver is not.
                Some(_) if record.is_there() && !record.inside() => Some(Primary::AtOnce(Kind::DriverApart)),
                Some(kind) => Some(Primary::AtOnce(kind)),
                None => {
                    let step = self.house.procedures.next(record, now)?;
                    Some(Primary::Form(family.step_kind(), step.id.clone()))
                }
            },
        }
    }

    /// Says what is wrong with the field in hand, or goes to another and says it there.
    fn tell_fault(&mut self, at: Option<usize>, now: Moment) {
        let site = &self.house.site;
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return };
        at.into_iter().for_each(|at| form.go(at));
        if let error @ Some(_) = form.fault(site, now)
            && let Some(state) = form.fields.get_mut(form.focus)
        {
            state.error = error;
        }
    }

    pub(super) fn do_primary(&mut self, uid: Uuid, now: Moment) -> Vec<Effect> {
        let Some(primary) = self.primary(now) else { return Vec::new() };
        let record = self.selected().cloned();
        match (primary, record) {
            (Primary::Required, _) => {
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.require();
                }
            }
            (Primary::Faulty, _) => self.tell_fault(None, now),
            (Primary::Wrong(field), _) => self.tell_fault(Some(field), now),
            (Primary::Needed(field) | Primary::NextField(field), _) => {
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.go(field);
                }
            }
            (Primary::Save, _) => return self.save(uid, now),
            (Primary::Accept, _) => self.accept(uid, now),
            (Primary::NextLine, _) => self.go_to_unanswered(),
            (Primary::Sign, _) => return self.sign(uid, now),
            (Primary::Show, Some(_)) => return self.show(),
            (Primary::Reveal, Some(record)) => {
                self.reveal = Some((record.subject, Moment::from_millis(now.millis() + REVEAL)));
            }
            (Primary::Form(kind, step), Some(record)) => {
                if !self.offer(kind, &step, Some(record.subject)) {
                    self.follow_form(kind, &step, &record, uid, now);
                }
            }
            (Primary::Deliver(kind), Some(record)) => self.follow_form(kind, "", &record, uid, now),
            (Primary::AtOnce(kind), Some(record)) => return self.follow_at_once(kind, &record, uid, now),
            (Primary::Which, _) | (_, None) => {}
        }
        Vec::new()
    }
}
