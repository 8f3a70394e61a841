//! The working calendar by keys: marks are kept until they are saved with a reason, a file is loaded or says where it is
//! wrong, and time limits move only on an order.

use crate::kit::App;
use qiantai::app::{Event, Notice, Overlay};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::refusal::Cause;
use qiantai::domain::worktime::{DayKind, NoticeFlaw};
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read, Store};

fn app() -> App {
    App::new(Language::Hans, (80, 24))
}

/// A second window on the same logbook.
fn other(app: &App) -> App {
    App::at(app.dir.clone(), Language::Hans, (80, 24), "东门岗", "李强", app.now, 7)
}

fn kind(app: &App, date: &str) -> Option<DayKind> {
    app.model.house.calendar.kind(date.parse().unwrap())
}

fn calendars(app: &App) -> usize {
    app.store().list(Query::new(Family::Calendar, ListView::Newest, 9)).unwrap().len()
}

/// The refusal at the file's path.
fn fault(app: &App) -> (usize, String, NoticeFlaw) {
    match app.model.form().unwrap().fields[0].error.clone() {
        Some(Cause::Notice(fault)) => (fault.line, fault.column, fault.flaw),
        other => panic!("{other:?}"),
    }
}

#[test]
fn marks_are_written_only_when_they_are_saved_with_a_reason() {
    let mut app = app();
    app.keys("<ctrl-e><pageup>");
    assert!(app.screen().contains("2026-11-20 周五 今日  工作日"), "{}", app.screen());
    // Monday a day off, Tuesday a half day, and Saturday a workday.
    app.keys("<right>2<right><right>1<right>3");
    assert_eq!((kind(&app, "2026-11-23"), calendars(&app)), (Some(DayKind::Plain), 0), "nothing is written yet");
    let screen = app.screen();
    for text in ["未保存 3", "*3", "2026-11-24 周二  半日  未保存，原为 工作日"] {
        assert!(screen.contains(text), "{text}\n{screen}");
    }
    app.keys("0");
    assert!(app.screen().contains("未保存 2"), "what the calendar says anyway is no mark");
    app.keys("3<esc>");
    assert!(app.model.overlays.is_empty());
    assert_eq!(app.model.notice.as_ref().map(|(notice, _)| notice), Some(&Notice::Marked(3)));
    app.keys("<ctrl-q>");
    assert!(app.screen().contains("日历有 3 处标记未保存"), "{}", app.screen());
    app.keys("<esc><f4><ctrl-e>");
    assert!(app.screen().contains("2026-11-24 周二  半日"), "the eye is where it was");
    app.keys("<enter><enter>");
    assert!(app.screen().contains("2026 年：第 1 版 → 第 2 版，改 3 天"), "{}", app.screen());
    assert!(app.model.form().unwrap().fields[0].error.is_some() && calendars(&app) == 0, "a reason is asked for");
    app.keys("市里停水通知<tab>停水〔2026〕1号<enter>");
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Year)), "{:?}", app.model.form());
    assert_eq!(app.model.year.unsaved(), 0);
    let screen = app.screen();
    assert!(screen.contains("CN 2026 v2 · 停水〔2026〕1号"), "{screen}");
    let kinds = ["2026-11-21", "2026-11-23", "2026-11-24"].map(|date| kind(&app, date).unwrap());
    assert_eq!(kinds, [DayKind::Makeup, DayKind::Off, DayKind::Half]);
    let record = app.store().list(Query::new(Family::Calendar, ListView::Newest, 1)).unwrap().remove(0);
    let found = (record.get("version"), record.get("why"), record.operator.as_str());
    assert_eq!(found, ("2", "市里停水通知", "王敏"));
}

