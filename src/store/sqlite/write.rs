//! Writing: an entry, its personal part and the rows of its record; and the rows as a check reads them back.

use rusqlite::{ErrorCode, OptionalExtension, Params, params, params_from_iter};

use crate::domain::entry::Seq;
use crate::store::chain::Cell;
use crate::store::codec::{RawEntry, StoredEntry};
use crate::store::registers::{RecordRow, Registers};
use crate::store::sqlite::guard::APPLICATION_ID;
use crate::store::sqlite::read::{BY_PLACE, FOLLOWING, OPENINGS, OTHERS, day, row_of};
use crate::store::sqlite::{Book, LOG, place, schema};
use crate::store::{Conflict, Inspect, Order, Share, StoreError, Tx, Visit};

const ENTRY: &str = "INSERT INTO entry (prev, seq, uid, at, written_at, offset, boot, post, operator, subject, kind, \
                     version, body, commitment, format, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const PERSONAL: &str = "INSERT INTO personal (seq, salt, json) VALUES (?1, ?2, ?3)";
const RECORD: &str = "INSERT INTO record (seq, subject, family, site, date, n, at, post, status, inside, key, due_order, \
                      state, people) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const DEADLINE: &str = "INSERT INTO deadline (due_order, seq, n) VALUES (?1, ?2, ?3)";
const RUNG: &str = "INSERT INTO rung (at, seq, n, sound) VALUES (?1, ?2, ?3, ?4)";
const STRUCK: &str = "INSERT INTO struck (target, field, amend, seq) VALUES (?1, ?2, ?3, ?4)";
const REMOVE: [&str; 4] = [
    "DELETE FROM record WHERE seq = ?1",
    "DELETE FROM deadline WHERE seq = ?1",
    "DELETE FROM rung WHERE seq = ?1",
    "DELETE FROM struck WHERE seq = ?1",
];
const CLEAR: [&str; 4] = [
    "DELETE FROM record WHERE seq BETWEEN ?1 AND ?2",
    "DELETE FROM deadline WHERE seq BETWEEN ?1 AND ?2",
    "DELETE FROM rung WHERE seq BETWEEN ?1 AND ?2",
    "DELETE FROM struck WHERE seq BETWEEN ?1 AND ?2",
];
const REGISTERED: &str = "SELECT seq FROM record WHERE seq BETWEEN ?1 AND ?2 \
                          UNION ALL SELECT DISTINCT seq FROM deadline WHERE seq BETWEEN ?1 AND ?2 \
                          UNION ALL SELECT DISTINCT seq FROM rung WHERE seq BETWEEN ?1 AND ?2 \
                          UNION ALL SELECT DISTINCT seq FROM struck WHERE seq BETWEEN ?1 AND ?2";
const STRAY: &str = "SELECT p.seq FROM personal p LEFT JOIN entry e ON e.seq = p.seq \
                     WHERE e.seq IS NULL AND p.seq BETWEEN ?1 AND ?2 ORDER BY p.seq LIMIT 100";

impl Book {
    fn run(&self, sql: &str, params: impl Params) -> Result<(), StoreError> {
        Ok(self.conn.prepare_cached(sql)?.execute(params).map(drop)?)
    }

    /// Inserts a row. Where the like of it is there it is `taken`, or that is damage; and so it is where a trigger that is
    /// not ours has eaten it.
    fn insert(&self, sql: &str, params: impl Params, taken: Option<Conflict>) -> Result<(), StoreError> {
        match self.conn.prepare_cached(sql)?.execute(params) {
            Err(rusqlite::Error::SqliteFailure(failure, _)) if failure.code == ErrorCode::ConstraintViolation => {
                Err(taken.map_or(StoreError::Damaged, StoreError::Conflict))
            }
            done => (done? == 1).then_some(()).ok_or(StoreError::Damaged),
        }
    }

