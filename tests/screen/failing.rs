//! Twenty stories of the counter and the gate on a store that fails once, at every call in turn: no panic, nothing half
//! written, the right words on the screen, nothing typed lost, and the story goes on.

use std::rc::Rc;

use crate::kit::failing::{FailingStore, Failure};
use crate::kit::memory::MemoryStore;
use crate::kit::{App, at, house};
use qiantai::app::Model;
use qiantai::domain::entry::{Family, Fields, Kind};
use qiantai::domain::record::Status;
use qiantai::locale::{Language, Locale};
use qiantai::store::{ListView, Query, Read, Store, StoreError};
use uuid::Uuid;

/// A name, and what is pressed.
const STORIES: [(&str, &str); 20] = [
    ("a walk-in is settled at once", "<f2><insert>1-1-502<enter>李娜<enter>1停车月卡<tab>1<enter>"),
    ("a walk-in stays open and is settled later", "<f2><insert>3-2-101<enter>张三<enter>1问停水<enter><enter>1<enter>"),
    ("a call is taken", "<f3><insert>13912348812<enter>渗水催办<tab>1<enter>"),
    (
        "a call is promised and called back",
        "<f3><insert>13600000027<tab>赵敏<enter>装修手续<tab>31500<enter><f3><enter><enter>",
    ),
    ("a complaint is received", "<f4><insert>3-2-101<enter>张三<enter>渗水<enter>3<enter><enter>"),
    ("a complaint is accepted", "<f4><insert>3-2-101<enter>张三<enter>渗水<enter>1<enter><enter><enter>李强<enter>"),
    ("a walk-in becomes a complaint", "<f2><insert>3-2-101<enter>张三<enter>2渗水<enter>"),
    ("a visitor comes", "<f6><insert>13-2-101<enter>王五<enter>5<enter>"),
    ("a visitor comes and goes", "<f6><insert>13-2-101<enter>王五<enter>5<enter><enter><enter>"),
    ("a guest is turned away", "<f6><insert>11-1-502<enter>不肯说<enter>6<enter><enter>"),
    ("a courier comes", "<f6><insert>25<enter>4<enter>"),
    ("a car comes", "<f7><insert>b8f32k<enter>13-2-101<enter>"),
    ("a car comes and goes", "<f7><insert>b8f32k<enter>13-2-101<enter><enter><enter>"),
    (
        "a plate is inside already",
        "<f7><insert>b8f32k<enter>13-2-101<enter><insert>b8f32k<enter>13-2-101<enter><esc><esc>",
    ),
    ("a note is left and done", "<f8><insert>电池低<enter><enter><enter>"),
    ("a record is read", "<f6><insert>13-2-101<enter>王五<enter>5<enter><right><esc>"),
    ("a list is searched", "<f6><insert>13-2-101<enter>王五<enter>5<enter>/王<enter><esc>"),
    ("a form is given up", "<f4><insert>3-2-101<enter>张三<enter><esc><esc>"),
    ("a value is corrected", "<f8><insert>电池低<enter><right><ctrl-k><enter>电池已换<enter>听错<enter><esc>"),
    ("the last entry is withdrawn", "<f8><insert>电池低<enter><ctrl-w>点错<enter>"),
];

/// The keys of a script, one by one.
fn keys(script: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        let len = if c == '<' { rest.find('>').unwrap() + 1 } else { c.len_utf8() };
        keys.push(rest[..len].to_owned());
        rest = &rest[len..];
    }
    keys
}

fn window(failure: &Failure, error: &StoreError) -> (App, MemoryStore) {
    let memory = MemoryStore::new(Uuid::from_u128(1));
    let store = Box::new(FailingStore::new(memory.clone(), failure.clone(), error.clone()));
    let dir = Rc::new(tempfile::tempdir().unwrap());
    let now = at("2026-11-20 14:20");
    (App::on(store, true, house(), dir, Language::Hans, (120, 40), "服务中心", "王敏", now, 1), memory)
}

