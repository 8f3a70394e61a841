//! Who has a post is what the logbook says: nobody else acts there, hands it over or approves that; and the page names
//! the shift that is unsigned.

use qiantai::desk::{Act, ActError, ActTarget, Answer, Who};
use qiantai::domain::entry::Kind;
use qiantai::domain::handover::Verdict;
use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;
use qiantai::domain::shift::ShiftChange;
use qiantai::domain::site::Site;
use qiantai::domain::staff::{Person, Role};
use qiantai::store::{Read, Store};

use crate::counter::{Counter, at, cause};

pub(crate) const GATE: &str = "东门岗";
pub(crate) const COUNTER: &str = "服务中心";

/// The people of the site, each with a role.
const STAFF: [(&str, &str, Role); 6] = [
    ("", "王敏", Role::Clerk),
    ("", "李强", Role::Guard),
    ("", "赵军", Role::Guard),
    ("", "孙班长", Role::Leader),
    ("07", "陈主任", Role::Head),
    ("", "周主管", Role::Supervisor),
];

pub(crate) fn house() -> Counter {
    Counter::new().updated(|house| {
        let departments = std::mem::take(&mut house.site.departments);
        let person =
            |(id, name, role): (&str, &str, Role)| Person { id: id.into(), name: name.into(), role: Some(role) };
        house.site = Site { departments, staff: STAFF.map(person).into(), ..crate::kit::house().site };
    })
}

impl Counter {
    pub(crate) fn as_one(&mut self, post: &str, person: &str) -> &mut Self {
        self.who = Who { post: post.into(), operator: person.into(), ..self.who.clone() };
        self
    }

    pub(crate) fn sign_on(&mut self, when: &str, post: &str, person: &str) -> Record {
        self.as_one(post, person).act(when, Kind::Duty, &[("person", person)]).unwrap()
    }

    pub(crate) fn note(&mut self, when: &str, post: &str, person: &str) -> Result<Record, ActError> {
        self.as_one(post, person).act(when, Kind::Note, &[("text", "道闸已修")])
    }

    pub(crate) fn hand_over(&mut self, when: &str, step: &str, fields: &[(&str, &str)]) -> Result<Record, ActError> {
        let page = self.reading().page(at(when)).unwrap();
        let refused = step == "override";
        let answers = page.lines.into_iter().enumerate().map(|(n, line)| Answer {
            line: line.line,
            verdict: if refused && n == 0 { Verdict::Refused } else { Verdict::Accepted },
            said: "没有交代".into(),
            reply: String::new(),
        });
        let answers = ActTarget::Answers(answers.collect());
        let act = Act { step: step.into(), target: answers, ..self.form(Kind::Handover, fields) };
        self.send(when, &act).map(|reply| reply.record)
    }
}

#[test]
fn an_act_by_somebody_else_is_refused_with_who_has_the_gate_since_when() {
    let mut house = house();
    house.note("2026-03-02 06:50", GATE, "王敏").expect("nobody has signed on yet");
    house.sign_on("2026-03-02 07:00", GATE, "李强");
    let held = Cause::PostHeld("李强".into(), at("2026-03-02 07:00"));
    let guest = [("visitor", "guest"), ("room", "3-2-101"), ("name", "王五"), ("check", "known")];
    let inside = house.act("2026-03-02 07:05", Kind::VisitorIn, &guest).unwrap();
    let before = house.last();
    assert_eq!(cause(house.note("2026-03-02 07:10", GATE, "赵军")), (None, held.clone()));
    assert_eq!(cause(house.follow("2026-03-02 07:10", Kind::VisitorOut, &inside, &[])), (None, held.clone()));
    assert_eq!(cause(house.amend("2026-03-02 07:10", &inside, "name", "王武")), (None, held.clone()));
    assert_eq!(cause(house.withdraw("2026-03-02 07:10", &inside, ActTarget::None)), (None, held));
    assert_eq!(house.last(), before, "nothing was written");
    house.note("2026-03-02 07:11", COUNTER, "赵军").expect("another post is another matter");

    house.sign_on("2026-03-02 07:15", GATE, "赵军");
    house.note("2026-03-02 07:16", GATE, "赵军").unwrap();
    let held = Cause::PostHeld("赵军".into(), at("2026-03-02 07:15"));
    assert_eq!(cause(house.note("2026-03-02 07:17", GATE, "李强")), (None, held));
}

