//! The text of a record's row: what of the record stands in no column of its own. Names are short and instants are
//! milliseconds after the record's own, because there is a row for every visitor.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::entry::{Family, Fields, Link, Seq};
use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::record::{Ack, Body, Driver, ReadFor, Record, Stay, Step};
use crate::domain::time::Moment;
use crate::domain::time_limit::{Rung, TimeLimit};
use crate::domain::worktime::{CalendarVersions, Due, Length};
use crate::store::{ITSELF, RecordRow, StoreError};

#[derive(Serialize, Deserialize)]
struct State<'r> {
    #[serde(rename = "l")]
    last: Seq,
    #[serde(rename = "w", default, skip_serializing_if = "is_default")]
    written_after: i64,
    #[serde(rename = "o")]
    operator: Cow<'r, str>,
    #[serde(rename = "r", default, skip_serializing_if = "is_default")]
    refused: bool,
    #[serde(rename = "x", default, skip_serializing_if = "is_default")]
    odd_room: bool,
    #[serde(rename = "z", default, skip_serializing_if = "is_default")]
    struck: bool,
    #[serde(rename = "b", default, skip_serializing_if = "is_default")]
    clock_went_back: bool,
    #[serde(rename = "n", default, skip_serializing_if = "is_default")]
    ahead: i64,
    #[serde(rename = "m", default, skip_serializing_if = "is_default")]
    source: Cow<'r, str>,
    #[serde(rename = "d", default, skip_serializing_if = "is_default")]
    departed_after: Option<i64>,
    #[serde(rename = "u", default, skip_serializing_if = "is_default")]
    unseen: bool,
    #[serde(rename = "e", default, skip_serializing_if = "is_default")]
    out_only: bool,
    #[serde(rename = "g", default, skip_serializing_if = "is_default")]
    gone: u32,
    #[serde(rename = "q", default, skip_serializing_if = "is_default")]
    read_for: ReadFor,
    #[serde(rename = "c", default, skip_serializing_if = "is_default")]
    driver: Driver,
    #[serde(rename = "f")]
    fields: Cow<'r, Fields>,
    #[serde(rename = "s", default, skip_serializing_if = "is_default")]
    steps: Vec<ShortStep<'r>>,
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    limits: Vec<ShortLimit>,
    #[serde(rename = "p", default, skip_serializing_if = "is_default")]
    promises: u32,
    #[serde(rename = "h", default, skip_serializing_if = "is_default")]
    households: u32,
    #[serde(rename = "a", default, skip_serializing_if = "is_default")]
    acks: Cow<'r, [Ack]>,
    #[serde(rename = "k", default, skip_serializing_if = "is_default")]
    links: Cow<'r, [Link]>,
    #[serde(rename = "i", default, skip_serializing_if = "is_default")]
    lines: Cow<'r, [HandoverItem]>,
    #[serde(rename = "v", default, skip_serializing_if = "is_default")]
    verdicts: Cow<'r, [Verdict]>,
}

/// A step without names: which, the entry, when, by whom, whether it was undone.
type ShortStep<'r> = (Cow<'r, str>, Seq, i64, Cow<'r, str>, u8);

/// A limit without names: stage, part, start, length, hours, calendar, clause, expiry, pauses, rungs (percent, at),
/// minutes of repeating, due, shown, the year it waits for.
type ShortLimit = (
    String,
    String,
    i64,
    Length,
    String,
    CalendarVersions,
    String,
    String,
    Vec<(i64, i64)>,
    Vec<(u32, Option<i64>)>,
    u32,
    Option<i64>,
    Option<i64>,
    Option<i32>,
);

fn shorten(limit: &TimeLimit, from: Moment) -> ShortLimit {
    let since = |at: Moment| at.since(from);
    let (due, shown, year) = match limit.due {
        Due::At { at, shown } => (Some(since(at)), shown.map(since), None),
        Due::Pending { year } => (None, None, Some(year)),
    };
    (
        limit.stage.clone(),
        limit.part.clone(),
        since(limit.start),
        limit.length,
        limit.hours.clone(),
        limit.calendar.clone(),
        limit.clause.clone(),
        limit.expiry.clone(),
        limit.pauses.iter().map(|(from, to)| (since(*from), since(*to))).collect(),
        limit.ladder.iter().map(|rung| (rung.percent, rung.at.map(since))).collect(),
        limit.repeat,
        due,
        shown,
        year,
    )
}

