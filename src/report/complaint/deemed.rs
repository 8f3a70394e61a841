//! The evidence page of deemed consent 视为默认 (004-7 §4.4.4): what the developer was sent, when and by what proof, how
//! the hours ran out, and that no opinion had come. Once the step `deemed` is done the page is as of that entry; what is
//! corrected later is noted below it.

use crate::domain::entry::{Entry, Seq};
use crate::domain::history::{EntryView, resolve};
use crate::domain::number::Number;
use crate::domain::refusal::Cause;
use crate::domain::stages;
use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Due, LedgerRow, Length};

use crate::report::sheet::Sheet;

use super::{PageContext, is_step};

/// The department whose hours are the developer's.
const DEVELOPER: &str = "developer";

/// The handing over whose limit ran out.
struct Leg<'a> {
    submitted: &'a EntryView,
    clock: &'a TimeLimit,
    due: Moment,
    /// What ended it, if anything did.
    end: Option<&'a EntryView>,
}

/// The title and the rows of the page.
pub(super) fn page(case: &PageContext<'_>, number: Number) -> Result<(String, Vec<String>), Cause> {
    let frozen = frozen(case);
    let held = |entry: &&Entry| frozen.is_none_or(|seq| entry.seq <= seq);
    let entries: Vec<Entry> = case.entries.iter().filter(held).cloned().collect();
    let lines = resolve(&entries);
    let complaint = lines.first().filter(|line| line.withdrawn.is_none()).ok_or(Cause::NoDeemedPage)?;
    let leg = lines.iter().rev().find_map(|line| leg(&lines, line, case.now)).ok_or(Cause::NoDeemedPage)?;
    let words = case.words();
    let as_of = match (frozen, lines.last()) {
        (Some(seq), Some(last)) => {
            words.say("paper-frozen", &[("seq", seq.to_string()), ("at", words.at(last.written_at))])
        }
        _ => words.say("paper-as-of-now", &[("at", words.at(case.now))]),
    };
    let title = words.tr("paper-deemed");
    let mut sheet = case.head(&title, number, &as_of);
    let mut named = vec![complaint];

    sheet.heading(&words.tr("paper-sent"));
    let keys = ["room", "name", "said", "category", "matter"];
    let mut facts = vec![(words.tr("paper-received"), words.signed(complaint))];
    facts.extend(words.fields(complaint, keys.into_iter()));
    if let Some(planned) = lines.iter().rfind(|line| is_step(line, "planned") && line.seq < leg.submitted.seq) {
        named.push(planned);
        facts.push((words.line(planned), words.signed(planned)));
        facts.extend(words.all(planned));
    }
    sheet.facts(&facts);

    named.push(leg.submitted);
    sheet.heading(&words.tr("paper-handed"));
    let mut facts = vec![(words.line(leg.submitted), words.signed(leg.submitted))];
    facts.extend(words.all(leg.submitted));
    sheet.facts(&facts);

    reckoned(case, &leg, &mut sheet);

    sheet.heading(&words.tr("paper-expired"));
    let until = leg.end.map_or(case.now, |line| line.at);
    let said = match leg.end.filter(|line| is_step(line, "opinion")) {
        Some(opinion) => {
            let late = case.house.working().lateness(leg.clock, opinion.at).unwrap_or(Length::Minutes(0));
            let late = words.overdue(late);
            words.say("paper-opinion-late", &[("due", words.until(leg.due)), ("late", late)])
        }
        None => words.say("paper-no-opinion", &[("due", words.until(leg.due)), ("at", words.at(until))]),
    };
    sheet.beside("  ", &said);
    if let Some(end) = leg.end {
        named.push(end);
        let mut facts = vec![(words.line(end), words.signed(end))];
        facts.extend(words.all(end));
        sheet.facts(&facts);
    }

    sheet.heading(&words.tr("paper-clauses"));
    for clause in ["paper-clause-442", "paper-clause-444"] {
        sheet.beside("  ", &words.tr(clause));
    }
    case.foot(&mut sheet, &named, frozen);
    Ok((title, sheet.lines))
}

