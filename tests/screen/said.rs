//! What a camera has read is completed at the screen: by the guard who types the plate, in one key.

use qiantai::app::{Event, Overlay};
use qiantai::desk::{Act, Desk, Who};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Stay};
use qiantai::domain::time::Zone;
use qiantai::locale::Language;
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{ListView, Query, Read};
use uuid::Uuid;

use crate::kit::App;

/// What a camera reads of a plate.
fn read(app: &mut App, kind: Kind) -> Record {
    let store = SqliteStore::open(&app.dir.path().join("logbook.db")).unwrap();
    let mut desk = Desk::new(Box::new(store), crate::kit::house()).unwrap();
    let at = Zone::default().rfc3339(app.now);
    let mut fields = vec![("plate", "粤B88125"), ("at", &at), ("picture", "/1.jpg")];
    fields.extend((kind == Kind::VehicleIn).then_some(("again", "by_time")));
    let fields = fields.into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
    let uid = Uuid::from_u128(0x77 << 64 | kind as u128);
    let act = Act { fields, source: Some("camera".into()), ..Act::new(uid, kind) };
    let camera = Who { post: "东门岗".into(), operator: "东门相机".into(), boot: Uuid::nil() };
    let record = desk.act(&act, &camera, app.now).unwrap().record;
    app.event(Event::Changed);
    record
}

fn cars(app: &App) -> Vec<Record> {
    app.store().list(Query::new(Family::Vehicle, ListView::Newest, 50)).unwrap()
}

const TYPED: &str = "<f7><insert>b88125<enter>13-2-101<enter>";

#[test]
fn a_plate_that_a_camera_read_long_ago_is_completed_in_one_key() {
    for language in Language::ALL {
        let mut app = App::new(language, (80, 24));
        let came = read(&mut app, Kind::VehicleIn);
        app.pass(7).keys(TYPED);
        assert!(matches!(app.model.overlays.last(), Some(Overlay::Pick(_))), "{}", app.screen());
        let offered = app.word("choice-again-same");
        assert!(app.screen().contains(&format!("3  {offered}")), "{}", app.screen());
        app.keys("3");
        assert!(app.model.overlays.is_empty() && app.drafts().is_empty(), "{}", app.screen());
        let car = cars(&app).remove(0);
        assert_eq!((cars(&app).len(), car.subject, car.at, car.inside()), (1, came.subject, came.at, true));
        assert_eq!((car.get("room"), car.get("use"), car.get("picture")), ("3-2-101", "guest", "/1.jpg"));
        assert_eq!((car.operator.as_str(), car.limits.len()), ("东门相机", 1), "its limit runs from when it came");
        assert_eq!(car.limits[0].start, came.at.minute());
        // The same act again is that act.
        let act = app.acts.last().unwrap().clone();
        let store = SqliteStore::open(&app.dir.path().join("logbook.db")).unwrap();
        let who = Who { post: app.model.post.clone(), operator: app.model.operator.clone(), boot: Uuid::nil() };
        let again = Desk::new(Box::new(store), crate::kit::house()).unwrap().act(&act, &who, app.now).unwrap();
        assert!(again.repeated);
        // It is shown as a line of its own, and its key takes it back alone.
        app.pass(1).keys("<ctrl-w>看错<enter>").pass(1);
        let car = cars(&app).remove(0);
        assert_eq!((car.inside(), car.get("room"), car.limits.len()), (true, "", 0), "{}", app.screen());
    }
}

#[test]
fn within_a_moment_of_the_camera_there_is_nothing_to_ask() {
    let mut app = App::new(Language::Hans, (80, 24));
    let came = read(&mut app, Kind::VehicleIn);
    app.keys(TYPED);
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
    let car = cars(&app).remove(0);
    assert_eq!((cars(&app).len(), car.subject, car.get("room")), (1, came.subject, "3-2-101"));
    app.pass(60);
    read(&mut app, Kind::VehicleOut);
    app.keys("<f7><ctrl-r>b88125<tab><tab>外婆<ctrl-d>");
    assert!(app.model.overlays.is_empty(), "{}", app.screen());
    let car = cars(&app).remove(0);
    assert_eq!((cars(&app).len(), car.get("fetched_by"), car.get("room")), (1, "外婆", "3-2-101"));
    assert!(matches!(car.stay(), Some(Stay::Left(_))));
}
