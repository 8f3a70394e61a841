//! A key does what the eye saw: bounced and held keys, pastes, lists that change under the cursor, windows too small.

use crate::kit::App;
use proptest::prelude::*;
use qiantai::app::Event;
use qiantai::domain::entry::Family;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read};

/// A gate with cars inside, the newest first.
fn gate(cars: usize) -> App {
    let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
    let now = crate::kit::at("2026-11-20 14:20");
    let mut app = App::at(dir, Language::Hans, (100, 30), "东门岗", "李强", now, 1);
    app.keys("<f7>");
    for car in 0..cars {
        app.keys(&format!("<insert>b0000{car}<enter>13-2-101<enter>")).pass(1);
    }
    assert_eq!(inside(&app), cars);
    app
}

fn inside(app: &App) -> usize {
    app.store().count(Query::new(Family::Vehicle, ListView::Inside, 0), 100).unwrap()
}

fn entries(app: &App) -> u64 {
    app.store().head().unwrap().unwrap().seq
}

#[test]
fn a_bounced_enter_saves_and_does_not_sign_out_what_lies_below() {
    for gap in [0, 1, 10, 30, 60, 120, 200, 399, 690] {
        let mut app = gate(3);
        app.keys("<insert>b99999<enter>13-2-10").after(200, "1").after(200, "enter").after(gap, "enter");
        assert_eq!((inside(&app), app.model.overlays.len()), (4, 0), "after {gap} ms");
        assert!(app.screen().contains("已记"), "what was done stays said\n{}", app.screen());
        app.after(700, "enter");
        assert_eq!(inside(&app), 3, "then a key acts again");
    }
}

#[test]
fn a_held_enter_acts_once() {
    for first in [250, 500, 660] {
        let mut app = gate(5);
        app.after(2_000, "enter").after(first, "enter");
        for _ in 0..60 {
            app.after(33, "enter");
        }
        assert_eq!(inside(&app), 4, "repeated after {first} ms");
    }
    let mut app = gate(5);
    app.after(2_000, "enter").after(500, "down").after(100, "enter");
    assert_eq!(inside(&app), 3, "a move between two of them shows that both are meant");
}

#[test]
fn no_key_acts_on_a_record_that_slid_under_the_cursor_a_moment_ago() {
    for (key, wait, acts) in [("enter", 100, false), ("ctrl-x", 399, false), ("ctrl-w", 1, false), ("enter", 400, true)]
    {
        let mut app = gate(3);
        app.after(3_000, "f2").after(1_000, "f7");
        let before = entries(&app);
        app.after(wait, key);
        let did = entries(&app) > before || !app.model.overlays.is_empty();
        assert_eq!(did, acts, "{key} after {wait} ms");
    }
}

#[test]
fn where_the_record_under_the_cursor_is_gone_a_move_says_that_the_next_one_is_meant() {
    for wait in [100, 600, 5_000] {
        let mut app = gate(3);
        let mut other = App::at(app.dir.clone(), Language::Hans, (100, 30), "东门岗", "李强", app.now, 2);
        other.keys("<f7><enter>");
        app.now = app.now.plus_minutes(1);
        app.event(Event::Changed);
        assert_eq!(inside(&app), 2);
        app.after(wait, "enter").after(2_000, "enter").after(2_000, "ctrl-x");
        assert_eq!((inside(&app), app.model.overlays.len()), (2, 0), "after {wait} ms");
        assert!(app.screen().contains("已由别处办理"), "{}", app.screen());
        app.after(100, "up").after(800, "enter");
        assert_eq!(inside(&app), 1);
    }
}

#[test]
fn a_form_that_was_opened_is_saved_at_once_whatever_the_list_below_does() {
    let mut app = gate(1);
    app.after(3_000, "f2").after(900, "f7").after(20, "insert");
    for key in ["b", "7", "7", "7", "7", "7", "enter", "1", "3", "-", "2", "-", "1", "0", "1"] {
        app.after(72, key);
    }
    app.event(Event::Changed);
    app.after(72, "enter");
    assert_eq!(inside(&app), 2);
}

#[test]
fn a_choice_that_comes_up_is_seen_before_it_is_made() {
    let mut app = gate(1);
    app.keys("<insert>b00000<enter>13-2-101").after(100, "enter");
    assert_eq!(app.model.overlays.len(), 2, "the car is inside: which of the two happened?");
    app.after(100, "enter").after(100, "1");
    assert_eq!((inside(&app), app.model.overlays.len()), (1, 2));
    app.after(800, "1");
    assert_eq!((inside(&app), app.model.overlays.len()), (0, 0));
}

