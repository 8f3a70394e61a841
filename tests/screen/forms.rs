//! What forms propose: typing replaces it, leaving it alone keeps nothing, and a promise made in one shows in the list
//! beside what is to be done.

use crate::kit::App;
use qiantai::locale::Language;

/// A complaint's form, filled in down to the next reply, which has the focus.
fn at_the_next_reply() -> App {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f4><insert>3 2 101<enter>张三<enter>渗水<enter>3<tab><tab><tab><tab><tab>");
    app
}

#[test]
fn what_is_typed_takes_the_place_of_what_was_proposed() {
    let mut app = at_the_next_reply();
    assert_eq!(app.model.form().unwrap().get("next_reply"), "2026-11-23 08:30");
    app.keys("+1h");
    assert_eq!(app.model.form().unwrap().get("next_reply"), "+1h");
}

#[test]
fn a_proposal_that_is_moved_about_in_is_edited() {
    let mut app = at_the_next_reply();
    app.keys("<backspace>5");
    assert_eq!(app.model.form().unwrap().get("next_reply"), "2026-11-23 08:35");
}

#[test]
fn nothing_is_promised_before_the_eye_was_on_it() {
    for save in ["<enter>", "<ctrl-d>"] {
        let mut app = App::new(Language::Hans, (80, 24));
        app.keys(&format!("<f4><insert>3 2 101<enter>张三<enter>渗水<enter>3{save}"));
        let focus = app.model.form().unwrap().focused().unwrap().field.key;
        assert_eq!(focus, "next_reply", "what is only proposed is looked at first");
        app.keys(save);
        assert!(app.model.overlays.is_empty());
        let complaint = app.model.selected().unwrap();
        // A Friday's next day is a Saturday.
        assert_eq!(complaint.get("next_reply"), "2026-11-23T08:30:00+08:00");
    }
}

#[test]
fn a_draft_keeps_no_promise_that_was_only_proposed() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f4><insert>3 2 101<esc>");
    assert!(!app.model.drafts[0].fields.contains_key("next_reply"), "{:?}", app.model.drafts);
    app.pass(3 * 24 * 60).keys("<f4><insert><enter>");
    let form = app.model.form().unwrap();
    assert_eq!((form.get("room"), form.get("next_reply")), ("3 2 101", "2026-11-24 14:30"), "proposed anew");
}

#[test]
fn the_reply_to_a_result_is_the_last_unless_another_is_promised() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f4><insert>3 2 101<enter>张三<enter>门坏了<enter>1<enter><enter>").pass(1);
    app.keys("<enter>1<enter>").pass(1).keys("<enter>已修<enter>").pass(1).keys("<enter>");
    let form = app.model.form().unwrap();
    assert_eq!((form.step.as_str(), form.get("last_reply"), form.get("next_reply")), ("replied", "yes", ""));
    app.keys("1已告知<enter>");
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
    assert!(app.model.selected().unwrap().limits.iter().all(|clock| clock.stage != "T18"));
}

#[test]
fn a_time_typed_is_told_as_of_the_event_that_is_entered_late() {
    let mut app = at_the_next_reply();
    app.keys("+2h<end><tab><tab><tab>11-18 10:00<shift-tab><shift-tab><shift-tab>");
    assert!(app.screen().contains("即 2026-11-18 12:00"), "{}", app.screen());
}

#[test]
fn a_promise_that_the_time_of_the_event_moves_says_what_it_was_and_is() {
    for (typed, was, is) in [
        ("+2h", "11-20 16:20", "11-18 12:00"),
        ("明天下午3点", "11-21 15:00", "11-19 15:00"),
        ("2300", "11-20 23:00", "11-18 23:00"),
    ] {
        let mut app = at_the_next_reply();
        app.keys(typed);
        assert!(!app.screen().contains("重新算起"), "{}", app.screen());
        app.keys("<end><tab><tab><tab>11-18 10:00");
        let told = format!("按发生时间 11-18 10:00 重新算起：原为 2026-{was}，现为 2026-{is}");
        let screen: String = app.screen().split(['│', '\n', ' ']).collect();
        assert!(screen.contains(&told.replace(' ', "")), "{typed}\n{}", app.screen());
    }
    let mut app = at_the_next_reply();
    app.keys("2026-11-21 15:00<end><tab><tab><tab>11-18 10:00");
    assert!(!app.screen().contains("重新算起"), "what is said in full does not move\n{}", app.screen());
}

#[test]
fn a_form_left_as_it_was_proposed_leaves_no_draft() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f3><insert><esc><f4><insert><esc>");
    assert!(app.model.drafts.is_empty(), "{:?}", app.model.drafts);
    app.keys("<f3><insert>2<esc>");
    assert_eq!(app.model.drafts.len(), 1);
}

#[test]
fn a_guest_turned_away_leaves_no_draft_behind() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f6><insert>13 2 101<enter>王五<enter>6<enter>");
    assert!(app.screen().contains("拒绝入内"));
    app.keys("<enter>");
    assert!(app.model.overlays.is_empty());
    assert_eq!(app.drafts(), []);
}

