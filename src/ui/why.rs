//! Why a limit is due when it is: on top what is due when and what is left, below it the ledger of every stretch of
//! time on the way with a running sum, then what the limit rests on. The head stays; the ledger moves under it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::tick::Urgency;
use crate::app::why::{Item, WhyState, items};
use crate::cells;
use crate::domain::ended::Ended;
use crate::domain::entry::Family;
use crate::domain::escalation;
use crate::domain::record::Record;
use crate::domain::text::when;
use crate::domain::time::{MINUTE, Moment};
use crate::domain::time_limit::{Rung, TimeLimit};
use crate::domain::why::{Counted, Explanation};
use crate::domain::worktime::{Due, Length};
use crate::ui::overlay::boxed;
use crate::ui::sheet::Sheet;
use crate::ui::words::{hours, join};
use crate::ui::{Scene, frame as boxes, top};

/// The columns of the box where there is room.
const WIDE: u16 = 88;
/// The cells before a line, in which the one in hand is marked.
const MARK: usize = 2;

pub(super) fn draw(scene: &Scene<'_>, state: &WhyState, area: Rect, frame: &mut Frame<'_>) {
    let Some((clock, at, len)) = state.limit() else { return };
    let why = scene.model.house.working().why(clock);
    let width = WIDE.min(area.width);
    let room = usize::from(width.saturating_sub(3));
    let ended = state.ending();
    let ledger = Ledger { scene, clock, ended, why: &why, family: state.record.family };
    let columns = Columns::new(&ledger, room);
    let (mut head, mut sheet) = (ledger.head(&state.record, room), Sheet::default());
    if !why.rows.is_empty() {
        head.push(Vec::new());
        head.push(columns.titles(scene));
    }
    for (n, item) in items(clock, &why).iter().enumerate() {
        if n > 0 && n == why.rows.len() {
            sheet.row(Vec::new());
        }
        let (from, selected) = (sheet.len(), n == state.selected);
        for spans in ledger.item(item, &columns, room) {
            let mark = if selected && sheet.len() == from { "> " } else { "  " };
            sheet.row(std::iter::once(Span::styled(mark, scene.theme.selected)).chain(spans).collect());
        }
        if selected {
            sheet.hand(from);
        }
    }
    let rows = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let area = boxes::centred(area, width, rows(head.len() + sheet.len() + 2));
    let (above, below) = sheet.hidden(usize::from(area.height).saturating_sub(2 + head.len()));
    let hidden = scene.locale.tr_args("overlay-more", &[("n", &(above + below).to_string())]);
    let foot = if above + below > 0 { hidden } else { String::new() };
    let record = scene.label(state.record.family, state.record.number);
    let title = scene.locale.tr_args("why-title", &[("record", &record)]);
    let of = if len > 1 { format!("{}/{len}", at + 1) } else { String::new() };
    let (fixed, rest) = top(boxed(scene, area, &title, &of, &foot, frame), rows(head.len()));
    for (spans, y) in head.into_iter().zip(fixed.top()..fixed.bottom()) {
        frame.buffer_mut().set_line(fixed.x + 1, y, &Line::from(spans), fixed.width.saturating_sub(1));
    }
    sheet.draw(rest, frame);
}

/// A limit with its way, to be told.
struct Ledger<'a> {
    scene: &'a Scene<'a>,
    clock: &'a TimeLimit,
    /// How it has ended, where it has.
    ended: Option<&'a Ended>,
    why: &'a Explanation,
    family: Family,
}

type Spans = Vec<Span<'static>>;

