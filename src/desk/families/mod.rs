//! What a family forbids, one file for each that forbids anything; the others are opened, followed and closed as their
//! table says.

pub(super) mod again;
mod ahead;
pub(super) mod complaint;
pub(super) mod complaint_rules;
pub(super) mod concluded;
pub(super) mod contact;
pub(super) mod driver;
pub(super) mod events;
pub(super) mod gate;
pub(super) mod handover;
pub(super) mod joins;
pub(super) mod parts;
pub(super) mod readings;
pub(super) mod stays;
pub(super) mod visitor;
pub(super) mod visits;

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::{Act, ActError, ActTarget, refuse_if};
use crate::domain::entry::{Decided, Family, Kind};
use crate::domain::intake::ParsedForm;
use crate::domain::procedure::{Procedures, StepRule};
use crate::domain::record::{Record, Status};
use crate::domain::refusal::{Candidate, Cause};

/// How many who may be meant are named to choose from: as many as have a digit, with one for none of them.
const NAMED: usize = 9;

/// Those inside who may be meant, told as whoever chooses knows them, and how many more there are.
fn candidates(inside: &[Record], told: impl Fn(&Record) -> String) -> (Vec<Candidate>, usize) {
    let candidate = |one: &Record| Candidate {
        family: one.family,
        number: one.number,
        since: one.at,
        told: told(one),
        people: one.people(),
    };
    let named: Vec<Candidate> = inside.iter().take(NAMED).map(candidate).collect();
    let more = inside.len() - named.len();
    (named, more)
}

/// Decides an act whose form was read.
pub(super) fn decide(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    if let ActTarget::Leaves(family, number) = act.target {
        return driver::goes(cx, act.kind, parsed, |cx, parsed| gate::offered(cx, act.kind, (family, number), parsed));
    }
    match act.kind {
        Kind::WalkIn | Kind::Call => contact::open(cx, act.kind, parsed),
        Kind::WalkInOutcome | Kind::CallOutcome => contact::outcome(cx, act, parsed),
        Kind::CallBack => contact::call_back(cx, act, parsed),
        Kind::Complaint => complaint::open(cx, act, parsed),
        Kind::VisitorIn | Kind::VisitorOutOnly | Kind::VisitorRefused => visitor::open(cx, act, parsed),
        Kind::VisitorOut | Kind::VisitorPartOut if !parsed.get("leaving").is_empty() => visitor::part(cx, act, parsed),
        Kind::VisitorOut => gate::leave(cx, act, parsed),
        Kind::VehicleOut => driver::leave(cx, act, parsed),
        Kind::VehicleIn => driver::enter(cx, parsed),
        Kind::DriverApart => driver::left(cx, act, parsed),
        // What a machine tells is told by its time, whatever it calls it.
        Kind::VehicleOutOnly => {
            driver::goes(cx, act.kind, parsed, |cx, parsed| stays::exit(cx, parsed, !act.machine().is_empty()))
        }
        Kind::Handover => handover::sign(cx, act, parsed),
        Kind::HandoverAccepted => handover::accept(cx, act, parsed),
        Kind::HandoverRemark => handover::remark(cx, act, parsed),
        kind if kind.is_step() => step(cx, act, parsed),
        kind => match kind.family() {
            // What forbids nothing.
            Some(_) if kind.opens() => {
                let at = cx.happened(&parsed);
                cx.open(kind, at, parsed, |_| {})
            }
            Some(family) => {
                let record = cx.open_record(act.subject, family)?;
                cx.follow(kind, &record, parsed)
            }
            None => Err(Cause::UnknownKind.into()),
        },
    }
}

/// A step of a record was done: only what belongs to it, in the order that the clauses demand, once.
fn step(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.record(act.subject.ok_or(Cause::NoSuchRecord)?)?;
    refuse_if(record.family.step_kind() != act.kind, Cause::WrongRecord)?;
    let procedures = &cx.house.procedures;
    let done = record.steps.iter().rfind(|step| step.step == act.step && !step.undone);
    let rule = procedures.rule(&record, &act.step);
    if let Some(done) = done
        && rule.is_none_or(|rule| !rule.again)
    {
        return Err(Cause::StepDone(done.operator.clone(), done.at).into());
    }
    refuse_if(record.status != Status::Open, Cause::NotOpen)?;
    let rule = rule.ok_or(Cause::StepUnknown)?;
    let missing = procedures.missing(&record, rule);
    refuse_if(!missing.is_empty(), Cause::StepFirst(missing, rule.clause.clone()))?;
    refuse_if(Procedures::is_early(rule, &record, cx.happened(&parsed)), Cause::NotLapsed(rule.clause.clone()))?;
    let households = check_step(cx, &record, rule, &parsed)?;
    cx.follow_with(cx.uid, act.kind, &record, parsed, |decided: &mut Decided| decided.households = households)
}

/// What a record's family forbids at a step; how many households it is then.
fn check_step(cx: &ActContext<'_, '_>, record: &Record, rule: &StepRule, parsed: &ParsedForm) -> Result<u32, ActError> {
    match record.family {
        Family::Complaint => complaint::check_step(cx, record, rule, parsed),
        _ => Ok(0),
    }
}
