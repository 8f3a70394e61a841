//! The forms in which calendars are published, made of the data that came with the program: each is read whole, or
//! refused whole with the line concerned.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use qiantai::domain::worktime::notice::read;
use qiantai::domain::worktime::*;
use serde_json::{Map, Value, json};

use crate::date;

type Kinds = BTreeMap<NaiveDate, DayKind>;

fn data(year: i32) -> Kinds {
    Calendar::archive().year(year).unwrap().days()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

/// Neighbouring days of one kind as pairs of first and last.
fn runs(days: &Kinds) -> Vec<(NaiveDate, NaiveDate, DayKind)> {
    let mut runs: Vec<(NaiveDate, NaiveDate, DayKind)> = Vec::new();
    for (date, kind) in days {
        match runs.last_mut() {
            Some((_, last, known)) if known == kind && last.succ_opt() == Some(*date) => *last = *date,
            _ => runs.push((*date, *date, *kind)),
        }
    }
    runs
}

fn keyed<T: Into<Value>>(days: &Kinds, key: &str, value: impl Fn(NaiveDate, DayKind) -> Option<T>) -> Value {
    let pairs =
        days.iter().filter_map(|(date, kind)| Some((date.format(key).to_string(), value(*date, *kind)?.into())));
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn listed(year: i32, days: &Kinds) -> String {
    let days: Vec<Value> = days
        .iter()
        .map(|(date, kind)| json!({ "name": "节", "date": date, "isOffDay": *kind == DayKind::Off }))
        .collect();
    pretty(&json!({ "$schema": "x", "year": year, "papers": ["https://www.gov.cn/a", "b"], "days": days }))
}

fn ranges(days: &Kinds) -> String {
    let ranges: Vec<Value> = runs(days)
        .into_iter()
        .map(|(first, last, kind)| {
            let range = if first == last { json!([first]) } else { json!([first, last]) };
            json!({ "name": "节", "range": range, "type": if kind == DayKind::Off { "holiday" } else { "workingday" } })
        })
        .collect();
    pretty(&json!(ranges))
}

/// Festivals by year: each stretch of days off, and the make-up days with the first.
fn festivals(years: &[i32]) -> String {
    let years = years.iter().map(|year| {
        let days = data(*year);
        let mut makeup: Vec<NaiveDate> = days.iter().filter(|day| *day.1 == DayKind::Makeup).map(|day| *day.0).collect();
        let off = runs(&days).into_iter().filter(|run| run.2 == DayKind::Off);
        let listed: Vec<Value> = off
            .map(|(first, last, _)| {
                let more = std::mem::take(&mut makeup);
                json!({ "Name": "节", "StartDate": first, "EndDate": last, "Duration": 1, "CompDays": more, "Memo": "x" })
            })
            .collect();
        (year.to_string(), json!(listed))
    });
    pretty(&json!({ "Name": "中国节假日补班日历", "Timezone": "Asia/Shanghai", "Years": years.collect::<Map<_, _>>() }))
}

fn sets(days: &Kinds) -> String {
    let of = |kind| keyed(days, "%Y-%m-%d", move |_, known| (known == kind).then_some("New Year's Day,元旦,1"));
    let lieu = keyed(days, "%Y-%m-%d", |date, kind| (kind == DayKind::Off && date.day() == 2).then_some("x"));
    pretty(&json!({ "holidays": of(DayKind::Off), "workdays": of(DayKind::Makeup), "inLieuDays": lieu }))
}

fn answered(days: &Kinds) -> String {
    let holiday = keyed(days, "%m-%d", |date, kind| {
        Some(json!({ "holiday": kind == DayKind::Off, "name": "节", "wage": 3, "date": date, "rest": 1 }))
    });
    pretty(&json!({ "code": 0, "holiday": holiday }))
}

fn events(days: &Kinds, apple: bool) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".into(),
        "X-WR-CALDESC:中国法定节假日数据，自动每日抓取".into(),
    ];
    lines.push(" 国务院公告。".into());
    for (first, last, kind) in runs(days) {
        let off = kind == DayKind::Off;
        let end = last.checked_add_days(Days::new(1)).unwrap();
        lines.push("BEGIN:VEVENT".into());
        lines.push(format!("DTSTART;VALUE=DATE:{}", first.format("%Y%m%d")));
        if first != last || off {
            lines.push(format!("DTEND;VALUE=DATE:{}", end.format("%Y%m%d")));
        }
        if apple {
            lines.push("SUMMARY;LANGUAGE=zh_CN:春节".into());
            lines.push(format!("X-APPLE-SPECIAL-DAY:{}", if off { "WORK-HOLIDAY" } else { "ALTERNATE-WORKDAY" }));
        } else {
            lines.push(format!("SUMMARY:{}", if off { "春节假期" } else { "上班(补春节假期)" }));
        }
        lines.push("END:VEVENT".into());
    }
    if apple {
        // A festival that frees nobody.
        lines.extend(
            ["BEGIN:VEVENT", "DTSTART;VALUE=DATE:20260308", "SUMMARY:妇女节", "RRULE:FREQ=YEARLY", "END:VEVENT"]
                .map(str::to_owned),
        );
    }
    lines.push("END:VCALENDAR".into());
    lines.join("\r\n")
}

