//! Working-time arithmetic against the worked examples, case by case; properties stand beside.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs
)]

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use qiantai::domain::time::{MINUTE, Moment, Zone};
use qiantai::domain::worktime::*;

mod ledger;
mod notices;
mod properties;
mod published;

const HOUR: i64 = 60 * MINUTE;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `2026-02-13 17:00`, or with `24:00`, in China.
fn at(text: &str) -> Moment {
    match text.strip_suffix(" 24:00") {
        Some(day) => Zone::default().midnight(date(day).succ_opt().unwrap()),
        None => Zone::default().moment(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()),
    }
}

fn due_at(text: &str) -> Due {
    Due::At { at: at(text), shown: None }
}

fn length(text: &str) -> Length {
    text.parse().unwrap()
}

/// Asks under the office timetable, or another, and the calendars that came with the program.
fn ask<T>(timetable: &str, question: impl FnOnce(Hours<'_>) -> T) -> T {
    let timetable = if timetable.is_empty() { Timetable::default() } else { timetable.parse().unwrap() };
    question(Hours { timetable: &timetable, calendar: &Calendar::builtin(), zone: Zone::default() })
}

fn office_due(start: &str, limit: &str) -> Due {
    ask("", |hours| hours.due(at(start), length(limit), None))
}

fn year(year: i32, version: u32, off: &[&str], makeup: &[&str]) -> CalendarYear {
    let dates = |list: &[&str]| list.iter().map(|text| date(text)).collect();
    CalendarYear { year, version, source: "通知".into(), off: dates(off), makeup: dates(makeup), half: vec![] }
}

mod worked_examples {
    use super::*;

    #[test]
    fn v1_a_makeup_saturday_is_worked() {
        assert_eq!(office_due("2026-02-13 17:00", "2wh"), due_at("2026-02-14 09:30"));
    }

    #[test]
    fn v2_spring_festival_is_not_worked() {
        assert_eq!(office_due("2026-02-14 14:00", "8wh"), due_at("2026-02-24 14:00"));
    }

    #[test]
    fn v3_lunch_and_labour_day_are_not_worked() {
        assert_eq!(office_due("2026-04-30 11:00", "12wh"), due_at("2026-05-06 16:30"));
    }

    #[test]
    fn v4_a_makeup_sunday_is_worked() {
        assert_eq!(office_due("2026-09-20 16:30", "4wh"), due_at("2026-09-21 11:00"));
    }

    #[test]
    fn v5_a_start_during_lunch_counts_from_the_afternoon() {
        assert_eq!(office_due("2026-03-02 12:15", "2wh"), due_at("2026-03-02 15:30"));
    }

    #[test]
    fn v6_a_start_on_a_weekend_night_counts_from_monday() {
        assert_eq!(office_due("2026-03-07 20:00", "4wh"), due_at("2026-03-09 14:00"));
    }

    #[test]
    fn v7_a_chain_that_ends_at_closing_is_due_at_closing() {
        let plan = office_due("2026-09-30 16:00", "6wh");
        assert_eq!(plan, due_at("2026-10-08 14:00"));
        assert_eq!(office_due("2026-10-08 14:00", "4wh"), due_at("2026-10-08 18:00"));
    }

    #[test]
    fn v8_eight_working_hours_of_the_developer_run_over_the_weekend() {
        assert_eq!(office_due("2026-01-30 16:00", "8wh"), due_at("2026-02-02 16:00"));
    }

    #[test]
    fn v8_eight_clock_hours_of_the_developer_end_at_midnight() {
        assert_eq!(office_due("2026-01-30 16:00", "8h"), due_at("2026-01-31 00:00"));
    }

    #[test]
    fn v11_days_that_end_on_a_rest_day_move_to_the_next_working_days_close() {
        let due = Due::At { at: at("2026-10-08 18:00"), shown: Some(at("2026-10-03 24:00")) };
        assert_eq!(office_due("2026-09-30 15:00", "3d"), due);
    }

    #[test]
    fn v12_one_working_day_may_be_a_makeup_saturday() {
        assert_eq!(office_due("2026-05-08 10:00", "1wd"), due_at("2026-05-09 18:00"));
    }
}

mod lengths {
    use super::*;

    #[test]
    fn days_that_end_on_a_working_day_end_at_midnight() {
        assert_eq!(office_due("2026-03-02 15:00", "3d"), due_at("2026-03-05 24:00"));
    }

    #[test]
    fn working_days_skip_the_weekend_and_ignore_the_hour_of_the_start() {
        assert_eq!(office_due("2026-03-06 23:59", "2wd"), due_at("2026-03-10 18:00"));
        assert_eq!(office_due("2026-03-06 00:00", "2wd"), due_at("2026-03-10 18:00"));
    }

    #[test]
    fn a_promise_is_due_as_promised() {
        let start = at("2026-03-02 15:00");
        let promise = at("2026-03-08 03:00");
        ask("", |hours| {
            assert_eq!(hours.due(start, Length::Promise, Some(promise)), due_at("2026-03-08 03:00"));
            assert_eq!(hours.due(start, Length::Promise, None), due_at("2026-03-02 15:00"));
        });
    }

    #[test]
    fn no_working_time_is_due_at_the_next_opening_or_now_if_open() {
        for zero in ["0wm", "0wd"] {
            assert_eq!(office_due("2026-03-07 20:00", zero), due_at("2026-03-09 08:30"), "{zero}");
            assert_eq!(office_due("2026-03-09 08:31", zero), due_at("2026-03-09 08:31"), "{zero}");
            assert_eq!(office_due("2026-03-09 12:00", zero), due_at("2026-03-09 13:30"), "{zero}");
            assert_eq!(office_due("2030-03-07 20:00", zero), Due::Pending { year: 2030 }, "{zero}");
        }
    }

    #[test]
    fn no_clock_time_and_no_days_are_due_at_their_start_even_where_nothing_is_known() {
        for zero in ["0m", "0d"] {
            assert_eq!(office_due("2030-03-07 20:00", zero), due_at("2030-03-07 20:00"));
        }
    }

    #[test]
    fn seconds_and_milliseconds_of_the_start_are_kept() {
        let odd = 59_999;
        let start = Moment::from_millis(at("2026-03-02 17:59").millis() + odd);
        let due = Due::At { at: Moment::from_millis(at("2026-03-03 08:30").millis() + odd), shown: None };
        assert_eq!(ask("", |hours| hours.due(start, Length::WorkMinutes(1), None)), due);
    }

    #[test]
    fn text_round_trips_and_whole_hours_are_hours() {
        for text in ["8wh", "90wm", "1wd", "24h", "15m", "3d", "promise", "0wm", "0m"] {
            assert_eq!(length(text).to_string(), text);
            assert_eq!(serde_json::from_str::<Length>(&format!("{text:?}")).unwrap(), length(text));
            assert_eq!(serde_json::to_string(&length(text)).unwrap(), format!("{text:?}"));
        }
        assert_eq!(length("480wm"), Length::WorkMinutes(480));
        assert_eq!(length("480wm").to_string(), "8wh");
    }

    #[test]
    fn text_that_is_no_length_is_refused() {
        let far = format!("{}wh", i64::MAX);
        for text in ["", "8", "wh", "h8", "-8wh", "+8wh", "8 wh", "8wh ", "8w", "1.5h", "3promise", "4294967296d", &far]
        {
            assert_eq!(text.parse::<Length>(), Err(LengthError(text.to_owned())));
        }
    }

    #[test]
    fn the_largest_lengths_end() {
        let start = at("2026-03-02 15:00");
        let always = Timetable::around_the_clock();
        let hours = Hours { timetable: &always, calendar: &Calendar::default(), zone: Zone::default() };
        let huge = [Length::WorkDays(u32::MAX), Length::Days(u32::MAX), Length::Minutes(i64::MAX)];
        for huge in huge.into_iter().chain([Length::WorkMinutes(i64::MAX)]) {
            assert_eq!(hours.due(start, huge, None), Due::Pending { year: 10_000 });
        }
        let due = ask("", |hours| hours.due(start, Length::WorkMinutes(i64::MAX), None));
        assert_eq!(due, Due::Pending { year: 2027 });
    }
}

mod end_of_the_data {
    use super::*;

    #[test]
    fn every_length_that_reaches_an_unknown_year_is_pending() {
        for limit in ["541wm", "2wd", "2d"] {
            assert_eq!(office_due("2026-12-30 17:00", limit), Due::Pending { year: 2027 }, "{limit}");
        }
        assert_eq!(office_due("2023-12-29 09:00", "1wh"), Due::Pending { year: 2023 });
    }

    #[test]
    fn the_last_known_minute_is_not_pending() {
        assert_eq!(office_due("2026-12-30 17:00", "540wm"), due_at("2026-12-31 18:00"));
        assert_eq!(office_due("2026-12-30 17:00", "1wd"), due_at("2026-12-31 18:00"));
        assert_eq!(office_due("2026-12-30 17:00", "1d"), due_at("2026-12-31 24:00"));
    }

    #[test]
    fn clock_time_needs_no_calendar() {
        assert_eq!(office_due("2026-12-31 17:00", "24h"), due_at("2027-01-01 17:00"));
    }

    #[test]
    fn the_questions_have_no_answer_there() {
        ask("", |hours| {
            let evening = at("2026-12-31 18:00");
            assert_eq!(hours.close_of_day(evening), Due::Pending { year: 2027 });
            assert_eq!(hours.next_open(evening), None);
            assert_eq!(hours.is_open(evening), Some(false));
            assert_eq!(hours.is_open(at("2027-01-04 09:00")), None);
            assert_eq!(hours.between(at("2026-12-31 17:00"), at("2026-12-31 24:00")), Some(HOUR));
            assert_eq!(hours.between(at("2026-12-31 17:00"), at("2027-01-01 00:01")), None);
            assert_eq!(hours.between(at("2027-01-01 00:01"), at("2026-12-31 17:00")), None);
        });
    }

    #[test]
    fn a_post_that_never_closes_needs_no_calendar() {
        let always = Timetable::around_the_clock();
        let hours = Hours { timetable: &always, calendar: &Calendar::default(), zone: Zone::default() };
        let start = at("2026-10-01 23:00");
        assert_eq!(hours.due(start, length("2wh"), None), due_at("2026-10-02 01:00"));
        assert_eq!(hours.due(start, length("2wd"), None), due_at("2026-10-03 24:00"));
        assert_eq!(hours.due(start, length("2d"), None), due_at("2026-10-03 24:00"));
        assert_eq!(hours.close_of_day(start), due_at("2026-10-01 24:00"));
        assert_eq!(hours.between(start, at("2026-10-03 01:00")), Some(26 * HOUR));
        assert_eq!(hours.is_open(start), Some(true));
        assert_eq!(hours.next_open(start), Some(start));
    }
}

mod close_of_day {
    use super::*;

    fn close(start: &str) -> Due {
        ask("", |hours| hours.close_of_day(at(start)))
    }

    #[test]
    fn before_and_during_hours_and_at_lunch_it_is_todays_last_close() {
        for start in
            ["2026-03-02 00:00", "2026-03-02 09:00", "2026-03-02 12:00", "2026-03-02 13:00", "2026-03-02 17:59"]
        {
            assert_eq!(close(start), due_at("2026-03-02 18:00"), "{start}");
        }
    }

    #[test]
    fn at_and_after_the_last_close_it_is_the_next_working_days() {
        assert_eq!(close("2026-03-02 18:00"), due_at("2026-03-03 18:00"));
        assert_eq!(close("2026-03-06 20:00"), due_at("2026-03-09 18:00"));
    }

    #[test]
    fn on_a_rest_day_it_is_the_next_working_days() {
        assert_eq!(close("2026-03-07 10:00"), due_at("2026-03-09 18:00"));
        assert_eq!(close("2026-10-01 10:00"), due_at("2026-10-08 18:00"));
    }

    #[test]
    fn a_makeup_day_has_a_close_of_its_own() {
        let close = ask("mon-fri 09:00-17:00; makeup 09:00-12:00", |hours| hours.close_of_day(at("2026-02-14 09:00")));
        assert_eq!(close, due_at("2026-02-14 12:00"));
    }
}

mod opening {
    use super::*;

    #[test]
    fn a_closing_minute_is_closed_and_an_opening_minute_is_open() {
        ask("", |hours| {
            let open = |text| hours.is_open(at(text)).unwrap();
            assert!(open("2026-03-02 08:30") && open("2026-03-02 11:59") && open("2026-03-02 13:30"));
            assert!(!open("2026-03-02 08:29") && !open("2026-03-02 12:00") && !open("2026-03-02 18:00"));
            assert!(!open("2026-10-01 10:00") && open("2026-10-10 10:00"));
        });
    }

    #[test]
    fn the_next_opening_is_now_while_open() {
        ask("", |hours| {
            assert_eq!(hours.next_open(at("2026-03-02 09:10")), Some(at("2026-03-02 09:10")));
            assert_eq!(hours.next_open(at("2026-03-02 12:00")), Some(at("2026-03-02 13:30")));
            assert_eq!(hours.next_open(at("2026-02-14 18:00")), Some(at("2026-02-24 08:30")));
        });
    }

    #[test]
    fn a_day_that_loses_an_hour_has_an_hour_less() {
        let timetable: Timetable = "mon-sun 00:00-24:00".parse().unwrap();
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let hours = Hours { timetable: &timetable, calendar: &Calendar::builtin(), zone };
        let midnight = |day| zone.midnight(date(day));
        assert_eq!(hours.between(midnight("2026-03-29"), midnight("2026-03-30")), Some(23 * HOUR));
        let due = Due::At { at: midnight("2026-03-30"), shown: None };
        assert_eq!(hours.due(midnight("2026-03-29"), length("23wh"), None), due);
    }
}

mod timetables {
    use super::*;

    fn on(timetable: &str, day: &str, kind: DayKind) -> Vec<(u16, u16)> {
        let timetable: Timetable = timetable.parse().unwrap();
        timetable.intervals(date(day), kind).iter().map(|hours| (hours.open, hours.close)).collect()
    }

    #[test]
    fn the_default_is_the_office() {
        assert_eq!("mon-fri 08:30-12:00,13:30-18:00".parse(), Ok(Timetable::default()));
        assert_eq!(" mon-fri 13:30-18:00, 08:30-12:00 ;".parse(), Ok(Timetable::default()));
    }

    #[test]
    fn weekdays_may_be_listed() {
        let text = "mon,wed,fri 09:00-17:00; sat-sun 10:00-15:00";
        let week =
            |text: &str| (2..9).map(|day| on(text, &format!("2026-03-0{day}"), DayKind::Plain)).collect::<Vec<_>>();
        let (long, short) = (vec![(540, 1020)], vec![(600, 900)]);
        let listed = [long.clone(), vec![], long.clone(), vec![], long, short.clone(), short];
        assert_eq!(week(text), listed);
        assert_eq!(week("fri, mon ,wed 9:00-17:00;sat , sun 10:00-15:00"), listed);
        assert_eq!(on("mon-tue,thu-fri 09:00-12:00, 13:00-14:00", "2026-03-06", DayKind::Plain).len(), 2);
        assert_eq!(on("mon-tue,thu-fri 09:00-12:00", "2026-03-04", DayKind::Plain), []);
    }

    #[test]
    fn intervals_may_touch() {
        let text = "mon 08:00-12:00,12:00-18:00";
        assert_eq!(on(text, "2026-03-02", DayKind::Plain), [(480, 720), (720, 1080)]);
    }

    #[test]
    fn each_kind_of_day_has_its_hours() {
        let text = "mon-fri 08:30-12:00,13:30-18:00; sat 09:00-12:00; makeup 10:00-24:00";
        assert_eq!(on(text, "2026-03-06", DayKind::Plain), [(510, 720), (810, 1080)]);
        assert_eq!(on(text, "2026-03-07", DayKind::Plain), [(540, 720)]);
        assert_eq!(on(text, "2026-03-08", DayKind::Plain), []);
        assert_eq!(on(text, "2026-03-06", DayKind::Off), []);
        assert_eq!(on(text, "2026-03-08", DayKind::Makeup), [(600, 1440)]);
    }

    #[test]
    fn a_makeup_day_without_hours_of_its_own_takes_the_weekdays_then_the_first_that_has_any() {
        let text = "tue 08:00-09:00; sat 09:00-12:00";
        assert_eq!(on(text, "2026-03-07", DayKind::Makeup), [(540, 720)]);
        assert_eq!(on(text, "2026-03-08", DayKind::Makeup), [(480, 540)]);
    }

    #[test]
    fn a_post_that_never_closes_is_open_on_days_off_and_others_are_not() {
        let always = Timetable::around_the_clock();
        assert_eq!(always.intervals(date("2026-10-01"), DayKind::Off), [Interval { open: 0, close: 1440 }]);
        assert_eq!(on("mon-sun 00:00-24:00", "2026-10-01", DayKind::Off), []);
    }

    #[test]
    fn hours_past_midnight_may_touch_the_next_days() {
        let text = "mon-tue 22:00-06:00; wed 06:00-24:00";
        assert_eq!(on(text, "2026-03-02", DayKind::Plain), [(1320, 1800)]);
        assert_eq!(on(text, "2026-03-04", DayKind::Plain), [(360, 1440)]);
    }

    #[test]
    fn a_half_day_has_its_own_hours_else_the_first_stretch_of_the_weekdays_or_the_first_that_has_any() {
        assert_eq!(on("mon-fri 08:30-12:00,13:30-18:00", "2026-03-06", DayKind::Half), [(510, 720)]);
        assert_eq!(on("mon-fri 08:30-12:00,13:30-18:00", "2026-03-07", DayKind::Half), [(510, 720)]);
        assert_eq!(on("mon-fri 08:30-12:00; half 09:00-10:00,11:00-12:00", "2026-03-06", DayKind::Half).len(), 2);
    }

    #[test]
    fn weekdays_are_read_in_any_letters_and_a_range_may_run_over_the_end_of_the_week() {
        let read = |text: &str| text.parse::<Timetable>().unwrap_or_else(|fault| panic!("{text}: {fault}"));
        for (text, plain) in [
            ("fri-mon 9:00-12:00", "fri 9:00-12:00; sat 9:00-12:00; sun 9:00-12:00; mon 9:00-12:00"),
            ("sun-tue,thu 9:00-12:00", "mon,tue,thu,sun 9:00-12:00"),
            ("sat-sun 9:00-12:00", "sat,sun 9:00-12:00"),
            ("sat-fri 9:00-12:00", "mon-sun 9:00-12:00"),
            ("Mon-Fri 9:00-12:00; SAT 9:00-10:00", "mon-fri 9:00-12:00; sat 9:00-10:00"),
            (
                "MON-fri 9:00-12:00; Makeup 9:00-10:00; HALF 9:00-11:00",
                "mon-fri 9:00-12:00; makeup 9:00-10:00; half 9:00-11:00",
            ),
        ] {
            assert_eq!(read(text), read(plain), "{text}");
        }
    }

    #[test]
    fn a_half_day_opens_no_weekday_that_the_department_does_not_work() {
        // Thursday 2026-03-05, Friday, Saturday.
        for hours in ["mon,wed,fri 10:00-16:00", "mon,wed,fri 10:00-16:00; half 10:00-11:00"] {
            assert_eq!(on(hours, "2026-03-05", DayKind::Half), []);
            assert_eq!(on(hours, "2026-03-06", DayKind::Half).len(), 1);
            assert_eq!(on(hours, "2026-03-07", DayKind::Half).len(), 1);
        }
        let (timetable, mut calendar) = ("mon,wed,fri 10:00-16:00".parse().unwrap(), Calendar::builtin());
        let half = CalendarYear { half: vec![date("2026-03-05")], ..year(2026, 9, &[], &[]) };
        calendar.add_year(half);
        let hours = Hours { timetable: &timetable, calendar: &calendar, zone: Zone::default() };
        assert_eq!(hours.due(at("2026-03-04 15:00"), length("2wh"), None), due_at("2026-03-06 11:00"));
    }

    #[test]
    fn make_up_hours_may_be_given_apart() {
        let table: Timetable = "mon-fri 08:30-12:00".parse().unwrap();
        let table = table.with_makeup("10:00-11:00,22:00-02:00").unwrap();
        assert_eq!(table.intervals(date("2026-03-07"), DayKind::Makeup).len(), 2);
        assert!(table.with_makeup("10:00-11:00; half 1:00-2:00").is_err());
    }

    #[test]
    fn text_that_is_no_timetable_is_refused_with_the_offending_part() {
        use TimetableError::*;
        let cases = [
            ("", NoHours("".into())),
            ("makeup 09:00-12:00", NoHours("makeup 09:00-12:00".into())),
            ("fri-mo 09:00-12:00", Day("fri-mo".into())),
            ("mon 09:00-12:00; 周二 09:00-12:00", Day("周二".into())),
            ("mon", Time("mon".into())),
            ("mon,wed", Time("mon,wed".into())),
            ("mon,,wed 09:00-12:00", Day("".into())),
            ("mon,wed, 09:00-12:00", Time("mon,wed, 09:00-12:00".into())),
            ("mon,makeup 09:00-12:00", Day("makeup".into())),
            ("mon,fri-wed 09:00-12:00", Repeated("mon,fri-wed 09:00-12:00".into())),
            ("mon-wed,tue 09:00-12:00", Repeated("mon-wed,tue 09:00-12:00".into())),
            ("mon 09:00", Time("09:00".into())),
            ("mon 09:00-24:01", Time("09:00-24:01".into())),
            ("mon 09:60-12:00", Time("09:60-12:00".into())),
            ("mon 09:00-12:00,13:00-+14:00", Time("13:00-+14:00".into())),
            ("mon 24:00-06:00", Time("24:00-06:00".into())),
            ("mon 22:00-30:00", Time("22:00-30:00".into())),
            ("mon 09:00-09:00", Void("09:00-09:00".into())),
            ("mon 22:00-06:00,23:00-24:00", Overlap("22:00-06:00,23:00-24:00".into())),
            ("sun 22:00-06:00; mon 05:59-12:00", Overlap("sun 22:00-06:00; mon 05:59-12:00".into())),
            ("mon 9:00-12:00; half 9:00-10:00; half 9:00-11:00", Repeated("half 9:00-11:00".into())),
            ("mon 09:00-12:00,11:59-13:00", Overlap("09:00-12:00,11:59-13:00".into())),
            ("mon-fri 09:00-12:00; fri 13:00-14:00", Repeated("fri 13:00-14:00".into())),
            ("mon 9:00-12:00; makeup 9:00-10:00; makeup 9:00-11:00", Repeated("makeup 9:00-11:00".into())),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Timetable>(), Err(error), "{text}");
        }
    }
}

