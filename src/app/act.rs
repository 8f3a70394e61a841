//! From keys to acts: which form opens, what it proposes, what is sent to the desk.

use uuid::Uuid;

use crate::app::card::CardState;
use crate::app::form::{FormState, Purpose};
use crate::app::panel::Panel;
use crate::app::{Ask, Effect, Model, Notice, Overlay, Pick, PickWhat};
use crate::desk::{Act, ActTarget, Card};
use crate::domain::entry::{Family, Kind, Seq};
use crate::domain::form::{self, AT};
use crate::domain::history::newest;
use crate::domain::record::{DELIVERED, Driver, Record};
use crate::domain::refusal::Cause;
use crate::domain::stages;
use crate::domain::time::Moment;

impl Model {
    /// Opens a form, or the one put by in its place.
    fn open_form(&mut self, form: FormState, now: Moment) {
        // At the gate the next one is another: what was left of the last waits until it is asked for.
        let anew = form.subject.is_none() && form.kind.family().is_some_and(Family::at_gate);
        let form = match self.drafts.iter().rposition(|draft| form.same(draft)) {
            Some(at) if anew => {
                let saved = self.drafts.get(at).map(|draft| Notice::Waits(draft.saved_at));
                saved.into_iter().for_each(|waits| self.say(waits, now));
                form
            }
            Some(at) => self.resumed(at, now),
            None => form,
        };
        self.overlays.push(Overlay::Form(Box::new(form)));
    }

    /// The form of an event that opens a record, with what can be proposed.
    pub(super) fn opening(&self, kind: Kind, uid: Uuid, now: Moment) -> FormState {
        let mut form = FormState::new(uid, kind, "", now);
        match kind {
            Kind::Complaint => {
                form.propose("channel", "counter");
                let intake = self.house.site.post(&self.post).map_or("office", |post| post.intake.as_str());
                form.propose("intake", intake);
                form.propose("valid", "valid");
                form.propose("class", "general");
            }
            Kind::Call => form.propose("direction", "in"),
            _ => {}
        }
        self.promise(&mut form, now);
        // What is typed first is the number, and none of its digits a choice.
        form.focus = form.fields.iter().position(|state| state.text().is_empty()).unwrap_or(0);
        form
    }

    /// The form of an event that belongs to a record.
    fn following(&self, kind: Kind, step: &str, record: &Record, uid: Uuid, now: Moment) -> FormState {
        let mut form = FormState::new(uid, kind, step, now).on(record);
        // Remarks stand beside each other.
        form.seen = (kind != Kind::HandoverRemark).then_some(record.last);
        let awaited = |stage: &str| {
            let share = record.limits.iter().find(|clock| clock.stage == stage);
            share.map_or("", |clock| clock.part.as_str())
        };
        match step {
            "called" => {
                form.propose("told", awaited(stages::TOLD));
                form.propose("means", "phone");
                form.propose("reached", "yes");
            }
            "share_done" => form.propose("share", awaited(stages::SHARE)),
            // 三家以上: several households on one matter are one major complaint (000-2 2(6)).
            "reclassed" if record.households() > 0 && record.get("class") != "major" => {
                form.propose("class", "major");
                form.propose("matter", "collective");
            }
            "reclassed" if record.should_be_major() => form.propose("class", "major"),
            "repromised" => form.propose("responsible", record.get("department")),
            "accepted" => form.propose("person", &self.operator),
            "relayed" => {
                form.propose("department", record.get("department"));
                form.propose("person", record.get("person"));
            }
            "replied" => form.propose("last_reply", "yes"),
            _ if kind == Kind::VehicleOut && record.driver == Driver::Visits => form.demand("driver"),
            _ if record.has_message() => form.propose("outcome", DELIVERED),
            // All of a party, as it is without a word.
            _ if record.people() > 1 => form.propose("leaving", &record.people().to_string()),
            _ => {}
        }
        self.promise(&mut form, now);
        form.focus = form.first_needed().unwrap_or(0);
        form
    }

