//! Corrections applied: what each entry of a record says today, with everything struck still legible.
//!
//! An amendment strikes one field of one entry, or the new value of an earlier amendment; a withdrawal strikes a whole
//! entry, also an amendment. Nothing here looks anywhere but at the entries of one record.

use std::collections::{BTreeMap, HashMap};

use crate::domain::entry::{Entry, Fields, Kind, Seq};
use crate::domain::time::Moment;
use crate::domain::time_limit::TimeLimit;

/// The name under which an entry's own time is amended.
pub const AT: &str = "at";

/// A value that was struck, with who struck it, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strike {
    pub old: String,
    pub operator: String,
    pub at: Moment,
    pub why: String,
}

/// A field's value of today and all that was struck before it, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    pub text: String,
    pub strikes: Vec<Strike>,
    /// The entry and field that the next amendment strikes.
    pub head: (Seq, String),
}

impl Value {
    fn plain(seq: Seq, key: &str, text: &str) -> Self {
        Self { text: text.to_owned(), strikes: Vec::new(), head: (seq, key.to_owned()) }
    }
}

/// One entry with its corrections applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryView {
    pub seq: Seq,
    pub kind: Kind,
    pub at: Moment,
    pub written_at: Moment,
    pub post: String,
    pub operator: String,
    /// Its fields, as amended, by name; [`AT`] among them only where it was amended.
    pub values: BTreeMap<String, Value>,
    /// Its clocks, as amended, settled and rebased.
    pub limits: Vec<TimeLimit>,
    /// The limits that it ended, by name.
    pub ended: Vec<String>,
    pub undone: Vec<String>,
    /// Whether the machine's clock had been set back when it was written.
    pub clock_went_back: bool,
    /// By how many milliseconds the clock of the machine that says it was ahead.
    pub ahead: i64,
    /// The kind of machine that says it; empty for none.
    pub source: String,
    /// Who withdrew the whole entry, if anyone did; `old` is empty.
    pub withdrawn: Option<Strike>,
}

impl EntryView {
    /// A field's value of today; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        self.values.get(key).map_or("", |value| value.text.as_str())
    }

    /// Its fields as plain text.
    pub fn fields(&self) -> Fields {
        self.values.iter().map(|(key, value)| (key.clone(), value.text.clone())).collect()
    }
}

/// One entry with its corrections applied, as it is folded: only what was amended is not read where it stands.
pub struct Line<'e> {
    pub entry: &'e Entry,
    pub at: Moment,
    pub amended: BTreeMap<&'e str, Value>,
    pub limits: Vec<&'e TimeLimit>,
    pub ended: Vec<&'e str>,
    pub withdrawn: Option<&'e Entry>,
}

impl Line<'_> {
    /// A field's value of today; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        self.amended.get(key).map_or_else(|| self.entry.get(key), |value| value.text.as_str())
    }

    /// Its fields as plain text.
    pub fn fields(&self) -> impl Iterator<Item = (String, String)> {
        let amended = self.amended.iter().map(|(key, value)| ((*key).to_owned(), value.text.clone()));
        self.entry.fields.iter().map(|(key, text)| (key.clone(), text.clone())).chain(amended)
    }
}

impl From<Line<'_>> for EntryView {
    fn from(line: Line<'_>) -> Self {
        let Line { entry, at, amended, limits, ended, withdrawn } = line;
        let plain = |(key, text): (&String, &String)| (key.clone(), Value::plain(entry.seq, key, text));
        let mut values: BTreeMap<String, Value> = entry.fields.iter().map(plain).collect();
        values.extend(amended.into_iter().map(|(key, value)| (key.to_owned(), value)));
        Self {
            seq: entry.seq,
            kind: entry.kind,
            at,
            written_at: entry.written_at,
            post: entry.post.clone(),
            operator: entry.operator.clone(),
            values,
            limits: limits.into_iter().cloned().collect(),
            ended: ended.into_iter().map(str::to_owned).collect(),
            undone: entry.decided.undone.clone(),
            clock_went_back: entry.decided.clock_went_back,
            ahead: entry.decided.ahead,
            source: entry.decided.source.clone(),
            withdrawn: withdrawn.map(|by| strike(by, String::new())),
        }
    }
}

/// The entries of one record, in the order of the logbook, with corrections applied.
///
/// Corrections, settled and rebased due times are not lines of their own; withdrawn entries stay, marked.
pub fn resolve(entries: &[Entry]) -> Vec<EntryView> {
    lines(entries).into_iter().map(EntryView::from).collect()
}

/// The same as they are folded.
pub fn lines(entries: &[Entry]) -> Vec<Line<'_>> {
    let mut lines = read(entries, |kind| !kind.corrects());
    for recount in entries.iter().filter(|entry| entry.kind.corrects() && struck_by(entries, entry.seq).is_none()) {
        recalculate(&mut lines, recount, root(recount, entries));
    }
    lines
}

/// The entry of a record by which another of it was withdrawn.
pub fn struck_by(entries: &[Entry], seq: Seq) -> Option<&Entry> {
    entries.iter().find(|by| by.kind == Kind::Withdrawn && by.decided.target == Some(seq))
}

/// Whether an entry is one of the lines, and stands.
pub fn stands(lines: &[EntryView], seq: Seq) -> bool {
    lines.iter().any(|line| line.seq == seq && line.withdrawn.is_none())
}

