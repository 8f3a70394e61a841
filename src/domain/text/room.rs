//! Room numbers: whatever stands between two numbers is one hyphen, so that a room has one spelling however it was
//! typed. What a room looks like is the site's own pattern.

use regex_lite::Regex;

use super::{is_dash, plain};

fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_dash(c) || matches!(c, '.' | '/' | ',' | '。' | '、')
}

/// A room in its one spelling: "3 2 101" is "3-2-101"; text that is no separator between digits stays.
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

    #[test]
    fn a_room_has_one_spelling() {
        for text in ["3-2-101", "3 2 101", "3.2.101", "３／２／１０１", " 3，2, 101 ", "3 - 2 。101", "3—2、101"]
        {
            assert_eq!(fold(text), "3-2-101", "{text}");
        }
    }

    #[test]
    fn other_text_stays() {
        for text in ["3栋2单元101", "A座 101", "商铺-3", "3栋 2单元", "P1.", "-"] {
            assert_eq!(fold(text), text);
        }
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
        fn a_folded_room_stays(text in samples::text()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn any_text_is_a_pattern_or_an_error(text in samples::text()) {
            if let Ok(pattern) = Pattern::new(&text) {
                pattern.matches(&text);
            }
        }
    }
}
