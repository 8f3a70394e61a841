//! Finding by typed words: every word stands somewhere in a record, whatever its width or case, and a room or a number
//! is found however it was said, then or now.

use crate::domain::record::Record;
use crate::domain::site::Site;
use crate::domain::text::{fold, phone, room};
use crate::domain::time::parse_rfc3339;

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Search<'a> {
    site: &'a Site,
    words: Vec<Word>,
    /// All words as one, where they say a room or a number together: 3 2 101.
    whole: Word,
}

#[derive(Debug, Clone)]
struct Word {
    folded: String,
    /// Its letters and digits alone: a plate as it is printed, 粤B·8F32K.
    bare: String,
    room: Option<String>,
    phone: Option<String>,
}

/// The letters and digits of a text, folded.
fn bare(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a value is anything but an instant, whose digits nobody looks for.
fn is_said(value: &str) -> bool {
    parse_rfc3339(value).is_none()
}

impl Word {
    fn new(text: &str, site: &Site) -> Self {
        let room = Some(room::read(text, &site.room)).filter(|room| site.room.matches(room));
        Self { folded: fold(text), bare: bare(text), room, phone: phone::parse(text).ok() }
    }

    /// Whether a value says the same room or number in another spelling.
    fn says(&self, key: &str, value: &str, site: &Site) -> bool {
        match key {
            "room" => self.room.as_ref().is_some_and(|sought| room::read(value, &site.room) == *sought),
            "plate" => !self.bare.is_empty() && bare(value).contains(&self.bare),
            "phone" => self.phone.is_some() && phone::parse(value).ok() == self.phone,
            _ => false,
        }
    }

    fn is_said(&self, record: &Record, site: &Site) -> bool {
        record.fields.iter().any(|(key, value)| self.says(key, value, site))
    }
}

impl<'a> Search<'a> {
    /// A search for words between spaces.
    pub fn new(text: &str, site: &'a Site) -> Self {
        let words = text.split_whitespace().map(|word| Word::new(word, site)).collect();
        Self { site, words, whole: Word::new(text.trim(), site) }
    }

    /// Whether a record is meant; `number` is its own as it is spoken.
    pub fn finds(&self, record: &Record, number: &str) -> bool {
        let number = fold(number);
        let stands = |word: &Word| {
            number.contains(&word.folded)
                || record.fields.values().any(|value| is_said(value) && fold(value).contains(&word.folded))
                || word.is_said(record, self.site)
        };
        self.words.iter().all(stands) || self.whole.is_said(record, self.site)
    }
}
