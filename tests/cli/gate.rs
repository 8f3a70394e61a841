//! The gate without a screen: plates as a camera reads them, exits before their entries, and who is inside.

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::machines::{gate, with};

fn car(plate: &str, at: &str) -> Value {
    json!({ "kind": "vehicle_in", "plate": plate, "use": "guest", "room": "1-1-101", "at": at })
}

fn out(plate: &str, at: &str) -> Value {
    json!({ "kind": "vehicle_out", "plate": plate, "at": at })
}

#[test]
fn no_province_is_lent_to_what_a_machine_reads() {
    let bench = Bench::new();
    for (n, (plate, kept, odd)) in [
        ("AB1234", "AB1234", true),
        ("MX1234", "MX1234", true),
        ("B00003", "B00003", true),
        ("粵B12345", "粤B12345", false),
        ("粤B8?32K", "粤B8?32K", true),
        ("无车牌", "无牌", false),
        ("unknown", "无牌", false),
    ]
    .into_iter()
    .enumerate()
    {
        let record = bench.record(&[car(plate, &format!("-{}m", 50 - n))]);
        assert_eq!(record.err, "", "{plate}");
        let record = record.json().remove(0);
        assert_eq!((record["fields"]["plate"].as_str(), record["odd_plate"] == true), (Some(kept), odd), "{plate}");
    }
    let text = bench.ok(&["show", "inside", "--lang", "zh-Hans"]).out;
    assert!(text.contains("AB1234?") && text.contains("粤B·12345 ") && text.contains("无牌"), "{text}");
    assert_eq!(bench.record(&[car("陈小姐", "-1m")]).code, 1);
}

#[test]
fn an_exit_before_its_entry_is_kept_and_joined() {
    let bench = Bench::new();
    let exit = bench.record(&[out("粤B70001", "-10m")]).json().remove(0);
    assert_eq!((&exit["entry_unseen"], &exit["inside"], &exit["left_at"]), (&json!(true), &json!(false), &exit["at"]));
    let joined = bench.record(&[car("粤B70001", "-40m")]).json().remove(0);
    assert_eq!((&joined["uid"], &joined["left_at"]), (&exit["uid"], &exit["left_at"]));
    assert!(joined["entry_unseen"].is_null() && joined["at"] != exit["at"]);
    // A whole stay of two hours ago, while the car is inside now.
    bench.record(&[car("粤B70001", "-1m")]);
    let late = bench.record(&[car("粤B70001", "-2h"), out("粤B70001", "-110m")]);
    assert_eq!((late.code, late.err.as_str()), (0, ""));
    assert!(late.json()[1]["left_at"].is_string());
    let inside = bench.ok(&["show", "inside", "--json"]).json();
    assert_eq!(inside.last().unwrap()["people"], 1, "the one that came a minute ago");
    assert_eq!(bench.ok(&["verify"]).code, 0);
}

/// The list says that one car is another: whoever goes by it would sign out the wrong one.
#[test]
fn nothing_is_written_to_a_record_whose_row_was_forged() {
    let bench = Bench::new();
    assert_eq!(bench.record(&[car("粤B11111", "-9m"), car("粤B33333", "-8m")]).code, 0);
    let forge = "UPDATE record SET key = replace(key, '11111', '22222'), state = replace(state, '11111', '22222')";
    rusqlite::Connection::open(&bench.db).unwrap().execute_batch(forge).unwrap();
    let entries = bench.entries();
    let answer = bench.record(&[out("粤B22222", "-1m")]);
    assert!(answer.code > 0 && (answer.out + &answer.err).contains("damaged"), "{}", answer.code);
    assert_eq!((bench.entries(), bench.record(&[out("粤B33333", "-1m")]).code), (entries, 0));
    bench.ok(&["rebuild"]);
    assert_eq!(bench.record(&[out("粤B11111", "-1m")]).code, 0);
}

#[test]
fn the_list_of_who_is_inside_names_who_drives() {
    let bench = Bench::new();
    let driven =
        json!({ "kind": "vehicle_in", "plate": "粤B8F32K", "use": "guest", "room": "3-2-101", "name": "丁一" });
    bench.record(&[driven]);
    let list = bench.ok(&["show", "inside"]).out;
    assert!(list.contains("粤B·8F32K") && list.contains("丁一"), "{list}");
}

