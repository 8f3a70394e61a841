//! The words of the program in three languages. Every sentence that a person reads stands in `data/locales`, by key;
//! only the wanted language is parsed. A key without a sentence shows itself as `⟦key⟧` and never fails.

mod language;

use std::sync::OnceLock;

use chrono::Datelike;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentMessage, FluentResource};

pub use language::{Language, UnknownLanguage};

/// The place of the command line's file among those of a language.
const CLI: usize = 3;

/// Embeds one language: a file for each room, so that they grow apart.
macro_rules! files {
    ($tag:literal) => {{
        static ROOMS: [Room; 5] = [
            Room::new(include_str!(concat!("../../data/locales/", $tag, "/domain.ftl"))),
            Room::new(include_str!(concat!("../../data/locales/", $tag, "/app.ftl"))),
            Room::new(include_str!(concat!("../../data/locales/", $tag, "/ui.ftl"))),
            Room::new(include_str!(concat!("../../data/locales/", $tag, "/cli.ftl"))),
            Room::new(include_str!(concat!("../../data/locales/", $tag, "/report.ftl"))),
        ];
        &ROOMS
    }};
}

fn rooms(language: Language) -> &'static [Room; 5] {
    match language {
        Language::Hans => files!("zh-Hans"),
        Language::Hant => files!("zh-Hant"),
        Language::En => files!("en"),
    }
}

/// One language, ready to speak. A file is parsed once, when one of its sentences is asked for, so that a start reads no
/// more than it says.
pub struct Locale {
    language: Language,
    rooms: &'static [Room; 5],
}

struct Room {
    text: &'static str,
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

impl Room {
    const fn new(text: &'static str) -> Self {
        Self { text, bundle: OnceLock::new() }
    }

    fn bundle(&self, language: Language) -> &FluentBundle<FluentResource> {
        self.bundle.get_or_init(|| {
            let mut bundle = FluentBundle::new_concurrent(vec![language.tag().parse().unwrap_or_default()]);
            // Isolating marks are invisible characters, which no cell of the screen may hold.
            bundle.set_use_isolating(false);
            // What can be read of a faulty file is used; the tests refuse the rest.
            let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(self.text.to_owned());
            bundle.add_resource_overriding(resource);
            bundle
        })
    }
}

impl Locale {
    /// A language.
    pub fn new(language: Language) -> Self {
        Self { language, rooms: rooms(language) }
    }

    /// Reads what the screen says, while something else is waited for.
    pub fn read(&self) {
        self.rooms.iter().take(CLI).for_each(|room| {
            room.bundle(self.language);
        });
    }

    /// Its language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The sentence of a key, with the bundle that has it. Those of the command line are looked for in their own file first.
    fn find(&self, key: &str) -> Option<(&FluentBundle<FluentResource>, FluentMessage<'_>)> {
        let from = if key.starts_with("cli-") { CLI } else { 0 };
        let (before, first) = self.rooms.split_at(from);
        first.iter().chain(before).find_map(|room| {
            let bundle = room.bundle(self.language);
            let message = bundle.get_message(key).filter(|message| message.value().is_some())?;
            Some((bundle, message))
        })
    }

    /// Whether a key has a sentence.
    pub fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// What a language says in the screen's rooms, by key, as it stands without the arguments.
    pub fn sentences(language: Language) -> impl Iterator<Item = (&'static str, String)> {
        let lines = rooms(language).iter().take(CLI).flat_map(|room| room.text.lines());
        let messages = lines.filter(|line| line.starts_with(char::is_alphabetic));
        messages.filter_map(|line| line.split_once(" = ")).map(|(key, said)| (key, bare(said).trim().to_owned()))
    }

    /// The sentence of a key.
    pub fn tr(&self, key: &str) -> String {
        self.tr_args(key, &[])
    }

    /// The sentence of a key with its arguments, which are put in as they are.
    pub fn tr_args(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.said(key, args).unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// The same; `None` where the key has no sentence.
    fn said(&self, key: &str, args: &[(&str, &str)]) -> Option<String> {
        let (bundle, message) = self.find(key)?;
        let args: FluentArgs<'_> = args.iter().map(|&(name, value)| (name, value)).collect();
        Some(bundle.format_pattern(message.value()?, Some(&args), &mut Vec::new()).into_owned())
    }

    /// The same with arguments that were made for it.
    pub fn say(&self, key: &str, args: &[(&str, String)]) -> String {
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.tr_args(key, &args)
    }

    /// The short name of a weekday.
    pub fn weekday(&self, date: impl Datelike) -> String {
        self.tr(&format!("weekday-{}", date.weekday().num_days_from_monday()))
    }

    /// The words of a name of some kind; the name itself where it has none, as a site's own may have.
    pub fn named(&self, kind: &str, name: &str) -> String {
        self.said(&format!("{kind}-{name}"), &[]).unwrap_or_else(|| name.to_owned())
    }
}

/// A sentence without the places of its arguments.
fn bare(said: &str) -> String {
    said.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn assert_send<T: Send>() {}
    const _: () = assert_send::<Locale>();

    #[test]
    fn a_sentence_takes_its_arguments_as_they_are() {
        let said = Locale::new(Language::Hans).tr_args("refused-step-done", &[("who", "王敏"), ("at", "07:05")]);
        assert_eq!(said, "王敏 已于 07:05 办过这一步；如有误请划改。");
    }

    #[test]
    fn a_missing_key_shows_itself() {
        let locale = Locale::new(Language::En);
        assert_eq!(locale.tr("no-such-key"), "⟦no-such-key⟧");
        assert!(!locale.has("no-such-key"));
        assert!(locale.has("kind-note"));
    }

    #[test]
    fn a_sentence_is_found_by_what_it_says() {
        let says = |key: &str, said: &str| Locale::sentences(Language::Hans).any(|one| one == (key, said.to_owned()));
        assert!(says("choice-direction-missed", "未接"));
        assert!(says("record-complaint", "投诉"), "arguments are left out");
    }

    #[test]
    fn each_language_speaks_its_own_words() {
        let said = Language::ALL.map(|language| Locale::new(language).tr("kind-withdraw"));
        assert_eq!(said, ["作废", "作廢", "Withdraw"]);
    }
}
