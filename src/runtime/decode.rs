//! What the bytes of a terminal mean. Bytes may come in any pieces, be broken off anywhere, or never end: what is not
//! whole after a short silence is given up, so that no lost byte ever makes the keyboard dead.

use std::time::Duration;

use terminput::{Event, KeyCode, KeyEvent};

use crate::runtime::input::{Input, LONGEST_PASTE, translate};

/// How long Esc waits for the rest of a key that begins with it.
const ESC: Duration = Duration::from_millis(20);
/// How long half a key waits for its rest: a slow line may cut anywhere, also within the mark that begins a paste.
const HALF: Duration = Duration::from_millis(400);
/// How long a paste waits for more of it.
const PASTE: Duration = Duration::from_millis(500);

const BEGIN: &[u8] = b"\x1b[200~";
const END: &[u8] = b"\x1b[201~";
/// The most bytes of a paste that are kept: a character has four at the most.
const MOST: usize = LONGEST_PASTE * 4;
/// The longest sequence that any key has, in bytes.
const LONGEST_KEY: usize = 64;

/// The bytes that are not a whole key yet, or the paste that has not ended.
#[derive(Debug, Default)]
pub struct Decoder {
    rest: Vec<u8>,
    /// The Esc that `rest` begins with was handed out as a key; it may have been cut off a paste's mark all the same.
    told: bool,
    paste: Option<Vec<u8>>,
}

impl Decoder {
    /// What comes of more bytes.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Input> {
        let mut inputs = Vec::new();
        self.rest.extend_from_slice(bytes);
        if self.told && !is_mark(&self.rest) {
            self.forget();
        }
        loop {
            if self.paste.is_some() {
                match self.pasted() {
                    Some(text) => inputs.push(text),
                    None => return inputs,
                }
            }
            let Some(length) = frame(&self.rest) else { return inputs };
            let sequence: Vec<u8> = self.rest.drain(..length).collect();
            self.told = false;
            if sequence == BEGIN {
                self.paste = Some(Vec::new());
            } else if sequence == END {
                // Of a paste that had its end within, or lost its beginning: what follows is not typed.
                inputs.push(paste(&[]));
            } else {
                inputs.extend(meaning(&sequence));
            }
        }
    }

    /// The paste, where its end is among the bytes at hand; what follows the end is left.
    fn pasted(&mut self) -> Option<Input> {
        let mut text = self.paste.take()?;
        let seen = text.len().saturating_sub(END.len() - 1);
        text.append(&mut self.rest);
        let end = text.get(seen..).and_then(|new| new.windows(END.len()).position(|part| part == END));
        if let Some(end) = end {
            self.rest = text.split_off(seen + end + END.len());
            text.truncate(seen + end);
            return Some(paste(&text));
        }
        // Of what is too long only as much is kept as may be the beginning of the end.
        let last = text.split_off(text.len().saturating_sub(END.len() - 1));
        text.truncate(MOST);
        text.extend(last);
        self.paste = Some(text);
        None
    }

    /// How long the terminal may be silent before what is at hand is given up; `None` where nothing is.
    pub fn patience(&self) -> Option<Duration> {
        match (&self.paste, self.rest.as_slice()) {
            (Some(_), _) => Some(PASTE),
            (None, []) => None,
            (None, [0x1b]) if !self.told => Some(ESC),
            (None, _) => Some(HALF),
        }
    }

    /// What comes of a silence: a lone Esc is a key, a paste ends, half a character is told as one that cannot be read,
    /// half a key is nothing.
    pub fn silence(&mut self) -> Vec<Input> {
        if let Some(text) = self.paste.take() {
            return vec![paste(&text)];
        }
        if self.told {
            self.forget();
            return self.take(&[]);
        }
        if self.rest == [0x1b] {
            self.told = true;
            return meaning(&self.rest).into_iter().collect();
        }
        let rest = std::mem::take(&mut self.rest);
        if rest.first() == Some(&0x1b) { Vec::new() } else { meaning(&rest).into_iter().collect() }
    }

    /// The Esc that was handed out as a key was one.
    fn forget(&mut self) {
        self.rest.drain(..1);
        self.told = false;
    }
}

