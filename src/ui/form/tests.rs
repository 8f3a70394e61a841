//! What a form shows, cell by cell, and where its cursor stands.

use ratatui::buffer::CellWidth;
use tui_input::{Input as Line, InputRequest};
use uuid::Uuid;

use super::*;
use crate::app::form::Amends;
use crate::app::{Model, Overlay};
use crate::domain::entry::Family;
use crate::domain::refusal::{Cause, Refusal};
use crate::domain::text::ValueError;
use crate::locale::{Language, Locale};
use crate::ui::samples::HOSTILE;
use crate::ui::staged::{Drawn, SIZES, at, drawn, model, number, over};

fn form(kind: Kind, step: &str) -> FormState {
    FormState::new(Uuid::nil(), kind, step, at("14:30"))
}

fn focus(form: &mut FormState, key: &str) {
    form.focus = form.fields.iter().position(|state| state.field.key == key).unwrap();
}

fn show(form: FormState, size: (u16, u16)) -> Drawn {
    drawn(&over(model(), Overlay::Form(Box::new(form))), size)
}

/// Every form that the screen may open.
fn all() -> Vec<FormState> {
    let mut all: Vec<FormState> = Kind::ALL.iter().map(|kind| form(*kind, "")).collect();
    all.extend(
        crate::domain::entry::Family::Complaint.spec().steps.iter().map(|(step, _)| form(Kind::ComplaintStep, step)),
    );
    all.extend(["day_close", "override"].map(|step| form(Kind::Handover, step)));
    all.extend(["override", "query", "reject"].map(|step| form(Kind::HandoverAccepted, step)));
    all.retain(|form| !form.fields.is_empty());
    all
}

#[test]
fn the_cursor_stands_behind_what_is_typed() {
    for size in SIZES {
        for text in ["", "a", "漏水", "3栋漏水ab", "ｆｕｌｌ宽"] {
            let mut form = form(Kind::WalkIn, "");
            form.set("name", text);
            focus(&mut form, "name");
            let drawn = show(form, size);
            let (label, y) = drawn.find("姓名").unwrap();
            let value = label + u16::try_from(cells::width("反映内容") + GAP).unwrap();
            let end = value + u16::try_from(cells::width(text)).unwrap();
            assert_eq!(drawn.cursor, Some((end, y)), "{text:?} at {size:?}\n{}", drawn.text());
        }
    }
}

#[test]
fn a_long_text_moves_along_with_the_cursor() {
    for size in SIZES {
        let mut form = form(Kind::Note, "");
        let text: String = "三楼电梯停运a".repeat(60) + "末尾";
        form.set("text", &text);
        let drawn = show(form.clone(), size);
        let (x, y) = drawn.cursor.unwrap();
        assert_eq!(drawn.find("末尾").map(|(at, y)| (at + 4, y)), Some((x, y)), "{}", drawn.text());
        form.fields[0].line.handle(InputRequest::GoToStart);
        let drawn = show(form, size);
        assert_eq!(drawn.find("三楼电梯停运a三楼"), drawn.cursor);
    }
}

#[test]
fn an_error_stands_right_under_its_field_and_is_always_seen() {
    for size in SIZES {
        let mut form = form(Kind::Complaint, "");
        form.refuse(&[Refusal::at("next_reply", Cause::Value(ValueError::NotATime)), Cause::NotOpen.into()]);
        let drawn = show(form, size);
        let field = drawn.find("下次回复").unwrap();
        let error = drawn.find("不像时间").unwrap();
        assert_eq!(error.1, field.1 + 1, "{}", drawn.text());
        assert_eq!(drawn.cursor.unwrap().1, field.1);
        let whole = drawn.find("这条记录已结或已作废").unwrap();
        assert_eq!(whole.1, drawn.find("投诉登记").unwrap().1 + 1);
    }
}

#[test]
fn what_is_wrong_with_a_form_as_a_whole_is_seen_whole_however_short_it_is() {
    use crate::domain::worktime::CalendarYear;
    let mut revised = form(Kind::Calendar, "");
    revised.target = ActTarget::Revised(CalendarYear::blank(2026), 1);
    for mut form in all().into_iter().chain([revised]) {
        form.refuse(&[Cause::CalendarOlder(2026).into()]);
        let drawn = show(form, (80, 24));
        assert!(drawn.find("Esc 核对后再保存").is_some(), "{}", drawn.text());
        assert!(drawn.cursor.is_some(), "{}", drawn.text());
    }
}

