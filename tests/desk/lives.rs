//! Random lives of complaints, with every step there is, pauses, second rounds, corrections and hours of other houses:
//! whatever happens, the limits agree with the steps, and a rebuild ends where the desk did.

use qiantai::store::{Read, Store};
use std::collections::BTreeSet;

use proptest::prelude::*;
use qiantai::desk::ActTarget;
use qiantai::domain::entry::Kind;
use qiantai::domain::procedure::{PAUSED, RECLASSED, REOPENED};
use qiantai::domain::record::{Record, Status};
use qiantai::domain::time::{Moment, Zone};
use qiantai::domain::worktime::Calendar;

use crate::counter::{Counter, at, filling};

/// One thing that may happen next; the number chooses among what there is.
#[derive(Debug, Clone)]
enum Turn {
    /// The step that Enter proposes.
    Next(usize),
    /// One of those offered.
    Step(usize),
    /// A step whether or not it is offered.
    Any(usize),
    /// A new value for a field.
    Amend(usize),
    /// 作废 of an entry, the opening excepted.
    Withdraw(usize),
    /// Someone takes note of a limit.
    Note(usize),
}

const AMENDS: [(&str, &str); 16] = [
    ("category", "conduct"),
    ("category", "department"),
    ("category", "engineering"),
    ("category", "warranty"),
    ("class", "general"),
    ("class", "hot"),
    ("class", "major"),
    ("valid", "valid"),
    ("valid", "invalid"),
    ("intake", "site"),
    ("intake", "office"),
    ("channel", "phone"),
    ("reached", "no"),
    ("share", "cleaning"),
    ("promise", "+3d"),
    ("told", "director"),
];

/// What a step may say instead of the usual.
const OTHER: [(&str, &[(&str, &str)]); 9] = [
    ("called", &[("told", "director")]),
    ("called", &[("told", "company")]),
    ("called", &[("told", "management"), ("reached", "no")]),
    ("followed_up", &[("satisfied", "no")]),
    ("shared", &[("share", "cleaning")]),
    ("share_done", &[("share", "cleaning")]),
    (PAUSED, &[("until", "+3h")]),
    (RECLASSED, &[("class", "general")]),
    (RECLASSED, &[("class", ""), ("category", "warranty")]),
];

fn turn() -> impl Strategy<Value = (Turn, i64)> {
    let turn = prop_oneof![
        14 => (0..64_usize).prop_map(Turn::Next),
        4 => (0..64_usize).prop_map(Turn::Step),
        1 => (0..64_usize).prop_map(Turn::Any),
        2 => (0..64_usize).prop_map(Turn::Amend),
        2 => (0..64_usize).prop_map(Turn::Withdraw),
        1 => (0..64_usize).prop_map(Turn::Note),
    ];
    (turn, proptest::sample::select(vec![0_i64, 1, 1, 5, 5, 20, 70, 1_500]))
}

fn text(now: Moment) -> String {
    Zone::default().local(now).format("%Y-%m-%d %H:%M").to_string()
}

fn say(counter: &mut Counter, complaint: &Record, when: &str, step: &str, n: usize) {
    let others: Vec<_> = OTHER.iter().filter(|(name, _)| *name == step).map(|(_, fields)| *fields).collect();
    let fields = others.get(n % (others.len() + 1)).copied().unwrap_or_default();
    let _ = counter.say(when, complaint, step, fields);
}

fn take(counter: &mut Counter, complaint: &Record, turn: &Turn, when: &str) {
    // What the desk refuses is refused; nothing is written then.
    let card = counter.card(complaint, when);
    match *turn {
        Turn::Next(n) => card.next.iter().for_each(|step| say(counter, complaint, when, step, n)),
        Turn::Step(n) if card.offered.is_empty() => drop(counter.step(when, complaint, RECLASSED).map(|_| n)),
        Turn::Step(n) => say(counter, complaint, when, &card.offered[n % card.offered.len()], n / 7),
        Turn::Any(n) => {
            let steps: Vec<String> = counter.desk.house().procedures.steps.iter().map(|rule| rule.id.clone()).collect();
            let step = &steps[n % steps.len()];
            say(counter, complaint, when, step, n / 5);
        }
        Turn::Amend(n) => {
            let (field, new) = AMENDS[n % AMENDS.len()];
            drop(counter.amend(when, complaint, field, new));
        }
        Turn::Withdraw(n) => {
            let entries = counter.store().history(complaint.subject).unwrap();
            if let Some(entry) = entries.iter().skip(1).rev().nth(n % 8) {
                drop(counter.withdraw(when, complaint, ActTarget::Entry(entry.seq)));
            }
        }
        Turn::Note(n) => {
            if let Some(clock) = card.record.limits.get(n % card.record.limits.len().max(1)) {
                let fields = [("clock", &*clock.name())];
                drop(counter.follow(when, Kind::Acknowledged, complaint, &fields));
            }
        }
    }
}

