//! The handover page: its lines with the relief's answers, what is still to be answered, who signed. A signed page is
//! told as of the time it was signed, the live one as of now.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use strum::VariantNames;

use crate::app::command::Command;
use crate::app::key::Key;
use crate::app::panel::Panel;
use crate::cells;
use crate::desk::{Answer, Page, PageLine};
use crate::domain::duty::Watch;
use crate::domain::entry::{Family, Kind};
use crate::domain::handover::{HandoverItem, Topic, Verdict};
use crate::domain::record::{Record, Status, Step};
use crate::domain::shift::Stretch;
use crate::domain::site::Ending;
use crate::domain::stages;
use crate::domain::text::display;
use crate::domain::time::Moment;
use crate::ui::overlay::boxed;
use crate::ui::sheet::Sheet;
use crate::ui::{Scene, bottom, frame as boxes, put};
use crate::words::Voice;

/// The cells before a line: the mark of the one in hand, its number and a gap.
const NUMBER: usize = 5;
const GAP: usize = 2;

/// Draws the page of the post: the live one, or the one that waits for its relief.
pub fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let page = &scene.model.snapshot.page;
    let focused = scene.model.overlays.is_empty();
    let key = scene.model.keys.keys(Command::Panel(Panel::Handover)).first().map(Key::label).unwrap_or_default();
    let title = format!("{key} {}", scene.locale.tr("panel-handover"));
    let inner = boxes::block(scene, area, &title, focused, frame);
    show(scene, page, &scene.model.page.answers, scene.model.page.selected, inner, frame);
}

/// Draws a signed page as a card.
pub(super) fn signed(scene: &Scene<'_>, page: &Page, selected: usize, area: Rect, frame: &mut Frame<'_>) {
    let title = match &page.signed {
        Some(record) => scene.label(record.family, record.number),
        None => scene.locale.tr("panel-handover"),
    };
    let inner = boxed(scene, area, &title, &scene.locale.tr("page-signed"), "", frame);
    show(scene, page, &BTreeMap::new(), selected, inner, frame);
}

fn show(
    scene: &Scene<'_>,
    page: &Page,
    answers: &BTreeMap<HandoverItem, Answer>,
    selected: usize,
    area: Rect,
    frame: &mut Frame<'_>,
) {
    let as_of = page.signed.as_ref().map_or(scene.now, |record| record.at);
    let then = Scene { voice: Voice { now: as_of, ..scene.voice }, ..*scene };
    let mut view = View { scene, then, page, answers, width: usize::from(area.width), times: 0 };
    let most = if view.width < 70 { 10 } else { 16 };
    view.times = page.lines.iter().map(|line| cells::width(&view.time(line).0)).max().unwrap_or(0).min(most);
    let (head, foot) = (view.head(), view.foot());
    let mut sheet = Sheet::default();
    for (at, line) in page.lines.iter().enumerate() {
        let from = sheet.len();
        view.line(at, line, at == selected, &mut sheet);
        if at == selected {
            sheet.hand(from);
        }
    }
    if page.lines.is_empty() {
        sheet.row(vec![Span::styled(format!("  {}", scene.locale.tr("page-nothing")), scene.theme.dim)]);
    }
    // The lines come first: in a low window they keep at least three rows, and the foot gives way.
    let rows = u16::try_from(foot.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(5));
    let (above, below) = bottom(area, rows);
    put(frame, Rect { height: above.height.min(1), ..above }, 1, &head.0, scene.theme.title);
    let cells = u16::try_from(cells::width(&head.1)).unwrap_or(u16::MAX);
    let room = above.width.saturating_sub(cells.saturating_add(1));
    if usize::from(room) > cells::width(&head.0) + 3 {
        put(frame, Rect { height: above.height.min(1), ..above }, room, &head.1, scene.theme.dim);
    }
    let blank = u16::from(above.height > 6) + 1;
    let lines = Rect { y: above.y + blank.min(above.height), height: above.height.saturating_sub(blank), ..above };
    sheet.draw(lines, frame);
    for ((text, style), y) in foot.iter().zip(below.top()..below.bottom()) {
        put(frame, Rect { y, height: 1, ..below }, 1, text, *style);
    }
}

struct View<'a> {
    scene: &'a Scene<'a>,
    /// The same at the time that the page tells of.
    then: Scene<'a>,
    page: &'a Page,
    answers: &'a BTreeMap<HandoverItem, Answer>,
    width: usize,
    /// The cells of the longest time.
    times: usize,
}

