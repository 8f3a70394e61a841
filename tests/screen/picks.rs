//! What a digit, an arrow or a bounced key chooses in a form: never what was not meant, and never in the place of a text
//! without a word.

use crate::kit::App;
use qiantai::domain::refusal::Cause;
use qiantai::domain::text::ValueError;
use qiantai::locale::Language;

fn focus(app: &App) -> &'static str {
    app.model.form().unwrap().focused().unwrap().field.key
}

/// A complaint's form with the one in focus who is complained of.
fn at_the_accused() -> App {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f4><insert>3 2 101<enter>张三<enter>态度差<enter>1");
    for _ in 0..20 {
        if focus(&app) == "accused" {
            return app;
        }
        app.keys("<tab>");
    }
    panic!("the form does not ask who is complained of")
}

#[test]
fn a_name_that_begins_with_a_digit_is_typed_as_it_is_spoken() {
    for name in ["3号岗小李", "12号岗", "33", "1", "１号岗"] {
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys("<ctrl-u>").keys(name);
        let typed = if name == "1" { "王敏" } else { name };
        assert_eq!(app.model.form().unwrap().get("person"), typed, "{name}");
    }
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<ctrl-u>3号岗小李<enter>");
    assert_eq!(app.model.form().unwrap().get("person"), "3号岗小李", "whom the list does not name is told as typed");
    let mut app = at_the_accused();
    app.keys("3号岗保安");
    assert_eq!((app.model.form().unwrap().get("accused"), focus(&app)), ("3号岗保安", "accused"));
}

#[test]
fn a_digit_in_a_persons_field_chooses_and_tab_or_enter_goes_on() {
    for on in ["<tab>", "<enter>"] {
        let mut app = at_the_accused();
        app.keys("2");
        assert_eq!((app.model.form().unwrap().get("accused"), focus(&app)), ("刘洋", "accused"));
        app.keys(on);
        assert_ne!(focus(&app), "accused");
        assert_eq!(app.model.form().unwrap().get("accused"), "刘洋");
    }
    let mut app = at_the_accused();
    app.keys("2<tab><shift-tab>3");
    assert_eq!(app.model.form().unwrap().get("accused"), "李强", "what was confirmed is chosen anew");
    app.keys("<backspace>");
    assert_eq!(app.model.form().unwrap().get("accused"), "", "what the digit did is taken back");
    app.keys("2");
    assert!(!app.screen().contains("3 李强"), "a digit would be text now\n{}", app.screen());
    app.event(qiantai::app::Event::Paste("号岗".into()));
    assert_eq!(app.model.form().unwrap().get("accused"), "2号岗");
    app.keys("<ctrl-x>李强2");
    assert_eq!(app.model.form().unwrap().get("accused"), "刘洋");
    app.keys("号");
    assert_eq!(app.model.form().unwrap().get("accused"), "李强2号", "nothing typed is lost");
}

/// A walk-in's form at its reasons, of which there are nine.
fn at_the_reasons() -> App {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f2><insert>3-2-101<enter>张三<enter>");
    assert_eq!(focus(&app), "reason");
    app
}

#[test]
fn a_digit_that_begins_a_text_is_given_back_to_it_and_the_choice_is_open_again() {
    for said in [
        "7号楼电梯坏了",
        "3栋门禁坏",
        "5#楼漏水",
        "2楼漏水",
        "1-2-303 漏水",
        "４號樓",
        "7F water",
        "3rd floor",
        "3单元漏水",
        "3F漏水",
        "5元押金",
        "6月份费用",
        "3天没水",
        "2年没修",
    ] {
        for paste in [false, true] {
            let mut app = at_the_reasons();
            let mut rest = said.chars();
            app.keys(&rest.next().unwrap().to_string());
            assert!(app.screen().contains("退格重选"), "what was chosen is said\n{}", app.screen());
            if paste {
                app.event(qiantai::app::Event::Paste(rest.as_str().into()));
            } else {
                app.keys(rest.as_str());
            }
            let form = app.model.form().unwrap();
            let whole = said.replacen('４', "4", 1);
            assert_eq!((form.get("reason"), form.get("said"), focus(&app)), ("", whole.as_str(), "said"), "{said}");
            assert!(app.screen().contains("算作文字的开头"), "{}", app.screen());
            app.keys("<enter>");
            assert_eq!(focus(&app), "reason", "it is asked again");
        }
    }
    for said in [
        "楼上漏水",
        "号码改了",
        "-",
        "3号楼漏水",
        "问停水",
        "楼道灯",
        "the lift",
        "fire",
        "street",
        "单元门坏了",
        "元旦停水",
        "天花板漏水",
        "月租车位",
        "年费",
    ] {
        let mut app = at_the_reasons();
        app.keys("1").keys(said);
        assert_eq!((app.model.form().unwrap().get("reason"), typed(&app)), ("enquiry", said), "a text of its own");
    }
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f6><insert>3-2-101");
    let form = app.model.form().unwrap();
    assert_eq!((form.get("visitor"), form.get("room")), ("", "3-2-101"), "a room typed in the field before");
}

