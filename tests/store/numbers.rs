//! A register that lost a row: the number of the record is not given again.

use crate::kit::logbook::{fresh, number, opening, outsider, visitor};
use qiantai::domain::entry::{Family, Kind, NewEntry};
use qiantai::store::sqlite::SqliteStore;
use qiantai::store::{Outcome, Read, Store, StoreError, Transact};
use uuid::Uuid;

fn add(store: &mut SqliteStore, id: u128) -> u32 {
    store.transact(&[], |journal| visitor(journal, id).map(Outcome::Keep)).unwrap().decided.number.unwrap().n
}

#[test]
fn a_number_whose_row_the_register_lost_is_not_given_again() {
    for own in [false, true] {
        let (_folder, path, mut store) = fresh();
        for id in 1..=4 {
            if own {
                // As a desk opens most records: by the entry's own uid.
                let entry = opening(Kind::VisitorIn, id, u32::try_from(id).unwrap());
                let entry = NewEntry { subject: Uuid::from_u128(id), ..entry };
                crate::kit::logbook::save(&mut store, entry).unwrap();
            } else {
                assert_eq!(u128::from(add(&mut store, id)), id);
            }
        }
        outsider(&path).execute_batch("DELETE FROM record WHERE seq >= 3").unwrap();
        assert_eq!(store.last_ordinal(number(0), Family::Visitor), Ok(4));
        assert_eq!(store.last_ordinal(number(0), Family::Complaint), Ok(0));
        assert_eq!(add(&mut store, 5), 5);
        assert_eq!(store.rebuild(), Ok(5));
        assert_eq!(store.verify().unwrap().findings, []);
        outsider(&path).execute_batch("DELETE FROM record").unwrap();
        assert_eq!(add(&mut store, 6), 6);
    }
}

#[test]
fn a_rebuild_names_both_entries_of_one_number() {
    let (_folder, path, mut store) = fresh();
    (1..=2).for_each(|id| assert_eq!(u128::from(add(&mut store, id)), id));
    outsider(&path).execute_batch("DELETE FROM record WHERE seq = 2").unwrap();
    crate::kit::logbook::save(&mut store, opening(Kind::VisitorIn, 3, 2)).unwrap();
    assert_eq!(store.rebuild(), Err(StoreError::Twice { one: 2, other: 3 }));
    assert_eq!(store.by_number(Family::Visitor, number(2)).unwrap().unwrap().seq, 3, "the lists stay as they are");
}

/// Neither the uid nor the number is taken; whoever believed that would throw the form away.
#[test]
fn what_a_trigger_of_another_program_refuses_is_not_told_as_written_before() {
    for act in ["abort", "fail", "rollback"] {
        let (_folder, path, mut store) = fresh();
        let trigger = format!("CREATE TRIGGER t BEFORE INSERT ON entry BEGIN SELECT RAISE({act}, 'x'); END");
        outsider(&path).execute_batch(&trigger).unwrap();
        let done = store.transact(&[], |journal| visitor(journal, 1).map(Outcome::Keep)).map(|_| ());
        assert_eq!(done, Err(StoreError::Damaged), "{act}");
    }
}
