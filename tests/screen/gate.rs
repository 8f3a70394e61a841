//! The gate by keys: a plate is seen as it will be stored, a party leaves in parts, and what the list says is people.

use qiantai::app::{Event, Notice, Overlay};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::locale::{Language, Locale};
use qiantai::store::{ListView, Query, Read};

use crate::kit::App;
use crate::times::go_to;

fn all(app: &App, family: Family) -> Vec<Record> {
    app.store().list(Query::new(family, ListView::Newest, 50)).unwrap()
}

fn title(app: &mut App, key: &str) -> String {
    let screen = app.screen();
    screen.lines().find(|line| line.contains(key)).unwrap_or_default().replace(' ', "")
}

#[test]
fn a_plate_is_shown_as_it_will_be_stored_while_it_is_typed() {
    let mut app = App::new(Language::Hans, (80, 24));
    for (typed, shown, stored) in [
        ("b8f32k", "即 粤B·8F32K", "粤B8F32K"),
        ("粵B·8F32L", "即 粤B·8F32L", "粤B8F32L"),
        (".ja12345", "即 京A·12345", "京A12345"),
        ("..gab1234", "即 港AB1234", "港AB1234"),
        ("va12345", "按所见存 VA·12345，待核", "VA12345"),
        ("b8?32k", "按所见存 粤B·8?32K，待核", "粤B8?32K"),
        ("-", "即 无牌", "无牌"),
        ("京B12345", "", "京B12345"),
    ] {
        app.keys(&format!("<f7><insert>{typed}"));
        let screen = app.screen();
        let line = screen.lines().find(|line| line.contains("车牌") && !line.contains("停留")).unwrap_or_default();
        let line = line.replace(' ', "");
        let shown: String = shown.chars().filter(|c| *c != ' ').collect();
        assert!(line.contains(&shown), "{typed}: {line}");
        assert_eq!(line.contains('即') || line.contains("按所见"), !shown.is_empty(), "{typed}: {line}");
        app.keys("<enter>13-2-101<enter>").pass(1);
        assert!(app.model.overlays.is_empty(), "{typed}: {}", app.screen());
        assert_eq!(all(&app, Family::Vehicle)[0].get("plate"), stored);
    }
    assert!(app.screen().contains("粤B·8?32K") && app.screen().contains("VA·12345?"), "{}", app.screen());
    // What is no plate at all is said at the field, and nothing is lost.
    app.keys("<insert>陈小姐<enter>");
    assert!(matches!(app.model.overlays.last(), Some(Overlay::Form(form)) if form.get("plate") == "陈小姐"));
    app.keys("<ctrl-x><esc>");
    // The plate as the screen prints it finds itself.
    app.keys("</>粤B·8F32K");
    assert_eq!(app.model.rows().len(), 1);
    app.keys("<esc>");
    // A correction is typed and shown in the same way.
    app.keys("<home><right>");
    while app.model.card().unwrap().row().and_then(|row| row.field).is_none_or(|field| field.key != "plate") {
        app.keys("<down>");
    }
    app.keys("<delete>").pass(0);
    let Some(Overlay::Form(form)) = app.model.overlays.last() else { panic!("{}", app.screen()) };
    let typed = "<backspace>".repeat(form.get("new").chars().count());
    app.keys(&format!("{typed}b77777"));
    assert!(app.screen().contains("即 粤B·77777"), "{}", app.screen());
    app.keys("<tab>看错<enter>");
    assert!(all(&app, Family::Vehicle).iter().any(|car| car.get("plate") == "粤B77777"));
}

#[test]
fn a_party_leaves_in_parts_and_the_title_counts_people() {
    for size in [(80, 24), (120, 40)] {
        let mut app = App::new(Language::Hans, size);
        app.keys("<f6><insert>53-2-101<enter>林师傅<enter>5<tab>4<enter>").pass(1);
        app.keys("<insert>13-2-101<enter>王五<enter>5<enter>").pass(1);
        app.keys("<f7><insert>b8f32k<enter>13-2-101<enter>").pass(1);
        app.keys("<f6>");
        assert!(title(&mut app, "F6").contains("访客5"), "{}", app.screen());
        // The crew is the older row: three of them leave, fetched by someone else.
        app.keys("<end><ctrl-o>");
        assert!(matches!(app.model.overlays.last(), Some(Overlay::Form(_))), "{}", app.screen());
        app.keys("3<tab><tab>老周<enter>").pass(1);
        let crew = all(&app, Family::Visitor).pop().unwrap();
        assert_eq!((crew.people(), crew.get("fetched_by"), crew.inside()), (1, "老周", true));
        assert!(title(&mut app, "F6").contains("访客2"), "{}", app.screen());
        app.keys("<f12>");
        assert!(app.screen().contains("F6 访客 2"), "{}", app.screen());
        app.keys("<f8>");
        assert!(app.screen().contains("在场 3 人（访客 2，司机 1）"), "{}", app.screen());
        // Enter signs out the one who stayed.
        app.keys("<f6><end><enter>").pass(1);
        assert!(matches!(all(&app, Family::Visitor).pop().unwrap().stay(), Some(Stay::Left(_))));
    }
}