#[test]
fn the_uid_of_an_exit_names_the_exit_and_nothing_else() {
    let bench = Bench::new();
    let (mut came, mut left) = (car("粤A11111", "-3h"), out("粤A11111", "-90m"));
    (came["uid"], left["uid"]) = (json!("a-in"), json!("b-out"));
    let written = bench.record(&[came.clone(), left.clone()]);
    assert_eq!(written.code, 0, "{}", written.err);
    let fix =
        json!({ "kind": "amend", "record": "b-out", "field": "plate", "new": "粤A11117", "why": "读错", "uid": "c" });
    let fixed = bench.record(std::slice::from_ref(&fix)).json().remove(0);
    assert_eq!((&fixed["result"], &fixed["entry_unseen"]), (&json!("ok"), &json!(true)), "{fixed}");
    assert_eq!(fixed["fields"]["plate"], "粤A11117", "the record that has the event now");
    let stay = bench.run(&["show", "inside", "--plate", "粤A11111", "--json"], b"").json().remove(0);
    assert_eq!(stay["inside"], true, "{stay}");
    let other = bench.run(&["show", "record", "粤A11117", "--json"], b"").json().remove(0);
    assert_eq!((&other["entry_unseen"], &other["at"]), (&json!(true), &written.json()[1]["left_at"]), "{other}");
    let entries = bench.entries();
    let again = bench.record(&[came, left, fix]).json();
    assert!(again.iter().all(|answer| answer["result"] == "repeated"), "{again:?}");
    assert_eq!(bench.entries(), entries);
    // It may be corrected once more, and each correction is taken back; a withdrawal hits what it names.
    let more =
        json!({ "kind": "amend", "record": "b-out", "field": "plate", "new": "粤A11118", "why": "读错", "uid": "e" });
    let back = |uid: &str| json!({ "kind": "withdraw", "record": uid, "why": "还是对的" });
    let answers = bench.record(&[more, back("c"), back("e"), back("c")]).json();
    assert_eq!(answers[0]["fields"]["plate"], "粤A11118", "{answers:?}");
    assert_eq!(answers[1]["fields"]["plate"], "粤A11118", "{answers:?}");
    assert_eq!((&answers[2]["fields"]["plate"], &answers[2]["inside"]), (&json!("粤A11111"), &json!(false)));
    assert_eq!(answers[2]["left_at"], written.json()[1]["left_at"], "{answers:?}");
    assert_eq!(answers[3]["code"], "already-withdrawn", "{answers:?}");
    assert_eq!(bench.record(&[back("b-out")]).json()[0]["inside"], true);
    for (plate, lang) in [("粤A11111", "en"), ("粤A11117", "zh-Hans"), ("粤A11118", "zh-Hant")] {
        let card = bench.run(&["show", "record", plate, "--lang", lang], b"");
        assert!(!card.out.contains('⟦'), "{}", card.out);
    }
    let remark = json!({ "kind": "vehicle_out", "plate": "粤A11111", "remark": "载货", "uid": "d" });
    let strike = json!({ "kind": "withdraw", "record": "d", "why": "点错" });
    let struck = bench.record(&[remark, strike]).json().remove(1);
    assert_eq!((&struck["inside"], struck["fields"]["remark"].as_str()), (&json!(true), None), "{struck}");
    assert_eq!(bench.ok(&["verify"]).code, 0);
}

#[test]
fn the_uid_of_an_event_that_has_moved_names_the_record_that_has_it_now() {
    let bench = gate();
    let seen = |line: Value, uid: &str| with(line, json!({ "post": "东门相机", "uid": uid }));
    let fix = |new: &str, uid: &str| json!({ "kind": "amend", "record": "a", "field": "plate", "new": new, "why": "读错", "uid": uid });
    let said = [
        seen(car("粤A11111", "-3h"), "a"),
        seen(out("粤A11111", "-2h"), "b"),
        fix("粤A22222", "c"),
        json!({ "kind": "vehicle_out", "record": "a", "at": "-1h", "uid": "d" }),
        fix("粤A33333", "e"),
    ];
    let answers = bench.record(&said).json();
    assert!(answers.iter().all(|answer| answer["result"] == "ok"), "{answers:?}");
    assert_eq!((&answers[3]["id"], &answers[3]["fields"]["plate"]), (&answers[2]["id"], &json!("粤A22222")));
    let (home, entries) = (&answers[4]["id"], bench.entries());
    for again in [0, 2, 3, 4].map(|n| bench.record(&said[n..=n]).json().remove(0)) {
        assert_eq!((&again["result"], &again["id"]), (&json!("repeated"), home), "{again}");
    }
    assert_eq!(bench.record(&said[1..2]).json()[0]["fields"]["plate"], "粤A11111");
    for uid in ["a", "c", "d", "e"] {
        assert_eq!(&bench.ok(&["show", "record", uid, "--json"]).json()[0]["id"], home, "{uid}");
    }
    assert_eq!(bench.entries(), entries);
    assert_eq!(bench.ok(&["verify"]).code, 0);
}

