//! The desk without a screen: the same use cases, for gate cameras, telephone systems and scripts.
//!
//! Nothing here reads a clock, makes an identity or finds a file: that is handed in. Everything printed for people has
//! passed `domain::text::display`; a reader that goes away ends the command quietly.

mod answer;
mod batch;
mod book;
mod calendar;
pub mod demo;
mod due;
mod find;
mod json;
mod line;
mod manual;
mod options;
mod page;
mod page_answers;
mod paper;
mod plates;
mod read;
mod record;
mod schema;
mod show;
mod uid;
mod why;
mod workdays;

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use uuid::Uuid;

pub use options::{CalendarAction, Command, Needs, Options, Paper, UsageError, What, language_named, parse};

use crate::desk::{Desk, House, Store, StoreError, Who};
use crate::domain::text::display;
use crate::domain::time::Moment;
use crate::domain::worktime::Calendar;
use crate::locale::Locale;
use crate::report;
use crate::runtime::open::Access;

use crate::words::Voice;

/// Opens a logbook for what is to be done with it.
pub type Opener<'a> = &'a dyn Fn(&Path, Access) -> Result<Box<dyn Store>, StoreError>;

/// What a command works with.
pub struct Run<'a> {
    pub db: PathBuf,
    pub house: &'a House,
    pub locale: &'a Locale,
    pub post: Option<&'a str>,
    pub operator: Option<&'a str>,
    pub boot: Uuid,
    pub now: &'a dyn Fn() -> Moment,
    /// When the machine was started, as its clock has it.
    pub booted: fn() -> Option<Moment>,
    pub uid: &'a dyn Fn() -> Uuid,
    pub open: Opener<'a>,
    pub input: &'a mut dyn BufRead,
    pub out: &'a mut dyn Write,
    /// Where what is wrong is said.
    pub err: &'a mut dyn Write,
}

/// Why a command ended early.
enum CommandError {
    /// Whoever read what is printed went away.
    Gone,
    /// What is printed reaches nobody.
    Unwritten,
    /// It cannot be done, for this reason.
    Refused(String),
}

impl From<std::io::Error> for CommandError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe { Self::Gone } else { Self::Unwritten }
    }
}

/// Does a command. Returns the exit status: 0 done, 1 something was wrong with what was read, 2 it could not be done.
pub fn run(command: &Command, mut run: Run<'_>) -> u8 {
    let done = dispatch(command, &mut run);
    let told = run.out.flush().map_err(CommandError::from);
    let reason = match (done, told) {
        // What was found stays so where nobody listens to the end.
        (Ok(good), Ok(()) | Err(CommandError::Gone)) => return u8::from(!good),
        (Err(CommandError::Gone), _) => return 0,
        (Err(CommandError::Unwritten), _) | (Ok(_), Err(_)) => run.locale.tr("cli-cannot-write"),
        (Err(CommandError::Refused(reason)), _) => display(&reason),
    };
    // With nobody to tell, the status has to do.
    let _ = writeln!(run.err, "{reason}");
    2
}

fn dispatch(command: &Command, run: &mut Run<'_>) -> Result<bool, CommandError> {
    // What another post has must not be told under a name that no post has.
    let of_site = matches!(command.needs(), Needs::Book | Needs::Rules);
    if of_site && run.post.is_some_and(|post| run.house.site.post(post).is_none()) {
        return Err(CommandError::Refused(run.locale.tr("refused-unknown-post")));
    }
    match command {
        Command::Record { schema: true } => run.json(&schema::schema(run.locale, &run.house.site)).map(|()| true),
        Command::Record { schema: false } => {
            let mut desk = run.desk(None)?;
            record::record(run, &mut desk)
        }
        Command::Schema { answers: false } => run.json(&schema::schema(run.locale, &run.house.site)).map(|()| true),
        Command::Schema { answers: true } => {
            run.json(&answer::schema(&run.locale.tr("cli-schema-answer-title"))).map(|()| true)
        }
        // What makes files is done where files are.
        Command::Init { .. } => Err(CommandError::Refused(run.locale.tr("cli-usage-other"))),
        Command::Show { what, id, plate, json } => show::show(run, *what, &id.join(" "), plate.as_deref(), *json),
        Command::Log { json } => book::log(run, *json),
        Command::Verify { head } => book::verify(run, head),
        Command::Accept => book::accept(run).map(|()| true),
        Command::Rebuild => book::rebuild(run).map(|()| true),
        Command::Calendar { action } => calendar::import(run, action),
        Command::Due { batch: true, .. } => batch::batch(run),
        Command::Due { from, length, department, json, .. } => match from.zip(*length) {
            Some((from, length)) => due::due(run, from, length, department.as_deref(), *json),
            None => Err(CommandError::Refused(run.locale.tr("cli-usage-other"))),
        },
        Command::Why { id, stage, json } => why::why(run, &id.join(" "), stage.as_deref(), *json),
        Command::Workdays { year, json } => workdays::workdays(run, *year, *json),
        Command::Procedure { json } => procedure(run, *json).map(|()| true),
        Command::Report { page, id } => paper::print(run, *page, &id.join(" ")).map(|()| true),
        Command::Demo { visits, seed, now } => book::demo(run, *visits, *seed, *now).map(|()| true),
    }
}

