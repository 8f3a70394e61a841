//! What lies over a panel: forms, cards, choices; and the messages that pass.

use std::collections::BTreeMap;
use std::path::PathBuf;

use strum::{EnumTryAs, IntoStaticStr, VariantNames};

use crate::app::card::CardState;
use crate::app::form::FormState;
use crate::app::key::Key;
use crate::app::paper::PaperState;
use crate::app::pick::Pick;
use crate::app::why::WhyState;
use crate::desk::Answer;
use crate::desk::StoreError;
use crate::domain::entry::{Family, Fields};
use crate::domain::handover::HandoverItem;
use crate::domain::number::Number;
use crate::domain::refusal::Cause;
use crate::domain::rules::FileError;
use crate::domain::time::Moment;
use crate::domain::worktime::Doubt;

/// A message that disappears by itself; errors stay until a key is pressed. Its sentence has the key `notice-` and its
/// name.
#[derive(Debug, Clone, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(prefix = "notice-", serialize_all = "kebab-case")]
pub enum Notice {
    Written(Family, Number),
    /// Something that follows on a record was done: the step, or the kind of entry.
    Done(Family, Number, String),
    /// A field of a record was struck through, by the name of its label.
    Amended(Family, Number, &'static str),
    /// An entry of a record was struck as void: the step, or the kind of entry.
    Withdrawn(Family, Number, String),
    Left(Family, Number),
    /// So many of a party left, and so many stay.
    Parted(Family, Number, u32, u32),
    /// Its uid was in the logbook already.
    Repeated(Family, Number),
    Refused(Cause),
    Store(StoreError),
    /// Another has the post now, or nobody where the name is empty.
    Relieved(String),
    /// Someone took note of what a limit has reached: of which record and limit, how much, who.
    Noted(Family, Number, String, u32, String),
    /// A draft of the form that opened waits, and since when.
    Waits(Moment),
    /// A draft is open again.
    Resumed(Moment),
    /// The registers of a logbook from an older program were folded anew.
    Migrated,
    /// The note of the last entry was lost and is begun anew.
    Unknown,
    /// It cannot be written.
    Unnoted,
    /// A draft is kept until then.
    Kept(Moment),
    /// What was left half typed is kept until the program ends, and no longer.
    Held,
    /// A digit that chose in a field was the beginning of the text after it: which digit, and the field's label.
    Begins(char, &'static str),
    /// A digit chose in a field, and may have been the beginning of the text after it.
    Chose(char, &'static str),
    /// A character was left out: it came so soon after the same key had done something else that it may be its bounce.
    Bounced(char),
    /// A draft could not be read, and was put aside.
    Aside,
    /// A form was given up, with its draft.
    Discarded,
    /// What is being typed cannot be kept on disk.
    Unkept(StoreError),
    /// The logbook has no settings of its own, and these are used.
    Lent(PathBuf),
    /// A file of rules cannot be used.
    Rules(Box<FileError>),
    /// So many marks in the calendar are not saved.
    Marked(usize),
    /// Due times were counted again.
    Rebased,
    /// The record under the cursor is no longer in the list, by nothing that was done here.
    Gone(Family, Number),
    /// What was chosen was gone by then: a draft, or the record under the cursor.
    Unopened,
    /// A withdrawal was saved before the line that it strikes was read.
    Unnamed,
    /// A form was not saved: a time that it proposes was not looked at.
    Unsaved,
    /// A key that does nothing where it was pressed.
    Idle(Key),
    /// A key came too soon after what it would have acted on.
    TooSoon,
    /// A key came so soon after text, or text so fast, that it may be the end of what was pasted or scanned.
    Pasted,
    /// A page was kept as the file of this name.
    Filed(String),
    /// There is a file of this name already.
    FileThere(String),
}

impl Notice {
    /// Whether it offers to strike what it tells of: it goes with the next move.
    pub const fn offers(&self) -> bool {
        matches!(self, Self::Left(..) | Self::Parted(..))
    }

    /// Whether it says why something was not done, or that the post is another's: it stays until a key is pressed.
    pub const fn is_error(&self) -> bool {
        matches!(
            self,
            Self::Refused(_)
                | Self::Idle(_)
                | Self::Store(_)
                | Self::Unkept(_)
                | Self::Rules(_)
                | Self::FileThere(_)
                | Self::Unopened
                | Self::Unnamed
                | Self::Unsaved
                | Self::Relieved(_)
                | Self::Lent(_)
        )
    }
}

/// What lies over the panel.
#[derive(Debug, Clone, EnumTryAs)]
pub enum Overlay {
    Form(Box<FormState>),
    Card(Box<CardState>),
    Pick(Pick),
    /// The line in which the list is filtered.
    Filter,
    Goto,
    /// The working calendar, a year at a time.
    Year,
    /// The help, scrolled by so many lines.
    Help(usize),
    /// Why a limit is due when it is.
    Why(Box<WhyState>),
    /// Pages of a record as they would be printed.
    Paper(PaperState),
    Ask(Ask),
    /// What is doubtful of a year of the calendar, and whether to go on.
    Question(Box<Question>),
}

/// A question before something final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    Quit,
    /// Whether the form below is given up, with its draft.
    Discard,
    /// Whether the page of a counter that shuts is signed as it stands.
    Close,
}

/// A question that names what is doubtful of a year of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub year: i32,
    pub doubts: Vec<Doubt>,
    /// The row that the eye rests on.
    pub selected: usize,
    pub then: Then,
}

/// What is done where the answer is yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// The file in the form below is loaded.
    Import,
    /// The days that were pasted stay as marks; else they are taken back.
    KeepMarks,
    /// The marks of the year are saved.
    SaveYear,
}

/// The handover page being answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageState {
    pub selected: usize,
    pub answers: BTreeMap<HandoverItem, Answer>,
    /// What was typed in the form of the signatures when it was left.
    pub signing: Fields,
    /// Whether past handovers are listed instead.
    pub past: bool,
}
