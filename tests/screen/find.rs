//! Finding asks the whole register: what is not listed is found too, closed records are told as such, and nothing is
//! said to be nowhere before all of it was seen.

use crate::kit::App;
use qiantai::app::Event;
use qiantai::desk::{Act, Desk, SLICE, Who};
use qiantai::domain::entry::{Family, Kind};
use qiantai::locale::Language;
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{ListView, Query, Read};
use uuid::Uuid;

/// A gate through which so many cars came, one a minute, of which every other left again.
fn gate(cars: u32) -> App {
    let mut app = App::new(Language::Hans, (100, 30));
    let store = SqliteStore::open(&app.dir.path().join("logbook.db")).unwrap();
    let mut desk = Desk::new(Box::new(store), crate::kit::house()).unwrap();
    let who = Who { post: "服务中心".into(), operator: "王敏".into(), boot: Uuid::nil() };
    let mut acts = Vec::new();
    for car in 0..cars {
        let now = app.now.plus_minutes(i64::from(car) - i64::from(cars));
        let uid = Uuid::from_u128(1 << 100 | u128::from(car));
        let fields = [("plate", format!("粤B{car:05}")), ("use", "guest".into()), ("room", "3-2-101".into())];
        let fields = fields.into_iter().map(|(key, text)| (key.to_owned(), text)).collect();
        acts.push((Act { fields, ..Act::new(uid, Kind::VehicleIn) }, now));
        if car % 2 == 1 {
            let out = Uuid::from_u128(2 << 100 | u128::from(car));
            acts.push((Act { subject: Some(uid), ..Act::new(out, Kind::VehicleOut) }, now));
        }
    }
    for acts in acts.chunks(500) {
        let acts: Vec<_> = acts.iter().map(|(act, now)| (act, &who, *now)).collect();
        desk.act_all(&acts).unwrap();
    }
    app.event(Event::Changed);
    app.keys("<f7>");
    app
}

fn inside(app: &App) -> usize {
    app.store().list(Query::new(Family::Vehicle, ListView::Inside, 100)).unwrap().len()
}

fn plates(app: &App) -> Vec<String> {
    app.model.rows().iter().map(|record| record.get("plate").to_owned()).collect()
}

#[test]
fn a_car_far_below_what_was_read_is_found_by_its_tail_and_signed_out() {
    let mut app = gate(900);
    assert!(app.model.snapshot.list.len() < 100, "the list has read its beginning");
    app.keys("00002");
    assert_eq!(plates(&app), ["粤B00002"]);
    assert!(app.screen().contains("粤B·00002"), "{}", app.screen());
    app.keys("<enter>");
    let oldest = app.store().list(Query::new(Family::Vehicle, ListView::Newest, 1_000)).unwrap();
    let car = oldest.iter().find(|record| record.get("plate") == "粤B00002").unwrap();
    assert!(!car.inside(), "it left");
    assert!(!app.model.filtered(), "and the find has done its work");
}

#[test]
fn of_several_that_are_found_none_leaves_before_one_is_in_hand() {
    let mut app = gate(40);
    app.keys("0000");
    assert_eq!(app.model.rows().iter().filter(|record| record.inside()).count(), 5);
    assert!(app.screen().contains("Enter 选一条"), "{}", app.screen());
    app.pass(1).keys("<enter>");
    assert_eq!(inside(&app), 20, "nothing says yet which is meant");
    assert!(app.model.filtered() && app.model.overlays.is_empty(), "they are in hand");
    let meant = app.keys("<down>").model.selected().unwrap().subject;
    app.pass(1).keys("<enter>");
    assert_eq!(inside(&app), 19);
    assert!(!app.store().record(meant).unwrap().unwrap().inside());
}

#[test]
fn what_was_sought_in_a_list_is_not_sought_in_it_later() {
    let mut app = gate(40);
    app.keys("00003");
    assert_eq!(app.model.rows().len(), 1, "it has left");
    app.keys("<down><f6><f7>");
    assert!(!app.model.filtered() && app.model.rows().len() == 20, "{}", app.screen());
    assert!(app.screen().contains("在场 20"), "{}", app.screen());
}

