//! The way to a due instant: every stretch accounted for, pauses left out.

use proptest::prelude::*;
use qiantai::domain::time::MINUTE;
use qiantai::domain::worktime::*;

use super::properties::{start, world};
use super::{HOUR, ask, at, due_at, length, office_due};

/// Rows as text: from, to, what for, minutes where they count.
fn way(hours: Hours<'_>, from: &str, limit: &str, pauses: &[(&str, &str)]) -> Vec<String> {
    let pauses: Vec<_> = pauses.iter().map(|(from, to)| (at(from), at(to))).collect();
    let rows = hours.ledger(at(from), length(limit), &pauses).rows;
    let told = |row: &LedgerRow| {
        let local = |at| hours.zone.local(at).format("%m-%d %H:%M").to_string();
        let minutes = if row.counts() { format!(" {}", row.minutes()) } else { String::new() };
        format!("{} {} {}{minutes}", local(row.from), local(row.to), row.key().trim_start_matches("ledger-"))
    };
    rows.iter().map(told).collect()
}

fn office_way(from: &str, limit: &str, pauses: &[(&str, &str)]) -> Vec<String> {
    ask("", |hours| way(hours, from, limit, pauses))
}

fn paused_due(from: &str, limit: &str, pauses: &[(&str, &str)]) -> Due {
    let pauses: Vec<_> = pauses.iter().map(|(from, to)| (at(from), at(to))).collect();
    ask("", |hours| hours.ledger(at(from), length(limit), &pauses).due)
}

#[test]
fn v1_shows_the_night_and_the_makeup_saturday() {
    let rows =
        ["02-13 17:00 02-13 18:00 work 60", "02-13 18:00 02-14 08:30 closed", "02-14 08:30 02-14 09:30 makeup 60"];
    assert_eq!(office_way("2026-02-13 17:00", "2wh", &[]), rows);
}

#[test]
fn v3_shows_lunch_and_labour_day() {
    let rows = [
        "04-30 11:00 04-30 12:00 work 60",
        "04-30 12:00 04-30 13:30 break",
        "04-30 13:30 04-30 18:00 work 270",
        "04-30 18:00 05-01 00:00 closed",
        "05-01 00:00 05-06 00:00 off",
        "05-06 00:00 05-06 08:30 closed",
        "05-06 08:30 05-06 12:00 work 210",
        "05-06 12:00 05-06 13:30 break",
        "05-06 13:30 05-06 16:30 work 180",
    ];
    assert_eq!(office_way("2026-04-30 11:00", "12wh", &[]), rows);
}

#[test]
fn v9_a_pause_counts_by_its_working_time_only() {
    let pause = [("2026-03-02 11:00", "2026-03-04 10:00")];
    assert_eq!(paused_due("2026-03-02 09:00", "8wh", &pause), due_at("2026-03-04 17:30"));
    let rows = [
        "03-02 09:00 03-02 11:00 work 120",
        "03-02 11:00 03-02 12:00 pause",
        "03-02 12:00 03-02 13:30 break",
        "03-02 13:30 03-02 18:00 pause",
        "03-02 18:00 03-03 08:30 closed",
        "03-03 08:30 03-03 12:00 pause",
        "03-03 12:00 03-03 13:30 break",
        "03-03 13:30 03-03 18:00 pause",
        "03-03 18:00 03-04 08:30 closed",
        "03-04 08:30 03-04 10:00 pause",
        "03-04 10:00 03-04 12:00 work 120",
        "03-04 12:00 03-04 13:30 break",
        "03-04 13:30 03-04 17:30 work 240",
    ];
    assert_eq!(office_way("2026-03-02 09:00", "8wh", &pause), rows);
}

#[test]
fn v10_a_pause_across_the_night_adds_nothing() {
    let night = [("2026-03-02 18:00", "2026-03-03 08:30")];
    assert_eq!(paused_due("2026-03-02 14:00", "8wh", &night), due_at("2026-03-03 14:00"));
    assert_eq!(office_due("2026-03-02 14:00", "8wh"), due_at("2026-03-03 14:00"));
    let unpaused = office_way("2026-03-02 14:00", "8wh", &[]);
    assert_eq!(office_way("2026-03-02 14:00", "8wh", &night), unpaused);
    assert_eq!(unpaused.len(), 5);
}

