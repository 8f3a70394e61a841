//! What becomes of the desk's answer: a form closes or says why not, lists change, a deadline rings.

use uuid::Uuid;

use crate::app::form::FormState;
use crate::app::panel::Panel;
use crate::app::{Effect, Model, Notice, Overlay, PageState, Pick, pick, tick};
use crate::desk::{ActError, ActTarget, House, Place, Reply, SnapshotRequest};
use crate::domain::duty::Watch;
use crate::domain::entry::Kind;
use crate::domain::handover::HandoverItem;
use crate::domain::record::{Record, Stay, Step};
use crate::domain::refusal::Cause;
use crate::domain::text::same_name;
use crate::domain::time::Moment;

/// What was done, in one message: never a correction as a record that was written.
fn deed(form: Option<&FormState>, record: &Record, repeated: bool) -> Notice {
    let (family, number) = (record.family, record.number);
    match (form.map(|form| form.kind), record.stay()) {
        (Some(Kind::Rebased), _) => Notice::Rebased,
        _ if repeated => Notice::Repeated(family, number),
        (Some(Kind::Acknowledged), _) if let Some(ack) = record.acks.last() => {
            Notice::Noted(family, number, ack.clock.clone(), ack.percent, ack.operator.clone())
        }
        (Some(Kind::Amended), _) if let Some(amends) = form.and_then(|form| form.amends.as_ref()) => {
            Notice::Amended(family, number, amends.key)
        }
        (Some(Kind::Withdrawn), _) if let Some(line) = form.and_then(|form| form.strikes.as_ref()) => {
            Notice::Withdrawn(family, number, line.kind.event(line.get("step")).to_owned())
        }
        (_, stay) if left(form, record) && record.came() > 1 => {
            let some = form.and_then(FormState::leaving);
            let left = some.filter(|_| stay == Some(Stay::Inside)).unwrap_or_else(|| record.rest());
            Notice::Parted(family, number, left, record.people())
        }
        (_, Some(Stay::Left(_))) if left(form, record) => Notice::Left(family, number),
        // What opens a record is told by that alone, whatever else was written with it.
        (kind, _)
            if kind.is_none_or(|kind| !kind.opens())
                && let Some(step) = newest(record) =>
        {
            Notice::Done(family, number, step.step.clone())
        }
        _ => Notice::Written(family, number),
    }
}

/// The step, or what else followed, that the newest entry of a record says.
fn newest(record: &Record) -> Option<&Step> {
    record.steps.last().filter(|step| step.seq == record.last)
}

/// Whether someone left. Whoever was to come in may have been told to go out.
fn left(form: Option<&FormState>, record: &Record) -> bool {
    record.family.at_gate()
        && form.is_none_or(|form| {
            let came = record.subject == form.uid;
            record.family.spec().at_once == Some(form.kind) || matches!(form.target, ActTarget::Leaves(..)) && !came
        })
}

impl Model {
    /// What becomes of the desk's answer.
    pub(super) fn replied(
        &mut self,
        uid: Uuid,
        result: Box<Result<Reply, ActError>>,
        fresh: Uuid,
        now: Moment,
    ) -> Vec<Effect> {
        self.waiting = None;
        let at = self.overlays.iter().position(|overlay| matches!(overlay, Overlay::Form(form) if form.uid == uid));
        let complain = self.then_complain.take_if(|origin| *origin == uid).is_some();
        match *result {
            Ok(reply) => {
                let form = at.map(|at| self.overlays.remove(at));
                let record = reply.record;
                let (family, number) = (record.family, record.number);
                let sent = form.as_ref().and_then(|form| form.try_as_form_ref()).map(Box::as_ref);
                let rebased = sent.is_some_and(|form| form.kind == Kind::Rebased);
                self.say(deed(sent, &record, reply.repeated), now);
                // What it was found by has done its work.
                self.unfind();
                let sealed = rebased || family.spec().sealed;
                self.written = (!reply.repeated && !sealed).then_some((record.subject, family, number));
                self.follow = (!rebased).then_some(record.subject);
                if let Some(Overlay::Form(form)) = form {
                    self.took_over(&form, &record);
                    if let ActTarget::Revised(year, _) = &form.target {
                        self.year.unmark(year.year);
                    }
                }
                let mut effects = vec![Effect::Drop(uid), Effect::Load(self.want())];
                self.drafts.retain(|draft| draft.uid != uid);
                self.aside.retain(|aside| aside.form.uid != uid);
                if self.shown_card().is_some() {
                    effects.push(Effect::Card(record.subject));
                }
                if complain {
                    self.complain(&record, fresh, now);
                }
                effects
            }
            Err(failure) => {
                let kept = self.set_apart(at, &failure, fresh, now);
                self.refused(at, failure, now);
                // What was refused may rest on what another window has corrected meanwhile.
                let card = self.shown_card().map(Effect::Card);
                kept.into_iter().chain(card).chain([Effect::Load(self.want())]).collect()
            }
        }
    }

