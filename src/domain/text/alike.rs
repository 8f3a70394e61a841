//! Plates that a camera, or an ear, takes for one another. They are named beside an answer and are never the answer.

use std::cmp::Ordering;

/// Characters that look like others, each as the one that it is compared as.
const fn looks(c: char) -> char {
    match c {
        'O' | 'D' | 'Q' | 'U' => '0',
        'I' | 'L' | 'T' => '1',
        'Z' => '2',
        'S' => '5',
        'G' => '6',
        'B' => '8',
        other => other,
    }
}

/// A plate without its province, as it looks.
fn seen(plate: &str) -> Vec<char> {
    plate.chars().skip_while(|c| !c.is_ascii() && *c != '?').map(looks).collect()
}

/// How far two parsed plates are from one another, the less the more alike; `None` where they are not similar, or the
/// same. Similar is what looks the same, what lacks its province or has another, and what differs in one character.
pub fn distance(one: &str, other: &str) -> Option<u8> {
    if one == other {
        return None;
    }
    let (a, b) = (seen(one), seen(other));
    if a.is_empty() || b.is_empty() || a.iter().chain(&b).all(|c| *c == '?') {
        return None;
    }
    let same = |a: &char, b: &char| a == b || *a == '?' || *b == '?';
    let ahead = a.iter().zip(&b).take_while(|(a, b)| same(a, b)).count();
    let behind = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    match (short.cmp(&long), ahead + behind) {
        (Ordering::Equal, _) if ahead == long => Some(0),
        // One character misread, or one too many.
        (_, both) if long > 3 && long - short <= 1 && both + 1 >= long => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_for_another_is_similar_and_never_the_same() {
        for other in
            ["粤B8F321", "粤88F32I", "B8F32I", "京B8F32I", "粤B8F32K", "粤B8F32", "粤B8?32I", "粤BBF32I", "粤B8F3I"]
        {
            assert!(distance("粤B8F32I", other).is_some() && distance(other, "粤B8F32I").is_some(), "{other}");
        }
        assert!(distance("粤B8F32I", "粤B8F321") < distance("粤B8F32I", "粤B8F32K"));
        assert!(distance("粤D0O0D0", "粤000000").is_some());
        for other in ["粤B8F32I", "粤B12345", "粤B8F3KK", "无牌", "???", ""] {
            assert_eq!(distance("粤B8F32I", other), None, "{other}");
        }
    }
}
