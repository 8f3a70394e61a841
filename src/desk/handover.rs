//! Handover 交接: the page compiled from live data, answered line by line, signed once and never changed.

use std::collections::HashSet;

use uuid::Uuid;

use crate::desk::case::Case;
use crate::desk::{Act, Answer, Detail, Failure};
use crate::domain::entry::{Family, Kind};
use crate::domain::handover::{Line, Topic, Verdict};
use crate::domain::intake::Taken;
use crate::domain::procedure::stages;
use crate::domain::record::{Record, Status};
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::time::{DAY, Moment};
use crate::store::{Deadline, Read, StoreError, Which};

/// The longest page; what is beyond it is beyond any shift.
const MOST: usize = 10_000;

/// The lines that a post's page has now, each with its record: what is late or running and whose line it is, promised,
/// to be passed on, inside, unsettled, noted, and who was turned away since the last handover.
pub(super) fn compile(read: &(impl Read + ?Sized), post: &str, now: Moment) -> Result<Vec<(Line, Record)>, StoreError> {
    let mut page = Vec::new();
    let mut put = |topic, record: Record, stage: Option<String>| {
        if record.post == post {
            page.push((Line { topic, subject: record.subject, stage }, record));
        }
    };
    let (mut passed_on, mut told) = (HashSet::new(), HashSet::new());
    for Deadline { clock, record } in read.deadlines(MOST)? {
        if record.passed_on().is_some() && passed_on.insert(record.subject) {
            put(Topic::Supervisor, record.clone(), None);
        }
        let topic = match (record.line(&clock, now), clock.stage.as_str()) {
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
        read.list(family, Which::Inside, MOST)?.into_iter().rev().for_each(|record| put(Topic::Inside, record, None));
    }
    for family in [Family::WalkIn, Family::Call] {
        let open = read.list(family, Which::Open, MOST)?.into_iter();
        let left = open.filter(|record| record.get("outcome").is_empty() && !told.contains(&record.subject));
        left.for_each(|record| put(Topic::Unsettled, record, None));
    }
    read.list(Family::Note, Which::Open, MOST)?.into_iter().for_each(|record| put(Topic::Note, record, None));
    let last = read.list(Family::Handover, Which::Newest, 50)?.into_iter().find(|record| record.post == post);
    // Refusals are looked for over a day at the least: one that happened before the last handover may have been written
    // after it.
    let day = Moment::from_millis(now.millis() - DAY);
    let (since, signed) = last.map_or((day, 0), |last| (last.at.min(day), last.seq));
    for record in read.between(Family::Visitor, since, now.plus_minutes(1), MOST)?.into_iter().rev() {
        if record.refused && record.status != Status::Void && record.seq > signed {
            put(Topic::Refusal, record, None);
        }
    }
    Ok(page)
}

/// The outgoing person signs the page; with a relief on post, the relief's answers are signed with it.
pub(super) fn sign(case: &mut Case<'_>, act: &Act, taken: Taken) -> Result<Uuid, Failure> {
    let waiting = case.journal.list(Family::Handover, Which::Open, MOST)?;
    if waiting.iter().any(|record| record.post == case.stamp.post) {
        return Err(Cause::PageWaits.into());
    }
    let page = compile(&*case.journal, &case.stamp.post, case.now)?;
    let lines: Vec<Line> = page.into_iter().map(|(line, _)| line).collect();
    let head = case.journal.head()?;
    if act.step == "day_close" {
        return case.open(Kind::Handover, case.now, taken, |decided| {
            decided.lines = lines;
            decided.head = head;
        });
    }
    let relief = relief(&taken, taken.get("person"))?;
    let answers = answers(act, &lines)?;
    let mut accepted = Taken::default();
    for key in ["relief", "override_by", "override_why", "step"] {
        if let Some(value) = taken.plain.get(key) {
            accepted.plain.insert(key.into(), value.clone());
        }
        if let Some(value) = taken.personal.get(key) {
            accepted.personal.insert(key.into(), value.clone());
        }
    }
    let subject = case.open(Kind::Handover, case.now, taken, |decided| {
        decided.lines = lines;
        decided.head = head;
    })?;
    let record = case.record(subject)?;
    conclude(case, case.further(1), &record, accepted, &answers, relief)
}

/// The next shift's relief answers the page that waited and signs it.
pub(super) fn accept(case: &mut Case<'_>, act: &Act, taken: Taken) -> Result<Uuid, Failure> {
    let record = case.open_record(act.subject, Family::Handover)?;
    let relief = relief(&taken, "")?;
    let answers = answers(act, &record.lines)?;
    conclude(case, case.uid, &record, taken, &answers, relief)
}

/// A later remark 补记 on a signed page.
pub(super) fn remark(case: &mut Case<'_>, act: &Act, taken: Taken) -> Result<Uuid, Failure> {
    let record = case.known(act.subject, Family::Handover)?;
    case.follow(Kind::HandoverRemark, &record, taken)
}

fn relief(taken: &Taken, outgoing: &str) -> Result<String, Failure> {
    let relief = taken.get("relief").to_owned();
    if relief == outgoing { Err(Refusal::at("relief", Cause::SamePerson).into()) } else { Ok(relief) }
}

/// One answer for each line, in the page's order.
fn answers(act: &Act, lines: &[Line]) -> Result<Vec<Answer>, Failure> {
    let given: &[Answer] = if let Detail::Answers(given) = &act.detail { given } else { &[] };
    let found: Vec<Answer> =
        lines.iter().filter_map(|line| given.iter().find(|answer| answer.line == *line)).cloned().collect();
    if found.len() < lines.len() {
        return Err(Cause::Unanswered(lines.len() - found.len()).into());
    }
    let bare = |answer: &Answer| answer.verdict == Verdict::Accepted && answer.said.trim().is_empty();
    if found.iter().any(|answer| bare(answer) && answer.line.needs_reason()) {
        return Err(Cause::ReasonNeeded.into());
    }
    let short = |answer: &Answer| match answer.verdict {
        Verdict::Accepted => false,
        Verdict::Queried => answer.said.trim().is_empty() || answer.reply.trim().is_empty(),
        Verdict::Refused => answer.said.trim().is_empty(),
    };
    let unanswered = found.iter().filter(|answer| short(answer)).count();
    if unanswered > 0 {
        return Err(Cause::Unanswered(unanswered).into());
    }
    if found.iter().any(|answer| answer.verdict == Verdict::Refused) && act.step != "override" {
        return Err(Cause::OverrideNeeded.into());
    }
    Ok(found)
}

fn conclude(
    case: &mut Case<'_>,
    uid: Uuid,
    record: &Record,
    mut taken: Taken,
    answers: &[Answer],
    relief: String,
) -> Result<Uuid, Failure> {
    for (index, answer) in answers.iter().enumerate() {
        for (key, text) in [("said", &answer.said), ("reply", &answer.reply)] {
            let text = crate::domain::text::clean(text, crate::domain::form::LONG)
                .map_err(|fault| Refusal::at(key, Cause::Fault(fault)))?;
            if !text.is_empty() {
                taken.personal.insert(format!("{key}.{index}"), text);
            }
        }
    }
    let verdicts = answers.iter().map(|answer| answer.verdict).collect();
    let head = case.journal.head()?;
    case.follow_with(uid, Kind::HandoverAccepted, record, taken, |decided| {
        decided.verdicts = verdicts;
        decided.head = head;
    })?;
    // The relief has the post from here on.
    let duty = Case { uid: case.further(2), stamp: case.stamp.clone(), journal: case.journal, ..*case };
    on_duty(duty, relief)?;
    Ok(record.subject)
}

fn on_duty(mut case: Case<'_>, person: String) -> Result<Uuid, Failure> {
    let mut taken = Taken::default();
    taken.personal.insert("person".into(), person);
    let at = case.now;
    case.open(Kind::Duty, at, taken, |_| {})
}
