//! What a clerk leans on all day: a key that does not apply says so, what was typed stays, a message names the deed, a
//! draft is offered where it is looked for, and an amendment begins with what stands there.

use crate::amending::at_field;
use crate::kit::App;
use qiantai::app::Event;
use qiantai::locale::{Language, Locale};

const ALL: [Language; 3] = [Language::Hans, Language::Hant, Language::En];

fn counter() -> App {
    App::new(Language::Hans, (80, 24))
}

fn focus(app: &App) -> &'static str {
    app.model.form().unwrap().focused().unwrap().field.key
}

fn typed(app: &App, key: &str) -> String {
    app.model.form().unwrap().get(key).to_owned()
}

const COMPLAINT: &str = "<f4><insert>3-2-101<enter>张三<enter>渗水<enter>3<enter><enter>";

#[test]
fn a_promise_that_was_only_proposed_says_why_the_form_is_not_saved_yet() {
    for (language, words) in
        [(Language::Hans, "建议的时间"), (Language::Hant, "建議的時間"), (Language::En, "only proposed")]
    {
        for save in ["<ctrl-d>", "<enter>"] {
            let mut app = App::new(language, (80, 24));
            app.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>3").keys(save);
            assert_eq!(focus(&app), "next_reply");
            assert!(app.screen().contains(words), "{save}\n{}", app.screen());
            app.keys(save);
            assert!(app.model.overlays.is_empty(), "{}", app.screen());
        }
    }
}

#[test]
fn where_the_calendar_ends_no_time_is_said_to_be_proposed() {
    let mut app = counter();
    app.now = qiantai::domain::time::parse_rfc3339("2026-12-31T17:00:00+08:00").unwrap();
    app.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>3");
    while focus(&app) != "next_reply" {
        app.keys("<tab>");
    }
    assert_eq!(typed(&app, "next_reply"), "");
    app.keys("<ctrl-d>");
    assert!(!app.screen().contains("建议的时间"), "{}", app.screen());
}

#[test]
fn a_key_that_does_nothing_here_says_so() {
    for language in ALL {
        let mut app = App::new(language, (80, 24));
        app.keys(COMPLAINT).pass(1);
        let note = "<f8><insert>电池低<enter>";
        app.keys("<f6><insert>13-2-101<enter>王五<enter>5<enter>").keys(note).pass(1);
        for (way, key) in [
            ("<f4>", "ctrl-d"),
            ("<f4>", "f5"),
            ("<f4>", "f9"),
            ("<f4>", "f10"),
            ("<f4>", "ctrl-p"),
            ("<f2>", "ctrl-o"),
            ("<f2>", "delete"),
            ("<f2>", "right"),
            ("<f2>", "enter"),
            ("<f12>", "/"),
            ("<f12>", "z"),
            ("<f8>", "9"),
            ("<f4><ctrl-o>", "9"),
            ("<f4><ctrl-g>", "9"),
            ("<f4><right>", "ctrl-d"),
            ("<f4><insert>", "f5"),
            ("<f4><ctrl-q>", "1"),
        ] {
            app.keys("<esc><esc><esc><esc>").keys(way);
            app.model.notice = None;
            let (layers, acts) = (app.model.overlays.len(), app.acts.len());
            app.keys(&if key.chars().count() == 1 { key.to_owned() } else { format!("<{key}>") });
            assert_eq!((app.model.overlays.len(), app.acts.len()), (layers, acts), "{way} {key}\n{}", app.screen());
            let said = app.model.notice.as_ref().map(|(notice, _)| format!("{notice:?}"));
            assert!(said.as_ref().is_some_and(|said| said.starts_with("Idle")), "{way} {key}: {said:?}");
            let shown =
                if key.len() == 1 { key.to_owned() } else { key.parse::<qiantai::app::key::Key>().unwrap().label() };
            let told = Locale::new(language).tr_args("notice-idle", &[("key", &shown), ("help", "F1")]);
            assert!(app.screen().contains(&told), "{way} {key}: {told}\n{}", app.screen());
        }
    }
}

#[test]
fn a_withdrawn_line_says_by_whom_when_it_is_to_be_amended() {
    let mut app = counter();
    app.keys(COMPLAINT).keys("<ctrl-w>录错<enter>").pass(1);
    app.keys("<tab><right><delete>");
    assert!(app.model.form().is_none());
    let said = app.model.notice.as_ref().map(|(notice, _)| format!("{notice:?}")).unwrap_or_default();
    assert!(said.contains("AlreadyWithdrawn"), "{said}\n{}", app.screen());
}

