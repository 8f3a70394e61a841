//! What a digit or an arrow chooses in a field, where something is to be chosen.

use std::sync::OnceLock;

use crate::app::form::FormState;
use crate::app::key::{Code, Key};
use crate::domain::form::{Field, Input};
use crate::domain::search::is_telling;
use crate::domain::site::Site;
use crate::domain::text::{fold_width, is_dash, one_script};
use crate::locale::{Language, Locale};

/// How many things the digits choose among; of more, those on the page of the one chosen.
pub const PAGE: usize = 10;

/// Where the page begins that the digits choose from.
pub fn page(chosen: Option<usize>) -> usize {
    chosen.unwrap_or_default() / PAGE * PAGE
}

/// What a digit may choose in a field of a form, of the staff only those who may be named there; `None` where digits are
/// text.
pub fn values<'a>(form: &FormState, field: &Field, site: &'a Site) -> Option<Vec<&'a str>> {
    match field.input {
        Input::Choice(choices) => Some(choices.to_vec()),
        Input::Department => Some(site.departments.iter().map(|department| department.name.as_str()).collect()),
        Input::Staff(roles) => {
            let named = |key: &str| form.named(key);
            let people = site.people(roles).map(|person| person.name.as_str());
            Some(people.filter(|name| !field.bars(name, named)).collect())
        }
        _ => None,
    }
}

/// What a language can say of a record, by key and in one script; once, for it is asked for at every key that is typed.
pub(super) fn spoken(language: Language) -> &'static [(&'static str, String)] {
    static SPOKEN: [OnceLock<Vec<(&str, String)>>; 3] = [const { OnceLock::new() }; 3];
    let [hans, hant, en] = &SPOKEN;
    let spoken = match language {
        Language::Hans => hans,
        Language::Hant => hant,
        Language::En => en,
    };
    spoken.get_or_init(|| {
        let telling = Locale::sentences(language).filter(|(key, _)| is_telling(key));
        telling.map(|(key, said)| (key, one_script(&said))).collect()
    })
}

/// Which of these a text typed in a field is part of, in the words shown: the one that it says whole comes alone.
pub fn called<'a>(key: &str, values: &[&'a str], text: &str, language: Language) -> Vec<&'a str> {
    let text = one_script(text.trim());
    if text.is_empty() {
        return Vec::new();
    }
    let named = |says: &dyn Fn(&str) -> bool| -> Vec<&'a str> {
        let is = |value: &str| {
            let choice = format!("choice-{key}-{value}");
            spoken(language).iter().any(|(key, said)| *key == choice && says(said)) || says(&one_script(value))
        };
        values.iter().copied().filter(|value| is(value)).collect()
    };
    let whole = named(&|said| said == text);
    if whole.is_empty() { named(&|said| said.contains(&text)) } else { whole }
}

/// Which of these a key chooses in a field, and whether the focus then moves on.
pub(super) fn picked<'a>(
    field: &Field,
    key: Key,
    now: &str,
    typed: bool,
    values: &[&'a str],
) -> Option<(&'a str, bool)> {
    let list = !matches!(field.input, Input::Staff(_));
    let current = values.iter().position(|value| *value == now);
    let (at, moves) = match key.folded().code {
        // After any character a digit is text, as in 3号岗.
        Code::Char(_) if typed => return None,
        Code::Char(digit @ '0'..='9') if key.is_text() => {
            let digit = usize::try_from(digit.to_digit(10)?).ok()?;
            let at = if digit == 0 { 9 } else { digit - 1 };
            // Where text is taken too, it may be the first character of one.
            (if list { page(current) + at } else { at }, list)
        }
        Code::PageDown if list => (page(current) + PAGE, false),
        Code::PageUp if list => (page(current).checked_sub(PAGE)?, false),
        Code::Char(' ') | Code::Right if list => (current.map_or(0, |at| (at + 1) % values.len().max(1)), false),
        Code::Left if list => {
            let last = values.len().saturating_sub(1);
            (current.map_or(0, |at| at.checked_sub(1).unwrap_or(last)), false)
        }
        _ => return None,
    };
    values.get(at).map(|value| (*value, moves))
}

/// What a text is to the digit that was typed before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sequel {
    /// It goes on with it, as in 7号楼, 3单元 or 2楼漏水.
    Rest,
    /// It may: 1 and 2栋.
    Either,
    /// It begins by itself.
    Own,
}

/// What counts or follows a number, and the characters with which it makes a word that begins by itself: 楼上, 号码, 元旦.
const UNITS: [(&str, &str); 6] = [
    ("号號", "码碼"),
    ("楼樓", "上下道梯顶頂層层宇栋棟房里裡内內长長管"),
    ("元", "旦宵月件器素"),
    ("年", "费費租卡审審检檢度底初"),
    ("月", "费費租卡保底初饼餅"),
    ("天", "花台井窗然气氣线線"),
];
/// With which 单元 begins by itself: 单元门.
const UNIT_OWN: &str = "门門口里裡内內外大楼樓的对對防";
/// What may follow a number in the name of a post or of its keeper.
const POSTS: &str = "班组組队隊岗崗期室层層单單";

/// What a text is to a digit before it; `None` where its first characters leave that open.
pub(super) fn sequel(text: &str) -> Option<Sequel> {
    let mut chars = text.chars().map(|c| fold_width(c).to_ascii_lowercase());
    let (first, second, third) = (chars.next()?, chars.next(), chars.next());
    let rest = |goes_on: bool| if goes_on { Sequel::Rest } else { Sequel::Own };
    // 7F, 3rd floor.
    let ends = |c: char| rest(!c.is_ascii_alphanumeric());
    if let Some((_, own)) = UNITS.iter().find(|(units, _)| units.contains(first)) {
        return second.map(|c| rest(!own.contains(c)));
    }
    match first {
        '栋' | '棟' | '幢' | '#' => Some(Sequel::Rest),
        '单' | '單' => match second? {
            '元' => third.map(|c| rest(!UNIT_OWN.contains(c))),
            _ => Some(Sequel::Own),
        },
        c if c.is_ascii_digit() => Some(Sequel::Either),
        c if is_dash(c) => second.map(|c| rest(c.is_ascii_digit())),
        'f' => second.map(ends),
        's' | 'n' | 'r' | 't' => match (first, second?) {
            ('s', 't') | ('n' | 'r', 'd') | ('t', 'h') => third.map(ends),
            _ => Some(Sequel::Own),
        },
        _ => Some(Sequel::Own),
    }
}

/// Whether a character after a digit is no part of a name, as it is in 3号岗.
pub(super) fn ends_name(c: char) -> bool {
    sequel(c.encode_utf8(&mut [0; 4])) == Some(Sequel::Own) && !POSTS.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_said_of_a_record_is_looked_through_for_it() {
        for language in Language::ALL {
            let keys: Vec<&str> = spoken(language).iter().map(|(key, _)| *key).collect();
            assert!(["choice-valid-valid", "void", "outcome-none", "status-open"].iter().all(|key| keys.contains(key)));
            let unsaid = |key: &&str| key.starts_with("help-") || key.starts_with("notice-") || key.starts_with("cmd-");
            assert!(!keys.iter().any(unsaid), "{keys:?}");
        }
    }
}
