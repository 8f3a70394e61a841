//! The demonstration obeys the desk's rules whenever it is made.

use qiantai::cli::demo::{Plan, fill, site};
use qiantai::desk::{Desk, House};
use qiantai::domain::entry::{Entry, Family};
use qiantai::domain::procedure::Procedures;
use qiantai::domain::record::Stay;
use qiantai::domain::time::Moment;
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{ListView, Query, Read, Store};

use crate::counter::at;

fn made(now: Moment, visits: Option<u64>, seed: u64) -> (SqliteStore, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan { now, visits, seed };
    let store = SqliteStore::create(&folder.path().join("demo.db"), plan.log()).unwrap();
    let mut desk = Desk::new(Box::new(store), House::new(site().unwrap(), Procedures::builtin().unwrap())).unwrap();
    let acts = fill(&mut desk, plan).unwrap_or_else(|failure| panic!("{now:?} {seed}: {failure:?}"));
    assert!(acts > 0);
    (SqliteStore::open(&folder.path().join("demo.db")).unwrap(), folder)
}

#[test]
fn a_day_can_be_made_at_any_hour_of_any_week() {
    for n in 0..28 {
        let now = at("2026-09-28 00:07").plus_minutes(n * (24 * 60 + 53));
        let (store, _folder) = made(now, None, n.unsigned_abs());
        assert!(store.verify().unwrap().findings.is_empty());
        let entries = store.entries(0, 9_999).unwrap();
        let unsaid = |entry: &&Entry| entry.fields.values().any(|said| said.contains(['⟦', '?', '!', '$', '#']));
        assert_eq!(entries.iter().find(unsaid), None, "a word of the script is missing");
        assert_eq!(store.count(Query::new(Family::Complaint, ListView::Open, 0), 99).unwrap(), 10);
        assert!(store.count(Query::new(Family::Visitor, ListView::Inside, 0), 99).unwrap() > 0);
        assert!(store.count(Query::new(Family::Vehicle, ListView::Inside, 0), 99).unwrap() > 0);
        assert!(
            store
                .list(Query::new(Family::Handover, ListView::Newest, 9))
                .unwrap()
                .iter()
                .any(|page| !page.verdicts().is_empty())
        );
    }
}

#[test]
fn a_large_logbook_has_as_many_visits_as_asked() {
    let (store, _folder) = made(at("2026-11-20 14:32"), Some(2_345), 3);
    let (from, to) = (at("2020-01-01 00:00"), at("2027-01-01 00:00"));
    let days = |family| Query::new(family, ListView::Newest, 9_999).between(from, to).standing();
    let count = |family| store.count(days(family), 9_999).unwrap();
    let refused =
        store.list(days(Family::Visitor)).unwrap().iter().filter(|visit| visit.stay() == Some(Stay::Refused)).count();
    assert_eq!(count(Family::Visitor) + count(Family::Vehicle) - refused, 2_345);
    assert!(store.verify().unwrap().findings.is_empty());
}
