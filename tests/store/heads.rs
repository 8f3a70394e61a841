//! A chain that was forged anew, or cut, is whole in itself: the heads that signed pages print and that were kept
//! elsewhere tell of it.

use std::path::Path;

use crate::kit::logbook::{fresh, opening, outsider, save, visitor};
use crate::kit::memory::MemoryStore;
use proptest::prelude::*;
use qiantai::domain::entry::{Head, Kind, Seq};
use qiantai::domain::head::hex;
use qiantai::store::sqlite::{SqliteReader, SqliteStore};
use qiantai::store::{Finding, Flaw, Outcome, Read, Store, StoreError, Transact};
use rusqlite::types::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Three visitors and a page that prints the head before it, twice.
fn pages<S: Store>(store: &mut S) {
    for round in 0..2 {
        for id in 1..=3 {
            store.transact(&[], |journal| visitor(journal, 10 * round + id).map(Outcome::Keep)).unwrap();
        }
        let mut page = opening(Kind::Handover, 10 * round + 9, u32::try_from(10 * round + 9).unwrap());
        page.decided.head = store.head().unwrap();
        save(store, page).unwrap();
    }
}

/// Changes who wrote an entry, and makes every commitment and hash of the file anew.
fn forge(path: &Path, seq: i64) {
    let conn = outsider(path);
    conn.execute("UPDATE entry SET operator = '某人' WHERE seq = ?1", [seq]).unwrap();
    let log: Vec<u8> = conn.query_row("SELECT log FROM logbook", [], |row| row.get(0)).unwrap();
    let mut prev = vec![0_u8; 32];
    let last: i64 = conn.query_row("SELECT max(seq) FROM entry", [], |row| row.get(0)).unwrap();
    for seq in 1..=last {
        let columns =
            "uid, at, written_at, offset, boot, post, operator, subject, kind, version, body, commitment, format";
        let row: Vec<Value> = conn
            .query_row(&format!("SELECT {columns} FROM entry WHERE seq = ?1"), [seq], |row| {
                (0..13).map(|column| row.get(column)).collect()
            })
            .unwrap();
        let mut sha = Sha256::new();
        sha.update(b"qiantai/entry/1");
        let all = [Value::Blob(prev.clone()), Value::Blob(log.clone()), Value::Integer(seq)].into_iter().chain(row);
        for value in all {
            let bytes = match value {
                Value::Integer(number) => number.to_le_bytes().to_vec(),
                Value::Text(text) => text.into_bytes(),
                Value::Blob(bytes) => bytes,
                other => panic!("{other:?}"),
            };
            sha.update((bytes.len() as u64).to_le_bytes());
            sha.update(bytes);
        }
        let hash = sha.finalize().to_vec();
        conn.execute("UPDATE entry SET prev = ?1, hash = ?2 WHERE seq = ?3", rusqlite::params![prev, hash, seq])
            .unwrap();
        prev = hash;
    }
}

#[test]
fn a_chain_forged_anew_does_not_fit_the_heads_that_signed_pages_print() {
    let (_folder, path, mut store) = fresh();
    pages(&mut store);
    let kept = store.head().unwrap().unwrap();
    assert_eq!(store.verify_against(std::slice::from_ref(&kept)).unwrap().findings, []);
    forge(&path, 5);
    assert_eq!(store.rebuild(), Err(StoreError::Replaced), "whoever has it open knows what it acknowledged");
    let mut store = SqliteStore::open_accepted(&path).unwrap();
    store.rebuild().unwrap();
    // The first page was signed before the entry that was changed.
    let page = Finding { seq: 8, flaw: Flaw::Page { of: 7 } };
    assert_eq!(store.verify().unwrap().findings, std::slice::from_ref(&page));
    let found = store.verify_against(&[kept]).unwrap().findings;
    assert_eq!(found, [page, Finding { seq: 8, flaw: Flaw::Head }]);
    let report = SqliteReader::open_to_check(&path).unwrap().verify().unwrap();
    assert_eq!((report.entries, report.records, report.findings.len()), (8, 8, 2), "both halves at once say the same");
    forge(&path, 1);
    let mut store = SqliteStore::open_accepted(&path).unwrap();
    store.rebuild().unwrap();
    let pages = [(4, 3), (8, 7)].map(|(seq, of)| Finding { seq, flaw: Flaw::Page { of } });
    assert_eq!(store.verify().unwrap().findings, pages);
}

