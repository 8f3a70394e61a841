//! One identity, one content: whatever is logged, said again it is the same, and said otherwise it is refused.

use proptest::prelude::*;
use qiantai::desk::{Act, ActError, conflict};
use qiantai::domain::entry::{Fields, Kind};
use qiantai::domain::form::{self, AT, Field, Input};
use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::when::Tense;
use qiantai::store::Read;
use uuid::Uuid;

use crate::counter::Counter;

/// The kinds that open a record by their form alone.
const OPENING: [Kind; 7] =
    [Kind::Duty, Kind::WalkIn, Kind::Call, Kind::VisitorIn, Kind::VisitorRefused, Kind::VehicleIn, Kind::Note];

const TIMES: [&str; 3] = ["2026-03-02 09:00", "2026-03-02 09:07", "2027-02-01 23:59"];

/// Two values of a field that say different things; the second is only a change of the first.
fn two(field: &Field, n: usize) -> (String, String) {
    let text = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    match field.input {
        Input::Text(max) => (format!("甲{}", n % 10), "乙".repeat(max.min(3))),
        Input::Staff(_) => text("王敏", "刘洋"),
        Input::Room => text("3-2-101", "3-2-102"),
        Input::Plate => text("粤B12345", "粤B12346"),
        Input::Phone => text("13912348812", "13912348813"),
        Input::Tail => text("1234", "1235"),
        Input::Choice(choices) => {
            let at = n % choices.len();
            let other = choices[(at + 1) % choices.len()];
            (choices[at].to_owned(), if choices.len() > 1 { other.to_owned() } else { String::new() })
        }
        Input::Department => text("works", "office"),
        Input::When(Tense::Future) => text("+2h", "+3h"),
        Input::When(Tense::Past) => text("-10m", "-11m"),
        Input::Count(min, _) => (min.to_string(), (min + 1).to_string()),
        Input::Decimal(min, _) => (format!("{min}.5"), format!("{min}.75")),
    }
}

