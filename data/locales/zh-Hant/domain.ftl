### What the rules of the house say: kinds, fields, choices, steps, limits and refusals.

## Kinds of entry: the title of a form, the name of a line.

kind-begun = 日誌啟用
kind-duty = 換人
kind-walk_in = 來訪登記
kind-walk_in_outcome = 來訪結果
kind-call = 來電登記
kind-call_outcome = 來電結果
kind-call_back = 回電
kind-complaint = 投訴登記
kind-complaint_step = 投訴處理
kind-step = 處理步驟
kind-visitor_in = 訪客登記
kind-visitor_out = 訪客離場
kind-visitor_refused = 拒絕入內
kind-vehicle_in = 車輛入場
kind-vehicle_out = 車輛離場
kind-note = 留言
kind-note_done = 留言辦妥
kind-handover = 交班
kind-handover_accepted = 接班
kind-handover_remark = 交接補記
kind-calendar = 工作行事曆
kind-acknowledged = 知悉
kind-due_settled = 補定時限
kind-rebased = 重算時限
kind-amend = 劃改
kind-withdraw = 作廢

## Families of records.

family-logbook = 日誌
family-duty = 值班
family-walk_in = 來訪
family-call = 來電
family-complaint = 投訴
family-visitor = 訪客
family-vehicle = 車輛
family-note = 留言
family-handover = 交接
family-calendar = 行事曆
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
panel-walk-ins = 來訪
panel-calls = 來電
panel-complaints = 投訴
panel-visitors = 訪客
panel-vehicles = 車輛
panel-handover = 交接
cmd-walk-ins = 來訪
cmd-calls = 來電
cmd-complaints = 投訴
cmd-visitors = 訪客
cmd-vehicles = 車輛
cmd-handover = 交接
cmd-goto-walk-ins = 來訪
cmd-goto-calls = 來電
cmd-goto-complaints = 投訴
cmd-goto-visitors = 訪客
cmd-goto-vehicles = 車輛
cmd-goto-handover = 交接

## Fields of the forms.

field-at = 時間
field-room = 單位
field-name = 姓名
field-phone = 電話
field-remark = 備註
field-outcome = 結果
field-to = 轉交
field-promise = 承諾時間
field-next_reply = 下次回覆
field-last_reply = 後續答覆
field-person = 經手人
field-department = 部門
field-way = 答覆方式
field-answer = 答覆內容
field-unseen = 未見離場
field-reason = 事由
field-site = 項目
field-post = 崗位
field-reply = 答覆
field-said = 反映內容
field-result = 處理情況
field-direction = 通話
field-topic = 通話內容
field-seconds = 通話秒數
field-reached = 是否接通
field-category = 投訴類別
field-channel = 投訴途徑
field-intake = 受理單位
field-received_by = 首接部門
field-valid = 是否有效
field-class = 等級
field-visitor = 訪客類別
field-host = 受訪人
field-check = 證件核驗
field-tail = 證號末四位
field-count = 人數
field-pass = 臨時證號
field-purpose = 來訪目的
field-ground = 拒絕原因
field-description = 特徵描述
field-plate = 車牌
field-use = 用途
field-again = 車已在場
field-text = 內容
field-relief = 接班人
field-override_by = 批准人
field-override_why = 批准理由
field-clock = 時限
field-percent = 提醒級
field-new = 改為
field-why = 原因
field-explained = 向住戶說明
field-quantity = 工程量
field-period = 工期
field-plan = 處理方案
field-accused = 被投訴人
field-matter = 投訴事項
field-told = 報告對象
field-contact = 接報人
field-means = 通知方式
field-share = 協辦部門
field-task = 協辦事項
field-confirmed = 辦公室確認
field-informed = 已告知投訴人
field-receiver = 簽收人
field-proof = 送達憑證
field-receipt = 回單號
field-developer = 開發商意見
field-agreed = 投訴人同意
field-checked = 現場確認
field-cause_late = 未完成原因
field-responsible = 責任崗位
field-signed = 投訴人簽字
field-pause = 暫停原因
field-until = 暫停至
field-letter = 復函編號
field-area = 公示範圍
field-approved_by = 批准人
field-exempt = 免回訪
field-cause = 投訴成因
field-appointed = 預約時間
field-instead = 代受訴人回訪的原因
field-head = 主任
field-method = 回訪方式
field-satisfied = 是否滿意
field-opinion = 住戶意見
field-volume = 歸檔卷號
field-source = 通知名稱或文號
field-file = 檔案路徑

