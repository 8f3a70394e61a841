//! Records and entries as JSON: one shape for every command that prints them. Instants are RFC 3339 in the site's zone;
//! values stand whole, for this output is read by programs.

use chrono::Datelike;
use serde::Serialize;
use uuid::Uuid;

use crate::desk::{Page, PageLine};
use crate::domain::entry::{Entry, Family, Fields, Head, Link, Seq};
use crate::domain::handover::{HandoverItem, Topic, Verdict};
use crate::domain::number::Number;
use crate::domain::record::{Departure, Record, Status};
use crate::domain::site::Site;
use crate::domain::text::steers;
use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Due;

/// How things are written: the site's number and zone, and the year in which they are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writing<'a> {
    pub(super) site: &'a Site,
    pub(super) now: Moment,
}

/// JSON whose values a terminal can show as they come: what could steer it stands escaped.
pub(super) struct Plain;

impl serde_json::ser::Formatter for Plain {
    fn write_string_fragment<W: ?Sized + std::io::Write>(&mut self, to: &mut W, text: &str) -> std::io::Result<()> {
        for part in text.split_inclusive(steers) {
            let plain = part.trim_end_matches(steers);
            to.write_all(plain.as_bytes())?;
            for unit in part.chars().skip(plain.chars().count()).flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()) {
                write!(to, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

#[derive(Serialize)]
pub(super) struct RecordJson<'a> {
    id: String,
    number: String,
    family: Family,
    uid: Uuid,
    seq: Seq,
    last: Seq,
    at: String,
    written_at: String,
    post: &'a str,
    operator: &'a str,
    status: Status,
    inside: bool,
    refused: bool,
    late: bool,
    struck: bool,
    odd_room: bool,
    clock_went_back: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_at: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    left_unseen: bool,
    fields: &'a Fields,
    steps: Vec<StepJson<'a>>,
    #[serde(rename = "clocks")]
    limits: Vec<ClockJson<'a>>,
    /// How often it was promised when it will be done, and passed on; how many households complain of its matter.
    promises: u32,
    transfers: usize,
    households: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acks: Vec<AckJson<'a>>,
    links: Vec<LinkJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<LineJson<'a>>,
    /// The obvious next step, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
    /// The steps that may be done now, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) offered: Option<Vec<String>>,
    /// Whether the act had been done before, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repeated: Option<bool>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    step: &'a str,
    seq: Seq,
    at: String,
    operator: &'a str,
}

/// Who took note of which rung of a limit.
#[derive(Serialize)]
struct AckJson<'a> {
    clock: &'a str,
    percent: u32,
    seq: Seq,
    at: String,
    operator: &'a str,
}

/// One running time limit: `due`, or the year whose calendar is still missing.
#[derive(Serialize)]
pub(super) struct ClockJson<'a> {
    stage: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    part: &'a str,
    start: String,
    length: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pending: Option<i32>,
    clause: &'a str,
    calendar: String,
    expiry: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pauses: Vec<[String; 2]>,
}

#[derive(Serialize)]
struct LinkJson {
    id: String,
    uid: Uuid,
}

#[derive(Serialize)]
struct LineJson<'a> {
    topic: Topic,
    record: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
}

/// One entry as it was written.
#[derive(Serialize)]
pub(super) struct EntryJson<'a> {
    seq: Seq,
    uid: Uuid,
    kind: &'static str,
    record: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    at: String,
    written_at: String,
    post: &'a str,
    operator: &'a str,
    fields: &'a Fields,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Seq>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    clock_went_back: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<LinkJson>,
    #[serde(rename = "clocks", skip_serializing_if = "Vec::is_empty")]
    limits: Vec<ClockJson<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    ended: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<LineJson<'a>>,
    #[serde(skip_serializing_if = "<[Verdict]>::is_empty")]
    verdicts: &'a [Verdict],
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<&'a Head>,
}

#[derive(Serialize)]
pub(super) struct PageJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<RecordJson<'a>>,
    head: Option<&'a Head>,
    lines: Vec<PageLineJson<'a>>,
}

#[derive(Serialize)]
struct PageLineJson<'a> {
    #[serde(flatten)]
    line: LineJson<'a>,
    said: &'a str,
    reply: &'a str,
    /// The record as of the page.
    state: RecordJson<'a>,
}

impl<'a> Writing<'a> {
    pub(super) fn at(&self, at: Moment) -> String {
        self.site.zone.rfc3339(at)
    }

    /// The year in which it is read.
    pub(super) fn year(&self) -> i32 {
        self.site.zone.date(self.now).year()
    }

    /// A number as said on the phone.
    pub(super) fn number(&self, number: Number) -> String {
        number.spoken(self.site.number, self.year())
    }

    /// A record's name among all records, such as `complaint-1120-03`.
    pub(super) fn id(&self, family: Family, number: Number) -> String {
        format!("{}-{}", family.name(), self.number(number))
    }

