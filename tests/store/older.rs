//! A logbook that an older program wrote opens, is whole, and has the registers that it had.

use std::path::Path;

use crate::storm::Hand;
use qiantai::domain::entry::{Family, Fields, Link, Seq};
use qiantai::domain::handover::{HandoverItem, Verdict};
use qiantai::domain::number::Number;
use qiantai::domain::record::{Ack, Body, Driver, ReadFor, Record, Status, Stay, Step};
use qiantai::domain::time::Moment;
use qiantai::domain::time_limit::TimeLimit;
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{ListView, Query, Read, Store};
use serde::Deserialize;
use uuid::Uuid;

/// Written by the program of format 2: a made-up day with every family but the calendar's.
const FORMAT_2: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-2.db");

/// Written by the program of format 3: a made-up day, then a party of four and the stays of one car.
const FORMAT_3: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-3.db");

/// Written by the program of format 5: a made-up day, then readings of parts of plates, double readings, a car that someone
/// else drove away, and one name for two flats.
const FORMAT_5: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-5.db");

/// Written by the program of format 7: two vehicles that others drove away, whose drivers became visitors by that, one
/// whose driver is a visitor inside, and one whose driver is counted with it.
const FORMAT_7: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-7.db");

/// Written by the program of format 9: a vehicle whose driver stays without it, one whose driver is a visitor inside, and one
/// that a visitor has fetched.
const FORMAT_9: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-9.db");

/// Written by the program of format 10: two have left, a party of three is told late to be theirs, and two are inside.
const FORMAT_10: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-10.db");

