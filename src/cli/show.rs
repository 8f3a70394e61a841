//! `show`: lists and records as text in columns, or as JSON. Telephone numbers are masked in text.

use serde_json::{Map, Value, json};

use crate::cells::Table;
use crate::cli::find::Names;
use crate::cli::json;
use crate::cli::plates::{is_read, vehicle};
use crate::cli::{CommandError, Run, What, page};
use crate::desk::{CAP, Card, Deadline, ListView, Place, Reading, SnapshotRequest};
use crate::domain::ended::{self, Ended};
use crate::domain::entry::{Family, TELLING};
use crate::domain::handover::Verdict;
use crate::domain::history::EntryView;
use crate::domain::record::{Record, Status, Stay};
use crate::domain::refusal::Cause;
use crate::domain::text::plate;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Due, Working};
use crate::words::Voice;

/// The widest column, in cells.
pub(super) const WIDEST: usize = 64;

/// Shows what was asked for. Returns whether it is so, where that was the question: whether a plate is inside.
pub(super) fn show(
    run: &mut Run<'_>,
    what: What,
    id: &str,
    plate: Option<&str>,
    json: bool,
) -> Result<bool, CommandError> {
    let (desk, who) = (run.reading_desk()?, run.who());
    let reading = desk.reading(&who);
    let voice = run.voice();
    match (what, id.trim(), plate) {
        (What::Inside, "", Some(said)) => vehicle(run, reading, &voice, said, false, json),
        (_, _, Some(_)) => Err(CommandError::Refused(voice.tr("cli-usage-other"))),
        (What::Today, "", None) => today(run, reading, &voice, json).map(|()| true),
        (What::Complaints, "", None) => {
            let rows = reading.all(Family::Complaint, ListView::Due).map_err(|error| run.store(&error))?;
            list(run, &voice, "family-complaint", &rows, json).map(|()| true)
        }
        (What::Inside, "", None) => inside(run, reading, &voice, json).map(|()| true),
        (What::Handover, "", None) => page::show(run, &desk, None, json).map(|()| true),
        (What::Handover | What::Record, id, None) => {
            let meant = (what == What::Handover).then_some(Family::Handover);
            let found = Names::new().find(reading, id, meant, voice, None).map_err(|error| run.store(&error))?;
            // A plate is asked for by itself; what could be an id alone is none.
            let plate = plate::parse(id).ok().filter(|plate| !plate::is_odd(plate));
            let known =
                plate.is_some() || plate::typed(id, voice.site.province).is_ok_and(|plate| !plate::is_odd(&plate));
            let unknown = matches!(found, Err(Cause::NoSuchRecord)) && what == What::Record;
            if unknown && (known || is_read(run, reading, id)?) {
                return vehicle(run, reading, &voice, id, true, json);
            }
            let record = found.map_err(|cause| CommandError::Refused(voice.cause(&cause)))?;
            if what == What::Record {
                return card(run, reading, &voice, &record, Vec::new(), json).map(|()| true);
            }
            if record.family != Family::Handover {
                return Err(CommandError::Refused(voice.tr("refused-wrong-record")));
            }
            page::show(run, &desk, Some(record), json).map(|()| true)
        }
        _ => Err(CommandError::Refused(voice.tr("cli-usage-other"))),
    }
}