#[test]
fn whoever_leads_everyone_out_reads_the_drivers_too() {
    let mut app = gate(6);
    app.keys("<f6><insert>13-2-101<enter>张三<enter>5<enter>");
    assert!(app.screen().contains("在场 4 人（访客 1，司机 3）"), "{}", app.screen());
}

#[test]
fn a_car_that_left_is_found_and_told_as_such() {
    let mut app = gate(900);
    app.keys("粤B·00003");
    assert_eq!(plates(&app), ["粤B00003"], "as the screen prints it");
    assert!(app.screen().contains("符合 1 · 其中已结 1 · 已查全部 900 条，自 2026-11-19"), "{}", app.screen());
    app.keys("<enter>");
    assert!(
        app.model.overlays.iter().all(|overlay| overlay.try_as_form_ref().is_none()),
        "nothing is left to do with it"
    );
    assert!(app.model.overlays.is_empty() && app.model.filtered(), "but to look at it");
    app.pass(1).keys("0000");
    let (inside, left): (Vec<_>, Vec<_>) = plates(&app)
        .into_iter()
        .partition(|plate| app.model.rows().iter().any(|record| record.get("plate") == *plate && record.inside()));
    assert_eq!((inside.len(), left.len()), (5, 5), "0000 to 0009");
    let first = app.model.rows().iter().take(5).all(|record| record.inside());
    assert!(first, "who is inside comes first");
}

#[test]
fn nothing_is_said_to_be_nowhere_before_all_of_it_was_seen() {
    let mut app = gate(u32::try_from(SLICE).unwrap() + 600);
    app.keys("/");
    app.slow(true);
    app.keys("Z99999");
    assert!(app.screen().contains("正在查"), "{}", app.screen());
    assert!(!app.screen().contains("没有符合"), "{}", app.screen());
    while app.one_more() {
        let done = app.model.finding.as_ref().unwrap().done;
        assert_eq!(app.screen().contains("没有符合"), done, "{}", app.screen());
    }
    assert!(app.screen().contains("没有符合") && app.screen().contains("已查全部 2600 条"), "{}", app.screen());
}

#[test]
fn what_another_window_writes_meanwhile_is_found_too() {
    let mut app = gate(300);
    let mut other = App::at(app.dir.clone(), Language::Hans, (100, 30), "服务中心", "刘洋", app.now, 2);
    app.keys("00004");
    assert_eq!(plates(&app), ["粤B00004"]);
    other.keys("<f7>00004<enter>");
    app.event(Event::Changed);
    assert!(app.model.rows().iter().all(|record| !record.inside()), "it has left by the other window");
    other.keys("<insert>b00004<enter>13-2-101<enter>");
    app.event(Event::Changed);
    assert_eq!(plates(&app), ["粤B00004", "粤B00004"]);
    assert!(app.model.rows()[0].inside(), "it is back, and first");
}

#[test]
fn a_complaint_that_is_archived_is_found_among_the_open_ones() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>3<enter><enter>");
    app.keys("<ctrl-w>录错<enter>");
    app.keys("<insert>1-1-502<enter>李娜<enter>电梯<enter>2<enter><enter>");
    for spelled in ["渗水", "3栋2单元101", "32101"] {
        app.keys(&format!("/{spelled}"));
        assert_eq!(app.model.rows().len(), 1, "{spelled}\n{}", app.screen());
        assert!(app.screen().contains("其中已结 1"), "{}", app.screen());
        app.keys("<esc>");
    }
}

/// Types what is to be found and gives how many were, then leaves the find.
fn count(app: &mut App, text: &str) -> usize {
    app.keys("/");
    app.event(Event::Paste(text.into()));
    let found = app.model.rows().len();
    app.keys("<esc>");
    found
}

