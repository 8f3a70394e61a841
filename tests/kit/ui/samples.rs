//! A counter in the middle of a day, for tests: Chinese everywhere, and hostile text where wanted.

use chrono::NaiveDate;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use uuid::Uuid;

use crate::app::Model;
use crate::app::keymap::Keymap;
use crate::app::panel::Panel;
use crate::desk::{Deadline, NextStep};
use crate::desk::{House, List, Snapshot, SnapshotRequest};
use crate::domain::entry::{Family, Link};
use crate::domain::number::Number;
use crate::domain::procedure::Procedures;
use crate::domain::record::{Body, Record, Status, Stay, Step};
use crate::domain::site::Site;
use crate::domain::time::{Moment, parse_rfc3339};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Due, Length};
use crate::locale::{Language, Locale};
use crate::ui::theme::Theme;
use crate::ui::{Scene, view};

/// Text that breaks programs: escapes, an override, nothing visible, marks without end, and very much of it.
pub(crate) const HOSTILE: &[&str] = &[
    "\u{1b}[31m红\u{1b}]52;c;AAAA\u{7}",
    "\u{202e}倒写\u{2066}",
    "\u{200b}\u{feff}\u{200d}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "👩‍👩‍👧‍👦🇨🇳𠮷野家\t制表\r\n换行",
    "买买提·吐尔逊—“引号”…ｶﾞ",
];

/// The instant of every picture: Friday 20 November 2026, 14:32 in Shanghai.
pub(crate) fn now() -> Moment {
    at("11-20 14:32")
}

/// An instant of 2026 in Shanghai.
pub(crate) fn at(text: &str) -> Moment {
    parse_rfc3339(&format!("2026-{}:00+08:00", text.replace(' ', "T"))).unwrap()
}

pub(crate) fn site() -> Site {
    let text = include_str!("../../../data/site.toml");
    let text = text.replace("{site}", "锦绣花园").replace("{post}", "服务中心").replace("{name}", "王敏");
    Site::parse(&text).unwrap()
}

/// A record that began at `at`.
pub(crate) fn record(family: Family, n: u32, begun: &str, fields: &[(&str, &str)]) -> Record {
    let moment = at(begun);
    let date = NaiveDate::parse_from_str(&format!("2026-{}", begun.split(' ').next().unwrap()), "%Y-%m-%d").unwrap();
    Record {
        subject: Uuid::from_u64_pair(u64::from(n), family as u64),
        family,
        number: Number { site: 1, date, n },
        seq: u64::from(n),
        last: u64::from(n),
        at: moment,
        written_at: moment,
        post: "服务中心".into(),
        operator: "王敏".into(),
        status: Status::Open,
        odd_room: false,
        struck: false,
        clock_went_back: false,
        ahead: 0,
        source: String::new(),
        fields: fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        steps: Vec::new(),
        limits: Vec::new(),
        acks: Vec::new(),
        links: Vec::new(),
        gone: 0,
        read_for: Default::default(),
        driver: Default::default(),
        body: match family {
            Family::Visitor | Family::Vehicle => Body::Gate(Stay::Inside),
            Family::Complaint => Body::Complaint { promises: 0, households: 0 },
            Family::Handover => Body::Handover { lines: Vec::new(), verdicts: Vec::new() },
            _ => Body::Plain,
        },
    }
}

/// A clock that began at one instant and is due at another; `hours` names whose working time counts.
pub(crate) fn clock(stage: &str, start: &str, due: Moment, length: Length, hours: &str, clause: &str) -> TimeLimit {
    let due = Due::At { at: due, shown: None };
    TimeLimit { hours: hours.into(), clause: clause.into(), ..TimeLimit::new(stage, at(start), length, due) }
}

fn walk_ins() -> Vec<Record> {
    let row = |n, at, room, name, reason, outcome| {
        let fields =
            [("room", room), ("name", name), ("reason", reason), ("outcome", outcome), ("said", "想问一下怎么办")];
        record(Family::WalkIn, n, at, &fields)
    };
    let mut rows = vec![
        row(12, "11-20 14:20", "3-2-101", "张三", "complaint", "complaint"),
        row(11, "11-20 13:55", "1-1-502", "李娜", "enquiry", "solved"),
        row(10, "11-20 11:40", "", "供应商 周工", "business", "passed"),
        row(9, "11-20 10:12", "后门", "买买提·吐尔逊", "suggestion", ""),
        row(8, "11-20 09:02", "8-2-1203", "欧阳倩", "collect", "promised"),
    ];
    rows[0].status = Status::Closed;
    rows[0].links =
        vec![Link { subject: Uuid::nil(), family: Family::Complaint, number: Number { n: 3, ..rows[0].number } }];
    rows[1].status = Status::Closed;
    rows[2].fields.insert("to".into(), "工程部".into());
    rows[3].odd_room = true;
    rows[3].written_at = at("11-20 10:40");
    rows[3].limits = vec![clock("T0", "11-20 10:12", at("11-20 18:00"), Length::WorkDays(0), "office", "000-1 一.3")];
    rows[4].fields.insert("promise".into(), "2026-11-20T15:00:00+08:00".into());
    rows[4].limits = vec![clock("T18", "11-20 09:02", at("11-20 15:00"), Length::Promise, "", "000-1 二.1(3)")];
    rows[4].struck = true;
    rows
}

