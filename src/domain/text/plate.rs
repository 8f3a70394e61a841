//! Number plates of the mainland. A parsed plate begins with its province, is in capitals and holds no separator, so
//! that equal plates are equal texts. Better to take a rare plate than to turn a car away over its shape.

use super::{ValueError, is_dash, plain};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

fn is_province(c: char) -> bool {
    PROVINCES.contains(c)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_dash(c) || matches!(c, '·' | '•' | '・' | '‧' | '.')
}

/// So many letters (never I or O, which look like digits) and digits, with at least one digit.
fn serial(chars: &[char], lengths: std::ops::RangeInclusive<usize>) -> bool {
    let allowed = |c: &char| c.is_ascii_digit() || (c.is_ascii_uppercase() && !matches!(c, 'I' | 'O'));
    lengths.contains(&chars.len()) && chars.iter().all(allowed) && chars.iter().any(char::is_ascii_digit)
}

fn six_digits(chars: &[char]) -> bool {
    chars.len() == 6 && chars.iter().all(char::is_ascii_digit)
}

/// A plate that begins with the province and the letter of its office.
fn is_civil(chars: &[char]) -> bool {
    let [province, office, rest @ ..] = chars else { return false };
    if !is_province(*province) || !office.is_ascii_uppercase() {
        return false;
    }
    match rest {
        ['临', serials @ ..] => serial(serials, 4..=6),
        [serials @ .., '港' | '澳'] => *province == '粤' && *office == 'Z' && serial(serials, 4..=4),
        [serials @ .., '应', '急'] | [serials @ .., '学' | '警' | '挂' | '试' | '领' | '临' | '超'] => {
            serial(serials, 4..=5)
        }
        ordinary_or_new_energy => serial(ordinary_or_new_energy, 5..=6),
    }
}

/// A plate of the armed police, the forces or an embassy, or a temporary one that begins with 临.
fn is_special(chars: &[char]) -> bool {
    match chars {
        ['W', 'J', province, rest @ ..] if is_province(*province) => serial(rest, 5..=5),
        ['W', 'J', rest @ ..] => serial(rest, 5..=7),
        ['使' | '领', digits @ ..] | [digits @ .., '使'] => six_digits(digits),
        ['临', province, office, rest @ ..] if is_province(*province) && office.is_ascii_uppercase() => {
            serial(rest, 4..=6)
        }
        ['临', province, rest @ ..] if is_province(*province) => serial(rest, 4..=6),
        ['临', rest @ ..] => serial(rest, 5..=7),
        ['军', office, rest @ ..] if office.is_ascii_uppercase() => serial(rest, 5..=6),
        _ => false,
    }
}

/// Two letters and five more, as the forces have them; typed without a province it may also be a new-energy plate.
fn is_military(chars: &[char]) -> bool {
    matches!(chars, [first, second, rest @ ..]
        if first.is_ascii_uppercase() && second.is_ascii_uppercase() && serial(rest, 5..=5))
}

/// A plate in its one spelling; `province` is the site's own, put before a plate that begins with a letter.
///
/// # Errors
/// `NotAPlate`. Two letters and five more are read as the site's new-energy plate, and as one of the forces only where
/// the site names no province or 军 is written before it.
pub fn parse(text: &str, province: Option<char>) -> Result<String, ValueError> {
    let typed: Vec<char> = plain(text).chars().flat_map(char::to_uppercase).filter(|c| !is_separator(*c)).collect();
    if is_civil(&typed) || is_special(&typed) {
        return Ok(typed.into_iter().collect());
    }
    if !typed.first().is_some_and(char::is_ascii_uppercase) {
        return Err(ValueError::NotAPlate);
    }
    match province {
        Some(province) => {
            let whole: Vec<char> = std::iter::once(province).chain(typed).collect();
            if is_civil(&whole) { Ok(whole.into_iter().collect()) } else { Err(ValueError::NotAPlate) }
        }
        None if is_military(&typed) => Ok(typed.into_iter().collect()),
        None => Err(ValueError::NotAPlate),
    }
}

/// A parsed plate as it is written on metal, with a dot behind the letter of its office.
pub fn show(plate: &str) -> String {
    let chars: Vec<char> = plate.chars().collect();
    let dotted = is_civil(&chars) || is_military(&chars);
    chars.iter().enumerate().flat_map(|(i, c)| (dotted && i == 2).then_some('·').into_iter().chain([*c])).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::samples;

    fn read(text: &str) -> Option<String> {
        parse(text, Some('粤')).ok()
    }

    #[test]
    fn one_plate_has_one_spelling() {
        for text in ["粤B8F32K", "粤b·8f32k", " B 8F32K", "ｂ８ｆ３２ｋ", "粤B-8F32K", "粤B•8F.32K", "粤Ｂ・8F32K"]
        {
            assert_eq!(read(text).as_deref(), Some("粤B8F32K"), "{text}");
        }
    }

    #[test]
    fn the_site_lends_its_province_to_a_plate_without_one() {
        assert_eq!(read("BD12345").as_deref(), Some("粤BD12345"));
        assert_eq!(read("b临12345").as_deref(), Some("粤B临12345"));
        assert_eq!(read("京A12345").as_deref(), Some("京A12345"));
        assert_eq!(parse("B8F32K", None), Err(ValueError::NotAPlate));
        assert_eq!(parse("B8F32K", Some('!')), Err(ValueError::NotAPlate));
    }

    #[test]
    fn every_kind_of_plate_is_taken_as_written() {
        for plate in [
            "粤BAD1234",
            "粤B12345D",
            "粤Z1234港",
            "粤ZAB12澳",
            "粤B1234学",
            "京A0001警",
            "粤B1234挂",
            "粤B1234试",
            "沪A0023领",
            "京X1234应急",
            "使014578",
            "224578使",
            "WJ京12345",
            "WJ1234T",
            "WJ0112345",
            "粤B临12345",
            "临粤B12345",
            "粤B12345临",
            "临12345",
            "军VA12345",
            "粤O12345",
        ] {
            assert_eq!(read(plate).as_deref(), Some(plate));
        }
        assert_eq!(parse("VA12345", None).as_deref(), Ok("VA12345"));
    }

    #[test]
    fn other_text_is_not_a_plate() {
        for text in [
            "",
            "12345",
            "粤",
            "粤B",
            "HELLO WORLD",
            "粤I!@#",
            "粤B8F32",
            "粤B8F32K11",
            "粤BI2345",
            "粤B1234O",
            "粤BABCDE",
            "京Z1234港",
            "PLEASE",
            "使12",
            "陈小姐",
            "13912348812",
            "粤粤12345",
            "3-2-101",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_plate_is_shown_with_its_dot() {
        assert_eq!(show("粤B8F32K"), "粤B·8F32K");
        assert_eq!(show("粤B临12345"), "粤B·临12345");
        assert_eq!(show("VA12345"), "VA·12345");
        assert_eq!(show("使014578"), "使014578");
        assert_eq!(show("粤"), "粤");
    }

    proptest! {
        #[test]
        fn a_parsed_plate_parses_as_itself(
            text in prop_oneof![samples::text(), "[粤京WV临军使]{0,2}[A-Z·]{0,3}[0-9A-Z]{4,7}[学港领临]?"],
            province in prop::option::of(prop::sample::select(&['粤', '京', 'A', '使'][..])),
        ) {
            if let Ok(plate) = parse(&text, province) {
                prop_assert_eq!(parse(&plate, province), Ok(plate.clone()));
                prop_assert_eq!(parse(&show(&plate), province), Ok(plate));
            }
            show(&text);
        }
    }
}
