//! What a card shows, cell by cell.

use crate::domain::entry::Kind;
use uuid::Uuid;

use super::*;
use crate::app::{Model, Overlay};
use crate::desk::{Card, NextStep};
use crate::domain::entry::{Entry, Link};
use crate::domain::history::resolve;
use crate::domain::procedure::Procedures;
use crate::domain::record::fold;
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Due, Length};
use crate::ui::staged::{Drawn, SIZES, at, drawn, entry, model, number, over};

const RECORD: u128 = 7;

fn state(entries: &[Entry]) -> CardState {
    let record = fold(entries).unwrap();
    let ends = Procedures::builtin().unwrap().would_end(&record, "relayed");
    CardState::new(Card {
        record,
        lines: resolve(entries),
        next: Some("relayed".into()),
        awaits: Some(NextStep { step: "relayed".into(), ends, stage: String::new() }),
        offered: vec!["relayed".into()],
    })
}

fn shown(state: CardState, size: (u16, u16)) -> Drawn {
    drawn(&over(model(), Overlay::Card(Box::new(state))), size)
}

fn amended(seq: u64, target: u64, field: &str, old: &str, new: &str) -> Entry {
    let mut by =
        entry(seq, RECORD, Kind::Amended, "14:24", &[("field", field), ("old", old), ("new", new), ("why", "听错")]);
    by.decided.target = Some(target);
    by.operator = "刘洋".into();
    by
}

fn clock(stage: &str, length: Length, due: &str, clause: &str) -> TimeLimit {
    let due = Due::At { at: at(due), shown: None };
    TimeLimit { clause: clause.into(), ..TimeLimit::new(stage, at("14:20"), length, due) }
}

fn complaint() -> Entry {
    let said = [
        ("room", "3-3-101"),
        ("name", "张三"),
        ("phone", "13912348812"),
        ("said", "卫生间顶板渗水"),
        ("class", "general"),
        ("intake", "office"),
        ("valid", "valid"),
        ("category", "engineering"),
        ("channel", "phone"),
    ];
    let mut entry = entry(1, RECORD, Kind::Complaint, "14:20", &said);
    entry.decided.limits = vec![
        clock("T2", Length::WorkMinutes(120), "16:20", "004-7 §4.2.2"),
        clock("T14", Length::Minutes(1440), "18:00", "002 二.3"),
        clock("T18", Length::Promise, "16:00", "000-2 1(3)"),
    ];
    entry
}

#[test]
fn a_struck_value_is_crossed_out_beside_the_new_one_with_who_when_and_why() {
    for size in SIZES {
        let mut state = state(&[complaint(), amended(2, 1, "room", "3-3-101", "3-2-101")]);
        state.selected = state.rows().iter().position(|row| row.field.is_some_and(|f| f.key == "room")).unwrap();
        let drawn = shown(state, size);
        assert_eq!(drawn.crossed(), "3-3-101");
        assert!(drawn.find("3-3-101 -> 3-2-101  (刘洋 14:24 听错)").is_some(), "{}", drawn.text());
        assert!(drawn.find("> ").is_some());
    }
}

#[test]
fn a_number_struck_stays_masked() {
    let mut state = state(&[complaint(), amended(2, 1, "phone", "13912348812", "13612340027")]);
    state.selected = 3;
    let text = shown(state, (120, 40)).text();
    assert!(text.contains("139****8812 -> 136****0027"), "{text}");
    assert!(!text.contains("13912348812") && !text.contains("13612340027"));
}

#[test]
fn a_number_is_read_in_full_only_on_the_record_that_shows_it_and_only_for_its_time() {
    let shown = |subject: u128, until: &str| {
        let reveal = Some((Uuid::from_u128(subject), at(until)));
        let model = Model { reveal, ..over(model(), Overlay::Card(Box::new(state(&[complaint()])))) };
        drawn(&model, (120, 40)).text().contains("13912348812")
    };
    assert!(shown(RECORD, "14:33"));
    assert!(!shown(RECORD, "14:32"));
    assert!(!shown(8, "14:33"));
}

