//! Why a limit is due when it is: the worked examples of the rules, by keys alone, on the real program, with the clock
//! moved to their days. What is shown is held against pictures, the instants and sums against the rules.

use std::rc::Rc;

use crate::kit::{App, at, look};
use qiantai::app::why::Item;
use qiantai::app::{Event, Overlay, Pick, PickWhat};
use qiantai::desk::{Act, ActTarget, Desk, Who};
use qiantai::domain::entry::Kind;
use qiantai::domain::time::Moment;
use qiantai::domain::time_limit::TimeLimit;
use qiantai::domain::worktime::CalendarYear;
use qiantai::locale::Language;
use uuid::Uuid;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 40);

/// The counter at an instant.
fn counter(language: Language, size: (u16, u16), now: &str) -> App {
    let dir = Rc::new(tempfile::tempdir().unwrap());
    App::at(dir, language, size, "服务中心", "王敏", at(now), 1)
}

/// A complaint of a category, by its digit, is received.
fn receive(app: &mut App, category: u8) {
    app.keys(&format!("<f4><insert>3-2-101<enter>张三<enter>门坏了没人管<enter>{category}<enter><enter>"));
    assert!(app.model.overlays.is_empty(), "{:?}", app.model.overlays);
}

/// It is relayed to a department at an instant.
fn relay(app: &mut App, now: &str) {
    app.now = at(now);
    app.keys("<f4><enter>2<enter>");
    assert!(app.model.overlays.is_empty(), "{:?}", app.model.overlays);
}

/// A step is chosen from the list of steps.
fn choose(app: &mut App, step: &str) {
    app.keys("<f4><ctrl-o>");
    let Some(Overlay::Pick(Pick { what: PickWhat::Step { steps, .. }, .. })) = app.model.overlays.last() else {
        panic!("no steps");
    };
    let at = steps.iter().position(|offered| offered == step).unwrap();
    app.keys(&"<down>".repeat(at)).keys("<enter>");
}

/// Its limits stand still from an instant, until another at the latest.
fn pause(app: &mut App, now: &str, until: &str) {
    app.now = at(now);
    choose(app, "paused");
    app.keys(&format!("1{until}<enter>"));
    assert!(app.model.overlays.is_empty(), "{:?}", app.model.overlays);
}

/// Asks why and goes on to the limit of a stage.
fn ask(app: &mut App, stage: &str) {
    app.keys("<f4>?");
    let len = app.model.why().unwrap().limit().unwrap().2;
    for _ in 0..len {
        if limit(app).stage != stage {
            app.keys("<tab>");
        }
    }
    assert_eq!(limit(app).stage, stage);
}

fn limit(app: &App) -> TimeLimit {
    app.model.why().expect("the ledger is open").limit().unwrap().0.clone()
}

/// What the counted rows of the ledger in hand add up to, in minutes or days.
fn counted(app: &App) -> i64 {
    let why = app.model.house.working().why(&limit(app));
    let sums: Vec<_> = why.rows.iter().filter_map(|row| row.sum).collect();
    assert_eq!(sums.last().unwrap().total, sums.iter().map(|sum| sum.part).sum::<i64>());
    assert!(why.rows.windows(2).all(|pair| pair[0].row.to == pair[1].row.from), "no gap between the rows");
    sums.last().unwrap().total
}

/// Each worked example, in the three languages and the two sizes.
fn example(name: &str, due: &str, minutes: i64, play: impl Fn(Language, (u16, u16)) -> App) {
    let small = Language::ALL.map(|language| (language, SMALL));
    for (language, size) in small.into_iter().chain([(Language::Hans, LARGE)]) {
        let mut app = play(language, size);
        assert_eq!(limit(&app).at(), Some(at(due)), "{name}");
        assert_eq!(counted(&app), minutes, "{name}");
        look(&mut app, name);
    }
}

#[test]
fn v1_a_make_up_saturday_counts() {
    example("why-v1", "2026-02-14 09:30", 120, |language, size| {
        let mut app = counter(language, size, "2026-02-13 17:00");
        receive(&mut app, 1);
        app.pass(30);
        ask(&mut app, "T2");
        app
    });
}

#[test]
fn v3_lunch_and_labour_day_are_skipped() {
    example("why-v3", "2026-05-06 16:30", 720, |language, size| {
        let mut app = counter(language, size, "2026-04-30 10:30");
        receive(&mut app, 2);
        relay(&mut app, "2026-04-30 11:00");
        app.pass(60);
        ask(&mut app, "T3b");
        app
    });
}