    pub(super) fn record(&self, record: &'a Record) -> RecordJson<'a> {
        RecordJson {
            id: self.id(record.family, record.number),
            number: record.number.full(),
            family: record.family,
            uid: record.subject,
            seq: record.seq,
            last: record.last,
            at: self.at(record.at),
            written_at: self.at(record.written_at),
            post: &record.post,
            operator: &record.operator,
            status: record.status,
            inside: record.inside,
            refused: record.refused,
            late: record.late(),
            struck: record.struck,
            odd_room: record.odd_room,
            clock_went_back: record.clock_went_back,
            left_at: match record.departure {
                Some(Departure::Seen(at)) => Some(self.at(at)),
                _ => None,
            },
            left_unseen: record.departure == Some(Departure::Unseen),
            fields: &record.fields,
            steps: record
                .steps
                .iter()
                .map(|done| StepJson {
                    step: &done.step,
                    seq: done.seq,
                    at: self.at(done.at),
                    operator: &done.operator,
                })
                .collect(),
            limits: self.limits(&record.limits),
            promises: record.promises,
            transfers: record.transfers(),
            households: record.households,
            acks: record
                .acks
                .iter()
                .map(|ack| AckJson {
                    clock: &ack.clock,
                    percent: ack.percent,
                    seq: ack.seq,
                    at: self.at(ack.at),
                    operator: &ack.operator,
                })
                .collect(),
            links: record.links.iter().map(|link| self.link(*link)).collect(),
            lines: lines(&record.lines, &record.verdicts),
            next: None,
            offered: None,
            repeated: None,
        }
    }

    pub(super) fn entry(&self, entry: &'a Entry) -> EntryJson<'a> {
        let decided = &entry.decided;
        EntryJson {
            seq: entry.seq,
            uid: entry.uid,
            kind: entry.kind.name(),
            record: entry.subject,
            number: decided.number.map(|number| number.full()),
            at: self.at(entry.at),
            written_at: self.at(entry.written_at),
            post: &entry.post,
            operator: &entry.operator,
            fields: &entry.fields,
            target: decided.target,
            clock_went_back: decided.clock_went_back,
            link: decided.link.map(|link| self.link(link)),
            limits: self.limits(&decided.limits),
            ended: &decided.ended,
            lines: lines(&decided.lines, &[]),
            verdicts: &decided.verdicts,
            head: decided.head.as_ref(),
        }
    }

    /// A handover page with the chain head that stands on it.
    pub(super) fn page(&self, page: &'a Page, head: Option<&'a Head>) -> PageJson<'a> {
        let line = |line: &'a PageLine| PageLineJson {
            line: LineJson {
                topic: line.line.topic,
                record: line.line.subject,
                stage: line.line.stage.as_deref(),
                verdict: line.verdict,
            },
            said: &line.said,
            reply: &line.reply,
            state: self.record(&line.record),
        };
        PageJson {
            signed: page.signed.as_deref().map(|record| self.record(record)),
            head,
            lines: page.lines.iter().map(line).collect(),
        }
    }

    pub(super) fn limits(&self, limits: &'a [TimeLimit]) -> Vec<ClockJson<'a>> {
        let write = |clock: &'a TimeLimit| {
            let (due, shown, pending) = match clock.due {
                Due::At { at, shown } => (Some(self.at(at)), shown.map(|shown| self.at(shown)), None),
                Due::Pending { year } => (None, None, Some(year)),
            };
            ClockJson {
                stage: &clock.stage,
                part: &clock.part,
                start: self.at(clock.start),
                length: clock.length.to_string(),
                due,
                shown,
                pending,
                clause: &clock.clause,
                calendar: clock.calendar.to_string(),
                expiry: &clock.expiry,
                pauses: clock.pauses.iter().map(|(from, to)| [self.at(*from), self.at(*to)]).collect(),
            }
        };
        limits.iter().map(write).collect()
    }

    fn link(&self, link: Link) -> LinkJson {
        LinkJson { id: self.id(link.family, link.number), uid: link.subject }
    }
}

fn lines<'a>(lines: &'a [HandoverItem], verdicts: &[Verdict]) -> Vec<LineJson<'a>> {
    let verdicts = verdicts.iter().copied().map(Some).chain(std::iter::repeat(None));
    let write = |(line, verdict): (&'a HandoverItem, Option<Verdict>)| LineJson {
        topic: line.topic,
        record: line.subject,
        stage: line.stage.as_deref(),
        verdict,
    };
    lines.iter().zip(verdicts).map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_steer_a_terminal_is_escaped_and_reads_back() {
        let text = "红\u{1b}[31m\u{9b}\u{7f}\u{202e}\u{e0041}\"\\ 👍";
        let mut json = Vec::new();
        text.serialize(&mut serde_json::Serializer::with_formatter(&mut json, Plain)).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert!(!json.contains(steers) && json.contains("红") && json.contains("👍"), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
