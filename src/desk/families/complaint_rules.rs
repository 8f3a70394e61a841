//! What the clauses forbid in a complaint, beyond the order of its steps; each refusal names its clause.

use std::collections::BTreeSet;

use crate::desk::acknowledge::noter;
use crate::desk::act_context::ActContext;
use crate::desk::{ActError, refuse_if};
use crate::domain::entry::Kind;
use crate::domain::form::{self, Field};
use crate::domain::history::{AT, EntryView};
use crate::domain::intake::ParsedForm;
use crate::domain::procedure::{PAUSED, RECLASSED, RESUMED, StepRule};
use crate::domain::record::{PASSES, Record};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::stages;
use crate::domain::text::phone::{WITHHELD, with_extension};
use crate::domain::text::{room, same_name};
use crate::domain::time::{Moment, parse_rfc3339};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Due;

/// How often, and on how many days, a resident must have been sought before the follow-up is let off (001 处理.3).
const TRIES: (usize, usize) = (3, 2);

/// The steps in which a complaint is handled or judged, and not merely written down.
const HANDLING: [&str; 7] = ["resulted", "share_done", "declined", "explained", "concluded", "exempted", "followed_up"];

/// Refuses what a complaint may not say when it is opened.
pub(in crate::desk) fn open(parsed: &ParsedForm) -> Result<(), ActError> {
    refuse_accused(form::fields(Kind::Complaint, ""), |_| "", parsed)
}

/// Refuses whoever is complained of as the one in charge, or as one who approves (004-7 §4.3.1a).
pub(in crate::desk) fn refuse_accused<'a>(
    asked: &[Field],
    known: impl Fn(&str) -> &'a str,
    parsed: &'a ParsedForm,
) -> Result<(), ActError> {
    let value = |key: &str| Some(parsed.get(key)).filter(|said| !said.is_empty()).unwrap_or_else(|| known(key));
    match asked.iter().find(|field| field.bars(parsed.get(field.key), value)) {
        Some(field) => Err(Refusal::at(field.key, accused_as(field.key)).into()),
        None => Ok(()),
    }
}

/// What whoever is complained of may not do, by the field that names them.
fn accused_as(key: &str) -> Cause {
    if key == "person" { Cause::AccusedHandles } else { Cause::AccusedApproves }
}

/// Refuses what a step may not say, or may not be said by whom.
pub(in crate::desk) fn check(
    cx: &ActContext<'_, '_>,
    record: &Record,
    rule: &StepRule,
    parsed: &ParsedForm,
) -> Result<(), ActError> {
    let at = cx.happened(parsed);
    share(cx, record, rule, parsed)?;
    accused(cx, record, rule, parsed)?;
    // Another path makes no new promise in place of a missed one either.
    refuse_if(
        rule.limit != stages::PROMISE
            && !parsed.get("promise").is_empty()
            && overdue_promise(&record.limits, at).is_some(),
        Refusal::at("promise", Cause::PromiseMissed),
    )?;
    match rule.id.as_str() {
        PAUSED | RESUMED => pause(cx, record, rule, parsed, at)?,
        RECLASSED => {
            let same = |key: &&str| parsed.get(key).is_empty() || parsed.get(key) == record.get(key);
            refuse_if(["class", "category", "matter"].iter().all(same), Refusal::at("class", Cause::Unchanged))?;
        }
        // 不得推诿: passed on and on only with the head's word.
        "rerouted" => {
            refuse_if(
                parsed.get("department") == record.get("department"),
                Refusal::at("department", Cause::Unchanged),
            )?;
            let times = record.transfers();
            refuse_if(
                times >= PASSES && parsed.get("approved_by").is_empty(),
                Refusal::at("approved_by", Cause::PassedOn(times)),
            )?;
        }
        // 由投诉受理部门统一回复: the office, or the post that received it.
        "answered" | "replied" | "written" => {
            let own = cx.stamp.post == record.post;
            let office = cx.house.site.post(&cx.stamp.post).is_none_or(|post| post.intake == "office");
            refuse_if(!own && !office, Cause::OnlyReceiver(record.post.clone()))?;
        }
        "published" => {
            for key in ["area", "text"] {
                refuse_if(names_someone(record, parsed.get(key)), Refusal::at(key, Cause::Names))?;
            }
        }
        "exempted" if parsed.get("exempt") == "unreachable" => require_attempts(cx, record, "exempt")?,
        // 由受诉人回访: whoever received it, or someone else who says why.
        "followed_up" if !same_name(&cx.stamp.operator, &record.operator) && parsed.get("instead").is_empty() => {
            return Err(Refusal::at("instead", Cause::FirstReceiver(record.operator.clone())).into());
        }
        _ => {}
    }
    Ok(())
}

