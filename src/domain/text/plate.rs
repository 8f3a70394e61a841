//! Number plates as they are read. A plate of a known shape begins with its province, is in capitals and holds no
//! separator, so that equal plates are equal texts; what is read otherwise (a part of a plate, a foreign one, one whose
//! province a camera lost) is kept as read and marked. Better to take a rare plate than to turn a car away over its shape.

use super::{ValueError, is_dash, paired, plain};

/// A vehicle that has no plate.
pub const NONE: &str = "无牌";

/// How cameras and guards say that there is none to be read.
const NONES: &[&str] = &[
    "无牌",
    "无",
    "无车牌",
    "无牌车",
    "没有",
    "未识别",
    "未挂牌",
    "NONE",
    "NOPLATE",
    "NOPLATES",
    "UNKNOWN",
    "UNLICENSED",
    "未知",
    "NULL",
    "NA",
];

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// Traditional characters of plates, each before the one that stands on metal.
const TRADITIONAL: &str = "滬沪遼辽雲云魯鲁蘇苏贛赣晉晋陝陕閩闽貴贵粵粤寧宁瓊琼臨临應应領领學学掛挂試试軍军無无車车沒没識识藍蓝黃黄綠绿漸渐變变";

/// The colours of plates, as some cameras put them before or behind one.
const COLOURS: &[&str] = &[
    "新能源绿",
    "黄绿双拼",
    "渐变绿",
    "黄绿",
    "单黄",
    "双黄",
    "蓝",
    "黄",
    "绿",
    "白",
    "黑",
    "BLUE",
    "YELLOW",
    "GREEN",
    "WHITE",
    "BLACK",
];

/// What a full stop and the first letter of its pinyin stand for on a keyboard without input method; the second of a row
/// takes two full stops, the third three.
pub const SPELLINGS: &[(char, &str)] = &[
    ('a', "澳"),
    ('c', "川"),
    ('e', "鄂"),
    ('g', "桂港赣贵甘"),
    ('h', "沪黑"),
    ('j', "京津冀晋吉"),
    ('l', "鲁辽"),
    ('m', "闽蒙"),
    ('n', "宁"),
    ('q', "琼青"),
    ('s', "苏陕使"),
    ('w', "皖"),
    ('x', "湘新"),
    ('y', "粤豫渝云"),
    ('z', "浙藏"),
];

/// The most characters of a plate as read.
const LONGEST: usize = 12;

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
        // A car of Hong Kong or Macau that has no mainland plate.
        ['港' | '澳', rest @ ..] => serial(rest, 2..=6),
        _ => false,
    }
}

/// Two letters and five more, as the forces have them; typed without a province it may also be a new-energy plate.
fn is_military(chars: &[char]) -> bool {
    matches!(chars, [first, second, rest @ ..]
        if first.is_ascii_uppercase() && second.is_ascii_uppercase() && serial(rest, 5..=5))
}

/// Characters as they are compared: plain width, capitals, the characters of plates simplified, one sign for what could
/// not be read, but where it may also join two words.
fn folded(text: &str) -> Vec<char> {
    let fold = |c: char| match c {
        '*' | '□' => '?',
        '。' => '.',
        _ => paired(c, TRADITIONAL),
    };
    plain(text).trim().chars().flat_map(char::to_uppercase).map(fold).collect()
}

fn without_separators(chars: &[char]) -> Vec<char> {
    chars.iter().copied().filter(|c| !is_separator(*c)).collect()
}

/// A plate with a digit in the place of what could not be read.
fn guessed(chars: &[char]) -> Vec<char> {
    chars.iter().map(|c| if *c == '?' { '0' } else { *c }).collect()
}

/// A plate as a person or a camera read it, in its one spelling. Nothing is added to it: no province is lent.
///
/// # Errors
/// `NotAPlate` for what holds neither a digit nor `?`, and is not one of the ways to say that there is no plate.
pub fn parse(text: &str) -> Result<String, ValueError> {
    let folded = folded(text);
    let read = without_separators(&folded);
    // NO_PLATE, N/A.
    let joined: String = read.iter().filter(|c| !matches!(c, '_' | '/')).collect();
    if NONES.contains(&joined.as_str()) || (read.is_empty() && folded.iter().any(|c| is_dash(*c))) {
        return Ok(NONE.to_owned());
    }
    let read: Vec<char> = read.into_iter().map(|c| if c == '_' { '?' } else { c }).collect();
    let read = without_colour(&read).unwrap_or(read);
    let known = |c: &char| c.is_ascii_alphanumeric() || *c == '?' || ('\u{3400}'..='\u{9fff}').contains(c);
    let told = |c: &char| c.is_ascii_digit() || *c == '?';
    if read.len() <= LONGEST && read.iter().all(known) && read.iter().any(told) {
        Ok(read.into_iter().collect())
    } else {
        Err(ValueError::NotAPlate)
    }
}

