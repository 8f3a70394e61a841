//! Procedures: the paths that records take, read from `data/procedures.toml`. What is plain is data; going on,
//! concluding, repeating and joining are the few verbs below.

mod verbs;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::domain::entry::{Family, Fields};
use crate::domain::escalation::{BELL, HALF, TWICE, WHOLE};
use crate::domain::record::Record;
use crate::domain::rules::{self, RuleError};
use crate::domain::time::{Moment, parse_rfc3339};
use crate::domain::time_limit::{Rung, TimeLimit};
use crate::domain::worktime::Working;
use crate::domain::worktime::{Due, Length};

pub use verbs::{Consequences, Happening, PAUSED, RECLASSED, REOPENED, RESUMED};

/// Field values under which a step or stage applies: every named field has one of its values.
type When = BTreeMap<String, Vec<String>>;

/// What a person does to a record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StepRule {
    pub id: String,
    /// The family of records it belongs to; complaints where none is named.
    #[serde(default = "complaints")]
    pub family: Family,
    #[serde(default)]
    pub when: When,
    /// Steps that must be done first, where they belong to the complaint at all.
    #[serde(default)]
    pub after: Vec<String>,
    /// Steps without which it does not belong to the complaint.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Steps with which it belongs to the complaint no more.
    #[serde(default)]
    pub unless: Vec<String>,
    /// It belongs only while a limit of this stage runs, and is owed until that has ended.
    #[serde(default)]
    pub limit: String,
    /// That limit must have run out.
    #[serde(default)]
    pub lapsed: bool,
    /// Enter does not propose it.
    #[serde(default)]
    pub optional: bool,
    /// It may be done more than once.
    #[serde(default)]
    pub again: bool,
    pub clause: String,
}

/// A stage with its time limit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its name, such as `T2`.
    pub id: String,
    /// The family of records it belongs to.
    pub family: Family,
    pub starts: Vec<String>,
    pub ends: Vec<String>,
    #[serde(default)]
    pub when: When,
    /// What an event must say, beside its name, to end it.
    #[serde(default)]
    pub ends_when: When,
    /// The field that says whose share of the stage it is; each has a limit of its own.
    #[serde(default)]
    pub part: String,
    /// The shares, where they are known from the start.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Whether it may stand still for a reason.
    #[serde(default)]
    pub pausable: bool,
    /// The percentages of its length at which it makes itself heard.
    #[serde(default = "warn")]
    pub warn: Vec<u32>,
    /// Every so many minutes it rings again once it is late; 0 for once.
    #[serde(default)]
    pub repeat: u32,
    pub length: Length,
    /// How long the procedure itself gives it, where the site gives it another length.
    #[serde(skip_deserializing)]
    pub usual: Option<Length>,
    #[serde(default)]
    pub promise: String,
    /// The department whose timetable counts; empty for time by the clock.
    #[serde(default)]
    pub hours: String,
    /// The department whose timetable counts where the settings lack that one.
    #[serde(default)]
    pub hours_else: String,
    pub clause: String,
    /// Who is told, or what is proposed, when it runs out.
    pub expiry: String,
}

const fn complaints() -> Family {
    Family::Complaint
}

fn warn() -> Vec<u32> {
    vec![HALF, BELL, WHOLE, TWICE]
}

/// All steps and stages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedures {
    /// The steps, in the order in which Enter proposes them.
    #[serde(rename = "step")]
    pub steps: Vec<StepRule>,
    #[serde(rename = "stage")]
    pub stages: Vec<Stage>,
    /// What a complaint that is opened again has to do anew.
    #[serde(default)]
    pub reopens: Vec<String>,
    /// How long a pause may last at the most, by the office's hours.
    #[serde(default = "pause")]
    pub pause: Length,
    /// When complaints of several households about one matter are one (000-2 2(6)).
    #[serde(default)]
    pub collective: Collective,
}

const fn pause() -> Length {
    Length::WorkDays(5)
}

/// When complaints of several households about one matter are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collective {
    pub households: u32,
    pub days: u32,
}

impl Default for Collective {
    fn default() -> Self {
        Self { households: 3, days: 7 }
    }
}