/// Whether bytes begin with a mark of a paste, or are the beginning of one.
fn is_mark(bytes: &[u8]) -> bool {
    [BEGIN, END].iter().any(|mark| mark.starts_with(bytes) || bytes.starts_with(mark))
}

fn paste(bytes: &[u8]) -> Input {
    Input::Paste(String::from_utf8_lossy(bytes).chars().take(LONGEST_PASTE).collect())
}

/// How many bytes the first key has; `None` where it is not whole. One that is broken off by what cannot belong to it
/// ends there (ECMA-48 §5.4: parameters 0x30–0x3F, intermediates 0x20–0x2F, one final byte 0x40–0x7E).
fn frame(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [] | [0x1b] => None,
        [0x1b, 0x1b, ..] => Some(1),
        // The console's F1 to F5.
        [0x1b, b'[', b'[', rest @ ..] => rest.first().map(|byte| if (b'A'..=b'E').contains(byte) { 4 } else { 3 }),
        [0x1b, b'[', rest @ ..] => match rest.iter().position(|byte| !(0x20..=0x3f).contains(byte)) {
            Some(at) if rest.get(at).is_some_and(|byte| (0x40..=0x7e).contains(byte)) => Some(at + 3),
            Some(at) => Some(at + 2),
            None => (rest.len() > LONGEST_KEY).then_some(bytes.len()),
        },
        [0x1b, b'O', rest @ ..] => rest.first().map(|byte| if (0x20..=0x7e).contains(byte) { 3 } else { 2 }),
        [0x1b, rest @ ..] => character(rest).map(|length| length + 1),
        _ => character(bytes),
    }
}

/// How many bytes the first character has: fewer than its first byte promises where another breaks it off.
fn character(bytes: &[u8]) -> Option<usize> {
    let length = match bytes.first()? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    let whole = bytes.iter().take(length).skip(1).take_while(|byte| (0x80..=0xbf).contains(*byte)).count() + 1;
    (whole == length || bytes.len() > whole).then_some(whole)
}

