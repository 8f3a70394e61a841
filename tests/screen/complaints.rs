//! Complaints by keys alone, from opening to the archive, on a small screen: at each turn Enter proposes what is due.

use crate::kit::App;
use qiantai::app::Overlay;
use qiantai::app::{Pick, PickWhat};
use qiantai::desk::{Act, ActTarget, Desk, Who};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Status};
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read, Store};

fn counter() -> App {
    App::new(Language::Hans, (80, 24))
}

/// The newest complaint.
fn newest(app: &App) -> Record {
    app.store().list(Query::new(Family::Complaint, ListView::Newest, 100)).unwrap().remove(0)
}

/// Presses Enter, which proposes this step; types and saves it.
fn enter(app: &mut App, step: &str, typed: &str) {
    app.keys("<enter>");
    let form = app.model.form().unwrap_or_else(|| panic!("{step}: no form"));
    assert_eq!(form.step, step, "{:?}", newest(app).steps);
    app.keys(typed).keys("<enter>");
    let left = app.model.form().map(|form| (form.step.clone(), form.error.clone()));
    assert_eq!(left, None, "{step} was not taken: {}", app.screen());
    assert!(newest(app).steps.last().is_some_and(|last| last.step == step), "{step} was not written");
    app.pass(1);
}

/// Takes a step from the list of those that may be done now.
fn list(app: &mut App, step: &str) {
    app.keys("<ctrl-o>");
    let Some(Overlay::Pick(Pick { what: PickWhat::Step { steps, .. }, .. })) = app.model.overlays.last() else {
        panic!("no list: {:?}", app.model.overlays.last())
    };
    let at = steps.iter().position(|other| other == step).unwrap_or_else(|| panic!("{step} is not in {steps:?}"));
    for _ in 0..at {
        app.keys("<down>");
    }
    app.keys("<enter>");
    assert_eq!(app.model.form().map(|form| form.step.as_str()), Some(step));
}

/// From the result to the follow-up.
fn close(app: &mut App) {
    enter(app, "replied", "3已上门告知结果");
    enter(app, "reported", "欧阳倩");
    enter(app, "concluded", "3维修岗");
}

fn archived(app: &App) {
    let record = newest(app);
    assert_eq!((record.status, record.limits.len()), (Status::Closed, 0), "{:?}", record.steps);
    assert_eq!(app.store().verify().unwrap().findings, []);
}

#[test]
fn a_warranty_complaint_goes_on_without_the_developer_who_is_silent() {
    let mut app = counter();
    app.keys("<f4><insert>3-2-101<enter>张三<enter>外墙渗水<enter>4<enter><enter>").pass(5);
    assert_eq!(newest(&app).get("category"), "warranty");
    enter(&mut app, "relayed", "2");
    enter(&mut app, "planned", "查外墙防水");
    enter(&mut app, "submitted", "陈工<enter>1KF-007");
    app.keys("<enter>");
    assert_eq!(app.model.form().map(|form| form.step.as_str()), Some("opinion"), "his time runs");
    app.keys("<esc>");
    // From Friday afternoon to Monday, a minute after eight working hours.
    app.pass(3 * 24 * 60);
    let due = newest(&app).limits.iter().find(|clock| clock.stage == "T8").and_then(|clock| clock.at()).unwrap();
    assert!(due < app.now);
    enter(&mut app, "deemed", "王敏与业主到场<enter>先行返修<enter>+2d");
    enter(&mut app, "resulted", "已返修并淋水试验");
    close(&mut app);
    enter(&mut app, "followed_up", "11");
    enter(&mut app, "archived", "");
    archived(&app);
}

#[test]
fn a_fire_is_told_to_two_heads_reported_until_under_control_and_has_its_own_report() {
    let mut app = counter();
    app.keys("<f4><insert>5-1-301<enter>赵敏<enter>楼道冒烟<enter>3<tab><tab><tab>8<enter><enter>").pass(1);
    let record = newest(&app);
    assert_eq!((record.get("matter"), record.get("class")), ("fire", "major"));
    enter(&mut app, "called", "陈经理");
    assert_eq!(newest(&app).get("told"), "manager");
    enter(&mut app, "called", "梁总");
    assert_eq!(newest(&app).get("told"), "director", "the one not yet reached");
    enter(&mut app, "relayed", "2");
    app.pass(30);
    enter(&mut app, "progress", "明火已灭,排烟中");
    enter(&mut app, "surveyed", "3 米线槽<enter>1 天<enter>更换线槽<enter>+1d<enter>11");
    enter(&mut app, "resulted", "线槽已更换");
    enter(&mut app, "controlled", "已恢复供电");
    close(&mut app);
    enter(&mut app, "followed_up", "11");
    enter(&mut app, "special", "ZX-001");
    enter(&mut app, "archived", "");
    archived(&app);
}

#[test]
fn whoever_is_not_satisfied_has_it_all_done_anew() {
    let mut app = counter();
    app.keys("<f4><insert>7-2-604<enter>吴刚<enter>保安态度<enter>1<enter><enter>").pass(5);
    enter(&mut app, "relayed", "2");
    enter(&mut app, "resulted", "已批评教育");
    close(&mut app);
    enter(&mut app, "followed_up", "12<enter>");
    assert!(newest(&app).limits.iter().any(|clock| clock.stage == "T2"), "the office has it to pass on again");
    enter(&mut app, "relayed", "");
    assert_eq!(newest(&app).get("department"), "管理部", "to the same department, unless another is chosen");
    enter(&mut app, "resulted", "当面道歉并调岗");
    close(&mut app);
    enter(&mut app, "followed_up", "11");
    enter(&mut app, "archived", "");
    archived(&app);
}

