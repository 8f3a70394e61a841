//! What a plate is read as, found by and shown as.

use proptest::prelude::*;

use super::*;
use crate::domain::text::samples;

fn read(text: &str) -> Option<String> {
    typed(text, Some('粤')).ok()
}

#[test]
fn each_traditional_character_stands_before_another() {
    let all: Vec<char> = TRADITIONAL.chars().collect();
    assert!(all.len().is_multiple_of(2), "{TRADITIONAL}");
    for pair in all.chunks(2) {
        assert_eq!([paired(pair[0], TRADITIONAL), paired(pair[1], TRADITIONAL)], [pair[1]; 2]);
    }
}

#[test]
fn one_plate_has_one_spelling() {
    for text in
        ["粤B8F32K", "粤b·8f32k", " B 8F32K", "ｂ８ｆ３２ｋ", "粤B-8F32K", "粤B•8F.32K", "粤Ｂ・8F32K", "粵b8f32k"]
    {
        assert_eq!(read(text).as_deref(), Some("粤B8F32K"), "{text}");
    }
    for (traditional, simplified) in
        [("滬A12345", "沪A12345"), ("粵B1234學", "粤B1234学"), ("臨12345", "临12345"), ("粵Z1234港", "粤Z1234港")]
    {
        assert_eq!(parse(traditional).as_deref(), Ok(simplified), "also as a machine reads it");
    }
}

#[test]
fn the_colour_of_a_plate_is_no_part_of_it() {
    for text in [
        "蓝粤B12345",
        "藍粵B12345",
        "黄牌粤B12345",
        "粤B12345蓝牌",
        "粤B12345黄",
        "蓝色粤B12345",
        "粤B12345黄色牌",
        "黄绿双拼色粤B12345",
        "blue粤B12345",
        "黑粤B12345",
        "渐变绿粤B12345",
    ] {
        assert_eq!(parse(text).as_deref(), Ok("粤B12345"), "{text}");
    }
    assert_eq!(parse("蓝粤B1?345").as_deref(), Ok("粤B1?345"));
    for text in ["黑A12345", "蓝12", "白B123"] {
        assert_eq!(parse(text).as_deref(), Ok(text));
    }
}

#[test]
fn the_site_lends_its_province_to_what_a_person_types_and_to_nothing_a_machine_reads() {
    assert_eq!(read("BD12345").as_deref(), Some("粤BD12345"));
    assert_eq!(read("b临12345").as_deref(), Some("粤B临12345"));
    assert_eq!(read("b8?32k").as_deref(), Some("粤B8?32K"));
    assert_eq!(read("京A12345").as_deref(), Some("京A12345"));
    assert_eq!(typed("B8F32K", None).as_deref(), Ok("B8F32K"));
    assert_eq!(typed("B8F32K", Some('!')).as_deref(), Ok("B8F32K"));
    for text in ["B8F32K", "AB1234", "MX1234", "BD12345", "B00003", "VA12345", "B1234学"] {
        let plate = parse(text).unwrap();
        assert!(plate == text && is_odd(&plate) && key(&plate) == text, "{text}: {plate}");
    }
}

#[test]
fn a_province_is_spelt_without_an_input_method() {
    for (text, plate) in [
        (".ja12345", "京A12345"),
        (".jA12345", "京A12345"),
        ("。ja12345", "京A12345"),
        ("．ｊa12345", "京A12345"),
        ("..ja12345", "津A12345"),
        (".....ja12345", "吉A12345"),
        (".ha·12345", "沪A12345"),
        (".yva12345", "粤VA12345"),
        ("..gab1234", "港AB1234"),
        (".amx1234", "澳MX1234"),
        (".jad12345", "京AD12345"),
        // No such row, or not so long: a full stop is a separator there.
        (".b8f32k", "粤B8F32K"),
        ("..c8f32k", "粤C8F32K"),
    ] {
        assert_eq!(read(text).as_deref(), Some(plate), "{text}");
    }
    let spelt: String = SPELLINGS.iter().map(|row| row.1).collect();
    assert!(PROVINCES.chars().all(|province| spelt.contains(province)), "every province can be typed");
    assert_eq!(parse(".ja12345").as_deref(), Ok("JA12345"), "a machine spells nothing");
}

#[test]
fn what_may_be_a_car_of_the_forces_is_left_as_it_was_typed() {
    for text in ["VA12345", "va·12345", "VD12345", "KA12345"] {
        let plate = read(text).unwrap();
        assert!(plate.chars().count() == 7 && is_odd(&plate), "{text}: {plate}");
    }
    assert_eq!(read("军VA12345").as_deref(), Some("军VA12345"));
    assert_eq!(read("BF12345").as_deref(), Some("粤BF12345"));
    assert_eq!(read("BAD1234").as_deref(), Some("粤BAD1234"));
}

