### The words of the screen: panels, columns, footers and the help.

## The window.

ui-too-small = 視窗太小
ui-quit-small = 放大視窗後繼續；{ $key } 退出，已填的留作草稿
join = a、b

## Rests of time limits, and how long something has lasted.

rest-working = 工
rest-late = 超{ $time }
rest-late-days = 超{ $n }日
rest-left = 餘{ $time }
rest-days = 餘{ $n }日
rest-seconds = 餘{ $m }分{ $s }秒
rest-paused = 停 至 { $at }
rest-paused-brief = 暫停
elapsed-days = { $n }日

## The header, the strip and the counts.

weekday-0 = 週一
weekday-1 = 週二
weekday-2 = 週三
weekday-3 = 週四
weekday-4 = 週五
weekday-5 = 週六
weekday-6 = 週日
header-date = { $month }月{ $day }日 { $weekday }
header-date-brief = { $month }-{ $day } { $weekday }
header-nobody = 無人當值
header-waiting = 正在儲存…
header-flawed = 日誌有損壞：請執行 qiantai verify
header-read-only = 唯讀
notice-unkept = 正在填寫的內容沒能存到磁碟，視窗一關就會遺失；請先儲存，並騰出空間或核對權限。
header-calendar = 缺 { $year } 行事曆
header-office = 辦公室時鐘停·{ $at } 續
header-clock-ahead = 時鐘撥快 { $by }，請核對
header-clock-back = 時鐘撥慢 { $by }，請核對
strip-title = 時限
strip-none = 暫無
strip-shift = { $shift }交班 { $rest }
count-late = 逾時 { $n }
count-soon = 一小時內 { $n }
box-notes = 留言

## Lists.

list-none = 暫無
list-empty = 暫無。按 { $key }：{ $kind }
list-unfound = 沒有符合的。{ $key } 取消篩選
title-today = 今日 { $n }
title-left = 往日未結 { $n }
title-open = 未結 { $n }
title-inside = 在場 { $n }
title-people = 在場 { $n } 人
title-all = 全部
title-past = 歷次
title-found = 符合 { $n }
title-found-closed = 其中已結 { $n }
title-found-all = 已查全部 { $n } 筆，自 { $date }
title-found-until = 已查到 { $date }，還在查
title-found-full = 只列最近的，查到 { $date } 為止
list-looking = 正在查……
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
mark-collective = { $n }戶
mark-major = 事項屬重大
mark-paused = 停 { $why }
mark-passed-on = 已轉{ $n }次
mark-promised = 承諾{ $n }次
visitor-party = { $name } { $n }人
time-yesterday = 昨 { $at }
left-at = 離 { $at }
inside-now = 在場
mark-late = 補記
mark-noted = 已知悉
stage-reply-and = 回覆·{ $step }
outcome-none = - 待處理
outcome-called-back = 已回電 { $at }
outcome-promised = 約 { $at }
handover-waits = 待接班

## What a key of the footer does on what is selected.

footer-which = 選一筆
footer-next-needed = 下一必填欄
footer-required = 此欄必填
footer-wrong = 有誤的欄
footer-faulty = 先改此欄
footer-next-line = 下一未答
footer-reveal = 顯示號碼
footer-driver-leaves = 司機離場
footer-past-pages = 歷次交接
footer-live-page = 本班交接
footer-open-only = 只看未結
footer-inside-only = 只看在場
footer-all = 看全部

## The help.

help-site = { $site }，編號 { $number }，時區 { $zone }
help-post = 崗位 { $post }，當值 { $person }
help-file = 日誌只增不改；工作行事曆至 { $year } 年
help-names = 右邊的英文名用來在設定檔裡改鍵
help-plates = 車牌首字
help-more = 下面還有 { $n } 行

## Forms.

