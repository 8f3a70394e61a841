//! What can only be tried through the guarded connection itself.

use rusqlite::hooks::{AuthContext, Authorization};
use tempfile::TempDir;
use uuid::Uuid;

use super::{SqliteStore, read, schema, statement};
use crate::domain::entry::{Decided, Fields, Kind, NewEntry, Stamp};
use crate::domain::number::Number;
use crate::domain::time::Moment;
use crate::store::{Finding, Flaw, Outcome, Read, Store, StoreError, Transact};

fn stamp() -> Stamp {
    let at = Moment::from_millis(1);
    Stamp { written_at: at, offset: 480, boot: Uuid::nil(), post: "A".to_owned(), operator: "B".to_owned() }
}

fn visitor(id: u32) -> NewEntry {
    NewEntry {
        uid: Uuid::from_u128(id.into()),
        subject: Uuid::from_u128(id.into()),
        at: Moment::from_millis(1),
        kind: Kind::VisitorIn,
        plain: Fields::new(),
        personal: Fields::new(),
        decided: Decided {
            number: Some(Number { site: 1, date: chrono::NaiveDate::default(), n: id }),
            ..Decided::default()
        },
    }
}

fn store() -> (TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::create(&folder.path().join("a.db"), Uuid::from_u128(1)).unwrap();
    append(&mut store, visitor(1)).unwrap();
    (folder, store)
}

fn append(store: &mut SqliteStore, entry: NewEntry) -> Result<(), StoreError> {
    store.transact(&[], |journal| journal.append(&stamp(), entry.clone()).map(|_| Outcome::Keep(())))
}

fn unguard(store: &mut SqliteStore) {
    store.book.conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).unwrap();
}

#[test]
fn no_statement_changes_or_removes_what_was_written() {
    let (_folder, mut store) = store();
    let conn = &store.book.conn;
    let columns = "seq, uid, at, written_at, offset, boot, post, operator, subject, kind, version, body, commitment, \
                   format, prev, hash";
    let copy = format!("INTO entry ({columns}) SELECT {columns} FROM entry WHERE true");
    for sql in [
        "UPDATE entry SET post = 'x'",
        "UPDATE personal SET json = '{}'",
        "UPDATE logbook SET log = x'00'",
        "DELETE FROM entry",
        "DELETE FROM personal",
        "DELETE FROM logbook",
        &format!("INSERT OR REPLACE {copy}"),
        &format!("REPLACE {copy}"),
        &format!("INSERT {copy} ON CONFLICT DO UPDATE SET post = 'x'"),
        "INSERT OR REPLACE INTO personal (seq, salt, json) SELECT seq, x'', '{}' FROM personal",
        "INSERT OR REPLACE INTO logbook (n, log) VALUES (0, x'00000000000000000000000000000000')",
        "DROP TABLE entry",
        "DROP TRIGGER entry_no_update",
        "DROP INDEX entry_subject",
        "ALTER TABLE entry RENAME TO other",
        "ALTER TABLE entry DROP COLUMN post",
        "CREATE TABLE other (a)",
        "CREATE TEMP TABLE entry (a)",
        "CREATE TEMP TRIGGER t BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END",
        "ATTACH ':memory:' AS other",
        "VACUUM",
        "REINDEX",
        "PRAGMA writable_schema = ON",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA user_version = 0",
        "UPDATE sqlite_schema SET sql = ''",
        "DELETE FROM sqlite_schema",
    ] {
        assert!(conn.execute_batch(sql).is_err(), "{sql}");
    }
    unguard(&mut store);
    for (pragma, value) in [
        ("synchronous", 2),
        ("busy_timeout", 5000),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("mmap_size", 0),
        ("journal_size_limit", 16 << 20),
    ] {
        let found: i64 = store.book.conn.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).unwrap();
        assert_eq!(found, value, "{pragma}");
    }
    assert_eq!(store.verify().unwrap().findings, []);
}

#[test]
fn the_triggers_hold_without_the_authorizer() {
    let (_folder, mut store) = store();
    unguard(&mut store);
    let conn = &store.book.conn;
    for sql in [
        "UPDATE entry SET post = 'x'",
        "DELETE FROM entry",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry",
        "UPDATE personal SET json = '{}'",
        "DELETE FROM personal",
        "INSERT OR REPLACE INTO personal (seq, salt, json) SELECT seq, x'', '{}' FROM personal",
    ] {
        assert!(conn.execute_batch(sql).is_err(), "{sql}");
    }
    assert_eq!(store.verify().unwrap().findings, []);
}

