//! A year's notice as it comes in a file or a paste: the text of the State Council, the published forms of JSON,
//! iCalendar, CSV, or the TOML of `data/calendars`. Whatever cannot be used is named by its line, its column and the
//! reason; what can be used and still may not be as meant is a [`Doubt`].

mod csv;
mod days;
mod doubt;
mod icalendar;
mod json;
mod text;

use chrono::NaiveDate;
use strum::{IntoStaticStr, VariantNames};

pub use self::doubt::{Doubt, DoubtKind};
use super::{CalendarError, CalendarYear};
use crate::domain::form::LONG;
use crate::domain::text::display;

/// A year's notice as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub year: CalendarYear,
    /// What a person must look at before it is loaded.
    pub doubts: Vec<Doubt>,
}

/// Why a file cannot be used as a year's notice, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeError {
    /// The line, from 1; 0 where it concerns the whole file.
    pub line: usize,
    /// The column: its name in CSV, else its number.
    pub column: String,
    pub flaw: NoticeFlaw,
}

/// What is wrong with a year's notice in a file. Its sentence has the key `calendar-` and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(prefix = "calendar-", serialize_all = "kebab-case")]
pub enum NoticeFlaw {
    /// There is no such file, or it cannot be read.
    NoFile,
    /// It is far too long.
    Large,
    /// It is no text in UTF-8.
    NotText,
    /// It is none of the forms that are read.
    Form,
    /// It is no whole iCalendar file, or not one of whole days.
    NotIcalendar,
    NotADate,
    /// It is neither day off nor make-up workday nor half day.
    NotAKind,
    NoDays,
    /// No days are given for this year.
    Empty(i32),
    /// Of the text no day was read; this is the first of what was not understood.
    Unread,
    /// The text says nowhere which year it is for.
    NoTitle,
    /// The file has several years, from the one to the other.
    Years(i32, i32),
    /// The last day comes before the first, or far behind it.
    Backwards(NaiveDate, NaiveDate),
    /// The date is both a day off and a make-up day.
    OffAndMakeup(NaiveDate),
    /// The date is a half day and another kind of day as well.
    HalfAndOther(NaiveDate),
    /// The date lies outside this year and the December before it.
    OtherYear(NaiveDate, i32),
}

impl NoticeError {
    /// A fault of the whole file.
    pub const fn whole(flaw: NoticeFlaw) -> Self {
        Self { line: 0, column: String::new(), flaw }
    }

    /// The locale key of its sentence.
    pub fn key(&self) -> &'static str {
        self.flaw.into()
    }

    /// The arguments of its sentence.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let mut args = vec![("line", self.line.to_string()), ("column", self.column.clone())];
        match self.flaw {
            NoticeFlaw::Empty(year) => args.push(("year", year.to_string())),
            NoticeFlaw::Years(first, last) => {
                args.extend([("first", first.to_string()), ("last", last.to_string())]);
            }
            NoticeFlaw::Backwards(first, last) => {
                args.extend([("first", first.to_string()), ("last", last.to_string())]);
            }
            NoticeFlaw::OffAndMakeup(date) | NoticeFlaw::HalfAndOther(date) => args.push(("date", date.to_string())),
            NoticeFlaw::OtherYear(date, year) => {
                args.extend([("date", date.to_string()), ("year", year.to_string())]);
            }
            _ => {}
        }
        args
    }
}

/// Reads a year's notice; `name` stands for its source where it gives none, `wanted` is the year meant where it names
/// several, or none.
///
/// # Errors
/// Where in it what cannot be used: nothing is read by half.
pub fn read(text: &str, name: &str, wanted: Option<i32>) -> Result<Notice, NoticeError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let assigned = |line: &str| line.trim_start().strip_prefix("year").is_some_and(|l| l.trim_start().starts_with('='));
    let (year, mut doubts) = if text.trim_start().starts_with(['{', '[']) {
        json::read(text, wanted)?
    } else if icalendar::begins(text) {
        icalendar::read(text, wanted)?
    } else if text.lines().any(assigned) {
        (CalendarYear::from_toml(text).map_err(|error| located(&error, text))?, Vec::new())
    } else if !csv::begins(text) && text::speaks(text) {
        text::read(text, wanted)?
    } else if !csv::begins(text) && !csv::has_columns(text) {
        return Err(NoticeError { line: 1, column: "1".into(), flaw: NoticeFlaw::Form });
    } else {
        csv::read(text, wanted)?
    };
    // Once in the logbook it stays: a year nobody gave a day of would pass for one that is known.
    if [&year.off, &year.makeup, &year.half].iter().all(|dates| dates.is_empty()) {
        let unread = doubts.first().map(|first| NoticeError {
            line: first.line,
            column: String::new(),
            flaw: NoticeFlaw::Unread,
        });
        return Err(unread.unwrap_or(NoticeError::whole(NoticeFlaw::Empty(year.year))));
    }
    doubts.extend(year.doubts());
    let source = if year.source.is_empty() { name } else { &year.source };
    Ok(Notice { year: CalendarYear { source: display(source).chars().take(LONG).collect(), ..year }, doubts })
}