    /// A form whose identity is another record's gets one of its own, with its draft: saved again, it is a record by
    /// itself.
    fn set_apart(&mut self, form: Option<usize>, failure: &ActError, fresh: Uuid, now: Moment) -> Vec<Effect> {
        let ActError::Refused(reasons) = failure else { return Vec::new() };
        if !reasons.iter().any(|reason| matches!(reason.cause, Cause::UidConflict(_))) {
            return Vec::new();
        }
        let Some(Overlay::Form(form)) = form.and_then(|at| self.overlays.get_mut(at)) else { return Vec::new() };
        let old = std::mem::replace(&mut form.uid, fresh);
        let draft = form.draft(now).map(|draft| Effect::Keep(Box::new(draft)));
        draft.into_iter().chain([Effect::Drop(old)]).collect()
    }

    /// The site was begun, or why it could not be.
    pub(super) fn begun(&mut self, result: Result<Box<House>, Box<Notice>>, now: Moment) -> Vec<Effect> {
        self.waiting = None;
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return Vec::new() };
        match result {
            Ok(house) => {
                form.get("post").trim().clone_into(&mut self.post);
                house.site.name_of(form.get("person").trim()).clone_into(&mut self.operator);
                self.house = *house;
                let opens = self.house.site.post(&self.post).and_then(|post| Panel::of(post.panel));
                self.panel = opens.unwrap_or(Panel::Today);
                self.beginning = false;
                self.overlays.clear();
                vec![Effect::Load(self.want())]
            }
            Err(why) => {
                form.sent = false;
                self.say(*why, now);
                Vec::new()
            }
        }
    }

    /// Whoever signed on, or took a page over, has the keyboard.
    fn took_over(&mut self, form: &FormState, record: &Record) {
        let before = self.operator.clone();
        match form.kind {
            Kind::Duty => record.get("person").clone_into(&mut self.operator),
            Kind::Handover if form.step == "day_close" => {}
            Kind::Handover | Kind::HandoverAccepted => {
                record.get("relief").clone_into(&mut self.operator);
                self.page = PageState::default();
            }
            _ => {}
        }
        if !same_name(&self.operator, &before) {
            if form.kind == Kind::Duty && !self.house.site.is_shared(&self.post) {
                self.begin_page();
            }
            self.sign_anew();
            // Whoever took the keyboard saw what it lay over.
            self.overlays.iter_mut().filter_map(Overlay::try_as_form_mut).for_each(|form| form.former = None);
            // What one person half typed is not the next one's; it stays on disk.
            self.drafts.clear();
            self.former = None;
        }
    }

    /// Shows who has the post where that is another than the one shown. What the former half typed is not the next one's:
    /// it stays on disk, and in the form that is open; answers to a page that was signed meanwhile are no answers any more.
    fn follow_post(&mut self, watch: &Watch, now: Moment) {
        let Some(instead) = watch.instead_of(&self.operator).filter(|instead| *instead != self.operator) else {
            return;
        };
        let former = std::mem::replace(&mut self.operator, instead.to_owned());
        if former.is_empty() {
            return;
        }
        let forms = self.overlays.iter_mut().filter_map(Overlay::try_as_form_mut);
        for form in forms.filter(|form| form.kind != Kind::Duty) {
            form.former.get_or_insert_with(|| former.clone());
            form.former.take_if(|former| same_name(former, instead));
        }
        self.former = Some(former);
        self.drafts.clear();
        self.begin_page();
        self.say(Notice::Relieved(instead.to_owned()), now);
    }

    /// Says, before the form on top is saved, whose name it will bear where the post is another's since it was opened.
    /// Returns whether it did; it does once.
    pub(super) fn tell_name(&mut self) -> bool {
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return false };
        let changed = !self.operator.is_empty() && form.former.take().is_some();
        if changed {
            form.refuse(&[Cause::OtherName(self.operator.clone()).into()]);
        }
        changed
    }

    /// Nothing of the page is answered yet: whoever has the post now has taken none of it over.
    fn begin_page(&mut self) {
        self.page = PageState { past: self.page.past, ..PageState::default() };
    }

    fn refused(&mut self, form: Option<usize>, failure: ActError, now: Moment) {
        if let Some(Overlay::Form(form)) = form.and_then(|at| self.overlays.get_mut(at))
            && matches!(form.target, ActTarget::Leaves(..))
        {
            // Whoever was offered is to be offered again.
            form.target = ActTarget::None;
        }
        let reasons = match failure {
            ActError::Store(error) => {
                if let Some(Overlay::Form(form)) = form.and_then(|at| self.overlays.get_mut(at)) {
                    form.sent = false;
                }
                return self.say(Notice::Store(error), now);
            }
            ActError::Refused(reasons) => reasons,
        };
        let Some(Overlay::Form(form)) = form.and_then(|at| self.overlays.get_mut(at)) else {
            if let Some(first) = reasons.into_iter().next() {
                self.say(Notice::Refused(first.cause), now);
            }
            return;
        };
        if let Some(Cause::CalendarOlder(year)) = reasons.first().map(|reason| &reason.cause) {
            self.year.forget_base(*year);
        }
        form.set("again", "");
        form.unpick_refused(&reasons);
        form.refuse(&reasons);
        let inside = reasons.iter().find_map(|reason| pick::whom(form, &reason.cause));
        if let Some(what) = inside {
            self.overlays.push(Overlay::Pick(Pick { what, selected: None }));
        } else if form.kind == Kind::VisitorIn && reasons.iter().any(|reason| reason.cause == Cause::OnlyRefusal) {
            // Only refusal is left: the same guest, on the refusal's form, nothing typed again.
            // It keeps the uid, so that the draft of the one goes when the other is saved.
            let mut refusal = FormState::new(form.uid, Kind::VisitorRefused, "", now);
            for key in ["room", "name", "phone", "host"] {
                refusal.set(key, form.get(key));
            }
            refusal.set("description", form.get("purpose"));
            refusal.set("ground", if form.get("check") == "none" { "no_id" } else { "suspicious" });
            refusal.error = Some(Cause::OnlyRefusal);
            **form = refusal;
        }
    }

    /// The lists as they are now.
    pub(super) fn loaded(&mut self, snapshot: crate::desk::Snapshot, now: Moment) -> Vec<Effect> {
        // Lists that come late were asked for by another panel, or another place in it.
        if snapshot.asked != (SnapshotRequest { heard: snapshot.asked.heard, ..self.want() }) {
            return vec![Effect::Load(self.want())];
        }
        let beyond = snapshot.list.is_empty() && matches!(snapshot.asked.place, Place::After(_) | Place::Before(_));
        if beyond {
            let view = self.view_mut();
            (view.place, view.selected) =
                if view.place.is_backward() { (Place::First, 0) } else { (Place::Last, usize::MAX) };
            return vec![Effect::Load(self.want())];
        }
        let followed = self.follow.take();
        let selected = self.rows().get(self.view().selected).map(|row| (row.subject, row.family, row.number));
        let line: Option<HandoverItem> = self.page_line().map(|line| line.line.clone());
        self.take_calendar(snapshot.calendar.clone(), now);
        self.follow_post(&snapshot.watch, now);
        let other = self.snapshot.mark != snapshot.mark;
        // A list of the day leaves out what was of the day before.
        let turned = snapshot.now.is_some_and(|read| self.turned(read));
        self.snapshot = snapshot;
        // What was written may stand in no list, as who left: the eye is where it was.
        let there = |subject: &Uuid| self.rows().iter().any(|record| record.subject == *subject);
        let held = followed.filter(there).or(selected.map(|(subject, ..)| subject));
        if !self.keep_selected(held)
            && let Some((_, family, number)) = selected.filter(|(own, ..)| followed != Some(*own) && !turned)
        {
            // Another window, or a camera, has done with it: what is under the cursor now is another. A form is saved of
            // what it names.
            if self.form().is_none() {
                self.pace.lose(family, number);
            }
            if followed.is_none() {
                self.say(Notice::Gone(family, number), now);
            }
        }
        let lines = &self.snapshot.page.lines;
        let at = line.and_then(|line| lines.iter().position(|known| known.line == line));
        self.page.selected = at.unwrap_or(self.page.selected).min(lines.len().saturating_sub(1));
        let waits = |overlay: &Overlay| {
            overlay.try_as_form_ref().is_some_and(|form| matches!(form.error, Some(Cause::Unanswered(_))))
        };
        if self.overlays.iter().any(waits) {
            // The line that came while the page was being signed is the one in hand.
            self.go_to_unanswered();
        }
        self.ask_why_again();
        // What had run out before this window opened does not ring.
        let first = !std::mem::replace(&mut self.loaded, true);
        let read = self.snapshot.now.unwrap_or(now);
        let mut effects = if other { self.find_again() } else { Vec::new() };
        effects.extend(self.shown_card().filter(|_| other).map(Effect::Card));
        // What the window opened with may have been done by another.
        let left = self.form().filter(|form| first && form.put_by).and_then(|form| form.subject);
        effects.extend(left.map(Effect::Card));
        effects.extend(self.ask_for_drafts());
        effects.extend(tick::ring(self, read, first).then_some(Effect::Bell));
        effects
    }
}
