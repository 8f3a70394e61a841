//! A whole shift at the counter and the gate, by keys alone, on the real program, in each language: entries of all
//! kinds, two complaints carried through both paths to the archive, a correction, a withdrawn sign-out, a refusal, and
//! a handover answered line by line and signed.

use crate::kit::{App, look};
use qiantai::domain::entry::Family;
use qiantai::domain::record::{Status, Stay};
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read, Store};

/// The records of a family, newest first.
fn all(app: &App, family: Family) -> Vec<qiantai::domain::record::Record> {
    app.store().list(Query::new(family, ListView::Newest, 100)).unwrap()
}

fn quiet(app: &App) {
    assert!(app.model.overlays.is_empty(), "something is still open: {:?}", app.model.overlays.last());
}

fn work(language: Language, size: (u16, u16)) {
    let mut app = App::new(language, size);
    look(&mut app, "empty");

    // Walk-ins: one without outcome, one solved at once, one passed on.
    app.keys("<f2><insert>3 2 101<enter>张三<enter>2卫生间顶板渗水");
    look(&mut app, "walk-in-form");
    app.keys("<enter>").pass(3);
    app.keys("<insert>1-1-502<enter>李娜<enter>1停车月卡<tab>1<enter>").pass(4);
    app.keys("<insert>8-2-1203<enter>欧阳倩<enter>6领快递<enter>");
    quiet(&app);
    app.keys("<enter>23").pass(1);
    app.keys("<enter>");
    quiet(&app);
    let walk_ins = all(&app, Family::WalkIn);
    assert_eq!(walk_ins.len(), 3);
    assert_eq!((walk_ins[0].get("outcome"), walk_ins[0].get("to")), ("passed", "李强"));
    assert_eq!(walk_ins[2].status, Status::Open);

    // The first becomes a complaint, without typing it again.
    app.keys("<end><enter>4<enter>3");
    look(&mut app, "complaint-form");
    app.keys("<enter><enter>");
    quiet(&app);
    let complaint = all(&app, Family::Complaint).remove(0);
    assert_eq!((complaint.get("name"), complaint.get("said")), ("张三", "卫生间顶板渗水"));
    assert_eq!(complaint.links.len(), 1, "linked to the walk-in");
    assert_eq!(all(&app, Family::WalkIn)[2].links.len(), 1, "and back");

    // Calls: answered, missed, one with a promised call-back.
    app.keys("<f3><insert>13912348812<enter>渗水催办<tab>1<enter>").pass(2);
    app.keys("<insert><up>3075588886621<enter>").pass(1);
    app.keys("<insert>13600000027<tab>赵敏<enter>装修手续<tab>31500<enter>");
    quiet(&app);
    assert_eq!(all(&app, Family::Call).len(), 3);
    look(&mut app, "calls");

    // The gate: a guest, a courier, one turned away, a car twice.
    app.keys("<f6><insert>13-2-101<enter>王五<enter>11234<enter>").pass(1);
    app.keys("<insert>25<enter>").pass(1);
    app.keys("<insert>11-1-502<enter>不肯说<enter>6<enter>");
    look(&mut app, "only-refusal");
    app.keys("<enter>");
    quiet(&app);
    let visitors = all(&app, Family::Visitor);
    assert_eq!(visitors.len(), 3);
    assert!(visitors[0].stay() == Some(Stay::Refused) && visitors[1].odd_room && !visitors[2].odd_room);
    app.keys("<f7><insert>b8f32k<enter>13-2-101<enter>").pass(6);
    app.keys("<insert>粤B·8F32K<enter>13-2-101<enter>");
    look(&mut app, "plate-inside");
    app.keys("2");
    quiet(&app);
    let cars = all(&app, Family::Vehicle);
    assert_eq!((cars.len(), cars[1].stay()), (2, Some(Stay::LeftUnseen)));
    app.keys("<home><enter>").pass(1);
    assert!(matches!(all(&app, Family::Vehicle)[0].stay(), Some(Stay::Left(_))));

    // A sign-out by mistake, struck; a departure that nobody saw.
    app.keys("<f6><end><enter>");
    assert_eq!(app.store().count(Query::new(Family::Visitor, ListView::Inside, 0), 10).unwrap(), 1);
    app.keys("<tab><end><ctrl-w>按错人了<enter>");
    quiet(&app);
    assert_eq!(app.store().count(Query::new(Family::Visitor, ListView::Inside, 0), 10).unwrap(), 2);
    app.keys("<tab><home><ctrl-x><enter>");
    quiet(&app);
    assert_eq!(all(&app, Family::Visitor)[1].stay(), Some(Stay::LeftUnseen));
    look(&mut app, "visitors");

    // A correction on the complaint: the old value stays legible.
    app.keys("<f4><right>");
    while app.model.card().unwrap().row().and_then(|row| row.field).is_none_or(|field| field.key != "said") {
        app.keys("<down>");
    }
    app.keys("<delete><end>,楼上刚装修<tab>补充<enter>");
    look(&mut app, "struck");
    app.keys("<esc>");
    quiet(&app);
    assert_eq!(all(&app, Family::Complaint)[0].get("said"), "卫生间顶板渗水,楼上刚装修");

    // The office path to the archive.
    app.pass(10);
    app.keys("<enter>2<enter>").pass(30);
    look(&mut app, "complaints");
    app.keys("<enter>吊顶 2 平方<enter>2 天<enter>拆顶补漏<enter>11-22 18:00<enter>11<enter>").pass(60);
    app.keys("<f4><enter>已补漏并试水<enter>").pass(5);
    app.keys("<enter>");
    let refused_early = app.model.form().unwrap().step.clone();
    assert_eq!(refused_early, "replied", "no conclusion before the reply");
    app.keys("3已上门告知结果<enter>").pass(1);
    app.keys("<enter>欧阳倩<enter>").pass(1);
    app.keys("<enter>3维修岗<enter>").pass(60);
    app.keys("<enter>11<enter>").pass(1);
    app.keys("<enter><enter>");
    quiet(&app);
    assert_eq!(all(&app, Family::Complaint)[0].status, Status::Closed, "{:?}", all(&app, Family::Complaint)[0].steps);

    // The site path, at the gate's window on the same file.
    let mut gate = App::at(app.dir.clone(), language, size, "东门岗", "李强", app.now, 2);
    gate.keys("<f4><insert>7-2-604<enter>吴刚<enter>保安态度<enter>1<enter><enter>");
    quiet(&gate);
    gate.pass(5).keys("<enter><enter>");
    gate.pass(20).keys("<enter>已批评教育并道歉<enter>");
    gate.pass(1).keys("<enter>1当面道歉,住户接受<enter>");
    gate.pass(1).keys("<enter>王敏<enter>");
    gate.pass(1).keys("<enter>4门岗<enter>");
    gate.pass(60).keys("<enter>11<enter>");
    gate.pass(1).keys("<enter><enter>");
    quiet(&gate);
    let site = all(&gate, Family::Complaint).into_iter().find(|record| record.get("intake") == "site").unwrap();
    assert_eq!(site.status, Status::Closed, "{:?}", site.steps);
    app.now = gate.now;

    // The promised call-back is late by now: it has rung, its number shows, it is made.
    app.event(qiantai::app::Event::Tick);
    assert!(app.bells > 0, "the promised call-back rang");
    app.keys("<f3><enter>");
    assert!(app.screen().contains("13600000027"), "the number can be dialled");
    app.keys("<enter>1已告知<enter>");
    quiet(&app);
    app.pass(1);
    assert!(!app.screen().contains("13600000027"), "and is masked again");

    // Handover: a note, every line answered, one with a question, signed by both.
    app.keys("<f8><insert>东门道闸遥控器电池低<enter>");
    app.keys("2几点走?<enter>六点前,已与业主确认<enter>");
    look(&mut app, "page");
    while app.model.form().is_none() {
        app.keys("1");
    }
    app.keys("刘洋<enter>");
    quiet(&app);
    assert_eq!(app.model.operator, "刘洋");
    app.keys("<f8><tab><enter>");
    look(&mut app, "signed-page");
    app.keys("<insert>补:遥控器已换电池<enter><esc>");
    quiet(&app);
    app.keys("<f12>");
    look(&mut app, "today");
    app.keys("<f1>");
    look(&mut app, "help");
    app.keys("<esc><ctrl-e><pageup>");
    look(&mut app, "year");
    app.keys("<esc>");

    let mut store = app.store();
    assert!(store.entries(0, 1_000).unwrap().len() >= 40);
    assert_eq!(store.verify().unwrap().findings, []);
    let before = registers(&app);
    store.rebuild().unwrap();
    assert_eq!(registers(&app), before);
}

fn registers(app: &App) -> Vec<qiantai::domain::record::Record> {
    Family::ALL.iter().flat_map(|family| all(app, *family)).collect()
}

#[test]
fn a_shift_in_simplified_chinese() {
    work(Language::Hans, (120, 40));
    work(Language::Hans, (80, 24));
}

#[test]
fn a_shift_in_traditional_chinese() {
    work(Language::Hant, (120, 40));
    work(Language::Hant, (80, 24));
}

#[test]
fn a_shift_in_english() {
    work(Language::En, (120, 40));
    work(Language::En, (80, 24));
}