impl Ledger<'_> {
    /// What is due when, since when, and what is left.
    fn head(&self, record: &Record, room: usize) -> Vec<Spans> {
        let (scene, clock, theme) = (self.scene, self.clock, self.scene.theme);
        let hours = if clock.hours.is_empty() { self.scene.tr("why-clock") } else { scene.department(&clock.hours) };
        let stage = format!("{}  {}  {hours}", scene.stage(&clock.name()), scene.length(clock.length));
        let from = [("at", self.day(clock.start))];
        let procedures = &scene.model.house.procedures;
        let begun_by =
            self.ended.map_or_else(|| procedures.begun_by(record, clock), |ended| Some(ended.begun_by.as_str()));
        let promised = begun_by.filter(|_| clock.length == Length::Promise);
        let from = match promised {
            Some(who) => self.scene.say("why-promised", &[("who", who.to_owned()), from[0].clone()]),
            None => self.scene.say("why-from", &from),
        };
        let mut lines = vec![(stage, theme.title)];
        match clock.due {
            Due::Pending { year } => {
                let year = [("year", year.to_string())];
                lines.extend([(from, theme.calm), (self.scene.say("why-pending", &year), theme.late)]);
            }
            Due::At { at, shown } => {
                let due = self.scene.say("why-due", &[("at", self.end(at))]);
                let both = format!("{from}   {due}");
                let fits = cells::width(&both) <= room;
                lines.extend(if fits { vec![both] } else { vec![from, due] }.into_iter().map(|l| (l, theme.calm)));
                let shown = shown.map(|shown| self.scene.say("why-moved", &[("at", self.end(shown))]));
                lines.extend(shown.map(|shown| (shown, theme.calm)));
            }
        }
        if let Some((_, until)) = clock.pause(scene.now).filter(|_| self.ended.is_none()) {
            lines.push((self.scene.say("why-paused", &[("at", self.end(until))]), theme.soon));
        }
        lines.extend(self.left());
        let wrapped = |(line, style): (String, Style)| {
            wrap(&line, room).into_iter().map(move |line| vec![Span::styled(line, style)])
        };
        lines.into_iter().flat_map(wrapped).collect()
    }

    /// What is left, or how late it is, in working time and by the clock; of what has ended, when, by whom and how.
    fn left(&self) -> Option<(String, Style)> {
        if let Some(ended) = self.ended {
            let working = self.scene.model.house.working();
            let how = self.scene.verdict(ended, &working);
            let who = ended.operator.clone();
            let said = self.scene.say("why-done", &[("at", self.day(ended.at)), ("who", who), ("how", how)]);
            let said = join(&[said, self.scene.voice.judged_by(ended)], "  ");
            let late = working.late_by(ended).is_some();
            return Some((said, if late { self.scene.theme.soon } else { self.scene.theme.calm }));
        }
        let left = self.scene.model.house.working().left(self.clock, self.scene.now)?;
        let minutes =
            |millis: i64| hours(if left.late { millis / MINUTE } else { (millis + MINUTE - 1).div_euclid(MINUTE) }, 1);
        let by_clock = ("clock", minutes(left.clock));
        let said = match (left.late, left.work.map(minutes)) {
            (false, Some(work)) => self.scene.say("why-left", &[("work", work), by_clock]),
            (false, None) => self.scene.say("why-left-clock", &[by_clock]),
            (true, Some(work)) => self.scene.say("why-late", &[("work", work), by_clock]),
            (true, None) => self.scene.say("why-late-clock", &[by_clock]),
        };
        let heat = if left.late { Urgency::Late } else { self.scene.rest(self.clock).heat };
        Some((said, self.scene.theme.heat(heat)))
    }

    /// One line of the ledger, in as many rows as it needs.
    fn item(&self, item: &Item, columns: &Columns, room: usize) -> Vec<Spans> {
        let (clock, theme) = (self.clock, self.scene.theme);
        let zone = self.scene.model.house.site.zone;
        let short = |at: Moment| when::short(at, clock.start, zone);
        let end = |at: Moment| when::short_end(at, clock.start, zone);
        let told = match item {
            Item::Row(counted) => return vec![columns.row(self.scene, counted)],
            Item::Changed => {
                let lines = wrap(&self.changed(), room.saturating_sub(MARK).max(1));
                return lines.into_iter().map(|line| vec![Span::styled(line, theme.soon)]).collect();
            }
            Item::Clause => join(&[clock.clause.clone(), self.quotation()], "  "),
            Item::Calendar => clock.calendar.to_string(),
            Item::Pauses => {
                let pause = |(from, to): &(Moment, Moment)| format!("{} - {}", short(*from), end(*to));
                join(&clock.pauses.iter().map(pause).collect::<Vec<_>>(), " · ")
            }
            Item::Expiry => self.scene.locale.named("expiry", &clock.expiry),
            Item::Ladder => {
                let rung = |rung: &Rung| {
                    let whose =
                        escalation::line(Some(self.family), rung.percent).map(|topic| self.scene.tr(topic.key()));
                    let reached = self.scene.voice.rung(&rung.percent.to_string());
                    Some(join(&[reached, end(rung.at?), whose.unwrap_or_default()], " "))
                };
                join(&clock.ladder.iter().filter_map(rung).collect::<Vec<_>>(), " · ")
            }
        };
        let labels = LABELS.map(|(_, key)| self.scene.tr(key));
        let widest = labels.iter().map(|label| cells::width(label)).max().unwrap_or_default();
        let label = LABELS.iter().zip(labels).find(|((kind, _), _)| kind == item).map(|(_, label)| label);
        let mut label = Some(label.unwrap_or_default());
        let lines = wrap(&told, room.saturating_sub(MARK + widest + GAP).max(1)).into_iter();
        let row = |line| {
            let label = cells::fit(&label.take().unwrap_or_default(), widest + GAP);
            vec![Span::styled(label, theme.dim), Span::styled(line, theme.calm)]
        };
        lines.map(row).collect()
    }

    /// The words of the clause, where the locale has them: those of its part or family come first.
    fn quotation(&self) -> String {
        let key = format!("clause-{}", self.clock.stage);
        let own = [&self.clock.part, self.family.name()].map(|own| format!("{key}-{own}"));
        own.iter()
            .chain([&key])
            .find(|key| self.scene.locale.has(key))
            .map(|key| self.scene.tr(key))
            .unwrap_or_default()
    }

    /// That the hours or the calendar of today would give another instant.
    fn changed(&self) -> String {
        let Some((due, version)) = &self.why.today else { return String::new() };
        let at = match due {
            Due::At { at, .. } => self.end(*at),
            due => self.scene.due(*due),
        };
        let then = if self.clock.calendar.is_empty() { "-".to_owned() } else { self.clock.calendar.to_string() };
        let now = if version.is_empty() { "-".to_owned() } else { version.clone() };
        self.scene.say("why-changed", &[("then", then), ("now", now), ("at", at)])
    }

    /// The weekday, date and time at which something ends.
    fn end(&self, at: Moment) -> String {
        let zone = self.scene.model.house.site.zone;
        format!("{} {}", self.scene.locale.weekday(when::end(at, zone).0), when::long_end(at, zone))
    }

    fn day(&self, at: Moment) -> String {
        let zone = self.scene.model.house.site.zone;
        format!("{} {}", weekday(self.scene, at), when::long(at, zone))
    }
}

