//! Telephone numbers: kept as digits, shown masked. A mask never shows more than the first four and the last four
//! digits, and always hides at least four of a full number.

use super::{ValueError, is_dash, plain};

/// A number as digits, with its leading `+` if it has one; spaces, hyphens and brackets go.
///
/// # Errors
/// `NotAPhone` unless 3 to 20 digits remain.
pub fn parse(text: &str) -> Result<String, ValueError> {
    let skipped = |c: &char| c.is_whitespace() || is_dash(*c) || matches!(c, '(' | ')');
    let number: String = plain(text).chars().filter(|c| !skipped(c)).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    if (3..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(number)
    } else {
        Err(ValueError::NotAPhone)
    }
}

/// A number with its middle hidden: 139****8812, 0755****6621; up to seven digits show only the last two.
pub fn mask(number: &str) -> String {
    let plain = plain(number);
    let digits: Vec<char> = plain.chars().filter(char::is_ascii_digit).collect();
    let count = digits.len();
    let (head, stars, tail) = match digits.as_slice() {
        [] | [_] | [_, _] => (0, "***", 0),
        _ if count <= 7 => (0, "***", 2),
        // Area codes have four digits except 010 and 02x.
        ['0', '3'..='9', ..] => (4.min(count - 8), "****", 4),
        _ => (3.min(count - 8), "****", 4),
    };
    let plus = if head > 0 && plain.trim_start().starts_with('+') { "+" } else { "" };
    let first: String = digits.iter().take(head).collect();
    let last: String = digits.iter().skip(count - tail).collect();
    format!("{plus}{first}{stars}{last}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::samples;

    #[test]
    fn a_number_is_its_digits() {
        assert_eq!(parse(" 139 1234-8812").as_deref(), Ok("13912348812"));
        assert_eq!(parse("（０７５５）8888—6621").as_deref(), Ok("075588886621"));
        assert_eq!(parse("+86 13912348812").as_deref(), Ok("+8613912348812"));
        assert_eq!(parse("110").as_deref(), Ok("110"));
    }

    #[test]
    fn other_text_is_not_a_number() {
        for text in ["", "12", "+", "++123", "1+23", "123456789012345678901", "陈小姐", "139x1234", "٣٤٥٦"] {
            assert_eq!(parse(text), Err(ValueError::NotAPhone), "{text}");
        }
    }

    #[test]
    fn the_middle_is_hidden() {
        for (number, masked) in [
            ("13912348812", "139****8812"),
            ("075588886621", "0755****6621"),
            ("0755-88886621", "0755****6621"),
            ("010-88886621", "010****6621"),
            ("88886621", "****6621"),
            ("+8613912348812", "+861****8812"),
            ("8886621", "***21"),
            ("110", "***10"),
            ("12", "***"),
            ("", "***"),
        ] {
            assert_eq!(mask(number), masked, "{number}");
        }
    }

    proptest! {
        #[test]
        fn a_mask_never_shows_more_than_eight_digits(text in prop_oneof![samples::text(), "\\+?[0-9-]{0,24}"]) {
            let all = plain(&text).chars().filter(char::is_ascii_digit).count();
            let shown = mask(&text).chars().filter(char::is_ascii_digit).count();
            prop_assert!(shown <= 8 && (all < 8 || all - shown >= 4));
        }

        #[test]
        fn a_parsed_number_parses_as_itself(text in prop_oneof![samples::text(), "\\+?[0-9 ()-]{0,24}"]) {
            if let Ok(number) = parse(&text) {
                prop_assert_eq!(parse(&number), Ok(number));
            }
        }
    }
}
