//! What was typed in any form is there again when the form is opened again, with the cursor where it was and with the
//! time at which it was begun; what cannot be kept beyond the program is said before that ends.

use crate::kit::{App, at};
use qiantai::app::form::{FieldState, FormState};
use qiantai::app::{Overlay, Pick, PickWhat};
use qiantai::domain::entry::{Family, Fields, Kind};
use qiantai::domain::form::Input;
use qiantai::domain::procedure::Procedures;
use qiantai::domain::time::Moment;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read};
use uuid::Uuid;

fn typed(app: &App, key: &str) -> String {
    app.model.form().map(|form| form.get(key).to_owned()).unwrap_or_default()
}

fn focus(app: &App) -> &'static str {
    app.model.form().unwrap().focused().unwrap().field.key
}

/// A counter with a complaint whose limit has rung, a note for the next shift, and a calendar whose new version would
/// move that limit.
fn counter() -> App {
    let mut app = App::new(Language::Hans, (100, 30));
    app.now = at("2026-11-20 14:20");
    app.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>1<enter><enter>").pass(1);
    app.keys("<f8><insert>电池低<enter>").pass(1);
    app.keys("<ctrl-e><pageup><right><right><right>1<enter>停水<enter><esc>");
    app.now = at("2026-11-20 16:10");
    app.keys("<f12>");
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
    app
}

/// The keys that open a form that is no draft, what is typed in it, and where.
const FORMS: [(&str, &str, &str, &str); 7] = [
    ("<f4><ctrl-k>", "<tab>已电话催", "remark", "已电话催"),
    ("<ctrl-e>5", "<tab>主任口头同意", "why", "主任口头同意"),
    ("<ctrl-e><pageup><right>2<enter>", "调休通知", "why", "调休通知"),
    ("<ctrl-e><insert>", "/tmp/2027.ics", "file", "/tmp/2027.ics"),
    ("<f8><home>2", "几点修", "said", "几点修"),
    ("<f8><home>3", "没讲清", "said", "没讲清"),
    ("<ctrl-u>", "欧阳", "person", "欧阳"),
];

#[test]
fn nothing_typed_is_lost_by_escape_or_another_panel_in_forms_that_are_no_drafts() {
    for (way, text, key, value) in FORMS {
        for out in ["<esc>", "<f2>", "<ctrl-g>3"] {
            let mut app = counter();
            app.keys(way);
            let form = app.model.form().unwrap_or_else(|| panic!("{way}")).clone();
            app.keys(text);
            assert_eq!(typed(&app, key), value, "{way}");
            assert!(app.screen().contains("Esc 暂离留稿"), "{way}\n{}", app.screen());
            app.keys("<left>").keys(out);
            let screen = app.screen();
            let told = screen.contains("草稿留到退出为止") || screen.contains("标记未保存，退出前都在");
            assert!(app.model.form().is_none() && told, "{way} {out}\n{screen}");
            app.keys("<ctrl-q>");
            assert!(app.screen().contains("退出就没有了"), "{way}\n{}", app.screen());
            app.keys("<esc><esc><esc>");
            // The marks of the year are where they were made.
            let again = way.trim_start_matches("<ctrl-e><pageup><right>2<enter>");
            app.keys(if again.is_empty() { "<ctrl-e><enter>" } else { again });
            assert!(app.model.form().is_some(), "{way} {out}\n{}", app.screen());
            let opened = app.model.form().unwrap();
            assert_eq!((opened.kind, opened.subject), (form.kind, form.subject));
            assert_eq!((typed(&app, key).as_str(), focus(&app)), (value, key), "{way} {out}\n{}", app.screen());
            assert!(app.model.aside.is_empty(), "it is there once");
        }
    }
}

