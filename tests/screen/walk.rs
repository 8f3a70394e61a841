//! Random keys on the whole program: nothing panics at any size, Esc comes home, the logbook verifies, a rebuild equals
//! the registers.

use crate::kit::App;
use proptest::prelude::*;
use qiantai::app::Event;
use qiantai::app::command::TABLE;
use qiantai::app::key::Key;
use qiantai::domain::entry::Family;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read, Store};

/// What a person may do next: a key of the table, text, a paste, a new window size, or nothing for a while.
#[derive(Debug, Clone)]
enum Move {
    Key(String),
    Text(String),
    Paste(String),
    Size(u16, u16),
    Wait(i64),
}

fn moves() -> impl Strategy<Value = Move> {
    let keys: Vec<String> =
        TABLE.iter().flat_map(|spec| spec.keys).map(|key| (*key).to_owned()).filter(|key| key != "ctrl-q").collect();
    let typed = [
        "张三",
        "3-2-101",
        "13912348812",
        "粤B8F32K",
        "1",
        "2",
        "3",
        "4",
        "1600",
        "+2h",
        "𠮷🚗",
        "\u{1b}[31m",
        "\u{202e}x",
    ];
    prop_oneof![
        8 => prop::sample::select(keys).prop_map(Move::Key),
        4 => Just(Move::Key("enter".into())),
        3 => Just(Move::Key("insert".into())),
        6 => prop::sample::select(typed.to_vec()).prop_map(|text| Move::Text(text.to_owned())),
        1 => ".{0,40}".prop_map(Move::Paste),
        1 => (0_u16..200, 0_u16..60).prop_map(|(columns, rows)| Move::Size(columns, rows)),
        2 => (1_i64..400).prop_map(Move::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_pressed_the_logbook_holds(moves in prop::collection::vec(moves(), 1..120)) {
        let mut app = App::new(Language::Hans, (100, 30));
        for step in &moves {
            match step {
                Move::Key(key) => app.press(key.parse::<Key>().unwrap()),
                Move::Text(text) => { app.keys(&text.replace('<', "<lt>")); }
                Move::Paste(text) => app.event(Event::Paste(text.clone())),
                Move::Size(columns, rows) => { app.resize((*columns, *rows)); }
                Move::Wait(minutes) => { app.pass(*minutes); }
            }
            app.screen();
        }
        app.resize((100, 30));
        for _ in 0..20 {
            if !app.model.overlays.is_empty() {
                app.keys("<esc>");
            }
        }
        prop_assert!(app.model.overlays.is_empty(), "Esc comes home");
        let mut store = app.store();
        prop_assert_eq!(store.verify().unwrap().findings, vec![]);
        let rows = |store: &dyn Read| -> Vec<_> {
            Family::ALL.iter().flat_map(|family| store.list(Query::new(*family, ListView::Newest, 1_000)).unwrap()).collect()
        };
        let before = rows(&store);
        store.rebuild().unwrap();
        prop_assert_eq!(rows(&store), before);
    }
}