#[test]
fn text_typed_into_a_choice_picks_or_stays_and_is_told() {
    let mut app = counter();
    app.keys("<f2><insert>3-2-101<enter>张三<enter>");
    assert_eq!(focus(&app), "reason");
    app.keys("投");
    assert_eq!((typed(&app, "reason"), focus(&app)), ("complaint".into(), "reason"), "{}", app.screen());
    app.keys("诉");
    assert_eq!(typed(&app, "reason"), "complaint");
    app.keys("x");
    assert_eq!(typed(&app, "reason"), "投诉x", "what is no choice stays");
    assert!(app.screen().contains("投诉x") && app.screen().contains("请从列出的选项中选"), "{}", app.screen());
    assert!(!app.screen().contains("3 报修"), "no digit chooses now\n{}", app.screen());
    app.keys("3");
    assert_eq!((typed(&app, "reason"), focus(&app)), ("投诉x3".into(), "reason"), "a digit after text is text");
    app.keys("<ctrl-d>");
    assert!(app.model.form().is_some() && app.acts.is_empty() || focus(&app) == "reason", "{}", app.screen());
    assert!(app.screen().contains("投诉x3"), "{}", app.screen());
    app.keys("<backspace><backspace>");
    assert_eq!(typed(&app, "reason"), "complaint", "taken back, it is a choice again");
    app.keys("<enter>");
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
}

#[test]
fn text_that_several_choices_have_narrows_them() {
    let mut app = App::new(Language::En, (80, 24));
    app.keys("<f2><insert>3-2-101<enter>Li<enter>");
    app.keys("in");
    let screen = app.screen();
    assert!(screen.contains("Inspection") && !screen.contains("Payment"), "{screen}");
    app.keys("<right>");
    assert_eq!(typed(&app, "reason"), "complaint", "an arrow goes among them\n{}", app.screen());
    app.keys("<ctrl-x>insp");
    assert_eq!(typed(&app, "reason"), "inspection", "{}", app.screen());
    app.keys("<ctrl-x>3");
    assert_eq!(typed(&app, "reason"), "repair", "emptied, a digit chooses again");
}

#[test]
fn text_pasted_into_a_choice_picks_or_stays_and_is_told() {
    let mut app = counter();
    app.keys("<f2><insert>3-2-101<enter>张三<enter>");
    app.event(Event::Paste("投诉\n".into()));
    assert_eq!(typed(&app, "reason"), "complaint", "{}", app.screen());
    app.keys("<ctrl-x>");
    app.event(Event::Paste("楼上漏水".into()));
    assert_eq!(typed(&app, "reason"), "楼上漏水");
    assert!(app.screen().contains("楼上漏水") && app.screen().contains("请从列出的选项中选"), "{}", app.screen());
}

#[test]
fn a_line_that_is_answered_says_that_the_key_goes_to_the_next() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f8><insert>电池低<enter>").pass(1).keys("<insert>钥匙在抽屉<enter>").pass(1).keys("<home><enter>");
    assert!(app.screen().contains("Enter 接"), "{}", app.screen());
    app.keys("<up>");
    assert!(app.screen().contains("Enter 下一未答"), "{}", app.screen());
    app.keys("<enter>");
    assert_eq!((app.model.page.selected, app.model.page.answers.len()), (1, 1));
}

#[test]
fn what_is_no_time_number_or_department_stays_and_is_told_at_its_field() {
    let mut app = counter();
    app.keys("<f6><insert>13-2-101<enter>王五<enter>5<tab>两个人<tab>");
    assert_eq!(typed(&app, "count"), "两个人", "{}", app.screen());
    assert!(app.screen().contains("两个人"), "{}", app.screen());
    app.keys("<esc>").keys(COMPLAINT).keys("<enter>");
    assert_eq!(app.model.form().unwrap().step, "relayed");
    app.keys("工程");
    assert_eq!(typed(&app, "department"), "工程部", "{}", app.screen());
    app.keys("<ctrl-x>保安队");
    assert_eq!(typed(&app, "department"), "保安队");
    assert!(app.screen().contains("保安队") && app.screen().contains("请从列出的选项中选"), "{}", app.screen());
}

