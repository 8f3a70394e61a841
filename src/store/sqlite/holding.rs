//! Holding on to an open logbook: its files are looked at before and after everything that is done with them, what was
//! committed is noted before it is acknowledged, and the write-ahead log goes into the file only while both are ours.

use std::cell::{Cell, RefCell};
use std::fs::File;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::domain::entry::{Head, Seq};
use crate::store::sqlite::{Book, SqliteStore, admission, guard, known, watch};
use crate::store::{Inspect, Mark, Read, StoreError};

/// After how many frames the write-ahead log goes into the file.
const CHECKPOINT: u64 = 1_000;

/// What a handle remembers, whatever becomes of the files and of the note.
pub(super) struct Memory {
    /// What was acknowledged, and was accepted to be missing when it was opened.
    waived: Option<Head>,
    /// The last entry that is known to be acknowledged, or was found at the opening.
    acknowledged: RefCell<Option<Head>>,
    /// What the log looked like when that entry was seen in it last; what the file looked like is in `left`.
    stood: Cell<Option<watch::Log>>,
    /// What the logbook's file looked like when all was well last.
    left: Cell<Option<watch::Main>>,
    /// What it looked like, and its last entry, when all of it was read and found whole last.
    whole: RefCell<Option<(watch::Main, Head)>>,
    /// What the log looked like when it was held against its sums last.
    summed: Cell<Option<watch::Log>>,
    /// What the log looked like when there was nothing new in it since a mark.
    pub(super) seen: Cell<Option<(Mark, watch::Log)>>,
    /// What was told of files that are not ours, or damaged.
    refused: RefCell<Option<StoreError>>,
    /// Since which entry there is a note, where one was lost, as it was found at the opening.
    since: Option<Seq>,
    /// How long the log was when it was brought into the file last, which whoever reads just then keeps from being all.
    tried: Cell<u64>,
    /// Whether the last note could be written.
    pub(super) noted: Cell<bool>,
}

impl Memory {
    /// The memory of a logbook just opened.
    pub(super) fn begin(
        book: &Book,
        left: watch::Main,
        waived: Option<Head>,
        (place, note): (&known::Place, known::Note),
    ) -> Result<Self, StoreError> {
        Ok(Self {
            waived,
            acknowledged: RefCell::new(book.head()?),
            stood: Cell::new(None),
            left: Cell::new(Some(left)),
            whole: RefCell::new(None),
            summed: Cell::new(None),
            seen: Cell::new(None),
            refused: RefCell::new(None),
            tried: Cell::new(0),
            since: place.read().and_then(|known| known.since),
            noted: Cell::new(note != known::Note::Unkept),
        })
    }
}

impl SqliteStore {
    /// The turn to write to files that are ours, and what is noted of them. A file that was changed is read whole before,
    /// while others write: that takes longer than anyone waits for a turn.
    pub(super) fn turn(&self) -> Result<(File, known::Noted), StoreError> {
        let told = |error| guard::cause(self.watch.path(), error);
        let enter = || self.turnstile.enter().map(|turn| (turn, self.known.take())).map_err(told);
        let (mut turn, mut noted) = enter()?;
        let mut looked = self.look();
        if self.memory.refused.borrow().is_none()
            && let Ok(main) = looked
            && !self.is_as_left(noted.known.as_ref(), main)
        {
            drop(turn);
            // Whatever it comes to is told under the turn alone.
            let _ = self.is_whole(main, noted.known.as_ref());
            (turn, noted) = enter()?;
            looked = self.look();
        }
        let known = noted.known.as_ref();
        self.in_place(looked.and_then(|main| self.is_log_as_left(known).map(|()| main)), known)?;
        Ok((turn, noted))
    }

    /// Refuses to go on where the files, as they look, are not those that were opened, or were changed and are not whole;
    /// the caller has the turn to write.
    fn in_place(
        &self,
        looked: Result<watch::Main, StoreError>,
        noted: Option<&known::Known>,
    ) -> Result<watch::Main, StoreError> {
        self.gate(looked.and_then(|main| {
            if !self.is_as_left(noted, main) {
                self.is_whole(main, noted)?;
                // Nobody else need read it for that.
                noted.map(|noted| self.known.write(&known::Known { main: Some(main), ..noted.clone() }));
            }
            Ok(main)
        }))
    }

    /// Looks at the files; what the database has read of a file that looked otherwise, it reads anew.
    fn look(&self) -> Result<watch::Main, StoreError> {
        let main = self.watch.look_now(&self.book.conn)?;
        if self.memory.left.get() != Some(main) {
            self.memory.stood.set(None);
            self.book.conn.execute_batch("PRAGMA shrink_memory")?;
        }
        Ok(main)
    }

    /// Whether the logbook's file looks as we left it, or whoever noted it last.
    fn is_as_left(&self, noted: Option<&known::Known>, main: watch::Main) -> bool {
        [noted.and_then(|known| known.main), self.memory.left.get()].contains(&Some(main))
    }