/// The newest line that stands and may be struck: the one that is where none is named. A recount of limits never is.
pub fn newest(lines: &[EntryView]) -> Option<&EntryView> {
    lines.iter().rfind(|line| line.withdrawn.is_none() && !line.kind.corrects())
}

/// The entries of some kinds with their values as amended.
pub(super) fn read(entries: &[Entry], wanted: impl Fn(Kind) -> bool) -> Vec<Line<'_>> {
    let withdrawn: HashMap<Seq, &Entry> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Withdrawn)
        .filter_map(|entry| Some((entry.decided.target?, entry)))
        .collect();
    let live = |entry: &&Entry| !withdrawn.contains_key(&entry.seq);
    let mut amendments: HashMap<(Seq, &str), &Entry> = HashMap::new();
    for entry in entries.iter().filter(live).filter(|entry| entry.kind == Kind::Amended) {
        if let Some(target) = entry.decided.target {
            amendments.insert((target, entry.get("field")), entry);
        }
    }
    entries
        .iter()
        .filter(|entry| wanted(entry.kind))
        .map(|entry| {
            // A field left empty, or the entry's own time, may be amended too.
            let struck = amendments.keys().filter(|(seq, _)| *seq == entry.seq);
            let mut line = Line {
                entry,
                at: entry.at,
                amended: struck.map(|(_, key)| (*key, current(entry, key, &amendments))).collect(),
                limits: entry.decided.limits.iter().collect(),
                ended: entry.decided.ended.iter().map(String::as_str).collect(),
                withdrawn: withdrawn.get(&entry.seq).copied(),
            };
            line.at = crate::domain::time::parse_rfc3339(line.get(AT)).unwrap_or(entry.at);
            line
        })
        .collect()
}

/// Replaces limits in the entries before `recount` by those that it recomputed. Entries after it are left alone.
fn recalculate<'e>(lines: &mut [Line<'e>], recount: &'e Entry, root: Option<Seq>) {
    let earlier = lines.partition_point(|line| line.entry.seq < recount.seq);
    let (lines, _) = lines.split_at_mut(earlier);
    for line in lines.iter_mut() {
        line.limits.retain(|clock| !recount.decided.ended.iter().any(|ended| *ended == clock.name()));
    }
    for new in &recount.decided.limits {
        let fits = |line: &Line<'_>| line.at.minute() == new.start.minute() && line.withdrawn.is_none();
        let had = |line: &Line<'_>| line.limits.iter().any(|clock| clock.name() == new.name());
        let place = lines
            .iter()
            .rposition(|line| fits(line) && had(line))
            .or_else(|| lines.iter().rposition(|line| Some(line.entry.seq) == root && fits(line)))
            .or_else(|| lines.iter().rposition(fits));
        let Some((line, later)) = place.and_then(|place| lines.get_mut(place..)?.split_first_mut()) else { continue };
        line.limits.retain(|clock| clock.name() != new.name());
        line.limits.push(new);
        // It runs: nothing later has ended it or put another in its stead.
        for line in later {
            line.limits.retain(|clock| clock.name() != new.name());
            line.ended.retain(|ended| *ended != new.name());
        }
    }
    for (begun, new) in &recount.decided.over {
        judge_anew(lines, *begun, new);
    }
}

/// Replaces a limit that has ended, from the entry that began it to the one that ended it; it stays ended.
fn judge_anew<'e>(lines: &mut [Line<'e>], begun: Seq, new: &'e TimeLimit) {
    let first = lines.partition_point(|line| line.entry.seq < begun);
    let Some((line, later)) = lines.get_mut(first..).and_then(<[_]>::split_first_mut) else { return };
    let own = line.limits.iter_mut().find(|limit| limit.name() == new.name());
    let Some(own) = own.filter(|_| line.entry.seq == begun) else { return };
    let start = std::mem::replace(own, new).start.minute();
    for line in later {
        let ends = line.ended.iter().any(|name| *name == new.name());
        // Where it was paused, it is the same limit: the new one knows its pauses.
        let another = |limit: &&TimeLimit| limit.name() == new.name() && limit.start.minute() != start;
        if ends || line.limits.iter().any(another) {
            return;
        }
        line.limits.retain(|limit| limit.name() != new.name());
    }
}

/// The entry that a chain of amendments ends at.
fn root(correction: &Entry, entries: &[Entry]) -> Option<Seq> {
    let mut target = correction.decided.target?;
    while let Some(entry) = entries.iter().find(|entry| entry.seq == target && entry.kind == Kind::Amended) {
        target = entry.decided.target?;
    }
    Some(target)
}

fn strike(by: &Entry, old: String) -> Strike {
    Strike { old, operator: by.operator.clone(), at: by.written_at, why: by.get("why").to_owned() }
}

fn current(entry: &Entry, key: &str, amendments: &HashMap<(Seq, &str), &Entry>) -> Value {
    let mut value = Value::plain(entry.seq, key, entry.get(key));
    while let Some(by) = amendments.get(&(value.head.0, value.head.1.as_str())) {
        // An entry does not repeat its own time, nor an exit the plate of its stay.
        let old = if value.text.is_empty() { by.get("old").to_owned() } else { value.text };
        value.strikes.push(strike(by, old));
        value.text = by.get("new").to_owned();
        value.head = (by.seq, "new".to_owned());
    }
    value
}
