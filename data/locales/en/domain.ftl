### What the rules of the house say: kinds, fields, choices, steps, limits and refusals.

## Kinds of entry: the title of a form, the name of a line.

kind-begun = Logbook begun
kind-duty = Change of person
kind-walk_in = Walk-in
kind-walk_in_outcome = Walk-in outcome
kind-call = Call
kind-call_outcome = Call outcome
kind-call_back = Call-back
kind-complaint = Complaint
kind-complaint_step = Complaint step
kind-step = Step
kind-visitor_in = Visitor in
kind-visitor_out = Visitor out
kind-visitor_refused = Visitor refused
kind-vehicle_in = Vehicle in
kind-vehicle_out = Vehicle out
kind-note = Note
kind-note_done = Note done
kind-handover = Hand over
kind-handover_accepted = Take over
kind-handover_remark = Handover remark
kind-calendar = Working calendar
kind-acknowledged = Noted
kind-due_settled = Due time settled
kind-rebased = Due times counted again
kind-amend = Amend
kind-withdraw = Withdraw

## Families of records.

family-logbook = Logbook
family-duty = Duty
family-walk_in = Walk-ins
family-call = Calls
family-complaint = Complaints
family-visitor = Visitors
family-vehicle = Vehicles
family-note = Notes
family-handover = Handovers
family-calendar = Calendar
record-logbook = Logbook { $number }
record-duty = Duty { $number }
record-walk_in = Walk-in { $number }
record-call = Call { $number }
record-complaint = Complaint { $number }
record-visitor = Visitor { $number }
record-vehicle = Vehicle { $number }
record-note = Note { $number }
record-handover = Handover { $number }
record-calendar = Calendar { $number }
panel-walk-ins = Walk-ins
panel-calls = Calls
panel-complaints = Complaints
panel-visitors = Visitors
panel-vehicles = Vehicles
panel-handover = Handover
cmd-walk-ins = Walk-ins
cmd-calls = Calls
cmd-complaints = Complaints
cmd-visitors = Visitors
cmd-vehicles = Vehicles
cmd-handover = Handover
cmd-goto-walk-ins = Walk-ins
cmd-goto-calls = Calls
cmd-goto-complaints = Complaints
cmd-goto-visitors = Visitors
cmd-goto-vehicles = Vehicles
cmd-goto-handover = Handover

## Fields of the forms.

field-at = Time
field-room = Room
field-name = Name
field-phone = Phone
field-remark = Remark
field-outcome = Outcome
field-to = Passed to
field-promise = Promised for
field-next_reply = Next reply
field-last_reply = Further reply
field-person = Person
field-department = Department
field-way = Answered by
field-answer = Answer
field-unseen = Not seen leaving
field-reason = Reason
field-site = Site
field-post = Post
field-reply = Answer
field-said = What was said
field-result = Result
field-direction = Direction
field-topic = Topic
field-seconds = Seconds
field-reached = Reached
field-category = Category
field-channel = Channel
field-intake = Received for
field-received_by = Received by
field-valid = Valid
field-class = Class
field-visitor = Visitor
field-host = Host
field-check = Identity
field-tail = Last four
field-count = People
field-pass = Pass
field-purpose = Purpose
field-ground = Ground
field-description = Description
field-plate = Plate
field-use = Use
field-again = Already inside
field-text = Text
field-relief = Relief
field-override_by = Override by
field-override_why = Override reason
field-clock = Limit
field-percent = Rung
field-new = New value
field-why = Why
field-explained = Told the household
field-quantity = Quantity
field-period = Period
field-plan = Plan
field-accused = Complained of
field-matter = Matter
field-told = Told to
field-contact = Who was told
field-means = Told by
field-share = Department sharing
field-task = Its share
field-confirmed = Confirmed by office
field-informed = Complainant told
field-receiver = Received by
field-proof = Proof of receipt
field-receipt = Receipt no.
field-developer = Developer's opinion
field-agreed = Complainant agrees
field-checked = Confirmed on site
field-cause_late = Why it was late
field-responsible = Responsible post
field-signed = Signed by complainant
field-pause = Reason of pause
field-until = Paused until
field-letter = Letter no.
field-area = Put up where
field-approved_by = Approved by
field-exempt = Let off because
field-cause = Cause
field-appointed = Appointed for
field-instead = Why not the receiver
field-head = Head
field-method = Method
field-satisfied = Satisfied
field-opinion = Opinion
field-volume = Volume
field-source = Notice, title or number
field-file = Path of the file

