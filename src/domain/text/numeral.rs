//! Chinese numerals as they are spoken: 三栋, 十二点, 两小时.

const DIGITS: &str = "〇一二三四五六七八九";

fn digit(c: char) -> Option<u32> {
    match c {
        '零' => Some(0),
        '两' | '兩' => Some(2),
        c => DIGITS.chars().zip(0..).find(|(digit, _)| *digit == c).map(|(_, value)| value),
    }
}

/// The number of a run of numerals: 十二 and 二十一 by tens, anything else digit by digit; `None` where 十 stands
/// elsewhere.
fn number(run: &[char]) -> Option<String> {
    let digits = |run: &[char]| run.iter().map(|c| char::from_digit(digit(*c)?, 10)).collect::<Option<String>>();
    match run {
        ['十'] => Some("10".to_owned()),
        ['十', one] => Some((10 + digit(*one)?).to_string()),
        [tens, '十'] => Some((10 * digit(*tens)?).to_string()),
        [tens, '十', one] => Some((10 * digit(*tens)? + digit(*one)?).to_string()),
        run => digits(run),
    }
}

/// A text in which every number stands in digits; what is no number stays.
pub(super) fn in_digits(text: &str) -> String {
    let mut said = String::new();
    let mut run = Vec::new();
    for c in text.chars().map(Some).chain([None]) {
        if let Some(c) = c.filter(|c| *c == '十' || digit(*c).is_some()) {
            run.push(c);
            continue;
        }
        said.push_str(&number(&run).unwrap_or_else(|| run.iter().collect()));
        run.clear();
        said.extend(c);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spoken_numbers_become_digits_and_other_text_stays() {
        for (said, digits) in [
            ("三栋二单元一〇一", "3栋2单元101"),
            ("十栋十二单元", "10栋12单元"),
            ("二十点三十五", "20点35"),
            ("两小时", "2小时"),
            ("十十", "十十"),
            ("3栋", "3栋"),
            ("", ""),
        ] {
            assert_eq!(in_digits(said), digits);
        }
    }
}
