//! What is left of a damaged logbook: every entry that can still be read, in whichever way. Like any reading it changes no
//! byte. It does not ask first, as every other opening does, for the length of the file, its format, what the tables say
//! of themselves, or whether file and log belong together.
//!
//! Three ways are tried in turn: as everybody reads, with the log by an index of its own, and the file alone. The first
//! that gives an entry as its hash says is believed; where none does, the first that gives it at all.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use crate::domain::entry::{Entry, Seq};
use crate::store::chain::{self, Cell};
use crate::store::codec::RawEntry;
use crate::store::sqlite::known::Place;
use crate::store::sqlite::reader::{PROFILE, as_it_lies, by_own_index, opened};
use crate::store::sqlite::turnstile::beside;
use crate::store::sqlite::{Book, guard, read};
use crate::store::{Remains, StoreError};

/// After how many places in a row that give nothing the end is taken to be reached, where it is not known.
const EMPTY: Seq = 1_000;

/// A damaged logbook.
pub struct SqliteRemains {
    ways: Vec<Book>,
    end: Seq,
}

impl SqliteRemains {
    /// Opens what is left of the logbook at a path, which nobody in this process has open.
    ///
    /// # Errors
    /// Where there is no file of a logbook, or none that can be opened at all.
    pub fn open(asked: &Path) -> Result<Self, StoreError> {
        let path = guard::resolve(asked)?;
        guard::are_files(&path)?;
        // The database takes the log of an empty file for none, and removes it.
        if guard::is_held(&path) || std::fs::metadata(&path).is_ok_and(|about| about.len() == 0) {
            return Err(StoreError::Damaged);
        }
        let logged = std::fs::metadata(beside(&path, "-wal")).is_ok_and(|log| log.len() > 0);
        let ways = [
            opened(&path).ok().map(|(conn, _)| conn),
            // Where there is no log, one would be made.
            logged.then(|| by_own_index(&path).ok()).flatten(),
            as_it_lies(&path).ok(),
        ];
        let ways: Vec<Book> = ways.into_iter().flatten().filter_map(|conn| leniently(conn).ok()).collect();
        let noted = Place::given(&path, asked).heads().map(|head| head.seq).max().unwrap_or_default();
        let mut remains = Self { ways, end: 0 };
        let last = remains.ways.iter().filter_map(|way| way.last().ok()?).filter(|seq| remains.is_there(*seq)).max();
        remains.end = noted.max(last.unwrap_or_default());
        if remains.ways.is_empty() { Err(StoreError::Damaged) } else { Ok(remains) }
    }

    fn is_there(&self, seq: Seq) -> bool {
        self.ways.iter().any(|way| way.left(read::BY_SEQ, seq).is_ok_and(|left| left.is_some_and(|(_, sound)| sound)))
    }

    /// An entry, and whether its personal part could be read.
    fn entry(&self, seq: Seq) -> Option<(Entry, bool)> {
        let by = |sql: &'static str| {
            let mut odd = None;
            for way in &self.ways {
                match way.left(sql, seq) {
                    Ok(Some((entry, true))) => return Some(entry),
                    Ok(Some((entry, false))) => odd = odd.or(Some(entry)),
                    Ok(None) | Err(_) => {}
                }
            }
            odd
        };
        by(read::BY_SEQ).map(|entry| (entry, true)).or_else(|| by(read::BARE).map(|entry| (entry, false)))
    }
}

impl Remains for SqliteRemains {
    fn end(&self) -> Seq {
        self.end
    }

    fn after(&self, after: Seq, limit: usize) -> Vec<(Entry, bool)> {
        let mut entries = Vec::new();
        let (mut seq, mut empty) = (after, 0);
        while entries.len() < limit && (seq < self.end || empty < EMPTY) {
            (seq, empty) = (seq + 1, empty + 1);
            if let Some(entry) = self.entry(seq) {
                entries.push(entry);
                empty = 0;
            }
        }
        entries
    }
}

/// A connection that takes what it can make out of the tables for all there is.
fn leniently(conn: Connection) -> Result<Book, StoreError> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // Before anything is read: else the length of the file is held against what it says of it.
    conn.execute_batch("PRAGMA writable_schema = ON")?;
    let _ = conn.execute_batch(PROFILE);
    // The first reading takes note of the tables, whatever it comes to.
    let _ = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    let log = conn.query_row("SELECT log FROM logbook ORDER BY rowid LIMIT 1", [], |row| row.get(0));
    Ok(Book::on(conn, Uuid::from_bytes(log.unwrap_or_default())))
}

impl Book {
    fn last(&self) -> Result<Option<Seq>, StoreError> {
        let [from, to] = self.own();
        let last = "SELECT seq FROM entry WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq DESC LIMIT 1";
        let last: Option<i64> = self.conn.query_row(last, [from, to], |row| row.get(0)).optional()?;
        Ok(last.map(|id| self.place(id)))
    }

    /// What is left of an entry, and whether it is what its hash says.
    fn left(&self, sql: &str, seq: Seq) -> Result<Option<(Entry, bool)>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([self.id(seq)])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let raw = self.raw(row)?;
        Ok(Some((raw.decode()?, is_sound(&raw))))
    }
}

fn is_sound(raw: &RawEntry<'_>) -> bool {
    let [.., commitment, _] = raw.cells;
    let personal = raw.personal.is_none_or(|(salt, json)| commitment == Cell::Blob(&chain::commitment(salt, json)));
    personal && raw.hash == chain::hash(&raw.cells)
}
