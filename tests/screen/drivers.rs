//! Drivers by keys: who is picked among those inside is whom the form names, and whom a driver may be is asked.

use qiantai::app::Overlay;
use qiantai::domain::entry::Family;
use qiantai::domain::record::Record;
use qiantai::locale::Language;
use qiantai::store::{ListView, Query, Read};

use crate::amending::at_field;
use crate::kit::App;
use crate::times::{focus, go_to};

const CAR: &str = "<f7><insert>b77661<enter>13-2-101<tab><tab>王五<ctrl-d>";

/// Visitors and drivers inside.
fn people(app: &App) -> [usize; 2] {
    [Family::Visitor, Family::Vehicle].map(|family| app.store().people(family).unwrap())
}

fn inside(app: &App, family: Family) -> Vec<Record> {
    app.store().list(Query::new(family, ListView::Inside, 9)).unwrap()
}

fn visitor(app: &mut App, name: &str) {
    app.keys(&format!("<f6><insert>13-2-101<enter>{name}<enter>5<enter>")).pass(1);
}

fn picking(app: &mut App) {
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Pick(_))), "{}", app.screen());
}

/// Of the vehicle it is said that 李四 fetches it, a visitor, who is picked; it is refused for its time, which is cleared.
fn picked_and_refused(app: &mut App) {
    app.keys("<f7><home><ctrl-o>");
    go_to(app, "at");
    app.keys("10:00");
    go_to(app, "fetched_by");
    app.keys("李四<ctrl-d>").pass(1);
    picking(app);
    app.keys("1").pass(1);
    assert_eq!(focus(app), "at", "{}", app.screen());
    app.keys("<ctrl-x>");
}

fn saved(app: &mut App) {
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
}

#[test]
fn whoever_was_picked_is_forgotten_with_the_name_and_with_nothing_else() {
    for corrected in [true, false] {
        let mut app = App::new(Language::Hans, (80, 24));
        app.keys(CAR).pass(1);
        visitor(&mut app, "李四");
        picked_and_refused(&mut app);
        if corrected {
            go_to(&mut app, "fetched_by");
            app.keys("<ctrl-x>赵六");
        }
        app.keys("<ctrl-d>").pass(1);
        saved(&mut app);
        assert_eq!(people(&app), [usize::from(corrected), 1]);
    }
}

#[test]
fn a_driver_of_another_name_is_not_the_visitor_who_was_picked() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f7><insert>b77661<enter>13-2-101<enter>").pass(1);
    visitor(&mut app, "王五");
    app.keys(CAR).pass(1);
    picking(&mut app);
    app.keys("1").pass(1);
    // The plate is inside already: it was another, and another drives it.
    picking(&mut app);
    app.keys("<esc>");
    go_to(&mut app, "plate");
    app.keys("<ctrl-x>b77662");
    go_to(&mut app, "name");
    app.keys("<ctrl-x>赵六<ctrl-d>").pass(1);
    saved(&mut app);
    let car = inside(&app, Family::Vehicle).into_iter().find(|car| car.get("plate") == "粤B77662").unwrap();
    assert_eq!((car.get("driver"), car.get("visit"), people(&app)), ("", "", [1, 2]));
}

#[test]
fn whoever_fetches_a_vehicle_is_not_taken_for_its_driver() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys(CAR).pass(1);
    app.keys("<ctrl-o>");
    go_to(&mut app, "driver");
    app.keys("3<ctrl-d>").pass(1);
    for name in ["王五", "李四"] {
        visitor(&mut app, name);
    }
    assert_eq!(people(&app), [2, 0], "{}", app.screen());
    picked_and_refused(&mut app);
    // Its driver is in it, too: he is the one of his name.
    go_to(&mut app, "driver");
    app.keys("1<ctrl-d>").pass(1);
    saved(&mut app);
    let left: Vec<_> = inside(&app, Family::Visitor).iter().map(|one| one.get("name").to_owned()).collect();
    assert_eq!(left, ["李四"]);
}

#[test]
fn whoever_stayed_without_his_own_vehicle_leaves_with_another() {
    for (key, inside) in [("1", [0, 1]), ("2", [0, 2])] {
        let mut app = App::new(Language::Hans, (80, 24));
        app.keys(&CAR.replace("b77661", "b88125").replace("王五", "李四")).pass(1);
        app.keys("<home><ctrl-o>");
        go_to(&mut app, "driver");
        app.keys("2<ctrl-d>").pass(1);
        saved(&mut app);
        app.keys(CAR).pass(1);
        assert_eq!(people(&app), [0, 2], "{}", app.screen());
        while app.model.selected().unwrap().get("name") != "王五" {
            app.keys("<down>");
        }
        app.keys("<ctrl-o>");
        go_to(&mut app, "fetched_by");
        app.keys("李四<ctrl-d>").pass(1);
        picking(&mut app);
        app.keys(key).pass(1);
        saved(&mut app);
        // The driver of the vehicle that is gone stays.
        assert_eq!(people(&app), inside, "{}", app.screen());
    }
}