#[test]
fn the_same_person_twice_is_asked_at_once_and_answered_by_a_digit() {
    for language in Language::ALL {
        let mut app = App::new(language, (80, 24));
        let guest = "<insert>13-2-101<enter>王五<enter>5<enter>";
        app.keys("<f6>").keys(guest).pass(6);
        app.keys(guest);
        assert!(matches!(app.model.overlays.last(), Some(Overlay::Pick(_))), "{}", app.screen());
        assert!(!app.screen().contains('⟦'));
        app.keys("2").pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        assert_eq!(app.store().people(Family::Visitor).unwrap(), 2);
        // Of two it is asked which, and then what.
        app.keys(guest).keys("1").pass(1).keys("1").pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        assert_eq!((app.store().people(Family::Visitor).unwrap(), all(&app, Family::Visitor).len()), (1, 2));
    }
}

#[test]
fn of_namesakes_for_other_flats_each_is_named_and_one_person_goes_on_to_another_flat() {
    for language in Language::ALL {
        let mut app = App::new(language, (80, 24));
        app.keys("<f6><insert>12-301<enter>李伟<enter>5<enter>").pass(6);
        // The same person for another flat: nobody is counted twice.
        app.keys("<insert>15-102<enter>李伟<enter>5<enter>").pass(1);
        let screen = app.screen();
        assert!(screen.contains("李伟 2-301") && !screen.contains('⟦'), "{screen}");
        app.keys("3");
        assert!(matches!(app.model.notice, Some((Notice::Written(..), _))), "{}", app.screen());
        app.pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        let stays: Vec<_> =
            all(&app, Family::Visitor).iter().map(|one| (one.get("room").to_owned(), one.stay())).collect();
        assert_eq!(stays, [("5-102".to_owned(), Some(Stay::Inside)), ("2-301".to_owned(), Some(Stay::LeftUnseen))]);
        // A namesake; who leaves then is chosen by flat.
        app.keys("<insert>12-301<enter>李伟<enter>5<enter>").pass(1).keys("2").pass(1);
        app.keys("<ctrl-r>李伟<enter>").pass(1);
        let screen = app.screen();
        assert!(screen.contains("李伟 2-301") && screen.contains("李伟 5-102") && !screen.contains('⟦'), "{screen}");
        app.keys("2").pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        let inside = app.store().list(Query::new(Family::Visitor, ListView::Inside, 9)).unwrap();
        assert_eq!(inside.iter().map(|one| one.get("room")).collect::<Vec<_>>(), ["2-301"]);
    }
}

#[test]
fn nothing_is_chosen_for_who_is_inside_already_until_a_person_chooses() {
    for language in Language::ALL {
        let mut app = App::new(language, (80, 24));
        let guest = "<insert>13-2-101<enter>王五<enter>5<enter>";
        app.keys("<f6>").keys(&guest.replace("<enter>5<enter>", "<enter>5<tab>4<enter>")).pass(6);
        assert_eq!(app.store().people(Family::Visitor).unwrap(), 4);
        app.keys(guest).pass(1).keys("<enter><enter>").pass(1);
        assert!(matches!(app.model.overlays.last(), Some(Overlay::Pick(_))), "{}", app.screen());
        assert_eq!(app.store().people(Family::Visitor).unwrap(), 4, "Enter signs nobody out");
        // How many of them would leave is said where it is chosen, and what was done afterwards.
        let all_leave = if language == Language::En { "Leaves now  ×4" } else { "4人" };
        assert!(app.screen().contains(all_leave), "{}", app.screen());
        app.keys("<down><enter>");
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        assert_eq!(app.store().people(Family::Visitor).unwrap(), 0);
        assert!(matches!(app.model.notice, Some((Notice::Parted(_, _, 4, 0), _))), "{}", app.screen());
        app.pass(1);
        app.keys("<f7><insert>b8f32k<enter>13-2-101<enter>").pass(6);
        app.keys("<insert>b8f32k<enter>13-2-101<enter>").pass(1).keys("<enter>").pass(1);
        assert_eq!(app.store().people(Family::Vehicle).unwrap(), 1);
        app.keys("2").pass(1);
        assert_eq!(all(&app, Family::Vehicle).len(), 2);
    }
}

