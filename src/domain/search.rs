//! Finding by typed words: every word stands somewhere in a record, whatever its width or case, or is what the language
//! shown calls something that the record holds; a room or a number is found however it was said, then or now. A surname
//! finds no word of the program that it happens to be part of.

mod row;

use crate::domain::entry::Family;
use crate::domain::form::{Field, Input};
use crate::domain::handover::Topic;
use crate::domain::record::{PASSES, Record, Status, Stay};
use crate::domain::search::row::{Hour, became, shown};
use crate::domain::site::Site;
use crate::domain::text::{one_script, phone, room, when};
use crate::domain::time::{DAY, Moment, Zone, parse_rfc3339};

/// What was typed, and what the language shown means by each word of it: the keys of the sentences that say it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sought {
    pub text: String,
    /// By word, those of the whole text last.
    keys: Vec<Vec<&'static str>>,
}

impl Sought {
    /// What was typed, where a language says these sentences, by key and in one script.
    pub fn new(text: &str, spoken: &[(&'static str, String)]) -> Self {
        let of = |word: &str| {
            let word = one_script(word);
            let label = label(&word).map(|(name, _)| name);
            let counts = |said: &str| {
                word.contains(|c: char| c.is_ascii_digit())
                    && without(said, |_| false) == without(&word, |c| c.is_ascii_digit())
            };
            let says = |key: &str, said: &str| {
                is_meant(said, &word)
                    || is_name(key) && label.as_ref().is_some_and(|label| tight(said) == *label)
                    || (key.starts_with("mark-") || key == PARTY || key == LATE_DAYS) && counts(said)
            };
            // Digits alone are a number, a room or a time, and no word.
            let spoken = if word.contains(|c: char| c.is_alphabetic() || c == '×') { spoken } else { &[] };
            spoken.iter().filter(|(key, said)| says(key, said)).map(|(key, _)| *key).collect()
        };
        Self { text: text.to_owned(), keys: words(text).map(of).collect() }
    }
}

impl From<&str> for Sought {
    /// The words as they stand in no language.
    fn from(text: &str) -> Self {
        Self::new(text, &[])
    }
}

/// The words between spaces and dots, and after them all as one: 3 2 101. What a row sets behind one as a mark of doubt, or
/// of what was struck, is none of it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| c.is_whitespace() || c == '·').filter(|part| !part.is_empty());
    parts.chain([text.trim()]).map(|word| {
        let plain = word.trim_end_matches(['*', '?', '？', ',']);
        if plain.is_empty() { word } else { plain }
    })
}

/// How many letters of a word of the program are more than a surname that it begins with: the Li of a licence.
const LETTERS: usize = 4;

/// Whether a typed word means something said in the program's own words: the whole of it, the beginning of one of its
/// words, or of Chinese a part; never so little as a surname.
fn is_meant(said: &str, word: &str) -> bool {
    let begins = |at: usize| said.get(..at).is_some_and(|before| !before.ends_with(char::is_alphanumeric));
    said == word
        || match word.chars().count() {
            letters if word.is_ascii() => letters >= LETTERS && said.match_indices(word).any(|(at, _)| begins(at)),
            characters => characters > 1 && said.contains(word),
        }
}

/// A text without blanks, and without such characters.
fn without(text: &str, such: impl Fn(char) -> bool) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !such(*c)).collect()
}

/// A name as it is written before a number: `walk_in`, `Walk-in` and `walk in` are one.
fn tight(name: &str) -> String {
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | ':'));
    name.replace(['_', ' '], "-")
}

/// Whether the sentence of a key is what a record, or its family, is called.
fn is_name(key: &str) -> bool {
    key.starts_with("record-") || key.starts_with("family-")
}

/// The name and the number of a record as it is printed: 投诉1120-03, visitor-0105-01.
fn label(word: &str) -> Option<(String, String)> {
    let (name, number): (String, String) = (
        word.chars().take_while(|c| !c.is_ascii_digit()).collect(),
        word.chars().skip_while(|c| !c.is_ascii_digit()).collect(),
    );
    // The s of a site belongs to the number: complaint-s2-2026-1120-03.
    let of_site = name.strip_suffix('s').filter(|name| !name.ends_with(|c: char| c.is_ascii_alphabetic()));
    let (name, number) =
        of_site.map_or_else(|| (tight(&name), number.clone()), |name| (tight(name), format!("s{number}")));
    (!name.is_empty() && !number.is_empty()).then_some((name, number))
}

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Search<'a> {
    site: &'a Site,
    /// When the rows are looked at: what a limit has reached they say, too.
    now: Moment,
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
    /// A record's name and number.
    label: Option<(String, String)>,
    /// The day or the time of day that it is, as a column shows it.
    hour: Option<Hour>,
    /// What it means in the language shown.
    keys: Vec<&'static str>,
}