#[test]
fn every_choice_of_every_form_is_seen_at_eighty_columns_in_each_language() {
    for language in Language::ALL {
        let locale = Locale::new(language);
        for mut form in all() {
            for at in 0..form.fields.len() {
                // Fields that are asked only after a choice.
                if let Some((key, values)) = form.fields[at].field.only {
                    form.set(key, values[0]);
                }
                form.focus = at;
                let state = &form.fields[at];
                let Input::Choice(values) = state.field.input else { continue };
                if !form.asks(state) {
                    continue;
                }
                let key = state.field.key;
                let model = Model { language, ..over(model(), Overlay::Form(Box::new(form.clone()))) };
                let drawn = drawn(&model, (80, 24));
                assert!(!drawn.text().contains('⟦'), "{}", drawn.text());
                for (digit, value) in values.iter().enumerate() {
                    let label = locale.tr(&format!("choice-{key}-{value}"));
                    let choice = DIGITS.get(digit).map_or(label.clone(), |digit| format!("{digit} {label}"));
                    assert!(drawn.find(&choice).is_some(), "{choice:?} of {key}\n{}", drawn.text());
                }
            }
        }
    }
}

#[test]
fn the_field_in_focus_is_seen_in_every_form_at_every_size() {
    let locale = Locale::new(Language::Hans);
    for size in SIZES {
        for mut form in all() {
            for at in 0..form.fields.len() {
                form.focus = at;
                if !form.asks(&form.fields[at]) {
                    continue;
                }
                let label = locale.tr(&format!("field-{}", form.fields[at].field.key));
                let drawn = show(form.clone(), size);
                let (_, y) = drawn.cursor.unwrap();
                let row = drawn.rows()[usize::from(y)].clone();
                // Some forms call a field by their own word.
                let renamed = [
                    Kind::Duty,
                    Kind::Begun,
                    Kind::VehicleOut,
                    Kind::VehicleOutOnly,
                    Kind::Handover,
                    Kind::HandoverAccepted,
                    Kind::Rebased,
                ]
                .contains(&form.kind);
                assert!(
                    renamed || form.kind == Kind::Amended || row.contains(&label),
                    "{label} {row}\n{}",
                    drawn.text()
                );
            }
        }
    }
}

#[test]
fn the_list_above_a_long_form_stays_in_sight_and_the_border_is_whole() {
    for size in SIZES {
        let drawn = show(form(Kind::Complaint, ""), size);
        let (x, y) = drawn.find("┌").unwrap();
        assert!(x == 0 && y >= LEAST_ABOVE, "{}", drawn.text());
        assert!(drawn.is_whole(x, y), "{}", drawn.text());
    }
}

const LEAST_ABOVE: u16 = 5;

#[test]
fn the_chosen_one_is_bright_and_carries_the_cursor() {
    let mut form = form(Kind::WalkIn, "");
    focus(&mut form, "reason");
    form.set("reason", "repair");
    let drawn = show(form, (80, 24));
    let (x, y) = drawn.find("3 报修").unwrap();
    assert_eq!(drawn.cursor, Some((x, y)));
    assert_ne!(drawn.buffer[(x, y)].style(), drawn.buffer[drawn.find("2 投诉").unwrap()].style());
}

#[test]
fn a_typed_time_says_how_it_is_understood() {
    let mut form = form(Kind::WalkIn, "");
    focus(&mut form, "at");
    assert!(show(form.clone(), (80, 24)).find("现在").is_some());
    form.set("at", "1405");
    let drawn = show(form.clone(), (80, 24));
    let (x, y) = drawn.find("1405  即 2026-11-20 14:05").unwrap();
    assert_eq!(drawn.cursor, Some((x + 4, y)));
    form.set("at", "下午");
    assert!(show(form, (80, 24)).find("下午  如 9:30").is_some());
}

#[test]
fn what_is_kept_otherwise_than_typed_is_shown_while_it_is_typed() {
    for (key, typed, seen) in [
        ("room", "3栋2单元101", "3栋2单元101  即 3-2-101"),
        ("room", "32101", "32101  即 3-2-101"),
        ("room", "B2车库", "B2车库  存疑"),
        ("phone", "+86 139-1234-8812", "即 13912348812"),
        ("phone", "0755-88886621转801", "即 075588886621 转 801"),
        ("phone", "anonymous", "即 未显示号码"),
    ] {
        let mut form = form(Kind::WalkIn, "");
        focus(&mut form, key);
        form.set(key, typed);
        assert!(show(form, (100, 30)).find(seen).is_some(), "{typed}");
    }
    let mut form = form(Kind::WalkIn, "");
    form.set("room", "3-2-101");
    assert!(show(form, (80, 24)).find("即").is_none(), "what is kept as typed needs no word");
}

