//! Records: what the registers hold. A record is folded from its own entries and nothing else, so that a rebuild
//! gives the same row. A withdrawn entry changes none of its values and leaves the mark that something was struck; where it
//! is the opening entry, the record is void and keeps what that one said.

mod fold;
mod said;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use strum::{FromRepr, IntoStaticStr, VariantNames};
use uuid::Uuid;

use crate::domain::entry::{Family, Fields, Kind, Link, Seq};
use crate::domain::form::Field;
use crate::domain::handover::{HandoverItem, Verdict};
use crate::domain::matter::is_major;
use crate::domain::number::Number;
use crate::domain::text::person;
use crate::domain::time::{MINUTE, Moment};
use crate::domain::time_limit::TimeLimit;

pub use fold::{BrokenHistory, fold, walk};
pub use said::{is_known, leaving, teller, visit_of, visits, with_orders};

/// An event written more than this many milliseconds after it happened is marked 补记.
pub const LATE: i64 = 5 * MINUTE;

/// The step of a complaint after which it is no longer open.
pub const ARCHIVED: &str = "archived";
/// The step that ends its handling.
pub const CONCLUDED: &str = "concluded";
/// How often a complaint is passed on before the head has to agree to it (000-1 一.5).
pub const PASSES: usize = 2;
/// The outcome that waits until a message has reached its addressee (002 四.6).
pub const MESSAGE: &str = "message";
/// The outcome that ends it.
pub const DELIVERED: &str = "delivered";

/// Where a record stands; its number is stored, and stays for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromRepr, IntoStaticStr, VariantNames)]
#[repr(u8)]
#[serde(rename_all = "snake_case")]
#[strum(prefix = "status-", serialize_all = "kebab-case")]
pub enum Status {
    /// Something is still to be done.
    Open = 0,
    /// Nothing is left to be done.
    Closed = 1,
    /// Its opening entry was withdrawn.
    Void = 2,
}

impl Status {
    /// The locale key of its name.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

/// One step that was done on a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The step's name in the procedures, or the entry's kind.
    pub step: String,
    pub seq: Seq,
    pub at: Moment,
    pub operator: String,
    /// It was undone when the record was opened again, and is to be done anew.
    pub undone: bool,
}

/// Someone took note of an escalation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    pub clock: String,
    /// The rung, in percent.
    pub percent: u32,
    pub seq: Seq,
    pub at: Moment,
    pub operator: String,
}

/// Where a person or vehicle at the gate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    Inside,
    /// Was turned away.
    Refused,
    Left(Moment),
    /// 离场未登记: nobody saw it leave.
    LeftUnseen,
    /// 无进场登记: it left when its record begins, and nobody saw it come.
    OutOnly,
}

/// Where whoever came with a vehicle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Driver {
    /// Where it is: inside with it, or gone with it.
    #[default]
    #[serde(rename = "w")]
    With,
    /// Inside; another has driven it away.
    #[serde(rename = "s")]
    Stays,
    /// He is a visitor, and counted as that one.
    #[serde(rename = "v")]
    Visits,
    /// He has left on foot.
    #[serde(rename = "l")]
    Left,
}

/// For how many milliseconds an entry and an exit were read, from the first reading of each to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReadFor {
    #[serde(rename = "i")]
    pub coming: i64,
    #[serde(rename = "o")]
    pub leaving: i64,
}

/// What only the records of some families hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Plain,
    Gate(Stay),
    Complaint {
        /// How often a promise was given for when it will be done.
        promises: u32,
        /// How many households complained of its topic within a week when it was received, where that was too many.
        households: u32,
    },
    Handover {
        lines: Vec<HandoverItem>,
        /// The relief's, one for each line.
        verdicts: Vec<Verdict>,
    },
}

/// What a register holds of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub subject: Uuid,
    pub family: Family,
    pub number: Number,
    pub seq: Seq,
    /// Its newest entry.
    pub last: Seq,
    pub at: Moment,
    pub written_at: Moment,
    pub post: String,
    /// Who wrote the opening entry: the first receiver 首问.
    pub operator: String,
    pub status: Status,
    /// The room does not match the site's pattern.
    pub odd_room: bool,
    pub struck: bool,
    /// One of its entries was written after the machine's clock had been set back.
    pub clock_went_back: bool,
    /// By how many milliseconds the clock of a machine was ahead, the most of any of its entries.
    pub ahead: i64,
    /// The kind of machine that opened it; empty for none.
    pub source: String,
    /// Today's values: the opening entry's, overlaid by those of later entries.
    pub fields: Fields,
    /// The steps done, in the order of the logbook.
    pub steps: Vec<Step>,
    pub limits: Vec<TimeLimit>,
    /// The escalations that were taken note of.
    pub acks: Vec<Ack>,
    /// The records it came from or became.
    pub links: Vec<Link>,
    /// How many of a party have left before the others.
    pub gone: u32,
    /// For how many milliseconds after its entry a vehicle was read coming in, and after its exit going out.
    pub read_for: ReadFor,
    /// Where the driver of a vehicle is.
    pub driver: Driver,
    pub body: Body,
}

