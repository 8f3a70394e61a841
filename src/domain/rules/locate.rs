//! Where a rule stands: the line and the name of a key, found by its path in the file, the same way for every file.

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{RuleError, RuleFlaw};

/// One step of the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain) enum Part {
    Key(String),
    /// Into a list, by place.
    At(usize),
}

/// A broken rule by its place, before its line is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain) struct UnplacedError {
    /// The way to the value that is to blame.
    pub(in crate::domain) path: Vec<Part>,
    pub(in crate::domain) cause: RuleFlaw,
}

impl UnplacedError {
    /// A broken rule in tables alone.
    pub(in crate::domain) fn new(keys: &[&str], cause: RuleFlaw) -> Self {
        Self { path: keys.iter().map(|key| Part::Key((*key).to_owned())).collect(), cause }
    }

    /// A broken rule in the n-th of `[[list]]`.
    pub(in crate::domain) fn nth(list: &str, n: usize, key: &str, cause: RuleFlaw) -> Self {
        Self { path: vec![Part::Key(list.to_owned()), Part::At(n), Part::Key(key.to_owned())], cause }
    }

    /// The same with its line and the name of its key; the line of what it stands in where it is left out.
    pub(in crate::domain) fn found(self, text: &str) -> RuleError {
        let document = DeTable::parse(text).ok();
        let mut at = document.as_ref().and_then(|table| named(table.get_ref(), &self.path));
        let mut line = None;
        let mut key = Vec::new();
        for (n, part) in self.path.iter().enumerate() {
            let value = at.take();
            match part {
                Part::Key(name) => key.push(name.clone()),
                Part::At(_) => key.extend(value.and_then(|value| title(value.get_ref()))),
            }
            if let Some(value) = value {
                line = Some(line_at(text, value.span().start));
                at = self.path.get(n + 1).and_then(|next| inner(value, next));
            }
        }
        let dotted = !self.path.iter().any(|part| matches!(part, Part::At(_)));
        RuleError { line, key: key.join(if dotted { "." } else { " " }), cause: self.cause }
    }
}

fn named<'a, 'i>(table: &'a DeTable<'i>, path: &[Part]) -> Option<&'a Spanned<DeValue<'i>>> {
    let Some(Part::Key(first)) = path.first() else { return None };
    table.iter().find(|(key, _)| key.get_ref() == first).map(|(_, value)| value)
}

fn inner<'a, 'i>(value: &'a Spanned<DeValue<'i>>, next: &Part) -> Option<&'a Spanned<DeValue<'i>>> {
    match (value.get_ref(), next) {
        (DeValue::Table(table), Part::Key(_)) => named(table, std::slice::from_ref(next)),
        (DeValue::Array(list), Part::At(n)) => list.get(*n),
        _ => None,
    }
}

/// What a table of a list is called, in quotes.
fn title(value: &DeValue<'_>) -> Option<String> {
    let table = value.as_table()?;
    let name =
        |wanted| table.iter().find(|(key, _)| key.get_ref() == wanted).and_then(|(_, name)| name.get_ref().as_str());
    name("id").or_else(|| name("name")).map(|name| format!("{name:?}"))
}

/// The line, from 1, of a byte of the text.
fn line_at(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
}

/// The column, from 1 and by characters, of a byte of the text.
pub(super) fn column_at(text: &str, byte: usize) -> usize {
    let before = text.get(..byte.min(text.trim_end().len())).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default().chars().count() + 1
}

/// The line of a byte of the text, and the key that it writes.
pub(super) fn locate(text: &str, byte: usize) -> (Option<usize>, String) {
    let line = line_at(text, byte.min(text.trim_end().len()));
    let source = text.lines().nth(line - 1).unwrap_or_default();
    let key = source.split_once(['=', '#']).map_or(source, |(key, _)| key);
    let key = key.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']'));
    // What the file as a whole lacks stands in no line; the cause names it.
    (Some(line), if key.is_empty() { "?" } else { key }.to_owned())
}

/// A date that is to blame, in the first of these lists that has it.
pub(super) fn dated(text: &str, lists: &[&str], date: NaiveDate, cause: RuleFlaw) -> RuleError {
    let date = date.to_string();
    let document = DeTable::parse(text).ok();
    let found = lists.iter().find_map(|list| {
        let table = document.as_ref()?.get_ref();
        let (_, value) = table.iter().find(|(key, _)| key.get_ref() == *list)?;
        let dates = value.get_ref().as_array()?.iter();
        let n = dates.into_iter().position(|own| own.get_ref().as_str() == Some(&date))?;
        Some(vec![Part::Key((*list).to_owned()), Part::At(n)])
    });
    UnplacedError { path: found.unwrap_or_default(), cause }.found(text)
}