/// The facts that conditions are judged by: today's values and the steps done.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub fields: &'a Fields,
    pub done: &'a [&'a str],
}

impl<'a> Facts<'a> {
    /// A field's value; empty where there is none.
    pub fn value(&self, key: &str) -> &'a str {
        self.fields.get(key).map_or("", String::as_str)
    }

    /// Whose hands a complaint is in: the site's until transferred, another department's until the office has it.
    fn track(&self) -> &str {
        match self.fields.get("intake").map(String::as_str) {
            Some("site") if !self.done.contains(&"transferred") => "site",
            Some("department") if !self.done.contains(&"arrived") => "department",
            _ => "office",
        }
    }

    /// Whether a step belongs to such a complaint.
    fn allow(&self, step: &StepRule) -> bool {
        let done = |name: &String| self.done.contains(&name.as_str());
        self.fulfil(&step.when) && step.requires.iter().all(done) && !step.unless.iter().any(done)
    }

    fn fulfil(&self, when: &When) -> bool {
        when.iter().all(|(key, values)| {
            let value = if key == "track" { self.track() } else { self.value(key) };
            values.iter().any(|wanted| wanted == value)
        })
    }
}

impl Procedures {
    /// The procedures that come with the program.
    ///
    /// # Errors
    /// Never with the file as shipped, which a test reads.
    pub fn builtin() -> Result<Self, RuleError> {
        static READ: LazyLock<Result<Procedures, RuleError>> =
            LazyLock::new(|| Procedures::parse(include_str!("../../data/procedures.toml")));
        READ.clone()
    }

    /// Reads a procedure file.
    ///
    /// # Errors
    /// Names the line, the key and the cause.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let read: Self = toml::from_str(text).map_err(|error| rules::toml_error(text, &error))?;
        rules::check(&read).map_err(|breach| breach.found(text))?;
        Ok(read)
    }

    /// The steps of a family.
    fn of(&self, family: Family) -> impl Iterator<Item = &StepRule> {
        self.steps.iter().filter(move |rule| rule.family == family)
    }

    /// The rule of a step for a record as it stands; `None` where the step does not belong to it.
    pub fn rule(&self, record: &Record, step: &str) -> Option<&StepRule> {
        let done = record.steps_done();
        let facts = Facts { fields: &record.fields, done: &done };
        self.of(record.family).find(|rule| rule.id == step && facts.allow(rule) && rule.runs(record))
    }

    /// The rules of all steps that belong to a record as it stands, each step's first.
    fn rules(&self, record: &Record) -> Vec<&StepRule> {
        let done = record.steps_done();
        let facts = Facts { fields: &record.fields, done: &done };
        let mut rules: Vec<&StepRule> = Vec::new();
        for rule in self.of(record.family) {
            if rules.iter().all(|first| first.id != rule.id) && facts.allow(rule) && rule.runs(record) {
                rules.push(rule);
            }
        }
        rules
    }

    /// Who began a running limit: who wrote the last event, in the minute in which it starts, that begins such a stage.
    pub fn begun_by<'a>(&self, record: &'a Record, clock: &TimeLimit) -> Option<&'a str> {
        let own = |stage: &&Stage| stage.family == record.family && stage.id == clock.stage;
        let begins = |event: &str| self.stages.iter().filter(own).any(|stage| stage.begins(event));
        let then = |at: Moment| at.minute() == clock.start.minute();
        let step = record.steps.iter().rev().find(|step| then(step.at) && begins(&step.step));
        let opened = || begins("opened") && then(record.at);
        step.map(|step| step.operator.as_str()).or_else(|| opened().then_some(record.operator.as_str()))
    }

    /// What must be done before a step of a complaint.
    pub fn missing(&self, record: &Record, rule: &StepRule) -> Vec<String> {
        let owed = |name: &&String| self.rule(record, name).is_some_and(|first| !first.optional && first.owed(record));
        rule.after.iter().filter(owed).cloned().collect()
    }

    /// Whether a limit that must have run out before a step has not.
    pub fn is_early(rule: &StepRule, record: &Record, now: Moment) -> bool {
        let late = |clock: &TimeLimit| clock.stage == rule.limit && clock.is_late(now);
        rule.lapsed && !record.limits.iter().any(late)
    }

    /// Whether a record's limits can be stopped, or run again, now.
    pub fn can_pause(&self, record: &Record, step: &str, now: Moment) -> bool {
        match step {
            RESUMED => record.paused(now),
            PAUSED => !record.paused(now) && record.limits.iter().any(|clock| self.is_pausable(clock)),
            _ => true,
        }
    }

    /// The steps of a complaint that may be done now, in the order of the procedure, each once.
    pub fn offered(&self, record: &Record, now: Moment) -> Vec<&StepRule> {
        let rules = self.rules(record);
        let fresh = |rule: &StepRule| rule.again || !record.done(&rule.id);
        let owes = |step: &String| rules.iter().any(|rule| rule.id == *step && !rule.optional && rule.owed(record));
        let fits = |rule: &StepRule| {
            !Self::is_early(rule, record, now) && self.can_pause(record, &rule.id, now) && !rule.after.iter().any(owes)
        };
        rules.iter().copied().filter(|rule| fresh(rule) && fits(rule)).collect()
    }

    /// The obvious next step of a complaint: the first that is not optional and still owed; where a clock that
    /// proposes something has run out, what it proposes.
    pub fn next(&self, record: &Record, now: Moment) -> Option<&StepRule> {
        let offered = self.offered(record, now);
        let late = record.limits.iter().filter(|clock| clock.is_late(now));
        let proposes = |clock: &TimeLimit| offered.iter().find(|rule| rule.id == clock.expiry);
        let proposed = late.filter_map(|clock| Some((clock.order(), proposes(clock)?))).min_by_key(|(due, _)| *due);
        proposed
            .map(|(_, rule)| rule)
            .or_else(|| offered.iter().find(|rule| !rule.optional && rule.owed(record)))
            .copied()
    }
}

