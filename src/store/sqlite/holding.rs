//! Holding on to an open logbook: its files are looked at before and after everything that is done with them, what was
//! committed is noted before it is acknowledged, and the write-ahead log goes into the file only while both are ours.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::store::sqlite::{SqliteStore, known, watch};
use crate::store::{Inspect, StoreError};

/// From how many frames on the write-ahead log goes into the file.
const CHECKPOINT: u64 = 1_000;

impl SqliteStore {
    /// Refuses to go on where the files are not those that were opened, or not as noted; the caller has the turn to write.
    pub(super) fn in_place(&self, noted: Option<&known::Known>) -> Result<watch::Main, StoreError> {
        let main = self.watch.look(&self.book.conn).inspect_err(|_| self.rescue())?;
        if is_noted(noted, main) { Ok(main) } else { Err(StoreError::Replaced) }
    }

    /// As [`in_place`](Self::in_place), while others may write.
    pub(super) fn in_place_now(&self) -> Result<(), StoreError> {
        // Whoever brings the log into the file notes it a moment later.
        for _ in 0..3 {
            match self.watch.look_now(&self.book.conn) {
                // A log that lost all that was in it looks like one that went into the file.
                Ok(main) if is_noted(self.known.read().as_ref(), main) => return self.has_acknowledged(None),
                Ok(_) => {}
                Err(error) => {
                    if self.watch.is_log_gone()
                        && let Ok(_turn) = self.turnstile.enter()
                    {
                        self.rescue();
                    }
                    return Err(error);
                }
            }
        }
        Err(StoreError::Replaced)
    }

    /// Refuses to go on where an entry that was acknowledged is not there: older files were copied over the open ones.
    pub(super) fn has_acknowledged(&self, noted: Option<&known::Known>) -> Result<(), StoreError> {
        if self.book.number != 0 {
            return Ok(());
        }
        let noted = noted.map(|known| &known.head).filter(|head| self.waived.as_ref() != Some(head));
        let own = self.acknowledged.borrow();
        for head in noted.into_iter().chain(own.as_ref()).filter(|head| head.seq > 0) {
            if self.book.stands(head)? != Some(true) {
                return Err(StoreError::Replaced);
            }
        }
        Ok(())
    }

    /// What is in a write-ahead log that lost its name is brought into the file while it can be: it goes with the last
    /// process that has it open.
    fn rescue(&self) {
        if self.watch.is_log_gone()
            && let Some(known) = self.known.read()
            && watch::Main::of(self.watch.path()).is_ok_and(|main| is_noted(Some(&known), main))
        {
            self.known.write(&known::Known { main: None, ..known });
            let _ = self.checkpoint();
        }
    }

    fn checkpoint(&self) -> Result<(), StoreError> {
        let mut statement = self.book.conn.prepare_cached("PRAGMA wal_checkpoint(PASSIVE)")?;
        Ok(statement.query_row([], |_| Ok(()))?)
    }

    /// What is told of an error: whatever reading and writing came to in files that are not ours, they are not ours.
    pub(super) fn told(&self, error: StoreError) -> StoreError {
        let own = matches!(error, StoreError::Damaged | StoreError::Foreign | StoreError::Other(_));
        if own && self.watch.look_now(&self.book.conn).is_err() { StoreError::Replaced } else { error }
    }

    /// The same where nothing was to be saved.
    pub(super) fn told_of_reading(&self, error: StoreError) -> StoreError {
        if error == StoreError::Full { StoreError::Unread } else { self.told(error) }
    }

    /// Notes what was committed, before it is acknowledged, and brings a long log into the file.
    pub(super) fn saved(&self, noted: Option<known::Known>) -> Result<(), StoreError> {
        let main = self.in_place(noted.as_ref())?;
        let salt = self.watch.salt();
        let known = match (self.book.number, self.book.appended.take(), noted) {
            (0, Some((head, _)), _) => {
                self.acknowledged.replace(Some(head.clone()));
                Some(known::Known { head, main: Some(main), salt })
            }
            (_, _, noted) => noted.map(|known| known::Known { main: Some(main), salt, ..known }),
        };
        let Some(known) = known else { return Ok(()) };
        if watch::count(&self.book.conn)?.is_none_or(|frames| frames < CHECKPOINT) {
            self.known.write(&known);
            return Ok(());
        }
        let known = known::Known { main: None, ..known };
        self.known.write(&known);
        // What could not be brought over stays in the log.
        let _ = self.checkpoint();
        let main = self.in_place(Some(&known))?;
        self.known.write(&known::Known { main: Some(main), ..known });
        Ok(())
    }
}

/// Whether the logbook's file looks as whoever wrote to it last has left it.
fn is_noted(known: Option<&known::Known>, main: watch::Main) -> bool {
    known.and_then(|known| known.main).is_none_or(|known| known == main)
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        // The last one to leave brings the log into the file; one that is not ours stays out of it.
        let ours = self.in_place_now().is_ok();
        let _ = checkpoints_on_close(&self.book.conn, ours);
    }
}

/// Whether closing the connection brings the write-ahead log into the file.
pub(super) fn checkpoints_on_close(conn: &Connection, yes: bool) -> Result<(), StoreError> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !yes)?;
    Ok(())
}
