//! Messages 转告 (002 四.6): who is sought is absent; what was left waits two working hours for its delivery.

use qiantai::desk::ActTarget;
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::handover::Topic;
use qiantai::domain::record::{Record, Status};
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::ValueError;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read};

use crate::counter::{Counter, at, cause, due};
use crate::kit::App;

const LEFT: [(&str, &str); 5] =
    [("name", "张三"), ("reason", "enquiry"), ("said", "请李强回电"), ("outcome", "message"), ("to", "李强")];
const DELIVERED: [(&str, &str); 1] = [("outcome", "delivered")];

fn messages(counter: &Counter, when: &str) -> usize {
    let page = counter.reading().page(at(when)).unwrap();
    page.lines.iter().filter(|line| line.line.topic == Topic::Message).count()
}

#[test]
fn a_message_left_on_a_friday_is_due_on_the_make_up_saturday_by_002_4_6() {
    let mut counter = Counter::new();
    let walk_in = counter.act("2026-02-13 17:00", Kind::WalkIn, &LEFT).unwrap();
    assert_eq!((due(&walk_in, "T20"), walk_in.status), (Some(at("2026-02-14 09:30")), Status::Open));
    assert_eq!((walk_in.limits[0].clause.as_str(), walk_in.limits[0].expiry.as_str()), ("002 四.6", "shift"));
    assert_eq!((due(&walk_in, "T0"), walk_in.limits.len()), (None, 1));
    assert_eq!(messages(&counter, "2026-02-14 09:31"), 1, "late, and still a line of the page");
    let told = [("outcome", "delivered"), ("result", "已当面告知"), ("at", "2026-02-14 09:40")];
    let told = counter.follow("2026-02-14 09:45", Kind::WalkInOutcome, &walk_in, &told).unwrap();
    assert_eq!((told.limits.len(), told.status, told.get("to")), (0, Status::Closed, "李强"));
    let step = told.steps.last().unwrap();
    assert_eq!((step.at, step.operator.as_str()), (at("2026-02-14 09:40"), "王敏"), "when, and who told");
    assert_eq!(messages(&counter, "2026-02-14 09:45"), 0);
    let again = cause(counter.follow("2026-02-14 09:50", Kind::WalkInOutcome, &walk_in, &DELIVERED));
    assert_eq!(again, (None, Cause::OutcomeThere("王敏".into(), at("2026-02-14 09:40"))));
}

#[test]
fn a_message_of_a_call_waits_for_its_delivery_and_not_for_a_call_back() {
    let mut counter = Counter::new();
    let left = [("direction", "in"), ("topic", "请李强回电"), ("outcome", "message"), ("to", "李强")];
    let call = counter.act("2026-03-02 12:15", Kind::Call, &left).unwrap();
    assert_eq!((due(&call, "T20"), call.status), (Some(at("2026-03-02 15:30")), Status::Open), "after lunch");
    let back = cause(counter.follow("2026-03-02 13:00", Kind::CallBack, &call, &[("reached", "yes")]));
    assert_eq!(back, (None, Cause::NothingPromised));
    let told = counter.follow("2026-03-02 14:00", Kind::CallOutcome, &call, &DELIVERED).unwrap();
    assert_eq!((told.limits.len(), told.status), (0, Status::Closed));
}

#[test]
fn a_message_names_its_addressee_and_says_something() {
    let mut counter = Counter::new();
    let refused = cause(counter.act("2026-03-02 09:00", Kind::WalkIn, &LEFT[..4]));
    assert_eq!(refused, (Some("to".into()), Cause::Value(ValueError::Required)));
    let silent = [LEFT[0], LEFT[1], LEFT[3], LEFT[4]];
    let refused = cause(counter.act("2026-03-02 09:00", Kind::WalkIn, &silent));
    assert_eq!(refused, (Some("said".into()), Cause::Value(ValueError::Required)));
    let blank = cause(counter.act("2026-03-02 08:59", Kind::Call, &[("direction", "missed")]));
    assert_eq!(blank, (Some("phone".into()), Cause::MissedBlank));
    let missed = counter.act("2026-03-02 09:00", Kind::Call, &[("direction", "missed"), ("phone", "未显示")]).unwrap();
    let left = [("outcome", "message"), ("to", "李强")];
    let refused = cause(counter.follow("2026-03-02 09:05", Kind::CallOutcome, &missed, &left));
    assert_eq!(refused, (Some("result".into()), Cause::Value(ValueError::Required)));
    let left = [left[0], left[1], ("result", "未接来电,请回电")];
    let left = counter.follow("2026-03-02 09:05", Kind::CallOutcome, &missed, &left).unwrap();
    assert_eq!(due(&left, "T20"), Some(at("2026-03-02 11:05")), "from when it was left");
}

#[test]
fn only_a_message_that_waits_is_delivered() {
    let mut counter = Counter::new();
    let plain = counter.act("2026-03-02 09:00", Kind::WalkIn, &LEFT[..3]).unwrap();
    let refused = cause(counter.follow("2026-03-02 09:10", Kind::WalkInOutcome, &plain, &DELIVERED));
    assert_eq!(refused, (Some("outcome".into()), Cause::NoMessage));
    let first = [LEFT[0], LEFT[1], LEFT[2], DELIVERED[0]];
    let refused = cause(counter.act("2026-03-02 09:00", Kind::WalkIn, &first));
    assert_eq!(
        refused,
        (Some("outcome".into()), Cause::Value(ValueError::NotAChoice)),
        "nothing is delivered as it is left"
    );
    let solved = counter.follow("2026-03-02 09:10", Kind::WalkInOutcome, &plain, &[("outcome", "solved")]).unwrap();
    let refused = cause(counter.amend("2026-03-02 09:11", &solved, "outcome", "delivered"));
    assert_eq!(refused, (Some("new".into()), Cause::NoMessage));
}

