//! What a guard says of what a camera read, and the other way round: one record, which shows both and is found by both.

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::machines::{clock, gate, with};

/// Lines of a plate, each so many seconds ago.
fn lines(bench: &Bench) -> impl Fn(&str, &str, i64) -> Value {
    let now = clock(bench);
    move |post, kind, seconds| {
        let at = (now - chrono::TimeDelta::seconds(seconds)).to_rfc3339();
        let line = json!({ "kind": kind, "post": post, "plate": "粤B70701", "at": at });
        if post == "东门相机" { with(line, json!({ "picture": "/p/1.jpg", "confidence": 0.9 })) } else { line }
    }
}

#[test]
fn what_a_guard_says_of_what_a_camera_read_is_one_record_and_is_found() {
    let known =
        json!({ "room": "1-1-101", "name": "周晓云", "phone": "13911112222", "remark": "送家具", "uid": "g-1" });
    for gap in [20, 5, 0, -20] {
        let bench = gate();
        let line = lines(&bench);
        let camera = line("东门相机", "vehicle_in", 3_600);
        let guard = with(line("东门岗", "vehicle_in", 3_600 - gap), known.clone());
        let came = bench.record(&[camera.clone(), guard.clone()]).json();
        assert_eq!((&came[0]["result"], &came[1]["result"]), (&json!("ok"), &json!("ok")), "it added something");
        let record = &came[1];
        assert_eq!(came[0]["id"], record["id"]);
        for key in ["room", "name", "phone", "remark"] {
            assert_eq!(record["fields"][key], known[key]);
        }
        assert_eq!(
            (&record["fields"]["picture"], &record["fields"]["confidence"]),
            (&json!("/p/1.jpg"), &json!("0.9"))
        );
        // Who was first, where and when, of one line.
        let first = if gap < 0 { ("", "李强") } else { ("camera", "东门相机") };
        assert_eq!((record["source"].as_str().unwrap_or_default(), record["operator"].as_str().unwrap()), first);
        let entries = bench.entries();
        assert_eq!(bench.record(&[guard]).json()[0]["result"], "repeated");
        assert_eq!(
            bench.record(&[with(line("东门岗", "vehicle_in", 3_600 - gap), json!({ "room": "1-1-101" }))]).json()[0]["result"],
            "repeated",
            "nothing new"
        );
        assert_eq!(bench.entries(), entries + 1);
        let card = bench.ok(&["show", "record", record["id"].as_str().unwrap(), "--lang", "zh-Hans"]).out;
        assert!(["周晓云", "送家具", "东门相机"].iter().all(|said| card.contains(said)), "{card}");
        let inside = bench.ok(&["show", "inside", "--lang", "zh-Hans"]).out;
        assert!(inside.contains("1-1-101") && inside.contains("周晓云"), "{inside}");
        // The exit likewise.
        let out = with(line("东门岗", "vehicle_out", 600 - gap), json!({ "fetched_by": "外婆", "remark": "载货" }));
        let left = bench.record(&[line("东门相机", "vehicle_out", 600), out]).json().remove(1);
        assert_eq!(
            (&left["result"], &left["fields"]["fetched_by"], &left["inside"]),
            (&json!("ok"), &json!("外婆"), &json!(false))
        );
        // A correction of it stands.
        let fix = json!({ "kind": "amend", "record": record["id"], "field": "room", "new": "1-1-102", "why": "听错" });
        let fixed = bench.record(std::slice::from_ref(&fix)).json().remove(0);
        assert_eq!((&fixed["result"], &fixed["fields"]["room"]), (&json!("ok"), &json!("1-1-102")), "{fixed}");
        bench.ok(&["rebuild"]);
        assert_eq!(bench.ok(&["verify"]).code, 0);
        let again = bench.ok(&["show", "record", record["id"].as_str().unwrap(), "--json"]).json().remove(0);
        assert_eq!(again["fields"], fixed["fields"]);
    }
}

#[test]
fn a_cameras_reading_takes_nothing_from_what_a_guard_said_and_stands_beside_it() {
    let bench = gate();
    let line = lines(&bench);
    let guard = with(line("东门岗", "vehicle_in", 600), json!({ "room": "1-1-101", "colour": "red", "use": "taxi" }));
    let camera = with(line("东门相机", "vehicle_in", 590), json!({ "colour": "white", "device": "东 2" }));
    let answers = bench.record(&[guard, camera.clone()]).json();
    let record = &answers[1];
    assert_eq!((&record["result"], &record["fields"]["colour"]), (&json!("ok"), &json!("red")));
    assert_eq!((&record["fields"]["device"], &record["fields"]["picture"]), (&json!("东 2"), &json!("/p/1.jpg")));
    assert_eq!(
        (&record["operator"], record["source"].as_str(), &record["at"]),
        (&json!("李强"), None, &answers[0]["at"])
    );
    assert_eq!(record["clocks"], answers[0]["clocks"]);
    let more = with(camera, json!({ "at": line("", "", 580)["at"] }));
    assert_eq!(bench.record(&[more]).json()[0]["result"], "repeated", "what it measures is known");
}

#[test]
fn what_a_second_person_says_otherwise_is_kept_shown_and_not_called_a_repetition() {
    let bench = gate();
    let line = lines(&bench);
    let one = with(line("东门岗", "vehicle_in", 600), json!({ "room": "1-1-101", "uid": "one" }));
    let two = with(line("东门岗", "vehicle_in", 590), json!({ "room": "1-1-102", "uid": "two" }));
    let answers = bench.record(&[one, two.clone()]).json();
    assert_eq!((&answers[1]["result"], &answers[1]["fields"]["room"]), (&json!("ok"), &json!("1-1-101")));
    let card = bench.ok(&["show", "record", answers[1]["id"].as_str().unwrap()]).out;
    assert!(card.contains("1-1-101") && card.contains("1-1-102"), "{card}");
    let third = with(two.clone(), json!({ "uid": "three" }));
    assert!(bench.record(&[two, third]).json().iter().all(|answer| answer["result"] == "repeated"));
    // The first is struck: the second stands.
    let struck = json!({ "kind": "withdraw", "record": "one", "why": "看错" });
    assert_eq!(bench.record(&[struck]).json()[0]["result"], "ok");
    let cars = bench.ok(&["show", "inside", "--json"]).json();
    assert_eq!((&cars[0]["fields"]["room"], cars.last().unwrap()["people"].as_u64()), (&json!("1-1-102"), Some(1)));
    assert_eq!(bench.ok(&["verify"]).code, 0);
}

#[test]
fn a_correction_before_its_record_is_told_what_to_send_first() {
    let bench = gate();
    let line = lines(&bench);
    let fix = json!({ "kind": "amend", "record": "car-1", "field": "room", "new": "1-1-102", "why": "听错" });
    let car = with(line("东门岗", "vehicle_in", 600), json!({ "room": "1-1-101", "uid": "car-1" }));
    let refused = bench.record(&[fix.clone(), car]).json().remove(0);
    assert_eq!((&refused["code"], &refused["field"]), (&json!("no-such-record"), &json!("record")));
    assert!(refused["message"].as_str().unwrap().contains("send its own line first"), "{refused}");
    assert_eq!(bench.record(&[fix]).json()[0]["fields"]["room"], "1-1-102");
}