#[test]
fn a_driver_is_counted_once_and_told_by_one_key() {
    for language in Language::ALL {
        let mut app = App::new(language, (80, 24));
        app.keys("<f7><insert>b8f32k<enter>13-2-101<enter>").pass(1);
        let people = |app: &App| [Family::Visitor, Family::Vehicle].map(|family| app.store().people(family).unwrap());
        // The driver, who was given no name, leaves on foot.
        app.keys("<f7><ctrl-o>");
        while app.model.form().unwrap().focused().unwrap().field.key != "driver" {
            app.keys("<tab>");
        }
        app.keys("3<enter>").pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        assert_eq!((people(&app), all(&app, Family::Vehicle)[0].inside()), ([0, 0], true), "{}", app.screen());
        // One who has a name is met as a visitor.
        app.keys("<insert>b77661<enter>13-2-101<tab><tab>王五<ctrl-d>").pass(1);
        assert_eq!(people(&app), [0, 1], "{}", app.screen());
        app.keys("<f6><insert>13-2-101<enter>王五<enter>5<enter>").pass(1);
        let screen = app.screen();
        assert!(screen.contains("粤B·77661 王五") && !screen.contains('⟦'), "{screen}");
        app.keys("1").pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        assert_eq!(people(&app), [1, 0]);
        // Enter asks whether he leaves with it, where the cursor is, and nothing else.
        app.keys("<f7><home><enter>");
        let focused = |app: &App| app.model.form().and_then(|form| form.focused()).map(|state| state.field.key);
        assert_eq!(focused(&app), Some("driver"), "{}", app.screen());
        app.keys("<enter>").pass(1);
        assert_eq!(focused(&app), Some("driver"), "{}", app.screen());
        app.keys("1<ctrl-d>").pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        assert_eq!(people(&app), [0, 0]);
    }
}

#[test]
fn a_driver_whose_vehicle_is_gone_stands_in_the_list_until_enter_signs_him_out() {
    for (language, told) in
        Language::ALL.into_iter().zip(["司机在内·车已离场", "司機在內·車已離場", "Driver inside, vehicle gone"])
    {
        let mut app = App::new(language, (120, 40));
        app.keys("<f7><insert>b77661<enter>13-2-101<tab><tab>王五<ctrl-d>").pass(1);
        app.keys("<f7><ctrl-o>");
        while app.model.form().unwrap().focused().unwrap().field.key != "driver" {
            app.keys("<tab>");
        }
        app.keys("2<ctrl-d>").pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        let screen = app.screen();
        assert!(screen.contains(told) && !screen.contains('⟦'), "{screen}");
        assert_eq!(app.store().people(Family::Vehicle).unwrap(), 1);
        app.keys("<f8>").pass(1);
        assert!(app.screen().contains(told), "{}", app.screen());
        app.keys("<f7>").pass(1);
        app.keys("<home><enter>").pass(1);
        assert_eq!(app.store().people(Family::Vehicle).unwrap(), 0, "{}", app.screen());
        assert!(app.model.rows().is_empty() && !app.screen().contains(told), "{}", app.screen());
    }
}

#[test]
fn whoever_fetches_a_vehicle_and_has_the_name_of_a_visitor_is_asked_about() {
    for (key, people) in [("1", 1), ("2", 2)] {
        let mut app = App::new(Language::Hans, (80, 24));
        app.keys("<f7><insert>b77661<enter>13-2-101<tab><tab>王五<ctrl-d>").pass(1);
        app.keys("<f6><insert>13-2-101<enter>李四<enter>5<enter>").pass(1);
        app.keys("<f7><home><ctrl-o>");
        while app.model.form().unwrap().focused().unwrap().field.key != "fetched_by" {
            app.keys("<tab>");
        }
        app.keys("李四<ctrl-d>").pass(1);
        assert!(app.screen().contains("就是此人，随车离场"), "{}", app.screen());
        app.keys(key).pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        let inside = [Family::Visitor, Family::Vehicle].map(|family| app.store().people(family).unwrap());
        assert_eq!(inside, [people - 1, 1]);
    }
}

