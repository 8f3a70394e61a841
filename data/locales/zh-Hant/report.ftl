### 印在紙上的文件。

## 辦事流程。

procedure-title = 辦事流程 · { $site }
procedure-as-of = 截至 { $at }
procedure-steps = 步驟
procedure-stages = 時限
procedure-path = { $intake }受理
procedure-then-office = 到辦公室後，照辦公室受理的步驟辦
procedure-track = 經辦方
procedure-none = 未填
procedure-opened = 登記
procedure-when = 適用
procedure-unless = 不適用
procedure-after = 先辦
procedure-requires = 須已辦
procedure-optional = 不自動提議
procedure-again = 可再辦
procedure-clause = 條款
procedure-starts = 起
procedure-ends = 止
procedure-length = 時長
procedure-hours = 作息
procedure-clock = 按鐘點，晝夜連續
procedure-close = 當日下班前
procedure-promise = 承諾欄
procedure-warn = 提醒
procedure-pausable = 可暫停
procedure-repeat = 重複
procedure-expiry = 到期
procedure-usual = 本處改定
procedure-was = 原為 { $length }
procedure-own = 本處自訂
procedure-limit = 服務的時限
procedure-lapsed = 時限過後才可辦
procedure-ends-when = 止於
procedure-part = 分別計時
procedure-parts = 各方
procedure-every = 每 { $n } 分鐘
procedure-reopened = 不滿意重開
procedure-reopens = 回訪不滿意即重開，須重辦：{ $steps }
procedure-pause = 暫停最長：{ $length }
procedure-collective = { $days } 日內同一事項滿 { $households } 戶：建議按集體投訴升為重大