#[test]
fn v9_a_pause_leaves_out_the_working_time_within_it() {
    example("why-v9", "2026-03-04 17:30", 480, |language, size| {
        let mut app = counter(language, size, "2026-03-02 08:50");
        receive(&mut app, 1);
        relay(&mut app, "2026-03-02 09:00");
        pause(&mut app, "2026-03-02 11:00", "2026-03-06 10:00");
        app.now = at("2026-03-04 10:00");
        choose(&mut app, "resumed");
        app.keys("<enter>");
        app.pass(30);
        ask(&mut app, "T3a");
        app
    });
}

#[test]
fn v10_a_pause_across_the_night_adds_nothing() {
    example("why-v10", "2026-03-03 14:00", 480, |language, size| {
        let mut app = counter(language, size, "2026-03-02 13:50");
        receive(&mut app, 1);
        relay(&mut app, "2026-03-02 14:00");
        pause(&mut app, "2026-03-02 18:00", "2026-03-03 08:30");
        app.pass(120);
        ask(&mut app, "T3a");
        assert!(items(&app).contains(&Item::Pauses), "it is told although it adds nothing");
        app
    });
}

#[test]
fn the_ledger_belongs_to_what_is_in_hand_and_question_mark_is_help_elsewhere() {
    let mut app = counter(Language::Hans, SMALL, "2026-02-13 17:00");
    app.keys("<f4>?");
    assert!(app.model.why().is_none() && app.screen().contains("帮助"), "nothing is in hand");
    app.keys("<esc>");
    receive(&mut app, 1);
    for way in ["<f12>？", "<f4><right>?", "<f8><ctrl-y>"] {
        app.keys(way);
        assert_eq!(limit(&app).stage, "T2", "{way}");
        app.keys("?");
        assert!(app.model.why().is_none(), "the same key closes it");
    }
    app.keys("<f1>");
    assert!(app.model.why().is_none());
}

#[test]
fn a_line_of_the_handover_page_asks_for_its_own_limit() {
    let mut app = counter(Language::Hans, SMALL, "2026-02-13 17:00");
    receive(&mut app, 1);
    app.keys("<f8><down>?");
    assert_eq!(limit(&app).stage, "T18");
}

#[test]
fn each_limit_of_a_record_is_one_tab_away_and_round_again() {
    let mut app = counter(Language::Hans, SMALL, "2026-02-13 17:00");
    receive(&mut app, 1);
    app.keys("<f4>?");
    let len = app.model.why().unwrap().record.limits.len();
    let mut seen = Vec::new();
    for n in 1..=len {
        assert!(app.screen().contains(&format!("{n}/{len}")), "{}", app.screen());
        assert_eq!(app.model.why().unwrap().selected, 0);
        seen.push(limit(&app));
        app.keys(if n % 2 == 0 { "<down><tab>" } else { "<down><right>" });
    }
    assert_eq!(limit(&app), seen[0], "round again");
    assert!(seen.is_sorted_by_key(TimeLimit::order) && seen.iter().any(|clock| clock.stage == "T18"));
    app.keys("<left>");
    assert_eq!(limit(&app), seen[len - 1]);
    app.keys("<shift-tab>");
    assert_eq!(limit(&app), seen[len - 2]);
    app.keys("<esc>");
    assert!(app.model.overlays.is_empty());
    ask(&mut app, "T18");
    assert!(app.screen().contains("王敏 于 周五 2026-02-13 17:00 承诺"), "{}", app.screen());
}

#[test]
fn a_long_ledger_moves_under_its_head() {
    let mut app = counter(Language::Hans, (60, 18), "2026-04-30 10:30");
    receive(&mut app, 2);
    relay(&mut app, "2026-04-30 11:00");
    ask(&mut app, "T3b");
    let head = "到期 周三 2026-05-06 16:30";
    let first = app.screen();
    assert!(first.contains(head) && first.contains("11:00 - 12:00") && !first.contains("过半"), "{first}");
    app.keys("<end>");
    let last = app.screen();
    assert!(last.contains(head) && !last.contains("11:00 - 12:00") && last.contains("过半"), "{last}");
    app.keys("<up>");
    assert_eq!(app.model.why().unwrap().selected, items(&app).len() - 2, "the end is the last line, not beyond");
    app.keys("<pageup><pageup><pageup>");
    assert_eq!(app.screen(), first);
    app.keys("<pagedown>");
    assert_eq!(app.model.why().unwrap().selected, 10);
    app.keys("<home>");
    assert_eq!(app.screen(), first);
}

fn items(app: &App) -> Vec<Item> {
    let clock = limit(app);
    qiantai::app::why::items(&clock, &app.model.house.working().why(&clock))
}

#[test]
fn a_window_too_small_says_so_and_loses_nothing() {
    let mut app = counter(Language::Hans, SMALL, "2026-02-13 17:00");
    receive(&mut app, 1);
    app.keys("<f4>?");
    let before = app.screen();
    app.resize((40, 10));
    assert!(app.screen().contains("窗口太小"));
    app.keys("<down><up><end><home>").resize(SMALL);
    assert_eq!(app.screen(), before);
}