fn weekday(scene: &Scene<'_>, at: Moment) -> String {
    scene.locale.weekday(scene.model.house.site.zone.date(at))
}

/// A text in lines, none of which begins with the blank at which it was broken.
fn wrap(text: &str, room: usize) -> Vec<String> {
    cells::wrap(text, room).iter().map(|line| line.trim_start().to_owned()).collect()
}

/// The cells of each column: the day, from when to when, what it counts as, what it adds, and the sum.
struct Columns([usize; 5]);

/// What stands before each fact under the rows.
const LABELS: [(Item, &str); 5] = [
    (Item::Clause, "why-clause"),
    (Item::Calendar, "why-calendar"),
    (Item::Pauses, "why-pauses"),
    (Item::Expiry, "why-expiry"),
    (Item::Ladder, "why-ladder"),
];
const TITLES: [&str; 5] = ["why-col-day", "why-col-span", "why-col-what", "why-col-part", "why-col-total"];
const GAP: usize = 2;

impl Columns {
    fn new(ledger: &Ledger<'_>, room: usize) -> Self {
        let mut widest = TITLES.map(|key| cells::width(&ledger.scene.tr(key)));
        for counted in &ledger.why.rows {
            for (width, cell) in widest.iter_mut().zip(cells_of(ledger.scene, counted)) {
                *width = (*width).max(cells::width(&cell));
            }
        }
        let [day, span, what, part, total] = widest;
        let left = room.saturating_sub(MARK + day + span + part + total + GAP * 4);
        Self([day, span, what.min(left), part, total])
    }

    fn titles(&self, scene: &Scene<'_>) -> Spans {
        let dim = scene.theme.dim;
        // The head stands one cell to the right; the mark of a line takes one more.
        std::iter::once(Span::raw(" ")).chain(self.fit(TITLES.map(|key| scene.locale.tr(key)), dim, dim)).collect()
    }

    fn row(&self, scene: &Scene<'_>, counted: &Counted) -> Spans {
        let style = if counted.sum.is_some() { scene.theme.calm } else { scene.theme.dim };
        self.fit(cells_of(scene, counted), style, if counted.sum.is_some() { scene.theme.title } else { style })
    }

    fn fit(&self, row: [String; 5], style: Style, last: Style) -> Spans {
        let Self([day, span, what, part, total]) = *self;
        let gap = " ".repeat(GAP);
        let text = [cells::fit(&row[0], day), cells::fit(&row[1], span), cells::fit(&row[2], what)].join(&gap);
        let part = format!("{gap}{}{gap}", cells::fit_right(&row[3], part));
        vec![Span::styled(text + &part, style), Span::styled(cells::fit_right(&row[4], total), last)]
    }
}

/// A stretch of time in words.
fn cells_of(scene: &Scene<'_>, counted: &Counted) -> [String; 5] {
    let (zone, row) = (scene.model.house.site.zone, &counted.row);
    let from = zone.local(row.from);
    let (part, total) = counted.sum.map_or_else(Default::default, |sum| {
        let told = |n: i64| if sum.days { scene.length(Length::Days(n.try_into().unwrap_or(0))) } else { hours(n, 1) };
        (told(sum.part), told(sum.total))
    });
    [
        format!("{} {}", weekday(scene, row.from), from.format("%m-%d")),
        format!("{} - {}", from.format("%H:%M"), when::short_end(row.to, row.from, zone)),
        scene.locale.tr(row.key()),
        part,
        total,
    ]
}

#[cfg(test)]
mod tests;