impl Record {
    /// A field's value; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        self.fields.get(key).map_or("", String::as_str)
    }

    /// Where it is, of what has passed the gate or was refused there. A record that was withdrawn says nothing but that it
    /// was a refusal, if it was one.
    pub const fn stay(&self) -> Option<Stay> {
        if let Body::Gate(stay) = self.body { Some(stay) } else { None }
    }

    /// Whether a person or vehicle is inside.
    pub fn inside(&self) -> bool {
        self.stay() == Some(Stay::Inside)
    }

    /// How many people of it are inside: a party's head count less those who have left; a vehicle's driver, with it or
    /// without it, unless he has left or is a visitor.
    pub fn people(&self) -> u32 {
        match self.driver {
            Driver::With if self.inside() => self.rest(),
            Driver::Stays => 1,
            Driver::With | Driver::Visits | Driver::Left => 0,
        }
    }

    /// Whether a person or vehicle of it is inside: also a driver whose vehicle is gone.
    pub fn is_there(&self) -> bool {
        self.inside() || self.people() > 0
    }

    /// By what the driver of a vehicle is found while it is there, or he is: his name, however it is written.
    pub fn driven_by(&self) -> String {
        let name = self.get("name");
        let there = self.family == Family::Vehicle && self.is_there() && !name.is_empty();
        if there { person::key(name) } else { String::new() }
    }

    /// How many of a party have left by no part of it: those inside, or who left last.
    pub fn rest(&self) -> u32 {
        self.came().saturating_sub(self.gone).max(1)
    }

    /// How many people came with it.
    pub fn came(&self) -> u32 {
        self.get("count").parse().unwrap_or(1)
    }

    /// How often a promise was given for a complaint.
    pub const fn promises(&self) -> u32 {
        if let Body::Complaint { promises, .. } = self.body { promises } else { 0 }
    }

    /// The households that complained of the same, where they are too many.
    pub const fn households(&self) -> u32 {
        if let Body::Complaint { households, .. } = self.body { households } else { 0 }
    }

    /// The lines of a handover's page.
    pub fn lines(&self) -> &[HandoverItem] {
        if let Body::Handover { lines, .. } = &self.body { lines } else { &[] }
    }

    /// The verdicts on them, once it was answered.
    pub fn verdicts(&self) -> &[Verdict] {
        if let Body::Handover { verdicts, .. } = &self.body { verdicts } else { &[] }
    }

    /// Whether a step was done, and not undone since.
    pub fn done(&self, step: &str) -> bool {
        self.steps.iter().any(|done| done.step == step && !done.undone)
    }

    /// The steps done, and not undone since.
    pub fn steps_done(&self) -> Vec<&str> {
        self.steps.iter().filter(|step| !step.undone).map(|step| step.step.as_str()).collect()
    }

    /// How often it was passed on from one department to another, in the last round and all before.
    pub fn transfers(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step.step.as_str(), "transferred" | "relayed" | "rerouted")).count()
    }

    /// When the call back that was promised was made.
    pub fn called_back(&self) -> Option<Moment> {
        self.steps.iter().rfind(|step| step.step == Kind::CallBack.name() && !step.undone).map(|step| step.at)
    }

    /// Whether its matter is a major one by itself (000-2 2(6)), and its class says otherwise.
    pub fn should_be_major(&self) -> bool {
        self.status == Status::Open && is_major(self.get("matter")) && self.get("class") != "major"
    }

    /// Whether any of its limits is paused at an instant.
    pub fn paused(&self, now: Moment) -> bool {
        self.limits.iter().any(|clock| clock.pause(now).is_some())
    }

    /// Whether a message waits to be passed on.
    pub fn has_message(&self) -> bool {
        self.status == Status::Open && self.get("outcome") == MESSAGE
    }

    /// The last instant at which something is said to have happened to it.
    pub fn latest(&self) -> Moment {
        let left = if let Some(Stay::Left(left)) = self.stay() { left } else { self.at };
        self.steps.iter().map(|step| step.at).fold(left.max(self.at), Moment::max)
    }

    /// The clock that is due first.
    pub fn next_limit(&self) -> Option<&TimeLimit> {
        self.limits.iter().min_by_key(|clock| clock.order())
    }

    /// The clocks that run, the most urgent first.
    pub fn limits(&self) -> Vec<&TimeLimit> {
        let mut limits: Vec<&TimeLimit> = self.limits.iter().collect();
        limits.sort_by_key(|clock| clock.order());
        limits
    }

    /// Whether it was written so long after the event that it is marked 补记.
    pub const fn late(&self) -> bool {
        self.written_at.since(self.at) > LATE
    }

    /// What tells it in one line: the fields that its family names, those that it has.
    pub fn gist(&self) -> impl Iterator<Item = (&'static Field, &str)> {
        let spec = self.family.spec();
        let field = |key: &&str| spec.forms.iter().flat_map(|form| form.2).find(|field| field.key == *key);
        spec.gist
            .iter()
            .filter_map(field)
            .map(|field| (field, self.get(field.key)))
            .filter(|(_, said)| !said.is_empty())
    }

    /// The word by which the register finds it: a vehicle's plate, a calendar's year, a duty's post, a complaint's matter, a guest's name.
    pub fn key(&self) -> Cow<'_, str> {
        (self.family.spec().key)(self)
    }
}