#[test]
fn a_withdrawn_entry_is_crossed_out_as_a_whole_and_says_why() {
    let mut step = entry(2, RECORD, Kind::ComplaintStep, "14:25", &[("step", "relayed"), ("department", "工程部")]);
    step.decided.ended = vec!["T2".into()];
    let mut by = entry(3, RECORD, Kind::Withdrawn, "14:26", &[("why", "点错")]);
    by.decided.target = Some(2);
    let mut state = state(&[complaint(), step, by]);
    state.selected = state.rows().iter().position(|row| row.line.seq == 2).unwrap() + 1;
    let drawn = shown(state, (120, 40));
    for whole in ["转交部门", "工程部"] {
        assert!(drawn.crossed().replace(' ', "").contains(whole), "{}", drawn.crossed());
    }
    assert!(drawn.find("作废 王敏 14:26 点错").is_some(), "{}", drawn.text());
    // What it had ended runs again.
    assert!(drawn.find("余01:48").is_some(), "{}", drawn.text());
}

#[test]
fn a_complaint_tells_its_limits_and_marks_the_next_step() {
    for size in SIZES {
        let drawn = shown(state(&[complaint()]), size);
        for seen in ["登记", "> 转交部门", "2 工作时", "16:20", "余01:48", "24 小时答复", "余03:28", "约定回复 16:00"]
        {
            assert!(drawn.find(seen).is_some(), "{seen} at {size:?}\n{}", drawn.text());
        }
        assert!(drawn.find("004-7 §4.2.2").is_some());
        let marked = drawn.rows().iter().filter(|row| row.contains("│> ")).count();
        assert_eq!(marked, 2, "the next step and the row in hand\n{}", drawn.text());
    }
}

#[test]
fn a_limit_that_ended_says_whether_in_time() {
    let mut step = entry(2, RECORD, Kind::ComplaintStep, "16:32", &[("step", "relayed")]);
    step.decided.ended = vec!["T2".into()];
    let drawn = shown(state(&[complaint(), step]), (120, 40));
    assert!(drawn.find("16:32        王敏    迟 0:12").is_some(), "{}", drawn.text());
    let mut step = entry(2, RECORD, Kind::ComplaintStep, "16:20", &[("step", "relayed")]);
    step.decided.ended = vec!["T2".into()];
    assert!(shown(state(&[complaint(), step]), (120, 40)).find("按时").is_some());
}

#[test]
fn a_limit_without_a_calendar_says_so_whole() {
    let mut entry = complaint();
    entry.decided.limits[0].due = Due::Pending { year: 2027 };
    for size in SIZES {
        let drawn = shown(state(&[entry.clone()]), size);
        assert!(drawn.find("待定·缺 2027 日历").is_some(), "{}", drawn.text());
    }
}

#[test]
fn a_late_entry_has_both_times_and_a_link_its_number() {
    let mut entry = complaint();
    entry.written_at = at("14:31");
    let family = Family::Call;
    entry.decided.link = Some(Link { subject: Uuid::from_u128(9), family, number: number(5) });
    let drawn = shown(state(&[entry]), (80, 24));
    assert!(drawn.find("14:20  王敏  前台  补记 14:31 写").is_some(), "{}", drawn.text());
    assert!(drawn.find("关联 来电1120-05").is_some());
}

#[test]
fn the_row_in_hand_is_always_seen_and_borders_are_whole() {
    let hostile = "长\u{1b}[2J\u{202e}".repeat(5_000);
    for size in SIZES {
        for (said, amend) in [("渗水", "3-2-101"), (hostile.as_str(), hostile.as_str())] {
            let mut opening = complaint();
            opening.fields.insert("said".into(), said.into());
            let entries = [opening, amended(2, 1, "room", "3-3-101", amend)];
            for selected in 0..state(&entries).rows().len() {
                let drawn = shown(CardState { selected, ..state(&entries) }, size);
                let (x, y) = drawn.find("┌").unwrap();
                assert!(drawn.is_whole(x, y), "{}", drawn.text());
                let gutter = (0..size.1).filter(|y| drawn.buffer[(x + 1, *y)].symbol() == ">").count();
                assert!(gutter >= 1, "row {selected} at {size:?}\n{}", drawn.text());
            }
        }
    }
}