## Choices.

choice-outcome-solved = 當場解決
choice-outcome-passed = 轉辦
choice-outcome-promised = 約定回覆
choice-outcome-complaint = 轉投訴
choice-outcome-message = 轉告
choice-outcome-delivered = 已轉告
choice-way-counter = 當面
choice-way-phone = 電話
choice-way-visit = 上門
choice-way-letter = 書面
choice-unseen-yes = 離場未登記
choice-reason-enquiry = 諮詢
choice-reason-complaint = 投訴
choice-reason-repair = 報修
choice-reason-suggestion = 建議
choice-reason-payment = 繳費
choice-reason-collect = 領物
choice-reason-business = 接洽
choice-reason-tour = 參觀
choice-reason-inspection = 檢查
choice-direction-in = 打入
choice-direction-out = 打出
choice-direction-missed = 未接
choice-reached-yes = 已接通
choice-reached-no = 未接通
choice-category-conduct = 員工服務
choice-category-department = 部門工作
choice-category-engineering = 工程質量
choice-category-warranty = 保修遺留
choice-channel-counter = 來訪
choice-channel-phone = 來電
choice-channel-letter = 來信
choice-channel-fax = 傳真
choice-channel-email = 電郵
choice-channel-media = 媒體
choice-channel-web = 網路
choice-channel-transferred = 轉來
choice-intake-office = 辦公室
choice-intake-site = 管理處現場
choice-intake-department = 其他部門
choice-valid-valid = 有效
choice-valid-invalid = 無效
choice-class-general = 一般
choice-class-important = 重要
choice-class-hot = 熱點
choice-class-major = 重大
choice-matter-noise = 裝修噪音
choice-matter-facility = 公共設施
choice-matter-indoor = 室內維修
choice-matter-mail = 郵件遺失
choice-matter-hygiene = 環境衛生
choice-matter-pests = 鼠蟲害
choice-matter-service = 服務
choice-matter-fire = 火災
choice-matter-trapped = 電梯困人
choice-matter-explosion = 爆炸
choice-matter-blackout = 突發停電
choice-matter-flood = 水浸
choice-matter-theft = 盜竊
choice-matter-crime = 刑事案件
choice-matter-collective = 集體投訴
choice-matter-equipment = 主要設備故障
choice-matter-structure = 主體結構
choice-told-manager = 部門經理
choice-told-director = 中心領導
choice-told-company = 公司投訴管理部門
choice-told-management = 公司管理層
choice-means-phone = 電話
choice-means-radio = 對講機
choice-means-face = 當面
choice-means-form = 書面送達
choice-confirmed-yes = 已確認
choice-informed-yes = 已告知
choice-last_reply-yes = 不再回覆
choice-proof-signed = 當面簽收
choice-proof-courier = 快遞簽收
choice-proof-fax = 傳真回執
choice-proof-email = 郵件回執
choice-agreed-yes = 已同意
choice-signed-yes = 已簽字
choice-pause-owner = 等住戶答覆
choice-pause-access = 無法入戶
choice-pause-material = 等材料
choice-pause-weather = 天氣不宜
choice-pause-third_party = 等第三方
choice-exempt-unreachable = 聯繫不上
choice-exempt-inconvenient = 不便回訪
choice-cause-supervision = 監督力度不夠
choice-cause-preparation = 籌備欠考慮
choice-cause-work = 施工質量
choice-cause-conduct = 服務態度
choice-cause-equipment = 設備設施
choice-cause-outside = 外部原因
choice-visitor-guest = 親友
choice-visitor-courier = 速遞
choice-visitor-delivery = 外送
choice-visitor-domestic = 家務
choice-visitor-renovation = 裝修
choice-visitor-contractor = 施工
choice-visitor-other = 其他
choice-check-id_card = 身份證
choice-check-licence = 駕駛執照
choice-check-passport = 護照
choice-check-badge = 工作證
choice-check-known = 熟識
choice-check-none = 無證件
choice-check-suspicious = 形跡可疑
choice-ground-no_id = 無證件
choice-ground-suspicious = 形跡可疑
choice-ground-host_declined = 住戶不見
choice-ground-other = 其他
choice-use-guest = 訪客
choice-use-delivery = 送貨
choice-use-service = 維修服務
choice-use-renovation = 裝修
choice-use-taxi = 計程車
choice-use-other = 其他
choice-again-out = 現在離場
choice-again-missed = 漏記離場，再次入場
choice-method-visit = 上門
choice-method-appointment = 預約
choice-satisfied-yes = 滿意
choice-satisfied-no = 不滿意

