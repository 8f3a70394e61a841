### The words of the screen: panels, columns, footers and the help.

## The window.

ui-too-small = 窗口太小
ui-quit-small = 放大窗口后继续；{ $key } 退出，已填的留作草稿
join = a、b

## Rests of time limits, and how long something has lasted.

rest-working = 工
rest-late = 超{ $time }
rest-late-days = 超{ $n }日
rest-left = 余{ $time }
rest-days = 余{ $n }日
rest-seconds = 余{ $m }分{ $s }秒
rest-paused = 停 至 { $at }
rest-paused-brief = 暂停
elapsed-days = { $n }日

## The header, the strip and the counts.

weekday-0 = 周一
weekday-1 = 周二
weekday-2 = 周三
weekday-3 = 周四
weekday-4 = 周五
weekday-5 = 周六
weekday-6 = 周日
header-date = { $month }月{ $day }日 { $weekday }
header-date-brief = { $month }-{ $day } { $weekday }
header-nobody = 无人当值
header-waiting = 正在保存…
header-flawed = 日志有损坏：请执行 qiantai verify
header-read-only = 只读
notice-unkept = 正在填写的内容没能存到磁盘，窗口一关就会丢失；请先保存，并腾出空间或核对权限。
header-calendar = 缺 { $year } 日历
header-office = 办公室时钟停·{ $at } 续
header-clock-ahead = 时钟拨快 { $by }，请核对
header-clock-back = 时钟拨慢 { $by }，请核对
strip-title = 时限
strip-none = 暂无
strip-shift = { $shift }交班 { $rest }
count-late = 超时 { $n }
count-soon = 一小时内 { $n }
box-notes = 留言

## Lists.

list-none = 暂无
list-empty = 暂无。按 { $key }：{ $kind }
list-unfound = 没有符合的。{ $key } 取消筛选
title-today = 今日 { $n }
title-left = 往日未结 { $n }
title-open = 未结 { $n }
title-inside = 在场 { $n }
title-people = 在场 { $n } 人
title-all = 全部
title-past = 历次
title-found = 符合 { $n }
title-found-closed = 其中已结 { $n }
title-found-all = 已查全部 { $n } 条，自 { $date }
title-found-until = 已查到 { $date }，还在查
title-found-full = 只列最近的，查到 { $date } 为止
list-looking = 正在查……
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
mark-collective = { $n }户
mark-major = 事项属重大
mark-paused = 停 { $why }
mark-passed-on = 已转{ $n }次
mark-promised = 承诺{ $n }次
visitor-party = { $name } { $n }人
time-yesterday = 昨 { $at }
left-at = 离 { $at }
inside-now = 在场
mark-late = 补记
mark-noted = 已知悉
stage-reply-and = 回复·{ $step }
outcome-none = - 待处理
outcome-called-back = 已回电 { $at }
outcome-promised = 约 { $at }
handover-waits = 待接班

## What a key of the footer does on what is selected.

footer-which = 选一条
footer-next-needed = 下一必填栏
footer-required = 此栏必填
footer-wrong = 有误的栏
footer-faulty = 先改此栏
footer-next-line = 下一未答
footer-reveal = 显示号码
footer-driver-leaves = 司机离场
footer-past-pages = 历次交接
footer-live-page = 本班交接
footer-open-only = 只看未结
footer-inside-only = 只看在场
footer-all = 看全部

## The help.

help-site = { $site }，编号 { $number }，时区 { $zone }
help-post = 岗位 { $post }，当值 { $person }
help-file = 日志只增不改；工作日历到 { $year } 年
help-names = 右边的英文名用来在设置文件里改键
help-plates = 车牌首字
help-more = 下面还有 { $n } 行

## Forms.

form-begin = 开始使用
form-begin-site = 如 锦绣花园
form-begin-post = 如 服务中心、东门岗
form-begin-person = 本人姓名
form-welcome = 欢迎使用前台：来访、来电、投诉、访客、车辆和交接，都记在一本日志里。
form-welcome-how = 写好这三栏，回车到下一栏，末栏回车即开始；以后都能在设置文件里改。
form-open = 登记中
form-sent = 正在保存
form-from = { $what } · 来自{ $record }
form-proposed = 建议的时间：看过再保存，要改直接键入
form-call = 通话 { $time }
form-withdraws = 作废“{ $what }”（{ $at } { $who }）
form-drafts = 草稿 { $n } 份
form-nothing = 空
form-now = 现在
form-led = 退格重选
form-contact-at = { $at }（来访、来电时）
form-begun-at = { $at }（开始填写时）
form-when = 如 14:30、明天9点、+2小时
form-when-past = 如 9:30、昨天9点、半小时前
form-read = 即 { $at }
form-recounted = 按发生时间 { $from } 重新算起：原为 { $was }，现为 { $is }
form-odd-room = 存疑：不合本小区房号
form-plate = 如 b8f32k、.ja12345（京）、无牌填 -
form-plate-read = 即 { $plate }
form-plate-odd = 按所见存，待核
form-plate-read-odd = 按所见存 { $plate }，待核
form-label-vehicle_out-fetched_by = 驾离人
form-label-vehicle_out_only-fetched_by = 驾离人
form-label-duty-person = 上岗人
form-label-handover-person = 交班人
form-label-query-said = 疑问
form-label-query-reply = 交班人答复
form-label-reason-said = 未当天办结的原因
form-label-reject-said = 不接原因
form-label-begun-site = 小区或项目
form-label-begun-post = 岗位
form-label-begun-person = 姓名
form-label-rebased-person = 批准的主管
form-year = { $year } 年：第 { $based } 版 → 第 { $next } 版，改 { $n } 天。进行中的时限不变，除非另行重算。
form-rebased = { $records } 条记录的 { $stages } 个时限会变：{ $earlier } 个提前，{ $later } 个推后。已过的时限不动。