#[test]
fn at_a_counter_of_several_only_those_who_have_handed_over_are_refused() {
    let mut house = house();
    house.sign_on("2026-03-02 08:00", COUNTER, "王敏");
    house.sign_on("2026-03-02 08:10", COUNTER, "周主管");
    house.note("2026-03-02 08:20", COUNTER, "王敏").expect("both are there");
    house.note("2026-03-02 08:20", COUNTER, "赵军").expect("whoever has not signed on is not known to have left");
    house.as_one(COUNTER, "王敏").hand_over("2026-03-02 12:00", "", &[("person", "王敏"), ("relief", "赵军")]).unwrap();
    let left = Cause::HandedOver(at("2026-03-02 12:00"));
    assert_eq!(cause(house.note("2026-03-02 12:01", COUNTER, "王敏")), (None, left.clone()));
    house.note("2026-03-02 12:01", COUNTER, "周主管").expect("is still there");
    house.note("2026-03-02 12:01", COUNTER, "赵军").unwrap();
    let again =
        house.as_one(COUNTER, "赵军").hand_over("2026-03-02 12:05", "", &[("person", "王敏"), ("relief", "周主管")]);
    assert_eq!(cause(again), (Some("person".into()), left));
    house.sign_on("2026-03-02 13:00", COUNTER, "王敏");
    house.note("2026-03-02 13:01", COUNTER, "王敏").expect("has come back");
}

#[test]
fn what_a_post_is_may_be_set() {
    let several = |post: &str| {
        let text = format!("[site]\nname = \"锦绣花园\"\n[[post]]\nname = \"岗\"\n{post}");
        Site::parse(&text).unwrap().is_shared("岗")
    };
    for (post, shared) in [
        ("", true),
        ("intake = \"office\"", true),
        ("intake = \"site\"", false),
        ("intake = \"department\"", false),
        ("several = false", false),
        ("intake = \"site\"\nseveral = true", true),
    ] {
        assert_eq!(several(post), shared, "{post}");
    }
}

#[test]
fn only_who_has_the_post_hands_it_over() {
    let mut house = house();
    house.sign_on("2026-03-02 07:00", GATE, "李强");
    house.note("2026-03-02 08:00", GATE, "李强").unwrap();
    house.hand_over("2026-03-02 15:00", "", &[("person", "李强"), ("relief", "赵军")]).unwrap();
    let held = Cause::PostHeld("赵军".into(), at("2026-03-02 15:00"));
    let stale = house.hand_over("2026-03-02 15:01", "", &[("person", "李强"), ("relief", "孙班长")]);
    assert_eq!(cause(stale), (None, held.clone()), "from the window that he left");
    let other =
        house.as_one(GATE, "赵军").hand_over("2026-03-02 15:02", "", &[("person", "李强"), ("relief", "孙班长")]);
    assert_eq!(cause(other), (Some("person".into()), held));
    house.hand_over("2026-03-02 15:03", "", &[("person", "赵军"), ("relief", "孙班长")]).unwrap();
}

#[test]
fn whoever_approves_hands_over_or_relieves_is_another_person_each() {
    let mut house = house();
    house.sign_on("2026-03-02 07:00", GATE, "李强");
    house.note("2026-03-02 08:00", GATE, "李强").unwrap();
    let mut sign = |person, relief, by| {
        let fields = [("person", person), ("relief", relief), ("override_by", by), ("override_why", "已电话说明")];
        house.hand_over("2026-03-02 15:00", "override", &fields)
    };
    let told = |field: &str, cause| (Some(field.to_owned()), cause);
    assert_eq!(cause(sign("李强", "李强", "陈主任")), told("relief", Cause::SamePerson));
    let in_charge = vec![Role::Leader, Role::Supervisor, Role::Head, Role::Manager];
    assert_eq!(cause(sign("李强", "赵军", "李强")), told("override_by", Cause::OtherRole(in_charge.clone())));
    assert_eq!(cause(sign("李强", "孙班长", "孙班长")), told("override_by", Cause::OwnApproval));
    assert_eq!(cause(sign("李强", "赵军", "王敏")), told("override_by", Cause::OtherRole(in_charge)));
    let on_post = vec![Role::Clerk, Role::Guard, Role::Leader, Role::Supervisor];
    assert_eq!(cause(sign("李强", "陈主任", "孙班长")), told("relief", Cause::OtherRole(on_post)));
    let page = sign("李强", "孙 班长", "07").expect("a number is a name, and a name has one spelling");
    assert_eq!((page.get("relief"), page.get("override_by")), ("孙班长", "陈主任"));
}