/// Whether a department has a share to do.
fn has_share(record: &Record, name: &str) -> bool {
    record.limits.iter().any(|clock| clock.stage == stages::SHARE && clock.part == name)
}

/// What is said of one share must be said of one that is awaited, and a department is given one thing to do.
fn share(cx: &ActContext<'_, '_>, record: &Record, rule: &StepRule, parsed: &ParsedForm) -> Result<(), ActError> {
    let (share, department) = (parsed.get("share"), parsed.get("department"));
    match rule.id.as_str() {
        "shared" if has_share(record, share) || share == record.get("department") => {
            Err(Refusal::at("share", Cause::Shared).into())
        }
        "rerouted" if has_share(record, department) => Err(Refusal::at("department", Cause::Shared).into()),
        _ => require_awaited_share(cx, record, rule, |key| parsed.get(key)),
    }
}

/// Refuses what is said of a share that nobody waits for.
pub(in crate::desk) fn require_awaited_share<'a>(
    cx: &ActContext<'_, '_>,
    record: &Record,
    rule: &StepRule,
    said: impl Fn(&str) -> &'a str,
) -> Result<(), ActError> {
    let stages = &cx.house.procedures.stages;
    let Some(stage) = stages.iter().find(|stage| stage.id == rule.limit && !stage.part.is_empty()) else {
        return Ok(());
    };
    let part = said(&stage.part);
    let awaited = record.limits.iter().any(|clock| clock.stage == rule.limit && clock.part == part);
    if awaited { Ok(()) } else { Err(Refusal::at(&stage.part, Cause::NotAwaited).into()) }
}

/// The promise among these clocks whose time has passed.
pub(in crate::desk) fn overdue_promise(limits: &[TimeLimit], now: Moment) -> Option<&TimeLimit> {
    limits.iter().find(|clock| clock.stage == stages::PROMISE && clock.is_late(now))
}

/// Whoever is complained of does not handle the complaint (004-7 §4.3.1a).
fn accused(cx: &ActContext<'_, '_>, record: &Record, rule: &StepRule, parsed: &ParsedForm) -> Result<(), ActError> {
    let accused = record.get("accused");
    refuse_accused(form::fields(Kind::ComplaintStep, &rule.id), |key| record.get(key), parsed)?;
    refuse_if(
        !accused.is_empty() && HANDLING.contains(&rule.id.as_str()) && same_name(&cx.stamp.operator, accused),
        Cause::AccusedHandles,
    )?;
    Ok(())
}

/// A pause is of something that runs and may stand still, and ends by itself before long.
fn pause(
    cx: &ActContext<'_, '_>,
    record: &Record,
    rule: &StepRule,
    parsed: &ParsedForm,
    at: Moment,
) -> Result<(), ActError> {
    if !cx.house.procedures.can_pause(record, &rule.id, at) {
        let cause = if rule.id == RESUMED { Cause::NotPaused } else { Cause::NothingToPause };
        return Err(cause.into());
    }
    check_pause_cap(cx, at, parsed.get("until"), "until")
}

/// Refuses a pause from `at` that lasts too long.
fn check_pause_cap(cx: &ActContext<'_, '_>, at: Moment, until: &str, field: &str) -> Result<(), ActError> {
    let longest = cx.house.working().due("office", at, cx.house.procedures.pause);
    match (longest, parse_rfc3339(until)) {
        (Due::At { at: longest, .. }, Some(until)) if longest < until => {
            Err(Refusal::at(field, Cause::PauseTooLong(longest)).into())
        }
        _ => Ok(()),
    }
}

