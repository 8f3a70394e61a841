//! Finding a record by what a person says of it: `complaint-1120-03`, `投诉 1120-03`, or its UUID.

use uuid::Uuid;

use crate::desk::{Reading, StoreError};
use crate::domain::entry::Family;
use crate::domain::number::Number;
use crate::domain::record::Record;
use crate::domain::refusal::Cause;
use crate::locale::{Language, Locale};
use crate::words::Voice;

/// The names of the families in every language, the stored one included.
pub(super) struct Names(Vec<(String, Family)>);

impl Names {
    /// Reads them from the locales.
    pub(super) fn new() -> Self {
        let locales: Vec<Locale> = Language::ALL.into_iter().map(Locale::new).collect();
        let said = |family: &Family| {
            let stored = std::iter::once(family.name().to_owned());
            let spoken: Vec<String> =
                locales.iter().map(|locale| locale.tr(&format!("family-{}", family.name())).to_lowercase()).collect();
            stored.chain(spoken).map(|name| (name, *family)).collect::<Vec<_>>()
        };
        Self(Family::ALL.iter().flat_map(said).collect())
    }

    /// The family and number that a text names.
    pub(super) fn read(&self, text: &str, voice: Voice<'_>) -> Option<(Family, Number)> {
        let text = text.trim().to_lowercase();
        let number = |rest: &str| {
            let rest = rest.trim_start_matches(|c: char| c == '-' || c == ':' || c.is_whitespace());
            Number::parse(rest, voice.site.number, voice.site.zone.year(voice.now))
        };
        self.0.iter().find_map(|(name, family)| Some((*family, number(text.strip_prefix(name.as_str())?)?)))
    }

    /// The record that a text names.
    ///
    /// # Errors
    /// Where the logbook cannot be read; the inner one where there is no such record.
    pub(super) fn find(
        &self,
        reading: Reading<'_>,
        text: &str,
        voice: Voice<'_>,
    ) -> Result<Result<Record, Cause>, StoreError> {
        let found = if let Ok(uid) = Uuid::parse_str(text.trim()) {
            reading.record(uid)?
        } else if let Some((family, number)) = self.read(text, voice) {
            reading.by_number(family, number)?
        } else {
            None
        };
        Ok(found.ok_or(Cause::NoSuchRecord))
    }
}