fn complaints() -> Vec<Record> {
    let row = |n, at, room, name, said| {
        let fields = [("room", room), ("name", name), ("said", said), ("class", "general"), ("intake", "office")];
        record(Family::Complaint, n, at, &fields)
    };
    let mut rows = vec![
        row(2, "11-17 09:00", "1-3-201", "赵敏", "楼上噪音"),
        row(3, "11-20 14:20", "3-2-101", "张三", "卫生间顶板渗水,楼上装修后出现"),
        row(7, "11-19 16:00", "5-1-802", "陈静", "外墙砖松动"),
        row(1, "11-20 10:05", "7-2-604", "吴刚", "保安态度"),
    ];
    let hours = |n: i64| Length::WorkMinutes(n * 60);
    rows[0].limits = vec![clock("T13", "11-17 09:00", at("11-20 00:00"), Length::Days(3), "office", "004-7 §4.8.1")];
    rows[1].limits = vec![clock("T2", "11-20 14:20", at("11-20 16:20"), hours(2), "office", "004-7 §4.2.2")];
    rows[2].limits = vec![clock("T4", "11-19 16:00", at("11-20 16:30"), hours(8), "works", "004-7 §4.3.2a")];
    rows[3].limits = vec![clock("T3a", "11-20 10:05", at("11-23 10:05"), hours(8), "office", "004-7 §4.3.1a")];
    rows[2].fields.insert("department".into(), "engineering".into());
    rows[1].fields.insert("valid".into(), "valid".into());
    rows[1].fields.insert("class".into(), "major".into());
    rows[1].fields.insert("phone".into(), "13912348812".into());
    rows[1].steps.push(Step {
        step: "answered".into(),
        seq: 4,
        at: at("11-20 14:26"),
        operator: "王敏".into(),
        undone: false,
    });
    rows[1].limits.push(clock("T18", "11-20 14:20", at("11-20 16:00"), Length::Promise, "", "000-2 1(3)"));
    rows
}

fn others(snapshot: &mut Snapshot) {
    let call = |n, at, direction, phone, topic| {
        let fields = [("direction", direction), ("phone", phone), ("topic", topic)];
        record(Family::Call, n, at, &fields)
    };
    let mut calls = vec![
        call(5, "11-20 14:26", "in", "13912348812", "渗水催办"),
        call(4, "11-20 13:10", "in", "13600000027", "装修手续"),
        call(3, "11-20 11:58", "missed", "075588886621", ""),
    ];
    calls[0].status = Status::Closed;
    calls[1].fields.insert("outcome".into(), "promised".into());
    calls[1].fields.insert("promise".into(), "2026-11-20T14:40:00+08:00".into());
    calls[1].limits = vec![clock("T18", "11-20 13:10", at("11-20 14:40"), Length::Promise, "", "000-1 二.1(3)")];
    calls[2].status = Status::Closed;
    let guest = |n, at, name, room, class, count| {
        record(Family::Visitor, n, at, &[("name", name), ("room", room), ("visitor", class), ("count", count)])
    };
    let mut visitors = vec![
        guest(9, "11-20 14:28", "王五", "3-2-101", "guest", ""),
        guest(8, "11-20 14:05", "", "5-1-101", "delivery", ""),
        guest(7, "11-20 09:15", "林师傅", "8-2-1203", "renovation", "4"),
    ];
    visitors[1].limits = vec![stay("11-20 14:05", 20)];
    visitors[2].limits = vec![stay("11-20 09:15", 600)];
    let car = |n, at, plate, room| {
        record(Family::Vehicle, n, at, &[("plate", plate), ("room", room), ("use", "guest"), ("host", "张三")])
    };
    let mut vehicles = vec![
        car(6, "11-20 14:28", "粤B8F32K", "3-2-101"),
        car(5, "11-20 13:50", "粤BD12345", "1-1-502"),
        car(4, "11-19 19:02", "湘A77K01", "6-1-403"),
    ];
    vehicles[2].limits = vec![stay("11-19 19:02", 18 * 60)];
    let notes = vec![record(Family::Note, 1, "11-19 22:40", &[("text", "夜班留言:东门道闸遥控器电池低")])];
    let people = |rows: &[Record]| rows.iter().map(|row| row.people() as usize).sum();
    let list = |rows: Vec<Record>| List { count: rows.len(), people: people(&rows), late: late(&rows), left: 0, rows };
    snapshot.boxes.push((Family::Call, list(calls)));
    snapshot.boxes.push((Family::Visitor, list(visitors)));
    snapshot.boxes.push((Family::Vehicle, list(vehicles)));
    snapshot.boxes.push((Family::Note, list(notes)));
}

/// How long one who came at `start` may stay.
fn stay(start: &str, minutes: i64) -> TimeLimit {
    clock("T31", start, at(start).plus_minutes(minutes), Length::Minutes(minutes), "", "本公司自定")
}