impl View<'_> {
    fn record(&self) -> Option<&Record> {
        self.page.signed.as_deref()
    }

    fn step(&self, name: &str) -> impl Iterator<Item = &Step> {
        self.record().into_iter().flat_map(|record| &record.steps).filter(move |step| step.step == name)
    }

    /// Who hands over to whom; and the page's own number.
    fn head(&self) -> (String, String) {
        let (scene, locale) = (self.scene, self.scene.locale);
        let (model, site) = (scene.model, &scene.model.house.site);
        let outgoing = self.record().map_or(model.operator.as_str(), |record| record.get("person"));
        let relief = self.record().map_or("", |record| record.get("relief"));
        let change = match (self.record(), &self.page.shifts) {
            (Some(_), Some(kept)) => kept.clone(),
            // Pages of older programs tell the shifts of the clock.
            (Some(_), None) => Watch::default().change(site, outgoing, self.then.now),
            (None, _) => model.snapshot.watch.change(site, outgoing, self.then.now),
        };
        let open = self.record().is_none_or(|record| record.status == Status::Open);
        let next = if open && model.ending() == Ending::DayClose {
            locale.tr("page-first-shift")
        } else if self.record().is_none() && change.to == change.from {
            // Nobody's turn has come yet.
            String::new()
        } else {
            self.shift(change.to.as_ref())
        };
        let late = if change.late > 0 { scene.late_relief(change.late) } else { String::new() };
        let from = self.shift(change.from.as_ref());
        let head = [&from, outgoing, "->", &next, relief, &late];
        let head = head.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
        let number = self.record().map(|record| scene.label(record.family, record.number));
        (head, number.unwrap_or_else(|| locale.tr("page-unsigned")))
    }

    fn shift(&self, stretch: Option<&Stretch>) -> String {
        stretch.map(|stretch| self.scene.shift(stretch)).unwrap_or_default()
    }

    fn verdict(&self, line: &PageLine) -> Option<Verdict> {
        self.answers.get(&line.line).map(|answer| answer.verdict).or(line.verdict)
    }

    fn mark(&self, verdict: Option<Verdict>) -> (String, Style) {
        let theme = self.scene.theme;
        let style = if matches!(verdict, None | Some(Verdict::Accepted)) { theme.calm } else { theme.soon };
        (verdict.map(|verdict| self.scene.tr(verdict.key())).unwrap_or_default(), style)
    }

    fn line(&self, at: usize, line: &PageLine, selected: bool, sheet: &mut Sheet) {
        let (scene, theme) = (self.scene, self.scene.theme);
        let widest = |keys: &[&str]| keys.iter().map(|key| cells::width(&scene.tr(key))).max().unwrap_or(0);
        let (mark_cells, topic_cells) = (widest(Verdict::VARIANTS), widest(Topic::VARIANTS));
        let (time, heat) = self.time(line);
        let time_cells = self.times;
        let fixed = NUMBER + mark_cells + time_cells + topic_cells + GAP * 3 + 1;
        let room = self.width.saturating_sub(fixed).max(1);
        let style = if selected { theme.selected } else { theme.calm };
        let (mark, mark_style) = self.mark(self.verdict(line));
        let gap = || Span::raw(" ".repeat(GAP));
        let number = format!("{}{:>3} ", if selected { ">" } else { " " }, at + 1);
        let told = cells::cut(&time, time_cells);
        let indent = NUMBER + mark_cells + GAP;
        let mut what = cells::wrap(&self.what(line), room).into_iter();
        let first = what.next().unwrap_or_default();
        sheet.row(vec![
            Span::styled(number, style),
            Span::styled(cells::fit(&mark, mark_cells), mark_style),
            gap(),
            Span::styled(cells::fit(&first, room), style),
            gap(),
            Span::raw(" ".repeat(time_cells.saturating_sub(cells::width(&told)))),
            Span::styled(told, heat),
            gap(),
            Span::styled(cells::fit(&scene.locale.tr(line.line.topic.key()), topic_cells), theme.dim),
        ]);
        let mut under = |text: &str, style: Style| {
            for row in cells::wrap(text, self.width.saturating_sub(indent + 1).max(1)) {
                sheet.row(vec![Span::raw(" ".repeat(indent)), Span::styled(row, style)]);
            }
        };
        // A long note is told whole where it is in hand, else in two rows.
        let rest: String = what.collect();
        if !rest.is_empty() {
            let short = if selected { rest } else { cells::cut(&rest, self.width.saturating_sub(indent + 1)) };
            under(&short, style);
        }
        let given = self.answers.get(&line.line);
        let said = given.map_or(line.said.as_str(), |answer| answer.said.as_str());
        let reply = given.map_or(line.reply.as_str(), |answer| answer.reply.as_str());
        if !said.is_empty() {
            let key = if self.verdict(line) == Some(Verdict::Queried) { "page-question" } else { "page-reason" };
            under(&scene.locale.tr_args(key, &[("said", said)]), theme.soon);
        }
        if !reply.is_empty() {
            under(&scene.locale.tr_args("page-answer", &[("said", reply)]), theme.calm);
        }
    }

    /// What a line is about.
    fn what(&self, line: &PageLine) -> String {
        let (scene, record) = (self.scene, &line.record);
        let label = scene.label(record.family, record.number);
        let choice = |key: &str| scene.choice(key, record.get(key));
        let text = |key: &str| record.get(key).to_owned();
        let stage = line.line.stage.as_deref().filter(|stage| *stage != stages::REPLY).map(|stage| scene.stage(stage));
        let (room, who) = (scene.brief_room(record), scene.who(record));
        let gist: Vec<String> = record.gist().map(|(field, said)| scene.value(field, said)).collect();
        let gist = gist.join("  ");
        let message = || {
            let left = record.has_message().then(|| [choice("outcome"), text("to"), text("result")].join(" "));
            left.unwrap_or_default().trim_end().to_owned()
        };
        let parts = match record.family {
            Family::Note => vec![text("text")],
            Family::Vehicle => {
                let alone = record.is_there() && !record.inside();
                let there = if alone { scene.tr("departure-driver-there") } else { String::new() };
                vec![scene.plate(record.get("plate")), there, room, gist, who, text("description")]
            }
            Family::Visitor => vec![label, room, scene.party(record), gist, text("description")],
            Family::WalkIn | Family::Call => vec![label, room, who, gist, message()],
            _ => {
                let why = stage.or_else(|| scene.passed_on(record)).unwrap_or_default();
                vec![label, room, who, why, gist]
            }
        };
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join("  ")
    }

    /// What is left of its limit, or how long it has lasted.
    fn time(&self, line: &PageLine) -> (String, Style) {
        let theme = self.scene.theme;
        let stage = line.line.stage.as_deref();
        let clock = line.record.limits.iter().find(|clock| stage.is_some_and(|name| name == clock.name()));
        if let Some(clock) = clock {
            let rest = self.then.rest(clock);
            return (rest.whole(), theme.heat(rest.heat));
        }
        if let (Topic::Inside, Some(limit)) = (line.line.topic, line.record.next_limit()) {
            let rest = self.then.rest(limit);
            let stay = if self.width < 100 { String::new() } else { self.then.elapsed(line.record.at) + " " };
            return (stay + &rest.whole(), theme.heat(rest.heat));
        }
        match line.line.topic {
            Topic::Inside | Topic::Unsettled => (self.then.elapsed(line.record.at), theme.calm),
            _ => (self.then.at(line.record.at), theme.dim),
        }
    }

    /// The counts, what must still happen, overrides, signatures and later remarks.
    fn foot(&self) -> Vec<(String, Style)> {
        let (scene, locale, theme) = (self.scene, self.scene.locale, self.scene.theme);
        let mut rows = Vec::new();
        let mut say = |text: &str, style: Style| {
            rows.extend(cells::wrap(text, self.width.saturating_sub(2).max(1)).into_iter().map(|row| (row, style)));
        };
        let count = |verdict: Option<Verdict>| {
            self.page.lines.iter().filter(|line| self.verdict(line) == verdict).count().to_string()
        };
        let (accepted, queried) = (count(Some(Verdict::Accepted)), count(Some(Verdict::Queried)));
        let (refused, unseen) = (count(Some(Verdict::Refused)), count(None));
        let counts = [
            ("accepted", accepted.as_str()),
            ("queried", queried.as_str()),
            ("refused", refused.as_str()),
            ("unseen", unseen.as_str()),
        ];
        let people = self.page.people();
        if people != [0, 0] {
            say(&scene.say("page-people", &[("people", scene.people(people))]), theme.title);
        }
        let closes = scene.model.ending() == Ending::DayClose;
        let Some(record) = self.record() else {
            for (who, n) in scene.model.half_typed() {
                let left = [("who", display(who)), ("n", n.to_string())];
                say(&scene.say("page-half-typed", &left), theme.soon);
            }
            if closes {
                say(&locale.tr("page-day-close"), theme.dim);
            } else {
                say(&locale.tr_args("page-counts", &counts), theme.title);
                say(&locale.tr("page-clause"), theme.dim);
            }
            return rows;
        };
        let waits = record.status == Status::Open;
        if waits {
            let waiting = [("who", record.get("person")), ("at", &scene.at(record.at))];
            say(&locale.tr_args("page-waits", &waiting), theme.soon);
            say(&locale.tr_args("page-counts", &counts), theme.title);
            say(&locale.tr("page-clause"), theme.dim);
        } else {
            say(&locale.tr_args("page-counts", &counts), theme.title);
        }
        if !record.get("override_by").is_empty() {
            let by = [("who", record.get("override_by")), ("why", record.get("override_why"))];
            say(&locale.tr_args("page-override", &by), theme.soon);
        }
        let signature = |key: &str, who: &str, at: Moment| locale.tr_args(key, &[("who", who), ("at", &scene.at(at))]);
        say(&signature("page-handed", record.get("person"), record.at), theme.calm);
        if let Some(step) = self.step(Kind::HandoverAccepted.name()).next() {
            say(&signature("page-taken", record.get("relief"), step.at), theme.calm);
        }
        for (at, who, said) in &self.page.remarks {
            say(&format!("{}  {said}", signature("page-remark", who, *at)), theme.calm);
        }
        if let Some(head) = &self.page.head {
            say(&locale.tr_args("page-head", &[("head", &head.brief().to_string())]), theme.dim);
        }
        rows
    }
}

#[cfg(test)]
mod tests;
