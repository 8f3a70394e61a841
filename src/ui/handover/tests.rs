//! What the handover page shows, cell by cell.

use super::*;
use crate::app::Model;
use crate::app::Overlay;
use crate::app::card::CardState;
use crate::app::panel::Panel;
use crate::desk::Card;
use crate::domain::entry::{Entry, Head};
use crate::domain::record::fold;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Due, Length};
use crate::ui::staged::{Drawn, SIZES, at, draw_on, drawn, entry, model, over};

fn record(subject: u128, kind: Kind, time: &str, fields: &[(&str, &str)]) -> Record {
    fold(&[entry(1, subject, kind, time, fields)]).unwrap()
}

fn line(topic: Topic, record: Record, stage: Option<&str>) -> PageLine {
    let line = HandoverItem { topic, subject: record.subject, stage: stage.map(str::to_owned) };
    PageLine { line, record, verdict: None, said: String::new(), reply: String::new() }
}

fn lines() -> Vec<PageLine> {
    let said = [("room", "3-2-101"), ("name", "张三"), ("said", "卫生间渗水")];
    let mut complaint = record(1, Kind::Complaint, "14:20", &said);
    let due = Due::At { at: at("16:20"), shown: None };
    let clock = TimeLimit::new("T2", at("14:20"), Length::Minutes(120), due);
    complaint.limits.push(TimeLimit { clause: "004-7 §4.2.2".into(), ..clock });
    let vehicle = record(2, Kind::VehicleIn, "13:50", &[("plate", "湘A77K01"), ("room", "6-1-403"), ("use", "guest")]);
    let note = record(3, Kind::Note, "10:00", &[("text", "东门道闸遥控器电池低")]);
    vec![
        line(Topic::Deadline, complaint, Some("T2")),
        line(Topic::Inside, vehicle, None),
        line(Topic::Note, note, None),
    ]
}

fn live() -> Model {
    let mut model = model();
    model.panel = Panel::Handover;
    model.snapshot.page = Page { lines: lines(), ..Page::default() };
    model
}

fn answer(model: &mut Model, at: usize, verdict: Verdict, said: &str, reply: &str) {
    let line = model.snapshot.page.lines[at].line.clone();
    let answer = Answer { line: line.clone(), verdict, said: said.into(), reply: reply.into() };
    model.page.answers.insert(line, answer);
}

fn page(model: &Model, size: (u16, u16)) -> Drawn {
    draw_on(model, size, 1, |scene, area, frame| {
        boxes::blank_behind(area, frame);
        draw(scene, area, frame);
    })
}

fn signed_entries(accepted: bool) -> Vec<Entry> {
    let mut signed = entry(8, 9, Kind::Handover, "14:00", &[("person", "王敏")]);
    signed.decided.lines = lines().into_iter().map(|line| line.line).collect();
    let answers = [("relief", "刘洋"), ("override_by", "赵主任"), ("override_why", "已知会"), ("said.1", "停放多久")];
    let mut parsed = entry(9, 9, Kind::HandoverAccepted, "14:05", &answers);
    parsed.operator = "刘洋".into();
    if accepted { vec![signed, parsed] } else { vec![signed] }
}

#[test]
fn each_line_tells_its_time_and_why_it_stands_there() {
    for size in SIZES {
        let drawn = page(&live(), size);
        for row in [
            "投诉1120-03  3-2-101",
            "湘A·77K01  6-1-403  访客",
            "东门道闸遥控器电池低",
            "余01:48",
            "0:42",
            "时限",
            "在场",
            "留言",
        ] {
            assert!(drawn.find(row).is_some(), "{row} at {size:?}\n{}", drawn.text());
        }
        let topics = ["时限", "留言"].map(|topic| drawn.find(topic).unwrap().0);
        assert_eq!(topics[0], topics[1]);
        assert!(drawn.find("早班 07:00-15:00  王敏  ->  中班 15:00-23:00").is_some());
        assert!(drawn.find("(000 制度3 三.5)").is_some());
    }
}

#[test]
fn answers_stand_at_their_lines_and_are_counted() {
    for size in SIZES {
        let mut model = live();
        answer(&mut model, 0, Verdict::Accepted, "", "");
        answer(&mut model, 1, Verdict::Queried, "何时离场", "18:00 前,已与业主确认");
        model.page.selected = 2;
        let drawn = page(&model, size);
        let y = drawn.find("湘A·77K01").unwrap().1;
        assert_eq!(drawn.find("疑问  湘A·77K01").unwrap().1, y);
        assert_eq!(drawn.find("疑问：何时离场").unwrap().1, y + 1);
        assert_eq!(drawn.find("答复：18:00 前").unwrap().1, y + 2);
        assert!(drawn.find("已接 1   疑问 1   不接 0   未看 1").is_some(), "{}", drawn.text());
        assert_eq!(drawn.find(">  3").unwrap().1, y + 3);
    }
}

