//! What is entered late: it is judged against its own time, and ends as if it had been entered then.

use chrono::NaiveDate;
use proptest::prelude::*;
use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::Kind;
use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::ValueError;
use qiantai::domain::time::{Moment, Zone};
use qiantai::domain::worktime::Length;

use crate::counter::{Counter, at, cause, due, filling};
use crate::kit::COMPLAINT;
use crate::timers::clock;

#[test]
fn a_promise_that_was_true_is_entered_after_its_time() {
    let mut counter = Counter::new();
    let said = [("at", "11-24 10:00"), ("next_reply", "11-24 16:00")];
    let complaint = counter.complaint("2026-11-26 11:24", &said);
    assert_eq!(due(&complaint, "T18"), Some(at("2026-11-24 16:00")));
    let said = [("at", "11-24 15:30"), ("next_reply", "11-24 17:45")];
    let answered = counter.say("2026-11-26 11:25", &complaint, "answered", &said).unwrap();
    assert_eq!(due(&answered, "T18"), Some(at("2026-11-24 17:45")));
    for kind in [Kind::WalkIn, Kind::Call] {
        let fields = [
            ("at", "11-24 10:00"),
            ("outcome", "promised"),
            ("promise", "16:00"),
            ("name", "张三"),
            if kind == Kind::Call { ("topic", "停水") } else { ("said", "停水") },
            if kind == Kind::Call { ("direction", "in") } else { ("reason", "enquiry") },
        ];
        let record = counter.act("2026-11-26 11:26", kind, &fields).unwrap();
        assert_eq!(due(&record, "T18"), Some(at("2026-11-24 16:00")), "the hour alone is one of the event's day");
    }
}

#[test]
fn a_span_ahead_is_counted_from_the_event_and_not_from_now() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-11-26 11:24", &[("at", "11-24 10:00"), ("next_reply", "+2h")]);
    assert_eq!(complaint.get("next_reply"), "2026-11-24T12:00:00+08:00");
    let now = Moment::from_millis(at("2026-11-26 11:24").millis() + 43_210);
    let act = Act {
        step: "answered".into(),
        subject: Some(complaint.subject),
        ..counter.form(Kind::ComplaintStep, &[("way", "phone"), ("answer", "已告知"), ("next_reply", "+30m")])
    };
    let record = counter.desk.act(&act, &counter.who, now).unwrap().record;
    assert_eq!(record.get("next_reply"), "2026-11-26T11:54:00+08:00", "to the minute, as it is shown");
}

#[test]
fn what_is_promised_before_the_event_itself_is_refused_whenever_it_is_entered() {
    let past = (Some("next_reply".to_owned()), Cause::Value(ValueError::Past));
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let said = [("at", "2026-03-03 10:00"), ("next_reply", "2026-03-03 09:00")];
    assert_eq!(cause(counter.say("2026-03-05 11:00", &complaint, "answered", &said)), past);
    let said = [("at", "2026-03-03 10:00"), ("next_reply", "2026-03-04 09:00")];
    let answered = counter.say("2026-03-05 09:00", &complaint, "answered", &said);
    let answered = answered.unwrap();
    let step = answered.steps.last().unwrap().seq;
    let fields = [("new", "2026-03-04 10:00"), ("why", "记错")];
    let target = ActTarget::Strike(step, "at".into());
    let moved = counter.on("2026-03-05 10:00", Kind::Amended, &answered, &fields, target);
    assert_eq!(
        cause(moved),
        (Some("new".into()), Cause::AfterNext(at("2026-03-04 09:00"))),
        "nor is the event moved behind it"
    );
    let amended = counter.amend("2026-03-05 10:00", &answered, "next_reply", "2026-03-04 15:00").unwrap();
    assert_eq!(
        due(&amended, "T18"),
        Some(at("2026-03-04 15:00")),
        "a promise misheard is put right after its time too"
    );
}

#[test]
fn an_own_time_that_cannot_be_read_is_all_that_is_said() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let said = [("at", "昨天"), ("next_reply", "2026-03-03 09:00")];
    let refused = cause(counter.say("2026-03-05 11:00", &complaint, "answered", &said));
    assert_eq!(refused, (Some("at".into()), Cause::Value(ValueError::NotATime)));
}

