//! The port's errors: they name no file and no person.

use std::path::Path;

use strum::{IntoStaticStr, VariantNames};

use crate::domain::entry::{Head, Seq};
use crate::domain::rules::Words;
use crate::domain::text::shown;
use crate::owner::Whose;

/// What can be written only once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(prefix = "store-conflict-", serialize_all = "kebab-case")]
pub enum Conflict {
    Uid,
    Number,
    /// The value was struck by another correction: a second one would fork it.
    Strike,
}

/// Why the store could not do what it was asked. Carries no personal data; its sentence has the key
/// `store-` and its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(prefix = "store-", serialize_all = "kebab-case")]
pub enum StoreError {
    #[error("no logbook at this path")]
    Missing,
    #[error("the file is empty")]
    Empty,
    /// The file is shorter than it says, or damaged.
    #[error("the file is truncated or damaged")]
    Damaged,
    /// The file is not a logbook of this program.
    #[error("the file is not a logbook of this program")]
    Foreign,
    /// The file was written by a newer program.
    #[error("the file has format {found}; this program knows formats up to {known}")]
    Newer {
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// The file was written by an older program, and would have to be brought up before it can be read.
    #[error("the file has format {found}; this program reads format {known}")]
    Older { found: i64, known: i64 },
    /// The logbook holds an entry that this program cannot read.
    #[error("entry {seq}: unknown kind or version, or not readable")]
    Unreadable { seq: Seq },
    /// Two entries open records of the same number.
    #[error("entries {one} and {other} have the same number")]
    Twice { one: Seq, other: Seq },
    /// Another process held the lock for too long.
    #[error("another window holds the logbook (process {pid})")]
    Busy {
        /// The process that holds it, 0 where unknown.
        pid: u32,
        /// The post that it writes at; empty where unknown.
        post: String,
    },
    /// Another program holds the lock.
    #[error("another program holds the logbook")]
    Held,
    /// The file or its folder may not be read or written.
    #[error("no permission for the logbook or its folder")]
    Denied,
    /// A file of the logbook, or what lies beside it, is another user's and may not be read or written.
    #[error("no permission for {file}, which is another user's")]
    Barred { file: String },
    /// It is our own, and may not be read or written by its permissions.
    #[error("no permission for {file}")]
    Closed { file: String },
    /// It was brought up to today's format, and could not be opened then.
    #[error("brought up to the newest format, but not opened")]
    Raised,
    /// One of its files is a link, or has a second name.
    #[error("{file} is a link or has a second name")]
    Linked { file: String },
    /// A file stands where a folder must be, or what is no file where one must be.
    #[error("{file} is in the way")]
    InTheWay { file: String },
    /// Beside it lies what another program began to change and did not finish, which the database would carry out.
    #[error("{file} is another program's unfinished change")]
    Unfinished { file: String },
    /// An entry that was acknowledged at this path is not in it.
    #[error("entry {} is missing or another; the logbook ends at {}", known.seq, found.seq)]
    Behind {
        /// The last entry that was acknowledged here.
        known: Box<Head>,
        /// The last entry that the logbook has.
        found: Box<Head>,
    },
    /// There was a logbook at this path, and there is none.
    #[error("the logbook that ended at entry {known} is gone")]
    Gone { known: Seq },
    /// The write-ahead log beside the file belongs to another one, or either is damaged.
    #[error("the file and the log beside it do not belong together")]
    Mixed,
    /// Of the write-ahead log beside the file a part is gone or changed.
    #[error("the log beside the file is cut short or damaged")]
    Cut,
    /// Another file, or none, has taken the place of the one that is open.
    #[error("the logbook's file was removed or replaced")]
    Replaced,
    #[error("the disk is full")]
    Full,
    /// It cannot even be read, because the disk is full.
    #[error("the disk is full: not to be read")]
    Unread,
    /// No more files can be opened: a limit of the system's.
    #[error("too many open files")]
    Exhausted,
    /// It was opened to be read, because the disk was full or protected.
    #[error("opened for reading alone")]
    ReadOnly,
    /// It lies somewhere that this program cannot reach yet.
    #[error("only a file can be opened")]
    Elsewhere,
    /// What is written already stands in the way of it.
    #[error("another entry says so already: {0:?}")]
    Conflict(Conflict),
    /// The database's own word for anything else.
    #[error("storage: {0}")]
    Other(String),
}

impl StoreError {
    /// That a file is a link, or has a second name.
    pub(crate) fn linked(file: &Path) -> Self {
        Self::Linked { file: name(file) }
    }

    /// That something else stands where a file or folder must be.
    pub(crate) fn in_the_way(file: &Path) -> Self {
        Self::InTheWay { file: name(file) }
    }

    /// That another program's unfinished change lies beside the logbook.
    pub(crate) fn unfinished(file: &Path) -> Self {
        Self::Unfinished { file: name(file) }
    }

    /// That a file may not be read or written.
    pub fn barred(file: &Path, whose: Whose) -> Self {
        let file = shown(file);
        match whose {
            Whose::Anothers => Self::Barred { file },
            Whose::Ours => Self::Closed { file },
        }
    }

    /// The locale key of its sentence, and the sentence's arguments.
    pub fn words(&self) -> Words {
        let args = match self {
            Self::Newer { found, known } | Self::Older { found, known } => {
                vec![("found", found.to_string()), ("known", known.to_string())]
            }
            Self::Unreadable { seq } => vec![("seq", seq.to_string())],
            Self::Busy { pid, post } => {
                let pid = if *pid == 0 { "?".to_owned() } else { pid.to_string() };
                vec![("pid", pid), ("post", if post.is_empty() { "?".to_owned() } else { post.clone() })]
            }
            Self::Behind { known, found } => {
                vec![("known", known.seq.to_string()), ("found", found.seq.to_string())]
            }
            Self::Barred { file }
            | Self::Closed { file }
            | Self::Linked { file }
            | Self::InTheWay { file }
            | Self::Unfinished { file } => vec![("file", file.clone())],
            Self::Twice { one, other } => vec![("one", one.to_string()), ("other", other.to_string())],
            Self::Gone { known } => vec![("known", known.to_string())],
            _ => Vec::new(),
        };
        let key = if let Self::Conflict(conflict) = self { conflict.into() } else { self.into() };
        (key, args)
    }
}

/// The last part of a path, as it is printed.
fn name(path: &Path) -> String {
    shown(Path::new(path.file_name().unwrap_or(path.as_os_str())))
}