#[test]
fn the_outgoing_of_a_plain_list_does_not_approve_himself_either() {
    let mut counter = Counter::new();
    counter.note("2026-03-02 08:00", COUNTER, "王敏").unwrap();
    for by in ["王敏", "刘洋"] {
        let fields = [("person", "王敏"), ("relief", "刘洋"), ("override_by", by), ("override_why", "试")];
        let refused = cause(counter.hand_over("2026-03-02 15:00", "override", &fields));
        assert_eq!(refused, (Some("override_by".into()), Cause::OwnApproval), "{by}");
    }
}

#[test]
fn whoever_is_complained_of_approves_and_handles_nothing_in_the_complaint() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("accused", "陈主任")]);
    let at_field = |field: &str, cause| (Some(field.to_owned()), cause);
    for (step, field, why) in [
        ("relayed", "person", Cause::AccusedHandles),
        ("rerouted", "person", Cause::AccusedHandles),
        ("rerouted", "approved_by", Cause::AccusedApproves),
        ("published", "approved_by", Cause::AccusedApproves),
    ] {
        if step == "published" {
            counter.step("2026-03-02 09:06", &complaint, "resulted").unwrap();
        }
        if step == "rerouted" && field == "person" {
            counter.step("2026-03-02 09:05", &complaint, "relayed").unwrap();
        }
        let said = [(field, "陈主任"), ("person", if field == "person" { "陈主任" } else { "" })];
        let said = if field == "person" { &said[..1] } else { &said[..] };
        let refused = cause(counter.say("2026-03-02 09:10", &complaint, step, said));
        assert_eq!(refused, at_field(field, why), "{step}");
    }
    counter.steps(&complaint, &[("2026-03-02 09:30", "replied")]);
    let refused = cause(counter.say("2026-03-02 09:40", &complaint, "reported", &[("head", "陈主任")]));
    assert_eq!(refused, at_field("head", Cause::AccusedApproves));
    counter.say("2026-03-02 09:40", &complaint, "reported", &[("head", "孙主任")]).unwrap();
    assert_eq!(
        cause(counter.amend("2026-03-02 09:50", &complaint, "head", "陈主任")),
        at_field("new", Cause::AccusedApproves)
    );
    assert_eq!(
        cause(counter.amend("2026-03-02 09:50", &complaint, "accused", "孙主任")),
        at_field("new", Cause::AccusedApproves)
    );
}

#[test]
fn nobody_is_named_in_a_role_that_is_not_theirs() {
    let mut house = house();
    let complaint = house.as_one(COUNTER, "王敏").complaint("2026-03-02 09:00", &[]);
    house.steps(&complaint, &[("2026-03-02 09:05", "relayed"), ("2026-03-02 09:10", "resulted")]);
    house.step("2026-03-02 09:15", &complaint, "replied").unwrap();
    let heads = Cause::OtherRole(vec![Role::Head, Role::Manager]);
    let refused = cause(house.say("2026-03-02 09:20", &complaint, "reported", &[("head", "周主管")]));
    assert_eq!(refused, (Some("head".into()), heads.clone()));
    house.step("2026-03-02 09:20", &complaint, "reported").unwrap();
    assert_eq!(cause(house.amend("2026-03-02 09:30", &complaint, "head", "李强")), (Some("new".into()), heads));
}

#[test]
fn a_rung_is_noted_only_by_whom_it_was_told_to() {
    let mut house = house();
    let call = [("direction", "in"), ("topic", "装修"), ("outcome", "promised"), ("promise", "10:00")];
    let call = house.as_one(COUNTER, "王敏").act("2026-03-02 09:00", Kind::Call, &call).unwrap();
    let mut note = |when: &str, by: &str| {
        let fields = [("clock", "T18"), ("by", by)];
        house.follow(when, Kind::Acknowledged, &call, &fields[..if by.is_empty() { 1 } else { 2 }])
    };
    let told = |role| (Some("by".to_owned()), Cause::OtherRole(vec![role]));
    assert_eq!(cause(note("2026-03-02 10:05", "王敏")), told(Role::Supervisor));
    assert_eq!(cause(note("2026-03-02 10:05", "")), told(Role::Supervisor), "the clerk who writes is no supervisor");
    let noted = note("2026-03-02 10:05", "周主管").unwrap();
    assert_eq!((noted.acks[0].operator.as_str(), noted.acks[0].percent), ("周主管", 100));
    assert_eq!(cause(note("2026-03-02 11:05", "周主管")), told(Role::Head));
    let noted = note("2026-03-02 11:05", "陈主任").unwrap();
    assert_eq!((noted.acks[1].operator.as_str(), noted.acks[1].percent), ("陈主任", 200));
    let entry = house.store().entries(noted.last - 1, 1).unwrap().remove(0);
    assert_eq!((entry.operator.as_str(), entry.get("by")), ("王敏", "陈主任"), "who wrote it, and who took note");
    let before = house.store().record(call.subject).unwrap();
    house.store().rebuild().unwrap();
    assert_eq!(house.store().record(call.subject).unwrap(), before);
}