#[test]
fn the_whole_of_a_party_is_proposed_where_some_of_it_could_leave() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f6><insert>53-2-101<enter>林师傅<enter>5<tab>4<enter>").pass(1);
    app.keys("<ctrl-o>");
    let Some(Overlay::Form(form)) = app.model.overlays.last() else { panic!("{}", app.screen()) };
    assert_eq!(form.get("leaving"), "4");
    // The first digit typed replaces it; what stays is proposed the next time.
    app.keys("1<enter>");
    assert_eq!(app.store().people(Family::Visitor).unwrap(), 3, "a digit is a number of people, and nothing else");
    assert!(app.screen().contains("离 1 人，余 3 人"), "{}", app.screen());
    app.pass(1);
    app.keys("<ctrl-o><enter>");
    assert_eq!(app.store().people(Family::Visitor).unwrap(), 0);
    assert!(app.screen().contains("离 3 人，余 0 人"), "{}", app.screen());
    app.pass(1);
    assert!(matches!(all(&app, Family::Visitor)[0].stay(), Some(Stay::Left(_))));
}

#[test]
fn a_party_signed_out_with_one_key_or_unseen_is_told_by_its_people() {
    for (keys, stay) in [("<enter>", "Left"), ("<ctrl-o><tab>1<enter>", "LeftUnseen")] {
        let mut app = App::new(Language::Hans, (80, 24));
        app.keys("<f6><insert>53-2-101<enter>林师傅<enter>5<tab>5<enter>").pass(1);
        app.keys(keys);
        assert!(app.screen().contains("离 5 人，余 0 人"), "{keys}: {}", app.screen());
        assert!(format!("{:?}", all(&app, Family::Visitor)[0].stay().unwrap()).starts_with(stay), "{keys}");
    }
}

#[test]
fn the_next_plate_is_not_glued_to_the_last_and_the_draft_is_a_key_away() {
    for language in Language::ALL {
        let mut app = App::new(language, (80, 24));
        app.keys("<f7><insert>b88125<enter>13-2-101<enter>").pass(1);
        app.keys("<insert>b88125<enter>13-2-101<enter>");
        assert!(matches!(app.model.overlays.last(), Some(Overlay::Pick(_))), "{}", app.screen());
        app.keys("<esc><esc><insert>");
        let waits = app.screen();
        assert!(waits.contains("Ins") && !waits.contains('⟦'), "{waits}");
        app.keys("b77661");
        assert_eq!(app.model.form().map(|form| (form.get("plate"), form.get("room"))), Some(("b77661", "")));
        app.keys("<insert>");
        assert_eq!(app.model.form().map(|form| (form.get("plate"), form.get("room"))), Some(("b88125", "3-2-101")));
        app.keys("<insert>");
        assert_eq!(app.model.form().unwrap().get("plate"), "b77661", "and back: nothing is lost");
        assert_eq!(app.drafts_on_disk().len(), 2);
        app.keys("<enter>13-2-101<enter>");
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        assert_eq!((all(&app, Family::Vehicle).len(), app.model.drafts.len()), (2, 1));
    }
}

#[test]
fn what_the_line_offers_to_withdraw_is_what_its_key_withdraws() {
    for (moves, offered) in
        [("", true), ("<ctrl-w><esc>", true), ("<down>", false), ("<f6>", false), ("<tab>", false), ("/b", false)]
    {
        let mut app = App::new(Language::Hans, (80, 24));
        for plate in ["b11111", "b22222", "b33333"] {
            app.keys("<f7><insert>").keys(plate).keys("<enter>13-2-101<enter>").pass(1);
        }
        app.keys("<home><enter>");
        let gone = all(&app, Family::Vehicle).into_iter().find(|car| !car.inside()).unwrap();
        app.keys(moves);
        assert_eq!(app.screen().contains("按错了"), offered, "{moves}: {}", app.screen());
        if offered {
            app.keys("<ctrl-w>");
            let Some(Overlay::Form(form)) = app.model.overlays.last() else { panic!("{}", app.screen()) };
            assert_eq!(form.subject, Some(gone.subject), "{moves}");
            let number = gone.number.spoken(app.model.house.site.number, 2026);
            assert!(title(&mut app, "作废").contains(&number), "{moves}: {}", app.screen());
        }
    }
}