/// The forms that hold one year.
fn forms(year: i32) -> Vec<(&'static str, String)> {
    let days = data(year);
    let rows: String = days
        .iter()
        .map(|(date, kind)| format!("{date},{}\n", if *kind == DayKind::Off { "休" } else { "班" }))
        .collect();
    let flags =
        pretty(&keyed(&days, "%Y-%m-%d", |_, kind| Some(json!({ "name": "节", "holiday": kind == DayKind::Off }))));
    let words = |off: &'static str, work: &'static str| {
        pretty(&keyed(&days, "%Y-%m-%d", |_, kind| Some(if kind == DayKind::Off { off } else { work })))
    };
    let typed = pretty(&keyed(&days, "%Y-%m-%d", |_, kind| {
        Some(json!({ "type": if kind == DayKind::Off { "holiday" } else { "workday" }, "note": "x" }))
    }));
    vec![
        ("listed", listed(year, &days)),
        ("ranges", ranges(&days)),
        ("festivals", festivals(&[year])),
        ("sets", sets(&days)),
        ("answered", answered(&days)),
        ("flags", flags),
        ("words", words("休", "班")),
        ("kinds", words("off", "makeup")),
        ("typed", typed),
        ("events", events(&days, false)),
        ("apple", events(&days, true)),
        ("rows", rows),
    ]
}

#[test]
fn each_published_form_of_a_year_is_read_whole() {
    for year in [2020, 2023, 2024, 2025, 2026] {
        for (form, text) in forms(year) {
            let Notice { year: found, doubts } =
                read(&text, "a.json", None).unwrap_or_else(|fault| panic!("{form} {year}: {fault:?}\n{text}"));
            assert_eq!((found.year, found.days()), (year, data(year)), "{form}");
            assert_eq!(doubts, [], "{form} {year}");
            let source = if form == "listed" { "https://www.gov.cn/a b" } else { "a.json" };
            assert_eq!((found.source.as_str(), found.version), (source, 1), "{form}");
        }
    }
}

#[test]
fn of_a_file_with_several_years_the_one_wanted_is_read() {
    let both: Kinds = data(2018).into_iter().chain(data(2019)).chain(data(2026)).collect();
    for (form, text) in [
        ("festivals", festivals(&[2018, 2019, 2026])),
        ("ranges", ranges(&both)),
        ("sets", sets(&both)),
        ("events", events(&both, false)),
    ] {
        for wanted in [None, Some(2027)] {
            let fault = read(&text, "", wanted).unwrap_err();
            assert_eq!((fault.line, fault.flaw), (0, NoticeFlaw::Years(2018, 2026)), "{form}");
        }
        // The December of 2018 is in the notice for 2019.
        for year in [2018, 2019, 2026] {
            let found = read(&text, "", Some(year)).unwrap();
            assert_eq!(found.year.days(), data(year), "{form} {year}");
            let others = [2018, 2019, 2026].into_iter().filter(|other| *other != year).collect();
            let left = DoubtKind::OtherYears { others, taken: year };
            assert_eq!(found.doubts.iter().map(|doubt| &doubt.what).collect::<Vec<_>>(), [&left], "{form} {year}");
        }
    }
}