## Records in full, and what else lies over a panel.

overlay-more = 另有 { $n } 行
card-late = 补记 { $at } 写
card-linked = 关联 { $records }
card-received = 登记
card-due = 到期
card-done = 办于
card-who = 经办
card-rest = 结果
due-shown = 末日 { $at } 为休息日，已顺延
card-next-reply = 约定回复 { $at }
rung-noted = { $who } { $at } 知悉
rung-half = 过半
rung-bell = 将到期
rung-whole = 到期
rung-twice = 超一倍
notice-noted = 已知悉：{ $record } { $rung }，{ $who }
passed-on = 转办{ $n }次
pick-step = 选步骤
pick-inside = 这个车牌已在场：{ $record }
pick-which = 哪一辆离场？
pick-vehicle = 是不是同一辆车？
pick-apart = 都不是，另一辆车
pick-who = 是哪一位？
pick-which-more = 可能的还有{ $n }辆：要选它们，请返回多输几位车牌。
pick-who-more = 可能的还有{ $n }位：要选他们，请返回填房号或电话。
pick-same = 此人可能已在场
pick-drives = 就是此人，随车离场
pick-same-since = { $record } 自 { $at } 在场：
pick-same-left = { $record }（{ $at }），已离场：
pick-rest = 余 { $n } 人
pick-draft = 有留下的草稿
pick-draft-of = { $at } 草稿，来自{ $record } { $name }
pick-draft-bare = { $at } 草稿 { $name }
pick-draft-new = 另填新表：{ $what }
pick-draft-gone = （已不在）
quit-title = 退出程序？
quit-drafts = 草稿 { $n } 份已留，{ $at } 前可接着填
quit-unsaved = 日历有 { $n } 处标记未保存，退出就没有了
quit-typed = 填了一半的 { $n } 份（知悉、理由、已答的交接行），退出就没有了
discard-title = 放弃整份登记？
discard-lost = 已填内容和草稿都会删掉，不能恢复。
discard-keep = 接着填
close-title = 签字定稿？
close-lines = { $post }本日值班到此结束，交接页 { $n } 条随签字定稿。
close-final = 签后不能更改，也不能作废。
close-do = 签字

## The working calendar, a year at a time.

year-title = { $year } 年日历
year-moves = { $days } 日  { $weeks } 周  { $months } 月  { $years } 年
year-unknown = { $year } 年待定：还没有这一年的放假通知。{ $key } 载入，或逐日标记
year-missing = 还没有 { $year } 年日历，跨年的时限会待定
year-unsaved = 未保存 { $n }
year-was = 未保存，原为 { $kind }
year-pasted = 粘贴的通知，未保存：休 { $off } 天，班 { $makeup } 天，半 { $half } 天；疑问 { $doubts } 处
question-import = { $year } 年日历有疑问，仍然载入？
question-keep = { $year } 年通知有疑问，仍然标记？
question-save = { $year } 年日历有疑问，仍然保存？
question-doubts = 疑问 { $n } 处
year-off = 休
year-makeup = 班
year-half = 半
year-saturday = 六
year-sunday = 日
day-off = 休假
day-makeup = 调休上班
day-half = 半日
day-work = 工作日
day-weekend = 周末
day-unknown = 待定
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月

## Why a limit is due when it is.

why-title = 为什么是这个时间 · { $record }
why-clock = 按钟点，不看作息
why-from = 起算 { $at }
why-promised = { $who } 于 { $at } 承诺
why-due = 到期 { $at }
why-moved = 期限末日至 { $at } 止，当日休息，顺延至下一工作日下班
why-pending = 到期待定：还没有 { $year } 年的日历
why-paused = 暂停中，最迟 { $at } 恢复计时
why-done = 办于 { $at } { $who }：{ $how }
why-left = 余 { $work } 工作时间，按钟点 { $clock }
why-left-clock = 余 { $clock }，按钟点
why-late = 超 { $work } 工作时间，按钟点 { $clock }
why-late-clock = 超 { $clock }，按钟点
why-col-day = 日期
why-col-span = 起止
why-col-what = 计为
why-col-part = 计入
why-col-total = 累计
why-clause = 条款
why-calendar = 日历
why-changed = 到期按登记时的日历 { $then } 定下，不再改动；按现在的作息和日历 { $now } 会是 { $at }。
why-pauses = 暂停
why-expiry = 逾期
why-ladder = 提醒

## The handover page.

page-unsigned = 未签
page-signed = 已签
page-nothing = 没有要交接的事项
page-question = 疑问：{ $said }
page-answer = 答复：{ $said }
page-reason = 原因：{ $said }
page-counts = 已接 { $accepted }   疑问 { $queried }   不接 { $refused }   未看 { $unseen }
page-clause = 逐条答完、双方签名后，交班人方可下岗 (000 制度3 三.5)
page-half-typed = { $who } 还有 { $n } 份没填完的登记，接班人看不到：先存好或放弃
page-day-close = 本岗当日关门：交班人一人签名，次日首班逐条接收 (000 制度3 三.5)
page-waits = { $who } 于 { $at } 签名交班，等接班人逐条接收
page-first-shift = 次日首班
page-override = 有不接条目，{ $who } 批准交班：{ $why }
page-handed = 交班 { $who }  { $at }  选名签署，未验密码
page-taken = 接班 { $who }  { $at }  选名签署，未验密码
page-remark = 补记 { $who }  { $at }
page-head = 链首 { $head }
notice-left = 已离场：{ $record }。按错了：Ctrl-W 作废
notice-parted = 已离场：{ $record } 离 { $left } 人，余 { $stay } 人。按错了：Ctrl-W 作废