#[test]
fn who_was_never_logged_in_leaves_and_a_vehicle_is_turned_away() {
    for language in Language::ALL {
        let mut app = App::new(language, (80, 24));
        app.keys("<f7><ctrl-r>b8f32k<enter>").pass(1);
        assert_eq!(all(&app, Family::Vehicle)[0].stay(), Some(Stay::OutOnly));
        app.keys("<f6><ctrl-r>王五<enter>").pass(1);
        assert_eq!(all(&app, Family::Visitor)[0].stay(), Some(Stay::OutOnly));
        app.keys("<tab>");
        let said = app.word("departure-out-only");
        assert!(app.screen().contains(&said), "{}", app.screen());
        app.keys("<tab><f7><ctrl-d>b12345<enter>1<enter>").pass(1);
        let refused = all(&app, Family::Vehicle).remove(0);
        assert_eq!((refused.stay(), refused.get("plate")), (Some(Stay::Refused), "粤B12345"));
        app.keys("<tab>");
        assert!(!app.screen().contains('⟦'), "{}", app.screen());
        app.keys("<tab><f8>");
        let said = app.word("topic-refusal");
        assert!(app.screen().contains(&said), "{}", app.screen());
    }
}

#[test]
fn a_withdrawal_asked_for_in_the_list_names_its_line() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f7><ctrl-r>b8f32k<enter>").pass(1);
    app.keys("<insert>b8f32k<enter>13-2-101<enter>").pass(1);
    app.keys("<end><ctrl-w>");
    let Some(Overlay::Form(form)) = app.model.overlays.last() else { panic!("{}", app.screen()) };
    let line = form.strikes.clone().unwrap();
    assert_eq!(form.target, qiantai::desk::ActTarget::Entry(line.seq));
    app.keys("点错<enter>").pass(1);
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
}

#[test]
fn nothing_is_struck_before_the_window_has_named_it() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f7><insert>b8f32k<enter>13-2-101<enter>").pass(1);
    // Its entries could not be read.
    app.slow(true);
    app.keys("<ctrl-w>");
    app.slow(false);
    app.keys("点错<enter>");
    assert!(app.acts.iter().all(|act| act.kind != Kind::Withdrawn), "{}", app.screen());
    let line = app.model.form().unwrap().strikes.clone().unwrap();
    assert!(app.screen().contains("标题写明后再保存"), "{}", app.screen());
    app.keys("<enter>");
    let act = app.acts.last().unwrap();
    assert_eq!((act.kind, &act.target), (Kind::Withdrawn, &qiantai::desk::ActTarget::Entry(line.seq)));
    assert!(app.model.overlays.is_empty() && app.screen().contains("已作废"), "{}", app.screen());
}

#[test]
fn what_is_struck_already_is_not_struck_again() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f7><insert>b8f32k<enter>13-2-101<enter>").pass(1);
    app.keys("<ctrl-w>点错<enter>").pass(1);
    app.keys("<tab><ctrl-w>");
    let said = app.model.notice.as_ref().map(|(notice, _)| notice.clone());
    assert!(matches!(said, Some(Notice::Refused(Cause::AlreadyWithdrawn(..)))), "{}", app.screen());
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
}

#[test]
fn a_withdrawal_under_the_help_is_named_too() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f7><insert>b8f32k<enter>13-2-101<enter>").pass(1);
    app.slow(true);
    app.keys("<ctrl-w><f1>");
    while app.one_more() {}
    app.slow(false);
    app.keys("<esc>");
    assert!(app.model.form().unwrap().strikes.is_some(), "{}", app.screen());
    app.keys("点错<enter>");
    assert!(app.model.overlays.is_empty() && app.screen().contains("已作废"), "{}", app.screen());
}

#[test]
fn the_help_says_how_a_province_is_spelt() {
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f1><end>");
    let screen = app.screen();
    assert!(screen.contains(".j 京") && screen.contains("..j 津"), "{screen}");
}

#[test]
fn a_courier_is_logged_without_a_paper() {
    let mut app = App::new(Language::Hans, (80, 24));
    // Insert, the class, the room, Enter: nothing else is asked.
    app.keys("<f6><insert>25<enter>");
    let visitor = all(&app, Family::Visitor).remove(0);
    assert_eq!((visitor.get("visitor"), visitor.get("check"), visitor.inside()), ("courier", "", true));
}

