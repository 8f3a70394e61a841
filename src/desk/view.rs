//! What the desk shows: the lists of the counter, one record in full, a handover page as it was signed.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::desk::{CALENDARS, Reading, newer_calendar, page, watch};
use crate::domain::duty::Watch;
use crate::domain::entry::{Entry, Family, Head, Kind};
use crate::domain::handover::{HandoverItem, Topic, Verdict};
use crate::domain::history::EntryView;
use crate::domain::procedure::Procedures;
use crate::domain::record::{Record, Status, fold, with_orders};
use crate::domain::shift::ShiftChange;
use crate::domain::time::Moment;
use crate::domain::worktime::Calendar;
use crate::store::{Asked, Cursor, Deadline, LimitQuery, ListView, Mark, Place, Query, Question, Read, StoreError};

/// Counting stops here; the screen shows `1000+`.
pub const CAP: usize = 1_000;
/// How many rows a list on the day's overview has at the most, of those that come first and of the others.
const OVERVIEW: usize = 60;

/// How many of the most urgent deadlines are read.
pub const URGENT: usize = 32;
/// How many deadlines to come are read, of promises and of each gate register.
const COMING: usize = 8;

/// What a window wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SnapshotRequest {
    /// The register of the panel in hand; `None` for the overview.
    pub family: Option<Family>,
    pub which: ListView,
    pub rows: usize,
    pub place: Place,
    /// Whether the lists of the day's overview are wanted; their counts always come.
    pub overview: bool,
    /// Whether the post's handover page is wanted.
    pub page: bool,
    /// Since when rungs are to be heard.
    pub heard: Option<Moment>,
}

/// A short list of the overview and how many there are in all, up to [`CAP`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// What is late comes first, of a list of the day whatever is open, by what is due; then the others.
    pub rows: Vec<Record>,
    pub count: usize,
    /// How many people are inside by them.
    pub people: usize,
    /// How many of the family have a limit that has run out, up to [`CAP`].
    pub late: usize,
    /// How many of earlier days than the list is of are still open, up to [`CAP`]; its rows have them too.
    pub left: usize,
}

/// One line of a handover page with what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLine {
    pub line: HandoverItem,
    /// The record, as of the page.
    pub record: Record,
    /// The relief's verdict, where it was given.
    pub verdict: Option<Verdict>,
    /// The question or the reason.
    pub said: String,
    pub reply: String,
}

/// A handover page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The signed page; `None` while it is being written.
    pub signed: Option<Box<Record>>,
    pub lines: Vec<PageLine>,
    /// The shifts between which it is signed; `None` of a page that was signed before they were kept.
    pub shifts: Option<ShiftChange>,
    /// The chain's head when it was last signed: kept on paper, it dates the logbook.
    pub head: Option<Head>,
    /// Later remarks 补记: when, by whom, what.
    pub remarks: Vec<(Moment, String, String)>,
}

impl Page {
    /// How many people are inside by its lines: visitors, and drivers.
    pub fn people(&self) -> [usize; 2] {
        let inside = || self.lines.iter().filter(|line| line.line.topic == Topic::Inside).map(|line| &line.record);
        [Family::Visitor, Family::Vehicle].map(|family| {
            inside().filter(|record| record.family == family).map(|record| record.people() as usize).sum()
        })
    }

    fn unsigned(lines: Vec<(HandoverItem, Record)>, shifts: ShiftChange) -> Self {
        let bare = |(line, record)| PageLine { line, record, verdict: None, said: String::new(), reply: String::new() };
        Self { lines: lines.into_iter().map(bare).collect(), shifts: Some(shifts), ..Self::default() }
    }
}

/// What a window shows at one moment.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub boxes: Vec<(Family, List)>,
    /// The most urgent deadlines of all that was promised.
    pub urgent: Vec<Deadline>,
    /// Those that run out next; after them those of who is inside.
    pub upcoming: Vec<Deadline>,
    /// The limits that have reached a rung since the instant asked for, or are heard again and again, however many.
    pub bells: Vec<Deadline>,
    /// When any limit reaches its next rung.
    pub next_rung: Option<Moment>,
    /// The records of the panel in hand.
    pub list: Vec<Record>,
    /// What the records of the lists wait for.
    pub next: HashMap<Uuid, NextStep>,
    pub first: Option<Cursor>,
    pub last: Option<Cursor>,
    /// The post's page as it would be signed now, or one that waits for its relief.
    pub page: Page,
    /// Who has the post.
    pub watch: Watch,
    /// How many forms each person has left half typed at the post, in any window; whoever keeps drafts fills it in.
    pub half_typed: Vec<(String, usize)>,
    pub calendar: Calendar,
    pub asked: SnapshotRequest,
    pub now: Option<Moment>,
    /// What the store looked like before any of it was read.
    pub mark: Mark,
}