form-begin = 開始使用
form-begin-site = 如 錦繡花園
form-begin-post = 如 服務中心、東門崗
form-begin-person = 本人姓名
form-welcome = 歡迎使用前台：來訪、來電、投訴、訪客、車輛和交接，都記在一本日誌裡。
form-welcome-how = 寫好這三欄，Enter 到下一欄，末欄 Enter 即開始；以後都能在設定檔裡改。
form-open = 登記中
form-sent = 正在儲存
form-from = { $what } · 來自{ $record }
form-proposed = 建議的時間：看過再儲存，要改直接鍵入
form-call = 通話 { $time }
form-withdraws = 作廢「{ $what }」（{ $at } { $who }）
form-drafts = 草稿 { $n } 份
form-nothing = 空
form-now = 現在
form-led = 退格重選
form-contact-at = { $at }（臨櫃、來電時）
form-begun-at = { $at }（開始填寫時）
form-when = 如 14:30、明天9點、+2小時
form-when-past = 如 9:30、昨天9點、半小時前
form-read = 即 { $at }
form-recounted = 按發生時間 { $from } 重新算起：原為 { $was }，現為 { $is }
form-odd-room = 存疑：不合本屋苑單位編號
form-plate = 如 b8f32k、.ja12345（京）、無牌填 -
form-plate-read = 即 { $plate }
form-plate-odd = 按所見存，待核
form-plate-read-odd = 按所見存 { $plate }，待核
form-label-vehicle_out-fetched_by = 駕離人
form-label-vehicle_out_only-fetched_by = 駕離人
form-label-duty-person = 上崗人
form-label-handover-person = 交班人
form-label-query-said = 疑問
form-label-query-reply = 交班人答覆
form-label-reason-said = 未當天辦結的原因
form-label-reject-said = 不接原因
form-label-begun-site = 小區或項目
form-label-begun-post = 崗位
form-label-begun-person = 姓名
form-label-rebased-person = 批准的主管
form-year = { $year } 年：第 { $based } 版 → 第 { $next } 版，改 { $n } 天。進行中的時限不變，除非另行重算。
form-rebased = { $records } 條記錄的 { $stages } 個時限會變：{ $earlier } 個提前，{ $later } 個推後。已過的時限不動。

## Records in full, and what else lies over a panel.

overlay-more = 另有 { $n } 行
card-late = 補記 { $at } 寫
card-linked = 關聯 { $records }
card-received = 登記
card-due = 到期
card-done = 辦於
card-who = 經辦
card-rest = 結果
due-shown = 末日 { $at } 為休息日，已順延
card-next-reply = 約定回覆 { $at }
rung-noted = { $who } { $at } 知悉
rung-half = 過半
rung-bell = 將到期
rung-whole = 到期
rung-twice = 超一倍
notice-noted = 已知悉：{ $record } { $rung }，{ $who }
passed-on = 轉辦{ $n }次
pick-step = 選步驟
pick-inside = 這個車牌已在場：{ $record }
pick-which = 哪一輛離場？
pick-vehicle = 是不是同一輛車？
pick-apart = 都不是，另一輛車
pick-who = 是哪一位？
pick-which-more = 可能的還有{ $n }輛：要選它們，請返回多輸幾位車牌。
pick-who-more = 可能的還有{ $n }位：要選他們，請返回填戶別或電話。
pick-same = 此人可能已在場
pick-drives = 就是此人，隨車離場
pick-same-since = { $record } 自 { $at } 在場：
pick-same-left = { $record }（{ $at }），已離場：
pick-rest = 餘 { $n } 人
pick-draft = 有留下的草稿
pick-draft-of = { $at } 草稿，來自{ $record } { $name }
pick-draft-bare = { $at } 草稿 { $name }
pick-draft-new = 另填新表：{ $what }
pick-draft-gone = （已不在）
quit-title = 退出程式？
quit-drafts = 草稿 { $n } 份已留，{ $at } 前可接著填
quit-unsaved = 行事曆有 { $n } 處標記未儲存，退出就沒有了
quit-typed = 填了一半的 { $n } 份（知悉、理由、已答的交接行），退出就沒有了
discard-title = 放棄整份登記？
discard-lost = 已填內容和草稿都會刪除，不能還原。
discard-keep = 接著填
close-title = 簽名定稿？
close-lines = { $post }本日值班到此結束，交接頁 { $n } 條隨簽名定稿。
close-final = 簽後不能更改，也不能作廢。
close-do = 簽名

