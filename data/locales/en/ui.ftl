### The words of the screen: panels, columns, footers and the help.

## The window.

ui-too-small = Window too small
ui-quit-small = Enlarge the window to go on; { $key } quits and keeps what was typed as a draft
join = a, b

## Rests of time limits, and how long something has lasted.

rest-working = w
rest-late = over { $time }
rest-late-days = over { $n }d
rest-left = left { $time }
rest-days = left { $n }d
rest-seconds = left { $m }m{ $s }s
rest-paused = stopped to { $at }
rest-paused-brief = stopped
elapsed-days = { $n }d

## The header, the strip and the counts.

weekday-0 = Mon
weekday-1 = Tue
weekday-2 = Wed
weekday-3 = Thu
weekday-4 = Fri
weekday-5 = Sat
weekday-6 = Sun
header-date = { $weekday } { $month }-{ $day }
header-date-brief = { $weekday } { $month }-{ $day }
header-nobody = Nobody on duty
header-waiting = Saving…
header-flawed = LOGBOOK DAMAGED: qiantai verify
header-read-only = Read only
notice-unkept = What is being typed could not be kept on disk and would be lost with the window; save it, and free some space or check the permissions.
header-calendar = No { $year } calendar
header-office = office clocks off till { $at }
header-clock-ahead = clock set ahead { $by }: check the time
header-clock-back = clock set back { $by }: check the time
strip-title = Due
strip-none = none
strip-shift = { $shift } ends { $rest }
count-late = late { $n }
count-soon = in an hour { $n }
box-notes = Notes

## Lists.

list-none = None
list-empty = None. { $key }: { $kind }
list-unfound = Nothing fits. { $key } drops the filter
title-today = today { $n }
title-left = of earlier days { $n }
title-open = open { $n }
title-inside = inside { $n }
title-people = people inside { $n }
title-all = all
title-past = past
title-found = found { $n }
title-found-closed = { $n } closed
title-found-all = looked through all { $n }, since { $date }
title-found-until = looked back to { $date }, still looking
title-found-full = the newest only, back to { $date }
list-looking = Looking …
col-direction = Way
col-kind = Kind
col-rest = Left
col-number = No.
col-stage = Stage
col-length = Limit
col-whom = With
col-clause = Clause
col-stay = Stay
col-state = State
col-post = Post
col-from = From
col-lines = Lines
rest-reveal = { $s }s
mark-collective = { $n } homes
mark-major = major by its matter
mark-paused = stopped: { $why }
mark-passed-on = passed on { $n }×
mark-promised = promised { $n }×
visitor-party = { $name } ×{ $n }
time-yesterday = yest. { $at }
left-at = left { $at }
inside-now = inside
mark-late = added
mark-noted = noted
stage-reply-and = Reply, { $step }
outcome-none = - to settle
outcome-called-back = called back { $at }
outcome-promised = promised { $at }
handover-waits = waits for relief

## What a key of the footer does on what is selected.

footer-which = Choose which
footer-next-needed = Next needed
footer-required = Required
footer-wrong = Field to correct
footer-faulty = Correct this field
footer-next-line = Next unanswered
footer-reveal = Show number
footer-driver-leaves = Driver leaves
footer-past-pages = Past pages
footer-live-page = This shift
footer-open-only = Open only
footer-inside-only = Inside only
footer-all = All

## The help.

help-site = { $site }, number { $number }, time zone { $zone }
help-post = Post { $post }, on duty { $person }
help-file = The logbook only grows; working calendar to { $year }
help-names = The names at the right are for your own keys in the settings
help-plates = First character of a plate
help-more = lines below: { $n }

## Forms.

form-begin = Begin
form-begin-site = such as Garden Court
form-begin-post = such as Front desk, East gate
form-begin-person = your own name
form-welcome = Welcome to the front desk: walk-ins, calls, complaints, visitors, vehicles and handovers in one logbook.
form-welcome-how = Fill in these three; Enter goes on, and saves at the last. All of it can be changed in the settings later.
form-open = writing
form-sent = saving
form-from = { $what } · from { $record }
form-proposed = only proposed: look, then save; type to change it
form-call = call { $time }
form-withdraws = Withdraw “{ $what }” ({ $at } { $who })
form-drafts = drafts: { $n }
form-nothing = empty
form-now = now
form-led = Backspace chooses anew
form-contact-at = { $at }, when they came or called
form-begun-at = { $at }, when it was begun
form-when = 14:30, tomorrow 9:00, +2h, +90m
form-when-past = 9:30, yesterday 9:00, -30m
form-read = is { $at }
form-recounted = Counted anew from { $from }: it was { $was }, it is now { $is }
form-odd-room = in doubt: no room of this site
form-plate = such as b8f32k, .ja12345 (京), - for none
form-plate-read = is { $plate }
form-plate-odd = kept as read, marked
form-plate-read-odd = kept as { $plate }, marked
form-label-vehicle_out-fetched_by = Driven by
form-label-vehicle_out_only-fetched_by = Driven by
form-label-duty-person = On duty
form-label-handover-person = Outgoing
form-label-query-said = Question
form-label-query-reply = Answer of the outgoing
form-label-reason-said = Why not settled that day
form-label-reject-said = Why not taken
form-label-begun-site = Estate or project
form-label-begun-post = Post
form-label-begun-person = Your name
form-label-rebased-person = Ordered by
form-year = { $year }: version { $based } to { $next }, days changed: { $n }. Running limits stay as they are unless re-based.
form-rebased = Records: { $records }. Limits that change: { $stages }; earlier { $earlier }, later { $later }. What has run out stays.

