//! `show`: lists and records as text in columns, or as JSON. Telephone numbers are masked in text.

use serde_json::{Map, Value, json};

use crate::cells::Table;
use crate::cli::find::Names;
use crate::cli::json;
use crate::cli::{CommandError, Run, What, page};
use crate::desk::{CAP, Card, Deadline, ListView, Place, Reading, SnapshotRequest, phone};
use crate::domain::entry::Family;
use crate::domain::history::EntryView;
use crate::domain::record::{Record, Status, Stay};
use crate::domain::text::plate;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Due;
use crate::words::Voice;

/// The widest column, in cells.
pub(super) const WIDEST: usize = 44;

pub(super) fn show(run: &mut Run<'_>, what: What, id: &str, json: bool) -> Result<(), CommandError> {
    let (desk, who) = (run.desk(None)?, run.who());
    let reading = desk.reading(&who);
    let voice = run.voice();
    match (what, id.trim()) {
        (What::Today, "") => today(run, reading, &voice, json),
        (What::Complaints, "") => {
            let rows = reading.all(Family::Complaint, ListView::Due).map_err(|error| run.store(&error))?;
            list(run, &voice, "family-complaint", &rows, json)
        }
        (What::Inside, "") => {
            for (family, title) in [(Family::Visitor, "family-visitor"), (Family::Vehicle, "family-vehicle")] {
                let rows = reading.all(family, ListView::Inside).map_err(|error| run.store(&error))?;
                list(run, &voice, title, &rows, json)?;
            }
            Ok(())
        }
        (What::Handover, "") => page::show(run, &desk, None, json),
        (What::Handover | What::Record, id) => {
            let found = Names::new().find(reading, id, voice).map_err(|error| run.store(&error))?;
            let record = found.map_err(|cause| CommandError::Refused(voice.cause(&cause)))?;
            if what == What::Record {
                return card(run, reading, &voice, &record, json);
            }
            if record.family != Family::Handover {
                return Err(CommandError::Refused(voice.tr("refused-wrong-record")));
            }
            page::show(run, &desk, Some(record), json)
        }
        _ => Err(CommandError::Refused(voice.tr("cli-usage-other"))),
    }
}

fn today(run: &mut Run<'_>, desk: Reading<'_>, voice: &Voice<'_>, json: bool) -> Result<(), CommandError> {
    let want = SnapshotRequest {
        family: None,
        which: ListView::Newest,
        rows: 0,
        place: Place::First,
        overview: true,
        page: false,
        heard: None,
    };
    let day = desk.snapshot(&want, voice.now).map_err(|error| run.store(&error))?;
    if json {
        let mut object = Map::new();
        for (family, list) in &day.boxes {
            let rows: Vec<_> = list.rows.iter().map(|record| json::record(voice, record)).collect();
            object.insert(format!("{}s", family.name()), json!({ "count": list.count, "rows": rows }));
        }
        let urgent = |deadline: &Deadline| {
            let clock = json::limit(voice, &deadline.clock);
            json!({ "record": json::id(voice, deadline.record.family, deadline.record.number), "clock": clock })
        };
        object.insert("urgent".to_owned(), day.urgent.iter().map(urgent).collect());
        object.insert("operator".to_owned(), day.watch.holder().map_or("", |turn| turn.person.as_str()).into());
        object.insert("now".to_owned(), voice.site.zone.rfc3339(voice.now).into());
        return run.json(&Value::Object(object));
    }
    let title = [
        ("site", run.house.site.name.clone()),
        ("post", run.post().to_owned()),
        ("at", voice.site.zone.rfc3339(voice.now)),
    ];
    run.say(&voice.say("cli-today-title", &title))?;
    for (family, list) in &day.boxes {
        let more = if list.count >= CAP { "+" } else { "" };
        run.say("")?;
        run.say(&format!("{} {}{more}", voice.family(*family), list.count))?;
        table(run, voice, &list.rows)?;
    }
    Ok(())
}

fn list(run: &mut Run<'_>, voice: &Voice<'_>, title: &str, rows: &[Record], json: bool) -> Result<(), CommandError> {
    if json {
        return rows.iter().try_for_each(|record| run.json(&json::record(voice, record)));
    }
    run.say(&format!("{} {}", voice.tr(title), rows.len()))?;
    table(run, voice, rows)
}

fn table(run: &mut Run<'_>, voice: &Voice<'_>, rows: &[Record]) -> Result<(), CommandError> {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|record| {
            let mut row = summary(voice, record);
            row.push(standing(voice, record));
            row
        })
        .collect();
    Table(&rows).cut(WIDEST).iter().try_for_each(|line| run.say(line))
}

/// What identifies a record: when, its number, room, who, what it is about.
pub(super) fn summary(voice: &Voice<'_>, record: &Record) -> Vec<String> {
    let get = |key: &str| record.get(key).to_owned();
    let gist = record.gist().map(|(field, said)| voice.value(field, said)).collect::<Vec<_>>().join(" ");
    let (who, what) = match record.family {
        Family::Call => {
            let direction = voice.choice("direction", record.get("direction"));
            (get("name"), format!("{direction} {} {gist}", phone(record.get("phone"), false)))
        }
        Family::Vehicle => (plate::show(record.get("plate")), gist),
        Family::Handover | Family::Duty => (get("person"), String::new()),
        _ => (get("name"), gist),
    };
    vec![voice.at(record.at), voice.number(record.number), get("room"), who, what]
}