#[test]
fn every_look_up_follows_its_index_and_sorts_nothing() {
    let (_folder, store) = store();
    let fixed = read::tests::PLANS.iter().map(|(sql, index)| ((*sql).to_owned(), *index));
    for (sql, index) in fixed.chain(statement::tests::list_plans()) {
        let mut statement = store.book.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let params = vec![0; statement.parameter_count()];
        let rows = statement.query_map(rusqlite::params_from_iter(params), |row| row.get(3)).unwrap();
        let plan: Vec<String> = rows.map(Result::unwrap).collect();
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{sql}: {plan:?}");
        assert!(plan.iter().any(|step| step.contains(index)), "{sql}: {plan:?}");
    }
}

#[test]
fn no_statement_is_prepared_anew_for_what_is_bound_to_it() {
    let (_folder, store) = store();
    let fixed = read::tests::PLANS.iter().map(|(sql, _)| (*sql).to_owned());
    for sql in fixed.chain(statement::tests::list_plans().into_iter().map(|(sql, _)| sql)) {
        let mut statement = store.book.conn.prepare(&sql).unwrap();
        for value in [0, 1, 7, 1] {
            let params = vec![value; statement.parameter_count()];
            let mut rows = statement.query(rusqlite::params_from_iter(params)).unwrap();
            while rows.next().unwrap().is_some() {}
        }
        assert_eq!(statement.get_status(rusqlite::StatementStatus::RePrepare), 0, "{sql}");
    }
}

#[test]
fn an_older_file_is_copied_before_it_is_brought_up() {
    let (folder, store) = store();
    let path = folder.path().join("a.db");
    let head = store.head().unwrap();
    drop(store);
    let with = |later: &[&'static str]| [schema::STEPS, later].concat();
    let longer = with(&["CREATE TABLE later (a) STRICT", "CREATE TABLE last (a INTEGER) STRICT"]);
    let broken = SqliteStore::open_with(&path, &longer).err().expect("STRICT wants a type");
    assert!(matches!(broken, StoreError::Other(_)));
    assert_eq!(SqliteStore::open(&path).unwrap().head().unwrap(), head, "a step that fails leaves the format alone");

    let longer = with(&["CREATE TABLE later (a INTEGER) STRICT"]);
    let newer = SqliteStore::open_with(&path, &longer).unwrap();
    assert_eq!(newer.head().unwrap(), head);
    // Only the table that is not of today's format is odd.
    assert_eq!(newer.verify().unwrap().findings, [Finding { seq: 0, flaw: Flaw::File }]);
    drop(newer);
    assert_eq!(SqliteStore::open(&path).err(), Some(StoreError::Newer { found: 12, known: 11 }));
    let copy = folder.path().join("a.db.v11");
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&copy.metadata().unwrap().permissions()) & 0o777, 0o600);
    let copy = SqliteStore::open(&copy).unwrap();
    assert_eq!((copy.head().unwrap(), copy.verify().unwrap().findings), (head, vec![]));
    assert!(!folder.path().join("a.db.v11-part").exists());
}

#[test]
fn registers_of_an_older_fold_are_folded_anew_at_the_opening_and_only_then() {
    let (folder, mut store) = store();
    let path = folder.path().join("a.db");
    for id in 2..5 {
        append(&mut store, visitor(id)).unwrap();
    }
    assert!(!store.migrated());
    // A later program folds differently, and says so by an empty step.
    let mut steps = schema::STEPS.to_vec();
    let age = |store: &mut SqliteStore, sql: &str| {
        unguard(store);
        store.book.conn.execute_batch(sql).unwrap();
        assert_ne!(store.verify().unwrap().findings, []);
    };
    for sql in [
        // The row lacks what is folded since; one that is no longer kept is there.
        "UPDATE record SET state = '{}', due_order = NULL; DELETE FROM record WHERE seq = 2;
         INSERT INTO deadline SELECT 1, seq, 0 FROM record",
        // A row that no entry has given stands where another belongs.
        "UPDATE record SET subject = x'00' WHERE seq = 3",
    ] {
        age(&mut store, sql);
        drop(store);
        steps.push("");
        store = SqliteStore::open_with(&path, &steps).unwrap();
        assert!(store.migrated());
        assert_eq!(store.verify().unwrap().findings, [], "{sql}");
        drop(store);
        store = SqliteStore::open_with(&path, &steps).unwrap();
        assert!(!store.migrated());
    }
    assert!(!folder.path().join("a.db.v11").exists(), "what is folded again needs no copy");
    // Damage is no reason to keep anyone out, nor to lose the row of what cannot be read.
    age(
        &mut store,
        "UPDATE record SET state = '{}' WHERE seq = 4; DROP TRIGGER entry_no_update;
         UPDATE entry SET body = '' WHERE seq = 1",
    );
    drop(store);
    steps.push("");
    let store = SqliteStore::open_with(&path, &steps).unwrap();
    assert!(store.migrated());
    assert_eq!(store.record(Uuid::from_u128(4)).unwrap().unwrap().seq, 4);
    assert_eq!(store.record(Uuid::from_u128(1)).unwrap().unwrap().seq, 1);
    assert!(store.verify().unwrap().findings.iter().all(|found| found.flaw != Flaw::Register));
}