#[test]
fn every_word_that_a_list_shows_finds_its_record() {
    for (language, words) in [
        (
            Language::Hans,
            [
                ("<f2>", "报修"),
                ("<f3>", "未接"),
                ("<f3>", "呼入"),
                ("<f3>", "来电1120-01"),
                ("<f4>", "转交部门"),
                ("<f4>", "投诉1120-01"),
                ("<f4>", "投诉 1120-01"),
                ("<f4>", "complaint-1120-01"),
                ("<f4>", "s1-2026-1120-01"),
                ("<f6>", "装修"),
                ("<f6>", "visitor-1120-01"),
                ("<f7>", "装修"),
            ],
        ),
        (
            Language::Hant,
            [
                ("<f2>", "報修"),
                ("<f3>", "未接"),
                ("<f3>", "打入"),
                ("<f3>", "來電1120-01"),
                ("<f4>", "轉交部門"),
                ("<f4>", "投訴1120-01"),
                ("<f4>", "投訴 1120-01"),
                ("<f4>", "complaint-1120-01"),
                ("<f4>", "s1-2026-1120-01"),
                ("<f6>", "裝修"),
                ("<f6>", "visitor-1120-01"),
                ("<f7>", "裝修"),
            ],
        ),
        (
            Language::En,
            [
                ("<f2>", "Repair"),
                ("<f3>", "missed"),
                ("<f3>", "0755"),
                ("<f3>", "Call 1120-01"),
                ("<f4>", "To department"),
                ("<f4>", "Complaint 1120-01"),
                ("<f4>", "complaint1120-01"),
                ("<f4>", "complaint-1120-01"),
                ("<f4>", "s1-2026-1120-01"),
                ("<f6>", "renovation"),
                ("<f6>", "visitor-1120-01"),
                ("<f7>", "renovation"),
            ],
        ),
    ] {
        let mut app = App::new(language, (100, 30));
        app.keys("<f2><insert>3-2-101<enter>A<enter>3x<enter>").pass(1).keys("<insert>3-2-102<enter>B<enter>1y<enter>");
        app.keys("<f3><insert>13912348812<enter>x<enter>").pass(1).keys("<insert><up>3075588886621<enter>").pass(1);
        app.keys("<f4><insert>3-2-101<enter>A<enter>x<enter>3<enter><enter>").pass(1);
        app.keys("<insert>3-2-102<enter>B<enter>y<enter>3<enter><enter>").pass(1);
        app.keys("<enter>2<enter>").pass(1);
        app.keys("<f6><insert>53-2-101<enter>A<enter>5<enter>").pass(1).keys("<insert>13-2-102<enter>B<enter>5<enter>");
        app.keys("<f7><insert>b8f32k<enter>43-2-101<enter>").pass(1).keys("<insert>b8f33k<enter>13-2-102<enter>");
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        for (panel, word) in words {
            app.keys(panel);
            let found = count(&mut app, word);
            let all = matches!(word, "转交部门" | "轉交部門" | "To department");
            assert!(found == 1 || all && found >= 1, "{panel} {word}: {found}\n{}", app.screen());
        }
        for (panel, unsaid) in [("<f2>", "未接"), ("<f3>", "visitor-1120-01"), ("<f4>", "投诉1120-09")] {
            app.keys(panel);
            assert_eq!(count(&mut app, unsaid), 0, "{panel} {unsaid}");
        }
    }
}

#[test]
fn a_record_is_found_by_who_wrote_it_and_by_the_state_that_is_shown() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f2><insert>3-2-101<enter>张三<enter>1问停水<enter>").pass(1);
    app.keys("<insert>3-2-102<enter>李四<enter>1问停电<tab>1<enter>").pass(1);
    let mut gate = App::at(app.dir.clone(), Language::Hans, (100, 30), "东门岗", "赵军", app.now, 2);
    gate.keys("<f2><insert>3-2-103<enter>孙五<enter>1问路<tab>1<enter>");
    app.event(Event::Changed);
    assert_eq!((count(&mut app, "赵军"), count(&mut app, "待处理"), count(&mut app, "当场解决")), (1, 1, 2));
    app.keys("/3-2-102<down><ctrl-w>录错<enter>").pass(1);
    assert_eq!(count(&mut app, "作废"), 1, "{}", app.screen());
}

