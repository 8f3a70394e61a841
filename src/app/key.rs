//! Keys as the program means them, whatever terminal sent them. One key has one value: a character carries its own
//! shift, Ctrl letters are small, Ctrl-H is Backspace and back-tab is shift-tab, so that keys compare with `==`.

use std::fmt;
use std::str::FromStr;

use crate::domain::text::fold_width;

/// What is on the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Home,
    End,
    PageUp,
    PageDown,
    Up,
    Down,
    Left,
    Right,
    /// A function key, from 1.
    F(u8),
}

/// The keys with names: the key, the name it is written by and the label it is shown by.
const NAMED: &[(Code, &str, &str)] = &[
    (Code::Enter, "enter", "Enter"),
    (Code::Esc, "esc", "Esc"),
    (Code::Tab, "tab", "Tab"),
    (Code::Backspace, "backspace", "Backspace"),
    (Code::Delete, "delete", "Del"),
    (Code::Insert, "insert", "Ins"),
    (Code::Home, "home", "Home"),
    (Code::End, "end", "End"),
    (Code::PageUp, "pageup", "PgUp"),
    (Code::PageDown, "pagedown", "PgDn"),
    (Code::Up, "up", "↑"),
    (Code::Down, "down", "↓"),
    (Code::Left, "left", "←"),
    (Code::Right, "right", "→"),
    (Code::Char(' '), "space", "Space"),
];

/// One press of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    /// With Shift; never set on a character, which says it by itself.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A key with Ctrl.
    pub fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }.normal()
    }

    /// The one value that stands for this key.
    #[must_use]
    pub fn normal(mut self) -> Self {
        if let Code::Char(c) = self.code {
            self.shift = false;
            if self.ctrl && !self.alt && c.eq_ignore_ascii_case(&'h') {
                return Self::plain(Code::Backspace);
            }
            if self.ctrl {
                self.code = Code::Char(c.to_ascii_lowercase());
            }
        }
        self
    }

    /// The character that it types into a text field; `None` for any other key.
    pub const fn typed(&self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Whether it types a character where text is typed.
    pub fn is_text(&self) -> bool {
        matches!(self.code, Code::Char(_)) && !self.ctrl && !self.alt
    }

    /// Whether it is a plain letter, which an input method may swallow.
    pub fn has_letter(&self) -> bool {
        self.typed().is_some_and(char::is_alphabetic)
    }

    /// The key meant where an input method sends a full-width character.
    #[must_use]
    pub fn folded(self) -> Self {
        match self.code {
            Code::Char(c) => Self { code: Code::Char(fold_width(c)), ..self },
            _ => self,
        }
    }

    /// How the footer and the help show it: `F4`, `Ctrl-G`, `Ins`, `↑`.
    pub fn label(&self) -> String {
        let held = self.held(["Ctrl-", "Alt-", "Shift-"]);
        match self.code {
            Code::F(n) => format!("{held}F{n}"),
            Code::Char(c) if c != ' ' && (self.ctrl || self.alt) => format!("{held}{}", c.to_ascii_uppercase()),
            Code::Char(c) if c != ' ' => c.to_string(),
            code => held + NAMED.iter().find(|(named, ..)| *named == code).map_or("", |(_, _, label)| label),
        }
    }

    fn held(self, [ctrl, alt, shift]: [&str; 3]) -> String {
        [(self.ctrl, ctrl), (self.alt, alt), (self.shift, shift)]
            .into_iter()
            .filter_map(|(held, name)| held.then_some(name))
            .collect()
    }
}

/// A text that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a key such as f4, ctrl-g, insert, shift-tab, space or /: {0:?}")]
pub struct UnknownKey(pub String);

impl FromStr for Key {
    type Err = UnknownKey;