#[test]
fn a_newer_version_of_another_window_is_said_and_the_marks_stay() {
    let mut app = app();
    app.keys("<ctrl-e><pageup><right>2");
    let mut gate = other(&app);
    gate.keys("<ctrl-e><pageup><left>1<enter>李强改<enter>");
    assert_eq!(calendars(&gate), 1);
    app.keys("<enter>王敏改<enter>");
    assert_eq!(app.model.form().unwrap().error, Some(Cause::CalendarOlder(2026)));
    assert_eq!((app.model.form().unwrap().get("why"), app.model.year.unsaved()), ("王敏改", 1));
    app.keys("<esc>");
    assert!(app.screen().contains("CN 2026 v2"), "the newer version is shown, with the marks over it");
    app.keys("<enter>王敏改<enter>");
    assert_eq!((calendars(&app), app.model.year.unsaved()), (2, 0));
    assert_eq!(kind(&app, "2026-11-19"), Some(DayKind::Off), "theirs");
    assert_eq!(kind(&app, "2026-11-21"), Some(DayKind::Makeup), "and mine");
    gate.event(Event::Changed);
    assert!(gate.screen().contains("CN 2026 v3"), "the other window shows it by itself\n{}", gate.screen());
}

#[test]
fn a_file_is_loaded_or_says_where_it_is_wrong() {
    let mut app = app();
    let path = app.dir.path().join("通知.csv");
    let typed = path.to_str().unwrap().to_owned();
    app.keys("<ctrl-e>");
    assert!(app.screen().contains("2027 年待定"), "{}", app.screen());
    app.keys("<insert><enter>");
    assert!(app.screen().contains("必填"), "{}", app.screen());
    app.keys(&format!("{typed}<enter>"));
    assert_eq!(fault(&app), (0, String::new(), NoticeFlaw::NoFile));
    assert!(app.screen().contains("文件读不出来"));
    std::fs::write(&path, "date,kind\n2027-01-01,休\n2027-01-02,修\n").unwrap();
    app.keys("<enter>");
    assert_eq!(fault(&app), (3, "kind".to_owned(), NoticeFlaw::NotAKind));
    assert!(app.screen().contains("第 3 行 kind 列"), "{}", app.screen());
    assert_eq!(app.model.form().unwrap().get("file"), typed, "nothing typed is lost");
    std::fs::write(&path, [0xff, 0xfe, 0]).unwrap();
    app.keys("<enter>");
    assert_eq!(fault(&app).2, NoticeFlaw::NotText);
    assert_eq!(calendars(&app), 0);
    std::fs::write(&path, "\u{feff}日期,种类\r\n2027/1/1,休\r\n2027/2/5,半\r\n2027/2/14,班\r\n").unwrap();
    app.keys("<enter>");
    assert!(app.screen().contains("2027 年日历有疑问，仍然载入？"), "{}", app.screen());
    app.keys("<enter>");
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Year)), "{:?}", app.model.form());
    assert!(app.screen().contains("CN 2027 v1 · 通知.csv"), "{}", app.screen());
    assert_eq!(kind(&app, "2027-02-05"), Some(DayKind::Half));
}

#[test]
fn a_date_that_next_years_notice_decides_is_refused_in_words() {
    let mut app = app();
    let path = app.dir.path().join("a.csv");
    std::fs::write(&path, "2026-12-31,休\n2027-01-01,休\n2027-01-02,休\n").unwrap();
    app.keys(&format!("<ctrl-e><pageup><insert>{}<enter><enter><end><end>1", path.display()));
    assert!(app.screen().contains("这一天由 2027 年的通知决定"), "{}", app.screen());
    assert_eq!((app.model.year.unsaved(), kind(&app, "2026-12-31")), (0, Some(DayKind::Off)));
}

