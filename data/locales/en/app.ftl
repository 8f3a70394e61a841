### What the program says of what was just done: notices, questions and commands.

## Messages.

notice-written = Logged: { $record }
notice-done = Done: { $record }, { $what }
notice-amended = Amended: { $record }, { $field }
notice-withdrawn = Withdrawn: { $record }, { $what }
notice-idle = { $key } does nothing here; { $help } shows the keys that do
notice-repeated = Logged before: { $record }
notice-waits = Draft of { $at } waits: Ins takes it up
notice-resumed = Draft of { $at } opened again
notice-kept = Draft kept until { $at }; open the form again to go on
notice-held = Kept until you quit; open the form again to go on
notice-bounced = The “{ $digit }” that came at once is left out: press it again if it is meant
notice-chose = “{ $digit }” chose in “{ $field }” and is not in the text: add it if it belongs there
notice-begins = { $digit } is taken for the beginning of the text; choose { $field } again
notice-discarded = Form dropped with its draft; nothing was logged
notice-marked = Marks in the calendar not saved: { $n }; they stay until you quit
notice-rebased = Due times counted again by the calendar as it stands
notice-lent = No settings beside the logbook; those of { $path } are used
notice-filed = Kept beside the logbook: pages/{ $file }
notice-pasted = This looked like a paste or a scanner, so nothing was saved: press once more
notice-unsaved = Not saved yet: look at the time proposed here first
notice-too-soon = The screen had just changed, so the key did nothing: look and press again
notice-gone = { $record } was dealt with elsewhere and is no longer listed; another is under the cursor: move to it before you act
notice-unopened = Not opened: the draft, or the record under the cursor, was gone by then. Choose again
notice-unnamed = Not saved: the line to be struck is being read; save once the title names it
notice-relieved = { $who } has this post now; what is in the form stays. Ctrl-U takes it over
notice-nobody = This post was handed over and nobody has it; Ctrl-U signs on
notice-file-there = Not written over a file that is there: pages/{ $file }

## Headings of the help.

group-panels = Panels
group-moving = Moving
group-records = Records
group-gate = Gate
group-handover = Handover
group-calendar = Calendar
group-forms = Forms
group-program = Program

## Panels.

panel-today = Today

## Commands, as the footer and the help call them.

cmd-today = Today
cmd-goto = Panel by digit
cmd-goto-today = Today
cmd-goto-year = Calendar
cmd-goto-help = Help
cmd-new = New
cmd-next = Next step
cmd-steps = Other steps
cmd-open = Open
cmd-amend = Amend
cmd-withdraw = Withdraw
cmd-why = Why then
cmd-acknowledge = Take note
cmd-paper = Paper
cmd-save-page = Keep as file
cmd-other-page = Other page
cmd-filter = Filter
cmd-toggle = All/open
cmd-note = Note
cmd-unseen = Left unseen
cmd-refuse = Refuse
cmd-depart = Leaving, in detail
cmd-out-only = Out, entry not seen
cmd-accept = Accept
cmd-query = Query
cmd-reject = Reject
cmd-note-done = Note done
cmd-take-inside = Take all inside
cmd-sign = Sign
cmd-open-line = Open
cmd-remark = Remark
cmd-year = Calendar
cmd-day-off = Day off
cmd-day-makeup = Make-up
cmd-day-half = Half
cmd-day-plain = Plain
cmd-save-year = Save marks
cmd-unmark = Undo marks
cmd-import = Load file
cmd-rebase = Re-base
cmd-leave-year = Back
cmd-next-field = Next field
cmd-previous-field = Previous field
cmd-enter = Next needed/save
cmd-save = Save
cmd-clear = Clear field
cmd-take-up = Take up draft
cmd-leave = Leave, keep draft
cmd-up = Up
cmd-down = Down
cmd-day-back = A day back
cmd-day-on = A day on
cmd-week-back = A week back
cmd-week-on = A week on
cmd-page-up = Page up
cmd-page-down = Page down
cmd-first = First
cmd-last = Last
cmd-next-box = Next list
cmd-previous-box = Previous list
cmd-choose = Choose
cmd-next-limit = Next limit
cmd-previous-limit = Limit before
cmd-close-why = Close
cmd-keep = Keep filter
cmd-found = Next step
cmd-unfilter = Drop filter
cmd-back = Back
cmd-reset = Drop filter
cmd-operator = Person
cmd-language = Language
cmd-redraw = Redraw
cmd-help = Help
cmd-close-help = Close help
cmd-quit = Quit
cmd-quit-now = Quit now
cmd-discard = Drop it
cmd-confirm = Yes
cmd-go-on = Go on
cmd-refrain = Leave it
