//! The one table of commands: dispatch, footer, help, the README's table and the site's own keys all read it.
//!
//! With an input method switched on, letters never arrive; so every command has a key without a letter.

use std::sync::LazyLock;

use chrono::Datelike;

use crate::app::layer::{Group, Layer};
use crate::app::panel::{PANELS, Panel};
use crate::app::{Ask, Model, Overlay};
use crate::domain::entry::Family;
use crate::domain::record::{Record, Status};

/// One row of the table.
#[derive(Debug, Clone)]
pub struct Spec {
    pub command: Command,
    /// Its name, as the site's own keys call it; `cmd-<name>` is its label.
    pub name: &'static str,
    /// Where its keys are looked up.
    pub layers: &'static [Layer],
    pub keys: &'static [&'static str],
    pub group: Group,
    /// Its place in the footer: the lower, the earlier; 0 keeps it out.
    pub footer: u8,
    pub when: fn(&Model) -> bool,
}

macro_rules! commands {
    ($($(#[$doc:meta])* $command:ident = $name:literal in [$($layer:ident),*] [$($key:literal),*] $group:ident $footer:literal $when:expr;)*) => {
        /// Everything a key can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Command {
            Panel(Panel),
            /// Opens a panel, after Ctrl-G.
            Goto(Panel),
            $($(#[$doc])* $command,)*
        }

        const COMMANDS: &[Spec] = &[
            $(Spec {
                command: Command::$command,
                name: $name,
                layers: &[$(Layer::$layer),*],
                keys: &[$($key),*],
                group: Group::$group,
                footer: $footer,
                when: $when,
            },)*
        ];
    };
}

const fn always(_: &Model) -> bool {
    true
}

fn chosen(model: &Model) -> bool {
    matches!(model.overlays.last(), Some(Overlay::Pick(pick)) if pick.selected.is_some())
}

fn on_record(model: &Model) -> bool {
    model.selected().is_some()
}

/// Nothing in a sealed family is ever corrected.
fn correctable(model: &Model) -> bool {
    model.selected().is_some_and(|record| !record.family.spec().sealed)
}

/// A limit runs on the record in hand, or its card tells of one that has ended.
fn limited(model: &Model) -> bool {
    model.has_limits()
}

fn inside(model: &Model) -> bool {
    model.selected().is_some_and(|record| record.inside())
}

fn has_next(model: &Model) -> bool {
    model.selected().is_some_and(|record| record.status == Status::Open || record.family == Family::Handover)
}

fn is_open(model: &Model, family: Family) -> bool {
    let open = |record: &Record| record.family == family && record.status == Status::Open;
    model.selected().is_some_and(open)
}

/// The ledger's record has more than one limit.
fn several(model: &Model) -> bool {
    model.why().is_some_and(|why| why.len() > 1)
}

/// A limit of the record in hand can be taken note of.
fn on_limit(model: &Model) -> bool {
    let heard = |record: &Record| record.limits.iter().any(|clock| !clock.ladder.is_empty());
    model.selected().is_some_and(|record| record.status == Status::Open && heard(record))
}

fn on_line(model: &Model) -> bool {
    model.live_page() && model.page_line().is_some() && model.answering()
}

fn no_year(model: &Model) -> bool {
    !model.beginning && !model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Year))
}

fn has_marks(model: &Model) -> bool {
    model.year.marked(model.year.date.year()) > 0
}

commands! {
    GotoMenu = "goto" in [Global] ["ctrl-g"] Panels 0 always;
    /// The working calendar, after Ctrl-G.
    GotoYear = "goto-year" in [Goto] ["+"] Panels 8 always;
    GotoHelp = "goto-help" in [Goto] ["1"] Panels 9 always;

    /// Writes a new record of the list in hand.
    New = "new" in [List, Today, Page] ["insert", "ctrl-n"] Records 10 always;
    /// Does the obvious next step of the selected record.
    Next = "next" in [List, Today, Card] ["enter"] Records 11 has_next;
    /// Lists the other steps of a complaint.
    Steps = "steps" in [Complaints, Today, Card] ["ctrl-o"] Records 12 |model| is_open(model, Family::Complaint);
    /// Shows the selected record in full.
    Open = "open" in [List, Today] ["right"] Records 14 on_record;
    /// Strikes a value through; from a list it shows the record first.
    Amend = "amend" in [List, Today, Card] ["delete"] Records 20 correctable;
    /// Strikes the newest entry, or in the card the selected one, as void.
    Withdraw = "withdraw" in [List, Today, Card] ["ctrl-w"] Records 21 |model| correctable(model) || model.written.is_some();
    /// Says why the limit in hand is due when it is.
    Why = "why" in [List, Today, Page, Card] ["?", "ctrl-y"] Records 19 limited;
    /// 知悉: takes note of what the most urgent limit of the selected record has reached.
    Acknowledge = "acknowledge" in [List, Today, Page, Card] ["ctrl-k"] Records 17 on_limit;
    /// Shows what would be printed of the complaint in hand.
    Paper = "paper" in [Complaints, Today, Card] ["ctrl-p"] Records 23 Model::has_paper;
    /// Keeps the page in hand as a file.
    SavePage = "save-page" in [Paper] ["ctrl-d"] Records 10 |model| model.paper().is_some();
    OtherPage = "other-page" in [Paper] ["tab"] Records 11 |model| model.paper().is_some_and(|p| p.sheets.len() > 1);
    Filter = "filter" in [List] ["/", "ctrl-f"] Records 30 Model::listed;
    /// Changes between what is open and everything.
    Toggle = "toggle" in [List, Page] ["tab"] Records 31 |model| model.has_views();
    /// Writes a note for the next shift.
    Note = "note" in [Global] ["ctrl-t"] Records 62 |model| model.panel != Panel::Handover;

    /// The selected person or vehicle left and nobody saw it.
    Unseen = "unseen" in [Visitors, Vehicles] ["ctrl-x"] Gate 13 inside;
    Refuse = "refuse" in [Visitors, Vehicles] ["ctrl-d"] Gate 15 always;
    /// The selected one leaves, with more to say: some of a party, fetched by someone else, at another time.
    Depart = "depart" in [Visitors, Vehicles] ["ctrl-o"] Gate 18 inside;
    /// Someone or a vehicle leaves that nobody saw come in.
    OutOnly = "out-only" in [Visitors, Vehicles] ["ctrl-r"] Gate 19 always;

    /// 接: takes the line over; when every line is answered, signs.
    Accept = "accept" in [Page] ["enter", "1"] Handover 10 Model::live_page;
    /// 疑问: asks about the line and writes the answer down.
    Query = "query" in [Page] ["2"] Handover 12 on_line;
    /// 不接: does not take the line over.
    Reject = "reject" in [Page] ["3"] Handover 13 on_line;
    /// 接 on everyone who is inside and not answered yet.
    TakeInside = "take-inside" in [Page] ["5"] Handover 17 |model| on_line(model) && model.inside_unanswered() > 1;
    /// The note of the line is dealt with.
    NoteDone = "note-done" in [Page] ["4"] Handover 14 |model| model.page_note().is_some();
    Sign = "sign" in [Page] ["ctrl-d"] Handover 15 Model::page_read;
    /// Shows the record of the line in full.
    OpenLine = "open-line" in [Page] ["right"] Handover 16 |model| model.page_line().is_some();
    /// Adds a remark to a signed page.
    Remark = "remark" in [Card] ["insert", "ctrl-n"] Handover 11 |model| model.signed_card();

    /// The working calendar, a year at a time.
    Year = "year" in [Global] ["ctrl-e"] Calendar 0 no_year;
    /// 休: the date in hand is a day off.
    DayOff = "day-off" in [Year] ["1"] Calendar 12 always;
    /// 班: the date in hand is a make-up workday.
    DayMakeup = "day-makeup" in [Year] ["2"] Calendar 13 always;
    /// 半: the date in hand is a half day.
    DayHalf = "day-half" in [Year] ["3"] Calendar 14 always;
    /// The weekday decides what the date in hand is.
    DayPlain = "day-plain" in [Year] ["0"] Calendar 15 always;
    /// Saves the marks of the year in hand, with the reason.
    SaveYear = "save-year" in [Year] ["enter", "ctrl-d"] Calendar 10 has_marks;
    /// Takes the marks of the year in hand back.
    Unmark = "unmark" in [Year] ["ctrl-x"] Calendar 16 has_marks;
    Import = "import" in [Year] ["insert", "ctrl-n"] Calendar 17 always;
    /// Counts the due times to come again by the calendar as it stands, on a supervisor's order.
    Rebase = "rebase" in [Year] ["5"] Calendar 18 always;
    /// Leaves the calendar; marks are kept until the program ends.
    LeaveYear = "leave-year" in [Year] ["esc"] Calendar 11 always;

    NextField = "next-field" in [Form] ["tab", "down"] Forms 12 always;
    PreviousField = "previous-field" in [Form] ["shift-tab", "up"] Forms 14 always;
    /// The next field that must be filled in; when there is none, saves.
    Enter = "enter" in [Form] ["enter"] Forms 10 always;
    Save = "save" in [Form] ["ctrl-d"] Forms 11 always;
    /// Empties the field in hand; where it is empty, asks whether the whole form is given up.
    Clear = "clear" in [Form] ["ctrl-x"] Forms 15 always;
    /// Puts this form by and goes on with another that was left.
    TakeUp = "take-up" in [Form] ["insert", "ctrl-n"] Forms 16 |model| model.left().is_some();
    /// Leaves the form; what was typed is kept.
    Leave = "leave" in [Form] ["esc"] Forms 13 always;

    Up = "up" in [List, Today, Page, Card, Pick, Year, Help, Why, Paper, Question] ["up"] Moving 0 always;
    Down = "down" in [List, Today, Page, Card, Pick, Year, Help, Why, Paper, Question] ["down"] Moving 0 always;
    DayBack = "day-back" in [Year] ["left"] Moving 0 always;
    DayOn = "day-on" in [Year] ["right"] Moving 0 always;
    WeekBack = "week-back" in [Year] ["shift-tab"] Moving 0 always;
    WeekOn = "week-on" in [Year] ["tab"] Moving 0 always;
    PageUp = "page-up" in [List, Today, Page, Card, Year, Help, Why, Paper] ["pageup"] Moving 0 always;
    PageDown = "page-down" in [List, Today, Page, Card, Year, Help, Why, Paper] ["pagedown"] Moving 0 always;
    First = "first" in [List, Today, Page, Card, Year, Help, Why, Paper] ["home"] Moving 0 always;
    Last = "last" in [List, Today, Page, Card, Year, Help, Why, Paper] ["end"] Moving 0 always;
    NextBox = "next-box" in [Today] ["tab"] Moving 40 always;
    /// The list of the overview before.
    PreviousBox = "previous-box" in [Today] ["shift-tab"] Moving 0 always;
    Choose = "choose" in [Pick] ["enter"] Moving 10 chosen;
    /// Does the next step of the record that was found.
    Found = "found" in [Filter] ["enter"] Moving 10 |model| model.selected().is_some();
    /// Keeps the filter and goes back to the list.
    Keep = "keep" in [Filter] ["down", "tab"] Moving 12 always;
    Unfilter = "unfilter" in [Filter] ["esc"] Moving 11 always;
    Back = "back" in [Card, Pick, Goto, Help, Paper, Quit, Ask] ["esc", "left"] Moving 50 always;
    NextLimit = "next-limit" in [Why] ["tab", "right"] Moving 10 several;
    PreviousLimit = "previous-limit" in [Why] ["shift-tab", "left"] Moving 0 several;
    CloseWhy = "close-why" in [Why] ["esc", "?", "ctrl-y"] Moving 50 always;
    /// Drops the filter of the list in hand.
    Reset = "reset" in [List] ["esc"] Moving 0 |model| model.filtered();

    /// Another person takes the keyboard.
    Operator = "operator" in [Global] ["ctrl-u"] Program 70 always;
    /// The next language, after Ctrl-G.
    Language = "language" in [Goto] ["*"] Program 0 always;
    /// Draws the whole screen anew, where another program has written over it.
    Redraw = "redraw" in [Global] ["ctrl-l"] Program 0 always;
    Help = "help" in [Global] ["f1", "?"] Program 80 always;
    CloseHelp = "close-help" in [Help] ["enter"] Program 10 always;
    Quit = "quit" in [Global] ["ctrl-q"] Program 0 always;
    /// Goes on in spite of what is doubtful.
    GoOn = "go-on" in [Question] ["enter"] Calendar 19 always;
    Refrain = "refrain" in [Question] ["esc"] Calendar 20 always;
    QuitNow = "quit-now" in [Quit] ["enter"] Program 10 always;
    /// Gives the form below up, with its draft.
    Discard = "discard" in [Ask] ["delete"] Forms 11 |model| matches!(model.overlays.last(), Some(Overlay::Ask(Ask::Discard)));
    /// Does what was asked about; where a form would be lost, goes on with it.
    Confirm = "confirm" in [Ask] ["enter"] Forms 10 always;
}

/// Every command, once: the panels' own, the menu of panels, what it holds, and the rest.
pub static TABLE: LazyLock<Vec<Spec>> = LazyLock::new(|| {
    let opens = PANELS.iter().map(|row| Spec {
        command: Command::Panel(row.panel),
        name: row.name,
        layers: &[Layer::Global],
        keys: std::slice::from_ref(&row.key),
        group: Group::Panels,
        footer: row.footer,
        when: row.when,
    });
    // The overview's digit is the last one.
    let goto = PANELS.iter().cycle().skip(1).take(PANELS.len()).zip(1..).map(|(row, place)| Spec {
        command: Command::Goto(row.panel),
        name: row.goto,
        layers: &[Layer::Goto],
        keys: std::slice::from_ref(&row.digit),
        group: Group::Panels,
        footer: place,
        when: always,
    });
    let (menu, rest) = COMMANDS.split_at(1);
    opens.chain(menu.iter().cloned()).chain(goto).chain(rest.iter().cloned()).collect()
});

impl Command {
    /// Its row.
    pub fn spec(self) -> Option<&'static Spec> {
        TABLE.iter().find(|spec| spec.command == self)
    }
}