#[test]
fn a_pause_that_has_ended_is_entered_with_its_own_times() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let record = counter.step("2026-03-02 09:00", &complaint, "relayed").unwrap();
    let said = [("at", "2026-03-02 11:00"), ("until", "2026-03-02 14:30")];
    let paused = counter.say("2026-03-03 15:00", &record, "paused", &said).unwrap();
    assert_eq!(clock(&paused, "T3a").pauses, [(at("2026-03-02 11:00"), at("2026-03-02 14:30"))]);
    assert_eq!(due(&paused, "T3a"), Some(at("2026-03-03 11:00")), "two hours of work later");
    assert!(!paused.paused(at("2026-03-03 15:00")));
    let amended = counter.amend("2026-03-03 16:00", &record, "until", "2026-03-02 13:30").unwrap();
    assert_eq!(due(&amended, "T3a"), Some(at("2026-03-03 10:00")));
}

#[test]
fn a_note_of_a_rung_is_of_the_time_at_which_it_was_taken() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    // Half of T2 is reached at 10:00, four fifths at 10:36, all at 11:00.
    let early = counter.follow("2026-03-02 11:30", Kind::Acknowledged, &complaint, &[("clock", "T2"), ("at", "0930")]);
    assert_eq!(cause(early), (None, Cause::NothingReached));
    let fields = [("clock", "T2"), ("at", "10:40")];
    let noted = counter.follow("2026-03-02 11:30", Kind::Acknowledged, &complaint, &fields).unwrap();
    assert_eq!((noted.acks[0].percent, noted.acks[0].at), (80, at("2026-03-02 10:40")));
    assert!(noted.unnoted(clock(&noted, "T2"), at("2026-03-02 11:30")), "that it ran out is still to be noted");
}

#[test]
fn a_minute_typed_is_not_before_the_second_in_it_at_which_the_record_began() {
    let mut counter = Counter::new();
    let second = |text: &str| Moment::from_millis(at(text).millis() + 32_000);
    let fields = [("name", "张三"), ("reason", "enquiry"), ("said", "停水")];
    let visit = counter.form(Kind::WalkIn, &fields);
    let visit = counter.desk.act(&visit, &counter.who, second("2026-03-02 10:00")).unwrap().record;
    let early = [("outcome", "solved"), ("at", "09:59")];
    let refused = counter.follow("2026-03-02 10:05", Kind::WalkInOutcome, &visit, &early);
    assert_eq!(cause(refused), (Some("at".into()), Cause::BeforeArrival), "nor does anything come of it before it was");
    let outcome = [("outcome", "solved"), ("at", "10:00")];
    assert!(counter.follow("2026-03-02 10:05", Kind::WalkInOutcome, &visit, &outcome).is_ok());
}