#[test]
fn a_menu_answers_whatever_goes_from_the_list_behind_it() {
    let mut app = gate(3);
    app.keys("<insert>b00000<enter>13-2-101").after(100, "enter");
    assert_eq!(app.model.overlays.len(), 2, "the car is inside: which of the two happened?");
    let mut other = App::at(app.dir.clone(), Language::Hans, (100, 30), "东门岗", "李强", app.now, 2);
    other.keys("<f7><enter>");
    app.now = app.now.plus_minutes(1);
    app.event(Event::Changed);
    assert_eq!(inside(&app), 2);
    app.after(800, "1");
    assert_eq!(app.model.overlays.len(), 0, "{}", app.screen());
}

#[test]
fn a_paste_never_submits() {
    let full = |app: &mut App| {
        app.keys("<f2><insert>3-2-101<enter>张三<enter>1问停水");
        app.now = app.now.plus_minutes(1);
    };
    for keys in ["enter", "ctrl-d"] {
        // Within the burst, before and after its end, and again and again.
        for gaps in [&[0][..], &[100], &[149], &[0, 0, 0, 30, 100]] {
            let mut app = gate(0);
            full(&mut app);
            let before = entries(&app);
            app.event(Event::Paste("第一行\r第二行".into()));
            for gap in gaps {
                app.after(*gap, keys);
            }
            assert_eq!((entries(&app), app.model.form().is_some()), (before, true), "{keys} after {gaps:?} ms");
            app.after(1_000, keys);
            assert_eq!(entries(&app), before + 1);
        }
        // A terminal without pastes: a burst of keys.
        let mut app = gate(0);
        full(&mut app);
        let before = entries(&app);
        for (gap, key) in [(0, "渗"), (1, "水"), (1, keys), (1, "两"), (0, "天"), (3, keys), (100, keys)] {
            app.after(gap, key);
        }
        assert_eq!((entries(&app), app.model.form().is_some()), (before, true), "a burst that ends with {keys}");
        assert!(app.model.form().unwrap().get("said").ends_with("渗水两天"));
    }
}

#[test]
fn what_was_said_of_a_paste_goes_with_the_next_key_that_does_something() {
    for key in ["两", "tab", "backspace", "f1"] {
        let mut app = at_what_was_said();
        app.event(Event::Paste("停水\n漏水".into()));
        app.after(50, "enter");
        assert!(app.screen().contains("像是粘贴或扫码"), "{}", app.screen());
        app.after(900, key);
        assert!(!app.screen().contains("像是粘贴或扫码"), "{key}\n{}", app.screen());
    }
    // What still comes of the same stream is no hand's.
    let mut app = at_what_was_said();
    for (gap, key) in [(900, "渗"), (1, "水"), (1, "enter"), (1, "两"), (2, "天")] {
        app.after(gap, key);
    }
    assert!(app.screen().contains("像是粘贴或扫码"), "{}", app.screen());
    app.after(900, "了");
    assert!(!app.screen().contains("像是粘贴或扫码"), "{}", app.screen());
}