#[test]
fn a_part_of_a_plate_asks_which_of_those_inside_leaves() {
    for language in Language::ALL {
        let mut app = App::new(language, (80, 24));
        for plate in ["b77661", "b17766", "b12345"] {
            app.keys(&format!("<f7><insert>{plate}<enter>13-2-101<enter>")).pass(1);
        }
        app.keys("<f7><ctrl-r>7766<enter>").pass(1);
        let screen = app.screen();
        assert!(screen.contains("粤B·77661") && screen.contains("粤B·17766") && !screen.contains('⟦'), "{screen}");
        assert_eq!(app.store().people(Family::Vehicle).unwrap(), 3, "nobody is signed out unasked");
        app.keys("2").pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        let cars = all(&app, Family::Vehicle);
        let left: Vec<_> = cars.iter().filter(|car| !car.inside()).map(|car| car.get("plate")).collect();
        assert_eq!((left, cars.len()), (vec!["粤B77661"], 3), "the second in the list");
        // None of them is an exit of its own.
        app.keys("<ctrl-r>7766<enter>").pass(1).keys("2").pass(1);
        assert_eq!(all(&app, Family::Vehicle)[0].stay(), Some(Stay::OutOnly));
        // A visitor who is inside is met in the same way.
        app.keys("<f6><insert>13-2-101<enter>王五<enter>5<enter>").pass(1);
        app.keys("<ctrl-r>王五<enter>").pass(1).keys("1").pass(1);
        let visitors = all(&app, Family::Visitor);
        assert!(visitors.len() == 1 && matches!(visitors[0].stay(), Some(Stay::Left(_))), "{}", app.screen());
    }
}

#[test]
fn as_many_of_a_party_leave_as_were_typed() {
    for (language, told) in [(Language::En, "Leaves now  ×1  3 stay"), (Language::Hans, "1人余3人")] {
        let mut app = App::new(language, (80, 24));
        app.keys("<f6><insert>53-2-101<enter>林师傅<enter>5<tab>4<enter>").pass(6);
        app.keys("<ctrl-r>林师傅<tab><tab>1<ctrl-d>").pass(1);
        assert!(matches!(app.model.overlays.last(), Some(Overlay::Pick(_))), "{}", app.screen());
        let screen = app.screen().replace(if language == Language::En { "\u{0}" } else { " " }, "");
        assert!(screen.contains(told), "{}", app.screen());
        app.keys("1");
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        assert_eq!(app.store().people(Family::Visitor).unwrap(), 3);
        assert!(matches!(app.model.notice, Some((Notice::Parted(_, _, 1, 3), _))), "{}", app.screen());
        assert_eq!(all(&app, Family::Visitor).len(), 1);
        // More than are inside: it is said at the number, and what was typed stays.
        app.pass(6).keys("<ctrl-r>林师傅<tab><tab>5<ctrl-d>").pass(1).keys("1").pass(1);
        let Some(Overlay::Form(form)) = app.model.overlays.last() else { panic!("{}", app.screen()) };
        assert_eq!((form.get("name"), form.get("count"), form.kind), ("林师傅", "5", Kind::VisitorOutOnly));
        assert_eq!(app.store().people(Family::Visitor).unwrap(), 3);
    }
}

#[test]
fn what_is_typed_of_who_leaves_is_kept_once_it_is_chosen() {
    // By a part of the plate, by all of it, and by the form for coming in.
    for (opens, asks) in [("<ctrl-r>7766", "<enter>"), ("<insert>b77661", "<ctrl-d>")] {
        let mut app = App::new(Language::Hans, (80, 24));
        app.keys("<f7><insert>b77661<enter>13-2-101<enter>").pass(1).keys("<f7>").keys(opens);
        let form = app.model.overlays.last_mut().and_then(|overlay| overlay.try_as_form_mut()).unwrap();
        let typed =
            [("colour", "white"), ("make", "丰田"), ("remark", "走北门"), ("name", "李四"), ("room", "3-2-101")];
        for (key, text) in [("use", "guest")].iter().chain(&typed) {
            form.set(key, text);
        }
        app.keys(asks).pass(1).keys("1").pass(1);
        let car = all(&app, Family::Vehicle).remove(0);
        assert!(matches!(car.stay(), Some(Stay::Left(_))), "{}", app.screen());
        let named = |key: &str| key != "name" || opens.starts_with("<insert>");
        for (key, text) in typed.into_iter().filter(|(key, _)| named(key)) {
            assert_eq!(car.get(key), text, "{opens}");
        }
    }
    // A guest: what nobody had said is said of the stay, and nothing takes the place of what was.
    let mut app = App::new(Language::Hans, (80, 24));
    app.keys("<f6><insert>13-2-101<enter>王五<enter>5<enter>").pass(6).keys("<insert>13-2-101<enter>王五<enter>1");
    let form = app.model.overlays.last_mut().and_then(|overlay| overlay.try_as_form_mut()).unwrap();
    for (key, text) in [("tail", "123X"), ("phone", "13911112222"), ("purpose", "送礼"), ("pass", "7")] {
        form.set(key, text);
    }
    app.keys("<ctrl-d>").pass(1).keys("1").pass(1);
    let guest = all(&app, Family::Visitor).remove(0);
    assert!(matches!(guest.stay(), Some(Stay::Left(_))), "{}", app.screen());
    let said = ["tail", "phone", "purpose", "pass", "check"].map(|key| guest.get(key));
    assert_eq!(said, ["123X", "13911112222", "送礼", "7", "known"]);
}

