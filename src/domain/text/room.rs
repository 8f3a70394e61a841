//! Room numbers: one flat has one spelling however it is said, as long as the site's own pattern knows it. What does
//! not fit the pattern is kept as it was typed.

use std::collections::BTreeSet;

use regex_lite::Regex;

use super::numeral::in_digits;
use super::{is_dash, is_day, plain};

/// What stands behind a number of a building, an entrance or a flat; the longer before what it begins with. No storey:
/// its number stands in the flat's.
const UNITS: [&str; 20] = [
    "号楼", "號樓", "单元", "單元", "栋", "棟", "幢", "座", "楼", "樓", "梯", "门", "門", "室", "房", "户", "戶", "号",
    "號", "#",
];
/// So many digits in a row are at most looked at for the places where they may be parted.
const MOST_DIGITS: usize = 8;

fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_dash(c) || matches!(c, '.' | '/' | ',' | '。' | '、')
}

/// A text with one hyphen for whatever stands between two numbers: "3 2 101" is "3-2-101".
pub fn fold(text: &str) -> String {
    let plain = plain(text);
    let mut folded = String::new();
    let mut between = String::new();
    for c in plain.trim().chars() {
        if is_separator(c) {
            between.push(c);
            continue;
        }
        let joins = c.is_ascii_digit() && folded.ends_with(|last: char| last.is_ascii_digit());
        if joins && !between.is_empty() {
            folded.push('-');
        } else {
            folded.push_str(&between);
        }
        between.clear();
        folded.push(c);
    }
    folded + &between
}

/// A room as the site spells it: 3栋2单元101室, 03-02-0101, 三栋二单元101 and, where the pattern parts it in one way
/// only, 32101 are all 3-2-101. What does not fit comes back as it was typed.
pub fn read(text: &str, pattern: &Pattern) -> String {
    let said = in_digits(&plain(text)).to_uppercase();
    let parts = parts(&said);
    let folded = fold(text);
    let joined = parts.as_ref().map(|parts| parts.join("-"));
    let spellings = [joined.as_deref().map(without_zeros), joined.clone(), Some(without_zeros(&folded)), Some(folded)];
    let fits = |spelling: &String| pattern.matches(spelling);
    if let Some(known) = spellings.into_iter().flatten().find(fits) {
        return known;
    }
    let digits = parts.as_deref().and_then(|parts| if let [digits] = parts { Some(digits) } else { None });
    digits.and_then(|digits| parted(digits, pattern)).unwrap_or_else(|| text.trim().to_owned())
}

/// The numbers and letters of a room, where nothing but separators and units stands between and behind them.
fn parts(said: &str) -> Option<Vec<String>> {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = said.trim();
    let mut begins = true;
    while let Some(c) = rest.chars().next() {
        let unit = UNITS.iter().find_map(|unit| rest.strip_prefix(unit)).filter(|_| !parts.is_empty());
        if let Some(behind) =
            unit.or_else(|| rest.strip_prefix(|c| is_separator(c) || matches!(c, '_' | ':' | '·' | '第')))
        {
            (rest, begins) = (behind, true);
            continue;
        }
        rest = rest.strip_prefix(c.is_ascii_alphanumeric().then_some(c)?)?;
        match parts.last_mut().filter(|_| !begins) {
            Some(part) => part.push(c),
            None => parts.push(c.to_string()),
        }
        begins = false;
    }
    (!parts.is_empty()).then_some(parts)
}

/// A spelling whose numbers have no zeros before them.
fn without_zeros(spelling: &str) -> String {
    let parts = spelling.split('-').map(|part| match part.trim_start_matches('0') {
        rest if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => part,
    });
    parts.collect::<Vec<_>>().join("-")
}

/// Digits without separators, where the pattern parts them in one way only.
fn parted(digits: &str, pattern: &Pattern) -> Option<String> {
    let chars: Vec<char> = digits.chars().collect();
    if chars.len() > MOST_DIGITS || !chars.iter().all(char::is_ascii_digit) {
        return None;
    }
    // A day is no room: 20260709.
    let number: u32 = digits.parse().ok()?;
    if chars.len() == 8 && is_day(number / 10_000, number / 100 % 100, number % 100) {
        return None;
    }
    let places = 1_u32 << chars.len().saturating_sub(1);
    let part = |places: u32| -> String {
        let cut = |at: usize| at > 0 && places >> (at - 1) & 1 == 1;
        chars.iter().enumerate().flat_map(|(at, c)| cut(at).then_some('-').into_iter().chain([*c])).collect()
    };
    let spelt = |raw: String| Some(without_zeros(&raw)).filter(|spelling| pattern.matches(spelling)).unwrap_or(raw);
    let fitting: BTreeSet<String> = (1..places).map(part).filter(|raw| pattern.matches(raw)).map(spelt).collect();
    let mut fitting = fitting.into_iter();
    fitting.next().filter(|_| fitting.next().is_none())
}

