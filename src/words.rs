//! The model in words, in one language: the names of fields, steps, limits and records, their values, times and refusals.
//! Screen, command line and paper say the same thing by the same word. Telephone numbers leave here masked.

use crate::desk::{ActError, StoreError, phone};
use crate::domain::ended::{Basis, Ended};
use crate::domain::entry::{Family, Kind};
use crate::domain::form::{self, Field, Input};
use crate::domain::history::EntryView;
use crate::domain::number::Number;
use crate::domain::record::{Record, Stay};
use crate::domain::refusal::Cause;
use crate::domain::shift::Stretch;
use crate::domain::site::Site;
use crate::domain::staff::LISTED;
use crate::domain::stages;
use crate::domain::text::phone::{WITHHELD, with_extension};
use crate::domain::text::when::Tense;
use crate::domain::text::{display, plate, when};
use crate::domain::time::{Moment, parse_rfc3339};
use crate::domain::time_limit::TimeLimit;
use crate::domain::worktime::{Due, LedgerRow, Length, Working};
use crate::locale::Locale;

/// A language at a site, at the time at which it is read.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    pub locale: &'a Locale,
    pub site: &'a Site,
    pub now: Moment,
    /// Whether a time always has its date, as on paper; else it is as short as can be told apart from now.
    pub dated: bool,
}

impl<'a> Voice<'a> {
    /// The voice of the screen and the command line.
    pub const fn new(locale: &'a Locale, site: &'a Site, now: Moment) -> Self {
        Self { locale, site, now, dated: false }
    }

    /// The voice of a printed page.
    pub const fn on_paper(locale: &'a Locale, site: &'a Site, now: Moment) -> Self {
        Self { locale, site, now, dated: true }
    }

    /// The sentence of a key.
    pub fn tr(&self, key: &str) -> String {
        self.locale.tr(key)
    }

    /// The sentence of a key with its arguments.
    pub fn say(&self, key: &str, args: &[(&str, String)]) -> String {
        self.locale.say(key, args)
    }

    /// The words of a name of some kind; the name itself where it has none.
    pub fn named(&self, kind: &str, name: &str) -> String {
        self.locale.named(kind, name)
    }

    /// An instant.
    pub fn at(&self, at: Moment) -> String {
        if self.dated { self.long(at) } else { when::short(at, self.now, self.site.zone) }
    }

    /// An instant with its date.
    pub fn long(&self, at: Moment) -> String {
        when::long(at, self.site.zone)
    }

    /// An instant at which something ends: midnight is 24:00 of the day that is over.
    pub fn until(&self, at: Moment) -> String {
        if self.dated { self.long_until(at) } else { when::short_end(at, self.now, self.site.zone) }
    }

    /// The same with its date.
    pub fn long_until(&self, at: Moment) -> String {
        when::long_end(at, self.site.zone)
    }

    /// How much of a limit's length has passed at a rung, which may be a site's own.
    pub fn rung(&self, percent: &str) -> String {
        let told = self.named("rung", percent);
        if told == percent && !percent.is_empty() { format!("{percent}%") } else { told }
    }

    /// By how much something was late, in its own unit.
    pub fn late(&self, by: Length) -> String {
        let time = |minutes: i64| [("time", format!("{}:{:02}", minutes / 60, minutes % 60))];
        match by {
            Length::WorkMinutes(minutes) => self.say("late-work", &time(minutes)),
            Length::Days(days) | Length::WorkDays(days) => self.say("late-days", &[("n", days.to_string())]),
            Length::Minutes(minutes) => self.say("late-clock", &time(minutes)),
            Length::Promise => String::new(),
        }
    }

    /// Whether a limit that has ended was kept, or by how much it was late.
    pub fn verdict(&self, ended: &Ended, working: &Working<'_>) -> String {
        working.late_by(ended).map_or_else(|| self.tr(ended.how.into()), |late| self.late(late))
    }

    /// What a limit that has ended is judged by, where its beginning says another thing now; else empty.
    pub fn judged_by(&self, ended: &Ended) -> String {
        let at = |basis| match basis {
            Basis::Start => self.at(ended.limit.start),
            Basis::Promise => ended.limit.at().map(|due| self.until(due)).unwrap_or_default(),
        };
        ended.basis.map(|basis| self.say(basis.into(), &[("at", at(basis))])).unwrap_or_default()
    }

