//! `show`: lists and records as text in columns, or as JSON. Telephone numbers are masked in text.

use serde_json::{Map, Value, json};

use crate::cli::find::Names;
use crate::cli::json::Writing;
use crate::cli::say::Voice;
use crate::cli::{CommandError, Run, What, page};
use crate::desk::{CAP, Card, Deadline, ListView, Place, Reading, SnapshotRequest, phone};
use crate::domain::entry::Family;
use crate::domain::form::{self, Input};
use crate::domain::history::EntryView;
use crate::domain::record::{Departure, Record, Status};
use crate::domain::time::parse_rfc3339;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::Due;
use crate::ui::cells;

/// The widest column, in cells.
const WIDEST: usize = 44;

pub(super) fn show(run: &mut Run<'_>, what: What, id: &str, json: bool) -> Result<(), CommandError> {
    let (desk, who) = (run.desk(None)?, run.who());
    let reading = desk.reading(&who);
    let site = run.house.site.clone();
    let voice = Voice { locale: run.locale, writing: Writing { site: &site, now: (run.now)() } };
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
            let found = Names::new().find(reading, id, voice.writing).map_err(|error| run.store(&error))?;
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
    let day = desk.snapshot(&want, voice.writing.now).map_err(|error| run.store(&error))?;
    if json {
        let mut object = Map::new();
        for (family, list) in &day.boxes {
            let rows: Vec<_> = list.rows.iter().map(|record| voice.writing.record(record)).collect();
            object.insert(format!("{}s", family.name()), json!({ "count": list.count, "rows": rows }));
        }
        let urgent = |deadline: &Deadline| {
            let clock = voice.writing.limits(std::slice::from_ref(&deadline.clock)).pop();
            json!({ "record": voice.writing.id(deadline.record.family, deadline.record.number), "clock": clock })
        };
        object.insert("urgent".to_owned(), day.urgent.iter().map(urgent).collect());
        object.insert("operator".to_owned(), day.duty.as_ref().map_or("", |duty| duty.get("person")).into());
        object.insert("now".to_owned(), voice.writing.at(voice.writing.now).into());
        return run.json(&Value::Object(object));
    }
    let title = [
        ("site", run.house.site.name.clone()),
        ("post", run.post().to_owned()),
        ("at", voice.writing.at(voice.writing.now)),
    ];
    run.say(&voice.tr_args("cli-today-title", &title))?;
    for (family, list) in &day.boxes {
        let more = if list.count >= CAP { "+" } else { "" };
        run.say("")?;
        run.say(&format!("{} {}{more}", voice.tr(&format!("family-{}", family.name())), list.count))?;
        table(run, voice, &list.rows)?;
    }
    Ok(())
}

fn list(run: &mut Run<'_>, voice: &Voice<'_>, title: &str, rows: &[Record], json: bool) -> Result<(), CommandError> {
    if json {
        return rows.iter().try_for_each(|record| run.json(&voice.writing.record(record)));
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
    columns(&rows).iter().try_for_each(|line| run.say(line))
}

/// Rows with every column as wide as its widest cell.
pub(super) fn columns(rows: &[Vec<String>]) -> Vec<String> {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cells::width(cell).min(WIDEST));
        }
    }
    let fit = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).filter(|(_, width)| **width > 0);
        cells.map(|(cell, width)| cells::fit(cell, *width)).collect::<Vec<_>>().join("  ")
    };
    rows.iter().map(fit).collect()
}

/// What identifies a record: when, its number, room, who, what it is about.
pub(super) fn summary(voice: &Voice<'_>, record: &Record) -> Vec<String> {
    let get = |key: &str| record.get(key).to_owned();
    let gist = record.gist().map(|(field, said)| match field.input {
        Input::Choice(_) => voice.choice(field.key, said),
        _ => said.to_owned(),
    });
    let gist = gist.collect::<Vec<_>>().join(" ");
    let (who, what) = match record.family {
        Family::Call => {
            let direction = voice.choice("direction", record.get("direction"));
            (get("name"), format!("{direction} {} {gist}", phone(record.get("phone"), false)))
        }
        Family::Vehicle => (get("plate"), gist),
        Family::Handover | Family::Duty => (get("person"), String::new()),
        _ => (get("name"), gist),
    };
    vec![voice.when(record.at), voice.writing.number(record.number), get("room"), who, what]
}

/// Where a record stands: what is due next, what came of it, how long it has been inside.
fn standing(voice: &Voice<'_>, record: &Record) -> String {
    if record.status == Status::Void {
        return voice.tr("status-void");
    }
    let limit = record.next_limit().map(|clock| told(voice, record, clock));
    if record.inside {
        let minutes = voice.writing.now.since(record.at).max(0) / crate::domain::time::MINUTE;
        let stay = format!("{}:{:02} {}", minutes / 60, minutes % 60, limit.unwrap_or_default());
        return stay.trim_end().to_owned();
    }
    if let Some(limit) = limit {
        return limit;
    }
    match (record.departure, record.get("outcome")) {
        (Some(Departure::Unseen), _) => voice.tr("departure-unseen"),
        (_, "") => voice.tr(if record.status == Status::Open { "status-open" } else { "status-closed" }),
        (_, outcome) => voice.choice("outcome", outcome),
    }
}