#[test]
fn a_program_that_was_overtaken_by_a_newer_one_writes_no_more() {
    let (folder, mut store) = store();
    let longer = [schema::STEPS, &["CREATE TABLE later (a INTEGER) STRICT"]].concat();
    drop(SqliteStore::open_with(&folder.path().join("a.db"), &longer).unwrap());
    let refused = append(&mut store, visitor(2));
    assert_eq!(refused, Err(StoreError::Newer { found: 12, known: 11 }));
}

#[test]
fn a_logbook_that_could_not_be_begun_leaves_nothing_and_is_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let full = super::guard::whole(&path, |part| {
        std::fs::write(part, "half").unwrap();
        Err(StoreError::Full)
    });
    assert_eq!((full, folder.path().read_dir().unwrap().count()), (Err(StoreError::Full), 0));
    // Killed in the middle, with a journal that belongs to that attempt alone.
    std::fs::write(folder.path().join("a.db-part"), "half").unwrap();
    std::fs::write(folder.path().join("a.db-part-journal"), "half").unwrap();
    assert_eq!(SqliteStore::open(&path).err(), Some(StoreError::Missing));
    assert_eq!(SqliteStore::create(&path, Uuid::nil()).unwrap().verify().unwrap().findings, []);
    assert!(!folder.path().join("a.db-part").exists() && !folder.path().join("a.db-part-journal").exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_acknowledged_by_a_file_that_is_no_longer_there() {
    let (folder, mut store) = store();
    let path = folder.path().join("a.db");
    let away = folder.path().join("away.db");
    std::fs::rename(&path, &away).unwrap();
    assert_eq!(store.transact(&[], |_| Ok(Outcome::Keep(()))), Err(StoreError::Replaced));
    std::fs::write(&path, "another").unwrap();
    assert_eq!(store.transact(&[], |_| Ok(Outcome::Keep(()))), Err(StoreError::Replaced));
    std::fs::rename(&away, &path).unwrap();
    assert_eq!(store.transact(&[], |_| Ok(Outcome::Keep(()))), Err(StoreError::Replaced), "it was told once");
    drop(store);
    SqliteStore::open(&path).unwrap().transact(&[], |_| Ok(Outcome::Keep(()))).unwrap();
}

/// Whoever leaves last after a logbook was brought up makes the file shorter, and takes the log away.
#[test]
#[ignore = "long: 300,000 looks"]
fn a_file_that_is_made_shorter_while_it_is_looked_at_is_not_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let (path, log) = (folder.path().join("a.db"), folder.path().join("a.db-wal"));
    let pages = |n: u32| {
        let mut bytes = vec![0; 4_096 * n as usize];
        bytes[..16].copy_from_slice(b"SQLite format 3\0");
        bytes[16..18].copy_from_slice(&4_096_u16.to_be_bytes());
        bytes[28..32].copy_from_slice(&n.to_be_bytes());
        bytes[68..72].copy_from_slice(&super::guard::APPLICATION_ID.to_be_bytes());
        bytes
    };
    std::fs::write(&path, pages(1)).unwrap();
    let ended = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(std::sync::atomic::Ordering::Relaxed) {
                use std::io::Write;
                std::fs::write(&log, "frames").unwrap();
                let mut file = std::fs::File::options().write(true).open(&path).unwrap();
                file.write_all(&pages(3)).unwrap();
                std::fs::remove_file(&log).unwrap();
                std::fs::write(&log, "frames").unwrap();
                let mut file = std::fs::File::options().write(true).open(&path).unwrap();
                file.write_all(&pages(1)).unwrap();
                file.set_len(4_096).unwrap();
                std::fs::remove_file(&log).unwrap();
            }
        });
        let looked: Vec<_> = (0..300_000).map(|_| super::guard::admit(&path, 9, |_| Ok(())).err()).collect();
        ended.store(true, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(looked.into_iter().flatten().next(), None);
    });
}

