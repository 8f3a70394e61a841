//! The handover: nobody leaves the post before the relief has answered every line.

use qiantai::desk::{Act, ActError, ActTarget, Answer, Who};
use qiantai::domain::entry::Kind;
use qiantai::domain::handover::{Topic, Verdict};
use qiantai::domain::record::{Record, Status};
use qiantai::domain::refusal::Cause;

use qiantai::store::{ListView, Query, Read};

use crate::counter::{Counter, at, cause};

const SIGNED: [(&str, &str); 2] = [("person", "王敏"), ("relief", "刘洋")];

fn busy() -> (Counter, Record) {
    let mut counter = Counter::new();
    let note = counter.act("2026-03-02 09:00", Kind::Note, &[("text", "三栋停水")]).unwrap();
    counter.act("2026-03-02 09:05", Kind::WalkIn, &[("name", "張三"), ("reason", "enquiry")]).unwrap();
    counter.complaint("2026-03-02 09:10", &[]);
    let guest = [("visitor", "guest"), ("room", "3-2-101"), ("name", "𠮷田"), ("check", "known")];
    counter.act("2026-03-02 09:20", Kind::VisitorIn, &guest).unwrap();
    counter.act("2026-03-02 09:30", Kind::VisitorRefused, &[("ground", "suspicious")]).unwrap();
    (counter, note)
}

fn answers(counter: &Counter, now: &str) -> Vec<Answer> {
    let page = counter.reading().page(at(now)).unwrap();
    let accept = |line| Answer { line, verdict: Verdict::Accepted, said: String::new(), reply: String::new() };
    page.lines.into_iter().map(|line| accept(line.line)).collect()
}

fn sign(
    counter: &mut Counter,
    now: &str,
    kind: Kind,
    step: &str,
    fields: &[(&str, &str)],
    answers: Vec<Answer>,
    subject: Option<&Record>,
) -> Result<Record, ActError> {
    let act = counter.form(kind, fields);
    let target = ActTarget::Answers(answers);
    let act = Act { step: step.into(), target, subject: subject.map(|record| record.subject), ..act };
    counter.send(now, &act).map(|reply| reply.record)
}

#[test]
fn the_page_writes_itself() {
    let (counter, _) = busy();
    let gate = Who { post: "东门岗".into(), ..counter.who.clone() };
    let page = counter.reading().page(at("2026-03-02 15:00")).unwrap();
    let topics: Vec<Topic> = page.lines.iter().map(|line| line.line.topic).collect();
    let expected = [Topic::Head, Topic::Promise, Topic::Inside, Topic::Unsettled, Topic::Note, Topic::Refusal];
    assert_eq!(topics, expected);
    assert_eq!(counter.desk.reading(&gate).page(at("2026-03-02 15:00")).unwrap().lines, [], "another post's lines");
}

#[test]
fn an_unanswered_line_keeps_the_shift_going() {
    let (mut counter, _) = busy();
    let mut given = answers(&counter, "2026-03-02 15:00");
    given.pop();
    let last = counter.last();
    let refused = sign(&mut counter, "2026-03-02 15:00", Kind::Handover, "", &SIGNED, given.clone(), None);
    assert_eq!(cause(refused), (None, Cause::Unanswered(1)));
    given.push(Answer {
        verdict: Verdict::Queried,
        said: "何时来电".into(),
        ..answers(&counter, "2026-03-02 15:00").pop().unwrap()
    });
    let refused = sign(&mut counter, "2026-03-02 15:00", Kind::Handover, "", &SIGNED, given.clone(), None);
    assert_eq!(cause(refused), (None, Cause::Unanswered(1)), "a question without an answer");
    given.last_mut().unwrap().reply = "没有说".into();
    assert_eq!(counter.last(), last);
    let page = sign(&mut counter, "2026-03-02 15:00", Kind::Handover, "", &SIGNED, given, None).unwrap();
    assert_eq!((page.status, page.verdicts().len()), (Status::Closed, 6));
    let duty = counter
        .store()
        .list(Query::new(qiantai::domain::entry::Family::Duty, ListView::Newest, 1).with_key("服务中心"))
        .unwrap();
    assert_eq!(duty[0].get("person"), "刘洋", "the relief has the post");
}