    /// Reads `f4`, `ctrl-g`, `insert`, `shift-tab`, `space`, `/`, `1`; capitals matter only in a single character.
    fn from_str(text: &str) -> Result<Self, UnknownKey> {
        let unknown = || UnknownKey(text.to_owned());
        let mut held = (false, false, false);
        let mut rest = text;
        while let Some((name, after)) =
            rest.split_once('-').filter(|(name, after)| !name.is_empty() && !after.is_empty())
        {
            let flag = match name.to_ascii_lowercase().as_str() {
                "ctrl" => &mut held.0,
                "alt" => &mut held.1,
                "shift" => &mut held.2,
                _ => return Err(unknown()),
            };
            *flag = true;
            rest = after;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(' ') | None, None) => None,
            (Some(c), None) if !c.is_control() => Some(Code::Char(c)),
            _ => word(&rest.to_ascii_lowercase()),
        };
        let (ctrl, alt, shift) = held;
        // Shift on a character cannot be told from the character itself.
        let code = code.filter(|code| !(shift && matches!(code, Code::Char(_)))).ok_or_else(unknown)?;
        Ok(Self { code, ctrl, alt, shift }.normal())
    }
}

fn word(name: &str) -> Option<Code> {
    let digits = name.strip_prefix('f').filter(|digits| digits.chars().all(|c| c.is_ascii_digit()));
    let numbered = || digits?.parse().ok().filter(|n| (1..=24).contains(n)).map(Code::F);
    NAMED.iter().find(|(_, written, _)| *written == name).map(|(code, ..)| *code).or_else(numbered)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.held(["ctrl-", "alt-", "shift-"]);
        match self.code {
            Code::F(n) => write!(f, "{held}f{n}"),
            Code::Char(c) if c != ' ' => write!(f, "{held}{c}"),
            code => write!(f, "{held}{}", NAMED.iter().find(|(named, ..)| *named == code).map_or("", |named| named.1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        text.parse().unwrap()
    }

    #[test]
    fn every_key_reads_back_as_it_is_written() {
        let named = NAMED.iter().map(|(code, ..)| *code);
        let codes = named.chain((1..=24).map(Code::F)).chain("a/1-=?E》中".chars().map(Code::Char));
        for code in codes {
            for flags in 0..8 {
                let key = Key { code, ctrl: flags & 1 > 0, alt: flags & 2 > 0, shift: flags & 4 > 0 }.normal();
                assert_eq!(key.to_string().parse(), Ok(key), "{key}");
            }
        }
    }

    #[test]
    fn keys_are_written_as_people_write_them() {
        assert_eq!(key("F4"), Key::plain(Code::F(4)));
        assert_eq!(key("Ctrl-G"), Key::ctrl('g'));
        assert_eq!(key("ctrl--"), Key::ctrl('-'));
        assert_eq!(key("-"), Key::char('-'));
        assert_eq!(key("space"), Key::char(' '));
        assert_eq!(key("shift-tab"), Key { shift: true, ..Key::plain(Code::Tab) });
        assert_ne!(key("e"), key("E"));
    }

    #[test]
    fn what_names_no_key_is_refused() {
        for text in ["", " ", "ctrl-", "ctrl", "f0", "f25", "hyper-x", "shift-a", "a-b", "ab", "\u{1b}", "F+1"] {
            assert_eq!(text.parse::<Key>(), Err(UnknownKey(text.to_owned())), "{text:?}");
        }
    }

    #[test]
    fn ctrl_h_is_backspace() {
        assert_eq!(key("ctrl-h"), key("backspace"));
        assert_eq!(Key::ctrl('H'), Key::plain(Code::Backspace));
    }

    #[test]
    fn only_plain_letters_are_letters() {
        for text in ["n", "N", "中", "ｎ"] {
            assert!(key(text).has_letter(), "{text}");
        }
        for text in ["1", "/", "f4", "ctrl-n", "alt-n", "space", "？"] {
            assert!(!key(text).has_letter(), "{text}");
        }
    }

    #[test]
    fn marks_of_an_input_method_fold_to_the_key_meant() {
        assert_eq!(key("／").folded(), key("/"));
        assert_eq!(key("１").folded(), key("1"));
        assert_eq!(key("、").folded(), key("/"));
        assert_eq!(key("up").folded(), key("up"));
    }

    #[test]
    fn labels_are_those_on_the_keyboard() {
        let labels = ["f4", "ctrl-g", "insert", "delete", "up", "shift-tab", "space", "/", "n", "ctrl--"];
        let shown: Vec<String> = labels.map(|text| key(text).label()).into();
        assert_eq!(shown, ["F4", "Ctrl-G", "Ins", "Del", "↑", "Shift-Tab", "Space", "/", "n", "Ctrl--"]);
    }
}