    /// Insert: a new record of the list in hand. At the gate it opens at once, and what was left waits until it is asked for.
    pub(super) fn new_record(&mut self, uid: Uuid, now: Moment) {
        let kind = self.focused_panel().spec().opens;
        if kind.family().is_some_and(Family::at_gate) || !self.offer(kind, "", None) {
            self.new_form(kind, uid, now);
        }
    }

    /// Asks who is on duty.
    pub fn ask_operator(&mut self, uid: Uuid, now: Moment) {
        let mut form = self.opening(Kind::Duty, uid, now);
        if let Some(former) = &self.former {
            form.propose("person", former);
        }
        self.lay(form, now);
    }

    /// A form that stands by itself: a note, a refusal, who is on duty.
    pub(super) fn new_form(&mut self, kind: Kind, uid: Uuid, now: Moment) {
        let form = self.opening(kind, uid, now);
        self.open_form(form, now);
    }

    /// The form of what follows on a record.
    pub(super) fn follow_form(&mut self, kind: Kind, step: &str, record: &Record, uid: Uuid, now: Moment) {
        let form = self.following(kind, step, record, uid, now);
        self.open_form(form, now);
    }

    pub(super) fn follow_at_once(&mut self, kind: Kind, record: &Record, uid: Uuid, now: Moment) -> Vec<Effect> {
        let mut act = Act { subject: Some(record.subject), ..Act::new(uid, kind) };
        if kind == Kind::DriverApart {
            act.fields.insert("driver".to_owned(), "on_foot".to_owned());
        }
        self.send(act, now)
    }

    /// 知悉: asks who takes note of a limit, the line's own, else the one that is to be noted first.
    pub(super) fn acknowledge(&mut self, uid: Uuid, now: Moment) {
        let Some(record) = self.selected() else { return };
        let line = self.page_line().and_then(|line| line.line.stage.as_deref());
        let own = record.limits.iter().find(|clock| line == Some(&*clock.name()) && record.unnoted(clock, now));
        let Some(clock) = own.or_else(|| record.to_note(now)) else {
            return self.say(Notice::Refused(Cause::NothingReached), now);
        };
        let (percent, told) = (clock.rung(now), record.told(clock, clock.rung(now)));
        if !record.unnoted(clock, now) {
            let noted = record.acks_of(clock).max_by_key(|ack| ack.percent);
            let noted = noted.map(|ack| Cause::AlreadyNoted(ack.operator.clone(), ack.at));
            return self.say(Notice::Refused(noted.unwrap_or(Cause::NothingReached)), now);
        }
        let mut form = FormState::new(uid, Kind::Acknowledged, "", now).on(record);
        form.propose("clock", &clock.name());
        form.rung = percent;
        let asked = form.fields.iter_mut().filter(|state| state.field.key == "by");
        asked.for_each(|state| {
            state.field = form::Field { input: form::Input::Staff(told), required: true, ..state.field };
        });
        if told.is_empty() {
            form.propose("by", &self.operator);
        }
        self.lay(form, now);
    }

    fn send(&mut self, act: Act, now: Moment) -> Vec<Effect> {
        self.waiting = Some(now);
        vec![Effect::Act(Box::new(act))]
    }

    /// Asks for the record in hand in full: a handover as its page, others as a card.
    pub(super) fn show(&mut self) -> Vec<Effect> {
        let Some((subject, family)) = self.selected().map(|record| (record.subject, record.family)) else {
            return Vec::new();
        };
        self.awaited = Some(subject);
        vec![if family == Family::Handover { Effect::Signed(subject) } else { Effect::Card(subject) }]
    }

    /// The dealt-with note of the page's line.
    pub(super) fn note_done(&mut self, uid: Uuid, now: Moment) -> Vec<Effect> {
        match self.page_note().cloned() {
            Some(note) => self.follow_at_once(Kind::NoteDone, &note, uid, now),
            None => Vec::new(),
        }
    }

