### The words of the screen: panels, columns, footers and the help.

## The window.

ui-too-small = 窗口太小
join = a、b

## Rests of time limits, and how long something has lasted.

rest-working = 工
rest-late = 超{ $time }
rest-late-days = 超{ $n }日
rest-left = 余{ $time }
rest-days = 余{ $n }日
rest-seconds = 余{ $m }分{ $s }秒
elapsed-days = { $n }日

## Records by name.

record-logbook = 日志{ $number }
record-duty = 值班{ $number }
record-walk_in = 来访{ $number }
record-call = 来电{ $number }
record-complaint = 投诉{ $number }
record-visitor = 访客{ $number }
record-vehicle = 车辆{ $number }
record-note = 留言{ $number }
record-handover = 交接{ $number }
record-calendar = 日历{ $number }
