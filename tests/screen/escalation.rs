//! The ladder of a limit, minute by minute on the real program: colour, bell, the supervisor's line, the head's; noted
//! by one key, heard once in each window, silent while the office is closed.

use std::rc::Rc;

use crate::kit::{App, SITE, at, house, look};
use qiantai::app::tick::{Urgency, rest};
use qiantai::app::{Event, Notice};
use qiantai::desk::House;
use qiantai::domain::entry::Family;
use qiantai::domain::handover::Topic;
use qiantai::domain::procedure::Procedures;
use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;
use qiantai::domain::site::Site;
use qiantai::domain::time_limit::TimeLimit;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read, Store};

/// A window at a post under the given rules.
fn window(house: House, post: &str, size: (u16, u16), language: Language, now: &str) -> App {
    let dir = Rc::new(tempfile::tempdir().unwrap());
    App::under(house, dir, language, size, post, "王敏", at(now), 1)
}

/// The rules as shipped, with a stage that repeats itself every five minutes.
fn repeating(stage: &str) -> House {
    let rules = include_str!("../../data/procedures.toml");
    let name = format!("[[stage]]\nid = \"{stage}\"\n");
    assert_eq!(rules.matches(&name).count(), 1);
    let rules = rules.replace(&name, &format!("{name}repeat = 5\n"));
    House::new(Site::parse(SITE).unwrap(), Procedures::parse(&rules).unwrap())
}

/// Writes a complaint about conduct by keys.
fn complain(app: &mut App) {
    app.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>1<enter><enter>");
    assert!(app.model.overlays.is_empty(), "{:?}", app.model.overlays.last());
}

fn record(app: &App) -> Record {
    app.store().list(Query::new(Family::Complaint, ListView::Newest, 1)).unwrap().remove(0)
}

fn clock(app: &App, stage: &str) -> TimeLimit {
    record(app).limits.into_iter().find(|clock| clock.stage == stage).unwrap()
}

/// Minute by minute until a time; when it rang.
fn bells(app: &mut App, until: &str) -> Vec<String> {
    let mut rang = Vec::new();
    while app.now < at(until) {
        let before = app.bells;
        app.pass(1);
        let now = app.model.house.site.zone.rfc3339(app.now);
        rang.extend((before..app.bells).map(|_| now[5..16].replace('T', " ")));
    }
    rang
}

fn heat(app: &App, stage: &str) -> Urgency {
    rest(&clock(app, stage), app.now, &app.model.house.working()).heat
}

/// Why the limit stands on the post's page.
fn topic(app: &mut App, stage: &str) -> Topic {
    app.keys("<f8>");
    let lines = &app.model.snapshot.page.lines;
    let topic = lines.iter().find(|line| line.line.stage.as_deref() == Some(stage)).unwrap().line.topic;
    app.keys("<f4><f12>");
    topic
}

#[test]
fn a_limit_of_two_working_hours_climbs_its_ladder_over_a_night_in_silence() {
    let mut app = window(house(), "服务中心", (80, 24), Language::Hans, "2026-02-13 17:00");
    complain(&mut app);
    app.keys("<f12>");
    assert_eq!(clock(&app, "T2").at(), Some(at("2026-02-14 09:30")), "the make-up Saturday");
    assert_eq!(heat(&app, "T2"), Urgency::Calm);
    assert_eq!(bells(&mut app, "2026-02-13 18:00"), [] as [&str; 0]);
    assert_eq!(heat(&app, "T2"), Urgency::Half, "half has passed as the office shuts");
    assert!(app.screen().contains("办公室时钟停·周六 08:30 续"), "{}", app.screen());
    assert_eq!(bells(&mut app, "2026-02-14 09:05"), [] as [&str; 0], "nothing is heard at night");
    assert!(!app.screen().contains("办公室时钟停"), "it is open again");

    assert_eq!(bells(&mut app, "2026-02-14 09:29"), ["02-14 09:06"]);
    assert_eq!((heat(&app, "T2"), topic(&mut app, "T2")), (Urgency::Soon, Topic::Deadline));
    assert_eq!(bells(&mut app, "2026-02-14 09:40"), ["02-14 09:30"]);
    assert_eq!((heat(&app, "T2"), topic(&mut app, "T2")), (Urgency::Late, Topic::Supervisor));
    assert!(app.screen().contains("主管 1"), "{}", app.screen());

    app.keys("<ctrl-k>1<enter>");
    let ack = record(&app).acks.remove(0);
    assert_eq!((ack.clock.as_str(), ack.percent, ack.operator.as_str(), ack.at), ("T2", 100, "王敏", app.now));
    assert_eq!(topic(&mut app, "T2"), Topic::Deadline);
    assert!(!app.screen().contains("主管 1"), "{}", app.screen());
    assert!(app.screen().contains("已知悉：投诉0213-01 转交部门 到期 主管，王敏"), "{}", app.screen());

    assert_eq!(bells(&mut app, "2026-02-14 12:00"), ["02-14 11:30"], "late by its own length once more");
    assert_eq!(topic(&mut app, "T2"), Topic::Head);
    assert!(app.screen().contains("主任 1"), "{}", app.screen());
    app.keys("<ctrl-k>1<enter>");
    assert_eq!(topic(&mut app, "T2"), Topic::Deadline);

    let mut store = app.store();
    assert_eq!(store.verify().unwrap().findings, []);
    let before = record(&app);
    assert_eq!(before.acks.iter().map(|ack| ack.percent).collect::<Vec<_>>(), [100, 200]);
    store.rebuild().unwrap();
    assert_eq!(record(&app), before);
}

