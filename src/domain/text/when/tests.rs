//! Times as they are typed and said, and as they are shown.

use crate::domain::time::parse_rfc3339;
use proptest::prelude::*;

use super::*;
use crate::domain::text::samples;

fn at(local: &str) -> Moment {
    parse_rfc3339(&format!("{}:00+08:00", local.replace(' ', "T"))).unwrap()
}

fn read(text: &str, tense: Tense, now: &str) -> Result<String, ValueError> {
    parse(text, tense, at(now), Zone::default()).map(|at| long(at, Zone::default()))
}

fn past(text: &str) -> Result<String, ValueError> {
    read(text, Tense::Past, "2026-11-20 15:00")
}

fn future(text: &str) -> Result<String, ValueError> {
    read(text, Tense::Future, "2026-11-20 15:00")
}

#[test]
fn every_form_of_one_time_is_read() {
    for text in [
        "1430",
        "14:30",
        "14：30",
        "１４３０",
        "-30m",
        "－30分钟",
        "11-20 14:30",
        "11.20 1430",
        "11。20 1430",
        "11月20日 14:30",
        "11月20日14点30分",
        "11/20 14:30",
        "2026-11-20 14:30",
        "2026年11月20日 14:30",
        "2026-11-20 14:30:00",
        "2026-11-20T14:30:00+08:00",
        "2026-11-20T06:30:00Z",
        " 1430 ",
    ] {
        assert_eq!(past(text).as_deref(), Ok("2026-11-20 14:30"), "{text}");
    }
    assert_eq!(past("930").as_deref(), Ok("2026-11-20 09:30"));
    assert_eq!(past("5.6 10").as_deref(), Ok("2026-05-06 10:00"));
    assert_eq!(past("5.6 1030").as_deref(), Ok("2026-05-06 10:30"));
    assert_eq!(past("5月6日10点").as_deref(), Ok("2026-05-06 10:00"));
    for text in [
        "+2h",
        "+2",
        "+2:00",
        "＋2小时",
        "+2小時",
        "+两小时",
        "+2个钟头",
        "两个钟头后",
        "兩個鐘頭後",
        "兩個鐘頭內",
        "+120分",
        "+120",
        "2小时后",
        "2小時後",
        "+1小时60分",
    ] {
        assert_eq!(future(text).as_deref(), Ok("2026-11-20 17:00"), "{text}");
    }
    for text in ["+90分", "+90分鐘", "+1个半小时", "+1小时半", "+1:30", "+90", "90分钟内", "+一小时两刻钟"]
    {
        assert_eq!(future(text).as_deref(), Ok("2026-11-20 16:30"), "{text}");
    }
    assert_eq!(future("+半小时").as_deref(), Ok("2026-11-20 15:30"));
    for text in ["两个钟头前", "兩個鐘頭前", "兩小時前", "202611201300"] {
        assert_eq!(past(text).as_deref(), Ok("2026-11-20 13:00"), "{text}");
    }
    assert_eq!(past("半小时前").as_deref(), Ok("2026-11-20 14:30"));
    assert_eq!(future("+30m").as_deref(), Ok("2026-11-20 15:30"));
    assert_eq!(future("+1d").as_deref(), Ok("2026-11-21 15:00"));
}

