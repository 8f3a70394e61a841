//! Windows of one post follow the logbook: who has it is the same in all of them, nobody acts in another's name, and
//! what is being typed stays.

use crate::kit::{App, at, house, look};
use qiantai::app::{Event, Notice};
use qiantai::desk::Desk;
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::refusal::Cause;
use qiantai::domain::staff::{Person, Role};
use qiantai::locale::Language;
use qiantai::runtime::start::{Start, ready};
use qiantai::runtime::worker::Files;
use qiantai::store::{ListView, Query, Read};

const GATE: &str = "东门岗";

fn window(post: &str, person: &str, now: &str) -> App {
    let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
    App::at(dir, Language::Hans, (80, 24), post, person, at(now), 1)
}

/// Another window on the same logbook.
fn another(app: &App, person: &str) -> App {
    App::at(app.dir.clone(), Language::Hans, (80, 24), &app.model.post, person, app.now, 2)
}

/// Signs on by keys.
fn sign_on(app: &mut App, name: &str) {
    app.keys("<ctrl-u>").keys(name).keys("<enter>");
    assert_eq!((app.model.operator.as_str(), app.model.form().is_none()), (name, true));
    assert_eq!(app.model.snapshot.watch.holder().map(|turn| turn.person.as_str()), Some(name));
}

/// Hands the post over by keys, every line taken.
fn hand_over(app: &mut App, relief: &str) {
    app.keys("<f8>");
    while app.model.form().is_none() {
        app.keys("1");
    }
    app.keys(relief).keys("<enter>");
    assert!(app.model.form().is_none(), "{:?}", app.model.form().map(|form| form.error.clone()));
}

fn notes(app: &App) -> Vec<(String, String)> {
    let notes = app.store().list(Query::new(Family::Note, ListView::Newest, 99)).unwrap();
    notes.iter().map(|note| (note.get("text").to_owned(), note.operator.clone())).collect()
}

#[test]
fn a_window_of_the_gate_follows_the_handover_and_what_is_typed_stays() {
    let mut one = window(GATE, "李强", "2026-11-20 14:50");
    sign_on(&mut one, "李强");
    let mut two = another(&one, "李强");
    two.keys("<ctrl-t>道闸").keys("<esc>").keys("<ctrl-t>").keys("坏了");
    two.keys("<esc><f7><insert>b77777");
    assert_eq!(two.model.drafts.len(), 1);
    hand_over(&mut one, "欧阳倩");
    let typed = two.model.form().unwrap().typed();
    two.event(Event::Changed);
    assert_eq!(two.model.operator, "欧阳倩");
    assert_eq!(two.model.drafts, [], "the former's draft is out of view");
    assert_eq!(two.model.form().unwrap().typed(), typed, "what is being typed stays");
    assert!(matches!(&two.model.notice, Some((Notice::Relieved(who), _)) if who == "欧阳倩"));
    let screen = two.screen();
    assert!(screen.lines().next().unwrap().contains("欧阳倩") && screen.contains("本岗现由 欧阳倩 当值"), "{screen}");
    let kept = two.drafts_on_disk();
    assert!(kept.iter().any(|draft| draft.kind == Kind::Note), "it stays on disk for its owner");
}

#[test]
fn a_key_that_comes_before_the_window_has_seen_it_is_refused_and_one_key_takes_the_post() {
    let mut one = window(GATE, "李强", "2026-11-20 14:50");
    sign_on(&mut one, "李强");
    let mut two = another(&one, "李强");
    two.keys("<ctrl-t>道闸坏了");
    hand_over(&mut one, "欧阳倩");
    two.keys("<enter>");
    let form = two.model.form().expect("the form stays open");
    assert_eq!(form.get("text"), "道闸坏了");
    assert_eq!(form.error, Some(Cause::PostHeld("欧阳倩".into(), one.now)));
    assert!(two.screen().contains("欧阳倩 自 14:50 起当值"), "{}", two.screen());
    assert_eq!(
        (two.model.operator.as_str(), notes(&two)),
        ("欧阳倩", vec![]),
        "nothing is written as the one who left"
    );
    two.keys("<ctrl-u>");
    assert_eq!(two.model.form().unwrap().get("person"), "李强", "the window's person is proposed");
    two.keys("<enter>");
    assert_eq!(two.model.form().map(|form| form.kind), Some(Kind::Note), "back in the form");
    two.keys("<enter>");
    assert_eq!(notes(&two), [("道闸坏了".to_owned(), "李强".to_owned())]);
    one.event(Event::Changed);
    assert_eq!(one.model.operator, "李强", "and the other window follows back");
}