## Steps of a complaint.

step-arrived = 轉到辦公室
step-accepted = 負責人接單
step-beyond = 超出權限上報
step-transferred = 轉交辦公室
step-called = 緊急報告
step-progress = 進展匯報
step-controlled = 事態受控
step-rerouted = 改轉部門
step-shared = 併交協辦
step-share_done = 協辦完成
step-planned = 作出方案
step-submitted = 轉交開發商
step-opinion = 開發商意見
step-deemed = 視為默認
step-repromised = 重新承諾
step-explained = 解釋說明
step-declined = 不予處理
step-contacted = 進展溝通
step-paused = 暫停計時
step-resumed = 恢復計時
step-reclassed = 改級改類
step-written = 書面回覆
step-published = 公示
step-tried = 聯繫未果
step-exempted = 免予回訪
step-special = 專項報告
step-relayed = 轉交部門
step-surveyed = 到場勘驗
step-resulted = 處理結果
step-answered = 首次答覆
step-replied = 答覆住戶
step-reported = 報主任
step-concluded = 辦結
step-followed_up = 回訪
step-archived = 歸檔

## Stages: what a time limit is for.

stage-T0 = 當日處理
stage-T1 = 轉到辦公室
stage-T2 = 轉交部門
stage-T3a = 回報結果
stage-T3b = 處理完畢
stage-T4 = 到場勘驗
stage-T5 = 承諾處理
stage-T3c = 協辦
stage-T6 = 作出方案
stage-T7 = 轉交開發商
stage-T8 = 開發商意見
stage-T9 = 負責人接單
stage-T10 = 現場解決
stage-T11 = 工程答覆
stage-T12 = 轉交辦公室
stage-T13 = 回訪
stage-T14 = 24 小時答覆
stage-T15 = 急報
stage-T16 = 進展匯報
stage-T18 = 約定回覆
stage-T19 = 進展溝通
stage-T20 = 轉告
stage-T31 = 停留時限

## Whose part of a limit it is.

part-manager = 部門經理
part-director = 中心領導
part-company = 公司投訴部門
part-management = 公司管理層

## What happens when a limit runs out.

expiry-bell = 響鈴提醒
expiry-beyond = 建議上報辦公室
expiry-handover = 寫明原因，轉入交接
expiry-head = 報主任
expiry-office = 報辦公室
expiry-open = 不得歸檔，計入回訪率
expiry-overstay = 列入逾時在場名單
expiry-amber = 標黃提醒
expiry-called = 逐一再報，直到接通
expiry-deemed = 視為默認
expiry-progress = 立即匯報
expiry-repromised = 書面說明原因，重新承諾
expiry-representative = 報管理者代表
expiry-shift = 列入交接班
expiry-supervisor = 報主管

## What the clauses say, in their own words.

