//! Corrections: what is struck stays, clocks follow their inputs, passed stages stay as they were.

use qiantai::desk::ActTarget;
use qiantai::domain::entry::Kind;
use qiantai::domain::record::Status;
use qiantai::domain::refusal::Cause;
use qiantai::store::Store;

use crate::counter::{Counter, at, cause, due};

#[test]
fn an_amended_channel_starts_and_stops_the_answer_by_telephone() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    assert_eq!(due(&complaint, "T14"), None);
    let phoned = counter.amend("2026-03-02 09:30", &complaint, "channel", "phone").unwrap();
    assert_eq!(due(&phoned, "T14"), Some(at("2026-03-03 09:00")), "from when it was received");
    assert_eq!(due(&phoned, "T2"), due(&complaint, "T2"));
    let came = counter.amend("2026-03-02 09:40", &complaint, "channel", "counter").unwrap();
    assert_eq!((due(&came, "T14"), due(&came, "T2")), (None, due(&complaint, "T2")));
}

#[test]
fn an_amended_time_moves_what_runs_and_leaves_what_has_passed() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 11:00", &[]);
    assert_eq!(due(&complaint, "T2"), Some(at("2026-03-02 14:30")));
    let earlier = counter.amend("2026-03-02 11:10", &complaint, "at", "2026-03-02 09:00").unwrap();
    assert_eq!((earlier.at, due(&earlier, "T2")), (at("2026-03-02 09:00"), Some(at("2026-03-02 11:00"))));
    let relayed = counter.step("2026-03-02 11:20", &complaint, "relayed").unwrap();
    let moved = counter.amend("2026-03-02 11:30", &complaint, "at", "2026-03-02 10:00");
    let moved = moved.unwrap();
    assert_eq!((due(&moved, "T2"), due(&moved, "T3a")), (None, due(&relayed, "T3a")));
}

#[test]
fn the_time_of_the_opening_is_amended_by_its_entry() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 11:00", &[]);
    counter.step("2026-03-02 11:20", &complaint, "relayed").unwrap();
    let detail = ActTarget::Strike(complaint.seq, "at".into());
    let fields = [("new", "2026-03-02 10:00"), ("why", "记错")];
    let moved = counter.on("2026-03-02 11:30", Kind::Amended, &complaint, &fields, detail).unwrap();
    assert_eq!((moved.at, due(&moved, "T2")), (at("2026-03-02 10:00"), None));
    let late = [("new", "2026-03-02 11:25"), ("why", "记错")];
    let detail = ActTarget::Strike(complaint.seq, "at".into());
    assert_eq!(
        cause(counter.on("2026-03-02 11:31", Kind::Amended, &complaint, &late, detail)),
        (None, Cause::AlreadyAmended("王敏".into(), at("2026-03-02 11:30"))),
    );
}

#[test]
fn an_amended_promise_moves_its_limit() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("next_reply", "2026-03-03 09:00")]);
    assert_eq!(due(&complaint, "T18"), Some(at("2026-03-03 09:00")));
    let moved = counter.amend("2026-03-02 09:10", &complaint, "next_reply", "2026-03-02 17:00").unwrap();
    assert_eq!(due(&moved, "T18"), Some(at("2026-03-02 17:00")));
}

#[test]
fn an_amended_category_replans_the_stage_that_runs() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let relayed = counter.step("2026-03-02 09:30", &complaint, "relayed").unwrap();
    assert!(due(&relayed, "T3a").is_some());
    let works = counter.amend("2026-03-02 10:00", &complaint, "category", "engineering").unwrap();
    assert_eq!((due(&works, "T3a"), due(&works, "T4")), (None, Some(at("2026-03-03 09:30"))));
    assert_eq!(counter.card(&complaint, "2026-03-02 10:01").next.as_deref(), Some("surveyed"));
}

#[test]
fn an_amendment_is_amended_and_both_strikes_stay() {
    let mut counter = Counter::new();
    let note = counter.act("2026-03-02 09:00", Kind::Note, &[("text", "三栋停水")]).unwrap();
    counter.amend("2026-03-02 09:10", &note, "text", "五栋停水").unwrap();
    let head = counter.card(&note, "2026-03-02 09:10").lines[0].values["text"].head.clone();
    let fields = [("new", "五栋停电"), ("why", "听错")];
    counter.on("2026-03-02 09:20", Kind::Amended, &note, &fields, ActTarget::Strike(head.0, head.1)).unwrap();
    let card = counter.card(&note, "2026-03-02 09:21");
    let value = &card.lines[0].values["text"];
    let olds: Vec<&str> = value.strikes.iter().map(|strike| strike.old.as_str()).collect();
    assert_eq!((value.text.as_str(), olds), ("五栋停电", vec!["三栋停水", "五栋停水"]));
    assert_eq!((card.record.get("text"), card.record.struck), ("五栋停电", true));
}

