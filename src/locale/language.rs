//! Which language to speak: the setting's, else the machine's, else English. Pure.

use std::fmt;
use std::str::FromStr;

/// The languages of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    Hans,
    Hant,
    En,
}

impl Language {
    /// Every language, in the order in which [`next`](Self::next) goes round.
    pub const ALL: [Self; 3] = [Self::Hans, Self::Hant, Self::En];

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Hans => "zh-Hans",
            Self::Hant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// The language after this one, round and round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Hans => Self::Hant,
            Self::Hant => Self::En,
            Self::En => Self::Hans,
        }
    }

    /// The language of the setting; where that is empty or unknown, of the machine; else English.
    pub fn detect(setting: &str, system: Option<&str>) -> Self {
        setting.parse().or_else(|_| system.unwrap_or_default().parse()).unwrap_or(Self::En)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A tag of none of the languages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not zh-Hans, zh-Hant or en: {0:?}")]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads BCP 47 tags and POSIX locales: `zh-Hant`, `zh_TW.UTF-8`, `en-US`.
    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        let lower = tag.to_ascii_lowercase();
        let mut parts = lower.split(['-', '_', '.', '@']);
        match parts.next() {
            Some("en") => Ok(Self::En),
            // A script, where one is named, stands before the region and decides.
            Some("zh") => Ok(parts
                .find_map(|part| match part {
                    "hans" | "cn" | "sg" | "my" => Some(Self::Hans),
                    "hant" | "tw" | "hk" | "mo" => Some(Self::Hant),
                    _ => None,
                })
                .unwrap_or(Self::Hans)),
            _ => Err(UnknownLanguage(tag.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machines_language_is_found() {
        use Language::{En, Hans, Hant};
        for (system, language) in [
            (Some("zh"), Hans),
            (Some("zh_CN.UTF-8"), Hans),
            (Some("zh-Hans-HK"), Hans),
            (Some("zh_SG"), Hans),
            (Some("zh-Hant"), Hant),
            (Some("zh-TW"), Hant),
            (Some("zh_HK.UTF-8"), Hant),
            (Some("zh-MO"), Hant),
            (Some("ZH-hant-CN"), Hant),
            (Some("en_US.UTF-8"), En),
            (Some("de-DE"), En),
            (Some("zhx"), En),
            (Some("C"), En),
            (Some("C.UTF-8"), En),
            (Some("POSIX"), En),
            (Some(""), En),
            (None, En),
        ] {
            assert_eq!(Language::detect("", system), language, "{system:?}");
        }
    }

    #[test]
    fn the_setting_goes_before_the_machine_where_it_is_known() {
        assert_eq!(Language::detect("zh-Hant", Some("en-US")), Language::Hant);
        assert_eq!(Language::detect("en", Some("zh-CN")), Language::En);
        assert_eq!(Language::detect("klingon", Some("zh-CN")), Language::Hans);
    }

    #[test]
    fn tags_read_back_and_the_round_meets_every_language() {
        for language in Language::ALL {
            assert_eq!(language.tag().parse(), Ok(language));
        }
        assert_eq!(Language::Hans.next(), Language::Hant);
        assert_eq!(Language::Hans.next().next().next(), Language::Hans);
        assert!("fr".parse::<Language>().is_err());
    }
}