#[test]
fn an_exit_goes_with_a_corrected_entry_where_it_was_told_by_its_record_and_stays_with_its_plate_else() {
    for by_record in [true, false] {
        let bench = Bench::new();
        let leaves = json!({ "kind": "vehicle_out", "at": "-1h", "uid": "b" });
        let by = if by_record { json!({ "record": "a" }) } else { json!({ "plate": "粤A11111" }) };
        let fix = json!({ "kind": "amend", "record": "a", "field": "plate", "new": "粤A22222", "why": "读错" });
        let came = with(car("粤A11111", "-2h"), json!({ "uid": "a" }));
        let answers = bench.record(&[came, with(leaves, by), fix]).json();
        assert!(answers.iter().all(|answer| answer["result"] == "ok"), "{answers:?}");
        let exit = bench.ok(&["show", "record", "b", "--json"]).json().remove(0);
        let plate = if by_record { "粤A22222" } else { "粤A11111" };
        assert_eq!((&exit["fields"]["plate"], exit["entry_unseen"] == true), (&json!(plate), !by_record), "{exit}");
        let people = bench.ok(&["show", "inside", "--json"]).json().pop().unwrap()["people"].clone();
        assert_eq!(people, json!(u8::from(!by_record)), "{by_record}");
    }
}

#[test]
fn people_inside_are_people_and_the_same_person_is_not_taken_twice_in_silence() {
    let bench = Bench::new();
    let guest = |name: &str| json!({ "kind": "visitor_in", "visitor": "guest", "room": "3-2-101", "name": name, "check": "known" });
    let crew = json!({ "kind": "visitor_in", "visitor": "contractor", "room": "天台", "name": "林师傅", "check": "badge", "count": 8 });
    let written = bench.record(&[crew, guest("张一"), guest("张二"), guest("张三"), car("粤B70001", "-1m")]);
    assert_eq!(written.err, "");
    let twice = bench.record(&[guest("张一")]);
    assert!(twice.code == 1 && twice.err.starts_with("line 1, name: "), "{}", twice.err);
    let crew = written.json()[0]["id"].clone();
    let left = bench.record(&[json!({ "kind": "visitor_out", "record": crew, "leaving": 3 })]).json().remove(0);
    assert_eq!((&left["inside"], &left["count"]), (&json!(true), &json!(5)));
    let shown = bench.ok(&["show", "inside", "--json"]).json();
    let (people, parties) = shown.split_last().unwrap();
    assert_eq!(*people, json!({ "people": 9, "visitors": 8, "drivers": 1 }));
    let counts: u64 = parties.iter().map(|party| party["count"].as_u64().unwrap()).sum();
    assert_eq!((parties.len(), counts), (5, 9));
    let text = bench.ok(&["show", "inside", "--lang", "zh-Hans"]).out;
    assert!(text.contains("访客 8") && text.contains("林师傅 5人"), "{text}");
    assert_eq!(text.lines().last(), Some("在场 9 人（访客 8，司机 1）"));
    let today = &bench.ok(&["show", "today", "--json"]).json()[0];
    assert_eq!((&today["visitors"]["count"], &today["visitors"]["people"]), (&json!(4), &json!(8)));
    let today = bench.ok(&["show", "today", "--lang", "zh-Hans"]).out;
    assert!(today.contains("访客 8"), "{today}");
    let page = bench.ok(&["show", "handover", "--lang", "zh-Hans"]).out;
    assert!(page.contains("在场 9 人（访客 8，司机 1）"), "{page}");
}

