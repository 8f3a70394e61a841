//! `report`: a page of a complaint as it would be printed.

use crate::cli::find::Names;
use crate::cli::{CommandError, Paper, Run};
use crate::domain::entry::Family;
use crate::report::complaint::{self, Form};

/// Prints a page of the complaint that a text names, by its number alone or with its family's name.
pub(super) fn print(run: &mut Run<'_>, paper: Paper, id: &str) -> Result<(), CommandError> {
    let (desk, who) = (run.reading_desk()?, run.who());
    let desk = desk.reading(&who);
    let voice = run.voice();
    let now = voice.now;
    let found = Names::new().find(desk, id, Some(Family::Complaint), voice, None).map_err(|error| run.store(&error))?;
    let form = match paper {
        Paper::Deemed => Form::Deemed,
        Paper::Incident => Form::Incident,
    };
    let refused = |cause| CommandError::Refused(voice.cause(&cause));
    let record = found.map_err(refused)?;
    let page = complaint::page(desk, record.subject, form, run.locale, now).map_err(|error| run.store(&error))?;
    page.map_err(refused)?.lines.iter().try_for_each(|line| run.say(line))
}