#[test]
fn striking_and_amending_are_not_told_as_saving() {
    for (language, amended, struck) in [
        (Language::Hans, "已划改：投诉1120-01", "已作废：投诉1120-01"),
        (Language::Hant, "已劃改：投訴1120-01", "已作廢：投訴1120-01"),
        (Language::En, "Amended: Complaint 1120-01", "Withdrawn: Complaint 1120-01"),
    ] {
        let mut app = App::new(language, (80, 24));
        app.keys(COMPLAINT).pass(1);
        at_field(&mut app, "said");
        app.keys("<delete><end>了<tab>补充<enter>");
        let (label, last) = (app.word("field-said"), app.screen());
        assert!(last.lines().any(|line| line.contains(amended) && line.contains(&label)), "{last}");
        app.keys("<esc><enter>2<enter>").pass(1);
        app.keys("<ctrl-w>按错<enter>");
        let (step, last) = (app.word("step-relayed"), app.screen());
        assert!(last.lines().any(|line| line.contains(struck) && line.contains(&step)), "{last}");
    }
}

#[test]
fn a_complaint_left_behind_is_offered_on_its_panel_and_where_it_began() {
    for (language, from) in
        [(Language::Hans, "来电1120-01"), (Language::Hant, "來電1120-01"), (Language::En, "Call 1120-01")]
    {
        let mut app = App::new(language, (80, 24));
        app.keys("<f3><insert>13912348812<enter>渗水催办<enter>").pass(1);
        app.keys("<enter>4<enter>李娜<enter>");
        assert!(app.screen().contains(from), "the form says from what it comes\n{}", app.screen());
        let uid = app.model.form().unwrap().uid;
        app.keys("<esc>");
        assert_eq!(app.model.drafts.len(), 1);
        // On the panel of complaints.
        app.keys("<f4><insert>");
        assert!(app.model.form().is_none() && app.screen().contains(from), "{}", app.screen());
        app.keys("1");
        assert_eq!(app.model.form().map(|form| form.uid), Some(uid));
        assert_eq!(typed(&app, "name"), "李娜");
        assert!(app.screen().contains(from), "{}", app.screen());
        // Where it began.
        app.keys("<esc><f3><enter>");
        assert!(app.model.form().is_none() && app.screen().contains(from), "{}", app.screen());
        app.keys("1");
        assert_eq!(app.model.form().map(|form| form.uid), Some(uid));
        // Another complaint, and another outcome, stay as near.
        app.keys("<esc><f4><insert>2");
        assert_eq!((typed(&app, "name"), app.model.drafts.len()), (String::new(), 1), "{}", app.screen());
        app.keys("<esc><f3><enter>2");
        assert!(app.model.form().unwrap().get("outcome").is_empty() && app.model.drafts.len() == 1);
        app.keys("1<enter>");
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
    }
}

#[test]
fn a_choice_whose_draft_or_record_is_gone_says_so() {
    let mut app = counter();
    app.keys("<f3><insert>13912348812<enter>渗水催办<enter>").pass(1).keys("<enter>4<enter>李娜<enter><esc>");
    let said = |app: &mut App, key: &str| {
        app.keys(key);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        app.screen().contains("没有打开")
    };
    // The record has slid, where its form was to be opened beside the draft of it.
    app.keys("<enter>");
    let list = std::mem::take(&mut app.model.snapshot.list);
    assert!(said(&mut app, "2"), "{}", app.screen());
    app.model.snapshot.list = list;
    // Another has taken the post over meanwhile: the draft is none of this window's any more.
    app.keys("<f4><insert>");
    app.model.drafts.clear();
    assert!(app.screen().contains("已不在"), "its digit stays its own\n{}", app.screen());
    assert!(said(&mut app, "1"), "{}", app.screen());
    // The record has slid before its step was chosen.
    app.keys("<insert>3-2-101<enter>张三<enter>渗水<enter>3<enter><enter>").pass(1).keys("<ctrl-o>");
    assert!(matches!(app.model.overlays.last(), Some(qiantai::app::Overlay::Pick(_))), "{}", app.screen());
    app.model.snapshot.list.clear();
    assert!(said(&mut app, "1"), "{}", app.screen());
}