#[test]
fn limits_move_when_a_supervisor_says_so_and_not_before() {
    let mut app = app();
    app.now = crate::kit::at("2026-11-20 17:30");
    app.keys("<f4><insert>3 2 101<enter>张三<enter>渗水<enter>1<enter><enter>");
    assert!(app.model.overlays.is_empty(), "{:?}", app.model.form());
    let due = |app: &App| {
        let record = app.store().list(Query::new(Family::Complaint, ListView::Due, 1)).unwrap().remove(0);
        record.limits.iter().find(|clock| clock.stage == "T2").unwrap().at().unwrap()
    };
    assert_eq!(due(&app), crate::kit::at("2026-11-23 10:00"));
    app.keys("<ctrl-e><pageup>5");
    assert_eq!(app.model.notice.as_ref().map(|(notice, _)| notice), Some(&Notice::Refused(Cause::NothingMoves)));
    app.keys("<right><right><right>1<enter>停水<enter>");
    assert_eq!(due(&app), crate::kit::at("2026-11-23 10:00"), "a stage keeps the version it started with");
    app.keys("5");
    let screen = app.screen();
    let counted = app.model.year.rebasing;
    assert!(counted.records == 1 && counted.earlier == 0, "{counted:?}");
    assert!(screen.contains(&format!("1 条记录的 {} 个时限会变：0 个提前", counted.stages)), "{screen}");
    app.keys("<ctrl-d>");
    assert!(app.model.form().is_some(), "who orders it and why are asked for");
    app.keys("欧阳倩<enter>停水<enter>");
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Year)), "{:?}", app.model.form());
    assert_eq!(due(&app), crate::kit::at("2026-11-24 10:00"));
    let entry = app.store().entries(0, 99).unwrap().into_iter().find(|entry| entry.kind == Kind::Rebased).unwrap();
    assert_eq!((entry.get("person"), entry.get("why")), ("欧阳倩", "停水"));
    let mut store = app.store();
    assert_eq!(store.verify().unwrap().findings, []);
    store.rebuild().unwrap();
    assert_eq!(due(&app), crate::kit::at("2026-11-24 10:00"));
}

#[test]
fn a_recount_is_never_withdrawn_and_the_line_before_it_is_named_instead() {
    let mut app = app();
    app.now = crate::kit::at("2026-11-20 17:30");
    app.keys("<f4><insert>3 2 101<enter>张三<enter>渗水<enter>1<enter><enter>");
    app.keys("<ctrl-e><pageup><right><right><right>1<enter>停水<enter>5<ctrl-d>欧阳倩<enter>停水<enter><esc>").pass(5);
    assert!(app.model.overlays.is_empty(), "{:?}", app.model.overlays);
    app.keys("<ctrl-w>");
    let struck = app.model.form().and_then(|form| form.strikes.as_ref()).map(|line| line.kind);
    assert_eq!(struck, Some(Kind::Complaint));
    app.keys("<esc><tab><right><end>").pass(1).keys("<ctrl-w>");
    assert!(app.model.form().is_none(), "{:?}", app.model.form());
    assert_eq!(app.model.notice.as_ref().map(|(notice, _)| notice), Some(&Notice::Refused(Cause::Sealed)));
}

#[test]
fn the_eye_goes_by_day_week_month_and_year() {
    let mut app = app();
    app.keys("<ctrl-e><pageup>");
    for (keys, date) in [
        ("<left>", "2026-11-19"),
        ("<tab>", "2026-11-26"),
        ("<shift-tab><shift-tab>", "2026-11-12"),
        ("<end>", "2026-11-30"),
        ("<end>", "2026-12-31"),
        ("<up>", "2026-11-30"),
        ("<home>", "2026-11-01"),
        ("<home>", "2026-01-01"),
        ("<left>", "2025-12-31"),
        ("<pagedown>", "2026-12-31"),
        ("<pageup><pageup>", "2024-12-31"),
        ("<up><up><up><up><up><up><up><up><up><up>", "2024-02-29"),
        ("<pageup>", "2023-02-28"),
    ] {
        app.keys(keys);
        assert_eq!(app.model.year.date.to_string(), date, "{keys}");
    }
    for _ in 0..300 {
        app.keys("<pageup>");
    }
    assert_eq!(app.model.year.date.to_string(), "2000-02-28", "and stops somewhere");
    app.screen();
}