#[test]
fn a_form_of_any_kind_that_was_typed_in_is_kept_somewhere_when_it_is_left() {
    let mut kinds = 0;
    for kind in Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Begun) {
        let steps: Vec<String> =
            Family::ALL.iter().filter(|family| family.step_kind() == kind).flat_map(steps).collect();
        for step in if steps.is_empty() { vec![String::new()] } else { steps } {
            let mut app = App::new(Language::Hans, (100, 30));
            let mut form = FormState::new(Uuid::from_u128(7), kind, &step, app.now);
            let text =
                |state: &FieldState| matches!(state.field.input, Input::Text(_) | Input::Staff(_)) && form.asks(state);
            let Some(at) = form.fields.iter().position(text) else { continue };
            form.focus = at;
            app.model.overlays.push(Overlay::Form(Box::new(form)));
            app.keys("渗水<esc>");
            let has = |fields: &Fields| fields.values().any(|value| value == "渗水");
            let drafts = app.model.drafts.iter().filter(|draft| has(&draft.fields)).count();
            let aside = app.model.aside.iter().filter(|aside| has(&aside.form.typed())).count();
            assert_eq!((app.model.overlays.len(), drafts + aside), (0, 1), "{kind:?} {step}");
            kinds += 1;
        }
    }
    assert!(kinds > 30, "{kinds}");
}

/// The steps of a family that have fields.
fn steps(family: &Family) -> Vec<String> {
    let rules = Procedures::builtin().unwrap();
    let ids = rules.steps.into_iter().map(|rule| rule.id);
    ids.filter(|id| family.step_fields(id).is_some_and(|fields| !fields.is_empty())).collect()
}

#[test]
fn half_typed_signatures_wait_with_the_page() {
    let mut app = counter();
    app.keys("<f8>");
    while app.model.form().is_none() {
        app.keys("1");
    }
    app.keys("刘<esc>");
    assert!(app.screen().contains("草稿留到退出为止"), "{}", app.screen());
    app.keys("<ctrl-q>");
    assert!(app.screen().contains("退出就没有了"), "{}", app.screen());
    app.keys("<esc><f8><ctrl-d>");
    assert_eq!(typed(&app, "relief"), "刘");
}

#[test]
fn what_one_person_left_in_such_a_form_is_not_the_next_ones() {
    let mut app = counter();
    app.keys("<f4><ctrl-k><tab>已电话催<esc><ctrl-u>刘洋<enter>").pass(1);
    app.keys("<f4><ctrl-k>");
    assert_eq!(typed(&app, "remark"), "");
    app.keys("<esc><ctrl-u>王敏<enter>").pass(1);
    app.keys("<f4><ctrl-k>");
    assert_eq!(typed(&app, "remark"), "已电话催");
    app.keys("<up><up>1<enter>");
    assert!(app.model.overlays.is_empty() && app.model.aside.is_empty(), "{}", app.screen());
    app.keys("<ctrl-q>");
    assert!(!app.screen().contains("退出就没有了"), "what was saved is not lost\n{}", app.screen());
    let mut app = counter();
    app.keys("<ctrl-u>欧<esc><ctrl-u>刘洋");
    assert_eq!(typed(&app, "person"), "刘洋", "a name that was left makes no part of the next");
}

#[test]
fn a_draft_opens_again_with_the_cursor_where_it_was() {
    for (way, key) in [
        ("<f2><insert>3-2-101<tab>张三丰<left><left>", "name"),
        ("<f3><insert>13912348812<tab><tab><tab>卫生间漏水<home><right>", "topic"),
        ("<f4><insert>3-2-101<enter>张三<enter>漏水两天<left>", "said"),
        ("<f8><insert>电池低<home>", "text"),
    ] {
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys(way);
        let was = app.model.form().unwrap().focused().unwrap().line.clone();
        app.keys("<esc>").pass(2).keys("<insert><enter>");
        let line = app.model.form().unwrap().focused().unwrap().line.clone();
        assert_eq!((focus(&app), line.cursor(), line.value()), (key, was.cursor(), was.value()), "{way}");
        // The same after a crash.
        let drafts = app.drafts_on_disk();
        let form = FormState::resume(&drafts[0], app.now);
        assert_eq!(form.focused().unwrap().line.cursor(), was.cursor(), "{way}");
    }
}

fn last(app: &App, family: Family) -> qiantai::domain::record::Record {
    app.store().list(Query::new(family, ListView::Newest, 1)).unwrap().remove(0)
}