mod calendars {
    use super::*;

    #[test]
    fn the_years_that_came_with_the_program_are_there() {
        let calendar = Calendar::builtin();
        assert!((2024..=2026).all(|year| calendar.covers(year)));
        assert!(!calendar.covers(2023) && !calendar.covers(2027));
        assert_eq!(calendar.last_year(), Some(2026));
        assert_eq!(calendar.version_of(2026).as_deref(), Some("CN 2026 v1"));
        assert_eq!(calendar.version_of(2027), None);
        assert_eq!(calendar.kind(date("2026-02-15")), Some(DayKind::Off));
        assert_eq!(calendar.kind(date("2026-02-14")), Some(DayKind::Makeup));
        assert_eq!(calendar.kind(date("2026-03-02")), Some(DayKind::Plain));
        assert_eq!(calendar.kind(date("2027-01-01")), None);
    }

    #[test]
    fn the_archive_reaches_back_to_2004() {
        let archive = Calendar::archive();
        assert!((2004..=2026).all(|year| archive.covers(year)));
        assert!(!archive.covers(2003) && !archive.covers(2027));
        assert_eq!(archive.kind(date("2006-12-31")), Some(DayKind::Makeup), "by the notice for 2007");
        assert_eq!(archive.kind(date("2015-09-03")), Some(DayKind::Off));
        assert_eq!(archive.kind(date("2020-01-31")), Some(DayKind::Off));
        let all = date("2004-01-01").iter_days().take_while(|day| day.year() < 2027);
        let count = |wanted| all.clone().filter(|day| archive.kind(*day) == Some(wanted)).count();
        assert_eq!((count(DayKind::Off), count(DayKind::Makeup)), (615, 151));
    }