#[test]
fn some_days_of_another_year_are_left_out_of_the_one_chosen_and_told() {
    // Four days of 2025, all of 2026, and the first of 2027; without a choice the first that does not fit is named.
    let stray = data(2025).into_iter().take(4).chain(data(2026)).chain([(date("2027-01-01"), DayKind::Off)]);
    let mixed: Kinds = stray.collect();
    let rows = mixed.iter().map(|(date, kind)| format!("{date},{}\n", if *kind == DayKind::Off { "休" } else { "班" }));
    let rows: String = rows.collect();
    for (form, text) in
        [("ranges", ranges(&mixed)), ("sets", sets(&mixed)), ("events", events(&mixed, false)), ("rows", rows)]
    {
        let fault = read(&text, "", None).unwrap_err().flaw;
        assert_eq!(fault, NoticeFlaw::OtherYear(date("2025-01-01"), 2026), "{form}");
        let found = read(&text, "", Some(2026)).unwrap();
        let told: Vec<DoubtKind> = found.doubts.into_iter().map(|doubt| doubt.what).collect();
        let left = DoubtKind::LeftOut { first: date("2025-01-01"), last: date("2027-01-01"), n: 5 };
        assert_eq!((found.year.days(), told), (data(2026), vec![left]), "{form}");
    }
    // A December may be named by the next year's notice, whole or not.
    for rows in ["2026-12-31,休\n2027-01-01,休\n2027-01-02,休\n", "2026-12-01,班\n2027-01-01,休\n2027-01-02,休\n"]
    {
        let found = read(rows, "", Some(2027)).unwrap();
        assert_eq!(found.year.days().len(), 3, "{rows}");
        assert!(!found.doubts.iter().any(|doubt| matches!(doubt.what, DoubtKind::LeftOut { .. })));
    }
}

#[test]
fn a_fault_is_told_at_its_line_and_nothing_is_read_by_half() {
    let line_of = |text: &str, words: &str| text.lines().position(|line| line.contains(words)).unwrap() + 1;
    let mut refused = 0;
    for (form, text) in forms(2026) {
        let spelled = if matches!(form, "events" | "apple") { "20260504" } else { "2026-05-09" };
        let spelled = if matches!(form, "events" | "apple") { "20260509" } else { spelled };
        let at = line_of(&text, spelled);
        let broken = text.replace(spelled, &spelled.replace("05", "15"));
        let fault = read(&broken, "", None).unwrap_err();
        // What reads a whole object says its end.
        assert!((at..=at + 3).contains(&fault.line), "{form}: {fault:?}, not {at}");
        refused += 1;
        // The same day as a day off too.
        let again = text.replacen("2026-05-05", "2026-05-09", 1).replacen("20260506", "20260510", 1);
        if again != text && !matches!(form, "answered") {
            let fault = read(&again, "", None).unwrap_err();
            assert!(
                matches!(fault.flaw, NoticeFlaw::OffAndMakeup(day) if day == date("2026-05-09")),
                "{form}: {fault:?}"
            );
            assert!(fault.line > 0, "{form}");
        }
        // A day of a year that is not this one's.
        let foreign = text
            .replacen("2026-05-09", "2029-05-09", 1)
            .replacen("20260509", "20290509", 1)
            .replacen("20260510", "20290510", 1);
        let fault = read(&foreign, "", None).unwrap_err();
        assert!(fault.line > 0 || matches!(fault.flaw, NoticeFlaw::OtherYear(..)), "{form}: {fault:?}");
    }
    assert_eq!(refused, 12);
    for (text, line, flaw) in [
        ("{\"2026-01-01\": \"休\",\n\"2026-01-01\": \"班\"}", 2, NoticeFlaw::OffAndMakeup(date("2026-01-01"))),
        ("{\"2026-01-01\": true,\n\"元旦\": true}", 2, NoticeFlaw::NotADate),
        ("{\"2026-01-01\": true,\n\"2026-01-02\": 3}", 2, NoticeFlaw::NotAKind),
        ("{\"holiday\":{\"01-01\":{\"holiday\":true,\n\"date\":\"2026-01-02\"}}}", 2, NoticeFlaw::NotADate),
        (
            "[{\"range\":[\"2026-01-03\",\n\"2026-01-01\"],\"type\":\"holiday\"}]",
            1,
            NoticeFlaw::Backwards(date("2026-01-03"), date("2026-01-01")),
        ),
        ("[{\"range\":[\"2026-01-01\"],\n\"type\":\"party\"}]", 2, NoticeFlaw::Form),
        ("{\"Years\":{\"2026\":[{\"StartDate\":\"2026-01-01\",\n\"EndDate\":\"2026-01-32\"}]}}", 2, NoticeFlaw::Form),
        ("{\"Years\":{\n\"all\":[]}}", 2, NoticeFlaw::NotADate),
        ("明天停水\n", 1, NoticeFlaw::Form),
        ("2026-01-01 休\n", 1, NoticeFlaw::Form),
        ("{}", 0, NoticeFlaw::NoDays),
        ("[]", 0, NoticeFlaw::NoDays),
        ("{\"year\":2027,\"days\":[]}", 0, NoticeFlaw::Empty(2027)),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:休\nEND:VEVENT", 5, NoticeFlaw::NotIcalendar),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:休\nEND:VEVENT\nEND:VCALENDAR", 4, NoticeFlaw::NotIcalendar),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101T083000Z\nSUMMARY:休\nEND:VEVENT\nEND:VCALENDAR",
            3,
            NoticeFlaw::NotADate,
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=YEARLY\nSUMMARY:休\nEND:VEVENT\nEND:VCALENDAR",
            4,
            NoticeFlaw::NotIcalendar,
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260103\nDTEND:20260101\nSUMMARY:休\nEND:VEVENT\nEND:VCALENDAR",
            2,
            NoticeFlaw::Backwards(date("2026-01-03"), date("2025-12-31")),
        ),
    ] {
        let fault = read(text, "", None).unwrap_err();
        assert_eq!((fault.line, fault.flaw), (line, flaw), "{text}");
    }
}

