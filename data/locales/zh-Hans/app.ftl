### What the program says of what was just done: notices, questions and commands.

## Messages.

notice-written = 已记：{ $record }
notice-done = 已办：{ $record }「{ $what }」
notice-amended = 已划改：{ $record }「{ $field }」
notice-withdrawn = 已作废：{ $record }「{ $what }」
notice-idle = { $key } 在这里没有用处；{ $help } 看这里能用的键
notice-repeated = 先前已记：{ $record }
notice-waits = 另有 { $at } 的草稿：Ins 取回
notice-resumed = 接着填 { $at } 的草稿
notice-kept = 草稿留到 { $at }，再开时接着填
notice-held = 草稿留到退出为止，再开时接着填
notice-bounced = 紧跟着的“{ $digit }”没有算进去：要的话请再按一次
notice-chose = “{ $digit }”选了“{ $field }”，没有算进文字：是文字就请补上
notice-begins = “{ $digit }”算作文字的开头，“{ $field }”请另选
notice-discarded = 这份登记已放弃，草稿已删，没有入账
notice-marked = 日历有 { $n } 处标记未保存，退出前都在
notice-rebased = 时限已按现在的日历重算
notice-lent = 日志旁没有它自己的设置，用的是 { $path }
notice-filed = 已存到日志旁的 pages/{ $file }
notice-pasted = 像是粘贴或扫码，没有保存：请再按一次
notice-unsaved = 还没有保存：请先看这个建议的时间
notice-too-soon = 画面刚变，按键未执行：看清后再按一次
notice-gone = { $record } 已由别处办理，不在此列表；光标下已是另一条，移动一下光标再操作
notice-unopened = 没有打开：选定时草稿已不在，或光标下已不是那一条。请重新选
notice-unnamed = 没有保存：正在读要作废的那一行，标题写明后再保存
notice-relieved = 本岗现由 { $who } 当值；表里已填的还在。要接岗按 Ctrl-U
notice-nobody = 本岗已交班，现在无人当值；上岗按 Ctrl-U
notice-file-there = 已有同名文件，没有覆盖：pages/{ $file }

## Headings of the help.

group-panels = 页面
group-moving = 移动
group-records = 登记
group-gate = 门岗
group-handover = 交接
group-calendar = 日历
group-forms = 填表
group-program = 程序

## Panels.

panel-today = 今日

## Commands, as the footer and the help call them.

cmd-today = 今日
cmd-goto = 按数字换页
cmd-goto-today = 今日
cmd-goto-year = 日历
cmd-goto-help = 帮助
cmd-new = 登记
cmd-next = 下一步
cmd-steps = 其他步骤
cmd-open = 详情
cmd-amend = 划改
cmd-withdraw = 作废
cmd-why = 时限缘由
cmd-acknowledge = 知悉
cmd-paper = 查看打印页
cmd-save-page = 存成文件
cmd-other-page = 另一页
cmd-filter = 查找
cmd-toggle = 全部/未结
cmd-note = 留言
cmd-unseen = 离场未登记
cmd-refuse = 拒绝入内
cmd-depart = 离场详情
cmd-out-only = 无进场登记离场
cmd-accept = 接
cmd-query = 疑问
cmd-reject = 不接
cmd-note-done = 留言办结
cmd-take-inside = 在场全接
cmd-sign = 签字交班
cmd-open-line = 详情
cmd-remark = 补记
cmd-year = 日历
cmd-day-off = 休
cmd-day-makeup = 班
cmd-day-half = 半
cmd-day-plain = 平日
cmd-save-year = 保存标记
cmd-unmark = 撤销标记
cmd-import = 载入文件
cmd-rebase = 重算时限
cmd-leave-year = 返回
cmd-next-field = 下一栏
cmd-previous-field = 上一栏
cmd-enter = 下一必填栏/保存
cmd-save = 保存
cmd-clear = 清此栏
cmd-take-up = 取回草稿
cmd-leave = 暂离留稿
cmd-up = 上一行
cmd-down = 下一行
cmd-day-back = 前一天
cmd-day-on = 后一天
cmd-week-back = 前一周
cmd-week-on = 后一周
cmd-page-up = 上翻
cmd-page-down = 下翻
cmd-first = 到首行
cmd-last = 到末行
cmd-next-box = 下一格
cmd-previous-box = 上一格
cmd-choose = 选定
cmd-next-limit = 下一时限
cmd-previous-limit = 上一时限
cmd-close-why = 关闭
cmd-keep = 保留筛选
cmd-found = 下一步
cmd-unfilter = 取消筛选
cmd-back = 返回
cmd-reset = 取消筛选
cmd-operator = 换人
cmd-language = 换语言
cmd-redraw = 重画屏幕
cmd-help = 帮助
cmd-close-help = 关闭帮助
cmd-quit = 退出
cmd-quit-now = 退出程序
cmd-discard = 放弃整份
cmd-confirm = 确定
cmd-go-on = 仍然继续
cmd-refrain = 不继续
