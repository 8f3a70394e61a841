//! A key does what the eye saw. No key acts on what came under the cursor a moment ago by anything but the person's own
//! move; a held or bounced key acts once; a paste never submits; nothing acts in a window too small to show on what.
//! Text, moving about and opening something new are never held up, but for what opens by the key that saves.

use uuid::Uuid;

use crate::app::command::Command;
use crate::app::key::Key;
use crate::app::primary::Primary;
use crate::app::{Model, Notice, Overlay, Pick, PickWhat};
use crate::domain::entry::{Family, Seq};
use crate::domain::handover::HandoverItem;
use crate::domain::number::Number;
use crate::domain::time::Moment;

/// The smallest window that shows anything, in columns and rows.
pub const LEAST: (u16, u16) = (60, 18);

/// How long what came under the cursor by itself must be seen before a key acts on it, in milliseconds.
pub const STILL: i64 = 400;
/// How long a key must be let go before it acts again, in milliseconds: keyboards begin to repeat after up to 660.
pub const AGAIN: i64 = 700;
/// How long after a paste no key submits, in milliseconds; each key that comes meanwhile may be more of it.
const PASTED: i64 = 400;
/// The same where a terminal does not say what was pasted: after lines that come in a burst.
const LINES: i64 = 150;
/// The same after characters that come in a burst, as an input method sends a word, too.
const WORD: i64 = 60;
/// Characters that follow each other faster than this, in milliseconds, are not typed by hand.
const BURST: i64 = 10;
/// Nor are different keys, several in a row, that follow each other faster than this, in milliseconds; two fingers that
/// fall together are not several.
const HAND: i64 = 45;
/// Nor are more of them in a row that each come sooner than this, in milliseconds: a fast hand takes 70 for each, and is
/// sooner than that only now and then.
const HURRY: i64 = 66;
/// How many such steps from key to key are no hand's, those faster than [`HAND`] counted twice; a key held down is one key.
const RUN: u8 = 4;
/// The same character sooner than this, in milliseconds, is a key that bounced: no finger comes back to it so soon.
const BOUNCE: i64 = HURRY;
/// How much earlier than what the window last told a key may have been pressed, in milliseconds; more than that is a clock
/// that was set back, which must not make the keyboard dead.
const EARLIER: i64 = 2_000;

/// When what happened last that a key must wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pace {
    stirred: Option<Moment>,
    /// The same of what lies beneath so many overlays, over which the person opened another.
    beneath: Option<(Moment, usize)>,
    /// When what was pasted, or may be, came last, and how long it stills the keys.
    pasted: Option<(Moment, i64)>,
    typed: Option<Moment>,
    last: Option<(Key, Moment)>,
    /// How many steps in a row, down to the last key, were too fast for a hand, counted as [`RUN`] is.
    run: u8,
    /// The key that took the focus elsewhere, and when it came last: bounced, it would be typed there.
    led: Option<(Key, Moment)>,
    /// What was under the cursor is gone by itself: a move shows that the next one is meant.
    lost: Option<(Family, Number)>,
}

/// Whether less than so many milliseconds have passed since then.
fn within(since: Option<Moment>, now: Moment, milliseconds: i64) -> bool {
    since.is_some_and(|since| (-EARLIER..milliseconds).contains(&now.since(since)))
}

impl Pace {
    /// Something else came under the cursor.
    pub(super) const fn stir(&mut self, now: Moment) {
        self.stirred = Some(now);
    }

    /// The person opened something over so many overlays, and knows what; not what lies beneath it.
    pub(super) fn settle(&mut self, below: usize) {
        self.beneath = self.stirred.take().map(|at| (at, below)).or(self.beneath);
    }

    /// The record that was under the cursor is gone.
    pub(super) const fn lose(&mut self, family: Family, number: Number) {
        self.lost = Some((family, number));
    }

    /// What a key acts on is no record under the cursor.
    pub(super) const fn forget(&mut self) {
        self.lost = None;
    }

    /// The record that is gone, until the person moves.
    pub(super) const fn lost(&self) -> Option<(Family, Number)> {
        self.lost
    }

    /// Whether the last key was taken for more of what was pasted.
    pub(super) const fn stilled(&self) -> bool {
        self.pasted.is_some()
    }

    /// Text was pasted.
    pub(super) const fn paste(&mut self, now: Moment) {
        self.pasted = Some((now, PASTED));
    }

    /// What comes within a burst, or soon after what was pasted, is more of it, and stills the keys for so long.
    fn follow(&mut self, key: Key, long: i64, now: Moment) {
        let still = self.pasted.filter(|(at, long)| within(Some(*at), now, *long)).map(|(_, long)| long);
        self.run = match self.last {
            Some((last, at)) if within(Some(at), now, HURRY) => {
                let step = if within(Some(at), now, HAND) { 2 } else { 1 };
                RUN.min(self.run + if last == key { 0 } else { step })
            }
            _ => 0,
        };
        let more = still.is_some() || within(self.typed, now, BURST) || self.run >= RUN;
        self.pasted = more.then_some((now, long.max(still.unwrap_or_default())));
    }

