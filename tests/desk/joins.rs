//! A plate or a time put right brings an exit together with the stay that it ends.

use qiantai::desk::{Act, ActTarget};
use qiantai::domain::entry::{Family, Kind};
use qiantai::domain::record::{Record, Status, Stay};
use qiantai::domain::refusal::Cause;
use qiantai::domain::time::Moment;
use qiantai::store::{ListView, Query, Read, Store};

use crate::counter::{Counter, at, cause};

const PLATE: &str = "粤B8F32K";
const MISREAD: &str = "粤B8F32X";
const NOW: &str = "2026-03-02 12:00";

fn read(counter: &mut Counter, plate: &str, kind: Kind, when: &str) -> Record {
    let mut fields = vec![("plate", plate), ("at", when)];
    if kind == Kind::VehicleIn {
        fields.extend([("use", "guest"), ("room", "3-2-101"), ("again", "by_time")]);
    } else {
        fields.push(("device", "东门 2"));
    }
    counter.act(NOW, kind, &fields).unwrap()
}

fn again(counter: &Counter, record: &Record) -> Record {
    counter.card(record, NOW).record
}

/// Nobody inside, nothing damaged, the same when folded anew.
fn well(counter: &Counter, inside: usize) {
    assert_eq!(counter.store().people(Family::Vehicle).unwrap(), inside);
    assert_eq!(counter.store().verify().unwrap().findings, []);
    let cars = || counter.store().all(Query::new(Family::Vehicle, ListView::Newest, 99)).unwrap();
    let before = cars();
    counter.store().rebuild().unwrap();
    assert_eq!(cars(), before);
}

#[test]
fn a_misread_exit_is_corrected_onto_the_stay_that_it_ends() {
    let mut counter = Counter::new();
    let stay = read(&mut counter, PLATE, Kind::VehicleIn, "2026-03-02 09:00");
    let exit = read(&mut counter, MISREAD, Kind::VehicleOut, "2026-03-02 10:00");
    assert_eq!(exit.stay(), Some(Stay::OutOnly));
    let act = counter.form(Kind::Amended, &[("new", PLATE), ("why", "摄像机读错")]);
    let act = Act { subject: Some(exit.subject), target: ActTarget::Field("plate".into()), ..act };
    let told = counter.send(NOW, &act).unwrap().record;
    assert_eq!(told.subject, stay.subject, "the record that has the exit now");
    let (void, stay) = (again(&counter, &exit), again(&counter, &stay));
    assert_eq!((stay.stay(), stay.status), (Some(Stay::Left(at("2026-03-02 10:00"))), Status::Closed));
    assert_eq!((stay.get("device"), stay.limits.len()), ("东门 2", 0), "with what the exit said of itself");
    // The exit has no record of its own any more; each names the other.
    assert_eq!((void.subject, void.status, void.get("plate")), (exit.subject, Status::Void, PLATE));
    assert_eq!((void.links[0].number, stay.links[0].number), (stay.number, void.number));
    assert_eq!(counter.card(&void, NOW).lines[0].withdrawn.as_ref().map(|by| by.why.as_str()), Some("摄像机读错"));
    assert!(counter.send(NOW, &act).unwrap().repeated, "said twice, done once");
    well(&counter, 0);
    // Where that was wrong in turn, the exit is struck from the stay.
    let back = counter.withdraw(NOW, &stay, ActTarget::None).unwrap();
    assert!(back.inside());
    well(&counter, 1);
}

#[test]
fn a_misread_entry_takes_the_exit_that_waits_for_it() {
    let mut counter = Counter::new();
    let stay = read(&mut counter, MISREAD, Kind::VehicleIn, "2026-03-02 09:00");
    let exit = read(&mut counter, PLATE, Kind::VehicleOut, "2026-03-02 10:00");
    let stay = counter.amend(NOW, &stay, "plate", PLATE).unwrap();
    assert_eq!(stay.stay(), Some(Stay::Left(at("2026-03-02 10:00"))));
    assert_eq!(again(&counter, &exit).status, Status::Void);
    well(&counter, 0);
}

