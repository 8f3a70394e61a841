//! The keys as they are today: the table's, with the site's own in place of those they replace, checked all at once.

use std::collections::BTreeMap;

use crate::app::command::{Command, TABLE};
use crate::app::key::Key;
use crate::app::layer::Layer;

/// Commands that were; settings that name one are still good, and mean nothing by it.
const RETIRED: &[&str] = &["take"];

/// What is wrong with the site's own keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyError {
    UnknownCommand(String),
    UnknownKey(String, String),
    /// The command would have no key without a letter.
    OnlyLetters(String),
    /// Two commands of one layer would share a key.
    Conflict(String, &'static str, &'static str),
    Text(String, &'static str),
}

/// The keys as they are today: the table's, with the site's own in place of those they replace.
#[derive(Debug, Clone)]
pub struct Keymap {
    bound: BTreeMap<(Layer, Key), Command>,
    keys: BTreeMap<Command, Vec<Key>>,
}

impl Keymap {
    /// The table's keys, overridden by command name.
    ///
    /// # Errors
    /// Everything that is wrong with the overrides, all at once.
    pub fn new(own: &BTreeMap<String, Vec<String>>) -> Result<Self, Vec<KeyError>> {
        let mut faults = Vec::new();
        for name in own.keys() {
            if TABLE.iter().all(|spec| spec.name != name) && !RETIRED.contains(&name.as_str()) {
                faults.push(KeyError::UnknownCommand(name.clone()));
            }
        }
        let mut map = Self { bound: BTreeMap::new(), keys: BTreeMap::new() };
        for spec in TABLE.iter() {
            let texts: Vec<&str> = match own.get(spec.name) {
                Some(keys) => keys.iter().map(String::as_str).collect(),
                None => spec.keys.to_vec(),
            };
            let mut keys = Vec::new();
            for text in texts {
                match text.parse::<Key>() {
                    Ok(key) => keys.push(key),
                    Err(_) => faults.push(KeyError::UnknownKey(spec.name.to_owned(), text.to_owned())),
                }
            }
            if keys.iter().all(Key::has_letter) {
                faults.push(KeyError::OnlyLetters(spec.name.to_owned()));
            }
            for layer in spec.layers {
                for key in &keys {
                    if layer.is_text() && key.is_text() {
                        faults.push(KeyError::Text(key.to_string(), spec.name));
                    }
                    if let Some(other) = map.bound.insert((*layer, *key), spec.command) {
                        let other = other.spec().map_or("", |spec| spec.name);
                        faults.push(KeyError::Conflict(key.to_string(), other, spec.name));
                    }
                }
            }
            map.keys.insert(spec.command, keys);
        }
        if faults.is_empty() { Ok(map) } else { Err(faults) }
    }

    /// What a key asks for in a layer.
    pub fn get(&self, layer: Layer, key: Key) -> Option<Command> {
        self.bound.get(&(layer, key)).copied()
    }

    /// A command's keys; the first is shown.
    pub fn keys(&self, command: Command) -> &[Key] {
        self.keys.get(&command).map_or(&[], Vec::as_slice)
    }
}