#[test]
fn a_line_that_appeared_meanwhile_is_not_answered() {
    let (mut counter, _) = busy();
    let given = answers(&counter, "2026-03-02 15:00");
    counter.act("2026-03-02 15:01", Kind::Note, &[("text", "刚到")]).unwrap();
    let refused = sign(&mut counter, "2026-03-02 15:02", Kind::Handover, "", &SIGNED, given, None);
    assert_eq!(cause(refused), (None, Cause::Unanswered(1)));
}

#[test]
fn a_refused_line_needs_a_named_override() {
    let (mut counter, _) = busy();
    let mut given = answers(&counter, "2026-03-02 15:00");
    given[0].verdict = Verdict::Refused;
    given[0].said = "没有交代清楚".into();
    let refused = sign(&mut counter, "2026-03-02 15:00", Kind::Handover, "", &SIGNED, given.clone(), None);
    assert_eq!(cause(refused), (None, Cause::OverrideNeeded));
    let fields = [("person", "王敏"), ("relief", "刘洋"), ("override_by", "陈主任"), ("override_why", "已电话说明")];
    let page = sign(&mut counter, "2026-03-02 15:01", Kind::Handover, "override", &fields, given, None).unwrap();
    assert_eq!(
        (page.verdicts()[0], page.get("override_by"), page.get("said.0")),
        (Verdict::Refused, "陈主任", "没有交代清楚")
    );
}

#[test]
fn nobody_relieves_himself() {
    let (mut counter, _) = busy();
    let given = answers(&counter, "2026-03-02 15:00");
    let fields = [("person", "王敏"), ("relief", "王敏")];
    let refused = sign(&mut counter, "2026-03-02 15:00", Kind::Handover, "", &fields, given, None);
    assert_eq!(cause(refused), (Some("relief".into()), Cause::SamePerson));
}

#[test]
fn a_page_signed_at_the_close_waits_for_the_next_shift() {
    let (mut counter, _) = busy();
    let page = sign(&mut counter, "2026-03-02 18:00", Kind::Handover, "day_close", &[("person", "王敏")], vec![], None)
        .unwrap();
    assert_eq!((page.status, page.lines().len()), (Status::Open, 6));
    let relief = [("relief", "刘洋")];
    let refused = sign(&mut counter, "2026-03-03 08:30", Kind::HandoverAccepted, "", &relief, vec![], Some(&page));
    assert_eq!(cause(refused), (None, Cause::Unanswered(6)));
    let given = page.lines().iter().map(|line| Answer {
        line: line.clone(),
        verdict: Verdict::Accepted,
        said: "住户外出".into(),
        reply: String::new(),
    });
    let given: Vec<Answer> = given.collect();
    let signed =
        sign(&mut counter, "2026-03-03 08:31", Kind::HandoverAccepted, "", &relief, given.clone(), Some(&page))
            .unwrap();
    assert_eq!((signed.status, signed.get("relief")), (Status::Closed, "刘洋"));
    let twice = sign(&mut counter, "2026-03-03 08:32", Kind::HandoverAccepted, "", &relief, given, Some(&page));
    assert_eq!(cause(twice), (None, Cause::NotOpen));
}

