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

## The header, the strip and the counts.

weekday-0 = 周一
weekday-1 = 周二
weekday-2 = 周三
weekday-3 = 周四
weekday-4 = 周五
weekday-5 = 周六
weekday-6 = 周日
header-date = { $month }月{ $day }日 { $weekday }
header-nobody = 无人当值
header-waiting = 正在保存…
header-calendar = 缺 { $year } 日历
strip-title = 时限
strip-none = 暂无
count-late = 超时 { $n }
count-soon = 一小时内 { $n }
box-notes = 留言

## Lists.

list-none = 暂无
list-empty = 暂无。按 { $key }：{ $kind }
list-unfound = 没有符合的。{ $key } 取消筛选
title-today = 今日 { $n }
title-open = 未结 { $n }
title-inside = 在场 { $n }
title-all = 全部
title-past = 历次
title-found = 符合 { $n }
col-direction = 呼叫
col-kind = 类别
col-rest = 剩余
col-number = 编号
col-stage = 环节
col-length = 时限
col-whom = 责任
col-clause = 条款
col-stay = 停留
col-state = 情况
col-post = 岗位
col-from = 交班人
col-lines = 条目
rest-reveal = { $s }秒
visitor-party = { $name } { $n }人
left-at = 离 { $at }
inside-for = 在场 { $time }
mark-late = 补记{ $at }
outcome-none = - 待处理
outcome-promised = 约 { $at }
handover-waits = 待接班

## What a key of the footer does on what is selected.

footer-next-needed = 下一必填栏
footer-reveal = 显示号码
footer-past-pages = 历次交接
footer-live-page = 本班交接
footer-open-only = 只看未结
footer-inside-only = 只看在场
footer-all = 看全部

## The help.

help-site = { $site }，编号 { $number }，时区 { $zone }
help-post = 岗位 { $post }，当值 { $person }
help-file = 日志只增不改；工作日历到 { $year } 年
help-more = 下面还有 { $n } 行
