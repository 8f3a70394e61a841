//! What holds of every picture, whatever is in it and however large it is.

use std::collections::BTreeSet;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::{Color, Modifier, Style};
use uuid::Uuid;

use super::samples::{at, crowded, drawn, drawn_at, in_panel, model, now, record};
use super::theme::Theme;
use super::{LEAST, Scene, footer, picture};
use crate::app::Ask;
use crate::app::command::{Command, TABLE};
use crate::app::key::Key;
use crate::app::panel::Panel;
use crate::app::{Event, Model, Notice, Overlay, Pick, PickWhat, update};
use crate::domain::entry::{Family, Kind};
use crate::domain::record::{Body, Status, Stay};
use crate::domain::refusal::Cause;
use crate::domain::time::Moment;
use crate::locale::{Language, Locale};

const SIZES: [(u16, u16); 7] = [(60, 18), (80, 24), (100, 30), (120, 40), (160, 48), (61, 19), (333, 90)];

/// Where the buffer shows upright border lines and corners; what a wide character hides is not shown.
fn borders(buffer: &Buffer) -> BTreeSet<(u16, u16)> {
    let mut found = BTreeSet::new();
    for y in 0..buffer.area.height {
        let mut x = 0;
        while let Some(cell) = buffer.cell((x, y)) {
            if "│┌┐└┘".contains(cell.symbol()) {
                found.insert((x, y));
            }
            x += cell.symbol().cell_width().max(1);
        }
    }
    found
}

fn line(buffer: &Buffer, row: usize) -> String {
    picture::text(buffer).lines().nth(row).unwrap_or_default().to_owned()
}

#[test]
fn no_border_is_broken_whatever_is_in_the_lists() {
    for size in SIZES {
        for panel in &Panel::all().collect::<Vec<_>>() {
            let mut bare = in_panel(*panel);
            bare.loaded = false;
            let mut full = crowded(*panel);
            for language in Language::ALL {
                full.language = language;
                bare.language = language;
                let boxes = if *panel == Panel::Today { Panel::boxes().collect() } else { vec![Panel::Calls] };
                for focus in boxes {
                    (bare.focus, full.focus) = (focus, focus);
                    // The selected complaint, shown below the list, has its own border.
                    bare.snapshot = Default::default();
                    bare.snapshot.list.extend(full.snapshot.list.first().cloned());
                    assert_eq!(borders(&drawn(&full, size)), borders(&drawn(&bare, size)), "{size:?} {panel:?}");
                }
            }
        }
    }
}

#[test]
fn the_help_keeps_its_borders_over_wide_text() {
    for size in SIZES {
        let mut full = crowded(Panel::WalkIns);
        full.overlays.push(Overlay::Help(3));
        let mut bare = in_panel(Panel::WalkIns);
        bare.overlays.push(Overlay::Help(3));
        assert_eq!(borders(&drawn(&full, size)), borders(&drawn(&bare, size)), "{size:?}");
    }
}

#[test]
fn every_word_is_in_every_language() {
    for language in Language::ALL {
        let locale = Locale::new(language);
        for spec in TABLE.iter() {
            assert!(locale.has(&format!("cmd-{}", spec.name)), "{language} cmd-{}", spec.name);
        }
        for panel in &Panel::all().collect::<Vec<_>>() {
            for (size, scroll) in [((80, 24), None), ((160, 48), None), ((160, 48), Some(0)), ((80, 24), Some(99))] {
                for mut model in [in_panel(*panel), crowded(*panel)] {
                    model.language = language;
                    model.operator = String::new();
                    model.waiting = Some(at("11-20 14:00"));
                    model.overlays.extend(scroll.map(Overlay::Help));
                    let picture = picture::text(&drawn(&model, size));
                    assert!(!picture.contains('⟦'), "{language} {panel:?}\n{picture}");
                }
            }
        }
    }
}

#[test]
fn header_strip_message_and_footer_have_one_line_each() {
    for size in SIZES {
        let mut model = crowded(Panel::Complaints);
        let last = usize::from(size.1) - 1;
        let quiet = drawn(&model, size);
        assert!(line(&quiet, 0).ends_with("14:32"), "{}", line(&quiet, 0));
        assert!(line(&quiet, 1).starts_with(" 时限"));
        assert!(line(&quiet, 2).starts_with('┌'));
        assert!(line(&quiet, last - 2).starts_with('└'));
        assert_eq!(line(&quiet, last - 1), "");
        assert!(line(&quiet, last).ends_with("F1 帮助"), "{}", line(&quiet, last));
        model.notice = Some((Notice::Refused(Cause::NotOpen), now()));
        let said = drawn(&model, size);
        assert!(line(&said, last - 1).starts_with(" 这条记录已结"));
        assert_eq!(borders(&quiet), borders(&said));
    }
}

