### The words of the screen: panels, columns, footers and the help.

## The window.

ui-too-small = 視窗太小
join = a、b

## Rests of time limits, and how long something has lasted.

rest-working = 工
rest-late = 超{ $time }
rest-late-days = 超{ $n }日
rest-left = 餘{ $time }
rest-days = 餘{ $n }日
rest-seconds = 餘{ $m }分{ $s }秒
elapsed-days = { $n }日

## Records by name.

record-logbook = 日誌{ $number }
record-duty = 值班{ $number }
record-walk_in = 來訪{ $number }
record-call = 來電{ $number }
record-complaint = 投訴{ $number }
record-visitor = 訪客{ $number }
record-vehicle = 車輛{ $number }
record-note = 留言{ $number }
record-handover = 交接{ $number }
record-calendar = 行事曆{ $number }