#[test]
fn a_time_put_right_joins_an_exit_and_its_entry() {
    for (which, new) in [(Kind::VehicleOut, "2026-03-02 11:00"), (Kind::VehicleIn, "2026-03-02 09:00")] {
        let mut counter = Counter::new();
        let exit = read(&mut counter, PLATE, Kind::VehicleOut, "2026-03-02 09:30");
        let stay = read(&mut counter, PLATE, Kind::VehicleIn, "2026-03-02 10:00");
        let wrong = if which == Kind::VehicleOut { &exit } else { &stay };
        counter.amend(NOW, wrong, "at", new).unwrap();
        let (from, until) = if which == Kind::VehicleOut { (stay.at, at(new)) } else { (at(new), exit.at) };
        let stay = again(&counter, &stay);
        assert_eq!(
            (stay.at, stay.stay(), again(&counter, &exit).status),
            (from, Some(Stay::Left(until)), Status::Void)
        );
        well(&counter, 0);
    }
}

#[test]
fn an_exit_corrected_onto_a_stay_that_nobody_saw_end_ends_it() {
    let mut counter = Counter::new();
    let first = read(&mut counter, PLATE, Kind::VehicleIn, "2026-03-02 09:00");
    let exit = read(&mut counter, MISREAD, Kind::VehicleOut, "2026-03-02 10:00");
    read(&mut counter, PLATE, Kind::VehicleIn, "2026-03-02 11:00");
    assert_eq!(again(&counter, &first).stay(), Some(Stay::LeftUnseen));
    counter.amend(NOW, &exit, "plate", PLATE).unwrap();
    assert_eq!(again(&counter, &first).stay(), Some(Stay::Left(at("2026-03-02 10:00"))));
    well(&counter, 1);
}

#[test]
fn an_exit_that_was_written_by_hand_meanwhile_is_the_same_exit() {
    let zone = |second: u32| format!("2026-03-02T10:00:{second:02}+08:00");
    for (by_hand, camera) in [(20, 0), (0, 20)] {
        let mut counter = Counter::new();
        let stay = read(&mut counter, PLATE, Kind::VehicleIn, "2026-03-02 09:00");
        let exit = read(&mut counter, MISREAD, Kind::VehicleOut, &zone(camera));
        counter.follow(NOW, Kind::VehicleOut, &stay, &[("at", &zone(by_hand))]).unwrap();
        let told = counter.amend(NOW, &exit, "plate", PLATE).unwrap();
        assert_eq!((told.subject, again(&counter, &exit).status), (stay.subject, Status::Void));
        assert_eq!(again(&counter, &stay).stay(), Some(Stay::Left(at("2026-03-02 10:00"))), "the earlier instant");
        well(&counter, 0);
    }
}

#[test]
fn an_exit_struck_from_a_stay_leaves_the_next_one_to_it() {
    let mut counter = Counter::new();
    let stay = read(&mut counter, PLATE, Kind::VehicleIn, "2026-03-02 09:00");
    read(&mut counter, PLATE, Kind::VehicleOut, "2026-03-02 10:00");
    let exit = read(&mut counter, PLATE, Kind::VehicleOut, "2026-03-02 11:00");
    assert_eq!(exit.stay(), Some(Stay::OutOnly));
    let stay = counter.withdraw(NOW, &stay, ActTarget::None).unwrap();
    assert_eq!(stay.stay(), Some(Stay::Left(at("2026-03-02 11:00"))), "the first was another car");
    assert_eq!((stay.limits.len(), again(&counter, &exit).status), (0, Status::Void));
    well(&counter, 0);
}

#[test]
fn an_exit_within_a_stay_that_has_its_own_is_refused_by_name() {
    let mut counter = Counter::new();
    let stay = read(&mut counter, PLATE, Kind::VehicleIn, "2026-03-02 09:00");
    read(&mut counter, PLATE, Kind::VehicleOut, "2026-03-02 11:00");
    let exit = read(&mut counter, MISREAD, Kind::VehicleOut, "2026-03-02 10:00");
    let over = Cause::StaysOverlap(stay.number, stay.at, Stay::Left(at("2026-03-02 11:00")));
    assert_eq!(cause(counter.amend(NOW, &exit, "plate", PLATE)), (Some("new".into()), over));
    // Alone, it is an exit that nobody saw come.
    let other = counter.amend(NOW, &exit, "plate", "粤B00000").unwrap();
    assert_eq!(other.stay(), Some(Stay::OutOnly));
}

/// What is inside, and what left without having come, by plate and time.
fn standing(counter: &Counter) -> Vec<(String, Moment, Option<Stay>)> {
    let cars = counter.store().all(Query::new(Family::Vehicle, ListView::Newest, 99).standing()).unwrap();
    cars.into_iter().map(|car| (car.get("plate").to_owned(), car.at, car.stay())).collect()
}