#[test]
fn a_stale_strike_is_told_who_was_first() {
    let mut counter = Counter::new();
    let note = counter.act("2026-03-02 09:00", Kind::Note, &[("text", "三栋停水")]).unwrap();
    let seen = ActTarget::Strike(note.seq, "text".into());
    counter.amend("2026-03-02 09:10", &note, "text", "五栋停水").unwrap();
    let fields = [("new", "七栋停水"), ("why", "听错")];
    let refused = cause(counter.on("2026-03-02 09:20", Kind::Amended, &note, &fields, seen));
    assert_eq!(refused, (None, Cause::AlreadyAmended("王敏".into(), at("2026-03-02 09:10"))));
    let same = cause(counter.amend("2026-03-02 09:30", &note, "text", "五栋停水"));
    assert_eq!(same, (Some("new".into()), Cause::Unchanged));
}

#[test]
fn a_withdrawn_amendment_brings_the_old_value_and_the_old_limit_back() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let amended = counter.amend("2026-03-02 09:10", &complaint, "channel", "phone").unwrap();
    assert!(due(&amended, "T14").is_some());
    let back = counter.withdraw("2026-03-02 09:20", &complaint, ActTarget::Entry(amended.last)).unwrap();
    assert_eq!((back.get("channel"), &back.limits), ("counter", &complaint.limits));
}

#[test]
fn a_withdrawn_step_gives_its_limit_back_and_one_that_bears_others_stays() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let relayed = counter.step("2026-03-02 09:10", &complaint, "relayed").unwrap();
    let seq = relayed.last;
    counter.step("2026-03-02 09:20", &complaint, "resulted").unwrap();
    let refused = cause(counter.withdraw("2026-03-02 09:30", &complaint, ActTarget::Entry(seq)));
    assert_eq!(refused, (None, Cause::LaterFirst));
    let back = counter.withdraw("2026-03-02 09:31", &complaint, ActTarget::None).unwrap();
    assert_eq!((due(&back, "T3a"), back.done("resulted")), (due(&relayed, "T3a"), false));
    let back = counter.withdraw("2026-03-02 09:32", &complaint, ActTarget::Entry(seq)).unwrap();
    assert_eq!(back.limits, complaint.limits);
    let twice = cause(counter.withdraw("2026-03-02 09:33", &complaint, ActTarget::Entry(seq)));
    assert_eq!(twice, (None, Cause::AlreadyWithdrawn("王敏".into(), at("2026-03-02 09:32"))));
}

#[test]
fn what_is_done_after_a_correction_starts_its_limit() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    let site = counter.amend("2026-03-02 09:10", &complaint, "intake", "site").unwrap();
    assert_eq!((due(&site, "T2"), due(&site, "T9")), (None, Some(at("2026-03-02 09:15"))));
    for (minute, step) in ["accepted", "beyond", "transferred"].into_iter().enumerate() {
        counter.step(&format!("2026-03-02 09:2{minute}"), &complaint, step).unwrap();
    }
    let transferred = counter.card(&complaint, "2026-03-02 09:30").record;
    assert_eq!(due(&transferred, "T2"), Some(at("2026-03-02 11:22")));
}

#[test]
fn a_corrected_room_is_judged_anew() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[("room", "地下车库")]);
    assert!(complaint.odd_room);
    let fits = counter.amend("2026-03-02 09:10", &complaint, "room", "3-2-101").unwrap();
    assert!(!fits.odd_room);
    let odd = counter.amend("2026-03-02 09:20", &complaint, "room", "天台").unwrap();
    assert!(odd.odd_room);
    let back = counter.withdraw("2026-03-02 09:30", &complaint, ActTarget::Entry(odd.last)).unwrap();
    assert!(!back.odd_room);
}

#[test]
fn a_void_record_keeps_its_number() {
    let mut counter = Counter::new();
    let first = counter.act("2026-03-02 09:00", Kind::Note, &[("text", "一")]).unwrap();
    let void = counter.withdraw("2026-03-02 09:10", &first, ActTarget::None).unwrap();
    assert_eq!((void.status, void.number, void.get("text")), (Status::Void, first.number, "一"));
    let second = counter.act("2026-03-02 09:20", Kind::Note, &[("text", "二")]).unwrap();
    assert_eq!((first.number.n, second.number.n), (1, 2));
}

#[test]
fn the_same_uid_writes_once() {
    let mut counter = Counter::new();
    let act = counter.form(Kind::Note, &[("text", "一")]);
    let first = counter.send("2026-03-02 09:00", &act).unwrap();
    let second = counter.send("2026-03-02 09:05", &act).unwrap();
    assert_eq!((first.repeated, second.repeated, counter.last()), (false, true, 1));
    assert_eq!(first.record, second.record);
    let other = qiantai::desk::Act { kind: Kind::Duty, ..act };
    assert_eq!(cause(counter.send("2026-03-02 09:06", &other)), (None, qiantai::desk::conflict(&first.record)));
}

#[test]
fn after_a_rebuild_every_register_is_as_it_was() {
    let mut counter = Counter::new();
    let complaint = counter.complaint("2026-03-02 09:00", &[]);
    counter.step("2026-03-02 09:10", &complaint, "relayed").unwrap();
    counter.amend("2026-03-02 09:20", &complaint, "category", "engineering").unwrap();
    let before = counter.card(&complaint, "2026-03-02 10:00").record;
    counter.store().rebuild().unwrap();
    assert_eq!(counter.card(&complaint, "2026-03-02 10:00").record, before);
    assert!(counter.store().verify().unwrap().findings.is_empty());
}