/// The limits that run though a step that ends them was done after all that could have started them.
fn ghosts(counter: &Counter, record: &Record) -> Vec<String> {
    let procedures = &counter.desk.house().procedures;
    let mut ghosts = Vec::new();
    for clock in record.limits.iter().filter(|clock| clock.part.is_empty()) {
        let stages: Vec<_> = procedures.stages.iter().filter(|stage| stage.id == clock.stage).collect();
        let starts = |step: &str| stages.iter().any(|stage| stage.starts.iter().any(|start| start == step));
        let ends = |step: &str| stages.iter().any(|stage| stage.ends.iter().any(|end| end == step));
        let mut over = false;
        for done in &record.steps {
            let reopens = done.step == "followed_up" && done.undone && starts(REOPENED);
            if starts(&done.step) || reopens || done.step == RECLASSED {
                over = false;
            } else if ends(&done.step) {
                over = true;
            }
        }
        if over {
            ghosts.push(clock.stage.clone());
        }
    }
    ghosts
}

fn agree(counter: &Counter, record: &Record, when: &str) -> Result<(), TestCaseError> {
    let names: BTreeSet<_> = record.limits.iter().map(|clock| clock.name().into_owned()).collect();
    prop_assert_eq!(names.len(), record.limits.len(), "a limit runs twice: {:?}", record.limits);
    prop_assert_eq!(ghosts(counter, record), Vec::<String>::new(), "{:?}", record.steps);
    if record.status == Status::Open {
        // A follow-up that opened it again may have promised none.
        let concluded = record.steps.iter().any(|step| step.step == "concluded");
        prop_assert!(names.contains("T18") || concluded, "the next reply");
        let outlives = names.iter().any(|name| name != "T13");
        prop_assert!(
            !record.done("concluded") || !outlives,
            "only the follow-up is due after the conclusion: {:?}",
            names
        );
        let card = counter.card(record, when);
        prop_assert!(card.next.is_none_or(|next| card.offered.contains(&next)));
    } else {
        prop_assert_eq!(&record.limits, &Vec::new());
    }
    for clock in &record.limits {
        prop_assert!(!clock.clause.is_empty());
        let rungs: Vec<_> = clock.ladder.iter().map(|rung| (rung.at, rung.percent)).collect();
        prop_assert!(rungs.is_sorted(), "{:?}", clock);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn limits_and_steps_agree_all_through_a_life_and_a_rebuild_ends_there_too(
        intake in proptest::sample::select(vec!["office", "site", "department"]),
        category in proptest::sample::select(vec!["conduct", "department", "engineering", "warranty"]),
        class in proptest::sample::select(vec!["general", "general", "general", "important", "major"]),
        hours in proptest::sample::select(vec!["mon-fri 08:30-12:00,13:30-18:00", "mon-sun 22:00-06:00", "sat 09:00-10:00"]),
        turns in proptest::collection::vec(turn(), 8..64),
    ) {
        let mut counter = Counter::new().updated(|house| {
            for department in &mut house.site.departments {
                department.hours = hours.parse().unwrap();
            }
        });
        let mut fields = vec![("intake", intake), ("category", category), ("class", class)];
        if intake == "department" {
            fields.push(("received_by", "works"));
        }
        let complaint = counter.complaint("2026-03-02 10:00", &fields);
        let mut now = at("2026-03-02 10:00");
        for (turn, minutes) in &turns {
            now = now.plus_minutes(*minutes);
            take(&mut counter, &complaint, turn, &text(now));
            let record = counter.card(&complaint, &text(now)).record;
            agree(&counter, &record, &text(now))?;
        }
        let today = counter.card(&complaint, &text(now)).record;
        let counter = counter.updated(|house| {
            house.calendar = Calendar::default();
            house.site.zone = "America/New_York".parse::<Zone>().unwrap();
        });
        counter.store().rebuild().unwrap();
        prop_assert_eq!(counter.card(&complaint, "2031-01-01 00:00").record, today);
        prop_assert_eq!(counter.store().verify().unwrap().findings, []);
    }
}

#[test]
fn every_step_has_a_filling_that_its_form_takes() {
    let counter = Counter::new();
    for rule in &counter.desk.house().procedures.steps {
        let typed = filling(&rule.id).iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let site = &counter.desk.house().site;
        let parsed =
            qiantai::domain::intake::parse_form(Kind::ComplaintStep, &rule.id, &typed, site, at("2026-03-02 10:00"));
        assert!(parsed.is_ok(), "{}: {parsed:?}", rule.id);
    }
}
