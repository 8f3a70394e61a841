//! One script for what is looked for: whoever types 楼 finds 樓, and whoever is called 赵云 is met as 趙雲. Only to find and
//! to ask, never to decide.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::fold;

/// Traditional characters in use, each before its simplified one.
const TRADITIONAL: &str = include_str!("../../../data/traditional.txt");

/// Text as it is looked for: whatever its width, case, variant and script.
pub fn one_script(text: &str) -> String {
    fold(text).chars().map(simple).collect()
}

/// The simplified character of a usual traditional one.
pub(super) fn simple(c: char) -> char {
    static SIMPLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    let simple = || SIMPLE.get_or_init(|| pairs().collect()).get(&c).copied();
    if c.is_ascii() { c } else { simple().unwrap_or(c) }
}

fn pairs() -> impl Iterator<Item = (char, char)> {
    TRADITIONAL.lines().flat_map(|pairs| pairs.chars().step_by(2).zip(pairs.chars().skip(1).step_by(2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_script_is_found_by_the_other() {
        for (one, other) in [
            ("３號樓漏水", "3号楼漏水"),
            ("陳師傅", "陈师傅"),
            ("地下車庫閘機", "地下车库闸机"),
            ("馬蓮孫悅顧銘", "马莲孙悦顾铭"),
        ] {
            assert_eq!(one_script(one), one_script(other));
        }
        assert_eq!(one_script("B2 Ａb"), "b2 ab");
    }

    #[test]
    fn no_character_stands_on_both_sides_or_has_two_meanings() {
        let (left, right): (Vec<char>, Vec<char>) = pairs().unzip();
        assert!(left.iter().all(|c| !right.contains(c)));
        let other = |(a, b): &(char, char)| pairs().any(|(c, d)| *a == c && *b != d);
        assert_eq!(pairs().find(other), None);
        assert!(left.len() == right.len() && TRADITIONAL.lines().all(|pairs| pairs.chars().count() % 2 == 0));
    }
}