/// A notice as a clerk copies it from a page.
const NOTICE: &str = "国务院办公厅关于2027年部分节假日安排的通知\r\n\
    一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。1月3日（周日）上班。\r\n\
    二、春节：2月5日（周五）至12日（周五）放假调休，共8天。1月31日（周日）、2月14日（周日）上班。\r\n\
    三、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。\r\n\
    四、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。\r\n";

fn paste(app: &mut App, text: &str) {
    app.event(Event::Paste(text.to_owned()));
}

#[test]
fn a_pasted_notice_is_shown_as_marks_and_saved_like_marks_made_by_hand() {
    let mut app = app();
    app.keys("<ctrl-e><pageup>");
    let entries = app.store().entries(0, 99).unwrap().len();
    paste(&mut app, NOTICE);
    let screen = app.screen();
    assert_eq!((app.model.year.date.to_string().as_str(), app.model.year.unsaved()), ("2027-01-01", 29), "{screen}");
    for text in [
        "2027 年日历",
        "未保存 29",
        "粘贴的通知，未保存：休 23 天，班 6 天，半 0 天；疑问 0 处",
        "2027-01-01 周五  休假",
    ] {
        assert!(screen.contains(text), "{text}\n{screen}");
    }
    app.keys("<left>");
    assert!(app.screen().contains("2026-12-31 周四  休假  未保存，原为 工作日"), "{}", app.screen());
    app.keys("<right><esc><ctrl-e>");
    assert_eq!(kind(&app, "2027-01-01"), None, "nothing is saved before");
    assert_eq!(app.store().entries(0, 99).unwrap().len(), entries);
    // A mark by hand over it, on a day of last December too.
    app.keys("<left>3<right>");
    app.keys("<enter><enter>");
    let form = app.model.form().unwrap();
    assert_eq!(form.get("source"), "国务院办公厅关于2027年部分节假日安排的通知");
    app.keys("按国务院通知<enter>");
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Year)), "{:?}", app.model.form());
    assert_eq!((app.model.year.unsaved(), calendars(&app)), (0, 1));
    let screen = app.screen();
    assert!(screen.contains("CN 2027 v1 · 国务院办公厅关于2027年部分节假日安排的通知"), "{screen}");
    let kinds = ["2026-12-31", "2027-01-03", "2027-02-05", "2027-01-04"].map(|date| kind(&app, date).unwrap());
    assert_eq!(kinds, [DayKind::Half, DayKind::Makeup, DayKind::Off, DayKind::Plain]);
    paste(&mut app, &NOTICE.replace("、2月14日（周日）", ""));
    assert_eq!(app.model.year.unsaved(), 2, "the half day, and the day that is worked no more");
    app.keys("<ctrl-x>");
    assert_eq!(app.model.year.unsaved(), 0, "marks of a paste are taken back like others");
    assert!(app.screen().contains("CN 2027 v1"));
}

#[test]
fn the_calendar_opens_on_the_year_that_is_missing_and_a_paste_goes_to_the_year_that_it_names() {
    let mut app = app();
    app.keys("<ctrl-e>");
    assert!(app.screen().contains("缺 2027 日历") && app.screen().contains("2027 年待定"), "{}", app.screen());
    app.keys("<pageup>");
    assert!(app.screen().contains("2026-11-20 周五 今日"), "today is a page away\n{}", app.screen());
    paste(&mut app, &NOTICE.replace("国务院办公厅关于2027年部分节假日安排的通知", "2027年"));
    assert_eq!((app.model.year.marked(2027), app.model.year.marked(2026)), (29, 0), "{}", app.screen());
    assert!(app.screen().contains("2027 年日历") && app.screen().contains("疑问 0 处"), "{}", app.screen());
    // A year that no header names is not gone to.
    app.keys("<ctrl-x><esc>");
    app.now = crate::kit::at("2026-06-10 09:00");
    app.keys("<ctrl-e>");
    assert!(app.screen().contains("2026-06-10 周三 今日"), "{}", app.screen());
}

