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