#[test]
fn a_signed_page_stays_as_it_was_signed() {
    let (mut counter, note) = busy();
    let given = answers(&counter, "2026-03-02 15:00");
    let signed = sign(&mut counter, "2026-03-02 15:00", Kind::Handover, "", &SIGNED, given, None).unwrap();
    let before = counter.reading().signed(signed.clone()).unwrap();
    counter.who.operator = "刘洋".into();
    counter.amend("2026-03-02 15:10", &note, "text", "五栋停水").unwrap();
    counter.follow("2026-03-02 15:20", Kind::NoteDone, &note, &[]).unwrap();
    let after = counter.reading().signed(signed.clone()).unwrap();
    assert_eq!(after, before);
    let line = after.lines.iter().find(|line| line.line.topic == Topic::Note).unwrap();
    assert_eq!((line.record.get("text"), line.record.status), ("三栋停水", Status::Open));

    let remarked =
        counter.follow("2026-03-02 16:00", Kind::HandoverRemark, &signed, &[("text", "钥匙在抽屉")]).unwrap();
    assert_eq!((remarked.lines().len(), remarked.verdicts().len()), (6, 6));
    assert_eq!(cause(counter.amend("2026-03-02 16:10", &signed, "person", "李强")), (None, Cause::Sealed));
    assert_eq!(cause(counter.withdraw("2026-03-02 16:10", &signed, ActTarget::None)), (None, Cause::Sealed));
}

#[test]
fn a_refusal_written_after_the_handover_stands_on_the_next_page() {
    let (mut counter, _) = busy();
    let given = answers(&counter, "2026-03-02 15:00");
    sign(&mut counter, "2026-03-02 15:00", Kind::Handover, "", &SIGNED, given, None).unwrap();
    let refusals = |counter: &Counter| {
        let page = counter.reading().page(at("2026-03-02 15:20")).unwrap();
        page.lines.iter().filter(|line| line.line.topic == Topic::Refusal).count()
    };
    assert_eq!(refusals(&counter), 0);
    counter.who.operator = "刘洋".into();
    let late = [("ground", "no_id"), ("at", "14:50")];
    counter.act("2026-03-02 15:10", Kind::VisitorRefused, &late).unwrap();
    assert_eq!(refusals(&counter), 1);
}

/// The page's topics with the stages they are about.
fn topics(counter: &Counter, now: &str) -> Vec<(Topic, String)> {
    let page = counter.reading().page(at(now)).unwrap();
    page.lines.into_iter().map(|line| (line.line.topic, line.line.stage.unwrap_or_default())).collect()
}

#[test]
fn a_complaint_passed_on_three_times_is_the_supervisors_until_it_is_archived() {
    let mut counter = Counter::new().ruled(|procedures| {
        procedures.steps.iter_mut().filter(|step| step.id == "relayed").for_each(|step| step.again = true);
    });
    let complaint = counter.complaint("2026-03-02 09:10", &[]);
    let line = (Topic::Supervisor, String::new());
    for (minute, lines) in [(11, 0), (12, 0), (13, 1), (14, 1)] {
        counter.step(&format!("2026-03-02 09:{minute}"), &complaint, "relayed").unwrap();
        let found = topics(&counter, "2026-03-02 09:20");
        assert_eq!(found.iter().filter(|found| **found == line).count(), lines, "{found:?}");
    }
    for (minute, step) in ["resulted", "replied", "reported", "concluded", "followed_up", "archived"].iter().enumerate()
    {
        assert!(topics(&counter, "2026-03-02 10:30").contains(&line));
        counter.step(&format!("2026-03-02 10:3{minute}"), &complaint, step).unwrap();
    }
    assert_eq!(topics(&counter, "2026-03-02 10:50"), []);
}