    /// Holds the log against its sums where it does not look as whoever wrote to it last has left it: a frame that is not
    /// what was written would take along, at a start after a crash, whatever is acknowledged from now on. Nor are the
    /// registers then what they were.
    fn is_log_as_left(&self, noted: Option<&known::Known>) -> Result<(), StoreError> {
        if noted.is_some_and(|known| known.log == Some(self.watch.log())) {
            return Ok(());
        }
        self.book.kept.set(0);
        if self.watch.count() == 0 { Ok(()) } else { self.watch.is_sound(&self.book.conn) }
    }

    /// As [`in_place`](Self::in_place), while others may write.
    pub(super) fn in_place_now(&self) -> Result<(), StoreError> {
        let looked = self.look();
        if self.memory.refused.borrow().is_none()
            && let Ok(main) = &looked
            && (self.memory.left.get() == Some(*main) || is_noted(self.known.read_now().as_ref(), *main))
        {
            // A log that lost all that was in it looks like one that went into the file.
            return self.gate(self.has_acknowledged(None).map(|()| *main)).map(drop);
        }
        // Whoever is writing, or bringing the log into the file, has noted it by then.
        self.turn().map(drop).map_err(|error| self.memory.refused.borrow().clone().or(looked.err()).unwrap_or(error))
    }

    /// Holds the log against its sums where it has changed since that was done last: what was changed in it while somebody
    /// wrote to it looks like what they wrote.
    pub(super) fn is_log_whole(&self) -> Result<(), StoreError> {
        let log = Some(self.watch.log());
        if self.memory.summed.get() == log {
            return Ok(());
        }
        match self.watch.is_sound(&self.book.conn) {
            Err(error @ StoreError::Damaged) => self.gate(Err(error)).map(drop),
            // Whoever is writing to it is asked the next time.
            Err(_) => Ok(()),
            Ok(()) => {
                self.memory.summed.set(log);
                Ok(())
            }
        }
    }

    /// The one way in. What was told once is told until the logbook is opened again: the database may hold pages of files
    /// that are away by now.
    fn gate(&self, found: Result<watch::Main, StoreError>) -> Result<watch::Main, StoreError> {
        let mut refused = self.memory.refused.borrow_mut();
        if let Err(error @ (StoreError::Replaced | StoreError::Damaged | StoreError::Foreign)) = &found {
            refused.get_or_insert_with(|| error.clone());
        }
        let Some(error) = refused.clone() else {
            self.memory.left.set(found.as_ref().ok().copied().or(self.memory.left.get()));
            return found;
        };
        self.rescue();
        Err(error)
    }

    /// Whether file and log, read anew, are a whole logbook that has what was acknowledged. Where another program has
    /// touched the file, or brought the log into it, nothing else tells that from an older file. Of a file that was found
    /// whole as it is, only what was written since is read.
    fn is_whole(&self, main: watch::Main, noted: Option<&known::Known>) -> Result<(), StoreError> {
        self.watch.is_headed(self.memory.left.get().map_or(0, |left| left.len))?;
        self.book.conn.execute_batch("PRAGMA shrink_memory")?;
        self.book.kept.set(0);
        self.memory.stood.set(None);
        let before = self.memory.whole.take().filter(|(found, _)| *found == main);
        let looked = self.book.moment(|| {
            match before {
                Some((_, head)) if self.book.stands(&head)? == Some(true) => admission::chained(&self.book, head.seq)?,
                _ => admission::whole(&self.book)?,
            }
            self.has_acknowledged(noted)?;
            self.book.head()
        });
        let head = looked.map_err(|error| if is_own(&error) { StoreError::Replaced } else { error })?;
        self.memory.whole.replace(head.map(|head| (main, head)));
        Ok(())
    }

    /// Refuses to go on where an entry that was acknowledged is not there: older files were copied over the open ones.
    /// Where nothing has changed since it was seen, it is there.
    pub(super) fn has_acknowledged(&self, noted: Option<&known::Known>) -> Result<(), StoreError> {
        if self.book.number != 0 {
            return Ok(());
        }
        let noted = noted.map(|known| &known.head);
        let mut own = self.memory.acknowledged.borrow_mut();
        if noted.is_some() && noted == self.memory.waived.as_ref() {
            // What is missing was accepted of this end of the logbook, and of no other.
            return if self.book.head()? == *own { Ok(()) } else { Err(StoreError::Replaced) };
        }
        let log = Some(self.watch.log());
        let stood = own.as_ref().filter(|_| self.memory.stood.get() == log);
        for head in noted.into_iter().chain(own.as_ref()).filter(|head| head.seq > 0) {
            if stood != Some(head) && self.book.stands(head)? != Some(true) {
                return Err(StoreError::Replaced);
            }
        }
        self.memory.stood.set(log);
        // What others acknowledged is remembered, too, in case the note is lost.
        if let Some(noted) = noted.filter(|noted| own.as_ref().is_none_or(|own| own.seq < noted.seq)) {
            own.replace(noted.clone());
        }
        Ok(())
    }

