//! What is said of a vehicle's stay by whoever read its entry and its exit, whatever the order in which they told it. What
//! a person says counts before what a machine says, and of several the earliest; what belongs to the event itself, a
//! remark or where the driver is, the exit says before the entry, all else the entry. What a machine measured stands as
//! one reading of it has it, and so do the post and the name of whoever read the event first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Driver, Record, Stay, fold};
use crate::domain::entry::{Entry, Family, Kind, LAST, Seq, TELLING};
use crate::domain::form::{self, AT, CONFIDENCE, DEVICE, DRIVER, HEADING, PICTURE, REMARK, VISIT};
use crate::domain::history::{EntryView, Line, lines, read, resolve};
use crate::domain::text::person;
use crate::domain::time::Moment;

/// What a machine measures: of one reading, all or nothing.
const MEASURED: [&str; 4] = [CONFIDENCE.key, HEADING.key, DEVICE.key, PICTURE.key];

/// Whether a field says what people know of a vehicle, beside what a machine measures of it.
pub fn is_known(key: &str) -> bool {
    !MEASURED.contains(&key)
        && !matches!(key, "plate" | "again" | "unseen" | "step")
        && AT.key != key
        && !TELLING.contains(&key)
}

/// Whether a field says of a visitor what is said when they come.
pub(super) fn comes_with(key: &str) -> bool {
    is_known(key) && form::find(Kind::VisitorIn, "", key).is_some()
}

/// What a line tells of a stay, in the order of a stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Event {
    Entry,
    Apart,
    Exit,
}

/// A line of the event that it tells.
struct Told<'l, 'e> {
    line: &'l Line<'e>,
    event: Event,
}

impl Told<'_, '_> {
    fn is_machine(&self) -> bool {
        !self.line.entry.decided.source.is_empty()
    }

    /// The entry by which a person has put a field right.
    fn righted(&self, key: &str) -> Option<Seq> {
        self.line.amended.get(key).filter(|value| !value.strikes.is_empty()).map(|value| value.head.0)
    }

    fn says(&self, key: &str) -> bool {
        !self.line.get(key).is_empty() || self.righted(key).is_some()
    }

    /// The less, the more its word counts of a field.
    fn rank(&self, key: &str) -> impl Ord + use<'_> {
        let (entry, righted) = (self.line.entry, self.righted(key));
        let machine = self.is_machine() && righted.is_none();
        let nth = self.event as u8;
        let other = if [REMARK.key, DRIVER.key].contains(&key) { Event::Exit as u8 - nth } else { nth };
        (machine, other, Reverse(righted), self.line.at, (&entry.post, &entry.operator), self.line.get(key).to_owned())
    }

    /// As [`rank`](Self::rank), of what is measured.
    fn measured(&self) -> impl Ord + use<'_> {
        let measured = MEASURED.map(|key| self.line.get(key).to_owned());
        (
            self.event != Event::Exit,
            !self.is_machine(),
            self.line.at,
            &self.line.entry.post,
            &self.line.entry.operator,
            measured,
        )
    }
}

/// The lines of the events that a stay has; of a way whose time a person has put right, all that were read.
fn told<'l, 'e>(record: &Record, lines: &'l [Line<'e>], righted: &Righted) -> Vec<Told<'l, 'e>> {
    let of = |line: &'l Line<'e>| {
        if line.entry.kind == Kind::DriverApart {
            return line.withdrawn.is_none().then_some(Told { line, event: Event::Apart });
        }
        let way = line.entry.kind.enters();
        let (enters, unseen) = (way?, line.get("unseen") == "yes");
        let (from, lasted) = match (record.stay()?, enters) {
            (Stay::Inside | Stay::Left(_) | Stay::LeftUnseen, true) => (record.at, record.read_for.coming),
            (Stay::LeftUnseen, false) => (line.at, 0),
            (Stay::Left(left), false) => (left, record.read_for.leaving),
            (Stay::OutOnly, false) => (record.at, record.read_for.leaving),
            (Stay::OutOnly, true) | (Stay::Inside, false) | (Stay::Refused, _) => return None,
        };
        let within = (0..=lasted).contains(&line.at.since(from));
        let within = within || righted.overrules(line);
        let own = unseen == (!enters && record.stay() == Some(Stay::LeftUnseen));
        (within && own && line.withdrawn.is_none() && line.get(LAST) != "yes")
            .then_some(Told { line, event: if enters { Event::Entry } else { Event::Exit } })
    };
    lines.iter().filter_map(of).collect()
}