/// Every party inside, and how many people they are: visitors, and the drivers of vehicles.
fn inside(run: &mut Run<'_>, desk: Reading<'_>, voice: &Voice<'_>, json: bool) -> Result<(), CommandError> {
    let mut people = [0, 0];
    for (family, count) in [Family::Visitor, Family::Vehicle].into_iter().zip(&mut people) {
        let rows = desk.all(family, ListView::Inside).map_err(|error| run.store(&error))?;
        *count = rows.iter().map(|record| record.people() as usize).sum();
        if json {
            rows.iter().try_for_each(|record| run.json(&json::record(voice, record)))?;
        } else {
            // A vehicle may be there without its driver, and he without it.
            let vehicles = || rows.iter().filter(|record| record.inside()).count();
            let shown = if family == Family::Visitor { *count } else { vehicles() };
            run.say(&format!("{} {shown}", voice.family(family)))?;
            table(run, voice, &rows)?;
        }
    }
    let [visitors, drivers] = people;
    if json {
        return run.json(&json!({ "people": visitors + drivers, "visitors": visitors, "drivers": drivers }));
    }
    run.say(&voice.people(people))
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
            let mut said = json!({ "count": list.count, "rows": rows });
            if let (Some(said), true) = (said.as_object_mut(), family.at_gate()) {
                said.insert("people".to_owned(), list.people.into());
            }
            object.insert(format!("{}s", family.name()), said);
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
        let (all, capped) = (list.count + list.left, list.count.max(list.left) >= CAP);
        let more = if capped { "+" } else { "" };
        let count = if *family == Family::Visitor { list.people.to_string() } else { format!("{all}{more}") };
        run.say("")?;
        run.say(&format!("{} {count}", voice.family(*family)))?;
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

pub(super) fn table(run: &mut Run<'_>, voice: &Voice<'_>, rows: &[Record]) -> Result<(), CommandError> {
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
            (get("name"), format!("{direction} {} {gist}", voice.phone(record.get("phone"), false)))
        }
        // Who drives is one of the people inside, until he has left it or is counted as a visitor.
        Family::Vehicle => {
            let who = if record.inside() && record.people() == 0 { "" } else { record.get("name") };
            (voice.plate(record.get("plate")), format!("{who} {gist}").trim_start().to_owned())
        }
        Family::Visitor => (voice.party(record), gist),
        Family::Handover | Family::Duty => (get("person"), String::new()),
        _ => (get("name"), gist),
    };
    vec![voice.at(record.at), voice.number(record.number), voice.room(record), who, what]
}

/// Where a record stands: what is due next, what came of it, how long it has been inside.
fn standing(voice: &Voice<'_>, record: &Record) -> String {
    if record.status == Status::Void {
        return voice.tr("status-void");
    }
    let limit = record.next_limit().map(|clock| limit(voice, record, clock));
    if record.is_there() {
        let minutes = voice.now.since(record.at).max(0) / crate::domain::time::MINUTE;
        let there = if record.inside() { String::new() } else { voice.tr("departure-driver-there") };
        let stay = format!("{}:{:02} {}{there}", minutes / 60, minutes % 60, limit.unwrap_or_default());
        return stay.trim_end().to_owned();
    }
    if let Some(limit) = limit {
        return limit;
    }
    match (record.stay(), record.get("outcome")) {
        (Some(Stay::LeftUnseen), _) => voice.tr("departure-unseen"),
        (Some(Stay::OutOnly), _) => voice.tr("departure-out-only"),
        (_, "") => voice.tr(record.status.key()),
        _ => voice.outcome(record),
    }
}

/// A time limit: when it is due, what for, whose part of it, and by which clause.
fn due(voice: &Voice<'_>, clock: &TimeLimit, key: &str) -> String {
    let due = match clock.due {
        Due::Pending { .. } => voice.due(clock.due),
        Due::At { at, .. } => voice.say(key, &[("at", voice.until(at))]),
    };
    format!("{due} {} {}", voice.stage(&clock.name()), clock.clause)
}

/// A limit that has ended: when and by whom, and whether it was kept or by how much it was late.
pub(super) fn over(voice: &Voice<'_>, working: &Working<'_>, ended: &Ended) -> String {
    let how = voice.verdict(ended, working);
    let done = [("at", voice.at(ended.at)), ("who", ended.operator.clone()), ("how", how)];
    let told = format!(
        "{}  {}  {}",
        due(voice, &ended.limit, "cli-due"),
        voice.say("cli-ended", &done),
        voice.judged_by(ended)
    );
    told.trim_end().to_owned()
}

/// A running limit: when it is due, or was; until when it stands still and why, and the legal last day that a rest day
/// moved.
pub(super) fn limit(voice: &Voice<'_>, record: &Record, clock: &TimeLimit) -> String {
    let (until, why) = voice.paused(record, clock);
    let stands = if until.is_empty() { String::new() } else { format!("{until} {why}  ") };
    let shown = match clock.due {
        Due::At { shown: Some(shown), .. } => format!("  {}", voice.say("due-shown", &[("at", voice.until(shown))])),
        _ => String::new(),
    };
    let key = if clock.is_late(voice.now) { "cli-overdue" } else { "cli-due" };
    format!("{stands}{}{shown}", due(voice, clock, key))
}