/// What one key means; `None` where it is none of ours.
fn meaning(sequence: &[u8]) -> Option<Input> {
    let event = match sequence {
        [0x1b] => Event::Key(KeyEvent::new(KeyCode::Esc)),
        [0x1b, ..] => Event::parse_from(sequence).ok().flatten()?,
        _ => match std::str::from_utf8(sequence) {
            Ok(_) => Event::parse_from(sequence).ok().flatten()?,
            Err(_) => Event::Key(KeyEvent::new(KeyCode::Char(char::REPLACEMENT_CHARACTER))),
        },
    };
    translate(event)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What comes of pieces, with a silence between each and the next.
    fn pieces(pieces: &[&[u8]]) -> Vec<Input> {
        let mut decoder = Decoder::default();
        let mut inputs = Vec::new();
        for piece in pieces {
            inputs.extend(decoder.take(piece));
            inputs.extend(hush(&mut decoder));
        }
        inputs
    }

    /// What comes of a silence that lasts.
    fn hush(decoder: &mut Decoder) -> Vec<Input> {
        let inputs = [decoder.silence(), decoder.silence()].concat();
        assert_eq!(decoder.patience(), None, "nothing is waited for for ever");
        inputs
    }

    fn keys(names: &[&str]) -> Vec<Input> {
        names.iter().map(|name| Input::Key(name.parse().unwrap())).collect()
    }

    #[test]
    fn keys_are_read_however_the_bytes_come() {
        let bytes = "\x1b[A\x1bOP\x1b[15~\x1b[[A张\x1b[1;5C\x1bx\x1b\x1b[B\r\x1b[Z\x07".as_bytes();
        let expected =
            keys(&["up", "f1", "f5", "f1", "张", "ctrl-right", "alt-x", "esc", "down", "enter", "shift-tab", "ctrl-g"]);
        for size in 1..bytes.len() {
            let mut decoder = Decoder::default();
            let inputs: Vec<Input> = bytes.chunks(size).flat_map(|chunk| decoder.take(chunk)).collect();
            assert_eq!(inputs, expected, "in pieces of {size}");
        }
    }

    #[test]
    fn whatever_is_broken_off_the_next_key_is_read() {
        for half in ["\x1b[", "\x1b[?", "\x1b[<", "\x1b[<0;1", "\x1bO", "\x1b[200", "\x1b[1;", "\x1b[[", "\x1b[?1;2"] {
            let read = pieces(&[half.as_bytes(), b"\x1b[14~", b"k"]);
            assert_eq!(read, keys(&["f4", "k"]), "{half:?} and a silence");
            let read = pieces(&[format!("{half}\x1b[14~k").as_bytes()]);
            let (last, before) = read.split_last().unwrap();
            assert_eq!(last, &keys(&["k"])[0], "{half:?} at once");
            let typed = |input: &Input| matches!(input, Input::Key(key) if key.is_text());
            assert!(!before.iter().any(typed), "{half:?}: {read:?}");
        }
        assert_eq!(pieces(&["张".as_bytes().split_at(1).0, b"\r"]), keys(&["\u{fffd}", "enter"]));
    }

    #[test]
    fn a_lone_escape_is_a_key_after_a_moment() {
        let mut decoder = Decoder::default();
        assert_eq!((decoder.take(b"\x1b"), decoder.patience()), (vec![], Some(ESC)));
        assert_eq!((decoder.silence(), decoder.patience()), (keys(&["esc"]), Some(HALF)));
        assert_eq!((decoder.silence(), decoder.patience()), (vec![], None));
    }

    #[test]
    fn an_escape_that_was_cut_off_a_pastes_mark_still_begins_the_paste() {
        let mut decoder = Decoder::default();
        for (piece, read) in [("\x1b", vec![]), ("[20", vec![]), ("0~a\r\x1b[201~", vec![Input::Paste("a\r".into())])] {
            assert_eq!(decoder.take(piece.as_bytes()), read, "{piece:?}");
            if piece == "\x1b" {
                assert_eq!(decoder.silence(), keys(&["esc"]));
            }
        }
        // What else is typed after it is what it is, also where it looks like a mark for a while.
        for (typed, named) in
            [("[", &["["][..]), ("[2k", &["[", "2", "k"]), ("\x1b[A", &["up"]), ("[20", &["[", "2", "0"])]
        {
            let mut decoder = Decoder::default();
            decoder.take(b"\x1b");
            assert_eq!(decoder.silence(), keys(&["esc"]));
            let read = [decoder.take(typed.as_bytes()), hush(&mut decoder)].concat();
            assert_eq!(read, keys(named), "{typed:?}");
        }
    }

    #[test]
    fn a_paste_without_its_end_ends_by_itself() {
        let read = pieces(&["\x1b[200~漏水\r".as_bytes(), b"\x1b[14~", b"\x1b[201~", b"k"]);
        let paste = Input::Paste("漏水\r".into());
        let over = Input::Paste(String::new());
        assert_eq!(read, [vec![paste], keys(&["f4"]), vec![over], keys(&["k"])].concat());
    }

    #[test]
    fn a_paste_is_whole_however_it_comes_and_kept_up_to_its_limit() {
        let text = "漏水\u{1b}[31m三楼\r\n";
        let bytes = format!("a\x1b[200~{text}\x1b[201~b");
        for size in 1..bytes.len() {
            let mut decoder = Decoder::default();
            let inputs: Vec<Input> = bytes.as_bytes().chunks(size).flat_map(|chunk| decoder.take(chunk)).collect();
            let paste = Input::Paste(text.to_owned());
            assert_eq!(inputs, [keys(&["a"]), vec![paste], keys(&["b"])].concat(), "in pieces of {size}");
        }
        let mut decoder = Decoder::default();
        decoder.take(BEGIN);
        for _ in 0..40 {
            assert_eq!(decoder.take(&vec![b'x'; 65_536]), []);
            assert!(decoder.paste.as_ref().unwrap().len() <= MOST + END.len());
        }
        assert_eq!(decoder.take(END), [Input::Paste("x".repeat(LONGEST_PASTE))]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_deaf(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..200) {
            let (one, two) = bytes.split_at(cut.min(bytes.len()));
            let mut decoder = Decoder::default();
            decoder.take(one);
            decoder.take(two);
            hush(&mut decoder);
            prop_assert_eq!(decoder.take(b"\x1b[14~"), keys(&["f4"]));
        }
    }
}
