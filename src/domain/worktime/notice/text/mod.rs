//! The notice of the State Council's General Office as plain text, in the sentences of every year since 2004:
//!
//! ```text
//! 国务院办公厅关于2026年部分节假日安排的通知          the year
//! 一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
//! └ item ┘  └ clause: dates, then what they are ┘ └ its count ┘ └ clause ┘
//! ```
//!
//! Only items decide; what stands before, between and behind them does not, but is told where it names a day or speaks of
//! days off or work. Every clause of an item that is not understood is told, every weekday in brackets and every count of
//! days is checked. Each title begins a notice of its own.

mod clause;
mod dates;
mod fold;
mod sentences;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use self::clause::{Clause, Says};
use self::dates::{Carry, Dates};
use self::sentences::{Sentence, closes, encourages, item, sentences, usual};
use super::days::{Days, is_whole, whole_year};
use super::{Doubt, DoubtKind, NoticeError, NoticeFlaw};
use crate::domain::worktime::{CalendarYear, DayKind};

/// The words of days off and of work.
const WORDS: [&str; 14] =
    ["放假", "休假", "假期", "请假", "上班", "补班", "加班", "补休", "调休", "公休", "连休", "休息", "工作日", "不放"];
/// The words of a change.
const CHANGES: [&str; 10] = ["更正", "改为", "改到", "取消", "延长", "顺延", "提前", "推迟", "缩短", "作废"];

/// Whether a text speaks of days off as such a notice does.
pub(super) fn speaks(text: &str) -> bool {
    let text = fold::line(text);
    let days = text.contains('日') && ["放假", "上班", "补休", "公休", "调休"].iter().any(|word| text.contains(word));
    days || text.contains("节假日安排")
}

/// Reads a notice: of several the year `wanted`, and the year `wanted` where it has no title.
pub(super) fn read(text: &str, wanted: Option<i32>) -> Result<(CalendarYear, Vec<Doubt>), NoticeError> {
    let whole = fold::line(text);
    let sentences = sentences(text);
    let title = sentences.iter().find_map(|sentence| sentence.title).or_else(|| titled(&whole));
    let named = named(&sentences);
    let first = title.or_else(|| named.first().map(|(_, year)| *year));
    let mut year = first.or(wanted).ok_or(NoticeError::whole(NoticeFlaw::NoTitle))?;
    // What stands before the first title belongs to it.
    let mut readers = vec![Reader::new(year)];
    for sentence in &sentences {
        year = sentence.title.or(sentence.heading).unwrap_or(year);
        if readers.iter().all(|reader| reader.year != year) {
            readers.push(Reader::new(year));
        }
        readers.iter_mut().filter(|reader| reader.year == year).for_each(|reader| reader.sentence(sentence));
    }
    let (read, mut doubts) = chosen(readers, wanted)?;
    // A title that no item follows is a link, but where the year has no title itself.
    let is_titled = sentences.iter().any(|sentence| sentence.title == Some(read.year));
    let linked = |year: i32| is_titled && sentences.iter().any(|sentence| sentence.title == Some(year));
    let left_out = |doubt: &&Doubt| matches!(doubt.what, DoubtKind::LeftOut { .. });
    let left: Vec<usize> = doubts.iter().filter(left_out).map(|doubt| doubt.line).collect();
    let others = named.into_iter().filter(|(line, year)| *year != read.year && !linked(*year) && !left.contains(line));
    let others: Vec<Doubt> = others.map(|(line, year)| Doubt::at(line, DoubtKind::YearNamed(year))).collect();
    doubts.extend(others);
    let named = format!("国务院办公厅关于{}年部分节假日安排的通知", read.year);
    let source = if whole.contains(&named) { named } else { String::new() };
    Ok((CalendarYear { source, ..read }, doubts))
}

/// The years that a text names for what follows, each once, with the line of the first: in titles and headings, and anywhere
/// before the first item but in dates.
fn named(sentences: &[Sentence]) -> Vec<(usize, i32)> {
    let mut named: Vec<(usize, i32)> = Vec::new();
    let mut before = true;
    for sentence in sentences {
        before &= item(&sentence.text).is_none();
        let free = before.then(|| sentences::years(&sentence.text)).into_iter().flatten();
        for year in sentence.title.into_iter().chain(sentence.heading).chain(free) {
            if named.iter().all(|(_, known)| *known != year) {
                named.push((sentence.line, year));
            }
        }
    }
    named
}

/// Of several notices in one text the year wanted; of one and parts of others that one, and what the others say is told.
fn chosen(readers: Vec<Reader>, wanted: Option<i32>) -> Result<(CalendarYear, Vec<Doubt>), NoticeError> {
    let counts = readers.iter().map(|reader| (reader.year, reader.days.len())).collect();
    let (year, others) = whole_year(&counts, wanted)?;
    let (mut read, mut told) = (None, Vec::from_iter(others));
    for reader in readers {
        if reader.year == year {
            read = Some(reader.close()?);
        } else if !is_whole(reader.days.len()) {
            told.extend(reader.days.left_out());
            told.extend(reader.doubts);
        }
    }
    let (read, mut doubts) = read.ok_or(NoticeError::whole(NoticeFlaw::NoDays))?;
    doubts.extend(told);
    Ok((read, doubts))
}

