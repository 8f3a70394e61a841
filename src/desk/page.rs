//! The handover page 交接 of a post as it stands: which records it tells of, and why each.

use std::collections::HashSet;

use crate::desk::PAGE;
use crate::domain::entry::Family;
use crate::domain::handover::{HandoverItem, Topic};
use crate::domain::record::{Record, Stay};
use crate::domain::stages;
use crate::domain::time::{DAY, Moment};
use crate::store::{Deadline, LimitQuery, ListView, Query, Question, Read, StoreError};

/// What [`compile`] reads, as far as that can be said beforehand.
pub(super) fn reads(post: &str, now: Moment) -> Vec<Question> {
    let lists = TOPICS.into_iter().flat_map(told).map(left).chain([last_page(post)]);
    let lists = lists.chain(GATES.map(|family| refusals(family, now, now)));
    lists.map(Question::List).chain([Question::Limits(LimitQuery::first(PAGE))]).collect()
}

/// What is left in the order of the page, after what has a limit.
const TOPICS: [Topic; 3] = [Topic::Inside, Topic::Unsettled, Topic::Note];

/// The families that a topic tells of.
fn told(topic: Topic) -> impl Iterator<Item = Family> {
    Family::ALL.iter().copied().filter(move |family| family.spec().topic == Some(topic))
}

/// What is left of a family: who is inside, what is open.
fn left(family: Family) -> Query {
    Query::new(family, if family.at_gate() { ListView::Inside } else { ListView::Open }, PAGE)
}

fn last_page(post: &str) -> Query {
    Query::new(Family::Handover, ListView::Newest, 1).at_post(post)
}

/// The page of a post that waits for its relief.
pub(super) fn waiting(post: &str) -> Query {
    Query::new(Family::Handover, ListView::Open, 1).at_post(post)
}

/// Where someone may be turned away.
const GATES: [Family; 2] = [Family::Visitor, Family::Vehicle];

fn refusals(family: Family, since: Moment, now: Moment) -> Query {
    let day = Moment::from_millis(now.millis() - DAY);
    Query::new(family, ListView::Newest, PAGE).between(since.min(day), now.plus_minutes(1)).standing()
}

/// The lines that a post's page has now, each with its record: what is late or running and whose line it is, promised,
/// to be passed on, inside, unsettled, noted, and who was turned away since the last handover.
pub(super) fn compile(
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
    let (mut passed_on, mut limited) = (HashSet::new(), HashSet::new());
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
        limited.insert(record.subject);
        put(topic, record, Some(clock.name().into_owned()));
    }
    for topic in TOPICS {
        for family in told(topic) {
            let mut records = read.all(left(family))?;
            if topic == Topic::Inside {
                records.reverse();
            }
            if topic == Topic::Unsettled {
                records.retain(|record| record.get("outcome").is_empty() && !limited.contains(&record.subject));
                // No limit runs that would have told of it.
                for record in records.iter().filter(|record| record.passed_on().is_some()) {
                    if passed_on.insert(record.subject) {
                        put(Topic::Supervisor, record.clone(), None);
                    }
                }
            }
            records.into_iter().for_each(|record| put(topic, record, None));
        }
    }
    // Refusals are looked for over a day at the least: one that happened before the last handover may have been written
    // after it.
    let last = read.list(last_page(post))?.pop();
    let (since, signed) = last.map_or((now, 0), |last| (last.at, last.seq));
    for family in GATES {
        for record in read.all(refusals(family, since, now))?.into_iter().rev() {
            if record.stay() == Some(Stay::Refused) && record.seq > signed {
                put(Topic::Refusal, record, None);
            }
        }
    }
    Ok(page)
}