#[test]
fn a_turn_that_does_not_come_names_who_is_in_the_way() {
    let (folder, mut store) = store();
    store.turnstile.patience = std::time::Duration::from_millis(1);
    for side in ["a.db-queue", "a.db-write"] {
        let stopped = super::turnstile::private(&folder.path().join(side)).unwrap();
        stopped.lock().unwrap();
        // What is left of a longer post may be half a character. Whoever is gone holds nothing.
        let pid = std::process::id();
        let named = StoreError::Busy { pid, post: "东门岗".to_owned() };
        for (pid, told) in [(pid, named), (0x7fff_fff0, StoreError::Held)] {
            let written = [format!("{pid:<10}\n东门岗\n").as_bytes(), b"\x97\xa8"].concat();
            std::fs::write(folder.path().join("a.db-write"), written).unwrap();
            assert_eq!(store.transact(&[], |_| Ok(Outcome::Keep(()))), Err(told), "{side}");
        }
        assert!(store.head().unwrap().is_some(), "reading goes on");
        drop(stopped);
        store.turnstile.patience = std::time::Duration::from_secs(20);
        store.transact(&[], |_| Ok(Outcome::Keep(()))).unwrap();
        store.turnstile.patience = std::time::Duration::from_millis(1);
    }
}

#[test]
fn whoever_locks_the_file_without_a_turn_is_not_named() {
    let (_folder, mut store) = store();
    unguard(&mut store);
    store.book.conn.execute_batch("PRAGMA busy_timeout = 1").unwrap();
    let path = store.book.conn.path().unwrap().to_owned();
    let other = super::connect(path.as_ref()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = store.transact(&[], |_| Ok(Outcome::Keep(())));
    assert_eq!(refused, Err(StoreError::Held));
    other.execute_batch("ROLLBACK").unwrap();
    store.transact(&[], |_| Ok(Outcome::Keep(()))).unwrap();
}

#[test]
fn a_full_disk_is_told_and_nothing_breaks() {
    let (_folder, mut store) = store();
    unguard(&mut store);
    let pages: i64 = store.book.conn.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let mut long = visitor(2);
    long.personal.insert("remark".to_owned(), "长".repeat(20_000));
    let head = store.head().unwrap();
    store.book.conn.execute_batch(&format!("PRAGMA max_page_count = {}", pages + 2)).unwrap();
    let full = append(&mut store, long.clone());
    assert_eq!(full, Err(StoreError::Full));
    assert_eq!(store.head().unwrap(), head);
    append(&mut store, visitor(3)).unwrap();
    assert_eq!(store.verify().unwrap().findings, []);
}

#[test]
fn errors_of_the_database_become_the_ports_words() {
    let told = |code| StoreError::from(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None));
    assert_eq!(told(rusqlite::ffi::SQLITE_FULL), StoreError::Full);
    assert_eq!(told(rusqlite::ffi::SQLITE_IOERR_WRITE), StoreError::Full);
    assert_eq!(told(rusqlite::ffi::SQLITE_BUSY_SNAPSHOT), StoreError::Held);
    assert_eq!(told(rusqlite::ffi::SQLITE_READONLY), StoreError::Denied);
    assert_eq!(told(rusqlite::ffi::SQLITE_CORRUPT_INDEX), StoreError::Damaged);
    assert_eq!(told(rusqlite::ffi::SQLITE_NOTADB), StoreError::Foreign);
    assert_eq!(told(rusqlite::ffi::SQLITE_IOERR_SHMOPEN), StoreError::Full);
    assert!(matches!(told(rusqlite::ffi::SQLITE_IOERR_READ), StoreError::Other(_)));
}

#[test]
fn a_logbook_under_another_name_is_noticed() {
    let (folder, mut store) = store();
    unguard(&mut store);
    store.book.conn.execute_batch("DROP TRIGGER logbook_no_update; UPDATE logbook SET log = randomblob(16)").unwrap();
    drop(store);
    let findings = SqliteStore::open(&folder.path().join("a.db")).unwrap().verify().unwrap().findings;
    assert!(findings.contains(&Finding { seq: 1, flaw: Flaw::Chain }), "{findings:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_second_handle_leaves_the_locks_of_the_first_alone() {
    use std::os::unix::fs::MetadataExt;
    let (folder, first) = store();
    let path = folder.path().join("a.db");
    let inode = format!(":{} ", path.metadata().unwrap().ino());
    let locks = || std::fs::read_to_string("/proc/locks").unwrap().lines().filter(|l| l.contains(&inode)).count();
    let before = locks();
    assert!(before > 0, "an open logbook is locked against being closed for good by others");
    let second = SqliteStore::open(&path).unwrap();
    assert!(SqliteStore::create(&path, Uuid::nil()).is_err());
    assert_eq!((locks(), second.head().unwrap()), (before, first.head().unwrap()));
    drop(second);
    assert_eq!(locks(), before);
    drop(first);
    assert_eq!(locks(), 0);
}