#[test]
fn a_walk_in_that_was_put_by_is_of_the_time_at_which_it_was_begun() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f2><insert>3-2-101<enter>张三<esc>").pass(40);
    app.keys("<insert><enter>");
    assert!(app.screen().contains("14:20（开始填写时）"), "{}", app.screen());
    app.keys("<enter>1问停水<ctrl-d>");
    let walk_in = last(&app, Family::WalkIn);
    assert_eq!((walk_in.at, walk_in.written_at), (at("2026-11-20 14:20"), at("2026-11-20 15:00")));
    assert!(walk_in.late(), "and was written later");
    // A time that is typed is the time; a form that was never put by is of when it is saved.
    app.keys("<insert>3-2-102<enter>李四<esc>").pass(40).keys("<insert><enter><enter>1");
    app.keys("<up><up><up><up><up>");
    while focus(&app) != "at" {
        app.keys("<up>");
    }
    app.keys("15:30<ctrl-d>");
    assert_eq!(last(&app, Family::WalkIn).at, at("2026-11-20 15:30"));
    app.keys("<insert>3-2-103<enter>王五").pass(3).keys("<enter>1<ctrl-d>");
    assert_eq!(last(&app, Family::WalkIn).at, at("2026-11-20 15:43"));
}

#[test]
fn whatever_opens_a_record_and_was_put_by_is_of_the_time_at_which_it_was_begun() {
    for (opens, again, typed, rest, family) in [
        ("<f4><insert>", "<enter>", "3-2-101<enter>张三<enter>渗水", "<enter>1<ctrl-d><ctrl-d>", Family::Complaint),
        ("<f6><insert>", "<insert>", "13-2-101<enter>王五", "<enter>5<ctrl-d>", Family::Visitor),
        ("<f6><ctrl-d>", "<insert>", "13-2-101<tab>王五", "<ctrl-d>", Family::Visitor),
        ("<f7><insert>", "<insert>", "b11112<enter>1", "3-2-101<ctrl-d>", Family::Vehicle),
        ("<f7><ctrl-r>", "<insert>", "b11112", "<ctrl-d>", Family::Vehicle),
        ("<ctrl-t>", "", "道闸坏了", "<ctrl-d>", Family::Note),
    ] {
        let mut app = App::new(Language::Hans, (120, 50));
        app.keys(opens).keys(typed).keys("<esc>").pass(17 * 60).keys(opens).keys(again);
        assert!(app.screen().contains("11-20 14:20（开始填写时）"), "{opens}\n{}", app.screen());
        app.keys(rest);
        assert!(app.model.form().is_none(), "{opens}\n{}", app.screen());
        assert_eq!(last(&app, family).at, at("2026-11-20 14:20"), "{opens}");
    }
}

#[test]
fn a_draft_that_was_taken_up_and_written_is_not_offered_again() {
    for (opens, typed, rest) in [
        ("<f2><insert>", "3-2-101<enter>张三<enter>1", "<ctrl-d>"),
        ("<f3><insert>", "13912348812<enter>漏水", "<ctrl-d>"),
        ("<f4><insert>", "3-2-101<enter>张三<enter>渗水<enter>1<enter><ctrl-x>+3d", "<ctrl-d>"),
    ] {
        for put_by in [false, true] {
            let mut app = App::new(Language::Hans, (120, 50));
            app.keys(opens).keys(typed);
            if put_by {
                app.keys("<esc>").pass(90).keys(opens).keys("<enter>");
            }
            // As where the program dies between the two.
            let draft = app.drafts_on_disk().remove(0);
            app.keys(rest);
            assert!(app.model.form().is_none(), "{opens}\n{}", app.screen());
            app.keep(&draft);
            assert_eq!(app.drafts(), [], "{opens} {put_by}");
        }
    }
}

