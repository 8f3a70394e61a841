//! Procedures: the paths that records take, read from `data/procedures.toml`. What is plain is data; going on,
//! concluding, repeating and joining are the few verbs below.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::clock::Clock;
use crate::domain::entry::{Family, Fields};
use crate::domain::record::Record;
use crate::domain::rules::{self, RuleError};
use crate::domain::site::Working;
use crate::domain::time::{Moment, parse_rfc3339};
use crate::domain::worktime::{Due, Length};

/// Field values under which a step or stage applies: every named field has one of its values.
type When = BTreeMap<String, Vec<String>>;

/// What a person does to a complaint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StepRule {
    /// Its name.
    pub id: String,
    /// The complaints it belongs to.
    #[serde(default)]
    pub when: When,
    /// Steps that must be done first, where they belong to the complaint at all.
    #[serde(default)]
    pub after: Vec<String>,
    /// Steps without which it does not belong to the complaint.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Enter does not propose it.
    #[serde(default)]
    pub optional: bool,
    /// It may be done more than once.
    #[serde(default)]
    pub again: bool,
    /// The clause it stands in.
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
    /// The events that start it.
    pub starts: Vec<String>,
    /// The events that end it.
    pub ends: Vec<String>,
    /// The records it belongs to.
    #[serde(default)]
    pub when: When,
    /// How long it may take.
    pub length: Length,
    /// How long the procedure itself gives it, where the site gives it another length.
    #[serde(skip_deserializing)]
    pub usual: Option<Length>,
    /// The field that holds the promise.
    #[serde(default)]
    pub promise: String,
    /// The department whose timetable counts; empty for time by the clock.
    #[serde(default)]
    pub hours: String,
    /// The clause that sets it.
    pub clause: String,
    /// Who is told, or what is proposed, when it runs out.
    pub expiry: String,
}

/// All steps and stages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedures {
    /// The steps, in the order in which Enter proposes them.
    #[serde(rename = "step")]
    pub steps: Vec<StepRule>,
    /// The stages.
    #[serde(rename = "stage")]
    pub stages: Vec<Stage>,
}

/// The facts that conditions are judged by: today's values and the steps done.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Values by field.
    pub fields: &'a Fields,
    /// The steps done.
    pub done: &'a [&'a str],
}

impl Facts<'_> {
    /// Whose hands a complaint is in: the site's until transferred, another department's until the office has it.
    fn track(&self) -> &str {
        match self.fields.get("intake").map(String::as_str) {
            Some("site") if !self.done.contains(&"transferred") => "site",
            Some("department") if !self.done.contains(&"arrived") => "department",
            _ => "office",
        }
    }

    fn fulfil(&self, when: &When) -> bool {
        when.iter().all(|(key, values)| {
            let value = if key == "track" { self.track() } else { self.fields.get(key).map_or("", String::as_str) };
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
        Self::parse(include_str!("../../data/procedures.toml"))
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

    /// The clocks that `event`, at `at`, starts. `facts` already hold the event.
    pub fn started(
        &self,
        family: Family,
        event: &str,
        at: Moment,
        facts: Facts<'_>,
        working: &Working<'_>,
    ) -> Vec<Clock> {
        self.stages
            .iter()
            .filter(|stage| stage.family == family && stage.starts.iter().any(|start| start == event))
            .filter(|stage| facts.fulfil(&stage.when))
            .filter_map(|stage| stage.clock(at, facts.fields, working))
            .collect()
    }

    /// The stages among `running` that `event` ends. Archiving ends them all.
    pub fn ended(&self, family: Family, event: &str, running: &[Clock]) -> Vec<String> {
        let ends = |clock: &&Clock| {
            event == crate::domain::record::ARCHIVED
                || self.stages.iter().any(|stage| {
                    stage.family == family && stage.id == clock.stage && stage.ends.iter().any(|end| end == event)
                })
        };
        running.iter().filter(ends).map(|clock| clock.stage.clone()).collect()
    }

    /// The steps that belong to a complaint as it stands, done or not.
    fn belonging<'a>(&'a self, facts: Facts<'a>) -> impl Iterator<Item = &'a StepRule> {
        self.steps.iter().filter(move |step| {
            facts.fulfil(&step.when) && step.requires.iter().all(|name| facts.done.contains(&name.as_str()))
        })
    }

    /// The rule of a step for a complaint as it stands; `None` where the step does not belong to it.
    pub fn rule(&self, record: &Record, step: &str) -> Option<&StepRule> {
        let done = done(record);
        let facts = Facts { fields: &record.fields, done: &done };
        self.steps.iter().find(|rule| {
            rule.id == step
                && facts.fulfil(&rule.when)
                && rule.requires.iter().all(|name| facts.done.contains(&name.as_str()))
        })
    }

    /// What must be done before a step of a complaint.
    pub fn missing(&self, record: &Record, rule: &StepRule) -> Vec<String> {
        let done = done(record);
        let facts = Facts { fields: &record.fields, done: &done };
        let belongs = |name: &String| self.belonging(facts).any(|step| step.id == *name && !step.optional);
        rule.after.iter().filter(|name| !done.contains(&name.as_str()) && belongs(name)).cloned().collect()
    }

    /// The steps of a complaint that may be done now, in the order of the procedure, each once.
    pub fn offered(&self, record: &Record) -> Vec<&StepRule> {
        let mut offered: Vec<&StepRule> = Vec::new();
        for rule in &self.steps {
            let belongs = self.rule(record, &rule.id) == Some(rule);
            let fresh = rule.again || !record.done(&rule.id);
            let concluded = record.done("concluded") && rule.again;
            if belongs && fresh && !concluded && self.missing(record, rule).is_empty() {
                offered.push(rule);
            }
        }
        offered
    }

    /// The obvious next step of a complaint: the first that is not optional and not done; where a clock that proposes
    /// something has run out, what it proposes.
    pub fn next(&self, record: &Record, now: Moment) -> Option<&StepRule> {
        let offered = self.offered(record);
        let proposed = record
            .clocks
            .iter()
            .filter(|clock| clock.at().is_some_and(|due| due <= now))
            .find_map(|clock| offered.iter().find(|rule| rule.id == clock.expiry));
        proposed.or_else(|| offered.iter().find(|rule| !rule.optional && !record.done(&rule.id))).copied()
    }
}

impl Stage {
    /// The clock that starts at `at`; `None` where it waits for a promise that was not made.
    fn clock(&self, at: Moment, fields: &Fields, working: &Working<'_>) -> Option<Clock> {
        let promise = fields.get(&self.promise).and_then(|text| parse_rfc3339(text));
        let due = match (self.length, promise) {
            (Length::Promise, None) => return None,
            (Length::Promise, Some(at)) => Due::At { at, shown: None },
            (length, _) => working.due(&self.hours, at, length),
        };
        let calendar = if self.hours.is_empty() { String::new() } else { working.version(at, due) };
        Some(Clock {
            stage: self.id.clone(),
            start: at,
            length: self.length,
            hours: self.hours.clone(),
            calendar,
            clause: self.clause.clone(),
            expiry: self.expiry.clone(),
            due,
        })
    }
}

fn done(record: &Record) -> Vec<&str> {
    record.steps.iter().map(|step| step.step.as_str()).collect()
}