## Choices.

choice-outcome-solved = Solved
choice-outcome-passed = Passed on
choice-outcome-promised = Promised
choice-outcome-complaint = Complaint
choice-outcome-message = Message
choice-outcome-delivered = Delivered
choice-way-counter = In person
choice-way-phone = Phone
choice-way-visit = Visit
choice-way-letter = Letter
choice-unseen-yes = Left unseen
choice-reason-enquiry = Enquiry
choice-reason-complaint = Complaint
choice-reason-repair = Repair
choice-reason-suggestion = Suggestion
choice-reason-payment = Payment
choice-reason-collect = Collection
choice-reason-business = Business
choice-reason-tour = Tour
choice-reason-inspection = Inspection
choice-direction-in = In
choice-direction-out = Out
choice-direction-missed = Missed
choice-reached-yes = Yes
choice-reached-no = No
choice-category-conduct = Staff conduct
choice-category-department = Department
choice-category-engineering = Engineering
choice-category-warranty = Warranty defect
choice-channel-counter = Counter
choice-channel-phone = Phone
choice-channel-letter = Letter
choice-channel-fax = Fax
choice-channel-email = E-mail
choice-channel-media = Media
choice-channel-web = Web
choice-channel-transferred = Transferred
choice-intake-office = Office
choice-intake-site = Site
choice-intake-department = Department
choice-valid-valid = Valid
choice-valid-invalid = Not valid
choice-class-general = General
choice-class-important = Important
choice-class-hot = Hot
choice-class-major = Major
choice-matter-noise = Renovation noise
choice-matter-facility = Public facilities
choice-matter-indoor = Indoor repair
choice-matter-mail = Lost mail
choice-matter-hygiene = Cleanliness
choice-matter-pests = Pests
choice-matter-service = Service
choice-matter-fire = Fire
choice-matter-trapped = Trapped in lift
choice-matter-explosion = Explosion
choice-matter-blackout = Power failure
choice-matter-flood = Flooding
choice-matter-theft = Theft
choice-matter-crime = Crime
choice-matter-collective = Collective complaint
choice-matter-equipment = Main equipment
choice-matter-structure = Building structure
choice-told-manager = Department manager
choice-told-director = Centre head
choice-told-company = Company complaints
choice-told-management = Company management
choice-means-phone = Phone
choice-means-radio = Radio
choice-means-face = In person
choice-means-form = Form sent
choice-confirmed-yes = Confirmed
choice-informed-yes = Told
choice-last_reply-yes = None, this was the last
choice-proof-signed = Signed for
choice-proof-courier = Courier receipt
choice-proof-fax = Fax receipt
choice-proof-email = Mail receipt
choice-agreed-yes = Agreed
choice-signed-yes = Signed
choice-pause-owner = Awaiting resident
choice-pause-access = No access
choice-pause-material = Awaiting material
choice-pause-weather = Weather
choice-pause-third_party = Awaiting third party
choice-exempt-unreachable = Unreachable
choice-exempt-inconvenient = Inconvenient
choice-cause-supervision = Weak supervision
choice-cause-preparation = Poor preparation
choice-cause-work = Workmanship
choice-cause-conduct = Conduct
choice-cause-equipment = Equipment
choice-cause-outside = Outside cause
choice-visitor-guest = Guest
choice-visitor-courier = Courier
choice-visitor-delivery = Food delivery
choice-visitor-domestic = Domestic help
choice-visitor-renovation = Renovation
choice-visitor-contractor = Contractor
choice-visitor-other = Other
choice-check-id_card = ID card
choice-check-licence = Driving licence
choice-check-passport = Passport
choice-check-badge = Staff badge
choice-check-known = Known
choice-check-none = None
choice-check-suspicious = Suspicious
choice-ground-no_id = No ID
choice-ground-suspicious = Suspicious
choice-ground-host_declined = Host declined
choice-ground-other = Other
choice-use-guest = Guest
choice-use-delivery = Delivery
choice-use-service = Service
choice-use-renovation = Renovation
choice-use-taxi = Taxi
choice-use-other = Other
choice-again-out = Leaves now
choice-again-missed = Left unseen, in again
choice-method-visit = Visit
choice-method-appointment = Appointment
choice-satisfied-yes = Yes
choice-satisfied-no = No