/// Refuses to let a follow-up off whose resident was hardly sought.
pub(in crate::desk) fn require_attempts(cx: &ActContext<'_, '_>, record: &Record, field: &str) -> Result<(), ActError> {
    let zone = cx.house.site.zone;
    let tried = record.steps.iter().filter(|step| step.step == "tried" && !step.undone);
    let days: Vec<_> = tried.map(|step| zone.date(step.at)).collect();
    refuse_if(
        days.len() < TRIES.0 || days.iter().collect::<BTreeSet<_>>().len() < TRIES.1,
        Refusal::at(field, Cause::TooFewTries(days.len())),
    )?;
    Ok(())
}

/// Whether a text names the room, the person or the number of a complaint, however they are spelt in it.
fn names_someone(record: &Record, text: &str) -> bool {
    let numbers = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        parts.map(|part| part.trim_start_matches('0').to_owned()).collect()
    };
    let tight = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let text = room::fold(text);
    let phone = Some(with_extension(record.get("phone")).0).filter(|number| *number != WITHHELD);
    let told = |value: &str| {
        let value = tight(value);
        value.chars().count() > 1 && tight(&text).contains(&value)
    };
    // "3栋2单元101" is 3-2-101 too.
    let room = numbers(record.get("room"));
    let spelt = room.len() > 1 && numbers(&text).windows(room.len()).any(|window| window == room);
    spelt || [record.get("room"), record.get("name"), phone.unwrap_or_default()].into_iter().any(told)
}

/// What no amendment may bring about. A promise whose time has passed is not rewritten: it takes the written reason,
/// the new plan and the consent (004-7 §4.3.2c). Whether the resident was satisfied has opened or closed the case:
/// that line is struck whole.
pub(in crate::desk) fn amend(
    cx: &ActContext<'_, '_>,
    record: &Record,
    lines: &[EntryView],
    line: &EntryView,
    field: &Field,
    new: &str,
) -> Result<(), ActError> {
    let refuse = |cause| Err(Refusal::at("new", cause).into());
    let live = || lines.iter().filter(|line| line.withdrawn.is_none());
    let approves = |line: &EntryView| {
        let noted = line.kind == Kind::Acknowledged && same_name(noter(line.get("by"), &line.operator), new);
        noted || ["approved_by", "head"].iter().any(|key| same_name(line.get(key), new))
    };
    match (line.get("step"), field.key) {
        (_, "promise") if overdue_promise(&line.limits, cx.now).is_some() => refuse(Cause::PromiseMissed),
        (_, "satisfied") => refuse(Cause::StrikeWhole),
        (_, key) if field.bars(new, |key| record.get(key)) => refuse(accused_as(key)),
        (_, "accused") if !new.is_empty() && same_name(record.get("person"), new) => refuse(Cause::AccusedHandles),
        (_, "accused") if !new.is_empty() && live().any(approves) => refuse(Cause::AccusedApproves),
        // Nothing is promised by the last reply: the promise is struck first.
        ("replied", "last_reply") if !new.is_empty() && !line.get("next_reply").is_empty() => refuse(Cause::LaterFirst),
        ("replied", "next_reply") if !new.is_empty() && !line.get("last_reply").is_empty() => refuse(Cause::NotAsked),
        ("published", "area" | "text") if names_someone(record, new) => refuse(Cause::Names),
        ("followed_up", "instead") if new.is_empty() && !same_name(&line.operator, &record.operator) => {
            refuse(Cause::FirstReceiver(record.operator.clone()))
        }
        (PAUSED, "until") => check_pause_cap(cx, line.at, new, "new"),
        (PAUSED, AT) => check_pause_cap(cx, parse_rfc3339(new).unwrap_or(line.at), line.get("until"), "new"),
        // What a department has done stays its own.
        ("shared", "share") if !has_share(record, line.get("share")) => refuse(Cause::LaterFirst),
        ("shared", "share") if has_share(record, new) || new == record.get("department") => refuse(Cause::Shared),
        ("share_done", "share") if !has_share(record, new) => refuse(Cause::NotAwaited),
        ("relayed" | "rerouted", "department") if has_share(record, new) => refuse(Cause::Shared),
        ("exempted", "exempt") if new == "unreachable" => require_attempts(cx, record, "new"),
        _ => Ok(()),
    }
}
