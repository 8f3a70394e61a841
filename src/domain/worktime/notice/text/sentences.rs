//! A text as sentences, and which year's notice each is of.

use super::fold;

/// What an item without a number may be of.
const FESTIVALS: [&str; 10] = ["元旦", "春节", "清明", "劳动节", "五一", "端午", "中秋", "国庆", "十一", "纪念日"];
/// How a sentence before the items begins that says why they are.
const OPENING: [&str; 5] = ["根据", "据此", "自20", "为", "经国务院批准"];
/// How a sentence behind the items begins.
const CLOSING: [&str; 4] = ["节假日期间", "节日期间", "假期期间", "各地区"];
const SIGNED: &str = "国务院办公厅";
const NUMERALS: &str = "一二三四五六七八九十";
/// The longest name of an item, in characters.
const NAME: usize = 16;
/// How far behind its year the words of a title stand, in characters.
const NEAR: usize = 20;

/// A sentence, folded, with the line that it begins on.
pub(super) struct Sentence {
    pub(super) line: usize,
    pub(super) text: String,
    /// The year of the notice whose title begins in it.
    pub(super) title: Option<i32>,
    /// The year that it names for what follows otherwise: alone, or before the name of an item.
    pub(super) heading: Option<i32>,
}

/// The sentences of a text. Within the items one may run over several lines; a line that begins an item, a notice or the
/// closing begins anew.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let folded = |(line, n)| {
        let line = fold::line(line);
        // A year alone is a line of its own.
        let (year, rest) = alone(&line).map_or((None, line.as_str()), |(year, rest)| (Some(year), rest));
        [year.map(|year| format!("{year}年")), Some(rest.to_owned())]
            .into_iter()
            .flatten()
            .map(move |line| (line, n))
            .collect::<Vec<_>>()
    };
    let lines: Vec<(String, usize)> =
        text.lines().zip(1..).flat_map(folded).filter(|(line, _)| !line.is_empty()).collect();
    let mut found: Vec<Sentence> = Vec::new();
    let (mut within, mut runs_on) = (false, false);
    for (at, (line, n)) in lines.iter().enumerate() {
        let mut line = line.clone();
        if heads(&line) {
            line.push(':');
        }
        // A title may be broken in two.
        let next = lines.get(at + 1).map_or("", |(next, _)| next);
        let (begins, closes) = (item(&line).is_some(), closes(&line));
        let title = title(&line, next).is_some() || alone(&line).is_some();
        within = begins || (within && !closes && !title);
        runs_on &= !begins && !closes && !title;
        let mut parts = line.split('。').filter(|part| !part.is_empty()).peekable();
        while let Some(part) = parts.next() {
            match found.last_mut() {
                Some(last) if runs_on => last.text.push_str(part),
                _ => {
                    let behind = if parts.peek().is_some() { "" } else { next };
                    let (title, heading) = (self::title(part, behind), heading(part));
                    found.push(Sentence { line: *n, text: part.to_owned(), title, heading });
                }
            }
            runs_on = false;
        }
        // Other paragraphs are broken too, and end in what mark they have.
        let broken = |last: &Sentence| usual(&last.text) && !line.ends_with(['.', ':', ';', '!', '下']);
        runs_on = !line.ends_with('。') && (within || found.last().is_some_and(broken));
    }
    found
}

/// The year of a title that begins in a text and may end in what follows it: four digits before 年 and soon the words for
/// an arrangement of days off.
fn title(text: &str, next: &str) -> Option<i32> {
    let whole = format!("{text}{next}");
    let mut titles = whole.match_indices('年').take_while(|(at, _)| *at < text.len());
    titles.find_map(|(at, _)| {
        let (before, after) = whole.split_at_checked(at)?;
        let near: String = after.chars().skip(1).take(NEAR).collect();
        let (named, behind) = near.split_once("节假日").or_else(|| near.split_once("放假"))?;
        let soon: String = behind.chars().take(6).collect();
        let arranged = soon.contains("安排") || soon.contains("通知");
        let plain = !named.contains(|c: char| c.is_ascii_digit() || matches!(c, '。' | ',' | ':'));
        year(before).filter(|_| arranged && plain)
    })
}

/// The year that a line begins with and that stands there alone, and what follows it.
fn alone(line: &str) -> Option<(i32, &str)> {
    let (head, rest) = line.split_once('年')?;
    let rest = rest.strip_prefix('度').unwrap_or(rest);
    let ends = rest.is_empty() || rest.starts_with([':', ',', '、', '。']);
    (ends && head.chars().count() == 4).then_some((year(head)?, rest.trim_start_matches([':', ',', '、', '。'])))
}

/// The year that a sentence names for what follows: alone, or before the name of an item.
fn heading(sentence: &str) -> Option<i32> {
    let head = item(sentence).and_then(|_| sentence.split_once(':')).map(|(head, _)| head);
    let bare = || alone(sentence).map(|(year, _)| year);
    head.and_then(|head| years(head).next()).or_else(bare)
}

/// The years that a text names: before 年, but for that of a date, or before the name of a festival.
pub(super) fn years(text: &str) -> impl Iterator<Item = i32> {
    let marks = ["年"].into_iter().chain(FESTIVALS);
    let named = marks.flat_map(|mark| text.match_indices(mark).filter_map(|(at, _)| text.split_at_checked(at)));
    let dated = |after: &str| after.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    named.filter(move |(_, after)| !dated(after)).filter_map(|(before, _)| year(before))
}

/// The four digits that a text ends in, as a year of notices.
pub(super) fn year(text: &str) -> Option<i32> {
    let (at, _) = text.char_indices().rev().nth(3)?;
    let tail = text.get(at..).filter(|tail| tail.bytes().all(|byte| byte.is_ascii_digit()))?;
    tail.parse().ok().filter(|year| (2000..2200).contains(year))
}

/// Whether a line is the heading of an item whose colon was lost.
fn heads(line: &str) -> bool {
    !line.contains(['。', ':', ',']) && item(&format!("{line}:")).is_some_and(|(name, _)| name.len() < line.len())
}

/// Whether a sentence begins as every notice has one outside its items.
pub(super) fn usual(sentence: &str) -> bool {
    encourages(sentence) || OPENING.iter().chain(&CLOSING).any(|word| sentence.starts_with(word))
}

/// Whether a sentence comes after the items.
pub(super) fn closes(sentence: &str) -> bool {
    sentence.starts_with(SIGNED) || CLOSING.iter().any(|word| sentence.starts_with(word))
}

/// What is encouraged is no day off.
pub(super) fn encourages(sentence: &str) -> bool {
    sentence.starts_with("鼓励")
}

/// The name of the item that a sentence begins, and what follows it.
pub(super) fn item(sentence: &str) -> Option<(&str, &str)> {
    let (head, rest) = sentence.split_once(':')?;
    let behind = head.trim_start_matches(|c: char| NUMERALS.contains(c) || c.is_ascii_digit());
    let name = behind.strip_prefix(['、', '.']).filter(|_| behind.len() < head.len());
    let known = FESTIVALS.iter().any(|festival| head.contains(festival));
    let numbered = name.is_some();
    let name = name.unwrap_or(head);
    let short = name.chars().count() <= NAME && !name.contains(',') && !fold::dated(name);
    (short && (known || numbered)).then_some((name, rest))
}
