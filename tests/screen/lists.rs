//! Long lists: read page by page from either end, never by another panel's rows, and heard however many run.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::kit::logbook::{opening, stamp};
use crate::kit::memory::MemoryStore;
use crate::kit::{App, COMPLAINT, at, house};
use qiantai::app::panel::WINDOW;
use qiantai::app::{Effect, Event};
use qiantai::desk::{Act, Desk, Who};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::time::Moment;
use qiantai::locale::Language;
use qiantai::store::{Outcome, Transact};
use uuid::Uuid;

fn window(store: &MemoryStore, now: Moment) -> App {
    let dir = Rc::new(tempfile::tempdir().unwrap());
    let store = Box::new(store.clone());
    App::on(store, false, house(), dir, Language::Hans, (120, 40), "服务中心", "王敏", now, 1)
}

/// So many visits, each a minute after the one before.
fn visits(count: u32) -> MemoryStore {
    let mut store = MemoryStore::new(Uuid::from_u128(1));
    let fill = |journal: &mut qiantai::store::Journal<'_>| {
        for n in 1..=count {
            journal.append(&stamp(n.into()), opening(Kind::VisitorIn, n.into(), n))?;
        }
        Ok(Outcome::Keep(()))
    };
    store.transact(&[], fill).unwrap();
    store
}

#[test]
fn a_long_list_is_read_from_either_end_and_every_row_is_met_on_the_way() {
    const COUNT: u32 = 1_500;
    let store = visits(COUNT);
    let mut app = window(&store, at("2026-11-20 14:20"));
    app.keys("<f6>");
    let in_hand = |app: &App| app.model.selected().unwrap().number.n;
    assert_eq!(in_hand(&app), COUNT);
    let before = store.flights();
    app.keys("<end>");
    assert_eq!(in_hand(&app), 1, "the last row, in one page's time");
    assert_eq!(store.flights() - before, 1);
    assert!(app.model.snapshot.list.len() <= WINDOW);
    let mut met = BTreeSet::from([1]);
    for _ in 0..COUNT {
        app.keys("<up>");
        met.insert(in_hand(&app));
    }
    assert_eq!((in_hand(&app), met.len() as u32), (COUNT, COUNT), "up to the first row, past every other");
    let mut met = BTreeSet::new();
    for _ in 0..COUNT {
        met.insert(in_hand(&app));
        app.keys("<down>");
        assert!(app.model.snapshot.list.len() <= WINDOW);
    }
    assert_eq!((in_hand(&app), met.len() as u32), (1, COUNT));
    app.keys("<home>");
    assert_eq!((in_hand(&app), app.model.view().selected), (COUNT, 0));
}

#[test]
fn a_list_that_ends_with_its_page_does_not_run_empty() {
    for count in [60, 120] {
        let store = visits(count);
        let mut app = window(&store, at("2026-11-20 14:20"));
        app.keys("<f6><end>");
        assert_eq!(app.model.selected().unwrap().number.n, 1);
        for _ in 0..3 * count {
            app.keys("<up>");
        }
        assert_eq!(app.model.selected().unwrap().number.n, count);
        for _ in 0..3 * count {
            app.keys("<down>");
        }
        assert_eq!(app.model.selected().unwrap().number.n, 1);
    }
}

#[test]
fn a_list_that_comes_late_never_lands_on_another_panel() {
    let mut app = App::new(Language::Hans, (120, 40));
    app.keys("<f6><insert>13-2-101<enter>王五<enter>5<enter>");
    app.keys("<f7><insert>b8f32k<enter>13-2-101<enter>");
    app.keys("<f6>");
    let visitors = app.model.snapshot.clone();
    assert_eq!(visitors.list.len(), 1);
    // The panel of vehicles is in hand; its list is asked for and not there yet.
    let to_cars = Event::Key("f7".parse().unwrap());
    let asked = qiantai::app::update(&mut app.model, to_cars, app.now, Uuid::from_u128(8));
    assert!(matches!(asked.as_slice(), [Effect::Load(_)]) && app.model.snapshot.list.is_empty());
    let effects = qiantai::app::update(&mut app.model, Event::Loaded(Box::new(visitors)), app.now, Uuid::from_u128(9));
    assert!(app.model.snapshot.list.is_empty(), "the visitors' list is nothing to this panel");
    assert!(
        matches!(effects.as_slice(), [Effect::Load(want)] if *want == app.model.want()),
        "its own is asked for again"
    );
    let enter = "enter".parse().unwrap();
    let acted = qiantai::app::update(&mut app.model, Event::Key(enter), app.now, Uuid::from_u128(10));
    assert!(!acted.iter().any(|effect| matches!(effect, Effect::Act(_))), "a key typed ahead acts on nothing");
    app.reload();
    assert_eq!(app.model.selected().unwrap().get("plate"), "粤B8F32K");
}