/// The line that says each field that anyone says.
fn tellers<'l, 'e>(told: &'l [Told<'l, 'e>]) -> BTreeMap<&'l str, &'l Line<'e>> {
    let keys = |told: &'l Told<'l, 'e>| {
        told.line.entry.fields.keys().map(String::as_str).chain(told.line.amended.keys().copied())
    };
    let keys: BTreeSet<&str> = told.iter().flat_map(keys).filter(|key| is_known(key)).collect();
    let teller = |key: &'l str| {
        let one = told.iter().filter(|one| one.says(key)).min_by(|a, b| a.rank(key).cmp(&b.rank(key)))?;
        Some((key, one.line))
    };
    let measures = |one: &&Told<'_, '_>| MEASURED.iter().any(|key| one.says(key));
    let measured = told.iter().filter(measures).min_by(|a, b| a.measured().cmp(&b.measured()));
    let measured = measured.into_iter().flat_map(|one| MEASURED.map(|key| (key, one.line)));
    keys.into_iter().filter_map(teller).chain(measured).collect()
}

impl Record {
    /// Takes what is said of a stay from the lines of its events.
    pub(super) fn say(&mut self, entries: &[Entry], lines: &[Line<'_>], righted: &Righted) {
        let told = told(self, lines, righted);
        let tellers = tellers(&told);
        self.fields.retain(|key, _| matches!(key.as_str(), "plate" | "unseen"));
        let said = |(key, line): (&&str, &&Line<'_>)| ((*key).to_owned(), line.get(key).to_owned());
        self.fields.extend(tellers.iter().map(said).filter(|(_, text)| !text.is_empty()));
        let room = tellers.get("room").map(|line| line.amended.get("room").map_or(line.entry.seq, |room| room.head.0));
        self.odd_room = entries.iter().any(|entry| Some(entry.seq) == room && entry.decided.odd_room);
        self.driver = whereabouts(self, &told);
        let visit = match self.driver {
            Driver::Visits => before_exit(&told),
            Driver::With | Driver::Stays | Driver::Left => first(&told, VISIT.key, &[Event::Exit]),
        };
        let visit = visit.map(|one| one.line.get(VISIT.key).to_owned()).filter(|visit| !visit.is_empty());
        self.fields.remove(VISIT.key);
        self.fields.extend(visit.map(|visit| (VISIT.key.to_owned(), visit)));
        if self.driver == Driver::Left {
            self.fields.insert(DRIVER.key.to_owned(), "on_foot".to_owned());
        }
        // Of the same instant, a machine's clock is the nearer to it.
        let event = if self.stay() == Some(Stay::OutOnly) { Event::Exit } else { Event::Entry };
        let first = told.iter().filter(|one| one.event == event);
        let first = first.min_by_key(|one| {
            (one.line.at, !one.is_machine(), one.line.entry.post.as_str(), one.line.entry.operator.as_str())
        });
        if let Some(Told { line, .. }) = first {
            self.post.clone_from(&line.entry.post);
            self.operator.clone_from(&line.entry.operator);
            self.source.clone_from(&line.entry.decided.source);
        }
    }
}

/// The ways of which a person has put the time right, and by which entry.
pub(super) struct Righted(Vec<(Option<bool>, Seq)>);

impl Righted {
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let standing = lines.iter().filter(|line| line.withdrawn.is_none() && !line.entry.kind.reads_again());
        let right = |line: &Line<'_>| Some((line.entry.kind.enters(), line.amended.get(AT.key)?.head.0));
        Self(standing.filter_map(right).collect())
    }

    /// Whether a line is a reading that was told before: it says nothing of the time any more.
    pub(super) fn overrules(&self, line: &Line<'_>) -> bool {
        let entry = line.entry;
        let reads = entry.kind.reads_again() || entry.kind.enters() == Some(true) && !line.amended.contains_key(AT.key);
        reads && self.0.iter().any(|(way, by)| *way == entry.kind.enters() && entry.seq < *by)
    }
}

/// Of some of the lines of a stay, the one whose word counts of a field.
fn first<'t, 'l, 'e>(told: &'t [Told<'l, 'e>], key: &str, events: &[Event]) -> Option<&'t Told<'l, 'e>> {
    let says = told.iter().filter(|one| events.contains(&one.event) && one.says(key));
    says.min_by(|a, b| a.rank(key).cmp(&b.rank(key)))
}

