//! The notice of the State Council's General Office as plain text, in the sentences of every year since 2004:
//!
//! ```text
//! 国务院办公厅关于2026年部分节假日安排的通知          the year
//! 一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
//! └ item ┘  └ clause: dates, then what they are ┘ └ its count ┘ └ clause ┘
//! ```
//!
//! Only items decide; what stands before, between and behind them does not, but is told where it sounds as if it did.
//! Every clause of an item that is not understood is told, every weekday in brackets and every count of days is checked.

mod clause;
mod dates;
mod fold;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use self::clause::{Clause, Says};
use self::dates::{Carry, Dates};
use super::days::Days;
use super::{Doubt, DoubtKind, NoticeError, NoticeFlaw};
use crate::domain::worktime::{CalendarYear, DayKind};

/// What an item without a number may be of.
const FESTIVALS: [&str; 10] = ["元旦", "春节", "清明", "劳动节", "五一", "端午", "中秋", "国庆", "十一", "纪念日"];
/// How a sentence behind the items begins.
const CLOSING: [&str; 5] = ["节假日期间", "节日期间", "假期期间", "国务院办公厅", "各地区"];
const NUMERALS: &str = "一二三四五六七八九十";
/// The longest name of an item, in characters.
const NAME: usize = 16;

/// Whether a text speaks of days off as such a notice does.
pub(super) fn speaks(text: &str) -> bool {
    let text = fold::line(text);
    let days = text.contains('日') && ["放假", "上班", "补休", "公休", "调休"].iter().any(|word| text.contains(word));
    days || text.contains("节假日安排")
}

/// Reads a notice; of the year `wanted` where it has no title.
pub(super) fn read(text: &str, wanted: Option<i32>) -> Result<(CalendarYear, Vec<Doubt>), NoticeError> {
    let whole = fold::line(text);
    let title = titled(&whole);
    let year = title.or(wanted).ok_or(NoticeError::whole(NoticeFlaw::NoTitle))?;
    let mut reader = Reader::new(year);
    for sentence in sentences(text) {
        reader.sentence(&sentence);
    }
    let (read, doubts) = reader.close()?;
    let named = format!("国务院办公厅关于{year}年部分节假日安排的通知");
    let source = if whole.contains(&named) { named } else { String::new() };
    Ok((CalendarYear { source, ..read }, doubts))
}

/// The year in the title: four digits before 年 and soon a word for the arrangement of days off.
fn titled(text: &str) -> Option<i32> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('年') {
        rest = after;
        let near: String = after.chars().take(8).collect();
        if !near.contains("节假日") && !near.contains("放假") {
            continue;
        }
        let tail = before.char_indices().rev().nth(3).and_then(|(at, _)| before.get(at..));
        let year =
            tail.filter(|tail| tail.bytes().all(|byte| byte.is_ascii_digit())).and_then(|tail| tail.parse().ok());
        if let Some(year) = year.filter(|year| (2000..2200).contains(year)) {
            return Some(year);
        }
    }
    None
}

/// A sentence, folded, with the line that it begins on.
struct Sentence {
    line: usize,
    text: String,
}

/// The sentences of a text. Within the items one may run over several lines; a line that begins an item, or the closing,
/// begins anew.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    let (mut within, mut runs_on) = (false, false);
    for (line, n) in text.lines().zip(1..) {
        let mut folded = fold::line(line);
        if folded.is_empty() {
            continue;
        }
        if heads(&folded) {
            folded.push(':');
        }
        let (begins, closes) = (item(&folded).is_some(), closes(&folded));
        within = begins || (within && !closes);
        runs_on &= !begins && !closes;
        for part in folded.split('。').filter(|part| !part.is_empty()) {
            match found.last_mut() {
                Some(last) if runs_on => last.text.push_str(part),
                _ => found.push(Sentence { line: n, text: part.to_owned() }),
            }
            runs_on = false;
        }
        runs_on = within && !folded.ends_with('。');
    }
    found
}

/// Whether a line is the heading of an item whose colon was lost.
fn heads(line: &str) -> bool {
    !line.contains(['。', ':', ',']) && item(&format!("{line}:")).is_some_and(|(name, _)| name.len() < line.len())
}

fn closes(sentence: &str) -> bool {
    CLOSING.iter().any(|word| sentence.starts_with(word))
}

/// The name of the item that a sentence begins, and what follows it.
fn item(sentence: &str) -> Option<(&str, &str)> {
    let (head, rest) = sentence.split_once(':')?;
    let behind = head.trim_start_matches(|c: char| NUMERALS.contains(c) || c.is_ascii_digit());
    let name = behind.strip_prefix(['、', '.']).filter(|_| behind.len() < head.len());
    let known = FESTIVALS.iter().any(|festival| head.contains(festival));
    let numbered = name.is_some();
    let name = name.unwrap_or(head);
    let short = name.chars().count() <= NAME && !name.contains(',') && !fold::dated(name);
    (short && (known || numbered)).then_some((name, rest))
}

/// What was read so far.
struct Reader {
    year: i32,
    days: Days,
    /// Weekends that were moved: worked, unless they are off anyway.
    moved: Vec<(NaiveDate, usize)>,
    doubts: Vec<Doubt>,
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
            item: None,
            off: BTreeSet::new(),
            fault: None,
        }
    }

    fn sentence(&mut self, sentence: &Sentence) {
        let line = sentence.line;
        let mut text = sentence.text.as_str();
        if closes(text) {
            self.item = None;
        } else if let Some((name, rest)) = item(text) {
            self.item = Some(Carry::new(self.year, name.contains("元旦")));
            self.off.clear();
            text = rest;
        }
        // What is encouraged is no day off.
        if text.starts_with("鼓励") {
            return;
        }
        let Some(mut carry) = self.item.take() else { return self.outside(sentence) };
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

    /// A sentence of no item: told where it would decide a day.
    fn outside(&mut self, sentence: &Sentence) {
        let mut carry = Carry::new(self.year, false);
        let mut waiting = Dates::default();
        let decides = |part: &String| {
            Clause::read(part, &mut waiting, &mut carry)
                .is_some_and(|clause| clause.says.decides() && !clause.dates.is_empty())
        };
        if clause::split(&fold::unbracketed(&sentence.text)).iter().any(decides) {
            self.doubts.push(Doubt::unread(sentence.line, &fold::shown(&sentence.text)));
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