## Steps of a complaint.

step-arrived = At the office
step-accepted = Taken on
step-beyond = Beyond the site
step-transferred = To the office
step-called = Tell the heads
step-progress = Progress report
step-controlled = Under control
step-rerouted = Pass on again
step-shared = Share out
step-share_done = Share done
step-planned = Plan made
step-submitted = To the developer
step-opinion = Developer's opinion
step-deemed = Deemed consent
step-repromised = New promise
step-explained = Explain
step-declined = Decline
step-contacted = Keep in touch
step-paused = Pause clocks
step-resumed = Resume clocks
step-reclassed = Reclassify
step-written = Written reply
step-published = Put up in public
step-tried = Tried in vain
step-exempted = Let off follow-up
step-special = Special report
step-relayed = To department
step-surveyed = Surveyed
step-resulted = Result
step-answered = First answer
step-replied = Reply to household
step-reported = Report to head
step-concluded = Conclude
step-followed_up = Follow-up
step-archived = Archive

## Stages: what a time limit is for.

stage-T0 = Settle today
stage-T1 = Reach the office
stage-T2 = To department
stage-T3a = Result back
stage-T3b = Handled
stage-T4 = Survey
stage-T5 = As promised
stage-T3c = Share
stage-T6 = Plan
stage-T7 = To developer
stage-T8 = Opinion
stage-T9 = Taken on
stage-T10 = Solve on site
stage-T11 = Works answer
stage-T12 = To the office
stage-T13 = Follow-up
stage-T14 = 24 h answer
stage-T15 = Tell
stage-T16 = Progress
stage-T18 = Promised reply
stage-T19 = Contact
stage-T20 = Message
stage-T31 = Stay limit

## Whose part of a limit it is.

part-manager = manager
part-director = centre head
part-company = company
part-management = management

## What happens when a limit runs out.

expiry-bell = The bell rings
expiry-beyond = Passing it to the office is proposed
expiry-handover = Goes on the handover page with its reason
expiry-head = The head is told
expiry-office = The office is told
expiry-open = Stays open and counts against the follow-up rate
expiry-overstay = It joins those who stay too long
expiry-amber = marked amber
expiry-called = tell them again until reached
expiry-deemed = deemed consent
expiry-progress = report at once
expiry-repromised = give the written reason and promise anew
expiry-representative = The management representative is told
expiry-shift = A line of the handover
expiry-supervisor = The supervisor is told

## What the clauses say, translated from their own words.