#[test]
fn the_line_in_hand_is_always_seen() {
    for size in SIZES {
        let mut model = live();
        let note = "一二三四五六七八九十".repeat(20);
        for n in 0..40 {
            let record = record(100 + n, Kind::Note, "10:00", &[("text", &note)]);
            model.snapshot.page.lines.push(line(Topic::Note, record, None));
        }
        for selected in [0, 1, 20, 42] {
            model.page.selected = selected;
            let drawn = page(&model, size);
            let number = format!(">{:>3}", selected + 1);
            assert!(drawn.find(&number).is_some(), "{number} at {size:?}\n{}", drawn.text());
        }
    }
}

#[test]
fn a_signed_page_is_told_as_of_its_time_with_signatures_and_override() {
    for size in SIZES {
        let record = fold(&signed_entries(true)).unwrap();
        let mut lines = lines();
        lines[1].verdict = Some(Verdict::Refused);
        lines[1].said = "停放多久".into();
        let page = Page { signed: Some(Box::new(record.clone())), lines, ..Page::default() };
        let card = Card { record, lines: Vec::new(), next: None, awaits: None, offered: Vec::new() };
        let state = CardState { card, page: Some(page), selected: 0 };
        let drawn = drawn(&over(model(), Overlay::Card(Box::new(state))), size);
        for seen in [
            "交接1120-03",
            "余02:20",
            "不接  湘A·77K01",
            "原因：停放多久",
            "0:10",
            "赵主任 批准交班：已知会",
            "交班 王敏  14:00  选名签署，未验密码",
            "接班 刘洋  14:05  选名签署，未验密码",
        ] {
            assert!(drawn.find(seen).is_some(), "{seen} at {size:?}\n{}", drawn.text());
        }
        let (x, y) = drawn.find("┌").unwrap();
        assert!(drawn.is_whole(x, y));
    }
}

#[test]
fn a_page_that_waits_says_for_whom_and_a_counter_that_shuts_says_so() {
    let mut waiting = live();
    waiting.snapshot.page.signed = Some(Box::new(fold(&signed_entries(false)).unwrap()));
    let drawn = page(&waiting, (80, 24));
    assert!(drawn.find("王敏 于 14:00 签名交班，等接班人逐条接收").is_some(), "{}", drawn.text());
    assert!(drawn.find("未看 3").is_some());
    let mut shuts = live();
    shuts.house.site.posts[0].ending = Ending::DayClose;
    assert!(page(&shuts, (80, 24)).find("当日关门").is_some());
}

#[test]
fn hostile_text_and_an_empty_page_do_no_harm() {
    for size in SIZES {
        let mut model = live();
        let text = "长\u{1b}[2J\u{202e}\0".repeat(3_000);
        let record = record(50, Kind::Note, "10:00", &[("text", &text)]);
        model.snapshot.page.lines.push(line(Topic::Note, record, None));
        answer(&mut model, 3, Verdict::Refused, &text, &text);
        for selected in 0..4 {
            model.page.selected = selected;
            let drawn = page(&model, size);
            assert!(drawn.is_whole(0, 0), "{}", drawn.text());
            assert!(!drawn.text().contains(['\u{1b}', '\u{202e}']));
        }
        model.snapshot.page = Page::default();
        assert!(page(&model, size).find("没有要交接的事项").is_some());
    }
}

#[test]
fn nothing_is_without_words_in_any_language() {
    for language in crate::locale::Language::ALL {
        let mut pages = vec![live(), live(), live(), live()];
        for (at, verdict) in [Verdict::Accepted, Verdict::Queried, Verdict::Refused].into_iter().enumerate() {
            answer(&mut pages[0], at, verdict, "何时离场", "18:00");
        }
        pages[1].house.site.posts[0].ending = Ending::DayClose;
        pages[2].snapshot.page.signed = Some(Box::new(fold(&signed_entries(false)).unwrap()));
        let mut remarked = signed_entries(true);
        remarked.push(entry(10, 9, Kind::HandoverRemark, "14:20", &[("text", "钥匙已还")]));
        pages[3].snapshot.page.signed = Some(Box::new(fold(&remarked).unwrap()));
        pages[3].snapshot.page.remarks = vec![(at("14:20"), "王敏".into(), "钥匙已还".into())];
        pages[3].snapshot.page.head = Some(Head { seq: 9, hash: "ab".repeat(32) });
        for model in &mut pages {
            model.language = language;
            let text = page(model, (80, 24)).text();
            assert!(!text.contains('⟦'), "{text}");
        }
        assert!(page(&pages[3], (80, 24)).find("钥匙已还").is_some());
        assert!(page(&pages[3], (80, 24)).find("abababababababab").is_some());
    }
}
