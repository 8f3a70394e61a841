//! Writing: an entry, its personal part and the rows of its record; and the rows as a check reads them back.

use rusqlite::{ErrorCode, OptionalExtension, Params, Row, ffi, params, params_from_iter};
use uuid::Uuid;

use crate::domain::entry::Seq;
use crate::store::chain::Cell;
use crate::store::codec::{RawEntry, StoredEntry};
use crate::store::registers::{RecordRow, Registers};
use crate::store::sqlite::guard::APPLICATION_ID;
use crate::store::sqlite::read::{BY_PLACE, FOLLOWING, OPENINGS, OTHERS, day, row_of};
use crate::store::sqlite::{Book, LOG, place, schema};
use crate::store::{Conflict, Inspect, Link, Order, Share, StoreError, Stored, Tx, Visit};

const ENTRY: &str = "INSERT INTO entry (prev, seq, uid, at, written_at, offset, boot, post, operator, subject, kind, \
                     version, body, commitment, format, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const PERSONAL: &str = "INSERT INTO personal (seq, salt, json) VALUES (?1, ?2, ?3)";
const RECORD: &str = "INSERT INTO record (seq, subject, family, site, date, n, at, post, status, inside, key, due_order, \
                      state, people, driver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const DEADLINE: &str = "INSERT INTO deadline (due_order, seq, n) VALUES (?1, ?2, ?3)";
const RUNG: &str = "INSERT INTO rung (at, seq, n, sound) VALUES (?1, ?2, ?3, ?4)";
const STRUCK: &str = "INSERT INTO struck (target, field, amend, seq) VALUES (?1, ?2, ?3, ?4)";
const NAMED: &str = "INSERT INTO named (visit, seq) VALUES (?1, ?2)";
const REMOVE: [&str; 5] = [
    "DELETE FROM record WHERE seq = ?1",
    "DELETE FROM deadline WHERE seq = ?1",
    "DELETE FROM rung WHERE seq = ?1",
    "DELETE FROM struck WHERE seq = ?1",
    "DELETE FROM named WHERE seq = ?1",
];
const CLEAR: [&str; 5] = [
    "DELETE FROM record WHERE seq BETWEEN ?1 AND ?2",
    "DELETE FROM deadline WHERE seq BETWEEN ?1 AND ?2",
    "DELETE FROM rung WHERE seq BETWEEN ?1 AND ?2",
    "DELETE FROM struck WHERE seq BETWEEN ?1 AND ?2",
    "DELETE FROM named WHERE seq BETWEEN ?1 AND ?2",
];
const ROWS: &str = "SELECT seq, subject, family, site, date, n, at, post, status, inside, state, key, due_order, people, \
                    driver FROM record WHERE seq BETWEEN ?1 AND ?2";
const DEADLINES: &str = "SELECT seq, n, due_order FROM deadline WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq, n, due_order";
const RUNGS: &str = "SELECT seq, at, n, sound FROM rung WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq, at, n";
const STRIKES: &str =
    "SELECT seq, target, field, amend FROM struck WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq, target, field, amend";
const VISITS: &str = "SELECT seq, visit FROM named WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq, visit";
const LINKS: &str = "SELECT seq, prev, hash FROM entry WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq";
const STRAY: &str = "SELECT p.seq FROM personal p LEFT JOIN entry e ON e.seq = p.seq \
                     WHERE e.seq IS NULL AND p.seq BETWEEN ?1 AND ?2 ORDER BY p.seq LIMIT 100";

impl Book {
    fn run(&self, sql: &str, params: impl Params) -> Result<(), StoreError> {
        Ok(self.conn.prepare_cached(sql)?.execute(params).map(drop)?)
    }

    /// Inserts a row. Where the like of it is there it is `taken`, or that is damage; and so it is where a trigger that is
    /// not ours has eaten or refused it.
    fn insert(&self, sql: &str, params: impl Params, taken: Option<Conflict>) -> Result<(), StoreError> {
        match self.conn.prepare_cached(sql)?.execute(params) {
            Err(rusqlite::Error::SqliteFailure(failure, _)) if failure.code == ErrorCode::ConstraintViolation => {
                let taken = taken.filter(|_| failure.extended_code != ffi::SQLITE_CONSTRAINT_TRIGGER);
                Err(taken.map_or(StoreError::Damaged, StoreError::Conflict))
            }
            done => (done? == 1).then_some(()).ok_or(StoreError::Damaged),
        }
    }

    /// The keys of the own log from a place on and before another.
    fn keys(&self, from: Seq, to: Seq) -> [i64; 2] {
        let key = |seq: Seq| if seq >> LOG == 0 { self.id(seq) } else { (self.number + 1) << LOG };
        [key(from), key(to) - 1]
    }