    #[test]
    fn without_a_calendar_the_weekday_decides() {
        let plain = Calendar::plain();
        assert_eq!(plain.kind(date("2026-10-01")), Some(DayKind::Plain));
        assert_eq!(plain.kind(date("1999-10-01")), Some(DayKind::Plain));
    }

    #[test]
    fn a_half_day_is_no_other_kind_of_day_and_is_kept() {
        let read = |half: &str| {
            CalendarYear::from_toml(&format!(
                "year = 2026\nversion = 1\nsource = \"\"\noff = [\"2026-02-15\"]\nmakeup = []\nhalf = [{half}]"
            ))
        };
        let year = read("\"2026-02-13\"").unwrap();
        let json = serde_json::to_string(&year).unwrap();
        assert!(json.contains(r#""half":["2026-02-13"]"#));
        assert_eq!(serde_json::from_str::<CalendarYear>(&json).unwrap(), year);
        let mut calendar = Calendar::default();
        calendar.add_year(year);
        assert_eq!(calendar.kind(date("2026-02-13")), Some(DayKind::Half));
        assert!(matches!(read("\"2026-02-15\""), Err(CalendarError::HalfAndOther(_))));
        assert!(matches!(read("\"2027-02-15\""), Err(CalendarError::OtherYear { .. })));
    }

    #[test]
    fn every_makeup_day_that_came_with_the_program_is_on_a_weekend() {
        let calendar = Calendar::builtin();
        let days = date("2024-01-01").iter_days().take_while(|day| day.year() < 2027);
        let makeup: Vec<_> = days.filter(|day| calendar.kind(*day) == Some(DayKind::Makeup)).collect();
        assert_eq!(makeup.len(), 8 + 5 + 6);
        assert!(makeup.iter().all(|day| day.weekday().num_days_from_monday() > 4));
    }

    #[test]
    fn next_years_notice_changes_december() {
        let mut calendar = Calendar::builtin();
        calendar.add_year(year(2027, 1, &["2026-12-31", "2027-01-01"], &["2026-12-26"]));
        assert_eq!(calendar.kind(date("2026-12-31")), Some(DayKind::Off));
        assert_eq!(calendar.kind(date("2026-12-26")), Some(DayKind::Makeup));
        assert_eq!(calendar.kind(date("2026-12-30")), Some(DayKind::Plain));
        let mut alone = Calendar::default();
        alone.add_year(year(2027, 1, &["2026-12-31"], &[]));
        assert_eq!(alone.kind(date("2026-12-31")), Some(DayKind::Off));
        assert_eq!(alone.kind(date("2026-12-30")), None);
    }

    #[test]
    fn a_year_gives_way_to_an_equal_or_higher_version_only() {
        let mut calendar = Calendar::default();
        calendar.add_year(year(2026, 2, &["2026-03-02"], &[]));
        calendar.add_year(year(2026, 1, &[], &[]));
        assert_eq!(calendar.kind(date("2026-03-02")), Some(DayKind::Off));
        calendar.add_year(year(2026, 2, &[], &[]));
        assert_eq!(calendar.kind(date("2026-03-02")), Some(DayKind::Plain));
        calendar.add_year(year(2026, 3, &["2026-03-03"], &[]));
        assert_eq!(calendar.kind(date("2026-03-03")), Some(DayKind::Off));
        assert_eq!(calendar.version_of(2026).as_deref(), Some("CN 2026 v3"));
    }

    fn toml(off: &str, makeup: &str) -> Result<CalendarYear, CalendarError> {
        CalendarYear::from_toml(&format!("year = 2026\nversion = 1\nsource = \"\"\noff = [{off}]\nmakeup = [{makeup}]"))
    }

    #[test]
    fn the_lists_are_sorted_when_read() {
        let year = toml(r#""2026-10-02", "2025-12-31", "2026-10-02""#, "").unwrap();
        assert_eq!(year.off, [date("2025-12-31"), date("2026-10-02")]);
        let json = serde_json::to_string(&year).unwrap();
        assert!(json.contains(r#""off":["2025-12-31","2026-10-02"]"#));
        assert_eq!(serde_json::from_str::<CalendarYear>(&json).unwrap(), year);
    }

    #[test]
    fn contradictions_and_foreign_dates_are_refused() {
        let both = toml(r#""2026-10-02""#, r#""2026-10-02""#);
        assert!(matches!(both, Err(CalendarError::OffAndMakeup(day)) if day == date("2026-10-02")));
        for foreign in ["2025-11-30", "2027-01-01", "2024-12-31"] {
            let year = toml(&format!("{foreign:?}"), "");
            assert!(matches!(year, Err(CalendarError::OtherYear { date: day, year: 2026 }) if day == date(foreign)));
        }
        assert!(matches!(toml("\"2026-13-01\"", ""), Err(CalendarError::Toml(_))));
        let json = r#"{"year":2026,"version":1,"source":"","off":["2026-10-02"],"makeup":["2026-10-02"]}"#;
        assert!(serde_json::from_str::<CalendarYear>(json).is_err());
    }
}