impl Snapshot {
    /// What the overview lists of a family.
    pub fn of(&self, family: Family) -> &List {
        static NOTHING: List = List { rows: Vec::new(), count: 0, people: 0, late: 0, left: 0 };
        self.boxes.iter().find(|(own, _)| *own == family).map_or(&NOTHING, |(_, list)| list)
    }
}

/// The obvious next step of a record, as it stood when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NextStep {
    pub step: String,
    /// The names of the limits that end with it.
    pub ends: Vec<String>,
    /// The stage it belongs to; empty for none.
    pub stage: String,
}

impl NextStep {
    /// What a record waits for now; `None` where nothing is obvious.
    pub fn of(procedures: &Procedures, record: &Record, now: Moment) -> Option<Self> {
        if record.status != Status::Open || record.family.spec().steps.is_empty() {
            return None;
        }
        let rule = procedures.next(record, now)?;
        let ends = procedures.would_end(record, &rule.id);
        Some(Self { step: rule.id.clone(), ends, stage: rule.limit.clone() })
    }
}

/// One record in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub record: Record,
    /// Its entries with their corrections, and the orders to count its due times again.
    pub lines: Vec<EntryView>,
    pub next: Option<String>,
    pub awaits: Option<NextStep>,
    /// The steps that may be done now.
    pub offered: Vec<String>,
}

/// The lists of the overview: what is written at the counter of the day, complaints by what is due, who is inside, and
/// what is open of every other family that a handover page tells of.
fn boxes() -> impl Iterator<Item = (Family, ListView)> {
    Family::ALL.iter().filter_map(|family| match family {
        Family::WalkIn | Family::Call => Some((*family, ListView::Newest)),
        Family::Complaint => Some((*family, ListView::Due)),
        _ if family.at_gate() => Some((*family, ListView::Inside)),
        _ => family.spec().topic.map(|_| (*family, ListView::Open)),
    })
}

