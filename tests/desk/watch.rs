//! Who may write at a post, hand it over and shut it, in any order in which people come and go.

use qiantai::desk::{Act, ActError, ActTarget, Answer};
use qiantai::domain::entry::Kind;
use qiantai::domain::handover::Verdict;
use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;
use qiantai::domain::staff::Person;

use crate::counter::{Counter, at, cause};
use crate::post::{COUNTER, GATE, house};

const PEOPLE: [&str; 4] = ["王敏", "李强", "赵军", "孙班长"];

impl Counter {
    fn close(&mut self, when: &str, post: &str, person: &str) -> Result<Record, ActError> {
        self.as_one(post, person).hand_over(when, "day_close", &[("person", person)])
    }

    fn take_over(&mut self, when: &str, page: &Record, relief: &str) -> Result<Record, ActError> {
        let answer = |line: &qiantai::domain::handover::HandoverItem| Answer {
            line: line.clone(),
            verdict: Verdict::Accepted,
            said: "住户外出".into(),
            reply: String::new(),
        };
        let answers = ActTarget::Answers(page.lines().iter().map(answer).collect());
        self.as_one(&page.post, relief).on(when, Kind::HandoverAccepted, page, &[("relief", relief)], answers)
    }
}

#[test]
fn whoever_left_a_gate_before_it_was_shut_does_not_write_there() {
    let mut house = house();
    house.sign_on("2026-03-02 07:00", GATE, "李强");
    house.hand_over("2026-03-02 15:00", "", &[("person", "李强"), ("relief", "赵军")]).unwrap();
    house.close("2026-03-02 22:00", GATE, "赵军").unwrap();
    let left = |when: &str| (None, Cause::HandedOver(at(when)));
    assert_eq!(cause(house.note("2026-03-02 22:01", GATE, "赵军")), left("2026-03-02 22:00"));
    assert_eq!(cause(house.note("2026-03-02 22:01", GATE, "李强")), left("2026-03-02 15:00"));
}

#[test]
fn a_stranger_hands_over_no_post_that_somebody_has() {
    for (post, step) in [(COUNTER, ""), (GATE, ""), (COUNTER, "day_close")] {
        let mut house = house();
        house.sign_on("2026-03-02 08:00", post, "王敏");
        let fields = [("person", "路人"), ("relief", "赵军")];
        let fields = if step.is_empty() { &fields[..] } else { &fields[..1] };
        let held = Cause::PostHeld("王敏".into(), at("2026-03-02 08:00"));
        let refused = cause(house.hand_over("2026-03-02 12:00", step, fields));
        assert_eq!(refused, (Some("person".into()), held), "{post} {step}");
        assert_eq!(house.desk.on_duty(post).unwrap(), "王敏");
    }
}

#[test]
fn a_counter_that_one_of_two_shuts_is_the_other_ones() {
    let mut house = house();
    house.sign_on("2026-03-02 08:00", COUNTER, "王敏");
    house.sign_on("2026-03-02 08:10", COUNTER, "赵军");
    house.close("2026-03-02 18:00", COUNTER, "赵军").unwrap();
    assert_eq!(house.desk.on_duty(COUNTER).unwrap(), "王敏");
    assert_eq!(house.desk.watch(COUNTER, "赵军").unwrap().instead_of("赵军"), Some("王敏"));
    house.note("2026-03-02 18:01", COUNTER, "王敏").unwrap();
}

/// Who came to a post and who left it, as the acts that were done say.
#[derive(Default)]
struct Seen {
    shared: bool,
    /// The one who came last is the last.
    on: Vec<&'static str>,
    left: Vec<&'static str>,
    waits: Option<(Record, &'static str)>,
}

impl Seen {
    fn comes(&mut self, person: &'static str) {
        if !self.shared {
            self.on.clear();
        }
        self.on.retain(|other| *other != person);
        self.left.retain(|other| *other != person);
        self.on.push(person);
    }

    fn leaves(&mut self, person: &'static str) {
        self.on.retain(|other| *other != person);
        self.left.retain(|other| *other != person);
        self.left.push(person);
    }

    fn may_write(&self, person: &'static str) -> bool {
        if self.shared || self.on.is_empty() { !self.left.contains(&person) } else { self.on.contains(&person) }
    }

