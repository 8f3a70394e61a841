//! Random records with random corrections: whatever was put right ends as if it had never been wrong, and a rebuild ends
//! where the desk did.

use proptest::prelude::*;
use qiantai::desk::{Act, ActError, ActTarget};
use qiantai::domain::entry::{Kind, TELLING};
use qiantai::domain::record::{Record, Status};
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::ValueError;
use qiantai::domain::time::Zone;
use qiantai::domain::time_limit::TimeLimit;
use qiantai::domain::worktime::Calendar;
use qiantai::store::{Read, Store};

use crate::counter::Counter;

/// One thing that a hasty clerk may do next.
#[derive(Debug, Clone)]
enum Deed {
    /// The step that Enter proposes, or the n-th of those offered.
    Step(Option<usize>),
    /// What became of a walk-in, call, visitor or vehicle.
    Follow(Kind, &'static [(&'static str, &'static str)]),
    /// A new value in a field that clocks depend on.
    Amend(&'static str, &'static str),
    /// The opening's time.
    Move(i64),
    /// 作废 of the n-th entry from the end.
    Withdraw(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let amend = proptest::sample::select(vec![
        ("category", "conduct"),
        ("category", "department"),
        ("category", "engineering"),
        ("category", "warranty"),
        ("class", "general"),
        ("class", "hot"),
        ("class", "major"),
        ("channel", "phone"),
        ("channel", "counter"),
        ("valid", "valid"),
        ("valid", "invalid"),
        ("intake", "office"),
        ("intake", "site"),
        ("next_reply", "2026-04-10 10:00"),
        ("next_reply", "2026-04-20 10:00"),
        ("room", "天台"),
        ("room", "3-2-102"),
    ]);
    prop_oneof![
        4 => prop_oneof![Just(None), (0..16_usize).prop_map(Some)].prop_map(Deed::Step),
        3 => amend.prop_map(|(field, new)| Deed::Amend(field, new)),
        1 => (-90..0_i64).prop_map(Deed::Move),
        3 => (0..8_usize).prop_map(Deed::Withdraw),
    ]
}

/// What the counter and the gate open, with all that may follow.
const OPENINGS: [(Kind, &[(&str, &str)]); 5] = [
    (Kind::WalkIn, &[("name", "张三"), ("reason", "enquiry"), ("said", "请李强回电")]),
    (Kind::Call, &[("direction", "in"), ("topic", "请李强回电")]),
    (Kind::WalkIn, &[("name", "张三"), ("reason", "enquiry"), ("said", "找"), ("outcome", "message"), ("to", "李强")]),
    (Kind::VisitorIn, &[("visitor", "guest"), ("room", "3-2-101"), ("name", "王五"), ("check", "known")]),
    (Kind::VehicleIn, &[("plate", "粤B12345"), ("use", "taxi"), ("room", "3-2-101")]),
];

fn turn(opening: Kind) -> impl Strategy<Value = Deed> {
    let outcomes: [&[(&str, &str)]; 5] = [
        &[("outcome", "message"), ("to", "李强")],
        &[("outcome", "delivered"), ("result", "已当面告知")],
        &[("outcome", "promised"), ("promise", "2026-04-10 10:00")],
        &[("outcome", "passed"), ("to", "工程部")],
        &[("outcome", "solved")],
    ];
    let outcome = if opening == Kind::Call { Kind::CallOutcome } else { Kind::WalkInOutcome };
    let (follow, amend): (Vec<Deed>, Vec<(&str, &str)>) = match opening {
        Kind::VisitorIn => (
            vec![Deed::Follow(Kind::VisitorOut, &[])],
            ["courier", "delivery", "guest", "other"].map(|class| ("visitor", class)).to_vec(),
        ),
        Kind::VehicleIn => {
            (vec![Deed::Follow(Kind::VehicleOut, &[])], ["guest", "service", "taxi"].map(|way| ("use", way)).to_vec())
        }
        _ => (
            outcomes.map(|fields| Deed::Follow(outcome, fields)).to_vec(),
            ["message", "delivered", "promised", "passed", "solved"].map(|value| ("outcome", value)).to_vec(),
        ),
    };
    prop_oneof![
        4 => proptest::sample::select(follow),
        3 => proptest::sample::select(amend).prop_map(|(field, new)| Deed::Amend(field, new)),
        1 => (-90..0_i64).prop_map(Deed::Move),
        3 => (0..8_usize).prop_map(Deed::Withdraw),
    ]
}

fn minute(n: usize) -> String {
    format!("2026-03-02 {:02}:{:02}", 10 + n / 60, n % 60)
}

fn carry_out(counter: &mut Counter, complaint: &Record, deed: &Deed, when: &str) {
    // What the desk refuses is refused; nothing is written then.
    match deed {
        Deed::Step(nth) => {
            let card = counter.card(complaint, when);
            if let Some(step) = nth.map_or(card.next, |nth| card.offered.into_iter().nth(nth)) {
                let _ = counter.step(when, complaint, &step);
            }
        }
        Deed::Follow(kind, fields) => drop(counter.follow(when, *kind, complaint, fields)),
        Deed::Amend(field, new) => drop(counter.amend(when, complaint, field, new)),
        Deed::Move(minutes) => {
            let new = Zone::default().rfc3339(complaint.at.plus_minutes(*minutes));
            let head = counter.card(complaint, when).lines[0].values.get("at").map(|value| value.head.clone());
            let (seq, field) = head.unwrap_or((complaint.seq, "at".into()));
            let fields = [("new", new.as_str()), ("why", "记错")];
            drop(counter.on(when, Kind::Amended, complaint, &fields, ActTarget::Strike(seq, field)));
        }
        Deed::Withdraw(nth) => {
            let entries = counter.store().history(complaint.subject).unwrap();
            if let Some(entry) = entries.iter().skip(1).rev().nth(*nth) {
                drop(counter.withdraw(when, complaint, ActTarget::Entry(entry.seq)));
            }
        }
    }
}

/// The same complaint written anew, as it reads today; `None` where the order of its steps is allowed no more.
fn anew(counter: &Counter, complaint: &Record, when: &str) -> Option<Record> {
    let mut fresh = Counter::new();
    let mut written: Option<Record> = None;
    for line in counter.card(complaint, when).lines.iter().filter(|line| line.withdrawn.is_none()) {
        let step = line.get("step").to_owned();
        let mut act = Act { step, ..fresh.form(line.kind, &[]) };
        act.fields = line.fields();
        // How a line was told is the desk's own to say.
        act.fields.retain(|key, _| key != "step" && !TELLING.contains(&key.as_str()));
        act.fields.insert("at".into(), Zone::default().rfc3339(line.at));
        act.subject = written.as_ref().map(|record| record.subject);
        written = Some(match fresh.send(when, &act) {
            Ok(reply) => reply.record,
            Err(why) => {
                assert!(order_forbids(&why), "{why:?}");
                return None;
            }
        });
    }
    written
}

/// Whether an act is refused because of what was done before it, or because one of two fields that go together was
/// corrected alone. What is refused whatever was done before is a fault of the life, or of the desk.
fn order_forbids(why: &ActError) -> bool {
    let ActError::Refused(reasons) = why else { return false };
    let never = |cause: &Cause| match cause {
        Cause::Value(fault) => *fault != ValueError::Required,
        Cause::NoOperator | Cause::UidConflict(_) | Cause::UnknownKind | Cause::UnknownField => true,
        Cause::NoSuchRecord | Cause::WrongRecord | Cause::Sealed => true,
        _ => false,
    };
    !reasons.iter().any(|reason| never(&reason.cause))
}

fn limits(record: &Record) -> Vec<(String, i64, i64)> {
    let limit = |clock: &TimeLimit| (clock.name().into_owned(), clock.start.millis(), clock.order());
    let mut limits: Vec<_> = record.limits.iter().map(limit).collect();
    limits.sort();
    limits
}

/// What the deeds made of a record is what its lines say today, and stands whatever the house becomes.
fn stands(mut counter: Counter, record: &Record, deeds: &[Deed]) -> Result<(), TestCaseError> {
    for (n, deed) in deeds.iter().enumerate() {
        carry_out(&mut counter, record, deed, &minute(n + 1));
    }
    let when = minute(deeds.len() + 1);
    let today = counter.card(record, &when).record;
    prop_assert!(today.status != Status::Void);
    if let Some(anew) = anew(&counter, record, &when) {
        prop_assert_eq!(limits(&today), limits(&anew));
        prop_assert_eq!((today.status, today.odd_room), (anew.status, anew.odd_room));
        let steps = |record: &Record| record.steps.iter().map(|step| step.step.clone()).collect::<Vec<_>>();
        prop_assert_eq!(steps(&today), steps(&anew));
    }
    // Next year the house works other hours by another calendar, in another zone; what was decided stands.
    let counter = counter.updated(|house| {
        house.calendar = Calendar::default();
        house.site.zone = "America/New_York".parse::<Zone>().unwrap();
        for department in &mut house.site.departments {
            department.hours = "sat 00:00-01:00".parse().unwrap();
        }
    });
    counter.store().rebuild().unwrap();
    prop_assert_eq!(counter.card(record, "2031-01-01 00:00").record, today);
    prop_assert_eq!(counter.store().verify().unwrap().findings, []);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn what_was_put_right_ends_as_if_it_had_never_been_wrong(
        intake in proptest::sample::select(vec!["office", "site"]),
        deeds in proptest::collection::vec(deed(), 1..24),
    ) {
        let mut counter = Counter::new();
        let far = [("intake", intake), ("next_reply", "2026-04-01 10:00")];
        let complaint = counter.complaint("2026-03-02 10:00", &far);
        stands(counter, &complaint, &deeds)?;
    }

    #[test]
    fn whoever_came_called_or_is_inside_ends_as_if_nothing_had_been_wrong(
        ((kind, fields), deeds) in proptest::sample::select(OPENINGS.to_vec())
            .prop_flat_map(|opening| (Just(opening), proptest::collection::vec(turn(opening.0), 1..16))),
    ) {
        let mut counter = Counter::new();
        let record = counter.act("2026-03-02 10:00", kind, fields).unwrap();
        stands(counter, &record, &deeds)?;
    }
}
