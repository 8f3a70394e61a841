//! How often an act or a screen waits for the store's word: behind a network, each time is a round trip.

use qiantai::desk::{Act, ActTarget, Desk, House, ListView, Place, SnapshotRequest, Who};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::procedure::Procedures;
use qiantai::domain::record::Record;
use qiantai::domain::site::Site;

use uuid::Uuid;

use crate::counter::{SITE, at, filling};
use crate::kit::memory::MemoryStore;

struct Window {
    store: MemoryStore,
    desk: Desk,
    who: Who,
    uids: u128,
}

impl Window {
    fn act(&mut self, when: &str, act: Act, fields: &[(&str, &str)], flights: u64) -> Record {
        self.uids += 1;
        let fields = fields.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        let act = Act { uid: Uuid::from_u128(self.uids), fields, ..act };
        let before = self.store.flights();
        let reply = self.desk.act(&act, &self.who, at(when)).unwrap_or_else(|why| panic!("{:?}: {why:?}", act.kind));
        assert!(self.store.flights() - before <= flights, "{:?} took {}", act.kind, self.store.flights() - before);
        reply.record
    }
}

#[test]
fn an_act_takes_two_flights_a_screen_one_a_look_one() {
    let store = MemoryStore::new(Uuid::from_u128(1));
    let house = House::new(Site::parse(SITE).unwrap(), Procedures::builtin().unwrap());
    let who = Who { post: "服务中心".into(), operator: "王敏".into(), boot: Uuid::nil() };
    let desk = Desk::new(Box::new(store.clone()), house).unwrap();
    let mut window = Window { store, desk, who, uids: 0 };
    let new = |kind| Act::new(Uuid::nil(), kind);
    let on = |kind, record: &Record| Act { subject: Some(record.subject), ..new(kind) };

    window.act("2026-03-02 08:00", new(Kind::Duty), &[("person", "王敏")], 2);
    let walk_in = [("name", "张三"), ("room", "3-2-101"), ("reason", "enquiry"), ("said", "停电"), ("outcome", "")];
    let walk_in = window.act("2026-03-02 09:00", new(Kind::WalkIn), &walk_in, 2);
    window.act("2026-03-02 09:01", on(Kind::WalkInOutcome, &walk_in), &[("outcome", "solved")], 2);
    let call = [("phone", "13800005678"), ("topic", "漏水"), ("direction", "in")];
    let call = window.act("2026-03-02 09:02", new(Kind::Call), &call, 2);
    let complaint = [
        ("name", "张三"),
        ("room", "3-2-101"),
        ("phone", "13800005678"),
        ("said", "渗水"),
        ("category", "conduct"),
        ("channel", "counter"),
        ("intake", "site"),
        ("valid", "valid"),
        ("class", "general"),
        ("matter", "noise"),
        ("next_reply", "+3d"),
    ];
    window.act("2026-03-02 09:03", new(Kind::Complaint), &complaint, 2);
    let from = Act { target: ActTarget::From(call.subject), ..new(Kind::Complaint) };
    let complaint = window.act("2026-03-02 09:04", from, &complaint, 2);
    let step = Act { step: "accepted".into(), ..on(Kind::ComplaintStep, &complaint) };
    window.act("2026-03-02 09:05", step, filling("accepted"), 2);
    let visitor = [("visitor", "guest"), ("name", "王五"), ("room", "3-2-101"), ("check", "known")];
    let visitor = window.act("2026-03-02 09:06", new(Kind::VisitorIn), &visitor, 2);
    let vehicle = window.act(
        "2026-03-02 09:07",
        new(Kind::VehicleIn),
        &[("plate", "粤B12345"), ("use", "taxi"), ("room", "3-2-101")],
        2,
    );
    window.act("2026-03-02 09:08", on(Kind::VisitorOut, &visitor), &[], 2);
    window.act("2026-03-02 09:09", on(Kind::VehicleOut, &vehicle), &[], 2);
    let note = window.act("2026-03-02 09:10", new(Kind::Note), &[("text", "钥匙在抽屉")], 2);
    window.act("2026-03-02 09:11", on(Kind::NoteDone, &note), &[], 2);
    let amend = Act { target: ActTarget::Field("name".into()), ..on(Kind::Amended, &complaint) };
    window.act("2026-03-02 09:12", amend, &[("new", "张山"), ("why", "听错")], 2);
    window.act("2026-03-02 09:13", on(Kind::Withdrawn, &note), &[("why", "点错")], 2);
    let close = Act { step: "day_close".into(), ..new(Kind::Handover) };
    window.act("2026-03-02 18:00", close, &[("person", "王敏")], 2);

    for family in [None, Some(Family::Complaint), Some(Family::Visitor)] {
        let before = window.store.flights();
        let want = SnapshotRequest {
            family,
            which: ListView::Newest,
            rows: 50,
            place: Place::First,
            overview: family.is_none(),
            page: false,
            heard: None,
        };
        let screen = window.desk.reading(&window.who).snapshot(&want, at("2026-03-02 18:01")).unwrap();
        assert_eq!(window.store.flights() - before, 1, "{family:?}");
        let before = window.store.flights();
        assert_eq!(window.desk.changed_since(screen.mark).unwrap(), None);
        assert_eq!(window.store.flights() - before, 1);
    }
}

#[test]
fn a_guest_is_let_in_as_quickly_however_many_are_inside() {
    const NAMES: [&str; 4] = ["张三", "王五", "買買提", "Li Ming"];
    let store = MemoryStore::new(Uuid::from_u128(1));
    let house = House::new(Site::parse(SITE).unwrap(), Procedures::builtin().unwrap());
    let who = Who { post: "服务中心".into(), operator: "王敏".into(), boot: Uuid::nil() };
    let desk = Desk::new(Box::new(store.clone()), house).unwrap();
    let mut window = Window { store, desk, who, uids: 0 };
    window.act("2026-03-02 08:00", Act::new(Uuid::nil(), Kind::Duty), &[("person", "王敏")], 2);
    let mut rows = Vec::new();
    for n in 0..400_usize {
        let (name, room) = (format!("{}{n}", NAMES[n % 4]), format!("3-2-{}", 101 + n / 4));
        let guest = [("visitor", "guest"), ("name", name.as_str()), ("room", room.as_str()), ("check", "known")];
        let (plate, driver) = (format!("粤B{n:05}"), format!("司机{n}"));
        let car = [("plate", plate.as_str()), ("use", "guest"), ("room", room.as_str()), ("name", driver.as_str())];
        window.act("2026-03-02 08:59", Act::new(Uuid::nil(), Kind::VehicleIn), &car, 2);
        let before = window.store.rows();
        window.act("2026-03-02 09:00", Act::new(Uuid::nil(), Kind::VisitorIn), &guest, 2);
        rows.push(window.store.rows() - before);
    }
    assert!(rows.iter().all(|read| *read <= rows[0] + 1), "{rows:?}");
}