/// Where in a text its fault lies: a date's, where it was named last.
fn located(error: &CalendarError, text: &str) -> NoticeError {
    let dated =
        |date: NaiveDate, flaw| NoticeError { line: line_of(text, &date.to_string()), column: String::new(), flaw };
    match error {
        CalendarError::Toml(error) => {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
            NoticeError { line, column: column.to_string(), flaw: NoticeFlaw::Form }
        }
        CalendarError::OffAndMakeup(date) => dated(*date, NoticeFlaw::OffAndMakeup(*date)),
        CalendarError::HalfAndOther(date) => dated(*date, NoticeFlaw::HalfAndOther(*date)),
        CalendarError::OtherYear { date, year } => dated(*date, NoticeFlaw::OtherYear(*date, *year)),
    }
}

/// The last line of a text that holds some words; 0 where none does.
fn line_of(text: &str, words: &str) -> usize {
    text.lines().zip(1..).filter(|(line, _)| line.contains(words)).last().map_or(0, |(_, line)| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn fault(text: &str) -> (usize, String, NoticeFlaw) {
        let NoticeError { line, column, flaw } = read(text, "a.csv", None).unwrap_err();
        (line, column, flaw)
    }

    #[test]
    fn csv_is_read_with_or_without_heading_mark_names_and_order() {
        let plain = "2027-01-01,休\n2027-01-02,off\n2027-01-03,班,元旦\n2027-02-05,half\n2026-12-31,OFF\n";
        let year = read(plain, "通知.csv", None).unwrap().year;
        assert_eq!((year.year, year.version, year.source.as_str()), (2027, 1, "通知.csv"));
        assert_eq!(year.off, [date("2026-12-31"), date("2027-01-01"), date("2027-01-02")]);
        assert_eq!(
            (year.makeup.as_slice(), year.half.as_slice()),
            (&[date("2027-01-03")][..], &[date("2027-02-05")][..])
        );
        let saved = "\u{feff}日期,种类,名称\r\n2027/1/1,\"休\",元旦\r\n\r\n2027/1/2，休\r\n2027/1/3,makeup\r\n2027/2/5,半\r\n2026/12/31,off";
        assert_eq!(read(saved, "通知.csv", None).unwrap().year, year);
    }

    #[test]
    fn a_malformed_row_is_named_by_line_column_and_cause() {
        let at = |line, column: &str, flaw| (line, column.to_owned(), flaw);
        for (text, found) in [
            ("date,kind\n2027-01-01,休\n2027-13-01,休\n", at(3, "date", NoticeFlaw::NotADate)),
            ("一月一日,休\n", at(1, "date", NoticeFlaw::NotADate)),
            ("2027-01-01,休\n\n2027-01-02,加班\n", at(3, "kind", NoticeFlaw::NotAKind)),
            ("2027-01-01\n", at(1, "kind", NoticeFlaw::NotAKind)),
            (
                "2027-01-01,休\n2027-01-02,休\n2027-01-01,班",
                at(3, "kind", NoticeFlaw::OffAndMakeup(date("2027-01-01"))),
            ),
            ("2027-01-01,休\n2027-01-01,半", at(2, "kind", NoticeFlaw::HalfAndOther(date("2027-01-01")))),
            (
                "2027-01-01,休\n2028-01-01,休\n2027-05-01,休",
                at(2, "date", NoticeFlaw::OtherYear(date("2028-01-01"), 2027)),
            ),
            ("", at(0, "", NoticeFlaw::NoDays)),
            ("date,kind\n", at(0, "", NoticeFlaw::NoDays)),
        ] {
            assert_eq!(fault(text), found, "{text}");
        }
    }

    #[test]
    fn the_other_forms_say_where_too() {
        let day = |date: &str, off| format!("{{\"name\":\"元旦\",\"date\":\"{date}\",\"isOffDay\":{off}}}");
        let json = |days: &str| format!("{{\"year\":2027,\"papers\":[\"通知\"],\"days\":[\n{days}]}}");
        let good = json(&day("2027-01-01", true));
        assert_eq!(read(&format!("\u{feff}{good}"), "a.json", None).unwrap().year.source, "通知");
        let both = json(&[day("2027-01-01", true), day("2027-01-02", true), day("2027-01-01", false)].join(",\n"));
        assert_eq!(fault(&both), (4, String::new(), NoticeFlaw::OffAndMakeup(date("2027-01-01"))));
        let (line, _, flaw) = fault(&json(&day("2027-01-41", true)));
        assert_eq!((line, flaw), (2, NoticeFlaw::Form));
        let toml = "year = 2027\nversion = 1\nsource = \"\"\noff = [\n  \"2027-01-01\",\n  \"x\",\n]\nmakeup = []\n";
        let (line, _, flaw) = fault(toml);
        assert_eq!((line, flaw), (6, NoticeFlaw::Form));
    }

    #[test]
    fn a_year_without_days_is_no_notice_and_its_source_steers_nothing() {
        let toml = |year: i32, days: &str, source: &str| {
            format!("year = {year}\nversion = 1\nsource = \"{source}\"\noff = [{days}]\nmakeup = []\n")
        };
        for year in [2027, 99_999_999, i32::MAX, i32::MIN] {
            assert_eq!(fault(&toml(year, "", "")), (0, String::new(), NoticeFlaw::Empty(year)));
        }
        let source = format!("\\u001b[31m通知\\u202e\\u200b{}", "长".repeat(9_999));
        let read = read(&toml(2027, "\"2027-01-01\"", &source), "a.toml", None).unwrap().year;
        assert!(!read.source.chars().any(crate::domain::text::steers), "{}", read.source);
        assert!(read.source.contains("通知长") && read.source.chars().count() == LONG);
    }
}