#[test]
fn a_limit_by_the_clock_repeats_itself_until_it_is_noted() {
    let mut app = window(repeating("T9"), "东门岗", (120, 40), Language::Hans, "2026-11-20 20:00");
    complain(&mut app);
    let rang = bells(&mut app, "2026-11-20 20:22");
    assert_eq!(rang, ["11-20 20:12", "11-20 20:15", "11-20 20:20"], "also when the office is closed");
    app.keys("<ctrl-k>1<enter>");
    assert_eq!(bells(&mut app, "2026-11-20 20:29"), [] as [&str; 0]);
    assert_eq!(bells(&mut app, "2026-11-20 20:37"), ["11-20 20:30", "11-20 20:35"], "the head's line is another");
    app.keys("<ctrl-k>1<enter>");
    assert_eq!(bells(&mut app, "2026-11-20 20:47"), [] as [&str; 0]);
}

#[test]
fn an_offices_late_limit_rings_at_the_close_and_not_again_until_it_opens() {
    let mut app = window(repeating("T2"), "服务中心", (120, 40), Language::Hans, "2026-11-19 16:00");
    complain(&mut app);
    assert_eq!(clock(&app, "T2").at(), Some(at("2026-11-19 18:00")));
    assert_eq!(bells(&mut app, "2026-11-20 08:37"), ["11-19 17:36", "11-19 18:00", "11-20 08:30", "11-20 08:35"]);
}

#[test]
fn a_window_that_slept_rings_once_and_one_that_opens_not_at_all() {
    let mut one = window(house(), "服务中心", (120, 40), Language::Hans, "2026-11-20 09:00");
    complain(&mut one);
    one.now = at("2026-11-20 11:10");
    one.event(Event::Tick);
    assert_eq!(one.bells, 1, "80 and 100 together");
    let mut two = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "刘洋", one.now, 2);
    two.event(Event::Tick);
    assert_eq!(two.bells, 0);
}

#[test]
fn a_second_window_sees_who_took_note_and_is_told_so() {
    let mut one = window(house(), "服务中心", (120, 40), Language::Hans, "2026-11-20 09:00");
    complain(&mut one);
    one.now = at("2026-11-20 11:10");
    let mut two = App::at(one.dir.clone(), Language::Hans, (120, 40), "服务中心", "刘洋", one.now, 2);
    assert!(two.screen().contains("主管 1"));
    two.keys("<f4><ctrl-k>");
    one.keys("<ctrl-k>1<enter>");
    two.keys("2<enter>");
    let told = two.model.form().map(|form| form.error.clone());
    assert!(matches!(told, Some(Some(Cause::AlreadyNoted(ref who, _))) if who == "王敏"), "{told:?}");
    assert!(two.screen().contains("王敏 已于 11:10 知悉。"), "{}", two.screen());
    two.keys("<esc>").event(Event::Changed);
    assert!(!two.screen().contains("主管 1") && two.screen().contains("已知悉"), "{}", two.screen());
    assert_eq!(two.bells, 0);
    one.keys("<ctrl-w>按错了<enter>");
    assert_eq!(record(&one).acks, []);
    assert!(one.screen().contains("主管 1"), "what was noted by mistake is open again");
}

#[test]
fn where_nothing_was_reached_the_key_says_so() {
    let mut app = window(house(), "服务中心", (120, 40), Language::Hans, "2026-11-20 09:00");
    complain(&mut app);
    assert!(!app.screen().contains("知悉"), "the footer does not promise it");
    app.keys("<ctrl-k>");
    let told = app.model.notice.as_ref().map(|(notice, _)| notice);
    assert!(matches!(told, Some(Notice::Refused(Cause::NothingReached))), "{told:?}");
    app.now = at("2026-11-20 10:00");
    assert!(app.screen().contains("Ctrl-K 知悉"), "{}", app.screen());
}

#[test]
fn lines_and_the_closed_office_in_each_language() {
    for language in [Language::Hans, Language::Hant, Language::En] {
        for size in [(80, 24), (120, 40)] {
            let mut app = window(house(), "服务中心", size, language, "2026-11-19 15:00");
            complain(&mut app);
            app.now = at("2026-11-20 10:00");
            complain(&mut app);
            app.now = at("2026-11-20 11:15");
            app.event(Event::Tick);
            complain(&mut app);
            app.now = at("2026-11-20 14:50");
            app.event(Event::Tick);
            app.keys("<f12><home><down><ctrl-k>1<enter>");
            app.now = at("2026-11-20 14:57");
            app.event(Event::Tick);
            look(&mut app, "lines");
            app.keys("<right>");
            look(&mut app, "ladder");
            app.keys("<esc><f8>");
            look(&mut app, "lines-page");
            app.now = at("2026-11-20 17:00");
            complain(&mut app);
            app.keys("<f12>");
            app.now = at("2026-11-20 23:41");
            app.event(Event::Tick);
            look(&mut app, "office-closed");
        }
    }
}