#[test]
fn the_page_of_a_window_that_was_left_is_not_signed_again() {
    let mut one = window(GATE, "李强", "2026-11-20 14:50");
    sign_on(&mut one, "李强");
    one.keys("<ctrl-t>道闸坏了<enter>");
    let mut two = another(&one, "李强");
    two.keys("<f8>1");
    assert_eq!(two.model.page.answers.len(), 1);
    two.keys("<ctrl-d>3");
    hand_over(&mut one, "欧阳倩");
    two.keys("<enter>");
    assert!(matches!(two.model.form().unwrap().error, Some(Cause::PostHeld(..))));
    let pages = two.store().list(Query::new(Family::Handover, ListView::Newest, 9)).unwrap();
    assert_eq!((pages.len(), pages[0].get("relief")), (1, "欧阳倩"));
    assert_eq!(two.model.page.answers.len(), 0, "the answers were to the page that is signed");
}

#[test]
fn a_window_that_opens_for_another_shows_who_has_the_post_and_proposes_the_other() {
    let mut one = window(GATE, "李强", "2026-11-20 14:50");
    sign_on(&mut one, "李强");
    let files = Files::beside(one.dir.path().join("logbook.db"), one.dir.path().join("site.toml"));
    let open = |operator: Option<&str>| {
        let desk = Desk::new(Box::new(one.store()), house()).unwrap();
        let start = Start { post: Some(GATE.into()), operator: operator.map(str::to_owned), ..Start::default() };
        ready(desk, files.clone(), &start).unwrap().0
    };
    let model = open(Some("赵军"));
    assert_eq!((model.operator.as_str(), model.former.as_deref()), ("李强", Some("赵军")));
    assert!(matches!(&model.notice, Some((Notice::Relieved(who), _)) if who == "李强"));
    let asked = model.form().map(|form| (form.kind, form.get("person").to_owned()));
    assert_eq!(asked, Some((Kind::Duty, "赵军".to_owned())), "before anything is done in the other's name");
    for same in [Some("李强"), None] {
        let model = open(same);
        assert_eq!((model.operator.as_str(), model.former, model.notice.is_none()), ("李强", None, true));
    }
}

#[test]
fn a_number_of_the_staff_signs_on_and_relieves_by_the_name() {
    let mut house = house();
    house.site.staff = vec![
        Person { id: "07".into(), ..Person::named("李强") },
        Person { id: "A12".into(), ..Person::named("赵军") },
        Person { id: "B3".into(), role: Some(Role::Head), name: "陈主任".into() },
    ];
    let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
    let mut app = App::under(house, dir, Language::Hans, (80, 24), GATE, "王敏", at("2026-11-20 14:50"), 1);
    app.keys("<ctrl-u>A12<enter>");
    assert_eq!(app.model.operator, "赵军");
    let duty = app.store().list(Query::new(Family::Duty, ListView::Newest, 1)).unwrap().remove(0);
    assert_eq!((duty.get("person"), duty.operator.as_str()), ("赵军", "赵军"));
    app.keys("<f8><enter>B3<enter>");
    let told = app.model.form().unwrap().fields.iter().find_map(|state| state.error.clone());
    assert!(matches!(told, Some(Cause::OtherRole(_))), "{told:?}");
    app.keys("<ctrl-x>1<enter>");
    assert_eq!(app.model.operator, "李强");
}

#[test]
fn at_the_counter_only_the_window_of_whoever_handed_over_follows() {
    let mut one = window("服务中心", "王敏", "2026-11-20 14:50");
    sign_on(&mut one, "王敏");
    let mut two = another(&one, "欧阳倩");
    sign_on(&mut two, "欧阳倩");
    let mut three = App::at(one.dir.clone(), Language::Hans, (80, 24), "服务中心", "王敏", one.now, 3);
    one.event(Event::Changed);
    assert_eq!(one.model.operator, "王敏", "both are at the counter");
    hand_over(&mut one, "刘洋");
    two.event(Event::Changed);
    three.event(Event::Changed);
    assert_eq!([&one, &two, &three].map(|app| app.model.operator.as_str()), ["刘洋", "欧阳倩", "刘洋"]);
}

