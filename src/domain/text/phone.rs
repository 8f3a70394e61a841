//! Telephone numbers: one number is one text however it is written, kept as digits and shown masked. A mask never shows
//! more than the first four and the last four digits, and always hides at least four of a full number.

use super::{ValueError, fold, is_dash, is_day, plain};

/// What is kept where the number of a call was not shown.
pub const WITHHELD: &str = "withheld";

/// How people and exchanges say so.
const NOT_SHOWN: [&str; 38] = [
    WITHHELD,
    "anonymous",
    "anonymous@anonymous.invalid",
    "private",
    "private number",
    "restricted",
    "blocked",
    "hidden",
    "unknown",
    "unavailable",
    "no number",
    "no caller id",
    "未显示",
    "未显示号码",
    "未顯示",
    "未顯示號碼",
    "不显示",
    "不显示号码",
    "不顯示",
    "不顯示號碼",
    "隐藏",
    "隐藏号码",
    "隱藏",
    "隱藏號碼",
    "匿名",
    "匿名号码",
    "匿名號碼",
    "私人号码",
    "私人號碼",
    "保密",
    "保密号码",
    "保密號碼",
    "未知",
    "未知号码",
    "未知號碼",
    "无来电显示",
    "無來電顯示",
    "號碼不詳",
];

/// What stands before an extension; the longer before what it begins with.
const EXTENSION: [&str; 13] =
    ["#", "extension", "转分机", "轉分機", "ext", "分机", "分機", "转", "轉", "x", ",", ";", "*"];

/// A number as it is kept: its digits, without 86 and with the 0 of an area code, a foreign one with its `+`; an
/// extension behind a comma; [`WITHHELD`] where it was not shown.
///
/// # Errors
/// `PhoneShort`, `PhoneLong`, `PhoneDate`, or `NotAPhone` for what is none at all.
pub fn parse(text: &str) -> Result<String, ValueError> {
    let said = fold(text);
    let said = said.trim();
    if NOT_SHOWN.contains(&said) {
        return Ok(WITHHELD.to_owned());
    }
    if is_date(said) {
        return Err(ValueError::PhoneDate);
    }
    let said = said.strip_prefix("tel:").unwrap_or(said);
    let Some((number, extension)) = marked(said).or_else(|| hyphened(said)) else { return whole(said) };
    if (1..=6).contains(&extension.len()) && is_digits(extension) {
        whole(number).map(|number| format!("{number},{extension}"))
    } else {
        Err(ValueError::NotAPhone)
    }
}

/// A kept number without its extension, and the extension; empty where there is none.
pub fn with_extension(number: &str) -> (&str, &str) {
    number.split_once(',').unwrap_or((number, ""))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_dash(c) || matches!(c, '.' | '(' | ')' | '[' | ']')
}

fn digits(text: &str) -> String {
    text.chars().filter(|c| !is_separator(*c)).collect()
}

/// A number and the extension that is marked as one.
fn marked(said: &str) -> Option<(&str, &str)> {
    let (number, mark) = EXTENSION
        .iter()
        .filter_map(|mark| Some((said.split_once(mark)?.0, *mark)))
        .min_by_key(|(number, _)| number.len())?;
    let behind = said.strip_prefix(number)?.strip_prefix(mark)?;
    let behind = behind.trim_start_matches(|c| is_separator(c) || matches!(c, ':' | '=' | '#' | 'e' | 'x' | 't'));
    Some((number, behind.trim_end_matches('#').trim_end()))
}

/// A whole number and the extension behind its last hyphen: 0755-88886621-801.
fn hyphened(said: &str) -> Option<(&str, &str)> {
    let (number, extension) = said.rsplit_once(is_dash)?;
    let known = national(&digits(number));
    let whole = match (known.as_str(), known.len()) {
        (local, 11) if local.starts_with("010") || local.starts_with("02") => true,
        (local, 11 | 12) if local.starts_with('0') => true,
        (toll_free, 10) if toll_free.starts_with("400") || toll_free.starts_with("800") => true,
        (other, _) => is_mobile(other),
    };
    (whole && is_digits(&known)).then_some((number, extension.trim()))
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && begins_mobile(digits)
}