type Said = &'static [(&'static str, &'static str)];
/// After how many minutes which step says what.
type Deed = (i64, &'static str, Said);

/// What happens to records of several families, in minutes after the beginning.
const LIVES: [(Said, &[Deed]); 3] = [
    (
        &[("next_reply", "+3h")],
        &[
            (12, "relayed", &[]),
            (30, "paused", &[("until", "+90m")]),
            (55, "contacted", &[]),
            (80, "resumed", &[]),
            (95, "answered", &[("next_reply", "18:30")]),
            (200, "paused", &[("until", "+30m")]),
            (400, "resulted", &[]),
        ],
    ),
    (
        &[("category", "engineering"), ("channel", "phone"), ("next_reply", "+1d")],
        &[
            (5, "relayed", &[]),
            (65, "surveyed", &[("promise", "+3h")]),
            (250, "repromised", &[("promise", "+26h")]),
            (300, "resulted", &[]),
            (310, "replied", &[]),
        ],
    ),
    (
        &[("class", "major"), ("intake", "site"), ("next_reply", "23:50")],
        &[
            (3, "accepted", &[]),
            (9, "called", &[("told", "manager")]),
            (25, "called", &[("told", "director"), ("reached", "no")]),
            (33, "progress", &[]),
            (61, "reclassed", &[("class", "general")]),
            (90, "beyond", &[]),
        ],
    ),
];

/// The zones of the sites: without a change of the clock, with one, with one of half an hour.
const ZONES: [&str; 4] = ["Asia/Shanghai", "UTC", "America/New_York", "Australia/Lord_Howe"];

/// One of the lives from an instant on, each of its events entered so many minutes late.
fn live(n: usize, zone: &str, from: Moment, late: i64) -> Vec<String> {
    let (opening, steps) = LIVES[n];
    let mut counter = Counter::new().updated(|house| house.site.zone = zone.parse().unwrap());
    let mut act = counter.form(Kind::Complaint, &[]);
    let put = |act: &mut Act, fields: &[(&str, &str)]| {
        act.fields.extend(fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    };
    put(&mut act, &COMPLAINT);
    put(&mut act, opening);
    let subject = act.uid;
    let mut told = Vec::new();
    let mut send = |counter: &mut Counter, mut act: Act, at: Moment| {
        if late > 0 {
            act.fields.insert("at".into(), Zone::default().rfc3339(at));
        }
        let done = counter.desk.act(&act, &counter.who, at.plus_minutes(late)).map(|reply| decided(&reply.record));
        told.push(format!("{done:?}"));
    };
    send(&mut counter, act, from);
    for (minutes, step, fields) in steps {
        let mut act = Act { step: (*step).into(), subject: Some(subject), ..counter.form(Kind::ComplaintStep, &[]) };
        put(&mut act, filling(step));
        put(&mut act, fields);
        send(&mut counter, act, from.plus_minutes(*minutes));
    }
    told
}

/// What a record says but for when it was written.
fn decided(record: &Record) -> String {
    let steps: Vec<_> = record.steps.iter().map(|step| (&step.step, step.at, step.undone)).collect();
    format!("{:?}", (record.at, record.status, &record.fields, steps, &record.limits, &record.body))
}

/// In seconds.
const HOUR: i64 = 3_600;
/// The turn of a year, leap days, make-up days, the ends of a holiday, the days on which clocks are put forward or back.
const DAYS: [&str; 13] = [
    "2023-12-31",
    "2024-01-01",
    "2024-02-28",
    "2024-02-29",
    "2024-03-10",
    "2024-11-03",
    "2024-04-07",
    "2024-10-06",
    "2025-02-28",
    "2025-12-31",
    "2026-01-04",
    "2026-02-14",
    "2026-02-24",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_instant_as_a_late_entry_gives_the_record_that_it_would_have_given_then(
        n in 0..LIVES.len(),
        seconds in 0..300 * 86_400_i64,
        late in 1..60 * 24 * 60_i64,
    ) {
        let from = Moment::from_millis(at("2026-01-01 00:00").millis() + seconds * 1_000);
        prop_assert_eq!(live(n, ZONES[0], from, late), live(n, ZONES[0], from, 0));
    }

    #[test]
    fn whatever_the_year_the_zone_and_the_edge_of_the_day_a_late_entry_is_of_its_own_time(
        n in 0..LIVES.len(),
        zone in prop::sample::select(&ZONES[..]),
        day in prop::sample::select(&DAYS[..]),
        time in prop::sample::select(&[0, 1, 59, 8 * HOUR - 1, 9 * HOUR, 23 * HOUR + 59 * 60, 24 * HOUR - 1][..]),
        late in prop::sample::select(&[1, 59, 24 * 60, 31 * 24 * 60, 364 * 24 * 60][..]),
    ) {
        let midnight = NaiveDate::parse_from_str(day, "%Y-%m-%d").unwrap().and_hms_opt(0, 0, 0).unwrap();
        let own: Zone = zone.parse().unwrap();
        let from = Moment::from_millis(own.moment(midnight).millis() + time * 1_000);
        prop_assert_eq!(live(n, zone, from, late), live(n, zone, from, 0));
    }

    #[test]
    fn every_limit_starts_and_ends_on_the_minute_and_adds_up(
        n in 0..LIVES.len(),
        seconds in 0..300 * 86_400_i64,
    ) {
        let from = Moment::from_millis(at("2026-01-01 00:00").millis() + seconds * 1_000 + seconds % 1_000);
        let mut counter = Counter::new();
        let record = {
            let (opening, _) = LIVES[n];
            let usual: Vec<(&str, &str)> = COMPLAINT.iter().chain(opening).copied().collect();
            let act = counter.form(Kind::Complaint, &usual);
            counter.desk.act(&act, &counter.who, from)
        };
        // The hour named may lie before the beginning.
        let Ok(record) = record.map(|reply| reply.record) else { return Ok(()) };
        let working = counter.desk.house().working();
        for limit in record.limits {
            let Some(due) = limit.at() else { continue };
            prop_assert_eq!((limit.start, due), (from.minute(), due.minute()));
            let why = working.why(&limit);
            let sums: Vec<_> = why.rows.iter().filter_map(|counted| counted.sum).collect();
            prop_assert_eq!(sums.iter().map(|sum| sum.part).sum::<i64>(), sums.last().map_or(0, |sum| sum.total));
            prop_assert!(why.rows.iter().all(|counted| counted.row.to.since(counted.row.from) == counted.row.minutes() * 60_000));
            if let Length::WorkMinutes(minutes) | Length::Minutes(minutes) = limit.length {
                prop_assert_eq!(sums.last().map_or(0, |sum| sum.total), minutes);
            }
        }
    }
}

/// A correction of a time says nothing of its day, and an event happened before it was told.
#[test]
fn a_time_of_day_alone_corrects_a_time_on_its_own_day() {
    let mut counter = Counter::new();
    let late = [("name", "王五"), ("reason", "enquiry"), ("at", "2026-10-12 09:05")];
    let record = counter.act("2026-10-12 11:00", Kind::WalkIn, &late).unwrap();
    let mut amend = |new: &str| {
        let act = counter.form(Kind::Amended, &[("new", new), ("why", "记错")]);
        let act = Act { subject: Some(record.subject), target: ActTarget::Field("at".into()), ..act };
        counter.send("2026-12-01 12:00", &act).map(|reply| reply.record)
    };
    assert_eq!(amend("9:10").unwrap().at, at("2026-10-12 09:10"));
    for told_before in ["下午3点", "2026-12-01 09:10"] {
        assert_eq!(cause(amend(told_before)).1, Cause::Value(ValueError::AfterWritten), "{told_before}");
    }
    assert_eq!(amend("10-11 9点").unwrap().at, at("2026-10-11 09:00"));
}

/// The time of a record is that of its beginning, also once the time of what followed was put right.
#[test]
fn the_time_of_a_record_is_amended_whatever_else_was() {
    let mut counter = Counter::new();
    let call = counter
        .act("2026-03-02 09:00", Kind::Call, &[("direction", "in"), ("phone", "13912348812"), ("topic", "漏水")])
        .unwrap();
    let outcome = counter.follow("2026-03-02 11:00", Kind::CallOutcome, &call, &[("outcome", "solved")]).unwrap();
    let amend = |counter: &mut Counter, target: ActTarget, new: &str| {
        let act = counter.form(Kind::Amended, &[("new", new), ("why", "记错")]);
        counter.send("2026-03-02 12:00", &Act { subject: Some(call.subject), target, ..act }).map(|reply| reply.record)
    };
    amend(&mut counter, ActTarget::FieldOf(outcome.last, "at".into()), "10:30").unwrap();
    let amended = amend(&mut counter, ActTarget::Field("at".into()), "08:30").unwrap();
    assert_eq!(amended.at, at("2026-03-02 08:30"));
}

/// What comes first is moved behind nothing that follows it, and told what that is.
#[test]
fn a_beginning_that_would_lie_behind_what_follows_is_told_how_late_it_may_be() {
    let mut counter = Counter::new();
    let (now, nine, ten) = ("2026-03-02 12:00", ("at", "2026-03-02 09:00"), ("at", "2026-03-02 10:00"));
    let guest = [("visitor", "guest"), ("room", "3-2-101"), ("name", "王五"), ("check", "known"), nine];
    let guest = counter.act(now, Kind::VisitorIn, &guest).unwrap();
    counter.follow(now, Kind::VisitorOut, &guest, &[ten]).unwrap();
    let car = [("plate", "粤B12345"), ("use", "guest"), ("room", "3-2-101"), nine];
    let car = counter.act(now, Kind::VehicleIn, &car).unwrap();
    counter.follow(now, Kind::VehicleOut, &car, &[ten]).unwrap();
    let complaint = counter.complaint(now, &[nine]);
    counter.say(now, &complaint, "answered", &[("next_reply", "+1d"), ten]).unwrap();
    let call = [("direction", "in"), ("phone", "13912348812"), ("topic", "漏水"), nine];
    let call = counter.act(now, Kind::Call, &call).unwrap();
    counter.follow(now, Kind::CallOutcome, &call, &[("outcome", "solved"), ten]).unwrap();
    let entries = counter.last();
    for record in [&guest, &car, &complaint, &call] {
        for target in [ActTarget::Field("at".into()), ActTarget::Strike(record.seq, "at".into())] {
            let fields = [("new", "2026-03-02 10:30"), ("why", "记错")];
            let moved = counter.on(now, Kind::Amended, record, &fields, target);
            assert_eq!(cause(moved), (Some("new".into()), Cause::AfterNext(at(ten.1))), "{:?}", record.family);
        }
    }
    assert_eq!(counter.last(), entries);
    for record in [&guest, &car, &complaint, &call] {
        let moved = counter.amend(now, record, "at", "2026-03-02 09:30").unwrap();
        assert_eq!(moved.at, at("2026-03-02 09:30"), "{:?}", record.family);
    }
}
