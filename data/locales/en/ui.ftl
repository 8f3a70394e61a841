### The words of the screen: panels, columns, footers and the help.

## The window.

ui-too-small = Window too small
join = a, b

## Rests of time limits, and how long something has lasted.

rest-working = w
rest-late = over { $time }
rest-late-days = over { $n }d
rest-left = left { $time }
rest-days = left { $n }d
rest-seconds = left { $m }m{ $s }s
elapsed-days = { $n }d

## Records by name.

record-logbook = Logbook { $number }
record-duty = Duty { $number }
record-walk_in = Walk-in { $number }
record-call = Call { $number }
record-complaint = Complaint { $number }
record-visitor = Visitor { $number }
record-vehicle = Vehicle { $number }
record-note = Note { $number }
record-handover = Handover { $number }
record-calendar = Calendar { $number }

## The header, the strip and the counts.

weekday-0 = Mon
weekday-1 = Tue
weekday-2 = Wed
weekday-3 = Thu
weekday-4 = Fri
weekday-5 = Sat
weekday-6 = Sun
header-date = { $weekday } { $month }-{ $day }
header-nobody = Nobody on duty
header-waiting = Saving…
header-calendar = No { $year } calendar
strip-title = Due
strip-none = none
count-late = late { $n }
count-soon = in an hour { $n }
box-notes = Notes

## Lists.

list-none = None
list-empty = None. { $key }: { $kind }
list-unfound = Nothing fits. { $key } drops the filter
title-today = today { $n }
title-open = open { $n }
title-inside = inside { $n }
title-all = all
title-past = past
title-found = found { $n }
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
visitor-party = { $name } ×{ $n }
left-at = left { $at }
inside-for = inside { $time }
mark-late = written { $at }
outcome-none = - to settle
outcome-promised = promised { $at }
handover-waits = waits for relief

## What a key of the footer does on what is selected.

footer-next-needed = Next needed
footer-reveal = Show number
footer-past-pages = Past pages
footer-live-page = This shift
footer-open-only = Open only
footer-inside-only = Inside only
footer-all = All

## The help.

help-site = { $site }, number { $number }, time zone { $zone }
help-post = Post { $post }, on duty { $person }
help-file = The logbook only grows; working calendar to { $year }
help-more = lines below: { $n }