/// The letters and digits of a text, folded.
fn bare(text: &str) -> String {
    one_script(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a value is anything but an instant, whose digits nobody looks for.
fn is_said(value: &str) -> bool {
    parse_rfc3339(value).is_none()
}

impl Word {
    fn new(text: &str, keys: &[&'static str], site: &Site) -> Self {
        let folded = one_script(text);
        let room = Some(room::read(text, &site.room)).filter(|room| site.room.matches(room));
        let (label, hour, keys) = (label(&folded), Hour::read(&folded), keys.to_vec());
        Self { folded, bare: bare(text), room, phone: phone::parse(text).ok(), label, hour, keys }
    }

    /// Whether a value says the same room or number in another spelling.
    fn says(&self, key: &str, value: &str, site: &Site) -> bool {
        match key {
            "room" => self.room.as_ref().is_some_and(|sought| room::read(value, &site.room) == *sought),
            "plate" => !self.bare.is_empty() && bare(value).contains(&self.bare),
            "phone" => {
                self.phone.is_some() && phone::parse(value).ok() == self.phone
                    || phone::is_shown_as(value, &self.folded)
            }
            "department" => {
                let known = site.department(value).map(|known| one_script(&known.name));
                known.is_some_and(|name| name == self.folded)
            }
            _ => false,
        }
    }

    fn is_said(&self, record: &Record, site: &Site) -> bool {
        record.fields.iter().any(|(key, value)| self.says(key, value, site))
    }

    /// Whether it is part of a value, or what the program calls it where that was chosen.
    fn stands(&self, record: &Record) -> bool {
        record.fields.iter().any(|(key, value)| {
            let said = one_script(value);
            let part = said.contains(&self.folded) && is_said(value);
            part && (is_meant(&said, &self.folded) || !is_chosen(key, value, record))
        })
    }

    /// Whether it is a record's name with its number, or a part of that: its own, or of the complaint that it became.
    fn labels(&self, record: &Record) -> bool {
        let called = |family: Family, name: &str| {
            let key =
                |key: &&'static str| is_name(key) && key.split_once('-').is_some_and(|(_, name)| name == family.name());
            tight(family.name()) == name || self.keys.iter().any(key)
        };
        let became = became(record).map(|link| (link.family, link.number));
        self.label.as_ref().is_some_and(|(name, digits)| {
            let all = [Some((record.family, record.number)), became].into_iter().flatten();
            all.into_iter().any(|(family, number)| called(family, name) && number.is_said(digits))
        })
    }

    /// Whether it is the number of the complaint that the record became, the day with it.
    fn is_of_complaint(&self, record: &Record) -> bool {
        self.folded.contains('-') && became(record).is_some_and(|link| link.number.is_said(&self.folded))
    }

    /// Whether it is a day or a time that the record's row shows.
    fn times(&self, record: &Record, zone: Zone, now: Moment) -> bool {
        let yesterday = self.keys.contains(&YESTERDAY);
        shown(record).any(|at| {
            self.hour.is_some_and(|hour| hour.shows(at, zone)) || yesterday && when::yesterday(at, now, zone).is_some()
        })
    }

    /// Whether it is what the language shown calls something that the record holds, or waits for.
    fn calls(&self, record: &Record, next: &impl Fn() -> String, now: Moment) -> bool {
        let counted = |key: &str| matches!(key, PARTY | LATE_DAYS) || key.starts_with("mark-");
        let told = |key: &&str| self.label.is_none() || counted(key);
        let counts = |n: usize| {
            let digits: String = self.folded.chars().filter(char::is_ascii_digit).collect();
            n > 0 && (digits.is_empty() || digits == n.to_string())
        };
        self.keys.iter().filter(|key| told(key)).any(|key| match *key {
            "mark-collective" => {
                record.get("class") != "major" && counts(usize::try_from(record.households()).unwrap_or(0))
            }
            PARTY => counts(usize::try_from(record.people().max(record.came())).unwrap_or(0)) && record.came() > 1,
            LATE_DAYS => {
                let late = record.next_limit().and_then(|clock| Some(now.since(clock.at()?) / DAY));
                late.is_some_and(|days| counts(usize::try_from(days).unwrap_or(0)))
            }
            "mark-promised" => record.promises() > 1 && counts(usize::try_from(record.promises()).unwrap_or(0)),
            "mark-passed-on" => record.transfers() > PASSES && counts(record.transfers()),
            key => reached(key, record, now) || means(key, record, next),
        })
    }

    /// Whether someone of this name wrote one of its entries, or it is the page of a post of this name.
    fn signs(&self, record: &Record) -> bool {
        // A page is of a post.
        let post = Some(&record.post).filter(|_| record.family == Family::Handover);
        let own = [&record.operator].into_iter().chain(post);
        let steps = record.steps.iter().map(|step| &step.operator);
        let all = own.chain(steps).chain(record.acks.iter().map(|ack| &ack.operator));
        all.into_iter().any(|operator| is_meant(&one_script(operator), &self.folded))
    }

    /// Whether it says something of the record that is more than one word: its room, its label, a choice, a name.
    fn tells(&self, record: &Record, next: &impl Fn() -> String, Search { site, now, .. }: &Search<'_>) -> bool {
        self.is_said(record, site)
            || self.labels(record)
            || self.is_of_complaint(record)
            || self.times(record, site.zone, *now)
            || self.signs(record)
            || self.calls(record, next, *now)
    }
}

/// Whether a value of a record was chosen or counted, and so is a word of the program.
fn is_chosen(key: &str, value: &str, record: &Record) -> bool {
    let steps = record.steps.iter().filter_map(|step| record.family.step_fields(&step.step));
    let forms = record.family.spec().forms.iter().map(|form| form.2);
    forms.chain(steps).flatten().any(|field: &Field| {
        let offered = match field.input {
            Input::Choice(choices) => choices.contains(&value),
            Input::Department | Input::Count(..) => true,
            _ => false,
        };
        offered && field.key == key
    })
}

/// The kinds of sentences that can say something of a record, by the beginnings of their keys.
const TELLING: [&str; 13] = [
    "choice",
    "step",
    "kind",
    "stage",
    "part",
    "record",
    "family",
    "status",
    "departure",
    "outcome",
    "mark",
    "left",
    "inside",
];
/// The sentence that tells how many came with someone.
const PARTY: &str = "visitor-party";
/// The sentence that tells a time of the day before.
const YESTERDAY: &str = "time-yesterday";
/// The sentence that counts those of which a limit has run out.
const LATE: &str = "count-late";

/// The sentence that tells by how many days one has.
const LATE_DAYS: &str = "rest-late-days";

/// Whether the sentence of a key can say something of a record.
pub fn is_telling(key: &str) -> bool {
    matches!(key, "void" | "handover-waits" | PARTY | LATE | LATE_DAYS | YESTERDAY)
        || [Topic::Supervisor, Topic::Head].iter().any(|line| line.key() == key)
        || key.split_once('-').is_some_and(|(kind, _)| TELLING.contains(&kind))
}

/// Whether a sentence says what the limits of a record have reached by an instant, by its key: that one has run out, or
/// whose line it is.
fn reached(key: &str, record: &Record, now: Moment) -> bool {
    key == LATE && record.limits.iter().any(|clock| clock.is_late(now))
        || record.escalation_level(now).is_some_and(|line| line.key() == key)
}

/// Whether a sentence says something of a record, by its key.
fn means(key: &str, record: &Record, next: &impl Fn() -> String) -> bool {
    let Some((kind, name)) = key.split_once('-') else { return key == "void" && record.status == Status::Void };
    match kind {
        "choice" => name.split_once('-').is_some_and(|(field, value)| record.get(field) == value),
        "step" => record.steps.iter().any(|step| step.step == name) || next() == name,
        "kind" => {
            let refused = record.stay() == Some(Stay::Refused) && name.ends_with("_refused");
            refused || record.steps.iter().any(|step| step.step == name)
        }
        "stage" => record.limits.iter().any(|clock| clock.stage == name),
        "part" => record.limits.iter().any(|clock| clock.part == name),
        "record" | "family" => record.family.name() == name,
        "status" => record.status.key() == key,
        "departure" => match record.stay() {
            Some(Stay::Left(_) | Stay::LeftUnseen) if record.is_there() => name == "driver-there",
            Some(Stay::LeftUnseen) => name == "unseen",
            Some(Stay::OutOnly) => name == "out-only",
            _ => false,
        },
        "outcome" => {
            let told = matches!(record.family, Family::WalkIn | Family::Call);
            let (open, outcome) = (record.status == Status::Open, record.get("outcome"));
            told && match name {
                "none" => open && outcome.is_empty(),
                "promised" => open && outcome == "promised",
                "called-back" => !open && outcome == "promised" && record.called_back().is_some(),
                _ => false,
            }
        }
        "mark" => match name {
            "late" => record.late(),
            "major" => record.should_be_major(),
            "noted" => !record.acks.is_empty(),
            "paused" => record.limits.iter().any(|clock| !clock.pauses.is_empty()),
            _ => false,
        },
        "handover" => record.family == Family::Handover && record.status == Status::Open,
        "left" => matches!(record.stay(), Some(Stay::Left(_))),
        "inside" => record.inside(),
        _ => false,
    }
}

impl<'a> Search<'a> {
    /// A search for what was typed, in rows as they are at an instant.
    pub fn new(sought: &Sought, site: &'a Site, now: Moment) -> Self {
        let keys = sought.keys.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..]));
        let mut words: Vec<Word> =
            words(&sought.text).zip(keys).map(|(word, keys)| Word::new(word, keys, site)).collect();
        let whole = words.pop().unwrap_or_else(|| Word::new("", &[], site));
        // A mark between words, as in > 投诉1120-03, says nothing by itself.
        if words.iter().any(|word| !word.bare.is_empty()) {
            words.retain(|word| !word.bare.is_empty());
        }
        Self { site, now, words, whole }
    }

    /// Whether a record is meant; `next` is the step that it waits for.
    pub fn finds(&self, record: &Record, next: impl Fn() -> String) -> bool {
        let tells = |word: &Word| word.tells(record, &next, self);
        let stands = |word: &Word| record.number.is_said(&word.folded) || word.stands(record) || tells(word);
        self.words.iter().all(stands) || tells(&self.whole)
    }
}