/// The line that says last where the driver is while he is inside: that he left the vehicle, else who he was when it came.
fn before_exit<'t, 'l, 'e>(told: &'t [Told<'l, 'e>]) -> Option<&'t Told<'l, 'e>> {
    let apart = told.iter().filter(|one| one.event == Event::Apart && !one.line.get(DRIVER.key).is_empty());
    apart.max_by_key(|one| (one.line.at, one.line.entry.seq)).or_else(|| first(told, DRIVER.key, &[Event::Entry]))
}

/// Who fetched the vehicle, where that was another than the driver by his name, or by the visit that is named, and the
/// line that says so.
fn fetched<'t, 'l, 'e>(name: &str, told: &'t [Told<'l, 'e>]) -> Option<&'t Told<'l, 'e>> {
    let fetched = first(told, "fetched_by", &[Event::Exit])?;
    let by = fetched.line.get("fetched_by");
    let another = names_visit(fetched) || !person::same_person(by, name);
    (!by.is_empty() && another).then_some(fetched)
}

/// Whether the line of an exit names the visit of whoever fetches the vehicle: whom a correction names instead nobody has
/// found among the visitors.
fn names_visit(fetched: &Told<'_, '_>) -> bool {
    let same = person::same_person(fetched.line.entry.get("fetched_by"), fetched.line.get("fetched_by"));
    same && !fetched.line.get(VISIT.key).is_empty()
}

/// Where the driver is, by all that stands. With an exit he leaves, too, unless it is said that he stays, or another
/// fetches it.
fn whereabouts(record: &Record, told: &[Told<'_, '_>]) -> Driver {
    match before_exit(told).map_or("", |one| one.line.get(DRIVER.key)) {
        "visitor" => return Driver::Visits,
        "on_foot" => return Driver::Left,
        _ => {}
    }
    let counts = told.iter().any(|one| one.event == Event::Exit && one.line.entry.decided.driver);
    if !counts || !matches!(record.stay(), Some(Stay::Left(_) | Stay::LeftUnseen)) {
        return Driver::With;
    }
    let name = record.get("name");
    match first(told, DRIVER.key, &[Event::Exit]).map_or("", |one| one.line.get(DRIVER.key)) {
        "stays" => Driver::Stays,
        "" if !name.is_empty() && fetched(name, told).is_some() => Driver::Stays,
        _ => Driver::With,
    }
}

/// The visit by which the driver of a vehicle is counted, and the entry that says so.
pub fn visit_of(entries: &[Entry]) -> Option<(Uuid, Seq)> {
    let (record, lines) = (fold(entries).ok()?, lines(entries));
    let told = told(&record, &lines, &Righted::of(&lines));
    let visits = before_exit(&told).filter(|one| one.line.get(DRIVER.key) == "visitor")?;
    Some((visits.line.get(VISIT.key).parse().ok()?, visits.line.entry.seq))
}

/// The visits that the entries of a vehicle have ever named.
pub fn visits(entries: &[Entry]) -> BTreeSet<Uuid> {
    let named = entries.iter().flat_map(|entry| [entry.get(VISIT.key), entry.get("old"), entry.get("new")]);
    named.filter_map(|text| text.parse().ok()).collect()
}

