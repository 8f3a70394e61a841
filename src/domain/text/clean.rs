//! What may be kept and what may be drawn, by what Unicode says of each character. Cleaned text holds nothing that could
//! steer a terminal, hide in a line or turn it round; beyond that it is as it was typed, and cleaning it again changes
//! nothing.

use std::path::Path;

use unicode_properties::{GeneralCategory as Category, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

use super::ValueError;

/// Joins the characters beside it into one: 👩 and 🚀.
pub(super) const JOINER: char = '\u{200d}';

/// More than any script needs on one character; beyond it lies only mischief.
const MOST_MARKS: usize = 8;

enum Kind {
    Plain,
    Break,
    Mark,
    /// Chooses a form of the character before it.
    Selector,
    Control,
    Hidden,
    /// What a reader puts in the place of bytes that are no text.
    Undecoded,
}

fn kind(c: char) -> Kind {
    match c {
        // Nearly all that is ever typed, and the lines of boxes.
        ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{2500}'..='\u{257f}' | '\u{ff01}'..='\u{ff5e}' => Kind::Plain,
        '\t' | '\n' | '\r' => Kind::Break,
        '\u{fffd}' => Kind::Undecoded,
        c if is_selector(c) => Kind::Selector,
        c if is_blank(c) => Kind::Hidden,
        c => match c.general_category() {
            Category::Control => Kind::Control,
            Category::Format | Category::Unassigned | Category::LineSeparator | Category::ParagraphSeparator => {
                Kind::Hidden
            }
            Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark => Kind::Mark,
            _ => Kind::Plain,
        },
    }
}

pub(super) const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Letters, marks and symbols that show nothing: those of `Default_Ignorable_Code_Point` that are neither of a hidden
/// category nor selectors, and the fillers and blanks beside them (Unicode 18).
const fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'
            ..='\u{180f}' | '\u{3164}' | '\u{ffa0}'
    ) || matches!(c, '\u{2800}' | '\u{fffc}' | '\u{13441}' | '\u{13442}' | '\u{16fe4}' | '\u{1d159}')
}