impl Reading<'_> {
    /// What a window shows now, asked for in one flight.
    pub fn snapshot(&self, want: &SnapshotRequest, now: Moment) -> Result<Snapshot, StoreError> {
        let house = &self.desk.house;
        let zone = house.site.zone;
        let (from, to) = (zone.midnight(zone.date(now)), zone.next_midnight(now));
        let (post, rows) = (self.who.post.as_str(), if want.overview { OVERVIEW } else { 0 });
        let boxed = |family, view| match view {
            ListView::Newest => Query::new(family, view, rows).between(from, to),
            _ => Query::new(family, view, rows),
        };
        let counted = |family: Family, view| {
            let boxed = boxed(family, view);
            if family.at_gate() { boxed.itself() } else { boxed.standing() }
        };
        let left = |family| Query { to: Some(from), ..Query::new(family, ListView::Open, 0) };
        let late = |family, rows| Query::new(family, ListView::Due, rows).late(now);
        let foremost = |family, view| match view {
            ListView::Newest => Query::new(family, ListView::Due, rows),
            _ => late(family, rows),
        };
        let next = |family| Query::new(family, ListView::Due, COMING).due_after(now);
        let urgent = LimitQuery::first(URGENT);
        let upcoming = LimitQuery::first(COMING).due_after(now);
        let page = want.family.map(|family| Query::new(family, want.which, want.rows).at(want.place));

        let mut questions = vec![Question::List(CALENDARS), Question::List(watch::turns(post))];
        questions.extend([Question::Limits(urgent.clone()), Question::Limits(upcoming.clone())]);
        questions.extend([Family::Visitor, Family::Vehicle].map(|family| Question::List(next(family))));
        let (heard, ever) = (want.heard.unwrap_or(now), Moment::from_millis(i64::MAX));
        questions.extend([Question::Rungs(heard, now, usize::MAX), Question::Rungs(now, ever, 1)]);
        questions.push(Question::Repeating(now));
        for (family, view) in boxes() {
            questions.push(Question::Count(counted(family, view), CAP));
            questions.push(Question::Count(late(family, 0), CAP));
            if view == ListView::Newest {
                questions.push(Question::Count(left(family), CAP));
            }
            if family.at_gate() {
                questions.push(Question::People(family));
            }
            if want.overview {
                questions.extend([foremost(family, view), boxed(family, view)].map(Question::List));
            }
        }
        questions.extend(page.clone().map(Question::List));
        if want.page {
            questions.push(Question::List(page::waiting(post)));
            questions.extend(page::reads(post, now));
        }
        let (mark, read) = Asked::together(&*self.desk.store, questions)?;

        let of = |family, view| -> Result<List, StoreError> {
            let daily = view == ListView::Newest;
            let mut rows = Vec::new();
            if want.overview {
                rows = read.list(foremost(family, view))?;
                let known: HashSet<Uuid> = rows.iter().map(|record| record.subject).collect();
                let others = read.list(boxed(family, view))?.into_iter();
                rows.extend(others.filter(|record| !known.contains(&record.subject)));
            }
            Ok(List {
                rows,
                left: if daily { read.count(left(family), CAP)? } else { 0 },
                count: read.count(counted(family, view), CAP)?,
                people: if family.at_gate() { read.people(family)? } else { 0 },
                late: read.count(late(family, 0), CAP)?,
            })
        };
        let mut upcoming = read.limits(upcoming)?.rows;
        for family in [Family::Visitor, Family::Vehicle] {
            for record in read.list(next(family))? {
                upcoming.extend(record.next_limit().cloned().map(|clock| Deadline { clock, record }));
            }
        }
        let bells = read.rungs(heard, now, usize::MAX)?.into_iter().filter(|rung| rung.heard);
        let bells = bells.chain(read.repeating(now)?).map(|rung| rung.deadline).collect();
        let boxes = boxes().map(|(family, view)| Ok((family, of(family, view)?)));
        let boxes = boxes.collect::<Result<Vec<_>, StoreError>>()?;
        let mut snapshot = Snapshot {
            boxes,
            urgent: read.limits(urgent)?.rows,
            watch: watch::read(&read, house, &self.desk.earlier, post, &[&self.who.operator])?,
            upcoming,
            bells,
            next_rung: read.rungs(now, ever, 1)?.first().map(|rung| rung.at),
            calendar: newer_calendar(&read, &house.calendar)?.unwrap_or_else(|| house.calendar.clone()),
            now: Some(now),
            asked: want.clone(),
            mark,
            ..Snapshot::default()
        };
        if let Some(page) = page {
            let page = read.page(page)?;
            (snapshot.list, snapshot.first, snapshot.last) = (page.rows, page.first, page.last);
        }
        let rows = snapshot.boxes.iter().flat_map(|(_, list)| &list.rows).chain(&snapshot.list);
        let next = |record: &Record| Some((record.subject, NextStep::of(&house.procedures, record, now)?));
        snapshot.next = rows.filter_map(next).collect();
        if want.page {
            snapshot.page = match read.list(page::waiting(post))?.pop() {
                Some(record) => self.signed(record)?,
                None => Page::unsigned(
                    page::compile(&read, post, now)?,
                    snapshot.watch.change(&house.site, &self.who.operator, now),
                ),
            };
        }
        Ok(snapshot)
    }

    /// The page that the post would sign now.
    pub fn page(&self, now: Moment) -> Result<Page, StoreError> {
        let (store, house, post) = (&*self.desk.store, &self.desk.house, &self.who.post);
        let watch = watch::read(store, house, &self.desk.earlier, post, &[&self.who.operator])?;
        let outgoing = watch.holder().map_or(self.who.operator.as_str(), |turn| turn.person.as_str());
        Ok(Page::unsigned(page::compile(store, post, now)?, watch.change(&house.site, outgoing, now)))
    }

    /// The post's page that waits for its relief.
    pub fn waiting_page(&self) -> Result<Option<Record>, StoreError> {
        Ok(self.desk.store.list(page::waiting(&self.who.post))?.pop())
    }

    /// A signed page, rendered as of its entry.
    pub fn signed(&self, record: Record) -> Result<Page, StoreError> {
        let mut lines = Vec::with_capacity(record.lines().len());
        for (index, line) in record.lines().iter().enumerate() {
            let mut entries: Vec<Entry> = self.desk.store.history(line.subject)?;
            entries.retain(|entry| entry.seq < record.seq);
            let then = fold(&entries).map_err(|broken| StoreError::Unreadable { seq: broken.seq })?;
            lines.push(PageLine {
                line: line.clone(),
                record: then,
                verdict: record.verdicts().get(index).copied(),
                said: record.get(&format!("said.{index}")).to_owned(),
                reply: record.get(&format!("reply.{index}")).to_owned(),
            });
        }
        let own = self.desk.store.history(record.subject)?;
        let head = own.iter().rev().find_map(|entry| entry.decided.head.clone());
        let shifts = own.iter().rev().find_map(|entry| entry.decided.shifts.clone());
        let remark = |entry: &Entry| (entry.at, entry.operator.clone(), entry.get("text").to_owned());
        let remarks = own.iter().filter(|entry| entry.kind == Kind::HandoverRemark).map(remark).collect();
        Ok(Page { signed: Some(Box::new(record)), lines, shifts, head, remarks })
    }

    /// One record in full; `None` where there is none.
    pub fn card(&self, subject: Uuid, now: Moment) -> Result<Option<Card>, StoreError> {
        let Some(record) = self.desk.store.record(subject)? else { return Ok(None) };
        let lines = with_orders(&self.desk.store.history(subject)?);
        let procedures = &self.desk.house.procedures;
        let awaits = NextStep::of(procedures, &record, now);
        let stepped = record.status == Status::Open && !record.family.spec().steps.is_empty();
        let offered = if stepped { procedures.offered(&record, now) } else { Vec::new() };
        let offered = offered.into_iter().map(|rule| rule.id.clone()).collect();
        let next = awaits.as_ref().map(|next| next.step.clone());
        Ok(Some(Card { record, lines, next, awaits, offered }))
    }
}