#[test]
fn what_cannot_be_kept_is_told_on_leaving_its_field() {
    for (key, typed, told) in [
        ("phone", "2026-07-09", "像日期"),
        ("phone", "139123", "位数不够"),
        ("name", "张\u{fffd}", "编码"),
        ("at", "25:00", "不像时间"),
    ] {
        let mut form = form(Kind::WalkIn, "");
        form.set(key, typed);
        focus(&mut form, key);
        assert!(show(form.clone(), (100, 40)).find(told).is_none(), "not while it is typed");
        focus(&mut form, "said");
        assert!(show(form, (100, 40)).find(told).is_some(), "{typed}");
    }
}

#[test]
fn names_are_proposed_by_digit_where_a_name_is_typed() {
    let mut form = form(Kind::Duty, "");
    let drawn = show(form.clone(), (80, 24));
    let (_, y) = drawn.find("1 王敏  2 刘洋  3 欧阳倩").unwrap();
    assert_eq!(drawn.cursor.unwrap().1 + 1, y);
    form.set("person", "李");
    assert!(show(form, (80, 24)).find("上岗人  李").is_some());
}

fn amends(key: &'static str, old: &str) -> Amends {
    let at = crate::ui::samples::now();
    Amends {
        key,
        seq: 1,
        at,
        written_at: Some(at),
        head: (1, key.to_owned()),
        old: old.to_owned(),
        typed: old.to_owned(),
    }
}

#[test]
fn an_amendment_shows_what_it_strikes() {
    for (key, old, seen) in
        [("room", "3-2-101", "3-2-101"), ("phone", "13912348812", "139****8812"), ("reason", "repair", "报修")]
    {
        let mut form = form(Kind::Amended, "");
        let field = crate::domain::form::find(Kind::WalkIn, "", key).unwrap();
        form.fields[0].field = Field { key: "new", only: None, ..*field };
        form.amends = Some(amends(key, old));
        form.about = Some((Family::WalkIn, number(3)));
        let drawn = show(form, (80, 24));
        assert_eq!(drawn.crossed(), seen);
        assert!(drawn.find("划改 · 来访1120-03").is_some());
        assert_eq!(drawn.find("-> ").unwrap().1, drawn.cursor.unwrap().1);
    }
}

#[test]
fn a_call_shows_how_long_it_lasts_and_a_saved_form_that_it_waits() {
    let mut form = form(Kind::Call, "");
    assert!(show(form.clone(), (80, 24)).find("通话 2:00 · 登记中").is_some());
    form.sent = true;
    assert!(show(form, (80, 24)).find("通话 2:00 · 正在保存").is_some());
}

#[test]
fn the_first_start_is_a_form_in_the_middle() {
    for size in SIZES {
        let mut form = form(Kind::Begun, "");
        form.purpose = Purpose::Begin;
        form.set("site", "锦绣花园");
        let drawn = show(form, size);
        let (x, y) = drawn.find("┌").unwrap();
        assert!(drawn.is_whole(x, y) && y > 0, "{}", drawn.text());
        assert!(drawn.find("欢迎使用前台").unwrap().1 < drawn.find("小区或项目  锦绣花园").unwrap().1);
    }
}

#[test]
fn nothing_that_is_typed_breaks_a_form() {
    let hostile = ["长".repeat(10_000), "\u{1b}[31m\u{202e}\0\u{7f}".repeat(500), HOSTILE.concat().repeat(99)];
    for size in SIZES {
        for text in &hostile {
            // Every form in the smallest window, the longest one in all.
            let forms = all().into_iter().filter(|form| size == (60, 18) || form.kind == Kind::Complaint);
            for mut form in forms {
                for state in &mut form.fields {
                    state.line = Line::new(text.clone());
                }
                form.amends = (form.kind == Kind::Amended).then(|| amends("room", text));
                let drawn = show(form, size);
                let (x, y) = drawn.find("┌").unwrap();
                assert!(drawn.is_whole(x, y), "{}", drawn.text());
                let (x, y) = drawn.cursor.unwrap();
                assert!(x > 0 && x + 1 < size.0 && y > 0 && y < size.1);
                assert!(
                    drawn
                        .buffer
                        .content()
                        .iter()
                        .all(|cell| cell.symbol().cell_width() <= 2 || cell.symbol().len() > 4)
                );
                assert!(!drawn.text().contains(['\u{1b}', '\u{202e}']));
            }
        }
    }
}

#[test]
fn drafts_put_by_are_counted() {
    let mut model = over(model(), Overlay::Form(Box::new(form(Kind::Note, ""))));
    let mut typed = form(Kind::Note, "");
    typed.set("text", "钥匙");
    model.drafts.extend(typed.draft(at("14:31")));
    assert!(drawn(&model, (80, 24)).find("草稿 1 份").is_some());
}
