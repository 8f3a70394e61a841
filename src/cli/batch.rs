//! `due --batch`: working-time questions as tab-separated lines, one answer a line. Each row brings its own hours, and its
//! times are wall times without a zone: no clock is ever put forward or back in them.

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::{Datelike, NaiveDateTime, Timelike};

use crate::cli::due::wall;
use crate::cli::read::{Raw, next};
use crate::cli::{CommandError, Run};
use crate::domain::text::display;
use crate::domain::time::Zone;
use crate::domain::worktime::{Calendar, Due, Hours, Length, Timetable, TimetableError};
use crate::words::Voice;

/// The columns that are read; others pass.
const COLUMNS: [&str; 7] = ["id", "start", "amount", "unit", "hours", "calendar", "makeup"];
/// Timetables that are kept at once.
const MOST: usize = 4_096;

/// Why a row cannot be honoured.
enum RowError {
    Missing(&'static str),
    /// The value of a column cannot be used.
    Value(&'static str),
    /// The hours of a column are none.
    Hours(&'static str, TimetableError),
    /// It is due in or after a year that is not known.
    Beyond(i32),
    /// A value that is read is not UTF-8.
    NotText,
    /// Nobody writes such a line.
    TooLong,
}

impl RowError {
    fn said(&self, voice: &Voice<'_>) -> String {
        let column = |name: &str| ("column", name.to_owned());
        match self {
            Self::Missing(name) => voice.say("cli-batch-missing", &[column(name)]),
            Self::Value(name) => voice.say("cli-batch-value", &[column(name)]),
            Self::Hours(name, error) => {
                let (key, args) = error.words();
                let cause = voice.say(key, &args);
                voice.say("cli-batch-hours", &[column(name), ("cause", cause)])
            }
            Self::Beyond(year) => voice.say("cli-due-beyond", &[("year", year.to_string())]),
            Self::NotText => voice.tr("cli-line-not-utf8"),
            Self::TooLong => voice.tr("cli-line-too-long"),
        }
    }
}

/// Answers every row. Returns whether each could be honoured.
pub(super) fn batch(run: &mut Run<'_>) -> Result<bool, CommandError> {
    let (voice, china) = (run.voice(), run.calendar()?);
    let mut bytes = Vec::new();
    let mut read =
        |bytes: &mut Vec<u8>| next(run.input, bytes).map_err(|_| CommandError::Refused(voice.tr("cli-cannot-read")));
    read(&mut bytes)?;
    let places = header(&bytes);
    let lacking = COLUMNS.iter().zip(0..).filter(|(_, column)| !places.contains(&Some(*column)));
    let lacking: Vec<&str> = lacking.map(|(name, _)| *name).collect();
    if !lacking.is_empty() {
        writeln!(run.err, "{}", voice.say("cli-batch-missing", &[("column", lacking.join(" "))]))?;
        return Ok(false);
    }
    if let Some(name) = twice(&places) {
        writeln!(run.err, "{}", voice.say("cli-batch-twice", &[("column", name.to_owned())]))?;
        return Ok(false);
    }
    let mut answers = Answers::new(china);
    let (mut good, mut line) = (true, String::new());
    loop {
        line.clear();
        let answer = match read(&mut bytes)? {
            Raw::End => return Ok(good),
            Raw::Line if bytes.trim_ascii().is_empty() => continue,
            Raw::Line => {
                let cells = cells(&bytes, &places);
                let [id, ..] = cells;
                line.push_str(&display(&String::from_utf8_lossy(id)));
                answers.of(cells)
            }
            Raw::TooLong => Err(RowError::TooLong),
        };
        line.push('\t');
        match answer {
            Ok(at) => write_minute(&mut line, at),
            Err(fault) => {
                good = false;
                line.push_str("error: ");
                line.push_str(&fault.said(&voice));
            }
        }
        line.push('\n');
        run.out.write_all(line.as_bytes())?;
    }
}

/// Where in `COLUMNS` each column of the header stands.
fn header(bytes: &[u8]) -> Vec<Option<usize>> {
    let names = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).split(|byte| *byte == b'\t');
    names.map(|name| COLUMNS.iter().position(|known| known.as_bytes() == name.trim_ascii())).collect()
}

/// A column that the header names twice.
fn twice(places: &[Option<usize>]) -> Option<&'static str> {
    let count = |column| places.iter().filter(|place| **place == Some(column)).count();
    COLUMNS.iter().zip(0..).find(|(_, column)| count(*column) > 1).map(|(name, _)| *name)
}

/// The values of a row in the order of `COLUMNS`, empty where it has none.
fn cells<'a>(bytes: &'a [u8], places: &[Option<usize>]) -> [&'a [u8]; 7] {
    let mut cells = [&[][..]; 7];
    let line = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    for (cell, place) in line.split(|byte| *byte == b'\t').zip(places) {
        if let Some(slot) = place.and_then(|place| cells.get_mut(place)) {
            *slot = cell;
        }
    }
    cells
}