/// A record as format 2 kept it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    subject: Uuid,
    family: Family,
    number: Number,
    seq: Seq,
    last: Seq,
    at: Moment,
    written_at: Moment,
    post: String,
    operator: String,
    status: Status,
    #[serde(default)]
    inside: bool,
    #[serde(default)]
    refused: bool,
    #[serde(default)]
    odd_room: bool,
    #[serde(default)]
    struck: bool,
    #[serde(default)]
    set_back: bool,
    departure: Option<Departure>,
    fields: Fields,
    #[serde(default)]
    steps: Vec<KeptStep>,
    #[serde(default)]
    clocks: Vec<TimeLimit>,
    #[serde(default)]
    promises: u32,
    #[serde(default)]
    households: u32,
    #[serde(default)]
    acks: Vec<Ack>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    lines: Vec<HandoverItem>,
    #[serde(default)]
    verdicts: Vec<Verdict>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Departure {
    Seen(Moment),
    Unseen,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptStep {
    step: String,
    seq: Seq,
    at: Moment,
    operator: String,
    #[serde(default)]
    undone: bool,
}

impl Kept {
    fn record(self) -> Record {
        let step = |KeptStep { step, seq, at, operator, undone }| Step { step, seq, at, operator, undone };
        Record {
            subject: self.subject,
            family: self.family,
            number: self.number,
            seq: self.seq,
            last: self.last,
            at: self.at,
            written_at: self.written_at,
            post: self.post,
            operator: self.operator,
            status: self.status,
            odd_room: self.odd_room,
            struck: self.struck,
            clock_went_back: self.set_back,
            ahead: 0,
            source: String::new(),
            fields: self.fields,
            steps: self.steps.into_iter().map(step).collect(),
            limits: self.clocks,
            acks: self.acks,
            links: self.links,
            gone: 0,
            read_for: ReadFor::default(),
            driver: Driver::default(),
            body: match (self.inside, self.refused, self.departure, self.family) {
                (true, false, None, _) => Body::Gate(Stay::Inside),
                (false, true, None, _) => Body::Gate(Stay::Refused),
                (false, false, Some(Departure::Seen(at)), _) => Body::Gate(Stay::Left(at)),
                (false, false, Some(Departure::Unseen), _) => Body::Gate(Stay::LeftUnseen),
                (.., Family::Complaint) => Body::Complaint { promises: self.promises, households: self.households },
                (.., Family::Handover) => Body::Handover { lines: self.lines, verdicts: self.verdicts },
                _ => Body::Plain,
            },
        }
    }
}

fn kept(path: &Path) -> Vec<Record> {
    let conn = rusqlite::Connection::open(path).unwrap();
    let mut statement = conn.prepare("SELECT state FROM record ORDER BY seq").unwrap();
    let states: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    states.iter().map(|state| serde_json::from_str::<Kept>(state).unwrap().record()).collect()
}

/// Opens a copy, and gives the number of its entries and the hash of its head.
fn carried_over(original: &Path) -> (u64, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    std::fs::copy(original, &path).unwrap();
    let kept = kept(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    assert!(store.migrated() && folder.path().join("old.db.v2").exists(), "the old file is kept beside it");
    let report = store.verify().unwrap();
    assert_eq!((report.findings, report.records), (vec![], kept.len() as u64));
    let same = |store: &SqliteStore| {
        for record in &kept {
            assert_eq!(store.record(record.subject).unwrap().as_ref(), Some(record));
            assert_eq!(store.by_number(record.family, record.number).unwrap().as_ref(), Some(record));
        }
    };
    same(&store);
    assert_eq!(store.rebuild().unwrap(), report.records);
    same(&store);
    assert_eq!(store.verify().unwrap().findings, []);
    (report.entries, report.head.unwrap().hash)
}

#[test]
fn a_logbook_of_format_2_is_whole_and_has_its_registers() {
    let (entries, head) = carried_over(Path::new(FORMAT_2));
    // As the program that wrote it told them.
    assert_eq!(entries, 138);
    assert_eq!(head, "08a3847b4636ee6345cf36abceae2f07ba2f8dc47a0940320d7d8aee55c87de9");
}

#[test]
fn a_logbook_of_format_3_is_whole_and_tells_how_many_people_are_inside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    std::fs::copy(FORMAT_3, &path).unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    assert!(store.migrated() && folder.path().join("old.db.v3").exists(), "the old file is kept beside it");
    let report = store.verify().unwrap();
    // As the program that wrote it told them.
    assert_eq!((report.findings, report.entries, report.records), (vec![], 192, 108));
    assert_eq!(report.head.unwrap().hash, "7a0cf3733dbf7bce8148f0028f5884fa9543d327477940862bca221d19c7045d");
    let inside = |store: &SqliteStore, family| store.all(Query::new(family, ListView::Inside, 99)).unwrap();
    let (visitors, cars) = (inside(&store, Family::Visitor), inside(&store, Family::Vehicle));
    let people: u32 = visitors.iter().map(Record::people).sum();
    assert!(people as usize >= visitors.len() + 3 && visitors.len() + cars.len() == 14, "a party of four is inside");
    let stays = store.stays("粤B70002", Moment::from_millis(i64::MAX), 9).unwrap();
    assert_eq!(
        stays.iter().map(Record::stay).map(|stay| stay == Some(Stay::Inside)).collect::<Vec<_>>(),
        [false, true]
    );
    let crew = visitors.iter().find(|visitor| visitor.get("name") == "林师傅").unwrap();
    let found = store.list(Query::new(Family::Visitor, ListView::Inside, 9).with_key(&crew.key())).unwrap();
    assert_eq!((found[0].subject, found[0].people()), (crew.subject, 4), "by name and flat");
    for _ in 0..2 {
        assert_eq!(store.people(Family::Visitor).unwrap(), people as usize);
        assert_eq!(store.people(Family::Vehicle).unwrap(), cars.len());
        store.rebuild().unwrap();
    }
}

#[test]
fn a_logbook_of_format_5_is_whole_and_tells_how_long_an_event_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    std::fs::copy(FORMAT_5, &path).unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    assert!(store.migrated() && folder.path().join("old.db.v5").exists(), "the old file is kept beside it");
    let report = store.verify().unwrap();
    // As the program that wrote it told them.
    assert_eq!((report.findings, report.entries, report.records), (vec![], 212, 115));
    assert_eq!(report.head.unwrap().hash, "c44079fccd18c95e04a6a7790a7f68b4e5c621b75413ccad217367d91cdb60d4");
    for _ in 0..2 {
        let stay = |plate| store.stays(plate, Moment::from_millis(i64::MAX), 9).unwrap().remove(0);
        assert_eq!(stay("粤B77661").read_for, ReadFor { coming: 10_000, leaving: 0 }, "an earlier reading came later");
        assert!(matches!(stay("粤B70002").stay(), Some(Stay::Left(_))));
        // Whose vehicle another drove away was not counted then, and is not now.
        let inside = store.all(Query::new(Family::Vehicle, ListView::Inside, 99)).unwrap();
        assert!(inside.iter().all(Record::inside));
        store.rebuild().unwrap();
        assert_eq!(store.verify().unwrap().findings, []);
    }
}