clause-T0 = “… make a record promptly, and investigate and verify on the same day …” (Customer management rules, part 1)
clause-T1 = “A complaint received by another department (or person) of the company shall be passed to the general office within 4 effective working hours, and the general office receives them all.” (Rules for handling customers’ complaints)
clause-T2 = “Whoever receives the complaint fills in the complaint handling form in full, and within 2 working hours the office passes it to the department concerned.” (Rules for handling customers’ complaints)
clause-T3a = “A complaint about the service of ordinary staff is verified and handled by the head of that person’s department, who reports the result to the office within 8 effective working hours.” (Rules for handling customers’ complaints)
clause-T3b = “A complaint against the management office or a department is verified by the office together with other departments, and handled within 12 effective working hours.” (Rules for handling customers’ complaints)
clause-T3c = “Where a valid complaint has to be handled by two or more departments together, this is done under the single coordination of the office.” (Rules for handling customers’ complaints; the length is the site’s own)
clause-T4 = “Within 8 working hours of receiving the complaint handling form, the management department goes to the place, surveys it, determines the quantities and the period of the work, proposes a time limit and a plan, and submits them to the office; once confirmed, the office informs the complainant.” (Rules for handling customers’ complaints)
clause-T5 = “The management department completes the handling within the promised time, and returns the complaint handling form to the office with the complainant’s signature.” (Rules for handling customers’ complaints)
clause-T6 = “… the management department draws up a plan within 6 working hours …” (Rules for handling customers’ complaints)
clause-T7 = “… the office passes it to the developer’s department concerned within 4 effective working hours.” (Rules for handling customers’ complaints)
clause-T8 = “The developer’s department concerned gives its opinion on the complaint within 8 hours, and returns the completed complaint handling form to the office.” (Rules for handling customers’ complaints)
clause-T9 = “Anyone else who receives a complaint shall bring it to the responsible person within 15 minutes.” (Rules for handling customers’ complaints)
clause-T10 = “A complaint about service shall be resolved within 1 hour.” (Rules for handling customers’ complaints)
clause-T11 = “A complaint about repairs is answered in no more than 6 hours.” (Rules for handling customers’ complaints)
clause-T12 = “A complaint beyond the power of the management office shall be passed to the office within 2 hours, and the office takes it over.” (Rules for handling customers’ complaints)
clause-T13 = “From the end of the handling, the person who received the complaint follows it up within 3 days, by a visit or by appointment, and verifies the result …” (Rules for handling customers’ complaints)
clause-T14 = “Whoever answers the complaint line shall listen carefully, make a record, and give an answer within 24 hours.” (Procedure for receiving and contacting owners of a villa district)
clause-T15 = “A major complaint must be reported at once to the department manager and the head of the property management centre.” (Customer management rules, part 2; the length is the site’s own)
clause-T15-company = “For major, hot and important complaints the customer complaint record shall be filled in promptly and sent to the company’s complaint department and to the company’s management.” (Table of standards for property customer service; the length is the site’s own)
clause-T15-management = { clause-T15-company }
clause-T16 = “… and report every change at any time until the matter is dealt with …” (Customer management rules, part 3; the length is the site’s own)
clause-T17 = “… when it is dealt with, the result shall be given to the resident and to the head of the management office, so that every matter is settled and every call has its answer.” (Customer management rules, part 1)
clause-T18 = “What cannot be answered at once shall be answered at an agreed time, which is told.” (Customer management rules, part 1)
clause-T18-complaint = “Where a complaint cannot be resolved, this shall be tactfully explained to the client, and the time of the next reply agreed.” (Customer management rules, part 2)
clause-T19 = “Keep in contact with the client throughout the handling; its progress and results shall be reported to the complainant promptly.” (Table of standards for property customer service; the length is the site’s own)
clause-T20 = “If the person a caller asks for is not there, whoever answers shall write the message down and tell that person promptly.” (Procedure for receiving and contacting owners of a villa district; the length is the site’s own)
clause-T31 = No clause sets it: it is the site’s own, by kind of visitor.

## Lengths of time.

unit-wh = { $n } working h
unit-wm = { $n } working min
unit-wd = { $n } working d
unit-h = { $n } h
unit-m = { $n } min
unit-d = { $n } d
unit-promise = as promised

# Limits that have ended: kept, or late in their own unit.

ended-done = in time
ended-replaced = replaced
ended-over = ended
ended-unseen = unknown when
outcome-kept = called back { $at }
late-work = late { $time }w
late-clock = late { $time }
late-days = late { $n }d

# The rungs of a limit: how much of its length has passed.

rung-50 = half
rung-80 = four fifths
rung-100 = due
rung-200 = twice over

## The handover page.

topic-deadline = Deadline
topic-promise = Promise
topic-message = Message
topic-inside = Inside
topic-unsettled = Unsettled
topic-note = Note
topic-refusal = Refusal
topic-supervisor = Supv
topic-head = Head
verdict-accepted = Accept
verdict-queried = Query
verdict-refused = Refuse

## Where a record stands, and its marks.

status-open = Open
status-closed = Closed
status-void = Void
departure-unseen = Left unseen
pending-calendar = Pending: no { $year } calendar
late-entry = Late entry
set-back = clock set back
odd-room = Odd room
void = Void

## Why the desk refuses.