/// A walk-in's form that Enter saves, in the field of what was said.
fn at_what_was_said() -> App {
    let mut app = gate(0);
    app.keys("<f2><insert>3-2-101<enter>张三<enter>1问");
    app.now = app.now.plus_minutes(1);
    app
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// A paste without marks, a scanner, an input method that commits piece by piece: the same text, nothing saved.
    #[test]
    fn a_stream_faster_than_a_hand_never_submits(
        text in "[a-z0-9渗水漏三楼]{3,12}", gaps in prop::collection::vec(10_i64..=30, 12), ctrl in any::<bool>(),
    ) {
        prop_assume!(text.chars().zip(text.chars().skip(1)).any(|(one, two)| one != two));
        let mut app = at_what_was_said();
        let before = entries(&app);
        for (gap, c) in gaps.iter().zip(text.chars()) {
            app.after(*gap, &c.to_string());
        }
        app.after(gaps[0], if ctrl { "ctrl-d" } else { "enter" });
        prop_assert_eq!(entries(&app), before);
        prop_assert_eq!(app.model.form().unwrap().get("said"), format!("问{text}"));
        app.after(1_000, "enter");
        prop_assert_eq!(entries(&app), before + 1, "a hand's Enter saves");
    }

    /// The same from a slower line; of a few characters nobody can tell.
    #[test]
    fn a_stream_as_slow_as_a_hand_in_a_hurry_never_submits(
        text in "(ab|1渗|水3|漏0|z楼){3,6}", gaps in prop::collection::vec(15_i64..=60, 13), ctrl in any::<bool>(),
    ) {
        let mut app = at_what_was_said();
        let before = entries(&app);
        for (gap, c) in gaps.iter().zip(text.chars()) {
            app.after(*gap, &c.to_string());
        }
        app.after(gaps[12], if ctrl { "ctrl-d" } else { "enter" });
        prop_assert_eq!(entries(&app), before);
        prop_assert_eq!(app.model.form().unwrap().get("said"), format!("问{text}"));
        prop_assert!(app.screen().contains("像是粘贴或扫码"), "{}", app.screen());
        // Pressed again at once it is no stream's.
        app.after(500, if ctrl { "ctrl-d" } else { "enter" });
        prop_assert_eq!(entries(&app), before + 1, "a hand's key saves");
    }

    #[test]
    fn no_hand_is_taken_for_a_paste(
        text in "[a-z0-9渗水漏三楼]{1,12}", gaps in prop::collection::vec(66_i64..=200, 12), pair in any::<bool>(),
    ) {
        let mut app = at_what_was_said();
        let before = entries(&app);
        for (gap, c) in gaps.iter().zip(text.chars()) {
            app.after(*gap, &c.to_string());
        }
        // Two fingers that fall together are no stream.
        if pair {
            app.after(80, "a").after(20, "b");
        }
        app.after(gaps[0], "enter");
        prop_assert_eq!(entries(&app), before + 1);
    }

    #[test]
    fn a_key_held_down_is_no_paste(key in "[a0渗]", times in 3_usize..40, gap in 28_i64..=40) {
        let mut app = at_what_was_said();
        let before = entries(&app);
        app.after(200, &key).after(500, &key);
        for _ in 0..times {
            app.after(gap, &key);
        }
        app.after(gap, "ctrl-d");
        prop_assert_eq!(entries(&app), before + 1);
    }
}

#[test]
fn in_a_window_too_small_only_leaving_works() {
    let mut app = gate(2);
    let before = entries(&app);
    app.keys("<insert>b9").resize((50, 15));
    for key in ["enter", "ctrl-d", "1", "x", "esc", "ctrl-w", "ctrl-x", "delete", "f8", "tab", "f1", "ctrl-u"] {
        app.after(1_000, key);
    }
    app.event(Event::Paste("粤B12345".into()));
    assert!(app.screen().contains("Ctrl-Q"), "{}", app.screen());
    app.resize((100, 30));
    assert_eq!((app.model.form().unwrap().get("plate"), entries(&app)), ("b9", before));
    app.keys("<esc>").after(100, "enter");
    assert_eq!(inside(&app), 1, "a list that was seen is acted on");
    app.resize((50, 15)).resize((100, 30)).after(300, "enter");
    assert_eq!(inside(&app), 1, "one that is just back is not");
    app.resize((50, 15)).after(100, "ctrl-q");
    assert!(app.quit);
}

#[test]
fn characters_in_a_list_find_and_do_nothing_else() {
    let mut app = gate(4);
    let before = entries(&app);
    app.keys("<f6><f7>00002");
    assert_eq!((app.model.rows().len(), entries(&app)), (1, before));
    app.keys("<enter>");
    assert_eq!((inside(&app), app.model.filtered()), (3, false), "the find has done its work");
    for text in ["2", "9", "n", "e", "j", "k", "o", "8e12", "Q"] {
        let before = entries(&app);
        app.keys(text);
        assert_eq!(app.model.view().filter, text);
        assert!(app.model.form().is_none() && app.model.card().is_none());
        assert_eq!(entries(&app), before);
        app.keys("<esc>");
    }
}

#[test]
fn what_is_typed_ahead_of_an_answer_does_not_act_on_it() {
    let mut app = gate(3);
    app.keys("<insert>b99999<enter>13-2-101");
    let pressed = app.now;
    app.after(100, "enter");
    // The loop hands a key down with the time at which it came, before the answer.
    app.now = pressed;
    app.after(50, "ctrl-x");
    assert_eq!((inside(&app), app.model.overlays.len()), (4, 0));
}