#[test]
fn what_is_looked_for_is_looked_for_anew_in_another_language() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f3><insert><up>3075588886621<enter>").pass(1);
    app.keys("/missed");
    let before = app.model.rows().len();
    app.keys("<ctrl-g>*<ctrl-g>*");
    assert_eq!((before, app.model.rows().len()), (1, 1), "stored names are found too, as before");
    app.keys("<esc>/未接");
    assert_eq!(app.model.rows().len(), 0);
    app.keys("<ctrl-g>*");
    assert_eq!(app.model.rows().len(), 1, "{}", app.screen());
}

/// What a row shows is found as it is shown, word by word and all of a cell together.
#[test]
fn what_a_row_shows_finds_it_as_it_is_shown() {
    for language in [Language::Hans, Language::Hant, Language::En] {
        let mut app = App::new(language, (120, 30));
        app.keys("<f3><insert>13600000027<tab>赵敏<tab>8-2-103<tab>装修手续<tab>3+1h<enter>").pass(20);
        app.keys("<enter><enter>1<enter>").pass(1);
        app.keys("<f3><insert>13600000028<tab>钱进<tab>1-1-101<tab>漏水<tab>3+2h<enter>").pass(1);
        app.keys("<insert>13600000029<tab>孙五<tab>1-1-102<tab>电梯<tab>4<enter>3<enter><enter>").pass(1);
        app.now = crate::kit::at("2026-11-27 09:41");
        app.event(Event::Tick);
        app.keys("<insert>13600000030<tab>周六<tab>8-2-103<tab>停水<tab><tab>11-26 08:30<enter>").pass(1);
        assert!(app.model.overlays.is_empty(), "{}", app.screen());
        app.event(Event::Changed);
        app.keys("<tab>");
        let screen = app.screen();
        let cells = match language {
            Language::Hans => ["已回电", "已回电 11-20 14:40", "约 11-20 16:41", "补记", "> 投诉1120-01"],
            Language::Hant => ["已回電", "已回電 11-20 14:40", "約 11-20 16:41", "補記", "> 投訴1120-01"],
            Language::En => {
                ["called back", "called back 11-20 14:40", "promised 11-20 16:41", "added", "> Complaint 1120-01"]
            }
        };
        for cell in cells {
            assert_eq!(count(&mut app, cell), 1, "{cell}\n{screen}");
        }
        assert_eq!(count(&mut app, "8-2-103 11-26"), 1, "the day of the column\n{screen}");
        assert_eq!(count(&mut app, "8-2-103 11-20"), 1);
        assert_eq!((count(&mut app, "11-20"), count(&mut app, "08:30"), count(&mut app, "11-25")), (3, 1, 0));
        app.keys("<f2>");
        assert_eq!(count(&mut app, "> 1120-01"), 0);
    }
}