#[test]
fn a_choice_in_the_last_field_stays_there() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f8><ctrl-d>");
    assert_eq!(app.model.form().unwrap().focused().unwrap().field.key, "relief");
    app.keys("1");
    let form = app.model.form().unwrap();
    assert_eq!(
        (form.get("relief"), form.focused().unwrap().field.key),
        ("刘洋", "relief"),
        "the outgoing is not offered"
    );
}

#[test]
fn the_footer_says_whether_leaving_keeps_a_draft() {
    let mut app = App::new(Language::Hans, (120, 40));
    app.keys("<f6><insert>");
    assert!(app.screen().contains("Esc 返回"));
    app.keys("1");
    assert!(app.screen().contains("Esc 暂离留稿"));
    app.keys("<esc><ctrl-u>李");
    assert!(app.screen().contains("Esc 暂离留稿"), "whatever is typed is kept");
}

#[test]
fn a_complaint_that_waits_for_a_reply_says_what_is_to_be_done() {
    let mut app = at_the_next_reply();
    app.keys("+1h<enter>");
    let screen = app.screen();
    assert!(screen.contains("回复·转交部门"), "{screen}");
}

#[test]
fn a_name_that_a_digit_chose_is_taken_back_by_one_key() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<ctrl-u>1<backspace>刘洋");
    assert_eq!(app.model.form().unwrap().get("person"), "刘洋");
    app.keys("洋");
    assert_eq!(app.model.form().unwrap().get("person"), "刘洋洋", "what was typed is typed on");
}

#[test]
fn a_choice_beyond_the_tenth_takes_a_page_key_and_a_digit() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f4><insert>3 2 101<enter>张三<enter>主体开裂<enter>3<tab><tab><tab>");
    assert_eq!(app.model.form().unwrap().focused().unwrap().field.key, "matter");
    assert!(app.screen().contains("0 爆炸") && app.screen().contains("PgDn 突发停电"), "{}", app.screen());
    app.keys("<pagedown>");
    assert!(app.screen().contains("PgUp 装修噪音") && app.screen().contains("7 主体结构"), "{}", app.screen());
    app.keys("7");
    let form = app.model.form().unwrap();
    assert_eq!((form.get("matter"), form.get("class")), ("structure", "major"));
    assert_eq!(form.focused().unwrap().field.key, "class", "the digit moves on");
    app.keys("<shift-tab><pageup>");
    assert_eq!(app.model.form().unwrap().get("matter"), "noise");
    app.keys("<pageup>");
    assert_eq!(app.model.form().unwrap().get("matter"), "noise", "there is no page before the first");
}

#[test]
fn enter_stays_at_a_field_that_must_be_filled_in_and_comes_round_to_one_passed_over() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f6><insert>");
    let focus = |app: &App| app.model.form().unwrap().focused().unwrap().field.key;
    assert!(app.screen().contains("Enter 此栏必填"), "{}", app.screen());
    app.keys("<enter>");
    assert_eq!(focus(&app), "visitor", "Enter stays where something is missing");
    assert!(app.screen().contains("必填。"), "and says so\n{}", app.screen());
    app.keys("<tab>3 2 101");
    assert!(app.screen().contains("Enter 下一必填栏"), "{}", app.screen());
    app.keys("<enter>");
    assert_eq!(focus(&app), "check", "on from there");
    app.keys("5<enter>");
    assert_eq!(focus(&app), "visitor", "the one passed over is asked again");
}

#[test]
fn taking_over_what_was_not_settled_on_its_day_asks_for_the_reason() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f2><insert>3-2-101<enter>张三<enter>1问停水<enter>").pass(4 * 60);
    app.keys("<f8><home><enter>");
    assert_eq!(app.model.form().map(|form| form.step.as_str()), Some("reason"));
    app.keys("<enter>");
    assert!(app.model.form().is_some(), "not without one");
    app.keys("住户外出<enter>");
    assert!(app.model.form().is_none());
    let screen = app.screen();
    assert!(screen.contains("原因：住户外出") && screen.contains("已接 1"), "{screen}");
}

#[test]
fn a_call_back_that_was_made_is_told_as_made() {
    let mut app = App::new(Language::Hans, (120, 40));
    app.keys("<f3><insert>13600000027<tab>赵敏<enter>装修手续<tab>3+1h<enter>").pass(20);
    assert!(app.screen().contains("约 "), "{}", app.screen());
    app.keys("<enter><enter>1<enter>");
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
    app.keys("<tab>");
    assert!(app.screen().contains("已回电 "), "{}", app.screen());
}

#[test]
fn a_number_typed_at_once_into_a_call_keeps_its_first_digit() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f3><insert>13912348812");
    let form = app.model.form().unwrap();
    assert_eq!((form.get("direction"), form.get("phone")), ("in", "13912348812"));
    app.keys("<up>3");
    let form = app.model.form().unwrap();
    assert_eq!((form.get("direction"), form.get("phone")), ("missed", "13912348812"));
}