/// Where a record stands: what is due next, what came of it, how long it has been inside.
fn standing(voice: &Voice<'_>, record: &Record) -> String {
    if record.status == Status::Void {
        return voice.tr("status-void");
    }
    let limit = record.next_limit().map(|clock| told(voice, record, clock));
    if record.inside() {
        let minutes = voice.now.since(record.at).max(0) / crate::domain::time::MINUTE;
        let stay = format!("{}:{:02} {}", minutes / 60, minutes % 60, limit.unwrap_or_default());
        return stay.trim_end().to_owned();
    }
    if let Some(limit) = limit {
        return limit;
    }
    match (record.stay(), record.get("outcome")) {
        (Some(Stay::LeftUnseen), _) => voice.tr("departure-unseen"),
        (_, "") => voice.tr(record.status.key()),
        (_, outcome) => voice.choice("outcome", outcome),
    }
}

/// A time limit: when it is due, whether that has passed, what for and by which clause.
pub(super) fn limit(voice: &Voice<'_>, clock: &TimeLimit) -> String {
    let due = match clock.due {
        Due::Pending { .. } => voice.due(clock.due),
        Due::At { at, .. } if at <= voice.now => voice.say("cli-overdue", &[("at", voice.at(at))]),
        Due::At { at, .. } => voice.say("cli-due", &[("at", voice.at(at))]),
    };
    format!("{due} {} {}", voice.named("stage", &clock.stage), clock.clause)
}

/// The same, with until when it stands still and why, and the legal last day that a rest day moved.
fn told(voice: &Voice<'_>, record: &Record, clock: &TimeLimit) -> String {
    let (until, why) = voice.paused(record, clock);
    let stands = if until.is_empty() { String::new() } else { format!("{until} {why}  ") };
    let shown = match clock.due {
        Due::At { shown: Some(shown), .. } => format!("  {}", voice.say("due-shown", &[("at", voice.at(shown))])),
        _ => String::new(),
    };
    format!("{stands}{}{shown}", limit(voice, clock))
}

fn card(
    run: &mut Run<'_>,
    desk: Reading<'_>,
    voice: &Voice<'_>,
    record: &Record,
    json: bool,
) -> Result<(), CommandError> {
    let card = desk.card(record.subject, voice.now).map_err(|error| run.store(&error))?;
    let Card { record, lines, next, offered, .. } =
        card.ok_or_else(|| CommandError::Refused(voice.tr("refused-no-such-record")))?;
    if json {
        return run.json(&json::record(voice, &record).with("next", next).with("offered", Some(offered)));
    }
    let head = format!("{} {}", voice.family(record.family), voice.number(record.number));
    run.say(&format!("{head}  {}", standing(voice, &record)))?;
    let counts = [("mark-promised", record.promises() as usize), ("mark-passed-on", record.transfers())];
    for (key, n) in counts.into_iter().filter(|(_, n)| *n > 0) {
        run.say(&voice.say(key, &[("n", n.to_string())]))?;
    }
    for line in &lines {
        run.say("")?;
        for text in entry(voice, line) {
            run.say(&text)?;
        }
    }
    if !record.limits.is_empty() {
        run.say("")?;
    }
    for clock in &record.limits {
        run.say(&told(voice, &record, clock))?;
    }
    for link in &record.links {
        run.say(&format!("> {}", json::id(voice, link.family, link.number)))?;
    }
    if let Some(next) = next {
        run.say(&voice.say("cli-next-step", &[("step", voice.step(&next))]))?;
    }
    Ok(())
}

/// One entry of a record: what, when and by whom, then its fields with whatever was struck.
fn entry(voice: &Voice<'_>, line: &EntryView) -> Vec<String> {
    let late = line.written_at.since(line.at) > crate::domain::record::LATE;
    let late = if late { format!("  {} {}", voice.tr("late-entry"), voice.at(line.written_at)) } else { String::new() };
    let back = if line.clock_went_back { format!("  {}", voice.tr("set-back")) } else { String::new() };
    let head = format!(
        "#{} {}  {}{late}{back}  {}  {}",
        line.seq,
        voice.event(line.kind, line.get("step")),
        voice.at(line.at),
        line.post,
        line.operator
    );
    let mut text = vec![head];
    if let Some(strike) = &line.withdrawn {
        text.push(format!("{} {} {} {}", voice.tr("void"), voice.at(strike.at), strike.operator, strike.why));
    }
    let rows: Vec<Vec<String>> = line
        .values
        .iter()
        .filter(|(key, _)| key.as_str() != "step")
        .map(|(key, value)| {
            let shown = |text: &str| voice.entry_value(line, key, text);
            let mut cell: String = value.strikes.iter().map(|strike| format!("~~{}~~ ", shown(&strike.old))).collect();
            cell.push_str(&shown(&value.text));
            if let Some(by) = value.strikes.last() {
                cell.push_str(&format!("  {} {} {}", voice.at(by.at), by.operator, by.why));
            }
            vec![label(voice, key), cell]
        })
        .collect();
    text.extend(Table(&rows).cut(usize::MAX).iter().map(|line| format!("  {line}")));
    text
}

/// A field's label; the relief's questions and answers are numbered by their line.
fn label(voice: &Voice<'_>, key: &str) -> String {
    match key.split_once('.') {
        Some((name, n)) => {
            let n = n.parse::<usize>().map_or(0, |n| n + 1);
            format!("{n} {}", if name == "said" { voice.tr("cli-asked") } else { voice.tr("cli-replied") })
        }
        None => voice.field(key),
    }
}