#[test]
fn digits_find_the_room_the_telephone_or_the_plate_that_has_them_and_no_year() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>3<enter><enter>").pass(1);
    app.keys("<insert>1-2-202<enter>李娜<enter>电梯<enter>3<enter><enter>").pass(1);
    assert_eq!(count(&mut app, "20261120"), 2, "its day");
    for (text, found) in [("202", 1), ("1-2-202", 1), ("1-2", 1), ("2026", 0), ("26", 0), ("s", 0), ("s1", 0)] {
        assert_eq!(count(&mut app, text), found, "{text}");
    }
    app.keys("<f7><insert>b20212<enter>13-2-101<enter>").pass(1).keys("<insert>b8f33k<enter>13-2-102<enter>").pass(1);
    app.keys("<f3><insert>13912348202<enter>x<enter>").pass(1).keys("<insert>13912348812<enter>y<enter>").pass(1);
    for panel in ["<f7>", "<f3>"] {
        app.keys(panel);
        assert_eq!(count(&mut app, "202"), 1, "{panel}");
    }
    app.keys("<f4>");
    for id in [
        "1120-01",
        "2026-1120-01",
        "20261120-01",
        "s1-2026-1120-01",
        "complaint-1120-01",
        "complaint-2026-1120-01",
        "complaint-s1-2026-1120-01",
        "投诉1120-01",
        "投诉2026-1120-01",
        "投诉 1120-01",
    ] {
        assert_eq!(count(&mut app, id), 1, "{id}");
    }
    app.now = crate::kit::at("2027-01-02 09:00");
    app.keys("<f5>").event(Event::Changed);
    app.keys("<f4>");
    for (text, found) in [("202", 1), ("2026", 0), ("2026-1120-01", 1), ("complaint-2026-1120-01", 1)] {
        assert_eq!(count(&mut app, text), found, "{text}, a year later");
    }
}

#[test]
fn a_surname_does_not_find_the_words_of_the_program() {
    for language in Language::ALL {
        let mut app = App::new(language, (100, 30));
        app.keys("<f4><insert>3-2-101<enter>A<enter>x<enter>3<enter><enter>").pass(1);
        app.keys("<insert>3-2-102<enter>李维安<enter>y<enter>3<enter><enter>").pass(1);
        app.keys("<insert>3-2-103<enter>Li Wei<enter>y<enter>3<enter><enter>").pass(1);
        for (text, found) in [("Li", 1), ("李", 1), ("维", 1), ("安", 1), ("王", 0), ("Wei", 1), ("工", 0), ("王敏", 3)]
        {
            assert_eq!(count(&mut app, text), found, "{text}\n{}", app.screen());
        }
        assert_eq!(count(&mut app, "valid"), 3, "the stored name, as before");
        app.keys("<f6><insert>33-2-101<enter>")
            .pass(1)
            .keys("<insert>13-2-103<enter>B<enter>21234<enter>")
            .pass(1)
            .keys("<insert>13-2-102<enter>Li<enter>5<enter>");
        assert_eq!(app.model.rows().len(), 3, "{}", app.screen());
        assert_eq!((count(&mut app, "li"), count(&mut app, "An")), (1, 0), "{}", app.screen());
    }
    let mut app = App::new(Language::En, (100, 30));
    app.keys("<f6><insert>33-2-101<enter>")
        .pass(1)
        .keys("<insert>13-2-103<enter>B<enter>21234<enter>")
        .pass(1)
        .keys("<insert>13-2-102<enter>C<enter>5<enter>");
    for (text, found) in [("lice", 1), ("icence", 0), ("driving licence", 1), ("Food del", 1), ("food", 1)] {
        assert_eq!(count(&mut app, text), found, "{text}");
    }
}

#[test]
fn what_a_limit_has_reached_finds_its_row_as_long_as_the_row_says_so() {
    for (language, supervisor, head, late) in [
        (Language::Hans, "主管", "主任", "超时"),
        (Language::Hant, "主管", "主任", "逾時"),
        (Language::En, "Supv", "Head", "late"),
    ] {
        let mut app = App::new(language, (120, 40));
        for (room, name) in [("3-2-101", "A"), ("3-2-102", "B")] {
            app.keys(&format!("<f4><insert>{room}<enter>{name}<enter>x<enter>3<enter><enter>")).pass(1);
        }
        assert_eq!([supervisor, head, late].map(|text| count(&mut app, text)), [0, 0, 0], "{}", app.screen());
        // Until the first limits have run out, and run out twice.
        let due = app.model.selected().unwrap().limits.iter().filter_map(|clock| clock.at()).min().unwrap();
        app.now = due.plus_minutes(1);
        app.event(Event::Tick);
        app.event(Event::Changed);
        let screen = app.screen();
        let rows = |word: &str| {
            screen
                .lines()
                .filter(|line| line.starts_with('│') && line.contains("1120-0") && line.contains(word))
                .count()
        };
        let shown = [supervisor, head].map(rows);
        assert!(shown[0] + shown[1] >= 2, "{screen}");
        assert_eq!([supervisor, head].map(|text| count(&mut app, text)), shown, "{screen}");
        assert_eq!(count(&mut app, late), 2, "{screen}");
    }
}

