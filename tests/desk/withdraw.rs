//! Withdrawals: what an entry changed is as before, and what rests on it keeps it.

use qiantai::desk::ActTarget;
use qiantai::domain::entry::Kind;
use qiantai::domain::history::newest;
use qiantai::domain::record::Status;
use qiantai::domain::refusal::Cause;
use qiantai::store::{Read, Store};

use crate::counter::{Counter, at, cause, due, filling, next_year};

#[test]
fn after_the_transfer_the_wrong_step_is_undone_and_what_led_there_stays() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("intake", "site")]);
    let accepted = counter.step("2026-03-02 09:05", &complaint, "accepted").unwrap();
    counter.step("2026-03-02 09:10", &complaint, "beyond").unwrap();
    let transferred = counter.step("2026-03-02 09:20", &complaint, "transferred").unwrap();
    counter.step("2026-03-02 09:30", &complaint, "relayed").unwrap();
    let back = counter.withdraw("2026-03-02 09:31", &complaint, ActTarget::None).unwrap();
    assert_eq!((back.done("relayed"), back.limits), (false, transferred.limits));
    let refused = cause(counter.withdraw("2026-03-02 09:32", &complaint, ActTarget::Entry(accepted.last)));
    assert_eq!(refused, (None, Cause::LaterFirst));
}

#[test]
fn an_answer_that_stands_keeps_the_limit_ended_that_a_withdrawn_one_had_ended() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("channel", "phone")]);
    let first = counter.step("2026-03-02 09:10", &complaint, "answered").unwrap();
    let second = counter.step("2026-03-02 09:20", &complaint, "answered").unwrap();
    let left = counter.withdraw("2026-03-02 09:30", &complaint, ActTarget::Entry(first.last)).unwrap();
    assert_eq!(left.limits, second.limits);
    let none = counter.withdraw("2026-03-02 09:31", &complaint, ActTarget::Entry(second.last)).unwrap();
    assert_eq!(due(&none, "T14"), due(&complaint, "T14"));
    assert_eq!(due(&none, "T18"), due(&complaint, "T18"));
}

#[test]
fn a_withdrawn_amendment_leaves_the_limits_that_a_later_one_set() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("intake", "site")]);
    let earlier = counter.amend("2026-03-02 09:10", &complaint, "at", "2026-03-02 08:30").unwrap();
    let works = counter.amend("2026-03-02 09:20", &complaint, "category", "engineering").unwrap();
    assert_eq!((due(&works, "T10"), due(&works, "T11")), (None, Some(at("2026-03-02 14:30"))));
    let back = counter.withdraw("2026-03-02 09:30", &complaint, ActTarget::Entry(earlier.last)).unwrap();
    assert_eq!((due(&back, "T10"), due(&back, "T11")), (None, Some(at("2026-03-02 15:00"))));
    assert_eq!(due(&back, "T9"), Some(at("2026-03-02 09:15")));
}

#[test]
fn a_limit_that_comes_back_is_counted_with_the_year_loaded_meanwhile() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-12-31 17:00", &[]);
    counter.step("2026-12-31 17:10", &complaint, "relayed").unwrap();
    let load = next_year(&mut counter);
    counter.send("2027-01-01 09:00", &load).unwrap();
    let back = counter.withdraw("2027-01-01 09:10", &complaint, ActTarget::None).unwrap();
    assert_eq!(due(&back, "T2"), Some(at("2027-01-04 09:30")));
}

#[test]
fn what_a_visit_became_is_undone_only_after_the_complaint() {
    let mut counter = Counter::new();
    let visit = counter.act("2026-03-02 09:00", Kind::WalkIn, &[("name", "张三"), ("reason", "complaint")]).unwrap();
    let complaint = counter.complaint_from("2026-03-02 09:05", &visit);
    let refused = cause(counter.withdraw("2026-03-02 09:10", &visit, ActTarget::None));
    assert_eq!(refused, (None, Cause::LaterFirst));
    counter.withdraw("2026-03-02 09:11", &complaint, ActTarget::None).unwrap();
    let open = counter.store().record(visit.subject).unwrap().unwrap();
    assert_eq!((open.status, open.get("outcome")), (Status::Open, ""));
    let twice = cause(counter.withdraw("2026-03-02 09:12", &visit, ActTarget::Entry(complaint.last)));
    assert!(matches!(twice, (None, Cause::NoSuchRecord | Cause::AlreadyWithdrawn(..))), "{twice:?}");
}