/// What the logbook says, without what is made anew each time.
fn told(store: &MemoryStore) -> Vec<(Family, u32, Status, Fields, usize)> {
    let all = Family::ALL.iter().flat_map(|family| {
        store
            .list(Query::new(*family, ListView::Open, 99))
            .unwrap()
            .into_iter()
            .chain(store.list(Query::new(*family, ListView::Newest, 99)).unwrap())
    });
    all.map(|record| (record.family, record.number.n, record.status, record.fields, record.steps.len())).collect()
}

fn entries(store: &MemoryStore) -> usize {
    store.entries(0, 99).unwrap().len()
}

/// What was typed into the form on top.
fn typed(model: &Model) -> Option<(Uuid, Vec<String>)> {
    model.form().map(|form| (form.uid, form.fields.iter().map(|field| field.line.value().to_owned()).collect()))
}

/// What lies over the panel.
fn layers(model: &Model) -> (usize, Option<Kind>) {
    (model.overlays.len(), model.form().map(|form| form.kind))
}

#[test]
fn a_store_that_fails_once_costs_a_message_and_a_key() {
    let errors = [
        StoreError::Full,
        StoreError::Other("input/output".to_owned()),
        StoreError::Busy { pid: 0, post: String::new() },
        StoreError::Damaged,
    ];
    let locale = Locale::new(Language::Hans);
    let (mut failures, mut most) = (0, 0);
    for (story, script) in STORIES {
        let keys = keys(script);
        let (mut app, memory) = window(&Failure::default(), &StoreError::Full);
        let mut course = Vec::new();
        for key in &keys {
            app.keys(key);
            course.push((entries(&memory), layers(&app.model)));
        }
        let wanted = told(&memory);
        let reads = ["a record is read", "a list is searched", "a form is given up"];
        assert!(entries(&memory) > 1 || reads.contains(&story), "{story} writes something");
        let mut past = true;
        for (error, call) in errors.iter().flat_map(|error| (1..30).map(move |call| (error, call))) {
            past = past || call == 1;
            if !past {
                continue;
            }
            let failure = Failure::default();
            let (mut app, memory) = window(&failure, error);
            failure.at_call(call);
            for (key, (written, shown_then)) in keys.iter().zip(&course) {
                let (before, form) = (failure.is_past(), typed(&app.model));
                app.keys(key);
                if before || !failure.is_past() {
                    continue;
                }
                failures += 1;
                let (sentence, args) = error.words();
                let args: Vec<(&str, &str)> = args.iter().map(|(key, value)| (*key, value.as_str())).collect();
                let words = locale.tr_args(sentence, &args);
                let shown: String = app.screen().chars().filter(|c| !c.is_whitespace()).collect();
                let start: String = words.chars().filter(|c| !c.is_whitespace()).take(8).collect();
                assert!(shown.contains(&start), "{story}, call {call}, {key}: {words}\n{}", app.screen());
                assert_eq!(memory.verify().unwrap().findings, [], "{story}, call {call}");
                if entries(&memory) < *written {
                    assert_eq!(typed(&app.model), form, "{story}, call {call}: what was typed is still there");
                    app.keys(key);
                    assert_eq!(entries(&memory), *written, "{story}, call {call}: {key} once more does it");
                } else if layers(&app.model) != *shown_then {
                    app.keys(key);
                }
                app.reload();
            }
            assert_eq!(told(&memory), wanted, "{story}, call {call}");
            assert_eq!(memory.verify().unwrap().findings, []);
            past = failure.is_past();
            most = most.max(call);
        }
    }
    assert!(most < 29, "every call of every story has failed once");
    assert!(failures > 400, "{failures} calls failed");
}

#[test]
fn whoever_opens_a_store_that_fails_is_told_why() {
    for call in 1..4 {
        let failure = Failure::default();
        let memory = MemoryStore::new(Uuid::from_u128(1));
        let store = Box::new(FailingStore::new(memory, failure.clone(), StoreError::Denied));
        failure.at_call(call);
        let opened = qiantai::desk::Desk::new(store, house());
        assert_eq!(opened.err(), (call == 1).then_some(StoreError::Denied));
    }
}