refused-demanded = The rules demand this ({ $clause }).
refused-only-these = The rules allow only what is offered ({ $clause }).
refused-unknown-field = This form has no such field.
refused-not-asked = This does not go with what the other fields say; leave it empty.
refused-unknown-kind = That cannot be logged this way; choose another kind.
refused-no-such-record = No such record; check its number.
refused-wrong-record = This does not apply to that record; choose another.
refused-before-arrival = That is before the record began; change the time.
refused-already-left = Left at { $at } already; nothing to do.
refused-already-left-unseen = Already marked as left unseen; nothing to do.
refused-plate-inside = This plate is inside ({ $number }): log it out, or choose "left unseen, in again".
refused-only-refusal = Identity unknown or suspicious: no entry. Log it as "visitor refused".
refused-step-done = { $who } did this at { $at }; if it is wrong, amend it.
refused-step-unknown = This complaint has no such step; choose one that is offered.
refused-step-first = Do first: { $steps } ({ $clause }).
refused-not-lapsed = Not before the limit has run out ({ $clause }).
refused-not-awaited = Nothing is awaited from this one; choose one that is.
refused-shared = This department is at it already; choose another (004-7 §4.6).
refused-nothing-to-pause = No limit runs that may be paused.
refused-not-paused = No limit is paused.
refused-pause-too-long = Until { $at } at the most.
refused-accused-handles = Whoever is complained of may not handle the complaint (004-7 §4.3.1a).
refused-only-receiver = Only the department that received it may reply: { $post } or the office (001 受理.4).
refused-names = What is put up in public may not name a room, a person or a number (001 受理.3).
refused-passed-on = Passed on { $times } times already; once more only with the head's word (000-1 一.5).
refused-too-few-tries = Try three times on two days before letting it off; tried { $tries } so far (001 处理.3).
refused-first-receiver = The follow-up is for { $who }, who received it; say why it is someone else (004-7 §4.8.1).
refused-promise-missed = The promised time has passed and cannot be rewritten; give a new promise with its reason and consent (004-7 §4.3.2c).
refused-strike-whole = What follows rests on this value; strike the whole line as void and write it anew.
refused-not-open = This record is closed or void; log anything new by itself.
refused-outcome-there = { $who } wrote an outcome at { $at }; if it is wrong, amend it.
refused-open-complaint = Open the complaint from this record; the outcome is then written for you.
refused-nothing-reached = This limit has not called for notice yet.
refused-already-noted = { $who } took note of it at { $at }.
refused-nothing-promised = No call-back was promised on this call.
refused-no-message = No message waits here to be delivered.
refused-already-amended = { $who } amended this at { $at }; look at the new value first.
refused-already-withdrawn = { $who } withdrew this at { $at }.
refused-unchanged = The new value is the old one; nothing to amend.
refused-sealed = Signed pages, calendars and duties are never changed; add a remark.
refused-later-first = A later line rests on this one; withdraw that first.
refused-unanswered = Lines not answered: { $lines }. Accept, query or refuse each.
refused-reason-needed = A line was not settled on its day: it is taken over with the reason why (000-1 一.3).
refused-override-needed = A line is refused: name who overrides it, and why.
refused-page-waits = A signed page is waiting for its relief; accept that one first.
refused-same-person = The relief must be someone else.
refused-unknown-post = The settings have no such post; check its name.
refused-no-operator = Nobody is on duty; say who you are first.
refused-uid-used = This form was already logged as "{ $kind }"; open a new one.
refused-calendar-older = A newer calendar of { $year } is known; nothing was saved. Your marks are kept: Esc, check them, then save again.
refused-next-notice = The notice of { $year } decides this day; load a corrected calendar of { $year }.
refused-nothing-moves = By the calendar as it stands no due time would change.
refused-no-deemed-page = This complaint was not with the developer beyond the time limit: it has no evidence page (004-7 §4.4.4).
refused-no-incident-page = This complaint is not important, hot or major: it has no report page (001 受理.1).

## What is wrong with a typed value.

value-required = Must be filled in.
value-control = Holds control characters; type it again.
value-bidi = Holds invisible characters; type it again.
value-too-long = Too long: at most { $max } characters.
value-not-a-plate = Not a plate such as 粤B12345.
value-not-a-phone = Not a phone number: mobile, or area code and number.
value-not-four-characters = Type the last four characters.
value-not-a-number = Type a whole number from { $min } to { $max }.
value-not-a-time = Not a time such as 14:30, 11-20 19:02 or +2h.
value-future = That has not happened yet; type a time up to now.
value-past = That time lies before the event; give a later one, or the event’s own time if it is entered late.
value-too-far = More than a year away; check the date.
value-not-a-choice = Choose one of those listed.

## What is wrong with a year's notice in a file.