#[test]
fn a_complaint_out_of_a_contact_shows_the_time_that_it_will_be_written_with() {
    for (opens, typed, at_field, told) in [
        ("<f3><insert>", "13912348812<enter>漏水", "", "11-20 14:20"),
        ("<f2><insert>", "3-2-101<enter>张三<enter>1", "10:00", "11-20 10:00"),
    ] {
        let mut app = App::new(Language::Hans, (120, 50));
        app.keys(opens).keys(typed);
        while focus(&app) != "at" {
            app.keys("<tab>");
        }
        app.keys(at_field).keys("<ctrl-d>");
        assert!(app.model.form().is_none(), "{}", app.screen());
        // Straight on, and put by until the next day.
        app.keys("<home><enter>4<ctrl-d>");
        let shown = told.strip_prefix("11-20 ").filter(|told| *told != "14:20");
        assert!(
            app.screen().contains(&shown.map_or("时间      现在".into(), |told| format!("{told}（来访、来电时）")))
        );
        app.keys("渗水<esc>").pass(17 * 60).keys("<home><enter>1");
        assert_eq!(app.model.form().map(|form| form.kind), Some(Kind::Complaint), "{}", app.screen());
        assert!(app.screen().contains(&format!("{told}（来访、来电时）")), "{}", app.screen());
        while focus(&app) != "next_reply" {
            app.keys("<tab>");
        }
        app.keys("<ctrl-x>+3d<ctrl-d>");
        if app.model.form().is_some() {
            app.keys("1<ctrl-d>");
        }
        assert!(app.model.form().is_none(), "{}", app.screen());
        let complaint = last(&app, Family::Complaint);
        assert_eq!((complaint.at, complaint.links.len()), (at(&format!("2026-{told}")), 1));
        assert_eq!(app.acts.last().unwrap().fields.get("at").map(String::len), Some(25), "as it was shown");
    }
}

#[test]
fn a_second_record_is_begun_while_one_is_half_full_and_what_is_typed_ahead_spoils_neither() {
    for (opens, half, kind) in [
        ("<f2><insert>", "3-2-101<enter>张三", Kind::WalkIn),
        ("<f3><insert>", "13912348812", Kind::Call),
        ("<f4><insert>", "3-2-101", Kind::Complaint),
    ] {
        let mut app = App::new(Language::Hans, (100, 30));
        app.keys(opens).keys(half).keys("<esc>").keys(opens);
        let screen = app.screen();
        assert!(screen.contains("有留下的草稿") && screen.contains("2  另填新表"), "{screen}");
        // What comes within 400 ms of it, or of what came too soon, chooses nothing.
        for key in ["1", "2", "-", "1", "0", "1"] {
            app.after(300, key);
            assert!(matches!(app.model.overlays.last(), Some(Overlay::Pick(_))), "{key}\n{}", app.screen());
        }
        app.after(500, "2");
        let form = app.model.form().expect("an empty one");
        assert!(form.kind == kind && form.draft(app.now).is_none(), "{:?}", form.typed());
        assert_eq!(app.model.drafts.len(), 1, "the other waits");
        app.keys("<esc>").keys(opens).keys("1");
        assert!(app.model.form().unwrap().is_touched() && app.model.drafts.is_empty(), "{}", app.screen());
    }
}

#[test]
fn a_call_lasts_as_long_as_its_form_lay_open() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f3><insert>13912348812<tab>张三").pass(2).keys("<esc>").pass(30).keys("<insert><enter>");
    assert!(app.screen().contains("通话 2:00"), "{}", app.screen());
    app.pass(1);
    assert!(app.screen().contains("通话 3:00"), "{}", app.screen());
    // Put by once more, and taken up after a crash: the time between is no talk either.
    app.keys("<esc>").pass(30);
    let form = FormState::resume(&app.drafts_on_disk()[0], app.now);
    assert_eq!(form.spent(Moment::from_millis(app.now.millis() + 1_000)), 181_000);
    app.keys("<insert><enter>");
    while focus(&app) != "topic" {
        app.keys("<tab>");
    }
    app.keys("漏水<ctrl-d>");
    let call = last(&app, Family::Call);
    assert_eq!((call.get("seconds"), call.at), ("180", at("2026-11-20 14:20")));
}

/// A step of the complaint in hand, by its name.
fn step(app: &mut App, name: &str) {
    app.keys("<ctrl-o>");
    let steps = match app.model.overlays.last() {
        Some(Overlay::Pick(Pick { what: PickWhat::Step { steps, .. }, .. })) => steps.clone(),
        other => panic!("{other:?}"),
    };
    let at = steps.iter().position(|step| step == name).unwrap_or_else(|| panic!("{steps:?}"));
    app.after(1_000, &((at + 1) % 10).to_string());
    assert_eq!(app.model.form().unwrap().step, name);
}