fn lengthen(short: ShortLimit, from: Moment) -> TimeLimit {
    let after = |millis: i64| Moment::from_millis(from.millis().saturating_add(millis));
    let (stage, part, start, length, hours, calendar, clause, expiry, pauses, ladder, repeat, due, shown, year) = short;
    TimeLimit {
        stage,
        part,
        start: after(start),
        length,
        hours,
        calendar,
        clause,
        expiry,
        pauses: pauses.into_iter().map(|(from, to)| (after(from), after(to))).collect(),
        ladder: ladder.into_iter().map(|(percent, at)| Rung { percent, at: at.map(after) }).collect(),
        repeat,
        due: match due {
            Some(at) => Due::At { at: after(at), shown: shown.map(after) },
            None => Due::Pending { year: year.unwrap_or_default() },
        },
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

pub(crate) fn state<'r>(record: &'r Record) -> Result<String, StoreError> {
    let since = |at: Moment| at.since(record.at);
    let text = |text: &'r str| Cow::Borrowed(text);
    let step =
        |step: &'r Step| (text(&step.step), step.seq, since(step.at), text(&step.operator), u8::from(step.undone));
    let state = State {
        last: record.last,
        written_after: since(record.written_at),
        operator: text(&record.operator),
        refused: record.stay() == Some(Stay::Refused),
        odd_room: record.odd_room,
        struck: record.struck,
        clock_went_back: record.clock_went_back,
        ahead: record.ahead,
        source: text(&record.source),
        departed_after: match record.stay() {
            Some(Stay::Left(at)) => Some(since(at)),
            _ => None,
        },
        unseen: record.stay() == Some(Stay::LeftUnseen),
        out_only: record.stay() == Some(Stay::OutOnly),
        gone: record.gone,
        read_for: record.read_for,
        driver: record.driver,
        fields: Cow::Borrowed(&record.fields),
        steps: record.steps.iter().map(step).collect(),
        limits: record.limits.iter().map(|limit| shorten(limit, record.at)).collect(),
        promises: record.promises(),
        households: record.households(),
        acks: Cow::Borrowed(&record.acks),
        links: Cow::Borrowed(&record.links),
        lines: Cow::Borrowed(record.lines()),
        verdicts: Cow::Borrowed(record.verdicts()),
    };
    serde_json::to_string(&state).map_err(|_| StoreError::Unreadable { seq: record.seq })
}

impl RecordRow {
    /// The record that the row holds.
    ///
    /// # Errors
    /// `Damaged` where it cannot be read, which a rebuild heals.
    pub fn record(self) -> Result<Record, StoreError> {
        let state: State<'_> = serde_json::from_str(&self.state).map_err(|_| StoreError::Damaged)?;
        let after = |millis: i64| Moment::from_millis(self.at.millis().saturating_add(millis));
        let body = match (self.family, state.departed_after) {
            (Family::Complaint, _) => Body::Complaint { promises: state.promises, households: state.households },
            (Family::Handover, _) => {
                Body::Handover { lines: state.lines.into_owned(), verdicts: state.verdicts.into_owned() }
            }
            (_, Some(millis)) => Body::Gate(Stay::Left(after(millis))),
            _ if state.refused => Body::Gate(Stay::Refused),
            _ if state.unseen => Body::Gate(Stay::LeftUnseen),
            _ if state.out_only => Body::Gate(Stay::OutOnly),
            _ if self.inside == ITSELF => Body::Gate(Stay::Inside),
            _ => Body::Plain,
        };
        let step = |(step, seq, at, operator, undone): ShortStep<'_>| Step {
            step: step.into_owned(),
            seq,
            at: after(at),
            operator: operator.into_owned(),
            undone: undone == 1,
        };
        Ok(Record {
            subject: self.subject,
            family: self.family,
            number: self.number,
            seq: self.seq,
            last: state.last,
            at: self.at,
            written_at: after(state.written_after),
            post: self.post,
            operator: state.operator.into_owned(),
            status: self.status,
            odd_room: state.odd_room,
            struck: state.struck,
            clock_went_back: state.clock_went_back,
            ahead: state.ahead,
            source: state.source.into_owned(),
            fields: state.fields.into_owned(),
            steps: state.steps.into_iter().map(step).collect(),
            limits: state.limits.into_iter().map(|limit| lengthen(limit, self.at)).collect(),
            acks: state.acks.into_owned(),
            links: state.links.into_owned(),
            gone: state.gone,
            read_for: state.read_for,
            driver: state.driver,
            body,
        })
    }
}