pub(super) fn card(
    run: &mut Run<'_>,
    desk: Reading<'_>,
    voice: &Voice<'_>,
    record: &Record,
    similar: Vec<Value>,
    json: bool,
) -> Result<(), CommandError> {
    let card = desk.card(record.subject, voice.now).map_err(|error| run.store(&error))?;
    let Card { record, lines, next, offered, .. } =
        card.ok_or_else(|| CommandError::Refused(voice.tr("refused-no-such-record")))?;
    let (ended, working) = (ended::ended(&lines), desk.house().working());
    if json {
        let record =
            json::record(voice, &record).with("next", next).with("offered", Some(offered)).with_any("similar", similar);
        let ended: Vec<_> = ended.iter().map(|ended| json::ended(voice, &working, ended)).collect();
        return run.json(&record.with("ended", Some(ended)));
    }
    let head = format!("{} {}", voice.family(record.family), voice.number(record.number));
    run.say(&format!("{head}  {}", standing(voice, &record)))?;
    let counts = [("mark-promised", record.promises() as usize), ("mark-passed-on", record.transfers())];
    for (key, n) in counts.into_iter().filter(|(_, n)| *n > 0) {
        run.say(&voice.say(key, &[("n", n.to_string())]))?;
    }
    if record.odd_room {
        run.say(&voice.tr("odd-room"))?;
    }
    for line in &lines {
        run.say("")?;
        for text in entry(voice, line, record.verdicts()) {
            run.say(&text)?;
        }
    }
    if !record.limits.is_empty() || !ended.is_empty() {
        run.say("")?;
    }
    for clock in &record.limits {
        run.say(&limit(voice, &record, clock))?;
    }
    for ended in &ended {
        run.say(&over(voice, &working, ended))?;
    }
    for link in &record.links {
        run.say(&format!("> {}", voice.label(link.family, link.number)))?;
    }
    if let Some(next) = next {
        run.say(&voice.say("cli-next-step", &[("step", voice.step(&next))]))?;
    }
    Ok(())
}

/// One entry of a record: what, when and by whom, then its fields with whatever was struck.
fn entry(voice: &Voice<'_>, line: &EntryView, verdicts: &[Verdict]) -> Vec<String> {
    let late = line.written_at.since(line.at) > crate::domain::record::LATE;
    let late = if late { format!("  {} {}", voice.tr("late-entry"), voice.at(line.written_at)) } else { String::new() };
    let back = if line.clock_went_back { format!("  {}", voice.tr("set-back")) } else { String::new() };
    let ahead = if line.ahead > 0 { format!("  {}", voice.ahead(line.ahead)) } else { String::new() };
    let head = format!(
        "#{} {}  {}{late}{back}{ahead}  {}  {}",
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
        .filter(|(key, _)| !["step", "visit"].contains(&key.as_str()) && !TELLING.contains(&key.as_str()))
        .map(|(key, value)| {
            let shown = |text: &str| voice.entry_value(line, key, text);
            let mut cell: String = value.strikes.iter().map(|strike| format!("~~{}~~ ", shown(&strike.old))).collect();
            cell.push_str(&shown(&value.text));
            if let Some(by) = value.strikes.last() {
                cell.push_str(&format!("  {} {} {}", voice.at(by.at), by.operator, by.why));
            }
            vec![label(voice, key, verdicts), cell]
        })
        .collect();
    text.extend(Table(&rows).cut(usize::MAX).iter().map(|line| format!("  {line}")));
    text
}

/// A field's label; what the relief said of a line, and what was answered, is numbered by the line.
fn label(voice: &Voice<'_>, key: &str, verdicts: &[Verdict]) -> String {
    let Some((name, line)) = key.split_once('.') else { return voice.field(key) };
    let line = line.parse::<usize>().ok();
    let said = match line.and_then(|line| verdicts.get(line)) {
        _ if name != "said" => "cli-answer",
        Some(Verdict::Queried) => "cli-question",
        _ => "cli-reason",
    };
    format!("{} {}", line.map_or(0, |line| line + 1), voice.tr(said))
}