#[test]
fn a_complaint_that_is_void_leaves_its_call_open_with_what_was_promised() {
    let mut counter = Counter::new();
    for kind in [Kind::Call, Kind::WalkIn] {
        let said = [("name", "张三"), ("phone", "13800138000"), ("direction", "in"), ("topic", "漏水")];
        let said = if kind == Kind::Call { &said[..] } else { &[("name", "张三"), ("reason", "complaint")] };
        let call = counter.act("2026-03-02 09:00", kind, said).unwrap();
        let complaint = counter.complaint_from("2026-03-02 09:05", &call);
        counter.withdraw("2026-03-02 09:11", &complaint, ActTarget::None).unwrap();
        let open = counter.store().record(call.subject).unwrap().unwrap();
        assert_eq!((open.status, open.get("outcome"), &open.limits), (Status::Open, "", &call.limits));
        assert!(open.links.is_empty(), "it is no complaint any more");
        let lines = counter.card(&call, "2026-03-02 09:12").lines;
        let why = lines.iter().find(|line| line.withdrawn.is_some()).and_then(|line| line.withdrawn.clone());
        assert!(why.is_some(), "struck, and not gone");
        // It may become one again.
        let again = counter.complaint_from("2026-03-02 09:15", &call);
        counter.withdraw("2026-03-02 09:16", &again, ActTarget::None).unwrap();
        assert_eq!(counter.store().record(call.subject).unwrap().unwrap().status, Status::Open);
    }
}

#[test]
fn a_void_complaint_offers_no_step() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    counter.withdraw("2026-03-02 09:10", &complaint, ActTarget::None).unwrap();
    let card = counter.card(&complaint, "2026-03-02 09:11");
    assert_eq!((card.next, card.offered), (None, Vec::new()));
    let act = counter.form(Kind::ComplaintStep, filling("relayed"));
    let act = qiantai::desk::Act { step: "relayed".into(), subject: Some(complaint.subject), ..act };
    assert_eq!(cause(counter.send("2026-03-02 09:12", &act)), (None, Cause::NotOpen));
}

#[test]
fn the_line_that_a_withdrawal_names_is_the_newest_and_can_be_struck() {
    let car = |at: &'static str| {
        [("plate", "粤B12345"), ("use", "guest"), ("room", "3-2-101"), ("at", at), ("again", "by_time")]
    };
    let out = |at: &'static str| [("plate", "粤B12345"), ("at", at)];
    let mut counter = Counter::new();
    // An exit that waited for its entry; an entry read once more and earlier; a step, and a note taken of a limit.
    counter.act("2026-03-02 12:00", Kind::VehicleOut, &out("2026-03-02 10:00")).unwrap();
    let joined = counter.act("2026-03-02 12:00", Kind::VehicleIn, &car("2026-03-02 09:00")).unwrap();
    counter.act("2026-03-02 12:00", Kind::VehicleIn, &car("2026-03-02 11:00")).unwrap();
    let earlier = counter.act("2026-03-02 12:00", Kind::VehicleIn, &car("2026-03-02T10:59:45+08:00")).unwrap();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    counter.step("2026-03-02 09:10", &complaint, "relayed").unwrap();
    counter.amend("2026-03-02 09:20", &complaint, "said", "渗水").unwrap();
    for (record, lines) in [(joined, 2), (earlier, 2), (complaint, 2)] {
        let mut seqs = Vec::new();
        while let Some(line) = newest(&counter.card(&record, "2026-03-02 12:00").lines).cloned() {
            let entries = counter.store().history(record.subject).unwrap();
            let later = entries.iter().filter(|entry| entry.seq > line.seq && !entry.kind.corrects());
            assert!(later.map(|entry| entry.seq).all(|seq| seqs.contains(&seq)), "it is the newest that stands");
            // Named or not, it is this one that is struck.
            let target = if seqs.is_empty() { ActTarget::Entry(line.seq) } else { ActTarget::None };
            let struck = counter.withdraw("2026-03-02 12:01", &record, target).unwrap();
            let card = counter.card(&struck, "2026-03-02 12:01");
            assert!(card.lines.iter().any(|other| other.seq == line.seq && other.withdrawn.is_some()));
            seqs.push(line.seq);
        }
        assert_eq!(seqs.len(), lines);
    }
    assert_eq!(counter.store().verify().unwrap().findings, []);
}