#[test]
fn a_pause_over_a_weekend_or_holiday_adds_nothing() {
    let weekend = [("2026-03-06 18:00", "2026-03-09 08:30")];
    for limit in ["8wh", "2wd", "4d"] {
        assert_eq!(paused_due("2026-03-06 17:00", limit, &weekend), office_due("2026-03-06 17:00", limit), "{limit}");
    }
}

#[test]
fn a_pause_of_clock_time_counts_by_the_clock() {
    let night = [("2026-03-02 23:00", "2026-03-03 01:00")];
    assert_eq!(paused_due("2026-03-02 22:00", "6h", &night), due_at("2026-03-03 06:00"));
    let rows =
        ["03-02 22:00 03-02 23:00 clock 60", "03-02 23:00 03-03 01:00 pause", "03-03 01:00 03-03 06:00 clock 300"];
    assert_eq!(office_way("2026-03-02 22:00", "6h", &night), rows);
}

#[test]
fn a_working_day_paused_from_opening_to_close_is_no_day() {
    let tuesday = [("2026-03-03 08:30", "2026-03-03 18:00")];
    assert_eq!(paused_due("2026-03-02 10:00", "1wd", &tuesday), due_at("2026-03-04 18:00"));
    assert_eq!(paused_due("2026-03-02 10:00", "2d", &tuesday), due_at("2026-03-05 24:00"));
    let short = [("2026-03-03 08:30", "2026-03-03 17:59")];
    assert_eq!(paused_due("2026-03-02 10:00", "1wd", &short), due_at("2026-03-03 18:00"));
    let rows = ["03-02 10:00 03-03 00:00 first", "03-03 00:00 03-04 00:00 pause", "03-04 00:00 03-04 18:00 day"];
    assert_eq!(office_way("2026-03-02 10:00", "1wd", &tuesday), rows);
}

#[test]
fn v11_shows_the_days_the_last_and_the_mark_that_moved() {
    let rows = [
        "09-30 15:00 10-01 00:00 first",
        "10-01 00:00 10-02 00:00 day",
        "10-02 00:00 10-03 00:00 day",
        "10-03 00:00 10-04 00:00 day",
        "10-04 00:00 10-08 00:00 off",
        "10-08 00:00 10-08 18:00 moved",
    ];
    assert_eq!(office_way("2026-09-30 15:00", "3d", &[]), rows);
}

#[test]
fn v12_shows_a_makeup_day_as_a_working_day() {
    let rows = ["05-08 10:00 05-09 00:00 first", "05-09 00:00 05-09 18:00 makeup-day"];
    assert_eq!(office_way("2026-05-08 10:00", "1wd", &[]), rows);
    let rows = ["03-06 10:00 03-07 00:00 first", "03-07 00:00 03-09 00:00 weekend", "03-09 00:00 03-09 18:00 day"];
    assert_eq!(office_way("2026-03-06 10:00", "1wd", &[]), rows);
}

#[test]
fn a_shift_past_midnight_is_shown_on_the_day_it_starts() {
    ask("mon-fri 22:00-06:00", |hours| {
        let rows = hours.ledger(at("2026-03-03 05:00"), length("2wh"), &[]).rows;
        let days: Vec<String> = rows.iter().map(|row| row.day.to_string()).collect();
        assert_eq!(days, ["2026-03-02", "2026-03-03", "2026-03-03"]);
    });
}

#[test]
fn beyond_the_data_there_is_no_way() {
    let ledger = ask("", |hours| hours.ledger(at("2026-12-31 17:00"), length("2wh"), &[]));
    assert_eq!(ledger, Ledger { due: Due::Pending { year: 2027 }, rows: vec![] });
    let endless = [("2026-03-02 11:00", "9000-01-01 00:00")];
    assert_eq!(paused_due("2026-03-02 09:00", "8wh", &endless), Due::Pending { year: 2027 });
}

fn lengths() -> impl Strategy<Value = Length> {
    prop_oneof![
        (0i64..3000).prop_map(Length::WorkMinutes),
        (0i64..3000).prop_map(Length::Minutes),
        (0u32..12).prop_map(Length::WorkDays),
        (0u32..12).prop_map(Length::Days),
    ]
}