#[test]
fn a_driver_whose_vehicle_is_gone_is_there_and_his_vehicle_is_not() {
    let bench = Bench::new();
    let named = json!({ "kind": "vehicle_in", "use": "guest", "room": "3-2-101", "plate": "粤B70001", "name": "王五" });
    let out = json!({ "kind": "vehicle_out", "plate": "粤B70001", "driver": "stays" });
    let left = bench.record(&[named, out]).json().remove(1);
    assert_eq!((&left["inside"], &left["driver_inside"], &left["count"]), (&json!(false), &json!(true), &json!(1)));
    let text = bench.ok(&["show", "inside", "--lang", "zh-Hans"]).out;
    assert!(text.contains("车辆 0") && text.contains("王五") && text.contains("司机在内·车已离场"), "{text}");
    assert_eq!(text.lines().last(), Some("在场 1 人（访客 0，司机 1）"));
    let today = &bench.ok(&["show", "today", "--json"]).json()[0]["vehicles"];
    assert_eq!(
        (&today["count"], &today["people"], &today["rows"][0]["driver_inside"]),
        (&json!(0), &json!(1), &json!(true))
    );
    let today = bench.ok(&["show", "today", "--lang", "zh-Hans"]).out;
    assert!(today.contains("车辆 0") && today.contains("王五"), "{today}");
    let page = bench.ok(&["show", "handover", "--lang", "zh-Hans"]).out;
    assert!(page.contains("王五") && page.contains("司机在内·车已离场"), "{page}");
    assert_eq!(bench.run(&["show", "inside", "--plate", "粤B70001"], b"").code, 1);
    // It comes in again, and the plate is inside once.
    let other = json!({ "kind": "vehicle_in", "use": "guest", "room": "3-2-101", "plate": "粤B70001" });
    assert_eq!(bench.record(&[other]).err, "");
    assert_eq!(bench.run(&["show", "inside", "--plate", "粤B70001"], b"").code, 0);
    let apart = json!({ "kind": "driver_apart", "record": left["id"], "driver": "on_foot" });
    let apart = bench.record(&[apart]).json().remove(0);
    assert_eq!(
        (&apart["result"], &apart["driver_inside"], &apart["left_at"]),
        (&json!("ok"), &json!(null), &left["left_at"])
    );
    // Whose vehicle is there without him has no name among the people.
    let on_foot =
        json!({ "kind": "vehicle_in", "use": "guest", "room": "3-2-101", "plate": "粤B70002", "name": "赵六" });
    let walked = json!({ "kind": "vehicle_out", "plate": "粤B70002", "driver": "on_foot" });
    assert_eq!(bench.record(&[on_foot, walked]).err, "");
    let text = bench.ok(&["show", "inside", "--lang", "zh-Hans"]).out;
    assert!(text.contains("粤B·70002") && !text.contains("赵六"), "{text}");
}

#[test]
fn a_plate_that_is_not_inside_names_those_that_may_be_taken_for_it() {
    let bench = Bench::new();
    for (plate, at) in [("粤B8F32K", "-50m"), ("粤B8F32T", "-40m"), ("粤C55555", "-30m"), ("B8F32K", "-20m")] {
        bench.record(&[car(plate, at)]);
    }
    bench.record(&[out("粤C55555", "-10m")]);
    let asked = |plate: &str, more: &[&str]| {
        let args: Vec<&str> = ["show", "inside", "--plate", plate].iter().chain(more).copied().collect();
        bench.run(&args, b"")
    };
    // Of a part nobody knows whether its vehicle is inside.
    for (plate, first, many, code) in
        [("粤88F32K", "粤B8F32K", 2, 1), ("粤B8F321", "粤B8F32T", 3, 1), ("粤B8F32", "粤B8F32T", 2, 2)]
    {
        let no = if code == 1 { json!(false) } else { json!(null) };
        let said = asked(plate, &["--json"]);
        let answer = said.json().remove(0);
        let similar = answer["similar"].as_array().unwrap();
        assert_eq!((said.code, &answer["inside"]), (code, &no), "{plate}");
        assert!(similar.len() >= many && similar.iter().any(|row| row["plate"] == first), "{plate}: {answer}");
        assert!(similar.iter().all(|row| row["plate"] != plate && row["inside"] == true && row["id"].is_string()));
        let text = asked(plate, &["--lang", "zh-Hans"]);
        let no = if code == 1 { text.out.contains("不在内") } else { text.err.contains("不能辨认车辆") };
        assert!(text.code == code && no && text.out.contains("车牌相近"), "{}", text.out);
    }
    // What is inside is the answer, with nothing beside it; what is like nothing has nothing.
    let inside = asked("粤B8F32K", &["--json"]);
    assert!(inside.code == 0 && inside.json()[0]["similar"].is_null(), "{}", inside.out);
    assert_eq!(asked("粤A00000", &["--json"]).json()[0]["similar"], json!([]));
    // A record is asked for by a plate that nobody had; those that have left are named too.
    let record = bench.run(&["show", "record", "粤C55556", "--json"], b"");
    assert_eq!((record.code, &record.json()[0]["similar"][0]["plate"]), (1, &json!("粤C55555")), "{}", record.out);
    // Also where it is of no shape that is known.
    let odd = bench.run(&["show", "record", "粤B8F32I", "--json"], b"");
    assert_eq!((odd.code, &odd.json()[0]["inside"]), (1, &json!(false)), "{} {}", odd.out, odd.err);
}

