//! Pages of a complaint: the evidence of deemed consent and the report of a major incident.

use qiantai::cells;
use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::Kind;
use qiantai::domain::record::Record;
use qiantai::domain::refusal::Cause;
use qiantai::locale::{Language, Locale};
use qiantai::report::complaint::{Form, Page, WIDTH, page};

use crate::counter::{Counter, at, due, filling};

/// The page in Chinese; every row fits, whatever it says.
fn print(counter: &mut Counter, record: &Record, form: Form, when: &str) -> Result<Page, Cause> {
    printed(counter, record, form, when, Language::Hans)
}

fn printed(counter: &mut Counter, record: &Record, form: Form, when: &str, tongue: Language) -> Result<Page, Cause> {
    let page = page(counter.reading(), record.subject, form, &Locale::new(tongue), at(when)).unwrap()?;
    for line in &page.lines {
        assert!(cells::width(line) <= WIDTH && !line.contains('⟦'), "{line}");
    }
    Ok(page)
}

/// The rows above the line below which nothing is frozen.
fn above(page: &Page) -> &[String] {
    let rule = page.lines.iter().rposition(|line| line.starts_with("---")).unwrap();
    &page.lines[..rule]
}

fn text(page: &Page) -> String {
    let text = page.lines.join("\n");
    let hash = |word: &&str| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
    match text.split_whitespace().find(hash) {
        Some(found) => text.replace(found, &"0".repeat(64)),
        None => text,
    }
}

/// The page as one row, as if it had not been folded.
fn flat(page: &Page) -> String {
    page.lines.iter().map(|line| line.trim()).collect()
}

/// A complaint of warranty, handed to the developer on Friday 30 January 2026 at 16:00 (rules.md V8).
fn submitted(counter: &mut Counter) -> Record {
    let said = "卫生间顶板渗水，楼上无人";
    let fields = [("category", "warranty"), ("phone", "13912348812"), ("said", said), ("matter", "indoor")];
    let complaint = counter.complaint("2026-01-30 09:00", &fields);
    for (when, step) in
        [("2026-01-30 09:30", "relayed"), ("2026-01-30 11:00", "planned"), ("2026-01-30 16:00", "submitted")]
    {
        counter.step(when, &complaint, step).unwrap();
    }
    let record = counter.card(&complaint, "2026-01-30 16:00").record;
    assert_eq!(due(&record, "T8"), Some(at("2026-02-02 16:00")));
    record
}

