//! The forms of JSON in which Chinese calendars are published. Which it is, its outermost keys say; a value that is of
//! another kind than the form has is refused at its line.

use std::fmt;
use std::marker::PhantomData;

use chrono::{Datelike, NaiveDate};
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::days::{Days, one_of};
use super::{Doubt, NoticeError, NoticeFlaw, line_of};
use crate::domain::worktime::{CalendarYear, DayKind};

/// A year, and what is to be told of it.
type Read = (CalendarYear, Vec<Doubt>);

/// Reads a file in any of the forms.
pub(super) fn read(text: &str, wanted: Option<i32>) -> Result<Read, NoticeError> {
    let value: Value = parse(text)?;
    let Value::Object(keys) = &value else { return ranges(text, wanted) };
    let has = |key: &str| keys.contains_key(key);
    if has("days") {
        Ok((listed(text)?, Vec::new()))
    } else if has("Years") {
        years(text, wanted)
    } else if has("holidays") || has("workdays") {
        sets(text, wanted)
    } else if has("holiday") {
        answered(text, wanted)
    } else {
        keyed(text, wanted)
    }
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, NoticeError> {
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column().to_string());
        NoticeError { line, column, flaw: NoticeFlaw::Form }
    })
}

/// The pairs of an object, also where a key stands twice.
struct Pairs<T>(Vec<(String, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Every<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Every<T> {
            type Value = Pairs<T>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        from.deserialize_map(Every(PhantomData))
    }
}

/// Adds a day at the line on which its date stands.
fn add(days: &mut Days, text: &str, date: NaiveDate, kind: DayKind) -> Result<(), NoticeError> {
    days.add(date, kind, line_of(text, &date.to_string()))
}

/// A date that is a key.
fn date(text: &str, key: &str) -> Result<NaiveDate, NoticeError> {
    let fault = || NoticeError { line: line_of(text, key), column: column(key), flaw: NoticeFlaw::NotADate };
    key.parse().ok().filter(|date: &NaiveDate| date.year() > 999).ok_or_else(fault)
}

/// A key as the place of a fault.
fn column(key: &str) -> String {
    if key.is_empty() { "\"\"".to_owned() } else { key.chars().take(20).collect() }
}

const fn off_or_makeup(off: bool) -> DayKind {
    if off { DayKind::Off } else { DayKind::Makeup }
}

/// holiday-cn: `{"year":2026,"papers":["…"],"days":[{"name":"元旦","date":"2026-01-01","isOffDay":true}]}`.
fn listed(text: &str) -> Result<CalendarYear, NoticeError> {
    #[derive(Deserialize)]
    struct Year {
        year: i32,
        #[serde(default)]
        papers: Vec<String>,
        days: Vec<Day>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Day {
        date: NaiveDate,
        is_off_day: bool,
    }
    let Year { year, papers, days: listed } = parse(text)?;
    let mut days = Days::default();
    for day in listed {
        add(&mut days, text, day.date, off_or_makeup(day.is_off_day))?;
    }
    Ok(CalendarYear { source: papers.join(" "), ..days.of(year)? })
}

/// bastengao: `[{"name":"元旦","range":["2026-01-01","2026-01-03"],"type":"holiday"}]`, and `workingday`.
fn ranges(text: &str, wanted: Option<i32>) -> Result<Read, NoticeError> {
    #[derive(Deserialize)]
    struct Range {
        range: Vec<NaiveDate>,
        #[serde(rename = "type")]
        kind: Kind,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Holiday,
        WorkingDay,
    }
    let mut days = Days::default();
    for Range { range, kind } in parse::<Vec<Range>>(text)? {
        let kind = off_or_makeup(matches!(kind, Kind::Holiday));
        let (first, last) = match range.as_slice() {
            [only] => (*only, *only),
            [first, last] => (*first, *last),
            _ => {
                let line = range.first().map_or(1, |first| line_of(text, &first.to_string()));
                return Err(NoticeError { line, column: "range".into(), flaw: NoticeFlaw::Form });
            }
        };
        days.add_all((first, last), kind, line_of(text, &first.to_string()))?;
    }
    days.most(wanted)
}

/// lanceliao: `{"Years":{"2026":[{"Name":"元旦","StartDate":"2026-01-01","EndDate":"2026-01-03","CompDays":[]}]}}`.
fn years(text: &str, wanted: Option<i32>) -> Result<Read, NoticeError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Years {
        years: Pairs<Vec<Festival>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Festival {
        start_date: NaiveDate,
        end_date: NaiveDate,
        #[serde(default)]
        comp_days: Vec<NaiveDate>,
    }
    let Years { years: Pairs(years) } = parse(text)?;
    let mut known: Vec<i32> = Vec::new();
    for (key, _) in &years {
        let flaw = NoticeFlaw::NotADate;
        let fault = NoticeError { line: line_of(text, key), column: column(key), flaw };
        known.push(key.parse().map_err(|_| fault)?);
    }
    known.sort_unstable();
    let (year, others) = one_of(&known, wanted)?;
    let mut days = Days::default();
    for festival in years.into_iter().filter(|(key, _)| key.parse() == Ok(year)).flat_map(|(_, listed)| listed) {
        let Festival { start_date: first, end_date: last, comp_days } = festival;
        days.add_all((first, last), DayKind::Off, line_of(text, &first.to_string()))?;
        comp_days.into_iter().try_for_each(|date| add(&mut days, text, date, DayKind::Makeup))?;
    }
    Ok((days.of(year)?, Vec::from_iter(others)))
}

/// chinese-days: `{"holidays":{"2026-01-01":"…"},"workdays":{"2026-01-04":"…"},"inLieuDays":{"2026-01-02":"…"}}`.
fn sets(text: &str, wanted: Option<i32>) -> Result<Read, NoticeError> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "camelCase", default)]
    struct Sets {
        holidays: Pairs<Value>,
        workdays: Pairs<Value>,
        in_lieu_days: Pairs<Value>,
    }
    let Sets { holidays, workdays, in_lieu_days } = parse(text)?;
    let mut days = Days::default();
    for (pairs, kind) in [(holidays, DayKind::Off), (in_lieu_days, DayKind::Off), (workdays, DayKind::Makeup)] {
        for (key, _) in pairs.0 {
            add(&mut days, text, date(text, &key)?, kind)?;
        }
    }
    days.most(wanted)
}