#[test]
fn what_was_delivered_keeps_the_message_it_rests_on() {
    let mut counter = Counter::new();
    let plain = counter.act("2026-03-02 09:00", Kind::WalkIn, &LEFT[..3]).unwrap();
    let left = [("outcome", "message"), ("to", "李强")];
    let left = counter.follow("2026-03-02 09:10", Kind::WalkInOutcome, &plain, &left).unwrap();
    let told = counter.follow("2026-03-02 09:20", Kind::WalkInOutcome, &plain, &DELIVERED).unwrap();
    let refused = cause(counter.withdraw("2026-03-02 09:30", &told, ActTarget::Entry(left.last)));
    assert_eq!(refused, (None, Cause::LaterFirst));
    let strike = ActTarget::Strike(left.last, "outcome".into());
    let fields = [("new", "solved"), ("why", "点错")];
    let refused = cause(counter.on("2026-03-02 09:30", Kind::Amended, &told, &fields, strike));
    assert_eq!(refused, (Some("new".into()), Cause::LaterFirst));
    let waits = counter.withdraw("2026-03-02 09:30", &told, ActTarget::Entry(told.last)).unwrap();
    assert_eq!((due(&waits, "T20"), waits.status), (due(&left, "T20"), Status::Open), "as before");
    assert_eq!(messages(&counter, "2026-03-02 09:30"), 1);
}

#[test]
fn a_message_becomes_a_promise_a_solution_or_a_complaint() {
    let mut counter = Counter::new();
    let mut left = |when| counter.act(when, Kind::WalkIn, &LEFT).unwrap();
    let (first, second, third) = (left("2026-03-02 09:00"), left("2026-03-02 09:01"), left("2026-03-02 09:02"));
    let promise = [("outcome", "promised"), ("promise", "15:00")];
    let promised = counter.follow("2026-03-02 10:00", Kind::WalkInOutcome, &first, &promise).unwrap();
    assert_eq!((due(&promised, "T20"), due(&promised, "T18")), (None, Some(at("2026-03-02 15:00"))));
    let solved = counter.follow("2026-03-02 10:00", Kind::WalkInOutcome, &second, &[("outcome", "solved")]).unwrap();
    assert_eq!((solved.limits.len(), solved.status), (0, Status::Closed));
    counter.complaint_from("2026-03-02 10:00", &third);
    let became: Record = counter.card(&third, "2026-03-02 10:00").record;
    assert_eq!((became.limits.len(), became.status, became.links.len()), (0, Status::Closed, 1));
    assert_eq!(messages(&counter, "2026-03-02 10:00"), 0);
}

#[test]
fn on_the_screen_a_message_rings_when_002_4_6_runs_out_and_enter_delivers_it() {
    let mut app = App::new(Language::Hans, (120, 40));
    app.keys("<f2><insert>3 2 101<enter>张三<enter>1请李强回电<tab>53<enter>");
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
    assert!(app.screen().contains("转告 李强"), "{}", app.screen());
    app.pass(119);
    let bells = app.bells;
    app.pass(1);
    assert_eq!(app.bells, bells + 1, "two working hours have passed");
    app.pass(3);
    assert_eq!(app.bells, bells + 1, "once");
    let row = app.screen().lines().find(|line| line.starts_with("│>")).unwrap().to_owned();
    assert!(row.contains("超00:03") && row.contains("转告 李强"), "{row}");
    app.keys("<f8>");
    assert!(app.screen().contains("请李强回电  转告 李强"), "{}", app.screen());
    app.keys("<f2><right>");
    assert!(app.screen().contains("002 四.6"), "{}", app.screen());
    app.keys("<esc><enter>");
    assert!(app.model.form().is_some_and(|form| form.get("outcome") == "delivered"), "{}", app.screen());
    app.keys("<enter>");
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
    let record = app.store().list(Query::new(Family::WalkIn, ListView::Newest, 1)).unwrap().remove(0);
    assert_eq!((record.status, record.limits.len(), record.get("outcome")), (Status::Closed, 0, "delivered"));
    assert!(app.screen().contains("已转告 李强"), "{}", app.screen());
    app.keys("<f8>");
    assert!(!app.screen().contains("请李强回电"), "{}", app.screen());
}

#[test]
fn every_outcome_of_a_waiting_message_can_be_chosen_in_a_small_window() {
    for (language, last) in [(Language::Hans, "6 已转告"), (Language::Hant, "6 已轉告"), (Language::En, "6 Delivered")]
    {
        let mut app = App::new(language, (80, 24));
        app.keys("<f2><insert>3 2 101<enter>张三<enter>1请李强回电<tab>53<enter>");
        app.keys("<enter><end>");
        let screen = app.screen();
        assert!(screen.contains(last), "{screen}");
        app.keys("1<enter>");
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        assert_eq!(
            app.store().list(Query::new(Family::WalkIn, ListView::Newest, 1)).unwrap()[0].get("outcome"),
            "solved"
        );
    }
}