#[test]
fn what_a_limit_has_reached_is_on_the_page_until_it_is_noted() {
    let mut counter = Counter::new();
    let walk_in = counter.act("2026-03-02 09:00", Kind::WalkIn, &[("reason", "enquiry"), ("name", "張三")]).unwrap();
    let call = [
        ("direction", "in"),
        ("phone", "13912348812"),
        ("topic", "装修"),
        ("outcome", "promised"),
        ("promise", "10:00"),
    ];
    let call = counter.act("2026-03-02 09:00", Kind::Call, &call).unwrap();
    let line = |topic, stage: &str| (topic, stage.to_owned());
    assert_eq!(
        topics(&counter, "2026-03-02 09:59"),
        [line(Topic::Promise, "T18"), line(Topic::Unsettled, "")],
        "before they run out"
    );
    let late = [line(Topic::Head, "T18"), line(Topic::Supervisor, "T0")];
    assert_eq!(topics(&counter, "2026-03-02 18:00"), late, "each record stands once");
    for (record, clock) in [(&call, "T18"), (&walk_in, "T0")] {
        counter.follow("2026-03-02 18:01", Kind::Acknowledged, record, &[("clock", clock)]).unwrap();
    }
    assert_eq!(topics(&counter, "2026-03-02 18:02"), [line(Topic::Promise, "T18"), line(Topic::Unsettled, "")]);
    let again = counter.follow("2026-03-02 18:03", Kind::Acknowledged, &call, &[("clock", "T18")]);
    assert_eq!(cause(again), (None, Cause::AlreadyNoted("王敏".into(), at("2026-03-02 18:01"))));

    let missed = [("reached", "no"), ("promise", "18:30")];
    counter.follow("2026-03-02 18:10", Kind::CallBack, &call, &missed).unwrap();
    assert!(
        topics(&counter, "2026-03-02 18:30").contains(&line(Topic::Supervisor, "T18")),
        "a new promise is not noted"
    );
}

#[test]
fn what_was_not_settled_on_its_day_is_handed_over_with_the_reason() {
    let mut counter = Counter::new();
    counter.act("2026-03-02 09:05", Kind::WalkIn, &[("name", "張三"), ("reason", "enquiry")]).unwrap();
    // 000-1 一.3: the same day. The office closed at 18:00.
    let both = [("person", "王敏"), ("relief", "刘洋")];
    let bare = answers(&counter, "2026-03-02 18:01");
    assert!(bare[0].line.needs_reason(), "{bare:?}");
    let refused = sign(&mut counter, "2026-03-02 18:01", Kind::Handover, "", &both, bare.clone(), None);
    assert_eq!(cause(refused), (None, Cause::ReasonNeeded));
    let said = bare.into_iter().map(|answer| Answer { said: "住户外出".into(), ..answer }).collect();
    let page = sign(&mut counter, "2026-03-02 18:02", Kind::Handover, "", &both, said, None).unwrap();
    let signed = counter.reading().signed(page).unwrap();
    assert_eq!((signed.lines[0].verdict, signed.lines[0].said.as_str()), (Some(Verdict::Accepted), "住户外出"));
}

#[test]
fn on_its_own_day_it_is_handed_over_without() {
    let mut counter = Counter::new();
    counter.act("2026-03-02 09:05", Kind::WalkIn, &[("name", "張三"), ("reason", "enquiry")]).unwrap();
    let both = [("person", "王敏"), ("relief", "刘洋")];
    let bare = answers(&counter, "2026-03-02 17:59");
    sign(&mut counter, "2026-03-02 17:59", Kind::Handover, "", &both, bare, None).unwrap();
}

#[test]
fn a_page_that_waits_is_found_behind_any_number_of_others() {
    let mut counter = Counter::new();
    let gate = Who { post: "东门岗".into(), operator: "赵国梁".into(), ..counter.who.clone() };
    let sign = |counter: &mut Counter, who: &Who, n: usize| {
        let act = Act { step: "day_close".into(), ..counter.form(Kind::Handover, &[("person", "王敏")]) };
        counter.desk.act(&act, who, at("2026-03-02 15:00").plus_minutes(n as i64))
    };
    sign(&mut counter, &gate, 0).unwrap();
    // Other posts' pages wait, too: more of them than were once read.
    for n in 1..=60 {
        let other = Who { post: format!("岗{n}"), ..counter.who.clone() };
        sign(&mut counter, &other, n).unwrap();
    }
    let waits = counter.desk.reading(&gate).waiting_page().unwrap();
    assert_eq!(waits.map(|page| page.post), Some("东门岗".to_owned()));
    assert!(matches!(sign(&mut counter, &gate, 99), Err(ActError::Refused(_))), "and is not signed over");
}
