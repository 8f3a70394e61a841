//! What the screen tells of trouble beneath it: a clock that was set back, and files of rules that are wrong.

use crate::kit::{App, SITE, at, house};
use qiantai::app::Event;
use qiantai::app::tick::{Urgency, rest};
use qiantai::domain::rules::{FileError, FileFlaw};
use qiantai::domain::site::Site;
use qiantai::domain::time_limit::TimeLimit;
use qiantai::domain::worktime::{Due, Length};
use qiantai::locale::Language;

const WORDS: [(Language, &str); 3] =
    [(Language::Hans, "时钟曾拨回"), (Language::Hant, "時鐘曾撥回"), (Language::En, "clock set back")];

#[test]
fn a_clock_that_was_set_back_is_told_on_the_card_and_nothing_lasts_a_negative_time() {
    for (language, words) in WORDS {
        let mut app = App::new(language, (120, 40));
        app.keys("<f6><insert>13-2-101<enter>王五<enter>11234<enter>");
        app.keys("<f4><insert>3-2-101<enter>张三<enter>楼道灯<enter>1<enter><enter>");
        app.keys("<esc><f6>").pass(-60);
        for panel in ["<f6>", "<f4>", "<f12>"] {
            let screen = app.keys(panel).screen();
            assert!(!screen.contains("-1:") && !screen.contains(":-"), "{screen}");
        }
        assert!(!app.screen().contains(words));
        app.keys("<f6><enter>");
        assert!(app.model.overlays.is_empty(), "he leaves all the same: {:?}", app.model.notice);
        let screen = app.keys("<tab><right>").screen();
        assert!(screen.contains(words), "{screen}");
    }
}

#[test]
fn a_clock_that_jumps_is_told_in_the_header_for_an_hour() {
    let ahead = [
        (Language::Hans, "时钟拨快 1d 2h"),
        (Language::Hant, "時鐘撥快 1d 2h"),
        (Language::En, "clock set ahead 1d 2h"),
    ];
    let back = ["时钟拨慢 1:00:05", "時鐘撥慢 1:00:05", "clock set back 1:00:05"];
    for ((language, ahead), back) in ahead.into_iter().zip(back) {
        for size in [(120, 40), (80, 24)] {
            let mut app = App::new(language, size);
            assert!(!app.screen().contains(&ahead[..6]));
            app.event(Event::ClockJumped(93_600_000));
            assert!(app.screen().lines().next().unwrap().contains(ahead), "{}", app.screen());
            app.event(Event::ClockJumped(-3_605_000));
            assert!(app.screen().lines().next().unwrap().contains(back), "{}", app.screen());
            // It keeps nobody from working.
            app.keys("<f6><insert>13-2-101<enter>王五<enter>11234<enter>");
            assert!(app.pass(59).screen().contains(back));
            assert!(!app.pass(2).screen().contains(back));
        }
    }
}

#[test]
fn a_limit_that_has_not_begun_yet_has_a_rest_and_no_more() {
    let house = house();
    let clock = |hours: &str, length| {
        let due = Due::At { at: at("2026-11-20 16:00"), shown: None };
        TimeLimit { hours: hours.into(), ..TimeLimit::new("T2", at("2026-11-20 14:00"), length, due) }
    };
    for clock in [clock("", Length::Minutes(120)), clock("office", Length::WorkMinutes(120))] {
        for now in ["2026-11-20 13:00", "2026-11-19 16:00", "2026-11-20 16:00", "2026-11-20 17:00"] {
            let rest = rest(&clock, at(now), &house.working());
            assert!(rest.millis >= 0, "{now} {rest:?}");
            assert_eq!(rest.heat == Urgency::Late, at(now) >= at("2026-11-20 16:00"), "{now}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_file_of_rules_stays_on_every_panel() {
    for language in Language::ALL {
        for size in [(120, 40), (80, 24), (60, 18)] {
            let mut app = App::new(language, size);
            let wrong = Site::parse(&SITE.replace("province", "provinz")).unwrap_err();
            let line = wrong.line.unwrap().to_string();
            let path = "/home/somebody/.config/qiantai/site.toml".into();
            app.model.house.faults.push(FileError { path, flaw: FileFlaw::Rule(wrong) });
            for panel in ["<f2>", "<f3>", "<f4>", "<f6>", "<f7>", "<f8>", "<f12>"] {
                let screen = app.keys(panel).pass(60).screen();
                assert!(screen.contains("site.toml") && screen.contains(&line), "{panel} {screen}");
                assert!(!screen.contains("somebody"), "the file's name is enough");
            }
            app.model.house.faults.clear();
            assert!(!app.screen().contains("site.toml"));
        }
    }
}

#[test]
fn a_cut_wide_character_is_found() {
    let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 6, 1));
    buffer.set_string(0, 0, "投诉", ratatui::style::Style::new());
    assert_eq!(crate::kit::halved(&buffer), None);
    buffer[(3, 0)].set_symbol("x");
    assert_eq!(crate::kit::halved(&buffer), Some((2, 0)));
    buffer[(3, 0)].set_symbol(" ");
    buffer[(5, 0)].set_symbol("案");
    assert_eq!(crate::kit::halved(&buffer), Some((5, 0)));
}
