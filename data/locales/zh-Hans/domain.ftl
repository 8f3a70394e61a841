### What the rules of the house say: kinds, fields, choices, steps, limits and refusals.

## Kinds of entry: the title of a form, the name of a line.

kind-begun = 日志启用
kind-duty = 换人
kind-walk_in = 来访登记
kind-walk_in_outcome = 来访结果
kind-call = 来电登记
kind-call_outcome = 来电结果
kind-call_back = 回电
kind-complaint = 投诉登记
kind-complaint_step = 投诉办理
kind-step = 办理步骤
kind-visitor_in = 访客登记
kind-visitor_out = 访客离场
kind-visitor_refused = 拒绝入内
kind-vehicle_in = 车辆入场
kind-vehicle_out = 车辆离场
kind-note = 留言
kind-note_done = 留言办结
kind-handover = 交班
kind-handover_accepted = 接班
kind-handover_remark = 交接补记
kind-calendar = 工作日历
kind-acknowledged = 知悉
kind-due_settled = 补定时限
kind-rebased = 重算时限
kind-amend = 划改
kind-withdraw = 作废

## Families of records.

family-logbook = 日志
family-duty = 值班
family-walk_in = 来访
family-call = 来电
family-complaint = 投诉
family-visitor = 访客
family-vehicle = 车辆
family-note = 留言
family-handover = 交接
family-calendar = 日历
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
panel-walk-ins = 来访
panel-calls = 来电
panel-complaints = 投诉
panel-visitors = 访客
panel-vehicles = 车辆
panel-handover = 交接
cmd-walk-ins = 来访
cmd-calls = 来电
cmd-complaints = 投诉
cmd-visitors = 访客
cmd-vehicles = 车辆
cmd-handover = 交接
cmd-goto-walk-ins = 来访
cmd-goto-calls = 来电
cmd-goto-complaints = 投诉
cmd-goto-visitors = 访客
cmd-goto-vehicles = 车辆
cmd-goto-handover = 交接

## Fields of the forms.

field-at = 时间
field-room = 房号
field-name = 姓名
field-phone = 电话
field-remark = 备注
field-outcome = 结果
field-to = 转给
field-promise = 承诺时间
field-next_reply = 下次回复
field-last_reply = 后续答复
field-person = 经手人
field-department = 部门
field-way = 答复方式
field-answer = 答复内容
field-unseen = 未见离场
field-reason = 事由
field-site = 项目
field-post = 岗位
field-reply = 答复
field-said = 反映内容
field-result = 处理情况
field-direction = 呼叫
field-topic = 通话内容
field-seconds = 通话秒数
field-reached = 是否接通
field-category = 投诉类别
field-channel = 投诉途径
field-intake = 受理单位
field-received_by = 首接部门
field-valid = 是否有效
field-class = 等级
field-visitor = 访客类别
field-host = 被访人
field-check = 证件核验
field-tail = 证号后四位
field-count = 人数
field-pass = 临时证号
field-purpose = 来访目的
field-ground = 拒绝原因
field-description = 特征描述
field-plate = 车牌
field-use = 用途
field-again = 车已在场
field-text = 内容
field-relief = 接班人
field-override_by = 批准人
field-override_why = 批准理由
field-clock = 时限
field-percent = 提醒级
field-new = 改为
field-why = 原因
field-explained = 向住户说明
field-quantity = 工程量
field-period = 工期
field-plan = 处理方案
field-accused = 被投诉人
field-matter = 投诉事项
field-told = 报告对象
field-contact = 接报人
field-means = 通知方式
field-share = 协办部门
field-task = 协办事项
field-confirmed = 办公室确认
field-informed = 已告知投诉人
field-receiver = 签收人
field-proof = 送达凭证
field-receipt = 回单号
field-developer = 开发商意见
field-agreed = 投诉人同意
field-checked = 现场确认
field-cause_late = 未完成原因
field-responsible = 责任岗位
field-signed = 投诉人签字
field-pause = 暂停原因
field-until = 暂停至
field-letter = 复函编号
field-area = 公示范围
field-approved_by = 批准人
field-exempt = 免回访
field-cause = 投诉成因
field-appointed = 预约时间
field-instead = 代受诉人回访的原因
field-head = 主任
field-method = 回访方式
field-satisfied = 是否满意
field-opinion = 住户意见
field-volume = 归档卷号
field-source = 通知名称或文号
field-file = 文件路径