#[test]
fn a_digit_that_chose_before_a_number_is_said_to_be_no_part_of_it() {
    for said in ["12栋3单元漏水", "2026年费用", "100元押金"] {
        let mut app = at_the_reasons();
        for c in said.chars() {
            app.after(150, &c.to_string());
        }
        assert!(!app.model.form().unwrap().get("reason").is_empty());
        assert!(app.screen().contains("没有算进文字"), "{said}\n{}", app.screen());
    }
    // It is there where it was typed again, at once or before what was typed.
    for (again, said) in [("5号电工", "5号电工"), ("５号电工", "５号电工"), ("1<home>5", "51")] {
        let mut app = at_the_reasons();
        app.keys("5").keys(again);
        assert_eq!((app.model.form().unwrap().get("reason").is_empty(), typed(&app)), (false, said));
        assert!(!app.screen().contains("没有算进文字"), "{said}\n{}", app.screen());
    }
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f6><insert>13-2-101");
    assert!(!app.screen().contains("没有算进文字"), "a room is a number by itself\n{}", app.screen());
}

#[test]
fn a_text_after_a_name_that_a_digit_chose_is_no_part_of_the_name() {
    for (at, text, person, next) in [
        (900, "已告知", "王敏", "已告知"),
        (0, "谢谢", "王敏", "谢谢"),
        (900, "informed", "王敏", "informed"),
        (900, "号岗", "1号岗", ""),
        (900, "班老王", "1班老王", ""),
    ] {
        for paste in [false, true] {
            let mut app = App::new(Language::Hans, (100, 30));
            app.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>1<enter><enter>").pass(120);
            app.keys("<f12><f4><ctrl-k><ctrl-x>1");
            assert_eq!(focus(&app), "by", "{}", app.screen());
            if paste {
                app.event(qiantai::app::Event::Paste(text.into()));
            } else {
                text.chars().for_each(|c| _ = app.after(at, &c.to_string()));
            }
            let form = app.model.form().unwrap();
            assert_eq!((form.get("by"), form.get("remark")), (person, next), "{text}");
        }
    }
}

fn typed(app: &App) -> &str {
    app.model.form().unwrap().focused().unwrap().text()
}

#[test]
fn backspace_or_up_straight_after_a_digit_goes_back_to_what_it_chose() {
    let mut app = at_the_reasons();
    app.keys("7<backspace>");
    assert_eq!((focus(&app), typed(&app)), ("reason", ""), "taken back");
    app.keys("7<up>");
    assert_eq!((focus(&app), typed(&app)), ("reason", "business"), "looked at");
    app.keys("2x<backspace><backspace>");
    assert_eq!((focus(&app), app.model.form().unwrap().get("reason")), ("said", "complaint"), "not once text is typed");
    let mut app = at_the_reasons();
    app.keys("7<tab><backspace>");
    assert_eq!(app.model.form().unwrap().get("reason"), "business", "nor after a move");
}