#[test]
fn a_logbook_of_format_7_is_whole_and_counts_each_driver_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    std::fs::copy(FORMAT_7, &path).unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    assert!(store.migrated() && folder.path().join("old.db.v7").exists(), "the old file is kept beside it");
    for _ in 0..2 {
        let report = store.verify().unwrap();
        // As the program that wrote it told them.
        assert_eq!((report.findings, report.entries, report.records), (vec![], 11, 9));
        assert_eq!(report.head.unwrap().hash, "58570d85838676e41d03db105c610cbbc47437e988d413d5918cf10ac0fe27f5");
        let people = [Family::Visitor, Family::Vehicle].map(|family| store.people(family).unwrap());
        assert_eq!(people, [3, 1]);
        let inside = store.all(Query::new(Family::Vehicle, ListView::Inside, 9)).unwrap();
        assert_eq!(inside.iter().map(Record::inside).collect::<Vec<_>>(), [true, true]);
        store.rebuild().unwrap();
    }
}

#[test]
fn a_logbook_of_format_9_is_whole_and_finds_its_vehicles_by_the_visits_that_they_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    std::fs::copy(FORMAT_9, &path).unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    assert!(store.migrated() && folder.path().join("old.db.v9").exists(), "the old file is kept beside it");
    for _ in 0..2 {
        let report = store.verify().unwrap();
        // As the program that wrote it told them.
        assert_eq!((report.findings, report.entries, report.records), (vec![], 10, 7));
        assert_eq!(report.head.unwrap().hash, "0c7a1fb8656bbbd00030a0ace94fef168d24d6fab0fd9516f5027495b6ba4c8b");
        let people = [Family::Visitor, Family::Vehicle].map(|family| store.people(family).unwrap());
        assert_eq!(people, [1, 2]);
        let inside = Query::new(Family::Vehicle, ListView::Inside, 9);
        assert_eq!(store.list(inside.clone()).unwrap().len(), 3, "two of them by their drivers alone");
        assert_eq!(store.count(inside.itself(), 9).unwrap(), 1);
        let visits = store.all(Query::new(Family::Visitor, ListView::Newest, 9)).unwrap();
        let plates = visits.iter().map(|visit| {
            let named = Query::new(Family::Vehicle, ListView::Newest, 9).naming(visit.subject);
            store.all(named).unwrap().iter().map(|stay| stay.get("plate").to_owned()).collect::<Vec<_>>()
        });
        assert_eq!(plates.collect::<Vec<_>>(), [["粤B70003"], ["粤B70002"]]);
        store.rebuild().unwrap();
    }
}

#[test]
fn a_logbook_of_format_10_is_whole_and_counts_who_of_a_party_told_late_is_inside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    std::fs::copy(FORMAT_10, &path).unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    assert!(store.migrated() && !folder.path().join("old.db.v10").exists(), "what is folded again needs no copy");
    for _ in 0..2 {
        let report = store.verify().unwrap();
        // As the program that wrote it told them.
        assert_eq!((report.findings, report.entries, report.records), (vec![], 5, 4));
        assert_eq!(report.head.unwrap().hash, "842d04aef13d4827b85e72eb1a50b13fc466255030e18cb23026c3c73bd0c1bb");
        assert_eq!(store.people(Family::Visitor).unwrap(), 3);
        store.rebuild().unwrap();
    }
}

/// Several windows are started at once, of which only one can bring it up.
#[test]
fn whoever_starts_first_with_an_older_logbook_brings_it_up_and_none_is_told_a_falsehood() {
    for round in 0..12_u128 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        std::fs::copy([FORMAT_2, FORMAT_3, FORMAT_5][(round % 3) as usize], &path).unwrap();
        let mut hands: Vec<Hand> = (0..3).map(|_| Hand::start(&path)).collect();
        hands.iter_mut().zip(0..).for_each(|(hand, id)| hand.tell(round << 64 | id << 32));
        let said: Vec<String> = hands.iter_mut().map(Hand::said).collect();
        assert!(said.iter().all(|said| said.starts_with("saved")), "{round}: {said:?}");
        hands.into_iter().for_each(|hand| hand.leave(round % 3 == 0));
        // The note is of the last entry, and nobody says that it was lost.
        let store = SqliteStore::open(&path).unwrap();
        assert!(!store.migrated() && !store.unknown(), "{round}");
        let report = store.verify().unwrap();
        assert_eq!(report.findings, [], "{round}");
        let last = report.head.unwrap();
        let note = std::fs::read_to_string(folder.path().join("known/old.db.head")).unwrap();
        assert!(note.contains(&format!(" {} {} ", last.seq, last.hash)), "{round}: {note}");
    }
}

