//! The machine's clock is set back or ahead: the jump is an entry before the first one written by the new time, nobody is
//! kept from saving, and nothing is said where the clock only ran.

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use qiantai::desk::ActTarget;
use qiantai::desk::clock::jump;
use qiantai::domain::entry::{Entry, Kind};
use qiantai::domain::record::Stay;
use qiantai::domain::time::{Moment, Zone};
use qiantai::store::{Read, Store};
use uuid::Uuid;

use crate::counter::{Counter, at};

const GUEST: [(&str, &str); 4] = [("visitor", "guest"), ("room", "3-2-101"), ("name", "買買提"), ("check", "known")];

const NOTE: [(&str, &str); 1] = [("text", "钥匙在抽屉")];

/// A machine: when it was started, as its clock has it.
#[derive(Clone)]
struct Machine(Arc<Mutex<Moment>>);

impl Machine {
    fn new(counter: &mut Counter) -> Self {
        let machine = Self(Arc::new(Mutex::new(at("2026-03-02 06:00"))));
        let booted = machine.clone();
        counter.desk.set_booted(move || Some(*booted.0.lock().unwrap()));
        machine
    }

    /// Sets the clock ahead, or back.
    fn set(&self, millis: i64) {
        let mut booted = self.0.lock().unwrap();
        *booted = Moment::from_millis(booted.millis() + millis);
    }
}

fn entries(counter: &Counter) -> Vec<Entry> {
    counter.store().entries(0, 1_000).unwrap()
}

fn jumps(counter: &Counter) -> Vec<String> {
    let entries = entries(counter);
    entries.iter().filter(|entry| entry.kind == Kind::ClockJumped).map(|entry| entry.get("jumped").to_owned()).collect()
}