    /// The departure of the record in hand with what there is to say of it: how many left, who fetched them, that nobody
    /// saw it.
    pub(super) fn depart(&mut self, unseen: bool, uid: Uuid, now: Moment) {
        let Some(record) = self.selected().cloned() else { return };
        let Some(kind) = record.family.spec().at_once else { return };
        let mut form = self.following(kind, "", &record, uid, now);
        if unseen {
            form.propose("unseen", "yes");
            form.focus = form.fields.iter().position(|state| state.field.key == "remark").unwrap_or(0);
        }
        self.open_form(form, now);
    }

    /// A form of the gate in hand: of a vehicle or of a visitor.
    pub(super) fn at_gate(&mut self, [visitor, vehicle]: [Kind; 2], uid: Uuid, now: Moment) {
        let kind = if self.focused_panel() == Panel::Vehicles { vehicle } else { visitor };
        self.new_form(kind, uid, now);
    }

    /// The steps of the complaint in hand that may be done now.
    pub(super) fn steps(&mut self, now: Moment) {
        let Some(record) = self.selected() else { return };
        let steps: Vec<String> =
            self.house.procedures.offered(record, now).into_iter().map(|rule| rule.id.clone()).collect();
        if !steps.is_empty() {
            let what = PickWhat::Step { subject: record.subject, steps };
            self.overlays.push(Overlay::Pick(Pick { what, selected: Some(0) }));
        }
    }

    /// 作废: strikes the entry in hand, or the newest of the record in hand.
    pub(super) fn withdraw(&mut self, uid: Uuid, now: Moment) -> Vec<Effect> {
        let selected = self.selected().map(|record| (record.subject, record.family, record.number));
        // Straight after a record was written its key undoes that one, wherever its row has gone.
        let written = self.written.filter(|_| self.card().is_none());
        let Some((subject, family, number)) = written.or(selected) else { return Vec::new() };
        if self.card().and_then(CardState::row).is_some_and(|row| row.line.kind.corrects()) {
            self.say(Notice::Refused(Cause::Sealed), now);
            return Vec::new();
        }
        let mut form = FormState::new(uid, Kind::Withdrawn, "", now);
        form.subject = Some(subject);
        form.about = Some((family, number));
        let line = self.card().and_then(CardState::row).map(|row| row.line.clone());
        let named = line.is_some();
        line.iter().for_each(|line| form.strike(line));
        self.overlays.push(Overlay::Form(Box::new(form)));
        self.recall(now);
        // Which line that is, its entries say.
        if named { Vec::new() } else { vec![Effect::Card(subject)] }
    }

    /// Names the line that a withdrawal strikes, whatever lies over it, where it was asked for by the record alone.
    /// Where all of the record is struck already it says so instead.
    pub(super) fn name_line(&mut self, card: &Card, now: Moment) {
        let unnamed = |form: &FormState| form.is_unnamed() && form.subject == Some(card.record.subject);
        let at = self.overlays.iter().position(|overlay| overlay.try_as_form_ref().is_some_and(|form| unnamed(form)));
        let Some(at) = at else { return };
        if let Some(line) = newest(&card.lines) {
            self.overlays.get_mut(at).and_then(Overlay::try_as_form_mut).into_iter().for_each(|form| form.strike(line));
            if at + 1 == self.overlays.len() {
                self.recall(now);
            }
        } else if let Some(by) = card.lines.iter().rev().find_map(|line| line.withdrawn.as_ref()) {
            self.overlays.remove(at);
            self.say(Notice::Refused(Cause::AlreadyWithdrawn(by.operator.clone(), by.at)), now);
        }
    }