#[test]
fn what_cannot_be_read_is_kept_as_read_and_found_by_nothing() {
    for text in ["无牌", "无", "無牌", "-", "－", "无车牌", "no plate", "unknown", "no_plate", "N/A", "null", "未知"]
    {
        assert_eq!(read(text).as_deref(), Some(NONE), "{text}");
    }
    for text in ["粤B8?32K", "粤B8*32K", "粤b8？32k", "粤B_?32K"] {
        let plate = read(text).unwrap();
        assert!(is_odd(&plate) && key(&plate).is_empty() && plate.contains('?'), "{text}: {plate}");
    }
    for (text, plate) in
        [("N?A", Some("N?A")), ("no*plate", Some("NO?PLATE")), ("NU_L", Some("NU?L")), ("N/U?LL", None)]
    {
        assert_eq!(read(text).as_deref(), plate, "{text}: a sign that could not be read is none that joins");
    }
    assert_eq!((key(NONE), is_odd(NONE)), ("", false));
    for (text, plate, found) in [
        ("深圳A12345", "深圳A12345", true),
        ("b8f32k", "粤B8F32K", true),
        ("粤C1A23", "粤C1A23", false),
        ("8f32", "8F32", false),
        ("7766", "7766", false),
        // Short, and whole: as Hong Kong has them.
        ("AB123", "AB123", true),
        ("xy·12", "XY12", true),
        ("AB1", "AB1", true),
        ("A123", "A123", false),
        ("ABC12", "ABC12", false),
        ("AB1?", "AB1?", false),
        ("AB12C", "AB12C", false),
    ] {
        assert_eq!(read(text).as_deref(), Some(plate));
        assert_eq!(key(plate), if found { plate } else { "" }, "a part tells no vehicle from others");
    }
}

#[test]
fn a_part_of_a_plate_may_be_any_that_has_it() {
    for (part, plate, may) in [
        ("7766", "粤B77661", true),
        ("7766", "粤B17766", true),
        ("7766", "粤B7?661", true),
        ("7766", "7766", true),
        ("粤B8?32K", "粤B8F32K", true),
        ("7766", "粤B77616", false),
        (NONE, NONE, false),
        (NONE, "粤B77661", false),
        ("7766", NONE, false),
    ] {
        assert_eq!(may_be(part, plate), may, "{part} {plate}");
        assert_eq!(may_be(plate, part), may, "{plate} {part}");
    }
}

#[test]
fn every_kind_of_plate_is_taken_as_written() {
    for plate in [
        "粤BAD1234",
        "粤B12345D",
        "粤Z1234港",
        "粤ZAB12澳",
        "粤B1234学",
        "京A0001警",
        "粤B1234挂",
        "粤B1234试",
        "沪A0023领",
        "京X1234应急",
        "使014578",
        "224578使",
        "WJ京12345",
        "WJ1234T",
        "WJ0112345",
        "粤B临12345",
        "临粤B12345",
        "粤B12345临",
        "临12345",
        "军VA12345",
        "粤O12345",
        "港AB1234",
        "澳MX1234",
    ] {
        assert_eq!(read(plate).as_deref(), Some(plate));
        assert_eq!(parse(plate).as_deref(), Ok(plate));
        assert!(!is_odd(plate), "{plate}");
    }
}

#[test]
fn other_text_is_not_a_plate() {
    for text in ["", "粤", "粤B", "HELLO WORLD", "粤I!@#", "PLEASE", "陈小姐", "···", "粤B8F32K 粤B8F32K", "1\u{7f}2"]
    {
        assert_eq!(read(text), None, "{text}");
    }
    for text in ["粤B8F32", "粤B8F32K11", "粤BI2345", "粤B1234O", "京Z1234港", "使12", "粤粤12345", "12345"] {
        assert!(is_odd(&read(text).unwrap()), "{text}");
    }
}

#[test]
fn a_plate_is_shown_with_its_dot() {
    assert_eq!(show("粤B8F32K"), "粤B·8F32K");
    assert_eq!(show("粤B8?32K"), "粤B·8?32K");
    assert_eq!(show("粤B临12345"), "粤B·临12345");
    assert_eq!(show("VA12345"), "VA·12345");
    assert_eq!(show("使014578"), "使014578");
    assert_eq!(show("粤"), "粤");
}

proptest! {
    #[test]
    fn a_parsed_plate_parses_as_itself(
        text in prop_oneof![samples::text(), "[.粤京粵WV临军使港]{0,3}[A-Z·]{0,3}[0-9A-Z?]{1,7}[学港领临]?"],
        province in prop::option::of(prop::sample::select(&['粤', '京', 'A', '使'][..])),
    ) {
        for plate in parse(&text).into_iter().chain(typed(&text, province)) {
            prop_assert_eq!(parse(&plate), Ok(plate.clone()));
            prop_assert_eq!(parse(&show(&plate)), Ok(plate.clone()));
            let again = typed(&show(&plate), province);
            prop_assert_eq!(typed(&again.clone().unwrap(), province), again, "what the screen shows finds itself");
        }
        show(&text);
    }
}