fn fields(kind: Kind, seeds: &[usize], dated: bool) -> Fields {
    let mut said = Fields::new();
    for (field, n) in form::fields(kind, "").iter().zip(seeds.iter().cycle()) {
        let asked = field.asked(|key| said.get(key).map_or("", String::as_str));
        if asked && !matches!(field.key, "again" | "part") && (field.required || n % 3 > 0) {
            said.insert(field.key.to_owned(), two(field, *n).0);
        }
    }
    if dated {
        said.insert(AT.key.to_owned(), "-10m".to_owned());
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn an_act_said_again_is_the_same_and_said_otherwise_a_conflict(
        kind in prop::sample::select(&OPENING[..]),
        seeds in prop::collection::vec(0..1_000_usize, 5..20),
        dated in any::<bool>(), source in prop::option::of(prop::sample::select(&["", "camera"][..])),
    ) {
        let mut counter = Counter::new();
        let mut act = Act { source: source.map(str::to_owned), ..Act::new(Uuid::from_u128(77), kind) };
        act.fields = fields(kind, &seeds, dated);
        // What no rule of the house would take is nobody's identity.
        let Ok(first) = counter.send(TIMES[0], &act) else { return Ok(()) };
        let entries = counter.last();
        for when in TIMES {
            let again = counter.send(when, &act).unwrap();
            prop_assert!(again.repeated, "{:?} at {}", act, when);
            prop_assert_eq!(again.record.subject, first.record.subject);
        }
        let refused = |counter: &mut Counter, other: &Act| match counter.send(TIMES[1], other) {
            Err(ActError::Refused(reasons)) => reasons.first().map(|reason| reason.cause.clone()),
            _ => None,
        };
        for field in form::fields(kind, "").iter().chain([&AT]) {
            // How long a form was open is the program's own measure, and not what was said.
            let measured = field.key == "seconds" && act.source.is_none();
            if matches!(field.key, "again" | "part") || measured {
                continue;
            }
            let mut other = act.clone();
            let was = other.fields.remove(field.key);
            let (one, changed) = two(field, seeds[0]);
            let now = if was.as_deref() == Some(one.as_str()) || was.is_some() { changed } else { one };
            if was.as_deref() == Some(now.as_str()) {
                continue;
            }
            if !now.is_empty() {
                other.fields.insert(field.key.to_owned(), now);
            }
            prop_assert_eq!(refused(&mut counter, &other), Some(conflict(&first.record)), "{} of {:?}", field.key, other);
        }
        for other in OPENING.into_iter().filter(|other| *other != kind) {
            let other = Act { kind: other, ..act.clone() };
            prop_assert_eq!(refused(&mut counter, &other), Some(conflict(&first.record)));
        }
        prop_assert_eq!(counter.last(), entries, "nothing was written");
    }
}

#[test]
fn a_step_belongs_to_its_record_and_to_no_other() {
    let mut counter = Counter::new();
    let (one, other) = (counter.complaint(TIMES[0], &[]), counter.complaint(TIMES[0], &[]));
    let fields = [("department".to_owned(), "works".to_owned())].into();
    let uid = Uuid::from_u128(78);
    let act = Act { step: "relayed".into(), subject: Some(one.subject), fields, ..Act::new(uid, Kind::ComplaintStep) };
    counter.send(TIMES[0], &act).unwrap();
    assert!(counter.send(TIMES[1], &act).unwrap().repeated);
    for other in [
        Act { subject: Some(other.subject), ..act.clone() },
        Act { step: "accepted".into(), ..act.clone() },
        Act { fields: [("department".to_owned(), "office".to_owned())].into(), ..act },
    ] {
        let Err(ActError::Refused(reasons)) = counter.send(TIMES[1], &other) else { panic!("{other:?}") };
        assert!(matches!(reasons[0].cause, Cause::UidConflict(link) if link.subject == one.subject), "{reasons:?}");
    }
}

#[test]
fn a_plate_that_was_told_to_go_out_is_the_same_only_for_itself() {
    let mut counter = Counter::new();
    let car = [("plate", "粤B12345"), ("use", "guest"), ("room", "1-1-101")];
    counter.act(TIMES[0], Kind::VehicleIn, &car).unwrap();
    let out = counter.form(Kind::VehicleIn, &[&car[..], &[("again", "out")]].concat());
    let left = counter.send(TIMES[1], &out).unwrap().record;
    assert!(!left.inside() && counter.send(TIMES[1], &out).unwrap().repeated);
    let mut other = out.clone();
    other.fields.insert("plate".into(), "粤B12346".into());
    let Err(ActError::Refused(reasons)) = counter.send(TIMES[1], &other) else { panic!("another plate") };
    assert_eq!(reasons[0].cause, conflict(&left));
}

#[test]
fn a_guest_who_was_told_to_go_out_is_the_same_only_by_the_name_that_was_said() {
    let mut counter = Counter::new();
    let guest = |name| [("visitor", "guest"), ("room", "3-2-101"), ("name", name), ("check", "known")];
    counter.act(TIMES[0], Kind::VisitorIn, &guest("买买提")).unwrap();
    let out = counter.form(Kind::VisitorIn, &[&guest("買買提先生")[..], &[("again", "out")]].concat());
    let left = counter.send(TIMES[1], &out).unwrap().record;
    assert_eq!((left.inside(), left.get("name")), (false, "买买提"));
    // Sent again as it was, in whatever width and with whatever blanks.
    for name in ["買買提先生", "買買提 先生"] {
        let mut same = out.clone();
        same.fields.insert("name".into(), name.into());
        assert!(counter.send(TIMES[1], &same).unwrap().repeated, "{name}");
    }
    // Who may be the same person is another content all the same.
    for name in ["買買提女士", "买买提", "買買提", "张三"] {
        let mut other = out.clone();
        other.fields.insert("name".into(), name.into());
        let Err(ActError::Refused(reasons)) = counter.send(TIMES[1], &other) else { panic!("{name}") };
        assert_eq!(reasons[0].cause, conflict(&left), "{name}");
    }
}

/// How someone or something leaves.
#[derive(Clone, Copy)]
struct Leaving {
    said: Kind,
    kept: Kind,
    /// A party or a vehicle is inside, and whether the act names its record.
    inside: Option<bool>,
    own: &'static [(&'static str, &'static str)],
}

/// Every way in which an exit is said, and the kind as which it is kept.
fn leavings() -> Vec<Leaving> {
    let guest: &[(&str, &str)] =
        &[("visitor", "guest"), ("room", "3-2-101"), ("name", "张三"), ("check", "known"), ("again", "out")];
    let car: &[(&str, &str)] = &[("plate", "粤B12345"), ("use", "guest"), ("room", "3-2-101"), ("again", "out")];
    let of = |said, kept, inside, own| Leaving { said, kept, inside, own };
    vec![
        of(Kind::VehicleOut, Kind::VehicleOut, Some(true), &[]),
        of(Kind::VehicleOut, Kind::VehicleOut, Some(false), &car[..1]),
        of(Kind::VehicleOut, Kind::VehicleOutOnly, None, &car[..1]),
        of(Kind::VehicleOutOnly, Kind::VehicleOut, Some(false), &car[..1]),
        of(Kind::VehicleOutOnly, Kind::VehicleOutOnly, None, &car[..1]),
        of(Kind::VehicleIn, Kind::VehicleOut, Some(false), car),
        of(Kind::VisitorOut, Kind::VisitorOut, Some(true), &[]),
        of(Kind::VisitorOut, Kind::VisitorOut, Some(true), &[("leaving", "3")]),
        of(Kind::VisitorOut, Kind::VisitorPartOut, Some(true), &[("leaving", "2")]),
        of(Kind::VisitorPartOut, Kind::VisitorPartOut, Some(true), &[("leaving", "2")]),
        of(Kind::VisitorPartOut, Kind::VisitorOut, Some(true), &[("leaving", "3")]),
        of(Kind::VisitorOutOnly, Kind::VisitorOutOnly, None, &[]),
        of(Kind::VisitorIn, Kind::VisitorOut, Some(false), guest),
    ]
}

/// Who is inside: a party of three, or a car.
fn inside(counter: &mut Counter, said: Kind) -> Record {
    let guest = [("visitor", "guest"), ("room", "3-2-101"), ("name", "张三"), ("check", "known"), ("count", "3")];
    let car = [("plate", "粤B12345"), ("use", "guest"), ("room", "3-2-101")];
    let visits = said.name().starts_with("visitor");
    let (kind, fields) = if visits { (Kind::VisitorIn, &guest[..]) } else { (Kind::VehicleIn, &car[..]) };
    counter.act("2026-03-02 08:00", kind, fields).unwrap()
}

#[test]
fn an_exit_said_again_is_the_same_and_said_otherwise_in_any_field_a_conflict() {
    for Leaving { said, kept, inside: named, own } in leavings() {
        let mut counter = Counter::new();
        let subject = named.and_then(|named| {
            let record = inside(&mut counter, said);
            named.then_some(record.subject)
        });
        let goes_out = said != kept && matches!(said, Kind::VehicleIn | Kind::VisitorIn);
        // What the form for coming in has alone is kept of no exit, nor who drives, which has other choices there.
        // Which visit is meant must be one.
        let compared = |field: &&Field| {
            field.key != "visit" && (!goes_out || field.key != "driver" && form::find(kept, "", field.key).is_some())
        };
        let mut act = Act { subject, source: Some("camera".into()), ..counter.form(said, own) };
        for field in form::fields(said, "").iter().filter(compared) {
            let asked = field.asked(|key| act.fields.get(key).map_or("", String::as_str));
            if asked && !matches!(field.key, "unseen" | "leaving" | "again" | "plate") {
                act.fields.entry(field.key.to_owned()).or_insert_with(|| two(field, 1).0);
            }
        }
        let first = counter.send(TIMES[0], &act).unwrap();
        let last = counter.store().history(first.record.subject).unwrap().pop().unwrap();
        assert_eq!((last.kind, last.uid, first.repeated), (kept, act.uid, false), "{said:?}");
        let entries = counter.last();
        assert!(counter.send(TIMES[1], &act).unwrap().repeated, "{said:?} kept as {kept:?}");
        let mut others = vec![
            ("source", Act { source: Some("reader".into()), ..act.clone() }),
            ("source", Act { source: Some(String::new()), ..act.clone() }),
        ];
        for field in form::fields(said, "").iter().chain([&AT]) {
            let found_by = match said {
                Kind::VehicleIn => field.key == "plate",
                _ => goes_out && matches!(field.key, "name" | "room"),
            };
            if field.key == "again" || !found_by && field.key != "at" && !compared(&field) {
                continue;
            }
            let was = act.fields.get(field.key).map_or("", String::as_str);
            let (one, other) = two(field, 1);
            let values = [one, other, String::new()];
            for now in values.iter().filter(|now| *now != was) {
                let all = field.key == "leaving" && kept == Kind::VisitorOut;
                // All of a party, and the plate of the vehicle whose record is named, may be said or left out.
                let same = all && (now.is_empty() || now == "3") && said == Kind::VisitorOut
                    || field.key == "plate" && now == "粤B12345" && subject.is_some();
                let mut changed = act.clone();
                changed.fields.insert(field.key.to_owned(), now.clone());
                if !same {
                    others.push((field.key, changed));
                }
            }
        }
        for (field, other) in others {
            let Err(ActError::Refused(reasons)) = counter.send(TIMES[1], &other) else {
                panic!("{field} of {said:?} kept as {kept:?}: {other:?}")
            };
            assert_eq!(reasons[0].cause, conflict(&first.record), "{field} of {said:?}");
        }
        counter.who.post = "东门岗".into();
        let elsewhere = counter.send(TIMES[1], &act);
        assert!(matches!(elsewhere, Err(ActError::Refused(_))), "another post: {said:?}");
        assert_eq!(counter.last(), entries, "nothing was written");
    }
}

#[test]
fn a_post_taken_over_with_one_identity_is_that_post_and_no_other() {
    let mut counter = Counter::new();
    let duty = counter.form(Kind::Duty, &[("person", "王敏")]);
    let first = counter.send(TIMES[0], &duty).unwrap().record;
    assert!(counter.send(TIMES[1], &duty).unwrap().repeated);
    counter.who.post = "东门岗".into();
    let Err(ActError::Refused(reasons)) = counter.send(TIMES[1], &duty) else { panic!("another post") };
    assert_eq!(reasons[0].cause, conflict(&first));
    // A year of the calendar is the whole logbook's.
    let year = crate::counter::next_year(&mut counter);
    counter.send(TIMES[1], &year).unwrap();
    counter.who.post = "服务中心".into();
    assert!(counter.send(TIMES[1], &year).unwrap().repeated);
}