#[test]
fn a_number_of_an_entry_goes_with_the_event_that_is_named() {
    let bench = Bench::new();
    let uid = |mut line: Value, uid: &str| {
        line["uid"] = json!(uid);
        line
    };
    let left = uid(out("粤A22221", "-90m"), "o-out");
    let told = bench.record(&[car("粤A22221", "-3h"), car("粤A22222", "-3h"), left.clone()]).json();
    let own: Vec<u64> = told.iter().map(|answer| answer["seq"].as_u64().unwrap()).collect();
    let log = bench.ok(&["log", "--json"]).json();
    let kinds: Vec<&str> = own
        .iter()
        .map(|seq| log.iter().find(|entry| entry["seq"] == *seq).and_then(|entry| entry["kind"].as_str()).unwrap())
        .collect();
    assert_eq!(kinds, ["vehicle_in", "vehicle_in", "vehicle_out"], "{told:?}");
    assert_eq!(bench.record(std::slice::from_ref(&left)).json()[0]["seq"], own[2], "sent again, it is that entry");
    // Neither the entry of the same stay, nor another record's, nor one that is not there.
    for seq in [own[0], own[1], 9_999] {
        for line in [
            json!({ "kind": "withdraw", "record": "o-out", "seq": seq, "why": "错" }),
            json!({ "kind": "amend", "record": "o-out", "seq": seq, "field": "plate", "new": "粤A22229", "why": "错" }),
        ] {
            let answer = bench.record(std::slice::from_ref(&line)).json().remove(0);
            assert_eq!((&answer["code"], &answer["field"]), (&json!("no-such-entry"), &json!("seq")), "{line}");
        }
    }
    let amend = json!({ "kind": "amend", "record": "o-out", "seq": own[2], "field": "plate", "new": "粤A22223",
        "why": "错", "uid": "fix" });
    let fixed = bench.record(std::slice::from_ref(&amend)).json().remove(0);
    assert_eq!(
        (&fixed["result"], &fixed["entry_unseen"]),
        (&json!("ok"), &json!(true)),
        "the exit goes alone: {fixed}"
    );
    let stay = bench.ok(&["show", "inside", "--plate", "粤A22221", "--json"]).json().remove(0);
    assert_eq!(stay["inside"], true, "{stay}");
    assert_eq!(bench.record(&[amend]).json()[0]["result"], "repeated");
    // So does an entry that is named with its own number: the exit, told by its plate, stays with the old one.
    let fresh = [uid(car("粤A33331", "-80m"), "p-in"), uid(out("粤A33331", "-70m"), "p-out")];
    let own: Vec<u64> = bench.record(&fresh).json().iter().map(|answer| answer["seq"].as_u64().unwrap()).collect();
    let strike = json!({ "kind": "withdraw", "record": "p-out", "seq": own[1], "why": "错" });
    let struck = bench.record(&[strike]).json().remove(0);
    assert_eq!((&struck["result"], &struck["inside"]), (&json!("ok"), &json!(true)), "{struck}");
    let odd = json!({ "kind": "withdraw", "record": told[1]["id"], "seq": own[0], "why": "错" });
    assert_eq!(bench.record(&[odd]).json()[0]["code"], "no-such-entry", "nor by the record's number");
    assert_eq!(bench.ok(&["verify"]).code, 0);
}