#[test]
fn what_tells_of_a_forged_chain_is_said_however_much_else_is_wrong() {
    let (_folder, path, mut store) = fresh();
    pages(&mut store);
    store
        .transact(&[], |journal| (100..220).try_for_each(|id| visitor(journal, id).map(drop)).map(Outcome::Keep))
        .unwrap();
    forge(&path, 1);
    outsider(&path).execute_batch("UPDATE entry SET post = 'x'; DELETE FROM record").unwrap();
    assert_eq!(store.head(), Err(StoreError::Replaced), "whoever acknowledged the last entry reads no other");
    let findings = SqliteReader::open_to_check(&path).unwrap().verify().unwrap().findings;
    assert_eq!(findings.len(), 100);
    assert!(findings.contains(&Finding { seq: 8, flaw: Flaw::Page { of: 7 } }), "{findings:?}");
}

#[test]
fn a_cut_tail_is_told_by_a_head_that_was_kept() {
    let (folder, path, mut store) = fresh();
    pages(&mut store);
    let kept = store.head().unwrap().unwrap();
    drop(store);
    // Whoever cuts it takes the note away, too.
    std::fs::remove_dir_all(folder.path().join("known")).unwrap();
    outsider(&path).execute_batch("DELETE FROM personal WHERE seq > 5; DELETE FROM entry WHERE seq > 5").unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    store.rebuild().unwrap();
    assert_eq!(store.verify().unwrap().findings, [], "what is left is whole in itself");
    let missing = [Finding { seq: 8, flaw: Flaw::HeadMissing }];
    assert_eq!(store.verify_against(std::slice::from_ref(&kept)).unwrap().findings, missing);
    // The same number again, by another entry.
    for id in 30..33 {
        store.transact(&[], |journal| visitor(journal, id).map(Outcome::Keep)).unwrap();
    }
    assert_eq!(store.verify_against(&[kept]).unwrap().findings, [Finding { seq: 8, flaw: Flaw::Head }]);
    for seq in [9, 1 << 39, 1 << 40, 1 << 41 | 3, Seq::MAX] {
        let beyond = Head { seq, hash: "0".repeat(8) };
        assert_eq!(store.verify_against(&[beyond]).unwrap().findings, [Finding { seq, flaw: Flaw::HeadMissing }]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any entry's hash, whole or cut short, fits; with any of its digits changed it does not.
    #[test]
    fn any_head_of_the_chain_fits_and_no_other_does(seq in 1_u64..9, digits in 8_usize..=64, at in 0_usize..64) {
        let mut store = MemoryStore::new(Uuid::from_u128(0xF00));
        pages(&mut store);
        let entry = store.entry(seq).unwrap().unwrap();
        let mut hash: String = hex(&entry.hash).chars().take(digits).collect();
        let right = Head { seq, hash: hash.clone() };
        prop_assert_eq!(store.verify_against(&[right]).unwrap().findings, []);
        let at = at % digits;
        let other = if &hash[at..=at] == "0" { "1" } else { "0" };
        hash.replace_range(at..=at, other);
        let wrong = store.verify_against(&[Head { seq, hash }]).unwrap().findings;
        prop_assert_eq!(wrong, [Finding { seq, flaw: Flaw::Head }]);
    }
}

#[test]
fn each_entry_carries_the_hash_before_it_and_its_own() {
    let (_folder, _path, mut store) = fresh();
    pages(&mut store);
    let entries = store.entries(0, 100).unwrap();
    assert_eq!(entries[0].prev, [0; 32]);
    assert!(entries.windows(2).all(|pair| pair[1].prev == pair[0].hash));
    assert_eq!(hex(&entries.last().unwrap().hash), store.head().unwrap().unwrap().hash);
}