    /// Adds the rows of a register to those of their records; whatever of them cannot be read takes those away.
    fn rows(
        &self,
        sql: &str,
        keys: [i64; 2],
        found: &mut Stored,
        add: impl Fn(&mut Registers, &Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(keys)?;
        while let Some(row) = rows.next()? {
            let stored = found.entry(place(row.get(0)?)).or_default();
            if stored.as_mut().is_some_and(|stored| add(stored, row).is_err()) {
                *stored = None;
            }
        }
        Ok(())
    }
}

impl Book {
    /// Every entry of the own log after a place.
    pub(super) fn walk_after(&self, after: Seq, visit: Visit<'_>) -> Result<(), StoreError> {
        let [_, last] = self.own();
        let mut statement = self.conn.prepare_cached(BY_PLACE)?;
        self.each(statement.query([self.id(after + 1), last])?, visit)
    }

    /// Visits the entries of subjects, one by one.
    fn subjects(&self, share: Share, visit: Visit<'_>) -> Result<(), StoreError> {
        let own = self.own();
        match share {
            Share::Opened { from, to } => self.opened(self.keys(from, to), visit),
            Share::Others => self.each(self.conn.prepare_cached(OTHERS)?.query(own)?, visit),
            Share::All => {
                let mut visited: i64 = 0;
                let mut counted = |raw: &RawEntry<'_>| {
                    visited += 1;
                    visit(raw)
                };
                self.opened(own, &mut counted)?;
                let all = "SELECT count(*) FROM entry NOT INDEXED WHERE seq BETWEEN ?1 AND ?2";
                let all: i64 = self.conn.query_row(all, own, |row| row.get(0))?;
                if visited < all {
                    self.each(self.conn.prepare_cached(OTHERS)?.query(own)?, &mut |raw| {
                        visited += 1;
                        visit(raw)
                    })?;
                }
                // An index that has lost an entry must not make it be left out in silence.
                if visited == all { Ok(()) } else { Err(StoreError::Damaged) }
            }
        }
    }

    /// Visits what opens a record, as it comes, each with what follows it by the index: half the time of putting all of
    /// them in order.
    fn opened(&self, keys: [i64; 2], visit: Visit<'_>) -> Result<(), StoreError> {
        let [from, to] = self.own();
        let mut openings = self.conn.prepare_cached(OPENINGS)?;
        let mut following = self.conn.prepare_cached(FOLLOWING)?;
        let mut rows = openings.query(keys)?;
        while let Some(row) = rows.next()? {
            let opening = self.raw(row)?;
            visit(&opening)?;
            self.each(following.query(params![opening.subject(), from, to])?, visit)?;
        }
        Ok(())
    }
}

impl Tx for Book {
    fn append(&self, entry: &StoredEntry, rows: &Registers) -> Result<(), StoreError> {
        let id = self.id(entry.seq);
        let raw = entry.raw();
        // The log is told by the number of the entry.
        let [prev, _, _, rest @ ..] = raw.cells;
        let row = [prev, Cell::Int(id)].into_iter().chain(rest).chain([Cell::Blob(raw.hash)]);
        self.insert(ENTRY, params_from_iter(row), Some(Conflict::Uid))?;
        self.insert(PERSONAL, params![id, entry.salt, entry.personal], None)?;
        self.put(rows)?;
        self.appended.replace(Some((entry.tail().head(), entry.stamp.post.clone())));
        Ok(())
    }

    fn put(&self, rows: &Registers) -> Result<(), StoreError> {
        let row = &rows.record;
        let id = self.id(row.seq);
        if rows.replaces {
            REMOVE.iter().try_for_each(|sql| self.run(sql, [id]))?;
        }
        let record = params![
            id,
            row.subject.as_bytes(),
            row.family.code(),
            row.number.site,
            day(row.number.date),
            row.number.n,
            row.at.millis(),
            row.post,
            row.status as u8,
            row.inside,
            row.key,
            row.due_order,
            row.state,
            row.people,
            row.driver
        ];
        self.insert(RECORD, record, Some(Conflict::Number))?;
        for (n, order) in (0_i64..).zip(&rows.limits) {
            self.insert(DEADLINE, params![order, id, n], None)?;
        }
        for (at, n, sound) in &rows.rungs {
            self.insert(RUNG, params![at, id, n, sound], None)?;
        }
        for (target, field, amend) in &rows.strikes {
            self.insert(STRUCK, params![self.id(*target), field, self.id(*amend), id], Some(Conflict::Strike))?;
        }
        for visit in &rows.visits {
            self.insert(NAMED, params![visit.as_bytes(), id], None)?;
        }
        Ok(())
    }

    fn clear(&self) -> Result<(), StoreError> {
        CLEAR.iter().try_for_each(|sql| self.run(sql, self.own()))
    }
}