## Choices.

choice-outcome-solved = 当场解决
choice-outcome-passed = 转办
choice-outcome-promised = 约定回复
choice-outcome-complaint = 转投诉
choice-outcome-message = 转告
choice-outcome-delivered = 已转告
choice-way-counter = 当面
choice-way-phone = 电话
choice-way-visit = 上门
choice-way-letter = 书面
choice-unseen-yes = 离场未登记
choice-reason-enquiry = 咨询
choice-reason-complaint = 投诉
choice-reason-repair = 报修
choice-reason-suggestion = 建议
choice-reason-payment = 缴费
choice-reason-collect = 领物
choice-reason-business = 接洽
choice-reason-tour = 参观
choice-reason-inspection = 检查
choice-direction-in = 呼入
choice-direction-out = 呼出
choice-direction-missed = 未接
choice-reached-yes = 已接通
choice-reached-no = 未接通
choice-category-conduct = 员工服务
choice-category-department = 部门工作
choice-category-engineering = 工程质量
choice-category-warranty = 保修遗留
choice-channel-counter = 来访
choice-channel-phone = 来电
choice-channel-letter = 来信
choice-channel-fax = 传真
choice-channel-email = 邮件
choice-channel-media = 媒体
choice-channel-web = 网络
choice-channel-transferred = 转来
choice-intake-office = 办公室
choice-intake-site = 管理处现场
choice-intake-department = 其他部门
choice-valid-valid = 有效
choice-valid-invalid = 无效
choice-class-general = 一般
choice-class-important = 重要
choice-class-hot = 热点
choice-class-major = 重大
choice-matter-noise = 装修噪音
choice-matter-facility = 公共设施
choice-matter-indoor = 室内维修
choice-matter-mail = 邮件遗失
choice-matter-hygiene = 环境卫生
choice-matter-pests = 鼠虫害
choice-matter-service = 服务
choice-matter-fire = 火灾
choice-matter-trapped = 电梯困人
choice-matter-explosion = 爆炸
choice-matter-blackout = 突发停电
choice-matter-flood = 水浸
choice-matter-theft = 盗窃
choice-matter-crime = 刑事案件
choice-matter-collective = 集体投诉
choice-matter-equipment = 主要设备故障
choice-matter-structure = 主体结构
choice-told-manager = 部门经理
choice-told-director = 中心领导
choice-told-company = 公司投诉管理部门
choice-told-management = 公司管理层
choice-means-phone = 电话
choice-means-radio = 对讲机
choice-means-face = 当面
choice-means-form = 书面送达
choice-confirmed-yes = 已确认
choice-informed-yes = 已告知
choice-last_reply-yes = 不再回复
choice-proof-signed = 当面签收
choice-proof-courier = 快递签收
choice-proof-fax = 传真回执
choice-proof-email = 邮件回执
choice-agreed-yes = 已同意
choice-signed-yes = 已签字
choice-pause-owner = 等住户答复
choice-pause-access = 无法入户
choice-pause-material = 等材料
choice-pause-weather = 天气不宜
choice-pause-third_party = 等第三方
choice-exempt-unreachable = 联系不上
choice-exempt-inconvenient = 不便回访
choice-cause-supervision = 监督力度不够
choice-cause-preparation = 筹备欠考虑
choice-cause-work = 施工质量
choice-cause-conduct = 服务态度
choice-cause-equipment = 设备设施
choice-cause-outside = 外部原因
choice-visitor-guest = 亲友
choice-visitor-courier = 快递
choice-visitor-delivery = 外卖
choice-visitor-domestic = 家政
choice-visitor-renovation = 装修
choice-visitor-contractor = 施工
choice-visitor-other = 其他
choice-check-id_card = 身份证
choice-check-licence = 驾驶证
choice-check-passport = 护照
choice-check-badge = 工作证
choice-check-known = 熟识
choice-check-none = 无证件
choice-check-suspicious = 形迹可疑
choice-ground-no_id = 无证件
choice-ground-suspicious = 形迹可疑
choice-ground-host_declined = 住户不见
choice-ground-other = 其他
choice-use-guest = 访客
choice-use-delivery = 送货
choice-use-service = 维修服务
choice-use-renovation = 装修
choice-use-taxi = 出租网约
choice-use-other = 其他
choice-again-out = 现在离场
choice-again-missed = 漏记离场，再次入场
choice-method-visit = 上门
choice-method-appointment = 预约
choice-satisfied-yes = 满意
choice-satisfied-no = 不满意

