//! Finding a record by what a person or a program says of it: `complaint-2026-1120-03`, `投诉 1120-03`, the full number
//! `s1-2026-1120-03`, its UUID, or the uid that a line gave it.

use std::cell::LazyCell;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::cli::uid;
use crate::desk::{Reading, StoreError};
use crate::domain::entry::{Family, Fields};
use crate::domain::form::{NO_VISIT, PART, VISIT};
use crate::domain::number::Number;
use crate::domain::record::Record;
use crate::domain::refusal::Cause;
use crate::domain::text::fold_width;
use crate::domain::time::Moment;
use crate::locale::{Language, Locale};
use crate::words::Voice;

/// The names of the families in every language and of their records, the stored one included; read from the locales when
/// something is named first.
pub(super) struct Names(LazyCell<Vec<(String, Family)>>);

impl Names {
    pub(super) const fn new() -> Self {
        Self(LazyCell::new(Self::said))
    }

    fn said() -> Vec<(String, Family)> {
        let locales: Vec<Locale> = Language::ALL.into_iter().map(Locale::new).collect();
        let said = |family: &Family| {
            let name = family.name();
            let stored = [name.to_owned(), name.replace('_', "-"), name.replace('_', " ")];
            let spoken: Vec<String> = locales
                .iter()
                .flat_map(|locale| {
                    let record = locale.tr_args(&format!("record-{name}"), &[("number", "")]);
                    [locale.tr(&format!("family-{name}")), record]
                })
                .map(|spoken| spoken.trim().to_lowercase())
                .collect();
            stored.into_iter().chain(spoken).map(|name| (name, *family)).collect::<Vec<_>>()
        };
        Family::ALL.iter().flat_map(said).collect()
    }

    /// The family, where the text says one, and the number that a text names.
    fn read(&self, text: &str, site: u16, today: NaiveDate) -> Option<(Option<Family>, Number)> {
        let text: String = text.trim().chars().map(fold_width).collect();
        let text = text.to_lowercase();
        let number = |rest: &str| {
            let rest = rest.trim_start_matches(|c: char| c == '-' || c == ':' || c.is_whitespace());
            Number::parse(rest, site, today)
        };
        let named =
            |(name, family): &(String, Family)| Some((Some(*family), number(text.strip_prefix(name.as_str())?)?));
        self.0.iter().find_map(named).or_else(|| Some((None, Number::parse(&text, site, today)?)))
    }

    /// Whether a text is no number of a record, and may be the uid of a line.
    pub(super) fn is_uid(&self, text: &str, voice: Voice<'_>) -> bool {
        let number = self.read(text, voice.site.number, voice.site.zone.date(voice.now));
        uid::read(text).is_some() && number.is_none()
    }

    /// The uid of a line that may be still to come: as machines give it, and not as people name a record.
    pub(super) fn still_to_come(&self, text: &str, voice: Voice<'_>) -> Option<Uuid> {
        let key = text.bytes().all(|byte| byte.is_ascii_graphic()) && text.bytes().any(|byte| byte.is_ascii_digit());
        let family = |(name, _): &(String, Family)| text.to_lowercase().starts_with(name.as_str());
        uid::read(text).filter(|_| key && self.is_uid(text, voice) && !self.0.iter().any(family))
    }

    /// Writes out the uids by which fields name lines; a number of a record stays as it is.
    pub(super) fn write_uids(&self, fields: &mut Fields, voice: Voice<'_>) {
        let named = |key: &str, text: &str| [VISIT.key, PART.key].contains(&key) && text != NO_VISIT;
        for (_, text) in fields.iter_mut().filter(|(key, text)| named(key, text) && self.is_uid(text, voice)) {
            *text = uid::read(text).map_or_else(String::new, |uid| uid.to_string());
        }
    }

    /// The record that a text names; a number by itself is of the family that is `meant`, where one is, else of the
    /// only one that has it. What was said `then` is read as of that time.
    ///
    /// # Errors
    /// Where the logbook cannot be read; the inner one where there is no such record, or more than one.
    pub(super) fn find(
        &self,
        reading: Reading<'_>,
        text: &str,
        meant: Option<Family>,
        voice: Voice<'_>,
        then: Option<Moment>,
    ) -> Result<Result<Record, Cause>, StoreError> {
        let only = |record: Option<Record>| Ok(record.ok_or(Cause::NoSuchRecord));
        if let Ok(uid) = Uuid::parse_str(text.trim()) {
            return only(reading.event(uid)?);
        }
        let now = match then {
            Some(then) => then,
            // By a clock that was set back, what was written today would lie ahead, and a year ago be meant.
            None => reading.last_written()?.map_or(voice.now, |last| last.max(voice.now)),
        };
        let Some((said, number)) = self.read(text, voice.site.number, voice.site.zone.date(now)) else {
            return only(uid::read(text).map_or(Ok(None), |uid| reading.event(uid))?);
        };
        if let Some(family) = said.or(meant) {
            return only(reading.by_number(family, number)?);
        }
        let mut found = Vec::new();
        for family in Family::ALL {
            found.extend(reading.by_number(*family, number)?);
        }
        if found.len() > 1 { Ok(Err(Cause::Ambiguous)) } else { only(found.pop()) }
    }
}