#[test]
fn a_counter_that_shut_is_nobodys() {
    let mut one = window("日间前台", "王敏", "2026-11-20 17:50");
    sign_on(&mut one, "王敏");
    one.keys("<ctrl-t>钥匙在抽屉<enter><f8><ctrl-d><enter><enter>");
    assert_eq!(one.model.operator, "");
    assert!(one.screen().contains("无人当值") && one.screen().contains("次日首班"), "{}", one.screen());
    one.now = at("2026-11-21 08:30");
    one.event(Event::Changed);
    one.keys("<f8>1");
    one.keys("<ctrl-d>");
    assert_eq!(one.model.form().map(|form| form.kind), Some(Kind::HandoverAccepted));
    one.keys("刘洋<enter>");
    assert_eq!((one.model.operator.as_str(), one.model.form().is_none()), ("刘洋", true));
}

#[test]
fn whoever_has_signed_on_in_the_morning_is_proposed_as_the_relief() {
    let mut one = window("日间前台", "王敏", "2026-11-20 17:50");
    sign_on(&mut one, "王敏");
    one.keys("<ctrl-t>钥匙在抽屉<enter><f8><ctrl-d><enter><enter>");
    one.now = at("2026-11-21 08:30");
    sign_on(&mut one, "刘洋");
    one.keys("<f8>1<ctrl-d>");
    assert_eq!(one.model.form().unwrap().get("relief"), "刘洋");
    one.keys("<enter>");
    assert_eq!((one.model.operator.as_str(), one.model.form().is_none()), ("刘洋", true));
}

#[test]
fn the_strip_tells_the_end_of_the_shift_and_by_how_much_it_is_over() {
    let mut app = window(GATE, "李强", "2026-11-19 23:57");
    sign_on(&mut app, "李强");
    let told = |app: &mut App, now: &str| {
        app.now = at(now);
        app.event(Event::Tick);
        app.screen().lines().nth(1).unwrap().to_owned()
    };
    assert!(!told(&mut app, "2026-11-20 06:49").contains("夜班"));
    assert!(told(&mut app, "2026-11-20 06:50").contains("夜班交班 余00:10"));
    assert!(told(&mut app, "2026-11-20 07:20").contains("夜班交班 超00:20"));
    assert!(app.screen().lines().next().unwrap().contains("夜班 23:00-07:00"), "{}", app.screen());
    app.keys("<f8>");
    assert!(app.screen().contains("夜班 23:00-07:00  李强  ->  早班 07:00-15:00  迟 20 分"), "{}", app.screen());
    look(&mut app, "late-relief");
    hand_over(&mut app, "欧阳倩");
    assert!(app.screen().lines().next().unwrap().contains("早班 07:00-15:00"), "{}", app.screen());
    app.keys("<f8><tab><enter>");
    assert!(
        app.screen().contains("夜班 23:00-07:00  李强  ->  早班 07:00-15:00  欧阳倩  迟 20 分"),
        "{}",
        app.screen()
    );
}

#[test]
fn taking_the_post_does_not_sign_the_shift_that_is_late() {
    let mut app = window(GATE, "李强", "2026-11-20 07:00");
    sign_on(&mut app, "李强");
    app.now = at("2026-11-20 15:30");
    app.event(Event::Tick);
    for name in ["李强", "欧阳倩", "王敏"] {
        assert!(app.screen().contains("早班交班 超00:30"), "{name}: {}", app.screen());
        sign_on(&mut app, name);
    }
    app.keys("<f8>");
    assert!(app.screen().contains("早班 07:00-15:00  王敏  ->  中班 15:00-23:00  迟 30 分"), "{}", app.screen());
    hand_over(&mut app, "刘洋");
    assert!(!app.screen().contains("早班交班") && app.screen().contains("中班 15:00-23:00"), "{}", app.screen());
}