#[test]
fn a_time_is_read_as_it_is_said() {
    for (text, at) in [
        ("明天9:00", "2026-11-21 09:00"),
        ("明天 9点", "2026-11-21 09:00"),
        ("明早九点", "2026-11-21 09:00"),
        ("明日上午9時", "2026-11-21 09:00"),
        ("tomorrow 9:00", "2026-11-21 09:00"),
        ("后天下午3点半", "2026-11-22 15:30"),
        ("大後天930", "2026-11-23 09:30"),
        ("下午3点", "2026-11-20 15:00"),
        ("下午三點一刻", "2026-11-20 15:15"),
        ("下午 4点", "2026-11-20 16:00"),
        ("4pm", "2026-11-20 16:00"),
        ("4:30 pm", "2026-11-20 16:30"),
        ("今晚8点", "2026-11-20 20:00"),
        ("今天18点", "2026-11-20 18:00"),
        ("晚上12点", "2026-11-21 00:00"),
        ("16点半", "2026-11-20 16:30"),
        ("16时5分", "2026-11-20 16:05"),
        ("16点整", "2026-11-20 16:00"),
        ("16點鐘", "2026-11-20 16:00"),
        ("11月21日下午3点", "2026-11-21 15:00"),
        ("11-21 下午3:30", "2026-11-21 15:30"),
    ] {
        assert_eq!(future(text).as_deref(), Ok(at), "{text}");
    }
    for (text, at) in [
        ("周五 16:00", "2026-11-20 16:00"),
        ("周五10点", "2026-11-27 10:00"),
        ("周二十点", "2026-11-24 10:00"),
        ("下周一上午9点", "2026-11-23 09:00"),
        ("星期日下午3点", "2026-11-22 15:00"),
        ("禮拜天下午三點", "2026-11-22 15:00"),
        ("这週六9点", "2026-11-21 09:00"),
        ("25号上午9点", "2026-11-25 09:00"),
        ("3號 9:00", "2026-12-03 09:00"),
        ("31日9点", "2026-12-31 09:00"),
        ("十一月二十五日下午三点", "2026-11-25 15:00"),
    ] {
        assert_eq!(future(text).as_deref(), Ok(at), "{text}");
    }
    for (text, at) in [
        ("周三 14点", "2026-11-18 14:00"),
        ("周六9点", "2026-11-14 09:00"),
        ("上周五晚8点", "2026-11-13 20:00"),
        ("19号晚上9点", "2026-11-19 21:00"),
        ("30号9点", "2026-10-30 09:00"),
        ("14点半", "2026-11-20 14:30"),
        ("昨天14点半", "2026-11-19 14:30"),
        ("昨晚11点", "2026-11-19 23:00"),
        ("前天中午12点", "2026-11-18 12:00"),
        ("中午1点", "2026-11-20 13:00"),
        ("凌晨3点", "2026-11-20 03:00"),
        ("今早8:05", "2026-11-20 08:05"),
    ] {
        assert_eq!(past(text).as_deref(), Ok(at), "{text}");
    }
    for text in [
        "下午",
        "明天",
        "上午15点",
        "凌晨9点",
        "晚上2点",
        "13pm",
        "0am",
        "下午:",
        "点半",
        "明天25:00",
        "14点60",
        "半",
        "+半",
        "后",
        "2h后天",
        "周八9点",
        "下9点",
        "周五",
        "32号9点",
        "0日9点",
    ] {
        assert_eq!(future(text), Err(ValueError::NotATime), "{text}");
    }
}

#[test]
fn three_digits_behind_a_date_are_an_hour_and_two_of_its_minutes() {
    let past = |text| read(text, Tense::Past, "2026-11-20 15:00");
    assert_eq!(past("2026-11-20 215").as_deref(), Ok("2026-11-20 02:15"));
    assert_eq!(past("2026-11-20 0215").as_deref(), Ok("2026-11-20 02:15"));
}

#[test]
fn a_time_alone_crosses_midnight_with_its_tense() {
    assert_eq!(read("2350", Tense::Past, "2026-11-20 00:10").as_deref(), Ok("2026-11-19 23:50"));
    assert_eq!(read("0010", Tense::Future, "2026-11-20 23:50").as_deref(), Ok("2026-11-21 00:10"));
    assert_eq!(read("24:00", Tense::Past, "2026-11-20 00:10").as_deref(), Ok("2026-11-20 00:00"));
    assert_eq!(future("2400").as_deref(), Ok("2026-11-21 00:00"));
    assert_eq!(past("1600"), Err(ValueError::Future));
    assert_eq!(future("1400"), Err(ValueError::Past));
    assert_eq!(read("2101", Tense::Past, "2026-11-20 09:00").as_deref(), Ok("2026-11-19 21:01"));
    assert_eq!(read("2100", Tense::Past, "2026-11-20 09:00"), Err(ValueError::Future));
}

#[test]
fn a_date_alone_takes_the_nearest_year_of_its_tense() {
    assert_eq!(read("12-31 10:00", Tense::Past, "2026-01-20 15:00").as_deref(), Ok("2025-12-31 10:00"));
    assert_eq!(future("1-2 14:30").as_deref(), Ok("2027-01-02 14:30"));
    assert_eq!(read("12-31 24:00", Tense::Past, "2027-01-01 09:00").as_deref(), Ok("2027-01-01 00:00"));
    assert_eq!(past("11-20 16:00"), Err(ValueError::Future), "an hour ahead is a slip, not last year");
    assert_eq!(past("2-29 10:00"), Err(ValueError::TooFar));
}

#[test]
fn a_date_on_the_wrong_side_of_now_is_told_and_not_taken_for_another_year() {
    for (text, now) in [
        ("11-29 10:00", "2026-11-29 10:05"),
        ("11-29 10:00", "2026-11-29 23:00"),
        ("11-29 10:00", "2026-12-20 09:00"),
        ("11月29日10点", "2027-01-20 09:00"),
        ("12-30 10:00", "2027-01-02 09:00"),
        ("6-1 10:00", "2026-11-29 10:05"),
    ] {
        assert_eq!(read(text, Tense::Future, now), Err(ValueError::Past), "{text} on {now}");
    }
    for (text, now) in [("11-29 10:00", "2026-11-28 21:00"), ("12-1 10:00", "2026-11-28 21:00")] {
        assert_eq!(read(text, Tense::Past, now), Err(ValueError::Future), "{text} on {now}");
    }
    for (text, tense, now, at) in [
        ("01-05 9:00", Tense::Future, "2026-12-01 09:00", "2027-01-05 09:00"),
        ("5-1 9:00", Tense::Future, "2026-11-29 10:05", "2027-05-01 09:00"),
        ("12-28 9:00", Tense::Past, "2027-01-02 09:00", "2026-12-28 09:00"),
        ("1-2 9:00", Tense::Past, "2026-12-30 09:00", "2026-01-02 09:00"),
    ] {
        assert_eq!(read(text, tense, now).as_deref(), Ok(at), "{text} on {now}");
    }
}