#[test]
fn a_page_that_is_not_there_yet_is_neither_answered_nor_signed() {
    let mut app = App::new(Language::Hans, (120, 40));
    app.keys("<f6><insert>13-2-101<enter>王五<enter>5<enter>");
    for (n, key) in ["f8", "enter", "2", "3", "ctrl-d"].into_iter().enumerate() {
        let key = Event::Key(key.parse().unwrap());
        drop(qiantai::app::update(&mut app.model, key, app.now, Uuid::from_u128(n as u128 + 20)));
        assert!(app.model.overlays.is_empty() && app.model.page.answers.is_empty(), "{n}");
    }
    app.reload();
    app.keys("<enter>");
    assert_eq!(app.model.page.answers.len(), 1, "there it is");
}

#[test]
fn a_limit_rings_however_many_run_before_it() {
    let store = MemoryStore::new(Uuid::from_u128(1));
    let mut desk = Desk::new(Box::new(store.clone()), house()).unwrap();
    let who = Who { post: "服务中心".into(), operator: "王敏".into(), boot: Uuid::nil() };
    let mut complain = |n: u128, when: &str| {
        let fields = COMPLAINT.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
        desk.act(&Act { fields, ..Act::new(Uuid::from_u128(n), Kind::Complaint) }, &who, at(when)).unwrap().record
    };
    // Long overdue, and all more urgent than the one to come.
    for n in 1..=80 {
        complain(n, "2026-03-02 09:00");
    }
    let last = complain(99, "2026-11-20 09:00");
    let due = last.next_limit().unwrap().at().unwrap();
    let mut app = window(&store, due.plus_minutes(-1));
    assert!(!app.model.snapshot.urgent.iter().any(|deadline| deadline.record.subject == last.subject));
    let before = app.bells;
    app.pass(1);
    assert_eq!(app.bells, before + 1, "it has run out and is heard");
    app.pass(1);
    assert_eq!(app.bells, before + 1, "once");
}

/// A window on a day of calls: one missed first of all, one promised that is late by now, and others that are done.
fn calls(size: (u16, u16), others: usize) -> App {
    let store = MemoryStore::new(Uuid::from_u128(1));
    let mut desk = Desk::new(Box::new(store.clone()), house()).unwrap();
    let who = Who { post: "服务中心".into(), operator: "王敏".into(), boot: Uuid::nil() };
    let promised = [("outcome", "promised"), ("promise", "08:05")];
    let mut n = 0;
    let mut call = |direction: &str, name: &str, rest: &[(&str, &str)]| {
        let fields =
            [("direction", direction), ("name", name), ("topic", "停水")].into_iter().chain(rest.iter().copied());
        let fields = fields.map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
        n += 1;
        desk.act(&Act { fields, ..Act::new(Uuid::from_u128(n), Kind::Call) }, &who, at("2026-11-20 08:00")).unwrap();
    };
    call("missed", "张三", &[]);
    call("in", "李四", &promised);
    (0..others).for_each(|_| call("in", "王五", &[("outcome", "solved")]));
    let dir = Rc::new(tempfile::tempdir().unwrap());
    let now = at("2026-11-20 09:00");
    App::on(Box::new(store), false, house(), dir, Language::Hans, size, "服务中心", "王敏", now, 1)
}

#[test]
fn the_overview_lists_what_is_late_and_open_first_counts_what_it_hides_and_leads_to_every_row() {
    for (size, others) in [((80, 24), 18), ((120, 40), 18), ((80, 24), 3)] {
        let mut app = calls(size, others);
        app.keys("<f3><f12>");
        let names: Vec<&str> = app.model.rows().iter().map(|row| row.get("name")).collect();
        assert_eq!((&names[..2], names.len()), (&["李四", "张三"][..], others + 2));
        let screen = app.screen();
        assert!(screen.contains("待处理"), "{screen}");
        let seen = screen.matches("当场解决").count() + 2;
        let told = screen.contains(&format!("另有 {} 行", others + 2 - seen));
        assert_eq!(told, seen < others + 2, "{seen}\n{screen}");
        let mut met = BTreeSet::new();
        for _ in 0..others + 2 {
            let row = app.model.selected().unwrap().number;
            met.insert(row.n);
            assert!(app.screen().lines().any(|line| line.contains('>') && line.contains("08:0")), "it is in sight");
            app.keys("<down>");
        }
        assert_eq!(met.len(), others + 2, "every row is met");
    }
}

#[test]
fn at_midnight_what_was_of_today_is_of_the_day_before() {
    for way in ["<f3>", "<f3><f12>"] {
        let mut app = calls((100, 30), 2);
        app.keys(way);
        app.now = at("2026-11-20 23:59");
        app.event(Event::Tick);
        let before = app.model.snapshot.of(Family::Call).clone();
        assert_eq!((before.count, before.left), (4, 0));
        app.pass(1);
        let after = app.model.snapshot.of(Family::Call);
        assert_eq!((after.count, after.left), (0, 2), "{way}");
        assert!(!app.screen().contains("已由别处办理"), "nobody has done with it\n{}", app.screen());
    }
}