fn text<'a>(cell: &'a [u8], column: &'static str) -> Result<&'a str, RowError> {
    match std::str::from_utf8(cell.trim_ascii()) {
        Ok("") => Err(RowError::Missing(column)),
        text => text.map_err(|_| RowError::NotText),
    }
}

/// What all rows are reckoned with.
struct Answers {
    china: Calendar,
    none: Calendar,
    zone: Zone,
    /// The timetables met so far, by the text of their two columns.
    known: HashMap<String, Timetable>,
    key: String,
}

impl Answers {
    fn new(china: Calendar) -> Self {
        let zone = "UTC".parse().unwrap_or_default();
        Self { china, none: Calendar::plain(), zone, known: HashMap::new(), key: String::new() }
    }

    /// The wall time at which a row is due.
    fn of(
        &mut self,
        [id, start, amount, unit, hours, calendar, makeup]: [&[u8]; 7],
    ) -> Result<NaiveDateTime, RowError> {
        text(id, "id")?;
        let start = wall(text(start, "start")?).ok_or(RowError::Value("start"))?;
        let amount = text(amount, "amount")?;
        let length = match text(unit, "unit")? {
            "minutes" => format!("{amount}wm"),
            "hours" => format!("{amount}wh"),
            "days" => format!("{amount}wd"),
            _ => return Err(RowError::Value("unit")),
        };
        let length: Length = length.parse().map_err(|_| RowError::Value("amount"))?;
        let (hours, makeup) = (text(hours, "hours")?, text(makeup, "makeup")?);
        let timetable = timetable(&mut self.known, &mut self.key, hours, makeup)?;
        let calendar = match text(calendar, "calendar")? {
            "cn" => &self.china,
            "none" => &self.none,
            _ => return Err(RowError::Value("calendar")),
        };
        let reckoned = Hours { timetable, calendar, zone: self.zone };
        match reckoned.due(self.zone.moment(start), length, None) {
            Due::At { at, .. } => Ok(self.zone.local(at)),
            Due::Pending { year } => Err(RowError::Beyond(year)),
        }
    }
}

/// The timetable of the two columns; what was read before is not read again.
fn timetable<'a>(
    known: &'a mut HashMap<String, Timetable>,
    key: &mut String,
    hours: &str,
    makeup: &str,
) -> Result<&'a Timetable, RowError> {
    key.clear();
    key.extend([hours, "\t", makeup]);
    if known.len() >= MOST {
        known.clear();
    }
    if !known.contains_key(key.as_str()) {
        let mut table: Timetable = hours.parse().map_err(|error| RowError::Hours("hours", error))?;
        if makeup != "-" {
            table = table.with_makeup(makeup).map_err(|error| RowError::Hours("makeup", error))?;
        }
        known.insert(key.clone(), table);
    }
    known.get(key.as_str()).ok_or(RowError::Missing("hours"))
}

/// `2026-02-14 09:30`.
fn write_minute(line: &mut String, at: NaiveDateTime) {
    let (year, month, day) = (at.year(), at.month(), at.day());
    // A String takes whatever is written to it.
    let _ = write!(line, "{year:04}-{month:02}-{day:02} {:02}:{:02}", at.hour(), at.minute());
}
