//! What is typed and what is kept of it: nothing hidden by any way, one spelling of a flat and a number, names as typed.

use proptest::prelude::*;
use qiantai::desk::{ActError, ActTarget, Who};
use qiantai::domain::entry::Kind;
use qiantai::domain::refusal::Cause;
use qiantai::domain::search::Search;
use qiantai::domain::text::is_clean;
use qiantai::domain::time::Moment;
use qiantai::domain::worktime::CalendarYear;
use qiantai::store::Read;
use uuid::Uuid;

use crate::counter::{Counter, at, cause, next_year, notice};

const NOON: &str = "2026-03-02 12:00";

/// Text as it may come from a paste, an option, a file or another machine.
fn any_text() -> impl Strategy<Value = String> {
    let hidden = r"[王敏a ]{0,3}[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\x{fdd0}\x{ffff}\x{fffd}\x{2800}\x{90000}]{1,2}[b敏]{0,2}";
    let bytes =
        prop::collection::vec(any::<u8>(), 0..60).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    prop_oneof![
        hidden,
        bytes,
        ".{0,50}",
        Just("长".repeat(41)),
        Just("王敏".to_owned()),
        Just(" 金\u{f900} ".to_owned())
    ]
}

fn refused(result: &Result<qiantai::desk::Reply, ActError>) -> bool {
    match result {
        Ok(_) => false,
        Err(ActError::Refused(reasons)) => !reasons.is_empty(),
        Err(ActError::Store(error)) => panic!("{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// By every way that a name or a text takes into an entry.
    #[test]
    fn nothing_hidden_enters_the_logbook_and_what_is_taken_is_what_was_typed(text in any_text(), more in any_text()) {
        let mut counter = Counter::new();
        let typed = text.as_str();
        let mut taken = Vec::new();
        for (kind, fields) in [
            (Kind::Duty, vec![("person", typed)]),
            (Kind::Note, vec![("text", typed)]),
            (Kind::WalkIn, vec![("name", typed), ("room", more.as_str()), ("phone", more.as_str()), ("reason", "enquiry"), ("said", typed)]),
            (Kind::VisitorIn, vec![("visitor", "guest"), ("room", typed), ("name", "王五"), ("check", "known")]),
        ] {
            let act = counter.form(kind, &fields);
            let done = counter.send(NOON, &act);
            if let Ok(reply) = &done {
                let field = fields[0].0;
                if kind != Kind::VisitorIn && !typed.contains(['\t', '\n', '\r']) {
                    prop_assert_eq!(reply.record.get(field), typed.trim());
                }
                taken.push((kind, reply.record.clone()));
            } else {
                prop_assert!(refused(&done));
            }
        }
        let note = counter.act(NOON, Kind::Note, &[("text", "停水")]).unwrap();
        let amended = counter.amend(NOON, &note, "text", typed);
        prop_assert!(amended.is_ok() || matches!(amended, Err(ActError::Refused(_))));
        let year = CalendarYear { source: more.clone(), ..notice() };
        let year = qiantai::desk::Act { target: ActTarget::Year(year), ..counter.form(Kind::Calendar, &[]) };
        let signed = Who { operator: typed.to_owned(), post: "服务中心".into(), boot: Uuid::nil() };
        let by_name = counter.desk.act(&year, &signed, at(NOON));
        prop_assert!(by_name.is_ok() || refused(&by_name));
        let elsewhere = Who { operator: "王敏".into(), post: typed.to_owned(), boot: Uuid::nil() };
        let note = counter.form(Kind::Note, &[("text", "停水")]);
        let elsewhere = counter.desk.act(&note, &elsewhere, at(NOON));
        prop_assert!(elsewhere.is_ok() || refused(&elsewhere));
        for entry in counter.store().entries(0, 100).unwrap() {
            prop_assert!(is_clean(&entry.operator, 40) && !entry.operator.is_empty(), "{:?}", entry.operator);
            prop_assert!(is_clean(&entry.post, 40));
            for (key, value) in &entry.fields {
                prop_assert!(is_clean(value, 2_000), "{key} {value:?}");
            }
            if let Some(year) = &entry.decided.calendar {
                prop_assert!(is_clean(&year.source, 2_000));
            }
        }
        // What was taken is taken again as it stands.
        for (kind, record) in taken {
            let mut fields: Vec<(&str, &str)> =
                record.fields.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            // The same guest is asked about: it is another.
            fields.extend((kind == Kind::VisitorIn).then_some(("again", "second")));
            let mut again = counter.act(NOON, kind, &fields).unwrap();
            again.fields.remove("again");
            prop_assert_eq!(again.fields, record.fields);
        }
    }
}

#[test]
fn whoever_signs_has_a_name_that_can_be_seen_and_is_not_endless() {
    let mut counter = Counter::new();
    for name in ["\u{1b}]0;pwned\u{7}\u{202e}王", "\u{ffa0}", "张\u{fffd}", &"王".repeat(41)] {
        let who = Who { operator: name.to_owned(), ..counter.who.clone() };
        for act in [next_year(&mut counter), counter.form(Kind::Note, &[("text", "停水")])] {
            let (field, why) = cause(counter.desk.act(&act, &who, at(NOON)));
            assert_eq!((field.as_deref(), why), (Some("operator"), Cause::OperatorName), "{name:?}");
        }
    }
    assert_eq!(counter.store().entries(0, 10).unwrap().len(), 0);
    let who = Who { operator: " 王\u{f900} ".into(), ..counter.who.clone() };
    let act = counter.form(Kind::Note, &[("text", "停水")]);
    assert_eq!(counter.desk.act(&act, &who, at(NOON)).unwrap().record.operator, "王\u{f900}");
}

#[test]
fn a_persons_character_is_never_another() {
    let mut counter = Counter::new();
    for name in ["\u{f900}", "金\u{f90a}", "\u{2f800}", "e\u{301}", "葛\u{e0100}城"] {
        let record =
            counter.act(NOON, Kind::WalkIn, &[("name", name), ("reason", "enquiry"), ("said", "问路")]).unwrap();
        assert_eq!(record.get("name"), name);
    }
}

#[test]
fn a_person_is_the_same_however_the_name_is_spaced() {
    let mut counter = Counter::new();
    let complaint = counter.complaint(NOON, &[("category", "conduct"), ("accused", "李强")]);
    let refused = counter.amend(NOON, &complaint, "person", "李\u{3000}强");
    assert_eq!(cause(refused), (Some("new".into()), Cause::AccusedHandles));
}

#[test]
fn one_flat_is_one_room_however_it_is_said() {
    let mut counter = Counter::new();
    let spellings = ["3栋2单元101", "32101", "３－２－１０１", "03-02-0101", "3座2梯101室", "三号楼二单元101"];
    let mut records = Vec::new();
    for room in spellings {
        records.push(counter.complaint(NOON, &[("room", room), ("matter", "noise")]));
    }
    for record in &records {
        assert_eq!((record.get("room"), record.odd_room), ("3-2-101", false));
        assert_eq!(record.households(), 0, "one household, however often");
    }
    let odd = counter.complaint(NOON, &[("room", "2026-07-09")]);
    assert_eq!((odd.get("room"), odd.odd_room), ("2026-07-09", true), "kept as typed, and marked");
    let amended = counter.amend("2026-03-02 12:05", &odd, "room", "3栋2单元102").unwrap();
    assert_eq!((amended.get("room"), amended.odd_room), ("3-2-102", false));
}

#[test]
fn a_room_and_a_number_are_found_by_every_spelling() {
    let mut counter = Counter::new();
    let fields = [
        ("name", "\u{f900}明"),
        ("room", "3-2-101"),
        ("phone", "0755-88886621-801"),
        ("reason", "enquiry"),
        ("said", "问路"),
    ];
    let record = counter.act(NOON, Kind::WalkIn, &fields).unwrap();
    let mut older = record.clone();
    older.fields.insert("room".into(), "03-02-101".into());
    older.fields.insert("phone".into(), "+8675588886621,801".into());
    let site = &counter.desk.house().site;
    for record in [&record, &older] {
        for sought in [
            "3栋2单元101",
            "32101",
            "3 2 101",
            "３－２－１０１室",
            "问路 32101",
            "0755 88886621 转 801",
            "+86-755-88886621转801",
            "豈明",
            "岂明",
            "0302-01 问路",
        ] {
            assert!(Search::new(&sought.into(), site, Moment::default()).finds(record, String::new), "{sought}");
        }
        for sought in ["3-2-102", "13-2-101", "0755 88886621 转 802", "凯明"] {
            assert!(!Search::new(&sought.into(), site, Moment::default()).finds(record, String::new), "{sought}");
        }
    }
    let held =
        counter.act(NOON, Kind::Call, &[("direction", "in"), ("phone", "Anonymous"), ("topic", "问路")]).unwrap();
    assert_eq!(held.get("phone"), "withheld");
    let site = &counter.desk.house().site;
    let finds = |record| Search::new(&"未显示号码".into(), site, Moment::default()).finds(record, String::new);
    assert!(finds(&held) && !finds(&record));
}