    /// When something is due, or which calendar it waits for.
    pub fn due(&self, due: Due) -> String {
        match due {
            Due::At { at, .. } => self.until(at),
            Due::Pending { year } => self.say("pending-calendar", &[("year", year.to_string())]),
        }
    }

    /// A number as said on the phone.
    pub fn number(&self, number: Number) -> String {
        number.spoken(self.site.number, self.site.zone.year(self.now))
    }

    /// A record's name: 投诉1120-03.
    pub fn label(&self, family: Family, number: Number) -> String {
        self.say(&format!("record-{}", family.name()), &[("number", self.number(number))])
    }

    /// The name of a family.
    pub fn family(&self, family: Family) -> String {
        self.tr(&format!("family-{}", family.name()))
    }

    /// The label of a field.
    pub fn field(&self, key: &str) -> String {
        self.tr(&format!("field-{key}"))
    }

    /// The label of a choice; empty where nothing is chosen, the value itself where it is no choice known today.
    pub fn choice(&self, key: &str, value: &str) -> String {
        self.named(&format!("choice-{key}"), value)
    }

    /// The name of a kind of entry.
    pub fn kind(&self, kind: Kind) -> String {
        self.tr(&format!("kind-{}", kind.name()))
    }

    /// The name of a step, or of the kind of entry that a step is.
    pub fn step(&self, step: &str) -> String {
        let key = format!("step-{step}");
        if self.locale.has(&key) { self.tr(&key) } else { self.named("kind", step) }
    }

    /// Several steps.
    fn steps(&self, steps: &[String]) -> String {
        self.list(steps.iter().map(|step| self.step(step)))
    }

    /// Several words one after the other.
    fn list(&self, words: impl Iterator<Item = String>) -> String {
        // A sentence cannot begin or end with a blank, so the key holds the mark between two letters.
        let between = self.tr("join");
        let between = between.trim_start_matches('a').trim_end_matches('b');
        words.collect::<Vec<_>>().join(between)
    }

    /// What an entry is: a step, or its kind.
    pub fn event(&self, kind: Kind, step: &str) -> String {
        if kind.is_step() { self.step(step) } else { self.kind(kind) }
    }

    /// What a time limit is for, by its name; and whose part of it.
    pub fn stage(&self, name: &str) -> String {
        let (stage, part) = TimeLimit::named(name);
        let stage = self.named("stage", stage);
        if part.is_empty() { stage } else { format!("{stage} {}", self.named("part", part)) }
    }

    /// A length of time with its unit.
    pub fn length(&self, length: Length) -> String {
        // "Until the close of this working day" is told on a screen by the stage itself.
        if length == Length::WorkDays(0) {
            return if self.dated { self.tr("procedure-close") } else { self.stage(stages::OUTCOME) };
        }
        let (key, args) = length.words();
        self.say(key, &args)
    }

    /// A shift and its hours: 夜班 23:00-07:00.
    pub fn shift(&self, stretch: &Stretch) -> String {
        format!("{} {}", stretch.name, stretch.hours(self.site.zone))
    }

    /// By how many minutes a relief came late.
    pub fn late_relief(&self, minutes: u32) -> String {
        let time = match minutes {
            ..60 => self.length(Length::Minutes(minutes.into())),
            _ => format!("{}:{:02}", minutes / 60, minutes % 60),
        };
        self.say("page-late", &[("time", time)])
    }

    /// The name of a department by its id; the id of one that the site does not have.
    pub fn department(&self, id: &str) -> String {
        self.site.department(id).map_or(id, |known| &known.name).to_owned()
    }

    /// A stretch of time: its weekday, from when to when, and what it counts as.
    pub fn stretch(&self, row: &LedgerRow, between: &str) -> [String; 3] {
        let to = when::short_end(row.to, row.from, self.site.zone);
        let span = format!("{}{between}{to}", self.long(row.from));
        [self.locale.weekday(self.site.zone.date(row.from)), span, self.tr(row.key())]
    }

    /// A record's room, marked where it does not match the site's pattern.
    pub fn room(&self, record: &Record) -> String {
        let room = record.get("room");
        if record.odd_room && !room.is_empty() { format!("{room}?") } else { room.to_owned() }
    }