/// Whether a selector has something to choose in the character before it: the glyph of an ideograph, as names need it,
/// or the colours of an emoji; of a digit, a keycap's that stands behind.
fn varies(base: char, selector: char, next: Option<char>) -> bool {
    match selector {
        '\u{fe0e}' | '\u{fe0f}' if base.is_ascii() => base.is_emoji_char() && next == Some('\u{20e3}'),
        '\u{fe0e}' | '\u{fe0f}' => base.is_emoji_char(),
        _ => {
            matches!(base, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
        }
    }
}

/// Whether a joiner behind a text makes one character of its end and the next one, as readers see it (UAX #29, GB9c and
/// GB11).
fn joins(text: &str, next: Option<char>) -> bool {
    let before = text.graphemes(true).next_back();
    let Some((before, next)) = before.zip(next.filter(|next| matches!(kind(*next), Kind::Plain))) else { return false };
    format!("{before}{JOINER}{next}").graphemes(true).count() == 1
}

/// Walks through text, one space for each run of line ends and tabs; what may not stand goes to `refuse`.
fn sift(text: &str, mut refuse: impl FnMut(ValueError) -> Result<(), ValueError>) -> Result<String, ValueError> {
    let mut kept = String::new();
    let (mut marks, mut after_break, mut base) = (0, false, ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match kind(c) {
            Kind::Hidden if c == JOINER && joins(&kept, chars.peek().copied()) => {
                base = c;
                kept.push(c);
            }
            Kind::Hidden => refuse(ValueError::Bidi)?,
            Kind::Selector if !varies(base, c, chars.peek().copied()) => refuse(ValueError::Bidi)?,
            Kind::Control => refuse(ValueError::Control)?,
            Kind::Mark if marks == MOST_MARKS => refuse(ValueError::Control)?,
            Kind::Break if after_break => {}
            kind => {
                after_break = matches!(kind, Kind::Break);
                marks = if matches!(kind, Kind::Mark) { marks + 1 } else { 0 };
                base = if after_break { ' ' } else { c };
                kept.push(base);
            }
        }
    }
    Ok(kept)
}

/// Typed text as it is kept: as typed, but trimmed, on one line, at most `max` characters.
///
/// # Errors
/// `Control`, `Bidi`, `Encoding` or `TooLong`; `Bidi` also where nothing in it can be seen. The empty text is no fault
/// here.
pub fn clean(text: &str, max: usize) -> Result<String, ValueError> {
    let kept = sift(text, Err)?;
    let kept = kept.trim();
    if kept.contains('\u{fffd}') {
        return Err(ValueError::Encoding);
    }
    let visible = |c: char| matches!(kind(c), Kind::Plain) && !c.is_whitespace();
    match kept {
        "" => Ok(String::new()),
        kept if !kept.chars().any(visible) => Err(ValueError::Bidi),
        kept if kept.chars().count() > max => Err(ValueError::TooLong { max }),
        kept => Ok(kept.to_owned()),
    }
}

/// Whether text is as [`clean`] leaves it.
pub fn is_clean(text: &str, max: usize) -> bool {
    clean(text, max).is_ok_and(|clean| clean == text)
}

/// Stored text as it is drawn or printed: on one line, without what could steer, hide or turn it, and what is joined side
/// by side, which is as wide on every terminal.
pub fn display(text: &str) -> String {
    let mut shown = sift(text, |_| Ok(())).unwrap_or_default();
    shown.retain(|c| c != JOINER);
    shown
}

/// A path as it is printed: a name may hold anything.
pub fn shown(path: &Path) -> String {
    display(&path.to_string_lossy())
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
    fn text_is_kept_as_typed_trimmed_and_on_one_line() {
        assert_eq!(clean("  e\u{301}t\u{e9}\r\n水管\t漏水 ", 40), Ok("e\u{301}t\u{e9} 水管 漏水".to_owned()));
        assert_eq!(clean(" \n ", 0), Ok(String::new()));
        for name in [
            "\u{f900}",
            "金\u{f90a}",
            "\u{1f71}",
            "\u{2f800}",
            "葛\u{e0100}",
            "\u{20bb7}野家",
            "\u{e000}",
            "か\u{3099}",
        ] {
            assert_eq!(clean(name, 9).as_deref(), Ok(name), "{name:?}");
        }
    }

    #[test]
    fn what_could_steer_hide_or_turn_is_refused() {
        for c in ['\0', '\u{1b}', '\u{7f}', '\u{9b}', '\u{b}'] {
            assert_eq!(clean(&format!("a{c}b"), 9), Err(ValueError::Control), "{c:?}");
        }
        let hidden = "\u{202a}\u{202e}\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}\u{200b}\u{2060}\u{feff}\u{e0000}\u{e007f}\u{2028}\
            \u{2029}\u{200d}\u{200c}\u{ad}\u{600}\u{fff9}\u{fffb}\u{1d173}\u{13430}\u{1bca0}\u{fdd0}\u{ffff}\u{10ffff}\u{378}\
            \u{ffa0}\u{17b4}\u{3164}\u{34f}\u{180e}\u{2800}\u{fffc}\u{fe0f}\u{e0100}";
        for c in hidden.chars() {
            assert_eq!(clean(&format!("{c}ab"), 9), Err(ValueError::Bidi), "{c:?}");
        }
    }

    #[test]
    fn a_selector_stands_only_behind_what_it_can_vary() {
        for text in ["☺\u{fe0f}", "1\u{fe0f}\u{20e3}", "葛\u{e0100}城", "❤\u{fe0e}"] {
            assert_eq!(clean(text, 9).as_deref(), Ok(text));
        }
        for text in [
            "王\u{fe0f}",
            "3-2-101\u{fe0f}",
            "#\u{fe0e}",
            "a\u{e0100}",
            "\u{fe0f}",
            " \u{fe0f}",
            "葛\u{e0100}\u{e0101}",
            "葛\n\u{e0100}",
        ] {
            assert_eq!(clean(text, 9), Err(ValueError::Bidi), "{text:?}");
        }
    }

    #[test]
    fn a_joiner_stands_only_between_what_it_makes_one() {
        for text in
            ["👩\u{200d}🚀", "小👨\u{200d}👩\u{200d}👧家", "👩🏽\u{200d}🚀", "❤\u{fe0f}\u{200d}🔥", "क\u{94d}\u{200d}ष"]
        {
            assert_eq!(clean(text, 12).as_deref(), Ok(text), "{text:?}");
            assert_eq!(display(text), text.replace('\u{200d}', ""), "each is as wide as by itself");
        }
        for text in [
            "👩\u{200d}",
            "\u{200d}🚀",
            "王\u{200d}敏",
            "a\u{200d}b",
            "👩\u{200d}\u{200d}🚀",
            "👩\u{200d}王",
            "👩 \u{200d}🚀",
        ] {
            assert_eq!(clean(text, 12), Err(ValueError::Bidi), "{text:?}");
        }
        let fold = crate::domain::text::fold;
        assert_eq!(fold("👩\u{200d}🚀"), fold("👩🚀"));
    }

    #[test]
    fn what_shows_nothing_is_no_text_and_another_encoding_is_told() {
        for text in ["\u{301}", " \u{301}\u{302}", "\u{20dd}"] {
            assert_eq!(clean(text, 9), Err(ValueError::Bidi), "{text:?}");
        }
        assert_eq!(clean("张\u{fffd}\u{fffd}", 9), Err(ValueError::Encoding));
        assert_eq!(display("张\u{fffd}"), "张\u{fffd}", "what an older logbook holds is shown");
        for blank in ["\u{3000}", "\u{a0}", "\u{2003} "] {
            assert_eq!(clean(blank, 9), Ok(String::new()));
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
    fn length_is_counted_in_characters() {
        assert_eq!(clean(" 陈é ", 2), Ok("陈é".to_owned()));
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
                prop_assert!(is_clean(&once, 30));
                prop_assert_eq!(display(&once), once.replace(JOINER, ""));
            }
        }

        #[test]
        fn displayed_text_passes_cleaning(text in samples::text()) {
            let shown = display(&text);
            prop_assert_eq!(display(&shown), shown.clone());
            let legible = shown.replace('\u{fffd}', "?") + "a";
            prop_assert!(clean(&legible, 99).is_ok());
        }

        /// The classes by another reader of the same tables.
        #[test]
        fn no_character_of_a_hidden_class_is_kept_or_drawn(
            text in r"[a王☺ ]{0,2}[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\x{fdd0}-\x{fdef}\x{ffff}\x{90000}-\x{9ffff}\x{10fffe}]{1,3}[b敏]{0,2}",
        ) {
            let told = |c: char| matches!(c, '\u{fe0e}' | '\u{fe0f}') || is_selector(c) && text.contains('王');
            let kept = |kept: &str| kept.chars().all(|c| matches!(c, 'a' | '王' | '☺' | ' ' | 'b' | '敏') || told(c));
            prop_assert!(kept(&display(&text)), "{:?}", display(&text));
            if let Ok(clean) = clean(&text, 30) {
                prop_assert!(kept(&clean), "{clean:?}");
            }
        }
    }
}
