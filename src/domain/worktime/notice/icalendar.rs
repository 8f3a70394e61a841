//! An iCalendar file (RFC 5545): events whose summary, or Apple's mark of a special day, says 休 or 班. A time of day is
//! the site's own; a make-up workday may be published as its office hours.

use chrono::NaiveDate;

use super::days::Days;
use super::{Doubt, NoticeError, NoticeFlaw};
use crate::domain::worktime::{CalendarYear, DayKind};

/// Apple's property for a day off or a make-up workday.
const SPECIAL: &str = "X-APPLE-SPECIAL-DAY";

/// Whether a text is such a file.
pub(super) fn begins(text: &str) -> bool {
    text.trim_start().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"))
}

/// What is read of an event.
#[derive(Default)]
struct Occasion {
    line: usize,
    first: Option<NaiveDate>,
    /// The day after the last.
    end: Option<NaiveDate>,
    summary: String,
    special: Option<DayKind>,
    /// It does not take place.
    cancelled: bool,
}

impl Occasion {
    fn kind(&self) -> Option<DayKind> {
        let says = |words: &[&str]| words.iter().any(|word| self.summary.contains(word));
        // 上班(补元旦假期) speaks of both, and is worked; 调休 alone may be either.
        let worked = says(&["班"]) || (says(&["补", "補"]) && !says(&["补休", "補休"]));
        let off = says(&["假"]) || (says(&["休"]) && !says(&["调休", "調休"]));
        let said = if worked { Some(DayKind::Makeup) } else { off.then_some(DayKind::Off) };
        self.special.or(said)
    }
}

/// Reads the events.
pub(super) fn read(text: &str, wanted: Option<i32>) -> Result<(CalendarYear, Vec<Doubt>), NoticeError> {
    let lines = unfolded(text);
    // Where days are marked, what is not marked is a festival that frees nobody.
    let marked = lines.iter().any(|(_, line)| property(line).0 == SPECIAL);
    let (mut days, mut doubts, mut open) = (Days::default(), Vec::new(), None);
    // How deep within parts of an event, such as its alarms.
    let mut within = 0_usize;
    for (line, content) in &lines {
        let fault = |flaw| NoticeError { line: *line, column: String::new(), flaw };
        let (name, value) = property(content);
        match (name.as_str(), value) {
            ("BEGIN", "VEVENT") => open = Some(Occasion { line: *line, ..Occasion::default() }),
            ("END", "VEVENT") => {
                let event: Occasion = open.take().ok_or(fault(NoticeFlaw::NotIcalendar))?;
                let first = event.first.ok_or(fault(NoticeFlaw::NotIcalendar))?;
                // Some publish a single day by one date alone.
                let last = event.end.filter(|end| *end != first).and_then(|end| end.pred_opt()).unwrap_or(first);
                match event.kind() {
                    _ if event.cancelled => {}
                    Some(kind) => days.add_all((first, last), kind, event.line)?,
                    None if marked => {}
                    None => doubts.push(Doubt::unread(event.line, &event.summary)),
                }
            }
            ("END", "VCALENDAR") if open.is_some() => return Err(fault(NoticeFlaw::NotIcalendar)),
            ("BEGIN", _) if open.is_some() => within += 1,
            ("END", _) => within = within.saturating_sub(1),
            _ => {}
        }
        let Some(event) = open.as_mut().filter(|_| within == 0) else { continue };
        let day = || day(value).ok_or(NoticeError { column: name.clone(), ..fault(NoticeFlaw::NotADate) });
        match name.as_str() {
            "DTSTART" => event.first = Some(day()?.0),
            "DTEND" => {
                let (date, midnight) = day()?;
                event.end = if midnight { Some(date) } else { date.succ_opt() };
            }
            "STATUS" => event.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            "SUMMARY" => value.clone_into(&mut event.summary),
            SPECIAL if value == "WORK-HOLIDAY" => event.special = Some(DayKind::Off),
            SPECIAL if value == "ALTERNATE-WORKDAY" => event.special = Some(DayKind::Makeup),
            // An event that comes again, or lasts so long, is no notice's.
            "RRULE" | "RDATE" | "DURATION" if !marked => return Err(fault(NoticeFlaw::NotIcalendar)),
            _ => {}
        }
    }
    if open.is_some() || !lines.iter().any(|(_, line)| line.eq_ignore_ascii_case("END:VCALENDAR")) {
        let last = lines.last().map_or(0, |(line, _)| *line);
        return Err(NoticeError { line: last, column: String::new(), flaw: NoticeFlaw::NotIcalendar });
    }
    let (year, left) = days.most(wanted)?;
    doubts.extend(left);
    Ok((year, doubts))
}

/// The content lines with the lines they begin on; one that begins with a space goes on with the line before.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (line, n) in text.lines().zip(1..) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => lines.push((n, line.trim_end().to_owned())),
        }
    }
    lines
}

/// The name of a property, without its parameters, and its value.
fn property(line: &str) -> (String, &str) {
    let (head, value) = line.split_once(':').unwrap_or((line, ""));
    (head.split(';').next().unwrap_or_default().to_ascii_uppercase(), value.trim())
}

/// The day of `20260101` or `20260101T090000`, and whether it is its first instant.
fn day(value: &str) -> Option<(NaiveDate, bool)> {
    let (day, time) = value.split_once('T').unwrap_or((value, "000000"));
    let clock = time.len() == 6 && time.bytes().all(|byte| byte.is_ascii_digit());
    let date = NaiveDate::parse_from_str(day, "%Y%m%d").ok().filter(|_| day.len() == 8 && clock)?;
    Some((date, time == "000000"))
}