## Steps of a complaint.

step-arrived = 转到办公室
step-accepted = 责任人接单
step-beyond = 超出权限上报
step-transferred = 转交办公室
step-called = 紧急报告
step-progress = 进展汇报
step-controlled = 事态受控
step-rerouted = 改转部门
step-shared = 并交协办
step-share_done = 协办完成
step-planned = 作出方案
step-submitted = 转交开发商
step-opinion = 开发商意见
step-deemed = 视为默认
step-repromised = 重新承诺
step-explained = 解释说明
step-declined = 不予处理
step-contacted = 进展沟通
step-paused = 暂停计时
step-resumed = 恢复计时
step-reclassed = 改级改类
step-written = 书面回复
step-published = 公示
step-tried = 联系未果
step-exempted = 免予回访
step-special = 专项报告
step-relayed = 转交部门
step-surveyed = 到场勘验
step-resulted = 处理结果
step-answered = 首次答复
step-replied = 答复住户
step-reported = 报主任
step-concluded = 办结
step-followed_up = 回访
step-archived = 归档

## Stages: what a time limit is for.

stage-T0 = 当日处理
stage-T1 = 转到办公室
stage-T2 = 转交部门
stage-T3a = 反馈结果
stage-T3b = 处理完毕
stage-T4 = 到场勘验
stage-T5 = 承诺处理
stage-T3c = 协办
stage-T6 = 作出方案
stage-T7 = 转交开发商
stage-T8 = 开发商意见
stage-T9 = 责任人接单
stage-T10 = 现场解决
stage-T11 = 工程答复
stage-T12 = 转交办公室
stage-T13 = 回访
stage-T14 = 24 小时答复
stage-T15 = 急报
stage-T16 = 进展汇报
stage-T18 = 约定回复
stage-T19 = 进展沟通
stage-T20 = 转告
stage-T31 = 停留时限

## Whose part of a limit it is.

part-manager = 部门经理
part-director = 中心领导
part-company = 公司投诉部门
part-management = 公司管理层

## What happens when a limit runs out.

expiry-bell = 响铃提醒
expiry-beyond = 建议上报办公室
expiry-handover = 写明原因，转入交接
expiry-head = 报主任
expiry-office = 报办公室
expiry-open = 不得归档，计入回访率
expiry-overstay = 列入超时在场名单
expiry-amber = 标黄提醒
expiry-called = 逐一再报，直到接通
expiry-deemed = 视为默认
expiry-progress = 立即汇报
expiry-repromised = 书面说明原因，重新承诺
expiry-representative = 报管理者代表
expiry-shift = 列入交接班
expiry-supervisor = 报主管

## What the clauses say, in their own words.