#[test]
fn whoever_is_offered_to_leave_is_looked_at_anew_once_chosen() {
    let guest = "<f6><insert>13-2-101<enter>李四<enter>5<enter>";
    let car = "<f7><insert>b77661<enter>13-2-101<enter>";
    for (came, again, key, typed) in [
        (guest, guest, "name", "李四"),
        (guest, "<f6><ctrl-r>李四<ctrl-d>", "name", "李四"),
        (car, car, "plate", "b77661"),
        (car, "<f7><ctrl-r>7766?<ctrl-d>", "plate", "7766?"),
    ] {
        let start = || {
            let dir = std::rc::Rc::new(tempfile::tempdir().unwrap());
            let now = crate::kit::at("2026-11-20 14:20");
            let mut app = App::at(dir, Language::Hans, (100, 30), "东门岗", "李强", now, 1);
            app.keys(came).pass(3).keys(again).pass(1);
            assert!(matches!(app.model.overlays.last(), Some(Overlay::Pick(_))), "{}", app.screen());
            app
        };
        let family = if came == guest { Family::Visitor } else { Family::Vehicle };
        let mut app = start();
        let mut other = App::at(app.dir.clone(), Language::Hans, (100, 30), "东门岗", "李强", app.now, 2);
        other.keys(if came == guest { "<f6><enter>" } else { "<f7><enter>" });
        assert_eq!(app.store().people(family).unwrap(), 0);
        app.pass(1).keys("1").pass(1);
        let Some(Overlay::Form(form)) = app.model.overlays.last() else { panic!("{}", app.screen()) };
        assert_eq!(form.get(key), typed, "{again}");
        assert!(matches!(form.error, Some(Cause::AlreadyLeft(Some(_)))), "{again}: {:?}", form.error);
        assert_eq!(all(&app, family).len(), 1, "{again}: nothing else is written");
        // What is saved then is what the form says.
        app.keys("<ctrl-d>").pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        assert_eq!(all(&app, family).len(), 2);
        // Who is inside still leaves, and says so.
        let mut app = start();
        app.keys("1");
        assert!(matches!(app.model.notice, Some((Notice::Left(..), _))), "{again}: {}", app.screen());
        assert_eq!((app.store().people(family).unwrap(), all(&app, family).len()), (0, 1));
        assert_eq!(app.drafts().len(), 0);
    }
}

#[test]
fn more_vehicles_than_have_a_digit_are_counted_where_one_is_chosen() {
    for language in Language::ALL {
        let mut app = App::new(language, (80, 24));
        for n in 0..12 {
            app.keys(&format!("<f7><insert>b776{n:02}<enter>13-2-101<enter>")).pass(1);
        }
        app.keys("<f7><ctrl-r>776<enter>").pass(1);
        let more = Locale::new(language).tr_args("pick-which-more", &[("n", "3")]);
        let flat = |text: &str| text.split_whitespace().collect::<String>();
        let head: String = flat(&more).chars().take(8).collect();
        let screen = app.screen();
        assert!(flat(&screen).contains(&head) && screen.contains("粤B·77611"), "{screen}");
        assert!(!screen.contains("粤B·77602"), "{screen}");
        // The last digit is none of them.
        app.keys("0").pass(1);
        assert_eq!(all(&app, Family::Vehicle)[0].stay(), Some(Stay::OutOnly), "{}", app.screen());
    }
}

