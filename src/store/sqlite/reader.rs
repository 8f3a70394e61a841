//! A handle that only reads: it changes no byte of the logbook and of what stands beside it, and makes no file, so that a
//! write-protected copy can be read and checked, and a check leaves no trace.
//!
//! How the database is told to read depends on what stands beside the file, because by itself it would make the index of
//! the write-ahead log, or fold that log into the file:
//!
//! | `-wal` | `-shm` | |
//! |---|---|---|
//! | something | there | a window has the logbook open, or crashed: read through its index, which is only looked at |
//! | its head alone | there | what it held was cut off: the file alone, as it lies |
//! | something | missing | left by a crash, or copied along: read with an index in memory |
//! | empty | there | a window has it open that has nothing to fold in |
//! | none, or empty | | nobody has it open: the file alone, as it lies |
//!
//! A file that is read as it lies is locked against nobody. Where somebody opened it after all and changed it meanwhile,
//! what was read is not handed out.
//!
//! A file of an older format is refused: its rows are laid out otherwise, and to bring them up is to write.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use crate::domain::entry::{Head, Seq};
use crate::store::sqlite::admission::{self, Admission, Torn};
use crate::store::sqlite::error::io;
use crate::store::sqlite::known::Known;
use crate::store::sqlite::turnstile::{beside, patiently};
use crate::store::sqlite::watch::is_log_whole;
use crate::store::sqlite::{Book, guard, schema, sums};
use crate::store::{
    Answer, Finding, Flaw, Inspect, Mark, Question, Read, Store, StoreError, VerifyReport, Work, verify,
};

pub(super) const PROFILE: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -16384;
";

const FLAGS: OpenFlags =
    OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX).union(OpenFlags::SQLITE_OPEN_URI);

/// A logbook in an SQLite file, to be read.
pub struct SqliteReader {
    // Dropped in this order, as with a handle that writes.
    pub(super) book: Book,
    path: PathBuf,
    /// What is known of the last entry that was acknowledged at the path.
    acknowledged: Result<Option<Known>, Torn>,
    /// The last entries themselves, also that of the name that was given.
    heads: Vec<Head>,
    /// What the file looked like, where it is read as it lies.
    lay: Option<Look>,
    _held: guard::Held,
}

/// A file's length and when it was changed last.
pub(super) type Look = (u64, Option<SystemTime>);

fn look(path: &Path) -> Result<Look, StoreError> {
    let about = std::fs::metadata(path).map_err(io)?;
    Ok((about.len(), about.modified().ok()))
}

impl SqliteReader {
    /// Opens the logbook at a path for reading.
    ///
    /// # Errors
    /// As [`SqliteStore::open`](super::SqliteStore::open); `Older` where the file would have to be brought up first.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let (reader, admission) = Self::admitted(path)?;
        admission.compare(&reader.book)?;
        Ok(reader)
    }

    /// Opens it to be checked: that it lacks what was acknowledged at its path is found by the check, and no reason to
    /// look at nothing else.
    ///
    /// # Errors
    /// As [`open`](Self::open), but for `Behind`.
    pub fn open_to_check(path: &Path) -> Result<Self, StoreError> {
        Self::admitted(path).map(|(reader, _)| reader)
    }

    fn admitted(path: &Path) -> Result<(Self, Admission), StoreError> {
        let (reader, admission) = Self::opened(path)?;
        admission.look(&reader.book)?;
        reader.still()?;
        Ok((reader, admission))
    }

    fn opened(asked: &Path) -> Result<(Self, Admission), StoreError> {
        let path = guard::resolve(asked)?;
        let known = schema::format(schema::STEPS);
        let admission = Admission::of(&path, asked, false)?;
        let told = |error| guard::cause(&path, admission.told(error));
        let ((mut conn, lay), held) = guard::admit(&path, known, connect).map_err(told)?;
        match schema::check(&conn, known).map_err(told)? {
            0 => return Err(told(StoreError::Damaged)),
            found if found < known => return Err(StoreError::Older { found, known }),
            _ => {}
        }
        conn.authorizer(Some(guard::allow))?;
        let book = Book::of(conn).map_err(told)?;
        let (acknowledged, heads) = (admission.acknowledged(), admission.heads());
        Ok((Self { book, path, acknowledged, heads, lay, _held: held }, admission))
    }

    /// Whether its tables, indexes or triggers are not those that it was made with.
    pub fn is_altered(&self) -> bool {
        !schema::is_ours(&self.book.conn).unwrap_or(false)
    }

    /// Looks at the pages of the file, at the last entries, and at the lists as far as they tell of these or of what is open
    /// or inside, as each start does.
    ///
    /// # Errors
    /// `Damaged` where pages are out of place, entries are no chain, or lists are not what they say; else where it cannot be
    /// read.
    pub fn check_recent(&self) -> Result<(), StoreError> {
        let looked = self.book.moment(|| {
            admission::recent(&self.book)?;
            let stand = verify::stand_lately(&self.book, admission::RECENT)?;
            if stand { Ok(()) } else { Err(StoreError::Damaged) }
        });
        self.still().and(looked)
    }

    /// Refuses what was read of a file that was changed meanwhile.
    fn still(&self) -> Result<(), StoreError> {
        match self.lay {
            Some(lay) if look(&self.path)? != lay => Err(StoreError::Busy { pid: 0, post: String::new() }),
            _ => Ok(()),
        }
    }
}

