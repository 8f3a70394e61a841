//! The handover page in hand: answered line by line, then signed.

use uuid::Uuid;

use crate::app::form::{FormState, Purpose};
use crate::app::{Effect, Model, Notice, Overlay};
use crate::desk::{ActTarget, Answer};
use crate::domain::entry::{Family, Kind};
use crate::domain::handover::{HandoverItem, Topic, Verdict};
use crate::domain::refusal::Cause;
use crate::domain::site::Ending;
use crate::domain::text::same_name;
use crate::domain::time::Moment;

impl Model {
    /// 接 on the selected line, then on to the next that nobody has answered.
    pub(super) fn accept(&mut self, uid: Uuid, now: Moment) {
        let Some(line) = self.page_line().map(|line| line.line.clone()) else { return };
        if line.needs_reason() {
            return self.doubt(Verdict::Accepted, uid, now);
        }
        self.put(line, Verdict::Accepted, String::new(), String::new());
        self.go_to_unanswered();
    }

    /// 2 or 3: the form for a question and its answer, or for the reason of not taking over; on accepting a line that
    /// was not settled on its day, for the reason why.
    pub(super) fn doubt(&mut self, verdict: Verdict, uid: Uuid, now: Moment) {
        let Some(line) = self.page_line() else { return };
        let step = match verdict {
            Verdict::Accepted => "reason",
            Verdict::Queried => "query",
            Verdict::Refused => "reject",
        };
        let mut form = FormState::new(uid, Kind::HandoverAccepted, step, now);
        form.about = Some((line.record.family, line.record.number));
        form.purpose = Purpose::Answer(line.line.clone(), verdict);
        if let Some(given) = self.page.answers.get(&line.line) {
            form.set("said", &given.said);
            form.set("reply", &given.reply);
        }
        self.lay(form, now);
    }

    /// The form of a question or reason is filled in.
    pub(super) fn answered(&mut self, line: HandoverItem, verdict: Verdict) -> Vec<Effect> {
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return Vec::new() };
        let mut faults = Vec::new();
        for state in form.fields.iter().filter(|state| state.field.required) {
            let parsed = crate::domain::text::clean(state.text(), crate::domain::form::LONG);
            let fault = match parsed {
                Ok(text) if text.is_empty() => Some(crate::domain::text::ValueError::Required),
                Ok(_) => None,
                Err(fault) => Some(fault),
            };
            faults.extend(fault.map(|fault| crate::domain::refusal::Refusal::at(state.field.key, Cause::Value(fault))));
        }
        if !faults.is_empty() {
            form.refuse(&faults);
            return Vec::new();
        }
        let (said, reply) = (form.get("said").trim().to_owned(), form.get("reply").trim().to_owned());
        self.overlays.pop();
        self.put(line, verdict, said, reply);
        self.go_to_unanswered();
        Vec::new()
    }

    fn put(&mut self, line: HandoverItem, verdict: Verdict, said: String, reply: String) {
        self.page.answers.insert(line.clone(), Answer { line, verdict, said, reply });
    }

    /// 接 on everyone inside whom nobody has answered: a full car park is counted, not gone through one by one.
    pub(super) fn take_inside(&mut self) {
        let left: Vec<HandoverItem> = self.inside_left().cloned().collect();
        for line in left {
            self.put(line, Verdict::Accepted, String::new(), String::new());
        }
        self.go_to_unanswered();
    }

    fn inside_left(&self) -> impl Iterator<Item = &HandoverItem> {
        let lines = self.snapshot.page.lines.iter().map(|line| &line.line);
        lines.filter(|line| line.topic == Topic::Inside && !self.page.answers.contains_key(line))
    }

    /// How many of those inside nobody has answered.
    pub fn inside_unanswered(&self) -> usize {
        self.inside_left().count()
    }

    /// How many lines of the page nobody has answered.
    pub fn unanswered(&self) -> usize {
        let lines = &self.snapshot.page.lines;
        lines.iter().filter(|line| !self.page.answers.contains_key(&line.line)).count()
    }

    pub(super) fn go_to_unanswered(&mut self) {
        let lines = &self.snapshot.page.lines;
        let unseen = |at: &usize| lines.get(*at).is_some_and(|line| !self.page.answers.contains_key(&line.line));
        let order = (self.page.selected..lines.len()).chain(0..self.page.selected);
        if let Some(at) = order.into_iter().find(unseen) {
            self.page.selected = at;
        }
    }

    /// The signatures: of both where a relief takes over, of one where the counter shuts.
    pub(super) fn sign(&mut self, uid: Uuid, now: Moment) -> Vec<Effect> {
        let waiting = self.snapshot.page.signed.as_deref().map(|record| (record.subject, record.number));
        let signed_by =
            self.snapshot.page.signed.as_deref().map(|record| ("person".to_owned(), record.get("person").to_owned()));
        if waiting.is_none() && self.ending() == Ending::DayClose {
            let mut form = FormState::new(uid, Kind::Handover, "day_close", now);
            form.propose("person", &self.operator);
            self.overlays.push(Overlay::Form(Box::new(form)));
            return Vec::new();
        }
        let left = self.unanswered();
        if left > 0 {
            self.go_to_unanswered();
            self.say(Notice::Refused(Cause::Unanswered(left)), now);
            return Vec::new();
        }
        let refused = self.page.answers.values().any(|answer| answer.verdict == Verdict::Refused);
        let step = if refused { "override" } else { "" };
        let kind = if waiting.is_some() { Kind::HandoverAccepted } else { Kind::Handover };
        let mut form = FormState::new(uid, kind, step, now);
        form.subject = waiting.map(|(subject, _)| subject);
        form.about = waiting.map(|(_, number)| (Family::Handover, number));
        form.people = signed_by.into_iter().collect();
        form.target = self.answers();
        form.propose("person", &self.operator);
        // Whoever has signed on at a post that was shut takes its page over.
        if kind == Kind::HandoverAccepted && !same_name(form.named("person"), &self.operator) {
            form.propose("relief", &self.operator);
        }
        for (key, typed) in &self.page.signing {
            form.set(key, typed);
        }
        form.focus = form.first_needed().unwrap_or(0);
        self.overlays.push(Overlay::Form(Box::new(form)));
        Vec::new()
    }

    /// Another has the keyboard: who signs is who the page says, also in a form that was begun before.
    pub(super) fn sign_anew(&mut self) {
        let operator = self.operator.clone();
        for key in ["person", "relief"] {
            self.page.signing.remove(key);
        }
        for form in self.overlays.iter_mut().filter_map(Overlay::try_as_form_mut) {
            match form.kind {
                Kind::Handover => {
                    form.propose("person", &operator);
                    if same_name(form.get("relief"), &operator) {
                        form.set("relief", "");
                    }
                }
                Kind::HandoverAccepted if !same_name(form.named("person"), &operator) => {
                    form.propose("relief", &operator);
                }
                _ => {}
            }
        }
    }

    /// The answers given by now, where the page is what a form signs.
    pub(super) fn answers(&self) -> ActTarget {
        let lines = &self.snapshot.page.lines;
        ActTarget::Answers(lines.iter().filter_map(|line| self.page.answers.get(&line.line)).cloned().collect())
    }
}