clause-T0 = 「及時進行記錄，當天進行調查、核實」（《物業客戶管理制度》1）
clause-T1 = 「公司其它部門（人員）接收到的投訴，應在4個有效工作時內轉交綜合辦處理，由綜合辦統一受理。」（《物業管理顧客投訴處理規定》）
clause-T2 = 「接訴人詳細填寫《顧客投訴處理表》，並在2個工作時內由辦公室轉交有關部門。」（《物業管理顧客投訴處理規定》）
clause-T3a = 「對一般員工服務質量的投訴，由被投訴人所屬部門負責人負責核實、處理，並在8個有效工作時內將處理結果反饋給辦公室。」（《物業管理顧客投訴處理規定》）
clause-T3b = 「對管理處及公司部門的投訴，由辦公室協同其它部門共同核實，在12個有效工作時內處理完畢。」（《物業管理顧客投訴處理規定》）
clause-T3c = 「有效投訴需要2個以上部門共同處理時，應在辦公室的統一協調下進行。」（《物業管理顧客投訴處理規定》；時長由本項目自定）
clause-T4 = 「管理部應在接到《顧客投訴處理表》後8個工作時內，趕到現場勘驗，確定工程量及工期，提出處理期限、處理方案，並提交辦公室確認後由辦公室通知投訴人。」（《物業管理顧客投訴處理規定》）
clause-T5 = 「管理部在承諾的時間內完成投訴處理，請投訴人在《顧客投訴處理表》上簽字後返回辦公室。」（《物業管理顧客投訴處理規定》）
clause-T6 = 「由管理部在6個工作時內作出處理方案」（《物業管理顧客投訴處理規定》）
clause-T7 = 「辦公室於4個有效工作時內轉交到開發商的相關部門。」（《物業管理顧客投訴處理規定》）
clause-T8 = 「開發商相關部門在8小時內就投訴內容做出處理意見，並將填寫完畢的《顧客投訴處理表》反饋回辦公室。」（《物業管理顧客投訴處理規定》）
clause-T9 = 「其它人員接收投訴後，需在15分鐘內送達責任人。」（《物業管理顧客投訴處理規定》）
clause-T10 = 「服務質量投訴應在1小時內予以解決。」（《物業管理顧客投訴處理規定》）
clause-T11 = 「工程維修投訴不超過6個小時給予答覆。」（《物業管理顧客投訴處理規定》）
clause-T12 = 「超出管理處處理能力的投訴，應在2個小時內轉交辦公室，由辦公室接受投訴處理。」（《物業管理顧客投訴處理規定》）
clause-T13 = 「自投訴處理過程結束時起，由受訴人在3日內採用上門回訪、預約回訪的方式，進行回訪驗證」（《物業管理顧客投訴處理規定》）
clause-T14 = 「投訴電話的接聽人員要認真接聽，做好記錄，24小時內給予答覆。」（《別墅區業主接待與聯繫服務程序》）
clause-T15 = 「重大投訴，必須馬上報告部門經理和物業管理中心領導。」（《物業客戶管理制度》2；時長由本項目自定）
clause-T15-company = 「重大、熱點和重要投訴應及時填寫《客戶投訴處理記錄表》發送公司投訴管理部門和公司管理層。」（《物業客戶服務類服務標準表》；時長由本項目自定）
clause-T15-management = { clause-T15-company }
clause-T16 = 「隨時彙報變動情況直到問題處理完畢」（《物業客戶管理制度》3；時長由本項目自定）
clause-T17 = 「在處理完畢後應將結果回覆住戶和管理處主任，做到事事有著落、件件有回音。」（《物業客戶管理制度》1）
clause-T18 = 「如不能當即答覆，應告知預約時間回覆。」（《物業客戶管理制度》1）
clause-T18-complaint = 「對不能解決的投訴，應婉轉地向客戶講清楚，並確定下次回覆的時間。」（《物業客戶管理制度》2）
clause-T19 = 「投訴處理過程中保持與客戶溝通，投訴處理進度、處理情況應及時向投訴客戶反饋。」（《物業客戶服務類服務標準表》；時長由本項目自定）
clause-T20 = 「如來電業主要找的服務人員不在，接聽人應做好轉告記錄，並及時告知該服務人員。」（《別墅區業主接待與聯繫服務程序》；時長由本項目自定）
clause-T31 = 條文未載，由本項目按訪客類別自定。