/// `procedure`: the house's procedures as they stand at the site.
fn procedure(run: &mut Run<'_>, json: bool) -> Result<(), CommandError> {
    if json {
        return run.json(&report::procedure::values(run.house));
    }
    let lines = report::procedure::written(run.house, run.locale, (run.now)());
    lines.iter().try_for_each(|line| run.say(line))
}

impl<'a> Run<'a> {
    /// The desk on the logbook; a new one, where an identity for it is given.
    fn desk(&self, begin: Option<Uuid>) -> Result<Desk, CommandError> {
        self.desk_for(begin.map_or(Access::Write, Access::Begin))
    }

    /// The desk on a logbook of which no byte changes.
    fn reading_desk(&self) -> Result<Desk, CommandError> {
        self.desk_for(Access::Read)
    }

    fn desk_for(&self, access: Access) -> Result<Desk, CommandError> {
        let mut desk = Desk::new(self.logbook(access)?, self.house.clone()).map_err(|error| self.store(&error))?;
        // A made-up day has no clock.
        if matches!(access, Access::Write | Access::Accepted) {
            desk.set_booted(self.booted);
        }
        Ok(desk)
    }

    /// The years to reckon with: the logbook's where there is one, the site's, and those that came with the program.
    fn calendar(&self) -> Result<Calendar, CommandError> {
        let store = match (self.open)(&self.db, Access::Read) {
            // A logbook that is there and cannot be read is no reason to reckon without its years.
            Err(StoreError::Missing) => return Ok(self.house.calendar.clone().with_archive()),
            store => store.map_err(|error| self.store(&error))?,
        };
        let desk = Desk::new(store, self.house.clone()).map_err(|error| self.store(&error))?;
        Ok(desk.house().calendar.clone().with_archive())
    }

    /// The logbook alone.
    fn logbook(&self, access: Access) -> Result<Box<dyn Store>, CommandError> {
        (self.open)(&self.db, access).map_err(|error| self.store(&error))
    }

    fn who(&self) -> Who {
        Who { post: self.post().to_owned(), operator: self.operator.unwrap_or_default().to_owned(), boot: self.boot }
    }

    fn voice(&self) -> Voice<'a> {
        Voice::new(self.locale, &self.house.site, (self.now)())
    }

    fn store(&self, error: &StoreError) -> CommandError {
        CommandError::Refused(self.voice().store_error(error))
    }

    fn post(&self) -> &str {
        self.post.unwrap_or_else(|| self.house.site.counter().map_or("", |post| post.name.as_str()))
    }

    /// Prints one value as a line of JSON.
    fn json(&mut self, value: &impl Serialize) -> Result<(), CommandError> {
        let mut line = serde_json::Serializer::with_formatter(&mut *self.out, json::Plain);
        value.serialize(&mut line).map_err(std::io::Error::from)?;
        Ok(writeln!(self.out)?)
    }

    fn say(&mut self, text: &str) -> Result<(), CommandError> {
        Ok(writeln!(self.out, "{}", display(text).trim_end())?)
    }
}