#[test]
fn a_window_too_small_says_so_and_recovers() {
    let model = model();
    for size in [(40, 10), (59, 40), (120, 17), (10, 1), (1, 1)] {
        let picture = picture::text(&drawn(&model, size));
        assert!(!picture.contains('┌') && picture.starts_with(if size.0 > 8 { "窗口太小" } else { "…" }), "{picture}");
    }
    assert!(picture::text(&drawn(&model, LEAST)).contains('┌'));
}

/// The same situation again and again, because a key changes it.
type Situation = fn() -> Model;

fn with(mut model: Model, overlay: Overlay) -> Model {
    model.overlays.push(overlay);
    model
}

fn form(kind: Kind) -> Overlay {
    Overlay::Form(Box::new(crate::app::form::FormState::new(Uuid::from_u128(9), kind, "", now())))
}

#[test]
fn every_key_of_the_footer_does_something() {
    let situations: [Situation; 19] = [
        model,
        || in_panel(Panel::WalkIns),
        || in_panel(Panel::Calls),
        || in_panel(Panel::Complaints),
        || in_panel(Panel::Visitors),
        || in_panel(Panel::Vehicles),
        || in_panel(Panel::Handover),
        || crowded(Panel::Complaints),
        || {
            let mut model = in_panel(Panel::Handover);
            model.page.past = false;
            model
        },
        || {
            let mut model = in_panel(Panel::Calls);
            model.snapshot.list.clear();
            model
        },
        || with(model(), form(Kind::WalkIn)),
        || with(model(), form(Kind::Duty)),
        || with(model(), Overlay::Filter),
        || with(in_panel(Panel::Calls), Overlay::Filter),
        || with(model(), Overlay::Goto),
        || with(model(), Overlay::Help(0)),
        || with(model(), Overlay::Ask(Ask::Quit)),
        || {
            let what = PickWhat::Again(record(Family::Vehicle, 1, "11-20 10:00", &[]).number);
            with(model(), Overlay::Pick(Pick { what, selected: Some(1) }))
        },
        || {
            let mut model = with(model(), form(Kind::Begun));
            model.beginning = true;
            model
        },
    ];
    for (at, situation) in situations.into_iter().enumerate() {
        let model = situation();
        let locale = Locale::new(model.language);
        let theme = Theme::new(false, true);
        let items = footer::items(&Scene::new(&model, &locale, now(), &theme));
        assert!(items.iter().any(|item| item.command == Command::Help) || at == 15, "{at}");
        for item in items {
            let key = footer::key(&model, item.command).unwrap();
            let mut model = situation();
            let before = format!("{model:?}");
            let effects = update(&mut model, Event::Key(key), now(), Uuid::from_u128(1));
            assert!(!effects.is_empty() || format!("{model:?}") != before, "situation {at}: {item:?}");
        }
    }
}

#[test]
fn the_footer_says_what_enter_will_do() {
    for (panel, said) in [
        (Panel::Complaints, "Enter 转交部门"),
        (Panel::Visitors, "Enter 访客离场"),
        (Panel::Vehicles, "Enter 车辆离场"),
        (Panel::Calls, "Enter 显示号码"),
        (Panel::WalkIns, "Enter 来访结果"),
    ] {
        let mut model = in_panel(panel);
        let open = model.snapshot.list.iter().position(|record| {
            record.status == Status::Open && (panel != Panel::Complaints || record.get("valid") == "valid")
        });
        model.views.get_mut(&panel).unwrap().selected = open.unwrap();
        let foot = line(&drawn(&model, (120, 40)), 39);
        assert!(foot.contains(said), "{foot}");
    }
    let mut model = in_panel(Panel::Calls);
    model.views.get_mut(&Panel::Calls).unwrap().selected = 1;
    let _ = update(&mut model, Event::Key("enter".parse::<Key>().unwrap()), now(), Uuid::from_u128(1));
    assert!(line(&drawn(&model, (120, 40)), 39).contains("Enter 回电"));
}

#[test]
fn footer_items_are_left_out_whole() {
    for width in 60..140 {
        let buffer = drawn(&in_panel(Panel::Vehicles), (width, 24));
        let foot = line(&buffer, 23);
        assert!(!foot.contains('…') && foot.ends_with("F1 帮助"), "{foot}");
    }
}