#[test]
fn a_missed_call_says_something_of_whose_it_was() {
    for (text, kept) in
        [("", false), ("<tab>未显示", true), ("<tab><tab>张三", true), ("<tab><tab><tab><tab>请回电", true)]
    {
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys("<f3><insert><up>3<up>").keys(text).keys("<ctrl-d>");
        assert_eq!(app.model.form().is_none(), kept, "{text}\n{}", app.screen());
        if !kept {
            assert_eq!(focus(&app), "phone");
            assert!(app.screen().contains("未接来电至少填一样"), "{}", app.screen());
        }
    }
}

#[test]
fn a_bounced_digit_answers_no_other_field() {
    for gap in [0, 15, 39] {
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys("<f4><insert>3 2 101<enter>张三<enter>渗水<enter>");
        assert_eq!(focus(&app), "category");
        app.after(500, "1").after(gap, "1").after(gap, "1");
        assert_ne!(focus(&app), "category");
        let form = app.model.form().unwrap();
        assert!(form.focused().unwrap().text().is_empty() || form.focused().unwrap().proposed, "{form:?}");
        let next = focus(&app);
        app.after(80, "1");
        assert!(!app.model.form().unwrap().get(next).is_empty(), "the same digit meant twice");
        assert!(!app.model.form().unwrap().fields.iter().find(|f| f.field.key == next).unwrap().proposed);
    }
}

#[test]
fn a_digit_that_opened_a_form_is_typed_in_it_when_it_is_pressed_again() {
    let complaint = "<f4><insert>3 2 101<enter>张三<enter>门坏了<enter>1<enter><enter>";
    let note = "<f8><insert>电池低<enter>";
    for (before, way, digit) in [
        (complaint, "<f4><ctrl-o>", "1"),
        (complaint, "<f4><ctrl-o>", "2"),
        (complaint, "<f4><ctrl-o>", "3"),
        (note, "<f8><home>", "2"),
        (note, "<f8><home>", "3"),
        (note, "<f2><ctrl-g>", "3"),
    ] {
        for gap in [0, 20, 45, 60, 65, 100, 250, 399, 600, 699] {
            let mut app = App::new(Language::Hans, (100, 30));
            app.keys(before).pass(1);
            app.keys(way);
            app.after(1_000, digit);
            let seen = |app: &App| (app.model.form().map(|form| (form.typed(), form.focus)), app.model.view().filter);
            let opened = seen(&app);
            assert!(opened.0.is_some() || way.contains("ctrl-g"), "{way} {digit}\n{}", app.screen());
            app.after(gap, digit);
            let bounced = gap < 66;
            assert_eq!(seen(&app) == opened, bounced, "{way} {digit} after {gap} ms");
            let said = format!("紧跟着的“{digit}”没有算进去");
            assert_eq!(app.screen().contains(&said), bounced && opened.0.is_some(), "{gap} ms\n{}", app.screen());
            app.after(200, digit);
            assert!(seen(&app) != opened && !app.screen().contains(&said), "{way} {digit}\n{}", app.screen());
            // Another digit is meant at once.
            let mut app = App::new(Language::Hans, (100, 30));
            app.keys(before).pass(1);
            app.keys(way);
            app.after(1_000, digit).after(gap, "4");
            assert_ne!(seen(&app), opened, "{way} {digit}");
        }
    }
}

#[test]
fn what_is_typed_in_a_form_that_a_digit_opened_begins_with_the_same_digit() {
    for gap in [100, 300, 600] {
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys("<f2><insert>3-2-101<esc><insert>").after(1_000, "2");
        for c in "23-1-901".chars() {
            app.after(gap, &c.to_string());
        }
        assert_eq!(app.model.form().unwrap().get("room"), "23-1-901", "{gap} ms apart");
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys("<f8><insert>电池低<enter>").pass(1);
        app.keys("<f8><home>").after(1_000, "3");
        for c in "3号岗没交代".chars() {
            app.after(gap, &c.to_string());
        }
        assert_eq!(app.model.form().unwrap().get("said"), "3号岗没交代", "{gap} ms apart");
    }
}

