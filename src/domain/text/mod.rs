//! How typed text becomes values. Each kind of value has one parser, and what it refuses it names as a `ValueError`.
//! It says what is wrong with a value, never what the value was.

pub mod alike;
mod clean;
pub mod instant;
mod numeral;
pub mod person;
pub mod phone;
pub mod plate;
pub mod room;
mod script;
pub mod when;

pub use clean::{clean, display, fold_width, is_clean, shown, steers};
pub use script::one_script;

use strum::{IntoStaticStr, VariantNames};
use unicode_normalization::UnicodeNormalization;

/// Why a typed value cannot be taken; carries no personal data. Its sentence has the key `value-` and its name.
#[derive(Debug, Clone, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(prefix = "value-", serialize_all = "kebab-case")]
pub enum ValueError {
    /// The field may not be empty.
    Required,
    /// A control character, or too many combining marks on one character.
    Control,
    /// A character that cannot be seen or that turns the direction of writing.
    Bidi,
    /// What came was text of another encoding, and cannot be read any more.
    Encoding,
    /// More characters than the field holds.
    TooLong {
        /// The most characters it holds.
        max: usize,
    },
    NotAPlate,
    NotAPhone,
    /// Digits are missing.
    PhoneShort,
    /// More digits than any number has.
    PhoneLong,
    /// A day, and no telephone number.
    PhoneDate,
    NotFourCharacters,
    /// Not a whole number within the bounds.
    NotANumber {
        min: i64,
        max: i64,
    },
    /// Not a number within the bounds.
    NotADecimal {
        min: i64,
        max: i64,
    },
    /// Not a time in any accepted form, or one that no clock shows.
    NotATime,
    /// An event that would lie in the future.
    Future,
    /// Later than the entry that tells of it was written.
    AfterWritten,
    /// A promise that would lie in the past.
    Past,
    /// More than 366 days away.
    TooFar,
    /// None of the values offered.
    NotAChoice,
}

impl ValueError {
    /// The locale key of the sentence that explains it.
    pub fn key(&self) -> &'static str {
        self.into()
    }

    /// The arguments of that sentence: `max`, or `min` and `max`.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong { max } => vec![("max", max.to_string())],
            Self::NotANumber { min, max } | Self::NotADecimal { min, max } => {
                vec![("min", min.to_string()), ("max", max.to_string())]
            }
            _ => Vec::new(),
        }
    }
}

/// The compatibility form, in which full-width letters and digits are plain ones.
fn plain(text: &str) -> String {
    text.nfkc().collect()
}

/// The character that stands behind this one in a row of pairs; itself where it begins none. None may stand on both sides.
fn paired(c: char, pairs: &str) -> char {
    let begun = pairs.split_once(c).filter(|(before, _)| before.chars().count().is_multiple_of(2));
    begun.and_then(|(_, behind)| behind.chars().next()).unwrap_or(c)
}

/// A number as it is typed, in plain digits: １２, 十二.
pub fn number(typed: &str) -> String {
    numeral::in_digits(&typed.chars().map(fold_width).collect::<String>())
}

/// Text as it is compared and found: whatever its width, case and variant.
pub fn fold(text: &str) -> String {
    folded(text).collect()
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.nfkc().filter(|c| *c != clean::JOINER && !clean::is_selector(*c)).map(fold_width).flat_map(char::to_lowercase)
}

/// Whether two names are written of one person, whatever their width, case, variant and blanks.
pub fn same_name(one: &str, other: &str) -> bool {
    let tight = |name| folded(name).filter(|c| !c.is_whitespace());
    // Mostly their first characters tell.
    one == other || tight(one).eq(tight(other))
}

/// Whether three numbers are a year of about now, a month and a day.
fn is_day(year: u32, month: u32, day: u32) -> bool {
    (1900..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// The dashes that keyboards, input methods and copied documents send for a hyphen.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
pub(crate) mod samples {
    //! Text of the kind that breaks programs, for properties.

    use proptest::prelude::*;

    const ODD: &str = "\n\r\t\0\u{1b}\u{7f}\u{85} \u{a0}\u{3000}\u{301}\u{20e3}\u{fe0f}\u{fe0e}\u{200b}\u{200d}\u{200c}\
        \u{202e}\u{2066}\u{2028}\u{feff}\u{e0041}\u{600}\u{d4e}\u{644}\u{627}\u{1100}\u{1161}\u{11a8}\u{ff9e}\u{17d8}\
        \u{17d2}\u{1780}\u{93f}\u{915}\u{94d}\u{2d7f}\u{2d31}☺😀👩🏽🇨🇳中粤港军学临使年月日点分１３：。，、…\
        WJBaßhdTZ13-./+:";

    pub(crate) fn text() -> impl Strategy<Value = String> {
        let c = prop_oneof![3 => prop::sample::select(ODD.chars().collect::<Vec<_>>()), 1 => any::<char>()];
        prop::collection::vec(c, 0..40).prop_map(|chars| chars.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_found_whatever_its_width_case_and_variant() {
        for (one, other) in
            [("\u{f900}", "豈"), ("e\u{301}", "é"), ("ＡＢｃ", "abC"), ("葛\u{e0100}", "葛"), ("ﾊﾟ", "パ")]
        {
            assert_eq!(fold(one), fold(other), "{one}");
        }
        assert_ne!(fold("豈"), fold("岂"));
        assert!(same_name("王 敏", "王\u{3000}敏") && same_name("Ａnn", "ann") && !same_name("王敏", "王敏敏"));
    }

    #[test]
    fn a_bound_is_told_and_nothing_else() {
        assert_eq!(ValueError::TooLong { max: 40 }.args(), [("max", "40".to_owned())]);
        let bounds = ValueError::NotANumber { min: -1, max: 9 };
        assert_eq!(bounds.args(), [("min", "-1".to_owned()), ("max", "9".to_owned())]);
        assert!(ValueError::NotAPlate.args().is_empty());
        assert_eq!(bounds.key(), "value-not-a-number");
    }
}