impl StepRule {
    /// Whether the limit that it belongs to runs.
    fn runs(&self, record: &Record) -> bool {
        self.limit.is_empty() || record.limits.iter().any(|clock| clock.stage == self.limit)
    }

    /// Whether it is still to be done; with a limit of its own, until that has ended.
    fn owed(&self, record: &Record) -> bool {
        !self.limit.is_empty() || !record.done(&self.id)
    }
}

impl Stage {
    /// Whether an event starts it.
    fn begins(&self, event: &str) -> bool {
        self.starts.iter().any(|start| start == event)
    }

    /// Whether an event speaks of one share of it, not of all.
    fn takes_share(&self, event: &str) -> bool {
        let fields = self.family.step_fields(event).unwrap_or_default();
        !self.part.is_empty() && fields.iter().any(|field| field.key == self.part)
    }

    /// The limits that start with the minute of an event, one for each share; none where it waits for a promise that the
    /// event did not make.
    fn limits(&self, what: &Happening<'_>, working: &Working<'_>) -> Vec<TimeLimit> {
        let own = [what.after.value(&self.part).to_owned()];
        let parts = if self.parts.is_empty() { &own } else { self.parts.as_slice() };
        parts.iter().filter_map(|part| self.clock(part, what, working)).collect()
    }

    fn clock(&self, part: &str, what: &Happening<'_>, working: &Working<'_>) -> Option<TimeLimit> {
        let at = what.at.minute();
        let promise = what.said.get(&self.promise).and_then(|promise| parse_rfc3339(promise));
        let due = match (self.length, promise) {
            (Length::Promise, None) => return None,
            (Length::Promise, Some(promise)) => promise.minute(),
            _ => at,
        };
        let ladder = self.warn.iter().map(|percent| Rung { percent: *percent, at: None });
        Some(working.recompute(&TimeLimit {
            part: part.to_owned(),
            hours: self.hours.clone(),
            clause: self.clause.clone(),
            expiry: self.expiry.clone(),
            ladder: ladder.collect(),
            repeat: self.repeat,
            ..TimeLimit::new(&self.id, at, self.length, Due::At { at: due, shown: None })
        }))
    }
}
