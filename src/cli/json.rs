//! Records and entries as JSON: one shape for every command that prints them. Instants are RFC 3339 in the site's zone;
//! values stand whole, for this output is read by programs.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::desk::{Page, PageLine};
use crate::domain::ended::{Basis, Ended, How};
use crate::domain::entry::{Entry, Family, Link};
use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::head::hex;
use crate::domain::number::Number;
use crate::domain::record::{Record, Stay};
use crate::domain::shift::{ShiftChange, Stretch};
use crate::domain::text::{plate, steers};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Due, Working};
use crate::words::Voice;

/// JSON whose values a terminal can show as they come: what could steer it stands escaped.
pub(super) struct Plain;

impl serde_json::ser::Formatter for Plain {
    fn write_string_fragment<W: ?Sized + std::io::Write>(&mut self, to: &mut W, text: &str) -> std::io::Result<()> {
        for part in text.split_inclusive(steers) {
            let plain = part.trim_end_matches(steers);
            to.write_all(plain.as_bytes())?;
            for unit in part.strip_prefix(plain).unwrap_or_default().encode_utf16() {
                write!(to, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

/// An object that grows; what is not there has no key.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Object(Map<String, Value>);

impl Object {
    pub(super) fn new(value: Value) -> Self {
        Self(if let Value::Object(object) = value { object } else { Map::new() })
    }

    /// Adds what another holds.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Adds a value where there is one.
    pub(super) fn with(mut self, key: &str, value: Option<impl Serialize>) -> Self {
        self.0.extend(value.map(|value| (key.to_owned(), json!(value))));
        self
    }

    /// Adds a list that is not empty, a text that is not, a number that is not 0, or a truth.
    pub(super) fn with_any(self, key: &str, value: impl Serialize) -> Self {
        let value = json!(value);
        let said = ![json!([]), json!(""), json!(false), json!(0)].contains(&value);
        self.with(key, said.then_some(value))
    }
}

/// A record's name among all records, in whatever year it is read: `complaint-2026-1120-03`.
pub(super) fn id(voice: &Voice<'_>, family: Family, number: Number) -> String {
    format!("{}-{}", family.name(), number.dated(voice.site.number))
}

/// A record as it stands.
pub(super) fn record(voice: &Voice<'_>, record: &Record) -> Object {
    let at = |at| voice.site.zone.rfc3339(at);
    let left_at = match record.stay() {
        Some(Stay::Left(left)) => Some(at(left)),
        Some(Stay::OutOnly) => Some(at(record.at)),
        _ => None,
    };
    let steps = record
        .steps
        .iter()
        .map(|done| json!({ "step": done.step, "seq": done.seq, "at": at(done.at), "operator": done.operator }));
    let acks = record.acks.iter().map(|ack| {
        json!({
            "clock": ack.clock, "percent": ack.percent, "seq": ack.seq, "at": at(ack.at), "operator": ack.operator,
        })
    });
    Object::new(json!({
        "id": id(voice, record.family, record.number),
        "number": record.number.full(),
        "family": record.family,
        "uid": record.subject,
        "seq": record.seq,
        "last": record.last,
        "at": at(record.at),
        "written_at": at(record.written_at),
        "post": record.post,
        "operator": record.operator,
        "status": record.status,
        "inside": record.inside(),
        "refused": record.stay() == Some(Stay::Refused),
        "late": record.late(),
        "struck": record.struck,
        "odd_room": record.odd_room,
        "set_back": record.clock_went_back,
    }))
    .with_any("ahead", seconds(record.ahead))
    .with_any("source", &record.source)
    .with("left_at", left_at)
    .with_any("left_unseen", record.stay() == Some(Stay::LeftUnseen))
    .with_any("entry_unseen", record.stay() == Some(Stay::OutOnly))
    .with_any("driver_inside", record.is_there() && !record.inside())
    .with("count", record.is_there().then(|| record.people()))
    .with_any("odd_plate", plate::is_odd(record.get("plate")) && !record.get("plate").is_empty())
    .with("fields", Some(&record.fields))
    .with("steps", Some(steps.collect::<Vec<_>>()))
    .with("clocks", Some(limits(voice, &record.limits)))
    .with("promises", Some(record.promises()))
    .with("transfers", Some(record.transfers()))
    .with("households", Some(record.households()))
    .with_any("acks", acks.collect::<Vec<_>>())
    .with("links", Some(record.links.iter().map(|to| link(voice, *to)).collect::<Vec<_>>()))
    .with_any("lines", lines(record.lines(), record.verdicts()))
}

/// Whole seconds, up to the next.
const fn seconds(millis: i64) -> i64 {
    millis.saturating_add(999) / 1_000
}

/// One entry as it was written.
pub(super) fn entry(voice: &Voice<'_>, entry: &Entry) -> Object {
    let decided = &entry.decided;
    Object::new(json!({ "seq": entry.seq, "uid": entry.uid, "kind": entry.kind.name(), "record": entry.subject }))
        .with("number", decided.number.map(|number| number.full()))
        .with("at", Some(voice.site.zone.rfc3339(entry.at)))
        .with("written_at", Some(voice.site.zone.rfc3339(entry.written_at)))
        .with("post", Some(&entry.post))
        .with("operator", Some(&entry.operator))
        .with("fields", Some(&entry.fields))
        .with("target", decided.target)
        .with_any("set_back", decided.clock_went_back)
        .with_any("ahead", seconds(decided.ahead))
        .with_any("source", &decided.source)
        .with("link", decided.link.map(|to| link(voice, to)))
        .with_any("clocks", limits(voice, &decided.limits))
        .with_any("ended", &decided.ended)
        .with_any("lines", lines(&decided.lines, &[]))
        .with_any("verdicts", &decided.verdicts)
        .with("shifts", decided.shifts.as_ref().map(|change| shifts(voice, change)))
        .with("head", decided.head.as_ref())
        .with("prev", Some(hex(&entry.prev)))
        .with("hash", Some(hex(&entry.hash)))
}

/// Between which shifts a page was signed, and by how many minutes the relief was late.
fn shifts(voice: &Voice<'_>, change: &ShiftChange) -> Object {
    let at = |at| voice.site.zone.rfc3339(at);
    let shift = |shift: &Stretch| json!({ "name": shift.name, "from": at(shift.from), "to": at(shift.to) });
    Object::new(json!({}))
        .with("from", change.from.as_ref().map(shift))
        .with("to", change.to.as_ref().map(shift))
        .with("late_minutes", Some(change.late))
}

/// A handover page with the chain head that stands on it, and each line's record as of the page.
pub(super) fn page(voice: &Voice<'_>, page: &Page) -> Object {
    let row = |row: &PageLine| {
        Object::new(line(&row.line, row.verdict))
            .with("said", Some(&row.said))
            .with("reply", Some(&row.reply))
            .with("state", Some(record(voice, &row.record)))
    };
    Object::new(json!({}))
        .with("signed", page.signed.as_deref().map(|signed| record(voice, signed)))
        .with("head", Some(&page.head))
        .with("shifts", page.shifts.as_ref().map(|change| shifts(voice, change)))
        .with("lines", Some(page.lines.iter().map(row).collect::<Vec<_>>()))
}

/// Running time limits.
pub(super) fn limits(voice: &Voice<'_>, clocks: &[TimeLimit]) -> Vec<Object> {
    clocks.iter().map(|clock| limit(voice, clock)).collect()
}

/// A running time limit: `due`, or the year whose calendar is still missing.
pub(super) fn limit(voice: &Voice<'_>, clock: &TimeLimit) -> Object {
    let at = |at| voice.site.zone.rfc3339(at);
    let (due, shown, pending) = match clock.due {
        Due::At { at: due, shown } => (Some(at(due)), shown.map(at), None),
        Due::Pending { year } => (None, None, Some(year)),
    };
    Object::new(json!({ "stage": clock.stage }))
        .with_any("part", &clock.part)
        .with("start", Some(at(clock.start)))
        .with("length", Some(clock.length.to_string()))
        .with("due", due)
        .with("shown", shown)
        .with("pending", pending)
        .with("clause", Some(&clock.clause))
        .with("calendar", Some(clock.calendar.to_string()))
        .with("expiry", Some(&clock.expiry))
        .with_any("pauses", clock.pauses.iter().map(|(from, to)| [at(*from), at(*to)]).collect::<Vec<_>>())
        .with("paused", voice.stopped(clock).map(at))
}

/// A limit that has ended: when it was done, with which step and by whom, and whether it was kept, by how much it was
/// late, in its own unit as lengths are written, or what else became of it.
pub(super) fn ended(voice: &Voice<'_>, working: &Working<'_>, ended: &Ended) -> Object {
    let late = working.late_by(ended);
    let result = match ended.how {
        _ if late.is_some() => "late",
        How::Done => "kept",
        How::Replaced => "replaced",
        How::Over => "over",
        How::Unseen => "unknown",
    };
    limit(voice, &ended.limit)
        .with("done", Some(voice.site.zone.rfc3339(ended.at)))
        .with("step", Some(&ended.event))
        .with("seq", Some(ended.seq))
        .with("operator", Some(&ended.operator))
        .with("result", Some(result))
        .with("late", late.map(|late| late.to_string()))
        .with(
            "judged_by",
            ended.basis.map(|basis| if basis == Basis::Start { "earlier_start" } else { "earlier_promise" }),
        )
}

fn link(voice: &Voice<'_>, link: Link) -> Value {
    json!({ "id": id(voice, link.family, link.number), "uid": link.subject })
}

fn line(line: &HandoverItem, verdict: Option<Verdict>) -> Value {
    let line = Object::new(json!({ "topic": line.topic, "record": line.subject })).with("stage", line.stage.as_ref());
    json!(line.with("verdict", verdict))
}

fn lines(lines: &[HandoverItem], verdicts: &[Verdict]) -> Vec<Value> {
    let verdicts = verdicts.iter().copied().map(Some).chain(std::iter::repeat(None));
    lines.iter().zip(verdicts).map(|(item, verdict)| line(item, verdict)).collect()
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