fn begins_mobile(digits: &str) -> bool {
    digits.strip_prefix('1').is_some_and(|rest| rest.starts_with(|c| ('3'..='9').contains(&c)))
}

/// A number of the country as it is dialled here; a foreign one keeps its `+`.
fn national(dialled: &str) -> String {
    let abroad = dialled.strip_prefix('+').or_else(|| dialled.strip_prefix("00"));
    let home = match abroad {
        Some(abroad) => match abroad.strip_prefix("86") {
            Some(home) => home,
            None => return format!("+{abroad}"),
        },
        None => match dialled.strip_prefix("86").filter(|home| home.len() >= 10) {
            Some(home) => home,
            None => return without_trunk(dialled).to_owned(),
        },
    };
    let area = home.len() >= 10 && !begins_mobile(home) && !home.starts_with('0');
    let area = area && !(home.len() == 10 && (home.starts_with("400") || home.starts_with("800")));
    if area { format!("0{home}") } else { without_trunk(home).to_owned() }
}

/// A mobile number without the 0 that is dialled before it from elsewhere; no area code begins with 013 to 019.
fn without_trunk(dialled: &str) -> &str {
    dialled.strip_prefix('0').filter(|rest| is_mobile(rest)).unwrap_or(dialled)
}

/// A number without an extension.
fn whole(said: &str) -> Result<String, ValueError> {
    let dialled = digits(said);
    let bare = dialled.strip_prefix('+').unwrap_or(&dialled);
    let begins = said.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('));
    let ends = said.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | ']') || c.is_whitespace());
    // A few digits with marks between them are a decimal, a room or a month.
    let few = bare.len() < 7 && said.chars().any(|c| is_separator(c) && !c.is_whitespace());
    if bare.is_empty() || !is_digits(bare) || !begins || !ends || few {
        return Err(ValueError::NotAPhone);
    }
    let number = national(&dialled);
    let (least, most) = match number.strip_prefix('+') {
        Some(_) => (8, 16),
        None if begins_mobile(&number) && number.len() > 5 => (11, 11),
        None => (3, 12),
    };
    match number.len() {
        length if length < least => Err(ValueError::PhoneShort),
        length if length > most => Err(ValueError::PhoneLong),
        _ => Ok(number),
    }
}

/// A day with its year, whichever way round.
fn is_date(said: &str) -> bool {
    let parts: Vec<&str> = said.split(|c| is_dash(c) || matches!(c, '.' | '/' | '年' | '月' | '日')).collect();
    let (year, one, other) = match parts.as_slice() {
        [year, one, other] | [year, one, other, ""] if year.len() == 4 => (year, one, other),
        [one, other, year] if year.len() == 4 => (year, one, other),
        _ => return false,
    };
    match (year.parse(), one.parse(), other.parse()) {
        (Ok(year), Ok(one), Ok(other)) => is_day(year, one, other) || is_day(year, other, one),
        _ => false,
    }
}

