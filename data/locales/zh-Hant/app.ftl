### What the program says of what was just done: notices, questions and commands.

## Messages.

notice-written = 已記：{ $record }
notice-done = 已辦：{ $record }「{ $what }」
notice-amended = 已劃改：{ $record }「{ $field }」
notice-withdrawn = 已作廢：{ $record }「{ $what }」
notice-idle = { $key } 在這裡沒有用處；{ $help } 看這裡能用的鍵
notice-repeated = 先前已記：{ $record }
notice-waits = 另有 { $at } 的草稿：Ins 取回
notice-resumed = 接著填 { $at } 的草稿
notice-kept = 草稿留到 { $at }，再開時接著填
notice-held = 草稿留到結束程式為止，再開時接著填
notice-bounced = 緊跟著的「{ $digit }」沒有算進去：要的話請再按一次
notice-chose = 「{ $digit }」選了「{ $field }」，沒有算進文字：是文字就請補上
notice-begins = 「{ $digit }」算作文字的開頭，「{ $field }」請另選
notice-discarded = 這份登記已放棄，草稿已刪，沒有入帳
notice-marked = 行事曆有 { $n } 處標記未儲存，退出前都在
notice-rebased = 時限已按現在的行事曆重算
notice-lent = 日誌旁沒有它自己的設定，用的是 { $path }
notice-filed = 已存到日誌旁的 pages/{ $file }
notice-pasted = 像是貼上或掃碼，沒有儲存：請再按一次
notice-unsaved = 尚未儲存：請先看這個建議的時間
notice-too-soon = 畫面剛變，按鍵未執行：看清後再按一次
notice-gone = { $record } 已由別處辦理，不在此清單；游標下已是另一筆，移動一下游標再操作
notice-unopened = 沒有打開：選定時草稿已不在，或游標下已不是那一筆。請重新選
notice-unnamed = 沒有儲存：正在讀要作廢的那一行，標題寫明後再儲存
notice-relieved = 本崗現由 { $who } 當值；表裡已填的還在。要接崗按 Ctrl-U
notice-nobody = 本崗已交班，現在無人當值；上崗按 Ctrl-U
notice-file-there = 已有同名檔案，沒有覆蓋：pages/{ $file }

## Headings of the help.

group-panels = 頁面
group-moving = 移動
group-records = 登記
group-gate = 門崗
group-handover = 交接
group-calendar = 行事曆
group-forms = 填表
group-program = 程式

## Panels.

panel-today = 今日

## Commands, as the footer and the help call them.

cmd-today = 今日
cmd-goto = 按數字換頁
cmd-goto-today = 今日
cmd-goto-year = 行事曆
cmd-goto-help = 說明
cmd-new = 登記
cmd-next = 下一步
cmd-steps = 其他步驟
cmd-open = 詳情
cmd-amend = 劃改
cmd-withdraw = 作廢
cmd-why = 時限緣由
cmd-acknowledge = 知悉
cmd-paper = 查看列印頁
cmd-save-page = 存成檔案
cmd-other-page = 另一頁
cmd-filter = 查找
cmd-toggle = 全部/未結
cmd-note = 留言
cmd-unseen = 離場未登記
cmd-refuse = 拒絕入內
cmd-depart = 離場詳情
cmd-out-only = 無進場登記離場
cmd-accept = 接
cmd-query = 疑問
cmd-reject = 不接
cmd-note-done = 留言辦結
cmd-take-inside = 在場全接
cmd-sign = 簽字交班
cmd-open-line = 詳情
cmd-remark = 補記
cmd-year = 行事曆
cmd-day-off = 休
cmd-day-makeup = 班
cmd-day-half = 半
cmd-day-plain = 平日
cmd-save-year = 儲存標記
cmd-unmark = 撤銷標記
cmd-import = 載入檔案
cmd-rebase = 重算時限
cmd-leave-year = 返回
cmd-next-field = 下一欄
cmd-previous-field = 上一欄
cmd-enter = 下一必填欄/儲存
cmd-save = 儲存
cmd-clear = 清此欄
cmd-take-up = 取回草稿
cmd-leave = 暫離留稿
cmd-up = 上一行
cmd-down = 下一行
cmd-day-back = 前一天
cmd-day-on = 後一天
cmd-week-back = 前一週
cmd-week-on = 後一週
cmd-page-up = 上翻
cmd-page-down = 下翻
cmd-first = 到首行
cmd-last = 到末行
cmd-next-box = 下一格
cmd-previous-box = 上一格
cmd-choose = 選定
cmd-next-limit = 下一時限
cmd-previous-limit = 上一時限
cmd-close-why = 關閉
cmd-keep = 保留篩選
cmd-found = 下一步
cmd-unfilter = 取消篩選
cmd-back = 返回
cmd-reset = 取消篩選
cmd-operator = 換人
cmd-language = 換語言
cmd-redraw = 重畫畫面
cmd-help = 說明
cmd-close-help = 關閉說明
cmd-quit = 離開
cmd-quit-now = 離開程式
cmd-discard = 放棄整份
cmd-confirm = 確定
cmd-go-on = 仍然繼續
cmd-refrain = 不繼續