/// timor.tech: `{"code":0,"holiday":{"01-01":{"holiday":true,"name":"元旦","date":"2026-01-01"}}}`.
fn answered(text: &str, wanted: Option<i32>) -> Result<Read, NoticeError> {
    #[derive(Deserialize)]
    struct Answer {
        holiday: Pairs<Day>,
    }
    #[derive(Deserialize)]
    struct Day {
        holiday: bool,
        date: NaiveDate,
    }
    let mut days = Days::default();
    for (key, day) in parse::<Answer>(text)?.holiday.0 {
        if !day.date.to_string().ends_with(&key) {
            let line = line_of(text, &day.date.to_string());
            return Err(NoticeError { line, column: column(&key), flaw: NoticeFlaw::NotADate });
        }
        add(&mut days, text, day.date, off_or_makeup(day.holiday))?;
    }
    days.most(wanted)
}

/// An object by date: `{"2026-01-01":{"holiday":true}}`, with `isOffDay` or `type` in its place, or with the kind alone.
fn keyed(text: &str, wanted: Option<i32>) -> Result<Read, NoticeError> {
    let mut days = Days::default();
    for (key, value) in parse::<Pairs<Value>>(text)?.0 {
        let date = date(text, &key)?;
        let fault = || NoticeError { line: line_of(text, &key), column: column(&key), flaw: NoticeFlaw::NotAKind };
        add(&mut days, text, date, kind(&value).ok_or_else(fault)?)?;
    }
    days.most(wanted)
}

/// What a value by date says.
fn kind(value: &Value) -> Option<DayKind> {
    match value {
        Value::Bool(off) => Some(off_or_makeup(*off)),
        Value::String(word) => match word.to_lowercase().as_str() {
            "休" | "off" | "holiday" => Some(DayKind::Off),
            "班" | "makeup" | "work" | "workday" | "workingday" => Some(DayKind::Makeup),
            "半" | "half" => Some(DayKind::Half),
            _ => None,
        },
        Value::Object(keys) => ["isOffDay", "holiday", "type"].iter().find_map(|key| keys.get(*key)).and_then(kind),
        _ => None,
    }
}
