//! The handover page on paper: its lines with the relief's answers, who signed, and the head of the chain. Until there
//! are secrets to sign with a signature is a chosen name, and the page says so.

use crate::cells::Table;
use crate::cli::json;
use crate::cli::show::{WIDEST, summary};
use crate::cli::{CommandError, Run};
use crate::desk::{Desk, Page, PageLine, StoreError};
use crate::domain::handover::Topic;
use crate::domain::record::Record;
use crate::domain::shift::Stretch;
use crate::domain::time::Moment;
use crate::words::Voice;

/// Prints the page of a post as it stands, or a signed one.
pub(super) fn show(run: &mut Run<'_>, desk: &Desk, signed: Option<Record>, json: bool) -> Result<(), CommandError> {
    let (now, who) = ((run.now)(), run.who());
    let desk = desk.reading(&who);
    let failed = |error: StoreError| run.store(&error);
    let signed = match signed {
        Some(record) => Some(record),
        None => desk.waiting_page().map_err(failed)?,
    };
    let page = match signed {
        Some(record) => desk.signed(record).map_err(failed)?,
        None => Page { head: desk.head().map_err(failed)?, ..desk.page(now).map_err(failed)? },
    };
    // A signed page reads as it did when it was signed.
    let read_at = page.signed.as_deref().map_or(now, |record| record.at);
    let voice = Voice::new(run.locale, &run.house.site, read_at);
    if json {
        return run.json(&json::page(&voice, &page));
    }
    let remark = |(at, who, said): &(Moment, String, String)| {
        format!("{} {} {who}: {said}", voice.tr("late-entry"), voice.at(*at))
    };
    let remarks = page.remarks.iter().map(remark);
    let post = run.post().to_owned();
    written(&voice, &page, &post).into_iter().chain(remarks).try_for_each(|text| run.say(&text))
}

fn written(voice: &Voice<'_>, page: &Page, post: &str) -> Vec<String> {
    let signed = page.signed.as_deref();
    let at = signed.map_or(voice.now, |record| record.at);
    let post = signed.map_or(post, |record| record.post.as_str());
    let number = signed.map(|record| voice.number(record.number)).unwrap_or_default();
    let title = [
        ("site", voice.site.name.clone()),
        ("post", post.to_owned()),
        ("number", number),
        ("at", voice.site.zone.rfc3339(at)),
    ];
    let mut text = vec![voice.say("cli-page-title", &title), String::new()];
    if let Some(change) = &page.shifts {
        let shift = |stretch: &Option<Stretch>| stretch.as_ref().map(|stretch| voice.shift(stretch));
        let told = [shift(&change.from), shift(&change.to).filter(|_| signed.is_some() || change.to != change.from)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" -> ");
        let late = (change.late > 0).then(|| voice.late_relief(change.late));
        text.insert(1, [Some(told), late].into_iter().flatten().collect::<Vec<_>>().join("  "));
    }
    let rows: Vec<Vec<String>> = page.lines.iter().zip(1..).map(|(line, n)| row(voice, line, n)).collect();
    if rows.is_empty() {
        text.push(voice.tr("cli-page-empty"));
    }
    text.extend(Table(&rows).cut(WIDEST));
    if page.people() != [0, 0] {
        text.push(voice.say("page-people", &[("people", voice.people(page.people()))]));
    }
    text.push(String::new());
    match signed {
        Some(record) => text.extend(signatures(voice, record)),
        None => text.push(voice.tr("cli-page-unsigned")),
    }
    if let Some(head) = &page.head {
        text.push(voice.say("cli-head", &[("head", head.to_string())]));
    }
    text
}

fn row(voice: &Voice<'_>, line: &PageLine, n: usize) -> Vec<String> {
    let topic = line.line.topic.key();
    let verdict = line.verdict.map_or_else(|| "[ ]".to_owned(), |verdict| voice.tr(verdict.key()));
    let stage = line.line.stage.as_deref();
    let inside = line.record.next_limit().filter(|_| line.line.topic == Topic::Inside);
    let limit = line.record.limits.iter().find(|clock| stage.is_some_and(|name| name == clock.name())).or(inside);
    let limit = limit.map(|clock| super::show::limit(voice, &line.record, clock)).unwrap_or_default();
    // Of a vehicle that is gone the driver may be there.
    let alone = line.record.is_there() && !line.record.inside();
    let limit = if alone { voice.tr("departure-driver-there") } else { limit };
    let talk = match (line.said.as_str(), line.reply.as_str()) {
        ("", "") => String::new(),
        (said, "") => said.to_owned(),
        (said, reply) => format!("{said} / {reply}"),
    };
    let mut row = vec![format!("{n:>2}"), verdict, voice.tr(topic)];
    row.extend(summary(voice, &line.record));
    row.extend([limit, talk]);
    row
}

fn signatures(voice: &Voice<'_>, record: &Record) -> Vec<String> {
    let name = |key: &str| record.get(key).to_owned();
    let mut text = vec![voice.say("cli-page-outgoing", &[("name", name("person"))])];
    match record.get("relief") {
        "" => text.push(voice.tr("cli-page-waits")),
        _ => text.push(voice.say("cli-page-relief", &[("name", name("relief"))])),
    }
    if !record.get("override_by").is_empty() {
        let by = [("name", name("override_by")), ("why", name("override_why"))];
        text.push(voice.say("cli-page-override", &by));
    }
    text.push(voice.tr("cli-page-chosen"));
    text
}