clause-T0 = “及时进行记录，当天进行调查、核实”（《物业客户管理制度》1）
clause-T1 = “公司其它部门（人员）接收到的投诉，应在4个有效工作时内转交综合办处理，由综合办统一受理。”（《物业管理顾客投诉处理规定》）
clause-T2 = “接诉人详细填写《顾客投诉处理表》，并在2个工作时内由办公室转交有关部门。”（《物业管理顾客投诉处理规定》）
clause-T3a = “对一般员工服务质量的投诉，由被投诉人所属部门负责人负责核实、处理，并在8个有效工作时内将处理结果反馈给办公室。”（《物业管理顾客投诉处理规定》）
clause-T3b = “对管理处及公司部门的投诉，由办公室协同其它部门共同核实，在12个有效工作时内处理完毕。”（《物业管理顾客投诉处理规定》）
clause-T3c = “有效投诉需要2个以上部门共同处理时，应在办公室的统一协调下进行。”（《物业管理顾客投诉处理规定》；时长由本项目自定）
clause-T4 = “管理部应在接到《顾客投诉处理表》后8个工作时内，赶到现场勘验，确定工程量及工期，提出处理期限、处理方案，并提交办公室确认后由办公室通知投诉人。”（《物业管理顾客投诉处理规定》）
clause-T5 = “管理部在承诺的时间内完成投诉处理，请投诉人在《顾客投诉处理表》上签字后返回办公室。”（《物业管理顾客投诉处理规定》）
clause-T6 = “由管理部在6个工作时内作出处理方案”（《物业管理顾客投诉处理规定》）
clause-T7 = “办公室于4个有效工作时内转交到开发商的相关部门。”（《物业管理顾客投诉处理规定》）
clause-T8 = “开发商相关部门在8小时内就投诉内容做出处理意见，并将填写完毕的《顾客投诉处理表》反馈回办公室。”（《物业管理顾客投诉处理规定》）
clause-T9 = “其它人员接收投诉后，需在15分钟内送达责任人。”（《物业管理顾客投诉处理规定》）
clause-T10 = “服务质量投诉应在1小时内予以解决。”（《物业管理顾客投诉处理规定》）
clause-T11 = “工程维修投诉不超过6个小时给予答复。”（《物业管理顾客投诉处理规定》）
clause-T12 = “超出管理处处理能力的投诉，应在2个小时内转交办公室，由办公室接受投诉处理。”（《物业管理顾客投诉处理规定》）
clause-T13 = “自投诉处理过程结束时起，由受诉人在3日内采用上门回访、预约回访的方式，进行回访验证”（《物业管理顾客投诉处理规定》）
clause-T14 = “投诉电话的接听人员要认真接听，做好记录，24小时内给予答复。”（《别墅区业主接待与联系服务程序》）
clause-T15 = “重大投诉，必须马上报告部门经理和物业管理中心领导。”（《物业客户管理制度》2；时长由本项目自定）
clause-T15-company = “重大、热点和重要投诉应及时填写《客户投诉处理记录表》发送公司投诉管理部门和公司管理层。”（《物业客户服务类服务标准表》；时长由本项目自定）
clause-T15-management = { clause-T15-company }
clause-T16 = “随时汇报变动情况直到问题处理完毕”（《物业客户管理制度》3；时长由本项目自定）
clause-T17 = “在处理完毕后应将结果回复住户和管理处主任，做到事事有着落、件件有回音。”（《物业客户管理制度》1）
clause-T18 = “如不能当即答复，应告知预约时间回复。”（《物业客户管理制度》1）
clause-T18-complaint = “对不能解决的投诉，应婉转地向客户讲清楚，并确定下次回复的时间。”（《物业客户管理制度》2）
clause-T19 = “投诉处理过程中保持与客户沟通，投诉处理进度、处理情况应及时向投诉客户反馈。”（《物业客户服务类服务标准表》；时长由本项目自定）
clause-T20 = “如来电业主要找的服务人员不在，接听人应做好转告记录，并及时告知该服务人员。”（《别墅区业主接待与联系服务程序》；时长由本项目自定）
clause-T31 = 条文未载，由本项目按访客类别自定。