/// The shifts of a handover in words: from, to, minutes late.
fn told(change: &ShiftChange) -> (String, String, u32) {
    let zone = qiantai::domain::time::Zone::default();
    let shift = |stretch: &Option<qiantai::domain::shift::Stretch>| {
        stretch.as_ref().map_or_else(String::new, |it| format!("{} {}", it.name, zone.local(it.from).format("%d %H")))
    };
    (shift(&change.from), shift(&change.to), change.late)
}

#[test]
fn the_page_names_the_shift_that_is_unsigned_whatever_the_clock_says() {
    for (came, signed, from, to, late) in [
        ("2026-11-26 23:57", "2026-11-27 07:20", "夜班 26 23", "早班 27 07", 20),
        ("2026-11-26 22:50", "2026-11-27 07:00", "夜班 26 23", "早班 27 07", 0),
        ("2026-11-26 23:00", "2026-11-27 06:40", "夜班 26 23", "早班 27 07", 0),
        ("2026-11-27 07:20", "2026-11-27 14:55", "早班 27 07", "中班 27 15", 0),
        ("2026-11-26 06:50", "2026-11-27 07:05", "早班 26 07", "早班 27 07", 965),
        ("2026-11-27 07:00", "2026-11-27 23:10", "早班 27 07", "夜班 27 23", 490),
    ] {
        let mut house = house();
        house.sign_on(came, GATE, "李强");
        let live = house.reading().page(at(signed)).unwrap().shifts.unwrap();
        let page = house.hand_over(signed, "", &[("person", "李强"), ("relief", "赵军")]).unwrap();
        let expected = (from.to_owned(), to.to_owned(), late);
        assert_eq!(told(&live), expected, "{came} {signed}");
        // The settings change; the signed page does not.
        let house = house.updated(|house| house.site.shifts.clear());
        house.store().rebuild().unwrap();
        let kept = house.reading().signed(page).unwrap().shifts.unwrap();
        assert_eq!(told(&kept), expected, "as decided then");
    }
}

#[test]
fn whoever_came_is_on_the_shift_of_then_however_late_it_was_written() {
    for (came, written, from, late) in [
        ("2026-11-27 13:30", "2026-11-27 15:10", "早班 27 07", 20),
        ("2026-11-26 23:57", "2026-11-27 07:10", "夜班 26 23", 500),
        ("2026-11-27 15:05", "2026-11-27 15:10", "中班 27 15", 0),
    ] {
        let mut house = house();
        house.as_one(GATE, "李强").act(written, Kind::Duty, &[("person", "李强"), ("at", &came[11..])]).unwrap();
        let page = house.hand_over("2026-11-27 15:20", "", &[("person", "李强"), ("relief", "赵军")]).unwrap();
        let signed = told(&house.reading().signed(page).unwrap().shifts.unwrap());
        assert_eq!(signed, (from.to_owned(), "中班 27 15".to_owned(), late), "{came}");
    }
}

#[test]
fn a_shift_stays_unsigned_whoever_takes_the_post_without_a_page() {
    let change = |house: &mut Counter, when: &str| told(&house.reading().page(at(when)).unwrap().shifts.unwrap());
    let mut house = house();
    house.sign_on("2026-11-26 07:00", GATE, "李强");
    for (when, who, late) in
        [("14:30", "赵军", 0), ("15:30", "孙班长", 30), ("15:40", "孙班长", 40), ("23:30", "李强", 510)]
    {
        let when = format!("2026-11-26 {when}");
        house.sign_on(&when, GATE, who);
        let (from, _, by) = change(&mut house, &when);
        assert_eq!((from.as_str(), by), ("早班 26 07", late), "{when}");
    }
    let page = house.hand_over("2026-11-26 23:31", "", &[("person", "李强"), ("relief", "赵军")]).unwrap();
    let signed = told(&house.reading().signed(page).unwrap().shifts.unwrap());
    assert_eq!(signed, ("早班 26 07".into(), "夜班 26 23".into(), 511));
    house.sign_on("2026-11-27 07:10", GATE, "赵军");
    assert_eq!(
        change(&mut house, "2026-11-27 07:10"),
        ("夜班 26 23".into(), "早班 27 07".into(), 10),
        "signed: a new one"
    );
}