## Records in full, and what else lies over a panel.

overlay-more = rows not shown: { $n }
card-late = late entry, written { $at }
card-linked = linked: { $records }
card-received = Received
card-due = Due
card-done = Done
card-who = By
card-rest = Result
due-shown = last day { $at } is a rest day: moved on
card-next-reply = Promised reply { $at }
rung-noted = noted by { $who } { $at }
rung-half = half gone
rung-bell = nearly due
rung-whole = run out
rung-twice = twice over
notice-noted = Noted: { $record } { $rung }, { $who }
passed-on = passed on { $n } times
pick-step = Which step
pick-inside = This plate is inside already: { $record }
pick-which = Which one leaves?
pick-vehicle = Is it one of these?
pick-apart = None of these: another vehicle
pick-who = Which one is it?
pick-which-more = { $n } more may be meant; to name them, go back and type more of the plate.
pick-who-more = { $n } more may be meant; to name them, go back and fill in room or phone.
pick-same = Perhaps inside already
pick-drives = This person, who leaves with it
pick-same-since = { $record }, inside since { $at }:
pick-same-left = { $record }, of { $at }, has left:
pick-rest = { $n } stay
pick-draft = A draft was left
pick-draft-of = draft { $at }, from { $record } { $name }
pick-draft-bare = draft { $at } { $name }
pick-draft-new = { $what }: a new form
pick-draft-gone = (gone)
quit-title = Quit?
quit-drafts = Drafts kept: { $n }, to go on with until { $at }
quit-unsaved = Marks in the calendar not saved, lost on quitting: { $n }
quit-typed = Half typed (notes taken, reasons, answered lines), lost on quitting: { $n }
discard-title = Drop this form?
discard-lost = What was typed and its draft are deleted for good.
discard-keep = Go on with it
close-title = Sign as final?
close-lines = The day at { $post } ends here; the page is signed with { $n } lines.
close-final = It can be neither changed nor withdrawn afterwards.
close-do = Sign

## The working calendar, a year at a time.

year-title = Calendar { $year }
year-moves = { $days } day  { $weeks } week  { $months } month  { $years } year
year-unknown = { $year } is open: its notice is not known. { $key } loads it, or mark the days
year-missing = There is no calendar of { $year } yet; limits that reach into it wait
year-unsaved = not saved: { $n }
year-was = not saved, was: { $kind }
year-pasted = Pasted notice, not saved: off { $off }, make-up { $makeup }, half { $half }; doubts { $doubts }
question-import = Calendar { $year } is doubtful; load it?
question-keep = Notice of { $year } is doubtful; mark its days?
question-save = Calendar { $year } is doubtful; save it?
question-doubts = doubts { $n }
year-off = O
year-makeup = M
year-half = H
year-saturday = s
year-sunday = s
day-off = day off
day-makeup = make-up
day-half = half day
day-work = workday
day-weekend = weekend
day-unknown = not known
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

## Why a limit is due when it is.

why-title = Why it is due then · { $record }
why-clock = by the clock, day and night
why-from = From { $at }
why-promised = { $who } promised on { $at }
why-due = due { $at }
why-moved = The last day ends { $at }; it is a rest day, so the next working day's close counts
why-pending = Due time not known yet: there is no calendar for { $year }
why-paused = Paused, runs again { $at } at the latest
why-done = Done { $at } by { $who }: { $how }
why-left = left: { $work } of working time, { $clock } by the clock
why-left-clock = left: { $clock } by the clock
why-late = late: { $work } of working time, { $clock } by the clock
why-late-clock = late: { $clock } by the clock
why-col-day = day
why-col-span = from, to
why-col-what = what it is
why-col-part = adds
why-col-total = sum
why-clause = Clause
why-calendar = Calendar
why-changed = The due time was set by the calendar of its day, { $then }, and stands; by the hours and the calendar of today, { $now }, it would be { $at }.
why-pauses = Paused
why-expiry = If late
why-ladder = Reminders

## The handover page.

page-unsigned = not signed
page-signed = signed
page-nothing = Nothing to hand over
page-question = Question: { $said }
page-answer = Answer: { $said }
page-reason = Reason: { $said }
page-counts = taken { $accepted }   queried { $queried }   not taken { $refused }   unseen { $unseen }
page-clause = Nobody leaves before every line is answered and both have signed (000 制度3 三.5)
page-half-typed = Half typed by { $who }, and unseen by the relief: { $n }. Save or drop them first
page-day-close = This post closes for the day: one signs, tomorrow's first shift takes over line by line (000 制度3 三.5)
page-waits = { $who } signed at { $at }; the page waits for its relief
page-first-shift = tomorrow's first shift
page-override = Lines not taken; handover approved by { $who }: { $why }
page-handed = Handed over by { $who }  { $at }  a chosen name, no password
page-taken = Taken over by { $who }  { $at }  a chosen name, no password
page-remark = Remark by { $who }  { $at }
page-head = Chain head { $head }
notice-left = Left: { $record }. By mistake? Ctrl-W withdraws it
notice-parted = Left: { $record }, { $left } of the party; { $stay } stay. By mistake? Ctrl-W withdraws it