## Lengths of time.

unit-wh = { $n } 工作时
unit-wm = { $n } 工作分钟
unit-wd = { $n } 工作日
unit-h = { $n } 小时
unit-m = { $n } 分钟
unit-d = { $n } 日
unit-promise = 按承诺

# Limits that have ended: kept, or late in their own unit.

ended-done = 按时
ended-replaced = 已改约
ended-over = 已终止
ended-unseen = 不知何时
outcome-kept = 已回电 { $at }
late-work = 迟 { $time } 工
late-clock = 迟 { $time }
late-days = 迟 { $n } 日

# The rungs of a limit: how much of its length has passed.

rung-50 = 过半
rung-80 = 过八成
rung-100 = 到期
rung-200 = 超一倍

## The handover page.

topic-deadline = 时限
topic-promise = 约定
topic-message = 转告
topic-inside = 在场
topic-unsettled = 待办
topic-note = 留言
topic-refusal = 拒入
topic-supervisor = 主管
topic-head = 主任
verdict-accepted = 接
verdict-queried = 疑问
verdict-refused = 不接

## Where a record stands, and its marks.

status-open = 未结
status-closed = 已结
status-void = 作废
departure-unseen = 离场未登记
pending-calendar = 待定·缺 { $year } 日历
late-entry = 补记
set-back = 时钟曾拨回
odd-room = 房号存疑
void = 作废

## Why the desk refuses.

refused-demanded = 按规定必填（{ $clause }）。
refused-only-these = 按规定只能从列出的选项中选（{ $clause }）。
refused-unknown-field = 这张表没有这一栏。
refused-not-asked = 与其他栏的内容不符，这一栏不用填。
refused-unknown-kind = 不能这样登记，请换一种登记。
refused-no-such-record = 找不到这条记录，请核对编号。
refused-wrong-record = 这条记录不适用此操作，请另选一条。
refused-before-arrival = 时间早于登记时间，请改时间。
refused-already-left = 已于 { $at } 离场，不必再登记。
refused-already-left-unseen = 已记为离场未登记，不必再登记。
refused-plate-inside = 这个车牌已在场（{ $number }）：先办离场，或选“漏记离场，再次入场”。
refused-only-refusal = 身份不明或形迹可疑，不得放行；请按“拒绝入内”登记。
refused-step-done = { $who } 已于 { $at } 办过这一步；如有误请划改。
refused-step-unknown = 这件投诉没有这一步，请从列出的步骤中选。
refused-step-first = 请先办：{ $steps }（{ $clause }）。
refused-not-lapsed = 时限未到，还不能办这一步（{ $clause }）。
refused-not-awaited = 这一方没有待办的份，请从待办的里面选。
refused-shared = 这个部门已在办理，请另选部门（004-7 §4.6）。
refused-nothing-to-pause = 没有可以暂停的时限。
refused-not-paused = 时限没有暂停，不用恢复。
refused-pause-too-long = 最长只能暂停到 { $at }。
refused-accused-handles = 被投诉人不得经办本件投诉（004-7 §4.3.1a）。
refused-only-receiver = 只能由受理部门统一回复：{ $post } 或办公室（001 受理.4）。
refused-names = 公示不得出现客户的房号、姓名、电话，请改写（001 受理.3）。
refused-passed-on = 已转交 { $times } 次，不得推诿；再转须主任批准（000-1 一.5）。
refused-too-few-tries = 须在两天以上联系三次仍联系不上，才可免回访；已联系 { $tries } 次（001 处理.3）。
refused-first-receiver = 回访由受诉人 { $who } 办；由他人回访须写明原因（004-7 §4.8.1）。
refused-promise-missed = 承诺已过期，不能改写；请办“重新承诺”，写明原因并征得同意（004-7 §4.3.2c）。
refused-strike-whole = 这一栏决定了后面的办理，不能单改；请作废整行再重写。
refused-not-open = 这条记录已结或已作废；有新情况请另行登记。
refused-outcome-there = { $who } 已于 { $at } 写了结果；如有误请划改。
refused-open-complaint = 转投诉请在这条记录上开“投诉登记”，结果会自动写上。
refused-nothing-reached = 这个时限还没有到提醒的时候。
refused-already-noted = { $who } 已于 { $at } 知悉。
refused-nothing-promised = 这通电话没有约定回电。
refused-no-message = 这里没有等着转告的口信。
refused-already-amended = { $who } 已于 { $at } 划改这一栏，请看新值后再改。
refused-already-withdrawn = { $who } 已于 { $at } 作废这一行。
refused-unchanged = 新值和原值一样，没有可改的。
refused-sealed = 签过的交接页、日历和值班行不能改；请写补记。
refused-later-first = 后面有一行以它为据，请先作废那一行。
refused-unanswered = 还有 { $lines } 条没有逐条回应，请先选接、疑问或不接。
refused-reason-needed = 有当天未办结的条目：接收时须写明原因（000-1 一.3）。
refused-override-needed = 有不接的条目：须填批准人和理由，才可交班。
refused-page-waits = 已有一页签好在等接班人，请先接收那一页。
refused-same-person = 接班人不能是交班人本人。
refused-unknown-post = 设置里没有这个岗位，请核对岗位名称。
refused-no-operator = 还没有人上岗，请先换人。
refused-uid-used = 这张表已记为“{ $kind }”，请重开一张。
refused-calendar-older = 已有更新的 { $year } 年日历，没有保存；标记还在，请按 Esc 核对后再保存。
refused-next-notice = 这一天由 { $year } 年的通知决定，请载入更正后的 { $year } 年日历。
refused-nothing-moves = 按现在的日历，没有时限会变，不必重算。
refused-no-deemed-page = 这件投诉没有转交开发商后到期未复的一段，没有视为默认证据页（004-7 §4.4.4）。
refused-no-incident-page = 这件投诉不是重要、热点或重大，没有报告页（001 受理.1）。