/// The entry that the page is as of: the newest `deemed`, one that holds before one that was struck; none where the
/// matter was handed over again since and has run out again.
fn frozen(case: &PageContext<'_>) -> Option<Seq> {
    let lines = resolve(case.entries);
    let holds = lines.iter().rfind(|line| is_step(line, "deemed"));
    let deemed = holds.or_else(|| lines.iter().rfind(|line| line.get("step") == "deemed"))?.seq;
    let again = lines.iter().any(|line| line.seq > deemed && leg(&lines, line, case.now).is_some());
    (!again).then_some(deemed)
}

/// The handing over that a line is, where its limit ran out before anything ended it.
fn leg<'a>(lines: &'a [EntryView], submitted: &'a EntryView, now: Moment) -> Option<Leg<'a>> {
    let clock =
        submitted.limits.iter().find(|clock| clock.stage == stages::OPINION && is_step(submitted, "submitted"))?;
    let due = clock.at()?;
    let ends = |line: &&EntryView| line.withdrawn.is_none() && line.ended.iter().any(|name| name == stages::OPINION);
    let end = lines.iter().filter(|line| line.seq > submitted.seq).find(ends);
    (due <= end.map_or(now, |line| line.at)).then_some(Leg { submitted, clock, due, end })
}

/// How the hours were reckoned, row by row to the instant that was stored, and both readings of 8 小时.
fn reckoned(case: &PageContext<'_>, leg: &Leg<'_>, sheet: &mut Sheet) {
    let (words, working) = (case.words(), case.house.working());
    let Leg { clock, due, .. } = leg;
    let by_clock = clock.hours.is_empty();
    let department = if by_clock {
        words.tr("paper-by-clock")
    } else {
        case.house
            .site
            .department(&clock.hours)
            .map_or_else(|| words.tr("paper-usual-hours"), |known| known.name.clone())
    };
    sheet.heading(&words.say("paper-reckoned", &[("clause", clock.clause.clone())]));
    sheet.facts(&[
        (words.tr("paper-start"), words.at(clock.start)),
        (words.tr("paper-length"), words.length(clock.length)),
        (words.tr("paper-hours-of"), department),
        (words.tr("paper-calendar"), clock.calendar.to_string()),
    ]);
    let rows: Vec<LedgerRow> = working.why(clock).rows.into_iter().map(|counted| counted.row).collect();
    let counted = rows.iter().filter(|row| row.counts()).map(LedgerRow::minutes).sum();
    let mut cells: Vec<Vec<String>> = rows.iter().map(|row| told(case, row)).collect();
    cells.push(vec![String::new(), words.until(*due), words.tr("paper-due"), words.minutes(counted)]);
    sheet.table(&cells);

    let (Length::WorkMinutes(minutes) | Length::Minutes(minutes)) = clock.length else { return };
    let worked = if by_clock { working.due(DEVELOPER, clock.start, Length::WorkMinutes(minutes)) } else { clock.due };
    let clocked = if by_clock { clock.due } else { working.due("", clock.start, Length::Minutes(minutes)) };
    sheet.beside("  ", &words.tr("paper-readings"));
    let reading = |key: &str, due: Due, holds: bool| {
        let mark = if holds { words.tr("paper-holds") } else { String::new() };
        vec![words.tr(key), words.due(due), mark]
    };
    sheet.table(&[reading("paper-reading-work", worked, !by_clock), reading("paper-reading-clock", clocked, by_clock)]);
    let today = working.recompute(clock).due;
    if today != clock.due {
        sheet.beside("  ", &words.say("paper-today", &[("due", words.due(today))]));
    }
}

/// A stretch of time: its weekday, from when to when, what it counts as, and the minutes that count.
fn told(case: &PageContext<'_>, row: &LedgerRow) -> Vec<String> {
    let words = case.words();
    let minutes = row.counts().then(|| words.minutes(row.minutes()));
    words.stretch(row, " - ").into_iter().chain(minutes).collect()
}