    /// A telephone number: masked, unless it is to be read; of one that was not shown, that it was not.
    pub fn phone(&self, number: &str, revealed: bool) -> String {
        if number == WITHHELD {
            return self.tr("phone-withheld");
        }
        let shown = phone(number, revealed);
        match with_extension(&shown) {
            (_, "") => shown,
            (number, n) => self.say("phone-extension", &[("number", number.to_owned()), ("n", n.to_owned())]),
        }
    }

    /// A plate as it is written on metal; with a mark where it has no shape that is known.
    pub fn plate(&self, plate: &str) -> String {
        match plate {
            plate::NONE => self.tr("plate-none"),
            odd if plate::is_odd(odd) && !odd.ends_with('?') && !odd.is_empty() => format!("{}?", plate::show(odd)),
            known => plate::show(known),
        }
    }

    /// How many people are inside: visitors and drivers.
    pub fn people(&self, [visitors, drivers]: [usize; 2]) -> String {
        let people = [("people", visitors + drivers), ("visitors", visitors), ("drivers", drivers)];
        self.say("people-inside", &people.map(|(key, n)| (key, n.to_string())))
    }

    /// Who a record is about, and how many they are; of a party inside those who still are.
    pub fn party(&self, record: &Record) -> String {
        let people = if record.inside() { record.people().to_string() } else { record.get("count").to_owned() };
        match people.as_str() {
            "" | "1" => self.who(record),
            n => self.say("visitor-party", &[("name", self.who(record)), ("n", n.to_owned())]).trim().to_owned(),
        }
    }

    /// Who a record is about: the name, else the masked number.
    pub fn who(&self, record: &Record) -> String {
        match record.get("name") {
            "" => self.phone(record.get("phone"), false),
            name => name.to_owned(),
        }
    }

    /// What came of a walk-in or call; of a promised call-back that was made, when.
    pub fn outcome(&self, record: &Record) -> String {
        let made = record.steps.last().filter(|_| record.get("reached") == "yes" && record.limits.is_empty());
        match (record.get("outcome"), made) {
            ("promised", Some(step)) => self.say("outcome-kept", &[("at", self.at(step.at))]),
            (outcome, _) => self.choice("outcome", outcome),
        }
    }

    /// A stored value of a field as a person reads it.
    pub fn value(&self, field: &Field, value: &str) -> String {
        match field.input {
            _ if value.is_empty() => String::new(),
            Input::Choice(_) => self.choice(field.key, value),
            _ if field.key == "clock" => self.stage(value),
            _ if field.key == "percent" => self.rung(value),
            Input::Plate => self.plate(value),
            Input::Phone => self.phone(value, false),
            Input::Department => self.department(value),
            Input::When(tense) => parse_rfc3339(value).map_or_else(
                || value.to_owned(),
                |at| if tense == Tense::Future { self.until(at) } else { self.at(at) },
            ),
            _ => value.to_owned(),
        }
    }

    /// The same of a field of an entry, by its key.
    pub fn entry_value(&self, line: &EntryView, key: &str, value: &str) -> String {
        let field = form::find(line.kind, line.get("step"), key);
        field.map_or_else(|| value.to_owned(), |field| self.value(field, value))
    }

    /// Until when a limit that is not late stands still.
    pub fn stopped(&self, clock: &TimeLimit) -> Option<Moment> {
        clock.pause(self.now).filter(|_| clock.at().is_some_and(|due| due > self.now)).map(|(_, until)| until)
    }

    /// The same in words, and why; both empty where it runs.
    pub fn paused(&self, record: &Record, clock: &TimeLimit) -> (String, String) {
        let told = |until| self.say("rest-paused", &[("at", self.until(until))]);
        let why = || self.choice("pause", record.get("pause"));
        self.stopped(clock).map_or_else(Default::default, |until| (told(until), why()))
    }

    /// By how much a machine's clock was ahead.
    pub fn ahead(&self, millis: i64) -> String {
        let seconds = millis.saturating_add(999) / 1_000;
        let length = format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
        self.say("clock-ahead", &[("length", length)])
    }

    /// Why the logbook cannot be used.
    pub fn store_error(&self, error: &StoreError) -> String {
        let (key, args) = error.words();
        self.say(key, &args)
    }

