//! The one table of commands: every key of it is pressed, none stands twice, none needs letters, and the site's own
//! keys are checked all at once.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::kit::App;
use qiantai::app::command::{Command, Spec, TABLE};
use qiantai::app::key::Key;
use qiantai::app::keymap::{KeyError, Keymap};
use qiantai::app::layer::Layer;
use qiantai::app::{Event, Model, Overlay};
use qiantai::desk::{Act, Desk, Who};
use qiantai::domain::entry::Kind;
use qiantai::locale::Language;
use qiantai::store::Store;
use qiantai::store::sqlite::SqliteStore;
use uuid::Uuid;

/// A counter with one of everything, kept as files to begin each scene from.
fn day() -> tempfile::TempDir {
    let mut app = App::new(Language::Hans, (120, 40));
    app.keys("<f2><insert>3-2-101<enter>张三<enter>1问停水<enter>");
    app.keys("<f3><insert>13912348812<enter>装修手续<tab>31700<enter>");
    app.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>3<enter><enter>");
    app.keys("<f6><insert>13-2-101<enter>王五<enter>5<enter>");
    app.keys("<f7><insert>b8f32k<enter>13-2-101<enter>");
    app.keys("<f8><insert>电池低<enter>");
    assert!(app.model.overlays.is_empty(), "{:?}", app.model.overlays);
    let App { dir, .. } = app;
    Rc::try_unwrap(dir).unwrap()
}

/// The same day with a complaint that has two pages: major, and with the developer for too long.
fn papered(day: &tempfile::TempDir) -> tempfile::TempDir {
    let App { dir, .. } = scene(day, "");
    let store = SqliteStore::open(&dir.path().join("logbook.db")).unwrap();
    let mut desk = Desk::new(Box::new(store), crate::kit::house()).unwrap();
    let who = Who { post: "服务中心".into(), operator: "王敏".into(), boot: Uuid::nil() };
    let mut act = |minute: i64, kind, step: &str, subject, fields: &[(&str, &str)]| {
        let fields = fields.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        let uid = Uuid::from_u128(u128::MAX - u128::try_from(minute).unwrap());
        let act = Act { step: step.into(), subject, fields, ..Act::new(uid, kind) };
        let now = crate::kit::at("2026-11-19 09:00").plus_minutes(minute);
        Some(desk.act(&act, &who, now).unwrap().record.subject)
    };
    let said = [("name", "张三"), ("said", "渗水"), ("category", "warranty"), ("channel", "counter")];
    let rest = [("intake", "office"), ("valid", "valid"), ("class", "major"), ("next_reply", "+3d")];
    let complaint = act(0, Kind::Complaint, "", None, &[said, rest].concat());
    act(1, Kind::ComplaintStep, "relayed", complaint, &[("department", "works")]);
    act(2, Kind::ComplaintStep, "planned", complaint, &[("plan", "返修")]);
    let receipt = [("receiver", "陈工"), ("proof", "fax"), ("receipt", "7")];
    act(3, Kind::ComplaintStep, "submitted", complaint, &receipt);
    drop(desk);
    Rc::try_unwrap(dir).unwrap()
}

fn scene(day: &tempfile::TempDir, keys: &str) -> App {
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(day.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let now = crate::kit::at("2026-11-20 15:00");
    let mut app = App::at(Rc::new(dir), Language::Hans, (120, 40), "服务中心", "王敏", now, 9);
    app.keys(keys);
    app
}

/// The keys that lead to where a command of a layer works.
fn way(layer: Layer, command: Command) -> &'static str {
    match (layer, command) {
        (_, Command::Reset) => "<f6>/王<down>",
        (_, Command::Remark) => "<f8><down><down><home>",
        (_, Command::NoteDone) => "<f8><end>",
        (Layer::List, Command::Why) => "<f4>",
        (Layer::Why, Command::NextLimit | Command::PreviousLimit) => "<f4>?",
        (Layer::Why, _) => "<f3>?",
        (Layer::Global, Command::Help) => "<f8><end>",
        (Layer::List, Command::Acknowledge) => "<f4>",
        (_, Command::SaveYear | Command::Unmark) => "<ctrl-e>1",
        (Layer::Year, _) => "<ctrl-e>",
        (Layer::Global, _) => "<f2>",
        (Layer::List | Layer::Visitors, _) => "<f6>",
        (Layer::Today, _) => "<f12>",
        (Layer::Complaints, _) => "<f4>",
        (Layer::Vehicles, _) => "<f7>",
        (Layer::Page, _) => "<f8>",
        (Layer::Card, _) => "<f4><right>",
        (Layer::Form, Command::TakeUp) => "<f7><insert>b11<esc><insert>",
        (Layer::Form, _) => "<f2><insert>",
        (Layer::Filter, _) => "<f6>/",
        (Layer::Pick, _) => "<f4><ctrl-o>",
        (Layer::Goto, _) => "<ctrl-g>",
        (Layer::Help, _) => "<f1>",
        (Layer::Paper, _) => "<f4><ctrl-p>",
        (Layer::Question, _) => "<ctrl-e><pageup>2<enter>",
        (Layer::Quit, _) => "<ctrl-q>",
        (Layer::Ask, _) => "<f2><insert><ctrl-x>",
    }
}