## Lengths of time.

unit-wh = { $n } 工作小時
unit-wm = { $n } 工作分鐘
unit-wd = { $n } 工作天
unit-h = { $n } 小時
unit-m = { $n } 分鐘
unit-d = { $n } 天
unit-promise = 按承諾

# Limits that have ended: kept, or late in their own unit.

ended-done = 按時
ended-replaced = 已改約
ended-over = 已終止
ended-unseen = 不知何時
outcome-kept = 已回電 { $at }
late-work = 遲 { $time } 工
late-clock = 遲 { $time }
late-days = 遲 { $n } 日

# The rungs of a limit: how much of its length has passed.

rung-50 = 過半
rung-80 = 過八成
rung-100 = 到期
rung-200 = 超一倍

## The handover page.

topic-deadline = 時限
topic-promise = 約定
topic-message = 轉告
topic-inside = 在場
topic-unsettled = 待辦
topic-note = 留言
topic-refusal = 拒入
topic-supervisor = 主管
topic-head = 主任
verdict-accepted = 接
verdict-queried = 疑問
verdict-refused = 不接

## Where a record stands, and its marks.

status-open = 未結
status-closed = 已結
status-void = 作廢
departure-unseen = 離場未登記
pending-calendar = 待定·缺 { $year } 行事曆
late-entry = 補記
set-back = 時鐘曾撥回
odd-room = 單位存疑
void = 作廢

## Why the desk refuses.

refused-demanded = 按規定必填（{ $clause }）。
refused-only-these = 按規定只能從列出的選項中選（{ $clause }）。
refused-unknown-field = 這張表沒有這一欄。
refused-not-asked = 與其他欄的內容不符，這一欄不用填。
refused-unknown-kind = 不能這樣登記，請改用另一種登記。
refused-no-such-record = 找不到這筆記錄，請核對編號。
refused-wrong-record = 此操作不適用於這筆記錄，請另選一筆。
refused-before-arrival = 時間早於登記時間，請更改時間。
refused-already-left = 已於 { $at } 離場，無須再登記。
refused-already-left-unseen = 已記為離場未登記，無須再登記。
refused-plate-inside = 此車牌已在場（{ $number }）：請先辦離場，或選「漏記離場，再次入場」。
refused-only-refusal = 身份不明或形跡可疑，不得放行；請以「拒絕入內」登記。
refused-step-done = { $who } 已於 { $at } 辦過這一步；如有誤請劃改。
refused-step-unknown = 此投訴沒有這一步，請從列出的步驟中選取。
refused-step-first = 請先辦：{ $steps }（{ $clause }）。
refused-not-lapsed = 時限未到，還不能辦這一步（{ $clause }）。
refused-not-awaited = 這一方沒有待辦的份，請從待辦的裡面選。
refused-shared = 這個部門已在辦理，請另選部門（004-7 §4.6）。
refused-nothing-to-pause = 沒有可以暫停的時限。
refused-not-paused = 時限沒有暫停，不用恢復。
refused-pause-too-long = 最長只能暫停到 { $at }。
refused-accused-handles = 被投訴人不得經辦本件投訴（004-7 §4.3.1a）。
refused-only-receiver = 只能由受理部門統一回覆：{ $post } 或辦公室（001 受理.4）。
refused-names = 公示不得出現客戶的房號、姓名、電話，請改寫（001 受理.3）。
refused-passed-on = 已轉交 { $times } 次，不得推諉；再轉須主任批准（000-1 一.5）。
refused-too-few-tries = 須在兩天以上聯繫三次仍聯繫不上，才可免回訪；已聯繫 { $tries } 次（001 處理.3）。
refused-first-receiver = 回訪由受訴人 { $who } 辦；由他人回訪須寫明原因（004-7 §4.8.1）。
refused-promise-missed = 承諾已過期，不能改寫；請辦「重新承諾」，寫明原因並徵得同意（004-7 §4.3.2c）。
refused-strike-whole = 這一欄決定了後面的辦理，不能單改；請作廢整行再重寫。
refused-not-open = 這筆記錄已結或已作廢；如有新情況請另行登記。
refused-outcome-there = { $who } 已於 { $at } 寫了結果；如有誤請劃改。
refused-open-complaint = 轉投訴請在這筆記錄上開「投訴登記」，結果會自動寫上。
refused-nothing-reached = 這個時限還沒有到提醒的時候。
refused-already-noted = { $who } 已於 { $at } 知悉。
refused-nothing-promised = 此通電話沒有約定回電。
refused-no-message = 這裡沒有等著轉告的口信。
refused-already-amended = { $who } 已於 { $at } 劃改這一欄，請看新值後再改。
refused-already-withdrawn = { $who } 已於 { $at } 將這一行作廢。
refused-unchanged = 新值與原值相同，無須更改。
refused-sealed = 已簽的交接頁、行事曆和值班行不能更改；請寫補記。
refused-later-first = 後面有一行以它為據，請先將該行作廢。
refused-unanswered = 尚有 { $lines } 條未逐條回應，請先選接、疑問或不接。
refused-reason-needed = 有當天未辦結的條目：接收時須寫明原因（000-1 一.3）。
refused-override-needed = 有不接的條目：須填批准人和理由，才可交班。
refused-page-waits = 已有一頁簽好在等接班人，請先接收那一頁。
refused-same-person = 接班人不能是交班人本人。
refused-unknown-post = 設定中沒有這個崗位，請核對崗位名稱。
refused-no-operator = 尚未有人上崗，請先換人。
refused-uid-used = 這張表已記為「{ $kind }」，請重開一張。
refused-calendar-older = 已有更新的 { $year } 年行事曆，沒有儲存；標記還在，請按 Esc 核對後再儲存。
refused-next-notice = 這一天由 { $year } 年的通知決定，請載入更正後的 { $year } 年行事曆。
refused-nothing-moves = 按現在的行事曆，沒有時限會變，不必重算。
refused-no-deemed-page = 這件投訴沒有轉交開發商後到期未覆的一段，沒有視為默認證據頁（004-7 §4.4.4）。
refused-no-incident-page = 這件投訴不是重要、熱點或重大，沒有報告頁（001 受理.1）。