    /// What is in a write-ahead log that lost its name is brought into the file while it can be: it goes with the last
    /// process that has it open.
    fn rescue(&self) {
        let known = self.known.read_now();
        if self.watch.is_log_gone()
            && let Ok(main) = watch::Main::of(self.watch.path())
            && (self.memory.left.get() == Some(main) || is_noted(known.as_ref(), main))
            && self.watch.is_sound(&self.book.conn).is_ok()
        {
            if let Some(known) = known {
                self.known.write(&known::Known { main: None, ..known });
            }
            let _ = self.checkpoint();
            self.memory.left.set(watch::Main::of(self.watch.path()).ok());
        }
    }

    fn checkpoint(&self) -> Result<(), StoreError> {
        let mut statement = self.book.conn.prepare_cached("PRAGMA wal_checkpoint(PASSIVE)")?;
        Ok(statement.query_row([], |_| Ok(()))?)
    }

    /// What is told of an error: whatever reading and writing came to in files that are not ours, they are not ours.
    pub(super) fn told(&self, error: StoreError) -> StoreError {
        let error = guard::cause(self.watch.path(), error);
        // What was opened is a logbook, whatever is there now.
        if is_own(&error) && (error == StoreError::Foreign || self.watch.look_now(&self.book.conn).is_err()) {
            return self.gate(Err(StoreError::Replaced)).err().unwrap_or(error);
        }
        // A row that cannot be read, in a logbook that is whole, keeps nobody from working.
        let is_whole = || {
            let main = self.look()?;
            self.watch.is_sound(&self.book.conn)?;
            self.is_whole(main, None)
        };
        if error == StoreError::Damaged && is_whole().is_ok() {
            return error;
        }
        self.gate(Err(error.clone())).err().unwrap_or(error)
    }

    /// The same where nothing was to be saved.
    pub(super) fn told_of_reading(&self, error: StoreError) -> StoreError {
        match self.told(error) {
            StoreError::Full => StoreError::Unread,
            told => told,
        }
    }

    /// Notes what was committed, before it is acknowledged, and brings a long log into the file.
    pub(super) fn saved(&self, mut noted: known::Noted) -> Result<(), StoreError> {
        let main = self.in_place(self.look(), noted.known.as_ref())?;
        let (salt, log) = (self.watch.salt(), Some(self.watch.log()));
        let known = match (self.book.number, self.book.appended.take(), noted.known.take()) {
            (0, Some((head, _)), noted) => {
                self.memory.acknowledged.replace(Some(head.clone()));
                let since = noted.map_or(self.memory.since, |known| known.since);
                let known = known::Known { head, main: Some(main), salt, log, since };
                self.known.write_given(&known);
                Some(known)
            }
            (_, _, noted) => noted.map(|known| known::Known { main: Some(main), salt, log, ..known }),
        };
        let Some(known) = known else { return Ok(()) };
        let frames = self.watch.count();
        let tried = Some(self.memory.tried.take()).filter(|tried| *tried <= frames).unwrap_or_default();
        if frames - tried < CHECKPOINT {
            self.memory.tried.set(tried);
            self.memory.stood.set(log);
            self.memory.noted.set(self.known.write_over(noted, &known));
            return Ok(());
        }
        self.gate(self.watch.is_sound(&self.book.conn).map(|()| main))?;
        let known = known::Known { main: None, ..known };
        self.known.write(&known);
        // What could not be brought over stays in the log.
        let _ = self.checkpoint();
        self.memory.tried.set(frames);
        self.memory.stood.set(None);
        let main = self.gate(self.watch.look_now(&self.book.conn))?;
        self.memory.noted.set(self.known.write(&known::Known { main: Some(main), ..known }));
        Ok(())
    }
}

/// Whether an error may come of files that are not ours.
fn is_own(error: &StoreError) -> bool {
    matches!(error, StoreError::Damaged | StoreError::Foreign | StoreError::Replaced | StoreError::Other(_))
}

/// Whether the logbook's file looks as whoever wrote to it last has left it, or is about to.
fn is_noted(known: Option<&known::Known>, main: watch::Main) -> bool {
    known.is_some_and(|known| known.main.is_none_or(|known| known == main))
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        // The last one to leave brings the log into the file; one that is not ours stays out of it.
        let ours = self.in_place_now().is_ok() && self.watch.is_sound(&self.book.conn).is_ok();
        let _ = checkpoints_on_close(&self.book.conn, ours);
    }
}

/// Whether closing the connection brings the write-ahead log into the file.
pub(super) fn checkpoints_on_close(conn: &Connection, yes: bool) -> Result<(), StoreError> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !yes)?;
    Ok(())
}