#[test]
fn a_day_is_found_as_it_is_said() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f2><insert>3-2-101<enter>张三<enter>1<ctrl-d>").pass(1);
    for text in ["11-20", "11月20日", "11月20号", "2026年11月20日", "11月20"] {
        assert_eq!(count(&mut app, text), 1, "{text}");
    }
    for text in ["11月2日", "1月20日", "2025年11月20日", "月", "11月日"] {
        assert_eq!(count(&mut app, text), 0, "{text}");
    }
}

#[test]
fn what_was_struck_finds_nothing_and_who_was_struck_is_told_as_void() {
    let mut app = App::new(Language::Hans, (100, 30));
    app.keys("<f2><insert>3-2-101<enter>张三<enter>1问停水<enter>").pass(2);
    app.keys("<enter><enter>1<enter>").pass(2);
    app.keys("<right><end><up><ctrl-w>错<enter>").pass(1);
    app.keys("<home><down><down><delete><ctrl-x>李娜<enter>听错<enter>").pass(1);
    app.keys("<home><down><delete><ctrl-x>5-1-502<enter>听错<enter><esc>").pass(1);
    for (word, found) in [("张三", 0), ("3-2-101", 0), ("当场解决", 0), ("李娜", 1), ("5-1-502", 1)] {
        assert_eq!(count(&mut app, word), found, "{word}");
    }
    app.keys("<f7><insert>b8f32k<enter>13-2-101<enter>").pass(1);
    super::amending::at_field(&mut app, "plate");
    app.keys("<delete><ctrl-x>b8f33k<enter>看错<enter><esc>").pass(1);
    assert_eq!((count(&mut app, "8f32"), count(&mut app, "8f33")), (0, 1));
    app.keys("<ctrl-w>录错<enter>").pass(1).keys("/8f33");
    assert!(app.model.rows().len() == 1 && app.screen().contains("作废"), "{}", app.screen());
}

#[test]
fn either_script_finds_what_is_written_in_the_other() {
    for (language, said) in [(Language::Hans, "3号楼漏水"), (Language::Hant, "3號樓漏水")] {
        let mut app = App::new(language, (100, 30));
        app.keys("<f2><insert>3-2-101<enter>陳師傅<enter>1").event(Event::Paste(said.into()));
        app.pass(1).keys("<enter>").pass(1);
        for word in ["号楼", "號樓", "陈师傅", "陳師傅", "待处理", "待處理"] {
            assert_eq!(count(&mut app, word), 1, "{word}\n{}", app.screen());
        }
    }
}

#[test]
fn by_how_many_days_one_is_late_finds_its_row() {
    for (language, told, other) in [(Language::Hans, "超30日", "超3日"), (Language::En, "over 30d", "over 3d")] {
        let mut app = App::new(language, (100, 30));
        app.keys("<f4><insert>3-2-101<enter>张三<enter>渗水<enter>3<enter><enter>");
        app.keys("<f6><insert>13-2-101<enter>王五<enter>5<enter>");
        app.now = app.now.plus_minutes(31 * 24 * 60);
        app.event(Event::Tick);
        for panel in ["<f4>", "<f6>"] {
            app.keys(panel);
            let found = (count(&mut app, told), count(&mut app, other));
            assert_eq!((found, app.screen().contains(told)), ((1, 0), true), "{}", app.screen());
        }
    }
}