#[test]
fn what_was_not_understood_of_a_paste_is_asked_before_its_days_are_marked() {
    let mut app = app();
    app.keys("<ctrl-e><pageup>");
    let doubtful = NOTICE.replace("5月8日（周六）上班", "5月7日（周六）上班，其他另行通知");
    paste(&mut app, &doubtful);
    let screen = app.screen();
    for text in [
        "2027 年通知有疑问，仍然标记？",
        "第 4 行没有读懂：其他另行通知",
        "第 4 行：2027-05-07 不是括号里写的星期",
        "2027-05-07 本来就上班，却列为调休上班",
    ] {
        assert!(screen.contains(text), "{text}\n{screen}");
    }
    app.keys("<esc>");
    assert_eq!((app.model.year.unsaved(), app.model.year.date.to_string().as_str()), (0, "2026-11-20"));
    // Going elsewhere is no yes.
    paste(&mut app, &doubtful);
    app.keys("<f4>");
    assert_eq!(app.model.year.unsaved(), 0);
    app.keys("<ctrl-e><pageup>");
    paste(&mut app, &doubtful);
    app.keys("<enter>");
    assert!(app.screen().contains("疑问 3 处"), "{}", app.screen());
    assert_eq!((app.model.year.unsaved(), calendars(&app)), (29, 0));
    app.keys("<enter>另行通知<enter>");
    assert_eq!(calendars(&app), 1);
}

#[test]
fn a_paste_takes_the_place_of_the_one_before_and_leaves_other_marks_alone() {
    let mut app = app();
    app.keys("<ctrl-e><pageup>");
    paste(&mut app, NOTICE);
    // By hand: a day that the notice does not speak of, and one that it does.
    app.keys("<down><down>3<home><home>3");
    let marked = |app: &App, date: &str| app.model.year.mark(date.parse().unwrap());
    assert_eq!(marked(&app, "2027-03-01"), Some(DayKind::Half));
    assert_eq!(marked(&app, "2027-01-01"), Some(DayKind::Half));
    paste(&mut app, &NOTICE.replace("5日（周三）放假调休，共5天。5月8日（周六）上班", "4日（周二）放假，共4天"));
    let kinds = ["2027-03-01", "2027-01-01", "2027-05-04", "2027-05-05", "2027-05-08"].map(|date| marked(&app, date));
    assert_eq!(kinds, [Some(DayKind::Half), Some(DayKind::Off), Some(DayKind::Off), None, None]);
    assert_eq!(app.model.year.unsaved(), 28);
}

#[test]
fn a_paste_that_is_no_notice_or_nothing_new_says_so_and_marks_nothing() {
    let mut app = app();
    app.keys("<ctrl-e><pageup>1");
    for text in ["明天停水", "", "\u{1b}[31m", "1月1日（周五）放假，5月1日（周六）上班"] {
        paste(&mut app, text);
        assert!(
            matches!(app.model.notice, Some((Notice::Refused(Cause::Notice(_)), _))),
            "{text}: {:?}",
            app.model.notice
        );
        assert_eq!(app.model.year.unsaved(), 1, "what was marked by hand stays");
    }
    app.keys("<ctrl-x>");
    let known = include_str!("../../data/calendars/2026.toml");
    paste(&mut app, known);
    let known = Cause::CalendarKnown { year: 2026, version: 1 };
    assert_eq!(app.model.notice.as_ref().map(|(notice, _)| notice), Some(&Notice::Refused(known)));
    assert!(app.screen().contains("2026 年日历已载入，就是第 1 版"), "{}", app.screen());
}