/// The visits of which one leaves, and when: by that of the driver of a vehicle with it, or on foot; by that of whoever
/// fetches it with it.
pub fn leaving(entries: &[Entry]) -> Vec<(Uuid, Moment)> {
    let Ok(record) = fold(entries) else { return Vec::new() };
    let lines = lines(entries);
    let told = told(&record, &lines, &Righted::of(&lines));
    let visit = |one: &Told<'_, '_>| one.line.get(VISIT.key).parse().ok();
    let mut leaving = Vec::new();
    let how = |one: &Told<'_, '_>, how| one.event != Event::Exit && one.line.get(DRIVER.key) == how;
    for left in told.iter().filter(|one| how(one, "on_foot")) {
        // Told late, he was a visitor until then.
        let before = told.iter().filter(|one| how(one, "visitor") && one.line.at < left.line.at);
        let visit = before.max_by_key(|one| (one.event == Event::Apart, one.line.at)).and_then(visit);
        leaving.extend(visit.map(|visit| (visit, left.line.at)));
    }
    let gone = match record.stay() {
        Some(Stay::Left(gone)) => gone,
        Some(Stay::OutOnly) => record.at,
        _ => return leaving,
    };
    if first(&told, DRIVER.key, &[Event::Exit]).is_some_and(|one| one.line.get(DRIVER.key) == "with") {
        leaving.extend(visit_of(entries).map(|(visit, _)| (visit, gone)));
    } else if let Some(fetched) = fetched(record.get("name"), &told) {
        leaving.extend(visit(fetched).filter(|_| names_visit(fetched)).map(|visit| (visit, gone)));
    }
    leaving
}

/// The entry from which a stay has a field; none where the last that says it is the one.
pub fn teller(entries: &[Entry], key: &str) -> Option<Seq> {
    let (record, lines) = (fold(entries).ok()?, lines(entries));
    if record.family == Family::Visitor {
        let says = |line: &&Line<'_>| line.withdrawn.is_none() && !line.get(key).is_empty();
        let entry = lines.iter().filter(says).find(|line| line.entry.kind == Kind::VisitorIn);
        let teller = entry.or_else(|| lines.iter().find(says)).filter(|_| comes_with(key));
        return teller.map(|line| line.entry.seq);
    }
    let told = told(&record, &lines, &Righted::of(&lines));
    if key == AT.key {
        let event = if record.stay() == Some(Stay::OutOnly) { Event::Exit } else { Event::Entry };
        let begins =
            |one: &&Told<'_, '_>| one.event == event && one.line.at == record.at && !one.line.entry.kind.reads_again();
        return told.iter().rfind(begins).map(|one| one.line.entry.seq);
    }
    tellers(&told).get(key).map(|line| line.entry.seq)
}

/// The further readings of events that say more than was said before: those from which the stay has a field, and those by
/// which a person says what nobody had.
fn telling(entries: &[Entry]) -> BTreeSet<Seq> {
    let lines = lines(entries);
    let mut telling = BTreeSet::new();
    if !lines.iter().any(|line| line.entry.kind.reads_again()) {
        return telling;
    }
    if let Ok(record) = fold(entries) {
        let told = told(&record, &lines, &Righted::of(&lines));
        telling.extend(tellers(&told).into_values().map(|line| line.entry.seq));
    }
    for (n, line) in lines.iter().enumerate() {
        let unsaid = |(key, text): (String, String)| {
            let same =
                |other: &Line<'_>| other.entry.kind.enters() == line.entry.kind.enters() && other.get(&key) == text;
            is_known(&key) && !text.is_empty() && !lines.iter().take(n).any(same)
        };
        if line.entry.decided.source.is_empty() && line.fields().any(unsaid) {
            telling.insert(line.entry.seq);
        }
    }
    telling
}

/// What a person is shown of a record's entries: of the further readings of an event only those that say more of it, and
/// the orders to count due times again, with who gave them, and why. These change no value.
pub fn with_orders(entries: &[Entry]) -> Vec<EntryView> {
    let (mut lines, telling) = (resolve(entries), telling(entries));
    lines.retain(|line| !line.kind.reads_again() || telling.contains(&line.seq));
    lines.extend(read(entries, |kind| kind == Kind::Rebased).into_iter().map(EntryView::from));
    lines.sort_by_key(|line| line.seq);
    lines
}