/// Signs a page, so that there is one to remark upon, and opens it.
fn signed_page(app: &mut App) {
    app.keys("<f8>");
    while app.model.form().is_none() {
        app.keys("1");
    }
    app.keys("刘洋<enter>");
    assert_eq!(app.model.operator, "刘洋", "{:?}", app.model.form());
    app.keys("<f8><tab><enter>");
}

#[test]
fn every_key_of_the_table_does_what_it_says_where_it_says() {
    let day = day();
    let papered = papered(&day);
    let mut pressed = 0;
    for spec in TABLE.iter() {
        for layer in spec.layers {
            for key in spec.keys {
                let on_paper = *layer == Layer::Paper || spec.command == Command::Paper;
                let mut app = scene(if on_paper { &papered } else { &day }, way(*layer, spec.command));
                if spec.command == Command::Remark {
                    signed_page(&mut app);
                }
                let key: Key = key.parse().unwrap();
                assert_eq!(app.model.command(key), Some(spec.command), "{} by {key} in {layer:?}", spec.name);
                app.event(Event::Key(key));
                pressed += 1;
                for _ in 0..6 {
                    if !app.model.overlays.is_empty() {
                        app.keys("<esc>");
                    }
                }
                assert!(app.model.overlays.is_empty(), "Esc comes home after {}", spec.name);
            }
        }
    }
    let all: usize = TABLE.iter().map(|spec| spec.keys.len() * spec.layers.len()).sum();
    assert_eq!(pressed, all);
}

#[test]
fn the_day_of_the_scenes_verifies() {
    let app = scene(&day(), "");
    assert_eq!(app.store().verify().unwrap().findings, []);
}

#[test]
fn every_command_has_a_key_without_a_letter() {
    for spec in TABLE.iter() {
        let keys: Vec<Key> = spec.keys.iter().map(|key| key.parse().unwrap()).collect();
        assert!(keys.iter().any(|key| !key.has_letter()), "{}", spec.name);
    }
}

#[test]
fn no_key_stands_twice_in_a_layer_and_none_is_text_where_text_is_typed() {
    assert!(Keymap::new(&BTreeMap::new()).is_ok(), "{:?}", Keymap::new(&BTreeMap::new()).err());
    let mut names: Vec<&str> = TABLE.iter().map(|spec| spec.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), TABLE.len());
}

#[test]
fn keys_that_terminals_take_for_themselves_are_never_bound() {
    let never = ["ctrl-a", "ctrl-b", "ctrl-i", "ctrl-j", "ctrl-m", "ctrl-s", "ctrl-z", "ctrl-["];
    for spec in TABLE.iter() {
        for key in spec.keys {
            assert!(!never.contains(key), "{} is bound to {key}", spec.name);
            assert_ne!(*key, "ctrl-c", "Ctrl-C never does anything");
        }
    }
}

#[test]
fn every_fault_of_the_sites_own_keys_is_told_at_once() {
    let own = |pairs: &[(&str, &[&str])]| {
        let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
        pairs.iter().map(|(name, keys)| ((*name).to_owned(), owned(keys))).collect::<BTreeMap<_, _>>()
    };
    let faults = Keymap::new(&own(&[
        ("fly", &["f5"]),
        ("new", &["nonsense-key"]),
        ("filter", &["x"]),
        ("quit", &["ctrl-u"]),
        ("save", &["s", "ctrl-k"]),
    ]))
    .unwrap_err();
    let has = |wanted: fn(&KeyError) -> bool| faults.iter().any(wanted);
    assert!(has(|fault| matches!(fault, KeyError::UnknownCommand(name) if name == "fly")));
    assert!(has(|fault| matches!(fault, KeyError::UnknownKey(name, _) if name == "new")));
    assert!(has(|fault| matches!(fault, KeyError::OnlyLetters(name) if name == "filter")));
    assert!(has(|fault| matches!(fault, KeyError::Conflict(key, ..) if key == "ctrl-u")));
    assert!(has(|fault| matches!(fault, KeyError::Text(key, "save") if key == "s")));
    let map = Keymap::new(&own(&[("quit", &["ctrl-k"])])).unwrap();
    assert_eq!(map.get(Layer::Global, "ctrl-k".parse().unwrap()), Some(Command::Quit));
    assert_eq!(map.get(Layer::Global, "ctrl-q".parse().unwrap()), None);
}

#[test]
fn full_width_marks_of_an_input_method_reach_their_commands() {
    let mut app = scene(&day(), "<f6>");
    app.keys("／");
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Filter)));
    app.keys("<esc><f8>２");
    assert!(app.model.form().is_some(), "the full-width digit chose");
}

#[test]
fn the_footer_promises_only_what_works() {
    let day = day();
    for way in [
        "<f2>",
        "<f3>",
        "<f4>",
        "<f6>",
        "<f7>",
        "<f8>",
        "<f12>",
        "<f4><right>",
        "<f2><insert>",
        "<f6>/",
        "<ctrl-e>1",
        "<ctrl-e><pageup>2<enter>",
    ] {
        let app = scene(&day, way);
        for spec in shown(&app.model) {
            let key = app.model.keys.keys(spec.command)[0];
            assert_eq!(app.model.command(key), Some(spec.command), "{} after {way}", spec.name);
        }
    }
}

fn shown(model: &Model) -> Vec<&'static Spec> {
    let layers = model.layers();
    let here = |spec: &&Spec| spec.footer > 0 && spec.layers.iter().any(|layer| layers.contains(layer));
    TABLE.iter().filter(here).filter(|spec| (spec.when)(model)).collect()
}
