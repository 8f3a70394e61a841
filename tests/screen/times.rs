//! Times as they are typed: words are counted from when they were typed, however long the form waits, and what stands
//! beside the field is what is saved.

use crate::amending::at_field;
use crate::kit::{App, at};
use qiantai::domain::entry::{Entry, Family};
use qiantai::domain::text::when;
use qiantai::domain::time::{Moment, Zone, parse_rfc3339};
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read};

const WALK_IN: (&str, &str) = ("<f2><insert>", "3-2-101<enter>张三<enter>1");
const CALL: (&str, &str) = ("<f3><insert>", "13912348812<enter>漏水");
const COMPLAINT: (&str, &str) = ("<f4><insert>", "3-2-101<enter>张三<enter>渗水<enter>3");

pub(crate) fn focus(app: &App) -> &'static str {
    app.model.form().unwrap().focused().unwrap().field.key
}

/// Goes to a field of the form on top.
pub(crate) fn go_to(app: &mut App, key: &str) {
    for _ in 0..30 {
        if focus(app) == key {
            return;
        }
        app.keys("<tab>");
    }
    panic!("no field {key}\n{}", app.screen());
}

/// The entry written last of a family.
fn last(app: &App, family: Family) -> Entry {
    let record = app.store().list(Query::new(family, ListView::Newest, 1)).unwrap().remove(0);
    app.store().history(record.subject).unwrap().pop().unwrap()
}

fn saved(entry: &Entry, key: &str) -> String {
    let at = if key == "at" { entry.at } else { parse_rfc3339(entry.get(key)).unwrap() };
    when::long(at, Zone::default())
}

/// What is there before, the keys that open the form, the field, what is typed in it and what that says 20 seconds before
/// midnight.
type Case = (Family, &'static str, (&'static str, &'static str), &'static str, &'static str, &'static str);
const CASES: [Case; 14] = [
    (Family::Call, "", CALL, "promise", "后天9点", "2026-11-22 09:00"),
    (Family::Call, "", CALL, "promise", "+1天", "2026-11-21 23:59"),
    (Family::Call, "", CALL, "at", "8:00", "2026-11-20 08:00"),
    (
        Family::Call,
        "13912348812<enter>漏水<ctrl-d>",
        ("<f3><home><enter>", ""),
        "promise",
        "后天9点",
        "2026-11-22 09:00",
    ),
    (Family::Call, "13912348812<enter>漏水<ctrl-d>", ("<f3><home><enter>", ""), "at", "半小时前", "2026-11-20 23:29"),
    (Family::WalkIn, "", WALK_IN, "promise", "周日9点", "2026-11-22 09:00"),
    (Family::WalkIn, "", WALK_IN, "at", "昨天9点", "2026-11-19 09:00"),
    (
        Family::WalkIn,
        "3-2-101<enter>张三<enter>1<ctrl-d>",
        ("<f2><home><enter>", ""),
        "promise",
        "后天9点",
        "2026-11-22 09:00",
    ),
    (
        Family::WalkIn,
        "3-2-101<enter>张三<enter>1<ctrl-d>",
        ("<f2><home><enter>", ""),
        "at",
        "8小时前",
        "2026-11-20 15:59",
    ),
    (Family::Complaint, "", COMPLAINT, "next_reply", "后天9点", "2026-11-22 09:00"),
    (Family::Complaint, "", COMPLAINT, "at", "昨天9点", "2026-11-19 09:00"),
    (
        Family::Complaint,
        "3-2-101<enter>张三<enter>渗水<enter>3<enter><enter>",
        ("<f4><home><enter>", ""),
        "at",
        "半小时前",
        "2026-11-20 23:29",
    ),
    (
        Family::Complaint,
        "3-2-101<enter>张三<enter>渗水<enter>3<enter><enter>",
        ("<f4><home><enter>", ""),
        "at",
        "21点",
        "2026-11-20 21:00",
    ),
    (Family::Visitor, "", ("<f6><insert>", "13-2-101<enter>王五<enter>5"), "at", "9点", "2026-11-20 09:00"),
];

