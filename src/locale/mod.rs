//! The words of the program in three languages. Every sentence that a person reads stands in `data/locales`, by key;
//! only the wanted language is parsed. A key without a sentence shows itself as `⟦key⟧` and never fails.

mod language;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

pub use language::{Language, UnknownLanguage};

/// Embeds one language: a file for each room, so that they grow apart.
macro_rules! files {
    ($tag:literal) => {
        [
            include_str!(concat!("../../data/locales/", $tag, "/domain.ftl")),
            include_str!(concat!("../../data/locales/", $tag, "/app.ftl")),
            include_str!(concat!("../../data/locales/", $tag, "/ui.ftl")),
            include_str!(concat!("../../data/locales/", $tag, "/cli.ftl")),
            include_str!(concat!("../../data/locales/", $tag, "/report.ftl")),
        ]
    };
}

const fn files(language: Language) -> [&'static str; 5] {
    match language {
        Language::Hans => files!("zh-Hans"),
        Language::Hant => files!("zh-Hant"),
        Language::En => files!("en"),
    }
}

/// One language, ready to speak.
pub struct Locale {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Locale {
    /// Reads the sentences of a language.
    pub fn new(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.tag().parse().unwrap_or_default()]);
        // Isolating marks are invisible characters, which no cell of the screen may hold.
        bundle.set_use_isolating(false);
        for text in files(language) {
            // What can be read of a faulty file is used; the tests refuse the rest.
            let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(text.to_owned());
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// Its language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Whether a key has a sentence.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The sentence of a key.
    pub fn t(&self, key: &str) -> String {
        self.tx(key, &[])
    }

    /// The sentence of a key with its arguments, which are put in as they are.
    pub fn tx(&self, key: &str, args: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        let args: FluentArgs<'_> = args.iter().map(|&(name, value)| (name, value)).collect();
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn assert_send<T: Send>() {}
    const _: () = assert_send::<Locale>();

    #[test]
    fn a_sentence_takes_its_arguments_as_they_are() {
        let said = Locale::new(Language::Hans).tx("refused-step-done", &[("who", "王敏"), ("at", "07:05")]);
        assert_eq!(said, "王敏 已于 07:05 办过这一步；如有误请划改。");
    }

    #[test]
    fn a_missing_key_shows_itself() {
        let locale = Locale::new(Language::En);
        assert_eq!(locale.t("no-such-key"), "⟦no-such-key⟧");
        assert!(!locale.has("no-such-key"));
        assert!(locale.has("kind-note"));
    }

    #[test]
    fn each_language_speaks_its_own_words() {
        let said = Language::ALL.map(|language| Locale::new(language).t("kind-withdraw"));
        assert_eq!(said, ["作废", "作廢", "Withdraw"]);
    }
}