/// Whose row the cursor was on, wherever that row has gone.
#[test]
fn whoever_leaves_by_a_form_takes_no_row_from_under_the_cursor() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f7>");
    for car in 1..=4 {
        app.keys(&format!("<insert>b0000{car}<enter>13-2-101<enter>")).pass(1);
    }
    let plate = |app: &App| app.model.selected().unwrap().get("plate").to_owned();
    // The newest stands first, above the cursor.
    app.keys("<home><down><down>");
    assert_eq!(plate(&app), "粤B00002");
    app.keys("<ctrl-r>b00004<enter>").pass(1);
    assert_eq!((app.model.rows().len(), plate(&app).as_str()), (3, "粤B00002"), "{}", app.screen());
    // A car that comes in is the one in hand; a note that is written has no row here.
    app.keys("<ctrl-t>巡查<enter>").pass(1);
    assert_eq!(plate(&app), "粤B00002");
    app.keys("<insert>b00005<enter>13-2-101<enter>").pass(1);
    assert_eq!(plate(&app), "粤B00005");
}

#[test]
fn a_list_that_one_comes_back_to_has_the_record_in_hand_that_one_left() {
    let mut app = App::new(Language::Hans, (160, 48));
    app.keys("<f7>");
    for car in 1..=4 {
        app.keys(&format!("<insert>b0000{car}<enter>13-2-101<enter>")).pass(1);
    }
    app.keys("<home><down><down>");
    let mut other = App::at(app.dir.clone(), Language::Hans, (100, 30), "服务中心", "王敏", app.now, 2);
    other.keys("<f7>");
    let plate = |app: &App| app.model.selected().map(|record| record.get("plate").to_owned()).unwrap_or_default();
    for (n, (away, back)) in [("<f2>", "<f7>"), ("<f12><down>", "<f7>"), ("", "<f7>")].iter().enumerate() {
        app.keys(away);
        other.keys(&format!("<insert>b0001{n}<enter>13-2-101<enter>")).pass(1);
        app.now = other.now;
        app.event(Event::Changed);
        app.keys(back);
        assert_eq!(plate(&app), "粤B00002", "{away} and {back}\n{}", app.screen());
    }
}

#[test]
fn a_vehicle_of_which_a_part_is_inside_and_a_person_who_has_left_are_asked_about() {
    for language in Language::ALL {
        for (answer, cars) in [("1", 1), ("2", 2)] {
            let mut app = App::new(language, (80, 24));
            app.keys("<f7><insert>7766<enter>13-2-101<enter>").pass(1);
            app.keys("<insert>b77661<enter>13-2-101<enter>").pass(1);
            let screen = app.screen();
            let asked = [app.word("pick-vehicle"), app.word("pick-apart"), "7766".to_owned()];
            assert!(asked.iter().all(|word| screen.contains(word)) && !screen.contains('⟦'), "{screen}");
            assert_eq!(all(&app, Family::Vehicle).len(), 1, "nothing is saved unasked");
            app.keys(answer).pass(1);
            assert!(app.model.overlays.is_empty(), "{}", app.screen());
            let mut inside = all(&app, Family::Vehicle);
            inside.retain(|car| car.inside());
            assert_eq!(inside.len(), cars, "{}", app.screen());
            assert!(inside.iter().any(|car| car.get("plate") == "粤B77661"));
        }
        for (answer, inside) in [("1", false), ("2", true)] {
            let mut app = App::new(language, (80, 24));
            app.keys("<f6><ctrl-r>王五<enter>").pass(1);
            app.keys("<insert>13-2-101<enter>王五<enter>5");
            go_to(&mut app, "at");
            app.keys("-10m<ctrl-d>").pass(1);
            let (screen, left) = (app.screen(), app.word("choice-again-left"));
            assert!(screen.contains(&left) && !screen.contains('⟦'), "{screen}");
            app.keys(answer).pass(1);
            assert!(app.model.overlays.is_empty(), "{}", app.screen());
            let visitors = all(&app, Family::Visitor);
            assert_eq!(visitors.len(), 1 + usize::from(inside), "{}", app.screen());
            assert_eq!(visitors.iter().any(Record::inside), inside, "{}", app.screen());
        }
    }
}

#[test]
fn as_many_as_left_unseen_to_come_are_a_part_of_the_party_that_is_told_late() {
    let mut app = App::new(Language::ALL[0], (80, 24));
    app.keys("<f6><ctrl-r>王五");
    go_to(&mut app, "count");
    app.keys("2<ctrl-d>").pass(1);
    app.keys("<insert>13-2-101<enter>王五<enter>5");
    go_to(&mut app, "count");
    app.keys("3");
    go_to(&mut app, "at");
    app.keys("-10m<ctrl-d>").pass(1);
    app.keys("1").pass(1);
    let people: Vec<u32> = all(&app, Family::Visitor).iter().map(Record::people).collect();
    assert!(app.model.overlays.is_empty() && people == [1], "{people:?} {}", app.screen());
}