#[derive(Debug, Clone, Copy)]
enum Wait {
    Open(i64),
    Left,
    Killed,
    /// The same of a draft that an older program has left.
    Older,
}

/// A window in which a time was typed 20 seconds before midnight, and which was then left alone.
fn waiting((family, before, (opens, way), key, text, told): Case, wait: Wait) -> App {
    let case = format!("{family:?} {key} {text} {wait:?}");
    let mut app = App::new(Language::Hans, (120, 50));
    if !before.is_empty() {
        app.keys(&opens.replace("<home><enter>", "<insert>")).keys(before);
        assert!(app.model.overlays.is_empty(), "{case}\n{}", app.screen());
    }
    app.now = Moment::from_millis(at("2026-11-20 23:59").millis() + 40_000);
    app.keys(opens).keys(way);
    match (family, before.is_empty()) {
        (Family::Complaint, false) => {
            app.keys("2");
        }
        (Family::Call | Family::WalkIn, _) if key == "promise" || !before.is_empty() => {
            go_to(&mut app, "outcome");
            app.keys(if key == "promise" { "3" } else { "1" });
        }
        _ => {}
    }
    go_to(&mut app, key);
    app.keys("<ctrl-x>").keys(text);
    assert!(app.screen().contains(&format!("即 {told}")), "{case}\n{}", app.screen());
    match wait {
        Wait::Open(millis) => app.now = Moment::from_millis(app.now.millis() + millis),
        Wait::Left => {
            app.keys("<esc>");
        }
        Wait::Killed | Wait::Older => {
            let (dir, now) = (app.dir.clone(), app.now);
            drop(app);
            app = App::at(dir, Language::Hans, (120, 50), "服务中心", "王敏", now, 2);
            app.model.drafts = app.drafts();
            if matches!(wait, Wait::Older) {
                app.model.drafts.iter_mut().for_each(|draft| draft.typed.clear());
            }
        }
    }
    if !matches!(wait, Wait::Open(_)) {
        app.now = app.now.plus_minutes(23 * 60);
        app.keys(opens);
        // At the gate another one takes the draft up.
        if family == Family::Visitor {
            app.keys("<insert>");
        } else if app.model.form().is_none() {
            app.keys("<enter>");
        }
    }
    go_to(&mut app, key);
    assert!(app.screen().contains(&format!("即 {told}")), "{case}\n{}", app.screen());
    app
}

#[test]
fn words_are_counted_from_when_they_were_typed_however_long_the_form_waits() {
    for case in CASES {
        let (family, _, _, key, text, told) = case;
        for wait in
            [Wait::Open(0), Wait::Open(24_000), Wait::Open(23 * 3_600_000), Wait::Left, Wait::Killed, Wait::Older]
        {
            let mut app = waiting(case, wait);
            app.keys("<ctrl-d>");
            for _ in 0..3 {
                if app.model.form().is_some() {
                    app.keys("<enter>");
                }
            }
            assert!(app.model.overlays.is_empty(), "{family:?} {key} {text} {wait:?}\n{}", app.screen());
            assert_eq!(saved(&last(&app, family), key), told, "{family:?} {key} {text} {wait:?}");
        }
    }
}

#[test]
fn a_time_is_counted_anew_from_the_last_key_in_its_field_and_from_no_other() {
    let mut app = waiting(CASES[1], Wait::Open(24_000));
    app.keys("<left><end><up><down>");
    assert!(app.screen().contains("即 2026-11-21 23:59"), "moving about is no typing\n{}", app.screen());
    app.keys("<backspace>天");
    assert!(app.screen().contains("即 2026-11-21 24:00"), "{}", app.screen());
}