fn late(rows: &[Record]) -> usize {
    rows.iter().filter(|record| record.next_limit().and_then(TimeLimit::at).is_some_and(|at| at <= now())).count()
}

/// A counter as in the middle of a day, on the overview.
pub(crate) fn model() -> Model {
    let site = site();
    let keys = Keymap::new(&site.keys).unwrap();
    let house = House::new(site, Procedures::builtin().unwrap());
    let mut model = Model::new(house, keys, Language::Hans, "服务中心".into(), "王敏".into());
    let walk_ins = walk_ins();
    let complaints = complaints();
    let mut snapshot = Snapshot {
        boxes: vec![
            (Family::WalkIn, List { count: 12, people: 0, late: late(&walk_ins), left: 0, rows: walk_ins }),
            (Family::Complaint, List { count: 4, people: 0, late: late(&complaints), left: 0, rows: complaints }),
        ],
        now: Some(now()),
        asked: SnapshotRequest { page: true, ..SnapshotRequest::default() },
        ..Snapshot::default()
    };
    others(&mut snapshot);
    let known = [Family::Complaint, Family::WalkIn, Family::Call].map(|family| snapshot.of(family));
    let limits = known
        .iter()
        .flat_map(|list| &list.rows)
        .flat_map(|record| record.limits.iter().map(|clock| Deadline { clock: clock.clone(), record: record.clone() }));
    snapshot.urgent = limits.collect();
    snapshot.urgent.sort_by_key(|deadline| deadline.clock.order());
    model.snapshot = snapshot;
    model.loaded = true;
    awaited(&mut model);
    model
}

/// The same counter in a panel, with its list.
pub(crate) fn in_panel(panel: Panel) -> Model {
    let mut model = model();
    model.panel = panel;
    model.snapshot.list = model.boxed(panel).to_vec();
    if panel == Panel::Handover {
        model.page.past = true;
        model.snapshot.list =
            vec![record(Family::Handover, 1, "11-19 15:02", &[("person", "王敏"), ("relief", "刘洋")])];
    }
    awaited(&mut model);
    model
}

/// The same panel with 200 rows in which everything that can be odd is.
pub(crate) fn crowded(panel: Panel) -> Model {
    let mut model = in_panel(panel);
    let mut rows = Vec::new();
    for (n, sample) in (0_u32..200).zip(model.snapshot.list.iter().cycle()) {
        let mut row = sample.clone();
        let hostile = |n: u32| HOSTILE.get(n as usize % HOSTILE.len()).copied().unwrap_or_default().repeat(3);
        row.subject = Uuid::from_u64_pair(u64::from(n), 77);
        row.number.n = n;
        for (at, value) in (n..).zip(row.fields.values_mut()) {
            if at % 3 == 0 {
                *value = hostile(at);
            }
        }
        row.operator = hostile(n);
        row.status = [Status::Open, Status::Void, Status::Closed][n as usize % 3];
        row.struck = n % 2 == 0;
        row.odd_room = n % 5 == 0;
        if row.inside() {
            row.body = Body::Gate([Stay::Inside, Stay::LeftUnseen, Stay::Left(now())][n as usize % 3]);
        }
        if n % 7 == 0 {
            row.limits.iter_mut().for_each(|clock| clock.due = Due::Pending { year: 2027 });
        }
        rows.push(row);
    }
    model.snapshot.urgent = rows
        .iter()
        .flat_map(|record| record.limits.iter().map(|clock| Deadline { clock: clock.clone(), record: record.clone() }))
        .take(32)
        .collect();
    for (_, list) in &mut model.snapshot.boxes {
        list.count = 1_000;
        for row in &mut list.rows {
            row.fields.values_mut().for_each(|value| *value = HOSTILE.concat());
        }
    }
    model.snapshot.list = rows;
    model.house.site.name = HOSTILE.concat();
    model.operator = HOSTILE.concat();
    model
}

/// What the desk would say of each record shown.
fn awaited(model: &mut Model) {
    let shown = model.snapshot.boxes.iter().flat_map(|(_, list)| &list.rows).chain(&model.snapshot.list);
    let next = |record: &Record| Some((record.subject, NextStep::of(&model.house.procedures, record, now())?));
    model.snapshot.next = shown.filter_map(next).collect();
}

/// The picture of a model in a window of `size`.
pub(crate) fn drawn(model: &Model, size: (u16, u16)) -> Buffer {
    drawn_at(model, size, now(), &Theme::new(false, true)).0
}

/// The picture of a model at an instant, and where the cursor is.
pub(crate) fn drawn_at(model: &Model, size: (u16, u16), now: Moment, theme: &Theme) -> (Buffer, (u16, u16)) {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let locale = Locale::new(model.language);
    terminal.draw(|frame| view(&Scene::new(model, &locale, now, theme), frame)).unwrap();
    let cursor = terminal.get_cursor_position().unwrap();
    (terminal.backend().buffer().clone(), (cursor.x, cursor.y))
}