#[test]
fn what_changed_beneath_what_was_opened_is_no_sooner_acted_on_when_that_is_closed() {
    for (opens, closes) in [("f1", "esc"), ("ctrl-g", "esc")] {
        let mut app = gate(6);
        let mut other = App::at(app.dir.clone(), Language::Hans, (100, 30), "东门岗", "李强", app.now, 2);
        app.pass(1).keys("<end>").pass(1);
        other.now = app.now;
        other.keys("<f7><end><enter>");
        app.event(Event::Changed);
        app.after(20, opens).after(80, closes).after(90, "ctrl-x");
        assert!(app.model.form().is_none(), "{opens}: another car came under the cursor");
        app.after(800, "ctrl-x");
        assert!(app.model.form().is_some(), "{opens}: and was seen by now");
    }
    // The form of the car that another window took is given up, and the next one's is not opened at once.
    let mut app = gate(6);
    let mut other = App::at(app.dir.clone(), Language::Hans, (100, 30), "东门岗", "李强", app.now, 2);
    app.pass(1).keys("<end><ctrl-x>");
    other.now = app.now;
    other.keys("<f7><end><enter>");
    app.event(Event::Changed);
    app.after(0, "ctrl-x").after(45, "delete").after(66, "ctrl-x");
    assert!(app.model.form().is_none(), "{}", app.screen());
}

#[test]
fn a_clock_set_back_makes_no_key_dead() {
    let mut app = gate(3);
    app.after(2_000, "enter");
    app.now = app.now.plus_minutes(-60);
    app.after(0, "enter");
    assert_eq!(inside(&app), 1);
}

/// Random keys at random speed, while another window works: whatever acts, acts on what was under the cursor, and was
/// there for long enough unless the person went to it.
fn random_keys(cases: u32) {
    let keys = [
        "enter", "enter", "down", "up", "ctrl-x", "ctrl-o", "ctrl-w", "delete", "right", "ctrl-k", "tab", "end",
        "home", "f6", "f7", "esc", "5", "insert",
    ];
    let step = (0_i64..900, prop::sample::select(keys.to_vec()), 0_u8..12);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let steps = prop::collection::vec(step, 1..60);
    let checked = runner.run(&steps, |steps| {
        let mut app = gate(6);
        let mut other = App::at(app.dir.clone(), Language::Hans, (100, 30), "东门岗", "刘洋", app.now, 2);
        other.keys("<f7>");
        // What is under the cursor, and since when it is there by itself; `None` where the person went to it.
        let mut since = None;
        let under = |app: &App| app.model.selected().map(|record| record.subject);
        for (gap, key, chance) in steps {
            if chance == 0 {
                other.now = app.now;
                other.keys("<end><enter>");
                let before = under(&app);
                app.event(Event::Changed);
                if under(&app) != before {
                    since = Some(app.now);
                }
            }
            if chance == 1 {
                app.event(Event::Paste("3-2-101".into()));
            }
            if chance == 2 {
                app.resize((50, 15)).resize((100, 30));
                since = Some(app.now);
            }
            let (seen, form) = (under(&app), app.model.form().is_some());
            let lain = app.model.overlays.len();
            let before = app.acts.len();
            app.after(gap, key);
            for act in app.acts.iter().skip(before).filter(|_| !form) {
                prop_assert_eq!(act.subject, seen, "{} acted on what was not seen", key);
                prop_assert!(since.is_none_or(|since| app.now.since(since) >= 400), "{} acted too soon", key);
            }
            let opened = app.model.form().filter(|_| !form && app.model.overlays.len() > lain);
            // Straight after an act its own record is the one that is struck.
            let struck = key == "ctrl-w";
            if let Some(subject) = opened.and_then(|form| form.subject).filter(|_| !struck) {
                prop_assert_eq!(Some(subject), seen, "{} opened a form of what was not seen", key);
                prop_assert!(since.is_none_or(|since| app.now.since(since) >= 400), "{} opened a form too soon", key);
            }
            if app.acts.len() > before {
                since = Some(app.now);
            } else if under(&app) != seen {
                since = None;
            }
        }
        Ok(())
    });
    checked.unwrap();
}

#[test]
fn random_keys_act_on_what_was_seen() {
    random_keys(24);
}

/// `cargo test --test screen pace -- --ignored`
#[test]
#[ignore = "takes minutes"]
fn ten_thousand_random_key_strings_act_on_what_was_seen() {
    random_keys(10_000);
}

#[test]
fn what_is_sought_is_taken_as_it_comes_however_fast() {
    for gap in [0, 1, 5, 20, 39, 60] {
        for sought in ["8812", "7766", "鸿鸿1"] {
            let mut app = gate(1);
            app.now = app.now.plus_minutes(1);
            for key in sought.chars() {
                app.after(gap, &key.to_string());
            }
            assert_eq!(app.model.view().filter, sought, "{gap} ms apart");
        }
        // The key that only opened the line is not written into it by its bounce.
        let mut app = gate(1);
        app.after(3_000, "/").after(gap.min(39), "/").after(200, "8").after(gap, "8");
        assert_eq!(app.model.view().filter, "88", "{gap} ms apart");
    }
}