/// What a whole room number of this site looks like.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// A pattern from a regular expression, which always has to match a whole room.
    pub fn new(regex: &str) -> Result<Self, String> {
        // Alone first, or "a)|(b" would slip through the anchors.
        Regex::new(regex).and_then(|_| Regex::new(&format!("^(?:{regex})$"))).map(Self).map_err(|e| e.to_string())
    }

    /// Whether the whole of a folded room matches.
    pub fn matches(&self, room: &str) -> bool {
        self.0.is_match(room)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::samples;

    const USUAL: &str = r"\d{1,2}-\d{1,2}-\d{3,4}";

    fn usual(text: &str) -> String {
        read(text, &Pattern::new(USUAL).unwrap())
    }

    #[test]
    fn a_flat_has_one_spelling_however_it_is_said() {
        for text in [
            "3-2-101",
            "3 2 101",
            "3.2.101",
            "３／２／１０１",
            " 3，2, 101 ",
            "3 - 2 。101",
            "3—2、101",
            "3栋2单元101",
            "3栋2单元101室",
            "3棟2單元101",
            "3座2梯101",
            "３－２－１０１",
            "03-02-101",
            "3-2-0101",
            "32101",
            "３２１０１",
            "3号楼2单元101房",
            "3號樓2單元101號",
            "3幢 2单元 101",
            "3樓2門101",
            "三栋二单元一〇一",
            "3#2-101",
            "3#楼2-101室",
            "03栋02单元0101号",
            "第3栋第2单元101",
        ] {
            assert_eq!(usual(text), "3-2-101", "{text}");
        }
        assert_eq!(usual("十二栋2单元1502"), "12-2-1502");
        assert_eq!(usual("12021502"), "12-2-1502");
        assert_eq!(usual("121502"), "121502", "12-1-502 or 1-2-1502");
    }

    #[test]
    fn what_does_not_fit_stays_as_it_was_typed() {
        for text in [
            "A座 101",
            "商铺-3",
            "3栋 2单元",
            "P1.",
            "-",
            "7,50",
            "4.25",
            "¾",
            "㎏9",
            "2026-07-09",
            "2026-07-09 12:00",
            "B2车库C12",
            "3-2-101旁",
            "楼",
            "123456789",
            "20260709",
            "030",
            "3栋5层501",
            "１２",
        ] {
            assert_eq!(usual(text), text);
        }
    }

    #[test]
    fn the_sites_own_pattern_decides() {
        let read = |pattern: &str, text: &str| read(text, &Pattern::new(pattern).unwrap());
        assert_eq!(read(r"\d+-\d+", "3栋101室"), "3-101");
        assert_eq!(read(r"[A-Z]-\d{3,4}", "a座0101"), "A-101");
        assert_eq!(read(r"\d{4}", "0101"), "0101", "where the zero belongs to it");
        assert_eq!(read(r"\d{4}", "1栋101"), "1栋101");
        assert_eq!(read(r"\d+栋\d+室", "３栋101室"), "3栋101室");
        assert_eq!(read(r"[A-Z]\d-\d{3}|S\d", "s1"), "S1");
    }

    #[test]
    fn a_pattern_matches_whole_rooms_only() {
        let pattern = Pattern::new(r"\d+-\d+|S\d").unwrap();
        assert!(pattern.matches("3-2") && pattern.matches("S1"));
        assert!(!pattern.matches("x3-2") && !pattern.matches("3-2\n") && !pattern.matches("S12"));
        assert!(Pattern::new("(").is_err() && Pattern::new("a)|(b").is_err());
    }

    proptest! {
        #[test]
        fn a_room_that_was_read_stays(
            text in prop_oneof![samples::text(), "[0-9A-Ca-c栋座单元室#。 ./三十-]{0,12}"],
            pattern in prop::sample::select(&[USUAL, r"\d{4}", r"[A-Z]-\d+", r"\d+栋\d+室", r".*"][..]),
        ) {
            let pattern = Pattern::new(pattern).unwrap();
            let once = read(&text, &pattern);
            prop_assert!(pattern.matches(&once) || once == text.trim());
            prop_assert_eq!(read(&once, &pattern), once);
        }

        #[test]
        fn however_a_flat_is_said_it_is_one(
            (building, unit, flat) in (1..100_u32, 1..100_u32, 101..10_000_u32),
            words in prop::sample::select(&[["栋", "单元", "室"], ["幢", "單元", "號"], ["号楼", "梯", "房"], ["-", "-", ""], [" ", ".", ""], ["座", "门", "户"]][..]),
            zeros in prop::bool::ANY,
        ) {
            let [a, b, c] = words;
            let said = if zeros && building < 10 && unit < 10 {
                format!("{building:02}{a}{unit:02}{b}{flat:04}{c}")
            } else {
                format!("{building}{a}{unit}{b}{flat}{c}")
            };
            prop_assert_eq!(usual(&said), format!("{building}-{unit}-{flat}"));
        }

        #[test]
        fn any_text_is_a_pattern_or_an_error(text in samples::text()) {
            if let Ok(pattern) = Pattern::new(&text) {
                pattern.matches(&text);
            }
        }
    }
}
