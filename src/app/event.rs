//! What happens to the program, and what it asks of the world in return.

use uuid::Uuid;

use crate::app::Notice;
use crate::app::draft::Draft;
use crate::app::key::Key;
use crate::app::paper::Sheet;
use crate::desk::StoreError;
use crate::desk::{Act, ActError, Card, FindRequest, Found, House, Page, Rebasing, Reply, Snapshot, SnapshotRequest};
use crate::domain::refusal::Cause;
use crate::domain::worktime::Doubt;
use crate::locale::Language;

/// What happens to the program.
#[derive(Debug)]
pub enum Event {
    Key(Key),
    Paste(String),
    /// The window has this many columns and rows now.
    Resize(u16, u16),
    Tick,
    Replied(Uuid, Box<Result<Reply, ActError>>),
    /// The lists were read again.
    Loaded(Box<Snapshot>),
    /// A record was read in full.
    Card(Box<Card>),
    Signed(Box<Page>),
    /// A slice of a register was looked through.
    Found(Box<Found>),
    /// A file's year was read and not loaded: this is doubtful of it.
    Doubtful {
        uid: Uuid,
        year: i32,
        doubts: Vec<Doubt>,
    },
    /// What re-basing would change was counted.
    Rebasing(Rebasing),
    /// The pages of a record, or why it has none.
    Paper(Uuid, Result<Vec<Sheet>, Cause>),
    /// What came of keeping a page as a file.
    Filed(Box<Notice>),
    Changed,
    /// The check in the background found damage.
    Flawed,
    /// The machine's clock was set ahead by so many milliseconds, or back where negative.
    ClockJumped(i64),
    /// The logbook could not be read.
    Failed(StoreError),
    /// The note of the last entry could not be written.
    Unnoted,
    /// What is being typed could not be kept on disk.
    Unkept(StoreError),
    /// The drafts that were left to a person, and why some cannot be read.
    Left(String, Vec<Draft>, Option<Box<Notice>>),
    /// The site was begun, or could not be.
    Begun(Result<Box<House>, Box<Notice>>),
}

/// What the program asks of the world.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Act(Box<Act>),
    /// Load a year of the calendar from a file.
    Import {
        uid: Uuid,
        /// The file's path, as typed.
        file: String,
        /// The year meant, where the file has several.
        year: i32,
        /// What was found doubtful of it, where a person said to load it all the same.
        told: Vec<Doubt>,
    },
    /// Count what re-basing would change.
    Rebasing,
    Load(SnapshotRequest),
    /// Look through the next slice of a register.
    Find(FindRequest),
    /// Read a record in full.
    Card(Uuid),
    /// Read a signed handover page.
    Signed(Uuid),
    /// Make the pages of a record in a language.
    Paper(Uuid, Language),
    File(Box<Sheet>),
    Keep(Box<Draft>),
    Drop(Uuid),
    /// Find the drafts that were left to who asks.
    Left,
    /// Begin the site: settings and logbook.
    Begin {
        site: String,
        post: String,
        person: String,
        language: Language,
    },
    Bell,
    /// Draw the whole screen anew.
    Redraw,
    Quit,
}