## What is wrong with a typed value.

value-required = 必填。
value-control = 含有無法顯示的控制字元，請重新輸入。
value-bidi = 含有看不見的字元，請重新輸入。
value-too-long = 太長，最多 { $max } 字。
value-not-a-plate = 不像車牌，請按 粤B12345 輸入。
value-not-a-phone = 不像電話號碼，請輸入手機號碼或連區號的市話。
value-not-four-characters = 請輸入證號末四位。
value-not-a-number = 請輸入 { $min } 至 { $max } 的整數。
value-not-a-time = 不像時間，請按 14:30、11-20 19:02 或 +2h 輸入。
value-future = 事情尚未發生，請改為現在或以前的時間。
value-past = 這個時間早於所記的事；請填其後的時間，補記的請填發生時間。
value-too-far = 超過一年，請核對日期。
value-not-a-choice = 請從列出的選項中選取。

## What is wrong with a year's notice in a file.

calendar-no-file = 檔案讀不出來，請核對路徑和權限。
calendar-not-text = 不是 UTF-8 文字檔，請另存為 UTF-8。
calendar-form = 第 { $line } 行第 { $column } 欄讀不懂：不是行事曆檔案（CSV、JSON 或 TOML）。
calendar-not-a-date = 第 { $line } 行 { $column } 欄：不是日期，請寫成 2027-01-01。
calendar-not-a-kind = 第 { $line } 行 { $column } 欄：請寫 休、班 或 半（off、makeup、half）。
calendar-no-days = 檔案裡沒有日期，通知可能還沒發布。
calendar-empty = { $year } 年沒有日期，通知可能還沒發布。
calendar-off-and-makeup = 第 { $line } 行：{ $date } 既休又班。
calendar-half-and-other = 第 { $line } 行：{ $date } 是半日，又列為別的日子。
calendar-other-year = 第 { $line } 行：{ $date } 不屬於 { $year } 年。

