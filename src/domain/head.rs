//! A chain head in words: how it is printed, and read again from what was kept of it. `133:1f29a0c4…` is the entry and its
//! hash in hexadecimal, whole or cut short.

use std::fmt;
use std::str::FromStr;

use crate::domain::entry::{Head, Seq};

/// The fewest digits by which a hash is told from any other.
const LEAST: usize = 8;
/// How many digits a page on the screen has room for.
const BRIEF: usize = 16;
/// The digits of a whole hash.
const WHOLE: usize = 64;

/// What cannot be read as a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an entry's number, a colon and 8 to 64 hexadecimal digits")]
pub struct NoHead;

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or_default();
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

impl Head {
    /// The same with as many digits as a line has room for.
    pub fn brief(&self) -> Self {
        Self { seq: self.seq, hash: self.hash.chars().take(BRIEF).collect() }
    }

    /// Whether it is a head of the chain in which this entry has the hash `whole`.
    pub fn is_of(&self, whole: &str) -> bool {
        whole.starts_with(&self.hash)
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl FromStr for Head {
    type Err = NoHead;

    /// Reads it as printed, in capitals too, and as older pages printed it: `#133 1f29…`.
    fn from_str(text: &str) -> Result<Self, NoHead> {
        let text = text.trim();
        let text = text.strip_prefix(['#', '＃']).unwrap_or(text);
        let (seq, hash) = text.split_once([':', '：', ' ']).ok_or(NoHead)?;
        let hash = hash.trim().trim_end_matches(['…', '.']).to_ascii_lowercase();
        let digits = seq.bytes().all(|byte| byte.is_ascii_digit());
        let seq: Seq = seq.parse().map_err(|_| NoHead)?;
        let whole = hash.bytes().all(|byte| byte.is_ascii_hexdigit()) && (LEAST..=WHOLE).contains(&hash.len());
        if digits && seq > 0 && whole { Ok(Self { seq, hash }) } else { Err(NoHead) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_head_is_read_as_it_is_printed(seq in 1_u64.., hash in "[0-9a-f]{64}") {
            let head = Head { seq, hash };
            prop_assert_eq!(head.to_string().parse(), Ok(head.clone()));
            prop_assert_eq!(head.to_string().to_uppercase().parse(), Ok(head.clone()));
            prop_assert_eq!(head.brief().to_string().parse(), Ok(head.brief()));
            prop_assert_eq!(format!("#{} {}…", head.seq, head.brief().hash).parse(), Ok(head.brief()));
            prop_assert!(head.brief().is_of(&head.hash) && head.is_of(&head.hash));
        }

        #[test]
        fn no_text_is_taken_for_a_head_that_is_none(text in "\\PC{0,80}") {
            if let Ok(head) = text.parse::<Head>() {
                prop_assert!(head.seq > 0 && (8..=64).contains(&head.hash.len()), "{text}");
            }
        }
    }

    #[test]
    fn what_is_too_short_too_long_or_no_number_is_no_head() {
        let long = "a".repeat(65);
        for text in
            ["", "133", "133:", "133:1f29a0", "1f29a0c4", "0:1f29a0c4", "-1:1f29a0c4", "+1:1f29a0c4", "133:1f29a0cx"]
        {
            assert_eq!(text.parse::<Head>(), Err(NoHead), "{text}");
        }
        assert_eq!(format!("1:{long}").parse::<Head>(), Err(NoHead));
        assert_eq!("99999999999999999999:1f29a0c4".parse::<Head>(), Err(NoHead));
    }
}