## What is wrong with a typed value.

value-required = 必填。
value-control = 含有不能显示的控制字符，请重新输入。
value-bidi = 含有看不见的字符，请重新输入。
value-too-long = 太长，最多 { $max } 字。
value-not-a-plate = 不像车牌，请按 粤B12345 输入。
value-not-a-phone = 不像电话号码，请输入手机号或带区号的座机。
value-not-four-characters = 请输入证号后四位。
value-not-a-number = 请输入 { $min } 至 { $max } 的整数。
value-not-a-time = 不像时间，请按 14:30、11-20 19:02 或 +2h 输入。
value-future = 事情还没发生，请改为现在或以前的时间。
value-past = 这个时间早于所记的事；请填其后的时间，补记的请填发生时间。
value-too-far = 超过一年，请核对日期。
value-not-a-choice = 请从列出的选项中选。

## What is wrong with a year's notice in a file.

calendar-no-file = 文件读不出来，请核对路径和权限。
calendar-not-text = 不是 UTF-8 文本，请另存为 UTF-8。
calendar-form = 第 { $line } 行第 { $column } 列读不懂：不是日历文件（CSV、JSON 或 TOML）。
calendar-not-a-date = 第 { $line } 行 { $column } 列：不是日期，请写成 2027-01-01。
calendar-not-a-kind = 第 { $line } 行 { $column } 列：请写 休、班 或 半（off、makeup、half）。
calendar-no-days = 文件里没有日期，通知可能还没发布。
calendar-empty = { $year } 年没有日期，通知可能还没发布。
calendar-off-and-makeup = 第 { $line } 行：{ $date } 既休又班。
calendar-half-and-other = 第 { $line } 行：{ $date } 是半日，又列为别的日子。
calendar-other-year = 第 { $line } 行：{ $date } 不属于 { $year } 年。