    fn seqs(&self, sql: &str) -> Result<Vec<Seq>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let seqs = statement.query_map(self.own(), |row| row.get::<_, i64>(0))?;
        Ok(seqs.map(|seq| seq.map(place)).collect::<Result<_, _>>()?)
    }

    fn pairs(&self, sql: &str, seq: i64) -> Result<Vec<(i64, i64)>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([seq], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Book {
    /// Every entry of the own log after a place.
    pub(super) fn walk_after(&self, after: Seq, visit: Visit<'_>) -> Result<(), StoreError> {
        let [_, last] = self.own();
        let mut statement = self.conn.prepare_cached(BY_PLACE)?;
        self.each(statement.query([self.id(after + 1), last])?, visit)
    }

    /// Visits every entry, subject by subject: mostly what opens a record as it comes, and what follows it by the index,
    /// which takes half the time of putting all of them in order.
    fn subjects(&self, share: Share, visit: Visit<'_>) -> Result<(), StoreError> {
        let [from, to] = self.own();
        let [first, last] = match share {
            Share::All => [from, to],
            Share::Before(seq) => [from, self.id(seq) - 1],
            Share::From(seq) => [self.id(seq), to],
        };
        let mut visited: i64 = 0;
        let mut counted = |raw: &RawEntry<'_>| {
            visited += 1;
            visit(raw)
        };
        let mut openings = self.conn.prepare_cached(OPENINGS)?;
        let mut following = self.conn.prepare_cached(FOLLOWING)?;
        let mut rows = openings.query([first, last])?;
        while let Some(row) = rows.next()? {
            let opening = self.raw(row)?;
            counted(&opening)?;
            self.each(following.query(params![opening.subject(), from, to])?, &mut counted)?;
        }
        if matches!(share, Share::Before(_)) {
            return Ok(());
        }
        let all = "SELECT count(*) FROM entry NOT INDEXED WHERE seq BETWEEN ?1 AND ?2";
        let all: i64 = self.conn.query_row(all, [from, to], |row| row.get(0))?;
        let whole = share == Share::All;
        if visited < all || !whole {
            let mut others = self.conn.prepare_cached(OTHERS)?;
            self.each(others.query([from, to])?, &mut |raw| {
                visited += 1;
                visit(raw)
            })?;
        }
        // An index that has lost an entry must not make it be left out in silence.
        if visited == all || !whole { Ok(()) } else { Err(StoreError::Damaged) }
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
            row.people
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

    fn registers(&self, seq: Seq) -> Result<Option<Registers>, StoreError> {
        let id = self.id(seq);
        let mut statement = self.conn.prepare_cached(
            "SELECT seq, subject, family, site, date, n, at, post, status, inside, state, key, due_order, people, \
             EXISTS (SELECT 1 FROM deadline WHERE seq = ?1) OR EXISTS (SELECT 1 FROM rung WHERE seq = ?1) \
             OR EXISTS (SELECT 1 FROM struck WHERE seq = ?1) FROM record WHERE seq = ?1",
        )?;
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let found = row_of(row).ok_or(StoreError::Damaged)?;
        let key = row.get(11).map_err(|_| StoreError::Damaged)?;
        let record = RecordRow { key, due_order: row.get(12)?, people: row.get(13)?, ..found };
        if !row.get::<_, bool>(14)? {
            let (limits, rungs, strikes) = (Vec::new(), Vec::new(), Vec::new());
            return Ok(Some(Registers { record, limits, rungs, strikes, replaces: true }));
        }
        let mut limits = self.pairs("SELECT n, due_order FROM deadline WHERE seq = ?1", id)?;
        limits.sort_unstable();
        let mut statement = self.conn.prepare_cached("SELECT at, n, sound FROM rung WHERE seq = ?1 ORDER BY at, n")?;
        let rungs = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let rungs = rungs.collect::<Result<_, _>>()?;
        let mut statement = self
            .conn
            .prepare_cached("SELECT target, field, amend FROM struck WHERE seq = ?1 ORDER BY target, field, amend")?;
        let strikes = statement
            .query_map([id], |row| Ok((self.place(row.get(0)?), row.get(1)?, self.place(row.get(2)?))))?
            .collect::<Result<_, _>>()?;
        // A row that is out of its place differs from what the fold gives.
        let limits = (0..).zip(limits).map(|(n, (at, order))| if n == at { order } else { i64::MIN + 1 }).collect();
        Ok(Some(Registers { record, limits, rungs, strikes, replaces: true }))
    }

    fn registered(&self) -> Result<Vec<Seq>, StoreError> {
        self.seqs(REGISTERED)
    }

    fn stray_personal(&self) -> Result<Vec<Seq>, StoreError> {
        self.seqs(STRAY)
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
        let marks = [marked("application_id")?, marked("user_version")?];
        let laid_out = schema::layout(&self.conn)? == schema::layout_wanted()?;
        Ok(word == "ok" && laid_out && marks == [i64::from(APPLICATION_ID), schema::format(schema::STEPS)])
    }

    fn is_alone(&self) -> Result<bool, StoreError> {
        let [_, last] = self.own();
        let other = "SELECT count(*) FROM logbook WHERE n <> ?1 OR log <> ?2";
        let other: i64 = self.conn.query_row(other, params![self.number, self.log.as_bytes()], |row| row.get(0))?;
        let mut rows = other;
        for table in ["entry", "personal", "record", "deadline", "rung", "struck"] {
            let beyond = |side: &str| format!("SELECT 1 FROM {table} WHERE seq {side}");
            let sql = format!("SELECT EXISTS ({}) + EXISTS ({})", beyond("< ?1"), beyond("> ?2"));
            rows += self.conn.query_row(&sql, [self.id(1), last], |row| row.get::<_, i64>(0))?;
        }
        Ok(rows == 0)
    }
}