#[test]
fn the_uid_of_a_visitors_line_names_that_line_though_another_began_its_record() {
    let bench = Bench::new();
    let exit = json!({ "kind": "visitor_out_only", "name": "赵六", "room": "3-2-101", "phone": "13800000001", "count": 2, "at": "-1h", "uid": "o1" });
    let entry = json!({ "kind": "visitor_in", "visitor": "guest", "name": "赵六", "room": "3-2-101", "phone": "13800000001", "count": 3, "check": "known", "at": "-2h", "again": "left", "uid": "v1" });
    assert_eq!(bench.record(&[exit, entry]).err, "");
    let put_right = [("name", "赵七"), ("room", "5-1-102"), ("phone", "13800000002"), ("count", "4")];
    let amend = |record: &str, (field, new): (&str, &str)| json!({ "kind": "amend", "record": record, "field": field, "new": new, "why": "听错", "uid": format!("{record}-{field}") });
    for fix in put_right {
        let fix = amend("v1", fix);
        let answer = bench.record(std::slice::from_ref(&fix)).json().remove(0);
        assert_eq!((&answer["result"], &answer["fields"][fix["field"].as_str().unwrap()]), (&json!("ok"), &fix["new"]));
        assert_eq!(bench.record(&[fix]).json()[0]["result"], "repeated");
    }
    let inside = || bench.ok(&["show", "inside", "--json"]).json().pop().unwrap()["people"].clone();
    assert_eq!(inside(), json!(2));
    // The exit's own values are put right by its own uid.
    assert_eq!(bench.record(&[amend("o1", ("count", "1"))]).json()[0]["fields"]["count"], "4");
    assert_eq!(inside(), json!(3));
    // Without the exit, all of it stands.
    let struck = bench.record(&[json!({ "kind": "withdraw", "record": "o1", "why": "点错" })]).json().remove(0);
    assert_eq!((struck["inside"].clone(), inside()), (json!(true), json!(4)));
    for (field, new) in put_right {
        assert_eq!(struck["fields"][field], new, "{struck}");
    }
    assert_eq!(bench.ok(&["verify"]).code, 0);
}

#[test]
fn a_visit_and_a_part_of_a_plate_are_named_by_the_uids_of_their_lines_as_records_are() {
    let bench = Bench::new();
    let visit = json!({ "kind": "visitor_in", "visitor": "guest", "name": "赵六", "room": "3-2-101", "count": 2, "check": "known", "at": "-3h", "uid": "v1" });
    let inside = |people: u32| {
        let shown = bench.ok(&["show", "inside", "--json"]).json().pop().unwrap();
        assert_eq!(shown["people"], people, "{shown}");
    };
    let came = with(car("粤B70001", "-2h"), json!({ "name": "王五", "uid": "c1" }));
    let fetched = with(out("粤B70001", "-1h"), json!({ "fetched_by": "赵六", "visit": "v1" }));
    let driven =
        with(car("粤B70002", "-50m"), json!({ "name": "赵六", "driver": "visitor", "visit": "v1", "uid": "c2" }));
    let apart = json!({ "kind": "driver_apart", "record": "c1", "driver": "visitor", "visit": "v1", "at": "-40m" });
    for (line, people) in [(visit, 2), (came, 3), (fetched, 2), (driven, 2), (apart, 1)] {
        let line = with(
            line.clone(),
            json!({ "uid": line.get("uid").cloned().unwrap_or(json!(format!("u{people}-{}", line["at"]))) }),
        );
        for again in ["ok", "repeated"] {
            let answer = bench.record(std::slice::from_ref(&line)).json().remove(0);
            assert_eq!(answer["result"], again, "{line} {answer}");
        }
        inside(people);
    }
    let unknown = with(car("粤B70003", "-9m"), json!({ "name": "丁一", "driver": "visitor", "visit": "v9" }));
    assert_eq!(bench.record(&[unknown]).json()[0]["code"], "no-visitor");
    let of_part = [
        with(car("7766", "-30m"), json!({ "uid": "p1" })),
        with(car("粤B77661", "-20m"), json!({ "part": "p1", "uid": "p2" })),
    ];
    let answers = bench.record(&of_part).json();
    assert!(answers.iter().all(|answer| answer["result"] == "ok"), "{answers:?}");
    assert_eq!(bench.record(&of_part).json()[1]["result"], "repeated");
    let cars = bench.ok(&["show", "inside", "--json"]).json();
    let cars = cars.iter().filter(|one| one["fields"]["plate"].as_str().is_some_and(|plate| plate.contains("7766")));
    assert_eq!(cars.count(), 1);
    assert_eq!(bench.ok(&["verify"]).code, 0);
}