## Why the logbook cannot be used.

store-missing = 此处没有日志文件，请核对路径。
store-empty = 日志文件是空的，请从备份恢复。
store-damaged = 日志文件不完整或已损坏，请从备份恢复。
store-foreign = 这不是本程序的日志文件，请核对路径。
notice-migrated = 日志原由旧版程序使用，登记簿已按各行重建，原有各行未改动。
store-newer = 日志格式为 { $found }，本程序只认到 { $known }，请升级程序。
store-unreadable = 第 { $seq } 行读不出，请升级程序或从备份恢复。
store-busy = 另一个窗口占用着日志（进程 { $pid }），请稍后再试。
store-denied = 没有读写日志或其所在目录的权限，请核对权限。
store-replaced = 日志文件已被移走或替换，没有保存；请放回原处或重新启动。
store-elsewhere = 这个程序只能打开文件，还连不上别处的日志。
store-conflict-uid = 这一条已经记过了（同一张表单），没有再记一次。
store-conflict-number = 这个编号已经有人用了，没有保存；请再试一次。
store-conflict-strike = 这一处已被别人更正，没有保存；请看最新内容后再改。
store-full = 磁盘已满，没有保存；请腾出空间再试。
store-other = 日志读写出错，没有保存；请报系统管理员。

## What verifying the logbook can find.

flaw-chain = 链条断裂：内容与校验值不符
flaw-personal = 个人信息与承诺值不符
flaw-personal-missing = 个人信息缺失，且无清除记录
flaw-personal-stray = 有一份个人信息不属于任何一行
flaw-gap = 行号缺失
flaw-unreadable = 本程序读不出这一行
flaw-register = 登记簿与日志不一致
flaw-file = 文件本身损坏

## 规则文件有什么不对。

rule-file-missing = 没有设置文件 { $path }；请先不带命令启动一次，或用 --site 指明。
rule-file-not-text = 文件 { $path } 不是 UTF-8 编码，请用 UTF-8 另存。
rule-file-unread = 读不出文件 { $path }，请核对权限。
rule-file-wrong = { $path } 第 { $line } 行 { $key }：{ $cause }
rule-kept = 仍按上次正确的文件工作。{ $fault }
rule-toml = 写法不对：{ $said }
rule-missing = 缺少 { $name }
rule-unknown-key = 没有这一项：{ $name }
rule-unknown-word = 不是可用的词：{ $name }
rule-empty = 不能为空
rule-zone = 不是时区，例如 Asia/Shanghai
rule-pattern = 不是能用的正则式
rule-no-post = 至少要有一个岗位
rule-intake = 只能是 office、site 或 department
rule-panel = 只能是一个面板的 F 键号：2、3、4、6、7、8、12
rule-time = 要写成时刻，例如 7:00 或 23:30
rule-length = 不是时长，例如 2wh、30wm、1wd、24h、15m、3d
rule-unknown-stage = 流程里没有这个时限
rule-promised = 按承诺的时限没有固定时长，固定的也不能改为按承诺
rule-zero = 时长不能为零；当天下班前写 0wd
rule-hours-needed = 按工作时间或按日计算，要有 hours 指明哪个部门的作息
rule-hours-idle = 按钟点计算的时限不要写 hours
rule-promise-field = 按承诺的时限要写 promise 栏，其他时限不写
rule-no-clause = 没有写依据的条款
rule-unknown-step = 没有这个步骤或事件：{ $name }
rule-cycle = 步骤互相等待，永远办不成：{ $steps }
rule-no-department = 时限 { $stage } 按部门 { $department } 的作息计算，设置里没有这个部门
rule-off-and-makeup = { $date } 既是休息日又是上班日
rule-half-and-other = { $date } 既是半日又是别的日子
rule-other-year = { $date } 不属于 { $year } 年的日历