    pub(super) fn save(&mut self, uid: Uuid, now: Moment) -> Vec<Effect> {
        let origin = self.selected().cloned();
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return Vec::new() };
        if form.sent || self.tell_name() {
            return Vec::new();
        }
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return Vec::new() };
        if form.is_unnamed() {
            // Nobody strikes what was not shown.
            let card = form.subject.map(Effect::Card);
            self.say(Notice::Unnamed, now);
            return card.into_iter().collect();
        }
        match form.purpose.clone() {
            Purpose::Act => {}
            Purpose::Answer(line, verdict) => return self.answered(line, verdict),
            Purpose::Import => return self.import(Vec::new(), now),
            Purpose::Begin => {
                let reasons = form.faults(&self.house.site, now);
                if !reasons.is_empty() {
                    form.refuse(&reasons);
                    return Vec::new();
                }
                form.sent = true;
                self.waiting = Some(now);
                let (site, post, person) =
                    (form.get("site").into(), form.get("post").into(), form.get("person").into());
                return vec![Effect::Begin { site, post, person, language: self.language }];
            }
        }
        if form.ask() {
            self.say(Notice::Unsaved, now);
            return Vec::new();
        }
        if form.changes_nothing() {
            return Vec::new();
        }
        let mut act = form.act_as_begun(&self.house.site, now);
        if let ActTarget::Revised(year, _) = &act.target {
            // Marks that were refused over a newer version are saved onto it the next time.
            act.target = self.year.revised(&self.house.calendar, year.year);
        }
        let signs = matches!(act.kind, Kind::Handover | Kind::HandoverAccepted) && act.step != "day_close";
        let complaint = form.get("outcome") == "complaint";
        let becomes = complaint && matches!(act.kind, Kind::WalkInOutcome | Kind::CallOutcome);
        // Another window may have changed the list meanwhile: where the visit is not in hand, the desk says why not.
        if becomes && let Some(origin) = origin.filter(|origin| Some(origin.subject) == act.subject) {
            let (result, seen) = (form.get("result").trim().to_owned(), form.seen);
            self.overlays.pop();
            self.complain(&origin, uid, now);
            self.go_on_with(&result, seen);
            return vec![Effect::Drop(act.uid)];
        }
        if complaint && !becomes {
            act.fields.remove("outcome");
            self.then_complain = Some(act.uid);
        }
        // Nobody measured a call that was missed, or is written down later.
        let measured = act.fields.get("direction").is_some_and(|direction| direction != "missed")
            && form.get(AT.key).trim().is_empty();
        if act.kind == Kind::Call && measured {
            let seconds = form.spent(now) / 1_000;
            act.fields.insert("seconds".into(), seconds.min(86_400).to_string());
        }
        if act.kind == Kind::Handover && act.step == "day_close" {
            self.overlays.push(Overlay::Ask(Ask::Close));
            return Vec::new();
        }
        form.sent = true;
        if signs {
            // A line may have come, and been answered, since the form was opened.
            act.target = self.answers();
        }
        self.send(act, now)
    }

    /// Sends the form on top as it stands.
    pub(super) fn send_form(&mut self, now: Moment) -> Vec<Effect> {
        if self.tell_name() {
            return Vec::new();
        }
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return Vec::new() };
        form.sent = true;
        let act = form.act(&self.house.site, now);
        self.send(act, now)
    }

    /// Adds to what was said of a complaint that opened what was typed where it became one.
    fn go_on_with(&mut self, result: &str, seen: Option<Seq>) {
        let mut form = self.overlays.last_mut().and_then(Overlay::try_as_form_mut);
        form.iter_mut().for_each(|form| form.seen = seen);
        if let Some(form) = form.filter(|form| !result.is_empty() && !form.get("said").contains(result)) {
            let said = format!("{} {result}", form.get("said"));
            form.set("said", said.trim());
        }
    }

    /// Opens the complaint that a walk-in or call has become, with what it said.
    pub(super) fn complain(&mut self, origin: &Record, uid: Uuid, now: Moment) {
        let mut form = self.opening(Kind::Complaint, uid, now);
        form.target = ActTarget::From(origin.subject);
        form.contact = Some(origin.at);
        form.seen = Some(origin.last);
        form.about = Some((origin.family, origin.number));
        for key in ["room", "name", "phone"] {
            form.set(key, origin.get(key));
        }
        let call = origin.family == Family::Call;
        form.set("said", origin.get(if call { "topic" } else { "said" }));
        form.set("channel", if call { "phone" } else { "counter" });
        form.focus = form.first_needed().unwrap_or(0);
        self.open_form(form, now);
    }
}
