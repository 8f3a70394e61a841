### 打印在纸上的文件。

## 办事流程。

procedure-title = 办事流程 · { $site }
procedure-as-of = 截至 { $at }
procedure-steps = 步骤
procedure-stages = 时限
procedure-path = { $intake }受理
procedure-then-office = 到办公室后，照办公室受理的步骤办
procedure-track = 经办方
procedure-none = 未填
procedure-opened = 登记
procedure-when = 适用
procedure-unless = 不适用
procedure-after = 先办
procedure-requires = 须已办
procedure-optional = 不自动提议
procedure-again = 可再办
procedure-clause = 条款
procedure-starts = 起
procedure-ends = 止
procedure-length = 时长
procedure-hours = 作息
procedure-clock = 按钟点，昼夜连续
procedure-close = 当日下班前
procedure-promise = 承诺栏
procedure-warn = 提醒
procedure-pausable = 可暂停
procedure-repeat = 重复
procedure-expiry = 到期
procedure-usual = 本处改定
procedure-was = 原为 { $length }
procedure-own = 本处自定
procedure-limit = 服务的时限
procedure-lapsed = 时限过后才可办
procedure-ends-when = 止于
procedure-part = 分别计时
procedure-parts = 各方
procedure-every = 每 { $n } 分钟
procedure-reopened = 不满意重开
procedure-reopens = 回访不满意即重开，须重办：{ $steps }
procedure-pause = 暂停最长：{ $length }
procedure-collective = { $days } 日内同一事项满 { $households } 户：建议按集体投诉升为重大