/// The year in the title: four digits before 年 and soon a word for the arrangement of days off.
fn titled(text: &str) -> Option<i32> {
    let near = |after: &str| after.chars().skip(1).take(8).collect::<String>();
    let names = |after: &str| ["节假日", "放假"].iter().any(|word| near(after).contains(word));
    let years = text.match_indices('年').filter_map(|(at, _)| text.split_at_checked(at));
    years.filter(|(_, after)| names(after)).find_map(|(before, _)| sentences::year(before))
}

/// What was read so far.
struct Reader {
    year: i32,
    days: Days,
    /// Weekends that were moved: worked, unless they are off anyway.
    moved: Vec<(NaiveDate, usize)>,
    doubts: Vec<Doubt>,
    /// Whether no item has come yet.
    opening: bool,
    /// The item in hand.
    item: Option<Carry>,
    /// The days that the item in hand gives off.
    off: BTreeSet<NaiveDate>,
    fault: Option<NoticeError>,
}

impl Reader {
    fn new(year: i32) -> Self {
        Self {
            year,
            days: Days::default(),
            moved: Vec::new(),
            doubts: Vec::new(),
            opening: true,
            item: None,
            off: BTreeSet::new(),
            fault: None,
        }
    }

    fn sentence(&mut self, sentence: &Sentence) {
        let line = sentence.line;
        let mut text = sentence.text.as_str();
        if sentence.title.is_some() {
            (self.item, self.opening) = (None, true);
        }
        if closes(text) {
            self.item = None;
        } else if let Some((name, rest)) = item(text) {
            self.item = Some(Carry::new(self.year, name.contains("元旦")));
            self.off.clear();
            self.opening = false;
            text = rest;
        }
        let Some(mut carry) = self.item.take() else { return self.outside(sentence) };
        if encourages(text) {
            self.item = Some(carry);
            return;
        }
        let mut waiting = Dates::default();
        for part in clause::split(&fold::unbracketed(text)) {
            let Some(clause) = Clause::read(&part, &mut waiting, &mut carry) else {
                self.doubts.push(Doubt::unread(line, &fold::shown(&part)));
                waiting = Dates::default();
                continue;
            };
            self.clause(clause, line);
        }
        if !waiting.is_empty() {
            self.doubts.push(Doubt::unread(line, &fold::shown(text)));
        }
        self.item = Some(carry);
    }

    /// A sentence of no item: told where it names a day or speaks of days off, unless every notice has it.
    fn outside(&mut self, sentence: &Sentence) {
        let text = sentence.text.as_str();
        let mut carry = Carry::new(self.year, false);
        let mut waiting = Dates::default();
        let decides = |part: &String| {
            Clause::read(part, &mut waiting, &mut carry)
                .is_some_and(|clause| clause.says.decides() && !clause.dates.is_empty())
        };
        let decides = clause::split(&fold::unbracketed(text)).iter().any(decides);
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let dated = fold::names_day(text);
        let announced = self.opening && (usual(text) || text.contains("通知如下"));
        let usual = announced || (!dated && (encourages(text) || closes(text) || titled(text).is_some()));
        if decides || has(&CHANGES) || (!usual && (dated || has(&WORDS))) {
            self.doubts.push(Doubt::unread(sentence.line, &fold::shown(text)));
        }
    }

    fn clause(&mut self, clause: Clause, line: usize) {
        let Clause { dates, says } = clause;
        self.doubts.extend(dates.wrong.iter().map(|date| Doubt::at(line, DoubtKind::Weekday(*date))));
        match says {
            Says::Nothing | Says::Waits => {}
            Says::Count(said) => self.count(said, &dates, line),
            Says::Off(said) => {
                self.give(&dates.all, DayKind::Off, line);
                self.off.extend(&dates.all);
                if let Some(said) = said {
                    self.count(said, &dates, line);
                }
            }
            Says::Worked => self.give(&dates.all, DayKind::Makeup, line),
            Says::Moved(to) => {
                self.doubts.extend(to.wrong.iter().map(|date| Doubt::at(line, DoubtKind::Weekday(*date))));
                self.moved.extend(dates.all.iter().map(|date| (*date, line)));
                self.give(&to.all, DayKind::Off, line);
                self.off.extend(&to.all);
            }
        }
    }

    /// Holds a count of days off to those named: by the clause itself, or in all from the first to the last.
    fn count(&mut self, said: usize, dates: &Dates, line: usize) {
        let named = if dates.is_empty() { self.off.len() } else { dates.all.len() };
        let span = self.off.first().zip(self.off.last()).map_or(0, |(first, last)| (*last - *first).num_days() + 1);
        if said != named && i64::try_from(said) != Ok(span) {
            self.doubts.push(Doubt::at(line, DoubtKind::Days { said, found: named }));
        }
    }

    fn give(&mut self, dates: &[NaiveDate], kind: DayKind, line: usize) {
        for date in dates {
            if let Err(error) = self.days.add(*date, kind, line) {
                self.fault.get_or_insert(error);
            }
        }
    }

    fn close(mut self) -> Result<(CalendarYear, Vec<Doubt>), NoticeError> {
        for (date, line) in std::mem::take(&mut self.moved) {
            if self.days.get(date).is_none() {
                self.give(&[date], DayKind::Makeup, line);
            }
        }
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok((self.days.of(self.year)?, self.doubts)),
        }
    }
}
