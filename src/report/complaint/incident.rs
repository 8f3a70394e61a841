//! The one-page report of a major incident 重大 (000-2 1(6), 000-3 三.1), and the 《客户投诉处理记录表》 of an important
//! or hot complaint (001 受理.1): who was told and how soon, every progress report, what was done, and who signs.

use crate::domain::entry::Kind;
use crate::domain::history::{EntryView, resolve};
use crate::domain::number::Number;
use crate::domain::refusal::Cause;
use crate::domain::stages;
use crate::domain::text::when;
use crate::domain::time::{MINUTE, Moment};
use crate::domain::time_limit::TimeLimit;

use crate::report::sheet::Sheet;

use super::{PageContext, is_step};

const BLANK: &str = "____________________________";

/// The title and the rows of the page.
pub(super) fn page(case: &PageContext<'_>, number: Number) -> Result<(String, Vec<String>), Cause> {
    let lines: Vec<EntryView> = resolve(case.entries).into_iter().filter(|line| line.withdrawn.is_none()).collect();
    let complaint = lines.first().filter(|line| line.kind == Kind::Complaint).ok_or(Cause::NoIncidentPage)?;
    // The heaviest class it ever had: what was done because of it stays done.
    let had = |class: &str| lines.iter().any(|line| line.get("class") == class);
    let major = had("major");
    if !major && !had("important") && !had("hot") {
        return Err(Cause::NoIncidentPage);
    }
    let words = case.words();
    let title = words.tr(if major { "paper-incident" } else { "paper-important" });
    let mut sheet = case.head(&title, number, &words.say("paper-as-of", &[("at", words.at(case.now))]));

    let class = lines.iter().rev().map(|line| line.get("class")).find(|class| !class.is_empty()).unwrap_or_default();
    let keys = ["matter", "room", "name", "phone", "channel", "said"];
    let mut facts = vec![(words.tr("paper-received"), words.signed(complaint))];
    facts.push((words.tr("field-class"), words.named("choice-class", class)));
    facts.extend(words.fields(complaint, keys.into_iter()));
    sheet.facts(&facts);

    let page = Report { case, lines: &lines, complaint };
    page.calls(&mut sheet);
    if major {
        page.progress(&mut sheet);
    }
    page.course(&mut sheet);

    sheet.blank();
    let heads = if major { ["manager", "director"] } else { ["company", "management"] };
    let signs = [words.tr("paper-written-by")].into_iter().chain(heads.map(|head| words.named("choice-told", head)));
    sheet.facts(&signs.map(|who| (who, BLANK.to_owned())).collect::<Vec<_>>());
    let named: Vec<&EntryView> = lines.iter().collect();
    case.foot(&mut sheet, &named, None);
    Ok((title, sheet.lines))
}

/// The entries that hold.
struct Report<'a> {
    case: &'a PageContext<'a>,
    lines: &'a [EntryView],
    complaint: &'a EntryView,
}