/// What stands beside the colour of a plate (蓝, 蓝色, 蓝牌), where that is a plate of a known shape and the whole is none: 黑 is
/// a province, too.
fn without_colour(read: &[char]) -> Option<Vec<char>> {
    let text: String = read.iter().collect();
    let beside = COLOURS.iter().find_map(|colour| {
        let before = text.strip_prefix(colour).map(|rest| rest.trim_start_matches(['色', '牌']));
        before.or_else(|| text.trim_end_matches(['色', '牌']).strip_suffix(colour))
    });
    let plate: Vec<char> = beside?.chars().collect();
    (!is_known(&guessed(read)) && is_known(&guessed(&plate))).then_some(plate)
}

/// A plate as a person types it on the screen, where it is shown before it is saved: [`SPELLINGS`] become characters, and
/// the site's `province` is put before what begins with the letter of an office.
///
/// Two letters and five digits may be a car of the forces as well as a new-energy plate: without D or F, the letters of
/// most new-energy plates, in the second place they are left as they are, and so marked.
///
/// # Errors
/// As [`parse`].
pub fn typed(text: &str, province: Option<char>) -> Result<String, ValueError> {
    let spelt = spelt(&folded(text));
    let plate = parse(&spelt.iter().collect::<String>())?;
    let read: Vec<char> = plate.chars().collect();
    let begins = read.first().is_some_and(char::is_ascii_uppercase);
    let forces = matches!(read.as_slice(), [first, second, rest @ ..]
        if is_military(&guessed(&read)) && !rest.iter().any(char::is_ascii_uppercase)
            && (*first == 'V' || !matches!(second, 'D' | 'F')));
    match province.filter(|_| begins && !forces && !is_known(&guessed(&read))) {
        Some(province) => {
            let whole: Vec<char> = std::iter::once(province).chain(read).collect();
            Ok(if is_civil(&guessed(&whole)) { whole.into_iter().collect() } else { plate })
        }
        None => Ok(plate),
    }
}

/// Full stops and a letter at the beginning become the character that they stand for.
fn spelt(chars: &[char]) -> Vec<char> {
    let dots = chars.iter().take_while(|c| **c == '.').count();
    let letter = chars.get(dots).filter(|_| dots > 0).map(char::to_ascii_lowercase);
    let row = letter.and_then(|letter| SPELLINGS.iter().find(|row| row.0 == letter));
    match row.and_then(|(_, row)| row.chars().nth(dots.saturating_sub(1))) {
        Some(province) => std::iter::once(province).chain(chars.iter().copied().skip(dots + 1)).collect(),
        None => chars.to_vec(),
    }
}

fn is_known(chars: &[char]) -> bool {
    is_civil(chars) || is_special(chars)
}

/// Whether a parsed plate has no shape that is known: it is shown with a mark. None at all is a plain fact.
pub fn is_odd(plate: &str) -> bool {
    plate != NONE && !is_known(&plate.chars().collect::<Vec<_>>())
}

/// Two letters and up to four digits, as Hong Kong has them; a camera may lose the 港 before them.
fn is_mark(plate: &str) -> bool {
    let digits = plate.trim_start_matches(|c: char| c.is_ascii_uppercase());
    plate.len() - digits.len() == 2 && (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether it is only a part of a plate, as it was heard or could be read: shorter than any whole one.
fn is_part(plate: &str) -> bool {
    let whole = if plate.starts_with(is_province) { 7 } else { 6 };
    plate.contains('?') || is_odd(plate) && plate.chars().count() < whole && !is_mark(plate)
}

/// By what a vehicle is found again; empty where its plate tells it from no other: none, or a part of one.
pub fn key(plate: &str) -> &str {
    if plate == NONE || is_part(plate) { "" } else { plate }
}

/// Whether a part of a plate may be of this one.
pub fn may_be(part: &str, plate: &str) -> bool {
    if part == NONE || plate == NONE {
        return false;
    }
    let [part, plate] = [part, plate].map(|text| text.chars().collect::<Vec<_>>());
    let (short, long) = if part.len() <= plate.len() { (part, plate) } else { (plate, part) };
    let same = |(a, b): (&char, &char)| a == b || *a == '?' || *b == '?';
    !short.is_empty() && long.windows(short.len()).any(|at| at.iter().zip(&short).all(same))
}

/// A parsed plate as it is written on metal, with a dot behind the letter of its office.
pub fn show(plate: &str) -> String {
    let chars: Vec<char> = plate.chars().collect();
    let whole = guessed(&chars);
    let dotted = is_civil(&whole) || is_military(&whole);
    chars.iter().enumerate().flat_map(|(i, c)| (dotted && i == 2).then_some('·').into_iter().chain([*c])).collect()
}

#[cfg(test)]
mod tests;