#[test]
fn nobody_takes_a_post_whom_the_settings_do_not_list_where_they_list_anyone() {
    for language in Language::ALL {
        let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
        let mut app = App::at(dir, language, (80, 24), GATE, "李强", at("2026-11-20 14:50"), 1);
        app.keys("<ctrl-u>路人乙<enter>");
        let told = app.model.form().unwrap().fields[0].error.clone();
        assert!(matches!(told, Some(Cause::NotStaff(_))), "{told:?}");
        assert!(app.screen().contains("staff") && !app.screen().contains('⟦'), "{}", app.screen());
        assert_eq!(app.model.operator, "李强");
        app.keys("<ctrl-x>王敏<enter>");
        assert_eq!(app.model.operator, "王敏");
    }
    for staff in [vec![], vec![Person::named("王敏")]] {
        let mut house = house();
        house.site.staff = staff;
        let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
        let mut app = App::under(house, dir, Language::Hans, (80, 24), GATE, "王敏", at("2026-11-20 14:50"), 1);
        sign_on(&mut app, "路人乙");
    }
}

#[test]
fn a_line_that_came_while_the_page_was_signed_is_in_hand_and_what_was_typed_stays() {
    let mut one = window(GATE, "李强", "2026-11-20 14:50");
    one.keys("<ctrl-t>道闸坏了<enter><f8>1<ctrl-d>欧阳倩");
    let mut two = another(&one, "李强");
    two.keys("<ctrl-t>三栋停水<enter>");
    one.keys("<enter>");
    assert_eq!(one.model.form().unwrap().error, Some(Cause::Unanswered(1)));
    one.keys("<esc>");
    let line = one.model.page_line().unwrap();
    assert!(!one.model.page.answers.contains_key(&line.line), "the cursor is on the new line");
    one.keys("1<ctrl-d>");
    assert_eq!(one.model.form().unwrap().get("relief"), "欧阳倩");
    one.keys("<enter>");
    assert_eq!(one.model.operator, "欧阳倩");
}

#[test]
fn everyone_inside_is_taken_over_with_one_key_and_nothing_else_is() {
    let mut app = window(GATE, "李强", "2026-11-20 14:50");
    for plate in ["b11111", "b22222", "b33333"] {
        app.keys("<f7><insert>").keys(plate).keys("<enter>13-2-101<enter>");
    }
    app.keys("<ctrl-t>道闸坏了<enter><f8>");
    assert_eq!((app.model.snapshot.page.lines.len(), app.model.inside_unanswered()), (4, 3));
    assert!(app.resize((120, 40)).screen().contains("5 在场全接"), "{}", app.screen());
    app.keys("5");
    assert_eq!((app.model.unanswered(), app.model.page.answers.len()), (1, 3));
    assert!(app.model.page_note().is_some(), "the note is in hand");
}

#[test]
fn whoever_takes_a_post_of_one_answers_its_page_anew_whichever_window_took_it() {
    for same_window in [true, false] {
        let mut one = window(GATE, "李强", "2026-11-20 14:50");
        sign_on(&mut one, "李强");
        one.keys("<ctrl-t>道闸坏了<enter><ctrl-t>三栋停水<enter><f8>11");
        assert_eq!((one.model.page.answers.len(), one.model.unanswered()), (2, 0), "{}", one.screen());
        if same_window {
            sign_on(&mut one, "欧阳倩");
        } else {
            sign_on(&mut another(&one, "李强"), "欧阳倩");
            one.event(Event::Changed);
        }
        assert_eq!((one.model.operator.as_str(), one.model.unanswered()), ("欧阳倩", 2), "{same_window}");
        one.keys("<f8><ctrl-d>");
        assert!(one.model.form().is_none(), "nothing was taken over from them yet\n{}", one.screen());
    }
}

#[test]
fn a_form_that_lay_open_while_another_took_the_post_says_whose_name_it_will_bear() {
    // At a post of one another signs on, at one of several it is handed over.
    for (post, form, family) in [
        (GATE, "<f6><insert>13-2-101<enter>王五<enter>5", Family::Visitor),
        ("服务中心", "<f4><insert>3-2-101<enter>张三<enter>渗水<enter>1<enter>", Family::Complaint),
        ("服务中心", "<f2><insert>3-2-101<enter>张三<enter>1", Family::WalkIn),
    ] {
        let mut one = window(post, "李强", "2026-11-20 14:50");
        sign_on(&mut one, "李强");
        one.keys(form);
        let mut two = another(&one, "李强");
        if post == GATE {
            sign_on(&mut two, "刘洋")
        } else {
            hand_over(&mut two, "刘洋")
        }
        one.event(Event::Changed);
        assert_eq!(one.model.operator, "刘洋");
        let (typed, head) = (one.model.form().unwrap().typed(), one.store().head().unwrap());
        one.keys("<ctrl-d>");
        let form = one.model.form().expect("the first save stops");
        assert_eq!((&form.error, form.typed()), (&Some(Cause::OtherName("刘洋".into())), typed));
        assert_eq!(one.store().head().unwrap(), head);
        assert!(one.screen().contains("再保存一次，即记在 刘洋 名下"), "{}", one.screen());
        one.keys("<ctrl-d>");
        assert!(one.model.form().is_none(), "{}", one.screen());
        let written = one.store().list(Query::new(family, ListView::Newest, 1)).unwrap().remove(0);
        assert_eq!(written.operator, "刘洋", "the second is meant");
    }
}