## Why the logbook cannot be used.

store-missing = 此處沒有日誌檔案，請核對路徑。
store-empty = 日誌檔案是空的，請從備份還原。
store-damaged = 日誌檔案不完整或已損壞，請從備份還原。
store-foreign = 這不是本程式的日誌檔案，請核對路徑。
notice-migrated = 日誌原由舊版程式使用，登記簿已按各行重建，原有各行未改動。
store-newer = 日誌格式為 { $found }，本程式只支援至 { $known }，請升級程式。
store-unreadable = 第 { $seq } 行無法讀取，請升級程式或從備份還原。
store-busy = 另一個視窗佔用著日誌（程序 { $pid }），請稍後再試。
store-denied = 沒有讀寫日誌或其所在目錄的權限，請核對權限。
store-replaced = 日誌檔已被移走或替換，未能儲存；請放回原處或重新啟動。
store-elsewhere = 這個程式只能開啟檔案，尚不能連到別處的日誌。
store-conflict-uid = 這一筆已經記過了（同一張表單），沒有再記一次。
store-conflict-number = 這個編號已有人使用，未能儲存；請再試一次。
store-conflict-strike = 這一處已由他人更正，未能儲存；請看最新內容後再改。
store-full = 磁碟已滿，未能儲存；請騰出空間再試。
store-other = 日誌讀寫出錯，未能儲存；請通知系統管理員。

## What verifying the logbook can find.

flaw-chain = 鏈條斷裂：內容與校驗值不符
flaw-personal = 個人資料與承諾值不符
flaw-personal-missing = 個人資料缺失，且無清除記錄
flaw-personal-stray = 有一份個人資料不屬於任何一行
flaw-gap = 行號缺失
flaw-unreadable = 本程式無法讀取這一行
flaw-register = 登記簿與日誌不一致
flaw-file = 檔案本身損壞

## 規則檔有什麼不對。

rule-file-missing = 沒有設定檔 { $path }；請先不帶指令啟動一次，或用 --site 指明。
rule-file-not-text = 檔案 { $path } 不是 UTF-8 編碼，請用 UTF-8 另存。
rule-file-unread = 讀不到檔案 { $path }，請核對權限。
rule-file-wrong = { $path } 第 { $line } 行 { $key }：{ $cause }
rule-kept = 仍按上次正確的檔案工作。{ $fault }
rule-toml = 寫法不對：{ $said }
rule-missing = 缺少 { $name }
rule-unknown-key = 沒有這一項：{ $name }
rule-unknown-word = 不是可用的詞：{ $name }
rule-empty = 不能為空
rule-zone = 不是時區，例如 Asia/Shanghai
rule-pattern = 不是能用的正則式
rule-no-post = 至少要有一個崗位
rule-intake = 只能是 office、site 或 department
rule-panel = 只能是一個面板的 F 鍵號：2、3、4、6、7、8、12
rule-time = 要寫成時刻，例如 7:00 或 23:30
rule-length = 不是時長，例如 2wh、30wm、1wd、24h、15m、3d
rule-unknown-stage = 流程裡沒有這個時限
rule-promised = 按承諾的時限沒有固定時長，固定的也不能改為按承諾
rule-zero = 時長不能為零；當天下班前寫 0wd
rule-hours-needed = 按工作時間或按日計算，要有 hours 指明哪個部門的作息
rule-hours-idle = 按鐘點計算的時限不要寫 hours
rule-promise-field = 按承諾的時限要寫 promise 欄，其他時限不寫
rule-no-clause = 沒有寫依據的條款
rule-unknown-step = 沒有這個步驟或事件：{ $name }
rule-cycle = 步驟互相等待，永遠辦不成：{ $steps }
rule-no-department = 時限 { $stage } 按部門 { $department } 的作息計算，設定裡沒有這個部門
rule-off-and-makeup = { $date } 既是休息日又是上班日
rule-half-and-other = { $date } 既是半日又是別的日子
rule-other-year = { $date } 不屬於 { $year } 年的日曆