    /// A key was pressed that typed a character.
    pub(super) fn write(&mut self, key: Key, now: Moment) {
        self.follow(key, WORD, now);
        (self.typed, self.last, self.lost) = (Some(now), Some((key, now)), None);
    }

    /// A key took the focus elsewhere.
    pub(super) const fn lead(&mut self, key: Key, now: Moment) {
        self.led = Some((key, now));
    }

    /// Whether a key is the bounce of the one that took the focus here. Pressed again it is text, and so is one that is
    /// held: a field takes what is typed in it, and nothing acts by that.
    pub(super) fn bounced(&mut self, key: Key, now: Moment) -> bool {
        let same = self.led.filter(|(led, at)| *led == key && within(Some(*at), now, BOUNCE));
        self.led = same.map(|(led, _)| (led, now));
        same.is_some()
    }

    /// Whether a key that was pressed now under so many overlays may act; what follows it is measured from here.
    pub(super) fn admits(&mut self, key: Key, acts: bool, overlays: usize, now: Moment) -> bool {
        // A key that was taken for more of a paste did nothing, and is pressed once more.
        let again = self.last.filter(|(last, _)| *last == key && self.pasted.is_none()).map(|(_, at)| at);
        // The end of a line that nobody typed.
        self.follow(key, if key.is_text() { WORD } else { LINES }, now);
        self.last = Some((key, now));
        self.lost = self.lost.filter(|_| acts);
        let bared = self.beneath.filter(|(_, below)| overlays <= *below).map(|(at, _)| at);
        !acts
            || !(self.lost.is_some()
                || self.pasted.is_some()
                || within(again, now, AGAIN)
                || within(bared, now, STILL)
                || within(self.stirred, now, STILL))
    }
}

/// What a key would act on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Under {
    shown: bool,
    overlays: usize,
    /// Who would have done it.
    operator: String,
    record: Option<(Uuid, Seq)>,
    line: Option<HandoverItem>,
    /// The entry that a withdrawal strikes.
    struck: Option<Seq>,
}

impl Model {
    /// Where a character that is typed goes: how much lies over the panel, and which field of the form on top.
    pub(super) fn place(&self) -> (usize, Option<(Uuid, usize)>) {
        (self.overlays.len(), self.form().map(|form| (form.uid, form.focus)))
    }

    /// Whether something is chosen by digit.
    pub(super) fn picks(&self) -> bool {
        matches!(self.overlays.last(), Some(Overlay::Pick(_)))
    }

    /// Lets what was said of a key that did nothing go with the next one that a hand presses and that does something.
    pub(super) fn heard(&mut self) {
        if !self.pace.stilled() {
            self.notice.take_if(|(notice, _)| matches!(notice, Notice::Pasted | Notice::TooSoon));
        }
    }

    /// The person opened something: what it is they know, but for drafts.
    pub(super) fn look_first(&mut self, below: usize, now: Moment) {
        self.pace.settle(below);
        self.hold_drafts(now);
    }

    /// Keys wait before they choose among drafts, from the last that came too soon: whoever types ahead means the form that
    /// would have opened.
    pub(super) fn hold_drafts(&mut self, now: Moment) {
        if matches!(self.overlays.last(), Some(Overlay::Pick(Pick { what: PickWhat::Draft { .. }, .. }))) {
            self.pace.stir(now);
        }
    }

    /// What lies under the cursor.
    pub(super) fn under(&self) -> Under {
        Under {
            shown: !self.too_small(),
            overlays: self.overlays.len(),
            operator: self.operator.clone(),
            record: self.selected().map(|record| (record.subject, record.last)),
            line: self.page_line().map(|line| line.line.clone()),
            struck: self.form().and_then(|form| form.strikes.as_ref()).map(|line| line.seq),
        }
    }

    /// Whether the window is too small to show what a key would act on.
    pub const fn too_small(&self) -> bool {
        self.size.0 < LEAST.0 || self.size.1 < LEAST.1
    }

    /// Whether a command acts on what is under the cursor, or sends off what was typed.
    pub(super) fn acts(&self, command: Command, now: Moment) -> bool {
        match command {
            Command::Enter => self.primary(now) == Some(Primary::Save),
            Command::Next
            | Command::Found
            | Command::Accept
            | Command::Query
            | Command::Reject
            | Command::NoteDone
            | Command::TakeInside
            | Command::Sign
            | Command::Remark
            | Command::Unseen
            | Command::Refuse
            | Command::Depart
            | Command::Steps
            | Command::Amend
            | Command::Withdraw
            | Command::Acknowledge
            | Command::Choose
            | Command::Save
            | Command::SavePage
            | Command::SaveYear
            | Command::Rebase
            | Command::Confirm
            | Command::Discard
            | Command::GoOn
            | Command::QuitNow => true,
            _ => false,
        }
    }
}
