//! Where a role is asked for, only those whom the settings name by it: typed, given by number, or put right later.

use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::{Family, Fields, Kind};
use qiantai::domain::form::{self, Field, Input};
use qiantai::domain::intake;
use qiantai::domain::refusal::Cause;
use qiantai::domain::site::Site;
use qiantai::domain::staff::{Person, Role, Roles};

use crate::counter::{Counter, cause};
use crate::post::{COUNTER, house};

/// Every field that asks for a role, with its form.
fn asked() -> Vec<(Kind, &'static str, &'static Field, Roles)> {
    let steps = Family::ALL.iter().flat_map(|family| family.spec().steps).map(|(step, _)| *step);
    let steps: Vec<&str> = steps.chain(["", "override"]).collect();
    let forms = Kind::ALL.iter().flat_map(|kind| steps.iter().map(|step| (*kind, *step)));
    let fields = forms.flat_map(|(kind, step)| form::fields(kind, step).iter().map(move |field| (kind, step, field)));
    fields
        .filter_map(|(kind, step, field)| match field.input {
            Input::Staff(roles) if !roles.is_empty() => Some((kind, step, field, roles)),
            _ => None,
        })
        .collect()
}

/// What is said of a name in a field: what is stored, or why it is refused.
fn said(site: &Site, (kind, step, field): (Kind, &str, &Field), name: &str) -> Result<String, Cause> {
    let typed: Fields = [(field.key.to_owned(), name.to_owned())].into();
    let refused = match intake::parse_form(kind, step, &typed, site, crate::counter::at("2026-03-02 09:00")) {
        Ok(parsed) => return Ok(parsed.get(field.key).to_owned()),
        Err(refused) => refused,
    };
    match refused.into_iter().find(|reason| reason.field.as_deref() == Some(field.key)) {
        Some(reason) => Err(reason.cause),
        None => Ok(intake::read(field, name, site, crate::counter::at("2026-03-02 09:00")).unwrap()),
    }
}

#[test]
fn every_field_that_asks_for_a_role_takes_only_the_staff_that_has_it() {
    let house = house();
    let mut site = house.desk.house().site.clone();
    site.staff.push(Person { id: "a9".into(), name: "Chen Wei".into(), role: Some(Role::Manager) });
    let asked = asked();
    assert!(asked.len() > 8, "{asked:?}");
    for (kind, step, field, roles) in asked {
        let place = format!("{kind:?} {step} {}", field.key);
        let at = (kind, step, field);
        assert_eq!(said(&site, at, "外来的人"), Err(Cause::NotStaff(roles.to_vec())), "{place}");
        for person in &site.staff {
            let may = person.is_one_of(roles);
            let fit = if may { Ok(person.name.clone()) } else { Err(Cause::OtherRole(roles.to_vec())) };
            let spaced: String = person.name.chars().flat_map(|c| [c, ' ']).collect();
            for spelt in [&person.name, &person.id, &spaced, &person.name.to_lowercase(), &person.id.to_uppercase()] {
                let expected = if spelt.is_empty() { continue } else { &fit };
                assert_eq!(&said(&site, at, spelt), expected, "{place}: {spelt}");
            }
        }
        site.staff
            .iter()
            .for_each(|person| assert!(said(&Site { staff: Vec::new(), ..site.clone() }, at, &person.name).is_ok()));
        let bare = Site { staff: Vec::new(), ..site.clone() };
        assert_eq!(said(&bare, at, "外来的人"), Ok("外来的人".into()), "{place}: nobody is named");
    }
}