/// A time limit: when it is due, whether that has passed, what for and by which clause.
pub(super) fn limit(voice: &Voice<'_>, clock: &TimeLimit) -> String {
    let stage = voice.locale.named("stage", &clock.stage);
    let due = match clock.due {
        Due::Pending { year } => voice.tr_args("pending-calendar", &[("year", year.to_string())]),
        Due::At { at, .. } if at <= voice.writing.now => voice.tr_args("cli-overdue", &[("at", voice.when(at))]),
        Due::At { at, .. } => voice.tr_args("cli-due", &[("at", voice.when(at))]),
    };
    format!("{due} {stage} {}", clock.clause)
}

/// The same, with until when it stands still and why, and the legal last day that a rest day moved.
fn told(voice: &Voice<'_>, record: &Record, clock: &TimeLimit) -> String {
    let mut told = limit(voice, clock);
    if let (Some((_, until)), true) = (clock.pause(voice.writing.now), clock.at() > Some(voice.writing.now)) {
        let why = voice.choice("pause", record.get("pause"));
        told = format!("{} {why}  {told}", voice.tr_args("rest-paused", &[("at", voice.when(until))]));
    }
    if let Due::At { shown: Some(shown), .. } = clock.due {
        told.push_str(&format!("  {}", voice.tr_args("due-shown", &[("at", voice.when(shown))])));
    }
    told
}

fn card(
    run: &mut Run<'_>,
    desk: Reading<'_>,
    voice: &Voice<'_>,
    record: &Record,
    json: bool,
) -> Result<(), CommandError> {
    let card = desk.card(record.subject, voice.writing.now).map_err(|error| run.store(&error))?;
    let Card { record, lines, next, offered, .. } =
        card.ok_or_else(|| CommandError::Refused(voice.tr("refused-no-such-record")))?;
    if json {
        let mut json = voice.writing.record(&record);
        json.next = next;
        json.offered = Some(offered);
        return run.json(&json);
    }
    let family = voice.locale.tr(&format!("family-{}", record.family.name()));
    run.say(&format!("{family} {}  {}", voice.writing.number(record.number), standing(voice, &record)))?;
    let counts = [("mark-promised", record.promises as usize), ("mark-passed-on", record.transfers())];
    for (key, n) in counts.into_iter().filter(|(_, n)| *n > 0) {
        run.say(&voice.tr_args(key, &[("n", n.to_string())]))?;
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
        run.say(&format!("> {}", voice.writing.id(link.family, link.number)))?;
    }
    if let Some(next) = next {
        let step = voice.locale.tr(&format!("step-{next}"));
        run.say(&voice.tr_args("cli-next-step", &[("step", step)]))?;
    }
    Ok(())
}

/// One entry of a record: what, when and by whom, then its fields with whatever was struck.
fn entry(voice: &Voice<'_>, line: &EntryView) -> Vec<String> {
    let kind = match line.get("step") {
        step if line.kind.is_step() => voice.locale.tr(&format!("step-{step}")),
        _ => voice.locale.tr(&format!("kind-{}", line.kind.name())),
    };
    let late = line.written_at.since(line.at) > crate::domain::record::LATE;
    let late =
        if late { format!("  {} {}", voice.tr("late-entry"), voice.when(line.written_at)) } else { String::new() };
    let back = if line.clock_went_back { format!("  {}", voice.tr("set-back")) } else { String::new() };
    let head = format!("#{} {kind}  {}{late}{back}  {}  {}", line.seq, voice.when(line.at), line.post, line.operator);
    let mut text = vec![head];
    if let Some(strike) = &line.withdrawn {
        text.push(format!("{} {} {} {}", voice.tr("void"), voice.when(strike.at), strike.operator, strike.why));
    }
    let step = line.get("step");
    let rows: Vec<Vec<String>> = line
        .values
        .iter()
        .filter(|(key, _)| key.as_str() != "step")
        .map(|(key, value)| {
            let shown = |text: &str| shown(voice, line, step, key, text);
            let mut cell: String = value.strikes.iter().map(|strike| format!("~~{}~~ ", shown(&strike.old))).collect();
            cell.push_str(&shown(&value.text));
            let by = value.strikes.last();
            let by = by.map(|by| format!("{} {} {}", voice.when(by.at), by.operator, by.why)).unwrap_or_default();
            vec![String::new(), label(voice, key), cell, by]
        })
        .collect();
    let widest = rows.iter().filter_map(|row| row.get(1)).map(|label| cells::width(label)).max().unwrap_or_default();
    text.extend(rows.iter().map(|row| {
        let mut parts = row.iter().skip(1);
        let label = cells::fit(parts.next().map_or("", String::as_str), widest);
        let rest: Vec<&str> = parts.map(String::as_str).filter(|part| !part.is_empty()).collect();
        format!("  {label}  {}", rest.join("  "))
    }));
    text
}

/// A field's label; the relief's questions and answers are numbered by their line.
fn label(voice: &Voice<'_>, key: &str) -> String {
    match key.split_once('.') {
        Some((name, n)) => {
            let n = n.parse::<usize>().map_or(0, |n| n + 1);
            format!("{n} {}", if name == "said" { voice.tr("cli-asked") } else { voice.tr("cli-replied") })
        }
        None => voice.locale.tr(&format!("field-{key}")),
    }
}

/// A value as a person reads it: choices by name, times in short, telephone numbers masked.
fn shown(voice: &Voice<'_>, line: &EntryView, step: &str, key: &str, text: &str) -> String {
    match form::find(line.kind, step, key).map(|field| field.input) {
        Some(Input::Choice(_)) => voice.choice(key, text),
        Some(Input::Phone) => phone(text, false),
        Some(Input::When(_)) => parse_rfc3339(text).map_or_else(|| text.to_owned(), |at| voice.when(at)),
        _ => text.to_owned(),
    }
}