#[test]
fn a_number_is_masked_until_it_is_asked_for() {
    let mut model = in_panel(Panel::Calls);
    let shown = |model: &Model, now: Moment| picture::text(&drawn_at(model, (80, 24), now, &Theme::new(false, true)).0);
    assert!(!shown(&model, now()).contains("13600000027"));
    let call = model.snapshot.list[1].subject;
    model.reveal = Some((call, Moment::from_millis(now().millis() + 15_000)));
    assert!(shown(&model, now()).contains("13600000027 15秒"));
    assert!(shown(&model, Moment::from_millis(now().millis() + 14_500)).contains("13600000027 1秒"));
    assert!(!shown(&model, Moment::from_millis(now().millis() + 15_000)).contains("13600000027"));
    for panel in &Panel::all().collect::<Vec<_>>() {
        assert!(!picture::text(&drawn(&in_panel(*panel), (160, 48))).contains("13912348812"));
    }
}

#[test]
fn the_filter_stands_in_the_title_with_the_cursor_behind_it() {
    let mut model = in_panel(Panel::WalkIns);
    model.views.get_mut(&Panel::WalkIns).unwrap().filter = "张".into();
    model.overlays.push(Overlay::Filter);
    let (buffer, cursor) = drawn_at(&model, (80, 24), now(), &Theme::new(false, true));
    let title = line(&buffer, 2);
    assert!(title.contains("/张 "), "{title}");
    assert_eq!(buffer[(cursor.0 - 2, cursor.1)].symbol(), "张");
    assert_eq!(cursor.1, 2);
    model.views.get_mut(&Panel::WalkIns).unwrap().filter = "没有这个人".repeat(9);
    let (buffer, cursor) = drawn_at(&model, (80, 24), now(), &Theme::new(false, true));
    assert_eq!(buffer[(cursor.0 - 2, cursor.1)].symbol(), "人");
    assert!(picture::text(&buffer).contains("没有符合"));
}

#[test]
fn what_is_void_is_struck_and_still_legible() {
    let mut model = in_panel(Panel::WalkIns);
    model.snapshot.list[1].status = Status::Void;
    for selected in [0, 1] {
        model.views.get_mut(&Panel::WalkIns).unwrap().selected = selected;
        let buffer = drawn(&model, (80, 24));
        let y = (0..24).find(|y| line(&buffer, *y).contains("李娜")).unwrap();
        let row = line(&buffer, y);
        let y = u16::try_from(y).unwrap();
        assert!(row.contains("作废"), "{row}");
        let struck = (0..80).filter(|x| buffer[(*x, y)].modifier.contains(Modifier::CROSSED_OUT)).count();
        assert!(struck > 20);
        let other = (0..80).filter(|x| buffer[(*x, 4)].modifier.contains(Modifier::CROSSED_OUT)).count();
        assert_eq!(other, 0);
    }
}

#[test]
fn those_who_left_say_how() {
    let mut model = in_panel(Panel::Visitors);
    model.views.get_mut(&Panel::Visitors).unwrap().all = true;
    let mut rows = model.snapshot.list.clone();
    for (row, stay) in rows.iter_mut().zip([Stay::LeftUnseen, Stay::Left(at("11-20 14:10")), Stay::Refused]) {
        row.body = Body::Gate(stay);
    }
    rows[2].fields.insert("ground".into(), "suspicious".into());
    model.snapshot.list = rows;
    let picture = picture::text(&drawn(&model, (80, 24)));
    for said in ["离场未登记", "离 14:10", "拒绝入内 形迹可疑"] {
        assert!(picture.contains(said), "{said}\n{picture}");
    }
}

#[test]
fn the_header_warns_sixty_days_before_the_calendar_ends() {
    let model = model();
    let head = |now: Moment| line(&drawn_at(&model, (120, 40), now, &Theme::new(false, true)).0, 0);
    assert!(!head(at("10-31 12:00")).contains("2027"));
    assert!(head(at("11-01 12:00")).contains("缺 2027 日历"));
}

#[test]
fn the_selected_row_is_always_in_sight() {
    for selected in [0, 1, 57, 100, 198, 199] {
        let mut model = crowded(Panel::Complaints);
        model.views.get_mut(&Panel::Complaints).unwrap().selected = selected;
        let picture = picture::text(&drawn(&model, (80, 24)));
        let marked: Vec<&str> = picture.lines().filter(|line| line.starts_with("│>")).collect();
        assert_eq!(marked.len(), 1, "{picture}");
        assert!(marked[0].contains(&format!("-{selected:02}")), "{}", marked[0]);
    }
}