    fn may_hand_over(&self, person: &'static str) -> bool {
        self.waits.is_none() && self.may_write(person) && (self.on.is_empty() || self.on.contains(&person))
    }
}

#[test]
fn who_may_write_hand_over_or_shut_follows_from_who_came_and_who_left() {
    for seed in 0..8_u64 {
        let (post, shared) = if seed % 2 == 0 { (GATE, false) } else { (COUNTER, true) };
        let (mut house, mut seen) = (house(), Seen { shared, ..Seen::default() });
        let mut random = seed;
        let mut below = |n: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) as usize % n
        };
        for n in 0..24 {
            let when = &format!("2026-03-02 {:02}:{:02}", 8 + n / 12, n % 12 * 5);
            let (one, other) = (PEOPLE[below(4)], PEOPLE[below(4)]);
            match (below(4), &seen.waits) {
                (0, _) => {
                    house.sign_on(when, post, one);
                    seen.comes(one);
                }
                (_, Some((page, outgoing))) => {
                    let may = *outgoing != other && (shared || seen.on.is_empty() || seen.on.contains(&other));
                    let outgoing = *outgoing;
                    assert_eq!(house.take_over(when, page, other).is_ok(), may, "{seed} {n}: {other} takes over");
                    if may {
                        seen.waits = None;
                        seen.leaves(outgoing);
                        seen.comes(other);
                    }
                }
                (1, None) => {
                    let page = house.close(when, post, one);
                    assert_eq!(page.is_ok(), seen.may_hand_over(one), "{seed} {n}: {one} shuts");
                    if let Ok(page) = page {
                        seen.leaves(one);
                        seen.waits = Some((page, one));
                    }
                }
                _ => {
                    let fields = [("person", one), ("relief", other)];
                    let done = house.as_one(post, one).hand_over(when, "", &fields).is_ok();
                    assert_eq!(done, seen.may_hand_over(one) && one != other, "{seed} {n}: {one} to {other}");
                    if done {
                        seen.leaves(one);
                        seen.comes(other);
                    }
                }
            }
            for who in PEOPLE {
                let done = house.note(when, post, who).is_ok();
                assert_eq!(done, seen.may_write(who), "{seed} {n}: {who} writes");
            }
            assert_eq!(house.desk.on_duty(post).unwrap(), seen.on.last().copied().unwrap_or_default(), "{seed} {n}");
        }
    }
}

#[test]
fn who_left_and_who_is_there_is_known_after_a_hundred_turns() {
    let mut house = house();
    house.sign_on("2026-03-02 06:00", COUNTER, "孙班长");
    house.sign_on("2026-03-02 06:10", COUNTER, "周主管");
    house.hand_over("2026-03-02 06:20", "", &[("person", "周主管"), ("relief", "王敏")]).unwrap();
    house.sign_on("2026-03-02 06:30", GATE, "孙班长");
    house.hand_over("2026-03-02 06:40", "", &[("person", "孙班长"), ("relief", "李强")]).unwrap();
    for (post, pair) in [(COUNTER, ["王敏", "赵军"]), (GATE, ["李强", "赵军"])] {
        for n in 0..100 {
            let when = format!("2026-03-{:02} {:02}:00", 3 + n / 20, 1 + n % 20);
            let (person, relief) = (pair[n % 2], pair[(n + 1) % 2]);
            house.as_one(post, person).hand_over(&when, "", &[("person", person), ("relief", relief)]).unwrap();
            if n % 10 == 9 {
                let left = if post == COUNTER {
                    Cause::HandedOver(at("2026-03-02 06:20"))
                } else {
                    Cause::PostHeld(relief.into(), at(&when))
                };
                assert_eq!(
                    cause(house.note(&when, post, if post == COUNTER { "周主管" } else { "孙班长" })),
                    (None, left)
                );
            }
        }
    }
    house.close("2026-03-08 09:00", COUNTER, "王敏").unwrap();
    assert_eq!(house.desk.on_duty(COUNTER).unwrap(), "孙班长", "has been there since before");
    house.close("2026-03-08 09:00", GATE, "李强").unwrap();
    let left = |when: &str| (None, Cause::HandedOver(at(when)));
    for _ in 0..2 {
        house.note("2026-03-08 09:10", COUNTER, "孙班长").expect("has never handed over");
        house.note("2026-03-08 09:10", COUNTER, "路人").expect("nothing is known of them");
        assert_eq!(cause(house.note("2026-03-08 09:10", COUNTER, "周主管")), left("2026-03-02 06:20"));
        assert_eq!(cause(house.note("2026-03-08 09:10", GATE, "孙班长")), left("2026-03-02 06:40"));
    }
    house.sign_on("2026-03-08 09:20", COUNTER, "周主管");
    house.note("2026-03-08 09:30", COUNTER, "周主管").expect("has come back");
}