#[test]
fn a_rung_is_noted_and_put_right_only_with_staff_that_was_told() {
    let mut house = house();
    let call = [("direction", "in"), ("topic", "装修"), ("outcome", "promised"), ("promise", "10:00")];
    let call = house.as_one(COUNTER, "王敏").act("2026-03-02 09:00", Kind::Call, &call).unwrap();
    let told = |field: &str, cause| (Some(field.to_owned()), cause);
    for (when, who, other, roles) in [
        ("2026-03-02 10:05", "周主管", "陈主任", vec![Role::Supervisor]),
        ("2026-03-02 11:05", "07", "周主管", vec![Role::Head]),
    ] {
        let mut note = |by: &str| house.follow(when, Kind::Acknowledged, &call, &[("clock", "T18"), ("by", by)]);
        assert_eq!(cause(note("外来的人")), told("by", Cause::NotStaff(roles.clone())));
        assert_eq!(cause(note(other)), told("by", Cause::OtherRole(roles.clone())));
        let noted = note(who).unwrap();
        let target = ActTarget::Strike(noted.last, "by".into());
        for (new, refused) in [("外来的人", Cause::NotStaff(roles.clone())), (other, Cause::OtherRole(roles.clone()))]
        {
            let fields = [("new", new), ("why", "听错")];
            let amended = house.on(when, Kind::Amended, &call, &fields, target.clone());
            assert_eq!(cause(amended), told("new", refused));
        }
    }
    house.as_one(COUNTER, "路人");
    let late = house.follow("2026-03-02 12:05", Kind::Acknowledged, &call, &[("clock", "T18")]);
    assert!(matches!(cause(late).1, Cause::AlreadyNoted(..)), "the head's was the last");
}

#[test]
fn whoever_is_complained_of_notes_nothing_and_becomes_nobody_who_approved_before() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("accused", "王敏")]);
    let note = counter.follow("2026-03-02 11:30", Kind::Acknowledged, &complaint, &[("clock", "T2")]);
    assert_eq!(cause(note), (Some("by".into()), Cause::AccusedApproves), "not by writing it either");
    let mut other = Counter::new();
    let complaint = other.complaint("2026-03-02 09:00", &[]);
    other.step("2026-03-02 09:05", &complaint, "relayed").unwrap();
    other.say("2026-03-02 09:10", &complaint, "rerouted", &[("approved_by", "陈主任")]).unwrap();
    other
        .say("2026-03-02 09:20", &complaint, "rerouted", &[("department", "works"), ("approved_by", "孙主任")])
        .unwrap();
    for earlier in ["陈主任", "孙主任"] {
        let amended = other.amend("2026-03-02 09:30", &complaint, "accused", earlier);
        assert_eq!(cause(amended), (Some("new".into()), Cause::AccusedApproves), "{earlier}");
    }
}

#[test]
fn whoever_took_note_by_writing_it_took_note() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    counter.follow("2026-03-02 11:30", Kind::Acknowledged, &complaint, &[("clock", "T2")]).unwrap();
    let amended = counter.amend("2026-03-02 11:40", &complaint, "accused", "王敏");
    assert_eq!(cause(amended), (Some("new".into()), Cause::AccusedApproves));

    let mut other = Counter::new();
    let complaint = other.complaint("2026-03-02 09:00", &[("accused", "王敏")]);
    let noted = [("clock", "T2"), ("by", "陈主任")];
    let record = other.follow("2026-03-02 11:30", Kind::Acknowledged, &complaint, &noted).unwrap();
    let target = ActTarget::Strike(record.last, "by".into());
    let emptied = other.on("2026-03-02 11:40", Kind::Amended, &record, &[("new", ""), ("why", "听错")], target);
    assert_eq!(cause(emptied), (Some("new".into()), Cause::AccusedApproves));
}

#[test]
fn an_act_done_before_the_staff_was_named_is_still_that_act() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    counter.steps(
        &complaint,
        &[("2026-03-02 09:05", "relayed"), ("2026-03-02 09:10", "resulted"), ("2026-03-02 09:15", "replied")],
    );
    let fields = [("head", "陈主任")];
    let act =
        Act { step: "reported".into(), subject: Some(complaint.subject), ..counter.form(Kind::ComplaintStep, &fields) };
    counter.send("2026-03-02 09:20", &act).unwrap();
    let mut named = counter.updated(|house| house.site.staff = vec![Person::named("王敏"), Person::named("刘洋")]);
    assert!(named.send("2026-03-02 09:30", &act).unwrap().repeated);
    let refused = named.amend("2026-03-02 09:40", &complaint, "head", "孙主任");
    assert_eq!(cause(refused), (Some("new".into()), Cause::NotStaff(vec![Role::Head, Role::Manager])));
    assert_eq!(named.amend("2026-03-02 09:40", &complaint, "head", "刘 洋").unwrap().get("head"), "刘洋");
}
