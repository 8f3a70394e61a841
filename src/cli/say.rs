//! What went wrong, as a sentence in the user's language. No sentence holds a value that was typed.

use crate::cli::json::Writing;
use crate::desk::ActError;
use crate::desk::StoreError;
use crate::domain::entry::Kind;
use crate::domain::number::Number;
use crate::domain::refusal::{Cause, Refusal, Tell};
use crate::domain::text::when;
use crate::domain::time::Moment;
use crate::locale::Locale;

/// Why a line, or a whole command, could not be done: at a field, where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineError {
    /// The field, as written in the line.
    pub(super) field: Option<String>,
    pub(super) text: String,
}

#[derive(Clone, Copy)]
pub(super) struct Voice<'a> {
    pub(super) locale: &'a Locale,
    pub(super) writing: Writing<'a>,
}

impl Voice<'_> {
    pub(super) fn tr(&self, key: &str) -> String {
        self.locale.tr(key)
    }

    /// What is wrong with the line as a whole.
    pub(super) fn line_error(&self, key: &str) -> Vec<LineError> {
        vec![LineError { field: None, text: self.locale.tr(key) }]
    }

    /// What is wrong at a field.
    pub(super) fn at(&self, field: &str, cause: &Cause) -> Vec<LineError> {
        vec![LineError { field: Some(field.to_owned()), text: self.cause(cause) }]
    }

    /// An instant, as short as can be told apart from now.
    pub(super) fn when(&self, at: Moment) -> String {
        when::short(at, self.writing.now, self.writing.site.zone)
    }

    /// Why an act was not done, a reason each.
    pub(super) fn failure(&self, failure: &ActError) -> Vec<LineError> {
        match failure {
            ActError::Refused(reasons) => reasons.iter().map(|reason| self.refusal(reason)).collect(),
            ActError::Store(error) => vec![LineError { field: None, text: self.store(error) }],
        }
    }

    fn refusal(&self, refusal: &Refusal) -> LineError {
        LineError { field: refusal.field.clone(), text: self.cause(&refusal.cause) }
    }

    pub(super) fn cause(&self, cause: &Cause) -> String {
        self.tr_args(cause.key(), &cause.args(self))
    }

    /// Why the logbook cannot be used.
    pub(super) fn store(&self, error: &StoreError) -> String {
        let (key, args) = error.words();
        self.tr_args(key, &args)
    }

    pub(super) fn tr_args(&self, key: &str, args: &[(&str, String)]) -> String {
        self.locale.say(key, args)
    }

    /// A choice's name; the value itself where it has none.
    pub(super) fn choice(&self, key: &str, value: &str) -> String {
        self.locale.named(&format!("choice-{key}"), value)
    }
}

impl Tell for Voice<'_> {
    fn at(&self, at: Moment) -> String {
        self.when(at)
    }

    fn vehicle(&self, number: Number) -> String {
        self.writing.number(number)
    }

    fn steps(&self, steps: &[String]) -> String {
        let names: Vec<String> = steps.iter().map(|step| self.locale.tr(&format!("step-{step}"))).collect();
        names.join(&self.tr("cli-and"))
    }

    fn kind(&self, kind: Kind) -> String {
        self.locale.tr(&format!("kind-{}", kind.name()))
    }
}
