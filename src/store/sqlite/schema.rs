//! The schema and its history: a file is brought to the newest format step by step, and a copy of it is kept first.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::store::StoreError;
use crate::store::sqlite::error::io;
use crate::store::sqlite::guard::{self, APPLICATION_ID};
use crate::store::sqlite::turnstile::{beside, private};

/// The steps from an empty file to the newest format; a file's format is the number of steps it has taken. Where nothing
/// changes but what the registers hold of the same entries, an empty step is added.
pub(super) const STEPS: &[&str] = &[
    include_str!("schema.sql"),
    "",
    include_str!("keyed.sql"),
    include_str!("stays.sql"),
    "",
    "",
    "",
    "",
    include_str!("driver.sql"),
    include_str!("named.sql"),
    "",
];

/// The format that a list of steps leads to.
pub(super) fn format(steps: &[&str]) -> i64 {
    i64::try_from(steps.len()).unwrap_or(i64::MAX)
}

/// Refuses a file whose format is newer than `known`, or which is another program's; gives the format found.
pub(super) fn check(conn: &Connection, known: i64) -> Result<i64, StoreError> {
    let found = conn.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))?;
    let of: i32 = conn.prepare_cached("PRAGMA application_id")?.query_row([], |row| row.get(0))?;
    // One that is just being made is not marked yet.
    if found != 0 && of != APPLICATION_ID {
        return Err(StoreError::Foreign);
    }
    if found > known { Err(StoreError::Newer { found, known }) } else { Ok(found) }
}

/// Takes the steps that the file has not taken and `refold`s its registers, all in one transaction; tells whether it had
/// to. The caller has the turn to write.
pub(super) fn migrate(
    conn: &Connection,
    path: &Path,
    steps: &[&str],
    refold: impl Fn() -> Result<(), StoreError>,
) -> Result<bool, StoreError> {
    let newest = format(steps);
    let found = check(conn, newest)?;
    if found == newest {
        return Ok(false);
    }
    if 0 < found {
        guard::tighten(path);
    }
    let ahead = || steps.iter().zip(1_i64..).filter(|(_, format)| *format > found).map(|(step, _)| step);
    // Registers alone need no copy: they are folded from what stays as it is.
    let rewrites = 0 < found && ahead().any(|step| !step.is_empty());
    if rewrites {
        keep(conn, path, found)?;
    }
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    ahead().try_for_each(|step| tx.execute_batch(step))?;
    if 0 < found {
        refold()?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", newest)?;
    tx.commit()?;
    if rewrites {
        // What the older tables took is given back; a disk too full for that keeps nobody out.
        let _ = conn.execute_batch("VACUUM");
    }
    Ok(0 < found)
}

/// One thing that a file has: its type, name, table and text.
type Laid = (String, String, String, Option<String>);

/// Everything that a file is laid out of: tables, indexes, triggers, views, with what they say. The two tables of counts
/// that `ANALYZE` makes are the database's own, and any program may have asked for them.
pub(super) fn layout(conn: &Connection) -> Result<Vec<Laid>, StoreError> {
    let mut statement = conn.prepare(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE ifnull(sql, '') NOT IN \
         ('CREATE TABLE sqlite_stat1(tbl,idx,stat)', \
          'CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)') ORDER BY name, type",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a file of the newest format is laid out of.
#[allow(clippy::disallowed_methods)]
pub(super) fn layout_wanted() -> Result<Vec<Laid>, StoreError> {
    let conn = Connection::open_in_memory()?;
    STEPS.iter().try_for_each(|step| conn.execute_batch(step))?;
    layout(&conn)
}

/// Whether a file is laid out as it was made.
pub(super) fn is_ours(conn: &Connection) -> Result<bool, StoreError> {
    Ok(layout(conn)? == layout_wanted()?)
}

/// Leaves a whole copy of the file in its old format beside it, with every entry; a copy cut short never gets the final
/// name, and nothing that has a name loses it.
fn keep(conn: &Connection, path: &Path, format: i64) -> Result<(), StoreError> {
    let part = beside(path, &format!(".v{format}-part"));
    match std::fs::remove_file(&part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
        _ => drop(private(&part)?),
    }
    let name = part.to_str().ok_or_else(|| StoreError::Other("the path is not UTF-8".to_owned()))?;
    conn.execute("VACUUM INTO ?1", [name])?;
    private(&part)?.sync_all().map_err(io)?;
    guard::put_aside(path, &part, &format!(".v{format}"))
}