/// Programs of before the note was kept left their turnstile and no note.
#[test]
fn a_note_that_never_was_is_not_told_as_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    std::fs::copy(FORMAT_3, &path).unwrap();
    std::fs::write(folder.path().join("old.db-write"), "4711      \n前台").unwrap();
    assert!(!SqliteStore::open(&path).unwrap().unknown());
    assert!(!SqliteStore::open(&path).unwrap().unknown());
    std::fs::remove_dir_all(folder.path().join("known")).unwrap();
    assert!(SqliteStore::open(&path).unwrap().unknown());
}

#[cfg(unix)]
#[test]
fn what_others_could_read_is_its_owners_alone_once_it_is_brought_up() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let loosen = |path: &Path| std::fs::set_permissions(path, PermissionsExt::from_mode(0o644)).unwrap();
    std::fs::copy(FORMAT_2, &path).unwrap();
    for name in ["old.db", "old.db-queue", "old.db-write"] {
        std::fs::File::options().create(true).append(true).open(folder.path().join(name)).unwrap();
        loosen(&folder.path().join(name));
    }
    let read_by_others = || {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap());
        let loose = files.filter(|file| file.metadata().unwrap().permissions().mode() & 0o077 != 0);
        loose.map(|file| file.file_name()).collect::<Vec<_>>()
    };
    assert_eq!(read_by_others().len(), 3);
    let store = SqliteStore::open(&path).unwrap();
    assert!(store.migrated() && folder.path().join("old.db-wal").exists());
    assert_eq!(read_by_others(), Vec::<std::ffi::OsString>::new());
    drop(store);
    assert_eq!(read_by_others(), Vec::<std::ffi::OsString>::new());
    loosen(&path);
    drop(SqliteStore::open(&path).unwrap());
    assert_eq!(read_by_others(), ["old.db"], "what its owner lets others read later is the owner's to say");
}

/// `QIANTAI_OLD=… cargo test --test store older -- --ignored`
#[test]
#[ignore = "needs a large logbook of format 2, named by QIANTAI_OLD"]
fn so_is_a_large_one() {
    let path = std::env::var_os("QIANTAI_OLD").expect("QIANTAI_OLD names it");
    println!("{:?}", carried_over(Path::new(&path)));
}

/// What lies beside a logbook may be someone's.
#[cfg(unix)]
#[test]
fn the_copy_of_the_old_file_takes_no_name_that_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let beside = |end: &str| folder.path().join(format!("old.db{end}"));
    std::fs::copy(FORMAT_2, &path).unwrap();
    std::fs::write(beside(".v2"), "a letter").unwrap();
    std::os::unix::fs::symlink(beside(".nowhere"), beside(".v2-2")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(beside(".v2-3")).status().unwrap().success());
    assert!(SqliteStore::open(&path).unwrap().migrated());
    assert_eq!(std::fs::read(beside(".v2")).unwrap(), b"a letter");
    assert!(beside(".v2-2").is_symlink() && !beside(".nowhere").exists());
    assert!(!beside(".v2-3").symlink_metadata().unwrap().is_file());
    assert_eq!(std::fs::read(beside(".v2-4")).unwrap()[60..64], [0, 0, 0, 2]);
    // An attempt that was cut short before the first step has left its copy: no second one is made of the same.
    std::fs::copy(FORMAT_2, &path).unwrap();
    ["-wal", "-shm"].iter().for_each(|end| drop(std::fs::remove_file(beside(end))));
    std::fs::remove_dir_all(folder.path().join("known")).unwrap();
    assert!(SqliteStore::open(&path).unwrap().migrated());
    assert!(!beside(".v2-5").exists() && !beside(".v2-part").exists());
}
