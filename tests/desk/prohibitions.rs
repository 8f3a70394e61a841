//! What the clauses forbid is refused, and the refusal names the clause in every language.

use qiantai::cli::demo;
use qiantai::desk::{ActError, ActTarget};
use qiantai::domain::entry::Kind;
use qiantai::domain::record::{LATE, Record, Status};
use qiantai::domain::refusal::Cause;
use qiantai::domain::time::Moment;
use qiantai::locale::{Language, Locale};
use qiantai::store::Store;
use qiantai::words::Voice;

use crate::counter::{Counter, at, cause};

/// Holds that something is refused, at this field, by a sentence that names the clause in each language.
fn forbidden<T: std::fmt::Debug>(result: Result<T, ActError>, field: Option<&str>, clause: &str) -> Cause {
    let (at, cause) = cause(result);
    assert_eq!(at.as_deref(), field, "{cause:?}");
    let site = demo::site().unwrap();
    for language in Language::ALL {
        let said = Voice::new(&Locale::new(language), &site, Moment::default()).cause(&cause);
        let own = clause.replace('处', "處");
        assert!(said.contains(clause) || language == Language::Hant && said.contains(&own), "{language}: {said}");
    }
    cause
}

fn concluded(counter: &mut Counter) -> Record {
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let steps = [
        ("2026-03-02 09:10", "relayed"),
        ("2026-03-02 09:20", "resulted"),
        ("2026-03-02 09:30", "replied"),
        ("2026-03-02 09:40", "reported"),
        ("2026-03-02 09:50", "concluded"),
    ];
    counter.steps(&complaint, &steps)
}

/// 不得涂改.
#[test]
fn nothing_is_painted_over_without_a_reason_and_what_is_struck_stays_legible() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let silent = [("new", "楼上漏水")];
    let refused = counter.on("2026-03-02 09:10", Kind::Amended, &complaint, &silent, ActTarget::Field("said".into()));
    forbidden(refused, Some("why"), "004-3 §6.5.1.3");
    forbidden(
        counter.on("2026-03-02 09:10", Kind::Withdrawn, &complaint, &[], ActTarget::None),
        Some("why"),
        "004-3 §6.5.1.3",
    );
    counter.amend("2026-03-02 09:11", &complaint, "said", "楼上漏水").unwrap();
    let said = counter.card(&complaint, "2026-03-02 09:12").lines[0].values["said"].clone();
    assert_eq!(
        (said.text.as_str(), said.strikes[0].old.as_str(), said.strikes[0].why.as_str()),
        ("楼上漏水", "卫生间渗水", "听错")
    );
}

/// 公示不得出现房号、姓名.
#[test]
fn what_is_put_up_in_public_names_no_room_and_no_person() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("phone", "139 1234 8812")]);
    counter.steps(&complaint, &[("2026-03-02 09:10", "relayed"), ("2026-03-02 09:20", "resulted")]);
    for text in [
        "3-2-101 反映",
        "３－２－１０１ 反映",
        "3 2 101 反映",
        "3栋2单元101室反映",
        "03-02-0101 反映",
        "32101 反映",
        "张三反映",
        "张 三反映",
        "电 139-1234-8812",
    ] {
        let refused = counter.say("2026-03-02 10:00", &complaint, "published", &[("text", text)]);
        assert_eq!(forbidden(refused, Some("text"), "001 受理.3"), Cause::Names, "{text}");
    }
    let area = counter.say("2026-03-02 10:00", &complaint, "published", &[("area", "3-2-101 门前")]);
    forbidden(area, Some("area"), "001 受理.3");
    counter.say("2026-03-02 10:01", &complaint, "published", &[("text", "3 栋 2 单元水箱已清洗")]).unwrap();
    let refused = counter.amend("2026-03-02 10:02", &complaint, "text", "张三家水箱已清洗");
    forbidden(refused, Some("new"), "001 受理.3");
}

/// 未审批不得发布.
#[test]
fn nothing_is_published_without_its_approver() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    counter.steps(&complaint, &[("2026-03-02 09:10", "relayed"), ("2026-03-02 09:20", "resulted")]);
    let refused = counter.say("2026-03-02 10:00", &complaint, "published", &[("approved_by", "")]);
    forbidden(refused, Some("approved_by"), "001 通知通告");
    counter.step("2026-03-02 10:01", &complaint, "published").unwrap();
    let refused = counter.amend("2026-03-02 10:02", &complaint, "approved_by", "");
    forbidden(refused, Some("new"), "001 通知通告");
}

