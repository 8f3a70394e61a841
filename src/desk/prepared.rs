//! An act before the lock is taken: its form is read, and what it will have to know is said, so that the answers come
//! with the lock.

use uuid::Uuid;

use crate::desk::families::{self, complaint, concluded, driver, parts, stays, visitor};
use crate::desk::{
    Act, ActError, ActTarget, House, Reply, Who, acknowledge, calendar, clock, correct, identity, page, refuse_if,
    seen, watch,
};
use crate::domain::entry::{Family, Kind};
use crate::domain::form::NAME_HOLDS;
use crate::domain::intake::{self, ParsedForm};
use crate::domain::number::Number;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::staff;
use crate::domain::text::{clean, is_clean};
use crate::domain::time::Moment;
use crate::store::{Journal, Question, Read};

/// One act, with its form read.
pub(super) struct Prepared<'a> {
    pub(super) act: &'a Act,
    who: &'a Who,
    now: Moment,
    parsed: Result<ParsedForm, Vec<Refusal>>,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(house: &House, (act, who, now): (&'a Act, &'a Who, Moment)) -> Self {
        let parsed = match act.kind {
            // Their forms are read with what they concern.
            Kind::Amended | Kind::Withdrawn | Kind::Calendar | Kind::Rebased | Kind::Begun => Ok(ParsedForm::default()),
            // The program's own words.
            Kind::Restored => Ok(ParsedForm { plain: act.fields.clone(), ..ParsedForm::default() }),
            kind if kind.is_step() && act.step.is_empty() => Err(vec![Cause::StepUnknown.into()]),
            _ => intake::parse(act.kind, &act.step, &act.fields, act.source.is_some(), &house.site, now),
        };
        Self { act, who, now, parsed }
    }

    /// What it will have to know, as far as that can be said by now. What is left out costs a further flight.
    pub(super) fn reads(&self, house: &House) -> Vec<Question> {
        let Self { act, now, .. } = self;
        let record = |subject: Uuid| [Question::Subject(subject), Question::History(subject)];
        let mut reads = vec![Question::Uid(act.uid), Question::Tail, Question::Limits(calendar::waiting())];
        reads.extend(act.subject.into_iter().flat_map(record));
        if self.is_guarded() {
            reads.push(Question::List(watch::last_turn(&self.who.post)));
        }
        match act.target {
            ActTarget::From(origin) => reads.extend(record(origin)),
            ActTarget::Comes(entry) => {
                reads.extend([Question::Uid(entry), Question::List(visitor::awaiting(entry))]);
            }
            _ => {}
        }
        if act.kind == Kind::VisitorIn {
            reads.push(Question::List(visitor::awaiting(act.uid)));
        }
        if act.kind.opens() {
            reads.push(Question::History(act.uid));
            reads.extend(act.kind.family().map(|family| self.ordinal(house, family)));
        }
        let Ok(parsed) = &self.parsed else { return reads };
        match act.kind {
            Kind::VehicleIn | Kind::VehicleOut | Kind::VehicleOutOnly => {
                reads.extend(stays::question(parsed.get("plate"), parsed.at.unwrap_or(*now)));
                let asked = act.kind == Kind::VehicleIn && act.source.is_none();
                reads.extend(asked.then(|| Question::List(parts::inside())));
                let driven = act.kind == Kind::VehicleIn && act.machine().is_empty();
                reads.extend(visitor::looked_at(act.kind, parsed).filter(|_| driven).map(Question::List));
                reads.extend(visitor::left_since(act.kind, parsed, *now).filter(|_| driven).map(Question::List));
                let named = driven && !parsed.get("name").is_empty();
                reads.extend(named.then(|| Question::List(driver::driven_by(parsed.get("name")))));
            }
            Kind::VisitorIn | Kind::VisitorOutOnly => {
                reads.extend(visitor::looked_at(act.kind, parsed).map(Question::List));
                reads.extend(visitor::left_since(act.kind, parsed, *now).map(Question::List));
                let machine = !act.machine().is_empty();
                let driven = driver::looked_at(act.kind, parsed, machine);
                let before = driver::came_before(parsed, *now, house.site.same_reading).filter(|_| driven.is_some());
                reads.extend(driven.into_iter().chain(before).map(Question::List));
            }
            Kind::Complaint => {
                let alike = complaint::alike(house, parsed.get("matter"), parsed.at.unwrap_or(*now));
                reads.extend(alike.map(Question::List));
            }
            Kind::Handover => {
                reads.extend(page::reads(&self.who.post, *now));
                reads.push(Question::List(page::waiting(&self.who.post)));
            }
            _ => {}
        }
        if matches!(act.kind, Kind::Handover | Kind::HandoverAccepted) {
            reads.push(Question::List(watch::turns(&self.who.post)));
            reads.push(self.ordinal(house, Family::Duty));
            reads.push(Question::History(crate::desk::act_context::derived_uid(act.uid, 2)));
        }
        reads
    }

    fn ordinal(&self, house: &House, family: Family) -> Question {
        let date = house.site.zone.date(self.now);
        Question::LastOrdinal(family, Number { site: house.site.number, date, n: 0 })
    }

    /// Whether it is done by whoever has the post. A machine has none to itself: it signs what it sees, whoever is there.
    fn is_guarded(&self) -> bool {
        watch::guards(self.act.kind) && self.act.machine().is_empty()
    }

    /// Does it: all of it is appended, or the first reason why not is given.
    pub(super) fn perform(
        &self,
        journal: &mut Journal<'_>,
        house: &House,
        booted: clock::Booted,
        earlier: &watch::Earlier,
    ) -> Result<Reply, ActError> {
        let Self { act, who, now, .. } = *self;
        if let Some(entry) = journal.by_uid(act.uid)? {
            return identity::known(journal, house, &entry, (act, who));
        }
        let parsed = self.parsed.clone().map_err(ActError::Refused)?;
        let operator = clean(&who.operator, NAME_HOLDS).map_err(|_| Refusal::at("operator", Cause::OperatorName))?;
        // A staff number signs as its person; a machine has a name of its own.
        let operator = if act.machine().is_empty() { house.site.name_of(&operator).to_owned() } else { operator };
        refuse_if(operator.is_empty(), Cause::NoOperator)?;
        refuse_if(!is_clean(&who.post, NAME_HOLDS), Refusal::at("post", Cause::UnknownPost))?;
        let who = &Who { operator, ..who.clone() };
        let people = &house.site.staff;
        let barred = match act.kind {
            Kind::Calendar => staff::refusal(people, &who.operator, staff::LISTED),
            Kind::Restored if act.fields.contains_key("known") => staff::not_accepting(people, &who.operator),
            _ => None,
        };
        barred.map_or(Ok(()), |cause| Err(Refusal::at("operator", cause)))?;
        if self.is_guarded() {
            let refusal = watch::refusal(journal, house, earlier, &who.post, &who.operator)?;
            refusal.map_or(Ok(()), |cause| Err(ActError::from(cause)))?;
        }
        let jumped = clock::jumped(&*journal, who.boot, now, booted)?;
        let behind = act.kind != Kind::Calendar && calendar::is_behind(journal, &house.calendar)?;
        let unseen = seen::unseen(&*journal, act)?;
        let mut cx = clock::context(journal, house, earlier, who, act.uid, now, booted.now);
        cx.source = act.machine().to_owned();
        if let Some(by) = jumped {
            clock::note(&mut cx, by)?;
            cx.clock_went_back = by < 0;
        }
        let subject = match act.kind {
            Kind::Amended => correct::amend(&mut cx, act)?,
            Kind::Withdrawn => correct::withdraw(&mut cx, act)?,
            Kind::Calendar => calendar::load(&mut cx, act)?,
            Kind::Rebased => calendar::rebase(&mut cx, act)?,
            Kind::Begun => cx.open(Kind::Begun, now, ParsedForm::default(), |_| {})?,
            Kind::Restored => cx.open(Kind::Restored, now, parsed, |_| {})?,
            // Nobody says so but the clock itself.
            Kind::ClockJumped => return Err(Cause::UnknownKind.into()),
            Kind::Acknowledged => acknowledge::acknowledge(&mut cx, act, parsed)?,
            _ => families::decide(&mut cx, act, parsed)?,
        };
        concluded::settle(&mut cx)?;
        // What forbids it goes first.
        unseen.map_or(Ok(()), |cause| Err(ActError::from(cause)))?;
        if behind {
            calendar::settle(&mut cx, &house.calendar)?;
        }
        let repeated = cx.repeats;
        let record = cx.record(subject)?;
        let seq = cx.journal.by_uid(act.uid)?.map_or(record.seq, |entry| entry.seq);
        Ok(Reply { record, seq, repeated })
    }
}