    /// Why an act was not done: a reason each, at its field where there is one.
    pub fn failure(&self, failure: &ActError) -> Vec<(Option<String>, String)> {
        match failure {
            ActError::Refused(reasons) => {
                reasons.iter().map(|reason| (reason.field.clone(), self.cause(&reason.cause))).collect()
            }
            ActError::Store(error) => vec![(None, self.store_error(error))],
        }
    }

    /// The sentence of a refusal.
    pub fn cause(&self, cause: &Cause) -> String {
        let clause = |clause: &str| vec![("clause", clause.to_owned())];
        let args = match cause {
            Cause::Value(fault) => fault.args(),
            Cause::AlreadyLeft(Some(at)) | Cause::HandedOver(at) | Cause::AfterNext(at) | Cause::BeforePart(at) => {
                vec![("at", self.at(*at))]
            }
            Cause::PauseTooLong(at) => vec![("at", self.until(*at))],
            Cause::StaysOverlap(number, from, to) => vec![
                ("number", self.label(Family::Vehicle, *number)),
                ("from", self.at(*from)),
                (
                    "to",
                    match to {
                        Stay::Left(to) => self.at(*to),
                        Stay::Inside => self.tr("still-inside"),
                        _ => self.tr("departure-unseen"),
                    },
                ),
            ],
            Cause::NotStaff(roles) if roles.as_slice() == LISTED => vec![("roles", self.tr("role-listed"))],
            Cause::OtherRole(roles) | Cause::NotStaff(roles) => {
                vec![("roles", self.list(roles.iter().map(|role| self.tr(role.key()))))]
            }
            Cause::WhichVehicle(candidates, more) | Cause::PersonInside(candidates, more) => {
                let records = candidates.iter().map(|one| self.label(one.family, one.number));
                let who = matches!(cause, Cause::PersonInside(..));
                let key = if who { "refused-who-more" } else { "refused-which-more" };
                let more = (*more > 0).then(|| self.say(key, &[("n", more.to_string())]));
                let records = records.chain(more);
                vec![("records", self.list(records))]
            }
            Cause::PlateInside(car) | Cause::OfPart(car) => vec![("number", self.label(Family::Vehicle, *car))],
            Cause::StepDone(who, at)
            | Cause::OutcomeThere(who, at)
            | Cause::AlreadyNoted(who, at)
            | Cause::PostHeld(who, at)
            | Cause::AlreadyAmended(who, at)
            | Cause::AlreadyWithdrawn(who, at) => vec![("who", display(who)), ("at", self.at(*at))],
            Cause::Meanwhile(newer) => {
                let outcome = Some(&newer.outcome).filter(|outcome| !outcome.is_empty());
                let said = outcome.map(|outcome| self.choice("outcome", outcome));
                let said = said.into_iter().chain(newer.promise.map(|at| self.until(at)));
                let what = [self.event(newer.kind, &newer.step)].into_iter().chain(said).collect::<Vec<_>>().join(" ");
                vec![("who", display(&newer.who)), ("at", self.at(newer.at)), ("what", what)]
            }
            Cause::StepFirst(steps, by) => vec![("steps", self.steps(steps)), ("clause", by.clone())],
            Cause::NotLapsed(by) => clause(by),
            Cause::Demanded(by) | Cause::OnlyThese(by) => clause(by),
            Cause::PassedOn(times) => vec![("times", times.to_string())],
            Cause::OnlyReceiver(post) => vec![("post", display(post))],
            Cause::GoneBefore(gone) => vec![("gone", gone.to_string())],
            Cause::TooFewTries(tries) => vec![("tries", tries.to_string())],
            Cause::FirstReceiver(who) | Cause::OtherName(who) => vec![("who", display(who))],
            Cause::Unanswered(lines) => vec![("lines", lines.to_string())],
            Cause::UidConflict(link) => vec![("record", self.label(link.family, link.number))],
            Cause::CalendarOlder(year) | Cause::NextNotice(year) => vec![("year", year.to_string())],
            Cause::CalendarKnown { year, version } => {
                vec![("year", year.to_string()), ("version", version.to_string())]
            }
            Cause::Notice(fault) => fault.args(),
            _ => Vec::new(),
        };
        self.say(cause.key(), &args)
    }
}