#[test]
fn a_card_leaves_the_list_in_sight_where_there_is_room() {
    let drawn = shown(state(&[complaint()]), (120, 40));
    assert_eq!(drawn.find("┌"), Some((40, 0)));
    // The wide character that began left of the border is gone.
    assert!(drawn.is_whole(40, 0), "{}", drawn.text());
    assert_eq!(shown(state(&[complaint()]), (80, 24)).find("┌"), Some((0, 0)));
}

#[test]
fn nothing_is_without_words_in_any_language() {
    for language in crate::locale::Language::ALL {
        let mut late = complaint();
        late.written_at = at("14:31");
        late.decided.link = Some(Link { subject: Uuid::from_u128(9), family: Family::Call, number: number(5) });
        let mut step = entry(2, RECORD, Kind::ComplaintStep, "14:25", &[("step", "relayed")]);
        step.decided.ended = vec!["T2".into()];
        let mut by = entry(4, RECORD, Kind::Withdrawn, "14:26", &[("why", "点错")]);
        by.decided.target = Some(3);
        let answered = entry(3, RECORD, Kind::ComplaintStep, "14:26", &[("step", "answered"), ("way", "phone")]);
        let entries = [late, step, answered, by, amended(5, 1, "room", "3-3-101", "3-2-101")];
        for selected in 0..state(&entries).rows().len() {
            let card = CardState { selected, ..state(&entries) };
            let model = Model { language, ..over(model(), Overlay::Card(Box::new(card))) };
            let text = drawn(&model, (80, 24)).text();
            assert!(!text.contains('⟦'), "{text}");
        }
    }
}

#[test]
fn a_complaint_passed_on_three_times_says_so() {
    let relayed = |seq| entry(seq, RECORD, Kind::ComplaintStep, "14:30", &[("step", "relayed")]);
    let told = |times: u64| {
        let entries: Vec<Entry> = std::iter::once(complaint()).chain((2..2 + times).map(relayed)).collect();
        shown(state(&entries), (80, 24)).text().contains("转办3次")
    };
    assert_eq!((told(2), told(3)), (false, true));
}

#[test]
fn the_promises_and_a_moved_last_day_are_told() {
    let promised = |seq: u64, time: &str, due: &str| {
        let mut by = entry(seq, RECORD, Kind::ComplaintStep, time, &[("step", "repromised")]);
        by.decided.limits = vec![TimeLimit { start: at(time), ..clock("T5", Length::Promise, due, "004-7 §4.3.2b") }];
        by
    };
    let mut opening = complaint();
    let due = Due::At { at: at("18:00"), shown: Some(at("15:00")) };
    opening.decided.limits.push(TimeLimit { due, ..clock("T13", Length::Days(3), "18:00", "004-7 §4.8.1") });
    let entries = [opening, promised(2, "14:25", "15:00"), promised(3, "14:28", "16:00")];
    let text = shown(state(&entries), (120, 40)).text();
    assert!(text.contains("承诺2次"), "{text}");
    assert!(text.contains("末日 15:00 为休息日"), "{text}");
    assert!(!shown(state(&[complaint()]), (120, 40)).text().contains("承诺0次"));
}

#[test]
fn what_has_ended_is_judged_by_the_time_as_amended_or_says_that_it_is_not() {
    let zone = model().house.site.zone;
    let mut step = entry(2, RECORD, Kind::ComplaintStep, "14:25", &[("step", "relayed")]);
    step.decided.ended = vec!["T2".into()];
    let mut by = amended(3, 1, "at", &zone.rfc3339(at("14:20")), &zone.rfc3339(at("10:00")));
    for (width, height) in [(120, 40), (80, 24)] {
        // As amendments were written that left it as it was.
        by.decided.over.clear();
        let text = shown(state(&[complaint(), step.clone(), by.clone()]), (width, height)).text();
        assert!(text.contains("按时") && text.contains("按原登记时间 14:20 计"), "{text}");
        let judged = TimeLimit { start: at("10:00"), ..clock("T2", Length::Minutes(120), "12:00", "004-7 §4.2.2") };
        by.decided.over = vec![(1, judged)];
        let text = shown(state(&[complaint(), step.clone(), by.clone()]), (width, height)).text();
        assert!(text.contains("迟 2:25") && !text.contains("按时") && !text.contains("按原登记时间"), "{text}");
    }
}