#[test]
fn a_form_whose_post_came_back_to_its_person_is_saved_at_once() {
    let mut one = window(GATE, "李强", "2026-11-20 14:50");
    sign_on(&mut one, "李强");
    one.keys("<ctrl-t>道闸坏了");
    let mut two = another(&one, "李强");
    for person in ["刘洋", "李强"] {
        sign_on(&mut two, person);
        one.event(Event::Changed);
        assert_eq!(one.model.operator, person);
    }
    one.keys("<ctrl-d>");
    assert_eq!(notes(&one), [("道闸坏了".to_owned(), "李强".to_owned())], "{}", one.screen());
}

#[test]
fn a_withdrawal_says_what_it_strikes_and_a_kept_promise_when() {
    let mut app = window("服务中心", "王敏", "2026-11-20 14:50");
    app.keys("<f3><insert>13600000027<tab>赵敏<enter>装修手续<tab>31500<enter>");
    app.keys("<ctrl-w>");
    assert!(app.screen().contains("作废“来电登记”（14:50 王敏）"), "{}", app.screen());
    app.keys("<esc>").pass(5);
    app.keys("<enter><enter>1已告知<enter>");
    app.keys("<tab>");
    assert!(app.screen().contains("已回电 14:55"), "{}", app.screen());
    app.keys("<ctrl-w>");
    assert!(app.screen().contains("作废“回电”（14:55 王敏）"), "{}", app.screen());
}

#[test]
fn a_relief_that_is_late_is_told_whoever_looks_until_the_page_is_signed() {
    let mut app = window("服务中心", "王敏", "2026-11-20 15:05");
    sign_on(&mut app, "王敏");
    app.now = at("2026-11-22 23:40");
    sign_on(&mut app, "刘洋");
    app.pass(1);
    assert!(app.screen().contains("中班交班 超48:41"), "{}", app.screen());
    sign_on(&mut app, "王敏");
    app.pass(1);
    assert!(app.screen().contains("中班交班 超48:42"), "{}", app.screen());
    hand_over(&mut app, "刘洋");
    app.pass(1);
    assert!(!app.screen().contains("中班交班"), "{}", app.screen());
}

#[test]
fn the_one_who_may_not_be_named_is_not_offered() {
    let mut app = window(GATE, "李强", "2026-11-20 14:50");
    app.keys("<ctrl-t>道闸坏了<enter><f8>3没有交代<enter><ctrl-d>");
    let row = |app: &mut App| app.screen();
    assert!(row(&mut app).contains("1 王敏") && !row(&mut app).contains("李强  4"), "{}", row(&mut app));
    app.keys("1<tab>");
    assert_eq!(app.model.form().unwrap().focused().unwrap().field.key, "override_by");
    app.keys("1");
    assert_eq!(app.model.form().unwrap().get("override_by"), "刘洋", "neither the outgoing nor the relief");
}

#[test]
fn the_first_start_shows_a_staff_number_as_the_person_whose_it_is() {
    let mut app = App::new(Language::Hans, (80, 24));
    let mut form = qiantai::app::form::FormState::new(uuid::Uuid::from_u128(9), Kind::Begun, "", app.now);
    form.set("post", "服务中心");
    form.set("person", "07");
    app.model.overlays.push(qiantai::app::Overlay::Form(Box::new(form)));
    let mut house = crate::kit::house();
    let chen = qiantai::domain::staff::Person { id: "07".into(), name: "陈主任".into(), role: None };
    house.site.staff.push(chen);
    app.event(Event::Begun(Ok(Box::new(house))));
    assert_eq!(app.model.operator, "陈主任");
    assert!(app.screen().contains("陈主任"));
}