impl Report<'_> {
    /// An instant, with its date where that is not the day on which the complaint was received.
    fn at(&self, at: Moment) -> String {
        when::short(at, self.complaint.at, self.case.house.site.zone)
    }

    fn step(&self, step: &str) -> impl Iterator<Item = &EntryView> {
        self.lines.iter().filter(move |line| is_step(line, step))
    }

    /// The limit of a stage, and of a part of it, that an entry met.
    fn limit(&self, stage: &str, part: &str, before: &EntryView) -> Option<&TimeLimit> {
        let earlier = self.lines.iter().filter(|line| line.seq < before.seq);
        let fits = |clock: &&TimeLimit| clock.stage == stage && clock.part == part;
        earlier.flat_map(|line| &line.limits).rfind(fits)
    }

    /// Whether someone was told.
    fn reached(&self, told: &str) -> bool {
        self.step("called").any(|line| line.get("told") == told && line.get("reached") == "yes")
    }

    /// Everyone who was called, how soon, and who is still to be told.
    fn calls(&self, sheet: &mut Sheet) {
        let words = self.case.words();
        let limits: Vec<&TimeLimit> =
            self.lines.iter().flat_map(|line| &line.limits).filter(|clock| clock.stage == stages::TOLD).collect();
        // Raised to major, it is judged by what holds for major ones.
        let Some(last) = limits.last() else { return };
        let length = words.length(last.length);
        sheet.heading(&words.say("paper-calls", &[("length", length), ("clause", last.clause.clone())]));
        let head =
            ["field-at", "field-told", "field-contact", "field-means", "field-reached", "paper-after", "paper-kept"];
        let remarked = self.step("called").any(|line| !line.get("remark").is_empty());
        let remark = if remarked { words.tr("field-remark") } else { String::new() };
        let mut rows = vec![head.iter().map(|key| words.tr(key)).chain([remark]).collect()];
        for line in self.step("called") {
            let value = |key: &str| words.entry_value(line, key, line.get(key));
            let limit = self.limit(stages::TOLD, line.get("told"), line).filter(|_| line.get("reached") == "yes");
            rows.push(vec![
                self.at(line.at),
                value("told"),
                value("contact"),
                value("means"),
                value("reached"),
                words.minutes(line.at.since(self.complaint.at).max(0) / MINUTE),
                limit.map(|clock| words.judged(&self.case.house.working(), clock, line.at)).unwrap_or_default(),
                value("remark"),
            ]);
        }
        if rows.len() > 1 {
            sheet.table(&rows);
        }
        let newest = |n: usize, part: &str| limits.iter().skip(n + 1).all(|later| later.part != part);
        let waiting =
            limits.iter().enumerate().filter(|(n, clock)| newest(*n, &clock.part) && !self.reached(&clock.part));
        for (_, clock) in waiting {
            let who = words.named("choice-told", &clock.part);
            sheet.beside("  ", &words.say("paper-untold", &[("who", who), ("due", words.due(clock.due))]));
        }
    }

    /// Every progress report with how late it was, and when the next is due.
    fn progress(&self, sheet: &mut Sheet) {
        let words = self.case.words();
        let limits = || self.lines.iter().flat_map(|line| &line.limits).filter(|clock| clock.stage == stages::PROGRESS);
        let Some(first) = limits().next() else { return };
        let length = words.length(first.length);
        sheet.heading(&words.say("paper-progress", &[("length", length), ("clause", first.clause.clone())]));
        let row = |line: &EntryView| {
            let kept = self
                .limit(stages::PROGRESS, "", line)
                .map(|clock| words.judged(&self.case.house.working(), clock, line.at))
                .unwrap_or_default();
            vec![self.at(line.at), words.line(line), kept, line.get("text").to_owned()]
        };
        let reports = self.lines.iter().filter(|line| is_step(line, "progress") || is_step(line, "controlled"));
        sheet.table(&reports.map(row).collect::<Vec<_>>());
        let ended = |line: &EntryView| line.ended.iter().any(|name| name == stages::PROGRESS) && !starts(line);
        match limits().next_back().filter(|_| !self.lines.iter().any(ended)) {
            Some(clock) => sheet.beside("  ", &words.say("paper-next-progress", &[("due", words.due(clock.due))])),
            None if self.step("controlled").next().is_none() => sheet.beside("  ", &words.tr("paper-uncontrolled")),
            None => {}
        }
    }

    /// What else was done: who decided what, the result, the reply, the report to the head, the cause.
    fn course(&self, sheet: &mut Sheet) {
        let words = self.case.words();
        let told = ["called", "progress", "controlled"];
        let others = self.lines.iter().filter(|line| line.kind.is_step() && !told.contains(&line.get("step")));
        let row = |line: &EntryView| {
            let said = words.all(line).into_iter().filter(|(_, value)| !value.is_empty());
            let said: Vec<String> = said.map(|(label, value)| format!("{label} {value}")).collect();
            vec![self.at(line.at), words.line(line), line.operator.clone(), said.join("; ")]
        };
        let rows: Vec<Vec<String>> = others.map(row).collect();
        sheet.heading(&words.tr("paper-course"));
        if rows.is_empty() {
            sheet.beside("  ", &words.tr("paper-nothing-yet"));
        }
        sheet.table(&rows);
    }
}

fn starts(line: &EntryView) -> bool {
    line.limits.iter().any(|clock| clock.stage == stages::PROGRESS)
}