#[test]
fn a_staff_number_signs_as_the_person_whose_it_is() {
    let mut house = house();
    assert_eq!(house.note("2026-03-02 07:00", GATE, "07").unwrap().operator, "陈主任");
    let signed = house.sign_on("2026-03-02 07:10", GATE, "07");
    assert_eq!((signed.get("person"), signed.operator.as_str()), ("陈主任", "陈主任"));
    assert_eq!(house.note("2026-03-02 07:20", GATE, "07").unwrap().operator, "陈主任", "who has the gate");
    house.sign_on("2026-03-02 08:00", GATE, "李强");
    let held = Cause::PostHeld("李强".into(), at("2026-03-02 08:00"));
    assert_eq!(cause(house.note("2026-03-02 08:10", GATE, "07")), (None, held));
    let act = Act { source: Some("camera".into()), ..house.form(Kind::Note, &[("text", "道闸")]) };
    let camera = house.as_one(COUNTER, "07").send("2026-03-02 08:20", &act).unwrap();
    assert_eq!(camera.record.operator, "07", "a machine is nobody of the staff");
}

#[test]
fn a_name_is_the_same_name_however_it_is_spaced_and_cased() {
    let mut house = house().updated(|house| house.site.staff.push(Person::named("Wang Min")));
    house.sign_on("2026-03-02 08:00", GATE, "李强");
    house.note("2026-03-02 08:10", GATE, "李 强").expect("has the gate");
    house.hand_over("2026-03-02 15:00", "", &[("person", "李　强"), ("relief", "赵军")]).unwrap();
    let held = Cause::PostHeld("赵军".into(), at("2026-03-02 15:00"));
    assert_eq!(cause(house.note("2026-03-02 15:01", GATE, "李 强")), (None, held));
    house.sign_on("2026-03-02 15:10", COUNTER, "Wang Min");
    house.hand_over("2026-03-02 15:20", "", &[("person", "WANG MIN"), ("relief", "周主管")]).unwrap();
    let left = Cause::HandedOver(at("2026-03-02 15:20"));
    assert_eq!(cause(house.note("2026-03-02 15:21", COUNTER, "wang min")), (None, left));

    let complaint = house.as_one(COUNTER, "周主管").complaint("2026-03-02 16:00", &[("accused", "陈主任")]);
    house.step("2026-03-02 16:01", &complaint, "relayed").unwrap();
    let refused = cause(house.say("2026-03-02 16:05", &complaint, "rerouted", &[("person", "陈 主任")]));
    assert_eq!(refused, (Some("person".into()), Cause::AccusedHandles));
    house.steps(&complaint, &[("2026-03-02 16:10", "resulted"), ("2026-03-02 16:15", "replied")]);
    let refused = cause(house.say("2026-03-02 16:20", &complaint, "reported", &[("head", "周 主管")]));
    assert!(matches!(refused.1, Cause::OtherRole(_)), "{refused:?}");
}

#[test]
fn a_shift_is_unsigned_however_often_the_post_was_taken_since() {
    for post in [GATE, COUNTER] {
        let mut house = house();
        house.sign_on("2026-03-02 07:00", post, "王敏");
        house.hand_over("2026-03-02 14:50", "", &[("person", "王敏"), ("relief", "李强")]).unwrap();
        for n in 0..90 {
            let who = if post == GATE { PEOPLE[n % 4] } else { "李强" };
            house.sign_on(&format!("2026-03-03 {:02}:{:02}", n / 60, n % 60), post, who);
            let watch = house.desk.watch(post, who).unwrap();
            let shift = watch.stretch(&house.desk.house().site, who).unwrap();
            assert_eq!((shift.name.as_str(), shift.to), ("中班", at("2026-03-02 23:00")), "{post} {n}");
        }
    }
}