#[test]
fn a_promise_that_has_passed_since_it_was_typed_is_refused_as_it_was_meant() {
    let mut app = App::new(Language::Hans, (120, 50));
    app.keys("<f2><insert>3-2-101<enter>张三<enter>1<ctrl-d><home><enter>3");
    app.keys("+1小时");
    assert!(app.screen().contains("即 2026-11-20 15:20"), "{}", app.screen());
    app.pass(65);
    assert!(app.screen().contains("即 2026-11-20 15:20"), "{}", app.screen());
    app.keys("<ctrl-d>");
    assert!(app.model.form().is_some() && app.screen().contains("即 2026-11-20 15:20"), "{}", app.screen());
}

#[test]
fn what_an_amendment_says_is_counted_from_when_it_is_typed_and_told_in_full() {
    for (text, told) in [
        ("明天9点", "2026-11-21 09:00"),
        ("+1小时", "2026-11-20 15:20"),
        ("10:00", "2026-11-19 10:00"),
        ("18:00", "2026-11-19 18:00"),
        ("11-22 9点", "2026-11-22 09:00"),
        ("23号9点", "2026-11-23 09:00"),
        ("2026-11-20 09:00", ""),
    ] {
        let mut app = App::new(Language::Hans, (120, 50));
        app.now = at("2026-11-18 10:00");
        app.keys("<f2><insert>3-2-101<enter>张三<enter>1<ctrl-d><home><enter>3明天9点<ctrl-d>");
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        app.now = at("2026-11-20 14:20");
        at_field(&mut app, "promise");
        app.keys("<delete><ctrl-x>").keys(text);
        let said = app.screen();
        assert_eq!(said.contains("即 "), !told.is_empty(), "{text}\n{said}");
        assert!(said.contains(told), "{text}\n{said}");
        app.pass(9 * 60 + 45).keys("<tab>录错<ctrl-d>");
        assert!(app.model.form().is_none(), "{text}\n{}", app.screen());
        let entry = last(&app, Family::WalkIn);
        assert_eq!(saved(&entry, "new"), if told.is_empty() { text } else { told }, "{text}");
    }
}

#[test]
fn what_may_be_typed_is_said_by_the_side_of_now_on_which_it_lies() {
    for (language, past, ahead) in [
        (Language::Hans, "如 9:30、昨天9点、半小时前", "如 14:30、明天9点、+2小时"),
        (Language::Hant, "如 9:30、昨天9點、半小時前", "如 14:30、明天9點、+2小時"),
        (Language::En, "9:30, yesterday 9:00, -30m", "14:30, tomorrow 9:00, +2h, +90m"),
    ] {
        let mut app = App::new(language, (120, 50));
        app.keys(WALK_IN.0).keys(WALK_IN.1);
        go_to(&mut app, "at");
        app.keys("x");
        assert!(app.screen().contains(past) && !app.screen().contains(ahead), "{}", app.screen());
        app.keys("<ctrl-d>");
        let told = app.screen();
        assert!(told.contains(&app.word("value-not-a-time")) && told.contains(past), "{told}");
        assert!(!["明天", "tomorrow", "+2"].iter().any(|words| told.contains(words)), "{told}");
        app.keys("<ctrl-x>");
        go_to(&mut app, "outcome");
        app.keys("3");
        assert!(app.screen().contains(ahead) && !app.screen().contains(past), "{}", app.screen());
    }
}

#[test]
fn a_promise_for_a_date_that_has_just_passed_is_told_at_its_field() {
    for (text, told, passed) in [
        ("11-19 10:00", "2026-11-19 10:00", true),
        ("6-1 10:00", "2026-06-01 10:00", true),
        ("01-05 9:00", "2027-01-05 09:00", false),
    ] {
        let mut app = App::new(Language::Hans, (120, 50));
        app.keys(CALL.0).keys(CALL.1);
        go_to(&mut app, "outcome");
        app.keys("3");
        go_to(&mut app, "promise");
        app.keys("<ctrl-x>").keys(text);
        assert!(app.screen().contains(&format!("即 {told}")), "{}", app.screen());
        app.keys("<ctrl-d>");
        assert_eq!(app.screen().contains(&app.word("value-past")), passed, "{text}\n{}", app.screen());
        assert_eq!(app.model.form().is_some(), passed, "{text}\n{}", app.screen());
    }
}