## The working calendar, a year at a time.

year-title = { $year } 年行事曆
year-moves = { $days } 日  { $weeks } 週  { $months } 月  { $years } 年
year-unknown = { $year } 年待定：還沒有這一年的放假通知。{ $key } 載入，或逐日標記
year-missing = 還沒有 { $year } 年行事曆，跨年的時限會待定
year-unsaved = 未儲存 { $n }
year-was = 未儲存，原為 { $kind }
year-pasted = 貼上的通知，未儲存：休 { $off } 天，班 { $makeup } 天，半 { $half } 天；疑問 { $doubts } 處
question-import = { $year } 年日曆有疑問，仍然載入？
question-keep = { $year } 年通知有疑問，仍然標記？
question-save = { $year } 年日曆有疑問，仍然儲存？
question-doubts = 疑問 { $n } 處
year-off = 休
year-makeup = 班
year-half = 半
year-saturday = 六
year-sunday = 日
day-off = 休假
day-makeup = 調休上班
day-half = 半日
day-work = 工作日
day-weekend = 週末
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

why-title = 為什麼是這個時間 · { $record }
why-clock = 按鐘點，不看作息
why-from = 起算 { $at }
why-promised = { $who } 於 { $at } 承諾
why-due = 到期 { $at }
why-moved = 期限末日至 { $at } 止，當日休息，順延至下一工作日下班
why-pending = 到期待定：還沒有 { $year } 年的行事曆
why-paused = 暫停中，最遲 { $at } 恢復計時
why-done = 辦於 { $at } { $who }：{ $how }
why-left = 餘 { $work } 工作時間，按鐘點 { $clock }
why-left-clock = 餘 { $clock }，按鐘點
why-late = 超 { $work } 工作時間，按鐘點 { $clock }
why-late-clock = 超 { $clock }，按鐘點
why-col-day = 日期
why-col-span = 起止
why-col-what = 計為
why-col-part = 計入
why-col-total = 累計
why-clause = 條款
why-calendar = 行事曆
why-changed = 到期按登記時的行事曆 { $then } 定下，不再改動；按現在的作息和行事曆 { $now } 會是 { $at }。
why-pauses = 暫停
why-expiry = 逾期
why-ladder = 提醒

## The handover page.

page-unsigned = 未簽
page-signed = 已簽
page-nothing = 沒有要交接的事項
page-question = 疑問：{ $said }
page-answer = 答覆：{ $said }
page-reason = 原因：{ $said }
page-counts = 已接 { $accepted }   疑問 { $queried }   不接 { $refused }   未看 { $unseen }
page-clause = 逐條答完、雙方簽名後，交班人方可下崗 (000 制度3 三.5)
page-half-typed = { $who } 還有 { $n } 份沒填完的登記，接班人看不到：先存好或放棄
page-day-close = 本崗當日關門：交班人一人簽名，次日首班逐條接收 (000 制度3 三.5)
page-waits = { $who } 於 { $at } 簽名交班，等接班人逐條接收
page-first-shift = 次日首班
page-override = 有不接條目，{ $who } 批准交班：{ $why }
page-handed = 交班 { $who }  { $at }  選名簽署，未驗密碼
page-taken = 接班 { $who }  { $at }  選名簽署，未驗密碼
page-remark = 補記 { $who }  { $at }
page-head = 鏈首 { $head }
notice-left = 已離場：{ $record }。按錯了：Ctrl-W 作廢
notice-parted = 已離場：{ $record } 離 { $left } 人，餘 { $stay } 人。按錯了：Ctrl-W 作廢
