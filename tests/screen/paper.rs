//! The page of a complaint on the screen: opened, scrolled, turned, told in another language and kept as a file, by
//! keys alone on the real program.

use crate::kit::{App, at, look};
use qiantai::app::{Overlay, PickWhat};
use qiantai::domain::entry::Family;
use qiantai::domain::record::Record;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read};

const SMALL: (u16, u16) = (80, 24);

fn complaint(app: &App) -> Record {
    app.store().list(Query::new(Family::Complaint, ListView::Newest, 1)).unwrap().remove(0)
}

/// A complaint of warranty and of the major class at once, handed to the developer on Friday at 15:20, by keys.
fn submitted(language: Language) -> App {
    let mut app = App::new(language, SMALL);
    app.keys("<f4><insert>3 2 101<enter>张三<enter>卫生间顶板渗水<enter>4<enter><enter>");
    assert!(app.model.overlays.is_empty(), "{:?}", app.model.overlays);
    for _ in 0..3 {
        app.pass(20).keys("<enter>");
        match app.model.form().map(|form| form.step.as_str()) {
            Some("relayed") => app.keys("2<enter>"),
            Some("planned") => app.keys("重做防水<enter>"),
            Some("submitted") => app.keys("陈工<enter>1KF-007<enter>"),
            other => panic!("{other:?}"),
        };
        assert!(app.model.overlays.is_empty(), "{:?}", app.model.overlays);
    }
    assert!(complaint(&app).done("submitted"));
    app
}

#[test]
fn the_evidence_page_opens_once_the_hours_have_run_out_and_says_so_before() {
    for language in Language::ALL {
        let mut app = submitted(language);
        app.keys("<ctrl-p>");
        assert!(app.model.overlays.is_empty() && app.model.notice.is_some(), "it is told why there is none");
        app.now = at("2026-11-24 09:00");
        app.keys("<ctrl-p>");
        look(&mut app, "paper");
        app.keys("<pagedown><pagedown><pagedown>");
        look(&mut app, "paper-below");
        let end = app.model.paper().unwrap().scroll;
        app.keys("<up>");
        assert_eq!(app.model.paper().unwrap().scroll, end - 1, "no step is lost at the end");
        app.keys("<home>");
        assert_eq!(app.model.paper().unwrap().scroll, 0);
        app.keys("<esc>");
        assert!(app.model.overlays.is_empty());
    }
}

#[test]
fn a_page_is_kept_as_a_file_once_and_never_written_over() {
    let mut app = submitted(Language::Hans);
    app.now = at("2026-11-24 09:00");
    app.keys("<ctrl-p><ctrl-d>");
    let folder = app.dir.path().join("pages");
    let files = || {
        let mut names: Vec<String> =
            std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(files(), ["deemed-s1-2026-1120-01-5.zh-Hans.txt"]);
    assert!(app.screen().contains("pages/deemed-s1-2026-1120-01-5.zh-Hans.txt"), "{}", app.screen());
    let kept = std::fs::read_to_string(folder.join(&files()[0])).unwrap();
    let sheet = app.model.paper().unwrap().sheet().unwrap().clone();
    assert_eq!(kept, sheet.lines.join("\n") + "\n");
    app.now = at("2026-11-24 09:30");
    app.keys("<esc><ctrl-p><ctrl-d>");
    assert!(app.screen().contains("没有覆盖"), "{}", app.screen());
    assert_eq!(std::fs::read_to_string(folder.join(&files()[0])).unwrap(), kept);
    app.keys("<ctrl-g>*");
    assert!(app.screen().contains("未答") || app.screen().contains("視為默認證據頁"), "{}", app.screen());
    app.keys("<ctrl-d>");
    assert_eq!(files().len(), 2, "a page in another language is another file");
}

#[test]
fn a_page_that_cannot_be_written_is_told_and_stays_open() {
    let mut app = submitted(Language::Hans);
    app.now = at("2026-11-24 09:00");
    let folder = app.dir.path().join("pages");
    std::fs::create_dir(&folder).unwrap();
    let half = folder.join("deemed-s1-2026-1120-01-5.zh-Hans.txt.tmp");
    std::fs::create_dir(&half).unwrap();
    app.keys("<ctrl-p><ctrl-d>");
    assert!(app.screen().contains("没有保存"), "{}", app.screen());
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Paper(_))));
    std::fs::remove_dir(&half).unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    app.keys("<ctrl-d>");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "a second try may do it");
}

#[test]
fn a_complaint_with_both_pages_shows_the_one_and_then_the_other() {
    let mut app = submitted(Language::Hans);
    app.keys("<ctrl-o>");
    let Some(Overlay::Pick(pick)) = app.model.overlays.last() else { panic!("no steps") };
    let PickWhat::Step { steps, .. } = &pick.what else { panic!("no steps") };
    let digit = steps.iter().position(|step| step == "reclassed").unwrap() + 1;
    app.keys(&digit.to_string());
    for (key, typed) in [("class", "4"), ("why", "查实<enter>")] {
        while app.model.form().and_then(|form| form.focused()).is_some_and(|state| state.field.key != key) {
            app.keys("<tab>");
        }
        app.keys(typed);
    }
    assert_eq!(complaint(&app).get("class"), "major", "{}", app.screen());
    app.now = at("2026-11-24 09:00");
    app.keys("<ctrl-p>");
    assert!(app.screen().contains("视为默认证据页") && app.screen().contains("1/2"), "{}", app.screen());
    app.keys("<tab>");
    assert!(app.screen().contains("重大投诉报告") && app.screen().contains("2/2"), "{}", app.screen());
    app.keys("<esc><right><ctrl-p>");
    assert!(app.model.paper().is_some(), "also from the card");
    app.keys("<esc><esc><f12><ctrl-p>");
    assert!(app.model.paper().is_some(), "and from the overview");
}

#[test]
fn a_complaint_without_a_page_does_not_offer_one() {
    let mut app = App::new(Language::Hans, SMALL);
    app.keys("<f4><insert>3 2 101<enter>张三<enter>渗水<enter>3<enter><enter><ctrl-p>");
    assert!(app.model.overlays.is_empty() && !app.model.has_paper());
    app.keys("<f2><insert>3 2 101<enter>张三<enter>1问<enter><f12><ctrl-p>");
    assert!(app.model.paper().is_none());
}

#[test]
fn a_narrow_window_folds_the_page_and_cuts_nothing() {
    let mut app = submitted(Language::Hans);
    app.now = at("2026-11-24 09:00");
    app.resize((60, 18)).keys("<ctrl-p>");
    let mut seen = String::new();
    for _ in 0..40 {
        seen.push_str(&app.screen());
        app.keys("<down>");
    }
    assert!(seen.contains("已定稿") || seen.contains("未定稿"), "{seen}");
    assert!(seen.contains("#1 #3 #4 #5") || seen.contains("所据各行"), "{seen}");
}