/// A number with its middle hidden: 139****8812, 0755****6621; up to seven digits show only the last two, and an
/// extension is not shown.
pub fn mask(number: &str) -> String {
    let plain = plain(with_extension(number).0);
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

/// Whether a text is how a number is shown masked.
pub fn is_shown_as(number: &str, text: &str) -> bool {
    text.contains('*') && mask(number) == text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::samples;

    #[test]
    fn one_number_is_one_text() {
        for text in [
            "13912348812",
            " 139 1234-8812",
            "１３９１２３４８８１２",
            "+86 13912348812",
            "+86-139-1234-8812",
            "008613912348812",
            "86-13912348812",
            "8613912348812",
            "(86)139 1234 8812",
            "139.1234.8812",
            "013912348812",
            "tel:+8613912348812",
            "139–1234–8812",
        ] {
            assert_eq!(parse(text).as_deref(), Ok("13912348812"), "{text}");
        }
        for text in [
            "075588886621",
            "（０７５５）8888—6621",
            "0755-88886621",
            "+86 755 88886621",
            "+86 (0)755 8888 6621",
            "86-755-88886621",
            "0086 0755 88886621",
        ] {
            assert_eq!(parse(text).as_deref(), Ok("075588886621"), "{text}");
        }
        for text in [
            "075588886621转801",
            "0755-88886621 轉801",
            "0755-88886621-801",
            "0755 88886621 ext. 801",
            "075588886621,801",
            "075588886621，801",
            "075588886621*801",
            "+86 755 88886621 x801",
            "0755-88886621转分机801",
            "075588886621;801#",
            "+8675588886621;ext=801",
            "0755-88886621#801",
        ] {
            assert_eq!(parse(text).as_deref(), Ok("075588886621,801"), "{text}");
        }
        for (text, kept) in [
            ("+86 10 88886621", "01088886621"),
            ("010-88886621", "01088886621"),
            ("+86 400 123 4567", "4001234567"),
            ("400-1234-567", "4001234567"),
            ("110", "110"),
            ("95588", "95588"),
            ("8001", "8001"),
            ("8888-6621", "88886621"),
            ("88886621转8", "88886621,8"),
            ("+852 9123 4567", "+85291234567"),
            ("00852-91234567", "+85291234567"),
            ("86123456", "86123456"),
            ("13800000008*1", "13800000008,1"),
            ("1 1 0", "110"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(kept), "{text}");
        }
    }

    #[test]
    fn a_number_that_was_not_shown_is_a_value() {
        for text in ["未显示号码", "未顯示號碼", "Anonymous", "WITHHELD", "匿名", " private ", "Ｗithheld"]
        {
            assert_eq!(parse(text).as_deref(), Ok(WITHHELD), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_told_why() {
        for text in [
            "",
            "+",
            "++123",
            "1+23",
            "陈小姐",
            "139x",
            "٣٤٥٦",
            "-555666777",
            "4.25",
            "7-50",
            "2026-07",
            "3-2-101",
            "13912348812/13912348813",
            "139 1234 8812-",
            "转801",
            "14:30",
        ] {
            assert_eq!(parse(text), Err(ValueError::NotAPhone), "{text}");
        }
        for text in ["12", "1391234881", "139123", "+86 1391234881", "+1 2345"] {
            assert_eq!(parse(text), Err(ValueError::PhoneShort), "{text}");
        }
        for text in ["139123488123", "123456789012345678901", "440301199001011234", "+12345678901234567"] {
            assert_eq!(parse(text), Err(ValueError::PhoneLong), "{text}");
        }
        for text in
            ["2026-07-09", "2031-07-09", "2026.7.9", "2026/07/09", "2026年7月9日", "２０２６－０７－０９", "31-12-2026"]
        {
            assert_eq!(parse(text), Err(ValueError::PhoneDate), "{text}");
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
            ("075588886621,801", "0755****6621"),
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
        fn however_a_number_is_written_it_is_one(
            rest in "[3-9][0-9]{9}",
            before in prop::sample::select(&["", "+86", "+86 ", "0086", "86-", "(+86)", "8６ ", "0"][..]),
            between in prop::sample::select(&["", " ", "-", "—", ".", "－", "\u{a0}", ") "][..]),
            (first, second) in (2..5_usize, 6..10_usize),
            wide in any::<bool>(),
        ) {
            let number = format!("1{rest}");
            let mut said = before.to_owned();
            for (at, c) in number.chars().enumerate() {
                if at == first || at == second {
                    said.push_str(between);
                }
                said.push(if wide { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c });
            }
            prop_assert_eq!(parse(&said), Ok(number), "{}", said);
        }

        #[test]
        fn a_parsed_number_parses_as_itself(
            text in prop_oneof![samples::text(), "\\+?[0-9 ()-]{0,24}", "(\\+|00)?(86)?[- ]?0?[1-9][0-9-]{5,11}([-转x,*][0-9]{1,6})?"],
        ) {
            if let Ok(number) = parse(&text) {
                prop_assert_eq!(parse(&number), Ok(number));
            }
        }
    }
}