calendar-no-file = The file cannot be read; check the path and the permissions.
calendar-not-text = Not a text in UTF-8; save it as UTF-8.
calendar-form = Line { $line }, column { $column }: not a calendar file (CSV, JSON or TOML).
calendar-not-a-date = Line { $line }, column { $column }: not a date such as 2027-01-01.
calendar-not-a-kind = Line { $line }, column { $column }: neither off nor makeup nor half (休, 班, 半).
calendar-no-days = No days are given; the notice may not be out yet.
calendar-empty = No days are given for { $year }; the notice may not be out yet.
calendar-off-and-makeup = Line { $line }: { $date } is both a day off and a make-up workday.
calendar-half-and-other = Line { $line }: { $date } is a half day and another kind of day as well.
calendar-other-year = Line { $line }: { $date } does not belong to { $year }.

## Why the logbook cannot be used.

store-missing = No logbook at this path; check the path.
store-empty = The logbook file is empty; restore a backup.
store-damaged = The logbook is cut short or damaged; restore a backup.
store-foreign = Not a logbook of this program; check the path.
notice-migrated = The logbook was last used with an older program: its registers were built again from the entries; no entry was changed.
store-newer = The logbook has format { $found }; this program reads up to { $known }. Update the program.
store-unreadable = Entry { $seq } cannot be read; update the program or restore a backup.
store-busy = Another window holds the logbook (process { $pid }); try again shortly.
store-denied = The logbook or its folder may not be read or written; check the permissions.
store-replaced = The logbook file was removed or replaced and nothing was saved; put it back or start again.
store-elsewhere = This program opens files only; it cannot reach a logbook elsewhere yet.
store-conflict-uid = This form is in the logbook already; it was not written a second time.
store-conflict-number = This number is taken and nothing was saved; please try again.
store-conflict-strike = Someone else has corrected this value and nothing was saved; look at it as it stands now and correct that.
store-full = The disk is full and nothing was saved; free some space.
store-other = The logbook could not be read or written; tell whoever looks after the machine.

## What verifying the logbook can find.

flaw-chain = The chain is broken: content and hash differ
flaw-personal = The personal part does not match its commitment
flaw-personal-missing = The personal part is gone and no retention entry names it
flaw-personal-stray = A personal part belongs to no entry
flaw-gap = A line is missing
flaw-unreadable = This program cannot read the entry
flaw-register = The register differs from the logbook
flaw-file = The file itself is damaged

## What is wrong with a file of rules.

rule-file-missing = There is no settings file { $path }. Start the program once without a command, or name one with --site.
rule-file-not-text = The file { $path } is not UTF-8. Save it again with that encoding.
rule-file-unread = The file { $path } cannot be read. Check its permissions.
rule-file-wrong = { $path }, line { $line }, { $key }: { $cause }
rule-kept = Still working by the last good files. { $fault }
rule-toml = not written as it must be: { $said }
rule-missing = { $name } is missing
rule-unknown-key = there is no key called { $name }
rule-unknown-word = not one of the words that are possible: { $name }
rule-empty = may not be empty
rule-zone = not a time zone such as Asia/Shanghai
rule-pattern = not a regular expression that can be used
rule-no-post = there must be at least one post
rule-intake = must be office, site or department
rule-panel = must be the number of a panel’s F-key: 2, 3, 4, 6, 7, 8, 12
rule-time = must be a time of day, such as 7:00 or 23:30
rule-length = not a length such as 2wh, 30wm, 1wd, 24h, 15m or 3d
rule-unknown-stage = the procedures have no such stage
rule-promised = what is promised has no length of its own, and nothing else can be made "as promised"
rule-zero = the length may not be zero; the close of this working day is 0wd
rule-hours-needed = working time and days need `hours`, the department that they are counted by
rule-hours-idle = time by the clock takes no `hours`
rule-promise-field = what is promised names its field in `promise`, and nothing else does
rule-no-clause = the clause is missing
rule-unknown-step = no step or event is called { $name }
rule-cycle = these steps wait for each other and can never be done: { $steps }
rule-no-department = stage { $stage } counts the hours of department { $department }, which the settings do not have
rule-off-and-makeup = { $date } is both a day off and a workday
rule-half-and-other = { $date } is a half day and another kind of day as well
rule-other-year = { $date } does not belong to the calendar of { $year }
