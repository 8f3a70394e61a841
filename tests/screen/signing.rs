//! Who signs a handover page is who the page says, also where another takes the keyboard in the middle of it; what was
//! answered stays.

use crate::kit::App;
use qiantai::domain::entry::Family;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read};

/// A page of two lines, both answered.
fn answered() -> App {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<ctrl-u>王敏<enter>").pass(1);
    app.keys("<f8><insert>电池低<enter>").pass(1).keys("<insert>钥匙在抽屉<enter>").pass(1);
    app.keys("<home><enter>2问甲<tab>答乙<enter>");
    assert_eq!((app.model.page.answers.len(), app.model.unanswered()), (2, 0), "{}", app.screen());
    app
}

fn signed(app: &App) -> qiantai::domain::record::Record {
    app.store().list(Query::new(Family::Handover, ListView::Newest, 1)).unwrap().remove(0)
}

#[test]
fn what_was_answered_stays_when_another_takes_the_keyboard() {
    let mut app = answered();
    app.keys("<ctrl-u>刘洋<enter>").pass(1);
    assert_eq!((app.model.operator.as_str(), app.model.page.answers.len()), ("刘洋", 2));
    app.keys("<ctrl-d>");
    let form = app.model.form().unwrap();
    assert_eq!((form.get("person"), form.get("relief")), ("刘洋", ""));
    app.keys("李强<enter>");
    assert!(app.model.form().is_none(), "{}", app.screen());
    assert_eq!((signed(&app).get("person"), signed(&app).get("relief")), ("刘洋", "李强"));
    assert_eq!(signed(&app).get("said.1"), "问甲", "{:?}", signed(&app).fields);
}

#[test]
fn a_form_that_was_left_does_not_sign_for_who_is_gone() {
    let mut app = answered();
    app.keys("<ctrl-d>刘洋<esc><ctrl-u>刘洋<enter>").pass(1);
    app.keys("<ctrl-d>");
    let form = app.model.form().unwrap();
    assert_eq!((form.get("person"), form.get("relief")), ("刘洋", ""));
}

#[test]
fn a_form_that_is_open_signs_for_who_has_the_keyboard_now() {
    let mut app = answered();
    app.keys("<ctrl-d>刘洋<ctrl-u>刘洋<enter>").pass(1);
    let form = app.model.form().unwrap();
    assert_eq!((form.get("person"), form.get("relief")), ("刘洋", ""));
    app.keys("李强<enter>");
    assert_eq!((signed(&app).get("person"), signed(&app).get("relief")), ("刘洋", "李强"), "{}", app.screen());
}

#[test]
fn a_page_that_waits_is_taken_over_by_who_has_the_keyboard() {
    let dir = App::new(Language::Hans, (100, 30)).dir;
    let now = crate::kit::at("2026-11-20 17:50");
    let mut app = App::at(dir, Language::Hans, (100, 30), "日间前台", "王敏", now, 2);
    app.keys("<f8><insert>电池低<enter>").pass(1).keys("<ctrl-d><enter><enter>").pass(14 * 60);
    app.keys("<ctrl-u>刘洋<enter>").pass(1).keys("<f8><home><enter>");
    if app.model.form().is_none() {
        app.keys("<ctrl-d>");
    }
    assert_eq!(typed(&app), "刘洋", "{}", app.screen());
    app.keys("<esc><ctrl-u>李强<enter>").pass(1).keys("<ctrl-d>");
    assert_eq!(typed(&app), "李强", "{}", app.screen());
    app.keys("<ctrl-u>欧阳倩<enter>").pass(1);
    assert_eq!(typed(&app), "欧阳倩", "{}", app.screen());
}

fn typed(app: &App) -> String {
    app.model.form().map(|form| form.get("relief").to_owned()).unwrap_or_default()
}