#[test]
fn the_record_that_was_found_stays_in_hand_when_the_find_is_left() {
    let mut app = counter();
    for n in 1..6 {
        app.keys(&format!("<f2><insert>3-2-10{n}<enter>张{n}<enter>1<enter>")).pass(1);
    }
    for leave in ["<esc>", "<down><esc>"] {
        app.keys("<home>/3-2-102");
        assert_eq!(app.model.selected().unwrap().get("room"), "3-2-102");
        app.keys(leave);
        assert!(!app.model.filtered());
        assert_eq!(app.model.selected().unwrap().get("room"), "3-2-102", "{leave}");
    }
    // The same where the list changes to everything and back.
    app.keys("<f6><insert>13-2-101<enter>王一<enter>5<enter>").pass(1);
    app.keys("<insert>13-2-102<enter>王二<enter>5<enter>").pass(1);
    app.keys("<home><down><tab>");
    assert_eq!(app.model.selected().unwrap().get("name"), "王一");
    app.keys("<tab>");
    assert_eq!(app.model.selected().unwrap().get("name"), "王一");
}

#[test]
fn a_call_of_yesterday_that_is_still_to_be_made_is_counted_and_listed() {
    for size in [(80, 24), (120, 40)] {
        let mut app = App::new(Language::Hans, size);
        app.keys("<f3><insert>13912348812<enter>装修手续<tab>3明天 10:00<enter>").pass(1);
        app.keys("<insert>13600000027<enter>问停水<tab>1<enter>").pass(1);
        app.keys("<f12>");
        assert!(app.screen().contains("F3 来电 2"), "{}", app.screen());
        app.pass(12 * 60).keys("<f12>");
        app.reload();
        assert!(app.screen().contains("F3 来电 1"), "the open one of yesterday\n{}", app.screen());
        app.keys("<f3><f12>");
        assert!(app.screen().contains("装修手续"), "{}", app.screen());
    }
}

#[test]
fn what_follows_on_a_record_is_told_by_what_was_done() {
    for (language, told) in [
        (Language::Hans, ["已记：留言", "「留言办结」", "已记：投诉", "「转交部门」"]),
        (Language::Hant, ["已記：留言", "「留言辦妥」", "已記：投訴", "「轉交部門」"]),
        (Language::En, ["Logged: Note", "Note done", "Logged: Complaint", "To department"]),
    ] {
        let mut app = App::new(language, (100, 30));
        app.keys("<f8><insert>电池低<enter>");
        assert!(app.screen().contains(told[0]), "{}", app.screen());
        app.pass(1).keys("<f8><home>4");
        let screen = app.screen();
        assert!(screen.contains(told[1]) && !screen.contains(told[0]) && !screen.contains('⟦'), "{screen}");
        app.keys(COMPLAINT);
        assert!(app.screen().contains(told[2]), "{}", app.screen());
        app.pass(10).keys("<f4><home><enter>2<enter>");
        let screen = app.screen();
        assert!(screen.contains(told[3]) && !screen.contains(told[2]) && !screen.contains('⟦'), "{screen}");
        assert!(app.model.overlays.is_empty(), "{screen}");
    }
}

#[test]
fn what_was_said_of_one_form_does_not_stand_over_the_next() {
    let walk_in = "<f2><insert>3-2-101<enter>张三<enter>1<ctrl-d>";
    for (first, said, next) in [
        ("<f2><insert>3-2-101<tab><ctrl-x><ctrl-x><delete>", "已放弃", "<insert>"),
        (walk_in, "已记", "<insert>"),
        (walk_in, "已记", "<f4><insert>"),
        ("<f2><insert>3-2-101<esc>", "草稿留到", "<f3><insert>"),
        (AMENDED, "已划改", "<down><delete>"),
        (AMENDED, "已划改", "<esc><enter>"),
    ] {
        let mut app = counter();
        app.keys(first);
        assert!(app.screen().contains(said), "{first}\n{}", app.screen());
        app.keys(next);
        assert!(app.model.form().is_some() && !app.screen().contains(said), "{first} {next}\n{}", app.screen());
    }
    // What was refused stays until it is read.
    let mut app = counter();
    app.keys("<f2><insert>3-2-101<esc><insert>");
    assert!(app.screen().contains("草稿"), "what is said of this form stays\n{}", app.screen());
}

/// A walk-in whose name was struck through.
const AMENDED: &str =
    "<f2><insert>3-2-101<enter>张三<enter>1<ctrl-d><right><down><delete><ctrl-x>李四<enter>听错<ctrl-d>";