/// 电话回访.
#[test]
fn a_follow_up_is_a_visit_or_by_appointment() {
    let mut counter = Counter::new();
    let record = concluded(&mut counter);
    let refused = counter.say("2026-03-03 09:00", &record, "followed_up", &[("method", "phone")]);
    forbidden(refused, Some("method"), "004-7 §4.8.1");
    counter.step("2026-03-03 09:00", &record, "followed_up").unwrap();
    let refused = counter.amend("2026-03-03 09:01", &record, "method", "phone");
    forbidden(refused, Some("new"), "004-7 §4.8.1");
}

/// 不得推诿.
#[test]
fn a_complaint_is_not_passed_on_and_on() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    counter.step("2026-03-02 09:10", &complaint, "relayed").unwrap();
    let refused = counter.say("2026-03-02 09:20", &complaint, "rerouted", &[("why", "")]);
    forbidden(refused, Some("why"), "000-1 一.5");
    counter.step("2026-03-02 09:20", &complaint, "rerouted").unwrap();
    let refused = counter.say("2026-03-02 09:30", &complaint, "rerouted", &[("department", "security")]);
    assert_eq!(forbidden(refused, Some("approved_by"), "000-1 一.5"), Cause::PassedOn(2));
    let agreed = [("department", "security"), ("approved_by", "陈主任")];
    assert_eq!(counter.say("2026-03-02 09:30", &complaint, "rerouted", &agreed).unwrap().transfers(), 3);
}

/// 不得隐瞒、虚报、误导.
#[test]
fn nothing_is_hidden_dated_back_unseen_or_rewritten() {
    let mut counter = Counter::new();
    let back = counter.complaint("2026-03-02 09:10", &[("at", "2026-03-02 09:00")]);
    assert!(back.late() && back.written_at.since(back.at) > LATE, "补记");
    assert!(!counter.complaint("2026-03-02 09:10", &[]).late());
    counter.say("2026-03-02 10:00", &back, "relayed", &[("at", "2026-03-02 09:30")]).unwrap();
    let line = counter.card(&back, "2026-03-02 10:00").lines[1].clone();
    assert_eq!((line.at, line.written_at), (at("2026-03-02 09:30"), at("2026-03-02 10:00")), "both times stay");
    assert!(counter.say("2026-03-02 10:01", &back, "contacted", &[("at", "2026-03-02 10:10")]).is_err(), "no future");
    assert_eq!(
        cause(counter.say("2026-03-02 10:01", &back, "contacted", &[("at", "2026-03-02 08:59")])),
        (Some("at".into()), Cause::BeforeArrival),
    );

    let void = counter.withdraw("2026-03-02 11:00", &back, ActTarget::Entry(back.seq)).unwrap();
    assert_eq!(
        (void.status, void.get("said"), void.number),
        (Status::Void, "卫生间渗水", back.number),
        "void, not gone"
    );
    let lines = counter.card(&back, "2026-03-02 11:01").lines;
    assert_eq!(lines[0].withdrawn.as_ref().map(|strike| strike.operator.as_str()), Some("王敏"));
    assert_ne!(counter.complaint("2026-03-02 11:02", &[]).number, back.number, "its number is not given again");
    assert_eq!(counter.store().verify().unwrap().findings, []);
}

/// 不得隐瞒: a promise that was missed.
#[test]
fn a_promise_that_was_missed_is_not_rewritten() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("category", "engineering")]);
    counter.step("2026-03-02 09:10", &complaint, "relayed").unwrap();
    counter.say("2026-03-02 09:20", &complaint, "surveyed", &[("promise", "2026-03-03 09:00")]).unwrap();
    let moved = counter.amend("2026-03-02 09:30", &complaint, "promise", "2026-03-03 10:00").unwrap();
    assert_eq!(crate::counter::due(&moved, "T5"), Some(at("2026-03-03 10:00")), "a slip of the pen");
    let refused = counter.amend("2026-03-03 10:00", &complaint, "promise", "2026-03-09 10:00");
    assert_eq!(forbidden(refused, Some("new"), "004-7 §4.3.2c"), Cause::PromiseMissed);
    counter.step("2026-03-04 10:00", &complaint, "resulted").unwrap();
    let refused = counter.amend("2026-03-04 10:01", &complaint, "promise", "2026-03-05 10:00");
    assert_eq!(forbidden(refused, Some("new"), "004-7 §4.3.2c"), Cause::PromiseMissed, "nor once it is done");
}

