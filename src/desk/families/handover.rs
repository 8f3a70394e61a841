//! Handover 交接: the page answered line by line, signed once and never changed.

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::{Act, ActError, ActTarget, Answer, page, refuse_if, watch};
use crate::domain::duty::LEAVES;
use crate::domain::entry::{Family, Kind};
use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::intake::ParsedForm;
use crate::domain::record::Record;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::shift::{self, EARLY_RELIEF, ShiftChange};
use crate::domain::text::same_name;
use crate::store::Read;

/// The outgoing person signs the page; with a relief on post, the relief's answers are signed with it.
pub(in crate::desk) fn sign(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let post = cx.stamp.post.clone();
    refuse_if(!cx.journal.list(page::waiting(&post))?.is_empty(), Cause::PageWaits)?;
    let outgoing = parsed.get("person").to_owned();
    let watch = watch::read(cx.journal, cx.house, cx.earlier, &post, &[&outgoing])?;
    // Only who has the post hands it over.
    let stranger = watch.holder().filter(|_| !watch.is_on(&outgoing));
    let held = stranger.map(|holder| Cause::PostHeld(holder.person.clone(), holder.since));
    watch.refusal(&outgoing).or(held).map_or(Ok(()), |cause| Err(Refusal::at("person", cause)))?;
    let change = watch.change(&cx.house.site, &outgoing, cx.now);
    let page = page::compile(&*cx.journal, &post, cx.now)?;
    let lines: Vec<HandoverItem> = page.into_iter().map(|(line, _)| line).collect();
    let head = cx.journal.head()?;
    if act.step == "day_close" {
        let subject = cx.open(Kind::Handover, cx.now, parsed, |decided| {
            decided.lines = lines;
            decided.head = head;
            decided.shifts = Some(ShiftChange { from: change.from, ..ShiftChange::default() });
        })?;
        // Nobody has the post until the page is taken over.
        turn(cx, "", &outgoing)?;
        return Ok(subject);
    }
    let relief = relief(&parsed, &outgoing)?;
    let answers = answers(act, &lines)?;
    let mut accepted = ParsedForm::default();
    for key in ["relief", "override_by", "override_why", "step"] {
        if let Some(value) = parsed.plain.get(key) {
            accepted.plain.insert(key.into(), value.clone());
        }
        if let Some(value) = parsed.personal.get(key) {
            accepted.personal.insert(key.into(), value.clone());
        }
    }
    let shifts = Some(change.clone());
    let subject = cx.open(Kind::Handover, cx.now, parsed, |decided| {
        decided.lines = lines;
        decided.head = head;
        decided.shifts = shifts;
    })?;
    let record = cx.record(subject)?;
    conclude(cx, cx.derived_uid(1), &record, accepted, &answers, &relief, change)
}

/// The next shift's relief answers the page that waited and signs it.
pub(in crate::desk) fn accept(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.open_record(act.subject, Family::Handover)?;
    refuse_if(record.post != cx.stamp.post, Cause::WrongRecord)?;
    let relief = relief(&parsed, record.get("person"))?;
    // Whoever has signed on meanwhile has the post.
    let watch = watch::read(cx.journal, cx.house, cx.earlier, &record.post, &[&relief])?;
    if let Some(Cause::PostHeld(who, since)) = watch.refusal(&relief) {
        return Err(Refusal::at("relief", Cause::PostHeld(who, since)).into());
    }
    let answers = answers(act, record.lines())?;
    let from = cx.journal.history(record.subject)?.into_iter().find_map(|entry| entry.decided.shifts?.from);
    let to = shift::stretch(&cx.house.site.shifts, cx.house.site.zone, cx.now, EARLY_RELIEF);
    conclude(cx, cx.uid, &record, parsed, &answers, &relief, ShiftChange { from, to, late: 0 })
}

/// A later remark 补记 on a signed page.
pub(in crate::desk) fn remark(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.known(act.subject, Family::Handover)?;
    cx.follow(Kind::HandoverRemark, &record, parsed)
}