#[test]
fn a_file_that_cannot_be_right_is_loaded_only_after_a_question_that_names_it() {
    let mut app = app();
    let path = app.dir.path().join("notice.txt");
    std::fs::write(&path, NOTICE.replace("5月8日（周六）上班", "5月7日（周五）上班")).unwrap();
    app.keys(&format!("<ctrl-e><pageup><insert>{}<enter>", path.display()));
    let screen = app.screen();
    assert!(screen.contains("仍然载入") && screen.contains("2027-05-07 本来就上班"), "{screen}");
    app.keys("<esc>");
    assert_eq!((app.model.form().unwrap().get("file"), calendars(&app)), (path.to_str().unwrap(), 0));
    // What is asked about is what is loaded: a file that was changed meanwhile is asked about anew.
    app.keys("<enter>");
    std::fs::write(&path, NOTICE.replace("1月1日", "1月2日").replace("5月8日（周六）", "5月6日（周四）")).unwrap();
    app.keys("<enter>");
    assert!(app.screen().contains("2027-05-06 本来就上班") && calendars(&app) == 0, "{}", app.screen());
    app.keys("<enter>");
    assert_eq!((calendars(&app), kind(&app, "2027-05-06")), (1, Some(DayKind::Makeup)));
    // A sound one is loaded without a question, and the same again changes nothing.
    std::fs::write(&path, NOTICE).unwrap();
    app.keys(&format!("<insert>{}<enter>", path.display()));
    assert_eq!((calendars(&app), kind(&app, "2027-05-06")), (2, Some(DayKind::Plain)));
    app.keys(&format!("<insert>{}<enter>", path.display()));
    assert_eq!(app.model.form().unwrap().error, Some(Cause::CalendarKnown { year: 2027, version: 2 }));
}

#[test]
fn marks_that_make_a_year_wrong_are_asked_about_before_they_are_saved() {
    let mut app = app();
    app.keys("<ctrl-e><pageup>2<enter>");
    assert!(app.screen().contains("2026-11-20 本来就上班，却列为调休上班"), "{}", app.screen());
    app.keys("<esc>");
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Year)) && app.model.year.unsaved() == 1);
    app.keys("<enter><enter>补班<enter>");
    assert_eq!((calendars(&app), kind(&app, "2026-11-20")), (1, Some(DayKind::Makeup)));
    // What is wrong of the year already is not asked about again.
    app.keys("<right><right><right>1<enter>");
    assert!(app.model.form().is_some(), "{:?}", app.model.overlays.last());
}

#[test]
fn of_marks_over_a_version_that_was_replaced_it_is_told_and_the_version_shown_is_the_one_that_is_written() {
    for seen in [false, true] {
        let mut app = app();
        app.keys("<ctrl-e><pageup><right>2");
        let mut gate = other(&app);
        gate.keys("<ctrl-e><pageup><left>1<enter>李强改<enter>");
        if seen {
            app.event(Event::Changed);
        }
        app.keys("<enter>");
        let told = "已有更新的 2026 年日历";
        assert_eq!(app.screen().contains(told), seen, "{}", app.screen());
        app.keys("王敏改<enter>");
        if !seen {
            assert!(app.screen().contains(told), "{}", app.screen());
            assert!(app.screen().contains("第 2 版 → 第 3 版"), "{}", app.screen());
            // What a third window writes after that is told, too.
            gate.keys("<ctrl-e><left>1<enter>再改<enter>");
            app.keys("<enter>");
            assert!(app.screen().contains(told) && app.screen().contains("第 3 版 → 第 4 版"), "{}", app.screen());
            app.keys("<enter>");
        }
        assert!(app.model.form().is_none(), "{}", app.screen());
        let written = app.store().list(Query::new(Family::Calendar, ListView::Newest, 1)).unwrap().remove(0);
        assert_eq!((written.get("version"), written.get("why")), (if seen { "3" } else { "4" }, "王敏改"));
        assert_eq!(app.model.year.unsaved(), 0);
    }
}