#[test]
fn steps_beside_the_path_propose_what_is_plain() {
    let mut app = counter();
    app.keys("<f4><insert>7-2-604<enter>吴刚<enter>噪音<enter>2<enter><enter>").pass(5);
    enter(&mut app, "relayed", "2");
    list(&mut app, "shared");
    app.keys("3查门禁<enter>").pass(1);
    list(&mut app, "paused");
    app.keys("2<enter>").pass(1);
    let monday = crate::kit::at("2026-11-23 08:30");
    assert!(newest(&app).paused(monday.plus_minutes(-1)) && !newest(&app).paused(monday), "not to a Saturday");
    enter(&mut app, "share_done", "已查");
    assert_eq!(newest(&app).get("share"), "工程部");
}

#[test]
fn three_households_on_one_matter_are_proposed_as_one_major_complaint() {
    let mut app = counter();
    for room in ["3-2-101", "3-2-102", "3-2-103"] {
        app.keys(&format!("<f4><insert>{room}<enter>张三<enter>电梯停运<enter>3<tab><tab><tab>2<enter><enter>"))
            .pass(1);
    }
    let third = newest(&app);
    assert_eq!((third.households(), third.get("class")), (3, "general"));
    while app.model.selected().is_none_or(|record| record.subject != third.subject) {
        app.keys("<down>");
    }
    assert!(app.screen().contains("3户 "), "{}", app.screen());
    list(&mut app, "reclassed");
    app.keys("三户同报<enter>").pass(1);
    let record = newest(&app);
    assert_eq!((record.get("class"), record.get("matter")), ("major", "collective"));
}

#[test]
fn a_complaint_in_public_is_a_hot_one_and_the_company_hears_of_it() {
    let mut app = counter();
    app.keys("<f4><insert>3-2-101<enter>张三<enter>停水三天<enter>37<enter><enter>").pass(1);
    let record = newest(&app);
    assert_eq!((record.get("channel"), record.get("class")), ("web", "hot"));
    enter(&mut app, "called", "投诉部");
    assert_eq!(newest(&app).get("told"), "company");
}

#[test]
fn a_limit_that_stands_still_says_until_when_and_why() {
    let mut app = App::new(Language::Hans, (120, 40));
    app.keys("<f4><insert>7-2-604<enter>吴刚<enter>噪音<enter>2<enter><enter>").pass(5);
    enter(&mut app, "relayed", "2");
    list(&mut app, "paused");
    app.keys("2<enter>").pass(1);
    let until = newest(&app).limits.iter().find_map(|clock| clock.pause(app.now)).unwrap().1;
    let until = app.model.house.site.zone.local(until).format("停 至 %m-%d %H:%M").to_string();
    let list = app.screen();
    assert!(list.contains("停 无法入户") && list.contains(&until), "{until}: {list}");
    app.keys("<right>");
    let card = app.screen();
    assert!(card.contains(&format!("{until} 无法入户")) && card.contains("暂停"), "{until}: {card}");
}

#[test]
fn a_major_matter_under_another_class_is_seen_and_proposed() {
    let mut app = App::new(Language::Hans, (120, 40));
    app.keys("<f4><insert>3-2-101<enter>张三<enter>电梯困人<enter>2<enter><enter>").pass(1);
    let record = newest(&app);
    // At another window, whose correction asks for no class.
    let mut desk = Desk::new(Box::new(app.store()), crate::kit::house()).unwrap();
    let fields = [("new".to_owned(), "trapped".to_owned()), ("why".into(), "听错".into())].into();
    let target = ActTarget::Field("matter".into());
    let amend =
        Act { subject: Some(record.subject), fields, target, ..Act::new(uuid::Uuid::from_u128(77), Kind::Amended) };
    let who = Who { post: "服务中心".into(), operator: "刘洋".into(), boot: uuid::Uuid::nil() };
    desk.act(&amend, &who, app.now).unwrap();
    app.reload();
    assert_eq!(newest(&app).get("class"), "general");
    assert!(app.screen().contains("事项属重大"), "{}", app.screen());
    list(&mut app, "reclassed");
    app.keys("核实<enter>").pass(1);
    assert_eq!(newest(&app).get("class"), "major");
    assert!(!app.screen().contains("事项属重大"));
}

#[test]
fn who_is_to_be_told_next_is_marked_in_the_card_and_named_in_the_list() {
    let mut app = counter();
    app.keys("<f4><insert>3-2-101<enter>张三<enter>电梯困人<enter>3<tab><tab><tab>9<ctrl-d><ctrl-d>").pass(1);
    assert!(app.screen().contains("急报 部门经理"), "{}", app.screen());
    app.keys("<right>");
    assert!(app.screen().contains("> 急报 部门经理"), "{}", app.screen());
}

#[test]
fn at_eighty_columns_a_complaint_tells_what_was_said_and_the_room_says_who() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f4><insert>3-2-101<enter>张三<enter>卫生间顶板渗水已两天<enter>3<enter><enter>").pass(1);
    let screen = app.screen();
    assert!(screen.contains("3-2-101") && screen.contains("卫生间顶板渗水已两天"), "{screen}");
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f4><insert><tab>张三<enter>卫生间顶板渗水已两天<enter>3<enter><enter>").pass(1);
    assert!(app.screen().contains("张三"), "without a room, the name: {}", app.screen());
}