#[test]
fn a_draft_whose_text_was_all_taken_back_is_kept_nowhere() {
    for back in [&["ctrl-x"][..], &["backspace"; 3]] {
        let mut app = counter();
        app.keys("<f4><home>");
        step(&mut app, "answered");
        assert!(app.model.form().unwrap().fields.iter().any(FieldState::unasked), "a reply is proposed");
        for c in ["已", "联", "系"] {
            app.after(80, c);
        }
        assert_eq!(app.drafts_on_disk().len(), 1);
        for key in back {
            app.after(60, key);
        }
        app.after(60, "esc");
        assert!(app.model.overlays.is_empty() && app.model.drafts.is_empty(), "{}", app.screen());
        assert_eq!(app.drafts_on_disk(), []);
        app.keys("<ctrl-q>");
        assert!(!app.screen().contains("草稿"), "{}", app.screen());
    }
}

/// A window that opens on what was left, as a start does.
fn start(dir: std::rc::Rc<tempfile::TempDir>, now: Moment) -> App {
    let mut app = App::at(dir, Language::Hans, (100, 30), "服务中心", "王敏", now, 3);
    let draft = app.drafts().pop().expect("what was left");
    let form = app.model.resume(&draft, now);
    app.model.overlays.push(Overlay::Form(Box::new(form)));
    app.model.loaded = false;
    app.reload();
    app
}

#[test]
fn what_a_form_proposes_to_promise_is_proposed_again_after_a_restart() {
    let mut app = counter();
    app.keys("<f4><home>");
    step(&mut app, "answered");
    app.keys("1已联系");
    let proposed = typed(&app, "next_reply");
    assert!(!proposed.is_empty());
    let (dir, now) = (app.dir.clone(), app.now);
    drop(app);
    let next = start(dir, now);
    assert_eq!((typed(&next, "answer"), typed(&next, "next_reply")), ("已联系".to_owned(), proposed));
    assert!(next.model.form().unwrap().fields.iter().any(FieldState::unasked), "and is to be looked at");
}

#[test]
fn a_draft_of_a_step_that_another_has_done_says_so_and_can_be_given_up() {
    let mut one = counter();
    one.keys("<f4><home>");
    step(&mut one, "relayed");
    one.keys("3");
    let (dir, now) = (one.dir.clone(), one.now);
    drop(one);
    let mut two = App::at(dir.clone(), Language::Hans, (100, 30), "服务中心", "刘洋", now, 2);
    two.keys("<f4><home>");
    step(&mut two, "relayed");
    two.keys("2<ctrl-d>");
    assert!(two.model.form().is_none(), "{}", two.screen());
    let mut next = start(dir, now.plus_minutes(5));
    let screen = next.screen();
    assert!(screen.contains("刘洋 已于") && screen.contains("办过这一步"), "{screen}");
    for _ in 0..3 {
        if next.model.form().is_some() {
            next.keys("<ctrl-x>");
        }
    }
    next.keys("<delete>");
    assert!(next.model.overlays.is_empty() && next.model.drafts.is_empty(), "{}", next.screen());
    assert_eq!(next.drafts_on_disk(), []);
}

#[test]
fn the_handover_page_says_how_much_is_half_typed() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f8>");
    assert!(!app.screen().contains("没填完"), "{}", app.screen());
    app.keys("<f2><insert>3-2-101<esc><f3><insert>139<esc><ctrl-e><insert>/tmp/a<esc><f8>");
    assert!(app.screen().contains("王敏 还有 3 份没填完的登记"), "{}", app.screen());
    app.keys("<f2><insert><enter><ctrl-d>");
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Form(_))));
    app.keys("<esc><ctrl-u>刘洋<enter>").pass(1);
    app.keys("<f8>");
    let page = app.screen();
    assert!(
        page.contains("王敏 还有 3 份没填完的登记") && !page.contains("刘洋 还有"),
        "they are not the next one's\n{page}"
    );
}