#[test]
fn marks_that_say_what_another_window_has_saved_are_none_any_more() {
    let mut app = app();
    app.keys("<ctrl-e>");
    let mut gate = other(&app);
    gate.keys("<ctrl-e>");
    paste(&mut app, NOTICE);
    paste(&mut gate, NOTICE);
    gate.keys("<enter>国务院通知<enter>");
    assert_eq!((calendars(&gate), app.model.year.unsaved()), (1, 29));
    app.event(Event::Changed);
    assert_eq!(app.model.year.unsaved(), 0, "{}", app.screen());
    assert!(app.screen().contains("2027 年日历已载入，就是第 1 版"), "{}", app.screen());
    assert!(!app.screen().contains("未保存"), "{}", app.screen());
    // Also where the form lay open already: nothing is dead, and it is told.
    let mut app = self::app();
    app.keys("<ctrl-e><pageup><left>1<enter>王敏改");
    let mut gate = other(&app);
    gate.keys("<ctrl-e><pageup><left>1<enter>李强改<enter>");
    app.keys("<enter>");
    assert_eq!(app.model.year.unsaved(), 0);
    for _ in 0..2 {
        app.keys("<enter>");
        assert!(app.screen().contains("新值和原值一样"), "{}", app.screen());
    }
    app.keys("<esc>");
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Year)) && calendars(&app) == 1);
}

#[test]
fn a_paste_over_a_version_of_another_window_stays_as_it_was_seen() {
    let mut app = app();
    app.keys("<ctrl-e>");
    paste(&mut app, NOTICE);
    // By hand: 2 January is worked after all.
    app.keys("<home><home><right>0");
    let days = ["2027-01-02", "2027-03-01", "2027-05-05", "2027-05-08"];
    let seen = |app: &App| days.map(|date| app.model.year.kind(&app.model.house.calendar, date.parse().unwrap()));
    let wanted = [DayKind::Plain, DayKind::Plain, DayKind::Off, DayKind::Makeup].map(Some);
    assert_eq!(seen(&app), wanted);
    let mut gate = other(&app);
    gate.keys("<ctrl-e>");
    paste(&mut gate, &NOTICE.replace("5日（周三）放假调休，共5天。5月8日（周六）上班", "4日（周二）放假，共4天"));
    gate.keys("<home><home><down><down>3<enter>李强贴<enter>");
    assert_eq!((calendars(&gate), kind(&gate, "2027-03-01")), (1, Some(DayKind::Half)));
    app.event(Event::Changed);
    assert_eq!((seen(&app), app.model.year.unsaved()), (wanted, 4), "{}", app.screen());
    assert!(app.screen().contains("CN 2027 v1"), "against the new version\n{}", app.screen());
    app.keys("<enter>");
    assert!(app.screen().contains("已有更新的 2027 年日历"), "and it is told\n{}", app.screen());
    app.keys("王敏贴<enter>");
    assert_eq!((calendars(&app), app.model.year.unsaved()), (2, 0), "{}", app.screen());
    assert_eq!(days.map(|date| kind(&app, date)), wanted, "what was seen is what is saved");
}

#[test]
fn of_a_paste_of_two_years_the_one_that_is_left_out_is_told() {
    let mut app = app();
    let mut both = NOTICE.replace('（', "(").replace('）', ")");
    both.push_str(&NOTICE.replace("2027", "2028").replace("2026", "2027"));
    for year in [2027, 2028] {
        app.keys(if year == 2027 { "<ctrl-e>" } else { "<pagedown>" });
        paste(&mut app, &both);
        let (screen, other) = (app.screen(), 2027 + 2028 - year);
        assert!(screen.contains(&format!("{year} 年通知有疑问")), "{screen}");
        assert!(screen.contains(&format!("还有 {other} 年，没有算在内：只取 {year} 年")), "{screen}");
        app.keys("<esc>");
    }
}