#[test]
fn a_clock_set_ahead_or_back_is_an_entry_before_the_first_by_the_new_time() {
    let mut counter = Counter::new();
    let machine = Machine::new(&mut counter);
    counter.act("2026-03-02 10:00", Kind::Note, &NOTE).unwrap();
    // A quiet hour, and a night asleep, are no jump.
    counter.act("2026-03-02 11:00", Kind::Note, &NOTE).unwrap();
    counter.act("2026-03-03 10:00", Kind::Note, &NOTE).unwrap();
    assert_eq!(jumps(&counter), Vec::<String>::new());
    machine.set(86_400_000);
    let ahead = counter.act("2026-03-04 10:01", Kind::Note, &NOTE).unwrap();
    machine.set(-86_400_000);
    let right = counter.act("2026-03-03 10:02", Kind::Note, &NOTE).unwrap();
    counter.act("2026-03-03 10:03", Kind::Note, &NOTE).unwrap();
    assert_eq!(jumps(&counter), ["+86400", "-86400"], "each once");
    let entries = entries(&counter);
    let kinds: Vec<Kind> = entries.iter().rev().take(5).map(|entry| entry.kind).collect();
    let (note, jumped) = (Kind::Note, Kind::ClockJumped);
    assert_eq!(kinds, [note, note, jumped, note, jumped]);
    let first = entries.iter().find(|entry| entry.kind == jumped).unwrap();
    assert_eq!(first.get("expected"), Zone::default().rfc3339(at("2026-03-03 10:01")));
    assert_eq!((first.written_at, first.operator.as_str()), (at("2026-03-04 10:01"), "王敏"));
    assert!(!ahead.clock_went_back && right.clock_went_back);
    let report = counter.store().verify().unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(counter.store().rebuild().unwrap(), report.records);
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

#[test]
fn a_window_that_waited_long_for_its_turn_is_no_jump() {
    let mut counter = Counter::new();
    let _machine = Machine::new(&mut counter);
    counter.act("2026-03-02 10:10", Kind::Note, &NOTE).unwrap();
    let waited = counter.act("2026-03-02 10:00", Kind::Note, &NOTE).unwrap();
    assert!(!waited.clock_went_back && jumps(&counter).is_empty(), "the machine's start says so");
}

#[test]
fn another_boot_tells_only_of_a_clock_that_stands_before_the_last_entry() {
    let mut counter = Counter::new();
    let machine = Machine::new(&mut counter);
    counter.act("2026-03-02 10:00", Kind::Note, &NOTE).unwrap();
    counter.who.boot = Uuid::from_u128(2);
    machine.set(40 * 86_400_000);
    counter.act("2026-04-20 10:00", Kind::Note, &NOTE).unwrap();
    assert_eq!(jumps(&counter), Vec::<String>::new(), "weeks switched off");
    counter.who.boot = Uuid::from_u128(3);
    counter.act("2026-04-20 09:00", Kind::Note, &NOTE).unwrap();
    assert_eq!(jumps(&counter), ["-3600"]);
}

/// Nothing was written since the machine was started, but a desk was open.
#[test]
fn a_jump_in_a_boot_without_an_entry_is_written_by_who_saw_the_clock_before() {
    for (set, told) in [(7_200_000, "+7200"), (-1_800_000, "-1800")] {
        let mut counter = Counter::new();
        let machine = Machine::new(&mut counter);
        counter.act("2026-03-02 10:00", Kind::Note, &NOTE).unwrap();
        counter.who.boot = Uuid::from_u128(2);
        let (who, now) = (counter.who.clone(), at("2026-03-03 10:00"));
        assert_eq!(counter.desk.clock_jumped(who.boot, now), Ok(None));
        machine.set(set);
        let now = Moment::from_millis(now.millis() + set);
        assert_eq!(counter.desk.clock_jumped(who.boot, now), Ok(Some(set)));
        counter.desk.note_clock(Uuid::from_u128(70), &who, now).unwrap();
        counter.desk.note_clock(Uuid::from_u128(71), &who, now).unwrap();
        assert_eq!(jumps(&counter), [told]);
        assert_eq!(counter.desk.clock_jumped(who.boot, now), Ok(None));
    }
}

#[test]
fn a_jump_is_written_once_whoever_notices_it() {
    let mut counter = Counter::new();
    let machine = Machine::new(&mut counter);
    counter.act("2026-03-02 10:00", Kind::Note, &NOTE).unwrap();
    machine.set(7_200_000);
    let who = counter.who.clone();
    assert_eq!(counter.desk.clock_jumped(who.boot, at("2026-03-02 12:01")), Ok(Some(7_200_000)));
    let nobody = qiantai::desk::Who { operator: String::new(), ..who.clone() };
    counter.desk.note_clock(Uuid::from_u128(70), &nobody, at("2026-03-02 12:01")).unwrap();
    assert_eq!(jumps(&counter), Vec::<String>::new(), "nobody is there to sign it");
    for uid in 71..74 {
        counter.desk.note_clock(Uuid::from_u128(uid), &who, at("2026-03-02 12:01")).unwrap();
    }
    counter.act("2026-03-02 12:02", Kind::Note, &NOTE).unwrap();
    assert_eq!(jumps(&counter), ["+7200"]);
    assert_eq!(counter.desk.clock_jumped(who.boot, at("2026-03-02 12:03")), Ok(None));
}

#[test]
fn no_one_writes_a_jump_by_hand() {
    let mut counter = Counter::new();
    let act = counter.form(Kind::ClockJumped, &[]);
    let who = counter.who.clone();
    assert!(counter.desk.act(&act, &who, at("2026-03-02 10:00")).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the clock does between, also beyond the years that can be written: every act is saved, in the order of
    /// its number, every jump out of bounds is an entry, and no stay lasts a negative time.
    #[test]
    fn no_jump_keeps_anyone_from_saving(steps in proptest::collection::vec((1_i64..600_000, jumps_of()), 1..8)) {
        let mut counter = Counter::new();
        let machine = Machine::new(&mut counter);
        let (mut now, mut expected) = (at("2026-03-02 10:00"), Vec::new());
        let who = counter.who.clone();
        let mut seq = 0;
        let form = counter.form(Kind::Note, &NOTE);
        counter.desk.act(&form, &who, now).unwrap();
        for (passed, by) in steps {
            machine.set(by);
            now = Moment::from_millis(now.millis() + passed + by);
            expected.extend((!(-2_000..=60_000).contains(&by)).then(|| format!("{:+}", by / 1_000)));
            let form = counter.form(Kind::VisitorIn, &GUEST);
            let guest = counter.desk.act(&form, &who, now).unwrap().record;
            prop_assert!(guest.seq > seq);
            seq = guest.seq;
            let form = counter.form(Kind::VisitorOut, &[]);
            let leaves = qiantai::desk::Act { subject: Some(guest.subject), target: ActTarget::None, ..form };
            let left = counter.desk.act(&leaves, &who, now).unwrap().record;
            let Some(Stay::Left(out)) = left.stay() else { panic!("{left:?}") };
            prop_assert!(out >= left.at);
            let printed = Zone::default().rfc3339(left.at);
            prop_assert!(qiantai::domain::time::parse_rfc3339(&printed).is_some() && printed.len() == 25, "{}", printed);
        }
        prop_assert_eq!(jumps(&counter), expected);
        prop_assert_eq!(counter.store().verify().unwrap().findings, []);
    }

    #[test]
    fn only_what_is_out_of_bounds_is_a_jump(then: i64, by in -200_000_i64..200_000) {
        let then = Moment::from_millis(then.clamp(i64::MIN / 2, i64::MAX / 2));
        let found = jump(then, Moment::from_millis(then.millis() + by));
        prop_assert_eq!(found, (!(-2_000..=60_000).contains(&by)).then_some(by));
    }
}

/// Jumps near the bounds, of days, and to the ends of what can be written.
fn jumps_of() -> impl Strategy<Value = i64> {
    const YEAR: i64 = 365 * 86_400_000;
    prop_oneof![Just(0), -4_000_i64..4_000, 55_000_i64..65_000, -90_000_000_i64..90_000_000, -40 * YEAR..40 * YEAR]
}