#[test]
fn whoever_was_picked_and_left_meanwhile_is_told_and_picked_no_more() {
    for comes in [true, false] {
        let mut app = App::new(Language::Hans, (80, 24));
        if !comes {
            app.keys(CAR).pass(1);
        }
        visitor(&mut app, if comes { "王五" } else { "李四" });
        let mut other = App::at(app.dir.clone(), Language::Hans, (100, 30), "服务中心", "王敏", app.now, 2);
        if comes {
            app.keys(CAR);
        } else {
            app.keys("<f7><home><ctrl-o>");
            go_to(&mut app, "fetched_by");
            app.keys("李四<ctrl-d>");
        }
        app.pass(1);
        picking(&mut app);
        other.keys("<f6><home><enter>");
        assert_eq!(people(&other)[0], 0, "{}", other.screen());
        app.keys("1").pass(1);
        let screen = app.screen();
        assert!(screen.contains("场内没有可能是这位司机的访客"), "{screen}");
        let form = app.model.form().unwrap();
        assert!(form.focused().is_some_and(|state| form.asks(state)), "{screen}");
        app.keys("<ctrl-d>").pass(1);
        saved(&mut app);
        assert_eq!(people(&app), [0, 1]);
    }
}

#[test]
fn a_driver_who_left_and_came_back_is_asked_about_at_his_vehicle() {
    for back in [true, false] {
        let mut app = App::new(Language::Hans, (80, 24));
        app.keys(CAR).pass(1);
        app.keys("<ctrl-o>");
        go_to(&mut app, "driver");
        app.keys("3<ctrl-d>").pass(1);
        saved(&mut app);
        if back {
            visitor(&mut app, "王五");
        }
        app.keys("<f7><home><enter>").pass(1);
        app.keys("<enter>").pass(1);
        if back {
            // The form says at its field what is asked.
            assert_eq!((focus(&app), people(&app)), ("driver", [1, 0]), "{}", app.screen());
            app.keys("1<ctrl-d>").pass(1);
        }
        saved(&mut app);
        assert_eq!((people(&app), inside(&app, Family::Vehicle).len()), ([0, 0], 0));
    }
}

#[test]
fn a_vehicle_that_is_gone_counts_as_none_though_its_driver_stays() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys(CAR).pass(1);
    assert!(app.screen().contains("F7 车辆 在场 1"), "{}", app.screen());
    app.keys("<home><ctrl-o>");
    go_to(&mut app, "driver");
    app.keys("2<ctrl-d>").pass(1);
    saved(&mut app);
    assert!(app.screen().contains("F7 车辆 在场 0"), "{}", app.screen());
    assert_eq!(people(&app), [0, 1]);
}

#[test]
fn a_name_that_is_put_right_may_be_that_of_another_person() {
    for stays in [true, false] {
        let mut app = App::new(Language::Hans, (80, 24));
        visitor(&mut app, "王五");
        visitor(&mut app, "王武");
        app.keys("<home>").pass(1);
        at_field(&mut app, "name");
        app.keys("<delete><ctrl-x>王五<tab>写错<ctrl-d>").pass(1);
        picking(&mut app);
        let names =
            |app: &App| inside(app, Family::Visitor).iter().map(|one| one.get("name").to_owned()).collect::<Vec<_>>();
        if stays {
            app.keys("<esc>").pass(1);
            assert_eq!((names(&app).contains(&"王武".to_owned()), people(&app)), (true, [2, 0]), "{}", app.screen());
            continue;
        }
        assert!(
            app.screen().contains("│  1  ") && !app.screen().contains("│  2  "),
            "one thing is meant\n{}",
            app.screen()
        );
        app.keys("1").pass(1);
        assert_eq!((names(&app), people(&app)), (vec!["王五".to_owned(); 2], [2, 0]), "{}", app.screen());
    }
}

#[test]
fn a_plate_that_is_inside_is_told_beside_its_field() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys(CAR).pass(6);
    app.keys("<insert>b7766");
    assert!(!app.screen().contains("这个车牌已在场"), "{}", app.screen());
    app.keys("1");
    assert!(app.screen().contains("这个车牌已在场"), "{}", app.screen());
    app.keys("<enter>");
    assert!(app.screen().contains("这个车牌已在场"), "{}", app.screen());
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys(CAR).pass(6);
    app.keys("<home><ctrl-o><ctrl-d>").pass(6);
    app.keys("<insert>b77661<enter>");
    assert!(!app.screen().contains("这个车牌已在场"), "it has left\n{}", app.screen());
}