#[test]
fn the_evidence_page_is_there_once_the_hours_have_run_out() {
    let mut counter = Counter::new();
    let record = submitted(&mut counter);
    let early = print(&mut counter, &record, Form::Deemed, "2026-02-02 15:59");
    assert_eq!(early, Err(Cause::NoDeemedPage));
    let page = print(&mut counter, &record, Form::Deemed, "2026-02-02 16:00").unwrap();
    let text = text(&page);
    for told in [
        "未定稿",
        "张三",
        "重做防水",
        "陈工",
        "当面签收",
        "KF-007",
        "2026-01-30 16:00 - 18:00",
        "2026-02-02 08:30 - 12:00",
        "到期  8 小时",
        "至 2026-02-02 16:00 未收到",
        "004-7 §4.4.4",
        "#1 #3 #4",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    assert!(!text.contains("13912348812") && !text.contains("定稿后"), "{text}");
    let readings: Vec<&str> = text.lines().filter(|line| line.starts_with("  按")).collect();
    assert!(readings[0].contains("2026-02-02 16:00") && readings[0].contains("本件照此"), "{readings:?}");
    assert!(readings[1].contains("2026-01-30 24:00") && !readings[1].contains("本件照此"), "{readings:?}");
}

#[test]
fn the_evidence_page_stays_as_it_was_and_later_corrections_stand_below() {
    let mut counter = Counter::new();
    let record = submitted(&mut counter);
    counter.step("2026-02-03 09:00", &record, "deemed").unwrap();
    let before = print(&mut counter, &record, Form::Deemed, "2026-02-03 09:05").unwrap();
    assert!(text(&before).contains("已定稿") && text(&before).contains("王敏与业主到场"), "{}", text(&before));
    counter.amend("2026-02-03 10:00", &record, "receiver", "程工").unwrap();
    counter.amend("2026-02-03 10:01", &record, "phone", "13600000027").unwrap();
    counter.step("2026-02-04 10:00", &record, "resulted").unwrap();
    let after = print(&mut counter, &record, Form::Deemed, "2026-02-05 08:00").unwrap();
    assert_eq!(above(&after), above(&before));
    let below = after.lines[above(&after).len()..].join("\n");
    assert!(below.contains("划改 #4 签收人：~~陈工~~ 程工（听错）"), "{below}");
    assert!(below.contains("~~139****8812~~ 136****0027"), "{below}");
    assert_ne!(after.file, before.file, "what is kept as a file is never written over");

    let mut counter = Counter::new();
    let record = submitted(&mut counter);
    counter.amend("2026-01-31 10:00", &record, "receiver", "程工").unwrap();
    counter.step("2026-02-03 09:00", &record, "deemed").unwrap();
    let before = print(&mut counter, &record, Form::Deemed, "2026-02-03 09:05").unwrap();
    assert!(above(&before).join("\n").contains("~~陈工~~ 程工"), "an earlier correction belongs to the page");
    counter.withdraw("2026-02-03 11:00", &record, ActTarget::None).unwrap();
    let after = print(&mut counter, &record, Form::Deemed, "2026-02-03 12:00").unwrap();
    assert_eq!(above(&after), above(&before));
    assert!(text(&after).contains("作废 #6 视为默认（点错）"), "{}", text(&after));
    counter.step("2026-02-03 13:30", &record, "deemed").unwrap();
    let again = print(&mut counter, &record, Form::Deemed, "2026-02-03 14:00").unwrap();
    assert!(text(&again).contains("截至第 8 行"), "{}", text(&again));
}

#[test]
fn an_opinion_in_time_leaves_no_evidence_page_and_a_late_one_is_told() {
    for (when, late) in [("2026-02-02 15:00", None), ("2026-02-03 09:30", Some("迟 3 小时（工作时间）"))] {
        let mut counter = Counter::new();
        let record = submitted(&mut counter);
        counter.step(when, &record, "opinion").unwrap();
        let page = print(&mut counter, &record, Form::Deemed, "2026-02-04 09:00");
        match late {
            None => assert_eq!(page, Err(Cause::NoDeemedPage)),
            Some(late) => {
                let text = flat(&page.unwrap());
                assert!(text.contains(late) && text.contains("同意返修") && text.contains("未定稿"), "{text}");
            }
        }
    }
}

#[test]
fn a_developer_who_works_by_the_clock_has_both_readings_too() {
    let own = |procedures: &mut qiantai::domain::procedure::Procedures| {
        let stages = procedures.stages.iter_mut().filter(|stage| stage.id == "T8");
        stages.for_each(|stage| {
            stage.length = "8h".parse().unwrap();
            stage.hours.clear();
        });
    };
    let mut counter = Counter::new().ruled(own);
    let complaint = counter.complaint("2026-01-30 09:00", &[("category", "warranty")]);
    for (when, step) in
        [("2026-01-30 09:30", "relayed"), ("2026-01-30 11:00", "planned"), ("2026-01-30 16:00", "submitted")]
    {
        counter.step(when, &complaint, step).unwrap();
    }
    let text = text(&print(&mut counter, &complaint, Form::Deemed, "2026-01-31 00:00").unwrap());
    let readings: Vec<&str> = text.lines().filter(|line| line.starts_with("  按")).collect();
    assert!(readings[0].contains("2026-02-02 16:00") && readings[1].contains("本件照此"), "{text}");
    assert!(!text.contains("照打印时"), "{text}");
}

#[test]
fn hours_that_were_changed_since_move_no_due_instant_and_the_page_says_so() {
    let mut counter = Counter::new();
    let record = submitted(&mut counter);
    let mut counter = counter.updated(|house| {
        let departments = house.site.departments.iter_mut();
        departments.for_each(|department| department.hours = "mon-sun 00:00-24:00".parse().unwrap());
    });
    assert_eq!(print(&mut counter, &record, Form::Deemed, "2026-02-01 09:00"), Err(Cause::NoDeemedPage));
    let text = flat(&print(&mut counter, &record, Form::Deemed, "2026-02-02 16:00").unwrap());
    assert!(text.contains("2026-02-02 16:00 期满") && text.contains("照打印时的作息"), "{text}");
}

/// A major incident with calls, a late progress report, and everything up to its conclusion.
fn incident(counter: &mut Counter) -> Record {
    let said = "3 幢 2 单元电梯停在 7 楼，困 2 人";
    let fields = [("class", "major"), ("matter", "trapped"), ("said", said), ("phone", "13912348812")];
    let record = counter.complaint("2026-03-02 21:00", &fields);
    for (when, told, name, reached) in [
        ("2026-03-02 21:04", "manager", "陈工", "yes"),
        ("2026-03-02 21:06", "director", "林主任", "no"),
        ("2026-03-02 21:21", "director", "林主任", "yes"),
    ] {
        let fields = [("told", told), ("contact", name), ("means", "phone"), ("reached", reached)];
        let act = counter.form(Kind::ComplaintStep, &fields);
        counter.send(when, &Act { step: "called".into(), subject: Some(record.subject), ..act }).unwrap();
    }
    for (when, step) in [
        ("2026-03-02 21:25", "progress"),
        ("2026-03-02 22:05", "progress"),
        ("2026-03-02 22:20", "controlled"),
        ("2026-03-03 08:40", "relayed"),
        ("2026-03-03 10:00", "resulted"),
        ("2026-03-03 10:10", "replied"),
        ("2026-03-03 10:20", "reported"),
        ("2026-03-03 10:30", "concluded"),
    ] {
        assert!(!filling(step).is_empty(), "{step}");
        counter.step(when, &record, step).unwrap();
    }
    record
}

#[test]
fn the_report_of_an_incident_tells_who_was_told_how_soon_on_one_page() {
    let mut counter = Counter::new();
    let record = incident(&mut counter);
    let page = print(&mut counter, &record, Form::Incident, "2026-03-03 11:00").unwrap();
    let text = text(&page);
    assert!(page.lines.len() <= 60, "{} rows\n{text}", page.lines.len());
    let row = |start: &str| text.lines().find(|line| line.trim_start().starts_with(start)).unwrap_or_default();
    assert!(row("21:04").contains("部门经理") && row("21:04").contains("4 分钟"), "{text}");
    assert!(row("21:04").contains("及时") && row("21:06").contains("未接通"), "{text}");
    assert!(!row("21:06").contains("及时") && !row("21:06").contains("迟"), "{text}");
    assert!(row("21:21").contains("21 分钟") && row("21:21").contains("迟 6 分钟"), "{text}");
    assert!(row("21:25").contains("及时") && row("22:05").contains("迟 10 分钟"), "{text}");
    assert!(row("22:20").contains("事态受控") && row("22:20").contains("及时"), "{text}");
    for told in ["电梯困人", "已处理", "已告知", "陈主任", "施工质量", "巡查岗", "139****8812", "____"]
    {
        assert!(text.contains(told), "{told}\n{text}");
    }
    assert!(!text.contains("13912348812") && !text.contains("尚未"), "{text}");
}

#[test]
fn the_report_of_an_open_incident_says_who_is_still_to_be_told() {
    let mut counter = Counter::new();
    let record = counter.complaint("2026-03-02 21:00", &[("class", "major")]);
    let text = text(&print(&mut counter, &record, Form::Incident, "2026-03-02 21:05").unwrap());
    for told in [
        "尚未报告到 部门经理（限 2026-03-02 21:15）",
        "尚未报告到 中心领导（限 2026-03-02 21:15）",
        "下一次汇报限 2026-03-02 21:30",
        "尚无其他记录",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
}

#[test]
fn an_important_complaint_has_the_companys_two_heads_and_no_progress_reports() {
    let mut counter = Counter::new();
    let record = counter.complaint("2026-03-02 10:00", &[("class", "hot")]);
    let text = text(&print(&mut counter, &record, Form::Incident, "2026-03-02 10:05").unwrap());
    assert!(text.contains("客户投诉处理记录表") && text.contains("公司管理层        ____"), "{text}");
    assert!(text.contains("2 工作时") && !text.contains("进展汇报"), "{text}");
}

#[test]
fn a_correction_of_an_incident_leaves_the_old_value_legible() {
    let mut counter = Counter::new();
    let record = incident(&mut counter);
    counter.amend("2026-03-03 11:00", &record, "said", "困 3 人").unwrap();
    let text = flat(&print(&mut counter, &record, Form::Incident, "2026-03-03 11:05").unwrap());
    assert!(text.contains("其中的更正") && text.contains("~~3 幢 2 单元电梯停在 7 楼，困2 人~~ 困 3 人"), "{text}");
}

#[test]
fn other_records_have_no_page() {
    let mut counter = Counter::new();
    let general = counter.complaint("2026-03-02 10:00", &[]);
    assert_eq!(print(&mut counter, &general, Form::Deemed, "2026-03-09 10:00"), Err(Cause::NoDeemedPage));
    assert_eq!(print(&mut counter, &general, Form::Incident, "2026-03-09 10:00"), Err(Cause::NoIncidentPage));
    let visit = counter.act("2026-03-02 10:00", Kind::WalkIn, &[("name", "张三"), ("reason", "enquiry")]).unwrap();
    assert_eq!(print(&mut counter, &visit, Form::Deemed, "2026-03-09 10:00"), Err(Cause::WrongRecord));
    let void = counter.complaint("2026-03-02 10:00", &[("class", "major")]);
    counter.withdraw("2026-03-02 10:01", &void, ActTarget::None).unwrap();
    assert_eq!(print(&mut counter, &void, Form::Incident, "2026-03-02 10:02"), Err(Cause::NoIncidentPage));
}

#[test]
fn nothing_that_was_typed_is_cut_off() {
    let mut counter = Counter::new();
    let said = "渗水abc ".repeat(200);
    let (name, remark) = ("Q".repeat(40), "渗水abc ".repeat(28));
    let fields = [("class", "major"), ("said", said.as_str()), ("name", &name)];
    let record = counter.complaint("2026-03-02 21:00", &fields);
    let called = [("told", "manager"), ("contact", &name), ("means", "phone"), ("reached", "no"), ("remark", &remark)];
    let act = counter.form(Kind::ComplaintStep, &called);
    counter.send("2026-03-02 21:01", &Act { step: "called".into(), subject: Some(record.subject), ..act }).unwrap();
    for tongue in Language::ALL {
        let page = printed(&mut counter, &record, Form::Incident, "2026-03-02 21:05", tongue).unwrap();
        let text = page.lines.join("");
        assert!(!text.contains('…'), "{text}");
        assert_eq!(text.matches('Q').count(), 80, "{text}");
        assert!(text.matches('渗').count() >= 200, "{text}");
    }
}

#[test]
fn the_pages_are_as_they_were_looked_at() {
    for tongue in Language::ALL {
        let mut counter = Counter::new();
        let record = submitted(&mut counter);
        counter.step("2026-02-03 09:00", &record, "deemed").unwrap();
        counter.amend("2026-02-03 10:00", &record, "receiver", "程工").unwrap();
        let deemed = printed(&mut counter, &record, Form::Deemed, "2026-02-05 08:00", tongue).unwrap();
        let mut counter = Counter::new();
        let record = incident(&mut counter);
        let incident = printed(&mut counter, &record, Form::Incident, "2026-03-03 11:00", tongue).unwrap();
        for (name, page) in [("deemed", deemed), ("incident", incident)] {
            insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../pictures", omit_expression => true }, {
                insta::assert_snapshot!(format!("{}-paper-{name}", tongue.tag()), text(&page));
            });
        }
    }
}