impl Inspect for Book {
    fn walk(&self, order: Order, visit: Visit<'_>) -> Result<(), StoreError> {
        match order {
            Order::Seq => self.each(self.conn.prepare_cached(BY_PLACE)?.query(self.own())?, visit),
            Order::Subject(share) => self.subjects(share, visit),
        }
    }

    fn links(&self, visit: Link<'_>) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(LINKS)?;
        let mut rows = statement.query(self.own())?;
        while let Some(row) = rows.next()? {
            // Nothing else than bytes is a hash.
            let bytes = |column| Ok::<_, StoreError>(row.get_ref(column)?.as_blob().unwrap_or_default());
            visit(place(row.get(0)?), bytes(1)?, bytes(2)?)?;
        }
        Ok(())
    }

    fn registers(&self, from: Seq, to: Seq) -> Result<Stored, StoreError> {
        let keys = self.keys(from, to);
        let mut found = Stored::new();
        let mut statement = self.conn.prepare_cached(ROWS)?;
        let mut rows = statement.query(keys)?;
        while let Some(row) = rows.next()? {
            found.insert(place(row.get(0)?), registers(row));
        }
        self.rows(DEADLINES, keys, &mut found, |stored, row| {
            // A row that is out of its place differs from what the fold gives.
            let in_place = usize::try_from(row.get::<_, i64>(1)?) == Ok(stored.limits.len());
            stored.limits.push(if in_place { row.get(2)? } else { i64::MIN + 1 });
            Ok(())
        })?;
        self.rows(RUNGS, keys, &mut found, |stored, row| {
            stored.rungs.push((row.get(1)?, row.get(2)?, row.get(3)?));
            Ok(())
        })?;
        self.rows(STRIKES, keys, &mut found, |stored, row| {
            stored.strikes.push((self.place(row.get(1)?), row.get(2)?, self.place(row.get(3)?)));
            Ok(())
        })?;
        self.rows(VISITS, keys, &mut found, |stored, row| {
            // Nothing else than the bytes of one is a visit.
            stored.visits.push(Uuid::from_slice(row.get_ref(1)?.as_blob().unwrap_or_default()).unwrap_or_default());
            Ok(())
        })?;
        Ok(found)
    }

    fn stray_personal(&self, from: Seq) -> Result<Vec<Seq>, StoreError> {
        let mut statement = self.conn.prepare_cached(STRAY)?;
        let seqs = statement.query_map(self.keys(from, Seq::MAX), |row| row.get::<_, i64>(0))?;
        Ok(seqs.map(|seq| seq.map(place)).collect::<Result<_, _>>()?)
    }

    fn hash(&self, seq: Seq) -> Result<Option<Vec<u8>>, StoreError> {
        // A place beyond what a key holds is another log's.
        if seq >> LOG != 0 {
            return Ok(None);
        }
        let mut statement = self.conn.prepare_cached("SELECT CAST(hash AS BLOB) FROM entry WHERE seq = ?1")?;
        Ok(statement.query_row([self.id(seq)], |row| row.get(0)).optional()?)
    }

    fn is_sound(&self) -> Result<bool, StoreError> {
        let word: String = self.conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let marked = |pragma: &str| self.conn.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0));
        // A newer format is refused before anything is read.
        let ours = marked("application_id")? == i64::from(APPLICATION_ID)
            && marked("user_version")? >= schema::format(schema::STEPS);
        let laid_out = schema::layout(&self.conn)? == schema::layout_wanted()?;
        Ok(word == "ok" && laid_out && ours)
    }

    fn is_alone(&self) -> Result<bool, StoreError> {
        let [_, last] = self.own();
        let other = "SELECT count(*) FROM logbook WHERE n <> ?1 OR log <> ?2";
        let other: i64 = self.conn.query_row(other, params![self.number, self.log.as_bytes()], |row| row.get(0))?;
        let mut rows = other;
        for table in ["entry", "personal", "record", "deadline", "rung", "struck", "named"] {
            let beyond = |side: &str| format!("SELECT 1 FROM {table} WHERE seq {side}");
            let sql = format!("SELECT EXISTS ({}) + EXISTS ({})", beyond("< ?1"), beyond("> ?2"));
            rows += self.conn.query_row(&sql, [self.id(1), last], |row| row.get::<_, i64>(0))?;
        }
        Ok(rows == 0)
    }
}

/// A record's own row, without those of the other registers.
fn registers(row: &Row<'_>) -> Option<Registers> {
    let (key, due_order, people, driver) = (row.get(11).ok()?, row.get(12).ok()?, row.get(13).ok()?, row.get(14).ok()?);
    let record = RecordRow { key, due_order, people, driver, ..row_of(row)? };
    Some(Registers {
        record,
        limits: Vec::new(),
        rungs: Vec::new(),
        strikes: Vec::new(),
        visits: Vec::new(),
        replaces: true,
    })
}