#[test]
fn an_empty_list_says_which_key_writes_the_first_record() {
    let mut model = in_panel(Panel::Visitors);
    model.snapshot.list.clear();
    assert!(picture::text(&drawn(&model, (80, 24))).contains("暂无。按 Ins：访客登记"));
}

#[test]
fn the_help_has_every_key_of_every_command() {
    let mut model = model();
    model.overlays.push(Overlay::Help(0));
    let picture = picture::text(&drawn(&model, (160, 80)));
    for spec in TABLE.iter() {
        assert!(picture.contains(spec.name), "{}", spec.name);
        for key in model.keys.keys(spec.command) {
            assert!(picture.contains(&key.label()), "{key}");
        }
    }
}

#[test]
fn without_colour_nothing_is_coloured_and_lateness_stands_out() {
    let (buffer, _) = drawn_at(&model(), (120, 40), now(), &Theme::new(true, false));
    assert!(!picture::text(&buffer).contains(['│', '─', '┌']));
    let plain = |cell: &ratatui::buffer::Cell| {
        cell.fg == ratatui::style::Color::Reset && cell.bg == ratatui::style::Color::Reset
    };
    assert!(buffer.content.iter().all(plain));
    assert!(buffer.content.iter().any(|cell| cell.modifier.contains(Modifier::REVERSED)));
}

#[test]
fn the_selected_complaint_is_told_below_the_list_where_there_is_room() {
    let mut model = in_panel(Panel::Complaints);
    model.views.get_mut(&Panel::Complaints).unwrap().selected = 1;
    let large = picture::text(&drawn(&model, (120, 40)));
    for said in ["─ 投诉1120-03 ─", "139****8812", "重大 · 有效", "首次答复", "约定回复", "000-2 1(3)"]
    {
        assert!(large.contains(said), "{said}\n{large}");
    }
    assert!(!picture::text(&drawn(&model, (80, 24))).contains("─ 投诉1120-03 ─"));
}

#[test]
fn a_coloured_ground_is_taken_back_whole_where_its_first_half_alone_is_written_over() {
    let (model, locale, theme) = (in_panel(Panel::Complaints), Locale::new(Language::Hans), Theme::new(false, true));
    let scene = Scene::new(&model, &locale, now(), &theme);
    // What the screen is compared with next time, not what a terminal shows of it.
    let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(80, 24)).unwrap();
    let buffer = terminal.draw(|frame| super::view(&scene, frame)).unwrap().buffer.clone();
    let wide = |x: &u16, y: &u16| buffer[(*x, *y)].symbol().cell_width() > 1 && buffer[(*x, *y)].bg != Color::Reset;
    let places: Vec<(u16, u16)> = (0..24).flat_map(|y| (0..80).map(move |x| (x, y))).collect();
    let coloured: Vec<_> = places.into_iter().filter(|(x, y)| wide(x, y)).collect();
    assert!(!coloured.is_empty(), "something is late");
    for (x, y) in coloured {
        let mut next = buffer.clone();
        next.set_string(x - 1, y, "漏", Style::new());
        next[(x + 1, y)].reset();
        assert!(buffer.diff(&next).iter().any(|cell| (cell.0, cell.1) == (x + 1, y)), "{x} {y}");
    }
}

#[test]
fn nothing_that_an_entry_was_forged_to_say_steers_the_terminal() {
    let mut model = in_panel(Panel::Complaints);
    let forged = "4.2\u{2028}\u{202e}\u{200b}\u{2066}\u{fff9}9";
    let limits = |record: &mut crate::domain::record::Record| {
        record.limits.iter_mut().for_each(|clock| clock.clause = forged.to_owned());
    };
    model.snapshot.list.iter_mut().for_each(limits);
    for deadline in &mut model.snapshot.urgent {
        deadline.clock.clause = forged.to_owned();
        limits(&mut deadline.record);
    }
    for record in model.snapshot.list.clone() {
        let card = crate::desk::Card { record, lines: Vec::new(), next: None, awaits: None, offered: Vec::new() };
        model.overlays = vec![Overlay::Card(Box::new(crate::app::card::CardState { card, page: None, selected: 0 }))];
        for size in SIZES {
            let buffer = drawn(&model, size);
            let steers = |cell: &ratatui::buffer::Cell| cell.symbol().chars().any(crate::domain::text::steers);
            assert!(!buffer.content.iter().any(steers), "{size:?}\n{}", picture::text(&buffer));
        }
    }
}