fn connect(path: &Path) -> Result<(Connection, Option<Look>), StoreError> {
    let (conn, lay) = opened(path)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch(PROFILE)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok((conn, lay))
}

/// As the table above says, of which nothing is read yet.
#[allow(clippy::disallowed_methods)]
pub(super) fn opened(path: &Path) -> Result<(Connection, Option<Look>), StoreError> {
    let mut lay = None;
    let length = |suffix| std::fs::metadata(beside(path, suffix)).ok().map(|file| file.len());
    let begun = || if length("-wal") == Some(sums::HEAD as u64) { Err(()) } else { Ok(()) };
    let cut = patiently(begun).is_err();
    let conn = match (length("-wal"), length("-shm")) {
        (Some(len), Some(_)) if !cut => {
            if len > 0 {
                begins(path)?;
            }
            Connection::open_with_flags(uri(path, "readonly_shm=1")?, FLAGS)?
        }
        (Some(1..), None) if cfg!(unix) => by_own_index(path)?,
        _ => {
            lay = Some(look(path)?);
            as_it_lies(path)?
        }
    };
    Ok((conn, lay))
}

/// Refuses a log that does not begin as one: whoever only reads would wait for the database to make its index anew.
fn begins(path: &Path) -> Result<(), StoreError> {
    let log = std::fs::File::open(beside(path, "-wal")).map_err(io)?;
    patiently(|| if sums::hold(&log, 0, 0).unwrap_or(false) { Ok(()) } else { Err(StoreError::Cut) })
}

/// The file with the log beside it, by an index in memory: alone, the database keeps it there.
#[allow(clippy::disallowed_methods)]
pub(super) fn by_own_index(path: &Path) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags_and_vfs(uri(path, "")?, FLAGS, c"unix-none")?;
    conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    Ok(conn)
}

/// The file alone. Nobody in this process may have it open: what is closed again here would take their locks along.
#[allow(clippy::disallowed_methods)]
pub(super) fn as_it_lies(path: &Path) -> Result<Connection, StoreError> {
    Ok(Connection::open_with_flags(uri(path, "immutable=1")?, FLAGS)?)
}

/// The place of the last entry that the file has by itself, as far as that can be read.
pub(super) fn last_without_log(path: &Path) -> Option<Seq> {
    Some(Book::of(as_it_lies(path).ok()?).ok()?.head().ok()??.seq)
}

/// A path as the database takes it together with how to read it.
fn uri(path: &Path, how: &str) -> Result<String, StoreError> {
    let path = path.to_str().ok_or_else(|| StoreError::Other("the path is not UTF-8".to_owned()))?;
    let mut uri = "file:".to_owned();
    for c in path.chars() {
        match c {
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            '%' => uri.push_str("%25"),
            c => uri.push(c),
        }
    }
    Ok(format!("{uri}?mode=ro&{how}"))
}

impl Read for SqliteReader {
    fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, StoreError> {
        let answers = self.book.at_once(questions);
        self.still()?;
        answers
    }
}

impl Store for SqliteReader {
    fn log(&self) -> Uuid {
        self.book.log
    }

    fn snapshot(&self, questions: &[Question]) -> Result<(Mark, Vec<Answer>), StoreError> {
        let answers = self.book.snapshot(questions);
        self.still()?;
        answers
    }

    fn changed_since(&self, mark: Mark) -> Result<Option<Mark>, StoreError> {
        self.book.changed_since(mark)
    }

    /// Refuses: it only reads.
    fn lock(&mut self, _: &[Question], _: Work<'_>) -> Result<(), StoreError> {
        Err(StoreError::ReadOnly)
    }

    fn inspect(&self, work: &mut dyn FnMut(&dyn Inspect) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let done = self.book.moment(|| work(&self.book));
        self.still()?;
        done
    }

    fn again(&self) -> Option<Box<dyn Store>> {
        // That the log beside it is its own was seen by this one.
        Some(Box::new(Self::opened(&self.path).ok()?.0))
    }

    fn verify_against(&self, known: &[Head]) -> Result<VerifyReport, StoreError> {
        let acknowledged = self.acknowledged.as_ref().ok().and_then(Option::as_ref);
        let known = [known, &self.heads].concat();
        let mut report = verify::verify(self, &known)?;
        report.compared = acknowledged.is_some();
        report.since = acknowledged.and_then(|known| known.since);
        if !is_log_whole(&self.path) {
            report.findings.insert(0, Finding { seq: 0, flaw: Flaw::Log });
        }
        if self.acknowledged.is_err() {
            report.findings.insert(0, Finding { seq: 0, flaw: Flaw::Note });
        }
        Ok(report)
    }
}
