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

## The header, the strip and the counts.

weekday-0 = 週一
weekday-1 = 週二
weekday-2 = 週三
weekday-3 = 週四
weekday-4 = 週五
weekday-5 = 週六
weekday-6 = 週日
header-date = { $month }月{ $day }日 { $weekday }
header-nobody = 無人當值
header-waiting = 正在儲存…
header-calendar = 缺 { $year } 行事曆
strip-title = 時限
strip-none = 暫無
count-late = 逾時 { $n }
count-soon = 一小時內 { $n }
box-notes = 留言

## Lists.

list-none = 暫無
list-empty = 暫無。按 { $key }：{ $kind }
list-unfound = 沒有符合的。{ $key } 取消篩選
title-today = 今日 { $n }
title-open = 未結 { $n }
title-inside = 在場 { $n }
title-all = 全部
title-past = 歷次
title-found = 符合 { $n }
col-direction = 呼叫
col-kind = 類別
col-rest = 剩餘
col-number = 編號
col-stage = 環節
col-length = 時限
col-whom = 責任
col-clause = 條款
col-stay = 停留
col-state = 情況
col-post = 崗位
col-from = 交班人
col-lines = 條目
rest-reveal = { $s }秒
visitor-party = { $name } { $n }人
left-at = 離 { $at }
inside-for = 在場 { $time }
mark-late = 補記{ $at }
outcome-none = - 待處理
outcome-promised = 約 { $at }
handover-waits = 待接班

## What a key of the footer does on what is selected.

footer-next-needed = 下一必填欄
footer-reveal = 顯示號碼
footer-past-pages = 歷次交接
footer-live-page = 本班交接
footer-open-only = 只看未結
footer-inside-only = 只看在場
footer-all = 看全部

## The help.

help-site = { $site }，編號 { $number }，時區 { $zone }
help-post = 崗位 { $post }，當值 { $person }
help-file = 日誌只增不改；工作行事曆至 { $year } 年
help-more = 下面還有 { $n } 行
