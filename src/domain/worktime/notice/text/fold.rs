//! One spelling for what copies of a notice write in many: full-width digits and marks, traditional characters, spaces,
//! and weekdays in brackets.

use unicode_normalization::UnicodeNormalization;

/// The traditional characters of a notice's words, with the simplified ones.
const SIMPLIFIED: &str = "節节國国慶庆勞劳動动調调補补連连週周關关於于辦办廳厅與与為为農农將将個个兩两勵励鼓鼓無无區区";

/// A weekday in brackets, as the folded text has it: this mark and 1 to 7.
pub(super) const WEEKDAY: char = '@';

/// A line, or a whole text, without spaces, in the compatibility form, with simplified characters.
pub(super) fn line(text: &str) -> String {
    let line: String =
        text.nfkc().filter(|c| !c.is_whitespace() && *c != WEEKDAY && !c.is_control()).map(simplified).collect();
    line.split_inclusive('年').map(year_in_digits).collect()
}

/// A text that ends in a year in Chinese numerals, as in 二〇二七年, with that in digits.
fn year_in_digits(text: &str) -> String {
    let year = || {
        let before = text.strip_suffix('年')?;
        let (at, _) = before.char_indices().rev().nth(3)?;
        let (before, numerals) = before.split_at_checked(at)?;
        let digit = |c| match c {
            '零' | '○' | '0' => Some(0),
            c => "〇一二三四五六七八九".chars().zip(0..).find(|(numeral, _)| *numeral == c).map(|(_, digit)| digit),
        };
        let digits: Option<String> = numerals.chars().map(|c| char::from_digit(digit(c)?, 10)).collect();
        Some(format!("{before}{}年", digits?))
    };
    year().unwrap_or_else(|| text.to_owned())
}

fn simplified(c: char) -> char {
    let mut pairs = SIMPLIFIED.chars();
    while let Some(traditional) = pairs.next() {
        let plain = pairs.next();
        if traditional == c {
            return plain.unwrap_or(c);
        }
    }
    c
}

/// A sentence in which brackets give way to the weekdays that they hold, and to nothing where they hold none; brackets
/// that speak of dates are clauses of their own.
pub(super) fn unbracketed(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(['(', '[', '【']) {
        let Some((within, behind)) = after.split_once([')', ']', '】']) else { break };
        plain.push_str(before);
        let days = weekdays(within);
        if dated(within) {
            plain.push(',');
            plain.push_str(within);
            plain.push(',');
        } else if !days.is_empty() {
            plain.push(WEEKDAY);
            plain.push_str(&days);
        }
        rest = behind;
    }
    plain.push_str(rest);
    plain
}

/// Whether a text speaks of a day of a month.
pub(super) fn dated(text: &str) -> bool {
    text.chars().zip(text.chars().skip(1)).any(|(digit, day)| digit.is_ascii_digit() && day == '日')
}

/// Whether a text names a day, other than a date with its year: a letter's own.
pub(super) fn names_day(text: &str) -> bool {
    text.match_indices(['日', '号']).filter_map(|(at, _)| text.split_at_checked(at)).any(|(before, day)| {
        let month = numbered(before).and_then(|before| before.strip_suffix('月'));
        let year = month.and_then(numbered).and_then(|before| before.strip_suffix('年')).and_then(numbered);
        // 新华社北京11月4日电, and the number of a letter: 9号.
        let other = day.starts_with("日电") || (day.starts_with('号') && month.is_none());
        numbered(before).is_some() && year.is_none() && !other
    })
}

/// What stands before the number that a text ends in; `None` where it ends in none.
fn numbered(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    (before.len() < text.len()).then_some(before)
}

/// The weekdays that a text names, as digits from Monday 1.
fn weekdays(text: &str) -> String {
    let after = |(before, day): (char, char)| matches!(before, '周' | '期' | '拜').then_some(day);
    let digit = |day: char| match day {
        '天' => Some('7'),
        day => "一二三四五六日".chars().zip('1'..='7').find(|(name, _)| *name == day).map(|(_, digit)| digit),
    };
    text.chars().zip(text.chars().skip(1)).filter_map(after).filter_map(digit).collect()
}

/// A clause as it is shown to a person.
pub(super) fn shown(clause: &str) -> String {
    let mut shown = String::new();
    let mut chars = clause.chars().peekable();
    while let Some(c) = chars.next() {
        if c != WEEKDAY {
            shown.push(c);
            continue;
        }
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            let name =
                digit.to_digit(10).and_then(|day| "一二三四五六日".chars().nth((day as usize).saturating_sub(1)));
            shown.extend(name.map(|name| format!("(周{name})")));
        }
    }
    shown
}