#[test]
fn the_handover_page_names_whoever_left_something_half_typed_in_any_window_of_the_post() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f2><insert>3-2-101<esc>");
    let window = |app: &App, post, who, n| App::at(app.dir.clone(), Language::Hans, (100, 30), post, who, app.now, n);
    let mut other = window(&app, "服务中心", "王敏", 2);
    other.keys("<f3><insert>139<esc>");
    let mut gate = window(&app, "东门岗", "李强", 3);
    gate.keys("<f6><insert>3-2-101<esc><f8>");
    assert!(gate.screen().contains("李强 还有 1 份"), "{}", gate.screen());
    app.keys("<f8>");
    let page = app.screen();
    assert!(page.contains("王敏 还有 2 份没填完的登记") && !page.contains("李强"), "{page}");
    // Whoever has gone, and whose windows are closed, is named for as long as the drafts are kept.
    drop(other);
    app.keys("<ctrl-u>刘洋<enter>").pass(1).keys("<f8>");
    assert!(app.screen().contains("王敏 还有 2 份没填完的登记"), "{}", app.screen());
    app.pass(25 * 60).keys("<f2><f8>");
    assert!(!app.screen().contains("没填完"), "{}", app.screen());
}

#[test]
fn what_is_lost_on_quitting_is_never_said_to_be_a_draft_and_is_counted_once() {
    let mut app = counter();
    app.keys("<f2><insert>3-2-101<esc>");
    assert!(app.screen().contains("草稿留到 11-21 16:10，"), "{}", app.screen());
    app.keys("<f4><ctrl-k><tab>已电话催<esc><f8><home>2几点修<esc>");
    let page = app.screen();
    assert!(page.contains("草稿留到退出为止") && page.contains("还有 3 份没填完的登记"), "{page}");
    app.keys("<ctrl-q>");
    let asked = app.screen();
    assert!(asked.contains("草稿 1 份已留，11-21 16:10 前") && asked.contains("填了一半的 2 份"), "{asked}");
    assert!(!asked.contains("不能留稿"));
    // Nor is what was said of a line lost in silence before the page is signed.
    app.keys("<esc><f8><home>2").keys("<tab>明早<ctrl-d>").keys("<ctrl-q>");
    assert!(app.screen().contains("填了一半的 2 份"), "{}", app.screen());
}

#[test]
fn drafts_are_there_for_as_long_as_is_said_also_of_a_form_that_lay_open() {
    let mut app = counter();
    app.keys("<f2><insert>3-2-101").pass(300).keys("<ctrl-q>");
    assert!(app.screen().contains("草稿 1 份已留，11-21 21:10 前"), "{}", app.screen());
    app.keys("<enter>");
    let until = at("2026-11-21 21:10");
    assert_eq!(app.drafts_on_disk().iter().map(|draft| draft.until()).collect::<Vec<_>>(), [until]);
    let mut next = App::at(app.dir.clone(), Language::Hans, (100, 30), "服务中心", "王敏", until, 2);
    drop(app);
    assert_eq!(next.drafts().len(), 1, "until then at least");
}

#[test]
fn the_key_that_writes_a_note_is_called_so() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f8>");
    assert!(app.screen().contains("Ins 留言"), "{}", app.screen());
    app.keys("<f2>");
    assert!(app.screen().contains("Ins 登记"), "{}", app.screen());
}

/// What someone left half typed waits for that person, not for another window.
#[test]
fn whoever_comes_back_to_the_keyboard_is_offered_what_was_left() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f2><insert>3-2-101<enter>张三<esc>");
    assert_eq!(app.model.drafts.len(), 1);
    app.keys("<ctrl-u>刘洋<enter>").pass(1);
    assert_eq!((app.model.operator.as_str(), app.model.drafts.len()), ("刘洋", 0));
    app.keys("<f2><insert>1-1-502<enter>李娜<esc><ctrl-u>王敏<enter>").pass(1);
    assert_eq!(app.model.operator, "王敏");
    let names: Vec<&str> = app.model.drafts.iter().map(|draft| draft.fields["name"].as_str()).collect();
    assert_eq!(names, ["张三"]);
}