#[test]
fn at_a_counter_of_several_everyone_signs_a_shift_of_their_own() {
    let mut house = house();
    house.sign_on("2026-11-26 07:00", COUNTER, "王敏");
    house.sign_on("2026-11-26 15:00", COUNTER, "赵军");
    house.sign_on("2026-11-26 16:00", COUNTER, "王敏");
    let shift = |house: &Counter, who: &str| {
        house.desk.watch(COUNTER, who).unwrap().stretch(&house.desk.house().site, who).map(|shift| shift.name)
    };
    assert_eq!([shift(&house, "王敏"), shift(&house, "赵军")].map(Option::unwrap), ["早班", "中班"]);
    house.hand_over("2026-11-26 16:10", "", &[("person", "王敏"), ("relief", "周主管")]).unwrap();
    house.sign_on("2026-11-26 16:20", COUNTER, "王敏");
    assert_eq!(shift(&house, "王敏").unwrap(), "中班");
    // What the post had was handed over with that page, also for whoever left without one of his own.
    house.sign_on("2026-11-27 07:00", COUNTER, "赵军");
    assert_eq!(shift(&house, "赵军").unwrap(), "早班");
}

#[test]
fn a_shift_of_twenty_four_hours_and_a_short_absence() {
    let mut house = house().updated(|house| {
        house.site.shifts.truncate(1);
        house.site.shifts[0].name = "全天".into();
        house.site.shifts[0].to = house.site.shifts[0].from;
    });
    house.sign_on("2026-11-26 06:50", GATE, "李强");
    house.sign_on("2026-11-26 12:00", GATE, "孙班长");
    house.sign_on("2026-11-27 06:30", GATE, "李强");
    let change = house.reading().page(at("2026-11-27 07:25")).unwrap().shifts.unwrap();
    assert_eq!(
        told(&change),
        ("全天 26 07".into(), "全天 27 07".into(), 25),
        "whoever comes back is on the shift still"
    );
}

#[test]
fn a_post_that_was_shut_is_nobodys_until_the_page_is_taken_over() {
    let mut house = house();
    house.sign_on("2026-03-02 08:00", COUNTER, "王敏");
    house.note("2026-03-02 09:00", COUNTER, "王敏").unwrap();
    let page = house.hand_over("2026-03-02 18:00", "day_close", &[("person", "王敏")]).unwrap();
    assert_eq!(house.desk.on_duty(COUNTER).unwrap(), "");
    let left = Cause::HandedOver(at("2026-03-02 18:00"));
    assert_eq!(cause(house.note("2026-03-02 18:05", COUNTER, "王敏")), (None, left));
    let answer = |line: &qiantai::domain::handover::HandoverItem| Answer {
        line: line.clone(),
        verdict: Verdict::Accepted,
        said: String::new(),
        reply: String::new(),
    };
    let answers = ActTarget::Answers(page.lines().iter().map(answer).collect());
    let mut accept = |relief: &str| {
        let who = house.as_one(COUNTER, relief);
        who.on("2026-03-03 08:00", Kind::HandoverAccepted, &page, &[("relief", relief)], answers.clone())
    };
    assert_eq!(cause(accept("王敏")), (Some("relief".into()), Cause::SamePerson));
    accept("周主管").unwrap();
    assert_eq!(house.desk.on_duty(COUNTER).unwrap(), "周主管");
}

#[test]
fn duties_written_before_turns_were_kept_read_as_they_did() {
    let mut house = house();
    let first = house.sign_on("2026-03-02 07:00", GATE, "李强");
    assert_eq!(first.get("leaves"), "");
    house.sign_on("2026-03-02 15:00", GATE, "赵军");
    let watch = house.desk.watch(GATE, "").unwrap();
    assert_eq!(watch.holder().map(|turn| turn.person.as_str()), Some("赵军"));
    assert_eq!(watch.instead_of("李强"), Some("赵军"));
    assert_eq!(watch.instead_of("赵军"), None);
    assert_eq!(watch.instead_of(""), Some("赵军"));
}