#[test]
fn a_bounced_digit_that_chose_a_reason_is_not_typed_behind_it() {
    for gap in [0, 20, 45, 60, 65] {
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys("<f2><insert>3-2-101<enter>张三<enter>");
        app.after(1_000, "2").after(gap, "2");
        let form = app.model.form().unwrap();
        assert_eq!((form.get("reason").is_empty(), form.get("said")), (false, ""), "after {gap} ms");
        app.after(80, "2");
        assert_eq!(app.model.form().unwrap().get("said"), "2", "a finger that comes back is meant");
    }
}

#[test]
fn an_arrow_puts_no_choice_in_the_place_of_a_text_that_is_none() {
    for key in ["<right>", "<left>", "<pagedown>"] {
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys("<f4><insert>3 2 101<enter>张三<enter>渗水<enter>电梯噪声").keys(key);
        let state = app.model.form().unwrap().focused().unwrap();
        assert_eq!((state.field.key, state.text()), ("category", "电梯噪声"));
        assert_eq!(state.error, Some(Cause::Value(ValueError::NotAChoice)));
    }
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f4><insert>3 2 101<enter>张三<enter>渗水<enter>99<space>");
    assert_eq!(app.model.form().unwrap().get("category"), "99");
}

#[test]
fn no_form_is_given_up_by_what_is_typed_from_habit() {
    let begun = || {
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys("<f4><insert>3 2 101<enter>张三<enter>渗水<tab><tab>");
        while !app.model.form().is_some_and(|form| form.focused().unwrap().text().is_empty()) {
            app.keys("<ctrl-x>");
        }
        app.keys("<ctrl-x>");
        assert!(app.screen().contains("放弃整份登记？"), "{}", app.screen());
        app
    };
    for key in ["enter", "esc"] {
        let mut app = begun();
        app.after(1_000, key);
        assert_eq!(app.model.form().unwrap().get("room"), "3 2 101", "{key} keeps it");
    }
    let mut app = begun();
    let field = {
        let mut kept = begun();
        kept.keys("<enter>");
        focus(&kept)
    };
    app.keys("1号");
    assert!(app.model.form().is_some(), "what is typed goes on with the form");
    assert!(!app.model.form().unwrap().get(field).is_empty());
    let mut app = begun();
    app.keys("<delete>");
    assert!(app.model.form().is_none() && app.drafts_on_disk().is_empty());
    assert!(app.screen().contains("已放弃"), "{}", app.screen());
}

#[test]
fn enter_stays_at_a_field_that_cannot_be_kept_as_it_is() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f4><insert>3 2 101<enter>张三<enter>渗水<enter>1");
    for _ in 0..20 {
        if focus(&app) != "next_reply" {
            app.keys("<tab>");
        }
    }
    app.keys("<shift-tab><ctrl-x><tab><ctrl-x>2026-11-01");
    let at = focus(&app);
    assert_eq!(at, "next_reply");
    app.keys("<enter>");
    let state = app.model.form().unwrap().focused().unwrap();
    assert!(state.field.key == "next_reply" && state.error.is_some(), "{state:?}");
}

#[test]
fn enter_saves_only_a_form_that_can_be_saved_and_a_missed_call_counts_no_talk() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f3><insert>");
    assert!(app.screen().contains("通话 "), "{}", app.screen());
    app.keys("<up>3<up>");
    assert_eq!(app.model.form().unwrap().get("direction"), "missed");
    let screen = app.screen();
    assert!(!screen.contains("Enter 保存") && !screen.contains("通话 "), "{screen}");
    app.keys("<enter>");
    assert_eq!(focus(&app), "phone");
    assert!(app.screen().contains("Enter 此栏必填"), "{}", app.screen());
    app.keys("<enter>");
    assert!(app.screen().contains("未接来电至少填一样"), "{}", app.screen());
    app.keys("未显示");
    assert!(app.screen().contains("Enter 保存"), "{}", app.screen());
    // While another field holds what cannot be saved.
    let mut app = at_the_reasons();
    app.keys("没有这一项<tab>问停水");
    let screen = app.screen();
    assert!(!screen.contains("Enter 保存"), "{screen}");
    app.keys("<enter>");
    let state = app.model.form().unwrap().focused().unwrap();
    assert_eq!((state.field.key, &state.error), ("reason", &Some(Cause::Value(ValueError::NotAChoice))));
    assert!(app.acts.is_empty());
}