#[test]
fn a_minute_of_grace_and_366_days_are_the_bounds() {
    let now = at("2026-11-20 15:00");
    let read =
        |text: &str, tense, millis| parse(text, tense, Moment::from_millis(now.millis() + millis), Zone::default());
    assert!(read("1500", Tense::Past, -60_000).is_ok());
    assert_eq!(read("1500", Tense::Past, -60_001), Err(ValueError::Future));
    assert!(read("1500", Tense::Future, 60_000).is_ok());
    assert_eq!(read("1500", Tense::Future, 60_001), Err(ValueError::Past));
    assert!(past("-366d").is_ok() && future("+366d").is_ok());
    assert_eq!((past("-367d"), future("+367d")), (Err(ValueError::TooFar), Err(ValueError::TooFar)));
    assert_eq!(future("2099-01-01 10:00"), Err(ValueError::TooFar));
    assert_eq!((past("+10m"), future("-10m")), (Err(ValueError::Future), Err(ValueError::Past)));
    assert_eq!(future("+99999999d"), Err(ValueError::TooFar));
}

#[test]
fn nonsense_and_times_no_clock_shows_are_refused() {
    for text in [
        "",
        "10",
        "9",
        "25:00",
        "2401",
        "1460",
        "14:3",
        "14:30:60",
        "24:00:01",
        "2-30 10:00",
        "13-1 10:00",
        "11-20",
        "2026-11-20",
        "26-11-20 14:30",
        "+h",
        "2h",
        "+2w",
        "--2h",
        "+123456789d",
        "14:30 11-20",
        "明天",
        "14:",
        "٠٩٣٠",
        "日",
        "月日",
    ] {
        assert_eq!(past(text), Err(ValueError::NotATime), "{text}");
    }
}

#[test]
fn a_time_is_shown_no_longer_than_needed() {
    let short = |local| short(at(local), at("2026-11-20 15:00"), Zone::default());
    assert_eq!(short("2026-11-20 14:30"), "14:30");
    assert_eq!(short("2026-11-21 14:30"), "11-21 14:30");
    assert_eq!(short("2027-01-02 14:30"), "2027-01-02 14:30");
}

#[test]
fn the_date_is_that_of_the_site() {
    let now = at("2026-11-20 03:00");
    let away: Zone = "America/New_York".parse().unwrap();
    let found = parse("1330", Tense::Past, now, away).unwrap();
    assert_eq!(long(found, away), "2026-11-19 13:30");
}

proptest! {
    #[test]
    fn the_long_form_reads_back_to_the_minute(now in 946_684_800_000..4_102_444_800_000_i64, back in 0..366 * DAY - MINUTE) {
        let (zone, then, now) = (Zone::default(), Moment::from_millis(now - back), Moment::from_millis(now));
        let minute = Moment::from_millis(then.millis() - then.millis().rem_euclid(MINUTE));
        prop_assert_eq!(parse(&long(then, zone), Tense::Past, now, zone), Ok(minute));
        prop_assert_eq!(parse(&short(then, now, zone), Tense::Past, now, zone), Ok(minute));
    }

    #[test]
    fn no_text_and_no_clock_is_a_surprise(
        text in prop_oneof![samples::text(), "[-+0-9:. TZ月日/明天下午晚点半小时分后周五号]{0,16}", "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} [0-9]{2}:[0-9]{2}"],
        now in any::<i64>(),
    ) {
        let (zone, now) = (Zone::default(), Moment::from_millis(now));
        for tense in [Tense::Past, Tense::Future] {
            if let Ok(at) = parse(&text, tense, now, zone) {
                prop_assert!(tense.accept(at, now).is_ok());
                short(at, now, zone);
            }
        }
    }
}

#[test]
fn an_end_at_midnight_is_24_00_of_its_day_and_reads_back() {
    let zone = Zone::default();
    let end = at("2026-11-28 00:00");
    assert_eq!((long(end, zone), long_end(end, zone)), ("2026-11-28 00:00".into(), "2026-11-27 24:00".into()));
    for (now, told) in
        [("2026-11-27 15:00", "24:00"), ("2026-11-28 00:00", "11-27 24:00"), ("2027-01-01 09:00", "2026-11-27 24:00")]
    {
        assert_eq!(short_end(end, at(now), zone), told, "{now}");
        assert_eq!(parse(told, Tense::Future, at("2026-11-27 15:00"), zone), Ok(end));
    }
    assert_eq!(short_end(at("2026-11-28 00:01"), end, zone), "00:01");
    assert_eq!(long_end(at("2027-01-01 00:00"), zone), "2026-12-31 24:00");
}