#[test]
fn office_hours_alarms_and_ends_on_the_same_day_are_no_trouble() {
    let event = |first: &str, end: &str, summary: &str| {
        format!(
            "BEGIN:VEVENT\nDTSTART{first}\nDTEND{end}\nSUMMARY:{summary}\nBEGIN:VALARM\nTRIGGER:-PT60M\nDURATION:PT5M\n\
             SUMMARY:休\nEND:VALARM\nEND:VEVENT\n"
        )
    };
    let day = ";VALUE=DATE:20270101";
    let text = [
        event(day, day, "元旦 假期 第1天/共1天"),
        event(":20270102T090000", ":20270102T180000", "元旦 补班 第1天/共1天"),
        event(";TZID=Asia/Shanghai:20270205T000000", ";TZID=Asia/Shanghai:20270207T000000", "春节（休）"),
        event(";VALUE=DATE:20270208", ";VALUE=DATE:20270209", "春节补休"),
        event(";VALUE=DATE:20270214", ";VALUE=DATE:20270215", "春节调休"),
    ];
    let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", text.concat());
    let Notice { year, doubts } = read(&text, "", None).unwrap();
    assert_eq!(year.off, ["2027-01-01", "2027-02-05", "2027-02-06", "2027-02-08"].map(date));
    assert_eq!(year.makeup, [date("2027-01-02")]);
    // 调休 may mean either.
    assert!(
        doubts.iter().any(|doubt| doubt.line > 40 && doubt.what == DoubtKind::Unread("春节调休".into())),
        "{doubts:?}"
    );
}

#[test]
fn an_event_that_was_cancelled_frees_nobody() {
    let event =
        |day: u32, status: &str| format!("BEGIN:VEVENT\nDTSTART:202701{day:02}\n{status}SUMMARY:休\nEND:VEVENT\n");
    let all =
        [event(1, ""), event(2, "STATUS:CANCELLED\n"), event(3, "STATUS:CONFIRMED\n"), event(4, "status:Cancelled\n")];
    let read = read(&format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", all.concat()), "", None).unwrap();
    assert_eq!(read.year.off, ["2027-01-01", "2027-01-03"].map(date));
}

#[test]
fn an_event_that_says_neither_is_told_where_days_bear_no_mark() {
    let text = events(&data(2026), false).replacen("SUMMARY:春节假期", "SUMMARY:元旦", 1);
    let line = text.lines().position(|line| line == "BEGIN:VEVENT").unwrap() + 1;
    let read = read(&text, "", None).unwrap();
    assert!(read.doubts.contains(&Doubt { line, what: DoubtKind::Unread("元旦".into()) }), "{:?}", read.doubts);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_cut_or_put_in_it_is_read_or_refused_and_never_both(
        form in 0..12_usize,
        at in 0..4_000_usize,
        cut in 0..40_usize,
        put in "[\\PC\n]{0,12}",
    ) {
        let (_, text) = forms(2026).swap_remove(form);
        let chars: Vec<char> = text.chars().collect();
        let at = at.min(chars.len());
        let behind = (at + cut).min(chars.len());
        let changed: String = chars[..at].iter().copied().chain(put.chars()).chain(chars[behind..].iter().copied()).collect();
        match read(&changed, "", Some(2026)) {
            Ok(Notice { year, doubts }) => {
                let days = year.days();
                prop_assert!(!days.is_empty() && days.keys().all(|date| CalendarYear::may_name(year.year, *date)));
                prop_assert_eq!(days.len(), year.off.len() + year.makeup.len() + year.half.len());
                prop_assert!(doubts.iter().all(|doubt| doubt.line <= changed.lines().count()));
            }
            Err(fault) => prop_assert!(fault.line <= changed.lines().count() + 1),
        }
    }
}