/// The relief, and whoever approves, are other people than the outgoing one.
fn relief(parsed: &ParsedForm, outgoing: &str) -> Result<String, ActError> {
    let (relief, approves) = (parsed.get("relief").to_owned(), parsed.get("override_by"));
    refuse_if(same_name(&relief, outgoing), Refusal::at("relief", Cause::SamePerson))?;
    let own = !approves.is_empty() && (same_name(approves, &relief) || same_name(approves, outgoing));
    refuse_if(own, Refusal::at("override_by", Cause::OwnApproval))?;
    Ok(relief)
}

/// One answer for each line, in the page's order.
fn answers(act: &Act, lines: &[HandoverItem]) -> Result<Vec<Answer>, ActError> {
    let given: &[Answer] = if let ActTarget::Answers(given) = &act.target { given } else { &[] };
    let found: Vec<Answer> =
        lines.iter().filter_map(|line| given.iter().find(|answer| answer.line == *line)).cloned().collect();
    refuse_if(found.len() < lines.len(), Cause::Unanswered(lines.len().saturating_sub(found.len())))?;
    let bare = |answer: &Answer| answer.verdict == Verdict::Accepted && answer.said.trim().is_empty();
    refuse_if(found.iter().any(|answer| bare(answer) && answer.line.needs_reason()), Cause::ReasonNeeded)?;
    let short = |answer: &Answer| match answer.verdict {
        Verdict::Accepted => false,
        Verdict::Queried => answer.said.trim().is_empty() || answer.reply.trim().is_empty(),
        Verdict::Refused => answer.said.trim().is_empty(),
    };
    let unanswered = found.iter().filter(|answer| short(answer)).count();
    refuse_if(unanswered > 0, Cause::Unanswered(unanswered))?;
    refuse_if(
        found.iter().any(|answer| answer.verdict == Verdict::Refused) && act.step != "override",
        Cause::OverrideNeeded,
    )?;
    Ok(found)
}

fn conclude(
    cx: &mut ActContext<'_, '_>,
    uid: Uuid,
    record: &Record,
    mut parsed: ParsedForm,
    answers: &[Answer],
    relief: &str,
    change: ShiftChange,
) -> Result<Uuid, ActError> {
    for (index, answer) in answers.iter().enumerate() {
        for (key, text) in [("said", &answer.said), ("reply", &answer.reply)] {
            let text = crate::domain::text::clean(text, crate::domain::form::LONG)
                .map_err(|fault| Refusal::at(key, Cause::Value(fault)))?;
            if !text.is_empty() {
                parsed.personal.insert(format!("{key}.{index}"), text);
            }
        }
    }
    let verdicts = answers.iter().map(|answer| answer.verdict).collect();
    let head = cx.journal.head()?;
    cx.follow_with(uid, Kind::HandoverAccepted, record, parsed, |decided| {
        decided.verdicts = verdicts;
        decided.head = head;
        decided.shifts = Some(change);
    })?;
    // The relief has the post from here on.
    turn(cx, relief, record.get("person"))?;
    Ok(record.subject)
}

/// A page was signed: its relief has come, if there was one, and the outgoing person is off duty.
fn turn(cx: &mut ActContext<'_, '_>, person: &str, leaves: &str) -> Result<Uuid, ActError> {
    let mut cx = ActContext {
        uid: cx.derived_uid(2),
        stamp: cx.stamp.clone(),
        source: cx.source.clone(),
        journal: cx.journal,
        touched: Vec::new(),
        ..*cx
    };
    let mut parsed = ParsedForm::default();
    for (key, name) in [("person", person), (LEAVES, leaves)] {
        if !name.is_empty() {
            parsed.personal.insert(key.into(), name.into());
        }
    }
    let at = cx.now;
    cx.open(Kind::Duty, at, parsed, |_| {})
}