fn pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0..12 * 24 * 60i64, 0..3 * 24 * 60i64), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_rows_follow_one_another_from_start_to_due_and_add_up(
        world in world(), start in start(), length in lengths(), pauses in pauses(),
    ) {
        let pauses: Vec<_> = pauses
            .into_iter()
            .map(|(from, minutes)| (start.plus_minutes(from), start.plus_minutes(from + minutes)))
            .collect();
        world.ask(|hours| {
            let Ledger { due, rows } = hours.ledger(start, length, &pauses);
            let Due::At { at, .. } = due else { return Ok(()) };
            let mut reached = start;
            for row in &rows {
                prop_assert!(row.from == reached && row.from < row.to, "{rows:?}");
                reached = row.to;
            }
            prop_assert_eq!(reached, at);
            let counted: i64 = rows.iter().filter(|row| row.counts()).map(|row| row.to.since(row.from)).sum();
            let days = rows.iter().filter(|row| row.passage == Passage::Day).count();
            match length {
                Length::WorkMinutes(minutes) | Length::Minutes(minutes) => prop_assert_eq!(counted, minutes * MINUTE),
                Length::WorkDays(wanted) | Length::Days(wanted) => prop_assert_eq!(days, wanted as usize),
                Length::Promise => {}
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_pause_adds_its_working_time_and_nothing_else(
        world in world(), start in start(), minutes in 1i64..1500, pauses in pauses(),
    ) {
        let pauses: Vec<_> = pauses
            .into_iter()
            .map(|(from, minutes)| (start.plus_minutes(from), start.plus_minutes(from + minutes)))
            .collect();
        let paused = |now: i64| pauses.iter().any(|(from, to)| from.millis() <= now && now < to.millis());
        let (mut left, mut due) = (minutes * MINUTE, 0);
        let walked = world.walk(start.millis(), |from, to, open| {
            let mut now = from;
            // Pauses begin and end on the second and millisecond of the start, so twice within a minute at most.
            while now < to && left > 0 {
                let ends = pauses.iter().flat_map(|(from, to)| [from.millis(), to.millis()]);
                let next = ends.filter(|end| now < *end).fold(to, i64::min);
                let worked = if open && !paused(now) { left.min(next - now) } else { 0 };
                left -= worked;
                due = now + worked;
                now = next;
            }
            left == 0
        });
        let expected = match walked {
            Ok(()) => Due::At { at: qiantai::domain::time::Moment::from_millis(due), shown: None },
            Err(year) => Due::Pending { year },
        };
        let due = world.ask(|hours| hours.ledger(start, Length::WorkMinutes(minutes), &pauses).due);
        prop_assert_eq!(due, expected);
    }

    #[test]
    fn pausing_and_resuming_at_once_changes_nothing(
        world in world(), start in start(), length in lengths(), after in 0..12 * 24 * 60i64,
    ) {
        let at = start.plus_minutes(after);
        world.ask(|hours| {
            let plain = hours.ledger(start, length, &[]);
            prop_assert_eq!(plain.due, hours.due(start, length, None));
            prop_assert_eq!(hours.ledger(start, length, &[(at, at)]), plain);
            Ok(())
        })?;
    }

    #[test]
    fn a_pause_outside_the_hours_changes_nothing(
        world in world(), start in start(), minutes in 0i64..3000, after in 0..12 * 24 * 60i64,
    ) {
        let from = start.plus_minutes(after);
        let length = Length::WorkMinutes(minutes);
        world.ask(|hours| {
            if let (Some(false), Some(to)) = (hours.is_open(from), hours.next_open(from)) {
                prop_assert_eq!(hours.ledger(start, length, &[(from, to)]), hours.ledger(start, length, &[]));
            }
            Ok(())
        })?;
    }
}

#[test]
fn two_pauses_that_overlap_count_once() {
    let pauses = [("2026-03-02 09:00", "2026-03-02 11:00"), ("2026-03-02 10:00", "2026-03-02 12:00")];
    assert_eq!(paused_due("2026-03-02 08:30", "1wh", &pauses), due_at("2026-03-02 14:00"));
    assert_eq!(ask("", |hours| hours.between(at("2026-03-02 08:30"), at("2026-03-02 14:00"))), Some(4 * HOUR));
}