/// The last amendment of a record.
fn amendment(counter: &Counter, record: &Record) -> ActTarget {
    let entries = counter.store().history(record.subject).unwrap();
    ActTarget::Entry(entries.iter().rfind(|entry| entry.kind == Kind::Amended).unwrap().seq)
}

#[test]
fn a_correction_undone_gives_the_exit_back_that_it_brought_to_a_stay() {
    let (came, left) = ("2026-03-02 08:00", "2026-03-02 10:00");
    // Undone by striking the amendment, or by one more; of the stay's plate or time, or of the exit's.
    for wrong in ["entry", "exit", "entry at", "exit at"] {
        for anew in [false, true] {
            let mut counter = Counter::new();
            let late = "2026-03-02 11:00";
            let timed = wrong.ends_with(" at");
            let stay = read(&mut counter, PLATE, Kind::VehicleIn, if timed { late } else { came });
            let exit = read(&mut counter, if timed { PLATE } else { MISREAD }, Kind::VehicleOut, left);
            let before = standing(&counter);
            let (record, key, new, old) = match wrong {
                "entry" => (&stay, "plate", MISREAD, PLATE),
                "exit" => (&exit, "plate", PLATE, MISREAD),
                "entry at" => (&stay, "at", came, late),
                _ => (&exit, "at", "2026-03-02 11:30", left),
            };
            counter.amend(NOW, record, key, new).unwrap();
            assert_eq!(again(&counter, &exit).status, Status::Void);
            let limits = |counter: &Counter| again(counter, &stay).limits.len();
            assert_eq!(limits(&counter), 0, "it has left");
            if anew && record.subject == stay.subject {
                counter.amend(NOW, record, key, old).unwrap();
            } else {
                let target = amendment(&counter, record);
                let act = counter.form(Kind::Withdrawn, &[("why", "看错")]);
                let act = Act { subject: Some(record.subject), target, ..act };
                counter.send(NOW, &act).unwrap();
                assert!(counter.send(NOW, &act).unwrap().repeated);
            }
            assert_eq!(standing(&counter), before, "{wrong} {anew}");
            let cars = counter.store().all(Query::new(Family::Vehicle, ListView::Newest, 99).standing()).unwrap();
            let alone = cars.iter().find(|car| car.stay() == Some(Stay::OutOnly)).unwrap();
            assert_eq!((alone.get("device"), alone.links[0].subject), ("东门 2", exit.subject));
            assert_eq!(limits(&counter), stay.limits.len(), "how long it may stay runs again");
            well(&counter, 1);
            // It waits for its own entry.
            let alone = alone.clone();
            let plate = alone.get("plate").to_owned();
            read(&mut counter, &plate, Kind::VehicleIn, "2026-03-02 09:00");
            assert_eq!(again(&counter, &alone).stay(), Some(Stay::Left(at(left))));
            well(&counter, 1);
        }
    }
}

#[test]
fn a_stay_struck_whole_gives_back_the_exit_that_had_a_record_to_itself() {
    let mut counter = Counter::new();
    let stay = read(&mut counter, PLATE, Kind::VehicleIn, "2026-03-02 09:00");
    read(&mut counter, MISREAD, Kind::VehicleOut, "2026-03-02 10:00");
    counter.amend(NOW, &stay, "plate", MISREAD).unwrap();
    let void = counter.withdraw(NOW, &stay, ActTarget::Entry(stay.seq)).unwrap();
    assert_eq!(void.status, Status::Void);
    assert_eq!(standing(&counter), [(MISREAD.to_owned(), at("2026-03-02 10:00"), Some(Stay::OutOnly))]);
    well(&counter, 0);
}

#[test]
fn an_exit_taken_for_one_written_by_hand_is_given_back_too() {
    let mut counter = Counter::new();
    let stay = read(&mut counter, PLATE, Kind::VehicleIn, "2026-03-02 09:00");
    let exit = read(&mut counter, MISREAD, Kind::VehicleOut, "2026-03-02T10:00:20+08:00");
    counter.follow(NOW, Kind::VehicleOut, &stay, &[("at", "2026-03-02 10:00")]).unwrap();
    let before = standing(&counter);
    counter.amend(NOW, &exit, "plate", PLATE).unwrap();
    let target = amendment(&counter, &exit);
    counter.withdraw(NOW, &exit, target).unwrap();
    assert_eq!(standing(&counter), before);
    well(&counter, 0);
}
