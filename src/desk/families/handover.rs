//! Handover 交接: the page compiled from live data, answered line by line, signed once and never changed.

use std::collections::HashSet;

use uuid::Uuid;

use crate::desk::act_context::ActContext;
use crate::desk::{Act, ActError, ActTarget, Answer, PAGE, refuse_if};
use crate::domain::entry::{Family, Kind};
use crate::domain::handover::{HandoverItem, Topic, Verdict};
use crate::domain::intake::ParsedForm;
use crate::domain::record::Record;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::stages;
use crate::domain::time::{DAY, Moment};
use crate::store::{Deadline, LimitQuery, ListView, Query, Question, Read, StoreError};

/// What [`compile`] reads, as far as that can be said beforehand.
pub(in crate::desk) fn reads(post: &str, now: Moment) -> Vec<Question> {
    let lists = [
        lists(Family::Visitor, ListView::Inside),
        lists(Family::Vehicle, ListView::Inside),
        lists(Family::WalkIn, ListView::Open),
        lists(Family::Call, ListView::Open),
        lists(Family::Note, ListView::Open),
        last_page(post),
        refusals(now, now),
    ];
    lists.map(Question::List).into_iter().chain([Question::Limits(LimitQuery::first(PAGE))]).collect()
}

const fn lists(family: Family, view: ListView) -> Query {
    Query::new(family, view, PAGE)
}

fn last_page(post: &str) -> Query {
    Query::new(Family::Handover, ListView::Newest, 1).at_post(post)
}

/// The page of a post that waits for its relief.
pub(in crate::desk) fn waiting(post: &str) -> Query {
    Query::new(Family::Handover, ListView::Open, 1).at_post(post)
}

fn refusals(since: Moment, now: Moment) -> Query {
    let day = Moment::from_millis(now.millis() - DAY);
    lists(Family::Visitor, ListView::Newest).between(since.min(day), now.plus_minutes(1)).standing()
}

/// The lines that a post's page has now, each with its record: what is late or running and whose line it is, promised,
/// to be passed on, inside, unsettled, noted, and who was turned away since the last handover.
pub(in crate::desk) fn compile(
    read: &(impl Read + ?Sized),
    post: &str,
    now: Moment,
) -> Result<Vec<(HandoverItem, Record)>, StoreError> {
    let mut page = Vec::new();
    let mut put = |topic, record: Record, stage: Option<String>| {
        if record.post == post {
            page.push((HandoverItem { topic, subject: record.subject, stage }, record));
        }
    };
    let (mut passed_on, mut told) = (HashSet::new(), HashSet::new());
    for Deadline { clock, record } in read.all_limits(LimitQuery::first(PAGE))? {
        if record.passed_on().is_some() && passed_on.insert(record.subject) {
            put(Topic::Supervisor, record.clone(), None);
        }
        let topic = match (record.escalation_of(&clock, now), clock.stage.as_str()) {
            (Some(line), _) => line,
            // It stands under those without outcome.
            (None, stages::OUTCOME) if record.family == Family::WalkIn => continue,
            // Keeping in touch is the shift's own only once it is late.
            (None, stages::CONTACT) if clock.at().is_some_and(|due| due > now) => continue,
            (None, stages::REPLY) => Topic::Promise,
            (None, stages::MESSAGE) => Topic::Message,
            (None, _) => Topic::Deadline,
        };
        if record.family == Family::WalkIn {
            told.insert(record.subject);
        }
        put(topic, record, Some(clock.name().into_owned()));
    }
    for family in [Family::Visitor, Family::Vehicle] {
        read.all(lists(family, ListView::Inside))?
            .into_iter()
            .rev()
            .for_each(|record| put(Topic::Inside, record, None));
    }
    for family in [Family::WalkIn, Family::Call] {
        let open = read.all(lists(family, ListView::Open))?.into_iter();
        let left = open.filter(|record| record.get("outcome").is_empty() && !told.contains(&record.subject));
        left.for_each(|record| put(Topic::Unsettled, record, None));
    }
    let notes = read.all(lists(Family::Note, ListView::Open))?;
    notes.into_iter().for_each(|record| put(Topic::Note, record, None));
    // Refusals are looked for over a day at the least: one that happened before the last handover may have been written
    // after it.
    let last = read.list(last_page(post))?.pop();
    let (since, signed) = last.map_or((now, 0), |last| (last.at, last.seq));
    for record in read.all(refusals(since, now))?.into_iter().rev() {
        if record.refused && record.seq > signed {
            put(Topic::Refusal, record, None);
        }
    }
    Ok(page)
}

/// The outgoing person signs the page; with a relief on post, the relief's answers are signed with it.
pub(in crate::desk) fn sign(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    refuse_if(!cx.journal.list(waiting(&cx.stamp.post))?.is_empty(), Cause::PageWaits)?;
    let page = compile(&*cx.journal, &cx.stamp.post, cx.now)?;
    let lines: Vec<HandoverItem> = page.into_iter().map(|(line, _)| line).collect();
    let head = cx.journal.head()?;
    if act.step == "day_close" {
        return cx.open(Kind::Handover, cx.now, parsed, |decided| {
            decided.lines = lines;
            decided.head = head;
        });
    }
    let relief = relief(&parsed, parsed.get("person"))?;
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
    let subject = cx.open(Kind::Handover, cx.now, parsed, |decided| {
        decided.lines = lines;
        decided.head = head;
    })?;
    let record = cx.record(subject)?;
    conclude(cx, cx.derived_uid(1), &record, accepted, &answers, relief)
}

/// The next shift's relief answers the page that waited and signs it.
pub(in crate::desk) fn accept(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.open_record(act.subject, Family::Handover)?;
    let relief = relief(&parsed, "")?;
    let answers = answers(act, &record.lines)?;
    conclude(cx, cx.uid, &record, parsed, &answers, relief)
}

/// A later remark 补记 on a signed page.
pub(in crate::desk) fn remark(cx: &mut ActContext<'_, '_>, act: &Act, parsed: ParsedForm) -> Result<Uuid, ActError> {
    let record = cx.known(act.subject, Family::Handover)?;
    cx.follow(Kind::HandoverRemark, &record, parsed)
}

fn relief(parsed: &ParsedForm, outgoing: &str) -> Result<String, ActError> {
    let relief = parsed.get("relief").to_owned();
    if relief == outgoing { Err(Refusal::at("relief", Cause::SamePerson).into()) } else { Ok(relief) }
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
    relief: String,
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
    })?;
    // The relief has the post from here on.
    let duty = ActContext { uid: cx.derived_uid(2), stamp: cx.stamp.clone(), journal: cx.journal, ..*cx };
    on_duty(duty, relief)?;
    Ok(record.subject)
}

fn on_duty(mut cx: ActContext<'_, '_>, person: String) -> Result<Uuid, ActError> {
    let mut parsed = ParsedForm::default();
    parsed.personal.insert("person".into(), person);
    let at = cx.now;
    cx.open(Kind::Duty, at, parsed, |_| {})
}