/// 只有受理部门答复.
#[test]
fn only_the_department_that_received_it_replies() {
    for step in ["answered", "replied", "written"] {
        let mut counter = Counter::new();
        let complaint = counter.complaint("2026-03-02 09:00", &[("channel", "letter")]);
        counter.steps(&complaint, &[("2026-03-02 09:10", "relayed"), ("2026-03-02 09:20", "resulted")]);
        counter.who.post = "东门岗".into();
        let refused = counter.step("2026-03-02 09:30", &complaint, step);
        assert_eq!(forbidden(refused, None, "001 受理.4"), Cause::OnlyReceiver("服务中心".into()), "{step}");
        counter.who.post = "服务中心".into();
        counter.step("2026-03-02 09:30", &complaint, step).unwrap();
    }
    let mut counter = Counter::new();
    counter.who.post = "东门岗".into();
    let complaint = counter.complaint("2026-03-02 09:00", &[("intake", "site")]);
    counter.step("2026-03-02 09:05", &complaint, "accepted").unwrap();
    counter.step("2026-03-02 09:06", &complaint, "answered").unwrap();
}

/// 部门负责人核实、处理: not whoever is complained of.
#[test]
fn whoever_is_complained_of_has_no_hand_in_it() {
    let mut counter = Counter::new();
    let fields: Vec<(&str, &str)> = vec![
        ("name", "张三"),
        ("said", "态度"),
        ("category", "conduct"),
        ("channel", "counter"),
        ("intake", "office"),
        ("valid", "valid"),
        ("class", "general"),
        ("next_reply", "+1d"),
        ("accused", "刘洋"),
        ("person", "刘洋"),
    ];
    let refused = counter.act("2026-03-02 09:00", Kind::Complaint, &fields);
    assert_eq!(forbidden(refused, Some("person"), "004-7 §4.3.1a"), Cause::AccusedHandles);

    let complaint = counter.complaint("2026-03-02 09:00", &[("accused", "刘洋"), ("person", "李强")]);
    let refused = counter.say("2026-03-02 09:10", &complaint, "relayed", &[("person", "刘洋")]);
    forbidden(refused, Some("person"), "004-7 §4.3.1a");
    for (field, new) in [("person", "刘洋"), ("accused", "李强")] {
        forbidden(counter.amend("2026-03-02 09:11", &complaint, field, new), Some("new"), "004-7 §4.3.1a");
    }
    counter.step("2026-03-02 09:20", &complaint, "relayed").unwrap();
    counter.who.operator = "刘洋".into();
    for step in ["declined", "resulted"] {
        forbidden(counter.step("2026-03-02 09:30", &complaint, step), None, "004-7 §4.3.1a");
    }
    counter.who.operator = "王敏".into();
    let steps = [("2026-03-02 09:40", "resulted"), ("2026-03-02 09:50", "replied"), ("2026-03-02 10:00", "reported")];
    counter.steps(&complaint, &steps);
    counter.who.operator = "刘洋".into();
    forbidden(counter.step("2026-03-02 10:10", &complaint, "concluded"), None, "004-7 §4.3.1a");
}

/// T13 belongs to the 受诉人.
#[test]
fn the_follow_up_belongs_to_whoever_received_it() {
    let mut counter = Counter::new();
    let record = concluded(&mut counter);
    counter.who.operator = "刘洋".into();
    let refused = counter.step("2026-03-03 09:00", &record, "followed_up");
    assert_eq!(forbidden(refused, Some("instead"), "004-7 §4.8.1"), Cause::FirstReceiver("王敏".into()));
}

/// 事事有着落、件件有回音.
#[test]
fn nothing_is_concluded_without_the_reply_to_the_resident_and_the_report_to_the_head() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    counter.steps(&complaint, &[("2026-03-02 09:10", "relayed"), ("2026-03-02 09:20", "resulted")]);
    let refused = counter.step("2026-03-02 09:30", &complaint, "concluded");
    let both = Cause::StepFirst(vec!["replied".into(), "reported".into()], "000-1 一.5".into());
    assert_eq!(forbidden(refused, None, "000-1 一.5"), both);
    let silent = counter.say("2026-03-02 09:40", &complaint, "replied", &[("next_reply", "")]);
    forbidden(silent, Some("next_reply"), "000-2 1(3)");
}

/// 联系不上的除外.
#[test]
fn nobody_is_let_off_the_follow_up_unsought() {
    let mut counter = Counter::new();
    let record = concluded(&mut counter);
    let refused = counter.say("2026-03-03 09:00", &record, "exempted", &[("exempt", "unreachable")]);
    assert_eq!(forbidden(refused, Some("exempt"), "001 处理.3"), Cause::TooFewTries(0));
}