/// A text without what breaks its lines.
fn flat(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '│').collect()
}

/// Loads a year of the calendar at another window; this one learns of it with its next entry.
fn load(app: &mut App, year: CalendarYear) {
    let mut desk = Desk::new(Box::new(app.store()), crate::kit::house()).unwrap();
    let who = Who { post: "服务中心".into(), operator: "刘洋".into(), boot: Uuid::nil() };
    let act = Act { target: ActTarget::Year(year), ..Act::new(Uuid::from_u128(77), Kind::Calendar) };
    desk.act(&act, &who, app.now).unwrap();
    app.event(Event::Changed);
    app.keys("<ctrl-t>日历已换<enter>");
}

#[test]
fn a_calendar_that_was_corrected_since_is_told_and_the_due_time_stands() {
    for (language, words) in [
        (Language::Hans, "按登记时的日历 CN 2026 v1"),
        (Language::Hant, "按登記時的行事曆 CN 2026 v1"),
        (Language::En, "CN 2026 v1, and stands"),
    ] {
        let mut app = counter(language, LARGE, "2026-02-13 17:00");
        receive(&mut app, 1);
        let known = app.model.house.calendar.year(2026).unwrap().clone();
        load(&mut app, CalendarYear { version: 2, makeup: Vec::new(), ..known });
        ask(&mut app, "T2");
        assert_eq!(limit(&app).at(), Some(at("2026-02-14 09:30")));
        let screen = flat(&app.screen());
        for part in [words, "CN 2026 v2", "2026-02-24 09:30"].map(flat) {
            assert!(screen.contains(&part), "{part}\n{screen}");
        }
        assert!(items(&app).contains(&Item::Changed));
    }
}

#[test]
fn a_limit_beyond_the_calendar_waits_and_names_the_year() {
    let mut app = counter(Language::Hans, SMALL, "2026-12-31 17:00");
    // Where the calendar ends no time is proposed.
    app.keys("<f4><insert>3-2-101<enter>张三<enter>门坏了没人管<enter>1<enter>");
    assert_eq!(app.model.form().map(|form| form.get("next_reply")), Some(""));
    app.keys("+1d<enter>");
    ask(&mut app, "T2");
    let screen = app.screen();
    assert!(screen.contains("到期待定") && screen.contains("2027 年"), "{screen}");
    let year = CalendarYear {
        year: 2027,
        version: 1,
        source: String::new(),
        off: vec!["2027-01-01".parse().unwrap()],
        makeup: Vec::new(),
        half: Vec::new(),
    };
    load(&mut app, year);
    let screen = app.screen();
    assert!(screen.contains("到期 周一 2027-01-04 09:30"), "brought up to date while it is open\n{screen}");
}

#[test]
fn what_is_left_counts_down_while_the_ledger_is_open() {
    let mut app = counter(Language::Hans, SMALL, "2026-02-13 17:00");
    receive(&mut app, 1);
    app.keys("<f4>?");
    assert!(app.screen().contains("余 2:00 工作时间，按钟点 16:30"), "{}", app.screen());
    let wake = app.model.wake(app.now);
    assert!(wake <= app.now.plus_minutes(1));
    app.pass(75);
    assert!(app.screen().contains("余 1:00 工作时间，按钟点 15:15"), "{}", app.screen());
    app.now = Moment::from_millis(at("2026-02-14 10:00").millis() + 59_000);
    assert!(app.screen().contains("超 0:30 工作时间，按钟点 0:30"), "{}", app.screen());
}

#[test]
fn what_has_ended_is_told_out_of_its_card_with_when_by_whom_and_how_late() {
    let mut app = counter(Language::Hans, LARGE, "2026-03-02 09:00");
    receive(&mut app, 1);
    app.now = at("2026-03-02 14:10");
    app.keys("<f4><enter>2<enter>");
    app.keys("<right>");
    let card = app.screen();
    assert!(card.contains("03-02 11:00") || card.contains("11:00"), "{card}");
    assert!(
        card.contains("14:10") && card.contains("迟 1:40 工"),
        "an hour before noon and forty minutes after: {card}"
    );
    app.keys("<?>");
    let len = app.model.why().unwrap().len();
    assert_eq!(len, app.model.selected().unwrap().limits.len() + 1, "those that run and the one that has ended");
    for _ in 1..len {
        app.keys("<tab>");
    }
    let told = app.screen();
    assert!(
        told.contains("转交部门  2 工作时") && told.contains("办于 周一 2026-03-02 14:10 王敏：迟 1:40 工"),
        "{told}"
    );
}
