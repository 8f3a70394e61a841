//! What may be kept and what may be drawn. Cleaned text holds nothing that could steer a terminal, hide in a line or
//! turn it round, and cleaning it again changes nothing.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::ValueError;

/// More than any script needs on one character; beyond it lies only mischief.
const MOST_MARKS: usize = 8;

enum Kind {
    Plain,
    Break,
    Mark,
    Control,
    Hidden,
}

fn kind(c: char) -> Kind {
    match c {
        '\t' | '\n' | '\r' => Kind::Break,
        '\u{061C}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{E0000}'..='\u{E007F}' => Kind::Hidden,
        c if c.is_control() => Kind::Control,
        c if is_combining_mark(c) => Kind::Mark,
        _ => Kind::Plain,
    }
}

/// Walks through text, one space for each run of line ends and tabs; what may not stand goes to `refuse`.
fn sift(
    text: impl Iterator<Item = char>,
    mut refuse: impl FnMut(ValueError) -> Result<(), ValueError>,
) -> Result<String, ValueError> {
    let mut kept = String::new();
    let (mut marks, mut after_break) = (0, false);
    for c in text {
        match kind(c) {
            Kind::Hidden => refuse(ValueError::Bidi)?,
            Kind::Control => refuse(ValueError::Control)?,
            Kind::Mark if marks == MOST_MARKS => refuse(ValueError::Control)?,
            Kind::Break if after_break => {}
            kind => {
                after_break = matches!(kind, Kind::Break);
                marks = if matches!(kind, Kind::Mark) { marks + 1 } else { 0 };
                kept.push(if after_break { ' ' } else { c });
            }
        }
    }
    Ok(kept)
}

/// Typed text as it is kept: composed (NFC), trimmed, on one line, at most `max` characters.
///
/// # Errors
/// `Control`, `Bidi` or `TooLong`; the empty text is no fault here.
pub fn clean(text: &str, max: usize) -> Result<String, ValueError> {
    let kept = sift(text.nfc(), Err)?;
    let kept = kept.trim();
    if kept.chars().count() > max { Err(ValueError::TooLong { max }) } else { Ok(kept.to_owned()) }
}

/// Stored text as it is drawn or printed: on one line, without whatever `clean` would refuse.
pub fn display(text: &str) -> String {
    sift(text.chars(), |_| Ok(())).unwrap_or_default()
}

/// Whether a character could steer a terminal, hide in a line or turn it round.
pub fn steers(c: char) -> bool {
    matches!(kind(c), Kind::Control | Kind::Hidden)
}

/// The plain character meant where an input method sends a wide one: full-width ASCII, the ideographic space and
/// the marks on the keys `>`, `<`, `/` and `.`; any other character is itself.
pub fn fold_width(c: char) -> char {
    match c {
        '》' => '>',
        '《' => '<',
        '、' => '/',
        '。' => '.',
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::samples;

    #[test]
    fn text_is_composed_trimmed_and_put_on_one_line() {
        assert_eq!(clean("  e\u{301}t\u{e9}\r\n水管\t漏水 ", 40), Ok("été 水管 漏水".to_owned()));
        assert_eq!(clean(" \n ", 0), Ok(String::new()));
    }

    #[test]
    fn what_could_steer_hide_or_turn_is_refused() {
        for c in ['\0', '\u{1b}', '\u{7f}', '\u{9b}', '\u{b}'] {
            assert_eq!(clean(&format!("a{c}b"), 9), Err(ValueError::Control), "{c:?}");
        }
        for c in "\u{202a}\u{202e}\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}\u{200b}\u{2060}\u{feff}\u{e0000}\u{e007f}\u{2028}\u{2029}\u{200d}\u{200c}".chars() {
            assert_eq!(clean(&format!("{c}ab"), 9), Err(ValueError::Bidi), "{c:?}");
        }
    }

    #[test]
    fn eight_marks_on_one_character_pass_and_nine_do_not() {
        let marks = |n| format!("b{}c\u{316}", "\u{316}".repeat(n));
        assert_eq!(clean(&marks(8), 99), Ok(marks(8)));
        assert_eq!(clean(&marks(9), 99), Err(ValueError::Control));
        assert_eq!(display(&marks(9)), marks(8));
    }

    #[test]
    fn length_is_counted_in_characters_after_composing() {
        assert_eq!(clean(" 陈e\u{301} ", 2), Ok("陈é".to_owned()));
        assert_eq!(clean("陈陈陈", 2), Err(ValueError::TooLong { max: 2 }));
    }

    #[test]
    fn display_drops_instead_of_refusing() {
        assert_eq!(display("\u{1b}[31m红\u{202e}\u{200d}\r\nb\u{7f}"), "[31m红 b");
    }

    #[test]
    fn marks_of_an_input_method_become_those_of_the_keys() {
        let folded: String = "》《、。：？／，；！（）　·１Ａｚ中>".chars().map(fold_width).collect();
        assert_eq!(folded, "></.:?/,;!() ·1Az中>");
    }

    proptest! {
        #[test]
        fn cleaned_text_is_clean(text in samples::text()) {
            if let Ok(once) = clean(&text, 30) {
                prop_assert_eq!(clean(&once, 30), Ok(once.clone()));
                prop_assert_eq!(display(&once), once);
            }
        }

        #[test]
        fn displayed_text_passes_cleaning(text in samples::text()) {
            let shown = display(&text);
            prop_assert_eq!(display(&shown), shown.clone());
            prop_assert!(clean(&shown, 99).is_ok());
        }
    }
}
